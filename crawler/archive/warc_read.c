#include "crawler/archive/warc.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"
#include "crawler/archive/warc_record.h"
#include "crawler/archive/warc_stream.h"
#include "crawler/fetch/head.h"
#include "crawler/url/url.h"

enum { BLOCK_MAX = LIMIT_BODY_BYTES + LIMIT_HEADER_BYTES, COPY_PIECE = 64 * 1024 };

struct entry {
    int64_t offset;
    const char *url;       /* as written; the arena's */
    const char *payload;   /* WARC-Payload-Digest, or "" */
    bool revisit;
};

struct warc_index {
    char *path;
    int fd;
    struct arena arena;
    struct map *last;      /* address to the number of its last entry */
    struct map *renderings; /* address to the number of its last rendering */
    struct map *originals; /* payload digest, and address, to the number of the last response with it */
    struct entry *entries;
    size_t count, capacity;
};

/* One spelling for an address: what the URL standard makes of it, without its fragment. */
static const char *spelling(struct arena *arena, const char *url)
{
    struct url parsed;
    const char *text = url;
    if (url_parse(arena, url, NULL, &parsed, NULL) == STATUS_OK)
        text = parsed.href;
    const char *hash = strchr(text, '#');
    return hash ? arena_copy_n(arena, text, (size_t)(hash - text)) : text;
}

static bool is_web(const char *url)
{
    return text_starts_ignoring_case(url, "http://") || text_starts_ignoring_case(url, "https://");
}

static void add_entry(struct warc_index *index, const struct warc_record *record)
{
    struct arena scratch = {0};
    MEMORY_PUSH_ROOM(index->entries, index->count, index->capacity);
    struct entry *entry = &index->entries[index->count];
    *entry = (struct entry){
        .offset = record->offset,
        .url = arena_copy(&index->arena, record->url),
        .payload = arena_copy(&index->arena, head_field(&record->fields, "warc-payload-digest")),
        .revisit = record->type == WARC_REVISIT,
    };
    const char *key = spelling(&scratch, record->url);
    bool rendering = record->type == WARC_CONVERSION;
    map_put(rendering ? index->renderings : index->last, key, strlen(key), NULL)->number = (int64_t)index->count;
    if (!entry->revisit && !rendering) { /* no digest looks like an address */
        map_put(index->originals, key, strlen(key), NULL)->number = (int64_t)index->count;
        map_put(index->originals, entry->payload, strlen(entry->payload), NULL)->number = (int64_t)index->count;
    }
    index->count++;
    arena_release(&scratch);
}

/* A conversion may be anything: a picture made smaller, a text of a PDF. */
static bool is_rendering(const struct warc_record *record)
{
    return record->type == WARC_CONVERSION && text_starts_ignoring_case(head_field(&record->fields, "content-type"), "text/html");
}

static bool wanted(const struct warc_record *record)
{
    if (!is_web(record->url) || strlen(record->url) > LIMIT_URL_BYTES)
        return false;
    if (record->type == WARC_RESOURCE || record->type == WARC_REVISIT || is_rendering(record))
        return true;
    return record->type == WARC_RESPONSE && record->status != 0;
}

/* Reads all records. `*whole` where one gzip member holds several: no record of such an
 * archive can be read without all before it. */
static enum status load(struct warc_index *index, bool *whole, struct error *err)
{
    struct warc_stream *stream = NULL;
    struct arena arena = {0};
    bool end = false;
    enum status status = warc_stream_new(index->fd, 0, index->path, &stream, err);
    *whole = false;
    while (status == STATUS_OK) {
        struct warc_record record;
        status = warc_record_begin(stream, index->path, &arena, &record, &end, err);
        if (status != STATUS_OK || end)
            break;
        if (record.inside) {
            *whole = true;
            break;
        }
        if (index->count == LIMIT_ARCHIVE_RECORDS) {
            status = error_set(err, STATUS_LIMIT, "'%s' holds more than %d responses", index->path, LIMIT_ARCHIVE_RECORDS);
            break;
        }
        status = warc_record_block(stream, index->path, &record, NULL, err);
        if (status == STATUS_OK && wanted(&record))
            add_entry(index, &record);
        arena_release(&arena);
    }
    arena_release(&arena);
    warc_stream_free(stream);
    return status;
}

static enum status write_all(int fd, const char *bytes, size_t length, struct error *err)
{
    while (length) {
        ssize_t count = write(fd, bytes, length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return error_errno(err, "cannot write a decompressed copy of the archive");
        bytes += count;
        length -= (size_t)count;
    }
    return STATUS_OK;
}

/* Puts a decompressed copy, that no other program sees, in the place of the archive. */
static enum status unpack(struct warc_index *index, struct error *err)
{
    struct warc_stream *stream = NULL;
    int64_t total = 0;
    FILE *file = tmpfile();
    if (!file)
        return error_errno(err, "cannot make a temporary file for '%s'", index->path);
    int fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 0);
    fclose(file);
    if (fd < 0)
        return error_errno(err, "cannot make a temporary file for '%s'", index->path);
    enum status status = warc_stream_new(index->fd, 0, index->path, &stream, err);
    while (status == STATUS_OK) {
        const char *bytes;
        size_t length;
        status = warc_stream_peek(stream, &bytes, &length, err);
        if (status != STATUS_OK || length == 0)
            break;
        total += (int64_t)length;
        if (total > LIMIT_ARCHIVE_INFLATED)
            status = error_set(err, STATUS_LIMIT, "'%s' decompresses to more than %lld bytes", index->path, (long long)LIMIT_ARCHIVE_INFLATED);
        else
            status = write_all(fd, bytes, length, err);
        warc_stream_take(stream, length);
    }
    warc_stream_free(stream);
    close(index->fd);
    index->fd = fd;
    return status;
}

static void forget_entries(struct warc_index *index)
{
    map_free(index->last);
    map_free(index->originals);
    map_free(index->renderings);
    index->renderings = map_new();
    index->last = map_new();
    index->originals = map_new();
    index->count = 0;
    arena_release(&index->arena);
}

enum status warc_index_load(const char *path, struct warc_index **out, struct error *err)
{
    struct warc_index *index = memory_alloc(sizeof *index);
    enum status status = STATUS_OK;
    bool whole = false;
    index->path = memory_copy(path);
    index->last = map_new();
    index->originals = map_new();
    index->renderings = map_new();
    index->fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat info;
    if (index->fd < 0 || fstat(index->fd, &info) != 0)
        status = error_errno(err, "cannot open '%s'", path);
    else if (!S_ISREG(info.st_mode))
        status = error_set(err, STATUS_IO, "cannot read '%s': it is not a regular file", path);
    else
        status = load(index, &whole, err);
    if (status == STATUS_OK && whole) {
        forget_entries(index);
        status = unpack(index, err);
        if (status == STATUS_OK)
            status = load(index, &whole, err);
    }
    if (status != STATUS_OK) {
        warc_index_free(index);
        return status;
    }
    *out = index;
    return STATUS_OK;
}

void warc_index_free(struct warc_index *index)
{
    if (!index)
        return;
    if (index->fd >= 0)
        close(index->fd);
    map_free(index->last);
    map_free(index->originals);
    map_free(index->renderings);
    arena_release(&index->arena);
    free(index->entries);
    free(index->path);
    free(index);
}

size_t warc_index_count(const struct warc_index *index)
{
    return index->count;
}

/* Undoes chunks (RFC 9112 7.1); false where the bytes are none, as in the archives of
 * writers that removed them and left the field. */
static bool unchunk(const char *bytes, size_t length, struct buffer *out)
{
    for (size_t at = 0; at < length;) {
        size_t size = 0, digits = 0;
        for (; at < length && digits < 8; at++, digits++) {
            char c = bytes[at];
            int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
            if (digit < 0)
                break;
            size = size * 16 + (size_t)digit;
        }
        const char *end = memchr(bytes + at, '\n', length - at);
        if (digits == 0 || !end)
            return false;
        at = (size_t)(end - bytes) + 1;
        if (size == 0)
            return true;
        size_t part = size < length - at ? size : length - at; /* a body cut short keeps what it has */
        if (!buffer_add(out, bytes + at, part))
            return false;
        at += part;
        if (part < size)
            return true;
        if (at < length && bytes[at] == '\r')
            at++;
        if (at < length && bytes[at] == '\n')
            at++;
    }
    return true;
}

/* Headers for a record that has none: what was stored is what a server would have sent. */
static void describe_resource(struct arena *arena, const struct warc_record *record, struct warc_response *out)
{
    const char *type = head_field(&record->fields, "content-type");
    out->status = 200;
    out->headers = arena_printf(arena, "HTTP/1.1 200 OK\r\nContent-Type: %s\r\n\r\n", *type ? type : "application/octet-stream");
    out->headers_length = strlen(out->headers);
}

static enum warc_truncation truncation_of(const char *word)
{
    if (*word == '\0')
        return WARC_WHOLE;
    return text_equal_ignoring_case(word, "disconnect") ? WARC_BROKEN_OFF : text_equal_ignoring_case(word, "time") ? WARC_TIMED_OUT : WARC_CUT;
}

static void fill_response(struct arena *arena, const struct warc_record *record, const struct buffer *block, struct warc_response *out)
{
    *out = (struct warc_response){
        .id = head_field(&record->fields, "warc-record-id"), .url = record->url, .at = record->at, .status = record->status,
        .headers = "", .body = "", .rendering = record->type == WARC_CONVERSION,
        .revisit = record->type == WARC_REVISIT,
        .refers_to_url = head_field(&record->fields, "warc-refers-to-target-uri"),
        .refers_to_at = warc_record_date(head_field(&record->fields, "warc-refers-to-date")),
        .truncated = record->length > (int64_t)block->length ? WARC_CUT : truncation_of(head_field(&record->fields, "warc-truncated")),
    };
    size_t head = record->http ? record->head_length : 0;
    if (record->type == WARC_RESOURCE || record->type == WARC_CONVERSION)
        describe_resource(arena, record, out);
    else if (head <= block->length) {
        out->headers = arena_copy_n(arena, buffer_text(block), head);
        out->headers_length = head;
    }
    const char *body = buffer_text(block) + head;
    size_t length = block->length - head;
    struct head parsed;
    struct buffer plain;
    buffer_init(&plain, BLOCK_MAX);
    head_parse(arena, out->headers, out->headers_length, &parsed);
    if (length && head_ends_chunked(&parsed) && unchunk(body, length, &plain)) {
        body = buffer_text(&plain);
        length = plain.length;
    }
    out->body = arena_copy_n(arena, body, length);
    out->body_length = length;
    buffer_release(&plain);
}

static enum status read_at(int fd, const char *path, int64_t offset, struct arena *arena, struct warc_response *out, struct error *err)
{
    struct warc_stream *stream = NULL;
    struct warc_record record;
    struct buffer block;
    bool end = false;
    buffer_init(&block, BLOCK_MAX);
    enum status status = warc_stream_new(fd, offset, path, &stream, err);
    if (status == STATUS_OK)
        status = warc_record_begin(stream, path, arena, &record, &end, err);
    if (status == STATUS_OK && end)
        status = error_set(err, STATUS_PARSE, "'%s' has no record at byte %lld: it ends before", path, (long long)offset);
    if (status == STATUS_OK)
        status = warc_record_block(stream, path, &record, &block, err);
    if (status == STATUS_OK && !wanted(&record))
        status = error_set(err, STATUS_NOT_FOUND, "the record at byte %lld of '%s' is not a response", (long long)offset, path);
    if (status == STATUS_OK)
        fill_response(arena, &record, &block, out);
    buffer_release(&block);
    warc_stream_free(stream);
    return status;
}

/* The response that a revisit stands for: the one with the same payload, else the last one
 * of the address that it names. */
static const struct entry *original_of(const struct warc_index *index, const struct entry *entry, const struct warc_response *revisit,
                                       struct arena *arena)
{
    union map_value *value = *entry->payload ? map_get(index->originals, entry->payload, strlen(entry->payload)) : NULL;
    if (!value) {
        const char *key = spelling(arena, *revisit->refers_to_url ? revisit->refers_to_url : entry->url);
        value = map_get(index->originals, key, strlen(key));
    }
    return value ? &index->entries[value->number] : NULL;
}

enum status warc_at(const struct warc_index *index, size_t i, struct arena *arena, struct warc_response *out, struct error *err)
{
    if (i >= index->count)
        return error_set(err, STATUS_NOT_FOUND, "'%s' has no response number %zu", index->path, i);
    const struct entry *entry = &index->entries[i];
    enum status status = read_at(index->fd, index->path, entry->offset, arena, out, err);
    if (status != STATUS_OK || !entry->revisit)
        return status;
    const struct entry *original = original_of(index, entry, out, arena);
    if (!original)
        return error_set(err, STATUS_NOT_FOUND, "'%s' holds '%s' only as unchanged since an answer that lies elsewhere", index->path, entry->url);
    struct warc_response first;
    status = read_at(index->fd, index->path, original->offset, arena, &first, err);
    if (status != STATUS_OK)
        return status;
    out->body = first.body;
    out->body_length = first.body_length;
    if (out->status == 304 || out->status == 0) { /* what a reader wants is the page */
        out->status = first.status;
        out->headers = first.headers;
        out->headers_length = first.headers_length;
    }
    return STATUS_OK;
}

enum status warc_find(const struct warc_index *index, const char *url, struct arena *arena, struct warc_response *out, struct error *err)
{
    const char *key = spelling(arena, url);
    union map_value *value = map_get(index->last, key, strlen(key));
    if (!value)
        return error_set(err, STATUS_NOT_FOUND, "'%s' holds no answer for '%s'", index->path, url);
    return warc_at(index, (size_t)value->number, arena, out, err);
}

enum status warc_find_rendering(const struct warc_index *index, const char *url, struct arena *arena, struct warc_response *out,
                                struct error *err)
{
    const char *key = spelling(arena, url);
    union map_value *value = map_get(index->renderings, key, strlen(key));
    if (!value)
        return error_set(err, STATUS_NOT_FOUND, "'%s' holds no rendering of '%s'", index->path, url);
    return warc_at(index, (size_t)value->number, arena, out, err);
}

enum status warc_read(const char *path, int64_t offset, struct arena *arena, struct warc_response *out, struct error *err)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_errno(err, "cannot open '%s'", path);
    enum status status = read_at(fd, path, offset, arena, out, err);
    close(fd);
    return status;
}

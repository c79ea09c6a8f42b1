#include "crawler/archive/warc.h"

#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <openssl/rand.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"
#include "crawler/archive/warc_digest.h"
#include "crawler/fetch/head.h"

enum {
    ID_SIZE = 48,            /* "<urn:uuid:...>" */
    LEVEL = 1,               /* what is archived was mostly compressed by its server already */
    MEMBER_MAX = 2 * LIMIT_BODY_BYTES,
    SYNC_THREADS = 16,       /* beside the caller: 150 small syncs then take 25 ms where one after another takes 450 */
    SYNCS_PER_THREAD = 8,    /* fewer are not worth a thread */
};

struct warc_writer {
    int fd;
    char *path;
    char *software;
    int64_t offset;          /* end of the last whole record */
    struct buffer pending;   /* members to be written together */
    struct libdeflate_compressor *compressor; /* while there are any: kept for each of England's archives it would be most of a crawl's memory */
    char info[ID_SIZE];      /* of the warcinfo record; "" before it was written */
    bool failed;             /* what lies past `offset` could not be removed */
};

/* Names are written as the standard has them; the value is cut at any control character,
 * so that no address can begin a line of its own. */
static void add_field(struct buffer *head, const char *name, const char *value)
{
    size_t length = 0;
    while ((unsigned char)value[length] >= ' ' && value[length] != 0x7f)
        length++;
    if (length)
        buffer_printf(head, "%s: %.*s\r\n", name, (int)length, value);
}

/* A random UUID, RFC 9562 5.4. */
static void new_id(char id[ID_SIZE])
{
    unsigned char b[16];
    if (RAND_bytes(b, sizeof b) != 1)
        abort(); /* the system has no randomness: nothing made here could be trusted */
    b[6] = (unsigned char)((b[6] & 0x0f) | 0x40);
    b[8] = (unsigned char)((b[8] & 0x3f) | 0x80);
    snprintf(id, ID_SIZE, "<urn:uuid:%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x>", b[0], b[1], b[2],
             b[3], b[4], b[5], b[6], b[7], b[8], b[9], b[10], b[11], b[12], b[13], b[14], b[15]);
}

struct part {
    const void *bytes;
    size_t length;
};

/* A whole record at once, which libdeflate does three times as fast as zlib does by pieces.
 * The largest body takes its own size twice over for that moment, whatever waits to be read. */
static bool compress_member(struct warc_writer *writer, const struct buffer *record)
{
    if (writer->compressor == NULL)
        writer->compressor = libdeflate_alloc_compressor(LEVEL);
    if (writer->compressor == NULL)
        return false;
    size_t room = libdeflate_gzip_compress_bound(writer->compressor, record->length);
    void *member = memory_grow(NULL, room, 1);
    size_t length = libdeflate_gzip_compress(writer->compressor, record->bytes, record->length, member, room);
    bool fits = length > 0 && buffer_add(&writer->pending, member, length);
    free(member);
    return fits;
}

/* Adds one record as one gzip member to what is pending. `head` holds the named fields
 * after WARC-Record-ID. */
static enum status add_record(struct warc_writer *writer, const char *id, const struct buffer *fields, const struct part *parts,
                              size_t count, struct error *err)
{
    struct buffer record;
    size_t length = 0;
    for (size_t i = 0; i < count; i++)
        length += parts[i].length;
    buffer_init(&record, MEMBER_MAX);
    buffer_add_text(&record, "WARC/1.1\r\n");
    add_field(&record, "WARC-Record-ID", id);
    buffer_add(&record, buffer_text(fields), fields->length);
    buffer_printf(&record, "Content-Length: %zu\r\n\r\n", length);
    bool fits = !fields->over && record.length <= LIMIT_HEADER_BYTES; /* what readers take, ours among them */
    for (size_t i = 0; i < count; i++)
        buffer_add(&record, parts[i].bytes, parts[i].length);
    buffer_add_text(&record, "\r\n\r\n");
    fits = fits && !record.over && compress_member(writer, &record);
    buffer_release(&record);
    if (!fits)
        return error_set(err, STATUS_LIMIT, "cannot archive in '%s': the record is over the ceiling of %d bytes", writer->path, MEMBER_MAX);
    return STATUS_OK;
}

static void drop_compressor(struct warc_writer *writer)
{
    libdeflate_free_compressor(writer->compressor);
    writer->compressor = NULL;
}

static enum status write_pending(struct warc_writer *writer, struct error *err)
{
    drop_compressor(writer);
    const char *bytes = buffer_text(&writer->pending);
    size_t left = writer->pending.length;
    while (left) {
        ssize_t written = pwrite(writer->fd, bytes, left, writer->offset + (bytes - writer->pending.bytes));
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0) {
            enum status status = error_errno(err, "cannot write to '%s'", writer->path);
            writer->failed = ftruncate(writer->fd, writer->offset) != 0; /* no half a record stays */
            buffer_clear(&writer->pending);
            return status;
        }
        bytes += written;
        left -= (size_t)written;
    }
    writer->offset += (int64_t)writer->pending.length;
    buffer_release(&writer->pending);
    buffer_init(&writer->pending, MEMBER_MAX);
    return STATUS_OK;
}

static void add_digest(struct buffer *fields, const char *name, const struct part *parts, size_t count)
{
    struct warc_digest *digest = warc_digest_own();
    char label[WARC_DIGEST_LABEL_SIZE];
    for (size_t i = 0; i < count; i++)
        warc_digest_add(digest, parts[i].bytes, parts[i].length);
    warc_digest_label(digest, label);
    warc_digest_free(digest);
    add_field(fields, name, label);
}

static enum status add_info(struct warc_writer *writer, struct error *err)
{
    struct buffer fields, text;
    char date[CLOCK_TEXT_MAX];
    buffer_init(&fields, LIMIT_HEADER_BYTES);
    buffer_init(&text, LIMIT_HEADER_BYTES);
    new_id(writer->info);
    clock_iso(clock_now(), date);
    add_field(&fields, "WARC-Type", "warcinfo");
    add_field(&fields, "WARC-Date", date);
    add_field(&fields, "Content-Type", "application/warc-fields");
    add_field(&text, "software", writer->software);
    add_field(&text, "format", "WARC File Format 1.1");
    add_field(&text, "conformsTo", "https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/");
    struct part part = {buffer_text(&text), text.length};
    add_digest(&fields, "WARC-Block-Digest", &part, 1);
    enum status status = add_record(writer, writer->info, &fields, &part, 1, err);
    buffer_release(&fields);
    buffer_release(&text);
    return status;
}

static enum status sync_directory(const char *path, struct error *err)
{
    const char *slash = strrchr(path, '/');
    char *directory = slash ? memory_copy_n(path, slash == path ? 1 : (size_t)(slash - path)) : memory_copy(".");
    int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum status status = STATUS_OK;
    if (fd < 0 || (fsync(fd) != 0 && errno != EINVAL)) /* EINVAL: this file system syncs no directories */
        status = error_errno(err, "cannot sync the directory '%s'", directory);
    if (fd >= 0)
        close(fd);
    free(directory);
    return status;
}

static enum status cut_back(struct warc_writer *writer, int64_t committed, struct error *err)
{
    struct stat info;
    if (fstat(writer->fd, &info) != 0)
        return error_errno(err, "cannot look at '%s'", writer->path);
    if (!S_ISREG(info.st_mode))
        return error_set(err, STATUS_IO, "cannot archive in '%s': it is not a regular file", writer->path);
    if (info.st_size < committed)
        return error_set(err, STATUS_IO, "cannot go on with '%s': it has %lld bytes and the store counts on %lld", writer->path,
                         (long long)info.st_size, (long long)committed);
    if (info.st_size > committed && ftruncate(writer->fd, committed) != 0)
        return error_errno(err, "cannot cut '%s' back", writer->path);
    writer->offset = committed;
    return STATUS_OK;
}

static void discard(struct warc_writer *writer)
{
    if (writer->fd >= 0)
        close(writer->fd);
    drop_compressor(writer);
    buffer_release(&writer->pending);
    free(writer->path);
    free(writer->software);
    free(writer);
}

enum status warc_open(const char *path, int64_t committed, const char *software, struct warc_writer **out, struct error *err)
{
    struct warc_writer *writer = memory_alloc(sizeof *writer);
    enum status status;
    writer->path = memory_copy(path);
    writer->software = memory_copy(software);
    buffer_init(&writer->pending, MEMBER_MAX);
    writer->fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
    if (writer->fd < 0)
        status = error_errno(err, "cannot open '%s'", path);
    else
        status = cut_back(writer, committed, err);
    if (status == STATUS_OK && committed == 0) {
        status = add_info(writer, err);
        if (status == STATUS_OK)
            status = write_pending(writer, err);
        if (status == STATUS_OK)
            status = sync_directory(path, err);
    }
    if (status != STATUS_OK) {
        discard(writer);
        return status;
    }
    *out = writer;
    return STATUS_OK;
}

struct syncing {
    struct warc_writer *const *writers;
    size_t count;
    atomic_size_t next;
    int *faults;    /* error numbers, 0 for none */
};

static void *sync_some(void *context)
{
    struct syncing *syncing = context;
    for (size_t i; (i = atomic_fetch_add(&syncing->next, 1)) < syncing->count;)
        syncing->faults[i] = fdatasync(syncing->writers[i]->fd) == 0 ? 0 : errno;
    return NULL;
}

enum status warc_sync(struct warc_writer *const *writers, size_t count, struct error *err)
{
    struct syncing syncing = {.writers = writers, .count = count, .faults = memory_array(count, sizeof *syncing.faults)};
    pthread_t threads[SYNC_THREADS];
    size_t wanted = count / SYNCS_PER_THREAD < SYNC_THREADS ? count / SYNCS_PER_THREAD : SYNC_THREADS, started = 0;
    while (started < wanted && pthread_create(&threads[started], NULL, sync_some, &syncing) == 0)
        started++;
    (void)sync_some(&syncing); /* all of them, where no thread could be started */
    for (size_t i = 0; i < started; i++)
        (void)pthread_join(threads[i], NULL);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if ((errno = syncing.faults[i]) != 0)
            status = error_errno(err, "cannot sync '%s'", writers[i]->path);
    free(syncing.faults);
    return status;
}

enum status warc_close(struct warc_writer *writer, struct error *err)
{
    if (!writer)
        return STATUS_OK;
    enum status status = warc_sync(&writer, 1, err);
    int fd = writer->fd;
    writer->fd = -1;
    if (close(fd) != 0 && status == STATUS_OK)
        status = error_errno(err, "cannot close '%s'", writer->path);
    discard(writer);
    return status;
}

/* Copies the head, renaming Transfer-Encoding: the coding was removed from the body, and a
 * reader that believed the field would take the body for chunks. */
static void add_http_head(struct buffer *out, const char *bytes, size_t length)
{
    static const char name[] = "transfer-encoding:";
    for (size_t at = 0; at < length;) {
        const char *end = memchr(bytes + at, '\n', length - at);
        size_t next = end ? (size_t)(end - bytes) + 1 : length;
        if (length - at >= sizeof name - 1 && text_find_ignoring_case(bytes + at, sizeof name - 1, name))
            buffer_add_text(out, "X-Archive-Orig-");
        buffer_add(out, bytes + at, next - at);
        at = next;
    }
    head_mask(out->bytes, out->length);
    if (head_length(out->bytes, out->length) == 0)
        buffer_add_text(out, "\r\n"); /* a head cut short still ends, or the body would be read as fields */
}

static void add_common(struct warc_writer *writer, struct buffer *fields, const char *type, const struct warc_exchange *exchange)
{
    char date[CLOCK_TEXT_MAX];
    clock_iso(exchange->at, date);
    add_field(fields, "WARC-Type", type);
    add_field(fields, "WARC-Target-URI", exchange->url);
    add_field(fields, "WARC-Date", date);
    add_field(fields, "WARC-IP-Address", exchange->address ? exchange->address : "");
    add_field(fields, "WARC-Warcinfo-ID", writer->info);
}

static void add_revisit(struct buffer *fields, const struct warc_exchange *exchange, bool not_modified)
{
    char date[CLOCK_TEXT_MAX];
    clock_iso(exchange->refers_to_at, date);
    add_field(fields, "WARC-Profile",
              not_modified ? "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
                           : "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest");
    add_field(fields, "WARC-Refers-To-Target-URI", exchange->refers_to_url);
    add_field(fields, "WARC-Refers-To-Date", date);
}

static enum status add_response(struct warc_writer *writer, const char *id, const struct warc_exchange *exchange, struct error *err)
{
    struct buffer fields, head;
    struct arena arena = {0};
    struct head parsed;
    bool revisit = exchange->refers_to_url != NULL;
    buffer_init(&fields, LIMIT_HEADER_BYTES);
    buffer_init(&head, 2 * LIMIT_HEADER_BYTES);
    add_http_head(&head, exchange->headers, exchange->headers_length);
    head_parse(&arena, exchange->headers, exchange->headers_length, &parsed);
    struct part parts[2] = {{buffer_text(&head), head.length}, {exchange->body, exchange->body_length}};
    bool not_modified = revisit && parsed.status == 304;
    add_common(writer, &fields, revisit ? "revisit" : "response", exchange);
    add_field(&fields, "Content-Type", "application/http;msgtype=response");
    if (revisit)
        add_revisit(&fields, exchange, not_modified);
    if (!not_modified)
        add_digest(&fields, "WARC-Payload-Digest", &parts[1], 1);
    size_t count = revisit ? 1 : 2; /* the body of unchanged content isn't kept twice */
    add_digest(&fields, "WARC-Block-Digest", parts, count);
    static const char *const reasons[] = {[WARC_CUT] = "length", [WARC_BROKEN_OFF] = "disconnect", [WARC_TIMED_OUT] = "time"};
    if (exchange->truncated != WARC_WHOLE)
        add_field(&fields, "WARC-Truncated", reasons[exchange->truncated]);
    enum status status = head.over ? error_set(err, STATUS_LIMIT, "cannot archive '%s': its headers are over the ceiling", exchange->url)
                                   : add_record(writer, id, &fields, parts, count, err);
    buffer_release(&fields);
    buffer_release(&head);
    arena_release(&arena);
    return status;
}

static enum status add_request(struct warc_writer *writer, const char *response_id, const struct warc_exchange *exchange, struct error *err)
{
    struct buffer fields;
    char id[ID_SIZE];
    struct buffer head;
    buffer_init(&head, LIMIT_HEADER_BYTES);
    (void)buffer_add(&head, exchange->request, exchange->request_length);
    head_mask(head.bytes, head.length);
    struct part part = {buffer_text(&head), head.length};
    buffer_init(&fields, LIMIT_HEADER_BYTES);
    new_id(id);
    add_common(writer, &fields, "request", exchange);
    add_field(&fields, "WARC-Concurrent-To", response_id);
    add_field(&fields, "Content-Type", "application/http;msgtype=request");
    add_digest(&fields, "WARC-Block-Digest", &part, 1);
    enum status status = add_record(writer, id, &fields, &part, 1, err);
    buffer_release(&fields);
    buffer_release(&head);
    return status;
}

/* What follows belongs to a warcinfo of its own where the file was gone on with. */
static enum status begin_records(struct warc_writer *writer, bool *first, struct error *err)
{
    *first = !writer->info[0];
    if (writer->failed)
        return error_set(err, STATUS_IO, "cannot write to '%s': an earlier failure left it in disorder", writer->path);
    return *first ? add_info(writer, err) : STATUS_OK;
}

static enum status end_records(struct warc_writer *writer, bool first, enum status status, struct error *err)
{
    if (status == STATUS_OK)
        status = write_pending(writer, err);
    if (status == STATUS_OK)
        return STATUS_OK;
    drop_compressor(writer);
    buffer_clear(&writer->pending);
    if (first)
        writer->info[0] = '\0';
    return status;
}

static int64_t next_place(const struct warc_writer *writer)
{
    return writer->offset + (int64_t)writer->pending.length;
}

enum status warc_write(struct warc_writer *writer, const struct warc_exchange *exchange, struct warc_place *place, struct error *err)
{
    char id[ID_SIZE];
    bool first;
    enum status status = begin_records(writer, &first, err);
    int64_t start = next_place(writer);
    new_id(id);
    if (status == STATUS_OK)
        status = add_response(writer, id, exchange, err);
    int64_t end = next_place(writer);
    if (status == STATUS_OK && exchange->request_length)
        status = add_request(writer, id, exchange, err);
    status = end_records(writer, first, status, err);
    if (status == STATUS_OK)
        *place = (struct warc_place){start, end - start};
    return status;
}

static enum status add_rendering(struct warc_writer *writer, const struct warc_rendering *rendering, struct error *err)
{
    struct buffer fields;
    char id[ID_SIZE];
    struct part part = {rendering->html, rendering->length};
    buffer_init(&fields, LIMIT_HEADER_BYTES);
    new_id(id);
    add_common(writer, &fields, "conversion", &(struct warc_exchange){.url = rendering->url, .at = rendering->at, .address = ""});
    add_field(&fields, "WARC-Refers-To", rendering->refers_to);
    add_field(&fields, "Content-Type", "text/html; charset=utf-8");
    add_digest(&fields, "WARC-Payload-Digest", &part, 1);
    add_digest(&fields, "WARC-Block-Digest", &part, 1);
    if (!rendering->whole)
        add_field(&fields, "WARC-Truncated", "unspecified");
    enum status status = add_record(writer, id, &fields, &part, 1, err);
    buffer_release(&fields);
    return status;
}

enum status warc_write_rendering(struct warc_writer *writer, const struct warc_rendering *rendering, struct warc_place *place, struct error *err)
{
    bool first;
    enum status status = begin_records(writer, &first, err);
    int64_t start = next_place(writer);
    if (status == STATUS_OK)
        status = add_rendering(writer, rendering, err);
    int64_t end = next_place(writer);
    status = end_records(writer, first, status, err);
    if (status == STATUS_OK)
        *place = (struct warc_place){start, end - start};
    return status;
}

#include "crawler/archive/warc_record.h"

#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"
#include "crawler/archive/warc_digest.h"

static enum status damaged(const char *name, const struct warc_record *record, const char *what, struct error *err)
{
    if (record->inside)
        return error_set(err, STATUS_PARSE, "'%s' is damaged: the record %lld bytes into the gzip member at byte %lld %s", name,
                         (long long)record->inside, (long long)record->offset, what);
    return error_set(err, STATUS_PARSE, "'%s' is damaged: the record at byte %lld %s", name, (long long)record->offset, what);
}

int64_t warc_record_date(const char *text)
{
    char plain[CLOCK_TEXT_MAX];
    int64_t instant;
    const char *dot = strchr(text, '.');
    size_t length = dot ? (size_t)(dot - text) : strlen(text);
    if (length + 2 > sizeof plain)
        return -1;
    memcpy(plain, text, length);
    if (dot)
        plain[length++] = 'Z';
    plain[length] = '\0';
    return clock_parse_iso(plain, &instant) ? instant : -1;
}

/* Gathers the head's bytes up to and with its empty line. */
static enum status gather_head(struct warc_stream *stream, const char *name, const struct warc_record *record, struct buffer *head,
                               struct error *err)
{
    size_t line = 0; /* bytes of the current line, without CR */
    for (;;) {
        const char *bytes;
        size_t length, used = 0;
        enum status status = warc_stream_peek(stream, &bytes, &length, err);
        if (status != STATUS_OK)
            return status;
        if (length == 0)
            return damaged(name, record, "stops before its fields end", err);
        bool complete = false;
        while (used < length && !complete) {
            char c = bytes[used++];
            complete = c == '\n' && line == 0;
            line = c == '\n' ? 0 : line + (c != '\r');
        }
        bool fits = buffer_add(head, bytes, used);
        warc_stream_take(stream, used);
        if (!fits)
            return damaged(name, record, "has fields without end", err);
        if (complete)
            return STATUS_OK;
    }
}

static enum warc_type type_of(const char *word)
{
    return text_equal_ignoring_case(word, "response")   ? WARC_RESPONSE
           : text_equal_ignoring_case(word, "revisit")  ? WARC_REVISIT
           : text_equal_ignoring_case(word, "resource") ? WARC_RESOURCE
           : text_equal_ignoring_case(word, "conversion") ? WARC_CONVERSION
                                                        : WARC_OTHER;
}

/* WARC 1.0 had angle brackets round addresses in its grammar, and some writers obeyed. */
static const char *address_of(struct arena *arena, const char *value)
{
    size_t length = strlen(value);
    if (length >= 2 && value[0] == '<' && value[length - 1] == '>')
        return arena_copy_n(arena, value + 1, length - 2);
    return value;
}

enum status warc_record_begin(struct warc_stream *stream, const char *name, struct arena *arena, struct warc_record *record, bool *end,
                              struct error *err)
{
    const char *bytes;
    size_t length;
    enum status status = warc_stream_peek(stream, &bytes, &length, err);
    *record = (struct warc_record){.offset = warc_stream_offset(stream), .inside = warc_stream_inside(stream), .url = "", .at = -1};
    *end = length == 0;
    if (status != STATUS_OK || *end)
        return status;
    struct buffer head;
    buffer_init(&head, LIMIT_HEADER_BYTES);
    status = gather_head(stream, name, record, &head, err);
    const char *text = buffer_text(&head);
    if (status == STATUS_OK && strncmp(text, "WARC/1.0\r\n", 10) != 0 && strncmp(text, "WARC/1.1\r\n", 10) != 0)
        status = damaged(name, record, "does not begin with WARC/1.0 or WARC/1.1", err);
    if (status == STATUS_OK) {
        head_parse(arena, text, head.length, &record->fields);
        if (!text_to_int(head_field(&record->fields, "content-length"), 0, INT64_MAX, &record->length))
            status = damaged(name, record, "has no Content-Length that can be read", err);
        else if (!*head_field(&record->fields, "warc-type"))
            status = damaged(name, record, "has no WARC-Type", err);
    }
    buffer_release(&head);
    record->type = type_of(head_field(&record->fields, "warc-type"));
    record->url = address_of(arena, head_field(&record->fields, "warc-target-uri"));
    record->at = warc_record_date(head_field(&record->fields, "warc-date"));
    record->http = text_starts_ignoring_case(head_field(&record->fields, "content-type"), "application/http");
    const char *profile = head_field(&record->fields, "warc-profile");
    record->not_modified = text_find_ignoring_case(profile, strlen(profile), "server-not-modified") != NULL;
    return status;
}

/* What watches the bytes of a block go by. */
struct watcher {
    struct warc_digest *block, *payload;
    struct buffer head;   /* of the HTTP message */
    bool in_head;
};

static void watch(struct watcher *watcher, const char *bytes, size_t length)
{
    if (watcher->block)
        warc_digest_add(watcher->block, bytes, length);
    if (watcher->in_head) {
        size_t before = watcher->head.length, room = watcher->head.ceiling - before;
        size_t part = length < room ? length : room;
        buffer_add(&watcher->head, bytes, part);
        size_t head = head_length(watcher->head.bytes, watcher->head.length);
        if (head == 0)
            return;
        watcher->in_head = false;
        buffer_cut(&watcher->head, head);
        bytes += head - before;
        length -= head - before;
    }
    if (watcher->payload)
        warc_digest_add(watcher->payload, bytes, length);
}

/* The digests, once all bytes were seen. A payload that its writer hashed with its chunks
 * removed and stored with them can't be compared here; its block still is. */
static const char *fault_of(struct watcher *watcher, struct warc_record *record)
{
    struct arena arena = {0};
    struct head head = {0};
    const char *fault = NULL;
    if (record->http && watcher->head.length) {
        head_parse(&arena, watcher->head.bytes, watcher->head.length, &head);
        record->status = head.status;
        record->head_length = watcher->in_head ? 0 : watcher->head.length;
    }
    if (watcher->block && !warc_digest_matches(watcher->block))
        fault = "does not match its block digest";
    else if (watcher->payload && !watcher->in_head && !head_ends_chunked(&head) && !warc_digest_matches(watcher->payload))
        fault = "does not match its payload digest";
    arena_release(&arena);
    return fault;
}

static enum status expect_end(struct warc_stream *stream, const char *name, const struct warc_record *record, struct error *err)
{
    for (const char *wanted = "\r\n\r\n"; *wanted; wanted++) {
        const char *bytes;
        size_t length;
        enum status status = warc_stream_peek(stream, &bytes, &length, err);
        if (status != STATUS_OK)
            return status;
        /* Some writers count the empty lines as the block's; that it is whole is then gzip's word. */
        bool next_member = warc_stream_is_gzip(stream) && (length == 0 || warc_stream_offset(stream) != record->offset);
        if (next_member && strlen(wanted) == 4)
            return STATUS_OK;
        if (length == 0 || *bytes != *wanted)
            return damaged(name, record, "is not followed by two empty lines: its length is wrong or it was cut", err);
        warc_stream_take(stream, 1);
    }
    return STATUS_OK;
}

static void keep_some(struct buffer *keep, const char *bytes, size_t length)
{
    size_t room = keep->ceiling - keep->length;
    if (length > room)
        length = room;
    buffer_add(keep, bytes, length);
}

enum status warc_record_block(struct warc_stream *stream, const char *name, struct warc_record *record, struct buffer *keep,
                              struct error *err)
{
    bool payload = record->type == WARC_RESPONSE || record->type == WARC_RESOURCE || record->type == WARC_CONVERSION;
    struct watcher watcher = {
        .block = warc_digest_new(head_field(&record->fields, "warc-block-digest")),
        .payload = payload ? warc_digest_new(head_field(&record->fields, "warc-payload-digest")) : NULL,
        .in_head = record->http,
    };
    enum status status = STATUS_OK;
    buffer_init(&watcher.head, LIMIT_HEADER_BYTES);
    for (int64_t left = record->length; left > 0 && status == STATUS_OK;) {
        const char *bytes;
        size_t length;
        status = warc_stream_peek(stream, &bytes, &length, err);
        if (status == STATUS_OK && length == 0)
            status = damaged(name, record, "stops before its end", err);
        if (status != STATUS_OK)
            break;
        if ((int64_t)length > left)
            length = (size_t)left;
        watch(&watcher, bytes, length);
        if (keep)
            keep_some(keep, bytes, length);
        warc_stream_take(stream, length);
        left -= (int64_t)length;
    }
    const char *fault = status == STATUS_OK ? fault_of(&watcher, record) : NULL;
    if (fault)
        status = damaged(name, record, fault, err);
    if (status == STATUS_OK)
        status = expect_end(stream, name, record, err);
    warc_digest_free(watcher.block);
    warc_digest_free(watcher.payload);
    buffer_release(&watcher.head);
    return status;
}

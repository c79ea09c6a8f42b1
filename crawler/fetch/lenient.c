#include "crawler/fetch/lenient.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "crawler/fetch/head.h"

enum stage { STAGE_HEAD, STAGE_SIZED, STAGE_TO_END, STAGE_CHUNK_SIZE, STAGE_CHUNK, STAGE_CHUNK_END, STAGE_TRAILERS, STAGE_OVER };

struct lenient {
    struct lenient_calls calls;
    bool head_only;
    enum stage stage;
    struct buffer line;    /* the head, or a line among chunks, that is not complete yet */
    uint64_t left;         /* bytes of the body or the chunk */
    enum lenient_result result; /* of STAGE_OVER */
};

struct lenient *lenient_new(const struct lenient_calls *calls, bool head_only)
{
    struct lenient *lenient = memory_alloc(sizeof *lenient);
    lenient->calls = *calls;
    lenient->head_only = head_only;
    buffer_init(&lenient->line, LIMIT_HEADER_BYTES);
    return lenient;
}

void lenient_free(struct lenient *lenient)
{
    if (lenient == NULL)
        return;
    buffer_release(&lenient->line);
    free(lenient);
}

static void end(struct lenient *lenient, enum lenient_result result)
{
    lenient->stage = STAGE_OVER;
    lenient->result = result;
}

/* --- the head --- */

/* How much stands before the status line; the length where there is none. */
static size_t slop(const char *bytes, size_t length)
{
    for (size_t at = 0; at <= LENIENT_SLOP && at + 5 <= length; at++)
        if (strncasecmp(bytes + at, "HTTP/", 5) == 0)
            return at;
    return length;
}

/* Line by line, as they came: head_parse knows what to leave out. */
static bool tell_lines(struct lenient *lenient, char *bytes, size_t length)
{
    for (size_t at = 0, size; at < length; at += size) {
        size = (size_t)((char *)memchr(bytes + at, '\n', length - at) + 1 - (bytes + at));
        if (lenient->calls.header(bytes + at, 1, size, lenient->calls.context) != size) {
            end(lenient, LENIENT_STOPPED);
            return false;
        }
    }
    return true;
}

/* The head is complete: how does the body end? */
static void begin_body(struct lenient *lenient, const struct head *head)
{
    int64_t length = head_content_length(head);
    if (head->status < 200)
        lenient->stage = STAGE_HEAD; /* an interim answer */
    else if (lenient->head_only || head->status == 204 || head->status == 304)
        end(lenient, LENIENT_DONE);
    else if (head_ends_chunked(head))
        lenient->stage = STAGE_CHUNK_SIZE;
    else if (length == HEAD_LENGTHS_DIFFER)
        end(lenient, LENIENT_DAMAGED);
    else if (length == HEAD_NO_LENGTH)
        lenient->stage = STAGE_TO_END;
    else if (length == 0)
        end(lenient, LENIENT_DONE);
    else
        lenient->stage = STAGE_SIZED;
    lenient->left = length > 0 ? (uint64_t)length : 0;
}

/* Returns how many of the bytes belong to the head. */
static size_t feed_head(struct lenient *lenient, const char *bytes, size_t length)
{
    struct arena arena = {0};
    struct head head;
    size_t before = lenient->line.length;
    if (!buffer_add(&lenient->line, bytes, length)) {
        end(lenient, LENIENT_DAMAGED);
        return length;
    }
    char *all = lenient->line.bytes;
    size_t start = slop(all, lenient->line.length), size = lenient->line.length - start;
    size_t whole = size > 0 ? head_length(all + start, size) : 0;
    if (size == 0 && lenient->line.length >= LENIENT_SLOP + 5)
        end(lenient, LENIENT_DAMAGED);
    if (whole == 0)
        return length;
    if (memchr(all + start, '\0', whole) != NULL || !head_parse(&arena, all + start, whole, &head))
        end(lenient, LENIENT_DAMAGED);
    else if (tell_lines(lenient, all + start, whole))
        begin_body(lenient, &head);
    arena_release(&arena);
    buffer_clear(&lenient->line);
    return start + whole - before;
}

/* --- the body --- */

static size_t feed_body(struct lenient *lenient, char *bytes, size_t length)
{
    bool sized = lenient->stage != STAGE_TO_END;
    size_t size = sized && lenient->left < length ? (size_t)lenient->left : length;
    if (lenient->calls.body(bytes, 1, size, lenient->calls.context) != size) {
        end(lenient, LENIENT_STOPPED);
        return size;
    }
    lenient->left -= sized ? size : 0;
    if (sized && lenient->left == 0 && lenient->stage == STAGE_CHUNK)
        lenient->stage = STAGE_CHUNK_END;
    else if (sized && lenient->left == 0)
        end(lenient, LENIENT_DONE);
    return size;
}

/* "1A2f", perhaps with an extension behind ";" (RFC 9112 7.1). */
static bool chunk_size(const char *line, uint64_t *size)
{
    size_t digits = strspn(line, "0123456789abcdefABCDEF");
    *size = 0;
    for (size_t i = 0; i < digits; i++)
        *size = *size * 16 + (uint64_t)(line[i] <= '9' ? line[i] - '0' : (line[i] | 0x20) - 'a' + 10);
    return digits > 0 && digits < 16 && (line[digits] == '\0' || strchr("; \t\r\n", line[digits]) != NULL);
}

static void take_chunk_line(struct lenient *lenient)
{
    const char *line = buffer_text(&lenient->line);
    bool empty = line[0] == '\n' || line[0] == '\r';
    if (lenient->stage == STAGE_TRAILERS) {
        if (empty)
            end(lenient, LENIENT_DONE);
    } else if (lenient->stage == STAGE_CHUNK_END) {
        lenient->stage = STAGE_CHUNK_SIZE;
        if (!empty)
            end(lenient, LENIENT_DAMAGED);
    } else if (!chunk_size(line, &lenient->left)) {
        end(lenient, LENIENT_DAMAGED);
    } else {
        lenient->stage = lenient->left > 0 ? STAGE_CHUNK : STAGE_TRAILERS;
    }
    buffer_clear(&lenient->line);
}

static size_t feed_chunk_line(struct lenient *lenient, const char *bytes, size_t length)
{
    const char *newline = memchr(bytes, '\n', length);
    size_t size = newline != NULL ? (size_t)(newline + 1 - bytes) : length;
    if (!buffer_add(&lenient->line, bytes, size))
        end(lenient, LENIENT_DAMAGED);
    else if (newline != NULL)
        take_chunk_line(lenient);
    return size;
}

static enum lenient_result result_of(const struct lenient *lenient)
{
    return lenient->stage == STAGE_OVER ? lenient->result : LENIENT_MORE;
}

enum lenient_result lenient_feed(struct lenient *lenient, char *bytes, size_t length)
{
    for (size_t at = 0; at < length && lenient->stage != STAGE_OVER;) {
        if (lenient->stage == STAGE_HEAD)
            at += feed_head(lenient, bytes + at, length - at);
        else if (lenient->stage == STAGE_SIZED || lenient->stage == STAGE_TO_END || lenient->stage == STAGE_CHUNK)
            at += feed_body(lenient, bytes + at, length - at);
        else
            at += feed_chunk_line(lenient, bytes + at, length - at);
    }
    return result_of(lenient);
}

enum lenient_result lenient_end(struct lenient *lenient)
{
    if (lenient->stage != STAGE_OVER)
        end(lenient, lenient->stage == STAGE_TO_END ? LENIENT_DONE : LENIENT_DAMAGED);
    return result_of(lenient);
}

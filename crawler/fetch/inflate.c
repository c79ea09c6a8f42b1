#include "crawler/fetch/inflate.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"

enum {
    PIECE = 32 * 1024,
    RATIO_FLOOR = 1024 * 1024, /* below this a high ratio is harmless: a page of spaces */
    WINDOW_GZIP = 15 + 16,     /* zlib: a gzip wrapper is expected */
    WINDOW_ZLIB = 15,
    WINDOW_RAW = -15,
    HEAD_MAX = 2,
    TRAILER = 8,               /* of gzip: checksum and length (RFC 1952 2.3) */
};

static const unsigned char gzip_start[] = {0x1f, 0x8b};

struct inflater {
    enum inflate_coding coding;
    enum inflate_result result;
    struct buffer *out;
    z_stream z;
    bool ready;             /* z is initialised */
    bool ended;             /* the stream, or the last gzip member so far, is complete */
    bool ignoring;          /* past the last member: the rest is padding */
    size_t taken, given;    /* bytes in and out */
    unsigned char head[HEAD_MAX]; /* the first bytes, which tell zlib from raw and a further member from padding */
    size_t head_length;
};

enum inflate_coding inflate_coding_of(const char *content_encoding)
{
    static const struct {
        const char *word;
        enum inflate_coding coding;
    } codings[] = {
        {"", INFLATE_IDENTITY},   {"identity", INFLATE_IDENTITY}, {"none", INFLATE_IDENTITY},
        {"gzip", INFLATE_GZIP},   {"x-gzip", INFLATE_GZIP},       {"deflate", INFLATE_DEFLATE},
        {"utf-8", INFLATE_IDENTITY}, /* a charset put in the wrong header: seen often enough, and harmless */
    };
    for (size_t i = 0; i < sizeof codings / sizeof codings[0]; i++)
        if (text_equal_ignoring_case(content_encoding, codings[i].word))
            return codings[i].coding;
    return INFLATE_UNKNOWN;
}

struct inflater *inflater_new(enum inflate_coding coding, struct buffer *out)
{
    struct inflater *inflater = memory_alloc(sizeof *inflater);
    inflater_reset(inflater, coding, out);
    return inflater;
}

void inflater_free(struct inflater *inflater)
{
    if (!inflater)
        return;
    if (inflater->ready)
        inflateEnd(&inflater->z);
    free(inflater);
}

void inflater_reset(struct inflater *inflater, enum inflate_coding coding, struct buffer *out)
{
    inflater->coding = coding;
    inflater->out = out;
    inflater->result = INFLATE_OK;
    inflater->ended = inflater->ignoring = false;
    inflater->taken = inflater->given = inflater->head_length = 0;
}

static bool begin(struct inflater *inflater, int window)
{
    inflater->ended = false;
    if (inflater->ready && inflateReset2(&inflater->z, window) != Z_OK)
        return false;
    if (!inflater->ready)
        inflater->ready = inflateInit2(&inflater->z, window) == Z_OK;
    if (inflater->ready && window != WINDOW_RAW)
        inflateValidate(&inflater->z, 0); /* browsers do not look at the checksum */
    return inflater->ready;
}

/* Adds as much as fits; false where not all did. */
static bool deliver(struct inflater *inflater, const void *bytes, size_t length)
{
    struct buffer *out = inflater->out;
    size_t room = out->ceiling - out->length;
    size_t fits = length < room ? length : room;
    if (fits && !buffer_add(out, bytes, fits))
        return false;
    inflater->given += fits;
    return fits == length;
}

static enum inflate_result decode(struct inflater *inflater, const unsigned char *bytes, size_t length, size_t *used)
{
    unsigned char piece[PIECE];
    z_stream *z = &inflater->z;
    union { const unsigned char *in; unsigned char *z; } next = {bytes}; /* zlib's field lacks the const */
    z->next_in = next.z;
    z->avail_in = (uInt)length;
    enum inflate_result result = INFLATE_OK;
    do {
        z->next_out = piece;
        z->avail_out = sizeof piece;
        int code = inflate(z, Z_NO_FLUSH);
        size_t made = sizeof piece - z->avail_out;
        if (made && !deliver(inflater, piece, made))
            result = INFLATE_FULL;
        else if (code == Z_STREAM_END)
            inflater->ended = true;
        else if (code != Z_OK && code != Z_BUF_ERROR)
            result = INFLATE_DAMAGED;
        size_t taken = inflater->taken + (length - z->avail_in);
        if (result == INFLATE_OK && inflater->given > RATIO_FLOOR && inflater->given / LIMIT_INFLATE_RATIO > taken)
            result = INFLATE_BOMB;
    } while (result == INFLATE_OK && !inflater->ended && z->avail_out == 0);
    *used = length - z->avail_in;
    inflater->taken += *used;
    return result;
}

/* Looks at the first two bytes of a stream or further member before zlib may. Returns
 * false where more bytes are needed. */
static bool opened(struct inflater *inflater, const unsigned char **bytes, size_t *length)
{
    while (inflater->head_length < HEAD_MAX && *length) {
        inflater->head[inflater->head_length++] = *(*bytes)++;
        (*length)--;
    }
    if (inflater->head_length < HEAD_MAX)
        return false;
    unsigned first = inflater->head[0], second = inflater->head[1];
    int window = WINDOW_GZIP;
    if (inflater->coding == INFLATE_GZIP) {
        if (inflate_may_be_plain(inflater->head, HEAD_MAX)) {
            inflater->ignoring = inflater->ended;
            if (!inflater->ended)
                inflater->result = INFLATE_DAMAGED;
            return true;
        }
    } else {
        window = (first & 0x0f) == Z_DEFLATED && (first << 8 | second) % 31 == 0 ? WINDOW_ZLIB : WINDOW_RAW;
    }
    size_t used;
    if (!begin(inflater, window))
        inflater->result = INFLATE_DAMAGED;
    else
        inflater->result = decode(inflater, inflater->head, HEAD_MAX, &used);
    return true;
}

enum inflate_result inflater_add(struct inflater *inflater, const void *bytes, size_t length)
{
    const unsigned char *next = bytes;
    if (inflater->result != INFLATE_OK)
        return inflater->result;
    if (inflater->coding == INFLATE_IDENTITY || inflater->coding == INFLATE_UNKNOWN) {
        if (!deliver(inflater, bytes, length))
            inflater->result = INFLATE_FULL;
        return inflater->result;
    }
    while (length && inflater->result == INFLATE_OK && !inflater->ignoring) {
        if (inflater->head_length < HEAD_MAX) {
            if (!opened(inflater, &next, &length))
                break;
        } else {
            size_t used = 0, part = length < (1u << 30) ? length : (1u << 30);
            inflater->result = decode(inflater, next, part, &used);
            next += used;
            length -= used;
        }
        if (inflater->ended) {
            inflater->head_length = 0; /* a further member, or padding */
            inflater->ignoring = inflater->coding == INFLATE_DEFLATE;
        }
    }
    return inflater->result;
}

/* Whether all came but the trailer, which browsers do not miss: anything in its place then ends the stream and adds nothing. */
static bool lacks_trailer_alone(struct inflater *inflater)
{
    unsigned char trailer[TRAILER] = {0}, more;
    z_stream *z = &inflater->z;
    z->next_in = trailer;
    z->avail_in = sizeof trailer;
    z->next_out = &more;
    z->avail_out = sizeof more;
    return inflate(z, Z_NO_FLUSH) == Z_STREAM_END && z->avail_out == sizeof more;
}

enum inflate_result inflater_end(struct inflater *inflater)
{
    if (inflater->result != INFLATE_OK || inflater->coding == INFLATE_IDENTITY || inflater->coding == INFLATE_UNKNOWN)
        return inflater->result;
    bool nothing = inflater->taken == 0 && inflater->head_length == 0;
    if (!inflater->ended && !nothing && (inflater->head_length < HEAD_MAX || !lacks_trailer_alone(inflater)))
        inflater->result = INFLATE_SHORT;
    return inflater->result;
}

bool inflate_may_be_plain(const void *bytes, size_t length)
{
    return length < sizeof gzip_start || memcmp(bytes, gzip_start, sizeof gzip_start) != 0;
}

enum inflate_result inflate_body(enum inflate_coding coding, const void *bytes, size_t length, struct buffer *out)
{
    struct inflater *inflater = inflater_new(coding, out);
    inflater_add(inflater, bytes, length);
    enum inflate_result result = inflater_end(inflater);
    inflater_free(inflater);
    return result;
}

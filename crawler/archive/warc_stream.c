#include "crawler/archive/warc_stream.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>
#include <zlib.h>

#include "base/memory.h"

enum { PIECE = 64 * 1024, WINDOW_GZIP = 15 + 16 };

struct warc_stream {
    int fd;
    char *name;
    bool gzip, ended;      /* the member is complete: the next byte begins another */
    int64_t read_from;     /* where in the file `raw` is filled from next */
    int64_t member;        /* offset of the gzip member */
    int64_t inside;        /* decompressed bytes of it that were taken */
    z_stream z;
    unsigned char raw[PIECE];
    size_t raw_next, raw_length;
    char plain[PIECE];
    size_t plain_next, plain_length;
};

static enum status fill(struct warc_stream *stream, struct error *err)
{
    ssize_t count;
    do
        count = pread(stream->fd, stream->raw, sizeof stream->raw, (off_t)stream->read_from);
    while (count < 0 && errno == EINTR);
    if (count < 0)
        return error_errno(err, "cannot read '%s'", stream->name);
    stream->read_from += count;
    stream->raw_next = 0;
    stream->raw_length = (size_t)count;
    return STATUS_OK;
}

enum status warc_stream_new(int fd, int64_t offset, const char *name, struct warc_stream **out, struct error *err)
{
    struct warc_stream *stream = memory_alloc(sizeof *stream);
    stream->fd = fd;
    stream->name = memory_copy(name);
    stream->read_from = stream->member = offset;
    enum status status = fill(stream, err);
    if (status == STATUS_OK && stream->raw_length >= 2 && stream->raw[0] == 0x1f && stream->raw[1] == 0x8b) {
        stream->gzip = true;
        if (inflateInit2(&stream->z, WINDOW_GZIP) != Z_OK)
            status = error_set(err, STATUS_INTERNAL, "cannot start zlib");
    }
    if (status != STATUS_OK) {
        warc_stream_free(stream);
        return status;
    }
    *out = stream;
    return STATUS_OK;
}

void warc_stream_free(struct warc_stream *stream)
{
    if (!stream)
        return;
    if (stream->gzip)
        inflateEnd(&stream->z);
    free(stream->name);
    free(stream);
}

bool warc_stream_is_gzip(const struct warc_stream *stream)
{
    return stream->gzip;
}

static enum status damaged(struct warc_stream *stream, const char *what, struct error *err)
{
    return error_set(err, STATUS_PARSE, "'%s' is damaged: the gzip member at byte %lld %s", stream->name, (long long)stream->member, what);
}

/* Decompresses until there is something to give or the file ends. */
static enum status expand(struct warc_stream *stream, struct error *err)
{
    stream->plain_next = stream->plain_length = 0;
    while (stream->plain_length == 0) {
        if (stream->raw_next == stream->raw_length) {
            enum status status = fill(stream, err);
            if (status != STATUS_OK)
                return status;
        }
        size_t left = stream->raw_length - stream->raw_next;
        if (stream->ended && left) {
            stream->member = stream->read_from - (int64_t)left;
            stream->inside = 0;
            stream->ended = false;
            if (inflateReset(&stream->z) != Z_OK)
                return error_set(err, STATUS_INTERNAL, "cannot start zlib");
        }
        if (left == 0)
            return stream->ended ? STATUS_OK : damaged(stream, "stops before its end", err);
        stream->z.next_in = stream->raw + stream->raw_next;
        stream->z.avail_in = (uInt)left;
        stream->z.next_out = (unsigned char *)stream->plain;
        stream->z.avail_out = sizeof stream->plain;
        int code = inflate(&stream->z, Z_NO_FLUSH);
        stream->raw_next = stream->raw_length - stream->z.avail_in;
        stream->plain_length = sizeof stream->plain - stream->z.avail_out;
        stream->ended = code == Z_STREAM_END;
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
            return damaged(stream, "can't be decompressed", err);
    }
    return STATUS_OK;
}

enum status warc_stream_peek(struct warc_stream *stream, const char **bytes, size_t *length, struct error *err)
{
    enum status status = STATUS_OK;
    if (stream->gzip) {
        if (stream->plain_next == stream->plain_length)
            status = expand(stream, err);
        *bytes = stream->plain + stream->plain_next;
        *length = stream->plain_length - stream->plain_next;
        return status;
    }
    if (stream->raw_next == stream->raw_length)
        status = fill(stream, err);
    *bytes = (const char *)stream->raw + stream->raw_next;
    *length = stream->raw_length - stream->raw_next;
    return status;
}

void warc_stream_take(struct warc_stream *stream, size_t length)
{
    if (stream->gzip) {
        stream->plain_next += length;
        stream->inside += (int64_t)length;
    } else {
        stream->raw_next += length;
    }
}

int64_t warc_stream_offset(const struct warc_stream *stream)
{
    if (stream->gzip)
        return stream->member;
    return stream->read_from - (int64_t)(stream->raw_length - stream->raw_next);
}

int64_t warc_stream_inside(const struct warc_stream *stream)
{
    return stream->inside;
}

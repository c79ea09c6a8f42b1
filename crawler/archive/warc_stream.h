/* The bytes of an archive in order, whether it is plain, gzip by record or gzip whole, with
 * where in the file they come from. Reads by offset, so that one descriptor serves many. */
#ifndef COREOFFER_CRAWLER_WARC_STREAM_H
#define COREOFFER_CRAWLER_WARC_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

struct warc_stream;
/* From `offset` on; looks at the first bytes to tell gzip from plain. `name` is for the
 * errors. `fd` stays the caller's. */
MUST_USE enum status warc_stream_new(int fd, int64_t offset, const char *name, struct warc_stream **out, struct error *err);
void warc_stream_free(struct warc_stream *stream);
bool warc_stream_is_gzip(const struct warc_stream *stream);

/* The next bytes, valid until the next call; `*length` is 0 at the end of the file. A gzip
 * member that is damaged or stops is STATUS_PARSE with its offset. */
MUST_USE enum status warc_stream_peek(struct warc_stream *stream, const char **bytes, size_t *length, struct error *err);
/* Takes `length` of the bytes that peek gave. */
void warc_stream_take(struct warc_stream *stream, size_t length);

/* Where the next byte comes from: its offset in a plain file, its member's in a gzip one. */
int64_t warc_stream_offset(const struct warc_stream *stream);
/* How many decompressed bytes of the member have been taken; 0 in a plain file. */
int64_t warc_stream_inside(const struct warc_stream *stream);

#endif

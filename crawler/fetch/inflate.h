/* Undoes the content codings gzip and deflate (RFC 9110 8.4.1) by zlib, as the bytes
 * arrive, counting what comes out: a reply of 300 kB can hold 300 MB. As in browsers a
 * checksum may be wrong or missing. */
#ifndef COREOFFER_CRAWLER_INFLATE_H
#define COREOFFER_CRAWLER_INFLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

enum inflate_coding {
    INFLATE_IDENTITY,
    INFLATE_GZIP,    /* gzip, x-gzip (RFC 1952); members may follow each other */
    INFLATE_DEFLATE, /* zlib (RFC 1950) as the standard has it, or raw as many servers send it */
    INFLATE_UNKNOWN, /* any other, or more than one */
};
/* Reads a Content-Encoding value; "" is identity. */
enum inflate_coding inflate_coding_of(const char *content_encoding);

enum inflate_result {
    INFLATE_OK,
    INFLATE_FULL,    /* `out` reached its ceiling; it holds exactly that much */
    INFLATE_BOMB,    /* expands beyond LIMIT_INFLATE_RATIO */
    INFLATE_DAMAGED, /* not that coding */
    INFLATE_SHORT,   /* only from inflater_end: the stream stops before its end */
};

struct inflater;
/* `out` is the caller's and must outlive the inflater; its ceiling is the limit. */
struct inflater *inflater_new(enum inflate_coding coding, struct buffer *out);
void inflater_free(struct inflater *inflater);
/* Begins a new body, keeping the memory. */
void inflater_reset(struct inflater *inflater, enum inflate_coding coding, struct buffer *out);
/* Takes the next bytes. Anything but INFLATE_OK is final: later calls return it again. What
 * was decoded before a fault stays in `out`. Bytes after the last gzip member are ignored. */
enum inflate_result inflater_add(struct inflater *inflater, const void *bytes, size_t length);
/* All bytes were given: INFLATE_SHORT where more were due. No bytes at all are no fault. */
enum inflate_result inflater_end(struct inflater *inflater);

/* Of a body that is INFLATE_DAMAGED from its start: whether it may have been sent plain under a wrong label, which its first bytes tell. */
bool inflate_may_be_plain(const void *bytes, size_t length);

/* A whole body at once. */
enum inflate_result inflate_body(enum inflate_coding coding, const void *bytes, size_t length, struct buffer *out);

#endif

/* The evidence archive: WARC 1.1 (ISO 28500:2017), one gzip member a record. */
#ifndef COREOFFER_CRAWLER_WARC_H
#define COREOFFER_CRAWLER_WARC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/status.h"

struct warc_writer;
/* Opens or goes on with `path`; on resume it is first cut back to `committed` bytes. A
 * new file starts with a warcinfo record. */
MUST_USE enum status warc_open(const char *path, int64_t committed, const char *software, struct warc_writer **out, struct error *err);
MUST_USE enum status warc_close(struct warc_writer *writer, struct error *err);

/* Why a record is not whole (WARC-Truncated, ISO 28500 5.13). */
enum warc_truncation {
    WARC_WHOLE,
    WARC_CUT,                    /* at a ceiling, or for a reason that is not known */
    WARC_BROKEN_OFF,             /* "disconnect": by the server, before its end */
    WARC_TIMED_OUT,              /* "time" */
};

struct warc_exchange {
    const char *url;
    const char *address;         /* WARC-IP-Address; "" for none */
    int64_t at;
    const void *request; size_t request_length;   /* as sent */
    const void *headers; size_t headers_length;   /* status line and headers as received */
    const void *body; size_t body_length;         /* as sent, transfer coding removed */
    const char *refers_to_url;   /* a revisit of unchanged content: its address and date; NULL */
    int64_t refers_to_at;
    enum warc_truncation truncated;
};
struct warc_place {
    int64_t offset, length;      /* of the response's or revisit's gzip member */
};
/* Writes request and response, with the values of cookies, credentials and passwords crossed out
 * (head_mask). Not yet on the disk: warc_sync before the row that names it. */
MUST_USE enum status warc_write(struct warc_writer *writer, const struct warc_exchange *exchange, struct warc_place *place, struct error *err);
/* Writes what a browser made of a response (a `conversion` record, ISO 28500 6.8), as HTML in
 * UTF-8. */
struct warc_rendering {
    const char *url;
    int64_t at;
    const char *refers_to;       /* warc_response.id of the response that it was made of; "" for none */
    const void *html; size_t length;
    bool whole;                  /* false: WARC-Truncated: unspecified */
};
MUST_USE enum status warc_write_rendering(struct warc_writer *writer, const struct warc_rendering *rendering, struct warc_place *place,
                                          struct error *err);
/* Puts what was written to all of them on the disk, several at a time: disks take many small
 * syncs together as they take one. Fails for the first that could not be; all are tried. */
MUST_USE enum status warc_sync(struct warc_writer *const *writers, size_t count, struct error *err);

/* Reading: any WARC 1.0 or 1.1, gzip by record, gzip whole or plain. */
struct warc_index;
/* Reads through the file, checks framing and digests, keeps where each response lies. A
 * damaged archive is STATUS_PARSE with the offset. */
MUST_USE enum status warc_index_load(const char *path, struct warc_index **out, struct error *err);
void warc_index_free(struct warc_index *index);
size_t warc_index_count(const struct warc_index *index);

struct warc_response {
    const char *id;              /* WARC-Record-ID, "" where absent */
    const char *url;
    int64_t at;
    int status;
    const char *headers; size_t headers_length; /* as received */
    const char *body; size_t body_length;       /* transfer coding undone, not yet content-decoded */
    enum warc_truncation truncated; /* as the archive says; WARC_CUT where it is over LIMIT_BODY_BYTES */
    bool revisit;                /* warc_read: no body is here; warc_find and warc_at put the original's in */
    const char *refers_to_url;   /* of a revisit, else "" */
    int64_t refers_to_at;        /* -1 unknown */
    bool rendering;              /* HTML that a browser made of a page */
};
/* The last response for an address (or of number i), in `arena`. STATUS_NOT_FOUND where there is none. */
MUST_USE enum status warc_find(const struct warc_index *index, const char *url, struct arena *arena, struct warc_response *out, struct error *err);
MUST_USE enum status warc_at(const struct warc_index *index, size_t i, struct arena *arena, struct warc_response *out, struct error *err);
/* The last HTML that a browser made of the page at an address. STATUS_NOT_FOUND where there is none. */
MUST_USE enum status warc_find_rendering(const struct warc_index *index, const char *url, struct arena *arena, struct warc_response *out,
                                         struct error *err);
/* One record by its place in a file of ours. */
MUST_USE enum status warc_read(const char *path, int64_t offset, struct arena *arena, struct warc_response *out, struct error *err);

#endif

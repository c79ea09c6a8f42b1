/* One record of an archive (ISO 28500 4): its named fields, its block, and whether framing
 * and digests hold. Reads WARC 1.0 and 1.1. */
#ifndef COREOFFER_CRAWLER_WARC_RECORD_H
#define COREOFFER_CRAWLER_WARC_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/status.h"
#include "crawler/archive/warc_stream.h"
#include "crawler/fetch/head.h"

enum warc_type { WARC_RESPONSE, WARC_REVISIT, WARC_RESOURCE, WARC_CONVERSION, WARC_OTHER };

struct warc_record {
    int64_t offset;          /* in the file: of the record, or of its gzip member */
    int64_t inside;          /* of the record in its member; 0 where every record has its own */
    enum warc_type type;
    struct head fields;      /* names in lower case; in the arena */
    const char *url;         /* WARC-Target-URI without the angle brackets of 1.0; "" where absent */
    int64_t at;              /* WARC-Date, -1 where it can't be read */
    int64_t length;          /* of the block */
    bool http;               /* the block is an HTTP message */
    bool not_modified;       /* a revisit by the profile server-not-modified */
    /* From warc_record_block: */
    int status;              /* of the HTTP message, 0 for none */
    size_t head_length;      /* of its head in the block */
};

/* Reads the fields of the next record into `arena`; `*end` where there is none. STATUS_PARSE
 * names the archive and the byte. */
MUST_USE enum status warc_record_begin(struct warc_stream *stream, const char *name, struct arena *arena,
                                       struct warc_record *record, bool *end, struct error *err);
/* Reads through the block, checking its digests and what must follow it. `keep` (NULL for
 * none) receives as much of the block as its ceiling allows. */
MUST_USE enum status warc_record_block(struct warc_stream *stream, const char *name, struct warc_record *record,
                                       struct buffer *keep, struct error *err);

/* An instant as WARC writes it, with or without a fraction of a second; -1 for none. */
int64_t warc_record_date(const char *text);

#endif

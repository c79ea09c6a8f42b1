/* The head of an HTTP/1 message (RFC 9112 2): a start line and fields, as bytes. Used for
 * what comes over the network and for what archives hold; both are hostile. */
#ifndef COREOFFER_CRAWLER_HEAD_H
#define COREOFFER_CRAWLER_HEAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "crawler/fetch/fetch.h"

struct head {
    int status;                  /* 0 where the first line isn't a status line */
    struct fetch_header *fields; /* names in lower case, values trimmed, folded lines joined */
    size_t count;                /* at most LIMIT_HEADER_COUNT; the rest is left out */
};

/* Reads `length` bytes into `arena`. Lines end with CRLF or LF, an empty line ends the
 * head. A line without a colon is left out; NUL bytes become spaces. Returns false where
 * there is no status line. */
bool head_parse(struct arena *arena, const char *bytes, size_t length, struct head *head);
/* The first field of that name (lower case), or "". */
const char *head_field(const struct head *head, const char *name);
/* The field `location`; "" where there are two that differ, which browsers follow neither of. */
const char *head_location(const struct head *head);
/* Writes "x" over what would let somebody else go on as this visitor: the values of cookies and
 * credentials, and passwords in addresses. Names, attributes ("; Path=/") and lengths stay. */
void head_mask(char *bytes, size_t length);
/* How many bytes of `bytes` are head: past the empty line, or 0 where there is none. */
size_t head_length(const char *bytes, size_t length);
/* The length that the fields `content-length` agree on, which may be lists (RFC 9110 8.6); what is no number counts for nothing. */
enum { HEAD_NO_LENGTH = -1, HEAD_LENGTHS_DIFFER = -2 };
int64_t head_content_length(const struct head *head);
/* Whether a 206 sends less than the whole, going by its `content-range` (RFC 9110 14.4). */
bool head_is_part(const struct head *head);
/* The last coding in a comma-separated list ("gzip, chunked" gives "chunked"), in lower case. */
bool head_ends_chunked(const struct head *head);

#endif

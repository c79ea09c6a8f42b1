/* Which encoding bytes are in, and their conversion to valid UTF-8, by the Encoding
 * Standard (encoding.spec.whatwg.org) and HTML's sniffing algorithm, with one step of our
 * own: where nothing is declared, bytes that are valid UTF-8 are UTF-8. */
#ifndef COREOFFER_DOCUMENT_ENCODING_H
#define COREOFFER_DOCUMENT_ENCODING_H

#include <stddef.h>

#include "base/buffer.h"

/* The standard's name for a label ("latin1" is "windows-1252", "gb2312" is "GBK"), or
 * NULL. White space around the label and its case don't matter. */
const char *encoding_for_label(const char *label, size_t length);

/* The encoding of a page: byte order mark, `charset` of the Content-Type header
 * (`content_type` may be NULL), a meta element in the first 1,024 bytes (looked for when
 * `markup` is set), valid UTF-8, a meta element further down, windows-1252. Returns the standard's name, never NULL;
 * `*skip` is the length of the byte order mark. */
struct encoding_question {
    const unsigned char *bytes;
    size_t length;
    const char *content_type;
    int markup;
};
const char *encoding_decide(const struct encoding_question *question, size_t *skip);

/* Adds the bytes to `out` as valid UTF-8: U+FFFD for every bad sequence, and for NUL.
 * `name` comes from one of the functions above. Stops at `out`'s ceiling and sets
 * `out->over`. */
void encoding_convert(const char *name, const unsigned char *bytes, size_t length, struct buffer *out);

#endif

/* Punycode (RFC 3492), for the host labels of symbols and pictures that browsers take and
 * libidn2, which follows IDNA 2008, does not. */
#ifndef COREOFFER_CRAWLER_PUNYCODE_H
#define COREOFFER_CRAWLER_PUNYCODE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

/* Adds "xn--" and the encoding of a label of valid UTF-8; false, with nothing promised about
 * `out`, where it is longer than a label can be. */
bool punycode_encode(const char *label, size_t length, struct buffer *out);

#endif

/* Mail addresses that a page hides from robots and shows to every reader. */
#ifndef COREOFFER_DOCUMENT_OBFUSCATION_H
#define COREOFFER_DOCUMENT_OBFUSCATION_H

#include <stdbool.h>
#include <stddef.h>

enum { OBFUSCATION_ADDRESS_MAX = 256 };

/* Cloudflare's form: hexadecimal bytes, the first of which is the key that all others were
 * combined with by exclusive or. False when it is no such thing. */
bool obfuscation_decode(const char *hex, char out[OBFUSCATION_ADDRESS_MAX]);
/* The hexadecimal part of "/cdn-cgi/l/email-protection#...", or NULL. */
const char *obfuscation_in_href(const char *href);

#endif

/* SHA-256 (FIPS 180-4), by OpenSSL's libcrypto. */
#ifndef COREOFFER_BASE_DIGEST_H
#define COREOFFER_BASE_DIGEST_H

#include <stddef.h>

enum { DIGEST_HEX_SIZE = 65, DIGEST_BYTES = 32 };

/* 64 lower-case hexadecimal digits and a NUL. */
void digest_hex(const void *bytes, size_t length, char out[DIGEST_HEX_SIZE]);
void digest_raw(const void *bytes, size_t length, unsigned char out[DIGEST_BYTES]);

/* Of bytes that pass by and are never held together. */
struct digest;
struct digest *digest_new(void);
void digest_add(struct digest *digest, const void *bytes, size_t length);
void digest_end(struct digest *digest, char out[DIGEST_HEX_SIZE]); /* frees it */

#endif

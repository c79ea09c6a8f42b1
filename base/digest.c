#include "base/digest.h"

#include <openssl/sha.h>

_Static_assert(DIGEST_BYTES == SHA256_DIGEST_LENGTH, "SHA-256 has 32 bytes");

void digest_raw(const void *bytes, size_t length, unsigned char out[DIGEST_BYTES])
{
    SHA256(bytes, length, out);
}

void digest_hex(const void *bytes, size_t length, char out[DIGEST_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char raw[DIGEST_BYTES];
    digest_raw(bytes, length, raw);
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        out[2 * i] = digits[raw[i] >> 4];
        out[2 * i + 1] = digits[raw[i] & 15];
    }
    out[2 * DIGEST_BYTES] = '\0';
}

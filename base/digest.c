#include "base/digest.h"

#include <openssl/evp.h>
#include <openssl/sha.h>
#include <pthread.h>
#include <stdlib.h>

_Static_assert(DIGEST_BYTES == SHA256_DIGEST_LENGTH, "SHA-256 has 32 bytes");

static EVP_MD *algorithm;

static void fetch(void)
{
    algorithm = EVP_MD_fetch(NULL, "SHA256", NULL);
    if (algorithm == NULL)
        abort(); /* a libcrypto without SHA-256 */
}

/* Looked up once: of a short text that took longer than its digest. */
static const EVP_MD *sha256(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, fetch);
    return algorithm;
}

static void to_hex(const unsigned char raw[DIGEST_BYTES], char out[DIGEST_HEX_SIZE])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < DIGEST_BYTES; i++) {
        out[2 * i] = digits[raw[i] >> 4];
        out[2 * i + 1] = digits[raw[i] & 15];
    }
    out[2 * DIGEST_BYTES] = '\0';
}

void digest_raw(const void *bytes, size_t length, unsigned char out[DIGEST_BYTES])
{
    if (EVP_Digest(bytes, length, out, NULL, sha256(), NULL) != 1)
        abort(); /* no memory */
}

void digest_hex(const void *bytes, size_t length, char out[DIGEST_HEX_SIZE])
{
    unsigned char raw[DIGEST_BYTES];
    digest_raw(bytes, length, raw);
    to_hex(raw, out);
}

/* An EVP_MD_CTX under our own name, so that libcrypto's headers stay in this file. */
static EVP_MD_CTX *context_of(struct digest *digest)
{
    return (EVP_MD_CTX *)digest;
}

struct digest *digest_new(void)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (context == NULL || EVP_DigestInit_ex(context, sha256(), NULL) != 1)
        abort(); /* no memory */
    return (struct digest *)context;
}

void digest_add(struct digest *digest, const void *bytes, size_t length)
{
    EVP_DigestUpdate(context_of(digest), bytes, length);
}

void digest_end(struct digest *digest, char out[DIGEST_HEX_SIZE])
{
    unsigned char raw[DIGEST_BYTES];
    EVP_DigestFinal_ex(context_of(digest), raw, NULL);
    EVP_MD_CTX_free(context_of(digest));
    to_hex(raw, out);
}

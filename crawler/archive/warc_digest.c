#include "crawler/archive/warc_digest.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"

/* Our own records carry SHA-256 in lower-case hexadecimal, not the usual SHA-1 in base 32:
 * collisions of SHA-1 can be bought, so it proves nothing about evidence, and the digest in
 * the archive is then letter for letter the one that reports and the store give for a page.
 * Other readers check it as readily. */
static const char OWN[] = "sha256";

struct warc_digest {
    EVP_MD_CTX *context;
    char *label;
};

static const EVP_MD *algorithm_of(const char *label)
{
    static const struct {
        const char *name, *hyphenated;
        const EVP_MD *(*algorithm)(void);
    } known[] = {
        {"sha1", "sha-1", EVP_sha1},       {"sha256", "sha-256", EVP_sha256}, {"sha384", "sha-384", EVP_sha384},
        {"sha512", "sha-512", EVP_sha512}, {"md5", "md-5", EVP_md5},
    };
    const char *colon = strchr(label, ':');
    size_t length = colon ? (size_t)(colon - label) : strlen(label);
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if ((length == strlen(known[i].name) && text_starts_ignoring_case(label, known[i].name)) ||
            (length == strlen(known[i].hyphenated) && text_starts_ignoring_case(label, known[i].hyphenated)))
            return known[i].algorithm();
    return NULL;
}

struct warc_digest *warc_digest_new(const char *label)
{
    const EVP_MD *algorithm = algorithm_of(label);
    if (!algorithm)
        return NULL;
    struct warc_digest *digest = memory_alloc(sizeof *digest);
    digest->label = memory_copy(label);
    digest->context = EVP_MD_CTX_new();
    if (!digest->context || EVP_DigestInit_ex(digest->context, algorithm, NULL) != 1) {
        warc_digest_free(digest); /* an algorithm that this system forbids can't be checked */
        return NULL;
    }
    return digest;
}

struct warc_digest *warc_digest_own(void)
{
    struct warc_digest *digest = warc_digest_new(OWN);
    if (!digest)
        abort(); /* libcrypto without SHA-256 */
    return digest;
}

void warc_digest_free(struct warc_digest *digest)
{
    if (!digest)
        return;
    EVP_MD_CTX_free(digest->context);
    free(digest->label);
    free(digest);
}

void warc_digest_add(struct warc_digest *digest, const void *bytes, size_t length)
{
    EVP_DigestUpdate(digest->context, bytes, length);
}

static void to_hex(const unsigned char *bytes, size_t length, char *out)
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < length; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = '\0';
}

/* RFC 4648 6, without padding. */
static void to_base32(const unsigned char *bytes, size_t length, char *out)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    unsigned held = 0;
    int bits = 0;
    for (size_t i = 0; i < length; i++) {
        held = held << 8 | bytes[i];
        for (bits += 8; bits >= 5; bits -= 5)
            *out++ = digits[held >> (bits - 5) & 31];
        held &= (1u << bits) - 1;
    }
    if (bits)
        *out++ = digits[held << (5 - bits) & 31];
    *out = '\0';
}

bool warc_digest_matches(struct warc_digest *digest)
{
    unsigned char raw[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    char hex[2 * EVP_MAX_MD_SIZE + 1], base32[2 * EVP_MAX_MD_SIZE + 1];
    const char *colon = strchr(digest->label, ':');
    if (!colon || EVP_DigestFinal_ex(digest->context, raw, &length) != 1)
        return false;
    char *value = memory_copy(colon + 1);
    size_t end = strlen(value);
    while (end && value[end - 1] == '=') /* padding of base 32 */
        value[--end] = '\0';
    to_hex(raw, length, hex);
    to_base32(raw, length, base32);
    bool matches = text_equal_ignoring_case(value, hex) || text_equal_ignoring_case(value, base32);
    free(value);
    return matches;
}

void warc_digest_label(struct warc_digest *digest, char label[WARC_DIGEST_LABEL_SIZE])
{
    unsigned char raw[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_DigestFinal_ex(digest->context, raw, &length);
    memcpy(label, OWN, sizeof OWN - 1);
    label[sizeof OWN - 1] = ':';
    to_hex(raw, length, label + sizeof OWN);
}

/* The labelled digests of WARC records ("sha256:...", ISO 28500 5.8): made and checked as
 * the bytes pass. */
#ifndef COREOFFER_CRAWLER_WARC_DIGEST_H
#define COREOFFER_CRAWLER_WARC_DIGEST_H

#include <stdbool.h>
#include <stddef.h>

enum { WARC_DIGEST_LABEL_SIZE = 160 }; /* "sha512:" and 128 hexadecimal digits fit */

struct warc_digest;
/* For the algorithm named before the colon of `label`: sha1, sha256, sha384, sha512 or md5,
 * with or without a hyphen. NULL for any other: what can't be checked is not held against
 * a record. */
struct warc_digest *warc_digest_new(const char *label);
void warc_digest_free(struct warc_digest *digest);
void warc_digest_add(struct warc_digest *digest, const void *bytes, size_t length);
/* Ends it and compares with the label it was made for; the value may be base 32 (RFC 4648)
 * or hexadecimal, in any case of letters. */
bool warc_digest_matches(struct warc_digest *digest);
/* For the labels of our own records: warc_digest.c says why they are as they are. */
struct warc_digest *warc_digest_own(void);
/* Ends an own one and writes its label. */
void warc_digest_label(struct warc_digest *digest, char label[WARC_DIGEST_LABEL_SIZE]);

#endif

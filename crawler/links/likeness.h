/* How alike two pages' words are: the share of their three-word runs that both have
 * (Jaccard index over hashed shingles; Broder 1997). Used against the reply to an address
 * that cannot exist. */
#ifndef COREOFFER_CRAWLER_LIKENESS_H
#define COREOFFER_CRAWLER_LIKENESS_H

#include <stddef.h>
#include <stdint.h>

#include "model/document.h"

enum { LIKENESS_SHINGLES_MAX = 4000 };

struct shingles {
    uint32_t *hashes; /* sorted, distinct */
    size_t count;
};

/* Of every block that people see. Numbers count as one word, so that a date or an echoed
 * reference does not make two copies differ. Free with shingles_release. */
void shingles_take(const struct document *document, struct shingles *out);
void shingles_release(struct shingles *shingles);
/* From 0 to 1; two empty pages are 0: nothing says that they are alike. */
double likeness(const struct shingles *a, const struct shingles *b);

#endif

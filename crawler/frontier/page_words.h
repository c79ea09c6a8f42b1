/* What tells whether two pages say the same: digests of a page's main words, taken once. */
#ifndef COREOFFER_CRAWLER_PAGE_WORDS_H
#define COREOFFER_CRAWLER_PAGE_WORDS_H

#include <stdbool.h>

#include "base/digest.h"
#include "model/document.h"

struct page_words {
    bool enough;                          /* less is said by an error as well as by a page */
    unsigned char letters[DIGEST_BYTES];  /* of the words without their digits */
    unsigned char digits[DIGEST_BYTES];   /* of the digits, each with its place */
};

void page_words_take(const struct document *document, struct page_words *out);
bool page_words_same(const struct page_words *a, const struct page_words *b);

#endif

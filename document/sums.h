/* What each element of a page holds: text, links, prose, headings, fields, ways to reach someone. */
#ifndef COREOFFER_DOCUMENT_SUMS_H
#define COREOFFER_DOCUMENT_SUMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "document/tree.h"

enum { SUMS_PROSE_BYTES = 40 }; /* a run of words longer than this is no label */

enum { HAS_H1 = 1, HAS_HEADING = 2, HAS_CONTROL = 4, HAS_CONTACT = 8, HAS_SEARCH = 16, HAS_WORDS = 32 };

/* Sums over an element and all that is in it, in bytes without white space. */
struct sums {
    uint32_t text;
    uint32_t linked; /* of it, in links */
    uint32_t prose;  /* of it, outside links, headings and form controls */
    uint32_t links;
    uint32_t before; /* texts with something to see that come before it on the page */
    uint8_t has;     /* HAS_ bits */
};

/* Fills `of`, which has room for tree->count and is all zero, for every node. `*first_h1`: the first <h1> with words; `*start`: that or else
 * the first run of prose; 0 for none. */
void sums_take(const struct tree *tree, struct sums *of, uint32_t *first_h1, uint32_t *start);

/* Those of the siblings from `from` to before `end` together. */
void sums_range(const struct tree *tree, const struct sums *of, size_t from, size_t end, struct sums *total);

/* True when no words of `ancestor` come before `node`. */
bool sums_open(const struct sums *of, size_t node, size_t ancestor);

#endif

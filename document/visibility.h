/* What of a page is shown: to nobody, or after a click (closed accordions, tabs, details:
 * content all the same). */
#ifndef COREOFFER_DOCUMENT_VISIBILITY_H
#define COREOFFER_DOCUMENT_VISIBILITY_H

#include <stdint.h>

#include "document/markup_words.h"
#include "document/tree.h"

/* Sets the PART_ bits (furniture.h) of every node. `flags` has room for tree->count;
 * `zone` holds the zones already found. */
void visibility_mark(const struct tree *tree, const struct markup_words *words, size_t root, const uint8_t *zone, uint8_t *flags);

#endif

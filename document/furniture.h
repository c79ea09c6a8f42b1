/* Which part of a page each element belongs to: the page itself, or what stands round
 * every page of the site. Told by landmarks, ids and classes, the words that open a box,
 * the share of link text, and where the bulk of the prose is. Throwing content away is the
 * worse mistake (it makes a council look silent), so every sign yields to a first heading
 * or to most of the prose standing inside the element. */
#ifndef COREOFFER_DOCUMENT_FURNITURE_H
#define COREOFFER_DOCUMENT_FURNITURE_H

#include <stddef.h>
#include <stdint.h>

#include "document/markup_words.h"
#include "document/tree.h"

enum {
    PART_HIDDEN = 1,    /* shown to nobody */
    PART_COLLAPSED = 2, /* in a closed accordion, tab or details */
};

struct furniture {
    uint8_t *zone;  /* by node: enum block_zone */
    uint8_t *flags; /* by node: PART_ bits */
};

/* Fills `*furniture` for every node of the tree; furniture_release frees it. */
void furniture_mark(const struct tree *tree, const struct markup_words *words, struct furniture *furniture);
void furniture_release(struct furniture *furniture);

#endif

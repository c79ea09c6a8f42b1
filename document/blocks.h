/* A page's tree as blocks of text and the links that stand in them. */
#ifndef COREOFFER_DOCUMENT_BLOCKS_H
#define COREOFFER_DOCUMENT_BLOCKS_H

#include "document/builder.h"
#include "document/furniture.h"
#include "document/tree.h"

/* Adds every block and every link of the body to the builder's document.
 *
 * A block ends where a browser would begin a new line of its own accord, at two line
 * breaks, and at one that does not go on with a sentence ("Tel: 01632 960001<br>Email:"
 * is two blocks, a sentence broken for looks is one). Inline markup never splits a word. */
void blocks_add(const struct tree *tree, const struct markup_words *words, const struct furniture *furniture, struct builder *builder);

#endif

/* What a page says about itself: title, language, description, base, canonical address,
 * robots, dates of change. */
#ifndef COREOFFER_DOCUMENT_HEAD_H
#define COREOFFER_DOCUMENT_HEAD_H

#include "document/builder.h"
#include "document/tree.h"

/* Fills the document's fields from the page's elements. `data` is its JSON-LD. */
void head_read(const struct tree *tree, const char *data, size_t length, struct builder *builder);

#endif

/* Whether a table holds data, or only lays a page out as in HTML 4's days. */
#ifndef COREOFFER_DOCUMENT_TABLE_SHAPE_H
#define COREOFFER_DOCUMENT_TABLE_SHAPE_H

#include <stdbool.h>
#include <stddef.h>

#include "document/tree.h"

/* For every table of the tree, in `data[node]`: true when its cells are data. */
void table_shape_find(const struct tree *tree, bool *data);

#endif

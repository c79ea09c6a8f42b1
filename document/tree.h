/* A page's elements and text as flat arrays in document order, from libxml2's SAX events:
 * half the time and a fifth of the memory of libxml2's own tree, and every walk is a loop
 * over indices, so that depth never meets the stack. */
#ifndef COREOFFER_DOCUMENT_TREE_H
#define COREOFFER_DOCUMENT_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "document/html_names.h"

struct tree_attribute {
    uint16_t name; /* enum html_attribute */
    const char *value;
};

/* A parent's index is below its children's; node 0 is the root and has no name. */
struct tree_node {
    uint32_t parent;
    uint32_t end;        /* the index after its last descendant */
    uint32_t first;      /* element: index of its first attribute; text: offset of its bytes */
    uint32_t count;      /* attributes, or bytes */
    uint16_t tag;        /* enum html_tag */
};

struct tree {
    struct tree_node *nodes;
    size_t count, capacity;
    struct tree_attribute *attributes;
    size_t attribute_count, attribute_capacity;
    struct buffer text;
    struct arena arena; /* attribute values */
    bool stopped;       /* the parser gave up, or the page has too many elements */
};

/* `html` is what markup_repair made. Fills `*tree`; tree_release frees it. */
void tree_build(const char *html, size_t length, struct tree *tree);
void tree_release(struct tree *tree);

/* The attribute's value, or NULL where it is absent. */
const char *tree_attribute(const struct tree *tree, size_t node, enum html_attribute name);
/* The bytes of a text node; not NUL-terminated. */
const char *tree_text(const struct tree *tree, size_t node, size_t *length);

#endif

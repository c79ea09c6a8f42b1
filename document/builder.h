/* Puts a document together: what every reader (HTML, PDF, DOCX, plain text) adds to. */
#ifndef COREOFFER_DOCUMENT_BUILDER_H
#define COREOFFER_DOCUMENT_BUILDER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "model/document.h"

struct builder {
    struct document *document;
    size_t block_capacity, link_capacity, anchor_capacity, loose_name_capacity;
    bool quirks;                 /* <a name> gives loose names */
    int32_t heading[ZONE_COUNT]; /* the latest heading of each zone, or -1 */
};

/* Makes an empty document of this type; builder_finish gives it to the caller. */
void builder_init(struct builder *builder, enum document_type type);

/* Adds a block with this text (already collapsed; cut at LIMIT_BLOCK_BYTES). Text, length
 * and heading are filled in; the rest is taken from `like`. Returns its index, or -1 for
 * empty text or over LIMIT_BLOCKS. */
int32_t builder_block(struct builder *builder, const struct block *like, const char *text, size_t length);

/* Adds a link as it is in `like`, its href stripped of white space and its text copied and
 * cut. Returns its index, or -1 over LIMIT_LINKS_PER_PAGE. */
int32_t builder_link(struct builder *builder, const struct document_link *like);

/* A place that a fragment can point at. */
void builder_anchor(struct builder *builder, const char *name);
void builder_loose_name(struct builder *builder, const char *name);

/* Says that something is missing; the first reason stays. */
void builder_partly(struct builder *builder, const char *reason);

/* Fills what is still NULL (title from the first heading) and returns the document. */
struct document *builder_finish(struct builder *builder);

/* The text in the document's arena, white space collapsed, cut at `limit` bytes. */
const char *builder_collapsed(struct builder *builder, const char *text, size_t length, size_t limit);

#endif

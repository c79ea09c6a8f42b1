/* Small documents built in memory, for tests of scoring/. */
#ifndef COREOFFER_TESTS_DOCUMENT_BUILDER_H
#define COREOFFER_TESTS_DOCUMENT_BUILDER_H

#include <stdbool.h>
#include <string.h>

#include "base/memory.h"
#include "model/document.h"

enum { BUILT_BLOCKS_MAX = 200, BUILT_LINKS_MAX = 100 };

struct built {
    struct document document;
    struct block blocks[BUILT_BLOCKS_MAX];
    struct document_link links[BUILT_LINKS_MAX];
    bool counts[BUILT_BLOCKS_MAX];
    int32_t heading;
    uint16_t tables;
};

static inline struct built built_new(const char *title)
{
    struct built built = {.heading = -1};
    built.document.title = title;
    built.document.language = "en";
    built.document.description = built.document.generator = "";
    built.document.encoding = "UTF-8";
    return built;
}

/* Adds a block of the main content and returns it; a heading covers what follows. Headings
 * are of level 1 when first, then 2. */
static inline struct block *built_add(struct built *built, enum block_kind kind, const char *text)
{
    size_t i = built->document.block_count++;
    struct block *block = &built->blocks[i];
    *block = (struct block){.text = arena_copy(&built->document.arena, text), .length = (uint32_t)strlen(text), .kind = (uint8_t)kind,
                            .zone = ZONE_MAIN, .level = 1, .heading = built->heading, .lead_in = -1, .first_link = (uint32_t)built->document.link_count};
    built->counts[i] = true;
    if (kind == BLOCK_HEADING) {
        block->level = built->heading < 0 ? 1 : 2;
        built->heading = (int32_t)i;
    }
    return block;
}

/* Adds a link to the last block; `text` should stand in it. */
static inline void built_link(struct built *built, const char *href, const char *text)
{
    struct block *block = &built->blocks[built->document.block_count - 1];
    built->links[built->document.link_count++] = (struct document_link){.href = href, .text = text, .kind = LINK_ANCHOR,
                                                                         .block = (int32_t)(built->document.block_count - 1), .zone = block->zone};
    block->link_count++;
    block->linked_bytes += (uint32_t)strlen(text);
}

/* The document, with its arrays where they now stand. */
static inline struct document *built_document(struct built *built)
{
    built->document.blocks = built->blocks;
    built->document.links = built->links;
    return &built->document;
}

static inline void built_release(struct built *built)
{
    arena_release(&built->document.arena);
}

#endif

#include "document/builder.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"

void builder_init(struct builder *builder, enum document_type type)
{
    *builder = (struct builder){.document = memory_alloc(sizeof *builder->document)};
    builder->document->type = type;
    for (size_t i = 0; i < ZONE_COUNT; i++)
        builder->heading[i] = -1;
}

void builder_partly(struct builder *builder, const char *reason)
{
    struct document *document = builder->document;
    document->partly_read = true;
    if (document->partly_reason == NULL)
        document->partly_reason = arena_copy(&document->arena, reason);
}

int32_t builder_block(struct builder *builder, const struct block *like, const char *text, size_t length)
{
    struct document *document = builder->document;
    if (length == 0)
        return -1;
    if (document->block_count >= LIMIT_BLOCKS) {
        builder_partly(builder, "the page has more blocks of text than are read");
        return -1;
    }
    MEMORY_PUSH_ROOM(document->blocks, document->block_count, builder->block_capacity);
    struct block *block = &document->blocks[document->block_count];
    *block = *like;
    block->length = (uint32_t)text_cut(text, length, LIMIT_BLOCK_BYTES);
    block->text = arena_copy_n(&document->arena, text, block->length);
    block->heading = builder->heading[like->zone];
    int32_t index = (int32_t)document->block_count++;
    if (like->kind == BLOCK_HEADING && !like->hidden)
        builder->heading[like->zone] = index;
    return index;
}

const char *builder_collapsed(struct builder *builder, const char *text, size_t length, size_t limit)
{
    struct buffer buffer;
    buffer_init(&buffer, length * 3 + 1);
    text_add_collapsed(&buffer, text, length);
    const char *copy = arena_copy_n(&builder->document->arena, buffer_text(&buffer),
                                    text_cut(buffer_text(&buffer), buffer.length, limit));
    buffer_release(&buffer);
    return copy;
}

/* White space as the URL standard strips it. */
static const char *stripped(struct builder *builder, const char *href)
{
    while (*href != '\0' && (unsigned char)*href <= ' ')
        href++;
    size_t length = strlen(href);
    while (length > 0 && (unsigned char)href[length - 1] <= ' ')
        length--;
    return arena_copy_n(&builder->document->arena, href, length);
}

int32_t builder_link(struct builder *builder, const struct document_link *like)
{
    struct document *document = builder->document;
    if (document->link_count >= LIMIT_LINKS_PER_PAGE) {
        builder_partly(builder, "the page has more links than are read");
        return -1;
    }
    MEMORY_PUSH_ROOM(document->links, document->link_count, builder->link_capacity);
    struct document_link *link = &document->links[document->link_count];
    *link = *like;
    link->href = like->href != NULL ? stripped(builder, like->href) : NULL;
    const char *text = like->text != NULL ? like->text : "";
    link->text = builder_collapsed(builder, text, strlen(text), LIMIT_LINK_TEXT_BYTES);
    return (int32_t)document->link_count++;
}

static void push_name(struct document *document, const char ***names, size_t *count, size_t *capacity, const char *name)
{
    if (*name == '\0' || *count >= LIMIT_BLOCKS)
        return;
    MEMORY_PUSH_ROOM(*names, *count, *capacity);
    (*names)[(*count)++] = arena_copy(&document->arena, name);
}

void builder_anchor(struct builder *builder, const char *name)
{
    struct document *document = builder->document;
    push_name(document, &document->anchors, &document->anchor_count, &builder->anchor_capacity, name);
}

void builder_loose_name(struct builder *builder, const char *name)
{
    struct document *document = builder->document;
    push_name(document, &document->loose_names, &document->loose_name_count, &builder->loose_name_capacity, name);
}

struct document *builder_finish(struct builder *builder)
{
    struct document *document = builder->document;
    if (document->title == NULL || *document->title == '\0') {
        const char *heading = document_first_heading(document);
        document->title = arena_copy_n(&document->arena, heading, text_cut(heading, strlen(heading), LIMIT_TITLE_BYTES));
    }
    const char **texts[] = {&document->language, &document->description, &document->generator, &document->encoding};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (*texts[i] == NULL)
            *texts[i] = "";
    builder->document = NULL;
    return document;
}

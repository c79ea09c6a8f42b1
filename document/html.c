#include "document/html.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "document/blocks.h"
#include "document/builder.h"
#include "document/document.h"
#include "document/encoding.h"
#include "document/furniture.h"
#include "document/head.h"
#include "document/links.h"
#include "document/markup.h"
#include "document/tree.h"

enum { SHELL_TEXT_BYTES = 200, SHELL_LINKS = 3 };

/* A field that a reader fills in, other than a search. */
static bool is_field(const struct tree *tree, size_t node)
{
    static const char *const no_fields[] = {"hidden", "submit", "button", "image", "reset", "search"};
    unsigned tag = tree->nodes[node].tag;
    if (tag == TAG_SELECT || tag == TAG_TEXTAREA)
        return true;
    if (tag != TAG_INPUT)
        return false;
    const char *type = tree_attribute(tree, node, ATTR_TYPE);
    return !text_is_among_ignoring_case(type, no_fields, sizeof no_fields / sizeof no_fields[0]);
}

static bool has_forms(const struct tree *tree, const struct furniture *furniture)
{
    for (size_t i = 1; i < tree->count; i++)
        if (tree->nodes[i].tag != TAG_TEXT && furniture->zone[i] == ZONE_MAIN &&
            (furniture->flags[i] & PART_HIDDEN) == 0 && is_field(tree, i))
            return true;
    return false;
}

static bool has_scripts(const struct document *document, const struct markup *markup)
{
    for (size_t i = 0; i < document->link_count; i++)
        if (document->links[i].kind == LINK_SCRIPT)
            return true;
    return markup->script_bytes > 0;
}

/* Hardly any words of its own, and scripts to put them there. */
static bool is_shell(const struct document *document, const struct markup *markup)
{
    size_t bytes = 0, links = 0;
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].zone == ZONE_MAIN && !document->blocks[i].hidden)
            bytes += document->blocks[i].length;
    for (size_t i = 0; i < document->link_count; i++)
        links += document->links[i].kind == LINK_ANCHOR && document->links[i].zone == ZONE_MAIN;
    return bytes < SHELL_TEXT_BYTES && links < SHELL_LINKS && document->has_scripts &&
           (markup->scripts_wanted || bytes < SHELL_TEXT_BYTES / 4);
}

struct document *html_read(const struct markup_words *words, const struct document_input *input)
{
    struct builder builder;
    builder_init(&builder, DOCUMENT_HTML);
    size_t length = input->length, skip;
    if (length > LIMIT_HTML_BYTES) {
        length = LIMIT_HTML_BYTES;
        builder_partly(&builder, "the page is longer than is read");
    }
    const struct encoding_question question = {input->bytes, length, input->content_type, true};
    builder.document->encoding = encoding_decide(&question, &skip);
    struct buffer text;
    buffer_init(&text, length * 3 + 16);
    encoding_convert(builder.document->encoding, (const unsigned char *)input->bytes + skip, length - skip, &text);
    struct markup markup;
    markup_repair(buffer_text(&text), text.length, &markup);
    buffer_release(&text);
    struct tree tree;
    tree_build(buffer_text(&markup.html), markup.html.length, &tree);
    if (tree.stopped)
        builder_partly(&builder, "the page is nested too deep, or has too many elements, to be read to its end");
    if (markup.attributes_cut)
        builder_partly(&builder, "an element has more attributes than are read");
    if (markup.nesting_cut)
        builder_partly(&builder, "elements are nested deeper than is read");
    head_read(&tree, buffer_text(&markup.data), markup.data.length, &builder);
    builder.quirks = markup.quirks;
    struct furniture furniture;
    furniture_mark(&tree, words, &furniture);
    blocks_add(&tree, words, &furniture, &builder);
    for (const char *at = buffer_text(&markup.anchors), *end = at + markup.anchors.length; at < end; at += strlen(at) + 1)
        builder_anchor(&builder, at);
    links_add_styles(&builder, buffer_text(&markup.styles), markup.styles.length, ZONE_HEADER);
    builder.document->has_forms = has_forms(&tree, &furniture);
    builder.document->has_scripts = has_scripts(builder.document, &markup);
    builder.document->needs_scripts = is_shell(builder.document, &markup);
    builder.document->rendered = input->rendered;
    if (input->lacking != NULL)
        builder_partly(&builder, input->lacking);
    if (document_has_routes(builder.document))
        builder_partly(&builder, "other pages of it have no address of their own (#/...) and were not read");
    furniture_release(&furniture);
    tree_release(&tree);
    markup_release(&markup);
    return builder_finish(&builder);
}

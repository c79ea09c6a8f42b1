#include "document/tree.h"

#include <libxml/HTMLparser.h>
#include <libxml/parserInternals.h>
#include <limits.h>
#include <string.h>

#include "base/limits.h"

struct builder {
    struct tree *tree;
    uint32_t *open; /* indices of the open elements */
    size_t depth, capacity;
    htmlParserCtxtPtr parser;
};

static void stop(struct builder *builder)
{
    builder->tree->stopped = true;
    xmlStopParser(builder->parser);
}

static struct tree_node *add_node(struct builder *builder, enum html_tag tag)
{
    struct tree *tree = builder->tree;
    if (tree->count >= LIMIT_ELEMENTS) {
        stop(builder);
        return NULL;
    }
    MEMORY_PUSH_ROOM(tree->nodes, tree->count, tree->capacity);
    struct tree_node *node = &tree->nodes[tree->count];
    *node = (struct tree_node){.parent = builder->depth > 0 ? builder->open[builder->depth - 1] : 0,
                               .end = (uint32_t)tree->count + 1,
                               .tag = (uint16_t)tag};
    tree->count++;
    return node;
}

static void push(struct builder *builder, uint32_t index)
{
    MEMORY_PUSH_ROOM(builder->open, builder->depth, builder->capacity);
    builder->open[builder->depth++] = index;
}

static void on_start(void *user, const xmlChar *name, const xmlChar **attributes)
{
    struct builder *builder = user;
    struct tree *tree = builder->tree;
    if (tree->stopped)
        return;
    size_t length = strlen((const char *)name);
    enum html_tag tag = html_tag_find((const char *)name, length);
    /* A custom element is laid out as a block as a rule. */
    if (tag == TAG_UNKNOWN && memchr(name, '-', length) != NULL)
        tag = TAG_DIV;
    struct tree_node *node = add_node(builder, tag);
    if (node == NULL)
        return;
    node->first = (uint32_t)tree->attribute_count;
    for (const xmlChar **at = attributes; at != NULL && *at != NULL; at += 2) {
        int kind = html_attribute_find((const char *)at[0], strlen((const char *)at[0]));
        if (kind < 0)
            continue;
        MEMORY_PUSH_ROOM(tree->attributes, tree->attribute_count, tree->attribute_capacity);
        const char *value = at[1] != NULL && *at[1] != '\0' ? arena_copy(&tree->arena, (const char *)at[1]) : "";
        tree->attributes[tree->attribute_count++] = (struct tree_attribute){(uint16_t)kind, value};
    }
    node->count = (uint32_t)tree->attribute_count - node->first;
    push(builder, (uint32_t)tree->count - 1);
    if (builder->depth > LIMIT_DOM_DEPTH * 4) /* rows, cells and items are not counted before */
        stop(builder);
}

static void on_end(void *user, const xmlChar *name)
{
    (void)name; /* libxml2 closes in order */
    struct builder *builder = user;
    if (builder->depth <= 1 || builder->tree->stopped)
        return;
    builder->tree->nodes[builder->open[--builder->depth]].end = (uint32_t)builder->tree->count;
}

static void on_text(void *user, const xmlChar *text, int length)
{
    struct builder *builder = user;
    struct tree *tree = builder->tree;
    if (tree->stopped || length <= 0)
        return;
    struct tree_node *last = &tree->nodes[tree->count - 1];
    /* libxml2 hands text over in pieces. */
    bool goes_on = last->tag == TAG_TEXT && last->parent == builder->open[builder->depth - 1];
    struct tree_node *node = goes_on ? last : add_node(builder, TAG_TEXT);
    if (node == NULL)
        return;
    if (!goes_on)
        node->first = (uint32_t)tree->text.length;
    if (buffer_add(&tree->text, text, (size_t)length))
        node->count += (uint32_t)length;
}

/* True when the parser ended before the page did. */
static bool stopped_early(const xmlParserCtxt *parser)
{
    return parser->disableSAX != 0 || parser->errNo == XML_ERR_NO_MEMORY ||
           parser->errNo == XML_ERR_INTERNAL_ERROR || parser->lastError.level == XML_ERR_FATAL;
}

void tree_build(const char *html, size_t length, struct tree *tree)
{
    *tree = (struct tree){.count = 0};
    buffer_init(&tree->text, length + 1);
    struct builder builder = {.tree = tree};
    push(&builder, 0);
    MEMORY_PUSH_ROOM(tree->nodes, tree->count, tree->capacity);
    tree->nodes[tree->count++] = (struct tree_node){.tag = TAG_DIV};
    htmlParserCtxtPtr parser = length > 0 && length <= INT_MAX ? htmlCreateMemoryParserCtxt(html, (int)length) : NULL;
    if (parser == NULL) {
        tree->stopped = true;
        tree->nodes[0].end = 1;
        free(builder.open);
        return;
    }
    builder.parser = parser;
    htmlSAXHandler sax = {.startElement = on_start,
                          .endElement = on_end,
                          .characters = on_text,
                          .cdataBlock = on_text,
                          .ignorableWhitespace = on_text};
    *parser->sax = sax;
    parser->userData = &builder;
    (void)htmlCtxtUseOptions(parser, HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                         HTML_PARSE_IGNORE_ENC | HTML_PARSE_RECOVER | (int)XML_PARSE_HUGE);
    (void)xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    (void)htmlParseDocument(parser);
    if (stopped_early(parser))
        tree->stopped = true;
    while (builder.depth > 0)
        tree->nodes[builder.open[--builder.depth]].end = (uint32_t)tree->count;
    htmlFreeParserCtxt(parser);
    free(builder.open);
}

void tree_release(struct tree *tree)
{
    free(tree->nodes);
    free(tree->attributes);
    buffer_release(&tree->text);
    arena_release(&tree->arena);
}

const char *tree_attribute(const struct tree *tree, size_t node, enum html_attribute name)
{
    const struct tree_node *element = &tree->nodes[node];
    if (element->tag == TAG_TEXT)
        return NULL;
    for (uint32_t i = 0; i < element->count; i++)
        if (tree->attributes[element->first + i].name == name)
            return tree->attributes[element->first + i].value;
    return NULL;
}

const char *tree_text(const struct tree *tree, size_t node, size_t *length)
{
    *length = tree->nodes[node].count;
    return buffer_text(&tree->text) + tree->nodes[node].first;
}

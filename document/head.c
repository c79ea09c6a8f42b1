#include "document/head.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"

/* A date is asked for where a page is most likely to mean its own change. */
static const char *const modified_names[] = {
    "article:modified_time", "og:updated_time", "dcterms.modified", "dc.date.modified",
    "dc.modified",           "last-modified",   "revised",          "date.modified",
};

static const char *collapsed_copy(struct builder *builder, const char *text, size_t limit)
{
    return builder_collapsed(builder, text, strlen(text), limit);
}

static void read_robots(struct document *document, const char *content)
{
    size_t length = strlen(content);
    bool none = text_find_ignoring_case(content, length, "none") != NULL;
    document->noindex |= none || text_find_ignoring_case(content, length, "noindex") != NULL;
    document->nofollow |= none || text_find_ignoring_case(content, length, "nofollow") != NULL;
}

static void read_meta(const struct tree *tree, size_t node, struct builder *builder)
{
    struct document *document = builder->document;
    const char *content = tree_attribute(tree, node, ATTR_CONTENT);
    const char *name = tree_attribute(tree, node, ATTR_NAME);
    if (name == NULL)
        name = tree_attribute(tree, node, ATTR_PROPERTY);
    if (name == NULL)
        name = tree_attribute(tree, node, ATTR_HTTP_EQUIV);
    if (content == NULL || name == NULL)
        return;
    if (text_equal_ignoring_case(name, "description") && document->description == NULL)
        document->description = collapsed_copy(builder, content, LIMIT_BLOCK_BYTES);
    else if (text_equal_ignoring_case(name, "generator") && document->generator == NULL)
        document->generator = collapsed_copy(builder, content, LIMIT_TITLE_BYTES);
    else if (text_equal_ignoring_case(name, "robots") || text_equal_ignoring_case(name, "coreoffer"))
        read_robots(document, content);
    else if (text_equal_ignoring_case(name, "content-language") && document->language == NULL)
        document->language = collapsed_copy(builder, content, LIMIT_TITLE_BYTES);
    else if (document->modified == NULL &&
             text_is_among_ignoring_case(name, modified_names, sizeof modified_names / sizeof modified_names[0]))
        document->modified = collapsed_copy(builder, content, LIMIT_TITLE_BYTES);
}

static void read_title(const struct tree *tree, size_t node, struct builder *builder)
{
    size_t length;
    if (builder->document->title != NULL || node + 1 >= tree->nodes[node].end ||
        tree->nodes[node + 1].tag != TAG_TEXT)
        return;
    const char *text = tree_text(tree, node + 1, &length);
    builder->document->title = builder_collapsed(builder, text, length, LIMIT_TITLE_BYTES);
}

static void read_time(const struct tree *tree, size_t node, struct builder *builder)
{
    const char *date = tree_attribute(tree, node, ATTR_DATETIME);
    const char *property = tree_attribute(tree, node, ATTR_ITEMPROP), *classes = tree_attribute(tree, node, ATTR_CLASS);
    bool changed = property != NULL && text_equal_ignoring_case(property, "dateModified");
    if (classes != NULL && !changed)
        changed = text_find_ignoring_case(classes, strlen(classes), "updated") != NULL ||
                  text_find_ignoring_case(classes, strlen(classes), "modified") != NULL;
    if (date != NULL && changed && builder->document->modified == NULL)
        builder->document->modified = collapsed_copy(builder, date, LIMIT_TITLE_BYTES);
}

/* "dateModified": "2024-03-01" anywhere in the page's JSON-LD. */
static void read_data(const char *data, size_t length, struct builder *builder)
{
    static const char key[] = "\"dateModified\"";
    const char *end = data + length, *at = memmem(data, length, key, sizeof key - 1);
    if (at == NULL || builder->document->modified != NULL)
        return;
    at += sizeof key - 1;
    while (at < end && strchr(" \t\r\n:", *at) != NULL)
        at++;
    if (at >= end || *at != '"')
        return;
    const char *close = memchr(at + 1, '"', (size_t)(end - at - 1));
    if (close != NULL && close > at + 1)
        builder->document->modified = builder_collapsed(builder, at + 1, (size_t)(close - at - 1), LIMIT_TITLE_BYTES);
}

static void read_link(const struct tree *tree, size_t node, struct document *document)
{
    const char *rel = tree_attribute(tree, node, ATTR_REL), *href = tree_attribute(tree, node, ATTR_HREF);
    if (rel != NULL && href != NULL && document->canonical == NULL && text_equal_ignoring_case(rel, "canonical"))
        document->canonical = arena_copy(&document->arena, href);
}

void head_read(const struct tree *tree, const char *data, size_t length, struct builder *builder)
{
    struct document *document = builder->document;
    for (size_t i = 1; i < tree->count; i++) {
        const char *value;
        switch (tree->nodes[i].tag) {
        case TAG_HTML:
            value = tree_attribute(tree, i, ATTR_LANG);
            if (value == NULL)
                value = tree_attribute(tree, i, ATTR_XML_LANG);
            if (value != NULL)
                document->language = collapsed_copy(builder, value, LIMIT_TITLE_BYTES);
            break;
        case TAG_BASE:
            value = tree_attribute(tree, i, ATTR_HREF);
            if (value != NULL && document->base_href == NULL)
                document->base_href = arena_copy(&document->arena, value);
            break;
        case TAG_TITLE: read_title(tree, i, builder); break;
        case TAG_META: read_meta(tree, i, builder); break;
        case TAG_LINK: read_link(tree, i, document); break;
        case TAG_TIME: read_time(tree, i, builder); break;
        default: break;
        }
    }
    read_data(data, length, builder);
}

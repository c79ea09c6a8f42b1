#include "document/visibility.h"

#include <stdbool.h>
#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "document/furniture.h"
#include "model/document.h"

/* Whether the element just before, or one inside it, says that it opens something: the
 * button over a panel that nothing else names. */
static bool follows_opener(const struct tree *tree, size_t node)
{
    uint32_t parent = tree->nodes[node].parent;
    size_t at = node - 1;
    while (at > parent && tree->nodes[at].parent != parent)
        at = tree->nodes[at].parent;
    while (at > parent && tree->nodes[at].tag == TAG_TEXT) { /* white space between them */
        at--;
        while (at > parent && tree->nodes[at].parent != parent)
            at = tree->nodes[at].parent;
    }
    for (size_t i = at; at > parent && i < tree->nodes[at].end; i++)
        if (tree->nodes[i].tag != TAG_TEXT && tree_attribute(tree, i, ATTR_ARIA_EXPANDED) != NULL)
            return true;
    return false;
}

static bool names_panel(const struct tree *tree, const struct markup_words *words, size_t node)
{
    return markup_words_class(words, CLASS_PANEL, tree_attribute(tree, node, ATTR_CLASS)) ||
           markup_words_class(words, CLASS_PANEL, tree_attribute(tree, node, ATTR_ID));
}

static bool is_panel(const struct tree *tree, const struct markup_words *words, size_t node, struct map *controlled)
{
    const char *role = tree_attribute(tree, node, ATTR_ROLE), *id = tree_attribute(tree, node, ATTR_ID);
    if (role != NULL && strcmp(role, "tabpanel") == 0)
        return true;
    if (id != NULL && map_get(controlled, id, strlen(id)) != NULL)
        return true;
    return names_panel(tree, words, node) || names_panel(tree, words, tree->nodes[node].parent) || follows_opener(tree, node);
}

/* display:none or visibility:hidden in a style attribute, however it is spaced. */
static bool style_hides(const char *style)
{
    char packed[256];
    size_t length = 0;
    for (; *style != '\0' && length < sizeof packed - 1; style++)
        if (strchr(" \t\n\r", *style) == NULL)
            packed[length++] = text_lower(*style);
    packed[length] = '\0';
    return strstr(packed, "display:none") != NULL || strstr(packed, "visibility:hidden") != NULL;
}

static bool is_true(const char *value)
{
    return value != NULL && strcmp(value, "true") == 0;
}

static uint8_t own_flags(const struct tree *tree, const struct markup_words *words, size_t node, uint8_t zone, struct map *controlled)
{
    enum html_tag tag = (enum html_tag)tree->nodes[node].tag;
    if (tree->nodes[node].count == 0)
        return tag == TAG_DETAILS ? PART_COLLAPSED : tag == TAG_DIALOG ? PART_HIDDEN : 0;
    const char *style = tree_attribute(tree, node, ATTR_STYLE);
    const char *classes = tree_attribute(tree, node, ATTR_CLASS);
    bool gone = tree_attribute(tree, node, ATTR_HIDDEN) != NULL || (style != NULL && style_hides(style)) ||
                markup_words_class(words, CLASS_HIDDEN, classes) ||
                (tag == TAG_DIALOG && tree_attribute(tree, node, ATTR_OPEN) == NULL);
    bool aria = is_true(tree_attribute(tree, node, ATTR_ARIA_HIDDEN));
    bool furniture = zone != ZONE_MAIN && zone != ZONE_ASIDE;
    if ((gone || aria) && !furniture && is_panel(tree, words, node, controlled))
        return PART_COLLAPSED;
    if (gone || (aria && furniture))
        return PART_HIDDEN;
    if (tag == TAG_DETAILS && tree_attribute(tree, node, ATTR_OPEN) == NULL)
        return PART_COLLAPSED;
    return markup_words_class(words, CLASS_CLOSED, classes) ? PART_COLLAPSED : 0;
}

/* Ids that a button, tab or link opens. */
static void find_controlled(const struct tree *tree, struct map *controlled)
{
    static const enum html_attribute names[] = {ATTR_ARIA_CONTROLS, ATTR_DATA_TARGET, ATTR_DATA_BS_TARGET};
    for (size_t i = 1; i < tree->count; i++) {
        if (tree->nodes[i].tag == TAG_TEXT || tree->nodes[i].count == 0)
            continue;
        for (size_t n = 0; n < sizeof names / sizeof names[0]; n++) {
            const char *id = tree_attribute(tree, i, names[n]);
            if (id != NULL && *id == '#')
                id++;
            if (id != NULL && *id != '\0')
                (void)map_put(controlled, id, strlen(id), NULL);
        }
        /* A link to a part that is hidden shows it. */
        const char *href = tree->nodes[i].tag == TAG_A ? tree_attribute(tree, i, ATTR_HREF) : NULL;
        if (href != NULL && href[0] == '#' && href[1] != '\0')
            (void)map_put(controlled, href + 1, strlen(href + 1), NULL);
    }
}

void visibility_mark(const struct tree *tree, const struct markup_words *words, size_t root, const uint8_t *zone, uint8_t *flags)
{
    struct map *controlled = map_new();
    find_controlled(tree, controlled);
    flags[0] = 0;
    for (size_t i = 1; i < tree->count; i++) {
        uint32_t parent = tree->nodes[i].parent;
        uint8_t inherited = flags[parent];
        if (tree->nodes[i].tag == TAG_SUMMARY && tree->nodes[parent].tag == TAG_DETAILS)
            inherited = flags[tree->nodes[parent].parent];
        flags[i] = inherited;
        if (tree->nodes[i].tag != TAG_TEXT)
            flags[i] |= own_flags(tree, words, i, zone[i], controlled);
        bool holds_all = tree->nodes[i].tag == TAG_BODY || tree->nodes[i].tag == TAG_HTML || (root != 0 && root >= i && root < tree->nodes[i].end);
        if (holds_all) /* a page that its scripts show when it has loaded */
            flags[i] &= (uint8_t)~PART_HIDDEN;
    }
    map_free(controlled);
}

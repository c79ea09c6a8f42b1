#include "document/visibility.h"

#include <stdbool.h>
#include <string.h>

#include "base/map.h"
#include "base/text.h"
#include "document/furniture.h"
#include "model/document.h"

/* Parts of class names of panels that open at a click. */
static const char *const panel_words[] = {"accordion", "accordian", "collaps", "expand", "tab", "toggle",
                                          "details",   "faq",       "answer",  "reveal", "drawer-content"};

static bool has_class(const char *classes, const char *wanted)
{
    size_t length = strlen(wanted);
    for (const char *at = classes; at != NULL && (at = strstr(at, wanted)) != NULL; at += length)
        if ((at == classes || strchr(" \t\n", at[-1]) != NULL) && (at[length] == '\0' || strchr(" \t\n", at[length])))
            return true;
    return false;
}

static bool names_panel(const struct tree *tree, size_t node)
{
    const char *classes = tree_attribute(tree, node, ATTR_CLASS);
    for (size_t i = 0; classes != NULL && i < sizeof panel_words / sizeof panel_words[0]; i++)
        if (text_find_ignoring_case(classes, strlen(classes), panel_words[i]) != NULL)
            return true;
    return false;
}

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

static bool is_panel(const struct tree *tree, size_t node, struct map *controlled)
{
    const char *role = tree_attribute(tree, node, ATTR_ROLE), *id = tree_attribute(tree, node, ATTR_ID);
    if (role != NULL && strcmp(role, "tabpanel") == 0)
        return true;
    if (id != NULL && map_get(controlled, id, strlen(id)) != NULL)
        return true;
    return names_panel(tree, node) || names_panel(tree, tree->nodes[node].parent) || follows_opener(tree, node);
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

static bool class_hides(const char *classes)
{
    static const char *const names[] = {"hidden", "hide", "d-none", "is-hidden", "ms-hide", "u-hidden"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (has_class(classes, names[i]))
            return true;
    return false;
}

static bool class_closes(const char *classes)
{
    return (has_class(classes, "collapse") && !has_class(classes, "in") && !has_class(classes, "show")) ||
           (has_class(classes, "tab-pane") && !has_class(classes, "active")) ||
           has_class(classes, "et_pb_toggle_close") || has_class(classes, "elementor-tab-content");
}

static bool is_true(const char *value)
{
    return value != NULL && strcmp(value, "true") == 0;
}

static uint8_t own_flags(const struct tree *tree, size_t node, uint8_t zone, struct map *controlled)
{
    enum html_tag tag = (enum html_tag)tree->nodes[node].tag;
    if (tree->nodes[node].count == 0)
        return tag == TAG_DETAILS ? PART_COLLAPSED : 0;
    const char *style = tree_attribute(tree, node, ATTR_STYLE);
    const char *classes = tree_attribute(tree, node, ATTR_CLASS);
    bool gone = tree_attribute(tree, node, ATTR_HIDDEN) != NULL || (style != NULL && style_hides(style)) ||
                (classes != NULL && class_hides(classes)) ||
                (tag == TAG_DIALOG && tree_attribute(tree, node, ATTR_OPEN) == NULL);
    bool aria = is_true(tree_attribute(tree, node, ATTR_ARIA_HIDDEN));
    bool furniture = zone != ZONE_MAIN && zone != ZONE_ASIDE;
    if ((gone || aria) && !furniture && is_panel(tree, node, controlled))
        return PART_COLLAPSED;
    if (gone || (aria && furniture))
        return PART_HIDDEN;
    if (tag == TAG_DETAILS && tree_attribute(tree, node, ATTR_OPEN) == NULL)
        return PART_COLLAPSED;
    return classes != NULL && class_closes(classes) ? PART_COLLAPSED : 0;
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

void visibility_mark(const struct tree *tree, const uint8_t *zone, uint8_t *flags)
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
            flags[i] |= own_flags(tree, i, zone[i], controlled);
    }
    map_free(controlled);
}

#include "document/sums.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* `*signs` says whether there are digits or "@", without which there is no contact. No branches: several bytes at once. */
static uint32_t visible_bytes(const char *text, size_t length, bool *signs)
{
    uint32_t count = 0;
    uint8_t any = 0;
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = (uint8_t)text[i];
        count += byte > ' ';
        any |= (byte >= '0') & (byte <= '9');
        any |= byte == '@';
    }
    *signs = any != 0;
    return count;
}

/* Where a text stands, told from its ancestors once. */
enum { IN_LINK = 1, IN_HEADING = 2, IN_CONTROL = 4, IN_SKIPPED = 8 };

static uint8_t context_of(unsigned tag)
{
    switch (tag) {
    case TAG_A: return IN_LINK;
    case TAG_BUTTON: case TAG_LABEL: case TAG_OPTION: case TAG_SELECT: case TAG_TEXTAREA: case TAG_LEGEND:
        return IN_CONTROL;
    default:
        if (html_tag_is_heading(tag))
            return IN_HEADING;
        return (html_tag_flags((enum html_tag)tag) & TAG_SKIPPED) != 0 ? IN_SKIPPED : 0;
    }
}

static bool is_search_field(const struct tree *tree, size_t node)
{
    const char *type = tree_attribute(tree, node, ATTR_TYPE), *name = tree_attribute(tree, node, ATTR_NAME);
    static const char *const names[] = {"q", "s", "query", "search", "qt", "keyword", "keywords", "term", "k"};
    if (type != NULL && strcmp(type, "search") == 0)
        return true;
    if (text_is_among_ignoring_case(name, names, sizeof names / sizeof names[0]))
        return true;
    return name != NULL && text_find_ignoring_case(name, strlen(name), "search") != NULL;
}

static uint8_t signs_of(const struct tree *tree, size_t node)
{
    unsigned tag = tree->nodes[node].tag;
    if (tag == TAG_H1)
        return HAS_H1 | HAS_HEADING;
    if (html_tag_is_heading(tag))
        return HAS_HEADING;
    if (tag == TAG_INPUT || tag == TAG_SELECT || tag == TAG_TEXTAREA)
        return HAS_CONTROL | (tag == TAG_INPUT && is_search_field(tree, node) ? HAS_SEARCH : 0);
    if (tag == TAG_A) {
        const char *href = tree_attribute(tree, node, ATTR_HREF);
        if (href != NULL && (text_starts_ignoring_case(href, "tel:") || text_starts_ignoring_case(href, "mailto:") ||
                             strstr(href, "email-protection#") != NULL))
            return HAS_CONTACT;
    }
    return 0;
}

/* A mail address or ten digits in a row of digits, spaces and brackets. */
static bool looks_like_contact(const char *text, size_t length)
{
    unsigned digits = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] >= '0' && text[i] <= '9') {
            if (++digits >= 10)
                return true;
        } else if (digits > 0 && strchr(" ()-.", text[i]) == NULL) {
            digits = 0;
        }
        if (text[i] == '@' && i > 0 && i + 1 < length && text[i - 1] > ' ' && text[i + 1] > ' ')
            return true;
    }
    return false;
}

void sums_take(const struct tree *tree, struct sums *of, uint32_t *first_h1, uint32_t *start)
{
    uint8_t *context = memory_array(tree->count, 1);
    uint32_t before = 0;
    *first_h1 = *start = 0;
    for (size_t i = 1; i < tree->count; i++) {
        const struct tree_node *node = &tree->nodes[i];
        struct sums *sums = &of[i];
        sums->before = before;
        context[i] = context[node->parent];
        if (node->tag != TAG_TEXT) {
            context[i] |= context_of(node->tag);
            sums->has = (context[i] & IN_SKIPPED) != 0 ? 0 : signs_of(tree, i);
            sums->links = node->tag == TAG_A;
            continue;
        }
        size_t length;
        bool signs;
        const char *text = tree_text(tree, i, &length);
        if ((context[i] & IN_SKIPPED) != 0)
            continue;
        sums->text = visible_bytes(text, length, &signs);
        if ((context[i] & IN_LINK) != 0)
            sums->linked = sums->text;
        else if (context[i] == 0)
            sums->prose = sums->text;
        if (signs && sums->text > 3 && looks_like_contact(text, length))
            sums->has |= HAS_CONTACT;
        if (sums->text > 0)
            sums->has |= HAS_WORDS;
        before += sums->text > 0;
    }
    for (size_t i = tree->count - 1; i > 0; i--) {
        struct sums *from = &of[i], *to = &of[tree->nodes[i].parent];
        to->text += from->text;
        to->linked += from->linked;
        to->prose += from->prose;
        to->links += from->links;
        to->has |= from->has;
        if (tree->nodes[i].tag == TAG_H1 && from->text > 0)
            *first_h1 = (uint32_t)i;
        if (tree->nodes[i].tag == TAG_TEXT && from->prose > SUMS_PROSE_BYTES)
            *start = (uint32_t)i;
    }
    if (*first_h1 != 0)
        *start = *first_h1;
    free(context);
}

void sums_range(const struct tree *tree, const struct sums *of, size_t from, size_t end, struct sums *total)
{
    *total = (struct sums){.text = 0};
    while (from < end) {
        const struct sums *one = &of[from];
        total->text += one->text;
        total->linked += one->linked;
        total->prose += one->prose;
        total->links += one->links;
        total->has |= one->has;
        from = tree->nodes[from].end;
    }
}

bool sums_open(const struct sums *of, size_t node, size_t ancestor)
{
    return of[node].before == of[ancestor].before;
}

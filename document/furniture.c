#include "document/furniture.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"
#include "document/sums.h"
#include "document/visibility.h"
#include "model/document.h"

enum {
    OPENING_BYTES = 80,    /* the words that open a box are read up to here */
    BOX_BYTES = 1500,      /* a box known by its opening words is no larger */
    FOOT_BYTES = 2500,     /* nor is an unnamed foot */
    READ_BYTES = 300,      /* menus and tools hold less prose than this, */
    READ_BYTES_A_LINK = 150, /* or links that it is told for */
    FOOT_LINE_BYTES = 300, /* and the line that gives it away is short */
    REMARK_BYTES = 20,     /* "Yes / No", "Thank you for your vote" */
    SLUG_WORDS = 3,        /* an id of fewer words is no heading */
    LAYOUT_ROW_BYTES = 120, /* nor is a row under the content */
};

enum { FROM_NOTHING, FROM_POSITION, FROM_SIDE, FROM_SIGN };

struct marker {
    const struct tree *tree;
    const struct markup_words *words;
    struct sums *sums;
    uint8_t *zone;
    uint8_t *kind;   /* FROM_: why the node has its zone */
    uint32_t root;   /* the content area; 0 for none */
    bool landmark;   /* it is a main landmark, not only called like one */
    uint32_t first_h1;
    uint32_t start;  /* the first heading, or else the first prose; 0 for neither */
};

static bool is_inside(const struct marker *marker, size_t node, size_t ancestor)
{
    return node >= ancestor && node < marker->tree->nodes[ancestor].end;
}

/* An element that holds most of the page can't be furniture, whatever it is called. */
static bool holds_the_page(const struct marker *marker, size_t node)
{
    if (marker->root != 0 && is_inside(marker, marker->root, node))
        return true;
    return marker->sums[node].prose * 2 > marker->sums[0].prose && marker->sums[node].prose > 200;
}

/* Text that is there to be read, whatever it is called: ids and classes are also given by a table of contents to
 * the sections that it lists ("toc_2"), by a reading aid to all that it reads out, and by a font ("ft"). A foot and what
 * asks about cookies or the page itself do hold prose. */
static bool is_read(const struct marker *marker, size_t node, enum block_zone zone)
{
    const struct sums *sums = &marker->sums[node];
    switch (zone) {
    case ZONE_NAVIGATION: case ZONE_BREADCRUMB: case ZONE_TOOLS: case ZONE_SEARCH: case ZONE_HEADER:
        return sums->prose >= READ_BYTES && sums->prose >= sums->links * READ_BYTES_A_LINK;
    default:
        return false;
    }
}

static bool tag_is(const struct marker *marker, size_t node, unsigned tag)
{
    return marker->tree->nodes[node].tag == tag;
}

/* In <article>, <main> or the like, where header and footer belong to the content. */
static bool in_content(const struct marker *marker, size_t node)
{
    if (marker->root != 0 && is_inside(marker, node, marker->root))
        return true;
    for (size_t up = marker->tree->nodes[node].parent; up != 0; up = marker->tree->nodes[up].parent)
        if (tag_is(marker, up, TAG_MAIN) || tag_is(marker, up, TAG_ARTICLE) || tag_is(marker, up, TAG_SECTION))
            return true;
    return false;
}

/* A site's own header comes first; one called so that comes after the page's heading heads a part of the content, unless it
 * holds what only a site's has. */
static bool heads_a_part(const struct marker *marker, size_t node)
{
    uint8_t has = marker->sums[node].has;
    bool called = marker->root != 0 && is_inside(marker, node, marker->root) && (has & (HAS_HEADING | HAS_H1)) == HAS_HEADING; /* "Need help now? Ring us" */
    return marker->first_h1 != 0 && node > marker->first_h1 && ((has & HAS_CONTACT) == 0 || called) && (has & HAS_CONTROL) == 0 && marker->sums[node].links <= 1;
}

static struct name_reading by_role(const char *role)
{
    static const struct {
        const char *role;
        struct name_reading reading;
    } roles[] = {
        {"banner", {NAME_FURNITURE, ZONE_HEADER}},       {"contentinfo", {NAME_FURNITURE, ZONE_FOOTER}},
        {"navigation", {NAME_FURNITURE, ZONE_NAVIGATION}}, {"search", {NAME_FURNITURE, ZONE_SEARCH}},
        {"complementary", {NAME_SIDE, ZONE_ASIDE}},      {"menu", {NAME_FURNITURE, ZONE_NAVIGATION}},
        {"menubar", {NAME_FURNITURE, ZONE_NAVIGATION}},  {"tablist", {NAME_FURNITURE, ZONE_NAVIGATION}},
    };
    for (size_t i = 0; role != NULL && i < sizeof roles / sizeof roles[0]; i++)
        if (text_equal_ignoring_case(role, roles[i].role))
            return roles[i].reading;
    return (struct name_reading){NAME_NOTHING, ZONE_MAIN};
}

static struct name_reading by_tag(const struct marker *marker, size_t node)
{
    switch (marker->tree->nodes[node].tag) {
    case TAG_NAV:
        return (struct name_reading){NAME_FURNITURE, ZONE_NAVIGATION};
    case TAG_HEADER:
        return (struct name_reading){in_content(marker, node) ? NAME_NOTHING : NAME_FURNITURE, ZONE_HEADER};
    case TAG_FOOTER:
        return (struct name_reading){in_content(marker, node) ? NAME_NOTHING : NAME_FURNITURE, ZONE_FOOTER};
    case TAG_ASIDE:
        return (struct name_reading){NAME_SIDE, ZONE_ASIDE};
    case TAG_SEARCH:
        return (struct name_reading){NAME_FURNITURE, ZONE_SEARCH};
    case TAG_FORM:
        if ((marker->sums[node].has & HAS_SEARCH) != 0 && marker->sums[node].prose < 200)
            return (struct name_reading){NAME_FURNITURE, ZONE_SEARCH};
        break;
    default:
        break;
    }
    return (struct name_reading){NAME_NOTHING, ZONE_MAIN};
}

/* Inline elements and page-wide ones carry no layout. */
static bool carries_layout(unsigned tag)
{
    switch (tag) {
    case TAG_TEXT: case TAG_HTML: case TAG_HEAD: case TAG_BODY: case TAG_A: case TAG_IMG: case TAG_INPUT:
    case TAG_SVG: case TAG_I: case TAG_LABEL: case TAG_LINK: case TAG_META: case TAG_SCRIPT: case TAG_OPTION:
    case TAG_H1: case TAG_H2: case TAG_H3: case TAG_H4: case TAG_H5: case TAG_H6: case TAG_TABLE: case TAG_LI:
    case TAG_STRONG: case TAG_B: case TAG_EM: case TAG_DETAILS: case TAG_SUMMARY: case TAG_DT: case TAG_DD:
        return false;
    default:
        return true;
    }
}

static void add_heading_slug(const struct tree *tree, size_t heading, struct buffer *out)
{
    struct buffer words;
    buffer_init(&words, LIMIT_BODY_BYTES);
    for (size_t i = heading + 1; i < tree->nodes[heading].end; i++)
        if (tree->nodes[i].tag == TAG_TEXT) {
            size_t length;
            const char *text = tree_text(tree, i, &length);
            (void)buffer_add(&words, text, length);
            (void)buffer_add_char(&words, ' ');
        }
    text_add_slug(out, buffer_text(&words));
    buffer_release(&words);
}

static unsigned count_words(const char *slug)
{
    unsigned words = 1;
    for (; *slug != '\0'; slug++)
        words += *slug == '-';
    return words;
}

/* An id that is the box's own heading in other letters ("how-to-access-the-service"), or ends in it, is a place to link to, and says no
 * more than the heading. Two words are too few: "related-posts" has such a heading, too. */
static bool is_headings_id(const struct marker *marker, size_t node, const char *id)
{
    const struct tree *tree = marker->tree;
    if ((marker->sums[node].has & HAS_HEADING) == 0)
        return false;
    size_t heading = node + 1;
    while (heading < tree->nodes[node].end && !html_tag_is_heading(tree->nodes[heading].tag))
        heading++;
    struct buffer slugs[2];
    for (size_t i = 0; i < 2; i++)
        buffer_init(&slugs[i], LIMIT_BODY_BYTES);
    text_add_slug(&slugs[0], id);
    add_heading_slug(tree, heading, &slugs[1]);
    const char *wanted = buffer_text(&slugs[0]), *found = buffer_text(&slugs[1]);
    size_t before = slugs[0].length - slugs[1].length;
    bool same = slugs[0].length >= slugs[1].length && strcmp(wanted + before, found) == 0 && (before == 0 || wanted[before - 1] == '-') && count_words(found) >= SLUG_WORDS;
    for (size_t i = 0; i < 2; i++)
        buffer_release(&slugs[i]);
    return same;
}

/* What a tab opens is called like the tab: "feedback", "access". */
static bool is_tab(const struct marker *marker, size_t node)
{
    const char *role = tree_attribute(marker->tree, node, ATTR_ROLE);
    return (role != NULL && strcmp(role, "tabpanel") == 0) || markup_words_class(marker->words, CLASS_TAB, tree_attribute(marker->tree, node, ATTR_CLASS));
}

static struct name_reading read_element(const struct marker *marker, size_t node)
{
    const struct tree *tree = marker->tree;
    struct name_reading none = {NAME_NOTHING, ZONE_MAIN};
    if (!carries_layout(tree->nodes[node].tag))
        return none;
    const char *id = tree_attribute(tree, node, ATTR_ID), *classes = tree_attribute(tree, node, ATTR_CLASS);
    const char *label = tree_attribute(tree, node, ATTR_ARIA_LABEL);
    struct name_reading names = markup_words_name(marker->words, id, classes);
    if (id != NULL && (names.meaning == NAME_FURNITURE || names.meaning == NAME_SIDE) && (is_tab(marker, node) || is_headings_id(marker, node, id)))
        names = markup_words_name(marker->words, NULL, classes);
    if (names.meaning == NAME_FURNITURE)
        return names.zone == ZONE_HEADER && heads_a_part(marker, node) ? none : names;
    if (label != NULL && (text_find_ignoring_case(label, strlen(label), "breadcrumb") != NULL || text_equal_ignoring_case(label, "You are here")))
        return (struct name_reading){NAME_FURNITURE, ZONE_BREADCRUMB};
    if (label != NULL && text_find_ignoring_case(label, strlen(label), "cookie") != NULL)
        return (struct name_reading){NAME_FURNITURE, ZONE_COOKIES};
    struct name_reading role = by_role(tree_attribute(tree, node, ATTR_ROLE));
    if (role.meaning != NAME_NOTHING)
        return role;
    struct name_reading tag = by_tag(marker, node);
    return tag.meaning != NAME_NOTHING ? tag : names;
}

static bool is_main_landmark(const struct marker *marker, size_t node)
{
    const char *role = tree_attribute(marker->tree, node, ATTR_ROLE);
    return tag_is(marker, node, TAG_MAIN) || (role != NULL && strcmp(role, "main") == 0);
}

/* The content area: the main landmark, or else the smallest element called like one that
 * holds the first heading and half of the prose. */
static void find_root(struct marker *marker)
{
    const struct tree *tree = marker->tree;
    uint32_t named = 0, landmark = 0;
    for (uint32_t i = 1; i < tree->count; i++) {
        unsigned tag = tree->nodes[i].tag;
        if (tag == TAG_TEXT || (marker->sums[i].has & HAS_WORDS) == 0)
            continue;
        if (is_main_landmark(marker, i)) {
            if (landmark == 0 || marker->sums[i].prose > marker->sums[landmark].prose)
                landmark = i;
        } else if (carries_layout(tag) && marker->sums[i].prose * 2 >= marker->sums[0].prose &&
                   (marker->first_h1 == 0 || is_inside(marker, marker->first_h1, i)) &&
                   markup_words_name(marker->words, tree_attribute(tree, i, ATTR_ID), tree_attribute(tree, i, ATTR_CLASS)).meaning == NAME_CONTENT) {
            named = i;
        }
    }
    /* A landmark that the page's own faults have closed too early is no guide. */
    bool most = landmark != 0 && marker->sums[landmark].prose * 5 >= marker->sums[0].prose * 2;
    bool own = landmark != 0 && marker->first_h1 != 0 && is_inside(marker, marker->first_h1, landmark) &&
               (marker->sums[landmark].text > marker->sums[marker->first_h1].text + SUMS_PROSE_BYTES);
    if (most || own)
        marker->root = landmark, marker->landmark = true;
    else
        marker->root = named;
}

static void mark(struct marker *marker, size_t from, size_t end, enum block_zone zone, uint8_t kind)
{
    for (size_t i = from; i < end; i++)
        if (marker->kind[i] < kind || (marker->kind[i] == kind && marker->zone[i] == ZONE_MAIN)) {
            marker->zone[i] = (uint8_t)zone;
            marker->kind[i] = kind;
        }
}

static void mark_element(struct marker *marker, size_t node, enum block_zone zone, uint8_t kind)
{
    mark(marker, node, marker->tree->nodes[node].end, zone, kind);
}

/* Landmarks and names. Document order: what is inside keeps its parent's zone unless it
 * has a sign of its own. */
static void mark_by_names(struct marker *marker)
{
    const struct tree *tree = marker->tree;
    for (size_t i = 1; i < tree->count; i++) {
        if (tree->nodes[i].tag == TAG_TEXT)
            continue;
        struct name_reading reading = read_element(marker, i);
        if (reading.meaning != NAME_FURNITURE && reading.meaning != NAME_SIDE)
            continue;
        bool has_h1 = marker->first_h1 != 0 && is_inside(marker, marker->first_h1, i);
        /* "relatedContacts" may be the one place where the service's own are. */
        bool strong = reading.meaning == NAME_FURNITURE &&
                      !(reading.zone == ZONE_RELATED && (marker->sums[i].has & HAS_CONTACT) != 0);
        if (holds_the_page(marker, i) || is_read(marker, i, reading.zone) || (has_h1 && !(strong && reading.zone == ZONE_HEADER && marker->root != 0 &&
                                                      !is_inside(marker, marker->first_h1, marker->root) &&
                                                      marker->sums[i].links > 3)))
            continue;
        if (strong) {
            for (size_t n = i; n < tree->nodes[i].end; n++) {
                marker->zone[n] = (uint8_t)reading.zone;
                marker->kind[n] = FROM_SIGN;
            }
        } else {
            mark_element(marker, i, ZONE_ASIDE, FROM_SIDE);
        }
    }
}

/* The collapsed start of a text node. */
static size_t opening_words(const struct tree *tree, size_t node, char out[OPENING_BYTES + 1])
{
    size_t length, used = 0;
    const char *text = tree_text(tree, node, &length);
    for (size_t i = 0; i < length && used < OPENING_BYTES; i++) {
        bool space = (unsigned char)text[i] <= ' ';
        if (space && (used == 0 || out[used - 1] == ' '))
            continue;
        out[used++] = space ? ' ' : text[i];
    }
    while (used > 0 && out[used - 1] == ' ')
        used--;
    out[used] = '\0';
    return used;
}

/* A heading that stands among its siblings: its box goes to the next heading as high. */
static size_t end_of_run(const struct marker *marker, size_t heading)
{
    const struct tree *tree = marker->tree;
    size_t limit = tree->nodes[tree->nodes[heading].parent].end, at = tree->nodes[heading].end;
    while (at < limit) {
        if (html_tag_is_heading(tree->nodes[at].tag) && tree->nodes[at].tag <= tree->nodes[heading].tag)
            return at;
        at = tree->nodes[at].end;
    }
    return limit;
}

/* A box of links or controls, or small: what its opening words promise. */
static bool fits_opening(const struct sums *sums, enum block_zone zone, bool heading)
{
    if (sums->text > BOX_BYTES && sums->linked * 10 < sums->text * 7)
        return false;
    /* Under a heading, without anything to press, it is what the heading says: "Services", "Feedback". */
    bool to_press = (sums->has & HAS_CONTROL) != 0 || sums->links > 0;
    if (heading && !to_press && sums->prose > REMARK_BYTES)
        return false;
    if (zone == ZONE_RELATED || zone == ZONE_NAVIGATION)
        return sums->linked * 2 > sums->text || sums->prose < 60;
    /* Without anything to press it is someone's text about feedback. */
    return sums->prose < (to_press ? 500 : 80);
}

/* A second heading as high begins a box of its own. */
static bool has_other_heading(const struct marker *marker, size_t box, size_t heading)
{
    const struct tree *tree = marker->tree;
    if ((marker->sums[box].has & HAS_HEADING) == 0)
        return false;
    for (size_t i = box; i < tree->nodes[box].end; i++)
        if (i != heading && html_tag_is_heading(tree->nodes[i].tag) &&
            (heading == 0 || tree->nodes[i].tag <= tree->nodes[heading].tag))
            return true;
    return false;
}

static void mark_opening(struct marker *marker, size_t text, enum block_zone zone, size_t heading)
{
    const struct tree *tree = marker->tree;
    size_t box = 0, limit = marker->root != 0 ? marker->root : 1;
    for (size_t up = tree->nodes[text].parent; up != 0; up = tree->nodes[up].parent) {
        unsigned tag = tree->nodes[up].tag;
        if (tag == TAG_BODY || tag == TAG_HTML || is_inside(marker, limit, up) || holds_the_page(marker, up) ||
            (marker->first_h1 != 0 && is_inside(marker, marker->first_h1, up)) || !sums_open(marker->sums, text, up) ||
            !fits_opening(&marker->sums[up], zone, heading != 0) || has_other_heading(marker, up, heading))
            break;
        box = up;
    }
    bool alone = box == 0 || (heading != 0 && tree->nodes[box].end <= tree->nodes[heading].end);
    if (alone && heading != 0) {
        size_t end = end_of_run(marker, heading);
        struct sums sums;
        sums_range(tree, marker->sums, tree->nodes[heading].end, end, &sums);
        if ((sums.has & HAS_H1) == 0 && fits_opening(&sums, zone, true) && sums.text > 0)
            mark(marker, heading, end, zone, FROM_SIGN);
    } else if (box != 0) {
        mark_element(marker, box, zone, FROM_SIGN);
    }
}

static void mark_by_openings(struct marker *marker)
{
    const struct tree *tree = marker->tree;
    for (size_t i = 1; i < tree->count; i++) {
        if (tree->nodes[i].tag != TAG_TEXT || marker->sums[i].text < 4 || marker->kind[i] == FROM_SIGN)
            continue;
        size_t heading = 0;
        bool bold = false; /* a heading in disguise */
        for (size_t up = tree->nodes[i].parent, n = 0; up != 0 && n < 3 && heading == 0; up = tree->nodes[up].parent, n++) {
            if (html_tag_is_heading(tree->nodes[up].tag))
                heading = up;
            bold |= tag_is(marker, up, TAG_B) || tag_is(marker, up, TAG_STRONG);
        }
        char words[OPENING_BYTES + 1];
        size_t length = opening_words(tree, i, words);
        enum block_zone zone = markup_words_opening(marker->words, words, length, heading != 0 || bold);
        if (zone != ZONE_MAIN && !tag_is(marker, heading, TAG_H1))
            mark_opening(marker, i, zone, heading);
    }
}

/* Whether a box at the side belongs to the page: a contact box does, a list of links, or
 * words without any way to reach anyone beside the content area, do not. */
static enum block_zone judge_box(const struct sums *sums, bool inside)
{
    if (sums->linked * 2 > sums->text && (sums->has & HAS_CONTACT) == 0)
        return ZONE_RELATED;
    if ((sums->has & HAS_CONTACT) != 0 && sums->linked * 4 < sums->text * 3)
        return ZONE_MAIN;
    if (inside && sums->prose > 10)
        return ZONE_MAIN;
    return sums->prose > 80 && sums->linked * 3 < sums->text ? ZONE_MAIN : ZONE_ASIDE;
}

static void settle_run(struct marker *marker, size_t from, size_t end, bool inside)
{
    struct sums sums;
    sums_range(marker->tree, marker->sums, from, end, &sums);
    enum block_zone zone = judge_box(&sums, inside);
    for (size_t i = from; i < end; i++)
        if (marker->kind[i] == FROM_SIDE)
            marker->zone[i] = (uint8_t)zone;
}

/* A column is judged box by box: by its children, cut at headings. */
static void settle_column(struct marker *marker, size_t column, bool inside)
{
    const struct tree *tree = marker->tree;
    size_t node = column;
    for (;;) { /* down through wrappers */
        size_t only = 0, children = 0;
        for (size_t at = node + 1; at < tree->nodes[node].end; at = tree->nodes[at].end)
            if (marker->sums[at].text > 0) {
                children++;
                only = at;
            }
        if (children != 1 || tag_is(marker, only, TAG_TEXT))
            break;
        node = only;
    }
    size_t end = tree->nodes[node].end, from = node + 1;
    if (from >= end) {
        settle_run(marker, node, end, inside);
        return;
    }
    for (size_t at = from; at < end; at = tree->nodes[at].end) {
        bool starts = html_tag_is_heading(tree->nodes[at].tag) || (marker->sums[at].has & HAS_HEADING) != 0;
        if (starts && at > from) {
            settle_run(marker, from, at, inside);
            from = at;
        }
    }
    settle_run(marker, from, end, inside);
}

static void settle_sides(struct marker *marker)
{
    const struct tree *tree = marker->tree;
    for (size_t i = 1; i < tree->count;) {
        if (marker->kind[i] == FROM_SIDE && tree->nodes[i].tag != TAG_TEXT) {
            settle_column(marker, i, marker->root != 0 && is_inside(marker, i, marker->root));
            i = tree->nodes[i].end;
        } else {
            i++;
        }
    }
}

/* Outside the content area, what has no sign of its own: the first heading and what
 * introduces it are content, what comes before the area is header, and a box after it is
 * judged like one at the side. */
static void mark_outside(struct marker *marker)
{
    const struct tree *tree = marker->tree;
    size_t i = 1;
    while (i < tree->count) {
        size_t end = tree->nodes[i].end;
        bool goes_in = false;
        if (i != marker->root && is_inside(marker, marker->root, i)) {
            goes_in = true;
        } else if (i != marker->root && marker->kind[i] == FROM_NOTHING) {
            if (marker->first_h1 != 0 && is_inside(marker, marker->first_h1, i))
                goes_in = marker->sums[i].linked * 3 > marker->sums[i].text;
            else if (i < marker->root)
                mark_element(marker, i, ZONE_HEADER, FROM_POSITION);
            else
                mark_element(marker, i, ZONE_ASIDE, marker->landmark ? FROM_POSITION : FROM_SIDE);
        }
        i = goes_in ? i + 1 : end;
    }
}

static unsigned foot_weight(const struct marker *marker, size_t text)
{
    size_t length;
    (void)tree_text(marker->tree, text, &length);
    if (marker->sums[text].text < 4 || length > FOOT_LINE_BYTES)
        return 0;
    char words[OPENING_BYTES + 1];
    unsigned weight = markup_words_foot(marker->words, words, opening_words(marker->tree, text, words));
    return weight == 1 && marker->sums[text].linked == 0 ? 0 : weight;
}

/* The largest box round a text that may be a foot. */
static size_t foot_box(const struct marker *marker, size_t text)
{
    size_t box = text;
    for (size_t up = marker->tree->nodes[text].parent; up != 0; up = marker->tree->nodes[up].parent) {
        const struct sums *sums = &marker->sums[up];
        if (tag_is(marker, up, TAG_BODY) || tag_is(marker, up, TAG_HTML) || tag_is(marker, up, TAG_TR) ||
            holds_the_page(marker, up) || (sums->has & HAS_H1) != 0 || sums->prose > FOOT_BYTES / 4 ||
            sums->text > FOOT_BYTES)
            break;
        box = up;
    }
    return box;
}

/* A foot without a name: a small box after the content with what feet have. */
static void mark_foot(struct marker *marker)
{
    const struct tree *tree = marker->tree;
    uint32_t prose_after = 0;
    for (size_t i = tree->count - 1; i > 0 && prose_after * 2 <= marker->sums[0].prose; i--) {
        prose_after += tag_is(marker, i, TAG_TEXT) ? marker->sums[i].prose : 0;
        if (tree->nodes[i].tag != TAG_TEXT || marker->kind[i] == FROM_SIGN || foot_weight(marker, i) == 0 ||
            (marker->root != 0 && is_inside(marker, i, marker->root)))
            continue;
        size_t box = foot_box(marker, i), end = tree->nodes[box].end;
        unsigned weight = 0;
        if (sums_open(marker->sums, box, 1))
            continue; /* nothing stands before it */
        for (size_t n = box; n < end; n++)
            weight += tag_is(marker, n, TAG_TEXT) ? foot_weight(marker, n) : 0;
        for (size_t n = box; n < end && weight >= MARKUP_FOOT_WEIGHT; n++)
            if (marker->kind[n] != FROM_SIGN) {
                marker->zone[n] = ZONE_FOOTER;
                marker->kind[n] = FROM_SIGN;
            }
    }
}

/* Pages without landmarks or names: lists, cells and boxes made of links. */
static void mark_link_lists(struct marker *marker)
{
    const struct tree *tree = marker->tree;
    for (size_t i = 1; i < tree->count; i++) {
        unsigned tag = tree->nodes[i].tag;
        if (marker->kind[i] != FROM_NOTHING || (tag != TAG_TD && tag != TAG_DIV && tag != TAG_UL && tag != TAG_P))
            continue;
        const struct sums *sums = &marker->sums[i];
        bool before = tree->nodes[i].end <= marker->start;
        unsigned least = before ? 2 : 6;
        if (sums->links >= least && sums->linked * 100 > (sums->linked + sums->prose) * 85 && (sums->has & HAS_H1) == 0 &&
            (before || tag == TAG_TD) && (sums->has & HAS_CONTACT) == 0)
            mark_element(marker, i, ZONE_NAVIGATION, FROM_POSITION);
    }
}

/* Where a table lays out the page, a line in a row of its own under the content is the foot. */
static void mark_layout_rows(struct marker *marker)
{
    const struct tree *tree = marker->tree;
    size_t row = 0;
    for (size_t up = marker->first_h1; up != 0; up = tree->nodes[up].parent)
        if (tree->nodes[up].tag == TAG_TR && marker->sums[up].prose * 2 > marker->sums[0].prose)
            row = up;
    if (row == 0)
        return;
    size_t end = tree->nodes[tree->nodes[row].parent].end;
    for (size_t at = tree->nodes[row].end; at < end; at = tree->nodes[at].end)
        if (marker->kind[at] == FROM_NOTHING && marker->sums[at].text <= LAYOUT_ROW_BYTES && (marker->sums[at].has & HAS_HEADING) == 0)
            mark_element(marker, at, ZONE_FOOTER, FROM_POSITION);
}

void furniture_mark(const struct tree *tree, const struct markup_words *words, struct furniture *furniture)
{
    struct marker marker = {.tree = tree, .words = words};
    marker.sums = memory_array(tree->count, sizeof *marker.sums);
    marker.zone = furniture->zone = memory_array(tree->count, 1);
    marker.kind = memory_array(tree->count, 1);
    furniture->flags = memory_array(tree->count, 1);
    sums_take(tree, marker.sums, &marker.first_h1, &marker.start);
    find_root(&marker);
    mark_by_names(&marker);
    mark_by_openings(&marker);
    mark_foot(&marker);
    if (marker.root != 0)
        mark_outside(&marker);
    else
        mark_link_lists(&marker);
    mark_layout_rows(&marker);
    settle_sides(&marker);
    visibility_mark(tree, words, marker.root, furniture->zone, furniture->flags);
    free(marker.sums);
    free(marker.kind);
}

void furniture_release(struct furniture *furniture)
{
    free(furniture->zone);
    free(furniture->flags);
}

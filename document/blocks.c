#include "document/blocks.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "document/line.h"
#include "document/links.h"
#include "document/obfuscation.h"
#include "document/script_links.h"
#include "document/table_shape.h"

enum { OPTIONS_MAX = 40, SPAN_COLUMNS = 64, LINK_RAW_BYTES = 4 * LIMIT_LINK_TEXT_BYTES, HEADING_LEVEL_MAX = 6, TITLE_BYTES = 200 };

/* What a block that begins here would be. */
struct context {
    struct block like;
    uint8_t list_depth;
    int32_t lead_in;    /* what introduced the list or table */
    int32_t term;       /* the dt before a dd */
    size_t first_block; /* of the cell, item or box: what is before it introduces nothing in it */
    bool bold;
};

struct table {
    uint16_t number, row, column;
    uint16_t spans[SPAN_COLUMNS]; /* rows that a cell above still fills */
    bool data, started;
};

enum { FRAME_BLOCK = 1, FRAME_LINK = 2, FRAME_SCOPE = 4, FRAME_TABLE = 8, FRAME_TERM = 16 };

struct frame {
    uint32_t end;
    uint8_t what;
    struct context context;
    int32_t heading[ZONE_COUNT];
};

struct walker {
    const struct tree *tree;
    const struct markup_words *words;
    const struct furniture *furniture;
    struct builder *builder;
    struct line line;
    uint8_t line_zone, line_flags;
    struct context context;
    struct frame *frames;
    size_t depth, frame_room;
    struct table *tables;
    size_t table_depth, table_room;
    uint16_t table_count;
    bool *data_table;
    size_t line_first_link;   /* first link that may belong to the line */
    int32_t link;             /* the open link, or -1 */
    uint32_t link_node;
    size_t link_end;          /* where in the line the last link ended */
    struct buffer link_text;
    size_t typed_item;        /* how many blocks there were after the last item whose bullet was typed */
    size_t broken;            /* how many blocks there were after the last that a line break ended */
    size_t options;           /* of the select that is being read */
    struct script_links scripts; /* and what it leads to */
    const char *alts[8];      /* of pictures and abbreviations within the line */
    size_t alt_count;
};

static struct block like_here(const struct walker *walker, uint8_t zone, uint8_t flags)
{
    struct block like = walker->context.like;
    like.zone = zone;
    like.hidden = (flags & PART_HIDDEN) != 0;
    like.collapsed = (flags & PART_COLLAPSED) != 0;
    like.lead_in = -1;
    if (like.kind == BLOCK_LIST_ITEM || like.kind == BLOCK_CELL || like.kind == BLOCK_HEADER_CELL)
        like.lead_in = walker->context.lead_in;
    else if (like.kind == BLOCK_DEFINITION)
        like.lead_in = walker->context.term;
    return like;
}

static void add_picture_text(struct walker *walker, const char *alt, uint8_t zone, uint8_t flags)
{
    struct block like = like_here(walker, zone, flags);
    like.kind = BLOCK_IMAGE_TEXT;
    like.level = 0;
    like.lead_in = -1;
    const char *text = builder_collapsed(walker->builder, alt, strlen(alt), LIMIT_BLOCK_BYTES);
    (void)builder_block(walker->builder, &like, text, strlen(text));
}

/* The length of a bullet that was typed before the words, and the white space after it; 0 for none. A dash needs a list round it. */
static size_t typed_bullet(const struct walker *walker, const struct block *last)
{
    const char *text = buffer_text(&walker->line.text);
    size_t at = 0, length = walker->line.text.length, bullet = line_typed_bullet(text, length);
    uint32_t first = text_next(text, length, &at);
    bool dash = first == '-' || first == 0x2013;
    size_t count = walker->builder->document->block_count;
    bool in_list = last != NULL && (last->text[last->length - 1] == ':' || walker->broken == count || (last->kind == BLOCK_LIST_ITEM && walker->typed_item == count));
    if (dash && in_list && at < length && text[at] == ' ')
        bullet = at + 1;
    return bullet < length ? bullet : 0;
}

/* "- a diagnosis" under "You need:" is an item, though no list says so. Returns what to leave out of its words. */
static size_t take_typed_item(struct walker *walker, struct block *like)
{
    const struct document *document = walker->builder->document;
    const struct block *last = document->block_count > walker->context.first_block ? &document->blocks[document->block_count - 1] : NULL;
    if (last != NULL && (last->zone != like->zone || last->hidden))
        last = NULL;
    size_t skipped = like->kind == BLOCK_PARAGRAPH ? typed_bullet(walker, last) : 0;
    if (skipped == 0)
        return 0;
    like->kind = BLOCK_LIST_ITEM;
    like->level = 1;
    bool goes_on = last != NULL && last->kind == BLOCK_LIST_ITEM && walker->typed_item == document->block_count;
    like->lead_in = goes_on ? last->lead_in : last != NULL && last->kind == BLOCK_PARAGRAPH ? (int32_t)document->block_count - 1 : -1;
    walker->typed_item = document->block_count + 1;
    return skipped;
}

/* Ends the line: what is in it becomes a block. */
static void flush(struct walker *walker)
{
    struct document *document = walker->builder->document;
    struct line *line = &walker->line;
    if (line->text.length > 0) {
        struct block like = like_here(walker, walker->line_zone, walker->line_flags);
        like.emphasis = line->bold == line->solid;
        like.linked_bytes = line->linked;
        like.first_link = (uint32_t)walker->line_first_link;
        like.link_count = (uint32_t)(document->link_count - walker->line_first_link);
        size_t skipped = take_typed_item(walker, &like);
        if (like.linked_bytes > line->text.length - skipped)
            like.linked_bytes = (uint32_t)(line->text.length - skipped);
        int32_t index = builder_block(walker->builder, &like, buffer_text(&line->text) + skipped, line->text.length - skipped);
        for (size_t i = walker->line_first_link; index >= 0 && i < document->link_count; i++)
            if (document->links[i].block < 0)
                document->links[i].block = index;
        if (index >= 0 && like.kind == BLOCK_TERM)
            walker->context.term = index;
    }
    line_clear(line);
    walker->line_first_link = walker->link >= 0 ? (size_t)walker->link : document->link_count;
    for (size_t i = 0; i < walker->alt_count; i++)
        add_picture_text(walker, walker->alts[i], walker->line_zone, walker->line_flags);
    walker->alt_count = 0;
}

static void add_text(struct walker *walker, const char *text, size_t length, size_t node)
{
    uint8_t zone = walker->furniture->zone[node], flags = walker->furniture->flags[node];
    uint32_t first = line_first_visible(text, length);
    if (first != 0) {
        bool joins = walker->context.like.kind == BLOCK_HEADING || walker->context.like.kind == BLOCK_LABEL ||
                     walker->context.like.kind == BLOCK_BUTTON;
        bool other_part = walker->line_zone != zone || walker->line_flags != flags;
        bool goes_on_below = walker->line.breaks > 0 && !other_part;
        if (walker->line.text.length > 0 && (other_part || (!joins && line_ends_before(&walker->line, first)))) {
            flush(walker);
            if (goes_on_below)
                walker->broken = walker->builder->document->block_count;
        }
        walker->line_zone = zone;
        walker->line_flags = flags;
    }
    struct line_style style = {.linked = walker->link >= 0, .bold = walker->context.bold};
    while (length > 0) {
        size_t taken = line_add(&walker->line, text, length, style);
        if (taken < length)
            flush(walker);
        text += taken;
        length -= taken;
    }
}

static void add_link_words(struct walker *walker, const char *text, size_t length)
{
    if (walker->link >= 0 && walker->link_text.length + length < LINK_RAW_BYTES)
        buffer_add(&walker->link_text, text, length);
}

static struct frame *push(struct walker *walker, size_t node, unsigned what)
{
    MEMORY_PUSH_ROOM(walker->frames, walker->depth, walker->frame_room);
    struct frame *frame = &walker->frames[walker->depth++];
    frame->end = walker->tree->nodes[node].end;
    frame->what = (uint8_t)what;
    frame->context = walker->context;
    memcpy(frame->heading, walker->builder->heading, sizeof frame->heading);
    return frame;
}

static void end_link(struct walker *walker)
{
    struct builder *builder = walker->builder;
    struct document_link *link = &builder->document->links[walker->link];
    const char *text = builder_collapsed(builder, buffer_text(&walker->link_text), walker->link_text.length,
                                         LIMIT_LINK_TEXT_BYTES);
    if (*text == '\0') {
        const char *label = tree_attribute(walker->tree, walker->link_node, ATTR_ARIA_LABEL);
        if (label == NULL)
            label = tree_attribute(walker->tree, walker->link_node, ATTR_TITLE);
        if (label != NULL)
            text = builder_collapsed(builder, label, strlen(label), LIMIT_LINK_TEXT_BYTES);
    }
    link->text = text;
    walker->link = -1;
    walker->link_end = walker->line.text.length;
    buffer_clear(&walker->link_text);
}

static void leave(struct walker *walker)
{
    struct frame frame = walker->frames[--walker->depth];
    if ((frame.what & FRAME_LINK) != 0 && walker->link >= 0)
        end_link(walker);
    if ((frame.what & FRAME_BLOCK) != 0)
        flush(walker);
    if ((frame.what & FRAME_TABLE) != 0)
        walker->table_depth--;
    int32_t term = walker->context.term;
    walker->context = frame.context;
    if ((frame.what & FRAME_TERM) != 0)
        walker->context.term = term;
    if ((frame.what & FRAME_SCOPE) != 0)
        memcpy(walker->builder->heading, frame.heading, sizeof frame.heading);
}

/* The block that introduces a list or table which starts now. */
static int32_t introduction(const struct walker *walker, size_t node)
{
    const struct document *document = walker->builder->document;
    if (document->block_count <= walker->context.first_block)
        return -1;
    const struct block *last = &document->blocks[document->block_count - 1];
    if (last->zone != walker->furniture->zone[node] || last->hidden)
        return -1;
    bool nested = walker->context.list_depth > 0;
    bool fits = last->kind == BLOCK_PARAGRAPH || last->kind == BLOCK_DEFINITION || last->kind == BLOCK_CELL ||
                last->kind == BLOCK_QUOTE || (last->kind == BLOCK_LIST_ITEM && nested);
    return fits ? (int32_t)document->block_count - 1 : -1;
}

static void start_list(struct walker *walker, size_t node)
{
    int32_t lead = introduction(walker, node);
    push(walker, node, FRAME_BLOCK);
    walker->context.lead_in = lead;
    if (walker->context.list_depth < UINT8_MAX)
        walker->context.list_depth++;
}

static void set_kind(struct walker *walker, enum block_kind kind, unsigned level)
{
    walker->context.like.kind = (uint8_t)kind;
    walker->context.like.level = (uint8_t)level;
}

static void start_table(struct walker *walker, size_t node)
{
    int32_t lead = introduction(walker, node);
    push(walker, node, FRAME_BLOCK | FRAME_TABLE);
    MEMORY_PUSH_ROOM(walker->tables, walker->table_depth, walker->table_room);
    struct table *table = &walker->tables[walker->table_depth++];
    *table = (struct table){.data = walker->data_table[node], .number = walker->table_count};
    if (table->data && walker->table_count < UINT16_MAX)
        walker->table_count++;
    walker->context.lead_in = lead;
}

static unsigned number_attribute(const struct tree *tree, size_t node, enum html_attribute name, unsigned high)
{
    const char *value = tree_attribute(tree, node, name);
    int64_t number = 1;
    return value != NULL && text_to_int(value, 1, high, &number) ? (unsigned)number : 1;
}

static void start_row(struct walker *walker, size_t node)
{
    push(walker, node, FRAME_BLOCK);
    if (walker->table_depth == 0)
        return;
    struct table *table = &walker->tables[walker->table_depth - 1];
    if (table->started && table->row < UINT16_MAX)
        table->row++;
    for (size_t i = 0; table->started && i < SPAN_COLUMNS; i++)
        table->spans[i] = (uint16_t)(table->spans[i] > 0 ? table->spans[i] - 1 : 0);
    table->started = true;
    table->column = 0;
}

static void start_cell(struct walker *walker, size_t node, bool header)
{
    push(walker, node, FRAME_BLOCK | FRAME_SCOPE);
    walker->context.first_block = walker->builder->document->block_count;
    if (walker->table_depth == 0 || !walker->tables[walker->table_depth - 1].data) {
        set_kind(walker, BLOCK_PARAGRAPH, 0);
        return;
    }
    struct table *table = &walker->tables[walker->table_depth - 1];
    while (table->column < SPAN_COLUMNS && table->spans[table->column] > 0)
        table->column++;
    set_kind(walker, header ? BLOCK_HEADER_CELL : BLOCK_CELL, 0);
    walker->context.like.table = table->number;
    walker->context.like.row = table->row;
    walker->context.like.column = table->column;
    unsigned columns = number_attribute(walker->tree, node, ATTR_COLSPAN, SPAN_COLUMNS);
    unsigned rows = number_attribute(walker->tree, node, ATTR_ROWSPAN, UINT16_MAX);
    for (unsigned i = 0; i < columns && table->column < UINT16_MAX; i++, table->column++)
        if (table->column < SPAN_COLUMNS)
            table->spans[table->column] = (uint16_t)rows;
}

static unsigned deeper_than_last(const struct walker *walker, size_t node)
{
    int32_t last = walker->builder->heading[walker->furniture->zone[node]];
    unsigned level = last >= 0 ? walker->builder->document->blocks[last].level + 1U : 2;
    return level < HEADING_LEVEL_MAX ? level : HEADING_LEVEL_MAX;
}

/* A button or tab that opens the part after it is that part's heading; what opens a window or a menu over the page is none. */
static bool opens_a_part(const struct walker *walker, size_t node)
{
    static const char *const over[] = {"modal", "dropdown", "tooltip", "popover", "offcanvas", "lightbox", "button"};
    uint8_t zone = walker->furniture->zone[node];
    const char *toggle = tree_attribute(walker->tree, node, ATTR_DATA_TOGGLE);
    if (toggle == NULL)
        toggle = tree_attribute(walker->tree, node, ATTR_DATA_BS_TOGGLE);
    return (zone == ZONE_MAIN || zone == ZONE_ASIDE) && (toggle != NULL || tree_attribute(walker->tree, node, ATTR_ARIA_EXPANDED) != NULL) &&
           !text_is_among_ignoring_case(toggle, over, sizeof over / sizeof over[0]);
}

/* The kind that an element gives to the blocks in it; the frame is pushed already. */
static void set_context(struct walker *walker, size_t node, unsigned tag)
{
    struct context *context = &walker->context;
    bool plain = context->like.kind == BLOCK_PARAGRAPH;
    switch (tag) {
    case TAG_H1: case TAG_H2: case TAG_H3: case TAG_H4: case TAG_H5: case TAG_H6:
        set_kind(walker, BLOCK_HEADING, tag - TAG_H1 + 1);
        break;
    case TAG_SUMMARY:
        set_kind(walker, BLOCK_HEADING, deeper_than_last(walker, node));
        break;
    case TAG_BUTTON:
        if (context->like.kind == BLOCK_HEADING)
            break;
        if (opens_a_part(walker, node))
            set_kind(walker, BLOCK_HEADING, deeper_than_last(walker, node));
        else
            set_kind(walker, BLOCK_BUTTON, 0);
        break;
    case TAG_LI:
        if (context->list_depth == 0)
            context->list_depth = 1;
        set_kind(walker, BLOCK_LIST_ITEM, context->list_depth);
        break;
    case TAG_DT:
        set_kind(walker, BLOCK_TERM, 0);
        break;
    case TAG_DD:
        set_kind(walker, BLOCK_DEFINITION, 0);
        break;
    case TAG_BLOCKQUOTE:
        if (plain)
            set_kind(walker, BLOCK_QUOTE, 0);
        break;
    case TAG_CAPTION: case TAG_FIGCAPTION:
        set_kind(walker, BLOCK_CAPTION, 0);
        break;
    case TAG_LABEL: case TAG_LEGEND: case TAG_OPTION: case TAG_TEXTAREA:
        set_kind(walker, BLOCK_LABEL, 0);
        break;
    default:
        break;
    }
}

static bool is_role(const struct walker *walker, size_t node, const char *role)
{
    const char *value = tree_attribute(walker->tree, node, ATTR_ROLE);
    return value != NULL && strcmp(value, role) == 0;
}

/* Short, and without blocks of its own. */
static bool is_one_short_text(const struct tree *tree, size_t node)
{
    size_t bytes = 0;
    for (size_t i = node + 1; i < tree->nodes[node].end && bytes <= TITLE_BYTES; i++) {
        unsigned tag = tree->nodes[i].tag;
        if (html_tag_is_heading(tag) || tag == TAG_P || tag == TAG_LI)
            return false;
        bytes += tag == TAG_TEXT ? tree->nodes[i].count : 0;
    }
    return bytes > 0 && bytes <= TITLE_BYTES;
}

static bool folds(const struct tree *tree, size_t link)
{
    const char *toggle = tree_attribute(tree, link, ATTR_DATA_TOGGLE);
    if (toggle == NULL)
        toggle = tree_attribute(tree, link, ATTR_DATA_BS_TOGGLE);
    return toggle != NULL && strcmp(toggle, "collapse") == 0;
}

/* Named as the title of an accordion's part, without a role or a heading to say so. What is cheap to tell is asked first: this is asked of every box. */
static bool titles_a_part(const struct walker *walker, size_t node)
{
    const struct tree *tree = walker->tree;
    unsigned tag = tree->nodes[node].tag;
    if (walker->furniture->zone[node] != ZONE_MAIN || tag == TAG_P || tag == TAG_LI)
        return false;
    const char *classes = tree_attribute(tree, node, ATTR_CLASS);
    bool opens = tag == TAG_A && folds(tree, node);
    return (opens || classes != NULL) && is_one_short_text(tree, node) && (opens || markup_words_class(walker->words, CLASS_TITLE, classes));
}

static void set_role_heading(struct walker *walker, size_t node)
{
    if (is_role(walker, node, "heading"))
        set_kind(walker, BLOCK_HEADING, number_attribute(walker->tree, node, ATTR_ARIA_LEVEL, HEADING_LEVEL_MAX));
    else if (walker->context.like.kind != BLOCK_HEADING &&
             (((is_role(walker, node, "tab") || is_role(walker, node, "button")) && opens_a_part(walker, node)) || titles_a_part(walker, node)))
        set_kind(walker, BLOCK_HEADING, deeper_than_last(walker, node));
}

/* A link that a script takes for a button ("Share", "Cookie settings"): what stands behind its # is no place in the page. */
static bool is_control(const struct walker *walker, size_t node)
{
    static const enum html_attribute marks[] = {ATTR_ONCLICK,        ATTR_ARIA_CONTROLS,  ATTR_ARIA_EXPANDED,  ATTR_DATA_TOGGLE,
                                                ATTR_DATA_BS_TOGGLE, ATTR_DATA_TARGET,    ATTR_DATA_BS_TARGET, ATTR_DATA_ACTION,
                                                ATTR_DATA_DISMISS,   ATTR_DATA_BS_DISMISS, ATTR_NG_CLICK};
    static const char *const roles[] = {"button", "tab", "menuitem", "switch"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (tree_attribute(walker->tree, node, marks[i]) != NULL)
            return true;
    for (size_t i = 0; i < sizeof roles / sizeof roles[0]; i++)
        if (is_role(walker, node, roles[i]))
            return true;
    return markup_words_class(walker->words, CLASS_CONTROL, tree_attribute(walker->tree, node, ATTR_CLASS));
}

static void start_link(struct walker *walker, size_t node)
{
    const char *href = tree_attribute(walker->tree, node, ATTR_HREF), *scripted = script_links_of_anchor(&walker->scripts, node, href);
    if (scripted != NULL)
        href = scripted;
    if (href == NULL)
        return;
    if (walker->link >= 0)
        end_link(walker); /* one that was never closed: browsers end it where the next begins */
    char first = href[strspn(href, " \t\r\n\f")];
    if ((first == '#' || first == '\0') && is_control(walker, node))
        href = "#";
    char address[OBFUSCATION_ADDRESS_MAX];
    const char *hex = obfuscation_in_href(href);
    struct buffer mailto;
    buffer_init(&mailto, OBFUSCATION_ADDRESS_MAX + 8);
    if (hex != NULL && obfuscation_decode(hex, address)) {
        buffer_printf(&mailto, "mailto:%s", address);
        href = buffer_text(&mailto);
    }
    walker->link = links_add(walker->builder, walker->tree, node, LINK_ANCHOR, href, walker->furniture->zone[node]);
    buffer_release(&mailto);
    walker->link_node = (uint32_t)node;
    if (walker->link_end == walker->line.text.length)
        walker->line.space = true; /* two links side by side are no one word */
    buffer_clear(&walker->link_text);
    push(walker, node, FRAME_LINK);
}

/* An address that a script of Cloudflare's puts in place. */
static bool add_hidden_address(struct walker *walker, size_t node)
{
    const char *hex = tree_attribute(walker->tree, node, ATTR_DATA_CFEMAIL);
    char address[OBFUSCATION_ADDRESS_MAX];
    if (hex == NULL || !obfuscation_decode(hex, address))
        return false;
    add_text(walker, address, strlen(address), node);
    add_link_words(walker, address, strlen(address));
    struct builder *builder = walker->builder;
    if (walker->link >= 0 && strstr(builder->document->links[walker->link].href, "email-protection") != NULL)
        builder->document->links[walker->link].href = arena_printf(&builder->document->arena, "mailto:%s", address);
    return true;
}

static void add_picture(struct walker *walker, size_t node)
{
    const char *alt = tree_attribute(walker->tree, node, ATTR_ALT);
    if (alt == NULL || line_first_visible(alt, strlen(alt)) == 0)
        return;
    add_link_words(walker, " ", 1);
    add_link_words(walker, alt, strlen(alt));
    add_link_words(walker, " ", 1);
    if (walker->line.text.length == 0)
        add_picture_text(walker, alt, walker->furniture->zone[node], walker->furniture->flags[node]);
    else if (walker->alt_count < sizeof walker->alts / sizeof walker->alts[0])
        walker->alts[walker->alt_count++] = alt;
}

/* <abbr title="speech and language therapy">SLT</abbr>: like a picture's description, it stands beside the words. */
static void add_abbreviation(struct walker *walker, size_t node)
{
    const char *full = tree_attribute(walker->tree, node, ATTR_TITLE);
    if (full != NULL && line_first_visible(full, strlen(full)) != 0 && walker->alt_count < sizeof walker->alts / sizeof walker->alts[0])
        walker->alts[walker->alt_count++] = full;
}

static void add_field(struct walker *walker, size_t node)
{
    const struct tree *tree = walker->tree;
    const char *type = tree_attribute(tree, node, ATTR_TYPE), *value = tree_attribute(tree, node, ATTR_VALUE);
    const char *placeholder = tree_attribute(tree, node, ATTR_PLACEHOLDER);
    bool button = type != NULL && (text_equal_ignoring_case(type, "submit") || text_equal_ignoring_case(type, "button"));
    const char *text = button ? value : placeholder;
    if (text == NULL || (type != NULL && text_equal_ignoring_case(type, "hidden")))
        return;
    flush(walker);
    push(walker, node, FRAME_BLOCK);
    set_kind(walker, button ? BLOCK_BUTTON : BLOCK_LABEL, 0);
    add_text(walker, text, strlen(text), node);
    flush(walker);
}

static bool too_many_options(struct walker *walker, unsigned tag)
{
    if (tag == TAG_SELECT)
        walker->options = 0;
    return tag == TAG_OPTION && walker->scripts.menu.kind == MENU_NONE && ++walker->options > OPTIONS_MAX;
}

static void start_block(struct walker *walker, size_t node, unsigned tag)
{
    flush(walker);
    switch (tag) {
    case TAG_UL: case TAG_OL: case TAG_MENU: case TAG_DIR: case TAG_DL:
        start_list(walker, node);
        return;
    case TAG_TABLE:
        start_table(walker, node);
        return;
    case TAG_TR:
        start_row(walker, node);
        return;
    case TAG_TD: case TAG_TH:
        start_cell(walker, node, tag == TAG_TH);
        return;
    default:
        break;
    }
    unsigned what = FRAME_BLOCK;
    if ((html_tag_flags((enum html_tag)tag) & TAG_SCOPE) != 0)
        what |= FRAME_SCOPE;
    if (tag == TAG_DT || tag == TAG_DD || tag == TAG_DIV || tag == TAG_P)
        what |= FRAME_TERM; /* the last term of a list outlives the element it stood in */
    push(walker, node, what);
    if (tag == TAG_LI || tag == TAG_ASIDE)
        walker->context.first_block = walker->builder->document->block_count;
    set_context(walker, node, tag);
    set_role_heading(walker, node);
}

/* From where a style attribute tells a property on; NULL where it does not. */
static const char *style_value(const struct tree *tree, size_t node, const char *property)
{
    const char *style = tree_attribute(tree, node, ATTR_STYLE);
    const char *value = style != NULL ? text_find_ignoring_case(style, strlen(style), property) : NULL;
    return value != NULL ? value + strlen(property) + strspn(value + strlen(property), " \t\r\n:") : NULL;
}

/* <span style="display:block">, <span role=cell>: words on both sides of it are apart. */
static bool is_laid_out_as_block(const struct tree *tree, size_t node)
{
    static const char *const ways[] = {"block", "flex", "grid", "table", "list-item"};
    static const char *const parts[] = {"row", "cell", "gridcell", "columnheader", "rowheader", "listitem", "term", "definition"};
    if (text_is_among_ignoring_case(tree_attribute(tree, node, ATTR_ROLE), parts, sizeof parts / sizeof parts[0]))
        return true;
    const char *display = style_value(tree, node, "display");
    for (size_t i = 0; display != NULL && i < sizeof ways / sizeof ways[0]; i++)
        if (text_starts_ignoring_case(display, ways[i]))
            return true;
    return false;
}

/* <span style="font-weight:bold"> is as bold as <b>; what is pasted from a word processor stands in <b style="font-weight:normal">. */
static void set_weight(struct walker *walker, size_t node)
{
    const char *weight = style_value(walker->tree, node, "font-weight");
    if (weight == NULL)
        return;
    bool bold = text_starts_ignoring_case(weight, "bold") || (weight[0] >= '6' && weight[0] <= '9' && weight[1] == '0');
    bool plain = text_starts_ignoring_case(weight, "normal") || (weight[0] >= '1' && weight[0] <= '5' && weight[1] == '0');
    if (bold || plain)
        walker->context.bold = bold;
}

/* Enters an element. Returns the node to go on with. */
static size_t enter(struct walker *walker, size_t node)
{
    const struct tree *tree = walker->tree;
    unsigned tag = tree->nodes[node].tag, flags = html_tag_flags((enum html_tag)tag);
    links_add_resources(walker->builder, tree, node, walker->furniture->zone[node]);
    if ((flags & TAG_SKIPPED) != 0 || too_many_options(walker, tag) || add_hidden_address(walker, node))
        return tree->nodes[node].end;
    switch (tag) {
    case TAG_BR:
        walker->line.breaks++;
        add_link_words(walker, " ", 1);
        break;
    case TAG_A:
        if (is_role(walker, node, "button") || is_role(walker, node, "tab") ||
            (walker->context.like.kind != BLOCK_HEADING && titles_a_part(walker, node))) {
            flush(walker);
            push(walker, node, FRAME_BLOCK);
            set_role_heading(walker, node);
        }
        start_link(walker, node);
        break;
    case TAG_IMG:
        add_picture(walker, node);
        break;
    case TAG_ABBR: case TAG_ACRONYM:
        add_abbreviation(walker, node);
        break;
    case TAG_INPUT:
        add_field(walker, node);
        script_links_add(&walker->scripts, node);
        break;
    default:
        if ((flags & TAG_INLINE) == 0 || is_laid_out_as_block(tree, node)) {
            add_link_words(walker, " ", 1);
            start_block(walker, node, tag);
        } else if ((flags & TAG_BOLD) != 0 || tree_attribute(tree, node, ATTR_STYLE) != NULL) {
            push(walker, node, 0);
            walker->context.bold |= (flags & TAG_BOLD) != 0;
        }
        script_links_add(&walker->scripts, node);
        set_weight(walker, node);
    }
    return node + 1;
}

void blocks_add(const struct tree *tree, const struct markup_words *words, const struct furniture *furniture, struct builder *builder)
{
    struct walker walker = {.tree = tree, .words = words, .furniture = furniture, .builder = builder, .link = -1};
    walker.scripts = (struct script_links){.builder = builder, .tree = tree, .words = words, .furniture = furniture};
    walker.context = (struct context){.lead_in = -1, .term = -1, .like = {.kind = BLOCK_PARAGRAPH}};
    walker.data_table = memory_array(tree->count, sizeof *walker.data_table);
    table_shape_find(tree, walker.data_table);
    line_init(&walker.line);
    buffer_init(&walker.link_text, LINK_RAW_BYTES);
    size_t at = 1;
    while (at < tree->count) {
        while (walker.depth > 0 && walker.frames[walker.depth - 1].end <= at)
            leave(&walker);
        if (tree->nodes[at].tag == TAG_TEXT) {
            size_t length;
            const char *text = tree_text(tree, at, &length);
            add_text(&walker, text, length, at);
            add_link_words(&walker, text, length);
            at++;
        } else {
            at = enter(&walker, at);
        }
    }
    while (walker.depth > 0)
        leave(&walker);
    flush(&walker);
    line_release(&walker.line);
    buffer_release(&walker.link_text);
    free(walker.frames);
    free(walker.tables);
    free(walker.data_table);
}

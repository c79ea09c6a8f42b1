#include "document/pdf_layout.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"
#include "document/pdf_grid.h"
#include "document/pdf_lines.h"

enum {
    SIZES = 256,
    HEADING_BYTES = 120,     /* a heading is no longer */
    LEVELS = 5,
    MARGIN_PERCENT = 8,      /* of the page, at its top and foot */
    REPEATS_LEAST = 3,
    SCAN_BYTES_PER_PAGE = 15 /* less text than this a page is a picture of text */
};

struct layout {
    const struct pdf_lines *lines;
    struct builder *builder;
    int body;                /* the commonest size */
    int heading_sizes[LEVELS];
    size_t heading_count;
    struct map *margins;     /* words at top or foot, digits made alike: pages that have them */
    struct map *words;       /* of the whole leaflet, made when a line ends in a hyphen */
    struct buffer text;      /* of the block in hand */
    struct block like;
    unsigned ordinal;        /* of the latest item with a number */
    const struct pdf_line *last;
    size_t first_line;
};

static void find_sizes(struct layout *layout)
{
    size_t bytes[SIZES] = {0};
    const struct pdf_lines *lines = layout->lines;
    for (size_t i = 0; i < lines->count; i++)
        if (lines->lines[i].size > 0 && lines->lines[i].size < SIZES)
            bytes[lines->lines[i].size] += lines->lines[i].length;
    for (int size = 1; size < SIZES; size++)
        if (bytes[size] > bytes[layout->body])
            layout->body = size;
    for (int size = SIZES - 1; size * 100 > layout->body * 112 && layout->heading_count < LEVELS; size--)
        if (bytes[size] > 0)
            layout->heading_sizes[layout->heading_count++] = size;
}

static bool in_margin(const struct layout *layout, const struct pdf_line *line)
{
    int height = layout->lines->page_height;
    return line->top * 100 < height * MARGIN_PERCENT || (line->top + line->height) * 100 > height * (100 - MARGIN_PERCENT);
}

/* Digits are made alike, so that "Page 3" and "Page 4" are one. */
static void margin_key(const struct pdf_line *line, struct buffer *key)
{
    buffer_clear(key);
    for (uint32_t i = 0; i < line->length; i++)
        buffer_add_char(key, line->text[i] >= '0' && line->text[i] <= '9' ? '0' : line->text[i]);
}

static void count_margins(struct layout *layout)
{
    struct buffer key;
    buffer_init(&key, LIMIT_BLOCK_BYTES);
    for (size_t i = 0; i < layout->lines->count; i++)
        if (in_margin(layout, &layout->lines->lines[i])) {
            margin_key(&layout->lines->lines[i], &key);
            map_put(layout->margins, buffer_text(&key), key.length, NULL)->number++;
        }
    buffer_release(&key);
}

static bool is_page_number(const struct pdf_line *line)
{
    const char *at = line->text;
    if (text_starts_ignoring_case(at, "page "))
        at += 5;
    if (*at < '0' || *at > '9' || line->length > 16)
        return false;
    at += strspn(at, "0123456789");
    at += strspn(at, " /|of");
    at += strspn(at, "0123456789");
    return *at == '\0';
}

static enum block_zone zone_of(const struct layout *layout, const struct pdf_line *line)
{
    if (!in_margin(layout, line))
        return ZONE_MAIN;
    enum block_zone zone = line->top * 2 < layout->lines->page_height ? ZONE_HEADER : ZONE_FOOTER;
    if (is_page_number(line))
        return zone;
    struct buffer key;
    buffer_init(&key, LIMIT_BLOCK_BYTES);
    margin_key(line, &key);
    union map_value *times = map_get(layout->margins, buffer_text(&key), key.length);
    buffer_release(&key);
    bool repeats = times != NULL && times->number >= REPEATS_LEAST && times->number * 2 >= layout->lines->pages;
    return repeats ? zone : ZONE_MAIN;
}

/* 1 and up, 0 for no heading. */
static unsigned heading_level(const struct layout *layout, const struct pdf_line *line)
{
    if (line->length > HEADING_BYTES || line->bullet || line->length < 2)
        return 0;
    for (size_t i = 0; i < layout->heading_count; i++)
        if (line->size == layout->heading_sizes[i])
            return (unsigned)i + 1;
    char end = line->text[line->length - 1];
    bool sentence = end == '.' || end == ',' || end == ';';
    if (line->bold && !sentence && line->size >= layout->body)
        return (unsigned)layout->heading_count + 1 > 1 ? (unsigned)layout->heading_count + 1 : 2;
    return 0;
}

/* "1.", "a)", "(b)" or "iv." before words: its bytes, or 0, and its place in the list. */
static size_t item_number(const struct pdf_line *line, unsigned *ordinal)
{
    static const char *const romans[] = {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"};
    const char *at = line->text + (line->text[0] == '(');
    size_t digits = strspn(at, "0123456789"), letters = strspn(at, "ivx");
    *ordinal = 0;
    if (digits > 0 && digits < 3)
        for (size_t i = 0; i < digits; i++)
            *ordinal = *ordinal * 10 + (unsigned)(at[i] - '0');
    for (size_t i = 0; letters > 0 && i < sizeof romans / sizeof romans[0]; i++)
        if (strlen(romans[i]) == letters && strncmp(romans[i], at, letters) == 0)
            *ordinal = (unsigned)i + 1;
    if (*ordinal == 0 && ((*at >= 'a' && *at <= 'h') || (*at >= 'A' && *at <= 'H'))) {
        *ordinal = (unsigned)(*at >= 'a' ? *at - 'a' : *at - 'A') + 1;
        letters = 1;
    }
    at += digits > 0 ? digits : letters;
    if (*ordinal == 0 || (*at != ')' && (*at != '.' || line->text[0] == '(')) || at[1] != ' ')
        return 0;
    return (size_t)(at - line->text) + 2;
}

static size_t item_mark(const struct pdf_line *line)
{
    static const char *const marks[] = {"- ", "* ", "\xE2\x80\x93 ", "o ", "\xE2\x80\x94 ", "> ", "\xC2\xBB "};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (strncmp(line->text, marks[i], strlen(marks[i])) == 0)
            return strlen(marks[i]);
    return 0;
}

static bool ends_sentence(const struct buffer *text)
{
    return text->length > 0 && strchr(".!?:", text->bytes[text->length - 1]) != NULL;
}

static void end_block(struct layout *layout, size_t end)
{
    struct document *document = layout->builder->document;
    if (layout->text.length == 0)
        return;
    struct block *like = &layout->like;
    like->first_link = (uint32_t)document->link_count;
    int32_t index = (int32_t)document->block_count;
    for (size_t i = 0; i < layout->lines->link_count; i++) {
        const struct pdf_link *link = &layout->lines->links[i];
        if (link->line < layout->first_line || link->line >= end)
            continue;
        struct document_link added = {.href = link->href, .text = link->text, .kind = LINK_DOCUMENT,
                                      .block = index, .page = like->page, .zone = like->zone};
        if (builder_link(layout->builder, &added) >= 0)
            like->linked_bytes += (uint32_t)strlen(link->text);
    }
    like->link_count = (uint32_t)document->link_count - like->first_link;
    if (like->linked_bytes > layout->text.length)
        like->linked_bytes = (uint32_t)layout->text.length;
    (void)builder_block(layout->builder, like, buffer_text(&layout->text), layout->text.length);
    buffer_clear(&layout->text);
}

/* The block before a first list item introduces the list. */
static int32_t lead_in(const struct layout *layout)
{
    const struct document *document = layout->builder->document;
    for (size_t i = document->block_count; i-- > 0;) {
        const struct block *block = &document->blocks[i];
        if (block->zone != ZONE_MAIN)
            continue;
        return block->kind == BLOCK_LIST_ITEM ? block->lead_in : block->kind == BLOCK_PARAGRAPH ? (int32_t)i : -1;
    }
    return -1;
}

static void start_block(struct layout *layout, const struct pdf_line *line, size_t index, enum block_zone zone)
{
    end_block(layout, index);
    unsigned level = heading_level(layout, line);
    size_t mark = line->bullet ? 0 : item_mark(line);
    unsigned ordinal = 0;
    if (mark == 0 && !line->bullet && level == 0 && (mark = item_number(line, &ordinal)) > 0)
        layout->ordinal = ordinal;
    layout->like = (struct block){.kind = BLOCK_PARAGRAPH, .page = line->page, .zone = (uint8_t)zone, .lead_in = -1};
    if (line->table > 0) {
        layout->like.kind = line->header ? BLOCK_HEADER_CELL : BLOCK_CELL;
        layout->like.table = (uint16_t)(line->table - 1);
        layout->like.row = line->row;
        layout->like.column = line->column;
        mark = 0;
    } else if (line->bullet || mark > 0) {
        layout->like.kind = BLOCK_LIST_ITEM;
        layout->like.level = 1;
        layout->like.lead_in = lead_in(layout);
    } else if (level > 0) {
        layout->like.kind = BLOCK_HEADING;
        layout->like.level = (uint8_t)level;
    }
    layout->like.emphasis = line->bold;
    layout->first_line = index;
    buffer_add(&layout->text, line->text + mark, line->length - mark);
}

/* A list's first number, or the next one: "aged 5 to" may go on with "18. You can". */
static bool is_next_item(const struct layout *layout, const struct pdf_line *line)
{
    unsigned ordinal;
    return item_number(line, &ordinal) > 0 && (ordinal == 1 || ordinal == layout->ordinal + 1);
}

static bool continues(const struct layout *layout, const struct pdf_line *line, enum block_zone zone)
{
    const struct pdf_line *last = layout->last;
    if (last != NULL && (line->table > 0 || last->table > 0))
        return line->table == last->table && line->row == last->row && line->column == last->column && layout->text.length > 0 && layout->like.zone == zone;
    if (last == NULL || layout->text.length == 0 || layout->like.zone != zone || line->bullet || item_mark(line) > 0)
        return false;
    if (last->bullet && last->length == 0)
        return true;
    if (line->size != last->size || is_next_item(layout, line))
        return false;
    bool heading = layout->like.kind == BLOCK_HEADING;
    if (heading != (heading_level(layout, line) > 0) || (line->bold != last->bold && heading))
        return false;
    char first = line->text[0];
    if (line->page != last->page)
        return !heading && first >= 'a' && first <= 'z' && !ends_sentence(&layout->text);
    int apart = line->top - last->top, indent = line->left - last->left;
    int slack = last->height * 3;
    if (apart <= 0 || apart * 10 > last->height * 16 || indent > slack || indent < -slack)
        return false;
    /* A short line that ends a sentence, or a label line such as "Tel: ...", stands alone. */
    bool short_line = last->right < line->right - last->height * 4;
    return !(short_line && first >= 'A' && first <= 'Z' && (last->right - last->left) * 2 < line->right - line->left + 1) ||
           heading;
}

/* ---- words parted at the end of a line ---- */

static bool is_word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || (unsigned char)c >= 0x80;
}

static void add_lower(struct buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        buffer_add_char(out, text_lower(text[i]));
}

static void find_words(struct layout *layout)
{
    struct buffer word;
    buffer_init(&word, LIMIT_BLOCK_BYTES);
    layout->words = map_new();
    for (size_t i = 0; i < layout->lines->count; i++) {
        const struct pdf_line *line = &layout->lines->lines[i];
        for (size_t at = 0; at < line->length;) {
            size_t start = at;
            while (at < line->length && is_word_byte(line->text[at]))
                at++;
            if (at > start && line->text[at - 1] != '-') {
                buffer_clear(&word);
                add_lower(&word, line->text + start, at - start);
                map_put(layout->words, buffer_text(&word), word.length, NULL);
            }
            at += at == start;
        }
    }
    buffer_release(&word);
}

static bool is_known(const struct layout *layout, const char *first, size_t first_length, const char *second, size_t second_length)
{
    struct buffer word;
    buffer_init(&word, 2 * LIMIT_BLOCK_BYTES);
    add_lower(&word, first, first_length);
    add_lower(&word, second, second_length);
    bool known = map_get(layout->words, buffer_text(&word), word.length) != NULL;
    buffer_release(&word);
    return known;
}

/* "childrens-" "services@otterby.example", "www.otterby.example/short-" "breaks": nobody parts an address by a hyphen of their own. */
static bool is_in_address(const struct buffer *text, const struct pdf_line *line)
{
    size_t start = text->length, next = 0;
    while (start > 0 && text->bytes[start - 1] != ' ')
        start--;
    while (next < line->length && line->text[next] != ' ')
        next++;
    return memchr(text->bytes + start, '@', text->length - start) != NULL || memchr(text->bytes + start, '/', text->length - start) != NULL ||
           (text->length - start > 4 && strncasecmp(text->bytes + start, "www.", 4) == 0) || memchr(line->text, '@', next) != NULL;
}

/* Whether the hyphen at the end of the text is the word's own ("well-" "being"), and not of a
 * word parted ("dis-" "abled"): by how the leaflet writes the word elsewhere, else by what
 * stands before it. */
static bool keeps_hyphen(struct layout *layout, const struct pdf_line *line)
{
    static const char *const own[] = {"self", "well", "co", "non", "part", "multi", "full", "long", "short", "high", "low", "one", "two", "three",
                                      "face", "drop", "day", "pre", "post", "re", "old", "new", "year", "age", "follow", "step", "e", "up"};
    const char *text = layout->text.bytes;
    size_t end = layout->text.length - 1, start = end, next = 0;
    if (line->text[0] < 'a' || line->text[0] > 'z' || is_in_address(&layout->text, line))
        return true;
    while (start > 0 && is_word_byte(text[start - 1]))
        start--;
    while (next < line->length && is_word_byte(line->text[next]))
        next++;
    if (start == end)
        return true;
    if (layout->words == NULL)
        find_words(layout);
    if (is_known(layout, text + start, end - start, line->text, next))
        return false;
    bool known = is_known(layout, text + start, end + 1 - start, line->text, next);
    for (size_t i = 0; i < sizeof own / sizeof own[0] && !known; i++)
        known = strlen(own[i]) == end - start && strncasecmp(own[i], text + start, end - start) == 0;
    return known;
}

/* The line after those in hand: a space between, but not within a word. */
static bool add_words(struct layout *layout, const struct pdf_line *line)
{
    struct buffer *text = &layout->text;
    if (text->length == 0 || layout->last->soft_hyphen)
        return buffer_add(text, line->text, line->length);
    if (text->bytes[text->length - 1] != '-')
        buffer_add_char(text, ' ');
    else if (!keeps_hyphen(layout, line))
        text->bytes[--text->length] = '\0';
    return buffer_add(text, line->text, line->length);
}

static void add_line(struct layout *layout, const struct pdf_line *line, size_t index)
{
    enum block_zone zone = zone_of(layout, line);
    if (!continues(layout, line, zone)) {
        start_block(layout, line, index, zone);
    } else {
        if (!add_words(layout, line))
            start_block(layout, line, index, zone);
    }
    layout->last = line;
}

/* Pages with more text than a stamp's. */
static unsigned pages_of_text(const struct pdf_lines *lines)
{
    unsigned pages = 0, page = 0;
    size_t bytes = 0;
    for (size_t i = 0; i < lines->count; i++) {
        if (lines->lines[i].page != page)
            bytes = 0;
        page = lines->lines[i].page;
        bool few = bytes < SCAN_BYTES_PER_PAGE;
        bytes += lines->lines[i].length;
        pages += few && bytes >= SCAN_BYTES_PER_PAGE;
    }
    return pages;
}

void pdf_layout_add(const char *xml, size_t length, struct builder *builder)
{
    struct pdf_lines lines;
    pdf_lines_read(xml, length, &lines);
    pdf_grid_find(&lines);
    struct layout layout = {.lines = &lines, .builder = builder, .margins = map_new()};
    buffer_init(&layout.text, LIMIT_BLOCK_BYTES);
    find_sizes(&layout);
    count_margins(&layout);
    size_t bytes = 0;
    for (size_t i = 0; i < lines.count; i++) {
        if (lines.lines[i].page > LIMIT_PDF_PAGES) {
            builder_partly(builder, "the leaflet has more pages than are read");
            break;
        }
        bytes += lines.lines[i].length;
        add_line(&layout, &lines.lines[i], i);
    }
    end_block(&layout, lines.count);
    builder->document->page_count = lines.pages < LIMIT_PDF_PAGES ? lines.pages : LIMIT_PDF_PAGES;
    builder->document->picture_of_text = lines.pages > 0 && bytes < (size_t)lines.pages * SCAN_BYTES_PER_PAGE;
    unsigned silent = lines.pages - pages_of_text(&lines);
    if (!builder->document->picture_of_text && silent * 2 > lines.pages)
        builder_partly(builder, "more than half of the leaflet's pages are pictures without text");
    map_free(layout.margins);
    map_free(layout.words);
    buffer_release(&layout.text);
    pdf_lines_release(&lines);
}

#include "document/pdf_lines.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"
#include "document/xml_reader.h"

enum { FONTS_MAX = 4096, COORDINATE_MAX = 1000000, LINES_MAX = 100000,
       LINE_BYTES = 1024 /* no line of print is longer; words are joined to it by copying all of it */, PRIVATE_BULLET_LOW = 0xF000, PRIVATE_HIGH = 0xF0FF };

struct reading {
    struct pdf_lines *out;
    xmlTextReaderPtr reader;
    int *sizes;                  /* by font number */
    int top, left, width, height, size;
    struct buffer text, plain, closed, link_text;
    char *href;
    unsigned bold_depth;
    size_t bold_bytes, solid_bytes;
    bool in_text;
    bool soft_end;               /* the latest character was a soft hyphen */
    size_t first_link;           /* of the words being read */
};

static int number(struct reading *reading, const char *name)
{
    xmlChar *value = xmlTextReaderGetAttribute(reading->reader, (const xmlChar *)name);
    double parsed = 0;
    const char *digits = (const char *)value;
    bool negative = digits != NULL && *digits == '-';
    if (digits == NULL || !text_to_number(digits + negative, 0, COORDINATE_MAX, &parsed))
        parsed = 0;
    xmlFree(value);
    return negative ? -(int)parsed : (int)parsed;
}

static bool is_bullet(uint32_t c)
{
    static const struct {
        uint32_t low, high;
    } bullets[] = {{0xB7, 0xB7},         {0x2022, 0x2023},     {0x2043, 0x2043}, {0x2192, 0x2192},
                   {0x25A0, 0x25FF},     /* shapes */
                   {0x2605, 0x2606},     {0x2610, 0x2612},     /* stars, boxes */
                   {0x2713, 0x2718},     {0x274F, 0x2756},     /* ticks and crosses, boxes */
                   {0x2794, 0x27BE},     {0x2B9A, 0x2B9A},     /* arrows */
                   {PRIVATE_BULLET_LOW, PRIVATE_HIGH}};        /* Symbol and Wingdings without a map */
    for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++)
        if (c >= bullets[i].low && c <= bullets[i].high)
            return true;
    return false;
}

/* Ligatures become their letters: a reader searches for "leaflet", not "lea(fl)et". */
static void add_plain(struct buffer *out, const char *text, size_t length, bool *soft_end)
{
    static const char *const ligatures[] = {"ff", "fi", "fl", "ffi", "ffl", "st", "st"};
    for (size_t at = 0; at < length;) {
        size_t start = at;
        uint32_t c = text_next(text, length, &at);
        if (c >= 0xFB00 && c <= 0xFB06)
            buffer_add_text(out, ligatures[c - 0xFB00]);
        else if (c >= PRIVATE_BULLET_LOW && c <= PRIVATE_HIGH)
            buffer_add_text(out, "\xE2\x80\xA2");
        else if (c != 0xAD)
            buffer_add(out, text + start, at - start);
        *soft_end = c == 0xAD || (*soft_end && c <= ' ');
    }
}

static void add_collapsed(struct reading *reading, const char *text, size_t length)
{
    buffer_clear(&reading->plain);
    add_plain(&reading->plain, text, length, &reading->soft_end);
    buffer_add(&reading->text, buffer_text(&reading->plain), reading->plain.length);
    for (size_t i = 0; i < reading->plain.length; i++)
        if ((unsigned char)reading->plain.bytes[i] > ' ') {
            reading->solid_bytes++;
            reading->bold_bytes += reading->bold_depth > 0;
        }
    if (reading->href != NULL)
        buffer_add(&reading->link_text, buffer_text(&reading->plain), reading->plain.length);
}

/* "P O R T A G E", and "W h o  i s  i t" with wider gaps between words: set wide to look well. The dots that lead to a page's number are no letters. */
static void close_up(const char *text, size_t length, struct buffer *out)
{
    enum { LETTERS_LEAST = 4 };
    size_t singles = 0, gaps = 0, runs = 0;
    for (size_t at = 0; at < length;) {
        size_t start = at, characters = 0;
        for (; at < length && text[at] != ' '; characters++)
            text_next(text, length, &at);
        bool mark = characters == 1 && ispunct((unsigned char)text[start]);
        runs += at > start && !mark;
        singles += characters == 1 && !mark;
        while (at < length && text[at] == ' ')
            at++;
    }
    bool wide = singles >= LETTERS_LEAST && singles * 10 >= runs * 9;
    for (size_t at = 0; at < length; at++) {
        gaps = text[at] == ' ' ? gaps + 1 : 0;
        if (!wide || gaps != 1)
            buffer_add_char(out, text[at]);
    }
}

/* A line's words: white space collapsed, a bullet at its start taken off. */
static void set_text(struct reading *reading, struct pdf_line *line, const char *text, size_t length)
{
    buffer_clear(&reading->plain);
    buffer_clear(&reading->closed);
    close_up(text, length, &reading->closed);
    text_add_collapsed(&reading->plain, buffer_text(&reading->closed), reading->closed.length);
    const char *words = buffer_text(&reading->plain);
    size_t left = reading->plain.length, at = 0;
    if (left > 0 && is_bullet(text_next(words, left, &at))) {
        line->bullet = true;
        while (at < left && words[at] == ' ')
            at++;
        words += at;
        left -= at;
    }
    line->spaced = length > 0 && (unsigned char)text[length - 1] <= ' ';
    line->text = arena_copy_n(&reading->out->arena, words, left);
    line->length = (uint32_t)left;
}

static bool goes_on(const struct reading *reading, const struct pdf_line *last)
{
    int apart = reading->left - last->right;
    int middle = reading->top + reading->height / 2;
    bool same_line = middle >= last->top && middle <= last->top + last->height;
    int most = last->bullet && last->length == 0 ? last->height * 5 : last->height * 3 / 2;
    return last->page == reading->out->pages && last->length < LINE_BYTES && same_line && apart >= -last->height / 2 && apart <= most;
}

static void join(struct reading *reading, struct pdf_line *last)
{
    struct buffer joined;
    buffer_init(&joined, LIMIT_BLOCK_BYTES);
    buffer_add(&joined, last->text, last->length);
    bool blank = last->bullet && last->length == 0;
    if (!blank && (last->spaced || reading->left - last->right > last->height / 6))
        buffer_add_char(&joined, ' ');
    buffer_add(&joined, buffer_text(&reading->text), reading->text.length);
    bool bold = reading->bold_bytes == reading->solid_bytes;
    last->bold = (last->bold || blank) && bold;
    last->right = reading->left + reading->width;
    if (reading->size > last->size)
        last->size = reading->size;
    set_text(reading, last, buffer_text(&joined), joined.length);
    buffer_release(&joined);
}

/* Printers' notes and what was moved out of sight. */
static bool is_outside(const struct reading *reading)
{
    const struct pdf_lines *out = reading->out;
    return (out->page_width > 0 && (reading->left >= out->page_width || reading->left + reading->width <= 0)) ||
           (out->page_height > 0 && (reading->top >= out->page_height || reading->top + reading->height <= 0));
}

/* The same words again, moved by less than a hair's breadth: a bold face made of a plain one. */
static bool is_overprint(const struct reading *reading, const struct pdf_line *last)
{
    enum { HAIR = 2 };
    return last->page == reading->out->pages && abs(reading->left - last->left) <= HAIR && abs(reading->top - last->top) <= HAIR &&
           last->length == reading->text.length && memcmp(last->text, buffer_text(&reading->text), last->length) == 0;
}

static void end_words(struct reading *reading)
{
    struct pdf_lines *out = reading->out;
    reading->in_text = false;
    uint32_t index = (uint32_t)out->count;
    struct pdf_line *last = out->count > 0 ? &out->lines[out->count - 1] : NULL;
    if (reading->solid_bytes == 0 || is_outside(reading))
        return;
    if (last != NULL && is_overprint(reading, last)) {
        last->bold = true;
        index--;
    } else if (last != NULL && goes_on(reading, last)) {
        join(reading, last);
        index--;
    } else if (out->count < LINES_MAX) {
        MEMORY_PUSH_ROOM(out->lines, out->count, out->capacity);
        struct pdf_line *line = &out->lines[out->count++];
        *line = (struct pdf_line){.page = (uint16_t)out->pages,
                                  .top = reading->top,
                                  .left = reading->left,
                                  .right = reading->left + reading->width,
                                  .height = reading->height > 0 ? reading->height : 1,
                                  .size = reading->size,
                                  .bold = reading->bold_bytes == reading->solid_bytes};
        set_text(reading, line, buffer_text(&reading->text), reading->text.length);
    }
    if (index < out->count)
        out->lines[index].soft_hyphen = reading->soft_end;
    for (size_t i = reading->first_link; i < out->link_count; i++)
        out->links[i].line = index;
}

static void end_link(struct reading *reading)
{
    struct pdf_lines *out = reading->out;
    /* Links within the leaflet come as "3.html#2". */
    bool inner = strstr(reading->href, ".html#") != NULL && strstr(reading->href, "://") == NULL;
    if (!inner && out->link_count < LIMIT_LINKS_PER_PAGE) {
        MEMORY_PUSH_ROOM(out->links, out->link_count, out->link_capacity);
        out->links[out->link_count++] =
            (struct pdf_link){arena_copy(&out->arena, reading->href),
                              arena_copy(&out->arena, buffer_text(&reading->link_text)), 0};
    }
    xmlFree(reading->href);
    reading->href = NULL;
    buffer_clear(&reading->link_text);
}

static void start_words(struct reading *reading)
{
    reading->top = number(reading, "top");
    reading->left = number(reading, "left");
    reading->width = number(reading, "width");
    reading->height = number(reading, "height");
    int font = number(reading, "font");
    reading->size = font >= 0 && font < FONTS_MAX ? reading->sizes[font] : 0;
    reading->bold_bytes = reading->solid_bytes = 0;
    reading->bold_depth = 0;
    reading->in_text = true;
    reading->soft_end = false;
    reading->first_link = reading->out->link_count;
    buffer_clear(&reading->text);
}

static void start_element(struct reading *reading, const char *name)
{
    if (strcmp(name, "page") == 0) {
        reading->out->pages++;
        reading->out->page_width = number(reading, "width");
        reading->out->page_height = number(reading, "height");
    } else if (strcmp(name, "fontspec") == 0) {
        int font = number(reading, "id");
        if (font >= 0 && font < FONTS_MAX)
            reading->sizes[font] = number(reading, "size");
    } else if (strcmp(name, "text") == 0) {
        start_words(reading);
        if (xmlTextReaderIsEmptyElement(reading->reader) == 1)
            reading->in_text = false;
    } else if (strcmp(name, "b") == 0) {
        reading->bold_depth++;
    } else if (strcmp(name, "a") == 0 && reading->href == NULL) {
        reading->href = (char *)xmlTextReaderGetAttribute(reading->reader, (const xmlChar *)"href");
    }
}

static void end_element(struct reading *reading, const char *name)
{
    if (strcmp(name, "text") == 0 && reading->in_text)
        end_words(reading);
    else if (strcmp(name, "b") == 0 && reading->bold_depth > 0)
        reading->bold_depth--;
    else if (strcmp(name, "a") == 0 && reading->href != NULL)
        end_link(reading);
}

static void one_node(struct reading *reading)
{
    const char *name = (const char *)xmlTextReaderConstName(reading->reader);
    const char *value;
    switch (xmlTextReaderNodeType(reading->reader)) {
    case XML_READER_TYPE_ELEMENT:
        start_element(reading, name);
        break;
    case XML_READER_TYPE_END_ELEMENT:
        end_element(reading, name);
        break;
    case XML_READER_TYPE_TEXT: case XML_READER_TYPE_WHITESPACE: case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
        value = (const char *)xmlTextReaderConstValue(reading->reader);
        if (reading->in_text && value != NULL)
            add_collapsed(reading, value, strlen(value));
        break;
    default:
        break;
    }
}

void pdf_lines_read(const char *xml, size_t length, struct pdf_lines *lines)
{
    *lines = (struct pdf_lines){.count = 0};
    struct reading reading = {.out = lines};
    reading.reader = xml_reader_open(xml, length, true);
    if (reading.reader == NULL)
        return;
    reading.sizes = memory_array(FONTS_MAX, sizeof *reading.sizes);
    buffer_init(&reading.text, LIMIT_BLOCK_BYTES);
    buffer_init(&reading.plain, LIMIT_BLOCK_BYTES * 3);
    buffer_init(&reading.closed, LIMIT_BLOCK_BYTES * 3);
    buffer_init(&reading.link_text, LIMIT_BLOCK_BYTES);
    while (xmlTextReaderRead(reading.reader) == 1)
        one_node(&reading);
    if (reading.href != NULL)
        end_link(&reading);
    xmlFreeTextReader(reading.reader);
    buffer_release(&reading.text);
    buffer_release(&reading.plain);
    buffer_release(&reading.closed);
    buffer_release(&reading.link_text);
    free(reading.sizes);
}

void pdf_lines_release(struct pdf_lines *lines)
{
    free(lines->lines);
    free(lines->links);
    arena_release(&lines->arena);
}

#include "document/pdf_lines.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"
#include "document/xml_reader.h"

enum { FONTS_MAX = 4096, COORDINATE_MAX = 1000000, LINES_MAX = 100000, PRIVATE_BULLET_LOW = 0xF000, PRIVATE_HIGH = 0xF0FF };

struct reading {
    struct pdf_lines *out;
    xmlTextReaderPtr reader;
    int *sizes;                  /* by font number */
    int top, left, width, height, size;
    struct buffer text, plain, link_text;
    char *href;
    unsigned bold_depth;
    size_t bold_bytes, solid_bytes;
    bool in_text;
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
    static const uint32_t bullets[] = {0x2022, 0x25CF, 0x25AA, 0x25A0, 0x25E6, 0x25CB, 0x27A2, 0x2713, 0x2714,
                                       0x2756, 0x2043, 0x25BA, 0x25B6, 0xB7,   0x2B9A, 0x2023, 0x25A1, 0x2751};
    for (size_t i = 0; i < sizeof bullets / sizeof bullets[0]; i++)
        if (bullets[i] == c)
            return true;
    return c >= PRIVATE_BULLET_LOW && c <= PRIVATE_HIGH; /* Symbol and Wingdings without a map */
}

/* Ligatures become their letters: a reader searches for "leaflet", not "lea(fl)et". */
static void add_plain(struct buffer *out, const char *text, size_t length)
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
    }
}

static void add_collapsed(struct reading *reading, const char *text, size_t length)
{
    buffer_clear(&reading->plain);
    add_plain(&reading->plain, text, length);
    buffer_add(&reading->text, buffer_text(&reading->plain), reading->plain.length);
    for (size_t i = 0; i < reading->plain.length; i++)
        if ((unsigned char)reading->plain.bytes[i] > ' ') {
            reading->solid_bytes++;
            reading->bold_bytes += reading->bold_depth > 0;
        }
    if (reading->href != NULL)
        buffer_add(&reading->link_text, buffer_text(&reading->plain), reading->plain.length);
}

/* A line's words: white space collapsed, a bullet at its start taken off. */
static void set_text(struct reading *reading, struct pdf_line *line, const char *text, size_t length)
{
    buffer_clear(&reading->plain);
    text_add_collapsed(&reading->plain, text, length);
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
    return last->page == reading->out->pages && same_line && apart >= -last->height / 2 && apart <= most;
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

static void end_words(struct reading *reading)
{
    struct pdf_lines *out = reading->out;
    reading->in_text = false;
    uint32_t index = (uint32_t)out->count;
    struct pdf_line *last = out->count > 0 ? &out->lines[out->count - 1] : NULL;
    if (reading->solid_bytes == 0)
        return;
    if (last != NULL && goes_on(reading, last)) {
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
    reading->first_link = reading->out->link_count;
    buffer_clear(&reading->text);
}

static void start_element(struct reading *reading, const char *name)
{
    if (strcmp(name, "page") == 0) {
        reading->out->pages++;
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
    buffer_init(&reading.link_text, LIMIT_BLOCK_BYTES);
    while (xmlTextReaderRead(reading.reader) == 1)
        one_node(&reading);
    if (reading.href != NULL)
        end_link(&reading);
    xmlFreeTextReader(reading.reader);
    buffer_release(&reading.text);
    buffer_release(&reading.plain);
    buffer_release(&reading.link_text);
    free(reading.sizes);
}

void pdf_lines_release(struct pdf_lines *lines)
{
    free(lines->lines);
    free(lines->links);
    arena_release(&lines->arena);
}

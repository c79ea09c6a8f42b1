#include "document/line.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"

enum { WRAPPED_BYTES = 60, SOFT_HYPHEN = 0xAD, RUN_BYTES = 4096 };

void line_init(struct line *line)
{
    *line = (struct line){.space = false};
    buffer_init(&line->text, LIMIT_BLOCK_BYTES);
}

void line_release(struct line *line)
{
    buffer_release(&line->text);
}

void line_clear(struct line *line)
{
    struct buffer text = line->text;
    buffer_clear(&text);
    *line = (struct line){.text = text};
}

static bool is_plain(unsigned char c)
{
    return c > ' ' && c < 0x7F;
}

/* Shows nothing and parts nothing: a soft hyphen, a word joiner, and the marks of writing direction that address books and word
 * processors put round numbers, which would keep a postcode from being one. */
static bool is_invisible(uint32_t c)
{
    return c == SOFT_HYPHEN || c == 0x2060 || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

size_t line_add(struct line *line, const char *text, size_t length, struct line_style style)
{
    size_t at = 0;
    while (at < length) {
        size_t start = at;
        if (is_plain((unsigned char)text[at])) {
            while (at < length && at - start < RUN_BYTES && is_plain((unsigned char)text[at]))
                at++;
        } else {
            uint32_t character = text_next(text, length, &at);
            if (is_invisible(character))
                continue;
            if (character <= ' ' || character == 0x7F || text_is_space(character)) {
                line->space = true;
                continue;
            }
        }
        size_t run = at - start, before = line->text.length;
        if (before + run + 1 > LIMIT_BLOCK_BYTES)
            return start;
        if (line->breaks > 0) {
            line->line_start = before;
            line->space = true;
        }
        if (line->space && before > 0)
            buffer_add_char(&line->text, ' ');
        line->space = false;
        line->breaks = 0;
        buffer_add(&line->text, text + start, run);
        line->solid += (uint32_t)run;
        line->bold += style.bold ? (uint32_t)run : 0;
        if (style.linked)
            line->linked += (uint32_t)(line->in_link ? line->text.length - before : run);
        line->in_link = style.linked;
    }
    return length;
}

static bool ends_with_joining_word(const char *text, size_t length)
{
    static const char *const words[] = {"and", "or", "the", "of", "to", "in", "for", "a", "an", "with", "at",
                                        "by", "from", "on", "is", "are", "our", "your", "their", "that", "who"};
    size_t start = length;
    while (start > 0 && text[start - 1] != ' ')
        start--;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strlen(words[i]) == length - start && text_starts_ignoring_case(text + start, words[i]))
            return true;
    return false;
}

/* A sign that is typed for an item of a list: a bullet, a small square; at the start of a line a dash is one too. */
static bool is_bullet(uint32_t character)
{
    return character == 0x2022 || character == 0xB7 || character == 0x25AA || character == 0x25CF || character == 0x25E6 || character == 0x2023 ||
           character == 0x27A2 || character == 0xF0B7 || character == 0x2043;
}

size_t line_typed_bullet(const char *text, size_t length)
{
    enum { MIDDLE_DOT = 0xB7 };
    size_t at = 0;
    uint32_t first = length > 0 ? text_next(text, length, &at) : 0;
    bool spaced = at < length && (text[at] == ' ' || text[at] == '\t');
    return is_bullet(first) && (spaced || first != MIDDLE_DOT) ? at + spaced : 0;
}

bool line_ends_before(const struct line *line, uint32_t next)
{
    const char *text = buffer_text(&line->text);
    size_t length = line->text.length;
    if (line->breaks == 0 || length == 0)
        return false;
    if (line->breaks > 1 || is_bullet(next) || next == '-' || next == 0x2013)
        return true;
    char last = text[length - 1];
    if (strchr(",:(/&-", last) != NULL || (next >= 'a' && next <= 'z') || next == ')' || next == ',')
        return false;
    if (strchr(".!?;", last) != NULL)
        return true;
    return !ends_with_joining_word(text, length) && length - line->line_start < WRAPPED_BYTES;
}

uint32_t line_first_visible(const char *text, size_t length)
{
    size_t at = 0;
    while (at < length) {
        uint32_t character = text_next(text, length, &at);
        if (character > ' ' && !is_invisible(character) && !text_is_space(character))
            return character;
    }
    return 0;
}

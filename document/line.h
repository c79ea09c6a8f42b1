/* The text of the block that is being read: white space collapsed as it comes, with what
 * is linked and bold counted, and line breaks weighed. */
#ifndef COREOFFER_DOCUMENT_LINE_H
#define COREOFFER_DOCUMENT_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

struct line {
    struct buffer text;
    bool in_link;       /* the last character is linked */
    bool space;         /* white space is due before the next character */
    unsigned breaks;    /* line breaks since the last character */
    size_t line_start;  /* where the text after the last kept break begins */
    uint32_t linked;    /* bytes of link text */
    uint32_t bold;      /* bytes of bold text, white space left out */
    uint32_t solid;     /* all bytes, white space left out */
};

struct line_style {
    bool linked, bold;
};

void line_init(struct line *line);
void line_release(struct line *line);
void line_clear(struct line *line);

/* Adds text up to the ceiling of a block. Returns the bytes taken, fewer than `length`
 * when the block is full. Soft hyphens are dropped. */
size_t line_add(struct line *line, const char *text, size_t length, struct line_style style);

/* True when the breaks before the coming text (its first visible character is `next`) end
 * the block: two of them, or one that does not go on with a sentence. */
bool line_ends_before(const struct line *line, uint32_t next);

/* The bytes of a sign that is typed for an item of a list (a bullet, a small square) at the text's start, but for a dash, with one space or tab after it; 0 for none. A dot in the middle of the line
 * needs that space. */
size_t line_typed_bullet(const char *text, size_t length);
/* The first character of the text that isn't white space, or 0. */
uint32_t line_first_visible(const char *text, size_t length);

#endif

/* UTF-8 text: checks, cuts, white space, case, what is safe to show. */
#ifndef COREOFFER_BASE_TEXT_H
#define COREOFFER_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/* The longest prefix of at most `limit` bytes that ends at a character's end. */
size_t text_cut(const char *text, size_t length, size_t limit);

uint32_t text_next_wide(const char *text, size_t length, size_t *at); /* text_next's way over 127 */
/* The next character (U+FFFD for a bad sequence), moving `*at` by at least one byte.
 * `*at` must be below `length`. */
static inline uint32_t text_next(const char *text, size_t length, size_t *at)
{
    unsigned char byte = (unsigned char)text[*at];
    if (byte >= 0x80)
        return text_next_wide(text, length, at);
    (*at)++;
    return byte;
}
bool text_is_utf8(const char *text, size_t length);
void text_add_wide(struct buffer *buffer, uint32_t character); /* text_add_char's way over 127 */
/* Adds one character as UTF-8; surrogates and what is over U+10FFFF become U+FFFD. */
static inline void text_add_char(struct buffer *buffer, uint32_t character)
{
    if (character < 0x80)
        (void)buffer_add_char(buffer, (char)character);
    else
        text_add_wide(buffer, character);
}

/* Every run of white space (no-break and other Unicode spaces, zero-width space and BOM
 * among them) becomes one space, ends trimmed. */
void text_add_collapsed(struct buffer *buffer, const char *text, size_t length);
bool text_is_space(uint32_t character);

/* Of ASCII alone, whatever the locale; a char's or an octet's value. */
static inline bool text_is_digit(int c)
{
    return c >= '0' && c <= '9';
}
static inline bool text_is_letter(int c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
/* Of ASCII alone, for protocol words and keys. */
static inline char text_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* NULL is the empty text. */
bool text_same(const char *a, const char *b);
/* Whether it is one of the list's. */
bool text_is_among(const char *text, const char *const *list, size_t count);
/* ASCII case only, for protocol words; bytes over 127 must be equal. */
bool text_equal_ignoring_case(const char *a, const char *b);
/* The same; NULL is among none. */
bool text_is_among_ignoring_case(const char *text, const char *const *list, size_t count);
bool text_starts_ignoring_case(const char *text, const char *prefix);
const char *text_find_ignoring_case(const char *text, size_t length, const char *needle);

/* What is shown on a terminal or put in a log: control characters, escape codes and
 * bidirectional overrides (U+202A-202E, U+2066-2069, U+200E, U+200F, U+061C) become
 * U+FFFD; line ends and tabs become spaces. */
void text_add_shown(struct buffer *buffer, const char *text, size_t length);
/* Whether it is one of these, or a byte order mark or a line separator. */
bool text_is_unsafe_to_show(uint32_t c);

/* A file-name-safe form: lower-case ASCII letters, digits and single hyphens, at most 80
 * bytes, never empty ("x" then). "Wick upon Tarn" becomes "wick-upon-tarn". */
void text_add_slug(struct buffer *buffer, const char *text);

/* 0 to 15; -1 for what is no hexadecimal digit. */
int text_hex_digit(char c);
/* The octet that "%41" at the start of `text` encodes (RFC 3986 2.1); -1 where there is none. Looks at no
 * byte beyond `length`. */
int text_percent_octet(const char *text, size_t length);

/* The bytes of "https://host:port" at the address's start, without what comes after it; 0 where no "://" is. */
size_t text_origin_length(const char *address);

/* Strict decimal: digits with a minus before them at most, whole string, within [low, high]; false otherwise. */
bool text_to_int(const char *text, int64_t low, int64_t high, int64_t *value);
/* "1.5", "0", ".25": no sign, exponent, hex, or locale; within [low, high]. */
bool text_to_number(const char *text, double low, double high, double *value);

#endif

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

size_t text_cut(const char *text, size_t length, size_t limit)
{
    if (length <= limit)
        return length;
    size_t end = limit;
    /* A continuation byte at the cut means that a character goes across it. */
    while (end > 0 && ((unsigned char)text[end] & 0xC0) == 0x80)
        end--;
    return end;
}

enum { REPLACEMENT = 0xFFFD };

/* Decodes strictly by Unicode 15, table 3-7: no overlong forms, no surrogates. */
static bool decode(const unsigned char *at, size_t left, uint32_t *character, size_t *used)
{
    unsigned char lead = at[0];
    *used = 1;
    if (lead < 0x80) {
        *character = lead;
        return true;
    }
    size_t more;
    uint32_t value, lowest;
    if (lead >= 0xC2 && lead <= 0xDF) {
        more = 1, value = lead & 0x1Fu, lowest = 0x80;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        more = 2, value = lead & 0x0Fu, lowest = 0x800;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        more = 3, value = lead & 0x07u, lowest = 0x10000;
    } else {
        return false;
    }
    for (size_t i = 1; i <= more; i++) {
        if (i >= left || (at[i] & 0xC0) != 0x80) {
            *used = i;
            return false;
        }
        value = value << 6 | (at[i] & 0x3Fu);
    }
    *used = more + 1;
    if (value < lowest || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
        return false;
    *character = value;
    return true;
}

uint32_t text_next_wide(const char *text, size_t length, size_t *at)
{
    uint32_t character = REPLACEMENT;
    size_t used;
    if (!decode((const unsigned char *)text + *at, length - *at, &character, &used))
        character = REPLACEMENT;
    *at += used;
    return character;
}

/* The first byte from `at` on that is not ASCII: eight at once, since nearly all are. */
static size_t after_ascii(const unsigned char *bytes, size_t length, size_t at)
{
    uint64_t eight = 0;
    for (; length - at >= sizeof eight; at += sizeof eight) {
        memcpy(&eight, bytes + at, sizeof eight);
        if ((eight & 0x8080808080808080u) != 0)
            break;
    }
    while (at < length && bytes[at] < 0x80)
        at++;
    return at;
}

bool text_is_utf8(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    for (size_t at = after_ascii(bytes, length, 0); at < length; at = after_ascii(bytes, length, at)) {
        uint32_t character;
        size_t used;
        if (!decode(bytes + at, length - at, &character, &used))
            return false;
        at += used;
    }
    return true;
}

void text_add_wide(struct buffer *buffer, uint32_t c)
{
    if (c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
        c = REPLACEMENT;
    char bytes[4];
    size_t count;
    if (c < 0x800) {
        bytes[0] = (char)(0xC0 | c >> 6);
        bytes[1] = (char)(0x80 | (c & 0x3F));
        count = 2;
    } else if (c < 0x10000) {
        bytes[0] = (char)(0xE0 | c >> 12);
        bytes[1] = (char)(0x80 | (c >> 6 & 0x3F));
        bytes[2] = (char)(0x80 | (c & 0x3F));
        count = 3;
    } else {
        bytes[0] = (char)(0xF0 | c >> 18);
        bytes[1] = (char)(0x80 | (c >> 12 & 0x3F));
        bytes[2] = (char)(0x80 | (c >> 6 & 0x3F));
        bytes[3] = (char)(0x80 | (c & 0x3F));
        count = 4;
    }
    (void)buffer_add(buffer, bytes, count);
}

bool text_is_space(uint32_t c)
{
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200B) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
           c == 0x3000 || c == 0xFEFF;
}

void text_add_collapsed(struct buffer *buffer, const char *text, size_t length)
{
    size_t at = 0, start = buffer->length;
    bool space = false;
    while (at < length) {
        size_t run = at;
        while (run < length && (unsigned char)text[run] > 0x20 && (unsigned char)text[run] < 0x7F)
            run++;
        if (run > at) { /* printable ASCII goes over as it is */
            if (space && buffer->length > start)
                (void)buffer_add_char(buffer, ' ');
            space = false;
            (void)buffer_add(buffer, text + at, run - at);
            at = run;
            continue;
        }
        uint32_t c = text_next(text, length, &at);
        if (text_is_space(c)) {
            space = true;
            continue;
        }
        if (space && buffer->length > start)
            (void)buffer_add_char(buffer, ' ');
        space = false;
        text_add_char(buffer, c);
    }
}

bool text_same(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "") == 0;
}

bool text_is_among(const char *text, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(text, list[i]) == 0)
            return true;
    return false;
}

bool text_equal_ignoring_case(const char *a, const char *b)
{
    while (*a != '\0' && text_lower(*a) == text_lower(*b))
        a++, b++;
    return text_lower(*a) == text_lower(*b);
}

bool text_is_among_ignoring_case(const char *text, const char *const *list, size_t count)
{
    for (size_t i = 0; text != NULL && i < count; i++)
        if (text_equal_ignoring_case(text, list[i]))
            return true;
    return false;
}

bool text_starts_ignoring_case(const char *text, const char *prefix)
{
    while (*prefix != '\0' && text_lower(*text) == text_lower(*prefix))
        text++, prefix++;
    return *prefix == '\0';
}

static bool matches_ignoring_case(const char *text, const char *needle, size_t size)
{
    size_t same = 0;
    while (same < size && text_lower(text[same]) == text_lower(needle[same]))
        same++;
    return same == size;
}

static const char *find_byte(const char *from, const char *end, char byte)
{
    return from < end ? memchr(from, byte, (size_t)(end - from)) : NULL;
}

const char *text_find_ignoring_case(const char *text, size_t length, const char *needle)
{
    size_t size = strlen(needle);
    if (size == 0)
        return text;
    if (size > length)
        return NULL;
    const char small = text_lower(*needle), capital = small >= 'a' && small <= 'z' ? (char)(small - 32) : small;
    const char *end = text + (length - size) + 1; /* no place from here on has room */
    const char *next_small = find_byte(text, end, small), *next_capital = capital != small ? find_byte(text, end, capital) : NULL;
    while (next_small != NULL || next_capital != NULL) {
        bool is_small = next_capital == NULL || (next_small != NULL && next_small < next_capital);
        const char *at = is_small ? next_small : next_capital;
        if (matches_ignoring_case(at, needle, size))
            return at;
        if (is_small)
            next_small = find_byte(at + 1, end, small);
        else
            next_capital = find_byte(at + 1, end, capital);
    }
    return NULL;
}

bool text_is_unsafe_to_show(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069) ||
           c == 0x200E || c == 0x200F || c == 0x061C || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
}

void text_add_shown(struct buffer *buffer, const char *text, size_t length)
{
    size_t at = 0;
    while (at < length) {
        uint32_t c = text_next(text, length, &at);
        if (c == '\n' || c == '\r' || c == '\t')
            c = ' ';
        else if (text_is_unsafe_to_show(c))
            c = REPLACEMENT;
        text_add_char(buffer, c);
    }
}

void text_add_slug(struct buffer *buffer, const char *text)
{
    enum { SLUG_MAX = 80 };
    size_t start = buffer->length;
    bool gap = false;
    for (; *text != '\0' && buffer->length - start < SLUG_MAX - 1; text++) {
        char c = text_lower(*text);
        if (c == '\'')
            continue; /* "King's" is one word */
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))) {
            gap = buffer->length > start;
            continue;
        }
        if (gap)
            (void)buffer_add_char(buffer, '-');
        gap = false;
        (void)buffer_add_char(buffer, c);
    }
    if (buffer->length == start)
        (void)buffer_add_char(buffer, 'x');
}

int text_hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

int text_percent_octet(const char *text, size_t length)
{
    int high = length > 2 && text[0] == '%' ? text_hex_digit(text[1]) : -1;
    int low = high >= 0 ? text_hex_digit(text[2]) : -1;
    return low >= 0 ? high * 16 + low : -1;
}

bool text_to_int(const char *text, int64_t low, int64_t high, int64_t *value)
{
    bool negative = *text == '-';
    const char *at = text + (negative ? 1 : 0);
    int64_t result = 0;
    if (*at == '\0')
        return false;
    for (; *at != '\0'; at++) {
        unsigned digit = (unsigned)*at - '0';
        if (digit > 9 || __builtin_mul_overflow(result, 10, &result) || __builtin_add_overflow(result, digit, &result))
            return false;
    }
    if (negative)
        result = -result;
    if (result < low || result > high)
        return false;
    *value = result;
    return true;
}

bool text_to_number(const char *text, double low, double high, double *value)
{
    double whole = 0, scale = 1;
    bool point = false, digits = false;
    size_t length = strlen(text);
    if (length == 0 || length > 18)
        return false;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '.' && !point) {
            point = true;
            continue;
        }
        if (*at < '0' || *at > '9')
            return false;
        digits = true;
        whole = whole * 10 + (*at - '0');
        if (point)
            scale *= 10;
    }
    double result = whole / scale;
    if (!digits || result < low || result > high)
        return false;
    *value = result;
    return true;
}

size_t text_origin_length(const char *address)
{
    const char *host = strstr(address, "://");
    return host != NULL ? (size_t)(host + 3 - address) + strcspn(host + 3, "/?#") : 0;
}

#include "scoring/postcodes.h"

#include <string.h>

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    c = upper(c);
    return c >= 'A' && c <= 'Z';
}

static bool wordy(char c)
{
    return is_digit(c) || is_letter(c) || (unsigned char)c >= 0x80 || c == '_' || c == '@' || c == '/' || c == '.' || c == '-' || c == '=';
}

/* Up to four characters of the outward code: A9, A99, AA9, AA99, A9A, AA9A. */
static size_t outward(const char *text, size_t length, size_t at, char out[5])
{
    size_t n = 0;
    while (n < 2 && at + n < length && is_letter(text[at + n])) {
        out[n] = upper(text[at + n]);
        n++;
    }
    if (!n || strchr("QVX", out[0]) || (n == 2 && strchr("IJZ", out[1])))
        return 0;
    size_t digits = 0;
    while (digits < 2 && at + n < length && is_digit(text[at + n])) {
        out[n] = text[at + n];
        n++;
        digits++;
    }
    if (!digits)
        return 0;
    out[n] = '\0';
    return n;
}

static bool inward(const char *text, size_t length, size_t at, char out[4])
{
    if (length < at + 3 || !is_digit(text[at]))
        return false;
    out[0] = text[at];
    for (size_t i = 1; i < 3; i++) {
        out[i] = upper(text[at + i]);
        if (!is_letter(text[at + i]) || strchr("CIKMOV", out[i]))
            return false;
    }
    out[3] = '\0';
    return true;
}

static size_t spaces(const char *text, size_t length, size_t at)
{
    size_t n = 0;
    while (n < 4 && at + n < length) {
        if (text[at + n] == ' ')
            n++;
        else if (length - at - n >= 2 && !memcmp(text + at + n, "\xC2\xA0", 2))
            n += 2;
        else
            break;
    }
    return n;
}

/* The outward code is `n` long; tried shorter too, since "AB12CD" splits as "AB1 2CD". */
static bool postcode_at(const char *text, size_t length, size_t at, struct postcode *out)
{
    char first[6], last[4];
    size_t longest = outward(text, length, at, first);
    for (size_t n = longest; n >= 2 && n + 1 >= longest; n--) {
        size_t tail = at + n, letter = 0;
        char code[6];
        memcpy(code, first, n);
        if (n == longest && is_digit(first[n - 1]) && tail < length && is_letter(text[tail]) && is_digit(first[n - 1]) &&
            !(n >= 2 && is_digit(first[n - 2]))) { /* A9A and AA9A, as in London */
            code[n] = upper(text[tail]);
            letter = 1;
        }
        for (size_t with = letter + 1; with-- > 0;) {
            size_t inner = tail + with, gap = spaces(text, length, inner);
            size_t end = inner + gap + 3;
            if (with && strchr("ILMNOQXYZ", code[n]) && gap == 0)
                continue;
            if (!inward(text, length, inner + gap, last) || (end < length && (is_letter(text[end]) || is_digit(text[end]) || text[end] == '@')))
                continue;
            out->start = at;
            out->end = end;
            memcpy(out->text, code, n + with);
            out->text[n + with] = ' ';
            memcpy(out->text + n + with + 1, last, 4);
            return true;
        }
        if (!is_digit(first[n - 1]) || !is_digit(first[n - 2]))
            break;
    }
    return false;
}

bool postcode_next(const char *text, size_t length, size_t from, struct postcode *out)
{
    for (size_t at = from; at + 5 <= length; at++) {
        if (!is_letter(text[at]) || (at && wordy(text[at - 1])))
            continue;
        if (postcode_at(text, length, at, out))
            return true;
    }
    return false;
}

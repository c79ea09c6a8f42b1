#include "scoring/facts/postcodes.h"

#include <string.h>

#include "base/text.h"

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

static bool wordy(char c)
{
    return text_is_digit(c) || text_is_letter(c) || (unsigned char)c >= 0x80 || c == '_' || c == '@' || c == '/' || c == '.' || c == '-' || c == '=';
}

/* Up to four characters of the outward code: A9, A99, AA9, AA99, A9A, AA9A. `*unposted`: the post has
 * no such letters here. */
static size_t outward(const char *text, size_t length, size_t at, char out[5], bool *unposted)
{
    size_t n = 0;
    while (n < 2 && at + n < length && text_is_letter(text[at + n])) {
        out[n] = upper(text[at + n]);
        n++;
    }
    if (!n)
        return 0;
    *unposted = strchr("QVX", out[0]) != NULL || (n == 2 && strchr("IJZ", out[1]) != NULL);
    size_t digits = 0;
    while (digits < 2 && at + n < length && text_is_digit(text[at + n])) {
        out[n] = text[at + n];
        n++;
        digits++;
    }
    if (!digits)
        return 0;
    out[n] = '\0';
    return n;
}

static bool inward(const char *text, size_t length, size_t at, char out[4], bool *unposted)
{
    if (length < at + 3 || !text_is_digit(text[at]))
        return false;
    out[0] = text[at];
    for (size_t i = 1; i < 3; i++) {
        out[i] = upper(text[at + i]);
        if (!text_is_letter(text[at + i]))
            return false;
        *unposted = *unposted || strchr("CIKMOV", out[i]) != NULL;
    }
    out[3] = '\0';
    return true;
}

/* "1st", "2nd", and after capitals "2hr" or "10ft": numbers with their words, as in "Room B1 2nd floor". */
static bool is_number_word(const char *text, size_t start, size_t inner)
{
    static const char *const ORDINALS[] = {"1st", "2nd", "3rd", "4th", "5th", "6th", "7th", "8th", "9th", "0th"}, *const UNITS[] = {"hr", "yr", "ft", "lb", "gb", "px", "pt", "pp", "up"};
    for (size_t i = 0; i < sizeof ORDINALS / sizeof *ORDINALS; i++)
        if (!memcmp(text + inner, ORDINALS[i], 3))
            return true;
    for (size_t i = 0; i < sizeof UNITS / sizeof *UNITS && text[start] >= 'A' && text[start] <= 'Z'; i++)
        if (!memcmp(text + inner + 1, UNITS[i], 2))
            return true;
    return false;
}

/* What looks so much like a postcode that a reader takes it for one, whatever its letters:
 * two capitals and a digit at least, one space, a digit and two capitals. */
static bool plainly_written(const char *text, size_t start, size_t gap_at, size_t gap)
{
    if (gap == 0 || !text_is_letter(text[start + 1]))
        return false;
    for (size_t i = start; i < gap_at + gap + 3; i++)
        if (text[i] >= 'a' && text[i] <= 'z')
            return false;
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
    bool unposted_area = false;
    size_t longest = outward(text, length, at, first, &unposted_area);
    for (size_t n = longest; n >= 2 && n + 1 >= longest; n--) {
        size_t tail = at + n, letter = 0;
        char code[6];
        memcpy(code, first, n);
        if (n == longest && text_is_digit(first[n - 1]) && tail < length && text_is_letter(text[tail]) && text_is_digit(first[n - 1]) &&
            !(n >= 2 && text_is_digit(first[n - 2]))) { /* A9A and AA9A, as in London */
            code[n] = upper(text[tail]);
            letter = 1;
        }
        for (size_t with = letter + 1; with-- > 0;) {
            size_t inner = tail + with, gap = spaces(text, length, inner);
            size_t end = inner + gap + 3;
            if (with && strchr("ILMNOQXYZ", code[n]) && gap == 0)
                continue;
            bool unposted = unposted_area;
            if (!inward(text, length, inner + gap, last, &unposted) || (end < length && (text_is_letter(text[end]) || text_is_digit(text[end]) || text[end] == '@')))
                continue;
            if ((unposted && !plainly_written(text, at, inner, gap)) || is_number_word(text, at, inner + gap))
                continue;
            out->start = at;
            out->end = end;
            memcpy(out->text, code, n + with);
            out->text[n + with] = ' ';
            memcpy(out->text + n + with + 1, last, 4);
            return true;
        }
        if (!text_is_digit(first[n - 1]) || !text_is_digit(first[n - 2]))
            break;
    }
    return false;
}

bool postcode_next(const char *text, size_t length, size_t from, struct postcode *out)
{
    for (size_t at = from; at + 5 <= length; at++) {
        if (!text_is_letter(text[at]) || (at && wordy(text[at - 1])))
            continue;
        if (postcode_at(text, length, at, out))
            return true;
    }
    return false;
}

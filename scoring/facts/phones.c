#include "scoring/facts/phones.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

enum { SEPARATORS_MAX = 3, HREF_MAX = 60 };

/* What may stand between the digits of a number; returns its bytes, or 0. */
static size_t separator(const char *text, size_t length, size_t at)
{
    static const char *const WIDE[] = {"\xC2\xA0", "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x92", "\xE2\x80\x93", "\xE2\x80\x94",
                                       "\xE2\x80\x89", "\xE2\x80\xAF", "\xE2\x80\x8B", "\xC2\xB7", "\xE2\x80\x8E"};
    if (at >= length)
        return 0;
    if (strchr(" -.()", text[at]) && text[at])
        return 1;
    for (size_t i = 0; i < sizeof WIDE / sizeof *WIDE; i++) {
        size_t n = strlen(WIDE[i]);
        if (length - at >= n && !memcmp(text + at, WIDE[i], n))
            return n;
    }
    return 0;
}

/* Skips separators, at most SEPARATORS_MAX; returns the new place, or `at` itself where
 * more stand there. */
static size_t skip_separators(const char *text, size_t length, size_t at)
{
    size_t place = at;
    for (int i = 0; i < SEPARATORS_MAX; i++) {
        size_t n = separator(text, length, place);
        if (!n)
            return place;
        place += n;
    }
    return separator(text, length, place) ? at : place;
}

/* Reads digits with separators between them: up to `most`. Returns how many and where the
 * last one ended. */
static int read_digits(const char *text, size_t length, size_t at, char *digits, int most, size_t *end)
{
    int count = 0;
    *end = at;
    while (count < most) {
        if (at < length && text_is_digit(text[at])) {
            digits[count++] = text[at++];
            *end = at;
            continue;
        }
        size_t next = count ? skip_separators(text, length, at) : at;
        if (next == at || next >= length || !text_is_digit(text[next]))
            break;
        at = next;
    }
    return count;
}

/* Whether `count` digits after the 0 are a number of the plan. */
static bool in_plan(const char *d, int count, enum phone_kind *kind)
{
    if (count != 9 && count != 10)
        return false;
    switch (d[0]) {
    case '1':
        *kind = PHONE_GEOGRAPHIC;
        /* The area codes of three digits (0113, 0161) have numbers of seven, never six. */
        return d[1] != '0' && (count == 10 || (d[1] != '1' && d[2] != '1'));
    case '2':
        *kind = PHONE_GEOGRAPHIC;
        return count == 10 && strchr("03489", d[1]) != NULL;
    case '3':
        *kind = PHONE_NATIONAL;
        return count == 10 && strchr("0347", d[1]) != NULL;
    case '7':
        *kind = PHONE_MOBILE;
        if (count != 10 || d[1] == '0')
            return false;
        return d[1] != '6' || !memcmp(d, "7624", 4);
    case '8':
        if (d[1] == '0') {
            *kind = PHONE_FREE;
            return count == 10 || !memcmp(d, "800", 3);
        }
        *kind = PHONE_SERVICE;
        return count == 10 && (d[1] == '4' || d[1] == '7');
    case '9':
        *kind = PHONE_PREMIUM;
        return count == 10 && strchr("018", d[1]) != NULL;
    default:
        return false;
    }
}

static void set_number(struct phone *out, const char *digits, int count)
{
    memcpy(out->e164, "+44", 3);
    memcpy(out->e164 + 3, digits, (size_t)count);
    out->e164[3 + count] = '\0';
}

/* Whether a number may start here: no digit, letter or part of a date, price or address
 * runs into it. */
static bool may_start(const char *text, size_t at)
{
    if (!at)
        return true;
    char before = text[at - 1];
    if (text_is_digit(before) || before == '_' || before == '@' || before == '=' || before == '%')
        return false;
    if (text_is_letter(before)) /* "T020" no; "Tel:" ends in its colon */
        return false;
    if (at >= 2 && strchr("-.,:", before) && text_is_digit(text[at - 2]))
        return false;
    if (at >= 2 && before == '#')
        return false;
    return !(at >= 2 && !memcmp(text + at - 2, "\xC2\xA3", 2)); /* pounds */
}

static bool ends_clean(const char *text, size_t length, size_t end)
{
    if (end >= length)
        return true;
    if (text_is_digit(text[end]) || text[end] == '_' || text[end] == '@' || text[end] == '%')
        return false;
    if (text_is_letter(text[end])) /* "ext" and "x" may follow at once, a code's letters not */
        return text[end] == 'x' || text[end] == 'e' || text[end] == 'E';
    return true;
}

/* After the country's code or the leading 0: nine or ten digits. */
static bool national(const char *text, size_t length, size_t at, struct phone *out)
{
    char digits[10];
    size_t end = at;
    int count = read_digits(text, length, at, digits, 10, &end);
    if (count < 9 || !in_plan(digits, count, &out->kind) || !ends_clean(text, length, end))
        return false;
    set_number(out, digits, count);
    out->end = end;
    return true;
}

static bool international(const char *text, size_t length, size_t at, struct phone *out)
{
    size_t place;
    if (text[at] == '+')
        place = at + 1;
    else if (length - at > 4 && !memcmp(text + at, "00", 2))
        place = at + 2;
    else
        return false;
    place = skip_separators(text, length, place);
    if (length - place < 3 || memcmp(text + place, "44", 2) != 0)
        return false;
    place = skip_separators(text, length, place + 2);
    if (place < length && text[place] == '0') { /* +44 (0)1632, and the +4401632 that people write */
        place = skip_separators(text, length, place + 1);
    }
    return national(text, length, place, out);
}

static bool short_number(const char *text, size_t length, size_t at, struct phone *out)
{
    static const struct {
        const char *written, *e164;
    } SHORT[] = {{"0800 1111", "+448001111"}, {"08001111", "+448001111"}, {"116 123", "+44116123"}, {"116123", "+44116123"},
                 {"116 111", "+44116111"},    {"111", "+44111"},          {"101", "+44101"},        {"999", "+44999"}};
    for (size_t i = 0; i < sizeof SHORT / sizeof *SHORT; i++) {
        size_t n = strlen(SHORT[i].written), end = at + n;
        if (length - at < n || memcmp(text + at, SHORT[i].written, n) != 0)
            continue;
        if (end < length && (text_is_digit(text[end]) || text_is_letter(text[end])))
            continue;
        size_t next = skip_separators(text, length, end);
        if (next < length && text_is_digit(text[next]))
            continue;
        memcpy(out->e164, SHORT[i].e164, strlen(SHORT[i].e164) + 1);
        out->kind = PHONE_SHORT;
        out->end = end;
        return true;
    }
    return false;
}

static bool number_at(const char *text, size_t length, size_t at, struct phone *out)
{
    *out = (struct phone){.start = at};
    size_t place = at;
    if (!may_start(text, at))
        return false;
    if (length - at > 6 && (!memcmp(text + at, "18001", 5) || !memcmp(text + at, "18002", 5)) && !text_is_digit(text[at + 5])) {
        place = skip_separators(text, length, at + 5);
        out->relay = true;
    }
    if (place < length && (text[place] == '+' || text[place] == '0') && international(text, length, place, out))
        return true;
    if (place < length && text[place] == '0') {
        size_t after = skip_separators(text, length, place + 1);
        bool decimal = place + 1 < length && text[place + 1] == '.';
        if (!decimal && national(text, length, after, out))
            return true;
    }
    return !out->relay && short_number(text, length, at, out);
}

bool phone_next(const char *text, size_t length, size_t from, struct phone *out)
{
    for (size_t at = from; at < length; at++) {
        if (text[at] != '+' && text[at] != '0' && text[at] != '1' && text[at] != '9')
            continue;
        if (!number_at(text, length, at, out))
            continue;
        if (out->start > from && text[out->start - 1] == '(')
            out->start--;
        return true;
    }
    return false;
}

bool phone_of_href(const char *href, struct phone *out)
{
    static const char *const SCHEMES[] = {"tel:", "sms:", "callto:"};
    char number[HREF_MAX];
    size_t count = 0, skip = 0;
    for (size_t i = 0; i < sizeof SCHEMES / sizeof *SCHEMES && !skip; i++)
        if (text_starts_ignoring_case(href, SCHEMES[i]))
            skip = strlen(SCHEMES[i]);
    if (!skip)
        return false;
    for (const char *at = href + skip; *at && *at != ';' && *at != '?' && count + 1 < HREF_MAX; at++) {
        if (*at == '/')
            continue;
        int octet = text_percent_octet(at, strnlen(at, 3));
        if (octet >= 0) {
            number[count++] = (char)octet;
            at += 2;
        } else {
            number[count++] = *at;
        }
    }
    number[count] = '\0';
    if (count > 2 && !memcmp(number, "44", 2)) { /* the + is often forgotten */
        memmove(number + 1, number, count < HREF_MAX - 1 ? count + 1 : count);
        number[0] = '+';
        number[HREF_MAX - 1] = '\0';
        count = strlen(number);
    }
    return phone_next(number, count, 0, out) && out->kind != PHONE_SHORT;
}

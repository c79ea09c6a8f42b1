#include "scoring/text/sentences.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* Whether the word that ends before the stop at `stop` is an abbreviation; "No. 5" and
 * "p. 5" are, "We say no. Then" is not. */
static bool abbreviation(const char *text, size_t from, size_t stop, bool digit_follows)
{
    static const char *const BEFORE_NUMBERS[] = {"no", "nos", "p", "pp"};
    static const char *const WORDS[] = {"mr",  "mrs", "ms", "dr",  "prof", "st",  "rd",   "tel", "ext",  "e.g", "i.e",
                                        "etc", "vs",  "mob",  "approx", "inc", "ltd", "incl", "para", "max", "min", "dept",
                                        "rev", "hon", "jan", "feb", "aug", "sept", "oct", "nov", "dec", "cf", "fax"};
    enum { LONGEST = 6 };
    size_t start = stop;
    while (start > from && (text_is_letter(text[start - 1]) || (text[start - 1] == '.' && start - 1 > from && text_is_letter(text[start - 2]))))
        start--;
    size_t n = stop - start;
    if (n == 1 && is_upper(text[start]))
        return true; /* an initial */
    if (n > LONGEST) /* as most words are that end a sentence */
        return false;
    for (size_t i = 0; i < sizeof WORDS / sizeof *WORDS; i++)
        if (strlen(WORDS[i]) == n && text_starts_ignoring_case(text + start, WORDS[i]))
            return true;
    for (size_t i = 0; digit_follows && i < sizeof BEFORE_NUMBERS / sizeof *BEFORE_NUMBERS; i++)
        if (strlen(BEFORE_NUMBERS[i]) == n && text_starts_ignoring_case(text + start, BEFORE_NUMBERS[i]))
            return true;
    return false;
}

static bool is_stop(char c)
{
    return c == '.' || c == '!' || c == '?';
}

/* Closing quotes and brackets after a stop. */
static size_t closers(const char *text, size_t length, size_t at)
{
    for (;;) {
        if (at < length && (is_stop(text[at]) || text[at] == ')' || text[at] == '"' || text[at] == '\'' || text[at] == ']'))
            at++;
        else if (length - at >= 3 && (!memcmp(text + at, "\xE2\x80\x9D", 3) || !memcmp(text + at, "\xE2\x80\x99", 3)))
            at += 3;
        else
            return at;
    }
}

/* Bytes that are looked at in one go. */
enum { TOGETHER = 16 };
typedef signed char bytes __attribute__((vector_size(TOGETHER)));

static bool any_stop(const char *text)
{
    bytes them;
    uint64_t found[TOGETHER / sizeof(uint64_t)];
    memcpy(&them, text, sizeof them);
    them = (them == '.') | (them == '!') | (them == '?');
    memcpy(found, &them, sizeof them);
    return (found[0] | found[1]) != 0;
}

/* The first stop from `at` on, or the length. */
static size_t next_stop(const char *text, size_t length, size_t at)
{
    while (at + TOGETHER <= length && !any_stop(text + at))
        at += TOGETHER;
    while (at < length && !is_stop(text[at]))
        at++;
    return at;
}

size_t sentence_end(const char *text, size_t length, size_t from)
{
    size_t after = 0; /* of a row of stops all have the same closers: looked for anew at each, a page of dots would take hours */
    for (size_t at = from; (at = next_stop(text, length, at)) < length; at++) {
        char c = text[at];
        if (at >= after)
            after = closers(text, length, at + 1);
        if (after >= length)
            return length;
        if (text[after] != ' ' || after + 1 >= length)
            continue;
        char next = text[after + 1];
        bool lower = next >= 'a' && next <= 'z';
        if (c == '.' && (lower || abbreviation(text, from, at, text_is_digit(next))))
            continue;
        if (lower && after == at + 1 && c != '?')
            continue;
        if (c == '.' && text_is_digit(next) && at > from && text_is_digit(text[at - 1]) && at - from <= 2)
            continue; /* "1. 20 hours" numbers a list */
        return after;
    }
    return length;
}

void sentence_around(const char *text, size_t length, size_t at, size_t *start, size_t *end)
{
    *start = 0;
    for (;;) {
        *end = sentence_end(text, length, *start);
        if (at < *end || *end >= length)
            return;
        size_t next = *end;
        while (next < length && text[next] == ' ')
            next++;
        if (next > at)
            return;
        *start = next;
    }
}

/* The words that a pattern cannot match without, read off its expression.
 *
 * "\b(?:key|link) workers?\b.{0,30}\bplan" needs "key worker" or "link worker", and "plan".
 * A text without them need never be shown to PCRE2. What the reader does not understand
 * counts as needing nothing, so that a pattern is at worst tried in vain. */
#ifndef COREOFFER_SCORING_REGEX_NEEDS_H
#define COREOFFER_SCORING_REGEX_NEEDS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"

enum { NEED_BYTES = 16, NEED_CLAUSES_MAX = 6 };

/* Lower case; every digit is '0', every byte outside ASCII 0x7F. */
struct need_word {
    unsigned char length;
    bool left, right;      /* stands at the start, at the end of a word */
    char text[NEED_BYTES];
};

struct need_clause {       /* one of these words */
    const struct need_word *words;
    size_t count;
};

struct need_way {          /* all of these clauses; none: nothing is needed */
    struct need_clause clauses[NEED_CLAUSES_MAX];
    size_t count;
};

struct needs {             /* one of these ways: the expression's alternatives */
    struct need_way *ways;
    size_t count;
};

/* Everything lives in `arena`. At least one way. */
void regex_needs(const char *expression, size_t length, struct arena *arena, struct needs *out);

#endif

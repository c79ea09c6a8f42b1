/* Syllables of English words: rules for most, and a list of those that families' pages use often
 * and the rules get wrong: seeds/words/syllables.csv (word, in lower case; syllables). */
#ifndef COREOFFER_SCORING_SYLLABLES_H
#define COREOFFER_SCORING_SYLLABLES_H

#include <stddef.h>

#include "base/status.h"

struct syllables; /* read-only after loading: threads share it */

/* `*out` is the caller's: syllables_free. */
MUST_USE enum status syllables_load(const char *seeds, struct syllables **out, struct error *err);
void syllables_free(struct syllables *words);

/* Of one word (ASCII letters, apostrophes and hyphens; others are taken as consonants). At least 1. */
int syllables_count(const struct syllables *words, const char *word, size_t length);

#endif

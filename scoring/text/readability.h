/* How hard a page is to read, by formulas.
 *
 * Flesch Reading Ease 206.835 - 1.015 W/S - 84.6 Y/W (Flesch 1948); Flesch-Kincaid grade
 * 0.39 W/S + 11.8 Y/W - 15.59 (Kincaid 1975); SMOG 3.1291 + 1.0430 sqrt(30 P/S)
 * (McLaughlin 1969). They are hints: a formula never decides a verdict alone. */
#ifndef COREOFFER_SCORING_READABILITY_H
#define COREOFFER_SCORING_READABILITY_H

#include <stdbool.h>
#include <stddef.h>

#include "model/document.h"
#include "model/verdict.h"
#include "scoring/text/syllables.h"

enum { READABILITY_WORDS_MIN = 100 }; /* fewer words give no figure */

/* Measures the blocks that count. A list item is a sentence; headings, captions, labels, buttons and bare dates are skipped. */
void readability_measure(const struct syllables *syllables, const struct document *document, const bool *counts, struct readability *out);

/* The formulas; NaN where sentences or words are 0. */
double readability_flesch(int sentences, int words, int syllables);
double readability_kincaid(int sentences, int words, int syllables);
double readability_smog(int sentences, int polysyllables);

#endif

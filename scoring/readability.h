/* How hard a page is to read: the formulas, and the terms that it leaves unexplained.
 *
 * Flesch Reading Ease 206.835 - 1.015 W/S - 84.6 Y/W (Flesch 1948); Flesch-Kincaid grade
 * 0.39 W/S + 11.8 Y/W - 15.59 (Kincaid 1975); SMOG 3.1291 + 1.0430 sqrt(30 P/S)
 * (McLaughlin 1969). They are hints: a formula never decides a verdict alone. */
#ifndef COREOFFER_SCORING_READABILITY_H
#define COREOFFER_SCORING_READABILITY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/document.h"
#include "model/verdict.h"

enum { READABILITY_WORDS_MIN = 100 }; /* fewer words give no figure */

/* Jargon: seeds/words/jargon.csv (term, expansion, meaning), and what syllables are counted by. Read-only after loading. */
struct jargon;
MUST_USE enum status jargon_load(const char *seeds, struct jargon **out, struct error *err);
void jargon_free(struct jargon *jargon);
/* The list, for glossaries: what the term stands for and means in plain words; NULL past the end. */
struct jargon_term {
    const char *term, *expansion, *meaning;
};
const struct jargon_term *jargon_at(const struct jargon *jargon, size_t i);

/* Measures the blocks that count. A list item is a sentence; headings, captions, labels,
 * buttons and bare dates are skipped. A term is unexplained where the page does not say
 * what it means at or before its first use below the headings ("Full Name (ABC)", "ABC (Full
 * Name)", "ABC means", "ABC: the ..." in a list of words, the title of an <abbr>, a glossary link
 * on it): a heading has no room for it. A full name counts however its commas, hyphens and
 * capitals are written. Everything is in `arena`. */
void readability_measure(const struct jargon *jargon, const struct document *document, const bool *block_counts,
                         struct arena *arena, struct readability *out);

/* The formulas; NaN where sentences or words are 0. */
double readability_flesch(int sentences, int words, int syllables);
double readability_kincaid(int sentences, int words, int syllables);
double readability_smog(int sentences, int polysyllables);

#endif

/* Words that readers may not know, and whether a page explains them. seeds/words/jargon.csv has the words, explaining.csv by
 * what words before or after them an explanation is known. */
#ifndef COREOFFER_SCORING_JARGON_H
#define COREOFFER_SCORING_JARGON_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/document.h"

/* Read-only after loading. */
struct jargon;
MUST_USE enum status jargon_load(const char *seeds, struct jargon **out, struct error *err);
void jargon_free(struct jargon *jargon);

/* The terms in the blocks that count that the page leaves unexplained, in the order of their first use; how many, and at most 60.
 * A term is unexplained where the page does not say what it means at or before its first use below the headings ("Full Name
 * (ABC)", "ABC (Full Name)", "ABC means", "ABC: the ..." in a list of words, the title of an <abbr>, a glossary link on it): a
 * heading has no room for it. A full name counts however its commas, hyphens and capitals are written. All is in `arena`. */
size_t jargon_unexplained(const struct jargon *jargon, const struct document *document, const bool *counts, struct arena *arena,
                          const char ***unexplained);

#endif

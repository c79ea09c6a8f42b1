/* What the trained model sees of a page: numbers with names that a person can read.
 *
 * For each signal of the cues three numbers: "sig.NAME.1" (it stands somewhere), ".2" (in
 * two sentences or more) and ".n" (how many, on a slow scale from 0 to 1). For each role of the sentences (roles.h)
 * "role.NAME.1st", ".2nd" and ".3rd" (the three highest probabilities), ".best" (the four
 * highest together), ".all" (all, slowly) and ".sure" (how many are over 0.4, slowly). "parts.yes.1st" to
 * ".3rd": how surely a sentence shows the part of a sector besides the service's own, the
 * surest sector first; "parts.any": the same or names it in passing. "topic.NAME"
 * and "title.NAME" say what headings promise; "fact.*", "text.*" and "page.*" the rest. */
#ifndef COREOFFER_SCORING_FEATURES_H
#define COREOFFER_SCORING_FEATURES_H

#include <stddef.h>

#include "base/status.h"
#include "scoring/cues.h"
#include "scoring/reading.h"
#include "scoring/roles.h"
#include "scoring/terms.h"

struct feature_set;

/* Names every feature that the cues give rise to; reads which sector each service belongs
 * to from seeds/rubric/sectors.csv, so that its own part is not counted as another's.
 * `terms`, `cues` and `roles` must outlive the set; without roles (NULL) it has no "role.*". */
MUST_USE enum status features_load(const char *seeds, const struct terms *terms, const struct cues *cues, const struct roles *roles,
                                   struct feature_set **out, struct error *err);
void features_free(struct feature_set *set);

size_t features_count(const struct feature_set *set);
const char *features_name(const struct feature_set *set, size_t index);
int features_find(const struct feature_set *set, const char *name); /* -1 where there is none */

/* Fills `values`, which has room for features_count. Every value is finite. */
void features_fill(const struct feature_set *set, const struct reading *reading, double *values);

/* The sectors besides the service's own that a sentence names: bits of education, health,
 * social care, voluntary. */
unsigned features_other_sectors(const struct feature_set *set, const struct reading *reading, size_t unit);

#endif

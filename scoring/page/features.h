/* What the trained model sees of a page: numbers with names that a person can read.
 *
 * For each signal of the cues three numbers: "sig.NAME.1" (it stands somewhere), ".2" (in
 * two sentences or more) and ".n" (how many, on a slow scale from 0 to 1). "names.PLACE.ID":
 * how often a service is named (service.h), "leads.PLACE.ID": that against the one named
 * most, "words.ID": how likely the page's words speak of it (service_words.h). For each role of the sentences (roles.h)
 * "role.NAME.1st", ".2nd" and ".3rd" (the three highest probabilities), ".best" (the four
 * highest together), ".all" (all, slowly) and ".sure" (how many are over 0.4, slowly), and "none.NAME": the
 * logarithm of the probability that no sentence has it, at least that of 0.01.
 * "parts.shown.1st" to ".3rd": how surely the part of a sector besides the one that runs
 * the service is shown, the surest sector first, and ".15" to ".70" whether it is over that;
 * "parts.named": shown, or named in passing.
 * "topic.NAME" and "title.NAME" say what headings promise; "fact.*", "text.*" and "page.*"
 * the rest. */
#ifndef COREOFFER_SCORING_FEATURES_H
#define COREOFFER_SCORING_FEATURES_H

#include <stddef.h>

#include "scoring/page/cues.h"
#include "scoring/page/reading.h"
#include "scoring/page/roles.h"
#include "scoring/page/service.h"
#include "scoring/text/terms.h"

struct feature_set;

/* Names every feature. All that is given must outlive the set; without roles (NULL) it has
 * no "role.*" and no "parts.*". Never NULL. */
struct feature_set *features_new(const struct terms *terms, const struct cues *cues, const struct roles *roles, const struct service_names *services);
void features_free(struct feature_set *set);

size_t features_count(const struct feature_set *set);
const char *features_name(const struct feature_set *set, size_t index);
int features_find(const struct feature_set *set, const char *name); /* -1 where there is none */

/* Fills `values`, which has room for features_count; "parts.*" are 0. Every value is finite. */
void features_fill(const struct feature_set *set, const struct reading *reading, double *values);
/* Fills "parts.*" for a service that the sector `own` runs (SECTOR_ANY: nobody can tell):
 * what a sentence says of that one's part doesn't count from here on, as evidence neither. */
void features_fill_parts(const struct feature_set *set, int own, struct reading *reading, double *values);

#endif

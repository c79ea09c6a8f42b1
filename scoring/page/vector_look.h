/* What a sentence does, told from what its words mean (word_vectors.h) beside what they are
 * (roles.h): each is wrong about other sentences, and both together less often than either.
 *
 * A convolutional net. Each unit of its first layer looks for a meaning in every three words that stand
 * together; of a sentence is kept how surely the unit met it anywhere ("most") and how much of
 * the sentence is like it ("mean"). From these comes the sentence's gist, a few numbers that the two
 * sentences on either side of it and those under it, where it is a heading, are told by too; and the mean
 * of a page's gists, which every sentence of the page is told by: the law's words are one thing on a
 * service's page and another in a strategy. The log-odds of the first look are shifted, and kept
 * in part, as the second look does afterwards.
 *
 * seeds/rubric/vector-look.csv has the first layer: inputs "bias" and "before.1" to "after.100", the
 * numbers of three words' vectors; vector-look-gists.csv the second: "bias", "most.UNIT", "mean.UNIT";
 * vector-look-roles.csv what both give the roles: "most.", "mean.", then with the gist's units "prev.",
 * "next.", "head." (of the heading above), "earlier." and "later." (two away) and "page.". Learnt by
 * tests/benchmark/learn. */
#ifndef COREOFFER_SCORING_VECTOR_LOOK_H
#define COREOFFER_SCORING_VECTOR_LOOK_H

#include "base/status.h"
#include "scoring/page/roles.h"
#include "scoring/page/segment.h"

struct vector_look;

/* `roles` must outlive it. Errors name the file, the line and what is wrong. */
MUST_USE enum status vector_look_load(const char *seeds, const struct roles *roles, struct vector_look **out, struct error *err);
void vector_look_free(struct vector_look *look);

/* Changes `odds`, the log-odds of every role for each unit of the page, unit by unit. Threads may
 * share the look: what it works out for a word it keeps for all of them. */
void vector_look_take(const struct vector_look *look, const struct segments *segments, float *odds);

#endif

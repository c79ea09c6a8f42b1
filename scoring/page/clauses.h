/* Sentences that say two things: "We run a club on Fridays, and any child under twelve can come."
 *
 * Most sentences that the weights are learnt from do one thing, and among the words of another the first is lost. So a page
 * that has such sentences is read once more with each of their statements as a sentence of its own, and what a statement
 * explains, or whom it says the service is for, the whole does too. Ways to ask are told by whole sentences alone: "Parents
 * can't refer; your health visitor can" is one. */
#ifndef COREOFFER_SCORING_CLAUSES_H
#define COREOFFER_SCORING_CLAUSES_H

#include <stdbool.h>
#include <stdint.h>

#include "scoring/page/segment.h"

struct reading;
struct rubric;

/* The reading's sentences with the statements apart; where one begins is told by seeds/facts/claims.json ("statement").
 * `*whole`: of each unit the sentence that it is, or is of. The units and `*whole` are the caller's to free; the tokens stay
 * the reading's. False, and nothing to free, where every sentence is but one. */
bool clauses_split(const struct rubric *rubric, const struct reading *reading, struct segments *out, uint32_t **whole);

/* Of each unit of clauses_split whether it is one statement of several; to free. */
bool *clauses_parts(const uint32_t *whole, size_t count);

/* Raises the roles of the reading's sentences to those of their statements; `roles`: a row for each unit of clauses_split, of which those of
 * the `parts` are looked at. */
void clauses_join(const struct rubric *rubric, struct reading *reading, const float *roles, const uint32_t *whole, const bool *parts, size_t count);

#endif

/* What sentences claim of a service: that it does something, that others do, that there is something to have to hand, whom it is for. */
#ifndef COREOFFER_SCORING_CLAIMS_H
#define COREOFFER_SCORING_CLAIMS_H

#include <stdbool.h>
#include <stddef.h>

struct claims;
struct cues;
struct reading;
struct roles;
struct rubric;

/* Which roles and signals are claims, in the numbers of a rubric. */
struct claims *claims_new(const struct roles *roles, const struct cues *cues);
void claims_free(struct claims *claims);

/* "Day care" and "respite units" under "Short breaks can be offered as:" are what the service gives, though their own words hardly say so: what
 * stands in such a list, unless it was learnt to be vague, or is listed so in a sentence, is raised to that. What is denied elsewhere is then taken back. */
void claims_bring_out(const struct rubric *rubric, struct reading *reading);

/* "We no longer run clubs", "From next year we hope to lend toys", the items under "We cannot help with:" and advice to readers ("Keep bedtime
 * the same") have nearly all words of such a claim: what they were learnt to mean, and what the cues saw in them, is taken out of the reading (seeds/facts/claims.json). */
void claims_take_back(const struct rubric *rubric, struct reading *reading);

/* Whether the sentence of that number stands under a line that says that there is none of it, or under another matter's heading ("Volunteering"),
 * or denies it itself. */
bool claims_are_void(const struct rubric *rubric, const struct reading *reading, size_t unit);

#endif

/* What sentences claim of a service: that it does something, that others do, that there is something to have to hand. */
#ifndef COREOFFER_SCORING_CLAIMS_H
#define COREOFFER_SCORING_CLAIMS_H

struct reading;
struct rubric;

/* "We no longer run clubs", "From next year we hope to lend toys" and the items under "We cannot help with:" have nearly all words of such a
 * claim: what they were learnt to mean, and what the cues saw in them, is taken out of the reading (seeds/facts/claims.json). */
void claims_take_back(const struct rubric *rubric, struct reading *reading);

#endif

/* Ways to ask for a service, as sentences tell them. */
#ifndef COREOFFER_SCORING_ROUTES_H
#define COREOFFER_SCORING_ROUTES_H

struct reading;
struct rubric;

/* "Families and professionals can make a referral to the front door" is a way to ask whatever its other words were learnt to mean (pattern `stated`).
 * What is denied elsewhere in the same sentence is then taken back. */
void routes_bring_out(const struct rubric *rubric, struct reading *reading);

/* "You cannot refer yourself" and, on a page about something else, "To apply for a Blue Badge" are nearly all words of a way to ask: what such sentences
 * were learnt to mean, and what the cues saw in them, is taken out of the reading (patterns `denied`, `denied-others` and `for-something-else` of
 * seeds/facts/referral.json). */
void routes_take_back(const struct rubric *rubric, struct reading *reading);

#endif

/* What a sentence does, told again in the company of its neighbours: the same words describe
 * a service in a list of what it does and describe nothing in a list of what to bring.
 *
 * The first look (roles.h) takes each sentence alone. The second sees, of each role, how
 * likely it is for the sentence itself ("own.ROLE"), for the one before and after ("prev.",
 * "next."), for its heading ("head."), for the other lines of its list or table on average
 * ("list.") and for the page altogether ("page."), with where the sentence stands ("place.",
 * "topic.", "is.", "position", "joins", "length"). A net of one hidden layer (rectified linear
 * units) joins these and shifts the log-odds of the first look. Weights in thousandths, learnt
 * by tests/benchmark/learn: seeds/rubric/second-look.csv has a row an input, a column a hidden
 * unit; second-look-roles.csv a row a role: what is added to its log-odds, how much of the
 * first look is kept, and a column a hidden unit. A role without a row stays as it was. */
#ifndef COREOFFER_SCORING_SECOND_LOOK_H
#define COREOFFER_SCORING_SECOND_LOOK_H

#include "base/status.h"
#include "scoring/page/cues.h"
#include "scoring/page/reading.h"

struct roles;
struct second_look;

/* `roles` and `cues` say what can be seen and must outlive it. Errors name the file, the
 * line and what is wrong; an input or a role that does not exist is one. */
MUST_USE enum status second_look_load(const char *seeds, const struct roles *roles, const struct cues *cues, struct second_look **out, struct error *err);
void second_look_free(struct second_look *look);

/* Changes `odds`, the log-odds of every role for each unit of the page, unit by unit. `wanted`: one flag a unit, whose odds to change while those
 * of the others are only seen; NULL for all. */
void second_look_take(const struct second_look *look, const struct segments *segments, const bool *wanted, float *odds);

#endif

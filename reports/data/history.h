/* Scores over the runs, from the third run on. Only runs that were judged by the same
 * version of the rubric are drawn in one line, and of a council only those in which as much of it was read as
 * now: a change in the rule or the visit is never shown as a change in the council. */
#ifndef COREOFFER_REPORTS_HISTORY_H
#define COREOFFER_REPORTS_HISTORY_H

#include "reports/data/data.h"

enum { HISTORY_LEAST = 3, HISTORY_MOST = 12 }; /* runs in a line; older ones are left out */

/* Fills report->history and each council's scores, once runs and scorecards are loaded. */
MUST_USE enum status history_load(struct report *report, struct error *err);
/* Whether this run and the one before were judged by the same rules. */
bool history_same_rules(const struct report *report);
/* Line and table of one council; nothing where it was scored in fewer runs. */
void history_add_council(struct buffer *out, const struct report *report, const struct report_council *council);
/* The median over the councils that were scored in every one of the runs. */
void history_add_trend(struct buffer *out, const struct report *report);

#endif

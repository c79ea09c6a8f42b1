/* What people add to a run: decisions on verdicts, councils' replies, and their answers to
 * information requests. */
#ifndef COREOFFER_REPORTS_ADDITIONS_H
#define COREOFFER_REPORTS_ADDITIONS_H

#include "reports/data.h"

/* Reads options.replies and options.answers where given; strict: file, line, what is wrong of every row. In replies council,
 * service and question may stand by code or as the report prints them; lines left as the form had them are passed over. A run of
 * part of the list is no mistake: what is of a council of another run of the store, or of the list that is shipped, is checked,
 * kept out and told of. */
MUST_USE enum status additions_load(struct report *report, struct error *err);
/* The form for a council's reply, CSV with a byte order mark: a line for the page as a whole and one for each result
 * that is not found in full, by the names that the report prints. additions_load reads it. */
void additions_write_form(const struct report *report, const struct report_council *council, struct buffer *out);
/* Puts what people decided, where that is used, in place of the program's verdicts in a council's service; once its "says no" is
 * overruled, what rested on that could not be told. Whether any differs: the scores are then no longer those of the verdicts. */
bool additions_decide_service(struct service_scorecard *service, const char *gss_code, const struct decisions *decisions);
/* The same for a scorecard, whose scores are worked out again by the report's rubric. */
void additions_decide_card(const struct report *report, struct scorecard *card, const char *gss_code, const struct decisions *decisions);
/* For every scorecard of the report, those of the run before too, so that a person's word is not taken for a change of the council's. */
MUST_USE enum status additions_apply_decisions(struct report *report, struct error *err);

#endif

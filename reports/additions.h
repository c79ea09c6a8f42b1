/* What people add to a run: reviews of verdicts, councils' replies, and their answers to
 * information requests. */
#ifndef COREOFFER_REPORTS_ADDITIONS_H
#define COREOFFER_REPORTS_ADDITIONS_H

#include "reports/data.h"

/* The columns of a file of replies. */
enum { ADDITIONS_REPLY_COLUMNS = 8 };
extern const char *const additions_reply_columns[ADDITIONS_REPLY_COLUMNS];

/* Reads options.replies and options.answers where given; strict: file, line, what is wrong. */
MUST_USE enum status additions_load(struct report *report, struct error *err);
/* Puts the verdicts of a run's reviews, as store_reviews gives them, in place of the program's in a council's service.
 * Whether any differs: the scores are then no longer those of the verdicts. */
bool additions_review_service(struct service_scorecard *service, const char *gss_code, const struct review *reviews, size_t count);
/* The same for every scorecard, of the run before too, so that a person's word is not taken for a change of the council's.
 * The scores are worked out again, by this run's rubric. */
void additions_apply_reviews(struct report *report);

#endif

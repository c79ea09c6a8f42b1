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
/* Puts the verdicts of reviews in place of the program's and works the scores out again. */
void additions_apply_reviews(struct report *report);

#endif

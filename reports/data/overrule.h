/* What people decided, put in place of what the program found, and the scores that follow from it. */
#ifndef COREOFFER_REPORTS_OVERRULE_H
#define COREOFFER_REPORTS_OVERRULE_H

#include "model/rubric.h"
#include "reports/data/decisions.h"

/* Puts what people decided, where that is used, in place of the program's verdicts in a council's service; once its "says no" is
 * overruled, what rested on that could not be told. Whether any differs: the scores are then no longer those of the verdicts. */
bool overrule_service(struct service_scorecard *service, const char *gss_code, const struct decisions *decisions);
/* The same for a scorecard, whose scores are worked out again. */
void overrule_card(const struct rubric_texts *rubric, struct scorecard *card, const char *gss_code, const struct decisions *decisions);

#endif

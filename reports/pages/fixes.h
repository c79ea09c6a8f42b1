/* What a council can put right, most gain first. */
#ifndef COREOFFER_REPORTS_FIXES_H
#define COREOFFER_REPORTS_FIXES_H

#include "reports/pages/parts.h"

/* A fix: one row of the rubric over the services where it is wanting, by what it would gain. */
struct fix {
    const struct rubric_row *row;
    const struct row_verdict *verdicts[32];
    size_t count;
    double gain;
};
/* Sorted by gain; at most `room`. */
size_t fixes_find(const struct report *report, const struct report_council *council, struct fix *fixes, size_t room);
/* What to put right first, grouped by who can, with its broken links; `root` leads to the report's first page. */
void fixes_add(struct buffer *out, const struct report *report, const struct report_council *council, const char *root);

#endif

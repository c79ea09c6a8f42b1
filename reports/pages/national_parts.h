/* The national tables in HTML. */
#ifndef COREOFFER_REPORTS_NATIONAL_PARTS_H
#define COREOFFER_REPORTS_NATIONAL_PARTS_H

#include "reports/data/national.h"
#include "reports/pages/parts.h"

/* All of them, each with its base; `full` adds the run before with its matched numbers.
 * The short form is one table of all lines. */
void national_add_tables(struct buffer *out, const struct report *report, bool full);

#endif

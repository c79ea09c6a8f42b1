/* One question's results, council by council, on its page or on a region's. */
#ifndef COREOFFER_REPORTS_ROW_RESULTS_H
#define COREOFFER_REPORTS_ROW_RESULTS_H

#include "reports/data/data.h"

/* The verdict of a service that the row applies to, or NULL; `service` is an index of the council's card. */
const struct row_verdict *row_results_of(const struct report_council *council, size_t service, const char *row);
/* Each with the services that have each result, folded but for a report of one, and the first words of each, which lead to its proof. A council's line has the
 * id that row_results_id names. `root` leads from the page to the report's folder. */
void row_results_add(struct buffer *out, const struct report *report, const struct report_council *const *councils, size_t count, const char *row,
                     const char *root);

/* Whether the results stand on a page for each region: together they are too much for a telephone. */
bool row_results_by_region(const struct report *report);
/* From the question's page to a council's line; in `arena`. */
const char *row_results_address(const struct report *report, const struct report_council *council, struct arena *arena);

#endif

/* Parts of a council's pages that several of them share. */
#ifndef COREOFFER_REPORTS_COUNCIL_PARTS_H
#define COREOFFER_REPORTS_COUNCIL_PARTS_H

#include "reports/pages/parts.h"

/* One table with every row of a service: tag, reason, evidence. `brief` cuts quotes and
 * leaves dates and digests to the evidence page. */
void council_rows_table(struct buffer *out, const struct report *report, const struct report_council *council,
                        const struct service_scorecard *service, const char *root, bool brief);
/* The three things that a family asks first, each with its tag; the headline where they may not be shown
 * or could not be told. */
void council_basics(struct buffer *out, const struct report *report, const struct report_council *council,
                    const struct service_scorecard *service);
/* The council says in its own words that it has no such service: there is nothing to look for, and nothing to write. */
bool council_denies(const struct report_council *council, const char *service);
/* Whether the pages give a way to reach those who advise families: their page in the report, of the service COUNCIL_ADVICE, says whom to ring. */
#define COUNCIL_ADVICE "advice"
bool council_gives_advice(const struct report_council *council);
/* What a service's headline says, in words. */
void council_headline(struct buffer *out, const struct report *report, const struct report_council *council,
                      const struct service_scorecard *service);
/* Links that are not well, grouped by target, with the pages that carry them. At most
 * `limit` targets of each kind, 0 for all. */
void council_links(struct buffer *out, const struct report *report, const struct report_council *council, size_t limit);
void council_leaflets(struct buffer *out, const struct report_council *council);
/* All replies of a council, or that there is none; and those to one result, beside it, or nothing. */
void council_replies(struct buffer *out, const struct report *report, const char *gss_code);
void council_row_replies(struct buffer *out, const struct report *report, const char *gss_code, const struct row_verdict *row);

#endif

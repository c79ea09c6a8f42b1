/* Findings for a web team's own pipeline: SARIF 2.1.0, and the links as a JUnit suite. */
#ifndef COREOFFER_REPORTS_SARIF_H
#define COREOFFER_REPORTS_SARIF_H

#include "base/json.h"
#include "reports/data/data.h"

/* A whole SARIF log; `rows` adds the scorecard's findings to the links'. Fingerprints are
 * made of what names a finding, so they are the same in every run. */
void sarif_write(struct buffer *out, const struct report *report, const struct report_council *council, bool rows);
/* One <testsuite> of links: broken ones are failures, what could not be told is skipped, a start
 * that could not be read is an error. */
void sarif_junit_links(struct buffer *out, const struct report *report, const struct report_council *council);
/* Where the words that a verdict rests on stand, or where the visit began. */
const char *sarif_row_address(const struct report *report, const struct report_council *council, const struct row_verdict *row);
/* The report's notice, if any, as the first child of a <testsuite>. */
void sarif_junit_notice(struct buffer *out, const struct report *report);
/* As "unread" of an object that is open: which start could not be read, and why; nothing where it was read. */
void sarif_json_unread(struct json_writer *json, const struct report *report, const struct report_council *council);

#endif

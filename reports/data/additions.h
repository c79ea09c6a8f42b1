/* What people add to a run: councils' replies, and their answers to information requests. */
#ifndef COREOFFER_REPORTS_ADDITIONS_H
#define COREOFFER_REPORTS_ADDITIONS_H

#include "reports/data/data.h"

/* Reads options.replies and options.answers, or where one is not given what is kept of it in the store; strict: file, line, what is wrong of every row. In replies council,
 * service and question may stand by code or as the report prints them; lines left as the form had them are passed over. A run of
 * part of the list is no mistake: what is of a council of another run of the store, or of the list that is shipped, is checked,
 * kept out and told of. */
MUST_USE enum status additions_load(struct report *report, struct error *err);
/* Keeps in the store those that were given, for the reports to come; does nothing where none was. */
MUST_USE enum status additions_keep(const struct report *report, struct error *err);
/* The form for a council's reply, CSV with a byte order mark: a line for the page as a whole and one for each result
 * that is not found in full, by the names that the report prints. additions_load reads it. */
void additions_write_form(const struct report *report, const struct report_council *council, struct buffer *out);

#endif

/* Internal to the rows that a single sentence or a row of a table answers: the pages that may hold it. */
#ifndef COREOFFER_SCORING_WITNESSES_H
#define COREOFFER_SCORING_WITNESSES_H

#include "scoring/council/rows.h"

/* Pages that may say of the service who decides, how many and what came of families' words: those that speak for the row, then parts
 * of pages over several services. */
size_t witness_count(const struct service_view *view);
const struct service_page *witness_at(const struct service_view *view, size_t i); /* i < witness_count */

/* As rows_find_unless, over all of them; witness_first then over their tables. */
bool witness_first_sentence(const struct service_view *view, size_t group, uint64_t unless, struct row_hit *hit);
bool witness_first(const struct service_view *view, size_t group, uint64_t unless, struct row_hit *hit);
/* Whether the block of the hit, its row of a table, its caption, its heading or its page's title gives a year. */
bool witness_dated(const struct service_view *view, const struct row_hit *hit);

/* Quotes the hit. */
void witness_add(const struct service_view *view, const struct row_hit *hit, struct row_verdict *row);
/* Shows it as what did not count, for the reason; nothing where its page is NULL. */
void witness_left_out(const struct service_view *view, const struct row_hit *hit, const char *why, struct row_verdict *row);
/* Of a row that is not found: the sentence that comes nearest to it. The nearer, the less sure it is that there is nothing. */
void witness_nearest(const struct service_view *view, size_t group, struct row_verdict *row);

#endif

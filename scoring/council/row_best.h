/* What rows that the page level has judged have in common: explanation, eligibility, referral, contacts and joined_up are the best answer
 * of the service's pages and leaflets, and more or less than it where single sentences say so. */
#ifndef COREOFFER_SCORING_ROW_BEST_H
#define COREOFFER_SCORING_ROW_BEST_H

#include "scoring/council/rows.h"

/* A page's answer to a row: its own verdict, or less where the row asks for more. */
struct answer {
    enum verdict verdict;
    const char *reason;
    struct row_hit against; /* page NULL where nothing speaks against it */
};
typedef void (*row_cap)(const struct service_view *view, const struct service_page *page, const struct judgement *judgement, struct answer *answer);

/* The best speaking page's judgement; on a tie the surer. Its quotes lead, then those of other pages that say as much. `less` (may be
 * NULL) is what the row asks beyond the page level. */
void rows_best_check(const struct service_view *view, enum check check, row_cap less, struct row_verdict *row);
void rows_best_criterion(const struct service_view *view, enum criterion criterion, struct row_verdict *row);
/* A judgement without a quote still needs something to show: the page's own title. */
void rows_need_quote(const struct service_view *view, struct row_verdict *row);
/* One sentence is taken for more than what its page as a whole was: what the row rested on goes. */
void rows_overrule(struct row_verdict *row, enum verdict verdict, const char *reason);
/* Quotes, as counting against, a need that no family can test. */
void rows_add_untestable(const struct service_view *view, const struct row_hit *need, const char *reason, struct row_verdict *row);
/* Whether the quote tells what another sector does. */
bool rows_tells_part(const struct evidence *evidence);

/* Whether single sentences or facts of the page make it a yes, where it is none as a whole: for rows_says. */
bool row_explanation_says(const struct service_view *view, const struct service_page *page);
bool row_referral_says(const struct service_view *view, const struct service_page *page);
bool row_contacts_says(const struct service_view *view, const struct service_page *page);

#endif

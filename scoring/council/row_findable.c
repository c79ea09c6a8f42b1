/* How many clicks lead to the service. */
#include <string.h>

#include "scoring/council/rows.h"

enum { CLICKS_YES = 4, CLICKS_CONCERNS = 6 };

void row_findable(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    const struct service_page *nearest = NULL;
    int clicks = -1;
    for (size_t i = 0; i < view->helping; i++) {
        int here = council->clicks[view->pages[i].page - council->evidence->pages];
        if (here < 0 || (nearest && here >= clicks))
            continue;
        nearest = &view->pages[i];
        clicks = here;
    }
    if (!nearest) {
        rows_set(row, VERDICT_NO, "no-link-leads-here");
        rows_near_miss(row, rows_words(council, view->pages[0].page, rows_title(&view->pages[0]), ""), "found in the site map only: no link led to it");
        return;
    }
    int home = council->evidence->visit->clicks_from_home;
    const char *where = arena_printf(council->arena, clicks == 1 ? "%d click from the Local Offer’s first page" : "%d clicks from the Local Offer’s first page", clicks);
    row->detail = home >= 0 ? arena_printf(council->arena, clicks == 1 ? "%d click, %d from the council’s home page" : "%d clicks, %d from the council’s home page", clicks, clicks + home)
                            : arena_printf(council->arena, clicks == 1 ? "%d click" : "%d clicks", clicks);
    rows_set(row, clicks <= CLICKS_YES ? VERDICT_YES : clicks <= CLICKS_CONCERNS ? VERDICT_CONCERNS : VERDICT_NO,
             clicks <= CLICKS_YES ? "" : "many-clicks");
    rows_add(council, row, rows_words(council, nearest->page, rows_title(nearest), where));
}

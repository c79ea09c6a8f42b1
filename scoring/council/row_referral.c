/* How do we get it? By the best page, or by one plain sentence or form. */
#include <string.h>

#include "base/text.h"
#include "scoring/council/row_best.h"

/* A route that stands in one plain sentence or field: "Ring us on ... to be given a worker". Advice
 * is had by ringing for it. */
static bool route_on(const struct service_view *view, const struct service_page *page, struct row_hit *hit)
{
    const struct regex_set *set = view->council->rules->rows;
    return rows_find_unless(view, page, set, ROW_ROUTE, ROWS_BUT(ROW_NOT_ROUTE), hit) ||
           (!strcmp(view->service->id, "advice") && rows_find_unless(view, page, set, ROW_ADVICE_LINE, ROWS_BUT(ROW_NOT_ROUTE), hit));
}

/* A page that was read has something to fill in, other than what stands on every page of the site. */
static bool is_a_form(const struct council_view *council, size_t number)
{
    const struct document *document = council->evidence->pages[number].document;
    const bool *counts = council_reading(council, number)->counts;
    bool label = false, button = false;
    for (size_t i = 0; i < document->block_count; i++) {
        label |= counts[i] && document->blocks[i].kind == BLOCK_LABEL;
        button |= counts[i] && document->blocks[i].kind == BLOCK_BUTTON;
    }
    return label && (button || document->has_forms); /* "Send" may stand on every page */
}

/* A link's words alone are no route; "Apply online" and the form behind it are one. */
static const struct reference *form_behind(const struct service_view *view, const struct service_page *page)
{
    const struct council_view *council = view->council;
    for (size_t r = 0; page->role == ROLE_ANSWERS && r < page->page->reference_count; r++) {
        const struct reference *reference = &page->page->references[r];
        if (!council_own_link(council, page->page, reference) || !rows_matches(council, ROW_APPLY_LINK, reference->text, strlen(reference->text)))
            continue;
        size_t form;
        if (council_page_behind(council, reference, &form) && council->evidence->pages[form].document && council->evidence->pages[form].page->state == LINK_OK &&
            is_a_form(council, form))
            return reference;
    }
    return NULL;
}

static bool route_by_form(const struct service_view *view, struct row_verdict *row)
{
    for (size_t i = 0; i < view->answering; i++) {
        const struct reference *reference = form_behind(view, &view->pages[i]);
        if (!reference)
            continue;
        rows_overrule(row, VERDICT_YES, "");
        rows_add(view->council, row, rows_words(view->council, view->pages[i].page, reference->text, "a link to the form"));
        return true;
    }
    return false;
}

/* Such a route where the page as a whole was taken to give none, not surely, to give no way to start, or to tell professionals alone ("Talk to your
 * school nurse, who will refer"); else, where it says nothing, one that is only named. */
static void route_in_a_sentence(const struct service_view *view, struct row_verdict *row)
{
    struct row_hit hit;
    bool found = false, named = false;
    if (route_by_form(view, row))
        return;
    for (size_t i = 0; i < view->helping && !found; i++)
        found = route_on(view, &view->pages[i], &hit);
    for (size_t i = 0; i < view->helping && !found && !named && row->judgement.verdict == VERDICT_NO; i++)
        named = rows_find_unless(view, &view->pages[i], view->council->rules->rows, ROW_ROUTE_NAMED, ROWS_BUT(ROW_NOT_ROUTE), &hit);
    if (!found && !named)
        return;
    rows_overrule(row, found ? VERDICT_YES : VERDICT_CONCERNS, found ? "" : "no-start");
    rows_add(view->council, row, rows_quote(view->council, hit.page->page, hit.block, hit.offset, hit.cue));
}

void row_referral(const struct service_view *view, struct row_verdict *row)
{
    rows_best_check(view, CHECK_REFERRAL, NULL, row);
    bool for_others = row->judgement.verdict == VERDICT_CONCERNS && !strcmp(row->judgement.reason, "professionals-only");
    bool no_start = row->judgement.verdict == VERDICT_CONCERNS && !strcmp(row->judgement.reason, "no-start");
    if (row->judgement.verdict == VERDICT_NO || for_others || no_start || (row->judgement.verdict == VERDICT_CONCERNS && row->judgement.certainty < BORDERLINE_BELOW))
        route_in_a_sentence(view, row);
    for (size_t i = 0; i < view->answering; i++) {
        const struct service_page *page = &view->pages[i];
        const struct fact_place *time = rows_place(page, FACT_TIMEFRAME);
        if (rows_place(page, FACT_SELF_REFERRAL))
            row->detail = "self-referral";
        if (time)
            rows_add_place(view->council, row, page->page, time, "timeframe");
    }
    rows_need_quote(view, row);
}

bool row_referral_says(const struct service_view *view, const struct service_page *page)
{
    struct row_hit hit;
    return page->role != ROLE_PARTNER && (route_on(view, page, &hit) || form_behind(view, page) != NULL);
}

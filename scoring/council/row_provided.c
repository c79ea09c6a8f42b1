/* Whether the council says that it has the service, by a page that describes it; key working: row_key_working.c. */
#include <string.h>

#include "scoring/council/rows.h"

#define NOT_DESCRIBED 0.65 /* certainty where a service is not described, offered or only named: a person looks */

/* Being developed, adapted, expanded or closed: put to the row's detail. */
static void add_changes(const struct service_view *view, struct row_verdict *row)
{
    for (size_t i = 0; i < view->answering; i++) {
        struct row_hit hit;
        if (!rows_find(view, &view->pages[i], view->council->rules->rows, ROW_CHANGING, &hit))
            continue;
        row->detail = *row->detail ? arena_printf(view->council->arena, "%s %s", row->detail, hit.value) : arena_copy(view->council->arena, hit.value);
        return;
    }
}

void rows_doubt(const struct service_view *view, struct row_verdict *row, const char *reason, const struct row_hit *hit)
{
    rows_set(row, VERDICT_DOUBTS, reason);
    struct evidence evidence = rows_quote(view->council, hit->page->page, hit->block, hit->offset, hit->cue);
    evidence.against = true;
    rows_add(view->council, row, evidence);
}

/* A sentence that only sounds like one ("we are committed to ...") describes a service where the
 * page says something else of it too. */
static bool only_vague(const struct service_page *page)
{
    static const enum check OTHERS[] = {CHECK_REFERRAL, CHECK_ELIGIBILITY, CHECK_CONTACTS};
    const struct assessment *assessment = page->page->assessment;
    const struct judgement *judgement = &assessment->checks[CHECK_EXPLANATION];
    for (size_t i = 0; i < sizeof OTHERS / sizeof *OTHERS; i++)
        if (assessment->checks[OTHERS[i]].verdict == VERDICT_YES || assessment->checks[OTHERS[i]].verdict == VERDICT_CONCERNS)
            return false;
    for (size_t i = 0; i < judgement->evidence_count; i++)
        if (strcmp(judgement->evidence[i].cue, "vague") != 0)
            return false;
    return judgement->evidence_count > 0;
}

/* A page says what the service does, how to get it or who can have it. */
static bool described(const struct service_view *view, struct row_verdict *row)
{
    static const enum check CHECKS[] = {CHECK_EXPLANATION, CHECK_REFERRAL, CHECK_ELIGIBILITY};
    for (size_t c = 0; c < sizeof CHECKS / sizeof *CHECKS; c++)
        for (size_t i = 0; i < view->helping; i++) {
            const struct judgement *judgement = &view->pages[i].page->assessment->checks[CHECKS[c]];
            if (judgement->verdict != VERDICT_YES &&
                !(judgement->verdict == VERDICT_CONCERNS && CHECKS[c] == CHECK_EXPLANATION && !only_vague(&view->pages[i])))
                continue;
            rows_set(row, VERDICT_YES, "");
            if (judgement->evidence_count)
                rows_copy(view, &view->pages[i], &judgement->evidence[0], row);
            else
                rows_add(view->council, row, rows_words(view->council, view->pages[i].page, view->pages[i].page->document->title, "the page’s title"));
            return true;
        }
    return false;
}

/* What families can ask for, or be referred to, is there, described or not. */
static bool can_be_asked_for(const struct service_view *view, struct row_verdict *row)
{
    struct row_verdict referral = {.service = row->service, .row = "referral"};
    row_referral(view, &referral);
    if ((referral.judgement.verdict != VERDICT_YES && referral.judgement.verdict != VERDICT_CONCERNS) || !referral.judgement.evidence_count)
        return false;
    rows_set(row, VERDICT_YES, "");
    rows_at_most(row, NOT_DESCRIBED);
    rows_add(view->council, row, referral.judgement.evidence[0]);
    return true;
}

/* "We do not have a Portage service. Instead, our team visits nurseries.": what is told may be of something else, and a person looks. */
static void doubt_what_is_denied(const struct service_view *view, struct row_verdict *row)
{
    const struct row_hit *denied = &view->denied_yet_there;
    if (!denied->page || row->judgement.verdict != VERDICT_YES)
        return;
    rows_at_most(row, NOT_DESCRIBED);
    struct evidence evidence = rows_quote(view->council, denied->page->page, denied->block, denied->offset, denied->cue);
    evidence.against = true;
    rows_add(view->council, row, evidence);
}

void row_provided(const struct service_view *view, struct row_verdict *row)
{
    if (view->denial.page) {
        service_quote_denial(view, row, "said-so");
        return;
    }
    if (!view->helping) {
        rows_set(row, VERDICT_SILENT, view->only_news ? "only-news-or-policy" : "");
        if (view->only_news)
            rows_near_miss(row, rows_words(view->council, view->pages[0].page, view->pages[0].page->document->title, ""), "only news or a policy speaks of it");
        else if (view->other_sense)
            rows_near_miss(row, rows_words(view->council, view->other_sense, view->other_sense->document->title, ""), "the name stands for something else here");
        return;
    }
    if (service_is_key_working(view->service)) {
        row_key_working(view, row);
        add_changes(view, row);
        return;
    }
    if (described(view, row)) {
        doubt_what_is_denied(view, row);
        add_changes(view, row);
        return;
    }
    const struct service_page *record = rows_record(view);
    if (record) {
        rows_set(row, VERDICT_YES, "");
        rows_quote_record(view, record, row);
        add_changes(view, row);
        return;
    }
    struct row_hit hit;
    for (size_t i = 0; i < view->helping; i++)
        if (rows_find(view, &view->pages[i], view->council->rules->rows, ROW_UNSURE, &hit)) {
            rows_doubt(view, row, "unsure", &hit);
            return;
        }
    for (size_t i = 0; i < view->answering; i++)
        if (rows_find(view, &view->pages[i], view->council->rules->rows, ROW_PROVIDES, &hit)) {
            rows_set(row, VERDICT_YES, "");
            rows_at_most(row, NOT_DESCRIBED);
            rows_add(view->council, row, rows_quote(view->council, hit.page->page, hit.block, hit.offset, hit.cue));
            add_changes(view, row);
            return;
        }
    if (can_be_asked_for(view, row)) {
        add_changes(view, row);
        return;
    }
    rows_set(row, VERDICT_DOUBTS, "only-named");
    rows_at_most(row, NOT_DESCRIBED); /* what is hardly told of is there more often than not */
    rows_add(view->council, row, rows_words(view->council, view->pages[0].page, view->pages[0].page->document->title, "the page’s title"));
    add_changes(view, row);
}

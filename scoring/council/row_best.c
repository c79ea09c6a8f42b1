/* The best answer of a service's pages to what the page level has judged: a check or a criterion. */
#include <string.h>

#include "scoring/council/row_best.h"

static int rank(enum verdict verdict)
{
    return verdict == VERDICT_YES ? 3 : verdict == VERDICT_CONCERNS ? 2 : verdict == VERDICT_NO ? 1 : 0;
}

static bool is_better(const struct service_page *page, int here, double certainty, int there, double there_certainty)
{
    return here > there || (here == there && page->role != ROLE_PARTNER && certainty > there_certainty);
}

typedef const struct judgement *(*judgement_of)(const struct assessment *assessment, int which);

static const struct judgement *check_of(const struct assessment *assessment, int which)
{
    return &assessment->checks[which];
}

static const struct judgement *criterion_of(const struct assessment *assessment, int which)
{
    return &assessment->criteria[which];
}

void rows_add_untestable(const struct service_view *view, const struct row_hit *need, const char *reason, struct row_verdict *row)
{
    struct evidence evidence = rows_quote(view->council, need->page->page, need->block, need->offset, reason);
    evidence.where = arena_printf(view->council->arena, "%s; %s", evidence.where,
                                  *need->value ? "it names nothing that a family can test" : "it holds a need that no family can test");
    evidence.against = true;
    rows_add(view->council, row, evidence);
}

/* The best page's judgement; on a tie the surer. Its quotes lead, then those of other pages
 * that say as much. `less` (may be NULL) is what the row asks beyond the page level. */
static void best_page(const struct service_view *view, judgement_of of, int which, row_cap less, struct row_verdict *row)
{
    size_t pages = view->speaking, best = SIZE_MAX;
    struct answer *answers = arena_array(view->council->work, pages + 1, sizeof *answers);
    for (size_t i = 0; i < pages; i++) {
        const struct judgement *judgement = of(view->pages[i].page->assessment, which);
        answers[i] = (struct answer){.verdict = judgement->verdict, .reason = judgement->reason};
        if (less)
            less(view, &view->pages[i], judgement, &answers[i]);
        if (best == SIZE_MAX || is_better(&view->pages[i], rank(answers[i].verdict), judgement->certainty, rank(answers[best].verdict),
                                          of(view->pages[best].page->assessment, which)->certainty))
            best = i;
    }
    if (best == SIZE_MAX)
        return;
    const struct judgement *chosen = of(view->pages[best].page->assessment, which);
    enum verdict verdict = answers[best].verdict;
    bool partner = view->pages[best].role == ROLE_PARTNER;
    rows_set(row, verdict == VERDICT_NOT_TESTED ? VERDICT_CANNOT_TELL : verdict, answers[best].reason);
    rows_at_most(row, chosen->certainty);
    if (partner)
        row->detail = "partner";
    const struct row_hit *against = &answers[best].against;
    if (against->page) /* first, since the same words may be what counts */
        rows_add_untestable(view, against, answers[best].reason, row);
    if (verdict == VERDICT_NO && chosen->verdict != VERDICT_NO && chosen->evidence_count) /* what the row does not take for an answer */
        rows_near_miss(row, rows_words(view->council, view->pages[best].page, chosen->evidence[0].quote, ""), "it tells none of what the service does");
    else
        for (size_t i = 0; i < chosen->evidence_count; i++)
            rows_copy(view, &view->pages[best], &chosen->evidence[i], row);
    for (size_t i = 0; i < pages; i++) {
        const struct judgement *judgement = of(view->pages[i].page->assessment, which);
        if (verdict != VERDICT_NO && i != best && rank(answers[i].verdict) == rank(verdict) && judgement->evidence_count)
            rows_copy(view, &view->pages[i], &judgement->evidence[0], row);
        if (verdict == VERDICT_NO && judgement->near_miss.quote && !row->judgement.near_miss.quote)
            rows_near_miss(row, rows_words(view->council, view->pages[i].page, judgement->near_miss.quote, ""), judgement->near_miss.where);
    }
}

void rows_best_check(const struct service_view *view, enum check check, row_cap less, struct row_verdict *row)
{
    best_page(view, check_of, check, less, row);
}

void rows_best_criterion(const struct service_view *view, enum criterion criterion, struct row_verdict *row)
{
    best_page(view, criterion_of, criterion, NULL, row);
}

void rows_need_quote(const struct service_view *view, struct row_verdict *row)
{
    enum verdict verdict = row->judgement.verdict;
    if ((verdict == VERDICT_YES || verdict == VERDICT_CONCERNS) && !row->judgement.evidence_count && view->helping)
        rows_add(view->council, row, rows_words(view->council, view->pages[0].page, view->pages[0].page->document->title, "the page’s title"));
}

void rows_overrule(struct row_verdict *row, enum verdict verdict, const char *reason)
{
    row->judgement.near_miss = (struct evidence){0};
    row->judgement.evidence_count = 0;
    rows_set(row, verdict, reason);
}

bool rows_tells_part(const struct evidence *evidence)
{
    static const char PART[] = "part.";
    return !evidence->against && !strncmp(evidence->cue, PART, sizeof PART - 1);
}

bool rows_says(const struct service_view *view, const struct service_page *page, enum check check)
{
    const struct judgement *judgement = &page->page->assessment->checks[check];
    if (judgement->verdict == VERDICT_YES)
        return !(check == CHECK_EXPLANATION && page->role == ROLE_DIRECTORY);
    switch (check) {
    case CHECK_EXPLANATION:
        return row_explanation_says(view, page);
    case CHECK_REFERRAL:
        return row_referral_says(view, page);
    case CHECK_CONTACTS:
        return row_contacts_says(view, page);
    default:
        return false;
    }
}

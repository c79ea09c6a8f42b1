/* Is it explained? SCORING.md, "explanation": two or more things that the service does, by the best page or by several together. */
#include <string.h>

#include "base/limits.h"
#include "scoring/council/row_best.h"

/* A directory's record can't be the only explanation: at most concerns. */
static void cap_record(const struct service_view *view, const struct service_page *page, const struct judgement *judgement, struct answer *answer)
{
    (void)view;
    (void)judgement;
    if (page->role == ROLE_DIRECTORY && answer->verdict == VERDICT_YES)
        *answer = (struct answer){.verdict = VERDICT_CONCERNS, .reason = "directory-only"};
}

/* Key working is told by what it does: a page that names none of its functions, and of which
 * it is not sure that it explains anything or that names another role, explains that role or only the name. */
static void cap_named_role(const struct service_view *view, const struct service_page *page, const struct judgement *judgement, struct answer *answer)
{
    cap_record(view, page, judgement, answer);
    bool told = answer->verdict == VERDICT_YES || answer->verdict == VERDICT_CONCERNS;
    struct row_hit other;
    if (told && row_key_functions(view, page) == 0 &&
        (judgement->certainty < BORDERLINE_BELOW || rows_find(view, page, view->council->rules->key_working, KEY_OTHER_ROLE, &other)))
        *answer = (struct answer){.verdict = VERDICT_NO, .reason = "role-not-described"};
}

static bool tells_a_thing(const struct evidence *evidence)
{
    return !evidence->against && evidence->cue && !strcmp(evidence->cue, "does");
}

/* A page of which one sentence counts: it may hold two or more things that the service does. */
static const struct evidence *several(const struct service_view *view, const struct service_page *page)
{
    const struct council_view *council = view->council;
    const struct judgement *judgement = &page->page->assessment->checks[CHECK_EXPLANATION];
    if (page->role == ROLE_DIRECTORY || judgement->verdict != VERDICT_CONCERNS || strcmp(judgement->reason, "one-thing") != 0)
        return NULL;
    for (size_t i = 0; i < judgement->evidence_count; i++) {
        const struct evidence *evidence = &judgement->evidence[i];
        if (tells_a_thing(evidence) && rows_matches(council, ROW_SEVERAL, evidence->quote, strlen(evidence->quote)))
            return evidence;
    }
    return NULL;
}

static void several_in_a_sentence(const struct service_view *view, struct row_verdict *row)
{
    for (size_t i = 0; i < view->helping; i++) {
        const struct evidence *evidence = several(view, &view->pages[i]);
        if (!evidence)
            continue;
        rows_overrule(row, VERDICT_YES, "");
        row->detail = view->pages[i].role == ROLE_PARTNER ? "partner" : "";
        rows_copy(view, &view->pages[i], evidence, row);
        return;
    }
}

/* Pages that are each taken for one thing, or for little more than policy, may tell of two things together. Of coded services whose
 * pages told so, with two such sentences or more, all told enough (8 of 8; with fewer 6 of 18). */
static void several_together(const struct service_view *view, struct row_verdict *row)
{
    const struct evidence *things[LIMIT_EVIDENCE];
    const struct service_page *pages[LIMIT_EVIDENCE];
    size_t count = 0;
    for (size_t i = 0; i < view->helping; i++) {
        const struct judgement *judgement = &view->pages[i].page->assessment->checks[CHECK_EXPLANATION];
        for (size_t k = 0; view->pages[i].role != ROLE_DIRECTORY && judgement->verdict == VERDICT_CONCERNS && k < judgement->evidence_count; k++) {
            bool known = false;
            for (size_t n = 0; n < count; n++)
                known |= !strcmp(things[n]->quote, judgement->evidence[k].quote);
            if (known || count == LIMIT_EVIDENCE || !tells_a_thing(&judgement->evidence[k]))
                continue;
            pages[count] = &view->pages[i];
            things[count++] = &judgement->evidence[k];
        }
    }
    if (count < 2)
        return;
    rows_overrule(row, VERDICT_YES, "");
    row->detail = pages[0]->role == ROLE_PARTNER ? "partner" : "";
    for (size_t n = 0; n < count; n++)
        rows_copy(view, pages[n], things[n], row);
}

/* One sentence that says that there is such a service, where the page as a whole was taken for
 * none: "The team provides a social work service to ...". */
static void said_in_a_sentence(const struct service_view *view, struct row_verdict *row)
{
    for (size_t i = 0; i < view->answering; i++) {
        struct row_hit hit;
        if (view->pages[i].role != ROLE_ANSWERS || !rows_find(view, &view->pages[i], view->council->rules->rows, ROW_PROVIDES, &hit))
            continue;
        rows_overrule(row, VERDICT_CONCERNS, "one-thing");
        rows_add(view->council, row, rows_quote(view->council, hit.page->page, hit.block, hit.offset, hit.cue));
        return;
    }
}

/* What helps a young person into adult life is what school, doctor and adult care each do: a page
 * that says it of two of them explains it, though none of that is the council's own. */
static void told_by_parts(const struct service_view *view, struct row_verdict *row)
{
    for (size_t i = 0; i < view->answering; i++) {
        const struct service_page *page = &view->pages[i];
        const struct judgement *judgement = &page->page->assessment->criteria[CRITERION_JOINED_UP];
        const struct evidence *first = NULL, *second = NULL;
        for (size_t k = 0; page->role == ROLE_ANSWERS && judgement->verdict == VERDICT_YES && k < judgement->evidence_count; k++) {
            const struct evidence *evidence = &judgement->evidence[k];
            if (rows_tells_part(evidence) && !first)
                first = evidence;
            else if (rows_tells_part(evidence) && strcmp(evidence->cue, first->cue) != 0 && !second)
                second = evidence;
        }
        if (!second)
            continue;
        rows_overrule(row, VERDICT_YES, "");
        rows_copy(view, page, first, row);
        rows_copy(view, page, second, row);
        return;
    }
}

void row_explanation(const struct service_view *view, struct row_verdict *row)
{
    rows_best_check(view, CHECK_EXPLANATION, service_is_key_working(view->service) ? cap_named_role : cap_record, row);
    const struct service_page *record = rows_record(view);
    if (row->judgement.verdict == VERDICT_NO && record) {
        row->judgement.near_miss = (struct evidence){0};
        rows_set(row, VERDICT_CONCERNS, "directory-only");
        rows_quote_record(view, record, row);
    }
    if (row->judgement.verdict == VERDICT_NO && !strcmp(row->judgement.reason, "named-only"))
        said_in_a_sentence(view, row);
    if (row->judgement.verdict == VERDICT_CONCERNS && !strcmp(row->judgement.reason, "one-thing"))
        several_in_a_sentence(view, row);
    if (row->judgement.verdict == VERDICT_CONCERNS && strcmp(row->judgement.reason, "directory-only") != 0 && !service_is_key_working(view->service))
        several_together(view, row);
    if (row->judgement.verdict != VERDICT_YES && !strcmp(view->service->id, "transition"))
        told_by_parts(view, row);
    rows_need_quote(view, row);
}

bool row_explanation_says(const struct service_view *view, const struct service_page *page)
{
    return several(view, page) != NULL;
}

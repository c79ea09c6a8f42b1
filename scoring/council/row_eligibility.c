/* Who is it for? Every condition must be one that a family can test. */
#include <string.h>

#include "base/text.h"
#include "scoring/council/row_best.h"

struct need {
    const struct service_view *view;
    const struct judgement *judgement;
    struct row_hit hit;
    bool found;
    uint32_t block; /* of the sentence found, until the next one has had its chance to explain it */
};

static bool in_group(const struct service_view *view, size_t group, const struct row_sentence *sentence)
{
    const struct council_view *council = view->council;
    return regex_find_seen(council->rules->rows, group, council->scratch, sentence->alone, sentence->text, sentence->length, NULL) == REGEX_FOUND;
}

/* In the block of a quote, or under the same heading. */
static bool beside(const struct judgement *judgement, const struct document *document, uint32_t block)
{
    for (size_t i = 0; i < judgement->evidence_count; i++) {
        int32_t quoted = judgement->evidence[i].block;
        if (quoted >= 0 && (size_t)quoted < document->block_count &&
            ((uint32_t)quoted == block || (document->blocks[block].heading >= 0 && document->blocks[quoted].heading == document->blocks[block].heading)))
            return true;
    }
    return false;
}

/* Under the service's own name, on a page that others share. */
static bool under_its_name(const struct need *need, const struct document *document, uint32_t block)
{
    int32_t heading = document->blocks[block].heading;
    return heading >= 0 && document->blocks[heading].level > 1 && service_named_alone(need->view->council, document->blocks[heading].text) == need->view->service;
}

static bool undefined_need(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct need *need = context;
    bool explains = in_group(need->view, ROW_EXPLAINS, sentence);
    if (need->found) {
        need->found = !(explains && sentence->block <= need->block + 1);
        return !need->found;
    }
    struct regex_match match;
    const struct council_view *council = need->view->council;
    const struct document *document = page->page->document;
    if (explains || regex_find_seen(council->rules->rows, ROW_UNDEFINED_NEED, council->scratch, sentence->alone, sentence->text, sentence->length, &match) != REGEX_FOUND ||
        in_group(need->view, ROW_NOT_UNDEFINED, sentence) ||
        !(in_group(need->view, ROW_FOR_WHOM, sentence) || beside(need->judgement, document, sentence->block) || under_its_name(need, document, sentence->block)))
        return true;
    need->hit = (struct row_hit){.page = page, .value = regex_value(match.pattern), .block = sentence->block, .offset = sentence->offset};
    need->block = sentence->block;
    need->found = true;
    return true;
}

static bool any_quote_matches(const struct council_view *council, size_t group, const struct judgement *judgement)
{
    for (size_t i = 0; i < judgement->evidence_count; i++)
        if (rows_matches(council, group, judgement->evidence[i].quote, strlen(judgement->evidence[i].quote)))
            return true;
    return false;
}

/* Every condition must be testable: an age or an area beside an undefined need is concerns. */
static void cap_untestable(const struct service_view *view, const struct service_page *page, const struct judgement *judgement, struct answer *answer)
{
    struct need need = {.view = view, .judgement = judgement};
    if (answer->verdict != VERDICT_YES || any_quote_matches(view->council, ROW_OPEN_TO_ALL, judgement))
        return;
    rows_sentences(page, undefined_need, &need);
    if (need.found)
        *answer = (struct answer){.verdict = VERDICT_CONCERNS, .reason = *need.hit.value ? need.hit.value : "undefined-need", .against = need.hit};
}

/* Takes over an answer that was capped; false where it wasn't. */
static bool set_capped(const struct service_view *view, const struct answer *answer, struct row_verdict *row)
{
    if (answer->verdict == VERDICT_YES)
        return false;
    rows_set(row, answer->verdict, answer->reason);
    rows_add_untestable(view, &answer->against, answer->reason, row);
    return true;
}

/* A field of a directory: "0 to 4". */
static bool only_bare_ages(const struct row_verdict *row)
{
    enum { BARE_BYTES = 24 };
    for (size_t i = 0; i < row->judgement.evidence_count; i++)
        if (strlen(row->judgement.evidence[i].quote) > BARE_BYTES)
            return false;
    return true;
}

/* Whether the answer is a leaflet's, which may be better than the web pages. */
static bool by_leaflet(const struct service_view *view, const struct row_verdict *row)
{
    for (size_t i = 0; row->judgement.evidence_count > 0 && i < view->page_count; i++)
        if (view->pages[i].page->page->id == row->judgement.evidence[0].page_id)
            return view->pages[i].leaflet;
    return false;
}

/* An age on one page is not all that is asked where another names a need that nobody can test. */
static void cap_elsewhere(const struct service_view *view, struct row_verdict *row)
{
    bool bare = only_bare_ages(row);
    /* A leaflet that names a benefit, a plan, a diagnosis tells in plain words what the web page left undefined; one that names an age has left it out. */
    if (!bare && by_leaflet(view, row) && any_quote_matches(view->council, ROW_CONCRETE_CONDITION, &row->judgement))
        return;
    for (size_t i = 0; i < view->speaking; i++) {
        const struct judgement *judgement = &view->pages[i].page->assessment->checks[CHECK_ELIGIBILITY];
        struct answer answer = {.verdict = VERDICT_YES};
        if (judgement->verdict == VERDICT_NO || (!bare && view->pages[i].role == ROLE_DIRECTORY))
            continue;
        cap_untestable(view, &view->pages[i], judgement, &answer);
        if (set_capped(view, &answer, row))
            return;
    }
}

/* "Aged 5 to 17", "until their 18th birthday": a course that takes two to three years is for no age. */
static bool is_told_of_somebody(const struct council_view *council, const struct service_page *page, const struct fact_place *place)
{
    struct regex_match match;
    return rows_matches_around(council, ROW_AGE_WORDS, page->page, place, &match) && strcmp(regex_value(match.pattern), "bare") != 0;
}

/* An age range tells a family whether it is for them, whatever the sentence was taken for: "for parents of children up to 25". */
static void by_ages(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    for (size_t i = 0; i < view->speaking; i++) {
        const struct service_page *page = &view->pages[i];
        const struct fact_place *place = page->facts.age_max >= 0 ? rows_place(page, FACT_AGE) : NULL;
        if (!place || !is_told_of_somebody(council, page, place))
            continue;
        rows_overrule(row, VERDICT_YES, "");
        rows_add_place(council, row, page->page, place, "ages");
        struct answer answer = {.verdict = VERDICT_YES};
        cap_untestable(view, page, &row->judgement, &answer);
        set_capped(view, &answer, row);
        return;
    }
}

/* "There are no set criteria" in what is quoted is the reason, whatever else is vague: none are published, here or elsewhere. */
static void name_lack_of_criteria(const struct service_view *view, struct row_verdict *row)
{
    static const char NONE[] = "no-set-criteria";
    const struct council_view *council = view->council;
    struct regex_match match;
    for (size_t i = 0; i < row->judgement.evidence_count; i++) {
        const char *quote = row->judgement.evidence[i].quote;
        if (regex_find_group(council->rules->rows, ROW_UNDEFINED_NEED, council->scratch, quote, strlen(quote), &match) == REGEX_FOUND &&
            !strcmp(regex_value(match.pattern), NONE)) {
            rows_set(row, VERDICT_CONCERNS, NONE);
            return;
        }
    }
}

void row_eligibility(const struct service_view *view, struct row_verdict *row)
{
    rows_best_check(view, CHECK_ELIGIBILITY, cap_untestable, row);
    if (row->judgement.verdict == VERDICT_NO)
        by_ages(view, row);
    if (row->judgement.verdict == VERDICT_YES)
        cap_elsewhere(view, row);
    if (row->judgement.verdict == VERDICT_CONCERNS)
        name_lack_of_criteria(view, row);
    rows_need_quote(view, row);
}

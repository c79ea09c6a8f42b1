/* A council's scorecard: every row of every service, the headline, criteria and scores. */
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/map.h"
#include "model/scores.h"
#include "scoring/council/rows.h"
#include "scoring/rubric_internal.h"

enum { SITE_PAGES_MIN = 6 };
#define BORDERLINE 0.7 /* below BORDERLINE_BELOW: waits for a person */

/* Whether a signposted partner's page may answer a row, after the council's own. */
enum partners {
    PARTNERS_ALONE, /* only where the council has no page of the service: it would hide what is wrong with that */
    PARTNERS_LEFT,  /* where the council leaves it to the partner to say what the service is: then its waiting times are the service's */
    PARTNERS_TOO    /* what a family needs to know, whoever tells it */
};

typedef void (*row_judge)(const struct service_view *view, struct row_verdict *row);
struct row_rule {
    const char *id;
    row_judge judge;
    bool needs_page; /* without a page of the service: `no` where one was looked for, see council.c */
    enum partners partners;
    bool of_telling; /* how it is told, not what: a page that says that the council has none of it can be found and in plain words too */
};

static const struct row_rule RULES[] = {
    {"provided", row_provided, false, PARTNERS_TOO, false},
    {"explanation", row_explanation, true, PARTNERS_TOO, false},
    {"eligibility", row_eligibility, true, PARTNERS_TOO, false},
    {"referral", row_referral, true, PARTNERS_TOO, false},
    {"contacts", row_contacts, true, PARTNERS_TOO, false},
    {"to_hand", row_to_hand, true, PARTNERS_LEFT, false},
    {"signposts", row_signposts, true, PARTNERS_ALONE, true},
    {"findable", row_findable, true, PARTNERS_TOO, true},
    {"plain", row_plain, true, PARTNERS_LEFT, true},
    {"formats", row_formats, true, PARTNERS_LEFT, true},
    {"joined_up", row_joined_up, true, PARTNERS_TOO, false},
    {"current", row_current, true, PARTNERS_LEFT, true},
    {"heard", row_heard, true, PARTNERS_TOO, false},
    {"numbers", row_numbers, true, PARTNERS_LEFT, false},
    {"same", row_same, true, PARTNERS_LEFT, false},
    {"all_ages", row_all_ages, true, PARTNERS_TOO, false},
    {"decides", row_decides, true, PARTNERS_TOO, false},
    {"complain", row_complain, true, PARTNERS_LEFT, false},
    {"independent", row_independent, true, PARTNERS_TOO, false},
};

/* NULL where no rule judges the row. */
static const struct row_rule *find_rule(const char *id)
{
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++)
        if (!strcmp(RULES[i].id, id))
            return &RULES[i];
    return NULL;
}

/* ---- the council ---- */

void council_open(const struct rubric *rubric, const struct council_evidence *evidence, struct arena *arena, struct arena *work,
                  struct council_view *view)
{
    *view = (struct council_view){.rubric = rubric, .texts = &rubric->texts, .facts = rubric->facts, .rules = rubric->row_rules, .evidence = evidence,
                                  .arena = arena, .work = work, .scratch = regex_scratch_new()};
    view->readings = arena_array(work, evidence->page_count + SECTION_PAGES_MOST + 1, sizeof *view->readings);
    view->traits = arena_array(work, evidence->page_count + SECTION_PAGES_MOST + 1, sizeof *view->traits);
    view->cut_short = evidence->visit->outcome == VISIT_LIMITED;
    view->year = clock_year(evidence->as_of);
    if (evidence->page_count >= SITE_PAGES_MIN) {
        view->site = site_words_new();
        for (size_t i = 0; i < evidence->page_count; i++)
            if (evidence->pages[i].document)
                site_words_add(view->site, evidence->pages[i].document);
    }
    council_find_targets(view);
    council_count_links(view);
    council_count_clicks(view);
    council_find_own_names(view);
    council_cut_sections(rubric, view);
}

void council_close(struct council_view *view)
{
    for (size_t i = 0; i < view->evidence->page_count; i++)
        if (view->readings[i])
            free(view->readings[i]->sentences);
    for (size_t i = 0; i < view->section_count; i++)
        assessment_release(&view->sections[i].assessment);
    map_free(view->host_links);
    site_words_free(view->site);
    regex_scratch_free(view->scratch);
}

/* ---- rows ---- */

/* Rows that say nothing of a service without a page: there is nothing to compare, to date
 * or to follow. */
static bool idle_without_page(const char *row)
{
    static const char *const IDLE[] = {"signposts", "current", "same", "all_ages", "independent"};
    for (size_t i = 0; i < sizeof IDLE / sizeof *IDLE; i++)
        if (!strcmp(IDLE[i], row))
            return true;
    return false;
}

/* No page of the service was read. That is a "no" only where everything was looked at. */
static void without_page(const struct service_view *view, struct row_verdict *row)
{
    if (view->unreadable) {
        rows_set(row, VERDICT_CANNOT_TELL, "could-not-read");
        return;
    }
    if (view->council->cut_short) {
        rows_set(row, VERDICT_CANNOT_TELL, "visit-cut-short");
        return;
    }
    if (idle_without_page(row->row)) {
        rows_set(row, VERDICT_NOT_APPLICABLE, REASON_NO_PAGE);
        return;
    }
    rows_set(row, VERDICT_NO, view->only_news ? "only-news-or-policy" : REASON_NO_PAGE);
    const struct council_page *near = view->only_news ? view->pages[view->helping].page : view->other_sense;
    if (near)
        rows_near_miss(row, rows_words(view->council, near, near->document->title, ""),
                       view->only_news ? "only news or a policy speaks of it" : "the name stands for something else here");
}

/* The council says that it does not have the service: what its pages say beside that is about something else. */
static void denied(const struct service_view *view, struct row_verdict *row)
{
    if (idle_without_page(row->row)) {
        rows_set(row, VERDICT_NOT_APPLICABLE, REASON_NOT_PROVIDED);
        return;
    }
    service_quote_denial(view, row, REASON_NOT_PROVIDED);
}

/* A page that could not be told may hold what the others lack, or what they say too little
 * of to be sure. */
static void soften(const struct service_view *view, struct row_verdict *row)
{
    bool open = row->judgement.verdict == VERDICT_NO || (row->judgement.verdict == VERDICT_CONCERNS && row->judgement.certainty < BORDERLINE_BELOW);
    if (open && view->unreadable && strcmp(row->row, "signposts") != 0 && strcmp(row->row, "findable") != 0)
        rows_set(row, VERDICT_CANNOT_TELL, "could-not-read");
    if (row->judgement.verdict == VERDICT_NO && view->council->cut_short)
        rows_at_most(row, BORDERLINE); /* a page that was not reached may say it */
}

/* Words that a page's assessment lent are copied: the scorecard outlives it. */
static void settle(struct arena *arena, struct row_verdict *row)
{
    struct judgement *judgement = &row->judgement;
    judgement->reason = arena_copy(arena, judgement->reason ? judgement->reason : "");
    judgement->near_miss.where = arena_copy(arena, judgement->near_miss.where);
    judgement->near_miss.cue = arena_copy(arena, judgement->near_miss.cue);
    for (size_t i = 0; i < judgement->evidence_count; i++)
        judgement->evidence[i].cue = arena_copy(arena, judgement->evidence[i].cue);
    row->detail = arena_copy(arena, row->detail);
}

/* How many of the service's pages may answer a row. */
static size_t speaking(const struct service_view *view, enum partners partners)
{
    bool heard = partners == PARTNERS_TOO || (partners == PARTNERS_LEFT && view->left_to_partner) || !view->answering;
    return heard ? view->helping : view->answering;
}

/* Without how sure such answers are. */
static void judge(const struct service_view *service, const struct row_rule *rule, struct row_verdict *row)
{
    struct service_view here = *service, *view = &here;
    view->speaking = speaking(service, rule->partners);
    if (rule->needs_page && view->denial.page && !(rule->of_telling && view->speaking))
        denied(view, row);
    else if (rule->needs_page && !view->speaking)
        without_page(view, row);
    else if (!view->speaking && (view->unreadable || view->council->cut_short))
        rows_set(row, VERDICT_CANNOT_TELL, view->unreadable ? "could-not-read" : "visit-cut-short");
    else {
        rule->judge(view, row);
        soften(view, row);
        settle(view->council->arena, row);
    }
}

void council_judge(const struct service_view *view, const struct rubric_row *text, struct row_verdict *row)
{
    const struct row_rule *rule = find_rule(text->id);
    *row = (struct row_verdict){.service = view->service->id, .row = text->id, .version = text->version, .decided_by = "program", .detail = "",
                                .pages_searched = (int)view->council->read_pages, .judgement = {.reason = ""}};
    if (!rule) {
        rows_set(row, VERDICT_CANNOT_TELL, "no-rule");
        return;
    }
    judge(view, rule, row);
    rows_at_most(row, rubric_precision_share(view->council->texts, row->row, row->judgement.verdict, row->judgement.reason));
    /* That no page speaks of a service is said: answers were measured on webs that have one for nearly every service, which don't tell how
     * often a council has none. */
    if (view->helping > 0 && !view->denial.page && verdict_is_told(row->judgement.verdict) && row->judgement.certainty < LEANS_BELOW) {
        row->leans = row->judgement.verdict;
        row->judgement.verdict = VERDICT_CANNOT_TELL;
    }
}

/* ---- the headline ---- */

static bool links_to(const struct service_view *view, const struct service_page *from, const struct service_page *to)
{
    for (size_t r = 0; r < from->page->reference_count; r++) {
        const struct target *target = council_target(view->council->evidence, from->page->references[r].target_id);
        if (!target || !target->url)
            continue;
        const char *urls[] = {to->page->page->url, to->page->page->final_url};
        for (size_t i = 0; i < 2; i++)
            if (urls[i] && (!strcmp(target->url, urls[i]) || (target->final_url && !strcmp(target->final_url, urls[i]))))
                return true;
    }
    return false;
}

/* The three answers stand together: on one page, one guide, or one click apart. */
static bool together(const struct service_view *view)
{
    static const enum check THREE[] = {CHECK_EXPLANATION, CHECK_REFERRAL, CHECK_CONTACTS};
    for (size_t i = 0; i < view->helping; i++) {
        bool has[3] = {false};
        for (size_t k = 0; k < view->helping; k++) {
            bool near = view->pages[k].guide == view->pages[i].guide || links_to(view, &view->pages[i], &view->pages[k]);
            for (size_t c = 0; near && c < 3; c++)
                has[c] |= rows_says(view, &view->pages[k], THREE[c]);
        }
        if (has[0] && has[1] && has[2])
            return true;
    }
    return false;
}

static enum verdict headline(const struct service_view *view, const struct service_scorecard *card)
{
    enum verdict verdict = scores_headline(card);
    return verdict == VERDICT_YES && !together(view) ? VERDICT_CONCERNS : verdict;
}

/* ---- the whole ---- */

static void not_tested(const struct rubric_texts *texts, const struct rubric_service *service, struct arena *arena, struct service_scorecard *card)
{
    card->rows = arena_array(arena, service->row_count + 1, sizeof *card->rows);
    for (size_t i = 0; i < service->row_count; i++) {
        const struct rubric_row *row = rubric_texts_row(texts, service->rows[i]);
        card->rows[card->row_count++] = (struct row_verdict){.service = service->id, .row = row->id, .version = row->version, .decided_by = "program",
                                                             .detail = "", .judgement = {.verdict = VERDICT_NOT_TESTED, .certainty = 1, .reason = "not-read"}};
    }
    card->headline = VERDICT_NOT_TESTED;
}

static void judge_service(const struct council_view *council, const struct rubric_service *service, struct service_scorecard *card)
{
    struct service_view view;
    service_view_build(council, service, &view);
    card->rows = arena_array(council->arena, service->row_count + 1, sizeof *card->rows);
    for (size_t i = 0; i < service->row_count; i++)
        council_judge(&view, rubric_texts_row(council->texts, service->rows[i]), &card->rows[card->row_count++]);
    card->headline = headline(&view, card);
    card->widely_available = view.answering > 0;
}

/* ---- the year alone ---- */

/* The latest year before `year` that a consultation lapsed with; 0 for none. */
static int lapsed_before(const struct council_view *view, int year)
{
    int latest = 0;
    for (size_t i = 0; i < view->evidence->page_count; i++)
        if (view->traits[i].lapsed < year && view->traits[i].lapsed > latest)
            latest = view->traits[i].lapsed;
    return latest;
}

static void look_back_on(const struct council_view *then, const struct rubric_service *service, struct service_scorecard *card)
{
    struct service_view view;
    service_view_build(then, service, &view);
    for (size_t i = 0; i < card->row_count; i++) {
        struct row_verdict *row = &card->rows[i], earlier;
        council_judge(&view, rubric_texts_row(then->texts, row->row), &earlier);
        if (row->lapsed_year == 0 && earlier.judgement.verdict != row->judgement.verdict) {
            row->lapsed_year = then->year;
            row->lapsed = earlier.judgement.verdict;
        }
    }
}

/* A consultation is over with its year: no council changed anything on that day. So that such a change can be told, the same pages are
 * judged once more by the calendar of each year that one lapsed with. */
static void look_back(const struct council_view *view, struct scorecard *out)
{
    enum { YEARS_MOST = 3 }; /* runs further apart differ by more than one date */
    struct council_view then = *view;
    then.arena = then.work;
    for (int n = 0; n < YEARS_MOST && (then.year = lapsed_before(view, then.year)) != 0; n++) {
        then.traits = arena_array(then.work, then.evidence->page_count + 1, sizeof *then.traits);
        for (size_t i = 0; i < out->service_count; i++)
            look_back_on(&then, &then.texts->services[i], &out->services[i]);
    }
}

void score_council(const struct rubric *rubric, const struct council_evidence *evidence, struct scorecard *out)
{
    const struct rubric_texts *texts = &rubric->texts;
    *out = (struct scorecard){.read = visit_was_read(evidence->visit->outcome)};
    out->gss_code = arena_copy(&out->arena, evidence->council->gss_code);
    out->services = arena_array(&out->arena, texts->service_count + 1, sizeof *out->services);
    struct council_view view = {0};
    struct arena work = {0};
    if (out->read)
        council_open(rubric, evidence, &out->arena, &work, &view);
    for (size_t i = 0; i < texts->service_count; i++) {
        struct service_scorecard *card = &out->services[out->service_count++];
        card->service = texts->services[i].id;
        if (out->read)
            judge_service(&view, &texts->services[i], card);
        else
            not_tested(texts, &texts->services[i], &out->arena, card);
    }
    if (out->read) {
        look_back(&view, out);
        council_close(&view);
    }
    arena_release(&work);
    scores_set(texts, out);
}

void scorecard_release(struct scorecard *scorecard)
{
    arena_release(&scorecard->arena);
    *scorecard = (struct scorecard){0};
}

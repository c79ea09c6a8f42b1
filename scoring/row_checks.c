/* Rows that the page level has judged: explanation, eligibility, referral, contacts and
 * joined_up are the best answer of the service's pages and leaflets. */
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"
#include "scoring/rows.h"
#include "scoring/rubric_internal.h"

static int rank(enum verdict verdict)
{
    return verdict == VERDICT_YES ? 3 : verdict == VERDICT_CONCERNS ? 2 : verdict == VERDICT_NO ? 1 : 0;
}

/* A page's answer to a row: its own verdict, or less where the row asks for more. */
struct answer {
    enum verdict verdict;
    const char *reason;
    struct row_hit against; /* page NULL where nothing speaks against it */
};

typedef void (*cap)(const struct service_view *view, const struct service_page *page, const struct judgement *judgement, struct answer *answer);

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

/* ---- an undefined need beside what a family can test ---- */

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
    return regex_find_seen(council->rules->rows, group, council->scratch, &sentence->alone, sentence->text, sentence->length, NULL) == REGEX_FOUND;
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

static bool undefined_need(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct need *need = context;
    bool explains = in_group(need->view, ROW_EXPLAINS, sentence);
    if (need->found) {
        need->found = !(explains && sentence->block <= need->block + 1);
        return !need->found;
    }
    if (explains || !beside(need->judgement, page->page->document, sentence->block) || !in_group(need->view, ROW_UNDEFINED_NEED, sentence) ||
        in_group(need->view, ROW_NOT_UNDEFINED, sentence))
        return true;
    need->hit = (struct row_hit){.page = page, .block = sentence->block, .offset = sentence->offset};
    need->block = sentence->block;
    need->found = true;
    return true;
}

static bool open_to_all(const struct service_view *view, const struct judgement *judgement)
{
    const struct council_view *council = view->council;
    for (size_t i = 0; i < judgement->evidence_count; i++)
        if (regex_find_group(council->rules->rows, ROW_OPEN_TO_ALL, council->scratch, judgement->evidence[i].quote, strlen(judgement->evidence[i].quote), NULL) ==
            REGEX_FOUND)
            return true;
    return false;
}

/* Every condition must be testable: an age or an area beside an undefined need is concerns. */
static void cap_untestable(const struct service_view *view, const struct service_page *page, const struct judgement *judgement, struct answer *answer)
{
    struct need need = {.view = view, .judgement = judgement};
    if (answer->verdict != VERDICT_YES || open_to_all(view, judgement))
        return;
    rows_sentences(page, undefined_need, &need);
    if (need.found)
        *answer = (struct answer){.verdict = VERDICT_CONCERNS, .reason = "undefined-need", .against = need.hit};
}

static void add_untestable(const struct service_view *view, const struct row_hit *need, const char *reason, struct row_verdict *row)
{
    struct evidence evidence = rows_quote(view->council, need->page->page, need->block, need->offset, reason);
    evidence.where = arena_printf(view->council->arena, "%s; it holds a need that no family can test", evidence.where);
    evidence.against = true;
    rows_add(view->council, row, evidence);
}

/* ---- the best page ---- */

/* What a partner says is as good as its page is the right one: a person looks. */
#define PARTNER_CERTAINTY 0.7
/* One sentence or fact against the reading of its whole page. */
#define SENTENCE_CERTAINTY 0.65

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

/* The best page's judgement; on a tie the surer. Its quotes lead, then those of other pages
 * that say as much. `less` (may be NULL) is what the row asks beyond the page level. */
static void best_page(const struct service_view *view, judgement_of of, int which, cap less, struct row_verdict *row)
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
    rows_set(row, verdict == VERDICT_NOT_TESTED ? VERDICT_CANNOT_TELL : verdict,
             partner && chosen->certainty > PARTNER_CERTAINTY ? PARTNER_CERTAINTY : chosen->certainty, answers[best].reason);
    if (partner)
        row->detail = "partner";
    const struct row_hit *against = &answers[best].against;
    if (against->page) /* first, since the same words may be what counts */
        add_untestable(view, against, answers[best].reason, row);
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

/* A judgement without a quote still needs something to show: the page's own title. */
static void need_quote(const struct service_view *view, struct row_verdict *row)
{
    enum verdict verdict = row->judgement.verdict;
    if ((verdict == VERDICT_YES || verdict == VERDICT_CONCERNS) && !row->judgement.evidence_count && view->helping)
        rows_add(view->council, row, rows_words(view->council, view->pages[0].page, view->pages[0].page->document->title, "the page’s title"));
}

/* One sentence is taken for more than what its page as a whole was: what the row rested on goes. */
static void overrule(struct row_verdict *row, enum verdict verdict, const char *reason)
{
    row->judgement.near_miss = (struct evidence){0};
    row->judgement.evidence_count = 0;
    rows_set(row, verdict, SENTENCE_CERTAINTY, reason);
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
        if (tells_a_thing(evidence) &&
            regex_find_group(council->rules->rows, ROW_SEVERAL, council->scratch, evidence->quote, strlen(evidence->quote), NULL) == REGEX_FOUND)
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
        overrule(row, VERDICT_YES, "");
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
    overrule(row, VERDICT_YES, "");
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
        overrule(row, VERDICT_CONCERNS, "one-thing");
        rows_add(view->council, row, rows_quote(view->council, hit.page->page, hit.block, hit.offset, hit.cue));
        return;
    }
}

/* Whether the quote tells what another sector does. */
static bool tells_part(const struct evidence *evidence)
{
    static const char PART[] = "part.";
    return !evidence->against && !strncmp(evidence->cue, PART, sizeof PART - 1);
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
            if (tells_part(evidence) && !first)
                first = evidence;
            else if (tells_part(evidence) && strcmp(evidence->cue, first->cue) != 0 && !second)
                second = evidence;
        }
        if (!second)
            continue;
        overrule(row, VERDICT_YES, "");
        rows_copy(view, page, first, row);
        rows_copy(view, page, second, row);
        return;
    }
}

void row_explanation(const struct service_view *view, struct row_verdict *row)
{
    best_page(view, check_of, CHECK_EXPLANATION, service_is_key_working(view->service) ? cap_named_role : cap_record, row);
    const struct service_page *record = rows_record(view);
    if (row->judgement.verdict == VERDICT_NO && record) {
        row->judgement.near_miss = (struct evidence){0};
        rows_set(row, VERDICT_CONCERNS, 0.75, "directory-only");
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
    need_quote(view, row);
}

/* "0 to 4" in a directory's field is not all that is asked where another page names a need that nobody can test. */
static void cap_bare_age(const struct service_view *view, struct row_verdict *row)
{
    enum { BARE_BYTES = 24 };
    for (size_t i = 0; i < row->judgement.evidence_count; i++)
        if (strlen(row->judgement.evidence[i].quote) > BARE_BYTES)
            return;
    for (size_t i = 0; i < view->answering; i++) {
        const struct judgement *judgement = &view->pages[i].page->assessment->checks[CHECK_ELIGIBILITY];
        struct answer answer = {.verdict = VERDICT_YES};
        if (judgement->verdict == VERDICT_NO)
            continue;
        cap_untestable(view, &view->pages[i], judgement, &answer);
        if (answer.verdict == VERDICT_YES)
            continue;
        rows_set(row, answer.verdict, SENTENCE_CERTAINTY, answer.reason);
        add_untestable(view, &answer.against, answer.reason, row);
        return;
    }
}

void row_eligibility(const struct service_view *view, struct row_verdict *row)
{
    best_page(view, check_of, CHECK_ELIGIBILITY, cap_untestable, row);
    if (row->judgement.verdict == VERDICT_YES)
        cap_bare_age(view, row);
    need_quote(view, row);
}

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
    return label && button;
}

/* A link's words alone are no route; "Apply online" and the form behind it are one. */
static const struct reference *form_behind(const struct service_view *view, const struct service_page *page)
{
    const struct council_view *council = view->council;
    for (size_t r = 0; page->role == ROLE_ANSWERS && r < page->page->reference_count; r++) {
        const struct reference *reference = &page->page->references[r];
        if (!council_own_link(council, page->page, reference) || regex_find_group(council->rules->rows, ROW_APPLY_LINK, council->scratch, reference->text,
                                                                      strlen(reference->text), NULL) != REGEX_FOUND)
            continue;
        for (size_t i = 0; i < council->evidence->page_count; i++) {
            const struct council_page *form = &council->evidence->pages[i];
            if (form->document && form->page->state == LINK_OK && service_leads_to(council->evidence, reference, form) && is_a_form(council, i))
                return reference;
        }
    }
    return NULL;
}

/* The first so many pages of which one sentence is enough: the council's own, and a partner's where that runs the service. */
static size_t trusted(const struct service_view *view)
{
    return view->run_by_partner ? view->helping : view->answering;
}

static bool route_by_form(const struct service_view *view, struct row_verdict *row)
{
    for (size_t i = 0; i < view->answering; i++) {
        const struct reference *reference = form_behind(view, &view->pages[i]);
        if (!reference)
            continue;
        overrule(row, VERDICT_YES, "");
        rows_add(view->council, row, rows_words(view->council, view->pages[i].page, reference->text, "a link to the form"));
        return true;
    }
    return false;
}

/* Such a route where the page as a whole was taken to give none, or not surely; else, where it
 * says nothing, one that is only named. */
static void route_in_a_sentence(const struct service_view *view, struct row_verdict *row)
{
    struct row_hit hit;
    bool found = false, named = false;
    if (route_by_form(view, row))
        return;
    for (size_t i = 0; i < trusted(view) && !found; i++)
        found = route_on(view, &view->pages[i], &hit);
    for (size_t i = 0; i < trusted(view) && !found && !named && row->judgement.verdict == VERDICT_NO; i++)
        named = rows_find_unless(view, &view->pages[i], view->council->rules->rows, ROW_ROUTE_NAMED, ROWS_BUT(ROW_NOT_ROUTE), &hit);
    if (!found && !named)
        return;
    overrule(row, found ? VERDICT_YES : VERDICT_CONCERNS, found ? "" : "no-start");
    rows_add(view->council, row, rows_quote(view->council, hit.page->page, hit.block, hit.offset, hit.cue));
}

void row_referral(const struct service_view *view, struct row_verdict *row)
{
    best_page(view, check_of, CHECK_REFERRAL, NULL, row);
    if (row->judgement.verdict == VERDICT_NO || (row->judgement.verdict == VERDICT_CONCERNS && row->judgement.certainty < BORDERLINE_BELOW))
        route_in_a_sentence(view, row);
    for (size_t i = 0; i < view->answering; i++) {
        const struct service_page *page = &view->pages[i];
        const struct fact_place *self = facts_place(&page->places, FACT_SELF_REFERRAL, UINT32_MAX), *time = facts_place(&page->places, FACT_TIMEFRAME, UINT32_MAX);
        if (self && self->block >= 0)
            row->detail = "self-referral";
        if (time && time->block >= 0)
            rows_add(view->council, row, rows_quote(view->council, page->page, (size_t)time->block, time->offset, "timeframe"));
    }
    need_quote(view, row);
}

/* An address that is the service's own, where the page as a whole was taken to give none:
 * one way at least. */
static void a_way_at_least(const struct service_view *view, struct row_verdict *row)
{
    static const enum fact_kind WAYS[] = {FACT_PHONE, FACT_TEXTPHONE, FACT_EMAIL, FACT_POSTAL_ADDRESS, FACT_ENQUIRY_FORM};
    for (size_t i = 0; i < view->helping; i++)
        for (size_t k = 0; (i < view->answering || service_is_front(view->pages[i].page->page)) && k < sizeof WAYS / sizeof *WAYS; k++) {
            const struct fact_place *place = facts_place(&view->pages[i].places, WAYS[k], UINT32_MAX);
            if (!place || place->block < 0)
                continue;
            row->judgement.near_miss = (struct evidence){0};
            rows_set(row, VERDICT_CONCERNS, SENTENCE_CERTAINTY, "one-way");
            rows_add(view->council, row, rows_quote(view->council, view->pages[i].page, (size_t)place->block, place->offset, "contact"));
            return;
        }
}

/* The ways of a guide's parts together; of all that answer where `guide` is SIZE_MAX. */
static struct contact_ways ways_of(const struct service_view *view, size_t guide)
{
    struct contact_ways all = {0};
    size_t pages = guide == SIZE_MAX ? view->answering : view->helping;
    for (size_t i = 0; i < pages; i++) {
        const struct contact_ways *ways = &view->pages[i].places.ways;
        if (guide != SIZE_MAX && view->pages[i].guide != guide)
            continue;
        all.telephone |= ways->telephone;
        all.textphone |= ways->textphone;
        all.email |= ways->email;
        all.post |= ways->post;
        all.form |= ways->form;
        all.person |= ways->person;
    }
    all.count = all.telephone + all.textphone + all.email + all.post + all.form;
    return all;
}

/* A telephone in one part of a guide and an address in another are two ways; so are those in the header and the footer of
 * a service's own site. */
static bool two_ways_in_guide(const struct service_view *view, const struct service_page *page)
{
    size_t parts = 0;
    bool own_site = false;
    for (size_t i = 0; i < view->helping; i++) {
        parts += view->pages[i].guide == page->guide && view->pages[i].places.ways.count > 0;
        own_site |= view->pages[i].guide == page->guide && service_is_front(view->pages[i].page->page);
    }
    return (parts > 1 || own_site) && page->places.ways.count > 0 && ways_of(view, page->guide).count > 1;
}

static void ways_of_a_guide(const struct service_view *view, struct row_verdict *row)
{
    for (size_t i = 0; i < view->helping; i++)
        if (two_ways_in_guide(view, &view->pages[i])) {
            rows_set(row, VERDICT_YES, SENTENCE_CERTAINTY, "");
            return;
        }
}

/* ---- lists of contacts ---- */

/* The ways to reach a service that stand between two blocks of a page that lists whom to ask about what. */
struct listed {
    size_t page;
    unsigned ways;                 /* a bit for each kind */
    int count;
    bool person;
    const struct fact_place *first;
};

static void list_ways(const struct council_view *council, size_t page, uint32_t start, uint32_t end, struct listed *out)
{
    static const enum fact_kind WAYS[] = {FACT_PHONE, FACT_TEXTPHONE, FACT_EMAIL, FACT_POSTAL_ADDRESS, FACT_ENQUIRY_FORM};
    const struct fact_places *places = &council_reading(council, page)->places;
    for (size_t i = 0; i < places->count; i++) {
        const struct fact_place *place = &places->items[i];
        if (place->block < (int32_t)start || place->block >= (int32_t)end)
            continue;
        out->person |= place->kind == FACT_NAMED_CONTACT;
        for (size_t k = 0; k < sizeof WAYS / sizeof *WAYS; k++) {
            if (place->kind != WAYS[k] || (out->ways & (1U << k)))
                continue;
            out->ways |= 1U << k;
            out->count++;
            out->page = page;
            out->first = out->first ? out->first : place;
        }
    }
}

static struct listed listed_contacts(const struct service_view *view)
{
    struct listed best = {0};
    for (size_t i = 0; i < view->council->own_page_count; i++) {
        const struct page_traits *traits = service_sections(view->council, i);
        struct listed here = {0};
        for (size_t s = 0; traits->lists_contacts && s < traits->section_count; s++)
            if (traits->sections[s].service == view->service)
                list_ways(view->council, i, traits->sections[s].heading, traits->sections[s].end, &here);
        for (size_t k = 0; traits->lists_contacts && k < traits->item_count; k++)
            if (traits->items[k].service == view->service)
                list_ways(view->council, i, traits->items[k].start, traits->items[k].end, &here);
        if (here.count > best.count)
            best = here;
    }
    return best;
}

/* "Find your person": what a page for all services gives for this one, where its own pages give less. */
static void contacts_in_a_list(const struct service_view *view, struct row_verdict *row)
{
    struct listed listed = listed_contacts(view);
    bool enough = listed.count > 1 || (listed.count == 1 && listed.person);
    if (!listed.first || (row->judgement.verdict == VERDICT_CONCERNS && !enough))
        return;
    overrule(row, enough ? VERDICT_YES : VERDICT_CONCERNS, enough ? "" : "one-way");
    rows_add(view->council, row, rows_quote(view->council, &view->council->evidence->pages[listed.page], (size_t)listed.first->block, listed.first->offset, "contact"));
}

void row_contacts(const struct service_view *view, struct row_verdict *row)
{
    best_page(view, check_of, CHECK_CONTACTS, NULL, row);
    if (row->judgement.verdict == VERDICT_NO)
        a_way_at_least(view, row);
    if (row->judgement.verdict == VERDICT_CONCERNS && !strcmp(row->judgement.reason, "one-way"))
        ways_of_a_guide(view, row);
    if (row->judgement.verdict == VERDICT_NO || row->judgement.verdict == VERDICT_CONCERNS)
        contacts_in_a_list(view, row);
    struct contact_ways all = ways_of(view, SIZE_MAX);
    const struct {
        bool has;
        const char *word;
    } ways[] = {{all.telephone, "telephone"}, {all.textphone, "textphone"}, {all.email, "email"}, {all.post, "post"}, {all.form, "form"}, {all.person, "person"}};
    struct buffer detail;
    buffer_init(&detail, 100);
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (ways[i].has)
            buffer_printf(&detail, "%s%s", detail.length ? " " : "", ways[i].word);
    row->detail = arena_copy(view->council->arena, buffer_text(&detail));
    buffer_release(&detail);
    need_quote(view, row);
}

bool rows_says(const struct service_view *view, const struct service_page *page, enum check check)
{
    struct row_hit hit;
    const struct judgement *judgement = &page->page->assessment->checks[check];
    if (judgement->verdict == VERDICT_YES)
        return !(check == CHECK_EXPLANATION && page->role == ROLE_DIRECTORY);
    switch (check) {
    case CHECK_EXPLANATION:
        return several(view, page) != NULL;
    case CHECK_REFERRAL:
        return page->role != ROLE_PARTNER && (route_on(view, page, &hit) || form_behind(view, page) != NULL);
    case CHECK_CONTACTS:
        return (judgement->verdict == VERDICT_CONCERNS || service_is_front(page->page->page)) && two_ways_in_guide(view, page);
    default:
        return false;
    }
}

/* The quote of the one other sector whose part a page tells, or NULL where it tells of none or of more. */
static const struct evidence *one_sector(const struct service_page *page)
{
    const struct judgement *judgement = &page->page->assessment->criteria[CRITERION_JOINED_UP];
    const struct evidence *one = NULL;
    for (size_t i = 0; judgement->verdict == VERDICT_CONCERNS && i < judgement->evidence_count; i++) {
        const struct evidence *evidence = &judgement->evidence[i];
        if (!tells_part(evidence))
            continue;
        if (one && strcmp(one->cue, evidence->cue) != 0)
            return NULL;
        one = evidence;
    }
    return one;
}

/* One page tells the NHS's part and another the college's: the service's pages tell two. */
static void sectors_of_two_pages(const struct service_view *view, struct row_verdict *row)
{
    const struct evidence *first = NULL;
    const struct service_page *of = NULL;
    for (size_t i = 0; i < view->speaking; i++) {
        const struct evidence *here = one_sector(&view->pages[i]);
        if (here && first && strcmp(here->cue, first->cue) != 0) {
            overrule(row, VERDICT_YES, "");
            rows_copy(view, of, first, row);
            rows_copy(view, &view->pages[i], here, row);
            return;
        }
        if (here && !first) {
            first = here;
            of = &view->pages[i];
        }
    }
}

/* ---- parts in sentences ---- */

enum { SECTORS = 4 };

struct parts {
    const struct service_view *view;
    struct row_hit hits[SECTORS]; /* by the order in which sectors were found */
    size_t count;
    const char *own; /* the sector that runs the service, or "" */
};

static bool is_told_already(const struct parts *parts, const char *sector)
{
    bool told = !strcmp(sector, parts->own);
    for (size_t i = 0; i < parts->count; i++)
        told |= !strcmp(parts->hits[i].value, sector);
    return told;
}

/* "A nurse trains our helpers, and Elm Park School lends us its hall": one sentence may tell several. */
static bool add_part_told(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct parts *parts = context;
    const struct council_view *council = parts->view->council;
    const struct regex_set *set = council->rules->rows;
    for (size_t k = 0; k < regex_group_count(set, ROW_PART_TOLD); k++) {
        const struct regex *pattern = regex_group_at(set, ROW_PART_TOLD, k);
        struct regex_match match;
        if (parts->count == SECTORS || is_told_already(parts, regex_value(pattern)) || !regex_may(&sentence->alone, pattern) ||
            regex_find(set, pattern, council->scratch, sentence->text, sentence->length, 0, &match) != REGEX_FOUND)
            continue;
        parts->hits[parts->count++] =
            (struct row_hit){.page = page, .cue = regex_id(pattern), .value = regex_value(pattern), .block = sentence->block, .offset = sentence->offset + match.start[0]};
    }
    return parts->count < SECTORS;
}

static const char *own_sector(const struct service_view *view)
{
    const struct service_names *names = &view->council->rubric->services;
    int sector = service_sector(names, view->service->page_services[0]);
    return sector == SECTOR_ANY ? "" : service_sector_word((size_t)sector);
}

/* What two other sectors do, in plain sentences, where the page as a whole was taken for less. */
static void parts_in_sentences(const struct service_view *view, struct row_verdict *row)
{
    struct parts parts = {.view = view, .own = own_sector(view)};
    for (size_t i = 0; i < view->speaking; i++)
        rows_sentences(&view->pages[i], add_part_told, &parts);
    if (parts.count < 2)
        return;
    overrule(row, VERDICT_YES, "");
    for (size_t i = 0; i < parts.count; i++)
        rows_add(view->council, row, rows_quote(view->council, parts.hits[i].page->page, parts.hits[i].block, parts.hits[i].offset, parts.hits[i].cue));
}

void row_joined_up(const struct service_view *view, struct row_verdict *row)
{
    best_page(view, criterion_of, CRITERION_JOINED_UP, NULL, row);
    if (row->judgement.verdict == VERDICT_CONCERNS)
        sectors_of_two_pages(view, row);
    if (row->judgement.verdict == VERDICT_CONCERNS || row->judgement.verdict == VERDICT_NO)
        parts_in_sentences(view, row);
    need_quote(view, row);
}

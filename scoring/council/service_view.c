/* One service at one council: its pages in the order in which they answer, and the parts of others that are about it. */
#include <string.h>

#include "base/text.h"
#include "scoring/council/service_pages.h"

/* ---- guides ---- */

/* By its title, or surely by its words where its heading names the service by a short name: "Into adulthood". */
static bool is_by_name(const struct council_view *council, const struct rubric_service *service, const struct council_page *page)
{
    return service_is_in_title(service, page->document) ||
           (service_is_code(service, page->assessment->service) && page->assessment->service_certainty >= SERVICE_SURE_WITHOUT_NAME &&
            service_named_alone(council, document_first_heading(page->document)) == service);
}

/* Pages beneath a page that is the service's by name, to which that leads: "/ehc-plans/if-you-disagree". */
static void add_beneath(const struct council_view *council, const struct rubric_service *service, enum page_role *roles)
{
    for (size_t i = 0; i < council->own_page_count; i++) {
        const struct council_page *overview = &council->evidence->pages[i];
        if (roles[i] != ROLE_ANSWERS || !is_by_name(council, service, overview))
            continue;
        size_t k;
        for (size_t r = 0; r < overview->reference_count; r++)
            if (council_page_behind(council, &overview->references[r], &k) && k < council->own_page_count && roles[k] == ROLE_COUNT &&
                service_is_beneath(council, i, k) && service_part(council, service, i, k))
                roles[k] = ROLE_ANSWERS;
    }
}

/* "Getting to school: your questions", which is likely about transport. */
static bool are_likely_questions(const struct council_view *council, const struct rubric_service *service, const struct council_page *page)
{
    const double likely = 0.75;
    return page->page->purpose == PAGE_CONTENT && service_page_read(page) && service_answers_questions(council, page) &&
           service_is_code(service, page->assessment->service) && page->assessment->service_certainty >= likely;
}

static bool is_leaflet(const struct council_page *page)
{
    return document_type_is_leaflet(page->page->type) || (page->document && document_type_is_leaflet(page->document->type));
}

/* "Fun Breaks 2026", which is likely about short breaks. */
static bool is_likely_leaflet(const struct council_view *council, const struct rubric_service *service, const struct council_page *page)
{
    const double likely = 0.5;
    return page->page->purpose == PAGE_CONTENT && is_leaflet(page) && service_page_read(page) && !service_never_answers(page) &&
           !service_policy_leaflet(council, page->document) && service_is_code(service, page->assessment->service) && page->assessment->service_certainty >= likely &&
           !service_is_shared_code(council, service, page->assessment->service);
}

/* Questions and answers, and leaflets, that a page of the service leads to. */
static void add_likely(const struct council_view *council, const struct rubric_service *service, enum page_role *roles)
{
    for (size_t i = 0; i < council->own_page_count; i++) {
        const struct council_page *page = &council->evidence->pages[i];
        size_t k;
        for (size_t r = 0; roles[i] == ROLE_ANSWERS && !is_leaflet(page) && r < page->reference_count; r++)
            if (council_page_behind(council, &page->references[r], &k) && k < council->own_page_count && roles[k] == ROLE_COUNT &&
                (are_likely_questions(council, service, &council->evidence->pages[k]) ||
                 (council_own_link(council, page, &page->references[r]) && is_likely_leaflet(council, service, &council->evidence->pages[k]))))
                roles[k] = ROLE_ANSWERS;
    }
}

/* The other parts of guides that are the service's by one part, one step at a time from those. */
static void add_parts(const struct council_view *council, const struct rubric_service *service, enum page_role *roles)
{
    const struct council_evidence *evidence = council->evidence;
    size_t *queue = arena_array(council->work, evidence->page_count + 1, sizeof *queue), count = 0;
    for (size_t i = 0; i < evidence->page_count; i++)
        if (roles[i] == ROLE_ANSWERS)
            queue[count++] = i;
    for (size_t q = 0; q < count; q++)
        for (size_t r = 0; r < evidence->pages[queue[q]].reference_count; r++) {
            const struct reference *reference = &evidence->pages[queue[q]].references[r];
            if (!reference->text || !service_is_step(reference->text))
                continue;
            for (size_t k = 0; k < evidence->page_count; k++) {
                if (roles[k] != ROLE_COUNT || !council_leads_to(council, reference, &evidence->pages[k]))
                    continue;
                for (size_t of = 0; of < count && roles[k] == ROLE_COUNT; of++) /* its overview is seldom the part before it */
                    if (service_part(council, service, queue[of], k))
                        roles[k] = ROLE_ANSWERS;
                if (roles[k] == ROLE_ANSWERS)
                    queue[count++] = k;
            }
        }
}

/* Pages joined by "Next" and "Previous" are one. */
static void join_guides(const struct council_view *council, struct service_page *pages, size_t count)
{
    for (size_t i = 0; i < count; i++)
        pages[i].guide = i;
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < pages[i].page->reference_count; r++) {
            const struct reference *reference = &pages[i].page->references[r];
            if (!reference->text || !service_is_step(reference->text))
                continue;
            for (size_t k = 0; k < count; k++) {
                if (pages[k].guide == pages[i].guide || !council_leads_to(council, reference, pages[k].page))
                    continue;
                size_t from = pages[k].guide, to = pages[i].guide;
                for (size_t m = 0; m < count; m++)
                    if (pages[m].guide == from)
                        pages[m].guide = to;
            }
        }
}

/* A partner's page and those that it leads to are one. */
static void join_partners(const struct council_view *council, struct service_page *pages, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        pages[i].guide = i;
    for (size_t i = from; i < to; i++) {
        size_t overview, number = (size_t)(pages[i].page - council->evidence->pages);
        if (!service_overview_of(council, number, &overview))
            continue;
        for (size_t k = from; k < to; k++)
            if (pages[k].page == &council->evidence->pages[overview])
                pages[i].guide = pages[k].guide;
    }
}

static bool on_partners_site(const struct council_view *council, size_t number)
{
    bool there = false;
    for (size_t i = 0; !there && number < council->own_page_count && i < council->own_page_count; i++)
        there = council->evidence->pages[i].page->purpose == PAGE_PARTNER && council->page_hosts[i] == council->page_hosts[number];
    return there;
}

static void add_page(const struct council_view *council, size_t number, enum page_role role, struct service_view *out)
{
    const struct council_page *from = &council->evidence->pages[number];
    struct service_page *page = &out->pages[out->page_count++];
    *page = (struct service_page){.page = from, .role = role, .description = role == ROLE_DIRECTORY ? service_traits(council, number)->description : -1};
    page->leaflet = is_leaflet(from);
    page->partners_leaflet = page->leaflet && on_partners_site(council, number);
    if (role <= ROLE_PARTNER) {
        page->reading = council_reading(council, number);
        page->counts = page->reading->counts;
        page->facts = page->reading->facts;
        page->places = page->reading->places;
        out->helping = out->page_count;
    }
    if (role <= ROLE_DIRECTORY)
        out->answering = out->page_count;
    out->unreadable |= role == ROLE_UNREADABLE;
    out->only_news |= role == ROLE_NEWS;
    if (role == ROLE_OTHER_SENSE && !out->other_sense)
        out->other_sense = from;
}

/* Links and nothing that answers a check. */
static bool only_leads_on(const struct council_page *page)
{
    static const char *const LANDING[] = {"landing"};
    return service_page_is(page, LANDING, 1) && !rows_answers_a_check(page->assessment);
}

/* Something to fill in, and nothing that answers a check. */
static bool is_bare_form(const struct council_page *page)
{
    return page->document->has_forms && !rows_answers_a_check(page->assessment);
}

/* What leads to the service's own page, or was written beside it: a list of links, a form, a leaflet, questions and answers. */
static bool is_beside_a_page(const struct council_view *council, const struct council_page *page)
{
    return only_leads_on(page) || is_bare_form(page) || is_leaflet(page) || service_answers_questions(council, page);
}

/* A page that only hands its reader on ("see the trust's site") is the service's where nothing but lists of links, forms, leaflets and questions was
 * found; where a page was, what is said there is what is asked about. */
static void settle_fallback(const struct council_view *council, enum page_role *roles, size_t count)
{
    bool alone = true;
    for (size_t i = 0; i < count; i++)
        alone = alone && (roles[i] > ROLE_NEWS || (roles[i] == ROLE_ANSWERS && is_beside_a_page(council, &council->evidence->pages[i])));
    for (size_t i = 0; i < count; i++)
        if (roles[i] == ROLE_FALLBACK)
            roles[i] = alone ? ROLE_ANSWERS : ROLE_COUNT;
}

/* ---- sections ---- */

/* The sentences and lines of the blocks from `start` to `end`, which follow each other. */
static const struct page_reading *within(const struct council_view *council, const struct page_reading *whole, uint32_t start, uint32_t end)
{
    struct page_reading *here = arena_alloc(council->work, sizeof *here);
    *here = *whole;
    for (; here->sentence_count > 0 && here->sentences->block < start; here->sentence_count--)
        here->sentences++;
    while (here->sentence_count > 0 && here->sentences[here->sentence_count - 1].block >= end)
        here->sentence_count--;
    for (; here->line_count > 0 && here->lines->cells[0].block < start; here->line_count--)
        here->lines++;
    while (here->line_count > 0 && here->lines[here->line_count - 1].cells[0].block >= end)
        here->line_count--;
    return here;
}

/* Of a page the items that name the service alone; NULL where nothing is said in them. */
static const struct page_reading *within_items(const struct council_view *council, const struct page_traits *traits, size_t number,
                                               const struct rubric_service *service)
{
    bool *blocks = NULL;
    for (size_t i = 0; i < traits->item_count; i++)
        for (uint32_t k = traits->items[i].start; traits->items[i].service == service && k < traits->items[i].end; k++) {
            if (!blocks)
                blocks = arena_array(council->work, council->evidence->pages[number].document->block_count + 1, sizeof *blocks);
            blocks[k] = true;
        }
    return blocks ? council_reading_within(council, council_reading(council, number), blocks) : NULL;
}

static void add_section(const struct council_view *council, size_t number, const struct page_reading *here, struct service_view *out)
{
    out->sections[out->section_count++] = (struct service_page){.page = &council->evidence->pages[number], .role = ROLE_ANSWERS, .description = -1, .counts = here->counts,
                                                                .reading = here, .facts = here->facts, .places = here->places};
}

/* Of the pages that are not the service's by themselves. */
static void add_sections(const struct council_view *council, const enum page_role *roles, struct service_view *out)
{
    size_t pages = council->evidence->page_count, most = 0;
    for (size_t i = 0; i < pages; i++)
        most += roles[i] > ROLE_PARTNER ? service_sections(council, i)->section_count + 1 : 0;
    out->sections = arena_array(council->work, most + 1, sizeof *out->sections);
    for (size_t i = 0; i < pages; i++) {
        const struct page_traits *traits = service_sections(council, i);
        if (roles[i] <= ROLE_PARTNER || traits->lists_contacts || traits->section_count + traits->item_count == 0)
            continue;
        const struct page_reading *whole = council_reading(council, i);
        for (size_t s = 0; s < traits->section_count; s++)
            if (traits->sections[s].service == out->service)
                add_section(council, i, within(council, whole, traits->sections[s].heading + 1, traits->sections[s].end), out);
        const struct page_reading *items = within_items(council, traits, i, out->service);
        if (items)
            add_section(council, i, items, out);
    }
}

/* A page of which a part is the service's, and whose title doesn't name it: its other parts are about something else, whatever its words as
 * a whole were taken for. */
static bool is_in_parts(const struct council_view *council, const struct rubric_service *service, size_t number)
{
    const struct council_page *page = &council->evidence->pages[number];
    for (size_t i = 0; i < council->section_count; i++)
        if (council->sections[i].service == service && council->evidence->pages[council->own_page_count + i].page == page->page)
            return !service_is_in_title(service, page->document);
    return false;
}

/* Whether one of the council's own pages says what the service does. */
static bool explains(const struct service_view *view)
{
    for (size_t i = 0; i < view->answering; i++)
        if (view->pages[i].role != ROLE_DIRECTORY && view->pages[i].page->assessment->checks[CHECK_EXPLANATION].verdict == VERDICT_YES &&
            !view->pages[i].partners_leaflet)
            return true;
    return false;
}

static bool says_what_it_is(const struct council_page *page)
{
    return page->assessment->checks[CHECK_EXPLANATION].verdict != VERDICT_NO;
}

void service_view_build(const struct council_view *council, const struct rubric_service *service, struct service_view *out)
{
    const struct council_evidence *evidence = council->evidence;
    *out = (struct service_view){.council = council, .service = service};
    out->pages = arena_array(council->work, evidence->page_count + 1, sizeof *out->pages);
    enum page_role *roles = arena_array(council->work, evidence->page_count + 1, sizeof *roles);
    bool explained = false, in_leaflet = false;
    for (size_t i = 0; i < council->own_page_count; i++) {
        if (!service_role(council, service, i, &roles[i]) || is_in_parts(council, service, i))
            roles[i] = ROLE_COUNT;
        bool told = roles[i] <= ROLE_DIRECTORY && says_what_it_is(&evidence->pages[i]);
        explained |= told && !is_leaflet(&evidence->pages[i]);
        in_leaflet |= told;
    }
    for (size_t i = 0; i < council->section_count; i++)
        roles[council->own_page_count + i] =
            !explained && council->sections[i].service == service && council_judge_section(council, i) &&
                    (!in_leaflet || says_what_it_is(&evidence->pages[council->own_page_count + i]))
                ? ROLE_ANSWERS
                : ROLE_COUNT;
    settle_fallback(council, roles, evidence->page_count);
    add_beneath(council, service, roles);
    add_likely(council, service, roles);
    add_parts(council, service, roles);
    for (int pass = ROLE_ANSWERS; pass < ROLE_COUNT; pass++)
        for (size_t i = 0; i < evidence->page_count; i++)
            if ((int)roles[i] == pass)
                add_page(council, i, roles[i], out);
    out->left_to_partner = !explains(out);
    for (size_t i = 0; i < council->own_page_count && out->left_to_partner && !out->unreadable; i++)
        out->unreadable = service_is_unseen_partner(council, service, i);
    out->only_news = out->only_news && !out->answering && !out->unreadable;
    join_guides(council, out->pages, out->answering);
    join_partners(council, out->pages, out->answering, out->helping);
    add_sections(council, roles, out);
    service_find_denial(out);
}

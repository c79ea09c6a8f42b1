/* Who do we ask? The ways to reach the service: a page's, a guide's parts' together, or those of a list of contacts. */
#include <string.h>

#include "base/buffer.h"
#include "scoring/council/row_best.h"

/* Ways to reach a service, as rows and listed services are asked for them. */
static const enum fact_kind WAYS[] = {FACT_PHONE, FACT_TEXTPHONE, FACT_EMAIL, FACT_POSTAL_ADDRESS, FACT_ENQUIRY_FORM};

/* An address that is the service's own, where the page as a whole was taken to give none:
 * one way at least. */
static void a_way_at_least(const struct service_view *view, struct row_verdict *row)
{
    for (size_t i = 0; i < view->helping; i++)
        for (size_t k = 0; (i < view->answering || service_is_front(view->pages[i].page->page)) && k < sizeof WAYS / sizeof *WAYS; k++) {
            const struct fact_place *place = rows_place(&view->pages[i], WAYS[k]);
            if (!place)
                continue;
            row->judgement.near_miss = (struct evidence){0};
            rows_set(row, VERDICT_CONCERNS, "one-way");
            rows_add_place(view->council, row, view->pages[i].page, place, "contact");
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
            rows_set(row, VERDICT_YES, "");
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
    rows_overrule(row, enough ? VERDICT_YES : VERDICT_CONCERNS, enough ? "" : "one-way");
    rows_add(view->council, row, rows_quote(view->council, &view->council->evidence->pages[listed.page], (size_t)listed.first->block, listed.first->offset, "contact"));
}

void row_contacts(const struct service_view *view, struct row_verdict *row)
{
    rows_best_check(view, CHECK_CONTACTS, NULL, row);
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
    rows_need_quote(view, row);
}

bool row_contacts_says(const struct service_view *view, const struct service_page *page)
{
    bool one_way = page->page->assessment->checks[CHECK_CONTACTS].verdict == VERDICT_CONCERNS || service_is_front(page->page->page);
    return one_way && two_ways_in_guide(view, page);
}

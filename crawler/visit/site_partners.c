/* Partners' pages of a visit: asked for several at once, since nothing is chosen by what they say. First the pages that the
 * council sends families to; then, by turns, further ones that those lead to. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "crawler/frontier/frontier.h"
#include "crawler/visit/page_links.h"
#include "crawler/visit/site.h"

/* Whether the page is one of a service: its title says so, or the link that led to it into the site, or the title of the council's page which hands on
 * to it, or, of a name that says nothing ("Ropewalk", "The Lantern Centre"), what it begins with. */
static bool promises(struct partner_site *partners, const struct page_ask *ask, bool front)
{
    enum { OPENING_BYTES = 400 };
    const struct document *document = ask->document;
    struct buffer opening;
    if ((ask->request.promised && !front) || ask->request.handed_on != NULL || partner_site_promises(partners, document->title))
        return true;
    buffer_init(&opening, OPENING_BYTES);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (block->zone == ZONE_MAIN && !block->hidden && !(buffer_add(&opening, block->text, block->length) && buffer_add_char(&opening, ' ')))
            break;
    }
    bool promised = partner_site_promises(partners, buffer_text(&opening));
    buffer_release(&opening);
    return promised;
}

static enum partner_page kind_of(const struct page_ask *ask, bool front)
{
    if (ask->request.further > 0)
        return ask->request.further > 1 ? PARTNER_LAST : PARTNER_FURTHER;
    if (!front)
        return PARTNER_INNER;
    return ask->request.handed_on != NULL ? PARTNER_WHOLE_SITE : PARTNER_FRONT;
}

void site_note_further(struct site *site, struct page_ask *ask)
{
    const struct engine *engine = site->engine;
    if (!engine->options->read_partners || ask->page.purpose != PAGE_PARTNER || ask->document == NULL ||
        ask->document->type != DOCUMENT_HTML)
        return;
    size_t count;
    struct partner_choice chosen[PARTNER_SITE_PAGES];
    bool front = landing_is_home_or_search(engine->landings, &ask->final);
    if (!ask->request.further && !promises(engine->partner_site, ask, front))
        return;
    const struct page_link *links = site_links(site, ask, &count);
    size_t pages = partner_site_choose(engine->partner_site, &ask->final, kind_of(ask, front), links, count, chosen);
    for (size_t i = 0; i < pages; i++) {
        const struct page_link *link = &links[chosen[i].link];
        if (engine_ignores(engine, link->bare))
            continue;
        MEMORY_PUSH_ROOM(site->further, site->further_count, site->further_capacity);
        site->further[site->further_count] = (struct further_page){
            .choice = chosen[i], .number = site->further_count, .url = arena_copy(&site->arena, link->bare),
            .text = arena_copy(&site->arena, link->link.text), .steps = ask->request.further + 1, .kind = link->link.kind, .clicks = ask->request.clicks, .found_on = ask->page.order};
        site->further_count++;
    }
}

static int by_turn(const void *a, const void *b)
{
    const struct further_page *left = a, *right = b;
    int order = partner_site_compare(&left->choice, &right->choice);
    return order != 0 ? order : (left->number > right->number) - (left->number < right->number);
}

/* Once every partner's first page was read, and again once those that they lead to were: as many of their further ones as there is budget for. */
static void take_further(struct site *site)
{
    struct frontier_next none;
    if (site->further_count > 0)
        qsort(site->further, site->further_count, sizeof *site->further, by_turn);
    for (size_t i = 0; i < site->further_count; i++) {
        const struct further_page *page = &site->further[i];
        struct frontier_link offered = {.url = page->url, .text = page->text, .heading = "", .page_title = "", .kind = page->kind, .zone = ZONE_MAIN,
                                        .page_purpose = PAGE_PARTNER, .page_clicks = page->clicks, .page_order = page->found_on};
        if (frontier_offer_further(site->frontier, &offered, page->steps) == FRONTIER_QUEUED)
            site->engine->progress.pages_known++;
    }
    site->further_count = 0;
    (void)site_take_own_page(site, &none); /* of its own none are left: what was offered is put by */
}

static struct page_ask *ask_partner(struct site *site, const struct page_ask_request *request)
{
    site_ask(site, request);
    struct page_ask *ask = site->asking;
    site->asking = NULL;
    return ask;
}

bool site_step_partners(struct site *site)
{
    while (site->window_count < PARTNERS_AT_ONCE && site->partners_asked < site->partner_count && !site_is_finished(site)) {
        const struct later_page *later = &site->partners[site->partners_asked++];
        struct page_ask_request request = {.url = later->url, .purpose = later->purpose, .clicks = later->clicks, .further = later->further, .promised = later->promised, .handed_on = later->handed_on,
                                           .found_on = later->found_on};
        site->window[site->window_count++] = ask_partner(site, &request);
    }
    struct page_ask *first = site->window[0];
    if (site->window_count == 0) {
        if (!site_is_finished(site))
            take_further(site);
        if (site->partners_asked == site->partner_count || site_is_finished(site))
            site_end_pages(site);
        return true;
    }
    if (!first->arrived)
        return false;
    if (site_needs_second_look(site, first)) {
        struct page_ask_request request = first->request;
        request.last_resort = true;
        request.looks = first->looks;
        site->window[0] = ask_partner(site, &request);
        page_ask_free(first);
        return true;
    }
    memmove(site->window, site->window + 1, --site->window_count * sizeof *site->window);
    site_handle_page(site, first);
    return true;
}

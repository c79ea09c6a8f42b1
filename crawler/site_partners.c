/* Partners' pages of a visit: asked for several at once, since nothing is chosen by what they say. */
#include <string.h>

#include "crawler/frontier.h"
#include "crawler/page_links.h"
#include "crawler/partner_site.h"
#include "crawler/site.h"

void site_offer_further(struct site *site, struct page_ask *ask)
{
    const struct engine *engine = site->engine;
    if (!engine->options->read_partners || ask->page.purpose != PAGE_PARTNER || ask->request.further || ask->document == NULL ||
        ask->document->type != DOCUMENT_HTML)
        return;
    size_t count, chosen[PARTNER_SITE_PAGES];
    const struct page_link *links = site_links(site, ask, &count);
    size_t pages = partner_site_choose(engine->partner_site, &ask->final, ask->document->title, landing_is_home_or_search(engine->landings, &ask->final),
                                       links, count, chosen);
    for (size_t i = 0; i < pages; i++) {
        const struct page_link *link = &links[chosen[i]];
        struct frontier_link offered = {.url = link->bare, .text = link->link.text, .heading = "", .page_title = "", .page_url = ask->final.href,
                                        .kind = link->link.kind, .zone = (enum block_zone)link->link.zone, .page_purpose = PAGE_PARTNER,
                                        .page_clicks = ask->request.clicks, .page_order = ask->page.order};
        if (!engine_ignores(site->engine, link->bare) && frontier_offer_further(site->frontier, &offered) == FRONTIER_QUEUED)
            site->engine->progress.pages_known++;
    }
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
        struct page_ask_request request = {.url = later->url, .purpose = later->purpose, .clicks = later->clicks, .further = later->further,
                                           .found_on = later->found_on};
        site->window[site->window_count++] = ask_partner(site, &request);
    }
    struct frontier_next none;
    struct page_ask *first = site->window[0];
    if (site->window_count == 0) {
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
    if (!site_is_finished(site))
        (void)site_take_own_page(site, &none); /* of its own none are left: what the partner's page led to is put by */
    return true;
}

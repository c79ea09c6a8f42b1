#include "crawler/visit/site.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "crawler/frontier/frontier.h"

/* --- the council's own domains --- */

static void count_crawling(struct site *site, const char *domain, int change)
{
    map_put(site->engine->crawling, domain, strlen(domain), NULL)->number += change;
}

static void add_own_site(struct site *site, const char *address)
{
    struct url url;
    if (address == NULL || address[0] == '\0' || url_parse(&site->arena, address, NULL, &url, NULL) != STATUS_OK || url.host == NULL)
        return;
    const char *domain = url_site(&site->arena, url.host);
    for (size_t i = 0; i < 2; i++) {
        if (site->sites[i] != NULL && strcmp(site->sites[i], domain) == 0)
            return;
        if (site->sites[i] == NULL) {
            site->sites[i] = domain;
            count_crawling(site, domain, 1);
            return;
        }
    }
}

static void stop_crawling(struct site *site)
{
    if (!site->crawling)
        return;
    site->crawling = false;
    for (size_t i = 0; site->sites[i] != NULL; i++)
        count_crawling(site, site->sites[i], -1);
    site->engine->crawls_ended++;
}

/* --- life --- */

static void find_stored(struct site *site)
{
    const struct crawl_source *source = site->engine->source;
    struct crawl_page stored = {0};
    for (size_t i = 0; source->stored_page != NULL && source->stored_page(source->context, site->council, i, &stored); i++) {
        const struct page *page = &stored.page;
        map_put(site->stored, page->url, strlen(page->url), NULL)->number = (int64_t)i + 1;
        bool added = false;
        if (page->final_url != NULL) {
            union map_value *place = map_put(site->stored, page->final_url, strlen(page->final_url), &added);
            if (added)
                place->number = (int64_t)i + 1;
        }
        if (page->order >= site->next_order)
            site->next_order = page->order + 1;
        stored = (struct crawl_page){0};
    }
}

struct site *site_new(struct engine *engine, const struct council *council)
{
    struct site *site = memory_alloc(sizeof *site);
    site->engine = engine;
    site->council = council;
    site->stored = map_new();
    site->read = map_new();
    site->returning = map_new();
    site->parts = map_new();
    site->cut_lists = map_new();
    site->shown = map_new();
    site->words = map_new();
    site->shared_targets = map_new();
    site->crawling = true;
    site->visit = (struct visit){.gss_code = council->gss_code, .outcome = VISIT_PENDING, .clicks_from_home = -1,
                                 .listed_url = council->local_offer_url[0] != '\0' ? council->local_offer_url : NULL,
                                 .started_at = clock_now(), .finished_at = -1};
    add_own_site(site, council->council_url);
    find_stored(site);
    return site;
}

static void free_list(struct page_ask **list)
{
    for (struct page_ask *ask = *list, *next; ask != NULL; ask = next) {
        next = ask->next;
        page_ask_free(ask);
    }
    *list = NULL;
}

/* What only reading pages needs. */
static void release_reading(struct site *site)
{
    free_list(&site->held);
    free_list(&site->open);
    site_forget_sitemaps(site);
    frontier_free(site->frontier);
    site->frontier = NULL;
    map_free(site->words);
    site->words = map_new();
}

void site_free(struct site *site)
{
    if (site == NULL)
        return;
    release_reading(site);
    page_ask_free(site->asking);
    page_ask_free(site->seek.handing);
    map_free(site->stored);
    map_free(site->read);
    map_free(site->returning);
    map_free(site->parts);
    map_free(site->cut_lists);
    map_free(site->shown);
    map_free(site->words);
    map_free(site->shared_targets);
    free(site->seek.candidates);
    free(site->sitemaps);
    free(site->seek.sitemaps);
    free(site->seconds);
    free(site->same);
    free(site->partners);
    free(site->further);
    for (size_t i = 0; i < site->window_count; i++)
        page_ask_free(site->window[i]);
    free(site->targets);
    arena_release(&site->arena);
    free(site);
}

bool site_is_done(const struct site *site)
{
    return site->stage == SITE_DONE;
}

/* --- asking --- */

static struct page_ask *take_from(struct page_ask **list, const char *url)
{
    for (struct page_ask **place = list; *place != NULL; place = &(*place)->next) {
        struct page_ask *ask = *place;
        if (strcmp(ask->page.url, url) == 0 || strcmp(ask->page.final_url, url) == 0) {
            *place = ask->next;
            ask->next = NULL;
            return ask;
        }
    }
    return NULL;
}

void site_hold(struct site *site, struct page_ask *ask)
{
    ask->next = site->held;
    site->held = ask;
}

void site_ask(struct site *site, const struct page_ask_request *request)
{
    const union map_value *stored = map_get(site->stored, request->url, strlen(request->url));
    struct page_ask_request asked = *request;
    asked.shown = site->stage == SITE_PAGES && request->purpose == PAGE_CONTENT ? site->shown : NULL;
    site->asking = page_ask_start(site->engine, site->council, &asked, stored != NULL && !request->sitemap ? stored->number - 1 : -1);
}

/* --- telling --- */

static void tell_held(struct site *site)
{
    while (site->held != NULL) {
        struct page_ask *ask = site->held;
        site->held = ask->next;
        ask->page.purpose = PAGE_HOME;
        site_tell_page(site, ask, NULL, 0);
        page_ask_free(ask);
    }
}

void site_tell_visit(struct site *site)
{
    struct engine *engine = site->engine;
    site->visit.pages_read = site->pages_read;
    site->visit.finished_at = site->visit.outcome == VISIT_PENDING ? -1 : clock_now();
    if (engine->status == STATUS_OK)
        engine->status = engine->sink->visit(engine->sink->context, site->council, &site->visit, engine->err);
}

void site_end(struct site *site, enum visit_outcome outcome, enum link_reason reason, const char *note)
{
    site->visit.outcome = outcome;
    site->visit.reason = reason;
    site->visit.note = note;
    stop_crawling(site);
    tell_held(site);
    site_tell_visit(site);
    release_reading(site);
    site->engine->progress.councils_done++;
    site->stage = SITE_DONE;
}

/* --- stages --- */

static void robots_known(void *context, const struct gate_answer *answer)
{
    struct site *site = context;
    (void)answer; /* each address is asked about when its turn comes */
    site->robots_known = true;
}

static void ask_robots(struct site *site)
{
    struct url start;
    if (site->engine->options->single_page || url_parse(&site->arena, site->start_final, NULL, &start, NULL) != STATUS_OK)
        site->robots_known = true;
    else
        gate_ask(site->engine->gate, &start, robots_known, site);
}

void site_begin_pages(struct site *site, const char *start_url)
{
    struct frontier_options options = {.max_pages = site->engine->options->max_pages, .max_depth = site->engine->options->max_depth,
                                       .words = site->engine->words, .policy = site->engine->policy, .landings = site->engine->landings, .more = &site->engine->more};
    site->start_final = start_url;
    if (site->start_url == NULL)
        site->start_url = start_url;
    add_own_site(site, start_url);
    for (struct page_ask *ask = site->held; ask != NULL; ask = ask->next)
        ask->links = NULL; /* resolved while the start's site was not known to be the council's own */
    site->visit.start_url = start_url;
    site->frontier = frontier_new(site->council, start_url, &options);
    site->engine->progress.pages_known++;
    site->stage = SITE_ROBOTS;
    ask_robots(site);
}

/* So much that what was not found on the others can't be told. */
static bool is_half_unread(const struct site *site)
{
    int missed = site->unread + site->unfollowed;
    return missed > 0 && missed * 2 >= site->own_pages + site->unread;
}

static const char MOVED_NOTE[] = "The address on our list leads to another web site, which was read instead.";

/* The rest of the time is for the links. */
static bool is_late(const struct site *site)
{
    double until = site->engine->options->read_until;
    return until > 0 && site->pages_read > 0 && clock_monotonic() >= until;
}

enum { FINDER_PAGES = 3 }; /* a Local Offer has more, so most of it is behind the form */

static void decide_outcome(struct site *site)
{
    struct visit *visit = &site->visit;
    visit->pages_left = (int)(frontier_missed(site->frontier) + (is_late(site) ? site->partner_count - site->partners_asked : 0));
    if (site->broke) {
        bool refused = site->refused >= site->failed;
        visit->outcome = refused ? VISIT_BLOCKED : VISIT_DOWN;
        visit->reason = REASON_BREAKER;
        visit->note = refused ? "The web site refused one page after another, so it was left alone."
                              : "The web site failed on one page after another, so it was left alone.";
    } else if (site->pages_read > 0 && site->shells == site->pages_read) {
        visit->outcome = VISIT_NEEDS_SCRIPTS;
        visit->note = "Every page is empty until a browser runs its scripts.";
    } else if (is_half_unread(site) && !site->engine->options->single_page) {
        visit->outcome = VISIT_LIMITED;
        if (visit->note == NULL)
            visit->note = "Half of its pages or more could not be read: the site refused our program, failed, or asks programs to keep away.";
    } else if (site->hands_nowhere) {
        visit->outcome = VISIT_LIMITED;
        if (visit->note == NULL)
            visit->note = "Its page sends readers on to another web site for the Local Offer, and that could not be read.";
    } else if (site->has_finder && site->own_pages <= FINDER_PAGES && !site->engine->options->single_page) {
        visit->outcome = VISIT_LIMITED;
        if (visit->note == NULL)
            visit->note = "Hardly any page can be reached without the site’s search form: what it finds was not read, since we fill in no forms.";
    } else if (visit->pages_left > 0 || site->has_routes || site->unread_menus > 0 || site->cut_services || site->links_left > 0 || site->engine->options->single_page) {
        visit->outcome = VISIT_LIMITED;
    } else {
        visit->outcome = site->moved ? VISIT_MOVED : VISIT_DONE;
    }
    /* Of a site that moved and was read in part the part is what counts: what was not found there can't be told. */
    if (site->moved && (visit->outcome == VISIT_MOVED || visit->outcome == VISIT_LIMITED))
        visit->note = visit->note == NULL ? MOVED_NOTE : arena_printf(&site->arena, "%s %s", MOVED_NOTE, visit->note);
    if (site->unread_menus > 0 && visit->note == NULL)
        visit->note = arena_printf(&site->arena, "On %d of its pages a menu to choose from leads on by a script, and its markup does not say where to: "
                                                 "what only that menu leads to was not read.", site->unread_menus);
    if (map_count(site->cut_lists) > 0 && visit->note == NULL)
        visit->note = arena_printf(&site->arena, "On %zu of its pages the rest of a list appears only after pressing a button: it was not read, since we press none.",
                                   map_count(site->cut_lists));
    if (site->links_left > 0 && visit->note == NULL)
        visit->note = arena_printf(&site->arena, "Its pages link to more and longer addresses than are kept: %d %s left out, and of each page one is listed as not checked.",
                                   site->links_left, site->links_left == 1 ? "link was" : "links were");
}

void site_end_pages(struct site *site)
{
    stop_crawling(site);
    for (size_t i = 0; i < site->same_count; i++)
        checks_settle_same(site->engine->checks, site->same[i].url, site->same[i].as);
    tell_held(site);
    decide_outcome(site);
    site->stage = SITE_HOME;
}

bool site_is_finished(const struct site *site)
{
    return site->broke || (site->engine->options->single_page && site->pages_read > 0) || is_late(site);
}

/* Not read, since another address showed the page. One that is new on every page is not asked for at all; the plain one, which
 * others link to and a page names as canonical, is checked as a link. */
static void put_by(struct site *site, const struct frontier_next *next)
{
    site->engine->progress.pages_known--;
    if (next->plain)
        return;
    MEMORY_PUSH_ROOM(site->same, site->same_count, site->same_capacity);
    site->same[site->same_count++] = (struct same_page){next->url, next->same_as};
}

bool site_take_own_page(struct site *site, struct frontier_next *next)
{
    while (frontier_take(site->frontier, next)) {
        if (next->same_as != NULL) {
            put_by(site, next);
            continue;
        }
        if (next->purpose != PAGE_PARTNER)
            return true;
        MEMORY_PUSH_ROOM(site->partners, site->partner_count, site->partner_capacity);
        site->partners[site->partner_count++] = (struct later_page){.url = next->url, .clicks = next->clicks, .purpose = next->purpose,
                                                                    .further = next->further, .promised = next->promised, .handed_on = next->handed_on,
                                                                    .found_on = next->found_on};
    }
    return false;
}

/* What only looks like an address, or stands in a sitemap alone. */
static bool is_guess(const struct site *site, const struct frontier_next *next)
{
    bool sitemap = next->clicks < 0 && next->found_on < 0;
    return site->engine->options->archive == NULL && !checks_is_named(site->engine->checks, next->url) && (sitemap || checks_has(site->engine->checks, next->url));
}

static void step_pages(struct site *site, struct page_ask *arrived)
{
    struct frontier_next next;
    struct page_ask_request request;
    if (arrived != NULL)
        site_handle_page(site, arrived);
    bool finished = site_is_finished(site);
    if (!finished && site_take_own_page(site, &next)) {
        request = (struct page_ask_request){.url = next.url, .purpose = next.purpose, .clicks = next.clicks, .found_on = next.found_on,
                                            .guess = is_guess(site, &next)};
    } else if (!finished && site->seconds_done < site->second_count) {
        const struct later_page *look = &site->seconds[site->seconds_done++];
        request = (struct page_ask_request){.url = look->url, .purpose = look->purpose, .clicks = look->clicks,
                                            .found_on = look->found_on, .last_resort = true, .looks = look->looks};
    } else {
        site->stage = SITE_PARTNERS;
        return;
    }
    struct page_ask *held = take_from(&site->held, request.url);
    if (held == NULL) {
        held = take_from(&site->open, request.url);
        if (held != NULL)
            held->again = true;
    }
    if (held == NULL) {
        site_ask(site, &request);
        return;
    }
    request.url = arena_copy(&held->arena, request.url);
    held->request = request;
    held->page.purpose = request.purpose;
    site->asking = held;
}

void site_step(struct site *site)
{
    while (site->engine->status == STATUS_OK && site->stage != SITE_DONE && site->stage != SITE_WAITING) {
        struct page_ask *arrived = site->asking;
        if (arrived != NULL && !arrived->arrived)
            return;
        site->asking = NULL;
        switch (site->stage) {
        case SITE_SEEKING:
            seek_step(site, arrived);
            break;
        case SITE_ROBOTS:
            if (!site->robots_known)
                return;
            site_list_sitemaps(site);
            site->stage = SITE_SITEMAPS;
            break;
        case SITE_SITEMAPS:
            site_step_sitemaps(site, arrived);
            break;
        case SITE_PAGES:
            step_pages(site, arrived);
            break;
        case SITE_PARTNERS:
            if (!site_step_partners(site))
                return;
            break;
        case SITE_HOME:
            if (!seek_home_walk(site, arrived)) {
                release_reading(site);
                site->stage = SITE_CHECKS;
            }
            break;
        case SITE_CHECKS:
            site_step_checks(site);
            return;
        case SITE_WAITING:
        case SITE_DONE:
            break;
        }
    }
}

bool site_waits_for_chance(const struct site *site, double *at)
{
    *at = site->seek.chance_at;
    return site->stage == SITE_WAITING;
}

void site_give_chance(struct site *site)
{
    struct page_ask_request request = {.url = site->seek.asking, .purpose = site->seek.step <= SEEK_ALTERNATIVE ? PAGE_CONTENT : PAGE_HOME,
                                       .found_on = -1, .last_resort = true};
    site->stage = SITE_SEEKING;
    site_ask(site, &request);
}

void site_stop(struct site *site)
{
    if (site->stage == SITE_DONE)
        return;
    for (size_t i = site->targets_told; site->stage == SITE_CHECKS && i < site->target_count; i++)
        if (checks_settled(site->targets[i]) && !checks_is_left(site->targets[i]))
            site_tell_target(site, site->targets[i]);
    site->visit.outcome = VISIT_PENDING;
    site_tell_visit(site);
}

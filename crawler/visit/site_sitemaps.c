/* Sitemaps of a council's site: those of the start's host feed the frontier, those of the
 * home page's host say where a Local Offer may be while it is looked for. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "crawler/frontier/frontier.h"
#include "crawler/visit/page_links.h"
#include "crawler/visit/site.h"

struct list {
    const char ***urls;
    size_t *count, *capacity;
};

static void add_sitemap(struct site *site, const struct list *list, const char *base_url, const char *address)
{
    struct url url, base;
    if (url_parse(&site->arena, base_url, NULL, &base, NULL) != STATUS_OK ||
        url_parse(&site->arena, address, &base, &url, NULL) != STATUS_OK || !url_is_http(&url) || !page_links_is_own(site->sites, url.host))
        return;
    for (size_t i = 0; i < *list->count; i++)
        if (strcmp((*list->urls)[i], url.href) == 0)
            return;
    if (*list->count >= LIMIT_SITEMAP_FILES)
        return;
    MEMORY_PUSH_ROOM(*list->urls, *list->count, *list->capacity);
    (*list->urls)[(*list->count)++] = arena_copy(&site->arena, url.href);
}

/* Those that robots.txt names, or the usual place. robots.txt must be known. */
static void add_named(struct site *site, const struct list *list, const char *base_url)
{
    struct url base;
    if (url_parse(&site->arena, base_url, NULL, &base, NULL) != STATUS_OK)
        return;
    const struct robots *robots = gate_robots(site->engine->gate, &base);
    for (size_t i = 0; robots != NULL && i < robots_sitemap_count(robots); i++)
        add_sitemap(site, list, base_url, robots_sitemap(robots, i));
    if (*list->count == 0)
        add_sitemap(site, list, base_url, "/sitemap.xml");
}

static const struct list *lists(struct site *site, struct list *own, bool seeking)
{
    struct seek *seek = &site->seek;
    *own = seeking ? (struct list){&seek->sitemaps, &seek->sitemap_count, &seek->sitemap_capacity}
                   : (struct list){&site->sitemaps, &site->sitemap_count, &site->sitemap_capacity};
    return own;
}

/* The address of a page of the council's own, canonical, in `scratch`; NULL for others. */
static const char *own_page(const struct site *site, const struct page_ask *ask, size_t number, struct arena *scratch)
{
    struct url url;
    bool own = url_parse(scratch, ask->entries[number].url, &ask->final, &url, NULL) == STATUS_OK && url_is_http(&url) &&
               page_links_is_own(site->sites, url.host);
    return own ? url_canonical(scratch, &url, site->engine->policy) : NULL;
}

/* --- for the frontier --- */

void site_list_sitemaps(struct site *site)
{
    struct list list;
    if (!site->engine->options->single_page)
        add_named(site, lists(site, &list, false), site->start_final);
}

static void take_sitemap(struct site *site, const struct page_ask *ask)
{
    struct list list;
    for (size_t i = 0; i < ask->entry_count; i++) {
        struct arena scratch = {0};
        const char *url = NULL;
        if (ask->entries[i].is_sitemap)
            add_sitemap(site, lists(site, &list, false), ask->page.final_url, ask->entries[i].url);
        else
            url = own_page(site, ask, i, &scratch);
        if (url != NULL && !engine_ignores(site->engine, url)) {
            struct frontier_link link = {.url = url, .text = "", .heading = "", .page_title = "", .kind = LINK_SITEMAP,
                                         .zone = ZONE_MAIN, .page_clicks = -1, .page_order = -1};
            site->engine->progress.pages_known += frontier_offer(site->frontier, &link) == FRONTIER_QUEUED;
        }
        arena_release(&scratch);
    }
}

/* One that was read while the start was looked for is not asked for again. */
static struct page_ask *read_before(const struct site *site, const char *url)
{
    struct page_ask *ask = site->sitemaps_read;
    while (ask != NULL && strcmp(ask->request.url, url) != 0)
        ask = ask->next;
    return ask;
}

void site_forget_sitemaps(struct site *site)
{
    for (struct page_ask *ask = site->sitemaps_read, *next; ask != NULL; ask = next) {
        next = ask->next;
        page_ask_free(ask);
    }
    site->sitemaps_read = NULL;
}

/* A small budget of pages is not spent on sitemaps. */
static size_t sitemaps_allowed(const struct site *site)
{
    return 2 + (size_t)site->engine->options->max_pages / 10;
}

static void ask_sitemap(struct site *site, const char *url)
{
    struct page_ask_request request = {.url = url, .found_on = -1, .sitemap = true};
    site_ask(site, &request);
}

void site_step_sitemaps(struct site *site, struct page_ask *arrived)
{
    if (arrived != NULL)
        take_sitemap(site, arrived);
    page_ask_free(arrived);
    while (site->sitemaps_asked < site->sitemap_count && site->sitemaps_asked < sitemaps_allowed(site)) {
        const char *url = site->sitemaps[site->sitemaps_asked++];
        const struct page_ask *before = read_before(site, url);
        if (before == NULL) {
            ask_sitemap(site, url);
            return;
        }
        take_sitemap(site, before);
    }
    site_forget_sitemaps(site);
    site->stage = SITE_PAGES;
}

/* --- while the start is looked for --- */

bool site_seek_sitemap(struct site *site)
{
    struct seek *seek = &site->seek;
    struct list list;
    if (seek->home == NULL)
        return false;
    if (seek->sitemap_count == 0)
        add_named(site, lists(site, &list, true), seek->home);
    if (seek->sitemaps_asked >= seek->sitemap_count || seek->sitemaps_asked >= LIMIT_SEEK_SITEMAPS)
        return false;
    ask_sitemap(site, seek->sitemaps[seek->sitemaps_asked++]);
    return true;
}

void site_take_seek_sitemap(struct site *site, struct page_ask *ask, void (*offer)(struct site *site, const char *url))
{
    struct list list;
    for (size_t i = 0; i < ask->entry_count; i++) {
        struct arena scratch = {0};
        const char *url = NULL;
        if (ask->entries[i].is_sitemap)
            add_sitemap(site, lists(site, &list, true), ask->page.final_url, ask->entries[i].url);
        else
            url = own_page(site, ask, i, &scratch);
        if (url != NULL)
            offer(site, url);
        arena_release(&scratch);
    }
    ask->next = site->sitemaps_read;
    site->sitemaps_read = ask;
}

#include "crawler/visit/partner_site.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "crawler/links/phrases.h"

/* Links of a front page and to what lies beneath a page; links of any page of a partner's, its menus among them; those of footers too. */
enum { PLACE_LINK, PLACE_ANYWHERE, PLACE_FOOTER };
static const struct phrase_place PLACES[] = {[PLACE_LINK] = {"link", false}, [PLACE_ANYWHERE] = {"anywhere", false}, [PLACE_FOOTER] = {"footer", false}, {NULL, false}};
/* What it is worth that a page lies beneath the one that leads to it. */
enum { BENEATH = 50 };

struct partner_site {
    const struct crawl_words *words;
    struct crawl_scorer *scorer;
    struct phrases phrases;
};

enum status partner_site_load(const char *seeds, const struct crawl_words *words, struct partner_site **out, struct error *err)
{
    struct partner_site *site = memory_alloc(sizeof *site);
    struct arena arena = {0};
    *site = (struct partner_site){.words = words, .scorer = crawl_scorer_new(words)};
    enum status status = phrases_load(arena_printf(&arena, "%s/crawl/partner-pages.csv", seeds), PLACES, &site->phrases, err);
    arena_release(&arena);
    *out = status == STATUS_OK ? site : NULL;
    if (status != STATUS_OK)
        partner_site_free(site);
    return status;
}

void partner_site_free(struct partner_site *site)
{
    if (site == NULL)
        return;
    crawl_scorer_free(site->scorer);
    phrases_release(&site->phrases);
    free(site);
}

static bool is_beneath(const struct url *page, const struct url *link)
{
    size_t length = strlen(page->path);
    while (length > 0 && page->path[length - 1] == '/')
        length--;
    return length > 0 && strncmp(link->path, page->path, length) == 0 && link->path[length] == '/' && link->path[length + 1] != '\0';
}

/* A link as it is weighed. */
struct candidate {
    const struct page_link *link;
    struct url url;
    struct buffer folded; /* its text, for phrases */
};

static int asks(const struct partner_site *site, const struct candidate *candidate, int place)
{
    return phrases_weigh(&site->phrases, place, buffer_text(&candidate->folded), candidate->folded.length);
}

/* A leaflet that the page's own words lead to. */
static int leaflet_worth(const struct partner_site *site, const struct candidate *candidate)
{
    const char *path = candidate->url.path;
    bool leaflet = candidate->link->link.zone == ZONE_MAIN && crawl_words_ending(site->words, path, strlen(path)) == ADDRESS_LEAFLET;
    return leaflet ? 1 + asks(site, candidate, PLACE_LINK) : 0;
}

static int weigh(struct partner_site *site, const struct url *page, enum partner_page kind, const struct candidate *candidate)
{
    enum block_zone zone = candidate->link->link.zone;
    bool front = kind == PARTNER_FRONT || kind == PARTNER_WHOLE_SITE;
    int promise = front || zone != ZONE_MAIN ? 0 : crawl_scorer_text(site->scorer, candidate->link->link.text);
    bool named = promise >= crawl_words_weight(site->words, CRAWL_WEIGHT_PROMISE);
    if (kind == PARTNER_FURTHER || kind == PARTNER_LAST)
        return leaflet_worth(site, candidate) + (kind == PARTNER_FURTHER && named ? promise : 0);
    int weight = asks(site, candidate, PLACE_FOOTER) + (zone == ZONE_FOOTER ? 0 : asks(site, candidate, PLACE_ANYWHERE));
    bool beneath = !front && is_beneath(page, &candidate->url);
    if (front || beneath || named)
        weight += asks(site, candidate, PLACE_LINK) + (beneath ? BENEATH : 0) + (named ? promise : 0) + (kind == PARTNER_WHOLE_SITE && zone != ZONE_FOOTER);
    return weight == 0 && !front ? leaflet_worth(site, candidate) : weight;
}

static bool may_follow(const struct url *page, const struct page_link *link, struct arena *arena, struct url *url)
{
    return link->bare != NULL && link->link.reason == REASON_NONE && (link->link.kind == LINK_ANCHOR || link->link.kind == LINK_DOCUMENT) &&
           url_parse(arena, link->bare, NULL, url, NULL) == STATUS_OK && strcmp(url->host, page->host) == 0 && strcmp(url->path, page->path) != 0;
}

/* 0 for what is not followed: another host, the page itself, nothing that is promised. */
static int worth(struct partner_site *site, const struct url *page, enum partner_page kind, const struct page_link *link)
{
    struct arena arena = {0};
    struct candidate candidate = {.link = link};
    int weight = 0;
    if (may_follow(page, link, &arena, &candidate.url)) {
        buffer_init(&candidate.folded, LIMIT_LINK_TEXT_BYTES * 4);
        phrases_fold(&candidate.folded, link->link.text, strlen(link->link.text));
        weight = weigh(site, page, kind, &candidate);
        buffer_release(&candidate.folded);
    }
    arena_release(&arena);
    return weight;
}

static bool is_chosen(const struct page_link *links, const struct partner_choice *chosen, size_t count, const char *bare)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(links[chosen[i].link].bare, bare) == 0)
            return true;
    return false;
}

bool partner_site_promises(struct partner_site *site, const char *words)
{
    return crawl_scorer_text(site->scorer, words) >= crawl_words_weight(site->words, CRAWL_WEIGHT_PROMISE);
}

/* Footers lead to terms and to who made the site. */
static bool is_small_site(const struct url *page, const struct page_link *links, size_t count)
{
    struct partner_choice seen[PARTNER_SITE_PAGES];
    size_t pages = 0;
    for (size_t i = 0; i < count; i++) {
        struct arena arena = {0};
        struct url url;
        bool leads_on = links[i].link.zone != ZONE_FOOTER && may_follow(page, &links[i], &arena, &url) && !is_chosen(links, seen, pages, links[i].bare);
        arena_release(&arena);
        if (leads_on && pages == PARTNER_SITE_PAGES)
            return false;
        if (leads_on)
            seen[pages++].link = i;
    }
    return true;
}

size_t partner_site_choose(struct partner_site *site, const struct url *page, enum partner_page kind, const struct page_link *links, size_t count,
                           struct partner_choice chosen[PARTNER_SITE_PAGES])
{
    if (kind == PARTNER_FRONT && is_small_site(page, links, count))
        kind = PARTNER_WHOLE_SITE;
    size_t taken = 0, most = kind == PARTNER_LAST ? PARTNER_SITE_LEAFLETS : PARTNER_SITE_PAGES;
    for (size_t i = 0; i < count; i++) {
        int weight = worth(site, page, kind, &links[i]);
        if (weight <= 0 || is_chosen(links, chosen, taken, links[i].bare) || (taken == most && weight <= chosen[taken - 1].weight))
            continue;
        size_t place = taken < most ? taken++ : taken - 1;
        for (; place > 0 && chosen[place - 1].weight < weight; place--)
            chosen[place] = chosen[place - 1];
        chosen[place] = (struct partner_choice){.link = i, .weight = weight};
    }
    for (size_t i = 0; i < taken; i++)
        chosen[i].round = (int)i;
    return taken;
}

int partner_site_compare(const struct partner_choice *a, const struct partner_choice *b)
{
    if (a->round != b->round)
        return a->round < b->round ? -1 : 1;
    return (a->weight < b->weight) - (a->weight > b->weight);
}

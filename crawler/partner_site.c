#include "crawler/partner_site.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "crawler/phrases.h"

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

static int asks(const struct partner_site *site, int place, const char *text)
{
    struct buffer folded;
    buffer_init(&folded, LIMIT_LINK_TEXT_BYTES * 4);
    phrases_fold(&folded, text, strlen(text));
    int weight = phrases_weigh(&site->phrases, place, buffer_text(&folded), folded.length);
    buffer_release(&folded);
    return weight;
}

static bool is_beneath(const struct url *page, const struct url *link)
{
    size_t length = strlen(page->path);
    while (length > 0 && page->path[length - 1] == '/')
        length--;
    return length > 0 && strncmp(link->path, page->path, length) == 0 && link->path[length] == '/' && link->path[length + 1] != '\0';
}

/* A leaflet that the page's own words lead to. */
static int leaflet_worth(const struct partner_site *site, const struct page_link *link, const struct url *url)
{
    bool leaflet = link->link.zone == ZONE_MAIN && crawl_words_ending(site->words, url->path, strlen(url->path)) == ADDRESS_LEAFLET;
    return leaflet ? 1 + asks(site, PLACE_LINK, link->link.text) : 0;
}

/* 0 for what is not followed: another host, the page itself, nothing that is promised. */
static int worth(struct partner_site *site, const struct url *page, enum partner_page kind, const struct page_link *link)
{
    struct arena arena = {0};
    struct url url;
    int weight = 0;
    bool front = kind == PARTNER_FRONT || kind == PARTNER_WHOLE_SITE;
    if (link->bare != NULL && link->link.reason == REASON_NONE && (link->link.kind == LINK_ANCHOR || link->link.kind == LINK_DOCUMENT) &&
        url_parse(&arena, link->bare, NULL, &url, NULL) == STATUS_OK && strcmp(url.host, page->host) == 0 && strcmp(url.path, page->path) != 0) {
        bool beneath = !front && is_beneath(page, &url);
        int promise = front || link->link.zone != ZONE_MAIN ? 0 : crawl_scorer_text(site->scorer, link->link.text);
        bool named = promise >= crawl_words_weight(site->words, CRAWL_WEIGHT_PROMISE);
        bool late = kind == PARTNER_FURTHER || kind == PARTNER_LAST;
        if (late)
            weight = leaflet_worth(site, link, &url) + (kind == PARTNER_FURTHER && named ? promise : 0);
        else
            weight = asks(site, PLACE_FOOTER, link->link.text) + (link->link.zone == ZONE_FOOTER ? 0 : asks(site, PLACE_ANYWHERE, link->link.text));
        if (!late && (front || beneath || named))
            weight += asks(site, PLACE_LINK, link->link.text) + (beneath ? BENEATH : 0) + (named ? promise : 0) + (kind == PARTNER_WHOLE_SITE);
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

size_t partner_site_choose(struct partner_site *site, const struct url *page, enum partner_page kind, const struct page_link *links, size_t count,
                           struct partner_choice chosen[PARTNER_SITE_PAGES])
{
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

#include "crawler/partner_site.h"

#include <string.h>

#include "base/limits.h"

enum { PLACE_LINK };
static const struct phrase_place PLACES[] = {[PLACE_LINK] = {"link", false}, {NULL, false}};

enum status partner_site_load(const char *seeds, struct phrases *out, struct error *err)
{
    struct arena arena = {0};
    enum status status = phrases_load(arena_printf(&arena, "%s/crawl/partner-pages.csv", seeds), PLACES, out, err);
    arena_release(&arena);
    return status;
}

static int promise(const struct phrases *words, const char *text)
{
    struct buffer folded;
    buffer_init(&folded, LIMIT_LINK_TEXT_BYTES * 4);
    phrases_fold(&folded, text, strlen(text));
    int weight = phrases_weigh(words, PLACE_LINK, buffer_text(&folded), folded.length);
    buffer_release(&folded);
    return weight;
}

/* A page of the same host, and not the front page again. */
static bool is_below(const struct url *front, const struct page_link *link)
{
    struct arena arena = {0};
    struct url url;
    bool below = link->bare != NULL && link->link.reason == REASON_NONE && (link->link.kind == LINK_ANCHOR || link->link.kind == LINK_DOCUMENT) &&
                 url_parse(&arena, link->bare, NULL, &url, NULL) == STATUS_OK && strcmp(url.host, front->host) == 0 && strcmp(url.path, front->path) != 0;
    arena_release(&arena);
    return below;
}

static bool is_chosen(const struct page_link *links, const size_t *chosen, size_t count, const char *bare)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(links[chosen[i]].bare, bare) == 0)
            return true;
    return false;
}

size_t partner_site_choose(const struct phrases *words, const struct url *front, const struct page_link *links, size_t count,
                           size_t chosen[PARTNER_SITE_PAGES])
{
    int weights[PARTNER_SITE_PAGES];
    size_t taken = 0;
    for (size_t i = 0; i < count; i++) {
        int weight = is_below(front, &links[i]) ? promise(words, links[i].link.text) : 0;
        if (weight <= 0 || is_chosen(links, chosen, taken, links[i].bare) || (taken == PARTNER_SITE_PAGES && weight <= weights[taken - 1]))
            continue;
        size_t place = taken < PARTNER_SITE_PAGES ? taken++ : taken - 1;
        for (; place > 0 && weights[place - 1] < weight; place--) {
            weights[place] = weights[place - 1];
            chosen[place] = chosen[place - 1];
        }
        weights[place] = weight;
        chosen[place] = i;
    }
    return taken;
}

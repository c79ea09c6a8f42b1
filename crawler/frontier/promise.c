#include "crawler/frontier/promise.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "crawler/frontier/recent.h"

enum {
    SITEMAP_CLICKS = 6, /* what a sitemap alone leads to weighs like a page so far away */
    RECENT = 256,       /* addresses, and as many words, that are remembered: menus have about a hundred */
};

/* What a text's words are worth. */
struct worth {
    bool known;
    int points;
};

struct promises {
    const struct crawl_words *words;
    struct crawl_scorer *scorer;
    struct frontier_scope *scope;
    struct recent *looks;  /* struct promise_look, by address */
    struct recent *worths; /* struct worth, by text: anchors, headings and titles */
};

struct promises *promises_new(const struct crawl_words *words, const struct council *council, const char *start)
{
    struct promises *promises = memory_alloc(sizeof *promises);
    *promises = (struct promises){.words = words, .scorer = crawl_scorer_new(words), .scope = frontier_scope_new(words, council, start),
                                  .looks = recent_new(RECENT, sizeof(struct promise_look)), .worths = recent_new(RECENT, sizeof(struct worth))};
    return promises;
}

void promises_free(struct promises *promises)
{
    if (promises == NULL)
        return;
    crawl_scorer_free(promises->scorer);
    frontier_scope_free(promises->scope);
    recent_free(promises->looks);
    recent_free(promises->worths);
    free(promises);
}

static bool is_margin(enum block_zone zone)
{
    return zone == ZONE_FOOTER || zone == ZONE_COOKIES || zone == ZONE_FEEDBACK || zone == ZONE_TOOLS || zone == ZONE_SEARCH;
}

static int count_parameters(const char *query)
{
    int count = query != NULL && query[0] != '\0';
    for (const char *at = query; at != NULL && (at = strchr(at, '&')) != NULL; at++)
        count++;
    return count;
}

struct promise_look promise_look(struct promises *promises, const char *address, int depth)
{
    struct promise_look *look = recent_of(promises->looks, address);
    struct arena scratch = {0};
    struct url url;
    if ((int)look->depth >= depth)
        return *look;
    look->http = url_parse(&scratch, url_normalised(&scratch, address), NULL, &url, NULL) == STATUS_OK && url_is_http(&url);
    look->depth = look->http && depth < LOOK_WHOLE ? LOOK_RULE : LOOK_WHOLE;
    if (look->http)
        look->rule = crawl_words_address(promises->words, url.path, url.query);
    if (look->http && look->depth == LOOK_WHOLE) {
        look->place = frontier_scope_place(promises->scope, &scratch, &url);
        look->subsite = frontier_scope_is_subsite(promises->scope, &scratch, &url);
        look->points = crawl_scorer_address(promises->scorer, url.path, url.query);
        look->parameters = count_parameters(url.query);
    }
    arena_release(&scratch);
    return *look;
}

uint32_t *promise_entry(struct promises *promises, const char *address)
{
    struct promise_look *look = recent_of(promises->looks, address);
    return &look->entry;
}

static int worth_of(struct promises *promises, const char *text)
{
    struct worth *worth = recent_of(promises->worths, text);
    if (!worth->known)
        *worth = (struct worth){true, crawl_scorer_text(promises->scorer, text)};
    return worth->points;
}

struct promise promise_weigh(struct promises *promises, const struct frontier_link *link, const struct promise_look *look)
{
    const struct crawl_words *words = promises->words;
    int anchor = worth_of(promises, link->text) * crawl_words_weight(words, CRAWL_WEIGHT_ANCHOR) / 100;
    /* Where there are no words (a sitemap, a picture) the address has to speak for both. */
    enum crawl_weight weight = link->text[0] != '\0' ? CRAWL_WEIGHT_ADDRESS : CRAWL_WEIGHT_ANCHOR;
    int address = look->points * crawl_words_weight(words, weight) / 100;
    int heading = worth_of(promises, link->heading);
    int title = worth_of(promises, link->page_title);
    int trail = link->trail != NULL ? worth_of(promises, link->trail) : 0, context = heading > title ? heading : title;
    return (struct promise){.own = anchor + address, .heading = heading, .title = title, .context = trail > context ? trail : context};
}

static bool is_main(const struct frontier_link *link)
{
    return link->kind == LINK_DOCUMENT || (link->kind != LINK_SITEMAP && link->zone == ZONE_MAIN);
}

/* Whether the main content of the Local Offer, or of a page whose very address is on topic
 * ("results.page?localofferchannel=3"), leads there: that is promise enough. */
bool promise_is_from_core(struct promises *promises, const struct frontier_link *link)
{
    if (link->page_url == NULL || !is_main(link))
        return false;
    if (link->within)
        return true;
    struct promise_look page = promise_look(promises, link->page_url, LOOK_WHOLE);
    return page.http && (page.place == SCOPE_CORE ||
                         (page.place == SCOPE_REGION && page.points >= crawl_words_weight(promises->words, CRAWL_WEIGHT_CONTEXT)));
}

static bool is_from_core_page(struct promises *promises, const struct frontier_link *link)
{
    return link->page_url != NULL && (link->within || promise_look(promises, link->page_url, LOOK_WHOLE).place == SCOPE_CORE);
}

/* Canonical addresses of one host and scheme. */
static bool share_host(const char *a, const char *b)
{
    size_t length = text_origin_length(a);
    return length > 0 && strncmp(a, b, length) == 0 && (b[length] == '/' || b[length] == '\0');
}

/* Whether the front page of a site of the council's that is wholly a service's leads there, its menu among the rest: an adviser's "How we work". */
static bool is_of_subsite(struct promises *promises, const struct frontier_link *link, const struct promise *promise)
{
    return link->page_url != NULL && promise->title >= crawl_words_weight(promises->words, CRAWL_WEIGHT_CONTEXT) && link->zone != ZONE_FOOTER &&
           share_host(link->page_url, link->url) && promise_look(promises, link->page_url, LOOK_WHOLE).subsite;
}

/* The page, whose title is on topic, leads to what lies beneath it, if only in a list of its parts that looks like a menu: "/school-travel" and
 * "/school-travel/apply". */
static bool is_part_of(struct promises *promises, const struct frontier_link *link, const struct promise *promise)
{
    size_t path = link->page_url != NULL ? text_origin_length(link->page_url) : 0;
    size_t length = path > 0 ? path + strcspn(link->page_url + path, "?#") : 0;
    while (length > path && link->page_url[length - 1] == '/')
        length--;
    return length > path && link->zone != ZONE_FOOTER && promise->title >= crawl_words_weight(promises->words, CRAWL_WEIGHT_ON_TOPIC) &&
           strncmp(link->url, link->page_url, length) == 0 && link->url[length] == '/' && link->url[length + 1] != '\0';
}

/* "/fr/short-breaks" on "/short-breaks": the page's own words in another language, as makers of translations put them on every page. */
bool promise_is_translation(const struct frontier_link *link)
{
    size_t origin = link->page_url != NULL && share_host(link->page_url, link->url) ? text_origin_length(link->url) : 0;
    const char *path = link->url + origin, *page = link->page_url + origin;
    size_t code = origin > 0 && *path == '/' ? 1 + strcspn(path + 1, "/?#") : 0;
    bool is_code = (code == 3 || (code == 6 && path[3] == '-')) && text_is_letter(path[1]) && text_is_letter(path[2]) && !text_starts_ignoring_case(path, "/en");
    return is_code && strcmp(path + code, page) == 0 && strcmp(page, "/") != 0; /* of a front page "/ey/" may be its part on early years */
}

bool promise_is_worded(struct promises *promises, const struct frontier_link *link)
{
    return worth_of(promises, link->text) >= crawl_words_weight(promises->words, CRAWL_WEIGHT_PROMISE);
}

bool promise_is_handed_on(const struct promises *promises, const struct frontier_link *link, const struct promise *promise)
{
    int least = crawl_words_weight(promises->words, CRAWL_WEIGHT_PROMISE);
    return link->hands_on && promise->title >= least && promise->own < least;
}

/* The words that a partner's link stands in promise clearly what its name doesn't. */
static bool is_told_around(struct promises *promises, const struct frontier_link *link)
{
    return link->around != NULL && worth_of(promises, link->around) >= crawl_words_weight(promises->words, CRAWL_WEIGHT_CONTEXT);
}

/* What a page on the subject calls "Sandhaven's page" has the subject in its address, if only a word of it: "/childrens-therapy". */
static bool is_of_the_page(const struct promise *promise, int least)
{
    return promise->own > 0 && promise->title >= least;
}

bool promise_is_wanted(struct promises *promises, const struct frontier_link *link, const struct promise *promise, const struct promise_look *look,
                       enum page_purpose *purpose)
{
    enum scope_place place = look->place;
    bool leaflet = look->rule.nature == ADDRESS_LEAFLET;
    const struct crawl_words *words = promises->words;
    int context = crawl_words_weight(words, CRAWL_WEIGHT_CONTEXT);
    bool main = is_main(link);
    *purpose = PAGE_CONTENT;
    if (place == SCOPE_CORE)
        return true;
    if (promise->own >= crawl_words_weight(words, CRAWL_WEIGHT_ON_TOPIC) && (place == SCOPE_REGION || leaflet))
        return true;
    if (leaflet)
        return main && promise->own >= 0;
    if (place == SCOPE_REGION)
        return promise->own >= 0 && ((main && (promise->context >= context || promise_is_from_core(promises, link))) || is_of_subsite(promises, link, promise) ||
                                      is_part_of(promises, link, promise));
    *purpose = PAGE_PARTNER;
    int least = crawl_words_weight(words, CRAWL_WEIGHT_PROMISE);
    /* What a frame shows is part of the page to its readers: a directory kept elsewhere, not a film. */
    if (link->kind == LINK_FRAME && main && is_from_core_page(promises, link))
        return look->points >= least;
    if (link->kind != LINK_ANCHOR && link->kind != LINK_DOCUMENT)
        return false;
    return !is_margin(link->zone) && (promise->own >= least || (main && promise->own >= 0 && (promise->heading >= least || promise_is_handed_on(promises, link, promise) ||
                                                                                               is_told_around(promises, link) || is_of_the_page(promise, least))));
}

bool promise_may_be_listed(const struct frontier_link *link, const struct promise *promise, const struct promise_look *look)
{
    bool page = look->rule.nature == ADDRESS_PLAIN || look->rule.nature == ADDRESS_CAPPED;
    return page && look->place != SCOPE_AWAY && promise->own >= 0 && link->kind == LINK_ANCHOR && (link->zone == ZONE_MAIN || link->zone == ZONE_NAVIGATION) &&
           link->page_url != NULL && share_host(link->page_url, link->url);
}

bool promise_stands_beside(const struct frontier_link *link)
{
    return link->kind == LINK_ANCHOR && (link->zone == ZONE_NAVIGATION || link->zone == ZONE_ASIDE || link->zone == ZONE_RELATED);
}

bool promise_is_beside(struct promises *promises, const struct frontier_link *link, const struct promise *promise, const struct promise_look *look)
{
    bool page = look->rule.nature == ADDRESS_PLAIN || look->rule.nature == ADDRESS_CAPPED;
    return page && look->place == SCOPE_REGION && promise->own >= 0 && promise_stands_beside(link) && is_from_core_page(promises, link) &&
           share_host(link->page_url, link->url);
}

bool promise_is_within(struct promises *promises, const struct frontier_link *link)
{
    int context = crawl_words_weight(promises->words, CRAWL_WEIGHT_CONTEXT);
    return is_from_core_page(promises, link) || worth_of(promises, link->page_title) >= context || (link->trail != NULL && worth_of(promises, link->trail) >= context);
}

/* Whether the link chooses one thing more of a list that something was chosen of already: "?need=autism" and "?need=autism&age=5". The
 * lists that combinations make are without end, and each shows what the others do. */
static bool is_combination(const struct frontier_link *link)
{
    const char *page = link->page_url != NULL ? strchr(link->page_url, '?') : NULL, *query = strchr(link->url, '?');
    if (page == NULL || query == NULL || page[1] == '\0' || page - link->page_url != query - link->url ||
        strncmp(link->page_url, link->url, (size_t)(query - link->url)) != 0 || strlen(query) <= strlen(page))
        return false;
    for (const char *at = page + 1; *at != '\0';) {
        size_t length = strcspn(at, "&#");
        bool has = false;
        for (const char *other = query + 1; *other != '\0' && !has;) {
            size_t size = strcspn(other, "&#");
            has = size == length && strncmp(at, other, length) == 0;
            other += size + (other[size] != '\0');
        }
        if (!has)
            return false;
        at += length + (at[length] != '\0');
    }
    return true;
}

int promise_priority(const struct promises *promises, const struct frontier_link *link, const struct promise *promise, const struct promise_look *look,
                     enum page_purpose purpose)
{
    const struct crawl_words *words = promises->words;
    int clicks = link->page_clicks < 0 ? SITEMAP_CLICKS : link->page_clicks + 1;
    int own = promise->own > 0 && is_combination(link) ? 0 : promise->own;
    int priority = own + promise->context * crawl_words_weight(words, CRAWL_WEIGHT_HEADING) / 100;
    priority += look->place == SCOPE_CORE ? crawl_words_weight(words, CRAWL_WEIGHT_CORE) : 0;
    priority += is_main(link) ? crawl_words_weight(words, CRAWL_WEIGHT_MAIN) : 0;
    priority += is_margin(link->zone) ? crawl_words_weight(words, CRAWL_WEIGHT_FOOTER) : 0;
    priority += purpose == PAGE_PARTNER ? crawl_words_weight(words, CRAWL_WEIGHT_PARTNER) : 0;
    priority -= clicks * crawl_words_weight(words, CRAWL_WEIGHT_CLICK);
    priority -= look->parameters * crawl_words_weight(words, CRAWL_WEIGHT_PARAMETER);
    return priority;
}

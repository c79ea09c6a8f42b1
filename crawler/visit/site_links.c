/* What a visit does with the links of a page: offers them to the frontier and puts their targets on its list. */
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"
#include "crawler/frontier/aliases.h"
#include "crawler/frontier/frontier.h"
#include "crawler/links/landing.h"
#include "crawler/visit/page_links.h"
#include "crawler/visit/return_address.h"
#include "crawler/visit/site.h"

static void add_target(struct site *site, struct link_target *target)
{
    if (!checks_claim(target, site)) {
        bool added;
        map_put(site->shared_targets, (const char *)&target, sizeof target, &added);
        if (!added)
            return;
    } else if (checks_is_listed(target)) {
        return;
    }
    checks_set_listed(target);
    MEMORY_PUSH_ROOM(site->targets, site->target_count, site->target_capacity);
    site->targets[site->target_count++] = target;
    site->engine->progress.links_known++;
}

static const char *heading_of(const struct document *document, int32_t block)
{
    int32_t heading = block >= 0 && (size_t)block < document->block_count ? document->blocks[block].heading : -1;
    return heading >= 0 && (size_t)heading < document->block_count ? document->blocks[heading].text : "";
}

/* A short block that holds this one link: "Anytown Parents is a charity. It gives free advice (SENDIASS)." */
static const char *around(const struct document *document, int32_t block)
{
    enum { AROUND_BYTES = 400 };
    bool known = block >= 0 && (size_t)block < document->block_count;
    const struct block *of = known ? &document->blocks[block] : NULL;
    return known && of->link_count == 1 && of->length <= AROUND_BYTES ? of->text : "";
}

/* A page that sends its readers to one or two sites and no more hands them on: what its title promises stands there. */
static bool hands_on(const struct page_link *links, size_t count)
{
    enum { SITES_MOST = 2 };
    const char *seen[SITES_MOST];
    size_t sites = 0;
    for (size_t i = 0; i < count; i++) {
        const struct page_link *link = &links[i];
        if (!link->external || link->bare == NULL || link->link.kind != LINK_ANCHOR || link->link.zone != ZONE_MAIN ||
            text_is_among(link->bare, seen, sites))
            continue;
        if (sites == SITES_MOST)
            return false;
        seen[sites++] = link->bare;
    }
    return sites > 0;
}

/* A page in another language than English whose address says so too: a template's language alone may be anything. What it leads to are
 * translations of what is read anyway. */
static bool is_translated(const struct page_ask *ask)
{
    const char *language = ask->document->language;
    size_t length = language != NULL ? strcspn(language, "-_") : 0;
    if (length < 2 || text_starts_ignoring_case(language, "en"))
        return false;
    for (const char *at = strchr(ask->final.path, '/'); at != NULL; at = strchr(at + 1, '/'))
        if (strncasecmp(at + 1, language, length) == 0 && strchr("/-", at[1 + length]) != NULL)
            return true;
    return false;
}

/* What a page's breadcrumbs say of it: "Home > Local Offer > Health". Flat addresses ("/article/521/Doctors") don't. */
static void add_trail(struct site *site, struct page_ask *ask, const struct page_link *links, size_t count, struct frontier_link *page)
{
    struct buffer trail;
    buffer_init(&trail, LIMIT_LINK_TEXT_BYTES);
    for (size_t i = 0; i < count; i++) {
        if (links[i].bare == NULL || links[i].external || links[i].link.kind != LINK_ANCHOR || links[i].link.zone != ZONE_BREADCRUMB)
            continue;
        buffer_add_text(&trail, links[i].link.text);
        buffer_add_text(&trail, " > ");
        page->within = page->within || frontier_is_start(site->frontier, links[i].bare);
    }
    if (trail.length > 0)
        page->trail = arena_copy_n(&ask->arena, trail.bytes, trail.length);
    buffer_release(&trail);
}

/* What all links of a page have in common. */
static struct frontier_link of_page(struct site *site, struct page_ask *ask, const struct page_link *links, size_t count)
{
    struct frontier_link page = {.page_url = ask->final.href, .page_title = ask->document->title, .page_purpose = ask->page.purpose,
                                 .page_clicks = ask->request.clicks, .page_order = ask->page.order, .hands_on = hands_on(links, count),
                                 .translated = is_translated(ask), .within = frontier_is_start(site->frontier, ask->request.url)};
    add_trail(site, ask, links, count, &page);
    return page;
}

/* Tells what stands beside the content of a page outside the Local Offer. */
static void note_outside(struct site *site, const struct page_link *links, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct frontier_link link = {.url = links[i].bare, .kind = links[i].link.kind, .zone = (enum block_zone)links[i].link.zone};
        if (link.url != NULL)
            frontier_note_outside(site->frontier, &link);
    }
}

static enum frontier_decision offer(struct site *site, struct page_ask *ask, struct page_link *link, const struct frontier_link *page)
{
    const struct crawl_options *options = site->engine->options;
    struct crawl_link *plain = &link->link;
    if (link->external && !options->check_externals)
        return FRONTIER_CHECK_ONLY;
    const char *first = aliases_first(frontier_aliases(site->frontier), link->bare);
    if (first != NULL) {
        const char *fragment = plain->url + strcspn(plain->url, "#");
        plain->url = arena_printf(&ask->arena, "%s%s", first, fragment);
        link->bare = first;
    }
    struct frontier_link offered = *page;
    offered.url = link->bare;
    offered.text = plain->text;
    offered.heading = heading_of(ask->document, plain->block);
    offered.around = around(ask->document, plain->block);
    offered.kind = plain->kind;
    offered.zone = (enum block_zone)plain->zone;
    enum frontier_decision decision = frontier_offer(site->frontier, &offered);
    switch (decision) {
    case FRONTIER_ACTION:
        plain->reason = REASON_ACTION;
        break;
    case FRONTIER_TRAP:
    case FRONTIER_CUT:
    case FRONTIER_FULL:
        plain->reason = REASON_LIMIT;
        break;
    case FRONTIER_QUEUED:
        site->engine->progress.pages_known++;
        break;
    case FRONTIER_SEEN:
    case FRONTIER_CHECK_ONLY:
        break;
    }
    return decision;
}

struct page_link *site_links(struct site *site, struct page_ask *ask, size_t *count)
{
    const struct engine *engine = site->engine;
    struct page_links_context context = {
        .document = ask->document, .final = &ask->final, .policy = engine->policy, .rules = engine->rules, .sites = site->sites,
        .allow_private = engine->options->fetch->allow_private, .more = &engine->more, .nofollow = ask->nofollow};
    if (ask->links == NULL)
        ask->links = page_links_resolve(&ask->arena, &context, &ask->link_count);
    *count = ask->link_count;
    return ask->links;
}

/* One beside a site's menus finds anything and is on every page; one in the content is a way in. */
static bool is_finder(const struct site *site, const struct page_link *link)
{
    struct arena arena = {0};
    struct url url;
    bool in_content = link->link.zone == ZONE_MAIN || link->link.zone == ZONE_SEARCH;
    bool finder = link->link.kind == LINK_FORM && in_content && url_parse(&arena, link->link.url, NULL, &url, NULL) == STATUS_OK &&
                  landing_is_finder(site->engine->landings, &url);
    arena_release(&arena);
    return finder;
}

static bool is_followed_by_people(enum link_kind kind)
{
    return kind == LINK_ANCHOR || kind == LINK_DOCUMENT || kind == LINK_META_REFRESH;
}

/* It holds the page that it stands on, and of another page the same was met ("Log in", "Share"). */
static bool is_met_for_another_page(struct site *site, struct page_ask *ask, const char *address)
{
    enum { KINDS_MOST = 10000 };
    const char *kind = return_address_kind(&ask->arena, &ask->final, ask->document->title, address);
    if (kind == NULL)
        return false;
    const union map_value *met = map_get(site->returning, kind, strlen(kind));
    if (met == NULL && map_count(site->returning) < KINDS_MOST)
        map_put(site->returning, kind, strlen(kind), NULL)->pointer = arena_copy(&site->arena, address);
    return met != NULL && strcmp(met->pointer, address) != 0;
}

/* Offers the links to the frontier. A list that still brings something to read is read on. */
static void offer_all(struct site *site, struct page_ask *ask, struct page_link *links, size_t count, struct frontier_link *page)
{
    bool fresh = false, *cut = arena_array(&ask->arena, count + 1, sizeof *cut);
    for (size_t i = 0; i < count; i++) {
        if (engine_ignores(site->engine, links[i].link.url))
            links[i].link.reason = REASON_IGNORED;
        if (links[i].bare == NULL || links[i].link.reason != REASON_NONE)
            continue;
        if (is_met_for_another_page(site, ask, links[i].bare)) {
            links[i].link.reason = REASON_LIMIT;
            continue;
        }
        enum frontier_decision decision = offer(site, ask, &links[i], page);
        fresh = fresh || decision == FRONTIER_QUEUED;
        if (links[i].loads)
            site_note_part(site, ask, &links[i], decision == FRONTIER_QUEUED || decision == FRONTIER_SEEN);
        cut[i] = decision == FRONTIER_CUT;
    }
    page->goes_on = fresh;
    for (size_t i = 0; i < count && fresh; i++)
        if (cut[i]) {
            links[i].link.reason = REASON_NONE;
            (void)offer(site, ask, &links[i], page);
        }
}

/* Of the links that would bring more bytes of addresses than a council has, a page keeps the first, so that it says what was
 * left out. Returns how many links stay. */
static size_t cut_links(struct site *site, struct page_link *links, size_t count)
{
    const struct engine *engine = site->engine;
    size_t most = engine->options->target_bytes > 0 ? engine->options->target_bytes : LIMIT_TARGET_BYTES, kept = 0;
    bool told = false;
    for (size_t i = 0; i < count; i++) {
        size_t length = checks_has(engine->checks, links[i].link.url) ? 0 : strlen(links[i].link.url);
        if (length > 0 && site->target_bytes + length > most) {
            site->links_left++;
            if (told)
                continue;
            links[i].link.reason = REASON_LIMIT;
            told = true;
        } else {
            site->target_bytes += length;
        }
        links[kept++] = links[i];
    }
    return kept;
}

struct page_link *site_take_links(struct site *site, struct page_ask *ask, size_t *count)
{
    *count = 0;
    /* A partner's own links are not the council's. */
    if (ask->document == NULL || ask->page.purpose != PAGE_CONTENT)
        return NULL;
    struct page_link *links = site_links(site, ask, count);
    struct frontier_link page = of_page(site, ask, links, *count);
    if (frontier_is_outside(site->frontier, ask->request.url, &page)) {
        note_outside(site, links, *count);
        ask->page.purpose = PAGE_HOME; /* of the council's site as a whole: it answers nothing, as if it had not been tried */
        *count = 0;
        return NULL;
    }
    *count = ask->link_count = cut_links(site, links, *count);
    offer_all(site, ask, links, *count, &page);
    for (size_t i = 0; i < *count; i++) {
        bool asked = links[i].bare != NULL && links[i].link.reason == REASON_NONE;
        struct link_target *target = !asked ? checks_known(site->engine->checks, links[i].link.url, links[i].link.reason)
                                     : links[i].guess ? checks_guess(site->engine->checks, links[i].link.url)
                                                      : checks_target(site->engine->checks, links[i].link.url);
        if (links[i].mixed)
            checks_mark_mixed(target);
        site->has_finder = site->has_finder || is_finder(site, &links[i]);
        if (is_followed_by_people(links[i].link.kind))
            checks_mark_followed(target);
        add_target(site, target);
    }
    return links;
}

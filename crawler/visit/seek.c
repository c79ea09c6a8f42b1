/* Finding the Local Offer: the listed address, the other listed one, then the council's
 * home page and what its words and addresses point to. */
#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/limits.h"
#include "base/text.h"
#include "crawler/crawl_words.h"
#include "crawler/frontier/aliases.h"
#include "crawler/frontier/frontier.h"
#include "crawler/frontier/frontier_scope.h"
#include "crawler/links/linkcheck.h"
#include "crawler/visit/page_links.h"
#include "crawler/visit/site.h"

enum {
    SIGNPOST_LEAST = 10,    /* score below which a link is no way to a Local Offer */
    HANDS_ON_PAGES = 4,     /* pages of its own host that a page leads to which hands its readers on */
    HOME_WALK_LEAST = 25,   /* the same when only clicks are counted */
    HOME_WALK_PAGES = 3,
    NEAR_ENOUGH = 50,       /* a page on special needs that does not call itself Local Offer */
    CLICKS_MAX = 3,
};

static const char *canonical(struct site *site, const char *address)
{
    struct url url;
    if (address == NULL || address[0] == '\0' || url_parse(&site->arena, address, NULL, &url, NULL) != STATUS_OK || !url_is_http(&url))
        return NULL;
    return url_canonical(&site->arena, &url, site->engine->policy);
}

/* An address without what the pages that were read prove to make no difference; before they were, itself. */
static const char *plain(const struct site *site, struct arena *arena, const char *url)
{
    return site->frontier != NULL ? aliases_plain(frontier_aliases(site->frontier), arena, url) : url;
}

/* --- words --- */

static int weigh_text(const struct site *site, enum signpost_place place, const char *text)
{
    struct buffer folded;
    buffer_init(&folded, 4 * LIMIT_TITLE_BYTES);
    phrases_fold(&folded, text, text_cut(text, strlen(text), LIMIT_TITLE_BYTES));
    int weight = phrases_weigh(&site->engine->signposts, place, buffer_text(&folded), folded.length);
    buffer_release(&folded);
    return weight;
}

/* Less for what speaks of the Local Offer and is not it: "/news/local-offer-survey". */
static int weigh_address(const struct site *site, const char *url)
{
    int weight = phrases_weigh(&site->engine->signposts, SIGNPOST_ADDRESS, url, strnlen(url, LIMIT_URL_BYTES + 1));
    return weight > 0 ? weight - weigh_text(site, SIGNPOST_ASIDE, url) : 0;
}

static int weigh_words(const struct site *site, enum signpost_place place, const char *text)
{
    int weight = weigh_text(site, place, text);
    return weight > 0 ? weight - weigh_text(site, SIGNPOST_ASIDE, text) : 0;
}

static int weigh_headings(const struct site *site, enum signpost_place place, const struct document *document)
{
    int best = weigh_words(site, place, document->title);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (block->kind != BLOCK_HEADING || block->hidden || block->zone != ZONE_MAIN)
            continue;
        int weight = weigh_words(site, place, block->text);
        return weight > best ? weight : best;
    }
    return best;
}

/* No page: a leaflet, a picture. `url` is canonical. */
static bool is_file(const struct site *site, const char *url)
{
    const char *path = strchr(url + strlen("https://"), '/');
    return path != NULL && crawl_words_ending(site->engine->words, path, strcspn(path, "?#")) != ADDRESS_PLAIN;
}

/* --- candidates --- */

static bool is_same_host(const char *a, const char *b)
{
    return strcmp(url_without_www(a), url_without_www(b)) == 0;
}

static bool is_councils_own(struct site *site, const char *url)
{
    struct arena arena = {0};
    struct url parsed;
    bool own = url_parse(&arena, url, NULL, &parsed, NULL) == STATUS_OK && parsed.host != NULL && page_links_is_own(site->sites, parsed.host);
    arena_release(&arena);
    return own || site->sites[0] == NULL;
}

static void add_candidate(struct site *site, const char *url, int score, int clicks)
{
    struct seek *seek = &site->seek;
    const char *bare = plain(site, &site->arena, url);
    for (size_t i = 0; i < seek->candidate_count; i++)
        if (strcmp(seek->candidates[i].plain, bare) == 0) {
            if (score > seek->candidates[i].score)
                seek->candidates[i].score = score;
            return;
        }
    if (seek->candidate_count >= LIMIT_LINKS_PER_PAGE)
        return;
    MEMORY_PUSH_ROOM(seek->candidates, seek->candidate_count, seek->candidate_capacity);
    const char *kept = arena_copy(&site->arena, url);
    seek->candidates[seek->candidate_count++] = (struct candidate){kept, bare == url ? kept : bare, score, clicks, false, !is_councils_own(site, kept)};
}

static struct page_link *links_of(struct site *site, struct page_ask *ask, size_t *count)
{
    *count = 0;
    return ask->document != NULL ? site_links(site, ask, count) : NULL;
}

static void gather(struct site *site, struct page_ask *ask, int clicks, int least)
{
    size_t count;
    struct page_link *links = links_of(site, ask, &count);
    for (size_t i = 0; i < count; i++) {
        if (links[i].bare == NULL || links[i].link.kind != LINK_ANCHOR || links[i].link.reason != REASON_NONE || is_file(site, links[i].bare))
            continue;
        int words = weigh_words(site, SIGNPOST_LINK, links[i].link.text), address = weigh_address(site, links[i].bare);
        int score = words > address ? words : address;
        if (score >= least && strcmp(links[i].bare, ask->page.url) != 0)
            add_candidate(site, links[i].bare, score, clicks < 0 ? -1 : clicks + 1);
    }
}

/* Of a listed address that is gone the folders above it may be there yet: "/send/local-offer" of "/send/local-offer/faqs". What the council
 * links to as its Local Offer is asked for before them. */
static void gather_above(struct site *site, const struct page_ask *ask)
{
    enum link_reason reason = ask->page.reason;
    if (reason != REASON_HTTP_404 && reason != REASON_HTTP_410 && reason != REASON_SOFT_404 && reason != REASON_REDIRECT_HOME)
        return;
    const char *address = ask->page.url;
    size_t origin = text_origin_length(address), length = origin + strcspn(address + origin, "?#");
    while (length > origin) {
        while (length > origin && address[length - 1] == '/')
            length--;
        while (length > origin && address[length - 1] != '/')
            length--;
        const char *above = arena_copy_n(&site->arena, address, length > origin + 1 ? length - 1 : length);
        int score = length > origin + 1 ? weigh_address(site, above) : 0;
        if (score >= SIGNPOST_LEAST)
            add_candidate(site, above, score < PHRASE_WEIGHT_MAX ? score : PHRASE_WEIGHT_MAX - 1, -1);
    }
}

static void offer_from_sitemap(struct site *site, const char *url)
{
    int score = is_file(site, url) ? 0 : weigh_address(site, url);
    if (score >= SIGNPOST_LEAST)
        add_candidate(site, url, score, -1);
}

/* Of a sitemap's pages that all have the Local Offer's name in their address the front page
 * has the shortest; links come in the page's order. */
static bool is_better(const struct candidate *a, const struct candidate *b)
{
    if (a->score != b->score)
        return a->score > b->score;
    if (a->foreign != b->foreign)
        return b->foreign;
    return a->clicks < 0 && b->clicks < 0 && strlen(a->url) < strlen(b->url);
}

static struct candidate *best_candidate(struct seek *seek)
{
    struct candidate *best = NULL;
    for (size_t i = 0; i < seek->candidate_count; i++)
        if (!seek->candidates[i].asked && (best == NULL || is_better(&seek->candidates[i], best)))
            best = &seek->candidates[i];
    return best;
}

/* --- steps --- */

static void ask_for(struct site *site, const char *url, int clicks)
{
    site->seek.asking = url;
    bool listed = site->seek.step == SEEK_LISTED || site->seek.step == SEEK_ALTERNATIVE;
    struct page_ask_request request = {.url = url, .purpose = listed ? PAGE_CONTENT : PAGE_HOME, .clicks = clicks, .found_on = -1,
                                       .last_resort = site->seek.second};
    site_ask(site, &request);
}

static void give_up(struct site *site)
{
    struct seek *seek = &site->seek;
    enum link_reason reason = seek->failed;
    seek->step = SEEK_GIVEN_UP;
    if (link_reason_state(reason) == LINK_BLOCKED || reason == REASON_ROBOTS)
        site_end(site, VISIT_BLOCKED, reason, reason == REASON_CONSENT ? "The council’s web site asks about cookies before it shows a page; we press no buttons."
                                                                       : "The council’s web site refused our program.");
    else if (link_reason_state(reason) == LINK_SUSPECT || reason == REASON_NO_SUCH_HOST || reason == REASON_PRIVATE_ADDRESS)
        site_end(site, VISIT_DOWN, reason,
                 reason == REASON_EMPTY_PAGE    ? "The council’s web site answered with an empty page."
                 : reason == REASON_UNAVAILABLE ? "The council’s web site only said that it is out of order."
                 : reason == REASON_HTTP_404_ALL     ? "The council’s web site answered that there is nothing at any of its addresses."
                 : reason == REASON_HTTP_404_SHOWN   ? "The council’s web site showed a page and called it missing."
                 : reason == REASON_REDIRECT_NOWHERE ? "The council’s web site sent us on and did not say where to."
                                                : "The council’s web site could not be reached.");
    else
        site_end(site, VISIT_NOT_FOUND, reason, "No Local Offer could be found from the addresses held for this council.");
}

/* Asks for the next address to try; ends the visit where there is none. */
static void ask_next(struct site *site)
{
    struct seek *seek = &site->seek;
    const struct council *council = site->council;
    const char *const listed[] = {council->local_offer_url, council->local_offer_alt, council->council_url};
    for (; seek->step <= SEEK_HOME; seek->step++) {
        const char *url = canonical(site, listed[seek->step]);
        if (url != NULL && (seek->asking == NULL || strcmp(url, seek->asking) != 0)) {
            ask_for(site, url, 0);
            return;
        }
    }
    struct candidate *candidate = seek->pages < LIMIT_SEEK_PAGES ? best_candidate(seek) : NULL;
    /* A link that says "Local Offer" is believed first; short of that the sitemap knows better
     * than a walk through likely pages. */
    bool named = candidate != NULL && candidate->score >= PHRASE_WEIGHT_MAX;
    if (!named && seek->pages < LIMIT_SEEK_PAGES && site_seek_sitemap(site))
        return;
    if (candidate != NULL) {
        candidate->asked = true;
        seek->pages++;
        ask_for(site, candidate->url, candidate->clicks);
    } else if (seek->best_url != NULL) {
        site->visit.clicks_from_home = seek->best_clicks;
        site->visit.note = "No page calls itself the Local Offer; the council’s page on special needs was read.";
        site_begin_pages(site, seek->best_url);
    } else {
        give_up(site);
    }
}

static void go_on(struct site *site)
{
    site->seek.step += site->seek.step <= SEEK_HOME;
    site->seek.second = false;
    ask_next(site);
}

/* Whether a page is this council's: on its domain, or it names the council. A neighbour's Local Offer is as well made as its own. */
static bool is_of_council(struct site *site, const struct page_ask *ask)
{
    const char *name = site->council->short_name;
    if (name == NULL || name[0] == '\0' || is_councils_own(site, ask->page.final_url))
        return true;
    bool named = frontier_scope_has_name(ask->page.final_url, strcspn(ask->page.final_url, "?#"), name) ||
                 frontier_scope_has_name(ask->document->title, strlen(ask->document->title), name);
    struct arena arena = {0};
    bool councils = text_find_ignoring_case(url_site(&arena, ask->final.host), strlen(url_site(&arena, ask->final.host)), ".gov.uk") != NULL;
    arena_release(&arena);
    for (size_t i = 0; i < ask->document->block_count && !named && !councils; i++) /* another council's page may name its neighbours */
        named = text_find_ignoring_case(ask->document->blocks[i].text, ask->document->blocks[i].length, name) != NULL;
    return named;
}

static bool says_so(struct site *site, const struct page_ask *ask)
{
    return weigh_headings(site, SIGNPOST_HEADING, ask->document) >= PHRASE_WEIGHT_MAX || weigh_address(site, ask->page.final_url) >= PHRASE_WEIGHT_MAX;
}

/* Where a page that leads to hardly anything of its own sends its readers: "Go to our Local Offer website". A page that has moved may call
 * the new place as it likes. NULL where it does not. */
static const char *hands_on_to(struct site *site, struct page_ask *ask, bool moved)
{
    size_t count, own = 0;
    const char *best = NULL, *seen[HANDS_ON_PAGES + 1];
    int most = moved ? 0 : PHRASE_WEIGHT_MAX - 1;
    bool whole = crawl_words_own_host(site->engine->words, ask->final.host); /* of a Local Offer's own site the menus are its own, too */
    struct page_link *links = links_of(site, ask, &count);
    for (size_t i = 0; i < count; i++) {
        const struct page_link *link = &links[i];
        struct url url;
        bool main = link->link.zone == ZONE_MAIN;
        if (link->bare == NULL || link->link.kind != LINK_ANCHOR || link->link.reason != REASON_NONE || !(main || whole) ||
            url_parse(&ask->arena, link->bare, NULL, &url, NULL) != STATUS_OK || strcmp(link->bare, ask->page.final_url) == 0 || is_file(site, link->bare))
            continue;
        if (is_same_host(url.host, ask->final.host)) {
            if (text_is_among(link->bare, seen, own))
                continue;
            if (own == HANDS_ON_PAGES && !moved)
                return NULL;
            if (own < HANDS_ON_PAGES)
                seen[own++] = link->bare;
            continue;
        }
        if (!main || weigh_text(site, SIGNPOST_ASIDE, link->bare) > 0 || weigh_text(site, SIGNPOST_ASIDE, link->link.text) > 0)
            continue;
        int words = weigh_words(site, SIGNPOST_LINK, link->link.text), address = weigh_address(site, link->bare);
        int score = moved ? 1 + (words > address ? words : address) : words > address ? words : address;
        if (score > most) {
            most = score;
            best = link->bare;
        }
    }
    return best != NULL ? arena_copy(&site->arena, best) : NULL;
}

/* Asks for the site that the page hands its readers on to; false where there is none. Keeps the page. */
static bool look_at_handed(struct site *site, struct page_ask *ask, bool moved)
{
    const struct crawl_options *options = site->engine->options;
    struct seek *seek = &site->seek;
    const char *url = seek->handed || options->named_start || options->single_page || !options->check_externals || ask->document == NULL
                          ? NULL : hands_on_to(site, ask, moved);
    if (url == NULL)
        return false;
    seek->handed = true;
    seek->handing = ask;
    struct page_ask_request request = {.url = url, .purpose = PAGE_HOME, .clicks = ask->request.clicks + 1, .found_on = -1, .last_resort = true};
    site_ask(site, &request);
    return true;
}

static void begin_at(struct site *site, struct page_ask *ask)
{
    const char *start = url_canonical(&site->arena, &ask->final, site->engine->policy);
    site->start_url = arena_copy(&site->arena, ask->page.url);
    ask->page.purpose = PAGE_CONTENT;
    site_hold(site, ask);
    site_begin_pages(site, start);
}

static void accept(struct site *site, struct page_ask *ask)
{
    struct seek *seek = &site->seek;
    if (look_at_handed(site, ask, false))
        return;
    if (seek->step <= SEEK_ALTERNATIVE) {
        site->moved = !url_same_site(&ask->asked, &ask->final);
    } else {
        site->visit.clicks_from_home = ask->request.clicks;
    }
    if (seek->step == SEEK_ALTERNATIVE)
        site->visit.note = "The first address on our list does not work; the second was used.";
    else if (seek->step > SEEK_ALTERNATIVE)
        site->visit.note = ask->request.clicks >= 0 ? "The Local Offer was found from the council’s home page, since our list has no address that works."
                                                    : "The Local Offer was found at another address of its web site, since our list has none that works.";
    begin_at(site, ask);
}

/* Something is there, and it is no page. */
static bool is_of_a_file(enum link_reason reason)
{
    return reason == REASON_PASSWORD || reason == REASON_OLD_FORMAT || reason == REASON_UNREADABLE;
}

/* An address that could not be used: again later, the next, or the end. */
static void deal_with_failure(struct site *site, struct page_ask *ask)
{
    struct seek *seek = &site->seek;
    if (ask->page.reason == REASON_MOVED_SITE && seek->step <= SEEK_ALTERNATIVE && look_at_handed(site, ask, true))
        return;
    enum link_reason reason = ask->page.reason;
    /* robots.txt answering 5xx is a server that is down, not a rule. */
    if (ask->by_robots && reason == REASON_ROBOTS)
        reason = ask->page.status == 429 ? REASON_RATE_LIMITED : REASON_HTTP_5XX;
    if (ask->page.state == LINK_OK && !is_of_a_file(reason))
        reason = REASON_UNREADABLE;
    enum link_state state = link_reason_state(reason);
    bool first_hand = seek->step <= SEEK_HOME;
    if (first_hand && state == LINK_BROKEN && !seek->second && site->engine->options->archive == NULL) {
        seek->second = true;
        ask_for(site, seek->asking, 0);
    } else if (first_hand && (state == LINK_SUSPECT || reason == REASON_NO_SUCH_HOST) && !seek->had_chance) {
        gate_forget(site->engine->gate, &ask->final);
        gate_forget(site->engine->gate, &ask->asked);
        seek->had_chance = true;
        seek->chance_at = clock_monotonic();
        site->stage = SITE_WAITING;
    } else {
        if (first_hand && (seek->failed == REASON_NONE || (seek->step == SEEK_HOME && !is_of_a_file(seek->failed))))
            seek->failed = reason;
        /* A Local Offer that is down or refuses us is reported as that: reading some other
         * page in its place would judge the council by the wrong one. */
        bool is_gone = state == LINK_BROKEN || is_of_a_file(reason);
        if (seek->step <= SEEK_ALTERNATIVE)
            gather_above(site, ask);
        if (seek->step == SEEK_LISTED && (!is_gone || site->engine->options->named_start))
            give_up(site);
        else
            go_on(site);
    }
    page_ask_free(ask);
}

static void look_for_signposts(struct site *site, struct page_ask *ask)
{
    struct seek *seek = &site->seek;
    int clicks = ask->request.clicks;
    if (seek->step == SEEK_HOME)
        seek->home = arena_copy(&site->arena, ask->page.final_url);
    if (!is_of_council(site, ask)) {
        site_hold(site, ask);
        go_on(site);
        return;
    }
    if (says_so(site, ask) && seek->step == SEEK_SIGNPOSTS) {
        accept(site, ask);
        return;
    }
    int near = weigh_headings(site, SIGNPOST_LINK, ask->document);
    if (seek->step == SEEK_SIGNPOSTS && near >= NEAR_ENOUGH && near > seek->best_score) {
        seek->best_score = near;
        seek->best_url = url_canonical(&site->arena, &ask->final, site->engine->policy);
        seek->best_clicks = clicks;
    }
    if (clicks < CLICKS_MAX)
        gather(site, ask, clicks, SIGNPOST_LEAST);
    site_hold(site, ask);
    go_on(site);
}

/* A page for members says nothing of what families find. */
static bool is_sent_to_log_in(const struct site *site, const struct page_ask *ask)
{
    const struct crawl_words *words = site->engine->words;
    return ask->redirects > 0 && ask->page.state == LINK_OK &&
           crawl_words_address(words, ask->final.path, ask->final.query).nature == ADDRESS_CHECK &&
           crawl_words_address(words, ask->asked.path, ask->asked.query).nature != ADDRESS_CHECK;
}

/* A web site of its own for these families, whose front page is the Local Offer. */
static bool is_site_of_its_own(struct site *site, const struct page_ask *ask)
{
    struct url home;
    const char *address = site->council->council_url;
    bool elsewhere = address[0] != '\0' && url_parse(&site->arena, address, NULL, &home, NULL) == STATUS_OK && url_is_http(&home) &&
                     !is_same_host(home.host, ask->final.host);
    return elsewhere || crawl_words_own_host(site->engine->words, ask->final.host) ||
           weigh_headings(site, SIGNPOST_HEADING, ask->document) >= PHRASE_WEIGHT_MAX ||
           weigh_headings(site, SIGNPOST_LINK, ask->document) >= NEAR_ENOUGH;
}

/* A listed address that its own host sends to the council's front page is lost: that page's
 * words would be judged in the Local Offer's place. */
static bool is_sent_home(struct site *site, const struct page_ask *ask)
{
    const struct landings *landings = site->engine->landings;
    return ask->redirects > 0 && ask->page.state == LINK_OK && ask->document != NULL && site->seek.step <= SEEK_ALTERNATIVE &&
           is_same_host(ask->asked.host, ask->final.host) && landing_is_home_or_search(landings, &ask->final) &&
           !landing_is_home_or_search(landings, &ask->asked) && !is_site_of_its_own(site, ask);
}

/* The site that a page hands on to has answered: it is the Local Offer where it says so and is the council's. */
static void take_handed(struct site *site, struct page_ask *ask)
{
    struct seek *seek = &site->seek;
    struct page_ask *from = seek->handing;
    bool moved = from->page.reason == REASON_MOVED_SITE, read = ask->page.state == LINK_OK && ask->document != NULL;
    seek->handing = NULL;
    if (read && says_so(site, ask) && is_of_council(site, ask)) {
        if (seek->step > SEEK_ALTERNATIVE)
            site->visit.clicks_from_home = ask->request.clicks;
        site->moved = true;
        begin_at(site, ask);
        map_put(site->read, from->page.url, strlen(from->page.url), NULL)->number = true;
        map_put(site->read, from->page.final_url, strlen(from->page.final_url), NULL)->number = true;
        site_hold(site, from);
        return;
    }
    site->hands_nowhere = !read && !moved && ask->page.state != LINK_BROKEN;
    site_hold(site, ask);
    if (moved)
        deal_with_failure(site, from);
    else
        accept(site, from);
}

void seek_step(struct site *site, struct page_ask *arrived)
{
    if (arrived == NULL) {
        ask_next(site);
        return;
    }
    if (site->seek.handing != NULL) {
        site_note_read(site, arrived);
        take_handed(site, arrived);
        return;
    }
    if (arrived->request.sitemap) {
        site_take_seek_sitemap(site, arrived, offer_from_sitemap);
        ask_next(site);
        return;
    }
    if (is_sent_to_log_in(site, arrived)) {
        arrived->page.state = LINK_BLOCKED;
        arrived->page.reason = REASON_SIGN_IN;
    } else if (is_sent_home(site, arrived)) {
        arrived->page.state = LINK_BROKEN;
        arrived->page.reason = REASON_REDIRECT_HOME;
    }
    bool readable = arrived->page.state == LINK_OK && arrived->document != NULL;
    site_note_read(site, arrived);
    if (!readable)
        deal_with_failure(site, arrived);
    else if (site->seek.step <= SEEK_ALTERNATIVE)
        accept(site, arrived);
    else
        look_for_signposts(site, arrived);
}

/* --- clicks from home --- */

/* http or https, with "www." or a final slash or without: a reader arrives all the same. */
static bool is_same_place(const char *a, const char *b)
{
    const char *sides[2] = {a, b};
    size_t lengths[2];
    for (int i = 0; i < 2; i++) {
        const char *colon = strstr(sides[i], "://");
        sides[i] = url_without_www(colon != NULL ? colon + 3 : sides[i]);
        lengths[i] = strcspn(sides[i], "#");
        while (lengths[i] > 0 && sides[i][lengths[i] - 1] == '/')
            lengths[i]--;
    }
    return lengths[0] == lengths[1] && memcmp(sides[0], sides[1], lengths[0]) == 0;
}

static bool leads_to_start(struct site *site, struct page_ask *ask)
{
    size_t count;
    struct page_link *links = links_of(site, ask, &count);
    for (size_t i = 0; i < count; i++)
        if (links[i].bare != NULL && links[i].link.kind == LINK_ANCHOR) {
            const char *leads = plain(site, &ask->arena, links[i].bare);
            if (is_same_place(leads, plain(site, &ask->arena, site->start_url)) || is_same_place(leads, plain(site, &ask->arena, site->start_final)))
                return true;
        }
    return false;
}

void site_note_read(struct site *site, const struct page_ask *ask)
{
    bool leads = false;
    if (site->start_final != NULL && ask->document != NULL) {
        struct page_ask *own = (struct page_ask *)(uintptr_t)ask; /* its arena serves as scratch */
        leads = leads_to_start(site, own);
    }
    map_put(site->read, ask->page.url, strlen(ask->page.url), NULL)->number = leads;
    map_put(site->read, ask->page.final_url, strlen(ask->page.final_url), NULL)->number = leads;
}

static bool ask_home(struct site *site)
{
    const char *home = canonical(site, site->council->council_url);
    if (home == NULL || site->visit.clicks_from_home >= 0 || site->engine->options->single_page)
        return false;
    if (is_same_place(home, site->start_url) || is_same_place(home, site->start_final)) {
        site->visit.clicks_from_home = 0;
        return false;
    }
    const union map_value *read = map_get(site->read, home, strlen(home));
    if (read != NULL) {
        site->visit.clicks_from_home = read->number != 0 ? 1 : -1;
        return false;
    }
    site->seek.candidate_count = 0;
    site->seek.pages = 0;
    ask_for(site, home, 0);
    return true;
}

bool seek_home_walk(struct site *site, struct page_ask *arrived)
{
    struct seek *seek = &site->seek;
    seek->second = false;
    if (arrived == NULL) {
        seek->step = SEEK_HOME;
        return ask_home(site);
    }
    int clicks = arrived->request.clicks;
    bool found = arrived->document != NULL && leads_to_start(site, arrived);
    if (clicks == 0 && !found)
        gather(site, arrived, 0, HOME_WALK_LEAST);
    site_note_read(site, arrived);
    if (arrived->page.state == LINK_OK)
        site_settle(site, arrived);
    if (arrived->page.state == LINK_OK && arrived->document != NULL)
        site_tell_page(site, arrived, NULL, 0);
    page_ask_free(arrived);
    if (found) {
        site->visit.clicks_from_home = clicks + 1;
        return false;
    }
    seek->step = SEEK_SIGNPOSTS;
    for (struct candidate *next; seek->pages < HOME_WALK_PAGES && (next = best_candidate(seek)) != NULL; seek->pages++) {
        next->asked = true;
        const union map_value *read = map_get(site->read, next->url, strlen(next->url));
        if (read != NULL && read->number != 0) {
            site->visit.clicks_from_home = 2;
            return false;
        }
        if (read == NULL) {
            seek->pages++;
            ask_for(site, next->url, 1);
            return true;
        }
    }
    return false;
}

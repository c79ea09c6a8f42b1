#include "crawler/frontier/frontier.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "crawler/crawl_words.h"
#include "crawler/frontier/aliases.h"
#include "crawler/frontier/beside.h"
#include "crawler/frontier/endless.h"
#include "crawler/frontier/frontier_queue.h"
#include "crawler/frontier/listing.h"
#include "crawler/frontier/promise.h"
#include "crawler/frontier/seen.h"

enum {
    WORDED_SIBLINGS = 4,   /* times the cap of a rule for addresses whose links name a service */
    BEYOND_MAX = 10000,
    FREE_MOST = 10,        /* times the page limit that robots.txt may forbid before what it forbids uses the limit up */
    STALE_LEAST = 8,       /* addresses of sitemaps alone that led to nothing before the others are put last */
};

struct frontier {
    struct arena arena, scratch;
    const struct crawl_words *words;
    struct promises *promises;
    struct frontier_queue *queue;
    struct aliases *aliases;
    struct seen *beyond;    /* addresses that were not queued though they name a service: too deep, or too many of a kind */
    const char **beyond_list;
    size_t beyond_count, beyond_capacity;
    struct endless *endless;
    struct beside *beside;
    struct listings *listings;
    int max_pages, max_depth, taken, partners_taken;
    int given_back, listed_dead, listed_found; /* as of frontier_note_outcome; sitemaps' own addresses that led to nothing, and to a page */
};

/* ---- Offering ---- */

static bool is_followed(enum link_kind kind)
{
    return kind == LINK_ANCHOR || kind == LINK_FRAME || kind == LINK_META_REFRESH || kind == LINK_DOCUMENT || kind == LINK_HEAD ||
           kind == LINK_SITEMAP;
}

/* "rel=alternate": the page in another language or for another device, which its readers' links lead to where they are wanted. */
static bool is_alternate(const struct frontier_link *link)
{
    return link->kind == LINK_HEAD && text_find_ignoring_case(link->text, strlen(link->text), "alternate") != NULL;
}

static bool is_worth(struct frontier *frontier, const char *address)
{
    const char *name = url_normalised(&frontier->scratch, address);
    return beside_is_worth(frontier->beside, name, strlen(name));
}

/* Both have the same path on the same host. */
static bool share_path(const char *a, const char *b)
{
    size_t length = strcspn(a, "?#");
    return length == strcspn(b, "?#") && strncmp(a, b, length) == 0;
}

/* A better link to an address that waits already: its words and its way count, and whether it stands in the content (`wanted`). */
static void improve(struct frontier *frontier, struct frontier_entry *entry, int priority, int clicks, bool named, bool wanted)
{
    if (wanted) {
        entry->beside = false;
        entry->kind = 0;
    }
    if (wanted && entry->state == ENTRY_PUT_BY)
        frontier_queue_put_back(frontier->queue, entry);
    if (entry->state != ENTRY_QUEUED)
        return;
    if (clicks >= 0 && (entry->clicks < 0 || clicks < entry->clicks))
        entry->clicks = clicks;
    entry->dated = entry->dated && !named;
    frontier_queue_raise(frontier->queue, entry, priority);
}

/* Of the page that the link leads to; -1 where only a sitemap has it. */
static int clicks_of(const struct frontier_link *link)
{
    return link->page_clicks < 0 ? -1 : link->page_clicks + 1;
}

/* A list's next page is no deeper than the one before, or "Load more" would end a list of records at its twelfth page. */
static int depth_of(struct frontier *frontier, const struct frontier_link *link)
{
    if (link->page_clicks < 0 || link->page_url == NULL)
        return link->page_clicks + 1;
    const struct frontier_entry *page = frontier_queue_find(frontier->queue, link->page_url);
    int depth = page != NULL && page->url[0] != '\0' ? page->depth : link->page_clicks;
    return depth + !share_path(link->page_url, link->url);
}

/* Told apart up to a number that says enough. */
static void note_beyond(struct frontier *frontier, const char *url)
{
    bool added = false;
    if (frontier->beyond_count < BEYOND_MAX)
        (void)seen_put(frontier->beyond, url, strlen(url), &added);
    if (!added)
        return;
    MEMORY_PUSH_ROOM(frontier->beyond_list, frontier->beyond_count, frontier->beyond_capacity);
    frontier->beyond_list[frontier->beyond_count++] = arena_copy(&frontier->arena, url);
}

/* `*out` is the entry of what was queued. */
static enum frontier_decision enqueue(struct frontier *frontier, const struct frontier_link *link, enum page_purpose purpose, int priority,
                                      struct address_rule rule, struct frontier_entry **out)
{
    int depth = depth_of(frontier, link);
    bool stripped, worded = promise_is_worded(frontier->promises, link);
    struct url url;
    if (depth > frontier->max_depth || frontier_queue_count(frontier->queue) >= LIMIT_FRONTIER_PER_SITE ||
        url_parse(&frontier->scratch, link->url, NULL, &url, NULL) != STATUS_OK) {
        if (worded || depth <= frontier->max_depth)
            note_beyond(frontier, link->url);
        return FRONTIER_FULL;
    }
    bool same_path = link->page_url != NULL && share_path(link->page_url, link->url);
    const char *plain = aliases_undressed(frontier->aliases, &frontier->scratch, &url, link->url, &stripped);
    struct url counted = aliases_counted(frontier->aliases, &frontier->scratch, &url);
    if (stripped && aliases_is_dressed_again(frontier->aliases, plain, link->text, worded || (link->page_url != NULL && !same_path)))
        return FRONTIER_TRAP;
    /* Of lists to choose from ("?keyword=portage") what names a service is what is looked for. */
    if (worded && rule.nature == ADDRESS_CAPPED)
        rule.most *= WORDED_SIBLINGS;
    if (link->goes_on)
        rule.most = LIMIT_TRAP_SIBLINGS;
    if (!endless_count(frontier->endless, &counted, link->text, rule)) {
        if (worded || link->goes_on)
            note_beyond(frontier, link->url);
        return rule.list && same_path ? FRONTIER_CUT : FRONTIER_TRAP;
    }
    struct frontier_entry *entry = frontier_queue_add(frontier->queue, &(struct frontier_entry){
        .url = link->url,
        .found_on = link->page_order,
        .priority = priority,
        .clicks = clicks_of(link),
        .depth = depth,
        .state = ENTRY_QUEUED,
        .purpose = (uint8_t)purpose,
        .probe = aliases_is_let_through(frontier->aliases, link->url),
        .dated = !worded && endless_is_dated(frontier->endless, &counted, link->text),
    });
    frontier_queue_name(frontier->queue, link->url, entry);
    if (stripped)
        frontier_queue_name(frontier->queue, plain, entry);
    *out = entry;
    return FRONTIER_QUEUED;
}

/* `number`: an entry's, and one. */
static struct frontier_entry *numbered(const struct frontier *frontier, uint32_t number)
{
    return frontier_queue_at(frontier->queue, number - 1);
}

static uint32_t number_of(const struct frontier *frontier, const struct frontier_entry *entry)
{
    return (uint32_t)frontier_queue_number(frontier->queue, entry) + 1;
}

/* The address's entry, NULL where it has none. */
static struct frontier_entry *entry_of(struct frontier *frontier, const char *address)
{
    uint32_t *number = promise_entry(frontier->promises, address);
    if (*number > 0)
        return numbered(frontier, *number);
    struct frontier_entry *entry = frontier_queue_find(frontier->queue, address);
    if (entry != NULL)
        *number = number_of(frontier, entry);
    return entry;
}

/* What stands beside the content of a page of the Local Offer is tried after all else. */
static enum frontier_decision try_beside(struct frontier *frontier, const struct frontier_link *link, const struct promise *promise, const struct promise_look *look,
                                         int priority)
{
    bool worth = promise_is_beside(frontier->promises, link, promise, look) && is_worth(frontier, link->url);
    struct frontier_entry *entry;
    if (!worth || enqueue(frontier, link, PAGE_CONTENT, priority, look->rule, &entry) != FRONTIER_QUEUED)
        return FRONTIER_CHECK_ONLY;
    entry->beside = true;
    return FRONTIER_QUEUED;
}

/* ---- Lists of a directory ---- */

/* Of which list the page is that carries the link, as in struct frontier_entry. */
static uint32_t list_of_page(struct frontier *frontier, const struct frontier_link *link)
{
    const struct frontier_entry *page = link->page_url != NULL ? entry_of(frontier, link->page_url) : NULL;
    return page != NULL ? page->list : 0;
}

/* Where the Local Offer's content leads to a part of a directory, a list begins; its further pages are told by that. */
static void set_list(struct frontier *frontier, const struct frontier_link *link, struct frontier_entry *entry)
{
    if (entry->list != 0 || entry->no_list || entry->state != ENTRY_QUEUED)
        return;
    uint32_t list = list_of_page(frontier, link);
    if (list != 0 && listing_goes_on(frontier->listings, numbered(frontier, list)->url, link->url)) {
        entry->list = list;
    } else if (promise_is_from_core(frontier->promises, link)) {
        bool chosen = listing_is_chosen(frontier->listings, link->url, promise_is_worded(frontier->promises, link));
        entry->list = chosen ? number_of(frontier, entry) : 0;
        entry->no_list = !chosen;
    }
}

static void wait_for_kind(struct frontier *frontier, struct frontier_entry *entry)
{
    frontier_queue_remove(frontier->queue, entry, ENTRY_PUT_BY);
    if (entry->kind == 0)
        return;
    uint32_t *waiting = listing_waiting(frontier->listings, entry->kind);
    entry->waits_before = *waiting;
    *waiting = number_of(frontier, entry);
}

/* What waited for its kind to be known, but what came to be wanted by another link. */
static void release_kind(struct frontier *frontier, uint32_t kind)
{
    for (uint32_t number = *listing_waiting(frontier->listings, kind); number > 0; number = numbered(frontier, number)->waits_before) {
        struct frontier_entry *entry = numbered(frontier, number);
        if (entry->kind == kind && entry->state == ENTRY_PUT_BY)
            frontier_queue_put_back(frontier->queue, entry);
    }
}

/* What a list of a directory names, and its further pages. */
static enum frontier_decision try_listed(struct frontier *frontier, const struct frontier_link *link, const struct promise *promise, const struct promise_look *look,
                                         int priority)
{
    uint32_t list = list_of_page(frontier, link);
    if (list == 0 || !promise_may_be_listed(link, promise, look))
        return FRONTIER_CHECK_ONLY;
    bool further = listing_goes_on(frontier->listings, numbered(frontier, list)->url, link->url), known;
    if (!further && (link->zone != ZONE_MAIN || share_path(link->page_url, link->url)))
        return FRONTIER_CHECK_ONLY;
    struct frontier_entry *entry;
    enum frontier_decision decision = enqueue(frontier, link, PAGE_CONTENT, priority, look->rule, &entry);
    if (decision != FRONTIER_QUEUED)
        return decision == FRONTIER_CUT ? decision : FRONTIER_CHECK_ONLY;
    if (further) {
        entry->list = list;
        return FRONTIER_QUEUED;
    }
    entry->kind = listing_note(frontier->listings, link->url, link->text, &known);
    if (known)
        release_kind(frontier, entry->kind);
    if (listing_is_named(frontier->listings, entry->kind))
        return FRONTIER_QUEUED;
    wait_for_kind(frontier, entry);
    return FRONTIER_CHECK_ONLY;
}

/* The content of a page leads to what was tried in vain. */
static enum frontier_decision give_again(struct frontier *frontier, const struct frontier_link *link, struct frontier_entry *entry, int priority)
{
    entry->open = entry->beside = false;
    entry->again = true;
    entry->found_on = link->page_order;
    entry->priority = priority;
    frontier_queue_put_back(frontier->queue, entry);
    return FRONTIER_QUEUED;
}

static enum frontier_decision decide(struct frontier *frontier, const struct frontier_link *link)
{
    struct frontier_entry *entry = entry_of(frontier, link->url);
    bool taken = entry != NULL && entry->state == ENTRY_TAKEN;
    if (taken && !entry->open)
        return FRONTIER_SEEN;
    bool followed = is_followed(link->kind) && !is_alternate(link) && !link->translated && !promise_is_translation(link) && link->page_purpose != PAGE_PARTNER;
    struct promise_look look = promise_look(frontier->promises, link->url, followed ? LOOK_WHOLE : LOOK_RULE);
    if (!look.http)
        return FRONTIER_CHECK_ONLY;
    if (look.rule.nature == ADDRESS_ACTION)
        return FRONTIER_ACTION;
    if (strlen(link->url) > LIMIT_URL_BYTES)
        return FRONTIER_FULL;
    if (!followed || look.rule.nature == ADDRESS_FILE || look.rule.nature == ADDRESS_CHECK)
        return FRONTIER_CHECK_ONLY;

    enum page_purpose purpose;
    struct promise promise = promise_weigh(frontier->promises, link, &look);
    bool wanted = promise_is_wanted(frontier->promises, link, &promise, &look, &purpose);
    int priority = promise_priority(frontier->promises, link, &promise, &look, purpose);
    if (taken)
        return wanted && purpose == PAGE_CONTENT ? give_again(frontier, link, entry, priority) : FRONTIER_SEEN;
    if (entry != NULL) {
        improve(frontier, entry, priority, clicks_of(link), promise_is_worded(frontier->promises, link), wanted);
        if (wanted && purpose == PAGE_CONTENT)
            set_list(frontier, link, entry);
        entry->promised |= purpose == PAGE_PARTNER && promise_is_worded(frontier->promises, link);
        return FRONTIER_SEEN;
    }
    if (!wanted) {
        enum frontier_decision listed = try_listed(frontier, link, &promise, &look, priority);
        return listed != FRONTIER_CHECK_ONLY || entry_of(frontier, link->url) != NULL ? listed : try_beside(frontier, link, &promise, &look, priority);
    }
    if (look.rule.nature == ADDRESS_NEVER)
        return look.place == SCOPE_AWAY ? FRONTIER_CHECK_ONLY : FRONTIER_TRAP;
    enum frontier_decision decision = enqueue(frontier, link, purpose, priority, look.rule, &entry);
    if (decision == FRONTIER_QUEUED && purpose == PAGE_CONTENT)
        set_list(frontier, link, entry);
    if (decision == FRONTIER_QUEUED && purpose == PAGE_PARTNER) {
        entry->promised = promise_is_worded(frontier->promises, link);
        if (promise_is_handed_on(frontier->promises, link, &promise))
            entry->handed_on = arena_copy(&frontier->arena, link->page_title);
    }
    return decision;
}

enum frontier_decision frontier_offer(struct frontier *frontier, const struct frontier_link *link)
{
    enum frontier_decision decision = decide(frontier, link);
    arena_release(&frontier->scratch);
    return decision;
}

enum frontier_decision frontier_offer_further(struct frontier *frontier, const struct frontier_link *link, int steps)
{
    struct promise_look look = promise_look(frontier->promises, link->url, LOOK_RULE);
    bool page = look.http && (look.rule.nature == ADDRESS_PLAIN || look.rule.nature == ADDRESS_LEAFLET) && strlen(link->url) <= LIMIT_URL_BYTES;
    size_t waiting = (size_t)frontier->taken + frontier_left(frontier);
    enum frontier_decision decision = FRONTIER_CHECK_ONLY;
    struct frontier_entry *entry;
    if (entry_of(frontier, link->url) != NULL)
        decision = FRONTIER_SEEN;
    else if (page && waiting < (size_t)frontier->max_pages)
        decision = enqueue(frontier, link, PAGE_PARTNER, crawl_words_weight(frontier->words, CRAWL_WEIGHT_PARTNER), look.rule, &entry);
    if (decision == FRONTIER_QUEUED)
        entry->further = (uint8_t)steps;
    arena_release(&frontier->scratch);
    return decision;
}

bool frontier_is_outside(struct frontier *frontier, const char *url, const struct frontier_link *page)
{
    const struct frontier_entry *known = frontier_queue_find(frontier->queue, url);
    bool tried = known != NULL && known->beside, belongs = tried && promise_is_within(frontier->promises, page);
    if (tried)
        beside_note(frontier->beside, belongs);
    return tried && !belongs;
}

void frontier_keep_open(struct frontier *frontier, const char *url)
{
    struct frontier_entry *known = frontier_queue_find(frontier->queue, url);
    if (known != NULL)
        known->open = true;
}

void frontier_note_outside(struct frontier *frontier, const struct frontier_link *link)
{
    const char *name = url_normalised(&frontier->scratch, link->url);
    if (promise_stands_beside(link))
        beside_note_outside(frontier->beside, name, strlen(name));
    arena_release(&frontier->scratch);
}

/* ---- The contract's rest ---- */

struct frontier *frontier_new(const struct council *council, const char *start, const struct frontier_options *options)
{
    struct frontier *frontier = memory_alloc(sizeof *frontier);
    frontier->words = options->words;
    frontier->max_pages = options->max_pages;
    frontier->max_depth = options->max_depth;
    frontier->queue = frontier_queue_new();
    frontier->aliases = aliases_new(options->words, frontier->queue);
    frontier->beyond = seen_new();
    frontier->endless = endless_new();
    frontier->beside = beside_new();
    frontier->listings = listings_new(options->words, options->landings, options->more);
    struct url url;
    const char *canonical = start;
    if (url_parse(&frontier->scratch, start, NULL, &url, NULL) == STATUS_OK && url_is_http(&url)) {
        canonical = url_canonical(&frontier->scratch, &url, options->policy);
        struct frontier_entry entry = {.url = canonical, .found_on = -1, .priority = INT_MAX, .state = ENTRY_QUEUED, .purpose = PAGE_CONTENT};
        frontier_queue_name(frontier->queue, canonical, frontier_queue_add(frontier->queue, &entry));
    }
    frontier->promises = promises_new(options->words, council, url_normalised(&frontier->scratch, canonical));
    arena_release(&frontier->scratch);
    return frontier;
}

void frontier_free(struct frontier *frontier)
{
    if (frontier == NULL)
        return;
    promises_free(frontier->promises);
    aliases_free(frontier->aliases);
    frontier_queue_free(frontier->queue);
    seen_free(frontier->beyond);
    free(frontier->beyond_list);
    endless_free(frontier->endless);
    beside_free(frontier->beside);
    listings_free(frontier->listings);
    arena_release(&frontier->arena);
    arena_release(&frontier->scratch);
    free(frontier);
}

struct aliases *frontier_aliases(const struct frontier *frontier)
{
    return frontier->aliases;
}

/* ---- Taking ---- */

/* Partners have their turn while they are under their share of what was taken. NULL where none waits. */
static struct frontier_entry *next_turn(const struct frontier *frontier)
{
    struct frontier_entry *content = frontier_queue_first(frontier->queue, LINE_CONTENT);
    struct frontier_entry *partner = frontier_queue_first(frontier->queue, LINE_PARTNERS);
    if (partner == NULL || content == NULL)
        return content != NULL ? content : partner;
    if (content->last != partner->last)
        return content->last ? partner : content;
    int share = crawl_words_weight(frontier->words, CRAWL_WEIGHT_PARTNER_SHARE);
    bool turn = (int64_t)frontier->partners_taken * 100 < (int64_t)frontier->taken * share - 100;
    return turn ? partner : content;
}

/* One more day of a calendar; or only a sitemap has it, and sitemaps were found to list what is no more: after all that pages link to. */
static bool is_stale(const struct frontier *frontier, const struct frontier_entry *entry)
{
    return entry->dated || (entry->clicks < 0 && frontier->listed_dead >= STALE_LEAST && frontier->listed_dead > frontier->listed_found);
}

/* That it is written in another way is proof enough to read it after all others, and none that it is the same page: what is
 * read there tells. */
static struct frontier_entry *next_page(struct frontier *frontier)
{
    aliases_refresh(frontier->aliases);
    for (;;) {
        struct frontier_entry *entry = next_turn(frontier);
        if (entry == NULL || entry->last || (!is_stale(frontier, entry) && !aliases_is_read_already(frontier->aliases, entry)))
            return entry;
        frontier_queue_put_last(frontier->queue, entry);
    }
}

/* The same, without what is not worth a try any more. */
static struct frontier_entry *next_worth(struct frontier *frontier)
{
    for (;;) {
        struct frontier_entry *entry = next_page(frontier);
        bool worth = entry == NULL || !entry->beside || is_worth(frontier, entry->url);
        arena_release(&frontier->scratch);
        if (worth)
            return entry;
        frontier_queue_remove(frontier->queue, entry, ENTRY_PUT_BY);
    }
}

bool frontier_take(struct frontier *frontier, struct frontier_next *next)
{
    struct frontier_entry *entry = frontier_over_budget(frontier) ? NULL : next_worth(frontier);
    if (entry == NULL)
        return false;
    bool plain;
    const char *same_as = aliases_taken_before(frontier->aliases, entry, &plain);
    frontier_queue_remove(frontier->queue, entry, ENTRY_TAKEN);
    frontier->taken += same_as == NULL && !entry->again;
    frontier->partners_taken += same_as == NULL && entry->purpose == PAGE_PARTNER;
    *next = (struct frontier_next){
        .url = entry->url,
        .same_as = same_as,
        .plain = plain,
        .clicks = entry->clicks,
        .purpose = (enum page_purpose)entry->purpose,
        .further = entry->further,
        .promised = entry->promised,
        .handed_on = entry->handed_on,
        .found_on = entry->found_on,
    };
    return true;
}

void frontier_note_outcome(struct frontier *frontier, const char *url, enum frontier_outcome outcome)
{
    const struct frontier_entry *entry = frontier_queue_find(frontier->queue, url);
    bool asked = outcome != FRONTIER_NOT_ASKED, free_of_charge = outcome != FRONTIER_READ && outcome != FRONTIER_FAILED;
    if (entry == NULL || entry->purpose != PAGE_CONTENT)
        return;
    frontier->listed_dead += outcome == FRONTIER_GONE && entry->clicks < 0;
    frontier->listed_found += (outcome == FRONTIER_READ || outcome == FRONTIER_LED_BACK) && entry->clicks < 0;
    if (entry->clicks < 0 && asked)
        return; /* what sitemaps alone list may be without end */
    int most = asked ? frontier->max_pages : FREE_MOST * frontier->max_pages;
    if (free_of_charge && frontier->given_back < most && frontier->taken > 0) {
        frontier->given_back++;
        frontier->taken--;
    }
}

/* An address that was read, perhaps without having been offered. */
static struct frontier_entry *read_entry(struct frontier *frontier, const char *url)
{
    struct frontier_entry *entry = frontier_queue_find(frontier->queue, url);
    if (entry != NULL)
        return entry;
    entry = frontier_queue_add(frontier->queue, &(struct frontier_entry){.url = "", .found_on = -1, .clicks = -1, .state = ENTRY_TAKEN});
    frontier_queue_name(frontier->queue, url, entry);
    return entry;
}

bool frontier_settle(struct frontier *frontier, const char *url, const char *final_url)
{
    struct frontier_entry *asked = read_entry(frontier, url), *final = frontier_queue_find(frontier->queue, final_url);
    if (final == NULL) {
        final = asked;
        frontier_queue_name(frontier->queue, final_url, asked);
    }
    aliases_note_read(frontier->aliases, asked);
    aliases_note_read(frontier->aliases, final);
    if (final == asked)
        return true;
    if (final->state == ENTRY_TAKEN)
        return false;
    frontier_queue_remove(frontier->queue, final, ENTRY_TAKEN);
    return true;
}

size_t frontier_left(const struct frontier *frontier)
{
    return frontier_queue_waiting(frontier->queue, LINE_CONTENT) + frontier_queue_waiting(frontier->queue, LINE_PARTNERS);
}

static bool is_missed(struct frontier *frontier, const struct frontier_entry *entry)
{
    bool plain, worth = !entry->beside || (beside_leads_on(frontier->beside) && is_worth(frontier, entry->url));
    arena_release(&frontier->scratch);
    return worth && !entry->dated && aliases_taken_before(frontier->aliases, entry, &plain) == NULL && !aliases_is_read_already(frontier->aliases, entry);
}

size_t frontier_missed(struct frontier *frontier)
{
    size_t missed = 0;
    for (size_t i = 0; i < frontier->beyond_count; i++) /* some were come to by another way */
        missed += frontier_queue_find(frontier->queue, frontier->beyond_list[i]) == NULL;
    aliases_refresh(frontier->aliases);
    for (size_t i = 0; i < frontier_queue_count(frontier->queue); i++) {
        const struct frontier_entry *entry = frontier_queue_at(frontier->queue, i);
        missed += entry->state == ENTRY_QUEUED && is_missed(frontier, entry);
    }
    return missed;
}

bool frontier_over_budget(const struct frontier *frontier)
{
    return frontier->taken >= frontier->max_pages;
}

bool frontier_is_start(struct frontier *frontier, const char *url)
{
    const struct frontier_entry *known = frontier_queue_find(frontier->queue, url);
    bool start = known != NULL && frontier_queue_number(frontier->queue, known) == 0;
    return start && strcmp(url + text_origin_length(url), "/") != 0;
}

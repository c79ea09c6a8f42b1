#include "crawler/frontier.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"
#include "crawler/beside.h"
#include "crawler/crawl_words.h"
#include "crawler/endless.h"
#include "crawler/heap.h"
#include "crawler/idle.h"
#include "crawler/listing.h"
#include "crawler/promise.h"
#include "crawler/seen.h"

enum {
    SHAPE_MAX = 2 * LIMIT_URL_BYTES,
    WORDED_SIBLINGS = 4,   /* times the cap of a rule for addresses whose links name a service */
    BEYOND_MAX = 10000,
    FREE_MOST = 10,        /* times the page limit that robots.txt may forbid before what it forbids uses the limit up */
    STALE_LEAST = 8,       /* addresses of sitemaps alone that led to nothing before the others are put last */
    PROBES_FROM = 16,      /* addresses passed over before one of them is read all the same, then at twice as many, and so on */
};

enum entry_state { ENTRY_QUEUED, ENTRY_TAKEN, ENTRY_PUT_BY /* turned out not worth a try */ };

struct entry {
    const char *url, *handed_on;
    int64_t found_on;
    int priority, clicks;
    int depth;             /* clicks but for those from one page of a list to its next */
    uint32_t place;        /* in its heap */
    uint32_t list;         /* of a page of a list, the entry of the list's first page, and one (crawler/listing.h); 0 for none */
    uint32_t kind;         /* only a list names it: put by until its kind is known for what lists name; 0 for others */
    uint8_t state, purpose;
    uint8_t further;       /* as in frontier_next */
    bool promised : 1;     /* the same */
    bool probe : 1;        /* taken though another is the same, to see whether it still is */
    bool read : 1;         /* a page was read there */
    bool dated : 1;        /* one more day of a calendar: after all others, and nothing is missed by it */
    bool beside : 1;       /* only lists beside the content lead there: on trial */
    bool open : 1;         /* taken and tried in vain, and it is given again where the content leads there */
    bool again : 1;        /* then: it was given again */
    bool no_list : 1;      /* the Local Offer's content leads there, and it chooses no part of a directory */
    bool last : 1;         /* another way to write the address of a page that was read: after all others */
};

struct frontier {
    struct arena arena, scratch;
    const struct crawl_words *words;
    const struct url_policy *policy;
    struct promises *promises;
    struct entry *entries;
    size_t entry_count, entry_capacity;
    struct heap content, partners; /* entry numbers, the most promising first */
    struct heap_order order;
    struct seen *seen;      /* address to entry */
    struct seen *called;    /* what links to a page in various dress are called */
    struct seen *beyond;    /* addresses that were not queued though they name a service: too deep, or too many of a kind */
    const char **beyond_list;
    size_t beyond_count, beyond_capacity;
    struct endless *endless;
    struct beside *beside;
    struct listings *listings;
    struct idle *idle;
    struct map *firsts;     /* addresses without what makes no difference, to the first that was met; as of `firsts_version` */
    struct map *readings;   /* what all ways of writing an address have in common, to one under which it was read; as of `readings_version` */
    unsigned firsts_version, readings_version;
    uint64_t passed_over;   /* addresses that had such a first one */
    int max_pages, max_depth, taken, partners_taken;
    int given_back, listed_dead, listed_found; /* as of frontier_note_outcome; sitemaps' own addresses that led to nothing, and to a page */
};

/* ---- What waits ---- */

static bool is_before(const void *context, uint32_t a, uint32_t b)
{
    const struct frontier *frontier = context;
    const struct entry *left = &frontier->entries[a], *right = &frontier->entries[b];
    if (left->last != right->last)
        return right->last;
    return left->priority != right->priority ? left->priority > right->priority : a < b;
}

static uint32_t *place_in_heap(void *context, uint32_t entry)
{
    struct frontier *frontier = context;
    return &frontier->entries[entry].place;
}

static struct heap *heap_of(struct frontier *frontier, uint32_t entry)
{
    return frontier->entries[entry].purpose == PAGE_PARTNER ? &frontier->partners : &frontier->content;
}

static void queue(struct frontier *frontier, uint32_t entry)
{
    frontier->entries[entry].state = ENTRY_QUEUED;
    heap_add(heap_of(frontier, entry), &frontier->order, entry);
}

static void unqueue(struct frontier *frontier, uint32_t entry, enum entry_state state)
{
    heap_remove(heap_of(frontier, entry), &frontier->order, entry);
    frontier->entries[entry].state = (uint8_t)state;
}

/* ---- Addresses ---- */

/* An address however it is written. */
static const uint32_t *entry_at(struct frontier *frontier, const char *address)
{
    const char *name = url_normalised(&frontier->scratch, address);
    return seen_get(frontier->seen, name, strlen(name));
}

static uint32_t *put_entry(struct frontier *frontier, const char *address, bool *added)
{
    const char *name = url_normalised(&frontier->scratch, address);
    return seen_put(frontier->seen, name, strlen(name), added);
}

static uint32_t add_entry(struct frontier *frontier, const char *url, enum page_purpose purpose, int priority, int clicks, int64_t found_on)
{
    uint32_t index = (uint32_t)frontier->entry_count;
    MEMORY_PUSH_ROOM(frontier->entries, frontier->entry_count, frontier->entry_capacity);
    frontier->entries[frontier->entry_count++] = (struct entry){
        .url = arena_copy(&frontier->arena, url),
        .found_on = found_on,
        .priority = priority,
        .clicks = clicks,
        .purpose = (uint8_t)purpose,
    };
    queue(frontier, index);
    return index;
}

/* The address without what only dresses the page; `*stripped` says whether there was any. */
static const char *undressed(struct frontier *frontier, const struct url *url, const char *canonical, bool *stripped)
{
    *stripped = false;
    if (url->query == NULL)
        return canonical;
    struct buffer out;
    buffer_init(&out, SHAPE_MAX);
    buffer_add(&out, canonical, strcspn(canonical, "?"));
    char separator = '?';
    for (const char *at = url->query; *at != '\0';) {
        size_t length = strcspn(at, "&");
        if (crawl_words_is_dress(frontier->words, at, length)) {
            *stripped = true;
        } else {
            buffer_add_char(&out, separator);
            buffer_add(&out, at, length);
            separator = '&';
        }
        at += length + (at[length] == '&');
    }
    const char *plain = arena_copy_n(&frontier->scratch, buffer_text(&out), out.length);
    buffer_release(&out);
    return plain;
}

/* ---- What makes no difference ---- */

/* Both have the same path on the same host. */
static bool share_path(const char *a, const char *b)
{
    size_t length = strcspn(a, "?#");
    return length == strcspn(b, "?#") && strncmp(a, b, length) == 0;
}

/* Whether the address is that of a page with another dress. By its name alone a parameter is not known to be dress: "service.aspx?ref=12"
 * may be one record of many. Where the page is known only by other such addresses, a link that is called differently from theirs is
 * read if it stands on another page (how a list is sorted is chosen on the list) or promises a service. */
static bool is_dressed_again(struct frontier *frontier, const struct frontier_link *link, const char *plain)
{
    const uint32_t *known = entry_at(frontier, plain);
    const char *url = known != NULL ? frontier->entries[*known].url : "";
    bool added;
    const char *key = arena_printf(&frontier->scratch, "%s\n%s", plain, link->text);
    (void)seen_put(frontier->called, key, strlen(key), &added);
    if (known == NULL)
        return false;
    bool only_dressed = url[0] != '\0' && strcmp(url, plain) != 0;
    bool elsewhere = link->page_url != NULL && !share_path(link->page_url, link->url);
    return !only_dressed || !added || link->text[0] == '\0' || !(elsewhere || promise_is_worded(frontier->promises, link));
}

static bool parse(struct frontier *frontier, const char *address, struct url *out)
{
    return url_parse(&frontier->scratch, address, NULL, out, NULL) == STATUS_OK && url_is_http(out);
}

/* The place of the first address met of those that are the same but for what is new on every page; "" while there is none. NULL
 * where the address has nothing of that. `firsts` must be of today's proof: see first_of. */
static union map_value *place_of(struct frontier *frontier, const char *address)
{
    struct url url;
    struct buffer plain;
    union map_value *place = NULL;
    bool added;
    buffer_init(&plain, SHAPE_MAX);
    if (parse(frontier, address, &url) && idle_strip(frontier->idle, &url, &plain)) {
        place = map_put(frontier->firsts, buffer_text(&plain), plain.length, &added);
        const uint32_t *known = added ? entry_at(frontier, buffer_text(&plain)) : NULL;
        if (added)
            place->pointer = known != NULL ? (void *)arena_copy_n(&frontier->arena, plain.bytes, plain.length) : NULL;
    }
    buffer_release(&plain);
    return place;
}

/* The address as its kind is counted: what is new on every page makes no new kind, and its copies are not this one's. */
static struct url without_idle(struct frontier *frontier, const struct url *url)
{
    struct buffer plain;
    struct url stripped = *url;
    buffer_init(&plain, SHAPE_MAX);
    if (idle_strip(frontier->idle, url, &plain) &&
        url_parse(&frontier->scratch, buffer_text(&plain), NULL, &stripped, NULL) != STATUS_OK)
        stripped = *url;
    buffer_release(&plain);
    return stripped;
}

static bool is_taken(struct frontier *frontier, const char *address)
{
    const uint32_t *known = entry_at(frontier, address);
    return known != NULL && frontier->entries[*known].state == ENTRY_TAKEN;
}

/* What was met before it was known which parameters make none. */
static void refresh_firsts(struct frontier *frontier)
{
    if (frontier->firsts_version == idle_version(frontier->idle))
        return;
    frontier->firsts_version = idle_version(frontier->idle);
    map_free(frontier->firsts);
    frontier->firsts = map_new();
    struct arena callers = frontier->scratch;
    frontier->scratch = (struct arena){0};
    /* A page that was read stands for those that still wait. */
    for (int state = ENTRY_TAKEN; state >= ENTRY_QUEUED; state--) {
        for (size_t i = 0; i < frontier->entry_count; i++) {
            const char *url = frontier->entries[i].url;
            union map_value *place = frontier->entries[i].state == state ? place_of(frontier, url) : NULL;
            if (place != NULL && (place->pointer == NULL || (state == ENTRY_TAKEN && !is_taken(frontier, place->pointer))))
                place->pointer = arena_copy(&frontier->arena, url);
            arena_release(&frontier->scratch);
        }
    }
    frontier->scratch = callers;
}

static union map_value *first_of(struct frontier *frontier, const char *url)
{
    if (idle_version(frontier->idle) == 0)
        return NULL;
    refresh_firsts(frontier);
    return place_of(frontier, url);
}

static bool is_probe(struct frontier *frontier)
{
    uint64_t count = ++frontier->passed_over;
    return count >= PROBES_FROM && (count & (count - 1)) == 0;
}

const char *frontier_first_address(struct frontier *frontier, const char *url)
{
    union map_value *place = first_of(frontier, url);
    if (place == NULL)
        return NULL;
    const char *first = place->pointer;
    if (first == NULL)
        place->pointer = arena_copy(&frontier->arena, url);
    arena_release(&frontier->scratch);
    if (first == NULL || strcmp(first, url) == 0 || entry_at(frontier, url) != NULL)
        return NULL;
    return is_probe(frontier) ? NULL : first;
}

const char *frontier_plain(const struct frontier *frontier, struct arena *arena, const char *url)
{
    struct url parsed;
    struct buffer plain;
    if (idle_version(frontier->idle) == 0 || url_parse(arena, url, NULL, &parsed, NULL) != STATUS_OK || !url_is_http(&parsed))
        return url;
    buffer_init(&plain, SHAPE_MAX);
    bool stripped = idle_strip(frontier->idle, &parsed, &plain) && !plain.over;
    const char *address = stripped ? arena_copy_n(arena, plain.bytes, plain.length) : url;
    buffer_release(&plain);
    return address;
}

/* The first address, where it is another one and was taken: then this one needs not be. */
static const char *taken_before(struct frontier *frontier, const struct entry *entry, bool *plain)
{
    *plain = false;
    if (idle_version(frontier->idle) == 0 || entry->probe)
        return NULL;
    refresh_firsts(frontier);
    union map_value *place = place_of(frontier, entry->url);
    *plain = place == NULL;
    if (*plain) /* is it what others are without theirs? */
        place = map_get(frontier->firsts, entry->url, strlen(entry->url));
    const char *first = place != NULL ? place->pointer : NULL;
    arena_release(&frontier->scratch);
    if (place == NULL || (first != NULL && strcmp(first, entry->url) == 0))
        return NULL;
    if (first != NULL && is_taken(frontier, first))
        return first;
    place->pointer = arena_copy(&frontier->arena, entry->url);
    return NULL;
}

/* ---- Ways of writing an address ---- */

/* NULL where none of them is proved to make no difference. */
static union map_value *reading_of(struct frontier *frontier, const char *address)
{
    struct url url;
    struct buffer common;
    union map_value *place = NULL;
    buffer_init(&common, SHAPE_MAX);
    if (parse(frontier, address, &url) && idle_fold(frontier->idle, &url, &common) && !common.over)
        place = map_put(frontier->readings, buffer_text(&common), common.length, NULL);
    buffer_release(&common);
    return place;
}

static void note_reading(struct frontier *frontier, const struct entry *entry)
{
    union map_value *place = reading_of(frontier, entry->url);
    if (place != NULL && place->pointer == NULL)
        place->pointer = arena_copy(&frontier->arena, entry->url);
}

static void refresh_readings(struct frontier *frontier)
{
    unsigned version = idle_version(frontier->idle) + idle_fold_version(frontier->idle); /* each only grows */
    if (frontier->readings_version == version || idle_fold_version(frontier->idle) == 0)
        return;
    frontier->readings_version = version;
    map_free(frontier->readings);
    frontier->readings = map_new();
    struct arena callers = frontier->scratch;
    frontier->scratch = (struct arena){0};
    for (size_t i = 0; i < frontier->entry_count; i++) {
        if (frontier->entries[i].read)
            note_reading(frontier, &frontier->entries[i]);
        frontier->entries[i].last = false; /* until it is looked at again */
        arena_release(&frontier->scratch);
    }
    frontier->scratch = callers;
    heap_arrange(&frontier->content, &frontier->order);
    heap_arrange(&frontier->partners, &frontier->order);
}

/* Whether a page was read at an address that is another way to write this one. One that failed stands for none. `readings`
 * must be of today's proof. */
static bool is_read_already(struct frontier *frontier, const struct entry *entry)
{
    if (idle_fold_version(frontier->idle) == 0)
        return false;
    const union map_value *place = reading_of(frontier, entry->url);
    const char *reading = place != NULL ? place->pointer : NULL;
    arena_release(&frontier->scratch);
    return reading != NULL && strcmp(reading, entry->url) != 0;
}

static void set_read(struct frontier *frontier, uint32_t index)
{
    struct entry *entry = &frontier->entries[index];
    if (entry->read)
        return;
    entry->read = true;
    refresh_readings(frontier);
    if (idle_fold_version(frontier->idle) > 0)
        note_reading(frontier, entry);
    arena_release(&frontier->scratch);
}

/* Whether it is met under another address than the first: frontier_first_address let it through. */
static bool is_let_through(struct frontier *frontier, const char *url)
{
    const union map_value *place = first_of(frontier, url);
    return place != NULL && place->pointer != NULL && strcmp(place->pointer, url) != 0;
}

void frontier_note_words(struct frontier *frontier, const char *final_url, const struct document *document, const struct page_words *words)
{
    struct url url;
    if (parse(frontier, final_url, &url))
        idle_note(frontier->idle, &url, document, words);
    arena_release(&frontier->scratch);
}

void frontier_note_redirect(struct frontier *frontier, const char *url, const char *final_url)
{
    struct url from, to;
    if (parse(frontier, url, &from) && parse(frontier, final_url, &to))
        idle_note_redirect(frontier->idle, &from, &to);
    arena_release(&frontier->scratch);
}

bool frontier_is_copy(struct frontier *frontier, const char *final_url, const struct document *document, const struct page_words *words)
{
    struct url url;
    bool copy = parse(frontier, final_url, &url) && idle_is_copy(frontier->idle, &url, document, words);
    arena_release(&frontier->scratch);
    return copy;
}

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

/* A better link to an address that waits already: its words and its way count, and whether it stands in the content (`wanted`). */
static void improve(struct frontier *frontier, uint32_t index, int priority, int clicks, bool named, bool wanted)
{
    struct entry *entry = &frontier->entries[index];
    if (wanted) {
        entry->beside = false;
        entry->kind = 0;
    }
    if (wanted && entry->state == ENTRY_PUT_BY)
        queue(frontier, index);
    if (entry->state != ENTRY_QUEUED)
        return;
    if (clicks >= 0 && (entry->clicks < 0 || clicks < entry->clicks))
        entry->clicks = clicks;
    entry->dated = entry->dated && !named;
    if (priority > entry->priority) {
        entry->priority = priority;
        heap_rise(heap_of(frontier, index), &frontier->order, index);
    }
}

/* A list's next page is no deeper than the one before, or "Load more" would end a list of records at its twelfth page. */
static int depth_of(struct frontier *frontier, const struct frontier_link *link)
{
    if (link->page_clicks < 0 || link->page_url == NULL)
        return link->page_clicks + 1;
    const uint32_t *page = entry_at(frontier, link->page_url);
    int depth = page != NULL && frontier->entries[*page].url[0] != '\0' ? frontier->entries[*page].depth : link->page_clicks;
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

static enum frontier_decision enqueue(struct frontier *frontier, const struct frontier_link *link, enum page_purpose purpose, int priority,
                                      struct address_rule rule)
{
    int clicks = link->page_clicks < 0 ? -1 : link->page_clicks + 1, depth = depth_of(frontier, link);
    bool stripped, added, worded = promise_is_worded(frontier->promises, link);
    struct url url;
    if (depth > frontier->max_depth || frontier->entry_count >= LIMIT_FRONTIER_PER_SITE ||
        url_parse(&frontier->scratch, link->url, NULL, &url, NULL) != STATUS_OK) {
        if (worded || depth <= frontier->max_depth)
            note_beyond(frontier, link->url);
        return FRONTIER_FULL;
    }
    const char *plain = undressed(frontier, &url, link->url, &stripped);
    struct url counted = without_idle(frontier, &url);
    if (stripped && is_dressed_again(frontier, link, plain))
        return FRONTIER_TRAP;
    /* Of lists to choose from ("?keyword=portage") what names a service is what is looked for. */
    if (worded && rule.nature == ADDRESS_CAPPED)
        rule.most *= WORDED_SIBLINGS;
    if (link->goes_on)
        rule.most = LIMIT_TRAP_SIBLINGS;
    if (!endless_count(frontier->endless, &counted, link->text, rule)) {
        if (worded || link->goes_on)
            note_beyond(frontier, link->url);
        return rule.list && link->page_url != NULL && share_path(link->page_url, link->url) ? FRONTIER_CUT : FRONTIER_TRAP;
    }
    bool probe = is_let_through(frontier, link->url);
    uint32_t index = add_entry(frontier, link->url, purpose, priority, clicks, link->page_order);
    frontier->entries[index].probe = probe;
    frontier->entries[index].depth = depth;
    frontier->entries[index].dated = !worded && endless_is_dated(frontier->endless, &counted, link->text);
    *put_entry(frontier, link->url, &added) = index;
    if (stripped)
        *put_entry(frontier, plain, &added) = index;
    return FRONTIER_QUEUED;
}

/* The number of the address's entry, -1 where it has none. */
static int64_t entry_of(struct frontier *frontier, const char *address)
{
    uint32_t *entry = promise_entry(frontier->promises, address); /* and one */
    const uint32_t *known = *entry == 0 ? entry_at(frontier, address) : NULL;
    if (known != NULL)
        *entry = *known + 1;
    return (int64_t)*entry - 1;
}

/* What stands beside the content of a page of the Local Offer is tried after all else. */
static enum frontier_decision try_beside(struct frontier *frontier, const struct frontier_link *link, const struct promise *promise, const struct promise_look *look,
                                         int priority)
{
    bool worth = promise_is_beside(frontier->promises, link, promise, look) && is_worth(frontier, link->url);
    if (!worth || enqueue(frontier, link, PAGE_CONTENT, priority, look->rule) != FRONTIER_QUEUED)
        return FRONTIER_CHECK_ONLY;
    frontier->entries[frontier->entry_count - 1].beside = true;
    return FRONTIER_QUEUED;
}

/* Of which list the page is that carries the link, as in struct entry. */
static uint32_t list_of_page(struct frontier *frontier, const struct frontier_link *link)
{
    int64_t page = link->page_url != NULL ? entry_of(frontier, link->page_url) : -1;
    return page >= 0 ? frontier->entries[page].list : 0;
}

/* Where the Local Offer's content leads to a part of a directory, a list begins; its further pages are told by that. */
static void set_list(struct frontier *frontier, const struct frontier_link *link, uint32_t index)
{
    struct entry *entry = &frontier->entries[index];
    if (entry->list != 0 || entry->no_list || entry->state != ENTRY_QUEUED)
        return;
    uint32_t list = list_of_page(frontier, link);
    if (list != 0 && listing_goes_on(frontier->listings, frontier->entries[list - 1].url, link->url)) {
        entry->list = list;
    } else if (promise_is_from_core(frontier->promises, link)) {
        bool chosen = listing_is_chosen(frontier->listings, link->url, promise_is_worded(frontier->promises, link));
        entry->list = chosen ? index + 1 : 0;
        entry->no_list = !chosen;
    }
}

/* What waited for its kind to be known. */
static void release_kind(struct frontier *frontier, uint32_t kind)
{
    for (uint32_t i = 0; i < frontier->entry_count; i++)
        if (frontier->entries[i].kind == kind && frontier->entries[i].state == ENTRY_PUT_BY)
            queue(frontier, i);
}

/* What a list of a directory names, and its further pages. */
static enum frontier_decision try_listed(struct frontier *frontier, const struct frontier_link *link, const struct promise *promise, const struct promise_look *look,
                                         int priority)
{
    uint32_t list = list_of_page(frontier, link);
    if (list == 0 || !promise_may_be_listed(link, promise, look))
        return FRONTIER_CHECK_ONLY;
    bool further = listing_goes_on(frontier->listings, frontier->entries[list - 1].url, link->url);
    if (!further && (link->zone != ZONE_MAIN || share_path(link->page_url, link->url)))
        return FRONTIER_CHECK_ONLY;
    enum frontier_decision decision = enqueue(frontier, link, PAGE_CONTENT, priority, look->rule);
    if (decision != FRONTIER_QUEUED)
        return decision == FRONTIER_CUT ? decision : FRONTIER_CHECK_ONLY;
    uint32_t index = (uint32_t)frontier->entry_count - 1;
    if (further) {
        frontier->entries[index].list = list;
        return FRONTIER_QUEUED;
    }
    bool known;
    uint32_t kind = frontier->entries[index].kind = listing_note(frontier->listings, link->url, link->text, &known);
    if (known)
        release_kind(frontier, kind);
    if (listing_is_named(frontier->listings, kind))
        return FRONTIER_QUEUED;
    unqueue(frontier, index, ENTRY_PUT_BY);
    return FRONTIER_CHECK_ONLY;
}

/* The content of a page leads to what was tried in vain. */
static enum frontier_decision give_again(struct frontier *frontier, const struct frontier_link *link, uint32_t index, int priority)
{
    struct entry *entry = &frontier->entries[index];
    entry->open = entry->beside = false;
    entry->again = true;
    entry->found_on = link->page_order;
    entry->priority = priority;
    queue(frontier, index);
    return FRONTIER_QUEUED;
}

static enum frontier_decision decide(struct frontier *frontier, const struct frontier_link *link)
{
    int64_t known = entry_of(frontier, link->url);
    bool taken = known >= 0 && frontier->entries[known].state == ENTRY_TAKEN;
    if (taken && !frontier->entries[known].open)
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
        return wanted && purpose == PAGE_CONTENT ? give_again(frontier, link, (uint32_t)known, priority) : FRONTIER_SEEN;
    if (known >= 0) {
        improve(frontier, (uint32_t)known, priority, link->page_clicks < 0 ? -1 : link->page_clicks + 1, promise_is_worded(frontier->promises, link), wanted);
        if (wanted && purpose == PAGE_CONTENT)
            set_list(frontier, link, (uint32_t)known);
        frontier->entries[known].promised |= purpose == PAGE_PARTNER && promise_is_worded(frontier->promises, link);
        return FRONTIER_SEEN;
    }
    if (!wanted) {
        enum frontier_decision listed = try_listed(frontier, link, &promise, &look, priority);
        return listed != FRONTIER_CHECK_ONLY || entry_of(frontier, link->url) >= 0 ? listed : try_beside(frontier, link, &promise, &look, priority);
    }
    if (look.rule.nature == ADDRESS_NEVER)
        return look.place == SCOPE_AWAY ? FRONTIER_CHECK_ONLY : FRONTIER_TRAP;
    enum frontier_decision decision = enqueue(frontier, link, purpose, priority, look.rule);
    if (decision == FRONTIER_QUEUED && purpose == PAGE_CONTENT)
        set_list(frontier, link, (uint32_t)frontier->entry_count - 1);
    if (decision == FRONTIER_QUEUED && purpose == PAGE_PARTNER) {
        struct entry *entry = &frontier->entries[frontier->entry_count - 1];
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
    if (entry_of(frontier, link->url) >= 0)
        decision = FRONTIER_SEEN;
    else if (page && waiting < (size_t)frontier->max_pages)
        decision = enqueue(frontier, link, PAGE_PARTNER, crawl_words_weight(frontier->words, CRAWL_WEIGHT_PARTNER), look.rule);
    if (decision == FRONTIER_QUEUED)
        frontier->entries[frontier->entry_count - 1].further = (uint8_t)steps;
    arena_release(&frontier->scratch);
    return decision;
}

bool frontier_is_outside(struct frontier *frontier, const char *url, const struct frontier_link *page)
{
    const uint32_t *known = entry_at(frontier, url);
    bool tried = known != NULL && frontier->entries[*known].beside, belongs = tried && promise_is_within(frontier->promises, page);
    if (tried)
        beside_note(frontier->beside, belongs);
    arena_release(&frontier->scratch);
    return tried && !belongs;
}

void frontier_keep_open(struct frontier *frontier, const char *url)
{
    const uint32_t *known = entry_at(frontier, url);
    if (known != NULL)
        frontier->entries[*known].open = true;
    arena_release(&frontier->scratch);
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
    frontier->order = (struct heap_order){.is_before = is_before, .place = place_in_heap, .context = frontier};
    frontier->words = options->words;
    frontier->policy = options->policy;
    frontier->max_pages = options->max_pages;
    frontier->max_depth = options->max_depth;
    frontier->seen = seen_new();
    frontier->called = seen_new();
    frontier->beyond = seen_new();
    frontier->endless = endless_new();
    frontier->beside = beside_new();
    frontier->listings = listings_new(options->words, options->landings, options->more);
    frontier->idle = idle_new();
    frontier->firsts = map_new();
    frontier->readings = map_new();
    struct url url;
    const char *canonical = start;
    if (url_parse(&frontier->scratch, start, NULL, &url, NULL) == STATUS_OK && url_is_http(&url)) {
        bool added;
        canonical = url_canonical(&frontier->scratch, &url, options->policy);
        uint32_t index = add_entry(frontier, canonical, PAGE_CONTENT, INT_MAX, 0, -1);
        *put_entry(frontier, canonical, &added) = index;
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
    seen_free(frontier->seen);
    seen_free(frontier->called);
    seen_free(frontier->beyond);
    free(frontier->beyond_list);
    endless_free(frontier->endless);
    beside_free(frontier->beside);
    listings_free(frontier->listings);
    idle_free(frontier->idle);
    map_free(frontier->firsts);
    map_free(frontier->readings);
    free(frontier->entries);
    heap_release(&frontier->content);
    heap_release(&frontier->partners);
    arena_release(&frontier->arena);
    arena_release(&frontier->scratch);
    free(frontier);
}

static bool has_only_last(const struct frontier *frontier, const struct heap *heap)
{
    return heap->count == 0 || frontier->entries[heap->items[0]].last;
}

/* Partners have their turn while they are under their share of what was taken. */
static struct heap *next_heap(struct frontier *frontier)
{
    if (frontier->partners.count == 0 || frontier->content.count == 0)
        return frontier->content.count > 0 ? &frontier->content : &frontier->partners;
    if (has_only_last(frontier, &frontier->content) != has_only_last(frontier, &frontier->partners))
        return has_only_last(frontier, &frontier->content) ? &frontier->partners : &frontier->content;
    int share = crawl_words_weight(frontier->words, CRAWL_WEIGHT_PARTNER_SHARE);
    bool turn = (int64_t)frontier->partners_taken * 100 < (int64_t)frontier->taken * share - 100;
    return turn ? &frontier->partners : &frontier->content;
}

/* One more day of a calendar; or only a sitemap has it, and sitemaps were found to list what is no more: after all that pages link to. */
static bool is_stale(const struct frontier *frontier, const struct entry *entry)
{
    return entry->dated || (entry->clicks < 0 && frontier->listed_dead >= STALE_LEAST && frontier->listed_dead > frontier->listed_found);
}

/* That it is written in another way is proof enough to read it after all others, and none that it is the same page: what is
 * read there tells. */
static struct heap *next_page(struct frontier *frontier)
{
    refresh_readings(frontier);
    for (;;) {
        struct heap *heap = next_heap(frontier);
        struct entry *entry = heap->count > 0 ? &frontier->entries[heap->items[0]] : NULL;
        if (entry == NULL || entry->last || (!is_stale(frontier, entry) && !is_read_already(frontier, entry)))
            return heap;
        entry->last = true;
        heap_sink(heap, &frontier->order, heap->items[0]);
    }
}

/* The same, without what is not worth a try any more. */
static struct heap *next_worth(struct frontier *frontier)
{
    for (;;) {
        struct heap *heap = next_page(frontier);
        uint32_t index = heap->count > 0 ? heap->items[0] : 0;
        struct entry *entry = &frontier->entries[index];
        bool worth = heap->count == 0 || !entry->beside || is_worth(frontier, entry->url);
        arena_release(&frontier->scratch);
        if (worth)
            return heap;
        unqueue(frontier, index, ENTRY_PUT_BY);
    }
}

bool frontier_take(struct frontier *frontier, struct frontier_next *next)
{
    if (frontier_over_budget(frontier))
        return false;
    struct heap *heap = next_worth(frontier);
    if (heap->count == 0)
        return false;
    uint32_t index = heap->items[0];
    unqueue(frontier, index, ENTRY_QUEUED);
    struct entry *entry = &frontier->entries[index];
    bool plain;
    const char *same_as = taken_before(frontier, entry, &plain);
    entry->state = ENTRY_TAKEN;
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
    const uint32_t *known = entry_at(frontier, url);
    struct entry *entry = known != NULL ? &frontier->entries[*known] : NULL;
    bool asked = outcome != FRONTIER_NOT_ASKED, free_of_charge = outcome != FRONTIER_READ && outcome != FRONTIER_FAILED;
    arena_release(&frontier->scratch);
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

/* An address that was read without having been offered. */
static uint32_t note_read(struct frontier *frontier, const char *url)
{
    bool added;
    uint32_t *known = put_entry(frontier, url, &added);
    if (!added)
        return *known;
    uint32_t index = *known = (uint32_t)frontier->entry_count;
    MEMORY_PUSH_ROOM(frontier->entries, frontier->entry_count, frontier->entry_capacity);
    frontier->entries[frontier->entry_count++] = (struct entry){.url = "", .found_on = -1, .clicks = -1, .state = ENTRY_TAKEN};
    return index;
}

bool frontier_settle(struct frontier *frontier, const char *url, const char *final_url)
{
    uint32_t asked = note_read(frontier, url);
    bool added;
    uint32_t *known = put_entry(frontier, final_url, &added);
    arena_release(&frontier->scratch);
    if (added)
        *known = asked;
    uint32_t final = *known;
    set_read(frontier, asked);
    set_read(frontier, final);
    if (final == asked)
        return true;
    if (frontier->entries[final].state == ENTRY_TAKEN)
        return false;
    if (frontier->entries[final].state == ENTRY_QUEUED)
        unqueue(frontier, final, ENTRY_TAKEN);
    frontier->entries[final].state = ENTRY_TAKEN; /* also what was put by */
    return true;
}

size_t frontier_left(const struct frontier *frontier)
{
    return frontier->content.count + frontier->partners.count;
}

size_t frontier_missed(struct frontier *frontier)
{
    const struct heap *heaps[] = {&frontier->content, &frontier->partners};
    size_t missed = 0;
    bool plain;
    for (size_t i = 0; i < frontier->beyond_count; i++) /* some were come to by another way */
        missed += entry_at(frontier, frontier->beyond_list[i]) == NULL;
    arena_release(&frontier->scratch);
    refresh_readings(frontier);
    for (size_t i = 0; i < sizeof heaps / sizeof heaps[0]; i++)
        for (size_t j = 0; j < heaps[i]->count; j++) {
            const struct entry *entry = &frontier->entries[heaps[i]->items[j]];
            bool worth = !entry->beside || (beside_leads_on(frontier->beside) && is_worth(frontier, entry->url));
            arena_release(&frontier->scratch);
            missed += worth && !entry->dated && taken_before(frontier, entry, &plain) == NULL && !is_read_already(frontier, entry);
        }
    return missed;
}

bool frontier_over_budget(const struct frontier *frontier)
{
    return frontier->taken >= frontier->max_pages;
}

bool frontier_is_start(struct frontier *frontier, const char *url)
{
    const uint32_t *known = entry_at(frontier, url);
    bool start = known != NULL && *known == 0, front = strcmp(url + text_origin_length(url), "/") == 0;
    arena_release(&frontier->scratch);
    return start && !front;
}

#include "crawler/frontier/aliases.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/map.h"
#include "crawler/frontier/idle.h"
#include "crawler/frontier/seen.h"

enum {
    ADDRESS_MAX = 2 * LIMIT_URL_BYTES,
    PROBES_FROM = 16, /* addresses passed over before one of them is read all the same, then at twice as many, and so on */
};

struct aliases {
    struct arena arena, scratch;
    const struct crawl_words *words;
    struct frontier_queue *queue;
    struct idle *idle;
    struct map *firsts;     /* addresses without what makes no difference, to the first that was met; as of `firsts_version` */
    struct map *readings;   /* what all ways of writing an address have in common, to one under which it was read; as of `readings_version` */
    unsigned firsts_version, readings_version;
    uint64_t passed_over;   /* addresses that had such a first one */
    struct seen *called;    /* what links to a page in various dress are called */
};

struct aliases *aliases_new(const struct crawl_words *words, struct frontier_queue *queue)
{
    struct aliases *aliases = memory_alloc(sizeof *aliases);
    aliases->words = words;
    aliases->queue = queue;
    aliases->idle = idle_new();
    aliases->firsts = map_new();
    aliases->readings = map_new();
    aliases->called = seen_new();
    return aliases;
}

void aliases_free(struct aliases *aliases)
{
    if (aliases == NULL)
        return;
    idle_free(aliases->idle);
    map_free(aliases->firsts);
    map_free(aliases->readings);
    seen_free(aliases->called);
    arena_release(&aliases->arena);
    arena_release(&aliases->scratch);
    free(aliases);
}

static bool parse(struct aliases *aliases, const char *address, struct url *out)
{
    return url_parse(&aliases->scratch, address, NULL, out, NULL) == STATUS_OK && url_is_http(out);
}

/* ---- What pages tell ---- */

void aliases_note_words(struct aliases *aliases, const char *final_url, const struct document *document, const struct page_words *words)
{
    struct url url;
    if (parse(aliases, final_url, &url))
        idle_note(aliases->idle, &url, document, words);
    arena_release(&aliases->scratch);
}

void aliases_note_redirect(struct aliases *aliases, const char *url, const char *final_url)
{
    struct url from, to;
    if (parse(aliases, url, &from) && parse(aliases, final_url, &to))
        idle_note_redirect(aliases->idle, &from, &to);
    arena_release(&aliases->scratch);
}

bool aliases_is_copy(struct aliases *aliases, const char *final_url, const struct document *document, const struct page_words *words)
{
    struct url url;
    bool copy = parse(aliases, final_url, &url) && idle_is_copy(aliases->idle, &url, document, words);
    arena_release(&aliases->scratch);
    return copy;
}

/* ---- What is new on every page ---- */

/* The place of the first address met of those that are the same but for what is new on every page; "" while there is none. NULL
 * where the address has nothing of that. `firsts` must be of today's proof: see first_of. */
static union map_value *place_of(struct aliases *aliases, const char *address)
{
    struct url url;
    struct buffer plain;
    union map_value *place = NULL;
    bool added;
    buffer_init(&plain, ADDRESS_MAX);
    if (parse(aliases, address, &url) && idle_strip(aliases->idle, &url, &plain)) {
        place = map_put(aliases->firsts, buffer_text(&plain), plain.length, &added);
        if (added && frontier_queue_find(aliases->queue, buffer_text(&plain)) != NULL)
            place->pointer = arena_copy_n(&aliases->arena, plain.bytes, plain.length);
    }
    buffer_release(&plain);
    arena_release(&aliases->scratch);
    return place;
}

static bool is_taken(struct aliases *aliases, const char *address)
{
    const struct frontier_entry *known = frontier_queue_find(aliases->queue, address);
    return known != NULL && known->state == ENTRY_TAKEN;
}

/* What was met before it was known which parameters make none. */
static void refresh_firsts(struct aliases *aliases)
{
    if (aliases->firsts_version == idle_version(aliases->idle))
        return;
    aliases->firsts_version = idle_version(aliases->idle);
    map_free(aliases->firsts);
    aliases->firsts = map_new();
    /* A page that was read stands for those that still wait. */
    for (int state = ENTRY_TAKEN; state >= ENTRY_QUEUED; state--) {
        for (size_t i = 0; i < frontier_queue_count(aliases->queue); i++) {
            const struct frontier_entry *entry = frontier_queue_at(aliases->queue, i);
            union map_value *place = entry->state == state ? place_of(aliases, entry->url) : NULL;
            if (place != NULL && (place->pointer == NULL || (state == ENTRY_TAKEN && !is_taken(aliases, place->pointer))))
                place->pointer = arena_copy(&aliases->arena, entry->url);
        }
    }
}

static union map_value *first_of(struct aliases *aliases, const char *url)
{
    if (idle_version(aliases->idle) == 0)
        return NULL;
    refresh_firsts(aliases);
    return place_of(aliases, url);
}

static bool is_probe(struct aliases *aliases)
{
    uint64_t count = ++aliases->passed_over;
    return count >= PROBES_FROM && (count & (count - 1)) == 0;
}

const char *aliases_first(struct aliases *aliases, const char *url)
{
    union map_value *place = first_of(aliases, url);
    if (place == NULL)
        return NULL;
    const char *first = place->pointer;
    if (first == NULL)
        place->pointer = arena_copy(&aliases->arena, url);
    if (first == NULL || strcmp(first, url) == 0 || frontier_queue_find(aliases->queue, url) != NULL)
        return NULL;
    return is_probe(aliases) ? NULL : first;
}

bool aliases_is_let_through(struct aliases *aliases, const char *url)
{
    const union map_value *place = first_of(aliases, url);
    return place != NULL && place->pointer != NULL && strcmp(place->pointer, url) != 0;
}

const char *aliases_taken_before(struct aliases *aliases, const struct frontier_entry *entry, bool *plain)
{
    *plain = false;
    if (idle_version(aliases->idle) == 0 || entry->probe)
        return NULL;
    union map_value *place = first_of(aliases, entry->url);
    *plain = place == NULL;
    if (*plain) /* is it what others are without theirs? */
        place = map_get(aliases->firsts, entry->url, strlen(entry->url));
    const char *first = place != NULL ? place->pointer : NULL;
    if (place == NULL || (first != NULL && strcmp(first, entry->url) == 0))
        return NULL;
    if (first != NULL && is_taken(aliases, first))
        return first;
    place->pointer = arena_copy(&aliases->arena, entry->url);
    return NULL;
}

const char *aliases_plain(const struct aliases *aliases, struct arena *arena, const char *url)
{
    struct url parsed;
    struct buffer plain;
    if (idle_version(aliases->idle) == 0 || url_parse(arena, url, NULL, &parsed, NULL) != STATUS_OK || !url_is_http(&parsed))
        return url;
    buffer_init(&plain, ADDRESS_MAX);
    bool stripped = idle_strip(aliases->idle, &parsed, &plain) && !plain.over;
    const char *address = stripped ? arena_copy_n(arena, plain.bytes, plain.length) : url;
    buffer_release(&plain);
    return address;
}

struct url aliases_counted(const struct aliases *aliases, struct arena *arena, const struct url *url)
{
    struct buffer plain;
    struct url counted = *url;
    buffer_init(&plain, ADDRESS_MAX);
    if (idle_strip(aliases->idle, url, &plain) && url_parse(arena, buffer_text(&plain), NULL, &counted, NULL) != STATUS_OK)
        counted = *url;
    buffer_release(&plain);
    return counted;
}

/* ---- Ways of writing an address ---- */

/* NULL where none of them is proved to make no difference. */
static union map_value *reading_of(struct aliases *aliases, const char *address)
{
    struct url url;
    struct buffer common;
    union map_value *place = NULL;
    buffer_init(&common, ADDRESS_MAX);
    if (parse(aliases, address, &url) && idle_fold(aliases->idle, &url, &common) && !common.over)
        place = map_put(aliases->readings, buffer_text(&common), common.length, NULL);
    buffer_release(&common);
    arena_release(&aliases->scratch);
    return place;
}

static void note_reading(struct aliases *aliases, const struct frontier_entry *entry)
{
    union map_value *place = reading_of(aliases, entry->url);
    if (place != NULL && place->pointer == NULL)
        place->pointer = arena_copy(&aliases->arena, entry->url);
}

void aliases_refresh(struct aliases *aliases)
{
    unsigned version = idle_version(aliases->idle) + idle_fold_version(aliases->idle); /* each only grows */
    if (aliases->readings_version == version || idle_fold_version(aliases->idle) == 0)
        return;
    aliases->readings_version = version;
    map_free(aliases->readings);
    aliases->readings = map_new();
    for (size_t i = 0; i < frontier_queue_count(aliases->queue); i++)
        if (frontier_queue_at(aliases->queue, i)->read)
            note_reading(aliases, frontier_queue_at(aliases->queue, i));
    frontier_queue_none_last(aliases->queue);
}

bool aliases_is_read_already(struct aliases *aliases, const struct frontier_entry *entry)
{
    if (idle_fold_version(aliases->idle) == 0)
        return false;
    const union map_value *place = reading_of(aliases, entry->url);
    const char *reading = place != NULL ? place->pointer : NULL;
    return reading != NULL && strcmp(reading, entry->url) != 0;
}

void aliases_note_read(struct aliases *aliases, struct frontier_entry *entry)
{
    if (entry->read)
        return;
    entry->read = true;
    aliases_refresh(aliases);
    if (idle_fold_version(aliases->idle) > 0)
        note_reading(aliases, entry);
}

/* ---- Dress ---- */

const char *aliases_undressed(const struct aliases *aliases, struct arena *arena, const struct url *url, const char *canonical, bool *stripped)
{
    *stripped = false;
    if (url->query == NULL)
        return canonical;
    struct buffer out;
    buffer_init(&out, ADDRESS_MAX);
    buffer_add(&out, canonical, strcspn(canonical, "?"));
    char separator = '?';
    size_t length;
    for (const char *rest = url->query, *at; url_next_parameter(&rest, &at, &length);) {
        if (crawl_words_is_dress(aliases->words, at, length)) {
            *stripped = true;
        } else {
            buffer_add_char(&out, separator);
            buffer_add(&out, at, length);
            separator = '&';
        }
    }
    const char *plain = arena_copy_n(arena, buffer_text(&out), out.length);
    buffer_release(&out);
    return plain;
}

bool aliases_is_dressed_again(struct aliases *aliases, const char *plain, const char *text, bool apart)
{
    const struct frontier_entry *known = frontier_queue_find(aliases->queue, plain);
    bool added;
    const char *key = arena_printf(&aliases->scratch, "%s\n%s", plain, text);
    (void)seen_put(aliases->called, key, strlen(key), &added);
    arena_release(&aliases->scratch);
    if (known == NULL)
        return false;
    bool only_dressed = known->url[0] != '\0' && strcmp(known->url, plain) != 0;
    return !only_dressed || !added || text[0] == '\0' || !apart;
}

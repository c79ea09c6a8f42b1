#include "crawler/frontier/listing.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"
#include "crawler/frontier/seen.h"
#include "crawler/url/url.h"

enum { KIND_BYTES = 2 * LIMIT_URL_BYTES };

/* Addresses that differ only in what tells one record from another. */
struct kind {
    bool named;             /* by lists */
    uint32_t waiting;       /* listing_waiting */
};

struct listings {
    const struct crawl_words *words;
    const struct landings *landings;
    const struct phrases *more;
    struct map *numbers;    /* kind to its number */
    struct kind *kinds;     /* by number, less one */
    size_t capacity;
    struct seen *noted;     /* of each kind the addresses, the words that lead there, and how many there are */
};

struct listings *listings_new(const struct crawl_words *words, const struct landings *landings, const struct phrases *more)
{
    struct listings *listings = memory_alloc(sizeof *listings);
    *listings = (struct listings){.words = words, .landings = landings, .more = more, .numbers = map_new(), .noted = seen_new()};
    return listings;
}

void listings_free(struct listings *listings)
{
    if (listings == NULL)
        return;
    map_free(listings->numbers);
    free(listings->kinds);
    seen_free(listings->noted);
    free(listings);
}

static bool parse(struct arena *arena, const char *address, struct url *out)
{
    return url_parse(arena, url_normalised(arena, address), NULL, out, NULL) == STATUS_OK && url_is_http(out);
}

/* How much of a path leads to a part of a directory: "/directory/7" where a number chooses it, of which all that lies beneath is one,
 * else the whole path, "/categories/clubs"; 0 for none. */
static size_t chosen_folder(const struct listings *listings, const char *path)
{
    for (const char *at = path; *at == '/' && listings->landings != NULL;) {
        const char *next = at + 1 + strcspn(at + 1, "/");
        bool below = *next == '/' && next[1] != '\0' && landing_names_directory(listings->landings, at + 1, (size_t)(next - at) - 1);
        size_t digits = below ? strspn(next + 1, "0123456789") : 0;
        if (digits > 0 && (next[1 + digits] == '/' || next[1 + digits] == '\0'))
            return (size_t)(next - path) + 1 + digits;
        if (below)
            return strlen(path);
        at = next;
    }
    return 0;
}

/* A parameter ("name=value") that says neither how a list is shown, nor which of its pages, nor nothing at all. */
static bool chooses(const struct listings *listings, struct arena *arena, const char *parameter, size_t length)
{
    size_t name = strcspn(parameter, "=&");
    return name + 1 < length && !crawl_words_is_dress(listings->words, parameter, length) &&
           !crawl_words_address(listings->words, "/", arena_copy_n(arena, parameter, length)).list;
}

static bool has_choice(const struct listings *listings, struct arena *arena, const char *query)
{
    size_t length;
    for (const char *rest = query, *at; url_next_parameter(&rest, &at, &length);)
        if (chooses(listings, arena, at, length))
            return true;
    return false;
}

bool listing_is_chosen(const struct listings *listings, const char *address, bool worded)
{
    struct arena arena = {0};
    struct url url;
    bool chosen = parse(&arena, address, &url) && (has_choice(listings, &arena, url.query) || chosen_folder(listings, url.path) > 0 ||
                                                   (worded && listings->landings != NULL && landing_is_finder(listings->landings, &url)));
    arena_release(&arena);
    return chosen;
}

static bool has_parameter(const char *query, const char *parameter, size_t length)
{
    size_t size;
    for (const char *rest = query, *at; url_next_parameter(&rest, &at, &size);)
        if (size == length && strncmp(at, parameter, length) == 0)
            return true;
    return false;
}

static bool keeps_choice(const struct listings *listings, struct arena *arena, const char *list, const char *query)
{
    size_t length;
    for (const char *rest = list, *at; url_next_parameter(&rest, &at, &length);)
        if (chooses(listings, arena, at, length) && !has_parameter(query, at, length))
            return false;
    return true;
}

/* Whole segments. */
static bool is_beneath(const char *path, const char *folder, size_t length)
{
    while (length > 0 && folder[length - 1] == '/')
        length--;
    return length > 0 && strncmp(path, folder, length) == 0 && path[length] == '/' && path[length + 1] != '\0';
}

bool listing_goes_on(const struct listings *listings, const char *list, const char *address)
{
    struct arena arena = {0};
    struct url from, to;
    bool on = parse(&arena, list, &from) && parse(&arena, address, &to) && strcmp(from.host, to.host) == 0;
    if (on && has_choice(listings, &arena, from.query)) {
        on = strcmp(from.path, to.path) == 0 && keeps_choice(listings, &arena, from.query, to.query);
    } else if (on) {
        size_t folder = chosen_folder(listings, from.path);
        on = strcmp(from.path, to.path) == 0 || is_beneath(to.path, from.path, folder > 0 ? folder : strlen(from.path));
    }
    arena_release(&arena);
    return on;
}

static void add_without_numbers(struct buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (!text_is_digit(text[i]))
            buffer_add_char(out, text[i]);
        else if (i == 0 || !text_is_digit(text[i - 1]))
            buffer_add_char(out, '#');
}

/* The address without what tells one record from another: numbers, the values of parameters, the last segment of a path without them. False
 * where it is the front page. `*at_root` where that leaves only the host. */
static bool add_kind(struct buffer *out, const struct url *url, bool *at_root)
{
    *at_root = false;
    size_t length = strlen(url->path);
    if (url->query == NULL || url->query[0] == '\0') {
        while (length > 1 && url->path[length - 1] == '/')
            length--;
        while (length > 0 && url->path[length - 1] != '/')
            length--;
        *at_root = length <= 1;
    }
    if (*at_root && url->path[1] == '\0')
        return false;
    buffer_add_text(out, url->host);
    add_without_numbers(out, url->path, length);
    size_t size;
    for (const char *rest = url->query, *at; url_next_parameter(&rest, &at, &size);) {
        buffer_add_char(out, '&');
        buffer_add(out, at, strcspn(at, "=&"));
    }
    return true;
}

static uint32_t number_of(struct listings *listings, const struct buffer *kind)
{
    bool added;
    union map_value *place = map_put(listings->numbers, buffer_text(kind), kind->length, &added);
    if (added) {
        size_t count = map_count(listings->numbers) - 1;
        MEMORY_PUSH_ROOM(listings->kinds, count, listings->capacity);
        listings->kinds[count] = (struct kind){0};
        place->number = (int64_t)count + 1;
    }
    return (uint32_t)place->number;
}

static bool is_first(struct listings *listings, const char *note)
{
    bool added;
    (void)seen_put(listings->noted, note, strlen(note), &added);
    return added;
}

uint32_t listing_note(struct listings *listings, const char *address, const char *text, bool *known)
{
    struct arena arena = {0};
    struct buffer kind;
    struct url url;
    uint32_t number = 0;
    bool at_root;
    *known = false;
    buffer_init(&kind, KIND_BYTES);
    if (parse(&arena, address, &url) && add_kind(&kind, &url, &at_root)) {
        number = number_of(listings, &kind);
        bool entry = listings->more != NULL && phrases_is(listings->more, MORE_RECORD_LINK, text, strlen(text));
        const char *of_kind = arena_printf(&arena, "%u\n", (unsigned)number);
        bool fresh = is_first(listings, arena_printf(&arena, "%saddress %s", of_kind, address)) &&
                     (entry || (text[0] != '\0' && is_first(listings, arena_printf(&arena, "%swords %s", of_kind, text))));
        bool added;
        uint32_t *count = seen_put(listings->noted, of_kind, strlen(of_kind), &added);
        *count += fresh;
        bool *named = &listings->kinds[number - 1].named;
        *known = *count >= (uint32_t)(at_root ? LISTING_LEAST_AT_ROOT : LISTING_LEAST) && !*named;
        *named = *named || *known;
    }
    buffer_release(&kind);
    arena_release(&arena);
    return number;
}

bool listing_is_named(const struct listings *listings, uint32_t kind)
{
    return kind > 0 && listings->kinds[kind - 1].named;
}

uint32_t *listing_waiting(struct listings *listings, uint32_t kind)
{
    return &listings->kinds[kind - 1].waiting;
}

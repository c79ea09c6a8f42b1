#include "reports/data/nearest.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"

enum { NAME_LEAST = 9, PATH_LEAST = 8 }; /* shorter ones are alike by chance: "contact", "about-us" */

/* An address as it is compared. */
struct place {
    const char *address;
    const char *key;  /* "host/path/name" in lower case */
    size_t host, name; /* bytes of the host in it; where the last name begins */
};

struct nearest {
    struct arena arena;
    struct place *places;
    size_t count;
};

/* An ending that says what a page is made with and not what it is about. */
static size_t without_ending(const char *name, size_t length)
{
    static const char *const ENDINGS[] = {".html", ".htm", ".shtml", ".php", ".aspx", ".asp", ".jsp", ".cfm"};
    for (size_t i = 0; i < sizeof ENDINGS / sizeof *ENDINGS; i++) {
        size_t n = strlen(ENDINGS[i]);
        if (length > n && memcmp(name + length - n, ENDINGS[i], n) == 0)
            return length - n;
    }
    return length;
}

static bool is_front(const char *name, size_t length)
{
    return (length == 5 && memcmp(name, "index", 5) == 0) || (length == 7 && memcmp(name, "default", 7) == 0);
}

/* In lower case, with one sign between words; what follows a "?" or "#" is no part of the path. */
static void add_path(struct buffer *out, const char *path, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        bool blank = length - i >= 3 && memcmp(path + i, "%20", 3) == 0;
        buffer_add_char(out, blank || path[i] == '_' || path[i] == '+' ? '-' : text_lower(path[i]));
        i += blank ? 2 : 0;
    }
}

/* Where it begins; the end where there is none. */
static size_t last_name(const struct buffer *key)
{
    const char *slash = memrchr(key->bytes, '/', key->length);
    return slash == NULL ? key->length : (size_t)(slash - key->bytes) + 1;
}

/* False for what is no address of a page. */
static bool read_place(struct arena *arena, const char *address, struct place *out)
{
    const char *host = strstr(address, "://");
    if (host == NULL || strncmp(address, "http", 4) != 0)
        return false;
    host += 3;
    if (text_starts_ignoring_case(host, "www."))
        host += 4;
    struct buffer key;
    buffer_init(&key, LIMIT_URL_BYTES + 1);
    size_t host_length = strcspn(host, "/?#"), path_length = strcspn(host + host_length, "?#");
    if (host_length == 0)
        return false;
    add_path(&key, host, host_length);
    add_path(&key, host + host_length, path_length);
    while (key.length > host_length && key.bytes[key.length - 1] == '/')
        buffer_cut(&key, key.length - 1);
    size_t name = last_name(&key);
    buffer_cut(&key, name + without_ending(key.bytes + name, key.length - name));
    if (is_front(key.bytes + name, key.length - name)) {
        buffer_cut(&key, name - 1);
        name = last_name(&key);
    }
    const char *query = host + host_length + path_length;
    buffer_add(&key, query, strcspn(query, "#"));
    *out = (struct place){.address = address, .key = arena_copy(arena, buffer_text(&key)), .host = host_length, .name = name};
    bool whole = !key.over;
    buffer_release(&key);
    return whole;
}

struct nearest *nearest_new(const struct page *const *pages, size_t count)
{
    struct nearest *nearest = memory_alloc(sizeof *nearest);
    nearest->places = arena_array(&nearest->arena, count + 1, sizeof *nearest->places);
    for (size_t i = 0; i < count; i++)
        if (pages[i]->state == LINK_OK && pages[i]->status == 200 && read_place(&nearest->arena, page_address(pages[i]), &nearest->places[nearest->count]))
            nearest->count++;
    return nearest;
}

void nearest_free(struct nearest *nearest)
{
    if (nearest == NULL)
        return;
    arena_release(&nearest->arena);
    free(nearest);
}

static bool same_host(const struct place *a, const struct place *b)
{
    return a->host == b->host && memcmp(a->key, b->key, a->host) == 0;
}

static bool is_same(const struct place *wanted, const struct place *place)
{
    return strcmp(wanted->key, place->key) == 0;
}

static bool has_same_name(const struct place *wanted, const struct place *place)
{
    const char *name = wanted->key + wanted->name;
    return strlen(name) >= NAME_LEAST && strlen(place->key) > place->name && strcmp(name, place->key + place->name) == 0;
}

/* Whether one letter more, less or another makes one of the other. */
static bool is_slip(const struct place *wanted, const struct place *place)
{
    const char *a = wanted->key + wanted->host, *b = place->key + place->host;
    size_t a_left = strlen(a), b_left = strlen(b);
    if (a_left < PATH_LEAST || a_left > b_left + 1 || b_left > a_left + 1)
        return false;
    while (*a == *b && *a != '\0')
        a++, b++, a_left--, b_left--;
    if (text_is_digit(*a) || text_is_digit(*b) || (*a == '\0' && *b == '\0'))
        return false;
    return strcmp(a + (a_left >= b_left), b + (b_left >= a_left)) == 0;
}

const char *nearest_find(const struct nearest *nearest, const char *url)
{
    static bool (*const WAYS[])(const struct place *, const struct place *) = {is_same, has_same_name, is_slip};
    struct arena scratch = {0};
    struct place wanted;
    const char *found = NULL;
    bool read = read_place(&scratch, url, &wanted);
    for (size_t way = 0; read && !found && way < sizeof WAYS / sizeof *WAYS; way++)
        for (size_t i = 0; i < nearest->count; i++) {
            const struct place *place = &nearest->places[i];
            if (!same_host(&wanted, place) || !WAYS[way](&wanted, place) || (found && strcmp(found, place->address) == 0))
                continue;
            if (found) { /* which of them nobody knows */
                arena_release(&scratch);
                return NULL;
            }
            found = place->address;
        }
    arena_release(&scratch);
    return found;
}

static bool was_not_found(const struct target *target)
{
    return target->state == LINK_BROKEN && !target->part && (target->reason == REASON_HTTP_404 || target->reason == REASON_HTTP_410 || target->reason == REASON_SOFT_404);
}

void nearest_advise(const struct page *const *pages, size_t page_count, const struct report_texts *texts, struct arena *arena,
                    struct target *targets, size_t count)
{
    struct nearest *nearest = nearest_new(pages, page_count);
    for (size_t i = 0; i < count; i++) {
        const char *address = was_not_found(&targets[i]) && targets[i].advice == NULL ? nearest_find(nearest, targets[i].url) : NULL;
        if (address != NULL)
            targets[i].advice = arena_printf(arena, "%s %s %s", texts->reasons[targets[i].reason].what_to_do, texts->prose[PROSE_LINKS_NEAREST], address);
    }
    nearest_free(nearest);
}

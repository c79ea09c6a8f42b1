#include "crawler/links/anchors.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "base/text.h"
#include "crawler/url/named_kinds.h"

enum kind { KIND_IS, KIND_BEGINS, KIND_HOLDS, KIND_ROUTE };

struct anchor_rules {
    struct named_kinds names;
};

static const char *fault_of(size_t kind, const char *name)
{
    (void)kind;
    return name[0] == '\0' || name[0] == '#' ? "it must be what stands behind the #" : NULL;
}

enum status anchors_load(const char *seeds, struct anchor_rules **out, struct error *err)
{
    static const char *const kinds[] = {[KIND_IS] = "is", [KIND_BEGINS] = "begins", [KIND_HOLDS] = "holds", [KIND_ROUTE] = "route", NULL};
    struct anchor_rules *rules = memory_alloc(sizeof *rules);
    struct arena arena = {0};
    enum status status = named_kinds_load(arena_printf(&arena, "%s/crawl/fragments.csv", seeds), kinds, fault_of, &rules->names, err);
    arena_release(&arena);
    if (status != STATUS_OK) {
        anchors_free(rules);
        return status;
    }
    *out = rules;
    return STATUS_OK;
}

void anchors_free(struct anchor_rules *rules)
{
    if (rules == NULL)
        return;
    named_kinds_release(&rules->names);
    free(rules);
}

bool anchors_matter(const struct anchor_rules *rules, const char *fragment)
{
    for (size_t i = 0; i < rules->names.count; i++) {
        const char *name = rules->names.items[i].name;
        bool fits = rules->names.items[i].kind == KIND_IS      ? text_equal_ignoring_case(fragment, name)
                    : rules->names.items[i].kind == KIND_HOLDS ? text_find_ignoring_case(fragment, strlen(fragment), name) != NULL
                                                               : text_starts_ignoring_case(fragment, name);
        if (fits)
            return false;
    }
    return fragment[0] != '\0';
}

bool anchors_name_route(const struct anchor_rules *rules, const char *fragment)
{
    for (size_t i = 0; i < rules->names.count; i++)
        if (rules->names.items[i].kind == KIND_ROUTE && text_starts_ignoring_case(fragment, rules->names.items[i].name))
            return fragment[strspn(fragment, "/!")] != '\0';
    return false;
}

static unsigned char in_lower_case(unsigned char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte - 'A' + 'a') : byte;
}

static const uint32_t ID_BASIS = 2166136261u, SLUG_BASIS = 2166136261u ^ 1, LOOSE_BASIS = 2166136261u ^ 2; /* what is one kind's is no other's */

static uint32_t hash_text(const char *text, size_t length, bool any_case)
{
    uint32_t hash = any_case ? LOOSE_BASIS : ID_BASIS;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (any_case ? in_lower_case((unsigned char)text[i]) : (unsigned char)text[i])) * 16777619u;
    return hash;
}

/* The byte at `at`, its percent-encoding undone; `at` moves to the last byte that it takes. */
static unsigned char decoded_byte(const char *text, size_t length, size_t *at)
{
    int octet = text_percent_octet(text + *at, length - *at);
    if (octet < 0)
        return (unsigned char)text[*at];
    *at += 2;
    return (unsigned char)octet;
}

static uint32_t hash_decoded(const char *text, size_t length, bool any_case)
{
    uint32_t hash = any_case ? LOOSE_BASIS : ID_BASIS;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = decoded_byte(text, length, &i);
        hash = (hash ^ (any_case ? in_lower_case(byte) : byte)) * 16777619u;
    }
    return hash;
}

static int compare_hashes(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

enum { SLUG_BYTES_LEAST = 4 };

/* Of letters and digits alone, in lower case: "How to apply?" and "how_to-apply" are one. 0 for hardly any. */
static uint32_t hash_slug(const char *text, size_t length)
{
    uint32_t hash = SLUG_BASIS;
    size_t bytes = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = decoded_byte(text, length, &i);
        if (byte == 0xE2 && i + 2 < length && (unsigned char)text[i + 1] == 0x80) { /* dashes and quotation marks */
            i += 2;
            continue;
        }
        byte = in_lower_case(byte);
        if ((byte < 'a' || byte > 'z') && (byte < '0' || byte > '9') && byte < 0x80)
            continue;
        hash = (hash ^ byte) * 16777619u;
        bytes++;
    }
    return bytes >= SLUG_BYTES_LEAST ? hash : 0;
}

static void add_names(struct anchors *out, const char *const *names, size_t count, bool any_case)
{
    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(names[i]);
        out->hashes[out->count++] = hash_text(names[i], length, any_case);
        if (strchr(names[i], '%') != NULL)
            out->hashes[out->count++] = hash_decoded(names[i], length, any_case);
    }
}

void anchors_take(const struct document *document, struct anchors *out)
{
    *out = (struct anchors){0};
    size_t headings = 0;
    for (size_t i = 0; document->has_scripts && i < document->block_count; i++)
        headings += document->blocks[i].kind == BLOCK_HEADING;
    if (document->anchor_count + headings == 0)
        return;
    out->hashes = memory_array(document->anchor_count + document->loose_name_count + headings, 2 * sizeof *out->hashes);
    for (size_t i = 0; headings > 0 && i < document->block_count; i++)
        if (document->blocks[i].kind == BLOCK_HEADING)
            out->hashes[out->count++] = hash_slug(document->blocks[i].text, document->blocks[i].length);
    add_names(out, document->anchors, document->anchor_count, false);
    add_names(out, document->loose_names, document->loose_name_count, true);
    qsort(out->hashes, out->count, sizeof *out->hashes, compare_hashes);
    out->hashes = memory_grow(out->hashes, out->count, sizeof *out->hashes);
}

void anchors_release(struct anchors *anchors)
{
    free(anchors->hashes);
    *anchors = (struct anchors){0};
}

static bool have_hash(const struct anchors *anchors, uint32_t hash)
{
    return anchors->count > 0 && bsearch(&hash, anchors->hashes, anchors->count, sizeof hash, compare_hashes) != NULL;
}

bool anchors_have(const struct anchors *anchors, const char *fragment)
{
    size_t length = strlen(fragment);
    uint32_t slug = hash_slug(fragment, length);
    return have_hash(anchors, hash_text(fragment, length, false)) || have_hash(anchors, hash_decoded(fragment, length, false)) ||
           have_hash(anchors, hash_text(fragment, length, true)) || have_hash(anchors, hash_decoded(fragment, length, true)) || (slug != 0 && have_hash(anchors, slug));
}

#include "crawler/anchors.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"

enum kind { KIND_IS, KIND_BEGINS, KIND_HOLDS, KIND_COUNT };

struct rule {
    enum kind kind;
    const char *name;
};

struct anchor_rules {
    struct csv_table table; /* owns the names */
    struct rule *items;
    size_t count;
};

static enum status read_row(const char *path, const struct csv_table *table, const struct csv_row *row, struct rule *out, struct error *err)
{
    static const char *const kinds[KIND_COUNT] = {"is", "begins", "holds"};
    const char *kind = csv_cell(row, csv_column(table, "kind")), *name = csv_cell(row, csv_column(table, "name"));
    size_t i = 0;
    while (i < KIND_COUNT && strcmp(kinds[i], kind) != 0)
        i++;
    if (i == KIND_COUNT)
        return error_set(err, STATUS_INPUT, "%s:%zu: kind is '%s'; allowed are 'is', 'begins' and 'holds'", path, row->line, kind);
    if (name[0] == '\0' || name[0] == '#')
        return error_set(err, STATUS_INPUT, "%s:%zu: name is '%s'; it must be what stands behind the #", path, row->line, name);
    *out = (struct rule){(enum kind)i, name};
    return STATUS_OK;
}

enum status anchors_load(const char *seeds, struct anchor_rules **out, struct error *err)
{
    static const char *const columns[] = {"kind", "name", "reason"};
    struct anchor_rules *rules = memory_alloc(sizeof *rules);
    struct arena arena = {0};
    const char *path = arena_printf(&arena, "%s/crawl/fragments.csv", seeds);
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &rules->table, err);
    if (status == STATUS_OK)
        status = csv_columns(path, &rules->table, columns, sizeof columns / sizeof columns[0], NULL, err);
    if (status == STATUS_OK)
        rules->items = memory_array(rules->table.count, sizeof *rules->items);
    for (size_t i = 0; status == STATUS_OK && i < rules->table.count; i++)
        status = read_row(path, &rules->table, &rules->table.rows[i], &rules->items[rules->count++], err);
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
    csv_release(&rules->table);
    free(rules->items);
    free(rules);
}

bool anchors_matter(const struct anchor_rules *rules, const char *fragment)
{
    for (size_t i = 0; i < rules->count; i++) {
        const char *name = rules->items[i].name;
        bool fits = rules->items[i].kind == KIND_IS       ? text_equal_ignoring_case(fragment, name)
                    : rules->items[i].kind == KIND_BEGINS ? text_starts_ignoring_case(fragment, name)
                                                          : text_find_ignoring_case(fragment, strlen(fragment), name) != NULL;
        if (fits)
            return false;
    }
    return fragment[0] != '\0';
}

static uint32_t hash_text(const char *text, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)text[i]) * 16777619u;
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

static uint32_t hash_decoded(const char *text, size_t length)
{
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < length; i++)
        hash = (hash ^ decoded_byte(text, length, &i)) * 16777619u;
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
    uint32_t hash = 2166136261u ^ 1; /* apart from ids */
    size_t bytes = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = decoded_byte(text, length, &i);
        if (byte == 0xE2 && i + 2 < length && (unsigned char)text[i + 1] == 0x80) { /* dashes and quotation marks */
            i += 2;
            continue;
        }
        if (byte >= 'A' && byte <= 'Z')
            byte = (unsigned char)(byte - 'A' + 'a');
        if ((byte < 'a' || byte > 'z') && (byte < '0' || byte > '9') && byte < 0x80)
            continue;
        hash = (hash ^ byte) * 16777619u;
        bytes++;
    }
    return bytes >= SLUG_BYTES_LEAST ? hash : 0;
}

void anchors_take(const struct document *document, struct anchors *out)
{
    *out = (struct anchors){0};
    size_t headings = 0;
    for (size_t i = 0; i < document->block_count; i++)
        headings += document->blocks[i].kind == BLOCK_HEADING;
    if (document->anchor_count + headings == 0)
        return;
    out->hashes = memory_array(document->anchor_count + headings, 2 * sizeof *out->hashes);
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].kind == BLOCK_HEADING)
            out->hashes[out->count++] = hash_slug(document->blocks[i].text, document->blocks[i].length);
    for (size_t i = 0; i < document->anchor_count; i++) {
        const char *anchor = document->anchors[i];
        size_t length = strlen(anchor);
        out->hashes[out->count++] = hash_text(anchor, length);
        if (strchr(anchor, '%') != NULL)
            out->hashes[out->count++] = hash_decoded(anchor, length);
    }
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
    return have_hash(anchors, hash_text(fragment, length)) || have_hash(anchors, hash_decoded(fragment, length)) || (slug != 0 && have_hash(anchors, slug));
}

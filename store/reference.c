/* A page's links, packed into one row: a version byte, then for each link its target (as
 * the difference to the one before), kind, reason, zone, flags, block, leaflet page and
 * words. Menus repeat over a page's links, so deflate halves them again. */
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "store/internal.h"

enum { PACKING = 1, FLAG_INTERNAL = 1 };

enum status reference_save(struct store *store, int64_t run, int64_t page_id, const struct stored_link *links, size_t count,
                           struct error *err)
{
    struct buffer *plain = &store->plain, *packed = &store->packed;
    buffer_clear(plain);
    buffer_clear(packed);
    enum status status = STATUS_OK;
    int64_t before = 0;
    buffer_add_char(plain, PACKING);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const struct stored_link *link = &links[i];
        int64_t id = 0;
        status = target_require(store, run, link->url != NULL ? link->url : "", link->reason, &id, err);
        pack_signed(plain, id - before);
        before = id;
        pack_number(plain, (uint64_t)link->kind);
        pack_number(plain, (uint64_t)link->reason);
        pack_number(plain, link->zone);
        pack_number(plain, link->internal ? FLAG_INTERNAL : 0);
        pack_signed(plain, link->block);
        pack_number(plain, link->page);
        pack_text(plain, link->text != NULL ? link->text : "");
    }
    pack_add(store->packer, packed, plain->bytes, plain->length);
    if (status == STATUS_OK && (plain->over || packed->over))
        status = error_set(err, STATUS_LIMIT, "a page's links are too many to be stored");
    if (status == STATUS_OK) {
        struct query *query = query_start(store->driver, "INSERT INTO page_links (page_id, links, packed) VALUES (?1, ?2, ?3)"
                                                         " ON CONFLICT (page_id) DO UPDATE SET links = excluded.links,"
                                                         " packed = excluded.packed");
        query_bind_int(query, 1, page_id);
        query_bind_int(query, 2, (int64_t)count);
        query_bind_bytes(query, 3, packed->bytes, packed->length);
        status = query_run(query, err);
    }
    return status;
}

/* Reads one page's links in turn. */
struct link_reader {
    struct buffer plain;
    struct pack_reader pack;
    int64_t left;
    int64_t target;
};

/* Columns: links, packed. False, and the query damaged, where they can't be read. */
static bool open_links(struct query *query, int column, struct link_reader *reader)
{
    size_t length;
    *reader = (struct link_reader){.left = query_int(query, column, 0, LIMIT_STORED_BYTES)};
    const void *packed = query_bytes(query, column + 1, &length);
    buffer_init(&reader->plain, LIMIT_STORED_BYTES);
    if (query_failed(query))
        return false;
    if (!pack_open(packed, length, &reader->plain) || reader->plain.length < 1 || reader->plain.bytes[0] != PACKING) {
        query_damaged(query, column + 1);
        return false;
    }
    reader->pack.at = (const unsigned char *)reader->plain.bytes + 1;
    reader->pack.end = (const unsigned char *)reader->plain.bytes + reader->plain.length;
    return true;
}

static void close_links(struct link_reader *reader)
{
    buffer_release(&reader->plain);
}

/* The next link, without its address; its words point into the reader and are not
 * NUL-terminated. False at the end, and with `pack.bad` where the bytes are damaged. */
static bool next_link(struct link_reader *reader, struct stored_link *link, size_t *text_length)
{
    if (reader->left == 0) {
        reader->pack.bad = reader->pack.bad || reader->pack.at != reader->pack.end;
        return false;
    }
    reader->left--;
    int64_t step = pack_read_signed(&reader->pack, -INT64_MAX, INT64_MAX);
    if (__builtin_add_overflow(reader->target, step, &reader->target) || reader->target <= 0)
        reader->pack.bad = true;
    struct pack_reader *pack = &reader->pack;
    /* One by one: an initialiser's parts are evaluated in any order. */
    link->url = NULL;
    link->kind = (enum link_kind)pack_read_number(pack, LINK_KIND_COUNT - 1);
    link->reason = (enum link_reason)pack_read_number(pack, LINK_REASON_COUNT - 1);
    link->zone = (uint8_t)pack_read_number(pack, UINT8_MAX);
    link->internal = pack_read_number(pack, FLAG_INTERNAL) != 0;
    link->block = (int32_t)pack_read_signed(pack, INT32_MIN, INT32_MAX);
    link->page = (uint16_t)pack_read_number(pack, UINT16_MAX);
    link->text = pack_read_text(pack, text_length);
    return !reader->pack.bad;
}

/* ---- one page's links with their addresses ---- */

static enum status target_url(struct store *store, int64_t id, struct arena *arena, const char **url, struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT url FROM target WHERE id = ?1");
    query_bind_int(query, 1, id);
    bool found = query_next(query);
    *url = found ? query_copy(query, 0, arena) : "";
    enum status status = query_finish(query, err);
    if (status == STATUS_OK && !found)
        return error_set(err, STATUS_INPUT, "'%s' is damaged: a link's target %lld is not there", driver_path(store->driver),
                         (long long)id);
    return status;
}

struct link_array {
    struct stored_link *items;
    int64_t *targets;
    size_t count, capacity, target_capacity;
};

static void gather_links(struct query *query, struct arena *arena, struct link_array *found)
{
    struct link_reader reader;
    struct stored_link link;
    size_t length;
    if (open_links(query, 0, &reader)) {
        while (next_link(&reader, &link, &length)) {
            link.text = arena_copy_n(arena, link.text, length);
            if (found->count == found->capacity) {
                found->capacity = found->capacity > 0 ? found->capacity * 2 : 64;
                found->items = memory_grow(found->items, found->capacity, sizeof *found->items);
                found->targets = memory_grow(found->targets, found->capacity, sizeof *found->targets);
            }
            found->targets[found->count] = reader.target;
            found->items[found->count++] = link;
        }
        if (reader.pack.bad)
            query_damaged(query, 1);
    }
    close_links(&reader);
}

enum status store_links(struct store *store, int64_t page_id, struct arena *arena, struct stored_link **links, size_t *count,
                        struct error *err)
{
    struct link_array found = {0};
    struct query *query = query_start(store->driver, "SELECT links, packed FROM page_links WHERE page_id = ?1");
    query_bind_int(query, 1, page_id);
    if (query_next(query))
        gather_links(query, arena, &found);
    enum status status = query_finish(query, err);
    for (size_t i = 0; status == STATUS_OK && i < found.count; i++)
        status = target_url(store, found.targets[i], arena, &found.items[i].url, err);
    *count = status == STATUS_OK ? found.count : 0;
    *links = store_keep(arena, found.items, *count, sizeof *found.items);
    free(found.targets);
    return status;
}

/* ---- a council's references ---- */

struct reference_array {
    struct reference *items;
    size_t count, capacity;
};

#define COUNCIL_LINKS                                                                                                   \
    "SELECT page.id, links, packed FROM page JOIN page_links ON page_links.page_id = page.id"                          \
    " WHERE run_id = ?1 AND gss_code = ?2 ORDER BY position"

static struct query *council_links(struct store *store, int64_t run, const char *gss_code)
{
    static const char sql[] = COUNCIL_LINKS;
    struct query *query = query_start(store->driver, sql);
    query_bind_int(query, 1, run);
    query_bind_text(query, 2, gss_code);
    return query;
}

enum status store_references(struct store *store, int64_t run, const char *gss_code, struct arena *arena, struct reference **references,
                             size_t *count, struct error *err)
{
    struct reference_array found = {0};
    struct query *query = council_links(store, run, gss_code);
    while (query_next(query)) {
        int64_t page_id = query_int(query, 0, 1, INT64_MAX);
        struct link_reader reader;
        struct stored_link link;
        size_t length;
        if (open_links(query, 1, &reader)) {
            while (next_link(&reader, &link, &length)) {
                MEMORY_PUSH_ROOM(found.items, found.count, found.capacity);
                found.items[found.count++] = (struct reference){.page_id = page_id, .target_id = reader.target,
                                                                .text = arena_copy_n(arena, link.text, length), .kind = link.kind,
                                                                .internal = link.internal, .document_page = link.page};
            }
            if (reader.pack.bad)
                query_damaged(query, 2);
        }
        close_links(&reader);
    }
    enum status status = query_finish(query, err);
    *count = status == STATUS_OK ? found.count : 0;
    *references = store_keep(arena, found.items, *count, sizeof *found.items);
    return status;
}

static int by_number(const void *a, const void *b)
{
    int64_t left = *(const int64_t *)a, right = *(const int64_t *)b;
    return (left > right) - (left < right);
}

enum status reference_targets(struct store *store, int64_t run, const char *gss_code, int64_t **ids, size_t *count, struct error *err)
{
    int64_t *items = NULL;
    size_t gathered = 0, capacity = 0;
    struct query *query = council_links(store, run, gss_code);
    while (query_next(query)) {
        struct link_reader reader;
        struct stored_link link;
        size_t length;
        if (open_links(query, 1, &reader)) {
            while (next_link(&reader, &link, &length)) {
                MEMORY_PUSH_ROOM(items, gathered, capacity);
                items[gathered++] = reader.target;
            }
            if (reader.pack.bad)
                query_damaged(query, 2);
        }
        close_links(&reader);
    }
    if (gathered > 0)
        qsort(items, gathered, sizeof *items, by_number);
    *count = 0;
    for (size_t i = 0; i < gathered; i++)
        if (i == 0 || items[i] != items[i - 1])
            items[(*count)++] = items[i];
    *ids = items;
    return query_finish(query, err);
}

enum status reference_check(struct store *store, void (*report)(void *context, const char *sentence), void *context, size_t *faults,
                            struct error *err)
{
    struct query *pages = query_start(store->driver, "SELECT page.id, links, packed, run_id FROM page"
                                                     " JOIN page_links ON page_links.page_id = page.id ORDER BY page.id");
    enum status status = STATUS_OK;
    while (status == STATUS_OK && query_next(pages)) {
        struct link_reader reader;
        struct stored_link link;
        size_t length, lost = 0;
        int64_t page_id = query_int(pages, 0, 1, INT64_MAX);
        bool readable = open_links(pages, 1, &reader);
        while (readable && status == STATUS_OK && next_link(&reader, &link, &length)) {
            struct query *target = query_start(store->driver, "SELECT 1 FROM target WHERE id = ?1 AND run_id = ?2");
            query_bind_int(target, 1, reader.target);
            query_bind_int(target, 2, query_int(pages, 3, 1, INT64_MAX));
            lost += query_next(target) ? 0 : 1;
            status = query_finish(target, err);
        }
        if (readable && status == STATUS_OK && (lost > 0 || reader.pack.bad)) {
            char sentence[160];
            if (reader.pack.bad)
                snprintf(sentence, sizeof sentence, "the links of page %lld can't be read", (long long)page_id);
            else
                snprintf(sentence, sizeof sentence, "%zu links of page %lld lead to a target that is not there", lost, (long long)page_id);
            report(context, sentence);
            *faults += 1;
        }
        close_links(&reader);
    }
    enum status ended = query_finish(pages, status == STATUS_OK ? err : NULL);
    return status != STATUS_OK ? status : ended;
}

/* Pages with their documents, and visits. */
#include <limits.h>
#include <string.h>

#include "base/digest.h"
#include "base/limits.h"
#include "base/map.h"
#include "store/internal.h"

static const char *const purposes[] = {"content", "partner", "home"};
_Static_assert(sizeof purposes / sizeof purposes[0] == PAGE_PURPOSE_COUNT, "every purpose has a word");

/* ---- documents ---- */

static enum status known_document(struct store *store, const unsigned char digest[DIGEST_BYTES], int64_t *id, struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT id FROM document WHERE sha256 = ?1");
    query_bind_bytes(query, 1, digest, DIGEST_BYTES);
    *id = query_next(query) ? query_int(query, 0, 1, INT64_MAX) : 0;
    return query_finish(query, err);
}

/* The number of the document with these bytes, which is stored once whoever shares it. */
static enum status save_document(struct store *store, const void *bytes, size_t length, int64_t *id, struct error *err)
{
    unsigned char digest[DIGEST_BYTES];
    digest_raw(bytes, length, digest);
    enum status status = known_document(store, digest, id, err);
    if (status != STATUS_OK || *id != 0)
        return status;
    struct buffer *packed = &store->packed;
    buffer_clear(packed);
    if (length <= LIMIT_STORED_BYTES)
        pack_add(store->packer, packed, bytes, length);
    if (length > LIMIT_STORED_BYTES || packed->over)
        return error_set(err, STATUS_LIMIT, "a document of %zu bytes is too large to be stored", length);
    struct query *query = query_start(store->driver, "INSERT INTO document (sha256, size, packed) VALUES (?1, ?2, ?3) RETURNING id");
    query_bind_bytes(query, 1, digest, DIGEST_BYTES);
    query_bind_int(query, 2, (int64_t)length);
    query_bind_bytes(query, 3, packed->bytes, packed->length);
    *id = query_next(query) ? query_int(query, 0, 1, INT64_MAX) : 0;
    return query_run(query, err);
}

enum status store_document(struct store *store, int64_t page_id, struct buffer *out, struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT packed FROM page JOIN document ON document.id = page.document_id"
                                                     " WHERE page.id = ?1");
    query_bind_int(query, 1, page_id);
    size_t length;
    if (query_next(query)) {
        const void *packed = query_bytes(query, 0, &length);
        if (!query_failed(query) && !pack_open(packed, length, out))
            query_damaged(query, 0);
    }
    enum status status = query_finish(query, err);
    if (status == STATUS_OK && out->over)
        return error_set(err, STATUS_LIMIT, "the document of page %lld is too large to be read", (long long)page_id);
    return status;
}

/* ---- pages ---- */

static enum status save_row(struct store *store, int64_t run, struct page *page, int64_t document, struct error *err)
{
    static const char sql[] =
        "INSERT INTO page (run_id, gss_code, position, purpose, url, final_url, status, state, reason, type, title, fetched_at, bytes,"
        " sha256, etag, last_modified, clicks, found_on, archive, archive_offset, archive_length, reused, document_id, part)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24)"
        " ON CONFLICT (run_id, gss_code, position) DO UPDATE SET purpose = excluded.purpose, url = excluded.url,"
        " final_url = excluded.final_url, status = excluded.status, state = excluded.state, reason = excluded.reason,"
        " type = excluded.type, title = excluded.title, fetched_at = excluded.fetched_at, bytes = excluded.bytes,"
        " sha256 = excluded.sha256, etag = excluded.etag, last_modified = excluded.last_modified, clicks = excluded.clicks,"
        " found_on = excluded.found_on, archive = excluded.archive, archive_offset = excluded.archive_offset,"
        " archive_length = excluded.archive_length, reused = excluded.reused, document_id = excluded.document_id,"
        " part = excluded.part RETURNING id";
    struct query *query = query_start(store->driver, sql);
    query_bind_int(query, 1, run);
    query_bind_word(query, 2, page->gss_code);
    query_bind_int(query, 3, page->order);
    query_bind_text(query, 4, (unsigned)page->purpose < PAGE_PURPOSE_COUNT ? purposes[page->purpose] : purposes[PAGE_CONTENT]);
    query_bind_word(query, 5, page->url);
    query_bind_word(query, 6, page->final_url != NULL ? page->final_url : page->url);
    query_bind_int(query, 7, page->status);
    query_bind_text(query, 8, link_state_word(page->state));
    query_bind_text(query, 9, link_reason_word(page->reason));
    query_bind_text(query, 10, document_type_word(page->type));
    query_bind_word(query, 11, page->title);
    query_bind_instant(query, 12, page->fetched_at);
    query_bind_int(query, 13, page->bytes);
    query_bind_text(query, 14, page->sha256);
    query_bind_text(query, 15, page->etag);
    query_bind_text(query, 16, page->last_modified);
    query_bind_instant(query, 17, page->clicks);
    query_bind_id(query, 18, page->found_on);
    query_bind_text(query, 19, page->archive);
    query_bind_int(query, 20, page->archive_offset);
    query_bind_int(query, 21, page->archive_length);
    query_bind_int(query, 22, page->reused);
    query_bind_id(query, 23, document);
    query_bind_text(query, 24, page->part);
    page->id = query_next(query) ? query_int(query, 0, 1, INT64_MAX) : 0;
    return query_run(query, err);
}

enum status store_save_page(struct store *store, int64_t run, struct page *page, const void *document, size_t document_length,
                            const struct stored_link *links, size_t link_count, struct error *err)
{
    enum status status = store_enter(store, err);
    if (status != STATUS_OK)
        return status;
    int64_t document_id = 0;
    if (document != NULL && document_length > 0)
        status = save_document(store, document, document_length, &document_id, err);
    if (status == STATUS_OK)
        status = save_row(store, run, page, document_id, err);
    if (status == STATUS_OK)
        status = reference_save(store, run, page->id, links, link_count, err);
    if (status != STATUS_OK)
        error_prefix(err, "page '%.200s'", page->url != NULL ? page->url : "");
    return store_leave(store, status, err);
}

enum { COLUMN_COUNT = 23 };
#define COLUMNS                                                                                                             \
    "page.id, gss_code, position, purpose, url, final_url, status, page.state, reason, type, title, fetched_at, bytes, "   \
    "page.sha256, etag, last_modified, clicks, found_on, archive, archive_offset, archive_length, reused, part"

static void read_page(struct query *query, struct arena *arena, struct page *page)
{
    *page = (struct page){
        .id = query_int(query, 0, 1, INT64_MAX),
        .gss_code = query_copy(query, 1, arena),
        .order = (int)query_int(query, 2, INT_MIN, INT_MAX),
        .url = query_copy(query, 4, arena),
        .final_url = query_copy(query, 5, arena),
        .status = (int)query_int(query, 6, INT_MIN, INT_MAX),
        .title = query_copy(query, 10, arena),
        .fetched_at = query_instant(query, 11),
        .bytes = query_int(query, 12, INT64_MIN, INT64_MAX),
        .etag = query_copy_or_null(query, 14, arena),
        .last_modified = query_copy_or_null(query, 15, arena),
        .clicks = query_is_null(query, 16) ? -1 : (int)query_int(query, 16, 0, INT_MAX),
        .found_on = query_id(query, 17),
        .archive = query_is_null(query, 18) ? NULL : query_copy_name(query, 18, arena),
        .archive_offset = query_int(query, 19, 0, INT64_MAX),
        .archive_length = query_int(query, 20, 0, INT64_MAX),
        .reused = query_bool(query, 21),
        .part = query_copy_or_null(query, 22, arena),
    };
    const char *purpose = query_text(query, 3);
    int found = 0;
    while (found < PAGE_PURPOSE_COUNT && strcmp(purposes[found], purpose) != 0)
        found++;
    if (found < PAGE_PURPOSE_COUNT)
        page->purpose = (enum page_purpose)found;
    else
        query_damaged(query, 3);
    if (!link_state_parse(query_text(query, 7), &page->state))
        query_damaged(query, 7);
    if (!link_reason_parse(query_text(query, 8), &page->reason))
        query_damaged(query, 8);
    if (!document_type_parse(query_text(query, 9), &page->type))
        query_damaged(query, 9);
    const char *sha256 = query_text(query, 13);
    /* It names a folder of the report. */
    if (strlen(sha256) < sizeof page->sha256 && sha256[strspn(sha256, "0123456789abcdef")] == '\0')
        memcpy(page->sha256, sha256, strlen(sha256) + 1);
    else
        query_damaged(query, 13);
}

enum status store_pages(struct store *store, int64_t run, const char *gss_code, struct arena *arena, struct page **pages, size_t *count,
                        struct error *err)
{
    static const char all[] = "SELECT " COLUMNS " FROM page WHERE run_id = ?1 ORDER BY gss_code, position";
    static const char one[] = "SELECT " COLUMNS " FROM page WHERE run_id = ?1 AND gss_code = ?2 ORDER BY position";
    struct page *items = NULL;
    size_t found = 0, capacity = 0;
    struct query *query = query_start(store->driver, gss_code == NULL ? all : one);
    query_bind_int(query, 1, run);
    if (gss_code != NULL)
        query_bind_text(query, 2, gss_code);
    while (query_next(query)) {
        MEMORY_PUSH_ROOM(items, found, capacity);
        read_page(query, arena, &items[found++]);
    }
    enum status status = query_finish(query, err);
    *count = status == STATUS_OK ? found : 0;
    *pages = store_keep(arena, items, *count, sizeof *items);
    return status;
}

enum status store_earlier_page(struct store *store, int64_t run, const char *url, struct arena *arena, struct page *page,
                               struct buffer *document, struct error *err)
{
    struct query *query = query_start(store->driver,
                                      "SELECT " COLUMNS " FROM page JOIN run ON run.id = page.run_id JOIN run AS this ON this.id = ?2 WHERE url = ?1 AND run_id < ?2"
                                      " AND run.state = 'finished' AND run.rubric_sha256 = this.rubric_sha256 AND run.software = this.software"
                                      " AND document_id IS NOT NULL ORDER BY run_id DESC, page.id LIMIT 1");
    query_bind_text(query, 1, url);
    query_bind_int(query, 2, run);
    bool found = query_next(query);
    if (found)
        read_page(query, arena, page);
    enum status status = query_finish(query, err);
    if (status == STATUS_OK && !found)
        return error_set(err, STATUS_NOT_FOUND, "no earlier run read '%.200s'", url);
    return status == STATUS_OK ? store_document(store, page->id, document, err) : status;
}

enum status store_page_bytes(struct store *store, int64_t run, const struct page *page, struct arena *arena, struct page *bytes, int64_t *bytes_run,
                             struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT " COLUMNS ", run_id FROM page WHERE url = ?1 AND sha256 = ?2 AND run_id < ?3"
                                                     " AND reused = 0 AND archive IS NOT NULL ORDER BY run_id DESC, page.id LIMIT 1");
    query_bind_text(query, 1, page->url);
    query_bind_text(query, 2, page->sha256);
    query_bind_int(query, 3, run);
    bool found = query_next(query);
    if (found) {
        read_page(query, arena, bytes);
        *bytes_run = query_int(query, COLUMN_COUNT, 1, INT64_MAX);
    }
    enum status status = query_finish(query, err);
    return status == STATUS_OK && !found ? error_set(err, STATUS_NOT_FOUND, "no archive holds '%.200s'", page->url) : status;
}

/* ---- visits ---- */

enum status store_save_visit(struct store *store, int64_t run, const struct visit *visit, struct error *err)
{
    enum status status = store_enter(store, err);
    if (status != STATUS_OK)
        return status;
    struct query *query = query_start(
        store->driver,
        "INSERT INTO visit (run_id, gss_code, outcome, reason, start_url, listed_url, note, clicks_from_home, started_at, finished_at,"
        " pages_read, pages_left) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"
        " ON CONFLICT (run_id, gss_code) DO UPDATE SET outcome = excluded.outcome, reason = excluded.reason,"
        " start_url = excluded.start_url, listed_url = excluded.listed_url, note = excluded.note,"
        " clicks_from_home = excluded.clicks_from_home, started_at = excluded.started_at, finished_at = excluded.finished_at,"
        " pages_read = excluded.pages_read, pages_left = excluded.pages_left");
    query_bind_int(query, 1, run);
    query_bind_word(query, 2, visit->gss_code);
    query_bind_text(query, 3, visit_outcome_word(visit->outcome));
    query_bind_text(query, 4, link_reason_word(visit->reason));
    query_bind_text(query, 5, visit->start_url);
    query_bind_text(query, 6, visit->listed_url);
    query_bind_text(query, 7, visit->note);
    query_bind_instant(query, 8, visit->clicks_from_home);
    query_bind_instant(query, 9, visit->started_at);
    query_bind_instant(query, 10, visit->finished_at);
    query_bind_int(query, 11, visit->pages_read);
    query_bind_int(query, 12, visit->pages_left);
    return store_leave(store, query_run(query, err), err);
}

enum status store_visits(struct store *store, int64_t run, struct arena *arena, struct visit **visits, size_t *count, struct error *err)
{
    struct visit *items = NULL;
    size_t found = 0, capacity = 0;
    struct query *query = query_start(store->driver,
                                      "SELECT visit.gss_code, outcome, reason, start_url, listed_url, note, clicks_from_home, started_at,"
                                      " finished_at, pages_read, pages_left FROM visit JOIN council ON council.run_id = visit.run_id"
                                      " AND council.gss_code = visit.gss_code WHERE visit.run_id = ?1 ORDER BY council.position");
    query_bind_int(query, 1, run);
    while (query_next(query)) {
        MEMORY_PUSH_ROOM(items, found, capacity);
        struct visit *visit = &items[found++];
        *visit = (struct visit){
            .gss_code = query_copy(query, 0, arena),
            .start_url = query_copy_or_null(query, 3, arena),
            .listed_url = query_copy_or_null(query, 4, arena),
            .note = query_copy_or_null(query, 5, arena),
            .clicks_from_home = query_is_null(query, 6) ? -1 : (int)query_int(query, 6, 0, INT_MAX),
            .started_at = query_instant(query, 7),
            .finished_at = query_instant(query, 8),
            .pages_read = (int)query_int(query, 9, INT_MIN, INT_MAX),
            .pages_left = (int)query_int(query, 10, INT_MIN, INT_MAX),
        };
        if (!visit_outcome_parse(query_text(query, 1), &visit->outcome))
            query_damaged(query, 1);
        if (!link_reason_parse(query_text(query, 2), &visit->reason))
            query_damaged(query, 2);
    }
    enum status status = query_finish(query, err);
    *count = status == STATUS_OK ? found : 0;
    *visits = store_keep(arena, items, *count, sizeof *items);
    return status;
}

/* Of the same council, which may have another code in the other run: each is looked up by its key, since a partner's page is every council's. */
#define SAME_COUNCIL_AS(of) "(other.gss_code = " of ".gss_code OR other.gss_code IN " FORMER_CODES(of) " OR " of ".gss_code IN " FORMER_CODES("other") ")"
#define SAME_COUNCIL SAME_COUNCIL_AS("page")

enum status store_new_pages(struct store *store, int64_t before, int64_t after, struct arena *arena, const int64_t **ids, size_t *count, struct error *err)
{
    int64_t *items = NULL;
    size_t found = 0, capacity = 0;
    struct query *query = query_start(store->driver, WITH_FORMER_CODES("?1, ?2") "SELECT page.id FROM page WHERE page.run_id IN (?1, ?2) AND page.document_id IS NOT NULL AND NOT EXISTS"
                                                     " (SELECT 1 FROM page other WHERE other.document_id = page.document_id"
                                                     " AND other.run_id = ?1 + ?2 - page.run_id AND " SAME_COUNCIL ") ORDER BY page.id");
    query_bind_int(query, 1, before);
    query_bind_int(query, 2, after);
    while (query_next(query)) {
        MEMORY_PUSH_ROOM(items, found, capacity);
        items[found++] = query_int(query, 0, 1, INT64_MAX);
    }
    enum status status = query_finish(query, err);
    *count = status == STATUS_OK ? found : 0;
    *ids = store_keep(arena, items, *count, sizeof *items);
    return status;
}

#define SAME_ADDRESS "SELECT 1 FROM page other WHERE other.url = page.url AND other.run_id = ?1 + ?2 - page.run_id AND "
#define THE_OTHER SAME_ADDRESS SAME_COUNCIL

enum status store_unread_pages(struct store *store, int64_t before, int64_t after, struct arena *arena, const int64_t **ids, size_t *count, struct error *err)
{
    int64_t *items = NULL;
    size_t found = 0, capacity = 0;
    struct map *unread = map_new();
    struct query *query = query_start(store->driver, WITH_FORMER_CODES("?1, ?2") "SELECT page.id, page.found_on, EXISTS (" THE_OTHER "), EXISTS (" THE_OTHER " AND other.state <> 'broken'),"
                                                     " EXISTS (SELECT 1 FROM visit other WHERE other.run_id = ?1 + ?2 - page.run_id AND other.outcome = 'limited' AND " SAME_COUNCIL "),"
                                                     " EXISTS (SELECT 1 FROM target WHERE target.url = page.url AND target.run_id = ?1 + ?2 - page.run_id AND target.state <> 'broken')"
                                                     " FROM page WHERE page.run_id IN (?1, ?2) AND page.state = 'ok'"
                                                     " AND NOT EXISTS (" SAME_ADDRESS "other.gss_code = page.gss_code AND other.state = 'ok')" /* of most: quick to tell */
                                                     " AND NOT EXISTS (" THE_OTHER " AND other.state = 'ok')"
                                                     " AND NOT EXISTS (SELECT 1 FROM page other WHERE other.document_id = page.document_id"
                                                     " AND other.run_id = ?1 + ?2 - page.run_id AND " SAME_COUNCIL ") ORDER BY page.id");
    query_bind_int(query, 1, before);
    query_bind_int(query, 2, after);
    while (query_next(query)) {
        int64_t id = query_int(query, 0, 1, INT64_MAX), found_on = query_id(query, 1);
        /* Nobody was led on by a page that could not be read; a page is saved after the one that it was found on. */
        bool cut_off = map_get(unread, (const char *)&found_on, sizeof found_on) != NULL;
        bool asked = query_bool(query, 2), limited = query_bool(query, 4), known = query_bool(query, 5);
        if (asked ? !query_bool(query, 3) : !cut_off && !limited && !known)
            continue;
        map_put(unread, (const char *)&id, sizeof id, NULL);
        MEMORY_PUSH_ROOM(items, found, capacity);
        items[found++] = id;
    }
    map_free(unread);
    enum status status = query_finish(query, err);
    *count = status == STATUS_OK ? found : 0;
    *ids = store_keep(arena, items, *count, sizeof *items);
    return status;
}

enum status store_uneven_visits(struct store *store, int64_t before, int64_t after, struct arena *arena, const char *const **gss_codes, size_t *count,
                                struct error *err)
{
    const char **items = NULL;
    size_t found = 0, capacity = 0;
    struct query *query = query_start(store->driver, WITH_FORMER_CODES("?1, ?2") "SELECT other.gss_code FROM visit JOIN visit other ON other.run_id = ?2 AND " SAME_COUNCIL_AS("visit")
                                                     " WHERE visit.run_id = ?1 AND (visit.outcome = 'limited' OR other.outcome = 'limited')"
                                                     " AND (visit.outcome <> other.outcome OR visit.pages_read <> other.pages_read) ORDER BY other.gss_code");
    query_bind_int(query, 1, before);
    query_bind_int(query, 2, after);
    while (query_next(query)) {
        MEMORY_PUSH_ROOM(items, found, capacity);
        items[found++] = query_copy(query, 0, arena);
    }
    enum status status = query_finish(query, err);
    *count = status == STATUS_OK ? found : 0;
    *gss_codes = store_keep(arena, items, *count, sizeof *items);
    return status;
}

enum status store_last_visits(struct store *store, struct arena *arena, struct last_visit **visits, size_t *count, struct error *err)
{
    struct last_visit *items = NULL;
    size_t found = 0, capacity = 0;
    struct query *query = query_start(store->driver, "SELECT gss_code, MAX(finished_at) FROM visit WHERE outcome <> 'pending' AND finished_at IS NOT NULL"
                                                     " GROUP BY gss_code ORDER BY gss_code");
    while (query_next(query)) {
        MEMORY_PUSH_ROOM(items, found, capacity);
        items[found++] = (struct last_visit){query_copy(query, 0, arena), query_instant(query, 1)};
    }
    enum status status = query_finish(query, err);
    *count = status == STATUS_OK ? found : 0;
    *visits = store_keep(arena, items, *count, sizeof *items);
    return status;
}

/* Whether the store is whole, and taking away what old runs no longer need. */
#include <string.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/limits.h"
#include "store/internal.h"

/* Every stored document opens and is what its digest says. */
static enum status check_documents(struct store *store, void (*report)(void *context, const char *sentence), void *context,
                                   size_t *faults, struct error *err)
{
    struct buffer plain;
    buffer_init(&plain, LIMIT_STORED_BYTES);
    struct query *query = query_start(store->driver, "SELECT id, sha256, size, packed FROM document ORDER BY id");
    while (query_next(query)) {
        size_t digest_length, length;
        unsigned char digest[DIGEST_BYTES];
        buffer_clear(&plain);
        const void *kept = query_bytes(query, 1, &digest_length);
        const void *packed = query_bytes(query, 3, &length);
        bool whole = pack_open(packed, length, &plain) && digest_length == sizeof digest;
        if (whole) {
            digest_raw(plain.bytes, plain.length, digest);
            whole = memcmp(kept, digest, sizeof digest) == 0 && query_int(query, 2, 0, INT64_MAX) == (int64_t)plain.length;
        }
        if (!whole && !query_failed(query)) {
            char sentence[96];
            snprintf(sentence, sizeof sentence, "document %lld is not what was stored", (long long)query_int(query, 0, 1, INT64_MAX));
            report(context, sentence);
            *faults += 1;
        }
    }
    buffer_release(&plain);
    return query_finish(query, err);
}

enum status store_check(struct store *store, void (*report)(void *context, const char *sentence), void *context, size_t *faults,
                        struct error *err)
{
    *faults = 0;
    enum status status = driver_check(store->driver, report, context, faults, err);
    if (status == STATUS_OK)
        status = check_documents(store, report, context, faults, err);
    if (status == STATUS_OK)
        status = reference_check(store, report, context, faults, err);
    return status == STATUS_OK ? evidence_check(store, report, context, faults, err) : status;
}

/* ---- pruning ---- */

#define PRUNED "(SELECT id FROM run WHERE pruned_at IS NOT NULL)"

/* A page of a pruned run whose bytes, in that run's archive, a kept run found unchanged and has no copy of. */
#define HOLDS_BYTES                                                                                                         \
    "page.reused = 0 AND page.archive IS NOT NULL AND EXISTS (SELECT 1 FROM page AS later WHERE later.url = page.url"       \
    " AND later.run_id NOT IN " PRUNED " AND later.reused = 1 AND later.sha256 = page.sha256 AND page.run_id ="             \
    " (SELECT MAX(one.run_id) FROM page AS one WHERE one.url = later.url AND one.sha256 = later.sha256"                     \
    " AND one.reused = 0 AND one.archive IS NOT NULL AND one.run_id < later.run_id))"

enum status store_needed_archives(struct store *store, int64_t run, struct arena *arena, const char ***names, size_t *count, struct error *err)
{
    const char **items = NULL;
    size_t found = 0, capacity = 0;
    struct query *query = query_start(store->driver, "SELECT DISTINCT archive FROM page WHERE run_id = ?1 AND "
                                                     HOLDS_BYTES " ORDER BY archive");
    query_bind_int(query, 1, run);
    while (query_next(query)) {
        MEMORY_PUSH_ROOM(items, found, capacity);
        items[found++] = query_copy(query, 0, arena);
    }
    enum status status = query_finish(query, err);
    *count = status == STATUS_OK ? found : 0;
    *names = store_keep(arena, items, *count, sizeof *items);
    return status;
}

/* A run goes once each council that it visited, by this code or the next, was visited in `keep_runs` later ones that were
 * finished: audits of one council, whose list names all, push no other's pages out. What an unfinished run has read is kept as
 * long, since it may go on. Once no list names a council any more, audits of half of those that it was last visited with, or
 * more, count as if they had visited it: else it would keep its runs, with every other council's pages, for good. */
static enum status mark_pruned(struct store *store, int keep_runs, struct error *err)
{
    struct query *query = query_start(store->driver,
        "WITH visited AS (SELECT run_id, gss_code FROM visit UNION SELECT run_id, gss_code FROM page),"
        " named AS (SELECT run_id, gss_code AS code FROM visited UNION SELECT visited.run_id, former_gss_code FROM visited"
        " JOIN council ON council.run_id = visited.run_id AND council.gss_code = visited.gss_code),"
        " listed AS (SELECT code, MAX(run_id) AS run_id FROM (SELECT run_id, gss_code AS code FROM council UNION SELECT run_id, former_gss_code FROM council)"
        " AS lists GROUP BY code),"
        " left_list AS (SELECT listed.code, listed.run_id AS since, MAX(visit.run_id) AS last FROM listed JOIN visit ON visit.gss_code = listed.code"
        " WHERE listed.run_id < (SELECT MAX(id) FROM run) GROUP BY listed.code, listed.run_id),"
        " without AS (SELECT run.id AS run_id, code FROM left_list JOIN run ON run.id > since WHERE 2 * (SELECT COUNT(*) FROM visit AS old JOIN visit AS new"
        " ON new.run_id = run.id AND new.gss_code = old.gss_code WHERE old.run_id = last) >= (SELECT COUNT(*) FROM visit WHERE visit.run_id = last)),"
        " finished AS (SELECT run_id, code, ROW_NUMBER() OVER (PARTITION BY code ORDER BY run_id DESC) AS place"
        " FROM (SELECT run_id, code FROM named UNION SELECT run_id, code FROM without) AS counted JOIN run ON run.id = run_id AND run.state = 'finished')"
        " UPDATE run SET pruned_at = ?2 WHERE pruned_at IS NULL"
        " AND id < (SELECT id FROM run WHERE state = 'finished' ORDER BY id DESC LIMIT 1 OFFSET ?1 - 1)"
        " AND id NOT IN (SELECT visited.run_id FROM visited LEFT JOIN finished ON code = gss_code AND place = ?1"
        " WHERE code IS NULL OR visited.run_id >= finished.run_id)");
    query_bind_int(query, 1, keep_runs);
    query_bind_instant(query, 2, clock_now());
    return query_run(query, err);
}

enum status store_prune(struct store *store, int keep_runs, struct error *err)
{
    /* Children before parents. */
#define OLD_PAGES "(SELECT id FROM page WHERE run_id IN " PRUNED ")"
    static const char *const statements[] = {
        "DELETE FROM fact WHERE page_id IN " OLD_PAGES,
        "DELETE FROM page_evidence WHERE page_id IN " OLD_PAGES,
        "DELETE FROM page_verdict WHERE page_id IN " OLD_PAGES,
        "DELETE FROM assessment WHERE page_id IN " OLD_PAGES,
        "DELETE FROM page_links WHERE page_id IN " OLD_PAGES,
        /* What could not be read stays known, or a later run's reading of it would be news (store_unread_pages). */
        "DELETE FROM page WHERE run_id IN " PRUNED " AND state IN ('ok', 'broken') AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.page_id = page.id)"
        " AND NOT (" HOLDS_BYTES ")",
        "UPDATE page SET document_id = NULL, found_on = NULL WHERE run_id IN " PRUNED,
        "DELETE FROM document WHERE NOT EXISTS (SELECT 1 FROM page WHERE page.document_id = document.id)",
        /* A success stays as long as a failure before it does, which it keeps from proving another. */
        "DELETE FROM target WHERE run_id IN " PRUNED " AND state NOT IN ('broken', 'suspect') AND NOT (state = 'ok' AND EXISTS (SELECT 1 FROM target AS failed"
        " WHERE failed.url = target.url AND failed.checked_at < target.checked_at AND failed.state IN ('broken', 'suspect')))",
    };
#undef OLD_PAGES
    if (store->grouped)
        return error_set(err, STATUS_INTERNAL, "the store can't be pruned amid a group");
    enum status status = store_enter(store, err);
    if (status != STATUS_OK)
        return status;
    status = mark_pruned(store, keep_runs > 0 ? keep_runs : 1, err);
    for (size_t i = 0; status == STATUS_OK && i < sizeof statements / sizeof statements[0]; i++)
        status = query_run(query_start(store->driver, statements[i]), err);
    status = store_leave(store, status, err);
    target_forget(store);
    return status == STATUS_OK ? driver_shrink(store->driver, err) : status;
}

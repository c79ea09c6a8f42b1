/* Targets: one row an address and run. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "store/internal.h"

/* About 20 MB of addresses; a site's menus fit many times over. */
enum { KNOWN_TARGETS = 100000 };

#define COLUMNS                                                                                                    \
    "id, url, final_url, state, reason, status, redirects, looks, permanent, advice, checked_at, first_failed, "   \
    "last_failed, last_ok, times_failed"

void target_forget(struct store *store)
{
    map_free(store->targets);
    store->targets = NULL;
}

static enum status look_up(struct store *store, int64_t run, const char *url, int64_t *id, struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT id FROM target WHERE url = ?1 AND run_id = ?2");
    query_bind_text(query, 1, url);
    query_bind_int(query, 2, run);
    *id = query_next(query) ? query_int(query, 0, 1, INT64_MAX) : 0;
    return query_finish(query, err);
}

static enum status insert(struct store *store, int64_t run, const char *url, enum link_reason reason, int64_t *id, struct error *err)
{
    enum link_state state = reason == REASON_NONE ? LINK_NOT_CHECKED : link_reason_state(reason);
    struct query *query = query_start(store->driver,
                                      "INSERT INTO target (url, run_id, settled, state, reason, status, redirects, looks, permanent,"
                                      " times_failed) VALUES (?1, ?2, 0, ?3, ?4, 0, 0, 0, 0, 0)"
                                      " ON CONFLICT (url, run_id) DO NOTHING RETURNING id");
    query_bind_text(query, 1, url);
    query_bind_int(query, 2, run);
    query_bind_text(query, 3, link_state_word(state));
    query_bind_text(query, 4, link_reason_word(reason));
    *id = query_next(query) ? query_int(query, 0, 1, INT64_MAX) : 0;
    while (query_next(query)) /* to the end, where the statement takes effect for good */
        ;
    return query_finish(query, err);
}

enum status target_require(struct store *store, int64_t run, const char *url, enum link_reason reason, int64_t *id, struct error *err)
{
    size_t length = strlen(url);
    if (store->targets == NULL || store->targets_run != run || map_count(store->targets) >= KNOWN_TARGETS) {
        target_forget(store);
        store->targets = map_new();
        store->targets_run = run;
    }
    const union map_value *known = map_get(store->targets, url, length);
    if (known != NULL) {
        *id = known->number;
        return STATUS_OK;
    }
    enum status status = insert(store, run, url, reason, id, err);
    if (status == STATUS_OK && *id == 0)
        status = look_up(store, run, url, id, err);
    if (status == STATUS_OK && *id > 0)
        map_put(store->targets, url, length, NULL)->number = *id;
    return status;
}

enum status store_save_target(struct store *store, int64_t run, const struct target *target, struct error *err)
{
    enum status status = store_enter(store, err);
    if (status != STATUS_OK)
        return status;
    struct query *query = query_start(
        store->driver,
        "INSERT INTO target (url, run_id, settled, final_url, state, reason, status, redirects, looks, permanent, advice, checked_at,"
        " first_failed, last_failed, last_ok, times_failed) VALUES (?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
        " ON CONFLICT (url, run_id) DO UPDATE SET settled = 1, final_url = excluded.final_url, state = excluded.state,"
        " reason = excluded.reason, status = excluded.status, redirects = excluded.redirects, looks = excluded.looks,"
        " permanent = excluded.permanent, advice = excluded.advice, checked_at = excluded.checked_at,"
        " first_failed = excluded.first_failed, last_failed = excluded.last_failed, last_ok = excluded.last_ok,"
        " times_failed = excluded.times_failed");
    query_bind_word(query, 1, target->url);
    query_bind_int(query, 2, run);
    query_bind_text(query, 3, target->final_url);
    query_bind_text(query, 4, link_state_word(target->state));
    query_bind_text(query, 5, link_reason_word(target->reason));
    query_bind_int(query, 6, target->status);
    query_bind_int(query, 7, target->redirects);
    query_bind_int(query, 8, target->looks);
    query_bind_int(query, 9, target->permanent);
    query_bind_text(query, 10, target->advice);
    query_bind_instant(query, 11, target->checked_at);
    query_bind_instant(query, 12, target->first_failed);
    query_bind_instant(query, 13, target->last_failed);
    query_bind_instant(query, 14, target->last_ok);
    query_bind_int(query, 15, target->times_failed);
    return store_leave(store, query_run(query, err), err);
}

static void read_target(struct query *query, struct arena *arena, struct target *target)
{
    *target = (struct target){
        .id = query_int(query, 0, 1, INT64_MAX),
        .url = query_copy(query, 1, arena),
        .final_url = query_copy_or_null(query, 2, arena),
        .status = (int)query_int(query, 5, INT_MIN, INT_MAX),
        .redirects = (int)query_int(query, 6, INT_MIN, INT_MAX),
        .looks = (int)query_int(query, 7, INT_MIN, INT_MAX),
        .permanent = query_bool(query, 8),
        .advice = query_copy_or_null(query, 9, arena),
        .checked_at = query_instant(query, 10),
        .first_failed = query_instant(query, 11),
        .last_failed = query_instant(query, 12),
        .last_ok = query_instant(query, 13),
        .times_failed = (int)query_int(query, 14, INT_MIN, INT_MAX),
        .last_proof = -1,
    };
    if (!link_state_parse(query_text(query, 3), &target->state))
        query_damaged(query, 3);
    if (!link_reason_parse(query_text(query, 4), &target->reason))
        query_damaged(query, 4);
}

struct target_array {
    struct target *items;
    size_t count, capacity;
};

static enum status targets_of_run(struct store *store, int64_t run, struct arena *arena, struct target_array *found, struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT " COLUMNS " FROM target WHERE run_id = ?1 ORDER BY id");
    query_bind_int(query, 1, run);
    while (query_next(query)) {
        MEMORY_PUSH_ROOM(found->items, found->count, found->capacity);
        read_target(query, arena, &found->items[found->count++]);
    }
    return query_finish(query, err);
}

static enum status targets_of_council(struct store *store, int64_t run, const char *gss_code, struct arena *arena,
                                      struct target_array *found, struct error *err)
{
    int64_t *ids = NULL;
    size_t count = 0;
    enum status status = reference_targets(store, run, gss_code, &ids, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct query *query = query_start(store->driver, "SELECT " COLUMNS " FROM target WHERE id = ?1 AND run_id = ?2");
        query_bind_int(query, 1, ids[i]);
        query_bind_int(query, 2, run);
        if (query_next(query)) {
            MEMORY_PUSH_ROOM(found->items, found->count, found->capacity);
            read_target(query, arena, &found->items[found->count++]);
        }
        status = query_finish(query, err);
    }
    free(ids);
    return status;
}

enum status store_targets(struct store *store, int64_t run, const char *gss_code, struct arena *arena, struct target **targets,
                          size_t *count, struct error *err)
{
    struct target_array found = {0};
    enum status status = gss_code != NULL ? targets_of_council(store, run, gss_code, arena, &found, err)
                                          : targets_of_run(store, run, arena, &found, err);
    *count = status == STATUS_OK ? found.count : 0;
    *targets = store_keep(arena, found.items, *count, sizeof *found.items);
    return status;
}

enum status store_target_by_url(struct store *store, int64_t run, const char *url, struct arena *arena, struct target *target,
                                struct error *err)
{
    struct query *query =
        query_start(store->driver, "SELECT " COLUMNS " FROM target WHERE url = ?1 AND run_id = ?2 AND settled = 1");
    query_bind_text(query, 1, url);
    query_bind_int(query, 2, run);
    bool found = query_next(query);
    if (found)
        read_target(query, arena, target);
    enum status status = query_finish(query, err);
    if (status == STATUS_OK && !found)
        return error_set(err, STATUS_NOT_FOUND, "run %lld has not checked '%.200s'", (long long)run, url);
    return status;
}

/* One more run's row. The history that the crawler gave it is the story up to then, with
 * or without that run's own look, which is added where it is missing. A success ends a row
 * of failures. */
static void add_chapter(struct target *target, enum link_state state, int64_t checked_at, const struct target *own)
{
    if (own->first_failed > 0 || own->last_failed > 0 || own->last_ok > 0 || own->times_failed > 0) {
        target->first_failed = own->first_failed;
        target->last_failed = own->last_failed;
        target->last_ok = own->last_ok;
        target->times_failed = own->times_failed;
    }
    if (state == LINK_OK && target->last_ok <= checked_at) { /* its own record has it already */
        target->first_failed = -1;
        target->times_failed = 0;
        target->last_ok = checked_at;
    }
    if ((state == LINK_BROKEN || state == LINK_SUSPECT) && target->last_failed < checked_at) {
        if (target->first_failed < 0)
            target->first_failed = checked_at;
        target->last_failed = checked_at;
        target->times_failed++;
    }
}

enum status store_target_history(struct store *store, const char *url, struct target *target, struct error *err)
{
    target->first_failed = target->last_failed = target->last_ok = target->last_proof = -1;
    target->times_failed = 0;
    struct query *query = query_start(store->driver, "SELECT target.state, checked_at, first_failed, last_failed, last_ok, times_failed, reason,"
                                                     " run.state = 'braked' FROM target JOIN run ON run.id = target.run_id"
                                                     " WHERE url = ?1 AND settled = 1 ORDER BY checked_at, run_id");
    query_bind_text(query, 1, url);
    while (query_next(query)) {
        enum link_state state = LINK_NOT_CHECKED;
        if (!link_state_parse(query_text(query, 0), &state))
            query_damaged(query, 0);
        struct target own = {.first_failed = query_instant(query, 2), .last_failed = query_instant(query, 3),
                             .last_ok = query_instant(query, 4), .times_failed = (int)query_int(query, 5, INT_MIN, INT_MAX)};
        int64_t checked_at = query_instant(query, 1);
        enum link_reason reason = REASON_NONE;
        if (!link_reason_parse(query_text(query, 6), &reason))
            query_damaged(query, 6);
        /* Our own network was the suspect: what it let through was there, and what it did not says nothing. */
        if (query_bool(query, 7) && (state == LINK_BROKEN || state == LINK_SUSPECT))
            continue;
        add_chapter(target, state, checked_at, &own);
        if (link_reason_may_prove(reason) && target->checked_at - checked_at >= LIMIT_PROOF_LEAST_SECONDS && checked_at > target->last_proof)
            target->last_proof = checked_at;
    }
    return query_finish(query, err);
}

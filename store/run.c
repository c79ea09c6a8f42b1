/* Runs, their inputs and their councils. */
#include <limits.h>
#include <string.h>

#include "base/digest.h"
#include "base/limits.h"
#include "store/internal.h"

static const char *const states[] = {"unfinished", "finished", "braked"};
_Static_assert(sizeof states / sizeof states[0] == RUN_STATE_COUNT, "every state has a word");

#define COLUMNS                                                                                                     \
    "id, state, started_at, finished_at, inputs_sha256, options, rubric_version, rubric_sha256, software, councils, " \
    "pruned_at IS NOT NULL"

static enum status insert_run(struct store *store, const struct run *run, size_t councils, int64_t *id, struct error *err)
{
    struct query *query = query_start(store->driver,
                                      "INSERT INTO run (state, started_at, finished_at, inputs_sha256, options, rubric_version,"
                                      " rubric_sha256, software, councils, id) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9,"
                                      " CASE WHEN ?10 > newest THEN ?10 ELSE newest + 1 END"
                                      " FROM (SELECT COALESCE(MAX(id), 0) AS newest FROM run) AS others RETURNING id");
    query_bind_text(query, 1, (unsigned)run->state < RUN_STATE_COUNT ? states[run->state] : states[RUN_UNFINISHED]);
    query_bind_instant(query, 2, run->started_at);
    query_bind_instant(query, 3, run->state == RUN_UNFINISHED ? -1 : run->finished_at);
    query_bind_word(query, 4, run->inputs_sha256);
    query_bind_word(query, 5, run->options);
    query_bind_word(query, 6, run->rubric_version);
    query_bind_word(query, 7, run->rubric_sha256);
    query_bind_word(query, 8, run->software);
    query_bind_int(query, 9, (int64_t)councils);
    query_bind_int(query, 10, run->id);
    *id = query_next(query) ? query_int(query, 0, 1, INT64_MAX) : 0;
    return query_run(query, err);
}

static enum status insert_input(struct store *store, int64_t run, const struct run_input *input, struct error *err)
{
    char sha256[DIGEST_HEX_SIZE];
    struct buffer *packed = &store->packed;
    buffer_clear(packed);
    digest_hex(input->bytes, input->length, sha256);
    pack_add(store->packer, packed, input->bytes, input->length);
    enum status status;
    if (packed->over) {
        status = error_set(err, STATUS_LIMIT, "'%s' is too large to be kept with the run", input->name);
    } else {
        struct query *query = query_start(store->driver, "INSERT INTO run_input (run_id, name, sha256, packed) VALUES (?1, ?2, ?3, ?4)");
        query_bind_int(query, 1, run);
        query_bind_word(query, 2, input->name);
        query_bind_text(query, 3, sha256);
        query_bind_bytes(query, 4, packed->bytes, packed->length);
        status = query_run(query, err);
    }
    return status;
}

static enum status insert_council(struct store *store, int64_t run, size_t position, const struct council *council, struct error *err)
{
    struct query *query = query_start(store->driver,
                                      "INSERT INTO council (run_id, gss_code, position, former_gss_code, name, short_name, slug, type,"
                                      " region, council_url, local_offer_url, local_offer_alt, hex_q, hex_r, line)"
                                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)");
    query_bind_int(query, 1, run);
    query_bind_word(query, 2, council->gss_code);
    query_bind_int(query, 3, (int64_t)position);
    query_bind_word(query, 4, council->former_gss_code);
    query_bind_word(query, 5, council->name);
    query_bind_word(query, 6, council->short_name);
    query_bind_word(query, 7, council->slug);
    query_bind_word(query, 8, council->type);
    query_bind_word(query, 9, council->region);
    query_bind_word(query, 10, council->council_url);
    query_bind_word(query, 11, council->local_offer_url);
    query_bind_word(query, 12, council->local_offer_alt);
    if (council->has_hex) { /* left out, a parameter is NULL */
        query_bind_int(query, 13, council->hex_q);
        query_bind_int(query, 14, council->hex_r);
    }
    query_bind_int(query, 15, (int64_t)council->line);
    return query_run(query, err);
}

enum status store_run_create(struct store *store, const struct run *run, const struct run_input *inputs, size_t input_count,
                             const struct council_list *councils, int64_t *id, struct error *err)
{
    enum status status = store_enter(store, err);
    if (status != STATUS_OK)
        return status;
    size_t count = councils != NULL ? councils->count : 0;
    status = insert_run(store, run, count, id, err);
    for (size_t i = 0; status == STATUS_OK && i < input_count; i++)
        status = insert_input(store, *id, &inputs[i], err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = insert_council(store, *id, i, &councils->items[i], err);
    return store_leave(store, status, err);
}

static void read_run(struct query *query, struct arena *arena, struct run *run)
{
    const char *state = query_text(query, 1);
    int found = 0;
    while (found < RUN_STATE_COUNT && strcmp(states[found], state) != 0)
        found++;
    if (found == RUN_STATE_COUNT)
        query_damaged(query, 1);
    *run = (struct run){
        .id = query_int(query, 0, 1, INT64_MAX),
        .state = found < RUN_STATE_COUNT ? (enum run_state)found : RUN_UNFINISHED,
        .started_at = query_instant(query, 2),
        .finished_at = query_instant(query, 3),
        .inputs_sha256 = query_copy(query, 4, arena),
        .options = query_copy(query, 5, arena),
        .rubric_version = query_copy(query, 6, arena),
        .rubric_sha256 = query_copy(query, 7, arena),
        .software = query_copy(query, 8, arena),
        .councils = (int)query_int(query, 9, 0, INT_MAX),
        .pruned = query_bool(query, 10),
    };
}

/* The one run that the query finds; `what` says which it was in the sentence. */
static enum status one_run(struct query *query, const char *what, struct arena *arena, struct run *run, struct error *err)
{
    bool found = query_next(query);
    if (found)
        read_run(query, arena, run);
    enum status status = query_finish(query, err);
    return status != STATUS_OK || found ? status : error_set(err, STATUS_NOT_FOUND, "the store holds no %s", what);
}

enum status store_run_unfinished(struct store *store, const char *inputs_sha256, struct arena *arena, struct run *run, struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT " COLUMNS " FROM run WHERE state = 'unfinished' AND inputs_sha256 = ?1"
                                                     " AND pruned_at IS NULL AND id = (SELECT MAX(id) FROM run WHERE inputs_sha256 = ?1)");
    query_bind_text(query, 1, inputs_sha256);
    return one_run(query, "unfinished run of these inputs", arena, run, err);
}

enum status store_run_latest(struct store *store, int64_t before, struct arena *arena, struct run *run, struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT " COLUMNS " FROM run WHERE state = 'finished' AND id < ?1"
                                                     " ORDER BY id DESC LIMIT 1");
    query_bind_int(query, 1, before > 0 ? before : INT64_MAX);
    return one_run(query, before > 0 ? "earlier finished run" : "finished run", arena, run, err);
}

static enum status keep_ids(struct query *query, struct arena *arena, int64_t **ids, size_t *count, struct error *err)
{
    int64_t *items = NULL;
    size_t found = 0, capacity = 0;
    while (query_next(query)) {
        MEMORY_PUSH_ROOM(items, found, capacity);
        items[found++] = query_int(query, 0, 1, INT64_MAX);
    }
    enum status status = query_finish(query, err);
    *count = status == STATUS_OK ? found : 0;
    *ids = store_keep(arena, items, *count, sizeof *items);
    return status;
}

enum status store_runs_before(struct store *store, int64_t run, struct arena *arena, int64_t **ids, size_t *count, struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT id FROM run WHERE state = 'finished' AND id < ?1 ORDER BY id DESC");
    query_bind_int(query, 1, run);
    return keep_ids(query, arena, ids, count, err);
}

enum status store_runs_alike(struct store *store, int64_t run, struct arena *arena, int64_t **ids, size_t *count, struct error *err)
{
    struct query *query = query_start(store->driver,
                                      WITH_FORMER_CODES("?1") "SELECT run.id FROM run JOIN scorecard ON scorecard.run_id = run.id WHERE run.state = 'finished' AND run.id <= ?1"
                                      " AND gss_code IN (SELECT gss_code FROM scorecard WHERE run_id = ?1"
                                      " UNION SELECT former_gss_code FROM heir JOIN scorecard AS audited ON audited.run_id = heir.run_id AND audited.gss_code = heir.gss_code) GROUP BY run.id"
                                      " HAVING 2 * COUNT(*) >= (SELECT COUNT(*) FROM scorecard WHERE run_id = ?1) ORDER BY run.id DESC");
    query_bind_int(query, 1, run);
    return keep_ids(query, arena, ids, count, err);
}

enum status store_run_get(struct store *store, int64_t id, struct arena *arena, struct run *run, struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT " COLUMNS " FROM run WHERE id = ?1");
    query_bind_int(query, 1, id);
    char what[40];
    snprintf(what, sizeof what, "run %lld", (long long)id);
    return one_run(query, what, arena, run, err);
}

enum status store_runs(struct store *store, struct arena *arena, struct run **runs, size_t *count, struct error *err)
{
    struct run *items = NULL;
    size_t found = 0, capacity = 0;
    struct query *query = query_start(store->driver, "SELECT " COLUMNS " FROM run ORDER BY id DESC");
    while (query_next(query)) {
        MEMORY_PUSH_ROOM(items, found, capacity);
        read_run(query, arena, &items[found++]);
    }
    enum status status = query_finish(query, err);
    *count = status == STATUS_OK ? found : 0;
    *runs = store_keep(arena, items, *count, sizeof *items);
    return status;
}

enum status store_run_finish(struct store *store, int64_t id, enum run_state state, int64_t at, struct error *err)
{
    enum status status = store_enter(store, err);
    if (status != STATUS_OK)
        return status;
    struct query *query = query_start(store->driver, "UPDATE run SET state = ?2, finished_at = ?3 WHERE id = ?1 RETURNING id");
    query_bind_int(query, 1, id);
    query_bind_text(query, 2, (unsigned)state < RUN_STATE_COUNT ? states[state] : "");
    query_bind_instant(query, 3, state == RUN_UNFINISHED ? -1 : at);
    bool found = query_next(query);
    status = query_run(query, err);
    if (status == STATUS_OK && !found)
        status = error_set(err, STATUS_NOT_FOUND, "the store holds no run %lld", (long long)id);
    return store_leave(store, status, err);
}

/* Ends the query. */
static enum status read_input(struct query *query, struct buffer *out, bool *found, struct error *err)
{
    size_t length;
    *found = query_next(query);
    if (*found) {
        const void *packed = query_bytes(query, 0, &length);
        if (!query_failed(query) && !pack_open(packed, length, out))
            query_damaged(query, 0);
    }
    return query_finish(query, err);
}

enum status store_run_input(struct store *store, int64_t id, const char *name, struct buffer *out, struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT packed FROM run_input WHERE run_id = ?1 AND name = ?2");
    query_bind_int(query, 1, id);
    query_bind_text(query, 2, name);
    bool found;
    enum status status = read_input(query, out, &found, err);
    if (status == STATUS_OK && !found)
        return error_set(err, STATUS_NOT_FOUND, "run %lld keeps no '%s'", (long long)id, name);
    if (status == STATUS_OK && out->over)
        return error_set(err, STATUS_LIMIT, "'%s' of run %lld is too large to be read", name, (long long)id);
    return status;
}

enum status store_keep_file(struct store *store, int64_t run, const struct run_input *file, struct error *err)
{
    enum status status = store_enter(store, err);
    if (status != STATUS_OK)
        return status;
    struct query *query = query_start(store->driver, "DELETE FROM run_input WHERE name = ?1");
    query_bind_text(query, 1, file->name);
    status = query_run(query, err);
    if (status == STATUS_OK)
        status = insert_input(store, run, file, err);
    return store_leave(store, status, err);
}

enum status store_kept_file(struct store *store, const char *name, struct buffer *out, struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT packed FROM run_input WHERE name = ?1");
    query_bind_text(query, 1, name);
    bool found;
    enum status status = read_input(query, out, &found, err);
    if (status == STATUS_OK && !found)
        return error_set(err, STATUS_NOT_FOUND, "the store keeps no '%s'", name);
    if (status == STATUS_OK && out->over)
        return error_set(err, STATUS_LIMIT, "the '%s' that is kept is too large to be read", name);
    return status;
}

#define COUNCIL_COLUMNS \
    "SELECT gss_code, former_gss_code, name, short_name, slug, type, region, council_url, local_offer_url, local_offer_alt, hex_q, hex_r, line FROM council"

/* Ends the query. */
static enum status read_councils(struct query *query, struct council_list *out, struct error *err)
{
    *out = (struct council_list){0};
    struct council *items = NULL;
    size_t capacity = 0;
    while (query_next(query)) {
        MEMORY_PUSH_ROOM(items, out->count, capacity);
        struct council *council = &items[out->count++];
        *council = (struct council){
            .gss_code = query_copy(query, 0, &out->arena),
            .former_gss_code = query_copy(query, 1, &out->arena),
            .name = query_copy(query, 2, &out->arena),
            .short_name = query_copy(query, 3, &out->arena),
            .slug = query_copy_name(query, 4, &out->arena),
            .type = query_copy(query, 5, &out->arena),
            .region = query_copy(query, 6, &out->arena),
            .council_url = query_copy(query, 7, &out->arena),
            .local_offer_url = query_copy(query, 8, &out->arena),
            .local_offer_alt = query_copy(query, 9, &out->arena),
            .has_hex = !query_is_null(query, 10),
            .line = (size_t)query_int(query, 12, 0, INT_MAX),
        };
        if (council->has_hex) {
            council->hex_q = (int)query_int(query, 10, INT_MIN, INT_MAX);
            council->hex_r = (int)query_int(query, 11, INT_MIN, INT_MAX);
        }
    }
    enum status status = query_finish(query, err);
    if (status != STATUS_OK)
        out->count = 0;
    out->items = store_keep(&out->arena, items, out->count, sizeof *items);
    return status;
}

enum status store_councils(struct store *store, int64_t run, struct council_list *out, struct error *err)
{
    struct query *query = query_start(store->driver, COUNCIL_COLUMNS " WHERE run_id = ?1 ORDER BY position");
    query_bind_int(query, 1, run);
    return read_councils(query, out, err);
}

enum status store_former_codes(struct store *store, int64_t run, struct arena *arena, struct former_codes *codes, struct error *err)
{
    struct former_code *items = NULL;
    size_t found = 0, capacity = 0;
    struct query *query = query_start(store->driver, WITH_FORMER_CODES("?1") "SELECT DISTINCT gss_code, former_gss_code, step FROM heir ORDER BY gss_code, step, former_gss_code");
    query_bind_int(query, 1, run);
    while (query_next(query)) {
        MEMORY_PUSH_ROOM(items, found, capacity);
        items[found++] = (struct former_code){query_copy(query, 0, arena), query_copy(query, 1, arena)};
    }
    enum status status = query_finish(query, err);
    codes->count = status == STATUS_OK ? found : 0;
    codes->items = store_keep(arena, items, codes->count, sizeof *items);
    return status;
}

enum status store_councils_of_runs(struct store *store, struct council_list *out, struct error *err)
{
    return read_councils(query_start(store->driver, COUNCIL_COLUMNS " JOIN (SELECT gss_code AS code, MAX(run_id) AS newest FROM council GROUP BY gss_code)"
                                                                    " AS last ON gss_code = code AND run_id = newest ORDER BY gss_code"), out, err);
}

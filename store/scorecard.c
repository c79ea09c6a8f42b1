/* A council's scorecard: verdicts with their evidence, and scores. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "store/internal.h"

/* ---- saving ---- */

static enum status clear(struct store *store, int64_t run, const char *gss_code, struct error *err)
{
    static const char *const statements[] = {
        "DELETE FROM evidence WHERE verdict_id IN (SELECT id FROM verdict WHERE run_id = ?1 AND gss_code = ?2)",
        "DELETE FROM verdict WHERE run_id = ?1 AND gss_code = ?2",
        "DELETE FROM criterion_score WHERE run_id = ?1 AND gss_code = ?2",
        "DELETE FROM service_score WHERE run_id = ?1 AND gss_code = ?2",
        "DELETE FROM scorecard WHERE run_id = ?1 AND gss_code = ?2",
    };
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < sizeof statements / sizeof statements[0]; i++) {
        struct query *query = query_start(store->driver, statements[i]);
        query_bind_int(query, 1, run);
        query_bind_text(query, 2, gss_code);
        status = query_run(query, err);
    }
    return status;
}

static void bind_score(struct query *query, int first, const struct score *score)
{
    query_bind_real(query, first, score->low);
    query_bind_real(query, first + 1, score->high);
    query_bind_real(query, first + 2, score->coverage);
}

static struct score read_score(struct query *query, int first)
{
    return (struct score){
        .low = query_real(query, first), .high = query_real(query, first + 1), .coverage = query_real(query, first + 2)};
}

static enum status save_head(struct store *store, int64_t run, const struct scorecard *scorecard, struct error *err)
{
    struct query *query = query_start(store->driver, "INSERT INTO scorecard (run_id, gss_code, was_read, low, high, coverage)"
                                                     " VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
    query_bind_int(query, 1, run);
    query_bind_word(query, 2, scorecard->gss_code);
    query_bind_int(query, 3, scorecard->read);
    bind_score(query, 4, &scorecard->score);
    return query_run(query, err);
}

static enum status save_criteria(struct store *store, int64_t run, const char *gss_code, const char *service,
                                 const struct score criteria[CRITERION_COUNT], struct error *err)
{
    enum status status = STATUS_OK;
    for (int i = 0; status == STATUS_OK && i < CRITERION_COUNT; i++) {
        struct query *query = query_start(store->driver,
                                          "INSERT INTO criterion_score (run_id, gss_code, service, criterion, low, high, coverage)"
                                          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
        query_bind_int(query, 1, run);
        query_bind_word(query, 2, gss_code);
        query_bind_text(query, 3, service);
        query_bind_text(query, 4, criterion_word((enum criterion)i));
        bind_score(query, 5, &criteria[i]);
        status = query_run(query, err);
    }
    return status;
}

/* The columns of evidence, from `first` on. */
enum { QUOTE, PLACE, CUE, PAGE, URL, BLOCK, AGAINST, NEAR_MISS };

static void bind_evidence(struct query *query, int first, const struct evidence *evidence, bool near_miss)
{
    query_bind_word(query, first + QUOTE, evidence->quote);
    query_bind_word(query, first + PLACE, evidence->where);
    query_bind_word(query, first + CUE, evidence->cue);
    query_bind_id(query, first + PAGE, evidence->page_id);
    query_bind_text(query, first + URL, evidence->url);
    query_bind_instant(query, first + BLOCK, evidence->block);
    query_bind_int(query, first + AGAINST, evidence->against);
    query_bind_int(query, first + NEAR_MISS, near_miss);
}

static enum status save_evidence(struct store *store, int64_t verdict_id, size_t ordinal, const struct evidence *evidence, bool near_miss,
                                 struct error *err)
{
    struct query *query = query_start(store->driver,
                                      "INSERT INTO evidence (verdict_id, ordinal, quote, place, cue, page_id, url, block, against,"
                                      " near_miss) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
    query_bind_int(query, 1, verdict_id);
    query_bind_int(query, 2, (int64_t)ordinal);
    bind_evidence(query, 3, evidence, near_miss);
    return query_run(query, err);
}

/* Where a row stands in its scorecard. */
struct place {
    int64_t run;
    const char *gss_code, *service;
    size_t position;
};

static enum status save_row(struct store *store, const struct place *place, const struct row_verdict *row, struct error *err)
{
    const struct judgement *judgement = &row->judgement;
    struct query *query = query_start(store->driver,
                                      "INSERT INTO verdict (run_id, gss_code, service, row_id, position, version, verdict, certainty,"
                                      " reason, decided_by, detail, pages_searched, lapsed_year, lapsed, leans)"
                                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) RETURNING id");
    query_bind_int(query, 1, place->run);
    query_bind_word(query, 2, place->gss_code);
    query_bind_word(query, 3, place->service);
    query_bind_word(query, 4, row->row);
    query_bind_int(query, 5, (int64_t)place->position);
    query_bind_int(query, 6, row->version);
    query_bind_text(query, 7, verdict_word(judgement->verdict));
    query_bind_real(query, 8, judgement->certainty);
    query_bind_word(query, 9, judgement->reason);
    query_bind_text(query, 10, row->decided_by != NULL ? row->decided_by : "program");
    query_bind_word(query, 11, row->detail);
    query_bind_int(query, 12, row->pages_searched);
    if (row->lapsed_year != 0) { /* left out, a parameter is NULL */
        query_bind_int(query, 13, row->lapsed_year);
        query_bind_text(query, 14, verdict_word(row->lapsed));
    }
    if (verdict_leans(row))
        query_bind_text(query, 15, verdict_word(row->leans));
    int64_t id = query_next(query) ? query_int(query, 0, 1, INT64_MAX) : 0;
    enum status status = query_run(query, err);
    for (size_t i = 0; status == STATUS_OK && i < judgement->evidence_count; i++)
        status = save_evidence(store, id, i, &judgement->evidence[i], false, err);
    if (status == STATUS_OK && judgement->near_miss.quote != NULL)
        status = save_evidence(store, id, judgement->evidence_count, &judgement->near_miss, true, err);
    return status;
}

static enum status save_service(struct store *store, int64_t run, const char *gss_code, size_t position,
                                const struct service_scorecard *service, struct error *err)
{
    struct query *query = query_start(store->driver,
                                      "INSERT INTO service_score (run_id, gss_code, service, position, headline, widely_available, low,"
                                      " high, coverage) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
    query_bind_int(query, 1, run);
    query_bind_word(query, 2, gss_code);
    query_bind_word(query, 3, service->service);
    query_bind_int(query, 4, (int64_t)position);
    query_bind_text(query, 5, verdict_word(service->headline));
    query_bind_int(query, 6, service->widely_available);
    bind_score(query, 7, &service->score);
    enum status status = query_run(query, err);
    if (status == STATUS_OK)
        status = save_criteria(store, run, gss_code, service->service, service->criteria, err);
    for (size_t i = 0; status == STATUS_OK && i < service->row_count; i++) {
        struct place place = {.run = run, .gss_code = gss_code, .service = service->service, .position = i};
        status = save_row(store, &place, &service->rows[i], err);
        if (status != STATUS_OK)
            error_prefix(err, "%s, row '%s'", service->service, service->rows[i].row);
    }
    return status;
}

enum status store_save_scorecard(struct store *store, int64_t run, const struct scorecard *scorecard, struct error *err)
{
    const char *gss_code = scorecard->gss_code;
    enum status status = store_enter(store, err);
    if (status != STATUS_OK)
        return status;
    status = clear(store, run, gss_code, err);
    if (status == STATUS_OK)
        status = save_head(store, run, scorecard, err);
    if (status == STATUS_OK)
        status = save_criteria(store, run, gss_code, "", scorecard->criteria, err);
    for (size_t i = 0; status == STATUS_OK && i < scorecard->service_count; i++)
        status = save_service(store, run, gss_code, i, &scorecard->services[i], err);
    if (status != STATUS_OK)
        error_prefix(err, "scorecard of '%s'", gss_code != NULL ? gss_code : "");
    return store_leave(store, status, err);
}

/* ---- reading ---- */

/* The code that the council had before `code`; NULL for none. */
static const char *next_code(const struct former_codes *codes, const char *gss_code, const char *code)
{
    bool passed = code == gss_code;
    for (size_t i = 0; i < codes->count; i++) {
        if (strcmp(codes->items[i].gss_code, gss_code) != 0)
            continue;
        if (passed)
            return codes->items[i].former;
        passed = codes->items[i].former == code;
    }
    return NULL;
}

static enum status read_head(struct store *store, int64_t run, const char *gss_code, struct scorecard *out, struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT gss_code, was_read, low, high, coverage FROM scorecard"
                                                     " WHERE run_id = ?1 AND gss_code = ?2");
    query_bind_int(query, 1, run);
    query_bind_text(query, 2, gss_code);
    bool found = query_next(query);
    if (found) {
        out->gss_code = query_copy(query, 0, &out->arena);
        out->read = query_bool(query, 1);
        out->score = read_score(query, 2);
    }
    enum status status = query_finish(query, err);
    if (status == STATUS_OK && !found)
        return error_set(err, STATUS_NOT_FOUND, "run %lld has no scorecard of '%.100s'", (long long)run, gss_code);
    return status;
}

static enum status read_criteria(struct store *store, int64_t run, const char *gss_code, const char *service,
                                 struct score criteria[CRITERION_COUNT], struct error *err)
{
    enum status status = STATUS_OK;
    for (int i = 0; status == STATUS_OK && i < CRITERION_COUNT; i++) {
        struct query *query = query_start(store->driver, "SELECT low, high, coverage FROM criterion_score WHERE run_id = ?1"
                                                         " AND gss_code = ?2 AND service = ?3 AND criterion = ?4");
        query_bind_int(query, 1, run);
        query_bind_text(query, 2, gss_code);
        query_bind_text(query, 3, service);
        query_bind_text(query, 4, criterion_word((enum criterion)i));
        if (query_next(query))
            criteria[i] = read_score(query, 0);
        else if (!query_failed(query))
            query_damaged(query, 0); /* all four are written together */
        status = query_finish(query, err);
    }
    return status;
}

static struct evidence read_evidence(struct query *query, struct arena *arena)
{
    return (struct evidence){
        .quote = query_copy(query, QUOTE, arena),
        .where = query_copy(query, PLACE, arena),
        .cue = query_copy(query, CUE, arena),
        .page_id = query_id(query, PAGE),
        .url = query_copy_or_null(query, URL, arena),
        .block = query_is_null(query, BLOCK) ? -1 : (int32_t)query_int(query, BLOCK, 0, INT32_MAX),
        .against = query_bool(query, AGAINST),
    };
}

static enum status read_judgement(struct store *store, int64_t verdict_id, struct arena *arena, struct judgement *judgement, struct error *err)
{
    struct evidence *items = NULL;
    size_t count = 0, capacity = 0;
    struct query *query = query_start(store->driver, "SELECT quote, place, cue, page_id, url, block, against, near_miss FROM evidence"
                                                     " WHERE verdict_id = ?1 ORDER BY ordinal");
    query_bind_int(query, 1, verdict_id);
    while (query_next(query)) {
        struct evidence evidence = read_evidence(query, arena);
        if (query_bool(query, NEAR_MISS)) {
            judgement->near_miss = evidence;
        } else {
            MEMORY_PUSH_ROOM(items, count, capacity);
            items[count++] = evidence;
        }
    }
    judgement->evidence = store_keep(arena, items, count, sizeof *items);
    judgement->evidence_count = count;
    return query_finish(query, err);
}

/* The columns that read_row reads. */
#define ROW_COLUMNS "SELECT id, row_id, version, verdict, certainty, reason, decided_by, detail, pages_searched, lapsed_year, lapsed, leans FROM verdict"

static enum status read_row(struct store *store, struct query *query, const char *service, struct arena *arena, struct row_verdict *row, struct error *err)
{
    *row = (struct row_verdict){
        .service = service,
        .row = query_copy(query, 1, arena),
        .version = (int)query_int(query, 2, INT_MIN, INT_MAX),
        .judgement.certainty = query_real(query, 4),
        .judgement.reason = query_copy(query, 5, arena),
        .decided_by = query_copy(query, 6, arena),
        .detail = query_copy(query, 7, arena),
        .pages_searched = (int)query_int(query, 8, INT_MIN, INT_MAX),
    };
    if (!verdict_parse(query_text(query, 3), &row->judgement.verdict))
        query_damaged(query, 3);
    if (!query_is_null(query, 9)) {
        row->lapsed_year = (int)query_int(query, 9, 1, INT_MAX);
        if (!verdict_parse(query_text(query, 10), &row->lapsed))
            query_damaged(query, 10);
    }
    if (!query_is_null(query, 11) && !verdict_parse(query_text(query, 11), &row->leans))
        query_damaged(query, 11);
    return read_judgement(store, query_int(query, 0, 1, INT64_MAX), arena, &row->judgement, err);
}

static enum status read_rows(struct store *store, int64_t run, const char *gss_code, struct arena *arena,
                             struct service_scorecard *service, struct error *err)
{
    struct row_verdict *rows = NULL;
    size_t count = 0, capacity = 0;
    enum status status = STATUS_OK;
    struct query *query = query_start(store->driver, ROW_COLUMNS " WHERE run_id = ?1 AND gss_code = ?2 AND service = ?3 ORDER BY position");
    query_bind_int(query, 1, run);
    query_bind_text(query, 2, gss_code);
    query_bind_text(query, 3, service->service);
    while (status == STATUS_OK && query_next(query)) {
        MEMORY_PUSH_ROOM(rows, count, capacity);
        status = read_row(store, query, service->service, arena, &rows[count++], err);
    }
    enum status ended = query_finish(query, status == STATUS_OK ? err : NULL);
    service->rows = store_keep(arena, rows, count, sizeof *rows);
    service->row_count = count;
    return status != STATUS_OK ? status : ended;
}

enum status store_row(struct store *store, int64_t run, const char *gss_code, const char *service, const char *row, struct arena *arena,
                      struct row_verdict *out, struct error *err)
{
    enum status status = STATUS_OK;
    struct query *query = query_start(store->driver, ROW_COLUMNS " WHERE run_id = ?1 AND gss_code = ?2 AND service = ?3 AND row_id = ?4");
    query_bind_int(query, 1, run);
    query_bind_text(query, 2, gss_code);
    query_bind_text(query, 3, service);
    query_bind_text(query, 4, row);
    bool found = query_next(query);
    if (found)
        status = read_row(store, query, arena_copy(arena, service), arena, out, err);
    enum status ended = query_finish(query, status == STATUS_OK ? err : NULL);
    if (status == STATUS_OK)
        status = ended;
    if (status != STATUS_OK || found)
        return status;
    return error_set(err, STATUS_NOT_FOUND, "run %lld holds no verdict on the row '%.100s' of the service '%.100s' for '%.100s'", (long long)run, row, service,
                     gss_code);
}

static enum status read_services(struct store *store, int64_t run, const char *gss_code, struct scorecard *out, struct error *err)
{
    struct service_scorecard *services = NULL;
    size_t count = 0, capacity = 0;
    struct query *query = query_start(store->driver, "SELECT service, headline, widely_available, low, high, coverage FROM service_score"
                                                     " WHERE run_id = ?1 AND gss_code = ?2 ORDER BY position");
    query_bind_int(query, 1, run);
    query_bind_text(query, 2, gss_code);
    while (query_next(query)) {
        MEMORY_PUSH_ROOM(services, count, capacity);
        struct service_scorecard *service = &services[count++];
        *service = (struct service_scorecard){
            .service = query_copy(query, 0, &out->arena),
            .widely_available = query_bool(query, 2),
            .score = read_score(query, 3),
        };
        if (!verdict_parse(query_text(query, 1), &service->headline))
            query_damaged(query, 1);
    }
    enum status status = query_finish(query, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        status = read_criteria(store, run, gss_code, services[i].service, services[i].criteria, err);
        if (status == STATUS_OK)
            status = read_rows(store, run, gss_code, &out->arena, &services[i], err);
    }
    out->services = store_keep(&out->arena, services, count, sizeof *services);
    out->service_count = count;
    return status;
}

enum status store_told_rows(struct store *store, int64_t run, const struct former_codes *codes, const char *gss_code, struct arena *arena, struct told_row **rows,
                            size_t *count, struct error *err)
{
    struct told_row *items = NULL;
    size_t found = 0, capacity = 0;
    enum status status = STATUS_OK;
    for (const char *code = gss_code; status == STATUS_OK && code && found == 0; code = next_code(codes, gss_code, code)) {
        struct query *query = query_start(store->driver, "SELECT service, row_id FROM verdict WHERE run_id = ?1 AND gss_code = ?2"
                                                         " AND (verdict NOT IN ('cannot_tell', 'not_tested') OR leans IS NOT NULL) ORDER BY service, row_id");
        query_bind_int(query, 1, run);
        query_bind_text(query, 2, code);
        while (query_next(query)) {
            MEMORY_PUSH_ROOM(items, found, capacity);
            items[found++] = (struct told_row){query_copy(query, 0, arena), query_copy(query, 1, arena)};
        }
        status = query_finish(query, err);
    }
    *count = status == STATUS_OK ? found : 0;
    *rows = store_keep(arena, items, *count, sizeof *items);
    return status;
}

enum status store_scorecard(struct store *store, int64_t run, const char *gss_code, struct scorecard *out, struct error *err)
{
    *out = (struct scorecard){0};
    enum status status = read_head(store, run, gss_code, out, err);
    if (status == STATUS_OK)
        status = read_criteria(store, run, gss_code, "", out->criteria, err);
    if (status == STATUS_OK)
        status = read_services(store, run, gss_code, out, err);
    if (status != STATUS_OK) {
        arena_release(&out->arena);
        *out = (struct scorecard){0};
    }
    return status;
}

enum status store_scorecard_of(struct store *store, int64_t run, const struct former_codes *codes, const char *gss_code, struct scorecard *out, struct error *err)
{
    enum status status = STATUS_NOT_FOUND;
    for (const char *code = gss_code; code && status == STATUS_NOT_FOUND; code = next_code(codes, gss_code, code))
        status = store_scorecard(store, run, code, out, err);
    return status;
}

/* What people confirmed or overruled. */
#include "store/internal.h"

enum status store_save_review(struct store *store, const struct review *review, struct error *err)
{
    enum status status = store_enter(store, err);
    if (status != STATUS_OK)
        return status;
    struct query *query = query_start(
        store->driver, "INSERT INTO review (run_id, gss_code, service, row_id, program, verdict, reason, reviewer_role, date)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
                       " ON CONFLICT (run_id, gss_code, service, row_id, reviewer_role, date) DO UPDATE SET"
                       " id = (SELECT MAX(id) + 1 FROM review), program = excluded.program, verdict = excluded.verdict, reason = excluded.reason");
    query_bind_int(query, 1, review->run);
    query_bind_word(query, 2, review->gss_code);
    query_bind_word(query, 3, review->service);
    query_bind_word(query, 4, review->row);
    query_bind_text(query, 5, verdict_word(review->program));
    query_bind_text(query, 6, verdict_word(review->verdict));
    query_bind_word(query, 7, review->reason);
    query_bind_word(query, 8, review->reviewer_role);
    query_bind_word(query, 9, review->date);
    return store_leave(store, query_run(query, err), err);
}

enum status store_reviews(struct store *store, int64_t run, struct arena *arena, struct review **reviews, size_t *count, struct error *err)
{
    struct review *items = NULL;
    size_t found = 0, capacity = 0;
    struct query *query = query_start(store->driver, "SELECT run_id, gss_code, service, row_id, program, verdict, reason, reviewer_role,"
                                                     " date FROM review WHERE run_id = ?1 OR ?1 = 0 ORDER BY run_id, date, id");
    query_bind_int(query, 1, run);
    while (query_next(query)) {
        MEMORY_PUSH_ROOM(items, found, capacity);
        struct review *review = &items[found++];
        *review = (struct review){
            .run = query_int(query, 0, 1, INT64_MAX),
            .gss_code = query_copy(query, 1, arena),
            .service = query_copy(query, 2, arena),
            .row = query_copy(query, 3, arena),
            .reason = query_copy(query, 6, arena),
            .reviewer_role = query_copy(query, 7, arena),
            .date = query_copy(query, 8, arena),
        };
        if (!verdict_parse(query_text(query, 4), &review->program))
            query_damaged(query, 4);
        if (!verdict_parse(query_text(query, 5), &review->verdict))
            query_damaged(query, 5);
    }
    enum status status = query_finish(query, err);
    *count = status == STATUS_OK ? found : 0;
    *reviews = store_keep(arena, items, *count, sizeof *items);
    return status;
}

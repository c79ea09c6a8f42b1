/* A judgement's evidence, as the columns that pages and councils share. */
#include "store/internal.h"

enum { QUOTE, PLACE, CUE, PAGE, URL, BLOCK, AGAINST, NEAR_MISS };

void judgement_bind(struct query *query, int first, const struct evidence *evidence, bool near_miss)
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

struct evidence judgement_row(struct query *query, int first, struct arena *arena, bool *near_miss)
{
    *near_miss = query_bool(query, first + NEAR_MISS);
    return (struct evidence){
        .quote = query_copy(query, first + QUOTE, arena),
        .where = query_copy(query, first + PLACE, arena),
        .cue = query_copy(query, first + CUE, arena),
        .page_id = query_id(query, first + PAGE),
        .url = query_copy_or_null(query, first + URL, arena),
        .block = query_is_null(query, first + BLOCK) ? -1 : (int32_t)query_int(query, first + BLOCK, 0, INT32_MAX),
        .against = query_bool(query, first + AGAINST),
    };
}

void judgement_read(struct query *query, int first, struct arena *arena, struct judgement *judgement)
{
    struct evidence *items = NULL;
    size_t count = 0, capacity = 0;
    while (query_next(query)) {
        bool near_miss;
        struct evidence evidence = judgement_row(query, first, arena, &near_miss);
        if (near_miss) {
            judgement->near_miss = evidence;
        } else {
            MEMORY_PUSH_ROOM(items, count, capacity);
            items[count++] = evidence;
        }
    }
    judgement->evidence = store_keep(arena, items, count, sizeof *items);
    judgement->evidence_count = count;
}

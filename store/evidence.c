/* What a page's judgements rest on, packed into one row: a version byte, then for each of the
 * eight how many quotes it has and the quotes, and the near miss where there is one. A page
 * has about forty quotes: as rows they were two thirds of a store, and nobody asks for one
 * without its page. */
#include "base/limits.h"
#include "store/internal.h"

enum { PACKING = 1, JUDGEMENTS = CHECK_COUNT + CRITERION_COUNT };

static struct judgement *judgement_at(struct assessment *assessment, int i)
{
    return i < CHECK_COUNT ? &assessment->checks[i] : &assessment->criteria[i - CHECK_COUNT];
}

static void pack_word(struct buffer *out, const char *text)
{
    pack_text(out, text != NULL ? text : "");
}

static void pack_evidence(struct buffer *out, const struct evidence *evidence)
{
    pack_word(out, evidence->quote);
    pack_word(out, evidence->where);
    pack_word(out, evidence->cue);
    pack_number(out, (uint64_t)evidence->page_id);
    pack_number(out, evidence->url != NULL);
    pack_word(out, evidence->url);
    pack_signed(out, evidence->block);
    pack_number(out, evidence->against);
}

static void pack_judgement(struct buffer *out, const struct judgement *judgement)
{
    pack_number(out, judgement->evidence_count);
    for (size_t i = 0; i < judgement->evidence_count; i++)
        pack_evidence(out, &judgement->evidence[i]);
    pack_number(out, judgement->near_miss.quote != NULL);
    if (judgement->near_miss.quote != NULL)
        pack_evidence(out, &judgement->near_miss);
}

enum status evidence_save(struct store *store, int64_t page_id, const struct assessment *assessment, struct error *err)
{
    struct buffer *plain = &store->plain, *packed = &store->packed;
    buffer_clear(plain);
    buffer_clear(packed);
    pack_number(plain, PACKING);
    for (int i = 0; i < CHECK_COUNT; i++)
        pack_judgement(plain, &assessment->checks[i]);
    for (int i = 0; i < CRITERION_COUNT; i++)
        pack_judgement(plain, &assessment->criteria[i]);
    pack_add(store->packer, packed, plain->bytes, plain->length);
    if (plain->over || packed->over)
        return error_set(err, STATUS_LIMIT, "what page %lld was judged by is too much to be stored", (long long)page_id);
    struct query *query = query_start(store->driver, "INSERT INTO page_evidence (page_id, packed) VALUES (?1, ?2)");
    query_bind_int(query, 1, page_id);
    query_bind_bytes(query, 2, packed->bytes, packed->length);
    return query_run(query, err);
}

static const char *read_text(struct pack_reader *pack, struct arena *arena)
{
    size_t length;
    const char *text = pack_read_text(pack, &length);
    return arena_copy_n(arena, text, length);
}

static struct evidence read_evidence(struct pack_reader *pack, struct arena *arena)
{
    struct evidence evidence;
    evidence.quote = read_text(pack, arena);
    evidence.where = read_text(pack, arena);
    evidence.cue = read_text(pack, arena);
    evidence.page_id = (int64_t)pack_read_number(pack, INT64_MAX);
    bool has_url = pack_read_number(pack, 1) != 0;
    const char *url = read_text(pack, arena);
    evidence.url = has_url ? url : NULL;
    evidence.block = (int32_t)pack_read_signed(pack, -1, INT32_MAX);
    evidence.against = pack_read_number(pack, 1) != 0;
    return evidence;
}

static void read_judgement(struct pack_reader *pack, struct arena *arena, struct judgement *judgement)
{
    struct evidence *items = NULL;
    size_t count = 0, capacity = 0;
    for (uint64_t left = pack_read_number(pack, LIMIT_STORED_BYTES); left > 0 && !pack->bad; left--) {
        MEMORY_PUSH_ROOM(items, count, capacity);
        items[count++] = read_evidence(pack, arena);
    }
    judgement->evidence = store_keep(arena, items, count, sizeof *items);
    judgement->evidence_count = count;
    if (pack_read_number(pack, 1) != 0)
        judgement->near_miss = read_evidence(pack, arena);
}

/* The row's bytes; false where they are not what was saved. */
static bool unpack(struct query *query, int column, struct assessment *out)
{
    struct buffer plain;
    size_t length;
    buffer_init(&plain, LIMIT_STORED_BYTES);
    const void *packed = query_bytes(query, column, &length);
    struct pack_reader pack = {.bad = !pack_open(packed, length, &plain)};
    pack.at = (const unsigned char *)buffer_text(&plain);
    pack.end = pack.at + plain.length;
    pack.bad = pack_read_number(&pack, PACKING) != PACKING || pack.bad;
    for (int i = 0; i < JUDGEMENTS; i++)
        read_judgement(&pack, &out->arena, judgement_at(out, i));
    bool whole = !pack.bad && pack.at == pack.end;
    buffer_release(&plain);
    return whole;
}

enum status evidence_read(struct store *store, int64_t page_id, struct assessment *out, struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT packed FROM page_evidence WHERE page_id = ?1");
    query_bind_int(query, 1, page_id);
    if (!query_next(query) || !unpack(query, 0, out))
        query_damaged(query, 0); /* a judged page has such a row */
    return query_finish(query, err);
}

enum status evidence_check(struct store *store, void (*report)(void *context, const char *sentence), void *context, size_t *faults,
                           struct error *err)
{
    struct query *query = query_start(store->driver, "SELECT assessment.page_id, packed FROM assessment LEFT JOIN page_evidence"
                                                     " ON page_evidence.page_id = assessment.page_id ORDER BY assessment.page_id");
    while (query_next(query)) {
        struct assessment found = {0};
        int64_t page_id = query_int(query, 0, 1, INT64_MAX);
        if (query_is_null(query, 1) || !unpack(query, 1, &found)) {
            char sentence[96];
            snprintf(sentence, sizeof sentence, "what page %lld was judged by can't be read", (long long)page_id);
            report(context, sentence);
            *faults += 1;
        }
        arena_release(&found.arena);
    }
    return query_finish(query, err);
}

#include "reports/data/decisions.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"

const char *decision_standing_word(enum decision_standing standing)
{
    static const char *const words[] = {"made", "carried", "words_changed", "program_changed", "rule_changed", "not_comparable", "not_read"};
    return words[standing];
}

/* ---- whether what was looked at still holds ---- */

static bool same_quote(const struct evidence *a, const struct evidence *b)
{
    return text_same(a->quote, b->quote) && text_same(a->url, b->url) && a->against == b->against;
}

static size_t times_in(const struct judgement *judgement, const struct evidence *quote)
{
    size_t times = 0;
    for (size_t i = 0; i < judgement->evidence_count; i++)
        times += same_quote(&judgement->evidence[i], quote);
    return times;
}

bool decisions_same_words(const struct row_verdict *a, const struct row_verdict *b)
{
    const struct judgement *x = &a->judgement, *y = &b->judgement;
    if (x->evidence_count != y->evidence_count || !same_quote(&x->near_miss, &y->near_miss))
        return false;
    for (size_t i = 0; i < x->evidence_count; i++)
        if (times_in(x, &x->evidence[i]) != times_in(y, &x->evidence[i]))
            return false;
    return true;
}

enum { AGAINST, BETWEEN, IN_FAVOUR };

/* How much a result says for the council; one that tells nothing says nothing against it. */
static int favour(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_NO:
    case VERDICT_SILENT:
        return AGAINST;
    case VERDICT_CONCERNS:
    case VERDICT_DOUBTS:
        return BETWEEN;
    default:
        return IN_FAVOUR;
    }
}

/* More words than are kept may stand behind a verdict that has as many. */
static bool has_all_words(const struct judgement *judgement)
{
    size_t count = judgement->evidence_count + (judgement->near_miss.quote != NULL);
    return count > 0 && judgement->evidence_count < LIMIT_EVIDENCE;
}

static enum decision_standing stand(const struct review *review, const struct row_verdict *then, const struct row_verdict *now)
{
    if (now->judgement.verdict == VERDICT_NOT_TESTED)
        return DECISION_UNREAD;
    if (then->version != now->version)
        return DECISION_RULE;
    if (!text_same(then->detail, now->detail) || !decisions_same_words(then, now))
        return DECISION_WORDS;
    if (review->program != then->judgement.verdict || verdict_meant(then) != verdict_meant(now) ||
        !text_same(then->judgement.reason, now->judgement.reason))
        return DECISION_PROGRAM;
    if (favour(review->verdict) < favour(verdict_meant(then)) && !has_all_words(&now->judgement))
        return DECISION_BLIND;
    return DECISION_CARRIED;
}

enum verdict decision_compared(const struct review *review, enum verdict meant)
{
    return review->verdict == review->program ? review->program : meant;
}

/* ---- loading ---- */

/* A review under the code that its council has in this run, and the code that it had when it was looked at. */
struct decision_source {
    struct review review;
    const char *looked_at;
};

static void add_key(struct buffer *key, const char *gss_code, const char *service, const char *row)
{
    buffer_clear(key);
    buffer_printf(key, "%s\n%s\n%s", gss_code, service, row);
}

/* Reviews of a run before a council got its present code are the council's. */
static void follow_codes(const struct former_codes *codes, struct decision_source *sources, const struct review *reviews, size_t count)
{
    for (size_t i = 0; i < count; i++)
        sources[i] = (struct decision_source){.review = reviews[i], .looked_at = reviews[i].gss_code};
    for (size_t c = 0; c < codes->count; c++)
        for (size_t i = 0; i < count; i++)
            if (strcmp(reviews[i].gss_code, codes->items[c].former) == 0)
                sources[i].review.gss_code = codes->items[c].gss_code;
}

/* What the program meant by what was reviewed, of the row that it then was. */
static enum verdict reviewed_meant(const struct review *review, const struct row_verdict *row)
{
    return row->judgement.verdict == review->program ? verdict_meant(row) : review->program;
}

/* `known` is false where the run holds no such result, so that the decision says nothing of it. */
static enum status weigh(struct store *store, int64_t run, const struct review *review, const char *looked_at, struct arena *keep, struct decision *decision, bool *known,
                         struct error *err)
{
    struct arena arena = {0};
    struct row_verdict now, then;
    enum status status = store_row(store, run, review->gss_code, review->service, review->row, &arena, &now, err);
    *known = status == STATUS_OK;
    if (status == STATUS_OK) {
        *decision = (struct decision){.review = *review, .standing = DECISION_MADE, .program = now.judgement.verdict,
                                      .program_meant = verdict_meant(&now), .reviewed_meant = review->run == run ? reviewed_meant(review, &now) : review->program,
                                      .program_certainty = now.judgement.certainty, .program_reason = arena_copy(keep, now.judgement.reason)};
        decision->reviewed_reason = review->run == run ? decision->program_reason : "";
        if (review->run != run) {
            status = store_row(store, review->run, looked_at, review->service, review->row, &arena, &then, err);
            decision->standing = status == STATUS_OK ? stand(review, &then, &now) : DECISION_WORDS; /* what was looked at is not known any more */
            if (status == STATUS_OK) {
                decision->reviewed_meant = reviewed_meant(review, &then);
                decision->reviewed_reason = arena_copy(keep, then.judgement.reason);
            }
        }
    }
    arena_release(&arena);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status decisions_load(struct store *store, int64_t run, const char *gss_code, struct arena *arena, struct decisions *out, struct error *err)
{
    struct review *reviews;
    struct buffer key;
    size_t count;
    *out = (struct decisions){.by_row = map_new()};
    enum status status = store_reviews(store, 0, arena, &reviews, &count, err);
    if (status != STATUS_OK)
        return status;
    struct former_codes codes;
    status = store_former_codes(store, run, arena, &codes, err);
    if (status != STATUS_OK)
        return status;
    struct decision_source *sources = arena_array(arena, count + 1, sizeof *sources);
    follow_codes(&codes, sources, reviews, count);
    buffer_init(&key, LIMIT_COUNCILS_BYTES); /* a council's code is as long as its file has it */
    out->items = arena_array(arena, count + 1, sizeof *out->items);
    struct map *newest = map_new(); /* reviews come oldest first: the last one of a result counts */
    for (size_t i = 0; i < count; i++) {
        if (sources[i].review.run > run || (gss_code && strcmp(sources[i].review.gss_code, gss_code) != 0))
            continue;
        add_key(&key, sources[i].review.gss_code, sources[i].review.service, sources[i].review.row);
        map_put(newest, buffer_text(&key), key.length, NULL)->number = (int64_t)i;
    }
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        bool known;
        add_key(&key, sources[i].review.gss_code, sources[i].review.service, sources[i].review.row);
        const union map_value *last = map_get(newest, buffer_text(&key), key.length);
        if (!last || last->number != (int64_t)i)
            continue;
        status = weigh(store, run, &sources[i].review, sources[i].looked_at, arena, &out->items[out->count], &known, err);
        if (status == STATUS_OK && known)
            map_put(out->by_row, buffer_text(&key), key.length, NULL)->pointer = &out->items[out->count++];
    }
    map_free(newest);
    buffer_release(&key);
    return status;
}

void decisions_release(struct decisions *decisions)
{
    if (decisions->by_row)
        map_free(decisions->by_row);
    *decisions = (struct decisions){0};
}

/* ---- asking ---- */

const struct decision *decisions_find(const struct decisions *decisions, const char *gss_code, const char *service, const char *row)
{
    if (decisions->count == 0)
        return NULL;
    struct buffer key;
    buffer_init(&key, LIMIT_COUNCILS_BYTES);
    add_key(&key, gss_code, service, row);
    const union map_value *place = map_get(decisions->by_row, buffer_text(&key), key.length);
    buffer_release(&key);
    return place ? place->pointer : NULL;
}

bool decision_is_made(const struct decision *decision)
{
    return decision->standing == DECISION_MADE;
}

bool decision_is_carried(const struct decision *decision)
{
    return decision->standing == DECISION_CARRIED;
}

bool decision_holds(const struct decision *decision)
{
    return decision_is_made(decision) || decision_is_carried(decision);
}

const char *decision_why_not(const struct decision *decision)
{
    static const char *const words[] = {[DECISION_MADE] = "",
                                        [DECISION_CARRIED] = "",
                                        [DECISION_WORDS] = "What was read has changed since",
                                        [DECISION_PROGRAM] = "The program’s own result has changed since",
                                        [DECISION_RULE] = "The rule has changed since",
                                        [DECISION_BLIND] = "Whether what was read has changed since can’t be told",
                                        [DECISION_UNREAD] = "This time it could not be read"};
    return words[decision->standing];
}

bool decision_is_open(const struct decision *decision)
{
    bool agreed = decision->program == decision->review.verdict && favour(decision->program) == IN_FAVOUR;
    return !decision_holds(decision) && decision->standing != DECISION_UNREAD && !agreed;
}

size_t decisions_count(const struct decisions *decisions, bool (*is)(const struct decision *))
{
    size_t count = 0;
    for (size_t i = 0; i < decisions->count; i++)
        count += is(&decisions->items[i]);
    return count;
}

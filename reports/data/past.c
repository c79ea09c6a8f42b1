#include "reports/data/past.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "reports/data/data.h"
#include "reports/data/overrule.h"

static bool is_among(const int64_t *ids, size_t count, int64_t id)
{
    bool found = false;
    for (size_t i = 0; i < count && !found; i++)
        found = ids[i] == id;
    return found;
}

/* The runs alike, then all others. */
static enum status order_runs(struct past *past, int64_t first, struct error *err)
{
    int64_t *alike = NULL, *all = NULL;
    size_t alike_count = 0, all_count = 0, count = 0;
    enum status status = store_runs_alike(past->store, past->now->id, &past->arena, &alike, &alike_count, err);
    if (status == STATUS_OK)
        status = store_runs_before(past->store, past->now->id, &past->arena, &all, &all_count, err);
    if (status != STATUS_OK)
        return status;
    int64_t *ids = arena_array(&past->arena, all_count + 2, sizeof *ids);
    if (first)
        ids[count++] = first;
    int64_t before = first ? first : past->now->id;
    for (size_t i = 0; i < alike_count; i++)
        if (alike[i] < before)
            ids[count++] = alike[i];
    size_t ordered = count;
    for (size_t i = 0; i < all_count; i++)
        if (all[i] < before && !is_among(ids, ordered, all[i]))
            ids[count++] = all[i];
    past->ids = ids;
    past->count = count;
    past->runs = arena_array(&past->arena, count + 1, sizeof *past->runs);
    return STATUS_OK;
}

enum status past_open(struct store *store, const struct rubric_texts *rubric, const struct run *now, int64_t first, const char *only, struct past *past,
                      struct error *err)
{
    *past = (struct past){.store = store, .rubric = rubric, .now = now, .only = only};
    enum status status = store_former_codes(store, now->id, &past->arena, &past->codes, err);
    return status == STATUS_OK ? order_runs(past, first, err) : status;
}

void past_release(struct past *past)
{
    for (size_t i = 0; i < past->count; i++)
        if (past->runs[i])
            decisions_release(&past->runs[i]->decisions);
    free(past->steps);
    arena_release(&past->arena);
    *past = (struct past){0};
}

static enum status load_run(struct past *past, size_t at, struct error *err)
{
    if (past->runs[at])
        return STATUS_OK;
    struct past_run *run = arena_alloc(&past->arena, sizeof *run);
    past->runs[at] = run;
    enum status status = store_run_get(past->store, past->ids[at], &past->arena, &run->run, err);
    if (status == STATUS_OK)
        status = change_load_runs(past->store, &run->run, past->now, &past->arena, &run->change, err);
    return status == STATUS_OK ? decisions_load(past->store, run->run.id, past->only, &past->arena, &run->decisions, err) : status;
}

enum status past_first(struct past *past, const struct past_run **run, struct error *err)
{
    enum status status = load_run(past, 0, err);
    *run = past->runs[0];
    return status;
}

/* ---- a council's ---- */

/* Adds the run's card, where it has one. */
static enum status add_card(struct past *past, size_t at, const char *gss_code, struct past_cards *cards, size_t *capacity, struct error *err)
{
    enum status status = load_run(past, at, err);
    if (status != STATUS_OK)
        return status;
    MEMORY_PUSH_ROOM(cards->items, cards->count, *capacity);
    struct past_card *item = &cards->items[cards->count];
    *item = (struct past_card){.run = past->runs[at], .uneven = change_is_uneven(&past->runs[at]->change, gss_code)};
    status = store_scorecard_of(past->store, past->ids[at], &past->codes, gss_code, &item->card, err);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    cards->count += status == STATUS_OK;
    if (status == STATUS_OK)
        overrule_card(past->rubric, &item->card, item->card.gss_code, &past->runs[at]->decisions);
    return status;
}

static void add_key(struct buffer *key, const char *service, const char *row)
{
    buffer_clear(key);
    buffer_printf(key, "%s\n%s", service, row);
}

/* Whether the run tells one of the results that are sought, which it is not sought for any more. */
static enum status take_told(struct past *past, size_t at, const char *gss_code, struct map *sought, size_t *left, bool *any, struct error *err)
{
    struct arena arena = {0};
    struct told_row *rows;
    size_t count;
    struct buffer key;
    *any = false;
    buffer_init(&key, LIMIT_STORED_BYTES);
    enum status status = store_told_rows(past->store, past->ids[at], &past->codes, gss_code, &arena, &rows, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        add_key(&key, rows[i].service, rows[i].row);
        union map_value *value = map_get(sought, buffer_text(&key), key.length);
        if (value && value->number) {
            value->number = 0;
            *left -= 1;
            *any = true;
        }
    }
    buffer_release(&key);
    arena_release(&arena);
    return status;
}

/* What is told now. */
static size_t seek_rows(const struct scorecard *now, struct map *sought)
{
    size_t left = 0;
    struct buffer key;
    buffer_init(&key, LIMIT_STORED_BYTES);
    for (size_t s = 0; s < now->service_count; s++)
        for (size_t r = 0; r < now->services[s].row_count; r++)
            if (change_is_judged(&now->services[s].rows[r])) {
                add_key(&key, now->services[s].service, now->services[s].rows[r].row);
                map_put(sought, buffer_text(&key), key.length, NULL)->number = 1;
                left++;
            }
    buffer_release(&key);
    return left;
}

static bool is_held(const struct past_cards *cards, int64_t run)
{
    bool found = false;
    for (size_t i = 0; i < cards->count && !found; i++)
        found = cards->items[i].run->run.id == run;
    return found;
}

/* The newest card of a visit that went as far as the one now: one of those that are held, or one more. */
static enum status find_even(struct past *past, const char *gss_code, struct past_cards *cards, size_t *capacity, bool *found, struct error *err)
{
    enum { LOOKED_AT = 8 }; /* of a council that no visit reads as far as another, every night would be read each night */
    enum status status = STATUS_OK;
    *found = false;
    for (size_t i = 0; i < cards->count && !*found; i++)
        if ((*found = !cards->items[i].uneven))
            cards->last_even = i;
    for (size_t at = 0; status == STATUS_OK && !*found && at < past->count && at < LOOKED_AT; at++) {
        size_t last = cards->count;
        if (is_held(cards, past->ids[at]))
            continue;
        status = load_run(past, at, err);
        if (status == STATUS_OK && !change_is_uneven(&past->runs[at]->change, gss_code))
            status = add_card(past, at, gss_code, cards, capacity, err);
        if (status == STATUS_OK && cards->count > last && (*found = cards->items[last].card.read))
            cards->last_even = last;
    }
    return status;
}

static enum status load_step(struct past *past, const struct run *before, const struct run *after, const struct change_runs **step, struct error *err)
{
    for (size_t i = 0; i < past->step_count; i++)
        if (past->steps[i]->before == before->id && past->steps[i]->after == after->id) {
            *step = &past->steps[i]->change;
            return STATUS_OK;
        }
    MEMORY_PUSH_ROOM(past->steps, past->step_count, past->step_capacity);
    struct past_step *fresh = past->steps[past->step_count++] = arena_alloc(&past->arena, sizeof *fresh);
    fresh->before = before->id;
    fresh->after = after->id;
    *step = &fresh->change;
    return change_load_runs(past->store, before, after, &past->arena, &fresh->change, err);
}

/* For what visits that went otherwise far tell: what went before them. */
static enum status load_even(struct past *past, const char *gss_code, struct past_cards *cards, size_t *capacity, struct error *err)
{
    bool uneven = false, found = false;
    for (size_t i = 0; i < cards->count; i++)
        uneven = uneven || cards->items[i].uneven;
    enum status status = uneven ? find_even(past, gss_code, cards, capacity, &found, err) : STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && found && i < cards->count; i++)
        if (cards->items[i].uneven && cards->items[cards->last_even].run->run.id < cards->items[i].run->run.id)
            status = load_step(past, &cards->items[cards->last_even].run->run, &cards->items[i].run->run, &cards->items[i].to_here, err);
    return status;
}

enum status past_cards(struct past *past, const char *gss_code, const struct scorecard *now, struct past_cards *cards, struct error *err)
{
    struct map *sought = map_new();
    enum status status = STATUS_OK;
    *cards = (struct past_cards){0};
    size_t capacity = 0, left = now->read ? seek_rows(now, sought) : 0;
    for (size_t at = 0; status == STATUS_OK && left > 0 && at < past->count; at++) {
        bool any;
        status = take_told(past, at, gss_code, sought, &left, &any, err);
        if (status == STATUS_OK && any)
            status = add_card(past, at, gss_code, cards, &capacity, err);
    }
    map_free(sought);
    if (status == STATUS_OK)
        status = load_even(past, gss_code, cards, &capacity, err);
    return status == STATUS_OK && cards->count == 0 && past->count > 0 ? add_card(past, 0, gss_code, cards, &capacity, err) : status;
}

void past_release_cards(struct past_cards *cards)
{
    for (size_t i = 0; i < cards->count; i++)
        arena_release(&cards->items[i].card.arena);
    free(cards->items);
    *cards = (struct past_cards){0};
}

/* Whether the result was told to have changed from one to the other by more than what could be read, or can't be held against the first. */
static bool was_told(const struct past_card *even, const struct past_card *held, const struct row_verdict *row)
{
    const struct row_verdict *first = data_row(&even->card, row->service, row->row), *then = data_row(&held->card, row->service, row->row);
    if (!first || !then || !change_is_judged(first))
        return true;
    struct change step = change_of(&even->card, &held->card, then, *held->to_here);
    return step.way != CHANGE_NONE && step.cause != CAUSE_COVERAGE;
}

struct change past_change(const struct past_cards *past, const struct scorecard *now, const struct row_verdict *after)
{
    const struct past_card *held = past->count ? past->items : NULL;
    if (!held)
        return change_of(NULL, now, after, (struct change_runs){0});
    for (size_t i = 0; change_is_judged(after) && i < past->count; i++) {
        const struct row_verdict *then = data_row(&past->items[i].card, after->service, after->row);
        if (then && change_is_judged(then)) {
            held = &past->items[i];
            break;
        }
    }
    struct change change = change_of(&held->card, now, after, held->run->change);
    const struct past_card *even = held->to_here ? &past->items[past->last_even] : NULL;
    if (even && (change.way == CHANGE_NONE || change.cause == CAUSE_COVERAGE) && !was_told(even, held, after)) {
        held = even;
        change = change_of(&held->card, now, after, held->run->change);
    }
    change.since = &held->run->run;
    return change;
}

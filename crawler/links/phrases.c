#include "crawler/links/phrases.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"

enum {
    HEAD = 3,               /* bytes that every phrase has: a folded one is a letter between spaces at least */
    STEP_BITS = 12,
    STEPS = 1 << STEP_BITS,
    STEP_MAX = 200,
};

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC;
}

static bool is_wide_word(uint32_t c)
{
    return c >= 0xC0 && !(c >= 0x2000 && c <= 0x206F) && c != 0xFFFD && !text_is_space(c);
}

/* What folding makes of a character: itself, its lower case or a space; 0 drops it. */
static uint32_t folded(uint32_t c)
{
    if (c < 0x80 && ((c | 32) - 'a' < 26 || c - '0' < 10)) /* nearly all are */
        return c | 32; /* which digits have already */
    if (is_apostrophe(c))
        return 0;
    return is_wide_word(c) ? c : ' ';
}

void phrases_fold(struct buffer *out, const char *text, size_t length)
{
    bool spaced = out->length > 0 && out->bytes[out->length - 1] == ' ';
    for (size_t at = 0; at < length;) {
        uint32_t c = folded(text_next(text, length, &at));
        if (c == 0 || (c == ' ' && spaced))
            continue;
        if (c != ' ' && out->length == 0)
            buffer_add_char(out, ' ');
        text_add_char(out, c);
        spaced = c == ' ';
    }
    if (!spaced)
        buffer_add_char(out, ' ');
}

static int place_of(const struct phrase_place *places, const char *word)
{
    for (int i = 0; places[i].word != NULL; i++)
        if (strcmp(places[i].word, word) == 0)
            return i;
    return -1;
}

static void add_places(struct buffer *out, const struct phrase_place *places)
{
    for (int i = 0; places[i].word != NULL; i++)
        buffer_printf(out, "%s%s", i == 0 ? "" : ", ", places[i].word);
}

static const char *phrase_text(struct arena *arena, const char *written, bool raw)
{
    struct buffer made;
    buffer_init(&made, LIMIT_TITLE_BYTES);
    if (raw)
        for (const char *c = written; *c != '\0'; c++)
            buffer_add_char(&made, text_lower(*c));
    else
        phrases_fold(&made, written, strlen(written));
    const char *text = made.over ? "" : arena_copy(arena, buffer_text(&made));
    buffer_release(&made);
    return text;
}

static enum status read_row(const char *path, const struct csv_table *table, const struct csv_row *row,
                            const struct phrase_place *places, struct map *seen, struct phrases *out, struct error *err)
{
    const char *written = csv_cell(row, csv_column(table, "phrase"));
    const char *where = csv_cell(row, csv_column(table, "where"));
    const char *weight = csv_cell(row, csv_column(table, "weight"));
    struct phrase *phrase = &out->items[out->count];
    phrase->where = place_of(places, where);
    if (phrase->where < 0) {
        struct buffer allowed;
        buffer_init(&allowed, ERROR_MESSAGE_MAX / 2);
        add_places(&allowed, places);
        enum status status = error_set(err, STATUS_INPUT, "%s:%zu: where is '%s'; allowed are %s", path, row->line, where,
                                       buffer_text(&allowed));
        buffer_release(&allowed);
        return status;
    }
    int64_t number;
    if (!text_to_int(weight, 1, PHRASE_WEIGHT_MAX, &number))
        return error_set(err, STATUS_INPUT, "%s:%zu: weight is '%s'; allowed are whole numbers from 1 to %d", path, row->line,
                         weight, PHRASE_WEIGHT_MAX);
    phrase->weight = (int)number;
    phrase->text = phrase_text(&out->arena, written, places[phrase->where].raw);
    phrase->length = strlen(phrase->text);
    if (strspn(phrase->text, " ") == phrase->length || phrase->length < HEAD)
        return error_set(err, STATUS_INPUT, "%s:%zu: the phrase is empty or too long; it needs one letter or digit", path, row->line);
    const char *key = arena_printf(&out->arena, "%d%s", phrase->where, phrase->text);
    bool added;
    map_put(seen, key, strlen(key), &added);
    if (!added)
        return error_set(err, STATUS_INPUT, "%s:%zu: '%s' is there twice for %s", path, row->line, written, where);
    out->count++;
    return STATUS_OK;
}

enum status phrases_load(const char *path, const struct phrase_place *places, struct phrases *out, struct error *err)
{
    *out = (struct phrases){0};
    struct csv_table table;
    static const char *const needed[] = {"phrase", "where", "weight", "note"};
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &table, err);
    if (status == STATUS_OK)
        status = csv_columns(path, &table, needed, sizeof needed / sizeof needed[0], NULL, err);
    struct map *seen = map_new();
    out->items = arena_array(&out->arena, table.count + 1, sizeof *out->items);
    for (size_t i = 0; i < table.count && status == STATUS_OK; i++)
        status = read_row(path, &table, &table.rows[i], places, seen, out, err);
    map_free(seen);
    csv_release(&table);
    for (size_t i = 0; i < out->count && status == STATUS_OK; i++)
        if (out->searches[out->items[i].where] == NULL)
            out->searches[out->items[i].where] = phrases_search_new(out, 1u << out->items[i].where, 0);
    if (status != STATUS_OK)
        phrases_release(out);
    return status;
}

void phrases_release(struct phrases *phrases)
{
    for (size_t i = 0; i < PHRASE_PLACES_MAX; i++)
        phrases_search_free(phrases->searches[i]);
    arena_release(&phrases->arena);
    *phrases = (struct phrases){0};
}

/* The first bytes, letters in lower case; that "[" is "{" too only means a look more. */
static uint32_t head_of(const char *text)
{
    uint32_t head = 0;
    memcpy(&head, text, HEAD);
    return head | 0x20202020;
}

/* The search is Wu and Manber's (1994): a window as wide as the shortest phrase moves by what
 * its last three bytes allow, and is looked at only where they end the beginning of a phrase. */
struct phrase_search {
    struct wanted {
        const struct phrase *phrase;
        uint32_t head;
    } *wanted;            /* by head */
    size_t count, window;
    uint8_t steps[STEPS]; /* by the last three bytes of a window; 0: look at it */
};

static size_t step_of(const char *bytes)
{
    return head_of(bytes) * 0x9e3779b1u >> (32 - STEP_BITS);
}

static int by_head(const void *a, const void *b)
{
    uint32_t left = ((const struct wanted *)a)->head, right = ((const struct wanted *)b)->head;
    return (left > right) - (left < right);
}

struct phrase_search *phrases_search_new(const struct phrases *phrases, unsigned places, int least)
{
    struct phrase_search *search = memory_alloc(sizeof *search);
    search->wanted = memory_array(phrases->count + 1, sizeof *search->wanted);
    search->window = STEP_MAX + HEAD - 1;
    for (size_t i = 0; i < phrases->count; i++) {
        const struct phrase *phrase = &phrases->items[i];
        if ((places >> phrase->where & 1) == 0 || phrase->weight < least)
            continue;
        search->wanted[search->count++] = (struct wanted){phrase, head_of(phrase->text)};
        search->window = phrase->length < search->window ? phrase->length : search->window;
    }
    qsort(search->wanted, search->count, sizeof *search->wanted, by_head);
    size_t farthest = search->window - HEAD;
    memset(search->steps, (int)farthest + 1, sizeof search->steps);
    for (size_t i = 0; i < search->count; i++)
        for (size_t at = 0; at <= farthest; at++) {
            uint8_t *step = &search->steps[step_of(search->wanted[i].phrase->text + at)];
            *step = farthest - at < *step ? (uint8_t)(farthest - at) : *step;
        }
    return search;
}

void phrases_search_free(struct phrase_search *search)
{
    if (search == NULL)
        return;
    free(search->wanted);
    free(search);
}

/* The first of the phrases that begin as `head` says, or where it would stand. */
static size_t first_with(const struct phrase_search *search, uint32_t head)
{
    size_t low = 0, high = search->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (search->wanted[middle].head < head)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Adds the weight of the phrases that stand at the beginning of `text`, which count once. */
static void take_found(const struct phrase_search *search, const char *text, size_t left, bool *found, int *sums)
{
    uint32_t head = head_of(text);
    for (size_t i = first_with(search, head); i < search->count && search->wanted[i].head == head; i++) {
        const struct phrase *phrase = search->wanted[i].phrase;
        if (found[i] || phrase->length > left || strncasecmp(text, phrase->text, phrase->length) != 0)
            continue;
        sums[phrase->where] += phrase->weight;
        found[i] = true;
    }
}

void phrases_sums(const struct phrase_search *search, const char *text, size_t length, int *sums)
{
    if (search->count == 0 || length < search->window)
        return;
    bool *found = memory_array(search->count, sizeof *found);
    for (size_t at = 0; at + search->window <= length;) {
        size_t step = search->steps[step_of(text + at + search->window - HEAD)];
        if (step == 0)
            take_found(search, text + at, length - at, found, sums);
        at += step > 0 ? step : 1;
    }
    free(found);
}

int phrases_weigh(const struct phrases *phrases, int where, const char *text, size_t length)
{
    int sums[PHRASE_PLACES_MAX] = {0};
    if (phrases->searches[where] != NULL)
        phrases_sums(phrases->searches[where], text, length, sums);
    return sums[where] < PHRASE_WEIGHT_MAX ? sums[where] : PHRASE_WEIGHT_MAX;
}

bool phrases_is(const struct phrases *phrases, int where, const char *text, size_t length)
{
    struct buffer folded;
    bool is = false;
    buffer_init(&folded, LIMIT_LINK_TEXT_BYTES * 4);
    phrases_fold(&folded, text, length);
    for (size_t i = 0; i < phrases->count && !is; i++)
        is = phrases->items[i].where == where && strcmp(phrases->items[i].text, buffer_text(&folded)) == 0;
    buffer_release(&folded);
    return is;
}

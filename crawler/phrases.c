#include "crawler/phrases.h"

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

static bool is_word(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0xC0 && !(c >= 0x2000 && c <= 0x206F) && c != 0xFFFD);
}

/* What folding leaves as it is, but for letters beyond ASCII. */
static bool is_plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

void phrases_fold(struct buffer *out, const char *text, size_t length)
{
    bool spaced = out->length > 0 && out->bytes[out->length - 1] == ' ';
    for (size_t at = 0; at < length;) {
        size_t run = at;
        while (run < length && is_plain(text[run]))
            run++;
        if (run > at) {
            if (out->length == 0)
                buffer_add_char(out, ' ');
            buffer_add(out, text + at, run - at);
            spaced = false;
            at = run;
            continue;
        }
        uint32_t c = text_next(text, length, &at);
        if (c >= 'A' && c <= 'Z')
            c += 'a' - 'A';
        if (is_apostrophe(c))
            continue;
        if (!is_word(c) || text_is_space(c)) {
            if (!spaced)
                buffer_add_char(out, ' ');
            spaced = true;
            continue;
        }
        if (out->length == 0)
            buffer_add_char(out, ' ');
        text_add_char(out, c);
        spaced = false;
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
    struct buffer folded;
    buffer_init(&folded, LIMIT_TITLE_BYTES);
    if (raw)
        for (const char *c = written; *c != '\0'; c++)
            buffer_add_char(&folded, text_lower(*c));
    else
        phrases_fold(&folded, written, strlen(written));
    const char *text = folded.over ? "" : arena_copy(arena, buffer_text(&folded));
    buffer_release(&folded);
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
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &table, err);
    if (status != STATUS_OK)
        return status;
    static const char *const needed[] = {"phrase", "where", "weight", "note"};
    status = csv_columns(path, &table, needed, sizeof needed / sizeof needed[0], NULL, err);
    struct map *seen = map_new();
    out->items = arena_array(&out->arena, table.count + 1, sizeof *out->items);
    for (size_t i = 0; i < table.count && status == STATUS_OK; i++)
        status = read_row(path, &table, &table.rows[i], places, seen, out, err);
    map_free(seen);
    csv_release(&table);
    if (status != STATUS_OK)
        phrases_release(out);
    return status;
}

void phrases_release(struct phrases *phrases)
{
    arena_release(&phrases->arena);
    *phrases = (struct phrases){0};
}

static uint32_t head_of(const char *text)
{
    return (uint32_t)(unsigned char)text_lower(text[0]) << 16 | (uint32_t)(unsigned char)text_lower(text[1]) << 8 | (unsigned char)text_lower(text[2]);
}

/* The phrases that a text is searched for, fewer as they are found. The search is Wu and
 * Manber's (1994): a window as wide as the shortest phrase moves by what its last three bytes
 * allow, and is looked at only where they end the beginning of a phrase. */
struct search {
    struct wanted {
        const struct phrase *phrase;
        uint32_t head;
    } *wanted;
    size_t count, window;
    uint8_t steps[STEPS]; /* by the last three bytes of a window; 0: look at it */
};

static uint8_t *step_of(struct search *search, const char *bytes)
{
    return &search->steps[head_of(bytes) * 0x9e3779b1u >> (32 - STEP_BITS)];
}

static void search_init(struct search *search, const struct phrases *phrases, unsigned places, int least)
{
    search->wanted = memory_array(phrases->count, sizeof *search->wanted);
    search->count = 0;
    search->window = STEP_MAX + HEAD - 1;
    for (size_t i = 0; i < phrases->count; i++) {
        const struct phrase *phrase = &phrases->items[i];
        if ((places >> phrase->where & 1) == 0 || phrase->weight < least)
            continue;
        search->wanted[search->count++] = (struct wanted){phrase, head_of(phrase->text)};
        search->window = phrase->length < search->window ? phrase->length : search->window;
    }
    size_t farthest = search->window - HEAD;
    memset(search->steps, (int)farthest + 1, sizeof search->steps);
    for (size_t i = 0; i < search->count; i++)
        for (size_t at = 0; at <= farthest; at++) {
            uint8_t *step = step_of(search, search->wanted[i].phrase->text + at);
            *step = farthest - at < *step ? (uint8_t)(farthest - at) : *step;
        }
}

/* Adds the weight of the phrases that stand at the beginning of `text`, which count once. */
static void take_found(struct search *search, const char *text, size_t left, int *sums)
{
    uint32_t head = head_of(text);
    for (size_t i = 0; i < search->count;) {
        const struct phrase *phrase = search->wanted[i].phrase;
        if (search->wanted[i].head != head || phrase->length > left || strncasecmp(text, phrase->text, phrase->length) != 0) {
            i++;
            continue;
        }
        sums[phrase->where] += phrase->weight;
        search->wanted[i] = search->wanted[--search->count];
    }
}

void phrases_sums(const struct phrases *phrases, unsigned places, int least, const char *text, size_t length, int *sums)
{
    struct search search;
    search_init(&search, phrases, places, least);
    for (size_t at = 0; search.count > 0 && at + search.window <= length;) {
        size_t step = *step_of(&search, text + at + search.window - HEAD);
        if (step == 0)
            take_found(&search, text + at, length - at, sums);
        at += step > 0 ? step : 1;
    }
    free(search.wanted);
}

int phrases_weigh(const struct phrases *phrases, int where, const char *text, size_t length)
{
    int sums[PHRASE_PLACES_MAX] = {0};
    phrases_sums(phrases, 1u << where, 0, text, length, sums);
    return sums[where] < PHRASE_WEIGHT_MAX ? sums[where] : PHRASE_WEIGHT_MAX;
}

#include "crawler/phrases.h"

#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"

static bool is_apostrophe(uint32_t c)
{
    return c == '\'' || c == 0x2019 || c == 0x2018 || c == 0x02BC;
}

static bool is_word(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 0xC0 && !(c >= 0x2000 && c <= 0x206F) && c != 0xFFFD);
}

void phrases_fold(struct buffer *out, const char *text, size_t length)
{
    bool spaced = out->length > 0 && out->bytes[out->length - 1] == ' ';
    for (size_t at = 0; at < length;) {
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
            buffer_add_char(&folded, *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c);
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
    if (strspn(phrase->text, " ") == strlen(phrase->text))
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
    for (size_t i = 0; i < sizeof needed / sizeof needed[0] && status == STATUS_OK; i++)
        if (csv_column(&table, needed[i]) < 0)
            status = error_set(err, STATUS_INPUT, "%s:%zu: the column '%s' is missing", path, table.header.line, needed[i]);
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

int phrases_weigh(const struct phrases *phrases, int where, const char *folded)
{
    int sum = 0;
    for (size_t i = 0; i < phrases->count && sum < PHRASE_WEIGHT_MAX; i++)
        if (phrases->items[i].where == where && strstr(folded, phrases->items[i].text) != NULL)
            sum += phrases->items[i].weight;
    return sum < PHRASE_WEIGHT_MAX ? sum : PHRASE_WEIGHT_MAX;
}

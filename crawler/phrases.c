#include "crawler/phrases.h"

#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"

enum {
    HEAD = 3,               /* bytes that every phrase has: a folded one is a letter between spaces at least */
    MARK_BITS = 12,
    MARKS = 1 << MARK_BITS,
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

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
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
            buffer_add_char(&folded, lower(*c));
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

/* Three bytes as one number, which a text gives at each of its places by one shift. */
static uint32_t next_head(uint32_t head, char c)
{
    return (head << 8 | (unsigned char)lower(c)) & 0xffffff;
}

static uint32_t head_of(const char *text)
{
    return next_head(next_head(next_head(0, text[0]), text[1]), text[2]);
}

/* The phrases that a text is searched for, fewer as they are found, and marks of what they
 * begin with: few places of a text begin like one, and only those are looked at. */
struct search {
    struct wanted {
        const struct phrase *phrase;
        uint32_t head;
    } *wanted;
    size_t count;
    bool marks[MARKS];
};

static uint32_t mark_of(uint32_t head)
{
    return head * 0x9e3779b1u >> (32 - MARK_BITS);
}

static void search_init(struct search *search, const struct phrases *phrases, unsigned places, int least)
{
    *search = (struct search){.wanted = memory_array(phrases->count, sizeof *search->wanted)};
    for (size_t i = 0; i < phrases->count; i++) {
        const struct phrase *phrase = &phrases->items[i];
        if ((places >> phrase->where & 1) == 0 || phrase->weight < least)
            continue;
        uint32_t head = head_of(phrase->text);
        search->wanted[search->count++] = (struct wanted){phrase, head};
        search->marks[mark_of(head)] = true;
    }
}

/* Adds the weight of the phrases that stand at the beginning of `text`, which count once. */
static void take_found(struct search *search, uint32_t head, const char *text, size_t left, int *sums)
{
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
    uint32_t head = length >= HEAD ? head_of(text) : 0;
    for (size_t end = HEAD; search.count > 0 && end <= length; end++) {
        if (search.marks[mark_of(head)])
            take_found(&search, head, text + end - HEAD, length - (end - HEAD), sums);
        head = end < length ? next_head(head, text[end]) : 0;
    }
    free(search.wanted);
}

int phrases_weigh(const struct phrases *phrases, int where, const char *text, size_t length)
{
    int sums[PHRASE_PLACES_MAX] = {0};
    phrases_sums(phrases, 1u << where, 0, text, length, sums);
    return sums[where] < PHRASE_WEIGHT_MAX ? sums[where] : PHRASE_WEIGHT_MAX;
}

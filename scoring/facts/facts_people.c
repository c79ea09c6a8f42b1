/* Whether a person or a specific job title is given to contact; names masked in quotes. */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "base/text.h"
#include "scoring/facts/fact_finder.h"
#include "scoring/text/sentences.h"

enum { LINE_MAX_BYTES = 90, NEAR_BLOCKS = 3 };

/* Blocks with a contact of the service's own, or close to one: a title line elsewhere on
 * the page only describes who does what. */
static bool *near_contacts(const struct fact_finder *f)
{
    size_t count = f->document->block_count;
    bool *near = arena_array(f->arena, count + 1, sizeof *near);
    for (size_t i = 0; i < f->places->count; i++) {
        const struct fact_place *place = &f->places->items[i];
        if (place->block < 0 || place->kind == FACT_REFUSED_CONTACT || place->kind == FACT_FORMAT)
            continue;
        size_t middle = (size_t)place->block;
        near[middle] = true;
        const struct block *blocks = f->document->blocks;
        int left = NEAR_BLOCKS;
        for (size_t b = middle; b-- > 0 && left;) {
            if (!f->counts[b])
                continue;
            near[b] = true;
            left--;
            if (blocks[b].kind == BLOCK_HEADING)
                break;
        }
        left = NEAR_BLOCKS;
        for (size_t b = middle + 1; b < count && left; b++) {
            if (!f->counts[b])
                continue;
            if (blocks[b].kind == BLOCK_HEADING)
                break;
            near[b] = true;
            left--;
        }
    }
    return near;
}

static bool excluded(struct fact_finder *f, const char *text, size_t length)
{
    return finder_matches(f, f->rules->people, PEOPLE_NOT, text, length, NULL);
}

static bool find_sentence(struct fact_finder *f, size_t number, struct regex_match *match)
{
    const struct block *block = &f->document->blocks[number];
    if (!finder_block_may(f, f->rules->people, PEOPLE_NAMED, number))
        return false;
    for (size_t from = 0; from < block->length;) {
        size_t end = sentence_end(block->text, block->length, from);
        const char *text = block->text + from;
        if (finder_matches(f, f->rules->people, PEOPLE_NAMED, text, end - from, match) && !excluded(f, text, end - from)) {
            for (size_t i = 0; i < REGEX_CAPTURES; i++)
                if (regex_captured(match, i)) {
                    match->start[i] += from;
                    match->end[i] += from;
                }
            return true;
        }
        from = end;
        while (from < block->length && block->text[from] == ' ')
            from++;
    }
    return false;
}

/* A name or title beside a label that asks for one ("Contact name", "Ask for"). */
static bool find_labelled(struct fact_finder *f, size_t number, struct regex_match *match)
{
    const struct block *block = &f->document->blocks[number];
    if (block->length > LINE_MAX_BYTES || !finder_block_may(f, f->rules->people, PEOPLE_LINE, number))
        return false;
    const struct block *labels[] = {finder_term(f, number), finder_row(f, number), finder_column(f, number)};
    for (size_t i = 0; i < 3; i++)
        if (labels[i] && finder_matches(f, f->rules->people, PEOPLE_LABEL, labels[i]->text, labels[i]->length, NULL))
            return finder_block_matches(f, f->rules->people, PEOPLE_LINE, number, match) && !excluded(f, block->text, block->length);
    return false;
}

void facts_people(struct fact_finder *finder)
{
    const struct document *document = finder->document;
    bool *near = near_contacts(finder);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        struct regex_match match;
        if (!finder->counts[i])
            continue;
        bool found = find_labelled(finder, i, &match) || (near[i] && find_sentence(finder, i, &match)) ||
                     (near[i] && block->length <= LINE_MAX_BYTES && finder_block_matches(finder, finder->rules->people, PEOPLE_LINE, i, &match) &&
                      !excluded(finder, block->text, block->length));
        if (!found)
            continue;
        finder->facts->named_contact = true;
        finder_place(finder, (struct fact_place){.kind = FACT_NAMED_CONTACT, .block = (int32_t)i, .offset = (uint32_t)match.start[0],
                                                 .length = (uint32_t)(match.end[0] - match.start[0])});
        return;
    }
}

/* ---- masking ---- */

struct mask {
    size_t start, end;
};

/* The earliest name at or after `from`: the pattern's first capture, or its whole. */
static bool next_name(const struct fact_rules *rules, struct regex_scratch *scratch, struct regex_sight *sight, const char *text, size_t length, size_t from, struct mask *out)
{
    bool found = false;
    for (size_t i = 0; i < regex_group_count(rules->people, PEOPLE_MASK); i++) {
        struct regex_match match;
        const struct regex *pattern = regex_group_at(rules->people, PEOPLE_MASK, i);
        if (regex_try(rules->people, pattern, scratch, sight, text, length, from, &match) != REGEX_FOUND)
            continue;
        size_t which = regex_captured(&match, 1) ? 1 : 0;
        if (match.end[which] <= match.start[which] || match.start[which] < from)
            continue;
        if (!found || match.start[which] < out->start || (match.start[which] == out->start && match.end[which] > out->end)) {
            out->start = match.start[which];
            out->end = match.end[which];
            found = true;
        }
    }
    return found;
}

enum { NAME_WORD_BYTES_MIN = 3 };

struct masks {
    struct mask *items;
    size_t count, capacity;
};

static bool is_name_byte(char c)
{
    return (unsigned char)c >= 0x80 || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* Whether a word of a masked name: "Jonty" in "ask Jonty" and in "jonty@", once "Jonty Pryce" was. */
static bool is_of_a_name(const struct masks *masks, const char *text, size_t start, size_t length)
{
    for (size_t i = 0; i < masks->count; i++)
        for (size_t at = masks->items[i].start; at + length <= masks->items[i].end; at++) {
            bool whole = (at == masks->items[i].start || !is_name_byte(text[at - 1])) &&
                         (at + length == masks->items[i].end || !is_name_byte(text[at + length]));
            if (whole && strncasecmp(text + at, text + start, length) == 0)
                return true;
        }
    return false;
}

/* The next word after `from` that is one of a masked name, with the rest of a mailbox. */
static bool next_word_of_a_name(const struct masks *masks, const char *text, size_t length, size_t from, struct mask *out)
{
    for (size_t at = from; at < length;) {
        size_t end = at;
        while (end < length && is_name_byte(text[end]))
            end++;
        size_t box = end;
        while (box < length && (is_name_byte(text[box]) || strchr("._-0123456789", text[box])))
            box++;
        bool mailbox = box < length && text[box] == '@', capital = text[at] >= 'A' && text[at] <= 'Z';
        if (end - at >= NAME_WORD_BYTES_MIN && (capital || mailbox) && is_of_a_name(masks, text, at, end - at)) {
            *out = (struct mask){at, mailbox ? box : end};
            return true;
        }
        at = end > at ? end : at + 1;
    }
    return false;
}

void facts_mask(const struct fact_rules *rules, struct regex_scratch *scratch, const char *text, size_t length, struct buffer *out)
{
    struct regex_sight *sight = regex_see(rules->sieve, scratch, text, length);
    struct masks masks = {.items = NULL};
    struct mask mask = {0}, word;
    size_t at = 0;
    while (at < length && next_name(rules, scratch, sight, text, length, at, &mask)) {
        MEMORY_PUSH_ROOM(masks.items, masks.count, masks.capacity);
        masks.items[masks.count++] = mask;
        at = mask.end;
    }
    at = 0;
    for (size_t i = 0; i <= masks.count; i++) {
        size_t start = i < masks.count ? masks.items[i].start : length;
        while (masks.count > 0 && at < start && next_word_of_a_name(&masks, text, start, at, &word)) {
            buffer_add(out, text + at, word.start - at);
            buffer_add_text(out, "[name]");
            at = word.end;
        }
        if (i < masks.count && at <= start) {
            buffer_add(out, text + at, start - at);
            buffer_add_text(out, "[name]");
            at = masks.items[i].end;
        }
    }
    buffer_add(out, text + at, length - at);
    free(masks.items);
}

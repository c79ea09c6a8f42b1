#include "scoring/page/clauses.h"

#include <stdlib.h>

#include "base/memory.h"
#include "scoring/page/reading.h"
#include "scoring/rubric_internal.h"

enum {
    STATEMENT_WORDS = 4,  /* fewer tell nothing */
    SENTENCE_BYTES = 1000, /* more is no sentence, and may be made to take long */
    AROUND = 2,           /* sentences: as far as the looks see */
};

static uint32_t words_before(const struct token *tokens, uint32_t count, size_t offset)
{
    uint32_t words = 0;
    while (words < count && tokens[words].offset < offset)
        words++;
    return words;
}

/* Takes the first statement off a sentence, which keeps the rest; false where it is but one. */
static bool take_statement(const struct rubric *rubric, const struct reading *reading, struct unit *rest, struct unit *first)
{
    const struct token *tokens = reading->segments.tokens.items + rest->first + rest->label_count;
    const char *text = reading->document->blocks[rest->block].text;
    uint32_t words = rest->count - rest->label_count, before;
    size_t at = 0;
    if (words < 2 * STATEMENT_WORDS || rest->length > SENTENCE_BYTES || rest->context.place == PLACE_HEADING)
        return false;
    do {
        if (!facts_next_statement(rubric->facts, reading->reader->scratch, text + rest->offset, rest->length, &at))
            return false;
        before = words_before(tokens, words, rest->offset + at);
    } while (before < STATEMENT_WORDS || words - before < STATEMENT_WORDS);
    *first = *rest;
    first->length = (uint32_t)at;
    first->count = rest->label_count + before;
    first->stop = first->context.question = false;
    rest->offset += (uint32_t)at + 1;
    rest->length -= (uint32_t)at + 1;
    rest->first += first->count;
    rest->count = words - before;
    rest->label_count = 0;
    rest->label = -1;
    first->joins = segments_joins(&reading->segments, first, text);
    rest->joins = segments_joins(&reading->segments, rest, text);
    return true;
}

/* The sentences of two statements and what they are told by: their neighbours, and the blocks over them. */
static bool *find_near(const struct rubric *rubric, const struct reading *reading)
{
    const struct segments *all = &reading->segments;
    bool *near = memory_array(all->count + 1, sizeof *near), *over = memory_array(reading->document->block_count + 1, sizeof *over), any = false;
    for (size_t i = 0; i < all->count; i++) {
        struct unit rest = all->units[i], statement;
        if (!take_statement(rubric, reading, &rest, &statement))
            continue;
        any = true;
        for (size_t k = i > AROUND ? i - AROUND : 0; k <= i + AROUND && k < all->count; k++)
            near[k] = true;
        over[rest.heading >= 0 ? (size_t)rest.heading : reading->document->block_count] = true;
        over[rest.lead_in >= 0 ? (size_t)rest.lead_in : reading->document->block_count] = true;
    }
    for (size_t i = 0; i < all->count; i++)
        near[i] |= over[all->units[i].block];
    free(over);
    if (any)
        return near;
    free(near);
    return NULL;
}

static void add_unit(struct segments *out, uint32_t **whole, size_t *room, const struct unit *unit, size_t sentence)
{
    MEMORY_PUSH_ROOM(out->units, out->count, out->capacity);
    MEMORY_PUSH_ROOM(*whole, out->count, *room);
    (*whole)[out->count] = (uint32_t)sentence;
    out->units[out->count++] = *unit;
}

bool clauses_split(const struct rubric *rubric, const struct reading *reading, struct segments *out, uint32_t **whole)
{
    const struct segments *all = &reading->segments;
    size_t room = 0;
    bool *near = find_near(rubric, reading);
    if (near == NULL)
        return false;
    *out = (struct segments){.tokens = all->tokens, .title_topics = all->title_topics};
    *whole = NULL;
    for (size_t i = 0; i < all->count; i++) {
        struct unit rest = all->units[i], statement;
        while (near[i] && take_statement(rubric, reading, &rest, &statement))
            add_unit(out, whole, &room, &statement, i);
        if (near[i])
            add_unit(out, whole, &room, &rest, i);
    }
    free(near);
    return true;
}

bool *clauses_parts(const uint32_t *whole, size_t count)
{
    bool *parts = memory_array(count + 1, sizeof *parts);
    for (size_t i = 0; i < count; i++)
        parts[i] = (i > 0 && whole[i - 1] == whole[i]) || (i + 1 < count && whole[i + 1] == whole[i]);
    return parts;
}

void clauses_join(const struct rubric *rubric, struct reading *reading, const float *roles, const uint32_t *whole, const bool *parts, size_t count)
{
    static const char *const RAISED[] = {"does", "several", "quoted.explanation.any", "quoted.explanation.yes", "test", "open", "quoted.eligibility.yes",
                                         "part.edu", "part.health", "part.social", "part.vol", "quoted.joined_up.yes"};
    size_t width = roles_count(rubric->roles);
    for (size_t k = 0; k < sizeof RAISED / sizeof *RAISED; k++) {
        int role = roles_find(rubric->roles, RAISED[k]);
        for (size_t i = 0; role >= 0 && i < count; i++)
            if (parts[i])
                roles_raise(&reading->roles[whole[i] * width], role, roles[i * width + (size_t)role]);
    }
}

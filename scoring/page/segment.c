#include "scoring/page/segment.h"

#include <string.h>

#include "base/limits.h"
#include "scoring/text/sentences.h"

enum {
    LABEL_WORDS = 4,          /* "Contact position", "Age range" */
    PSEUDO_HEADING_WORDS = 12,
    TOKENS_PER_UNIT = 300,    /* a sentence's words that are looked at */
};

/* What building needs to know of each block. */
struct builder {
    const struct terms *terms;
    const struct cues *cues;
    const struct document *document;
    const bool *counts;
    struct word_reader *reader;
    struct segments *out;
    uint64_t *topics;         /* of each block's own words */
    uint8_t *known;           /* topics were worked out */
    struct token_list scratch;
    int32_t pseudo;           /* the nearest heading in disguise, or -1 */
    int32_t pseudo_heading;   /* the heading that it stands under */
};

static const struct block *block_at(const struct builder *builder, int32_t index)
{
    return index >= 0 && (size_t)index < builder->document->block_count ? &builder->document->blocks[index] : NULL;
}

static const struct block *block_known(const struct builder *builder, int32_t index)
{
    return &builder->document->blocks[index];
}

static uint64_t text_topics(struct builder *builder, const char *text, size_t length)
{
    builder->scratch.count = 0;
    terms_read(builder->terms, builder->reader, text, length, 0, &builder->scratch);
    return cues_topics(builder->cues, builder->scratch.items, builder->scratch.count);
}

static uint64_t block_topics(struct builder *builder, int32_t index)
{
    const struct block *block = block_at(builder, index);
    if (block == NULL)
        return 0;
    if (!builder->known[index]) {
        builder->topics[index] = text_topics(builder, block->text, block->length);
        builder->known[index] = 1;
    }
    return builder->topics[index];
}

/* The heading and those above it, but the page's own title, which promises too much. */
static uint64_t heading_topics(struct builder *builder, int32_t index)
{
    uint64_t topics = 0;
    uint8_t level = 7;
    for (int steps = 0; steps < 6; steps++) {
        const struct block *block = block_at(builder, index);
        if (block == NULL || block->kind != BLOCK_HEADING)
            break;
        if (block->level < level && (block->level > 1 || level == 7))
            topics |= block_topics(builder, index);
        level = block->level < level ? block->level : level;
        index = block->heading < index ? block->heading : -1;
    }
    return topics;
}

static size_t count_words(const struct block *block)
{
    size_t words = 1;
    for (uint32_t i = 0; i < block->length; i++)
        words += block->text[i] == ' ';
    return words;
}

static bool ends_with(const struct block *block, char c)
{
    return block->length > 0 && block->text[block->length - 1] == c;
}

/* A paragraph that does a heading's work: bold, or a short question. */
static bool is_pseudo_heading(const struct block *block)
{
    if (block->kind != BLOCK_PARAGRAPH && block->kind != BLOCK_TERM && block->kind != BLOCK_BUTTON)
        return false;
    if (count_words(block) > PSEUDO_HEADING_WORDS || ends_with(block, '.'))
        return false;
    return block->emphasis || ends_with(block, '?') || block->kind == BLOCK_BUTTON;
}

/* The first cell of the row, where it is short enough for a label. */
static int32_t row_label(const struct builder *builder, int32_t index)
{
    const struct block *cell = block_known(builder, index);
    if (cell->column == 0)
        return -1;
    for (int32_t i = index - 1; i >= 0 && index - i < 64; i--) {
        const struct block *block = block_known(builder, i);
        if (!blocks_share_row(cell, block))
            break;
        if (block->column == 0)
            return count_words(block) <= LABEL_WORDS * 2 ? i : -1;
    }
    return -1;
}

static int32_t column_label(const struct builder *builder, int32_t index)
{
    const struct block *cell = block_known(builder, index);
    for (int32_t i = index - 1; i >= 0 && index - i < 600; i--) {
        const struct block *block = block_known(builder, i);
        if (block_is_cell(block) && block->table != cell->table)
            break;
        if (block->kind == BLOCK_HEADER_CELL && block->table == cell->table && block->column == cell->column && block->row < cell->row)
            return i;
    }
    return -1;
}

/* The block before, where it is a label: "Telephone", "Referral details". */
static int32_t label_before(const struct builder *builder, int32_t index)
{
    const struct block *block = block_known(builder, index);
    if (block_is_cell(block))
        return row_label(builder, index);
    const struct block *before = block_at(builder, index - 1);
    if (before == NULL || !builder->counts[index - 1])
        return -1;
    if (block->kind == BLOCK_DEFINITION && before->kind == BLOCK_TERM)
        return index - 1;
    bool label = block->kind == BLOCK_PARAGRAPH && before->kind == BLOCK_PARAGRAPH && before->heading == block->heading &&
                 count_words(before) <= LABEL_WORDS && !ends_with(before, '.') && !ends_with(before, '!') &&
                 !ends_with(before, '?') && before->linked_bytes == 0;
    return label ? index - 1 : -1;
}

static enum cue_place place_of(const struct block *block)
{
    switch (block->kind) {
    case BLOCK_HEADING:
    case BLOCK_CAPTION:
        return PLACE_HEADING;
    case BLOCK_LIST_ITEM:
        return PLACE_LIST;
    case BLOCK_CELL:
    case BLOCK_HEADER_CELL:
    case BLOCK_DEFINITION:
        return PLACE_CELL;
    case BLOCK_LABEL:
    case BLOCK_BUTTON:
    case BLOCK_TERM:
    case BLOCK_IMAGE_TEXT:
        return PLACE_LABEL;
    default:
        return PLACE_TEXT;
    }
}

static uint64_t surrounding_topics(struct builder *builder, int32_t index, struct unit *unit)
{
    const struct block *block = block_known(builder, index);
    uint64_t topics = heading_topics(builder, unit->heading) | block_topics(builder, unit->lead_in) | block_topics(builder, unit->label);
    if (block_is_cell(block)) {
        unit->context.topics = 0;
        topics |= block_topics(builder, column_label(builder, index));
    }
    if (builder->pseudo >= 0 && builder->pseudo != index && builder->pseudo_heading == block->heading)
        topics |= block_topics(builder, builder->pseudo);
    return topics;
}

uint8_t segments_joins(const struct segments *segments, const struct unit *unit, const char *text)
{
    const struct token *tokens = segments->tokens.items + unit->first;
    const uint64_t and = words_symbol("and", 3), or = words_symbol("or", 2);
    unsigned joins = 0;
    for (uint32_t i = unit->label_count; i < unit->count && joins < UNIT_JOINS_MAX; i++)
        joins += tokens[i].symbol == and || tokens[i].symbol == or;
    for (uint32_t i = 0; i < unit->length && joins < UNIT_JOINS_MAX; i++)
        joins += text[unit->offset + i] == ',' || text[unit->offset + i] == ';';
    return (uint8_t)joins;
}

static void add_unit(struct builder *builder, const struct unit *model, size_t start, size_t end)
{
    struct segments *out = builder->out;
    const struct block *block = block_known(builder, (int32_t)model->block);
    if (out->count >= LIMIT_SENTENCES) {
        out->cut = true;
        return;
    }
    MEMORY_PUSH_ROOM(out->units, out->count, out->capacity);
    struct unit *unit = &out->units[out->count++];
    *unit = *model;
    unit->offset = (uint32_t)start;
    unit->length = (uint32_t)(end - start);
    unit->first = (uint32_t)out->tokens.count;
    const struct block *label = block_at(builder, unit->label);
    if (label != NULL)
        terms_read(builder->terms, builder->reader, label->text, label->length, 0, &out->tokens);
    unit->label_count = (uint32_t)out->tokens.count - unit->first;
    size_t room = out->tokens.limit;
    if (out->tokens.limit > out->tokens.count + TOKENS_PER_UNIT)
        out->tokens.limit = out->tokens.count + TOKENS_PER_UNIT;
    terms_read(builder->terms, builder->reader, block->text + start, end - start, (uint32_t)start, &out->tokens);
    out->tokens.limit = room;
    unit->count = (uint32_t)out->tokens.count - unit->first;
    unit->joins = segments_joins(out, unit, block->text);
    char last = block->text[end - 1];
    unit->context.question = last == '?';
    unit->stop = last == '?' || last == '.' || last == '!';
}

static void add_block(struct builder *builder, int32_t index)
{
    const struct block *block = block_known(builder, index);
    struct unit unit = {.block = (uint32_t)index, .heading = block->heading, .lead_in = block->lead_in};
    unit.label = label_before(builder, index);
    unit.context.place = place_of(block);
    unit.context.link = block->linked_bytes * 5 >= block->length * 4;
    unit.context.topics = surrounding_topics(builder, index, &unit);
    uint64_t asked = 0; /* by a short question within the block itself */
    for (size_t at = 0; at < block->length;) {
        size_t end = sentence_end(block->text, block->length, at);
        if (end <= at)
            break;
        struct unit here = unit;
        here.context.topics |= asked;
        if (at > 0)
            here.label = -1;
        add_unit(builder, &here, at, end);
        if (block->text[end - 1] == '?' && end - at < 80)
            asked |= text_topics(builder, block->text + at, end - at);
        at = end;
        while (at < block->length && block->text[at] == ' ')
            at++;
    }
    if (is_pseudo_heading(block)) {
        builder->pseudo = index;
        builder->pseudo_heading = block->heading;
    }
}

static uint64_t find_title_topics(struct builder *builder)
{
    const struct document *document = builder->document;
    uint64_t topics = text_topics(builder, document->title, strlen(document->title));
    for (size_t i = 0; i < document->block_count; i++)
        if (document->blocks[i].kind == BLOCK_HEADING && document->blocks[i].level == 1 && builder->counts[i])
            return topics | block_topics(builder, (int32_t)i);
    return topics;
}

void segments_build(const struct terms *terms, const struct cues *cues, struct word_reader *reader, const struct document *document,
                    const bool *block_counts, struct segments *out)
{
    *out = (struct segments){.tokens = {.limit = (size_t)LIMIT_SENTENCES * 40}};
    struct builder builder = {.terms = terms, .cues = cues, .document = document, .counts = block_counts, .reader = reader, .out = out,
                              .topics = memory_array(document->block_count + 1, sizeof(uint64_t)),
                              .known = memory_array(document->block_count + 1, 1), .scratch = {.limit = 400}, .pseudo = -1};
    out->title_topics = find_title_topics(&builder);
    for (size_t i = 0; i < document->block_count; i++)
        if (block_counts[i])
            add_block(&builder, (int32_t)i);
    out->cut = out->cut || out->tokens.count >= out->tokens.limit;
    free(builder.scratch.items);
    free(builder.topics);
    free(builder.known);
}

void segments_release(struct segments *segments)
{
    free(segments->tokens.items);
    free(segments->units);
    *segments = (struct segments){0};
}

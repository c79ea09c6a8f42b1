/* What a page says, read once for all services and rows: which of its blocks count, and its sentences. */
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "scoring/council/rows.h"
#include "scoring/text/sentences.h"
#include "scoring/text/site_words.h"

enum { HEADING_BYTES = 200, COMPOSED_BYTES = 800 };

bool *council_counts(const struct council_view *council, const struct document *document)
{
    bool *counts = arena_array(council->work, document->block_count + 1, sizeof *counts);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        counts[i] = block->zone == ZONE_MAIN && !block->hidden && !(council->site && site_words_repeats(council->site, block));
    }
    return counts;
}

/* A short line in bold does a heading's work on many sites: the nearest above a block under the
 * same heading, or -1. */
static int32_t bold_line(const struct document *document, size_t block)
{
    enum { LOOK_BACK = 12, LINE_BYTES = 80 };
    const struct block *of = &document->blocks[block];
    for (size_t i = block; i > 0 && block - i < LOOK_BACK && !of->emphasis; i--) {
        const struct block *line = &document->blocks[i - 1];
        if (line->heading != of->heading || line->kind == BLOCK_HEADING)
            break;
        if (line->emphasis && line->kind == BLOCK_PARAGRAPH && line->zone == of->zone && !line->hidden && line->length <= LINE_BYTES)
            return (int32_t)(i - 1);
    }
    return -1;
}

/* What stands over a block: a definition's term, else a bold line or its heading; -1 for none. */
static int32_t above(const struct document *document, size_t block)
{
    size_t term = block;
    while (term && document->blocks[term].kind == BLOCK_DEFINITION)
        term--;
    if (term != block && document->blocks[term].kind == BLOCK_TERM)
        return (int32_t)term;
    int32_t line = bold_line(document, block);
    return line >= 0 ? line : document->blocks[block].heading;
}

bool row_sentence_compose(const struct document *document, const struct row_sentence *sentence, struct buffer *line, size_t *mark)
{
    int32_t heading = above(document, sentence->block);
    buffer_init(line, COMPOSED_BYTES);
    const char *over = heading < 0 ? document->title : document->blocks[heading].text;
    size_t length = heading < 0 ? document_title_own_length(over) : document->blocks[heading].length;
    bool under_itself = heading == (int32_t)sentence->block || (heading < 0 && document->blocks[sentence->block].kind == BLOCK_HEADING); /* the title again */
    if (under_itself || !length || length > HEADING_BYTES)
        return false;
    *mark = length + 1;
    return buffer_add(line, over, length) && buffer_add_text(line, " > ") &&
           buffer_add(line, sentence->text, text_cut(sentence->text, sentence->length, COMPOSED_BYTES - HEADING_BYTES - 8));
}

struct regex_sight *row_look(const struct council_view *council, const char *text, size_t length)
{
    struct regex_sight *sight = arena_alloc(council->work, sizeof *sight);
    regex_look(council->rules->sieve, text, length, sight);
    return sight;
}

/* A page whose sentences are being looked at: each byte once, though a sentence is looked at by itself, under its heading and as a part of its
 * block. */
struct looking {
    const struct council_view *council;
    const struct document *document;
    struct page_reading *reading;
    size_t capacity;
    char over[HEADING_BYTES + sizeof " > "]; /* what stood before the last sentence that has a heading */
    size_t over_length;                      /* 0 before the first */
    struct regex_traces front;               /* of that */
};

/* The sentence in the line behind its heading. */
static struct regex_sight *look_under(struct looking *looking, const struct buffer *line, size_t start, const struct regex_traces *alone)
{
    const struct regex_sieve *sieve = looking->council->rules->sieve;
    const char *text = buffer_text(line);
    if (looking->over_length != start || memcmp(looking->over, text, start) != 0) {
        memcpy(looking->over, text, start);
        looking->over_length = start;
        regex_trace(sieve, text, start, &looking->front);
    }
    struct regex_traces traces = looking->front;
    struct regex_sight *sight = arena_alloc(looking->council->work, sizeof *sight);
    regex_trace_part(sieve, text, line->length, start, start, alone, &traces);
    regex_sight_of(sieve, &traces, text, line->length, sight);
    return sight;
}

static void add_sentence(struct looking *looking, struct row_sentence sentence, const struct regex_traces *alone)
{
    struct page_reading *reading = looking->reading;
    struct buffer line;
    size_t mark;
    if (sentence.length == looking->document->blocks[sentence.block].length) {
        sentence.alone = &reading->blocks[sentence.block];
    } else {
        sentence.alone = arena_alloc(looking->council->work, sizeof *sentence.alone);
        regex_sight_of(looking->council->rules->sieve, alone, sentence.text, sentence.length, sentence.alone);
    }
    if (row_sentence_compose(looking->document, &sentence, &line, &mark))
        sentence.under = look_under(looking, &line, mark + sizeof "> " - 1, alone);
    buffer_release(&line);
    MEMORY_PUSH_ROOM(reading->sentences, reading->sentence_count, looking->capacity);
    reading->sentences[reading->sentence_count++] = sentence;
}

static void read_block(struct looking *looking, size_t number)
{
    const struct regex_sieve *sieve = looking->council->rules->sieve;
    const struct block *block = &looking->document->blocks[number];
    struct regex_traces whole, alone;
    size_t seen = 0;
    regex_trace(sieve, "", 0, &whole);
    for (size_t from = 0; from < block->length;) {
        size_t end = sentence_end(block->text, block->length, from);
        regex_trace(sieve, block->text + from, end - from, &alone);
        regex_trace_part(sieve, block->text, end, seen, from, &alone, &whole);
        add_sentence(looking, (struct row_sentence){.block = (uint32_t)number, .offset = (uint32_t)from, .length = (uint32_t)(end - from), .text = block->text + from},
                     &alone);
        seen = end;
        from = end > from ? end : from + 1;
        while (from < block->length && block->text[from] == ' ')
            from++;
    }
    regex_sight_of(sieve, &whole, block->text, block->length, &looking->reading->blocks[number]);
}

static void read_sentences(const struct council_view *council, const struct document *document, struct page_reading *reading)
{
    struct looking looking = {.council = council, .document = document, .reading = reading};
    reading->blocks = arena_array(council->work, document->block_count + 1, sizeof *reading->blocks);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (!reading->counts[i])
            continue;
        if (block->kind == BLOCK_BUTTON || block->kind == BLOCK_LABEL)
            regex_look(council->rules->sieve, block->text, block->length, &reading->blocks[i]);
        else
            read_block(&looking, i);
    }
    /* Kept as long as the council is judged, and there may be thousands of pages. */
    reading->sentences = memory_grow(reading->sentences, reading->sentence_count, sizeof *reading->sentences);
}

/* What was found when the page was judged by itself; facts, where other blocks counted, are found anew. */
static void read_findings(const struct council_view *council, const struct council_page *page, struct page_reading *reading)
{
    const struct page_findings *found = page->assessment ? page->assessment->found : NULL;
    if (found)
        reading->told = found->told;
    if (found && !memcmp(found->counts, reading->counts, page->document->block_count * sizeof *reading->counts)) {
        reading->facts = found->facts;
        reading->places = found->places;
    } else {
        reading->places = facts_find(council->facts, council->scratch, page->document, reading->counts, council->work, &reading->facts);
    }
}

/* SCORING.md, "From pages to rows": on a site that belongs wholly to one service header and footer count. Those of its
 * front page stand for all. */
static void count_furniture(const struct document *document, bool *counts)
{
    for (size_t i = 0; i < document->block_count; i++)
        counts[i] |= (document->blocks[i].zone == ZONE_HEADER || document->blocks[i].zone == ZONE_FOOTER) && !document->blocks[i].hidden;
}

const struct page_reading *council_reading(const struct council_view *council, size_t number)
{
    const struct council_page *page = &council->evidence->pages[number];
    const struct document *document = page->document;
    struct page_reading *reading = council->readings[number];
    if (reading)
        return reading;
    reading = arena_alloc(council->work, sizeof *reading);
    reading->counts = council_counts(council, document);
    if (service_is_front(page->page))
        count_furniture(document, reading->counts);
    read_findings(council, page, reading);
    read_sentences(council, document, reading);
    row_lines_read(council, document, reading);
    council->readings[number] = reading;
    return reading;
}

const struct page_reading *council_reading_within(const struct council_view *council, const struct page_reading *whole, const bool *blocks)
{
    size_t sentences = 0, lines = 0;
    for (size_t i = 0; i < whole->sentence_count; i++)
        sentences += blocks[whole->sentences[i].block];
    for (size_t i = 0; i < whole->line_count; i++)
        lines += blocks[whole->lines[i].cells[0].block];
    if (sentences + lines == 0)
        return NULL;
    struct page_reading *here = arena_alloc(council->work, sizeof *here);
    *here = *whole;
    here->sentences = arena_array(council->work, sentences + 1, sizeof *here->sentences);
    here->lines = arena_array(council->work, lines + 1, sizeof *here->lines);
    here->sentence_count = here->line_count = 0;
    for (size_t i = 0; i < whole->sentence_count; i++)
        if (blocks[whole->sentences[i].block])
            here->sentences[here->sentence_count++] = whole->sentences[i];
    for (size_t i = 0; i < whole->line_count; i++)
        if (blocks[whole->lines[i].cells[0].block])
            here->lines[here->line_count++] = whole->lines[i];
    return here;
}

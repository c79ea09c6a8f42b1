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

static void add_sentence(const struct council_view *council, const struct document *document, struct page_reading *reading, size_t *capacity,
                         struct row_sentence sentence)
{
    struct buffer line;
    size_t mark;
    bool whole = sentence.length == document->blocks[sentence.block].length; /* its block was looked at */
    sentence.alone = whole ? &reading->blocks[sentence.block] : row_look(council, sentence.text, sentence.length);
    if (row_sentence_compose(document, &sentence, &line, &mark))
        sentence.under = row_look(council, buffer_text(&line), line.length);
    buffer_release(&line);
    MEMORY_PUSH_ROOM(reading->sentences, reading->sentence_count, *capacity);
    reading->sentences[reading->sentence_count++] = sentence;
}

static void read_sentences(const struct council_view *council, const struct document *document, struct page_reading *reading)
{
    size_t capacity = 0;
    reading->blocks = arena_array(council->work, document->block_count + 1, sizeof *reading->blocks);
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        if (!reading->counts[i])
            continue;
        regex_look(council->rules->sieve, block->text, block->length, &reading->blocks[i]);
        if (block->kind == BLOCK_BUTTON || block->kind == BLOCK_LABEL)
            continue;
        for (size_t from = 0; from < block->length;) {
            size_t end = sentence_end(block->text, block->length, from);
            add_sentence(council, document, reading, &capacity,
                         (struct row_sentence){.block = (uint32_t)i, .offset = (uint32_t)from, .length = (uint32_t)(end - from), .text = block->text + from});
            from = end > from ? end : from + 1;
            while (from < block->length && block->text[from] == ' ')
                from++;
        }
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

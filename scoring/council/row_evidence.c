/* What a row's verdict rests on: quotes, near misses, and which pages tell a family something. */
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"
#include "scoring/council/rows.h"
#include "scoring/page/grounds.h"
#include "scoring/text/sentences.h"

static size_t cut_words(const char *text, size_t length)
{
    size_t words = 0, at = 0;
    while (at < length) {
        while (at < length && text[at] == ' ')
            at++;
        if (words == LIMIT_QUOTE_WORDS)
            break;
        while (at < length && text[at] != ' ')
            at++;
        words++;
    }
    while (at && text[at - 1] == ' ')
        at--;
    return text_cut(text, at, LIMIT_QUOTE_BYTES);
}

static const char *masked(const struct council_view *council, const char *text, size_t length)
{
    struct buffer out;
    buffer_init(&out, LIMIT_QUOTE_BYTES * 2);
    facts_mask(council->facts, council->scratch, text, cut_words(text, length), &out);
    char *copy = arena_copy_n(council->arena, buffer_text(&out), out.length);
    buffer_release(&out);
    return copy;
}

static struct evidence of_page(const struct council_view *council, const struct council_page *page)
{
    return (struct evidence){.cue = "", .block = -1, .page_id = page->page->id,
                             .url = arena_copy(council->arena, page_address(page->page))};
}

/* "table under “Short breaks”, in the row “Children with a short break”": a cell alone is often a bare number. */
static const char *place_of(const struct council_view *council, const struct document *document, size_t block)
{
    const char *place = grounds_place(document, council->arena, &document->blocks[block]);
    const struct block *cell = &document->blocks[block];
    size_t first = block;
    while (first > 0 && blocks_share_row(cell, &document->blocks[first - 1]))
        first--;
    const char *label = first != block ? masked(council, document->blocks[first].text, document->blocks[first].length) : "";
    return *label ? arena_printf(council->arena, "%s, in the row “%s”", place, label) : place;
}

struct evidence rows_quote(const struct council_view *council, const struct council_page *page, size_t block, size_t offset, const char *cue)
{
    const struct block *text = &page->document->blocks[block];
    struct evidence evidence = of_page(council, page);
    size_t start, end;
    sentence_around(text->text, text->length, offset, &start, &end);
    evidence.quote = masked(council, text->text + start, end - start);
    evidence.where = place_of(council, page->document, block);
    evidence.cue = arena_copy(council->arena, cue);
    evidence.block = council_block(council, page, (int32_t)block);
    return evidence;
}

void rows_add_place(const struct council_view *council, struct row_verdict *row, const struct council_page *page, const struct fact_place *place, const char *cue)
{
    rows_add(council, row, rows_quote(council, page, (size_t)place->block, place->offset, cue));
}

struct evidence rows_words(const struct council_view *council, const struct council_page *page, const char *words, const char *where)
{
    struct evidence evidence = of_page(council, page);
    evidence.quote = masked(council, words, strlen(words));
    evidence.where = arena_copy(council->arena, where);
    return evidence;
}

void rows_add(const struct council_view *council, struct row_verdict *row, struct evidence evidence)
{
    struct judgement *judgement = &row->judgement;
    if (!evidence.quote || !*evidence.quote || judgement->evidence_count >= LIMIT_EVIDENCE)
        return;
    for (size_t i = 0; i < judgement->evidence_count; i++)
        if (!strcmp(judgement->evidence[i].quote, evidence.quote) && judgement->evidence[i].page_id == evidence.page_id)
            return;
    if (!judgement->evidence)
        judgement->evidence = arena_array(council->arena, LIMIT_EVIDENCE, sizeof *judgement->evidence);
    judgement->evidence[judgement->evidence_count++] = evidence;
}

void rows_near_miss(struct row_verdict *row, struct evidence evidence, const char *why)
{
    if (!evidence.quote || !*evidence.quote)
        return;
    evidence.where = why;
    evidence.against = true;
    row->judgement.near_miss = evidence;
}

void rows_set(struct row_verdict *row, enum verdict verdict, const char *reason)
{
    row->judgement.verdict = verdict;
    row->judgement.certainty = verdict == VERDICT_CANNOT_TELL ? 0.5 : 1;
    row->judgement.reason = reason ? reason : "";
}

void rows_at_most(struct row_verdict *row, double certainty)
{
    if (row->judgement.certainty > certainty)
        row->judgement.certainty = certainty;
}

void rows_copy(const struct service_view *view, const struct service_page *page, const struct evidence *from, struct row_verdict *row)
{
    struct evidence evidence = rows_words(view->council, page->page, from->quote, from->where ? from->where : "text");
    evidence.cue = from->cue ? from->cue : "";
    evidence.block = council_block(view->council, page->page, from->block);
    evidence.against = from->against;
    rows_add(view->council, row, evidence);
}

bool rows_answers_a_check(const struct assessment *assessment)
{
    for (int check = 0; check < CHECK_COUNT; check++) {
        enum verdict verdict = assessment->checks[check].verdict;
        if (verdict == VERDICT_YES || verdict == VERDICT_CONCERNS)
            return true;
    }
    return false;
}

bool rows_tells(const struct service_view *view, const struct service_page *page)
{
    bool any = false;
    for (size_t i = 0; i < view->speaking && !any; i++)
        any = rows_answers_a_check(view->pages[i].page->assessment);
    return !any || rows_answers_a_check(page->page->assessment);
}

const struct service_page *rows_record(const struct service_view *view)
{
    for (size_t i = 0; i < view->answering; i++)
        if (view->pages[i].description >= 0)
            return &view->pages[i];
    return NULL;
}

void rows_quote_record(const struct service_view *view, const struct service_page *record, struct row_verdict *row)
{
    rows_add(view->council, row, rows_quote(view->council, record->page, (size_t)record->description, 0, "directory-record"));
}

const char *rows_title(const struct service_page *page)
{
    return *page->page->document->title ? page->page->document->title : page->page->page->url;
}

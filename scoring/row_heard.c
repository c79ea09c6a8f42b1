/* Whether families shaped the service: what they said, and what was done about it. */
#include <string.h>

#include "scoring/witnesses.h"

/* What families said in one sentence, and what was done in the same, the next or the one after. */
struct exchange {
    const struct service_view *view;
    struct row_hit said, done;
    int sentences; /* since what was said; SAY_NOTHING before */
    uint32_t last; /* by place: the block of the sentence before */
    bool found;
};

enum { SAY_NOTHING = -1, ANSWER_WITHIN = 2 };

static bool said_then_done(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct exchange *exchange = context;
    const struct regex_set *set = exchange->view->council->rules->rows;
    const struct document *document = page->page->document;
    if (rows_under_another_matter(exchange->view, page, sentence->block))
        return true;
    bool told = exchange->sentences != SAY_NOTHING && exchange->sentences < ANSWER_WITHIN &&
                document->blocks[exchange->said.block].heading == document->blocks[sentence->block].heading;
    if (told && rows_does(exchange->view, page, sentence, set, ROW_DONE, &exchange->done)) {
        exchange->found = true;
        return false;
    }
    if (rows_does(exchange->view, page, sentence, set, ROW_SAID, &exchange->said)) {
        exchange->sentences = 0;
        exchange->found = rows_does(exchange->view, page, sentence, set, ROW_DONE, &exchange->done) && exchange->done.offset > exchange->said.offset;
        return !exchange->found;
    }
    if (exchange->sentences != SAY_NOTHING)
        exchange->sentences++;
    return true;
}

/* On a page of what families said its place tells what a sentence is: of each part or row the first is theirs, whatever its words, and what
 * has changed since stands behind it. */
static bool said_by_place(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct exchange *exchange = context;
    const struct block *block = &page->page->document->blocks[sentence->block];
    if (block->kind == BLOCK_HEADING || block->kind == BLOCK_HEADER_CELL || block->kind == BLOCK_CAPTION)
        return true;
    bool goes_on = exchange->said.page && sentence->block <= exchange->last + 1;
    exchange->last = sentence->block;
    if (!goes_on)
        exchange->said = (struct row_hit){.page = page, .cue = "said-by-place", .value = "", .block = sentence->block, .offset = sentence->offset};
    else
        exchange->found = rows_does(exchange->view, page, sentence, exchange->view->council->rules->rows, ROW_DONE, &exchange->done);
    return !exchange->found;
}

static bool title_tells_what_was_said(const struct service_view *view, const struct service_page *page)
{
    const char *title = page->page->document->title;
    return rows_matches(view->council, ROW_SAID_TITLE, title, strlen(title));
}

/* Whether the heading over the part's first block says that families' words follow. */
static bool heading_tells_what_was_said(const struct service_view *view, const struct service_page *page)
{
    const struct document *document = page->page->document;
    for (size_t i = 0; i < page->reading->sentence_count; i++) {
        int32_t heading = document->blocks[page->reading->sentences[i].block].heading;
        if (heading >= 0)
            return rows_matches(view->council, ROW_SAID_TITLE, document->blocks[heading].text, document->blocks[heading].length);
    }
    return false;
}

static void look_by_place(const struct service_view *view, const struct service_page *page, struct exchange *exchange)
{
    struct exchange by_place = {.view = view};
    if (!title_tells_what_was_said(view, page) && !(witness_is_part(view, page) && heading_tells_what_was_said(view, page)))
        return;
    rows_sentences(page, said_by_place, &by_place);
    if (by_place.found)
        *exchange = by_place;
}

/* What came of it is told of a year or of lately: "since February". */
static bool told_when(const struct service_view *view, const struct row_hit *hit)
{
    const struct block *block = &hit->page->page->document->blocks[hit->block];
    return witness_dated(view, hit) || rows_matches(view->council, ROW_LATELY, block->text, block->length);
}

void row_heard(const struct service_view *view, struct row_verdict *row)
{
    struct row_hit hit, unanswered = {0};
    bool said = false, with_date = false;
    for (size_t i = 0; i < witness_count(view) && !with_date; i++) {
        const struct service_page *page = witness_at(view, i);
        struct exchange exchange = {.view = view, .sentences = SAY_NOTHING};
        bool here = rows_find_line(view, page, ROW_TABLE_HEARD, ROWS_ANY, &hit) ||
                    (rows_find(view, page, view->council->rules->rows, ROW_HEARD, &hit) && !block_is_cell(&page->page->document->blocks[hit.block])); /* "You said, we did > March" */
        if (here)
            witness_add(view, &hit, row);
        else
            rows_sentences(page, said_then_done, &exchange);
        if (!here && !exchange.found)
            look_by_place(view, page, &exchange);
        if (exchange.found) {
            witness_add(view, &exchange.said, row);
            witness_add(view, &exchange.done, row);
        }
        if (!here && !exchange.found && !unanswered.page && (exchange.said.page || rows_find_line(view, page, ROW_TABLE_SAID, ROWS_ANY, &exchange.said)))
            unanswered = exchange.said;
        with_date = (here && told_when(view, &hit)) || (exchange.found && (told_when(view, &exchange.said) || told_when(view, &exchange.done))) ||
                    ((here || exchange.found) && page->facts.review_date);
        said |= here || exchange.found;
    }
    if (said) {
        rows_set(row, with_date ? VERDICT_YES : VERDICT_CONCERNS, with_date ? "" : "no-date");
    } else if (witness_first(view, ROW_ASKED, ROWS_ANY, &hit)) {
        rows_set(row, VERDICT_CONCERNS, *hit.value ? hit.value : "invitation-only");
        witness_add(view, &hit, row);
    } else if (unanswered.page) {
        rows_set(row, VERDICT_CONCERNS, "no-answer");
        witness_add(view, &unanswered, row);
    } else {
        rows_set(row, VERDICT_NO, "");
        witness_nearest(view, ROW_HEARD, row);
        witness_nearest(view, ROW_ASKED, row);
    }
}

/* Whether families shaped the service: what they said, and what was done about it. */
#include <string.h>

#include "scoring/council/service_pages.h"
#include "scoring/council/witnesses.h"

/* What families said in one sentence, and what was done in the same, the next or the one after. */
struct exchange {
    const struct service_view *view;
    struct row_hit said, done;       /* as far as was read */
    struct row_hit answered, answer; /* of the page the first two that belong together, or the first that are dated */
    int sentences;                   /* since what was said; SAY_NOTHING before */
    uint32_t last;                   /* by place: the block of the sentence before */
    bool everywhere;                 /* by place: the whole page is of what families said */
    bool others;                     /* by place: what was said is of another service */
    bool found, dated;
};

enum { SAY_NOTHING = -1, ANSWER_WITHIN = 2 };

/* What came of it is told of a year or of lately: "since February". */
static bool told_when(const struct service_view *view, const struct row_hit *hit)
{
    const struct block *block = &hit->page->page->document->blocks[hit->block];
    return witness_dated(view, hit) || rows_matches(view->council, ROW_LATELY, block->text, block->length);
}

/* Keeps the two, and says whether to go on to others that are dated. */
static bool keep(struct exchange *exchange)
{
    exchange->dated = told_when(exchange->view, &exchange->said) || told_when(exchange->view, &exchange->done);
    if (!exchange->found || exchange->dated) {
        exchange->answered = exchange->said;
        exchange->answer = exchange->done;
    }
    exchange->found = true;
    exchange->sentences = SAY_NOTHING;
    return !exchange->dated;
}

/* What was done, and is not only looked into. */
static bool is_done(const struct exchange *exchange, const struct service_page *page, const struct row_sentence *sentence, struct row_hit *done)
{
    const struct regex_set *set = exchange->view->council->rules->rows;
    return rows_does(exchange->view, page, sentence, set, ROW_DONE, done) &&
           regex_find_seen(set, ROW_NOT_HEARD, exchange->view->council->scratch, sentence->alone, sentence->text, sentence->length, NULL) != REGEX_FOUND;
}

/* "The taxi came late" is said of transport on a page that is not called by this service's name. */
static bool is_of_another(const struct service_view *view, const struct service_page *page, const char *words, size_t length)
{
    if (service_is_named(view->council, view->service, page->page->document->title))
        return false;
    const struct rubric_service *named = service_named_in_item(view->council, arena_copy_n(view->council->work, words, length));
    return named && named != view->service;
}

static bool said_then_done(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct exchange *exchange = context;
    const struct regex_set *set = exchange->view->council->rules->rows;
    const struct document *document = page->page->document;
    struct row_hit said;
    bool says = rows_does(exchange->view, page, sentence, set, ROW_SAID, &said);
    if ((!says && exchange->sentences == SAY_NOTHING) || rows_under_another_matter(exchange->view, page, sentence->block))
        return true;
    bool told = exchange->sentences != SAY_NOTHING && exchange->sentences < ANSWER_WITHIN &&
                document->blocks[exchange->said.block].heading == document->blocks[sentence->block].heading;
    if (told && is_done(exchange, page, sentence, &exchange->done))
        return keep(exchange);
    if (says && !is_of_another(exchange->view, page, sentence->text, sentence->length)) {
        exchange->said = said;
        exchange->sentences = 0;
        return !(is_done(exchange, page, sentence, &exchange->done) && exchange->done.offset > exchange->said.offset) || keep(exchange);
    }
    if (exchange->sentences != SAY_NOTHING)
        exchange->sentences++;
    return true;
}

static bool is_under_what_was_said(const struct service_view *view, const struct service_page *page, const struct block *block)
{
    if (block->heading < 0)
        return false;
    const struct block *heading = &page->page->document->blocks[block->heading];
    return regex_find_seen(view->council->rules->rows, ROW_SAID_TITLE, view->council->scratch, &page->reading->blocks[block->heading], heading->text,
                           heading->length, NULL) == REGEX_FOUND;
}

bool rows_is_quotation(const struct block *heading)
{
    static const char *const MARKS[] = {"\"", "'", "“", "‘"};
    bool opens = false;
    for (size_t i = 0; i < sizeof MARKS / sizeof *MARKS; i++)
        opens |= !strncmp(heading->text, MARKS[i], strlen(MARKS[i]));
    return opens;
}

/* On a page of what families said, or under such a heading, its place tells what a sentence is: of each part or row the first is theirs,
 * whatever its words, and what has changed since stands behind it; under their own words for a heading all is the answer. */
static bool said_by_place(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct exchange *exchange = context;
    const struct block *block = &page->page->document->blocks[sentence->block];
    if (block->kind == BLOCK_HEADING || block->kind == BLOCK_HEADER_CELL || block->kind == BLOCK_CAPTION)
        return true;
    if (!exchange->everywhere && !is_under_what_was_said(exchange->view, page, block))
        return true;
    bool goes_on = exchange->said.page && sentence->block <= exchange->last + 1;
    bool begins = !goes_on || (exchange->others && sentence->block != exchange->last);
    exchange->last = sentence->block;
    bool answers = block->heading >= 0 && rows_is_quotation(&page->page->document->blocks[block->heading]);
    if (begins) {
        exchange->others = is_of_another(exchange->view, page, sentence->text, sentence->length);
        exchange->said = (struct row_hit){.page = page, .cue = "said-by-place", .value = "", .block = answers ? (uint32_t)block->heading : sentence->block,
                                          .offset = answers ? 0 : sentence->offset};
    }
    return (begins && !answers) || exchange->others || !is_done(exchange, page, sentence, &exchange->done) || keep(exchange);
}

/* The page's title says so. */
static bool is_of_what_was_said(const struct service_view *view, const struct service_page *page)
{
    const char *title = page->page->document->title;
    return rows_matches(view->council, ROW_SAID_TITLE, title, strlen(title));
}

static void look_by_place(const struct service_view *view, const struct service_page *page, struct exchange *exchange)
{
    struct exchange by_place = {.view = view, .everywhere = is_of_what_was_said(view, page)};
    rows_sentences(page, said_by_place, &by_place);
    if (by_place.dated || (by_place.found && !exchange->found))
        *exchange = by_place;
}

/* In a table or in one sentence, as most "You said, we did" are. */
static bool heard_at_once(const struct service_view *view, const struct service_page *page, struct row_hit *hit)
{
    if (rows_find_line(view, page, ROW_TABLE_HEARD, ROWS_ANY, hit))
        return true;
    if (!rows_find_unless(view, page, view->council->rules->rows, ROW_HEARD, ROWS_BUT(ROW_NOT_HEARD), hit))
        return false;
    const struct block *block = &page->page->document->blocks[hit->block];
    return !block_is_cell(block) /* "You said, we did > March" */ && !is_of_another(view, page, block->text, block->length);
}

/* Whether the page tells what was done, which is then quoted; else `*unanswered` may get what families said there. */
static bool page_hears(const struct service_view *view, const struct service_page *page, struct row_hit *unanswered, bool *dated, struct row_verdict *row)
{
    struct row_hit hit;
    struct exchange exchange = {.view = view, .sentences = SAY_NOTHING};
    bool here = heard_at_once(view, page, &hit);
    *dated = here && told_when(view, &hit);
    if (here)
        witness_add(view, &hit, row);
    if (!*dated)
        rows_sentences(page, said_then_done, &exchange);
    if (!*dated && !exchange.dated)
        look_by_place(view, page, &exchange);
    if (exchange.found && (!here || exchange.dated)) {
        witness_add(view, &exchange.answered, row);
        witness_add(view, &exchange.answer, row);
    }
    *dated |= exchange.dated;
    if (here || exchange.found)
        return true;
    if (!unanswered->page && (exchange.said.page || rows_find_line(view, page, ROW_TABLE_SAID, ROWS_ANY, &exchange.said)))
        *unanswered = exchange.said;
    return false;
}

void row_heard(const struct service_view *view, struct row_verdict *row)
{
    struct row_hit hit, unanswered = {0};
    bool said = false, with_date = false;
    for (size_t i = 0; i < witness_count(view) && !with_date; i++) {
        const struct service_page *page = witness_at(view, i);
        bool here = page_hears(view, page, &unanswered, &with_date, row);
        with_date |= here && page->facts.review_date && is_of_what_was_said(view, page);
        said |= here;
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

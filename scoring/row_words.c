/* Rows that single sentences answer: plain words, formats, being heard, figures, who
 * decides, complaints, independence. */
#include <math.h>
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "scoring/sentences.h"
#include "scoring/service_pages.h"

enum { PLAIN_SENTENCE = 20, LONG_SENTENCE = 25, TERMS_FEW = 2, QUOTED_TERMS = 3 };

/* ---- plain ---- */

/* Whether a term that is not explained is a fault: a page that explains the service has explained its name. */
static bool is_fault(const struct service_view *view, const struct service_page *page, const char *term)
{
    const struct rubric_service *service = view->service;
    if (page->page->assessment->checks[CHECK_EXPLANATION].verdict != VERDICT_YES)
        return true;
    for (size_t i = 0; i < service->name_count; i++)
        if (text_equal_ignoring_case(service->names[i], term))
            return false;
    return true;
}

static size_t faults(const struct service_view *view, const struct service_page *page)
{
    const struct readability *r = &page->page->assessment->readability;
    size_t count = 0;
    for (size_t t = 0; t < r->unexplained_count; t++)
        count += is_fault(view, page, r->unexplained_terms[t]);
    return count;
}

static int plainness(const struct service_view *view, const struct service_page *page)
{
    const struct assessment *assessment = page->page->assessment;
    const struct readability *r = &assessment->readability;
    enum verdict accessible = assessment->criteria[CRITERION_ACCESSIBLE].verdict;
    /* The page's criterion is everyday language and an offer of formats: with one of the
     * two and no format it is the language. */
    bool everyday = accessible == VERDICT_YES || (accessible == VERDICT_CONCERNS && !assessment->facts.format_count);
    bool lengthy = !isnan(r->average_sentence) && r->average_sentence > LONG_SENTENCE;
    if (!everyday)
        return 1;
    return faults(view, page) <= TERMS_FEW && !lengthy ? 3 : 2;
}

static const char *hard_because(const struct readability *r, size_t terms)
{
    bool lengthy = !isnan(r->average_sentence) && r->average_sentence > PLAIN_SENTENCE;
    return terms ? "unexplained-terms" : lengthy ? "long-sentences" : "hard-words";
}

/* Where the term stands as words of its own: "SEND" is not in "SENDIASS". SIZE_MAX for nowhere. */
static size_t find_term(const struct block *block, const char *term)
{
    size_t n = strlen(term);
    const char *text = block->text, *end = text + block->length;
    for (const char *at = text; (at = text_find_ignoring_case(at, (size_t)(end - at), term)) != NULL; at++)
        if ((at == text || !rows_word_byte(at[-1])) && (at + n == end || !rows_word_byte(at[n]) || at[n] == 's'))
            return (size_t)(at - text);
    return SIZE_MAX;
}

static void quote_terms(const struct service_view *view, const struct service_page *page, struct row_verdict *row)
{
    const struct readability *r = &page->page->assessment->readability;
    const struct document *document = page->page->document;
    size_t quoted = 0;
    for (size_t t = 0; t < r->unexplained_count && quoted < QUOTED_TERMS; t++)
        for (size_t b = 0; is_fault(view, page, r->unexplained_terms[t]) && b < document->block_count; b++) {
            size_t at = page->counts[b] ? find_term(&document->blocks[b], r->unexplained_terms[t]) : SIZE_MAX;
            if (at == SIZE_MAX)
                continue;
            struct evidence evidence = rows_quote(view->council, page->page, b, at, "unexplained-term");
            evidence.against = true;
            evidence.where = arena_printf(view->council->arena, "“%s” is not explained", r->unexplained_terms[t]);
            rows_add(view->council, row, evidence);
            quoted++;
            break;
        }
}

/* The sentence that shows how the page is written: the first that is long enough to show
 * it, else the longest there is, as on a form. */
struct sample {
    struct row_hit hit;
    size_t length;
};

static bool take_sample(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    enum { TELLING_BYTES = 40 };
    struct sample *sample = context;
    if (sentence->length > sample->length) {
        sample->hit.block = sentence->block;
        sample->hit.offset = sentence->offset;
        sample->hit.page = page;
        sample->length = sentence->length;
    }
    return sample->length < TELLING_BYTES;
}

void row_plain(const struct service_view *view, struct row_verdict *row)
{
    const struct service_page *best = NULL;
    int rank = 0;
    bool measured = false;
    for (size_t i = 0; i < view->speaking; i++)
        measured |= rows_tells(view, &view->pages[i]) && view->pages[i].page->assessment->readability.measured;
    for (size_t i = 0; i < view->speaking; i++) {
        if (!rows_tells(view, &view->pages[i]) || (measured && !view->pages[i].page->assessment->readability.measured))
            continue; /* two lines and a link show nothing beside a page of text */
        int here = plainness(view, &view->pages[i]);
        if (here > rank) {
            rank = here;
            best = &view->pages[i];
        }
    }
    if (!best)
        return;
    const struct readability *r = &best->page->assessment->readability;
    size_t terms = faults(view, best);
    rows_set(row, rank == 3 ? VERDICT_YES : rank == 2 ? VERDICT_CONCERNS : VERDICT_NO, rank == 3 ? "" : hard_because(r, terms));
    if (!isnan(r->average_sentence))
        row->detail = arena_printf(view->council->arena, "average sentence %.0f words, %zu unexplained term%s", r->average_sentence, terms, terms == 1 ? "" : "s");
    if (rank < 3)
        quote_terms(view, best, row);
    struct sample sample = {0};
    rows_sentences(best, take_sample, &sample);
    const struct row_hit *hit = &sample.hit;
    if (hit->page && !row->judgement.evidence_count)
        rows_add(view->council, row, rows_quote(view->council, hit->page->page, hit->block, hit->offset, ""));
}

/* ---- formats ---- */

/* A tool of the web site is there for whoever reads it already. */
static bool tool_only(const struct council_view *council, const struct fact_place *place, const struct block *block)
{
    size_t start, end;
    if (!strcmp(place->value, "translation") || (!strcmp(place->value, "audio") && (block->zone != ZONE_MAIN || block->length < 40)))
        return true;
    sentence_around(block->text, block->length, place->offset, &start, &end);
    return rows_matches(council, ROW_TOOL, block->text + start, end - start);
}

/* "We know that a few leaflets can't be read aloud": statements tell faults too. */
static bool is_fault_told(const struct council_view *council, const struct fact_place *place, const struct block *block)
{
    size_t start, end;
    sentence_around(block->text, block->length, place->offset, &start, &end);
    return rows_matches(council, ROW_NOT_OFFERED, block->text + start, end - start);
}

static bool is_statement(const struct council_view *council, const struct council_page *page)
{
    const char *title = page->document->title, *address = page_address(page->page);
    return rows_matches(council, ROW_ACCESSIBILITY_TITLE, title, strlen(title)) || rows_matches(council, ROW_ACCESSIBILITY_ADDRESS, address, strlen(address));
}

/* It stands on the site of one of the service's pages, or one of them leads there: a council's two sites often have one each. */
static bool is_theirs(const struct service_view *view, const struct council_page *statement)
{
    const struct council_evidence *evidence = view->council->evidence;
    uint32_t host = view->council->page_hosts[statement - evidence->pages];
    for (size_t i = 0; i < view->speaking; i++) {
        const struct council_page *page = view->pages[i].page;
        size_t number = (size_t)(page - evidence->pages);
        if (number >= view->council->own_page_count || view->council->page_hosts[number] == host)
            return true; /* a part of a page is of the page's site, which is the council's own */
        for (size_t r = 0; r < page->reference_count; r++)
            if (service_leads_to(evidence, &page->references[r], statement))
                return true;
    }
    return false;
}

/* The site's accessibility statement holds for all of its pages, and what a page begins with for all of its parts. */
static bool statement_offers(const struct service_view *view, struct row_verdict *row, struct buffer *detail)
{
    const struct council_view *council = view->council;
    const struct council_evidence *evidence = council->evidence;
    bool offer = false;
    for (size_t i = 0; i < evidence->page_count && !offer; i++) {
        const struct council_page *page = &evidence->pages[i];
        if (page->page->purpose != PAGE_CONTENT || !page->document || !page->assessment)
            continue;
        size_t said_of_all = is_statement(council, page) && is_theirs(view, page) ? page->document->block_count : service_opening(view, i);
        if (!said_of_all)
            continue;
        const struct page_reading *reading = council_reading(council, i);
        for (size_t p = 0; p < reading->places.count; p++) {
            const struct fact_place *place = &reading->places.items[p];
            if (place->kind != FACT_FORMAT || place->block < 0 || (size_t)place->block >= said_of_all || !reading->counts[place->block] ||
                tool_only(council, place, &page->document->blocks[place->block]) || is_fault_told(council, place, &page->document->blocks[place->block]))
                continue;
            offer = true;
            buffer_printf(detail, "%s%s", detail->length ? " " : "", place->value);
            rows_add(council, row, rows_quote(council, page, (size_t)place->block, place->offset, place->value));
        }
    }
    return offer;
}

void row_formats(const struct service_view *view, struct row_verdict *row)
{
    const struct council_view *council = view->council;
    bool offer = false, tool = false;
    struct buffer detail;
    buffer_init(&detail, 400);
    for (size_t i = 0; i < view->speaking; i++) {
        const struct service_page *page = &view->pages[i];
        for (size_t p = 0; p < page->places.count; p++) {
            const struct fact_place *place = &page->places.items[p];
            if (place->kind != FACT_FORMAT || place->block < 0)
                continue;
            bool only_tool = tool_only(council, place, &page->page->document->blocks[place->block]);
            offer |= !only_tool;
            tool |= only_tool;
            if (!text_find_ignoring_case(buffer_text(&detail), detail.length, place->value))
                buffer_printf(&detail, "%s%s", detail.length ? " " : "", place->value);
            rows_add(council, row, rows_quote(council, page->page, (size_t)place->block, place->offset, place->value));
        }
    }
    size_t tools = row->judgement.evidence_count;
    struct row_hit copies;
    if (!offer)
        row->judgement.evidence_count = 0; /* what decides is quoted before the site's tools */
    bool paper = !offer && rows_paper_copies(view, &copies);
    if (paper)
        rows_add(council, row, rows_quote(council, copies.page->page, copies.block, copies.offset, copies.cue));
    bool statement = !offer && !paper && statement_offers(view, row, &detail);
    if (!offer && !paper && !statement)
        row->judgement.evidence_count = tools;
    row->detail = arena_copy(council->arena, buffer_text(&detail));
    buffer_release(&detail);
    if (offer || paper || statement)
        rows_set(row, VERDICT_YES, "");
    else if (tool)
        rows_set(row, VERDICT_CONCERNS, "tool-only");
    else
        rows_set(row, VERDICT_NO, "no-offer");
}

/* ---- sentences that answer ---- */

/* The block says when the page was last looked at: no year of a figure on it. */
static bool is_review_date(const struct service_page *page, size_t block)
{
    for (size_t p = 0; p < page->places.count; p++)
        if (page->places.items[p].kind == FACT_REVIEW_DATE && page->places.items[p].block == (int32_t)block)
            return true;
    return false;
}

/* A page of figures, as its title says. */
static bool is_of_figures(const struct service_view *view, const struct service_page *page)
{
    const char *title = page->page->document->title;
    return rows_matches(view->council, ROW_SECTIONS_TITLE, title, strlen(title));
}

/* Whether a page of figures, or one over several services, says under its title of which year they are: "April 2025 to March 2026". */
static bool dates_all_parts(const struct service_view *view, const struct service_page *page)
{
    const struct document *document = page->page->document;
    bool part = page >= view->sections && page < view->sections + view->section_count;
    if (!part && !is_of_figures(view, page))
        return false;
    for (size_t i = 0; i < document->block_count; i++) {
        const struct block *block = &document->blocks[i];
        bool said_of_all = page->counts[i] && block->kind == BLOCK_PARAGRAPH && (block->heading < 0 || !service_below_title(&document->blocks[block->heading]));
        if (said_of_all && !is_review_date(page, i) &&
            regex_find_seen(view->council->rules->rows, ROW_YEAR, view->council->scratch, &page->reading->blocks[i], block->text, block->length, NULL) == REGEX_FOUND)
            return true;
    }
    return false;
}

/* The row of a table that the hit stands in, or NULL. */
static const struct row_line *line_of(const struct row_hit *hit)
{
    const struct page_reading *reading = hit->page->reading;
    for (size_t i = 0; !hit->line && i < reading->line_count; i++)
        for (size_t k = 0; k < reading->lines[i].cell_count; k++)
            if (reading->lines[i].cells[k].block == hit->block)
                return &reading->lines[i];
    return hit->line;
}

/* Whether the block, its row of a table, its caption or its heading gives a year. */
static bool dated(const struct service_view *view, const struct row_hit *hit)
{
    const struct document *document = hit->page->page->document;
    const struct block *block = &document->blocks[hit->block], *heading = block->heading >= 0 ? &document->blocks[block->heading] : NULL;
    if (rows_matches(view->council, ROW_YEAR, block->text, block->length))
        return true;
    const struct row_line *line = line_of(hit);
    if (line && rows_matches(view->council, ROW_YEAR, line->under, strlen(line->under)))
        return true;
    if (heading && rows_matches(view->council, ROW_YEAR, heading->text, heading->length))
        return true;
    return line && dates_all_parts(view, hit->page);
}

static const struct block *hit_block(const struct row_hit *hit)
{
    return &hit->page->page->document->blocks[hit->block];
}

static void add_hit(const struct service_view *view, const struct row_hit *hit, struct row_verdict *row)
{
    rows_add(view->council, row, rows_quote(view->council, hit->page->page, hit->block, hit->offset, hit->cue));
}

/* Pages that may say of the service who decides, how many and what came of families' words: those that speak for the row, then parts
 * of pages over several services. */
static size_t witnesses(const struct service_view *view)
{
    return view->speaking + view->section_count;
}

static const struct service_page *witness(const struct service_view *view, size_t i)
{
    return i < view->speaking ? &view->pages[i] : &view->sections[i - view->speaking];
}

/* As rows_find_unless, over all of them and then their tables. */
static bool first_hit(const struct service_view *view, size_t group, uint64_t unless, struct row_hit *hit)
{
    struct row_hit left_out = {0};
    for (size_t i = 0; i < witnesses(view); i++) {
        if (rows_find_unless(view, witness(view, i), view->council->rules->rows, group, unless, hit))
            return true;
        if (!left_out.page)
            left_out = *hit;
    }
    for (size_t i = 0; i < witnesses(view); i++) {
        if (rows_find_line(view, witness(view, i), group, unless, hit))
            return true;
        if (!left_out.page)
            left_out = *hit;
    }
    *hit = left_out;
    return false;
}

static void left_out(const struct service_view *view, const struct row_hit *hit, const char *why, struct row_verdict *row)
{
    if (hit->page)
        rows_near_miss(row, rows_quote(view->council, hit->page->page, hit->block, hit->offset, hit->cue), why);
}

/* Of a row that is not found: the sentence that comes nearest to it. The nearer, the less sure it is that there is nothing. */
static void nearest(const struct service_view *view, size_t group, struct row_verdict *row)
{
    struct row_hit hit;
    double likely = 0;
    bool found = false;
    for (size_t i = 0; i < witnesses(view); i++)
        found |= rows_comes_near(witness(view, i), group, &likely, &hit);
    if (!found)
        return;
    rows_at_most(row, 1 - likely);
    if (!row->judgement.near_miss.quote)
        left_out(view, &hit, arena_printf(view->council->arena, "it may say so, but not surely enough to count (%.0f%%)", 100 * likely), row);
}

/* What families said in one sentence, and what was done in the same, the next or the one after. */
struct exchange {
    const struct service_view *view;
    struct row_hit said, done;
    int sentences; /* since what was said; SAY_NOTHING before */
    bool found;
};

enum { SAY_NOTHING = -1, ANSWER_WITHIN = 2 };

static bool said_then_done(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct exchange *exchange = context;
    const struct regex_set *set = exchange->view->council->rules->rows;
    const struct document *document = page->page->document;
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

void row_heard(const struct service_view *view, struct row_verdict *row)
{
    struct row_hit hit, unanswered = {0};
    bool said = false, with_date = false;
    for (size_t i = 0; i < witnesses(view) && !with_date; i++) {
        const struct service_page *page = witness(view, i);
        struct exchange exchange = {.view = view, .sentences = SAY_NOTHING};
        bool here = rows_find_line(view, page, ROW_TABLE_HEARD, ROWS_ANY, &hit) ||
                    (rows_find(view, page, view->council->rules->rows, ROW_HEARD, &hit) && !block_is_cell(hit_block(&hit))); /* "You said, we did > March" */
        if (here)
            add_hit(view, &hit, row);
        else
            rows_sentences(page, said_then_done, &exchange);
        if (exchange.found) {
            add_hit(view, &exchange.said, row);
            add_hit(view, &exchange.done, row);
        }
        if (!here && !exchange.found && !unanswered.page && (exchange.said.page || rows_find_line(view, page, ROW_TABLE_SAID, ROWS_ANY, &exchange.said)))
            unanswered = exchange.said;
        with_date = (here && dated(view, &hit)) || (exchange.found && (dated(view, &exchange.said) || dated(view, &exchange.done))) ||
                    ((here || exchange.found) && page->facts.review_date);
        said |= here || exchange.found;
    }
    if (said) {
        rows_set(row, with_date ? VERDICT_YES : VERDICT_CONCERNS, with_date ? "" : "no-date");
    } else if (first_hit(view, ROW_ASKED, ROWS_ANY, &hit)) {
        rows_set(row, VERDICT_CONCERNS, *hit.value ? hit.value : "invitation-only");
        add_hit(view, &hit, row);
    } else if (unanswered.page) {
        rows_set(row, VERDICT_CONCERNS, "no-answer");
        add_hit(view, &unanswered, row);
    } else {
        rows_set(row, VERDICT_NO, "");
        nearest(view, ROW_HEARD, row);
        nearest(view, ROW_ASKED, row);
    }
}

/* ---- numbers ---- */

struct figures {
    const struct service_view *view;
    struct row_hit hit, left_out;
    bool found, with_year;
};

static bool figure(void *context, const struct service_page *page, const struct row_sentence *sentence)
{
    struct figures *figures = context;
    const struct council_view *council = figures->view->council;
    struct row_hit hit;
    if (!rows_does(figures->view, page, sentence, council->rules->rows, ROW_NUMBERS, &hit))
        return true;
    if (regex_find_seen(council->rules->rows, ROW_NOT_NUMBERS, council->scratch, &sentence->alone, sentence->text, sentence->length, NULL) == REGEX_FOUND) {
        if (!figures->left_out.page)
            figures->left_out = hit;
        return true;
    }
    bool year = dated(figures->view, &hit);
    if (!figures->found || (year && !figures->with_year))
        figures->hit = hit;
    figures->found = true;
    figures->with_year |= year;
    return !figures->with_year;
}

void row_numbers(const struct service_view *view, struct row_verdict *row)
{
    struct figures figures = {.view = view};
    for (size_t i = 0; i < witnesses(view) && !figures.with_year; i++)
        rows_sentences(witness(view, i), figure, &figures);
    struct row_hit under;
    for (size_t i = 0; i < witnesses(view) && !figures.with_year; i++)
        if (rows_find_line(view, witness(view, i), ROW_NUMBERS, ROWS_BUT(ROW_NOT_NUMBERS), &under) && (!figures.found || dated(view, &under))) {
            figures.hit = under;
            figures.found = true;
            figures.with_year = dated(view, &under);
        }
    if (!figures.found && first_hit(view, ROW_NUMBERS, ROWS_BUT(ROW_NOT_NUMBERS), &under)) { /* "Waiting time" and below it "Six weeks in May 2026" */
        figures.hit = under;
        figures.found = true;
        figures.with_year = dated(view, &under);
    }
    if (!figures.found) {
        rows_set(row, VERDICT_NO, "");
        left_out(view, &figures.left_out, "a group’s size, a promise, a story or the country’s figure", row);
        nearest(view, ROW_NUMBERS, row);
        return;
    }
    rows_set(row, figures.with_year ? VERDICT_YES : VERDICT_CONCERNS, figures.with_year ? "" : "no-year");
    add_hit(view, &figures.hit, row);
}

/* ---- who decides, and what if not ---- */

void row_decides(const struct service_view *view, struct row_verdict *row)
{
    struct row_hit hit;
    if (!first_hit(view, ROW_DECIDES, ROWS_BUT(ROW_NOT_DECIDES), &hit)) {
        rows_set(row, VERDICT_NO, "");
        left_out(view, &hit, "it says who does not decide, or what others decide", row);
        nearest(view, ROW_DECIDES, row);
        return;
    }
    rows_set(row, VERDICT_YES, "");
    add_hit(view, &hit, row);
}

void row_complain(const struct service_view *view, struct row_verdict *row)
{
    struct row_hit hit, mention;
    if (first_hit(view, ROW_COMPLAIN, ROWS_BUT(ROW_NOT_COMPLAIN) | ROWS_BUT(ROW_COMPLAIN_POINTER), &hit)) {
        rows_set(row, VERDICT_YES, "");
        add_hit(view, &hit, row);
    } else if (first_hit(view, ROW_COMPLAIN_LINK, ROWS_BUT(ROW_NOT_COMPLAIN), &mention)) {
        rows_set(row, VERDICT_CONCERNS, "link-only");
        add_hit(view, &mention, row);
    } else {
        rows_set(row, VERDICT_NO, "");
        left_out(view, hit.page ? &hit : &mention, "it says that there is no appeal, or it is about something else", row);
        nearest(view, ROW_COMPLAIN, row);
    }
}

/* ---- independence ---- */

void row_independent(const struct service_view *view, struct row_verdict *row)
{
    static const char *const PARTS[] = {"impartial", "confidential", "apart", "stage", "differs"};
    bool has[sizeof PARTS / sizeof *PARTS] = {false};
    const struct regex_set *set = view->council->rules->rows;
    struct buffer detail;
    buffer_init(&detail, 200);
    for (size_t k = 0; k < regex_group_count(set, ROW_INDEPENDENT); k++) {
        const struct regex *pattern = regex_group_at(set, ROW_INDEPENDENT, k);
        size_t part = 0;
        while (part < sizeof PARTS / sizeof *PARTS && strcmp(PARTS[part], regex_value(pattern)) != 0)
            part++;
        for (size_t i = 0; part < sizeof PARTS / sizeof *PARTS && !has[part] && i < view->helping; i++) {
            const struct service_page *page = &view->pages[i];
            for (size_t b = 0; b < page->page->document->block_count && !has[part]; b++) {
                const struct block *block = &page->page->document->blocks[b];
                struct regex_match match;
                if (!page->counts[b] || !regex_may(&page->reading->blocks[b], pattern) ||
                    regex_find(set, pattern, view->council->scratch, block->text, block->length, 0, &match) != REGEX_FOUND)
                    continue;
                has[part] = true;
                rows_add(view->council, row, rows_quote(view->council, page->page, b, match.start[0], regex_id(pattern)));
                buffer_printf(&detail, "%s%s", detail.length ? " " : "", PARTS[part]);
            }
        }
    }
    row->detail = arena_copy(view->council->arena, buffer_text(&detail));
    buffer_release(&detail);
    bool any = has[0] || has[1] || has[2] || has[3];
    bool all = has[0] && has[1] && (has[2] || has[3]);
    rows_set(row, all ? VERDICT_YES : any ? VERDICT_CONCERNS : VERDICT_NO, all ? "" : any ? "some-of-it" : "");
}

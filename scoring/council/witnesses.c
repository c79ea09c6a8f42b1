#include "scoring/council/witnesses.h"

#include <string.h>

#include "base/buffer.h"
#include "scoring/council/service_pages.h"

/* A part of a page over several services. */
static bool is_part(const struct service_view *view, const struct service_page *page)
{
    return page >= view->sections && page < view->sections + view->section_count;
}

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
    if (!is_part(view, page) && !is_of_figures(view, page))
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

bool witness_dated(const struct service_view *view, const struct row_hit *hit)
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
    if (rows_matches(view->council, ROW_YEAR, document->title, strlen(document->title)))
        return true;
    return line && dates_all_parts(view, hit->page);
}

void witness_add(const struct service_view *view, const struct row_hit *hit, struct row_verdict *row)
{
    rows_add(view->council, row, rows_quote(view->council, hit->page->page, hit->block, hit->offset, hit->cue));
}

size_t witness_count(const struct service_view *view)
{
    return view->speaking + view->section_count;
}

const struct service_page *witness_at(const struct service_view *view, size_t i)
{
    return i < view->speaking ? &view->pages[i] : &view->sections[i - view->speaking];
}

bool witness_first_sentence(const struct service_view *view, size_t group, uint64_t unless, struct row_hit *hit)
{
    struct row_hit left_out = {0};
    for (size_t i = 0; i < witness_count(view); i++) {
        if (rows_find_unless(view, witness_at(view, i), view->council->rules->rows, group, unless, hit))
            return true;
        if (!left_out.page)
            left_out = *hit;
    }
    *hit = left_out;
    return false;
}

bool witness_first(const struct service_view *view, size_t group, uint64_t unless, struct row_hit *hit)
{
    if (witness_first_sentence(view, group, unless, hit))
        return true;
    struct row_hit left_out = *hit;
    for (size_t i = 0; i < witness_count(view); i++) {
        if (rows_find_line(view, witness_at(view, i), group, unless, hit))
            return true;
        if (!left_out.page)
            left_out = *hit;
    }
    *hit = left_out;
    return false;
}

void witness_left_out(const struct service_view *view, const struct row_hit *hit, const char *why, struct row_verdict *row)
{
    if (hit->page)
        rows_near_miss(row, rows_quote(view->council, hit->page->page, hit->block, hit->offset, hit->cue), why);
}

void witness_nearest(const struct service_view *view, size_t group, struct row_verdict *row)
{
    struct row_hit hit;
    double likely = 0;
    bool found = false;
    for (size_t i = 0; i < witness_count(view); i++)
        found |= rows_comes_near(witness_at(view, i), group, &likely, &hit);
    if (!found)
        return;
    rows_at_most(row, 1 - likely);
    if (!row->judgement.near_miss.quote)
        witness_left_out(view, &hit, arena_printf(view->council->arena, "it may say so, but not surely enough to count (%.0f%%)", 100 * likely), row);
}

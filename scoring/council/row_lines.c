/* Rows of tables as lines of text. "38%" says nothing; "EHC plans finished within 20 weeks; October 2026: 38%" does. */
#include <string.h>

#include "base/buffer.h"
#include "base/text.h"
#include "scoring/council/rows.h"

enum { LINE_BYTES = 800, LABEL_BYTES = 80, LINE_CELLS = 12, LINES_MOST = 400 };

/* The nearest header above the cell in its column, or NULL. */
static const struct block *column_header(const struct document *document, size_t first, size_t cell)
{
    const struct block *of = &document->blocks[cell];
    for (size_t i = first; i > 0 && block_is_cell(&document->blocks[i - 1]) && document->blocks[i - 1].table == of->table; i--) {
        const struct block *above = &document->blocks[i - 1];
        if (above->kind == BLOCK_HEADER_CELL && above->column == of->column && above->row < of->row && above->length <= LABEL_BYTES)
            return above;
    }
    return NULL;
}

static bool says_whose_words(const struct council_view *council, const struct block *header)
{
    return rows_matches(council, ROW_SECTIONS_TITLE, header->text, header->length);
}

/* The first cell stands for the row and needs no header, unless that is "You said"; the others follow theirs. */
static bool add_cell(const struct council_view *council, const struct document *document, size_t first, size_t cell, struct buffer *text, struct row_line *line)
{
    const struct block *block = &document->blocks[cell];
    bool begins = line->cell_count == 0 || document->blocks[cell - 1].column != block->column;
    const struct block *header = begins ? column_header(document, first, cell) : NULL;
    if (header && line->cell_count == 0 && !says_whose_words(council, header))
        header = NULL;
    if (line->cell_count == LINE_CELLS || text->length + block->length + LABEL_BYTES > LINE_BYTES)
        return false;
    if (line->cell_count > 0)
        buffer_add_text(text, begins ? "; " : " ");
    if (header)
        buffer_printf(text, "%.*s: ", (int)header->length, header->text);
    line->cells[line->cell_count++] = (struct line_cell){.at = (uint32_t)text->length, .block = (uint32_t)cell};
    return buffer_add(text, block->text, block->length);
}

/* A caption, or the heading that the table stands under. */
static const struct block *over(const struct document *document, size_t first)
{
    size_t i = first;
    while (i > 0 && block_is_cell(&document->blocks[i - 1]) && document->blocks[i - 1].table == document->blocks[first].table)
        i--;
    if (i > 0 && document->blocks[i - 1].kind == BLOCK_CAPTION)
        return &document->blocks[i - 1];
    int32_t heading = document->blocks[first].heading;
    return heading >= 0 ? &document->blocks[heading] : NULL;
}

static void read_line(const struct council_view *council, const struct document *document, size_t first, size_t end, struct page_reading *reading)
{
    struct row_line *line = &reading->lines[reading->line_count];
    struct buffer text;
    buffer_init(&text, LINE_BYTES * 2);
    *line = (struct row_line){.cells = arena_array(council->work, LINE_CELLS, sizeof *line->cells)}; /* a row of headers may have used it */
    bool data = false, room = true;
    for (size_t i = first; room && i < end; i++) {
        data |= document->blocks[i].kind == BLOCK_CELL;
        room = add_cell(council, document, first, i, &text, line);
    }
    if (data && line->cell_count > 1) {
        const struct block *above = over(document, first);
        line->text = arena_copy_n(council->work, buffer_text(&text), text.length);
        line->length = text.length;
        line->under = above && above->length < LINE_BYTES ? arena_printf(council->work, "%s > %s", above->text, line->text) : line->text;
        line->alone_sight = row_look(council, line->text, line->length);
        line->under_sight = line->under != line->text ? row_look(council, line->under, strlen(line->under)) : NULL;
        reading->line_count++;
    }
    buffer_release(&text);
}

void row_lines_read(const struct council_view *council, const struct document *document, struct page_reading *reading)
{
    size_t most = 0;
    for (size_t i = 0; i < document->block_count; i++)
        most += reading->counts[i] && block_is_cell(&document->blocks[i]) && (i == 0 || !blocks_share_row(&document->blocks[i - 1], &document->blocks[i]));
    if (most == 0)
        return;
    reading->lines = arena_array(council->work, most < LINES_MOST ? most : LINES_MOST, sizeof *reading->lines);
    for (size_t first = 0, end; first < document->block_count && reading->line_count < LINES_MOST; first = end) {
        end = first + 1;
        if (!reading->counts[first] || !block_is_cell(&document->blocks[first]))
            continue;
        while (end < document->block_count && reading->counts[end] && blocks_share_row(&document->blocks[first], &document->blocks[end]))
            end++;
        read_line(council, document, first, end, reading);
    }
}

static struct row_hit hit_of(const struct service_page *page, const struct row_line *line, const struct regex_match *match, size_t shift)
{
    size_t end = match->end[0] > shift ? match->end[0] - shift : 0, cell = 0;
    while (cell + 1 < line->cell_count && line->cells[cell + 1].at < end)
        cell++;
    return (struct row_hit){.page = page, .line = line, .cue = regex_id(match->pattern), .value = regex_value(match->pattern), .block = line->cells[cell].block};
}

static bool matches(const struct service_view *view, const struct row_line *line, size_t group, struct regex_match *match, size_t *shift)
{
    const struct council_view *council = view->council;
    *shift = 0;
    if (regex_find_seen(council->rules->rows, group, council->scratch, line->alone_sight, line->text, line->length, match) == REGEX_FOUND)
        return true;
    *shift = strlen(line->under) - line->length;
    return *shift > 0 && regex_find_seen(council->rules->rows, group, council->scratch, line->under_sight, line->under, *shift + line->length, match) == REGEX_FOUND;
}

bool rows_find_line(const struct service_view *view, const struct service_page *page, size_t group, uint64_t unless, struct row_hit *hit)
{
    *hit = (struct row_hit){0};
    for (size_t i = 0; i < page->reading->line_count; i++) {
        const struct row_line *line = &page->reading->lines[i];
        struct regex_match match;
        size_t shift;
        if (!matches(view, line, group, &match, &shift))
            continue;
        struct row_hit here = hit_of(page, line, &match, shift);
        bool counts = true;
        for (size_t but = 0; counts && but < ROW_UNLESS_COUNT; but++)
            counts = !(unless & ROWS_BUT(but)) || !matches(view, line, but, &match, &shift);
        if (counts || !hit->page)
            *hit = here;
        if (counts)
            return true;
    }
    return false;
}

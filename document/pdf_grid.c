#include "document/pdf_grid.h"

#include <stdlib.h>
#include <string.h>

enum { ROWS_LEAST = 3, COLUMNS_MAX = 8, CELL_LINES_MAX = 12, RUNS_ON_PERCENT = 30 };

struct row {
    size_t cells[COLUMNS_MAX]; /* the first line of each */
    size_t count, end;         /* end: the line after the last */
};

struct grid {
    size_t first, end, rows, columns;
    int lefts[COLUMNS_MAX];
    size_t later, runs_on;     /* cells after the first row, and those that go on with a sentence or are items */
};

static bool is_beside(const struct pdf_line *first, const struct pdf_line *last, const struct pdf_line *line)
{
    return line->page == first->page && abs(line->top - first->top) <= first->height / 3 && line->left > last->right;
}

static bool is_under(const struct pdf_line *cell, const struct pdf_line *last, const struct pdf_line *line)
{
    int apart = line->top - last->top;
    return line->page == cell->page && apart > 0 && apart * 10 <= last->height * 16 && abs(line->left - cell->left) <= cell->height / 2;
}

/* The cells that begin side by side from line `first` on, each with the lines under it. Lines
 * under the first cell may be the next row's: they are of this one where a cell beside follows. */
static void read_row(const struct pdf_lines *lines, size_t first, struct row *row)
{
    const struct pdf_line *all = lines->lines, *top = &all[first];
    *row = (struct row){.cells = {first}, .count = 1, .end = first + 1};
    size_t under = 0;
    for (size_t i = first + 1; i < lines->count; i++) {
        const struct pdf_line *cell = &all[row->cells[row->count - 1]];
        if (is_beside(top, cell, &all[i])) {
            if (row->count == COLUMNS_MAX)
                return;
            row->cells[row->count++] = i;
            under = 0;
        } else if (is_under(cell, &all[i - 1], &all[i]) && under < CELL_LINES_MAX) {
            under++;
            if (row->count == 1)
                continue; /* not yet known whose */
        } else {
            return;
        }
        row->end = i + 1;
    }
}

/* The column that begins where the line does, or SIZE_MAX. */
static size_t column_of(const struct grid *grid, const struct pdf_line *line)
{
    for (size_t c = 0; c < grid->columns; c++)
        if (abs(grid->lefts[c] - line->left) <= line->height)
            return c;
    return SIZE_MAX;
}

static bool goes_under(const struct pdf_lines *lines, const struct grid *grid, const struct row *row)
{
    const struct pdf_line *line = &lines->lines[row->cells[0]], *last = &lines->lines[grid->end - 1], *top = &lines->lines[grid->first];
    if (line->page != top->page || line->top <= top->top || line->top > last->top + last->height * 4 || row->count < 2)
        return false;
    for (size_t i = 0; i < row->count; i++)
        if (column_of(grid, &lines->lines[row->cells[i]]) == SIZE_MAX)
            return false;
    return true;
}

/* An item, or words that go on with a sentence; "breaks@anytown.example" begins small as well. */
static bool is_run_on(const struct pdf_line *line)
{
    size_t word = strcspn(line->text, " "), plain = strcspn(line->text, " @./:0123456789");
    return line->bullet || (line->text[0] >= 'a' && line->text[0] <= 'z' && (plain == word || line->text[plain + 1] == ' ' || line->text[plain + 1] == '\0'));
}

static void add_row(const struct pdf_lines *lines, struct grid *grid, const struct row *row)
{
    for (size_t i = 0; i < row->count && grid->rows > 0; i++) {
        grid->later++;
        grid->runs_on += is_run_on(&lines->lines[row->cells[i]]);
    }
    grid->rows++;
    grid->end = row->end;
}

static void find_grid(const struct pdf_lines *lines, size_t first, struct grid *grid)
{
    struct row row;
    read_row(lines, first, &row);
    *grid = (struct grid){.first = first, .end = first + 1};
    if (row.count < 2)
        return;
    grid->columns = row.count;
    for (size_t i = 0; i < row.count; i++)
        grid->lefts[i] = lines->lines[row.cells[i]].left;
    do {
        add_row(lines, grid, &row);
        if (grid->end == lines->count)
            return;
        read_row(lines, grid->end, &row);
    } while (goes_under(lines, grid, &row));
}

static void mark_cells(struct pdf_lines *lines, const struct grid *grid, uint16_t table)
{
    struct row row;
    uint16_t number = 0;
    for (size_t at = grid->first; at < grid->end; at = row.end, number++) {
        read_row(lines, at, &row);
        bool header = number == 0;
        for (size_t i = 0; i < row.count; i++)
            header = header && lines->lines[row.cells[i]].bold;
        for (size_t i = 0; i < row.count; i++) {
            size_t end = i + 1 < row.count ? row.cells[i + 1] : row.end;
            uint16_t column = (uint16_t)column_of(grid, &lines->lines[row.cells[i]]);
            for (size_t line = row.cells[i]; line < end; line++) {
                lines->lines[line].table = table;
                lines->lines[line].row = number;
                lines->lines[line].column = column;
                lines->lines[line].header = header;
            }
        }
    }
}

/* By the columns that mark_cells has found; within one the order stays. */
static void order_by_columns(struct pdf_lines *lines, const struct grid *grid)
{
    size_t count = grid->end - grid->first, next = 0;
    struct pdf_line *ordered = memory_array(count, sizeof *ordered), *from = lines->lines + grid->first;
    uint32_t *moved = memory_array(count, sizeof *moved);
    for (size_t column = 0; column < grid->columns; column++)
        for (size_t i = 0; i < count; i++)
            if (from[i].column == column) {
                moved[i] = (uint32_t)(grid->first + next);
                ordered[next] = from[i];
                ordered[next++].table = 0;
            }
    memcpy(from, ordered, count * sizeof *ordered);
    for (size_t i = 0; i < lines->link_count; i++)
        if (lines->links[i].line >= grid->first && lines->links[i].line < grid->end)
            lines->links[i].line = moved[lines->links[i].line - grid->first];
    free(ordered);
    free(moved);
}

void pdf_grid_find(struct pdf_lines *lines)
{
    struct grid grid;
    uint16_t tables = 0;
    for (size_t at = 0; at < lines->count; at = grid.end) {
        find_grid(lines, at, &grid);
        if (grid.rows < ROWS_LEAST || tables == UINT16_MAX) {
            grid.end = at + 1;
            continue;
        }
        bool prose = grid.runs_on * 100 >= grid.later * RUNS_ON_PERCENT;
        mark_cells(lines, &grid, prose ? 1 : ++tables);
        if (prose)
            order_by_columns(lines, &grid);
    }
}

/* CSV by RFC 4180: a strict reader (libcsv underneath) and a writer. UTF-8, a BOM is
 * skipped, line ends are CRLF or LF, a cell may hold both. */
#ifndef COREOFFER_BASE_CSV_H
#define COREOFFER_BASE_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/mistakes.h"
#include "base/status.h"

struct csv_row {
    size_t line;              /* where the row starts, from 1 */
    size_t count;
    const char *const *cells; /* NUL-terminated UTF-8, white space at the ends trimmed */
};

struct csv_table {
    struct arena arena;
    struct csv_row header;
    struct csv_row *rows;     /* empty lines are left out */
    size_t count;
};

/* Refuses, naming file and line: bytes that are not UTF-8, NUL bytes, a quote out of
 * place, a row with more or fewer cells than the header, a doubled or empty column name,
 * columns that are parted by semicolons or tabs, no header. `path` "-" is stdin. Release with csv_release also after an error. */
MUST_USE enum status csv_load(const char *path, size_t ceiling, struct csv_table *table, struct error *err);
MUST_USE enum status csv_read(const char *name, const char *bytes, size_t length, struct csv_table *table, struct error *err);
/* The same of a table that people fill in: what can be passed over (a row with more or fewer cells, which the table then lacks; bytes
 * that are not UTF-8, named once, which its cells then hold) is told to `mistakes`, and whoever reads on tells those of the rows. */
MUST_USE enum status csv_read_filled_in(const char *name, const char *bytes, size_t length, struct mistakes *mistakes, struct csv_table *table,
                                        struct error *err);
void csv_release(struct csv_table *table);

/* The same row by row, for tables that are long: the header first, with how many rows may follow at most, then each row. What
 * they are given lives until they return; the first status that is not STATUS_OK ends the reading and is returned. */
struct csv_rows {
    enum status (*header)(void *context, const struct csv_row *header, size_t rows_most);
    enum status (*row)(void *context, const struct csv_row *row);
    void *context;
};
MUST_USE enum status csv_load_rows(const char *path, size_t ceiling, const struct csv_rows *rows, struct error *err);

/* The column's number, or -1. */
int csv_column(const struct csv_table *table, const char *name);
/* Where each of `names` stands, into `places` (NULL: only that they are there); the file may have others. An
 * error names the file and the column that is missing. */
MUST_USE enum status csv_columns(const char *name, const struct csv_table *table, const char *const *names, size_t count, int *places,
                                 struct error *err);
/* Which of `words` (NULL behind the last) the cell of the column is, by its place among them. An error names file, line and the words. */
MUST_USE enum status csv_choose(const char *name, const struct csv_table *table, const struct csv_row *row, const char *column,
                                const char *const *words, size_t *chosen, struct error *err);
/* The cell, or "" where the column is absent (-1). */
const char *csv_cell(const struct csv_row *row, int column);

/* Writer: cells one by one, then csv_end_row. NULL is the empty cell. Control characters, C1 too, but tabs and line ends, and
 * bad UTF-8 become U+FFFD. With `excel` set so do overrides of direction, and a text that a spreadsheet would run (=, +, -, @,
 * tab, CR, LF at its start) gets a quote before it (OWASP, CSV Injection). */
struct csv_writer {
    struct buffer *out;
    bool excel;
    bool started; /* a cell was written in this row */
};
void csv_text(struct csv_writer *writer, const char *text);
void csv_number(struct csv_writer *writer, int64_t value);
void csv_decimal(struct csv_writer *writer, double value, int places); /* NaN is the empty cell */
void csv_end_row(struct csv_writer *writer);  /* CRLF */

#endif

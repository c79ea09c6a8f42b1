/* The tables of `data/`: one list of columns for each drives the CSV, the CSV for
 * spreadsheets, the JSON and datapackage.json, so that they can't differ. */
#ifndef COREOFFER_REPORTS_TABLES_H
#define COREOFFER_REPORTS_TABLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/csv.h"
#include "base/json.h"
#include "reports/data/data.h"
#include "reports/output.h"

enum column_type { COLUMN_TEXT, COLUMN_INTEGER, COLUMN_NUMBER, COLUMN_BOOLEAN, COLUMN_TIME, COLUMN_DATE };

struct column {
    const char *name; /* snake_case */
    enum column_type type;
    const char *description;
};

/* The files of a table. */
enum { TABLE_PLAIN, TABLE_EXCEL, TABLE_JSON, TABLE_FORMATS };

/* Takes cells in the order of the columns; empty means not recorded. */
struct sheet {
    const struct column *columns;
    size_t column_count, at, rows;
    struct csv_writer plain, excel;
    struct json_writer json;
    struct output_stream *streams; /* TABLE_FORMATS of them, which the writers fill */
};
void sheet_text(struct sheet *sheet, const char *text); /* NULL and "" are empty */
void sheet_integer(struct sheet *sheet, int64_t value);
void sheet_count(struct sheet *sheet, int64_t value);  /* negative is empty */
void sheet_number(struct sheet *sheet, double value);  /* one decimal; NaN is empty */
enum { SCORE_DECIMALS = 2 }; /* so that who rounds a file's score comes to the whole number on the page: 53.46, not 53.5 */
void sheet_score(struct sheet *sheet, double value);   /* the same with SCORE_DECIMALS */
void sheet_boolean(struct sheet *sheet, bool value);   /* "true", "false" */
void sheet_time(struct sheet *sheet, int64_t instant); /* -1 is empty */
void sheet_end_row(struct sheet *sheet);

struct table {
    const char *name, *title;
    const struct column *columns;
    size_t column_count;
    void (*rows)(const struct report *report, struct sheet *sheet);
};
extern const struct table tables_all[];
extern const size_t tables_count;

#endif

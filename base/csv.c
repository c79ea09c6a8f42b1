#include "base/csv.h"

#include <csv.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"

/* What libcsv's callbacks gather. */
struct gathering {
    const struct csv_rows *rows;
    struct mistakes *mistakes;  /* NULL: the first ends the reading */
    size_t line, row_line;      /* being fed; where the current row began */
    struct buffer bytes;        /* of the current row's cells, each with a NUL after it */
    size_t *starts;             /* of libcsv's cells in them, which move as they grow */
    const char **cells;         /* once the row is whole */
    size_t count, capacity;
    size_t columns;             /* of the header; 0 until it was met */
    size_t rows_most;
    bool at_row;                /* a row begins where the next line does */
    const char *name;
    enum status status;
    struct error *err;
};

/* Trimmed by the byte, so only ASCII: 0xA0 is also the last byte of many letters. */
static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Where the text begins without white space at its ends, and how long it then is. */
static const char *trim(const char *text, size_t *length)
{
    while (*length > 0 && is_space(text[0]))
        text++, --*length;
    while (*length > 0 && is_space(text[*length - 1]))
        --*length;
    return text;
}

static void add_cell_room(struct gathering *g)
{
    if (g->count < g->capacity)
        return;
    g->capacity = g->capacity ? g->capacity * 2 : 8;
    g->starts = memory_grow(g->starts, g->capacity, sizeof *g->starts);
    g->cells = memory_grow(g->cells, g->capacity, sizeof *g->cells);
}

static void take_cell(void *bytes, size_t length, void *context)
{
    struct gathering *g = context;
    const char *text = trim(bytes != NULL ? bytes : "", &length);
    add_cell_room(g);
    g->starts[g->count++] = g->bytes.length;
    if (length > 0)
        (void)buffer_add(&g->bytes, text, length);
    (void)buffer_add_char(&g->bytes, '\0');
}

static void check_header(struct gathering *g, const struct csv_row *header)
{
    const char *other = header->count == 1 ? strpbrk(header->cells[0], ";\t") : NULL;
    if (other != NULL)
        g->status = error_set(g->err, STATUS_INPUT, "%s:%zu: the columns are parted by %s and not by commas; save it as CSV with commas (in a spreadsheet: \"CSV "
                              "UTF-8 (Comma delimited)\", or the field separator ',')", g->name, header->line, *other == ';' ? "semicolons" : "tabs");
    for (size_t i = 0; i < header->count && g->status == STATUS_OK; i++) {
        if (header->cells[i][0] == '\0')
            g->status = error_set(g->err, STATUS_INPUT, "%s:%zu: column %zu has no name", g->name, header->line, i + 1);
        for (size_t k = 0; k < i && g->status == STATUS_OK; k++)
            if (strcmp(header->cells[i], header->cells[k]) == 0)
                g->status = error_set(g->err, STATUS_INPUT, "%s:%zu: the column '%s' is there twice; keep one", g->name, header->line,
                                      header->cells[i]);
    }
}

static bool is_blank(const struct csv_row *row)
{
    for (size_t i = 0; i < row->count; i++)
        if (row->cells[i][0] != '\0')
            return false;
    return true;
}

/* Gives the gathered row to the reader, but blank ones. */
static void give_row(struct gathering *g)
{
    struct csv_row row = {.line = g->row_line, .count = g->count, .cells = g->cells};
    if (g->status != STATUS_OK || is_blank(&row))
        return;
    if (g->columns == 0) {
        g->columns = row.count;
        check_header(g, &row);
        if (g->status == STATUS_OK)
            g->status = g->rows->header(g->rows->context, &row, g->rows_most);
    } else if (row.count != g->columns)
        g->status = mistakes_pass(g->mistakes, error_set(g->err, STATUS_INPUT,
                                                         "%s:%zu: this row has %zu cells but the header has %zu; %s", g->name, g->row_line,
                                                         row.count, g->columns, row.count > g->columns ? "put quotes round a cell that holds a comma"
                                                                                                       : "an empty cell needs its comma too"), g->err);
    else
        g->status = g->rows->row(g->rows->context, &row);
}

static void end_row(struct gathering *g)
{
    g->count = 0;
    buffer_clear(&g->bytes);
    g->row_line = g->line + 1;
}

static void take_row(int terminator, void *context)
{
    struct gathering *g = context;
    (void)terminator;
    for (size_t i = 0; i < g->count; i++)
        g->cells[i] = buffer_text(&g->bytes) + g->starts[i];
    give_row(g);
    end_row(g);
    g->at_row = true;
}

/* A line that is a row of its own, without quotes, is cut at its commas here: tables of
 * weights are long, and libcsv looks closely at each byte. */
static void take_plain_line(struct gathering *g, const char *line, size_t length)
{
    (void)buffer_add(&g->bytes, line, length);
    (void)buffer_add_char(&g->bytes, '\0');
    char *cell = g->bytes.bytes, *end = cell + length, *stop = cell;
    *end = ','; /* in the NUL's place: the last cell ends as the others do */
    for (; stop <= end; cell = ++stop) {
        while (*stop != ',')
            stop++;
        char *last = stop;
        while (cell < last && is_space(*cell))
            cell++;
        while (cell < last && is_space(last[-1]))
            last--;
        *last = '\0';
        add_cell_room(g);
        g->cells[g->count++] = cell;
    }
    give_row(g);
    end_row(g);
}

static void feed(struct gathering *g, struct csv_parser *parser, const char *line, size_t size, bool one_row)
{
    if (g->count == 0 && size <= 2 && (line[0] == '\n' || line[0] == '\r'))
        g->row_line = g->line + 1; /* an empty line between rows */
    g->at_row = false; /* unless take_row is called */
    if (csv_parse(parser, line, size, take_cell, take_row, g) != size && g->status == STATUS_OK)
        g->status = error_set(g->err, STATUS_INPUT, "%s:%zu: %s; put quotes round the whole cell and double those inside", g->name, g->line,
                              csv_error(parser) == CSV_EPARSE ? "a quote is out of place" : csv_strerror(csv_error(parser)));
    g->at_row = g->at_row && one_row;
}

static size_t count_byte(const char *bytes, size_t length, char byte)
{
    size_t count = 0;
    for (const char *at = bytes, *end = bytes + length; at < end && (at = memchr(at, byte, (size_t)(end - at))) != NULL; at++)
        count++;
    return count;
}

static enum status read_rows(const char *name, const char *bytes, size_t length, const struct csv_rows *rows, struct mistakes *mistakes, struct error *err)
{
    enum status status = file_check_text(name, &bytes, &length, err);
    if (memchr(bytes, '\0', length) == NULL) /* else it is no table at all, or one in UTF-16 */
        status = mistakes_pass(mistakes, status, err);
    if (status != STATUS_OK)
        return status;
    struct csv_parser parser;
    if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
        return error_set(err, STATUS_INTERNAL, "%s: the CSV reader did not start", name);
    struct gathering g = {.rows = rows, .mistakes = mistakes, .line = 1, .row_line = 1, .at_row = true, .name = name, .status = STATUS_OK, .err = err};
    buffer_init(&g.bytes, length + 1); /* a cell has a comma or a line's end after it, but the last */
    g.rows_most = count_byte(bytes, length, '\n') + count_byte(bytes, length, '\r');
    size_t at = 0;
    while (at < length && g.status == STATUS_OK) {
        const char *line = bytes + at, *end = memchr(line, '\n', length - at);
        size_t size = end != NULL ? (size_t)(end - line) + 1 : length - at, inner = size - (end != NULL);
        inner -= inner > 0 && line[inner - 1] == '\r';
        bool one_row = memchr(line, '\r', inner) == NULL; /* to libcsv a CR alone ends a row too */
        if (g.at_row && one_row && memchr(line, '"', inner) == NULL)
            take_plain_line(&g, line, inner);
        else
            feed(&g, &parser, line, size, one_row);
        at += size;
        g.line++;
    }
    if (g.status == STATUS_OK && csv_fini(&parser, take_cell, take_row, &g) != 0 && g.status == STATUS_OK)
        g.status = error_set(err, STATUS_INPUT, "%s:%zu: a cell that starts here has no closing quote", name, g.row_line);
    if (g.status == STATUS_OK && g.columns == 0)
        g.status = error_set(err, STATUS_INPUT, "%s:1: the file is empty; its first line must name the columns", name);
    csv_free(&parser);
    free(g.starts);
    free(g.cells);
    buffer_release(&g.bytes);
    return g.status;
}

enum status csv_load_rows(const char *path, size_t ceiling, const struct csv_rows *rows, struct error *err)
{
    struct buffer bytes;
    buffer_init(&bytes, ceiling);
    enum status status = file_read(path, &bytes, err);
    if (status == STATUS_OK)
        status = read_rows(path, buffer_text(&bytes), bytes.length, rows, NULL, err);
    buffer_release(&bytes);
    return status;
}

/* ---- all rows at once ---- */

struct keeping {
    struct csv_table *table;
    size_t capacity;
};

static struct csv_row copy_row(struct arena *arena, const struct csv_row *row)
{
    const char **cells = arena_array(arena, row->count, sizeof *cells);
    for (size_t i = 0; i < row->count; i++)
        cells[i] = arena_copy(arena, row->cells[i]);
    return (struct csv_row){.line = row->line, .count = row->count, .cells = cells};
}

static enum status keep_header(void *context, const struct csv_row *header, size_t rows_most)
{
    struct keeping *keeping = context;
    (void)rows_most; /* blank lines may be many */
    keeping->table->header = copy_row(&keeping->table->arena, header);
    return STATUS_OK;
}

static enum status keep_row(void *context, const struct csv_row *row)
{
    struct keeping *keeping = context;
    struct csv_table *table = keeping->table;
    MEMORY_PUSH_ROOM(table->rows, table->count, keeping->capacity);
    table->rows[table->count++] = copy_row(&table->arena, row);
    return STATUS_OK;
}

enum status csv_read_filled_in(const char *name, const char *bytes, size_t length, struct mistakes *mistakes, struct csv_table *table, struct error *err)
{
    *table = (struct csv_table){0};
    struct keeping keeping = {.table = table};
    return read_rows(name, bytes, length, &(struct csv_rows){keep_header, keep_row, &keeping}, mistakes, err);
}

enum status csv_read(const char *name, const char *bytes, size_t length, struct csv_table *table, struct error *err)
{
    return csv_read_filled_in(name, bytes, length, NULL, table, err);
}

enum status csv_load(const char *path, size_t ceiling, struct csv_table *table, struct error *err)
{
    *table = (struct csv_table){0};
    struct keeping keeping = {.table = table};
    return csv_load_rows(path, ceiling, &(struct csv_rows){keep_header, keep_row, &keeping}, err);
}

void csv_release(struct csv_table *table)
{
    arena_release(&table->arena);
    free(table->rows);
    *table = (struct csv_table){0};
}

int csv_column(const struct csv_table *table, const char *name)
{
    for (size_t i = 0; i < table->header.count; i++)
        if (strcmp(table->header.cells[i], name) == 0)
            return (int)i;
    return -1;
}

enum status csv_columns(const char *name, const struct csv_table *table, const char *const *names, size_t count, int *places, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        int place = csv_column(table, names[i]);
        if (place < 0)
            return error_set(err, STATUS_INPUT, "%s:%zu: the column '%s' is missing", name, table->header.line, names[i]);
        if (places != NULL)
            places[i] = place;
    }
    return STATUS_OK;
}

const char *csv_cell(const struct csv_row *row, int column)
{
    return column >= 0 && (size_t)column < row->count ? row->cells[column] : "";
}

enum status csv_choose(const char *name, const struct csv_table *table, const struct csv_row *row, const char *column,
                       const char *const *words, size_t *chosen, struct error *err)
{
    const char *cell = csv_cell(row, csv_column(table, column));
    for (*chosen = 0; words[*chosen] != NULL; (*chosen)++)
        if (strcmp(words[*chosen], cell) == 0)
            return STATUS_OK;
    struct buffer list;
    buffer_init(&list, ERROR_MESSAGE_MAX);
    for (size_t i = 0; words[i] != NULL; i++)
        (void)buffer_printf(&list, "%s'%s'", i == 0 ? "" : words[i + 1] != NULL ? ", " : " and ", words[i]);
    (void)error_set(err, STATUS_INPUT, "%s:%zu: %s is '%s'; allowed are %s", name, row->line, column, cell, buffer_text(&list));
    buffer_release(&list);
    return STATUS_INPUT;
}

static void separate(struct csv_writer *writer)
{
    if (writer->started)
        (void)buffer_add_char(writer->out, ',');
    writer->started = true;
}

/* A character that a table has no use for and that steers who looks at it. */
static bool is_unfit(const struct csv_writer *writer, uint32_t c)
{
    return text_is_unsafe_to_show(c) && c != '\t' && c != '\n' && c != '\r' && (c < 0xA0 || writer->excel);
}

/* The text with U+FFFD for what is unfit; itself, and `kept` stays empty, where nothing is. */
static const char *fit(const struct csv_writer *writer, const char *text, struct buffer *kept)
{
    size_t length = strlen(text), plain = 0;
    while (plain < length && text[plain] >= 0x20 && text[plain] < 0x7F)
        plain++;
    if (plain == length)
        return text;
    for (size_t at = 0; at < length;) {
        uint32_t c = text_next(text, length, &at);
        text_add_char(kept, is_unfit(writer, c) ? 0xFFFD : c);
    }
    return buffer_text(kept);
}

static void add_cell(struct csv_writer *writer, const char *text)
{
    bool formula = writer->excel && text[0] != '\0' && strchr("=+-@\t\r\n", text[0]) != NULL;
    bool quote = formula || strpbrk(text, ",\"\r\n") != NULL || text[0] == ' ' || (text[0] != '\0' && text[strlen(text) - 1] == ' ');
    if (!quote) {
        (void)buffer_add_text(writer->out, text);
        return;
    }
    (void)buffer_add_char(writer->out, '"');
    if (formula)
        (void)buffer_add_char(writer->out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            (void)buffer_add_char(writer->out, '"');
        (void)buffer_add_char(writer->out, *text);
    }
    (void)buffer_add_char(writer->out, '"');
}

void csv_text(struct csv_writer *writer, const char *text)
{
    struct buffer kept;
    separate(writer);
    if (text == NULL)
        return;
    buffer_init(&kept, writer->out->ceiling);
    add_cell(writer, fit(writer, text, &kept));
    buffer_release(&kept);
}

void csv_number(struct csv_writer *writer, int64_t value)
{
    separate(writer);
    (void)buffer_printf(writer->out, "%lld", (long long)value);
}

void csv_decimal(struct csv_writer *writer, double value, int places)
{
    separate(writer);
    if (isfinite(value))
        (void)buffer_printf(writer->out, "%.*f", places, value);
}

void csv_end_row(struct csv_writer *writer)
{
    (void)buffer_add_text(writer->out, "\r\n");
    writer->started = false;
}

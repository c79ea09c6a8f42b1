#include "reports/files/tables.h"

#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "reports/pages/pages.h"

static const char *const endings[TABLE_FORMATS] = {".csv", "-excel.csv", ".json"};

/* The next cell's column; a row's first cell opens its object. */
static const char *next_key(struct sheet *sheet)
{
    static const char surplus[] = "surplus";
    if (sheet->at == 0)
        json_object(&sheet->json, NULL);
    if (sheet->at++ < sheet->column_count)
        return sheet->columns[sheet->at - 1].name;
    return surplus;
}

void sheet_text(struct sheet *sheet, const char *text)
{
    const char *kept = text && *text ? text : NULL;
    csv_text(&sheet->plain, kept);
    csv_text(&sheet->excel, kept);
    json_text(&sheet->json, next_key(sheet), kept);
}

void sheet_integer(struct sheet *sheet, int64_t value)
{
    csv_number(&sheet->plain, value);
    csv_number(&sheet->excel, value);
    json_number(&sheet->json, next_key(sheet), value);
}

void sheet_count(struct sheet *sheet, int64_t value)
{
    if (value < 0)
        sheet_text(sheet, NULL);
    else
        sheet_integer(sheet, value);
}

static void add_decimal(struct sheet *sheet, double value, int places)
{
    csv_decimal(&sheet->plain, value, places);
    csv_decimal(&sheet->excel, value, places);
    json_decimal(&sheet->json, next_key(sheet), value, places);
}

void sheet_number(struct sheet *sheet, double value)
{
    add_decimal(sheet, value, 1);
}

void sheet_score(struct sheet *sheet, double value)
{
    add_decimal(sheet, value, SCORE_DECIMALS);
}

void sheet_boolean(struct sheet *sheet, bool value)
{
    csv_text(&sheet->plain, value ? "true" : "false");
    csv_text(&sheet->excel, value ? "true" : "false");
    json_bool(&sheet->json, next_key(sheet), value);
}

void sheet_time(struct sheet *sheet, int64_t instant)
{
    char text[CLOCK_TEXT_MAX];
    clock_iso(instant, text);
    sheet_text(sheet, text);
}

void sheet_end_row(struct sheet *sheet)
{
    csv_end_row(&sheet->plain);
    csv_end_row(&sheet->excel);
    json_end_object(&sheet->json);
    /* A writer that forgets a cell would shift every column after it. */
    if (sheet->at != sheet->column_count)
        sheet->plain.out->over = true;
    for (int i = 0; i < TABLE_FORMATS; i++)
        output_stream_pass(&sheet->streams[i]);
    sheet->at = 0;
    sheet->rows++;
}

static void add_header(struct csv_writer *writer, const struct table *table)
{
    for (size_t i = 0; i < table->column_count; i++)
        csv_text(writer, table->columns[i].name);
    csv_end_row(writer);
}

static void fill(const struct report *report, const struct table *table, struct sheet *sheet)
{
    (void)buffer_add_text(sheet->excel.out, "\xEF\xBB\xBF");
    add_header(&sheet->plain, table);
    add_header(&sheet->excel, table);
    json_array(&sheet->json, NULL);
    table->rows(report, sheet);
    json_end_array(&sheet->json);
    buffer_add_char(sheet->json.out, '\n');
}

static enum status write_table(const struct report *report, const struct table *table, struct output *output, struct error *err)
{
    struct output_stream streams[TABLE_FORMATS];
    for (int i = 0; i < TABLE_FORMATS; i++)
        output_stream_begin(output, arena_printf(&output->arena, "data/%s%s", table->name, endings[i]), &streams[i]);
    struct sheet sheet = {.columns = table->columns,
                          .column_count = table->column_count,
                          .plain = {.out = &streams[TABLE_PLAIN].bytes},
                          .excel = {.out = &streams[TABLE_EXCEL].bytes, .excel = true},
                          .json = {.out = &streams[TABLE_JSON].bytes},
                          .streams = streams};
    fill(report, table, &sheet);
    enum status status = STATUS_OK;
    for (int i = 0; i < TABLE_FORMATS; i++) {
        enum status ended = output_stream_end(output, &streams[i], table->title, sheet.rows, table->column_count, status == STATUS_OK ? err : NULL);
        status = status == STATUS_OK ? ended : status;
    }
    return status;
}

static void add_schema(struct json_writer *json, const struct table *table)
{
    static const char *const types[] = {"string", "integer", "number", "boolean", "datetime", "date"};
    json_object(json, "schema");
    json_array(json, "fields");
    for (size_t i = 0; i < table->column_count; i++) {
        json_object(json, NULL);
        json_text(json, "name", table->columns[i].name);
        json_text(json, "type", types[table->columns[i].type]);
        json_text(json, "description", table->columns[i].description);
        json_end_object(json);
    }
    json_end_array(json);
    json_array(json, "missingValues");
    json_text(json, NULL, "");
    json_end_array(json);
    json_end_object(json);
}

/* Data Package v2 (datapackage.org): one resource for each plain CSV. */
static enum status write_package(const struct report *report, struct output *output, struct error *err)
{
    struct buffer *out = output_begin(output);
    struct json_writer json = {.out = out, .indent = 1};
    char created[CLOCK_TEXT_MAX];
    clock_iso(report->run.finished_at, created);
    json_object(&json, NULL);
    json_text(&json, "$schema", "https://datapackage.org/profiles/2.0/datapackage.json");
    json_text(&json, "name", "core-offer-audit");
    json_text(&json, "title", "What English councils publish for families with disabled children");
    if (report->notice)
        json_text(&json, "description", report->notice);
    json_text(&json, "created", *created ? created : NULL);
    json_array(&json, "licenses");
    json_object(&json, NULL);
    json_text(&json, "name", "CC-BY-4.0");
    json_text(&json, "path", "https://creativecommons.org/licenses/by/4.0/");
    json_text(&json, "title", "Creative Commons Attribution 4.0");
    json_end_object(&json);
    json_end_array(&json);
    json_array(&json, "resources");
    for (size_t i = 0; i < tables_count; i++) {
        const struct table *table = &tables_all[i];
        const struct output_file *file = output_listed(output, "data/", table->name, ".csv");
        if (!file)
            return error_set(err, STATUS_INTERNAL, "the table '%s' was not written", table->name);
        json_object(&json, NULL);
        json_text(&json, "name", table->name);
        json_text(&json, "title", table->title);
        json_text(&json, "type", "table");
        json_text(&json, "path", file->path + strlen("data/"));
        json_text(&json, "format", "csv");
        json_text(&json, "mediatype", "text/csv");
        json_text(&json, "encoding", "utf-8");
        json_number(&json, "bytes", (int64_t)file->bytes);
        char hash[DIGEST_HEX_SIZE + 8];
        snprintf(hash, sizeof hash, "sha256:%s", file->sha256);
        json_text(&json, "hash", hash);
        add_schema(&json, table);
        json_end_object(&json);
    }
    json_end_array(&json);
    json_end_object(&json);
    buffer_add_char(out, '\n');
    return output_end(output, "data/datapackage.json", err);
}

enum status tables_write(const struct report *report, struct output *output, struct error *err)
{
    for (size_t i = 0; i < tables_count; i++) {
        enum status status = write_table(report, &tables_all[i], output, err);
        if (status != STATUS_OK)
            return status;
    }
    return write_package(report, output, err);
}

#include <string.h>

#include "reports/files/tables.h"
#include "reports/pages/pages.h"
#include "reports/pages/parts.h"

static void add_size(struct buffer *out, size_t bytes)
{
    if (bytes < 1000)
        html_add(out, "%z bytes", bytes);
    else if (bytes < 999500) /* more would round to 1,000 kB */
        html_add(out, "%n kB", (double)bytes / 1000);
    else
        html_add(out, "%f MB", (double)bytes / 1000000);
}

/* A table's files stand together: as CSV, as CSV for spreadsheets, as JSON. */
static void add_files(struct buffer *out, const struct output *output)
{
    parts_table_open(out, "Files", "stack files", "Files", "As CSV, as CSV for spreadsheets, and as JSON.");
    html_add(out, "<thead><tr><th scope=\"col\">What it holds</th><th scope=\"col\" class=\"num\">Rows</th><th scope=\"col\" "
                  "class=\"num\">Columns</th><th scope=\"col\">Files and size</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < output->listed_count;) {
        const struct output_file *first = &output->listed[i];
        html_add(out,
                 "<tr><th scope=\"row\">%t</th><td class=\"num\" data-h=\"Rows\">%z</td><td class=\"num\" data-h=\"Columns\">%z</td>"
                 "<td data-h=\"Files\"><ul class=\"plain\">",
                 first->title, first->rows, first->columns);
        for (; i < output->listed_count && output->listed[i].title == first->title; i++) {
            const struct output_file *file = &output->listed[i];
            const char *name = strrchr(file->path, '/');
            name = name ? name + 1 : file->path;
            html_add(out, "<li><a href=\"%t\">%t</a>, ", name, name);
            add_size(out, file->bytes);
            html_add(out, "</li>");
        }
        html_add(out, "</ul></td></tr>\n");
    }
    parts_table_close(out);
}

/* Out of the way of whoever only wants a file. */
static void add_digests(struct buffer *out, const struct output *output)
{
    html_add(out, "<details><summary>SHA-256 of every file, to check that a copy is whole</summary><div><ul class=\"plain\">");
    for (size_t i = 0; i < output->listed_count; i++)
        html_add(out, "<li>%t<br><span class=\"dig\">%t</span></li>", output->listed[i].path, output->listed[i].sha256);
    html_add(out, "</ul></div></details>\n");
}

enum status page_data_write(const struct report *report, struct output *output, struct error *err)
{
    struct buffer *out = output_begin(output);
    struct crumb crumbs[] = {{"Home", ""}};
    struct frame frame = {.title = "Data",
                          .description = "All data of this report as CSV and JSON, free to take.",
                          .root = "../",
                          .section = "data/",
                          .crumbs = crumbs,
                          .crumb_count = 1};
    parts_open(out, report, &frame);
    html_add(out, "<p class=\"lead\">Everything that this report says is in these files, free to take and to use again.</p>\n"
                  "<p>Licence: <a href=\"https://creativecommons.org/licenses/by/4.0/\">Creative Commons Attribution 4.0</a>. "
                  "Short quotes are the councils’ own words. "
                  "CSV files are UTF-8 with a heading line; an empty cell means “not recorded”. The files that end in -excel "
                  "open well in spreadsheet programs. "
                  "<a href=\"datapackage.json\">datapackage.json</a> describes every column.</p>\n");
    add_files(out, output);
    add_digests(out, output);
    html_add(out, "<h2>Columns</h2>\n");
    for (size_t t = 0; t < tables_count; t++) {
        html_add(out, "<details><summary>%t: %t</summary><div><dl>", tables_all[t].name, tables_all[t].title);
        for (size_t c = 0; c < tables_all[t].column_count; c++)
            html_add(out, "<dt>%t</dt><dd>%t</dd>", tables_all[t].columns[c].name, tables_all[t].columns[c].description);
        html_add(out, "</dl></div></details>\n");
    }
    html_add(out, "<p>Each council’s page also has its own JSON, JUnit XML and SARIF file.</p>\n");
    parts_close(out, report, &frame);
    return output_end(output, "data/index.html", err);
}

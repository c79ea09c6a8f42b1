#include "reports/pages/national_parts.h"

#include <math.h>
#include <string.h>

#include "reports/data/figures.h"

static void add_count(struct buffer *out, const char *heading, struct national_count count)
{
    html_add(out, "<td class=\"num\" data-h=\"%t\">", heading);
    if (count.base)
        html_add(out, "%t%% <span class=\"small\">(%z of %z)</span>", figures_share(count.count, count.base).text, count.count, count.base);
    else
        html_add(out, "not known");
    html_add(out, "</td>");
}

static void add_past(struct buffer *out, double past)
{
    if (isnan(past))
        html_add(out, "<td class=\"num\" data-h=\"2011\">not asked</td>");
    else
        html_add(out, "<td class=\"num\" data-h=\"2011\">%n%%</td>", past);
}

/* What councils answered when they were asked (--answers), beside what their web sites say. */
static void add_answers(struct buffer *out, const struct report *report, const struct national_line *line)
{
    struct national_count count = {.base = report->answer_count};
    enum verdict asked;
    if (!verdict_parse(line->line, &asked) || asked == VERDICT_SILENT) {
        html_add(out, "<td class=\"num\" data-h=\"In answers\">not asked</td>");
        return;
    }
    for (size_t i = 0; i < report->answer_count; i++)
        count.count += report->answers[i].provided == asked;
    add_count(out, "In answers", count);
}

static void add_full(struct buffer *out, const struct report *report, const struct national_table *table)
{
    bool answers = report->answer_count && strcmp(table->id, "provided") == 0;
    struct buffer note;
    buffer_init(&note, 4096);
    buffer_printf(&note, "Percent of %s; in 2011, of %s.", table->base, table->base_past);
    parts_table_open(out, table->title, "stack even", table->title, buffer_text(&note));
    buffer_release(&note);
    html_add(out, "<thead><tr><th scope=\"col\">What was found</th><th scope=\"col\" class=\"num\">Now</th>");
    if (report->earlier)
        html_add(out, "<th scope=\"col\" class=\"num\">Run before, same councils</th><th scope=\"col\" class=\"num\">Now, same "
                      "councils</th>");
    if (answers)
        html_add(out, "<th scope=\"col\" class=\"num\">In answers to requests</th>");
    html_add(out, "<th scope=\"col\" class=\"num\">2011</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < table->line_count; i++) {
        html_add(out, "<tr><th scope=\"row\">%t</th>", table->lines[i].label);
        add_count(out, "Now", table->lines[i].now);
        if (report->earlier) {
            add_count(out, "Run before", table->lines[i].matched_before);
            add_count(out, "Now, same councils", table->lines[i].matched_now);
        }
        if (answers)
            add_answers(out, report, &table->lines[i]);
        add_past(out, table->lines[i].past);
        html_add(out, "</tr>\n");
    }
    parts_table_close(out);
    if (table->line_count > 0 && table->lines[0].now.unsure) {
        html_add(out, "<p>");
        parts_figure_unsure(out, report, table->lines[0].now.base, table->lines[0].now.unsure);
        html_add(out, "</p>\n");
    }
}

void national_add_tables(struct buffer *out, const struct report *report, bool full)
{
    struct arena arena = {0};
    size_t count;
    const struct national_table *tables = national_tables(report, &arena, &count);
    if (full) {
        for (size_t t = 0; t < count; t++)
            add_full(out, report, &tables[t]);
    } else {
        parts_table_open(out, "Key working now and in 2011", "stack", "Key working now, and in 2011",
                         report->texts.prose[PROSE_INDEX_PAST]);
        html_add(out, "<thead><tr><th scope=\"col\">What was found</th><th scope=\"col\" class=\"num\">Now</th><th scope=\"col\" "
                      "class=\"num\">2011</th></tr></thead><tbody>\n");
        for (size_t t = 0; t < count; t++) {
            html_add(out, "<tr><th scope=\"rowgroup\" colspan=\"3\">%t <span class=\"small\">Percent of %t; in 2011, of %t.</span>", tables[t].title, tables[t].base,
                     tables[t].base_past);
            if (tables[t].line_count > 0)
                parts_figure_unsure(out, report, tables[t].lines[0].now.base, tables[t].lines[0].now.unsure);
            html_add(out, "</th></tr>\n");
            for (size_t i = 0; i < tables[t].line_count; i++) {
                html_add(out, "<tr><th scope=\"row\">%t</th>", tables[t].lines[i].label);
                add_count(out, "Now", tables[t].lines[i].now);
                add_past(out, tables[t].lines[i].past);
                html_add(out, "</tr>\n");
            }
            if (t + 1 < count)
                html_add(out, "</tbody><tbody>\n");
        }
        parts_table_close(out);
    }
    arena_release(&arena);
}

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "reports/data/figures.h"
#include "reports/data/national.h"
#include "reports/pages/charts.h"
#include "reports/pages/national_parts.h"
#include "reports/pages/pages.h"
#include "reports/pages/parts.h"

static bool counts_for_score(const struct rubric_row *row)
{
    return row->scored && !row->experimental;
}

/* The scored row that was found least often, or NULL. */
static const struct rubric_row *weakest_row(const struct report *report, struct row_counts *counts)
{
    const struct rubric_row *weakest = NULL;
    double least = 2;
    for (size_t i = 0; i < report->rubric->row_count; i++) {
        const struct rubric_row *row = &report->rubric->rows[i];
        struct row_counts here = data_row_counts(report, row->id, NULL);
        double share = here.tested ? (double)here.by_verdict[VERDICT_YES] / (double)here.tested : 2;
        if (counts_for_score(row) && share < least) {
            least = share;
            weakest = row;
            *counts = here;
        }
    }
    return weakest;
}

static void open_card(struct buffer *out, size_t count, size_t base)
{
    html_add(out, "<li class=\"card\"><p class=\"big\">%z <span class=\"of\">of %z</span></p><p>", count, base);
}

/* Three sentences, each with its number. */
static void add_sentences(struct buffer *out, const struct report *report)
{
    struct row_counts counts = {0};
    const struct rubric_row *weakest = weakest_row(report, &counts);
    struct national_count basics = national_figure(report, "headline:key-working");
    struct buffer date;
    buffer_init(&date, 256);
    parts_date(&date, report->run.finished_at);
    html_add(out, "<p class=\"lead\">");
    prose_add(out, report->texts.prose[PROSE_INDEX_LEAD], "", PROSE_VALUES({"date", NULL, buffer_text(&date)}));
    html_add(out, "</p>\n<p>");
    prose_add(out, report->texts.prose[PROSE_INDEX_TRUST], "", NULL);
    html_add(out, "</p>\n<p class=\"go onpage\"><a href=\"#councils\">");
    prose_add(out, report->texts.prose[PROSE_INDEX_FIND], "", NULL);
    html_add(out, "</a></p>\n<ul class=\"cards\">");
    buffer_release(&date);
    open_card(out, report->read_count, report->council_count);
    prose_add(out, report->texts.prose[PROSE_INDEX_READ], "", NULL);
    if (report->read_count < report->council_count) {
        html_add(out, " ");
        prose_add(out, report->texts.prose[PROSE_INDEX_UNREAD], "", PROSE_VALUES({"count", figures_count(report->council_count - report->read_count).text, NULL}));
    }
    html_add(out, "</p></li>\n");
    if (basics.base) {
        open_card(out, basics.count, basics.base);
        prose_add(out, report->texts.prose[PROSE_INDEX_BASICS], "", NULL);
        parts_figure_unsure(out, report, basics.base, basics.unsure);
        html_add(out, "</p></li>\n");
    }
    if (weakest) {
        open_card(out, counts.by_verdict[VERDICT_YES], counts.tested);
        prose_add(out, report->texts.prose[PROSE_INDEX_WEAKEST], "", PROSE_VALUES({"row", weakest->id, NULL}, {"question", weakest->title, NULL}));
        parts_figure_unsure(out, report, counts.tested, counts.unsure);
        html_add(out, "</p></li>\n");
    }
    html_add(out, "</ul>\n");
}

static void add_finder(struct buffer *out, const struct report *report)
{
    html_add(out, "<h2 id=\"councils\">Find your council</h2>\n<div class=\"filter\" id=\"filter-box\" hidden><label "
                  "for=\"filter\">Part of the name</label>"
                  "<input id=\"filter\" type=\"search\" autocomplete=\"off\"><p id=\"filter-said\" "
                  "role=\"status\"></p></div>\n<div id=\"find\">\n");
    for (size_t i = 0; i < report->region_count; i++) {
        const struct report_region *region = &report->regions[i];
        html_add(out, "<section><h3><a href=\"region/%t/index.html\">%t</a></h3><ul class=\"cols\">", region->slug, region->name);
        for (size_t k = 0; k < region->count; k++) {
            const struct council *council = region->councils[k]->council;
            struct buffer key;
            buffer_init(&key, 1024);
            for (const char *s = council->short_name; *s; s++)
                buffer_add_char(&key, text_lower(*s));
            html_add(out, "<li data-n=\"%t\">", buffer_text(&key));
            buffer_release(&key);
            parts_council_link(out, council, "");
            html_add(out, "</li>");
        }
        html_add(out, "</ul></section>\n");
    }
    html_add(out, "</div>\n");
}

/* By how often the result is the best one, least first; ties in the rubric's order. */
struct asked {
    const struct rubric_row *row;
    struct row_counts counts;
};

static int by_share(const void *a, const void *b)
{
    const struct asked *x = a, *y = b;
    size_t left = x->counts.by_verdict[VERDICT_YES] * y->counts.tested, right = y->counts.by_verdict[VERDICT_YES] * x->counts.tested;
    if (left != right)
        return left < right ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* Every question, leading to its councils. */
static void add_questions(struct buffer *out, const struct report *report)
{
    struct asked *asked = memory_array(report->rubric->row_count + 1, sizeof *asked);
    size_t count = 0;
    for (size_t r = 0; r < report->rubric->row_count; r++) {
        const struct rubric_row *row = &report->rubric->rows[r];
        struct row_counts counts = data_row_counts(report, row->id, NULL);
        if (counts.tested)
            asked[count++] = (struct asked){row, counts};
    }
    if (count) {
        qsort(asked, count, sizeof *asked, by_share);
        html_add(out, "<h2 id=\"questions\">What is told, and what is not</h2>\n");
        parts_table_open(out, "Every question", "stack", "Every question, the least often answered first",
                         report->texts.prose[PROSE_INDEX_QUESTIONS]);
        html_add(out, "<thead><tr><th scope=\"col\">Question</th><th scope=\"col\">Best result</th><th scope=\"col\" class=\"num\">How often</th></tr></thead><tbody>\n");
    }
    for (size_t i = 0; i < count; i++) {
        html_add(out, "<tr><th scope=\"row\"><a href=\"row/%t/index.html\">%t</a>", asked[i].row->id, asked[i].row->title);
        html_add(out, counts_for_score(asked[i].row) ? "</th>" : "<br><span class=\"small\">not scored</span></th>");
        html_add(out, "<td data-h=\"Best result\">");
        parts_tag(out, report, VERDICT_YES, asked[i].row->id);
        html_add(out, "</td><td class=\"num\" data-h=\"How often\">");
        parts_share(out, asked[i].counts.by_verdict[VERDICT_YES], asked[i].counts.tested);
        charts_share(out, asked[i].counts.by_verdict[VERDICT_YES], asked[i].counts.tested);
        if (asked[i].counts.unsure) {
            html_add(out, "<small>");
            prose_add(out, report->texts.prose[PROSE_FIGURE_UNSURE_SHORT], "", PROSE_VALUES({"unsure", figures_count(asked[i].counts.unsure).text, NULL}));
            html_add(out, "</small>");
        }
        html_add(out, "</td></tr>\n");
    }
    if (count)
        parts_table_close(out);
    free(asked);
}

static void add_map(struct buffer *out, const struct report *report)
{
    struct hex_cell *cells = memory_array(report->council_count + 1, sizeof *cells);
    struct arena words = {0};
    const char *key[CHART_CLASSES + 1] = {0};
    for (size_t i = 0; i < report->rubric->band_count && i < CHART_CLASSES; i++)
        key[i] = report->rubric->bands[i].title;
    key[CHART_CLASSES] = "Not tested, or too little could be judged";
    for (size_t i = 0; i < report->council_count; i++) {
        const struct report_council *council = report->by_name[i];
        int class = council->read ? data_class(report, council->card.score) : CHART_HATCH;
        if (class >= CHART_CLASSES)
            class = CHART_CLASSES - 1;
        struct buffer said;
        buffer_init(&said, 2048);
        if (council->read) {
            parts_band(&said, report, council->card.score);
        } else {
            buffer_add_text(&said, report->texts.outcomes[council->visit.outcome].brief);
        }
        cells[i] = (struct hex_cell){council->council, class, arena_copy(&words, buffer_text(&said)),
                                     arena_printf(&words, "council/%s/index.html", council->council->slug)};
        buffer_release(&said);
    }
    size_t placed = charts_placed(cells, report->council_count);
    if (placed) {
        struct chart chart = {"map", "Map of councils by band",
                              report->texts.prose[PROSE_INDEX_MAP_DESCRIPTION]};
        html_add(out, "<h2>Where</h2>\n");
        charts_map(out, &chart, report->texts.prose[PROSE_INDEX_MAP], key, cells, report->council_count);
        if (placed < report->council_count) {
            html_add(out, "<p class=\"small\">");
            prose_add(out, report->texts.prose[PROSE_INDEX_UNPLACED], "", PROSE_VALUES({"count", figures_count(report->council_count - placed).text, NULL}));
            html_add(out, "</p>\n");
        }
    }
    arena_release(&words);
    free(cells);
}

static void add_spread(struct buffer *out, const struct report *report)
{
    double *values = memory_array(report->council_count + 1, sizeof *values);
    size_t count = 0;
    for (size_t i = 0; i < report->council_count; i++)
        if (report->councils[i].read && data_is_covered(report, report->councils[i].card.score))
            values[count++] = data_middle(report->councils[i].card.score);
    if (count) {
        struct chart chart = {
            "spread", "How councils’ scores are spread",
            report->texts.prose[PROSE_INDEX_SPREAD_DESCRIPTION]};
        html_add(out, "<h2>How the scores are spread</h2>\n<figure class=\"chart bars\"><figcaption>");
        prose_add(out, report->texts.prose[PROSE_INDEX_SPREAD], "", PROSE_VALUES({"count", figures_count(report->scored).text, NULL}, {"median", figures_whole(report->median).text, NULL}));
        html_add(out, "</figcaption>\n");
        charts_dots(out, &chart, values, count, report->median);
        html_add(out, "</figure>\n");
    }
    free(values);
}

static void add_figure_cell(struct buffer *out, const char *heading, double value)
{
    if (isnan(value))
        html_add(out, "<td class=\"num\" data-h=\"%t\">none</td>", heading);
    else
        html_add(out, "<td class=\"num\" data-h=\"%t\">%n</td>", heading, value);
}

static void add_regions(struct buffer *out, const struct report *report)
{
    parts_table_open(out, "Regions", "stack", "Scores by region", report->texts.prose[PROSE_INDEX_REGIONS]);
    html_add(out, "<thead><tr><th scope=\"col\">Region</th><th scope=\"col\" class=\"num\">Councils</th><th scope=\"col\" "
                  "class=\"num\">With a score</th>"
                  "<th scope=\"col\" class=\"num\">Lowest</th><th scope=\"col\" class=\"num\">Median</th><th scope=\"col\" "
                  "class=\"num\">Highest</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < report->region_count; i++) {
        const struct report_region *region = &report->regions[i];
        html_add(out,
                 "<tr><th scope=\"row\"><a href=\"region/%t/index.html\">%t</a></th><td class=\"num\" "
                 "data-h=\"Councils\">%z</td><td class=\"num\" data-h=\"With a score\">%z</td>",
                 region->slug, region->name, region->count, region->scored);
        add_figure_cell(out, "Lowest", region->low);
        add_figure_cell(out, "Median", region->median);
        add_figure_cell(out, "Highest", region->high);
        html_add(out, "</tr>\n");
    }
    parts_table_close(out);
}

static void add_limits(struct buffer *out, const struct report *report)
{
    html_add(out, "<h2>What this does not show</h2>\n<ul>");
    prose_add_items(out, report->texts.prose[PROSE_INDEX_LIMITS], "", NULL);
    html_add(out, "</ul>\n");
}

/* Of one council there is nothing to find, map, spread or compare. */
static enum status write_one(const struct report *report, struct output *output, struct error *err)
{
    const struct report_council *council = report->councils;
    struct buffer *out = output_begin(output);
    struct frame frame = {.title = council->council->name,
                          .description = "What one council’s web site tells families with disabled children, with the words found.",
                          .root = ""};
    parts_open(out, report, &frame);
    html_add(out, "<p class=\"lead\">");
    prose_add(out, report->texts.prose[PROSE_INDEX_ONE], "", NULL);
    html_add(out, "</p>\n<p>");
    parts_visit(out, report, council);
    html_add(out, ".");
    if (council->read) {
        html_add(out, " <strong>");
        parts_band(out, report, council->card.score);
        html_add(out, ".</strong> ");
    }
    html_add(out, "</p>\n<p><a href=\"council/%t/index.html\">The scorecard of %t</a></p>\n", council->council->slug,
             council->council->short_name);
    add_limits(out, report);
    parts_close(out, report, &frame);
    return output_end(output, "index.html", err);
}

enum status page_index_write(const struct report *report, struct output *output, struct error *err)
{
    if (report->council_count == 1)
        return write_one(report, output, err);
    struct buffer *out = output_begin(output);
    struct frame frame = {.title = "Do councils tell families what help there is?",
                          .description =
                              "What English councils’ web sites tell families with disabled children, with the words found.",
                          .root = "",
                          .filter = true};
    parts_open(out, report, &frame);
    add_sentences(out, report);
    add_finder(out, report);
    add_map(out, report);
    add_questions(out, report);
    html_add(out, "<h2>Key working, beside the figures of 2011</h2>\n<p>%t</p>\n", report->texts.past_note);
    national_add_tables(out, report, false);
    prose_paragraph(out, report->texts.prose[PROSE_INDEX_TABLES], "", NULL);
    add_spread(out, report);
    add_regions(out, report);
    add_limits(out, report);
    parts_close(out, report, &frame);
    return output_end(output, "index.html", err);
}

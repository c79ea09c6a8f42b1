#include <stdlib.h>
#include <string.h>

#include "reports/data/figures.h"
#include "reports/data/history.h"
#include "reports/pages/charts.h"
#include "reports/pages/national_parts.h"
#include "reports/pages/pages.h"

/* Shares of one row over the results seen in both runs with the same version of its rule. */
struct matched {
    size_t base, before, now;
};

static struct matched match_row(const struct report *report, const char *row)
{
    struct matched matched = {0};
    for (size_t c = 0; c < report->council_count; c++) {
        const struct report_council *council = &report->councils[c];
        const struct past_card *before = data_run_before(report, council);
        for (size_t s = 0; before && !before->uneven && s < council->card.service_count; s++) {
            const char *service = council->card.services[s].service;
            const struct row_verdict *now = data_row(&council->card, service, row),
                                     *then = data_row(&before->card, service, row);
            if (!now || !then || now->version != then->version || !verdict_is_told(now->judgement.verdict) ||
                !verdict_is_told(then->judgement.verdict) ||
                change_is_ours(change_of(&before->card, &council->card, now, before->run->change).cause))
                continue;
            matched.base++;
            matched.before += then->judgement.verdict == VERDICT_YES;
            matched.now += now->judgement.verdict == VERDICT_YES;
        }
    }
    return matched;
}

static void add_rows(struct buffer *out, const struct report *report)
{
    struct dumbbell *bells = memory_array(report->rubric->row_count + 1, sizeof *bells);
    struct matched *matches = memory_array(report->rubric->row_count + 1, sizeof *matches);
    size_t count = 0, matched = 0;
    for (size_t r = 0; r < report->rubric->row_count; r++) {
        matches[r] = match_row(report, report->rubric->rows[r].id);
        matched += matches[r].base;
        if (matches[r].before != matches[r].now)
            bells[count++] =
                (struct dumbbell){report->rubric->rows[r].title, 100.0 * (double)matches[r].before / (double)matches[r].base,
                                  100.0 * (double)matches[r].now / (double)matches[r].base};
    }
    html_add(out, "<h2>Each question, now and in the run before</h2>\n");
    if (count) {
        struct chart chart = {"rows", "Share found in full, before and now",
                              report->texts.prose[PROSE_TRENDS_ROWS_DESCRIPTION]};
        html_add(out, "<figure class=\"chart bars\"><figcaption>%t</figcaption>\n", report->texts.prose[PROSE_TRENDS_ROWS]);
        charts_dumbbells(out, &chart, bells, count);
        html_add(out, "</figure>\n");
    } else if (matched) {
        prose_paragraph(out, report->texts.prose[PROSE_TRENDS_SAME], "../", NULL);
    }
    if (matched) {
        parts_table_open(out, "Questions before and now", "stack", "Found in full, before and now",
                         report->texts.prose[PROSE_TRENDS_MATCHED]);
        html_add(out, "<thead><tr><th scope=\"col\">Question</th><th scope=\"col\" class=\"num\">Matched results</th><th "
                      "scope=\"col\" class=\"num\">Before</th><th scope=\"col\" class=\"num\">Now</th></tr></thead><tbody>\n");
        for (size_t r = 0; r < report->rubric->row_count; r++)
            if (matches[r].base)
                html_add(out,
                         "<tr><th scope=\"row\">%t</th><td class=\"num\" data-h=\"Matched results\">%z</td><td class=\"num\" "
                         "data-h=\"Before\">%z</td><td class=\"num\" data-h=\"Now\">%z</td></tr>\n",
                         report->rubric->rows[r].title, matches[r].base, matches[r].before, matches[r].now);
        parts_table_close(out);
    } else {
        prose_paragraph(out, report->texts.prose[PROSE_TRENDS_FIRST], "../", NULL);
    }
    free(bells);
    free(matches);
}

enum status page_trends_write(const struct report *report, struct output *output, struct error *err)
{
    struct buffer *out = output_begin(output);
    struct crumb crumbs[] = {{"Home", ""}};
    struct frame frame = {.title = "Then and now",
                          .description = "The national tables of 2011 beside what was found now.",
                          .root = "../",
                          .section = "trends/",
                          .crumbs = crumbs,
                          .crumb_count = 1};
    parts_open(out, report, &frame);
    html_add(out, "<p class=\"lead\">");
    prose_add(out, report->texts.prose[PROSE_TRENDS_LEAD], frame.root, NULL);
    html_add(out, "</p>\n");
    html_add(out,
             "<div class=\"note\"><p>%t</p><p>%t</p></div>\n<p class=\"small\">2011 figures: %t.",
             report->texts.past_note, report->texts.past_chain_note, report->texts.past_source);
    for (size_t i = 0; i < report->texts.past_also_count; i++)
        html_add(out, " %t", report->texts.past_also[i]);
    html_add(out, "</p>\n");
    if (report->answer_count) {
        size_t counts[VERDICT_COUNT] = {0};
        for (size_t i = 0; i < report->answer_count; i++)
            counts[report->answers[i].provided]++;
        prose_paragraph(out, report->texts.prose[PROSE_TRENDS_ANSWERS], frame.root, PROSE_VALUES({"answers", figures_count(report->answer_count).text, NULL}, {"yes", figures_count(counts[VERDICT_YES]).text, NULL},
                               {"no", figures_count(counts[VERDICT_NO]).text, NULL}, {"doubts", figures_count(counts[VERDICT_DOUBTS]).text, NULL}));
    }
    national_add_tables(out, report, true);
    history_add_trend(out, report);
    add_rows(out, report);
    parts_close(out, report, &frame);
    return output_end(output, "trends/index.html", err);
}

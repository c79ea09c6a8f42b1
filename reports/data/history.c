#include "reports/data/history.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reports/data/overrule.h"
#include "reports/pages/charts.h"
#include "reports/pages/parts.h"

bool history_same_rules(const struct report *report)
{
    return report->earlier && report->earlier->change.same_rules;
}

/* The runs of the line, oldest first, this one last. */
static enum status choose_runs(struct report *report, struct error *err)
{
    struct run *runs;
    int64_t *alike;
    size_t count, alike_count, at = 0, kept = 0;
    enum status status = store_runs(report->store, &report->arena, &runs, &count, err);
    if (status == STATUS_OK)
        status = store_runs_alike(report->store, report->run.id, &report->arena, &alike, &alike_count, err);
    if (status != STATUS_OK)
        return status;
    struct run *chosen = arena_array(&report->arena, HISTORY_MOST, sizeof *chosen);
    for (size_t i = 0; i < count && kept < HISTORY_MOST; i++) {
        while (at < alike_count && alike[at] > runs[i].id)
            at++;
        if (at < alike_count && alike[at] == runs[i].id && change_runs(&runs[i], &report->run).same_rules)
            chosen[kept++] = runs[i];
    }
    for (size_t i = 0; i < kept / 2; i++) {
        struct run run = chosen[i];
        chosen[i] = chosen[kept - 1 - i];
        chosen[kept - 1 - i] = run;
    }
    report->history = chosen;
    report->history_count = kept;
    return STATUS_OK;
}

static enum status load_score(const struct report *report, const struct report_council *council, size_t at, const struct decisions *decisions,
                              struct score *score, struct error *err)
{
    struct scorecard card = {0};
    *score = (struct score){NAN, NAN, 0};
    if (report->history[at].id == report->run.id) {
        if (council->read)
            *score = council->card.score;
        return STATUS_OK;
    }
    enum status status = store_scorecard_of(report->store, report->history[at].id, &report->past.codes, council->council->gss_code, &card, err);
    if (status == STATUS_OK && card.read) {
        overrule_card(report->rubric, &card, card.gss_code, decisions);
        *score = card.score;
    }
    arena_release(&card.arena);
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status history_load(struct report *report, struct error *err)
{
    enum status status = choose_runs(report, err);
    if (status != STATUS_OK || report->history_count < HISTORY_LEAST)
        return status;
    struct score *scores = arena_array(&report->arena, report->history_count * report->council_count, sizeof *scores);
    for (size_t c = 0; c < report->council_count; c++)
        report->councils[c].history = scores + c * report->history_count;
    for (size_t i = 0; status == STATUS_OK && i < report->history_count; i++) {
        struct arena arena = {0};
        struct decisions decisions;
        struct change_runs runs = {0};
        status = decisions_load(report->store, report->history[i].id, NULL, &arena, &decisions, err);
        if (status == STATUS_OK)
            status = store_uneven_visits(report->store, report->history[i].id, report->run.id, &arena, &runs.uneven, &runs.uneven_count, err);
        for (size_t c = 0; status == STATUS_OK && c < report->council_count; c++)
            if (change_is_uneven(&runs, report->councils[c].council->gss_code)) /* more was read, or less: another score says nothing of the council */
                scores[c * report->history_count + i] = (struct score){NAN, NAN, 0};
            else
                status = load_score(report, &report->councils[c], i, &decisions, &scores[c * report->history_count + i], err);
        decisions_release(&decisions);
        arena_release(&arena);
    }
    return status;
}

static bool is_scored(const struct report *report, struct score score)
{
    return data_is_covered(report, score);
}

static void add_drawing(struct buffer *out, const struct chart *chart, const struct line_point *points, size_t count,
                        const char *caption)
{
    html_add(out, "<figure class=\"chart bars\"><figcaption>%t</figcaption>\n", caption);
    charts_line(out, chart, points, count);
    html_add(out, "</figure>\n");
}

/* The day of a run, in the arena. */
static const char *day_of(struct arena *arena, const struct run *run)
{
    struct buffer text;
    buffer_init(&text, 256);
    parts_date(&text, run->finished_at);
    const char *day = arena_copy(arena, buffer_text(&text));
    buffer_release(&text);
    return day;
}

void history_add_council(struct buffer *out, const struct report *report, const struct report_council *council)
{
    struct line_point points[HISTORY_MOST];
    struct arena arena = {0};
    size_t count = 0;
    for (size_t i = 0; council->history && i < report->history_count; i++)
        if (is_scored(report, council->history[i]))
            points[count++] = (struct line_point){day_of(&arena, &report->history[i]), data_middle(council->history[i])};
    if (count >= HISTORY_LEAST) {
        struct chart chart = {"history-line", "Score over the runs",
                              report->texts.prose[PROSE_HISTORY_SCORES_DESCRIPTION]};
        add_drawing(out, &chart, points, count, report->texts.prose[PROSE_HISTORY_SCORES]);
        parts_table_open(out, "Scores over the runs", "stack", "Scores over the runs", report->texts.prose[PROSE_HISTORY_RUNS]);
        html_add(out, "<thead><tr><th scope=\"col\">Run</th><th scope=\"col\" class=\"num\">Score</th></tr></thead><tbody>\n");
        for (size_t i = 0; i < report->history_count; i++) {
            html_add(out, "<tr><th scope=\"row\">");
            parts_date(out, report->history[i].finished_at);
            html_add(out, "</th><td class=\"num\" data-h=\"Score\">");
            parts_score(out, council->history[i]);
            html_add(out, "</td></tr>\n");
        }
        parts_table_close(out);
    }
    arena_release(&arena);
}

static bool in_every_run(const struct report *report, const struct report_council *council)
{
    for (size_t i = 0; i < report->history_count; i++)
        if (!council->history || !is_scored(report, council->history[i]))
            return false;
    return true;
}

void history_add_trend(struct buffer *out, const struct report *report)
{
    if (report->history_count < HISTORY_LEAST)
        return;
    struct line_point points[HISTORY_MOST];
    struct arena arena = {0};
    double *values = memory_array(report->council_count + 1, sizeof *values);
    size_t matched = 0;
    for (size_t i = 0; i < report->history_count; i++) {
        matched = 0;
        for (size_t c = 0; c < report->council_count; c++)
            if (in_every_run(report, &report->councils[c]))
                values[matched++] = data_middle(report->councils[c].history[i]);
        points[i] = (struct line_point){day_of(&arena, &report->history[i]), data_median(values, matched)};
    }
    html_add(out, "<h2 id=\"over-time\">The middle score, run by run</h2>\n");
    if (matched) {
        struct chart chart = {"median-line", "Median score over the runs",
                              report->texts.prose[PROSE_HISTORY_MEDIAN_DESCRIPTION]};
        add_drawing(out, &chart, points, report->history_count, report->texts.prose[PROSE_HISTORY_MEDIAN]);
        html_add(out, "<p>Matched councils, scored in each of these %z runs by the same rules: %z.</p>\n", report->history_count,
                 matched);
        parts_table_open(out, "Median over the runs", "stack", "Median over the runs", NULL);
        html_add(out, "<thead><tr><th scope=\"col\">Run</th><th scope=\"col\" class=\"num\">Median</th></tr></thead><tbody>\n");
        for (size_t i = 0; i < report->history_count; i++)
            html_add(out, "<tr><th scope=\"row\">%t</th><td class=\"num\" data-h=\"Median\">%n</td></tr>\n", points[i].label,
                     points[i].value);
        parts_table_close(out);
    } else {
        html_add(out, "<p>%t</p>\n", report->texts.prose[PROSE_HISTORY_UNMATCHED]);
    }
    free(values);
    arena_release(&arena);
}

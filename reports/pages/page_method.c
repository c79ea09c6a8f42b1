#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "reports/data/figures.h"
#include "reports/data/sample.h"
#include "reports/pages/pages.h"
#include "reports/pages/parts.h"

static const char root[] = "../";

static void add_rows(struct buffer *out, const struct report *report)
{
    html_add(out, "<h2 id=\"questions\">The questions</h2>\n");
    html_add(out, "<details><summary>Every question and its rule</summary><div>\n");
    parts_table_open(out, "Questions", "stack", "Every question and its rule",
                     report->texts.prose[PROSE_METHOD_QUESTIONS]);
    html_add(out, "<thead><tr><th scope=\"col\">Question</th><th scope=\"col\">Rule</th><th scope=\"col\">Source</th><th "
                  "scope=\"col\">Scored</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < report->rubric->row_count; i++) {
        const struct rubric_row *row = &report->rubric->rows[i];
        html_add(out,
                 "<tr><th scope=\"row\"><a href=\"../row/%t/index.html\">%t</a><br><span "
                 "class=\"small\">%t</span></th><td>%t</td><td data-h=\"Source\">%t</td><td data-h=\"Scored\">%t</td></tr>\n",
                 row->id, row->title, row->question, row->rule, row->source,
                 row->experimental ? "not yet"
                 : row->scored     ? "yes"
                                   : "no");
    }
    parts_table_close(out);
    html_add(out, "</div></details>\n");
}

static void add_weights(struct buffer *out, const struct report *report)
{
    html_add(out, "<h2 id=\"weights\">The four criteria and their weights</h2>\n");
    for (size_t c = 0; c < report->rubric->criterion_count; c++) {
        const struct rubric_criterion *criterion = &report->rubric->criteria[c];
        parts_table_open(out, criterion->title, "stack", criterion->title, criterion->question);
        html_add(out, "<thead><tr><th scope=\"col\">Question</th><th scope=\"col\" class=\"num\">Weight</th><th "
                      "scope=\"col\">Why</th></tr></thead><tbody>\n");
        for (size_t i = 0; i < criterion->weight_count; i++) {
            const struct rubric_row *row = data_rubric_row(report, criterion->weights[i].row);
            html_add(out, "<tr><th scope=\"row\">");
            if (row)
                html_text(out, row->title);
            else
                parts_words(out, criterion->weights[i].row);
            html_add(out, "</th><td class=\"num\" data-h=\"Weight\">%f</td><td data-h=\"Why\">%t</td></tr>\n",
                     criterion->weights[i].weight, criterion->weights[i].reason);
        }
        parts_table_close(out);
    }
}

/* A worked example from the rubric's own first criterion, so that it can't differ. */
static void add_example(struct buffer *out, const struct report *report)
{
    if (!report->rubric->criterion_count || !report->rubric->criteria[0].weight_count)
        return;
    const struct rubric_criterion *criterion = &report->rubric->criteria[0];
    double known = 0, total = 0, open = 0;
    html_add(out, "<h2 id=\"arithmetic\">The arithmetic, worked</h2>\n<p>");
    prose_add(out, report->texts.prose[PROSE_METHOD_ARITHMETIC], root, PROSE_VALUES({"criterion", criterion->title, NULL}));
    html_add(out, "</p>\n<ul>");
    for (size_t i = 0; i < criterion->weight_count; i++) {
        const struct rubric_row *row = data_rubric_row(report, criterion->weights[i].row);
        double weight = criterion->weights[i].weight;
        int kind = (int)(i % 3);
        total += weight;
        known += kind == 0 ? weight : kind == 1 ? weight / 2 : 0;
        open += kind == 2 ? weight : 0;
        html_add(out, "<li><q>%t</q> %t, %f of %f</li>", row ? row->title : criterion->weights[i].row,
                 kind == 0   ? "found"
                 : kind == 1 ? "partly"
                             : "could not be judged",
                 kind == 0   ? weight
                 : kind == 1 ? weight / 2
                             : 0.0,
                 weight);
    }
    html_add(out,
             "</ul><p>Low: %f of %f is %n. High, with what could not be judged counted as found: %f of %f is %n. %n%% could be "
             "told.</p>\n",
             known, total, 100 * known / total, known + open, total, 100 * (known + open) / total,
             100 * (total - open) / total);
}

static void add_bands(struct buffer *out, const struct report *report)
{
    html_add(out, "<h2 id=\"bands\">Bands</h2>\n<p>");
    prose_add(out, report->texts.prose[PROSE_METHOD_BANDS], root, PROSE_VALUES({"percent", figures_whole(100 * report->rubric->band_coverage).text, NULL}));
    html_add(out, "</p>\n<ul>");
    for (size_t i = 0; i < report->rubric->band_count; i++)
        html_add(out, "<li>%t: from %n</li>", report->rubric->bands[i].title, report->rubric->bands[i].from);
    html_add(out, "</ul>\n");
}

static const enum verdict words_order[] = {VERDICT_YES,    VERDICT_CONCERNS,    VERDICT_DOUBTS,        VERDICT_NO,
                                           VERDICT_SILENT, VERDICT_CANNOT_TELL, VERDICT_NOT_APPLICABLE, VERDICT_NOT_TESTED};
enum { WORDS_ORDER = sizeof words_order / sizeof words_order[0] };

static void add_usual_words(struct buffer *out, const struct report *report)
{
    parts_table_open(out, "Results", "stack", "Results", report->texts.prose[PROSE_METHOD_USUAL_WORDS]);
    html_add(out, "<thead><tr><th scope=\"col\">Word</th><th scope=\"col\">Meaning</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < WORDS_ORDER; i++) {
        if (!texts_fits(&report->texts, words_order[i], NULL))
            continue;
        html_add(out, "<tr><th scope=\"row\">");
        parts_tag(out, report, words_order[i], NULL);
        html_add(out, "</th><td data-h=\"Meaning\">%t</td></tr>\n", texts_meaning(&report->texts, words_order[i], NULL));
    }
    parts_table_close(out);
}

/* A question's own words, under its title, with what they count as. */
static void add_own_words(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    size_t count = 0;
    for (size_t i = 0; i < WORDS_ORDER; i++)
        count += texts_own(&report->texts, words_order[i], row->id) && texts_fits(&report->texts, words_order[i], row->id);
    if (!count)
        return;
    html_add(out, "<tbody><tr><th scope=\"rowgroup\" class=\"of-group\" rowspan=\"%r\"><a href=\"../row/%t/index.html\">%t</a></th>", count, row->id, row->title);
    for (size_t i = 0, shown = 0; i < WORDS_ORDER; i++) {
        if (!texts_own(&report->texts, words_order[i], row->id) || !texts_fits(&report->texts, words_order[i], row->id))
            continue;
        html_add(out, shown++ ? "<tr><td data-h=\"Word\">" : "<td data-h=\"Word\">");
        parts_tag(out, report, words_order[i], row->id);
        html_add(out, "</td><td data-h=\"Meaning\">%t</td></tr>\n", texts_meaning(&report->texts, words_order[i], row->id));
    }
    html_add(out, "</tbody>\n");
}

static void add_words(struct buffer *out, const struct report *report)
{
    html_add(out, "<h2 id=\"words\">What the words mean</h2>\n");
    prose_paragraph(out, report->texts.prose[PROSE_METHOD_WORDS], root, NULL);
    add_usual_words(out, report);
    html_add(out, "<details><summary>Questions with words of their own</summary><div>\n");
    parts_table_open(out, "Words of some questions", "stack grouped", "Questions with words of their own",
                     report->texts.prose[PROSE_METHOD_OWN_WORDS]);
    html_add(out, "<thead><tr><th scope=\"col\">Question</th><th scope=\"col\">Word</th><th scope=\"col\">Meaning</th></tr></thead>\n");
    for (size_t r = 0; r < report->rubric->row_count; r++)
        add_own_words(out, report, &report->rubric->rows[r]);
    html_add(out, "</table></section></div></details>\n");
}

static void add_people_line(struct buffer *out, const char *title, const struct agreement *agreement)
{
    struct agreement_figures figures = agreement_figures(agreement);
    html_add(out,
             "<tr><th scope=\"row\">%t</th><td class=\"num\" data-h=\"Checked\">%z</td><td class=\"num\" data-h=\"Agreement\">%t%%</td>"
             "<td class=\"num\" data-h=\"95%% interval\">%n%% to %n%%</td>",
             title, agreement->count, figures_share(agreement_same(agreement), agreement->count).text, figures.percent_low, figures.percent_high);
    const char *none = agreement->count < AGREEMENT_ENOUGH ? "too few" : isnan(figures.kappa) ? "all one result" : NULL;
    if (none) {
        html_add(out, "<td class=\"num\" data-h=\"Kappa\">%t</td><td class=\"num\" data-h=\"95%% interval of kappa\">%t</td></tr>\n", none, none);
        return;
    }
    char words[3][16];
    const double values[3] = {figures.kappa, figures.low, figures.high};
    for (size_t i = 0; i < 3; i++)
        (void)snprintf(words[i], sizeof words[i], "%.2f", values[i]);
    html_add(out, "<td class=\"num\" data-h=\"Kappa\">%t</td><td class=\"num\" data-h=\"95%% interval of kappa\">%t to %t</td></tr>\n", words[0], words[1],
             words[2]);
}

/* Decisions on earlier runs: used, and no measure of this one. */
static void add_carried(struct buffer *out, const struct report *report)
{
    size_t carried = decisions_count(&report->decisions, decision_is_carried), open = decisions_count(&report->decisions, decision_is_open);
    if (carried) {
        html_add(out, "<p>");
        parts_plural(out, carried, "decision", "decisions");
        html_add(out, " of people on earlier runs %t carried over, since what each result rests on is still the same. They are not counted in the figures here.</p>\n",
                 carried == 1 ? "is" : "are");
    }
    if (open) {
        html_add(out, "<p>");
        parts_plural(out, open, "decision", "decisions");
        html_add(out, " of people on earlier runs %t not used now, and a person must look again.", open == 1 ? "is" : "are");
        if (!report->pack)
            html_add(out, " <a href=\"../replies/index.html\">Which, and why</a>");
        html_add(out, "</p>\n");
    }
}

/* What people made of the random sample: the measure on real councils. */
static void add_people(struct buffer *out, const struct report *report)
{
    const struct sample *sample = report->sample;
    html_add(out, "<h3 id=\"people\">Checked by people</h3>\n");
    add_carried(out, report);
    if (!sample) {
        prose_paragraph(out, report->texts.prose[PROSE_METHOD_UNCHECKED], root, NULL);
        return;
    }
    html_add(out, "<p>People have checked ");
    parts_plural(out, decisions_count(&report->decisions, decision_is_made), "result", "results");
    html_add(out, " of this run. ");
    if (!sample->checked) {
        prose_add(out, report->texts.prose[PROSE_METHOD_NOT_DRAWN], root, PROSE_VALUES({"drawn", figures_count(sample->drawn).text, NULL}));
        html_add(out, "</p>\n");
        return;
    }
    html_add(out,
             "Of the %z results that were drawn at random (%f%% of all %z) they have checked %z, and decided otherwise than the program in %z. "
             "Only these are counted here, because people look first at what seems wrong. They had the program’s result and quote before them. Where it gave no answer, what it leans to is held against theirs.</p>\n",
             sample->drawn, 100.0 * (double)sample->drawn / (double)sample->all, sample->all, sample->checked,
             sample->checked - agreement_same(&sample->total));
    parts_table_open(out, "People", "stack", "Agreement of the program with people, on results drawn at random",
                     report->texts.prose[PROSE_METHOD_INTERVALS]);
    html_add(out, "<thead><tr><th scope=\"col\">Question</th><th scope=\"col\" class=\"num\">Checked</th><th scope=\"col\" class=\"num\">Agreement</th>"
                  "<th scope=\"col\" class=\"num\">95%% interval</th><th scope=\"col\" class=\"num\">Kappa</th><th scope=\"col\" class=\"num\">95%% "
                  "interval of kappa</th></tr></thead><tbody>\n");
    add_people_line(out, "All questions", &sample->total);
    for (size_t i = 0; i < report->rubric->row_count; i++)
        if (sample->by_row[i].count)
            add_people_line(out, report->rubric->rows[i].title, &sample->by_row[i]);
    parts_table_close(out);
}

/* A question or criterion by its title. */
static void add_judged(struct buffer *out, const struct report *report, const char *what)
{
    const struct rubric_row *row = data_rubric_row(report, what);
    for (size_t c = 0; c < report->rubric->criterion_count; c++)
        if (!row && strcmp(report->rubric->criteria[c].id, what) == 0) {
            html_add(out, "%t: %t", report->rubric->criteria[c].title, report->rubric->criteria[c].question);
            return;
        }
    if (row)
        html_text(out, row->title);
    else
        parts_words(out, what);
}

/* Answers of a question on councils that the program had never met, and of those the ones that it is sure of. */
struct first_sight {
    int answers, right, sure, sure_right;
};

static void add_kind(struct first_sight *sum, const struct report *report, const struct rubric_precision *kind)
{
    bool sure = !rubric_precision_is_low(report->rubric, kind->row, kind->verdict, kind->reason);
    sum->answers += kind->answers;
    sum->right += kind->right;
    sum->sure += sure ? kind->answers : 0;
    sum->sure_right += sure ? kind->right : 0;
}

static void add_first_sight_line(struct buffer *out, const char *title, const struct first_sight *sum)
{
    html_add(out,
             "<tr><th scope=\"row\">%t</th><td class=\"num\" data-h=\"Answers\">%d</td><td class=\"num\" data-h=\"Right\">%t%%</td><td class=\"num\" "
             "data-h=\"When sure\">%d</td>",
             title, sum->answers, figures_share((size_t)sum->right, (size_t)sum->answers).text, sum->sure);
    if (sum->sure)
        html_add(out, "<td class=\"num\" data-h=\"Right when sure\">%t%%</td></tr>\n", figures_share((size_t)sum->sure_right, (size_t)sum->sure).text);
    else
        html_add(out, "<td data-h=\"Right when sure\">never sure</td></tr>\n");
}

static void add_first_sight(struct buffer *out, const struct report *report)
{
    struct first_sight all = {0};
    if (!report->rubric->precision_count)
        return;
    parts_table_open(out, "Answers for whole councils", "stack", "Answers for whole councils that it had never met",
                     report->texts.prose[PROSE_METHOD_FIRST_SIGHT]);
    html_add(out, "<thead><tr><th scope=\"col\">Question</th><th scope=\"col\" class=\"num\">Answers</th><th scope=\"col\" class=\"num\">Right</th><th "
                  "scope=\"col\" class=\"num\">When sure</th><th scope=\"col\" class=\"num\">Right when sure</th></tr></thead><tbody>\n");
    for (size_t r = 0; r < report->rubric->row_count; r++) {
        struct first_sight sum = {0};
        for (size_t i = 0; i < report->rubric->precision_count; i++)
            if (strcmp(report->rubric->precision[i].row, report->rubric->rows[r].id) == 0) {
                add_kind(&sum, report, &report->rubric->precision[i]);
                add_kind(&all, report, &report->rubric->precision[i]);
            }
        if (sum.answers)
            add_first_sight_line(out, report->rubric->rows[r].title, &sum);
    }
    add_first_sight_line(out, "All of them", &all);
    parts_table_close(out);
}

static void add_trust(struct buffer *out, const struct report *report)
{
    html_add(out, "<h2 id=\"trust\">How far to trust it</h2>\n");
    add_first_sight(out, report);
    if (report->texts.agreement_count) {
        html_add(out, "<details><summary>Agreement with coded pages</summary><div>\n");
        parts_table_open(out, "Agreement", "stack", "Agreement with coded pages",
                         report->texts.prose[PROSE_METHOD_TRUST]);
        html_add(out, "<thead><tr><th scope=\"col\">What was judged</th><th scope=\"col\" class=\"num\">Pages</th><th "
                      "scope=\"col\" class=\"num\">Agreement</th><th scope=\"col\" class=\"num\">Kappa</th><th scope=\"col\" "
                      "class=\"num\">95%% interval</th><th scope=\"col\" class=\"num\">When sure</th><th scope=\"col\" class=\"num\">Their "
                      "agreement</th><th scope=\"col\" class=\"num\">Their kappa</th></tr></thead><tbody>\n");
        for (size_t i = 0; i < report->texts.agreement_count; i++) {
            const struct agreement_text *line = &report->texts.agreement[i];
            html_add(out, "<tr><th scope=\"row\">");
            add_judged(out, report, line->what);
            html_add(out,
                     "</th><td class=\"num\" data-h=\"Pages\">%d</td><td class=\"num\" data-h=\"Agreement\">%n%%</td><td "
                     "class=\"num\" data-h=\"Kappa\">%t</td><td class=\"num\" data-h=\"95%% interval\">%t to %t</td>",
                     line->pages, line->percent, line->kappa, line->kappa_low, line->kappa_high);
            html_add(out,
                     "<td class=\"num\" data-h=\"When sure\">%d</td><td class=\"num\" data-h=\"Their agreement\">%n%%</td><td "
                     "class=\"num\" data-h=\"Their kappa\">%t</td></tr>\n",
                     line->sure_pages, line->sure_percent, line->sure_kappa);
        }
        parts_table_close(out);
        html_add(out, "</div></details>\n");
    } else {
        prose_paragraph(out, report->texts.prose[PROSE_METHOD_UNMEASURED], root, NULL);
    }
    add_people(out, report);
}

static void add_reading(struct buffer *out, const struct report *report)
{
    html_add(out, "<h2 id=\"reading\">How web sites are read</h2>\n<ul>");
    prose_add_items(out, report->texts.prose[PROSE_METHOD_READING], root, PROSE_VALUES({"pages", figures_count(LIMIT_PAGES_DEFAULT).text, NULL}, {"redirects", figures_count(LIMIT_REDIRECTS).text, NULL}));
    html_add(out, "</ul>\n<h2 id=\"limits\">What a program can’t judge</h2>\n<ul>");
    prose_add_items(out, report->texts.prose[PROSE_METHOD_LIMITS], root, NULL);
    prose_add_items(out, report->texts.prose[data_has_browser(&report->run) ? PROSE_METHOD_LIMITS_BROWSER : PROSE_METHOD_LIMITS_NO_BROWSER], root, NULL);
    html_add(out, "</ul>\n<h2 id=\"corrections\">Corrections</h2>\n<p>");
    prose_add(out, report->texts.prose[report->pack ? PROSE_METHOD_CORRECTIONS_PACK : PROSE_METHOD_CORRECTIONS], root, NULL);
    html_add(out, "</p>\n");
}

static void add_contents(struct buffer *out)
{
    html_add(out, "<nav class=\"onpage\" aria-label=\"On this page\"><h2>On this page</h2><ul class=\"toc\"><li><a href=\"#words\">What the words mean</a></li>"
                  "<li><a href=\"#questions\">The questions</a></li><li><a href=\"#weights\">The weights</a></li><li><a href=\"#arithmetic\">The arithmetic</a></li>"
                  "<li><a href=\"#bands\">Bands</a></li><li><a href=\"#reading\">How web sites are read</a></li><li><a href=\"#limits\">What a program can’t judge</a></li>"
                  "<li><a href=\"#corrections\">Corrections</a></li><li><a href=\"#trust\">How far to trust it</a></li></ul></nav>\n");
}

enum status page_method_write(const struct report *report, struct output *output, struct error *err)
{
    struct buffer *out = output_begin(output);
    struct crumb crumbs[] = {{"Home", ""}};
    struct frame frame = {.title = "How it is done",
                          .description =
                              "The questions, the rules, the weights, the arithmetic, and how far to trust the results.",
                          .root = "../",
                          .section = "method/",
                          .crumbs = crumbs,
                          .crumb_count = 1};
    parts_open(out, report, &frame);
    html_add(out, "<p class=\"lead\">");
    prose_add(out, report->texts.prose[PROSE_METHOD_LEAD], root, NULL);
    html_add(out, "</p>\n");
    html_add(out,
             "<p class=\"small\">%t, version %t. SHA-256 over its files: <span class=\"dig\">%t</span></p>\n",
             report->rubric->title, report->run.rubric_version, report->run.rubric_sha256);
    add_contents(out);
    add_words(out, report);
    add_rows(out, report);
    add_weights(out, report);
    add_example(out, report);
    add_bands(out, report);
    add_reading(out, report);
    add_trust(out, report);
    parts_close(out, report, &frame);
    return output_end(output, "method/index.html", err);
}

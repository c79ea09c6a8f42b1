#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "reports/data/figures.h"
#include "reports/data/sample.h"
#include "reports/pages/charts.h"
#include "reports/pages/pages.h"
#include "reports/pages/parts.h"
#include "reports/pages/row_results.h"

static const char root[] = "../../";

/* How often the result is the best one. */
static void add_share(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    struct row_counts counts = data_row_counts(report, row->id, NULL);
    html_add(out, "<p>The result is ");
    parts_tag(out, report, VERDICT_YES, row->id);
    html_add(out, " in <strong>");
    parts_share(out, counts.by_verdict[VERDICT_YES], counts.tested);
    html_add(out, "</strong> results that could be judged, one for each service of a council.");
    parts_figure_unsure(out, report, counts.tested, counts.unsure);
    html_add(out, "</p>\n");
}

/* How often each of its answers was right where that was measured. */
static void add_precision(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    int right[VERDICT_COUNT] = {0}, answers[VERDICT_COUNT] = {0}, all = 0;
    for (size_t i = 0; i < report->rubric->precision_count; i++) {
        const struct rubric_precision *kind = &report->rubric->precision[i];
        if (strcmp(kind->row, row->id) != 0)
            continue;
        right[kind->verdict] += kind->right;
        answers[kind->verdict] += kind->answers;
        all += kind->answers;
    }
    if (!all)
        return;
    html_add(out, "<h3 id=\"right\">How often its answers are right</h3>\n<p>");
    prose_add(out, report->texts.prose[PROSE_ROW_RIGHT], root, NULL);
    html_add(out, "</p>\n<ul>");
    for (int verdict = 0; verdict < VERDICT_COUNT; verdict++)
        if (answers[verdict]) {
            html_add(out, "<li>");
            parts_tag(out, report, (enum verdict)verdict, row->id);
            html_add(out, " %d of %d times</li>", right[verdict], answers[verdict]);
        }
    html_add(out, "</ul>\n<p>");
    prose_add(out, report->texts.prose[PROSE_ROW_RIGHT_SO], root, NULL);
    html_add(out, "</p>\n");
}

static void add_rule(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    html_add(out, "<h2 id=\"rule\">The rule</h2>\n<p>%t</p>\n<p class=\"small\">Source: %t. Version %d of the rule. ", row->rule, row->source, row->version);
    prose_add(out, report->texts.prose[row->scored ? PROSE_ROW_SCORED : PROSE_ROW_UNSCORED], root, NULL);
    html_add(out, "</p>\n");
    const struct {
        const char *title;
        const char *const *items;
        size_t count;
    } examples[] = {{"What counts", row->examples_yes, row->examples_yes_count},
                    {"What does not", row->examples_no, row->examples_no_count}};
    for (size_t e = 0; e < 2; e++) {
        if (!examples[e].count)
            continue;
        html_add(out, "<h3>%t</h3><ul>", examples[e].title);
        for (size_t i = 0; i < examples[e].count; i++)
            html_add(out, "<li><q>%t</q></li>", examples[e].items[i]);
        html_add(out, "</ul>\n");
    }
    html_add(out, "<h3>How to put it right</h3><p>%t</p>\n", row->fix);
    add_precision(out, report, row);
    const struct agreement_text *agreement = texts_agreement(&report->texts, row->id);
    if (agreement) {
        html_add(out, "<h3>How far the program agrees with careful readers of single pages</h3><p>");
        prose_add(out, report->texts.prose[PROSE_ROW_AGREEMENT], root,
                  PROSE_VALUES({"percent", figures_whole(agreement->percent).text, NULL}, {"pages", figures_count((size_t)agreement->pages).text, NULL},
                               {"kappa", agreement->kappa, NULL}, {"low", agreement->kappa_low, NULL}, {"high", agreement->kappa_high, NULL},
                               {"sure_pages", figures_count((size_t)agreement->sure_pages).text, NULL},
                               {"sure_percent", figures_whole(agreement->sure_percent).text, NULL}, {"sure_kappa", agreement->sure_kappa, NULL}));
        html_add(out, "</p>\n");
    }
    const struct agreement *people = report->sample ? &report->sample->by_row[row - report->rubric->rows] : NULL;
    if (!people || !people->count)
        return;
    struct agreement_figures figures = agreement_figures(people);
    html_add(out, "<p>People have checked ");
    parts_plural(out, people->count, "result of this question that was drawn", "results of this question that were drawn");
    html_add(out,
             " at random; they agreed with the program in %t%% (95%% interval %n%% to "
             "%n%%). <a href=\"../../method/index.html#people\">All questions</a>.</p>\n",
             figures_share(agreement_same(people), people->count).text, figures.percent_low, figures.percent_high);
}

/* The words for a verdict here: the question's own, and the usual one where a result is told by that ("hard to follow, or not
 * found": there was no page). In `arena`. */
static const char *words_of(const struct report *report, const struct rubric_row *row, enum verdict verdict, struct arena *arena)
{
    const char *own = texts_verdict(&report->texts, verdict, row->id), *usual = texts_verdict(&report->texts, verdict, NULL);
    for (size_t c = 0; c < report->council_count; c++)
        for (size_t s = 0; s < report->councils[c].card.service_count; s++) {
            const struct row_verdict *result = row_results_of(&report->councils[c], s, row->id);
            if (result && result->judgement.verdict == verdict && strcmp(texts_result(&report->texts, result), own) != 0)
                return arena_printf(arena, "%s, or %s", own, usual);
        }
    return own;
}

static void add_services_chart(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    const struct report_texts *texts = &report->texts;
    struct arena arena = {0};
    const char *const words[CHART_CLASSES + 1] = {
        texts_verdict(texts, VERDICT_YES, row->id), words_of(report, row, texts_fits(texts, VERDICT_DOUBTS, row->id) ? VERDICT_DOUBTS : VERDICT_CONCERNS, &arena),
        texts_fits(texts, VERDICT_SILENT, row->id) ? "says no, or web site silent" : words_of(report, row, VERDICT_NO, &arena),
        texts_verdict(texts, VERDICT_CANNOT_TELL, row->id), texts_verdict(texts, VERDICT_NOT_TESTED, row->id)};
    struct stacked_bar *bars = memory_array(report->rubric->service_count + 1, sizeof *bars);
    size_t count = 0;
    for (size_t s = 0; s < report->rubric->service_count; s++) {
        struct row_counts counts = data_row_counts(report, row->id, report->rubric->services[s].id);
        struct stacked_bar bar = {report->rubric->services[s].title,
                                  {counts.by_verdict[VERDICT_YES],
                                   counts.by_verdict[VERDICT_CONCERNS] + counts.by_verdict[VERDICT_DOUBTS],
                                   counts.by_verdict[VERDICT_NO] + counts.by_verdict[VERDICT_SILENT],
                                   counts.by_verdict[VERDICT_CANNOT_TELL], counts.by_verdict[VERDICT_NOT_TESTED]}};
        if (counts.tested + counts.by_verdict[VERDICT_CANNOT_TELL] + counts.by_verdict[VERDICT_NOT_TESTED])
            bars[count++] = bar;
    }
    if (count) {
        struct chart chart = {"services", "Results by service",
                              report->texts.prose[PROSE_ROW_SERVICES_DESCRIPTION]};
        html_add(out, "<h2 id=\"services\">By service</h2>\n<figure class=\"chart bars\"><figcaption>%t</figcaption>\n", report->texts.prose[PROSE_ROW_SERVICES]);
        charts_stacked_key(out, words);
        charts_stacked(out, &chart, bars, count);
        html_add(out, "</figure>\n");
    }
    free(bars);
    arena_release(&arena);
}

/* Where a council stands by how many of its services have the best result. No finer order: a service more or less is no rank. */
static int class_of(const struct row_counts *counts)
{
    size_t yes = counts->by_verdict[VERDICT_YES];
    return !counts->tested ? CHART_HATCH : yes == counts->tested ? 0 : 2 * yes >= counts->tested ? 1 : yes ? 2 : 3;
}

/* The classes' names, the hatch last, in `arena`. */
static void class_words(const struct report *report, const struct rubric_row *row, struct arena *arena, const char *words[CHART_CLASSES + 1])
{
    static const char *const parts[CHART_CLASSES] = {"for every service", "for half or more", "for fewer than half", "for none"};
    for (size_t i = 0; i < CHART_CLASSES; i++)
        words[i] = arena_printf(arena, "“%s” %s", texts_verdict(&report->texts, VERDICT_YES, row->id), parts[i]);
    words[CHART_CLASSES] = "Not tested, could not be judged, or does not apply";
}

static void add_map(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    struct hex_cell *cells = memory_array(report->council_count + 1, sizeof *cells);
    struct arena words = {0};
    const char *key[CHART_CLASSES + 1];
    class_words(report, row, &words, key);
    for (size_t i = 0; i < report->council_count; i++) {
        const struct report_council *council = report->by_name[i];
        struct row_counts here = data_council_counts(council, row->id);
        int class = class_of(&here);
        cells[i] = (struct hex_cell){council->council, class,
                                     here.tested ? arena_printf(&words, "“%s” for %zu of %zu services", texts_verdict(&report->texts, VERDICT_YES, row->id),
                                                                here.by_verdict[VERDICT_YES], here.tested)
                                                 : council->read ? "could not be judged, or does not apply" : "not tested",
                                     row_results_address(report, council, &words)};
    }
    struct chart chart = {"map", "Map of councils", report->texts.prose[PROSE_ROW_MAP_DESCRIPTION]};
    if (charts_placed(cells, report->council_count))
        charts_map(out, &chart, report->texts.prose[PROSE_ROW_MAP], key, cells, report->council_count);
    arena_release(&words);
    free(cells);
}

/* Every council under its class, by name, each leading to its results further down. */
static void add_classes(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    struct arena words = {0};
    const char *titles[CHART_CLASSES + 1];
    class_words(report, row, &words, titles);
    html_add(out, "<dl>");
    for (int class = 0; class <= CHART_CLASSES; class++) {
        size_t shown = 0;
        for (size_t i = 0; i < report->council_count; i++) {
            const struct council *council = report->by_name[i]->council;
            struct row_counts here = data_council_counts(report->by_name[i], row->id);
            if (class_of(&here) != (class < CHART_CLASSES ? class : CHART_HATCH))
                continue;
            html_add(out, shown ? ", " : "<dt>%t</dt><dd>", titles[class]);
            shown++;
            html_add(out, "<a href=\"%t\"", row_results_address(report, report->by_name[i], &words));
            if (row_results_by_region(report)) /* an address that was given of the whole page's */
                html_add(out, " id=\"in-%t\"", council->slug);
            html_add(out, ">%t</a>", council->short_name);
            if (here.tested)
                html_add(out, " (%z of %z)", here.by_verdict[VERDICT_YES], here.tested);
        }
        if (shown)
            html_add(out, "</dd>\n");
    }
    html_add(out, "</dl>\n");
    arena_release(&words);
}

/* One sentence that may be printed as it stands, with its day. */
static void add_sentence(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    size_t judged = 0, every = 0, none = 0;
    for (size_t i = 0; i < report->council_count; i++) {
        struct row_counts here = data_council_counts(&report->councils[i], row->id);
        judged += here.tested > 0;
        every += here.tested && here.by_verdict[VERDICT_YES] == here.tested;
        none += here.tested && !here.by_verdict[VERDICT_YES];
    }
    if (!judged)
        return;
    html_add(out, "<div class=\"note\"><p><strong>To quote</strong></p><p><q>%t Of %z councils that could be judged, the result is ‘%t’", row->title, judged,
             texts_verdict(&report->texts, VERDICT_YES, row->id));
    /* "for none in 0" is no sentence to quote */
    const struct {
        const char *words;
        size_t count;
    } parts[] = {{"for every service where this could be judged in", every}, {"for some services in", judged - every - none}, {"for none in", none}};
    for (size_t i = 0, said = 0, left = (size_t)(every > 0) + (judged > every + none) + (none > 0); i < 3; i++)
        if (parts[i].count) {
            html_add(out, "%t %t %z", said == 0 ? "" : said + 1 == left ? " and" : ",", parts[i].words, parts[i].count);
            said++;
        }
    html_add(out, " (Core Offer audit, ");
    parts_date(out, report->run.finished_at);
    html_add(out, ").</q></p><p class=\"small\">");
    if (report->notice) {
        prose_add(out, report->texts.prose[PROSE_ROW_QUOTE_NOTICE], root, NULL);
        html_add(out, " ");
    }
    struct row_counts counts = data_row_counts(report, row->id, NULL);
    parts_unsure(out, report, PROSE_ROW_QUOTE_UNSURE, &counts);
    prose_add(out, report->texts.prose[PROSE_ROW_QUOTE], root, NULL);
    html_add(out, "</p></div>\n");
}

/* The three councils that have the best result for most services; ties by name. */
static void add_best(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    const struct report_council *best[3] = {0};
    size_t score[3] = {0};
    for (size_t i = 0; i < report->council_count; i++) {
        const struct report_council *council = report->by_name[i];
        size_t yes = data_council_counts(council, row->id).by_verdict[VERDICT_YES];
        for (size_t k = 0; yes && k < 3; k++) {
            if (best[k] && score[k] >= yes)
                continue;
            memmove(&best[k + 1], &best[k], (2 - k) * sizeof best[0]);
            memmove(&score[k + 1], &score[k], (2 - k) * sizeof score[0]);
            best[k] = council;
            score[k] = yes;
            break;
        }
    }
    if (!best[0])
        return;
    html_add(out, "<h2>Where it is done well</h2>\n<ul>");
    for (size_t k = 0; k < 3 && best[k]; k++) {
        html_add(out, "<li>");
        parts_council_link(out, best[k]->council, root);
        html_add(out, ", “%t” for ", texts_verdict(&report->texts, VERDICT_YES, row->id));
        parts_plural(out, score[k], "service", "services");
        for (size_t s = 0; s < best[k]->card.service_count; s++) {
            const struct row_verdict *verdict = data_row(&best[k]->card, best[k]->card.services[s].service, row->id);
            if (verdict && verdict->judgement.verdict == VERDICT_YES && verdict->judgement.evidence_count) {
                parts_quote(out, report, &verdict->judgement.evidence[0], 320, false);
                break;
            }
        }
        html_add(out, "</li>");
    }
    html_add(out, "</ul>\n");
}

/* Where each region's stand, and how they are there together. */
static void add_regions(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    prose_paragraph(out, report->texts.prose[PROSE_ROW_RESULTS_REGIONS], root, NULL);
    parts_table_open(out, "Results by region", "stack", "Results by region", NULL);
    html_add(out, "<thead><tr><th scope=\"col\">Region</th><th scope=\"col\" class=\"num\">Councils</th><th scope=\"col\">Results that are “%t”</th></tr></thead><tbody>\n",
             texts_verdict(&report->texts, VERDICT_YES, row->id));
    for (size_t i = 0; i < report->region_count; i++) {
        const struct report_region *region = &report->regions[i];
        size_t found = 0, judged = 0;
        for (size_t c = 0; c < region->count; c++) {
            struct row_counts counts = data_council_counts(region->councils[c], row->id);
            found += counts.by_verdict[VERDICT_YES];
            judged += counts.tested;
        }
        html_add(out, "<tr><th scope=\"row\"><a href=\"%t/index.html\">%t</a></th><td class=\"num\" data-h=\"Councils\">%z</td><td data-h=\"Results\">", region->slug,
                 region->name, region->count);
        if (judged)
            parts_share(out, found, judged);
        else
            html_add(out, "none could be judged");
        html_add(out, "</td></tr>\n");
    }
    parts_table_close(out);
}

static enum status write_to(struct output *output, const char *row, const char *region, struct error *err)
{
    struct buffer path;
    buffer_init(&path, 2048);
    buffer_printf(&path, "row/%s/", row);
    if (region)
        buffer_printf(&path, "%s/", region);
    buffer_add_text(&path, "index.html");
    enum status status = output_end(output, buffer_text(&path), err);
    buffer_release(&path);
    return status;
}

/* The results of one region, with the way to the others'. */
static enum status write_region(const struct report *report, const struct rubric_row *row, const struct report_region *region, struct output *output, struct error *err)
{
    static const char above[] = "../../../";
    struct buffer *out = output_begin(output);
    struct arena arena = {0};
    struct crumb crumbs[] = {{"Home", ""}, {"How it is done", "method/"}, {row->title, arena_printf(&arena, "row/%s/", row->id)}};
    struct frame frame = {.title = arena_printf(&arena, "%s %s", row->title, region->name),
                          .description = "One question of the audit: every result of one region.",
                          .root = above,
                          .section = "method/",
                          .crumbs = crumbs,
                          .crumb_count = sizeof crumbs / sizeof crumbs[0]};
    parts_open(out, report, &frame);
    html_add(out, "<p class=\"lead\">%t <a href=\"../index.html#rule\">The rule</a></p>\n", row->question);
    row_results_add(out, report, region->councils, region->count, row->id, above);
    html_add(out, "<nav class=\"onpage\" aria-label=\"Other regions\"><h2>Other regions</h2><ul class=\"cols\">");
    for (size_t i = 0; i < report->region_count; i++)
        if (&report->regions[i] != region)
            html_add(out, "<li><a href=\"../%t/index.html\">%t</a></li>", report->regions[i].slug, report->regions[i].name);
    html_add(out, "</ul></nav>\n");
    parts_close(out, report, &frame);
    arena_release(&arena);
    return write_to(output, row->id, region->slug, err);
}

static enum status write_row(const struct report *report, const struct rubric_row *row, struct output *output, struct error *err)
{
    struct buffer *out = output_begin(output);
    struct crumb crumbs[] = {{"Home", ""}, {"How it is done", "method/"}};
    struct frame frame = {.title = row->title,
                          .description = "One question of the audit: the rule, where it comes from, and every council’s result.",
                          .root = root,
                          .section = "method/",
                          .crumbs = crumbs,
                          .crumb_count = 2};
    parts_open(out, report, &frame);
    html_add(out, "<p class=\"lead\">%t</p>\n", row->question);
    add_share(out, report, row);
    if (report->council_count > 1) { /* of one there is nothing to compare */
        add_sentence(out, report, row);
        html_add(out, "<nav class=\"onpage\" aria-label=\"On this page\"><h2>On this page</h2><ul class=\"toc\"><li><a href=\"#rule\">The rule</a></li><li><a href=\"#services\">By "
                      "service</a></li><li><a href=\"#which\">Which councils</a></li><li><a href=\"#results\">Every result, with its proof</a></li></ul></nav>\n");
    }
    add_rule(out, report, row);
    if (report->council_count > 1) {
        add_services_chart(out, report, row);
        html_add(out, "<h2 id=\"which\">Which councils</h2>\n");
        add_map(out, report, row);
        add_classes(out, report, row);
        add_best(out, report, row);
    }
    html_add(out, "<h2 id=\"results\">Every result</h2>\n");
    if (row_results_by_region(report))
        add_regions(out, report, row);
    else
        row_results_add(out, report, report->by_name, report->council_count, row->id, root);
    parts_close(out, report, &frame);
    return write_to(output, row->id, NULL, err);
}

enum status page_row_write(const struct report *report, struct output *output, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t r = 0; status == STATUS_OK && r < report->rubric->row_count; r++) {
        const struct rubric_row *row = &report->rubric->rows[r];
        status = write_row(report, row, output, err);
        for (size_t i = 0; status == STATUS_OK && row_results_by_region(report) && i < report->region_count; i++)
            status = write_region(report, row, &report->regions[i], output, err);
    }
    return status;
}

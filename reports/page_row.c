#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "reports/charts.h"
#include "reports/pages.h"
#include "reports/parts.h"
#include "reports/sample.h"

static const char root[] = "../../";

/* How many of a council's services have each verdict for one row. */
static struct row_counts count_at(const struct report_council *council, const char *row)
{
    struct row_counts counts = {0};
    for (size_t s = 0; s < council->card.service_count; s++) {
        const struct row_verdict *verdict = data_row(&council->card, council->card.services[s].service, row);
        if (!verdict)
            continue;
        counts.by_verdict[verdict->judgement.verdict]++;
        counts.tested += data_is_tested(verdict->judgement.verdict);
    }
    return counts;
}

static void add_rule(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    html_add(
        out,
        "<p class=\"lead\">%t</p>\n<h2>The rule</h2>\n<p>%t</p>\n<p class=\"small\">Source: %t. Version %d of the rule. %t</p>\n",
        row->question, row->rule, row->source, row->version,
        row->experimental ? "Its agreement with people has not been measured, so it is shown and not scored."
        : row->scored     ? "It enters the score."
                          : "It is shown and not scored.");
    const struct {
        const char *title;
        const char *const *items;
        size_t count;
    } examples[] = {{"Words that count", row->examples_yes, row->examples_yes_count},
                    {"Words that don’t", row->examples_no, row->examples_no_count}};
    for (size_t e = 0; e < 2; e++) {
        if (!examples[e].count)
            continue;
        html_add(out, "<h3>%t</h3><ul>", examples[e].title);
        for (size_t i = 0; i < examples[e].count; i++)
            html_add(out, "<li><q>%t</q></li>", examples[e].items[i]);
        html_add(out, "</ul>\n");
    }
    html_add(out, "<h3>How to put it right</h3><p>%t</p>\n", row->fix);
    const struct agreement_text *agreement = texts_agreement(&report->texts, row->id);
    if (agreement)
        html_add(out,
                 "<h3>How far the program agrees with careful readers</h3><p>On %n%% of %d made-up pages. Beyond chance (kappa, 0 for none and 1 "
                 "for all) that is %t, and between %t and %t when chance is allowed for. Of the %d pages whose result was not close to the line it agreed on "
                 "%n%% (kappa %t); a result that is close to the line says so. <a href=\"../../method/index.html#trust\">How that was "
                 "measured</a></p>\n",
                 agreement->percent, agreement->pages, agreement->kappa, agreement->kappa_low, agreement->kappa_high,
                 agreement->sure_pages, agreement->sure_percent, agreement->sure_kappa);
    else
        html_add(out, "<p class=\"small\">No figure for the agreement of this question is recorded with this run.</p>\n");
    const struct agreement *people = report->sample ? &report->sample->by_row[row - report->rubric->rows] : NULL;
    if (!people || !people->count)
        return;
    struct agreement_figures figures = agreement_figures(people);
    html_add(out,
             "<p>People have checked %z results of this question that were drawn at random; they agreed with the program in %n%% (95%% interval %n%% to "
             "%n%%). <a href=\"../../method/index.html#people\">All questions</a>.</p>\n",
             people->count, figures.percent, figures.percent_low, figures.percent_high);
}

static void add_services_chart(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    static const char *const words[CHART_CLASSES + 1] = {"found", "partly", "not found", "could not tell", "not tested"};
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
                              "For each service, in how many councils it was found, partly found and not found. The table below "
                              "lists every result."};
        html_add(out,
                 "<h2>By service</h2>\n<figure class=\"chart bars\"><figcaption>In how many councils it was found.</figcaption>\n");
        charts_stacked_key(out, words);
        charts_stacked(out, &chart, bars, count);
        html_add(out, "</figure>\n");
    }
    free(bars);
}

static void add_map(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    struct hex_cell *cells = memory_array(report->council_count + 1, sizeof *cells);
    struct arena words = {0};
    const char *const key[CHART_CLASSES + 1] = {"Found for every service", "Found for half or more", "Found for fewer than half",
                                                "Found for none", "Not tested, or could not be judged"};
    size_t counts[CHART_CLASSES + 1] = {0}, placed = 0;
    for (size_t i = 0; i < report->council_count; i++) {
        const struct report_council *council = &report->councils[i];
        struct row_counts here = count_at(council, row->id);
        size_t yes = here.by_verdict[VERDICT_YES];
        int class = !here.tested ? CHART_HATCH : yes == here.tested ? 0 : 2 * yes >= here.tested ? 1 : yes ? 2 : 3;
        cells[i] = (struct hex_cell){council->council, class,
                                     here.tested ? arena_printf(&words, "found for %zu of %zu services", yes, here.tested)
                                                 : "not tested",
                                     arena_printf(&words, "../../council/%s/index.html", council->council->slug)};
        counts[class < 0 ? CHART_CLASSES : class]++;
        placed += council->council->has_hex;
    }
    if (placed) {
        struct chart chart = {
            "map", "Map of councils",
            "One cell for each council; the more it stands out, the more services it was found for. The table below has the same."};
        html_add(out, "<h2>Where</h2>\n<figure class=\"chart map\"><figcaption>Each cell is a council.</figcaption>\n");
        charts_key(out, key, counts);
        html_add(out, "<section class=\"scroll\" tabindex=\"0\" aria-label=\"Map\">");
        charts_hex_map(out, &chart, cells, report->council_count);
        html_add(out, "</section></figure>\n");
    }
    arena_release(&words);
    free(cells);
}

/* The three councils that were found to do it for most services; ties by name. */
static void add_best(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    const struct report_council *best[3] = {0};
    size_t score[3] = {0};
    for (size_t i = 0; i < report->council_count; i++) {
        const struct report_council *council = &report->councils[i];
        size_t yes = count_at(council, row->id).by_verdict[VERDICT_YES];
        for (size_t k = 0; yes && k < 3; k++) {
            if (best[k] &&
                (score[k] > yes || (score[k] == yes && strcmp(best[k]->council->short_name, council->council->short_name) < 0)))
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
        html_add(out, ", found for ");
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

/* The verdict of a service that the row applies to, or NULL. */
static const struct row_verdict *applying(const struct report_council *council, size_t service, const char *row)
{
    const struct row_verdict *verdict = data_row(&council->card, council->card.services[service].service, row);
    return verdict && verdict->judgement.verdict != VERDICT_NOT_APPLICABLE ? verdict : NULL;
}

static void add_result(struct buffer *out, const struct report *report, const struct report_council *council,
                       const struct row_verdict *verdict)
{
    const struct rubric_service *service = data_rubric_service(report, verdict->service);
    const char *title = service ? service->title : verdict->service;
    html_add(out, "<th scope=\"row\">%t</th><td data-h=\"Result\">", title);
    parts_result_tag(out, report, verdict);
    bool quoted = verdict->judgement.evidence_count > 0 && !verdict->overruled; /* the program's words, of the program's result */
    html_add(out, quoted ? "</td><td data-h=\"Words\">" : "</td><td>");
    if (quoted) {
        html_add(out, "<q dir=\"auto\">");
        html_text_cut(out, verdict->judgement.evidence[0].quote, 120);
        html_add(out, "</q> ");
    }
    if (data_has_proof(verdict)) {
        parts_open_proof_link(out, council, verdict, root);
        html_add(out, " aria-label=\"Proof: %t, %t\">Proof</a>", council->council->short_name, title);
    }
    html_add(out, "</td></tr>\n");
}

/* A council's name stands once, over its services. */
static void add_council_results(struct buffer *out, const struct report *report, const struct report_council *council, const char *row)
{
    size_t count = 0, shown = 0;
    for (size_t s = 0; council->read && s < council->card.service_count; s++)
        count += applying(council, s, row) != NULL;
    html_add(out, "<tbody><tr><th scope=\"rowgroup\" class=\"of-group\" rowspan=\"%r\">", count ? count : 1);
    parts_council_link(out, council->council, root);
    html_add(out, "</th>");
    if (!count) {
        html_add(out, "<td colspan=\"3\">");
        if (council->read)
            html_add(out, "The question applies to none of its services.");
        else
            parts_visit(out, report, council);
        html_add(out, "</td></tr>\n");
    }
    for (size_t s = 0; count && s < council->card.service_count; s++) {
        const struct row_verdict *verdict = applying(council, s, row);
        if (!verdict)
            continue;
        if (shown++)
            html_add(out, "<tr>");
        add_result(out, report, council, verdict);
    }
    html_add(out, "</tbody>\n");
}

static void add_results(struct buffer *out, const struct report *report, const struct rubric_row *row)
{
    const char *caption = report->council_count > 1 ? "Every council’s results" : "The results";
    parts_table_open(out, caption, "stack grouped", caption,
                     "With the first words that each rests on. A council that could not be read is not counted as bad.");
    html_add(out, "<thead><tr><th scope=\"col\">Council</th><th scope=\"col\">Service</th><th scope=\"col\">Result</th><th "
                  "scope=\"col\">Words found</th></tr></thead>\n");
    for (size_t i = 0; i < report->council_count; i++)
        add_council_results(out, report, &report->councils[i], row->id);
    html_add(out, "</table></section>\n");
}

enum status page_row_write(const struct report *report, struct output *output, struct error *err)
{
    for (size_t r = 0; r < report->rubric->row_count; r++) {
        const struct rubric_row *row = &report->rubric->rows[r];
        struct buffer *out = output_begin(output), path;
        struct crumb crumbs[] = {{"Home", ""}, {"How it is done", "method/"}};
        struct frame frame = {.title = row->title,
                              .description =
                                  "One question of the audit: the rule, where it comes from, and every council’s result.",
                              .root = root,
                              .section = "method/",
                              .crumbs = crumbs,
                              .crumb_count = 2};
        struct row_counts counts = data_row_counts(report, row->id, NULL);
        parts_open(out, report, &frame);
        add_rule(out, report, row);
        html_add(out, "<p>Found in full in <strong>");
        parts_share(out, counts.by_verdict[VERDICT_YES], counts.tested);
        html_add(out, "</strong> results that could be judged.</p>\n");
        if (report->council_count > 1) { /* of one there is nothing to compare */
            add_services_chart(out, report, row);
            add_map(out, report, row);
            add_best(out, report, row);
        }
        add_results(out, report, row);
        parts_close(out, report, &frame);
        buffer_init(&path, 1024);
        buffer_printf(&path, "row/%s/index.html", row->id);
        enum status status = output_end(output, buffer_text(&path), err);
        buffer_release(&path);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

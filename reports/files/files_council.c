/* A council's files for programs: JSON, JUnit XML and SARIF 2.1.0, so that a web team's
 * own pipeline can read the results. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "base/json.h"
#include "reports/files/sarif.h"
#include "reports/files/tables.h"
#include "reports/pages/html.h"
#include "reports/pages/pages.h"
#include "reports/pages/parts.h"

enum { FILE_CEILING = 64 * 1024 * 1024 }; /* many times the largest site's */

/* ---- JSON ---- */

static void add_score(struct json_writer *json, const char *key, struct score score)
{
    json_object(json, key);
    json_decimal(json, "low", score.low, SCORE_DECIMALS);
    json_decimal(json, "high", score.high, SCORE_DECIMALS);
    json_decimal(json, "coverage_percent", 100 * score.coverage, SCORE_DECIMALS);
    json_end_object(json);
}

static void add_quote(struct json_writer *json, const struct report *report, const struct evidence *evidence)
{
    const struct page *page = data_page(report, evidence->page_id);
    char seen[CLOCK_TEXT_MAX] = "";
    if (page)
        clock_iso(page->fetched_at, seen);
    json_object(json, NULL);
    json_text(json, "quote", evidence->quote);
    json_text(json, "where", evidence->where);
    json_bool(json, "against", evidence->against);
    json_text(json, "page_url", evidence->url ? evidence->url : page ? page->final_url : NULL);
    json_text(json, "page_title", page ? page->title : NULL);
    json_text(json, "seen_at", *seen ? seen : NULL);
    json_text(json, "sha256", page && *page->sha256 ? page->sha256 : NULL);
    json_end_object(json);
}

/* What a person decided on the row, whether it is used or not. */
static void add_decision(struct json_writer *json, const struct decision *decision)
{
    const struct review *review = &decision->review;
    json_object(json, "review");
    json_text(json, "standing", decision_standing_word(decision->standing));
    json_number(json, "run", review->run);
    json_text(json, "date", review->date);
    json_text(json, "reviewer", review->reviewer_role);
    json_text(json, "program_verdict", verdict_word(review->program));
    json_text(json, "program_leans_to", decision->reviewed_meant != review->program ? verdict_word(decision->reviewed_meant) : NULL);
    json_text(json, "verdict", verdict_word(review->verdict));
    json_text(json, "reason", *review->reason ? review->reason : NULL);
    json_end_object(json);
}

static void add_row(struct json_writer *json, const struct report *report, const char *gss_code, const struct row_verdict *row)
{
    json_object(json, NULL);
    json_text(json, "row", row->row);
    json_number(json, "version", row->version);
    json_text(json, "verdict", verdict_word(row->judgement.verdict));
    json_text(json, "word", texts_result(&report->texts, row));
    json_text(json, "leans", verdict_leans(row) ? verdict_word(row->leans) : NULL);
    json_decimal(json, "certainty", data_certainty(row), 2);
    json_text(json, "reason", data_reason(row));
    json_text(json, "decided_by", row->decided_by);
    const struct decision *decision = data_decision(report, gss_code, row->service, row->row);
    if (decision)
        add_decision(json, decision);
    json_text(json, "detail", row->detail && *row->detail ? row->detail : NULL);
    json_number(json, "pages_searched", row->pages_searched);
    json_array(json, "evidence");
    for (size_t i = 0; i < row->judgement.evidence_count; i++)
        add_quote(json, report, &row->judgement.evidence[i]);
    json_end_array(json);
    json_end_object(json);
}

static void add_links(struct json_writer *json, const struct report_council *council)
{
    json_array(json, "links");
    for (size_t i = 0; i < council->problem_count; i++) {
        const struct link_problem *problem = &council->problems[i];
        json_object(json, NULL);
        json_text(json, "url", problem->target->url);
        json_text(json, "state", link_state_word(problem->target->state));
        json_text(json, "reason", link_reason_word(problem->target->reason));
        json_bool(json, "own", problem->internal);
        json_array(json, "pages");
        for (size_t k = 0; k < problem->carrier_count; k++)
            json_text(json, NULL, problem->carriers[k].page->final_url);
        json_end_array(json);
        json_end_object(json);
    }
    json_end_array(json);
}

static void write_json(struct buffer *out, const struct report *report, const struct report_council *council)
{
    struct json_writer json = {.out = out};
    char finished[CLOCK_TEXT_MAX];
    clock_iso(council->visit.finished_at, finished);
    json_object(&json, NULL);
    if (report->notice)
        json_text(&json, "notice", report->notice);
    json_number(&json, "run", report->run.id);
    json_text(&json, "gss_code", council->council->gss_code);
    json_text(&json, "name", council->council->name);
    json_text(&json, "region", council->council->region);
    json_text(&json, "outcome", visit_outcome_word(council->visit.outcome));
    json_text(&json, "visited_at", *finished ? finished : NULL);
    json_text(&json, "rubric_version", report->run.rubric_version);
    json_bool(&json, "read", council->read);
    sarif_json_unread(&json, report, council);
    add_score(&json, "score", council->card.score);
    json_object(&json, "criteria");
    for (int c = 0; c < CRITERION_COUNT; c++)
        add_score(&json, criterion_word((enum criterion)c), council->card.criteria[c]);
    json_end_object(&json);
    json_array(&json, "services");
    for (size_t s = 0; s < council->card.service_count; s++) {
        const struct service_scorecard *service = &council->card.services[s];
        bool shown = data_headline_shown(report, council->council->gss_code, service);
        json_object(&json, NULL);
        json_text(&json, "service", service->service);
        json_text(&json, "headline",
                  !shown                     ? "waiting_for_review"
                  : data_is_nowhere(service) ? "not_widely_available"
                                             : verdict_word(service->headline));
        add_score(&json, "score", service->score);
        json_array(&json, "rows");
        for (size_t r = 0; r < service->row_count; r++)
            add_row(&json, report, council->council->gss_code, &service->rows[r]);
        json_end_array(&json);
        json_end_object(&json);
    }
    json_end_array(&json);
    add_links(&json, council);
    json_end_object(&json);
    buffer_add_char(out, '\n');
}

/* ---- JUnit XML: a suite for each service, and one for links ---- */

static void add_case(struct buffer *out, const struct report *report, const struct report_council *council, const struct row_verdict *row)
{
    const struct rubric_row *rule = data_rubric_row(report, row->row);
    enum verdict verdict = row->judgement.verdict;
    bool whole, unsure = data_is_unsure(row);
    const char *mark = report->texts.prose[PROSE_UNSURE_MARK];
    html_add(out, "<testcase classname=\"%t\" name=\"%t\">", row->service, row->row);
    if (!verdict_is_told(verdict))
        html_add(out, "<skipped>%t</skipped>", texts_result(&report->texts, row));
    else if (verdict != VERDICT_YES && !data_is_failure(report, row))
        html_add(out, "<skipped>%t (not scored)</skipped>", texts_result(&report->texts, row));
    else if (verdict != VERDICT_YES)
        html_add(out, "<failure type=\"%t\" message=\"%t %t%t%t%t. %t\">%t\non %t</failure>", verdict_word(verdict), rule->title,
                 texts_result(&report->texts, row), unsure ? " (" : "", unsure ? mark : "", unsure ? ")" : "", parts_result(report, row, &whole), rule->fix,
                 sarif_row_address(report, council, row));
    if (unsure) /* the schema has no properties of a case */
        html_add(out, "<system-out>%t</system-out>", mark);
    html_add(out, "</testcase>\n");
}

static void write_junit(struct buffer *out, const struct report *report, const struct report_council *council)
{
    html_add(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"%t\">\n", council->council->name);
    for (size_t s = 0; s < council->card.service_count; s++) {
        const struct service_scorecard *service = &council->card.services[s];
        size_t failures = 0, skipped = 0;
        for (size_t r = 0; r < service->row_count; r++) {
            bool failure = data_is_failure(report, &service->rows[r]);
            failures += failure;
            skipped += !failure && service->rows[r].judgement.verdict != VERDICT_YES;
        }
        html_add(out, "<testsuite name=\"%t\" tests=\"%r\" failures=\"%r\" errors=\"0\" skipped=\"%r\">\n", service->service,
                 service->row_count, failures, skipped);
        sarif_junit_notice(out, report);
        for (size_t r = 0; r < service->row_count; r++)
            add_case(out, report, council, &service->rows[r]);
        html_add(out, "</testsuite>\n");
    }
    sarif_junit_links(out, report, council);
    html_add(out, "</testsuites>\n");
}

static void write_sarif(struct buffer *out, const struct report *report, const struct report_council *council)
{
    sarif_write(out, report, council, true);
}

static const struct council_file {
    const char *name, *format;
    void (*write)(struct buffer *, const struct report *, const struct report_council *);
} files[] = {{"scorecard.json", "jsonl", write_json}, {"junit.xml", "junit", write_junit}, {"results.sarif", "sarif", write_sarif}};

enum status files_council_write(const struct report *report, struct output *output, struct error *err)
{
    for (size_t c = 0; c < report->council_count; c++)
        for (size_t f = 0; f < sizeof files / sizeof files[0]; f++) {
            struct buffer path;
            files[f].write(output_begin(output), report, &report->councils[c]);
            buffer_init(&path, 1024);
            buffer_printf(&path, "council/%s/%s", report->councils[c].council->slug, files[f].name);
            enum status status = output_end(output, buffer_text(&path), err);
            buffer_release(&path);
            if (status != STATUS_OK)
                return status;
        }
    return STATUS_OK;
}

enum status reports_council_file(struct store *store, int64_t run, const char *gss_code, const char *format,
                                 const struct terminal_options *options, FILE *out, struct error *err)
{
    struct report_options loading = {.run = run, .seeds = options->seeds, .rubric = options->rubric};
    struct report report = {0};
    struct buffer text;
    buffer_init(&text, FILE_CEILING);
    enum status status = data_load_council(store, gss_code, &loading, &report, err);
    for (size_t f = 0; status == STATUS_OK && f < sizeof files / sizeof files[0]; f++)
        if (strcmp(files[f].format, format) == 0)
            files[f].write(&text, &report, &report.councils[0]);
    if (status == STATUS_OK && text.over)
        status = error_set(err, STATUS_LIMIT, "the %s file is over %d bytes", format, FILE_CEILING);
    if (status == STATUS_OK && fwrite(buffer_text(&text), 1, text.length, out) != text.length)
        status = error_errno(err, "cannot write the %s file", format);
    data_release(&report);
    buffer_release(&text);
    return status;
}

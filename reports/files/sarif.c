#include "reports/files/sarif.h"

#include <string.h>

#include "base/json.h"
#include "reports/pages/html.h"
#include "reports/pages/parts.h"

/* What became of the start, in plain text. */
static void add_unread(struct buffer *out, const struct report *report, const struct report_council *council)
{
    const char *why = data_why_unread(report, council);
    buffer_printf(out, "Could not be read: %s.%s%s", report->texts.outcomes[council->visit.outcome].sentence, why ? " " : "", why ? why : "");
}

/* ---- SARIF 2.1.0 (OASIS) ---- */

static void add_rule(struct json_writer *json, const char *id, const char *name, const char *text, const char *help)
{
    json_object(json, NULL);
    json_text(json, "id", id);
    json_object(json, "shortDescription");
    json_text(json, "text", name);
    json_end_object(json);
    json_object(json, "fullDescription");
    json_text(json, "text", text);
    json_end_object(json);
    json_object(json, "help");
    json_text(json, "text", help);
    json_end_object(json);
    json_end_object(json);
}

static void add_rules(struct json_writer *json, const struct report *report, bool rows)
{
    json_array(json, "rules");
    for (size_t r = 0; rows && r < report->rubric->row_count; r++) {
        const struct rubric_row *row = &report->rubric->rows[r];
        add_rule(json, row->id, row->title, row->rule, row->fix);
    }
    for (int reason = 1; reason < LINK_REASON_COUNT; reason++) {
        const struct reason_text *text = &report->texts.reasons[reason];
        if (link_reason_state((enum link_reason)reason) == LINK_OK)
            continue;
        const char *of_part = report->texts.part_reasons[reason].what_to_do;
        struct buffer help;
        buffer_init(&help, 16384);
        buffer_add_text(&help, text->what_to_do);
        if (of_part)
            buffer_printf(&help, " %s %s", report->texts.prose[PROSE_LINKS_PART], of_part);
        add_rule(json, link_reason_word((enum link_reason)reason), text->title, text->meaning, buffer_text(&help));
        buffer_release(&help);
    }
    json_end_array(json);
}

struct finding {
    const char *rule, *level, *message, *uri;
    const char *fingerprint; /* of what names the finding, never of when or in what order it was found */
    bool unsure;             /* it waits for a person */
};

static void add_result(struct json_writer *json, const struct finding *finding)
{
    json_object(json, NULL);
    json_text(json, "ruleId", finding->rule);
    json_text(json, "level", finding->level);
    json_object(json, "message");
    json_text(json, "text", finding->message);
    json_end_object(json);
    json_array(json, "locations");
    if (finding->uri && *finding->uri) {
        json_object(json, NULL);
        json_object(json, "physicalLocation");
        json_object(json, "artifactLocation");
        json_text(json, "uri", finding->uri);
        json_end_object(json);
        json_end_object(json);
        json_end_object(json);
    }
    json_end_array(json);
    char digest[DIGEST_HEX_SIZE];
    digest_hex(finding->fingerprint, strlen(finding->fingerprint), digest);
    json_object(json, "partialFingerprints");
    json_text(json, "coreofferFinding/v1", digest);
    json_end_object(json);
    if (finding->unsure) {
        json_object(json, "properties");
        json_bool(json, "unsure", true);
        json_end_object(json);
    }
    json_end_object(json);
}

const char *sarif_row_address(const struct report *report, const struct report_council *council, const struct row_verdict *row)
{
    const struct page *page = row->judgement.evidence_count ? data_page(report, row->judgement.evidence[0].page_id) : NULL;
    return page ? page->final_url : council->visit.start_url;
}

static void add_row_result(struct json_writer *json, const struct report *report, const struct report_council *council,
                           const struct row_verdict *row)
{
    struct buffer text, key;
    buffer_init(&text, 8192);
    buffer_init(&key, 2048);
    const struct rubric_row *rule = data_rubric_row(report, row->row);
    const struct rubric_service *service = data_rubric_service(report, row->service);
    bool whole;
    bool unsure = data_is_unsure(row);
    const char *mark = report->texts.prose[PROSE_UNSURE_MARK];
    buffer_printf(&text, "%s: %s %s%s%s%s. %s", service ? service->title : row->service, rule ? rule->title : row->row,
                  texts_result(&report->texts, row), unsure ? " (" : "", unsure ? mark : "", unsure ? ")" : "", parts_result(report, row, &whole));
    data_evidence_id(&key, council->council->gss_code, row->service, row->row);
    bool minor = row->judgement.verdict == VERDICT_CONCERNS || row->judgement.verdict == VERDICT_DOUBTS || !data_is_failure(report, row);
    struct finding finding = {.rule = row->row, .level = minor ? "note" : "warning", .message = buffer_text(&text), .uri = sarif_row_address(report, council, row),
                              .fingerprint = buffer_text(&key), .unsure = unsure};
    add_result(json, &finding);
    buffer_release(&text);
    buffer_release(&key);
}

static void add_link_result(struct json_writer *json, const struct report *report, const struct link_problem *problem)
{
    struct buffer text, key;
    const struct target *target = problem->target;
    for (size_t k = 0; k < problem->carrier_count; k++) {
        buffer_init(&text, 16384);
        buffer_init(&key, 16384);
        buffer_printf(&text, "%s: %s", texts_reason(&report->texts, target)->title, data_address(target));
        if (problem->carriers[k].text && *problem->carriers[k].text) /* which of the page's links it is */
            buffer_printf(&text, " behind \u201c%s\u201d", problem->carriers[k].text);
        buffer_printf(&key, "%s %s %s", link_reason_word(target->reason), problem->carriers[k].page->final_url, target->url);
        struct finding finding = {
            .rule = link_reason_word(target->reason), .level = target->state == LINK_BROKEN ? (problem->internal ? "error" : "warning") : "note",
            .message = buffer_text(&text), .uri = problem->carriers[k].page->final_url, .fingerprint = buffer_text(&key),
        };
        add_result(json, &finding);
        buffer_release(&text);
        buffer_release(&key);
    }
}

/* No results would pass for a site without faults (SARIF 2.1.0, 3.20.14 and 3.20.21). */
static void add_invocation(struct json_writer *json, const struct report *report, const struct report_council *council)
{
    bool read = visit_was_read(council->visit.outcome);
    json_array(json, "invocations");
    json_object(json, NULL);
    json_bool(json, "executionSuccessful", read);
    if (!read) {
        struct buffer text;
        buffer_init(&text, 64 * 1024);
        add_unread(&text, report, council);
        json_array(json, "toolExecutionNotifications");
        json_object(json, NULL);
        json_text(json, "level", "error");
        json_object(json, "message");
        json_text(json, "text", buffer_text(&text));
        json_end_object(json);
        json_end_object(json);
        json_end_array(json);
        buffer_release(&text);
    }
    json_end_object(json);
    json_end_array(json);
}

void sarif_write(struct buffer *out, const struct report *report, const struct report_council *council, bool rows)
{
    struct json_writer json = {.out = out};
    json_object(&json, NULL);
    json_text(&json, "$schema", "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json");
    json_text(&json, "version", "2.1.0");
    json_array(&json, "runs");
    json_object(&json, NULL);
    json_object(&json, "tool");
    json_object(&json, "driver");
    json_text(&json, "name", "coreoffer");
    json_text(&json, "version", COREOFFER_VERSION);
    add_rules(&json, report, rows);
    json_end_object(&json);
    json_end_object(&json);
    add_invocation(&json, report, council);
    if (report->notice) {
        json_object(&json, "properties");
        json_text(&json, "notice", report->notice);
        json_end_object(&json);
    }
    json_array(&json, "results");
    for (size_t s = 0; rows && s < council->card.service_count; s++)
        for (size_t r = 0; r < council->card.services[s].row_count; r++)
            if (data_is_adverse(council->card.services[s].rows[r].judgement.verdict))
                add_row_result(&json, report, council, &council->card.services[s].rows[r]);
    for (size_t i = 0; i < council->problem_count; i++)
        if (council->problems[i].target->state == LINK_BROKEN || council->problems[i].target->state == LINK_SUSPECT)
            add_link_result(&json, report, &council->problems[i]);
    json_end_array(&json);
    json_end_object(&json);
    json_end_array(&json);
    json_end_object(&json);
    buffer_add_char(out, '\n');
}

void sarif_junit_notice(struct buffer *out, const struct report *report)
{
    if (report->notice)
        html_add(out, "<properties><property name=\"notice\" value=\"%t\"/></properties>\n", report->notice);
}

void sarif_json_unread(struct json_writer *json, const struct report *report, const struct report_council *council)
{
    const struct visit *visit = &council->visit;
    if (visit_was_read(visit->outcome))
        return;
    json_object(json, "unread");
    json_text(json, "url", data_start(council));
    json_text(json, "outcome", visit_outcome_word(visit->outcome));
    json_text(json, "reason", visit->reason != REASON_NONE ? link_reason_word(visit->reason) : NULL);
    json_text(json, "explanation", data_why_unread(report, council));
    json_end_object(json);
}

enum { CARRIERS_SHOWN = 5 };

/* What to do about a link, and on which pages. */
static void add_failure(struct buffer *out, const struct report *report, const struct link_problem *problem)
{
    const struct target *target = problem->target;
    const struct reason_text *reason = texts_reason(&report->texts, target);
    html_add(out, "<failure type=\"%t\" message=\"%t\">%t", link_reason_word(target->reason), reason->title,
             target->advice ? target->advice : reason->what_to_do);
    for (size_t i = 0; i < problem->carrier_count && i < CARRIERS_SHOWN; i++) {
        const struct carrier *carrier = &problem->carriers[i];
        html_add(out, "\non %t", carrier->page->final_url);
        if (carrier->text && *carrier->text)
            html_add(out, " \u201c%t\u201d", carrier->text);
    }
    if (problem->carrier_count > CARRIERS_SHOWN)
        html_add(out, "\nand %r more", problem->carrier_count - CARRIERS_SHOWN);
    html_add(out, "</failure>");
}

void sarif_junit_links(struct buffer *out, const struct report *report, const struct report_council *council)
{
    bool read = visit_was_read(council->visit.outcome);
    html_add(out, "<testsuite name=\"links\" tests=\"%r\" failures=\"%r\" errors=\"%d\" skipped=\"%r\">\n",
             council->problem_count + 1, council->links.broken_own + council->links.broken_other, !read, council->links.suspect + council->links.blocked + council->links.not_checked);
    sarif_junit_notice(out, report);
    if (!read) {
        struct buffer text;
        const char *start = data_start(council);
        buffer_init(&text, 64 * 1024);
        add_unread(&text, report, council);
        html_add(out, "<testcase classname=\"links\" name=\"%t\"><error type=\"%t\" message=\"%t\"/></testcase>\n",
                 start ? start : "start", visit_outcome_word(council->visit.outcome), buffer_text(&text));
        buffer_release(&text);
    } else { /* build servers take a file without a test for one that failed to run */
        html_add(out, "<testcase classname=\"links\" name=\"links that work\"><system-out>%z of %z addresses</system-out></testcase>\n", council->links.ok, council->links.all);
    }
    for (size_t i = 0; i < council->problem_count; i++) {
        const struct target *target = council->problems[i].target;
        const struct reason_text *reason = texts_reason(&report->texts, target);
        html_add(out, "<testcase classname=\"links\" name=\"%t\">", data_address(target));
        if (target->state == LINK_BROKEN)
            add_failure(out, report, &council->problems[i]);
        else
            html_add(out, "<skipped>%t: %t</skipped>", link_state_word(target->state), reason->title);
        html_add(out, "</testcase>\n");
    }
    html_add(out, "</testsuite>\n");
}

#include <string.h>

#include "base/clock.h"
#include "reports/data/change.h"
#include "reports/pages/pages.h"
#include "reports/pages/parts.h"

/* Calls `one` for every change in order of councils, services and rows. */
typedef void change_visitor(struct buffer *out, const struct report *report, const struct report_council *council,
                            const struct change *change);

static size_t each_change(struct buffer *out, const struct report *report, enum change_cause cause, change_visitor *one)
{
    size_t count = 0;
    for (size_t c = 0; c < report->council_count; c++) {
        const struct report_council *council = report->by_name[c];
        for (size_t s = 0; s < council->card.service_count; s++)
            for (size_t r = 0; r < council->card.services[s].row_count; r++) {
                struct change change = past_change(&council->past, &council->card, &council->card.services[s].rows[r]);
                if (change.way == CHANGE_NONE || change.cause != cause)
                    continue;
                count++;
                if (one)
                    one(out, report, council, &change);
            }
    }
    return count;
}

/* What an earlier run than the one before could tell last has its date. */
static void add_line(struct buffer *out, const struct report *report, const struct report_council *council,
                     const struct change *change)
{
    const struct rubric_row *row = data_rubric_row(report, change->after->row);
    const struct rubric_service *service = data_rubric_service(report, change->after->service);
    html_add(out, "<tr><th scope=\"row\">");
    parts_council_link(out, council->council, "../");
    html_add(out, "</th><td data-h=\"Service\">%t</td><td data-h=\"Question\">", service ? service->title : change->after->service);
    if (data_has_proof(change->after)) {
        parts_open_proof_link(out, council, change->after, "../");
        html_add(out, " aria-label=\"%t: %t, %t\">%t</a>", row ? row->title : change->after->row, council->council->short_name,
                 service ? service->title : change->after->service, row ? row->title : change->after->row);
    } else {
        html_text(out, row ? row->title : change->after->row);
    }
    html_add(out, "</td><td data-h=\"Before\">");
    parts_result_tag(out, report, change->before);
    parts_since(out, report, change->since);
    html_add(out, "</td><td data-h=\"Now\">");
    parts_result_tag(out, report, change->after);
    html_add(out, "</td></tr>\n");
}

static const struct {
    enum change_cause cause;
    const char *title;
    enum prose note;
} causes[] = {
    {CAUSE_COUNCIL, "Councils changed their pages", PROSE_CHANGES_COUNCIL},
    {CAUSE_CORRECTION, "We corrected results", PROSE_CHANGES_CORRECTION},
    {CAUSE_TIME, "Only time passed", PROSE_CHANGES_TIME},
    {CAUSE_COVERAGE, "Could be read or judged one time only", PROSE_CHANGES_COVERAGE},
    {CAUSE_RULE, "Our rules changed", PROSE_CHANGES_RULE},
};

static enum status write_page(const struct report *report, struct output *output, struct error *err)
{
    struct buffer *out = output_begin(output);
    struct crumb crumbs[] = {{"Home", ""}};
    struct frame frame = {.title = "Changes",
                          .description = "What changed since the run before, and why.",
                          .root = "../",
                          .section = "changes/",
                          .crumbs = crumbs,
                          .crumb_count = 1};
    parts_open(out, report, &frame);
    if (!report->earlier) {
        html_add(out, "<p class=\"lead\">");
        prose_add(out, report->texts.prose[PROSE_CHANGES_FIRST], frame.root, NULL);
        html_add(out, "</p>\n");
    } else {
        struct buffer date;
        buffer_init(&date, 256);
        parts_date(&date, report->earlier->run.finished_at);
        html_add(out, "<p class=\"lead\">");
        prose_add(out, report->texts.prose[PROSE_CHANGES_LEAD], frame.root, PROSE_VALUES({"date", NULL, buffer_text(&date)}));
        html_add(out, "</p>\n");
        buffer_release(&date);
        for (size_t i = 0; i < sizeof causes / sizeof causes[0]; i++) {
            size_t count = each_change(out, report, causes[i].cause, NULL);
            html_add(out, "<h2>%t: %z</h2>\n<p>%t</p>\n", causes[i].title, count, report->texts.prose[causes[i].note]);
            if (!count)
                continue;
            parts_table_open(out, causes[i].title, "stack", causes[i].title, NULL);
            html_add(out,
                     "<thead><tr><th scope=\"col\">Council</th><th scope=\"col\">Service</th><th scope=\"col\">Question</th><th "
                     "scope=\"col\">Before</th><th scope=\"col\">Now</th></tr></thead><tbody>\n");
            each_change(out, report, causes[i].cause, add_line);
            parts_table_close(out);
        }
    }
    html_add(out, "<p><a href=\"feed.atom\">Follow changes by a feed (Atom)</a></p>\n");
    parts_close(out, report, &frame);
    return output_end(output, "changes/index.html", err);
}

static void add_entry(struct buffer *out, const struct report *report, const struct report_council *council,
                      const struct change *change)
{
    const char *base = report->options->base_url ? report->options->base_url : "";
    const struct rubric_row *row = data_rubric_row(report, change->after->row);
    const struct rubric_service *service = data_rubric_service(report, change->after->service);
    char updated[CLOCK_TEXT_MAX];
    clock_iso(report->run.finished_at, updated);
    html_add(out, "<entry><id>urn:coreoffer:run-%l:", report->run.id);
    data_evidence_id(out, council->council->gss_code, change->after->service, change->after->row);
    html_add(out, "</id><title>%t, %t, %t: ", council->council->short_name, service ? service->title : change->after->service,
             row ? row->title : change->after->row);
    html_add(out, "%t, before: %t</title><updated>%t</updated><link rel=\"alternate\" type=\"text/html\" href=\"%u%t",
             texts_result(&report->texts, change->after), texts_result(&report->texts, change->before), updated, *base ? base : "..",
             *base && base[strlen(base) - 1] == '/' ? "" : "/");
    if (data_has_proof(change->after)) {
        html_add(out, "evidence/");
        data_evidence_id(out, council->council->gss_code, change->after->service, change->after->row);
    } else {
        html_add(out, "council/%t/%t", council->council->slug, change->after->service);
    }
    html_add(out, "/index.html\"/><summary>The result changed since the run of ");
    parts_date(out, change->since->finished_at);
    html_add(out, ".</summary></entry>\n");
}

/* RFC 4287. */
static enum status write_feed(const struct report *report, struct output *output, struct error *err)
{
    struct buffer *out = output_begin(output);
    const char *base = report->options->base_url ? report->options->base_url : "";
    char updated[CLOCK_TEXT_MAX];
    clock_iso(report->run.finished_at >= 0 ? report->run.finished_at : report->run.started_at, updated);
    html_add(out,
             "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\" "
             "xml:lang=\"en-GB\"><id>urn:coreoffer:changes</id>"
             "<title>Core Offer audit: changes</title><updated>%t</updated><author><name>Core Offer audit</name></author>",
             updated);
    if (*base)
        html_add(out, "<link rel=\"self\" href=\"%u%tchanges/feed.atom\"/>", base, base[strlen(base) - 1] == '/' ? "" : "/");
    if (report->notice)
        html_add(out, "<subtitle>%t</subtitle>", report->notice);
    html_add(out, "\n");
    if (report->earlier)
        each_change(out, report, CAUSE_COUNCIL, add_entry);
    html_add(out, "</feed>\n");
    return output_end(output, "changes/feed.atom", err);
}

enum status page_changes_write(const struct report *report, struct output *output, struct error *err)
{
    enum status status = write_page(report, output, err);
    return status == STATUS_OK ? write_feed(report, output, err) : status;
}

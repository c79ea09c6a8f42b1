#include <string.h>

#include "reports/pages/council_parts.h"
#include "reports/pages/pages.h"

static const char root[] = "../../";

static void add_copy_link(struct buffer *out, const struct report *report, const struct evidence *evidence)
{
    const struct page *page = data_page(report, evidence->page_id);
    if (report->options->publish_copies && report->options->copy_text && page && *page->sha256)
        html_add(out, "<p class=\"small\"><a href=\"%tcopy/%t/index.html\">The text of this page as it was read</a></p>\n", root,
                 page->sha256);
}

static void add_quotes(struct buffer *out, const struct report *report, const struct judgement *judgement, bool against,
                       const char *heading)
{
    const struct evidence *before = NULL;
    for (size_t i = 0; i < judgement->evidence_count; i++) {
        const struct evidence *evidence = &judgement->evidence[i];
        if (evidence->against != against)
            continue;
        if (!before)
            html_add(out, "<h2>%t</h2>\n", heading);
        /* A page's address and fingerprint stand once where it is quoted several times in a row. */
        bool new_page = !before || before->page_id != evidence->page_id;
        parts_quote(out, report, evidence, 0, new_page);
        if (new_page)
            add_copy_link(out, report, evidence);
        before = evidence;
    }
}

static void add_near_miss(struct buffer *out, const struct report *report, const struct evidence *miss)
{
    struct evidence shown = *miss;
    shown.where = NULL;
    html_add(out, "<h2>Nearest words, which the program did not count</h2>\n");
    if (miss->where && *miss->where)
        html_add(out, "<p>Why: %t</p>\n", miss->where);
    parts_quote(out, report, &shown, 0, true);
    add_copy_link(out, report, miss);
}

static enum status write_proof(const struct report *report, const struct report_council *council, const struct row_verdict *row,
                               struct output *output, struct error *err)
{
    const struct rubric_row *rule = data_rubric_row(report, row->row);
    const struct rubric_service *service = data_rubric_service(report, row->service);
    struct buffer *out = output_begin(output), path, title;
    buffer_init(&path, 2048);
    buffer_init(&title, 4096);
    buffer_printf(&title, "%s, %s: %s", council->council->short_name, service ? service->title : row->service,
                  rule ? rule->title : row->row);
    parts_open_proof(out, report, buffer_text(&title), root);
    html_add(out, "<p>");
    parts_result_tag(out, report, row);
    html_add(out, " ");
    bool whole;
    html_add(out, "%t</p>\n<p>", parts_result(report, row, &whole));
    parts_decided(out, report, council->council->gss_code, row);
    html_add(out, "</p>\n");
    parts_repaired(out, report, council, row);
    council_row_replies(out, report, council->council->gss_code, row);
    add_quotes(out, report, &row->judgement, false, row->overruled ? "The words that the program went by" : "The words that it rests on");
    add_quotes(out, report, &row->judgement, true, "Words that counted against it");
    if (row->judgement.near_miss.quote)
        add_near_miss(out, report, &row->judgement.near_miss);
    html_add(out, "<h2>Facts</h2>\n<dl><dt>A family asks</dt><dd><a href=\"%trow/%t/index.html\">%t</a></dd><dt>Council</dt><dd>",
             root, row->row, rule ? rule->question : row->row);
    parts_council_link(out, council->council, root);
    html_add(out, "</dd><dt>Service</dt><dd><a href=\"%tcouncil/%t/%t/index.html\">%t</a>", root, council->council->slug, row->service,
             service ? service->title : row->service);
    html_add(out, "</dd><dt>Pages and leaflets read for it</dt><dd><a href=\"%tcouncil/%t/pages/index.html\">%d, each with its address</a></dd>", root,
             council->council->slug, row->pages_searched);
    if (row->judgement.reason && *row->judgement.reason) {
        html_add(out, "<dt>The program’s reason</dt><dd>");
        parts_why(out, report, row->judgement.reason);
        html_add(out, "</dd>");
    }
    html_add(out, "<dt>Rule</dt><dd>Version %d", row->version);
    if (rule)
        html_add(out, ". %t Source: %t", rule->rule, rule->source);
    html_add(out, "</dd></dl>\n");
    parts_close_proof(out, report, root);
    buffer_add_text(&path, "evidence/");
    data_evidence_id(&path, council->council->gss_code, row->service, row->row);
    buffer_add_text(&path, "/index.html");
    enum status status = output_end(output, buffer_text(&path), err);
    buffer_release(&path);
    buffer_release(&title);
    return status;
}

enum status page_evidence_write(const struct report *report, struct output *output, struct error *err)
{
    for (size_t c = 0; c < report->council_count; c++)
        for (size_t s = 0; s < report->councils[c].card.service_count; s++)
            for (size_t r = 0; r < report->councils[c].card.services[s].row_count; r++) {
                const struct row_verdict *row = &report->councils[c].card.services[s].rows[r];
                enum status status =
                    data_has_proof(row) ? write_proof(report, &report->councils[c], row, output, err) : STATUS_OK;
                if (status != STATUS_OK)
                    return status;
            }
    return STATUS_OK;
}

/* Every page and leaflet that was read, with its own small scorecard, and the full list of
 * a council's links. */
#include <string.h>

#include "reports/pages/council_parts.h"
#include "reports/pages/pages.h"

static const char root[] = "../../../";

static size_t broken_on(const struct report_council *council, const struct page *page)
{
    size_t count = 0;
    for (size_t i = 0; i < council->problem_count; i++)
        for (size_t k = 0; council->problems[i].target->state == LINK_BROKEN && k < council->problems[i].carrier_count; k++)
            if (council->problems[i].carriers[k].page == page) {
                count++;
                break;
            }
    return count;
}

static void add_judgement(struct buffer *out, const struct report *report, const char *title, const struct judgement *judgement)
{
    html_add(out, "<dt>%t: ", title);
    parts_tag(out, report, judgement->verdict, NULL);
    if (data_is_doubtful(judgement))
        parts_unsure_mark(out, report);
    html_add(out, "</dt><dd>");
    for (size_t i = 0; i < judgement->evidence_count && i < 2; i++) {
        html_add(out, "<q dir=\"auto\">");
        html_text_cut(out, judgement->evidence[i].quote, 240);
        html_add(out, "</q> ");
    }
    if (!judgement->evidence_count && judgement->near_miss.quote) {
        html_add(out, "Nearest words, which the program did not count: <q dir=\"auto\">");
        html_text_cut(out, judgement->near_miss.quote, 200);
        html_add(out, "</q>");
    }
    html_add(out, "</dd>");
}

static void add_scorecard(struct buffer *out, const struct report *report, const char *title, const struct assessment *assessment)
{
    html_add(out, "<details><summary aria-label=\"Quotes: %t\">Quotes</summary><div><dl>", title);
    for (int i = 0; i < CHECK_COUNT; i++)
        add_judgement(out, report, data_check_titles[i], &assessment->checks[i]);
    for (int i = 0; i < CRITERION_COUNT; i++)
        add_judgement(out, report, data_criterion_titles[i], &assessment->criteria[i]);
    if (assessment->readability.measured)
        html_add(out, "<dt>Words and sentences</dt><dd>%d words, %f words a sentence on average</dd>", assessment->readability.words,
                 assessment->readability.average_sentence);
    if (assessment->could_not_tell)
        html_add(out, "<dt>Could not be told in full</dt><dd>%t</dd>", assessment->could_not_tell);
    html_add(out, "</dl></div></details>");
}

static void add_four(struct buffer *out, const struct report *report, const char *heading, const char *const *titles,
                     const struct judgement *judgements, int count)
{
    html_add(out, "<td data-h=\"%t\"><ul class=\"plain\">", heading);
    for (int i = 0; i < count; i++) {
        html_add(out, "<li>%t: %t", titles[i], texts_verdict(&report->texts, judgements[i].verdict, NULL));
        if (data_is_doubtful(&judgements[i]))
            parts_unsure_mark(out, report);
        html_add(out, "</li>");
    }
    html_add(out, "</ul></td>");
}

static const char *type_words(enum document_type type)
{
    static const char *const words[DOCUMENT_TYPE_COUNT] = {"Web page", "PDF leaflet", "Word leaflet", "Text file", "Other file"};
    return words[type];
}

/* Kind and service, broken links, clicks, date. */
static void add_about(struct buffer *out, const struct report *report, const struct report_council *council,
                      const struct page *page, const struct page_summary *summary)
{
    html_add(out, "<td data-h=\"About\"><ul class=\"plain\"><li>%t</li>", type_words(page->type));
    if (summary) {
        const char *kind = texts_kind(&report->texts, summary->kind);
        html_add(out, "<li>Kind: ");
        if (kind)
            html_text(out, kind);
        else
            parts_words(out, summary->kind);
        html_add(out, "</li><li>Service: ");
        const struct rubric_service *service = data_rubric_service(report, summary->service);
        if (service)
            html_text(out, service->title);
        else
            parts_words(out, summary->service);
        html_add(out, "</li>");
    }
    html_add(out, "<li>");
    parts_plural(out, broken_on(council, page), "broken link", "broken links");
    html_add(out, "</li><li>");
    if (page->clicks >= 0)
        parts_plural(out, (size_t)page->clicks, "click away", "clicks away");
    else
        html_add(out, "only in the site map");
    html_add(out, "</li><li>Seen ");
    parts_date(out, page->fetched_at);
    html_add(out, "</li></ul></td>");
}

/* A judged page is two rows, so that its quotes have the table's width. */
static enum status add_page(struct buffer *out, const struct report *report, const struct report_council *council,
                            const struct page *page, struct error *err)
{
    const struct page_summary *summary = data_summary(report, page->id);
    html_add(out, summary ? "<tr class=\"first\"><th scope=\"row\" rowspan=\"2\">" : "<tr><th scope=\"row\">");
    html_link(out, page->final_url, *page->title ? page->title : page->final_url);
    html_add(out, "<br><span class=\"small dig\">%t</span></th>", page->final_url);
    add_about(out, report, council, page, summary);
    if (!summary) {
        const struct reason_text *reason = &report->texts.reasons[page->reason];
        html_add(out, "<td colspan=\"2\" data-h=\"Not judged\">Not judged%t%t</td></tr>\n", *reason->title ? ": " : "", reason->title);
        return STATUS_OK;
    }
    struct assessment assessment = {0};
    enum status status = store_assessment(report->store, page->id, &assessment, err);
    if (status == STATUS_OK) {
        add_four(out, report, "Checks", data_check_titles, assessment.checks, CHECK_COUNT);
        add_four(out, report, "Criteria", data_criterion_titles, assessment.criteria, CRITERION_COUNT);
        html_add(out, "</tr>\n<tr class=\"more\"><td colspan=\"3\">");
        add_scorecard(out, report, *page->title ? page->title : page->final_url, &assessment);
        html_add(out, "</td></tr>\n");
    }
    arena_release(&assessment.arena);
    return status;
}

static void add_counts(struct buffer *out, const struct report_council *council)
{
    size_t unread = council->page_count - council->pages_read;
    html_add(out, "<p>We read ");
    parts_plural(out, council->pages_read, "page or leaflet", "pages and leaflets");
    html_add(out, ": the council’s own, its home page where we came by it, and those of its partners that it links to.");
    if (unread) {
        html_add(out, " ");
        parts_plural(out, unread, "more that we asked for is", "more that we asked for are");
        html_add(out, " “not judged”, and why stands beside each.");
    }
    if (data_left_unread(council))
        html_add(out, " %t", data_left_unread(council));
    html_add(out, "</p>\n");
}

static enum status write_pages(const struct report *report, const struct report_council *council, struct output *output,
                               struct error *err)
{
    struct buffer *out = output_begin(output), path, title;
    buffer_init(&path, 1024);
    buffer_init(&title, 4096);
    buffer_printf(&path, "council/%s/", council->council->slug);
    buffer_printf(&title, "%s: every page and leaflet", council->council->short_name);
    struct crumb crumbs[] = {{"Home", ""}, {"Councils", "councils/"}, {council->council->short_name, buffer_text(&path)}};
    struct frame frame = {.title = buffer_text(&title),
                          .description = "Every page and leaflet of one council that was read, each with its own scorecard.",
                          .root = root,
                          .section = "councils/",
                          .crumbs = crumbs,
                          .crumb_count = 3};
    enum status status = STATUS_OK;
    parts_open(out, report, &frame);
    if (council->page_count) {
        add_counts(out, council);
        parts_table_open(out, "Pages and leaflets", "stack read", "Pages and leaflets",
                         report->texts.prose[PROSE_PAGES_TABLE]);
        html_add(out,
                 "<thead><tr><th scope=\"col\">Page</th><th scope=\"col\">About it</th><th scope=\"col\">The four checks</th>"
                 "<th scope=\"col\">The four criteria</th></tr></thead><tbody>\n");
        for (size_t i = 0; status == STATUS_OK && i < council->page_count; i++)
            status = add_page(out, report, council, council->pages[i], err);
        parts_table_close(out);
    } else {
        html_add(out, "<p>No page was read. ");
        parts_visit(out, report, council);
        html_add(out, ".</p>\n");
    }
    parts_close(out, report, &frame);
    buffer_add_text(&path, "pages/index.html");
    if (status == STATUS_OK)
        status = output_end(output, buffer_text(&path), err);
    buffer_release(&title);
    buffer_release(&path);
    return status;
}

static enum status write_links(const struct report *report, const struct report_council *council, struct output *output,
                               struct error *err)
{
    struct buffer *out = output_begin(output), path, title;
    buffer_init(&path, 1024);
    buffer_init(&title, 4096);
    buffer_printf(&path, "council/%s/", council->council->slug);
    buffer_printf(&title, "%s: links with problems", council->council->short_name);
    struct crumb crumbs[] = {{"Home", ""}, {"Councils", "councils/"}, {council->council->short_name, buffer_text(&path)}};
    struct frame frame = {.title = buffer_text(&title),
                          .description =
                              "Links of one council that are broken, suspect or could not be checked, grouped by target.",
                          .root = root,
                          .section = "links/",
                          .crumbs = crumbs,
                          .crumb_count = 3};
    parts_open(out, report, &frame);
    html_add(out, "<p>%t</p>\n", report->texts.prose[PROSE_PAGES_LINKS]);
    council_links(out, report, council, 0);
    if (!council->problem_count)
        html_add(out, "<p>We found none.</p>\n");
    parts_close(out, report, &frame);
    buffer_add_text(&path, "links/index.html");
    enum status status = output_end(output, buffer_text(&path), err);
    buffer_release(&title);
    buffer_release(&path);
    return status;
}

enum status page_pages_write(const struct report *report, struct output *output, struct error *err)
{
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < report->council_count; i++) {
        status = write_pages(report, &report->councils[i], output, err);
        if (status == STATUS_OK)
            status = write_links(report, &report->councils[i], output, err);
    }
    return status;
}

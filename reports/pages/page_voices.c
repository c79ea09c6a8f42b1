/* Replies of councils, what we ask, and sentences for the press. */
#include <math.h>
#include <string.h>

#include "base/limits.h"
#include "reports/data/figures.h"
#include "reports/data/national.h"
#include "reports/pages/council_parts.h"
#include "reports/pages/pages.h"

static bool is_unused(const struct decision *decision)
{
    return !decision_holds(decision);
}

static void add_decisions(struct buffer *out, const struct report *report, const char *title, const char *note, bool (*is)(const struct decision *))
{
    if (decisions_count(&report->decisions, is) == 0)
        return;
    parts_table_open(out, title, "stack decisions", title, note);
    html_add(out, "<thead><tr><th scope=\"col\">Council</th><th scope=\"col\">Service</th><th scope=\"col\">Question</th><th scope=\"col\">Program</th><th "
                  "scope=\"col\">Person</th><th scope=\"col\">Decision</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < report->decisions.count; i++) {
        const struct decision *decision = &report->decisions.items[i];
        const struct review *review = &decision->review;
        if (!is(decision))
            continue;
        const struct council *council = councils_find(&report->list, review->gss_code);
        const struct rubric_service *service = data_rubric_service(report, review->service);
        const struct rubric_row *row = data_rubric_row(report, review->row);
        html_add(out, "<tr><th scope=\"row\">");
        if (council)
            parts_council_link(out, council, "../");
        else
            html_text(out, review->gss_code);
        html_add(out, "</th><td data-h=\"Service\">%t</td><td data-h=\"Question\">%t</td><td data-h=\"Program\">", service ? service->title : review->service,
                 row ? row->title : review->row);
        parts_result_tag(out, report, &(struct row_verdict){.row = review->row, .decided_by = "program", .judgement = {.verdict = decision->program, .certainty = NAN, .reason = decision->program_reason}});
        html_add(out, "</td><td data-h=\"Person\">");
        parts_tag(out, report, review->verdict, review->row);
        html_add(out, "</td><td data-h=\"Decision\">");
        parts_decision(out, report, decision);
        html_add(out, "</td></tr>\n");
    }
    parts_table_close(out);
}

/* Of a run of part of the list: silence about a council that has replied would look as if it had not. */
static void add_replied_elsewhere(struct buffer *out, const struct report *report)
{
    struct buffer councils;
    if (!report->replied_elsewhere_count)
        return;
    buffer_init(&councils, LIMIT_COUNCILS_BYTES);
    for (size_t i = 0; i < report->replied_elsewhere_count; i++)
        buffer_printf(&councils, "%s%s", i ? ", " : "", report->replied_elsewhere[i]->name);
    prose_paragraph(out, report->texts.prose[PROSE_REPLIES_ELSEWHERE], "../", PROSE_VALUES({"councils", buffer_text(&councils), NULL}));
    buffer_release(&councils);
}

enum status page_replies_write(const struct report *report, struct output *output, struct error *err)
{
    struct buffer *out = output_begin(output);
    struct crumb crumbs[] = {{"Home", ""}};
    struct frame frame = {.title = "Replies and corrections",
                          .description = "What councils replied, word for word, and what was decided.",
                          .root = "../",
                          .crumbs = crumbs,
                          .crumb_count = 1};
    parts_open(out, report, &frame);
    html_add(out, "<p class=\"lead\">");
    prose_add(out, report->texts.prose[PROSE_REPLIES_LEAD], frame.root, NULL);
    html_add(out, "</p>\n");
    size_t shown = 0;
    for (size_t i = 0; i < report->council_count; i++) {
        const char *gss_code = report->by_name[i]->council->gss_code;
        bool any = false;
        for (size_t k = 0; k < report->reply_count; k++)
            any |= strcmp(report->replies[k].gss_code, gss_code) == 0;
        if (!any)
            continue;
        shown++;
        html_add(out, "<h2>");
        parts_council_link(out, report->by_name[i]->council, "../");
        html_add(out, "</h2>\n");
        council_replies(out, report, gss_code);
    }
    if (!shown) {
        prose_paragraph(out, report->texts.prose[PROSE_REPLIES_NONE], frame.root, NULL);
    }
    add_replied_elsewhere(out, report);
    html_add(out, "<h2 id=\"how\">How to reply</h2>\n<p>");
    parts_how_to_reply(out, report, frame.root);
    html_add(out, "</p>\n");
    add_decisions(out, report, "Results that a person has looked at",
                  report->texts.prose[PROSE_DECISIONS_USED], decision_holds);
    add_decisions(out, report, "Decisions of people that are not used now", report->texts.prose[PROSE_DECISIONS_UNUSED], is_unused);
    parts_close(out, report, &frame);
    return output_end(output, "replies/index.html", err);
}

enum status page_asks_write(const struct report *report, struct output *output, struct error *err)
{
    struct buffer *out = output_begin(output);
    struct crumb crumbs[] = {{"Home", ""}};
    struct frame frame = {.title = "What we ask",
                          .description = "What the figures ask of councils, the NHS and government.",
                          .root = "../",
                          .section = "asks/",
                          .crumbs = crumbs,
                          .crumb_count = 1};
    parts_open(out, report, &frame);
    html_add(out, "<p class=\"lead\">");
    prose_add(out, report->texts.prose[PROSE_ASKS_LEAD], frame.root, NULL);
    html_add(out, "</p>\n");
    const char *to = "";
    for (size_t i = 0; i < report->texts.ask_count; i++) {
        const struct ask_text *ask = &report->texts.asks[i];
        struct national_count figure = national_figure(report, ask->figure);
        if (strcmp(to, ask->to) != 0)
            html_add(out, "<h2>%t</h2>\n", ask->to);
        to = ask->to;
        html_add(out, "<h3 id=\"%t\">%t</h3>\n<p>%t</p>\n<p>", ask->id, ask->title, ask->ask);
        if (figure.base) {
            html_add(out, "<strong>");
            parts_share(out, figure.count, figure.base);
            html_add(out, "</strong> %t.", ask->finding);
            parts_figure_unsure(out, report, figure.base, figure.unsure);
        } else {
            prose_add(out, report->texts.prose[PROSE_ASKS_UNTOLD], frame.root, NULL);
        }
        if (strncmp(ask->figure, "row:", 4) == 0 && data_rubric_row(report, ask->figure + 4))
            html_add(out, " <a href=\"../row/%t/index.html\" aria-label=\"The results: %t\">The results</a>", ask->figure + 4,
                     data_rubric_row(report, ask->figure + 4)->title);
        else if (strncmp(ask->figure, "links:", 6) == 0)
            html_add(out, " <a href=\"../links/index.html\">The links</a>");
        html_add(out, "</p>\n");
        if (*ask->asked_2012)
            html_add(out, "<p class=\"small\">%t</p>\n", ask->asked_2012);
    }
    parts_close(out, report, &frame);
    return output_end(output, "asks/index.html", err);
}

/* Made from a figure, so that it can't be wrong by a slip; leads to where the figure stands. */
static void add_sentence(struct buffer *out, const struct report *report, const struct press_text *press)
{
    bool of_row = strncmp(press->figure, "row:", 4) == 0;
    struct national_count count = national_figure(report, press->figure);
    if (!count.base)
        return;
    struct buffer councils;
    buffer_init(&councils, 256);
    parts_plural(&councils, of_row ? report->read_count : count.base, "council", "councils");
    html_add(out, "<li>");
    prose_add(out, report->texts.prose[of_row ? PROSE_PRESS_SERVICES : PROSE_PRESS_COUNCILS], "../",
              PROSE_VALUES({"councils", buffer_text(&councils), NULL}, {"base", figures_count(count.base).text, NULL}, {"count", figures_count(count.count).text, NULL},
                           {"percent", figures_share(count.count, count.base).text, NULL}, {"words", press->words, NULL}));
    buffer_release(&councils);
    parts_figure_unsure(out, report, count.base, count.unsure);
    html_add(out, " <a href=\"../%t%t%tindex.html\" aria-label=\"Where this stands: %t\">Where this stands</a></li>\n", of_row ? "row/" : press->link,
             of_row ? press->figure + 4 : "", of_row ? "/" : "", press->words);
}

enum status page_press_write(const struct report *report, struct output *output, struct error *err)
{
    struct buffer *out = output_begin(output);
    struct crumb crumbs[] = {{"Home", ""}};
    struct frame frame = {.title = "For the press",
                          .description = "Sentences that can be quoted, each with its link, and what not to say.",
                          .root = "../",
                          .crumbs = crumbs,
                          .crumb_count = 1};
    parts_open(out, report, &frame);
    struct buffer date;
    buffer_init(&date, 256);
    parts_date(&date, report->run.finished_at);
    html_add(out, "<p class=\"lead\">");
    prose_add(out, report->texts.prose[report->notice ? PROSE_PRESS_NOTICE : PROSE_PRESS_QUOTE], frame.root, NULL);
    html_add(out, " ");
    prose_add(out, report->texts.prose[PROSE_PRESS_SAY], frame.root, PROSE_VALUES({"date", NULL, buffer_text(&date)}));
    buffer_release(&date);
    html_add(out, " ");
    prose_add(out, report->texts.prose[PROSE_PRESS_LEAD], frame.root, NULL);
    html_add(out, "</p>\n<ol class=\"todo\">\n<li>");
    prose_add(out, report->texts.prose[PROSE_PRESS_READ], frame.root,
              PROSE_VALUES({"read", figures_count(report->read_count).text, NULL}, {"all", figures_count(report->council_count).text, NULL},
                           {"unread", figures_count(report->council_count - report->read_count).text, NULL}));
    html_add(out, " <a href=\"../councils/index.html\" aria-label=\"Where this stands: councils read\">Where this stands</a></li>\n");
    for (size_t i = 0; i < report->texts.press_count; i++)
        add_sentence(out, report, &report->texts.press[i]);
    html_add(out, "</ol>\n<h2>What not to say</h2>\n<ul>");
    prose_add_items(out, report->texts.prose[PROSE_PRESS_NOT], frame.root, NULL);
    html_add(out, "</ul>\n");
    parts_close(out, report, &frame);
    return output_end(output, "press/index.html", err);
}

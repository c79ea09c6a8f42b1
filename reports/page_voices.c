/* Replies of councils, what we ask, and sentences for the press. */
#include <string.h>

#include "reports/council_parts.h"
#include "reports/national.h"
#include "reports/pages.h"

static bool is_unused(const struct decision *decision)
{
    return !decision_holds(decision);
}

static void add_decisions(struct buffer *out, const struct report *report, const char *title, const char *note, bool (*is)(const struct decision *))
{
    if (decisions_count(&report->decisions, is) == 0)
        return;
    parts_table_open(out, title, "stack", title, note);
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
        parts_result_tag(out, report, &(struct row_verdict){.row = review->row, .judgement = {.verdict = decision->program, .reason = decision->program_reason}});
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
    size_t count = report->replied_elsewhere_count;
    for (size_t i = 0; i < count; i++)
        html_add(out, i ? ", %t" : "<p>These councils have replied too, and this report is not about them: %t", report->replied_elsewhere[i]->name);
    if (count)
        html_add(out, ".</p>\n");
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
    html_add(out, "<p class=\"lead\">A council can reply at any time. Replies stand here and beside the result, word for word, with our "
                  "decision. Below them are the results that a person has looked at.</p>\n");
    size_t shown = 0;
    for (size_t i = 0; i < report->council_count; i++) {
        const char *gss_code = report->councils[i].council->gss_code;
        bool any = false;
        for (size_t k = 0; k < report->reply_count; k++)
            any |= strcmp(report->replies[k].gss_code, gss_code) == 0;
        if (!any)
            continue;
        shown++;
        html_add(out, "<h2>");
        parts_council_link(out, report->councils[i].council, "../");
        html_add(out, "</h2>\n");
        council_replies(out, report, gss_code);
    }
    if (!shown)
        html_add(out, "<p>No council has replied to this run yet.</p>\n");
    add_replied_elsewhere(out, report);
    html_add(out, "<h2 id=\"how\">How to reply</h2>\n<p>Write to ");
    parts_contact(out, report);
    html_add(out, ". Say which council, service and question, "
                  "what is wrong, and the address of the page that shows it. Give a role and no names.</p>\n");
    add_decisions(out, report, "Results that a person has looked at",
                  "A decision is used as long as the program says the same by the same words of the same pages.", decision_holds);
    add_decisions(out, report, "Decisions of people that are not used now", "Until a person has looked again, what the program found counts.", is_unused);
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
    html_add(out, "<p class=\"lead\">Each of these follows from a figure of this report.</p>\n");
    const char *to = "";
    for (size_t i = 0; i < report->texts.ask_count; i++) {
        const struct ask_text *ask = &report->texts.asks[i];
        struct national_count figure = national_figure(report, ask->figure);
        if (strcmp(to, ask->to) != 0)
            html_add(out, "<h2>%t</h2>\n", ask->to);
        to = ask->to;
        html_add(out, "<h3 id=\"%t\">%t</h3>\n<p>%t</p>\n<p><strong>The figure:</strong> ", ask->id, ask->title, ask->ask);
        if (figure.base) {
            html_add(out, "%t: ", ask->finding);
            parts_share(out, figure.count, figure.base);
            html_add(out, ".");
        } else {
            html_add(out, "this run could not tell.");
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

static void add_row_sentence(struct buffer *out, const struct report *report, const char *id)
{
    const struct rubric_row *row = data_rubric_row(report, id);
    struct row_counts counts = data_row_counts(report, id, NULL);
    size_t found = counts.by_verdict[VERDICT_YES];
    if (!row || !counts.tested)
        return;
    if (texts_own(&report->texts, VERDICT_YES, id))
        html_add(out, "<li>The result of “%t” is “%t” ", row->title, texts_verdict(&report->texts, VERDICT_YES, id));
    else
        html_add(out, "<li>The answer to “%t” was found in full ", row->title);
    html_add(out, "%z of the %z times that we looked (%n%%). <a href=\"../row/%t/index.html\" aria-label=\"Where this stands: %t\">Where this stands</a></li>\n",
             found, counts.tested, 100.0 * (double)found / (double)counts.tested, id, row->title);
}

/* Made from a figure, so that it can't be wrong by a slip. */
static void add_sentence(struct buffer *out, const struct report *report, const struct press_text *press)
{
    if (strncmp(press->figure, "row:", 4) == 0) {
        add_row_sentence(out, report, press->figure + 4);
        return;
    }
    struct national_count count = national_figure(report, press->figure);
    if (count.base)
        html_add(out, "<li>Of %z councils that were read, %z (%n%%) %t. <a href=\"../%tindex.html\" aria-label=\"Where this stands: %t\">Where this stands</a></li>\n",
                 count.base, count.count, 100.0 * (double)count.count / (double)count.base, press->words, press->link, press->words);
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
    html_add(out, "<p class=\"lead\">%t Each number is worked out from the data when the page is made, and leads to where it comes "
                  "from. We looked once for each service of each council that was read.</p>\n<ol class=\"todo\">\n",
             report->notice ? "Do not quote any of these sentences without the notice above." : "These sentences can be quoted as they stand.");
    html_add(out,
             "<li>The web sites of %z of %z councils were read, and %z could not be. <a href=\"../councils/index.html\" "
             "aria-label=\"Where this stands: councils read\">Where this stands</a></li>\n",
             report->read_count, report->council_count, report->council_count - report->read_count);
    for (size_t i = 0; i < report->texts.press_count; i++)
        add_sentence(out, report, &report->texts.press[i]);
    html_add(out,
             "</ol>\n<h2>What not to say</h2>\n<ul><li>That a council does not provide a service. We read what is published and "
             "nothing else.</li>"
             "<li>That a council is the best or the worst. There is no rank, and a few points mean nothing.</li>"
             "<li>That a council which could not be read has something to hide. Many web sites refuse programs.</li>"
             "<li>That things got better or worse since 2011. Councils were asked then; web sites are read now.</li>"
             "<li>That the law was broken. That is for others to say.</li>"
             "<li>A result about one council without looking at its proof: a program read it, and it can be wrong.</li></ul>\n");
    parts_close(out, report, &frame);
    return output_end(output, "press/index.html", err);
}

#include <stdlib.h>
#include <string.h>

#include "reports/data/figures.h"
#include "reports/pages/pages.h"
#include "reports/pages/parts.h"

static void add_totals(struct buffer *out, const struct report *report)
{
    struct link_counts all = {0};
    for (size_t i = 0; i < report->council_count; i++) {
        const struct link_counts *counts = &report->councils[i].links;
        all.all += counts->all;
        all.ok += counts->ok;
        all.broken_own += counts->broken_own;
        all.broken_other += counts->broken_other;
        all.suspect += counts->suspect;
        all.blocked += counts->blocked;
        all.not_checked += counts->not_checked;
    }
    html_add(out, "<p class=\"lead\">");
    prose_add(out, report->texts.prose[PROSE_LINKS_LEAD], "../",
              PROSE_VALUES({"all", figures_count(all.all).text, NULL}, {"broken", figures_count(all.broken_own + all.broken_other).text, NULL},
                           {"own", figures_count(all.broken_own).text, NULL}, {"others", figures_count(all.broken_other).text, NULL}));
    html_add(out, "</p>\n<p>");
    prose_add(out, report->texts.prose[PROSE_LINKS_REST], "../",
              PROSE_VALUES({"suspect", figures_count(all.suspect).text, NULL}, {"refused", figures_count(all.blocked).text, NULL},
                           {"unlooked", figures_count(all.not_checked).text, NULL}));
    html_add(out, "</p>\n");
    if (!data_checks_links(&report->run))
        html_add(out, "<p><strong>%t</strong></p>\n", report->texts.prose[PROSE_LINKS_UNASKED]);
}

static void add_councils(struct buffer *out, const struct report *report)
{
    parts_table_open(out, "By council", "stack wide", "Links by council",
                     report->texts.prose[PROSE_LINKS_COUNCILS]);
    html_add(out, "<thead><tr><th scope=\"col\">Council</th><th scope=\"col\" class=\"num\">Addresses</th><th scope=\"col\" "
                  "class=\"num\">Broken, own</th>"
                  "<th scope=\"col\" class=\"num\">Broken elsewhere</th><th scope=\"col\" class=\"num\">Suspect</th><th "
                  "scope=\"col\" class=\"num\">Could not check</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < report->council_count; i++) {
        const struct report_council *council = report->by_name[i];
        html_add(out, "<tr><th scope=\"row\"><a href=\"../council/%t/links/index.html\">%t</a></th>", council->council->slug,
                 council->council->short_name);
        if (!council->read && !council->links.all) {
            html_add(out, "<td colspan=\"5\">");
            parts_visit(out, report, council);
            html_add(out, "</td></tr>\n");
            continue;
        }
        html_add(out,
                 "<td class=\"num\" data-h=\"Addresses\">%z</td><td class=\"num\" data-h=\"Broken, own\">%z</td><td "
                 "class=\"num\" data-h=\"Broken elsewhere\">%z</td>"
                 "<td class=\"num\" data-h=\"Suspect\">%z</td><td class=\"num\" data-h=\"Could not check\">%z</td></tr>\n",
                 council->links.all, council->links.broken_own, council->links.broken_other, council->links.suspect,
                 council->links.blocked + council->links.not_checked);
    }
    parts_table_close(out);
}

/* One broken address over all councils. */
struct shared {
    const struct link_problem *problem;
    const struct report_council *council;
    size_t place; /* by name */
};

static int by_address(const void *a, const void *b)
{
    const struct shared *x = a, *y = b;
    int order = strcmp(x->problem->target->url, y->problem->target->url);
    return order ? order : (x->place > y->place) - (x->place < y->place);
}

/* A broken address of something: that two councils mistype in the same way, or leave an
 * address out, has nothing to do with each other. */
static bool is_somewhere(const struct target *target)
{
    return target->state == LINK_BROKEN && target->reason != REASON_INVALID_URL && target->reason != REASON_EMPTY_LINK &&
           strncmp(target->url, "http", 4) == 0;
}

/* Addresses that several councils link to and that are gone: one mend helps many. */
static void add_shared(struct buffer *out, const struct report *report)
{
    size_t count = 0, capacity = 0, shown = 0;
    struct shared *all = NULL;
    for (size_t i = 0; i < report->council_count; i++)
        for (size_t p = 0; p < report->by_name[i]->problem_count; p++)
            if (is_somewhere(report->by_name[i]->problems[p].target)) {
                MEMORY_PUSH_ROOM(all, count, capacity);
                all[count++] = (struct shared){&report->by_name[i]->problems[p], report->by_name[i], i};
            }
    if (count)
        qsort(all, count, sizeof *all, by_address);
    for (size_t i = 0; i < count;) {
        size_t end = i + 1;
        while (end < count && strcmp(all[end].problem->target->url, all[i].problem->target->url) == 0)
            end++;
        if (end - i > 1) {
            if (!shown++) {
                html_add(out, "<h2>Gone, and linked to by more than one council</h2>\n");
                parts_table_open(out, "Shared broken links", "stack", "Broken addresses that several councils link to", NULL);
                html_add(out, "<thead><tr><th scope=\"col\">Address</th><th scope=\"col\">What happened</th><th "
                              "scope=\"col\">Councils</th></tr></thead><tbody>\n");
            }
            html_add(out, "<tr><th scope=\"row\">");
            html_link(out, all[i].problem->target->url, all[i].problem->target->url);
            html_add(out, "</th><td data-h=\"What happened\">%t</td><td data-h=\"Councils\">",
                     texts_reason(&report->texts, all[i].problem->target)->title);
            for (size_t k = i; k < end; k++) {
                html_add(out, "%t", k > i ? ", " : "");
                parts_council_link(out, all[k].council->council, "../");
            }
            html_add(out, "</td></tr>\n");
        }
        i = end;
    }
    if (shown)
        parts_table_close(out);
    free(all);
}

static void add_reason(struct buffer *out, const struct reason_text *text, size_t count)
{
    if (count)
        html_add(out,
                 "<tr><th scope=\"row\">%t</th><td class=\"num\" data-h=\"Addresses\">%z</td><td data-h=\"Means\">%t</td><td "
                 "data-h=\"What to do\">%t</td></tr>\n",
                 text->title, count, text->meaning, text->what_to_do);
}

static void add_reasons(struct buffer *out, const struct report *report)
{
    size_t counts[LINK_REASON_COUNT] = {0}, counts_of_parts[LINK_REASON_COUNT] = {0};
    for (size_t i = 0; i < report->council_count; i++)
        for (size_t p = 0; p < report->councils[i].problem_count; p++) {
            const struct target *target = report->councils[i].problems[p].target;
            bool own_words = texts_reason(&report->texts, target) != &report->texts.reasons[target->reason];
            (own_words ? counts_of_parts : counts)[target->reason]++;
        }
    html_add(out, "<h2>What the reasons mean</h2>\n");
    parts_table_open(out, "Reasons", "stack", "Reasons, and what to do", NULL);
    html_add(out, "<thead><tr><th scope=\"col\">Reason</th><th scope=\"col\" class=\"num\">Addresses</th><th scope=\"col\">What "
                  "it means</th><th scope=\"col\">What to do</th></tr></thead><tbody>\n");
    for (int reason = 1; reason < LINK_REASON_COUNT; reason++) {
        add_reason(out, &report->texts.reasons[reason], counts[reason]);
        add_reason(out, &report->texts.part_reasons[reason], counts_of_parts[reason]);
    }
    parts_table_close(out);
}

enum status page_links_write(const struct report *report, struct output *output, struct error *err)
{
    struct buffer *out = output_begin(output);
    struct crumb crumbs[] = {{"Home", ""}};
    struct frame frame = {.title = "Broken links",
                          .description = "Links on councils’ pages that are broken, suspect or could not be checked.",
                          .root = "../",
                          .section = "links/",
                          .crumbs = crumbs,
                          .crumb_count = 1};
    parts_open(out, report, &frame);
    add_totals(out, report);
    add_councils(out, report);
    add_shared(out, report);
    add_reasons(out, report);
    prose_paragraph(out, report->texts.prose[PROSE_LINKS_FILE], frame.root, NULL);
    parts_close(out, report, &frame);
    return output_end(output, "links/index.html", err);
}

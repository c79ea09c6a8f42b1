#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reports/data/figures.h"
#include "reports/data/history.h"
#include "reports/pages/charts.h"
#include "reports/pages/pages.h"
#include "reports/pages/parts.h"

/* How much a council moved: the middle of its score now against then; NaN where either
 * run could not tell enough, the rules were not the same, or more of it was read in one than in the other. */
static double moved(const struct report *report, const struct report_council *council)
{
    const struct past_card *before = data_before(council);
    if (!council->read || !before || before->uneven || !before->run->change.same_rules || !data_is_covered(report, council->card.score) ||
        !data_is_covered(report, before->card.score))
        return NAN;
    return data_middle(council->card.score) - data_middle(before->card.score);
}

/* One entry for sorting: the report is reached through `report`, so that no global is. */
struct entry {
    const struct report *report;
    const struct report_council *council;
};

static int by_name(const void *a, const void *b)
{
    const struct council *x = ((const struct entry *)a)->council->council, *y = ((const struct entry *)b)->council->council;
    int order = strcmp(x->short_name, y->short_name);
    return order ? order : strcmp(x->gss_code, y->gss_code);
}

static int by_region(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int order = strcmp(x->council->council->region, y->council->council->region);
    return order ? order : by_name(a, b);
}

static int by_band(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    int left = x->council->read ? data_class(x->report, x->council->card.score) : -1;
    int right = y->council->read ? data_class(y->report, y->council->card.score) : -1;
    if (left != right)
        return (left < 0 ? 99 : left) - (right < 0 ? 99 : right);
    return by_name(a, b); /* within a band nobody is before anybody */
}

static int by_change(const void *a, const void *b)
{
    const struct entry *x = a, *y = b;
    double left = moved(x->report, x->council), right = moved(y->report, y->council);
    if (isnan(left) != isnan(right))
        return isnan(left) ? 1 : -1;
    if (!isnan(left) && figures_round(left) != figures_round(right))
        return left < right ? 1 : -1;
    return by_name(a, b);
}

static const struct {
    const char *file, *words, *note;
    int (*order)(const void *, const void *);
} orders[] = {
    {"index.html", "name", "In order of name.", by_name},
    {"by-region.html", "region", "In order of region, then name.", by_region},
    {"by-band.html", "band", "In order of band; within a band in order of name, since small differences mean nothing.", by_band},
    {"by-change.html", "change", "Those that gained most come first.", by_change},
};

/* Which columns there are: no change without an earlier run by the same rules, no region on a region's page. */
struct columns {
    bool region, change;
};

static void add_row(struct buffer *out, const struct report *report, const struct report_council *council, struct columns columns,
                    const char *root)
{
    const struct scorecard *card = &council->card;
    html_add(out, "<tr><th scope=\"row\">");
    parts_council_link(out, council->council, root);
    html_add(out, "</th>");
    if (columns.region)
        html_add(out, "<td data-h=\"Region\">%t</td>", council->council->region);
    if (!council->read) {
        html_add(out, "<td colspan=\"%d\" class=\"soft\">", 4 + columns.change);
        parts_visit(out, report, council);
        html_add(out, "</td></tr>\n");
        return;
    }
    html_add(out, "<td data-h=\"Band\">");
    parts_band(out, report, card->score);
    html_add(out, "</td><td class=\"num\" data-h=\"Score\">");
    parts_score(out, card->score);
    html_add(out, "</td><td class=\"num\" data-h=\"Could be judged\">%n%%</td>", figures_down(100 * card->score.coverage));
    double change = moved(report, council);
    if (columns.change && isnan(change))
        html_add(out, "<td class=\"num\" data-h=\"Change\">not known</td>");
    else if (columns.change)
        html_add(out, "<td class=\"num\" data-h=\"Change\">%t%n",
                 figures_round(change) > 0 ? "+" : figures_round(change) < 0 ? "−" : "", fabs(change));
    if (columns.change && !isnan(change)) {
        parts_since(out, report, &data_before(council)->run->run);
        html_add(out, "</td>");
    }
    html_add(out, "<td class=\"num\" data-h=\"Own broken links\">%z</td></tr>\n", council->links.broken_own);
}

static void add_table(struct buffer *out, const struct report *report, const struct entry *entries, size_t count,
                      struct columns columns, const char *root, const char *caption, const char *note)
{
    parts_table_open(out, caption, "stack wide", caption, note);
    html_add(out, "<thead><tr><th scope=\"col\">Council</th>");
    if (columns.region)
        html_add(out, "<th scope=\"col\">Region</th>");
    html_add(out, "<th scope=\"col\">Band</th><th scope=\"col\" class=\"num\">Score</th><th scope=\"col\" class=\"num\">Could be "
                  "judged</th>");
    if (columns.change)
        html_add(out, "<th scope=\"col\" class=\"num\">Change</th>");
    html_add(out, "<th scope=\"col\" class=\"num\">Own broken links</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < count; i++)
        add_row(out, report, entries[i].council, columns, root);
    parts_table_close(out);
}

static enum status write_order(const struct report *report, struct entry *entries, size_t at, struct output *output,
                               struct error *err)
{
    static const char *const titles[] = {"Councils", "Councils by region", "Councils by band", "Councils by change"};
    struct buffer *out = output_begin(output), path;
    struct crumb crumbs[] = {{"Home", ""}};
    struct frame frame = {.title = titles[at],
                          .description = "Every council, with its band, score, change and broken links.",
                          .root = "../",
                          .section = "councils/",
                          .crumbs = crumbs,
                          .crumb_count = 1};
    parts_open(out, report, &frame);
    html_add(out, "<nav aria-label=\"Order of the table\"><ul class=\"orders\">");
    for (size_t i = 0; i < sizeof orders / sizeof orders[0]; i++)
        html_add(out, i == at ? "<li><a href=\"%t\" aria-current=\"page\">By %t</a></li>" : "<li><a href=\"%t\">By %t</a></li>",
                 orders[i].file, orders[i].words);
    html_add(out, "</ul></nav>\n");
    prose_paragraph(out, report->texts.prose[PROSE_COUNCILS_NO_RANK], "../", NULL);
    qsort(entries, report->council_count, sizeof *entries, orders[at].order);
    const char *note = orders[at].order != by_change || history_same_rules(report) ? orders[at].note
                       : report->earlier ? "The run before was judged by other rules, so scores can’t be compared: in order of name."
                                             : "This is the first run, so nothing can have changed: in order of name.";
    add_table(out, report, entries, report->council_count, (struct columns){true, history_same_rules(report)}, "../", "All councils", note);
    parts_close(out, report, &frame);
    buffer_init(&path, 256);
    buffer_printf(&path, "councils/%s", orders[at].file);
    enum status status = output_end(output, buffer_text(&path), err);
    buffer_release(&path);
    return status;
}

static void add_only_score(struct buffer *out, const struct report *report, const struct report_region *region)
{
    for (size_t i = 0; i < region->count; i++)
        if (region->councils[i]->read && data_is_covered(report, region->councils[i]->card.score)) {
            html_add(out, "<p class=\"lead\">One of the %z councils has a score: ", region->count);
            parts_score(out, region->councils[i]->card.score);
            html_add(out, ".</p>\n");
        }
}

static enum status write_region(const struct report *report, const struct report_region *region, struct output *output,
                                struct error *err)
{
    struct buffer *out = output_begin(output), path;
    struct crumb crumbs[] = {{"Home", ""}, {"Councils", "councils/"}};
    struct frame frame = {.title = region->name,
                          .description = "The councils of one region.",
                          .root = "../../",
                          .section = "councils/",
                          .crumbs = crumbs,
                          .crumb_count = 2};
    parts_open(out, report, &frame);
    struct entry *entries = memory_array(region->count + 1, sizeof *entries);
    for (size_t i = 0; i < region->count; i++)
        entries[i] = (struct entry){report, region->councils[i]};
    if (region->count == 1)
        html_add(out, "<p class=\"lead\">There is one council here.</p>\n");
    else if (region->scored > 1)
        html_add(out, "<p class=\"lead\">%z of %z councils have a score. The lowest is %n, the middle one (the median) %n, the highest %n. Where a score is a range, its middle is used.</p>\n",
                 region->scored, region->count, region->low, region->median, region->high);
    else if (region->scored == 1)
        add_only_score(out, report, region);
    else
        html_add(out, "<p class=\"lead\">None of the %z councils has a score.</p>\n", region->count);
    add_table(out, report, entries, region->count, (struct columns){false, history_same_rules(report)}, "../../", "Councils", "In order of name.");
    free(entries);
    parts_close(out, report, &frame);
    buffer_init(&path, 1024);
    buffer_printf(&path, "region/%s/index.html", region->slug);
    enum status status = output_end(output, buffer_text(&path), err);
    buffer_release(&path);
    return status;
}

enum status page_councils_write(const struct report *report, struct output *output, struct error *err)
{
    enum status status = STATUS_OK;
    struct entry *entries = memory_array(report->council_count + 1, sizeof *entries);
    for (size_t i = 0; i < report->council_count; i++)
        entries[i] = (struct entry){report, &report->councils[i]};
    for (size_t i = 0; status == STATUS_OK && i < sizeof orders / sizeof orders[0]; i++)
        status = write_order(report, entries, i, output, err);
    free(entries);
    for (size_t i = 0; status == STATUS_OK && i < report->region_count; i++)
        status = write_region(report, &report->regions[i], output, err);
    return status;
}

#include "reports/pages/fixes.h"

#include <stdlib.h>
#include <string.h>

#include "model/scores.h"
#include "reports/pages/council_parts.h"

enum { MOST_FIXES = 8, FIX_EXAMPLES = 3 };

static double weight_of(const struct report *report, const char *row)
{
    double weight = 0;
    for (size_t c = 0; c < report->rubric->criterion_count; c++)
        for (size_t i = 0; i < report->rubric->criteria[c].weight_count; i++)
            if (strcmp(report->rubric->criteria[c].weights[i].row, row) == 0)
                weight += report->rubric->criteria[c].weights[i].weight;
    /* The three basics enter through the headline. */
    if (weight == 0 && scores_is_basic(row))
        weight = 1;
    return weight;
}

static int order_fix(const void *a, const void *b)
{
    const struct fix *x = a, *y = b;
    if (x->gain != y->gain)
        return x->gain < y->gain ? 1 : -1;
    return strcmp(x->row->id, y->row->id);
}

size_t fixes_find(const struct report *report, const struct report_council *council, struct fix *fixes, size_t room)
{
    size_t count = 0;
    for (size_t r = 0; r < report->rubric->row_count && count < room; r++) {
        const struct rubric_row *row = &report->rubric->rows[r];
        double weight = weight_of(report, row->id);
        struct fix fix = {.row = row};
        for (size_t s = 0; s < council->card.service_count && fix.count < sizeof fix.verdicts / sizeof fix.verdicts[0]; s++) {
            const struct row_verdict *verdict = data_row(&council->card, council->card.services[s].service, row->id);
            if (!verdict || !data_is_adverse(verdict->judgement.verdict) || council_denies(council, verdict->service) ||
                data_link_repair(council, verdict).all)
                continue;
            fix.verdicts[fix.count++] = verdict;
            fix.gain += weight * (verdict->judgement.verdict == VERDICT_CONCERNS ? 0.5 : 1);
        }
        if (fix.count && row->scored && !row->experimental)
            fixes[count++] = fix;
    }
    qsort(fixes, count, sizeof *fixes, order_fix);
    return count;
}

/* Up to three councils where the row was found for one of these services: neighbours first. */
static void add_examples(struct buffer *out, const struct report *report, const struct report_council *council,
                         const struct fix *fix, const char *root)
{
    size_t found = 0;
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < report->council_count && found < FIX_EXAMPLES; i++) {
            const struct report_council *other = &report->councils[i];
            if (other == council || !other->read || (other->region == council->region) != (pass == 0))
                continue;
            for (size_t v = 0; v < fix->count; v++) {
                const struct row_verdict *theirs = data_row(&other->card, fix->verdicts[v]->service, fix->row->id);
                if (!theirs || theirs->judgement.verdict != VERDICT_YES)
                    continue;
                html_add(out, found ? ", " : "<p class=\"small\">Councils that do it well: ");
                parts_open_proof_link(out, other, theirs, root);
                html_add(out, " aria-label=\"%t: %t\">%t</a>", other->council->short_name, fix->row->title, other->council->short_name);
                found++;
                break;
            }
        }
    if (found)
        html_add(out, ".</p>");
}

static void add_fix(struct buffer *out, const struct report *report, const struct report_council *council, const struct fix *fix,
                    const char *root)
{
    html_add(out, "<li><h4>%t</h4><p>%t</p>", fix->row->title, fix->row->fix);
    if (fix->row->examples_yes_count)
        html_add(out, "<p class=\"small\">What a family would look for: <q>%t</q></p>", fix->row->examples_yes[0]);
    struct buffer to_do; /* heard with its question: others are for as many services */
    buffer_init(&to_do, 256);
    buffer_add_text(&to_do, "Still to do for ");
    parts_plural(&to_do, fix->count, "service", "services");
    html_add(out, "<details><summary aria-label=\"%t: %t\">%t", buffer_text(&to_do), fix->row->title, buffer_text(&to_do));
    buffer_release(&to_do);
    html_add(out, "</summary><div><p class=\"small\">");
    for (size_t i = 0; i < fix->count; i++) {
        const struct rubric_service *service = data_rubric_service(report, fix->verdicts[i]->service);
        const char *title = service ? service->title : fix->verdicts[i]->service;
        html_add(out, "%t<a href=\"#%t-%t\" aria-label=\"%t: %t\">%t</a>", i ? ", " : "", fix->verdicts[i]->service, fix->row->id, title, fix->row->title, title);
    }
    html_add(out, ".</p>");
    add_examples(out, report, council, fix, root);
    html_add(out, "</div></details></li>\n");
}

static void add_broken_links(struct buffer *out, size_t count)
{
    html_add(out, "<li><h4>Mend the broken links</h4><p>");
    parts_plural(out, count, "address", "addresses");
    html_add(out, " on the council’s own web site, linked from the pages that we read, led nowhere. "
                  "<a href=\"#links\">See which, and where they stand</a>.</p></li>\n");
}

/* What one of those who can has to do; nothing where that is nothing. */
static void add_group(struct buffer *out, const struct report *report, const struct report_council *council, const struct who_text *who,
                      const struct fix *fixes, size_t count, const char *root)
{
    size_t links = strcmp(who->id, "web-team") == 0 ? council->links.broken_own : 0, theirs = 0;
    for (size_t i = 0; i < count; i++)
        theirs += strcmp(fixes[i].row->who, who->id) == 0;
    if (!links && !theirs)
        return;
    html_add(out, "<h3>%t</h3><p class=\"small\">%t</p><ol class=\"todo\">\n", who->title, who->note);
    if (links)
        add_broken_links(out, links);
    for (size_t i = 0; i < count; i++)
        if (strcmp(fixes[i].row->who, who->id) == 0)
            add_fix(out, report, council, &fixes[i], root);
    html_add(out, "</ol>\n");
}

void fixes_add(struct buffer *out, const struct report *report, const struct report_council *council, const char *root)
{
    struct fix fixes[64] = {0};
    size_t count = fixes_find(report, council, fixes, sizeof fixes / sizeof fixes[0]);
    size_t most = count < MOST_FIXES ? count : MOST_FIXES;
    if (!count && !council->links.broken_own) {
        html_add(out, "<p>%t</p>\n", report->texts.prose[data_is_covered(report, council->card.score) ? PROSE_FIXES_NONE : PROSE_FIXES_UNTOLD]);
        return;
    }
    for (size_t w = 0; w < report->texts.who_count; w++)
        add_group(out, report, council, &report->texts.who[w], fixes, most, root);
    if (count > most)
        html_add(out, count - most == 1 ? "<p class=\"small\">One more thing could be better: the table below has it.</p>\n"
                                        : "<p class=\"small\">%z more things could be better: the table below has them.</p>\n", count - most);
}

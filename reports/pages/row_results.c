#include "reports/pages/row_results.h"

#include <string.h>

#include "reports/pages/parts.h"

enum { TOGETHER_MOST = 40 }; /* councils whose results are one page; 153 were 350 kB */

bool row_results_by_region(const struct report *report)
{
    return report->council_count > TOGETHER_MOST && report->region_count > 1;
}

const char *row_results_address(const struct report *report, const struct report_council *council, struct arena *arena)
{
    return row_results_by_region(report) ? arena_printf(arena, "%s/index.html#in-%s", report->regions[council->region].slug, council->council->slug)
                                         : arena_printf(arena, "#in-%s", council->council->slug);
}

const struct row_verdict *row_results_of(const struct report_council *council, size_t service, const char *row)
{
    const struct row_verdict *verdict = data_row(&council->card, council->card.services[service].service, row);
    return verdict && verdict->judgement.verdict != VERDICT_NOT_APPLICABLE ? verdict : NULL;
}

/* Results of one council that are told by the same word: "hard to follow" and "not found" are two of one verdict. */
struct told {
    enum verdict verdict;
    const char *word;
    size_t count;
};

/* A verdict has its usual word and one of the question's own; what does not apply is left out. */
enum { TOLD_MAX = 2 * VERDICT_COUNT };

static bool is_told(const struct report *report, const struct row_verdict *verdict, const struct told *told)
{
    return verdict && verdict->judgement.verdict == told->verdict && strcmp(texts_result(&report->texts, verdict), told->word) == 0;
}

/* In the order from found to not tested, the question's own word before the usual one. The number of them. */
static size_t find_told(const struct report *report, const struct report_council *council, const char *row, struct told told[TOLD_MAX])
{
    static const enum verdict order[] = {VERDICT_YES, VERDICT_CONCERNS, VERDICT_DOUBTS, VERDICT_NO, VERDICT_SILENT, VERDICT_CANNOT_TELL, VERDICT_NOT_TESTED};
    size_t count = 0;
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        const char *words[] = {texts_verdict(&report->texts, order[i], row), texts_verdict(&report->texts, order[i], NULL)};
        for (size_t w = 0; w < 2 && (w == 0 || strcmp(words[0], words[1]) != 0); w++) {
            told[count] = (struct told){order[i], words[w], 0};
            for (size_t s = 0; s < council->card.service_count; s++)
                told[count].count += is_told(report, row_results_of(council, s, row), &told[count]);
            count += told[count].count > 0;
        }
    }
    return count;
}

/* The service and its first words; they lead to the proof, or where there are none the service does. */
static void add_result(struct buffer *out, const struct report *report, const struct report_council *council,
                       const struct row_verdict *verdict, const char *root)
{
    const struct rubric_service *service = data_rubric_service(report, verdict->service);
    const char *title = service ? service->title : verdict->service;
    bool quoted = verdict->judgement.evidence_count > 0 && !verdict->overruled; /* the program's words, of the program's result */
    bool proof = data_has_proof(verdict);
    html_add(out, "<li>");
    if (proof && !quoted) {
        parts_open_proof_link(out, council, verdict, root);
        html_add(out, " aria-label=\"%t, %t: proof\">%t</a>", title, council->council->short_name, title);
    } else {
        html_text(out, title);
    }
    if (data_is_unsure(verdict))
        parts_unsure_mark(out, report);
    parts_repaired_mark(out, report, council, verdict);
    if (quoted) {
        html_add(out, ": ");
        if (proof) {
            parts_open_proof_link(out, council, verdict, root);
            html_add(out, ">");
        }
        html_add(out, "<q dir=\"auto\">");
        html_text_cut(out, verdict->judgement.evidence[0].quote, 120);
        html_add(out, proof ? "</q></a>" : "</q>");
    }
    html_add(out, "</li>\n");
}

/* Which services have which result. */
static void add_council_list(struct buffer *out, const struct report *report, const struct report_council *council, const char *row, const struct told *told,
                             size_t count, const char *root)
{
    html_add(out, "<dl class=\"found\">");
    for (size_t i = 0; i < count; i++) {
        html_add(out, "<dt>");
        parts_word_tag(out, told[i].verdict, told[i].word);
        html_add(out, "</dt><dd><ul>\n");
        for (size_t s = 0; s < council->card.service_count; s++) {
            const struct row_verdict *verdict = row_results_of(council, s, row);
            if (is_told(report, verdict, &told[i]))
                add_result(out, report, council, verdict, root);
        }
        html_add(out, "</ul></dd>");
    }
    html_add(out, "</dl>\n");
}

/* The council's name and how often it has each result; a link to it finds this line, whether or not a browser opens what is
 * folded. */
static void add_council_summary(struct buffer *out, const struct report_council *council, const struct told *told, size_t count)
{
    html_add(out, "<summary id=\"in-%t\">%t <span class=\"counts\">", council->council->slug, council->council->short_name);
    for (size_t i = 0; i < count; i++) {
        html_add(out, " <span>%z ", told[i].count);
        parts_word_tag(out, told[i].verdict, told[i].word);
        html_add(out, "</span>");
    }
    html_add(out, "</span></summary>");
}

static void add_council_results(struct buffer *out, const struct report *report, const struct report_council *council, const char *row, const char *root)
{
    struct told told[TOLD_MAX];
    size_t count = council->read ? find_told(report, council, row, told) : 0;
    if (!count) {
        html_add(out, "<p id=\"in-%t\">", council->council->slug);
        parts_council_link(out, council->council, root);
        html_add(out, ": ");
        if (council->read)
            prose_add(out, report->texts.prose[PROSE_ROW_UNASKED], root, NULL);
        else
            parts_visit(out, report, council);
        html_add(out, "</p>\n");
        return;
    }
    if (report->council_count == 1) {
        add_council_list(out, report, council, row, told, count, root);
        return;
    }
    html_add(out, "<details>");
    add_council_summary(out, council, told, count);
    html_add(out, "<div>\n");
    add_council_list(out, report, council, row, told, count, root);
    html_add(out, "<p><a href=\"%tcouncil/%t/index.html\">Scorecard of %t</a></p></div></details>\n", root, council->council->slug,
             council->council->short_name);
}

/* Folded, since all results of a whole country are some hundred screens of a telephone. */
void row_results_add(struct buffer *out, const struct report *report, const struct report_council *const *councils, size_t count, const char *row,
                     const char *root)
{
    prose_paragraph(out, report->texts.prose[report->council_count > 1 ? PROSE_ROW_RESULTS : PROSE_ROW_RESULTS_ONE], root, NULL);
    html_add(out, "<div class=\"dense\">\n");
    for (size_t i = 0; i < count; i++)
        add_council_results(out, report, councils[i], row, root);
    html_add(out, "</div>\n");
}

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "reports/council_parts.h"
#include "reports/pages.h"

static const char root[] = "../../../";

/* The three basics and two more, in a parent's words: what the council's own pages say. */
static const struct {
    const char *row, *heading;
    enum prose missing;
} basics[] = {
    {"explanation", "What it is", PROSE_SERVICE_NO_EXPLANATION},
    {"eligibility", "Who it is for", PROSE_SERVICE_NO_ELIGIBILITY},
    {"referral", "How to ask for it", PROSE_SERVICE_NO_REFERRAL},
    {"contacts", "Who to ring or write to", PROSE_SERVICE_NO_CONTACTS},
    {"complain", "If you are refused or unhappy", PROSE_SERVICE_NO_COMPLAIN},
};

/* The first words that a result rests on; how many there are. */
static size_t add_words(struct buffer *out, const struct report *report, const struct row_verdict *row)
{
    enum { MOST = 3 };
    const struct evidence *quotes[MOST];
    size_t shown = 0;
    for (size_t i = 0; i < row->judgement.evidence_count && shown < MOST; i++) {
        const struct evidence *evidence = &row->judgement.evidence[i];
        if (evidence->against || (i && strcmp(evidence->quote, row->judgement.evidence[i - 1].quote) == 0))
            continue;
        quotes[shown++] = evidence;
    }
    parts_quotes(out, report, quotes, shown);
    return shown;
}

/* What a person took for an answer was most likely shown to them as the nearest words; why the program had not is no news here. */
static void add_nearest(struct buffer *out, const struct report *report, const struct row_verdict *row)
{
    struct evidence nearest = row->judgement.near_miss;
    if (!nearest.quote)
        return;
    nearest.where = NULL;
    html_add(out, "<p>%t</p>\n", report->texts.prose[PROSE_SERVICE_NEAREST]);
    parts_quote(out, report, &nearest, 0, false);
}

static bool is_found(enum verdict verdict)
{
    return verdict == VERDICT_YES || verdict == VERDICT_CONCERNS;
}

/* Where a person overruled the program, its words stand only if both found something. */
static void add_basic(struct buffer *out, const struct report *report, const struct report_council *council, const struct service_scorecard *service,
                      size_t at)
{
    const struct row_verdict *row = data_row(&council->card, service->service, basics[at].row);
    if (!row || row->judgement.verdict == VERDICT_NOT_APPLICABLE)
        return;
    html_add(out, "<h3>%t</h3>\n", basics[at].heading);
    enum verdict verdict = row->judgement.verdict;
    const struct decision *decision = row->overruled ? data_decision(report, council->council->gss_code, row->service, row->row) : NULL;
    bool both = is_found(verdict) && decision && is_found(decision->review.program);
    size_t shown = both || !row->overruled ? add_words(out, report, row) : 0;
    if (!shown && !(is_found(verdict) && row->overruled))
        html_add(out, "<p>%t %t</p>\n", report->texts.prose[verdict_is_told(verdict) ? basics[at].missing : PROSE_SERVICE_UNTOLD], report->texts.prose[PROSE_SERVICE_ASK]);
    if (decision) {
        html_add(out, "<p>");
        parts_decision(out, report, decision);
        html_add(out, "</p>\n");
    }
    if (is_found(verdict) && row->overruled && !both)
        add_nearest(out, report, row);
}

static void add_whose_words(struct buffer *out, const struct report *report, const struct report_council *council)
{
    struct buffer date, address;
    buffer_init(&date, 256);
    buffer_init(&address, LIMIT_SEED_BYTES);
    parts_date(&date, council->visit.finished_at);
    if (data_start(council))
        html_link(&address, data_start(council), data_start(council));
    prose_add(out, report->texts.prose[data_start(council) ? PROSE_SERVICE_WORDS_AT : PROSE_SERVICE_WORDS], root,
              PROSE_VALUES({"date", NULL, buffer_text(&date)}, {"address", NULL, buffer_text(&address)}));
    buffer_release(&date);
    buffer_release(&address);
}

/* Its "no" answers all that a parent could ask. */
static void add_denial(struct buffer *out, const struct report *report, const struct report_council *council, const struct service_scorecard *service)
{
    const struct row_verdict *row = data_row(&council->card, service->service, "provided");
    html_add(out, "<p>%t</p>\n", report->texts.prose[PROSE_SERVICE_DENIED]);
    const struct decision *decision = row && row->overruled ? data_decision(report, council->council->gss_code, row->service, row->row) : NULL;
    if (decision) {
        html_add(out, "<p>");
        parts_decision(out, report, decision);
        html_add(out, "</p>\n");
    } else if (row) {
        (void)add_words(out, report, row);
    }
}

static enum status write_service(const struct report *report, const struct report_council *council,
                                 const struct service_scorecard *service, struct output *output, struct error *err)
{
    const struct rubric_service *rubric = data_rubric_service(report, service->service);
    struct buffer *out = output_begin(output), path;
    struct buffer council_path, title;
    buffer_init(&council_path, 1024);
    buffer_init(&title, 4096);
    buffer_printf(&council_path, "council/%s/", council->council->slug);
    buffer_printf(&title, "%s in %s", rubric ? rubric->title : service->service, council->council->short_name);
    struct crumb crumbs[] = {{"Home", ""}, {"Councils", "councils/"}, {council->council->short_name, buffer_text(&council_path)}};
    struct frame frame = {.title = buffer_text(&title),
                          .description = "What the council’s own pages say today, with the words found and where.",
                          .root = root,
                          .section = "councils/",
                          .crumbs = crumbs,
                          .crumb_count = 3};
    parts_open(out, report, &frame);
    if (rubric)
        html_add(out, "<p class=\"lead\">%t</p>\n", rubric->what);
    if (council->read) {
        html_add(out, "<h2>What the council’s pages say</h2>\n<p>");
        add_whose_words(out, report, council);
        html_add(out, "</p>\n");
        bool denied = council_denies(council, service->service);
        if (denied && data_headline_shown(report, council->council->gss_code, service))
            add_denial(out, report, council, service);
        else if (denied)
            html_add(out, "<p>%t</p>\n", report->texts.prose[PROSE_HEADLINE_HIDDEN]);
        for (size_t i = 0; !denied && i < sizeof basics / sizeof basics[0]; i++)
            add_basic(out, report, council, service, i);
        html_add(out, "<h2>How well it is told</h2>\n<p>");
        council_headline(out, report, council, service);
        html_add(out, "</p>\n<details><summary>Every question, the result and its words</summary><div class=\"dense\">\n");
        council_rows_table(out, report, council, service, root, false);
        html_add(out, "</div></details>\n");
    } else {
        html_add(out, "<p>");
        parts_visit(out, report, council);
        html_add(out, ".</p>\n");
    }
    parts_close(out, report, &frame);
    buffer_init(&path, 2048);
    buffer_printf(&path, "%s%s/index.html", buffer_text(&council_path), service->service);
    enum status status = output_end(output, buffer_text(&path), err);
    buffer_release(&path);
    buffer_release(&title);
    buffer_release(&council_path);
    return status;
}

enum status page_service_write(const struct report *report, struct output *output, struct error *err)
{
    for (size_t c = 0; c < report->council_count; c++)
        for (size_t s = 0; s < report->councils[c].card.service_count; s++) {
            enum status status = write_service(report, &report->councils[c], &report->councils[c].card.services[s], output, err);
            if (status != STATUS_OK)
                return status;
        }
    return STATUS_OK;
}

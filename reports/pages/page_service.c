#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "reports/pages/council_parts.h"
#include "reports/pages/pages.h"

static const char root[] = "../../../";

/* The three basics and two more, in a parent's words: what the council's own pages say. */
static const struct {
    const char *row, *heading;
    enum prose missing;
    bool numbers; /* whose telephone numbers can be pressed */
} basics[] = {
    {"explanation", "What it is", PROSE_SERVICE_NO_EXPLANATION, false},
    {"eligibility", "Who it is for", PROSE_SERVICE_NO_ELIGIBILITY, false},
    {"referral", "How to ask for it", PROSE_SERVICE_NO_REFERRAL, false},
    {"contacts", "Who to ring or write to", PROSE_SERVICE_NO_CONTACTS, true},
    {"complain", "If you are refused or unhappy", PROSE_SERVICE_NO_COMPLAIN, false},
};

enum { MOST_QUOTES = 3 };

/* The first words that a result rests on; how many there are. */
static size_t first_words(const struct row_verdict *row, const struct evidence *quotes[MOST_QUOTES])
{
    size_t count = 0;
    for (size_t i = 0; i < row->judgement.evidence_count && count < MOST_QUOTES; i++) {
        const struct evidence *evidence = &row->judgement.evidence[i];
        if (evidence->against || (i && strcmp(evidence->quote, row->judgement.evidence[i - 1].quote) == 0))
            continue;
        quotes[count++] = evidence;
    }
    return count;
}

static size_t add_words(struct buffer *out, const struct report *report, const struct row_verdict *row)
{
    const struct evidence *quotes[MOST_QUOTES];
    size_t count = first_words(row, quotes);
    parts_quotes(out, report, quotes, count);
    return count;
}

/* Where `quote` has the number, as it is written there ("0113 496 0000"): its bytes in `*length`; NULL where it has not. */
static const char *find_number(const char *quote, const char *e164, size_t *length)
{
    static const char country[] = "+44", between[] = " -()";
    if (strncmp(e164, country, strlen(country)) != 0)
        return NULL;
    for (const char *start = strchr(quote, '0'); start; start = strchr(start + 1, '0')) {
        const char *want = e164 + strlen(country), *at = start + 1;
        if (start > quote && text_is_digit(start[-1]))
            continue;
        for (; *want; at++)
            if (*at == *want)
                want++;
            else if (!*at || !strchr(between, *at))
                break;
        if (*want || text_is_digit(*at))
            continue;
        *length = (size_t)(at - start);
        return start;
    }
    return NULL;
}

/* The telephone numbers of the page that stand in the words quoted, each to be pressed: who reads this on a telephone has a child
 * on the other arm. */
static enum status add_numbers(struct buffer *out, const struct report *report, const struct row_verdict *row, struct error *err)
{
    const struct evidence *quotes[MOST_QUOTES];
    size_t count = first_words(row, quotes), shown = 0;
    enum status status = STATUS_OK;
    struct arena told = {0};
    const char *already[MOST_QUOTES * 4];
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct assessment assessment = {0};
        if (!data_summary(report, quotes[i]->page_id))
            continue;
        status = store_assessment(report->store, quotes[i]->page_id, &assessment, err);
        for (size_t p = 0; status == STATUS_OK && p < assessment.facts.phone_count; p++) {
            const char *e164 = assessment.facts.phones[p];
            size_t length = 0, k = 0;
            const char *number = find_number(quotes[i]->quote, e164, &length);
            while (k < shown && strcmp(already[k], e164) != 0)
                k++;
            if (!number || k < shown || shown == sizeof already / sizeof already[0])
                continue;
            if (!shown)
                html_add(out, "<p class=\"ring\">%t", report->texts.prose[PROSE_SERVICE_NUMBERS]);
            html_add(out, " <a href=\"tel:%t\">%t</a>", e164, arena_copy_n(&told, number, length));
            already[shown++] = arena_copy(&told, e164);
        }
        arena_release(&assessment.arena);
    }
    if (shown)
        html_add(out, "</p>\n");
    arena_release(&told);
    return status;
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
static enum status add_basic(struct buffer *out, const struct report *report, const struct report_council *council, const struct service_scorecard *service,
                             size_t at, struct error *err)
{
    const struct row_verdict *row = data_row(&council->card, service->service, basics[at].row);
    enum status status = STATUS_OK;
    if (!row || row->judgement.verdict == VERDICT_NOT_APPLICABLE)
        return status;
    html_add(out, "<h3>%t</h3>\n", basics[at].heading);
    enum verdict verdict = row->judgement.verdict;
    const struct decision *decision = row->overruled ? data_decision(report, council->council->gss_code, row->service, row->row) : NULL;
    bool both = is_found(verdict) && decision && is_found(decision->review.program);
    size_t shown = both || !row->overruled ? add_words(out, report, row) : 0;
    if (shown && basics[at].numbers)
        status = add_numbers(out, report, row, err);
    if (!shown && !(is_found(verdict) && row->overruled)) {
        bool advice = council_gives_advice(council) && strcmp(service->service, COUNCIL_ADVICE) != 0;
        html_add(out, "<p>%t ", report->texts.prose[verdict_is_told(verdict) ? basics[at].missing : PROSE_SERVICE_UNTOLD]);
        prose_add(out, report->texts.prose[advice ? PROSE_SERVICE_ASK_ADVICE : PROSE_SERVICE_ASK], root, PROSE_VALUES({"council", council->council->slug, NULL}));
        html_add(out, "</p>\n");
    }
    if (decision) {
        html_add(out, "<p>");
        parts_decision(out, report, decision);
        html_add(out, "</p>\n");
    }
    if (is_found(verdict) && row->overruled && !both)
        add_nearest(out, report, row);
    return status;
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
    enum status status = STATUS_OK;
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
        for (size_t i = 0; status == STATUS_OK && !denied && i < sizeof basics / sizeof basics[0]; i++)
            status = add_basic(out, report, council, service, i, err);
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
    if (status == STATUS_OK)
        status = output_end(output, buffer_text(&path), err);
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

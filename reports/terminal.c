/* Scorecards on a terminal: of a council in one screen, and of a page. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "reports/council_parts.h"
#include "reports/screen.h"

enum { SCREEN_CEILING = 1024 * 1024, FIXES_SHOWN = 5 };

static void add_score_line(struct buffer *out, const struct report *report, const char *title, struct score score)
{
    struct buffer band;
    buffer_init(&band, 2048);
    const struct rubric_band *found = data_band(report, score);
    if (isnan(score.low))
        buffer_add_text(&band, "not tested");
    else if (round(score.low) == round(score.high))
        buffer_printf(&band, "%3.0f", score.low);
    else
        buffer_printf(&band, "%.0f to %.0f", score.low, score.high);
    if (found)
        buffer_printf(&band, "  %s", found->title);
    else if (!isnan(score.low) && !data_is_covered(report, score))
        buffer_printf(&band, "  too little could be told (%.0f%%)", 100 * score.coverage);
    buffer_add_text(out, "  ");
    screen_cell(out, title, 16);
    buffer_printf(out, "%s\n", buffer_text(&band));
    buffer_release(&band);
}

/* A service in one line: how many rows were found, partly, not. */
static void add_service(struct buffer *out, const struct report *report, const struct terminal_options *options,
                        const struct service_scorecard *service)
{
    size_t found = 0, partly = 0, missing = 0, unknown = 0;
    const struct rubric_service *rubric = data_rubric_service(report, service->service);
    for (size_t i = 0; i < service->row_count; i++) {
        enum verdict verdict = service->rows[i].judgement.verdict;
        found += verdict == VERDICT_YES;
        partly += verdict == VERDICT_CONCERNS || verdict == VERDICT_DOUBTS;
        missing += verdict == VERDICT_NO || verdict == VERDICT_SILENT;
        unknown += verdict == VERDICT_CANNOT_TELL || verdict == VERDICT_NOT_TESTED;
    }
    buffer_add_text(out, "  ");
    screen_cell(out, rubric ? rubric->title : service->service, options->width >= 76 ? 32 : 20);
    buffer_printf(out, " %2zu found  %2zu partly  %2zu not found", found, partly, missing);
    if (unknown)
        buffer_printf(out, "  %zu ?", unknown);
    buffer_add_char(out, '\n');
}

static void add_links(struct buffer *out, const struct report_council *council)
{
    const struct link_counts *links = &council->links;
    buffer_printf(out, "  %zu addresses: %zu work, %zu broken (%zu the council's own), %zu suspect, %zu could not be checked\n",
                  links->all, links->ok, links->broken_own + links->broken_other, links->broken_own, links->suspect,
                  links->blocked + links->not_checked);
}

static void add_fixes(struct buffer *out, const struct report *report, const struct terminal_options *options,
                      const struct report_council *council)
{
    struct fix fixes[64] = {0};
    size_t count = council_find_fixes(report, council, fixes, sizeof fixes / sizeof fixes[0]);
    if (!count && !council->links.broken_own)
        return;
    buffer_add_char(out, '\n');
    screen_line(out, options, SCREEN_BOLD, "Put right first");
    if (council->links.broken_own) {
        char text[120];
        snprintf(text, sizeof text, "Mend %zu broken link%s to the council's own web site.", council->links.broken_own,
                 council->links.broken_own == 1 ? "" : "s");
        screen_wrap(out, options, SCREEN_PLAIN, "- ", 4, text);
    }
    for (size_t i = 0; i < count && i < FIXES_SHOWN; i++) {
        struct buffer text;
        buffer_init(&text, 8192);
        buffer_printf(&text, "%s (%zu service%s) %s", fixes[i].row->title, fixes[i].count, fixes[i].count == 1 ? "" : "s",
                      fixes[i].row->fix);
        screen_wrap(out, options, SCREEN_PLAIN, "- ", 4, buffer_text(&text));
        buffer_release(&text);
    }
}

static void add_unread(struct buffer *out, const struct report *report, const struct terminal_options *options,
                       const struct report_council *council)
{
    struct buffer text;
    char date[CLOCK_TEXT_MAX];
    buffer_init(&text, 8192);
    clock_govuk(council->visit.finished_at, date);
    buffer_printf(&text, "Could not be read%s%s: %s. Nothing is said about what it publishes.", *date ? " on " : "", date,
                  visit_was_read(council->visit.outcome) ? "what was read has not been judged"
                                                         : report->texts.outcomes[council->visit.outcome].sentence);
    screen_wrap(out, options, SCREEN_PLAIN, "", 2, buffer_text(&text));
    if (council->visit.note)
        screen_wrap(out, options, SCREEN_FAINT, "", 2, council->visit.note);
    buffer_release(&text);
}

static void add_council(struct buffer *out, const struct report *report, const struct terminal_options *options)
{
    const struct report_council *council = &report->councils[0];
    screen_line(out, options, SCREEN_BOLD, council->council->name);
    if (council->read) {
        char date[CLOCK_TEXT_MAX], text[160];
        clock_govuk(council->visit.finished_at, date);
        snprintf(text, sizeof text, "Read on %s: %zu pages and leaflets. By a program, not yet confirmed.",
                 *date ? date : "an unknown date", council->page_count);
        screen_wrap(out, options, SCREEN_FAINT, "", 2, text);
        buffer_add_char(out, '\n');
        add_score_line(out, report, "All together", council->card.score);
        for (size_t c = 0; c < CRITERION_COUNT && c < report->rubric->criterion_count; c++)
            add_score_line(out, report, report->rubric->criteria[c].title, council->card.criteria[c]);
        buffer_add_char(out, '\n');
        for (size_t s = 0; s < council->card.service_count; s++)
            add_service(out, report, options, &council->card.services[s]);
        buffer_add_char(out, '\n');
        add_links(out, council);
        add_fixes(out, report, options, council);
    } else {
        add_unread(out, report, options, council);
        if (council->links.all)
            add_links(out, council);
    }
    if (options->report) {
        buffer_add_text(out, "\nFull report: ");
        buffer_add_text(out, options->report);
        buffer_add_text(out, "/index.html\n");
    }
}

enum status reports_terminal(struct store *store, int64_t run, const char *gss_code, const struct terminal_options *options,
                             FILE *out, struct error *err)
{
    struct report_options loading = {.run = run, .seeds = options->seeds, .rubric = options->rubric};
    struct report report = {0};
    struct buffer text;
    buffer_init(&text, SCREEN_CEILING);
    enum status status = data_load_council(store, gss_code, &loading, &report, err);
    if (status == STATUS_OK) {
        add_council(&text, &report, options);
        status = screen_write(&text, out, err);
    }
    data_release(&report);
    buffer_release(&text);
    return status;
}

/* ---- one page ---- */

static void add_quoted(struct buffer *out, const struct terminal_options *options, const char *lead, int indent,
                       const char *quote)
{
    struct buffer quoted;
    buffer_init(&quoted, 64 * 1024);
    buffer_add_text(&quoted, "“");
    buffer_add_text(&quoted, quote);
    buffer_add_text(&quoted, "”");
    screen_wrap(out, options, SCREEN_FAINT, lead, indent, buffer_text(&quoted));
    buffer_release(&quoted);
}

static void add_judgement(struct buffer *out, const struct terminal_options *options, const char *title,
                          const struct judgement *judgement)
{
    static const char *const words[VERDICT_COUNT] = {"not tested",     "found",          "partly",  "not found",
                                                     "could not tell", "does not apply", "unclear", "silent"};
    buffer_add_text(out, "  ");
    screen_style_on(out, options, screen_verdict_style(judgement->verdict));
    buffer_printf(out, "%s %-15s", screen_verdict_glyph(judgement->verdict), words[judgement->verdict]);
    screen_style_off(out, options, screen_verdict_style(judgement->verdict));
    buffer_printf(out, "%s", title);
    if (judgement->certainty < 0.75)
        buffer_add_text(out, " (close to the line)");
    buffer_add_char(out, '\n');
    if (judgement->evidence_count)
        add_quoted(out, options, "", 6, judgement->evidence[0].quote);
    else if (judgement->near_miss.quote)
        add_quoted(out, options, "nearest: ", 15, judgement->near_miss.quote);
}

static void add_fact_list(struct buffer *out, const struct terminal_options *options, const char *title, const char *const *items,
                          size_t count)
{
    struct buffer text;
    if (!count)
        return;
    buffer_init(&text, 16384);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&text, "%s%s", i ? ", " : "", items[i]);
    buffer_add_text(out, "  ");
    screen_cell(out, title, 14);
    screen_wrap(out, options, SCREEN_PLAIN, "", 0, buffer_text(&text));
    buffer_release(&text);
}

void reports_page_terminal(const char *file, const struct document *document, const struct assessment *assessment,
                           const struct terminal_options *options, struct buffer *out)
{
    static const char *const checks[CHECK_COUNT] = {"What it is", "How to ask for it", "Whom to ring", "Who it is for"};
    static const char *const criteria[CRITERION_COUNT] = {"Accessible", "Available", "Joined up", "User-focussed"};
    char text[160];
    screen_line(out, options, SCREEN_BOLD, *document->title ? document->title : file);
    screen_line(out, options, SCREEN_FAINT, file);
    snprintf(text, sizeof text, "%.60s, %.60s, %d words", assessment->kind ? assessment->kind : "?",
             assessment->service ? assessment->service : "?", assessment->readability.words);
    screen_line(out, options, SCREEN_PLAIN, text);
    if (assessment->could_not_tell)
        screen_wrap(out, options, SCREEN_PARTLY, "", 0, assessment->could_not_tell);
    for (int i = 0; i < CHECK_COUNT; i++)
        add_judgement(out, options, checks[i], &assessment->checks[i]);
    for (int i = 0; i < CRITERION_COUNT; i++)
        add_judgement(out, options, criteria[i], &assessment->criteria[i]);
    const struct facts *facts = &assessment->facts;
    add_fact_list(out, options, "Telephones", facts->phones, facts->phone_count);
    add_fact_list(out, options, "Emails", facts->emails, facts->email_count);
    add_fact_list(out, options, "Postcodes", facts->postcodes, facts->postcode_count);
    add_fact_list(out, options, "Formats", facts->formats, facts->format_count);
    add_fact_list(out, options, "Unexplained", assessment->readability.unexplained_terms,
                  assessment->readability.unexplained_count);
    buffer_add_char(out, '\n');
}

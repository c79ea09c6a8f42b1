/* Scorecards on a terminal: of a council in one screen, and of a page. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "reports/data/figures.h"
#include "reports/pages/fixes.h"
#include "reports/terminal/screen.h"

enum { SCREEN_CEILING = 1024 * 1024, PARTS_SHOWN = 4 };

/* ---- scores: a bar, '#' to the low end and ':' for what could not be told ---- */

enum { BAR_LONG = 20, SCORE_TITLE = 15, SCORE_FIGURES = 10 };

static int bar_columns(const struct terminal_options *options)
{
    return options->width < 70 ? BAR_LONG / 2 : BAR_LONG;
}

static void add_bar(struct buffer *out, const struct terminal_options *options, struct score score)
{
    int length = bar_columns(options);
    buffer_add_char(out, '[');
    for (int i = 0; i < length; i++) {
        double at = (i + 0.5) * 100 / length;
        buffer_add_char(out, !isnan(score.low) && at <= score.low ? '#' : !isnan(score.high) && at <= score.high ? ':' : '.');
    }
    buffer_add_char(out, ']');
}

/* The band, or the two that the ends of the range fall in. */
static void add_band(struct buffer *out, const struct report *report, struct score score)
{
    const struct rubric_band *whole = data_band(report, score);
    const struct rubric_band *low = data_band(report, (struct score){score.low, score.low, score.coverage});
    const struct rubric_band *high = data_band(report, (struct score){score.high, score.high, score.coverage});
    if (whole)
        buffer_add_text(out, whole->title);
    else if (low && high)
        buffer_printf(out, "%s, or %s", low->title, high->title);
    else if (!isnan(score.low) && !data_is_covered(report, score))
        buffer_printf(out, "too little could be judged (%s%%)", figures_whole(figures_down(100 * score.coverage)).text);
}

static void add_score_line(struct buffer *out, const struct report *report, const struct terminal_options *options, const char *title,
                           struct score score)
{
    char figures[80] = "not tested";
    if (!isnan(score.low) && figures_round(score.low) == figures_round(score.high))
        snprintf(figures, sizeof figures, "%s", figures_whole(score.low).text);
    else if (!isnan(score.low))
        snprintf(figures, sizeof figures, "%s to %s", figures_whole(score.low).text, figures_whole(score.high).text);
    buffer_add_text(out, "  ");
    screen_cell(out, title, SCORE_TITLE);
    screen_style_on(out, options, SCREEN_GOOD);
    add_bar(out, options, score);
    screen_style_off(out, options, SCREEN_GOOD);
    buffer_add_char(out, ' ');
    struct buffer band;
    buffer_init(&band, 1024);
    add_band(&band, report, score);
    int before = 2 + SCORE_TITLE + bar_columns(options) + 3 + SCORE_FIGURES + 1; /* the bar with its brackets and a space */
    if (band.length > 0 && before + screen_columns(buffer_text(&band)) <= options->width) {
        screen_cell(out, figures, SCORE_FIGURES);
        buffer_printf(out, " %s\n", buffer_text(&band));
    } else {
        buffer_printf(out, "%s\n", figures);
        if (band.length > 0)
            screen_wrap(out, options, SCREEN_PLAIN, "", 4, buffer_text(&band));
    }
    buffer_release(&band);
}

/* ---- services: what a family asks first, and how many of all questions were found ---- */

static const struct {
    const char *row, *title;
} asked[] = {{"explanation", "what it is"}, {"eligibility", "who for"}, {"referral", "how to get"}, {"contacts", "contacts"}};
enum { ASKED = sizeof asked / sizeof asked[0], ASKED_COLUMNS = 11, LAST_COLUMNS = 10, FOUND_COLUMNS = 9, WIDE_ENOUGH = 80 };

static int title_columns(const struct terminal_options *options)
{
    int left = options->width - 3 - FOUND_COLUMNS - (options->width >= WIDE_ENOUGH ? (ASKED - 1) * ASKED_COLUMNS + LAST_COLUMNS : 0);
    return left < 16 ? 16 : left > 34 ? 34 : left;
}

static void add_short_word(struct buffer *out, const struct row_verdict *row)
{
    static const char *const words[VERDICT_COUNT] = {"not tested", "found", "partly", "not found", "can't tell", "", "unclear", "not found"};
    if (row)
        buffer_printf(out, "%s%s", words[row->judgement.verdict], data_is_unsure(row) ? "?" : "");
}

static void add_service(struct buffer *out, const struct report *report, const struct terminal_options *options,
                        const struct service_scorecard *service)
{
    size_t found = 0, all = 0;
    const struct rubric_service *rubric = data_rubric_service(report, service->service);
    for (size_t i = 0; i < service->row_count; i++) {
        found += service->rows[i].judgement.verdict == VERDICT_YES;
        all += service->rows[i].judgement.verdict != VERDICT_NOT_APPLICABLE;
    }
    char count[32];
    snprintf(count, sizeof count, "%zu of %zu", found, all);
    buffer_add_text(out, "  ");
    screen_cell(out, rubric ? rubric->title : service->service, title_columns(options));
    buffer_add_char(out, ' ');
    if (options->width < WIDE_ENOUGH) {
        buffer_printf(out, "%s\n", count);
        return;
    }
    screen_cell(out, count, FOUND_COLUMNS);
    for (size_t i = 0; i < ASKED; i++) {
        const struct row_verdict *row = NULL;
        for (size_t r = 0; r < service->row_count; r++)
            if (strcmp(service->rows[r].row, asked[i].row) == 0)
                row = &service->rows[r];
        enum screen_style style = row ? screen_verdict_style(row->judgement.verdict) : SCREEN_PLAIN;
        struct buffer word;
        buffer_init(&word, 80);
        add_short_word(&word, row);
        screen_style_on(out, options, style);
        if (i + 1 < ASKED)
            screen_cell(out, buffer_text(&word), ASKED_COLUMNS);
        else
            buffer_add_text(out, buffer_text(&word));
        screen_style_off(out, options, style);
        buffer_release(&word);
    }
    buffer_add_char(out, '\n');
}

/* Whether any page says anything about it, or may do so and could not be read. */
static bool says_anything(const struct service_scorecard *service)
{
    for (size_t r = 0; r < service->row_count; r++) {
        enum verdict verdict = verdict_meant(&service->rows[r]);
        if (verdict == VERDICT_YES || verdict == VERDICT_CONCERNS || verdict == VERDICT_DOUBTS ||
            (verdict == VERDICT_CANNOT_TELL && strcmp(service->rows[r].judgement.reason, "visit-cut-short") != 0))
            return true;
    }
    return false;
}

/* A page of one service need not speak of others. */
static bool is_shown(const struct report *report, const struct service_scorecard *service)
{
    return !data_is_single_page(&report->run) || says_anything(service);
}

static size_t count_shown(const struct report *report, const struct scorecard *card)
{
    size_t count = 0;
    for (size_t s = 0; s < card->service_count; s++)
        count += is_shown(report, &card->services[s]);
    return count;
}

static void add_unsure(struct buffer *out, const struct report *report, const struct terminal_options *options, const struct scorecard *card)
{
    size_t unsure = 0, tested = 0;
    char text[160];
    for (size_t s = 0; s < card->service_count; s++)
        for (size_t r = 0; is_shown(report, &card->services[s]) && r < card->services[s].row_count; r++) {
            unsure += data_is_unsure(&card->services[s].rows[r]);
            tested += verdict_is_told(card->services[s].rows[r].judgement.verdict);
        }
    if (!unsure)
        return;
    snprintf(text, sizeof text, options->width >= WIDE_ENOUGH ? "? = the program is not sure: %s of %s results. Let a person look at them." : "The program is not sure of %s of %s results.",
             figures_count(unsure).text, figures_count(tested).text);
    screen_wrap(out, options, SCREEN_FAINT, "", 2, text);
}

static void add_services(struct buffer *out, const struct report *report, const struct terminal_options *options, const struct scorecard *card)
{
    size_t left_out = card->service_count - count_shown(report, card);
    struct buffer head;
    buffer_init(&head, 1024);
    buffer_add_text(&head, "  ");
    screen_cell(&head, "", title_columns(options));
    buffer_add_text(&head, " found");
    if (options->width >= WIDE_ENOUGH) {
        buffer_printf(&head, "%*s", FOUND_COLUMNS - 5, "");
        for (size_t i = 0; i < ASKED; i++)
            if (i + 1 < ASKED)
                screen_cell(&head, asked[i].title, ASKED_COLUMNS);
            else
                buffer_add_text(&head, asked[i].title);
    }
    screen_line(out, options, SCREEN_FAINT, buffer_text(&head));
    buffer_release(&head);
    for (size_t s = 0; s < card->service_count; s++)
        if (is_shown(report, &card->services[s]))
            add_service(out, report, options, &card->services[s]);
    if (left_out > 0) {
        char text[80];
        snprintf(text, sizeof text, "This page says nothing of %zu other service%s.", left_out, left_out == 1 ? "" : "s");
        screen_wrap(out, options, SCREEN_FAINT, "", 2, text);
    }
    add_unsure(out, report, options, card);
}

/* ---- links: what is nought is not said ---- */

static void add_links(struct buffer *out, const struct terminal_options *options, const struct report_council *council)
{
    const struct link_counts *links = &council->links;
    const struct {
        size_t count;
        const char *what;
    } parts[] = {{links->broken_own, "broken on this site"},
                 {links->broken_other, "broken elsewhere"},
                 {links->suspect, "suspect"},
                 {links->blocked + links->not_checked, "that could not be checked"}};
    struct buffer text;
    buffer_init(&text, 1024);
    if (links->all == 0)
        buffer_add_text(&text, "No links were found.");
    else
        buffer_printf(&text, "Links: %s address%s, %s work", figures_count(links->all).text, links->all == 1 ? "" : "es", figures_count(links->ok).text);
    for (size_t i = 0; links->all > 0 && i < sizeof parts / sizeof parts[0]; i++)
        if (parts[i].count > 0)
            buffer_printf(&text, ", %s %s", figures_count(parts[i].count).text, parts[i].what);
    if (links->all > 0)
        buffer_add_char(&text, '.');
    screen_wrap(out, options, SCREEN_PLAIN, "", 2, buffer_text(&text));
    buffer_release(&text);
}

/* ---- what to put right first ---- */

/* The first sentence of an advice: the rest is in the report. */
static size_t first_sentence(const char *text)
{
    const char *stop = strstr(text, ". ");
    return stop ? (size_t)(stop - text) + 1 : strlen(text);
}

static void add_half_certified(struct buffer *out, const struct report *report, const struct terminal_options *options, const struct report_council *council)
{
    const struct reason_text *reason = &report->texts.reasons[REASON_TLS_COMPLETED];
    if (!council->half_certified)
        return;
    screen_wrap(out, options, SCREEN_BOLD, "- ", 4, reason->title);
    screen_wrap(out, options, SCREEN_PLAIN, "", 4, reason->what_to_do);
}

static void add_broken(struct buffer *out, const struct report *report, const struct terminal_options *options, const struct report_council *council)
{
    enum { SHOWN = 3 };
    if (!council->links.broken_own)
        return;
    screen_wrap(out, options, SCREEN_BOLD, "- ", 4, "Broken links on this site");
    size_t shown = 0;
    for (size_t i = 0; i < council->problem_count && shown < SHOWN; i++) {
        const struct link_problem *problem = &council->problems[i];
        if (problem->target->state != LINK_BROKEN || !problem->internal)
            continue;
        struct buffer text;
        buffer_init(&text, 64 * 1024);
        buffer_printf(&text, "%s: %s", texts_reason(&report->texts, problem->target)->title, data_address(problem->target));
        screen_wrap(out, options, SCREEN_PLAIN, "", 4, buffer_text(&text));
        if (problem->carrier_count > 0) {
            size_t more = problem->carrier_count - 1;
            buffer_clear(&text);
            buffer_add_text(&text, problem->carriers[0].page->final_url);
            if (more > 0) /* a page may have the link twice */
                buffer_printf(&text, " and %s more %s", figures_count(more).text, more == 1 ? "place" : "places");
            screen_wrap(out, options, SCREEN_FAINT, "on ", 7, buffer_text(&text));
        }
        buffer_release(&text);
        shown++;
    }
    if (council->links.broken_own > shown)
        buffer_printf(out, "    and %s more: 'coreoffer links' lists them\n", figures_count(council->links.broken_own - shown).text);
}

static size_t count_shown_in(const struct report *report, const struct scorecard *card, const struct fix *fix)
{
    size_t count = 0;
    for (size_t v = 0; v < fix->count; v++)
        count += is_shown(report, data_service(card, fix->verdicts[v]->service));
    return count;
}

static void add_fixes(struct buffer *out, const struct report *report, const struct terminal_options *options,
                      const struct report_council *council)
{
    struct fix fixes[64] = {0};
    size_t count = fixes_find(report, council, fixes, sizeof fixes / sizeof fixes[0]), all = count_shown(report, &council->card);
    if (!count && !council->links.broken_own && !council->half_certified)
        return;
    buffer_add_char(out, '\n');
    screen_wrap(out, options, SCREEN_BOLD, "", 0, "Put right first, and in how many services");
    add_half_certified(out, report, options, council);
    add_broken(out, report, options, council);
    for (size_t i = 0, shown = council->links.broken_own > 0; i < count && shown < PARTS_SHOWN; i++) {
        struct buffer text;
        size_t services = count_shown_in(report, &council->card, &fixes[i]);
        if (services == 0)
            continue;
        if (council->links.broken_own && strcmp(fixes[i].row->id, "signposts") == 0)
            continue; /* the links themselves stand above */
        shown++;
        buffer_init(&text, 8192);
        buffer_printf(&text, "%s %zu of %zu service%s", fixes[i].row->title, services, all, all == 1 ? "" : "s");
        screen_wrap(out, options, SCREEN_BOLD, "- ", 4, buffer_text(&text));
        buffer_clear(&text);
        (void)buffer_add(&text, fixes[i].row->fix, first_sentence(fixes[i].row->fix));
        screen_wrap(out, options, SCREEN_PLAIN, "", 4, buffer_text(&text));
        buffer_release(&text);
    }
}

/* ---- a site that could not be read, and one with nothing on it ---- */

static void add_unread(struct buffer *out, const struct report *report, const struct terminal_options *options,
                       const struct report_council *council)
{
    struct buffer text;
    char date[CLOCK_TEXT_MAX];
    buffer_init(&text, 64 * 1024);
    clock_govuk(council->visit.finished_at, date);
    buffer_printf(&text, "Could not be read%s%s: %s. Nothing is said about what it publishes.", *date ? " on " : "", date,
                  visit_was_read(council->visit.outcome) ? "what was read has not been judged"
                                                         : report->texts.outcomes[council->visit.outcome].sentence);
    screen_wrap(out, options, SCREEN_PLAIN, "", 2, buffer_text(&text));
    const char *why = data_why_unread_more(report, council), *option = data_unread_option(report, council);
    buffer_clear(&text);
    if (council->council->local_offer_url && *council->council->local_offer_url)
        buffer_printf(&text, "Asked for %s. ", council->council->local_offer_url);
    buffer_add_text(&text, why ? why : "");
    screen_wrap(out, options, SCREEN_PLAIN, "", 2, buffer_text(&text));
    if (option)
        screen_wrap(out, options, SCREEN_PLAIN, "", 2, option);
    const char *advice = data_unread_advice(report, council);
    if (advice != NULL)
        screen_wrap(out, options, SCREEN_PLAIN, "", 2, advice);
    else if (council->visit.outcome == VISIT_BLOCKED)
        screen_wrap(out, options, SCREEN_PLAIN, "", 2,
                    "If it is your site: let the user agent \"coreoffer\" through in robots.txt and in the firewall, then try again.");
    buffer_release(&text);
}

/* How many services the pages describe, or at least name. */
static size_t services_described(const struct scorecard *card)
{
    size_t count = 0;
    for (size_t s = 0; s < card->service_count; s++) {
        const struct row_verdict *row = data_row(card, card->services[s].service, "provided");
        enum verdict meant = row ? verdict_meant(row) : VERDICT_NOT_TESTED;
        count += meant == VERDICT_YES || meant == VERDICT_DOUBTS || meant == VERDICT_NO;
    }
    return count;
}

/* A visit that began at the council's home page, where the Local Offer is a site of its own, is the usual cause. */
static void add_little(struct buffer *out, const struct report *report, const struct terminal_options *options, const struct report_council *council)
{
    size_t described = services_described(&council->card);
    if (data_is_single_page(&report->run) || described > 1)
        return;
    struct buffer text;
    buffer_init(&text, 64 * 1024);
    buffer_printf(&text, "%zu of the %zu services that families look for %s described here. The visit began at %s: if the Local Offer is elsewhere, check that address.",
                  described, council->card.service_count, described == 1 ? "is" : "are",
                  council->visit.start_url ? council->visit.start_url : "the address given");
    screen_wrap(out, options, SCREEN_BOLD, "", 2, buffer_text(&text));
    buffer_add_char(out, '\n');
    buffer_release(&text);
}

/* Whether any page says anything about any service. */
static bool has_anything(const struct scorecard *card)
{
    for (size_t s = 0; s < card->service_count; s++)
        if (says_anything(&card->services[s]))
            return true;
    return false;
}

static void add_nothing(struct buffer *out, const struct terminal_options *options, const struct report_council *council)
{
    struct buffer text;
    buffer_init(&text, 64 * 1024);
    buffer_printf(&text, "Nothing was found here about any of the %zu services that families look for.", council->card.service_count);
    screen_wrap(out, options, SCREEN_BOLD, "", 2, buffer_text(&text));
    buffer_clear(&text);
    buffer_printf(&text, "The visit began at %s. If the Local Offer is elsewhere, check that address; if its pages are there and no link leads to them from here, families can't find them either.",
                  council->visit.start_url ? council->visit.start_url : "the address given");
    screen_wrap(out, options, SCREEN_PLAIN, "", 2, buffer_text(&text));
    buffer_add_char(out, '\n');
    add_links(out, options, council);
    buffer_release(&text);
}

static void add_scorecard(struct buffer *out, const struct report *report, const struct terminal_options *options, const struct report_council *council)
{
    char date[CLOCK_TEXT_MAX], text[160];
    clock_govuk(council->visit.finished_at, date);
    snprintf(text, sizeof text, "Read on %s: %s %s. By a program, not yet confirmed.", *date ? date : "an unknown date",
             figures_count(council->pages_read).text, council->pages_read == 1 ? "page" : "pages and leaflets");
    screen_wrap(out, options, SCREEN_FAINT, "", 2, text);
    if (data_is_single_page(&report->run))
        screen_wrap(out, options, SCREEN_FAINT, "", 2, "One page alone: “not found” says nothing of what other pages tell.");
    else if (council->visit.outcome == VISIT_LIMITED)
        screen_wrap(out, options, SCREEN_FAINT, "", 2, report->texts.outcomes[VISIT_LIMITED].sentence);
    if (data_left_unread(council) != NULL)
        screen_wrap(out, options, SCREEN_FAINT, "", 2, data_left_unread(council));
    buffer_add_char(out, '\n');
    if (!has_anything(&council->card)) {
        add_nothing(out, options, council);
        return;
    }
    add_little(out, report, options, council);
    if (!data_is_single_page(&report->run) || data_is_covered(report, council->card.score)) {
        add_score_line(out, report, options, "All together", council->card.score);
        for (size_t c = 0; c < CRITERION_COUNT && c < report->rubric->criterion_count; c++)
            add_score_line(out, report, options, report->rubric->criteria[c].title, council->card.criteria[c]);
        buffer_add_char(out, '\n');
    }
    add_services(out, report, options, &council->card);
    buffer_add_char(out, '\n');
    add_links(out, options, council);
    add_fixes(out, report, options, council);
}

static void add_council(struct buffer *out, const struct report *report, const struct terminal_options *options)
{
    const struct report_council *council = &report->councils[0];
    screen_line(out, options, SCREEN_BOLD, council->council->name);
    if (council->read) {
        add_scorecard(out, report, options, council);
    } else {
        add_unread(out, report, options, council);
        if (council->links.all)
            add_links(out, options, council);
    }
    if (options->report)
        buffer_printf(out, "\nFull report: %s/index.html\n", options->report);
    else if (council->read)
        screen_wrap(out, options, SCREEN_PLAIN, "\n", 0, "Every verdict with its quote and page: add --out DIR for the full report.");
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

enum { TITLE_AT = 19 }; /* behind an indent, the glyph and the word */

static void add_judgement(struct buffer *out, const struct terminal_options *options, const char *title,
                          const struct judgement *judgement)
{
    static const char *const words[VERDICT_COUNT] = {"not tested",     "found",          "partly",  "not found",
                                                     "could not tell", "does not apply", "unclear", "silent"};
    buffer_add_text(out, "  ");
    screen_style_on(out, options, screen_verdict_style(judgement->verdict));
    buffer_printf(out, "%s %-*s", screen_verdict_glyph(judgement->verdict), TITLE_AT - 4, words[judgement->verdict]);
    screen_style_off(out, options, screen_verdict_style(judgement->verdict));
    static const char close[] = " (not sure)";
    bool is_close = judgement->certainty < BORDERLINE_BELOW;
    bool fits = TITLE_AT + screen_columns(title) + (int)strlen(close) <= options->width;
    buffer_printf(out, "%s%s\n", title, is_close && fits ? close : "");
    if (is_close && !fits)
        screen_wrap(out, options, SCREEN_PLAIN, "", 6, close + 1);
    if (judgement->evidence_count)
        add_quoted(out, options, "", 6, judgement->evidence[0].quote);
    else if (judgement->near_miss.quote)
        add_quoted(out, options, "nearest: ", 15, judgement->near_miss.quote);
}

static void add_fact_list(struct buffer *out, const struct terminal_options *options, const char *title, const char *const *items,
                          size_t count)
{
    enum { ITEMS_AT = 16 };
    struct buffer text, lead;
    if (!count)
        return;
    buffer_init(&text, 16384);
    buffer_init(&lead, 256);
    for (size_t i = 0; i < count; i++)
        buffer_printf(&text, "%s%s", i ? ", " : "", items[i]);
    buffer_add_text(&lead, "  ");
    screen_cell(&lead, title, ITEMS_AT - 2);
    screen_wrap(out, options, SCREEN_PLAIN, buffer_text(&lead), ITEMS_AT, buffer_text(&text));
    buffer_release(&text);
    buffer_release(&lead);
}

void reports_page_terminal(const char *file, const struct document *document, const struct assessment *assessment,
                           const struct terminal_options *options, struct buffer *out)
{
    char text[160];
    screen_line(out, options, SCREEN_BOLD, *document->title ? document->title : file);
    screen_line(out, options, SCREEN_FAINT, file);
    snprintf(text, sizeof text, "%.60s, %.60s, %d words", assessment->kind ? assessment->kind : "?",
             assessment->service ? assessment->service : "?", assessment->readability.words);
    screen_line(out, options, SCREEN_PLAIN, text);
    if (assessment->could_not_tell)
        screen_wrap(out, options, SCREEN_PARTLY, "", 0, assessment->could_not_tell);
    for (int i = 0; i < CHECK_COUNT; i++)
        add_judgement(out, options, data_check_titles[i], &assessment->checks[i]);
    for (int i = 0; i < CRITERION_COUNT; i++)
        add_judgement(out, options, data_criterion_titles[i], &assessment->criteria[i]);
    const struct facts *facts = &assessment->facts;
    add_fact_list(out, options, "Telephones", facts->phones, facts->phone_count);
    add_fact_list(out, options, "Emails", facts->emails, facts->email_count);
    add_fact_list(out, options, "Postcodes", facts->postcodes, facts->postcode_count);
    add_fact_list(out, options, "Formats", facts->formats, facts->format_count);
    add_fact_list(out, options, "Unexplained", assessment->readability.unexplained_terms,
                  assessment->readability.unexplained_count);
    buffer_add_char(out, '\n');
}

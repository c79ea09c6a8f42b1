#include "reports/pages/parts.h"

#include <math.h>
#include <openssl/evp.h>
#include <string.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "reports/data/figures.h"
#include "reports/pages/assets.h"

static const char site_name[] = "Core Offer audit";

/* The menu; a pack has its council's scorecard first. */
static const struct {
    const char *name, *path;
    bool in_pack;
} menu[] = {
    {"Councils", "councils/", false}, {"Then and now", "trends/", false},  {"Broken links", "links/", false},
    {"What we ask", "asks/", false},  {"Changes", "changes/", false},      {"How it is done", "method/", true},
    {"Data", "data/", true},
};

const char *parts_hash(struct arena *arena, const char *text)
{
    unsigned char raw[DIGEST_BYTES], base64[64];
    digest_raw(text, strlen(text), raw);
    EVP_EncodeBlock(base64, raw, DIGEST_BYTES);
    return arena_printf(arena, "'sha256-%s'", (const char *)base64);
}

static void open_head(struct buffer *out, const char *title, const char *description, const char *style, const char *style_hash,
                      const char *script_hash)
{
    html_add(out, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n"
                  "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src ");
    html_raw_markup(out, style_hash);
    if (script_hash) {
        html_add(out, "; script-src ");
        html_raw_markup(out, script_hash);
    }
    html_add(
        out,
        "; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
        "<meta name=\"referrer\" content=\"no-referrer\">\n<meta name=\"description\" "
        "content=\"%t\">\n<title>%t</title>\n<style>",
        description, title);
    html_raw_markup(out, style);
    html_add(out, "</style>\n");
}

static void add_notice(struct buffer *out, const struct report *report)
{
    if (report->notice)
        html_add(out, "<p class=\"note\"><strong>%t</strong></p>\n", report->notice);
}

static void add_draft(struct buffer *out, const struct report *report, const char *root)
{
    html_add(out, "<div class=\"note draft\"><p>");
    prose_add(out, report->texts.prose[PROSE_DRAFT], root, NULL);
    html_add(out, "</p>");
    if (report->options->reply_by) {
        struct buffer date;
        buffer_init(&date, 256);
        parts_iso_date(&date, report->options->reply_by);
        html_add(out, "<p>");
        prose_add(out, report->texts.prose[PROSE_DRAFT_BY], root, PROSE_VALUES({"date", NULL, buffer_text(&date)}));
        html_add(out, "</p>");
        buffer_release(&date);
    }
    html_add(out, "</div>\n");
}

void parts_open(struct buffer *out, const struct report *report, const struct frame *frame)
{
    struct buffer title;
    buffer_init(&title, 4096);
    if (strcmp(frame->title, site_name) == 0)
        buffer_add_text(&title, site_name);
    else
        buffer_printf(&title, "%.600s – %s", frame->title, site_name);
    open_head(out, buffer_text(&title), frame->description, assets_style, report->style_hash,
              frame->filter ? report->filter_hash : NULL);
    buffer_release(&title);
    if (!report->pack)
        html_add(out, "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"Changes\" href=\"%tchanges/feed.atom\">\n", frame->root);
    html_add(
        out,
        "</head>\n<body>\n"
        "<a class=\"skip\" href=\"#main\">Skip to main content</a>\n<header class=\"site\"><div class=\"in\">"
        "<a class=\"name\" href=\"%tindex.html\">%t</a>\n<nav aria-label=\"Main\"><ul>",
        frame->root, site_name);
    if (report->pack)
        html_add(out, "<li><a href=\"%tcouncil/%t/index.html\">Scorecard</a></li>", frame->root, report->councils->council->slug);
    for (size_t i = 0; i < sizeof menu / sizeof menu[0]; i++)
        if (!report->pack || menu[i].in_pack)
            html_add(out,
                     frame->section && strcmp(frame->section, menu[i].path) == 0
                         ? "<li><a href=\"%t%tindex.html\" aria-current=\"true\">%t</a></li>"
                         : "<li><a href=\"%t%tindex.html\">%t</a></li>",
                     frame->root, menu[i].path, menu[i].name);
    html_add(out, "</ul></nav></div></header>\n<div class=\"in\">\n");
    if (frame->crumb_count) {
        html_add(out, "<nav class=\"crumbs\" aria-label=\"Breadcrumb\"><ol>");
        for (size_t i = 0; i < frame->crumb_count; i++)
            if (!report->pack || strcmp(frame->crumbs[i].path, "councils/") != 0)
                html_add(out, "<li><a href=\"%t%tindex.html\">%t</a></li>", frame->root, frame->crumbs[i].path,
                     frame->crumbs[i].name);
        html_add(out, "</ol></nav>\n");
    }
    html_add(out, "<main id=\"main\" tabindex=\"-1\">\n");
    add_notice(out, report);
    if (report->options->draft)
        add_draft(out, report, frame->root);
    if (!frame->hide_h1)
        html_add(out, "<h1>%t</h1>\n", frame->title);
}

void parts_close(struct buffer *out, const struct report *report, const struct frame *frame)
{
    html_add(out, "</main>\n</div>\n<footer class=\"site\"><div class=\"in\">\n<p>");
    prose_add(out, report->texts.prose[report->pack ? PROSE_FOOTER_PACK : PROSE_FOOTER], frame->root, NULL);
    html_add(out, "</p>\n<p>Run %l, ", report->run.id);
    parts_date(out, report->run.finished_at);
    html_add(out, ". Rubric %t, %t.</p>\n</div></footer>\n", report->run.rubric_version, report->run.software);
    if (frame->filter) {
        html_add(out, "<script>");
        html_raw_markup(out, assets_filter);
        html_add(out, "</script>\n");
    }
    html_add(out, "</body>\n</html>\n");
}

void parts_open_proof(struct buffer *out, const struct report *report, const char *title, const char *root)
{
    open_head(out, title, "One result of the audit and the words that it rests on.", assets_proof, report->proof_hash, NULL);
    html_add(out,
             "</head>\n<body>\n<a class=\"skip\" href=\"#main\">Skip to main content</a>\n<header><a "
             "href=\"%tindex.html\">%t</a></header>\n"
             "<main id=\"main\" tabindex=\"-1\">\n",
             root, site_name);
    add_notice(out, report);
    html_add(out, "<h1>%t</h1>\n", title);
}

void parts_close_proof(struct buffer *out, const struct report *report, const char *root)
{
    html_add(out, "</main>\n<footer class=\"small\"><p>Run %l, ", report->run.id);
    parts_date(out, report->run.finished_at);
    html_add(out, ". <a href=\"%tmethod/index.html\">How it is done</a>", root);
    html_add(out, report->pack ? ". <a href=\"%tindex.html\">Is it wrong?</a>" : ". <a href=\"%treplies/index.html#how\">Is it wrong?</a>", root);
    html_add(out, "</p></footer>\n</body>\n</html>\n");
}

void parts_since(struct buffer *out, const struct report *report, const struct run *run)
{
    if (run == &report->earlier->run)
        return;
    html_add(out, " <span class=\"small\">(");
    parts_date(out, run->finished_at);
    html_add(out, ")</span>");
}

void parts_contact(struct buffer *out, const struct report *report)
{
    static const char mail[] = "mailto:";
    const char *contact = report->contact;
    if (contact)
        html_link(out, contact, strncmp(contact, mail, sizeof mail - 1) == 0 ? contact + sizeof mail - 1 : contact);
    else
        html_text(out, report->pack ? "whoever sent you this" : "whoever published this report");
}

void parts_how_to_reply(struct buffer *out, const struct report *report, const char *root)
{
    struct buffer contact;
    buffer_init(&contact, LIMIT_SEED_BYTES);
    parts_contact(&contact, report);
    prose_add(out, report->texts.prose[PROSE_REPLIES_HOW], root, PROSE_VALUES({"contact", NULL, buffer_text(&contact)}));
    buffer_release(&contact);
}

void parts_word_tag(struct buffer *out, enum verdict verdict, const char *word)
{
    static const char *const classes[VERDICT_COUNT] = {
        [VERDICT_NOT_TESTED] = "tx", [VERDICT_YES] = "ty",         [VERDICT_CONCERNS] = "tc",
        [VERDICT_NO] = "tn",         [VERDICT_CANNOT_TELL] = "tq", [VERDICT_NOT_APPLICABLE] = "ta",
        [VERDICT_DOUBTS] = "tc",     [VERDICT_SILENT] = "tn"};
    html_add(out, "<span class=\"t %t\">%t</span>", classes[verdict], word);
}

void parts_tag(struct buffer *out, const struct report *report, enum verdict verdict, const char *row)
{
    parts_word_tag(out, verdict, texts_verdict(&report->texts, verdict, row));
}

void parts_result_tag(struct buffer *out, const struct report *report, const struct row_verdict *row)
{
    parts_word_tag(out, row->judgement.verdict, texts_result(&report->texts, row));
    if (data_is_unsure(row))
        parts_unsure_mark(out, report);
}

void parts_unsure_mark(struct buffer *out, const struct report *report)
{
    html_add(out, " <small>%t</small>", report->texts.prose[PROSE_UNSURE_MARK]);
}

void parts_repaired_mark(struct buffer *out, const struct report *report, const struct report_council *council, const struct row_verdict *row)
{
    if (data_link_repair(council, row).all)
        html_add(out, " <small>%t</small>", report->texts.prose[PROSE_REPAIRED_MARK]);
}

void parts_repaired(struct buffer *out, const struct report *report, const struct report_council *council, const struct row_verdict *row)
{
    struct link_repair repair = data_link_repair(council, row);
    struct buffer date;
    if (!repair.mended)
        return;
    buffer_init(&date, 256);
    parts_date(&date, repair.seen);
    prose_paragraph(out, report->texts.prose[PROSE_REPAIRED], "", PROSE_VALUES({"mended", figures_count(repair.mended).text, NULL},
                    {"broken", figures_count(repair.broken).text, NULL}, {"date", NULL, buffer_text(&date)}));
    buffer_release(&date);
}

void parts_score(struct buffer *out, struct score score)
{
    if (isnan(score.low) || isnan(score.high))
        html_add(out, "not scored");
    else if (figures_round(score.low) == figures_round(score.high))
        html_add(out, "%n", score.low);
    else
        html_add(out, "%n to %n", score.low, score.high);
}

/* Of one end of a score that is covered. */
static const char *band_title(const struct report *report, double value)
{
    const struct rubric_band *band = data_band(report, (struct score){value, value, 1});
    return band ? band->title : "";
}

void parts_band(struct buffer *out, const struct report *report, struct score score)
{
    if (isnan(score.low)) {
        html_add(out, "Not tested");
    } else if (!data_is_covered(report, score)) {
        html_add(out, "Too little could be judged (%n%% of what is looked at)", figures_down(100 * score.coverage));
    } else {
        const struct rubric_band *band = data_band(report, score);
        if (band)
            html_text(out, band->title);
        else
            html_add(out, "Between “%t” and “%t”", band_title(report, score.low), band_title(report, score.high));
    }
}

void parts_date(struct buffer *out, int64_t instant)
{
    char text[CLOCK_TEXT_MAX];
    clock_govuk(instant, text);
    html_text(out, *text ? text : "date not known");
}

void parts_iso_date(struct buffer *out, const char *date)
{
    int64_t instant;
    if (clock_parse_iso(date, &instant))
        parts_date(out, instant);
    else
        html_text(out, date);
}

void parts_words(struct buffer *out, const char *machine_word)
{
    char shown[120];
    size_t length = strlen(machine_word);
    if (length >= sizeof shown)
        length = sizeof shown - 1;
    memcpy(shown, machine_word, length);
    shown[length] = '\0';
    for (size_t i = 0; i < length; i++)
        if (shown[i] == '-' || shown[i] == '_')
            shown[i] = ' ';
    html_text(out, shown);
}

void parts_why(struct buffer *out, const struct report *report, const char *reason)
{
    const char *words = texts_why(&report->texts, reason);
    if (words)
        html_text(out, words);
    else
        parts_words(out, reason);
}

void parts_share(struct buffer *out, size_t count, size_t base)
{
    html_add(out, "%z of %z", count, base);
    if (base)
        html_add(out, " (%t%%)", figures_share(count, base).text);
}

void parts_plural(struct buffer *out, size_t count, const char *one, const char *many)
{
    html_add(out, "%z %t", count, count == 1 ? one : many);
}

void parts_paper_address(struct buffer *out, const char *url)
{
    const char *scheme = strstr(url, "://");
    html_add(out, " data-p=\"%t\"", scheme ? scheme + 3 : url);
}

/* Where a quote stands, as a verdict keeps it; the machine word for a link's fault at its end becomes plain words. */
static void add_where(struct buffer *out, const struct report *report, const char *where)
{
    const char *colon = strrchr(where, ':');
    enum link_reason reason;
    if (!colon || colon[1] != ' ' || !link_reason_parse(colon + 2, &reason) || reason == REASON_NONE) {
        html_text(out, where);
        return;
    }
    struct buffer place;
    buffer_init(&place, LIMIT_URL_BYTES);
    buffer_add(&place, where, (size_t)(colon - where));
    html_add(out, "%t: “%t”", buffer_text(&place), report->texts.reasons[reason].title);
    buffer_release(&place);
}

static void add_words(struct buffer *out, const struct evidence *evidence, size_t cut)
{
    html_add(out, "<blockquote dir=\"auto\"><p>");
    html_text_cut(out, evidence->quote, cut ? cut : SIZE_MAX);
    html_add(out, "</p></blockquote>");
}

static void add_source(struct buffer *out, const struct report *report, const struct evidence *evidence, bool with_digest)
{
    const struct page *page = data_page(report, evidence->page_id);
    const char *url = evidence->url ? evidence->url : page ? page->final_url : NULL;
    html_add(out, "<p class=\"src\">");
    const char *title = page && page->title && *page->title ? page->title : url ? url : "the page";
    if (html_url_is_safe(url)) {
        html_add(out, "<a href=\"");
        html_quote_url(out, url, evidence->quote);
        html_add(out, "\"");
        parts_paper_address(out, url);
        html_add(out, ">");
        html_text_cut(out, title, 140);
        html_add(out, "</a>");
    } else {
        html_text_cut(out, title, 140);
    }
    if (evidence->where && *evidence->where) {
        html_add(out, ", ");
        add_where(out, report, evidence->where);
    }
    if (page) {
        html_add(out, ", seen ");
        parts_date(out, page->fetched_at);
        if (with_digest)
            html_add(out, ". Address: <span class=\"dig\">%t</span>", page->final_url);
        if (with_digest && *page->sha256)
            html_add(out, ". Fingerprint of our saved copy (SHA-256): <span class=\"dig\">%t</span>", page->sha256);
    }
    html_add(out, "</p>");
}

void parts_quote(struct buffer *out, const struct report *report, const struct evidence *evidence, size_t cut, bool with_digest)
{
    add_words(out, evidence, cut);
    add_source(out, report, evidence, with_digest);
}

void parts_quotes(struct buffer *out, const struct report *report, const struct evidence *const *quotes, size_t count)
{
    for (size_t i = 0, first = 0; i < count; i++) {
        add_words(out, quotes[i], 0);
        if (i + 1 < count && quotes[i]->page_id == quotes[i + 1]->page_id && text_same(quotes[i]->url, quotes[i + 1]->url) &&
            text_same(quotes[i]->where, quotes[i + 1]->where))
            continue;
        add_source(out, report, quotes[first], false);
        first = i + 1;
    }
}

void parts_decision(struct buffer *out, const struct report *report, const struct decision *decision)
{
    const struct review *review = &decision->review;
    bool leaned = review->program != decision->reviewed_meant, same = decision_compared(review, decision->reviewed_meant) == review->verdict;
    if (decision_holds(decision))
        html_add(out, same ? "Confirmed by a person (%t) on " : "Decided by a person (%t) on ", review->reviewer_role);
    else
        html_add(out, same ? "A person (%t) confirmed “%t” on " : "A person (%t) corrected this to “%t” on ", review->reviewer_role,
                 texts_verdict(&report->texts, review->verdict, review->row));
    parts_iso_date(out, review->date);
    if (leaned)
        html_add(out, "; the program had given no answer, and leaned to “%t”", texts_word(&report->texts, decision->reviewed_meant, review->row, decision->reviewed_reason));
    else if (!same)
        html_add(out, "; the program had said “%t”", texts_word(&report->texts, review->program, review->row, decision->reviewed_reason));
    html_add(out, ". ");
    if (*review->reason)
        html_add(out, "Reason: %t%t ", review->reason, strchr(".?!", review->reason[strlen(review->reason) - 1]) ? "" : ".");
    if (decision_is_carried(decision)) {
        html_add(out, "Carried over from the review of ");
        parts_iso_date(out, review->date);
        html_add(out, ": what the result rests on is still the same.");
    } else if (!decision_holds(decision)) {
        html_add(out, "%t, so that is not used now%t", decision_why_not(decision), decision_is_open(decision) ? ": a person must look again." : ".");
    }
}

void parts_figure_unsure(struct buffer *out, const struct report *report, size_t base, size_t unsure)
{
    if (!unsure)
        return;
    html_add(out, " <span class=\"small\">");
    prose_add(out, report->texts.prose[unsure == base ? PROSE_FIGURE_UNSURE_ALL : PROSE_FIGURE_UNSURE], "", PROSE_VALUES({"base", figures_count(base).text, NULL}, {"unsure", figures_count(unsure).text, NULL}));
    html_add(out, "</span>");
}

void parts_unsure(struct buffer *out, const struct report *report, enum prose text, const struct row_counts *counts)
{
    if (!counts->unsure)
        return;
    prose_add(out, report->texts.prose[text], "", PROSE_VALUES({"all", figures_count(counts->tested).text, NULL}, {"unsure", figures_count(counts->unsure).text, NULL}));
    html_add(out, " ");
}

static void add_unsure(struct buffer *out, const struct report *report, const struct row_verdict *row)
{
    enum verdict meant = verdict_meant(row);
    const struct rubric_precision *kind = rubric_precision_find(report->rubric, row->row, meant, row->judgement.reason);
    if (verdict_leans(row))
        prose_add(out, report->texts.prose[PROSE_LEANS], "", PROSE_VALUES({"result", texts_word(&report->texts, meant, row->row, row->judgement.reason), NULL}));
    else
        html_text(out, report->texts.prose[PROSE_UNSURE]);
    if (!rubric_precision_is_low(report->rubric, row->row, meant, row->judgement.reason)) {
        html_add(out, " %t", report->texts.prose[PROSE_UNSURE_WORDS]);
    } else if (rubric_precision_is_scarce(kind)) {
        html_add(out, " ");
        prose_add(out, report->texts.prose[PROSE_UNSURE_FEW], "", PROSE_VALUES({"answers", figures_count(kind ? (size_t)kind->answers : 0).text, NULL}));
    } else {
        html_add(out, " ");
        prose_add(out, report->texts.prose[PROSE_UNSURE_KIND], "", PROSE_VALUES({"right", figures_count((size_t)kind->right).text, NULL}, {"answers", figures_count((size_t)kind->answers).text, NULL}));
    }
}

void parts_decided(struct buffer *out, const struct report *report, const char *gss_code, const struct row_verdict *row)
{
    const struct decision *decision = data_decision(report, gss_code, row->service, row->row);
    if (decision && decision_holds(decision)) {
        parts_decision(out, report, decision);
        return;
    }
    if (row->judgement.certainty < BORDERLINE_BELOW)
        add_unsure(out, report, row);
    else
        html_text(out, report->texts.prose[PROSE_UNCONFIRMED]);
    if (decision) {
        html_add(out, " ");
        parts_decision(out, report, decision);
    }
}

/* What the rubric says of a verdict. */
static const char *row_text(const struct rubric_row *row, enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_YES:
        return row->yes_text;
    case VERDICT_CONCERNS:
    case VERDICT_DOUBTS:
        return row->concerns_text;
    case VERDICT_NO:
        return row->no_text;
    default:
        return NULL;
    }
}

const char *parts_result(const struct report *report, const struct row_verdict *row, bool *whole)
{
    const struct rubric_row *rule = data_rubric_row(report, row->row);
    enum verdict verdict = row->judgement.verdict;
    if (verdict_leans(row)) {
        const char *seen = texts_why_sentence(&report->texts, row->leans, row->row, row->judgement.reason);
        *whole = true;
        return seen ? seen : "";
    }
    const char *why = data_reason(row), *text = rule ? row_text(rule, verdict) : NULL;
    const char *own = texts_why_sentence(&report->texts, verdict, row->row, why);
    *whole = own || !why || verdict == VERDICT_YES || (text && *text && !texts_why_adds(&report->texts, why));
    return own ? own : text && *text ? text : texts_meaning(&report->texts, verdict, row->row);
}

void parts_council_link(struct buffer *out, const struct council *council, const char *root)
{
    html_add(out, "<a href=\"%tcouncil/%t/index.html\">%t</a>", root, council->slug, council->short_name);
}

void parts_open_proof_link(struct buffer *out, const struct report_council *council, const struct row_verdict *row, const char *root)
{
    html_add(out, "<a href=\"%tevidence/", root);
    data_evidence_id(out, council->council->gss_code, row->service, row->row);
    html_add(out, "/index.html\"");
}

void parts_visit(struct buffer *out, const struct report *report, const struct report_council *council)
{
    const struct visit *visit = &council->visit;
    if (council->read) {
        html_add(out, "Read on ");
        parts_date(out, visit->finished_at);
        return;
    }
    html_add(out, "Could not be read on ");
    parts_date(out, visit->finished_at >= 0 ? visit->finished_at : report->run.finished_at);
    html_add(out, ": %t",
             visit_was_read(visit->outcome) ? "what was read has not been judged"
                                            : report->texts.outcomes[visit->outcome].sentence);
}

void parts_table_open(struct buffer *out, const char *label, const char *class_name, const char *caption, const char *note)
{
    html_add(
        out,
        "<section class=\"scroll\" tabindex=\"0\" aria-label=\"%t\"><table class=\"%t\"><caption><strong>%t</strong>",
        label, class_name, caption);
    if (note)
        html_add(out, " %t", note);
    html_add(out, "</caption>\n");
}

void parts_table_close(struct buffer *out)
{
    html_add(out, "</tbody></table></section>\n");
}

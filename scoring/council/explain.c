/* One verdict in words: the rule, where it looked, what counted and what did not. */
#include <string.h>

#include "base/limits.h"
#include "scoring/council/rows.h"
#include "scoring/council/service_pages.h"
#include "scoring/rubric_internal.h"

static void explain_evidence(struct buffer *out, const char *mark, const struct evidence *evidence)
{
    buffer_printf(out, "  %s \"%s\"\n      %s", mark, evidence->quote, evidence->where ? evidence->where : "");
    if (evidence->cue && *evidence->cue)
        buffer_printf(out, " [%s]", evidence->cue);
    if (evidence->url)
        buffer_printf(out, "\n      %s", evidence->url);
    buffer_add_text(out, "\n");
}

static const char *shown_word(const struct score_wording *wording, enum verdict verdict, const char *row, const char *reason)
{
    return wording ? wording->verdict(wording->texts, verdict, row, reason) : verdict_word(verdict);
}

static void explain_role(enum page_role role, const struct score_wording *wording, struct buffer *out)
{
    if (role == ROLE_DIRECTORY)
        buffer_printf(out, "a directory's record: at most '%s' for the explanation", shown_word(wording, VERDICT_CONCERNS, "explanation", ""));
    else
        buffer_add_text(out, role == ROLE_ANSWERS     ? "answers"
                             : role == ROLE_PARTNER   ? "a partner's, signposted: may answer what the council's own pages don't"
                             : role == ROLE_NEWS      ? "news, policy or report: answers nothing"
                             : role == ROLE_UNREADABLE ? "could not be read: answers nothing"
                                                       : "uses the name for something else: answers nothing");
}

static void explain_checks(const struct assessment *assessment, const struct score_wording *wording, struct buffer *out)
{
    for (int c = 0; c < CHECK_COUNT; c++)
        buffer_printf(out, "%s%s: %s", c ? ", " : "\n      ", wording ? wording->check((enum check)c) : check_word((enum check)c),
                      shown_word(wording, assessment->checks[c].verdict, check_word((enum check)c), ""));
}

static void explain_pages(const struct service_view *view, const struct score_wording *wording, struct buffer *out)
{
    bool one = view->council->read_pages == 1;
    buffer_printf(out, "\nWhere it looked: %zu %s of the council %s read; ", view->council->read_pages, one ? "page or leaflet" : "pages and leaflets", one ? "was" : "were");
    size_t unread = 0;
    for (size_t i = 0; i < view->page_count; i++)
        unread += view->pages[i].role == ROLE_UNREADABLE;
    if (view->page_count == unread)
        buffer_add_text(out, "none speaks of this service");
    else
        buffer_printf(out, view->page_count - unread == 1 ? "%zu speaks of this service" : "%zu speak of this service", view->page_count - unread);
    if (unread)
        buffer_printf(out, ", and %zu that may could not be read", unread);
    buffer_add_text(out, ".\n");
    for (size_t i = 0; i < view->page_count; i++) {
        const struct service_page *page = &view->pages[i];
        buffer_printf(out, "  - %s\n      %s\n      %s, ", page->page->document && *page->page->document->title ? page->page->document->title : "(no title)",
                      page_address(page->page->page), page->leaflet ? "leaflet" : service_is_other_file(page->page->page) ? "file" : "web page");
        int lapsed = view->council->traits[page->page - view->council->evidence->pages].lapsed;
        if (page->role == ROLE_NEWS && lapsed)
            buffer_printf(out, "asked for opinions until %d, a year that is over: answers nothing", lapsed);
        else if (page->role == ROLE_UNREADABLE && service_is_other_file(page->page->page))
            buffer_add_text(out, "of a kind that the program does not read: answers nothing; its words can be read on a page, in a PDF or in a .docx");
        else
            explain_role(page->role, wording, out);
        if (page->role <= ROLE_PARTNER)
            explain_checks(page->page->assessment, wording, out);
        buffer_add_text(out, "\n");
    }
}

/* Said where the pages' lines above would contradict the verdict below. */
static void explain_difference(const struct service_view *view, const struct row_verdict *row, struct buffer *out)
{
    enum verdict verdict = row->judgement.verdict;
    int check = 0;
    while (check < CHECK_COUNT && strcmp(check_word((enum check)check), row->row) != 0)
        check++;
    if (check == CHECK_COUNT || !verdict_is_told(verdict))
        return;
    for (size_t i = 0; i < view->page_count; i++)
        if (view->pages[i].role <= ROLE_PARTNER && view->pages[i].page->assessment->checks[check].verdict == verdict)
            return;
    buffer_add_text(out, "The service's answer can be another than each page's own: it rests on all of them together, and on single sentences and facts that the "
                         "look at a whole page passes over.\n");
}

/* As the reports say it, and as the data files do: "partly: speaks of a referral, and not of
 * how to start one", "concerns, no-start". */
static void explain_words(const struct row_verdict *row, const struct score_wording *wording, struct buffer *out)
{
    const struct judgement *judgement = &row->judgement;
    const char *word = verdict_word(judgement->verdict), *reason = judgement->reason;
    const char *why = wording && *reason ? wording->reason(wording->texts, reason) : reason;
    const char *shown = shown_word(wording, judgement->verdict, row->row, reason), *colon = why && *why ? ": " : "";
    if (!verdict_leans(row))
        buffer_printf(out, "\nVerdict: %s%s%s\n", shown, colon, why ? why : "");
    else
        buffer_printf(out, "\nVerdict: %s\nIt leans to: %s%s%s\n", shown, shown_word(wording, row->leans, row->row, reason), colon, why ? why : "");
    if (wording)
        buffer_printf(out, "In the data files: %s%s%s\n", word, *reason ? ", " : "", reason);
}

static void explain_certainty(const struct rubric_texts *texts, const struct row_verdict *row, struct buffer *out)
{
    const struct judgement *judgement = &row->judgement;
    bool unsure = judgement->certainty < BORDERLINE_BELOW;
    enum verdict meant = verdict_meant(row);
    const struct rubric_precision *kind = rubric_precision_find(texts, row->row, meant, judgement->reason);
    buffer_printf(out, "Certainty: %.2f%s\n", judgement->certainty,
                  verdict_leans(row) ? ", more likely wrong than right: it is not said until a person decides"
                  : unsure           ? ", not sure: it waits for a person"
                                     : "");
    if (unsure && !rubric_precision_is_low(texts, row->row, meant, judgement->reason))
        buffer_add_text(out, "What it read is not plain.\n");
    else if (unsure && rubric_precision_is_scarce(kind))
        buffer_printf(out, "Too few such answers were tested (%d) to be sure.\n", kind ? kind->answers : 0);
    else if (kind)
        buffer_printf(out, "Where such answers were tested, on made-up councils that the program met for the first time, %d of %d proved right.\n",
                      kind->right, kind->answers);
}

static void explain_verdict(const struct rubric_texts *texts, const struct row_verdict *row, const struct rubric_row *text, const struct score_wording *wording, struct buffer *out)
{
    const struct judgement *judgement = &row->judgement;
    enum verdict meant = verdict_meant(row);
    explain_words(row, wording, out);
    if (verdict_is_told(meant)) /* what says nothing of the council has no certainty either */
        explain_certainty(texts, row, out);
    if (*row->detail)
        buffer_printf(out, "Detail: %s\n", row->detail);
    bool counted = false, against = false;
    for (size_t i = 0; i < judgement->evidence_count; i++) {
        bool here = judgement->evidence[i].against;
        if (!here && !counted)
            buffer_add_text(out, "\nWhat counted:\n");
        if (here && !against)
            buffer_add_text(out, "\nWhat counted against it:\n");
        counted |= !here;
        against |= here;
        explain_evidence(out, here ? "-" : "+", &judgement->evidence[i]);
    }
    if (judgement->near_miss.quote) {
        buffer_add_text(out, "\nThe nearest words, and why they did not count:\n");
        explain_evidence(out, "~", &judgement->near_miss);
    }
    else if (meant == VERDICT_NO && !judgement->evidence_count)
        buffer_add_text(out, "\nNo words came near it.\n");
    if (verdict_is_told(meant) && judgement->verdict != VERDICT_YES)
        buffer_printf(out, "\nHow to put it right: %s\n", text->fix);
}

/* What may be asked for stands in the message: no other command lists the services. */
static enum status no_service(const struct rubric *rubric, const char *service, struct error *err)
{
    struct buffer known;
    buffer_init(&known, LIMIT_SEED_BYTES);
    for (size_t i = 0; i < rubric->texts.service_count; i++)
        buffer_printf(&known, "%s%s", i > 0 ? ", " : "", rubric->texts.services[i].id);
    enum status status = error_set(err, STATUS_NOT_FOUND, "no service '%s' in the rubric, which has %s", service, buffer_text(&known));
    buffer_release(&known);
    return status;
}

enum status score_explain(const struct rubric *rubric, const struct council_evidence *evidence, const char *service, const char *row,
                          const struct score_wording *wording, struct buffer *out, struct error *err)
{
    const struct rubric_service *which = rubric_texts_service(&rubric->texts, service);
    const struct rubric_row *text = rubric_texts_row(&rubric->texts, row);
    if (!which)
        return no_service(rubric, service, err);
    bool applies = false;
    for (size_t i = 0; i < which->row_count; i++)
        applies |= !strcmp(which->rows[i], row);
    if (!text || !applies)
        return error_set(err, STATUS_NOT_FOUND, "the rubric has no row '%s' for %s; 'coreoffer rubric list' lists the rows", row, service);
    buffer_printf(out, "%s: %s\n%s\n\nThe rule (version %d; %s):\n%s\n", which->title, text->title, text->question, text->version, text->source, text->rule);
    if (text->experimental)
        buffer_add_text(out, "This row is experimental: shown, not scored.\n");
    if (!visit_was_read(evidence->visit->outcome)) {
        struct row_verdict untested = {.row = row, .judgement = {.verdict = VERDICT_NOT_TESTED, .reason = ""}};
        explain_words(&untested, wording, out);
        buffer_printf(out, "The visit ended as '%s', so nothing was judged.\n", visit_outcome_word(evidence->visit->outcome));
        return STATUS_OK;
    }
    struct arena arena = {0}, work = {0};
    struct council_view council;
    struct service_view view;
    struct row_verdict verdict;
    council_open(rubric, evidence, &arena, &work, &council);
    service_view_build(&council, which, &view);
    council_judge(&view, text, &verdict);
    explain_pages(&view, wording, out);
    explain_difference(&view, &verdict, out);
    explain_verdict(&rubric->texts, &verdict, text, wording, out);
    council_close(&council);
    arena_release(&work);
    arena_release(&arena);
    return out->over ? error_set(err, STATUS_LIMIT, "the explanation is longer than its buffer") : STATUS_OK;
}

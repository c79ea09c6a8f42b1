#include "reports/pages/council_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/text.h"

enum { BRIEF_BYTES = 140, AGAIN_BYTES = 60 };

/* ---- rows ---- */

/* How a row is shown. Brief: one quote, cut, with what the whole table shares said once. */
struct row_look {
    const char *root;
    bool brief;
    const char *usual; /* the address that quotes stand at where they name none */
    bool again;        /* its quote stands in a row above */
};

static void add_reason(struct buffer *out, const struct report *report, const struct row_verdict *row)
{
    bool whole;
    const char *result = parts_result(report, row, &whole);
    if (!*result)
        return;
    html_add(out, "<p>%t", result);
    if (!whole) {
        html_add(out, " <span class=\"small\">(");
        parts_why(out, report, row->judgement.reason);
        html_add(out, ")</span>");
    }
    html_add(out, "</p>");
}

static const char *address_of(const struct report *report, const struct evidence *evidence)
{
    const struct page *page = data_page(report, evidence->page_id);
    return evidence->url ? evidence->url : page ? page->final_url : NULL;
}

/* What a brief row shows: the first quote, else the nearest words; NULL for neither. What a person overruled is told by its
 * proof, as the words that the program went by: beside the person's result they would seem to be its own. */
static const struct evidence *brief_evidence(const struct row_verdict *row)
{
    if (row->overruled)
        return NULL;
    return row->judgement.evidence_count ? &row->judgement.evidence[0] : row->judgement.near_miss.quote ? &row->judgement.near_miss : NULL;
}

/* One of the brief quotes that stand at the service's most quoted address, which need then be named
 * only once; NULL where none can be linked to. */
static const struct evidence *most_quoted(const struct report *report, const struct service_scorecard *service)
{
    const struct evidence *most = NULL;
    size_t most_count = 0;
    for (size_t i = 0; i < service->row_count; i++) {
        const struct evidence *here = brief_evidence(&service->rows[i]);
        const char *url = here ? address_of(report, here) : NULL;
        size_t count = 0;
        for (size_t k = 0; html_url_is_safe(url) && k < service->row_count; k++) {
            const struct evidence *other = brief_evidence(&service->rows[k]);
            const char *others = other ? address_of(report, other) : NULL;
            count += others && strcmp(url, others) == 0;
        }
        if (count > most_count) {
            most_count = count;
            most = here;
        }
    }
    return most;
}

/* Whether a row above shows the same words of the same page. */
static bool stands_above(const struct report *report, const struct service_scorecard *service, size_t row)
{
    const struct evidence *here = brief_evidence(&service->rows[row]);
    const char *url = here ? address_of(report, here) : NULL;
    for (size_t i = 0; url && i < row; i++) {
        const struct evidence *above = brief_evidence(&service->rows[i]);
        const char *others = above ? address_of(report, above) : NULL;
        if (others && strcmp(url, others) == 0 && strcmp(here->quote, above->quote) == 0)
            return true;
    }
    return false;
}

static void add_near_miss_words(struct buffer *out, const struct evidence *miss)
{
    bool why = miss->where && *miss->where;
    html_add(out, "Nearest words, which the program did not count%t%t%t:", why ? " (" : "", why ? miss->where : "", why ? ")" : "");
}

/* Without date and digest, which stand in the proof that the words lead to; only the first of them where they
 * stand above. The page is named where it is not the usual one. */
static void add_brief_evidence(struct buffer *out, const struct report *report, const struct report_council *council,
                               const struct row_verdict *row, const struct evidence *shown, const struct row_look *look)
{
    const struct page *page = data_page(report, shown->page_id);
    const char *url = address_of(report, shown);
    bool named = !look->again && html_url_is_safe(url) && !(look->usual && strcmp(url, look->usual) == 0);
    if (shown == &row->judgement.near_miss) {
        add_near_miss_words(out, shown);
        html_add(out, " ");
    }
    if (data_has_proof(row)) {
        parts_open_proof_link(out, council, row, look->root);
        if (named)
            parts_paper_address(out, url);
        html_add(out, ">");
    }
    html_add(out, "<q dir=\"auto\">");
    html_text_cut(out, shown->quote, look->again ? AGAIN_BYTES : BRIEF_BYTES);
    html_add(out, "</q>");
    if (named) {
        html_add(out, ", ");
        html_text_cut(out, page && *page->title ? page->title : url, 70);
    }
    html_add(out, data_has_proof(row) ? "</a>%t " : "%t ", look->again ? " (as above)" : "");
}

static void add_row_evidence(struct buffer *out, const struct report *report, const struct row_verdict *row)
{
    enum { MOST = 3 };
    const struct evidence *quotes[MOST];
    size_t count = 0;
    for (; count < row->judgement.evidence_count && count < MOST; count++)
        quotes[count] = &row->judgement.evidence[count];
    parts_quotes(out, report, quotes, count);
    if (row->judgement.evidence_count || !row->judgement.near_miss.quote)
        return;
    struct evidence shown = row->judgement.near_miss;
    html_add(out, "<p class=\"small\">");
    add_near_miss_words(out, &shown);
    html_add(out, "</p>");
    shown.where = NULL;
    parts_quote(out, report, &shown, 0, false);
}

/* Who decided, and how much was read. */
static void add_decided(struct buffer *out, const struct report *report, const struct report_council *council,
                        const struct row_verdict *row, bool brief)
{
    if (!brief || verdict_leans(row) || data_decision(report, council->council->gss_code, row->service, row->row)) {
        parts_decided(out, report, council->council->gss_code, row);
        html_add(out, " ");
    }
    if (!brief && (row->judgement.verdict == VERDICT_NO || row->judgement.verdict == VERDICT_SILENT)) {
        parts_plural(out, (size_t)(row->pages_searched > 0 ? row->pages_searched : 0), "page or leaflet", "pages and leaflets");
        html_add(out, " read. ");
    }
}

static void add_row(struct buffer *out, const struct report *report, const struct report_council *council,
                    const struct row_verdict *row, const struct row_look *look)
{
    const char *root = look->root;
    bool brief = look->brief;
    const struct rubric_row *rule = data_rubric_row(report, row->row);
    const char *title = rule ? rule->title : row->row;
    html_add(out, "<tr id=\"%t-%t\"><th scope=\"row\">", row->service, row->row);
    if (brief) /* nine times the same nineteen links are in everybody's way; the table side by side has them */
        html_text(out, title);
    else
        html_add(out, "<a href=\"%trow/%t/index.html\">%t</a>", root, row->row, title);
    if (rule && (rule->experimental || !rule->scored))
        html_add(out, "<br><span class=\"small\">%t</span>",
                 rule->experimental && !brief ? "not scored: still being tested" : "not scored");
    html_add(out, brief ? "</th><td>" : "</th><td data-h=\"Result\">"); /* the style sheet names a brief table's second column */
    parts_result_tag(out, report, row);
    html_add(out, "</td><td>");
    add_reason(out, report, row);
    parts_repaired(out, report, council, row);
    if (!brief && !row->overruled)
        add_row_evidence(out, report, row);
    const struct evidence *words = brief ? brief_evidence(row) : NULL;
    bool proof = data_has_proof(row);
    if (proof || words)
        html_add(out, "<p class=\"src\">");
    if (words)
        add_brief_evidence(out, report, council, row, words, look);
    if (proof)
        add_decided(out, report, council, row, brief);
    if (proof && !words) {
        const struct rubric_service *service = data_rubric_service(report, row->service);
        parts_open_proof_link(out, council, row, root);
        html_add(out, " aria-label=\"Proof: %t, %t\">Proof</a>", service ? service->title : row->service, title);
    }
    if (proof || words)
        html_add(out, "</p>");
    council_row_replies(out, report, council->council->gss_code, row);
    html_add(out, "</td></tr>\n");
}

void council_rows_table(struct buffer *out, const struct report *report, const struct report_council *council,
                        const struct service_scorecard *service, const char *root, bool brief)
{
    const struct rubric_service *rubric = data_rubric_service(report, service->service);
    const char *title = rubric ? rubric->title : service->service;
    const struct evidence *most = brief ? most_quoted(report, service) : NULL;
    struct row_look look = {.root = root, .brief = brief, .usual = most ? address_of(report, most) : NULL};
    if (most) {
        const struct page *page = data_page(report, most->page_id);
        html_add(out, "<p class=\"small\">Words are quoted from ");
        html_link(out, look.usual, page && *page->title ? page->title : look.usual);
        html_add(out, " where no other page is named.</p>\n");
    }
    parts_table_open(out, title, brief ? "stack brief" : "stack", title, brief ? NULL : report->texts.prose[PROSE_ROWS_TABLE]);
    html_add(out, "<thead><tr><th scope=\"col\">Question</th><th scope=\"col\">Result</th><th "
                  "scope=\"col\">Why</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < service->row_count; i++) {
        look.again = brief && stands_above(report, service, i);
        add_row(out, report, council, &service->rows[i], &look);
    }
    parts_table_close(out);
}

bool council_denies(const struct report_council *council, const char *service)
{
    const struct row_verdict *row = data_row(&council->card, service, "provided");
    return council->read && row && row->judgement.verdict == VERDICT_NO;
}

bool council_gives_advice(const struct report_council *council)
{
    const struct row_verdict *row = data_row(&council->card, COUNCIL_ADVICE, "contacts");
    return row && (row->judgement.verdict == VERDICT_YES || row->judgement.verdict == VERDICT_CONCERNS);
}

void council_headline(struct buffer *out, const struct report *report, const struct report_council *council,
                      const struct service_scorecard *service)
{
    if (!council->read || !verdict_is_told(service->headline)) {
        html_text(out, report->texts.prose[PROSE_HEADLINE_UNTOLD]);
    } else if (!data_headline_shown(report, council->council->gss_code, service)) {
        html_text(out, report->texts.prose[PROSE_HEADLINE_HIDDEN]);
    } else if (council_denies(council, service->service)) {
        html_text(out, report->texts.prose[PROSE_HEADLINE_DENIED]);
    } else if (data_is_nowhere(service)) {
        html_text(out, report->texts.prose[PROSE_HEADLINE_NOWHERE]);
    } else if (service->headline == VERDICT_YES) {
        html_text(out, report->texts.prose[PROSE_HEADLINE_YES]);
    } else if (service->headline == VERDICT_NO) {
        html_text(out, report->texts.prose[PROSE_HEADLINE_NO]);
    } else {
        html_text(out, report->texts.prose[PROSE_HEADLINE_CONCERNS]);
    }
    const char *gss_code = council->council->gss_code;
    bool adverse = verdict_is_told(service->headline) && (data_denies(service) || data_is_adverse(service->headline));
    if (council->read && adverse && data_headline_shown(report, gss_code, service) && !data_headline_is_decided(report, gss_code, service))
        html_add(out, " <span class=\"small\">%t</span>", report->texts.prose[PROSE_UNCONFIRMED]);
}

void council_basics(struct buffer *out, const struct report *report, const struct report_council *council,
                    const struct service_scorecard *service)
{
    static const struct {
        const char *row, *words;
    } basics[] = {{"explanation", "What it is"}, {"referral", "How to ask"}, {"contacts", "Who to ring"}};
    bool none_for_families = data_is_nowhere(service) || council_denies(council, service->service);
    bool told = false;
    for (size_t i = 0; i < sizeof basics / sizeof basics[0]; i++) {
        const struct row_verdict *row = data_row(&council->card, service->service, basics[i].row);
        told |= row && verdict_is_told(row->judgement.verdict);
    }
    if (!council->read || !told || none_for_families ||
        !data_headline_shown(report, council->council->gss_code, service)) {
        html_add(out, "<p>");
        council_headline(out, report, council, service);
        html_add(out, "</p>");
        return;
    }
    html_add(out, "<ul class=\"plain basics\">");
    for (size_t i = 0; i < sizeof basics / sizeof basics[0]; i++) {
        const struct row_verdict *row = data_row(&council->card, service->service, basics[i].row);
        html_add(out, "<li>%t ", basics[i].words);
        html_add(out, "<span>");
        if (row)
            parts_result_tag(out, report, row);
        else
            parts_tag(out, report, VERDICT_NOT_TESTED, basics[i].row);
        html_add(out, "</span>");
        html_add(out, "</li>");
    }
    html_add(out, "</ul>");
}

/* ---- links ---- */

static const char link_list[] = "links/index.html"; /* all of a council's, beside its scorecard */

/* The end of the carriers from `first` on that are one page, or one page of a leaflet: it may have the link behind several words. */
static size_t end_of_page(const struct link_problem *problem, size_t first)
{
    const struct carrier *carriers = problem->carriers;
    size_t end = first + 1;
    while (end < problem->carrier_count && carriers[end].page == carriers[first].page && carriers[end].document_page == carriers[first].document_page)
        end++;
    return end;
}

static void add_carrier(struct buffer *out, const struct carrier *carriers, size_t count)
{
    size_t said = 0;
    html_add(out, "<li>");
    html_link(out, carriers->page->final_url, *carriers->page->title ? carriers->page->title : carriers->page->final_url);
    if (carriers->document_page)
        html_add(out, ", page %d", carriers->document_page);
    for (size_t i = 0; i < count; i++)
        if (carriers[i].text && *carriers[i].text) {
            html_add(out, said++ ? ", “" : ", words “");
            html_text_cut(out, carriers[i].text, 90);
            html_add(out, "”");
        }
    html_add(out, "</li>");
}

/* Three pages that carry the link, and the way to the others where `brief`, else nine more of them folded. */
static void add_carriers(struct buffer *out, const struct link_problem *problem, bool brief)
{
    enum { SHOWN = 3, FOLDED = 9 };
    const size_t most = brief ? SHOWN : SHOWN + FOLDED;
    size_t pages = 0, page = 0;
    for (size_t i = 0; i < problem->carrier_count; i = end_of_page(problem, i))
        pages++;
    html_add(out, "<ul>");
    for (size_t i = 0; i < problem->carrier_count && page < most; i = end_of_page(problem, i), page++) {
        if (page == SHOWN) {
            html_add(out, "</ul><details><summary>");
            parts_plural(out, pages - SHOWN, "more page", "more pages");
            html_add(out, "</summary><div><ul>");
        }
        add_carrier(out, &problem->carriers[i], end_of_page(problem, i) - i);
    }
    if (pages > most) {
        html_add(out, brief ? "<li><a href=\"%t\">and " : "<li>and ", link_list);
        parts_plural(out, pages - most, "more page", "more pages");
        html_add(out, brief ? "</a></li>" : "</li>");
    }
    html_add(out, !brief && pages > SHOWN ? "</ul></div></details>" : "</ul>");
}

static void add_problem(struct buffer *out, const struct report *report, const struct link_problem *problem, bool brief)
{
    const struct target *target = problem->target;
    const struct reason_text *reason = texts_reason(&report->texts, target);
    html_add(out, "<tr><th scope=\"row\">");
    html_link(out, target->url, data_address(target));
    html_add(out, "</th><td><p><strong>%t</strong>",
             *reason->title ? reason->title : link_state_word(target->state));
    if (target->status)
        html_add(out, " <span class=\"small\">(status %d)</span>", target->status);
    html_add(out, "<br>%t</p>", reason->meaning);
    if (target->first_failed >= 0 && target->times_failed > 0) {
        html_add(out, "<p class=\"small\">First failed on ");
        parts_date(out, target->first_failed);
        html_add(out, target->times_failed == 1 ? ", once so far</p>" : ", %d times so far</p>", target->times_failed);
    }
    html_add(out, "</td><td><p>%t</p></td><td>",
             target->advice ? target->advice : reason->what_to_do);
    add_carriers(out, problem, brief);
    html_add(out, "</td></tr>\n");
}

static void add_problems(struct buffer *out, const struct report *report, const struct report_council *council,
                         enum link_state state, int internal, const char *caption, const char *note, size_t limit, const char *rest)
{
    size_t count = 0, shown = 0;
    for (size_t i = 0; i < council->problem_count; i++)
        count +=
            council->problems[i].target->state == state && (internal < 0 || council->problems[i].internal == (internal == 1));
    if (!count)
        return;
    parts_table_open(out, caption, "stack addresses", caption, note);
    html_add(out, "<thead><tr><th scope=\"col\">Address</th><th scope=\"col\">What happened</th><th scope=\"col\">What to do</th>"
                  "<th scope=\"col\">Pages that carry it</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < council->problem_count && (!limit || shown < limit); i++) {
        const struct link_problem *problem = &council->problems[i];
        if (problem->target->state != state || (internal >= 0 && problem->internal != (internal == 1)))
            continue;
        add_problem(out, report, problem, rest == link_list);
        shown++;
    }
    parts_table_close(out);
    if (shown < count)
        html_add(out, count - shown == 1 ? "<p>%z more is in the <a href=\"%t\">full list of links</a>.</p>\n" : "<p>%z more are in the <a href=\"%t\">full list of links</a>.</p>\n",
                 count - shown, rest);
}

/* What was broken or suspect in this run, and has been seen working since. */
static void add_mended(struct buffer *out, const struct report *report, const struct report_council *council)
{
    if (!council->mended_count)
        return;
    parts_table_open(out, "Put right", "stack", "Put right since", report->texts.prose[PROSE_LINKS_MENDED]);
    html_add(out, "<thead><tr><th scope=\"col\">Address</th><th scope=\"col\">When</th><th scope=\"col\">Pages that carry "
                  "it</th></tr></thead><tbody>\n");
    for (size_t i = 0; i < council->mended_count; i++) {
        const struct link_problem *problem = &council->mended[i];
        html_add(out, "<tr><th scope=\"row\">");
        html_link(out, problem->target->url, data_address(problem->target));
        html_add(out, "</th><td data-h=\"When\">put right, seen on ");
        parts_date(out, problem->target->checked_at);
        html_add(out, "</td><td data-h=\"On\">");
        add_carriers(out, problem, false);
        html_add(out, "</td></tr>\n");
    }
    parts_table_close(out);
}

/* Said once: all links to the site have that, and they work. */
static void add_half_certified(struct buffer *out, const struct report *report, const struct report_council *council)
{
    const struct reason_text *reason = &report->texts.reasons[REASON_TLS_COMPLETED];
    if (council->half_certified)
        html_add(out, "<p class=\"note\"><strong>%t.</strong> %t %t</p>\n", reason->title, reason->meaning, reason->what_to_do);
}

void council_links(struct buffer *out, const struct report *report, const struct report_council *council, size_t limit)
{
    enum { MOST_UNCHECKED = 100 }; /* a limit of ours can leave thousands */
    static const char data_page[] = "../../../data/index.html";
    const char *rest = limit ? link_list : NULL; /* where all are shown, nothing is left over */
    add_half_certified(out, report, council);
    add_problems(out, report, council, LINK_BROKEN, 1, "Broken, on the council’s own web site",
                 report->texts.prose[PROSE_LINKS_OWN], limit, rest);
    add_problems(
        out, report, council, LINK_BROKEN, 0, "Broken, elsewhere",
        report->texts.prose[PROSE_LINKS_OTHERS],
        limit, rest);
    add_mended(out, report, council);
    add_problems(out, report, council, LINK_SUSPECT, -1, "Suspect", report->texts.prose[PROSE_LINKS_SUSPECT], limit, rest);
    add_problems(out, report, council, LINK_BLOCKED, -1, "Could not check",
                 report->texts.prose[PROSE_LINKS_BLOCKED], limit ? limit / 2 : 0, rest);
    if (!limit)
        add_problems(out, report, council, LINK_NOT_CHECKED, -1, "Not looked at",
                     report->texts.prose[PROSE_LINKS_UNLOOKED], MOST_UNCHECKED, data_page);
}

/* ---- leaflets and replies ---- */

void council_leaflets(struct buffer *out, const struct report_council *council)
{
    size_t count = 0;
    for (size_t i = 0; i < council->page_count; i++) {
        const struct page *page = council->pages[i];
        if (!document_type_is_leaflet(page->type))
            continue;
        if (!count++) {
            parts_table_open(out, "Leaflets", "stack", "Leaflets that we read", NULL);
            html_add(out, "<thead><tr><th scope=\"col\">Leaflet</th><th scope=\"col\">Kind</th><th scope=\"col\">Last changed, "
                          "as the web site says</th>"
                          "<th scope=\"col\">Seen</th></tr></thead><tbody>\n");
        }
        html_add(out, "<tr><th scope=\"row\">");
        html_link(out, page->final_url, *page->title ? page->title : page->final_url);
        html_add(out, "</th><td data-h=\"Kind\">%t</td><td data-h=\"Last changed\">",
                 page->type == DOCUMENT_PDF ? "PDF" : "Word");
        int64_t modified;
        if (page->last_modified && clock_parse_http(page->last_modified, &modified))
            parts_date(out, modified);
        else
            html_add(out, "not said");
        html_add(out, "</td><td data-h=\"Seen\">");
        parts_date(out, page->fetched_at);
        html_add(out, "</td></tr>\n");
    }
    if (count)
        parts_table_close(out);
    else
        html_add(out, "<p>We found no leaflet to download.</p>\n");
}

/* Its words and what was decided on them. */
static void add_reply(struct buffer *out, const struct reply *reply)
{
    html_add(out, ". Word for word:</p><blockquote dir=\"auto\"><p class=\"said\">%t</p></blockquote>", reply->text);
    if (!*reply->decision) {
        html_add(out, "<p>Not decided yet.</p>");
        return;
    }
    html_add(out, "<p><strong>Our decision");
    if (*reply->decided_on) {
        html_add(out, ", ");
        parts_iso_date(out, reply->decided_on);
    }
    html_add(out, ":</strong> %t</p>", reply->decision);
}

void council_replies(struct buffer *out, const struct report *report, const char *gss_code)
{
    size_t count = 0;
    for (size_t i = 0; i < report->reply_count; i++) {
        const struct reply *reply = &report->replies[i];
        if (strcmp(reply->gss_code, gss_code) != 0)
            continue;
        count++;
        html_add(out, "<article><h3>Reply of ");
        parts_iso_date(out, reply->date);
        html_add(out, "</h3><p class=\"small\">From %t", *reply->role ? reply->role : "the council");
        if (*reply->service) {
            const struct rubric_service *service = data_rubric_service(report, reply->service);
            const struct rubric_row *row = *reply->row ? data_rubric_row(report, reply->row) : NULL;
            html_add(out, row ? ", about “%t” for %t" : ", about %t%t", row ? row->title : "", service ? service->title : reply->service);
        }
        add_reply(out, reply);
        html_add(out, "</article>\n");
    }
    if (!count) {
        prose_paragraph(out, report->texts.prose[PROSE_COUNCIL_NO_REPLY], "", NULL);
    }
}

void council_row_replies(struct buffer *out, const struct report *report, const char *gss_code, const struct row_verdict *row)
{
    for (size_t i = 0; i < report->reply_count; i++) {
        const struct reply *reply = &report->replies[i];
        if (strcmp(reply->gss_code, gss_code) != 0 || strcmp(reply->service, row->service) != 0 || strcmp(reply->row, row->row) != 0)
            continue;
        html_add(out, "<p>Reply of the council (%t) on ", *reply->role ? reply->role : "no role given");
        parts_iso_date(out, reply->date);
        add_reply(out, reply);
        html_add(out, "\n");
    }
}

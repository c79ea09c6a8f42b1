/* The columns and rows of every table in data/. Order is stable: councils as in their
 * list, services and rows as in the rubric, pages as they were crawled. */
#include <math.h>
#include <string.h>

#include "base/clock.h"
#include "reports/data/change.h"
#include "reports/data/national.h"
#include "reports/files/tables.h"

#define COLUMNS(name) .columns = name, .column_count = sizeof name / sizeof name[0]

/* ---- councils ---- */

static const struct column councils_columns[] = {
    {"gss_code", COLUMN_TEXT, "ONS nine-character code"},
    {"former_gss_code", COLUMN_TEXT, "Earlier code where it changed"},
    {"name", COLUMN_TEXT, "Official name"},
    {"short_name", COLUMN_TEXT, "Everyday name"},
    {"slug", COLUMN_TEXT, "Name of the council's folder in this report"},
    {"type", COLUMN_TEXT, "Kind of authority"},
    {"region", COLUMN_TEXT, "Region of England"},
    {"council_url", COLUMN_TEXT, "Home page"},
    {"local_offer_url", COLUMN_TEXT, "Address that was listed; empty means not known, never that there is none"},
    {"outcome", COLUMN_TEXT, "How the visit ended: done, limited, moved, blocked, down, not_found, needs_scripts, pending"},
    {"reason", COLUMN_TEXT, "Why, where it was blocked or down"},
    {"start_url", COLUMN_TEXT, "Address that the visit began at"},
    {"clicks_from_home", COLUMN_INTEGER, "Clicks from the home page to the Local Offer"},
    {"started_at", COLUMN_TIME, "When the visit began"},
    {"finished_at", COLUMN_TIME, "When the visit ended"},
    {"pages_read", COLUMN_INTEGER, "Pages and leaflets read: asked for, answered and judged, partners' too"},
    {"pages_left", COLUMN_INTEGER, "Pages known and not visited"},
    {"shared_with", COLUMN_TEXT, "GSS code of a council with the same Local Offer"},
};

static void councils_rows(const struct report *report, struct sheet *sheet)
{
    for (size_t i = 0; i < report->council_count; i++) {
        const struct report_council *council = &report->councils[i];
        const struct council *facts = council->council;
        const struct visit *visit = &council->visit;
        sheet_text(sheet, facts->gss_code);
        sheet_text(sheet, facts->former_gss_code);
        sheet_text(sheet, facts->name);
        sheet_text(sheet, facts->short_name);
        sheet_text(sheet, facts->slug);
        sheet_text(sheet, facts->type);
        sheet_text(sheet, facts->region);
        sheet_text(sheet, facts->council_url);
        sheet_text(sheet, facts->local_offer_url);
        sheet_text(sheet, visit_outcome_word(visit->outcome));
        sheet_text(sheet, link_reason_word(visit->reason));
        sheet_text(sheet, visit->start_url);
        sheet_count(sheet, visit->clicks_from_home);
        sheet_time(sheet, visit->started_at);
        sheet_time(sheet, visit->finished_at);
        sheet_count(sheet, (int64_t)council->pages_read);
        sheet_integer(sheet, visit->pages_left);
        sheet_text(sheet, council->shared ? council->shared->council->gss_code : NULL);
        sheet_end_row(sheet);
    }
}

/* ---- rows ---- */

static const struct column rows_columns[] = {
    {"row", COLUMN_TEXT, "Identifier of the question"},
    {"version", COLUMN_INTEGER, "Version of its rule"},
    {"title", COLUMN_TEXT, "Title"},
    {"question", COLUMN_TEXT, "The family's question"},
    {"rule", COLUMN_TEXT, "The rule in plain words"},
    {"source", COLUMN_TEXT, "Where the rule comes from"},
    {"who", COLUMN_TEXT, "Who can put it right: content, send-team, web-team, supplier"},
    {"scored", COLUMN_BOOLEAN, "Whether it enters a criterion"},
    {"experimental", COLUMN_BOOLEAN, "Whether its agreement with people is not measured yet"},
};

static void rows_rows(const struct report *report, struct sheet *sheet)
{
    for (size_t i = 0; i < report->rubric->row_count; i++) {
        const struct rubric_row *row = &report->rubric->rows[i];
        sheet_text(sheet, row->id);
        sheet_integer(sheet, row->version);
        sheet_text(sheet, row->title);
        sheet_text(sheet, row->question);
        sheet_text(sheet, row->rule);
        sheet_text(sheet, row->source);
        sheet_text(sheet, row->who);
        sheet_boolean(sheet, row->scored);
        sheet_boolean(sheet, row->experimental);
        sheet_end_row(sheet);
    }
}

/* ---- verdicts and evidence ---- */

static const struct column verdicts_columns[] = {
    {"run", COLUMN_INTEGER, "Number of the run"},
    {"gss_code", COLUMN_TEXT, "Council"},
    {"service", COLUMN_TEXT, "Service"},
    {"row", COLUMN_TEXT, "Question"},
    {"version", COLUMN_INTEGER, "Version of the question's rule"},
    {"verdict", COLUMN_TEXT, "yes (the report says found, or a word of the question's own), concerns (partly), no (not found; of 'provided': says no), doubts (unclear), silent (web site silent), cannot_tell, not_applicable, not_tested"},
    {"certainty", COLUMN_NUMBER, "The share of such answers that are right as far as it was measured (rows/precision.csv), 0 to 100, in percent; below 75 waits for a person, below 50 is not said (see leans); empty where a person decided (see reviews.csv)"},
    {"reason", COLUMN_TEXT, "Machine word for the program's reason; empty where a person overruled it"},
    {"decided_by", COLUMN_TEXT, "program, review (see reviews.csv)"},
    {"evidence_id", COLUMN_TEXT, "Names its proof, the page evidence/<id>/, and the words quoted there in evidence.csv, if any"},
    {"pages_searched", COLUMN_INTEGER, "Pages and leaflets that were read when it was judged"},
    {"assessed_at", COLUMN_TIME, "When the council's visit ended"},
    {"previous", COLUMN_TEXT, "Verdict of the run before, or, of what that could not tell or read less of, of the last run that could (previous_run)"},
    {"change", COLUMN_TEXT, "better, worse, other; empty for none"},
    {"change_cause", COLUMN_TEXT, "council (its pages changed), rule (ours, or how words are read), coverage (what could be visited or confirmed), correction (by a person), time (a date grew old), new (no run before has such a row)"},
    {"leans", COLUMN_TEXT, "Where the verdict is cannot_tell because the program's answers of that kind were more often wrong than right: the verdict that it leans to; else empty"},
    {"previous_run", COLUMN_INTEGER, "Run whose verdict is the previous one"},
};

/* Calls `one` for every verdict in order. */
static void each_verdict(const struct report *report, struct sheet *sheet,
                         void (*one)(const struct report *, const struct report_council *, const struct row_verdict *,
                                     struct sheet *))
{
    for (size_t c = 0; c < report->council_count; c++)
        for (size_t s = 0; s < report->councils[c].card.service_count; s++)
            for (size_t r = 0; r < report->councils[c].card.services[s].row_count; r++)
                one(report, &report->councils[c], &report->councils[c].card.services[s].rows[r], sheet);
}

static void sheet_evidence_id(struct sheet *sheet, const struct report_council *council, const struct row_verdict *row)
{
    struct buffer id;
    buffer_init(&id, 1024);
    data_evidence_id(&id, council->council->gss_code, row->service, row->row);
    sheet_text(sheet, buffer_text(&id));
    buffer_release(&id);
}

static void verdict_row(const struct report *report, const struct report_council *council, const struct row_verdict *row,
                        struct sheet *sheet)
{
    struct change change = past_change(&council->past, &council->card, row);
    sheet_integer(sheet, report->run.id);
    sheet_text(sheet, council->council->gss_code);
    sheet_text(sheet, row->service);
    sheet_text(sheet, row->row);
    sheet_integer(sheet, row->version);
    sheet_text(sheet, verdict_word(row->judgement.verdict));
    sheet_number(sheet, data_has_proof(row) ? 100 * data_certainty(row) : NAN);
    sheet_text(sheet, data_reason(row));
    sheet_text(sheet, row->decided_by);
    if (data_has_proof(row))
        sheet_evidence_id(sheet, council, row);
    else
        sheet_text(sheet, NULL);
    sheet_integer(sheet, row->pages_searched);
    sheet_time(sheet, council->visit.finished_at);
    sheet_text(sheet, change.before ? verdict_word(change.before->judgement.verdict) : NULL);
    sheet_text(sheet, change_way_word(change.way));
    sheet_text(sheet, change_cause_word(change.cause));
    sheet_text(sheet, verdict_leans(row) ? verdict_word(row->leans) : NULL);
    sheet_count(sheet, change.before ? change.since->id : -1);
    sheet_end_row(sheet);
}

static void verdicts_rows(const struct report *report, struct sheet *sheet)
{
    each_verdict(report, sheet, verdict_row);
}

static const struct column evidence_columns[] = {
    {"evidence_id", COLUMN_TEXT, "Names the verdict"},
    {"gss_code", COLUMN_TEXT, "Council"},
    {"service", COLUMN_TEXT, "Service"},
    {"row", COLUMN_TEXT, "Question"},
    {"position", COLUMN_INTEGER, "1, 2, 3 ... among the verdict's quotes"},
    {"role", COLUMN_TEXT, "for, against, or near_miss: the nearest words where nothing counted"},
    {"quote", COLUMN_TEXT, "The words, 60 at most; people's names are masked"},
    {"place", COLUMN_TEXT, "Where in the page; for a near miss why it did not count"},
    {"cue", COLUMN_TEXT, "Identifier of the rule that matched"},
    {"page_url", COLUMN_TEXT, "Address of the page"},
    {"page_title", COLUMN_TEXT, "Title of the page"},
    {"seen_at", COLUMN_TIME, "When the page was fetched"},
    {"sha256", COLUMN_TEXT, "SHA-256 of the saved copy"},
};

static void evidence_row(const struct report *report, const struct report_council *council, const struct row_verdict *row,
                         const struct evidence *evidence, int64_t position, const char *role, struct sheet *sheet)
{
    const struct page *page = data_page(report, evidence->page_id);
    sheet_evidence_id(sheet, council, row);
    sheet_text(sheet, council->council->gss_code);
    sheet_text(sheet, row->service);
    sheet_text(sheet, row->row);
    sheet_integer(sheet, position);
    sheet_text(sheet, role);
    sheet_text(sheet, evidence->quote);
    sheet_text(sheet, evidence->where);
    sheet_text(sheet, evidence->cue);
    sheet_text(sheet, evidence->url ? evidence->url : page ? page->final_url : NULL);
    sheet_text(sheet, page ? page->title : NULL);
    sheet_time(sheet, page ? page->fetched_at : -1);
    sheet_text(sheet, page ? page->sha256 : NULL);
    sheet_end_row(sheet);
}

static void verdict_evidence(const struct report *report, const struct report_council *council, const struct row_verdict *row,
                             struct sheet *sheet)
{
    int64_t position = 0;
    for (size_t i = 0; i < row->judgement.evidence_count; i++) {
        const struct evidence *evidence = &row->judgement.evidence[i];
        evidence_row(report, council, row, evidence, ++position, evidence->against ? "against" : "for", sheet);
    }
    if (row->judgement.near_miss.quote)
        evidence_row(report, council, row, &row->judgement.near_miss, ++position, "near_miss", sheet);
}

static void evidence_rows(const struct report *report, struct sheet *sheet)
{
    each_verdict(report, sheet, verdict_evidence);
}

/* ---- scores ---- */

static const struct column scores_columns[] = {
    {"run", COLUMN_INTEGER, "Number of the run"},
    {"gss_code", COLUMN_TEXT, "Council"},
    {"service", COLUMN_TEXT, "Service; empty for the council as a whole"},
    {"criterion", COLUMN_TEXT, "accessible, available, joined_up, user_focussed; empty for all together"},
    {"low", COLUMN_NUMBER, "Score from 0 to 100 with everything unknown counted as no; pages show it as a whole number, a half rounded up"},
    {"high", COLUMN_NUMBER, "The same with everything unknown counted as yes"},
    {"coverage_percent", COLUMN_NUMBER, "How much of what is weighed could be judged; pages show it rounded down"},
    {"band", COLUMN_TEXT, "Band that both ends, as whole numbers, fall in; empty where they differ or too little could be judged"},
};

static void score_row(const struct report *report, const char *gss_code, const char *service, const char *criterion,
                      struct score score, struct sheet *sheet)
{
    const struct rubric_band *band = data_band(report, score);
    sheet_integer(sheet, report->run.id);
    sheet_text(sheet, gss_code);
    sheet_text(sheet, service);
    sheet_text(sheet, criterion);
    sheet_score(sheet, score.low);
    sheet_score(sheet, score.high);
    sheet_score(sheet, 100 * score.coverage);
    sheet_text(sheet, band ? band->id : NULL);
    sheet_end_row(sheet);
}

static void scores_rows(const struct report *report, struct sheet *sheet)
{
    for (size_t i = 0; i < report->council_count; i++) {
        const struct scorecard *card = &report->councils[i].card;
        const char *gss_code = report->councils[i].council->gss_code;
        score_row(report, gss_code, NULL, NULL, card->score, sheet);
        for (int c = 0; c < CRITERION_COUNT; c++)
            score_row(report, gss_code, NULL, criterion_word((enum criterion)c), card->criteria[c], sheet);
        for (size_t s = 0; s < card->service_count; s++) {
            score_row(report, gss_code, card->services[s].service, NULL, card->services[s].score, sheet);
            for (int c = 0; c < CRITERION_COUNT; c++)
                score_row(report, gss_code, card->services[s].service, criterion_word((enum criterion)c),
                          card->services[s].criteria[c], sheet);
        }
    }
}

/* ---- pages, leaflets, links ---- */

static const struct column pages_columns[] = {
    {"gss_code", COLUMN_TEXT, "Council"},
    {"position", COLUMN_INTEGER, "Order of the visit, from 0"},
    {"url", COLUMN_TEXT, "Address asked for"},
    {"final_url", COLUMN_TEXT, "Address after redirects"},
    {"type", COLUMN_TEXT, "html, pdf, docx, text, other"},
    {"title", COLUMN_TEXT, "Title"},
    {"kind", COLUMN_TEXT, "service, landing, directory, contact, news, policy, report, not_found, moved"},
    {"service", COLUMN_TEXT, "Service that it is about"},
    {"explanation", COLUMN_TEXT, "Check: yes, concerns, no"},
    {"referral", COLUMN_TEXT, "Check: yes, concerns, no"},
    {"contacts", COLUMN_TEXT, "Check: yes, concerns, no"},
    {"eligibility", COLUMN_TEXT, "Check: yes, concerns, no"},
    {"accessible", COLUMN_TEXT, "Criterion: yes, concerns, no"},
    {"available", COLUMN_TEXT, "Criterion: yes, concerns, no"},
    {"joined_up", COLUMN_TEXT, "Criterion: yes, concerns, no"},
    {"user_focussed", COLUMN_TEXT, "Criterion: yes, concerns, no"},
    {"status", COLUMN_INTEGER, "HTTP status; empty where none came"},
    {"state", COLUMN_TEXT, "ok, broken, suspect, blocked, not_checked"},
    {"reason", COLUMN_TEXT, "What is wrong"},
    {"fetched_at", COLUMN_TIME, "When it was fetched"},
    {"bytes", COLUMN_INTEGER, "Size as sent"},
    {"sha256", COLUMN_TEXT, "SHA-256 of the saved copy"},
    {"clicks", COLUMN_INTEGER, "Clicks from the start page; empty where only a site map led to it"},
    {"last_modified", COLUMN_TEXT, "Last-Modified as the server sent it"},
    {"reused", COLUMN_BOOLEAN, "Not changed since an earlier run, whose words were used"},
};

static void page_row(const struct report *report, const struct page *page, struct sheet *sheet)
{
    const struct page_summary *summary = data_summary(report, page->id);
    sheet_text(sheet, page->gss_code);
    sheet_integer(sheet, page->order);
    sheet_text(sheet, page->url);
    sheet_text(sheet, page->final_url);
    sheet_text(sheet, document_type_word(page->type));
    sheet_text(sheet, page->title);
    sheet_text(sheet, summary ? summary->kind : NULL);
    sheet_text(sheet, summary ? summary->service : NULL);
    for (int i = 0; i < CHECK_COUNT; i++)
        sheet_text(sheet, summary ? verdict_word(summary->checks[i]) : NULL);
    for (int i = 0; i < CRITERION_COUNT; i++)
        sheet_text(sheet, summary ? verdict_word(summary->criteria[i]) : NULL);
    sheet_count(sheet, page->status ? page->status : -1);
    sheet_text(sheet, link_state_word(page->state));
    sheet_text(sheet, link_reason_word(page->reason));
    sheet_time(sheet, page->fetched_at);
    sheet_count(sheet, page->bytes);
    sheet_text(sheet, page->sha256);
    sheet_count(sheet, page->clicks);
    sheet_text(sheet, page->last_modified);
    sheet_boolean(sheet, page->reused);
    sheet_end_row(sheet);
}

static void pages_rows(const struct report *report, struct sheet *sheet)
{
    for (size_t i = 0; i < report->council_count; i++)
        for (size_t k = 0; k < report->councils[i].page_count; k++)
            page_row(report, report->councils[i].pages[k], sheet);
}

static const struct column leaflets_columns[] = {
    {"gss_code", COLUMN_TEXT, "Council"},
    {"url", COLUMN_TEXT, "Address"},
    {"title", COLUMN_TEXT, "Title"},
    {"type", COLUMN_TEXT, "pdf, docx"},
    {"modified_at", COLUMN_TIME, "When the server says that it was last changed"},
    {"fetched_at", COLUMN_TIME, "When it was fetched"},
    {"bytes", COLUMN_INTEGER, "Size as sent"},
    {"sha256", COLUMN_TEXT, "SHA-256 of the saved copy"},
    {"clicks", COLUMN_INTEGER, "Clicks from the start page"},
};

static void leaflets_rows(const struct report *report, struct sheet *sheet)
{
    for (size_t i = 0; i < report->council_count; i++)
        for (size_t k = 0; k < report->councils[i].page_count; k++) {
            const struct page *page = report->councils[i].pages[k];
            int64_t modified;
            if (!document_type_is_leaflet(page->type))
                continue;
            sheet_text(sheet, page->gss_code);
            sheet_text(sheet, page->final_url);
            sheet_text(sheet, page->title);
            sheet_text(sheet, document_type_word(page->type));
            sheet_time(sheet, page->last_modified && clock_parse_http(page->last_modified, &modified) ? modified : -1);
            sheet_time(sheet, page->fetched_at);
            sheet_count(sheet, page->bytes);
            sheet_text(sheet, page->sha256);
            sheet_count(sheet, page->clicks);
            sheet_end_row(sheet);
        }
}

static const struct column links_columns[] = {
    {"gss_code", COLUMN_TEXT, "Council"},
    {"url", COLUMN_TEXT, "Address with a problem"},
    {"final_url", COLUMN_TEXT, "Address after redirects"},
    {"state", COLUMN_TEXT, "broken, suspect, blocked, not_checked"},
    {"reason", COLUMN_TEXT, "Why"},
    {"status", COLUMN_INTEGER, "HTTP status; empty where none came"},
    {"redirects", COLUMN_INTEGER, "Redirects followed"},
    {"own", COLUMN_BOOLEAN, "Whether it is on the council's own site"},
    {"page_url", COLUMN_TEXT, "Page that carries the link"},
    {"page_title", COLUMN_TEXT, "Its title"},
    {"document_page", COLUMN_INTEGER, "Page of the leaflet, from 1; empty for web pages"},
    {"link_text", COLUMN_TEXT, "The link's words"},
    {"checked_at", COLUMN_TIME, "When it was last looked at"},
    {"first_failed_at", COLUMN_TIME, "When it was first seen to fail"},
    {"last_ok_at", COLUMN_TIME, "When it was last seen to work"},
    {"times_failed", COLUMN_INTEGER, "In how many looks it did not work"},
    {"advice", COLUMN_TEXT, "What to do"},
};

static void link_row(const struct report *report, const struct report_council *council, const struct link_problem *problem,
                     const struct carrier *carrier, struct sheet *sheet)
{
    const struct target *target = problem->target;
    sheet_text(sheet, council->council->gss_code);
    sheet_text(sheet, target->url);
    sheet_text(sheet, target->final_url);
    sheet_text(sheet, link_state_word(target->state));
    sheet_text(sheet, link_reason_word(target->reason));
    sheet_count(sheet, target->status ? target->status : -1);
    sheet_integer(sheet, target->redirects);
    sheet_boolean(sheet, problem->internal);
    sheet_text(sheet, carrier ? carrier->page->final_url : NULL);
    sheet_text(sheet, carrier ? carrier->page->title : NULL);
    sheet_count(sheet, carrier && carrier->document_page ? carrier->document_page : -1);
    sheet_text(sheet, carrier ? carrier->text : NULL);
    sheet_time(sheet, target->checked_at);
    sheet_time(sheet, target->first_failed);
    sheet_time(sheet, target->last_ok);
    sheet_integer(sheet, target->times_failed);
    sheet_text(sheet, target->advice ? target->advice : texts_reason(&report->texts, target)->what_to_do);
    sheet_end_row(sheet);
}

static void links_rows(const struct report *report, struct sheet *sheet)
{
    for (size_t i = 0; i < report->council_count; i++)
        for (size_t p = 0; p < report->councils[i].problem_count; p++) {
            const struct link_problem *problem = &report->councils[i].problems[p];
            for (size_t k = 0; k < problem->carrier_count; k++)
                link_row(report, &report->councils[i], problem, &problem->carriers[k], sheet);
            if (!problem->carrier_count)
                link_row(report, &report->councils[i], problem, NULL, sheet);
        }
}

/* ---- reviews, replies, trends, runs ---- */

static const struct column reviews_columns[] = {
    {"run", COLUMN_INTEGER, "Number of the run that this report is of"},
    {"gss_code", COLUMN_TEXT, "Council"},
    {"service", COLUMN_TEXT, "Service"},
    {"row", COLUMN_TEXT, "Question"},
    {"standing", COLUMN_TEXT, "made: on this run's result; carried: on an earlier run's, and still used; not used: words_changed, program_changed, rule_changed, not_comparable, not_read"},
    {"reviewed_run", COLUMN_INTEGER, "Number of the run that the person looked at"},
    {"program_verdict", COLUMN_TEXT, "What the program said in that run"},
    {"verdict", COLUMN_TEXT, "What the person decided"},
    {"program_verdict_now", COLUMN_TEXT, "What the program says in this run"},
    {"program_certainty_now", COLUMN_NUMBER, "How certain it is of that, 0 to 100, in percent"},
    {"reason", COLUMN_TEXT, "Why"},
    {"reviewer", COLUMN_TEXT, "Who decided, as a role"},
    {"date", COLUMN_DATE, "When"},
    {"program_leans_to", COLUMN_TEXT, "Where the program could not tell in the reviewed run: what it leaned to; else empty"},
    {"program_leans_to_now", COLUMN_TEXT, "The same of this run"},
};

static void sheet_leaning(struct sheet *sheet, enum verdict program, enum verdict meant)
{
    sheet_text(sheet, meant != program ? verdict_word(meant) : NULL);
}

static void reviews_rows(const struct report *report, struct sheet *sheet)
{
    for (size_t i = 0; i < report->decisions.count; i++) {
        const struct decision *decision = &report->decisions.items[i];
        const struct review *review = &decision->review;
        sheet_integer(sheet, report->run.id);
        sheet_text(sheet, review->gss_code);
        sheet_text(sheet, review->service);
        sheet_text(sheet, review->row);
        sheet_text(sheet, decision_standing_word(decision->standing));
        sheet_integer(sheet, review->run);
        sheet_text(sheet, verdict_word(review->program));
        sheet_text(sheet, verdict_word(review->verdict));
        sheet_text(sheet, verdict_word(decision->program));
        sheet_number(sheet, decision->program == VERDICT_NOT_TESTED ? NAN : 100 * decision->program_certainty);
        sheet_text(sheet, review->reason);
        sheet_text(sheet, review->reviewer_role);
        sheet_text(sheet, review->date);
        sheet_leaning(sheet, review->program, decision->reviewed_meant);
        sheet_leaning(sheet, decision->program, decision->program_meant);
        sheet_end_row(sheet);
    }
}

static const struct column replies_columns[] = {
    {"gss_code", COLUMN_TEXT, "Council"},
    {"service", COLUMN_TEXT, "Service; empty for the council as a whole"},
    {"row", COLUMN_TEXT, "Question"},
    {"date", COLUMN_DATE, "Date of the reply"},
    {"role", COLUMN_TEXT, "Who wrote, as a role"},
    {"reply", COLUMN_TEXT, "Word for word"},
    {"decision", COLUMN_TEXT, "Our decision; empty while open"},
    {"decided_on", COLUMN_DATE, "Date of the decision"},
};

static void replies_rows(const struct report *report, struct sheet *sheet)
{
    for (size_t i = 0; i < report->reply_count; i++) {
        const struct reply *reply = &report->replies[i];
        const char *const cells[] = {reply->gss_code, reply->service, reply->row,      reply->date,
                                     reply->role,     reply->text,    reply->decision, reply->decided_on};
        for (size_t k = 0; k < sizeof cells / sizeof cells[0]; k++)
            sheet_text(sheet, cells[k]);
        sheet_end_row(sheet);
    }
}

static const struct column trends_columns[] = {
    {"table", COLUMN_TEXT, "National table"},
    {"line", COLUMN_TEXT, "Line of the table"},
    {"label", COLUMN_TEXT, "The line in words"},
    {"base_label", COLUMN_TEXT, "What it is a percentage of"},
    {"count", COLUMN_INTEGER, "Councils counted now"},
    {"base", COLUMN_INTEGER, "Councils in the base now"},
    {"percent", COLUMN_NUMBER, "Count of base"},
    {"matched_count_before", COLUMN_INTEGER, "The same councils and rules in the run before"},
    {"matched_count_now", COLUMN_INTEGER, "The same councils now"},
    {"matched_base", COLUMN_INTEGER, "How many councils were matched"},
    {"percent_2011", COLUMN_NUMBER, "The 2012 report's figure: a yardstick, not a trend"},
    {"base_label_2011", COLUMN_TEXT, "What that is a percentage of"},
    {"unsure", COLUMN_INTEGER, "Councils in the base now whose place rests on an answer that waits for a person"},
};

static void trends_rows(const struct report *report, struct sheet *sheet)
{
    struct arena arena = {0};
    size_t count;
    const struct national_table *tables = national_tables(report, &arena, &count);
    for (size_t t = 0; t < count; t++)
        for (size_t i = 0; i < tables[t].line_count; i++) {
            const struct national_line *line = &tables[t].lines[i];
            sheet_text(sheet, line->table);
            sheet_text(sheet, line->line);
            sheet_text(sheet, line->label);
            sheet_text(sheet, tables[t].base);
            sheet_integer(sheet, (int64_t)line->now.count);
            sheet_integer(sheet, (int64_t)line->now.base);
            sheet_number(sheet, line->now.base ? 100.0 * (double)line->now.count / (double)line->now.base : NAN);
            sheet_count(sheet, report->earlier ? (int64_t)line->matched_before.count : -1);
            sheet_count(sheet, report->earlier ? (int64_t)line->matched_now.count : -1);
            sheet_count(sheet, report->earlier ? (int64_t)line->matched_now.base : -1);
            sheet_number(sheet, line->past);
            sheet_text(sheet, isnan(line->past) ? NULL : tables[t].base_past);
            sheet_integer(sheet, (int64_t)line->now.unsure);
            sheet_end_row(sheet);
        }
    arena_release(&arena);
}

static const struct column runs_columns[] = {
    {"run", COLUMN_INTEGER, "Number of the run"},
    {"started_at", COLUMN_TIME, "When it began"},
    {"finished_at", COLUMN_TIME, "When it ended"},
    {"councils", COLUMN_INTEGER, "Councils in its list"},
    {"rubric_version", COLUMN_TEXT, "Version of the rubric"},
    {"rubric_sha256", COLUMN_TEXT, "SHA-256 over the rubric's files"},
    {"inputs_sha256", COLUMN_TEXT, "SHA-256 over councils, rubric and options"},
    {"software", COLUMN_TEXT, "Program and version"},
};

static void run_row(const struct run *run, struct sheet *sheet)
{
    sheet_integer(sheet, run->id);
    sheet_time(sheet, run->started_at);
    sheet_time(sheet, run->finished_at);
    sheet_integer(sheet, run->councils);
    sheet_text(sheet, run->rubric_version);
    sheet_text(sheet, run->rubric_sha256);
    sheet_text(sheet, run->inputs_sha256);
    sheet_text(sheet, run->software);
    sheet_end_row(sheet);
}

static void runs_rows(const struct report *report, struct sheet *sheet)
{
    run_row(&report->run, sheet);
    for (size_t i = 0; i < report->past.count; i++)
        if (report->past.runs[i])
            run_row(&report->past.runs[i]->run, sheet);
}

const struct table tables_all[] = {
    {.name = "councils", .title = "Councils and how the visit to each ended", COLUMNS(councils_columns), .rows = councils_rows},
    {.name = "rows", .title = "The questions", COLUMNS(rows_columns), .rows = rows_rows},
    {.name = "verdicts", .title = "Every result", COLUMNS(verdicts_columns), .rows = verdicts_rows},
    {.name = "evidence", .title = "The words that results rest on", COLUMNS(evidence_columns), .rows = evidence_rows},
    {.name = "scores", .title = "Scores as ranges", COLUMNS(scores_columns), .rows = scores_rows},
    {.name = "pages", .title = "Every page and leaflet read", COLUMNS(pages_columns), .rows = pages_rows},
    {.name = "links",
     .title = "Links with problems, and the pages that carry them",
     COLUMNS(links_columns),
     .rows = links_rows},
    {.name = "leaflets", .title = "Leaflets", COLUMNS(leaflets_columns), .rows = leaflets_rows},
    {.name = "reviews", .title = "What people decided on results", COLUMNS(reviews_columns), .rows = reviews_rows},
    {.name = "replies", .title = "Councils’ replies", COLUMNS(replies_columns), .rows = replies_rows},
    {.name = "trends", .title = "National tables", COLUMNS(trends_columns), .rows = trends_rows},
    {.name = "runs", .title = "Runs that this report is made of", COLUMNS(runs_columns), .rows = runs_rows},
};
const size_t tables_count = sizeof tables_all / sizeof tables_all[0];

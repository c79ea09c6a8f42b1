#include "reports/data/data.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "model/scores.h"
#include "reports/data/figures.h"

static int order_double(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double data_median(double *values, size_t count)
{
    if (!count)
        return NAN;
    qsort(values, count, sizeof *values, order_double);
    return count % 2 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

/* ---- looking up ---- */

const struct service_scorecard *data_service(const struct scorecard *card, const char *service)
{
    for (size_t i = 0; i < card->service_count; i++)
        if (strcmp(card->services[i].service, service) == 0)
            return &card->services[i];
    return NULL;
}

const struct row_verdict *data_row(const struct scorecard *card, const char *service, const char *row)
{
    const struct service_scorecard *found = data_service(card, service);
    for (size_t i = 0; found && i < found->row_count; i++)
        if (strcmp(found->rows[i].row, row) == 0)
            return &found->rows[i];
    return NULL;
}

const struct rubric_row *data_rubric_row(const struct report *report, const char *id)
{
    return rubric_texts_row(report->rubric, id);
}

const struct rubric_service *data_rubric_service(const struct report *report, const char *id)
{
    return rubric_texts_service(report->rubric, id);
}

const struct past_card *data_before(const struct report_council *council)
{
    return council->past.count ? council->past.items : NULL;
}

const struct past_card *data_run_before(const struct report *report, const struct report_council *council)
{
    const struct past_card *before = data_before(council);
    return before && before->run == report->earlier ? before : NULL;
}

const struct page *data_page(const struct report *report, int64_t id)
{
    union map_value *value = id ? map_get(report->pages, (const char *)&id, sizeof id) : NULL;
    return value ? value->pointer : NULL;
}

const struct page_summary *data_summary(const struct report *report, int64_t page_id)
{
    union map_value *value = map_get(report->summaries, (const char *)&page_id, sizeof page_id);
    return value ? value->pointer : NULL;
}

const char *data_start(const struct report_council *council)
{
    const struct visit *visit = &council->visit;
    const char *const places[] = {visit->start_url, visit->listed_url, council->council->local_offer_url};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++)
        if (places[i] && *places[i])
            return places[i];
    return NULL;
}

const char *data_why_unread(const struct report *report, const struct report_council *council)
{
    const char *meaning = council->visit.reason != REASON_NONE ? report->texts.reasons[council->visit.reason].meaning : NULL;
    return meaning && *meaning ? meaning : council->visit.note;
}

const char *data_why_unread_more(const struct report *report, const struct report_council *council)
{
    return council->visit.outcome == VISIT_NEEDS_SCRIPTS ? NULL : data_why_unread(report, council);
}

const char *data_unread_option(const struct report *report, const struct report_council *council)
{
    bool scripts = council->visit.outcome == VISIT_NEEDS_SCRIPTS && !data_has_browser(&report->run);
    return scripts ? "With --browser PATH, where PATH is a Chromium, such pages are rendered and read: 'coreoffer doctor --browser PATH' says whether it will do." : NULL;
}

const char *data_unread_advice(const struct report *report, const struct report_council *council)
{
    switch (council->visit.reason) {
    case REASON_SIGN_IN:
    case REASON_CONSENT:
    case REASON_TLS:
    case REASON_TLS_EXPIRED:
    case REASON_TLS_NAME:
    case REASON_TLS_CHAIN:
    case REASON_TLS_OLD:
        return report->texts.reasons[council->visit.reason].what_to_do;
    default:
        return NULL;
    }
}

const char *data_left_unread(const struct report_council *council)
{
    bool whole = council->visit.outcome == VISIT_DONE || council->visit.outcome == VISIT_LIMITED;
    return whole ? council->visit.note : NULL;
}

const char *data_address(const struct target *target)
{
    return *target->url ? target->url : "no address";
}

const struct decision *data_decision(const struct report *report, const char *gss_code, const char *service, const char *row)
{
    return decisions_find(&report->decisions, gss_code, service, row);
}

static bool is_decided(const struct report *report, const char *gss_code, const char *service, const char *row)
{
    const struct decision *decision = data_decision(report, gss_code, service, row);
    return decision && decision_holds(decision);
}

static bool basics_are_decided(const struct report *report, const char *gss_code, const char *service)
{
    for (size_t i = 0; i < SCORES_BASICS; i++)
        if (!is_decided(report, gss_code, service, scores_basics[i]))
            return false;
    return true;
}

/* The options are JSON as this program writes it; a quote inside a text is escaped there. */
bool data_has_browser(const struct run *run)
{
    return run->options && strstr(run->options, "\"browser\":true");
}

bool data_checks_links(const struct run *run)
{
    return !run->options || !strstr(run->options, "\"links\":false");
}

bool data_is_single_page(const struct run *run)
{
    return run->options && strstr(run->options, "\"single_page\":true");
}

/* ---- meaning ---- */

const char *const data_check_titles[CHECK_COUNT] = {"What it is", "How to ask", "Who to ring", "Who it is for"};
const char *const data_criterion_titles[CRITERION_COUNT] = {"Accessible", "Available", "Joined-up", "User-focussed"};

bool data_has_proof(const struct row_verdict *verdict)
{
    return verdict->judgement.verdict != VERDICT_NOT_TESTED && verdict->judgement.verdict != VERDICT_NOT_APPLICABLE;
}

double data_certainty(const struct row_verdict *verdict)
{
    return strcmp(verdict->decided_by, "review") == 0 ? NAN : verdict->judgement.certainty;
}

bool data_is_doubtful(const struct judgement *judgement)
{
    return verdict_is_told(judgement->verdict) && judgement->certainty < BORDERLINE_BELOW;
}

bool data_is_unsure(const struct row_verdict *verdict)
{
    return strcmp(verdict->decided_by, "review") != 0 && data_is_doubtful(&verdict->judgement);
}

const char *data_reason(const struct row_verdict *verdict)
{
    const char *reason = verdict->judgement.reason;
    return verdict->overruled || !reason || !*reason ? NULL : reason;
}

bool data_is_adverse(enum verdict verdict)
{
    return verdict_is_told(verdict) && verdict != VERDICT_YES;
}

bool data_is_nowhere(const struct service_scorecard *service)
{
    return !service->widely_available && service->headline == VERDICT_NO;
}

bool data_is_failure(const struct report *report, const struct row_verdict *row)
{
    return data_is_adverse(row->judgement.verdict) && rubric_scores_row(report->rubric, row->row);
}

double data_middle(struct score score)
{
    return (score.low + score.high) / 2;
}

bool data_is_covered(const struct report *report, struct score score)
{
    return !isnan(score.low) && !isnan(score.high) && score.coverage >= report->rubric->band_coverage - 1e-9;
}

/* Of the score as it is shown: nobody is told 75 beside a band that ends below 75. */
static int band_of(const struct report *report, double value)
{
    for (size_t i = 0; i < report->rubric->band_count; i++)
        if (figures_round(value) >= report->rubric->bands[i].from - 1e-9)
            return (int)i;
    return (int)report->rubric->band_count - 1;
}

const struct rubric_band *data_band(const struct report *report, struct score score)
{
    if (!data_is_covered(report, score) || !report->rubric->band_count)
        return NULL;
    int low = band_of(report, score.low);
    return low == band_of(report, score.high) ? &report->rubric->bands[low] : NULL;
}

int data_class(const struct report *report, struct score score)
{
    return data_is_covered(report, score) ? band_of(report, data_middle(score)) : -1;
}

bool data_denies(const struct service_scorecard *service)
{
    for (size_t i = 0; i < service->row_count; i++)
        if (strcmp(service->rows[i].row, "provided") == 0)
            return service->rows[i].judgement.verdict == VERDICT_NO;
    return false;
}

bool data_headline_is_decided(const struct report *report, const char *gss_code, const struct service_scorecard *service)
{
    return data_denies(service) ? is_decided(report, gss_code, service->service, "provided") : basics_are_decided(report, gss_code, service->service);
}

bool data_headline_shown(const struct report *report, const char *gss_code, const struct service_scorecard *service)
{
    bool adverse = data_denies(service) || service->headline != VERDICT_YES;
    return !report->options->require_review || !adverse || !verdict_is_told(service->headline) || data_headline_is_decided(report, gss_code, service);
}

void data_evidence_id(struct buffer *out, const char *gss_code, const char *service, const char *row)
{
    const char *const pieces[] = {gss_code, service, row};
    for (size_t i = 0; i < 3; i++) {
        if (i)
            buffer_add_char(out, '-');
        text_add_slug(out, pieces[i]);
    }
}

static void count_verdict(struct row_counts *counts, const struct row_verdict *verdict)
{
    counts->by_verdict[verdict->judgement.verdict]++;
    counts->tested += verdict_is_told(verdict->judgement.verdict);
    counts->unsure += data_is_unsure(verdict);
}

struct row_counts data_council_counts(const struct report_council *council, const char *row)
{
    struct row_counts counts = {0};
    for (size_t s = 0; s < council->card.service_count; s++)
        for (size_t r = 0; r < council->card.services[s].row_count; r++)
            if (!row || strcmp(council->card.services[s].rows[r].row, row) == 0)
                count_verdict(&counts, &council->card.services[s].rows[r]);
    return counts;
}

static const struct target *mended_behind(const struct report_council *council, const struct evidence *evidence)
{
    char start[LIMIT_URL_BYTES];
    for (size_t i = 0; evidence->where && i < council->mended_count; i++) {
        (void)snprintf(start, sizeof start, EVIDENCE_BROKEN_LINK, council->mended[i].target->url);
        if (strncmp(evidence->where, start, strlen(start)) == 0)
            return council->mended[i].target;
    }
    return NULL;
}

struct link_repair data_link_repair(const struct report_council *council, const struct row_verdict *row)
{
    struct link_repair repair = {.seen = -1};
    const struct judgement *judgement = &row->judgement;
    size_t against = 0;
    for (size_t i = 0; !row->overruled && i < judgement->evidence_count; i++) {
        const struct evidence *evidence = &judgement->evidence[i];
        const char *colon = evidence->where ? strrchr(evidence->where, ':') : NULL;
        enum link_reason reason;
        against += evidence->against;
        if (!evidence->against || !colon || colon[1] != ' ' || !link_reason_parse(colon + 2, &reason))
            continue;
        const struct target *mended = mended_behind(council, evidence);
        repair.broken++;
        repair.mended += mended != NULL;
        repair.seen = mended && mended->checked_at > repair.seen ? mended->checked_at : repair.seen;
    }
    /* Quotes that there was no room for may be of links that are still broken. */
    repair.all = repair.mended > 0 && repair.mended == against && judgement->evidence_count < LIMIT_EVIDENCE;
    return repair;
}

struct row_counts data_row_counts(const struct report *report, const char *row, const char *service)
{
    struct row_counts counts = {0};
    for (size_t c = 0; c < report->council_count; c++) {
        const struct scorecard *card = &report->councils[c].card;
        for (size_t s = 0; s < card->service_count; s++) {
            if (service && strcmp(card->services[s].service, service) != 0)
                continue;
            for (size_t r = 0; r < card->services[s].row_count; r++) {
                const struct row_verdict *verdict = &card->services[s].rows[r];
                if (strcmp(verdict->row, row) == 0)
                    count_verdict(&counts, verdict);
            }
        }
    }
    return counts;
}

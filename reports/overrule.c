#include "reports/overrule.h"

#include <math.h>
#include <string.h>

/* ---- scores after a decision: the arithmetic of scoring/council.c over again, which this
 * room may not call ---- */

struct sum {
    double low, high, tested, weight;
};

static enum verdict verdict_of(const struct service_scorecard *service, const char *row)
{
    for (size_t i = 0; i < service->row_count; i++)
        if (strcmp(service->rows[i].row, row) == 0)
            return service->rows[i].judgement.verdict;
    return VERDICT_NOT_APPLICABLE;
}

static struct score finish(const struct sum *sum)
{
    if (sum->weight <= 0 || sum->tested <= 0)
        return (struct score){NAN, NAN, 0};
    return (struct score){100 * sum->low / sum->weight, 100 * sum->high / sum->weight, sum->tested / sum->weight};
}

static void add_verdict(struct sum *sum, enum verdict verdict, double weight)
{
    double points = verdict == VERDICT_YES ? weight : verdict == VERDICT_CONCERNS ? weight / 2 : 0;
    bool tested = data_is_tested(verdict);
    if (verdict == VERDICT_NOT_APPLICABLE)
        return;
    sum->low += points;
    sum->high += tested ? points : weight;
    sum->tested += tested ? weight : 0;
    sum->weight += weight;
}

/* What was not tested at all may be anything from 0 to 100. */
static void add_score(struct sum *sum, struct score score)
{
    sum->low += isnan(score.low) ? 0 : score.low / 100;
    sum->high += isnan(score.high) ? 1 : score.high / 100;
    sum->tested += score.coverage;
    sum->weight += 1;
}

/* False where no scored row of the criterion applies to the service. */
static bool score_criterion(const struct report *report, const struct rubric_criterion *criterion,
                            struct service_scorecard *service, int at)
{
    struct sum sum = {0};
    for (size_t i = 0; i < criterion->weight_count; i++) {
        const struct rubric_row *row = data_rubric_row(report, criterion->weights[i].row);
        if (row && row->scored)
            add_verdict(&sum, verdict_of(service, row->id), criterion->weights[i].weight);
    }
    service->criteria[at] = finish(&sum);
    return sum.weight > 0;
}

/* That the three stand together was judged from pages; a person's yes is taken as that. */
static enum verdict headline_of(const struct service_scorecard *service)
{
    static const char *const rows[] = {"explanation", "referral", "contacts"};
    int yes = 0, no = 0, untold = 0;
    for (size_t i = 0; i < 3; i++) {
        enum verdict verdict = verdict_of(service, rows[i]);
        yes += verdict == VERDICT_YES;
        no += verdict == VERDICT_NO;
        untold += verdict == VERDICT_CANNOT_TELL || verdict == VERDICT_NOT_TESTED;
    }
    return yes == 3 ? VERDICT_YES : no == 3 ? VERDICT_NO : untold == 3 ? VERDICT_CANNOT_TELL : VERDICT_CONCERNS;
}

static bool is_basic(const char *row)
{
    return strcmp(row, "explanation") == 0 || strcmp(row, "referral") == 0 || strcmp(row, "contacts") == 0;
}

static void rescore(const struct report *report, struct scorecard *card, struct service_scorecard *service)
{
    struct sum sum = {0}, whole = {0};
    for (int c = 0; c < CRITERION_COUNT; c++)
        if (score_criterion(report, &report->rubric->criteria[c], service, c))
            add_score(&sum, service->criteria[c]);
    service->score = finish(&sum);
    for (int c = 0; c < CRITERION_COUNT; c++) {
        struct sum all = {0};
        for (size_t i = 0; i < card->service_count; i++)
            add_score(&all, card->services[i].criteria[c]);
        card->criteria[c] = finish(&all);
        add_score(&whole, card->criteria[c]);
    }
    card->score = finish(&whole);
}

/* The other rows rest on the council's "no". Where a person found that it says no such thing, nobody has read its pages for them. */
static void forget_denial(struct service_scorecard *service)
{
    for (size_t r = 0; r < service->row_count; r++) {
        struct row_verdict *row = &service->rows[r];
        if (strcmp(row->judgement.reason, REASON_NOT_PROVIDED) == 0 && strcmp(row->decided_by, "review") != 0)
            row->judgement = (struct judgement){.verdict = VERDICT_CANNOT_TELL, .certainty = row->judgement.certainty, .reason = REASON_DENIAL_OVERRULED};
    }
    service->headline = headline_of(service);
}

bool overrule_service(struct service_scorecard *service, const char *gss_code, const struct decisions *decisions)
{
    bool changed = false, lifted = false;
    for (size_t r = 0; r < service->row_count; r++) {
        struct row_verdict *row = &service->rows[r];
        const struct decision *decision = decisions_find(decisions, gss_code, row->service, row->row);
        if (!decision || !decision_holds(decision))
            continue;
        if (row->judgement.verdict != decision->review.verdict) {
            changed = row->overruled = true;
            row->judgement.verdict = decision->review.verdict;
            if (is_basic(row->row))
                service->headline = headline_of(service);
        }
        row->decided_by = "review";
        lifted |= row->overruled && strcmp(row->row, "provided") == 0 && decision->review.program == VERDICT_NO;
    }
    if (lifted)
        forget_denial(service);
    return changed;
}

void overrule_card(const struct report *report, struct scorecard *card, const char *gss_code, const struct decisions *decisions)
{
    for (size_t s = 0; s < card->service_count; s++)
        if (overrule_service(&card->services[s], gss_code, decisions) && report->rubric->criterion_count >= CRITERION_COUNT)
            rescore(report, card, &card->services[s]);
}

enum status overrule_report(struct report *report, struct error *err)
{
    struct decisions earlier = {0};
    enum status status = STATUS_OK;
    if (report->has_earlier)
        status = decisions_load(report->store, report->earlier.id, report->only, &report->arena, &earlier, err);
    for (size_t c = 0; status == STATUS_OK && c < report->council_count; c++) {
        struct report_council *council = &report->councils[c];
        overrule_card(report, &council->card, council->council->gss_code, &report->decisions);
        if (council->has_before)
            overrule_card(report, &council->before, council->council->gss_code, &earlier);
    }
    decisions_release(&earlier);
    return status;
}

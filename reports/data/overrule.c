#include "reports/data/overrule.h"

#include <string.h>

#include "model/scores.h"

/* The other rows rest on the council's "no". Where a person found that it says no such thing, nobody has read its pages for them. */
static void forget_denial(struct service_scorecard *service)
{
    for (size_t r = 0; r < service->row_count; r++) {
        struct row_verdict *row = &service->rows[r];
        if (strcmp(row->judgement.reason, REASON_NOT_PROVIDED) == 0 && strcmp(row->decided_by, "review") != 0)
            row->judgement = (struct judgement){.verdict = VERDICT_CANNOT_TELL, .certainty = row->judgement.certainty, .reason = REASON_DENIAL_OVERRULED};
    }
    service->headline = scores_headline(service);
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
            changed = true;
            row->overruled = row->leans != decision->review.verdict;
            row->judgement.verdict = decision->review.verdict;
            if (scores_is_basic(row->row))
                service->headline = scores_headline(service);
        }
        row->leans = VERDICT_NOT_TESTED;
        row->decided_by = "review";
        lifted |= row->overruled && strcmp(row->row, "provided") == 0 && decision->review.program == VERDICT_NO;
    }
    if (lifted)
        forget_denial(service);
    return changed;
}

void overrule_card(const struct rubric_texts *rubric, struct scorecard *card, const char *gss_code, const struct decisions *decisions)
{
    bool changed = false;
    for (size_t s = 0; s < card->service_count; s++)
        changed |= overrule_service(&card->services[s], gss_code, decisions);
    if (changed && rubric->criterion_count >= CRITERION_COUNT)
        scores_set(rubric, card);
}

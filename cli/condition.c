#include "cli/condition.h"

#include "reports/data/overrule.h"

bool condition_is_of_links(enum fail_on fail_on)
{
    return fail_on == FAIL_ON_BROKEN || fail_on == FAIL_ON_SUSPECT;
}

static enum status look_at_links(struct store *store, int64_t run, bool suspect_too, struct arena *arena, bool *met, struct error *err)
{
    struct target *targets;
    size_t count;
    enum status status = store_targets(store, run, NULL, arena, &targets, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count && !*met; i++)
        *met = targets[i].state == LINK_BROKEN || (suspect_too && targets[i].state == LINK_SUSPECT);
    return status;
}

/* As the report shows them: with what people decided. What isn't scored hardly a council answers: it would fail every pipeline. */
static enum status look_at_verdicts(struct store *store, int64_t run, const char *gss_code, const struct decisions *decisions,
                                    const struct rubric_texts *rubric, bool concerns_too, bool *met, struct error *err)
{
    struct scorecard card;
    enum status status = store_scorecard(store, run, gss_code, &card, err);
    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    for (size_t i = 0; i < card.service_count; i++) {
        (void)overrule_service(&card.services[i], gss_code, decisions);
        for (size_t k = 0; k < card.services[i].row_count && !*met; k++) {
            enum verdict verdict = card.services[i].rows[k].judgement.verdict;
            *met = (verdict == VERDICT_NO || (concerns_too && verdict == VERDICT_CONCERNS)) && rubric_scores_row(rubric, card.services[i].rows[k].row);
        }
    }
    scorecard_release(&card);
    return STATUS_OK;
}

enum status condition_met(struct store *store, int64_t run, const struct council *const *councils, size_t count,
                          const struct rubric_texts *rubric, enum fail_on fail_on, struct arena *arena, bool *met, struct error *err)
{
    *met = false;
    if (fail_on == FAIL_ON_NEVER)
        return STATUS_OK;
    if (condition_is_of_links(fail_on))
        return look_at_links(store, run, fail_on == FAIL_ON_SUSPECT, arena, met, err);
    struct decisions decisions;
    enum status status = decisions_load(store, run, NULL, arena, &decisions, err);
    for (size_t i = 0; status == STATUS_OK && i < count && !*met; i++)
        status = look_at_verdicts(store, run, councils[i]->gss_code, &decisions, rubric, fail_on == FAIL_ON_CONCERNS, met, err);
    decisions_release(&decisions);
    return status;
}

#include "model/scores.h"

#include <math.h>
#include <string.h>

const char *const scores_basics[SCORES_BASICS] = {"explanation", "referral", "contacts"};

bool scores_is_basic(const char *row)
{
    for (size_t i = 0; i < SCORES_BASICS; i++)
        if (strcmp(scores_basics[i], row) == 0)
            return true;
    return false;
}

static enum verdict verdict_of(const struct service_scorecard *service, const char *row)
{
    for (size_t i = 0; i < service->row_count; i++)
        if (strcmp(service->rows[i].row, row) == 0)
            return service->rows[i].judgement.verdict;
    return VERDICT_NOT_APPLICABLE;
}

enum verdict scores_headline(const struct service_scorecard *service)
{
    int yes = 0, no = 0, untold = 0;
    for (size_t i = 0; i < SCORES_BASICS; i++) {
        enum verdict verdict = verdict_of(service, scores_basics[i]);
        yes += verdict == VERDICT_YES;
        no += verdict == VERDICT_NO;
        untold += verdict == VERDICT_CANNOT_TELL || verdict == VERDICT_NOT_TESTED;
    }
    if (untold > 0 && (yes + untold == SCORES_BASICS || no + untold == SCORES_BASICS))
        return VERDICT_CANNOT_TELL;
    return yes == SCORES_BASICS ? VERDICT_YES : no == SCORES_BASICS ? VERDICT_NO : VERDICT_CONCERNS;
}

struct sum {
    double low, high, told, weight;
};

static void add_verdict(struct sum *sum, enum verdict verdict, double weight)
{
    double points = verdict == VERDICT_YES ? weight : verdict == VERDICT_CONCERNS ? weight / 2 : 0;
    bool told = verdict_is_told(verdict);
    if (verdict == VERDICT_NOT_APPLICABLE)
        return;
    sum->low += points;
    sum->high += told ? points : weight;
    sum->told += told ? weight : 0;
    sum->weight += weight;
}

/* Scores side by side, each with the same weight. One of which nothing was told may be anything from 0 to 100. */
static void add_score(struct sum *sum, struct score score)
{
    sum->low += isnan(score.low) ? 0 : score.low / 100;
    sum->high += isnan(score.high) ? 1 : score.high / 100;
    sum->told += score.coverage;
    sum->weight += 1;
}

/* A score is one of hundredths, as files write it: whoever rounds it further, or takes the mean of several, comes to what pages show. */
static double in_hundredths(double score)
{
    return round(100 * score) / 100;
}

static struct score finish(const struct sum *sum)
{
    if (sum->weight <= 0 || sum->told <= 0)
        return (struct score){NAN, NAN, 0};
    return (struct score){in_hundredths(100 * sum->low / sum->weight), in_hundredths(100 * sum->high / sum->weight), sum->told / sum->weight};
}

/* A criterion of which no scored row applies to the service is left out of its mean. */
static void set_service(const struct rubric_texts *texts, struct service_scorecard *service)
{
    struct sum mean = {0};
    for (size_t c = 0; c < texts->criterion_count && c < CRITERION_COUNT; c++) {
        const struct rubric_criterion *criterion = &texts->criteria[c];
        struct sum sum = {0};
        for (size_t i = 0; i < criterion->weight_count; i++)
            if (rubric_scores_row(texts, criterion->weights[i].row))
                add_verdict(&sum, verdict_of(service, criterion->weights[i].row), criterion->weights[i].weight);
        service->criteria[c] = finish(&sum);
        if (sum.weight > 0)
            add_score(&mean, service->criteria[c]);
    }
    service->score = finish(&mean);
}

void scores_set(const struct rubric_texts *texts, struct scorecard *card)
{
    struct sum whole = {0};
    for (size_t s = 0; s < card->service_count; s++)
        set_service(texts, &card->services[s]);
    for (int c = 0; c < CRITERION_COUNT; c++) {
        struct sum sum = {0};
        for (size_t s = 0; s < card->service_count; s++)
            add_score(&sum, card->services[s].criteria[c]);
        card->criteria[c] = finish(&sum);
        if (card->service_count > 0)
            add_score(&whole, card->criteria[c]);
    }
    card->score = finish(&whole);
}

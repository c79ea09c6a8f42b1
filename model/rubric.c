#include "model/rubric.h"

#include <string.h>

/* So many answers' weight has what a share is drawn towards. */
enum { TOWARDS_LINE = 2, TOWARDS_VERDICT = 4 };

const struct rubric_row *rubric_texts_row(const struct rubric_texts *texts, const char *id)
{
    for (size_t i = 0; i < texts->row_count; i++)
        if (!strcmp(texts->rows[i].id, id))
            return &texts->rows[i];
    return NULL;
}

const struct rubric_service *rubric_texts_service(const struct rubric_texts *texts, const char *id)
{
    for (size_t i = 0; i < texts->service_count; i++)
        if (!strcmp(texts->services[i].id, id))
            return &texts->services[i];
    return NULL;
}

bool rubric_scores_row(const struct rubric_texts *texts, const char *id)
{
    const struct rubric_row *row = rubric_texts_row(texts, id);
    return row && row->scored;
}

const struct rubric_precision *rubric_precision_find(const struct rubric_texts *texts, const char *row, enum verdict verdict, const char *reason)
{
    for (size_t i = 0; i < texts->precision_count; i++) {
        const struct rubric_precision *kind = &texts->precision[i];
        if (kind->verdict == verdict && !strcmp(kind->row, row) && !strcmp(kind->reason, reason))
            return kind;
    }
    return NULL;
}

static double share(const struct rubric_texts *texts, const char *row, enum verdict verdict, const char *reason)
{
    double right = 0, answers = 0;
    for (size_t i = 0; i < texts->precision_count; i++)
        if (texts->precision[i].verdict == verdict && !strcmp(texts->precision[i].row, row)) {
            right += texts->precision[i].right;
            answers += texts->precision[i].answers;
        }
    if (answers <= 0)
        return 1;
    double of_verdict = (right + TOWARDS_LINE * BORDERLINE_BELOW) / (answers + TOWARDS_LINE);
    const struct rubric_precision *kind = rubric_precision_find(texts, row, verdict, reason);
    return kind ? (kind->right + TOWARDS_VERDICT * of_verdict) / (kind->answers + TOWARDS_VERDICT) : of_verdict;
}

double rubric_precision_share(const struct rubric_texts *texts, const char *row, enum verdict verdict, const char *reason)
{
    double of_row = share(texts, row, verdict, reason);
    if (verdict != VERDICT_NO || strcmp(reason, REASON_NO_PAGE) != 0)
        return of_row;
    double of_silence = share(texts, "provided", VERDICT_SILENT, "");
    return of_silence < of_row ? of_silence : of_row;
}

bool rubric_precision_is_low(const struct rubric_texts *texts, const char *row, enum verdict verdict, const char *reason)
{
    return rubric_precision_share(texts, row, verdict, reason) < BORDERLINE_BELOW;
}

bool rubric_precision_is_scarce(const struct rubric_precision *kind)
{
    return !kind || kind->answers < TOWARDS_VERDICT || kind->right >= BORDERLINE_BELOW * kind->answers;
}

#include "reports/data/sample.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/digest.h"
#include "reports/data/data.h"

static const double nearly_all = 0.95; /* a reviewer may leave a few open */

double sample_draw(const struct run *run, const char *gss_code, const struct row_verdict *row)
{
    struct buffer key;
    unsigned char digest[DIGEST_BYTES];
    buffer_init(&key, 4096);
    buffer_printf(&key, "%s\n%lld\n%s\n%s\n%s", run->inputs_sha256, (long long)run->id, gss_code, row->service, row->row);
    digest_raw(buffer_text(&key), key.length, digest);
    buffer_release(&key);
    uint64_t bits = 0;
    for (size_t i = 0; i < 7; i++)
        bits = bits << 8 | digest[i];
    return ldexp((double)(bits >> 3), -53); /* 53 bits: exact in a double */
}

bool sample_holds(const struct row_verdict *row)
{
    return row->judgement.verdict != VERDICT_NOT_TESTED;
}

size_t sample_size(size_t all, double percent)
{
    return (size_t)ceil((double)all * percent / 100);
}

struct drawn {
    double draw;
    const struct decision *decision; /* NULL where nobody has checked it in this run */
};

static int by_draw(const void *a, const void *b)
{
    double x = ((const struct drawn *)a)->draw, y = ((const struct drawn *)b)->draw;
    return (x > y) - (x < y);
}

static size_t row_index(const struct report *report, const char *id)
{
    size_t i = 0;
    while (i < report->rubric->row_count && strcmp(report->rubric->rows[i].id, id) != 0)
        i++;
    return i;
}

static struct drawn *draw_all(const struct report *report, size_t *count)
{
    struct drawn *all = NULL;
    size_t capacity = 0;
    *count = 0;
    for (size_t c = 0; c < report->council_count; c++) {
        const struct scorecard *card = &report->councils[c].card;
        const char *gss_code = report->councils[c].council->gss_code;
        for (size_t s = 0; s < card->service_count; s++)
            for (size_t r = 0; r < card->services[s].row_count; r++) {
                const struct row_verdict *row = &card->services[s].rows[r];
                if (!sample_holds(row))
                    continue;
                MEMORY_PUSH_ROOM(all, *count, capacity);
                const struct decision *decision = data_decision(report, gss_code, row->service, row->row);
                all[(*count)++] = (struct drawn){sample_draw(&report->run, gss_code, row), decision && decision_is_made(decision) ? decision : NULL};
            }
    }
    if (*count > 0)
        qsort(all, *count, sizeof *all, by_draw);
    return all;
}

const struct sample *sample_measure(struct report *report)
{
    if (decisions_count(&report->decisions, decision_is_made) == 0)
        return NULL;
    struct sample *sample = arena_alloc(&report->arena, sizeof *sample);
    sample->by_row = arena_array(&report->arena, report->rubric->row_count + 1, sizeof *sample->by_row);
    struct drawn *all = draw_all(report, &sample->all);
    size_t reviewed = 0;
    sample->drawn = sample_size(sample->all, SAMPLE_PERCENT);
    for (size_t i = 0; i < sample->all; i++) {
        if (all[i].decision == NULL)
            continue;
        reviewed++;
        if (i >= sample->drawn && (double)reviewed >= nearly_all * (double)(i + 1))
            sample->drawn = i + 1;
    }
    for (size_t i = 0; i < sample->drawn; i++) {
        const struct decision *decision = all[i].decision;
        if (decision == NULL)
            continue;
        sample->checked++;
        const struct review *review = &decision->review;
        enum verdict program = decision_compared(review, decision->reviewed_meant);
        agreement_add(&sample->total, program, review->verdict);
        agreement_add(&sample->by_row[row_index(report, review->row)], program, review->verdict);
    }
    free(all);
    return sample;
}

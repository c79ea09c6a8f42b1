/* Tables of learnt weights, as tests/benchmark/learn writes them: whole numbers of thousandths,
 * so that a change of one shows as a line; an empty cell is 0. */
#ifndef COREOFFER_SCORING_WEIGHTS_H
#define COREOFFER_SCORING_WEIGHTS_H

#include <stddef.h>

#include "base/csv.h"
#include "base/status.h"

/* The table that is being read, and where errors go. */
struct weights_file {
    const char *path;
    struct error *err;
};

/* Says what is wrong with a row, with the file, the line and the row's name; always STATUS_INPUT. */
enum status weights_wrong(const struct weights_file *file, const struct csv_row *row, const char *what);
/* `count` cells from `first` on. */
MUST_USE enum status weights_read(const struct weights_file *file, const struct csv_row *row, size_t first, size_t count, float *out);

/* Rows of weights are made up to whole steps with zeros: a loop over a step has a fixed length,
 * which compilers turn into a few vectors. */
enum { WEIGHTS_STEP = 8 };
static inline size_t weights_stride(size_t count)
{
    return (count + WEIGHTS_STEP - 1) / WEIGHTS_STEP * WEIGHTS_STEP;
}
/* Adds `scale` times the row to the sums; both are `stride` long. */
static inline void weights_add(float *restrict sums, const float *restrict row, float scale, size_t stride)
{
    for (size_t i = 0; i < stride; i += WEIGHTS_STEP)
        for (size_t step = 0; step < WEIGHTS_STEP; step++)
            sums[i + step] += scale * row[i + step];
}
/* The same for several rows, each with its own scale, one after the other: the sums are fetched
 * and put back once for all of them. */
enum { WEIGHTS_AT_ONCE = 4 };
static inline void weights_add_several(float *restrict sums, const float *const rows[WEIGHTS_AT_ONCE], const float scales[WEIGHTS_AT_ONCE], size_t stride)
{
    const float *restrict a = rows[0], *restrict b = rows[1], *restrict c = rows[2], *restrict d = rows[3];
    for (size_t i = 0; i < stride; i += WEIGHTS_STEP)
        for (size_t step = 0; step < WEIGHTS_STEP; step++)
            sums[i + step] = sums[i + step] + scales[0] * a[i + step] + scales[1] * b[i + step] + scales[2] * c[i + step] + scales[3] * d[i + step];
}

#endif

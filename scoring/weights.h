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

#endif

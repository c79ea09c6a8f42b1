/* Tables of learnt weights, as tests/benchmark/learn writes them: whole numbers of thousandths,
 * so that a change of one shows as a line; an empty cell is 0. */
#ifndef COREOFFER_SCORING_WEIGHTS_H
#define COREOFFER_SCORING_WEIGHTS_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/csv.h"
#include "base/status.h"

/* The table that is being read, and where errors go. */
struct weights_file {
    const char *path;
    struct error *err;
};

/* Says what is wrong with a row, with the file, the line and the row's name; always STATUS_INPUT. */
enum status weights_wrong(const struct weights_file *file, const struct csv_row *row, const char *what);
/* `count` cells from `first` on, as they are or in thousandths, of which there are then -32,767 to 32,767. */
MUST_USE enum status weights_read(const struct weights_file *file, const struct csv_row *row, size_t first, size_t count, float *out);
MUST_USE enum status weights_read_thousandths(const struct weights_file *file, const struct csv_row *row, size_t first, size_t count, int16_t *out);

/* Rows of weights are made up to whole steps with zeros: a loop over a step has a fixed length,
 * which compilers turn into a few vectors. */
enum { WEIGHTS_STEP = 16 };
static inline size_t weights_stride(size_t count)
{
    return (count + WEIGHTS_STEP - 1) / WEIGHTS_STEP * WEIGHTS_STEP;
}

/* Such a function is compiled twice, and when the program starts the one is taken that the processor can do:
 * a vector of eight numbers at a time, or of four. The numbers are the same bit by bit: what is added
 * to a column is added in the same order, and nothing is rounded less often. */
#if defined __x86_64__ && defined __GLIBC__ && !defined __clang__ && !defined __SANITIZE_ADDRESS__ && !defined __SANITIZE_THREAD__
#define WEIGHTS_IN_VECTORS __attribute__((target_clones("default", "avx2")))
#else
#define WEIGHTS_IN_VECTORS
#endif

/* Rows that are to be added, each times its scale. */
enum { WEIGHTS_ROWS_MAX = 1024 };
struct weights_rows {
    size_t count;
    float scales[WEIGHTS_ROWS_MAX];
    const float *rows[WEIGHTS_ROWS_MAX];
};
static inline void weights_start(struct weights_rows *rows)
{
    rows->count = 0; /* the rest needs no value */
}
/* A row of scale 0 is left out, but needs room too. */
static inline void weights_take(struct weights_rows *rows, const float *row, float scale)
{
    uint32_t bits;
    memcpy(&bits, &scale, sizeof bits); /* told sooner than by a comparison of numbers, which looks for those that are none */
    rows->rows[rows->count] = row;
    rows->scales[rows->count] = scale;
    rows->count += bits << 1 != 0;
}
/* The same for `count` rows that stand one after the other. */
static inline void weights_take_each(struct weights_rows *rows, const float *first, size_t stride, const float *scales, size_t count)
{
    for (size_t i = 0; i < count; i++)
        weights_take(rows, first + i * stride, scales[i]);
}
/* Adds the rows to the sums, column by column in the order in which they were taken; all are `stride` long. */
void weights_add(const struct weights_rows *rows, size_t stride, float *sums);
/* The same for rows of thousandths, each as it is. The caller sees to it that the sums have room. */
void weights_sum(const int16_t *const *rows, size_t count, size_t stride, int32_t *sums);

#endif

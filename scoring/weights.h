/* Tables of learnt weights, as tests/benchmark/learn writes them: whole numbers of thousandths,
 * so that a change of one shows as a line; an empty cell is 0. */
#ifndef COREOFFER_SCORING_WEIGHTS_H
#define COREOFFER_SCORING_WEIGHTS_H

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

#endif

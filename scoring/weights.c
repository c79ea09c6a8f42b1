#include "scoring/weights.h"

#include <string.h>

#include "base/text.h"

enum { WEIGHT_MAX = 1000000 };

enum status weights_wrong(const struct weights_file *file, const struct csv_row *row, const char *what)
{
    return error_set(file->err, STATUS_INPUT, "%s:%zu: %s: %s", file->path, row->line, row->cells[0], what);
}

enum status weights_read(const struct weights_file *file, const struct csv_row *row, size_t first, size_t count, float *out)
{
    for (size_t i = 0; i < count; i++) {
        const char *cell = row->cells[first + i];
        int64_t thousandths = 0;
        if (cell[0] != '\0' && !text_to_int(cell, -WEIGHT_MAX, WEIGHT_MAX, &thousandths))
            return weights_wrong(file, row, "a weight that is no whole number of thousandths");
        out[i] = (float)((double)thousandths / 1000);
    }
    return STATUS_OK;
}

/* The sums of a step are kept in vectors until all rows are in. */
WEIGHTS_IN_VECTORS void weights_add(const struct weights_rows *rows, size_t stride, float *sums)
{
    for (size_t k = 0; k < stride; k += WEIGHTS_STEP) {
        float part[WEIGHTS_STEP];
        memcpy(part, sums + k, sizeof part);
        for (size_t i = 0; i < rows->count; i++)
            for (size_t step = 0; step < WEIGHTS_STEP; step++)
                part[step] += rows->scales[i] * rows->rows[i][k + step];
        memcpy(sums + k, part, sizeof part);
    }
}

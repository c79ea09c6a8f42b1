#include "scoring/page/weights.h"

#include <string.h>

#include "base/text.h"

enum { WEIGHT_MAX = 1000000 };

enum status weights_wrong(const struct weights_file *file, const struct csv_row *row, const char *what)
{
    return error_set(file->err, STATUS_INPUT, "%s:%zu: %s: %s", file->path, row->line, row->cells[0], what);
}

static enum status read_cell(const struct weights_file *file, const struct csv_row *row, size_t cell, int64_t most, int64_t *thousandths)
{
    const char *text = row->cells[cell];
    *thousandths = 0;
    if (text[0] == '\0' || text_to_int(text, -most, most, thousandths))
        return STATUS_OK;
    return error_set(file->err, STATUS_INPUT, "%s:%zu: %s: a weight that is no whole number of thousandths from -%lld to %lld", file->path, row->line,
                     row->cells[0], (long long)most, (long long)most);
}

enum status weights_read(const struct weights_file *file, const struct csv_row *row, size_t first, size_t count, float *out)
{
    int64_t thousandths;
    for (size_t i = 0; i < count; i++) {
        if (read_cell(file, row, first + i, WEIGHT_MAX, &thousandths) != STATUS_OK)
            return STATUS_INPUT;
        out[i] = (float)((double)thousandths / 1000);
    }
    return STATUS_OK;
}

enum status weights_read_thousandths(const struct weights_file *file, const struct csv_row *row, size_t first, size_t count, int16_t *out)
{
    int64_t thousandths;
    for (size_t i = 0; i < count; i++) {
        if (read_cell(file, row, first + i, INT16_MAX, &thousandths) != STATUS_OK)
            return STATUS_INPUT;
        out[i] = (int16_t)thousandths;
    }
    return STATUS_OK;
}

/* What the widest instructions that are asked for take at once: compilers make two of it for others. */
enum { VECTOR = 8 };
typedef float vector __attribute__((vector_size(VECTOR * sizeof(float))));

enum { VECTORS_MAX = 8 };

/* The sums of so many columns stay in registers until all rows are in, and none waits for another. */
static inline __attribute__((always_inline)) void add_columns(const struct weights_rows *rows, size_t first, size_t vectors, float *sums)
{
    vector part[VECTORS_MAX];
    memcpy(part, sums + first, vectors * sizeof *part);
    for (size_t i = 0; i < rows->count; i++)
        for (size_t k = 0; k < vectors; k++) {
            vector weights;
            memcpy(&weights, rows->rows[i] + first + k * VECTOR, sizeof weights);
            part[k] += rows->scales[i] * weights;
        }
    memcpy(sums + first, part, vectors * sizeof *part);
}

/* In parts of four steps, of three, and single ones: each is a loop of a fixed length. */
WEIGHTS_IN_VECTORS void weights_add(const struct weights_rows *rows, size_t stride, float *sums)
{
    enum { EACH = WEIGHTS_STEP / VECTOR };
    size_t steps;
    for (size_t k = 0; k < stride; k += steps * WEIGHTS_STEP) {
        size_t left = (stride - k) / WEIGHTS_STEP;
        steps = left >= 4 ? 4 : left == 3 ? 3 : 1;
        if (steps == 4)
            add_columns(rows, k, 4 * EACH, sums);
        else if (steps == 3)
            add_columns(rows, k, 3 * EACH, sums);
        else
            add_columns(rows, k, EACH, sums);
    }
}

WEIGHTS_IN_VECTORS void weights_sum(const int16_t *const *rows, size_t count, size_t stride, int32_t *sums)
{
    for (size_t k = 0; k < stride; k += WEIGHTS_STEP) {
        int32_t part[WEIGHTS_STEP];
        memcpy(part, sums + k, sizeof part);
        for (size_t i = 0; i < count; i++)
            for (size_t step = 0; step < WEIGHTS_STEP; step++)
                part[step] += rows[i][k + step];
        memcpy(sums + k, part, sizeof part);
    }
}

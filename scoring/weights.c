#include "scoring/weights.h"

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

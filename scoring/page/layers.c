#include "scoring/page/layers.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"

enum { INPUT_MET = -1 };

static enum status read_input(const struct weights_file *file, const struct csv_row *row, struct map *numbers, struct layer *layer)
{
    union map_value *number = map_get(numbers, row->cells[0], strlen(row->cells[0]));
    if (number == NULL)
        return weights_wrong(file, row, "the rubric has no such input; learn the weights again");
    if (number->number == INPUT_MET)
        return weights_wrong(file, row, "is there twice");
    float *weights = layer->weights + (size_t)number->number * layer->stride;
    number->number = INPUT_MET;
    return weights_read(file, row, 1, layer->units, weights);
}

static enum status read_inputs(const struct weights_file *file, const struct csv_table *table, struct map *numbers, struct layer *layer)
{
    if (table->header.count < 2 || table->header.count > LAYER_UNITS_MAX + 1)
        return weights_wrong(file, &table->header, "the columns must be \"input\" and 1 to 128 units");
    layer->units = table->header.count - 1;
    layer->stride = weights_stride(layer->units);
    layer->weights = memory_array(layer->inputs * layer->stride, sizeof *layer->weights);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < table->count && status == STATUS_OK; i++)
        status = read_input(file, &table->rows[i], numbers, layer);
    return status;
}

enum status layer_load(const char *path, const char *const *names, size_t count, struct layer *out, struct error *err)
{
    struct weights_file file = {.path = path, .err = err};
    struct csv_table table;
    struct map *numbers = map_new();
    *out = (struct layer){.inputs = count};
    for (size_t i = 0; i < count; i++)
        map_put(numbers, names[i], strlen(names[i]), NULL)->number = (int64_t)i;
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &table, err);
    if (status == STATUS_OK)
        status = read_inputs(&file, &table, numbers, out);
    csv_release(&table);
    map_free(numbers);
    return status;
}

void layer_release(struct layer *layer)
{
    free(layer->weights);
    *layer = (struct layer){0};
}

/* `cells` has room for a row. */
static enum status read_role(const struct weights_file *file, const struct csv_row *row, const struct roles *roles, bool *met, float *cells,
                             struct odds_layer *layer)
{
    int role = roles_find(roles, row->cells[0]);
    if (role < 0)
        return weights_wrong(file, row, "sentences.csv has no such role");
    if (met[role])
        return weights_wrong(file, row, "is there twice");
    met[role] = true;
    memset(cells, 0, (2 + layer->inputs) * sizeof *cells);
    enum status status = weights_read(file, row, 1, 2 + layer->inputs, cells);
    layer->shift[role] = cells[0];
    layer->kept[role] = cells[1];
    for (size_t i = 0; i < layer->inputs; i++)
        layer->weights[i * layer->stride + (size_t)role] = cells[2 + i];
    return status;
}

static enum status read_roles(const struct weights_file *file, const struct csv_table *table, const struct roles *roles, struct odds_layer *layer)
{
    bool met[ROLES_MAX] = {false};
    if (table->header.count != layer->inputs + 3)
        return weights_wrong(file, &table->header, "the columns must be \"role\", \"shift\", \"kept\" and the units of the layer before");
    float *cells = memory_array(2 + layer->inputs, sizeof *cells);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < table->count && status == STATUS_OK; i++)
        status = read_role(file, &table->rows[i], roles, met, cells, layer);
    free(cells);
    return status;
}

enum status odds_layer_load(const char *path, const struct roles *roles, size_t inputs, struct odds_layer *out, struct error *err)
{
    struct weights_file file = {.path = path, .err = err};
    struct csv_table table;
    *out = (struct odds_layer){.inputs = inputs, .roles = roles_count(roles)};
    out->stride = weights_stride(out->roles);
    out->weights = memory_array(inputs * out->stride, sizeof *out->weights);
    out->shift = memory_array(out->stride, sizeof *out->shift);
    out->kept = memory_array(out->stride, sizeof *out->kept);
    for (size_t k = 0; k < out->roles; k++)
        out->kept[k] = 1;
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &table, err);
    if (status == STATUS_OK)
        status = read_roles(&file, &table, roles, out);
    csv_release(&table);
    return status;
}

void odds_layer_release(struct odds_layer *layer)
{
    free(layer->weights);
    free(layer->shift);
    free(layer->kept);
    *layer = (struct odds_layer){0};
}

void odds_layer_start(const struct odds_layer *layer, float *sums)
{
    memcpy(sums, layer->shift, layer->stride * sizeof *sums);
}

void odds_layer_end(const struct odds_layer *layer, const float *sums, float *odds)
{
    for (size_t k = 0; k < layer->roles; k++)
        odds[k] = layer->kept[k] * odds[k] + sums[k];
}

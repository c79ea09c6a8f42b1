#include "scoring/service_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"
#include "scoring/words.h"

enum { FIRST_SENTENCES = 2, FIRST_COUNT = 4, WEIGHT_MAX = 1000000, STEMS_MAX = 1 << 16 };
static const double UNLIKELY = 1e-3;

struct service_words {
    size_t services, count; /* stems */
    struct map *rows;       /* of symbols, their numbers */
    double *rarity;
    double *weights;        /* stem by stem, service by service */
    double bias[SERVICES_MAX];
};

/* ---- telling ---- */

/* How often each stem stands in the page, in sentences. */
static void count_stems(const struct service_words *words, const struct segments *segments, double *times)
{
    size_t *met = memory_array(words->count + 1, sizeof *met); /* the last sentence that had it, from 1 */
    for (size_t i = 0; i < segments->count; i++) {
        const struct unit *unit = &segments->units[i];
        for (uint32_t j = unit->label_count; j < unit->count; j++) {
            uint64_t symbol = segments->tokens.items[unit->first + j].symbol;
            const union map_value *row = map_get(words->rows, (const char *)&symbol, sizeof symbol);
            if (row == NULL || met[row->number] == i + 1)
                continue;
            met[row->number] = i + 1;
            times[row->number] += i < FIRST_SENTENCES ? FIRST_COUNT : 1;
        }
    }
    free(met);
}

void service_words_tell(const struct service_words *words, const struct segments *segments, double *likely)
{
    double *times = memory_array(words->count + 1, sizeof *times);
    double length = 0, top = -INFINITY, sum = 0;
    count_stems(words, segments, times);
    for (size_t i = 0; i < words->count; i++) {
        times[i] = times[i] > 0 ? log1p(times[i]) * words->rarity[i] : 0;
        length += times[i] * times[i];
    }
    memcpy(likely, words->bias, words->services * sizeof *likely);
    for (size_t i = 0; i < words->count; i++)
        for (size_t s = 0; times[i] > 0 && s < words->services; s++)
            likely[s] += times[i] / sqrt(length) * words->weights[i * words->services + s];
    for (size_t s = 0; s < words->services; s++)
        top = likely[s] > top ? likely[s] : top;
    for (size_t s = 0; s < words->services; s++)
        sum += exp(likely[s] - top);
    for (size_t s = 0; s < words->services; s++) {
        double chance = exp(likely[s] - top) / sum;
        likely[s] = chance > UNLIKELY ? 1 - log(chance) / log(UNLIKELY) : 0;
    }
    free(times);
}

/* ---- reading the weights ---- */

struct loader {
    struct service_words *words;
    size_t columns[SERVICES_MAX]; /* of each service */
    const char *path;
    struct error *err;
};

static enum status wrong(const struct loader *loader, const struct csv_row *row, const char *what)
{
    return error_set(loader->err, STATUS_INPUT, "%s:%zu: %s: %s", loader->path, row->line, row->cells[0], what);
}

static enum status read_number(const struct loader *loader, const struct csv_row *row, size_t column, double *out)
{
    const char *cell = row->cells[column];
    int64_t thousandths = 0;
    if (cell[0] != '\0' && !text_to_int(cell, -WEIGHT_MAX, WEIGHT_MAX, &thousandths))
        return wrong(loader, row, "a weight that is no whole number of thousandths");
    *out = (double)thousandths / 1000;
    return STATUS_OK;
}

static enum status read_weights(const struct loader *loader, const struct csv_row *row, double *out)
{
    enum status status = STATUS_OK;
    for (size_t s = 0; s < loader->words->services && status == STATUS_OK; s++)
        status = read_number(loader, row, loader->columns[s], &out[s]);
    return status;
}

static enum status read_header(struct loader *loader, const struct csv_table *table, const struct service_names *names)
{
    if (table->header.count != names->count + 2)
        return wrong(loader, &table->header, "the columns must be \"word\", \"rarity\" and every service; learn the weights again");
    for (size_t s = 0; s < names->count; s++) {
        int column = csv_column(table, names->ids[s]);
        if (column < 2)
            return error_set(loader->err, STATUS_INPUT, "%s:1: no column for the service '%s'; learn the weights again", loader->path, names->ids[s]);
        loader->columns[s] = (size_t)column;
    }
    return STATUS_OK;
}

static enum status read_stem(const struct loader *loader, const struct csv_row *row)
{
    struct service_words *words = loader->words;
    uint64_t symbol = words_symbol(row->cells[0], strlen(row->cells[0]));
    bool added;
    map_put(words->rows, (const char *)&symbol, sizeof symbol, &added)->number = (int64_t)words->count;
    if (!added)
        return wrong(loader, row, "is there twice");
    enum status status = read_number(loader, row, 1, &words->rarity[words->count]);
    if (status == STATUS_OK)
        status = read_weights(loader, row, words->weights + words->count * words->services);
    words->count++;
    return status;
}

static enum status read_table(struct loader *loader, const struct csv_table *table, const struct service_names *names)
{
    struct service_words *words = loader->words;
    enum status status = read_header(loader, table, names);
    if (status != STATUS_OK)
        return status;
    if (table->count < 2 || table->count > STEMS_MAX || strcmp(table->rows[0].cells[0], "bias") != 0)
        return wrong(loader, &table->header, "the row \"bias\" is wanted and then 1 to 65535 stems");
    words->rarity = memory_array(table->count, sizeof *words->rarity);
    words->weights = memory_array(table->count * words->services, sizeof *words->weights);
    status = read_weights(loader, &table->rows[0], words->bias);
    for (size_t i = 1; i < table->count && status == STATUS_OK; i++)
        status = read_stem(loader, &table->rows[i]);
    return status;
}

enum status service_words_load(const char *seeds, const struct service_names *names, struct service_words **out, struct error *err)
{
    struct service_words *words = memory_alloc(sizeof *words);
    struct arena arena = {0};
    struct loader loader = {.words = words, .path = arena_printf(&arena, "%s/rubric/service-words.csv", seeds), .err = err};
    struct csv_table table;
    words->services = names->count;
    words->rows = map_new();
    enum status status = csv_load(loader.path, LIMIT_SEED_BYTES, &table, err);
    if (status == STATUS_OK)
        status = read_table(&loader, &table, names);
    csv_release(&table);
    arena_release(&arena);
    if (status != STATUS_OK) {
        service_words_free(words);
        return status;
    }
    *out = words;
    return STATUS_OK;
}

void service_words_free(struct service_words *words)
{
    if (words == NULL)
        return;
    map_free(words->rows);
    free(words->rarity);
    free(words->weights);
    free(words);
}

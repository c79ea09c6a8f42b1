#include "scoring/page/service_words.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/memory.h"
#include "scoring/page/weights.h"
#include "scoring/text/symbol_table.h"
#include "scoring/text/words.h"

enum { FIRST_SENTENCES = 2, FIRST_COUNT = 4, STEMS_MAX = 1 << 16 };
static const double UNLIKELY = 1e-3;

struct service_words {
    size_t services, count; /* stems */
    struct symbol_table rows; /* the number of each stem */
    double *rarity;
    float *weights;         /* stem by stem, service by service */
    float bias[SERVICES_MAX];
};

/* ---- telling ---- */

/* How often each stem stands in the page, in sentences. */
static void count_stems(const struct service_words *words, const struct segments *segments, double *times)
{
    uint32_t *met = memory_array(words->count + 1, sizeof *met); /* the last sentence that had it, from 1 */
    for (size_t i = 0; i < segments->count; i++) {
        const struct unit *unit = &segments->units[i];
        for (uint32_t j = unit->label_count; j < unit->count; j++) {
            uint64_t symbol = segments->tokens.items[unit->first + j].symbol;
            int32_t row = symbol_table_find(&words->rows, symbol);
            if (row == SYMBOL_ABSENT || met[row] == i + 1)
                continue;
            met[row] = (uint32_t)i + 1;
            times[row] += i < FIRST_SENTENCES ? FIRST_COUNT : 1;
        }
    }
    free(met);
}

void service_words_tell(const struct service_words *words, const struct segments *segments, double *likely)
{
    double *times = memory_array(words->count + 1, sizeof *times);
    double length = 0, top = -INFINITY, sum = 0;
    count_stems(words, segments, times);
    for (size_t i = 0; i < words->count; i++) { /* a page has few of them */
        if (times[i] <= 0)
            continue;
        __builtin_prefetch(words->weights + i * words->services);
        __builtin_prefetch(words->weights + i * words->services + words->services / 2);
        times[i] = log1p(times[i]) * words->rarity[i];
        length += times[i] * times[i];
    }
    for (size_t s = 0; s < words->services; s++)
        likely[s] = (double)words->bias[s];
    length = sqrt(length);
    for (size_t i = 0; i < words->count; i++) {
        if (times[i] <= 0)
            continue;
        double part = times[i] / length;
        for (size_t s = 0; s < words->services; s++)
            likely[s] += part * (double)words->weights[i * words->services + s];
    }
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
    struct weights_file file;
};

/* The row's rarity, and its weights in the order of the services. */
static enum status read_row(const struct loader *loader, const struct csv_row *row, double *rarity, float *weights)
{
    float cells[SERVICES_MAX + 2] = {0};
    enum status status = weights_read(&loader->file, row, 1, row->count - 1, cells + 1);
    *rarity = (double)cells[1];
    for (size_t s = 0; s < loader->words->services; s++)
        weights[s] = cells[loader->columns[s]];
    return status;
}

static enum status read_header(struct loader *loader, const struct csv_table *table, const struct service_names *names)
{
    if (table->header.count != names->count + 2)
        return weights_wrong(&loader->file, &table->header, "the columns must be \"word\", \"rarity\" and every service; learn the weights again");
    for (size_t s = 0; s < names->count; s++) {
        int column = csv_column(table, names->ids[s]);
        if (column < 2)
            return error_set(loader->file.err, STATUS_INPUT, "%s:1: no column for the service '%s'; learn the weights again", loader->file.path, names->ids[s]);
        loader->columns[s] = (size_t)column;
    }
    return STATUS_OK;
}

static enum status read_stem(const struct loader *loader, const struct csv_row *row)
{
    struct service_words *words = loader->words;
    uint64_t symbol = words_symbol(row->cells[0], strlen(row->cells[0]));
    if (!symbol_table_add(&words->rows, symbol, (int32_t)words->count))
        return weights_wrong(&loader->file, row, "is there twice");
    size_t number = words->count++;
    return read_row(loader, row, &words->rarity[number], words->weights + number * words->services);
}

static enum status read_table(struct loader *loader, const struct csv_table *table, const struct service_names *names)
{
    struct service_words *words = loader->words;
    enum status status = read_header(loader, table, names);
    if (status != STATUS_OK)
        return status;
    if (table->count < 2 || table->count > STEMS_MAX || strcmp(table->rows[0].cells[0], "bias") != 0)
        return weights_wrong(&loader->file, &table->header, "the row \"bias\" is wanted and then 1 to 65535 stems");
    symbol_table_init(&words->rows, table->count);
    words->rarity = memory_array(table->count, sizeof *words->rarity);
    words->weights = memory_array(table->count * words->services, sizeof *words->weights);
    double rarity;
    status = read_row(loader, &table->rows[0], &rarity, words->bias);
    for (size_t i = 1; i < table->count && status == STATUS_OK; i++)
        status = read_stem(loader, &table->rows[i]);
    return status;
}

enum status service_words_load(const char *seeds, const struct service_names *names, struct service_words **out, struct error *err)
{
    struct service_words *words = memory_alloc(sizeof *words);
    struct arena arena = {0};
    struct loader loader = {.words = words, .file = {arena_printf(&arena, "%s/rubric/service-words.csv", seeds), err}};
    struct csv_table table;
    words->services = names->count;
    enum status status = csv_load(loader.file.path, LIMIT_SEED_BYTES, &table, err);
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
    symbol_table_release(&words->rows);
    free(words->rarity);
    free(words->weights);
    free(words);
}

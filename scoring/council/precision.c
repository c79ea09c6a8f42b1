#include "scoring/council/precision.h"

#include <string.h>

#include "base/csv.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "scoring/rubric_texts.h"

enum { ROW, VERDICT, REASON, RIGHT, ANSWERS, COLUMNS };
static const char *const COLUMN_NAMES[] = {"row", "verdict", "reason", "right", "answers"};

enum { ANSWERS_MAX = 1000000 };

static enum status read_kind(const char *path, const struct csv_row *row, const int *places, struct arena *arena, struct rubric_texts *texts,
                             struct rubric_precision *kinds, struct error *err)
{
    struct rubric_precision *kind = &kinds[texts->precision_count];
    int64_t right, answers;
    const struct rubric_row *of = rubric_texts_row(texts, row->cells[places[ROW]]);
    if (!of)
        return error_set(err, STATUS_INPUT, "%s:%zu: rubric/rows.json has no row '%s'", path, row->line, row->cells[places[ROW]]);
    if (!verdict_parse(row->cells[places[VERDICT]], &kind->verdict))
        return error_set(err, STATUS_INPUT, "%s:%zu: '%s' is no verdict", path, row->line, row->cells[places[VERDICT]]);
    if (!text_to_int(row->cells[places[ANSWERS]], 1, ANSWERS_MAX, &answers) || !text_to_int(row->cells[places[RIGHT]], 0, answers, &right))
        return error_set(err, STATUS_INPUT, "%s:%zu: \"answers\" must be a whole number from 1, \"right\" one from 0 to \"answers\"", path, row->line);
    kind->row = of->id;
    kind->reason = arena_copy(arena, row->cells[places[REASON]]);
    kind->right = (int)right;
    kind->answers = (int)answers;
    if (rubric_precision_find(texts, kind->row, kind->verdict, kind->reason))
        return error_set(err, STATUS_INPUT, "%s:%zu: this row, verdict and reason stand in a line above too", path, row->line);
    texts->precision_count++;
    return STATUS_OK;
}

enum status precision_load(const char *seeds, struct arena *arena, struct rubric_texts *out, struct error *err)
{
    const char *path = arena_printf(arena, "%s/rows/precision.csv", seeds);
    struct csv_table table = {0};
    int places[COLUMNS];
    if (!file_exists(path))
        return STATUS_OK;
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &table, err);
    if (status == STATUS_OK)
        status = csv_columns(path, &table, COLUMN_NAMES, COLUMNS, places, err);
    struct rubric_precision *kinds = arena_array(arena, table.count + 1, sizeof *kinds);
    out->precision = kinds;
    for (size_t i = 0; i < table.count && status == STATUS_OK; i++)
        status = read_kind(path, &table.rows[i], places, arena, out, kinds, err);
    csv_release(&table);
    return status;
}

#include "crawler/url/named_kinds.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/memory.h"

enum status named_kinds_load(const char *path, const char *const *words, const char *(*fault)(size_t kind, const char *name),
                             struct named_kinds *out, struct error *err)
{
    static const char *const columns[] = {"kind", "name", "reason"};
    *out = (struct named_kinds){0};
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &out->table, err);
    if (status == STATUS_OK)
        status = csv_columns(path, &out->table, columns, sizeof columns / sizeof columns[0], NULL, err);
    if (status == STATUS_OK)
        out->items = memory_array(out->table.count, sizeof *out->items);
    for (size_t i = 0; status == STATUS_OK && i < out->table.count; i++) {
        const struct csv_row *row = &out->table.rows[i];
        const char *name = csv_cell(row, csv_column(&out->table, "name"));
        size_t kind;
        status = csv_choose(path, &out->table, row, "kind", words, &kind, err);
        const char *wrong = status == STATUS_OK ? fault(kind, name) : NULL;
        if (wrong != NULL)
            status = error_set(err, STATUS_INPUT, "%s:%zu: name is '%s'; %s", path, row->line, name, wrong);
        out->items[out->count++] = (struct named_kind){kind, name, strlen(name)};
    }
    if (status != STATUS_OK)
        named_kinds_release(out);
    return status;
}

void named_kinds_release(struct named_kinds *names)
{
    csv_release(&names->table);
    free(names->items);
    *names = (struct named_kinds){0};
}

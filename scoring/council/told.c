#include "scoring/council/told.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/csv.h"
#include "base/limits.h"
#include "base/text.h"
#include "scoring/page/reading.h"
#include "scoring/page/weights.h"

enum { GROUP, ROLE, PER_CENT, NEAR, COLUMNS };
static const char *const COLUMN_NAMES[] = {"group", "role", "per_cent", "near_per_cent"};

struct told_rule {
    size_t group, role;
    float at_least, near; /* 0 to 1 */
};

struct told_rules {
    const struct roles *roles;
    struct told_rule *items;
    size_t count;
};

/* Of enum row_group or TOLD_FUNCTION's; -1 for neither. */
static int group_of(const char *name)
{
    if (name[0] == 'F' && name[1] >= '1' && name[1] < '1' + TOLD_FUNCTIONS && name[2] == '\0')
        return TOLD_FUNCTION + name[1] - '1';
    return row_rules_group(name);
}

static enum status read_rule(const struct weights_file *file, const struct csv_row *row, const int *places, struct told_rules *rules)
{
    int group = group_of(row->cells[places[GROUP]]), role = roles_find(rules->roles, row->cells[places[ROLE]]);
    int64_t per_cent, near;
    if (group < 0)
        return weights_wrong(file, row, "no such group of patterns in rows.json, and no function F1 to F6");
    if (role < 0)
        return weights_wrong(file, row, "sentences.csv has no such role");
    if (!text_to_int(row->cells[places[PER_CENT]], 1, 100, &per_cent))
        return weights_wrong(file, row, "\"per_cent\" must be a whole number from 1 to 100");
    if (!text_to_int(row->cells[places[NEAR]], 1, per_cent, &near))
        return weights_wrong(file, row, "\"near_per_cent\" must be a whole number from 1 to \"per_cent\"");
    rules->items[rules->count++] = (struct told_rule){(size_t)group, (size_t)role, (float)per_cent / 100, (float)near / 100};
    return STATUS_OK;
}

enum status told_rules_load(const char *seeds, const struct roles *roles, struct told_rules **out, struct error *err)
{
    struct told_rules *rules = memory_alloc(sizeof *rules);
    struct csv_table table = {0};
    struct buffer path;
    int places[COLUMNS];
    *rules = (struct told_rules){.roles = roles};
    *out = NULL;
    buffer_init(&path, 4096);
    enum status status = buffer_printf(&path, "%s/rubric/told.csv", seeds) ? csv_load(buffer_text(&path), LIMIT_SEED_BYTES, &table, err)
                                                                         : error_set(err, STATUS_INPUT, "the seeds directory's name is too long");
    if (status == STATUS_OK)
        status = csv_columns(buffer_text(&path), &table, COLUMN_NAMES, COLUMNS, places, err);
    rules->items = memory_array(table.count + 1, sizeof *rules->items);
    const struct weights_file file = {.path = buffer_text(&path), .err = err};
    for (size_t i = 0; i < table.count && status == STATUS_OK; i++)
        status = read_rule(&file, &table.rows[i], places, rules);
    csv_release(&table);
    buffer_release(&path);
    if (status == STATUS_OK)
        *out = rules;
    else
        told_rules_free(rules);
    return status;
}

void told_rules_free(struct told_rules *rules)
{
    if (rules == NULL)
        return;
    free(rules->items);
    free(rules);
}

struct told_sentences told_find(const struct told_rules *rules, const struct reading *reading, struct arena *arena)
{
    size_t units = reading->segments.count, roles = roles_count(rules->roles);
    struct told_sentences told = {0};
    size_t capacity = 0;
    for (size_t i = 0; i < units; i++)
        for (size_t r = 0; r < rules->count; r++) {
            const struct told_rule *rule = &rules->items[r];
            const struct unit *unit = &reading->segments.units[i];
            float likely = reading->roles[i * roles + rule->role];
            if (likely < rule->near)
                continue;
            MEMORY_PUSH_ROOM(told.items, told.count, capacity);
            told.items[told.count++] = (struct told_sentence){rule->group, unit->block, unit->offset, roles_name(rules->roles, rule->role), likely, likely < rule->at_least};
        }
    struct told_sentence *kept = arena_array(arena, told.count + 1, sizeof *kept);
    if (told.count > 0)
        memcpy(kept, told.items, told.count * sizeof *kept);
    free(told.items);
    return (struct told_sentences){kept, told.count};
}

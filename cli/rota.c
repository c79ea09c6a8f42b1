#include "cli/rota.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"

struct turn {
    const struct council *council;
    int64_t last; /* -1 for never */
    size_t place; /* in the list as it was given */
};

static int longest_ago_first(const void *a, const void *b)
{
    const struct turn *x = a, *y = b;
    if (x->last != y->last)
        return x->last < y->last ? -1 : 1;
    return (x->place > y->place) - (x->place < y->place);
}

static int64_t last_of(const struct map *visits, const char *gss_code)
{
    const union map_value *found = gss_code != NULL && *gss_code != '\0' ? map_get(visits, gss_code, strlen(gss_code)) : NULL;
    return found != NULL ? ((const struct last_visit *)found->pointer)->finished_at : -1;
}

enum status rota_order(struct store *store, const struct council *const *councils, size_t count, struct arena *arena, const struct council *const **out,
                       struct error *err)
{
    struct last_visit *visits;
    size_t visit_count;
    enum status status = store_last_visits(store, arena, &visits, &visit_count, err);
    if (status != STATUS_OK)
        return status;
    struct map *by_code = map_new();
    for (size_t i = 0; i < visit_count; i++)
        map_put(by_code, visits[i].gss_code, strlen(visits[i].gss_code), NULL)->pointer = &visits[i];
    struct turn *turns = memory_array(count + 1, sizeof *turns);
    for (size_t i = 0; i < count; i++) {
        int64_t last = last_of(by_code, councils[i]->gss_code);
        /* Its visits under the code that it had before are its own too. */
        if (last < 0)
            last = last_of(by_code, councils[i]->former_gss_code);
        turns[i] = (struct turn){councils[i], last, i};
    }
    qsort(turns, count, sizeof *turns, longest_ago_first);
    const struct council **ordered = arena_array(arena, count + 1, sizeof *ordered);
    for (size_t i = 0; i < count; i++)
        ordered[i] = turns[i].council;
    free(turns);
    map_free(by_code);
    *out = ordered;
    return STATUS_OK;
}

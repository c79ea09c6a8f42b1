#include "crawler/links/sampling.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/memory.h"

struct item {
    struct item *next;
    void *item;
};

struct kind {
    int yes, no;
    bool looking;
    struct item *first, *last;
};

struct sampling {
    struct sampling_calls calls;
    struct map *kinds;
    struct arena arena;
};

struct sampling *sampling_new(const struct sampling_calls *calls)
{
    struct sampling *sampling = memory_alloc(sizeof *sampling);
    sampling->calls = *calls;
    sampling->kinds = map_new();
    return sampling;
}

void sampling_free(struct sampling *sampling)
{
    if (sampling == NULL)
        return;
    map_free(sampling->kinds);
    arena_release(&sampling->arena);
    free(sampling);
}

static struct kind *kind_of(struct sampling *sampling, const char *name)
{
    bool added;
    union map_value *place = map_put(sampling->kinds, name, strlen(name), &added);
    if (added)
        place->pointer = arena_alloc(&sampling->arena, sizeof(struct kind));
    return place->pointer;
}

/* A look may end, or another item come, before the call returns. */
static void go_on(struct sampling *sampling, struct kind *kind)
{
    while (kind->first != NULL && !kind->looking) {
        struct item *item = kind->first;
        kind->first = item->next;
        if (kind->yes >= SAMPLING_ENOUGH || kind->no >= SAMPLING_ENOUGH) {
            sampling->calls.believe(sampling->calls.context, item->item, kind->yes >= SAMPLING_ENOUGH);
        } else {
            kind->looking = true;
            sampling->calls.look(sampling->calls.context, item->item);
        }
    }
}

void sampling_add(struct sampling *sampling, const char *name, void *thing)
{
    struct kind *kind = kind_of(sampling, name);
    struct item *item = arena_alloc(&sampling->arena, sizeof *item);
    item->item = thing;
    if (kind->first != NULL)
        kind->last->next = item;
    else
        kind->first = item;
    kind->last = item;
    go_on(sampling, kind);
}

void sampling_seen(struct sampling *sampling, const char *name, bool yes)
{
    struct kind *kind = kind_of(sampling, name);
    kind->yes += yes;
    kind->no += !yes;
    kind->looking = false;
    go_on(sampling, kind);
}

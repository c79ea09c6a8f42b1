#include "crawler/frontier/beside.h"

#include <stdlib.h>

#include "base/memory.h"
#include "crawler/frontier/seen.h"

enum { TRIES_FREE = 5 }; /* in vain, whatever came of the others */

struct beside {
    struct seen *outside;
    int belong, vain;
};

struct beside *beside_new(void)
{
    struct beside *beside = memory_alloc(sizeof *beside);
    *beside = (struct beside){.outside = seen_new()};
    return beside;
}

void beside_free(struct beside *beside)
{
    if (beside == NULL)
        return;
    seen_free(beside->outside);
    free(beside);
}

void beside_note(struct beside *beside, bool belongs)
{
    beside->belong += belongs;
    beside->vain += !belongs;
}

void beside_note_outside(struct beside *beside, const char *address, size_t length)
{
    bool added;
    (void)seen_put(beside->outside, address, length, &added);
}

bool beside_is_worth(const struct beside *beside, const char *address, size_t length)
{
    return beside->vain < TRIES_FREE + beside->belong && seen_get(beside->outside, address, length) == NULL;
}

bool beside_leads_on(const struct beside *beside)
{
    return beside->belong > 0;
}

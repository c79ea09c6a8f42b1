#include "crawler/frontier/seen.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/memory.h"

enum { FIRST_SIZE = 1024 }; /* slots; always a power of two, at most three quarters full */

struct slot {
    uint64_t print[2];
    uint32_t number;
    bool used;
};

struct seen {
    struct slot *slots;
    size_t size, count;
};

struct seen *seen_new(void)
{
    struct seen *seen = memory_alloc(sizeof *seen);
    seen->size = FIRST_SIZE;
    seen->slots = memory_array(seen->size, sizeof *seen->slots);
    return seen;
}

void seen_free(struct seen *seen)
{
    if (seen == NULL)
        return;
    free(seen->slots);
    free(seen);
}

size_t seen_count(const struct seen *seen)
{
    return seen->count;
}

static void take_print(const char *bytes, size_t length, uint64_t print[2])
{
    unsigned char digest[DIGEST_BYTES];
    digest_raw(bytes, length, digest);
    memcpy(print, digest, 2 * sizeof *print);
}

/* The slot that holds the print, or the free one where it belongs. */
static struct slot *find(const struct seen *seen, const uint64_t print[2])
{
    size_t at = (size_t)print[0] & (seen->size - 1);
    while (seen->slots[at].used && (seen->slots[at].print[0] != print[0] || seen->slots[at].print[1] != print[1]))
        at = (at + 1) & (seen->size - 1);
    return &seen->slots[at];
}

static void grow(struct seen *seen)
{
    struct seen larger = {.size = seen->size * 2, .count = seen->count};
    larger.slots = memory_array(larger.size, sizeof *larger.slots);
    for (size_t i = 0; i < seen->size; i++)
        if (seen->slots[i].used)
            *find(&larger, seen->slots[i].print) = seen->slots[i];
    free(seen->slots);
    *seen = larger;
}

const uint32_t *seen_get(const struct seen *seen, const char *bytes, size_t length)
{
    uint64_t print[2];
    take_print(bytes, length, print);
    const struct slot *slot = find(seen, print);
    return slot->used ? &slot->number : NULL;
}

uint32_t *seen_put(struct seen *seen, const char *bytes, size_t length, bool *added)
{
    uint64_t print[2];
    if ((seen->count + 1) * 4 > seen->size * 3)
        grow(seen);
    take_print(bytes, length, print);
    struct slot *slot = find(seen, print);
    *added = !slot->used;
    if (*added) {
        *slot = (struct slot){.print = {print[0], print[1]}, .number = 0, .used = true};
        seen->count++;
    }
    return &slot->number;
}

#include "base/map.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/memory.h"

struct entry {
    uint64_t hash;
    char *key;
    size_t length;
    union map_value value;
};

struct map {
    struct entry *entries; /* in order of insertion */
    size_t count, capacity;
    uint32_t *slots;       /* entry number plus one; zero is empty; power of two */
    size_t slot_count;
    struct arena keys;
};

/* One seed for the process, since a map made in one thread may be read in another. */
static uint64_t process_seed(void)
{
    static uint64_t value;
    uint64_t current = __atomic_load_n(&value, __ATOMIC_RELAXED);
    if (current == 0) {
        uint64_t fresh, expected = 0;
        if (getrandom(&fresh, sizeof fresh, GRND_NONBLOCK) != (ssize_t)sizeof fresh)
            fresh = (uint64_t)(uintptr_t)&fresh;
        current = fresh | 1;
        if (!__atomic_compare_exchange_n(&value, &expected, current, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED))
            current = expected;
    }
    return current;
}

/* wyhash's mixing step over eight bytes at a time: fast, and keyed. */
static uint64_t mix(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t hash(uint64_t key, const char *bytes, size_t length)
{
    uint64_t h = key ^ mix(length ^ 0xa0761d6478bd642fULL, 0xe7037ed1a0b428dbULL);
    while (length >= 8) {
        uint64_t word;
        memcpy(&word, bytes, 8);
        h = mix(h ^ word, 0x8ebc6af09c88c6e3ULL);
        bytes += 8;
        length -= 8;
    }
    uint64_t tail = 0;
    if (length > 0)
        memcpy(&tail, bytes, length);
    return mix(h ^ tail, 0x589965cc75374cc3ULL);
}

struct map *map_new(void)
{
    struct map *map = memory_alloc(sizeof *map);
    map->slot_count = 16;
    map->slots = memory_array(map->slot_count, sizeof *map->slots);
    return map;
}

void map_free(struct map *map)
{
    if (map == NULL)
        return;
    arena_release(&map->keys);
    free(map->entries);
    free(map->slots);
    free(map);
}

size_t map_count(const struct map *map)
{
    return map->count;
}

static size_t find(const struct map *map, uint64_t h, const char *key, size_t length)
{
    size_t slot = (size_t)h & (map->slot_count - 1);
    while (map->slots[slot] != 0) {
        const struct entry *entry = &map->entries[map->slots[slot] - 1];
        if (entry->hash == h && entry->length == length && (length == 0 || memcmp(entry->key, key, length) == 0))
            break;
        slot = (slot + 1) & (map->slot_count - 1);
    }
    return slot;
}

union map_value *map_get(const struct map *map, const char *key, size_t length)
{
    size_t slot = find(map, hash(process_seed(), key, length), key, length);
    return map->slots[slot] != 0 ? &map->entries[map->slots[slot] - 1].value : NULL;
}

static void widen(struct map *map)
{
    free(map->slots);
    map->slot_count *= 2;
    map->slots = memory_array(map->slot_count, sizeof *map->slots);
    for (size_t i = 0; i < map->count; i++) {
        size_t slot = (size_t)map->entries[i].hash & (map->slot_count - 1);
        while (map->slots[slot] != 0)
            slot = (slot + 1) & (map->slot_count - 1);
        map->slots[slot] = (uint32_t)(i + 1);
    }
}

union map_value *map_put(struct map *map, const char *key, size_t length, bool *added)
{
    uint64_t h = hash(process_seed(), key, length);
    size_t slot = find(map, h, key, length);
    bool fresh = map->slots[slot] == 0;
    if (added != NULL)
        *added = fresh;
    if (!fresh)
        return &map->entries[map->slots[slot] - 1].value;
    MEMORY_PUSH_ROOM(map->entries, map->count, map->capacity);
    struct entry *entry = &map->entries[map->count++];
    *entry = (struct entry){.hash = h, .key = arena_copy_n(&map->keys, key, length), .length = length};
    map->slots[slot] = (uint32_t)map->count;
    if (map->count * 4 > map->slot_count * 3)
        widen(map);
    return &map->entries[map->count - 1].value;
}

const char *map_key(const struct map *map, size_t i, size_t *length)
{
    if (length != NULL)
        *length = map->entries[i].length;
    return map->entries[i].key;
}

union map_value *map_at(const struct map *map, size_t i)
{
    return &map->entries[i].value;
}

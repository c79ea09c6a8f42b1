/* A hash map from byte strings to pointers or numbers. Keys are copied in. The hash is
 * seeded per process, so hostile pages can't choose colliding keys; the order of
 * iteration is the order of insertion, so results don't depend on the seed. */
#ifndef COREOFFER_BASE_MAP_H
#define COREOFFER_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

union map_value {
    void *pointer;
    int64_t number;
};

struct map;

struct map *map_new(void);
void map_free(struct map *map); /* the values are the caller's */
size_t map_count(const struct map *map);

/* The value's place, or NULL. Valid until the next map_put. */
union map_value *map_get(const struct map *map, const char *key, size_t length);
/* The value's place, made zero where it was absent; `*added` (may be NULL) says which. */
union map_value *map_put(struct map *map, const char *key, size_t length, bool *added);

/* The i-th entry in order of insertion, 0 <= i < map_count. */
const char *map_key(const struct map *map, size_t i, size_t *length);
union map_value *map_at(const struct map *map, size_t i);

#endif

#include "crawler/frontier/recent.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { TEXT_MAX = 300 };

struct place {
    char *text;        /* NULL while it is free */
    uint64_t hash;
};

struct recent {
    size_t places, size;
    struct place *texts;
    char *values;      /* one a place, and one for texts that are not kept */
};

struct recent *recent_new(size_t places, size_t size)
{
    struct recent *recent = memory_alloc(sizeof *recent);
    recent->places = places;
    recent->size = size;
    recent->texts = memory_array(places, sizeof *recent->texts);
    recent->values = memory_array(places + 1, size);
    return recent;
}

void recent_free(struct recent *recent)
{
    if (recent == NULL)
        return;
    for (size_t i = 0; i < recent->places; i++)
        free(recent->texts[i].text);
    free(recent->texts);
    free(recent->values);
    free(recent);
}

/* FNV-1a, eight bytes at once: texts that collide take each other's place, and no more. */
static uint64_t hash_of(const char *text, size_t length)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t at = 0; at < length; at += sizeof hash) {
        uint64_t eight = 0;
        memcpy(&eight, text + at, length - at < sizeof eight ? length - at : sizeof eight);
        hash = (hash ^ eight) * 0x9e3779b97f4a7c15u;
        hash ^= hash >> 32;
    }
    return hash;
}

/* By the topmost bits: a letter at the end of its eight bytes reaches no others. */
static size_t place_of(uint64_t hash, size_t places)
{
    return (size_t)((hash >> 32) * places >> 32);
}

void *recent_of(struct recent *recent, const char *text)
{
    size_t length = strlen(text);
    uint64_t hash = length > TEXT_MAX ? 0 : hash_of(text, length);
    size_t at = length > TEXT_MAX ? recent->places : place_of(hash, recent->places);
    void *value = recent->values + at * recent->size;
    if (length <= TEXT_MAX) {
        struct place *place = &recent->texts[at];
        if (place->text != NULL && place->hash == hash && strcmp(place->text, text) == 0)
            return value;
        free(place->text);
        *place = (struct place){memory_copy_n(text, length), hash};
    }
    memset(value, 0, recent->size);
    return value;
}

#include "crawler/browser/reply_cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/memory.h"

struct reply_cache {
    struct map *replies;  /* key to struct fetch_reply, in the arena */
    struct arena arena;
    size_t ceiling;
};

struct reply_cache *reply_cache_new(size_t ceiling)
{
    struct reply_cache *cache = memory_alloc(sizeof *cache);
    cache->replies = map_new();
    cache->ceiling = ceiling;
    return cache;
}

void reply_cache_free(struct reply_cache *cache)
{
    if (cache == NULL)
        return;
    map_free(cache->replies);
    arena_release(&cache->arena);
    free(cache);
}

static bool is_lasting(const struct fetch_reply *reply)
{
    return reply->reason == REASON_NONE && reply->status >= 200 && reply->status < 500 && reply->status != 429;
}

void reply_cache_put(struct reply_cache *cache, const char *key, const struct fetch_reply *reply)
{
    if (!is_lasting(reply) || reply->body_length > cache->ceiling)
        return;
    if (cache->arena.used + reply->body_length > cache->ceiling) {
        map_free(cache->replies);
        cache->replies = map_new();
        arena_release(&cache->arena);
    }
    struct arena *arena = &cache->arena;
    struct fetch_reply *kept = arena_alloc(arena, sizeof *kept);
    struct fetch_header *headers = arena_array(arena, reply->header_count, sizeof *headers);
    for (size_t i = 0; i < reply->header_count; i++)
        headers[i] = (struct fetch_header){arena_copy(arena, reply->headers[i].name), arena_copy(arena, reply->headers[i].value)};
    *kept = (struct fetch_reply){
        .status = reply->status, .headers = headers, .header_count = reply->header_count, .undecoded = reply->undecoded,
        .body = arena_copy_n(arena, reply->body_length > 0 ? reply->body : "", reply->body_length), .body_length = reply->body_length,
        .url = "", .detail = "", .content_type = "", .location = "", .wire_request = "", .wire_headers = "", .wire_body = "", .address = "",
    };
    map_put(cache->replies, key, strlen(key), NULL)->pointer = kept;
}

const struct fetch_reply *reply_cache_get(const struct reply_cache *cache, const char *key)
{
    const union map_value *place = map_get(cache->replies, key, strlen(key));
    return place != NULL ? place->pointer : NULL;
}

/* Answers kept for a run, so that a script that many pages share is asked for once. */
#ifndef COREOFFER_CRAWLER_REPLY_CACHE_H
#define COREOFFER_CRAWLER_REPLY_CACHE_H

#include "crawler/fetch/fetch.h"

struct reply_cache;
struct reply_cache *reply_cache_new(size_t ceiling); /* bytes; when full it begins anew */
void reply_cache_free(struct reply_cache *cache);

/* Keeps status, headers and body of what is the same when asked again: no fault of the
 * moment. `key` names the request. */
void reply_cache_put(struct reply_cache *cache, const char *key, const struct fetch_reply *reply);
/* NULL where there is none; until the next put. */
const struct fetch_reply *reply_cache_get(const struct reply_cache *cache, const char *key);

#endif

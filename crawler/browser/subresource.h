/* What a page asks for while it is rendered. Every request is held by Chromium until we
 * answer it: with the page itself, an answer that was had before, one that our fetcher
 * brings (scheme, internal hosts, ignored addresses, robots.txt, delay, private addresses
 * and ceilings as for any other), or a refusal. Only reading is done: GET, by scripts,
 * style sheets and what scripts fetch; pictures, fonts, films, frames and forms are not.
 * Cookies: crawler/browser/render_fields.h. */
#ifndef COREOFFER_CRAWLER_SUBRESOURCE_H
#define COREOFFER_CRAWLER_SUBRESOURCE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "crawler/browser/browser.h"
#include "crawler/browser/devtools.h"
#include "crawler/browser/reply_cache.h"
#include "crawler/engine.h"

/* Every request under way, of whatever page. */
struct subresource_list {
    struct subresource *first;
};
/* Forgets them all: once the fetcher and the gate call back no more. */
void subresource_list_release(struct subresource_list *list);

struct subresource_setup {
    struct engine *engine;
    struct devtools *devtools;
    struct reply_cache *cache;
    struct subresource_list *list;
    const struct browser_page *page;
    const char *session;         /* these two are copied */
    const char *frame;           /* the page's own frame */
};

/* What one page has asked for. */
struct subresources;
struct subresources *subresources_new(const struct subresource_setup *setup);
/* The page is over: nothing is answered any more. What the fetcher still has under way
 * comes to its end unheard. */
void subresources_leave(struct subresources *all);

/* Fetch.requestPaused. False where it says nothing new of the page: it asks again and again
 * for what it has. */
bool subresources_paused(struct subresources *all, const cJSON *params);

size_t subresources_open(const struct subresources *all);        /* requests that wait for us */
const char *subresources_lacking(const struct subresources *all); /* what it did not get, as browser_result has it; NULL */
/* The page was asked to go elsewhere, or to be asked for again with other cookies: where to
 * (canonical), and the Cookie that the server there is to see, "" for none. Whether its
 * scripts want that, and not a form, is not told here. */
bool subresources_going(const struct subresources *all, const char **url, const char **cookie);
bool subresources_excess(const struct subresources *all);        /* it asks without end */

#endif

/* One page's time in the browser: a tab of its own with nothing in it, the page handed
 * over, its scripts run until nothing is asked for any more or they take too long, the
 * document taken, the tab closed. Private to browser.c. */
#ifndef COREOFFER_CRAWLER_RENDER_H
#define COREOFFER_CRAWLER_RENDER_H

#include "crawler/browser/browser.h"
#include "crawler/browser/devtools.h"
#include "crawler/browser/reply_cache.h"
#include "crawler/browser/subresource.h"

struct render_setup {
    struct engine *engine;
    struct devtools *devtools;
    struct reply_cache *cache;
    struct subresource_list *list;
    const char *user_agent;      /* what scripts are told */
};

struct render;
struct render *render_new(const struct render_setup *setup, const struct browser_page *page, double now);
/* Closes the tab, where it stands. */
void render_free(struct render *render);

/* Takes a message that is meant for it; false where it is not. */
bool render_heard(struct render *render, const struct devtools_message *message, double now);
/* Looks at the clock: to be called a few times a second, at whatever else happens. */
void render_tick(struct render *render, double now);
/* What became of it, once it is over, else NULL. */
const struct browser_result *render_result(const struct render *render);
/* It is over because the browser itself, and not the page, does not answer. */
bool render_is_unanswered(const struct render *render);

#endif

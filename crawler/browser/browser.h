/* Pages that a script builds, rendered by headless Chromium (`--browser`). Chromium never
 * touches the network: what a page and its scripts ask for is asked for by our own fetcher,
 * with all its manners, and handed over. Private to the crawl. */
#ifndef COREOFFER_CRAWLER_BROWSER_H
#define COREOFFER_CRAWLER_BROWSER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "crawler/fetch/fetch.h"
#include "crawler/url/url.h"

struct engine;
struct council;

struct browser;
/* Starts `path` and waits until it answers. STATUS_USAGE, with a sentence that names it,
 * where it is no Chromium or one that does not work here. */
MUST_USE enum status browser_new(struct engine *engine, const char *path, struct browser **out, struct error *err);
/* Ends it; pages under way are dropped without a word. Once fetcher and gate are gone, or
 * call back no more. */
void browser_free(struct browser *browser);

/* Starts `path`, asks for its version ("Chrome/156.0.1.2"), which is written to `version`,
 * and ends it. Errors as browser_new. */
enum { BROWSER_VERSION_SIZE = 64 };
MUST_USE enum status browser_check(const char *path, char version[BROWSER_VERSION_SIZE], struct error *err);

/* How a page ended; valid during the call. One of `html`, `moved_to` and `fault` is set. */
struct browser_result {
    const char *html; size_t length; /* the document as it stands after its scripts, UTF-8; not NUL-free */
    const char *lacking;     /* why it may not be all of the page: a fixed sentence; NULL where it is whole */
    const char *moved_to;    /* a script sends the reader there, or back to the page itself: absolute, not yet looked at */
    const char *cookie;      /* with moved_to: what is to be sent there as Cookie; "" for none */
    const char *jar;         /* with moved_to: the page's cookies, for browser_page.jar; "" for none */
    const char *fault;       /* why it could not be rendered: a fixed sentence */
};

/* A page that was fetched. What it points to must live until `done` is called. */
struct browser_page {
    const struct council *council;   /* in whose archive the exchanges go; NULL for none */
    const struct url *url;           /* http or https */
    const struct fetch_header *headers; size_t header_count;
    const char *body; size_t length; /* decoded */
    const char *cookie;              /* that it was asked for with; NULL or "" for none */
    const char *jar;                 /* cookies of the page that sent the reader here; NULL or "" for none */
    bool stays;                      /* it was asked for again often enough: other cookies ask for it no more */
    void (*done)(void *context, const struct browser_result *result);
    void *context;
};
/* Queues it: LIMIT_RENDERS_AT_ONCE are under way at a time. */
void browser_render(struct browser *browser, const struct browser_page *page);
/* Handles what has come from Chromium, and ends what takes too long. After each
 * fetcher_run, which returns when Chromium has something to say. */
void browser_work(struct browser *browser);

#endif

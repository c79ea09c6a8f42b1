/* One address asked about, as a link leads to it: by HEAD, then by GET where HEAD leaves doubt
 * or is not enough, reading no more than needed; seen twice before it is said to lead
 * nowhere; rendered where a page is wanted as a reader sees it and there is a browser. */
#ifndef COREOFFER_CRAWLER_INQUIRY_H
#define COREOFFER_CRAWLER_INQUIRY_H

#include <stdbool.h>

#include "crawler/browser/browser.h"
#include "crawler/crawl_words.h"
#include "crawler/links/chain.h"
#include "crawler/links/landing.h"
#include "crawler/links/probes.h"
#include "crawler/links/standing.h"
#include "crawler/links/wording.h"
#include "crawler/workers.h"
#include "model/document.h"
#include "model/link.h"

struct inquiry_parts {
    struct chains *chains;
    struct workers *workers;
    struct probes *probes;
    struct standings *standings;
    struct browser *browser;           /* NULL for none */
    const struct wording *wording;
    const struct crawl_words *words;
    const struct landings *landings;
    const struct url_policy *policy;
};

struct inquiries; /* every one under way */
struct inquiries *inquiries_new(const struct inquiry_parts *parts);
/* Drops those under way without calling them back; after chains, workers and browser. */
void inquiries_free(struct inquiries *inquiries);

/* How one ended. Valid during the call. */
struct inquiry_answer {
    enum link_reason reason;
    int status, redirects, looks;
    bool permanent, completed;       /* as of chain_end */
    const char *final_url;
    const char *fragment, *secured;  /* as of chain_end */
    const struct document *document; /* of a page that was read, as a browser showed it where it was rendered; else NULL */
    bool cut;                        /* `document` is its beginning */
    bool rendered;                   /* a browser had it, for good or in vain */
};

struct inquiry_request {
    const char *url;                 /* absolute, canonical; copied, its fragment dropped */
    bool whole;                      /* all of the page is wanted, by GET */
    bool loaded;                     /* as in linkcheck_body */
    bool read;                       /* the page's words are wanted: by GET, and rendered where it is empty without scripts */
    const char *route;               /* with `show`: the script's page that is wanted (anchors_name_route), NULL for none; copied */
    bool show;                       /* the page is wanted as a browser shows it, and no verdict: REASON_NONE */
    void (*done)(void *context, void *tag, const struct inquiry_answer *answer);
    void *context, *tag;
};

/* False where the address is none. `done` may be called before it returns. */
bool inquiry_begin(struct inquiries *inquiries, const struct inquiry_request *request);

#endif

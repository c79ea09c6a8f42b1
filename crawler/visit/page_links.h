/* The links of a page as addresses: resolved against the page's final address and its base
 * href as browsers do, with what can be told without asking. */
#ifndef COREOFFER_CRAWLER_PAGE_LINKS_H
#define COREOFFER_CRAWLER_PAGE_LINKS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "crawler/crawl.h"
#include "crawler/links/phrases.h"
#include "crawler/url/scheme.h"
#include "crawler/url/url.h"
#include "model/document.h"

struct page_links_context {
    const struct document *document;
    const struct url *final;          /* of the page */
    const struct url_policy *policy;
    const struct scheme_rules *rules;
    const char *const *sites;         /* registrable domains that are the council's own; NULL ends */
    bool allow_private;               /* names and addresses of an intranet may be asked for */
    const struct phrases *more;       /* of enum more_place (crawler/frontier/listing.h); NULL: no button shows the rest of a list */
    bool nofollow;                    /* the page forbids to follow its links: `robots` */
};

struct page_link {
    struct crawl_link link;           /* url: canonical with its fragment, or as written */
    const char *bare;                 /* the address without fragment; NULL where it isn't http(s) */
    bool mixed;                       /* an https page embeds it by http */
    bool external;                    /* http(s) of another site */
    bool guess, loads;                /* as in struct document_link; of what buttons load, the rest of a list alone */
};

/* At most LIMIT_LINKS_PER_PAGE, guesses that are no web addresses left out, and what buttons load but the rest of a list; everything in `arena`. */
struct page_link *page_links_resolve(struct arena *arena, const struct page_links_context *context, size_t *count);
/* Whether a host belongs to one of the sites. */
bool page_links_is_own(const char *const *sites, const char *host);

#endif

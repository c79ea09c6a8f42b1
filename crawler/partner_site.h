/* A service that has a web site of its own says on its front page little of what families ask. Of such a site, where
 * a council sends families to its front page, the few pages below it that promise most are read too. What links to
 * them say: seeds/crawl/partner-pages.csv. */
#ifndef COREOFFER_CRAWLER_PARTNER_SITE_H
#define COREOFFER_CRAWLER_PARTNER_SITE_H

#include <stddef.h>

#include "base/status.h"
#include "crawler/page_links.h"
#include "crawler/phrases.h"

enum { PARTNER_SITE_PAGES = 6 };

/* As phrases_load; `out` by phrases_release. */
MUST_USE enum status partner_site_load(const char *seeds, struct phrases *out, struct error *err);

/* Of the front page's links the numbers of those to follow, the most promising first, ties in the order of the page:
 * at most PARTNER_SITE_PAGES, each to another page of the same host. Returns how many. */
size_t partner_site_choose(const struct phrases *words, const struct url *front, const struct page_link *links, size_t count,
                           size_t chosen[PARTNER_SITE_PAGES]);

#endif

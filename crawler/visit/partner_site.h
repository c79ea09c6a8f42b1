/* Which pages of a partner are read beside the one that a council sends families to. Its page on the service seldom says
 * all that families ask: of an adviser's own site the front page, of a trust's therapies an overview with a page for each.
 * Words of links that lead to more: seeds/crawl/partner-pages.csv. */
#ifndef COREOFFER_CRAWLER_PARTNER_SITE_H
#define COREOFFER_CRAWLER_PARTNER_SITE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "crawler/crawl_words.h"
#include "crawler/visit/page_links.h"

/* A front page that leads to no more pages than these is that of a small site, and any of them may tell of the service. */
enum { PARTNER_SITE_PAGES = 8, PARTNER_SITE_LEAFLETS = 2 };

/* A link to follow. */
struct partner_choice {
    size_t link;  /* its number among those given */
    int weight;   /* how much it promises, 1 and more */
    int round;    /* 0 for the most promising of its page, 1 for the next */
};

/* What a partner's page is to its site. */
enum partner_page {
    PARTNER_INNER,
    PARTNER_FRONT,
    PARTNER_FURTHER,    /* a page that another page of the partner led to: it leads to leaflets and to what names a service */
    PARTNER_LAST,       /* a page that such a one led to: it leads to leaflets alone */
    PARTNER_WHOLE_SITE, /* the front page of a site to which the council hands its readers on: any of its pages may tell of the service */
};

/* `words` must outlive it; the caller's: partner_site_free. Not for several threads at a time. Errors as phrases_load. */
struct partner_site;
MUST_USE enum status partner_site_load(const char *seeds, const struct crawl_words *words, struct partner_site **out, struct error *err);
void partner_site_free(struct partner_site *site);

/* Whether the words promise a service: a title, or the first words of a page. */
bool partner_site_promises(struct partner_site *site, const char *words);
/* Of the links of a partner's page, those to follow, the most promising first, ties in
 * the order of the page: at most PARTNER_SITE_PAGES, each to another page of the same host. From any page but further ones they are those
 * that partner-pages.csv asks for anywhere, or in footers too; from a front page those whose words ask to be followed, from that of a small site all; from
 * an inner one those that lie beneath it or name a service themselves, and its leaflets; from a further one leaflets and those of its main content that name a service;
 * from a last one at most PARTNER_SITE_LEAFLETS leaflets. Returns how many. */
size_t partner_site_choose(struct partner_site *site, const struct url *page, enum partner_page kind, const struct page_link *links, size_t count,
                           struct partner_choice chosen[PARTNER_SITE_PAGES]);

/* Which of two partners' links is asked for first, as for qsort: round by round, so that a page limit leaves no partner out
 * for what another one has at the bottom of its list, and in a round by promise. 0 where neither is. */
int partner_site_compare(const struct partner_choice *a, const struct partner_choice *b);

#endif

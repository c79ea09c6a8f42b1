/* What a link promises: by its words, the heading and title that it stands under, and its address, from crawl_words.h; whether it is to be
 * read as a page, as what, and how soon. The design's order of reading (CRAWLING.md). Not for several threads at a time. */
#ifndef COREOFFER_CRAWLER_PROMISE_H
#define COREOFFER_CRAWLER_PROMISE_H

#include "crawler/crawl_words.h"
#include "crawler/frontier/frontier.h"
#include "crawler/frontier/frontier_scope.h"

/* What an address alone tells. */
struct promise_look {
    uint32_t entry;        /* promise_entry's */
    enum { LOOK_NONE, LOOK_RULE, LOOK_WHOLE } depth; /* how far it went */
    bool http;
    struct address_rule rule;
    /* From LOOK_WHOLE: */
    enum scope_place place;
    bool subsite;          /* frontier_scope_is_subsite */
    int points, parameters;
};

/* What the words around a link say, in weighted points. */
struct promise {
    int own, heading, title, context;
};

struct promises;
/* `words` must outlive it; addresses are told apart by frontier_scope_new(words, council, start). The caller's: promises_free. */
struct promises *promises_new(const struct crawl_words *words, const struct council *council, const char *start);
void promises_free(struct promises *promises);

/* LOOK_RULE or LOOK_WHOLE. A copy, since others may take its place while it is used. */
struct promise_look promise_look(struct promises *promises, const char *address, int depth);
/* A number of the caller's that is kept with what is known of an address, 0 until it is set; until the next call. Any may be forgotten. */
uint32_t *promise_entry(struct promises *promises, const char *address);

struct promise promise_weigh(struct promises *promises, const struct frontier_link *link, const struct promise_look *look);
/* Whether the link is to be read as a page, and why. */
bool promise_is_wanted(struct promises *promises, const struct frontier_link *link, const struct promise *promise, const struct promise_look *look,
                       enum page_purpose *purpose);
/* Whether the content of the Local Offer, or of a page whose very address is on topic, leads there. */
bool promise_is_from_core(struct promises *promises, const struct frontier_link *link);
/* Whether the link stands in the content of its page, or among the numbers of a list's pages, on the same host. */
bool promise_may_be_listed(const struct frontier_link *link, const struct promise *promise, const struct promise_look *look);
/* Whether the link stands in a list beside the content: a menu, "In this section". */
bool promise_stands_beside(const struct frontier_link *link);
/* Whether such a link of a page of the Local Offer leads to what may belong to it, on the same host: to be tried (crawler/frontier/beside.h). */
bool promise_is_beside(struct promises *promises, const struct frontier_link *link, const struct promise *promise, const struct promise_look *look);
/* Whether the page that carries the link belongs to the Local Offer by its breadcrumbs, its title or its address. */
bool promise_is_within(struct promises *promises, const struct frontier_link *link);
/* The page that carries the link, in another language: "/fr/short-breaks" on "/short-breaks". */
bool promise_is_translation(const struct frontier_link *link);
/* The link's own words promise a service. */
bool promise_is_worded(struct promises *promises, const struct frontier_link *link);
/* The title of the page promises what is there, the link's words don't, and the page has hardly another way out. */
bool promise_is_handed_on(const struct promises *promises, const struct frontier_link *link, const struct promise *promise);
/* More is sooner. */
int promise_priority(const struct promises *promises, const struct frontier_link *link, const struct promise *promise, const struct promise_look *look,
                     enum page_purpose purpose);

#endif

/* The frontier of one council: which address is asked for next, and which never.
 *
 * Everything follows from the pages read and their links, in order: feeding the same
 * sequence again gives the same frontier, which is how a killed run goes on. */
#ifndef COREOFFER_CRAWLER_FRONTIER_H
#define COREOFFER_CRAWLER_FRONTIER_H

#include <stdbool.h>
#include <stddef.h>

#include "crawler/url/url.h"
#include "model/council.h"
#include "model/document.h"
#include "model/link.h"
#include "model/page.h"

struct crawl_words;

struct frontier_options {
    int max_pages, max_depth;
    const struct crawl_words *words;
    const struct url_policy *policy;
    const struct landings *landings; /* these two may be NULL: see listings_new */
    const struct phrases *more;
};

struct frontier;
/* `start` is the Local Offer's address (absolute). Scope: its host and path; the council's
 * registrable domain for on-topic pages; leaflets wherever linked; partner pages one deep, and a few more that these lead to. */
struct frontier *frontier_new(const struct council *council, const char *start, const struct frontier_options *options);
void frontier_free(struct frontier *frontier);

/* What to do with a link of a page that was read. */
enum frontier_decision {
    FRONTIER_QUEUED,     /* will be read as a page */
    FRONTIER_SEEN,       /* known already */
    FRONTIER_CHECK_ONLY, /* out of scope: only the link's state is wanted */
    FRONTIER_TRAP,       /* the endless: calendars, sessions, sort orders; `limit` */
    FRONTIER_CUT,        /* a list's next page, beyond what is read of one that brings nothing new: see goes_on; `limit` */
    FRONTIER_ACTION,     /* add, delete, log out: never asked for */
    FRONTIER_FULL,       /* over a ceiling; `limit` */
};
struct frontier_link {
    const char *url;          /* absolute, canonical */
    const char *text;         /* the link's words */
    const char *heading;      /* heading above it, or "" */
    const char *around;       /* the sentence or two that it alone stands in, or "" */
    const char *page_url;     /* of the page that carries it, as read; NULL for a sitemap */
    const char *page_title;   /* the same page's; never NULL, as text and heading */
    const char *trail;        /* the words of the same page's breadcrumbs, or NULL */
    bool within;              /* it is the start, or these lead there: the page is a part of the Local Offer wherever its address lies */
    enum link_kind kind;
    enum block_zone zone;
    enum page_purpose page_purpose; /* of the page that carries it: a partner's links aren't followed */
    int page_clicks;          /* clicks of the page that carries it; -1 for a sitemap */
    int64_t page_order;
    bool translated;          /* the page that carries it is one of the site in another language than English */
    bool goes_on;             /* offered again after FRONTIER_CUT, since the page did bring something to read */
    bool hands_on;            /* the page sends its readers to one or two other sites and no more: "There's a whole site for you" */
};
enum frontier_decision frontier_offer(struct frontier *frontier, const struct frontier_link *link);
/* A further page of a partner (crawler/visit/partner_site.h), whatever its words promise, so many `steps` from the page that the council leads to: queued
 * while there is budget for it. */
enum frontier_decision frontier_offer_further(struct frontier *frontier, const struct frontier_link *link, int steps);

/* What came of a page of the council's own that was taken. The limit is of pages read: what is forbidden, not there or leads to a page that
 * was read is given back, but for what sitemaps alone list, as often as the limit has pages. Sitemaps that list more of what is gone than
 * of what is there are believed last. */
enum frontier_outcome {
    FRONTIER_READ,
    FRONTIER_LED_BACK,  /* redirected to a page that had been read */
    FRONTIER_GONE,      /* there is nothing */
    FRONTIER_FAILED,
    FRONTIER_NOT_ASKED, /* no request was made for it at all */
};
void frontier_note_outcome(struct frontier *frontier, const char *url, enum frontier_outcome outcome);

/* A page was read, before its links are offered: `page` as for frontier_offer, of whatever link; `url` as it was taken. Where it was tried because
 * a list beside a page of the Local Offer leads there (crawler/frontier/beside.h), notes whether it belongs to that; returns true where it does not. */
bool frontier_is_outside(struct frontier *frontier, const char *url, const struct frontier_link *page);
/* Such a page is kept: frontier_take gives it again, and counts it once, where the content of a page leads to it after all. */
void frontier_keep_open(struct frontier *frontier, const char *url);
/* A link of such a page: one that stands beside its content is of the whole site's menu. */
void frontier_note_outside(struct frontier *frontier, const struct frontier_link *link);

struct frontier_next {
    const char *url;          /* the frontier's own, until frontier_free */
    const char *same_as;      /* NULL, or the address of a page that was taken before and is the same: not to be read again */
    bool plain;               /* then: it has nothing of what the other has for nothing */
    int clicks;
    enum page_purpose purpose;
    int further;              /* offered by frontier_offer_further: its steps; 0 for others */
    bool promised;            /* of a partner's page: the words of a link to it promise a service */
    const char *handed_on;    /* of a partner's page that not the link promises but the title of a page that hands on to it: that title; else NULL */
    int64_t found_on;         /* page_order of the page it was found on, -1 none */
};
/* The most promising address, the start first, ties in the order offered; partners get
 * their share of the turns; what is only another way to write the address of a page that was read comes last of all. False when there is none left or the budget is used up. */
bool frontier_take(struct frontier *frontier, struct frontier_next *next);
/* What is known of addresses that are one and the same page; the frontier's own. What pages tell of that is to be noted there, in the order
 * of the visit, and links to be offered by aliases_first. */
struct aliases *frontier_aliases(const struct frontier *frontier);
/* A page read under another address (redirect, canonical): both count as seen. Both are
 * canonical. Returns false where the final address had been taken already, so this is the
 * same page again. */
bool frontier_settle(struct frontier *frontier, const char *url, const char *final_url);
size_t frontier_left(const struct frontier *frontier); /* queued, not yet taken */
/* Of those, what may be a page that was not read, and what was not queued for its depth or number though it is wanted. Looks at each. */
size_t frontier_missed(struct frontier *frontier);
bool frontier_over_budget(const struct frontier *frontier);
/* Whether an address (canonical) is the start's, or where that led to, and tells something: a site's front page is above all its pages. */
bool frontier_is_start(struct frontier *frontier, const char *url);

#endif

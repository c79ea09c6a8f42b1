/* One council's visit: from its listed address to the verdicts on its links. Private to
 * the crawl; site.c walks through the stages, seek.c finds where to start. One page is
 * asked for at a time, and the next is chosen only when its links have arrived, so that
 * the order of a visit depends on nothing but what the pages say. */
#ifndef COREOFFER_CRAWLER_SITE_H
#define COREOFFER_CRAWLER_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crawler/engine.h"
#include "crawler/visit/page_ask.h"
#include "crawler/visit/page_links.h"
#include "crawler/visit/partner_site.h"

struct frontier_next;

enum site_stage {
    SITE_SEEKING,   /* where does the Local Offer start? */
    SITE_WAITING,   /* the host was down: a second chance later */
    SITE_ROBOTS,    /* robots.txt of the start's host names the sitemaps */
    SITE_SITEMAPS,
    SITE_PAGES,
    SITE_PARTNERS,  /* pages of other sites, several at once: nothing is chosen by what they say */
    SITE_HOME,      /* how many clicks from the council's home page */
    SITE_CHECKS,    /* verdicts on the links */
    SITE_DONE,
};

/* Where the search for the Local Offer stands. */
enum seek_step { SEEK_LISTED, SEEK_ALTERNATIVE, SEEK_HOME, SEEK_SIGNPOSTS, SEEK_GIVEN_UP };

struct candidate {
    const char *url;
    const char *plain;           /* without parameters that make no difference */
    int score, clicks;           /* clicks from home, -1 where only a sitemap led to it */
    bool asked, foreign;         /* foreign: on another registrable domain than the council's */
};

struct seek {
    enum seek_step step;
    const char *asking;          /* canonical */
    bool second;                 /* this is the second look at it */
    bool had_chance;             /* the second chance after the host was down was used */
    double chance_at;            /* clock_monotonic */
    enum link_reason failed;     /* of the first address that could not be used */
    bool home_failed;            /* `failed` is the home page's */
    struct candidate *candidates;
    size_t candidate_count, candidate_capacity;
    int pages;
    const char *home;            /* where the home page was read, or NULL */
    const char **sitemaps;       /* of the home page's host, to find candidates in */
    size_t sitemap_count, sitemap_capacity, sitemaps_asked;
    struct page_ask *handing;    /* a page that may hand its readers on to the Local Offer's own site, while that is looked at; or NULL */
    bool handed;                 /* this was done */
    const char *best_url;        /* the page nearest to a Local Offer among those that did not say so */
    int best_score, best_clicks;
};

/* A page to ask for later. */
struct later_page {
    const char *url;
    int clicks, looks;
    enum page_purpose purpose;
    int further;                 /* as in frontier_next */
    bool promised;               /* the same */
    const char *handed_on;       /* the same */
    int64_t found_on;
};

/* A page that a partner's page leads to. */
struct further_page {
    struct partner_choice choice;
    size_t number;               /* of those that were noted */
    int steps;                   /* as for frontier_offer_further */
    const char *url, *text;
    enum link_kind kind;
    int clicks;                  /* of the page that leads to it, and its order */
    int64_t found_on;
};

/* An address that was not asked for, since another one is the same page. */
struct same_page {
    const char *url, *as; /* the frontier's */
};

enum { PARTNERS_AT_ONCE = 8 };

struct site {
    struct engine *engine;
    const struct council *council;
    struct arena arena;
    enum site_stage stage;
    struct seek seek;
    struct page_ask *asking;     /* under way, or arrived and not yet dealt with */
    struct page_ask *held;       /* read while seeking, waiting for what they turn out to be */
    struct page_ask *open;       /* tried in vain and told so, in case a page of the Local Offer leads there yet */
    int open_count;
    struct frontier *frontier;
    const char *sites[3];        /* registrable domains that are the council's own; NULL ends */
    const char *start_url, *start_final;
    struct map *stored;          /* address to number of a page stored by an earlier part of the run */
    struct map *read;            /* addresses of pages read, to whether they lead to the start */
    struct map *returning;       /* what return_address_kind makes of addresses, to the first of each; in the arena */
    struct map *parts;           /* addresses from which buttons load the rest of a list, to a struct list_part, in the arena */
    struct map *cut_lists;       /* pages of its own with a list whose rest is behind a button */
    struct map *shown;           /* as in page_ask_request; in the arena */
    struct map *words;           /* address to its struct page_words, to know copies by */
    const char **sitemaps;       /* still to be asked for */
    size_t sitemap_count, sitemap_capacity, sitemaps_asked;
    struct page_ask *sitemaps_read; /* while seeking; freed when the pages begin */
    struct later_page *seconds;
    size_t second_count, second_capacity, seconds_done;
    struct same_page *same;
    size_t same_count, same_capacity;
    struct later_page *partners; /* in the order in which the frontier gave them */
    size_t partner_count, partner_capacity, partners_asked;
    struct further_page *further; /* until every partner's first page was read */
    size_t further_count, further_capacity;
    struct page_ask *window[PARTNERS_AT_ONCE]; /* told in that order, whichever arrives first */
    size_t window_count;
    struct link_target **targets;
    size_t target_count, target_capacity, targets_told;
    size_t target_bytes;         /* of addresses that it was the first to link to */
    int links_left;              /* that would have been over the ceiling of those */
    struct map *shared_targets;  /* targets that another visit had claimed first */
    size_t started_at_end;       /* engine.crawls_ended when the checks were last started */
    bool robots_known, checks_started, crawling;
    bool has_finder;             /* a form in the content of a page of its own finds others */
    bool has_routes;             /* a page of its own has others that only scripts tell apart */
    int next_order, pages_read, shells, refused, failed;
    int own_pages;               /* with words, of its own */
    int unread;                  /* pages of its own that refused or failed, that robots.txt forbids, or that came in no form we read */
    int unfollowed;              /* read, and it asks programs not to follow their links */
    int unread_menus;            /* pages of its own with a menu whose choices a script leads to */
    bool cut_services;           /* one of them is no list of news: what it leaves out may be a service */
    bool broke;                  /* the start's host was given up by the breaker */
    struct visit visit;
    bool moved;
    bool hands_nowhere;          /* the start hands its readers on to a site that could not be read */
};

struct site *site_new(struct engine *engine, const struct council *council);
void site_free(struct site *site);   /* when nothing is under way any more */
/* Goes on as far as it can without waiting. */
void site_step(struct site *site);
bool site_is_done(const struct site *site);
/* Tells the sink what is settled and that the visit is not finished. */
void site_stop(struct site *site);
/* Ends the visit with what is known of it, as limited; where no page was read, as site_stop. */
void site_wind_up(struct site *site);
/* Nothing is under way for it but a wait for its second chance. */
bool site_waits_for_chance(const struct site *site, double *at);
void site_give_chance(struct site *site);

/* --- for seek.c, site.c, site_checks.c, site_links.c, site_lists.c, site_page.c, site_partners.c and site_sitemaps.c --- */

/* Sitemaps of the start's host, whose robots.txt is known: lists them, then takes what has
 * arrived into the frontier and asks for the next, or goes on to the pages. */
void site_list_sitemaps(struct site *site);
void site_step_sitemaps(struct site *site, struct page_ask *arrived);
void site_forget_sitemaps(struct site *site);
/* Asks for the next sitemap of the home page's host; false where there is none (left). */
bool site_seek_sitemap(struct site *site);
/* Offers the council's own pages that it names. Takes the ask. */
void site_take_seek_sitemap(struct site *site, struct page_ask *ask, void (*offer)(struct site *site, const char *url));

/* What a partner's page does not say of its service may stand on the pages that it leads to: notes those. */
void site_note_further(struct site *site, struct page_ask *ask);
/* Returns whether there is something to do at once. */
bool site_step_partners(struct site *site);
/* The next page of the council's own; what is a partner's, or the same as another, is put by. */
bool site_take_own_page(struct site *site, struct frontier_next *next);
/* Settles and tells a page that has arrived, or puts it by for a second look. Takes the ask. */
void site_handle_page(struct site *site, struct page_ask *ask);
/* What came of a page is what came of the links to it. */
void site_settle(struct site *site, const struct page_ask *ask);
bool site_needs_second_look(const struct site *site, const struct page_ask *ask);
/* Whether no further page is to be asked for. */
bool site_is_finished(const struct site *site);
void site_end_pages(struct site *site);

void site_step_checks(struct site *site);
void site_tell_target(struct site *site, const struct link_target *link);
void site_tell_visit(struct site *site);

void site_ask(struct site *site, const struct page_ask_request *request);
void site_hold(struct site *site, struct page_ask *ask);
void site_tell_page(struct site *site, struct page_ask *ask, struct page_link *links, size_t count);
/* Notes the lists of a page that was read whose rest is behind a button. */
void site_note_lists(struct site *site, const struct page_ask *ask);
/* Notes where a button loads a list's next part from: as a page that the frontier took (`taken`), or not to be had. */
void site_note_part(struct site *site, const struct page_ask *ask, const struct page_link *link, bool taken);
/* Notes what was asked for as such a part and did not come as a page. */
void site_note_missing_part(struct site *site, const struct page_ask *ask);
void site_begin_pages(struct site *site, const char *start_url);
void site_end(struct site *site, enum visit_outcome outcome, enum link_reason reason, const char *note);
/* The links of a page that was read, in its arena: resolved once, whoever asks. */
struct page_link *site_links(struct site *site, struct page_ask *ask, size_t *count);
/* The same, offered to the frontier, each target listed to be told once; NULL and 0 for a page whose links are not the council's. */
struct page_link *site_take_links(struct site *site, struct page_ask *ask, size_t *count);
void site_note_read(struct site *site, const struct page_ask *ask);

/* Looks for the start: takes what has arrived (NULL at first) and asks for the next, begins
 * the pages or ends the visit. */
void seek_step(struct site *site, struct page_ask *arrived);
/* How many clicks from the council's home page to the start, after the pages were read.
 * Returns false when there is nothing more to ask. */
bool seek_home_walk(struct site *site, struct page_ask *arrived);

#endif

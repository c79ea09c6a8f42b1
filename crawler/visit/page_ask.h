/* One page asked for and read: redirects and meta refreshes followed, the exchange handed
 * to the archive, the body made a document by a worker, and judged (a page that says "not
 * found" with 200 is one that is not there). What an earlier part of the run stored is
 * taken from there without asking. */
#ifndef COREOFFER_CRAWLER_PAGE_ASK_H
#define COREOFFER_CRAWLER_PAGE_ASK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/digest.h"
#include "base/memory.h"
#include "crawler/browser/rendering.h"
#include "crawler/engine.h"
#include "crawler/links/refresh.h"
#include "crawler/url/url.h"
#include "crawler/visit/sitemap.h"
#include "model/page.h"

struct page_link;

struct page_ask_request {
    const char *url;            /* absolute, canonical; copied */
    enum page_purpose purpose;
    int clicks;
    int64_t found_on;           /* order of the page it was found on, -1 none */
    bool last_resort;           /* a second look */
    bool guess;                 /* no link leads there: nothing is said against it, and one look is enough */
    int looks;                  /* requests already made for it */
    int further;                /* as in struct frontier_next */
    bool promised;              /* the same */
    const char *handed_on;      /* as in struct frontier_next; must outlive the page */
    bool sitemap;               /* bytes are wanted as a sitemap, not as a page */
    const struct map *shown;    /* canonical addresses of good pages that were read to their struct page_shown; NULL for none */
};

/* What is kept of a page that was read, for those that redirects lead there. */
struct page_shown {
    int status;
    enum document_type type;
    int64_t bytes;
    char sha256[DIGEST_HEX_SIZE];
};

struct page_ask {
    struct reading reading;
    struct engine *engine;
    const struct council *council;
    struct arena arena;         /* every string below */
    struct page_ask_request request;
    bool arrived;               /* everything below is final */
    struct page page;           /* state and reason are the verdict; order is not set */
    struct url asked, final;
    int redirects, looks;
    const char *fragment;       /* as in checks_page */
    bool permanent, completed;  /* completed: as in chain_end */
    const char *secured;        /* as in chain_end */
    bool by_robots;             /* robots.txt itself failed or said stay away, no rule of it */
    bool nofollow;              /* X-Robots-Tag or meta robots */
    bool stored;                /* from an earlier part of the run: the sink has it already */
    bool plain;                 /* see linkcheck_is_plain */
    bool known;                 /* redirected to one of `shown`, and not asked for there */
    bool again;                 /* told before, as one that lies outside the Local Offer */
    const char *detail;         /* a sentence or rule, "" for none */
    enum link_reason obstacle;  /* why a file that came could not be read: password, old-format; NONE */
    struct document *document;  /* NULL where there is none to read; page_ask_free frees it */
    struct page_link *links;    /* of the document, once site_links was asked for them */
    size_t link_count;
    struct sitemap_entry *entries; /* of a sitemap */
    size_t entry_count;
    struct page_ask *next;      /* for the caller's lists */
    /* until it has arrived */
    struct document *earlier;   /* of the last finished run, to use again on 304 */
    struct page earlier_page;
    struct fetch_header *headers;
    size_t header_count;
    const char *markup;         /* the body's beginning */
    size_t markup_length;
    size_t body_length;         /* of the body; `markup` is all of it where the page may be rendered */
    bool cut;
    struct refresh_trail trail;
    bool examined;              /* its words were weighed where it was read: what they say, and whether a probe is wanted */
    bool wants_probe;
    enum link_reason words_say;
    enum link_reason judged;     /* while the host is asked whether it turns programs away */
    struct rendering rendering;
};

/* `stored` is the page's number for crawl_source.stored_page, or -1. */
struct page_ask *page_ask_start(struct engine *engine, const struct council *council, const struct page_ask_request *request, int64_t stored);
/* Whether the page may be kept as one of `shown`; of one from an earlier part of the run as well. */
bool page_ask_is_plain(struct page_ask *ask);
/* Only once it has arrived, or when fetcher, chains and workers are gone. */
void page_ask_free(struct page_ask *ask);

/* --- for page_render.c: how it goes on --- */

/* Goes on at another address, which the page sends its readers to, or at its own with other cookies. */
void page_ask_follow(struct page_ask *ask, const char *url);
/* Has a worker make the page's document of these bytes. */
void page_ask_read(struct page_ask *ask, const struct document_input *input);
/* The page's document is what it has: concludes. */
void page_ask_judge(struct page_ask *ask);

#endif

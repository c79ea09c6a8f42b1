/* The crawl: many councils at once, each with its frontier, over one fetcher. One network
 * thread (the caller's), several for documents. What is found is handed to a sink; what an
 * earlier, unfinished run had found comes from a source, so that nothing is asked twice. */
#ifndef COREOFFER_CRAWLER_CRAWL_H
#define COREOFFER_CRAWLER_CRAWL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "crawler/fetch/fetch.h"
#include "crawler/frontier/frontier.h"
#include "model/council.h"
#include "model/document.h"
#include "model/link.h"
#include "model/page.h"

/* One link of a page, resolved. */
struct crawl_link {
    const char *url;            /* absolute, with its fragment; as written where it can't be resolved */
    const char *text;
    enum link_kind kind;
    enum link_reason reason;    /* known without asking (invalid-url, scheme, empty-link, ...), else NONE */
    bool internal;
    int32_t block;              /* in the document, -1 none */
    uint16_t page;              /* of a leaflet, 0 none */
    uint8_t zone;
};

/* A page that was read. Pointers hold during the call. */
struct crawl_page {
    struct page page;
    const struct document *document; /* NULL where it could not be read */
    const struct crawl_link *links;
    size_t link_count;
    int64_t found_on_order;          /* order of the first page that links to it, -1 for none */
};

/* What a browser made of a page that needs scripts. */
struct crawl_rendering {
    const char *html; size_t length; /* NULL where it could not */
    const char *fault;               /* why not, a sentence; else "" */
    bool whole;                      /* nothing of it is known to be missing */
};

struct crawl_progress {
    size_t councils_done, councils;
    size_t pages_done, pages_known;
    size_t links_done, links_known;
    size_t hosts_active;
    int64_t bytes;
};

/* All calls come on the caller's thread. An error stops the crawl, which returns it. */
struct crawl_sink {
    void *context;
    enum status (*page)(void *context, const struct council *council, const struct crawl_page *page, struct error *err);
    /* The targets of a council's links, each once, when its links have been checked. */
    enum status (*target)(void *context, const struct council *council, const struct target *target, struct error *err);
    enum status (*visit)(void *context, const struct council *council, const struct visit *visit, struct error *err);
    void (*progress)(void *context, const struct crawl_progress *progress); /* a few times a second */
    bool (*stopped)(void *context);   /* true: end in order, leaving councils pending (but for ends_with_what_is_known) */
    /* True: a page, target or visit told now would have to wait, so the crawl goes on asking for what it has chosen
     * and chooses nothing new. Asked again a millisecond later. May be NULL. */
    bool (*busy)(void *context);
    /* A page was rendered, or could not be, after its exchange and those of its scripts: for
     * the archive, whose place of it goes into the page's archive fields. May be NULL. */
    enum status (*rendered)(void *context, const struct council *council, const struct crawl_rendering *rendering, struct page *page, struct error *err);
    /* For the archive: called before `page` for each exchange that was read; fills the page's
     * archive fields. NULL where nothing is archived. */
    enum status (*exchange)(void *context, const struct council *council, const struct fetch_reply *reply, struct page *page, struct error *err);
};

/* What is remembered. Any function may be NULL. */
struct crawl_source {
    void *context;
    /* The i-th page of the council's unfinished visit in its order, false past the end. */
    bool (*stored_page)(void *context, const struct council *council, size_t i, struct crawl_page *page);
    /* A target checked earlier in this run; false where it wasn't. */
    bool (*stored_target)(void *context, const char *url, struct target *target);
    /* A finished visit of this run; false where it isn't finished. */
    bool (*stored_visit)(void *context, const struct council *council, struct visit *visit);
    /* The same address in the last finished run, for a conditional request, with the stored
     * document to reuse on 304; false where there is none. */
    bool (*earlier_page)(void *context, const char *url, struct page *page, struct document **document);
    /* How a target fared in earlier runs: fills first_failed, last_failed, last_ok, times_failed
     * and last_proof, for which it reads checked_at. */
    void (*target_history)(void *context, const char *url, struct target *target);
};

struct crawl_options {
    const struct fetch_options *fetch;
    const char *agent_token;     /* for robots.txt: "coreoffer" */
    const char *seeds;           /* directory of the word lists */
    int max_pages, max_depth;    /* a council */
    size_t target_bytes;         /* of addresses that a council's pages link to; 0: LIMIT_TARGET_BYTES */
    int document_threads;        /* 0: one less than the processors, at least one */
    bool check_links;            /* false: only pages are asked for */
    bool check_externals;        /* false: links to other sites are not_checked */
    bool read_links;             /* links are asked for by GET at once: HEAD can't tell what a page says of itself */
    bool read_partners;          /* of partners a few pages more than the council links to (crawler/visit/partner_site.h) */
    bool named_start;            /* a person named the address: nothing else is looked for where it can't be read */
    bool single_page;            /* `check PAGE`: that page and its links only */
    /* Addresses that the user wants left out (`ignored`): neither read nor asked for. Called
     * with an absolute address or, where there is none, with what is written. May be NULL. */
    bool (*is_ignored)(const void *context, const char *url);
    const void *ignored_context;
    double read_until;           /* clock_monotonic after which no further page is asked for, so that links are looked at yet; 0 for none */
    bool ends_with_what_is_known; /* `stopped` ends visits as limited, links not looked at as `limit`: there is no run to go on with */
    const char *browser;         /* a Chromium that renders what needs scripts; NULL for none */
    const struct warc_index *archive; /* answer from here instead of the network */
};

/* Whether what a crawl reads of the folder `seeds` is as it must be; a fault names file and line. crawl_run finds it too. */
MUST_USE enum status crawl_check_seeds(const char *seeds, struct error *err);

/* Visits every council; returns when all are done, the sink failed or `stopped` said so
 * (STATUS_STOPPED). Per council the order of calls depends on its input alone. */
MUST_USE enum status crawl_run(const struct crawl_options *options, const struct council *const *councils, size_t count,
                               const struct crawl_sink *sink, const struct crawl_source *source, struct error *err);

/* Asks for addresses alone, with the same manners and looks, and visits no site: each comes
 * once to sink->target, whose council is NULL, as it is settled. */
MUST_USE enum status crawl_addresses(const struct crawl_options *options, const char *const *addresses, size_t count,
                                     const struct crawl_sink *sink, const struct crawl_source *source, struct error *err);

#endif

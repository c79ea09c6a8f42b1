/* One page or leaflet that a run visited. */
#ifndef COREOFFER_MODEL_PAGE_H
#define COREOFFER_MODEL_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/digest.h"
#include "model/document.h"
#include "model/link.h"

/* Why a page was asked for. */
enum page_purpose {
    PAGE_CONTENT,   /* the Local Offer itself, or an on-topic page of the council */
    PAGE_PARTNER,   /* a partner's page that a link promises, or one that such a page leads to (crawler/visit/partner_site.h) */
    PAGE_HOME,      /* the council's home page, to find the Local Offer from */
    PAGE_PURPOSE_COUNT
};

struct page {
    int64_t id;                /* the store's number, 0 before */
    const char *gss_code;
    enum page_purpose purpose;
    const char *url;           /* asked for, canonical */
    const char *final_url;     /* after redirects; equal to url where there were none */
    const char *part;          /* that the redirects name with it, as "#contact"; "" for none, NULL where it is not known */
    int status;
    enum link_state state;
    enum link_reason reason;
    enum document_type type;
    const char *title;         /* of the document; "" where it wasn't read */
    int64_t fetched_at;
    int64_t bytes;             /* of the body as sent */
    char sha256[DIGEST_HEX_SIZE]; /* of the body, decoded; "" where there was none */
    const char *etag, *last_modified; /* as sent, or NULL */
    int clicks;                /* from the start page; -1 where only a sitemap led to it */
    int64_t found_on;          /* page id of the first page that links to it, 0 for none */
    int order;                 /* 0, 1, 2 ... in the order of the council's crawl: what `--resume` replays */
    const char *archive;       /* WARC file name below the archive directory, or NULL */
    int64_t archive_offset, archive_length;
    bool reused;               /* 304: the words are those of an earlier run */
};

/* Where the page was found in the end. */
static inline const char *page_address(const struct page *page)
{
    return page->final_url ? page->final_url : page->url;
}

/* How a council's visit ended. */
enum visit_outcome {
    VISIT_DONE,        /* everything in scope and budget was read */
    VISIT_LIMITED,     /* the page or time budget ended it; what was read counts */
    VISIT_BLOCKED,     /* robots.txt or the server refused us */
    VISIT_DOWN,        /* no answer, name does not resolve, 5xx throughout */
    VISIT_MOVED,       /* the listed address leads to another site, which was read instead */
    VISIT_NOT_FOUND,   /* no Local Offer could be found from the addresses we hold */
    VISIT_NEEDS_SCRIPTS, /* every page is an empty shell without a browser */
    VISIT_PENDING,     /* not finished, a resumable state */
    VISIT_OUTCOME_COUNT
};
const char *visit_outcome_word(enum visit_outcome outcome); /* "done", "limited", "blocked", "down", "moved", "not_found", "needs_scripts", "pending" */
bool visit_outcome_parse(const char *word, enum visit_outcome *outcome);
/* Whether the council's rows are judged at all: done, limited, moved. */
bool visit_was_read(enum visit_outcome outcome);

struct visit {
    const char *gss_code;
    enum visit_outcome outcome;
    enum link_reason reason;   /* why, where it was blocked or down */
    const char *start_url;     /* the address used; NULL where none worked */
    const char *listed_url;    /* the address in the list that was tried first */
    const char *note;          /* one plain sentence, or NULL */
    int clicks_from_home;      /* from the council's home page to the Local Offer; -1 unknown */
    int64_t started_at, finished_at;
    int pages_read, pages_left;
};

#endif

/* Every ceiling of the program, each with its reason. What goes over one is cut or
 * refused with a reason that the report shows. */
#ifndef COREOFFER_BASE_LIMITS_H
#define COREOFFER_BASE_LIMITS_H

/* Fetching */
enum {
    LIMIT_BODY_BYTES = 20 * 1024 * 1024,        /* the largest leaflet seen in the field is about 12 MB */
    LIMIT_HTML_BYTES = 5 * 1024 * 1024,         /* a page over this is generated rubbish; libxml2 takes 10,000,000 a node */
    LIMIT_INFLATE_RATIO = 200,                  /* deflate's own best is 1032; real pages stay under 30 */
    LIMIT_HEADER_BYTES = 256 * 1024,            /* what browsers take */
    LIMIT_HEADER_COUNT = 500,                   /* of one head; they have no such ceiling, and honest servers send 10 to 40 */
    LIMIT_REDIRECTS = 20,                       /* what browsers follow (Fetch, HTTP-redirect fetch); honest chains have 4 */
    LIMIT_COOKIE_BYTES = 32 * 1024,             /* of one chain of redirects; servers refuse requests with more */
    LIMIT_URL_BYTES = 2048,                     /* sitemaps.org's ceiling, and what servers accept */
    LIMIT_URL_PARSED_BYTES = 256 * 1024,        /* of any reference: small pictures written as data: fit */
    LIMIT_ISSUER_BYTES = 64 * 1024,             /* a certificate has 1 to 3 KiB, a bundle of them 10 */
    LIMIT_ISSUERS = 200,                        /* fetched in a run; all that browsers trust have issued with 2,000, and few servers forget theirs */
    LIMIT_ISSUERS_DEEP = 3,                     /* of one chain; few have more than two between a site and its authority */
    LIMIT_ROBOTS_BYTES = 1024 * 1024,           /* RFC 9309 2.5: at least 500 KiB */
    LIMIT_SITEMAP_BYTES = 50 * 1024 * 1024,     /* sitemaps.org, uncompressed */
    LIMIT_SITEMAP_ENTRIES = 50000,              /* sitemaps.org */
    LIMIT_SITEMAP_FILES = 50,                   /* for one site, indexes of whatever depth among them */
    LIMIT_ATTEMPTS = 3,                         /* requests for one address when it fails in passing */
    LIMIT_RETRY_AFTER_SECONDS = 300,            /* longer means: not in this run */
    LIMIT_CRAWL_DELAY_SECONDS = 30,             /* a larger Crawl-delay is obeyed up to here, and said */
    LIMIT_BREAKER = 10,                         /* different addresses that fail in a row before a host is left alone */
    LIMIT_HOSTS_PER_ADDRESS = 4,                /* councils share platforms */
    LIMIT_LOOKUPS = 64,                         /* names asked for at once: home routers drop more */
    LIMIT_ARCHIVE_RECORDS = 5000000,            /* responses indexed of one archive: about a gigabyte of memory */
    LIMIT_PROOF_LEAST_SECONDS = 24 * 60 * 60,   /* between two failures that prove a link broken: outages of a day pass */
    LIMIT_PROOF_MOST_SECONDS = 14 * 24 * 60 * 60, /* two yearly runs prove nothing */
    LIMIT_DRIP_BYTES = 1024,                    /* least that a server must send in each first-byte timeout once it began */
};

/* Bytes of a wholly compressed archive that are unpacked to a temporary file: more than
 * England's Local Offers make, less than a disk. */
static const long long LIMIT_ARCHIVE_INFLATED = 64LL * 1024 * 1024 * 1024;

/* Crawling */
enum {
    LIMIT_PAGES_DEFAULT = 400,                  /* a Local Offer has a few hundred */
    LIMIT_PAGES_MAX = 100000,
    LIMIT_DEPTH_DEFAULT = 12,                   /* clicks from the start page */
    LIMIT_LINKS_PER_PAGE = 5000,                /* an A to Z page has about 2,000 */
    LIMIT_FRONTIER_PER_SITE = 200000,
    LIMIT_TARGET_BYTES = 64 * 1024 * 1024,      /* addresses that a council's pages link to: six of 100 bytes for each of LIMIT_PAGES_MAX; memory takes five times as much */
    LIMIT_PATH_REPEATS = 3,                     /* /a/b/a/b/a/b is a loop */
    LIMIT_TRAP_SIBLINGS = 300,                  /* addresses that differ only in numbers or parameters */
    LIMIT_ROBOTS_STEPS = 4 * 1024 * 1024,       /* bytes of addresses gone through for rules with wildcards, an answer: 20 ms; 33,000 rules on a usual address take less */
    LIMIT_ROBOTS_REDIRECTS = 5,                 /* RFC 9309 2.3.1.2 */
    LIMIT_ROBOTS_SECONDS = 24 * 60 * 60,        /* RFC 9309 2.4: a robots.txt older than that is asked for again */
    LIMIT_CHECK_BYTES = 256 * 1024,             /* enough to see that a page says "not found"; these pages are small */
    LIMIT_SHARED_BYTES = 64 * 1024 * 1024,      /* partners' pages kept for the councils that come to them later */
    LIMIT_SHARED_REPLY_BYTES = 4 * 1024 * 1024, /* of one such page, as sent and decoded */
    LIMIT_UNREAD_BYTES = 32 * 1024 * 1024,      /* bodies waiting for a document thread before fetching pauses */
    LIMIT_SITES_AT_ONCE = 256,                  /* councils under way; England has 153 */
    LIMIT_SEEK_PAGES = 8,                       /* pages read to find a Local Offer from the council's home page */
    LIMIT_SEEK_SITEMAPS = 4,                    /* and of its sitemaps, an index among them */
    LIMIT_SECOND_CHANCE_SECONDS = 30,           /* how long a host that was down is left before it is asked again */
};

/* Pages that a browser renders */
enum {
    LIMIT_RENDERS_AT_ONCE = 4,                  /* tabs: each is a process of 100 to 200 MiB */
    LIMIT_RENDER_REQUESTS = 100,                /* of one page; a page of a Local Offer makes 10 to 40 */
    LIMIT_RENDER_BYTES = 20 * 1024 * 1024,      /* of all that one page asks for */
    LIMIT_RENDER_PART_BYTES = 8 * 1024 * 1024,  /* of one script or answer */
    LIMIT_RENDER_BUSY_SECONDS = 15,             /* of its own work, while no request of it is under way */
    LIMIT_RENDER_SECONDS = 300,                 /* with the waits that our manners towards its hosts make */
    LIMIT_RENDER_KEPT_BYTES = 64 * 1024 * 1024, /* answers kept, so that a script shared by pages is asked for once */
    LIMIT_RENDER_LOOKS = 200,                   /* pages of a host rendered only for the parts that links name; no more is said of further ones */
    LIMIT_RENDER_MEMORY = 1024 * 1024 * 1024,   /* bytes in use of one process of the browser */
    LIMIT_RENDER_FILE_BYTES = 256 * 1024 * 1024, /* its shared memory lies in files; 64 MiB is seen */
    LIMIT_BROWSER_STARTS = 5,                   /* crashes of the whole browser before a run goes on without */
    LIMIT_BROWSER_START_SECONDS = 30,           /* a first start on a slow disk takes 10 */
    LIMIT_DEVTOOLS_MESSAGE = 32 * 1024 * 1024,  /* a page at LIMIT_HTML_BYTES, each character escaped, nearly */
    LIMIT_DEVTOOLS_UNSENT = 64 * 1024 * 1024,   /* commands that wait for the browser to read */
};

/* Reading */
enum {
    LIMIT_DOM_DEPTH = 2000,                     /* walked without recursion; deeper is cut */
    LIMIT_ATTRIBUTES = 1000,                    /* on one tag: libxml2 2.9.14 is quadratic in them */
    LIMIT_ELEMENTS = 400000,                    /* of one page, with its runs of text: 20 MB of tree */
    LIMIT_BLOCKS = 20000,
    LIMIT_BLOCK_BYTES = 64 * 1024,
    LIMIT_TITLE_BYTES = 500,
    LIMIT_LINK_TEXT_BYTES = 300,
    LIMIT_PDF_PAGES = 120,
    LIMIT_PDF_SECONDS = 20,
    LIMIT_PDF_MEMORY = 512 * 1024 * 1024,
    LIMIT_PDF_OUTPUT = 16 * 1024 * 1024,
    LIMIT_DOCX_INFLATED = 32 * 1024 * 1024,
    LIMIT_DOCX_PARTS = 10000,                   /* files in the zip; a long report with a picture a page has 500 */
    LIMIT_DOCX_SECONDS = 20,
    LIMIT_DOCX_MEMORY = 512 * 1024 * 1024,      /* of address space, in which the program's libraries take 100 MiB */
    LIMIT_DOCX_OUTPUT = 48 * 1024 * 1024,       /* the text of LIMIT_DOCX_INFLATED with what each block needs */
};

/* Judging */
enum {
    LIMIT_MATCH_STEPS = 200000,                 /* PCRE2 match limit; its default is 10,000,000 */
    LIMIT_MATCH_HEAP_KIB = 4096,                /* PCRE2 heap limit; its default is 19 GiB */
    LIMIT_QUOTE_WORDS = 60,
    LIMIT_QUOTE_BYTES = 600,
    LIMIT_EVIDENCE = 6,                         /* quotes kept for one verdict */
    LIMIT_MARKS_SHOWN = 8,                      /* on one letter of a page of ours: no language has so many, and hundreds hide the lines above */
    LIMIT_SENTENCES = 5000,                     /* judged of one page */
};

/* The store */
enum {
    LIMIT_STORED_BYTES = 256 * 1024 * 1024,     /* one value: a leaflet's text with all its blocks is under 20 MB */
};

/* Files that people write */
enum {
    LIMIT_COUNCILS_BYTES = 16 * 1024 * 1024,
    LIMIT_SEED_BYTES = 8 * 1024 * 1024,
    LIMIT_COUNCILS = 10000,
    LIMIT_COUNCIL_NAME_BYTES = 200,             /* the longest official name is under 50 */
};

#endif

/* URLs by the WHATWG URL standard (https://url.spec.whatwg.org), with libidn2 for
 * international names: as a browser resolves them, so that no link is called broken that
 * a browser opens. */
#ifndef COREOFFER_CRAWLER_URL_H
#define COREOFFER_CRAWLER_URL_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/status.h"

/* Every string lives in the arena that was given to url_parse. */
struct url {
    const char *href;      /* serialised, with its fragment */
    const char *scheme;    /* without its colon, lower case */
    const char *username;
    const char *password;  /* URL_PASSWORD in whatever stands for one, also in href (RFC 3986 3.2.1); "" where absent, as the username */
    const char *host;      /* ASCII, lower case, "[...]" for IPv6; NULL where it has none */
    int port;              /* -1 for the scheme's own */
    const char *path;
    const char *query;     /* without "?", NULL where absent */
    const char *fragment;  /* without "#", NULL where absent */
    bool opaque_path;      /* mailto:, tel:, javascript: */
};

/* Resolves `reference` (UTF-8, bad bytes become U+FFFD) against `base` (NULL for an absolute
 * one). STATUS_PARSE where no browser would open it, STATUS_LIMIT where its host is a name
 * that only libidn2 is known to refuse, or where it is longer than
 * LIMIT_URL_PARSED_BYTES; the sentence says what is wrong with it. */
MUST_USE enum status url_parse(struct arena *arena, const char *reference, const struct url *base, struct url *out, struct error *err);

bool url_is_http(const struct url *url);
int url_port(const struct url *url); /* the scheme's default where none is given */

/* The crawler's own name for an address, so that one page is asked for once: no fragment,
 * no session id or tracking parameter (seeds/crawl/parameters.csv decides), parameters
 * sorted only where the file says so, empty query dropped. Scheme and "www." stay: they are
 * different addresses. So does percent-encoding as it was written, since it is what a browser
 * sends, and some servers know "%7Ejo" or a signature with "%2f" in no other writing. In `arena`. */
struct url_policy;
const char *url_canonical(struct arena *arena, const struct url *url, const struct url_policy *policy);

/* To tell that two writings are one address: percent-encoding normalised (RFC 3986 6.2.2).
 * `address` itself where there is nothing to change, else in `arena`. */
const char *url_normalised(struct arena *arena, const char *address);

/* Bytes that are not ASCII, each as its percent-encoding: servers send them in whatever encoding, and browsers send them
 * back as they came. In `arena`. */
const char *url_escape_bytes(struct arena *arena, const char *text);

/* What is written where a password stands: none is asked with, kept or shown. */
#define URL_PASSWORD "xxxxx"
/* Where text that may be no address, or hold several, has the next password at or after `from`: "//name:password@". */
bool url_find_password(const char *text, size_t length, size_t from, size_t *start, size_t *end);
/* The text with URL_PASSWORD for each; `text` itself where there is none, else in `arena`. */
const char *url_without_passwords(struct arena *arena, const char *text);

/* "scheme://host:port" with the port always there: one robots.txt, one queue. */
const char *url_origin(struct arena *arena, const struct url *url);
/* The registrable domain by the public suffix list (libpsl); an IP address and a host
 * that is itself a suffix are their own. In `arena`. */
const char *url_site(struct arena *arena, const char *host);
/* Of the web; an address without a host is like no other. */
bool url_same_origin(const struct url *a, const struct url *b);
bool url_same_site(const struct url *a, const struct url *b);
/* A host, or what begins with one, from behind its "www.": most sites answer by both. */
const char *url_without_www(const char *host);
/* The parameters of a query, as they are written, one at a time: `*rest` is the query (NULL for none) before the first, and is moved on.
 * False behind the last. */
bool url_next_parameter(const char **rest, const char **parameter, size_t *length);
/* The part of a page that a redirect's address names: its fragment, "" for one over LIMIT_URL_BYTES, which nothing is called; NULL for none. The url's. */
const char *url_named_part(const struct url *url);
/* The name, without its ending, of what servers show for a folder: "index", "default", "home". */
bool url_is_index_name(const char *name, size_t length);

MUST_USE enum status url_policy_load(const char *path, struct url_policy **out, struct error *err);
void url_policy_free(struct url_policy *policy);

#endif

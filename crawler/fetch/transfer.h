/* One HTTP exchange by libcurl: its options, its callbacks and every ceiling on what the
 * server can send. Names were resolved before; redirects are not followed; HTTP/1.1 always,
 * since a host is asked one thing at a time and the archive keeps what was sent. */
#ifndef COREOFFER_CRAWLER_TRANSFER_H
#define COREOFFER_CRAWLER_TRANSFER_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

#include "crawler/fetch/fetch.h"
#include "crawler/fetch/resolve.h"

/* Borrowed by every transfer; must outlive them. */
struct transfer_setup {
    const char *user_agent;
    const char *ca_file;     /* NULL for the system's */
    struct issuers *issuers; /* those that were fetched so far */
    bool allow_private;
    double connect_timeout, first_byte_timeout, total_timeout; /* seconds, all set */
};

struct transfer_request {
    const char *url;
    enum fetch_method method;
    size_t body_ceiling;     /* not 0 */
    bool stop_at_ceiling, keep_wire;
    const char *etag, *last_modified; /* NULL for none */
    const char *const *fields; size_t field_count; /* as in fetch_request */
    const char *cookies;     /* as in fetch_request */
    const char *host;        /* as in the URL */
    int port;
    const struct resolve_answer *answer; /* RESOLVE_FOUND */
    bool fresh;              /* on a connection of its own: where one that was kept dies libcurl sends the request once more at once */
    bool leniently;          /* read by crawler/fetch/lenient.h, which takes no cookies; a request that sends some is not */
};

struct transfer;
struct transfer *transfer_new(const struct transfer_setup *setup);
void transfer_free(struct transfer *transfer); /* must not be in a multi handle */

/* Begins the exchange in `multi`; the request's strings may go away afterwards. `owner` comes
 * back from transfer_owner. False where libcurl refuses, which transfer_finish then explains. */
bool transfer_start(struct transfer *transfer, CURLM *multi, const struct transfer_request *request, void *owner, double now);
/* libcurl is done with it. True where the reply is still to be read by our own rules, by
 * transfer_read: then it must not be finished yet. */
bool transfer_connected(struct transfer *transfer, CURLcode code, double now);
/* Whether there is such a reply to read. */
bool transfer_is_reading(const struct transfer *transfer);
/* Reads what has arrived, without waiting; true when it is to be finished, with `*code`. */
bool transfer_read(struct transfer *transfer, CURLcode *code);
/* libcurl refused the reply that ended with `code` for its form. */
bool transfer_is_odd(CURLcode code);
struct transfer *transfer_of(CURL *easy);
void *transfer_owner(const struct transfer *transfer);
/* True where the server is too slow (no first byte in time, or dripping): finish it with
 * CURLE_OPERATION_TIMEDOUT. To be asked a few times a second. */
bool transfer_overdue(struct transfer *transfer, double now);
/* Where the certificate is to be had without which the exchange failed; NULL for none, and until transfer_finish. */
const char *transfer_wanted_issuer(const struct transfer *transfer);
/* Takes it out of `multi` and fills all of the reply but tag, url, method, at and attempts.
 * What the reply points to lives until the transfer starts again or is freed. */
void transfer_finish(struct transfer *transfer, CURLM *multi, CURLcode code, struct fetch_reply *reply);

#endif

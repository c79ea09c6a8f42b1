/* Fetching: HTTP by libcurl's multi interface, one hop a request, with our own queue per
 * host. Here live the manners (one request at a time per host, delay, Retry-After,
 * back-off, breaker, at most four hosts on one address), name resolution (c-ares), the
 * private-address guard, decompression and every ceiling on what a server can send.
 * One thread uses a fetcher. */
#ifndef COREOFFER_CRAWLER_FETCH_H
#define COREOFFER_CRAWLER_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "model/link.h"

struct fetch_options {
    const char *user_agent;      /* whole header value */
    double delay;                /* seconds between requests to one host */
    int connections;             /* open transfers in all */
    bool allow_private;
    /* "HOST:PORT:ADDRESS" as --resolve, "*" for every host, the first that fits wins;
     * "ADDRESS:PORT" leads to another port, "none" says that there is no such host. */
    const char *const *resolve;
    size_t resolve_count;
    double connect_timeout, first_byte_timeout, total_timeout; /* seconds; 0 for the defaults */
    const char *ca_file;         /* NULL for the system's */
    const char *name_server;     /* "ADDRESS[:PORT]" for c-ares, NULL for the system's */
    uint64_t seed;               /* of the jitter */
};

struct fetcher;
MUST_USE enum status fetcher_new(const struct fetch_options *options, struct fetcher **out, struct error *err);
void fetcher_free(struct fetcher *fetcher); /* drops what is under way */

enum fetch_method { FETCH_GET, FETCH_HEAD };

struct fetch_request {
    const char *url;             /* absolute http or https; copied */
    enum fetch_method method;
    size_t body_ceiling;         /* decoded bytes; a page is cut (truncated), or refused as too-large */
    bool stop_at_ceiling;        /* the first bytes are enough: cut without fault */
    const char *etag, *last_modified; /* to ask conditionally; NULL for none; copied */
    const char *const *fields; size_t field_count; /* "Name: value", beside ours or in their place; copied */
    /* A jar of cookies: lines as Netscape's file has them, each ended by a newline, sent where libcurl says they belong
     * (RFC 6265, public suffixes). "" for an empty one, NULL where cookies are neither sent nor taken; copied. */
    const char *cookies;
    bool keep_wire;              /* keep the bytes as sent, for the archive */
    bool last_resort;            /* a second look: after everything else of its host */
    int tries;                   /* most requests for it, retries among them; 0 for LIMIT_ATTEMPTS */
    void *tag;                   /* comes back with the reply */
};

struct fetch_header {
    const char *name, *value;    /* name in lower case */
};

/* Valid only inside the callback. */
struct fetch_reply {
    void *tag;
    const char *url;
    enum fetch_method method;
    enum link_reason reason;     /* transport faults, breaker, private-address, too-large, truncated; NONE when a status came */
    const char *detail;          /* libcurl's or our sentence for people; "" for none */
    int status;                  /* 0 where none came */
    const struct fetch_header *headers; size_t header_count;
    const char *content_type;    /* "" where absent */
    const char *location;        /* as sent, "" where absent or two that differ */
    const char *cookies;         /* the request's jar with what the server set; NULL where it had none, or from an archive */
    const char *body; size_t body_length;   /* content decoding undone */
    const char *wire_request; size_t wire_request_length;  /* request line and headers as sent */
    const char *wire_headers; size_t wire_headers_length;  /* status line and headers as received */
    const char *wire_body; size_t wire_body_length;        /* body as sent, transfer coding removed */
    const char *address;         /* that was connected to, "" for none */
    int64_t at;                  /* clock_now when it ended */
    double elapsed;              /* seconds that the last request took */
    int attempts;                /* requests made for it, retries among them */
    bool cut;                    /* stopped at the ceiling */
    bool lasting;                /* of a fault: the next request is certain to meet it too (a bad certificate) */
    bool completed;              /* the server did not send the whole chain of its certificate; what lacked was fetched, as browsers do */
    bool undecoded;              /* the body is as sent: its coding is unknown, or it was labelled wrongly */
};
typedef void fetch_done(void *context, const struct fetch_reply *reply);

/* Queues; the reply comes from fetcher_run. Of one host's requests a GET goes before a HEAD,
 * else in order of submission. 5xx, 429 and transport faults are retried in
 * here (LIMIT_ATTEMPTS with back-off and jitter, Retry-After obeyed), with these exceptions:
 * HEAD is not (but for 429, Retry-After and a connection that can't be made), since what
 * follows a doubtful HEAD is a GET; a certificate, a ceiling and an answer too slow to
 * finish are the same the next time; a Retry-After over LIMIT_RETRY_AFTER_SECONDS is for
 * another run, and with 429 everything queued for the host is given up as REASON_BREAKER.
 * A certificate that a server forgot to send is fetched from where its own says (crawler/fetch/issuers.h), by the same
 * manners and guard and, as by browsers, without robots.txt; REASON_TLS_CHAIN where that does not help.
 * A status that comes after all has REASON_NONE, a last 429 REASON_RATE_LIMITED. */
void fetcher_submit(struct fetcher *fetcher, const struct fetch_request *request);
/* Works for up to `seconds`, calling `done` for each reply; returns early when something
 * was done or fetcher_wake was called. `done` may submit more. */
void fetcher_run(struct fetcher *fetcher, double seconds, fetch_done *done, void *context);
void fetcher_wake(struct fetcher *fetcher); /* from any thread */
/* Two descriptors of another's (-1 for none): fetcher_run returns, too, once `readable` can
 * be read or `writable` written, while it would wait. */
void fetcher_watch(struct fetcher *fetcher, int readable, int writable);
size_t fetcher_pending(const struct fetcher *fetcher);
/* Raises a host's delay (Crawl-delay); never lowers it below the option. */
void fetcher_set_delay(struct fetcher *fetcher, const char *origin, double seconds);
/* Asks again what the breaker had left alone, e.g. once at the end of a run. */
void fetcher_forgive(struct fetcher *fetcher, const char *origin);
/* Answers from a WARC instead of the network, through the same queue; what the archive
 * lacks is REASON_LIMIT with a detail that says so. */
struct warc_index;
void fetcher_use_archive(struct fetcher *fetcher, const struct warc_index *archive);

/* Whether an address (IPv4 or IPv6, text) is public; decodes IPv4 inside IPv6. */
bool fetch_address_is_public(const char *address);

#endif

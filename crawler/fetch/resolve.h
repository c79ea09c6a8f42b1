/* Names to addresses by c-ares, without blocking, with answers kept for the run. c-ares is
 * asked for A and AAAA apart because only so can a name that does not exist be told from a
 * name server that fails: the first is a broken link, the second may pass. */
#ifndef COREOFFER_CRAWLER_RESOLVE_H
#define COREOFFER_CRAWLER_RESOLVE_H

#include <ares.h>
#include <curl/curl.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

enum resolve_state {
    RESOLVE_PENDING,
    RESOLVE_FOUND,
    RESOLVE_NO_SUCH_HOST, /* every answer was NXDOMAIN (RFC 8020), and the name server has given some name's address: where
                             there is no internet, some say NXDOMAIN to everything. While it has given none, it is asked for
                             www.gov.uk, and the answer is pending until that has come */
    RESOLVE_FAILED,       /* SERVFAIL, refused, timeout, a name without an address, or NXDOMAIN that isn't believed yet */
};

enum { RESOLVE_ADDRESSES_MAX = 8, RESOLVE_ADDRESS_SIZE = 46 };

struct resolve_answer {
    enum resolve_state state;
    const char *detail;  /* for people; "" when found */
    char addresses[RESOLVE_ADDRESSES_MAX][RESOLVE_ADDRESS_SIZE]; /* IPv4 first; no brackets */
    size_t count;
    int port;            /* to connect to instead of the one asked for; 0 for none */
};

struct resolve_options {
    const char *name_server;           /* "ADDRESS[:PORT]", NULL for the system's */
    /* As fetch_options.resolve has them; they come before all else. */
    const char *const *entries;
    size_t entry_count;
    double timeout;                    /* seconds a query may take; 0 for the default */
};

struct resolver;
/* STATUS_USAGE names the entry or name server that can't be read. */
MUST_USE enum status resolver_new(const struct resolve_options *options, struct resolver **out, struct error *err);
void resolver_free(struct resolver *resolver);

/* The answer for a host (as in a URL: a name, an IPv4 address, or IPv6 in brackets), asking
 * for it where it isn't known: entries, then /etc/hosts, then the name servers. It stays
 * the resolver's, valid for its life. While it is RESOLVE_PENDING, `waiter` is remembered
 * and comes back from resolver_next. At most LIMIT_LOOKUPS queries are under way; others wait. */
const struct resolve_answer *resolver_ask(struct resolver *resolver, const char *host, int port, void *waiter);
/* The next waiter whose answer has come, or NULL. */
void *resolver_next(struct resolver *resolver);
/* Lets a failed answer be asked for again. One that was found stays. */
void resolver_forget(struct resolver *resolver, const char *host);

/* For the poll: fills at most `room` sockets, gives how many. */
size_t resolver_sockets(struct resolver *resolver, struct curl_waitfd *fds, size_t room);
/* Seconds until resolver_process must be called even if no socket is ready; -1 when idle. */
double resolver_patience(struct resolver *resolver);
void resolver_process(struct resolver *resolver);

#endif

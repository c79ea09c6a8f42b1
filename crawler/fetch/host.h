/* The manners towards one host: when it may be asked next, how long to wait after a fault,
 * and when to leave it alone. Pure state: the time comes in as a parameter, in seconds of
 * clock_monotonic. */
#ifndef COREOFFER_CRAWLER_HOST_H
#define COREOFFER_CRAWLER_HOST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/limits.h"
#include "base/random.h"

struct host_manners {
    double delay;              /* seconds from the end of a request to the next one's start */
    double not_before;         /* when the host may be asked again */
    uint64_t failed[LIMIT_BREAKER]; /* hashes of the different addresses that failed in a row */
    size_t failed_count;
    bool asked;                /* at least one request was made */
    bool open;                 /* the breaker: left alone for the run */
};

enum host_outcome {
    HOST_ANSWERED,  /* any reply that shows a working host, a 404 among them */
    HOST_FAILED,    /* transport fault, 5xx, 429 or 403 */
    HOST_UNTOLD,    /* neither: counts for nothing */
};

/* Raises the delay, at most to LIMIT_CRAWL_DELAY_SECONDS; never lowers it. */
void host_slow_down(struct host_manners *host, double seconds);
/* A request ended. Opens the breaker when LIMIT_BREAKER different addresses have failed
 * with no answer between; the same address failing again counts once. Returns `open`. */
bool host_note(struct host_manners *host, enum host_outcome outcome, const char *url, double now);
/* The host asked for, or deserves, a pause from now on. */
void host_pause(struct host_manners *host, double seconds, double now);
/* Lets a host that was left alone be asked again. */
void host_forgive(struct host_manners *host);

/* Seconds to wait before request number `attempts` + 1 of an address: 1, 3, 9 ... with a
 * quarter of jitter either way, so that clients that failed together don't return together. */
double host_back_off(int attempts, struct random *random);
/* A Retry-After value (RFC 9110 10.2.3: seconds or an HTTP date, and what is written nearly so) as seconds from `now`
 * (seconds since 1970), 0 for one in the past; -1 where it can't be read. A number is at most a year. */
double host_retry_after(const char *value, int64_t now);

#endif

/* One address followed through its redirects, hop by hop: each hop is asked of robots.txt
 * first, must be http or https, and counts against LIMIT_REDIRECTS. */
#ifndef COREOFFER_CRAWLER_CHAIN_H
#define COREOFFER_CRAWLER_CHAIN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "crawler/fetch/fetch.h"
#include "crawler/links/gate.h"
#include "crawler/url/url.h"
#include "model/link.h"

struct chains;  /* every chain under way */
struct chains *chains_new(struct fetcher *fetcher, struct gate *gate);
/* Drops those under way without calling them back; before gate and fetcher are freed. */
void chains_free(struct chains *chains);

/* How a chain ended. Valid during the call. */
struct chain_end {
    const char *url;                 /* asked for */
    const char *final_url;           /* of the last hop; equal to url where there was no redirect */
    const struct fetch_reply *reply; /* of the last request, NULL where none was made */
    enum link_reason reason;         /* faults on the way, robots, redirect-loop, ...; by status where one came */
    int status;                      /* last HTTP status, 0 where none came */
    int redirects;
    int looks;                       /* requests made, retries among them */
    bool permanent;                  /* every redirect was 301 or 308 */
    bool completed;                  /* a server on the way did not send its whole certificate: as in fetch_reply */
    bool cookie;                     /* the last request carried the cookie */
    bool sets_cookies;               /* a reply on the way, or the last, set one */
    bool known;                      /* it ends before `final_url`, which the caller knows; `reply` is the redirect that leads there */
    /* The https address that answered in the place of an http one which did not: its port closed, nothing there, a fault.
     * The step to it counts among `redirects`. NULL for none. */
    const char *secured;
    bool by_robots;                  /* robots.txt itself failed or said stay away, no rule of it */
    /* The part of the page that a redirect names ("/new#contact"), which browsers go to and not to the link's; NULL for none. */
    const char *fragment;
    const char *detail;              /* a sentence or a rule, "" for none */
};

struct chain_request {
    const char *url;                 /* absolute http or https; copied, its fragment dropped */
    enum fetch_method method;
    size_t body_ceiling;
    bool stop_at_ceiling, keep_wire, last_resort;
    const char *etag, *last_modified; /* sent with the first hop only; copied */
    const char *cookie;              /* sent to the first hop's origin only; NULL or "" for none; copied */
    bool as_written;                 /* https is not tried in http's place */
    int tries;                       /* as in fetch_request */
    int redirects;                   /* already followed to come here (meta refresh) */
    /* Whether a redirect leads to what the caller knows already, so that it needs not be asked for. May be NULL. */
    bool (*knows)(void *context, const struct url *url);
    /* Every reply with a status, the last among them: for the archive. May be NULL. */
    void (*each)(void *context, const struct fetch_reply *reply);
    void (*done)(void *context, const struct chain_end *end);
    void *context;
};

/* No cookie is sent, but where redirects come back to where they were and cookies were set on the way: the chain then goes
 * on with these, as a browser would, from a jar that ends with it. What goes round all the same is a redirect-loop.
 * Where http at its usual port gives nothing (no connection, 404, a fault), https is asked for the same address once and
 * goes for it where it does better: browsers try https first when a link says http (Chrome since 2023).
 * `done` may be called before it returns (robots known and closed). */
void chain_follow(struct chains *chains, const struct chain_request *request);

/* Everything of a reply, in `arena`. */
void chain_copy_reply(struct arena *arena, const struct fetch_reply *reply, struct fetch_reply *out);

#endif

/* robots.txt, once an origin: asked for before anything else there, kept for 24 hours
 * (RFC 9309 2.4). Redirects of robots.txt are followed, five at most, to other hosts too
 * (2.3.1.2). A 4xx means no rules (2.3.1.3); a 5xx and 429 mean stay away (2.3.1.4). */
#ifndef COREOFFER_CRAWLER_GATE_H
#define COREOFFER_CRAWLER_GATE_H

#include <stdbool.h>

#include "crawler/fetch/fetch.h"
#include "crawler/links/robots.h"
#include "crawler/url/url.h"
#include "model/link.h"

struct gate;
/* `agent` is our product token. With `lenient` a robots.txt that can't be had is no rules:
 * for archives, which seldom hold one. */
struct gate *gate_new(struct fetcher *fetcher, const char *agent, bool lenient);
void gate_free(struct gate *gate);

struct gate_answer {
    bool allowed;
    enum link_reason reason;  /* ROBOTS by a rule or a refusal to tell; else the fault of robots.txt itself */
    int robots_status;        /* HTTP status of robots.txt, 0 where none came */
    const char *detail;       /* the rule, or what was wrong with robots.txt; "" for none. During the call */
    bool from_robots;         /* the answer is that of robots.txt itself failing, no rule of it */
};
typedef void gate_done(void *context, const struct gate_answer *answer);

/* Calls `done` before it returns where the origin's robots.txt is known, otherwise later
 * from fetcher_run. */
void gate_ask(struct gate *gate, const struct url *url, gate_done *done, void *context);
/* The same for an origin that may well not be there: robots.txt is asked for without a second try, and that it could not
 * be had is not kept for who asks in earnest. */
void gate_try(struct gate *gate, const struct url *url, gate_done *done, void *context);
/* The same for a second look: a name that there was not is looked up again, once an origin and run. */
void gate_ask_again(struct gate *gate, const struct url *url, gate_done *done, void *context);
/* The origin's rules, for their sitemaps; NULL where they aren't known. The gate's own. */
const struct robots *gate_robots(const struct gate *gate, const struct url *url);
/* Ask for robots.txt again at the next gate_ask: a second chance for a host that was down. */
void gate_forget(struct gate *gate, const struct url *url);

/* Whether an X-Robots-Tag value ("nofollow", "none", "coreoffer: nofollow, noindex") forbids
 * `agent` to follow links. A value for another agent does not count. */
bool gate_tag_says_nofollow(const char *value, const char *agent);

#endif

/* What became of a link, from what a server answered: one table from status to reason, and
 * the careful cases (a page that says "not found" with 200, deep links sent home,
 * failures over several runs). Nothing here asks for anything; crawler/links/checks.h does. */
#ifndef COREOFFER_CRAWLER_LINKCHECK_H
#define COREOFFER_CRAWLER_LINKCHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crawler/fetch/fetch.h"
#include "crawler/links/landing.h"
#include "crawler/links/likeness.h"
#include "crawler/links/wording.h"
#include "crawler/url/url.h"
#include "model/document.h"
#include "model/link.h"

/* The reason that a final HTTP status (RFC 9110, RFC 6585, RFC 7725) stands for; NONE for
 * one that a browser shows as a page. Broken are those alone that say of the address that nothing is there or can be (404, 410, 414). What comes with `redirect-nowhere` is shown too: only linkcheck_judge can tell
 * whether that is a page. */
enum link_reason linkcheck_status(int status);

/* Whether what came with a reply that ended so has words to judge: a page's, or those of one that was called something else. */
bool linkcheck_may_be_shown(enum link_reason reason);

/* Whether a reply to HEAD leaves doubt that only GET can end: servers refuse HEAD, do not
 * know it, or answer it worse than GET. */
bool linkcheck_head_is_doubtful(enum link_reason reason);

/* Whether a reason is claimed only after a second look. */
bool linkcheck_needs_second_look(enum link_reason reason);

/* --- deep links sent home --- */

/* A path that names something: two segments, or one with a file ending or digits. */
bool linkcheck_is_deep(const struct url *url);
/* --- a body that came with 2xx --- */

/* Two segments, as a deep link has; what follows it keeps it from existing by chance. */
#define PROBE_PATH "/coreoffer-check/no-such-page"
/* What a host answered to an address that cannot exist, and begins so. */
struct linkcheck_probe {
    bool answered;            /* false: could not be asked */
    int status;
    const char *final_url;    /* after redirects */
    struct shingles words;
};

struct linkcheck_body {
    const struct landings *landings;
    const struct url *asked, *final;
    int status, redirects;
    bool file;                       /* asked for by a file's name: a leaflet, a picture */
    bool loaded;                     /* browsers alone ask for it, with a page: nothing is missed where nothing is sent */
    const struct document *document; /* NULL where the body could not be read as one */
    const struct fetch_header *headers; size_t header_count;
    const char *body; size_t body_length;
};

/* The reason by the page's words and where it stands, NONE where it is a page like any
 * other. `probe` is NULL until the host was asked; where the answer turns on it,
 * `*wants_probe` is set and NONE returned. Likeness to the probe's reply alone is never enough. */
enum link_reason linkcheck_judge(const struct wording *wording, const struct linkcheck_body *came,
                                 const struct linkcheck_probe *probe, bool *wants_probe);

/* Whether a page that was judged for itself and found good is judged the same when a redirect leads there: it is no front page, search, error
 * page, question about cookies or page to sign in on, which are what they were asked for or nothing. */
bool linkcheck_is_plain(const struct wording *wording, const struct linkcheck_body *body);

/* --- over several runs --- */

/* `target` holds this run's verdict and the history of earlier runs (first_failed,
 * last_failed, last_ok, times_failed, last_proof; -1 and 0 where unknown). http-5xx, dns and
 * connect become broken where an earlier failure of these kinds is 24 hours to 14 days old
 * and no success came since; two yearly runs prove nothing. Then this run's own outcome is
 * added to the history. */
void linkcheck_weigh_history(struct target *target, int64_t now);

#endif

/* Redirects in other clothes: a short page that sends its readers on at once, by a Refresh field, meta refresh or a script of
 * one step. */
#ifndef COREOFFER_CRAWLER_REFRESH_H
#define COREOFFER_CRAWLER_REFRESH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/limits.h"
#include "base/memory.h"
#include "crawler/links/linkcheck.h"
#include "crawler/url/url.h"
#include "model/link.h"

/* Where the page sends on to, canonical, in `arena`; NULL where it does not, has something to say first, or would
 * only load itself again. `fragment` is set to the part of the page that it names, "" for none: the link's own
 * does not outlive it. */
const char *refresh_next(struct arena *arena, const struct linkcheck_body *page, const struct url_policy *policy, const char **fragment);

/* Where such pages have led on the way from one link; borrowed strings. */
struct refresh_trail {
    const char *met[LIMIT_REDIRECTS];
    int count;
    bool sets_cookies;  /* a reply on the way did */
};

/* The same along a trail. What is answered with 404 sends nowhere: what such a page goes on to is not what was asked for. Pages that send on in a circle are redirect-loop; refused
 * where cookies or a script may let a browser out of it; and read as what they are where they have something to say, as
 * pages that take turns have. `limit` where it goes on for too long. REASON_NONE else, with `next` as refresh_next. */
enum link_reason refresh_follow(struct refresh_trail *trail, struct arena *arena, const struct linkcheck_body *page,
                                const struct url_policy *policy, const char **next, const char **fragment);

#endif

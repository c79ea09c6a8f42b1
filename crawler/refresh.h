/* Redirects in other clothes: a short page that sends its readers on at once, by meta refresh or by a script of one step. */
#ifndef COREOFFER_CRAWLER_REFRESH_H
#define COREOFFER_CRAWLER_REFRESH_H

#include <stddef.h>

#include "base/memory.h"
#include "crawler/url.h"
#include "model/document.h"

/* Where the page at `at` sends on to, canonical, in `arena`; NULL where it does not, has something to say first, or would
 * only load itself again. `body` is the page as it came, or its beginning. `fragment` is set to the part of the page
 * that it names, "" for none: the link's own does not outlive it. */
const char *refresh_next(struct arena *arena, const struct document *document, const char *body, size_t length, const struct url *at,
                         const struct url_policy *policy, const char **fragment);

#endif

/* What a reply means for what comes next: for its host, and for asking again. */
#ifndef COREOFFER_CRAWLER_RETRY_H
#define COREOFFER_CRAWLER_RETRY_H

#include <stdbool.h>

#include "crawler/fetch/fetch.h"
#include "crawler/fetch/host.h"

/* What it says of its host. Some servers answer HEAD alone with an error or by closing the
 * connection: that says nothing, the GET that follows will. */
enum host_outcome retry_outcome(enum fetch_method method, const struct fetch_reply *reply);
/* Whether asking again may help. */
bool retry_may_help(enum fetch_method method, const struct fetch_reply *reply);
/* Seconds that a 429 or 503 asks to be left alone (Retry-After, RFC 9110 10.2.3), or -1. */
double retry_after(const struct fetch_reply *reply);

#endif

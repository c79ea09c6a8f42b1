#include "crawler/fetch/retry.h"

#include <string.h>

#include "base/clock.h"

enum host_outcome retry_outcome(enum fetch_method method, const struct fetch_reply *reply)
{
    bool refused = reply->status >= 500 || reply->status == 403;
    if (reply->status == 429)
        return HOST_FAILED;
    if (method == FETCH_HEAD && (refused || reply->reason == REASON_TRUNCATED))
        return HOST_UNTOLD;
    return refused || link_reason_is_transport(reply->reason) ? HOST_FAILED : HOST_ANSWERED;
}

static const char *field_of(const struct fetch_reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    return "";
}

double retry_after(const struct fetch_reply *reply)
{
    return reply->status == 429 || reply->status == 503 ? host_retry_after(field_of(reply, "retry-after"), clock_now()) : -1;
}

bool retry_may_help(enum fetch_method method, const struct fetch_reply *reply)
{
    if (reply->reason == REASON_CONNECT || reply->reason == REASON_TLS)
        return !reply->lasting;
    if (method == FETCH_HEAD) /* the GET that follows will tell; some servers have a limit for HEAD of its own */
        return false;
    if (retry_after(reply) >= 0 || reply->status == 429)
        return true;
    if (reply->reason == REASON_TIMEOUT)
        return reply->status == 0; /* an answer that began and dripped will drip again */
    if (reply->reason == REASON_TRUNCATED)
        return true;
    /* 408 on a kept connection, and 425, ask for the same again (RFC 9110 15.5.9, RFC 8470 5.2), as browsers do. */
    return reply->status == 408 || reply->status == 425 || (reply->status >= 500 && reply->status != 501 && reply->status != 505);
}

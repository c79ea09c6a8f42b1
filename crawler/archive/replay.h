/* Answers a request from an archive as the network would have: same headers, body with its
 * codings undone, same ceilings. */
#ifndef COREOFFER_CRAWLER_REPLAY_H
#define COREOFFER_CRAWLER_REPLAY_H

#include "base/buffer.h"
#include "base/memory.h"
#include "crawler/archive/warc.h"
#include "crawler/fetch/fetch.h"

struct replay {
    struct fetch_reply reply; /* all but tag, url, method, attempts; `at` is the archive's time */
    struct arena arena;
    struct buffer body;
};

/* Fills `replay`, which must be zeroed; what the archive lacks is REASON_LIMIT. */
void replay_answer(struct replay *replay, const struct warc_index *archive, const struct fetch_request *request);
/* The same from a response that was read from an archive (warc_read, warc_at); what it points
 * to must live as long as the replay. `request` gives method and ceilings. */
void replay_response(struct replay *replay, const struct warc_response *response, const struct fetch_request *request);
void replay_release(struct replay *replay);

#endif

/* A partner's page that several councils link to is asked for once a run: who asks while
 * it is under way waits for it, who asks later gets what came, each reply as it was sent,
 * for an archive of their own. Only what asking again would give is shared: an answer with
 * a status up to 499 and no fault of the moment. After a fault the next asks for himself. */
#ifndef COREOFFER_CRAWLER_CHAIN_SHARE_H
#define COREOFFER_CRAWLER_CHAIN_SHARE_H

#include <stddef.h>

#include "crawler/links/chain.h"

struct chain_share;
/* Keeps at most `ceiling` bytes; what was not wanted for longest goes first. */
struct chain_share *chain_share_new(struct chains *chains, size_t ceiling);
/* After the chains: nobody is called back. */
void chain_share_free(struct chain_share *share);

/* As chain_follow. Chains are the same when they ask for the same by the same request: a
 * second look is shared with second looks only, so that whatever is called broken has been
 * asked for twice. */
void chain_share_follow(struct chain_share *share, const struct chain_request *request);

#endif

/* What a host's word is worth. Of "nothing is there": some servers turn a program away so after a number of requests or from the
 * first on, and every link to them would be called broken. Of "something is there", said by HEAD: some servers answer HEAD without
 * looking, and a page that says "not found" with 200 is told by its words alone. */
#ifndef COREOFFER_CRAWLER_STANDING_H
#define COREOFFER_CRAWLER_STANDING_H

#include <stdbool.h>

#include "crawler/links/chain.h"
#include "crawler/url/url.h"
#include "model/link.h"

enum {
    STANDING_MISSES = 3,  /* fewer are links that somebody forgot */
    STANDING_READ = 10,   /* pages that were what their status said make its word good */
};

struct standings;
struct standings *standings_new(struct chains *chains);
void standings_free(struct standings *standings); /* after chains */

/* What came at the first look, in the order in which it came: something is there, or nothing (404, 410) where it ended, at `final`. */
void standing_note(struct standings *standings, const struct chain_end *end, const struct url *final, enum fetch_method method);

/* What is to be said in place of "nothing is there"; REASON_NONE where that stands. */
typedef void standing_done(void *context, enum link_reason instead);
/* Before it is said that nothing is at `url`: where nothing was found at the last STANDING_MISSES addresses of its origin or
 * more, and something before, that is asked for once more, by the method that found it; REASON_REFUSED where it is gone as well.
 * Where nothing was found before, the front page is asked for, once; REASON_HTTP_404_ALL where that is missing too: whether the
 * site is gone or hides from programs can't be told. `done` may be called before it returns. */
void standing_ask(struct standings *standings, const struct url *url, standing_done *done, void *context);

/* Whether the page itself is to be read although HEAD said that it is there: until STANDING_READ of the origin were read, and always
 * once a page of it was not what its status said. */
bool standing_doubts_head(struct standings *standings, const struct url *url);
/* Such a page was seen. */
void standing_note_false_yes(struct standings *standings, const struct url *url);

#endif

/* Writes exchanges to the archives on a thread of its own: their digests and compression take as long as half of
 * what the crawl's own thread does for a page. In the order given, and none after one that failed. */
#ifndef COREOFFER_CLI_ARCHIVIST_H
#define COREOFFER_CLI_ARCHIVIST_H

#include <stdint.h>

#include "base/status.h"
#include "crawler/archive/warc.h"

struct archivist;
MUST_USE enum status archivist_new(struct archivist **out, struct error *err);
/* Writes what was given, and stops. NULL is fine. */
void archivist_free(struct archivist *archivist);

/* Copies the exchange, and gives the number to ask for its place by. `writer` must stay open, and be used by
 * nobody else but for warc_sync, until archivist_rest. Waits while very much is unwritten. */
int64_t archivist_give(struct archivist *archivist, struct warc_writer *writer, const struct warc_exchange *exchange);
/* Where it was written, once it is. Fails where it or one before it could not be. */
MUST_USE enum status archivist_place(struct archivist *archivist, int64_t number, struct warc_place *place, struct error *err);
/* Waits until nothing is unwritten: the writers are the caller's again. Fails as archivist_place does. */
MUST_USE enum status archivist_rest(struct archivist *archivist, struct error *err);

#endif

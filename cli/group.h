/* The rows of one commit, and the archives that are synced before it: ending a group is done on a thread of its
 * own, since a sync takes longer than all else that is done for the pages of one. */
#ifndef COREOFFER_CLI_GROUP_H
#define COREOFFER_CLI_GROUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "crawler/archive/warc.h"
#include "store/store.h"

struct group;

/* While a group is ending nobody else may touch the store; its archives may be written to. */
struct group *group_new(struct store *store);
/* Takes back the rows of a group that is open. */
void group_free(struct group *group);

/* Rows may be written from now on: of the group that is open, or of a new one. Not while one is ending. */
MUST_USE enum status group_open(struct group *group, struct error *err);
bool group_is_open(const struct group *group);
/* It has been open so long that its rows should be safe: often enough that a kill loses little, and the longer the
 * last ending took the less often. */
bool group_is_due(const struct group *group);

/* Begins to end the open group: what was written to the archives so far is synced, then the rows are committed.
 * `writers` is taken over, and each must stay open until group_wait. */
void group_end(struct group *group, struct warc_writer **writers, size_t count);
bool group_is_ending(const struct group *group);
/* Waits until it has ended; what came of it. Only after group_end. */
MUST_USE enum status group_wait(struct group *group, struct error *err);

#endif

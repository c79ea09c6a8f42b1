/* Writes whole files on a thread of its own: for the tens of thousands of small ones of a whole
 * country's report the file system takes as long as it takes to make what is in them. */
#ifndef COREOFFER_REPORTS_SCRIBE_H
#define COREOFFER_REPORTS_SCRIBE_H

#include "base/buffer.h"
#include "base/map.h"
#include "base/status.h"

/* Makes the directories that `path` stands in, below the open directory `top`, and remembers them in
 * `made`. `name` is the directory's, for the error. */
MUST_USE enum status scribe_make_parent(int top, const char *name, struct map *made, const char *path, struct error *err);
/* Writes all of the bytes to the open file; `path` is for the error. */
MUST_USE enum status scribe_write(int file, const char *path, const struct buffer *bytes, struct error *err);

struct scribe;
/* For files below the open directory `top`, called `name` in errors; both must outlive it. */
MUST_USE enum status scribe_new(int top, const char *name, struct scribe **out, struct error *err);
void scribe_free(struct scribe *scribe); /* what is unwritten by then is not written */

/* Copies path and bytes and has them written in the order given; a file that is there already is a
 * failure. Waits where too much is unwritten. Returns the first failure so far: after it nothing is written. */
MUST_USE enum status scribe_give(struct scribe *scribe, const char *path, const struct buffer *bytes, struct error *err);
/* Waits until all is written; returns the first failure. */
MUST_USE enum status scribe_rest(struct scribe *scribe, struct error *err);

#endif

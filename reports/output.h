/* The directory that a report is written into: beside its final place, put there whole at
 * the end. Files are synced together, once: one at a time would take minutes for the
 * tens of thousands of small files of a whole country. */
#ifndef COREOFFER_REPORTS_OUTPUT_H
#define COREOFFER_REPORTS_OUTPUT_H

#include "base/buffer.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/status.h"

struct output {
    struct arena arena;
    const char *final, *fresh;  /* where it will be; where it is written */
    struct map *directories;    /* made already */
    struct buffer page;         /* for one file at a time: output_begin empties it */
    size_t files;
};

/* Removes what an interrupted run left beside `final` ("<final>.new-<pid>"), then makes
 * the fresh directory. output_discard after an error. */
MUST_USE enum status output_open(struct output *output, const char *final, struct error *err);
/* The empty page buffer. */
struct buffer *output_begin(struct output *output);
/* Writes the page buffer to `path` below the fresh directory, making directories. A page
 * over its ceiling, or made by a wrong format, is STATUS_LIMIT. */
MUST_USE enum status output_end(struct output *output, const char *path, struct error *err);
/* Syncs everything and puts the fresh directory in the place of the old one. */
MUST_USE enum status output_publish(struct output *output, struct error *err);
void output_discard(struct output *output); /* also after output_publish: frees */

#endif

/* The directory that a report is written into: beside its final place, put there whole at
 * the end. Files are synced together, once: one at a time would take minutes for the
 * tens of thousands of small files of a whole country. */
#ifndef COREOFFER_REPORTS_OUTPUT_H
#define COREOFFER_REPORTS_OUTPUT_H

#include "base/buffer.h"
#include "base/digest.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/status.h"
#include "reports/scribe.h"

/* A file that the data page lists. */
struct output_file {
    const char *path, *title;
    size_t rows, columns, bytes;
    char sha256[DIGEST_HEX_SIZE];
};

struct output {
    struct arena arena;
    const char *final, *fresh; /* where it will be; where it is written */
    struct map *directories;   /* made already for streams */
    struct buffer page;        /* for one file at a time: output_begin empties it */
    struct scribe *scribe;     /* writes the pages */
    const char *folder;         /* that paths are below: "" or "pack/anytown/" */
    int held;                   /* the fresh directory, locked while it is written */
    struct output_file *listed; /* in order of writing */
    size_t listed_count, listed_capacity;
};

/* Whether the report can go where it was asked for, links followed: refuses what is no directory, a mount point,
 * which can't be renamed, and one that holds anything but a report, or at its top anything beside it but files: that
 * would be removed with the old report. That it can be written is tried: to be asked before a night's work. Puts an old
 * report back that a killed run had moved out of its place. */
MUST_USE enum status output_check(const char *asked, struct error *err);

/* The report that `path` stands in or would stand in, links followed, in `arena`; NULL for none. A report does not stand in itself. */
const char *output_around(struct arena *arena, const char *path);

/* Removes what interrupted runs left beside `final` (file_tidy), then makes the fresh
 * directory. output_discard after an error. */
MUST_USE enum status output_open(struct output *output, const char *final, struct error *err);
/* Paths are below `folder` from now on ("" for the top), and nothing is listed yet. `folder` must live as
 * long as it is in force. */
void output_enter(struct output *output, const char *folder);
/* The empty page buffer. */
struct buffer *output_begin(struct output *output);
/* Has the page buffer written to `path` below the fresh directory, with its directories, while the next page is
 * made: a fault comes from a later call, output_publish at the latest. A path that leads out of the directory is STATUS_INPUT, a page over its
 * ceiling or made by a wrong format STATUS_LIMIT. */
MUST_USE enum status output_end(struct output *output, const char *path, struct error *err);
/* A file for the data page that is written while it is made, so that no table of a whole
 * country is ever held. Add to `bytes` and call output_stream_pass after each row. The first
 * fault is kept and comes from output_stream_end, which must be called. */
struct output_stream {
    struct buffer bytes;   /* what was not passed on yet */
    const char *path, *whole; /* below the report's folder, and with it, for people */
    int file;
    struct digest *digest;
    size_t length;         /* passed on */
    struct error fault;
};
void output_stream_begin(struct output *output, const char *path, struct output_stream *stream);
void output_stream_pass(struct output_stream *stream);
/* Closes the file and lists it with its size and digest. `title` must outlive `output`. */
MUST_USE enum status output_stream_end(struct output *output, struct output_stream *stream, const char *title, size_t rows, size_t columns,
                                       struct error *err);
/* The listed file "<folder><name><ending>", or NULL. Until the next is listed. */
const struct output_file *output_listed(const struct output *output, const char *folder, const char *name, const char *ending);
/* Syncs everything and puts the fresh directory in the place of the old one, with the files that stand beside that report ("CNAME"). */
MUST_USE enum status output_publish(struct output *output, struct error *err);
void output_discard(struct output *output); /* also after output_publish: frees */

#endif

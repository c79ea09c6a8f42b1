/* Threads that read documents, so that a long leaflet holds up no transfer. The caller's
 * thread hands bytes over and collects what became of them. */
#ifndef COREOFFER_CRAWLER_WORKERS_H
#define COREOFFER_CRAWLER_WORKERS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "document/document.h"

struct workers;
/* `threads` 0: one less than the processors, at least one. What pages are read by is loaded from `seeds`. `ready` is called from a worker's
 * thread whenever something may be collected. */
MUST_USE enum status workers_new(const char *seeds, int threads, void (*ready)(void *context), void *context, struct workers **out, struct error *err);
/* Drops what waits and gives a document under way `patience` seconds; a thread that takes
 * longer is left to end by itself, and what it holds with it. */
void workers_free(struct workers *workers, double patience);

/* What a job is tagged with, as errand.h is for requests: put it first in a struct. Until the
 * result was collected nothing that `examine` looks at may change. */
struct reading {
    /* On the worker's thread, once the document was read; may be NULL. */
    void (*examine)(struct reading *reading, const struct document *document);
    /* For the caller's thread, once it was collected. The document is the callee's, NULL where it could not be read. */
    void (*done)(struct reading *reading, struct document *document, const struct error *err);
};

/* Bytes, type and name are copied; `reading` comes back. */
void workers_submit(struct workers *workers, const struct document_input *input, struct reading *reading);

struct workers_result {
    struct reading *reading;
    struct document *document; /* the caller's; NULL where it could not be read */
    struct error err;          /* why, then */
};
/* The next finished document, in the order of finishing; false where there is none yet. */
bool workers_collect(struct workers *workers, struct workers_result *result);
/* Waits up to `seconds` for something to collect. */
void workers_wait(struct workers *workers, double seconds);

/* So many bytes wait that no more should be fetched before some are read. */
bool workers_are_full(const struct workers *workers);

#endif

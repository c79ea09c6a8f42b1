/* Between the crawl and the store: what is found is kept (rows in groups, archive synced
 * before the rows that name it), and what was kept is given back to a resumed crawl. */
#ifndef COREOFFER_CLI_KEEPER_H
#define COREOFFER_CLI_KEEPER_H

#include "cli/cli.h"
#include "cli/event_log.h"
#include "cli/progress.h"
#include "crawler/crawl.h"
#include "store/store.h"

struct keeper;

struct keeper_options {
    struct store *store;
    int64_t run;
    const char *archive;       /* directory of the run's WARC files, or NULL for none */
    struct progress *progress; /* may be NULL */
    double deadline;           /* clock_monotonic at which to stop; 0 for none */
    bool gains_first;          /* not before something new was kept: a run that goes on night after night must come to an end */
    bool asks_again;           /* of what the run has: a name that did not exist does so still where only the name server fails now */
    const struct ignore_list *ignored; /* whose reasons are the advice of what is left out, or NULL */
    struct event_log *log;     /* written when what it tells of is committed */
};

MUST_USE enum status keeper_new(const struct keeper_options *options, struct keeper **out, struct error *err);
/* Commits what is waiting and closes the archives. */
MUST_USE enum status keeper_finish(struct keeper *keeper, struct error *err);
void keeper_free(struct keeper *keeper);

struct crawl_sink keeper_sink(struct keeper *keeper);
struct crawl_source keeper_source(struct keeper *keeper);
bool keeper_hit_deadline(const struct keeper *keeper);

#endif

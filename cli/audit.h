/* The main job from councils to reports, as audit, check, links, recheck and demo run it.
 * This is the one place where the whole way of the data can be read. */
#ifndef COREOFFER_CLI_AUDIT_H
#define COREOFFER_CLI_AUDIT_H

#include "cli/cli.h"
#include "cli/event_log.h"
#include "crawler/crawl.h"
#include "model/council.h"

struct keeper;
struct progress;

struct audit_plan {
    const struct council *const *councils; /* to visit; judged in this order, visited in that of cli/rota.h */
    size_t council_count;
    const struct council_list *list;       /* that they are part of; kept with the run */
    const char *councils_bytes;            /* the file as it was given, kept with the run */
    size_t councils_length;
    bool named_start;    /* its one council is an address that was named: read that or nothing */
    bool single_page;    /* that page and its links only */
    bool judge;          /* false: links only */
    bool publish;        /* write the report to `out` */
    const char *out;
    struct event_log *log;
};

struct audit_result {
    int64_t run;
    size_t councils, read, gaps;  /* visited; read and judged; blocked, down or not found */
    size_t asked, silent;         /* of which the list has an address; of them those that were not read */
    bool start_broken;            /* of `named_start`: there is no page at the address */
    bool unreachable;             /* two councils or more, on different hosts, and the network led to none */
    size_t pages, broken;
    bool braked;                  /* nothing was published */
    bool stopped;                 /* a signal or --max-runtime; the run is unfinished */
    struct error stop;            /* what ended a visit that no run goes on with (`named_start`): what was known by then is a finished run */
};

/* `store` is open for writing. On STATUS_STOPPED the run can be resumed. */
MUST_USE enum status audit_run(struct cli *cli, const struct rubric *rubric, struct store *store, const struct audit_plan *plan,
                               struct audit_result *result, struct error *err);

/* Whether the council was asked and not read: one without an address nobody can ask. One that `list` has no more was in it when it was asked. */
bool audit_is_silent(const struct council_list *list, const struct visit *visit, struct arena *arena);

/* The exit code that a result means. */
int audit_exit_code(const struct audit_result *result);
/* That of what nothing goes on with, a check of a site or of addresses; says what failed, or what ended it. `failing`: a --fail-on condition is met. */
int audit_check_code(const struct cli *cli, const struct audit_result *result, enum status status, const struct error *err, bool failing);

/* The crawl's options from the command line; `crawl->fetch` points at `fetch`. */
void audit_crawl_options(struct cli *cli, uint64_t seed, struct fetch_options *fetch, struct crawl_options *crawl);

/* When --max-runtime ends a crawl, for its keeper; 0 for never. And what is said of one that it or a signal has ended. */
double audit_deadline(const struct cli *cli, const struct progress *progress);
void audit_say_stopped(const struct keeper *keeper, const char *next, struct error *err);

/* --log, before anything else that a night can fail by; audit_end_log also where that fails. */
MUST_USE enum status audit_open_log(const struct cli *cli, struct event_log *log, struct error *err);
/* Its last line, with how the run ended; `err` where it did not end well. */
void audit_end_log(struct event_log *log, const struct audit_result *result, enum status status, const struct error *err);

/* What would spoil a night's work is told before it, as the caller's mistake: no contact, unless addresses are
 * private or pages come from an archive; a file that can't be read or written, or seeds that can't be used; a browser that does not work. */
MUST_USE enum status audit_check_options(struct cli *cli, struct error *err);
/* A part of it. */
MUST_USE enum status audit_check_contact(const struct cli *cli, struct error *err);
/* The files that the options name, from 0: false after the last; `path` is NULL where the option is not given. */
struct audit_file {
    const char *option, *path;
    bool is_written;
};
bool audit_file(const struct cli *cli, size_t which, struct audit_file *file);
MUST_USE enum status audit_check_file(const struct audit_file *file, struct error *err);

#endif

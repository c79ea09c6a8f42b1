/* --log: a JSON line for each event of a run. */
#ifndef COREOFFER_CLI_EVENT_LOG_H
#define COREOFFER_CLI_EVENT_LOG_H

#include <stdint.h>

#include "base/buffer.h"
#include "base/status.h"

struct event_log {
    int64_t run;            /* 0 before it is known */
    const char *path;       /* borrowed */
    int file;               /* -1 for none */
    struct buffer waiting;
};

/* Lines are added to the file; without a path every call does nothing. event_log_end also where it fails. */
MUST_USE enum status event_log_open(const char *path, struct event_log *log, struct error *err);
/* The run has a number. */
void event_log_begin(struct event_log *log, int64_t run, const char *command);
/* The last line: `how` the run ended, or that it failed or was stopped, with the error's sentence. Closes the log. */
void event_log_end(struct event_log *log, const char *how, enum status status, const struct error *err);

/* Waits for event_log_write, so that nothing is told of before it is kept. `gss_code` and `page` may be NULL. */
void event_log_add(struct event_log *log, const char *event, const char *gss_code, const char *page, const char *detail);
/* A log that can't be written must not end the run: it is said, and nothing more is written to it. */
void event_log_write(struct event_log *log);

#endif

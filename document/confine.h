/* Runs a program over hostile bytes where it can do no harm: a seccomp filter lets it
 * read files and write to its pipes and nothing else (no network, no new processes, no
 * writing to disk), and memory, processor time, waiting time and output are bounded. */
#ifndef COREOFFER_DOCUMENT_CONFINE_H
#define COREOFFER_DOCUMENT_CONFINE_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/status.h"

struct confine_job {
    const char *program;      /* absolute path */
    char *const *arguments;   /* with the program's name first, NULL at the end */
    const void *input;        /* what it finds as the file CONFINE_INPUT */
    size_t input_length;
    unsigned seconds;         /* of processor time, and of waiting */
    size_t memory;            /* bytes of address space; 0 for no ceiling */
};

#define CONFINE_INPUT "/proc/self/fd/3"

/* `out` receives standard output and `errors` the start of standard error, each up to its
 * ceiling. `*exit_status` is the program's own (0 to 255). STATUS_LIMIT when it ran out of
 * time or its output out of room (what came until then is in `out`), or was killed by a
 * signal; STATUS_IO when it could not be started. */
MUST_USE enum status confine_run(const struct confine_job *job, struct buffer *out, struct buffer *errors,
                                 int *exit_status, struct error *err);

#endif

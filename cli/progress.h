/* One line on a terminal that keeps itself up to date: done and known, rate, time left. */
#ifndef COREOFFER_CLI_PROGRESS_H
#define COREOFFER_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>

struct progress {
    bool shown;          /* false: nothing is printed */
    int width;
    double started;      /* clock_monotonic */
    double drawn;        /* when it was last drawn */
    double rate;         /* smoothed, a second */
    size_t last_done;
    double last_at;
};

void progress_start(struct progress *progress, bool shown, int width);
/* `what` is a short phrase such as "reading"; `done` of `known` pages, hosts now active. */
void progress_show(struct progress *progress, const char *what, size_t done, size_t known, size_t hosts, size_t councils_done, size_t councils);
void progress_end(struct progress *progress);

#endif

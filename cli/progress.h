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
    const char *what;    /* the stage that the rate is of */
    double rate;         /* smoothed, a second; 0 while it is not known */
    size_t last_done;
    double last_at;
};

struct progress_at {
    const char *what;    /* a word that stays where it is, such as "reading" */
    size_t done, known;  /* of it */
    size_t hosts;        /* now active */
    size_t councils_done, councils;
};

void progress_start(struct progress *progress, bool shown, int width);
void progress_show(struct progress *progress, const struct progress_at *at);
void progress_end(struct progress *progress);

#endif

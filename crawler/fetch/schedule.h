/* Whose turn it is: jobs queued per host, hosts that wait for their delay, and addresses
 * that serve too many hosts at once. One job a host is out at a time. The time comes in as
 * a parameter (clock_monotonic); nothing here knows of the network. */
#ifndef COREOFFER_CRAWLER_SCHEDULE_H
#define COREOFFER_CRAWLER_SCHEDULE_H

#include <stdbool.h>
#include <stddef.h>

#include "crawler/fetch/host.h"

/* Of two jobs of one host that wait, the lower goes first; those of one rank go in order. */
enum schedule_rank {
    SCHEDULE_FIRST,
    SCHEDULE_NORMAL,
    SCHEDULE_LATE,       /* only when the host has nothing else to do, retries among it */
    SCHEDULE_RANKS
};

/* Stands first in the caller's own job. */
struct schedule_job {
    struct schedule_job *next;
    struct schedule_host *host;
    double not_before;   /* 0 for a job that was never tried */
    enum schedule_rank rank;
};

struct schedule_queue {
    struct schedule_job *first, *last;
};

struct schedule_host {
    struct host_manners manners;
    char *name;          /* as in a URL: IPv6 in brackets */
    int lookup_failures; /* the caller's: how often its name could not be resolved */
    bool lookup_again;   /* the caller's: the next look-up must not come from the cache */
    bool looked_twice;   /* the caller's: a second look has asked for the name again */
    bool odd;            /* the caller's: libcurl refuses its replies for their form */
    bool completed;      /* the caller's: as in fetch_reply, known at the handshake alone */
    /* The rest is the schedule's own. */
    int state;
    size_t heap_index;
    struct schedule_queue queues[SCHEDULE_RANKS];
    struct schedule_job *retries; /* sorted by time */
    struct schedule_host *next;   /* in the list of the ready, or of those waiting for an address */
    struct schedule_address *address;
};

struct schedule;
struct schedule *schedule_new(double delay);
void schedule_free(struct schedule *schedule); /* the jobs are the caller's: take them with schedule_drain first */

/* The host, made where it is new. The default ports of http and https share one queue. */
struct schedule_host *schedule_host(struct schedule *schedule, const char *name, int port);
size_t schedule_host_count(const struct schedule *schedule);
struct schedule_host *schedule_host_at(struct schedule *schedule, size_t i);

void schedule_add(struct schedule *schedule, struct schedule_host *host, struct schedule_job *job, double now);
/* The next job that may be tried now, its host taken out until it is given back by one of
 * the next four; NULL where nothing may be done yet. */
struct schedule_job *schedule_take(struct schedule *schedule, double now);

/* Puts the job back at the head of its host's queue until schedule_unpark. */
void schedule_park(struct schedule *schedule, struct schedule_job *job);
void schedule_unpark(struct schedule *schedule, struct schedule_host *host, double now);
/* Takes one of the LIMIT_HOSTS_PER_ADDRESS places of an address for the taken job's host.
 * False: none is free, the job was put back and comes again when one is. */
bool schedule_occupy(struct schedule *schedule, struct schedule_job *job, const char *address);
/* The taken job is done with, or waits: `again` puts it back, to be tried at its not_before. */
void schedule_release(struct schedule *schedule, struct schedule_job *job, bool again, double now);

/* Takes a queued job out of the host, or NULL: for hosts that are given up. */
struct schedule_job *schedule_drain(struct schedule *schedule, struct schedule_host *host);
/* When the next waiting host is due, or -1. */
double schedule_next_time(const struct schedule *schedule);

#endif

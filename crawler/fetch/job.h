/* One request on its way through the fetcher, and lists of such. Private to fetch.c. */
#ifndef COREOFFER_CRAWLER_JOB_H
#define COREOFFER_CRAWLER_JOB_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "crawler/fetch/fetch.h"
#include "crawler/fetch/schedule.h"

struct job {
    struct schedule_job turn; /* must stand first */
    struct fetch_request request; /* its strings are the job's */
    int port;
    int attempts;
    enum link_reason reason;  /* of its last try, or why it never was tried */
    int status;
    const char *detail;       /* static, or "" */
    struct arena fields;      /* of the request */
    struct transfer *transfer;
    size_t active_index;
    bool is_issuer;           /* fetches a certificate: nobody else asked for it */
    int issuers;              /* certificates that its own chain lacked so far */
    char *wanted;             /* while it waits for one: its address */
};

struct job_list {
    struct job *first, *last;
};

/* Copies what the request points to. */
struct job *job_new(const struct fetch_request *request);
void job_free(struct job *job); /* its transfer is the fetcher's */

void job_list_push(struct job_list *list, struct job *job); /* at the end */
struct job *job_list_pop(struct job_list *list);             /* the first, or NULL */

#endif

#include "crawler/fetch/job.h"

#include <stdlib.h>

#include "base/limits.h"

struct job *job_new(const struct fetch_request *request)
{
    struct job *job = memory_alloc(sizeof *job);
    job->request = *request;
    job->request.url = memory_copy(request->url);
    job->request.etag = memory_copy(request->etag);
    job->request.last_modified = memory_copy(request->last_modified);
    const char **fields = arena_array(&job->fields, request->field_count, sizeof *fields);
    for (size_t i = 0; i < request->field_count; i++)
        fields[i] = arena_copy(&job->fields, request->fields[i]);
    job->request.fields = fields;
    job->request.cookies = arena_copy(&job->fields, request->cookies);
    /* GET before HEAD: pages before mere checks, and the GET that clears up a doubtful HEAD
     * before ten doubtful ones look like a host that refuses. */
    job->turn.rank = request->last_resort ? SCHEDULE_LATE : request->method == FETCH_GET ? SCHEDULE_FIRST : SCHEDULE_NORMAL;
    job->detail = "";
    if (job->request.body_ceiling == 0)
        job->request.body_ceiling = LIMIT_BODY_BYTES;
    return job;
}

void job_free(struct job *job)
{
    union { const char *text; char *owned; } url = {job->request.url}, etag = {job->request.etag},
                                             modified = {job->request.last_modified};
    free(url.owned);
    free(etag.owned);
    free(modified.owned);
    arena_release(&job->fields);
    free(job->wanted);
    free(job);
}

struct job *job_list_pop(struct job_list *list)
{
    struct job *job = list->first;
    if (job) {
        list->first = (struct job *)job->turn.next;
        if (!list->first)
            list->last = NULL;
    }
    return job;
}

void job_list_push(struct job_list *list, struct job *job)
{
    job->turn.next = NULL;
    if (list->last)
        list->last->turn.next = &job->turn;
    else
        list->first = job;
    list->last = job;
}

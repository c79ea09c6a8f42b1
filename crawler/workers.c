#include "crawler/workers.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/memory.h"

struct job {
    struct job *next;
    char *bytes, *content_type, *name;
    size_t length;
    bool rendered;
    const char *lacking;
    struct workers_result result;
};

struct queue {
    struct job *first, *last;
};

struct workers {
    pthread_mutex_t lock;
    pthread_cond_t work, done;
    struct queue waiting, finished;
    struct markup_words *words;
    size_t pending, bytes;   /* submitted and not collected; of the waiting and the read */
    bool stopping;
    void (*ready)(void *context);
    void *context;
    pthread_t *threads;
    int thread_count;
    int holders;             /* threads and the owner: the last one frees */
};

static void queue_push(struct queue *queue, struct job *job)
{
    job->next = NULL;
    if (queue->last != NULL)
        queue->last->next = job;
    else
        queue->first = job;
    queue->last = job;
}

static struct job *queue_pop(struct queue *queue)
{
    struct job *job = queue->first;
    if (job == NULL)
        return NULL;
    queue->first = job->next;
    if (queue->first == NULL)
        queue->last = NULL;
    return job;
}

static void job_free(struct job *job)
{
    document_free(job->result.document);
    free(job->bytes);
    free(job->content_type);
    free(job->name);
    free(job);
}

static void let_go(struct workers *workers) /* holds the lock; gives it up */
{
    bool last = --workers->holders == 0;
    pthread_mutex_unlock(&workers->lock);
    if (!last)
        return;
    for (struct job *job; (job = queue_pop(&workers->finished)) != NULL;)
        job_free(job);
    for (struct job *job; (job = queue_pop(&workers->waiting)) != NULL;)
        job_free(job);
    pthread_mutex_destroy(&workers->lock);
    pthread_cond_destroy(&workers->work);
    pthread_cond_destroy(&workers->done);
    markup_words_free(workers->words);
    free(workers->threads);
    free(workers);
}

static void read_job(const struct markup_words *words, struct job *job)
{
    struct document_input input = {
        .bytes = job->bytes, .length = job->length, .content_type = job->content_type, .name = job->name,
        .rendered = job->rendered, .lacking = job->lacking};
    if (document_read(words, &input, &job->result.document, &job->result.err) != STATUS_OK)
        job->result.document = NULL;
    free(job->bytes);
    job->bytes = NULL;
}

/* Holds the lock, but for the work. One that was too slow to be waited for has nothing left to look at. */
static void examine_job(struct workers *workers, struct job *job)
{
    struct reading *reading = job->result.reading;
    if (workers->stopping || reading->examine == NULL)
        return;
    pthread_mutex_unlock(&workers->lock);
    reading->examine(reading, job->result.document);
    pthread_mutex_lock(&workers->lock);
}

static void *worker(void *argument)
{
    struct workers *workers = argument;
    pthread_mutex_lock(&workers->lock);
    while (!workers->stopping) {
        struct job *job = queue_pop(&workers->waiting);
        if (job == NULL) {
            pthread_cond_wait(&workers->work, &workers->lock);
            continue;
        }
        pthread_mutex_unlock(&workers->lock);
        read_job(workers->words, job);
        pthread_mutex_lock(&workers->lock);
        examine_job(workers, job);
        workers->bytes -= job->length;
        queue_push(&workers->finished, job);
        pthread_cond_signal(&workers->done);
        if (!workers->stopping)
            workers->ready(workers->context);
    }
    let_go(workers);
    return NULL;
}

static int thread_count(int wanted)
{
    if (wanted > 0)
        return wanted;
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    return processors > 2 ? (int)(processors > 65 ? 64 : processors - 1) : 1;
}

enum status workers_new(const char *seeds, int threads, void (*ready)(void *context), void *context, struct workers **out, struct error *err)
{
    struct markup_words *words;
    enum status status = markup_words_load(seeds, &words, err);
    if (status != STATUS_OK)
        return status;
    struct workers *workers = memory_alloc(sizeof *workers);
    workers->words = words;
    pthread_mutex_init(&workers->lock, NULL);
    pthread_condattr_t monotonic;
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&workers->work, NULL);
    pthread_cond_init(&workers->done, &monotonic);
    pthread_condattr_destroy(&monotonic);
    workers->ready = ready;
    workers->context = context;
    workers->holders = 1;
    int count = thread_count(threads);
    workers->threads = memory_array((size_t)count, sizeof *workers->threads);
    for (int i = 0; i < count; i++) {
        int fault = pthread_create(&workers->threads[i], NULL, worker, workers);
        if (fault != 0) {
            workers_free(workers, 1);
            errno = fault;
            return error_errno(err, "cannot start a thread to read documents");
        }
        pthread_mutex_lock(&workers->lock);
        workers->holders++;
        workers->thread_count++;
        pthread_mutex_unlock(&workers->lock);
    }
    *out = workers;
    return STATUS_OK;
}

static struct timespec moment(clockid_t clock, double seconds)
{
    struct timespec at;
    clock_gettime(clock, &at);
    long nanoseconds = at.tv_nsec + (long)((seconds - (double)(time_t)seconds) * 1e9);
    at.tv_sec += (time_t)seconds + nanoseconds / 1000000000L;
    at.tv_nsec = nanoseconds % 1000000000L;
    return at;
}

void workers_free(struct workers *workers, double patience)
{
    if (workers == NULL)
        return;
    pthread_mutex_lock(&workers->lock);
    workers->stopping = true;
    pthread_cond_broadcast(&workers->work);
    pthread_mutex_unlock(&workers->lock);
    struct timespec until = moment(CLOCK_REALTIME, patience); /* what pthread_timedjoin_np counts by */
    for (int i = 0; i < workers->thread_count; i++)
        if (pthread_timedjoin_np(workers->threads[i], NULL, &until) != 0)
            pthread_detach(workers->threads[i]);
    pthread_mutex_lock(&workers->lock);
    let_go(workers);
}

void workers_submit(struct workers *workers, const struct document_input *input, struct reading *reading)
{
    struct job *job = memory_alloc(sizeof *job);
    job->bytes = memory_copy_n(input->bytes != NULL ? input->bytes : "", input->length);
    job->length = input->length;
    job->content_type = memory_copy(input->content_type);
    job->name = memory_copy(input->name);
    job->rendered = input->rendered;
    job->lacking = input->lacking;
    job->result.reading = reading;
    pthread_mutex_lock(&workers->lock);
    queue_push(&workers->waiting, job);
    workers->pending++;
    workers->bytes += job->length;
    pthread_cond_signal(&workers->work);
    pthread_mutex_unlock(&workers->lock);
}

bool workers_collect(struct workers *workers, struct workers_result *result)
{
    pthread_mutex_lock(&workers->lock);
    struct job *job = queue_pop(&workers->finished);
    if (job != NULL)
        workers->pending--;
    pthread_mutex_unlock(&workers->lock);
    if (job == NULL)
        return false;
    *result = job->result;
    job->result.document = NULL;
    job_free(job);
    return true;
}

void workers_wait(struct workers *workers, double seconds)
{
    struct timespec until = moment(CLOCK_MONOTONIC, seconds);
    pthread_mutex_lock(&workers->lock);
    while (workers->finished.first == NULL && workers->pending > 0)
        if (pthread_cond_timedwait(&workers->done, &workers->lock, &until) != 0)
            break;
    pthread_mutex_unlock(&workers->lock);
}

bool workers_are_full(const struct workers *workers)
{
    struct workers *own = (struct workers *)(uintptr_t)workers; /* the lock is no part of what const promises */
    pthread_mutex_lock(&own->lock);
    bool full = own->bytes > LIMIT_UNREAD_BYTES;
    pthread_mutex_unlock(&own->lock);
    return full;
}

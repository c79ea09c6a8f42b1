#include "cli/archivist.h"

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/limits.h"
#include "base/memory.h"

struct job {
    struct job *next;
    struct arena arena; /* of the exchange's bytes */
    struct warc_writer *writer;
    struct warc_exchange exchange;
    size_t bytes;
};

struct archivist {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t given, written;
    struct job *first, *last;  /* unwritten; the first may be under way */
    size_t bytes;              /* of theirs */
    struct warc_place *places; /* by number */
    int64_t place_count, given_count;
    size_t capacity;
    enum status status;        /* the first failure */
    struct error error;
    bool stopping;
};

static void keep_place(struct archivist *archivist, const struct warc_place *place)
{
    size_t count = (size_t)archivist->place_count;
    MEMORY_PUSH_ROOM(archivist->places, count, archivist->capacity);
    archivist->places[count] = *place;
    archivist->place_count++;
}

static void *work(void *context)
{
    struct archivist *archivist = context;
    (void)pthread_mutex_lock(&archivist->lock);
    for (;;) {
        struct job *job = archivist->first;
        if (job == NULL && archivist->stopping)
            break;
        if (job == NULL) {
            (void)pthread_cond_wait(&archivist->given, &archivist->lock);
            continue;
        }
        struct warc_place place = {0};
        struct error err = {0};
        enum status status = archivist->status;
        if (status == STATUS_OK) {
            (void)pthread_mutex_unlock(&archivist->lock);
            status = warc_write(job->writer, &job->exchange, &place, &err);
            (void)pthread_mutex_lock(&archivist->lock);
            if (status != STATUS_OK) {
                archivist->status = status;
                archivist->error = err;
            }
        }
        keep_place(archivist, &place);
        archivist->bytes -= job->bytes;
        archivist->first = job->next;
        if (archivist->first == NULL)
            archivist->last = NULL;
        (void)pthread_cond_signal(&archivist->written);
        arena_release(&job->arena);
        free(job);
    }
    (void)pthread_mutex_unlock(&archivist->lock);
    return NULL;
}

static void release(struct archivist *archivist)
{
    (void)pthread_mutex_destroy(&archivist->lock);
    (void)pthread_cond_destroy(&archivist->given);
    (void)pthread_cond_destroy(&archivist->written);
    free(archivist->places);
    free(archivist);
}

enum status archivist_new(struct archivist **out, struct error *err)
{
    struct archivist *archivist = memory_alloc(sizeof *archivist);
    (void)pthread_mutex_init(&archivist->lock, NULL);
    (void)pthread_cond_init(&archivist->given, NULL);
    (void)pthread_cond_init(&archivist->written, NULL);
    int fault = pthread_create(&archivist->thread, NULL, work, archivist);
    if (fault != 0) {
        release(archivist);
        errno = fault;
        return error_errno(err, "cannot start a thread to write the archive");
    }
    *out = archivist;
    return STATUS_OK;
}

void archivist_free(struct archivist *archivist)
{
    if (archivist == NULL)
        return;
    (void)pthread_mutex_lock(&archivist->lock);
    archivist->stopping = true;
    (void)pthread_cond_signal(&archivist->given);
    (void)pthread_mutex_unlock(&archivist->lock);
    (void)pthread_join(archivist->thread, NULL);
    release(archivist);
}

static const void *copy(struct job *job, const void *bytes, size_t length)
{
    job->bytes += length;
    return arena_copy_n(&job->arena, length > 0 ? bytes : "", length);
}

static struct job *job_of(struct warc_writer *writer, const struct warc_exchange *exchange)
{
    struct job *job = memory_alloc(sizeof *job);
    job->writer = writer;
    job->exchange = *exchange;
    job->exchange.url = arena_copy(&job->arena, exchange->url);
    job->exchange.address = arena_copy(&job->arena, exchange->address);
    job->exchange.refers_to_url = arena_copy(&job->arena, exchange->refers_to_url);
    job->exchange.request = copy(job, exchange->request, exchange->request_length);
    job->exchange.headers = copy(job, exchange->headers, exchange->headers_length);
    job->exchange.body = copy(job, exchange->body, exchange->body_length);
    return job;
}

int64_t archivist_give(struct archivist *archivist, struct warc_writer *writer, const struct warc_exchange *exchange)
{
    struct job *job = job_of(writer, exchange);
    (void)pthread_mutex_lock(&archivist->lock);
    while (archivist->bytes > LIMIT_UNREAD_BYTES)
        (void)pthread_cond_wait(&archivist->written, &archivist->lock);
    if (archivist->last != NULL)
        archivist->last->next = job;
    else
        archivist->first = job;
    archivist->last = job;
    archivist->bytes += job->bytes;
    int64_t number = archivist->given_count++;
    (void)pthread_cond_signal(&archivist->given);
    (void)pthread_mutex_unlock(&archivist->lock);
    return number;
}

/* Waits until so many are written. */
static enum status await(struct archivist *archivist, int64_t count, struct error *err)
{
    (void)pthread_mutex_lock(&archivist->lock);
    while (archivist->place_count < count)
        (void)pthread_cond_wait(&archivist->written, &archivist->lock);
    enum status status = archivist->status;
    if (status != STATUS_OK && err != NULL)
        *err = archivist->error;
    (void)pthread_mutex_unlock(&archivist->lock);
    return status;
}

enum status archivist_place(struct archivist *archivist, int64_t number, struct warc_place *place, struct error *err)
{
    enum status status = await(archivist, number + 1, err);
    if (status == STATUS_OK) {
        (void)pthread_mutex_lock(&archivist->lock); /* the array may move */
        *place = archivist->places[number];
        (void)pthread_mutex_unlock(&archivist->lock);
    }
    return status;
}

enum status archivist_rest(struct archivist *archivist, struct error *err)
{
    return await(archivist, archivist->given_count, err);
}

#include "reports/scribe.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/memory.h"

enum {
    UNWRITTEN_BYTES = 4 * 1024 * 1024, /* hundreds of pages: enough that neither waits for the other at each */
    BUNDLE_BYTES = 256 * 1024,         /* are worth waking the thread for: to wake it costs as much as a small file */
};

struct job {
    struct job *next;
    struct buffer path, bytes;
};

struct scribe {
    int top;
    const char *name;
    struct map *made;      /* directories; the thread's alone */
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t given, written;
    struct job *first, *last; /* not taken up yet */
    size_t bytes;          /* of theirs */
    bool writing;          /* others, taken up */
    bool resting;          /* somebody waits for all of them */
    enum status status;    /* the first failure */
    struct error error;
    bool stopping;
};

enum status scribe_make_parent(int top, const char *name, struct map *made, const char *path, struct error *err)
{
    const char *slash = strrchr(path, '/');
    bool added;
    if (slash == NULL)
        return STATUS_OK;
    map_put(made, path, (size_t)(slash - path), &added);
    if (!added)
        return STATUS_OK;
    char *parent = memory_copy_n(path, (size_t)(slash - path));
    enum status status = scribe_make_parent(top, name, made, parent, err);
    if (status == STATUS_OK && mkdirat(top, parent, 0777) != 0 && errno != EEXIST)
        status = error_errno(err, "cannot make '%s/%s'", name, parent);
    free(parent);
    return status;
}

enum status scribe_write(int file, const char *path, const struct buffer *bytes, struct error *err)
{
    for (size_t done = 0; done < bytes->length;) {
        ssize_t wrote = write(file, bytes->bytes + done, bytes->length - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return error_errno(err, "cannot write '%s'", path);
        done += (size_t)wrote;
    }
    return STATUS_OK;
}

static enum status write_job(struct scribe *scribe, const struct job *job, struct error *err)
{
    const char *path = buffer_text(&job->path);
    enum status status = scribe_make_parent(scribe->top, scribe->name, scribe->made, path, err);
    if (status != STATUS_OK)
        return status;
    int file = openat(scribe->top, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0)
        return error_errno(err, "cannot write '%s/%s'", scribe->name, path);
    struct buffer whole; /* for people, who must see which disk is full */
    buffer_init(&whole, LIMIT_URL_BYTES);
    buffer_printf(&whole, "%s/%s", scribe->name, path);
    status = scribe_write(file, buffer_text(&whole), &job->bytes, err);
    if (close(file) != 0 && status == STATUS_OK)
        status = error_errno(err, "cannot write '%s'", buffer_text(&whole));
    buffer_release(&whole);
    return status;
}

static void free_job(struct job *job)
{
    buffer_release(&job->path);
    buffer_release(&job->bytes);
    free(job);
}

static void free_jobs(struct job *job)
{
    while (job != NULL) {
        struct job *next = job->next;
        free_job(job);
        job = next;
    }
}

static void *work(void *context)
{
    struct scribe *scribe = context;
    (void)pthread_mutex_lock(&scribe->lock);
    while (!scribe->stopping) {
        if (scribe->first == NULL || (scribe->bytes < BUNDLE_BYTES && !scribe->resting)) {
            (void)pthread_cond_wait(&scribe->given, &scribe->lock);
            continue;
        }
        struct job *bundle = scribe->first;
        struct error err = scribe->error;
        enum status status = scribe->status;
        scribe->first = scribe->last = NULL;
        scribe->bytes = 0;
        scribe->writing = true;
        (void)pthread_cond_signal(&scribe->written);
        (void)pthread_mutex_unlock(&scribe->lock);
        for (const struct job *job = bundle; job != NULL && status == STATUS_OK; job = job->next)
            status = write_job(scribe, job, &err);
        free_jobs(bundle);
        (void)pthread_mutex_lock(&scribe->lock);
        scribe->writing = false;
        scribe->status = status;
        scribe->error = err;
        (void)pthread_cond_signal(&scribe->written);
    }
    (void)pthread_mutex_unlock(&scribe->lock);
    return NULL;
}

static void release(struct scribe *scribe)
{
    free_jobs(scribe->first);
    (void)pthread_mutex_destroy(&scribe->lock);
    (void)pthread_cond_destroy(&scribe->given);
    (void)pthread_cond_destroy(&scribe->written);
    map_free(scribe->made);
    free(scribe);
}

enum status scribe_new(int top, const char *name, struct scribe **out, struct error *err)
{
    struct scribe *scribe = memory_alloc(sizeof *scribe);
    scribe->top = top;
    scribe->name = name;
    scribe->made = map_new();
    (void)pthread_mutex_init(&scribe->lock, NULL);
    (void)pthread_cond_init(&scribe->given, NULL);
    (void)pthread_cond_init(&scribe->written, NULL);
    int fault = pthread_create(&scribe->thread, NULL, work, scribe);
    if (fault != 0) {
        release(scribe);
        errno = fault;
        return error_errno(err, "cannot start a thread to write '%s'", name);
    }
    *out = scribe;
    return STATUS_OK;
}

void scribe_free(struct scribe *scribe)
{
    if (scribe == NULL)
        return;
    (void)pthread_mutex_lock(&scribe->lock);
    scribe->stopping = true;
    (void)pthread_cond_signal(&scribe->given);
    (void)pthread_mutex_unlock(&scribe->lock);
    (void)pthread_join(scribe->thread, NULL);
    release(scribe);
}

/* With the lock held. */
static enum status say_failure(const struct scribe *scribe, struct error *err)
{
    if (scribe->status != STATUS_OK && err != NULL)
        *err = scribe->error;
    return scribe->status;
}

static struct buffer copy_of(const void *bytes, size_t length)
{
    struct buffer copy;
    buffer_init(&copy, length);
    (void)buffer_add(&copy, bytes, length);
    return copy;
}

enum status scribe_give(struct scribe *scribe, const char *path, const struct buffer *bytes, struct error *err)
{
    struct job *job = memory_alloc(sizeof *job);
    job->path = copy_of(path, strlen(path));
    job->bytes = copy_of(buffer_text(bytes), bytes->length);
    (void)pthread_mutex_lock(&scribe->lock);
    while (scribe->bytes > UNWRITTEN_BYTES)
        (void)pthread_cond_wait(&scribe->written, &scribe->lock);
    enum status status = say_failure(scribe, err);
    if (scribe->last != NULL)
        scribe->last->next = job;
    else
        scribe->first = job;
    scribe->last = job;
    scribe->bytes += job->bytes.length;
    if (scribe->bytes >= BUNDLE_BYTES)
        (void)pthread_cond_signal(&scribe->given);
    (void)pthread_mutex_unlock(&scribe->lock);
    return status;
}

enum status scribe_rest(struct scribe *scribe, struct error *err)
{
    (void)pthread_mutex_lock(&scribe->lock);
    scribe->resting = true;
    (void)pthread_cond_signal(&scribe->given);
    while (scribe->first != NULL || scribe->writing)
        (void)pthread_cond_wait(&scribe->written, &scribe->lock);
    scribe->resting = false;
    enum status status = say_failure(scribe, err);
    (void)pthread_mutex_unlock(&scribe->lock);
    return status;
}

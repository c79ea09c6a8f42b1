#include "cli/group.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/memory.h"

static const double SECONDS_LEAST = 0.2, SECONDS_MOST = 2;
enum { ENDINGS = 10 }; /* a group lasts so many times what ending the last one took */

struct group {
    struct store *store;
    enum { NONE, OPEN, ENDING } state;
    double opened, ending_took;
    pthread_t thread;
    bool threaded;
    /* The thread's, until it has ended. */
    struct warc_writer **writers;
    size_t writer_count;
    enum status status;
    struct error error;
    atomic_bool ended;
};

struct group *group_new(struct store *store)
{
    struct group *group = memory_alloc(sizeof *group);
    group->store = store;
    return group;
}

enum status group_open(struct group *group, struct error *err)
{
    if (group->state == OPEN)
        return STATUS_OK;
    enum status status = store_begin(group->store, err);
    if (status != STATUS_OK)
        return status;
    group->state = OPEN;
    group->opened = clock_monotonic();
    return STATUS_OK;
}

bool group_is_open(const struct group *group)
{
    return group->state == OPEN;
}

bool group_is_due(const struct group *group)
{
    if (group->state != OPEN)
        return false;
    double wanted = ENDINGS * group->ending_took;
    wanted = wanted < SECONDS_LEAST ? SECONDS_LEAST : wanted > SECONDS_MOST ? SECONDS_MOST : wanted;
    return clock_monotonic() - group->opened >= wanted;
}

static void *end(void *context)
{
    struct group *group = context;
    double began = clock_monotonic();
    group->error = (struct error){0};
    group->status = warc_sync(group->writers, group->writer_count, &group->error);
    if (group->status == STATUS_OK)
        group->status = store_commit(group->store, &group->error);
    else
        store_rollback(group->store); /* no row may name a record that could be lost */
    group->ending_took = clock_monotonic() - began;
    atomic_store(&group->ended, true);
    return NULL;
}

void group_end(struct group *group, struct warc_writer **writers, size_t count)
{
    group->writers = writers;
    group->writer_count = count;
    group->state = ENDING;
    atomic_store(&group->ended, false);
    group->threaded = pthread_create(&group->thread, NULL, end, group) == 0;
    if (!group->threaded)
        (void)end(group);
}

bool group_is_ending(const struct group *group)
{
    return group->state == ENDING && !atomic_load(&group->ended);
}

static void join(struct group *group)
{
    if (group->threaded)
        (void)pthread_join(group->thread, NULL);
    free(group->writers);
    group->writers = NULL;
    group->state = NONE;
}

enum status group_wait(struct group *group, struct error *err)
{
    join(group);
    if (group->status != STATUS_OK && err != NULL)
        *err = group->error;
    return group->status;
}

void group_free(struct group *group)
{
    if (group == NULL)
        return;
    if (group->state == ENDING)
        join(group);
    if (group->state == OPEN)
        store_rollback(group->store);
    free(group);
}

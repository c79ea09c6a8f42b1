#include "crawler/fetch/schedule.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/map.h"
#include "base/memory.h"

enum state {
    STATE_IDLE,    /* no jobs */
    STATE_WAITING, /* in the heap, until a time */
    STATE_READY,   /* in the list of the ready */
    STATE_TAKEN,   /* its job is out */
    STATE_PARKED,  /* until schedule_unpark */
    STATE_CROWDED, /* in its address's list, until a place is free */
};

struct host_list {
    struct schedule_host *first, *last;
};

struct schedule_address {
    int busy;
    struct host_list crowded;
};

/* A waiting host and its time: the heap keeps a copy, so that a host's manners may change
 * without the heap losing its order. */
struct slot {
    double when;
    struct schedule_host *host;
};

struct schedule {
    double delay;
    struct map *hosts, *addresses;
    struct host_list ready;
    struct slot *heap;
    size_t heap_count, heap_capacity;
};

static void host_push(struct host_list *list, struct schedule_host *host)
{
    host->next = NULL;
    if (list->last)
        list->last->next = host;
    else
        list->first = host;
    list->last = host;
}

static struct schedule_host *host_pop(struct host_list *list)
{
    struct schedule_host *host = list->first;
    if (host) {
        list->first = host->next;
        if (!list->first)
            list->last = NULL;
    }
    return host;
}

static void job_push(struct schedule_queue *queue, struct schedule_job *job)
{
    job->next = NULL;
    if (queue->last)
        queue->last->next = job;
    else
        queue->first = job;
    queue->last = job;
}

static struct schedule_job *job_pop(struct schedule_queue *queue)
{
    struct schedule_job *job = queue->first;
    if (job) {
        queue->first = job->next;
        if (!queue->first)
            queue->last = NULL;
    }
    return job;
}

static void heap_set(struct schedule *schedule, size_t i, struct slot slot)
{
    schedule->heap[i] = slot;
    slot.host->heap_index = i;
}

static void heap_rise(struct schedule *schedule, size_t i, struct slot slot)
{
    while (i > 0 && schedule->heap[(i - 1) / 2].when > slot.when) {
        heap_set(schedule, i, schedule->heap[(i - 1) / 2]);
        i = (i - 1) / 2;
    }
    heap_set(schedule, i, slot);
}

static void heap_sink(struct schedule *schedule, size_t i, struct slot slot)
{
    for (size_t child; (child = 2 * i + 1) < schedule->heap_count; i = child) {
        if (child + 1 < schedule->heap_count && schedule->heap[child + 1].when < schedule->heap[child].when)
            child++;
        if (schedule->heap[child].when >= slot.when)
            break;
        heap_set(schedule, i, schedule->heap[child]);
    }
    heap_set(schedule, i, slot);
}

static void heap_remove(struct schedule *schedule, size_t i)
{
    struct slot last = schedule->heap[--schedule->heap_count];
    if (i == schedule->heap_count)
        return;
    if (i > 0 && schedule->heap[(i - 1) / 2].when > last.when)
        heap_rise(schedule, i, last);
    else
        heap_sink(schedule, i, last);
}

static void wait_until(struct schedule *schedule, struct schedule_host *host, double when)
{
    MEMORY_PUSH_ROOM(schedule->heap, schedule->heap_count, schedule->heap_capacity);
    host->state = STATE_WAITING;
    heap_rise(schedule, schedule->heap_count++, (struct slot){when, host});
}

/* When the host may and wants to be asked next; -1 where it has no jobs. */
static double due(const struct schedule_host *host)
{
    double when = -1;
    for (int rank = 0; rank < SCHEDULE_LATE && when < 0; rank++)
        if (host->queues[rank].first)
            when = host->queues[rank].first->not_before;
    if (host->retries && (when < 0 || host->retries->not_before < when))
        when = host->retries->not_before;
    if (when < 0 && host->queues[SCHEDULE_LATE].first)
        when = host->queues[SCHEDULE_LATE].first->not_before;
    if (when >= 0 && when < host->manners.not_before)
        when = host->manners.not_before;
    return when;
}

/* Puts a host that isn't out anywhere where it belongs. */
static void place(struct schedule *schedule, struct schedule_host *host, double now)
{
    if (host->state == STATE_WAITING)
        heap_remove(schedule, host->heap_index);
    double when = due(host);
    if (when < 0) {
        host->state = STATE_IDLE;
    } else if (when > now) {
        wait_until(schedule, host, when);
    } else {
        host->state = STATE_READY;
        host_push(&schedule->ready, host);
    }
}

struct schedule *schedule_new(double delay)
{
    struct schedule *schedule = memory_alloc(sizeof *schedule);
    schedule->delay = delay;
    schedule->hosts = map_new();
    schedule->addresses = map_new();
    return schedule;
}

void schedule_free(struct schedule *schedule)
{
    if (!schedule)
        return;
    for (size_t i = 0; i < map_count(schedule->hosts); i++) {
        struct schedule_host *host = map_at(schedule->hosts, i)->pointer;
        free(host->name);
        free(host);
    }
    for (size_t i = 0; i < map_count(schedule->addresses); i++)
        free(map_at(schedule->addresses, i)->pointer);
    map_free(schedule->hosts);
    map_free(schedule->addresses);
    free(schedule->heap);
    free(schedule);
}

struct schedule_host *schedule_host(struct schedule *schedule, const char *name, int port)
{
    struct buffer key;
    buffer_init(&key, 4096);
    buffer_add_text(&key, name);
    if (port != 80 && port != 443)
        buffer_printf(&key, ":%d", port);
    union map_value *value = map_put(schedule->hosts, buffer_text(&key), key.length, NULL);
    buffer_release(&key);
    if (!value->pointer) {
        struct schedule_host *host = memory_alloc(sizeof *host);
        host->name = memory_copy(name);
        host->manners.delay = schedule->delay;
        value->pointer = host;
    }
    return value->pointer;
}

size_t schedule_host_count(const struct schedule *schedule)
{
    return map_count(schedule->hosts);
}

struct schedule_host *schedule_host_at(struct schedule *schedule, size_t i)
{
    return map_at(schedule->hosts, i)->pointer;
}

void schedule_add(struct schedule *schedule, struct schedule_host *host, struct schedule_job *job, double now)
{
    job->host = host;
    job_push(&host->queues[job->rank], job);
    if (host->state == STATE_IDLE || host->state == STATE_WAITING)
        place(schedule, host, now);
}

static struct schedule_job *next_job(struct schedule_host *host, double now)
{
    struct schedule_job *job = host->retries;
    if (job && job->not_before <= now) {
        host->retries = job->next;
        return job;
    }
    bool retries_wait = job != NULL;
    for (int rank = 0; rank < (retries_wait ? SCHEDULE_LATE : SCHEDULE_RANKS); rank++)
        if ((job = job_pop(&host->queues[rank])))
            return job;
    return NULL;
}

struct schedule_job *schedule_take(struct schedule *schedule, double now)
{
    while (schedule->heap_count && schedule->heap[0].when <= now)
        place(schedule, schedule->heap[0].host, now);
    for (;;) {
        struct schedule_host *host = host_pop(&schedule->ready);
        if (!host)
            return NULL;
        host->state = STATE_IDLE;
        double when = due(host);
        struct schedule_job *job = when >= 0 && when <= now ? next_job(host, now) : NULL;
        if (!job) { /* drained or slowed down since it became ready */
            place(schedule, host, now);
            continue;
        }
        host->state = STATE_TAKEN;
        return job;
    }
}

static void put_back(struct schedule_job *job)
{
    struct schedule_host *host = job->host;
    struct schedule_job **at = &host->retries;
    while (*at && (*at)->not_before <= job->not_before)
        at = &(*at)->next;
    job->next = *at;
    *at = job;
}

static void put_first(struct schedule_job *job)
{
    struct schedule_host *host = job->host;
    if (job->rank == SCHEDULE_LATE) {
        struct schedule_queue *late = &host->queues[SCHEDULE_LATE];
        job->next = late->first;
        late->first = job;
        if (!late->last)
            late->last = job;
    } else {
        job->next = host->retries;
        host->retries = job;
    }
}

void schedule_park(struct schedule *schedule, struct schedule_job *job)
{
    (void)schedule;
    put_first(job);
    job->host->state = STATE_PARKED;
}

void schedule_unpark(struct schedule *schedule, struct schedule_host *host, double now)
{
    if (host->state == STATE_PARKED)
        place(schedule, host, now);
}

bool schedule_occupy(struct schedule *schedule, struct schedule_job *job, const char *address)
{
    struct schedule_host *host = job->host;
    union map_value *value = map_put(schedule->addresses, address, strlen(address), NULL);
    if (!value->pointer)
        value->pointer = memory_alloc(sizeof(struct schedule_address));
    struct schedule_address *place_of = value->pointer;
    if (place_of->busy >= LIMIT_HOSTS_PER_ADDRESS) {
        put_first(job);
        host->state = STATE_CROWDED;
        host_push(&place_of->crowded, host);
        return false;
    }
    place_of->busy++;
    host->address = place_of;
    return true;
}

void schedule_release(struct schedule *schedule, struct schedule_job *job, bool again, double now)
{
    struct schedule_host *host = job->host;
    if (again)
        put_back(job);
    if (host->address) {
        struct host_list *crowded = &host->address->crowded;
        host->address->busy--;
        host->address = NULL;
        /* Those that may not be asked yet come back by themselves: the place is for the next. */
        for (struct schedule_host *next; (next = host_pop(crowded));) {
            place(schedule, next, now);
            if (next->state == STATE_READY)
                break;
        }
    }
    place(schedule, host, now);
}

struct schedule_job *schedule_drain(struct schedule *schedule, struct schedule_host *host)
{
    (void)schedule;
    struct schedule_job *job = host->retries;
    if (job)
        host->retries = job->next;
    for (int rank = 0; rank < SCHEDULE_RANKS && !job; rank++)
        job = job_pop(&host->queues[rank]);
    return job;
}

double schedule_next_time(const struct schedule *schedule)
{
    return schedule->heap_count ? schedule->heap[0].when : -1;
}

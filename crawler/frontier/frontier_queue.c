#include "crawler/frontier/frontier_queue.h"

#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "crawler/frontier/seen.h"
#include "crawler/url/url.h"

enum { LINES = 2 };

/* A binary heap of entry numbers, the most promising first. */
struct heap {
    uint32_t *items;
    size_t count, capacity;
};

struct frontier_queue {
    struct arena arena;     /* addresses */
    struct arena scratch;
    struct frontier_entry *entries;
    size_t count, capacity;
    struct heap lines[LINES];
    struct seen *numbers;   /* address to entry number */
};

/* ---- Heap ---- */

static bool is_before(const struct frontier_queue *queue, uint32_t a, uint32_t b)
{
    const struct frontier_entry *left = &queue->entries[a], *right = &queue->entries[b];
    if (left->last != right->last)
        return right->last;
    return left->priority != right->priority ? left->priority > right->priority : a < b;
}

static void put(struct frontier_queue *queue, struct heap *heap, size_t place, uint32_t number)
{
    heap->items[place] = number;
    queue->entries[number].place = (uint32_t)place;
}

static void rise(struct frontier_queue *queue, struct heap *heap, size_t place)
{
    uint32_t number = heap->items[place];
    while (place > 0 && is_before(queue, number, heap->items[(place - 1) / 2])) {
        put(queue, heap, place, heap->items[(place - 1) / 2]);
        place = (place - 1) / 2;
    }
    put(queue, heap, place, number);
}

static void sink(struct frontier_queue *queue, struct heap *heap, size_t place)
{
    uint32_t number = heap->items[place];
    for (;;) {
        size_t child = 2 * place + 1;
        if (child >= heap->count)
            break;
        if (child + 1 < heap->count && is_before(queue, heap->items[child + 1], heap->items[child]))
            child++;
        if (!is_before(queue, heap->items[child], number))
            break;
        put(queue, heap, place, heap->items[child]);
        place = child;
    }
    put(queue, heap, place, number);
}

static struct heap *line_of(struct frontier_queue *queue, const struct frontier_entry *entry)
{
    return &queue->lines[entry->purpose == PAGE_PARTNER ? LINE_PARTNERS : LINE_CONTENT];
}

static void join(struct frontier_queue *queue, const struct frontier_entry *entry)
{
    struct heap *heap = line_of(queue, entry);
    MEMORY_PUSH_ROOM(heap->items, heap->count, heap->capacity);
    heap->items[heap->count++] = (uint32_t)frontier_queue_number(queue, entry);
    rise(queue, heap, heap->count - 1);
}

/* ---- Entries ---- */

struct frontier_queue *frontier_queue_new(void)
{
    struct frontier_queue *queue = memory_alloc(sizeof *queue);
    queue->numbers = seen_new();
    return queue;
}

void frontier_queue_free(struct frontier_queue *queue)
{
    if (queue == NULL)
        return;
    for (size_t i = 0; i < LINES; i++)
        free(queue->lines[i].items);
    seen_free(queue->numbers);
    free(queue->entries);
    arena_release(&queue->arena);
    free(queue);
}

struct frontier_entry *frontier_queue_add(struct frontier_queue *queue, const struct frontier_entry *entry)
{
    MEMORY_PUSH_ROOM(queue->entries, queue->count, queue->capacity);
    struct frontier_entry *added = &queue->entries[queue->count++];
    *added = *entry;
    added->url = arena_copy(&queue->arena, entry->url);
    if (added->state == ENTRY_QUEUED)
        join(queue, added);
    return added;
}

void frontier_queue_name(struct frontier_queue *queue, const char *address, const struct frontier_entry *entry)
{
    const char *name = url_normalised(&queue->scratch, address);
    bool added;
    *seen_put(queue->numbers, name, strlen(name), &added) = (uint32_t)frontier_queue_number(queue, entry);
    arena_release(&queue->scratch);
}

struct frontier_entry *frontier_queue_find(struct frontier_queue *queue, const char *address)
{
    const char *name = url_normalised(&queue->scratch, address);
    const uint32_t *number = seen_get(queue->numbers, name, strlen(name));
    arena_release(&queue->scratch);
    return number != NULL ? &queue->entries[*number] : NULL;
}

size_t frontier_queue_count(const struct frontier_queue *queue)
{
    return queue->count;
}

struct frontier_entry *frontier_queue_at(const struct frontier_queue *queue, size_t number)
{
    return &queue->entries[number];
}

size_t frontier_queue_number(const struct frontier_queue *queue, const struct frontier_entry *entry)
{
    return (size_t)(entry - queue->entries);
}

/* ---- What waits ---- */

size_t frontier_queue_waiting(const struct frontier_queue *queue, enum frontier_line line)
{
    return queue->lines[line].count;
}

struct frontier_entry *frontier_queue_first(const struct frontier_queue *queue, enum frontier_line line)
{
    const struct heap *heap = &queue->lines[line];
    return heap->count > 0 ? &queue->entries[heap->items[0]] : NULL;
}

void frontier_queue_remove(struct frontier_queue *queue, struct frontier_entry *entry, enum frontier_entry_state state)
{
    struct heap *heap = line_of(queue, entry);
    bool waits = entry->state == ENTRY_QUEUED;
    entry->state = (uint8_t)state;
    if (!waits)
        return;
    uint32_t last = heap->items[--heap->count];
    if (last == frontier_queue_number(queue, entry))
        return;
    put(queue, heap, entry->place, last);
    rise(queue, heap, entry->place);
    sink(queue, heap, queue->entries[last].place);
}

void frontier_queue_put_back(struct frontier_queue *queue, struct frontier_entry *entry)
{
    entry->state = ENTRY_QUEUED;
    join(queue, entry);
}

void frontier_queue_raise(struct frontier_queue *queue, struct frontier_entry *entry, int priority)
{
    if (priority <= entry->priority)
        return;
    entry->priority = priority;
    rise(queue, line_of(queue, entry), entry->place);
}

void frontier_queue_put_last(struct frontier_queue *queue, struct frontier_entry *entry)
{
    entry->last = true;
    sink(queue, line_of(queue, entry), entry->place);
}

void frontier_queue_none_last(struct frontier_queue *queue)
{
    for (size_t i = 0; i < queue->count; i++)
        queue->entries[i].last = false;
    for (size_t line = 0; line < LINES; line++)
        for (size_t place = queue->lines[line].count / 2; place-- > 0;)
            sink(queue, &queue->lines[line], place);
}

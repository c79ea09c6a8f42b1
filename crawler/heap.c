#include "crawler/heap.h"

#include <stdlib.h>

#include "base/memory.h"

void heap_release(struct heap *heap)
{
    free(heap->items);
    *heap = (struct heap){0};
}

static void put(struct heap *heap, const struct heap_order *order, size_t place, uint32_t item)
{
    heap->items[place] = item;
    *order->place(order->context, item) = (uint32_t)place;
}

static void rise_from(struct heap *heap, const struct heap_order *order, size_t place)
{
    uint32_t item = heap->items[place];
    while (place > 0 && order->is_before(order->context, item, heap->items[(place - 1) / 2])) {
        put(heap, order, place, heap->items[(place - 1) / 2]);
        place = (place - 1) / 2;
    }
    put(heap, order, place, item);
}

static void sink_from(struct heap *heap, const struct heap_order *order, size_t place)
{
    uint32_t item = heap->items[place];
    for (;;) {
        size_t child = 2 * place + 1;
        if (child >= heap->count)
            break;
        if (child + 1 < heap->count && order->is_before(order->context, heap->items[child + 1], heap->items[child]))
            child++;
        if (!order->is_before(order->context, heap->items[child], item))
            break;
        put(heap, order, place, heap->items[child]);
        place = child;
    }
    put(heap, order, place, item);
}

void heap_add(struct heap *heap, const struct heap_order *order, uint32_t item)
{
    MEMORY_PUSH_ROOM(heap->items, heap->count, heap->capacity);
    heap->items[heap->count++] = item;
    rise_from(heap, order, heap->count - 1);
}

void heap_remove(struct heap *heap, const struct heap_order *order, uint32_t item)
{
    size_t place = *order->place(order->context, item);
    uint32_t last = heap->items[--heap->count];
    if (last == item)
        return;
    put(heap, order, place, last);
    rise_from(heap, order, place);
    sink_from(heap, order, *order->place(order->context, last));
}

void heap_rise(struct heap *heap, const struct heap_order *order, uint32_t item)
{
    rise_from(heap, order, *order->place(order->context, item));
}

void heap_sink(struct heap *heap, const struct heap_order *order, uint32_t item)
{
    sink_from(heap, order, *order->place(order->context, item));
}

void heap_arrange(struct heap *heap, const struct heap_order *order)
{
    for (size_t i = heap->count / 2; i-- > 0;)
        sink_from(heap, order, i);
}

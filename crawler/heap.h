/* A heap of numbers, the first by an order of the caller's on top, which may take out any of them. */
#ifndef COREOFFER_CRAWLER_HEAP_H
#define COREOFFER_CRAWLER_HEAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct heap {
    uint32_t *items; /* the first on top */
    size_t count, capacity;
};

struct heap_order {
    bool (*is_before)(const void *context, uint32_t a, uint32_t b);
    uint32_t *(*place)(void *context, uint32_t item); /* where the caller keeps an item's place in `items` */
    void *context;
};

void heap_release(struct heap *heap); /* also of a zeroed one */
void heap_add(struct heap *heap, const struct heap_order *order, uint32_t item);
/* One that is in it. */
void heap_remove(struct heap *heap, const struct heap_order *order, uint32_t item);
/* An item has come to stand earlier, or later, than before. */
void heap_rise(struct heap *heap, const struct heap_order *order, uint32_t item);
void heap_sink(struct heap *heap, const struct heap_order *order, uint32_t item);
/* The order of many has changed. */
void heap_arrange(struct heap *heap, const struct heap_order *order);

#endif

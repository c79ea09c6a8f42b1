/* Allocation, and the arena that a page's or a command's data lives in.
 *
 * Running out of memory ends the program with one sentence and status 1, as git does:
 * whatever hostile input can make grow is bounded by limits.h, and the store stays whole
 * at any kill, so nothing is lost and no caller needs a path that is never tested.
 * Nothing here returns NULL. */
#ifndef COREOFFER_BASE_MEMORY_H
#define COREOFFER_BASE_MEMORY_H

#include <stdarg.h>
#include <stddef.h>

#include "base/status.h"

void *memory_alloc(size_t size);                       /* zeroed; free() it */
void *memory_array(size_t count, size_t size);         /* zeroed; overflow counts as exhaustion */
void *memory_grow(void *block, size_t count, size_t size); /* realloc for `count` items */
char *memory_copy(const char *text);                   /* NULL gives NULL */
char *memory_copy_n(const char *text, size_t length);  /* adds the final NUL */

/* Makes room for one more item in an array that doubles: `items`, `count` and `capacity`
 * are the caller's three variables. */
#define MEMORY_PUSH_ROOM(items, count, capacity)                                              \
    do {                                                                                      \
        if ((count) == (capacity)) {                                                          \
            (capacity) = (capacity) ? (capacity)*2 : 8;                                       \
            (items) = memory_grow((items), (capacity), sizeof *(items));                      \
        }                                                                                     \
    } while (0)

/* An arena frees everything at once. A zeroed struct is an empty arena. */
struct arena {
    struct arena_chunk *chunks;
    size_t used;  /* bytes handed out, for ceilings and tests */
};

void *arena_alloc(struct arena *arena, size_t size);   /* zeroed, aligned for any type */
void *arena_array(struct arena *arena, size_t count, size_t size);
char *arena_copy(struct arena *arena, const char *text); /* NULL gives NULL */
char *arena_copy_n(struct arena *arena, const char *text, size_t length);
char *arena_printf(struct arena *arena, const char *format, ...) PRINTF_LIKE(2, 3);
void arena_release(struct arena *arena);               /* empty and usable again */

#endif

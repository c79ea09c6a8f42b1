#include "base/memory.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Chunks double from the first size to the largest: thousands of small arenas are kept at once. */
enum { ARENA_CHUNK_FIRST = 1024, ARENA_CHUNK = 16 * 1024 };

struct arena_chunk {
    struct arena_chunk *next;
    size_t size;
    size_t used;
    _Alignas(max_align_t) unsigned char bytes[];
};

static _Noreturn void exhausted(void)
{
    static const char sentence[] = "coreoffer: out of memory\n";
    ssize_t written = write(STDERR_FILENO, sentence, sizeof sentence - 1);
    (void)written;
    _exit(1);
}

void *memory_array(size_t count, size_t size)
{
    void *block = calloc(count ? count : 1, size ? size : 1);
    if (block == NULL)
        exhausted();
    return block;
}

void *memory_alloc(size_t size)
{
    return memory_array(1, size);
}

void *memory_grow(void *block, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        exhausted();
    size_t bytes = count * size;
    void *grown = realloc(block, bytes ? bytes : 1);
    if (grown == NULL)
        exhausted();
    return grown;
}

char *memory_copy_n(const char *text, size_t length)
{
    char *copy = memory_alloc(length + 1);
    if (length > 0)
        memcpy(copy, text, length);
    return copy;
}

char *memory_copy(const char *text)
{
    return text != NULL ? memory_copy_n(text, strlen(text)) : NULL;
}

/* Room for `size` bytes, whatever they hold. A chunk is left as it comes: an arena that
 * lives for one link would be slow to clear. */
static void *take(struct arena *arena, size_t size)
{
    const size_t align = _Alignof(max_align_t);
    if (size > SIZE_MAX - sizeof(struct arena_chunk) - align)
        exhausted();
    size = (size + align - 1) / align * align;
    struct arena_chunk *chunk = arena->chunks;
    if (chunk == NULL || chunk->size - chunk->used < size) {
        size_t wanted = chunk == NULL ? ARENA_CHUNK_FIRST : chunk->size < ARENA_CHUNK / 2 ? chunk->size * 2 : ARENA_CHUNK;
        size_t room = size > wanted ? size : wanted;
        chunk = memory_grow(NULL, sizeof *chunk + room, 1);
        *chunk = (struct arena_chunk){.size = room};
        if (size > ARENA_CHUNK / 4 && arena->chunks != NULL) {
            /* A large piece gets a chunk behind the current one, whose room stays in use. */
            chunk->next = arena->chunks->next;
            arena->chunks->next = chunk;
        } else {
            chunk->next = arena->chunks;
            arena->chunks = chunk;
        }
    }
    void *piece = chunk->bytes + chunk->used;
    chunk->used += size;
    arena->used += size;
    return piece;
}

void *arena_alloc(struct arena *arena, size_t size)
{
    return memset(take(arena, size), 0, size);
}

void *arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        exhausted();
    return arena_alloc(arena, count * size);
}

char *arena_copy_n(struct arena *arena, const char *text, size_t length)
{
    char *copy = take(arena, length + 1);
    if (length > 0)
        memcpy(copy, text, length);
    copy[length] = '\0';
    return copy;
}

char *arena_copy(struct arena *arena, const char *text)
{
    return text != NULL ? arena_copy_n(arena, text, strlen(text)) : NULL;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    int length = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (length < 0)
        return arena_copy(arena, "");
    char *text = take(arena, (size_t)length + 1);
    va_start(args, format);
    (void)vsnprintf(text, (size_t)length + 1, format, args);
    va_end(args);
    return text;
}

void arena_release(struct arena *arena)
{
    struct arena_chunk *chunk = arena->chunks;
    while (chunk != NULL) {
        struct arena_chunk *next = chunk->next;
        free(chunk);
        chunk = next;
    }
    arena->chunks = NULL;
    arena->used = 0;
}

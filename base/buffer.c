#include "base/buffer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

void buffer_init(struct buffer *buffer, size_t ceiling)
{
    *buffer = (struct buffer){.ceiling = ceiling};
}

void buffer_release(struct buffer *buffer)
{
    free(buffer->bytes);
    buffer_init(buffer, buffer->ceiling);
}

void buffer_clear(struct buffer *buffer)
{
    buffer_cut(buffer, 0);
    buffer->over = false;
}

void buffer_cut(struct buffer *buffer, size_t length)
{
    if (buffer->bytes == NULL || length >= buffer->length)
        return;
    buffer->length = length;
    buffer->bytes[length] = '\0';
}

static void grow(struct buffer *buffer, size_t capacity)
{
    buffer->bytes = memory_grow(buffer->bytes, capacity, 1);
    buffer->capacity = capacity;
}

static bool make_room(struct buffer *buffer, size_t more)
{
    if (buffer->over || more > buffer->ceiling - buffer->length) {
        buffer->over = true;
        return false;
    }
    size_t needed = buffer->length + more + 1;
    if (needed <= buffer->capacity)
        return true;
    size_t capacity = buffer->capacity ? buffer->capacity : 64;
    while (capacity < needed)
        capacity *= 2;
    grow(buffer, capacity > buffer->ceiling + 1 ? buffer->ceiling + 1 : capacity);
    return true;
}

void buffer_expect(struct buffer *buffer, size_t more)
{
    size_t room = buffer->ceiling - buffer->length, needed = buffer->length + (more < room ? more : room) + 1;
    if (needed <= buffer->capacity)
        return;
    grow(buffer, needed);
    buffer->bytes[buffer->length] = '\0';
}

bool buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
    if (!make_room(buffer, length))
        return false;
    if (length > 0)
        memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = '\0';
    return true;
}

bool buffer_add_text(struct buffer *buffer, const char *text)
{
    return buffer_add(buffer, text, strlen(text));
}

bool buffer_grow_by_char(struct buffer *buffer, char c)
{
    return buffer_add(buffer, &c, 1);
}

/* Into the room that there is, and once more where that was too little. */
bool buffer_printf(struct buffer *buffer, const char *format, ...)
{
    enum { USUAL = 32 };
    size_t room = buffer->ceiling - buffer->length;
    if (!make_room(buffer, room < USUAL ? room : USUAL))
        return false;
    va_list args;
    va_start(args, format);
    int length = vsnprintf(buffer->bytes + buffer->length, buffer->capacity - buffer->length, format, args);
    va_end(args);
    if (length >= 0 && (size_t)length >= buffer->capacity - buffer->length && make_room(buffer, (size_t)length)) {
        va_start(args, format);
        (void)vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, args);
        va_end(args);
    }
    bool fits = length >= 0 && !buffer->over;
    buffer->length += fits ? (size_t)length : 0;
    buffer->bytes[buffer->length] = '\0';
    return fits;
}

const char *buffer_text(const struct buffer *buffer)
{
    return buffer->bytes != NULL ? buffer->bytes : "";
}

char *buffer_take(struct buffer *buffer)
{
    char *bytes = buffer->bytes != NULL ? buffer->bytes : memory_copy_n("", 0);
    buffer_init(buffer, buffer->ceiling);
    return bytes;
}

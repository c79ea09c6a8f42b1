/* A growable run of bytes with a hard ceiling (curl's dynbuf).
 *
 * Always NUL-terminated once something was added. What would go over the ceiling is not
 * added, and `over` stays set until the next clear: check it once, at the end. */
#ifndef COREOFFER_BASE_BUFFER_H
#define COREOFFER_BASE_BUFFER_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"

struct buffer {
    char *bytes;     /* NULL until the first addition */
    size_t length;
    size_t capacity;
    size_t ceiling;  /* most bytes that it may hold */
    bool over;       /* something did not fit */
};

void buffer_init(struct buffer *buffer, size_t ceiling);
void buffer_release(struct buffer *buffer);              /* frees; usable again */
void buffer_clear(struct buffer *buffer);                /* empty, keeps its memory */
char *buffer_take(struct buffer *buffer);                /* the bytes, now the caller's to free(); never NULL */
const char *buffer_text(const struct buffer *buffer);    /* never NULL; until the next change */

/* Makes room for so many bytes more, but none over the ceiling, so that they are not moved as they come. */
void buffer_expect(struct buffer *buffer, size_t more);
/* Each returns false when it did not fit; then nothing of it was added. */
bool buffer_add(struct buffer *buffer, const void *bytes, size_t length);
bool buffer_add_text(struct buffer *buffer, const char *text);
bool buffer_grow_by_char(struct buffer *buffer, char c); /* buffer_add_char's slow way */
/* Inline, since text is read and written a character at a time. */
static inline bool buffer_add_char(struct buffer *buffer, char c)
{
    if (buffer->over || buffer->length + 1 >= buffer->capacity)
        return buffer_grow_by_char(buffer, c);
    buffer->bytes[buffer->length++] = c;
    buffer->bytes[buffer->length] = '\0';
    return true;
}
bool buffer_printf(struct buffer *buffer, const char *format, ...) PRINTF_LIKE(2, 3);
void buffer_cut(struct buffer *buffer, size_t length);   /* shortens; longer does nothing */

#endif

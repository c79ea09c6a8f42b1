/* A set of byte strings with a number each, known by the first 128 bits of their SHA-256
 * alone: a million addresses take 48 MB, and no page can make two of them collide. */
#ifndef COREOFFER_CRAWLER_SEEN_H
#define COREOFFER_CRAWLER_SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct seen;
struct seen *seen_new(void);
void seen_free(struct seen *seen);
size_t seen_count(const struct seen *seen);
/* The number's place, or NULL. Valid until the next seen_put. */
const uint32_t *seen_get(const struct seen *seen, const char *bytes, size_t length);
/* The number's place, zero where the string is new; `*added` says so. Valid until the next
 * seen_put. */
uint32_t *seen_put(struct seen *seen, const char *bytes, size_t length, bool *added);

#endif

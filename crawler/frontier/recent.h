/* What was worked out of texts seen lately: the links of a site's menus come back on every
 * page, and working out the same of them again was most of what choosing pages cost. What
 * is kept must follow from the text alone; any may be forgotten at any time. */
#ifndef COREOFFER_CRAWLER_RECENT_H
#define COREOFFER_CRAWLER_RECENT_H

#include <stddef.h>

struct recent;

/* Of up to `places` texts, `size` bytes each. */
struct recent *recent_new(size_t places, size_t size);
void recent_free(struct recent *recent);
/* The bytes kept for the text, all zero where it was not seen lately; until the next call
 * they are the caller's to fill. Texts over 300 bytes are never kept. */
void *recent_of(struct recent *recent, const char *text);

#endif

/* Addresses without end: calendars, sort orders, paths that repeat themselves. They are told
 * by their shape, which is the address with "#" for each number, month and weekday and without the values of its
 * parameters: "/events/2026/11" and "/events/2027/01" have one, "/events/november" and "/events/may" too. */
#ifndef COREOFFER_CRAWLER_ENDLESS_H
#define COREOFFER_CRAWLER_ENDLESS_H

#include <stdbool.h>

#include "crawler/crawl_words.h"
#include "crawler/url/url.h"

struct endless;
struct endless *endless_new(void);
void endless_free(struct endless *endless);

/* Counts one more of the address's kind; false where it is one too many: there were
 * LIMIT_TRAP_SIBLINGS of its shape already, or what its rule allows. A shape may have more
 * addresses whose links (`text`) are called differently, numbers apart, as in a directory. */
bool endless_count(struct endless *endless, const struct url *url, const char *text, struct address_rule rule);
/* Whether an address that was counted is one of very many that differ, like the words of their links, in numbers alone: the days of a
 * calendar. "Read more" of many records is not. */
bool endless_is_dated(struct endless *endless, const struct url *url, const char *text);

#endif

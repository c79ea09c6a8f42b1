/* Parameters of addresses that make no difference on a site: a number that is new on every
 * page ("?_=623", "?t=1699", "?returnUrl=..."), and would fill the page limit with copies of
 * one page. Names prove nothing, pages do: the same path with the same words under
 * IDLE_ENOUGH other values. Where one value ever showed other words the parameter counts
 * ("?id=12"), whatever other pages did. */
#ifndef COREOFFER_CRAWLER_IDLE_H
#define COREOFFER_CRAWLER_IDLE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "crawler/page_words.h"
#include "crawler/url.h"
#include "model/document.h"

enum { IDLE_ENOUGH = 3, IDLE_NEARLY_ENOUGH = 8 };

struct idle;
struct idle *idle_new(void);
void idle_free(struct idle *idle);

/* A page was read at `url` (canonical, where it was found in the end) in the order of the
 * visit, with its words. `document` is NULL for one that showed the words of a page read before it and named
 * the same address as canonical. What is empty without its scripts, or has hardly a word, says
 * nothing. Nothing is borrowed. */
void idle_note(struct idle *idle, const struct url *url, const struct document *document, const struct page_words *words);

/* Appends the canonical address without the parameters that make no difference; returns
 * whether there were any, and appends nothing where there were none. Of a path they make none
 * when IDLE_ENOUGH copies were read there, or IDLE_NEARLY_ENOUGH that differ in numbers alone;
 * of all paths of an origin when so many paths had one; and of neither where another page was
 * seen under another value. */
bool idle_strip(const struct idle *idle, const struct url *url, const char *canonical, struct buffer *out);

/* Changes when idle_strip may answer otherwise than before; 0 while it strips nothing. */
unsigned idle_version(const struct idle *idle);

#endif

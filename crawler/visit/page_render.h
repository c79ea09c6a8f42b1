/* What becomes of a page that is an empty shell: the archive's rendering of it, where pages
 * come from one that holds it, else the browser's, where there is one. */
#ifndef COREOFFER_CRAWLER_PAGE_RENDER_H
#define COREOFFER_CRAWLER_PAGE_RENDER_H

#include <stdbool.h>

#include "crawler/visit/page_ask.h"

/* Whether the whole body of an answer of this type is to be kept, in case it is a shell. */
bool page_render_may(const struct page_ask *ask, const char *content_type);
/* Begins, where the page's document is a shell and there is a way; false where it stays one.
 * Ends in page_ask_read, page_ask_follow or page_ask_judge, never before it returns. */
bool page_render_begin(struct page_ask *ask);

#endif

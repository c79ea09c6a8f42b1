/* What a page's rendering carries along, for whoever asked for the page (page_ask.c,
 * checks.c): whether the browser had it, and the cookies with which its scripts want it, or
 * another address, asked for. */
#ifndef COREOFFER_CRAWLER_RENDERING_H
#define COREOFFER_CRAWLER_RENDERING_H

#include <stdbool.h>

#include "base/memory.h"
#include "crawler/browser/browser.h"
#include "document/document.h"

struct rendering {
    bool tried;                 /* the browser has had what came last */
    const char *cookie;         /* that it was, or is to be, asked for with; NULL for none */
    const char *jar;            /* as in browser_page */
    int reloads;                /* by its scripts, with other cookies */
};

/* Whether an answer of this type may be one to render. */
bool rendering_is_page(const char *content_type);
/* Adds what is carried along. */
void rendering_fill(const struct rendering *rendering, struct browser_page *page);
/* Takes over where `result->moved_to` says that its scripts want to be. Strings go into
 * `arena`. Returns whether it is another address than `here` (canonical), and so a redirect. */
bool rendering_go_on(struct rendering *rendering, struct arena *arena, const struct browser_result *result, const char *here);
/* To read the HTML of a result as the page `name`; points into the result. */
struct document_input rendering_input(const struct browser_result *result, const char *name);

#endif

/* Which header fields pass between a page in the browser and the servers that it asks.
 * What either says is hostile: only plain text of bounded length gets through. Cookies are
 * kept by the browser, in a jar that is the page's own and goes with it, and pass between
 * the page and hosts of its own site alone. */
#ifndef COREOFFER_CRAWLER_RENDER_FIELDS_H
#define COREOFFER_CRAWLER_RENDER_FIELDS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "crawler/fetch/fetch.h"

enum { RENDER_FIELDS_MAX = 20 };

/* "Name: value" each, in an arena. */
struct render_fields {
    const char *items[RENDER_FIELDS_MAX];
    size_t count;
};
/* Adds what a script put into its request; not what our own requests say by themselves,
 * what would say who a reader is, or what is no field. */
void render_fields_take(struct arena *arena, const cJSON *headers, struct render_fields *out);
void render_fields_add(struct arena *arena, struct render_fields *fields, const char *name, const char *value);

/* What the browser would send as Cookie, in `arena`; "" for none, or for what is no cookie. */
const char *render_fields_cookie(struct arena *arena, const cJSON *headers);
/* A field of a request, whatever the case of its name; NULL where there is none. */
const char *render_fields_of(const cJSON *headers, const char *name);

/* Whether an answer's field is handed to the page: not those that say how the bytes came or
 * would make the browser act beyond the page. `name` in lower case. */
bool render_fields_reach_page(const char *name, bool cookies);

/* May an answer be given to other pages of the run, whose cookies are others? Scripts and
 * style sheets as browsers have it, else as of any cache that readers share (RFC 9111 3). */
bool render_fields_let_share(const struct fetch_reply *reply, bool is_part);
bool render_fields_set_cookie(const struct fetch_reply *reply);

#endif

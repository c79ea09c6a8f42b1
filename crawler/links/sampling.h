/* Many things of which a look at a few tells what the rest is: the same part of a page
 * linked to on every page of a site. Things of a kind are looked at one after the other,
 * in the order in which they came, until SAMPLING_ENOUGH of them agree; then the rest is as
 * they are. */
#ifndef COREOFFER_CRAWLER_SAMPLING_H
#define COREOFFER_CRAWLER_SAMPLING_H

#include <stdbool.h>

enum { SAMPLING_ENOUGH = 3 };

struct sampling_calls {
    void *context;
    /* Looks at it; sampling_seen is to follow, at any time. */
    void (*look)(void *context, void *item);
    /* It was not looked at, and is as those that were. */
    void (*believe)(void *context, void *item, bool yes);
};

struct sampling;
struct sampling *sampling_new(const struct sampling_calls *calls);
void sampling_free(struct sampling *sampling); /* calls nobody */

/* `kind` is copied. May call before it returns. */
void sampling_add(struct sampling *sampling, const char *kind, void *item);
/* What the look at an item of this kind gave. */
void sampling_seen(struct sampling *sampling, const char *kind, bool yes);

#endif

/* Which service a page is about: by the names in its title, its first heading, its other
 * headings and its text, in that order of weight. Names are the term classes svc_*. */
#ifndef COREOFFER_SCORING_SERVICE_H
#define COREOFFER_SCORING_SERVICE_H

#include "scoring/reading.h"
#include "scoring/terms.h"

enum { SERVICES_MAX = 32 };

struct service_names {
    const char *ids[SERVICES_MAX]; /* "short-breaks" */
    int classes[SERVICES_MAX];
    size_t count;
};

/* Every class svc_*; ids live in `arena`. */
void service_names_init(struct service_names *names, const struct terms *terms, struct arena *arena);
/* How much speaks for each, in the order of `names`. */
void service_weigh(const struct service_names *names, const struct terms *terms, const struct reading *reading, double *weights);
/* The id of the heaviest; "other" where nothing speaks for any. */
const char *service_pick(const struct service_names *names, const double *weights);

#endif

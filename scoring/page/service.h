/* The services that a page names, and where: what the model decides by which service the
 * page is about. Names are the term classes svc_* ("svc_short_breaks" is short-breaks). */
#ifndef COREOFFER_SCORING_SERVICE_H
#define COREOFFER_SCORING_SERVICE_H

#include <stddef.h>

#include "base/memory.h"
#include "base/status.h"
#include "scoring/text/terms.h"

struct reading;

enum { SERVICES_MAX = 32 };
/* The sectors of the Core Offer, in the order of service_sector_word. */
enum sector { SECTOR_EDU, SECTOR_HEALTH, SECTOR_SOCIAL, SECTOR_VOL, SECTOR_COUNT, SECTOR_ANY = -1 };

struct service_names {
    const char *ids[SERVICES_MAX]; /* "short-breaks" */
    int classes[SERVICES_MAX];
    int sectors[SERVICES_MAX]; /* the one that runs such services; SECTOR_ANY where it may be any */
    size_t count;
    struct class_set all; /* the classes of all */
};

/* Where a name may stand. A title's first part is the page's, the rest the site's; links
 * count nowhere but in headings. */
enum service_place { SERVICE_TITLE, SERVICE_SITE, SERVICE_FIRST_HEADING, SERVICE_HEADINGS, SERVICE_TEXT, SERVICE_PLACE_COUNT };

/* How often each service is named: 1 for a phrase, 0.7 for a single word; and what the words
 * speak of (service_words_tell), 0 while weights are being learnt. */
struct service_hits {
    double times[SERVICE_PLACE_COUNT][SERVICES_MAX];
    double likely[SERVICES_MAX];
};

/* Every class svc_*, and the sectors from seeds/rubric/sectors.csv. Ids live in `arena`;
 * errors name the file, the line and what is allowed. */
MUST_USE enum status service_names_load(const char *seeds, const struct terms *terms, struct arena *arena, struct service_names *names,
                                        struct error *err);
int service_sector(const struct service_names *names, const char *id); /* SECTOR_ANY for an unknown id */
/* The sector that runs the service of a page that `publisher` (facts_publisher) put there: an NHS trust's page on equipment is about the trust's.
 * Where a council writes of what charities mostly run, it may tell of them or of its own: SECTOR_ANY. */
int service_runner(const struct service_names *names, const char *id, const char *publisher);
const char *service_sector_word(size_t sector); /* "edu", "health", "social", "vol" */
/* Needs the segments of `reading` alone; fills `times`. */
void service_find(const struct service_names *names, const struct terms *terms, struct word_reader *reader, const struct reading *reading,
                  struct service_hits *hits);
const char *service_place_word(enum service_place place); /* "title", "site", "first", "headings", "text" */

#endif

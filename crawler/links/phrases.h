/* Lists of telling phrases (CSV files in seeds/crawl): words of a "not found" page, of a parked
 * domain, of a bot challenge. A list has the columns phrase, where, weight and note; weight
 * runs from 1 to 100, and 100 settles the matter alone. */
#ifndef COREOFFER_CRAWLER_PHRASES_H
#define COREOFFER_CRAWLER_PHRASES_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/status.h"

enum { PHRASE_WEIGHT_MAX = 100, PHRASE_PLACES_MAX = 16 };

struct phrase {
    const char *text;  /* folded with a space at both ends; only lower-cased in a place that is raw */
    size_t length;
    int where;         /* index in the list of places given at loading */
    int weight;
};

struct phrase_search;

struct phrases {
    struct arena arena;
    struct phrase *items;
    size_t count;
    struct phrase_search *searches[PHRASE_PLACES_MAX]; /* for each place's own phrases; NULL where it has none */
};

struct phrase_place {
    const char *word;  /* as the file's column `where` has it; NULL ends the table */
    bool raw;          /* markup or header: matched as written but for case */
};

/* Refuses, with file and line, an unknown place, a weight out of range, an empty or doubled phrase
 * and one of markup with fewer than three bytes. */
MUST_USE enum status phrases_load(const char *path, const struct phrase_place *places, struct phrases *out, struct error *err);
void phrases_release(struct phrases *phrases);

/* Adds the words of `text` in lower case, apostrophes dropped, everything else that is not
 * a letter or digit one space, with a space before the first word and after each: so that
 * a phrase matches whole words by strstr. Letters beyond ASCII stay as they are. */
void phrases_fold(struct buffer *out, const char *text, size_t length);

/* Whether a text is as a whole one of the phrases of a place. */
bool phrases_is(const struct phrases *phrases, int where, const char *text, size_t length);

/* A search for the phrases of `least` weight or more in `places`, a bit for each, made ready once for many texts; threads
 * share it. The phrases must outlive it. phrases_search_free. */
struct phrase_search *phrases_search_new(const struct phrases *phrases, unsigned places, int least);
void phrases_search_free(struct phrase_search *search);

/* Adds to `sums`, by place, the weights of the search's phrases that stand in the text: folded, or markup for places that
 * are raw. One pass over the text, however many the phrases. */
void phrases_sums(const struct phrase_search *search, const char *text, size_t length, int *sums);
/* The sum of one place, whatever the weight; at most PHRASE_WEIGHT_MAX. */
int phrases_weigh(const struct phrases *phrases, int where, const char *text, size_t length);

#endif

/* What a page's title and first two headings claim (of plain text, its one paragraph), by the phrases of a list: that the page is
 * missing, the domain for sale, the site closed. A heading claims something of its own page
 * only where it is made of such phrases and of words that stand round them ("Sorry, the page
 * you requested could not be found"); one with other words in it ("What to do when a page
 * could not be found") is about such pages. Word lists: seeds/crawl/headlines.csv. Read only
 * once loaded. */
#ifndef COREOFFER_CRAWLER_HEADLINE_H
#define COREOFFER_CRAWLER_HEADLINE_H

#include <stdbool.h>

#include "base/status.h"
#include "crawler/links/phrases.h"
#include "model/document.h"

struct headline_words;
/* Refuses what phrases_load refuses, and a phrase of several words. */
MUST_USE enum status headline_load(const char *seeds, struct headline_words **out, struct error *err);
void headline_free(struct headline_words *words);

struct headline {
    int weight; /* of the heaviest phrase, 0 for none; at most HEADLINE_DOUBTFUL where the words round it are others */
    bool sure;  /* false: not the first heading says so, or it says so beside a colon; the page's words must say so too */
};
enum { HEADLINE_DOUBTFUL = 60 };

/* By the phrases of `list` that stand for the place `where`. */
struct headline headline_read(const struct headline_words *words, const struct phrases *list, int where, const struct document *document);
/* Whether title or first heading tells, asks or explains something ("Why a council was abolished"). */
bool headline_is_about(const struct headline_words *words, const struct document *document);
/* What weight the headings that are read have by themselves among the page's words. */
int headline_weigh(const struct phrases *list, int where, const struct document *document);

#endif

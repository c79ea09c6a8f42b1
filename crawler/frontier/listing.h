/* Lists of a directory to which the text of the Local Offer leads: "Search.aspx?searchID=12", "/directory/7/clubs". On many sites neither their
 * titles nor their addresses say that they are the Local Offer's, and they have no breadcrumbs. What such a list names is read, and its
 * further pages; what these lead to in their turn is not. */
#ifndef COREOFFER_CRAWLER_LISTING_H
#define COREOFFER_CRAWLER_LISTING_H

#include <stdbool.h>
#include <stdint.h>

#include "crawler/crawl_words.h"
#include "crawler/links/landing.h"
#include "crawler/links/phrases.h"

struct listings;
/* Places in seeds/crawl/more.csv: whole words of buttons, and of links that send a form, that show the rest of a list; of links that
 * lead from each of its entries to the entry's page; and words of headings, addresses and buttons by which it is one of news. */
enum more_place { MORE_BUTTON, MORE_FORM_LINK, MORE_RECORD_LINK, MORE_NEWS };
/* All must outlive it. Without `landings` no folder is a directory's; `more` may be NULL. The caller's: listings_free. */
struct listings *listings_new(const struct crawl_words *words, const struct landings *landings, const struct phrases *more);
void listings_free(struct listings *listings);

/* Addresses are canonical, http or https. */

/* Whether an address chooses a part of a directory: by a parameter, or by what follows a folder that is called so; where its link's
 * words promise a service (`worded`) the folder is enough. */
bool listing_is_chosen(const struct listings *listings, const char *address, bool worded);
/* Whether an address is a further page, or a narrower choice, of `list`, which was chosen. */
bool listing_goes_on(const struct listings *listings, const char *list, const char *address);

/* What lists name has addresses of one kind: there were LISTING_LEAST of it, each with words of its own, or with such as lead to an entry's page
 * ("More details"). Others on their pages are furniture ("View on map" beside each). Pages of all kinds lie right below a host. */
enum { LISTING_LEAST = 3, LISTING_LEAST_AT_ROOT = 6 };
/* Notes one more address, with its link's words, of a page of a list. Returns the number of its kind, 0 where nothing tells it from any other page;
 * `*known` says whether by this one it became known that lists name that kind. */
uint32_t listing_note(struct listings *listings, const char *address, const char *text, bool *known);
bool listing_is_named(const struct listings *listings, uint32_t kind);
/* For the caller to keep, of a kind that is not 0, who waits for it to be named; 0 at first. Until the next one is noted. */
uint32_t *listing_waiting(struct listings *listings, uint32_t kind);

#endif

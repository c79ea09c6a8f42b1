/* Which addresses of a frontier are one and the same page, so that none is read twice and none that differs is passed over: parts that are
 * new on every page, and ways of writing, as far as pages proved them to make no difference (crawler/frontier/idle.h), and parameters that only dress a
 * page. Addresses are canonical. */
#ifndef COREOFFER_CRAWLER_ALIASES_H
#define COREOFFER_CRAWLER_ALIASES_H

#include <stdbool.h>

#include "base/memory.h"
#include "crawler/crawl_words.h"
#include "crawler/frontier/frontier_queue.h"
#include "crawler/frontier/page_words.h"
#include "crawler/url/url.h"
#include "model/document.h"

struct aliases;
/* Of the entries of `queue`. Both must outlive it. */
struct aliases *aliases_new(const struct crawl_words *words, struct frontier_queue *queue);
void aliases_free(struct aliases *aliases);

/* A page was read, in the order of the visit; as of idle_note, idle_note_redirect and idle_is_copy. */
void aliases_note_words(struct aliases *aliases, const char *final_url, const struct document *document, const struct page_words *words);
void aliases_note_redirect(struct aliases *aliases, const char *url, const char *final_url);
bool aliases_is_copy(struct aliases *aliases, const char *final_url, const struct document *document, const struct page_words *words);
/* A page was read at the address of an entry. */
void aliases_note_read(struct aliases *aliases, struct frontier_entry *entry);

/* ---- What is new on every page ---- */

/* The address under which a page was met first, where `url` differs from it only in what is new on every page and makes no difference
 * on its site, else NULL: links are to be offered by that. A few are let through, to see whether that is still so. Valid until
 * aliases_free. */
const char *aliases_first(struct aliases *aliases, const char *url);
/* Whether such an address was let through. */
bool aliases_is_let_through(struct aliases *aliases, const char *url);
/* The first address, where it is another one than the entry's and was taken, else NULL: then the entry needs not be. `*plain`: it has nothing of
 * what the other has for nothing. */
const char *aliases_taken_before(struct aliases *aliases, const struct frontier_entry *entry, bool *plain);
/* An address without such parts, in `arena`; itself where it has none. */
const char *aliases_plain(const struct aliases *aliases, struct arena *arena, const char *url);
/* The address as its kind is counted (crawler/frontier/endless.h): such parts make no new kind, and its copies are not this one's. In `arena`. */
struct url aliases_counted(const struct aliases *aliases, struct arena *arena, const struct url *url);

/* ---- Ways of writing an address ---- */

/* To be called before aliases_is_read_already is asked: after a new proof none of the queue is put last any more. */
void aliases_refresh(struct aliases *aliases);
/* Whether a page was read at an address that is another way to write the entry's. One that failed stands for none. */
bool aliases_is_read_already(struct aliases *aliases, const struct frontier_entry *entry);

/* ---- Dress ---- */

/* The address without the parameters that only dress a page, in `arena`; `*stripped` says whether there were any. */
const char *aliases_undressed(const struct aliases *aliases, struct arena *arena, const struct url *url, const char *canonical, bool *stripped);
/* Whether a dressed address of `plain` is that of a page that is known, and notes that its link is called `text`. By its name alone a parameter is not
 * known to be dress: "service.aspx?ref=12" may be one record of many. Where the page is known only by other such addresses, a link that
 * is called differently from theirs leads to another if it is `apart`: stands on another page (how a list is sorted is chosen on the
 * list) or promises a service. */
bool aliases_is_dressed_again(struct aliases *aliases, const char *plain, const char *text, bool apart);

#endif

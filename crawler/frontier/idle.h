/* Parts of addresses that make no difference on a site. Some are new on every page, and would fill the page limit with copies
 * of one page: a parameter behind the "?" ("?_=623", "?returnUrl=...") or behind a ";" in the path (";visit=623"), and a
 * segment that a machine made in front of a page's path ("/s/9f8e7d6c5b4a/page"). Others are ways of writing an address, of
 * which sites have a few: capital letters, a slash at the end, the name of a folder's first page ("index.html"), "www.", http
 * beside https. Names prove nothing, pages do: the same address with the same words in IDLE_ENOUGH other forms. Where one form
 * ever showed other words the part counts ("?id=12"), whatever other pages did. */
#ifndef COREOFFER_CRAWLER_IDLE_H
#define COREOFFER_CRAWLER_IDLE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "crawler/frontier/page_words.h"
#include "crawler/url/url.h"
#include "model/document.h"

enum { IDLE_ENOUGH = 3, IDLE_NEARLY_ENOUGH = 8 };

struct idle;
struct idle *idle_new(void);
void idle_free(struct idle *idle);

/* A page was read at `url` (canonical, where it was found in the end) in the order of the
 * visit, with its words. `document` is NULL for one that showed the words of a page read before it: because it named
 * the same address as canonical, or as idle_is_copy says. What is empty without its scripts, or has hardly a word, says
 * nothing. Nothing is borrowed. */
void idle_note(struct idle *idle, const struct url *url, const struct document *document, const struct page_words *words);
/* The address `url` led to `final`: where these are two ways of writing one address, the site itself says so. */
void idle_note_redirect(struct idle *idle, const struct url *url, const struct url *final);

/* Whether a page noted before has the same title and words, at an address that is only written in another way. */
bool idle_is_copy(const struct idle *idle, const struct url *url, const struct document *document, const struct page_words *words);

/* Appends the address without the parts that are new on every page and make no difference (a star stands for a segment);
 * returns whether there were any, and appends nothing where there were none. Of a path a parameter makes none
 * when IDLE_ENOUGH copies were read there, or IDLE_NEARLY_ENOUGH that differ in numbers alone;
 * of all paths of a host when so many paths had one; and of neither where another page was
 * seen under another value. A segment makes none by what the whole host has
 * alone, and at the end of a path only where both are so. */
bool idle_strip(const struct idle *idle, const struct url *url, struct buffer *out);
/* Appends what all ways of writing the address have in common, by what so many paths of the host had: a name to compare, not
 * an address to ask for. Returns false, and appends nothing, where none of that is proved. */
bool idle_fold(const struct idle *idle, const struct url *url, struct buffer *out);

/* Changes when idle_strip may answer otherwise than before; 0 while it strips nothing. */
unsigned idle_version(const struct idle *idle);
/* The same of idle_fold. */
unsigned idle_fold_version(const struct idle *idle);

#endif

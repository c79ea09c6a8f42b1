/* What a page's own words say about a link to it: that there is nothing here, that the
 * domain is for sale, that a council or service has closed, that the site is being worked
 * on, that one is sent on, that one must sign in or say something about cookies first, or that a program must prove that it is a person. Word lists: seeds/crawl/not-found.csv,
 * parked.csv, moved.csv, unavailable.csv, sends-on.csv, sign-in.csv, consent.csv, challenge.csv and headlines.csv. What stands there for "except" says
 * that a page is about something else ("has closed for the summer"). */
#ifndef COREOFFER_CRAWLER_WORDING_H
#define COREOFFER_CRAWLER_WORDING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"
#include "base/status.h"
#include "crawler/fetch/fetch.h"
#include "model/document.h"
#include "model/link.h"

struct wording;
MUST_USE enum status wording_load(const char *seeds, struct wording **out, struct error *err);
void wording_free(struct wording *wording);

enum wording_strength {
    WORDING_NONE,
    WORDING_WEAK,   /* counts only beside another sign (likeness to the probe's reply) */
    WORDING_STRONG, /* settles the matter: the title or first heading of a page with few words (crawler/links/headline.h), or all that one says to who is lost */
};

/* A page made ready for the lists below. */
struct wording_page {
    const struct document *document; /* borrowed */
    struct buffer content;           /* what it says in its content, folded */
    size_t words;                    /* of the content */
};
void wording_page_init(struct wording_page *page, const struct document *document);
void wording_page_release(struct wording_page *page);

enum wording_strength wording_not_found(const struct wording *wording, const struct wording_page *page);
/* WEAK where only running text says so. `body` is the page's markup, for the scripts that only parking pages load. */
enum wording_strength wording_parked(const struct wording *wording, const struct wording_page *page, const char *body, size_t length);
enum wording_strength wording_moved(const struct wording *wording, const struct wording_page *page);

/* Never WEAK: the page only says that the site is out of order, or is the one that the server's maker wrote. */
enum wording_strength wording_unavailable(const struct wording *wording, const struct wording_page *page);

/* The few words that servers put beside a redirect ("Object moved to here"), or none. */
bool wording_sends_on(const struct wording *wording, const struct wording_page *page);

/* A page to sign in on. WEAK where a field for a password is all that says so, which many pages have in their head, or a title
 * or heading with other words in it ("Anytown Drive: sign in"). */
enum wording_strength wording_sign_in(const struct wording *wording, const struct wording_page *page, const char *body, size_t length);

/* A page that asks about cookies: by its title or first heading, with no more words than such a question takes. Never WEAK. */
enum wording_strength wording_consent(const struct wording *wording, const struct wording_page *page);

/* REASON_CHALLENGE, REASON_QUEUE_PAGE, REASON_REFUSED or NONE, from status, headers and the first bytes of
 * the body. With a status that accepts (2xx) only marks that ordinary pages never carry count. */
enum link_reason wording_challenge(const struct wording *wording, int status, const struct fetch_header *headers,
                                   size_t header_count, const char *body, size_t length);

#endif

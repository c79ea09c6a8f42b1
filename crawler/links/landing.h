/* Where redirects end that lead to no page of their own: front pages, search pages, error
 * pages, pages to sign in on or that ask about cookies, by the names in their addresses. Names: seeds/crawl/landings.csv. Read only once loaded. */
#ifndef COREOFFER_CRAWLER_LANDING_H
#define COREOFFER_CRAWLER_LANDING_H

#include <stdbool.h>

#include "base/status.h"
#include "crawler/url/url.h"

struct landings;
/* Refuses, with file and line, an unknown kind and a name that no path can have. */
MUST_USE enum status landing_load(const char *seeds, struct landings **out, struct error *err);
void landing_free(struct landings *landings);

/* The front page of a site or its search page, by its whole path: "/", "/home", "/search". */
bool landing_is_home_or_search(const struct landings *landings, const struct url *url);
bool landing_is_search(const struct landings *landings, const struct url *url);
/* Either, or a page that is called so in whatever folder ("/cms/home"): a front page
 * of something, and of the site only where what cannot exist lands there too. */
bool landing_may_be_home(const struct landings *landings, const struct url *url);
/* A path of which a segment calls itself an error page: "/404.html", "/errors/page-not-found". */
bool landing_is_error_page(const struct landings *landings, const struct url *url);
/* A path of which a segment calls itself a page to sign in on: "/login.aspx", "/oauth2/authorize". */
bool landing_is_sign_in(const struct landings *landings, const struct url *url);
/* A path of which a segment, or a host whose first label, calls itself a question about cookies: "/cookie-consent",
 * "consent.example". */
bool landing_asks_consent(const struct landings *landings, const struct url *url);
/* A path of which a segment calls itself a search or a directory, as what a form leads to does. */
bool landing_is_finder(const struct landings *landings, const struct url *url);
/* A segment, without its ending, of which what follows chooses a part of a directory: "/directory/7", "/categories/clubs". */
bool landing_names_directory(const struct landings *landings, const char *segment, size_t length);

#endif

/* Addresses that hold the page which they stand on: "/login?destination=/send/portage", "https://social.example/share?u=https%3A%2F%2F...".
 * A site has as many of them as pages, and what is at them is one page: the first of a kind tells for all. */
#ifndef COREOFFER_CRAWLER_RETURN_ADDRESS_H
#define COREOFFER_CRAWLER_RETURN_ADDRESS_H

#include "base/memory.h"
#include "crawler/url/url.h"

/* The address without the values that name the page, in `arena`: by its address, whole or as a path, or by its title (UTF-8; NULL for none), which
 * counts beside its address only. NULL where no value does, and on a front page, whose path is in everything. `address` is canonical. */
const char *return_address_kind(struct arena *arena, const struct url *page, const char *title, const char *address);

#endif

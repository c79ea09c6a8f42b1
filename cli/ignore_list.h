/* The addresses that a user wants left out of a check, and why: `links` and `check --ignore-file`. */
#ifndef COREOFFER_CLI_IGNORE_LIST_H
#define COREOFFER_CLI_IGNORE_LIST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/mistakes.h"
#include "base/status.h"

struct ignore_list;

/* One a line: a pattern, white space, the reason; blank lines and those that begin with # are
 * passed over. A pattern is a whole address in which * stands for any run of characters,
 * compared as it is written. A pattern without a reason is a mistake, since whoever comes later must be able to
 * tell whether it still holds; each is told to `mistakes`. Lives in `arena`. */
MUST_USE enum status ignore_list_load(struct arena *arena, const char *path, struct mistakes *mistakes, const struct ignore_list **out,
                                      struct error *err);

/* The reason of the first pattern that fits, or NULL. */
const char *ignore_list_reason(const struct ignore_list *list, const char *url);
/* The same as a crawl asks (crawl_options.is_ignored); `list` is a struct ignore_list. */
bool ignore_list_has(const void *list, const char *url);

#endif

/* A seed file of the columns kind, name, reason: names, of what kind each is, and why it stands there. */
#ifndef COREOFFER_CRAWLER_NAMED_KINDS_H
#define COREOFFER_CRAWLER_NAMED_KINDS_H

#include <stddef.h>

#include "base/csv.h"
#include "base/status.h"

struct named_kind {
    size_t kind;        /* its place among the words that were given */
    const char *name;
    size_t length;
};

struct named_kinds {
    struct csv_table table; /* owns the names */
    struct named_kind *items;
    size_t count;
};

/* `words` are the kinds that there are, with NULL behind the last. `fault` says what is wrong with a name of a
 * kind ("it must be one segment's"), NULL for nothing. Refuses, with file and line, other kinds and faulty names;
 * `out` is then empty. */
MUST_USE enum status named_kinds_load(const char *path, const char *const *words, const char *(*fault)(size_t kind, const char *name),
                                      struct named_kinds *out, struct error *err);
void named_kinds_release(struct named_kinds *names); /* also of a zeroed one */

#endif

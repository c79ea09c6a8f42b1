/* Sitemaps (sitemaps.org 0.9): XML url sets and indexes, RSS and Atom feeds, plain lists
 * of addresses, gzip or not. Hostile XML is expected: no entities, no DTD, no network. */
#ifndef COREOFFER_CRAWLER_SITEMAP_H
#define COREOFFER_CRAWLER_SITEMAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/memory.h"
#include "base/status.h"

struct sitemap_entry {
    const char *url;       /* as written, trimmed; in the arena */
    const char *modified;  /* lastmod as written, or NULL */
    bool is_sitemap;       /* an entry of an index: fetch and read it too */
};

/* Reads what it can: on STATUS_PARSE or STATUS_LIMIT the entries before the fault are
 * still in `*entries`. */
MUST_USE enum status sitemap_read(struct arena *arena, const void *bytes, size_t length,
                                  struct sitemap_entry **entries, size_t *count, struct error *err);

#endif

/* robots.txt by RFC 9309. */
#ifndef COREOFFER_CRAWLER_ROBOTS_H
#define COREOFFER_CRAWLER_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>

struct robots;

/* Parses what was read, cut at LIMIT_ROBOTS_BYTES; anything parses. `agent` is our product token. */
struct robots *robots_parse(const char *bytes, size_t length, const char *agent);
struct robots *robots_allow_all(void);    /* 4xx: no rules (2.3.1.3) */
struct robots *robots_disallow_all(void); /* 5xx: stay away (2.3.1.4) */
void robots_free(struct robots *robots);

struct robots_answer {
    bool allowed;
    const char *rule;  /* as written, e.g. "Disallow: /private/"; "" where none applies; the robots' own */
    size_t line;       /* of the rule, 0 where none */
};
/* `target` is path and query as sent ("/a?b"); the longest match wins, allow on a tie. */
struct robots_answer robots_check(const struct robots *robots, const char *target);

double robots_crawl_delay(const struct robots *robots); /* seconds, -1 where none; not in the RFC, honoured */
size_t robots_sitemap_count(const struct robots *robots);
const char *robots_sitemap(const struct robots *robots, size_t i); /* as written */

#endif

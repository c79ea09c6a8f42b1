/* robots.txt by RFC 9309, without the leniencies that some crawlers add (misspelt names,
 * missing colons). Lines that the RFC doesn't name never close a group. */
#ifndef COREOFFER_CRAWLER_ROBOTS_H
#define COREOFFER_CRAWLER_ROBOTS_H

#include <stdbool.h>
#include <stddef.h>

struct robots;

/* Parses what was read, cut at LIMIT_ROBOTS_BYTES; anything parses. `agent` is our product
 * token (2.2.1: letters, "_" and "-"), compared whole and ignoring case. */
struct robots *robots_parse(const char *bytes, size_t length, const char *agent);
struct robots *robots_allow_all(void);    /* 4xx: no rules (2.3.1.3) */
struct robots *robots_disallow_all(void); /* 5xx: stay away (2.3.1.4) */
void robots_free(struct robots *robots);

struct robots_answer {
    bool allowed;
    const char *rule;  /* as written, e.g. "Disallow: /private/"; "" where none applies; the robots' own */
    size_t line;       /* of the rule, 0 where none */
};
/* `target` is path and query as sent ("/a?b"); the longest match wins, allow on a tie, and
 * "/robots.txt" itself is always allowed (2.2.2). An octet and its percent-encoded form are
 * the same unless it delimits: "/" and "?" in a path, "&", "=" and "+" in a query. Time is
 * in line with the rules' and the target's length, whatever the wildcards; where rules would have
 * one address gone through too often (LIMIT_ROBOTS_STEPS), those not compared are taken to forbid. */
struct robots_answer robots_check(const struct robots *robots, const char *target);

double robots_crawl_delay(const struct robots *robots); /* seconds, -1 where none; not in the RFC, honoured */
/* The first LIMIT_SITEMAP_FILES of the file, in whatever group they stand. */
size_t robots_sitemap_count(const struct robots *robots);
const char *robots_sitemap(const struct robots *robots, size_t i); /* as written */

#endif

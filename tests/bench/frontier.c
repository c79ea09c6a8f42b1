/* What links cost in memory that are known and not asked for yet: a million addresses of 60
 * letters or so, in five frontiers as full as they get, then as targets to be checked. Prints
 * the growth of the process; nothing here is a test.
 *
 *   frontier SEEDS   the directory of the word lists */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "crawler/crawl.h"
#include "crawler/crawl_words.h"
#include "crawler/frontier/frontier.h"
#include "crawler/links/checks.h"

enum { SITES = 5, LETTERS = 5 };

/* Resident memory in MiB. */
static double resident(void)
{
    long whole = 0, pages = 0;
    char text[128] = "", *end;
    FILE *file = fopen("/proc/self/statm", "re");
    if (file != NULL && fgets(text, sizeof text, file) != NULL) {
        whole = strtol(text, &end, 10);
        pages = strtol(end, NULL, 10);
    }
    if (file != NULL)
        (void)fclose(file);
    return whole > 0 ? (double)pages * (double)sysconf(_SC_PAGESIZE) / (1024 * 1024) : 0;
}

static void must(enum status status, const struct error *err)
{
    if (status == STATUS_OK)
        return;
    (void)fprintf(stderr, "frontier: %s\n", err->message);
    exit(1);
}

static void address(int site, size_t n, char *out, size_t size)
{
    char letters[LETTERS + 1] = "";
    for (size_t i = LETTERS; i-- > 0; n /= 26)
        letters[i] = (char)('a' + n % 26);
    (void)snprintf(out, size, "https://council-%d.example/local-offer/short-breaks/%s", site, letters);
}

static void tell(const char *what, size_t count, double memory, double seconds)
{
    (void)printf("%-10s %8zu addresses  %6.0f MiB  %4.0f bytes each  %5.2f us each\n", what, count, memory, memory * 1024 * 1024 / (double)count,
                 seconds * 1e6 / (double)count);
}

static size_t fill(struct frontier *frontier, int site)
{
    char url[128];
    size_t queued = 1; /* the start */
    for (size_t n = 0; queued < LIMIT_FRONTIER_PER_SITE; n++) {
        address(site, n, url, sizeof url);
        struct frontier_link link = {.url = url, .text = "Short breaks", .heading = "", .page_title = "", .kind = LINK_ANCHOR, .zone = ZONE_MAIN};
        if (frontier_offer(frontier, &link) != FRONTIER_QUEUED)
            break;
        queued++;
    }
    return queued;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        (void)fprintf(stderr, "usage: frontier SEEDS\n");
        return 2;
    }
    struct arena arena = {0};
    struct error err = {0};
    struct crawl_words *words;
    struct url_policy *policy;
    must(crawl_words_load(argv[1], &words, &err), &err);
    must(url_policy_load(arena_printf(&arena, "%s/crawl/parameters.csv", argv[1]), &policy, &err), &err);
    struct frontier_options options = {.max_pages = LIMIT_PAGES_MAX, .max_depth = 12, .words = words, .policy = policy};

    struct frontier *frontiers[SITES];
    size_t known = 0;
    double memory = resident(), start = clock_monotonic();
    for (int i = 0; i < SITES; i++) {
        char home[64], offer[64];
        (void)snprintf(home, sizeof home, "https://council-%d.example/", i);
        (void)snprintf(offer, sizeof offer, "https://council-%d.example/local-offer", i);
        struct council council = {.gss_code = "E06900001", .council_url = home};
        frontiers[i] = frontier_new(&council, offer, &options);
        known += fill(frontiers[i], i);
    }
    tell("frontiers", known, resident() - memory, clock_monotonic() - start);

    static const struct crawl_source nothing = {0};
    struct checks *checks = checks_new(&(struct checks_parts){.source = &nothing});
    memory = resident();
    start = clock_monotonic();
    for (size_t n = 0; n < known; n++) {
        char url[128];
        address((int)(n % SITES), n / SITES, url, sizeof url);
        (void)checks_target(checks, url);
    }
    tell("targets", known, resident() - memory, clock_monotonic() - start);

    checks_free(checks);
    for (int i = 0; i < SITES; i++)
        frontier_free(frontiers[i]);
    url_policy_free(policy);
    crawl_words_free(words);
    arena_release(&arena);
    return 0;
}

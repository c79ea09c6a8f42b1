/* A frontier over the made-up council's site, by the words and parameters of the seeds. */
#ifndef COREOFFER_TESTS_FRONTIER_FIXTURE_H
#define COREOFFER_TESTS_FRONTIER_FIXTURE_H

#include <check.h>

#include "crawler/crawl_words.h"
#include "crawler/frontier/frontier.h"

#define COUNCIL "https://www.anytown.gov.uk/"

static struct crawl_words *words;
static struct url_policy *policy;

static inline void load(void)
{
    struct error err = {0};
    enum status status = crawl_words_load("seeds", &words, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    status = url_policy_load("seeds/crawl/parameters.csv", &policy, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
}

static inline void unload(void)
{
    crawl_words_free(words);
    url_policy_free(policy);
}

static inline struct frontier *open_frontier(const char *council_url, const char *start, int max_pages)
{
    struct council council = {.gss_code = "E06900001", .council_url = council_url};
    struct frontier_options options = {.max_pages = max_pages, .max_depth = 12, .words = words, .policy = policy};
    return frontier_new(&council, start, &options);
}

#endif

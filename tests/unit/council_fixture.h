/* A rubric without weights and one made-up council, judged anew in each test. */
#ifndef COREOFFER_TESTS_COUNCIL_FIXTURE_H
#define COREOFFER_TESTS_COUNCIL_FIXTURE_H

#include <stdlib.h>

#include "tests/unit/council_builder.h"
#include "tests/unit/suite.h"

static struct rubric *rubric;
static struct town town;
static struct scorecard card;

static inline void load(void)
{
    struct error err = {0};
    ck_assert_msg(rubric_load_untrained("seeds", &rubric, &err) == STATUS_OK, "%s", err.message);
}

static inline void unload(void)
{
    rubric_free(rubric);
}

static inline void fresh(void)
{
    town_init(&town);
}

static inline void clean(void)
{
    scorecard_release(&card);
    town_release(&town);
}

static inline void judge(void)
{
    judge_by_rules(rubric, town_evidence(&town), &card);
}

static inline TCase *council_tests(void)
{
    TCase *tests = tcase_create("all");
    tcase_add_unchecked_fixture(tests, load, unload);
    tcase_add_checked_fixture(tests, fresh, clean);
    tcase_set_timeout(tests, 60);
    return tests;
}

/* main's exit status. */
static inline int council_run(const char *name, TCase *tests)
{
    Suite *suite = suite_create(name);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

#endif

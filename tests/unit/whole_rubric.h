/* The rubric as it ships, with all that was learnt. */
#ifndef COREOFFER_TESTS_WHOLE_RUBRIC_H
#define COREOFFER_TESTS_WHOLE_RUBRIC_H

#include <stdio.h>
#include <stdlib.h>

#include "document/document.h"
#include "scoring/scoring.h"
#include "tests/unit/suite.h"

static struct rubric *rubric;

/* Runs the tests with it, and with documents read as a program does. main's exit status. */
static inline int run_with_rubric(const char *name, TCase *tests)
{
    struct error err;
    const char *seeds = getenv("COREOFFER_SEEDS");
    if (rubric_load(seeds != NULL ? seeds : "seeds", &rubric, &err) != STATUS_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    document_start();
    Suite *suite = suite_create(name);
    suite_add_tcase(suite, tests);
    int failed = run_suite(suite);
    document_stop();
    rubric_free(rubric);
    return failed;
}

#endif

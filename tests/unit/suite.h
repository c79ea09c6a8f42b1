/* How a test program ends. */
#ifndef COREOFFER_TESTS_SUITE_H
#define COREOFFER_TESTS_SUITE_H

#include <check.h>

/* Runs the suite, each test in a process of its own (CK_FORK=no: in this one), frees it, and returns main's exit status. CK_VERBOSITY says how much is told. */
static inline int run_suite(Suite *suite)
{
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}

#endif

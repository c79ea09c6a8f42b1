/* Agreement between two judges, against figures worked out apart by the delta method. */
#include <check.h>
#include <math.h>

#include "model/agreement.h"
#include "suite.h"

static const struct {
    size_t table[3][3];
    double percent, percent_low, percent_high, kappa, low, high;
} CASES[] = {
    {{{20, 5, 0}, {10, 15, 0}}, 70.0, 56.2, 80.9, 0.400, 0.151, 0.649},
    {{{45, 15, 0}, {25, 15, 0}}, 60.0, 50.2, 69.1, 0.130, -0.063, 0.324},
    {{{10, 2, 1}, {3, 20, 4}, {0, 5, 15}}, 75.0, 62.8, 84.2, 0.609, 0.435, 0.783},
    /* Perfect: kappa has no width then, the percent's interval has. */
    {{{5, 0, 0}, {0, 3, 0}}, 100.0, 67.6, 100.0, 1, 1, 1},
};

START_TEST(figures)
{
    static const enum verdict verdicts[] = {VERDICT_YES, VERDICT_CONCERNS, VERDICT_NO};
    struct agreement agreement = {0};
    size_t same = 0, all = 0;
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < 3; k++)
            for (size_t n = 0; n < CASES[_i].table[i][k]; n++, all++) {
                agreement_add(&agreement, verdicts[i], verdicts[k]);
                same += i == k;
            }
    struct agreement_figures found = agreement_figures(&agreement);
    ck_assert_uint_eq(agreement.count, all);
    ck_assert_uint_eq(agreement_same(&agreement), same);
    ck_assert_double_eq_tol(found.percent, CASES[_i].percent, 0.05);
    ck_assert_double_eq_tol(found.percent_low, CASES[_i].percent_low, 0.05);
    ck_assert_double_eq_tol(found.percent_high, CASES[_i].percent_high, 0.05);
    ck_assert_double_eq_tol(found.kappa, CASES[_i].kappa, 0.0005);
    ck_assert_double_eq_tol(found.low, CASES[_i].low, 0.0005);
    ck_assert_double_eq_tol(found.high, CASES[_i].high, 0.0005);
}
END_TEST

/* What chance alone would give is no measure of agreement. */
START_TEST(one_verdict_is_no_kappa)
{
    struct agreement agreement = {0};
    for (int i = 0; i < 8; i++)
        agreement_add(&agreement, VERDICT_NO, VERDICT_NO);
    struct agreement_figures found = agreement_figures(&agreement);
    ck_assert_double_eq(found.percent, 100);
    ck_assert_double_eq_tol(found.percent_low, 67.6, 0.05);
    ck_assert(isnan(found.kappa) && isnan(found.low) && isnan(found.high));
}
END_TEST

START_TEST(nothing_is_no_figure)
{
    struct agreement agreement = {0};
    struct agreement_figures found = agreement_figures(&agreement);
    ck_assert(isnan(found.percent) && isnan(found.percent_low) && isnan(found.percent_high) && isnan(found.kappa) && isnan(found.low) && isnan(found.high));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("agreement");
    TCase *cases = tcase_create("agreement");
    tcase_add_loop_test(cases, figures, 0, sizeof CASES / sizeof CASES[0]);
    tcase_add_test(cases, one_verdict_is_no_kappa);
    tcase_add_test(cases, nothing_is_no_figure);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}

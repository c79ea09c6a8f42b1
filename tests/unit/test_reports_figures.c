/* How numbers are written for people. */
#include <check.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

#include "reports/data/figures.h"
#include "suite.h"

static const struct {
    double value;
    const char *text;
} wholes[] = {
    {0, "0"},        {0.4, "0"},          {0.5, "1"},      {1.5, "2"},      {2.5, "3"},        {12.5, "13"},      {37.5, "38"},
    {62.4999, "62"}, {99.5, "100"},       {-0.2, "0"},     {-0.5, "-1"},    {-7.5, "-8"},      {999.4, "999"},    {999.5, "1,000"},
    {1760, "1,760"}, {1234567.5, "1,234,568"}, {-1204.2, "-1,204"},
    {100 * 0.285, "29"}, /* 28.499999999999996 */
    {100 * 0.145, "15"}, {NAN, ""},       {INFINITY, ""},
};

START_TEST(half_goes_up)
{
    ck_assert_str_eq(figures_whole(wholes[_i].value).text, wholes[_i].text);
}
END_TEST

/* Every percentage of up to 200 results: what integers give without a double. */
START_TEST(percentages_are_as_integers_have_them)
{
    for (int base = 1; base <= 200; base++)
        for (int count = 0; count <= base; count++) {
            int exact = (200 * count + base) / (2 * base);
            ck_assert_int_eq((int)figures_round(100.0 * count / base), exact);
            ck_assert_int_eq((int)figures_round(100 * ((double)count / base)), exact);
        }
}
END_TEST

/* None and all are said of none and all alone. */
START_TEST(a_share_of_some_is_neither_none_nor_all)
{
    ck_assert_str_eq(figures_share(0, 1377).text, "0");
    ck_assert_str_eq(figures_share(6, 1377).text, "under 1");
    ck_assert_str_eq(figures_share(7, 1377).text, "1");
    ck_assert_str_eq(figures_share(5, 8).text, "63");
    ck_assert_str_eq(figures_share(1370, 1377).text, "99");
    ck_assert_str_eq(figures_share(1371, 1377).text, "over 99");
    ck_assert_str_eq(figures_share(1377, 1377).text, "100");
    ck_assert_int_eq((int)figures_down(100 * (115 / 144.0)), 79); /* of a limit of 80 */
    ck_assert_int_eq((int)figures_down(100 * 0.29), 29);
}
END_TEST

START_TEST(thousands_are_parted)
{
    ck_assert_str_eq(figures_count(0).text, "0");
    ck_assert_str_eq(figures_count(999).text, "999");
    ck_assert_str_eq(figures_count(1000).text, "1,000");
    ck_assert_str_eq(figures_count(100000).text, "100,000");
    ck_assert_str_eq(figures_count(SIZE_MAX).text, "18,446,744,073,709,551,615");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reports/figures");
    TCase *tests = tcase_create("figures");
    tcase_add_loop_test(tests, half_goes_up, 0, (int)(sizeof wholes / sizeof wholes[0]));
    tcase_add_test(tests, percentages_are_as_integers_have_them);
    tcase_add_test(tests, a_share_of_some_is_neither_none_nor_all);
    tcase_add_test(tests, thousands_are_parted);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

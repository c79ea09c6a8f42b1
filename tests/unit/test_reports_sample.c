/* The draw of the random sample: the same for everybody, another for every run, and even. */
#include <check.h>
#include <stdio.h>

#include "reports/data/sample.h"
#include "suite.h"

enum { VERDICTS = 4000 };

static const struct run first = {.id = 1, .inputs_sha256 = "aa"}, second = {.id = 2, .inputs_sha256 = "aa"}, other = {.id = 1, .inputs_sha256 = "ab"};

static double draw_of(const struct run *run, int number)
{
    char code[16], service[16];
    (void)snprintf(code, sizeof code, "E06%06d", number / 20);
    (void)snprintf(service, sizeof service, "service-%d", number % 20);
    struct row_verdict row = {.service = service, .row = "explanation", .judgement = {.verdict = VERDICT_YES}};
    return sample_draw(run, code, &row);
}

START_TEST(draws_are_even)
{
    int tenths[10] = {0};
    for (int i = 0; i < VERDICTS; i++) {
        double draw = draw_of(&first, i);
        ck_assert_double_ge(draw, 0);
        ck_assert_double_lt(draw, 1);
        tenths[(int)(draw * 10)]++;
    }
    /* 400 expected, standard deviation 19: five of them. */
    for (int i = 0; i < 10; i++)
        ck_assert_msg(tenths[i] > 305 && tenths[i] < 495, "%d of %d in tenth %d", tenths[i], VERDICTS, i);
}
END_TEST

START_TEST(draws_hang_on_the_run_and_the_verdict_alone)
{
    int in_both = 0;
    for (int i = 0; i < VERDICTS; i++) {
        ck_assert_double_eq(draw_of(&first, i), draw_of(&first, i));
        ck_assert_double_ne(draw_of(&first, i), draw_of(&other, i));
        in_both += draw_of(&first, i) < 0.05 && draw_of(&second, i) < 0.05;
    }
    ck_assert_msg(in_both < 30, "%d verdicts are in the samples of two runs, where chance gives 10", in_both);
    struct row_verdict row = {.service = "portage", .row = "contacts", .judgement = {.verdict = VERDICT_YES}};
    double before = sample_draw(&first, "E06000001", &row);
    row.judgement = (struct judgement){.verdict = VERDICT_NO, .certainty = 0.5, .reason = "one-way"};
    ck_assert_double_eq(sample_draw(&first, "E06000001", &row), before);
}
END_TEST

START_TEST(sizes)
{
    static const struct {
        size_t all;
        double percent;
        size_t size;
    } cases[] = {{0, 5, 0}, {1, 5, 1}, {20, 5, 1}, {21, 5, 2}, {1000, 5, 50}, {1000, 100, 1000}, {1000, 0.01, 1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_uint_eq(sample_size(cases[i].all, cases[i].percent), cases[i].size);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reports/sample");
    TCase *cases = tcase_create("sample");
    tcase_add_test(cases, draws_are_even);
    tcase_add_test(cases, draws_hang_on_the_run_and_the_verdict_alone);
    tcase_add_test(cases, sizes);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}

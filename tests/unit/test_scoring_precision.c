/* How sure answers are: read from a table, and worked out of few and many. */
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scoring/council/precision.h"
#include "suite.h"

static const struct rubric_row ROWS[] = {{.id = "heard"}, {.id = "numbers"}, {.id = "provided"}};

static enum status load(const char *text, struct arena *arena, struct rubric_texts *out, struct error *err)
{
    char seeds[] = "/tmp/coreoffer-test-precision-XXXXXX", folder[64], path[80];
    *out = (struct rubric_texts){.rows = ROWS, .row_count = sizeof ROWS / sizeof *ROWS};
    ck_assert_ptr_nonnull(mkdtemp(seeds));
    (void)snprintf(folder, sizeof folder, "%s/rows", seeds);
    (void)snprintf(path, sizeof path, "%s/precision.csv", folder);
    ck_assert_int_eq(mkdir(folder, 0700), 0);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert_int_ge(fputs(text, file), 0);
    ck_assert_int_eq(fclose(file), 0);
    enum status status = precision_load(seeds, arena, out, err);
    ck_assert_int_eq(unlink(path) | rmdir(folder) | rmdir(seeds), 0);
    return status;
}

static const struct { const char *lines, *says; } WRONG[] = {
    {"", "row"},
    {"row,verdict,reason,right\n", "answers"},
    {"row,verdict,reason,right,answers\nherd,no,,1,2\n", ":2: rubric/rows.json has no row 'herd'"},
    {"row,verdict,reason,right,answers\nheard,nope,,1,2\n", ":2: 'nope' is no verdict"},
    {"row,verdict,reason,right,answers\nheard,no,,1,2\nheard,yes,,3,2\n", ":3: \"answers\" must be a whole number from 1"},
    {"row,verdict,reason,right,answers\nheard,no,,0,0\n", ":2: \"answers\" must be"},
    {"row,verdict,reason,right,answers\nheard,no,,-1,4\n", ":2: \"answers\" must be"},
    {"row,verdict,reason,right,answers\nheard,no,,1,2\nheard,no,,1,2\n", ":3: this row, verdict and reason stand in a line above too"},
};

START_TEST(a_wrong_table_is_refused)
{
    struct arena arena = {0};
    struct rubric_texts texts;
    struct error err = {0};
    ck_assert_int_eq(load(WRONG[_i].lines, &arena, &texts, &err), STATUS_INPUT);
    ck_assert_msg(strstr(err.message, "precision.csv") && strstr(err.message, WRONG[_i].says), "%s", err.message);
    arena_release(&arena);
}
END_TEST

/* That no page of it was found is one ground for all rows. */
START_TEST(what_is_missed_with_the_page_is_no_surer_than_that_there_is_none)
{
    struct arena arena = {0};
    struct rubric_texts texts;
    struct error err = {0};
    ck_assert_msg(load("row,verdict,reason,right,answers\nheard,no,,40,40\nheard,no,no-page,9,9\nprovided,silent,,2,8\n", &arena, &texts, &err) == STATUS_OK, "%s",
                  err.message);
    double silent = rubric_precision_share(&texts, "provided", VERDICT_SILENT, "");
    ck_assert_double_lt(silent, 0.5);
    ck_assert_double_eq(rubric_precision_share(&texts, "heard", VERDICT_NO, "no-page"), silent);
    ck_assert_double_eq(rubric_precision_share(&texts, "numbers", VERDICT_NO, "no-page"), silent);
    ck_assert_double_gt(rubric_precision_share(&texts, "heard", VERDICT_NO, ""), 0.9);
    arena_release(&arena);
}
END_TEST

START_TEST(many_answers_say_more_than_few)
{
    struct arena arena = {0};
    struct rubric_texts texts;
    struct error err = {0};
    ck_assert_msg(load("row,verdict,reason,right,answers\nheard,no,,40,100\nheard,no,no-page,2,2\nheard,yes,,90,90\n", &arena, &texts, &err) == STATUS_OK, "%s",
                  err.message);
    double no = (42 + 2 * 0.75) / 104; /* of all its answers "no" */
    ck_assert_double_eq_tol(rubric_precision_share(&texts, "heard", VERDICT_NO, ""), (40 + 4 * no) / 104, 1e-9);
    ck_assert_double_eq_tol(rubric_precision_share(&texts, "heard", VERDICT_NO, "no-page"), (2 + 4 * no) / 6, 1e-9);
    ck_assert_double_eq_tol(rubric_precision_share(&texts, "heard", VERDICT_NO, "never-measured"), no, 1e-9);
    ck_assert_double_gt(rubric_precision_share(&texts, "heard", VERDICT_YES, ""), 0.97);
    ck_assert_double_eq(rubric_precision_share(&texts, "heard", VERDICT_CONCERNS, ""), 1); /* nothing is known of it */
    ck_assert_double_eq(rubric_precision_share(&texts, "numbers", VERDICT_NO, ""), 1);
    ck_assert(!rubric_precision_is_low(&texts, "numbers", VERDICT_NO, "") && !rubric_precision_is_low(&texts, "heard", VERDICT_YES, ""));
    ck_assert(rubric_precision_is_low(&texts, "heard", VERDICT_NO, ""));
    ck_assert_ptr_null(rubric_precision_find(&texts, "heard", VERDICT_NO, "never-measured"));
    ck_assert_int_eq(rubric_precision_find(&texts, "heard", VERDICT_NO, "no-page")->answers, 2);
    arena_release(&arena);
}
END_TEST

/* One answer that was wrong is no measure of such answers, whatever those of other reasons make likely. */
START_TEST(too_few_tell_nothing)
{
    static const struct {
        int right, answers;
        bool scarce;
    } kinds[] = {{0, 1, true}, {1, 3, true}, {0, 4, false}, {2, 6, false}, {4, 5, true}, {59, 80, false}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const struct rubric_precision kind = {.right = kinds[i].right, .answers = kinds[i].answers};
        ck_assert_msg(rubric_precision_is_scarce(&kind) == kinds[i].scarce, "%d of %d", kind.right, kind.answers);
    }
    ck_assert(rubric_precision_is_scarce(NULL));
}
END_TEST

START_TEST(without_a_table_nothing_is_known)
{
    struct arena arena = {0};
    struct rubric_texts texts = {.rows = ROWS, .row_count = sizeof ROWS / sizeof *ROWS};
    struct error err = {0};
    ck_assert_int_eq(precision_load("/nonexistent", &arena, &texts, &err), STATUS_OK);
    ck_assert_uint_eq(texts.precision_count, 0);
    ck_assert_double_eq(rubric_precision_share(&texts, "heard", VERDICT_NO, ""), 1);
    arena_release(&arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("precision");
    TCase *tests = tcase_create("precision");
    tcase_add_loop_test(tests, a_wrong_table_is_refused, 0, (int)(sizeof WRONG / sizeof *WRONG));
    tcase_add_test(tests, what_is_missed_with_the_page_is_no_surer_than_that_there_is_none);
    tcase_add_test(tests, many_answers_say_more_than_few);
    tcase_add_test(tests, too_few_tell_nothing);
    tcase_add_test(tests, without_a_table_nothing_is_known);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

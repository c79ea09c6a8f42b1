/* Sums of weighted rows: every column, in the order of the rows. */
#include <check.h>

#include "scoring/page/weights.h"
#include "suite.h"

enum { COLUMNS = 3 * WEIGHTS_STEP };

/* Three rows that sum to 0 in this order and to 1 where the second comes last. */
START_TEST(rows_are_added_in_their_order)
{
    static const float scales[] = {1e8F, 1, -1e8F};
    float row[COLUMNS], sums[COLUMNS] = {0};
    struct weights_rows rows;
    weights_start(&rows);
    for (size_t k = 0; k < COLUMNS; k++)
        row[k] = 1;
    for (size_t i = 0; i < 3; i++)
        weights_take(&rows, row, scales[i]);
    weights_add(&rows, COLUMNS, sums);
    for (size_t k = 0; k < COLUMNS; k++)
        ck_assert(sums[k] == 0);
}
END_TEST

/* Rounding after the product and again after the sum: fused, the first would be lost in the second. */
START_TEST(products_are_rounded_before_they_are_added)
{
    float row[WEIGHTS_STEP], sums[WEIGHTS_STEP];
    struct weights_rows rows;
    weights_start(&rows);
    for (size_t k = 0; k < WEIGHTS_STEP; k++) {
        row[k] = 1 + 0x1p-20F;
        sums[k] = -1 - 0x1p-19F;
    }
    weights_take(&rows, row, 1 + 0x1p-20F); /* their product is 1 + 2^-19 + 2^-40 */
    weights_add(&rows, WEIGHTS_STEP, sums);
    for (size_t k = 0; k < WEIGHTS_STEP; k++)
        ck_assert(sums[k] == 0);
}
END_TEST

START_TEST(a_row_is_told_by_its_own_scale)
{
    static const float scales[] = {0, 2, 0, 3};
    float table[4 * WEIGHTS_STEP], sums[WEIGHTS_STEP] = {0};
    struct weights_rows rows;
    weights_start(&rows);
    for (size_t i = 0; i < 4 * WEIGHTS_STEP; i++)
        table[i] = (float)i;
    weights_take_each(&rows, table, WEIGHTS_STEP, scales, 4);
    ck_assert_uint_eq(rows.count, 2);
    weights_add(&rows, WEIGHTS_STEP, sums);
    for (size_t k = 0; k < WEIGHTS_STEP; k++)
        ck_assert(sums[k] == 2 * table[WEIGHTS_STEP + k] + 3 * table[3 * WEIGHTS_STEP + k]);
}
END_TEST

START_TEST(thousandths_keep_their_whole_range)
{
    int16_t table[2 * WEIGHTS_STEP];
    const int16_t *rows[1024];
    int32_t sums[WEIGHTS_STEP];
    for (size_t k = 0; k < WEIGHTS_STEP; k++) {
        table[k] = INT16_MAX;
        table[WEIGHTS_STEP + k] = (int16_t)-k;
        sums[k] = 7;
    }
    for (size_t i = 0; i < 1024; i++)
        rows[i] = table + i % 2 * WEIGHTS_STEP;
    weights_sum(rows, 1024, WEIGHTS_STEP, sums);
    for (int k = 0; k < WEIGHTS_STEP; k++)
        ck_assert_int_eq(sums[k], 7 + 512 * (INT16_MAX - k));
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scoring/weights");
    TCase *tests = tcase_create("weights");
    tcase_add_test(tests, rows_are_added_in_their_order);
    tcase_add_test(tests, products_are_rounded_before_they_are_added);
    tcase_add_test(tests, a_row_is_told_by_its_own_scale);
    tcase_add_test(tests, thousandths_keep_their_whole_range);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

/* The table of symbols: all that was put in is found, nothing else, and nothing twice. */
#include <check.h>
#include <stdlib.h>

#include "scoring/text/symbol_table.h"
#include "suite.h"

enum { MANY = 3000 };

/* Low bits that many share, so that places are taken and the search goes on, over the end too. */
static uint64_t crowded(uint64_t i)
{
    return (i << 32) | (0xFFF0 + i % 5);
}

START_TEST(what_was_put_in_is_found)
{
    struct symbol_table table;
    symbol_table_init(&table, MANY);
    for (int32_t i = 0; i < MANY; i++)
        ck_assert(symbol_table_add(&table, crowded((uint64_t)i), i));
    for (int32_t i = 0; i < MANY; i++) {
        symbol_table_prefetch(&table, crowded((uint64_t)i));
        ck_assert_int_eq(symbol_table_find(&table, crowded((uint64_t)i)), i);
        ck_assert_int_eq(symbol_table_find(&table, crowded((uint64_t)i + MANY)), SYMBOL_ABSENT);
    }
    symbol_table_release(&table);
    ck_assert_ptr_null(table.slots);
}
END_TEST

START_TEST(the_first_number_stays)
{
    struct symbol_table table;
    symbol_table_init(&table, 0);
    ck_assert(symbol_table_add(&table, 7, 0));
    ck_assert(!symbol_table_add(&table, 7, 1));
    ck_assert_int_eq(symbol_table_find(&table, 7), 0);
    ck_assert_int_eq(symbol_table_find(&table, 8), SYMBOL_ABSENT);
    symbol_table_release(&table);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scoring/symbol_table");
    TCase *tests = tcase_create("symbol table");
    tcase_add_test(tests, what_was_put_in_is_found);
    tcase_add_test(tests, the_first_number_stays);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

/* Readability: the check values of the formulas, and what counts as prose. */
#include <check.h>
#include <math.h>

#include "scoring/text/readability.h"
#include "tests/unit/document_builder.h"
#include "tests/unit/suite.h"

START_TEST(formulas_give_their_published_values)
{
    static const struct {
        int sentences, words, syllables;
        double flesch, kincaid;
    } CASES[] = {{1, 6, 6, 116.145, -1.45}, {1, 16, 22, 74.27, 6.875}, {10, 150, 200, 78.81, 5.993}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        ck_assert_double_eq_tol(readability_flesch(CASES[i].sentences, CASES[i].words, CASES[i].syllables), CASES[i].flesch, 0.006);
        ck_assert_double_eq_tol(readability_kincaid(CASES[i].sentences, CASES[i].words, CASES[i].syllables), CASES[i].kincaid, 0.0006);
    }
    ck_assert_double_eq_tol(readability_smog(30, 0), 3.129, 0.0006);
    ck_assert_double_eq_tol(readability_smog(30, 9), 6.258, 0.0006);
    ck_assert_double_eq_tol(readability_smog(30, 30), 8.842, 0.0006);
    ck_assert(isnan(readability_flesch(0, 5, 5)));
    ck_assert(isnan(readability_kincaid(5, 0, 5)));
    ck_assert(isnan(readability_smog(0, 5)));
}
END_TEST

START_TEST(prose_is_measured_and_the_rest_is_not)
{
    struct syllables *syllables;
    struct error err = {0};
    ck_assert_msg(syllables_load("seeds", &syllables, &err) == STATUS_OK, "%s", err.message);
    struct readability found;
    struct built page = built_new("Short breaks");
    built_add(&page, BLOCK_HEADING, "A heading of many words that is never counted at all");
    built_add(&page, BLOCK_PARAGRAPH, "We help you. We ask what you need.");
    built_add(&page, BLOCK_LIST_ITEM, "a day out");
    built_add(&page, BLOCK_CAPTION, "A caption that is not read");
    built_add(&page, BLOCK_PARAGRAPH, "9 May 2024");
    readability_measure(syllables, built_document(&page), page.counts, &found);
    ck_assert_int_eq(found.words, 11);
    ck_assert_int_eq(found.sentences, 3);
    ck_assert_int_eq(found.syllables, 11);
    ck_assert(!found.measured);
    ck_assert(isnan(found.smog));
    for (int i = 0; i < 30; i++)
        built_add(&page, BLOCK_PARAGRAPH, "We help you at home.");
    readability_measure(syllables, built_document(&page), page.counts, &found);
    ck_assert(found.measured);
    ck_assert_double_gt(found.flesch_reading_ease, 100);
    built_release(&page);
    syllables_free(syllables);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scoring/readability");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, formulas_give_their_published_values);
    tcase_add_test(tests, prose_is_measured_and_the_rest_is_not);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

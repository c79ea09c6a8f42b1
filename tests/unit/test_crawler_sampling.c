/* A few are looked at, the rest believed. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "crawler/links/sampling.h"
#include "suite.h"

static struct sampling *sampling;
static struct buffer told;       /* "a" looked at, "A" believed to be, "-a" believed not to be */
static const char *at_once;      /* names of those whose look ends before it returns */
static const char *truth;        /* names of those that are */

static void look(void *context, void *item)
{
    const char *name = item;
    (void)context;
    buffer_add(&told, name, 1);
    if (strchr(at_once, *name) != NULL)
        sampling_seen(sampling, "kind", strchr(truth, *name) != NULL);
}

static void believe(void *context, void *item, bool yes)
{
    const char *name = item;
    (void)context;
    buffer_printf(&told, yes ? "+%c" : "-%c", *name);
}

static void set_up(void)
{
    buffer_init(&told, 1000);
    sampling = sampling_new(&(struct sampling_calls){.look = look, .believe = believe});
    at_once = truth = "";
}

static void tear_down(void)
{
    sampling_free(sampling);
    buffer_release(&told);
}

static char names[] = "abcdefgh";

static void add(size_t count)
{
    for (size_t i = 0; i < count; i++)
        sampling_add(sampling, "kind", &names[i]);
}

START_TEST(test_one_after_the_other)
{
    add(5);
    ck_assert_str_eq(buffer_text(&told), "a");
    sampling_seen(sampling, "kind", false);
    ck_assert_str_eq(buffer_text(&told), "ab");
    sampling_seen(sampling, "kind", false);
    sampling_seen(sampling, "kind", false);
    ck_assert_str_eq(buffer_text(&told), "abc-d-e");
    sampling_add(sampling, "kind", &names[5]);
    ck_assert_str_eq(buffer_text(&told), "abc-d-e-f");
}
END_TEST

static const struct {
    const char *truth, *told;
} cases[] = {
    {"abcdefgh", "abc+d+e+f+g+h"}, {"", "abc-d-e-f-g-h"}, {"a", "abcd-e-f-g-h"}, {"acegh", "abcde+f+g+h"}, {"ab", "abcde-f-g-h"},
};

START_TEST(test_until_enough_agree)
{
    truth = cases[_i].truth;
    at_once = "abcdefgh";
    add(8);
    ck_assert_str_eq(buffer_text(&told), cases[_i].told);
}
END_TEST

START_TEST(test_kinds_are_apart)
{
    add(1);
    sampling_add(sampling, "another", &names[1]);
    ck_assert_str_eq(buffer_text(&told), "ab");
    for (int i = 0; i < SAMPLING_ENOUGH; i++)
        sampling_seen(sampling, "another", true);
    sampling_add(sampling, "kind", &names[2]);
    ck_assert_str_eq(buffer_text(&told), "ab");
    sampling_free(NULL);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/sampling");
    TCase *tests = tcase_create("sampling");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_test(tests, test_one_after_the_other);
    tcase_add_loop_test(tests, test_until_enough_agree, 0, (int)(sizeof cases / sizeof cases[0]));
    tcase_add_test(tests, test_kinds_are_apart);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

/* What is remembered of texts seen lately. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "crawler/frontier/recent.h"
#include "suite.h"

enum { PLACES = 256, TEXTS = 60 };

/* The addresses of one menu differ in a few letters, wherever these stand. */
static const struct { const char *before, *after; } kinds[] = {
    {"https://www.anytown.example/p", ""}, {"https://www.anytown.example/page-", ""}, {"https://www.anytown.example/services/", "/index.html"},
    {"http://127.0.0.1:8080/short-breaks/", ""}, {"https://www.anytown.example/article?id=", "&view=all"}, {"Short breaks ", ""}, {"", ""},
};

START_TEST(a_menu_is_remembered)
{
    struct recent *recent = recent_new(PLACES, sizeof(int));
    char text[100];
    int kept = 0;
    for (int round = 0; round < 2; round++)
        for (int i = 1; i <= TEXTS; i++) {
            (void)snprintf(text, sizeof text, "%s%d%s", kinds[_i].before, i, kinds[_i].after);
            int *value = recent_of(recent, text);
            ck_assert(*value == 0 || *value == i);
            kept += *value == i;
            *value = i;
        }
    recent_free(recent);
    /* Thrown into the places blindly, 47 of 60 would meet no other. */
    ck_assert_msg(kept >= 35, "%s..%s: %d of %d", kinds[_i].before, kinds[_i].after, kept, TEXTS);
}
END_TEST

START_TEST(a_long_text_is_not)
{
    struct recent *recent = recent_new(PLACES, sizeof(int));
    char text[302];
    for (size_t i = 0; i < 301; i++)
        text[i] = 'a';
    text[301] = '\0';
    *(int *)recent_of(recent, text) = 1;
    ck_assert_int_eq(*(int *)recent_of(recent, text), 0);
    *(int *)recent_of(recent, text + 1) = 1;
    ck_assert_int_eq(*(int *)recent_of(recent, text + 1), 1);
    recent_free(recent);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/recent");
    TCase *tests = tcase_create("all");
    tcase_add_loop_test(tests, a_menu_is_remembered, 0, sizeof kinds / sizeof *kinds);
    tcase_add_test(tests, a_long_text_is_not);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

/* Addresses that redirects end at. */
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "wording_fixture.h"

START_TEST(landings_are_told_by_their_addresses)
{
    static const struct { const char *path; bool home, may_be_home, error, sign_in; } cases[] = {
        {"/", true, true, false, false},                  {"/home", true, true, false, false},         {"/Home/", true, true, false, false},
        {"/Pages/Default.aspx", true, true, false, false}, {"/search?q=x", true, true, false, false},   {"/cms/home.php", false, true, false, false},
        {"/web/guest/home/", false, true, false, false},  {"/home-care", false, false, false, false},  {"/home/care", false, false, false, false},
        {"/login/index.php", false, false, false, true}, {"/Account/LogIn.aspx?ReturnUrl=/", false, false, false, true},
        {"/common/oauth2/authorize", false, false, false, true}, {"/login-help", false, false, false, false}, {"/a/b", false, false, false, false},        {"/404.html", false, false, true, false},
        {"/Errors/404", false, false, true, false},       {"/error?from=/x", false, false, true, false}, {"/trial-and-error", false, false, false, false},
        {"/404-bus", false, false, false, false},
    };
    struct landings *landings = load_landings();
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct url url;
        ck_assert_int_eq(url_parse(&arena, arena_printf(&arena, "http://a.test%s", cases[i].path), NULL, &url, NULL), STATUS_OK);
        ck_assert_msg(landing_is_home_or_search(landings, &url) == cases[i].home, "%s", cases[i].path);
        ck_assert_msg(landing_may_be_home(landings, &url) == cases[i].may_be_home, "%s", cases[i].path);
        ck_assert_msg(landing_is_error_page(landings, &url) == cases[i].error, "%s", cases[i].path);
        ck_assert_msg(landing_is_sign_in(landings, &url) == cases[i].sign_in, "%s", cases[i].path);
    }
    landing_free(landings);
    static const char *const faults[] = {"kind,name\nfront,/\n", "kind,name,reason\nfron,/,\n", "kind,name,reason\nfront,home,\n",
                                         "kind,name,reason\nerror,a/b,\n", "kind,name,reason\npage,,\n", "kind,name,reason\nsign-in,/login,\n"};
    char directory[] = "/tmp/landings-test-XXXXXX";
    struct error err;
    ck_assert_ptr_nonnull(mkdtemp(directory));
    ck_assert_int_eq(file_make_directory(arena_printf(&arena, "%s/crawl", directory), &err), STATUS_OK);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        ck_assert_int_eq(file_write(arena_printf(&arena, "%s/crawl/landings.csv", directory), faults[i], strlen(faults[i]), &err), STATUS_OK);
        ck_assert_int_eq(landing_load(directory, &landings, &err), STATUS_INPUT);
        ck_assert_msg(strstr(err.message, "landings.csv:") != NULL, "%s", err.message);
    }
    ck_assert_int_eq(file_remove_tree(directory, &err), STATUS_OK);
    arena_release(&arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/landing");
    TCase *tcase = tcase_create("all");
    tcase_add_test(tcase, landings_are_told_by_their_addresses);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}

/* Addresses that hold the page which they stand on. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "crawler/visit/return_address.h"
#include "suite.h"

#define PAGE "https://www.anytown.example/send/portage"
#define LOGIN "https://www.anytown.example/login?"

static const struct {
    const char *page, *address, *kind;
} CASES[] = {
    {PAGE, LOGIN "to=/send/portage", "https://www.anytown.example/login&to"},
    {PAGE, LOGIN "to=%2Fsend%2Fportage%2F&x=1", "https://www.anytown.example/login&to&x=1"},
    {PAGE, "https://social.example/share?u=https%3A%2F%2Fanytown.example%2Fsend%2Fportage&text=Portage+visits", "https://social.example/share&u&text"},
    {PAGE "?id=7", LOGIN "to=/send/portage%3Fid%3D7", "https://www.anytown.example/login&to"},
    {PAGE "?id=7", LOGIN "to=/send/portage", "https://www.anytown.example/login&to"},
    {PAGE, LOGIN "to=/send/portage%3Fid%3D7", NULL},
    {PAGE, LOGIN "to=/send/equipment", NULL},
    {PAGE, LOGIN "to=/send", NULL},
    {PAGE, LOGIN "to=https://www.othertown.example/send/portage", NULL},
    {PAGE, LOGIN "text=Portage+visits", NULL}, /* a title alone may be what is looked for */
    {PAGE, LOGIN "to", NULL},
    {PAGE, LOGIN "to=%zz/send/portage", NULL},
    {PAGE, "https://www.anytown.example/login", NULL},
    {"https://www.anytown.example/", LOGIN "to=/", NULL},
};

START_TEST(kinds)
{
    struct arena arena = {0};
    struct url page;
    ck_assert_int_eq(url_parse(&arena, CASES[_i].page, NULL, &page, NULL), STATUS_OK);
    const char *kind = return_address_kind(&arena, &page, "Portage visits - Anytown Council", CASES[_i].address);
    ck_assert_msg((kind == NULL) == (CASES[_i].kind == NULL) && (kind == NULL || strcmp(kind, CASES[_i].kind) == 0), "%s: %s", CASES[_i].address, kind);
    arena_release(&arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler_return_address");
    TCase *tcase = tcase_create("return_address");
    tcase_add_loop_test(tcase, kinds, 0, (int)(sizeof CASES / sizeof CASES[0]));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}

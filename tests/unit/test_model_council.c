/* Lists of councils: the one that ships, and everything that can be wrong with one. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "model/council.h"
#include "suite.h"

static const char path[] = "here/councils.csv";

static enum status load(const char *text, struct council_list *list, struct error *err)
{
    return councils_read(path, text, strlen(text), NULL, list, err);
}

#define HEADER "gss_code,council_name,region,council_url,local_offer_url"
#define ROW "E06900001,Anytown City Council,North,https://anytown.example/,https://anytown.example/send?a=1#b\n"
#define LONG "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"

START_TEST(the_list_that_ships_is_right)
{
    struct council_list list;
    struct error err = {0};
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_COUNCILS_BYTES);
    ck_assert_int_eq(file_read("seeds/councils.csv", &bytes, &err), STATUS_OK);
    enum status status = councils_read("seeds/councils.csv", buffer_text(&bytes), bytes.length, NULL, &list, &err);
    buffer_release(&bytes);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    ck_assert_uint_eq(list.count, 153);
    for (size_t i = 0; i < list.count; i++) {
        const struct council *council = &list.items[i];
        ck_assert_msg(council->has_hex && council->region[0] != '\0' && council->council_url[0] != '\0', "line %zu", council->line);
        ck_assert_ptr_eq(councils_find(&list, council->gss_code), council);
        ck_assert_ptr_eq(councils_find(&list, council->slug), council);
        ck_assert_ptr_eq(councils_find(&list, council->name), council);
        for (size_t k = 0; k < i; k++)
            ck_assert_str_ne(council->slug, list.items[k].slug);
    }
    councils_release(&list);
}
END_TEST

/* Of a council that was split nobody is the same: what it said is not the first one's. */
START_TEST(a_former_code_of_two_is_nobodys)
{
    struct council_list list;
    struct error err = {0};
    enum status status = load(HEADER ",former_gss_code\nE06900001,North Anyshire,,,,E10900009\nE06900002,South Anyshire,,,,E10900009\n"
                                     "E06900003,Anytown,,,,E06900008\n", &list, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    ck_assert_ptr_null(councils_find(&list, "E10900009"));
    ck_assert_ptr_null(councils_former_code(&list, "E06900001"));
    ck_assert_ptr_eq(councils_find(&list, "e06900008"), &list.items[2]);
    councils_release(&list);
}
END_TEST

START_TEST(cells_are_kept)
{
    struct council_list list;
    struct error err = {0};
    enum status status = load("\xEF\xBB\xBFhex_r,hex_q,extra,short_name,former_gss_code,la_type,local_offer_alt," HEADER "\r\n"
                              "14,-3,ignored,Anytown,E06800001,unitary,http://127.0.0.1:8080,"
                              "E06900001,\"Anytown, City of\",North,https://[::1]:8443/x,HTTPS://xn--anytown-abc.example.\r\n"
                              "\r\n"
                              ",,,,,,,E06900002,Anytown,,,\r\n"
                              ",,,anytown!,,,,E06900003,Third,,,\r\n"
                              ",,,Anytown E06900003,,,,E06900004,Fourth,,,\r\n",
                              &list, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    ck_assert_uint_eq(list.count, 4);
    const struct council *first = &list.items[0];
    ck_assert_str_eq(first->gss_code, "E06900001");
    ck_assert_str_eq(first->former_gss_code, "E06800001");
    ck_assert_str_eq(first->name, "Anytown, City of");
    ck_assert_str_eq(first->short_name, "Anytown");
    ck_assert_str_eq(first->slug, "anytown");
    ck_assert_str_eq(first->type, "unitary");
    ck_assert_str_eq(first->region, "North");
    ck_assert_str_eq(first->council_url, "https://[::1]:8443/x");
    ck_assert_str_eq(first->local_offer_url, "HTTPS://xn--anytown-abc.example.");
    ck_assert_str_eq(first->local_offer_alt, "http://127.0.0.1:8080");
    ck_assert_int_eq(first->hex_q, -3);
    ck_assert_int_eq(first->hex_r, 14);
    ck_assert(first->has_hex);
    ck_assert_uint_eq(first->line, 2);
    ck_assert(!list.items[1].has_hex);
    ck_assert_uint_eq(list.items[1].line, 4);
    ck_assert_str_eq(list.items[1].short_name, "Anytown");
    ck_assert_str_eq(list.items[1].local_offer_url, "");
    /* Slugs stay unique whatever the names are. */
    ck_assert_str_eq(list.items[1].slug, "anytown-e06900002");
    ck_assert_str_eq(list.items[2].slug, "anytown-e06900003");
    ck_assert_str_eq(list.items[3].slug, "anytown-e06900003-e06900004");
    ck_assert_ptr_eq(councils_find(&list, "e06900002"), &list.items[1]);
    ck_assert_ptr_eq(councils_find(&list, "E06800001"), first);
    ck_assert_ptr_eq(councils_find(&list, "anytown, CITY of"), first);
    ck_assert_ptr_eq(councils_find(&list, "ANYTOWN"), first);
    ck_assert_ptr_null(councils_find(&list, "elsewhere"));
    ck_assert_ptr_null(councils_find(&list, ""));
    councils_release(&list);
    ck_assert_uint_eq(list.count, 0);
}
END_TEST

static const struct {
    const char *text;
    const char *said[3]; /* each is in the sentence */
} wrong[] = {
    {"", {"empty"}},
    {"\n\n", {"empty"}},
    {HEADER "\n", {"names no council"}},
    {"gss_code,council_name,council_url,local_offer_url\n", {":1:", "no column 'region'", "must name gss_code, council_name, region, council_url, local_offer_url"}},
    {"name,url\nx,y\n", {"'gss_code', 'council_name', 'region', 'council_url', 'local_offer_url'"}},
    {HEADER "\n" ROW ROW, {":3:", "E06900001", "line 2"}},
    {HEADER "\ne06900001,A,,,\n", {":2:", "'gss_code' is 'e06900001'", "eight digits"}},
    {HEADER "\nE0690000,A,,,\n", {":2:", "E0690000"}},
    {HEADER "\nE069000011,A,,,\n", {":2:", "eight digits"}},
    {HEADER "\nX06900001,A,,,\n", {":2:", "E, N, S or W"}},
    {HEADER "\nE0690000\xd9\xa1,A,,,\n", {":2:", "eight digits"}},
    {HEADER "\n,A,,,\n", {":2:", "'gss_code' is empty"}},
    {HEADER "\nE06900001,,,,\n", {":2:", "'council_name' is empty"}},
    {HEADER "\nE06900001, \t ,,,\n", {":2:", "'council_name' is empty"}},
    {HEADER "\nE06900001,A,,anytown.example,\n", {":2:", "'council_url' is 'anytown.example'", "https://"}},
    {HEADER "\nE06900001,A,,,ftp://anytown.example/\n", {":2:", "'local_offer_url'"}},
    {HEADER "\nE06900001,A,,,https:///x\n", {":2:", "'local_offer_url'"}},
    {HEADER "\nE06900001,A,,,https://a b.example/\n", {":2:", "'local_offer_url'"}},
    {HEADER "\nE06900001,A,,,https://user:secret@anytown.example/\n", {":2:", "'local_offer_url'"}},
    {HEADER "\nE06900001,A,,,https://anytown..example/\n", {":2:", "'local_offer_url'"}},
    {HEADER "\nE06900001,A,,,https://.anytown.example/\n", {":2:", "'local_offer_url'"}},
    {HEADER "\nE06900001,A,,,https://anytown.example:0/\n", {":2:", "'local_offer_url'"}},
    {HEADER "\nE06900001,A,,,https://anytown.example:65536/\n", {":2:", "'local_offer_url'"}},
    {HEADER "\nE06900001,A,,,https://anytown.example:99999999999/\n", {":2:", "'local_offer_url'"}},
    {HEADER "\nE06900001,A,,,https://:80/\n", {":2:", "'local_offer_url'"}},
    {HEADER "\nE06900001,A,,,\"javascript:alert(1)\"\n", {":2:", "'local_offer_url'"}},
    {HEADER "\nE06900001,A\x1b[31m,,,\n", {":2:", "'council_name'", "control character"}},
    {HEADER "\nE06900001,\"A\nB\",,,\n", {":2:", "'council_name'", "line break"}},
    {HEADER "\nE06900001,A\xe2\x80\xae,,,\n", {":2:", "'council_name'", "control character"}},
    {HEADER "\nE06900001,A,\xc2\x85x,,\n", {":2:", "'region'", "control character"}},
    {HEADER "\nE06900001,A\xff,,,\n", {":2:", "UTF-8"}},
    {HEADER "\nE06900001,A,,\n", {":2:", "4 cells"}},
    {HEADER "\nE06900001," LONG LONG ",,,\n", {":2:", "'council_name'", "at most 200"}},
    {HEADER ",hex_q,hex_r\nE06900001,A,,,,3,\n", {":2:", "both or neither"}},
    {HEADER ",hex_q,hex_r\nE06900001,A,,,,3,1.5\n", {":2:", "'hex_r'", "whole number"}},
    {HEADER ",hex_q,hex_r\nE06900001,A,,,,--3,1\n", {":2:", "'hex_q'", "whole number"}},
    {HEADER ",hex_q,hex_r\nE06900001,A,,,,99999999999999999999,1\n", {":2:", "'hex_q'", "whole number"}},
    {HEADER ",former_gss_code\nE06900001,A,,,,old\n", {":2:", "'former_gss_code' is 'old'"}},
};

START_TEST(what_is_wrong_is_said)
{
    struct council_list list;
    struct error err = {0};
    ck_assert_int_eq(load(wrong[_i].text, &list, &err), STATUS_INPUT);
    for (size_t i = 0; i < 3 && wrong[_i].said[i] != NULL; i++)
        ck_assert_msg(strstr(err.message, wrong[_i].said[i]) != NULL, "'%s' lacks '%s'", err.message, wrong[_i].said[i]);
    ck_assert_msg(strstr(err.message, path) != NULL, "'%s' does not name the file", err.message);
    ck_assert_uint_eq(list.count, 0);
    councils_release(&list); /* legal after a failure */
}
END_TEST

START_TEST(long_addresses_are_refused)
{
    struct council_list list;
    struct error err = {0};
    struct buffer text;
    buffer_init(&text, 10000);
    buffer_add_text(&text, HEADER "\nE06900001,A,,,https://anytown.example/");
    size_t before = strlen("https://anytown.example/");
    for (size_t i = before; i < LIMIT_URL_BYTES; i++)
        buffer_add_char(&text, 'x');
    ck_assert_int_eq(load(buffer_text(&text), &list, &err), STATUS_OK);
    councils_release(&list);
    buffer_add_char(&text, 'x');
    ck_assert_int_eq(load(buffer_text(&text), &list, &err), STATUS_INPUT);
    ck_assert_ptr_nonnull(strstr(err.message, "2049 bytes long; at most 2048"));
    buffer_release(&text);
}
END_TEST

START_TEST(as_many_as_allowed_load_fast)
{
    struct council_list list;
    struct error err = {0};
    struct buffer text;
    buffer_init(&text, LIMIT_COUNCILS_BYTES);
    buffer_add_text(&text, HEADER "\n");
    for (int i = 0; i < LIMIT_COUNCILS; i++)
        buffer_printf(&text, "E%08d,Same Name,,,\n", i);
    double start = clock_monotonic();
    enum status status = load(buffer_text(&text), &list, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    ck_assert_uint_eq(list.count, LIMIT_COUNCILS);
    ck_assert_str_eq(list.items[LIMIT_COUNCILS - 1].slug, "same-name-e00009999");
    ck_assert_double_lt(clock_monotonic() - start, 2); /* 0.02 s where nothing is quadratic */
    councils_release(&list);
    buffer_printf(&text, "E%08d,One more,,,\n", LIMIT_COUNCILS);
    ck_assert_int_eq(load(buffer_text(&text), &list, &err), STATUS_INPUT);
    ck_assert_ptr_nonnull(strstr(err.message, "10001 councils; at most 10000"));
    buffer_release(&text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("councils");
    TCase *test = tcase_create("load");
    tcase_add_test(test, the_list_that_ships_is_right);
    tcase_add_test(test, a_former_code_of_two_is_nobodys);
    tcase_add_test(test, cells_are_kept);
    tcase_add_loop_test(test, what_is_wrong_is_said, 0, (int)(sizeof wrong / sizeof wrong[0]));
    tcase_add_test(test, long_addresses_are_refused);
    tcase_add_test(test, as_many_as_allowed_load_fast);
    suite_add_tcase(suite, test);
    return run_suite(suite);
}

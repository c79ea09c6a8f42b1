/* Writing by a format into the room that there is, and room made ahead. */
#include <check.h>
#include <string.h>

#include "base/buffer.h"
#include "suite.h"

#define LONG "0123456789012345678901234567890123456789"

static const struct {
    const char *before, *text;
    size_t ceiling;
    bool fits;
} cases[] = {
    {"", "", 0, true},          {"", "a", 0, false},        {"", "abc", 3, true},         {"", "abcd", 3, false},
    {"ab", "c", 3, true},       {"ab", "cd", 3, false},     {"", LONG, 40, true},         {"", LONG, 39, false},
    {LONG, LONG LONG, 200, true}, {LONG, LONG, 79, false},  {LONG, "", 40, true},         {LONG LONG, LONG, 1000, true},
};

START_TEST(what_fits_is_added_whole)
{
    struct buffer buffer;
    size_t before = strlen(cases[_i].before), length = strlen(cases[_i].text);
    buffer_init(&buffer, cases[_i].ceiling);
    ck_assert(buffer_add_text(&buffer, cases[_i].before));
    ck_assert_int_eq(buffer_printf(&buffer, "%s", cases[_i].text), cases[_i].fits);
    ck_assert_int_eq(buffer.over, !cases[_i].fits);
    ck_assert_uint_eq(buffer.length, before + (cases[_i].fits ? length : 0));
    ck_assert_uint_eq(strlen(buffer_text(&buffer)), buffer.length);
    ck_assert_uint_le(buffer.length, cases[_i].ceiling);
    ck_assert(memcmp(buffer_text(&buffer), cases[_i].before, before) == 0);
    if (cases[_i].fits)
        ck_assert_str_eq(buffer_text(&buffer) + before, cases[_i].text);
    ck_assert_int_eq(buffer_printf(&buffer, "%s", ""), cases[_i].fits); /* over until the next clear */
    buffer_release(&buffer);
}
END_TEST

START_TEST(what_is_expected_has_its_room)
{
    struct buffer buffer;
    buffer_init(&buffer, 1000);
    buffer_expect(&buffer, 0);
    ck_assert_str_eq(buffer_text(&buffer), "");
    buffer_expect(&buffer, 300);
    const char *place = buffer_text(&buffer);
    ck_assert_str_eq(place, "");
    for (size_t i = 0; i < 300; i++)
        ck_assert(buffer_add_text(&buffer, "a"));
    ck_assert_ptr_eq(buffer_text(&buffer), place);
    buffer_expect(&buffer, (size_t)-1); /* no more than may be added */
    place = buffer_text(&buffer);
    ck_assert_uint_eq(strlen(place), 300);
    for (size_t i = 0; i < 700; i++)
        ck_assert(buffer_add_text(&buffer, "b"));
    ck_assert_ptr_eq(buffer_text(&buffer), place);
    ck_assert(!buffer_add_text(&buffer, "c"));
    buffer_release(&buffer);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/buffer");
    TCase *tests = tcase_create("printf");
    tcase_add_loop_test(tests, what_fits_is_added_whole, 0, sizeof cases / sizeof *cases);
    suite_add_tcase(suite, tests);
    TCase *room = tcase_create("room");
    tcase_add_test(room, what_is_expected_has_its_room);
    suite_add_tcase(suite, room);
    return run_suite(suite);
}

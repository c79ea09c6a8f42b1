#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "suite.h"

static const struct {
    const char *in, *out;
} collapsed[] = {
    {"", ""}, {"  ", ""}, {"a", "a"}, {" a  b\t\nc ", "a b c"}, {"a\xC2\xA0\xC2\xA0"
                                                                 "b", "a b"},
    {"\xE2\x80\x8B"
     "a\xEF\xBB\xBF", "a"},
    {"caf\xC3\xA9  au", "caf\xC3\xA9 au"}, {"a\xFF"
                                            "b", "a\xEF\xBF\xBD"
                                                 "b"},
};

START_TEST(collapses_white_space)
{
    struct buffer out;
    buffer_init(&out, 100);
    text_add_collapsed(&out, collapsed[_i].in, strlen(collapsed[_i].in));
    ck_assert_str_eq(buffer_text(&out), collapsed[_i].out);
    buffer_release(&out);
}
END_TEST

START_TEST(cuts_at_a_character)
{
    ck_assert_uint_eq(text_cut("abc", 3, 5), 3);
    ck_assert_uint_eq(text_cut("a\xC3\xA9", 3, 2), 1);
    ck_assert_uint_eq(text_cut("a\xF0\x9F\x98\x80", 5, 4), 1);
    ck_assert_uint_eq(text_cut("a\xF0\x9F\x98\x80", 5, 5), 5);
    ck_assert_uint_eq(text_cut("\x80\x80", 2, 1), 0);
}
END_TEST

/* Unicode 15, table 3-7: what is no UTF-8. */
static const char *const bad[] = {"\x80", "\xC0\xAF", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xC3"};

START_TEST(refuses_bad_utf8)
{
    size_t length = strlen(bad[_i]), at = 0;
    ck_assert(!text_is_utf8(bad[_i], length));
    ck_assert_uint_eq(text_next(bad[_i], length, &at), 0xFFFD);
    ck_assert_uint_gt(at, 0);
    ck_assert_uint_le(at, length);
    for (size_t before = 0; before < 20; before++) /* wherever it stands among ASCII, with a good letter before */
        for (size_t after = 0; after < 20; after += 19) {
            char text[80];
            int written = snprintf(text, sizeof text, "%.*s\xC3\xA9%.*s%s%.*s", (int)before, "abcdefghijklmnopqrst", (int)before,
                                   "abcdefghijklmnopqrst", bad[_i], (int)after, "abcdefghijklmnopqrst");
            ck_assert(!text_is_utf8(text, (size_t)written));
            ck_assert(text_is_utf8(text, 2 * before + 2));
        }
}
END_TEST

START_TEST(adds_every_length_and_reads_it_back)
{
    const uint32_t characters[] = {0x00, 0x7F, 0x80, 0x7FF, 0x800, 0xFFFD, 0x10000, 0x10FFFF};
    for (size_t i = 0; i < sizeof characters / sizeof characters[0]; i++) {
        struct buffer out;
        size_t at = 0;
        buffer_init(&out, 8);
        text_add_char(&out, characters[i]);
        ck_assert(text_is_utf8(out.bytes, out.length));
        ck_assert_uint_eq(text_next(out.bytes, out.length, &at), characters[i]);
        ck_assert_uint_eq(at, out.length);
        buffer_release(&out);
    }
    struct buffer out;
    buffer_init(&out, 8);
    text_add_char(&out, 0xD800);
    ck_assert_str_eq(buffer_text(&out), "\xEF\xBF\xBD");
    buffer_release(&out);
}
END_TEST

START_TEST(shows_nothing_that_acts)
{
    struct buffer out;
    buffer_init(&out, 200);
    const char *evil = "a\x1B[31m\xE2\x80\xAE"
                       "b\n\xC2\x9B";
    text_add_shown(&out, evil, strlen(evil));
    ck_assert_str_eq(buffer_text(&out), "a\xEF\xBF\xBD[31m\xEF\xBF\xBD"
                                        "b \xEF\xBF\xBD");
    buffer_release(&out);
}
END_TEST

static const struct {
    const char *in, *out;
} slugs[] = {{"Wick upon Tarn", "wick-upon-tarn"}, {"King's Wick & West", "kings-wick-west"}, {"../../etc/passwd", "etc-passwd"},
             {"", "x"}, {"\xC3\x89", "x"}, {"  A  ", "a"}};

START_TEST(makes_slugs)
{
    struct buffer out;
    buffer_init(&out, 200);
    text_add_slug(&out, slugs[_i].in);
    ck_assert_str_eq(buffer_text(&out), slugs[_i].out);
    buffer_release(&out);
}
END_TEST

START_TEST(reads_numbers_strictly)
{
    int64_t whole = 7;
    double number = 7;
    ck_assert(text_to_int("42", 0, 100, &whole) && whole == 42);
    ck_assert(text_to_int("-1", -5, 100, &whole) && whole == -1);
    const char *wrong[] = {"", "-", "4 2", "0x1", "1.5", "101", "99999999999999999999", "+1"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
        ck_assert_msg(!text_to_int(wrong[i], 0, 100, &whole), "%s", wrong[i]);
    ck_assert(text_to_number(".25", 0, 1, &number) && number == 0.25);
    ck_assert(text_to_number("1.50", 0, 2, &number) && number == 1.5);
    const char *no[] = {"", ".", "1e3", "-1", "1.2.3", "nan", "inf", "3"};
    for (size_t i = 0; i < sizeof no / sizeof no[0]; i++)
        ck_assert_msg(!text_to_number(no[i], 0, 2, &number), "%s", no[i]);
}
END_TEST

START_TEST(reads_percent_encoded_octets)
{
    static const struct {
        const char *text;
        size_t length;
        int octet;
    } cases[] = {{"%41", 3, 'A'}, {"%aFx", 4, 0xaf}, {"%00", 3, 0}, {"%4", 2, -1}, {"%41", 2, -1}, {"%4g", 3, -1}, {"%g4", 3, -1}, {"41%", 3, -1}, {"", 0, -1}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_int_eq(text_percent_octet(cases[i].text, cases[i].length), cases[i].octet);
}
END_TEST

START_TEST(finds_ignoring_case)
{
    const char *text = "Local OFFER for you";
    ck_assert_ptr_eq(text_find_ignoring_case(text, strlen(text), "offer"), text + 6);
    ck_assert_ptr_null(text_find_ignoring_case(text, strlen(text), "offers"));
    ck_assert_ptr_eq(text_find_ignoring_case(text, strlen(text), "you"), text + 16);
    static const struct { const char *text, *needle; int at; } table[] = {
        {"oOffer", "OFFER", 1},         {"offOffoffer", "offer", 6}, {"OFFoffOFFER", "offer", 6}, {"offe", "offer", -1},
        {"offeroffer", "offer", 0},     {"url URL(x)", "url(", 4},  {"a (C) b", "(c)", 2},        {"", "a", -1},
        {"\xC2\xA9 2024", "\xC2\xA9", 0}, {"@`", "`", 1},            {"x", "", 0},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const char *found = text_find_ignoring_case(table[i].text, strlen(table[i].text), table[i].needle);
        ck_assert_msg(found == (table[i].at < 0 ? NULL : table[i].text + table[i].at), "'%s' in '%s'", table[i].needle, table[i].text);
    }
    ck_assert_ptr_null(text_find_ignoring_case("an offer", 7, "offer")); /* the last byte is not the text's */
    ck_assert(text_equal_ignoring_case("GZip", "gzip") && !text_equal_ignoring_case("gzip", "gzi"));
    static const char *const words[] = {"gzip", "br"};
    ck_assert(text_is_among("br", words, 2) && !text_is_among("BR", words, 2));
    ck_assert(text_is_among_ignoring_case("BR", words, 2) && !text_is_among_ignoring_case("b", words, 2) && !text_is_among_ignoring_case(NULL, words, 2));
    ck_assert(text_is_digit('0') && text_is_digit('9') && !text_is_digit('/') && !text_is_digit(':'));
    ck_assert(text_is_letter('A') && text_is_letter('z') && !text_is_letter('@') && !text_is_letter('[') && !text_is_letter('`') && !text_is_letter('{') && !text_is_letter((char)0xE4));
    ck_assert(text_starts_ignoring_case("Content-Type", "content-") && !text_starts_ignoring_case("Con", "content"));
}
END_TEST

START_TEST(a_buffer_never_goes_over_its_ceiling)
{
    struct buffer out;
    buffer_init(&out, 10);
    ck_assert(buffer_add_text(&out, "12345"));
    ck_assert(!buffer_add_text(&out, "678901"));
    ck_assert(out.over);
    ck_assert(!buffer_add_char(&out, 'x'));
    ck_assert_str_eq(buffer_text(&out), "12345");
    buffer_clear(&out);
    for (int i = 0; i < 20; i++)
        (void)buffer_add_char(&out, 'y');
    ck_assert_str_eq(buffer_text(&out), "yyyyyyyyyy");
    ck_assert(out.over);
    buffer_release(&out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/text");
    TCase *tests = tcase_create("text");
    tcase_add_loop_test(tests, collapses_white_space, 0, (int)(sizeof collapsed / sizeof collapsed[0]));
    tcase_add_test(tests, cuts_at_a_character);
    tcase_add_loop_test(tests, refuses_bad_utf8, 0, (int)(sizeof bad / sizeof bad[0]));
    tcase_add_test(tests, adds_every_length_and_reads_it_back);
    tcase_add_test(tests, shows_nothing_that_acts);
    tcase_add_loop_test(tests, makes_slugs, 0, (int)(sizeof slugs / sizeof slugs[0]));
    tcase_add_test(tests, reads_numbers_strictly);
    tcase_add_test(tests, reads_percent_encoded_octets);
    tcase_add_test(tests, finds_ignoring_case);
    tcase_add_test(tests, a_buffer_never_goes_over_its_ceiling);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

/* The emitter: nothing from outside becomes markup, an address of another scheme, or a
 * byte that is no character. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reports/pages/html.h"
#include "suite.h"

static struct buffer out;

static void set_up(void)
{
    buffer_init(&out, 1 << 20);
}

static void tear_down(void)
{
    buffer_release(&out);
}

static const struct {
    const char *in, *out;
} texts[] = {
    {"plain", "plain"},
    {"<script>", "&lt;script&gt;"},
    {"a & b", "a &amp; b"},
    {"\" onload='x'", "&quot; onload=&#39;x&#39;"},
    {"caf\xC3\xA9", "caf\xC3\xA9"},
    {"bad \xC3 byte", "bad \xEF\xBF\xBD byte"},
    {"\x01\x1B[31m", "\xEF\xBF\xBD\xEF\xBF\xBD[31m"},
    {"tab\tline\n", "tab\tline\n"},
    {"\xE2\x80\xAEover", "\xEF\xBF\xBDover"},
    {"\xEF\xBF\xBF", "\xEF\xBF\xBD"},
    {"e\xCC\x81\xCC\xA7 caf\xC3\xA9", "e\xCC\x81\xCC\xA7 caf\xC3\xA9"},
    /* ten accents on each letter: eight are shown */
    {"Z\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81" "a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81.",
     "Z\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81" "a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81."},
    {"", ""},
};

START_TEST(escapes_text)
{
    html_add(&out, "%t", texts[_i].in);
    ck_assert_str_eq(buffer_text(&out), texts[_i].out);
}
END_TEST

static const struct {
    const char *in, *out;
    bool safe;
} urls[] = {
    {"https://a.example/x?a=1&b=2", "https://a.example/x?a=1&amp;b=2", true},
    {"http://a.example/\"><script>", "http://a.example/%22%3E%3Cscript%3E", true},
    {"HTTPS://a.example/", "HTTPS://a.example/", true},
    {"mailto:send@anytown.example", "mailto:send@anytown.example", true},
    {"tel:+441632960123", "tel:+441632960123", true},
    {"../row/formats/index.html", "../row/formats/index.html", true},
    {"https://a.example/caf\xC3\xA9 '", "https://a.example/caf%C3%A9%20%27", true},
    {"javascript:alert(1)", "#", false},
    {"JaVaScRiPt:alert(1)", "#", false},
    {"data:text/html,x", "#", false},
    {"vbscript:x", "#", false},
    {"java\tscript:alert(1)", "#", false},
    {"//evil.example/", "#", false},
    {"/\\evil.example/", "#", false},
    {"", "#", false},
};

START_TEST(keeps_only_addresses_of_the_web)
{
    html_add(&out, "%u", urls[_i].in);
    ck_assert_str_eq(buffer_text(&out), urls[_i].out);
    ck_assert_int_eq(html_url_is_safe(urls[_i].in), urls[_i].safe);
}
END_TEST

START_TEST(a_link_to_nowhere_is_text)
{
    html_link(&out, "javascript:alert(1)", "a < b");
    ck_assert_str_eq(buffer_text(&out), "a &lt; b");
}
END_TEST

static const struct {
    const char *url, *quote, *out;
} quotes[] = {
    {"https://a.example/p", "Ring us", "https://a.example/p#:~:text=Ring%20us"},
    {"https://a.example/p#old", "self-refer, today", "https://a.example/p#:~:text=self%2Drefer%2C%20today"},
    {"https://a.example/p", "one two three four five six seven eight nine ten eleven",
     "https://a.example/p#:~:text=one%20two%20three%20four%20five,seven%20eight%20nine%20ten%20eleven"},
    {"https://a.example/p", "\"><script>", "https://a.example/p#:~:text=%22%3E%3Cscript%3E"},
    {"javascript:x", "q", "#"},
    {"https://a.example/p", "", "https://a.example/p"},
};

START_TEST(points_at_a_quote)
{
    html_quote_url(&out, quotes[_i].url, quotes[_i].quote);
    ck_assert_str_eq(buffer_text(&out), quotes[_i].out);
}
END_TEST

START_TEST(cuts_at_a_word)
{
    html_text_cut(&out, "one two three four", 12);
    ck_assert_str_eq(buffer_text(&out), "one two …");
    buffer_clear(&out);
    html_text_cut(&out, "caf\xC3\xA9s", 4);
    ck_assert_str_eq(buffer_text(&out), "caf …");
    buffer_clear(&out);
    html_text_cut(&out, "short", 12);
    ck_assert_str_eq(buffer_text(&out), "short");
}
END_TEST

START_TEST(writes_numbers_and_json)
{
    html_add(&out, "%d %z %r %n %f %j %p %%", -3, (size_t)1760, (size_t)1760, 12.5, 2.25, "a\"</b", "a b/c-d");
    ck_assert_str_eq(buffer_text(&out), "-3 1,760 1760 13 2.2 a\\\"\\u003c/b a%20b%2Fc%2Dd %");
}
END_TEST

START_TEST(a_wrong_format_spoils_the_page)
{
    html_add(&out, "%q", 1);
    ck_assert(out.over);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reports/html");
    TCase *cases = tcase_create("all");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_loop_test(cases, escapes_text, 0, (int)(sizeof texts / sizeof texts[0]));
    tcase_add_loop_test(cases, keeps_only_addresses_of_the_web, 0, (int)(sizeof urls / sizeof urls[0]));
    tcase_add_test(cases, a_link_to_nowhere_is_text);
    tcase_add_loop_test(cases, points_at_a_quote, 0, (int)(sizeof quotes / sizeof quotes[0]));
    tcase_add_test(cases, cuts_at_a_word);
    tcase_add_test(cases, writes_numbers_and_json);
    tcase_add_test(cases, a_wrong_format_spoils_the_page);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}

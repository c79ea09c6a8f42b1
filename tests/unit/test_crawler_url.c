/* URLs: resolved as browsers resolve them, named once, sorted by site. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "crawler/url/url.h"
#include "suite.h"

struct resolved {
    const char *reference, *base;
    const char *href; /* NULL: it must fail */
};

#define BASE "https://www.anytown.example/send/local-offer/index.html?x=1#top"

static const struct resolved RESOLVED[] = {
    /* relative forms */
    {"short-breaks", BASE, "https://www.anytown.example/send/local-offer/short-breaks"},
    {"./short-breaks/", BASE, "https://www.anytown.example/send/local-offer/short-breaks/"},
    {"../ehcp", BASE, "https://www.anytown.example/send/ehcp"},
    {"../../../../ehcp", BASE, "https://www.anytown.example/ehcp"},
    {"..", BASE, "https://www.anytown.example/send/"},
    {".", BASE, "https://www.anytown.example/send/local-offer/"},
    {"/a/./b/../c", BASE, "https://www.anytown.example/a/c"},
    {"/a/%2e/b/%2E%2e/c", BASE, "https://www.anytown.example/a/c"},
    {"/a/.%2e", BASE, "https://www.anytown.example/"},
    {"/a/...", BASE, "https://www.anytown.example/a/..."},
    {"//other.example/x", BASE, "https://other.example/x"},
    {"?page=2", BASE, "https://www.anytown.example/send/local-offer/index.html?page=2"},
    {"#contact", BASE, "https://www.anytown.example/send/local-offer/index.html?x=1#contact"},
    {"", BASE, "https://www.anytown.example/send/local-offer/index.html?x=1"},
    {"https:page", BASE, "https://www.anytown.example/send/local-offer/page"},
    {"http:page", BASE, "http://page/"},
    {"a:b", BASE, "a:b"},
    {"page", NULL, NULL},
    {"page", "mailto:a@anytown.example", NULL},
    {"#x", "mailto:a@anytown.example", "mailto:a@anytown.example#x"},
    /* what people write */
    {"  https://anytown.example/a b  ", NULL, "https://anytown.example/a%20b"},
    {"https://anytown.example/a\n\tb\r", NULL, "https://anytown.example/ab"},
    {"ht\ntps://anytown.example", NULL, "https://anytown.example/"},
    {"https:\\\\anytown.example\\a\\b?c\\d", NULL, "https://anytown.example/a/b?c\\d"},
    {"\\a\\b", BASE, "https://www.anytown.example/a/b"},
    {"https:/anytown.example/a", NULL, "https://anytown.example/a"},
    {"https:anytown.example", NULL, "https://anytown.example/"},
    {"https:////anytown.example/a", NULL, "https://anytown.example/a"},
    {"HTTPS://ANYTOWN.Example/A", NULL, "https://anytown.example/A"},
    {"https://", NULL, NULL},
    {"https://?x", NULL, NULL},
    {"https://#x", NULL, NULL},
    {"https:///", NULL, NULL},
    {"http://www.anytown.example:/", NULL, "http://www.anytown.example/"},
    {"https//anytown.example", BASE, "https://www.anytown.example/send/local-offer/https//anytown.example"},
    {"www.anytown.example", BASE, "https://www.anytown.example/send/local-offer/www.anytown.example"},
    {"://a", BASE, "https://www.anytown.example/send/local-offer/://a"},
    /* encoding */
    {"/caf\xC3\xA9?q=\xC3\xA9#\xC3\xA9", BASE, "https://www.anytown.example/caf%C3%A9?q=%C3%A9#%C3%A9"},
    {"/\xFF", BASE, "https://www.anytown.example/%EF%BF%BD"},
    {"/a%zz%4", BASE, "https://www.anytown.example/a%zz%4"},
    {"/\"<>`{}|^", BASE, "https://www.anytown.example/%22%3C%3E%60%7B%7D|%5E"},
    {"/?\"<>`{}|^'", BASE, "https://www.anytown.example/?%22%3C%3E`{}|^%27"},
    {"/#\"<>`{}|^'", BASE, "https://www.anytown.example/#%22%3C%3E%60{}|^'"},
    {"/a;b=c,d:e@f!$&'()*+", BASE, "https://www.anytown.example/a;b=c,d:e@f!$&'()*+"},
    {"/\x7f", BASE, "https://www.anytown.example/%7F"},
    /* ports and credentials */
    {"https://anytown.example:443/", NULL, "https://anytown.example/"},
    {"http://anytown.example:443/", NULL, "http://anytown.example:443/"},
    {"https://anytown.example:00080/", NULL, "https://anytown.example:80/"},
    {"https://anytown.example:65536/", NULL, NULL},
    {"https://anytown.example:8o/", NULL, NULL},
    {"https://anytown.example:-1/", NULL, NULL},
    {"https://jo:pass@anytown.example/", NULL, "https://jo:xxxxx@anytown.example/"},
    {"https://jo@anytown.example/", NULL, "https://jo@anytown.example/"},
    {"https://@anytown.example/", NULL, "https://anytown.example/"},
    {"https://:@anytown.example/", NULL, "https://anytown.example/"},
    {"https://:p@anytown.example/", NULL, "https://:xxxxx@anytown.example/"},
    {"https://a@b@anytown.example/", NULL, "https://a%40b@anytown.example/"},
    {"https://a:b:c/d@anytown.example/", NULL, NULL},
    {"https://jo@/", NULL, NULL},
    {"https://jo@:80/", NULL, NULL},
    /* host names */
    {"https://b\xC3\xBC" "cher.example/", NULL, "https://xn--bcher-kva.example/"},
    {"https://B\xC3\x9C" "CHER.example/", NULL, "https://xn--bcher-kva.example/"},
    {"https://stra\xC3\x9F" "e.example/", NULL, "https://xn--strae-oqa.example/"},
    {"https://anytown\xE3\x80\x82" "example/", NULL, "https://anytown.example/"},
    {"https://\xEF\xBD\x81nytown.example/", NULL, "https://anytown.example/"},
    {"https://any%74own.example/", NULL, "https://anytown.example/"},
    {"https://any\xC2\xADtown.example/", NULL, "https://anytown.example/"},
    {"https://any_town.example/", NULL, "https://any_town.example/"},
    {"https://-any--town-.example/", NULL, "https://-any--town-.example/"},
    {"https://anytown.example./", NULL, "https://anytown.example./"},
    {"https://anytown..example/", NULL, "https://anytown..example/"},
    {"https://any town.example/", NULL, NULL},
    {"https://any%20town.example/", NULL, NULL},
    {"https://any<town.example/", NULL, NULL},
    {"https://any^town.example/", NULL, NULL},
    {"https://any%town.example/", NULL, NULL},
    {"https://any|town.example/", NULL, NULL},
    {"https://xn--/", NULL, NULL},
    {"https://xn--a/", NULL, NULL},
    {"https://www.xn--a.example/", NULL, NULL},
    {"https://XN--A.example/", NULL, NULL},
    {"https://xn--abc-.example/", NULL, NULL},
    {"https://xn--zzzzzz.example/", NULL, NULL},
    {"https://xn--bcher-kva8.example/", NULL, NULL},
    {"https://xn--b\xC3\xBC" "cher.example/", NULL, NULL},
    {"https://xn--99zzzzzzzzzzzzzzz99999999999.example/", NULL, NULL},
    {"https://b%FCcher.example/", NULL, NULL}, /* not UTF-8 */
    {"https://\xCC\x81" "a.example/", NULL, NULL}, /* an accent over nothing */
    {"https://\xD7\x90" "b.example/", NULL, NULL}, /* from right to left, and from left to right */
    {"https://XN--BCHER-KVA.example/", NULL, "https://xn--bcher-kva.example/"},
    {"https://xn--929h.example/", NULL, "https://xn--929h.example/"}, /* a picture newer than some libraries */
    {"https://\xC2\xAD/", NULL, NULL},
    {"https://%FF.example/", NULL, NULL},
    {"https://\xE2\x98\x82.example/", NULL, "https://xn--m3h.example/"},
    {"https://xn--m3h.example/", NULL, "https://xn--m3h.example/"},
    /* IPv4 in all its spellings */
    {"http://203.0.113.9/", NULL, "http://203.0.113.9/"},
    {"http://203.0.113.9./", NULL, "http://203.0.113.9/"},
    {"http://0xcb.0.0x71.011/", NULL, "http://203.0.113.9/"},
    {"http://3405803785/", NULL, "http://203.0.113.9/"},
    {"http://0xCB007109/", NULL, "http://203.0.113.9/"},
    {"http://203.28937/", NULL, "http://203.0.113.9/"},
    {"http://203.0.28937/", NULL, "http://203.0.113.9/"},
    {"http://0/", NULL, "http://0.0.0.0/"},
    {"http://0x/", NULL, "http://0.0.0.0/"},
    {"http://256.0.0.1/", NULL, NULL},
    {"http://1.2.3.4.5/", NULL, NULL},
    {"http://1.2.3.08/", NULL, NULL},
    {"http://4294967296/", NULL, NULL},
    {"http://99999999999999999999999/", NULL, NULL},
    {"http://1..2/", NULL, NULL},
    {"http://anytown.7/", NULL, NULL},
    {"http://anytown.7a/", NULL, "http://anytown.7a/"},
    /* IPv6 */
    {"http://[2001:DB8::1]/", NULL, "http://[2001:db8::1]/"},
    {"http://[2001:db8:0:0:1:0:0:1]:8080/", NULL, "http://[2001:db8::1:0:0:1]:8080/"},
    {"http://[::]/", NULL, "http://[::]/"},
    {"http://[1::]/", NULL, "http://[1::]/"},
    {"http://[1:0:2:3:4:5:6:7]/", NULL, "http://[1:0:2:3:4:5:6:7]/"},
    {"http://[::ffff:203.0.113.9]/", NULL, "http://[::ffff:cb00:7109]/"},
    {"http://[::203.0.113]/", NULL, NULL},
    {"http://[::203.0.113.256]/", NULL, NULL},
    {"http://[::203.0.113.09]/", NULL, NULL},
    {"http://[1:2:3:4:5:6:7:203.0.113.9]/", NULL, NULL},
    {"http://[1::2::3]/", NULL, NULL},
    {"http://[1:2:3:4:5:6:7:8:9]/", NULL, NULL},
    {"http://[1:2:3:4:5:6:7]/", NULL, NULL},
    {"http://[1:2:3:4:5:6:7:]/", NULL, NULL},
    {"http://[:1:2:3:4:5:6:7]/", NULL, NULL},
    {"http://[fe80::1%25eth0]/", NULL, NULL},
    {"http://[12345::]/", NULL, NULL},
    {"http://[]/", NULL, NULL},
    {"http://[::1/", NULL, NULL},
    {"http://::1]/", NULL, NULL},
    /* other schemes */
    {"mailto:jo@anytown.example?subject=a b", NULL, "mailto:jo@anytown.example?subject=a%20b"},
    {"tel:01632 960 001", NULL, "tel:01632 960 001"},
    {"tel:+441632960001  ", NULL, "tel:+441632960001"},
    {"javascript:void(0)", NULL, "javascript:void(0)"},
    {"x:a ?b", NULL, "x:a%20?b"},
    {"custom://Host:443/a/../b", NULL, "custom://Host:443/b"},
    {"custom://ho st/", NULL, NULL},
    {"custom://%zz/", NULL, "custom://%zz/"},
    {"custom:///a", NULL, "custom:///a"},
    {"custom:/..//a", NULL, "custom:/.//a"},
    {"custom://h", NULL, "custom://h"},
    {"b", "custom:/a/c", "custom:/a/b"},
    {"\\b", "custom:/a/c", "custom:/a/\\b"},
    {"data:text/plain,a b", NULL, "data:text/plain,a b"},
    {"1a:b", BASE, "https://www.anytown.example/send/local-offer/1a:b"},
    /* files */
    {"file:///C|/a/../b", NULL, "file:///C:/b"},
    {"file://C:/a", NULL, "file:///C:/a"},
    {"file://localhost/a", NULL, "file:///a"},
    {"file://server/a", NULL, "file://server/a"},
    {"file:a", "file:///C:/x/y", "file:///C:/x/a"},
    {"/a", "file:///C:/x/y", "file:///C:/a"},
    {"..", "file:///C:/", "file:///C:/"},
    {"D:/a", "file:///C:/x", "d:/a"},
    {"file:/D|/a", "file:///C:/x", "file:///D:/a"},
    {"?q", "file:///a/b", "file:///a/b?q"},
    {"file:\\\\server\\a", NULL, "file://server/a"},
};

START_TEST(references_resolve_as_in_a_browser)
{
    const struct resolved *it = &RESOLVED[_i];
    struct arena arena = {0};
    struct url base, url;
    struct error err = {0};
    if (it->base != NULL)
        ck_assert_int_eq(url_parse(&arena, it->base, NULL, &base, &err), STATUS_OK);
    enum status status = url_parse(&arena, it->reference, it->base != NULL ? &base : NULL, &url, &err);
    if (it->href == NULL) {
        ck_assert_msg(status == STATUS_PARSE, "'%s' gave '%s'", it->reference, status == STATUS_OK ? url.href : err.message);
        ck_assert_str_ne(err.message, "");
    } else {
        ck_assert_msg(status == STATUS_OK, "'%s': %s", it->reference, err.message);
        ck_assert_str_eq(url.href, it->href);
        struct url again;
        ck_assert_int_eq(url_parse(&arena, url.href, NULL, &again, &err), STATUS_OK);
        ck_assert_str_eq(again.href, url.href);
    }
    arena_release(&arena);
}
END_TEST

START_TEST(parts_are_told_apart)
{
    struct arena arena = {0};
    struct url url;
    ck_assert_int_eq(url_parse(&arena, "https://jo:p%40@anytown.example:8443/a;b/c.html?d=e&f#g?h", NULL, &url, NULL), STATUS_OK);
    ck_assert_str_eq(url.scheme, "https");
    ck_assert_str_eq(url.username, "jo");
    ck_assert_str_eq(url.password, URL_PASSWORD);
    ck_assert_str_eq(url.host, "anytown.example");
    ck_assert_int_eq(url.port, 8443);
    ck_assert_int_eq(url_port(&url), 8443);
    ck_assert_str_eq(url.path, "/a;b/c.html");
    ck_assert_str_eq(url.query, "d=e&f");
    ck_assert_str_eq(url.fragment, "g?h");
    ck_assert(!url.opaque_path && url_is_http(&url));
    ck_assert_str_eq(url_origin(&arena, &url), "https://anytown.example:8443");

    ck_assert_int_eq(url_parse(&arena, "http://anytown.example", NULL, &url, NULL), STATUS_OK);
    ck_assert_int_eq(url.port, -1);
    ck_assert_int_eq(url_port(&url), 80);
    ck_assert_ptr_null(url.query);
    ck_assert_ptr_null(url.fragment);
    ck_assert_str_eq(url_origin(&arena, &url), "http://anytown.example:80");

    ck_assert_int_eq(url_parse(&arena, "tel:01632960001", NULL, &url, NULL), STATUS_OK);
    ck_assert_ptr_null(url.host);
    ck_assert(url.opaque_path && !url_is_http(&url));
    ck_assert_int_eq(url_port(&url), -1);

    ck_assert_int_eq(url_parse(&arena, "https://anytown.example/?#", NULL, &url, NULL), STATUS_OK);
    ck_assert_str_eq(url.query, "");
    ck_assert_str_eq(url.fragment, "");
    arena_release(&arena);
}
END_TEST

START_TEST(length_is_bounded)
{
    struct arena arena = {0};
    struct url url;
    struct error err = {0};
    size_t length = LIMIT_URL_PARSED_BYTES + 1;
    char *text = memory_alloc(length + 1);
    memset(text, ' ', length);
    memcpy(text, "https://anytown.example/", 24);
    text[length - 1] = 'x';
    ck_assert_int_eq(url_parse(&arena, text, NULL, &url, &err), STATUS_LIMIT);
    text[length - 1] = '\0';
    text[length - 2] = 'x';
    ck_assert_int_eq(url_parse(&arena, text, NULL, &url, &err), STATUS_OK);
    ck_assert_uint_eq(strlen(url.path), 1 + (length - 26) * 3 + 1);
    free(text);
    arena_release(&arena);
}
END_TEST

static struct url_policy *load_policy(void)
{
    struct url_policy *policy = NULL;
    struct error err = {0};
    enum status status = url_policy_load("seeds/crawl/parameters.csv", &policy, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    return policy;
}

static const char *const CANONICAL[][2] = {
    {"https://anytown.example/a#b", "https://anytown.example/a"},
    {"https://anytown.example/a?", "https://anytown.example/a"},
    {"https://anytown.example/a?utm_source=x&utm_medium=y", "https://anytown.example/a"},
    {"https://anytown.example/a?UTM_Source=x&id=7&fbclid=q", "https://anytown.example/a?id=7"},
    {"https://anytown.example/a?id=7&gclid=1&page=2", "https://anytown.example/a?id=7&page=2"},
    {"https://anytown.example/a?b&&c", "https://anytown.example/a?b&c"},
    {"https://anytown.example/a;jsessionid=1F2?x=1", "https://anytown.example/a?x=1"},
    {"https://anytown.example/a;JSESSIONID=1F2/b;v=2/c", "https://anytown.example/a/b;v=2/c"},
    {"https://anytown.example/(S(fh3k2abd1xw0yz55u2ly3c45))/a/b.aspx?id=1", "https://anytown.example/a/b.aspx?id=1"},
    {"https://anytown.example/a/(X(1)S(fh3k2abd1xw0yz55u2ly3c45))/b;x=1", "https://anytown.example/a/b;x=1"},
    {"https://anytown.example/(s(fh3k2abd1xw0yz55u2ly3c45))", "https://anytown.example/"},
    {"https://anytown.example/(Some(thing))/a//b/", "https://anytown.example/(Some(thing))/a//b/"},
    {"https://anytown.example/a?PHPSESSID=abc123", "https://anytown.example/a"},
    {"https://anytown.example/service?sid=412", "https://anytown.example/service?sid=412"},
    {"https://anytown.example/service?sid=9f3c1d77ab20c4e1", "https://anytown.example/service"},
    {"https://anytown.example/activity?session_id=412", "https://anytown.example/activity?session_id=412"},
    {"https://anytown.example/activity?sessionid=9f3c1d77ab20c4e1", "https://anytown.example/activity"},
    {"https://anytown.example/?b=2&a=1", "https://anytown.example/?b=2&a=1"},
    {"https://anytown.example/%7Ejo/%2f%e9?q=%41%2b", "https://anytown.example/%7Ejo/%2f%e9?q=%41%2b"},
    {"https://anytown.example/a?%75tm_source=1&%50hpsessid=2", "https://anytown.example/a"},
    {"http://www.anytown.example:8080/", "http://www.anytown.example:8080/"},
    {"https://jo@anytown.example/", "https://jo@anytown.example/"},
    {"mailto:jo@anytown.example?subject=x#y", "mailto:jo@anytown.example?subject=x"},
    {"https://anytown.example/utm_source=1", "https://anytown.example/utm_source=1"},
};

START_TEST(a_page_has_one_name)
{
    struct arena arena = {0};
    struct url_policy *policy = load_policy();
    struct url url;
    ck_assert_int_eq(url_parse(&arena, CANONICAL[_i][0], NULL, &url, NULL), STATUS_OK);
    const char *canonical = url_canonical(&arena, &url, policy);
    ck_assert_str_eq(canonical, CANONICAL[_i][1]);
    ck_assert_int_eq(url_parse(&arena, canonical, NULL, &url, NULL), STATUS_OK);
    ck_assert_str_eq(url_canonical(&arena, &url, policy), CANONICAL[_i][1]);
    url_policy_free(policy);
    arena_release(&arena);
}
END_TEST

static const char *const SITES[][2] = {
    {"www.anytown.gov.uk", "anytown.gov.uk"},
    {"fis.directory.anytown.gov.uk", "anytown.gov.uk"},
    {"anytown.gov.uk", "anytown.gov.uk"},
    {"gov.uk", "gov.uk"},
    {"www.anytown.example", "anytown.example"},
    {"a.anytown.example.", "anytown.example"},
    {"203.0.113.9", "203.0.113.9"},
    {"[2001:db8::1]", "[2001:db8::1]"},
    {"localhost", "localhost"},
    {"www.xn--bcher-kva.org.uk", "xn--bcher-kva.org.uk"},
};

START_TEST(hosts_have_a_site)
{
    struct arena arena = {0};
    ck_assert_str_eq(url_site(&arena, SITES[_i][0]), SITES[_i][1]);
    arena_release(&arena);
}
END_TEST

#define HEADER "name,where,value,treatment,host,reason\n"

static const struct {
    const char *text;
    const char *said; /* NULL: it is right */
} POLICIES[] = {
    {HEADER "x,query,any,drop,,\n", NULL},
    {HEADER "*,query,any,sort,directory.example,\n", NULL},
    {"name,where,value,treatment,host\nx,query,any,drop,\n", ":1: the column 'reason' is missing"},
    {HEADER ",query,any,drop,,\n", ":2: name is empty"},
    {HEADER "x,query,any,drop,,\ny,header,any,drop,,\n", ":3: where is 'header'; allowed are 'query', 'path'"},
    {HEADER "x,query,number,drop,,\n", "value is 'number'; allowed are 'any' and 'token'"},
    {HEADER "x,query,any,delete,,\n", "treatment is 'delete'; allowed are 'drop', 'keep' and 'sort'"},
    {HEADER "x,query,any,sort,,\n", "name must be '*'"},
    {HEADER "*,query,any,drop,,\n", "would drop every parameter"},
};

static enum status load_text(const char *text, struct url_policy **policy, struct error *err)
{
    char path[] = "/tmp/policy-test-XXXXXX";
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    close(file);
    ck_assert_int_eq(file_write(path, text, strlen(text), err), STATUS_OK);
    enum status status = url_policy_load(path, policy, err);
    unlink(path);
    return status;
}

START_TEST(policies_are_checked)
{
    struct url_policy *policy = NULL;
    struct error err = {0};
    enum status status = load_text(POLICIES[_i].text, &policy, &err);
    if (POLICIES[_i].said == NULL) {
        ck_assert_msg(status == STATUS_OK, "%s", err.message);
    } else {
        ck_assert_int_eq(status, STATUS_INPUT);
        ck_assert_msg(strstr(err.message, POLICIES[_i].said) != NULL, "%s", err.message);
    }
    url_policy_free(policy);
}
END_TEST

START_TEST(a_policy_may_be_for_one_host)
{
    struct arena arena = {0};
    struct url_policy *policy = NULL;
    struct error err = {0};
    struct url url;
    ck_assert_int_eq(load_text(HEADER "id,query,any,keep,keep.example,\ni*,query,any,drop,,\n*,query,any,sort,sorted.example,\n", &policy, &err),
                     STATUS_OK);
    static const char *const cases[][2] = {
        {"https://keep.example/?idx=1&id=2", "https://keep.example/?id=2"},
        {"https://www.keep.example/?id=2", "https://www.keep.example/?id=2"},
        {"https://notkeep.example/?id=2", "https://notkeep.example/"},
        {"https://a.sorted.example/?c=1&b=2&id=3", "https://a.sorted.example/?b=2&c=1"},
        {"https://unsorted.example/?c=1&b=2", "https://unsorted.example/?c=1&b=2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_int_eq(url_parse(&arena, cases[i][0], NULL, &url, NULL), STATUS_OK);
        ck_assert_str_eq(url_canonical(&arena, &url, policy), cases[i][1]);
    }
    url_policy_free(policy);
    arena_release(&arena);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

int main(void)
{
    Suite *suite = suite_create("crawler_url");
    TCase *tcase = tcase_create("url");
    tcase_add_loop_test(tcase, references_resolve_as_in_a_browser, 0, COUNT(RESOLVED));
    tcase_add_test(tcase, parts_are_told_apart);
    tcase_add_test(tcase, length_is_bounded);
    tcase_add_loop_test(tcase, a_page_has_one_name, 0, COUNT(CANONICAL));
    tcase_add_loop_test(tcase, hosts_have_a_site, 0, COUNT(SITES));
    tcase_add_loop_test(tcase, policies_are_checked, 0, COUNT(POLICIES));
    tcase_add_test(tcase, a_policy_may_be_for_one_host);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}

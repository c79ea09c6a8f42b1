/* Parts of pages that links name: which are found, which are looked for, and which are pages that scripts make. */
#include <check.h>
#include <string.h>

#include "crawler/links/anchors.h"
#include "tests/unit/document_fixture.h"

/* What is named is found as it is written, but for <a name> in quirks mode, as Chromium does; a heading that no script can have given an id is none. */
START_TEST(anchors_in_any_case_are_found_in_quirks_mode)
{
#define PART "<h2><a name=\"ombudsman\"></a>Ombudsman</h2>"
    static const struct {
        const char *markup;
        bool found;
    } cases[] = {{"<!DOCTYPE html>" PART, false},
                 {" <!-- made by hand -->\n<!doctype HTML >" PART, false},
                 {PART, true},
                 {"<!DOCTYPE HTML PUBLIC \"-//W3C//DTD HTML 3.2 Final//EN\">" PART, true},
                 {"<h2 id=ombudsman>Ombudsman</h2><a name=other></a>", false},
                 {"<h2><a id=ombudsman name=ombudsman></a>Ombudsman</h2>", true},
                 {"<!DOCTYPE html>" PART "<script>nameHeadings();</script>", true}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document *document = read_html(cases[i].markup);
        struct anchors anchors;
        anchors_take(document, &anchors);
        ck_assert_msg(anchors_have(&anchors, "ombudsman") && anchors_have(&anchors, "Ombudsman") == cases[i].found, "%zu", i);
        anchors_release(&anchors);
        document_free(document);
    }
}
END_TEST

START_TEST(anchors_are_found_as_browsers_find_them)
{
    struct document *document = read_html("<!DOCTYPE html><script src=\"toc.js\"></script><h1 id=\"Contact\">x</h1><a name=\"how to apply\">x</a><p id=\"caf\xC3\xA9\">x</p><a name=\"a%20b\">x</a>"
                                         "<h2>Who can apply \xE2\x80\x93 and how?</h2><h2>Fee</h2><p>Costs</p>");
    struct anchors anchors;
    anchors_take(document, &anchors);
    document_free(document);
    static const struct {
        const char *fragment;
        bool found;
    } cases[] = {{"Contact", true},  {"contact", false},     {"how%20to%20apply", true}, {"how to apply", true}, {"caf%C3%A9", true},
                 {"caf%c3%a9", true}, {"caf\xC3\xA9", true}, {"a%20b", true},            {"a b", true},          {"nothing", false},
                 {"who-can-apply-and-how", true}, {"Who_can_apply%20and_how", true}, {"whocanapplyandhow", true}, {"who-can-apply", false},
                 {"fee", false},      {"costs", false},
                 {"%", false},        {"%C", false},          {"Contact%00", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_msg(anchors_have(&anchors, cases[i].fragment) == cases[i].found, "#%s", cases[i].fragment);
    anchors_release(&anchors);
    ck_assert(!anchors_have(&anchors, "Contact"));
    static const char *const unchecked[] = {"", "top", "TOP", "/route", "!/route", "!x", ":~:text=a", "part:~:text=a",
                                            "tab=2", "gsc.tab=0&gsc.q=autism", "map=12/51.5/-0.1", "googtrans(en|pl)", "?tab=2", ".Xy1",
                                            "sthash.Xy1.dpbs", "gid=1&pid=2", "page=2", "xtor=AL-1", "utm_campaign", "ixzz2Xy", "_=_", "_ftn1", "_ftnref1", "_Toc12", "elementor-action%3Aaction%3Dpopup",
                                            "reciteme", "cookie-settings", "CookieDeclaration", "google_vignette", "share", "menu", "popmake-12"};
    struct anchor_rules *rules;
    struct error err;
    ck_assert_msg(anchors_load("seeds", &rules, &err) == STATUS_OK, "%s", err.message);
    for (size_t i = 0; i < sizeof unchecked / sizeof unchecked[0]; i++)
        ck_assert_msg(!anchors_matter(rules, unchecked[i]), "#%s", unchecked[i]);
    static const char *const routes[] = {"/clubs", "/clubs/7?x=1", "!/clubs", "!clubs"}, *const none[] = {"", "/", "!", "!/", "clubs", "top", "tab=/x"};
    for (size_t i = 0; i < sizeof routes / sizeof routes[0]; i++)
        ck_assert_msg(anchors_name_route(rules, routes[i]) && !anchors_matter(rules, routes[i]), "#%s", routes[i]);
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++)
        ck_assert_msg(!anchors_name_route(rules, none[i]), "#%s", none[i]);
    static const char *const checked[] = {"topic", "how-to-apply", "1.2", "section:3", "caf%C3%A9", "a+b", "top-tips", "footnote", "toc", "00", "share-your-views", "menus", "searching-for-help", "printing"};
    for (size_t i = 0; i < sizeof checked / sizeof checked[0]; i++)
        ck_assert_msg(anchors_matter(rules, checked[i]), "#%s", checked[i]);
    anchors_free(rules);
}
END_TEST

int main(void)
{
    document_start();
    Suite *suite = suite_create("anchors");
    TCase *tcase = tcase_create("all");
    tcase_add_test(tcase, anchors_are_found_as_browsers_find_them);
    tcase_add_test(tcase, anchors_in_any_case_are_found_in_quirks_mode);
    suite_add_tcase(suite, tcase);
    int failed = run_suite(suite);
    document_stop();
    return failed != 0;
}

/* What became of a link: statuses, words of error pages, deep links sent home, history
 * over runs. */
#include <string.h>

#include "crawler/links/linkcheck.h"
#include "wording_fixture.h"

START_TEST(every_status_has_its_reason)
{
    static const struct {
        int status;
        enum link_reason reason;
        enum link_state state;
    } cases[] = {
        {200, REASON_NONE, LINK_OK},          {204, REASON_NONE, LINK_OK},           {206, REASON_NONE, LINK_OK},
        {300, REASON_NONE, LINK_OK},          {302, REASON_REDIRECT_NOWHERE, LINK_SUSPECT}, {400, REASON_REFUSED, LINK_BLOCKED},
        {401, REASON_REFUSED, LINK_BLOCKED},  {402, REASON_REFUSED, LINK_BLOCKED},   {403, REASON_REFUSED, LINK_BLOCKED},
        {404, REASON_HTTP_404, LINK_BROKEN},  {405, REASON_REFUSED, LINK_BLOCKED},   {406, REASON_REFUSED, LINK_BLOCKED},
        {407, REASON_REFUSED, LINK_BLOCKED},  {408, REASON_TIMEOUT, LINK_SUSPECT},   {410, REASON_HTTP_410, LINK_BROKEN},
        {409, REASON_REFUSED, LINK_BLOCKED},  {412, REASON_REFUSED, LINK_BLOCKED},   {414, REASON_HTTP_4XX, LINK_BROKEN},
        {421, REASON_REFUSED, LINK_BLOCKED},  {422, REASON_REFUSED, LINK_BLOCKED},   {444, REASON_REFUSED, LINK_BLOCKED},
        {431, REASON_REFUSED, LINK_BLOCKED},  {499, REASON_REFUSED, LINK_BLOCKED},
        {411, REASON_REFUSED, LINK_BLOCKED},  {413, REASON_REFUSED, LINK_BLOCKED},   {415, REASON_REFUSED, LINK_BLOCKED},
        {416, REASON_REFUSED, LINK_BLOCKED},  {417, REASON_REFUSED, LINK_BLOCKED},   {426, REASON_REFUSED, LINK_BLOCKED},
        {428, REASON_REFUSED, LINK_BLOCKED},  {511, REASON_REFUSED, LINK_BLOCKED},   {520, REASON_HTTP_5XX, LINK_SUSPECT},
        {418, REASON_REFUSED, LINK_BLOCKED},  {425, REASON_HTTP_5XX, LINK_SUSPECT},  {429, REASON_RATE_LIMITED, LINK_BLOCKED},
        {451, REASON_REFUSED, LINK_BLOCKED},  {500, REASON_HTTP_5XX, LINK_SUSPECT},  {503, REASON_HTTP_5XX, LINK_SUSPECT},
        {530, REASON_HTTP_5XX, LINK_SUSPECT}, {999, REASON_REFUSED, LINK_BLOCKED},   {600, REASON_HTTP_5XX, LINK_SUSPECT},
        {100, REASON_HTTP_5XX, LINK_SUSPECT}, {301, REASON_REDIRECT_NOWHERE, LINK_SUSPECT}, {399, REASON_REDIRECT_NOWHERE, LINK_SUSPECT},
        {304, REASON_EMPTY_PAGE, LINK_SUSPECT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_msg(linkcheck_status(cases[i].status) == cases[i].reason, "%d gives '%s'", cases[i].status,
                      link_reason_word(linkcheck_status(cases[i].status)));
        ck_assert_int_eq(link_reason_state(cases[i].reason), cases[i].state);
    }
}
END_TEST

/* Judges a page at `asked`, read at `final`, on a host that answers `probe_markup` (NULL: 404) at `probe_final`. */
static enum link_reason judge(const char *asked, const char *final, const char *markup, const char *probe_final, const char *probe_markup, bool *probed)
{
    struct wording *wording = load_wording();
    struct landings *landings = load_landings();
    struct arena arena = {0};
    struct url asked_url, final_url;
    ck_assert_int_eq(url_parse(&arena, asked, NULL, &asked_url, NULL), STATUS_OK);
    ck_assert_int_eq(url_parse(&arena, final, NULL, &final_url, NULL), STATUS_OK);
    struct document *document = read_html(markup);
    struct linkcheck_body body = {.landings = landings, .asked = &asked_url, .final = &final_url, .status = 200, .redirects = strcmp(asked, final) != 0,
                                  .document = document, .body = markup, .body_length = strlen(markup)};
    struct linkcheck_probe probe = {.answered = true, .status = probe_markup != NULL ? 200 : 404, .final_url = probe_final};
    if (probe_markup != NULL) {
        struct document *other = read_html(probe_markup);
        shingles_take(other, &probe.words);
        document_free(other);
    }
    enum link_reason reason = linkcheck_judge(wording, &body, NULL, probed);
    bool ignored;
    if (*probed)
        reason = linkcheck_judge(wording, &body, &probe, &ignored);
    shingles_release(&probe.words);
    document_free(document);
    arena_release(&arena);
    landing_free(landings);
    wording_free(wording);
    return reason;
}

START_TEST(nothing_where_words_were_promised_is_an_empty_page)
{
    static const struct {
        int status;
        const char *type, *body;
        bool used_again; /* 304: the words are an earlier run's */
        enum link_reason reason;
    } cases[] = {
        {200, "text/html", "", false, REASON_EMPTY_PAGE},
        {200, NULL, "", false, REASON_EMPTY_PAGE},
        {200, "text/html; charset=utf-8", "\xEF\xBB\xBF \r\n", false, REASON_EMPTY_PAGE},
        {200, "application/pdf", "", false, REASON_EMPTY_PAGE},
        {200, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "", false, REASON_EMPTY_PAGE},
        {200, "application/octet-stream", "", false, REASON_EMPTY_PAGE},
        {200, "text/html", ".", false, REASON_NONE},
        {200, "text/html", "", true, REASON_NONE},
        {200, "text/css", "", false, REASON_NONE},
        {200, "application/javascript", "", false, REASON_NONE},
        {200, "image/gif", "", false, REASON_NONE},
        {204, "text/html", "", false, REASON_EMPTY_PAGE},
        {205, NULL, "", false, REASON_EMPTY_PAGE},
        {404, "text/html", "", false, REASON_HTTP_404},
        {503, "text/html", "", false, REASON_HTTP_5XX},
    };
    struct wording *wording = load_wording();
    struct arena arena = {0};
    struct url url;
    ck_assert_int_eq(url_parse(&arena, "http://a.test/x/y", NULL, &url, NULL), STATUS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fetch_header header = {"content-type", cases[i].type};
        struct document *document = cases[i].used_again ? read_html(MAIN("Help", LONG)) : NULL;
        struct linkcheck_body body = {.asked = &url, .final = &url, .status = cases[i].status, .document = document, .headers = &header,
                                      .header_count = cases[i].type != NULL, .body = cases[i].body, .body_length = strlen(cases[i].body)};
        bool wants_probe;
        enum link_reason reason = linkcheck_judge(wording, &body, NULL, &wants_probe);
        ck_assert_msg(reason == cases[i].reason, "case %zu: '%s'", i, link_reason_word(reason));
        body.loaded = true; /* a picture that is nothing, which a server counts its readers by */
        reason = linkcheck_judge(wording, &body, NULL, &wants_probe);
        bool nothing = cases[i].status == 204 || cases[i].status == 205;
        ck_assert_msg(reason == (nothing ? REASON_NONE : cases[i].reason), "case %zu, loaded: '%s'", i, link_reason_word(reason));
        document_free(document);
    }
    arena_release(&arena);
    wording_free(wording);
}
END_TEST

START_TEST(what_comes_with_a_redirect_to_nowhere_is_judged_as_browsers_show_it)
{
    static const struct {
        const char *type, *body;
        enum link_reason reason;
    } cases[] = {
        {"text/html", "", REASON_REDIRECT_NOWHERE},
        {"text/html", "\r\n", REASON_REDIRECT_NOWHERE},
        {"text/html", "<html><head></head><body></body></html>", REASON_REDIRECT_NOWHERE},
        {"text/html", "<head><title>Document Moved</title></head><body><h1>Object Moved</h1>This document may be found <a href=\"\">here</a></body>", REASON_REDIRECT_NOWHERE},
        {"text/html", "<html><head><title>Object moved</title></head><body><h2>Object moved to <a href=\"\">here</a>.</h2></body></html>", REASON_REDIRECT_NOWHERE},
        {"text/html", "<title>302 Found</title><h1>Found</h1><p>The document has moved <a href=\"\">here</a>.</p><hr><address>Apache Server at a.test Port 80</address>", REASON_REDIRECT_NOWHERE},
        {"text/html", "<html><head><title>301 Moved Permanently</title></head><body><center><h1>301 Moved Permanently</h1></center><hr><center>nginx</center></body></html>", REASON_REDIRECT_NOWHERE},
        {"text/html", MAIN("Short breaks", "Ring 01632 960123."), REASON_NONE},
        {"text/html", MAIN("Short breaks", LONG), REASON_NONE},
        {"text/html", MAIN("Short breaks", LONG "You should be redirected to our partner when you ask for transport."), REASON_NONE},
        {"text/html", "<title>Directory</title><div id=\"root\"></div><script src=\"/app.js\"></script>", REASON_NONE},
        {"text/html", MAIN("Page not found", "Sorry, we can't find the page you are looking for."), REASON_SOFT_404},
        {"application/pdf", "%PDF-1.4", REASON_NONE},
    };
    struct wording *wording = load_wording();
    struct landings *landings = load_landings();
    struct arena arena = {0};
    struct url url;
    ck_assert_int_eq(url_parse(&arena, "http://a.test/x/y", NULL, &url, NULL), STATUS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fetch_header header = {"content-type", cases[i].type};
        bool html = strcmp(cases[i].type, "text/html") == 0;
        struct document *document = html && cases[i].body[0] != '\0' ? read_html(cases[i].body) : NULL;
        struct linkcheck_body body = {.landings = landings, .asked = &url, .final = &url, .status = 302, .document = document, .headers = &header, .header_count = 1,
                                      .body = cases[i].body, .body_length = strlen(cases[i].body)};
        bool wants_probe;
        enum link_reason reason = linkcheck_judge(wording, &body, NULL, &wants_probe);
        ck_assert_msg(reason == cases[i].reason, "case %zu: '%s'", i, link_reason_word(reason));
        document_free(document);
    }
    arena_release(&arena);
    landing_free(landings);
    wording_free(wording);
}
END_TEST

START_TEST(only_a_mistyped_address_makes_400_a_broken_link)
{
    static const struct {
        const char *url;
        enum link_reason reason;
    } cases[] = {
        {"http://a.test/x/y", REASON_REFUSED},
        {"http://a.test/x%20y/z%C3%A9", REASON_REFUSED},
        {"http://a.test/x?from=%2Fy", REASON_REFUSED},
        {"http://a.test/100%", REASON_HTTP_4XX},
        {"http://a.test/50%25-or-50%/x", REASON_HTTP_4XX},
        {"http://a.test/x%2", REASON_HTTP_4XX},
        {"http://a.test/x%zzy", REASON_HTTP_4XX},
    };
    struct wording *wording = load_wording();
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct url url;
        ck_assert_int_eq(url_parse(&arena, cases[i].url, NULL, &url, NULL), STATUS_OK);
        struct linkcheck_body body = {.asked = &url, .final = &url, .status = 400, .body = ""};
        bool wants_probe;
        enum link_reason reason = linkcheck_judge(wording, &body, NULL, &wants_probe);
        ck_assert_msg(reason == cases[i].reason, "%s: '%s'", cases[i].url, link_reason_word(reason));
    }
    arena_release(&arena);
    wording_free(wording);
}
END_TEST

START_TEST(a_line_of_plain_text_may_say_that_nothing_is_there)
{
    static const struct {
        const char *text;
        enum link_reason reason;
    } cases[] = {
        {"404 Not Found", REASON_SOFT_404},
        {"Not Found\n", REASON_SOFT_404},
        {"404 page not found\n", REASON_SOFT_404},
        {"Internal Server Error", REASON_UNAVAILABLE},
        {"Minutes: not found", REASON_NONE},
        {"What to do when a page is not found", REASON_NONE},
        {"Service desk\n\nNot found", REASON_NONE}, /* two paragraphs are somebody's text */
        {LONG "404 Not Found", REASON_NONE},
        {"Short breaks: ring 01632 960123", REASON_NONE},
    };
    struct wording *wording = load_wording();
    struct arena arena = {0};
    struct url url;
    ck_assert_int_eq(url_parse(&arena, "http://a.test/x/y", NULL, &url, NULL), STATUS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document_input input = {.bytes = cases[i].text, .length = strlen(cases[i].text), .content_type = "text/plain"};
        struct linkcheck_body body = {.asked = &url, .final = &url, .status = 200, .body = cases[i].text, .body_length = input.length};
        struct document *document;
        bool wants_probe;
        ck_assert_int_eq(document_read(markup_fixture(), &input, &document, NULL), STATUS_OK);
        body.document = document;
        enum link_reason reason = linkcheck_judge(wording, &body, NULL, &wants_probe);
        ck_assert_msg(reason == cases[i].reason, "%s: '%s'", cases[i].text, link_reason_word(reason));
        document_free(document);
    }
    arena_release(&arena);
    wording_free(wording);
}
END_TEST

#define SHELL "<html><head><title>App</title></head><body><p>Please wait while the application loads its many parts.</p></body></html>"

START_TEST(soft_404_and_sent_home_need_more_than_likeness)
{
    static const struct {
        const char *asked, *final, *markup, *probe_final, *probe_markup;
        bool probed;
        enum link_reason reason;
    } cases[] = {
        /* strong words settle it; no question is asked */
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Page not found", "Sorry."), "http://a.test/p/q", NULL, false, REASON_SOFT_404},
        /* weak words beside likeness */
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Help", "The page you are looking for no longer exists here."), "http://a.test/p/q",
         MAIN("Help", "The page you are looking for no longer exists here."), true, REASON_SOFT_404},
        /* weak words, another answer to the probe */
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Help", "The page you are looking for no longer exists here."), "http://a.test/p/q",
         MAIN("Welcome", LONG), true, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Help", "The page you are looking for no longer exists here."), "http://a.test/p/q", NULL,
         true, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Help", "The page you are looking for no longer exists here."), "http://a.test/p/q",
         MAIN("Help", "The page you are looking for no longer exists here. Ring us on Mondays."), true, REASON_NONE},
        /* weak words at an address that calls itself an error page */
        {"http://a.test/x/y", "http://a.test/error/404.html", MAIN("Help", "The page you are looking for no longer exists here."), "http://a.test/p/q", NULL,
         false, REASON_SOFT_404},
        {"http://a.test/error/404.html", "http://a.test/error/404.html", MAIN("Help", "The page you are looking for no longer exists here."), "http://a.test/p/q",
         NULL, true, REASON_NONE}, /* it was asked for by that name */
        {"http://a.test/x/y", "http://a.test/error-404?from=/x/y", MAIN("Help", LONG), "http://a.test/p/q", NULL, false, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/error.aspx?aspxerrorpath=/x/y", MAIN("Sorry", "Something went wrong."), NULL, NULL, false, REASON_UNAVAILABLE},
        {"http://a.test/x/y", "http://a.test/trial-and-error", MAIN("Help", "The page you are looking for no longer exists here."), "http://a.test/p/q",
         NULL, true, REASON_NONE},
        /* an article about missing pages and domains, on a host that knows what it has; and the same words whatever is asked for */
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Page not found: how to report it", LONG), "http://a.test/p/q", NULL, true, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Clubs", LONG "Your domain has expired? Ring us."), "http://a.test/p/q", NULL, true, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Clubs", "This domain has expired. Ring the owner of it, or renew it."), "http://a.test/p/q",
         MAIN("Clubs", "This domain has expired. Ring the owner of it, or renew it."), true, REASON_PARKED},
        /* likeness alone: a script's shell answers the same to everything */
        {"http://a.test/x/y", "http://a.test/x/y", SHELL, "http://a.test/p/q", SHELL, false, REASON_NONE},
        /* sent home like everything else */
        {"http://a.test/x/y", "http://a.test/", MAIN("Welcome", LONG), "http://a.test/", MAIN("Welcome", LONG), true, REASON_REDIRECT_HOME},
        {"http://a.test/x/y", "http://a.test/search?q=y", MAIN("Search", LONG), "http://a.test/search?q=p", MAIN("Search", LONG), true,
         REASON_REDIRECT_HOME},
        {"http://a.test/x/y", "http://a.test/cms/Home", MAIN("Welcome", LONG), "http://a.test/cms/Home", MAIN("Welcome", LONG), true, REASON_REDIRECT_HOME},
        {"http://a.test/x/y", "http://a.test/cms/home", MAIN("Welcome", LONG), "http://a.test/p/q", NULL, true, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/login/index.php", MAIN("Log in", LONG), "http://a.test/login/index.php", MAIN("Log in", LONG), false, REASON_SIGN_IN},
        /* a site that has all its pages in one path, and one that says in its query what was asked for */
        {"http://a.test/x/y", "http://a.test/index.php?page=breaks", MAIN("Breaks", LONG), "http://a.test/index.php?page=missing", MAIN("Missing", LONG), true,
         REASON_NONE},
        {"http://a.test/x/y", "http://a.test/index.php?page=missing", MAIN("Welcome", LONG), "http://a.test/index.php?page=missing", MAIN("Welcome", LONG), true,
         REASON_REDIRECT_HOME},
        {"http://a.test/x/y", "http://a.test/?from=/x/y", MAIN("Welcome", LONG), "http://a.test/?from=/coreoffer-check/no-such-page-1", MAIN("Welcome", LONG), true,
         REASON_REDIRECT_HOME},
        /* who asks for the front page by another of its names, or for the search, has got it; a page of it is another thing */
        {"http://a.test/pages/default.aspx", "http://a.test/", MAIN("Welcome", LONG), "http://a.test/", MAIN("Welcome", LONG), false, REASON_NONE},
        {"http://a.test/home/index", "http://a.test/", MAIN("Welcome", LONG), "http://a.test/", MAIN("Welcome", LONG), false, REASON_NONE},
        {"http://a.test/search/results?q=breaks", "http://a.test/search", MAIN("Search", LONG), "http://a.test/search", MAIN("Search", LONG), false, REASON_NONE},
        {"http://a.test/cms/index.php?id=77", "http://a.test/", MAIN("Welcome", LONG), "http://a.test/", MAIN("Welcome", LONG), true, REASON_REDIRECT_HOME},
        /* sent home alone: somebody decided so */
        {"http://a.test/x/y", "http://a.test/", MAIN("Welcome", LONG), "http://a.test/p/q", NULL, true, REASON_NONE},
        /* short addresses lead to front pages by design */
        {"http://a.test/localoffer", "http://localoffer.test/", MAIN("Welcome", LONG), "http://localoffer.test/", MAIN("Welcome", LONG), false,
         REASON_NONE},
        /* everything is sent to the log-in page: not a front page */
        {"http://a.test/x/y", "http://a.test/login", MAIN("Log in", LONG), "http://a.test/login", MAIN("Log in", LONG), false, REASON_SIGN_IN},
        {"http://a.test/x/y", "http://a.test/portal", MAIN("Log in to your account", LONG), NULL, NULL, false, REASON_SIGN_IN},
        {"http://a.test/x/y", "http://a.test/sso/start", MAIN("Our portal", "<input type=password>"), NULL, NULL, false, REASON_SIGN_IN},
        {"http://a.test/x/y", "http://a.test/portal", MAIN("Our portal", "<input type=password>"), NULL, NULL, false, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/portal", MAIN("How to log in", LONG "<input type=password>"), NULL, NULL, false, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/help", MAIN("How to log in", LONG), NULL, NULL, false, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Log in", "<input type=password>"), NULL, NULL, false, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/cookie-consent?return=%2Fx%2Fy", MAIN("Cookies on this site", LONG), NULL, NULL, false, REASON_CONSENT},
        {"http://a.test/x/y", "http://consent.b.test/m?continue=x", MAIN("Before you continue", LONG), NULL, NULL, false, REASON_CONSENT},
        {"http://a.test/x/y", "http://a.test/welcome?next=/x/y", MAIN("We use cookies", LONG), NULL, NULL, false, REASON_CONSENT},
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Cookies", LONG), NULL, NULL, false, REASON_NONE},
        {"http://a.test/cookies", "http://a.test/legal/cookies", MAIN("Cookies", LONG), NULL, NULL, false, REASON_NONE},
        {"http://a.test/privacy/old", "http://a.test/privacy/new", MAIN("Cookies", LONG), NULL, NULL, false, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/cookies", MAIN("Cookies", LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG), NULL, NULL, false, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/cookies", MAIN("Recipes for cookies", LONG), NULL, NULL, false, REASON_NONE},
        {"http://a.test/login", "http://a.test/account/login", MAIN("Log in", "<input type=password>"), NULL, NULL, false, REASON_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool probed;
        enum link_reason reason = judge(cases[i].asked, cases[i].final, cases[i].markup, cases[i].probe_final, cases[i].probe_markup, &probed);
        ck_assert_msg(probed == cases[i].probed, "%s to %s: probed %d", cases[i].asked, cases[i].final, probed);
        ck_assert_msg(reason == cases[i].reason, "case %zu: '%s'", i, link_reason_word(reason));
    }
}
END_TEST

enum { DAY = 24 * 3600 };
static const int64_t NOW = 1800000000;

START_TEST(only_two_failures_a_day_to_two_weeks_apart_prove_anything)
{
    static const struct {
        enum link_reason reason;
        int64_t proof, ok; /* seconds ago, -1 never */
        enum link_state state;
    } cases[] = {
        {REASON_HTTP_5XX, 2 * DAY, -1, LINK_BROKEN},
        {REASON_DNS, 2 * DAY, -1, LINK_BROKEN},
        {REASON_CONNECT, 14 * DAY, -1, LINK_BROKEN},
        {REASON_HTTP_5XX, DAY, -1, LINK_BROKEN},
        {REASON_HTTP_5XX, DAY - 1, -1, LINK_SUSPECT},
        {REASON_HTTP_5XX, 14 * DAY + 1, -1, LINK_SUSPECT},
        {REASON_HTTP_5XX, 365 * DAY, -1, LINK_SUSPECT},     /* two yearly runs */
        {REASON_HTTP_5XX, 3 * DAY, 2 * DAY, LINK_SUSPECT},  /* it worked between */
        {REASON_HTTP_5XX, 3 * DAY, 4 * DAY, LINK_BROKEN},   /* it worked before */
        {REASON_HTTP_5XX, -1, -1, LINK_SUSPECT},            /* whatever else failed before proves nothing */
        {REASON_TIMEOUT, 2 * DAY, -1, LINK_SUSPECT},        /* firewalls make these */
        {REASON_TLS_EXPIRED, 2 * DAY, -1, LINK_SUSPECT},
        {REASON_TRUNCATED, 2 * DAY, -1, LINK_SUSPECT},
        {REASON_NONE, 2 * DAY, -1, LINK_OK},
        {REASON_REFUSED, 2 * DAY, -1, LINK_BLOCKED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct target target = {.reason = cases[i].reason, .state = link_reason_state(cases[i].reason),
                                .first_failed = NOW - 5 * DAY, .last_failed = NOW - 2 * DAY, .times_failed = 3,
                                .last_proof = cases[i].proof < 0 ? -1 : NOW - cases[i].proof,
                                .last_ok = cases[i].ok < 0 ? -1 : NOW - cases[i].ok};
        linkcheck_weigh_history(&target, NOW);
        ck_assert_msg(target.state == cases[i].state, "case %zu: '%s'", i, link_state_word(target.state));
        ck_assert_int_eq(target.reason, cases[i].reason);
        if (cases[i].state == LINK_OK)
            ck_assert_int_eq(target.last_ok, NOW);
        if (cases[i].state == LINK_SUSPECT || cases[i].state == LINK_BROKEN) {
            ck_assert_int_eq(target.last_failed, NOW);
            ck_assert_int_eq(target.times_failed, 4);
        }
        if (cases[i].state == LINK_BLOCKED)
            ck_assert_int_eq(target.times_failed, 3);
    }
    /* One look is one failure, however many councils carry the link. */
    struct target shared = {.reason = REASON_CONNECT, .state = LINK_SUSPECT, .first_failed = -1, .last_failed = -1, .last_ok = -1, .last_proof = -1};
    for (int i = 0; i < 3; i++) {
        shared.state = LINK_SUSPECT;
        linkcheck_weigh_history(&shared, NOW);
        ck_assert_int_eq(shared.times_failed, 1);
        ck_assert_int_eq(shared.first_failed, NOW);
    }
}
END_TEST

int main(void)
{
    document_start();
    Suite *suite = suite_create("linkcheck");
    TCase *tcase = tcase_create("all");
    tcase_add_test(tcase, every_status_has_its_reason);
    tcase_add_test(tcase, nothing_where_words_were_promised_is_an_empty_page);
    tcase_add_test(tcase, what_comes_with_a_redirect_to_nowhere_is_judged_as_browsers_show_it);
    tcase_add_test(tcase, only_a_mistyped_address_makes_400_a_broken_link);
    tcase_add_test(tcase, a_line_of_plain_text_may_say_that_nothing_is_there);
    tcase_add_test(tcase, soft_404_and_sent_home_need_more_than_likeness);
    tcase_add_test(tcase, only_two_failures_a_day_to_two_weeks_apart_prove_anything);
    suite_add_tcase(suite, tcase);
    int failed = run_suite(suite);
    document_stop();
    return failed != 0;
}

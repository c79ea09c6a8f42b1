/* The made-up web: what a host answers, and what a mistake in its files is told. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "demo/site.h"
#include "suite.h"

static char root[64];

static void make_root(void)
{
    (void)snprintf(root, sizeof root, "/tmp/demo-site-test-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(root));
}

static void remove_root(void)
{
    char command[128];
    (void)snprintf(command, sizeof command, "rm -r '%s'", root);
    ck_assert_int_eq(system(command), 0);
}

/* Writes a file below the root, with the folders that it needs. */
static void put(const char *name, const char *text)
{
    char path[256];
    struct error err = {0};
    (void)snprintf(path, sizeof path, "%s/%s", root, name);
    for (char *slash = strchr(path + strlen(root) + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0755);
        *slash = '/';
    }
    ck_assert_int_eq(file_write(path, text, strlen(text), &err), STATUS_OK);
}

#define PLATFORM "<title>{{title}} | {{site}}</title><nav>{{breadcrumb}}{{nav}}</nav><main>{{main}}</main>{{updated}}<footer>{{footer}}</footer>"

static struct demo_web *load(void)
{
    struct demo_web *web = NULL;
    struct error err = {0};
    enum status status = demo_web_load(root, &web, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    return web;
}

static void refuse(const char *words)
{
    struct demo_web *web = NULL;
    struct error err = {0};
    ck_assert_int_eq(demo_web_load(root, &web, &err), STATUS_INPUT);
    ck_assert_msg(strstr(err.message, words) != NULL, "'%s' does not say '%s'", err.message, words);
}

START_TEST(pages_files_and_errors)
{
    put("platforms/p.html", PLATFORM);
    put("a/site.json", "{\"host\": \"www.a.example\", \"aliases\": [\"a.example\"], \"name\": \"A\", \"platform\": \"p\", \"nav\": {\"/\": \"Home\"}, \"footer\": \"F\","
                       " \"redirects\": {\"/old\": \"/b/c\", \"/older\": [\"/old\", 302]}, \"statuses\": {\"/gone\": 410}}");
    put("a/pages/index.html", "title: Start\n\n<p>Hello</p>");
    put("a/pages/b/c.html", "title: C\nbreadcrumb: trail\nupdated: Checked today\nsitemap: no\n\n<p>See</p>\n\n<p>this</p>");
    put("a/pages/list.html", "title: Results\naddress: /results?page=2\n\n<p>Two</p>");
    put("a/files/x.pdf", "%PDF-1.4");
    struct demo_web *web = load();
    static const struct {
        const char *host, *target;
        int status;
        const char *type, *location, *words;
    } cases[] = {
        {"www.a.example", "/", 200, "text/html; charset=utf-8", NULL, "<title>Start | A</title><nav><li><a href=\"/\">Home</a></li>"},
        {"A.Example:80", "/", 200, "text/html; charset=utf-8", NULL, "<footer>F</footer>"},
        {"www.a.example", "/b/c", 200, "text/html; charset=utf-8", NULL, "<main><p>See</p>\n\n<p>this</p></main>Checked today"},
        {"www.a.example", "/b/c?from=mail", 200, "text/html; charset=utf-8", NULL, "<p>See</p>"},
        {"www.a.example", "/results?page=2", 200, "text/html; charset=utf-8", NULL, "<p>Two</p>"},
        {"www.a.example", "/list", 404, "text/html; charset=utf-8", NULL, "Page not found"},
        {"www.a.example", "/x.pdf", 200, "application/pdf", NULL, "%PDF"},
        {"www.a.example", "/old", 301, NULL, "/b/c", ""},
        {"www.a.example", "/older", 302, NULL, "/old", ""},
        {"www.a.example", "/gone", 410, "text/html; charset=utf-8", NULL, "Page not found"},
        {"www.a.example", "/nowhere", 404, "text/html; charset=utf-8", NULL, "Page not found"},
        {"www.a.example", "/robots.txt", 200, "text/plain; charset=utf-8", NULL, "Sitemap: http://www.a.example/sitemap.xml"},
        {"www.a.example", "/sitemap.xml", 200, "application/xml", NULL, "<loc>http://www.a.example/results?page=2</loc>"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct demo_answer *answer = demo_web_answer(web, cases[i].host, cases[i].target);
        ck_assert_msg(answer != NULL, "%s", cases[i].target);
        ck_assert_int_eq(answer->status, cases[i].status);
        ck_assert_msg((answer->content_type == NULL) == (cases[i].type == NULL), "%s", cases[i].target);
        if (cases[i].type != NULL)
            ck_assert_str_eq(answer->content_type, cases[i].type);
        ck_assert_msg((answer->location == NULL) == (cases[i].location == NULL), "%s", cases[i].target);
        if (cases[i].location != NULL)
            ck_assert_str_eq(answer->location, cases[i].location);
        ck_assert_msg(strstr(answer->body, cases[i].words) != NULL, "%s: %s", cases[i].target, answer->body);
        ck_assert_msg((answer->etag[0] != '\0') == (answer->status == 200), "%s", cases[i].target);
    }
    const struct demo_answer *sitemap = demo_web_answer(web, "www.a.example", "/sitemap.xml");
    ck_assert_ptr_null(strstr(sitemap->body, "/b/c"));
    ck_assert_ptr_null(demo_web_answer(web, "www.b.example", "/"));
    ck_assert_ptr_null(demo_web_missing_host(web, 0));
    demo_web_free(web);
}
END_TEST

START_TEST(sites_that_fail)
{
    put("platforms/p.html", "{{main}}");
    put("down/site.json", "{\"host\": \"down.example\", \"platform\": \"p\", \"status\": 503}");
    put("home/site.json", "{\"host\": \"home.example\", \"platform\": \"p\", \"not_found_to\": \"/\"}");
    put("home/pages/index.html", "title: Home\n\n<p>Home</p>");
    put("mute/site.json", "{\"host\": \"mute.example\", \"platform\": \"p\", \"silent\": true}");
    put("none/site.json", "{\"host\": \"none.example\", \"exists\": false}");
    put("robots/site.json", "{\"host\": \"robots.example\", \"platform\": \"p\", \"robots\": \"User-agent: *\\nDisallow: /\\n\", \"sitemap\": false}");
    put("soft/site.json", "{\"host\": \"soft.example\", \"platform\": \"p\", \"soft_not_found\": true, \"not_found\": \"<h1>Sorry</h1>\"}");
    struct demo_web *web = load();
    ck_assert_int_eq(demo_web_answer(web, "down.example", "/robots.txt")->status, 503);
    ck_assert_int_eq(demo_web_answer(web, "down.example", "/")->status, 503);
    ck_assert_int_eq(demo_web_answer(web, "home.example", "/")->status, 200);
    ck_assert_int_eq(demo_web_answer(web, "home.example", "/lost/page")->status, 302);
    ck_assert_str_eq(demo_web_answer(web, "home.example", "/lost/page")->location, "/");
    ck_assert_ptr_null(demo_web_answer(web, "mute.example", "/"));
    ck_assert_ptr_null(demo_web_answer(web, "none.example", "/"));
    ck_assert_str_eq(demo_web_missing_host(web, 0), "none.example");
    ck_assert_ptr_null(demo_web_missing_host(web, 1));
    ck_assert_str_eq(demo_web_answer(web, "robots.example", "/robots.txt")->body, "User-agent: *\nDisallow: /\n");
    ck_assert_int_eq(demo_web_answer(web, "robots.example", "/sitemap.xml")->status, 404);
    ck_assert_int_eq(demo_web_answer(web, "soft.example", "/lost")->status, 200);
    ck_assert_str_eq(demo_web_answer(web, "soft.example", "/lost")->body, "<h1>Sorry</h1>");
    demo_web_free(web);
}
END_TEST

START_TEST(mistakes_are_told)
{
    static const struct {
        const char *json, *page, *platform, *words;
    } cases[] = {
        {"[]", NULL, "{{main}}", "not a JSON object"},
        {"{\"platform\": \"p\"}", NULL, "{{main}}", "'host' is missing"},
        {"{\"host\": \"a.example\", \"platfrom\": \"p\"}", NULL, "{{main}}", "'platfrom' is not one of its members"},
        {"{\"host\": \"a.example\", \"platform\": \"p\"}", "<p>No title</p>", "{{main}}", "a page starts with 'title: ...'"},
        {"{\"host\": \"a.example\", \"platform\": \"p\"}", "breadcrumb: x\n\n<p>No title</p>", "{{main}}", "a page starts with 'title: ...'"},
        {"{\"host\": \"a.example\", \"platform\": \"p\"}", NULL, "{{mian}}", "{{marks}} are title"},
        {"{\"host\": \"a.example\", \"platform\": \"p\"}", NULL, "{{main", "{{marks}} are title"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        put("platforms/p.html", cases[i].platform);
        put("a/site.json", cases[i].json);
        put("a/pages/index.html", cases[i].page != NULL ? cases[i].page : "title: Start\n\n<p>Hello</p>");
        refuse(cases[i].words);
    }
}
END_TEST

START_TEST(the_councils_that_ship_load)
{
    const char *seeds = getenv("COREOFFER_SEEDS");
    char directory[512];
    struct demo_web *web = NULL;
    struct error err = {0};
    (void)snprintf(directory, sizeof directory, "%s/demo", seeds != NULL ? seeds : "seeds");
    ck_assert_msg(demo_web_load(directory, &web, &err) == STATUS_OK, "%s", err.message);
    ck_assert_int_eq(demo_web_answer(web, "www.ashcombevale.example", "/local-offer/key-working")->status, 200);
    demo_web_free(web);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("demo/site");
    TCase *tests = tcase_create("sites");
    tcase_add_checked_fixture(tests, make_root, remove_root);
    tcase_add_test(tests, pages_files_and_errors);
    tcase_add_test(tests, sites_that_fail);
    tcase_add_test(tests, mistakes_are_told);
    tcase_add_test(tests, the_councils_that_ship_load);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

/* robots.txt by RFC 9309: groups, the longest match, special characters, encodings; and X-Robots-Tag. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "crawler/links/gate.h"
#include "crawler/links/robots.h"
#include "suite.h"

#define AGENT "coreoffer"

struct rule_case {
    const char *file, *target;
    bool allowed;
    size_t line;       /* of the rule that decided, 0 for none */
    const char *rule;
};

#define US "User-agent: coreoffer\n"

static const struct rule_case CASES[] = {
    {"", "/", true, 0, ""},
    {"Disallow: /\n", "/a", true, 0, ""}, /* outside any group */
    {US "Disallow: /\n", "/a", false, 2, "Disallow: /"},
    {US "Disallow:\n", "/a", true, 0, ""},
    {US "Disallow: /a\n", "/A", true, 0, ""},
    {US "Disallow: /a\n", "/ab/c?d", false, 2, "Disallow: /a"},
    {US "Disallow: /\n", "/robots.txt", true, 0, ""},
    {US "Disallow: /\n", "/robots.txt?x", true, 0, ""},
    {US "Disallow: /\n", "/robots.txts", false, 2, "Disallow: /"},
    {US "Disallow: /\n", "", false, 2, "Disallow: /"},
    /* which group is ours */
    {"User-agent: *\nDisallow: /\n" US "Disallow: /x\n", "/a", true, 0, ""},
    {"User-agent: *\nDisallow: /\n" US, "/a", true, 0, ""}, /* named, with nothing forbidden */
    {"User-agent: *\nDisallow: /a\n", "/a", false, 2, "Disallow: /a"},
    {"User-agent: * everyone\nDisallow: /a\n", "/a", false, 2, "Disallow: /a"},
    {"User-agent: otherbot\nDisallow: /\n", "/a", true, 0, ""},
    {"User-agent: CoreOffer\nDisallow: /\n", "/a", false, 2, "Disallow: /"},
    {"User-agent: coreoffer/2.1 (audit)\nDisallow: /\n", "/a", false, 2, "Disallow: /"},
    {"User-agent: coreoffers\nDisallow: /\n", "/a", true, 0, ""},
    {"User-agent: core\nDisallow: /\n", "/a", true, 0, ""},
    {"User-agent: otherbot\nUser-agent: coreoffer\nDisallow: /a\n", "/a", false, 3, "Disallow: /a"},
    {"User-agent: coreoffer\nUser-agent: *\nDisallow: /a\n", "/a", false, 3, "Disallow: /a"},
    {US "Disallow: /a\nUser-agent: otherbot\nDisallow: /b\n" US "Disallow: /c\n", "/c", false, 6, "Disallow: /c"},
    {US "Disallow: /a\nUser-agent: otherbot\nDisallow: /b\n" US "Disallow: /c\n", "/a", false, 2, "Disallow: /a"},
    {US "Disallow: /a\nUser-agent: otherbot\nDisallow: /b\n" US "Disallow: /c\n", "/b", true, 0, ""},
    /* other lines close no group */
    {US "Sitemap: https://anytown.example/s.xml\nUser-agent: otherbot\nDisallow: /a\n", "/a", false, 4, "Disallow: /a"},
    {US "Crawl-delay: 4\nUser-agent: otherbot\nDisallow: /a\n", "/a", false, 4, "Disallow: /a"},
    {US "\n\n# a note\nDisallow: /a\n", "/a", false, 5, "Disallow: /a"},
    /* the longest match, and allow on a tie */
    {US "Disallow: /a\nAllow: /a/b\n", "/a/b/c", true, 3, "Allow: /a/b"},
    {US "Allow: /a\nDisallow: /a/b\n", "/a/b/c", false, 3, "Disallow: /a/b"},
    {US "Disallow: /a\nAllow: /a\n", "/a", true, 3, "Allow: /a"},
    {US "Allow: /a\nDisallow: /a\n", "/a", true, 2, "Allow: /a"},
    {US "Disallow: /*.pdf\nAllow: /files/\n", "/files/a.pdf", true, 3, "Allow: /files/"},
    {US "Disallow: /*.pdf$\nAllow: /f/\n", "/f/a.pdf", false, 2, "Disallow: /*.pdf$"},
    /* special characters */
    {US "Disallow: /*/c\n", "/a/b/c", false, 2, "Disallow: /*/c"},
    {US "Disallow: /a*b*c\n", "/axxbxxc", false, 2, "Disallow: /a*b*c"},
    {US "Disallow: /a*b*c\n", "/acb", true, 0, ""},
    {US "Disallow: /a*\n", "/a", false, 2, "Disallow: /a*"},
    {US "Disallow: /a$\n", "/a", false, 2, "Disallow: /a$"},
    {US "Disallow: /a$\n", "/ab", true, 0, ""},
    {US "Disallow: /a$b\n", "/a$b", false, 2, "Disallow: /a$b"},
    {US "Disallow: /*a$\n", "/aba", false, 2, "Disallow: /*a$"},
    {US "Disallow: /*ab$\n", "/ab/ac/ab", false, 2, "Disallow: /*ab$"},
    {US "Disallow: /ab*ab$\n", "/ab", true, 0, ""},
    {US "Disallow: *\n", "/a", false, 2, "Disallow: *"},
    {US "Disallow: *a\n", "/b/a", false, 2, "Disallow: *a"},
    {US "Disallow: $\n", "/", true, 0, ""},
    {US "Disallow: /?\n", "/?a=b", false, 2, "Disallow: /?"},
    {US "Disallow: /*?sort=\n", "/list?sort=a", false, 2, "Disallow: /*?sort="},
    {US "Disallow: /a%2Ab\n", "/a*b", false, 2, "Disallow: /a%2Ab"},
    {US "Disallow: /a%2Ab\n", "/axb", true, 0, ""},
    {US "Disallow: /a%24\n", "/a$c", false, 2, "Disallow: /a%24"},
    {US "Disallow: a\n", "/a", true, 0, ""},
    /* encodings */
    {US "Disallow: /caf\xC3\xA9\n", "/caf%C3%A9", false, 2, "Disallow: /caf\xC3\xA9"},
    {US "Disallow: /caf%c3%a9\n", "/caf%C3%A9", false, 2, "Disallow: /caf%c3%a9"},
    {US "Disallow: /caf%C3%A9\n", "/caf\xC3\xA9", false, 2, "Disallow: /caf%C3%A9"},
    {US "Disallow: /%61bc\n", "/abc", false, 2, "Disallow: /%61bc"},
    {US "Disallow: /abc\n", "/%61%62c", false, 2, "Disallow: /abc"},
    {US "Disallow: /a%2Fb\n", "/a/b", true, 0, ""},
    {US "Disallow: /a%2fb\n", "/a%2Fb", false, 2, "Disallow: /a%2fb"},
    {US "Disallow: /go?to=https://anytown.example\n", "/go?to=https%3A%2F%2Fanytown.example", false, 2, "Disallow: /go?to=https://anytown.example"},
    {US "Disallow: /go?to=https%3A%2F%2Fanytown.example\n", "/go?to=https://anytown.example", false, 2,
     "Disallow: /go?to=https%3A%2F%2Fanytown.example"},
    {US "Disallow: /go?a=1%26b\n", "/go?a=1&b", true, 0, ""},
    {US "Disallow: /a b\n", "/a%20b", false, 2, "Disallow: /a b"},
    {US "Disallow: /100%\n", "/100%", false, 2, "Disallow: /100%"},
    {US "Disallow: /a%zz\n", "/a%zz", false, 2, "Disallow: /a%zz"},
    /* lines */
    {"\xEF\xBB\xBF" US "Disallow: /a\n", "/a", false, 2, "Disallow: /a"},
    {"\xEF\xBB" US "Disallow: /a\n", "/a", false, 2, "Disallow: /a"},
    {"\xEF\xBB\xBF\xBF" US "Disallow: /a\n", "/a", true, 0, ""}, /* not a mark */
    {"User-agent: coreoffer\r\nDisallow: /a\r\n", "/a", false, 2, "Disallow: /a"},
    {"User-agent: coreoffer\rDisallow: /a", "/a", false, 2, "Disallow: /a"},
    {"User-agent: coreoffer\r\r\nDisallow: /a", "/a", false, 3, "Disallow: /a"},
    {"\t user-AGENT \t: coreoffer \n dIsAllow\t:\t/a \t\n", "/a", false, 2, "dIsAllow\t:\t/a"},
    {US "Disallow: /a # not this\n", "/a", false, 2, "Disallow: /a"},
    {US "Disallow: /a#b\n", "/ac", false, 2, "Disallow: /a"},
    {US "#Disallow: /a\n", "/a", true, 0, ""},
    {"User-agent: coreoffer # us\nDisallow: /a\n", "/a", false, 2, "Disallow: /a"},
    {US "Disallow /a\nDisalow: /a\nDissallow: /a\nUseragent: *\n", "/a", true, 0, ""}, /* beyond the RFC */
    {"<!DOCTYPE html><html><body>Not found: sorry</body></html>", "/a", true, 0, ""},
    {US ": /a\nDisallow: /b\n", "/b", false, 3, "Disallow: /b"},
};

START_TEST(rules_decide)
{
    const struct rule_case *it = &CASES[_i];
    struct robots *robots = robots_parse(it->file, strlen(it->file), AGENT);
    struct robots_answer answer = robots_check(robots, it->target);
    ck_assert_msg(answer.allowed == it->allowed, "'%s' in\n%s", it->target, it->file);
    ck_assert_str_eq(answer.rule, it->rule);
    ck_assert_uint_eq(answer.line, it->line);
    robots_free(robots);
}
END_TEST

START_TEST(without_a_file)
{
    struct robots *all = robots_allow_all(), *none = robots_disallow_all();
    ck_assert(robots_check(all, "/a").allowed);
    ck_assert(!robots_check(none, "/a").allowed);
    ck_assert(robots_check(none, "/robots.txt").allowed);
    ck_assert_str_eq(robots_check(none, "/a").rule, "");
    ck_assert_double_eq(robots_crawl_delay(all), -1);
    ck_assert_uint_eq(robots_sitemap_count(all), 0);
    ck_assert_ptr_null(robots_sitemap(all, 0));
    robots_free(all);
    robots_free(none);
    robots_free(NULL);
}
END_TEST

static const struct {
    const char *file;
    double delay;
} DELAYS[] = {
    {"", -1},
    {US "Crawl-delay: 10\n", 10},
    {US "Crawl-delay: 0.5\n", 0.5},
    {US "crawl-DELAY:3\nCrawl-delay: 2\n", 3},
    {US "Crawl-delay: ten\n", -1},
    {US "Crawl-delay: 10s\n", 10},
    {US "Crawl-delay: 5 seconds\n", 5},
    {US "Crawl-delay: 2.5; 3\n", 2.5},
    {US "Crawl-delay: s\n", -1},
    {US "Crawl-delay: -4\n", -1},
    {US "Crawl-delay: 1e5\n", -1},
    {"User-agent: *\nCrawl-delay: 7\n", 7},
    {"User-agent: *\nCrawl-delay: 7\n" US "Disallow: /a\n", -1},
    {"User-agent: otherbot\nCrawl-delay: 7\nDisallow: /\n" US "Disallow: /a\n", -1},
    {"Crawl-delay: 7\n", -1},
};

START_TEST(delays_are_read)
{
    struct robots *robots = robots_parse(DELAYS[_i].file, strlen(DELAYS[_i].file), AGENT);
    ck_assert_double_eq(robots_crawl_delay(robots), DELAYS[_i].delay);
    robots_free(robots);
}
END_TEST

START_TEST(sitemaps_stand_anywhere)
{
    static const char file[] = "Sitemap: https://anytown.example/a.xml\n" US "Disallow: /\nsitemap :  /b.xml  # relative\nSitemap:\n"
                               "User-agent: otherbot\nSITEMAP: https://anytown.example/c.xml?d=e\n";
    struct robots *robots = robots_parse(file, strlen(file), AGENT);
    ck_assert_uint_eq(robots_sitemap_count(robots), 3);
    ck_assert_str_eq(robots_sitemap(robots, 0), "https://anytown.example/a.xml");
    ck_assert_str_eq(robots_sitemap(robots, 1), "/b.xml");
    ck_assert_str_eq(robots_sitemap(robots, 2), "https://anytown.example/c.xml?d=e");
    robots_free(robots);
}
END_TEST

/* 500 KiB at least (2.5), and half a line at the ceiling forbids nothing. */
START_TEST(long_files_are_read_to_the_ceiling)
{
    struct buffer file;
    buffer_init(&file, 4 * (size_t)LIMIT_ROBOTS_BYTES);
    buffer_add_text(&file, US);
    while (file.length < 500 * 1024)
        buffer_add_text(&file, "Disallow: /other\n");
    buffer_add_text(&file, "Disallow: /late\n");
    while (file.length < LIMIT_ROBOTS_BYTES - 11)
        buffer_add_char(&file, '\n');
    buffer_add_text(&file, "Disallow: /too-far\nDisallow: /\n");
    struct robots *robots = robots_parse(file.bytes, file.length, AGENT);
    ck_assert(!robots_check(robots, "/late").allowed);
    ck_assert(robots_check(robots, "/t").allowed);
    ck_assert(robots_check(robots, "/too-far").allowed);
    robots_free(robots);
    buffer_release(&file);
}
END_TEST

START_TEST(wildcards_cost_little)
{
    struct buffer file, target;
    buffer_init(&file, LIMIT_ROBOTS_BYTES);
    buffer_init(&target, LIMIT_URL_BYTES);
    buffer_add_text(&file, US);
    for (int i = 0; i < 200; i++) {
        buffer_add_text(&file, "Disallow: /");
        for (int k = 0; k < 1000; k++)
            buffer_add_text(&file, "*a");
        buffer_add_text(&file, "b\n");
    }
    buffer_add_char(&target, '/');
    while (target.length < LIMIT_URL_BYTES - 1)
        buffer_add_char(&target, 'a');
    struct robots *robots = robots_parse(file.bytes, file.length, AGENT);
    clock_t start = clock();
    ck_assert(robots_check(robots, target.bytes).allowed);
    ck_assert_double_lt((double)(clock() - start) / CLOCKS_PER_SEC, 1.0);
    robots_free(robots);
    buffer_release(&file);
    buffer_release(&target);
}
END_TEST

/* As many rules as a file holds, of which none is the address's: in the first each has a piece that is surely not in it,
 * in the second every part of it is, so that not all can be compared, and those forbid. */
static const struct { const char *address, *piece; bool allowed; } MANY[] = {
    {"a", "aaaaaaaaaaaaaaaab", true},
    {"aaaaaaaaab", "aaaaaaaaaaaaaaaab", false},
};

START_TEST(many_rules_cost_little)
{
    struct buffer file, target;
    buffer_init(&file, LIMIT_ROBOTS_BYTES);
    buffer_init(&target, LIMIT_URL_BYTES);
    buffer_add_text(&file, US);
    for (int i = 0; file.length + 100 < LIMIT_ROBOTS_BYTES; i++)
        buffer_printf(&file, "%s: /*%s%.*s\n", i % 4 == 0 ? "Allow" : "Disallow", MANY[_i].piece, i % 9, "aaaaaaaab");
    buffer_add_text(&file, "Disallow: /closed\nAllow: /open/*/door\nDisallow: /*/far");
    struct robots *robots = robots_parse(file.bytes, file.length, AGENT);
    buffer_add_char(&target, '/');
    while (target.length + 2 * strlen(MANY[_i].address) < LIMIT_URL_BYTES)
        buffer_add_text(&target, MANY[_i].address);
    clock_t start = clock();
    for (int i = 0; i < 20; i++) {
        struct robots_answer answer = robots_check(robots, buffer_text(&target));
        ck_assert(answer.allowed == MANY[_i].allowed && (answer.allowed || strncmp(answer.rule, "Disallow: /*a", 13) == 0));
    }
    ck_assert_double_lt((double)(clock() - start) / CLOCKS_PER_SEC, 2.0);
    ck_assert(!robots_check(robots, "/closed").allowed);
    ck_assert(robots_check(robots, "/open/far/door").allowed);
    ck_assert(!robots_check(robots, "/open/far").allowed);
    robots_free(robots);
    buffer_release(&file);
    buffer_release(&target);
}
END_TEST

START_TEST(bytes_of_any_kind_parse)
{
    static const char file[] = "User-agent: core\0offer\nDisallow: /a\0b\n\xFF\xFE\n" US "Disallow: /c\0d\n";
    struct robots *robots = robots_parse(file, sizeof file - 1, AGENT);
    ck_assert(robots_check(robots, "/a").allowed);
    ck_assert(robots_check(robots, "/c").allowed);
    ck_assert(!robots_check(robots, "/c%00d").allowed);
    robots_free(robots);
}
END_TEST

/* X-Robots-Tag. */
START_TEST(robots_tags_count_for_their_agent)
{
    static const struct {
        const char *value;
        bool nofollow;
    } cases[] = {
        {"nofollow", true},
        {"noindex, nofollow", true},
        {"NOINDEX,NoFollow", true},
        {"none", true},
        {"noindex", false},
        {"", false},
        {"index, follow", false},
        {"otherbot: nofollow", false},
        {"coreoffer: nofollow", true},
        {"CoreOffer: noindex, nofollow", true},
        {"otherbot: noindex, nofollow", false},
        {"otherbot: noindex, coreoffer: nofollow", true},
        {"unavailable_after: 25 Jun 2030 15:00:00 GMT, nofollow", true},
        {"max-snippet:20", false},
        {"max-snippet:20, nofollow", true},
        {"nofollowers", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_msg(gate_tag_says_nofollow(cases[i].value, AGENT) == cases[i].nofollow, "%s", cases[i].value);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

int main(void)
{
    Suite *suite = suite_create("crawler_robots");
    TCase *tcase = tcase_create("robots");
    tcase_add_loop_test(tcase, rules_decide, 0, COUNT(CASES));
    tcase_add_test(tcase, without_a_file);
    tcase_add_loop_test(tcase, delays_are_read, 0, COUNT(DELAYS));
    tcase_add_test(tcase, sitemaps_stand_anywhere);
    tcase_add_test(tcase, long_files_are_read_to_the_ceiling);
    tcase_add_test(tcase, wildcards_cost_little);
    tcase_add_loop_test(tcase, many_rules_cost_little, 0, COUNT(MANY));
    tcase_add_test(tcase, bytes_of_any_kind_parse);
    tcase_add_test(tcase, robots_tags_count_for_their_agent);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}

/* Fields between a page in the browser and the servers that it asks. */
#include <cjson/cJSON.h>
#include <check.h>
#include <string.h>

#include "crawler/browser/render_fields.h"
#include "suite.h"

static struct arena arena;
static cJSON *json;

static void tear_down(void)
{
    arena_release(&arena);
    cJSON_Delete(json);
    json = NULL;
}

static const cJSON *headers_of(const char *text)
{
    json = cJSON_Parse(text);
    return json;
}

START_TEST(test_what_scripts_add)
{
    struct render_fields fields = {.count = 0};
    render_fields_take(&arena, headers_of("{\"X-Key\":\"k1\",\"authorization\":\"Bearer t\",\"Cookie\":\"a=1\",\"User-Agent\":\"Odd\",\"sec-x\":\"1\",\"Bad Name\":\"1\",\"X-Number\":5,"
                                          "\"X-Line\":\"1\\r\\nEvil: 1\",\"\":\"1\",\"Content-Length\":\"7\"}"),
                       &fields);
    ck_assert_uint_eq(fields.count, 2);
    ck_assert_str_eq(fields.items[0], "X-Key: k1");
    ck_assert_str_eq(fields.items[1], "authorization: Bearer t");
}
END_TEST

START_TEST(test_there_is_room_for_ours)
{
    struct render_fields fields = {.count = 0};
    cJSON *many = cJSON_CreateObject();
    for (int i = 0; i < 100; i++)
        cJSON_AddStringToObject(many, arena_printf(&arena, "X-%d", i), "1");
    json = many;
    render_fields_take(&arena, many, &fields);
    size_t taken = fields.count;
    for (int i = 0; i < 10; i++)
        render_fields_add(&arena, &fields, "Origin", "http://anytown.test");
    ck_assert_uint_lt(taken, RENDER_FIELDS_MAX);
    ck_assert_uint_eq(fields.count, RENDER_FIELDS_MAX);
    ck_assert_str_eq(fields.items[taken], "Origin: http://anytown.test");
}
END_TEST

static const struct {
    const char *headers, *cookie;
} cookies[] = {
    {"{\"cookie\":\"a=1; b=2\"}", "a=1; b=2"}, {"{\"COOKIE\":\"a=1\"}", "a=1"}, {"{}", ""}, {"{\"cookie\":7}", ""}, {"{\"cookie\":\"a=1\\r\\nEvil: 1\"}", ""}, {"null", ""},
};

START_TEST(test_cookie)
{
    ck_assert_str_eq(render_fields_cookie(&arena, headers_of(cookies[_i].headers)), cookies[_i].cookie);
}
END_TEST

START_TEST(test_a_cookie_has_an_end)
{
    char *value = memset(arena_alloc(&arena, 9001), 'x', 9000);
    json = cJSON_CreateObject();
    cJSON_AddStringToObject(json, "cookie", value);
    ck_assert_str_eq(render_fields_cookie(&arena, json), "");
}
END_TEST

START_TEST(test_what_reaches_a_page)
{
    ck_assert(render_fields_reach_page("content-type", false));
    ck_assert(render_fields_reach_page("access-control-allow-origin", false));
    ck_assert(render_fields_reach_page("set-cookie", true));
    static const char *const kept_back[] = {"set-cookie", "content-encoding", "content-disposition", "refresh", "clear-site-data", "x odd", ""};
    for (size_t i = 0; i < sizeof kept_back / sizeof kept_back[0]; i++)
        ck_assert_msg(!render_fields_reach_page(kept_back[i], false), "%s", kept_back[i]);
}
END_TEST

static const struct {
    const char *name, *value;
    bool part, data;         /* whether a script, or data, may be given to other pages */
} answers[] = {
    {"x", "y", true, false},
    {"cache-control", "max-age=60", true, true},
    {"cache-control", "public", true, true},
    {"cache-control", "s-maxage=5, must-revalidate", true, true},
    {"cache-control", "max-age=0", true, false},
    {"cache-control", "private, max-age=60", true, false},
    {"cache-control", "max-age=60, no-store", true, false},
    {"cache-control", "public, no-cache", true, false},
    {"set-cookie", "sid=1", true, false},
    {"vary", "Accept-Encoding", true, false},
    {"vary", "Accept-Encoding, Cookie", false, false},
    {"vary", "*", false, false},
};

START_TEST(test_what_is_shared)
{
    const struct fetch_header header = {answers[_i].name, answers[_i].value};
    const struct fetch_reply reply = {.headers = &header, .header_count = 1};
    ck_assert_msg(render_fields_let_share(&reply, true) == answers[_i].part, "%s: %s", header.name, header.value);
    ck_assert_msg(render_fields_let_share(&reply, false) == answers[_i].data, "%s: %s", header.name, header.value);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/render_fields");
    TCase *tests = tcase_create("render_fields");
    tcase_add_checked_fixture(tests, NULL, tear_down);
    tcase_add_test(tests, test_what_scripts_add);
    tcase_add_test(tests, test_there_is_room_for_ours);
    tcase_add_loop_test(tests, test_cookie, 0, (int)(sizeof cookies / sizeof cookies[0]));
    tcase_add_test(tests, test_a_cookie_has_an_end);
    tcase_add_test(tests, test_what_reaches_a_page);
    tcase_add_loop_test(tests, test_what_is_shared, 0, (int)(sizeof answers / sizeof answers[0]));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

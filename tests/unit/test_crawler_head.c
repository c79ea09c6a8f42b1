/* The heads of HTTP messages, from servers and from archives. */
#include <check.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "crawler/fetch/head.h"
#include "suite.h"

static struct arena arena;

static void tear_down(void)
{
    arena_release(&arena);
}

static const struct {
    const char *line;
    int status;
} lines[] = {
    {"HTTP/1.1 200 OK", 200}, {"HTTP/1.0 404", 404},  {"HTTP/2 301 ", 301},   {"HTTP/1.1  503 two spaces", 503},
    {"HTTP/1.1 99 x", 0},     {"HTTP/1.1 2000", 0},   {"HTTP/1.1", 0},        {"HTTP/1.1 ", 0},
    {"http/1.1 200", 200},     {"ICY 200 OK", 0},      {"", 0},                {"HTTP/1.1 2x0", 0},
    {"HTTP/1.1 999 Denied", 999},
};

START_TEST(test_status)
{
    struct head head;
    ck_assert(head_parse(&arena, lines[_i].line, strlen(lines[_i].line), &head) == (lines[_i].status != 0));
    ck_assert_msg(head.status == lines[_i].status, "%s: %d", lines[_i].line, head.status);
}
END_TEST

START_TEST(test_fields)
{
    static const char text[] = "HTTP/1.1 200 OK\r\nContent-TYPE:text/html \r\nX-Empty:\r\nno colon here\r\n: no name\r\n"
                               "X-Folded: one\r\n\t two\r\nBare: lf\nX-Nul: a\0b\r\nx-twice: 1\r\nX-Twice: 2\r\n\r\nBody: not a field\r\n";
    struct head head;
    ck_assert(head_parse(&arena, text, sizeof text - 1, &head));
    ck_assert_uint_eq(head.count, 7);
    ck_assert_str_eq(head_field(&head, "content-type"), "text/html");
    ck_assert_str_eq(head_field(&head, "x-empty"), "");
    ck_assert_str_eq(head_field(&head, "x-folded"), "one two");
    ck_assert_str_eq(head_field(&head, "bare"), "lf");
    ck_assert_str_eq(head_field(&head, "x-nul"), "a b");
    ck_assert_str_eq(head_field(&head, "x-twice"), "1");
    ck_assert_str_eq(head_field(&head, "body"), "");
    ck_assert_uint_eq(head_length(text, sizeof text - 1), sizeof text - 1 - strlen("Body: not a field\r\n"));
}
END_TEST

START_TEST(test_where_the_head_ends)
{
    static const struct {
        const char *text;
        size_t length;
    } heads[] = {{"A\r\n\r\nB", 5}, {"A\n\nB", 3}, {"A\r\n\nB", 4}, {"A\r\n", 0}, {"A", 0}, {"", 0}, {"\r\n\r\n", 4}, {"A\r\n\r", 0}};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++)
        ck_assert_msg(head_length(heads[i].text, strlen(heads[i].text)) == heads[i].length, "%zu", i);
}
END_TEST

START_TEST(test_chunked)
{
    static const struct {
        const char *fields;
        bool chunked;
    } heads[] = {{"Transfer-Encoding: chunked\r\n", true},       {"Transfer-Encoding: gzip, Chunked\r\n", true},
                 {"Transfer-Encoding: chunked, gzip\r\n", false}, {"Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", true},
                 {"X: chunked\r\n", false},                       {"Transfer-Encoding: notchunked\r\n", false}};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        struct head head;
        const char *text = arena_printf(&arena, "HTTP/1.1 200 OK\r\n%s\r\n", heads[i].fields);
        head_parse(&arena, text, strlen(text), &head);
        ck_assert_msg(head_ends_chunked(&head) == heads[i].chunked, "%s", heads[i].fields);
    }
}
END_TEST

START_TEST(test_how_much_is_to_come)
{
    static const struct {
        const char *fields;
        int64_t length;
        bool part;
    } heads[] = {{"Content-Length: 12\r\n", 12, false},
                 {"X: y\r\n", HEAD_NO_LENGTH, false},
                 {"Content-Length: none\r\nContent-Length:\r\nContent-Length: -1\r\n", HEAD_NO_LENGTH, false},
                 {"Content-Length: 12\r\nContent-Length: 12\r\n", 12, false},
                 {"Content-Length: 12, 12 ,12\r\n", 12, false},
                 {"Content-Length: 12\r\nContent-Length: 5\r\n", HEAD_LENGTHS_DIFFER, false},
                 {"Content-Length: 12,5\r\n", HEAD_LENGTHS_DIFFER, false},
                 {"Content-Range: bytes 0-4/5\r\n", HEAD_NO_LENGTH, false},
                 {"Content-Range: bytes 0-4/*\r\n", HEAD_NO_LENGTH, false},
                 {"Content-Range: pages 1-2/5\r\n", HEAD_NO_LENGTH, false},
                 {"Content-Range: bytes 0-3/5\r\n", HEAD_NO_LENGTH, true},
                 {"Content-Range: bytes 1-4/5\r\n", HEAD_NO_LENGTH, true},
                 {"Content-Range: bytes 0-3/99999999999999999999999\r\n", HEAD_NO_LENGTH, true},
                 {"Content-Range: bytes */5\r\nContent-Range:\r\n", HEAD_NO_LENGTH, false}};
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        struct head head;
        const char *text = arena_printf(&arena, "HTTP/1.1 206 Partial Content\r\n%s\r\n", heads[i].fields);
        head_parse(&arena, text, strlen(text), &head);
        ck_assert_msg(head_content_length(&head) == heads[i].length && head_is_part(&head) == heads[i].part, "%s", heads[i].fields);
    }
}
END_TEST

static const struct {
    const char *before, *after;
} masked[] = {
    {"Cookie: a=12; b=3; flag\r\n", "Cookie: a=xx; b=x;xxxxx\r\n"},
    {"cookie:a=1\n", "cookie:a=x\n"},
    {"Set-Cookie: sid=ab=c; Path=/; HttpOnly\r\n", "Set-Cookie: sid=xxxx; Path=/; HttpOnly\r\n"},
    {"SET-COOKIE: nameless\r\n", "SET-COOKIE:xxxxxxxxx\r\n"},
    {"Set-Cookie: a=1\r\n 23\r\nX: y\r\n", "Set-Cookie: a=x\r\n xx\r\nX: y\r\n"},
    {"Authorization: Bearer ab\r\n", "Authorization:xxxxxxxxxx\r\n"},
    {"X-Cookie: a=1\r\n and a=1\r\n", "X-Cookie: a=1\r\n and a=1\r\n"},
    {"X: y\r\n\r\nCookie: a=1", "X: y\r\n\r\nCookie: a=x"},
    {"Cookie:", "Cookie:"},
    {"Location: https://jo:secret@a.example/x:y@z\r\n", "Location: https://jo:xxxxxx@a.example/x:y@z\r\n"},
    {"Link: <//jo:pw@a.example/>, <https://b.example:80/c@d>\r\n", "Link: <//jo:xx@a.example/>, <https://b.example:80/c@d>\r\n"},
};

START_TEST(test_what_is_masked)
{
    const char *start = "GET /cookie:a=1 HTTP/1.1\r\n";
    char *text = arena_copy(&arena, arena_printf(&arena, "%s%s", start, masked[_i].before));
    head_mask(text, strlen(text));
    ck_assert_str_eq(text, arena_printf(&arena, "%s%s", start, masked[_i].after));
}
END_TEST

START_TEST(test_ceilings)
{
    struct buffer text;
    struct head head;
    buffer_init(&text, LIMIT_HEADER_BYTES * 2);
    buffer_add_text(&text, "HTTP/1.1 200 OK\r\n");
    for (int i = 0; i < LIMIT_HEADER_COUNT + 50; i++)
        buffer_printf(&text, "x-%d: y\r\n", i);
    head_parse(&arena, text.bytes, text.length, &head);
    ck_assert_uint_eq(head.count, LIMIT_HEADER_COUNT);
    buffer_release(&text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/head");
    TCase *tests = tcase_create("head");
    tcase_add_checked_fixture(tests, NULL, tear_down);
    tcase_add_loop_test(tests, test_status, 0, (int)(sizeof lines / sizeof lines[0]));
    tcase_add_test(tests, test_fields);
    tcase_add_test(tests, test_where_the_head_ends);
    tcase_add_test(tests, test_chunked);
    tcase_add_test(tests, test_how_much_is_to_come);
    tcase_add_loop_test(tests, test_what_is_masked, 0, (int)(sizeof masked / sizeof masked[0]));
    tcase_add_test(tests, test_ceilings);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

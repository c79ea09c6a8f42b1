/* Replies as browsers read them, whole and byte by byte. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "crawler/fetch/lenient.h"
#include "suite.h"

static struct buffer head, body;
static size_t room; /* how many bytes of the body are taken */

static size_t take_header(char *bytes, size_t size, size_t length, void *context)
{
    (void)context;
    buffer_add(&head, bytes, size * length);
    return length;
}

static size_t take_body(char *bytes, size_t size, size_t length, void *context)
{
    (void)context;
    buffer_add(&body, bytes, size * length);
    return body.length > room ? 0 : length;
}

#define OK "HTTP/1.1 200 OK\r\n"
#define BYTES(text) text, sizeof text - 1

static const struct {
    const char *bytes;
    size_t length;
    enum lenient_result result;
    const char *body;
    bool head_only;
} cases[] = {
    {BYTES(OK "Content-Length: 5\r\n\r\nhello and more"), LENIENT_DONE, "hello", false},
    {BYTES(OK "Content-Length: 5\r\n\r\n"), LENIENT_DONE, "", true},
    {BYTES(OK "No colon\r\nContent-Length: 5\r\n\r\nhello"), LENIENT_DONE, "hello", false},
    {BYTES(OK " folded into nothing\r\nContent-Length: 5\r\n\r\nhello"), LENIENT_DONE, "hello", false},
    {BYTES("\r\n\r\n" OK "Content-Length: 5\r\n\r\nhello"), LENIENT_DONE, "hello", false},
    {BYTES("12345" OK "Content-Length: 5\r\n\r\nhello"), LENIENT_DAMAGED, "", false},
    {BYTES("<p>no head at all</p>"), LENIENT_DAMAGED, "", false},
    {BYTES("http/1.2 200\n\nhello"), LENIENT_DONE, "hello", false},
    {BYTES(OK "Content-Length: \r\n\r\nhello"), LENIENT_DONE, "hello", false},
    {BYTES(OK "Content-Length: -1\r\n\r\nhello"), LENIENT_DONE, "hello", false},
    {BYTES(OK "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello"), LENIENT_DONE, "hello", false},
    {BYTES(OK "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"), LENIENT_DAMAGED, "", false},
    {BYTES(OK "Content-Length: 6\r\n\r\nhello"), LENIENT_DAMAGED, "hello", false},
    {BYTES(OK "X: a\0b\r\n\r\nhello"), LENIENT_DAMAGED, "", false},
    {BYTES(OK "X: a"), LENIENT_DAMAGED, "", false},
    {BYTES(""), LENIENT_DAMAGED, "", false},
    {BYTES("HTTP/1.1 103 Early\r\nLink: <x>\r\n\r\n" OK "Content-Length: 5\r\n\r\nhello"), LENIENT_DONE, "hello", false},
    {BYTES("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n"), LENIENT_DONE, "", false},
    {BYTES("HTTP/1.1 2000 OK\r\n\r\n"), LENIENT_DAMAGED, "", false},
    {BYTES(OK "Odd\r\nTransfer-Encoding: chunked\r\n\r\n2;x=1\r\nhe\r\n3\nllo\r\n0\r\nTrailer: 1\r\n\r\nmore"), LENIENT_DONE, "hello", false},
    {BYTES(OK "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"), LENIENT_DAMAGED, "hello", false},
    {BYTES(OK "Transfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n"), LENIENT_DAMAGED, "", false},
    {BYTES(OK "Transfer-Encoding: chunked\r\n\r\n1234567890123456\r\nhello\r\n"), LENIENT_DAMAGED, "", false},
    {BYTES(OK "Transfer-Encoding: chunked\r\n\r\n2\r\nhello\r\n"), LENIENT_DAMAGED, "he", false},
    {BYTES(OK "\r\nmore than there is room for"), LENIENT_STOPPED, NULL, false},
};

START_TEST(test_replies)
{
    for (size_t step = 1; step <= cases[_i].length + 1; step = step == 1 ? 7 : step == 7 ? cases[_i].length + 1 : step + 1) {
        buffer_init(&head, 1000);
        buffer_init(&body, 1000);
        room = 20;
        struct lenient *lenient = lenient_new(&(struct lenient_calls){take_header, take_body, NULL}, cases[_i].head_only);
        enum lenient_result result = LENIENT_MORE;
        for (size_t at = 0; at < cases[_i].length && result == LENIENT_MORE; at += step) {
            char bytes[200];
            size_t size = cases[_i].length - at < step ? cases[_i].length - at : step;
            memcpy(bytes, cases[_i].bytes + at, size);
            result = lenient_feed(lenient, bytes, size);
        }
        if (result == LENIENT_MORE)
            result = lenient_end(lenient);
        ck_assert_msg(result == cases[_i].result, "%s: %d, fed by %zu", cases[_i].bytes, (int)result, step);
        if (cases[_i].body != NULL)
            ck_assert_str_eq(buffer_text(&body), cases[_i].body);
        if (result == LENIENT_DONE)
            ck_assert_str_eq(buffer_text(&head) + head.length - 1, "\n");
        lenient_free(lenient);
        buffer_release(&head);
        buffer_release(&body);
    }
}
END_TEST

START_TEST(test_a_head_has_a_ceiling)
{
    char bytes[1024];
    enum lenient_result result = LENIENT_MORE;
    buffer_init(&head, 1000);
    struct lenient *lenient = lenient_new(&(struct lenient_calls){take_header, take_body, NULL}, false);
    memcpy(bytes, "HTTP/1.1 200 OK\r\n", 17);
    memset(bytes + 17, 'x', sizeof bytes - 17);
    for (int i = 0; i < 100000 && result == LENIENT_MORE; i++)
        result = lenient_feed(lenient, bytes, sizeof bytes);
    ck_assert_int_eq(result, LENIENT_DAMAGED);
    lenient_free(lenient);
    buffer_release(&head);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("lenient");
    TCase *tests = tcase_create("replies");
    tcase_add_loop_test(tests, test_replies, 0, (int)(sizeof cases / sizeof cases[0]));
    tcase_add_test(tests, test_a_head_has_a_ceiling);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

/* The DevTools protocol as a hostile browser speaks it: over pipes, in pieces, too long, wrong. */
#include <check.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/memory.h"
#include "crawler/browser/devtools.h"
#include "suite.h"

static int commands[2], answers[2]; /* ours to write and theirs; theirs to write and ours */
static struct devtools *devtools;
static struct buffer heard;         /* "id|session|method|error|text of its body's \"x\"\n" a message */

static void set_up(void)
{
    ck_assert_int_eq(pipe2(commands, O_NONBLOCK), 0);
    ck_assert_int_eq(pipe2(answers, O_NONBLOCK), 0);
    devtools = devtools_new(commands[1], answers[0]);
    buffer_init(&heard, 1024 * 1024);
}

static void tear_down(void)
{
    devtools_free(devtools);
    buffer_release(&heard);
    const int fds[] = {commands[0], commands[1], answers[0], answers[1]};
    for (size_t i = 0; i < 4; i++)
        close(fds[i]);
}

static void hear(void *context, const struct devtools_message *message)
{
    (void)context;
    buffer_printf(&heard, "%lld|%s|%s|%s|%s%s\n", (long long)message->id, message->session, message->method, message->error,
                  message->body != NULL ? devtools_text(message->body, "x") : "-", message->overlong ? "!" : "");
}

/* Writes all of it, letting the reader read where the pipe is full. */
static void say(const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(answers[1], bytes, length);
        if (written > 0) {
            bytes += written;
            length -= (size_t)written;
        } else {
            (void)devtools_work(devtools, hear, NULL);
            if (devtools_is_broken(devtools))
                return;
        }
    }
    while (devtools_work(devtools, hear, NULL))
        continue;
}

#define SAY(text) say(text, sizeof(text)) /* with its NUL */

static const struct {
    const char *message, *heard;
    bool broken;
} messages[] = {
    {"{\"id\":3,\"result\":{\"x\":\"y\"},\"sessionId\":\"S\"}", "3|S|||y\n", false},
    {"{\"id\":3,\"result\":{}}", "3||||\n", false},
    {"{\"id\":3}", "3||||-\n", false},
    {"{\"method\":\"A.b\",\"params\":{\"x\":\"y\"}}", "0||A.b||y\n", false},
    {"{\"method\":\"A.b\"}", "0||A.b||-\n", false},
    {"{\"id\":3,\"error\":{\"code\":-1,\"message\":\"no\"}}", "3|||no|-\n", false},
    {"{\"id\":3,\"error\":{}}", "3|||it failed|-\n", false},
    {"{\"id\":3,\"error\":\"text\"}", "3||||-\n", false},
    /* Wrong types are as absent. */
    {"{\"id\":\"3\",\"method\":\"A.b\",\"params\":[1]}", "0||A.b||-\n", false},
    {"{\"id\":3,\"result\":\"y\",\"sessionId\":7}", "3||||-\n", false},
    {"{\"id\":3,\"result\":{\"x\":{\"x\":1}}}", "3||||\n", false},
    {"{\"method\":{}}", "", false},
    {"{}", "", false},
    {"{\"id\":-1}", "", false},
    {"{\"id\":0}", "", false},
    {"{\"id\":1e300}", "", false},
    {"{\"id\":9007199254740993}", "", false},
    {"{\"id\":3.5}", "3||||-\n", false},
    /* No message. */
    {"", "", true},
    {"[]", "", true},
    {"null", "", true},
    {"text", "", true},
    {"{\"id\":3", "", true},
    {"{\"id\":3}{\"id\":4}", "3||||-\n", false},
};

START_TEST(test_messages)
{
    say(messages[_i].message, strlen(messages[_i].message) + 1);
    ck_assert_str_eq(buffer_text(&heard), messages[_i].heard);
    ck_assert_int_eq(devtools_is_broken(devtools), messages[_i].broken);
}
END_TEST

START_TEST(test_pieces_and_several_at_once)
{
    static const char text[] = "{\"id\":1}\0{\"method\":\"A.b\"}\0{\"id\":2,\"result\":{\"x\":\"z\"}}";
    for (size_t i = 0; i < sizeof text; i++) /* with the last NUL */
        say(text + i, 1);
    ck_assert_str_eq(buffer_text(&heard), "1||||-\n0||A.b||-\n2||||z\n");
    buffer_clear(&heard);
    say(text, sizeof text);
    ck_assert_str_eq(buffer_text(&heard), "1||||-\n0||A.b||-\n2||||z\n");
}
END_TEST

START_TEST(test_nesting_without_end_is_no_message)
{
    size_t depth = 200000;
    char *deep = memory_alloc(depth + 1);
    memset(deep, '[', depth);
    SAY("{\"id\":1}");
    say(deep, depth + 1);
    ck_assert(devtools_is_broken(devtools));
    ck_assert_str_eq(buffer_text(&heard), "1||||-\n");
    free(deep);
}
END_TEST

/* Its command fails; what follows is heard. */
START_TEST(test_a_message_over_the_ceiling)
{
    char piece[64 * 1024];
    memset(piece, 'x', sizeof piece);
    say("{\"id\":17,\"result\":{\"x\":\"", 23);
    for (size_t sent = 0; sent <= LIMIT_DEVTOOLS_MESSAGE; sent += sizeof piece)
        say(piece, sizeof piece);
    SAY("\"}}");
    SAY("{\"id\":18}");
    say("{\"method\":\"A.b\",\"params\":{\"x\":\"", 31);
    for (size_t sent = 0; sent <= LIMIT_DEVTOOLS_MESSAGE; sent += sizeof piece)
        say(piece, sizeof piece);
    SAY("\"}}");
    SAY("{\"id\":19}");
    ck_assert_str_eq(buffer_text(&heard), "17|||its answer is larger than the ceiling allows|-!\n18||||-\n19||||-\n");
    ck_assert(!devtools_is_broken(devtools));
}
END_TEST

/* One call comes back although there is always more to read. */
START_TEST(test_a_flood_is_taken_in_parts)
{
    enum { MESSAGES = 2000 };
    static const char one[] = "{\"method\":\"A.b\"}";
    static char many[MESSAGES * sizeof one];
    for (size_t i = 0; i < MESSAGES; i++)
        memcpy(many + i * sizeof one, one, sizeof one);
    pid_t flooder = fork();
    if (flooder == 0) {
        (void)fcntl(answers[1], F_SETFL, 0);
        close(answers[0]);
        while (write(answers[1], many, sizeof many) > 0)
            continue;
        _exit(0);
    }
    bool more = false;
    /* On a busy machine the flooder's turn comes late: its bytes are waited for. */
    for (int waits = 0; waits < 2000 && !more; waits++) {
        struct pollfd readable = {.fd = answers[0], .events = POLLIN};
        (void)poll(&readable, 1, 10);
        more = devtools_work(devtools, hear, NULL);
    }
    (void)kill(flooder, SIGKILL);
    (void)waitpid(flooder, NULL, 0);
    ck_assert(more);
    ck_assert(!devtools_is_broken(devtools));
}
END_TEST

START_TEST(test_the_end_is_told)
{
    SAY("{\"id\":1}");
    ck_assert(!devtools_is_broken(devtools));
    close(answers[1]);
    (void)devtools_work(devtools, hear, NULL);
    ck_assert(devtools_is_broken(devtools));
    answers[1] = dup(commands[1]);
}
END_TEST

static void receive(struct buffer *out)
{
    char bytes[4096];
    buffer_init(out, 1024 * 1024);
    (void)devtools_work(devtools, hear, NULL);
    for (ssize_t count; (count = read(commands[0], bytes, sizeof bytes)) > 0;)
        buffer_add(out, bytes, (size_t)count);
}

START_TEST(test_commands)
{
    struct buffer sent;
    ck_assert_int_eq(devtools_send(devtools, NULL, "A.b", NULL), 1);
    ck_assert_int_eq(devtools_send(devtools, "S\"1", "C.d", "{\"e\":true}"), 2);
    ck_assert(devtools_is_unsent(devtools));
    receive(&sent);
    static const char wanted[] = "{\"id\":1,\"method\":\"A.b\"}\0{\"id\":2,\"method\":\"C.d\",\"sessionId\":\"S\\\"1\",\"params\":{\"e\":true}}";
    ck_assert_uint_eq(sent.length, sizeof wanted);
    ck_assert_int_eq(memcmp(sent.bytes, wanted, sizeof wanted), 0);
    ck_assert(!devtools_is_unsent(devtools));
    buffer_release(&sent);
}
END_TEST

/* All of it arrives in the end, in order; what is never read is not kept without end. */
START_TEST(test_a_browser_that_does_not_read)
{
    struct buffer body;
    buffer_init(&body, 1024 * 1024);
    buffer_add_text(&body, "{\"x\":\"");
    while (body.length < 512 * 1024)
        buffer_add_char(&body, 'y');
    buffer_add_text(&body, "\"}");
    size_t messages_sent = 0, nuls = 0;
    for (; messages_sent < 20; messages_sent++)
        (void)devtools_send(devtools, NULL, "A.b", buffer_text(&body));
    char bytes[4096];
    do {
        (void)devtools_work(devtools, hear, NULL);
        for (ssize_t count; (count = read(commands[0], bytes, sizeof bytes)) > 0;)
            for (ssize_t i = 0; i < count; i++)
                nuls += bytes[i] == '\0';
    } while (devtools_is_unsent(devtools));
    ck_assert_uint_eq(nuls, messages_sent);
    for (size_t i = 0; i < 1000 && !devtools_is_broken(devtools); i++)
        (void)devtools_send(devtools, NULL, "A.b", buffer_text(&body));
    ck_assert(devtools_is_broken(devtools));
    buffer_release(&body);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/devtools");
    TCase *tcase = tcase_create("devtools");
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    tcase_set_timeout(tcase, 60);
    tcase_add_loop_test(tcase, test_messages, 0, sizeof messages / sizeof messages[0]);
    tcase_add_test(tcase, test_pieces_and_several_at_once);
    tcase_add_test(tcase, test_nesting_without_end_is_no_message);
    tcase_add_test(tcase, test_a_message_over_the_ceiling);
    tcase_add_test(tcase, test_a_flood_is_taken_in_parts);
    tcase_add_test(tcase, test_the_end_is_told);
    tcase_add_test(tcase, test_commands);
    tcase_add_test(tcase, test_a_browser_that_does_not_read);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}

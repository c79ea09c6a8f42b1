/* Fetching against a server that misbehaves in every known way, judged by the replies and
 * by the server's own log. */
#include "fetch_fixture.h"

#include "base/clock.h"
#include "base/memory.h"
#include "crawler/archive/warc.h"
#include "suite.h"

START_TEST(test_plain_page)
{
    struct fetch_options options = quick();
    struct fetcher *fetcher = make(&options);
    ask_with(fetcher, "plain.example", "/page?a=b#part", (struct fetch_request){.keep_wire = true, .tag = &options});
    work(fetcher, 5);
    ck_assert_uint_eq(got_count, 1);
    ck_assert_ptr_eq((void *)got[0].tag, &options);
    ck_assert_int_eq(got[0].status, 200);
    ck_assert_int_eq(got[0].reason, REASON_NONE);
    ck_assert_int_eq(got[0].attempts, 1);
    ck_assert_str_eq(got[0].body, "<p>Hello");
    ck_assert_str_eq(got[0].type, "text/html");
    ck_assert_str_eq(got[0].address, "127.0.0.1");
    ck_assert_str_eq(got[0].detail, "");
    ck_assert_uint_eq(got[0].wire_length, 8);
    ck_assert_msg(strncmp(got[0].request, "GET /page?a=b HTTP/1.1\r\n", 24) == 0, "%s", got[0].request);
    ck_assert_ptr_nonnull(strstr(got[0].request, "User-Agent: coreoffer-test/1 (+https://campaign.example/bot)\r\n"));
    ck_assert_ptr_nonnull(strstr(got[0].request, "Accept-Encoding: gzip, deflate\r\n"));
    ck_assert_ptr_null(strstr(got[0].request, "Cookie"));
    ck_assert_msg(strncmp(got[0].head, "HTTP/1.1 200 OK\r\n", 17) == 0, "%s", got[0].head);
    ck_assert_str_eq(got[0].head + strlen(got[0].head) - 4, "\r\n\r\n");
    fetcher_free(fetcher);
}
END_TEST

static const struct {
    const char *path;
    int status;
    enum link_reason reason;
    int attempts;
    size_t length; /* of the body; SIZE_MAX: any up to the ceiling */
    bool cut;
} table[] = {
    {"/missing", 404, REASON_NONE, 1, 12, false},
    {"/moved", 301, REASON_NONE, 1, 0, false},
    {"/refused", 403, REASON_NONE, 1, 2, false},
    {"/interim", 200, REASON_NONE, 1, 2, false},
    {"/no-length", 200, REASON_NONE, 1, 15, false},
    {"/gzip", 200, REASON_NONE, 1, 5000, false},
    {"/gzip-chunked", 200, REASON_NONE, 1, 5000, false},
    {"/gzip-cut", 200, REASON_TRUNCATED, 3, SIZE_MAX, false},
    {"/gzip-no-checksum", 200, REASON_NONE, 1, 5000, false},
    {"/deflate", 200, REASON_NONE, 1, 5000, false},
    {"/deflate-raw", 200, REASON_NONE, 1, 5000, false},
    {"/mislabelled", 200, REASON_NONE, 1, 8, false},
    {"/brotli", 200, REASON_NONE, 1, 3, false},
    {"/bomb", 200, REASON_TOO_LARGE, 1, SIZE_MAX, true},
    {"/endless", 200, REASON_TOO_LARGE, 1, 1024 * 1024, true},
    {"/header-flood", 200, REASON_TOO_LARGE, 1, 0, false},
    {"/header-long", 200, REASON_TOO_LARGE, 1, 0, false},
    {"/interim-flood", 0, REASON_TOO_LARGE, 1, 0, false},
    {"/drip", 200, REASON_TIMEOUT, 1, SIZE_MAX, false},
    {"/head-drip", 200, REASON_TIMEOUT, 1, 0, false},
    {"/hole", 0, REASON_TIMEOUT, 3, 0, false},
    {"/reset", 0, REASON_TRUNCATED, 3, 0, false},
    {"/nothing", 0, REASON_TRUNCATED, 3, 0, false},
    {"/garbage", 0, REASON_TRUNCATED, 3, 0, false},
    {"/short", 200, REASON_TRUNCATED, 3, 6, false},
    {"/chunk-cut", 200, REASON_TRUNCATED, 3, 6, false},
    {"/flap503", 200, REASON_NONE, 3, 8, false},
    {"/dead503", 503, REASON_NONE, 3, 4, false},
    {"/always429", 429, REASON_RATE_LIMITED, 3, 4, false},
};
enum { TABLE_COUNT = sizeof table / sizeof table[0] };

/* Every host of the table is asked at once: none may hold up another. Four in a group, as
 * no more than four hosts on one address are asked at a time. */
START_TEST(test_replies)
{
    struct fetch_options options = quick();
    struct fetcher *fetcher = make(&options);
    for (int i = 0; i < TABLE_COUNT; i++) {
        char host[64];
        snprintf(host, sizeof host, "table%d.example", i);
        ask_with(fetcher, host, table[i].path, (struct fetch_request){.tag = (void *)(intptr_t)i, .body_ceiling = 1024 * 1024});
    }
    work(fetcher, 60);
    ck_assert_uint_eq(got_count, TABLE_COUNT);
    for (size_t i = 0; i < got_count; i++) {
        const struct got *g = &got[i];
        const char *path = table[g->tag].path;
        ck_assert_msg(g->status == table[g->tag].status, "%s: status %d", path, g->status);
        ck_assert_msg(g->reason == table[g->tag].reason, "%s: reason %s (%s)", path, link_reason_word(g->reason), g->detail);
        ck_assert_msg(g->attempts == table[g->tag].attempts, "%s: %d attempts (%s)", path, g->attempts, g->detail);
        ck_assert_msg(g->cut == table[g->tag].cut, "%s: cut %d", path, g->cut);
        ck_assert_msg((g->reason != REASON_NONE) == (g->detail[0] != '\0') || g->status == 429, "%s: detail '%s'", path, g->detail);
        if (table[g->tag].length == SIZE_MAX)
            ck_assert_msg(g->length <= 1024 * 1024, "%s: %zu bytes", path, g->length);
        else
            ck_assert_msg(g->length == table[g->tag].length, "%s: %zu bytes", path, g->length);
        ck_assert_msg(g->undecoded == (strcmp(path, "/mislabelled") == 0 || strcmp(path, "/brotli") == 0), "%s: undecoded %d", path, g->undecoded);
    }
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_redirects_are_not_followed)
{
    struct fetch_options options = quick();
    struct fetcher *fetcher = make(&options);
    struct server_entry log[8];
    ask(fetcher, "moved.example", "/moved", 1);
    work(fetcher, 5);
    ck_assert_str_eq(got[0].location, "/elsewhere?a=1#b");
    ck_assert_int_eq(entries_of("moved.example", log), 1);
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_cut_at_the_ceiling_without_fault)
{
    struct fetch_options options = quick();
    struct fetcher *fetcher = make(&options);
    ask_with(fetcher, "cut1.example", "/large", (struct fetch_request){.body_ceiling = 1000, .stop_at_ceiling = true, .keep_wire = true});
    ask_with(fetcher, "cut2.example", "/gzip", (struct fetch_request){.body_ceiling = 1000, .stop_at_ceiling = true});
    ask_with(fetcher, "cut3.example", "/large", (struct fetch_request){.body_ceiling = 16 * 1024}); /* exactly its size */
    work(fetcher, 5);
    for (size_t i = 0; i < 3; i++) {
        ck_assert_int_eq(got[i].reason, REASON_NONE);
        ck_assert(got[i].cut == (got[i].length == 1000));
        ck_assert(got[i].length == 1000 || got[i].length == 16 * 1024);
    }
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_head)
{
    struct fetch_options options = quick();
    struct fetcher *fetcher = make(&options);
    struct server_entry log[8];
    const struct fetch_request head = {.method = FETCH_HEAD};
    ask_with(fetcher, "head1.example", "/page", head);
    work(fetcher, 5);
    ask_with(fetcher, "head2.example", "/head-refused", head);
    work(fetcher, 5);
    ask_with(fetcher, "head3.example", "/dead503", head);
    work(fetcher, 5);
    ck_assert_int_eq(got[0].status, 200);
    ck_assert_int_eq(got[0].reason, REASON_NONE);
    ck_assert_uint_eq(got[0].length, 0);
    ck_assert_int_eq(got[1].status, 405);
    ck_assert_int_eq(got[2].status, 503);
    ck_assert_int_eq(got[2].attempts, 1); /* what follows a doubtful HEAD is a GET */
    ck_assert_int_eq(entries_of("head1.example", log), 1);
    ck_assert_str_eq(log[0].method, "HEAD");
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_conditional_request)
{
    struct fetch_options options = quick();
    struct fetcher *fetcher = make(&options);
    ask_with(fetcher, "tag.example", "/tagged", (struct fetch_request){.etag = "\"v1\"", .last_modified = "Wed, 25 Nov 2026 19:50:00 GMT", .keep_wire = true});
    ask_with(fetcher, "tag.example", "/tagged", (struct fetch_request){.etag = "\"v2\""});
    ask_with(fetcher, "tag.example", "/echo", (struct fetch_request){.etag = "\"v1\"\r\nX-Injected: 1"});
    work(fetcher, 5);
    ck_assert_int_eq(got[0].status, 304);
    ck_assert_ptr_nonnull(strstr(got[0].request, "If-Modified-Since: Wed, 25 Nov 2026 19:50:00 GMT\r\n"));
    ck_assert_int_eq(got[1].status, 200);
    ck_assert_ptr_null(strstr(got[2].body, "Injected"));
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_private_addresses_are_refused)
{
    struct fetch_options options = quick();
    struct server_entry log[16];
    options.allow_private = false;
    struct fetcher *fetcher = make(&options);
    static const char *const hosts[] = {"private.example", "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "[64:ff9b::7f00:1]"};
    for (intptr_t i = 0; i < (intptr_t)(sizeof hosts / sizeof hosts[0]); i++)
        ask(fetcher, hosts[i], "/", i);
    work(fetcher, 5);
    ck_assert_uint_eq(got_count, sizeof hosts / sizeof hosts[0]);
    for (size_t i = 0; i < got_count; i++)
        ck_assert_int_eq(got[i].reason, REASON_PRIVATE_ADDRESS);
    ck_assert_int_eq(entries_of("private.example", log) + entries_of("127.0.0.1", log) + entries_of("localhost", log), 0);
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_addresses_that_cannot_be_asked)
{
    static const struct {
        const char *url;
        enum link_reason reason;
    } bad[] = {
        {"ftp://files.example/", REASON_SCHEME},       {"javascript:alert(1)", REASON_SCHEME},
        {"http://user:pw@web.example/", REASON_CREDENTIALS}, {"http://", REASON_INVALID_URL},
        {"", REASON_INVALID_URL},                      {"http://web.example:99999/", REASON_INVALID_URL},
        {"http:// web.example/", REASON_INVALID_URL},
    };
    struct fetch_options options = quick();
    struct fetcher *fetcher = make(&options);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        fetcher_submit(fetcher, &(struct fetch_request){.url = bad[i].url, .tag = (void *)(intptr_t)i});
    work(fetcher, 5);
    for (size_t i = 0; i < got_count; i++)
        ck_assert_msg(got[i].reason == bad[got[i].tag].reason || (got[i].tag == 1 && got[i].reason == REASON_INVALID_URL), "'%s': %s",
                      bad[got[i].tag].url, link_reason_word(got[i].reason));
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_refused_connection)
{
    struct fetch_options options = quick();
    int port;
    int fd = server_socket(SOCK_STREAM, &port);
    close(fd); /* now nobody listens there */
    struct fetcher *fetcher = make(&options);
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%d/", port);
    fetcher_submit(fetcher, &(struct fetch_request){.url = url});
    work(fetcher, 10);
    ck_assert_int_eq(got[0].reason, REASON_CONNECT);
    ck_assert_int_eq(got[0].attempts, LIMIT_ATTEMPTS);
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_names)
{
    static const struct {
        const char *host;
        enum link_reason reason;
        int status, queries;
    } names[] = {
        {"good.names.example", REASON_NONE, 200, 2},
        {"nx.names.example", REASON_NO_SUCH_HOST, 0, 2},
        {"fail.names.example", REASON_DNS, 0, 0},
        {"mixed.names.example", REASON_DNS, 0, 0}, /* one failing answer is enough for doubt */
        {"empty.names.example", REASON_DNS, 0, 0},
        {"silent.names.example", REASON_DNS, 0, 0},
        {"a..example", REASON_NO_SUCH_HOST, 0, 0},
    };
    enum { COUNT = sizeof names / sizeof names[0] };
    struct fetch_options options = quick();
    char name_server[64];
    snprintf(name_server, sizeof name_server, "127.0.0.1:%d", server->name_port);
    options.resolve_count = 0;
    options.name_server = name_server;
    options.connect_timeout = 0.2;
    struct fetcher *fetcher = make(&options);
    for (intptr_t i = 0; i < COUNT; i++)
        ask(fetcher, names[i].host, "/page", i);
    ask(fetcher, "nx.names.example", "/other", 1);
    work(fetcher, 30);
    ck_assert_uint_eq(got_count, COUNT + 1);
    for (size_t i = 0; i < got_count; i++) {
        const char *host = names[got[i].tag].host;
        ck_assert_msg(got[i].reason == names[got[i].tag].reason, "%s: %s (%s)", host, link_reason_word(got[i].reason), got[i].detail);
        ck_assert_msg(got[i].status == names[got[i].tag].status, "%s: status %d", host, got[i].status);
    }
    struct server_entry log[64];
    ck_assert_int_eq(entries_of("nx", log), 2); /* A and AAAA, once for both addresses */
    ck_assert_int_ge(entries_of("fail", log), 2 * LIMIT_ATTEMPTS);
    ask_with(fetcher, "nx.names.example", "/page", (struct fetch_request){.last_resort = true});
    work(fetcher, 5);
    ck_assert_int_eq(got[got_count - 1].reason, REASON_NO_SUCH_HOST);
    ck_assert_int_eq(entries_of("nx", log), 4); /* a second look looks again */
    fetcher_free(fetcher);
}
END_TEST

/* Where there is no internet a name server may say of every name that it does not exist. */
START_TEST(test_a_name_server_that_knows_no_name)
{
    struct fetch_options options = quick();
    char name_server[64];
    snprintf(name_server, sizeof name_server, "127.0.0.1:%d", server->name_port);
    options.resolve_count = 0;
    options.name_server = name_server;
    struct fetcher *fetcher = make(&options);
    ask(fetcher, "127.0.0.1", "/page", 0); /* answered, and not by a name server */
    ask(fetcher, "localhost", "/page", 0);
    work(fetcher, 10);
    ask(fetcher, "nxfirst.names.example", "/page", 1);
    work(fetcher, 10);
    ck_assert_int_eq(got[got_count - 1].reason, REASON_DNS);
    ask(fetcher, "good.names.example", "/page", 2);
    work(fetcher, 10);
    ck_assert_int_eq(got[got_count - 1].reason, REASON_NONE);
    ask(fetcher, "nxfirst.names.example", "/other", 1);
    work(fetcher, 10);
    ck_assert_int_eq(got[got_count - 1].reason, REASON_NO_SUCH_HOST);
    fetcher_free(fetcher);
}
END_TEST

/* Whichever name is asked for first: one that surely exists is asked for before a denial is doubted. */
START_TEST(test_names_that_do_not_exist_and_come_first)
{
    struct fetch_options options = quick();
    char name_server[64];
    snprintf(name_server, sizeof name_server, "127.0.0.1:%d", server->name_port);
    options.resolve_count = 0;
    options.name_server = name_server;
    struct server_entry log[64];
    int before = entries_of("www", log);
    server->knows_witness = true;
    struct fetcher *fetcher = make(&options);
    ask(fetcher, "nxalone.names.example", "/page", 0);
    ask(fetcher, "nxbeside.names.example", "/page", 1);
    work(fetcher, 10);
    server->knows_witness = false;
    ck_assert_uint_eq(got_count, 2);
    ck_assert_int_eq(got[0].reason, REASON_NO_SUCH_HOST);
    ck_assert_int_eq(got[1].reason, REASON_NO_SUCH_HOST);
    ck_assert_int_eq(entries_of("nxalone", log), 2);
    ck_assert_int_eq(entries_of("www", log) - before, 2);
    fetcher_free(fetcher);
}
END_TEST

/* A name that does not exist: each of its links says so at once, however many there are. */
START_TEST(test_many_links_to_no_host)
{
    struct fetch_options options = quick();
    char name_server[64];
    snprintf(name_server, sizeof name_server, "127.0.0.1:%d", server->name_port);
    options.resolve_count = 0;
    options.name_server = name_server;
    options.delay = 1;
    struct fetcher *fetcher = make(&options);
    ask(fetcher, "good.names.example", "/page", 0);
    work(fetcher, 10);
    got_count = 0;
    double start = server_now();
    for (intptr_t i = 0; i < 40; i++) {
        char path[32];
        snprintf(path, sizeof path, "/page/%d", (int)i);
        ask(fetcher, "nxmany.names.example", path, i);
    }
    work(fetcher, 10);
    ck_assert_uint_eq(got_count, 40);
    for (size_t i = 0; i < got_count; i++)
        ck_assert_int_eq(got[i].reason, REASON_NO_SUCH_HOST);
    ck_assert_double_lt(server_now() - start, 1);
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_options_that_cannot_be_read)
{
    static const char *const bad[] = {"host", "host:80", "host:80:name.example", ":80:127.0.0.1", "host:0:127.0.0.1", "host:65536:127.0.0.1", "host:80:127.0.0.1x"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        struct fetch_options options = {.resolve = &bad[i], .resolve_count = 1};
        struct fetcher *fetcher = NULL;
        struct error err;
        ck_assert_int_eq(fetcher_new(&options, &fetcher, &err), STATUS_USAGE);
        ck_assert_ptr_nonnull(strstr(err.message, bad[i]));
        ck_assert_ptr_null(fetcher);
    }
    struct fetch_options options = {.name_server = "not an address"};
    struct fetcher *fetcher = NULL;
    struct error err;
    ck_assert_int_eq(fetcher_new(&options, &fetcher, &err), STATUS_USAGE);
    options = (struct fetch_options){.ca_file = "/nonexistent/ca.pem"};
    ck_assert_int_eq(fetcher_new(&options, &fetcher, &err), STATUS_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "/nonexistent/ca.pem"));
}
END_TEST

static void *waker(void *context)
{
    server_pause(0.2);
    fetcher_wake(context);
    return NULL;
}

START_TEST(test_wake_and_patience)
{
    struct fetch_options options = quick();
    struct fetcher *fetcher = make(&options);
    double start = server_now();
    fetcher_run(fetcher, 0.3, keep, NULL);
    ck_assert_double_ge(server_now() - start, 0.29); /* nothing to do: it sleeps and does not spin */
    pthread_t thread;
    pthread_create(&thread, NULL, waker, fetcher);
    start = server_now();
    fetcher_run(fetcher, 10, keep, NULL);
    ck_assert_double_lt(server_now() - start, 5);
    pthread_join(thread, NULL);
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_freed_with_work_under_way)
{
    struct fetch_options options = quick();
    struct fetcher *fetcher = make(&options);
    for (intptr_t i = 0; i < 20; i++)
        ask(fetcher, i % 2 ? "drop1.example" : "drop2.example", "/hole", i);
    fetcher_run(fetcher, 0.1, keep, NULL);
    ck_assert_uint_eq(fetcher_pending(fetcher), 20);
    fetcher_free(fetcher);
    fetcher_free(NULL);
}
END_TEST

static struct fetcher *chained;
static int chain_left;

static void chain(void *context, const struct fetch_reply *reply)
{
    (void)context;
    ck_assert_int_eq(reply->status, 200);
    if (chain_left-- > 0)
        ask(chained, "chain.example", "/page", chain_left);
}

START_TEST(test_submitting_from_the_callback)
{
    struct fetch_options options = quick();
    chained = make(&options);
    chain_left = 500;
    double start = server_now();
    ask(chained, "chain.example", "/page", 0);
    while (fetcher_pending(chained) && server_now() - start < 20)
        fetcher_run(chained, 1, chain, NULL);
    ck_assert_int_eq(chain_left, -1);
    ck_assert_msg(server_now() - start < 10, "500 requests in turn took %.1f s", server_now() - start);
    fetcher_free(chained);
}
END_TEST

START_TEST(test_answers_from_an_archive)
{
    char path[] = "/tmp/coreoffer-fetch-XXXXXX";
    close(mkstemp(path));
    struct error err;
    struct warc_writer *writer;
    struct warc_place place;
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", gone[] = "HTTP/1.1 410 Gone\r\n\r\n";
    ck_assert_int_eq(warc_open(path, 0, "test", &writer, &err), STATUS_OK);
    struct warc_exchange exchange = {.url = "https://kept.example/a", .address = "", .at = 1700000000, .headers = head,
                                     .headers_length = sizeof head - 1, .body = "<p>kept", .body_length = 7};
    ck_assert_int_eq(warc_write(writer, &exchange, &place, &err), STATUS_OK);
    exchange = (struct warc_exchange){.url = "https://kept.example/b", .at = 1700000001, .headers = gone, .headers_length = sizeof gone - 1};
    ck_assert_int_eq(warc_write(writer, &exchange, &place, &err), STATUS_OK);
    ck_assert_int_eq(warc_close(writer, &err), STATUS_OK);
    struct warc_index *index;
    ck_assert_msg(warc_index_load(path, &index, &err) == STATUS_OK, "%s", err.message);

    struct fetch_options options = quick();
    struct fetcher *fetcher = make(&options);
    fetcher_use_archive(fetcher, index);
    static const char *const urls[] = {"https://kept.example/a", "https://kept.example/b", "https://kept.example/c"};
    for (size_t i = 0; i < 3; i++)
        fetcher_submit(fetcher, &(struct fetch_request){.url = urls[i]});
    work(fetcher, 5);
    ck_assert_str_eq(got[0].body, "<p>kept");
    ck_assert_str_eq(got[0].type, "text/html");
    ck_assert_int_eq(got[0].status, 200);
    ck_assert_int_eq(got[1].status, 410);
    ck_assert_int_eq(got[2].reason, REASON_LIMIT);
    ck_assert_str_ne(got[2].detail, "");
    fetcher_free(fetcher);
    warc_index_free(index);
    unlink(path);
}
END_TEST

int main(void)
{
    server_start();
    Suite *suite = suite_create("crawler/fetch");
    TCase *tests = tcase_create("fetch");
    tcase_set_timeout(tests, 90);
    tcase_add_test(tests, test_plain_page);
    tcase_add_test(tests, test_replies);
    tcase_add_test(tests, test_redirects_are_not_followed);
    tcase_add_test(tests, test_cut_at_the_ceiling_without_fault);
    tcase_add_test(tests, test_head);
    tcase_add_test(tests, test_conditional_request);
    tcase_add_test(tests, test_private_addresses_are_refused);
    tcase_add_test(tests, test_addresses_that_cannot_be_asked);
    tcase_add_test(tests, test_refused_connection);
    tcase_add_test(tests, test_names);
    tcase_add_test(tests, test_a_name_server_that_knows_no_name);
    tcase_add_test(tests, test_names_that_do_not_exist_and_come_first);
    tcase_add_test(tests, test_many_links_to_no_host);
    tcase_add_test(tests, test_options_that_cannot_be_read);
    tcase_add_test(tests, test_wake_and_patience);
    tcase_add_test(tests, test_freed_with_work_under_way);
    tcase_add_test(tests, test_submitting_from_the_callback);
    tcase_add_test(tests, test_answers_from_an_archive);
    suite_add_tcase(suite, tests);
    int failed = run_suite(suite);
    server_stop();
    return failed;
}

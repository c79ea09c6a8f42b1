/* How a fetcher behaves towards a host: its delay, its wishes, its breaker, and what comes
 * last, judged by the server's own log. */
#include "fetch_fixture.h"
#include "suite.h"

START_TEST(test_delay_and_one_request_at_a_time)
{
    struct fetch_options options = quick();
    struct server_entry log[16];
    options.delay = 0.3;
    struct fetcher *fetcher = make(&options);
    double start = server_now();
    for (intptr_t i = 0; i < 4; i++) {
        ask(fetcher, "polite1.example", i % 2 ? "/slow/a" : "/page/a", i);
        ask(fetcher, "polite2.example", i % 2 ? "/slow/b" : "/page/b", i);
    }
    work(fetcher, 10);
    double took = server_now() - start;
    const char *const hosts[] = {"polite1.example", "polite2.example"};
    for (int h = 0; h < 2; h++) {
        ck_assert_int_eq(entries_of(hosts[h], log), 4);
        for (int i = 1; i < 4; i++)
            ck_assert_msg(log[i].began - log[i - 1].ended >= 0.29, "%s asked again after %.3f s", hosts[h], log[i].began - log[i - 1].ended);
    }
    ck_assert_msg(took < 2.2, "two hosts took %.2f s, as if one waited for the other", took);
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_crawl_delay)
{
    struct fetch_options options = quick();
    struct server_entry log[16];
    char origin[128];
    struct fetcher *fetcher = make(&options);
    snprintf(origin, sizeof origin, "http://crawldelay.example:%d", server->port);
    ask(fetcher, "crawldelay.example", "/robots.txt", 0);
    work(fetcher, 5);
    fetcher_set_delay(fetcher, origin, 0.5);
    fetcher_set_delay(fetcher, origin, 0.1); /* never lower */
    ask(fetcher, "crawldelay.example", "/a", 1);
    ask(fetcher, "crawldelay.example", "/b", 2);
    work(fetcher, 5);
    ck_assert_int_eq(entries_of("crawldelay.example", log), 3);
    for (int i = 1; i < 3; i++)
        ck_assert_double_ge(log[i].began - log[i - 1].ended, 0.499);
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_at_most_four_hosts_on_one_address)
{
    struct fetch_options options = quick();
    struct fetcher *fetcher = make(&options);
    int from = server->count;
    for (intptr_t i = 0; i < 9; i++) {
        char host[64];
        snprintf(host, sizeof host, "shared%d.example", (int)i);
        ask(fetcher, host, "/slow", i);
    }
    work(fetcher, 10);
    int most = 0;
    for (int i = from; i < server->count; i++) {
        int together = 0;
        for (int k = from; k < server->count; k++)
            together += server->log[k].began <= server->log[i].began && server->log[k].ended > server->log[i].began;
        most = together > most ? together : most;
    }
    ck_assert_int_eq(most, LIMIT_HOSTS_PER_ADDRESS);
    ck_assert_uint_eq(got_count, 9);
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_retry_after_is_obeyed)
{
    struct fetch_options options = quick();
    struct server_entry log[16];
    struct fetcher *fetcher = make(&options);
    ask(fetcher, "busy.example", "/busy429", 1);
    ask(fetcher, "busy.example", "/other", 2);
    work(fetcher, 10);
    ck_assert_int_eq(entries_of("busy.example", log), 3);
    for (int i = 1; i < 3; i++)
        ck_assert_double_ge(log[i].began - log[0].ended, 2); /* the whole host is left alone */
    for (size_t i = 0; i < 2; i++)
        ck_assert_int_eq(got[i].status, 200);
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_retry_after_tomorrow_ends_the_host)
{
    struct fetch_options options = quick();
    struct server_entry log[16];
    struct fetcher *fetcher = make(&options);
    for (intptr_t i = 0; i < 5; i++)
        ask(fetcher, "away.example", i ? "/page" : "/away429", i);
    work(fetcher, 5);
    ck_assert_int_eq(entries_of("away.example", log), 1);
    ck_assert_int_eq(got[0].reason, REASON_RATE_LIMITED);
    ck_assert_int_eq(got[0].status, 429);
    for (size_t i = 1; i < 5; i++)
        ck_assert_int_eq(got[i].reason, REASON_BREAKER);
    ask(fetcher, "away.example", "/page", 9);
    work(fetcher, 5);
    ck_assert_int_eq(got[5].reason, REASON_BREAKER);
    char origin[128];
    snprintf(origin, sizeof origin, "http://away.example:%d", server->port);
    fetcher_forgive(fetcher, origin);
    ask(fetcher, "away.example", "/page", 10);
    work(fetcher, 5);
    ck_assert_int_eq(got[6].status, 200);
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_breaker)
{
    struct fetch_options options = quick();
    struct server_entry log[64];
    struct fetcher *fetcher = make(&options);
    for (intptr_t i = 0; i < 30; i++) {
        char path[32];
        snprintf(path, sizeof path, "/refused/%d", (int)i);
        ask(fetcher, "breaker.example", path, i);
    }
    ask(fetcher, "fine.example", "/page", 99);
    work(fetcher, 5);
    int refused = 0, left = 0;
    for (size_t i = 0; i < got_count; i++) {
        refused += got[i].status == 403;
        left += got[i].reason == REASON_BREAKER;
        if (got[i].tag == 99)
            ck_assert_int_eq(got[i].status, 200);
    }
    ck_assert_int_eq(entries_of("breaker.example", log), LIMIT_BREAKER);
    ck_assert_int_eq(refused, LIMIT_BREAKER);
    ck_assert_int_eq(left, 20);
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_breaker_wants_different_addresses_in_a_row)
{
    struct fetch_options options = quick();
    struct server_entry log[64];
    struct fetcher *fetcher = make(&options);
    for (intptr_t i = 0; i < 18; i++) { /* a live page after every ninth refusal */
        char path[32];
        snprintf(path, sizeof path, i % 9 == 8 ? "/page/%d" : "/refused/%d", (int)i);
        ask(fetcher, "grumpy.example", path, i);
    }
    work(fetcher, 5);
    ck_assert_int_eq(entries_of("grumpy.example", log), 18);
    for (size_t i = 0; i < got_count; i++)
        ck_assert_int_ne(got[i].reason, REASON_BREAKER);
    fetcher_free(fetcher);
}
END_TEST

/* A server that answers HEAD with errors is not one that refuses. */
START_TEST(test_breaker_is_not_opened_by_head)
{
    struct fetch_options options = quick();
    struct server_entry log[64];
    struct fetcher *fetcher = make(&options);
    for (intptr_t i = 0; i < 15; i++) {
        char path[32];
        snprintf(path, sizeof path, "/dead503/%d", (int)i);
        ask_with(fetcher, "headless.example", path, (struct fetch_request){.method = FETCH_HEAD, .tag = (void *)i});
    }
    ask(fetcher, "headless.example", "/page", 99);
    work(fetcher, 5);
    ck_assert_uint_eq(got_count, 16);
    for (size_t i = 0; i < got_count; i++)
        ck_assert_int_eq(got[i].status, got[i].tag == 99 ? 200 : 503);
    ck_assert_int_eq(entries_of("headless.example", log), 16);
    ck_assert_str_eq(log[0].method, "GET"); /* before the HEADs that were asked for earlier */
    fetcher_free(fetcher);
}
END_TEST

START_TEST(test_second_look_comes_last)
{
    struct fetch_options options = quick();
    struct server_entry log[16];
    options.delay = 0.05;
    struct fetcher *fetcher = make(&options);
    ask(fetcher, "second.example", "/first", 0);
    ask_with(fetcher, "second.example", "/late", (struct fetch_request){.last_resort = true});
    for (intptr_t i = 0; i < 4; i++)
        ask(fetcher, "second.example", "/early", i);
    work(fetcher, 5);
    ck_assert_int_eq(entries_of("second.example", log), 6);
    ck_assert_str_eq(log[5].path, "/late");
    fetcher_free(fetcher);
}
END_TEST

int main(void)
{
    server_start();
    Suite *suite = suite_create("crawler/fetch: manners");
    TCase *tests = tcase_create("manners");
    tcase_set_timeout(tests, 90);
    tcase_add_test(tests, test_delay_and_one_request_at_a_time);
    tcase_add_test(tests, test_crawl_delay);
    tcase_add_test(tests, test_at_most_four_hosts_on_one_address);
    tcase_add_test(tests, test_retry_after_is_obeyed);
    tcase_add_test(tests, test_retry_after_tomorrow_ends_the_host);
    tcase_add_test(tests, test_breaker);
    tcase_add_test(tests, test_breaker_wants_different_addresses_in_a_row);
    tcase_add_test(tests, test_breaker_is_not_opened_by_head);
    tcase_add_test(tests, test_second_look_comes_last);
    suite_add_tcase(suite, tests);
    int failed = run_suite(suite);
    server_stop();
    return failed;
}

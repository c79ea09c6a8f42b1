/* The manners towards a host, and whose turn it is; the time is a parameter. */
#include <check.h>
#include <stdio.h>

#include "base/clock.h"
#include "crawler/fetch/host.h"
#include "crawler/fetch/schedule.h"
#include "suite.h"

static void url_of(char out[64], int i)
{
    snprintf(out, 64, "https://host.example/%d", i);
}

START_TEST(test_delay)
{
    struct host_manners host = {.delay = 1};
    host_note(&host, HOST_ANSWERED, "https://host.example/", 100);
    ck_assert_double_eq(host.not_before, 101);
    host_pause(&host, 0.2, 100); /* never shortens */
    ck_assert_double_eq(host.not_before, 101);
    host_slow_down(&host, 5);
    host_slow_down(&host, 2); /* nor does this */
    ck_assert_double_eq(host.delay, 5);
    host_slow_down(&host, 3600);
    ck_assert_double_eq(host.delay, LIMIT_CRAWL_DELAY_SECONDS);
}
END_TEST

START_TEST(test_breaker_counts_different_addresses_in_a_row)
{
    struct host_manners host = {0};
    char url[64];
    for (int i = 0; i < 50; i++) /* one address, again and again */
        ck_assert(!host_note(&host, HOST_FAILED, "https://host.example/same", i));
    for (int i = 1; i < LIMIT_BREAKER; i++) {
        url_of(url, i);
        bool open = host_note(&host, HOST_FAILED, url, i);
        ck_assert_msg(open == (i == LIMIT_BREAKER - 1), "after %d", i + 1);
    }
    ck_assert(host_note(&host, HOST_ANSWERED, "https://host.example/late", 0)); /* stays open */
    host_forgive(&host);
    ck_assert(!host.open);
    for (int i = 0; i < 100; i++) { /* what tells nothing neither counts nor clears */
        url_of(url, i);
        ck_assert(!host_note(&host, HOST_UNTOLD, url, 0));
    }
    for (int i = 0; i < 100; i++) { /* an answer between: never */
        url_of(url, i);
        ck_assert(!host_note(&host, i % LIMIT_BREAKER == LIMIT_BREAKER - 1 ? HOST_ANSWERED : HOST_FAILED, url, 0));
    }
}
END_TEST

START_TEST(test_back_off)
{
    struct random random = {.state = 1};
    static const double middle[] = {1, 3, 9, 27};
    bool differs = false;
    double first = host_back_off(1, &random);
    for (int attempts = 1; attempts <= 4; attempts++)
        for (int i = 0; i < 1000; i++) {
            double seconds = host_back_off(attempts, &random), wanted = middle[attempts - 1];
            ck_assert_double_ge(seconds, 0.75 * wanted);
            ck_assert_double_le(seconds, 1.25 * wanted);
            differs = differs || (attempts == 1 && seconds != first);
        }
    ck_assert(differs);
    ck_assert_double_le(host_back_off(1000000, &random), 400);
    struct random same = {.state = 1};
    ck_assert_double_eq(host_back_off(1, &same), first); /* the seed decides */
}
END_TEST

/* 1000000000 is Sun, 09 Sep 2001 01:46:40 GMT. */
static const struct {
    const char *value;
    double seconds;
} retry_after[] = {
    {"0", 0}, {"120", 120}, {" 5", 5}, {"", -1}, {"soon", -1}, {"-5", -1}, {"1.5", 2}, {"12s", 12}, {"60, 60", 60}, {"10 minutes", 600}, {"1m30s", 90}, {"1h0m5s", 3605}, {"500ms", 0.5}, {"2 Hours", 7200}, {"5 apples", 5}, {"s60", -1}, {"2001-09-09T01:47:40Z", -1}, {"01:47", -1},
    {"99999999999999999999", 366 * 24 * 3600.0}, {"9000000000000000000", 366 * 24 * 3600.0},
    {"Sun, 09 Sep 2001 01:47:40 GMT", 60}, {"Sunday, 09-Sep-01 01:47:40 GMT", 60}, {"Sun Sep  9 01:47:40 2001", 60},
    {"Sun, 09 Sep 2001 01:46:40 GMT", 0}, {"Sat, 08 Sep 2001 01:46:40 GMT", 0}, {"Sun, 09 Sep 2001", -1},
};

START_TEST(test_retry_after)
{
    ck_assert_msg(host_retry_after(retry_after[_i].value, 1000000000) == retry_after[_i].seconds, "'%s': %g", retry_after[_i].value,
                  host_retry_after(retry_after[_i].value, 1000000000));
}
END_TEST

/* --- the schedule --- */

START_TEST(test_one_job_a_host_at_a_time)
{
    struct schedule *schedule = schedule_new(2);
    struct schedule_host *host = schedule_host(schedule, "a.example", 443);
    struct schedule_job jobs[3] = {0};
    for (int i = 0; i < 3; i++)
        schedule_add(schedule, host, &jobs[i], 10);
    ck_assert_ptr_eq(schedule_take(schedule, 10), &jobs[0]);
    ck_assert_ptr_null(schedule_take(schedule, 1000)); /* it is out */
    host_note(&host->manners, HOST_ANSWERED, "u", 11);
    schedule_release(schedule, &jobs[0], false, 11);
    ck_assert_ptr_null(schedule_take(schedule, 12.9));
    ck_assert_double_eq(schedule_next_time(schedule), 13);
    ck_assert_ptr_eq(schedule_take(schedule, 13), &jobs[1]);
    schedule_release(schedule, &jobs[1], false, 13);
    ck_assert_ptr_eq(schedule_take(schedule, 13), &jobs[2]);
    schedule_release(schedule, &jobs[2], false, 13);
    ck_assert_double_eq(schedule_next_time(schedule), -1);
    schedule_free(schedule);
}
END_TEST

START_TEST(test_http_and_https_share_a_queue)
{
    struct schedule *schedule = schedule_new(0);
    ck_assert_ptr_eq(schedule_host(schedule, "a.example", 80), schedule_host(schedule, "a.example", 443));
    ck_assert_ptr_ne(schedule_host(schedule, "a.example", 80), schedule_host(schedule, "a.example", 8080));
    ck_assert_ptr_ne(schedule_host(schedule, "a.example", 80), schedule_host(schedule, "b.example", 80));
    ck_assert_uint_eq(schedule_host_count(schedule), 3);
    schedule_free(schedule);
}
END_TEST

START_TEST(test_order_of_retries_and_second_looks)
{
    struct schedule *schedule = schedule_new(0);
    struct schedule_host *host = schedule_host(schedule, "a.example", 80);
    struct schedule_job late = {.rank = SCHEDULE_LATE}, first = {0}, second = {0};
    schedule_add(schedule, host, &late, 0);
    schedule_add(schedule, host, &first, 0);
    schedule_add(schedule, host, &second, 0);
    ck_assert_ptr_eq(schedule_take(schedule, 0), &first);
    first.not_before = 5;
    schedule_release(schedule, &first, true, 0);
    ck_assert_ptr_eq(schedule_take(schedule, 0), &second); /* does not wait for the retry */
    schedule_release(schedule, &second, false, 0);
    ck_assert_ptr_null(schedule_take(schedule, 4)); /* the second look waits for it */
    ck_assert_ptr_eq(schedule_take(schedule, 5), &first);
    schedule_release(schedule, &first, false, 5);
    ck_assert_ptr_eq(schedule_take(schedule, 5), &late);
    schedule_release(schedule, &late, false, 5);
    ck_assert_ptr_null(schedule_drain(schedule, host));
    schedule_free(schedule);
}
END_TEST

START_TEST(test_ranks)
{
    struct schedule *schedule = schedule_new(0);
    struct schedule_host *host = schedule_host(schedule, "a.example", 80);
    struct schedule_job jobs[6] = {{.rank = SCHEDULE_LATE}, {.rank = SCHEDULE_NORMAL}, {.rank = SCHEDULE_NORMAL},
                                   {.rank = SCHEDULE_FIRST}, {.rank = SCHEDULE_FIRST}, {.rank = SCHEDULE_LATE}};
    static const int order[] = {3, 4, 1, 2, 0, 5};
    for (int i = 0; i < 6; i++)
        schedule_add(schedule, host, &jobs[i], 0);
    for (int i = 0; i < 6; i++) {
        ck_assert_ptr_eq(schedule_take(schedule, 0), &jobs[order[i]]);
        schedule_release(schedule, &jobs[order[i]], false, 0);
    }
    schedule_free(schedule);
}
END_TEST

START_TEST(test_places_of_an_address)
{
    enum { HOSTS = LIMIT_HOSTS_PER_ADDRESS + 2 };
    struct schedule *schedule = schedule_new(0);
    struct schedule_job jobs[HOSTS] = {0};
    for (int i = 0; i < HOSTS; i++) {
        char name[32];
        snprintf(name, sizeof name, "h%d.example", i);
        schedule_add(schedule, schedule_host(schedule, name, 80), &jobs[i], 0);
    }
    for (int i = 0; i < HOSTS; i++) {
        struct schedule_job *job = schedule_take(schedule, 0);
        ck_assert_ptr_eq(job, &jobs[i]);
        ck_assert(schedule_occupy(schedule, job, "192.0.2.1") == (i < LIMIT_HOSTS_PER_ADDRESS));
    }
    ck_assert_ptr_null(schedule_take(schedule, 0));
    schedule_release(schedule, &jobs[1], false, 0);
    struct schedule_job *next = schedule_take(schedule, 0);
    ck_assert_ptr_eq(next, &jobs[LIMIT_HOSTS_PER_ADDRESS]); /* in the order of asking */
    ck_assert(schedule_occupy(schedule, next, "192.0.2.1"));
    ck_assert_ptr_null(schedule_take(schedule, 0));
    schedule_free(schedule);
}
END_TEST

/* A host that was slowed down while it waited for a place must not keep the next from it. */
START_TEST(test_a_place_goes_to_who_can_use_it)
{
    enum { HOSTS = LIMIT_HOSTS_PER_ADDRESS + 2 };
    struct schedule *schedule = schedule_new(0);
    struct schedule_job jobs[HOSTS] = {0};
    for (int i = 0; i < HOSTS; i++) {
        char name[32];
        snprintf(name, sizeof name, "h%d.example", i);
        schedule_add(schedule, schedule_host(schedule, name, 80), &jobs[i], 0);
        schedule_occupy(schedule, schedule_take(schedule, 0), "192.0.2.1");
    }
    host_pause(&jobs[HOSTS - 2].host->manners, 100, 0);
    schedule_release(schedule, &jobs[0], false, 0);
    ck_assert_ptr_eq(schedule_take(schedule, 0), &jobs[HOSTS - 1]);
    ck_assert_ptr_eq(schedule_take(schedule, 100), &jobs[HOSTS - 2]);
    schedule_free(schedule);
}
END_TEST

START_TEST(test_parked_and_drained_hosts)
{
    struct schedule *schedule = schedule_new(0);
    struct schedule_host *host = schedule_host(schedule, "a.example", 80);
    struct schedule_job first = {0}, second = {0}, third = {.rank = SCHEDULE_LATE};
    schedule_add(schedule, host, &first, 0);
    schedule_add(schedule, host, &second, 0);
    schedule_park(schedule, schedule_take(schedule, 0));
    schedule_add(schedule, host, &third, 0);
    ck_assert_ptr_null(schedule_take(schedule, 10));
    schedule_unpark(schedule, host, 10);
    ck_assert_ptr_eq(schedule_take(schedule, 10), &first); /* at the head again */
    schedule_release(schedule, &first, false, 10);
    ck_assert_ptr_eq(schedule_drain(schedule, host), &second);
    ck_assert_ptr_eq(schedule_drain(schedule, host), &third);
    ck_assert_ptr_null(schedule_drain(schedule, host));
    ck_assert_ptr_null(schedule_take(schedule, 10)); /* was ready, has nothing */
    schedule_add(schedule, host, &first, 10);
    ck_assert_ptr_eq(schedule_take(schedule, 10), &first);
    schedule_free(schedule);
}
END_TEST

/* Many hosts with many times: each is taken when due, the earliest first, none lost. */
START_TEST(test_many_hosts)
{
    enum { HOSTS = 500 };
    static struct schedule_job jobs[HOSTS];
    struct schedule *schedule = schedule_new(1);
    struct random random = {.state = 42};
    for (int i = 0; i < HOSTS; i++) {
        char name[32];
        snprintf(name, sizeof name, "h%d.example", i);
        struct schedule_host *host = schedule_host(schedule, name, 80);
        host->manners.not_before = (double)(random_next(&random) % 1000) / 10;
        schedule_add(schedule, host, &jobs[i], 0);
    }
    for (int i = 0; i < HOSTS; i += 7) /* some are slowed down while they wait */
        jobs[i].host->manners.not_before += 50;
    int taken = 0;
    for (double now = 0; now <= 160; now += 0.5)
        for (struct schedule_job *job; (job = schedule_take(schedule, now)); taken++) {
            ck_assert_double_le(job->host->manners.not_before, now);
            schedule_release(schedule, job, false, now);
        }
    ck_assert_int_eq(taken, HOSTS);
    schedule_free(schedule);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/host");
    TCase *tests = tcase_create("host");
    tcase_add_test(tests, test_delay);
    tcase_add_test(tests, test_breaker_counts_different_addresses_in_a_row);
    tcase_add_test(tests, test_back_off);
    tcase_add_loop_test(tests, test_retry_after, 0, (int)(sizeof retry_after / sizeof retry_after[0]));
    tcase_add_test(tests, test_one_job_a_host_at_a_time);
    tcase_add_test(tests, test_http_and_https_share_a_queue);
    tcase_add_test(tests, test_order_of_retries_and_second_looks);
    tcase_add_test(tests, test_ranks);
    tcase_add_test(tests, test_places_of_an_address);
    tcase_add_test(tests, test_a_place_goes_to_who_can_use_it);
    tcase_add_test(tests, test_parked_and_drained_hosts);
    tcase_add_test(tests, test_many_hosts);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

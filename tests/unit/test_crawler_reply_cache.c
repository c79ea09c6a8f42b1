/* Answers kept for a run. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crawler/browser/reply_cache.h"
#include "suite.h"

static struct fetch_reply reply_of(int status, const char *body)
{
    static const struct fetch_header headers[] = {{"content-type", "text/javascript"}, {"x-one", "1"}};
    return (struct fetch_reply){.status = status, .headers = headers, .header_count = 2, .body = body, .body_length = strlen(body)};
}

static const struct {
    enum link_reason reason;
    int status;
    bool kept;
} replies[] = {
    {REASON_NONE, 200, true},  {REASON_NONE, 204, true},   {REASON_NONE, 301, true},          {REASON_NONE, 404, true},
    {REASON_NONE, 403, true},  {REASON_NONE, 429, false},  {REASON_RATE_LIMITED, 429, false}, {REASON_NONE, 500, false},
    {REASON_NONE, 503, false}, {REASON_TIMEOUT, 0, false}, {REASON_TRUNCATED, 200, false},    {REASON_TOO_LARGE, 200, false},
};

START_TEST(test_what_is_kept)
{
    struct reply_cache *cache = reply_cache_new(1000000);
    struct fetch_reply reply = reply_of(replies[_i].status, "body");
    reply.reason = replies[_i].reason;
    reply_cache_put(cache, "key", &reply);
    ck_assert((reply_cache_get(cache, "key") != NULL) == replies[_i].kept);
    reply_cache_free(cache);
}
END_TEST

START_TEST(test_it_is_a_copy)
{
    struct reply_cache *cache = reply_cache_new(1000000);
    char body[] = "first";
    struct fetch_reply reply = reply_of(200, body);
    reply_cache_put(cache, "key", &reply);
    memset(body, 'x', sizeof body - 1);
    const struct fetch_reply *kept = reply_cache_get(cache, "key");
    ck_assert_str_eq(kept->body, "first");
    ck_assert_uint_eq(kept->body_length, 5);
    ck_assert_uint_eq(kept->header_count, 2);
    ck_assert_str_eq(kept->headers[1].name, "x-one");
    ck_assert_ptr_null(reply_cache_get(cache, "ke"));
    ck_assert_ptr_null(reply_cache_get(cache, "key\n"));
    reply = reply_of(200, "second");
    reply_cache_put(cache, "key", &reply);
    ck_assert_str_eq(reply_cache_get(cache, "key")->body, "second");
    reply_cache_free(cache);
}
END_TEST

START_TEST(test_when_full_it_begins_anew)
{
    enum { CEILING = 10000 };
    struct reply_cache *cache = reply_cache_new(CEILING);
    char body[3001], key[16];
    memset(body, 'b', sizeof body - 1);
    body[sizeof body - 1] = '\0';
    for (int i = 0; i < 100; i++) {
        struct fetch_reply reply = reply_of(200, body);
        snprintf(key, sizeof key, "key %d", i);
        reply_cache_put(cache, key, &reply);
        ck_assert_ptr_nonnull(reply_cache_get(cache, key));
    }
    ck_assert_ptr_null(reply_cache_get(cache, "key 0"));
    char *large = malloc(CEILING + 2);
    memset(large, 'l', CEILING + 1);
    large[CEILING + 1] = '\0';
    struct fetch_reply reply = reply_of(200, large);
    reply_cache_put(cache, "large", &reply);
    ck_assert_ptr_null(reply_cache_get(cache, "large"));
    ck_assert_ptr_nonnull(reply_cache_get(cache, "key 99"));
    free(large);
    reply_cache_free(cache);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/reply_cache");
    TCase *tcase = tcase_create("reply cache");
    tcase_add_loop_test(tcase, test_what_is_kept, 0, sizeof replies / sizeof replies[0]);
    tcase_add_test(tcase, test_it_is_a_copy);
    tcase_add_test(tcase, test_when_full_it_begins_anew);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}

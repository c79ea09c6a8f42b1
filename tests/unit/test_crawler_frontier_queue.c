/* What waits, in which order, and what is known. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "crawler/frontier/frontier_queue.h"
#include "suite.h"

static struct frontier_entry *add(struct frontier_queue *queue, const char *url, enum page_purpose purpose, int priority)
{
    struct frontier_entry entry = {.url = url, .priority = priority, .state = ENTRY_QUEUED, .purpose = (uint8_t)purpose};
    struct frontier_entry *added = frontier_queue_add(queue, &entry);
    frontier_queue_name(queue, url, added);
    return added;
}

/* The next of the council's own pages, which waits no more. */
static const char *next(struct frontier_queue *queue)
{
    struct frontier_entry *entry = frontier_queue_first(queue, LINE_CONTENT);
    if (entry == NULL)
        return "none";
    frontier_queue_remove(queue, entry, ENTRY_TAKEN);
    return entry->url;
}

START_TEST(the_most_promising_comes_first)
{
    struct frontier_queue *queue = frontier_queue_new();
    add(queue, "http://a.test/low", PAGE_CONTENT, 1);
    add(queue, "http://a.test/high", PAGE_CONTENT, 9);
    add(queue, "http://a.test/as-high", PAGE_CONTENT, 9);
    add(queue, "http://b.test/", PAGE_PARTNER, 99);
    add(queue, "http://a.test/raised", PAGE_CONTENT, 2);
    add(queue, "http://a.test/last", PAGE_CONTENT, 50);
    struct frontier_entry known = {.url = "", .state = ENTRY_TAKEN};
    frontier_queue_add(queue, &known);
    ck_assert_uint_eq(frontier_queue_count(queue), 7);
    ck_assert_uint_eq(frontier_queue_waiting(queue, LINE_CONTENT), 5);
    ck_assert_uint_eq(frontier_queue_waiting(queue, LINE_PARTNERS), 1);

    frontier_queue_raise(queue, frontier_queue_find(queue, "http://a.test/raised"), 10);
    frontier_queue_raise(queue, frontier_queue_find(queue, "http://a.test/high"), 3); /* no higher */
    frontier_queue_put_last(queue, frontier_queue_find(queue, "http://a.test/last"));
    ck_assert_str_eq(next(queue), "http://a.test/raised");
    ck_assert_str_eq(next(queue), "http://a.test/high");
    ck_assert_str_eq(next(queue), "http://a.test/as-high");
    ck_assert_str_eq(next(queue), "http://a.test/low");
    ck_assert_str_eq(next(queue), "http://a.test/last");
    ck_assert_str_eq(next(queue), "none");
    ck_assert_str_eq(frontier_queue_first(queue, LINE_PARTNERS)->url, "http://b.test/");
    frontier_queue_free(queue);
}
END_TEST

START_TEST(what_left_may_come_back)
{
    struct frontier_queue *queue = frontier_queue_new();
    struct frontier_entry *entry = add(queue, "http://a.test/a", PAGE_CONTENT, 5);
    frontier_queue_remove(queue, entry, ENTRY_PUT_BY);
    ck_assert_int_eq(entry->state, ENTRY_PUT_BY);
    struct frontier_entry *other = add(queue, "http://a.test/waits", PAGE_CONTENT, 1);
    entry = frontier_queue_find(queue, "http://a.test/a");
    frontier_queue_remove(queue, entry, ENTRY_TAKEN); /* it waited no more: read at another address' end */
    ck_assert_int_eq(entry->state, ENTRY_TAKEN);
    ck_assert_ptr_eq(frontier_queue_first(queue, LINE_CONTENT), other);
    frontier_queue_remove(queue, other, ENTRY_TAKEN);
    add(queue, "http://a.test/b", PAGE_CONTENT, 4);
    frontier_queue_put_last(queue, frontier_queue_find(queue, "http://a.test/b"));
    add(queue, "http://a.test/c", PAGE_CONTENT, 3);
    frontier_queue_put_back(queue, frontier_queue_find(queue, "http://a.test/a"));
    frontier_queue_put_last(queue, frontier_queue_find(queue, "http://a.test/a"));
    ck_assert_str_eq(frontier_queue_first(queue, LINE_CONTENT)->url, "http://a.test/c");
    frontier_queue_none_last(queue);
    ck_assert_str_eq(next(queue), "http://a.test/a");
    ck_assert_str_eq(next(queue), "http://a.test/b");
    ck_assert_str_eq(next(queue), "http://a.test/c");
    frontier_queue_free(queue);
}
END_TEST

START_TEST(an_address_is_known_however_it_is_written)
{
    struct frontier_queue *queue = frontier_queue_new();
    add(queue, "http://a.test/zero", PAGE_CONTENT, 1);
    add(queue, "http://a.test/%7ea%2fb", PAGE_CONTENT, 1);
    struct frontier_entry *known = frontier_queue_find(queue, "http://a.test/~a%2Fb");
    ck_assert_ptr_nonnull(known);
    ck_assert_uint_eq(frontier_queue_number(queue, known), 1);
    ck_assert_ptr_eq(frontier_queue_at(queue, 1), known);
    frontier_queue_name(queue, "http://a.test/where-it-led", known);
    ck_assert_ptr_eq(frontier_queue_find(queue, "http://a.test/where-it-led"), known);
    ck_assert_ptr_null(frontier_queue_find(queue, "http://a.test/other"));
    frontier_queue_free(queue);
}
END_TEST

/* Pseudo-random, the same in each run: every removal leaves the order of the others. */
START_TEST(any_may_leave)
{
    enum { ENTRIES = 400 };
    struct frontier_queue *queue = frontier_queue_new();
    unsigned seed = 7;
    for (unsigned i = 0; i < ENTRIES; i++) {
        char url[32];
        seed = seed * 1103515245u + 12345u;
        (void)snprintf(url, sizeof url, "http://a.test/%u", i);
        add(queue, url, PAGE_CONTENT, (int)(seed >> 16) % 50);
    }
    for (size_t i = 0; i < ENTRIES; i += 3)
        frontier_queue_remove(queue, frontier_queue_at(queue, i), ENTRY_PUT_BY);
    const struct frontier_entry *before = NULL;
    size_t left = frontier_queue_waiting(queue, LINE_CONTENT);
    ck_assert_uint_eq(left, ENTRIES - (ENTRIES + 2) / 3);
    for (; left > 0; left--) {
        struct frontier_entry *entry = frontier_queue_first(queue, LINE_CONTENT);
        ck_assert(frontier_queue_number(queue, entry) % 3 != 0);
        ck_assert(before == NULL || before->priority > entry->priority || (before->priority == entry->priority && before < entry));
        frontier_queue_remove(queue, entry, ENTRY_TAKEN);
        before = entry;
    }
    frontier_queue_free(queue);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/frontier_queue");
    TCase *all = tcase_create("all");
    tcase_add_test(all, the_most_promising_comes_first);
    tcase_add_test(all, what_left_may_come_back);
    tcase_add_test(all, an_address_is_known_however_it_is_written);
    tcase_add_test(all, any_may_leave);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}

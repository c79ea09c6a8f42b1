/* Which addresses of a frontier are one and the same page. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "crawler/frontier/aliases.h"
#include "document_builder.h"
#include "frontier_fixture.h"
#include "suite.h"

#define LONG "We support families of children and young people with special educational needs and disabilities. You can ask for a " \
             "short break, talk to our team, and read who can have which help and how it is decided, and who to ask for it. "

static struct frontier_queue *queue;
static struct aliases *aliases;

static void begin(void)
{
    load();
    queue = frontier_queue_new();
    aliases = aliases_new(words, queue);
}

static void end(void)
{
    aliases_free(aliases);
    frontier_queue_free(queue);
    unload();
}

static struct frontier_entry *add(const char *url, enum frontier_entry_state state)
{
    struct frontier_entry entry = {.url = url, .state = (uint8_t)state, .purpose = PAGE_CONTENT};
    struct frontier_entry *added = frontier_queue_add(queue, &entry);
    frontier_queue_name(queue, url, added);
    return added;
}

/* A page with these words was taken and read. */
static void read_page(const char *url, const char *text)
{
    struct built built = built_new("Page");
    struct page_words taken;
    aliases_note_read(aliases, add(url, ENTRY_TAKEN));
    built_add(&built, BLOCK_PARAGRAPH, text);
    page_words_take(built_document(&built), &taken);
    aliases_note_words(aliases, url, built_document(&built), &taken);
    built_release(&built);
}

/* So many copies of one page, the first at "/a?t=1". */
static void read_copies(int count)
{
    char url[64];
    for (int i = 1; i <= count; i++) {
        (void)snprintf(url, sizeof url, "http://a.test/a?t=%d", i);
        read_page(url, LONG);
    }
}

START_TEST(a_proof_is_waited_for)
{
    read_copies(3);
    ck_assert_ptr_null(aliases_first(aliases, "http://a.test/a?t=5"));
    struct arena arena = {0};
    ck_assert_str_eq(aliases_plain(aliases, &arena, "http://a.test/a?t=5"), "http://a.test/a?t=5");
    read_page("http://a.test/a?t=4", LONG);
    ck_assert_str_eq(aliases_first(aliases, "http://a.test/a?t=5"), "http://a.test/a?t=1");
    ck_assert_str_eq(aliases_plain(aliases, &arena, "http://a.test/a?t=5"), "http://a.test/a");
    ck_assert_ptr_null(aliases_first(aliases, "http://a.test/a?t=1"));
    ck_assert_ptr_null(aliases_first(aliases, "http://a.test/a?t=2")); /* known itself */
    ck_assert_ptr_null(aliases_first(aliases, "http://a.test/b?t=5")); /* another path */
    arena_release(&arena);
}
END_TEST

START_TEST(a_few_are_let_through)
{
    read_copies(4);
    for (int i = 1; i <= 40; i++) {
        char url[64];
        (void)snprintf(url, sizeof url, "http://a.test/a?t=%d", 100 + i);
        bool passed_over = aliases_first(aliases, url) != NULL;
        ck_assert_msg(passed_over == (i != 16 && i != 32), "%d", i);
        ck_assert(aliases_is_let_through(aliases, url));
    }
    ck_assert(!aliases_is_let_through(aliases, "http://a.test/b"));
}
END_TEST

START_TEST(what_was_taken_stands_for_what_waits)
{
    bool plain;
    add("http://a.test/a?t=9", ENTRY_QUEUED); /* met before it was known */
    add("http://a.test/a", ENTRY_QUEUED);
    add("http://a.test/a?t=8", ENTRY_QUEUED)->probe = true;
    add("http://a.test/other", ENTRY_QUEUED);
    read_copies(4);
    ck_assert_str_eq(aliases_taken_before(aliases, frontier_queue_find(queue, "http://a.test/a?t=9"), &plain), "http://a.test/a?t=1");
    ck_assert(!plain);
    ck_assert_str_eq(aliases_taken_before(aliases, frontier_queue_find(queue, "http://a.test/a"), &plain), "http://a.test/a?t=1");
    ck_assert(plain);
    ck_assert_ptr_null(aliases_taken_before(aliases, frontier_queue_find(queue, "http://a.test/a?t=8"), &plain));
    ck_assert_ptr_null(aliases_taken_before(aliases, frontier_queue_find(queue, "http://a.test/other"), &plain));
}
END_TEST

START_TEST(another_way_to_write_an_address_comes_last)
{
    static const char *const twice[][2] = {
        {"http://a.test/a", "http://a.test/a/"}, {"http://a.test/b", "http://a.test/b/"}, {"http://a.test/c", "http://a.test/c/"}};
    static const char *const texts[] = {LONG "a", LONG "b", LONG "c"};
    read_page("http://a.test/d", LONG "d");
    add("http://a.test/d/", ENTRY_QUEUED);
    add("http://a.test/e/", ENTRY_QUEUED);
    frontier_queue_put_last(queue, frontier_queue_find(queue, "http://a.test/e/"));
    ck_assert(!aliases_is_read_already(aliases, frontier_queue_find(queue, "http://a.test/d/")));
    for (size_t i = 0; i < sizeof twice / sizeof twice[0]; i++)
        for (size_t j = 0; j < 2; j++)
            read_page(twice[i][j], texts[i]);
    aliases_refresh(aliases);
    ck_assert(!frontier_queue_find(queue, "http://a.test/e/")->last); /* to be looked at again */
    ck_assert(aliases_is_read_already(aliases, frontier_queue_find(queue, "http://a.test/d/")));
    ck_assert(!aliases_is_read_already(aliases, frontier_queue_find(queue, "http://a.test/e/")));
}
END_TEST

START_TEST(dress_is_taken_off)
{
    static const struct { const char *url, *plain; } cases[] = {
        {"http://a.test/a", NULL},
        {"http://a.test/a?id=12", NULL},
        {"http://a.test/a?sort=name", "http://a.test/a"},
        {"http://a.test/a?id=12&sort=name&x=1", "http://a.test/a?id=12&x=1"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena = {0};
        struct url url;
        bool stripped;
        ck_assert_int_eq(url_parse(&arena, cases[i].url, NULL, &url, NULL), STATUS_OK);
        const char *plain = aliases_undressed(aliases, &arena, &url, cases[i].url, &stripped);
        ck_assert_msg(stripped == (cases[i].plain != NULL), "%s", cases[i].url);
        ck_assert_str_eq(plain, cases[i].plain != NULL ? cases[i].plain : cases[i].url);
        arena_release(&arena);
    }
}
END_TEST

START_TEST(another_dress_is_another_page_by_its_links_words_alone)
{
    const char *plain = "http://a.test/service.aspx";
    ck_assert(!aliases_is_dressed_again(aliases, plain, "Short breaks", false)); /* nothing is known of it */
    frontier_queue_name(queue, plain, add("http://a.test/service.aspx?ref=1", ENTRY_QUEUED));
    ck_assert(aliases_is_dressed_again(aliases, plain, "Short breaks", true));   /* called as before */
    ck_assert(!aliases_is_dressed_again(aliases, plain, "Portage", true));
    ck_assert(aliases_is_dressed_again(aliases, plain, "Transport", false));
    ck_assert(aliases_is_dressed_again(aliases, plain, "", true));
    add("http://a.test/list", ENTRY_QUEUED);
    ck_assert(aliases_is_dressed_again(aliases, "http://a.test/list", "By name", true)); /* itself is known */
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/aliases");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, begin, end);
    tcase_add_test(all, a_proof_is_waited_for);
    tcase_add_test(all, a_few_are_let_through);
    tcase_add_test(all, what_was_taken_stands_for_what_waits);
    tcase_add_test(all, another_way_to_write_an_address_comes_last);
    tcase_add_test(all, dress_is_taken_off);
    tcase_add_test(all, another_dress_is_another_page_by_its_links_words_alone);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}

/* Sentences that say two things, told by the weights as shipped: none of them stands on a coded page. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/document.h"
#include "markup_fixture.h"
#include "scoring/page/clauses.h"
#include "scoring/page/reading.h"
#include "scoring/rubric_internal.h"
#include "whole_rubric.h"

/* A page of one paragraph, read. */
struct read_page {
    struct document *document;
    struct arena arena;
    struct reading reading;
};

static void open_page(struct read_page *page, const char *sentence)
{
    char html[600];
    struct error err;
    int length = snprintf(html, sizeof html, "<main><h1>Tadpoles</h1><p>%s</p></main>", sentence);
    struct document_input input = {.bytes = html, .length = (size_t)length, .content_type = "text/html; charset=utf-8", .name = "page.html"};
    *page = (struct read_page){.document = NULL};
    ck_assert_int_eq(document_read(markup_fixture(), &input, &page->document, &err), STATUS_OK);
    reading_build(rubric, NULL, page->document, NULL, NULL, &page->arena, &page->reading);
}

static void close_page(struct read_page *page)
{
    reading_release(&page->reading);
    arena_release(&page->arena);
    document_free(page->document);
}

/* Of the paragraph's only sentence. */
static double likely(const struct read_page *page, const char *role)
{
    const struct reading *reading = &page->reading;
    int number = roles_find(rubric->roles, role);
    ck_assert_int_ge(number, 0);
    ck_assert_uint_eq(reading->segments.count, 2);
    return (double)reading->roles[roles_count(rubric->roles) + (size_t)number];
}

/* The statements stand between bars; one that has none is whole. */
static const char *const SENTENCES[] = {
    "We lend toys to take home,|and any child under five can come.",
    "A nurse comes to the house twice a week;|parents can book a visit by telephone.",
    "We pay for a sitter on Saturdays,|so you can go out,|and the sitter stays until eleven.",
    "If your child is under five,|a nurse visits you at home.",
    "We lend toys and switches|to children under five who live in Anyborough.",
    "We lend toys, books, and games to take home for a month.",
    "We run clubs for disabled children in Anyborough every week.",
    "Ring us, and we will call back.",
};

START_TEST(statements_are_found)
{
    char whole[300], found[300] = "";
    snprintf(whole, sizeof whole, "%s", SENTENCES[_i]);
    for (char *bar = whole; (bar = strchr(bar, '|')) != NULL;)
        *bar = ' ';
    struct read_page page;
    open_page(&page, whole);
    struct segments parts = {.units = NULL};
    uint32_t *of = NULL;
    if (clauses_split(rubric, &page.reading, &parts, &of)) {
        for (size_t i = 0; i < parts.count; i++)
            if (of[i] == 1) {
                const struct unit *unit = &parts.units[i];
                size_t at = strlen(found);
                snprintf(found + at, sizeof found - at, "%s%.*s", at > 0 ? "|" : "", (int)unit->length, page.document->blocks[unit->block].text + unit->offset);
            }
        free(parts.units);
        free(of);
    } else
        snprintf(found, sizeof found, "%s", whole);
    ck_assert_str_eq(found, SENTENCES[_i]);
    close_page(&page);
}
END_TEST

static const struct { const char *sentence, *first, *second; } BOTH[] = {
    {"We lend toys and switches to take home, and any child under five who lives in Anyborough can join.", "does", "test"},
    {"The van brings a bubble tube and lights to your street, and children must be under eleven.", "does", "test"},
    {"We lend toys and switches to children under five who live in Anyborough.", "does", "test"},
    {"If your child is under five, a nurse visits you at home every week.", "does", "test"},
    {"Our trainers ride the bus with your child, and the school nurse writes a care plan for the journey.", "does", "part.health"},
};

START_TEST(a_sentence_does_what_its_statements_do)
{
    struct read_page page;
    open_page(&page, BOTH[_i].sentence);
    double first = likely(&page, BOTH[_i].first), second = likely(&page, BOTH[_i].second);
    ck_assert_msg(first > 0.7 && second > 0.7, "%s: %s %.2f, %s %.2f", BOTH[_i].sentence, BOTH[_i].first, first, BOTH[_i].second, second);
    close_page(&page);
}
END_TEST

START_TEST(what_is_denied_stays_denied)
{
    struct read_page page;
    open_page(&page, "We no longer lend toys and switches to families, and we no longer run clubs for children under five.");
    ck_assert_double_lt(likely(&page, "does"), 0.05);
    close_page(&page);
}
END_TEST

/* As long as a paragraph may be made: it is read as one, and soon. */
START_TEST(a_sentence_without_end_is_one)
{
    enum { TIMES = 60000 };
    static char html[TIMES * 8 + 40] = "<main><p>";
    for (size_t i = 0; i < TIMES; i++)
        memcpy(html + 9 + i * 8, i % 2 ? "a b c; " : "; ; ; ; ", i % 2 ? 7 : 8);
    for (size_t i = 9; i < 9 + TIMES * 8; i++)
        html[i] = html[i] ? html[i] : ' ';
    struct document_input input = {.bytes = html, .length = strlen(html), .content_type = "text/html; charset=utf-8", .name = "page.html"};
    struct read_page page = {.document = NULL};
    struct error err;
    ck_assert_int_eq(document_read(markup_fixture(), &input, &page.document, &err), STATUS_OK);
    reading_build(rubric, NULL, page.document, NULL, NULL, &page.arena, &page.reading);
    struct segments parts;
    uint32_t *of;
    ck_assert(!clauses_split(rubric, &page.reading, &parts, &of));
    close_page(&page);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("clauses");
    tcase_add_loop_test(tests, statements_are_found, 0, sizeof SENTENCES / sizeof *SENTENCES);
    tcase_add_loop_test(tests, a_sentence_does_what_its_statements_do, 0, sizeof BOTH / sizeof *BOTH);
    tcase_add_test(tests, what_is_denied_stays_denied);
    tcase_add_test(tests, a_sentence_without_end_is_one);
    return run_with_rubric("scoring/clauses", tests);
}

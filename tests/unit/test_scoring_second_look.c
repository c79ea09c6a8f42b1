/* What a sentence's neighbours make of it, by nets that are small enough to work out by hand. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "document/document.h"
#include "markup_fixture.h"
#include "rubric_fixture.h"
#include "scoring/rubric_internal.h"
#include "whole_rubric.h"

enum { DOES, ROUTE, ROLE_COUNT };
static const char ROLES[] = "name,does,route\nbias,0,0\nw:help,10,\n";

static enum status load(const char *inputs, const char *outputs, struct roles **roles, struct second_look **look, struct error *err)
{
    const struct rubric_file files[] = {{"sentences.csv", ROLES}, {"second-look.csv", inputs}, {"second-look-roles.csv", outputs}};
    char seeds[40];
    rubric_fixture_make(seeds, files, 3);
    ck_assert_int_eq(roles_load(seeds, rubric->terms, rubric->cues, &rubric->services, roles, err), STATUS_OK);
    enum status status = second_look_load(seeds, *roles, rubric->cues, look, err);
    rubric_fixture_remove(seeds, files, 3);
    return status;
}

/* Four sentences: a heading, two lines of a list, a paragraph. */
static const char PAGE[] = "<main><h2>Red</h2><ul><li>Blue, green and grey</li><li>White</li></ul><p>Black.</p></main>";

/* Looks at the page with first odds of "does" as given, and of "route" all 0; at all sentences, or those that are wanted. */
static void look_at_some(const char *inputs, const char *outputs, const float does[4], const bool *wanted, float odds[4][ROLE_COUNT])
{
    struct document_input input = {.bytes = PAGE, .length = strlen(PAGE), .content_type = "text/html; charset=utf-8", .name = "page.html"};
    struct document *document;
    struct error err = {0};
    struct roles *roles;
    struct second_look *look;
    struct arena arena = {0};
    struct reading reading;
    ck_assert_int_eq(document_read(markup_fixture(), &input, &document, &err), STATUS_OK);
    reading_build(rubric, NULL, document, NULL, NULL, &arena, &reading);
    ck_assert_uint_eq(reading.segments.count, 4);
    ck_assert_msg(load(inputs, outputs, &roles, &look, &err) == STATUS_OK, "%s", err.message);
    for (size_t i = 0; i < 4; i++) {
        odds[i][DOES] = does[i];
        odds[i][ROUTE] = 0;
    }
    second_look_take(look, &reading.segments, wanted, &odds[0][0]);
    second_look_free(look);
    roles_free(roles);
    reading_release(&reading);
    arena_release(&arena);
    document_free(document);
}

static void look_at(const char *inputs, const char *outputs, const float does[4], float odds[4][ROLE_COUNT])
{
    look_at_some(inputs, outputs, does, NULL, odds);
}

/* What each sentence's "route" comes to when one input of weight 1 leads to it with weight 1.
 * Odds of 0 show 1, of 3 show 2, of -3 and less nothing. */
static const struct { const char *inputs; float does[4], route[4]; } SEEN[] = {
    {"input,1\nown.does,1000\n", {3, 0, -3, -9}, {2, 1, 0, 0}},
    {"input,1\nprev.does,1000\n", {3, 0, -3, -9}, {0, 2, 1, 0}},
    {"input,1\nnext.does,1000\n", {3, 0, -3, -9}, {1, 0, 0, 0}},
    {"input,1\nhead.does,1000\n", {3, 0, -3, -9}, {0, 2, 2, 2}},
    {"input,1\nlist.does,1000\n", {3, 0, -3, 9}, {0, 0, 1, 0}},
    {"input,1\nplace.list,1000\n", {0}, {0, 1, 1, 0}},
    {"input,1\nplace.heading,1000\n", {0}, {1, 0, 0, 0}},
    {"input,1\nis.stopped,1000\n", {0}, {0, 0, 0, 1}},
    {"input,1\nposition,4000\n", {0}, {0, 1, 2, 3}},
    {"input,1\njoins,3000\n", {0}, {0, 2, 0, 0}},
    {"input,1\nlength,5000\n", {0}, {0, 1, 0, 0}},
    {"input,1\nbias,-2000\nown.does,1000\n", {6, 3, 0, -9}, {1, 0, 0, 0}}, /* a hidden unit is never below 0 */
};

START_TEST(each_input_is_seen)
{
    float odds[4][ROLE_COUNT];
    look_at(SEEN[_i].inputs, "role,shift,kept,1\nroute,,1000,1000\n", SEEN[_i].does, odds);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_msg(fabsf(odds[i][ROUTE] - SEEN[_i].route[i]) < 1e-5f, "%s sentence %zu: %f", SEEN[_i].inputs, i, (double)odds[i][ROUTE]);
        ck_assert_float_eq(odds[i][DOES], SEEN[_i].does[i]); /* a role without a row stays */
    }
}
END_TEST

/* What is not wanted stays as it was, and is seen by the others all the same. */
START_TEST(a_sentence_is_told_alone_as_among_all)
{
    for (size_t wanted = 0; wanted < 4; wanted++) {
        float odds[4][ROLE_COUNT];
        bool flags[4] = {false};
        flags[wanted] = true;
        look_at_some(SEEN[_i].inputs, "role,shift,kept,1\nroute,,1000,1000\n", SEEN[_i].does, flags, odds);
        for (size_t i = 0; i < 4; i++) {
            float route = i == wanted ? SEEN[_i].route[i] : 0;
            ck_assert_msg(fabsf(odds[i][ROUTE] - route) < 1e-5f, "%s sentence %zu of which %zu is wanted: %f", SEEN[_i].inputs, i, wanted, (double)odds[i][ROUTE]);
        }
    }
}
END_TEST

START_TEST(the_page_is_seen_altogether)
{
    float odds[4][ROLE_COUNT], does[4] = {0, 0, 0, 0};
    look_at("input,1\npage.does,1000\n", "role,shift,kept,1\nroute,,1000,1000\n", does, odds);
    for (size_t i = 0; i < 4; i++)
        ck_assert_float_eq_tol(odds[i][ROUTE], log1pf(2), 1e-5f); /* four chances of a half */
}
END_TEST

START_TEST(the_first_look_is_shifted_and_kept_in_part)
{
    float odds[4][ROLE_COUNT], does[4] = {2, 0, -4, 1};
    look_at("input,1\nbias,1000\n", "role,shift,kept,1\ndoes,-500,250,\n", does, odds);
    for (size_t i = 0; i < 4; i++)
        ck_assert_float_eq_tol(odds[i][DOES], does[i] / 4 - 0.5f, 1e-5f);
}
END_TEST

static const struct { const char *inputs, *outputs, *says; } WRONG[] = {
    {"input\nbias\n", "role,shift,kept,1\n", "second-look.csv:1: input: the columns must be"},
    {"input,1\nown.nothing,1\n", "role,shift,kept,1\n", "second-look.csv:2: own.nothing: the rubric has no such input"},
    {"input,1\ntopic.nothing,1\n", "role,shift,kept,1\n", "second-look.csv:2: topic.nothing: the rubric has no such input"},
    {"input,1\nown.does,1\nown.does,1\n", "role,shift,kept,1\n", "second-look.csv:3: own.does: is there twice"},
    {"input,1\nown.does,0.5\n", "role,shift,kept,1\n", "second-look.csv:2: own.does: a weight that is no whole number"},
    {"input,1\nown.does,1\n", "role,shift,kept,1,2\n", "second-look-roles.csv:1: role: the columns must be"},
    {"input,1\nown.does,1\n", "role,shift,kept,1\nnothing,1,1,1\n", "second-look-roles.csv:2: nothing: sentences.csv has no such role"},
    {"input,1\nown.does,1\n", "role,shift,kept,1\ndoes,1,1,1\ndoes,1,1,1\n", "second-look-roles.csv:3: does: is there twice"},
    {"input,1\nown.does,1\n", "role,shift,kept,1\ndoes,1,1,9999999\n", "second-look-roles.csv:2: does: a weight that is no whole number"},
};

START_TEST(wrong_weights_are_refused)
{
    struct roles *roles = NULL;
    struct second_look *look = NULL;
    struct error err = {0};
    ck_assert_int_eq(load(WRONG[_i].inputs, WRONG[_i].outputs, &roles, &look, &err), STATUS_INPUT);
    ck_assert_msg(strstr(err.message, WRONG[_i].says) != NULL, "%s", err.message);
    roles_free(roles);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("second look");
    tcase_add_loop_test(tests, each_input_is_seen, 0, sizeof SEEN / sizeof *SEEN);
    tcase_add_loop_test(tests, a_sentence_is_told_alone_as_among_all, 0, sizeof SEEN / sizeof *SEEN);
    tcase_add_test(tests, the_page_is_seen_altogether);
    tcase_add_test(tests, the_first_look_is_shifted_and_kept_in_part);
    tcase_add_loop_test(tests, wrong_weights_are_refused, 0, sizeof WRONG / sizeof *WRONG);
    return run_with_rubric("scoring/second_look", tests);
}

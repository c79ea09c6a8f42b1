/* What a sentence's words mean, by vectors and nets that are small enough to work out by hand. */
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

/* Vectors of which nearly all is nothing: "g" is 0, "w" is 1. */
#define G10 "gggggggggg"
#define G97 G10 G10 G10 G10 G10 G10 G10 G10 G10 "ggggggg"
static const char VECTORS[] = "stem,vector\nred,wgg" G97 "\nblue,wgg" G97 "\ngreen,gwg" G97 "\nwhite,ggw" G97 "\n";

struct tables {
    const char *vectors, *words, *gists, *roles;
};

static enum status load(const struct tables *tables, struct roles **roles, struct vector_look **look, struct error *err)
{
    const struct rubric_file files[] = {{"sentences.csv", ROLES}, {"word-vectors.csv", tables->vectors}, {"vector-look.csv", tables->words},
                                        {"vector-look-gists.csv", tables->gists}, {"vector-look-roles.csv", tables->roles}};
    char seeds[40];
    rubric_fixture_make(seeds, files, 5);
    ck_assert_int_eq(roles_load(seeds, rubric->terms, rubric->cues, &rubric->services, roles, err), STATUS_OK);
    enum status status = vector_look_load(seeds, *roles, look, err);
    rubric_fixture_remove(seeds, files, 5);
    return status;
}

/* Four sentences: a heading, two lines of a list, a paragraph. */
static const char PAGE[] = "<main><h2>Red</h2><ul><li>Blue, green and grey</li><li>White</li></ul><p>Black.</p></main>";

/* Looks at the page with first odds that are all `first`. */
static void look_at(const struct tables *tables, float first, float odds[4][ROLE_COUNT])
{
    struct document_input input = {.bytes = PAGE, .length = strlen(PAGE), .content_type = "text/html; charset=utf-8", .name = "page.html"};
    struct document *document;
    struct error err = {0};
    struct roles *roles;
    struct vector_look *look;
    struct arena arena = {0};
    struct reading reading;
    ck_assert_int_eq(document_read(markup_fixture(), &input, &document, &err), STATUS_OK);
    reading_build(rubric, NULL, document, NULL, NULL, &arena, &reading);
    ck_assert_uint_eq(reading.segments.count, 4);
    ck_assert_msg(load(tables, &roles, &look, &err) == STATUS_OK, "%s", err.message);
    for (size_t i = 0; i < 4; i++)
        odds[i][DOES] = odds[i][ROUTE] = first;
    vector_look_take(look, &reading.segments, &odds[0][0]);
    vector_look_free(look);
    roles_free(roles);
    reading_release(&reading);
    arena_release(&arena);
    document_free(document);
}

/* What each sentence's "route" comes to. A mean counts one more than there are. */
#define RED_OR_BLUE "input,1\nword.1,1000\n"
#define NO_GIST "input,1\n"
#define GIST "input,1\nmost.1,1000\n"
#define COLUMNS "role,shift,kept,most.1,mean.1,prev.1,next.1,head.1,earlier.1,later.1,page.1\n"
static const struct { const char *words, *gists, *roles; float route[4]; } SEEN[] = {
    {RED_OR_BLUE, NO_GIST, COLUMNS "route,,1000,1000,,,,,,,\n", {1, 1, 0, 0}},
    {RED_OR_BLUE, NO_GIST, COLUMNS "route,,1000,,1000,,,,,,\n", {0.5f, 0.2f, 0, 0}},
    {"input,1\nbias,-1000\nbefore.1,1000\nword.2,1000\n", NO_GIST, COLUMNS "route,,1000,1000,,,,,,,\n", {0, 1, 0, 0}},
    {"input,1\nbias,-1000\nword.1,1000\nafter.2,1000\n", NO_GIST, COLUMNS "route,,1000,1000,,,,,,,\n", {0, 1, 0, 0}},
    {"input,1\nbias,-1000\nword.1,1000\nbefore.2,1000\n", NO_GIST, COLUMNS "route,,1000,1000,,,,,,,\n", {0, 0, 0, 0}},
    {RED_OR_BLUE, GIST, COLUMNS "route,,1000,,,1000,,,,,\n", {0, 1, 1, 0}},
    {RED_OR_BLUE, GIST, COLUMNS "route,,1000,,,,1000,,,,\n", {1, 0, 0, 0}},
    {RED_OR_BLUE, GIST, COLUMNS "route,,1000,,,,,1000,,,\n", {0, 1, 1, 1}},
    {RED_OR_BLUE, "input,1\nbias,-1000\nmost.1,3000\n", COLUMNS "route,,1000,,,,,1000,,,\n", {0, 2, 2, 2}},
    {RED_OR_BLUE, "input,1\nmean.1,2000\n", COLUMNS "route,,1000,,,,,1000,,,\n", {0, 1, 1, 1}},
    {RED_OR_BLUE, GIST, COLUMNS "route,,1000,,,,,,1000,,\n", {0, 0, 1, 1}},
    {"input,1\nword.3,1000\n", GIST, COLUMNS "route,,1000,,,,,,,1000,\n", {1, 0, 0, 0}},
    {RED_OR_BLUE, GIST, COLUMNS "route,,1000,,,,,,,,1000\n", {0.4f, 0.4f, 0.4f, 0.4f}},
    {"input,1,2\nword.3,1000,\nword.2,,1000\n", "input,1\n", "role,shift,kept,1,2,3,4,5,6,7,8,9,10\nroute,250,1000,1000,-500,,,,,,,,\n", {0.25f, -0.25f, 1.25f, 0.25f}},
};

START_TEST(each_input_is_seen)
{
    float odds[4][ROLE_COUNT];
    const struct tables tables = {VECTORS, SEEN[_i].words, SEEN[_i].gists, SEEN[_i].roles};
    look_at(&tables, 0, odds);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_float_eq_tol(odds[i][ROUTE], SEEN[_i].route[i], 1e-5f);
        ck_assert_float_eq(odds[i][DOES], 0);
    }
}
END_TEST

START_TEST(the_first_look_is_shifted_and_kept_in_part)
{
    float odds[4][ROLE_COUNT];
    const struct tables tables = {VECTORS, RED_OR_BLUE, NO_GIST, COLUMNS "does,-500,250,,,,,,,,\n"};
    look_at(&tables, 2, odds);
    for (size_t i = 0; i < 4; i++) {
        ck_assert_float_eq_tol(odds[i][DOES], 0, 1e-5f);
        ck_assert_float_eq(odds[i][ROUTE], 2);
    }
}
END_TEST

static const struct { struct tables tables; const char *says; } WRONG[] = {
    {{"stem\nred\n", RED_OR_BLUE, NO_GIST, COLUMNS}, "word-vectors.csv:1: stem: the columns must be"},
    {{"stem,vector\n", RED_OR_BLUE, NO_GIST, COLUMNS}, "word-vectors.csv:1: the columns must be"},
    {{"stem,vector\nred,wgg\n", RED_OR_BLUE, NO_GIST, COLUMNS}, "word-vectors.csv:2: red: a vector is 100 letters long"},
    {{"stem,vector\nred,-gg" G97 "\n", RED_OR_BLUE, NO_GIST, COLUMNS}, "word-vectors.csv:2: red: a vector is of base64's letters"},
    {{"stem,vector\nred,wgg" G97 "\nred,wgg" G97 "\n", RED_OR_BLUE, NO_GIST, COLUMNS}, "word-vectors.csv:3: red: is there twice"},
    {{VECTORS, "input,1\nword.101,1000\n", NO_GIST, COLUMNS}, "vector-look.csv:2: word.101: the rubric has no such input"},
    {{VECTORS, "input,1\nword.1,1\nword.1,1\n", NO_GIST, COLUMNS}, "vector-look.csv:3: word.1: is there twice"},
    {{VECTORS, RED_OR_BLUE, "input,1\nmost.2,1\n", COLUMNS}, "vector-look-gists.csv:2: most.2: the rubric has no such input"},
    {{VECTORS, RED_OR_BLUE, NO_GIST, "role,shift,kept,most.1\n"}, "vector-look-roles.csv:1: role: the columns must be"},
    {{VECTORS, RED_OR_BLUE, NO_GIST, COLUMNS "nothing,,,,,,,,,,\n"}, "vector-look-roles.csv:2: nothing: sentences.csv has no such role"},
};

START_TEST(wrong_weights_are_refused)
{
    struct roles *roles = NULL;
    struct vector_look *look = NULL;
    struct error err = {0};
    ck_assert_int_eq(load(&WRONG[_i].tables, &roles, &look, &err), STATUS_INPUT);
    ck_assert_msg(strstr(err.message, WRONG[_i].says) != NULL, "%s", err.message);
    roles_free(roles);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("vector look");
    tcase_add_loop_test(tests, each_input_is_seen, 0, sizeof SEEN / sizeof *SEEN);
    tcase_add_test(tests, the_first_look_is_shifted_and_kept_in_part);
    tcase_add_loop_test(tests, wrong_weights_are_refused, 0, sizeof WRONG / sizeof *WRONG);
    return run_with_rubric("scoring/vector_look", tests);
}

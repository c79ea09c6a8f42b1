/* What a sentence does, by the weights as shipped: sentences that no coded page holds. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "document/document.h"
#include "markup_fixture.h"
#include "rubric_fixture.h"
#include "scoring/rubric_internal.h"
#include "whole_rubric.h"

/* The highest probability of `role` over the page's sentences. */
static double highest(const char *html, const char *role)
{
    struct document_input input = {.bytes = html, .length = strlen(html), .content_type = "text/html; charset=utf-8", .name = "page.html"};
    struct document *document;
    struct error err;
    struct arena arena = {0};
    struct reading reading;
    ck_assert_int_eq(document_read(markup_fixture(), &input, &document, &err), STATUS_OK);
    reading_build(rubric, NULL, document, NULL, NULL, &arena, &reading);
    int number = roles_find(rubric->roles, role);
    ck_assert_int_ge(number, 0);
    float most = 0;
    for (size_t i = 0; i < reading.segments.count; i++) {
        float value = reading.roles[i * roles_count(rubric->roles) + (size_t)number];
        ck_assert(value >= 0 && value <= 1);
        most = value > most ? value : most;
    }
    reading_release(&reading);
    arena_release(&arena);
    document_free(document);
    return (double)most;
}

static const struct { const char *role, *says, *does_not; } PAIRS[] = {
    {"route", "<main><h2>How to apply</h2><p>You can refer your child yourself by phoning us.</p></main>",
     "<main><h2>Our history</h2><p>The building was opened by the mayor in 1974.</p></main>"},
    {"process", "<main><h2>Referrals</h2><p>Referrals are accepted from paediatricians and discussed by a panel.</p></main>",
     "<main><h2>What we do</h2><p>We lend toys and books.</p></main>"},
    {"test", "<main><h2>Who can come?</h2><p>Children aged 5 to 11 who live in the borough.</p></main>",
     "<main><h2>Opening times</h2><p>We are closed on bank holidays.</p></main>"},
    {"does", "<main><h2>What we do</h2><ul><li>visit you at home and play with your child</li><li>help you fill in forms</li></ul></main>",
     "<main><h2>Cookies</h2><p>This site uses cookies.</p></main>"},
    {"leaflet", "<main><p><a href=a.pdf>Leaflet for parents (PDF, 200KB)</a></p></main>", "<main><p>We meet on Tuesdays.</p></main>"},
    {"vague", "<main><p>We are committed to improving outcomes for disabled children and their families.</p></main>",
     "<main><h2>What we do</h2><p>We lend toys and books.</p></main>"},
    {"part.health", "<main><h2>Who else helps</h2><p>A community nurse shows the staff how to give medicines.</p></main>",
     "<main><h2>What we do</h2><p>We lend toys and books.</p></main>"},
    {"document", "<main><p>Eligibility policy for practitioners (PDF)</p></main>", "<main><p>We meet on Tuesdays.</p></main>"},
};

START_TEST(a_sentence_is_told_from_another)
{
    double says = highest(PAIRS[_i].says, PAIRS[_i].role), other = highest(PAIRS[_i].does_not, PAIRS[_i].role);
    ck_assert_msg(says > 0.3 && says > other + 0.2, "%s: %.2f against %.2f", PAIRS[_i].role, says, other);
}
END_TEST

START_TEST(no_sentence_is_no_role)
{
    ck_assert_double_eq(highest("<main></main>", "route"), 0);
}
END_TEST

/* What sentences.csv may not be, and what is said of it. */
static const struct { const char *text, *says; } WRONG[] = {
    {"name\nbias\nw:help\n", "sentences.csv:1: name: the columns must be"},
    {"name,does\nw:help,10\nw:visit,10\n", "the row \"bias\" is wanted"},
    {"name,does\nbias,-4500\n", "the row \"bias\" is wanted"},
    {"name,does\nbias,-4.5\nw:help,10\n", "sentences.csv:2: bias: a weight that is no whole number"},
    {"name,does\nbias,-4500\nw:help,32768\n", "sentences.csv:3: w:help: a weight that is no whole number of thousandths from -32767 to 32767"},
    {"name,does\nbias,-4500\nw:help,99999999999999999999\n", "sentences.csv:3: w:help: a weight that is no whole number"},
    {"name,does\nbias,-4500\nq:no-such-cue,10\n", "sentences.csv:3: q:no-such-cue: the rubric has nothing of this name"},
    {"name,does\nbias,-4500\nw:help,10\nw:help,20\n", "sentences.csv:4: w:help: is there twice"},
};

static enum status load(const char *text, struct roles **roles, struct error *err)
{
    struct rubric_file file = {"sentences.csv", text};
    char seeds[40];
    rubric_fixture_make(seeds, &file, 1);
    enum status status = roles_load(seeds, rubric->terms, rubric->cues, &rubric->services, roles, err);
    rubric_fixture_remove(seeds, &file, 1);
    return status;
}

START_TEST(wrong_weights_are_refused)
{
    struct roles *roles = NULL;
    struct error err = {0};
    ck_assert_int_eq(load(WRONG[_i].text, &roles, &err), STATUS_INPUT);
    ck_assert_msg(strstr(err.message, WRONG[_i].says) != NULL, "%s", err.message);
}
END_TEST

START_TEST(right_weights_are_taken)
{
    struct roles *roles = NULL;
    struct error err = {0};
    ck_assert_int_eq(load("name,does,route\nbias,-4500,-5000\nw:help,10,\nb:^ help,,-20\n", &roles, &err), STATUS_OK);
    ck_assert_uint_eq(roles_count(roles), 2);
    ck_assert_int_eq(roles_find(roles, "route"), 1);
    roles_free(roles);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("roles");
    tcase_add_loop_test(tests, a_sentence_is_told_from_another, 0, sizeof PAIRS / sizeof *PAIRS);
    tcase_add_test(tests, no_sentence_is_no_role);
    tcase_add_loop_test(tests, wrong_weights_are_refused, 0, sizeof WRONG / sizeof *WRONG);
    tcase_add_test(tests, right_weights_are_taken);
    return run_with_rubric("scoring/roles", tests);
}

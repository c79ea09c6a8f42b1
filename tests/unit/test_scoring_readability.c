/* Readability: the check values of the formulas, sentences, unexplained terms. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/document_builder.h"
#include "scoring/readability.h"

START_TEST(formulas_give_their_published_values)
{
    static const struct {
        int sentences, words, syllables;
        double flesch, kincaid;
    } CASES[] = {{1, 6, 6, 116.145, -1.45}, {1, 16, 22, 74.27, 6.875}, {10, 150, 200, 78.81, 5.993}};
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        ck_assert_double_eq_tol(readability_flesch(CASES[i].sentences, CASES[i].words, CASES[i].syllables), CASES[i].flesch, 0.006);
        ck_assert_double_eq_tol(readability_kincaid(CASES[i].sentences, CASES[i].words, CASES[i].syllables), CASES[i].kincaid, 0.0006);
    }
    ck_assert_double_eq_tol(readability_smog(30, 0), 3.129, 0.0006);
    ck_assert_double_eq_tol(readability_smog(30, 9), 6.258, 0.0006);
    ck_assert_double_eq_tol(readability_smog(30, 30), 8.842, 0.0006);
    ck_assert(isnan(readability_flesch(0, 5, 5)));
    ck_assert(isnan(readability_kincaid(5, 0, 5)));
    ck_assert(isnan(readability_smog(0, 5)));
}
END_TEST

static struct jargon *load_jargon(void)
{
    struct jargon *jargon;
    struct error err = {0};
    ck_assert_msg(jargon_load("seeds", &jargon, &err) == STATUS_OK, "%s", err.message);
    return jargon;
}

START_TEST(prose_is_measured_and_the_rest_is_not)
{
    struct jargon *jargon = load_jargon();
    struct arena arena = {0};
    struct readability found;
    struct built page = built_new("Short breaks");
    built_add(&page, BLOCK_HEADING, "A heading of many words that is never counted at all");
    built_add(&page, BLOCK_PARAGRAPH, "We help you. We ask what you need.");
    built_add(&page, BLOCK_LIST_ITEM, "a day out");
    built_add(&page, BLOCK_CAPTION, "A caption that is not read");
    built_add(&page, BLOCK_PARAGRAPH, "9 May 2024");
    readability_measure(jargon, built_document(&page), page.counts, &arena, &found);
    ck_assert_int_eq(found.words, 11);
    ck_assert_int_eq(found.sentences, 3);
    ck_assert_int_eq(found.syllables, 11);
    ck_assert(!found.measured);
    ck_assert(isnan(found.smog));
    for (int i = 0; i < 30; i++)
        built_add(&page, BLOCK_PARAGRAPH, "We help you at home.");
    readability_measure(jargon, built_document(&page), page.counts, &arena, &found);
    ck_assert(found.measured);
    ck_assert_double_gt(found.flesch_reading_ease, 100);
    built_release(&page);
    arena_release(&arena);
    jargon_free(jargon);
}
END_TEST

struct explained {
    const char *first, *second;
    const char *unexplained; /* the one term that should be listed, or NULL */
};

static const struct explained EXPLAINED[] = {
    {"Your child needs an EHCP.", "An EHCP is a legal document.", "EHCP"},
    {"An education, health and care plan (EHCP) says what help a child must get.", "Ask for an EHCP.", NULL},
    {"An EHCP (education, health and care plan) is a legal document.", "Ask for an EHCP.", NULL},
    {"EHCP means education, health and care plan.", "Ask for one.", NULL},
    {"You may need an education, health and care plan.", "Ask for an EHCP.", NULL},
    {"We hold a TAC every term.", "Come along.", "TAC"},
    {"The team around the child (TAC) meets every term.", "The TAC listens.", NULL},
    {"The TACs meet.", "Come along.", "TAC"},
    {"We offer tact and attack plans.", "See you at tac.", NULL},
    {"Portage is a way of learning through play at home.", "We love Portage.", NULL},
    {"We use a graduated approach.", "Come along.", "graduated approach"},
    {"Staff use a Graduated Approach, which means trying a little help first.", "", NULL},
    /* the full name, however it is written */
    {"Ask for an education, health and care (EHC) plan.", "Your EHC plan is reviewed.", NULL},
    {"Ask for an Education Health & Care Plan.", "Your EHCP comes by post.", NULL},
    {"Talk to the special educational needs coordinator (SENCo).", "The SENCO listens.", NULL},
    /* lists of words and meanings */
    {"SENCO: the teacher who sees to extra help", "The SENCO listens.", NULL},
    {"CAMHS - NHS help for mental health", "Ask CAMHS.", NULL},
    {"Talk to the SENCO: ring the school.", "Come along.", "SENCO"},
    /* what is done with a thing is not what it is */
    {"Children with SEND are welcome.", "Come along.", "SEND"},
    {"EHCPs are reviewed every year.", "Come along.", "EHCP"},
    {"SENCOs are teachers who see to extra help.", "The SENCO listens.", NULL},
    {"CAMHS is the responsibility of the trust.", "Come along.", "CAMHS"},
    {"CAMHS (see below) sees you.", "Come along.", "CAMHS"},
    {"A short break is time for each of you to do something else.", "Come along.", NULL},
    {"Short breaks give your child fun and you a rest.", "Ask for a short break.", NULL},
    {"Find SEND help near you.", "Come along.", "SEND"},
    {"A short break is free.", "Come along.", "short break"},
};

START_TEST(a_term_is_a_fault_only_where_it_is_not_explained)
{
    const struct explained *want = &EXPLAINED[_i];
    struct jargon *jargon = load_jargon();
    struct arena arena = {0};
    struct readability found;
    struct built page = built_new("A page");
    built_add(&page, BLOCK_PARAGRAPH, want->first);
    if (*want->second)
        built_add(&page, BLOCK_PARAGRAPH, want->second);
    readability_measure(jargon, built_document(&page), page.counts, &arena, &found);
    ck_assert_msg(found.unexplained_count == (want->unexplained != NULL), "%s: %zu terms, first %s", want->first, found.unexplained_count,
                  found.unexplained_count ? found.unexplained_terms[0] : "");
    if (want->unexplained)
        ck_assert_str_eq(found.unexplained_terms[0], want->unexplained);
    built_release(&page);
    arena_release(&arena);
    jargon_free(jargon);
}
END_TEST

START_TEST(words_with_their_meanings_explain_themselves)
{
    struct jargon *jargon = load_jargon();
    struct arena arena = {0};
    struct readability found;
    struct built page = built_new("A page");
    built_add(&page, BLOCK_TERM, "SENCO");
    built_add(&page, BLOCK_DEFINITION, "The teacher who sees to extra help at school.");
    built_add(&page, BLOCK_CELL, "CAMHS");
    built_add(&page, BLOCK_CELL, "NHS help for mental health.")->column = 1;
    built_add(&page, BLOCK_TERM, "TAF");
    built_add(&page, BLOCK_DEFINITION, "01632 960123");
    readability_measure(jargon, built_document(&page), page.counts, &arena, &found);
    ck_assert_uint_eq(found.unexplained_count, 1);
    ck_assert_str_eq(found.unexplained_terms[0], "TAF");
    built_release(&page);
    arena_release(&arena);
    jargon_free(jargon);
}
END_TEST

/* A heading names what the text below it explains, or doesn't. */
START_TEST(the_text_below_a_heading_explains_it)
{
    static const struct {
        const char *heading, *text, *unexplained;
    } CASES[] = {
        {"Portage", "Portage is a way of learning through play at home.", NULL},
        {"Portage", "Come along on Mondays.", "portage"},
        {"Portage", "We love Portage. Portage is a way of learning.", "portage"},
    };
    struct jargon *jargon = load_jargon();
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct arena arena = {0};
        struct readability found;
        struct built page = built_new("A page");
        built_add(&page, BLOCK_HEADING, CASES[i].heading);
        built_add(&page, BLOCK_PARAGRAPH, CASES[i].text);
        readability_measure(jargon, built_document(&page), page.counts, &arena, &found);
        ck_assert_msg(found.unexplained_count == (CASES[i].unexplained != NULL), "%s: %zu terms", CASES[i].text, found.unexplained_count);
        if (CASES[i].unexplained)
            ck_assert_str_eq(found.unexplained_terms[0], CASES[i].unexplained);
        built_release(&page);
        arena_release(&arena);
    }
    jargon_free(jargon);
}
END_TEST

/* What <abbr title> says stands beside the block, and explains those letters alone. */
START_TEST(an_abbreviations_title_explains_it)
{
    struct jargon *jargon = load_jargon();
    struct arena arena = {0};
    struct readability found;
    struct built page = built_new("A page");
    built_add(&page, BLOCK_PARAGRAPH, "Ask for SLT or OT.");
    built_add(&page, BLOCK_IMAGE_TEXT, "speech and language therapy");
    built_add(&page, BLOCK_PARAGRAPH, "Ask the SENCO.");
    built_add(&page, BLOCK_IMAGE_TEXT, "a picture of a classroom");
    readability_measure(jargon, built_document(&page), page.counts, &arena, &found);
    ck_assert_uint_eq(found.unexplained_count, 2);
    ck_assert_str_eq(found.unexplained_terms[0], "OT");
    ck_assert_str_eq(found.unexplained_terms[1], "SENCO");
    built_release(&page);
    arena_release(&arena);
    jargon_free(jargon);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scoring/readability");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, formulas_give_their_published_values);
    tcase_add_test(tests, prose_is_measured_and_the_rest_is_not);
    tcase_add_loop_test(tests, a_term_is_a_fault_only_where_it_is_not_explained, 0, sizeof EXPLAINED / sizeof *EXPLAINED);
    tcase_add_test(tests, words_with_their_meanings_explain_themselves);
    tcase_add_test(tests, the_text_below_a_heading_explains_it);
    tcase_add_test(tests, an_abbreviations_title_explains_it);
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}

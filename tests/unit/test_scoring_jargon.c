/* Words that readers may not know: what explains them, and what does not. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scoring/text/jargon.h"
#include "tests/unit/document_builder.h"
#include "tests/unit/suite.h"

static struct jargon *load_jargon(void)
{
    struct jargon *jargon;
    struct error err = {0};
    ck_assert_msg(jargon_load("seeds", &jargon, &err) == STATUS_OK, "%s", err.message);
    return jargon;
}

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
    {"Every school has a SENCO. That is the teacher who sees to special needs.", "Ask the SENCO.", NULL},
    {"Every school has a SENCO. That is not all.", "Come along.", "SENCO"},
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
    /* words and no beginnings of words */
    {"Ask the SENCO - another teacher will ring.", "Come along.", "SENCO"},
    {"It is done by a teacher called a SENCO.", "Come along.", NULL},
    {"You will be recalled a SENCO is there.", "Come along.", "SENCO"},
};

START_TEST(a_term_is_a_fault_only_where_it_is_not_explained)
{
    const struct explained *want = &EXPLAINED[_i];
    struct jargon *jargon = load_jargon();
    struct arena arena = {0};
    const char **found;
    struct built page = built_new("A page");
    built_add(&page, BLOCK_PARAGRAPH, want->first);
    if (*want->second)
        built_add(&page, BLOCK_PARAGRAPH, want->second);
    size_t count = jargon_unexplained(jargon, built_document(&page), page.counts, &arena, &found);
    ck_assert_msg(count == (want->unexplained != NULL), "%s: %zu terms, first %s", want->first, count,
                  count ? found[0] : "");
    if (want->unexplained)
        ck_assert_str_eq(found[0], want->unexplained);
    built_release(&page);
    arena_release(&arena);
    jargon_free(jargon);
}
END_TEST

START_TEST(words_with_their_meanings_explain_themselves)
{
    struct jargon *jargon = load_jargon();
    struct arena arena = {0};
    const char **found;
    struct built page = built_new("A page");
    built_add(&page, BLOCK_TERM, "SENCO");
    built_add(&page, BLOCK_DEFINITION, "The teacher who sees to extra help at school.");
    built_add(&page, BLOCK_CELL, "CAMHS");
    built_add(&page, BLOCK_CELL, "NHS help for mental health.")->column = 1;
    built_add(&page, BLOCK_TERM, "TAF");
    built_add(&page, BLOCK_DEFINITION, "01632 960123");
    size_t count = jargon_unexplained(jargon, built_document(&page), page.counts, &arena, &found);
    ck_assert_uint_eq(count, 1);
    ck_assert_str_eq(found[0], "TAF");
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
        const char **found;
        struct built page = built_new("A page");
        built_add(&page, BLOCK_HEADING, CASES[i].heading);
        built_add(&page, BLOCK_PARAGRAPH, CASES[i].text);
        size_t count = jargon_unexplained(jargon, built_document(&page), page.counts, &arena, &found);
        ck_assert_msg(count == (CASES[i].unexplained != NULL), "%s: %zu terms", CASES[i].text, count);
        if (CASES[i].unexplained)
            ck_assert_str_eq(found[0], CASES[i].unexplained);
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
    const char **found;
    struct built page = built_new("A page");
    built_add(&page, BLOCK_PARAGRAPH, "Ask for SLT or OT.");
    built_add(&page, BLOCK_IMAGE_TEXT, "speech and language therapy");
    built_add(&page, BLOCK_PARAGRAPH, "Ask the SENCO.");
    built_add(&page, BLOCK_IMAGE_TEXT, "a picture of a classroom");
    size_t count = jargon_unexplained(jargon, built_document(&page), page.counts, &arena, &found);
    ck_assert_uint_eq(count, 2);
    ck_assert_str_eq(found[0], "OT");
    ck_assert_str_eq(found[1], "SENCO");
    built_release(&page);
    arena_release(&arena);
    jargon_free(jargon);
}
END_TEST

/* ---- the files ---- */

static const struct {
    const char *file, *text, *fault;
} FAULTS[] = {
    {"jargon", "term,meaning\nTAC,A meeting\n", "jargon.csv:1: the column 'expansion' is missing"},
    {"jargon", "term,expansion,meaning\nTAC,,\n", "jargon.csv:2: term and meaning must be given"},
    {"explaining", "words,where\nmeans,behind\n", "explaining.csv:2: where is 'behind'; allowed are 'after', 'after words', 'after first', 'never after' and 'before'"},
    {"explaining", "words,where\n,after\n", "explaining.csv:2: words is empty"},
};

START_TEST(faults_are_named)
{
    static const char *const good[][2] = {{"jargon", "term,expansion,meaning\nTAC,team around the child,A meeting\n"}, {"explaining", "words,where\nmeans,after\n"}};
    char seeds[] = "/tmp/coreoffer-test-jargon-XXXXXX", path[96];
    ck_assert_ptr_nonnull(mkdtemp(seeds));
    (void)snprintf(path, sizeof path, "%s/words", seeds);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(path, sizeof path, "%s/words/%s.csv", seeds, good[i][0]);
        FILE *file = fopen(path, "w");
        ck_assert_ptr_nonnull(file);
        ck_assert_int_ge(fputs(strcmp(good[i][0], FAULTS[_i].file) == 0 ? FAULTS[_i].text : good[i][1], file), 0);
        ck_assert_int_eq(fclose(file), 0);
    }
    struct jargon *jargon = NULL;
    struct error err = {.message = ""};
    ck_assert_int_eq(jargon_load(seeds, &jargon, &err), STATUS_INPUT);
    ck_assert_ptr_null(jargon);
    ck_assert_msg(strstr(err.message, FAULTS[_i].fault) != NULL, "'%s' does not say '%s'", err.message, FAULTS[_i].fault);
    for (size_t i = 0; i < 2; i++) {
        (void)snprintf(path, sizeof path, "%s/words/%s.csv", seeds, good[i][0]);
        ck_assert_int_eq(unlink(path), 0);
    }
    (void)snprintf(path, sizeof path, "%s/words", seeds);
    ck_assert_int_eq(rmdir(path) | rmdir(seeds), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scoring/jargon");
    TCase *tests = tcase_create("all");
    tcase_add_loop_test(tests, a_term_is_a_fault_only_where_it_is_not_explained, 0, sizeof EXPLAINED / sizeof *EXPLAINED);
    tcase_add_test(tests, words_with_their_meanings_explain_themselves);
    tcase_add_test(tests, the_text_below_a_heading_explains_it);
    tcase_add_test(tests, an_abbreviations_title_explains_it);
    tcase_add_loop_test(tests, faults_are_named, 0, sizeof FAULTS / sizeof *FAULTS);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

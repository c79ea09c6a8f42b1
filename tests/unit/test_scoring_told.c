/* Sentences that answer a row by what they do: which are found, and what a row makes of them. */
#include "rubric_fixture.h"
#include "scoring/page/reading.h"
#include "tests/unit/council_fixture.h"

enum { FIGURE, DECIDES, ROLE_COUNT };
static const char ROLES[] = "name,figure,decides\nbias,0,0\nw:help,10,\n";

static enum status load_told(const char *told, struct roles **roles, struct told_rules **rules, struct error *err)
{
    const struct rubric_file files[] = {{"sentences.csv", ROLES}, {"told.csv", told}};
    char seeds[40];
    rubric_fixture_make(seeds, files, 2);
    ck_assert_int_eq(roles_load(seeds, rubric->terms, rubric->cues, &rubric->services, roles, err), STATUS_OK);
    enum status status = told_rules_load(seeds, *roles, rules, err);
    rubric_fixture_remove(seeds, files, 2);
    return status;
}

static const struct { const char *told, *says; } WRONG[] = {
    {"group,role\nnumbers,figure\n", "per_cent"},
    {"group,role,per_cent,near_per_cent\nfigures,figure,60,15\n", ":2: figures: no such group of patterns in rows.json"},
    {"group,role,per_cent,near_per_cent\nF7,figure,60,15\n", ":2: F7: no such group of patterns in rows.json, and no function F1 to F6"},
    {"group,role,per_cent,near_per_cent\nnumbers,figures,60,15\n", ":2: numbers: sentences.csv has no such role"},
    {"group,role,per_cent,near_per_cent\nnumbers,figure,60,15\ndecides,decides,101,15\n", ":3: decides: \"per_cent\" must be a whole number from 1 to 100"},
    {"group,role,per_cent,near_per_cent\nnumbers,figure,60,61\n", ":2: numbers: \"near_per_cent\" must be a whole number from 1 to \"per_cent\""},
};

START_TEST(a_wrong_table_is_refused)
{
    struct roles *roles;
    struct told_rules *rules;
    struct error err = {0};
    ck_assert_int_eq(load_told(WRONG[_i].told, &roles, &rules, &err), STATUS_INPUT);
    ck_assert_msg(strstr(err.message, "told.csv") && strstr(err.message, WRONG[_i].says), "%s", err.message);
    ck_assert_ptr_null(rules);
    roles_free(roles);
}
END_TEST

START_TEST(a_sentence_is_told_from_its_share_on)
{
    struct built built = built_new("Short breaks");
    built_add(&built, BLOCK_PARAGRAPH, "The queue is long. A panel sits. We run clubs.");
    struct roles *roles;
    struct told_rules *rules;
    struct error err = {0};
    struct arena arena = {0};
    struct reading reading;
    ck_assert_msg(load_told("group,role,per_cent,near_per_cent\nnumbers,figure,60,59\ndecides,decides,80,79\n", &roles, &rules, &err) == STATUS_OK, "%s", err.message);
    reading_build(rubric, NULL, built_document(&built), NULL, NULL, &arena, &reading);
    ck_assert_uint_eq(reading.segments.count, 3);
    float shares[3][ROLE_COUNT] = {{0.61f, 0.78f}, {0.595f, 0.81f}, {0, 0}};
    reading.roles = &shares[0][0];
    struct told_sentences told = told_find(rules, &reading, &arena);
    ck_assert_uint_eq(told.count, 3);
    ck_assert_uint_eq(told.items[0].group, ROW_NUMBERS);
    ck_assert_uint_eq(told.items[0].offset, 0);
    ck_assert(!told.items[0].near && told.items[1].near && !told.items[2].near);
    ck_assert_uint_eq(told.items[1].group, ROW_NUMBERS);
    ck_assert_str_eq(told.items[2].role, "decides");
    ck_assert_uint_eq(told.items[2].group, ROW_DECIDES);
    ck_assert_uint_eq(told.items[2].offset, strlen("The queue is long. "));
    reading.roles = NULL;
    reading_release(&reading);
    told_rules_free(rules);
    roles_free(roles);
    arena_release(&arena);
    built_release(&built);
}
END_TEST

/* The second of three sentences, in words that no pattern knows. */
static const struct { const char *row, *told; enum row_group group; enum verdict verdict; const char *role; } ANSWERS[] = {
    {"decides", "Hours are shared out among the three area heads.", ROW_DECIDES, VERDICT_YES, "decides"},
    {"numbers", "Ninety on the books, May 2025.", ROW_NUMBERS, VERDICT_YES, "figure"},
    {"numbers", "Ninety on the books.", ROW_NUMBERS, VERDICT_CONCERNS, "figure"},
    {"complain", "A word with the head of the team puts most things right.", ROW_COMPLAIN, VERDICT_YES, "redress"},
    {"heard", "Teenagers drew the timetable in 2025.", ROW_HEARD, VERDICT_YES, "shaped"},
    {"heard", "A postcard lies in the hall for your thoughts.", ROW_ASKED, VERDICT_CONCERNS, "asked"},
    {"complain", "You cannot appeal against this.", ROW_COMPLAIN, VERDICT_NO, "redress"}, /* what no pattern lets pass counts in no words */
    {"complain", "A word with the head of the team puts most things right.", ROW_DECIDES, VERDICT_NO, "decides"}, /* of another row */
};

START_TEST(a_told_sentence_answers_its_row)
{
    static const bool none[BUILT_BLOCKS_MAX];
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    char text[300];
    snprintf(text, sizeof text, "We run clubs. %s Bring a coat.", ANSWERS[_i].told);
    town_text(page, text);
    struct told_sentence told = {.group = ANSWERS[_i].group, .block = 1, .offset = 14, .role = ANSWERS[_i].role};
    struct page_findings findings = {.counts = none, .told = {&told, 1}};
    page->assessment.found = &findings;
    judge();
    const struct row_verdict *row = card_row(&card, "short-breaks", ANSWERS[_i].row);
    ck_assert_msg(row->judgement.verdict == ANSWERS[_i].verdict, "%s: %s", ANSWERS[_i].told, verdict_word(row->judgement.verdict));
    if (ANSWERS[_i].verdict == VERDICT_NO)
        return;
    ck_assert_str_eq(row->judgement.evidence[0].quote, ANSWERS[_i].told);
    ck_assert_str_eq(row->judgement.evidence[0].cue, ANSWERS[_i].role);
}
END_TEST

/* What comes near counts in no row; it is shown, and a person is asked the more it may be the answer. */
static const struct { const char *row; enum row_group group; float likely; bool shown; } NEAR[] = {
    {"decides", ROW_DECIDES, 0.2f, true}, {"decides", ROW_DECIDES, 0.95f, true}, {"decides", ROW_NUMBERS, 0.95f, false},
    {"numbers", ROW_NUMBERS, 0.95f, true}, {"complain", ROW_COMPLAIN, 0.95f, true}, {"heard", ROW_HEARD, 0.95f, true},
    {"heard", ROW_ASKED, 0.95f, true},
};

START_TEST(what_comes_near_is_shown_and_counts_nothing)
{
    static const bool none[BUILT_BLOCKS_MAX];
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_text(page, "We run clubs. Hours are shared out among three. Bring a coat.");
    struct told_sentence told[] = {{.group = NEAR[_i].group, .block = 1, .offset = 0, .role = "near", .likely = NEAR[_i].likely - 0.03f, .near = true},
                                   {.group = NEAR[_i].group, .block = 1, .offset = 14, .role = "near", .likely = NEAR[_i].likely, .near = true}};
    struct page_findings findings = {.counts = none, .told = {told, 2}};
    page->assessment.found = &findings;
    judge();
    const struct judgement *judgement = &card_row(&card, "short-breaks", NEAR[_i].row)->judgement;
    ck_assert_int_eq(judgement->verdict, VERDICT_NO);
    ck_assert_int_eq(judgement->near_miss.quote != NULL, NEAR[_i].shown);
    if (NEAR[_i].shown)
        ck_assert_str_eq(judgement->near_miss.quote, "Hours are shared out among three.");
    double share = rubric_precision_share(rubric_texts(rubric), NEAR[_i].row, judgement->verdict, judgement->reason);
    ck_assert_double_eq_tol(judgement->certainty, NEAR[_i].shown && 1 - NEAR[_i].likely < share ? 1 - NEAR[_i].likely : share, 1e-6);
}
END_TEST

int main(void)
{
    TCase *tests = council_tests();
    tcase_add_loop_test(tests, a_wrong_table_is_refused, 0, sizeof WRONG / sizeof *WRONG);
    tcase_add_test(tests, a_sentence_is_told_from_its_share_on);
    tcase_add_loop_test(tests, a_told_sentence_answers_its_row, 0, sizeof ANSWERS / sizeof *ANSWERS);
    tcase_add_loop_test(tests, what_comes_near_is_shown_and_counts_nothing, 0, sizeof NEAR / sizeof *NEAR);
    return council_run("scoring/told", tests) != 0;
}

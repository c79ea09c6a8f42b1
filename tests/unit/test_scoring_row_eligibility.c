/* Who a service is for: conditions that can be tested, needs that nobody can test, ages. */
#include <stdlib.h>

#include "tests/unit/council_builder.h"
#include "tests/unit/suite.h"

static struct rubric *rubric;

static void load(void)
{
    struct error err = {0};
    ck_assert_msg(rubric_load_untrained("seeds", &rubric, &err) == STATUS_OK, "%s", err.message);
}

static void unload(void)
{
    rubric_free(rubric);
}

struct need_case {
    const char *lines[3]; /* the first is what the page level quotes; "#" begins a heading */
    enum verdict verdict;
    const char *reason; /* undefined-need where NULL */
};

static const struct need_case NEEDS[] = {
    {{"Children aged 0 to 17 with complex needs."}, VERDICT_CONCERNS, NULL},
    {{"Children aged 0 to 17 who live here.", "Their needs are at level 3 or 4."}, VERDICT_CONCERNS, NULL},
    {{"Children under 5 with delay in two or more areas of development."}, VERDICT_CONCERNS, NULL},
    {{"Children aged 0 to 17 with complex needs. By this we mean that your child needs two adults at night."}, VERDICT_YES, NULL},
    {{"Children aged 0 to 17 who live here.", "Children with significant needs come first.", "This means that your child is fed by a tube."}, VERDICT_YES, NULL},
    {{"Any family can come. You do not need a diagnosis.", "Children with complex needs have a room of their own."}, VERDICT_YES, NULL},
    {{"Every family is different. Children aged 5 to 17 with complex needs can come."}, VERDICT_CONCERNS, NULL}, /* not open to all */
    {{"Children aged 5 to 17.", "My son has complex needs and loves the club."}, VERDICT_YES, NULL},
    {{"Children aged 5 to 17.", "Our staff are trained to help children with complex needs."}, VERDICT_YES, NULL},
    {{"Children aged 5 to 17.", "If your child has complex needs, see the disabled children's team."}, VERDICT_YES, NULL},
    {{"Young people up to 25 with autism who are at risk of admission to hospital."}, VERDICT_CONCERNS, NULL},
    {{"Children aged 0 to 18 with a disability, where several agencies are involved."}, VERDICT_CONCERNS, NULL},
    {{"Children aged 0 to 18 who see three or more professionals."}, VERDICT_YES, NULL},
    {{"Children aged 0 to 18 who live here.", "When several people are involved they meet every six weeks."}, VERDICT_YES, NULL},
    {{"Young people aged 14 to 25 who present with an appearance of eligible needs."}, VERDICT_CONCERNS, NULL},
    {{"Children aged 0 to 18 who live here.", "Those at risk of admission can be placed on the dynamic support register."}, VERDICT_YES, NULL}, /* another scheme */
    {{"Children from birth to 18.", "There are no set criteria for short breaks."}, VERDICT_CONCERNS, "no-set-criteria"},
    {{"Children aged 5 to 17.", "#What else there is", "The hospital runs a clinic for children with complex needs."}, VERDICT_YES, NULL}, /* another's words, elsewhere */
    {{"Children aged 5 to 17.", "#Short breaks", "Breaks for children with complex needs."}, VERDICT_CONCERNS, NULL}, /* its own name over them */
    {{"Children aged 5 to 17.", "#Referral", "Children should present with significant functional difficulties."}, VERDICT_CONCERNS, NULL}, /* for whom, wherever it stands */
};

START_TEST(a_need_that_nobody_can_test_caps_the_row)
{
    static struct town town;
    struct scorecard card;
    const struct need_case *c = &NEEDS[_i];
    town_init(&town);
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    built_add(&page->built, BLOCK_HEADING, "Who it is for");
    for (size_t i = 0; i < 3 && c->lines[i]; i++)
        built_add(&page->built, *c->lines[i] == '#' ? BLOCK_HEADING : BLOCK_PARAGRAPH, c->lines[i] + (*c->lines[i] == '#'));
    town_check(page, CHECK_ELIGIBILITY, VERDICT_YES, c->lines[0]);
    page->assessment.checks[CHECK_ELIGIBILITY].evidence[0].block = 2;
    judge_by_rules(rubric, town_evidence(&town), &card);
    const struct judgement *judgement = &card_row(&card, "short-breaks", "eligibility")->judgement;
    ck_assert_msg(judgement->verdict == c->verdict, "\"%s\": %s (%s)", c->lines[0], verdict_word(judgement->verdict), judgement->reason);
    if (c->verdict == VERDICT_CONCERNS) {
        ck_assert_str_eq(judgement->reason, c->reason ? c->reason : "undefined-need");
        ck_assert(judgement->evidence[0].against);
    }
    scorecard_release(&card);
    town_release(&town);
}
END_TEST

/* Criteria that are said not to exist are published nowhere, whatever another page says of "any criteria". */
START_TEST(no_set_criteria_is_the_reason_where_it_is_quoted)
{
    static struct town town;
    struct scorecard card;
    town_init(&town);
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_text(page, "There are no set criteria.");
    town_check(page, CHECK_ELIGIBILITY, _i ? VERDICT_CONCERNS : VERDICT_NO, _i ? "There are no set criteria." : NULL);
    struct town_page *statement = town_add(&town, "Short breaks statement", "service", "short-breaks");
    town_text(statement, "The statement describes any criteria.");
    town_check(statement, CHECK_ELIGIBILITY, VERDICT_CONCERNS, "The statement describes any criteria.");
    statement->assessment.checks[CHECK_ELIGIBILITY].reason = "criteria-elsewhere";
    statement->assessment.checks[CHECK_ELIGIBILITY].certainty = 0.99;
    judge_by_rules(rubric, town_evidence(&town), &card);
    const struct judgement *judgement = &card_row(&card, "short-breaks", "eligibility")->judgement;
    ck_assert_int_eq(judgement->verdict, VERDICT_CONCERNS);
    ck_assert_str_eq(judgement->reason, _i ? "no-set-criteria" : "criteria-elsewhere");
    scorecard_release(&card);
    town_release(&town);
}
END_TEST

/* What one page asks for is not all where another names a need that nobody can test. */
START_TEST(what_one_page_asks_does_not_undo_another_pages_need)
{
    static const struct {
        const char *quote, *other;
        enum verdict verdict;
    } PAGES[] = {
        {"0 to 4", "Children under 5 with a delay in two or more areas of development.", VERDICT_CONCERNS},
        {"0 to 4", "Children under 5 who live here.", VERDICT_YES},
        {"Children aged 0 to 4 who get Disability Living Allowance.", "Children under 5 with a delay in two or more areas of development.", VERDICT_CONCERNS},
        {"Children aged 0 to 4 who get Disability Living Allowance.", "Children under 5 who live here.", VERDICT_YES},
    };
    static struct town town;
    struct scorecard card;
    town_init(&town);
    struct town_page *record = town_add(&town, "Portage", "service", "portage"), *page = town_add(&town, "Portage: who it is for", "service", "portage");
    town_text(record, PAGES[_i].quote);
    town_check(record, CHECK_ELIGIBILITY, VERDICT_YES, PAGES[_i].quote);
    town_text(page, PAGES[_i].other);
    town_check(page, CHECK_ELIGIBILITY, VERDICT_CONCERNS, PAGES[_i].other);
    page->assessment.checks[CHECK_ELIGIBILITY].certainty = 0.6;
    judge_by_rules(rubric, town_evidence(&town), &card);
    const struct judgement *row = &card_row(&card, "portage", "eligibility")->judgement;
    ck_assert_msg(row->verdict == PAGES[_i].verdict, "%s", verdict_word(row->verdict));
    if (PAGES[_i].verdict == VERDICT_CONCERNS)
        ck_assert_str_eq(row->reason, "undefined-need");
    scorecard_release(&card);
    town_release(&town);
}
END_TEST

/* An age range tells a family whether it is for them, whatever the page was taken to say. */
START_TEST(ages_say_who_it_is_for)
{
    static const struct {
        const char *words;
        enum verdict verdict;
    } PAGES[] = {{"We are there for parents, and for young people up to 25.", VERDICT_YES},
                 {"We are there for children aged 5 to 17 with significant and complex needs.", VERDICT_CONCERNS},
                 {"We are there for parents.", VERDICT_NO},
                 {"The course takes 2 to 3 years.", VERDICT_NO},
                 {"We offer young people up to 2 years of support.", VERDICT_NO}};
    static struct town town;
    struct scorecard card;
    town_init(&town);
    town_text(town_add(&town, "Short breaks", "service", "short-breaks"), PAGES[_i].words);
    judge_by_rules(rubric, town_evidence(&town), &card);
    const struct judgement *row = &card_row(&card, "short-breaks", "eligibility")->judgement;
    ck_assert_int_eq(row->verdict, PAGES[_i].verdict);
    if (row->verdict != VERDICT_NO)
        ck_assert_str_eq(row->evidence[0].quote, PAGES[_i].words);
    scorecard_release(&card);
    town_release(&town);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scoring/row_eligibility");
    TCase *tests = tcase_create("all");
    tcase_add_unchecked_fixture(tests, load, unload);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, ages_say_who_it_is_for, 0, 5);
    tcase_add_loop_test(tests, no_set_criteria_is_the_reason_where_it_is_quoted, 0, 2);
    tcase_add_loop_test(tests, a_need_that_nobody_can_test_caps_the_row, 0, sizeof NEEDS / sizeof *NEEDS);
    tcase_add_loop_test(tests, what_one_page_asks_does_not_undo_another_pages_need, 0, 4);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

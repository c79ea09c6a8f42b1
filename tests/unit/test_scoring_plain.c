/* Of several pages those that tell families something: in what words, of what date, and whether the leaflet says the same. */
#include "tests/unit/council_fixture.h"

/* One says that families can ask, and the other that they can't: worse than a telephone that differs. */
START_TEST(a_route_that_one_of_the_two_refuses_is_told)
{
    static const struct {
        const char *web, *leaflet;
        enum verdict verdict;
    } PAIRS[] = {
        {"We are unable to accept self-referrals.", "You can refer yourself.", VERDICT_NO},
        {"You can refer yourself.", "We are unable to accept self-referrals.", VERDICT_NO},
        {"You can refer yourself.", "You can refer yourself.", VERDICT_YES},
        {"We are unable to accept self-referrals.", "We run clubs.", VERDICT_YES},
    };
    town_text(town_add(&town, "Short breaks", "service", "short-breaks"), PAIRS[_i].web);
    struct town_page *leaflet = town_add(&town, "Short breaks: a guide for families", "service", "short-breaks");
    leaflet->built.document.type = DOCUMENT_PDF;
    town_text(leaflet, PAIRS[_i].leaflet);
    judge();
    const struct judgement *same = &card_row(&card, "short-breaks", "same")->judgement;
    ck_assert_msg(same->verdict == PAIRS[_i].verdict, "%s", verdict_word(same->verdict));
    ck_assert_str_eq(same->reason, PAIRS[_i].verdict == VERDICT_NO ? "routes-differ" : "");
    if (PAIRS[_i].verdict == VERDICT_NO) {
        ck_assert_uint_eq(same->evidence_count, 2);
        ck_assert_str_eq(same->evidence[0].quote, PAIRS[_i].web);
        ck_assert_str_eq(same->evidence[1].quote, PAIRS[_i].leaflet);
    }
}
END_TEST

/* ---- plain words and dates ---- */

static void use_terms(struct town_page *page, const char **terms, size_t count)
{
    page->assessment.readability.unexplained_terms = terms;
    page->assessment.readability.unexplained_count = count;
    page->assessment.criteria[CRITERION_ACCESSIBLE].verdict = VERDICT_CONCERNS; /* everyday words, and no format */
}

/* Two terms may stay unexplained, and the service's name where the page explains the service. */
START_TEST(few_terms_and_its_own_name_are_no_fault)
{
    static const char *TERMS[] = {"short break", "SEND", "MASH", "CAF"};
    static const struct {
        size_t terms;
        enum verdict explanation, plain;
    } PAGES[] = {
        {2, VERDICT_NO, VERDICT_YES}, {3, VERDICT_NO, VERDICT_CONCERNS}, {3, VERDICT_YES, VERDICT_YES}, {4, VERDICT_YES, VERDICT_CONCERNS},
    };
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_text(page, "Ask SENDIASS. A short break helps. SEND and MASH and CAF.");
    town_check(page, CHECK_EXPLANATION, PAGES[_i].explanation, "A short break helps.");
    use_terms(page, TERMS, PAGES[_i].terms);
    judge();
    const struct judgement *plain = &card_row(&card, "short-breaks", "plain")->judgement;
    ck_assert_msg(plain->verdict == PAGES[_i].plain, "%s", verdict_word(plain->verdict));
    for (size_t i = 0; i < plain->evidence_count; i++)
        if (strstr(plain->evidence[i].where, "“SEND”") != NULL)
            ck_assert_str_eq(plain->evidence[i].quote, "SEND and MASH and CAF."); /* and not within SENDIASS */
}
END_TEST

/* Two terms may stay: they are not why a page is hard to follow, and what shows its language comes first. */
START_TEST(terms_that_may_stay_are_no_reason)
{
    static const char *TERMS[] = {"SEND", "MASH", "CAF"}, LONG[] = "Provision is allocated in accordance with the CAF and the duties laid upon the authority.";
    size_t terms = (size_t)_i;
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_text(page, "Enquiries by SEND families.");
    town_text(page, "To be addressed to MASH.");
    town_text(page, LONG);
    use_terms(page, TERMS, terms);
    page->assessment.criteria[CRITERION_ACCESSIBLE].verdict = VERDICT_NO;
    judge();
    const struct judgement *plain = &card_row(&card, "short-breaks", "plain")->judgement;
    ck_assert_int_eq(plain->verdict, VERDICT_NO);
    ck_assert_str_eq(plain->reason, terms > 2 ? "unexplained-terms" : "hard-words");
    ck_assert_uint_eq(plain->evidence_count, terms > 2 ? terms : terms + 1);
    for (size_t i = 0; i < plain->evidence_count; i++)
        ck_assert(plain->evidence[i].against);
    if (terms <= 2)
        ck_assert_str_eq(plain->evidence[0].quote, LONG);
}
END_TEST

/* "Hard to follow" is said where that is certain, or terms are left. */
START_TEST(what_may_be_official_is_partly_plain)
{
    static const struct {
        double certainty;
        size_t terms;
        enum verdict verdict;
        const char *reason;
    } PAGES[] = {
        {0.95, 0, VERDICT_NO, "hard-words"}, {0.8, 0, VERDICT_CONCERNS, "some-hard-words"}, {0.8, 3, VERDICT_NO, "unexplained-terms"},
    };
    static const char *TERMS[] = {"SEND", "MASH", "CAF"};
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_text(page, "Provision is allocated in accordance with the duties laid upon the authority.");
    use_terms(page, TERMS, PAGES[_i].terms);
    page->assessment.criteria[CRITERION_ACCESSIBLE].verdict = VERDICT_NO;
    page->assessment.criteria[CRITERION_ACCESSIBLE].certainty = PAGES[_i].certainty;
    judge();
    const struct judgement *plain = &card_row(&card, "short-breaks", "plain")->judgement;
    ck_assert_msg(plain->verdict == PAGES[_i].verdict, "%s", verdict_word(plain->verdict));
    ck_assert_str_eq(plain->reason, PAGES[_i].reason);
    ck_assert(plain->evidence_count > 0 && plain->evidence[0].against);
}
END_TEST

/* A list of links is easily plain and was touched yesterday: what families read is the page that tells them something. */
START_TEST(a_page_that_tells_nothing_is_not_how_the_service_is_written)
{
    struct town_page *list = town_add(&town, "Short breaks", "service", "short-breaks");
    list->assessment.criteria[CRITERION_ACCESSIBLE].verdict = VERDICT_CONCERNS;
    town_text(list, "Clubs. Sitters. Last checked: 3 October 2025");
    struct town_page *page = town_add(&town, "Short breaks: who we help", "service", "short-breaks");
    town_check(page, CHECK_EXPLANATION, VERDICT_YES, "Provision is allocated.");
    town_text(page, "Provision is allocated. Last checked: 3 March 2023");
    judge();
    const struct judgement *plain = &card_row(&card, "short-breaks", "plain")->judgement, *current = &card_row(&card, "short-breaks", "current")->judgement;
    ck_assert_int_eq(plain->verdict, VERDICT_NO);
    ck_assert_str_eq(plain->reason, "hard-words");
    ck_assert_str_eq(plain->evidence[0].url, "https://anytown.example/page-2");
    ck_assert_int_eq(current->verdict, VERDICT_CONCERNS);
    ck_assert_str_eq(current->evidence[0].url, "https://anytown.example/page-2");
    scorecard_release(&card);
    town_check(page, CHECK_EXPLANATION, VERDICT_NO, NULL); /* then neither tells anything, and both are asked */
    judge();
    ck_assert_int_eq(card_row(&card, "short-breaks", "current")->judgement.verdict, VERDICT_YES);
}
END_TEST

int main(void)
{
    TCase *tests = council_tests();
    tcase_add_loop_test(tests, a_route_that_one_of_the_two_refuses_is_told, 0, 4);
    tcase_add_loop_test(tests, few_terms_and_its_own_name_are_no_fault, 0, 4);
    tcase_add_loop_test(tests, terms_that_may_stay_are_no_reason, 0, 4);
    tcase_add_loop_test(tests, what_may_be_official_is_partly_plain, 0, 3);
    tcase_add_test(tests, a_page_that_tells_nothing_is_not_how_the_service_is_written);
    return council_run("plain", tests) ? EXIT_FAILURE : EXIT_SUCCESS;
}

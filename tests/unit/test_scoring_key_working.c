/* Key working at a council: told by what a key worker does, whatever it is called. */
#include "tests/unit/council_fixture.h"

struct key_case {
    const char *title;
    const char *lines[4];
    enum verdict verdict;
    const char *reason;
    const char *detail; /* words that stand in it; NULL: any */
};

static const struct key_case KEY[] = {
    {"Key workers", {"A key worker is one named person for your family.", "Your key worker brings together everyone who helps your child and speaks up for you."}, VERDICT_YES, "", "F1 F4 F6"},
    {"Key workers", {"Your key worker co-ordinates services.", "The key worker tells you what there is and gives you information about services."}, VERDICT_YES, "", "F2 F6"},
    {"Key workers", {"A key worker is one named person for your family.", "Your key worker speaks up for you."}, VERDICT_DOUBTS, "role-not-described", "F1 F4"},
    {"Key workers", {"A key worker is one named person.", "The key worker gives emotional and practical support to the whole family."}, VERDICT_YES, "", "F1 F3 F5"},
    {"Key workers", {"A key worker is one named person."}, VERDICT_DOUBTS, "role-not-described", NULL},
    {"The Lead Professional / Key Worker", {"The terms have been used interchangeably in local documents.", "The lead professional will be agreed."}, VERDICT_DOUBTS, "used-as-one", NULL},
    {"Lead professionals", {"A lead professional is a single point of contact and co-ordinates the help around your child.", "They have key worker training."}, VERDICT_YES, "", "F6"},
    {"Key workers", {"Health visitors often become unofficial key workers."}, VERDICT_DOUBTS, "unofficial", NULL},
    {"Key workers", {"Your social worker is your key worker."}, VERDICT_DOUBTS, "social-worker", NULL},
    {"Key workers", {"SENDIASS provides key workers for families."}, VERDICT_DOUBTS, "parent-partnership", NULL},
    {"Key workers", {"A child may have a key worker or lead professional."}, VERDICT_DOUBTS, "used-as-one", NULL},
    {"Key workers", {"The key worker is usually the social worker."}, VERDICT_DOUBTS, "social-worker", NULL},
    {"Key workers and school places", {"Schools stay open for the children of key workers."}, VERDICT_SILENT, "pandemic-staff", NULL},
    {"Key worker housing", {"Key worker housing helps nurses and teachers."}, VERDICT_SILENT, "", NULL},
    {"Key workers at nursery", {"Each child at nursery has a key worker."}, VERDICT_SILENT, "nursery", NULL},
    {"Your keyworker and the plan", {"Your SEND keyworker writes your EHC plan."}, VERDICT_DOUBTS, "case-officer", NULL},
    {"Keyworking", {"Keyworkers support young people on the dynamic support register."}, VERDICT_DOUBTS, "nhs-register", NULL},
    {"Key workers", {"The council does not provide a key working service."}, VERDICT_NO, "said-so", NULL},
    {"Key workers", {"A key worker is one named person who co-ordinates services.", "We have a team of designated key workers."}, VERDICT_YES, "", "designated"},
    {"Key workers", {"A key worker is one named person who co-ordinates services.", "They are non-designated key workers."}, VERDICT_YES, "", "non-designated"},
    {"Family link workers", {"Your link worker is your one regular contact.", "The link worker co-ordinates services and speaks up for you."}, VERDICT_YES, "", "F1 F4 F6"},
    {"Link workers", {"You have one link worker. She gets the school and the clinic round one table, and chases up what they promised.", "She speaks up for you."}, VERDICT_YES, "", "F1 F4 F6"},
    {"Key workers", {"A key worker does not co-ordinate services, and is not a single point of contact."}, VERDICT_DOUBTS, "role-not-described", NULL},
    {"Key workers", {"We do not have key workers.", "If we had, they would be one named person for you, bring together everyone who helps your child and speak up for you."}, VERDICT_NO, "said-so", NULL},
    {"Key workers", {"In other areas key workers are one named person for your family, bring together everyone who helps your child and speak up for you."}, VERDICT_DOUBTS, "role-not-described", NULL},
    {"Key workers", {"What do key workers do?", "tell you about grants", "fill in the form with you", "get everyone together and speak to the hospital for you"}, VERDICT_YES, "", "F2 F4 F5 F6"},
};

START_TEST(key_working_is_matched_by_what_it_does)
{
    const struct key_case *c = &KEY[_i];
    struct town_page *page = town_add(&town, c->title, "service", "key-working");
    for (size_t i = 0; i < 4 && c->lines[i]; i++)
        town_text(page, c->lines[i]);
    judge();
    const struct row_verdict *row = card_row(&card, "key-working", "provided");
    ck_assert_msg(row->judgement.verdict == c->verdict && !strcmp(row->judgement.reason, c->reason), "%s / %s: %s (%s), detail '%s'", c->title, c->lines[0],
                  verdict_word(row->judgement.verdict), row->judgement.reason, row->detail);
    if (c->detail)
        ck_assert_msg(strstr(row->detail, c->detail) != NULL, "%s: detail '%s'", c->title, row->detail);
    if (c->verdict == VERDICT_SILENT) {
        ck_assert_ptr_nonnull(row->judgement.near_miss.quote);
        ck_assert_str_eq(row->judgement.near_miss.where, "the name stands for something else here");
    } else {
        ck_assert_uint_gt(row->judgement.evidence_count, 0);
    }
}
END_TEST

/* A page that nothing names so, and of which the model is not sure, is told by the role that it describes. */
static const struct {
    const char *text;
    enum verdict verdict;
} NAMELESS[] = {
    {"You have one link worker. She brings the people who help you together and speaks up for you.", VERDICT_YES},
    {"You have one link worker. She comes on Mondays.", VERDICT_SILENT},
};

START_TEST(key_working_needs_no_name)
{
    struct town_page *page = town_add(&town, "Nobody has to hold it all alone", "service", "key-working");
    page->assessment.service_certainty = 0.7;
    town_text(page, NAMELESS[_i].text);
    judge();
    ck_assert_int_eq(card_row(&card, "key-working", "provided")->judgement.verdict, NAMELESS[_i].verdict);
}
END_TEST

static const struct {
    const char *line;
    double certainty;
    enum verdict verdict;
} EXPLAINED[] = {
    {"At the meeting a key worker will be agreed.", 0.6, VERDICT_NO},
    {"At the meeting a key worker will be agreed.", 0.9, VERDICT_YES}, /* the page level is sure: in words that no pattern has */
    {"Your key worker co-ordinates services for you.", 0.6, VERDICT_YES},
};

START_TEST(key_working_is_explained_by_what_it_does)
{
    const char *line = EXPLAINED[_i].line;
    struct town_page *page = town_add(&town, "Key workers", "service", "key-working");
    town_text(page, line);
    town_check(page, CHECK_EXPLANATION, VERDICT_YES, line);
    page->assessment.checks[CHECK_EXPLANATION].certainty = EXPLAINED[_i].certainty;
    judge();
    const struct judgement *judgement = &card_row(&card, "key-working", "explanation")->judgement;
    ck_assert_msg(judgement->verdict == EXPLAINED[_i].verdict, "%s: %s", line, verdict_word(judgement->verdict));
    if (judgement->verdict == VERDICT_NO) {
        ck_assert_str_eq(judgement->reason, "role-not-described");
        ck_assert_uint_eq(judgement->evidence_count, 0);
        ck_assert_str_eq(judgement->near_miss.quote, line);
    }
}
END_TEST

/* In a role that has one of its names key working is told by what is done, whatever service the page was taken for. */
START_TEST(key_working_is_told_by_its_functions)
{
    static const bool none[BUILT_BLOCKS_MAX];
    static const struct { const char *text; size_t functions; enum verdict verdict; const char *code; } CASES[] = {
        {"Your family co-ordinator is Sam. Sam stays. Sam nudges the clinic. Sam knows the groups.", 3, VERDICT_YES, "early-support"},
        {"Your family co-ordinator is Sam. Sam stays. Sam nudges the clinic. Sam knows the groups.", 2, VERDICT_YES, "early-support"}, /* early help speaks of its own */
        {"Your family co-ordinator is Sam. Sam stays. Sam nudges the clinic. Sam knows the groups.", 2, VERDICT_SILENT, "leisure"}, /* too few, elsewhere */
        {"Your helper is Sam. Sam stays. Sam nudges the clinic. Sam knows the groups.", 3, VERDICT_SILENT, "early-support"},              /* of which role? */
        {"Your helper is Sam. Sam stays. Sam nudges the clinic. Sam knows the groups.", 3, VERDICT_YES, "key-working"}, /* the page as a whole says it */
        {"Your helper is Sam. Sam stays. Sam nudges the clinic. Sam knows the groups.", 1, VERDICT_SILENT, "key-working"},
    };
    struct town_page *page = town_add(&town, "Early help at home", "service", CASES[_i].code);
    page->assessment.service_certainty = 0.8;
    town_text(page, CASES[_i].text);
    const uint32_t starts = (uint32_t)(strstr(CASES[_i].text, "Sam. ") - CASES[_i].text) + 5;
    struct told_sentence told[] = {{TOLD_FUNCTION + 0, 1, starts, "constant", 1, false},
                                   {TOLD_FUNCTION + 5, 1, starts + 11, "coordinates", 1, false},
                                   {TOLD_FUNCTION + 1, 1, starts + 34, "informs", 1, false}};
    struct page_findings findings = {.counts = none, .told = {told, CASES[_i].functions}};
    page->assessment.found = &findings;
    judge();
    const struct row_verdict *row = card_row(&card, "key-working", "provided");
    ck_assert_msg(row->judgement.verdict == CASES[_i].verdict, "%d: %s", _i, verdict_word(row->judgement.verdict));
    if (CASES[_i].verdict == VERDICT_YES)
        ck_assert_str_eq(row->judgement.evidence[0].quote, "Sam stays.");
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

int main(void)
{
    TCase *tests = council_tests();
    tcase_add_loop_test(tests, key_working_is_matched_by_what_it_does, 0, COUNT(KEY));
    tcase_add_loop_test(tests, key_working_needs_no_name, 0, COUNT(NAMELESS));
    tcase_add_loop_test(tests, key_working_is_explained_by_what_it_does, 0, COUNT(EXPLAINED));
    tcase_add_loop_test(tests, key_working_is_told_by_its_functions, 0, 6);
    return council_run("scoring/key working", tests) != 0;
}

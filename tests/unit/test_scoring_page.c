/* Pages judged whole, with the rubric as shipped: what must never be got wrong. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "document/document.h"
#include "markup_fixture.h"
#include "scoring/scoring.h"
#include "whole_rubric.h"

static struct document *read_html(const char *html)
{
    struct document_input input = {.bytes = html, .length = strlen(html), .content_type = "text/html; charset=utf-8", .name = "page.html"};
    struct document *document;
    struct error err;
    ck_assert_int_eq(document_read(markup_fixture(), &input, &document, &err), STATUS_OK);
    return document;
}

static void score_at(const char *url, const char *html, struct assessment *out)
{
    struct document *document = read_html(html);
    score_page(rubric, NULL, document, url, NULL, out);
    document_free(document);
}

static void score(const char *html, struct assessment *out)
{
    score_at("https://council.example/page", html, out);
}

static const char GOOD[] =
    "<!doctype html><html lang=en><head><title>Portage - Anytown Council</title></head><body><main><h1>Portage</h1>"
    "<p>Portage is a free home visiting service for young children who need more help to learn through play.</p>"
    "<h2>What we do</h2><ul><li>visit you at home every two weeks</li><li>lend you toys and books</li>"
    "<li>show you games that help your child to talk</li><li>go with you to the first nursery meeting</li></ul>"
    "<h2>Who it is for</h2><p>Children from birth to age 4 who live in Anytown. Your child does not need a diagnosis.</p>"
    "<h2>How to apply</h2><p>You can ask for Portage yourself. Ring us, or fill in the form and post it to us. You do not need a referral.</p>"
    "<h2>Contact us</h2><p>Telephone: 01632 960123</p><p>Email: portage@anytown.example</p>"
    "<p><a href=leaflet.pdf>Portage: a leaflet for families (PDF, 1MB)</a></p>"
    "<p>We can send you this in large print or in another language.</p>"
    "</main><footer>Anytown Council, 01632 960999</footer></body></html>";

START_TEST(a_good_page_is_told_as_one)
{
    struct assessment page;
    score(GOOD, &page);
    ck_assert_str_eq(page.kind, "service");
    ck_assert_str_eq(page.service, "portage");
    for (int i = 0; i < CHECK_COUNT; i++)
        ck_assert_msg(page.checks[i].verdict == VERDICT_YES, "%s: %s", check_word((enum check)i), verdict_word(page.checks[i].verdict));
    ck_assert_int_eq(page.criteria[CRITERION_USER_FOCUSSED].verdict, VERDICT_YES);
    ck_assert_int_eq(page.criteria[CRITERION_AVAILABLE].verdict, VERDICT_YES);
    ck_assert_int_eq(page.criteria[CRITERION_ACCESSIBLE].verdict, VERDICT_YES);
    assessment_release(&page);
}
END_TEST

static void check_judgement(const struct judgement *judgement)
{
    ck_assert(judgement->certainty >= 0.5 && judgement->certainty <= 1);
    ck_assert_ptr_nonnull(judgement->reason);
    ck_assert_uint_le(judgement->evidence_count, LIMIT_EVIDENCE);
    for (size_t i = 0; i < judgement->evidence_count; i++) {
        ck_assert(judgement->evidence[i].quote[0] != '\0');
        ck_assert(judgement->evidence[i].where[0] != '\0');
        ck_assert_ptr_null(strstr(judgement->evidence[i].quote, "960999")); /* the footer answers nothing */
    }
}

START_TEST(every_yes_has_its_words)
{
    struct assessment page;
    score(GOOD, &page);
    for (int i = 0; i < CHECK_COUNT; i++) {
        check_judgement(&page.checks[i]);
        ck_assert_uint_gt(page.checks[i].evidence_count, 0);
    }
    for (int i = 0; i < CRITERION_COUNT; i++)
        check_judgement(&page.criteria[i]);
    assessment_release(&page);
}
END_TEST

START_TEST(a_sentence_without_end_is_quoted)
{
    struct assessment page;
    struct buffer html;
    buffer_init(&html, 64 * 1024);
    buffer_add_text(&html, "<!doctype html><html><head><title>Portage</title></head><body><main><h1>Portage</h1><h2>How to refer your child</h2><p>You can refer your own child by ringing us on 01632 960123");
    for (int i = 0; i < 100; i++)
        buffer_add_text(&html, ", or ring us again on the next day in the morning");
    buffer_add_text(&html, "</p></main></body></html>");
    score(buffer_text(&html), &page);
    ck_assert_int_eq(page.checks[CHECK_REFERRAL].verdict, VERDICT_YES);
    ck_assert_uint_gt(page.checks[CHECK_REFERRAL].evidence_count, 0);
    check_judgement(&page.checks[CHECK_REFERRAL]);
    ck_assert_ptr_nonnull(strstr(page.checks[CHECK_REFERRAL].evidence[0].quote, "You can refer your own child"));
    buffer_release(&html);
    assessment_release(&page);
}
END_TEST

START_TEST(furniture_answers_nothing)
{
    struct assessment page;
    score("<!doctype html><html><head><title>Page not found</title></head><body><nav><a href=/a>How to make a referral</a>"
          "<a href=/b>Eligibility criteria</a></nav><main><h1>Page not found</h1><p>We cannot find the page that you asked for. "
          "Check that the web address is spelt correctly.</p></main>"
          "<footer>Telephone 01632 960999. Email help@anytown.example. Anytown Council, 1 High Street</footer></body></html>", &page);
    ck_assert_str_eq(page.kind, "not_found");
    ck_assert_int_eq(page.checks[CHECK_EXPLANATION].verdict, VERDICT_NO);
    ck_assert_int_eq(page.checks[CHECK_REFERRAL].verdict, VERDICT_NO);
    ck_assert_int_eq(page.checks[CHECK_CONTACTS].verdict, VERDICT_NO);
    ck_assert_int_eq(page.checks[CHECK_ELIGIBILITY].verdict, VERDICT_NO);
    ck_assert_int_eq(page.criteria[CRITERION_USER_FOCUSSED].verdict, VERDICT_NO);
    assessment_release(&page);
}
END_TEST

START_TEST(a_shut_door_is_no_route)
{
    struct assessment page;
    score("<!doctype html><html><head><title>Physiotherapy</title></head><body><main><h1>Children's physiotherapy</h1>"
          "<p>Our physiotherapists treat children at the clinic and show parents exercises to do at home.</p><h2>Referral</h2>"
          "<p>We are unable to accept referrals from parents or carers. Practitioners should complete the referral form on the portal.</p>"
          "</main></body></html>", &page);
    ck_assert_int_eq(page.checks[CHECK_REFERRAL].verdict, VERDICT_CONCERNS);
    ck_assert_str_eq(page.checks[CHECK_REFERRAL].reason, "professionals-only");
    assessment_release(&page);
}
END_TEST

/* What is denied, over or for something else has nearly all the words of a way to ask. */
START_TEST(what_takes_a_route_back_is_no_route)
{
    static const struct {
        const char *title, *words;
        bool route;
    } cases[] = {
        {"Short breaks", "You cannot refer yourself. Only a social worker can refer.", false},
        {"Short breaks", "Parents can no longer refer themselves.", false},
        {"Short breaks", "Can I refer myself? No. Referrals come to us from schools.", false},
        {"Short breaks", "Parents often ask us whether they can refer themselves. Unfortunately they cannot.", false},
        {"Short breaks", "Until September 2024 parents could apply online. Applications are now closed.", false},
        {"Short breaks", "The online form is not available yet.", false},
        {"Short breaks", "To apply for a Blue Badge, fill in the online form.", false},
        {"Short breaks", "If you think a child is at risk, ring us at once or fill in the online form.", false},
        {"Short breaks", "</p><h2>Volunteering</h2><p>Want to help? Fill in the form and we will ring you.", false},
        {"Volunteering", "</p><h2>Volunteering</h2><p>Want to help? Fill in the form and we will ring you.", true},
        {"Short breaks", "You do not need to:</p><ul><li>fill in a form</li><li>ask your GP to refer you</li></ul><p>", false},
        {"Short breaks", "</p><h2>You do not need a referral</h2><ul><li>Ring us on 01632 960123.</li><li>Fill in our online form to apply.</li></ul><p>", true},
        {"Short breaks", "</p><h2>We do not have a waiting list</h2><ul><li>Ring us on 01632 960123.</li><li>Fill in our online form to apply.</li></ul><p>", true},
        {"Short breaks", "You cannot refer yourself, but your health visitor can: ask them to refer you.", true},
        {"Short breaks", "You can refer yourself. Ring us or fill in our online form.", true},
        {"Blue Badges", "To apply for a Blue Badge, fill in the online form.", true},
        {"Short breaks", "If a child meets these criteria families and professionals can make a referral to the Multi-Agency Safeguarding Hub.", true},
        {"Short breaks", "The Low Vision Team are happy to receive referrals from a range of people including preschool settings, parents and wards.", true},
        {"Short breaks", "We take referrals from wards, clinicians and parents, but are not accepting any new referrals.", false},
        {"Worried about a child?", "If you think a child is at risk, ring us at once or fill in the online form.", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char html[1000];
        struct assessment page;
        snprintf(html, sizeof html,
                 "<!doctype html><html lang=en><head><title>%s - Exampleshire Council</title></head><body><main><h1>%s</h1>"
                 "<p>We run after-school clubs and we fund holiday play schemes.</p><h2>Asking</h2><p>%s</p></main></body></html>",
                 cases[i].title, cases[i].title, cases[i].words);
        score(html, &page);
        ck_assert_msg((page.checks[CHECK_REFERRAL].verdict == VERDICT_YES) == cases[i].route, "%s: %s: %s", cases[i].title, cases[i].words,
                      verdict_word(page.checks[CHECK_REFERRAL].verdict));
        ck_assert_msg(cases[i].route || !page.facts.self_referral, "%s: self-referral", cases[i].words);
        assessment_release(&page);
    }
}
END_TEST

/* The heading of a window that opens over every page is not what the page is about. */
START_TEST(what_is_for_something_else_is_told_by_headings_that_are_shown)
{
    for (int hidden = 0; hidden < 2; hidden++) {
        char html[1000];
        struct assessment page;
        snprintf(html, sizeof html,
                 "<!doctype html><html lang=en><head><title>Short breaks - Exampleshire Council</title></head><body><main><h2%s>Our jobs</h2><h1>Short breaks</h1>"
                 "<p>We give families of disabled children a rest.</p><p>To apply for a job, fill in the online form.</p></main></body></html>",
                 hidden ? " hidden" : "");
        score(html, &page);
        ck_assert_int_eq(page.checks[CHECK_REFERRAL].verdict == VERDICT_YES, !hidden);
        assessment_release(&page);
    }
}
END_TEST

/* What is denied, over, hoped for or done elsewhere has nearly all the words of what a service does. */
START_TEST(what_there_is_not_explains_nothing)
{
    static const struct {
        const char *words;
        bool explained;
    } cases[] = {
        {"<p>We no longer run clubs for disabled children, and we stopped paying for sitters in 2023.</p><p>We used to lend bikes to families.</p>", false},
        {"<p>From next year we hope to offer weekend clubs and overnight stays.</p><p>We would like to lend bikes to families.</p>", false},
        {"<p>In neighbouring Wexfold families can have a sitter at home, clubs on Saturdays and a weekend away.</p>", false},
        {"<h2>We cannot help with:</h2><ul><li>overnight stays away from home</li><li>paying for a sitter in your home</li><li>clubs on Saturdays</li></ul>", false},
        {"<p>Clean the frame every week with a damp cloth.</p><p>Walk round the house and mark where the chair turns.</p><p>Draw the steps of the evening together.</p>"
         "<p>Go in with your child and find out what wakes them.</p>", false},
        {"<p>A sitter doesn't look after brothers and sisters, cook for the family or take your child to a club.</p>"
         "<p>She can't lift your child, give medicines or teach you how to.</p>", false},
        {"<p>A sitter comes to your home of an evening.</p><p>She will not wash or dress your child, or take your child to a club.</p>", false},
        {"<p>A sitter comes to your home of an evening.</p><p>She doesn't just sit there, but plays with your child, cooks a meal and gives medicines.</p>", true},
        {"<h2>What will a sitter do?</h2><ul><li>Keep your child company of an evening.</li><li>Wash and dress your child in the morning.</li></ul>", true},
        {"<table><tr><th>What families had</th><th>Now</th></tr><tr><td>Saturday clubs at the pool</td><td>Ended in 2024</td></tr>"
         "<tr><td>Sitters who come to your home</td><td>Ended in 2024</td></tr></table>", false},
        {"<table><tr><th>What we do</th><th>Referral needed?</th></tr><tr><td>We send a trained sitter to your home of an evening</td><td>No</td></tr>"
         "<tr><td>We run clubs on Saturdays and at Easter with one-to-one carers</td><td>No</td></tr><tr><td>We lend bikes and trikes to families</td><td>None</td></tr></table>", true},
        {"<table><tr><td>We send a trained sitter to your home of an evening</td><td>No booking needed</td></tr>"
         "<tr><td>We run clubs on Saturdays and at Easter with one-to-one carers</td><td>Closed in August</td></tr><tr><td>We lend bikes and trikes to families</td><td>No age limit</td></tr></table>", true},
        {"<p>We run clubs on Saturdays and at Easter.</p><h2>Parent carer forum</h2><p>We pay for a room where parents meet, and we bring the cake and the toys.</p>", true},
        {"<p>We no longer work from the clinic. We run clubs on Saturdays and at Easter.</p><p>We send a trained sitter to your home of an evening.</p><p>We lend bikes and trikes to families.</p>", true},
        {"<h2>We can help with:</h2><ul><li>overnight stays away from home</li><li>paying for a sitter in your home</li><li>clubs on Saturdays</li></ul>", true},
        {"<p>Short breaks can be offered in a variety of ways and settings, such as:</p><ul><li>day care</li><li>care at home</li><li>respite units</li><li>family placement schemes</li><li>access to clubs</li></ul>", true},
        {"<p>Short breaks can include day care, care at home, respite units or family placement schemes.</p>", true},
        {"<p>Your request should tell us of other help, such as:</p><ul><li>day care</li><li>care at home</li><li>respite units</li><li>family placement schemes</li><li>access to clubs</li></ul>", false},
        {"<p>We don’t just run clubs on Saturdays. We send a trained sitter to your home of an evening.</p><p>We lend bikes and trikes to families.</p>", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char html[1000];
        struct assessment page;
        snprintf(html, sizeof html,
                 "<!doctype html><html lang=en><head><title>Short breaks - Exampleshire Council</title></head><body><main><h1>Short breaks</h1>%s</main></body></html>",
                 cases[i].words);
        score(html, &page);
        ck_assert_msg((page.checks[CHECK_EXPLANATION].verdict == VERDICT_YES) == cases[i].explained, "%s: %s", cases[i].words,
                      verdict_word(page.checks[CHECK_EXPLANATION].verdict));
        assessment_release(&page);
    }
}
END_TEST

/* Ages and benefits of helpers, of former times and of one child in a story are no conditions. */
START_TEST(what_is_asked_of_others_is_no_condition)
{
    static const struct {
        const char *words;
        bool tells;
    } cases[] = {
        {"To volunteer you must be over 18 and live in Anytown.", false},
        {"Until March 2024 children had to be under 18, live in the county and get the middle rate of DLA.", false},
        {"“My son is nine, autistic, and gets DLA. He loves it.”", false},
        {"Your child must be under 18, live in the county and get the middle rate of DLA.", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char html[1000];
        struct assessment page;
        snprintf(html, sizeof html,
                 "<!doctype html><html lang=en><head><title>Short breaks - Exampleshire Council</title></head><body><main><h1>Short breaks</h1>"
                 "<p>We run Saturday clubs and we pay for a sitter.</p><p>%s</p></main></body></html>",
                 cases[i].words);
        score(html, &page);
        ck_assert_msg((page.checks[CHECK_ELIGIBILITY].verdict == VERDICT_YES) == cases[i].tells, "%s: %s", cases[i].words,
                      verdict_word(page.checks[CHECK_ELIGIBILITY].verdict));
        assessment_release(&page);
    }
}
END_TEST

/* A page of a guide that holds one part is short and tells nothing of the service: it has not moved for that, and what it says
 * of complaints counts. */
START_TEST(a_page_has_moved_where_it_says_so)
{
    static const struct { const char *heading, *text; bool moved; } PAGES[] = {
        {"4. If you are unhappy with our answer", "Within 28 days, write and say why. The Service Manager, who has not seen your form before, writes back in three weeks.", false},
        {"You said, we did", "You said that the taxis come too early. We have passed this on to the taxi firms.", false},
        {"Not happy?", "Tell the adviser, or ask for the manager. If that does not help, write to the chair of the trustees.", false},
        {"Portage", "This page has moved. You will find it on our new website.", true},
        {"Clubs", "We have shut this page. The list is now on the leisure centre's own site.", true},
    };
    for (size_t i = 0; i < sizeof PAGES / sizeof *PAGES; i++) {
        struct assessment page;
        char html[1024];
        (void)snprintf(html, sizeof html, "<!doctype html><html><head><title>%s - Anytown Council</title></head><body><main><h1>%s</h1><p>%s</p></main></body></html>",
                       PAGES[i].heading, PAGES[i].heading, PAGES[i].text);
        score(html, &page);
        ck_assert_msg((strcmp(page.kind, "moved") == 0) == PAGES[i].moved, "'%s' is told as %s", PAGES[i].heading, page.kind);
        assessment_release(&page);
    }
}
END_TEST

START_TEST(a_page_of_contact_details_has_some)
{
    static const struct {
        const char *words;
        bool contact;
    } cases[] = {{"The short breaks fund.", false}, {"Ring 01632 960123.</p><p>Write to breaks@example.test.", true}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char html[400];
        struct assessment page;
        snprintf(html, sizeof html, "<!doctype html><html lang=en><head><title>Short breaks fund</title></head><body><main><h1>Short breaks fund</h1><p>%s</p></main></body></html>",
                 cases[i].words);
        score(html, &page);
        ck_assert_msg((strcmp(page.kind, "contact") == 0) == cases[i].contact, "%s: %s", cases[i].words, page.kind);
        assessment_release(&page);
    }
}
END_TEST

START_TEST(an_empty_page_is_no_crash)
{
    static const char *const pages[] = {"", "<html></html>", "<!doctype html><body><main></main>", "<p>", "plain words only"};
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct assessment page;
        struct document_input input = {.bytes = pages[i], .length = strlen(pages[i]), .content_type = "text/html"};
        struct document *document;
        struct error err;
        if (document_read(markup_fixture(), &input, &document, &err) != STATUS_OK)
            continue;
        score_page(rubric, NULL, document, NULL, NULL, &page);
        for (int j = 0; j < CHECK_COUNT; j++)
            check_judgement(&page.checks[j]);
        assessment_release(&page);
        document_free(document);
    }
}
END_TEST

START_TEST(what_repeats_over_a_site_is_furniture)
{
    struct site_words *site = site_words_new();
    struct document *documents[8];
    for (int i = 0; i < 8; i++) {
        char html[600];
        snprintf(html, sizeof html, "<!doctype html><html><head><title>Page</title></head><body><main><h1>Page %c</h1><p>Words of page %c alone.</p>"
                 "<p>Ring the Short Breaks Team on 01632 960123 to ask for a place at a club.</p></main></body></html>", 'a' + i, 'a' + i);
        documents[i] = read_html(html);
        site_words_add(site, documents[i]);
    }
    struct assessment alone, within;
    score_page(rubric, NULL, documents[0], NULL, NULL, &alone);
    score_page(rubric, NULL, documents[0], NULL, site, &within);
    ck_assert_uint_eq(alone.facts.phone_count, 1);
    ck_assert_uint_eq(within.facts.phone_count, 0);
    assessment_release(&alone);
    assessment_release(&within);
    for (int i = 0; i < 8; i++)
        document_free(documents[i]);
    site_words_free(site);
}
END_TEST

/* A hospital's page on hearing aids is the hospital's, though such services are the council's elsewhere. */
START_TEST(whose_service_it_is_is_told_by_who_publishes_the_page)
{
#define HEARING_AIDS(site)                                                                                                                        \
    "<!doctype html><html lang=en><head><title>Hearing aids" site "</title></head><body><main><h1>Hearing aids</h1>"                                \
    "<p>We test your child's hearing and fit hearing aids.</p>"                                                                                   \
    "<p>A teacher of the deaf visits your child's school and shows staff how to use a radio aid.</p></main></body></html>"
#define PARENT_CARERS(site)                                                                                                                       \
    "<!doctype html><html lang=en><head><title>Parent carers" site "</title></head><body><main><h1>Parent carers</h1>"                              \
    "<p>A social worker can come to see you and write down what would help you as a carer.</p>"                                                   \
    "<p>The charity Bright Corners runs a carers' group on Mondays and trains carers in first aid.</p></main></body></html>"
    static const struct {
        const char *url, *html;
        enum verdict joined_up;
    } pages[] = {
        {NULL, HEARING_AIDS(" - Anytown NHS Trust"), VERDICT_CONCERNS},
        {"https://www.anytown.nhs.uk/hearing", HEARING_AIDS(""), VERDICT_CONCERNS},
        {NULL, HEARING_AIDS(" - Anytown Council"), VERDICT_NO},
        {"https://www.anytown.example/hearing", HEARING_AIDS(""), VERDICT_NO},
        {NULL, PARENT_CARERS(" | Anytown Council"), VERDICT_YES},
        {"https://www.anytown.gov.uk/carers", PARENT_CARERS(""), VERDICT_YES},
        {NULL, PARENT_CARERS(" | Anytown Carers"), VERDICT_CONCERNS},
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        struct assessment page;
        score_at(pages[i].url, pages[i].html, &page);
        ck_assert_msg(page.criteria[CRITERION_JOINED_UP].verdict == pages[i].joined_up, "%zu: %s", i,
                      verdict_word(page.criteria[CRITERION_JOINED_UP].verdict));
        assessment_release(&page);
    }
}
END_TEST

START_TEST(the_same_page_gives_the_same_verdicts)
{
    struct assessment first, second;
    score(GOOD, &first);
    score(GOOD, &second);
    for (int i = 0; i < CHECK_COUNT; i++) {
        ck_assert_int_eq(first.checks[i].verdict, second.checks[i].verdict);
        ck_assert(first.checks[i].certainty == second.checks[i].certainty);
        ck_assert_uint_eq(first.checks[i].evidence_count, second.checks[i].evidence_count);
    }
    assessment_release(&first);
    assessment_release(&second);
}
END_TEST

static void tell(void *context, const char *sentence)
{
    (void)context;
    printf("%s\n", sentence);
}

START_TEST(the_rubric_proves_its_examples)
{
    size_t checked = 0;
    ck_assert_uint_eq(rubric_prove(rubric, tell, NULL, &checked), 0);
    ck_assert_uint_gt(checked, 300);
}
END_TEST

int main(void)
{
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, a_good_page_is_told_as_one);
    tcase_add_test(tests, every_yes_has_its_words);
    tcase_add_test(tests, a_sentence_without_end_is_quoted);
    tcase_add_test(tests, furniture_answers_nothing);
    tcase_add_test(tests, a_shut_door_is_no_route);
    tcase_add_test(tests, what_takes_a_route_back_is_no_route);
    tcase_add_test(tests, what_is_for_something_else_is_told_by_headings_that_are_shown);
    tcase_add_test(tests, what_there_is_not_explains_nothing);
    tcase_add_test(tests, what_is_asked_of_others_is_no_condition);
    tcase_add_test(tests, a_page_has_moved_where_it_says_so);
    tcase_add_test(tests, a_page_of_contact_details_has_some);
    tcase_add_test(tests, an_empty_page_is_no_crash);
    tcase_add_test(tests, what_repeats_over_a_site_is_furniture);
    tcase_add_test(tests, whose_service_it_is_is_told_by_who_publishes_the_page);
    tcase_add_test(tests, the_same_page_gives_the_same_verdicts);
    tcase_add_test(tests, the_rubric_proves_its_examples);
    return run_with_rubric("scoring page", tests);
}

/* Rows of a service, each judged on a small page: what says yes, concerns, no. */
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

struct row_case {
    const char *service, *row, *text;
    enum verdict verdict;
    const char *reason; /* NULL: any */
};

static const struct row_case CASES[] = {
    /* heard */
    {"short-breaks", "heard", "You said that the clubs were too far away. In May 2025 you told us so, and we opened one in the north.", VERDICT_YES, ""},
    {"short-breaks", "heard", "Parents told us that the form was too long, so we cut it to two pages.", VERDICT_CONCERNS, "no-date"},
    {"short-breaks", "heard", "Tell us what you think.", VERDICT_CONCERNS, "invitation-only"},
    {"short-breaks", "heard", "We run clubs.", VERDICT_NO, NULL},
    {"short-breaks", "heard", "You said, we did", VERDICT_CONCERNS, "link-only"}, /* a heading or a link and nothing under it */
    {"short-breaks", "heard", "Carers told us in 2024 that weekends mattered most. We moved four clubs to Saturdays.", VERDICT_YES, ""},
    {"short-breaks", "heard", "We'd love to hear from you.", VERDICT_CONCERNS, "invitation-only"},
    {"short-breaks", "heard", "Please tell us how it went.", VERDICT_CONCERNS, "invitation-only"},
    {"short-breaks", "heard", "In our survey 90 families said that the form was hard. Nothing more came of it.", VERDICT_CONCERNS, "no-answer"},
    {"short-breaks", "heard", "You said that clubs were full. We did not have the money for more.", VERDICT_CONCERNS, "no-answer"},
    {"short-breaks", "heard", "Parents told us that it clashed with nursery, and in March 2025 we moved it to one.", VERDICT_YES, ""},
    {"short-breaks", "heard", "In March 2025 we moved the club, and two parents told us that it was far away.", VERDICT_CONCERNS, "no-answer"}, /* not after it */
    {"short-breaks", "heard", "You told us that our letters were hard. We have rewritten them.", VERDICT_CONCERNS, "no-date"},
    {"short-breaks", "heard", "Families who answered a survey in 2023 asked for longer days. As a result the council opened a club on Fridays.", VERDICT_YES, ""},
    {"short-breaks", "heard", "Families who asked us for help got it. The council opened a club in 2023.", VERDICT_NO, NULL},
    {"short-breaks", "heard", "In last year's survey you asked for something for teenagers. Since February there has been a club.", VERDICT_YES, ""},
    {"short-breaks", "heard", "Parents told us that their children love the pool. We opened it in 2019.", VERDICT_NO, NULL}, /* praise is no answer */
    {"short-breaks", "heard", "You said that buses were late. Ring us on the day. Bring a coat. We opened at nine in 2024.", VERDICT_CONCERNS, "no-answer"}, /* too far apart */
    {"short-breaks", "heard", "In May 2025 you said that clubs end early. We have passed this on to the clubs.", VERDICT_CONCERNS, "no-answer"},
    {"short-breaks", "heard", "We asked 30 parents in 2024 what was hard. They found the form long. The form was redrawn with two of them.", VERDICT_YES, ""},
    {"short-breaks", "heard", "In 2024 we asked families what they would change. They would like more clubs.", VERDICT_CONCERNS, "no-answer"},
    {"short-breaks", "heard", "They look at what you have told us.", VERDICT_NO, NULL},
    {"short-breaks", "heard", "Any comments on short breaks?", VERDICT_CONCERNS, "invitation-only"},
    /* numbers */
    {"short-breaks", "numbers", "In 2024 to 2025, 312 children had a short break.", VERDICT_YES, ""},
    {"short-breaks", "numbers", "The average wait is 14 weeks.", VERDICT_CONCERNS, "no-year"},
    {"short-breaks", "numbers", "During 2023/24 a total of 96 children accessed the clubs.", VERDICT_YES, ""},
    {"ehc-assessment", "numbers", "In 2024 we finished 58 in every 100 plans on time.", VERDICT_YES, ""},
    {"transport", "numbers", "There were 612 pupils on our buses in September 2025.", VERDICT_YES, ""},
    {"short-breaks", "numbers", "Since April 2025 disabled children have been supported by local teams.", VERDICT_NO, NULL}, /* a year is no number of children */
    {"short-breaks", "numbers", "Groups of six children meet weekly.", VERDICT_NO, NULL},
    {"short-breaks", "numbers", "Many children come.", VERDICT_NO, NULL},
    {"short-breaks", "numbers", "In the school year 2024 to 2025, 860 children travelled with us.", VERDICT_YES, ""},
    {"short-breaks", "numbers", "There is a queue for clubs: it was six weeks in March 2025.", VERDICT_YES, ""},
    {"short-breaks", "numbers", "My two children came to the club every week last year.", VERDICT_NO, NULL}, /* a family's story */
    {"short-breaks", "numbers", "Across England 1,600,000 pupils had special educational needs in 2024.", VERDICT_NO, NULL},
    {"short-breaks", "numbers", "In 2024, 61 families had returned a questionnaire.", VERDICT_NO, NULL},
    {"short-breaks", "numbers", "Nobody should wait longer than 18 weeks.", VERDICT_NO, NULL}, /* a promise is no figure */
    /* referral, where the page as a whole was taken to say nothing */
    {"short-breaks", "referral", "Ring 01632 960123 to be given a place.", VERDICT_YES, ""},
    {"short-breaks", "referral", "Call the front desk on 01632 960123 and a worker rings you back.", VERDICT_YES, ""},
    {"short-breaks", "referral", "Referral: parents and professionals telephone 01632 960123.", VERDICT_YES, ""},
    {"short-breaks", "referral", "Access is by way of an assessment.", VERDICT_CONCERNS, "no-start"},
    {"short-breaks", "referral", "If you think that your child needs a break, ring us on 01632 960123.", VERDICT_YES, ""},
    {"short-breaks", "referral", "If you think that a child is at risk of harm, ring 999.", VERDICT_NO, NULL},
    {"short-breaks", "referral", "Ask your health visitor about us.", VERDICT_YES, ""},
    {"advice", "referral", "Helpline: 01632 960123, mornings only", VERDICT_YES, ""},
    {"short-breaks", "referral", "Helpline: 01632 960123, mornings only", VERDICT_NO, NULL}, /* somebody's */
    {"short-breaks", "referral", "Please discuss with your school nurse, who will refer if needed.", VERDICT_YES, ""},
    {"short-breaks", "referral", "Ask your health visitor about sleep.", VERDICT_NO, NULL},
    {"short-breaks", "referral", "A GP, health visitor or school nurse can refer a child.", VERDICT_CONCERNS, "no-start"},
    {"short-breaks", "referral", "An information pack is sent after referral.", VERDICT_CONCERNS, "no-start"},
    {"short-breaks", "referral", "Ring 01632 960123 to make a complaint and a manager will call you.", VERDICT_NO, NULL},
    {"short-breaks", "referral", "Call us to volunteer and we will visit you.", VERDICT_NO, NULL},
    {"short-breaks", "referral", "We are open after school, and a pack of crayons is there.", VERDICT_NO, NULL},
    /* contacts, likewise */
    {"short-breaks", "contacts", "Write to Short Breaks, County Hall, Anytown AM4 7XQ.", VERDICT_CONCERNS, "one-way"},
    {"short-breaks", "contacts", "Complaints go to the Customer Relations Officer on 01632 960139.", VERDICT_NO, NULL},
    /* decides */
    {"transport", "decides", "The travel desk decides.", VERDICT_YES, ""},
    {"short-breaks", "decides", "They score each one out of 20, and those with 12 or more get a place.", VERDICT_YES, ""},
    {"therapies", "decides", "The health board decides which services are commissioned.", VERDICT_NO, NULL},
    {"short-breaks", "decides", "The short breaks panel looks at every case.", VERDICT_YES, NULL},
    {"short-breaks", "decides", "A manager decides within one working day.", VERDICT_YES, NULL},
    {"short-breaks", "decides", "Requests are looked at every fortnight by the early help panel.", VERDICT_YES, NULL},
    {"short-breaks", "decides", "It is discussed at school by your child.", VERDICT_NO, NULL},
    {"short-breaks", "decides", "The short breaks lead checks it against your letter.", VERDICT_YES, NULL},
    {"short-breaks", "decides", "You decide what to do.", VERDICT_NO, NULL},
    {"short-breaks", "decides", "The decision rests with the Head of Service.", VERDICT_YES, NULL},
    {"short-breaks", "decides", "The team cannot decide how many hours you get.", VERDICT_NO, NULL},
    {"short-breaks", "decides", "We look at what your child can do already.", VERDICT_NO, NULL},
    {"short-breaks", "decides", "The statement was considered by the parents' forum in February 2024.", VERDICT_NO, NULL},
    {"short-breaks", "decides", "The council considers that carers are experts.", VERDICT_NO, NULL},
    {"short-breaks", "decides", "The planning committee decides where new bus stops go.", VERDICT_NO, NULL},
    {"short-breaks", "decides", "Until 2024 a panel of managers decided.", VERDICT_NO, NULL},
    {"short-breaks", "decides", "There is no longer a panel that decides.", VERDICT_NO, NULL},
    {"short-breaks", "numbers", "In neighbouring Wexfold 212 children had a short break in 2025.", VERDICT_NO, NULL},
    {"short-breaks", "complain", "If your child is excluded you can ask the governors to review the decision.", VERDICT_NO, NULL},
    /* complain */
    {"short-breaks", "complain", "Not happy with a visit? Tell your therapist or the head of the team.", VERDICT_YES, ""}, /* in the next sentence */
    {"short-breaks", "complain", "Not happy with a visit? Complain about the council.", VERDICT_CONCERNS, "link-only"},
    {"short-breaks", "complain", "Not happy with a visit? Bring a coat. Tell your driver.", VERDICT_CONCERNS, "link-only"},
    {"short-breaks", "complain", "Unhappy with the school? Ring us and we can help you to write a letter.", VERDICT_NO, NULL}, /* another's */
    {"short-breaks", "complain", "Complaints: Complaints about clubs.", VERDICT_CONCERNS, "link-only"},
    {"short-breaks", "complain", "Is your child unhappy in the water? Tell the driver.", VERDICT_NO, NULL},
    {"short-breaks", "complain", "If we say no, you can ask us to look again.", VERDICT_YES, NULL},
    {"short-breaks", "complain", "You can appeal to the tribunal within two months.", VERDICT_YES, NULL},
    {"short-breaks", "complain", "Complaints", VERDICT_CONCERNS, "link-only"},
    {"short-breaks", "complain", "To complain about us, see complaints.", VERDICT_CONCERNS, "link-only"},
    {"short-breaks", "complain", "Representations may be made in accordance with the complaints procedure.", VERDICT_CONCERNS, "link-only"},
    {"short-breaks", "complain", "Dissatisfied applicants are referred to Compliments and complaints.", VERDICT_CONCERNS, "link-only"},
    {"short-breaks", "complain", "The complaints procedure may be found on the council's website.", VERDICT_CONCERNS, "link-only"},
    {"short-breaks", "complain", "Not happy with us?", VERDICT_CONCERNS, "link-only"},
    {"short-breaks", "complain", "If you don't agree with what we offer, email us within 28 days.", VERDICT_YES, NULL},
    {"short-breaks", "complain", "You can ask the service manager to look at it again.", VERDICT_YES, NULL},
    {"short-breaks", "complain", "Speak to PALS if you have a concern about the service.", VERDICT_YES, NULL},
    {"short-breaks", "complain", "Speak to your health visitor if you have a concern about your child.", VERDICT_NO, NULL},
    {"advice", "complain", "We can help you to get ready for mediation and appeals.", VERDICT_NO, NULL}, /* against others' decisions */
    {"short-breaks", "complain", "A parent aggrieved by a decision may request a review within 20 working days.", VERDICT_YES, NULL},
    {"short-breaks", "complain", "A refusal may be appealed within two months.", VERDICT_YES, NULL},
    {"short-breaks", "complain", "Ask the Team Manager for a second look. Write within 28 days.", VERDICT_YES, NULL},
    {"short-breaks", "complain", "There is no right of appeal.", VERDICT_NO, NULL},
    {"short-breaks", "complain", "If you disagree with a DLA decision, you can appeal.", VERDICT_NO, NULL}, /* another service's decision */
    {"short-breaks", "complain", "To make a complaint about this website, write to the web team.", VERDICT_NO, NULL},
    {"short-breaks", "complain", "Ask the doctor for a second opinion.", VERDICT_NO, NULL},
    {"short-breaks", "complain", "We run clubs.", VERDICT_NO, NULL},
    /* independent */
    {"advice", "independent", "Our advice is free, impartial and confidential. We are at arm's length from the council, and come with you to meetings.", VERDICT_YES, NULL},
    {"advice", "independent", "Our advice is free, impartial and confidential. We are at arm's length from the council.", VERDICT_CONCERNS, "some-of-it"},
    {"advice", "independent", "Our advice is impartial and confidential, and we can come with you to meetings.", VERDICT_CONCERNS, "some-of-it"},
    {"advice", "independent", "The service is confidential.", VERDICT_CONCERNS, "some-of-it"},
    {"advice", "independent", "It is impartial and confidential, and commissioned from Larkfield, a children's charity. We support you at school meetings.", VERDICT_YES, NULL},
    {"advice", "independent", "We work separately from the office next door. Nothing you say is passed on. We won't take the council's side, and we sit beside you at a meeting.",
     VERDICT_YES, NULL},
    {"advice", "independent", "We give advice.", VERDICT_NO, NULL},
    /* ages */
    {"short-breaks", "all_ages", "For children and young people from birth to their 18th birthday.", VERDICT_YES, NULL},
    {"short-breaks", "all_ages", "For children aged 5 to 11.", VERDICT_CONCERNS, "some-ages-only"},
    {"short-breaks", "all_ages", "For children under 5.", VERDICT_NO, NULL},
    {"short-breaks", "all_ages", "For disabled children.", VERDICT_NO, "no-ages-given"},
    {"short-breaks", "all_ages", "It ends when the youngest of them has turned 16 or leaves.", VERDICT_CONCERNS, "no-clear-ages"},
    {"key-working", "all_ages", "For children under 18.", VERDICT_YES, NULL}, /* EDCM's widest bin */
    {"ehc-assessment", "all_ages", "Young people aged 16 to 25 can ask by themselves.", VERDICT_YES, NULL}, /* from birth by law */
    {"therapies", "all_ages", "For young people aged 16 to 18.", VERDICT_NO, "some-ages-only"},
    /* current */
    {"short-breaks", "current", "Last checked: 3 March 2025", VERDICT_YES, NULL},
    {"short-breaks", "current", "Last checked: March 2025", VERDICT_YES, NULL},
    {"short-breaks", "current", "Checked by us: 6 May 2025", VERDICT_YES, NULL},
    {"short-breaks", "current", "October 2025", VERDICT_YES, NULL}, /* a line of its own below the title */
    {"short-breaks", "current", "Tuesday 3 May 2022", VERDICT_CONCERNS, "over-a-year-ago"},
    {"short-breaks", "current", "The next panel is on 3 May 2025", VERDICT_NO, "no-date"},
    {"short-breaks", "current", "Last checked: 3 October 2024", VERDICT_CONCERNS, "over-a-year-ago"},
    {"short-breaks", "current", "Reviewed by the team: July 2021", VERDICT_CONCERNS, "over-a-year-ago"},
    {"short-breaks", "current", "Requests are reviewed by us: allow 6 days in May 2025.", VERDICT_NO, "no-date"},
    {"short-breaks", "current", "Last checked: 3 March 2019", VERDICT_CONCERNS, "over-a-year-ago"},
    {"short-breaks", "current", "We run clubs.", VERDICT_NO, "no-date"},
    /* formats */
    {"short-breaks", "formats", "We can send this in large print or in another language.", VERDICT_YES, NULL},
    {"short-breaks", "formats", "Translate this page", VERDICT_CONCERNS, "tool-only"},
    {"short-breaks", "formats", "The tools at the top of each page read it aloud or put it into another language.", VERDICT_CONCERNS, "tool-only"},
    {"short-breaks", "formats", "Use the globe at the top. We can also put our letters into another language.", VERDICT_YES, NULL},
    {"short-breaks", "formats", "Copies can be collected from any library.", VERDICT_YES, NULL}, /* a way without the internet */
    {"short-breaks", "formats", "We run clubs.", VERDICT_NO, NULL},
    /* to_hand */
    {"short-breaks", "to_hand", "Paper copies are in every library.", VERDICT_YES, NULL},
    {"short-breaks", "to_hand", "We run clubs.", VERDICT_NO, "none-found-online"},
    {"short-breaks", "to_hand", "Paper copies are not available.", VERDICT_NO, "none-found-online"},
    {"short-breaks", "to_hand", "Ask on form SB2, which is available from the Town Hall.", VERDICT_CONCERNS, "form-only"},
    {"short-breaks", "to_hand", "The form is available online.", VERDICT_NO, "none-found-online"},
    {"short-breaks", "to_hand", "We no longer print a leaflet about short breaks.", VERDICT_NO, "none-found-online"},
    {"short-breaks", "to_hand", "The short breaks booklet is out of print.", VERDICT_NO, "none-found-online"},
    {"short-breaks", "to_hand", "If you cannot print it, ask us for a paper copy.", VERDICT_YES, NULL},
    {"short-breaks", "to_hand", "Printed copies may be out of date.", VERDICT_NO, "none-found-online"},
    {"short-breaks", "to_hand", "We write your plan and send you a copy to correct.", VERDICT_NO, "none-found-online"},
    /* provided */
    {"short-breaks", "provided", "The council does not provide short breaks.", VERDICT_NO, "said-so"},
    {"short-breaks", "provided", "The council no longer offers short breaks.", VERDICT_NO, "said-so"},
    {"short-breaks", "provided", "Anytown has not had short breaks for disabled children since 2019.", VERDICT_NO, "said-so"},
    {"short-breaks", "referral", "The council no longer offers short breaks.", VERDICT_NO, "not-provided"},
    {"short-breaks", "current", "The council no longer offers short breaks.", VERDICT_NO, "no-date"},
    {"transport", "provided", "We don’t provide school transport to after-school clubs.", VERDICT_DOUBTS, NULL}, /* of some of it */
    {"transport", "provided", "We do not offer school transport if you live within two miles.", VERDICT_DOUBTS, NULL},
    {"short-breaks", "provided", "We run clubs on Saturdays.", VERDICT_YES, NULL},
    {"short-breaks", "provided", "Short breaks are a service for families.", VERDICT_YES, NULL},
    {"short-breaks", "provided", "The Inclusion Team provides a sitter for an evening.", VERDICT_YES, NULL},
    {"short-breaks", "provided", "The council offers no overnight stays.", VERDICT_DOUBTS, "only-named"},
    {"short-breaks", "provided", "Short breaks matter to families.", VERDICT_DOUBTS, "only-named"},
    {"short-breaks", "provided", "We are considering whether to offer short breaks.", VERDICT_DOUBTS, "unsure"},
};

static void judge_text(const struct row_case *c, struct scorecard *card, struct town *town)
{
    town_init(town);
    struct town_page *page = town_add(town, rubric_texts_service(rubric_texts(rubric), c->service)->names[0], "service", c->service);
    town_text(page, c->text);
    judge_by_rules(rubric, town_evidence(town), card);
}

START_TEST(a_row_says_what_its_sentence_says)
{
    static struct town town;
    const struct row_case *c = &CASES[_i];
    struct scorecard card;
    judge_text(c, &card, &town);
    const struct row_verdict *row = card_row(&card, c->service, c->row);
    ck_assert_msg(row->judgement.verdict == c->verdict, "%s %s: \"%s\": %s (%s)", c->service, c->row, c->text, verdict_word(row->judgement.verdict),
                  row->judgement.reason);
    if (c->reason)
        ck_assert_str_eq(row->judgement.reason, c->reason);
    if (row->judgement.verdict == VERDICT_YES || row->judgement.verdict == VERDICT_CONCERNS || row->judgement.verdict == VERDICT_DOUBTS) {
        ck_assert_msg(row->judgement.evidence_count > 0, "%s: no evidence", c->row);
        ck_assert_str_ne(row->judgement.evidence[0].quote, "");
        ck_assert_int_eq(row->judgement.evidence[0].page_id, 1);
        ck_assert_str_eq(row->judgement.evidence[0].url, "https://anytown.example/page-1");
    }
    ck_assert_int_eq(row->pages_searched, 1);
    scorecard_release(&card);
    town_release(&town);
}
END_TEST

/* ---- what there is not ---- */

/* What a council says that it does not have is answered by none of its pages; but a page that goes on offering it is believed. */
START_TEST(a_denial_is_believed_where_nothing_goes_on)
{
    static struct town town;
    static const struct {
        const char *title;      /* of the page that denies */
        bool asked, other;      /* the page says how to ask (for something); another page offers the service */
        enum verdict provided, referral;
    } DENIALS[] = {
        {"Questions and answers", true, false, VERDICT_NO, VERDICT_NO},
        {"Short breaks", false, false, VERDICT_NO, VERDICT_NO},
        {"Short breaks", true, false, VERDICT_YES, VERDICT_YES},
        {"Questions and answers", true, true, VERDICT_YES, VERDICT_YES},
    };
    for (size_t i = 0; i < sizeof DENIALS / sizeof *DENIALS; i++) {
        struct scorecard card;
        town_init(&town);
        struct town_page *page = town_add(&town, DENIALS[i].title, "service", "short-breaks");
        page->assessment.service_certainty = 0.95;
        town_text(page, "The council does not have short breaks.");
        if (DENIALS[i].asked)
            town_check(page, CHECK_REFERRAL, VERDICT_YES, "Ring the pool.");
        if (DENIALS[i].other)
            town_all_yes(town_add(&town, "Short breaks", "service", "short-breaks"));
        judge_by_rules(rubric, town_evidence(&town), &card);
        const struct row_verdict *provided = card_row(&card, "short-breaks", "provided"), *referral = card_row(&card, "short-breaks", "referral");
        ck_assert_msg(provided->judgement.verdict == DENIALS[i].provided, "%zu: provided: %s", i, verdict_word(provided->judgement.verdict));
        ck_assert_msg(referral->judgement.verdict == DENIALS[i].referral, "%zu: referral: %s", i, verdict_word(referral->judgement.verdict));
        if (DENIALS[i].referral == VERDICT_NO) {
            ck_assert_str_eq(referral->judgement.reason, "not-provided");
            ck_assert_str_eq(referral->judgement.evidence[0].quote, "The council does not have short breaks.");
        }
        scorecard_release(&card);
        town_release(&town);
    }
}
END_TEST

/* Of a page over more than its service: who decides on nurseries' money, or whether the bus runs in snow, decides on no place. */
START_TEST(what_a_heading_says_is_decided_may_be_another_matter)
{
    static struct town town;
    struct scorecard card;
    static const struct {
        const char *heading, *text;
        enum verdict verdict;
        const char *below; /* a heading below that */
    } MATTERS[] = {
        {"Nursery inclusion fund", "The Early Years Panel decides how much each nursery gets.", VERDICT_NO, NULL},
        {"Snow", "The manager decides whether the bus runs.", VERDICT_NO, NULL},
        {"Grants for families", "The Early Years Panel decides how much each family gets.", VERDICT_YES, NULL},
        {"Wheelchairs", "The team manager decides who is seen first.", VERDICT_NO, NULL}, /* another service */
        {"Area SENCOs", "The team manager decides who is seen first.", VERDICT_NO, "How long it takes"},
        {"Wheelchairs on our visits", "The team manager decides who is seen first.", VERDICT_YES, NULL},
    };
    for (size_t i = 0; i < sizeof MATTERS / sizeof *MATTERS; i++) {
        town_init(&town);
        struct town_page *page = town_add(&town, "Portage", "service", "portage");
        built_add(&page->built, BLOCK_HEADING, MATTERS[i].heading)->level = 2;
        if (MATTERS[i].below)
            built_add(&page->built, BLOCK_HEADING, MATTERS[i].below)->level = 3;
        town_text(page, MATTERS[i].text);
        judge_by_rules(rubric, town_evidence(&town), &card);
        ck_assert_msg(card_row(&card, "portage", "decides")->judgement.verdict == MATTERS[i].verdict, "%s", MATTERS[i].heading);
        scorecard_release(&card);
        town_release(&town);
    }
}
END_TEST

START_TEST(a_heading_and_its_sentence_answer_together)
{
    static struct town town;
    struct scorecard card;
    town_init(&town);
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    built_add(&page->built, BLOCK_HEADING, "Who decides");
    town_text(page, "Two parents and a nurse do, each month.");
    built_add(&page->built, BLOCK_HEADING, "If we refuse");
    town_text(page, "The letter says how to appeal.");
    judge_by_rules(rubric, town_evidence(&town), &card);
    ck_assert_int_eq(card_row(&card, "short-breaks", "decides")->judgement.verdict, VERDICT_YES);
    ck_assert_str_eq(card_row(&card, "short-breaks", "decides")->judgement.evidence[0].quote, "Two parents and a nurse do, each month.");
    ck_assert_int_eq(card_row(&card, "short-breaks", "complain")->judgement.verdict, VERDICT_YES);
    scorecard_release(&card);
    town_release(&town);
}
END_TEST

/* On many sites a short line in bold is the heading. */
START_TEST(a_bold_line_does_a_headings_work)
{
    static struct town town;
    struct scorecard card;
    town_init(&town);
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    built_add(&page->built, BLOCK_PARAGRAPH, "Not happy with us?")->emphasis = true;
    town_text(page, "The team manager will see you.");
    town_text(page, "Speak to her at the address above.");
    judge_by_rules(rubric, town_evidence(&town), &card);
    ck_assert_int_eq(card_row(&card, "short-breaks", "complain")->judgement.verdict, VERDICT_YES);
    scorecard_release(&card);
    town_release(&town);
}
END_TEST

/* Growing up is explained by what school, doctor and others each do; other services are not. */
START_TEST(growing_up_is_told_by_others_parts)
{
    static struct town town;
    struct scorecard card;
    static struct evidence parts[] = {{.quote = "The school holds a review each year.", .where = "text", .cue = "part.edu", .block = -1},
                                      {.quote = "The doctor writes to the adult clinics.", .where = "text", .cue = "part.health", .block = -1}};
    for (size_t count = 1; count <= 2; count++) {
        town_init(&town);
        static const char *const SERVICES[] = {"transition", "transport"};
        for (size_t i = 0; i < 2; i++) {
            struct judgement *joined = &town_add(&town, i ? "School transport" : "Transition", "service", SERVICES[i])->assessment.criteria[CRITERION_JOINED_UP];
            *joined = (struct judgement){.verdict = VERDICT_YES, .certainty = 0.9, .reason = "", .evidence = parts, .evidence_count = count};
        }
        judge_by_rules(rubric, town_evidence(&town), &card);
        ck_assert_int_eq(card_row(&card, "transition", "explanation")->judgement.verdict, count == 2 ? VERDICT_YES : VERDICT_NO);
        ck_assert_int_eq(card_row(&card, "transport", "explanation")->judgement.verdict, VERDICT_NO);
        scorecard_release(&card);
        town_release(&town);
    }
}
END_TEST

START_TEST(a_leaflet_that_disagrees_is_told)
{
    static struct town town;
    struct scorecard card;
    static const struct {
        const char *title, *web, *leaflet;
        enum verdict verdict;
        const char *service; /* short-breaks where NULL */
    } PAIRS[] = {
        {"Short breaks", "Ring 01632 960123. For children aged 0 to 18.", "Ring 01632 960123. For children aged 0 to 18.", VERDICT_YES, NULL},
        {"Short breaks", "For children aged 0 to 18.", "For children aged 5 to 16.", VERDICT_NO, NULL},
        {"Short breaks", "Ring 01632 960123.", "Ring 01632 960999.", VERDICT_NO, NULL},
        {"Short breaks", "We run clubs.", "Ring 01632 960123.", VERDICT_CONCERNS, NULL},
        {"Short breaks for babies and under fives", "We run clubs.", "For children aged 5 to 17.", VERDICT_CONCERNS, NULL}, /* a heading is no age of the service */
    };
    for (size_t i = 0; i < sizeof PAIRS / sizeof *PAIRS; i++) {
        town_init(&town);
        const char *service = PAIRS[i].service ? PAIRS[i].service : "short-breaks";
        town_text(town_add(&town, PAIRS[i].title, "service", service), PAIRS[i].web);
        struct town_page *leaflet = town_add(&town, PAIRS[i].service ? "EHC plans: a guide for families" : "Short breaks: a guide for families", "service", service);
        leaflet->built.document.type = DOCUMENT_PDF;
        town_text(leaflet, PAIRS[i].leaflet);
        judge_by_rules(rubric, town_evidence(&town), &card);
        const struct row_verdict *row = card_row(&card, service, "same");
        ck_assert_msg(row->judgement.verdict == PAIRS[i].verdict, "case %zu: %s (%s)", i, verdict_word(row->judgement.verdict), row->judgement.reason);
        ck_assert_int_eq(card_row(&card, service, "to_hand")->judgement.verdict, VERDICT_YES);
        scorecard_release(&card);
        town_release(&town);
    }
}
END_TEST

/* The footers of all pages have it too; what stands in the page's own words leads there all the same. */
START_TEST(a_link_to_complaints_is_little)
{
    static struct town town;
    struct scorecard card;
    for (int own = 0; own < 2; own++) {
        town_init(&town);
        struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
        town_text(page, "Saturday clubs");
        built_link(&page->built, "/complaints", "Complaints and compliments");
        page->built.links[0].zone = own ? ZONE_MAIN : ZONE_FOOTER;
        judge_by_rules(rubric, town_evidence(&town), &card);
        ck_assert_int_eq(card_row(&card, "short-breaks", "complain")->judgement.verdict, own ? VERDICT_CONCERNS : VERDICT_NO);
        scorecard_release(&card);
        town_release(&town);
    }
}
END_TEST

static const struct {
    const char *row, *text, *why; /* NULL: nothing came near */
} NEAR[] = {
    {"decides", "The team cannot decide how many hours you get.", "who does not decide"},
    {"complain", "There is no right of appeal.", "no appeal"},
    {"numbers", "Nobody should wait longer than 18 weeks.", "a promise"},
    {"numbers", "We run clubs.", NULL},
};

START_TEST(a_no_shows_the_nearest_words_and_why_they_did_not_count)
{
    static struct town town;
    struct scorecard card;
    judge_text(&(struct row_case){.service = "short-breaks", .text = NEAR[_i].text}, &card, &town);
    const struct judgement *judgement = &card_row(&card, "short-breaks", NEAR[_i].row)->judgement;
    ck_assert_int_eq(judgement->verdict, VERDICT_NO);
    if (NEAR[_i].why) {
        ck_assert_str_eq(judgement->near_miss.quote, NEAR[_i].text);
        ck_assert_msg(strstr(judgement->near_miss.where, NEAR[_i].why) != NULL, "%s", judgement->near_miss.where);
    } else {
        ck_assert_ptr_null(judgement->near_miss.quote);
    }
    scorecard_release(&card);
    town_release(&town);
}
END_TEST

/* However sure the page level is that only professionals are told what to do. */
START_TEST(whom_to_talk_to_is_a_route_though_others_refer)
{
    static const char *SAID[] = {"Referrals come from paediatricians.", "Talk to your school nurse, who will refer."};
    static const char *const REASONS[] = {"professionals-only", "no-start"};
    static struct town town;
    struct scorecard card;
    town_init(&town);
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_text(page, SAID[_i % 2]);
    town_check(page, CHECK_REFERRAL, VERDICT_CONCERNS, SAID[_i % 2]);
    page->assessment.checks[CHECK_REFERRAL].reason = REASONS[_i / 2];
    page->assessment.checks[CHECK_REFERRAL].certainty = 0.95;
    judge_by_rules(rubric, town_evidence(&town), &card);
    ck_assert_int_eq(card_row(&card, "short-breaks", "referral")->judgement.verdict, _i % 2 ? VERDICT_YES : VERDICT_CONCERNS);
    scorecard_release(&card);
    town_release(&town);
}
END_TEST

/* "Yes" beside the council's own "we have none" is for a person to look at, who sees both. */
START_TEST(a_denial_beside_what_is_told_leaves_it_unsure)
{
    static const char DENIAL[] = "Anytown does not have a Portage service.", INSTEAD[] = "Instead our team visits nurseries.";
    static struct town town;
    struct scorecard card;
    town_init(&town);
    struct town_page *page = town_add(&town, "Early years and Portage", "service", "portage");
    town_text(page, _i ? DENIAL : "Portage visitors come to your home.");
    town_text(page, INSTEAD);
    town_check(page, CHECK_EXPLANATION, VERDICT_YES, INSTEAD);
    judge_by_rules(rubric, town_evidence(&town), &card);
    const struct judgement *judgement = &card_row(&card, "portage", "provided")->judgement;
    ck_assert_int_eq(judgement->verdict, VERDICT_YES);
    ck_assert((judgement->certainty < BORDERLINE_BELOW) == (_i == 1));
    ck_assert_uint_eq(judgement->evidence_count, 1 + (size_t)_i);
    if (_i == 1) {
        ck_assert_str_eq(judgement->evidence[1].quote, DENIAL);
        ck_assert(judgement->evidence[1].against);
    }
    scorecard_release(&card);
    town_release(&town);
}
END_TEST

/* Readers took such services for provided more often than not. */
START_TEST(a_service_that_is_only_named_is_doubted_unsurely)
{
    static struct town town;
    struct scorecard card;
    town_init(&town);
    town_text(town_add(&town, "Short breaks", "service", "short-breaks"), "Short breaks matter to families.");
    judge_by_rules(rubric, town_evidence(&town), &card);
    const struct judgement *judgement = &card_row(&card, "short-breaks", "provided")->judgement;
    ck_assert_str_eq(judgement->reason, "only-named");
    ck_assert(judgement->certainty < BORDERLINE_BELOW);
    scorecard_release(&card);
    town_release(&town);
}
END_TEST

START_TEST(a_definition_is_read_with_its_term)
{
    static struct town town;
    struct scorecard card;
    static const struct {
        const char *term, *definition, *row;
        enum verdict verdict;
    } FIELDS[] = {
        {"Referral", "Drop in", "referral", VERDICT_YES},
        {"Referral", "Contact provider for details", "referral", VERDICT_CONCERNS},
        {"Venue", "Drop in", "referral", VERDICT_NO},
        {"Waiting time", "About six weeks in May 2025", "numbers", VERDICT_YES},
        {"Waiting time", "About six weeks", "numbers", VERDICT_CONCERNS},
        {"Waiting time", "Ask us", "numbers", VERDICT_NO},
        {"While you wait", "Try these games for three weeks", "numbers", VERDICT_NO},
        {"Who decides?", "Two officers do, from your form.", "decides", VERDICT_YES},
        {"Who comes?", "Two officers do, from our team.", "decides", VERDICT_NO},
    };
    for (size_t i = 0; i < sizeof FIELDS / sizeof *FIELDS; i++) {
        town_init(&town);
        struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
        built_add(&page->built, BLOCK_TERM, FIELDS[i].term);
        built_add(&page->built, BLOCK_DEFINITION, FIELDS[i].definition);
        judge_by_rules(rubric, town_evidence(&town), &card);
        ck_assert_msg(card_row(&card, "short-breaks", FIELDS[i].row)->judgement.verdict == FIELDS[i].verdict, "%s: %s", FIELDS[i].term, FIELDS[i].definition);
        scorecard_release(&card);
        town_release(&town);
    }
}
END_TEST

static void say(void *context, const char *sentence)
{
    (void)context;
    fprintf(stderr, "%s\n", sentence);
}

START_TEST(every_row_pattern_keeps_its_examples)
{
    size_t checked = 0;
    ck_assert_uint_eq(row_rules_prove(rubric->row_rules, say, NULL, &checked), 0);
    ck_assert_uint_gt(checked, 100);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scoring/rows");
    TCase *tests = tcase_create("all");
    tcase_add_unchecked_fixture(tests, load, unload);
    tcase_set_timeout(tests, 60);
    tcase_add_loop_test(tests, a_row_says_what_its_sentence_says, 0, sizeof CASES / sizeof *CASES);
    tcase_add_test(tests, a_denial_is_believed_where_nothing_goes_on);
    tcase_add_test(tests, a_heading_and_its_sentence_answer_together);
    tcase_add_test(tests, what_a_heading_says_is_decided_may_be_another_matter);
    tcase_add_test(tests, a_bold_line_does_a_headings_work);
    tcase_add_test(tests, growing_up_is_told_by_others_parts);
    tcase_add_test(tests, a_leaflet_that_disagrees_is_told);
    tcase_add_test(tests, a_link_to_complaints_is_little);
    tcase_add_loop_test(tests, a_no_shows_the_nearest_words_and_why_they_did_not_count, 0, sizeof NEAR / sizeof *NEAR);
    tcase_add_loop_test(tests, a_denial_beside_what_is_told_leaves_it_unsure, 0, 2);
    tcase_add_test(tests, a_service_that_is_only_named_is_doubted_unsurely);
    tcase_add_loop_test(tests, whom_to_talk_to_is_a_route_though_others_refer, 0, 4);
    tcase_add_test(tests, a_definition_is_read_with_its_term);
    tcase_add_test(tests, every_row_pattern_keeps_its_examples);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

/* Which pages of a council answer for a service: records, news, old
 * consultations, scans, redirects, signposts; and what counts as something to have to hand. */
#include "tests/unit/council_fixture.h"

static const struct row_verdict *row_of(const char *row)
{
    return card_row(&card, "short-breaks", row);
}

static enum verdict verdict_of(const char *row)
{
    return row_of(row)->judgement.verdict;
}

/* "Label|value" fields, as a directory writes them. */
static void add_fields(struct town_page *page, const char *const *fields)
{
    for (; *fields; fields++) {
        char label[100];
        size_t n = strcspn(*fields, "|");
        snprintf(label, sizeof label, "%.*s", (int)n, *fields);
        built_add(&page->built, BLOCK_TERM, label);
        built_add(&page->built, BLOCK_DEFINITION, *fields + n + 1);
    }
}

static const char *const RECORD[] = {"Provider|Anytown Council", "Description|Saturday clubs and holiday schemes for disabled children.", "Telephone|01632 960123",
                                     "Age range|5 to 17",        "Cost|Free",                                                                "Wheelchair access|Yes", NULL};

START_TEST(a_record_is_known_by_its_fields)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    add_fields(page, RECORD);
    town_all_yes(page);
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_CONCERNS);
    ck_assert_str_eq(row_of("explanation")->judgement.reason, "directory-only");
    ck_assert_int_eq(verdict_of("contacts"), VERDICT_YES);
    ck_assert_int_eq(card_service(&card, "short-breaks")->headline, VERDICT_CONCERNS);
}
END_TEST

/* Few fields, but one is called its description, and its foot calls it a record. */
START_TEST(a_short_record_says_that_it_is_one)
{
    static const char *const SHORT[] = {"Description|Saturday clubs and holiday schemes for disabled children.", "Who is it for?|Children aged 5 to 17",
                                        "Telephone|01632 960123", "E-mail|clubs@anytown.example", NULL};
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_all_yes(page);
    add_fields(page, SHORT);
    town_text(page, "Record last checked 14/07/2025");
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_CONCERNS);
    ck_assert_str_eq(row_of("explanation")->judgement.reason, "directory-only");
}
END_TEST

/* One that calls itself a record needs no more than its fields, under whatever is told above them. */
START_TEST(a_page_that_calls_itself_a_record_is_one)
{
    static const char *const FEW[] = {"Age range|5 to 17", "Telephone|01632 960123", NULL};
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_all_yes(page);
    town_text(page, "Saturday clubs and holiday schemes.");
    add_fields(page, FEW);
    town_text(page, _i ? "Record last updated: 14/07/2025" : "Last updated: 14/07/2025");
    judge();
    ck_assert_str_eq(row_of("explanation")->judgement.reason, _i ? "directory-only" : "");
}
END_TEST

START_TEST(a_records_description_is_an_explanation_of_a_kind)
{
    add_fields(town_add(&town, "Short breaks", "service", "short-breaks"), RECORD);
    judge();
    ck_assert_int_eq(verdict_of("provided"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_CONCERNS);
    ck_assert_str_eq(row_of("explanation")->judgement.evidence[0].quote, "Saturday clubs and holiday schemes for disabled children.");
}
END_TEST

START_TEST(a_record_without_a_description_says_nothing)
{
    static const char *const BARE[] = {"Provider|Anytown Council", "Telephone|01632 960123", "Email|breaks@anytown.example", "Cost|Free", "Wheelchair access|Yes", NULL};
    add_fields(town_add(&town, "Short breaks", "service", "short-breaks"), BARE);
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_NO);
    ck_assert_int_eq(verdict_of("provided"), VERDICT_DOUBTS);
}
END_TEST

START_TEST(a_directorys_list_is_known_by_its_title)
{
    struct town_page *page = town_add(&town, "Search results for short breaks", "landing", "short-breaks");
    town_all_yes(page);
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_CONCERNS);
    ck_assert_str_eq(row_of("explanation")->judgement.reason, "directory-only");
}
END_TEST

START_TEST(a_page_with_facts_in_brief_is_no_record)
{
    static const char *const BRIEF[] = {"Telephone|01632 960123", "Email|breaks@anytown.example", "Address|1 High Street, Anytown AB1 2CD", "Opening hours|9 to 5", "Age range|5 to 17", NULL};
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_all_yes(page);
    add_fields(page, BRIEF); /* no field that only a directory has */
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_YES);
}
END_TEST

START_TEST(a_page_that_says_more_than_its_fields_is_no_record)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_all_yes(page);
    for (int i = 0; i < 4; i++)
        town_text(page, "We find a carer whom you like, who takes your child swimming, to a film or to the park, and we pay for it. You ring us when you want to change the day.");
    add_fields(page, RECORD);
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_YES);
}
END_TEST

/* What a directory's provider wrote above many fields is still a record. */
START_TEST(many_fields_make_a_record_of_a_long_description)
{
    static const char *const MORE[] = {"Time / Date Details|Mondays",   "Parent Organisation|Anytown Council", "SEN Provision Type|Specialist",
                                       "Record last updated|12/03/2025", "Contact Name|The Team",               "Postcode|AM4 7XQ", NULL};
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_all_yes(page);
    for (int i = 0; i < 3; i++)
        town_text(page, "We find a carer whom you like, who takes your child swimming, to a film or to the park, and we pay for it.");
    add_fields(page, RECORD);
    add_fields(page, MORE);
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_CONCERNS);
    ck_assert_str_eq(row_of("explanation")->judgement.reason, "directory-only");
}
END_TEST

struct news_case {
    const char *title, *url, *text;
    bool answers;
};

static const struct news_case NEWS[] = {
    {"Short breaks consultation", NULL, "The consultation closed on 4 May 2025.", false},
    {"Short breaks consultation", NULL, "Tell us by 4 May 2019 what you think of our clubs.", false},
    {"Short breaks: have your say", NULL, "Thank you to everyone who took part.", false},
    {"Short breaks consultation", NULL, "Tell us by 14 December 2025 what you think of our clubs.", true}, /* still open */
    {"Short breaks", NULL, "The play scheme closed on 4 May 2019. We run clubs.", true},                      /* no consultation */
    {"Short breaks survey", NULL, "We ask under the Children Act 1989 and the regulations of 2011.", true},   /* the law's years are no dates */
    {"Short breaks review starts", "https://anytown.example/news/short-breaks-review", "The cabinet has agreed to it.", false},
    {"Short breaks", "https://anytown.example/newsletters/short-breaks", "We run clubs.", true},
};

START_TEST(old_consultations_and_the_news_answer_nothing)
{
    const struct news_case *c = &NEWS[_i];
    struct town_page *page = town_add(&town, c->title, "service", "short-breaks");
    town_text(page, c->text);
    town_all_yes(page);
    if (c->url)
        page->page.url = page->page.final_url = c->url;
    judge();
    ck_assert_msg((verdict_of("explanation") == VERDICT_YES) == c->answers, "%s: %s", c->title, c->text);
    if (!c->answers)
        ck_assert_str_eq(row_of("explanation")->judgement.reason, "only-news-or-policy");
}
END_TEST

/* What the year alone takes from a row is kept beside it: nothing else may be called the council's change. */
START_TEST(a_year_that_ended_a_consultation_is_told)
{
    struct town_page *page = town_add(&town, "Short breaks consultation", "service", "short-breaks");
    town_text(page, "Tell us by 14 December 2025 what you think of our clubs.");
    town_all_yes(page);
    struct town_page *older = town_add(&town, "Portage survey", "service", "portage");
    town_text(older, "Answer by 1 May 2019.");
    town_all_yes(older);
    judge(); /* on 25 November 2025 */
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_YES);
    ck_assert_int_eq(row_of("explanation")->lapsed_year, 0);
    scorecard_release(&card);
    town.evidence.as_of = 1767312000; /* 2 January 2026 */
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_NO);
    ck_assert_int_eq(row_of("explanation")->lapsed_year, 2025);
    ck_assert_int_eq(row_of("explanation")->lapsed, VERDICT_YES);
    ck_assert_int_eq(card_row(&card, "portage", "explanation")->lapsed_year, 2019);
    ck_assert_int_eq(card_row(&card, "transport", "explanation")->lapsed_year, 0);
    scorecard_release(&card);
    town_text(page, "The consultation is now closed."); /* the council's own word, in any year */
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_NO);
    ck_assert_int_eq(row_of("explanation")->lapsed_year, 0);
}
END_TEST

START_TEST(an_old_address_that_leads_to_a_page_that_was_read_hides_nothing)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_text(page, "We run clubs.");
    struct town_page *old = town_add(&town, "", "", "");
    old->page.url = "https://anytown.example/short-breaks-2019";
    old->page.final_url = page->page.url;
    town_evidence(&town);
    town.council_pages[1].document = NULL;
    town.council_pages[1].assessment = NULL;
    judge_by_rules(rubric, &town.evidence, &card);
    ck_assert_int_eq(verdict_of("numbers"), VERDICT_NO);
    scorecard_release(&card);
    old->page.final_url = "https://anytown.example/short-breaks-2020"; /* that one was not read */
    judge_by_rules(rubric, &town.evidence, &card);
    ck_assert_int_eq(verdict_of("numbers"), VERDICT_CANNOT_TELL);
}
END_TEST

START_TEST(a_picture_or_a_sheet_leaves_nothing_open)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_text(page, "We run clubs.");
    struct town_page *file = town_add(&town, "", "", "");
    file->page.url = file->page.final_url = _i ? "https://anytown.example/short-breaks.pdf" : "https://anytown.example/short-breaks.xlsx";
    file->page.type = _i ? DOCUMENT_PDF : DOCUMENT_OTHER;
    town_evidence(&town);
    town.council_pages[1].document = NULL;
    town.council_pages[1].assessment = NULL;
    judge_by_rules(rubric, &town.evidence, &card);
    ck_assert_int_eq(verdict_of("numbers"), _i ? VERDICT_CANNOT_TELL : VERDICT_NO);
}
END_TEST

START_TEST(a_scan_without_a_name_is_known_by_the_links_to_it)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_link(&town, page, "https://anytown.example/page-2", "Download our leaflet", LINK_OK, REASON_NONE);
    struct town_page *scan = town_add(&town, "Microsoft Word - 0417", "", "");
    scan->assessment.could_not_tell = "picture of text";
    scan->page.type = scan->built.document.type = DOCUMENT_PDF;
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_CANNOT_TELL);
    ck_assert_int_eq(card_row(&card, "transport", "explanation")->judgement.verdict, VERDICT_NO); /* nobody called it the bus leaflet */
}
END_TEST

/* Many councils speak of key workers in a part of their page on early help, and nowhere else. */
START_TEST(a_part_of_a_wider_services_page_is_the_services)
{
    static const struct {
        const char *code, *heading;
        enum verdict referral;
    } PAGES[] = {
        {"early-support", "The key worker", VERDICT_YES},
        {"early-support", "Who we help", VERDICT_YES}, /* no heading need name it */
        {"other", "The key worker", VERDICT_NO},
        {"social-care", "The key worker", VERDICT_NO},
    };
    struct town_page *page = town_add(&town, "Early help", "service", PAGES[_i].code);
    built_add(&page->built, BLOCK_HEADING, PAGES[_i].heading);
    town_text(page, "A key worker, otherwise known as the lead practitioner, is named at the first meeting.");
    town_check(page, CHECK_REFERRAL, VERDICT_YES, "Ring the hub.");
    judge();
    ck_assert_int_eq(card_row(&card, "key-working", "referral")->judgement.verdict, PAGES[_i].referral);
    ck_assert_int_eq(card_row(&card, "key-working", "provided")->judgement.verdict, PAGES[_i].referral == VERDICT_YES ? VERDICT_DOUBTS : VERDICT_SILENT);
}
END_TEST

/* One page over several services, with what each is told under its heading. */
static const struct { const char *title, *kind, *heading; bool heard, figures; } OVER_SEVERAL[] = {
    {"You said, we did", "report", "Short breaks", true, true},
    {"Our figures", "service", "Short breaks", true, true},
    {"Our figures", "service", "Short breaks and portage", false, false}, /* whose? */
    {"Our figures", "news", "Short breaks", true, true}, /* so its title says, whatever kind it was taken for */
    {"The autumn in brief", "news", "Short breaks", false, false},
    {"Who decides what", "policy", "Short breaks", true, true},
    {"Who decides what: strategy 2026 to 2030", "policy", "Short breaks", false, false},
    {"Progress report to the Board", "report", "Short breaks", false, false},
    {"Our figures", "service", "Clubs", false, false}, /* one service alone is named: the page is another's */
};

START_TEST(a_page_over_several_services_tells_of_each)
{
    town_all_yes(town_add(&town, "Short breaks", "service", "short-breaks"));
    struct town_page *page = town_add(&town, OVER_SEVERAL[_i].title, OVER_SEVERAL[_i].kind, "other");
    const char *const parts[][3] = {{"Social workers", "In 2025, 12 children had a visitor.", "We are not sure."},
                                    {OVER_SEVERAL[_i].heading, "You said that clubs were far away. In May 2025 we opened one in the north.", "164 children came in 2025."}};
    for (size_t i = 0; i < 2; i++) {
        built_add(&page->built, BLOCK_HEADING, parts[i][0]);
        town_text(page, parts[i][1]);
        town_text(page, parts[i][2]);
    }
    built_add(&page->built, BLOCK_HEADING, "Who decides");
    town_text(page, "A panel looks at every case.");
    judge();
    ck_assert_int_eq(verdict_of("heard"), OVER_SEVERAL[_i].heard ? VERDICT_YES : VERDICT_NO);
    ck_assert_int_eq(verdict_of("numbers"), OVER_SEVERAL[_i].figures ? VERDICT_YES : VERDICT_NO);
    ck_assert_int_eq(verdict_of("decides"), VERDICT_NO); /* under another heading */
    if (OVER_SEVERAL[_i].figures)
        ck_assert_str_eq(row_of("numbers")->judgement.evidence[0].quote, "164 children came in 2025.");
}
END_TEST

/* What else the words mean is no matter where the service is named besides. */
START_TEST(a_title_may_name_the_service_and_something_like_it)
{
    static const struct {
        const char *title;
        enum verdict verdict;
    } TITLES[] = {{"From the disabled children's team to adult social care", VERDICT_YES}, {"Adult social care", VERDICT_NO}};
    struct town_page *page = town_add(&town, TITLES[_i].title, "service", "social-care");
    town_all_yes(page);
    judge();
    ck_assert_int_eq(card_row(&card, "social-care", "explanation")->judgement.verdict, TITLES[_i].verdict);
}
END_TEST

/* Of questions on several services an answer is of those that it begins with, and of no other that it speaks of. */
START_TEST(an_answer_is_of_the_services_that_it_begins_with)
{
    static const struct {
        const char *title, *question, *words;
        enum verdict verdict;
    } ANSWERS[] = {
        {"Frequently asked questions", "What if I am told no?", "Short breaks. Ask the manager for a review within ten days.", VERDICT_YES},
        {"Frequently asked questions", "What if I am told no?", "Portage, or short breaks: ask the manager for a review within ten days.", VERDICT_YES},
        {"Frequently asked questions", "What if I am told no?", "School transport. You can appeal, as with short breaks.", VERDICT_NO},
        {"Frequently asked questions", "What if I am told no?", "You can appeal against short breaks. Ask for a review.", VERDICT_YES},
        {"Frequently asked questions", "What if I am told no?", "Ask for a review within ten days.", VERDICT_NO}, /* whose? */
        {"Good to know", "If you are not happy", "Short breaks. Ask the manager for a review within ten days.", VERDICT_YES},
        {"Good to know", "Our opening hours", "Short breaks. Ask the manager for a review within ten days.", VERDICT_NO},
    };
    town_all_yes(town_add(&town, "Short breaks", "service", "short-breaks"));
    struct town_page *page = town_add(&town, ANSWERS[_i].title, "service", "other");
    built_add(&page->built, BLOCK_HEADING, ANSWERS[_i].question);
    town_text(page, ANSWERS[_i].words);
    judge();
    ck_assert_msg(verdict_of("complain") == ANSWERS[_i].verdict, "%s", ANSWERS[_i].words);
}
END_TEST

/* "Social care, 16 to 25", which speaks of the move to adult life and was taken for that, though not surely. */
START_TEST(a_page_that_is_likely_the_services_answers_where_only_links_stand)
{
    static const struct {
        const char *kind, *words;
        double certainty;
        bool form, answers;
    } PAGES[] = {
        {"landing", "Short breaks are arranged by the social worker.", 0.64, false, true},
        {"landing", "Clubs are arranged by the social worker.", 0.64, false, false},        /* not named */
        {"landing", "Short breaks are arranged by the social worker.", 0.4, false, false},
        {"service", "Short breaks are arranged by the social worker.", 0.64, false, false}, /* there is another page */
        {"service", "Short breaks are arranged by the social worker.", 0.64, true, true},   /* a form is none */
    };
    town_add(&town, "Short breaks", PAGES[_i].kind, "short-breaks")->built.document.has_forms = PAGES[_i].form;
    struct town_page *page = town_add(&town, "Social care, 16 to 25", "service", "short-breaks");
    page->assessment.service_certainty = PAGES[_i].certainty;
    town_text(page, PAGES[_i].words);
    town_all_yes(page);
    judge();
    ck_assert_int_eq(verdict_of("explanation"), PAGES[_i].answers ? VERDICT_YES : VERDICT_NO);
}
END_TEST

/* A council's own name for its short breaks is told by its page on them, and heads a part of another. */
START_TEST(what_the_council_calls_it_heads_a_part)
{
    static const struct {
        const char *said, *heading;
        bool heard;
    } NAMES[] = {
        {"Sparks is what we call our short breaks.", "Sparks, spring 2025", true},
        {"Our short breaks are called Sparks.", "Sparks, spring 2025", true},
        {"Sparks is what we call our clubs.", "Sparks, spring 2025", false},
        {"Sparks is what we call our short breaks.", "Sparkling stars", false},
        {"Portage is what we call our short breaks.", "Portage, spring 2025", false}, /* has a meaning of its own */
        {"This is our short breaks service.", "This spring", false},
    };
    struct town_page *own = town_add(&town, "Fun for them, a rest for you", "service", "short-breaks");
    town_text(own, NAMES[_i].said);
    town_all_yes(own);
    struct town_page *page = town_add(&town, "You said, we did", "report", "other");
    const char *const parts[][2] = {{"Key workers", "We are not sure."},
                                    {NAMES[_i].heading, "You said that clubs were far away. In May 2025 we opened one in the north."}};
    for (size_t i = 0; i < 2; i++) {
        built_add(&page->built, BLOCK_HEADING, parts[i][0]);
        town_text(page, parts[i][1]);
    }
    judge();
    ck_assert_int_eq(verdict_of("heard"), NAMES[_i].heard ? VERDICT_YES : VERDICT_NO);
}
END_TEST

/* "Short breaks policy" answers nothing, though its words were taken for the service's. */
START_TEST(a_policy_is_known_by_its_title)
{
    static const struct {
        const char *title;
        enum verdict verdict;
    } TITLES[] = {{"Short breaks policy 2024", VERDICT_NO},
                  {"Short breaks: procedures for staff", VERDICT_NO},
                  {"Short breaks leaflet", VERDICT_YES},
                  {"Our short breaks policy explained, for parents", VERDICT_YES}};
    struct town_page *leaflet = town_add(&town, TITLES[_i].title, "service", "short-breaks");
    leaflet->page.type = leaflet->built.document.type = DOCUMENT_PDF;
    town_all_yes(leaflet);
    town_text(leaflet, "In 2025, 300 children had a short break.");
    judge();
    ck_assert_msg(verdict_of("eligibility") == TITLES[_i].verdict, "%s", TITLES[_i].title);
    ck_assert_msg(verdict_of("numbers") == TITLES[_i].verdict, "%s", TITLES[_i].title);
}
END_TEST

START_TEST(the_short_breaks_statement_is_for_families)
{
    town_all_yes(town_add(&town, _i ? "Short breaks services statement" : "Short breaks strategy", "policy", "short-breaks"));
    judge();
    ck_assert_int_eq(verdict_of("explanation"), _i ? VERDICT_YES : VERDICT_NO);
    ck_assert_int_eq(verdict_of("contacts"), _i ? VERDICT_YES : VERDICT_NO);
}
END_TEST

/* ---- something to have to hand ---- */

struct hand_case {
    const char *link;      /* words of the link, and of the page's quote */
    const char *url;
    enum link_state state;
    const char *title, *kind; /* of a leaflet there that was read; NULL for none */
    enum verdict verdict;
    const char *reason;
};

static const struct hand_case HANDS[] = {
    {"Short breaks: a guide for families (PDF)", "https://anytown.example/guide.pdf", LINK_OK, NULL, NULL, VERDICT_YES, ""},
    {"Short breaks: a guide for families (PDF)", "https://anytown.example/guide.pdf", LINK_BROKEN, NULL, NULL, VERDICT_NO, "none-found-online"},
    {"Short breaks sufficiency framework (PDF)", "https://anytown.example/framework.pdf", LINK_OK, NULL, NULL, VERDICT_CONCERNS, "policy-only"},
    {"Read it here", "https://anytown.example/page-2", LINK_OK, "Short breaks in Anytown", "policy", VERDICT_CONCERNS, "policy-only"},
    {"Read it here", "https://anytown.example/page-2", LINK_OK, "Short breaks in Anytown", "service", VERDICT_YES, ""},
    {"Short breaks application form (Word)", "https://anytown.example/form.docx", LINK_OK, NULL, NULL, VERDICT_CONCERNS, "form-only"},
    {"Apply online", "https://anytown.example/apply", LINK_OK, NULL, NULL, VERDICT_CONCERNS, "form-only"},
    {"Apply online", "https://anytown.example/apply", LINK_BROKEN, NULL, NULL, VERDICT_NO, "none-found-online"},
    {"Start now", "https://anytown.example/start", LINK_OK, NULL, NULL, VERDICT_CONCERNS, "form-only"},
    {"Apply for travel to school", "https://anytown.example/travel", LINK_OK, NULL, NULL, VERDICT_NO, "none-found-online"}, /* another service's */
    {"Short breaks statement", "https://anytown.example/statement", LINK_OK, NULL, NULL, VERDICT_NO, "none-found-online"}, /* a web page */
    {"Our travel policy explained, for families (PDF)", "https://anytown.example/policy.pdf", LINK_OK, NULL, NULL, VERDICT_YES, ""},
};

/* A service without a page may be denied in one line among others; of another's, or in news, it is not. */
START_TEST(a_service_is_denied_in_passing)
{
    static const struct {
        const char *kind, *text;
        enum verdict verdict;
    } LINES[] = {
        {"service", "Can we have a break? We are sorry but the council does not offer short breaks. Ask your school.", VERDICT_NO},
        {"service", "Short breaks are for all. The council does not offer holidays.", VERDICT_SILENT}, /* of something else */
        {"service", "The council does not offer short breaks if you live elsewhere.", VERDICT_SILENT}, /* to some */
        {"news", "The council does not offer short breaks.", VERDICT_SILENT},
        {"service", "We ring you back about short breaks.", VERDICT_SILENT},
    };
    town_text(town_add(&town, "Questions that parents ask", LINES[_i].kind, "local-offer"), LINES[_i].text);
    judge();
    ck_assert_int_eq(verdict_of("provided"), LINES[_i].verdict);
    if (LINES[_i].verdict == VERDICT_NO)
        ck_assert_str_eq(row_of("provided")->judgement.evidence[0].quote, "We are sorry but the council does not offer short breaks.");
}
END_TEST

/* What lies beneath a service's page, and is linked from there, is about it, though it does not say so: what to do if one disagrees is no adviser's page. */
START_TEST(what_lies_beneath_a_services_page_is_its)
{
    static const struct {
        const char *title, *code, *url;
        bool linked;
        enum verdict verdict;
    } PARTS[] = {
        {"If you disagree", "advice", "https://anytown.example/page-1/disagree", true, VERDICT_YES},
        {"If you disagree", "advice", "https://anytown.example/page-1/disagree", false, VERDICT_NO},
        {"If you disagree", "advice", "https://anytown.example/disagree", true, VERDICT_NO},
        {"Autism assessments", "therapies", "https://anytown.example/page-1/autism", true, VERDICT_NO}, /* surely another's */
        {"SENDIASS", "advice", "https://anytown.example/page-1/sendiass", true, VERDICT_NO},
    };
    struct town_page *overview = town_add(&town, "EHC plans", "service", "ehc-assessment"), *part = town_add(&town, PARTS[_i].title, "service", PARTS[_i].code);
    part->page.url = part->page.final_url = PARTS[_i].url;
    town_text(part, "If you don't agree with us, you can appeal to the tribunal within two months.");
    if (PARTS[_i].linked)
        town_link(&town, overview, PARTS[_i].url, "What if we say no?", LINK_OK, REASON_NONE);
    judge();
    ck_assert_int_eq(card_row(&card, "ehc-assessment", "complain")->judgement.verdict, PARTS[_i].verdict);
    if (_i == 0)
        ck_assert_int_eq(card_row(&card, "advice", "provided")->judgement.verdict, VERDICT_SILENT);
}
END_TEST

/* Where a council's families of all services complain is no page of one of them, whatever its words were taken for. */
START_TEST(a_page_for_the_whole_site_is_no_services)
{
    static const struct {
        const char *title, *url;
        enum verdict verdict;
    } PAGES[] = {
        {"Complaints", "https://anytown.example/complaints", VERDICT_NO},
        {"Comments, compliments and complaints | Anytown Council", "https://anytown.example/complaints/", VERDICT_NO},
        {"Complaints", "https://anytown.example/short-breaks/complaints", VERDICT_YES},
        {"Short breaks: complaints", "https://anytown.example/complaints", VERDICT_YES},
        {"If you are unhappy", "https://anytown.example/unhappy", VERDICT_YES},
    };
    town_all_yes(town_add(&town, "Short breaks", "service", "short-breaks"));
    struct town_page *page = town_add(&town, PAGES[_i].title, "service", "short-breaks");
    page->page.url = page->page.final_url = PAGES[_i].url;
    town_text(page, "If you are not happy with what we did, ring the manager.");
    judge();
    ck_assert_int_eq(verdict_of("complain"), PAGES[_i].verdict);
}
END_TEST

START_TEST(a_leaflet_must_be_there_and_be_for_families)
{
    const struct hand_case *c = &HANDS[_i];
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    struct judgement *available = &page->assessment.criteria[CRITERION_AVAILABLE];
    struct evidence quote = {.quote = c->link, .where = "list", .cue = "", .block = -1};
    available->verdict = VERDICT_YES;
    available->evidence = &quote;
    available->evidence_count = 1;
    town_link(&town, page, c->url, c->link, c->state, REASON_NONE);
    if (c->title) {
        struct town_page *leaflet = town_add(&town, c->title, c->kind, "short-breaks");
        leaflet->page.type = leaflet->built.document.type = DOCUMENT_PDF;
    }
    judge();
    ck_assert_msg(verdict_of("to_hand") == c->verdict, "%s: %s (%s)", c->link, verdict_word(verdict_of("to_hand")), row_of("to_hand")->judgement.reason);
    ck_assert_str_eq(row_of("to_hand")->judgement.reason, c->reason);
    if (c->state == LINK_BROKEN)
        ck_assert_str_eq(row_of("to_hand")->judgement.near_miss.quote, c->link);
}
END_TEST

int main(void)
{
    TCase *tests = council_tests();
    tcase_add_test(tests, a_record_is_known_by_its_fields);
    tcase_add_loop_test(tests, a_page_that_calls_itself_a_record_is_one, 0, 2);
    tcase_add_test(tests, a_short_record_says_that_it_is_one);
    tcase_add_test(tests, a_records_description_is_an_explanation_of_a_kind);
    tcase_add_test(tests, a_record_without_a_description_says_nothing);
    tcase_add_test(tests, a_directorys_list_is_known_by_its_title);
    tcase_add_test(tests, a_page_with_facts_in_brief_is_no_record);
    tcase_add_test(tests, a_page_that_says_more_than_its_fields_is_no_record);
    tcase_add_test(tests, many_fields_make_a_record_of_a_long_description);
    tcase_add_loop_test(tests, old_consultations_and_the_news_answer_nothing, 0, sizeof NEWS / sizeof *NEWS);
    tcase_add_test(tests, a_year_that_ended_a_consultation_is_told);
    tcase_add_test(tests, an_old_address_that_leads_to_a_page_that_was_read_hides_nothing);
    tcase_add_loop_test(tests, a_picture_or_a_sheet_leaves_nothing_open, 0, 2);
    tcase_add_test(tests, a_scan_without_a_name_is_known_by_the_links_to_it);
    tcase_add_loop_test(tests, the_short_breaks_statement_is_for_families, 0, 2);
    tcase_add_loop_test(tests, a_policy_is_known_by_its_title, 0, 4);
    tcase_add_loop_test(tests, a_part_of_a_wider_services_page_is_the_services, 0, 4);
    tcase_add_loop_test(tests, a_title_may_name_the_service_and_something_like_it, 0, 2);
    tcase_add_loop_test(tests, an_answer_is_of_the_services_that_it_begins_with, 0, 7);
    tcase_add_loop_test(tests, a_page_that_is_likely_the_services_answers_where_only_links_stand, 0, 5);
    tcase_add_loop_test(tests, what_the_council_calls_it_heads_a_part, 0, 6);
    tcase_add_loop_test(tests, a_page_over_several_services_tells_of_each, 0, sizeof OVER_SEVERAL / sizeof *OVER_SEVERAL);
    tcase_add_loop_test(tests, a_service_is_denied_in_passing, 0, 5);
    tcase_add_loop_test(tests, what_lies_beneath_a_services_page_is_its, 0, 5);
    tcase_add_loop_test(tests, a_page_for_the_whole_site_is_no_services, 0, 5);
    tcase_add_loop_test(tests, a_leaflet_must_be_there_and_be_for_families, 0, sizeof HANDS / sizeof *HANDS);
    return council_run("scoring/service pages", tests) != 0;
}

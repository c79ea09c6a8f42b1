/* What a service's pages say together: parts of a guide, one sentence that says several things,
 * a leaflet's own date, the site's accessibility statement. */
#include "tests/unit/council_fixture.h"

static const struct row_verdict *row_of(const char *service, const char *row)
{
    return card_row(&card, service, row);
}

static enum verdict verdict_of(const char *service, const char *row)
{
    return row_of(service, row)->judgement.verdict;
}

static void at(struct town_page *page, const char *path)
{
    snprintf(page->url, sizeof page->url, "https://anytown.example/%s", path);
}

/* An overview of EHC plans with the step `words` to a part at `path` that does not name them. */
static struct town_page *guide(const char *words, const char *path, const char *title)
{
    struct town_page *overview = town_add(&town, "EHC plans", "service", "ehc-assessment"), *part = town_add(&town, title, "service", "other");
    at(overview, "send/plans");
    at(part, path);
    town_text(part, "If you disagree, you can appeal to the tribunal within two months.");
    town_link(&town, overview, part->url, words, LINK_OK, REASON_NONE);
    return part;
}

START_TEST(a_part_of_a_guide_is_about_what_its_overview_is_about)
{
    static const struct {
        const char *words, *path, *title;
        enum verdict verdict;
    } PARTS[] = {
        {"Next: if you disagree", "send/plans/disagree", "If you disagree", VERDICT_YES},
        {"If you disagree", "send/plans/disagree", "If you disagree", VERDICT_YES},       /* no step of a guide, but beneath it */
        {"If you disagree", "send/disagree", "If you disagree", VERDICT_NO},
        {"Next page", "send/disagree", "If you disagree", VERDICT_NO},                    /* not beneath it */
        {"Next page", "send/plans-and-more", "If you disagree", VERDICT_NO},
        {"Next: short breaks", "send/plans/breaks", "Short breaks appeals", VERDICT_NO},  /* another service's */
    };
    guide(PARTS[_i].words, PARTS[_i].path, PARTS[_i].title);
    judge();
    ck_assert_msg(verdict_of("ehc-assessment", "complain") == PARTS[_i].verdict, "%s, %s, %s", PARTS[_i].words, PARTS[_i].path, PARTS[_i].title);
}
END_TEST

START_TEST(a_part_is_found_from_the_part_before_it)
{
    struct town_page *who = guide("Next", "send/plans/who", "Who is it for?"), *last = town_add(&town, "After that", "service", "other");
    at(last, "send/plans/after");
    town_text(last, "Requests are looked at once a month by the inclusion panel.");
    town_link(&town, who, last->url, "Next", LINK_OK, REASON_NONE);
    judge();
    ck_assert_int_eq(verdict_of("ehc-assessment", "decides"), VERDICT_YES);
}
END_TEST

START_TEST(a_part_of_one_services_guide_is_not_anothers)
{
    struct town_page *part = guide("Next", "send/plans/disagree", "If you disagree");
    part->assessment.service = "advice"; /* as a page by itself it might be */
    if (_i)
        town_link(&town, part, town.pages[0].url, "Previous", LINK_OK, REASON_NONE);
    judge();
    ck_assert_int_eq(verdict_of("advice", "complain"), VERDICT_NO);
    ck_assert_int_eq(verdict_of("ehc-assessment", "complain"), VERDICT_YES);
}
END_TEST

/* A page of which one sentence was taken to say what the service does. */
static struct town_page *one_thing(const char *kind, const char *quote)
{
    struct town_page *page = town_add(&town, "Short breaks", kind, "short-breaks");
    town_check(page, CHECK_EXPLANATION, VERDICT_CONCERNS, quote);
    page->assessment.checks[CHECK_EXPLANATION].reason = "one-thing";
    page->assessment.checks[CHECK_EXPLANATION].evidence[0].cue = "does";
    return page;
}

START_TEST(several_things_in_one_sentence_are_several)
{
    static const struct {
        const char *kind, *quote;
        enum verdict verdict;
    } SENTENCES[] = {
        {"service", "A sitter comes to your home, plays with your child and takes her to the park.", VERDICT_YES},
        {"service", "We offer a place at a club, or money for a carer of your own.", VERDICT_YES},
        {"service", "Our workers help with washing, eating and dressing.", VERDICT_CONCERNS},
        {"directory", "A sitter comes to your home, plays with your child and takes her to the park.", VERDICT_CONCERNS},
    };
    town_check(one_thing(SENTENCES[_i].kind, SENTENCES[_i].quote), CHECK_REFERRAL, VERDICT_YES, "Ring us and we start.");
    town_check(&town.pages[0], CHECK_CONTACTS, VERDICT_YES, "Ring 01632 960123 or write to us.");
    judge();
    ck_assert_msg(verdict_of("short-breaks", "explanation") == SENTENCES[_i].verdict, "%s", SENTENCES[_i].quote);
    ck_assert_int_eq(card_service(&card, "short-breaks")->headline, SENTENCES[_i].verdict); /* the three stand on this page */
    ck_assert_str_eq(row_of("short-breaks", "explanation")->judgement.evidence[0].quote, SENTENCES[_i].quote);
}
END_TEST

START_TEST(a_sentence_that_says_there_is_one_is_one_thing)
{
    static const struct {
        const char *text;
        enum verdict verdict;
    } SENTENCES[] = {
        {"The Inclusion Team provides a sitting service to families.", VERDICT_CONCERNS},
        {"Breaks are the responsibility of the health service.", VERDICT_NO},
    };
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    page->assessment.checks[CHECK_EXPLANATION].reason = "named-only";
    town_text(page, SENTENCES[_i].text);
    judge();
    ck_assert_msg(verdict_of("short-breaks", "explanation") == SENTENCES[_i].verdict, "%s", SENTENCES[_i].text);
}
END_TEST

START_TEST(good_intentions_alone_describe_no_service)
{
    static const char WORDS[] = "We are committed to good transitions for all.";
    struct town_page *page = town_add(&town, "Preparing for adulthood", "service", "transition");
    town_check(page, CHECK_EXPLANATION, VERDICT_CONCERNS, WORDS);
    page->assessment.checks[CHECK_EXPLANATION].evidence[0].cue = "vague";
    if (_i)
        town_check(page, CHECK_CONTACTS, VERDICT_CONCERNS, "Ring 01632 960123.");
    judge();
    ck_assert_int_eq(verdict_of("transition", "provided"), _i ? VERDICT_YES : VERDICT_DOUBTS);
}
END_TEST

START_TEST(two_pages_tell_two_sectors)
{
    static const char *const CUES[][2] = {{"part.health", "part.edu"}, {"part.health", "part.health"}, {"part.health", "passing.edu"}};
    for (size_t i = 0; i < 2; i++) {
        struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
        struct judgement *judgement = &page->assessment.criteria[CRITERION_JOINED_UP];
        *judgement = (struct judgement){.verdict = VERDICT_CONCERNS, .certainty = 0.9, .reason = "one-sector", .evidence_count = 1};
        judgement->evidence = arena_array(&page->assessment.arena, 1, sizeof *judgement->evidence);
        judgement->evidence[0] = (struct evidence){.quote = i ? "The college runs a course." : "The nurse gives advice.", .where = "text", .cue = CUES[_i][i], .block = 1};
    }
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "joined_up"), _i == 0 ? VERDICT_YES : VERDICT_CONCERNS);
    ck_assert_uint_ge(row_of("short-breaks", "joined_up")->judgement.evidence_count, 1);
}
END_TEST

/* What decides is quoted, and not the web site's tools, of which every page has some. */
START_TEST(an_offer_is_quoted_before_tools)
{
    for (int i = 0; i < 4; i++) {
        struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
        town_text(page, "Translate this page");
        town_text(page, "Listen to this page with the button at the top.");
    }
    town_text(&town.pages[3], "Printed copies are in every library.");
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "formats"), VERDICT_YES);
    ck_assert_str_eq(row_of("short-breaks", "formats")->judgement.evidence[0].quote, "Printed copies are in every library.");
}
END_TEST

/* Two pages that each tell one thing tell two together. */
START_TEST(things_told_on_two_pages_are_several)
{
    static const struct {
        const char *quotes[2], *cue, *reason;
        enum verdict verdict;
    } THINGS[] = {
        {{"A visitor comes every week.", "We lend toys."}, "does", "one-thing", VERDICT_YES},
        {{"A visitor comes every week.", "We lend toys."}, "does", "policy-language", VERDICT_YES},
        {{"A visitor comes every week.", "A visitor comes every week."}, "does", "one-thing", VERDICT_CONCERNS}, /* the same thing */
        {{"We support families.", "We are here for you."}, "vague", "one-thing", VERDICT_CONCERNS},
    };
    for (size_t i = 0; i < 2; i++) {
        struct town_page *page = town_add(&town, "Portage", "service", "portage");
        town_check(page, CHECK_EXPLANATION, VERDICT_CONCERNS, THINGS[_i].quotes[i]);
        page->assessment.checks[CHECK_EXPLANATION].reason = THINGS[_i].reason;
        ((struct evidence *)page->assessment.checks[CHECK_EXPLANATION].evidence)->cue = THINGS[_i].cue;
    }
    judge();
    ck_assert_int_eq(verdict_of("portage", "explanation"), THINGS[_i].verdict);
    ck_assert_uint_ge(row_of("portage", "explanation")->judgement.evidence_count, THINGS[_i].verdict == VERDICT_YES ? 2 : 1);
}
END_TEST

/* One sentence may tell what two sectors do; asking and referring is nobody's part. */
START_TEST(parts_are_told_in_sentences)
{
    static const struct {
        const char *service, *text;
        enum verdict verdict;
    } PARTS[] = {
        {"short-breaks", "A community nurse trains our helpers, and Elm Park School lends us its hall.", VERDICT_YES},
        {"short-breaks", "A community nurse trains our helpers.", VERDICT_CONCERNS},
        {"short-breaks", "A community nurse trains our helpers, and a social worker visits you.", VERDICT_CONCERNS}, /* its own sector */
        {"short-breaks", "Your nurse can refer you, and your school can ask us too.", VERDICT_NO},
        {"ehc-assessment", "A paediatrician sees your child. A social worker says whether care is needed.", VERDICT_YES},
        {"ehc-assessment", "A paediatrician sees your child. The school reports on progress.", VERDICT_CONCERNS},
        {"ehc-assessment", "We ask for reports from the school, a doctor and social care.", VERDICT_YES},
        {"ehc-assessment", "The designated medical officer (health needs), the school (progress) and social care (help at home) write.", VERDICT_YES},
        {"ehc-assessment", "Have ready a letter from a doctor or the EHC plan.", VERDICT_NO},
        {"transport", "The council helps with travel to school.", VERDICT_NO}, /* its own */
        {"short-breaks", "A letter from a doctor helps us.", VERDICT_NO},
        {"therapies", "The council pays for our pool. A teacher visits with us.", VERDICT_YES},
        {"short-breaks", "Magpie Farm, a charity, has Saturdays with goats.", VERDICT_CONCERNS},
        {"short-breaks", "A panel with members from CAMHS, the GPs and schools, meets each month.", VERDICT_NO},
    };
    town_text(town_add(&town, "Plans and breaks", "service", PARTS[_i].service), PARTS[_i].text);
    judge();
    ck_assert_msg(verdict_of(PARTS[_i].service, "joined_up") == PARTS[_i].verdict, "%s", PARTS[_i].text);
    ck_assert_uint_ge(row_of(PARTS[_i].service, "joined_up")->judgement.evidence_count, PARTS[_i].verdict == VERDICT_NO ? 0 : 1);
}
END_TEST

/* Who pays for an adviser, or whom it helps families to talk to, has no part in advice. */
START_TEST(who_pays_for_an_adviser_has_no_part)
{
    static const struct {
        const char *quote, *cue;
        enum verdict verdict;
    } NAMED[] = {
        {"Our grant comes from the county council, which has no say in what we tell you.", "part.social", VERDICT_NO},
        {"Nobody at the council can see what you tell us.", "joined-up.social-named", VERDICT_NO},
        {"We can come with you to a meeting at the school.", "joined-up.edu-named", VERDICT_NO},
        {"The school nurse tells families about us.", "passing.health", VERDICT_CONCERNS},
        {"A parents' group meets here.", "part.vol", VERDICT_CONCERNS}, /* left as the page has it */
    };
    struct town_page *page = town_add(&town, "SENDIASS", "service", "advice");
    struct judgement *judgement = &page->assessment.criteria[CRITERION_JOINED_UP];
    *judgement = (struct judgement){.verdict = VERDICT_CONCERNS, .certainty = 0.9, .reason = "one-sector", .evidence_count = 1};
    judgement->evidence = arena_array(&page->assessment.arena, 1, sizeof *judgement->evidence);
    judgement->evidence[0] = (struct evidence){.quote = NAMED[_i].quote, .where = "text", .cue = NAMED[_i].cue, .block = 1};
    judge();
    ck_assert_msg(verdict_of("advice", "joined_up") == NAMED[_i].verdict, "%s", NAMED[_i].quote);
}
END_TEST

START_TEST(a_leaflet_is_as_old_as_it_says)
{
    static const struct {
        enum document_type type;
        const char *line, *detail;
        enum verdict verdict;
        const char *quote; /* what proves it */
    } LEAFLETS[] = {
        {DOCUMENT_PDF, "September 2025", "2025-09", VERDICT_YES, "September 2025"},
        {DOCUMENT_PDF, "Marlhead Council and partners, April 2019", "2019-04", VERDICT_CONCERNS, "Marlhead Council and partners, April 2019"},
        {DOCUMENT_DOCX, "A guide for families. 2021 edition", "2021", VERDICT_CONCERNS, "2021 edition"},
        {DOCUMENT_PDF, "A guide for families. Summer 2025", "2025-08", VERDICT_YES, "Summer 2025"},
        {DOCUMENT_HTML, "Last reviewed: 1 June 2026", "", VERDICT_NO, NULL}, /* has not come yet */
        {DOCUMENT_PDF, "In March 2025 we opened a club.", "", VERDICT_NO, NULL},
        {DOCUMENT_HTML, "Clubs meet weekly. September 2025", "", VERDICT_NO, NULL}, /* a date within a web page may be anything's */
    };
    struct town_page *leaflet = town_add(&town, "Short breaks", "service", "short-breaks");
    leaflet->page.type = leaflet->built.document.type = LEAFLETS[_i].type;
    town_text(leaflet, LEAFLETS[_i].line);
    judge();
    ck_assert_msg(verdict_of("short-breaks", "current") == LEAFLETS[_i].verdict, "%s", LEAFLETS[_i].line);
    ck_assert_str_eq(row_of("short-breaks", "current")->detail, LEAFLETS[_i].detail);
    const struct judgement *judgement = &row_of("short-breaks", "current")->judgement;
    if (LEAFLETS[_i].quote)
        ck_assert_str_eq(judgement->evidence[0].quote, LEAFLETS[_i].quote);
    bool ahead = strstr(LEAFLETS[_i].line, "2026") != NULL;
    ck_assert_int_eq(judgement->near_miss.quote != NULL, ahead);
    ck_assert(!ahead || (strcmp(judgement->near_miss.quote, LEAFLETS[_i].line) == 0 && strcmp(judgement->near_miss.cue, CUE_DATE_AHEAD) == 0));
}
END_TEST

/* Where the service has no page of its own, families read its record in the directory beside the leaflet. */
START_TEST(a_record_and_the_leaflet_are_compared)
{
    struct town_page *record = town_add(&town, "Short breaks", "directory", "short-breaks"), *leaflet = town_add(&town, "Short breaks leaflet", "service", "short-breaks");
    leaflet->page.type = leaflet->built.document.type = DOCUMENT_PDF;
    town_text(record, "For children aged 5 to 17. Ring 01632 960123.");
    town_text(leaflet, _i ? "For children aged 8 to 12. Ring 01632 960123." : "For children aged 5 to 17. Ring 01632 960123.");
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "same"), _i ? VERDICT_NO : VERDICT_YES);
}
END_TEST

START_TEST(a_guide_and_its_leaflet_are_compared_as_a_whole)
{
    static const struct {
        const char *first, *second, *leaflet, *title;
        enum verdict verdict;
    } GUIDES[] = {
        {"For children aged 5 to 17.", "Ring 01632 960123.", "Ring 01632 960123. For children aged 5 to 17.", "Short breaks leaflet", VERDICT_YES},
        {"For children aged 5 to 17.", "Ring 01632 960123.", "Ring 01632 960999. For children aged 5 to 17.", "Short breaks leaflet", VERDICT_NO},
        {"Apply by 31 May. For children aged 5 to 17.", "Ring 01632 960123.", "Apply by 30 April. Ring 01632 960123.", "Short breaks leaflet", VERDICT_NO},
        {"Apply by the end of May. For children aged 5 to 17.", "Ring 01632 960123.", "Apply by the 31st of May. Ring 01632 960123.", "Short breaks leaflet", VERDICT_YES},
        {"Apply by 31 May. Apply by 30 April for a taxi.", "Ring 01632 960123.", "Apply by 30 April. Ring 01632 960123.", "Short breaks leaflet", VERDICT_YES},
        {"£600 a year to spend on clubs.", "Ring 01632 960123.", "You get a payment of 500 pounds a year. Ring 01632 960123.", "Short breaks leaflet", VERDICT_NO},
        {"£600 a year to spend on clubs.", "Ring 01632 960123.", "You get a payment of 600 pounds a year. Ring 01632 960123.", "Short breaks leaflet", VERDICT_YES},
        {"Up to 120 hours a year.", "Ring 01632 960123.", "You get £600 a year. Ring 01632 960123.", "Short breaks leaflet", VERDICT_YES},
        {"You can have up to three hours a week.", "Ring 01632 960123.", "Up to 2 hours a week. Ring 01632 960123.", "Short breaks leaflet", VERDICT_NO},
        {"You can have up to three hours a week.", "Ring 01632 960123.", "Up to 3 hours each week, up to 12 nights a year. Ring 01632 960123.", "Short breaks leaflet", VERDICT_YES},
        {"You can have up to three hours a week.", "Ring 01632 960123.", "Up to 12 nights a year. Ring 01632 960123.", "Short breaks leaflet", VERDICT_YES}, /* of other things */
        {"For children aged 5 to 17.", "Ring 01632 960123.", "Ring 01632 960123.", "Short breaks leaflet", VERDICT_YES}, /* the page may say more */
        {"Clubs meet weekly.", "Come and see.", "Ring 01632 960123.", "Short breaks leaflet", VERDICT_CONCERNS}, /* the leaflet may not */
        {"For children aged 5 to 17.", "Ring 01632 960123.", "Age: Name:", "Request for short breaks", VERDICT_NOT_APPLICABLE}, /* a form */
        {"For children aged 5 to 17.", "Ring 01632 960123.", "The panel sits monthly.", "Short breaks policy", VERDICT_NOT_APPLICABLE},
    };
    struct town_page *first = town_add(&town, "Short breaks", "service", "short-breaks"), *second = town_add(&town, "Short breaks: apply", "service", "short-breaks");
    struct town_page *leaflet = town_add(&town, GUIDES[_i].title, "service", "short-breaks");
    leaflet->page.type = leaflet->built.document.type = DOCUMENT_PDF;
    town_text(first, GUIDES[_i].first);
    town_text(second, GUIDES[_i].second);
    town_text(leaflet, GUIDES[_i].leaflet);
    town_link(&town, first, second->url, "Next", LINK_OK, REASON_NONE);
    judge();
    ck_assert_msg(verdict_of("short-breaks", "same") == GUIDES[_i].verdict, "%s: %s", GUIDES[_i].leaflet, row_of("short-breaks", "same")->judgement.reason);
}
END_TEST

START_TEST(the_accessibility_statement_holds_for_every_page)
{
    static const struct {
        const char *title, *text, *url;
        bool linked;
        enum verdict verdict;
    } STATEMENTS[] = {
        {"Accessibility statement", "We can send you anything on this site in large print or in braille.", NULL, false, VERDICT_YES},
        {"Accessibility statement", "Parts of this site do not work with a screen reader.", NULL, false, VERDICT_NO},
        {"Accessibility statement", "We know that some leaflets can't be read aloud and are not in Easy Read.", NULL, false, VERDICT_NO}, /* faults are no offers */
        {"Bins", "We can send you the calendar in large print or in braille.", NULL, false, VERDICT_NO},
        {"Bins", "We can send you any page of this site in large print or in braille.", NULL, false, VERDICT_YES}, /* wherever it is said */
        {"Bins", "If you do not use the internet, ask for any page of this site on paper or in large print.", NULL, false, VERDICT_YES},
        {"Bins", "We can send you anything on this site in large print.", "https://libraries.anytown.example/accessibility", false, VERDICT_NO},
        {"Accessibility statement", "We can send you anything on this site in large print.", "https://libraries.anytown.example/accessibility", false, VERDICT_NO},
        {"Accessibility statement", "We can send you anything on this site in large print.", "https://www.anytown.example/accessibility", true, VERDICT_YES},
    };
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_text(page, "We run clubs.");
    struct town_page *statement = town_add(&town, STATEMENTS[_i].title, "service", "other");
    town_text(statement, STATEMENTS[_i].text);
    if (STATEMENTS[_i].url)
        statement->page.url = statement->page.final_url = STATEMENTS[_i].url;
    if (STATEMENTS[_i].linked)
        town_link(&town, page, STATEMENTS[_i].url, "Accessibility", LINK_OK, REASON_NONE);
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "formats"), STATEMENTS[_i].verdict);
    if (STATEMENTS[_i].verdict == VERDICT_YES)
        ck_assert_str_eq(row_of("short-breaks", "formats")->judgement.evidence[0].url, statement->page.url);
}
END_TEST

/* How its pages can be had is told on the Local Offer's first page. */
START_TEST(the_first_page_offers_formats_for_all)
{
    struct town_page *first = town_add(&town, "Local Offer", "landing", "local-offer"), *page = town_add(&town, "Short breaks", "service", "short-breaks");
    first->page.clicks = _i;
    first->assessment.service = _i < 2 ? "local-offer" : "other";
    town_text(first, "Without the internet? Ring us for large print, or braille.");
    town_text(page, "We run clubs.");
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "formats"), _i < 2 ? VERDICT_YES : VERDICT_NO);
}
END_TEST

/* On a page that is not the service's by name, what families said of another service is not said of this one. */
START_TEST(what_families_said_of_another_service_is_not_said_of_this_one)
{
    static const struct {
        const char *title, *words;
        enum verdict verdict;
    } PAGES[] = {
        {"For parents", "In March 2025 parents said that the taxi came late. Since June 2025 the taxi comes on time.", VERDICT_NO},
        {"For parents", "In March 2025 parents said that we were hard to reach. Since June 2025 we open on Saturdays.", VERDICT_YES},
        {"SENDIASS", "In March 2025 parents said that letters about the taxi were hard. Since June 2025 we read them with you.", VERDICT_YES},
    };
    struct town_page *page = town_add(&town, PAGES[_i].title, "service", "advice");
    town_all_yes(page);
    built_add(&page->built, BLOCK_HEADING, "What parents told us");
    town_text(page, PAGES[_i].words);
    judge();
    ck_assert_int_eq(verdict_of("advice", "heard"), PAGES[_i].verdict);
}
END_TEST

START_TEST(two_lines_and_a_link_show_no_plain_words)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks"), *text = town_add(&town, "Short breaks statement", "service", "short-breaks");
    page->assessment.criteria[CRITERION_ACCESSIBLE].verdict = VERDICT_CONCERNS; /* everyday words, no format */
    page->assessment.readability = (struct readability){.average_sentence = 6};
    text->assessment.readability = (struct readability){.measured = true, .average_sentence = 31};
    town_text(page, "See below.");
    town_text(text, "Provision is determined by the authority.");
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "plain"), VERDICT_NO);
}
END_TEST

START_TEST(half_of_the_links_broken_is_not_most_of_them)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_link(&town, page, "https://anytown.example/a", "A club", LINK_OK, REASON_NONE);
    town_link(&town, page, "https://anytown.example/b", "Another club", LINK_BROKEN, REASON_HTTP_404);
    if (_i)
        town_link(&town, page, "https://anytown.example/c", "A third club", LINK_BROKEN, REASON_HTTP_404);
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "signposts"), _i ? VERDICT_NO : VERDICT_CONCERNS);
}
END_TEST

START_TEST(a_telephone_in_one_part_and_an_address_in_another_are_two_ways)
{
    struct town_page *first = town_add(&town, "Short breaks", "service", "short-breaks"), *second = town_add(&town, "Short breaks: apply", "service", "short-breaks");
    for (size_t i = 0; i < 2; i++) {
        town_check(&town.pages[i], CHECK_CONTACTS, VERDICT_CONCERNS, i ? "Write to breaks@anytown.example" : "Ring 01632 960123.");
        town.pages[i].assessment.checks[CHECK_CONTACTS].reason = "one-way";
        town_text(&town.pages[i], i ? "Write to breaks@anytown.example" : "Ring 01632 960123.");
    }
    town_check(first, CHECK_EXPLANATION, VERDICT_YES, "We find a carer and pay for clubs.");
    town_check(first, CHECK_REFERRAL, VERDICT_YES, "Ring us and we start.");
    if (_i)
        town_link(&town, first, second->url, "Next", LINK_OK, REASON_NONE);
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "contacts"), _i ? VERDICT_YES : VERDICT_CONCERNS);
    ck_assert_int_eq(card_service(&card, "short-breaks")->headline, _i ? VERDICT_YES : VERDICT_CONCERNS);
}
END_TEST

/* The heading of the whole page, whose site sets it apart from the text. */
START_TEST(words_without_a_heading_stand_under_the_pages_title)
{
    static const struct {
        const char *title;
        enum verdict verdict;
    } TITLES[] = {
        {"Short breaks: when you're not happy - Anytown Local Offer", VERDICT_YES},
        {"Short breaks - When you're not happy with Anytown", VERDICT_NO}, /* the site's name is no heading */
    };
    struct town_page *page = town_add(&town, TITLES[_i].title, "service", "short-breaks");
    page->built.document.block_count = 0;
    page->built.heading = -1;
    town_text(page, "Phone the worker who wrote to you.");
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "complain"), TITLES[_i].verdict);
}
END_TEST

/* Home teachers in the place of Portage are early support; nobody is a key worker in a key worker's place. */
START_TEST(what_does_it_instead_is_the_service)
{
    static const struct {
        const char *service, *name, *words;
        enum verdict verdict;
    } PAGES[] = {
        {"portage", "Portage", "Anytown does not have a Portage service. Instead, our home teachers visit small children.", VERDICT_YES},
        {"portage", "Portage", "Anytown does not have a Portage service. Instead, we suggest the national charity.", VERDICT_NO},
        {"key-working", "Key workers", "Anytown does not have key workers. Instead, our social workers visit.", VERDICT_NO},
    };
    struct town_page *page = town_add(&town, PAGES[_i].name, "service", PAGES[_i].service);
    town_text(page, PAGES[_i].words);
    built_add(&page->built, BLOCK_HEADING, "How it works");
    town_text(page, "They play with your child and show you what to try.");
    judge();
    const struct judgement *provided = &card_row(&card, PAGES[_i].service, "provided")->judgement;
    ck_assert_msg((provided->verdict == VERDICT_NO) == (PAGES[_i].verdict == VERDICT_NO), "%s: %s", PAGES[_i].words, verdict_word(provided->verdict));
}
END_TEST

START_TEST(what_has_closed_is_not_there_unless_more_goes_on)
{
    struct town_page *page = town_add(&town, "Portage", "service", "portage");
    town_text(page, "The Portage service closed on 31 March 2025 and is no longer available.");
    if (_i)
        town_check(page, CHECK_REFERRAL, VERDICT_YES, "Ring us to join the new group.");
    judge();
    ck_assert_int_eq(verdict_of("portage", "provided"), _i ? VERDICT_YES : VERDICT_NO);
}
END_TEST

/* A nursery's key person, explained well, explains no key working. */
START_TEST(another_role_by_that_name_explains_nothing)
{
    struct town_page *page = town_add(&town, "Keyworkers", "service", "key-working");
    town_check(page, CHECK_EXPLANATION, VERDICT_YES, "At nursery the key person settles your child in.");
    town_text(page, "At nursery the key person settles your child in.");
    if (_i)
        town_text(page, "Your keyworker gets everyone together and speaks up for you.");
    judge();
    ck_assert_int_eq(verdict_of("key-working", "explanation"), _i ? VERDICT_YES : VERDICT_NO);
}
END_TEST

/* A link's words alone are no route: the form behind it is. */
START_TEST(a_link_to_a_form_that_works_is_a_route)
{
    static const struct {
        const char *words;
        bool form, button, here; /* without its own button: "Send" stands on every page */
        enum verdict verdict;
    } LINKS[] = {
        {"Apply for a short break", true, true, true, VERDICT_YES},
        {"Apply for a short break", true, false, true, VERDICT_YES},
        {"Apply for a short break", false, true, true, VERDICT_NO},
        {"Apply for a short break", true, true, false, VERDICT_NO},
        {"Apply for a job", true, true, true, VERDICT_NO},
    };
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks"), *form = town_add(&town, "Your details", "service", "other");
    if (LINKS[_i].form) {
        built_add(&form->built, BLOCK_LABEL, "Name");
        form->built.document.has_forms = true;
    }
    if (LINKS[_i].button)
        built_add(&form->built, BLOCK_BUTTON, "Continue");
    form->page.state = LINKS[_i].here ? LINK_OK : LINK_BROKEN;
    town_link(&town, page, form->url, LINKS[_i].words, LINKS[_i].here ? LINK_OK : LINK_BROKEN, LINKS[_i].here ? REASON_NONE : REASON_HTTP_404);
    judge();
    ck_assert_msg(verdict_of("short-breaks", "referral") == LINKS[_i].verdict, "%s", LINKS[_i].words);
}
END_TEST

int main(void)
{
    TCase *tests = council_tests();
    tcase_add_loop_test(tests, a_part_of_a_guide_is_about_what_its_overview_is_about, 0, 6);
    tcase_add_loop_test(tests, a_part_of_one_services_guide_is_not_anothers, 0, 2);
    tcase_add_test(tests, a_part_is_found_from_the_part_before_it);
    tcase_add_loop_test(tests, several_things_in_one_sentence_are_several, 0, 4);
    tcase_add_loop_test(tests, a_sentence_that_says_there_is_one_is_one_thing, 0, 2);
    tcase_add_loop_test(tests, good_intentions_alone_describe_no_service, 0, 2);
    tcase_add_loop_test(tests, two_pages_tell_two_sectors, 0, 3);
    tcase_add_test(tests, an_offer_is_quoted_before_tools);
    tcase_add_loop_test(tests, parts_are_told_in_sentences, 0, 14);
    tcase_add_loop_test(tests, who_pays_for_an_adviser_has_no_part, 0, 5);
    tcase_add_loop_test(tests, things_told_on_two_pages_are_several, 0, 4);
    tcase_add_loop_test(tests, a_leaflet_is_as_old_as_it_says, 0, 7);
    tcase_add_loop_test(tests, a_record_and_the_leaflet_are_compared, 0, 2);
    tcase_add_loop_test(tests, a_guide_and_its_leaflet_are_compared_as_a_whole, 0, 15);
    tcase_add_loop_test(tests, the_accessibility_statement_holds_for_every_page, 0, 9);
    tcase_add_loop_test(tests, the_first_page_offers_formats_for_all, 0, 3);
    tcase_add_loop_test(tests, what_families_said_of_another_service_is_not_said_of_this_one, 0, 3);
    tcase_add_test(tests, two_lines_and_a_link_show_no_plain_words);
    tcase_add_loop_test(tests, half_of_the_links_broken_is_not_most_of_them, 0, 2);
    tcase_add_loop_test(tests, a_telephone_in_one_part_and_an_address_in_another_are_two_ways, 0, 2);
    tcase_add_loop_test(tests, words_without_a_heading_stand_under_the_pages_title, 0, 2);
    tcase_add_loop_test(tests, what_does_it_instead_is_the_service, 0, 3);
    tcase_add_loop_test(tests, what_has_closed_is_not_there_unless_more_goes_on, 0, 2);
    tcase_add_loop_test(tests, another_role_by_that_name_explains_nothing, 0, 2);
    tcase_add_loop_test(tests, a_link_to_a_form_that_works_is_a_route, 0, 5);
    return council_run("scoring/together", tests) != 0;
}

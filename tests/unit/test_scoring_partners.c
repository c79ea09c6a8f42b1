/* Partners' pages that answer for a service: signposted, handed on to, below one of these; and those that don't. */
#include "tests/unit/council_fixture.h"

static const struct row_verdict *row_of(const char *row)
{
    return card_row(&card, "short-breaks", row);
}

static enum verdict verdict_of(const char *row)
{
    return row_of(row)->judgement.verdict;
}

/* A partner's page about short breaks, and a link to it from the council's page. */
static struct town_page *add_partner(const char *title, const char *from, const char *words)
{
    struct town_page *page = town_add(&town, from, "service", strcmp(from, "Bins") ? "short-breaks" : "other");
    if (words)
        town_link(&town, page, "https://anytown.example/page-2", words, LINK_OK, REASON_NONE);
    struct town_page *partner = town_add(&town, title, "service", "short-breaks");
    partner->page.purpose = PAGE_PARTNER;
    town_text(partner, "In 2025, 300 children had a short break.");
    town_all_yes(partner);
    return partner;
}

START_TEST(a_signposted_partner_says_what_the_service_is)
{
    add_partner("Short breaks at the Kite Trust", "Short breaks", "The Kite Trust runs them");
    judge();
    ck_assert_int_eq(verdict_of("provided"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("contacts"), VERDICT_YES);
    ck_assert_str_eq(row_of("explanation")->judgement.evidence[0].url, "https://anytown.example/page-2");
    ck_assert_str_eq(row_of("explanation")->detail, "partner");
    ck_assert_int_eq(card_service(&card, "short-breaks")->headline, VERDICT_YES);
}
END_TEST

START_TEST(a_partner_that_nobody_signposts_answers_nothing)
{
    add_partner("Short breaks at the Kite Trust", "Bins", NULL);
    judge();
    ck_assert_int_eq(verdict_of("provided"), VERDICT_SILENT);
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_NO);
}
END_TEST

START_TEST(a_partners_page_about_something_else_answers_nothing)
{
    add_partner("Our trustees", "Short breaks", "Short breaks at the Kite Trust")->assessment.service_certainty = 0.6;
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_NO);
}
END_TEST

/* The council links an old address; what was read there is only where it leads. */
START_TEST(an_old_address_leads_to_the_page_behind_it)
{
    struct town_page *partner = add_partner("Short breaks at the Kite Trust", "Short breaks", "The Kite Trust runs them");
    struct town_page *old = town_add(&town, "", "", "");
    old->page.purpose = PAGE_PARTNER;
    old->page.url = town.targets[0].url = "http://kite.example/";
    old->page.final_url = partner->page.url;
    old->wordless = true;
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_YES);
}
END_TEST

/* "For advice from outside the council: Kite", whose page is surely about short breaks and for families here. */
START_TEST(any_link_leads_to_a_partner_that_is_for_families_here)
{
    static const struct {
        const char *words;
        double certainty;
        enum verdict verdict;
    } PAGES[] = {{"For families in Anytown.", 0.97, VERDICT_YES},
                 {"For families in Anytownship.", 0.97, VERDICT_NO},
                 {"For families in the whole of England.", 0.97, VERDICT_NO},
                 {"For families in Anytown.", 0.7, VERDICT_NO}};
    struct town_page *partner = add_partner("Kite", "Bins", "Ask Kite");
    partner->assessment.service_certainty = PAGES[_i].certainty;
    town_text(partner, PAGES[_i].words);
    judge();
    ck_assert_int_eq(verdict_of("explanation"), PAGES[_i].verdict);
}
END_TEST

/* A partner does not repeat its own name on every page: what it surely speaks of will do. */
START_TEST(a_partners_page_may_go_without_the_services_name)
{
    add_partner("How we help", "Short breaks", "The Kite Trust")->assessment.service_certainty = 0.97;
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_YES);
    ck_assert_str_eq(row_of("explanation")->detail, "partner");
}
END_TEST

/* A site that is wholly the service's: its front page, a page below it that need not name the service, their telephone in
 * the footer and their address on the other. */
static struct town_page *add_own_site(const char *below)
{
    struct town_page *partner = add_partner("Short breaks by the Kite Trust", "Short breaks", "The Kite Trust");
    partner->page.url = partner->page.final_url = "https://kite.example/";
    town.targets[0].url = "https://kite.example/";
    for (int i = 0; i < CHECK_COUNT; i++)
        town_check(partner, (enum check)i, VERDICT_NO, NULL);
    built_add(&partner->built, BLOCK_PARAGRAPH, "Ring us on 01632 960123.")->zone = ZONE_FOOTER;
    struct town_page *page = town_add(&town, below, "service", "other");
    page->page.purpose = PAGE_PARTNER;
    page->page.found_on = partner->page.id;
    page->assessment.service_certainty = 0.5;
    town_text(page, "Write to hello@kite.example or ring us.");
    town_check(page, CHECK_EXPLANATION, VERDICT_YES, "We find a carer and pay for clubs.");
    return page;
}

START_TEST(a_services_own_site_answers_as_a_whole)
{
    add_own_site("What we do");
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_YES);
    ck_assert_str_eq(row_of("explanation")->judgement.evidence[0].url, "https://anytown.example/page-3");
    ck_assert_int_eq(verdict_of("contacts"), VERDICT_YES);
}
END_TEST

/* News of it, another service of the same people, a page that no front page led to. */
START_TEST(not_every_page_of_it_answers)
{
    struct town_page *page = add_own_site(_i == 1 ? "Portage" : "What we do");
    if (_i == 0)
        page->assessment.kind = "news";
    if (_i == 2)
        page->page.found_on = 0;
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_NO);
    ck_assert_int_eq(verdict_of("contacts"), VERDICT_CONCERNS); /* the footer's telephone */
}
END_TEST

/* "Under fives" leads to a children's centre, and that page to its page on the service: whoever follows the way finds it there. */
START_TEST(what_a_partners_page_leads_to_is_reached)
{
    static const struct {
        const char *title;
        bool led_to;
        enum verdict explanation;
    } PAGES[] = {
        {"Short breaks at the Quay", true, VERDICT_YES},
        {"Short breaks at the Quay", false, VERDICT_NO},
        {"What we do on Saturdays", true, VERDICT_NO}, /* nothing but its words speaks for it */
    };
    struct town_page *page = town_add(&town, "Our Local Offer", "landing", "local-offer");
    town_link(&town, page, "https://anytown.example/page-2", "Under fives", LINK_OK, REASON_NONE);
    struct town_page *overview = town_add(&town, "Help for little ones", "service", "early-support");
    overview->page.purpose = PAGE_PARTNER;
    struct town_page *partner = town_add(&town, PAGES[_i].title, "service", "short-breaks");
    partner->page.purpose = PAGE_PARTNER;
    partner->page.found_on = PAGES[_i].led_to ? overview->page.id : page->page.id;
    town_all_yes(partner);
    judge();
    ck_assert_int_eq(verdict_of("explanation"), PAGES[_i].explanation);
    ck_assert_int_eq(verdict_of("provided"), PAGES[_i].explanation == VERDICT_YES ? VERDICT_YES : VERDICT_SILENT);
}
END_TEST

/* "Growing up? There is a whole site for you", under a name of its own. */
START_TEST(where_a_page_hands_its_readers_on_the_service_is_told)
{
    static const struct {
        const char *title, *address;
        const char *further;     /* another way out of the council's page */
        enum verdict explanation;
    } SITES[] = {
        {"What Next?", "https://kite.example/", NULL, VERDICT_YES},
        {"Portage at the Kite", "https://kite.example/", NULL, VERDICT_NO}, /* another service's */
        {"What Next?", "https://kite.example/", "https://reed.example/", VERDICT_YES},
        {"What Next?", "https://kite.example/", "https://crane.example/", VERDICT_NO}, /* one of many */
        {"Our trustees", "https://kite.example/anytown", NULL, VERDICT_NO},
        {"Anytown - Kite Short Breaks", "https://kite.example/anytown", NULL, VERDICT_YES}, /* whatever its words were taken for */
    };
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_link(&town, page, SITES[_i].address, "The site", LINK_OK, REASON_NONE);
    town_link(&town, page, "https://reed.example/", "The Reed Centre", LINK_OK, REASON_NONE);
    if (SITES[_i].further)
        town_link(&town, page, SITES[_i].further, "More", LINK_OK, REASON_NONE);
    for (size_t r = 0; r < page->reference_count; r++)
        page->references[r].internal = false;
    struct town_page *site = town_add(&town, SITES[_i].title, "service", "social-care");
    site->page.purpose = PAGE_PARTNER;
    site->page.url = site->page.final_url = SITES[_i].address;
    site->assessment.service_certainty = 0.5;
    town_check(site, CHECK_EXPLANATION, VERDICT_YES, "We meet you at school.");
    judge();
    ck_assert_int_eq(verdict_of("explanation"), SITES[_i].explanation);
    town_check(page, CHECK_EXPLANATION, VERDICT_CONCERNS, "We run clubs."); /* a page that tells something itself hands nobody on */
    scorecard_release(&card);
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_CONCERNS);
}
END_TEST

/* The council's own page says no more than where to go: the way there, and the ages, are the partner's page's. */
START_TEST(what_only_a_partner_tells_is_found_there)
{
    struct town_page *partner = add_partner("Short breaks at the Kite Trust", "Short breaks", "The Kite Trust");
    town.pages[0].assessment.kind = "moved";
    town_text(partner, "For children and young people aged 0 to 18.");
    judge();
    ck_assert_int_eq(verdict_of("findable"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("all_ages"), VERDICT_YES);
}
END_TEST

/* Who runs a service knows its figures and hears its complaints; of one of many clubs that is not the council's answer. */
START_TEST(a_partner_that_runs_the_service_answers_for_it)
{
    struct town_page *partner = add_partner("Short breaks at the Kite Trust", "Short breaks", "The Kite Trust runs them");
    town_text(partner, "If you are unhappy with what we did, write to our manager. We can send this in large print. Last checked: 3 May 2020");
    judge();
    ck_assert_int_eq(verdict_of("numbers"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("complain"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("formats"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("current"), VERDICT_CONCERNS); /* and so does its date */
    town_all_yes(&town.pages[0]);
    scorecard_release(&card);
    judge();
    ck_assert_int_eq(verdict_of("numbers"), VERDICT_NO);
    ck_assert_int_eq(verdict_of("complain"), VERDICT_NO);
    ck_assert_int_eq(verdict_of("formats"), VERDICT_NO);
    ck_assert_int_eq(verdict_of("current"), VERDICT_NO); /* the council's own page has none */
}
END_TEST

/* A leaflet of the trust that runs the service is held against the trust's own page. */
START_TEST(a_partners_leaflet_is_held_against_its_page)
{
    struct town_page *partner = add_partner("Short breaks at the Kite Trust", "Short breaks", "The Kite Trust runs them");
    town_text(partner, "For children and young people aged 0 to 18.");
    struct town_page *leaflet = town_add(&town, "Short breaks: a guide for families", "service", "short-breaks");
    leaflet->page.purpose = PAGE_PARTNER;
    leaflet->page.found_on = partner->page.id;
    leaflet->page.type = leaflet->built.document.type = DOCUMENT_PDF;
    town_text(leaflet, "For children and young people aged 5 to 16.");
    judge();
    ck_assert_int_eq(verdict_of("same"), VERDICT_NO);
    ck_assert_str_eq(row_of("same")->judgement.reason, "ages-differ");
    town_all_yes(&town.pages[0]); /* of one of many clubs it is not the council's to answer for */
    scorecard_release(&card);
    judge();
    ck_assert_int_eq(verdict_of("same"), VERDICT_NOT_APPLICABLE);
}
END_TEST

/* A partner's page that families are sent to leads to another, and that to a leaflet. */
START_TEST(a_partners_leaflet_may_be_two_links_away)
{
    struct town_page *partner = add_partner("Short breaks at the Kite Trust", "Short breaks", "The Kite Trust runs them");
    struct town_page *inner = town_add(&town, "What we do", "service", "short-breaks"), *leaflet = town_add(&town, "Our leaflet", "service", "short-breaks");
    inner->page.purpose = leaflet->page.purpose = PAGE_PARTNER;
    inner->page.found_on = partner->page.id;
    leaflet->page.found_on = inner->page.id;
    leaflet->page.type = leaflet->built.document.type = _i == 0 ? DOCUMENT_PDF : DOCUMENT_HTML;
    town_text(leaflet, "We can send this in large print.");
    judge();
    ck_assert_int_eq(verdict_of("formats"), _i == 0 ? VERDICT_YES : VERDICT_NO); /* a page so far off is about anything */
}
END_TEST

START_TEST(where_only_a_partner_has_a_page_its_date_and_words_are_looked_at)
{
    struct town_page *partner = add_partner("Short breaks at the Kite Trust", "Short breaks", "The Kite Trust");
    town.pages[0].assessment.kind = "moved";
    town_text(partner, "Last checked: 3 May 2020");
    judge();
    ck_assert_int_eq(verdict_of("current"), VERDICT_CONCERNS);
    ck_assert_int_ne(verdict_of("plain"), VERDICT_NOT_APPLICABLE);
    ck_assert_int_eq(verdict_of("signposts"), VERDICT_YES);
    ck_assert_str_eq(row_of("signposts")->judgement.evidence[0].quote, "The Kite Trust");
}
END_TEST

/* A clinic's page need not be called after the role that it describes, nor the council's link to it. */
START_TEST(any_link_leads_to_key_working_at_a_partner)
{
    struct town_page *page = town_add(&town, "Babies and under fives", "service", "portage");
    town_link(&town, page, "https://anytown.example/page-2", "The Reed Centre", LINK_OK, REASON_NONE);
    struct town_page *partner = town_add(&town, "Reed Child Development Centre", "service", "key-working");
    partner->page.purpose = PAGE_PARTNER;
    partner->assessment.service_certainty = 0.95;
    built_add(&partner->built, BLOCK_HEADING, "Your key worker");
    town_text(partner, "Your key worker is one named person for your family, and speaks up for you.");
    town_text(partner, "Your key worker brings together everyone who helps your child.");
    town_all_yes(partner);
    judge();
    ck_assert_int_eq(card_row(&card, "key-working", "provided")->judgement.verdict, VERDICT_YES);
    town.pages[0].reference_count = 0;
    scorecard_release(&card);
    judge();
    ck_assert_int_eq(card_row(&card, "key-working", "provided")->judgement.verdict, VERDICT_SILENT);
}
END_TEST

/* Its accessibility statement holds for its pages, and for no other's. */
START_TEST(a_partners_own_statement_offers_formats)
{
    static const char *const HOSTS[] = {"https://kite.example/accessibility", "https://other.example/accessibility"};
    struct town_page *partner = add_partner("Short breaks at the Kite Trust", "Short breaks", "The Kite Trust runs them");
    partner->page.url = partner->page.final_url = "https://kite.example/short-breaks";
    town.targets[0].url = partner->page.url;
    struct town_page *statement = town_add(&town, "Accessibility", "service", "other");
    statement->page.purpose = PAGE_PARTNER;
    statement->page.url = statement->page.final_url = HOSTS[_i];
    town_text(statement, "Ask us for anything on this site in large print or in braille.");
    judge();
    ck_assert_int_eq(verdict_of("formats"), _i == 0 ? VERDICT_YES : VERDICT_NO);
}
END_TEST

START_TEST(an_adviser_says_itself_how_independent_it_is)
{
    struct town_page *page = town_add(&town, "Independent advice", "service", "advice");
    town_link(&town, page, "https://anytown.example/page-2", "Kite Advice", LINK_OK, REASON_NONE);
    struct town_page *partner = town_add(&town, "SENDIASS at Kite Advice", "service", "advice");
    partner->page.purpose = PAGE_PARTNER;
    town_text(partner, "We do not take sides, and whatever you tell us stays with us. The council cannot tell us what to say. We sit beside you at the hearing.");
    judge();
    ck_assert_int_eq(card_row(&card, "advice", "independent")->judgement.verdict, VERDICT_YES);
}
END_TEST

START_TEST(the_councils_own_words_come_before_a_partners)
{
    struct town_page *partner = add_partner("Short breaks at the Kite Trust", "Short breaks", "The Kite Trust");
    town_all_yes(&town.pages[0]);
    partner->assessment.checks[CHECK_EXPLANATION].certainty = 1;
    judge();
    ck_assert_str_eq(row_of("explanation")->judgement.evidence[0].url, "https://anytown.example/page-1");
    ck_assert_str_eq(row_of("explanation")->detail, "");
}
END_TEST

/* Where the council has no page of its own the partner's answers, however little that explains. */
START_TEST(a_partner_answers_where_the_council_has_no_page)
{
    struct town_page *page = town_add(&town, "The Local Offer", "landing", "local-offer");
    town_link(&town, page, "https://anytown.example/page-2", "Short breaks at the Kite Trust", LINK_OK, REASON_NONE);
    struct town_page *partner = town_add(&town, "Short breaks", "service", "short-breaks");
    partner->page.purpose = PAGE_PARTNER;
    town_check(partner, CHECK_EXPLANATION, VERDICT_CONCERNS, "Short breaks are for families.");
    town_text(partner, "If you are unhappy with what we did, write to our manager. Last checked: 3 May 2025");
    judge();
    ck_assert_int_eq(verdict_of("complain"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("current"), VERDICT_YES);
}
END_TEST

/* A link whose own words promise nothing stands in words that do, or alone under such a heading. */
START_TEST(the_words_around_a_link_promise_what_its_own_do_not)
{
    static const struct {
        const char *heading, *around, *second;
        enum verdict verdict;
    } PLACES[] = {
        {"Time for you", "Foxglove Trust runs our short breaks.", NULL, VERDICT_YES},
        {"Short breaks", "See Foxglove Trust for more.", NULL, VERDICT_YES},
        {"Short breaks", "See Foxglove Trust for more.", "And the parents' forum.", VERDICT_SILENT}, /* which of the two? */
        {"Time for you", "See Foxglove Trust for more.", NULL, VERDICT_SILENT},
        {"Time for you", "Foxglove Trust does short breaks and school transport.", NULL, VERDICT_SILENT}, /* which service? */
    };
    struct town_page *page = town_add(&town, "The Local Offer", "landing", "local-offer");
    built_add(&page->built, BLOCK_HEADING, PLACES[_i].heading);
    town_text(page, PLACES[_i].around);
    built_link(&page->built, "https://anytown.example/page-2", "Foxglove Trust");
    town_link(&town, page, "https://anytown.example/page-2", "Foxglove Trust", LINK_OK, REASON_NONE);
    if (PLACES[_i].second) {
        town_text(page, PLACES[_i].second);
        built_link(&page->built, "https://forum.example/", "parents' forum");
    }
    struct town_page *partner = town_add(&town, "Foxglove Trust", "service", "short-breaks");
    partner->page.purpose = PAGE_PARTNER;
    town_all_yes(partner);
    judge();
    ck_assert_int_eq(verdict_of("provided"), PLACES[_i].verdict);
}
END_TEST

/* A front page under a name that says nothing, not surely told, but with the service's name in its words. */
START_TEST(a_front_page_says_in_its_words_what_it_is)
{
    for (int named = 0; named < 2; named++) {
        struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
        town_link(&town, page, "https://foxglove.example/", "Short breaks at Foxglove", LINK_OK, REASON_NONE);
        struct town_page *partner = town_add(&town, "Foxglove", "service", "short-breaks");
        partner->assessment.service_certainty = 0.8;
        partner->page.purpose = PAGE_PARTNER;
        partner->page.url = partner->page.final_url = "https://foxglove.example/";
        town_text(partner, named ? "We are parents, and we run short breaks." : "We are parents, and we run clubs.");
        town_all_yes(partner);
        page->assessment.checks[CHECK_EXPLANATION].verdict = VERDICT_CONCERNS; /* it hands nobody on */
        judge();
        ck_assert_int_eq(verdict_of("explanation"), named ? VERDICT_YES : VERDICT_CONCERNS);
        clean();
        fresh();
    }
    judge();
}
END_TEST

/* A site under a name of its own, whose pages are taken for something else, says at its foot what it is. Where the foot says
 * another thing, or only links to it, the site is not the service's. */
START_TEST(the_foot_of_a_site_says_what_it_is)
{
    static const struct { const char *foot; bool link; enum verdict explanation; } FEET[] = {
        {"Sparks is the council's short breaks service. Ring 01632 960123.", false, VERDICT_YES},
        {"Sparks is the council's portage service. Ring 01632 960123.", false, VERDICT_NO},
        {"Sparks is part of short breaks and portage.", false, VERDICT_NO},
        {"What is a short break?", true, VERDICT_NO},
    };
    for (size_t i = 0; i < sizeof FEET / sizeof *FEET; i++) {
        town_text(town_add(&town, "Short breaks", "service", "short-breaks"), "Ask your social worker.");
        struct town_page *page = town_add(&town, "Growing up", "landing", "local-offer");
        town_link(&town, page, "https://sparks.example/", "Sparks", LINK_OK, REASON_NONE);
        struct town_page *partner = town_add(&town, "Sparks", "service", "leisure");
        partner->page.purpose = PAGE_PARTNER;
        partner->page.url = partner->page.final_url = "https://sparks.example/";
        struct block *foot = built_add(&partner->built, BLOCK_PARAGRAPH, FEET[i].foot);
        foot->zone = ZONE_FOOTER;
        foot->linked_bytes = FEET[i].link ? foot->length : 0;
        town_all_yes(partner);
        judge();
        ck_assert_msg(verdict_of("explanation") == FEET[i].explanation, "%s", FEET[i].foot);
        clean();
        fresh();
    }
    judge();
}
END_TEST

/* A page that tells nothing hands its readers on to the one of two that it names the service for. */
START_TEST(of_two_that_a_page_leads_to_the_named_one_is_the_services)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_link(&town, page, "https://foxglove.example/", "Short breaks at Foxglove", LINK_OK, REASON_NONE);
    town_link(&town, page, "https://parents.example/", "Anytown Parents", LINK_OK, REASON_NONE);
    static const char *const SITES[] = {"https://foxglove.example/", "https://parents.example/"};
    for (size_t i = 0; i < 2; i++) {
        struct town_page *partner = town_add(&town, i ? "Anytown Parents" : "Foxglove", "service", i ? "carers" : "short-breaks");
        partner->page.purpose = PAGE_PARTNER;
        partner->page.url = partner->page.final_url = SITES[i];
        town_text(partner, i ? "In 2025, 310 families came to our meetings." : "We run clubs.");
        if (!i)
            town_all_yes(partner);
    }
    judge();
    ck_assert_int_eq(verdict_of("explanation"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("numbers"), VERDICT_NO);
}
END_TEST

int main(void)
{
    TCase *tests = council_tests();
    tcase_add_test(tests, a_signposted_partner_says_what_the_service_is);
    tcase_add_test(tests, a_partner_that_runs_the_service_answers_for_it);
    tcase_add_loop_test(tests, a_partners_leaflet_may_be_two_links_away, 0, 2);
    tcase_add_test(tests, a_partners_leaflet_is_held_against_its_page);
    tcase_add_loop_test(tests, where_a_page_hands_its_readers_on_the_service_is_told, 0, 6);
    tcase_add_loop_test(tests, what_a_partners_page_leads_to_is_reached, 0, 3);
    tcase_add_test(tests, where_only_a_partner_has_a_page_its_date_and_words_are_looked_at);
    tcase_add_test(tests, any_link_leads_to_key_working_at_a_partner);
    tcase_add_test(tests, a_partner_that_nobody_signposts_answers_nothing);
    tcase_add_test(tests, a_partners_page_about_something_else_answers_nothing);
    tcase_add_test(tests, an_old_address_leads_to_the_page_behind_it);
    tcase_add_loop_test(tests, any_link_leads_to_a_partner_that_is_for_families_here, 0, 4);
    tcase_add_test(tests, a_partners_page_may_go_without_the_services_name);
    tcase_add_test(tests, a_services_own_site_answers_as_a_whole);
    tcase_add_loop_test(tests, not_every_page_of_it_answers, 0, 3);
    tcase_add_test(tests, what_only_a_partner_tells_is_found_there);
    tcase_add_loop_test(tests, a_partners_own_statement_offers_formats, 0, 2);
    tcase_add_test(tests, an_adviser_says_itself_how_independent_it_is);
    tcase_add_test(tests, the_councils_own_words_come_before_a_partners);
    tcase_add_test(tests, a_partner_answers_where_the_council_has_no_page);
    tcase_add_loop_test(tests, the_words_around_a_link_promise_what_its_own_do_not, 0, 5);
    tcase_add_test(tests, a_front_page_says_in_its_words_what_it_is);
    tcase_add_test(tests, the_foot_of_a_site_says_what_it_is);
    tcase_add_test(tests, of_two_that_a_page_leads_to_the_named_one_is_the_services);
    return council_run("scoring/partners", tests) != 0;
}

/* The frontier: what is followed, what is not, and in which order. */
#include <string.h>

#include "base/limits.h"
#include "base/memory.h"
#include "crawler/frontier/seen.h"
#include "tests/unit/frontier_fixture.h"
#include "tests/unit/suite.h"

static enum frontier_decision offer(struct frontier *frontier, const char *url, const char *text)
{
    struct frontier_link link = {.url = url, .text = text, .heading = "", .page_title = "", .kind = LINK_ANCHOR, .zone = ZONE_MAIN};
    return frontier_offer(frontier, &link);
}

/* ---- One link ---- */

#define OFFER "https://www.anytown.gov.uk/send/local-offer"
#define OWN "https://www.anytownlocaloffer.example/"
#define SHARED "https://directory.example/kb5/anytown/fsd/localoffer_topic.page?topic=4"

#define FSD "https://www.anytown.gov.uk/kb5/anytown/fsd/"

struct choice {
    const char *council_url, *start, *url, *text, *heading, *title;
    enum link_kind kind;
    enum block_zone zone;
    enum frontier_decision decision;
    enum page_purpose purpose; /* where it is queued */
};

static const struct choice CHOICES[] = {
    /* inside the Local Offer everything is read */
    {COUNCIL, OFFER, OFFER "/anything", "Rainbow Club", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, "https://anytown.gov.uk/send/local-offer/x", "Rainbow Club", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, "https://www.anytown.gov.uk/Send/Local-Offer/x", "", "", "", LINK_ANCHOR, ZONE_NAVIGATION, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, "https://www.anytown.gov.uk/send/local-offers-of-shops", "Shops", "", "", LINK_ANCHOR, ZONE_NAVIGATION, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OWN, "https://www.anytownlocaloffer.example/x", "Rainbow Club", "", "", LINK_ANCHOR, ZONE_FOOTER, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, "https://send.anytown.gov.uk/", "https://send.anytown.gov.uk/x", "Rainbow Club", "", "", LINK_ANCHOR, ZONE_FOOTER, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, OFFER, "Local Offer", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_SEEN, 0},
    /* the rest of the council's site when words say so */
    {COUNCIL, OFFER, "https://www.anytown.gov.uk/article/71", "Short breaks for disabled children", "", "", LINK_ANCHOR, ZONE_NAVIGATION, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, "https://www.anytown.gov.uk/portage", "Find out more", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, "https://www.anytown.gov.uk/article/72", "Find out more", "Speech and language therapy", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, "https://www.anytown.gov.uk/article/72", "Find out more", "Speech and language therapy", "", LINK_ANCHOR, ZONE_FOOTER, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, OFFER, "https://www.anytown.gov.uk/article/73", "Find out more", "", "SEND Local Offer", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, "https://schools.anytown.gov.uk/ehcp", "EHC plans", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, "https://www.anytown.gov.uk/bins", "Bin collections", "", "SEND Local Offer", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, OFFER, "https://www.anytown.gov.uk/contact", "Send us your views", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, OFFER, "https://www.anytown.gov.uk/council-tax/disabled", "Council tax", "", "", LINK_ANCHOR, ZONE_NAVIGATION, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, OFFER, "https://www.anytown.gov.uk/listed/autism-team", "", "", "", LINK_SITEMAP, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, "https://www.anytown.gov.uk/listed/town-hall", "", "", "", LINK_SITEMAP, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    /* a host that many councils and subjects share */
    {COUNCIL, SHARED, "https://directory.example/kb5/anytown/fsd/service.page?id=a1", "Autism outreach", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, SHARED, "https://directory.example/kb5/anytown/fsd/service.page?id=a2", "Rainbow Club", "", "Local Offer", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, SHARED, "https://directory.example/kb5/anytown/fsd/results.page?localofferchannel=3", "More", "", "", LINK_ANCHOR, ZONE_NAVIGATION, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, SHARED, "https://directory.example/kb5/anytown/adult/results.page?adultchannel=3", "Gardening", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, SHARED, "https://directory.example/kb5/anytown/fsd/results.page?familychannel=3", "Childminders", "", "", LINK_ANCHOR, ZONE_NAVIGATION, FRONTIER_CHECK_ONLY, 0},
    /* a neighbour's part of the host is somebody else's */
    {COUNCIL, SHARED, "https://directory.example/kb5/otherton/fsd/service.page?id=a1", "Autism outreach", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_PARTNER},
    /* the listed page is a leaf, and its folder is the Local Offer */
    {COUNCIL, "https://www.anytown.gov.uk/families/send-local-offer/news.aspx", "https://www.anytown.gov.uk/families/send-local-offer/x/y", "Rainbow Club", "", "", LINK_ANCHOR, ZONE_FOOTER, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, "https://www.anytown.gov.uk/families/send-local-offer/news.aspx", "https://www.anytown.gov.uk/families/x", "Rainbow Club", "", "", LINK_ANCHOR, ZONE_FOOTER, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, "https://hub.example/pages/local-offer", "https://hub.example/clubs/7", "Autism club", "", "", LINK_ANCHOR, ZONE_NAVIGATION, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, "https://hub.example/pages/local-offer", "https://hub.example/clubs/8", "Gardening club", "", "", LINK_ANCHOR, ZONE_NAVIGATION, FRONTIER_CHECK_ONLY, 0},
    /* a directory's section, by the parameter that its start has */
    {COUNCIL, FSD "home.page?familychannel=6", FSD "service.page?id=a1&familychannel=6-2", "Rainbow Club", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, FSD "home.page?familychannel=6", FSD "results.page?localofferchannel=0&familychannel=6&sr=10", "Next", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, FSD "home.page?familychannel=6", FSD "service.page?id=a1&familychannel=61", "Rainbow Club", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, FSD "home.page?familychannel=6", FSD "service.page?id=a1&familychannel=2-6", "Rainbow Club", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, FSD "advice.page?id=6", FSD "advice.page?id=6-2", "Rainbow Club", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    /* leaflets wherever they lie */
    {COUNCIL, OFFER, "https://files.example/x/short-breaks.pdf", "Read the leaflet", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, "https://files.example/x/71.DOCX", "Statement", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, "https://files.example/x/71.pdf", "Short breaks statement", "", "", LINK_ANCHOR, ZONE_FOOTER, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, "https://files.example/x/71.pdf", "Privacy notice", "", "", LINK_ANCHOR, ZONE_FOOTER, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, OFFER, "https://files.example/x/parking.pdf", "Parking policy", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, OFFER, OFFER "/map.jpg", "Map", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    /* partners: one page, when the words promise a service */
    {COUNCIL, OFFER, "https://autism-anytown.example/", "Anytown Autism Group", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_PARTNER},
    {COUNCIL, OFFER, "https://hospital.example/p/7", "Visit their website", "Children's occupational therapy", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_PARTNER},
    {COUNCIL, OFFER, "https://hospital.example/childrens-therapy", "The trust's page", "", "Speech and language therapists", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_PARTNER},
    {COUNCIL, OFFER, "https://hospital.example/parking", "The trust's page", "", "Speech and language therapists", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, PAGE_PARTNER},
    {COUNCIL, OFFER, "https://hospital.example/childrens-therapy", "The trust's page", "", "Getting here", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, PAGE_PARTNER},
    {COUNCIL, OFFER, "https://autism-anytown.example/", "Anytown Autism Group", "", "", LINK_ANCHOR, ZONE_FOOTER, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, OFFER, "https://social.example/anytown", "Find us on Facebook", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, OFFER, "https://weather.example/", "Weather", "", "SEND Local Offer", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, OFFER, "https://autism-anytown.example/logo.png", "Autism", "", "", LINK_IMAGE, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, OFFER, "https://autism-anytown.example/login", "Autism portal", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    {"", "https://www.anytown.example/local-offer", "https://schools.anytown.example/ehcp", "EHC plans", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_PARTNER},
    /* other kinds and schemes */
    {COUNCIL, OFFER, OFFER "/search", "Local Offer search", "", "", LINK_FORM, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, OFFER, OFFER "/style.css", "", "", "", LINK_STYLE, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, OFFER, OFFER "/next", "", "", "", LINK_HEAD, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, "mailto:send@anytown.gov.uk", "SEND team", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    {COUNCIL, OFFER, "not an address", "SEND team", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
    /* actions, as whole segments and parameters */
    {COUNCIL, OFFER, OFFER "/add/7", "Add", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_ACTION, 0},
    {COUNCIL, OFFER, OFFER "/a?share=facebook&nb=1", "Facebook", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_ACTION, 0},
    {COUNCIL, OFFER, OFFER "/sendtofriend.page?id=7", "Send to a friend", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_ACTION, 0},
    {COUNCIL, OFFER, OFFER "/additional-needs", "Additional needs", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, OFFER "/address-book", "Addresses", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, OFFER "/Logout.aspx", "Leave", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_ACTION, 0},
    {COUNCIL, OFFER, OFFER "/p?id=7&action=delete", "Take away", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_ACTION, 0},
    {COUNCIL, OFFER, OFFER "/p?id=7&action=show", "Show", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, OFFER "/p?q=add", "Search", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, "https://shop.example/logout", "Log out", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_ACTION, 0},
    /* traps */
    {COUNCIL, OFFER, OFFER "/print/short-breaks", "Print", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_TRAP, 0},
    {COUNCIL, OFFER, OFFER "/printing", "Printing help", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, OFFER "?sort=name", "Sort by name", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_TRAP, 0},
    {COUNCIL, OFFER, OFFER "/a/b/a/b/a/b", "Deeper", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_TRAP, 0},
    {COUNCIL, OFFER, OFFER "/info/clubs/info/help/me/now/info", "Maze", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_TRAP, 0},
    {COUNCIL, OFFER, OFFER "/info/clubs/info/help", "Twice", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, OFFER "/en/a/x/en/b/y/z/en/2026/1/2026/2/3/2026", "Short names and numbers", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, OFFER "/a/b/a/b", "Deep", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_QUEUED, PAGE_CONTENT},
    {COUNCIL, OFFER, OFFER "/x/x/x", "Deep", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_TRAP, 0},
    {COUNCIL, OFFER, OFFER "/login", "Log in", "", "", LINK_ANCHOR, ZONE_MAIN, FRONTIER_CHECK_ONLY, 0},
};

START_TEST(each_link_gets_its_decision)
{
    const struct choice *it = &CHOICES[_i];
    struct frontier *frontier = open_frontier(it->council_url, it->start, 100);
    struct frontier_next next;
    ck_assert(frontier_take(frontier, &next));
    struct frontier_link link = {.url = it->url, .text = it->text, .heading = it->heading, .page_title = it->title,
                                 .kind = it->kind, .zone = it->zone, .page_order = 5};
    enum frontier_decision decision = frontier_offer(frontier, &link);
    ck_assert_msg(decision == it->decision, "%s '%s': decision %d, not %d", it->url, it->text, (int)decision, (int)it->decision);
    ck_assert_int_eq(frontier_take(frontier, &next), decision == FRONTIER_QUEUED);
    if (decision == FRONTIER_QUEUED) {
        ck_assert_str_eq(next.url, it->url);
        ck_assert_int_eq(next.purpose, it->purpose);
        ck_assert_int_eq(next.clicks, 1);
        ck_assert_int_eq((int)next.found_on, 5);
    }
    frontier_free(frontier);
}
END_TEST

START_TEST(the_local_offers_own_links_are_followed)
{
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 100);
    struct frontier_link link = {.url = "https://www.anytown.gov.uk/article/9", .text = "Find out more", .heading = "", .page_title = "Things to do",
                                 .page_url = "https://www.anytown.gov.uk/things-to-do", .kind = LINK_ANCHOR, .zone = ZONE_MAIN};
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_CHECK_ONLY);
    link.page_url = OFFER "/things-to-do";
    link.zone = ZONE_FOOTER;
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_CHECK_ONLY);
    link.zone = ZONE_MAIN;
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_QUEUED);
    /* A directory's list is known by its own address. */
    link.url = "https://www.anytown.gov.uk/kb5/anytown/fsd/service.page?id=a3";
    link.text = "Rainbow Club";
    link.page_url = "https://www.anytown.gov.uk/kb5/anytown/fsd/results.page?localofferchannel=3";
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_QUEUED);
    link.url = "https://www.anytown.gov.uk/article/10";
    link.text = "Council tax";
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_CHECK_ONLY);
    frontier_free(frontier);
}
END_TEST

/* "Home > Local Offer > Things to do" */
START_TEST(what_breadcrumbs_lead_to_the_start_is_the_local_offers)
{
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 100);
    ck_assert(frontier_is_start(frontier, OFFER));
    ck_assert(!frontier_is_start(frontier, COUNCIL));
    struct frontier_link link = {.url = "https://www.anytown.gov.uk/article/9", .text = "Find out more", .heading = "", .page_title = "Things to do",
                                 .page_url = "https://www.anytown.gov.uk/article/8", .kind = LINK_ANCHOR, .zone = ZONE_MAIN};
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_CHECK_ONLY);
    link.trail = "Home > Leisure > ";
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_CHECK_ONLY);
    link.trail = "Home > SEND Local Offer > ";
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_QUEUED);
    link.trail = NULL;
    link.within = true;
    link.url = "https://www.anytown.gov.uk/article/10";
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_QUEUED);
    frontier_free(frontier);
    frontier = open_frontier(COUNCIL, "https://www.anytown.gov.uk/", 100);
    ck_assert(!frontier_is_start(frontier, "https://www.anytown.gov.uk/")); /* every page lies below it */
    frontier_free(frontier);
}
END_TEST

/* A menu is followed until a page that has it too turns out to be none of the Local Offer. */
START_TEST(menus_are_tried)
{
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 100);
    struct frontier_next next;
    ck_assert(frontier_take(frontier, &next));
    struct frontier_link menu = {.text = "Health", .heading = "", .page_title = "Local Offer", .page_url = OFFER, .kind = LINK_ANCHOR, .zone = ZONE_NAVIGATION};
    struct frontier_link leisure = {.text = "", .heading = "", .page_title = "Leisure", .page_url = "https://www.anytown.gov.uk/article/1", .kind = LINK_ANCHOR, .zone = ZONE_NAVIGATION};
    static const char *const addresses[] = {"https://www.anytown.gov.uk/article/1", "https://www.anytown.gov.uk/article/2", "https://www.anytown.gov.uk/article/3"};
    for (size_t i = 0; i < 3; i++) {
        menu.url = addresses[i];
        ck_assert_int_eq(frontier_offer(frontier, &menu), FRONTIER_QUEUED);
    }
    menu.url = "https://www.anytown.gov.uk/article/4";
    menu.zone = ZONE_FOOTER;
    ck_assert_int_eq(frontier_offer(frontier, &menu), FRONTIER_CHECK_ONLY);
    menu.url = "https://jobs.anytown.gov.uk/article/5";
    menu.zone = ZONE_NAVIGATION;
    ck_assert_int_eq(frontier_offer(frontier, &menu), FRONTIER_CHECK_ONLY);
    ck_assert_uint_eq(frontier_missed(frontier), 0); /* nothing tells that it leads on */
    ck_assert(frontier_take(frontier, &next));
    ck_assert_str_eq(next.url, addresses[0]);
    ck_assert(frontier_is_outside(frontier, next.url, &leisure));
    leisure.url = addresses[1];
    frontier_note_outside(frontier, &leisure);
    ck_assert(frontier_take(frontier, &next));
    ck_assert_str_eq(next.url, addresses[2]);
    leisure.within = true;
    ck_assert(!frontier_is_outside(frontier, next.url, &leisure));
    ck_assert(!frontier_take(frontier, &next));
    menu.url = addresses[1]; /* put by, until the content leads there */
    menu.zone = ZONE_MAIN;
    ck_assert_int_eq(frontier_offer(frontier, &menu), FRONTIER_SEEN);
    ck_assert(frontier_take(frontier, &next));
    ck_assert_str_eq(next.url, addresses[1]);
    ck_assert(!frontier_is_outside(frontier, next.url, &leisure));
    frontier_free(frontier);
}
END_TEST

/* "Growing up? There's a whole site for you: What Next?" */
START_TEST(a_page_that_hands_on_is_followed)
{
    static const struct {
        const char *title, *text;
        bool hands_on, wanted, noted;
    } PAGES[] = {
        {"Growing up", "What Next?", true, true, true},
        {"Growing up", "What Next?", false, false, false},
        {"Bins", "What Next?", true, false, false},
        {"Growing up", "Preparing for adulthood", true, true, false}, /* the link promises it itself */
    };
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 100);
    struct frontier_next next;
    ck_assert(frontier_take(frontier, &next));
    ck_assert_ptr_null(next.handed_on);
    struct frontier_link link = {.url = "https://next.example/", .text = PAGES[_i].text, .heading = "", .page_title = PAGES[_i].title,
                                 .kind = LINK_ANCHOR, .zone = ZONE_MAIN, .hands_on = PAGES[_i].hands_on};
    ck_assert_int_eq(frontier_offer(frontier, &link), PAGES[_i].wanted ? FRONTIER_QUEUED : FRONTIER_CHECK_ONLY);
    ck_assert_int_eq(frontier_take(frontier, &next), PAGES[_i].wanted);
    if (PAGES[_i].noted)
        ck_assert_str_eq(next.handed_on, "Growing up");
    else if (PAGES[_i].wanted)
        ck_assert_ptr_null(next.handed_on);
    if (PAGES[_i].wanted)
        ck_assert_int_eq(next.promised, !PAGES[_i].noted);
    frontier_free(frontier);
}
END_TEST

/* A site of the council's that is wholly an adviser's: its front page's menu leads to the rest. */
START_TEST(the_menu_of_a_services_own_site_is_followed)
{
    static const struct {
        const char *page, *title, *link, *text;
        enum block_zone zone;
        bool wanted;
    } SITES[] = {
        {"https://sendiass.anytown.gov.uk/", "Anytown SENDIASS", "https://sendiass.anytown.gov.uk/how-we-work", "How we work", ZONE_NAVIGATION, true},
        {"https://sendiass.anytown.gov.uk/", "Anytown SENDIASS", "https://sendiass.anytown.gov.uk/privacy", "Privacy", ZONE_NAVIGATION, false},
        {"https://sendiass.anytown.gov.uk/", "Anytown SENDIASS", "https://sendiass.anytown.gov.uk/how-we-work", "How we work", ZONE_FOOTER, false},
        {"https://sendiass.anytown.gov.uk/news", "Anytown SENDIASS", "https://sendiass.anytown.gov.uk/how-we-work", "How we work", ZONE_NAVIGATION, false},
        {"https://democracy.anytown.gov.uk/", "Democracy", "https://democracy.anytown.gov.uk/how-we-work", "How we work", ZONE_NAVIGATION, false},
        {"https://www.anytown.gov.uk/", "SENDIASS and more", "https://www.anytown.gov.uk/how-we-work", "How we work", ZONE_NAVIGATION, false}, /* the council's main site */
        {"https://www.anytown.gov.uk/school-travel", "School travel", "https://www.anytown.gov.uk/school-travel/apply", "Apply", ZONE_NAVIGATION, true}, /* a part */
        {"https://www.anytown.gov.uk/school-travel/", "School travel", "https://www.anytown.gov.uk/school-travel/apply", "Apply", ZONE_FOOTER, false},
        {"https://www.anytown.gov.uk/school-travel", "School travel", "https://www.anytown.gov.uk/school-travels/apply", "Apply", ZONE_NAVIGATION, false},
        {"https://www.anytown.gov.uk/bins", "Bins", "https://www.anytown.gov.uk/bins/apply", "Apply", ZONE_NAVIGATION, false},
    };
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 100);
    struct frontier_link link = {.url = SITES[_i].link, .text = SITES[_i].text, .heading = "", .around = "", .page_url = SITES[_i].page, .page_title = SITES[_i].title,
                                 .kind = LINK_ANCHOR, .zone = SITES[_i].zone};
    ck_assert_int_eq(frontier_offer(frontier, &link), SITES[_i].wanted ? FRONTIER_QUEUED : FRONTIER_CHECK_ONLY);
    frontier_free(frontier);
}
END_TEST

/* "Anytown Parents is a charity. It gives free advice (the law calls this SENDIASS)." */
START_TEST(the_words_around_a_partners_link_promise_too)
{
    static const struct {
        const char *around;
        enum block_zone zone;
        bool wanted;
    } PLACES[] = {
        {"Anytown Parents is a charity. It gives free advice (the law calls this SENDIASS).", ZONE_MAIN, true},
        {"Anytown Parents is a charity for families with children.", ZONE_MAIN, false}, /* not clearly */
        {"Anytown Parents is a charity. It gives free advice (the law calls this SENDIASS).", ZONE_FOOTER, false},
        {"", ZONE_MAIN, false},
    };
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 100);
    struct frontier_link link = {.url = "https://parents.example/", .text = "Anytown Parents", .heading = "", .around = PLACES[_i].around, .page_title = "Local Offer",
                                 .kind = LINK_ANCHOR, .zone = PLACES[_i].zone};
    ck_assert_int_eq(frontier_offer(frontier, &link), PLACES[_i].wanted ? FRONTIER_QUEUED : FRONTIER_CHECK_ONLY);
    frontier_free(frontier);
}
END_TEST

START_TEST(a_partners_links_are_not_followed)
{
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 100);
    struct frontier_link link = {.url = "https://autism.example/clubs", .text = "Autism clubs", .heading = "", .page_title = "",
                                 .kind = LINK_ANCHOR, .zone = ZONE_MAIN, .page_purpose = PAGE_PARTNER};
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_CHECK_ONLY);
    frontier_free(frontier);
}
END_TEST

START_TEST(ceilings_hold)
{
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 2);
    struct frontier_next next;
    struct frontier_link link = {.url = OFFER "/deep", .text = "", .heading = "", .page_title = "", .kind = LINK_ANCHOR, .page_clicks = 12};
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_FULL);
    link.page_clicks = 11;
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_QUEUED);
    char url[LIMIT_URL_BYTES + 2] = OFFER "/";
    memset(url + strlen(url), 'a', sizeof url - strlen(url) - 1);
    url[LIMIT_URL_BYTES + 1] = '\0';
    ck_assert_int_eq(offer(frontier, url, "Long"), FRONTIER_FULL);
    url[LIMIT_URL_BYTES] = '\0';
    ck_assert_int_eq(offer(frontier, url, "Long"), FRONTIER_QUEUED);
    ck_assert_uint_eq(frontier_left(frontier), 3);
    ck_assert(frontier_take(frontier, &next) && !frontier_over_budget(frontier));
    ck_assert(frontier_take(frontier, &next) && frontier_over_budget(frontier));
    ck_assert(!frontier_take(frontier, &next));
    ck_assert_uint_eq(frontier_left(frontier), 1);
    frontier_free(frontier);
}
END_TEST

static int count_queued(struct frontier *frontier, const char *format, const char *text, int most)
{
    int queued = 0;
    struct arena arena = {0};
    for (int i = 0; i < most; i++) {
        char *url = arena_printf(&arena, "%s%d", format, i);
        queued += offer(frontier, url, text) == FRONTIER_QUEUED;
    }
    arena_release(&arena);
    return queued;
}

START_TEST(the_endless_is_capped)
{
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 10000);
    ck_assert_int_eq(count_queued(frontier, OFFER "/diary?month=", "Next month", 500), 6);
    ck_assert_int_eq(count_queued(frontier, OFFER "/calendar/2026/", "Next", 500), 20);
    ck_assert_int_eq(count_queued(frontier, OFFER "/clubs?page=", "Next page", 500), 60);
    ck_assert_int_eq(count_queued(frontier, OFFER "/record?id=", "Record", 5000), LIMIT_TRAP_SIBLINGS + 1); /* the first is named */
    frontier_free(frontier);

    /* A directory's records have names of their own and are no trap so soon. */
    frontier = open_frontier(COUNCIL, OFFER, 10000);
    int queued = 0;
    struct arena arena = {0};
    for (int i = 0; i < 900; i++) {
        char *name = arena_printf(&arena, "Club %c%c", 'A' + i % 26, 'a' + i / 26 % 26);
        queued += offer(frontier, arena_printf(&arena, "%s/record?id=%d", OFFER, i), name) == FRONTIER_QUEUED;
    }
    arena_release(&arena);
    ck_assert_int_ge(queued, 900);
    frontier_free(frontier);
}
END_TEST

START_TEST(one_dress_is_enough)
{
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 100);
    ck_assert_int_eq(offer(frontier, OFFER "/list?sort=name&topic=2", "By name"), FRONTIER_QUEUED);
    ck_assert_int_eq(offer(frontier, OFFER "/list?sort=date&topic=2", "By date"), FRONTIER_TRAP);
    ck_assert_int_eq(offer(frontier, OFFER "/list?topic=2", "All"), FRONTIER_SEEN);
    ck_assert_int_eq(offer(frontier, OFFER "/list?sort=date&topic=3", "By date"), FRONTIER_QUEUED);
    frontier_free(frontier);
}
END_TEST

START_TEST(the_promising_come_first)
{
    static const char *const expected[] = {"", "/c", "/a", "/d", "/b", "/e"};
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 100);
    struct frontier_next next;
    ck_assert_int_eq(offer(frontier, OFFER "/a", "Portage"), FRONTIER_QUEUED);
    ck_assert_int_eq(offer(frontier, OFFER "/b", "Rainbow Club"), FRONTIER_QUEUED);
    ck_assert_int_eq(offer(frontier, OFFER "/e", "Privacy"), FRONTIER_QUEUED);
    ck_assert_int_eq(offer(frontier, OFFER "/c", "More"), FRONTIER_QUEUED);
    ck_assert_int_eq(offer(frontier, OFFER "/d", "Leisure"), FRONTIER_QUEUED);
    /* A better link to the same page counts. */
    ck_assert_int_eq(offer(frontier, OFFER "/c", "Short breaks for disabled children"), FRONTIER_SEEN);
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++) {
        ck_assert(frontier_take(frontier, &next));
        ck_assert_str_eq(next.url + strlen(OFFER), expected[i]);
    }
    ck_assert(!frontier_take(frontier, &next));
    frontier_free(frontier);
}
END_TEST

START_TEST(a_nearer_way_counts)
{
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 100);
    struct frontier_next next;
    struct frontier_link link = {.url = OFFER "/a", .text = "Portage", .heading = "", .page_title = "", .kind = LINK_SITEMAP, .page_clicks = -1, .page_order = -1};
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_QUEUED);
    link.kind = LINK_ANCHOR;
    link.page_clicks = 4;
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_SEEN);
    link.page_clicks = 2;
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_SEEN);
    link.page_clicks = 7;
    ck_assert_int_eq(frontier_offer(frontier, &link), FRONTIER_SEEN);
    ck_assert(frontier_take(frontier, &next));
    ck_assert(frontier_take(frontier, &next));
    ck_assert_int_eq(next.clicks, 3);
    frontier_free(frontier);
}
END_TEST

START_TEST(partners_get_their_share)
{
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 200);
    struct arena arena = {0};
    for (int i = 0; i < 100; i++) {
        ck_assert_int_eq(offer(frontier, arena_printf(&arena, "%s/page-%c%d", OFFER, 'a' + i % 26, i), "Short breaks"), FRONTIER_QUEUED);
        ck_assert_int_eq(offer(frontier, arena_printf(&arena, "https://p%d.example/", i), "Autism group"), FRONTIER_QUEUED);
    }
    struct frontier_next next;
    int partners = 0, i = 0;
    for (; i < 100 && frontier_take(frontier, &next); i++)
        partners += next.purpose == PAGE_PARTNER;
    ck_assert_int_eq(i, 100);
    ck_assert_int_ge(partners, 15);
    ck_assert_int_le(partners, 20);
    frontier_free(frontier);
    arena_release(&arena);
}
END_TEST

/* A page that is read leads to an address that was put by and waits no more. */
START_TEST(what_was_put_by_may_be_led_to)
{
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 100);
    struct frontier_next next;
    ck_assert(frontier_take(frontier, &next));
    struct frontier_link menu = {.text = "Health", .heading = "", .page_title = "Local Offer", .page_url = OFFER, .kind = LINK_ANCHOR, .zone = ZONE_NAVIGATION};
    struct frontier_link leisure = {.text = "", .heading = "", .page_title = "Leisure", .page_url = "https://www.anytown.gov.uk/article/1", .kind = LINK_ANCHOR, .zone = ZONE_NAVIGATION};
    static const char *const addresses[] = {"https://www.anytown.gov.uk/article/1", "https://www.anytown.gov.uk/article/2"};
    for (size_t i = 0; i < 2; i++) {
        menu.url = addresses[i];
        ck_assert_int_eq(frontier_offer(frontier, &menu), FRONTIER_QUEUED);
    }
    ck_assert(frontier_take(frontier, &next));
    ck_assert(frontier_is_outside(frontier, next.url, &leisure));
    leisure.url = addresses[1];
    frontier_note_outside(frontier, &leisure);
    ck_assert(!frontier_take(frontier, &next)); /* the second is put by */
    ck_assert(frontier_settle(frontier, addresses[0], addresses[1]));
    ck_assert_uint_eq(frontier_left(frontier), 0);
    ck_assert(!frontier_settle(frontier, addresses[0], addresses[1])); /* it counts as read */
    ck_assert_int_eq(offer(frontier, OFFER "/new", "Respite"), FRONTIER_QUEUED);
    ck_assert(frontier_take(frontier, &next));
    ck_assert_str_eq(next.url, OFFER "/new");
    frontier_free(frontier);
}
END_TEST

START_TEST(redirects_are_settled)
{
    struct frontier *frontier = open_frontier(COUNCIL, OFFER, 100);
    struct frontier_next next;
    ck_assert(frontier_take(frontier, &next));
    ck_assert(frontier_settle(frontier, next.url, next.url));
    ck_assert_int_eq(offer(frontier, OFFER "/old", "Portage"), FRONTIER_QUEUED);
    ck_assert_int_eq(offer(frontier, OFFER "/new", "Respite"), FRONTIER_QUEUED);
    ck_assert_int_eq(offer(frontier, OFFER "/older", "Autism"), FRONTIER_QUEUED);
    ck_assert(frontier_take(frontier, &next));
    ck_assert_str_eq(next.url, OFFER "/old");
    /* It leads to one that still waits, which then has been read. */
    ck_assert(frontier_settle(frontier, OFFER "/old", OFFER "/new"));
    ck_assert_uint_eq(frontier_left(frontier), 1);
    ck_assert_int_eq(offer(frontier, OFFER "/new", "Respite"), FRONTIER_SEEN);
    ck_assert(frontier_take(frontier, &next));
    ck_assert_str_eq(next.url, OFFER "/older");
    ck_assert(!frontier_settle(frontier, OFFER "/older", OFFER "/new"));
    ck_assert(!frontier_settle(frontier, OFFER "/older", OFFER));
    /* One that nobody linked to. */
    ck_assert(frontier_settle(frontier, "https://www.anytown.gov.uk/", "https://www.anytown.gov.uk/home"));
    ck_assert_int_eq(offer(frontier, "https://www.anytown.gov.uk/home", "Local Offer"), FRONTIER_SEEN);
    frontier_free(frontier);
}
END_TEST

START_TEST(a_million_addresses_are_told_apart)
{
    enum { MANY = 1000000 };
    struct seen *seen = seen_new();
    bool added;
    for (uint32_t i = 0; i < MANY; i++)
        *seen_put(seen, (const char *)&i, sizeof i, &added) = i;
    ck_assert_uint_eq(seen_count(seen), MANY);
    for (uint32_t i = 0; i < MANY; i += 997)
        ck_assert_uint_eq(*seen_get(seen, (const char *)&i, sizeof i), i);
    ck_assert_ptr_null(seen_get(seen, "x", 1));
    seen_free(seen);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

int main(void)
{
    Suite *suite = suite_create("crawler_frontier");
    TCase *tcase = tcase_create("frontier");
    tcase_add_unchecked_fixture(tcase, load, unload);
    tcase_set_timeout(tcase, 30);
    tcase_add_loop_test(tcase, each_link_gets_its_decision, 0, COUNT(CHOICES));
    tcase_add_test(tcase, the_local_offers_own_links_are_followed);
    tcase_add_test(tcase, what_breadcrumbs_lead_to_the_start_is_the_local_offers);
    tcase_add_test(tcase, menus_are_tried);
    tcase_add_loop_test(tcase, a_page_that_hands_on_is_followed, 0, 4);
    tcase_add_loop_test(tcase, the_menu_of_a_services_own_site_is_followed, 0, 10);
    tcase_add_loop_test(tcase, the_words_around_a_partners_link_promise_too, 0, 4);
    tcase_add_test(tcase, a_partners_links_are_not_followed);
    tcase_add_test(tcase, ceilings_hold);
    tcase_add_test(tcase, the_endless_is_capped);
    tcase_add_test(tcase, one_dress_is_enough);
    tcase_add_test(tcase, the_promising_come_first);
    tcase_add_test(tcase, a_nearer_way_counts);
    tcase_add_test(tcase, partners_get_their_share);
    tcase_add_test(tcase, what_was_put_by_may_be_led_to);
    tcase_add_test(tcase, redirects_are_settled);
    tcase_add_test(tcase, a_million_addresses_are_told_apart);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}

/* The frontier: what is followed, what is not, in which order, and how much of a large
 * council site's Local Offer a small budget finds. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/random.h"
#include "crawler/crawl_words.h"
#include "crawler/frontier.h"
#include "crawler/partner_site.h"
#include "crawler/seen.h"

static struct crawl_words *words;
static struct url_policy *policy;

static void load(void)
{
    struct error err = {0};
    enum status status = crawl_words_load("seeds", &words, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    status = url_policy_load("seeds/crawl/parameters.csv", &policy, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
}

static void unload(void)
{
    crawl_words_free(words);
    url_policy_free(policy);
}

static struct frontier *open_frontier(const char *council_url, const char *start, int max_pages)
{
    struct council council = {.gss_code = "E06900001", .council_url = council_url};
    struct frontier_options options = {.max_pages = max_pages, .max_depth = 12, .words = words, .policy = policy};
    return frontier_new(&council, start, &options);
}

static enum frontier_decision offer(struct frontier *frontier, const char *url, const char *text)
{
    struct frontier_link link = {.url = url, .text = text, .heading = "", .page_title = "", .kind = LINK_ANCHOR, .zone = ZONE_MAIN};
    return frontier_offer(frontier, &link);
}

/* ---- One link ---- */

#define COUNCIL "https://www.anytown.gov.uk/"
#define OFFER "https://www.anytown.gov.uk/send/local-offer"
#define OWN "https://www.anytownlocaloffer.example/"
#define SHARED "https://directory.example/kb5/anytown/fsd/localoffer_topic.page?topic=4"

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

/* ---- A council's site, as links alone ---- */

enum { SITE_PAGES = 5000, HUBS = 12, SERVICES = 12, LINKS_MAX = 60 };

struct site_link {
    int target;
    const char *text, *heading;
    enum block_zone zone;
};
struct site_page {
    const char *url, *title;
    bool wanted;
    struct site_link links[LINKS_MAX];
    int link_count;
};
struct site {
    struct arena arena;
    struct site_page *pages;
    int count, wanted;
    struct random random;
};

static int pick(struct site *site, int below)
{
    return (int)(random_next(&site->random) % (uint64_t)below);
}

static int add_page(struct site *site, bool wanted, const char *url, const char *title)
{
    ck_assert_int_lt(site->count, SITE_PAGES);
    site->pages[site->count] = (struct site_page){.url = url, .title = title, .wanted = wanted};
    site->wanted += wanted;
    return site->count++;
}

static void add_link(struct site *site, int from, int to, const char *text, const char *heading, enum block_zone zone)
{
    struct site_page *page = &site->pages[from];
    if (page->link_count < LINKS_MAX)
        page->links[page->link_count++] = (struct site_link){to, text, heading, zone};
}

/* The Local Offer: a start page, a page for each subject, pages of services and leaflets
 * below them, in the places where councils really put them. */
static int build_local_offer(struct site *site)
{
    static const char *const subjects[HUBS] = {
        "Short breaks", "Education, health and care plans", "Autism and neurodiversity", "Therapies", "Portage and early support",
        "Preparing for adulthood", "Health services", "Money and benefits", "Getting about", "Social care", "Things to do", "Advice for parent carers"};
    static const char *const slugs[HUBS] = {"short-breaks", "ehc-plans", "autism", "therapies", "portage", "preparing-for-adulthood",
                                            "health", "money", "travel", "social-care", "things-to-do", "advice"};
    static const char *const services[SERVICES] = {"How to apply", "Rainbow Club", "Who can get help", "Saturday play sessions", "Respite at the Elms",
                                                   "Meet the team", "Occupational therapy drop-in", "Support groups", "What happens next",
                                                   "Hearing impairment teachers", "Complaints and mediation", "Sensory room"};
    struct arena *arena = &site->arena;
    int start = add_page(site, true, "https://www.anytown.gov.uk/send-local-offer", "SEND Local Offer");
    for (int i = 0; i < HUBS; i++) {
        int hub = add_page(site, true, arena_printf(arena, "https://www.anytown.gov.uk/send-local-offer/%s", slugs[i]), subjects[i]);
        add_link(site, start, hub, subjects[i], "Browse the Local Offer", ZONE_MAIN);
        for (int k = 0; k < SERVICES; k++) {
            const char *url, *text = services[k], *heading = subjects[i];
            switch ((i + k) % 4) {
            case 0: /* elsewhere on the site, behind a number */
                url = arena_printf(arena, "https://www.anytown.gov.uk/article/%d", 7000 + i * 20 + k);
                text = "Find out more";
                heading = arena_printf(arena, "%s: %s", subjects[i], services[k]);
                break;
            case 1: /* a leaflet on another host */
                url = arena_printf(arena, "https://files.example/anytown/%d.pdf", i * 20 + k);
                break;
            default:
                url = arena_printf(arena, "https://www.anytown.gov.uk/send-local-offer/%s/%d", slugs[i], k);
            }
            int service = add_page(site, true, url, arena_printf(arena, "%s | SEND Local Offer", services[k]));
            add_link(site, hub, service, text, heading, ZONE_MAIN);
            add_link(site, service, hub, subjects[i], "", ZONE_BREADCRUMB);
        }
        add_link(site, hub, start, "Local Offer", "", ZONE_BREADCRUMB);
    }
    return start;
}

/* Everything else: sections with their pages, some with words that sound alike. */
static void build_rest(struct site *site, int sections[], int section_count)
{
    static const char *const names[] = {"Council tax", "Bins and recycling", "Planning", "Parking", "Libraries", "Jobs", "Councillors",
                                        "Licensing", "News", "Adult social care", "Business", "Leisure and parks"};
    static const char *const pages[] = {"Opening times", "Pay online", "Report a problem", "Send us your views", "Forms", "Policies", "Annual report",
                                        "Contact the team", "Children's reading challenge", "Family photo competition", "Agenda", "Questions"};
    struct arena *arena = &site->arena;
    for (int i = 0; i < section_count; i++)
        sections[i] = add_page(site, false, arena_printf(arena, "https://www.anytown.gov.uk/s%d", i), names[i]);
    while (site->count < SITE_PAGES) {
        int section = pick(site, section_count);
        const char *name = pages[pick(site, 12)];
        int page = add_page(site, false, arena_printf(arena, "https://www.anytown.gov.uk/s%d/p%d", section, site->count), name);
        int from = site->pages[sections[section]].link_count < 40 ? sections[section] : page - 1 - pick(site, 40);
        if (!site->pages[from].wanted)
            add_link(site, from, page, name, names[section], ZONE_MAIN);
        if (pick(site, 80) == 0) /* what sounds alike and isn't */
            add_link(site, from, page, "Disabled people's access to our buildings", "", ZONE_MAIN);
    }
}

/* Menus stand before the main content, as in every council's pages. */
static void add_menu_first(struct site *site, int from, const struct site_link *menu, int count)
{
    struct site_page *page = &site->pages[from];
    if (page->link_count > LINKS_MAX - count)
        page->link_count = LINKS_MAX - count;
    memmove(page->links + count, page->links, (size_t)page->link_count * sizeof *page->links);
    memcpy(page->links, menu, (size_t)count * sizeof *menu);
    page->link_count += count;
}

static void build_site(struct site *site)
{
    static const char *const menu[] = {"Council tax", "Bins and recycling", "Planning", "Parking", "Libraries", "Jobs", "Councillors",
                                       "Licensing", "News", "Adult social care", "Business", "Leisure and parks"};
    int sections[12];
    *site = (struct site){.random = {2026}};
    site->pages = memory_array(SITE_PAGES, sizeof *site->pages);
    int start = build_local_offer(site);
    build_rest(site, sections, 12);
    struct site_link links[13];
    for (int k = 0; k < 12; k++)
        links[k] = (struct site_link){sections[k], menu[k], "", k < 8 ? ZONE_NAVIGATION : ZONE_FOOTER};
    links[12] = (struct site_link){start, "SEND Local Offer", "", ZONE_NAVIGATION};
    for (int i = 0; i < site->count; i++)
        add_menu_first(site, i, links, 13);
}

static void release_site(struct site *site)
{
    free(site->pages);
    arena_release(&site->arena);
}

/* Numbers of pages by address. */
static struct seen *index_site(const struct site *site)
{
    struct seen *index = seen_new();
    bool added;
    for (int i = 0; i < site->count; i++)
        *seen_put(index, site->pages[i].url, strlen(site->pages[i].url), &added) = (uint32_t)i;
    return index;
}

/* Visits `budget` pages by the frontier; the order goes into `visited`. */
static int visit(const struct site *site, int budget, int *visited)
{
    struct seen *index = index_site(site);
    struct frontier *frontier = open_frontier(COUNCIL, site->pages[0].url, budget);
    struct frontier_next next;
    int found = 0;
    for (int order = 0; frontier_take(frontier, &next); order++) {
        int number = (int)*seen_get(index, next.url, strlen(next.url));
        const struct site_page *page = &site->pages[number];
        visited[order] = number;
        found += page->wanted;
        frontier_settle(frontier, next.url, next.url);
        for (int i = 0; i < page->link_count; i++) {
            const struct site_link *it = &page->links[i];
            struct frontier_link link = {.url = site->pages[it->target].url, .text = it->text, .heading = it->heading, .page_title = page->title, .page_url = page->url,
                                         .kind = LINK_ANCHOR, .zone = it->zone, .page_clicks = next.clicks, .page_order = order};
            (void)frontier_offer(frontier, &link);
        }
    }
    frontier_free(frontier);
    seen_free(index);
    return found;
}

/* The same by breadth alone, over the council's host and its leaflets. */
static int visit_breadth_first(const struct site *site, int budget)
{
    int *queue = memory_array((size_t)site->count, sizeof *queue), count = 1, found = 0;
    bool *known = memory_array((size_t)site->count, sizeof *known);
    known[0] = true;
    for (int i = 0; i < count && i < budget; i++) {
        const struct site_page *page = &site->pages[queue[i]];
        found += page->wanted;
        for (int k = 0; k < page->link_count; k++)
            if (!known[page->links[k].target]) {
                known[page->links[k].target] = true;
                queue[count++] = page->links[k].target;
            }
    }
    free(queue);
    free(known);
    return found;
}

START_TEST(a_small_budget_finds_nearly_all)
{
    struct site site;
    int visited[200] = {0}, again[200] = {0};
    build_site(&site);
    ck_assert_int_eq(site.count, SITE_PAGES);
    ck_assert_int_eq(site.wanted, 1 + HUBS + HUBS * SERVICES);
    int found = visit(&site, 200, visited), by_breadth = visit_breadth_first(&site, 200);
    ck_assert_msg(found * 100 >= site.wanted * 95, "found %d of %d", found, site.wanted);
    ck_assert_msg(found > by_breadth, "%d by promise, %d by breadth", found, by_breadth);
    /* Half the budget is spent almost wholly on what matters. */
    int early = visit(&site, 80, again);
    ck_assert_msg(early >= 72, "%d of the first 80", early);
    memset(again, 0, sizeof again);
    ck_assert_int_eq(visit(&site, 200, again), found);
    ck_assert_mem_eq(visited, again, sizeof visited);
    release_site(&site);
}
END_TEST

/* ---- Partners' further pages ---- */

enum { PARTNERS = 24 };

struct part {
    const char *path, *text;
    bool wanted;   /* by families who came for the service */
    enum block_zone zone;
};

/* Menus first, as sites have them. Some of what is wanted is called as no list knows it, and some of the rest sounds alike. */
static const struct part OF_A_FRONT_PAGE[] = {
    {"/news", "News", false, ZONE_NAVIGATION}, {"/about", "About us", true, ZONE_NAVIGATION}, {"/events", "Events", false, ZONE_NAVIGATION},
    {"/shop", "About our shops", false, ZONE_NAVIGATION}, {"/friend", "Refer a friend", false, ZONE_NAVIGATION}, {"/donate", "Donate", false, ZONE_NAVIGATION}, {"/do", "What we do", true, ZONE_NAVIGATION},
    {"/contact", "Contact us", true, ZONE_NAVIGATION}, {"/volunteer", "Volunteer with us", false, ZONE_MAIN}, {"/refer", "How to refer", true, ZONE_MAIN},
    {"/open", "When we are open", true, ZONE_MAIN}, {"/leaflet.pdf", "Leaflet for families", true, ZONE_MAIN}, {"/blog/1", "Our summer picnic", false, ZONE_MAIN},
    {"/blog/2", "A runner's story", false, ZONE_MAIN}, {"/blog/3", "New trustees", false, ZONE_MAIN}, {"/hold", "Getting hold of us", true, ZONE_MAIN},
    {"/fundraisers", "Contact our fundraisers", false, ZONE_FOOTER}, {"/jobs", "Jobs", false, ZONE_FOOTER}, {"/privacy", "Privacy", false, ZONE_FOOTER}, {"/cookies", "Cookies", false, ZONE_FOOTER}};
static const struct part OF_AN_OVERVIEW[] = {
    {"/", "Home", false, ZONE_NAVIGATION}, {"/hospitals", "Our hospitals", false, ZONE_NAVIGATION}, {"/visitors", "Patients and visitors", false, ZONE_NAVIGATION},
    {"/work", "Working for us", false, ZONE_NAVIGATION}, {"/news", "News", false, ZONE_NAVIGATION}, {"/contact", "Contact the trust", false, ZONE_NAVIGATION},
    {"/services/therapy/referred", "How to be referred", true, ZONE_MAIN}, {"/services/therapy/people", "The people you will meet", true, ZONE_MAIN},
    {"/services/therapy/home", "Exercises to try at home", true, ZONE_MAIN}, {"/services/therapy/assessment", "What happens at an assessment", true, ZONE_MAIN},
    {"/services/therapy/picnic", "Our summer picnic", false, ZONE_MAIN}, {"/slt", "Speech and language therapy", true, ZONE_MAIN}, {"/research", "Our research", false, ZONE_MAIN}, {"/stories", "Patients' stories", false, ZONE_MAIN},
    {"/privacy", "Privacy", false, ZONE_FOOTER}};

/* Every sixth service's page sends families on to a partner: an adviser's own site, or a trust's overview in turn. */
static int build_partners(struct site *site, int first)
{
    int wanted = 0, services = site->count;
    for (int i = 0; i < PARTNERS; i++) {
        bool front = i % 2 == 0;
        const struct part *parts = front ? OF_A_FRONT_PAGE : OF_AN_OVERVIEW;
        int count = (int)(front ? sizeof OF_A_FRONT_PAGE / sizeof *parts : sizeof OF_AN_OVERVIEW / sizeof *parts);
        const char *host = arena_printf(&site->arena, "https://partner%d.example", i);
        int entry = add_page(site, false, arena_printf(&site->arena, "%s%s", host, front ? "/" : "/services/therapy"),
                             front ? "Anytown SENDIASS: advice for parents" : "Children's therapy");
        add_link(site, first + (i * 6 + 5) % (services - first), entry, front ? "SENDIASS, advice for parents" : "Children's therapy", "Who can help", ZONE_MAIN);
        for (int k = 0; k < count; k++) {
            int page = add_page(site, parts[k].wanted, arena_printf(&site->arena, "%s%s", host, parts[k].path), parts[k].text);
            add_link(site, entry, page, parts[k].text, "", parts[k].zone);
            wanted += parts[k].wanted;
        }
    }
    return wanted;
}

static void offer_further(const struct site *site, struct partner_site *chooser, struct frontier *frontier, int entry)
{
    const struct site_page *page = &site->pages[entry];
    struct page_link links[LINKS_MAX] = {0};
    size_t chosen[PARTNER_SITE_PAGES];
    struct arena arena = {0};
    struct url url;
    ck_assert_int_eq(url_parse(&arena, page->url, NULL, &url, NULL), STATUS_OK);
    for (int i = 0; i < page->link_count; i++) {
        const struct site_link *it = &page->links[i];
        links[i] = (struct page_link){.bare = site->pages[it->target].url, .link = {.text = it->text, .kind = LINK_ANCHOR, .zone = it->zone}};
    }
    size_t count = partner_site_choose(chooser, &url, page->title, strcmp(url.path, "/") == 0, links, (size_t)page->link_count, chosen);
    for (size_t i = 0; i < count; i++) {
        struct frontier_link link = {.url = links[chosen[i]].bare, .text = links[chosen[i]].link.text, .heading = "", .page_title = "", .page_url = page->url,
                                     .kind = LINK_ANCHOR, .zone = ZONE_MAIN, .page_purpose = PAGE_PARTNER};
        (void)frontier_offer_further(frontier, &link);
    }
    arena_release(&arena);
}

struct recall {
    int read, wanted;     /* of partners' further pages */
    int by_breadth;       /* wanted among as many, in the order of the pages that lead to them */
};

/* As a visit does it: partners are put by until the council's own pages are read, then asked in turn. */
static struct recall visit_partners(const struct site *site, struct partner_site *chooser, int budget)
{
    struct seen *index = index_site(site);
    struct frontier *frontier = open_frontier(COUNCIL, site->pages[0].url, budget);
    struct frontier_next next;
    struct recall recall = {0};
    int entries[PARTNERS] = {0}, known = 0, asked = 0;
    for (int order = 0;; order++) {
        while (!frontier_take(frontier, &next) && asked < known)
            offer_further(site, chooser, frontier, entries[asked++]);
        if (next.url == NULL)
            break;
        int number = (int)*seen_get(index, next.url, strlen(next.url));
        const struct site_page *page = &site->pages[number];
        recall.read += next.further;
        recall.wanted += next.further && page->wanted;
        if (next.purpose == PAGE_PARTNER) {
            if (!next.further)
                entries[known++] = number;
        } else {
            for (int i = 0; i < page->link_count; i++) {
                const struct site_link *it = &page->links[i];
                struct frontier_link link = {.url = site->pages[it->target].url, .text = it->text, .heading = it->heading, .page_title = page->title,
                                             .page_url = page->url, .kind = LINK_ANCHOR, .zone = it->zone, .page_clicks = next.clicks, .page_order = order};
                (void)frontier_offer(frontier, &link);
            }
        }
        next.url = NULL;
    }
    for (int i = 0, left = recall.read; i < known; i++)
        for (int k = 0; k < site->pages[entries[i]].link_count && left > 0; k++, left--)
            recall.by_breadth += site->pages[site->pages[entries[i]].links[k].target].wanted;
    frontier_free(frontier);
    seen_free(index);
    return recall;
}

START_TEST(what_the_council_leaves_of_a_budget_finds_what_partners_say)
{
    /* The council has 157 pages of its own, and 24 partners. */
    static const struct { int budget, read, wanted; } cases[] = {{150, 0, 0}, {200, 19, 13}, {250, 69, 48}, {300, 119, 88}, {400, 144, 108}};
    struct error err;
    struct partner_site *chooser;
    struct site site = {.random = {2026}};
    site.pages = memory_array(SITE_PAGES, sizeof *site.pages);
    ck_assert_msg(partner_site_load("seeds", words, &chooser, &err) == STATUS_OK, "%s", err.message);
    int start = build_local_offer(&site);
    ck_assert_int_eq(build_partners(&site, start), 144);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct recall recall = visit_partners(&site, chooser, cases[i].budget);
        ck_assert_msg(recall.read == cases[i].read, "of %d: read %d", cases[i].budget, recall.read);
        ck_assert_msg(recall.wanted >= cases[i].wanted, "of %d: %d", cases[i].budget, recall.wanted);
        ck_assert_msg(recall.wanted * 2 >= recall.by_breadth * 3, "of %d: %d, by breadth %d", cases[i].budget, recall.wanted, recall.by_breadth);
    }
    partner_site_free(chooser);
    release_site(&site);
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
    tcase_add_test(tcase, a_partners_links_are_not_followed);
    tcase_add_test(tcase, ceilings_hold);
    tcase_add_test(tcase, the_endless_is_capped);
    tcase_add_test(tcase, one_dress_is_enough);
    tcase_add_test(tcase, the_promising_come_first);
    tcase_add_test(tcase, a_nearer_way_counts);
    tcase_add_test(tcase, partners_get_their_share);
    tcase_add_test(tcase, redirects_are_settled);
    tcase_add_test(tcase, a_small_budget_finds_nearly_all);
    tcase_add_test(tcase, what_the_council_leaves_of_a_budget_finds_what_partners_say);
    tcase_add_test(tcase, a_million_addresses_are_told_apart);
    suite_add_tcase(suite, tcase);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_NORMAL);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}

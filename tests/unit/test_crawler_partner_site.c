/* Which further pages of a partner are read. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>

#include "crawler/crawl_words.h"
#include "crawler/visit/partner_site.h"
#include "suite.h"

static struct crawl_words *words;
static struct partner_site *site;
static struct arena arena;
static struct url front, therapy;

static void load(void)
{
    struct error err = {0};
    const char *seeds = getenv("COREOFFER_SEEDS");
    ck_assert_msg(crawl_words_load(seeds != NULL ? seeds : "seeds", &words, &err) == STATUS_OK, "%s", err.message);
    ck_assert_msg(partner_site_load(seeds != NULL ? seeds : "seeds", words, &site, &err) == STATUS_OK, "%s", err.message);
    ck_assert_int_eq(url_parse(&arena, "https://advice.example/", NULL, &front, NULL), STATUS_OK);
    ck_assert_int_eq(url_parse(&arena, "https://trust.example/services/therapy/", NULL, &therapy, NULL), STATUS_OK);
}

static void unload(void)
{
    partner_site_free(site);
    crawl_words_free(words);
    arena_release(&arena);
}

static struct page_link anchor(const char *address, const char *text)
{
    return (struct page_link){.link = {.url = address, .text = text, .kind = LINK_ANCHOR, .reason = REASON_NONE}, .bare = address};
}

START_TEST(what_promises_most_comes_first)
{
    struct page_link links[] = {
        anchor("https://advice.example/", "About us"),              /* the front page again */
        anchor("https://advice.example/news", "Our summer picnic"), /* promises nothing */
        anchor("https://advice.example/team", "Meet the team"),
        anchor("https://advice.example/do", "What we do"),
        anchor("https://advice.example/do", "What we do for you"),  /* the same page */
        anchor("https://shop.example/contact", "Contact us"),       /* another host */
        anchor("https://advice.example/ring", "Contact us"),
        anchor("https://advice.example/guide.pdf", "Leaflet for families (PDF)"),
    };
    links[7].link.kind = LINK_DOCUMENT;
    struct partner_choice chosen[PARTNER_SITE_PAGES];
    ck_assert_uint_eq(partner_site_choose(site, &front, PARTNER_FRONT, links, sizeof links / sizeof *links, chosen), 5);
    ck_assert_uint_eq(chosen[4].link, 1); /* the site is small */
    ck_assert_uint_eq(chosen[0].link, 7); /* a leaflet, and for families */
    ck_assert_uint_eq(chosen[1].link, 3);
    ck_assert_uint_eq(chosen[2].link, 6);
    ck_assert_uint_eq(chosen[3].link, 2);
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(chosen[i].round, i);
}
END_TEST

/* What is first on one partner's list comes before what is second on another's, however much that promises. */
START_TEST(partners_have_their_turns)
{
    static const struct partner_choice first = {.round = 0, .weight = 10}, better = {.round = 0, .weight = 60}, second = {.round = 1, .weight = 90};
    ck_assert_int_gt(partner_site_compare(&first, &better), 0);
    ck_assert_int_lt(partner_site_compare(&better, &first), 0);
    ck_assert_int_lt(partner_site_compare(&first, &second), 0);
    ck_assert_int_gt(partner_site_compare(&second, &better), 0);
    ck_assert_int_eq(partner_site_compare(&first, &first), 0);
}
END_TEST

/* An overview in a trust's site leads to what lies beneath it, and to what names a service. */
START_TEST(an_overview_leads_to_its_parts)
{
    struct page_link links[] = {
        anchor("https://trust.example/services/therapy/", "Therapy"),             /* itself */
        anchor("https://trust.example/services/therapy/refer", "Ask for help"),
        anchor("https://trust.example/services/therapy/team", "The people"),
        anchor("https://trust.example/services/therapy-dogs", "Dogs"),            /* not beneath it */
        anchor("https://trust.example/contact", "Contact us"),                    /* the trust's own */
        anchor("https://trust.example/slt", "Speech and language therapy"),
        anchor("https://trust.example/menu", "Speech and language therapy"),
        anchor("https://trust.example/waits", "Waiting times"),                   /* of all that the trust does */
        anchor("https://trust.example/foot", "Waiting times"),
    };
    links[6].link.zone = links[7].link.zone = ZONE_NAVIGATION;
    links[8].link.zone = ZONE_FOOTER;
    struct partner_choice chosen[PARTNER_SITE_PAGES];
    ck_assert_uint_eq(partner_site_choose(site, &therapy, PARTNER_INNER, links, sizeof links / sizeof *links, chosen), 4);
    ck_assert_uint_eq(chosen[0].link, 1);
    ck_assert_uint_eq(chosen[1].link, 7);
    ck_assert_uint_eq(chosen[2].link, 5);
    ck_assert_uint_eq(chosen[3].link, 2);
    links[1].bare = links[1].link.url = "https://trust.example/leaflets/therapy.pdf";
    links[2].bare = links[2].link.url = "https://trust.example/other.pdf";
    links[2].link.zone = ZONE_FOOTER;
    ck_assert_uint_eq(partner_site_choose(site, &therapy, PARTNER_INNER, links, sizeof links / sizeof *links, chosen), 3);
    ck_assert(chosen[0].link == 1 || chosen[1].link == 1); /* a leaflet that lies elsewhere, by its words */
    ck_assert_uint_eq(partner_site_choose(site, &therapy, PARTNER_FURTHER, links, sizeof links / sizeof *links, chosen), 2); /* what names a service, and leaflets */
    ck_assert_uint_eq(chosen[0].link, 1);
    ck_assert_uint_eq(chosen[1].link, 5);
    ck_assert_uint_eq(partner_site_choose(site, &therapy, PARTNER_LAST, links, sizeof links / sizeof *links, chosen), 1); /* leaflets alone */
    ck_assert_uint_eq(chosen[0].link, 1);
    ck_assert(partner_site_promises(site, "Children's therapy | Trust"));
    ck_assert(!partner_site_promises(site, "Our hospital"));
}
END_TEST

/* Offers of large print stand on a page that only the footer names. */
START_TEST(a_footers_accessibility_is_read_last)
{
    struct page_link links[] = {anchor("https://trust.example/accessible-information", "Accessible information"), anchor("https://trust.example/privacy", "Privacy"),
                                anchor("https://trust.example/services/therapy/refer", "Ask for help")};
    links[0].link.zone = links[1].link.zone = ZONE_FOOTER;
    struct partner_choice chosen[PARTNER_SITE_PAGES];
    ck_assert_uint_eq(partner_site_choose(site, &therapy, PARTNER_INNER, links, 3, chosen), 2);
    ck_assert_uint_eq(chosen[0].link, 2);
    ck_assert_uint_eq(chosen[1].link, 0);
    ck_assert_uint_eq(partner_site_choose(site, &therapy, PARTNER_FURTHER, links, 1, chosen), 0);
}
END_TEST

START_TEST(a_few_are_enough)
{
    char addresses[20][40];
    struct page_link links[20];
    struct partner_choice chosen[PARTNER_SITE_PAGES];
    for (size_t i = 0; i < 20; i++) {
        snprintf(addresses[i], sizeof addresses[i], "https://advice.example/%zu", i);
        links[i] = anchor(addresses[i], i == 19 ? "Contact us" : "Our team");
    }
    ck_assert_uint_eq(partner_site_choose(site, &front, PARTNER_FRONT, links, 20, chosen), PARTNER_SITE_PAGES);
    ck_assert_uint_eq(chosen[0].link, 19);
    for (size_t i = 1; i < PARTNER_SITE_PAGES; i++)
        ck_assert_uint_eq(chosen[i].link, i - 1);
}
END_TEST

/* Where the council sends its readers to the site as a whole, or the site is small, any page of it may tell of the service but what only its
 * footer names; those that ask to be read come first. */
START_TEST(any_page_of_a_small_site_will_do)
{
    enum { LINKS = PARTNER_SITE_PAGES + 3 };
    char addresses[LINKS][40];
    struct page_link links[LINKS];
    struct partner_choice chosen[PARTNER_SITE_PAGES];
    for (size_t i = 0; i < LINKS; i++) {
        (void)snprintf(addresses[i], sizeof addresses[i], "https://advice.example/%zu", i);
        links[i] = anchor(addresses[i], "Otters");
        links[i].link.zone = ZONE_NAVIGATION;
    }
    links[1].link.text = "What we do";
    links[2].bare = links[2].link.url = "https://shop.example/";
    links[3].link.zone = ZONE_FOOTER;
    ck_assert_uint_eq(partner_site_choose(site, &front, PARTNER_FRONT, links, LINKS, chosen), 1);
    ck_assert_uint_eq(partner_site_choose(site, &front, PARTNER_WHOLE_SITE, links, LINKS, chosen), PARTNER_SITE_PAGES);
    ck_assert_uint_eq(partner_site_choose(site, &front, PARTNER_FRONT, links, LINKS - 1, chosen), PARTNER_SITE_PAGES);
    ck_assert_uint_eq(chosen[0].link, 1);
    for (size_t i = 0; i < PARTNER_SITE_PAGES; i++)
        ck_assert(chosen[i].link != 2 && chosen[i].link != 3);
}
END_TEST

START_TEST(what_must_not_be_asked_for_is_left)
{
    struct page_link links[] = {anchor("https://advice.example/a", "Contact us"), anchor(NULL, "Contact us"), anchor("https://advice.example/b", "Contact us")};
    links[0].link.reason = REASON_ROBOTS;
    links[2].link.kind = LINK_IMAGE;
    struct partner_choice chosen[PARTNER_SITE_PAGES];
    ck_assert_uint_eq(partner_site_choose(site, &front, PARTNER_FRONT, links, 3, chosen), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/partner site");
    TCase *tests = tcase_create("all");
    tcase_add_checked_fixture(tests, load, unload);
    tcase_add_test(tests, what_promises_most_comes_first);
    tcase_add_test(tests, partners_have_their_turns);
    tcase_add_test(tests, an_overview_leads_to_its_parts);
    tcase_add_test(tests, a_few_are_enough);
    tcase_add_test(tests, a_footers_accessibility_is_read_last);
    tcase_add_test(tests, any_page_of_a_small_site_will_do);
    tcase_add_test(tests, what_must_not_be_asked_for_is_left);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

/* Rows about links: whether they work and lead to what they promise, and how many clicks a page is away. */
#include "tests/unit/council_fixture.h"

/* A link's words promise the service: the page that it leads to must mention it somewhere. */
static const struct {
    int more; /* sentences about other things */
    const char *words, *text, *url;
    enum verdict verdict;
} PROMISES[] = {
    {12, "Short breaks at the leisure centre", "The pool opens at seven.", "https://anytown.example/page-2", VERDICT_CONCERNS},
    {12, "Short breaks at the leisure centre", "The pool opens at seven. Short breaks are on Saturdays.", "https://anytown.example/page-2", VERDICT_YES},
    {12, "The leisure centre", "The pool opens at seven.", "https://anytown.example/page-2", VERDICT_YES},
    {12, "Short breaks at the leisure centre", "The pool opens at seven.", "https://elsewhere.example/", VERDICT_YES}, /* not read: nothing is known */
    {0, "Short breaks at the leisure centre", "The pool opens at seven.", "https://anytown.example/page-2", VERDICT_YES}, /* nor by a few words */
};

START_TEST(signposts_lead_to_what_they_promise)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    struct town_page *other = town_add(&town, "Leisure centre", "service", "other");
    town_text(other, PROMISES[_i].text);
    for (int k = 0; k < PROMISES[_i].more; k++)
        town_text(other, "Lockers take a pound coin and the cafe closes at four.");
    town_link(&town, page, PROMISES[_i].url, PROMISES[_i].words, LINK_OK, REASON_NONE);
    judge();
    const struct row_verdict *row = card_row(&card, "short-breaks", "signposts");
    ck_assert_msg(row->judgement.verdict == PROMISES[_i].verdict, "%s", verdict_word(row->judgement.verdict));
    if (PROMISES[_i].verdict == VERDICT_CONCERNS) {
        ck_assert_str_eq(row->judgement.reason, "off-topic");
        ck_assert_str_eq(row->judgement.evidence[0].quote, PROMISES[_i].words);
    }
}
END_TEST

/* "Most links are broken" takes two that lead nowhere: one alone is not most of them, and a page that opens without the part
 * that the link names is no dead end. */
static const struct {
    enum link_reason reasons[4];
    int count;
    const char *reason;
} DEAD[] = {
    {{REASON_HTTP_404}, 1, "some-broken"},
    {{REASON_FRAGMENT_MISSING}, 1, "some-broken"},
    {{REASON_HTTP_404, REASON_HTTP_404}, 2, "mostly-broken"},
    {{REASON_FRAGMENT_MISSING, REASON_FRAGMENT_MISSING, REASON_FRAGMENT_MISSING}, 3, "some-broken"},
    {{REASON_HTTP_404, REASON_HTTP_404, REASON_FRAGMENT_MISSING, REASON_FRAGMENT_MISSING}, 4, "some-broken"},
    {{REASON_HTTP_404, REASON_HTTP_404, REASON_FRAGMENT_MISSING}, 3, "mostly-broken"},
};

START_TEST(signposts_call_most_broken_with_care)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    for (int k = 0; k < DEAD[_i].count; k++) {
        char url[64];
        (void)snprintf(url, sizeof url, "https://clubs.example/%d#times", k);
        town_link(&town, page, url, "A club", LINK_BROKEN, DEAD[_i].reasons[k]);
    }
    judge();
    ck_assert_str_eq(card_row(&card, "short-breaks", "signposts")->judgement.reason, DEAD[_i].reason);
}
END_TEST

static const struct {
    enum link_state states[3];
    enum verdict verdict;
} LINKS[] = {
    {{LINK_OK, LINK_OK, LINK_OK}, VERDICT_YES},
    {{LINK_OK, LINK_OK, LINK_BROKEN}, VERDICT_CONCERNS},
    {{LINK_OK, LINK_BROKEN, LINK_BROKEN}, VERDICT_NO},
    {{LINK_OK, LINK_BLOCKED, LINK_SUSPECT}, VERDICT_YES},
    {{LINK_BLOCKED, LINK_BLOCKED, LINK_NOT_CHECKED}, VERDICT_CANNOT_TELL},
};

START_TEST(signposts_count_the_pages_own_links)
{
    static const char *const URLS[] = {"https://a.example/1", "https://b.example/2", "https://c.example/3"};
    static const char *const WORDS[] = {"The swimming club", "The drama club", "The form"};
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    for (size_t k = 0; k < 3; k++)
        town_link(&town, page, URLS[k], WORDS[k], LINKS[_i].states[k], LINKS[_i].states[k] == LINK_BROKEN ? REASON_HTTP_404 : REASON_NONE);
    judge();
    const struct row_verdict *row = card_row(&card, "short-breaks", "signposts");
    ck_assert_msg(row->judgement.verdict == LINKS[_i].verdict, "%s, %s", verdict_word(row->judgement.verdict), row->detail);
    if (LINKS[_i].states[2] == LINK_BROKEN) {
        ck_assert(row->judgement.evidence[0].against);
        ck_assert_ptr_nonnull(strstr(row->judgement.evidence[0].where, "http-404"));
    }
}
END_TEST

START_TEST(a_page_without_links_is_not_called_broken)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_link(&town, page, "https://anytown.example/page-1#how", "How to apply", LINK_OK, REASON_NONE); /* a place on the page itself */
    town_link(&town, page, "mailto:a@anytown.example", "Write to us", LINK_OK, REASON_NONE);
    judge();
    ck_assert_int_eq(card_row(&card, "short-breaks", "signposts")->judgement.verdict, VERDICT_NOT_APPLICABLE);
}
END_TEST

/* "Home > Early help" shows where the page is. */
START_TEST(a_trail_is_no_signpost)
{
    static const struct {
        enum block_zone zones[2];
        enum verdict verdict;
    } PAGES[] = {
        {{ZONE_BREADCRUMB, ZONE_BREADCRUMB}, VERDICT_NOT_APPLICABLE},
        {{ZONE_BREADCRUMB, ZONE_MAIN}, VERDICT_YES}, /* and the text leads there too */
        {{ZONE_MAIN, ZONE_MAIN}, VERDICT_YES},
    };
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    for (size_t k = 0; k < 2; k++) {
        built_add(&page->built, BLOCK_PARAGRAPH, "Time for carers");
        page->built.blocks[page->built.document.block_count - 1].zone = (uint8_t)PAGES[_i].zones[k];
        built_link(&page->built, "/carers", "Time for carers");
    }
    town_link(&town, page, "https://anytown.example/carers", "Time for carers", LINK_OK, REASON_NONE);
    judge();
    ck_assert_int_eq(card_row(&card, "short-breaks", "signposts")->judgement.verdict, PAGES[_i].verdict);
}
END_TEST

START_TEST(a_menus_broken_link_is_not_the_services)
{
    for (int i = 0; i < 9; i++) {
        struct town_page *page = town_add(&town, i ? "Another page" : "Short breaks", i ? "other" : "service", i ? "other" : "short-breaks");
        town_link(&town, page, "https://anytown.example/jobs", "Jobs", LINK_BROKEN, REASON_HTTP_404);
        if (!i)
            town_link(&town, page, "https://b.example/2", "The drama club", LINK_OK, REASON_NONE);
    }
    judge();
    ck_assert_int_eq(card_row(&card, "short-breaks", "signposts")->judgement.verdict, VERDICT_YES);
}
END_TEST

enum { RECORDS_FEWEST = 4, RECORDS_MOST = 6 }; /* on so few pages of the host it may be what they are about */

/* A directory's own template is on few of a large site's pages, and on most of its host's. */
START_TEST(a_directorys_template_is_not_the_services)
{
    for (int i = 0; i < 20; i++) {
        struct town_page *page = town_add(&town, i ? "Another page" : "Short breaks", i ? "other" : "service", i ? "other" : "short-breaks");
        if (i >= _i)
            continue;
        snprintf(page->url, sizeof page->url, "https://directory.example/%d", i);
        town_link(&town, page, "https://directory.example/shortlist", "My shortlist (0)", LINK_BROKEN, REASON_HTTP_404);
        town_link(&town, page, i ? "https://b.example/1" : "https://b.example/2", "The drama club", LINK_OK, REASON_NONE);
    }
    judge();
    ck_assert_int_eq(card_row(&card, "short-breaks", "signposts")->judgement.verdict, _i < 5 ? VERDICT_CONCERNS : VERDICT_YES);
}
END_TEST

/* A site map named the page first, and it was read before the menu's way to it was seen; clicks are those of the links. */
START_TEST(clicks_are_counted_by_the_links)
{
    struct town_page *first = town_add(&town, "Local Offer", "landing", "local-offer"), *menu = town_add(&town, "Care", "landing", "local-offer");
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    first->page.clicks = 0;
    menu->page.clicks = 1;
    page->page.clicks = -1;
    town_link(&town, first, menu->page.url, "Care", LINK_OK, REASON_NONE);
    if (_i)
        town_link(&town, menu, page->page.url, "A rest for you", LINK_OK, REASON_NONE);
    judge();
    const struct row_verdict *row = card_row(&card, "short-breaks", "findable");
    ck_assert_int_eq(row->judgement.verdict, _i ? VERDICT_YES : VERDICT_NO);
    ck_assert_int_eq(strstr(row->detail, "2 clicks") != NULL, _i);
}
END_TEST

static const struct {
    int clicks;
    enum verdict verdict;
} CLICKS[] = {{0, VERDICT_YES}, {4, VERDICT_YES}, {5, VERDICT_CONCERNS}, {6, VERDICT_CONCERNS}, {7, VERDICT_NO}, {-1, VERDICT_NO}};

START_TEST(findable_counts_clicks)
{
    town_add(&town, "Short breaks", "service", "short-breaks")->page.clicks = CLICKS[_i].clicks;
    judge();
    ck_assert_int_eq(card_row(&card, "short-breaks", "findable")->judgement.verdict, CLICKS[_i].verdict);
}
END_TEST

int main(void)
{
    TCase *tests = council_tests();
    tcase_add_loop_test(tests, signposts_lead_to_what_they_promise, 0, sizeof PROMISES / sizeof *PROMISES);
    tcase_add_loop_test(tests, signposts_call_most_broken_with_care, 0, sizeof DEAD / sizeof *DEAD);
    tcase_add_loop_test(tests, signposts_count_the_pages_own_links, 0, sizeof LINKS / sizeof *LINKS);
    tcase_add_test(tests, a_page_without_links_is_not_called_broken);
    tcase_add_loop_test(tests, a_trail_is_no_signpost, 0, 3);
    tcase_add_test(tests, a_menus_broken_link_is_not_the_services);
    tcase_add_loop_test(tests, a_directorys_template_is_not_the_services, RECORDS_FEWEST, RECORDS_MOST + 1);
    tcase_add_loop_test(tests, clicks_are_counted_by_the_links, 0, 2);
    tcase_add_loop_test(tests, findable_counts_clicks, 0, sizeof CLICKS / sizeof *CLICKS);
    return council_run("scoring/links", tests) != 0;
}

/* The address that a dead link perhaps meant. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "reports/data/nearest.h"
#include "suite.h"

static const char *const PAGES[] = {
    "https://www.anytown.example/",
    "https://www.anytown.example/local-offer/contact.html",
    "https://www.anytown.example/local-offer/short-breaks",
    "https://www.anytown.example/local-offer/short-breaks/panel-dates-2025",
    "https://www.anytown.example/schools/travel_help/Index.aspx",
    "https://www.anytown.example/schools/moving-on",
    "https://www.anytown.example/adults/moving-on",
    "https://www.anytown.example/service?id=12",
    "https://other.example/local-offer/portage-visits",
    "https://www.anytown.example/gone-too",
};
enum { PAGE_COUNT = sizeof PAGES / sizeof *PAGES };

static const struct {
    const char *dead, *meant;
} LINKS[] = {
    {"https://www.anytown.example/local-offer/contact", "https://www.anytown.example/local-offer/contact.html"},
    {"http://anytown.example/Local-Offer/Contact.htm#top", "https://www.anytown.example/local-offer/contact.html"},
    {"https://www.anytown.example/local_offer/short%20breaks/", "https://www.anytown.example/local-offer/short-breaks"},
    {"https://www.anytown.example/schools/travel-help", "https://www.anytown.example/schools/travel_help/Index.aspx"},
    {"https://www.anytown.example/send/short-breaks", "https://www.anytown.example/local-offer/short-breaks"}, /* moved */
    {"https://www.anytown.example/local-offer/short-break", "https://www.anytown.example/local-offer/short-breaks"},
    {"https://www.anytown.example/local-offer/shorrt-breaks", "https://www.anytown.example/local-offer/short-breaks"},
    {"https://www.anytown.example/local-ofer/contact", "https://www.anytown.example/local-offer/contact.html"},
    {"https://www.anytown.example/library/contact", NULL},    /* a name that a site has often */
    {"https://www.anytown.example/send/moving-on", NULL},     /* there are two */
    {"https://www.anytown.example/local-offer/short-breaks/panel-dates-2026", NULL},
    {"https://www.anytown.example/service?id=13", NULL},
    {"https://www.anytown.example/local-offer/portage-visits", NULL}, /* on another site */
    {"https://www.anytown.example/send/index.html", NULL},
    {"https://www.anytown.example/index.php", "https://www.anytown.example/"},
    {"https://www.anytown.example/help/travel-help", "https://www.anytown.example/schools/travel_help/Index.aspx"},
    {"https://www.anytown.example/gone-to", NULL}, /* does not work itself */
    {"mailto:send@anytown.example", NULL},
    {"https:///", NULL},
    {"", NULL},
};

static struct page pages[PAGE_COUNT];
static const struct page *listed[PAGE_COUNT];

static void list_pages(void)
{
    for (size_t i = 0; i < PAGE_COUNT; i++) {
        pages[i] = (struct page){.url = PAGES[i], .status = 200, .state = LINK_OK};
        listed[i] = &pages[i];
    }
    pages[PAGE_COUNT - 1].status = 404;
    pages[PAGE_COUNT - 1].state = LINK_BROKEN;
}

START_TEST(what_is_nearly_the_same_is_found)
{
    list_pages();
    struct nearest *nearest = nearest_new(listed, PAGE_COUNT);
    const char *found = nearest_find(nearest, LINKS[_i].dead);
    const char *meant = LINKS[_i].meant ? LINKS[_i].meant : "(none)";
    ck_assert_msg(strcmp(found ? found : "(none)", meant) == 0, "%s: %s, should be %s", LINKS[_i].dead, found ? found : "(none)", meant);
    nearest_free(nearest);
}
END_TEST

START_TEST(only_what_was_not_found_is_advised)
{
    static const struct {
        enum link_state state;
        enum link_reason reason;
        bool part, advised;
    } STATES[] = {{LINK_BROKEN, REASON_HTTP_404, false, true}, {LINK_BROKEN, REASON_SOFT_404, false, true}, {LINK_BROKEN, REASON_HTTP_404, true, false},
                  {LINK_SUSPECT, REASON_TIMEOUT, false, false}, {LINK_OK, REASON_NONE, false, false}};
    static struct report_texts texts;
    struct arena arena = {0};
    list_pages();
    texts.prose[PROSE_LINKS_NEAREST] = "Nearly the same:";
    texts.reasons[REASON_HTTP_404].what_to_do = texts.reasons[REASON_SOFT_404].what_to_do = "Take it out.";
    for (size_t i = 0; i < sizeof STATES / sizeof *STATES; i++) {
        struct target target = {.url = "https://www.anytown.example/local-offer/contact", .state = STATES[i].state, .reason = STATES[i].reason, .part = STATES[i].part};
        nearest_advise(listed, PAGE_COUNT, &texts, &arena, &target, 1);
        if (STATES[i].advised)
            ck_assert_str_eq(target.advice, "Take it out. Nearly the same: https://www.anytown.example/local-offer/contact.html");
        else
            ck_assert_ptr_null(target.advice);
    }
    arena_release(&arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reports/nearest");
    TCase *tests = tcase_create("all");
    tcase_add_loop_test(tests, what_is_nearly_the_same_is_found, 0, sizeof LINKS / sizeof *LINKS);
    tcase_add_test(tests, only_what_was_not_found_is_advised);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

/* The crawl against a web server in this process: what it asks for and what never, in
 * which order, what it makes of a council's addresses, and how a stopped run goes on. */
#include <check.h>
#include <string.h>

#include "crawl_fixture.h"
#include "suite.h"

/* --- manners --- */

static const struct toy_answer TOWN[] = {
    {.host = "anytown.test", .path = "/robots.txt", .body = "User-agent: *\nDisallow: /private/\nSitemap: /map.xml\n"},
    {.host = "anytown.test", .path = "/map.xml", .body = "http://anytown.test:$PORT/local-offer/from-map\n"},
    {.host = "anytown.test", .path = "/local-offer",
     .body = PAGE("Local Offer", TEXT LINK("/local-offer/breaks", "Short breaks") LINK("/local-offer/autism", "Autism") LINK(
                  "/private/plan", "Private plan") LINK("/local-offer/quiet", "Quiet") LINK("/local-offer/breaks?utm_source=x", "Breaks again")
                  LINK("/basket/add/7", "Add") LINK("/local-offer/shut", "Shut") "<img src=\"/logo.png\" alt=\"Logo\">"
                  "<form action=\"/local-offer/send-form\" method=\"post\"><input name=\"a\"></form>")},
    {.host = "anytown.test", .path = "/local-offer/breaks",
     .body = PAGE("Short breaks", TEXT LINK("/local-offer", "Home") LINK("/local-offer/autism#who", "Who") LINK("/local-offer/autism#gone", "Gone")
                  LINK("#here", "Here") "<p id=\"here\">x</p>")},
    {.host = "anytown.test", .path = "/local-offer/autism", .body = PAGE("Autism", TEXT "<h2 id=\"who\">Who</h2>" LINK("/local-offer/lost", "Lost"))},
    {.host = "anytown.test", .path = "/local-offer/quiet", .header = "X-Robots-Tag", .value = "nofollow",
     .body = PAGE("Quiet", TEXT LINK("/local-offer/behind-quiet", "Behind"))},
    {.host = "anytown.test", .path = "/local-offer/shut", .body = "<html><head><meta name=\"robots\" content=\"nofollow\"><title>Shut</title></head>"
                                                                  "<body><p>Shut.</p><a href=\"/local-offer/behind-shut\">x</a></body></html>"},
    {.host = "anytown.test", .path = "/local-offer/from-map", .body = PAGE("From the map", TEXT)},
    {.host = "anytown.test", .path = "/logo.png", .body = "png", .header = "Cache-Control", .value = "max-age=1"},
    {0}};

START_TEST(manners_are_kept)
{
    static struct toy_server server;
    struct kept *kept = kept_new();
    toy_start(&server, TOWN);
    struct council council = council_of("E1", "", url(kept, &server, "anytown.test", "/local-offer"), "");
    ck_assert_int_eq(run(&server, &(struct plan){.councils = &council, .count = 1, .delay = 0.1}, kept), STATUS_OK);
    ck_assert_str_eq(server.log[0].path, "/robots.txt");
    for (size_t i = 1; i < server.count; i++)
        ck_assert_msg(server.log[i].began - server.log[i - 1].began > 0.09, "%s came %f s after %s", server.log[i].path,
                      server.log[i].began - server.log[i - 1].began, server.log[i - 1].path);
    static const char *const never[] = {"/private/plan", "/basket/add/7", "/local-offer/send-form", "/local-offer/behind-quiet",
                                        "/local-offer/behind-shut", "/local-offer/breaks?utm_source=x"};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++)
        ck_assert_msg(toy_times(&server, NULL, never[i]) == 0, "%s was asked for", never[i]);
    ck_assert_uint_eq(toy_times(&server, NULL, "/local-offer/from-map"), 1);
    ck_assert_uint_eq(toy_times(&server, NULL, "/local-offer/lost"), 2); /* a 404 is looked at twice */
    for (size_t i = 0; i < server.count; i++)
        ck_assert_msg(strcmp(server.log[i].path, "/local-offer/lost") == 0 || toy_times(&server, NULL, server.log[i].path) == 1,
                      "%s was asked for more than once", server.log[i].path);
    assert_target(kept, "/private/plan", LINK_NOT_CHECKED, REASON_ROBOTS);
    assert_target(kept, "/basket/add/7", LINK_NOT_CHECKED, REASON_ACTION);
    assert_target(kept, "/send-form", LINK_NOT_CHECKED, REASON_FORM);
    assert_target(kept, "/behind-quiet", LINK_NOT_CHECKED, REASON_ROBOTS);
    assert_target(kept, "/behind-shut", LINK_NOT_CHECKED, REASON_ROBOTS);
    assert_target(kept, "/local-offer/lost", LINK_BROKEN, REASON_HTTP_404);
    assert_target(kept, "/autism#who", LINK_OK, REASON_NONE);
    assert_target(kept, "/autism#gone", LINK_BROKEN, REASON_FRAGMENT_MISSING);
    assert_target(kept, "/breaks#here", LINK_OK, REASON_NONE);
    assert_target(kept, "/logo.png", LINK_OK, REASON_NONE);
    ck_assert_int_eq(kept->visits[0].outcome, VISIT_DONE);
    ck_assert_uint_gt(kept->exchanges, 0);
    for (size_t i = 0; i < kept->page_count; i++)
        ck_assert_int_eq(kept->pages[i].page.order, (int)i);
    toy_stop(&server);
    kept_free(kept);
}
END_TEST

START_TEST(a_stopped_run_goes_on_without_asking_twice)
{
    static struct toy_server server;
    static struct toy_answer same[sizeof TOWN / sizeof TOWN[0]];
    memcpy(same, TOWN, sizeof TOWN);
    struct kept *whole = kept_new();
    toy_start(&server, same);
    struct council council = council_of("E1", "", url(whole, &server, "anytown.test", "/local-offer"), "");
    ck_assert_int_eq(run(&server, &(struct plan){.councils = &council, .count = 1}, whole), STATUS_OK);
    for (size_t stop = 1; stop < whole->page_count; stop++) {
        struct kept *first = kept_new(), *second = kept_new();
        server.count = 0;
        first->stop_after = stop;
        ck_assert_int_eq(run(&server, &(struct plan){.councils = &council, .count = 1}, first), STATUS_STOPPED);
        ck_assert_int_eq(first->visits[0].outcome, VISIT_PENDING);
        struct crawl_source source = {.context = first, .stored_page = give_page, .stored_target = give_target};
        size_t asked = server.count;
        ck_assert_int_eq(run(&server, &(struct plan){.councils = &council, .count = 1, .source = &source}, second), STATUS_OK);
        for (size_t i = 0; i < first->page_count; i++)
            for (size_t k = asked; k < server.count; k++)
                ck_assert_msg(strstr(first->pages[i].page.url, server.log[k].path) == NULL ||
                                  strlen(strstr(first->pages[i].page.url, server.log[k].path)) != strlen(server.log[k].path),
                              "stopped after %zu, %s was asked for again", stop, server.log[k].path);
        /* Together they are the run that was never stopped. */
        ck_assert_msg(first->page_count + second->page_count == whole->page_count, "stopped after %zu:\n%s\nthen\n%s\nwhole\n%s", stop,
                      first->log, second->log, whole->log);
        for (size_t i = 0; i < whole->page_count; i++) {
            const struct kept_page *page = i < first->page_count ? &first->pages[i] : &second->pages[i - first->page_count];
            ck_assert_str_eq(page->page.url, whole->pages[i].page.url);
            ck_assert_int_eq(page->page.order, whole->pages[i].page.order);
        }
        ck_assert_uint_eq(second->target_count, whole->target_count);
        for (size_t i = 0; i < whole->target_count; i++) {
            ck_assert_str_eq(second->targets[i].url, whole->targets[i].url);
            ck_assert_int_eq(second->targets[i].state, whole->targets[i].state);
            ck_assert_int_eq(second->targets[i].reason, whole->targets[i].reason);
        }
        ck_assert_int_eq(second->visits[0].outcome, VISIT_DONE);
        ck_assert_int_eq(second->visits[0].pages_read, whole->visits[0].pages_read);
        kept_free(first);
        kept_free(second);
    }
    toy_stop(&server);
    kept_free(whole);
}
END_TEST

START_TEST(unchanged_pages_are_not_sent_again)
{
    static const struct toy_answer answers[] = {
        {.host = "anytown.test", .path = "/local-offer", .header = "ETag", .value = "\"one\"", .body = PAGE("Local Offer", TEXT LINK("/local-offer/more", "More"))},
        {.host = "anytown.test", .path = "/local-offer/more", .body = PAGE("More", TEXT)},
        {0}};
    static struct toy_server server;
    struct kept *first = kept_new(), *second = kept_new();
    toy_start(&server, answers);
    struct council council = council_of("E1", "", url(first, &server, "anytown.test", "/local-offer"), "");
    ck_assert_int_eq(run(&server, &(struct plan){.councils = &council, .count = 1}, first), STATUS_OK);
    struct crawl_source source = {.context = first, .earlier_page = give_earlier};
    server.count = 0;
    ck_assert_int_eq(run(&server, &(struct plan){.councils = &council, .count = 1, .source = &source}, second), STATUS_OK);
    ck_assert_uint_eq(second->page_count, 2);
    ck_assert(second->pages[0].page.reused);
    ck_assert_ptr_nonnull(second->pages[0].document);
    ck_assert_str_eq(second->pages[0].page.title, "Local Offer");
    ck_assert_str_eq(second->pages[0].page.sha256, first->pages[0].page.sha256);
    ck_assert_int_eq(second->pages[0].page.status, 200);
    ck_assert(!second->pages[1].page.reused);
    size_t conditional = 0;
    for (size_t i = 0; i < server.count; i++)
        conditional += strcmp(server.log[i].if_none_match, "\"one\"") == 0;
    ck_assert_uint_eq(conditional, 1);
    toy_stop(&server);
    kept_free(first);
    kept_free(second);
}
END_TEST

/* --- where the Local Offer is --- */

/* What only a compound file begins with: enough to be told, though it is damaged. */
#define OLD_WORD "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

static const struct toy_answer WAYS[] = {
    {.host = "good.test", .path = "/local-offer", .body = PAGE("Local Offer", TEXT)},
    {.host = "gone.test", .path = "/", .body = PAGE("Gone Council", TEXT LINK("/bins", "Bins") LINK("/children", "Children and young people"))},
    {.host = "gone.test", .path = "/children", .body = PAGE("Children", TEXT LINK("/send-help", "Special educational needs and disabilities"))},
    {.host = "gone.test", .path = "/send-help", .body = PAGE("Special needs", TEXT LINK("/new-offer", "Our Local Offer"))},
    {.host = "gone.test", .path = "/new-offer", .body = PAGE("Local Offer", TEXT)},
    {.host = "near.test", .path = "/", .body = PAGE("Near Council", TEXT LINK("/special", "Special educational needs"))},
    {.host = "near.test", .path = "/special", .body = PAGE("Special educational needs and disabilities", TEXT)},
    {.host = "bare.test", .path = "/", .body = PAGE("Bare Council", TEXT LINK("/bins", "Bins"))},
    {.host = "old.test", .path = "/local-offer", .status = 301, .header = "Location", .value = "http://good.test:$PORT/local-offer"},
    {.host = "www.move.test", .path = "/local-offer", .status = 301, .header = "Location", .value = "http://move.test:$PORT/local-offer"},
    {.host = "move.test", .path = "/local-offer", .body = PAGE("Local Offer", TEXT)},
    {.host = "closed.test", .path = "/local-offer", .status = 403},
    {.host = "closed.test", .path = "/", .body = PAGE("Closed Council", TEXT LINK("/local-offer", "Local Offer"))},
    {.host = "walled.test", .path = "/robots.txt", .body = "User-agent: *\nDisallow: /\n"},
    {.host = "walled.test", .path = "/local-offer", .body = PAGE("Local Offer", TEXT)},
    {.host = "down.test", .path = "/robots.txt", .status = 503},
    {.host = "failing.test", .path = "/local-offer", .status = 500},
    {.host = "late.test", .path = "/local-offer", .status = -404, .body = PAGE("Local Offer", TEXT)},
    {.host = "soft.test", .path = "/local-offer", .body = PAGE("Page not found", "<p>Sorry.</p>")},
    {.host = "empty.test", .path = "/local-offer", .body = ""},
    {.host = "sent-nowhere.test", .path = "/local-offer", .status = 302, .body = ""},
    {.host = "no-address.test", .path = "/local-offer", .status = 302, .body = PAGE("Local Offer", TEXT)},
    {.host = "picture.test", .path = "/local-offer", .body = "GIF89a, and no page"},
    {.host = "picture.test", .path = "/moved", .status = 301, .header = "Location", .value = "/local-offer"},
    {.host = "picture.test", .path = "/", .body = PAGE("Picture Council", TEXT LINK("/bins", "Bins"))},
    {.host = "old-word.test", .path = "/local-offer", .body = OLD_WORD},
    {.host = "members.test", .path = "/local-offer", .status = 302, .header = "Location", .value = "/account/login?next=1"},
    {.host = "members.test", .path = "/account/login?next=1", .body = PAGE("Sign in", "<p>Your password</p>")},
    {.host = "sent-home.test", .path = "/localoffer", .status = 301, .header = "Location", .value = "/"},
    {.host = "sent-home.test", .path = "/", .body = PAGE("Anytown Council", TEXT LINK("/bins", "Bins"))},
    {.host = "www.found-again.test", .path = "/localoffer", .status = 301, .header = "Location", .value = "http://found-again.test:$PORT/index.html"},
    {.host = "found-again.test", .path = "/index.html", .body = PAGE("Anytown Council", TEXT LINK("/help/send", "Local Offer"))},
    {.host = "found-again.test", .path = "/", .body = PAGE("Anytown Council", TEXT LINK("/help/send", "Local Offer"))},
    {.host = "found-again.test", .path = "/help/send", .body = PAGE("Local Offer", TEXT)},
    {.host = "front.test", .path = "/localoffer", .status = 301, .header = "Location", .value = "/"},
    {.host = "front.test", .path = "/", .body = PAGE("Anytown Local Offer", TEXT)},
    {.host = "families.test", .path = "/local-offer", .status = 301, .header = "Location", .value = "/"},
    {.host = "families.test", .path = "/", .body = PAGE("Help for families", TEXT)},
    {.host = "short.test", .path = "/localoffer", .status = 301, .header = "Location", .value = "http://offer.short.test:$PORT/"},
    {.host = "offer.short.test", .path = "/", .body = PAGE("Help for families", TEXT)},
    {.host = "filter.test", .path = "/local-offer", .body = PAGE("Request Rejected", "<p>Your support ID is 12</p>")},
    {.host = "closed-today.test", .path = "/local-offer", .body = PAGE("Site under maintenance", "<p>Come back later.</p>")},
    /* Only the sitemap knows: one that robots.txt names, and one in the usual place. */
    {.host = "map.test", .path = "/", .body = PAGE("Map Council", TEXT LINK("/bins", "Bins") LINK("/children", "Children and young people"))},
    {.host = "map.test", .path = "/children", .body = PAGE("Children", TEXT)},
    {.host = "map.test", .path = "/robots.txt", .body = "User-agent: *\nSitemap: /maps/index.xml\n"},
    {.host = "map.test", .path = "/maps/index.xml",
     .body = "<sitemapindex><sitemap><loc>pages.xml</loc></sitemap><sitemap><loc>http://map.test:$PORT/maps/index.xml</loc></sitemap>"
             "<sitemap><loc>http://good.test:$PORT/others.xml</loc></sitemap></sitemapindex>"},
    {.host = "map.test", .path = "/maps/pages.xml",
     .body = "<urlset><url><loc>http://good.test:$PORT/local-offer</loc></url><url><loc>http://map.test:$PORT/help/local-offer/autism</loc></url>"
             "<url><loc>http://map.test:$PORT/local-offer.odt</loc></url><url><loc>http://map.test:$PORT/help/local-offer</loc></url></urlset>"},
    {.host = "map.test", .path = "/local-offer.odt", .body = PAGE("Local Offer", TEXT)}, /* shorter, but a leaflet by its name */
    {.host = "map.test", .path = "/help/local-offer", .body = PAGE("Local Offer", TEXT LINK("/help/local-offer/autism", "Autism"))},
    {.host = "map.test", .path = "/help/local-offer/autism", .body = PAGE("Autism in our Local Offer", TEXT)},
    {.host = "usual.test", .path = "/", .body = PAGE("Usual Council", TEXT LINK("/bins", "Bins"))},
    {.host = "usual.test", .path = "/sitemap.xml", .body = "<urlset><url><loc>/local-offer</loc></url></urlset>"},
    {.host = "usual.test", .path = "/local-offer", .body = PAGE("Local Offer", TEXT)},
    /* A link that says it is believed first. */
    {.host = "linked.test", .path = "/", .body = PAGE("Linked Council", TEXT LINK("/offer", "Local Offer"))},
    {.host = "linked.test", .path = "/offer", .body = PAGE("Local Offer", TEXT)},
    {.host = "linked.test", .path = "/sitemap.xml", .body = "<urlset><url><loc>/a/local-offer</loc></url></urlset>"},
    {.host = "shell.test", .path = "/local-offer",
     .body = "<html><head><title>App</title></head><body><div id=\"root\"></div><noscript>You need to enable JavaScript to run this app.</noscript>"
             "<script src=\"/app.js\"></script></body></html>"},
    {0}};

START_TEST(the_local_offer_is_found_or_the_reason_told)
{
    static const struct {
        const char *home, *listed, *other; /* host and path, "" for none */
        enum visit_outcome outcome;
        enum link_reason reason;
        const char *start;
        int clicks;
    } cases[] = {
        {"", "good.test/local-offer", "", VISIT_DONE, REASON_NONE, "good.test/local-offer", -1},
        {"", "good.test/nothing", "good.test/local-offer", VISIT_DONE, REASON_NONE, "good.test/local-offer", -1},
        {"", "late.test/local-offer", "", VISIT_DONE, REASON_NONE, "late.test/local-offer", -1},
        {"gone.test/", "gone.test/local-offer", "", VISIT_DONE, REASON_NONE, "gone.test/new-offer", 3},
        {"gone.test/", "", "", VISIT_DONE, REASON_NONE, "gone.test/new-offer", 3},
        {"map.test/", "map.test/gone", "", VISIT_DONE, REASON_NONE, "map.test/help/local-offer", -1},
        {"usual.test/", "", "", VISIT_DONE, REASON_NONE, "usual.test/local-offer", -1},
        {"linked.test/", "", "", VISIT_DONE, REASON_NONE, "linked.test/offer", 1},
        {"near.test/", "", "", VISIT_DONE, REASON_NONE, "near.test/special", 1},
        {"bare.test/", "bare.test/x/y", "", VISIT_NOT_FOUND, REASON_HTTP_404, NULL, -1},
        {"", "bare.test/x/y", "", VISIT_NOT_FOUND, REASON_HTTP_404, NULL, -1},
        {"", "soft.test/local-offer", "", VISIT_NOT_FOUND, REASON_SOFT_404, NULL, -1},
        {"", "empty.test/local-offer", "", VISIT_DOWN, REASON_EMPTY_PAGE, NULL, -1},
        {"", "sent-nowhere.test/local-offer", "", VISIT_DOWN, REASON_REDIRECT_NOWHERE, NULL, -1},
        {"", "no-address.test/local-offer", "", VISIT_DONE, REASON_NONE, "no-address.test/local-offer", -1},
        {"", "members.test/local-offer", "", VISIT_BLOCKED, REASON_SIGN_IN, NULL, -1},
        {"", "sent-home.test/localoffer", "", VISIT_NOT_FOUND, REASON_REDIRECT_HOME, NULL, -1},
        {"found-again.test/", "www.found-again.test/localoffer", "", VISIT_DONE, REASON_NONE, "found-again.test/help/send", 1},
        {"", "front.test/localoffer", "", VISIT_DONE, REASON_NONE, "front.test/", -1},
        {"good.test/", "families.test/local-offer", "", VISIT_DONE, REASON_NONE, "families.test/", -1},
        {"", "short.test/localoffer", "", VISIT_DONE, REASON_NONE, "offer.short.test/", -1},
        {"", "filter.test/local-offer", "", VISIT_BLOCKED, REASON_REFUSED, NULL, -1},
        {"", "closed-today.test/local-offer", "", VISIT_DOWN, REASON_UNAVAILABLE, NULL, -1},
        {"", "picture.test/local-offer", "", VISIT_NOT_FOUND, REASON_UNREADABLE, NULL, -1},
        {"", "picture.test/moved", "", VISIT_NOT_FOUND, REASON_UNREADABLE, NULL, -1},
        {"picture.test/", "picture.test/local-offer", "", VISIT_NOT_FOUND, REASON_UNREADABLE, NULL, -1},
        {"", "picture.test/local-offer", "good.test/local-offer", VISIT_DONE, REASON_NONE, "good.test/local-offer", -1},
        {"", "old-word.test/local-offer", "", VISIT_NOT_FOUND, REASON_UNREADABLE, NULL, -1},
        {"", "", "", VISIT_NOT_FOUND, REASON_NONE, NULL, -1},
        {"", "old.test/local-offer", "", VISIT_MOVED, REASON_NONE, "good.test/local-offer", -1},
        {"", "www.move.test/local-offer", "", VISIT_DONE, REASON_NONE, "move.test/local-offer", -1},
        {"closed.test/", "closed.test/local-offer", "", VISIT_BLOCKED, REASON_REFUSED, NULL, -1},
        {"", "walled.test/local-offer", "", VISIT_BLOCKED, REASON_ROBOTS, NULL, -1},
        {"", "down.test/local-offer", "", VISIT_DOWN, REASON_HTTP_5XX, NULL, -1},
        {"", "failing.test/local-offer", "", VISIT_DOWN, REASON_HTTP_5XX, NULL, -1},
        {"", "shell.test/local-offer", "", VISIT_NEEDS_SCRIPTS, REASON_NONE, "shell.test/local-offer", -1},
    };
    static struct toy_server server;
    toy_start(&server, WAYS);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct kept *kept = kept_new();
        const char *addresses[3] = {cases[i].home, cases[i].listed, cases[i].other};
        for (size_t k = 0; k < 3; k++)
            if (addresses[k][0] != '\0')
                addresses[k] = arena_printf(&kept->arena, "http://%.*s:%u%s", (int)strcspn(addresses[k], "/"), addresses[k], server.port,
                                            strchr(addresses[k], '/'));
        struct council council = council_of("E1", addresses[0], addresses[1], addresses[2]);
        server.count = 0;
        ck_assert_int_eq(run(&server, &(struct plan){.councils = &council, .count = 1}, kept), STATUS_OK);
        const struct visit *visit = &kept->visits[0];
        ck_assert_uint_eq(kept->visit_count, 1);
        ck_assert_msg(visit->outcome == cases[i].outcome && visit->reason == cases[i].reason, "case %zu: %s %s\n%s", i,
                      visit_outcome_word(visit->outcome), link_reason_word(visit->reason), kept->log);
        ck_assert_msg(visit->clicks_from_home == cases[i].clicks, "case %zu: %d clicks", i, visit->clicks_from_home);
        ck_assert_msg((visit->start_url == NULL) == (cases[i].start == NULL), "case %zu", i);
        if (cases[i].start != NULL) {
            const char *start = arena_printf(&kept->arena, "http://%.*s:%u%s", (int)strcspn(cases[i].start, "/"), cases[i].start, server.port,
                                             strchr(cases[i].start, '/'));
            ck_assert_str_eq(visit->start_url, start);
        }
        const char *sitemaps[] = {"/maps/index.xml", "/maps/pages.xml", "/sitemap.xml"};
        bool mapped = strcmp(cases[i].home, "map.test/") == 0;
        for (size_t k = 0; k < 3; k++)
            ck_assert_msg(toy_times(&server, NULL, sitemaps[k]) == (mapped ? k < 2 : k == 2 && cases[i].start != NULL) ||
                          (cases[i].start == NULL && toy_times(&server, NULL, sitemaps[k]) <= 1), "case %zu: %s %zu times", i, sitemaps[k], toy_times(&server, NULL, sitemaps[k]));
        if (mapped) {
            ck_assert_uint_eq(toy_times(&server, "good.test", NULL), 0);
            ck_assert_uint_eq(toy_times(&server, "map.test", "/help/local-offer"), 1);
            ck_assert_uint_eq(toy_times(&server, "map.test", "/children"), 0); /* the walk is not needed */
        }
        if (strcmp(cases[i].home, "linked.test/") == 0)
            ck_assert_uint_eq(toy_times(&server, "linked.test", "/offer"), 1);
        if (strcmp(cases[i].listed, "walled.test/local-offer") == 0)
            ck_assert_uint_eq(toy_times(&server, "walled.test", NULL), 1);
        if (strcmp(cases[i].listed, "down.test/local-offer") == 0)
            ck_assert_uint_eq(toy_times(&server, "down.test", "/local-offer"), 0);
        kept_free(kept);
    }
    toy_stop(&server);
}
END_TEST

/* --- many councils --- */

#define TOWN_OF(name, first, second, third)                                                                                            \
    {.host = name, .path = "/local-offer", .delay_ms = first,                                                                           \
     .body = PAGE("Local Offer", TEXT LINK("/local-offer/a", "A") LINK("/local-offer/b", "B") LINK("http://shared.test:8081/x/y", "Bins"))}, \
        {.host = name, .path = "/local-offer/a", .delay_ms = second, .body = PAGE("A", TEXT LINK("/local-offer/c", "C"))},              \
        {.host = name, .path = "/local-offer/b", .delay_ms = third, .body = PAGE("B", TEXT LINK("/local-offer/d", "Autism"))},          \
        {.host = name, .path = "/local-offer/c", .delay_ms = first, .body = PAGE("C", TEXT)},                                           \
        {.host = name, .path = "/local-offer/d", .delay_ms = third, .body = PAGE("D", TEXT)}

START_TEST(a_councils_order_depends_on_its_pages_alone)
{
    static const struct toy_answer quick[] = {TOWN_OF("one.test", 0, 0, 0), TOWN_OF("two.test", 0, 0, 0), TOWN_OF("three.test", 0, 0, 0), {0}};
    static const struct toy_answer slow[] = {TOWN_OF("one.test", 60, 1, 30), TOWN_OF("two.test", 5, 80, 2), TOWN_OF("three.test", 1, 20, 70), {0}};
    static char logs[3][2][sizeof((struct kept *)0)->log];
    for (size_t town = 0; town < 3; town++)
        for (int pace = 0; pace < 2; pace++) {
            static struct toy_server server;
            struct kept *kept = kept_new();
            toy_start(&server, pace == 0 ? quick : slow);
            static const char *const hosts[] = {"one.test", "two.test", "three.test"}, *const codes[] = {"E1", "E2", "E3"};
            struct council councils[3];
            for (size_t i = 0; i < 3; i++)
                councils[i] = council_of(codes[i], "", url(kept, &server, hosts[i], "/local-offer"), "");
            kept->of = codes[town];
            ck_assert_int_eq(run(&server, &(struct plan){.councils = councils, .count = 3, .no_externals = true}, kept), STATUS_OK);
            assert_nothing_twice(&server);
            snprintf(logs[town][pace], sizeof logs[town][pace], "%s", kept->log);
            toy_stop(&server);
            kept_free(kept);
        }
    for (size_t town = 0; town < 3; town++)
        ck_assert_str_eq(logs[town][0], logs[town][1]);
    ck_assert_ptr_nonnull(strstr(logs[0][0], "page /local-offer/d ok"));
}
END_TEST

START_TEST(a_busy_sink_is_told_nothing_and_holds_up_no_request)
{
    static const struct toy_answer towns[] = {TOWN_OF("one.test", 60, 1, 30), TOWN_OF("two.test", 5, 80, 2), TOWN_OF("three.test", 1, 20, 70), {0}};
    static char logs[2][sizeof((struct kept *)0)->log];
    size_t asked[2], meanwhile[2];
    for (int slow = 0; slow < 2; slow++) {
        static struct toy_server server;
        struct kept *kept = kept_new();
        toy_start(&server, towns);
        struct council councils[] = {council_of("E1", "", url(kept, &server, "one.test", "/local-offer"), ""),
                                     council_of("E2", "", url(kept, &server, "two.test", "/local-offer"), ""),
                                     council_of("E3", "", url(kept, &server, "three.test", "/local-offer"), "")};
        kept->of = "E2";
        kept->slow = slow == 1;
        ck_assert_int_eq(run(&server, &(struct plan){.councils = councils, .count = 3, .no_externals = true}, kept), STATUS_OK);
        snprintf(logs[slow], sizeof logs[slow], "%s", kept->log);
        asked[slow] = server.count;
        meanwhile[slow] = kept->exchanges_while_busy;
        toy_stop(&server);
        kept_free(kept);
    }
    ck_assert_str_eq(logs[0], logs[1]);
    ck_assert_uint_eq(asked[0], asked[1]);
    ck_assert_uint_eq(meanwhile[0], 0);
    ck_assert_uint_gt(meanwhile[1], 0);
}
END_TEST

START_TEST(a_target_of_two_councils_is_asked_for_once)
{
#define SHOPPING                                                                                                              \
    PAGE("Local Offer", TEXT LINK("http://elsewhere.test:$PORT/shop/bins", "Bins") LINK("http://other.test:$PORT/lost/bins", "Lost bins"))
    static const struct toy_answer answers[] = {
        {.host = "one.test", .path = "/local-offer", .body = SHOPPING},
        {.host = "two.test", .path = "/local-offer", .body = SHOPPING},
        {.host = "elsewhere.test", .path = "/shop/bins", .body = PAGE("Bins", TEXT TEXT TEXT "<p>All about bins.</p>")},
        {0}};
    static struct toy_server server;
    struct kept *kept = kept_new();
    toy_start(&server, answers);
    struct council councils[2] = {council_of("E1", "", url(kept, &server, "one.test", "/local-offer"), ""),
                                  council_of("E2", "", url(kept, &server, "two.test", "/local-offer"), "")};
    ck_assert_int_eq(run(&server, &(struct plan){.councils = councils, .count = 2, .single_page = true}, kept), STATUS_OK);
    ck_assert_uint_eq(toy_times(&server, "elsewhere.test", "/shop/bins"), 2); /* HEAD, and what its word is worth there */
    ck_assert_uint_eq(toy_times(&server, "other.test", "/lost/bins"), 2); /* a 404's second look */
    ck_assert_uint_eq(toy_times(&server, "elsewhere.test", "/robots.txt"), 1);
    ck_assert_uint_eq(kept->target_count, 4);
    assert_target(kept, "/shop/bins", LINK_OK, REASON_NONE);
    assert_target(kept, "/lost/bins", LINK_BROKEN, REASON_HTTP_404);
    const char *method = "HEAD";
    for (size_t i = 0; i < server.count; i++)
        if (strcmp(server.log[i].path, "/shop/bins") == 0) {
            ck_assert_str_eq(server.log[i].method, method);
            method = "GET";
        }
    toy_stop(&server);
    kept_free(kept);
}
END_TEST

static void give_history(void *context, const char *address, struct target *target)
{
    (void)context;
    if (strstr(address, "failing") != NULL) {
        target->first_failed = target->last_failed = target->last_proof = target->checked_at - 3 * 24 * 3600;
        target->times_failed = 1;
    }
}

START_TEST(a_second_failure_days_later_is_broken)
{
    static const struct toy_answer answers[] = {
        {.host = "anytown.test", .path = "/local-offer", .body = PAGE("Local Offer", TEXT LINK("/x/failing", "Bins") LINK("/x/new-trouble", "Bins"))},
        {.host = "anytown.test", .path = "/x/failing", .status = 500},
        {.host = "anytown.test", .path = "/x/new-trouble", .status = 500},
        {0}};
    static struct toy_server server;
    struct kept *kept = kept_new();
    toy_start(&server, answers);
    struct council council = council_of("E1", "", url(kept, &server, "anytown.test", "/local-offer"), "");
    struct crawl_source source = {.target_history = give_history};
    ck_assert_int_eq(run(&server, &(struct plan){.councils = &council, .count = 1, .single_page = true, .source = &source}, kept), STATUS_OK);
    assert_target(kept, "/x/failing", LINK_BROKEN, REASON_HTTP_5XX);
    assert_target(kept, "/x/new-trouble", LINK_SUSPECT, REASON_HTTP_5XX);
    toy_stop(&server);
    kept_free(kept);
}
END_TEST

START_TEST(copies_refreshes_and_budgets)
{
    static const struct toy_answer answers[] = {
        {.host = "anytown.test", .path = "/local-offer",
         .body = PAGE("Local Offer", TEXT LINK("/local-offer/a", "A") LINK("/local-offer/a?from=b", "A again") LINK("/local-offer/jump", "Jump")
                      LINK("/local-offer/c", "C") LINK("http://elsewhere.test/", "Elsewhere"))},
        {.host = "anytown.test", .path = "/local-offer/a",
         .body = "<html><head><title>A</title><link rel=\"canonical\" href=\"/local-offer/a\"></head><body><main><h1>A</h1>" TEXT "</main></body></html>"},
        {.host = "anytown.test", .path = "/local-offer/a?from=b",
         .body = "<html><head><title>A</title><link rel=\"canonical\" href=\"/local-offer/a\"></head><body><main><h1>A</h1>" TEXT "</main></body></html>"},
        {.host = "anytown.test", .path = "/local-offer/jump",
         .body = "<html><head><title>Jump</title><meta http-equiv=\"refresh\" content=\"0; url=/local-offer/landed\"></head><body>Wait.</body></html>"},
        {.host = "anytown.test", .path = "/local-offer/landed", .body = PAGE("Landed", "<p>Here you are, and this is another text for you.</p>")},
        {.host = "anytown.test", .path = "/local-offer/c", .body = PAGE("C", TEXT "<p>More on the matter of C for those who ask.</p>")},
        {0}};
    static struct toy_server server;
    struct kept *kept = kept_new();
    toy_start(&server, answers);
    struct council council = council_of("E1", "", url(kept, &server, "anytown.test", "/local-offer"), "");
    ck_assert_int_eq(run(&server, &(struct plan){.councils = &council, .count = 1, .no_externals = true}, kept), STATUS_OK);
    size_t copies = 0, landed = 0;
    for (size_t i = 0; i < kept->page_count; i++) {
        copies += kept->pages[i].page.state == LINK_OK && kept->pages[i].document == NULL;
        landed += strstr(kept->pages[i].page.url, "/jump") != NULL && strstr(kept->pages[i].page.final_url, "/landed") != NULL &&
                  kept->pages[i].document != NULL;
    }
    ck_assert_uint_eq(copies, 1);
    ck_assert_uint_eq(landed, 1);
    ck_assert_int_eq(kept->visits[0].pages_read, 4);
    assert_target(kept, "elsewhere.test/", LINK_NOT_CHECKED, REASON_LIMIT);
    ck_assert_uint_eq(toy_times(&server, "elsewhere.test", NULL), 0);
    kept_free(kept);

    kept = kept_new();
    council.local_offer_url = url(kept, &server, "anytown.test", "/local-offer");
    ck_assert_int_eq(run(&server, &(struct plan){.councils = &council, .count = 1, .max_pages = 2, .no_externals = true}, kept), STATUS_OK);
    ck_assert_int_eq(kept->visits[0].outcome, VISIT_LIMITED);
    ck_assert_int_gt(kept->visits[0].pages_left, 0);
    assert_target(kept, "/local-offer/c", LINK_OK, REASON_NONE); /* beyond the budget, and still a link to check */
    toy_stop(&server);
    kept_free(kept);
}
END_TEST

#define LONG "0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789"

/* Every page names addresses of its own, as long as it likes. */
START_TEST(addresses_take_so_many_bytes_at_most)
{
    static const struct toy_answer long_ones[] = {
        {.host = "anytown.test", .path = "/local-offer",
         .body = PAGE("Local Offer", TEXT LINK("/local-offer/a", "A") LINK("/local-offer/b", "B") LINK("/x?" LONG "1", "1") LINK("/x?" LONG "2", "2"))},
        {.host = "anytown.test", .path = "/local-offer/a",
         .body = PAGE("A", TEXT LINK("/x?" LONG "3", "3") LINK("/x?" LONG "4", "4") LINK("/x?" LONG "5", "5") LINK("/x?" LONG "1", "1") LINK("/local-offer/b", "B"))},
        {.host = "anytown.test", .path = "/local-offer/b", .body = PAGE("B", TEXT LINK("/x?" LONG "6", "6") LINK("/x?" LONG "7", "7") LINK("/local-offer/a", "A"))},
        {0}};
    static struct toy_server server;
    struct kept *kept = kept_new();
    toy_start(&server, long_ones);
    struct council council = council_of("E1", "", url(kept, &server, "anytown.test", "/local-offer"), "");
    ck_assert_int_eq(run(&server, &(struct plan){.councils = &council, .count = 1, .target_bytes = 5 * sizeof LONG}, kept), STATUS_OK);
    ck_assert_ptr_nonnull(target_of(kept, LONG "1"));
    ck_assert_int_ne(target_of(kept, LONG "3")->reason, REASON_LIMIT);
    assert_target(kept, LONG "4", LINK_NOT_CHECKED, REASON_LIMIT);
    assert_target(kept, LONG "6", LINK_NOT_CHECKED, REASON_LIMIT);
    ck_assert_ptr_null(target_of(kept, LONG "5"));
    ck_assert_ptr_null(target_of(kept, LONG "7"));
    ck_assert_uint_eq(toy_times(&server, NULL, "/x?" LONG "4"), 0);
    for (size_t i = 0; i < kept->page_count; i++) /* what is known already takes nothing */
        ck_assert(strcmp(kept->pages[i].page.title, "A") != 0 || kept->pages[i].link_count == 4);
    ck_assert_int_eq(kept->visits[0].outcome, VISIT_LIMITED);
    ck_assert_ptr_nonnull(strstr(kept->visits[0].note, "4 links were left out"));
    toy_stop(&server);
    kept_free(kept);
}
END_TEST

int main(void)
{
    document_start();
    Suite *suite = suite_create("crawl");
    TCase *tcase = tcase_create("all");
    tcase_set_timeout(tcase, 60);
    tcase_add_test(tcase, manners_are_kept);
    tcase_add_test(tcase, a_stopped_run_goes_on_without_asking_twice);
    tcase_add_test(tcase, unchanged_pages_are_not_sent_again);
    tcase_add_test(tcase, the_local_offer_is_found_or_the_reason_told);
    tcase_add_test(tcase, a_councils_order_depends_on_its_pages_alone);
    tcase_add_test(tcase, a_busy_sink_is_told_nothing_and_holds_up_no_request);
    tcase_add_test(tcase, a_target_of_two_councils_is_asked_for_once);
    tcase_add_test(tcase, a_second_failure_days_later_is_broken);
    tcase_add_test(tcase, copies_refreshes_and_budgets);
    tcase_add_test(tcase, addresses_take_so_many_bytes_at_most);
    suite_add_tcase(suite, tcase);
    int failed = run_suite(suite);
    document_stop();
    return failed;
}

/* What the words of a page say: nothing is here, parked, moved, out of order, for people alone. */
#include <string.h>

#include "wording_fixture.h"

START_TEST(pages_are_judged_by_their_words)
{
    static const struct {
        const char *markup;
        enum wording_strength not_found, parked, moved;
    } cases[] = {
        {MAIN("Short breaks", LONG), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Page not found", "Sorry."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Page not found | Anytown Council", "Sorry."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Anytown Council - 404", "Sorry."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Sorry, we can\xE2\x80\x99t find that page", "Try again."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Error 404 - not found", "Sorry."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Anytown", "Sorry."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("We can\xE2\x80\x99t seem to find the page you want", "Try again."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Sorry, the file you requested could not be found", "Try again."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("The service you are looking for no longer exists", "Search again."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Form not found", "Search again."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Anytown Council", "The form you are looking for does not exist."), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("This record does not exist", "Search again."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Sorry, this service is no longer listed", "Search again."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("This link has expired", "Ask whoever sent it."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Tudalen heb ei chanfod", "Mae'n ddrwg gennym."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Gwall 404", "Ni ellir dod o hyd i\xE2\x80\x99r dudalen hon."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Cyngor Anytown", "Ni ellir dod o hyd i\xE2\x80\x99r dudalen hon."), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("Content not available", "Try again."), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("Nie znaleziono strony", "Przepraszamy."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Sorry, we cannot find that page", "Try again."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Oops! That record has gone", "Try again."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Nothing found", "It looks like nothing was found at this location."), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("No records found", "Change your search."), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        /* of what shows films and leaflets, by its heading or where hardly anything else is said */
        {MAIN("Video unavailable", "It was taken out by who made it."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Sorry, this video has been removed", "Watch another one."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("This publication is no longer available | Anytown Leaflets", "See what is new."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Anytown Films", "This video isn\xE2\x80\x99t available any more."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Our short breaks leaflet", "The document has been removed by the person who put it here."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Service details", "Sorry, this record could not be found."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Service details", LONG "This record is no longer available on paper."), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("Your child's record", "Your child's health record is not available online."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Our short breaks film", LONG "If the video isn\xE2\x80\x99t available, ring us."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("What to do when a video is unavailable", "Ring us."), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("A charge has been removed", LONG), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("This service is no longer available", LONG), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Video and film club", "Every Monday."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        /* pages that only speak of such things */
        {MAIN("School place not found: what happens next", LONG), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Can\xE2\x80\x99t find the service you need?", LONG), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Has your plan expired?", LONG), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Lost and found", LONG), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Room 404 and other meeting rooms", LONG), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Not found what you need? Ask our team", LONG), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("404 error pages: how we use them", LONG), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("Page not found", LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG), WORDING_WEAK, WORDING_NONE, WORDING_NONE}, /* it goes on */
        {MAIN("Page not found: how to report it", LONG), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("Page not found \xE2\x80\x93 how to tell us | Anytown Council", "Ring us."), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("What to do when a page cannot be found", LONG), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("When your child\xE2\x80\x99s record cannot be found", LONG), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("Page not found: Anytown Council", LONG), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("Page not found: Anytown Council", "The page you are looking for does not exist."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("404: Page not found", "Sorry."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("404 - File or directory not found.", "Sorry."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Sorry, that page has moved or no longer exists", "Try again."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        /* a template's title over another page */
        {"<title>Page not found - Anytown</title><main><h1>Short breaks</h1><p>" LONG "</p></main>", WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {"<title>Page not found - Anytown</title><main><h1>Sorry</h1><p>The page you requested was moved.</p></main>", WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {"<title>Page not found - Anytown</title><main><p>" LONG "</p></main>", WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        /* below the name of the site */
        {MAIN("Anytown Directory", "</p><h2>Record not found</h2><p>It is no longer available."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Anytown Directory", "</p><h2>Record not found</h2><p>Ring us."), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("Common errors", LONG LONG LONG "</p><h2>Page not found</h2><p>The page you requested was moved or deleted."), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("Advice for clubs", LONG "If this domain has expired, ring us."), WORDING_NONE, WORDING_WEAK, WORDING_NONE},
        {MAIN("Why a council has been abolished before", LONG), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("A service has been withdrawn: how we decide", LONG), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Help", LONG "If the page no longer exists, or the form could not be found, ring us."), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("Help", "The page you are looking for no longer exists."), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        /* in words of its own, to who followed a link: that it is not there, that this was asked for, and where to go */
        {MAIN("Nothing here, sorry", "The page about clubs that you asked for was on the old site. Have a look at the A to Z."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Oh dear", "There\xE2\x80\x99s nothing at this address. Somebody (perhaps us) typed the link badly. Go back one step."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Clubs", "The list that you were looking for isn\xE2\x80\x99t here. Try the search."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Clubs", "The list that you were looking for isn\xE2\x80\x99t here."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Clubs", "If your club isn\xE2\x80\x99t here, try the search, or go back to the A to Z."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Clubs", LONG LONG LONG "The list that you were looking for isn\xE2\x80\x99t here. Try the search."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Contact us", "Can\xE2\x80\x99t find the page that you are looking for? Use the search box or the A to Z."), WORDING_WEAK, WORDING_NONE, WORDING_NONE},
        {MAIN("Welcome to our new website", "Some pages may have been moved. If you followed an old link, use the search box."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        /* where the computer seems to stand */
        {MAIN("Sorry, this content is not available in your country", "Try something else."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Video unavailable", "Who uploaded it has not made this video available in your country."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("This content isn\xE2\x80\x99t available in your region", "Sorry."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Help with links", "Where a page isn\xE2\x80\x99t at this address any more, tell us about the link you followed, and go back."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("You said, we did", "You asked for a simpler website. The old menu has been removed, and there is a search box."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("anytown.example", "This domain is for sale."), WORDING_NONE, WORDING_WEAK, WORDING_NONE},
        {MAIN("This domain is for sale", "Related searches."), WORDING_NONE, WORDING_STRONG, WORDING_NONE},
        {MAIN("This domain is for sale", LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("anytown.example", "Related searches. Sponsored results. Privacy policy."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("anytown.example", "Related searches. Sponsored listings. Privacy policy."), WORDING_NONE, WORDING_WEAK, WORDING_NONE},
        {MAIN("House for sale", LONG "The garden is for sale too."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Oldtown Council", "Oldtown Council was abolished. Please go to Newtown Council."), WORDING_NONE, WORDING_NONE, WORDING_STRONG},
        {MAIN("This website has now closed", "Thank you."), WORDING_NONE, WORDING_NONE, WORDING_STRONG},
        /* of something else, or of long ago */
        {MAIN("Portage", LONG "This service has now closed its waiting list for the summer term."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Portage", "This organisation has closed its Facebook page."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Portage", "Parking at this site is no longer available for parents."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Portage", "Oldtown Council was abolished in 2009 and we run the team since."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Portage", LONG "The printed list of this directory is no longer available."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Anytown Films", "This video is no longer available."), WORDING_STRONG, WORDING_NONE, WORDING_NONE},
        {MAIN("Statement", "The 2019 document is no longer available. Read the <a href='/s.pdf'>current statement</a>."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Our film", "If the video is not available, read the words.<iframe src='/film'></iframe>"), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Short breaks", LONG LONG "The council has been replaced by Newtown Council, which runs them now."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        /* says where to go, and is read for that */
        {MAIN("This page has moved", "Short breaks are on our new website."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("We have moved", "Our office is now at 1 High Street."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("This service has closed for the summer", "We open again in September."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Holiday club", "This service has now closed to new applications."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Holiday club", "This service has now closed."), WORDING_NONE, WORDING_NONE, WORDING_STRONG},
        {MAIN("anytown.example", "Looks like this domain isn't connected to a website yet."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
        {MAIN("Looks like this domain isn't connected to a website yet", "Own it?"), WORDING_NONE, WORDING_STRONG, WORDING_NONE},
        {MAIN("History", LONG LONG LONG LONG LONG LONG LONG "Oldtown Council was abolished in 1974."), WORDING_NONE, WORDING_NONE, WORDING_NONE},
    };
    struct wording *wording = load_wording();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document *document = read_html(cases[i].markup);
        struct wording_page page;
        wording_page_init(&page, document);
        ck_assert_msg(wording_not_found(wording, &page) == cases[i].not_found, "not found: %s", cases[i].markup);
        ck_assert_msg(wording_parked(wording, &page, "", 0) == cases[i].parked, "parked: %s", cases[i].markup);
        ck_assert_msg(wording_moved(wording, &page) == cases[i].moved, "moved: %s", cases[i].markup);
        ck_assert_msg(wording_unavailable(wording, &page) == WORDING_NONE, "unavailable: %s", cases[i].markup);
        wording_page_release(&page);
        document_free(document);
    }
    wording_free(wording);
}
END_TEST

START_TEST(a_site_out_of_order_is_told_from_pages_on_the_subject)
{
    static const struct {
        const char *markup;
        enum wording_strength unavailable;
    } cases[] = {
        {MAIN("We are down for maintenance", "Please come back later."), WORDING_STRONG},
        {MAIN("Anytown Council | Site under maintenance", "Sorry."), WORDING_STRONG},
        {MAIN("Sorry, the service is unavailable", "You will be able to use the service later."), WORDING_STRONG},
        {MAIN("Welcome to nginx!", "Further configuration is required."), WORDING_STRONG},
        {MAIN("IIS Windows Server", "Welcome."), WORDING_STRONG},
        {MAIN("Server Error in '/' Application.", "Details."), WORDING_STRONG},
        {MAIN("Anytown", "Our website is down for maintenance."), WORDING_STRONG},
        {MAIN("Our services aren't available right now", "We're working to restore them."), WORDING_STRONG},
        {MAIN("Website expired", "Log in to renew."), WORDING_STRONG},
        {MAIN("Site maintenance", "We are currently undergoing scheduled maintenance. Please try again soon."), WORDING_STRONG},
        {MAIN("500 Internal Server Error", "nginx"), WORDING_STRONG},
        {MAIN("Maintenance", "Briefly unavailable for scheduled maintenance. Check back in a minute."), WORDING_STRONG},
        {MAIN("Error", "There has been a critical error on this website. Learn more."), WORDING_STRONG},
        {MAIN("What we did about a critical error on this website", LONG), WORDING_NONE},
        {MAIN("Portage", LONG "The booking website is currently unavailable."), WORDING_NONE},
        {MAIN("The pool", "The pool is currently undergoing scheduled maintenance. Please try again soon."), WORDING_NONE},
        {MAIN("Website maintenance", LONG), WORDING_NONE},
        {MAIN("What to do when our website is currently unavailable", "Ring us."), WORDING_NONE},
        {MAIN("Planned maintenance", "We look after the lifts in our homes."), WORDING_NONE},
        {MAIN("Short breaks service is unavailable on bank holidays", "Ring us on the day after."), WORDING_NONE},
        {MAIN("When something went wrong: how to complain", LONG), WORDING_NONE},
        {MAIN("Pool closed for maintenance", "The pool opens again in May."), WORDING_NONE},
        {MAIN("Account", "Your account suspended payments."), WORDING_NONE},
        {MAIN("Booking", LONG LONG LONG "The booking website is currently unavailable."), WORDING_NONE},
    };
    struct wording *wording = load_wording();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document *document = read_html(cases[i].markup);
        struct wording_page page;
        wording_page_init(&page, document);
        ck_assert_msg(wording_unavailable(wording, &page) == cases[i].unavailable, "%s", cases[i].markup);
        wording_page_release(&page);
        document_free(document);
    }
    wording_free(wording);
}
END_TEST

START_TEST(challenges_are_told_from_pages)
{
    static const struct {
        int status;
        const char *header, *value, *body;
        enum link_reason reason;
    } cases[] = {
        {403, "cf-mitigated", "challenge", "", REASON_CHALLENGE},
        {403, "server", "nginx", "<title>403 Forbidden</title>", REASON_REFUSED},
        {403, "server", "x", "<title>Just a moment...</title>", REASON_CHALLENGE},
        {503, "server", "x", "<title>DDoS protection by Wall</title>", REASON_CHALLENGE},
        {200, "server", "x", "<title>Just a moment...</title>", REASON_CHALLENGE},
        {200, "server", "x", "<title>Just a moment: mindfulness for carers</title>", REASON_NONE},
        {200, "server", "x", "<title>Apply</title><div class=\"g-recaptcha\"></div><script src=\"/cdn-cgi/challenge-platform/x.js\">", REASON_NONE},
        {403, "server", "x", "<title>x</title><div class=\"g-recaptcha\"></div>", REASON_CHALLENGE},
        {404, "server", "x", "<title>Not here</title><div class=\"g-recaptcha\"></div>", REASON_NONE},
        {200, "server", "x", "<title>Request Rejected</title>Your support ID is 12", REASON_REFUSED},
        {200, "server", "x", "<title>Access Denied</title>", REASON_REFUSED},
        {200, "server", "x", "<title>429 Too Many Requests</title>", REASON_REFUSED},
        {200, "server", "x", "<title>Too many requests for short breaks</title>", REASON_NONE},
        {200, "server", "x", "<title>Request rejected: what to do next</title>", REASON_NONE},
        {200, "server", "x", "<body><p>The requested URL was rejected. Please consult with your administrator.</p>", REASON_REFUSED},
        {200, "server", "x", "<title>Sucuri WebSite Firewall - Access Denied</title>", REASON_REFUSED},
        {200, "server", "x", "<title>DDoS-Guard</title>", REASON_CHALLENGE},
        {200, "server", "x", "<iframe id=\"main-iframe\" src=\"/_Incapsula_Resource?x=1\">", REASON_CHALLENGE},
        {200, "server", "x", "<script src=\"/_Incapsula_Resource?SWJIYLWA=719d34\"></script><p>An ordinary page.</p>", REASON_NONE},
        {200, "server", "x", "<iframe>Request unsuccessful. Incapsula incident ID: 1-2</iframe>", REASON_CHALLENGE},
        {503, "server", "x", "<title>Access denied</title>", REASON_REFUSED},
        {202, "x-amzn-waf-action", "challenge", "", REASON_CHALLENGE},
        {202, "sg-captcha", "challenge", "", REASON_CHALLENGE},
        {200, "server", "x", "<title>Making sure you&#39;re not a bot!</title>", REASON_CHALLENGE},
        {200, "server", "x", "<title>Making sure you&rsquo;re not left out</title>", REASON_NONE},
        {200, "server", "x", "<title>One moment, please...</title>", REASON_CHALLENGE},
        {200, "server", "x", "<title>Robot Check</title>", REASON_CHALLENGE},
        {200, "server", "x", "<title>Robot check-in desks at the library</title>", REASON_NONE},
        {200, "server", "x", "<title>Captcha</title>", REASON_CHALLENGE},
        {200, "server", "x", "<title>Captcha: how we tell people from programs</title>", REASON_NONE},
        {200, "server", "x", "<noscript>Please enable JavaScript to view the page content.<br/>Your support ID is: 12.</noscript>", REASON_CHALLENGE},
        {200, "server", "x", "<noscript>Please enable JavaScript to view the page content.</noscript>", REASON_NONE},
        {503, "server", "x", "<title>Your access to this site has been limited</title>", REASON_REFUSED},
        {200, "server", "x", "<title>Cookies required</title>", REASON_REFUSED},
        {200, "server", "x", "<title>Cookies required and not required: our policy</title>", REASON_NONE},
        {200, "server", "x", "<title>You are now in line</title>", REASON_QUEUE_PAGE},
        {200, "server", "x", "<title>Queue-it</title>", REASON_QUEUE_PAGE},
        {200, "server", "x", "<title>Queue-it: how we sell tickets</title>", REASON_NONE},
        {503, "server", "x", "<title>Queue</title>", REASON_QUEUE_PAGE},
        {200, "server", "x", "<title>The queue for housing</title><script src=\"https://static.queue-it.net/x.js\">", REASON_NONE},
    };
    struct wording *wording = load_wording();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fetch_header header = {cases[i].header, cases[i].value};
        enum link_reason got = wording_challenge(wording, cases[i].status, &header, 1, cases[i].body, strlen(cases[i].body));
        ck_assert_msg(got == cases[i].reason, "%d %s: '%s'", cases[i].status, cases[i].body, link_reason_word(got));
    }
    wording_free(wording);
}
END_TEST

int main(void)
{
    document_start();
    Suite *suite = suite_create("crawler/wording");
    TCase *tcase = tcase_create("all");
    tcase_add_test(tcase, pages_are_judged_by_their_words);
    tcase_add_test(tcase, a_site_out_of_order_is_told_from_pages_on_the_subject);
    tcase_add_test(tcase, challenges_are_told_from_pages);
    suite_add_tcase(suite, tcase);
    int failed = run_suite(suite);
    document_stop();
    return failed != 0;
}

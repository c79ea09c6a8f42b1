/* What became of a link: statuses, words of error pages, deep links sent home, history
 * over runs, X-Robots-Tag. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/memory.h"
#include "crawler/gate.h"
#include "crawler/linkcheck.h"
#include "tests/unit/document_fixture.h"

static struct landings *load_landings(void)
{
    struct landings *landings;
    struct error err;
    ck_assert_msg(landing_load("seeds", &landings, &err) == STATUS_OK, "%s", err.message);
    return landings;
}

static struct wording *load_wording(void)
{
    struct wording *wording;
    struct error err;
    const char *seeds = getenv("COREOFFER_SEEDS") != NULL ? getenv("COREOFFER_SEEDS") : "seeds";
    ck_assert_msg(wording_load(seeds, &wording, &err) == STATUS_OK, "%s", err.message);
    return wording;
}

START_TEST(every_status_has_its_reason)
{
    static const struct {
        int status;
        enum link_reason reason;
        enum link_state state;
    } cases[] = {
        {200, REASON_NONE, LINK_OK},          {204, REASON_NONE, LINK_OK},           {206, REASON_NONE, LINK_OK},
        {300, REASON_NONE, LINK_OK},          {302, REASON_REDIRECT_NOWHERE, LINK_SUSPECT}, {400, REASON_REFUSED, LINK_BLOCKED},
        {401, REASON_REFUSED, LINK_BLOCKED},  {402, REASON_REFUSED, LINK_BLOCKED},   {403, REASON_REFUSED, LINK_BLOCKED},
        {404, REASON_HTTP_404, LINK_BROKEN},  {405, REASON_REFUSED, LINK_BLOCKED},   {406, REASON_REFUSED, LINK_BLOCKED},
        {407, REASON_REFUSED, LINK_BLOCKED},  {408, REASON_TIMEOUT, LINK_SUSPECT},   {410, REASON_HTTP_410, LINK_BROKEN},
        {409, REASON_REFUSED, LINK_BLOCKED},  {412, REASON_REFUSED, LINK_BLOCKED},   {414, REASON_HTTP_4XX, LINK_BROKEN},
        {421, REASON_REFUSED, LINK_BLOCKED},  {422, REASON_REFUSED, LINK_BLOCKED},   {444, REASON_REFUSED, LINK_BLOCKED},
        {431, REASON_REFUSED, LINK_BLOCKED},  {499, REASON_REFUSED, LINK_BLOCKED},
        {411, REASON_REFUSED, LINK_BLOCKED},  {413, REASON_REFUSED, LINK_BLOCKED},   {415, REASON_REFUSED, LINK_BLOCKED},
        {416, REASON_REFUSED, LINK_BLOCKED},  {417, REASON_REFUSED, LINK_BLOCKED},   {426, REASON_REFUSED, LINK_BLOCKED},
        {428, REASON_REFUSED, LINK_BLOCKED},  {511, REASON_REFUSED, LINK_BLOCKED},   {520, REASON_HTTP_5XX, LINK_SUSPECT},
        {418, REASON_REFUSED, LINK_BLOCKED},  {425, REASON_HTTP_5XX, LINK_SUSPECT},  {429, REASON_RATE_LIMITED, LINK_BLOCKED},
        {451, REASON_REFUSED, LINK_BLOCKED},  {500, REASON_HTTP_5XX, LINK_SUSPECT},  {503, REASON_HTTP_5XX, LINK_SUSPECT},
        {530, REASON_HTTP_5XX, LINK_SUSPECT}, {999, REASON_REFUSED, LINK_BLOCKED},   {600, REASON_HTTP_5XX, LINK_SUSPECT},
        {100, REASON_HTTP_5XX, LINK_SUSPECT}, {301, REASON_REDIRECT_NOWHERE, LINK_SUSPECT}, {399, REASON_REDIRECT_NOWHERE, LINK_SUSPECT},
        {304, REASON_EMPTY_PAGE, LINK_SUSPECT},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        ck_assert_msg(linkcheck_status(cases[i].status) == cases[i].reason, "%d gives '%s'", cases[i].status,
                      link_reason_word(linkcheck_status(cases[i].status)));
        ck_assert_int_eq(link_reason_state(cases[i].reason), cases[i].state);
    }
}
END_TEST

#define MAIN(title, text) "<html><head><title>" title "</title></head><body><main><h1>" title "</h1><p>" text "</p></main></body></html>"
#define LONG                                                                                                                  \
    "We support families of children and young people with special educational needs and disabilities. You can ask for a "   \
    "short break, talk to our team, and read who can have which help and how it is decided and by whom and by when. "

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

/* Judges a page at `asked`, read at `final`, on a host that answers `probe_markup` (NULL: 404) at `probe_final`. */
static enum link_reason judge(const char *asked, const char *final, const char *markup, const char *probe_final, const char *probe_markup, bool *probed)
{
    struct wording *wording = load_wording();
    struct landings *landings = load_landings();
    struct arena arena = {0};
    struct url asked_url, final_url;
    ck_assert_int_eq(url_parse(&arena, asked, NULL, &asked_url, NULL), STATUS_OK);
    ck_assert_int_eq(url_parse(&arena, final, NULL, &final_url, NULL), STATUS_OK);
    struct document *document = read_html(markup);
    struct linkcheck_body body = {.landings = landings, .asked = &asked_url, .final = &final_url, .status = 200, .redirects = strcmp(asked, final) != 0,
                                  .document = document, .body = markup, .body_length = strlen(markup)};
    struct linkcheck_probe probe = {.answered = true, .status = probe_markup != NULL ? 200 : 404, .final_url = probe_final};
    if (probe_markup != NULL) {
        struct document *other = read_html(probe_markup);
        shingles_take(other, &probe.words);
        document_free(other);
    }
    enum link_reason reason = linkcheck_judge(wording, &body, NULL, probed);
    bool ignored;
    if (*probed)
        reason = linkcheck_judge(wording, &body, &probe, &ignored);
    shingles_release(&probe.words);
    document_free(document);
    arena_release(&arena);
    landing_free(landings);
    wording_free(wording);
    return reason;
}

START_TEST(nothing_where_words_were_promised_is_an_empty_page)
{
    static const struct {
        int status;
        const char *type, *body;
        bool used_again; /* 304: the words are an earlier run's */
        enum link_reason reason;
    } cases[] = {
        {200, "text/html", "", false, REASON_EMPTY_PAGE},
        {200, NULL, "", false, REASON_EMPTY_PAGE},
        {200, "text/html; charset=utf-8", "\xEF\xBB\xBF \r\n", false, REASON_EMPTY_PAGE},
        {200, "application/pdf", "", false, REASON_EMPTY_PAGE},
        {200, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "", false, REASON_EMPTY_PAGE},
        {200, "application/octet-stream", "", false, REASON_EMPTY_PAGE},
        {200, "text/html", ".", false, REASON_NONE},
        {200, "text/html", "", true, REASON_NONE},
        {200, "text/css", "", false, REASON_NONE},
        {200, "application/javascript", "", false, REASON_NONE},
        {200, "image/gif", "", false, REASON_NONE},
        {204, "text/html", "", false, REASON_EMPTY_PAGE},
        {205, NULL, "", false, REASON_EMPTY_PAGE},
        {404, "text/html", "", false, REASON_HTTP_404},
        {503, "text/html", "", false, REASON_HTTP_5XX},
    };
    struct wording *wording = load_wording();
    struct arena arena = {0};
    struct url url;
    ck_assert_int_eq(url_parse(&arena, "http://a.test/x/y", NULL, &url, NULL), STATUS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fetch_header header = {"content-type", cases[i].type};
        struct document *document = cases[i].used_again ? read_html(MAIN("Help", LONG)) : NULL;
        struct linkcheck_body body = {.asked = &url, .final = &url, .status = cases[i].status, .document = document, .headers = &header,
                                      .header_count = cases[i].type != NULL, .body = cases[i].body, .body_length = strlen(cases[i].body)};
        bool wants_probe;
        enum link_reason reason = linkcheck_judge(wording, &body, NULL, &wants_probe);
        ck_assert_msg(reason == cases[i].reason, "case %zu: '%s'", i, link_reason_word(reason));
        body.loaded = true; /* a picture that is nothing, which a server counts its readers by */
        reason = linkcheck_judge(wording, &body, NULL, &wants_probe);
        bool nothing = cases[i].status == 204 || cases[i].status == 205;
        ck_assert_msg(reason == (nothing ? REASON_NONE : cases[i].reason), "case %zu, loaded: '%s'", i, link_reason_word(reason));
        document_free(document);
    }
    arena_release(&arena);
    wording_free(wording);
}
END_TEST

START_TEST(what_comes_with_a_redirect_to_nowhere_is_judged_as_browsers_show_it)
{
    static const struct {
        const char *type, *body;
        enum link_reason reason;
    } cases[] = {
        {"text/html", "", REASON_REDIRECT_NOWHERE},
        {"text/html", "\r\n", REASON_REDIRECT_NOWHERE},
        {"text/html", "<html><head></head><body></body></html>", REASON_REDIRECT_NOWHERE},
        {"text/html", "<head><title>Document Moved</title></head><body><h1>Object Moved</h1>This document may be found <a href=\"\">here</a></body>", REASON_REDIRECT_NOWHERE},
        {"text/html", "<html><head><title>Object moved</title></head><body><h2>Object moved to <a href=\"\">here</a>.</h2></body></html>", REASON_REDIRECT_NOWHERE},
        {"text/html", "<title>302 Found</title><h1>Found</h1><p>The document has moved <a href=\"\">here</a>.</p><hr><address>Apache Server at a.test Port 80</address>", REASON_REDIRECT_NOWHERE},
        {"text/html", "<html><head><title>301 Moved Permanently</title></head><body><center><h1>301 Moved Permanently</h1></center><hr><center>nginx</center></body></html>", REASON_REDIRECT_NOWHERE},
        {"text/html", MAIN("Short breaks", "Ring 01632 960123."), REASON_NONE},
        {"text/html", MAIN("Short breaks", LONG), REASON_NONE},
        {"text/html", MAIN("Short breaks", LONG "You should be redirected to our partner when you ask for transport."), REASON_NONE},
        {"text/html", "<title>Directory</title><div id=\"root\"></div><script src=\"/app.js\"></script>", REASON_NONE},
        {"text/html", MAIN("Page not found", "Sorry, we can't find the page you are looking for."), REASON_SOFT_404},
        {"application/pdf", "%PDF-1.4", REASON_NONE},
    };
    struct wording *wording = load_wording();
    struct landings *landings = load_landings();
    struct arena arena = {0};
    struct url url;
    ck_assert_int_eq(url_parse(&arena, "http://a.test/x/y", NULL, &url, NULL), STATUS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct fetch_header header = {"content-type", cases[i].type};
        bool html = strcmp(cases[i].type, "text/html") == 0;
        struct document *document = html && cases[i].body[0] != '\0' ? read_html(cases[i].body) : NULL;
        struct linkcheck_body body = {.landings = landings, .asked = &url, .final = &url, .status = 302, .document = document, .headers = &header, .header_count = 1,
                                      .body = cases[i].body, .body_length = strlen(cases[i].body)};
        bool wants_probe;
        enum link_reason reason = linkcheck_judge(wording, &body, NULL, &wants_probe);
        ck_assert_msg(reason == cases[i].reason, "case %zu: '%s'", i, link_reason_word(reason));
        document_free(document);
    }
    arena_release(&arena);
    landing_free(landings);
    wording_free(wording);
}
END_TEST

START_TEST(only_a_mistyped_address_makes_400_a_broken_link)
{
    static const struct {
        const char *url;
        enum link_reason reason;
    } cases[] = {
        {"http://a.test/x/y", REASON_REFUSED},
        {"http://a.test/x%20y/z%C3%A9", REASON_REFUSED},
        {"http://a.test/x?from=%2Fy", REASON_REFUSED},
        {"http://a.test/100%", REASON_HTTP_4XX},
        {"http://a.test/50%25-or-50%/x", REASON_HTTP_4XX},
        {"http://a.test/x%2", REASON_HTTP_4XX},
        {"http://a.test/x%zzy", REASON_HTTP_4XX},
    };
    struct wording *wording = load_wording();
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct url url;
        ck_assert_int_eq(url_parse(&arena, cases[i].url, NULL, &url, NULL), STATUS_OK);
        struct linkcheck_body body = {.asked = &url, .final = &url, .status = 400, .body = ""};
        bool wants_probe;
        enum link_reason reason = linkcheck_judge(wording, &body, NULL, &wants_probe);
        ck_assert_msg(reason == cases[i].reason, "%s: '%s'", cases[i].url, link_reason_word(reason));
    }
    arena_release(&arena);
    wording_free(wording);
}
END_TEST

START_TEST(a_line_of_plain_text_may_say_that_nothing_is_there)
{
    static const struct {
        const char *text;
        enum link_reason reason;
    } cases[] = {
        {"404 Not Found", REASON_SOFT_404},
        {"Not Found\n", REASON_SOFT_404},
        {"404 page not found\n", REASON_SOFT_404},
        {"Internal Server Error", REASON_UNAVAILABLE},
        {"Minutes: not found", REASON_NONE},
        {"What to do when a page is not found", REASON_NONE},
        {"Service desk\n\nNot found", REASON_NONE}, /* two paragraphs are somebody's text */
        {LONG "404 Not Found", REASON_NONE},
        {"Short breaks: ring 01632 960123", REASON_NONE},
    };
    struct wording *wording = load_wording();
    struct arena arena = {0};
    struct url url;
    ck_assert_int_eq(url_parse(&arena, "http://a.test/x/y", NULL, &url, NULL), STATUS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct document_input input = {.bytes = cases[i].text, .length = strlen(cases[i].text), .content_type = "text/plain"};
        struct linkcheck_body body = {.asked = &url, .final = &url, .status = 200, .body = cases[i].text, .body_length = input.length};
        struct document *document;
        bool wants_probe;
        ck_assert_int_eq(document_read(markup_fixture(), &input, &document, NULL), STATUS_OK);
        body.document = document;
        enum link_reason reason = linkcheck_judge(wording, &body, NULL, &wants_probe);
        ck_assert_msg(reason == cases[i].reason, "%s: '%s'", cases[i].text, link_reason_word(reason));
        document_free(document);
    }
    arena_release(&arena);
    wording_free(wording);
}
END_TEST

#define SHELL "<html><head><title>App</title></head><body><p>Please wait while the application loads its many parts.</p></body></html>"

START_TEST(soft_404_and_sent_home_need_more_than_likeness)
{
    static const struct {
        const char *asked, *final, *markup, *probe_final, *probe_markup;
        bool probed;
        enum link_reason reason;
    } cases[] = {
        /* strong words settle it; no question is asked */
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Page not found", "Sorry."), "http://a.test/p/q", NULL, false, REASON_SOFT_404},
        /* weak words beside likeness */
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Help", "The page you are looking for no longer exists here."), "http://a.test/p/q",
         MAIN("Help", "The page you are looking for no longer exists here."), true, REASON_SOFT_404},
        /* weak words, another answer to the probe */
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Help", "The page you are looking for no longer exists here."), "http://a.test/p/q",
         MAIN("Welcome", LONG), true, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Help", "The page you are looking for no longer exists here."), "http://a.test/p/q", NULL,
         true, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Help", "The page you are looking for no longer exists here."), "http://a.test/p/q",
         MAIN("Help", "The page you are looking for no longer exists here. Ring us on Mondays."), true, REASON_NONE},
        /* weak words at an address that calls itself an error page */
        {"http://a.test/x/y", "http://a.test/error/404.html", MAIN("Help", "The page you are looking for no longer exists here."), "http://a.test/p/q", NULL,
         false, REASON_SOFT_404},
        {"http://a.test/error/404.html", "http://a.test/error/404.html", MAIN("Help", "The page you are looking for no longer exists here."), "http://a.test/p/q",
         NULL, true, REASON_NONE}, /* it was asked for by that name */
        {"http://a.test/x/y", "http://a.test/error-404?from=/x/y", MAIN("Help", LONG), "http://a.test/p/q", NULL, false, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/error.aspx?aspxerrorpath=/x/y", MAIN("Sorry", "Something went wrong."), NULL, NULL, false, REASON_UNAVAILABLE},
        {"http://a.test/x/y", "http://a.test/trial-and-error", MAIN("Help", "The page you are looking for no longer exists here."), "http://a.test/p/q",
         NULL, true, REASON_NONE},
        /* an article about missing pages and domains, on a host that knows what it has; and the same words whatever is asked for */
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Page not found: how to report it", LONG), "http://a.test/p/q", NULL, true, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Clubs", LONG "Your domain has expired? Ring us."), "http://a.test/p/q", NULL, true, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Clubs", "This domain has expired. Ring the owner of it, or renew it."), "http://a.test/p/q",
         MAIN("Clubs", "This domain has expired. Ring the owner of it, or renew it."), true, REASON_PARKED},
        /* likeness alone: a script's shell answers the same to everything */
        {"http://a.test/x/y", "http://a.test/x/y", SHELL, "http://a.test/p/q", SHELL, false, REASON_NONE},
        /* sent home like everything else */
        {"http://a.test/x/y", "http://a.test/", MAIN("Welcome", LONG), "http://a.test/", MAIN("Welcome", LONG), true, REASON_REDIRECT_HOME},
        {"http://a.test/x/y", "http://a.test/search?q=y", MAIN("Search", LONG), "http://a.test/search?q=p", MAIN("Search", LONG), true,
         REASON_REDIRECT_HOME},
        {"http://a.test/x/y", "http://a.test/cms/Home", MAIN("Welcome", LONG), "http://a.test/cms/Home", MAIN("Welcome", LONG), true, REASON_REDIRECT_HOME},
        {"http://a.test/x/y", "http://a.test/cms/home", MAIN("Welcome", LONG), "http://a.test/p/q", NULL, true, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/login/index.php", MAIN("Log in", LONG), "http://a.test/login/index.php", MAIN("Log in", LONG), false, REASON_SIGN_IN},
        /* a site that has all its pages in one path, and one that says in its query what was asked for */
        {"http://a.test/x/y", "http://a.test/index.php?page=breaks", MAIN("Breaks", LONG), "http://a.test/index.php?page=missing", MAIN("Missing", LONG), true,
         REASON_NONE},
        {"http://a.test/x/y", "http://a.test/index.php?page=missing", MAIN("Welcome", LONG), "http://a.test/index.php?page=missing", MAIN("Welcome", LONG), true,
         REASON_REDIRECT_HOME},
        {"http://a.test/x/y", "http://a.test/?from=/x/y", MAIN("Welcome", LONG), "http://a.test/?from=/coreoffer-check/no-such-page-1", MAIN("Welcome", LONG), true,
         REASON_REDIRECT_HOME},
        /* who asks for the front page by another of its names, or for the search, has got it; a page of it is another thing */
        {"http://a.test/pages/default.aspx", "http://a.test/", MAIN("Welcome", LONG), "http://a.test/", MAIN("Welcome", LONG), false, REASON_NONE},
        {"http://a.test/home/index", "http://a.test/", MAIN("Welcome", LONG), "http://a.test/", MAIN("Welcome", LONG), false, REASON_NONE},
        {"http://a.test/search/results?q=breaks", "http://a.test/search", MAIN("Search", LONG), "http://a.test/search", MAIN("Search", LONG), false, REASON_NONE},
        {"http://a.test/cms/index.php?id=77", "http://a.test/", MAIN("Welcome", LONG), "http://a.test/", MAIN("Welcome", LONG), true, REASON_REDIRECT_HOME},
        /* sent home alone: somebody decided so */
        {"http://a.test/x/y", "http://a.test/", MAIN("Welcome", LONG), "http://a.test/p/q", NULL, true, REASON_NONE},
        /* short addresses lead to front pages by design */
        {"http://a.test/localoffer", "http://localoffer.test/", MAIN("Welcome", LONG), "http://localoffer.test/", MAIN("Welcome", LONG), false,
         REASON_NONE},
        /* everything is sent to the log-in page: not a front page */
        {"http://a.test/x/y", "http://a.test/login", MAIN("Log in", LONG), "http://a.test/login", MAIN("Log in", LONG), false, REASON_SIGN_IN},
        {"http://a.test/x/y", "http://a.test/portal", MAIN("Log in to your account", LONG), NULL, NULL, false, REASON_SIGN_IN},
        {"http://a.test/x/y", "http://a.test/sso/start", MAIN("Our portal", "<input type=password>"), NULL, NULL, false, REASON_SIGN_IN},
        {"http://a.test/x/y", "http://a.test/portal", MAIN("Our portal", "<input type=password>"), NULL, NULL, false, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/portal", MAIN("How to log in", LONG "<input type=password>"), NULL, NULL, false, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/help", MAIN("How to log in", LONG), NULL, NULL, false, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Log in", "<input type=password>"), NULL, NULL, false, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/cookie-consent?return=%2Fx%2Fy", MAIN("Cookies on this site", LONG), NULL, NULL, false, REASON_CONSENT},
        {"http://a.test/x/y", "http://consent.b.test/m?continue=x", MAIN("Before you continue", LONG), NULL, NULL, false, REASON_CONSENT},
        {"http://a.test/x/y", "http://a.test/welcome?next=/x/y", MAIN("We use cookies", LONG), NULL, NULL, false, REASON_CONSENT},
        {"http://a.test/x/y", "http://a.test/x/y", MAIN("Cookies", LONG), NULL, NULL, false, REASON_NONE},
        {"http://a.test/cookies", "http://a.test/legal/cookies", MAIN("Cookies", LONG), NULL, NULL, false, REASON_NONE},
        {"http://a.test/privacy/old", "http://a.test/privacy/new", MAIN("Cookies", LONG), NULL, NULL, false, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/cookies", MAIN("Cookies", LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG LONG), NULL, NULL, false, REASON_NONE},
        {"http://a.test/x/y", "http://a.test/cookies", MAIN("Recipes for cookies", LONG), NULL, NULL, false, REASON_NONE},
        {"http://a.test/login", "http://a.test/account/login", MAIN("Log in", "<input type=password>"), NULL, NULL, false, REASON_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bool probed;
        enum link_reason reason = judge(cases[i].asked, cases[i].final, cases[i].markup, cases[i].probe_final, cases[i].probe_markup, &probed);
        ck_assert_msg(probed == cases[i].probed, "%s to %s: probed %d", cases[i].asked, cases[i].final, probed);
        ck_assert_msg(reason == cases[i].reason, "case %zu: '%s'", i, link_reason_word(reason));
    }
}
END_TEST

START_TEST(landings_are_told_by_their_addresses)
{
    static const struct { const char *path; bool home, may_be_home, error, sign_in; } cases[] = {
        {"/", true, true, false, false},                  {"/home", true, true, false, false},         {"/Home/", true, true, false, false},
        {"/Pages/Default.aspx", true, true, false, false}, {"/search?q=x", true, true, false, false},   {"/cms/home.php", false, true, false, false},
        {"/web/guest/home/", false, true, false, false},  {"/home-care", false, false, false, false},  {"/home/care", false, false, false, false},
        {"/login/index.php", false, false, false, true}, {"/Account/LogIn.aspx?ReturnUrl=/", false, false, false, true},
        {"/common/oauth2/authorize", false, false, false, true}, {"/login-help", false, false, false, false}, {"/a/b", false, false, false, false},        {"/404.html", false, false, true, false},
        {"/Errors/404", false, false, true, false},       {"/error?from=/x", false, false, true, false}, {"/trial-and-error", false, false, false, false},
        {"/404-bus", false, false, false, false},
    };
    struct landings *landings = load_landings();
    struct arena arena = {0};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct url url;
        ck_assert_int_eq(url_parse(&arena, arena_printf(&arena, "http://a.test%s", cases[i].path), NULL, &url, NULL), STATUS_OK);
        ck_assert_msg(landing_is_home_or_search(landings, &url) == cases[i].home, "%s", cases[i].path);
        ck_assert_msg(landing_may_be_home(landings, &url) == cases[i].may_be_home, "%s", cases[i].path);
        ck_assert_msg(landing_is_error_page(landings, &url) == cases[i].error, "%s", cases[i].path);
        ck_assert_msg(landing_is_sign_in(landings, &url) == cases[i].sign_in, "%s", cases[i].path);
    }
    landing_free(landings);
    static const char *const faults[] = {"kind,name\nfront,/\n", "kind,name,reason\nfron,/,\n", "kind,name,reason\nfront,home,\n",
                                         "kind,name,reason\nerror,a/b,\n", "kind,name,reason\npage,,\n", "kind,name,reason\nsign-in,/login,\n"};
    char directory[] = "/tmp/landings-test-XXXXXX";
    struct error err;
    ck_assert_ptr_nonnull(mkdtemp(directory));
    ck_assert_int_eq(file_make_directory(arena_printf(&arena, "%s/crawl", directory), &err), STATUS_OK);
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        ck_assert_int_eq(file_write(arena_printf(&arena, "%s/crawl/landings.csv", directory), faults[i], strlen(faults[i]), &err), STATUS_OK);
        ck_assert_int_eq(landing_load(directory, &landings, &err), STATUS_INPUT);
        ck_assert_msg(strstr(err.message, "landings.csv:") != NULL, "%s", err.message);
    }
    ck_assert_int_eq(file_remove_tree(directory, &err), STATUS_OK);
    arena_release(&arena);
}
END_TEST

enum { DAY = 24 * 3600 };
static const int64_t NOW = 1800000000;

START_TEST(only_two_failures_a_day_to_two_weeks_apart_prove_anything)
{
    static const struct {
        enum link_reason reason;
        int64_t proof, ok; /* seconds ago, -1 never */
        enum link_state state;
    } cases[] = {
        {REASON_HTTP_5XX, 2 * DAY, -1, LINK_BROKEN},
        {REASON_DNS, 2 * DAY, -1, LINK_BROKEN},
        {REASON_CONNECT, 14 * DAY, -1, LINK_BROKEN},
        {REASON_HTTP_5XX, DAY, -1, LINK_BROKEN},
        {REASON_HTTP_5XX, DAY - 1, -1, LINK_SUSPECT},
        {REASON_HTTP_5XX, 14 * DAY + 1, -1, LINK_SUSPECT},
        {REASON_HTTP_5XX, 365 * DAY, -1, LINK_SUSPECT},     /* two yearly runs */
        {REASON_HTTP_5XX, 3 * DAY, 2 * DAY, LINK_SUSPECT},  /* it worked between */
        {REASON_HTTP_5XX, 3 * DAY, 4 * DAY, LINK_BROKEN},   /* it worked before */
        {REASON_HTTP_5XX, -1, -1, LINK_SUSPECT},            /* whatever else failed before proves nothing */
        {REASON_TIMEOUT, 2 * DAY, -1, LINK_SUSPECT},        /* firewalls make these */
        {REASON_TLS_EXPIRED, 2 * DAY, -1, LINK_SUSPECT},
        {REASON_TRUNCATED, 2 * DAY, -1, LINK_SUSPECT},
        {REASON_NONE, 2 * DAY, -1, LINK_OK},
        {REASON_REFUSED, 2 * DAY, -1, LINK_BLOCKED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct target target = {.reason = cases[i].reason, .state = link_reason_state(cases[i].reason),
                                .first_failed = NOW - 5 * DAY, .last_failed = NOW - 2 * DAY, .times_failed = 3,
                                .last_proof = cases[i].proof < 0 ? -1 : NOW - cases[i].proof,
                                .last_ok = cases[i].ok < 0 ? -1 : NOW - cases[i].ok};
        linkcheck_weigh_history(&target, NOW);
        ck_assert_msg(target.state == cases[i].state, "case %zu: '%s'", i, link_state_word(target.state));
        ck_assert_int_eq(target.reason, cases[i].reason);
        if (cases[i].state == LINK_OK)
            ck_assert_int_eq(target.last_ok, NOW);
        if (cases[i].state == LINK_SUSPECT || cases[i].state == LINK_BROKEN) {
            ck_assert_int_eq(target.last_failed, NOW);
            ck_assert_int_eq(target.times_failed, 4);
        }
        if (cases[i].state == LINK_BLOCKED)
            ck_assert_int_eq(target.times_failed, 3);
    }
    /* One look is one failure, however many councils carry the link. */
    struct target shared = {.reason = REASON_CONNECT, .state = LINK_SUSPECT, .first_failed = -1, .last_failed = -1, .last_ok = -1, .last_proof = -1};
    for (int i = 0; i < 3; i++) {
        shared.state = LINK_SUSPECT;
        linkcheck_weigh_history(&shared, NOW);
        ck_assert_int_eq(shared.times_failed, 1);
        ck_assert_int_eq(shared.first_failed, NOW);
    }
}
END_TEST

START_TEST(robots_tags_count_for_their_agent)
{
    static const struct {
        const char *value;
        bool nofollow;
    } cases[] = {
        {"nofollow", true},
        {"noindex, nofollow", true},
        {"NOINDEX,NoFollow", true},
        {"none", true},
        {"noindex", false},
        {"", false},
        {"index, follow", false},
        {"otherbot: nofollow", false},
        {"coreoffer: nofollow", true},
        {"CoreOffer: noindex, nofollow", true},
        {"otherbot: noindex, nofollow", false},
        {"otherbot: noindex, coreoffer: nofollow", true},
        {"unavailable_after: 25 Jun 2030 15:00:00 GMT, nofollow", true},
        {"max-snippet:20", false},
        {"max-snippet:20, nofollow", true},
        {"nofollowers", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        ck_assert_msg(gate_tag_says_nofollow(cases[i].value, "coreoffer") == cases[i].nofollow, "%s", cases[i].value);
}
END_TEST

int main(void)
{
    document_start();
    Suite *suite = suite_create("linkcheck");
    TCase *tcase = tcase_create("all");
    tcase_add_test(tcase, every_status_has_its_reason);
    tcase_add_test(tcase, pages_are_judged_by_their_words);
    tcase_add_test(tcase, a_site_out_of_order_is_told_from_pages_on_the_subject);
    tcase_add_test(tcase, challenges_are_told_from_pages);
    tcase_add_test(tcase, nothing_where_words_were_promised_is_an_empty_page);
    tcase_add_test(tcase, what_comes_with_a_redirect_to_nowhere_is_judged_as_browsers_show_it);
    tcase_add_test(tcase, only_a_mistyped_address_makes_400_a_broken_link);
    tcase_add_test(tcase, a_line_of_plain_text_may_say_that_nothing_is_there);
    tcase_add_test(tcase, soft_404_and_sent_home_need_more_than_likeness);
    tcase_add_test(tcase, landings_are_told_by_their_addresses);
    tcase_add_test(tcase, only_two_failures_a_day_to_two_weeks_apart_prove_anything);
    tcase_add_test(tcase, robots_tags_count_for_their_agent);
    suite_add_tcase(suite, tcase);
    int failed = run_suite(suite);
    document_stop();
    return failed != 0;
}

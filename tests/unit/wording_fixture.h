/* The wording and landings of the seeds, and pages of a title and a text. */
#ifndef COREOFFER_TESTS_WORDING_FIXTURE_H
#define COREOFFER_TESTS_WORDING_FIXTURE_H

#include <check.h>

#include "crawler/links/landing.h"
#include "crawler/links/wording.h"
#include "document_fixture.h"

#define MAIN(title, text) "<html><head><title>" title "</title></head><body><main><h1>" title "</h1><p>" text "</p></main></body></html>"
#define LONG                                                                                                                  \
    "We support families of children and young people with special educational needs and disabilities. You can ask for a "   \
    "short break, talk to our team, and read who can have which help and how it is decided and by whom and by when. "

static inline struct landings *load_landings(void)
{
    struct landings *landings;
    struct error err;
    ck_assert_msg(landing_load("seeds", &landings, &err) == STATUS_OK, "%s", err.message);
    return landings;
}

static inline struct wording *load_wording(void)
{
    struct wording *wording;
    struct error err;
    ck_assert_msg(wording_load("seeds", &wording, &err) == STATUS_OK, "%s", err.message);
    return wording;
}

#endif

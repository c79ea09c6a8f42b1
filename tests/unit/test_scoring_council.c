/* Councils: which pages answer, the headline, ranges of scores, explanations, the rubric's files. */
#include <math.h>

#include "base/file.h"
#include "tests/unit/council_fixture.h"

static enum verdict verdict_of(const char *service, const char *row)
{
    return card_row(&card, service, row)->judgement.verdict;
}

START_TEST(three_answers_on_one_page_are_a_yes)
{
    town_all_yes(town_add(&town, "Short breaks", "service", "short-breaks"));
    judge();
    const struct service_scorecard *service = card_service(&card, "short-breaks");
    ck_assert_int_eq(service->headline, VERDICT_YES);
    ck_assert(service->widely_available);
    ck_assert_double_eq_tol(service->criteria[CRITERION_USER_FOCUSSED].low, 100, 1e-9);
    ck_assert_double_eq_tol(service->criteria[CRITERION_USER_FOCUSSED].high, 100, 1e-9);
    ck_assert_double_eq_tol(service->criteria[CRITERION_USER_FOCUSSED].coverage, 1, 1e-9);
    ck_assert_str_eq(card_row(&card, "short-breaks", "explanation")->judgement.evidence[0].quote, "We find a carer and pay for clubs.");
    ck_assert_str_eq(card.gss_code, "E99000001");
    ck_assert(card.read);
}
END_TEST

static void two_halves(void)
{
    struct town_page *first = town_add(&town, "Short breaks", "service", "short-breaks");
    struct town_page *second = town_add(&town, "Short breaks: how to apply", "service", "short-breaks");
    town_check(first, CHECK_EXPLANATION, VERDICT_YES, "We find a carer and pay for clubs.");
    town_check(second, CHECK_REFERRAL, VERDICT_YES, "Ring us and we start.");
    town_check(second, CHECK_CONTACTS, VERDICT_YES, "Ring 01632 960123 or write to us.");
}

START_TEST(answers_far_apart_are_concerns)
{
    two_halves();
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "explanation"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("short-breaks", "referral"), VERDICT_YES);
    ck_assert_int_eq(card_service(&card, "short-breaks")->headline, VERDICT_CONCERNS);
}
END_TEST

START_TEST(answers_one_click_apart_are_a_yes)
{
    two_halves();
    town_link(&town, &town.pages[0], "https://anytown.example/page-2", "How to apply", LINK_OK, REASON_NONE);
    judge();
    ck_assert_int_eq(card_service(&card, "short-breaks")->headline, VERDICT_YES);
}
END_TEST

START_TEST(a_guides_parts_are_one_page)
{
    two_halves();
    struct town_page *middle = town_add(&town, "Short breaks: who can get one", "service", "short-breaks");
    town_link(&town, &town.pages[0], middle->url, "Next: who can get one", LINK_OK, REASON_NONE);
    town_link(&town, &town.pages[1], middle->url, "Previous", LINK_OK, REASON_NONE);
    judge();
    ck_assert_int_eq(card_service(&card, "short-breaks")->headline, VERDICT_YES);
}
END_TEST

START_TEST(nothing_found_is_no_and_never_silent_about_it)
{
    town_add(&town, "Bins", "service", "other");
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "provided"), VERDICT_SILENT);
    ck_assert_int_eq(verdict_of("short-breaks", "explanation"), VERDICT_NO);
    ck_assert_int_eq(verdict_of("short-breaks", "signposts"), VERDICT_NOT_APPLICABLE);
    ck_assert_int_eq(verdict_of("short-breaks", "same"), VERDICT_NOT_APPLICABLE);
    ck_assert_int_eq(card_row(&card, "short-breaks", "explanation")->pages_searched, 1);
    ck_assert_int_eq(card_service(&card, "short-breaks")->headline, VERDICT_NO);
    ck_assert(!card_service(&card, "short-breaks")->widely_available);
    ck_assert_double_eq_tol(card_service(&card, "short-breaks")->score.low, 0, 1e-9);
}
END_TEST

/* The page that is called as the service is families' own, however official its words. */
START_TEST(a_services_own_page_answers_though_it_reads_like_a_policy)
{
    town_all_yes(town_add(&town, "Short breaks", "policy", "short-breaks"));
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "explanation"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("short-breaks", "provided"), VERDICT_YES);
}
END_TEST

START_TEST(news_policy_and_reports_answer_nothing)
{
    static const struct { const char *kind, *title; } PAGES[] = {
        {"news", "Short breaks"}, {"policy", "Short breaks policy"}, {"report", "Short breaks"}, {"moved", "Short breaks"}, {"not_found", "Short breaks"}};
    for (size_t i = 0; i < sizeof PAGES / sizeof *PAGES; i++)
        town_all_yes(town_add(&town, PAGES[i].title, PAGES[i].kind, "short-breaks"));
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "explanation"), VERDICT_NO);
    ck_assert_int_eq(verdict_of("short-breaks", "provided"), VERDICT_SILENT);
    ck_assert_str_eq(card_row(&card, "short-breaks", "explanation")->judgement.reason, "only-news-or-policy");
    ck_assert_ptr_nonnull(card_row(&card, "short-breaks", "explanation")->judgement.near_miss.quote);
    ck_assert(!card_service(&card, "short-breaks")->widely_available);
}
END_TEST

START_TEST(a_page_that_hands_its_reader_on_answers_where_there_is_no_other)
{
    struct town_page *moved = town_add(&town, "Short breaks", "moved", "short-breaks");
    moved->assessment.checks[CHECK_CONTACTS].verdict = VERDICT_YES;
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "contacts"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("short-breaks", "explanation"), VERDICT_NO);
    ck_assert_int_eq(verdict_of("short-breaks", "findable"), VERDICT_YES);
    town_add(&town, "Short breaks", "service", "short-breaks");
    scorecard_release(&card);
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "contacts"), VERDICT_NO);
}
END_TEST

START_TEST(a_directorys_record_alone_is_capped)
{
    town_all_yes(town_add(&town, "Short breaks", "directory", "short-breaks"));
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "explanation"), VERDICT_CONCERNS);
    ck_assert_str_eq(card_row(&card, "short-breaks", "explanation")->judgement.reason, "directory-only");
    ck_assert_int_eq(verdict_of("short-breaks", "contacts"), VERDICT_YES);
    ck_assert_int_eq(card_service(&card, "short-breaks")->headline, VERDICT_CONCERNS);
}
END_TEST

START_TEST(a_council_that_was_not_read_is_not_tested)
{
    town_all_yes(town_add(&town, "Short breaks", "service", "short-breaks"));
    town.visit.outcome = VISIT_BLOCKED;
    judge();
    ck_assert(!card.read);
    ck_assert_uint_eq(card.service_count, rubric_texts(rubric)->service_count);
    for (size_t s = 0; s < card.service_count; s++) {
        ck_assert_uint_gt(card.services[s].row_count, 0);
        for (size_t r = 0; r < card.services[s].row_count; r++)
            ck_assert_int_eq(card.services[s].rows[r].judgement.verdict, VERDICT_NOT_TESTED);
        ck_assert_int_eq(card.services[s].headline, VERDICT_NOT_TESTED);
    }
    ck_assert(isnan(card.score.low));
    ck_assert_double_eq_tol(card.score.coverage, 0, 1e-9);
}
END_TEST

START_TEST(one_answer_of_three_is_no_no)
{
    town_check(town_add(&town, "Short breaks", "service", "short-breaks"), CHECK_CONTACTS, VERDICT_YES, "Ring 01632 960123 or write to us.");
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "explanation"), VERDICT_NO);
    ck_assert_int_eq(verdict_of("short-breaks", "referral"), VERDICT_NO);
    ck_assert_int_eq(card_service(&card, "short-breaks")->headline, VERDICT_CONCERNS);
}
END_TEST

/* Fields to fill in are a form where the page's title says so; a box for comments is none. */
START_TEST(a_form_whose_link_is_broken_is_none_to_have_to_hand)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_text(page, "Please fill in the request form and send it to us.");
    built_link(&page->built, "/form", "request form");
    town_link(&town, page, "https://elsewhere.example/form", "request form", _i ? LINK_BROKEN : LINK_SUSPECT, _i ? REASON_HTTP_404 : REASON_NONE);
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "to_hand"), _i ? VERDICT_NO : VERDICT_CONCERNS);
}
END_TEST

START_TEST(a_form_on_the_web_is_little_to_have_to_hand)
{
    static const struct { const char *title; bool forms; enum verdict verdict; } PAGES[] = {
        {"Apply for short breaks", true, VERDICT_CONCERNS}, {"Apply for short breaks", false, VERDICT_NO}, {"Short breaks", true, VERDICT_NO}};
    struct town_page *page = town_add(&town, PAGES[_i].title, "service", "short-breaks");
    page->built.document.has_forms = PAGES[_i].forms;
    town_check(page, CHECK_CONTACTS, VERDICT_YES, "Ring 01632 960123 or write to us.");
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "to_hand"), PAGES[_i].verdict);
}
END_TEST

/* "Request by a parent" is a form by what it asks for; a leaflet may ask for a name too, and tells something. */
START_TEST(a_file_to_fill_in_is_no_leaflet_by_any_title)
{
    static const struct { const char *lines[4]; enum verdict verdict; } FILES[] = {
        {{"Child’s name", "School", "Why I am asking"}, VERDICT_CONCERNS},
        {{"I write to ask for short breaks.", "Name and address:", "What we need:"}, VERDICT_CONCERNS},
        {{"We find a carer.", "We pay for clubs.", "We lend toys.", "Name of child:"}, VERDICT_YES},
        {{"Send us", "your child’s name, and ours is below"}, VERDICT_YES},
        {{"Saturday club, 10 to 3", "Swimming, 9 to 10"}, VERDICT_YES}};
    town_check(town_add(&town, "Short breaks", "service", "short-breaks"), CHECK_CONTACTS, VERDICT_YES, "Ring 01632 960123 or write to us.");
    struct town_page *file = town_add(&town, "Short breaks: by a parent", "service", "short-breaks");
    file->built.document.type = DOCUMENT_DOCX;
    for (size_t i = 0; i < 4 && FILES[_i].lines[i]; i++)
        town_text(file, FILES[_i].lines[i]);
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "to_hand"), FILES[_i].verdict);
}
END_TEST

/* "Send us the About my child sheet": the file is no page of the service's, and is what there is. */
START_TEST(a_link_to_a_file_to_fill_in_is_a_form)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_check(page, CHECK_CONTACTS, VERDICT_YES, "Ring 01632 960123 or write to us.");
    town_text(page, "Send us the About my child sheet.");
    struct town_page *file = town_add(&town, "About my child", "contact", "other");
    file->built.document.type = DOCUMENT_DOCX;
    town_text(file, _i ? "Name of child" : "Otters live by the sea.");
    built_link(&page->built, "/about", "About my child sheet");
    town_link(&town, page, file->url, "About my child sheet", LINK_OK, REASON_NONE);
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "to_hand"), _i ? VERDICT_CONCERNS : VERDICT_NO);
}
END_TEST

/* A page that was not reached may say it: a person looks. */
START_TEST(a_no_of_a_visit_cut_short_is_not_sure)
{
    town_add(&town, "Short breaks", "service", "short-breaks");
    town.visit.outcome = _i ? VISIT_LIMITED : VISIT_DONE;
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "explanation"), VERDICT_NO);
    const struct judgement *judgement = &card_row(&card, "short-breaks", "explanation")->judgement;
    double share = rubric_precision_share(rubric_texts(rubric), "explanation", judgement->verdict, judgement->reason);
    ck_assert_double_le(judgement->certainty, _i ? 0.7 : share);
}
END_TEST

/* Every row's certainty is at most what was measured of such answers, and what is more often wrong than right is not said. */
START_TEST(no_answer_is_surer_than_its_kind_was_right)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_check(page, CHECK_CONTACTS, VERDICT_YES, "Ring 01632 960123 or write to us.");
    score_council(rubric, town_evidence(&town), &card);
    size_t below = 0, leaning = 0;
    for (size_t s = 0; s < card.service_count; s++)
        for (size_t r = 0; r < card.services[s].row_count; r++) {
            const struct row_verdict *row = &card.services[s].rows[r];
            bool leans = verdict_leans(row);
            double share = rubric_precision_share(rubric_texts(rubric), row->row, verdict_meant(row), row->judgement.reason);
            ck_assert_msg(row->judgement.certainty <= share, "%s %s: %g is more than %g", row->service, row->row, row->judgement.certainty, share);
            below += share < 1;
            leaning += leans;
            if (leans) {
                ck_assert(verdict_is_told(row->leans));
                ck_assert_int_eq(row->judgement.verdict, VERDICT_CANNOT_TELL);
                ck_assert_double_lt(row->judgement.certainty, LEANS_BELOW);
            } else if (!strcmp(row->service, "short-breaks") && verdict_is_told(row->judgement.verdict)) {
                ck_assert_double_ge(row->judgement.certainty, LEANS_BELOW); /* of no other service is there a page: that is said */
            }
        }
    ck_assert_uint_gt(below, 50);
    ck_assert_uint_gt(leaning, 0);
    ck_assert_double_lt(card.score.low, card.score.high);
    ck_assert_double_lt(card.score.coverage, 1);
}
END_TEST

START_TEST(a_visit_cut_short_is_a_range_and_no_no)
{
    town_add(&town, "Bins", "service", "other");
    town.visit.outcome = VISIT_LIMITED;
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "explanation"), VERDICT_CANNOT_TELL);
    ck_assert_int_eq(verdict_of("short-breaks", "provided"), VERDICT_CANNOT_TELL);
    ck_assert_int_eq(card_service(&card, "short-breaks")->headline, VERDICT_CANNOT_TELL);
    ck_assert_double_eq_tol(card.score.coverage, 0, 1e-9);
}
END_TEST

START_TEST(what_was_not_reached_may_be_anything)
{
    town_all_yes(town_add(&town, "Short breaks", "service", "short-breaks"));
    town.visit.outcome = VISIT_LIMITED;
    judge();
    double services = (double)card.service_count, own_low = card_service(&card, "short-breaks")->score.low, own_high = card_service(&card, "short-breaks")->score.high;
    ck_assert_double_gt(own_low, 35);
    ck_assert_double_eq_tol(card.score.low, own_low / services, 1);
    ck_assert_double_eq_tol(card.score.high, (100 * (services - 1) + own_high) / services, 1);
}
END_TEST

START_TEST(a_page_that_could_not_be_read_is_never_a_no)
{
    struct town_page *good = town_add(&town, "Short breaks", "service", "short-breaks");
    town_check(good, CHECK_EXPLANATION, VERDICT_YES, "We find a carer and pay for clubs.");
    town_add(&town, "Short breaks leaflet", "service", "short-breaks")->assessment.could_not_tell = "picture of text";
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "explanation"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("short-breaks", "referral"), VERDICT_CANNOT_TELL);
    const struct score *score = &card_service(&card, "short-breaks")->criteria[CRITERION_USER_FOCUSSED];
    ck_assert_double_eq_tol(score->low, 25, 1e-9);
    ck_assert_double_eq_tol(score->high, 100, 1e-9);
    ck_assert_double_eq_tol(score->coverage, 0.25, 1e-9);
}
END_TEST

START_TEST(what_is_hardly_told_beside_what_could_not_be_read_is_not_told)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_check(page, CHECK_EXPLANATION, VERDICT_CONCERNS, "Little ones have fun!");
    page->assessment.checks[CHECK_EXPLANATION].certainty = 0.55;
    town_check(page, CHECK_REFERRAL, VERDICT_CONCERNS, "Following an assessment, a panel meets.");
    town_add(&town, "Short breaks leaflet", "service", "short-breaks")->assessment.could_not_tell = "picture of text";
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "explanation"), VERDICT_CANNOT_TELL);
    ck_assert_int_eq(verdict_of("short-breaks", "referral"), VERDICT_CONCERNS); /* that is sure */
}
END_TEST

/* A page that a link promises and that failed on the day may say it all; one that is gone says nothing. */
START_TEST(a_promised_page_that_failed_is_never_a_no)
{
    static const struct {
        enum link_state state;
        const char *words;
        enum verdict verdict;
    } PAGES[] = {
        {LINK_SUSPECT, "Short breaks", VERDICT_CANNOT_TELL},
        {LINK_BLOCKED, "Short breaks", VERDICT_CANNOT_TELL},
        {LINK_BROKEN, "Short breaks", VERDICT_NO},
        {LINK_SUSPECT, "Bins", VERDICT_NO},
        {LINK_OK, "Short breaks leaflet", VERDICT_CANNOT_TELL}, /* in a form that is not read: an old Word file, slides */
        {LINK_OK, "Bins", VERDICT_NO},
    };
    struct town_page *offer = town_add(&town, "Local Offer", "landing", "local-offer");
    town_link(&town, offer, "https://anytown.example/page-2", PAGES[_i].words, PAGES[_i].state, REASON_NONE);
    struct town_page *page = town_add(&town, "", "", "");
    page->page.state = PAGES[_i].state;
    page->page.type = DOCUMENT_OTHER;
    page->assessment.could_not_tell = "not read";
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "explanation"), PAGES[_i].verdict);
    ck_assert_int_eq(verdict_of("short-breaks", "provided"), PAGES[_i].verdict == VERDICT_NO ? VERDICT_SILENT : VERDICT_CANNOT_TELL);
}
END_TEST

START_TEST(a_scanned_leaflet_is_known_by_its_address)
{
    town_add(&town, "Portage", "landing", "portage");
    struct town_page *scan = town_add(&town, "", "", "");
    scan->assessment.could_not_tell = "picture of text";
    scan->page.type = DOCUMENT_PDF;
    scan->page.url = scan->page.final_url = "https://anytown.example/leaflets/portage-scan.pdf";
    judge();
    ck_assert_int_eq(verdict_of("portage", "referral"), VERDICT_CANNOT_TELL);
    ck_assert_int_eq(verdict_of("short-breaks", "referral"), VERDICT_NO);
}
END_TEST

START_TEST(a_title_that_names_another_service_outweighs_the_code)
{
    town_all_yes(town_add(&town, "Short breaks statement", "service", "ehc-assessment"));
    judge();
    ck_assert_int_eq(verdict_of("ehc-assessment", "explanation"), VERDICT_NO);
    ck_assert_int_eq(verdict_of("short-breaks", "explanation"), VERDICT_YES);
}
END_TEST

START_TEST(another_sense_of_the_word_answers_nothing)
{
    town_all_yes(town_add(&town, "Homes for key workers", "service", "key-working"));
    judge();
    ck_assert_int_eq(verdict_of("key-working", "provided"), VERDICT_SILENT);
    ck_assert_int_eq(verdict_of("key-working", "explanation"), VERDICT_NO);
    ck_assert_str_eq(card_row(&card, "key-working", "provided")->judgement.near_miss.quote, "Homes for key workers");
}
END_TEST

START_TEST(a_page_is_known_by_its_code_or_its_heading)
{
    town_all_yes(town_add(&town, "Respite for families", "service", "other"));
    town_all_yes(town_add(&town, "Keyworkers for schools", "service", "other"));
    town_all_yes(town_add(&town, "Who helps", "service", "transport"));
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "explanation"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("key-working", "explanation"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("transport", "explanation"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("therapies", "explanation"), VERDICT_NO);
}
END_TEST

START_TEST(scores_are_weighted_means_between_0_and_100)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_check(page, CHECK_EXPLANATION, VERDICT_YES, "We find a carer.");
    town_check(page, CHECK_REFERRAL, VERDICT_CONCERNS, "After assessment.");
    judge();
    ck_assert_double_eq_tol(card_service(&card, "short-breaks")->criteria[CRITERION_USER_FOCUSSED].low, 100 * 1.5 / 4, 1e-9);
    for (size_t s = 0; s < card.service_count; s++) {
        const struct score *score = &card.services[s].score;
        ck_assert(score->low >= 0 && score->low <= score->high && score->high <= 100);
    }
    ck_assert(card.score.low >= 0 && card.score.low <= card.score.high && card.score.high <= 100);
}
END_TEST

START_TEST(staff_names_are_masked_in_quotes)
{
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_check(page, CHECK_CONTACTS, VERDICT_YES, "Ask for Ines Thackeray, Short Breaks Co-ordinator, on 01632 960123.");
    judge();
    ck_assert_str_eq(card_row(&card, "short-breaks", "contacts")->judgement.evidence[0].quote, "Ask for [name], Short Breaks Co-ordinator, on 01632 960123.");
}
END_TEST

static const char *shown_verdict(const void *texts, enum verdict verdict, const char *row, const char *reason)
{
    (void)reason;
    (void)texts;
    (void)row;
    return verdict == VERDICT_NO ? "not found" : verdict == VERDICT_CONCERNS ? "partly" : verdict_word(verdict);
}

static const char *shown_reason(const void *texts, const char *reason)
{
    (void)texts;
    return strcmp(reason, "no-page") ? NULL : "there is no page about it";
}

static const char *shown_check(enum check check)
{
    return check == CHECK_EXPLANATION ? "What it is" : check_word(check);
}

START_TEST(an_explanation_takes_the_reports_words)
{
    struct buffer out;
    struct error err = {0};
    const struct score_wording wording = {.verdict = shown_verdict, .reason = shown_reason, .check = shown_check};
    town_add(&town, "Bins", "service", "other");
    buffer_init(&out, 100000);
    ck_assert_int_eq(score_explain(rubric, town_evidence(&town), "short-breaks", "explanation", &wording, &out, &err), STATUS_OK);
    static const char *const SAYS[] = {"1 page or leaflet of the council was read; none speaks of this service.",
                                       "Verdict: not found: there is no page about it\nIn the data files: no, no-page\n",
                                       "not sure: it waits for a person\nToo few such answers were tested (", "No words came near it.",
                                       "How to put it right: "};
    for (size_t i = 0; i < sizeof SAYS / sizeof *SAYS; i++)
        ck_assert_msg(strstr(buffer_text(&out), SAYS[i]) != NULL, "no '%s' in:\n%s", SAYS[i], buffer_text(&out));
    buffer_release(&out);
    judge();
}
END_TEST

START_TEST(an_explanation_says_rule_places_and_verdict)
{
    struct buffer out;
    struct error err = {0};
    town_all_yes(town_add(&town, "Short breaks", "service", "short-breaks"));
    town_all_yes(town_add(&town, "Short breaks in the news", "news", "short-breaks"));
    buffer_init(&out, 100000);
    ck_assert_int_eq(score_explain(rubric, town_evidence(&town), "short-breaks", "explanation", NULL, &out, &err), STATUS_OK);
    static const char *const SAYS[] = {"EDCM 2012", "Verdict: yes", "We find a carer and pay for clubs.", "https://anytown.example/page-1", "answers nothing", "2 pages"};
    for (size_t i = 0; i < sizeof SAYS / sizeof *SAYS; i++)
        ck_assert_msg(strstr(buffer_text(&out), SAYS[i]) != NULL, "no '%s' in:\n%s", SAYS[i], buffer_text(&out));
    ck_assert_int_eq(score_explain(rubric, town_evidence(&town), "no-such", "explanation", NULL, &out, &err), STATUS_NOT_FOUND);
    ck_assert_msg(strstr(err.message, "which has key-working, short-breaks, ") != NULL, "%s", err.message);
    ck_assert_int_eq(score_explain(rubric, town_evidence(&town), "portage", "all_ages", NULL, &out, &err), STATUS_NOT_FOUND);
    ck_assert_msg(strstr(err.message, "no row 'all_ages' for portage; 'coreoffer rubric list'") != NULL, "%s", err.message);
    buffer_release(&out);
    judge();
}
END_TEST

START_TEST(an_explanation_says_what_was_not_read_and_what_to_do)
{
    struct buffer out;
    struct error err = {0};
    struct town_page *offer = town_add(&town, "Local Offer", "landing", "local-offer");
    town_link(&town, offer, "https://anytown.example/page-2", "Short breaks leaflet", LINK_OK, REASON_NONE);
    struct town_page *file = town_add(&town, "", "", "");
    file->page.type = DOCUMENT_OTHER;
    file->assessment.could_not_tell = "not read";
    buffer_init(&out, 100000);
    ck_assert_int_eq(score_explain(rubric, town_evidence(&town), "short-breaks", "explanation", NULL, &out, &err), STATUS_OK);
    static const char *const SAYS[] = {"none speaks of this service, and 1 that may could not be read.",
                                       "file, of a kind that the program does not read: answers nothing; its words can be read on a page, in a PDF or in a .docx"};
    for (size_t i = 0; i < sizeof SAYS / sizeof *SAYS; i++)
        ck_assert_msg(strstr(buffer_text(&out), SAYS[i]) != NULL, "no '%s' in:\n%s", SAYS[i], buffer_text(&out));
    buffer_release(&out);
    judge();
}
END_TEST

START_TEST(an_empty_council_is_judged)
{
    judge();
    ck_assert_uint_eq(card.service_count, rubric_texts(rubric)->service_count);
    ck_assert_int_eq(verdict_of("key-working", "provided"), VERDICT_SILENT);
}
END_TEST

/* ---- the rubric's files ---- */

START_TEST(every_row_of_every_service_has_texts_and_a_rule)
{
    const struct rubric_texts *texts = rubric_texts(rubric);
    static const char *const SERVICES[] = {"key-working", "short-breaks", "ehc-assessment", "social-care", "portage", "advice", "transition", "transport", "therapies"};
    for (size_t i = 0; i < sizeof SERVICES / sizeof *SERVICES; i++)
        ck_assert_msg(rubric_texts_service(texts, SERVICES[i]) != NULL, "no service %s", SERVICES[i]);
    ck_assert_uint_eq(texts->row_count, 19);
    ck_assert_uint_eq(strlen(texts->sha256), 64);
    ck_assert_uint_eq(texts->criterion_count, CRITERION_COUNT);
    for (size_t i = 0; i < texts->row_count; i++)
        ck_assert(!texts->rows[i].experimental || !texts->rows[i].scored);
    ck_assert(rubric_texts_row(texts, "explanation")->scored);
    ck_assert(!rubric_texts_row(texts, "heard")->scored);
    judge();
}
END_TEST

struct broken {
    const char *file, *from, *to, *says;
};

static const struct broken BROKEN[] = {
    {"rubric/rows.json", "\"question\"", "\"qestion\"", "qestion"},
    {"rubric/rows.json", "\"who\": \"content\"", "\"who\": \"nobody\"", "who"},
    {"rubric/rows.json", "\"id\": \"heard\"", "\"id\": \"plain\"", "plain"},
    {"rubric/rows.json", "\"version\": 1,", "\"version\": \"1\",", "whole number"},
    {"rubric/rows.json", "{", "", "rows.json:2: not well-formed JSON"},
    {"rubric/criteria.json", "\"row\": \"plain\"", "\"row\": \"plane\"", "rows.json"},
    {"rubric/criteria.json", "\"weight\": 2", "\"weight\": 0", "over 0"},
    {"rubric/criteria.json", "\"id\": \"available\"", "\"id\": \"availible\"", "accessible, available"},
    {"rubric/bands.json", "\"from\": 75", "\"from\": 5", "highest first"},
    {"rubric/bands.json", "\"coverage\": 0.8", "\"coverage\": 80", "0 to 1"},
    {"services/portage.json", "\"explanation\"", "\"explanatoin\"", "explanatoin"},
    {"services/portage.json", "\"age_max\": 5", "\"age_max\": \"five\"", "whole number"},
    {"services/portage.json", "\"id\": \"portage\"", "\"id\": \"advice\"", "id of another"},
};

static void copy_file(const char *from, const char *to, const char *old, const char *new)
{
    struct buffer bytes, changed;
    struct error err = {0};
    buffer_init(&bytes, 1000000);
    buffer_init(&changed, 1000000);
    ck_assert_msg(file_read(from, &bytes, &err) == STATUS_OK, "%s", err.message);
    const char *at = old ? strstr(buffer_text(&bytes), old) : NULL;
    if (old) {
        ck_assert_msg(at != NULL, "%s has no %s", from, old);
        buffer_add(&changed, bytes.bytes, (size_t)(at - bytes.bytes));
        buffer_add_text(&changed, new);
        buffer_add_text(&changed, at + strlen(old));
    } else {
        buffer_add(&changed, bytes.bytes, bytes.length);
    }
    ck_assert_msg(file_write(to, buffer_text(&changed), changed.length, &err) == STATUS_OK, "%s", err.message);
    buffer_release(&bytes);
    buffer_release(&changed);
}

START_TEST(a_wrong_file_is_refused_with_its_place)
{
    static const char *const FILES[] = {"rubric/rows.json", "rubric/criteria.json", "rubric/bands.json", "services/portage.json", "services/advice.json"};
    const struct broken *broken = &BROKEN[_i];
    char folder[] = "/tmp/coreoffer-rubric-XXXXXX", from[200], to[200];
    struct error err = {0};
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(to, sizeof to, "%s/rubric", folder);
    ck_assert_int_eq(file_make_directory(to, &err), STATUS_OK);
    snprintf(to, sizeof to, "%s/services", folder);
    ck_assert_int_eq(file_make_directory(to, &err), STATUS_OK);
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++) {
        bool this = !strcmp(FILES[i], broken->file);
        snprintf(from, sizeof from, "seeds/%s", FILES[i]);
        snprintf(to, sizeof to, "%s/%s", folder, FILES[i]);
        copy_file(from, to, this ? broken->from : NULL, broken->to);
    }
    struct arena arena = {0};
    struct rubric_texts texts;
    enum status status = rubric_texts_load(folder, &arena, &texts, &err);
    ck_assert_int_eq(file_remove_tree(folder, &(struct error){0}), STATUS_OK);
    ck_assert_msg(status == STATUS_INPUT, "%s with %s was taken", broken->file, broken->to);
    ck_assert_msg(strstr(err.message, broken->says) != NULL, "'%s' does not say '%s'", err.message, broken->says);
    ck_assert_msg(strstr(err.message, broken->file) != NULL, "'%s' does not name %s", err.message, broken->file);
    arena_release(&arena);
    judge();
}
END_TEST

int main(void)
{
    TCase *tests = council_tests();
    tcase_add_test(tests, three_answers_on_one_page_are_a_yes);
    tcase_add_test(tests, answers_far_apart_are_concerns);
    tcase_add_test(tests, answers_one_click_apart_are_a_yes);
    tcase_add_test(tests, a_guides_parts_are_one_page);
    tcase_add_test(tests, nothing_found_is_no_and_never_silent_about_it);
    tcase_add_test(tests, news_policy_and_reports_answer_nothing);
    tcase_add_test(tests, a_services_own_page_answers_though_it_reads_like_a_policy);
    tcase_add_test(tests, a_page_that_hands_its_reader_on_answers_where_there_is_no_other);
    tcase_add_test(tests, a_directorys_record_alone_is_capped);
    tcase_add_test(tests, a_council_that_was_not_read_is_not_tested);
    tcase_add_test(tests, one_answer_of_three_is_no_no);
    tcase_add_loop_test(tests, a_no_of_a_visit_cut_short_is_not_sure, 0, 2);
    tcase_add_test(tests, no_answer_is_surer_than_its_kind_was_right);
    tcase_add_loop_test(tests, a_form_on_the_web_is_little_to_have_to_hand, 0, 3);
    tcase_add_loop_test(tests, a_file_to_fill_in_is_no_leaflet_by_any_title, 0, 5);
    tcase_add_loop_test(tests, a_link_to_a_file_to_fill_in_is_a_form, 0, 2);
    tcase_add_loop_test(tests, a_form_whose_link_is_broken_is_none_to_have_to_hand, 0, 2);
    tcase_add_test(tests, a_visit_cut_short_is_a_range_and_no_no);
    tcase_add_test(tests, what_was_not_reached_may_be_anything);
    tcase_add_test(tests, a_page_that_could_not_be_read_is_never_a_no);
    tcase_add_test(tests, what_is_hardly_told_beside_what_could_not_be_read_is_not_told);
    tcase_add_loop_test(tests, a_promised_page_that_failed_is_never_a_no, 0, 6);
    tcase_add_test(tests, a_scanned_leaflet_is_known_by_its_address);
    tcase_add_test(tests, a_title_that_names_another_service_outweighs_the_code);
    tcase_add_test(tests, another_sense_of_the_word_answers_nothing);
    tcase_add_test(tests, a_page_is_known_by_its_code_or_its_heading);
    tcase_add_test(tests, scores_are_weighted_means_between_0_and_100);
    tcase_add_test(tests, staff_names_are_masked_in_quotes);
    tcase_add_test(tests, an_explanation_takes_the_reports_words);
    tcase_add_test(tests, an_explanation_says_rule_places_and_verdict);
    tcase_add_test(tests, an_explanation_says_what_was_not_read_and_what_to_do);
    tcase_add_test(tests, an_empty_council_is_judged);
    tcase_add_test(tests, every_row_of_every_service_has_texts_and_a_rule);
    tcase_add_loop_test(tests, a_wrong_file_is_refused_with_its_place, 0, sizeof BROKEN / sizeof *BROKEN);
    return council_run("scoring/council", tests) != 0;
}

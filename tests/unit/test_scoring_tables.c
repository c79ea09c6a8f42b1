/* What tables tell of a service: a row is one line of text, on the service's own page and in pages over several services. */
#include "tests/unit/council_fixture.h"

static enum verdict verdict_of(const char *service, const char *row)
{
    return card_row(&card, service, row)->judgement.verdict;
}

static const char *quote_of(const char *service, const char *row)
{
    const struct judgement *judgement = &card_row(&card, service, row)->judgement;
    return judgement->evidence_count > 0 ? judgement->evidence[0].quote : "";
}

/* Rows of cells, "a|b|c" each; the first row is headers. */
static void add_table(struct town_page *page, const char *const *rows)
{
    uint16_t table = ++page->built.tables;
    for (uint16_t row = 0; rows[row]; row++) {
        uint16_t column = 0;
        for (const char *at = rows[row]; at; column++) {
            char cell[200];
            size_t n = strcspn(at, "|");
            snprintf(cell, sizeof cell, "%.*s", (int)n, at);
            at = at[n] ? at + n + 1 : NULL;
            if (!*cell)
                continue; /* an empty cell is no block */
            struct block *block = built_add(&page->built, row == 0 ? BLOCK_HEADER_CELL : BLOCK_CELL, cell);
            block->table = table;
            block->row = row;
            block->column = column;
        }
    }
}

static const struct { const char *title; const char *rows[8]; const char *service; enum verdict heard; const char *quote; } SAID_AND_DONE[] = {
    {"You said, we did", {"When|What|You said|We did", "March 2025|Short breaks|Clubs are far away|A club opened in the north in May 2025", NULL}, "short-breaks", VERDICT_YES, "A club opened in the north in May 2025"},
    {"Your feedback", {"You said|We did", "June 2025, School transport: the escort changes each week|Every child has had one escort since September", NULL}, "transport", VERDICT_YES, "Every child has had one escort since September"},
    {"You said, we did", {"You said|We did", "March 2025, Short breaks: clubs are far away|Thank you for telling us", NULL}, "short-breaks", VERDICT_CONCERNS, "March 2025, Short breaks: clubs are far away"},
    {"You said, we did", {"You said|We did", "March 2025, the taxi and the play scheme never meet|We moved the play scheme to four in June", NULL}, "transport", VERDICT_NO, ""}, /* whose? */
    {"You said, we did", {"You said|We did", "March 2025, Short breaks: we can't get home|A minibus waits since May", NULL}, "short-breaks", VERDICT_YES, "A minibus waits since May"}, /* its name comes before a word of another's */
    {"Your views", {"Date|Comment|Answer", "March 2025|Short breaks: nothing is open on Sundays|A Sunday club opened in June 2025", NULL}, "short-breaks", VERDICT_YES, "A Sunday club opened in June 2025"},
    {"Your views", {"Date|Comment|Answer", "March 2025|Short breaks: nothing is open on Sundays|Passed to the clubs.", NULL}, "short-breaks", VERDICT_NO, ""},
    {"You said, we did", {"You said|We did", "March 2025, Short breaks: clubs are far away|Two parents are looking at the map with us", NULL}, "short-breaks", VERDICT_CONCERNS, "March 2025, Short breaks: clubs are far away"},
    {"The autumn in brief", {"Who|What", "March 2025, Short breaks|A club opened in the north", NULL}, "short-breaks", VERDICT_NO, ""},
};

START_TEST(what_families_said_stands_in_a_row)
{
    town_all_yes(town_add(&town, "Short breaks", "service", "short-breaks"));
    town_all_yes(town_add(&town, "School transport", "service", "transport"));
    add_table(town_add(&town, SAID_AND_DONE[_i].title, "report", "other"), SAID_AND_DONE[_i].rows);
    judge();
    ck_assert_int_eq(verdict_of(SAID_AND_DONE[_i].service, "heard"), SAID_AND_DONE[_i].heard);
    ck_assert_str_eq(quote_of(SAID_AND_DONE[_i].service, "heard"), SAID_AND_DONE[_i].quote);
    ck_assert_int_eq(verdict_of("advice", "heard"), VERDICT_NO);
}
END_TEST

/* A caption's year is its figures'. */
/* A term is what they said, its definition what was done: by their place, whatever their words. */
static const struct { const char *title, *term, *definition; enum verdict heard; const char *quote; } BY_PLACE[] = {
    {"You said, so we... spring 2026", "Short breaks: \"Farm days fill up in an hour\"", "One day in four is now kept for new families.", VERDICT_YES,
     "Short breaks: \"Farm days fill up in an hour\""},
    {"What you told us", "Short breaks: \"Farm days fill up in an hour\"", "One day in four is now kept for new families.", VERDICT_CONCERNS,
     "Short breaks: \"Farm days fill up in an hour\""}, /* when? */
    {"You said, so we... spring 2026", "Short breaks: \"Nobody can read the form\"", "We agree. We are thinking about it.", VERDICT_NO, ""},
    {"Our year: spring 2026", "Short breaks: \"Farm days fill up in an hour\"", "One day in four is now kept for new families.", VERDICT_NO, ""},
};

START_TEST(what_families_said_is_told_by_its_place)
{
    town_all_yes(town_add(&town, "Short breaks", "service", "short-breaks"));
    struct town_page *page = town_add(&town, BY_PLACE[_i].title, "report", "other");
    built_add(&page->built, BLOCK_TERM, BY_PLACE[_i].term);
    built_add(&page->built, BLOCK_DEFINITION, BY_PLACE[_i].definition);
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "heard"), BY_PLACE[_i].heard);
    ck_assert_str_eq(quote_of("short-breaks", "heard"), BY_PLACE[_i].quote);
    ck_assert_int_eq(verdict_of("advice", "heard"), VERDICT_NO);
}
END_TEST

/* A page of what families said that is a report by its kind: the service that its title, or a part's heading, names. */
static const struct { const char *title, *heading, *said, *done; enum verdict heard; } REPORTS[] = {
    {"What families told us about short breaks", NULL, "Farm days fill up in an hour.", "Since June 2025 one day in four has been kept for new families.", VERDICT_YES},
    {"What families told us about short breaks", NULL, "Farm days fill up in an hour.", "It is a pity.", VERDICT_NO},
    {"What families told us about short breaks", NULL, NULL, NULL, VERDICT_NO}, /* the heading under its own title is no answer */
    {"What families told us", "The Otter Club", "Farm days fill up in an hour.", "Since June 2025 one day in four has been kept for new families.", VERDICT_YES}, /* as the service's page is called */
    {"Your words", "“The play scheme is full in a day”", "Since June 2025 a place has been kept for new families.", "It is a pity.", VERDICT_YES}, /* their words for a heading */
    {"Your words", "“The swings are rusty”", "Since June 2025 a place has been kept for new families.", "It is a pity.", VERDICT_NO},
    {"What families told us", "The Heron Club", "Farm days fill up in an hour.", "Since June 2025 one day in four has been kept for new families.", VERDICT_NO},
};

START_TEST(a_report_to_families_is_its_services)
{
    town_all_yes(town_add(&town, "The Otter Club", "service", "short-breaks"));
    struct town_page *page = town_add(&town, REPORTS[_i].title, "report", "other");
    if (REPORTS[_i].heading)
        built_add(&page->built, BLOCK_HEADING, REPORTS[_i].heading)->level = 2;
    if (REPORTS[_i].said) {
        town_text(page, REPORTS[_i].said);
        town_text(page, REPORTS[_i].done);
    }
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "heard"), REPORTS[_i].heard);
    ck_assert_int_eq(verdict_of("advice", "heard"), VERDICT_NO);
}
END_TEST

START_TEST(a_caption_dates_its_figures)
{
    static const char *const ROWS[] = {"What|Number", "Children who had a short break|187", NULL};
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_all_yes(page);
    if (_i)
        built_add(&page->built, BLOCK_CAPTION, "Summer term 2025");
    add_table(page, ROWS);
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "numbers"), _i ? VERDICT_YES : VERDICT_CONCERNS);
}
END_TEST

static const struct { const char *title, *opening; const char *rows[8]; enum verdict numbers; const char *quote; } FIGURES[] = {
    {"Our figures", "How we are doing.", {"What|How many", "Children with a short break|174 in September 2025", "Pupils in a taxi|402 in 2025", NULL}, VERDICT_YES, "174 in September 2025"},
    {"Our figures", "Figures are for April 2024 to March 2025.", {"Measure|Number", "Children with a short break|174", NULL}, VERDICT_YES, "174"},
    {"Our figures", "How we are doing.", {"Measure|Number", "Children with a short break|174", NULL}, VERDICT_CONCERNS, "174"},
    {"Our figures", "Last updated: 30 September 2025", {"Measure|Number", "Children with a short break|174", NULL}, VERDICT_CONCERNS, "174"}, /* the page's date, not the figure's */
    {"Our dashboard", "Every month.", {"What we measure|October 2024|October 2025", "Requests for short breaks|61|58", NULL}, VERDICT_YES, "58"},
    {"In figures", "April 2024 to March 2025", {"What|Number", "Children with a short break|174", NULL}, VERDICT_YES, "174"},
    {"Our figures", "How we are doing.", {"Measure|Number", "Pupils excluded|17", "Short breaks clubs: price|12", NULL}, VERDICT_NO, ""},
    {"Who we are", "In 2025.", {"Measure|Number", "Children with a short break|174", NULL}, VERDICT_NO, ""}, /* nothing says that it is the council's figures */
};

START_TEST(figures_stand_in_a_row)
{
    town_all_yes(town_add(&town, "Short breaks", "service", "short-breaks"));
    struct town_page *page = town_add(&town, FIGURES[_i].title, "report", "other");
    town_text(page, FIGURES[_i].opening);
    add_table(page, FIGURES[_i].rows);
    page->assessment.facts.review_date = strstr(FIGURES[_i].opening, "updated") ? "2025-09-30" : NULL;
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "numbers"), FIGURES[_i].numbers);
    ck_assert_str_eq(quote_of("short-breaks", "numbers"), FIGURES[_i].quote);
}
END_TEST

/* On the service's own page a row need not name it; a caption or a column says what its figures are. */
START_TEST(a_services_own_table_is_read_by_its_labels)
{
    static const char *const WAITS[] = {"Group|Average wait in October 2025|Who decides", "Saturday clubs|9 weeks|Short Breaks Panel", NULL};
    struct town_page *page = town_add(&town, "Short breaks", "service", "short-breaks");
    town_all_yes(page);
    add_table(page, WAITS);
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "numbers"), VERDICT_YES);
    ck_assert_str_eq(quote_of("short-breaks", "numbers"), "9 weeks");
    ck_assert_ptr_nonnull(strstr(card_row(&card, "short-breaks", "numbers")->judgement.evidence[0].where, "in the row “Saturday clubs”"));
    ck_assert_int_eq(verdict_of("short-breaks", "decides"), VERDICT_YES);
    ck_assert_str_eq(quote_of("short-breaks", "decides"), "Short Breaks Panel");
}
END_TEST

/* A partner's waiting times are of all that it does: its row for this service counts, not the first on the page. */
START_TEST(of_a_partners_waiting_times_the_services_row_counts)
{
    static const char *const WAITS[] = {"Service|Usual wait (weeks)|People waiting", "Podiatry|14|2,011", "Children's speech and language therapy|31|1,204", NULL};
    struct town_page *own = town_add(&town, "Therapies", "service", "therapies");
    town_link(&town, own, "https://trust.example/therapies", "Children's therapies", LINK_OK, REASON_NONE);
    struct town_page *overview = town_add(&town, "Children's therapies", "service", "therapies"), *waits = town_add(&town, "Waiting times, October 2025", "report", "health");
    town_all_yes(overview);
    overview->page.purpose = waits->page.purpose = PAGE_PARTNER;
    overview->page.url = overview->page.final_url = "https://trust.example/therapies";
    waits->page.url = waits->page.final_url = "https://trust.example/waits";
    waits->page.found_on = overview->page.id;
    add_table(waits, WAITS);
    judge();
    ck_assert_int_ne(verdict_of("therapies", "numbers"), VERDICT_NO);
    ck_assert_str_eq(quote_of("therapies", "numbers"), "31");
}
END_TEST

/* Whom to ask about what stands on one page for all services: in rows, or under headings. */
START_TEST(contacts_stand_in_a_list)
{
    static const struct {
        const char *title, *row;
        enum verdict verdict;
    } LISTS[] = {
        {"Find your person", "Short breaks|01632 960124|breaks@anytown.example", VERDICT_YES},
        {"Find your person", "Short breaks|01632 960124", VERDICT_CONCERNS},
        {"Find your person", "Portage|01632 960124|portage@anytown.example", VERDICT_NO},
        {"Our buildings", "Short breaks|01632 960124|breaks@anytown.example", VERDICT_NO},
    };
    const char *const rows[] = {"About|Telephone|E-mail", LISTS[_i].row, "School transport|01632 960125", NULL};
    town_add(&town, "Short breaks", "service", "short-breaks");
    add_table(town_add(&town, LISTS[_i].title, "contact", "other"), rows);
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "contacts"), LISTS[_i].verdict);
    if (LISTS[_i].verdict == VERDICT_YES)
        ck_assert_str_eq(quote_of("short-breaks", "contacts"), "01632 960124");
}
END_TEST

START_TEST(contacts_stand_under_headings)
{
    town_add(&town, "Short breaks", "service", "short-breaks");
    struct town_page *page = town_add(&town, "Meet the team", "contact", "other");
    static const char *const PARTS[][2] = {{"Short breaks", "Ring 01632 960124 or e-mail breaks@anytown.example."}, {"Portage", "Ring 01632 960125."}};
    for (size_t i = 0; i < 2; i++) {
        built_add(&page->built, BLOCK_HEADING, PARTS[i][0]);
        town_text(page, PARTS[i][1]);
    }
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "contacts"), VERDICT_YES);
    ck_assert_int_eq(verdict_of("portage", "contacts"), VERDICT_NO); /* of which no page speaks */
}
END_TEST

/* Thousands of rows are read up to a limit, and broken tables do no harm. */
START_TEST(odd_tables_do_no_harm)
{
    struct town_page *page = town_add(&town, "Our figures", "report", "other");
    town_all_yes(town_add(&town, "Short breaks", "service", "short-breaks"));
    for (int i = 0; i < 100; i++) {
        struct block *block = built_add(&page->built, i % 3 ? BLOCK_CELL : BLOCK_HEADER_CELL, i % 2 ? "Short breaks; :: ;" : "174");
        block->table = (uint16_t)(i % 5);
        block->row = (uint16_t)(99 - i);
        block->column = (uint16_t)(i * 997);
    }
    judge();
    ck_assert_int_eq(verdict_of("short-breaks", "heard"), VERDICT_NO);
}
END_TEST

/* A guide to one service that speaks of a social worker under a heading is no part of hers; a page over several is. */
START_TEST(a_guide_to_one_service_has_no_part_by_a_passing_name)
{
    town_all_yes(town_add(&town, "Disabled children’s team", "service", "social-care"));
    struct town_page *page = town_add(&town, _i ? "Help at home" : "Guide to short breaks", "service", _i ? "other" : "short-breaks");
    built_add(&page->built, BLOCK_HEADING, "Short breaks")->level = 2;
    town_text(page, "We run clubs.");
    built_add(&page->built, BLOCK_HEADING, "With a social worker")->level = 2;
    town_text(page, "A panel of managers decides how many hours you can have.");
    judge();
    ck_assert_int_eq(verdict_of("social-care", "decides"), _i ? VERDICT_YES : VERDICT_NO);
}
END_TEST

int main(void)
{
    TCase *tests = council_tests();
    tcase_add_loop_test(tests, what_families_said_stands_in_a_row, 0, sizeof SAID_AND_DONE / sizeof *SAID_AND_DONE);
    tcase_add_loop_test(tests, what_families_said_is_told_by_its_place, 0, sizeof BY_PLACE / sizeof *BY_PLACE);
    tcase_add_loop_test(tests, a_report_to_families_is_its_services, 0, sizeof REPORTS / sizeof *REPORTS);
    tcase_add_loop_test(tests, a_caption_dates_its_figures, 0, 2);
    tcase_add_loop_test(tests, figures_stand_in_a_row, 0, sizeof FIGURES / sizeof *FIGURES);
    tcase_add_test(tests, a_services_own_table_is_read_by_its_labels);
    tcase_add_test(tests, of_a_partners_waiting_times_the_services_row_counts);
    tcase_add_loop_test(tests, contacts_stand_in_a_list, 0, 4);
    tcase_add_test(tests, contacts_stand_under_headings);
    tcase_add_test(tests, odd_tables_do_no_harm);
    tcase_add_loop_test(tests, a_guide_to_one_service_has_no_part_by_a_passing_name, 0, 2);
    return council_run("scoring/tables", tests) != 0;
}

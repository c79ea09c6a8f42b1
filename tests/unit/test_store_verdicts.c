/* Assessments, scorecards and reviews come back equal, and are rows that analysts can query. */
#include "store_fixture.h"

#include <sqlite3.h>
#include <sys/stat.h>

static struct evidence quotes[] = {
    {.quote = HOSTILE, .where = "main list under 'What we do'", .cue = "ref-3", .url = "https://anytown.example/a", .block = 12},
    {.quote = "Call us", .where = "", .cue = "", .block = -1, .against = true},
};
static const char *phones[] = {"+441632960123", "+441632960124"}, *emails[] = {"femi.adeyinka@anytown.example"}, *kept_emails[] = {"[name]@anytown.example"}, *postcodes[] = {"AB1 2CD"},
                  *formats[] = {"easy-read", "large-print"}, *terms[] = {"CETR", HOSTILE};

static void same_evidence(const struct evidence *a, const struct evidence *b)
{
    SAME_TEXT(a->quote, b->quote);
    SAME_TEXT(a->where, b->where);
    SAME_TEXT(a->cue, b->cue);
    SAME_TEXT(a->url, b->url);
    ck_assert_int_eq(a->page_id, b->page_id);
    ck_assert_int_eq(a->block, b->block);
    ck_assert_int_eq(a->against, b->against);
}

static void same_judgement(const struct judgement *a, const struct judgement *b)
{
    ck_assert_int_eq(a->verdict, b->verdict);
    ck_assert(same_real(a->certainty, b->certainty));
    SAME_TEXT(a->reason, b->reason);
    ck_assert_uint_eq(a->evidence_count, b->evidence_count);
    for (size_t i = 0; i < a->evidence_count; i++)
        same_evidence(&a->evidence[i], &b->evidence[i]);
    ck_assert_int_eq(a->near_miss.quote != NULL, b->near_miss.quote != NULL);
    if (a->near_miss.quote != NULL)
        same_evidence(&a->near_miss, &b->near_miss);
}

static void same_list(const char **a, size_t a_count, const char **b, size_t b_count)
{
    ck_assert_uint_eq(a_count, b_count);
    for (size_t i = 0; i < a_count; i++)
        SAME_TEXT(a[i], b[i]);
}

static void same_assessment(const struct assessment *a, const struct assessment *b)
{
    SAME_TEXT(a->kind, b->kind);
    SAME_TEXT(a->service, b->service);
    SAME_TEXT(a->could_not_tell, b->could_not_tell);
    ck_assert_double_eq(a->service_certainty, b->service_certainty);
    for (int i = 0; i < CHECK_COUNT; i++)
        same_judgement(&a->checks[i], &b->checks[i]);
    for (int i = 0; i < CRITERION_COUNT; i++)
        same_judgement(&a->criteria[i], &b->criteria[i]);
    const struct facts *f = &a->facts, *g = &b->facts;
    same_list(f->phones, f->phone_count, g->phones, g->phone_count);
    same_list(f->kept_emails, f->email_count, g->kept_emails, g->email_count);
    same_list(f->postcodes, f->postcode_count, g->postcodes, g->postcode_count);
    same_list(f->formats, f->format_count, g->formats, g->format_count);
    ck_assert_int_eq(f->age_min, g->age_min);
    ck_assert_int_eq(f->age_max, g->age_max);
    SAME_TEXT(f->timeframe, g->timeframe);
    SAME_TEXT(f->review_date, g->review_date);
    ck_assert_int_eq(f->named_contact, g->named_contact);
    ck_assert_int_eq(f->self_referral, g->self_referral);
    ck_assert_int_eq(f->postal_address, g->postal_address);
    ck_assert_int_eq(f->textphone, g->textphone);
    ck_assert_int_eq(f->enquiry_form, g->enquiry_form);
    const struct readability *r = &a->readability, *s = &b->readability;
    ck_assert_int_eq(r->words, s->words);
    ck_assert_int_eq(r->sentences, s->sentences);
    ck_assert_int_eq(r->syllables, s->syllables);
    ck_assert_int_eq(r->polysyllables, s->polysyllables);
    ck_assert_int_eq(r->measured, s->measured);
    ck_assert(same_real(r->flesch_reading_ease, s->flesch_reading_ease));
    ck_assert(same_real(r->flesch_kincaid_grade, s->flesch_kincaid_grade));
    ck_assert(same_real(r->smog, s->smog));
    ck_assert(same_real(r->average_sentence, s->average_sentence));
    same_list(r->unexplained_terms, r->unexplained_count, s->unexplained_terms, s->unexplained_count);
}

/* One number that an analyst's own connection reads. */
static int64_t asked(const char *sql)
{
    sqlite3 *handle;
    sqlite3_stmt *statement;
    ck_assert_int_eq(sqlite3_open_v2(fixture_path, &handle, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
    ck_assert_msg(sqlite3_prepare_v2(handle, sql, -1, &statement, NULL) == SQLITE_OK, "%s", sqlite3_errmsg(handle));
    ck_assert_int_eq(sqlite3_step(statement), SQLITE_ROW);
    int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(handle);
    return value;
}

static struct assessment full_assessment(void)
{
    struct assessment full = {.kind = "service", .service = "short-breaks", .service_certainty = 0.625, .could_not_tell = HOSTILE};
    for (int i = 0; i < CHECK_COUNT; i++)
        full.checks[i] = (struct judgement){.verdict = (enum verdict)(i + 1), .certainty = 0.1 * i + 1.0 / 3, .reason = "one-way",
                                            .evidence = quotes, .evidence_count = (size_t)i % 3};
    for (int i = 0; i < CRITERION_COUNT; i++)
        full.criteria[i] = (struct judgement){.verdict = VERDICT_NO, .certainty = 0.75, .reason = "", .near_miss = quotes[i % 2]};
    full.facts = (struct facts){.phones = phones, .phone_count = 2, .emails = emails, .kept_emails = kept_emails, .email_count = 1, .postcodes = postcodes,
                                .postcode_count = 1, .formats = formats, .format_count = 2, .age_min = 0, .age_max = 25,
                                .timeframe = "within six weeks", .review_date = "2026-03", .named_contact = true, .self_referral = true,
                                .postal_address = true, .textphone = true, .enquiry_form = true};
    full.readability = (struct readability){.words = 412, .sentences = 31, .syllables = 700, .polysyllables = 40, .measured = true,
                                            .flesch_reading_ease = -61.2, .flesch_kincaid_grade = 7.9, .smog = NAN,
                                            .average_sentence = 412 / 31.0, .unexplained_terms = terms, .unexplained_count = 2};
    return full;
}

/* What the run's pages say in words, whose assessments are `wanted`. */
static void summaries_are(struct store *store, int64_t run, const char *gss_code, const struct assessment *const *wanted, size_t wanted_count)
{
    struct arena arena = {0};
    struct page_summary *summaries;
    size_t count;
    OK(store_page_summaries(store, run, gss_code, &arena, &summaries, &count, err));
    ck_assert_uint_eq(count, wanted_count);
    for (size_t i = 0; i < count; i++) {
        ck_assert(i == 0 || summaries[i - 1].page_id < summaries[i].page_id);
        ck_assert_str_eq(summaries[i].kind, wanted[i]->kind);
        ck_assert_str_eq(summaries[i].service, wanted[i]->service);
        for (int k = 0; k < CHECK_COUNT; k++)
            ck_assert_int_eq(summaries[i].checks[k], wanted[i]->checks[k].verdict);
        for (int k = 0; k < CRITERION_COUNT; k++)
            ck_assert_int_eq(summaries[i].criteria[k], wanted[i]->criteria[k].verdict);
    }
    arena_release(&arena);
}

START_TEST(assessments)
{
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a");
    struct page page = fixture_page(0, "https://anytown.example/"), other = fixture_page(1, "https://anytown.example/2");
    OK(store_save_page(store, run, &page, NULL, 0, NULL, 0, err));
    OK(store_save_page(store, run, &other, NULL, 0, NULL, 0, err));
    struct assessment back, full = full_assessment();
    FAILS(store_assessment(store, page.id, &back, err), STATUS_NOT_FOUND, "was not judged");
    OK(store_save_assessment(store, page.id, &full, err));
    OK(store_assessment(store, page.id, &back, err));
    same_assessment(&back, &full);
    arena_release(&back.arena);

    struct assessment bare = {.kind = "not_found", .service = "none", .facts = {.age_min = -1, .age_max = -1}};
    for (int i = 0; i < CHECK_COUNT; i++)
        bare.checks[i].reason = "";
    for (int i = 0; i < CRITERION_COUNT; i++)
        bare.criteria[i].reason = "";
    OK(store_save_assessment(store, other.id, &bare, err));
    OK(store_assessment(store, other.id, &back, err));
    same_assessment(&back, &bare);
    arena_release(&back.arena);

    const struct assessment *const both[] = {&full, &bare};
    summaries_are(store, run, NULL, both, 2);
    summaries_are(store, run, page.gss_code, both, 2);
    summaries_are(store, run, "E99999999", both, 0);
    summaries_are(store, run + 1, NULL, both, 0);

    ck_assert_int_eq(asked("SELECT count(*) FROM fact WHERE name = 'phone' AND value = '+441632960123'"), 1);
    ck_assert_int_eq(asked("SELECT count(*) FROM page_verdict WHERE name = 'explanation' AND verdict = 'yes'"), 1);
    ck_assert_int_eq(asked("SELECT count(*) FROM page_evidence"), 2);

    /* Judged again: nothing of the first judgement is left. */
    OK(store_save_assessment(store, page.id, &bare, err));
    OK(store_assessment(store, page.id, &back, err));
    same_assessment(&back, &bare);
    arena_release(&back.arena);
    ck_assert_int_eq(asked("SELECT count(*) FROM fact"), 0);
    FAILS(store_save_assessment(store, 999, &bare, err), STATUS_INTERNAL, "does not fit");
    OK(store_close(store, err));
}
END_TEST

static void same_score(const struct score *a, const struct score *b)
{
    ck_assert(same_real(a->low, b->low));
    ck_assert(same_real(a->high, b->high));
    ck_assert(same_real(a->coverage, b->coverage));
}

static void same_scorecard(const struct scorecard *a, const struct scorecard *b)
{
    SAME_TEXT(a->gss_code, b->gss_code);
    ck_assert_int_eq(a->read, b->read);
    same_score(&a->score, &b->score);
    ck_assert_uint_eq(a->service_count, b->service_count);
    for (int i = 0; i < CRITERION_COUNT; i++)
        same_score(&a->criteria[i], &b->criteria[i]);
    for (size_t i = 0; i < a->service_count; i++) {
        const struct service_scorecard *s = &a->services[i], *t = &b->services[i];
        SAME_TEXT(s->service, t->service);
        ck_assert_int_eq(s->headline, t->headline);
        ck_assert_int_eq(s->widely_available, t->widely_available);
        same_score(&s->score, &t->score);
        for (int k = 0; k < CRITERION_COUNT; k++)
            same_score(&s->criteria[k], &t->criteria[k]);
        ck_assert_uint_eq(s->row_count, t->row_count);
        for (size_t k = 0; k < s->row_count; k++) {
            SAME_TEXT(s->rows[k].service, t->rows[k].service);
            SAME_TEXT(s->rows[k].row, t->rows[k].row);
            ck_assert_int_eq(s->rows[k].version, t->rows[k].version);
            same_judgement(&s->rows[k].judgement, &t->rows[k].judgement);
            SAME_TEXT(s->rows[k].decided_by, t->rows[k].decided_by);
            SAME_TEXT(s->rows[k].detail, t->rows[k].detail);
            ck_assert_int_eq(s->rows[k].pages_searched, t->rows[k].pages_searched);
            ck_assert_int_eq(s->rows[k].lapsed_year, t->rows[k].lapsed_year);
            ck_assert_int_eq(s->rows[k].lapsed, t->rows[k].lapsed);
            ck_assert_int_eq(s->rows[k].leans, t->rows[k].leans);
        }
    }
}

START_TEST(scorecards)
{
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a");
    struct page page = fixture_page(0, "https://anytown.example/");
    OK(store_save_page(store, run, &page, NULL, 0, NULL, 0, err));
    struct evidence cited[] = {quotes[0], quotes[1]};
    cited[0].page_id = page.id;
    struct row_verdict rows[VERDICT_COUNT];
    for (int i = 0; i < VERDICT_COUNT; i++) {
        static const char *const names[] = {"z", "a", "m", "provided", "numbers", "x'y", HOSTILE, "0"};
        rows[i] = (struct row_verdict){.service = "short-breaks", .row = names[i], .version = i,
                                       .judgement = {.verdict = (enum verdict)i, .certainty = 0.5 + i / 14.0, .reason = i % 2 ? "undefined-need" : "",
                                                     .evidence = cited, .evidence_count = (size_t)i % 3, .near_miss = i == 3 ? cited[0] : (struct evidence){0}},
                                       .decided_by = i % 2 ? "review" : "program", .detail = i % 2 ? "0-17" : "", .pages_searched = 400 - i,
                                       .lapsed_year = i == 2 ? 2025 : 0, .lapsed = i == 2 ? VERDICT_YES : VERDICT_NOT_TESTED,
                                       .leans = i == VERDICT_CANNOT_TELL ? VERDICT_NO : VERDICT_NOT_TESTED};
    }
    struct row_verdict alone = rows[1];
    alone.service = "advice";
    struct service_scorecard services[] = {
        {.service = "short-breaks", .rows = rows, .row_count = VERDICT_COUNT, .headline = VERDICT_CONCERNS, .widely_available = true,
         .criteria = {{0, 100, 1}, {NAN, NAN, 0}, {33.333333333333336, 50, 0.8}, {1, 2, 3}}, .score = {12.5, 99.9, 0.5}},
        {.service = "portage", .headline = VERDICT_NOT_TESTED, .score = {NAN, NAN, 0}},
        {.service = "advice", .rows = &alone, .row_count = 1, .headline = VERDICT_NO},
    };
    struct scorecard full = {.gss_code = "E06900001", .read = true, .services = services, .service_count = 3,
                             .criteria = {{1, 2, 0.25}, {NAN, NAN, 0}, {5, 6, 0.75}, {7, 8, 1}}, .score = {40.1, 60.2, 0.9}};
    struct scorecard empty = {.gss_code = "E10900002", .score = {NAN, NAN, 0}}, back;
    FAILS(store_scorecard(store, run, "E06900001", &back, err), STATUS_NOT_FOUND, "E06900001");
    for (int again = 0; again < 2; again++) { /* replacing is the same as saving */
        OK(store_save_scorecard(store, run, &full, err));
        OK(store_save_scorecard(store, run, &empty, err));
        OK(store_scorecard(store, run, "E06900001", &back, err));
        same_scorecard(&back, &full);
        arena_release(&back.arena);
        OK(store_scorecard(store, run, "E10900002", &back, err));
        same_scorecard(&back, &empty);
        arena_release(&back.arena);
    }
    ck_assert_int_eq(asked("SELECT count(*) FROM verdict WHERE gss_code = 'E06900001' AND service = 'short-breaks' AND verdict = 'doubts'"), 1);
    ck_assert_int_eq(asked("SELECT count(*) FROM evidence JOIN page ON page.id = evidence.page_id JOIN verdict ON verdict.id = verdict_id"
                           " WHERE near_miss = 1 AND page.gss_code = verdict.gss_code"), 1);

    /* Evidence from a page that isn't there is a defect, and nothing of it is kept. */
    cited[0].page_id = 4711;
    FAILS(store_save_scorecard(store, run, &full, err), STATUS_INTERNAL, "short-breaks");
    cited[0].page_id = page.id;
    OK(store_scorecard(store, run, "E06900001", &back, err));
    same_scorecard(&back, &full);
    arena_release(&back.arena);
    OK(store_close(store, err));
}
END_TEST

START_TEST(reviews)
{
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a"), next = fixture_run(store, "b");
    struct review given[] = {
        {.run = run, .gss_code = "E06900001", .service = "portage", .row = "referral", .program = VERDICT_NO, .verdict = VERDICT_YES,
         .reason = HOSTILE, .reviewer_role = "parent carer", .date = "2026-11-02"},
        {.run = run, .gss_code = "E06900001", .service = "portage", .row = "referral", .program = VERDICT_NO, .verdict = VERDICT_NO,
         .reason = "", .reviewer_role = "editor", .date = "2026-11-01"},
        {.run = next, .gss_code = "E06900001", .service = "portage", .row = "referral", .program = VERDICT_DOUBTS, .verdict = VERDICT_SILENT,
         .reason = "x", .reviewer_role = "editor", .date = "2026-11-01"},
    };
    for (int again = 0; again < 2; again++)
        for (size_t i = 0; i < 3; i++)
            OK(store_save_review(store, &given[i], err));
    struct arena arena = {0};
    struct review *back;
    size_t count;
    OK(store_reviews(store, run, &arena, &back, &count, err));
    ck_assert_uint_eq(count, 2);
    SAME_TEXT(back[0].date, "2026-11-01"); /* by their days, and of one day as they came */
    SAME_TEXT(back[1].reason, HOSTILE);
    SAME_TEXT(back[1].reviewer_role, "parent carer");
    SAME_TEXT(back[1].gss_code, "E06900001");
    SAME_TEXT(back[1].service, "portage");
    SAME_TEXT(back[1].row, "referral");
    ck_assert_int_eq(back[1].program, VERDICT_NO);
    ck_assert_int_eq(back[1].verdict, VERDICT_YES);
    ck_assert_int_eq(back[1].run, run);
    OK(store_reviews(store, 0, &arena, &back, &count, err));
    ck_assert_uint_eq(count, 3);
    struct review parent = given[0], lead = given[0];
    parent.date = lead.date = "2026-11-03";
    lead.reviewer_role = "lead";
    OK(store_save_review(store, &lead, err));
    OK(store_save_review(store, &parent, err));
    lead.verdict = VERDICT_CONCERNS; /* who decides again on the same day is the last */
    OK(store_save_review(store, &lead, err));
    OK(store_reviews(store, run, &arena, &back, &count, err));
    ck_assert_uint_eq(count, 4);
    SAME_TEXT(back[3].reviewer_role, "lead");
    ck_assert_int_eq(back[3].verdict, VERDICT_CONCERNS);
    arena_release(&arena);
    OK(store_close(store, err));
}
END_TEST

/* A finished run with one cited page, one that nothing cites, and three targets. */
static int64_t pruned_run(struct store *store, const char *document, struct page pages[2])
{
    static const struct stored_link links[] = {{.url = "https://anytown.example/ok", .text = "x"}, {.url = "https://anytown.example/gone", .text = "y"}};
    int64_t run = fixture_run(store, document);
    pages[0] = fixture_page(0, "https://anytown.example/");
    pages[1] = fixture_page(1, "https://anytown.example/2");
    OK(store_save_page(store, run, &pages[0], document, strlen(document), links, 2, err));
    pages[1].found_on = pages[0].id;
    OK(store_save_page(store, run, &pages[1], "shared", 6, links, 2, err));
    struct target ok = {.url = links[0].url, .state = LINK_OK, .checked_at = 1}, gone = {.url = links[1].url, .state = LINK_BROKEN, .reason = REASON_HTTP_404, .checked_at = 1};
    OK(store_save_target(store, run, &ok, err));
    OK(store_save_target(store, run, &gone, err));
    struct assessment assessment = full_assessment();
    OK(store_save_assessment(store, pages[0].id, &assessment, err));
    OK(store_save_assessment(store, pages[1].id, &assessment, err));
    struct evidence cited = quotes[0];
    cited.page_id = pages[1].id;
    struct row_verdict row = {.service = "portage", .row = "referral", .judgement = {.verdict = VERDICT_YES, .reason = "", .evidence = &cited, .evidence_count = 1}, .decided_by = "program", .detail = ""};
    struct service_scorecard service = {.service = "portage", .rows = &row, .row_count = 1};
    struct scorecard scorecard = {.gss_code = "E06900001", .read = true, .services = &service, .service_count = 1};
    OK(store_save_scorecard(store, run, &scorecard, err));
    OK(store_run_finish(store, run, RUN_FINISHED, 9, err));
    return run;
}

static void collect(void *context, const char *sentence)
{
    (void)context;
    fprintf(stderr, "%s\n", sentence);
}

START_TEST(pruning_keeps_what_was_published)
{
    struct store *store = fixture_open(STORE_WRITE);
    struct page old[2], new[2];
    int64_t first = pruned_run(store, "first", old), second = pruned_run(store, "second", new);
    ck_assert_int_eq(asked("SELECT count(*) FROM document"), 3);
    OK(store_prune(store, 2, err));
    ck_assert_int_eq(asked("SELECT count(*) FROM document"), 3);
    OK(store_begin(store, err));
    FAILS(store_prune(store, 1, err), STATUS_INTERNAL, "amid a group");
    store_rollback(store);
    OK(store_prune(store, 1, err));

    struct arena arena = {0};
    struct run run;
    struct page *pages;
    struct target *targets;
    struct scorecard card;
    size_t count;
    OK(store_run_get(store, first, &arena, &run, err));
    ck_assert(run.pruned);
    OK(store_pages(store, first, NULL, &arena, &pages, &count, err));
    ck_assert_uint_eq(count, 1);
    SAME_TEXT(pages[0].url, "https://anytown.example/2");
    ck_assert_int_eq(pages[0].found_on, 0);
    OK(store_scorecard(store, first, "E06900001", &card, err));
    SAME_TEXT(card.services[0].rows[0].judgement.evidence[0].quote, HOSTILE);
    ck_assert_int_eq(card.services[0].rows[0].judgement.evidence[0].page_id, pages[0].id);
    arena_release(&card.arena);
    OK(store_targets(store, first, NULL, &arena, &targets, &count, err));
    ck_assert_uint_eq(count, 1);
    ck_assert_int_eq(targets[0].state, LINK_BROKEN);
    struct buffer document;
    buffer_init(&document, 100);
    OK(store_document(store, old[1].id, &document, err));
    ck_assert_uint_eq(document.length, 0);

    OK(store_run_get(store, second, &arena, &run, err));
    ck_assert(!run.pruned);
    OK(store_pages(store, second, NULL, &arena, &pages, &count, err));
    ck_assert_uint_eq(count, 2);
    OK(store_document(store, new[1].id, &document, err));
    ck_assert_str_eq(buffer_text(&document), "shared");
    buffer_release(&document);
    struct assessment back, full = full_assessment();
    OK(store_assessment(store, new[0].id, &back, err));
    same_assessment(&back, &full);
    arena_release(&back.arena);
    ck_assert_int_eq(asked("SELECT count(*) FROM document"), 2);
    size_t faults;
    OK(store_check(store, collect, NULL, &faults, err));
    ck_assert_uint_eq(faults, 0);
    arena_release(&arena);
    OK(store_close(store, err));
}
END_TEST

/* Audits of one council, whose code is new since, are no reason to drop the other's pages. */
START_TEST(pruning_counts_the_runs_of_each_council)
{
    struct store *store = fixture_open(STORE_WRITE);
    struct council_list list = fixture_councils(), later = list;
    struct council renamed[] = {list.items[0], list.items[1]}; /* an audit of one council has the whole list too */
    renamed[0].former_gss_code = list.items[0].gss_code;
    renamed[0].gss_code = "E06900009";
    later.items = renamed;
    static const struct { bool both; enum run_state state; bool pruned[3]; } runs[] = { /* by --keep 3, 2 and 1 */
        {true, RUN_FINISHED, {false, true, true}},
        {true, RUN_FINISHED, {false, false, true}},
        {false, RUN_FINISHED, {false, true, true}},
        {true, RUN_FINISHED, {false, false, false}},
        {true, RUN_UNFINISHED, {false, false, false}},
        {false, RUN_UNFINISHED, {false, true, true}},
        {false, RUN_FINISHED, {false, false, true}},
        {false, RUN_FINISHED, {false, false, false}},
    };
    enum { COUNT = sizeof runs / sizeof runs[0] };
    int64_t ids[COUNT];
    for (size_t i = 0; i < COUNT; i++) {
        const struct council_list *councils = runs[i].both ? &list : &later;
        ids[i] = fixture_run_of(store, "run", *councils);
        struct page page = fixture_page(0, "https://anytown.example/");
        page.gss_code = councils->items[runs[i].both].gss_code;
        OK(store_save_page(store, ids[i], &page, "words", 5, NULL, 0, err));
        if (runs[i].state != RUN_FINISHED)
            continue; /* stopped before a visit ended */
        for (size_t k = 0; k <= (size_t)runs[i].both; k++) {
            struct visit visit = {.gss_code = councils->items[k].gss_code, .outcome = VISIT_DOWN, .reason = REASON_CONNECT, .clicks_from_home = -1};
            OK(store_save_visit(store, ids[i], &visit, err));
        }
        OK(store_run_finish(store, ids[i], RUN_FINISHED, 9, err));
    }
    for (int keep = 3; keep > 0; keep--) {
        OK(store_prune(store, keep, err));
        for (size_t i = 0; i < COUNT; i++) {
            struct arena arena = {0};
            struct run run;
            struct page *pages;
            size_t count;
            OK(store_run_get(store, ids[i], &arena, &run, err));
            OK(store_pages(store, ids[i], NULL, &arena, &pages, &count, err));
            ck_assert_msg(run.pruned == runs[i].pruned[3 - keep], "run %zu with --keep %d", i + 1, keep);
            ck_assert_uint_eq(count, run.pruned ? 0 : 1);
            arena_release(&arena);
        }
    }
    OK(store_close(store, err));
}
END_TEST

/* Of five councils one leaves the list, since it merged into another or is no council any more; audits of few say nothing of that. */
START_TEST(pruning_lets_go_of_who_left_the_list)
{
    enum { ALL = 5, RUNS = 5 };
    static const struct { size_t listed[ALL]; size_t count; } lists[RUNS] = {
        {{0, 1, 2, 3, 4}, 5}, {{0, 2, 3, 4}, 4}, {{0}, 1}, {{2}, 1}, {{0, 2, 3, 4}, 4}};
    struct store *store = fixture_open(STORE_WRITE);
    const struct council_list all = fixture_councils();
    char codes[ALL][10];
    int64_t ids[RUNS];
    struct council councils[ALL];
    for (size_t i = 0; i < RUNS; i++) {
        for (size_t k = 0; k < lists[i].count; k++) {
            snprintf(codes[k], sizeof codes[k], "E0690010%zu", lists[i].listed[k]);
            councils[k] = all.items[0];
            councils[k].gss_code = codes[k];
            councils[k].slug = codes[k];
            councils[k].former_gss_code = "";
        }
        ids[i] = fixture_run_of(store, "run", (struct council_list){.items = councils, .count = lists[i].count});
        for (size_t k = 0; k < lists[i].count; k++) {
            struct visit visit = {.gss_code = codes[k], .outcome = VISIT_DONE, .clicks_from_home = -1};
            OK(store_save_visit(store, ids[i], &visit, err));
        }
        OK(store_run_finish(store, ids[i], RUN_FINISHED, 9, err));
        /* With --keep 2 the first run stays until two audits of most were without the council. */
        struct arena arena = {0};
        struct run first;
        OK(store_prune(store, 2, err));
        OK(store_run_get(store, ids[0], &arena, &first, err));
        ck_assert_msg(first.pruned == (i >= 4), "after %zu runs", i + 1);
        arena_release(&arena);
    }
    OK(store_close(store, err));
}
END_TEST

/* Two failures prove a link broken unless it was there between them. */
START_TEST(pruning_keeps_a_success_after_a_failure)
{
    struct store *store = fixture_open(STORE_WRITE);
    static const char url[] = "https://anytown.example/shaky", sound[] = "https://anytown.example/sound";
    static const struct { enum link_state state; enum link_reason reason; int64_t at; } looks[] = {
        {LINK_SUSPECT, REASON_CONNECT, 100}, {LINK_OK, REASON_NONE, 200}, {LINK_OK, REASON_NONE, 300}};
    for (size_t i = 0; i < 3; i++) {
        int64_t run = fixture_run(store, "run");
        struct target look = {.url = i < 2 ? url : sound, .state = looks[i].state, .reason = looks[i].reason, .checked_at = looks[i].at,
                              .first_failed = -1, .last_failed = -1, .last_ok = -1};
        struct target fine = {.url = sound, .state = LINK_OK, .checked_at = looks[i].at, .first_failed = -1, .last_failed = -1, .last_ok = -1};
        OK(store_save_target(store, run, &look, err));
        if (i < 2)
            OK(store_save_target(store, run, &fine, err));
        OK(store_run_finish(store, run, RUN_FINISHED, looks[i].at, err));
    }
    OK(store_prune(store, 1, err));
    ck_assert_int_eq(asked("SELECT count(*) FROM target"), 3); /* of the sound one the newest alone */
    struct target history = {.checked_at = 400};
    OK(store_target_history(store, url, &history, err));
    ck_assert_int_eq(history.last_ok, 200);
    ck_assert_int_eq(history.times_failed, 0);
    OK(store_close(store, err));
}
END_TEST

START_TEST(pruning_gives_the_space_back)
{
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a");
    size_t length = 4 * 1024 * 1024;
    char *noise = memory_alloc(length);
    uint64_t random = 88172645463325252;
    for (size_t i = 0; i < length; i++) {
        random ^= random << 13, random ^= random >> 7, random ^= random << 17;
        noise[i] = (char)random;
    }
    struct page page = fixture_page(0, "https://anytown.example/");
    OK(store_save_page(store, run, &page, noise, length, NULL, 0, err));
    free(noise);
    OK(store_run_finish(store, run, RUN_FINISHED, 9, err));
    run = fixture_run(store, "b");
    OK(store_save_page(store, run, &page, "words", 5, NULL, 0, err));
    OK(store_run_finish(store, run, RUN_FINISHED, 9, err));
    OK(store_prune(store, 1, err));
    OK(store_close(store, err));
    struct stat file;
    ck_assert_int_eq(stat(fixture_path, &file), 0);
    ck_assert_int_lt(file.st_size, 1024 * 1024);
}
END_TEST

static TCase *verdicts(void)
{
    TCase *test = tcase_create("verdicts");
    tcase_add_checked_fixture(test, fixture_make, fixture_remove);
    tcase_add_test(test, assessments);
    tcase_add_test(test, scorecards);
    tcase_add_test(test, reviews);
    tcase_add_test(test, pruning_keeps_what_was_published);
    tcase_add_test(test, pruning_counts_the_runs_of_each_council);
    tcase_add_test(test, pruning_lets_go_of_who_left_the_list);
    tcase_add_test(test, pruning_keeps_a_success_after_a_failure);
    tcase_add_test(test, pruning_gives_the_space_back);
    return test;
}

int main(void)
{
    TCase *(*const cases[])(void) = {verdicts};
    return fixture_main("store verdicts", cases, 1);
}

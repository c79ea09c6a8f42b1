/* A person's decision holds as long as what it was about holds, and no longer. */
#include <check.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "reports/data/decisions.h"
#include "reports_sample.h"
#include "suite.h"

static char root[] = "/tmp/coreoffer-decisions-XXXXXX";
static const char council[] = "E06000001";

#define WORDS(text, address) {.quote = text, .where = "text", .cue = "r-1", .url = address, .block = 3}
static struct evidence ring[] = {WORDS("Ring us.", "https://a.example/x"), WORDS("Write to us.", "https://a.example/y")};
static struct evidence ring_turned[] = {WORDS("Write to us.", "https://a.example/y"), WORDS("Ring us.", "https://a.example/x")};
static struct evidence ring_elsewhere[] = {WORDS("Ring us.", "https://a.example/x"), WORDS("Write to us.", "https://a.example/z")};
static struct evidence ring_twice[] = {WORDS("Ring us.", "https://a.example/x"), WORDS("Ring us.", "https://a.example/x")};
static struct evidence ring_more[] = {WORDS("Ring us.", "https://a.example/x"), WORDS("Write to us.", "https://a.example/y"), WORDS("Or come.", "https://a.example/y")};
static struct evidence call[] = {WORDS("Call us.", "https://a.example/x"), WORDS("Write to us.", "https://a.example/y")};
static struct evidence ring_moved[] = {{.quote = "Ring us.", .where = "main list", .cue = "r-2", .url = "https://a.example/x", .block = 9},
                                       WORDS("Write to us.", "https://a.example/y")};
static struct evidence ring_against[] = {{.quote = "Ring us.", .where = "text", .cue = "r-1", .url = "https://a.example/x", .block = 3, .against = true},
                                         WORDS("Write to us.", "https://a.example/y")};
static struct evidence full[LIMIT_EVIDENCE] = {WORDS("1", "https://a.example/"), WORDS("2", "https://a.example/"), WORDS("3", "https://a.example/"),
                                               WORDS("4", "https://a.example/"), WORDS("5", "https://a.example/"), WORDS("6", "https://a.example/")};

#define RESTS(result, quotes) \
    {.version = 1, .detail = "", .judgement = {.verdict = VERDICT_##result, .reason = "", .evidence = quotes, .evidence_count = SAMPLE_COUNT(quotes)}}
#define FOUND(quotes) RESTS(YES, quotes)
#define BARE(result) {.version = 1, .detail = "", .judgement = {.verdict = VERDICT_##result, .reason = ""}}
#define LEANS(result) {.version = 1, .detail = "", .leans = VERDICT_##result, .judgement = {.verdict = VERDICT_CANNOT_TELL, .reason = ""}}
#define NEAR(result, words, address) \
    {.version = 1, .detail = "", .judgement = {.verdict = VERDICT_##result, .reason = "", .near_miss = {.quote = words, .where = "why", .cue = "", .url = address, .block = -1, .against = true}}}

static const struct {
    const char *what;
    struct row_verdict then, now;
    enum verdict person;
    enum decision_standing standing;
} cases[] = {
    {"the same", FOUND(ring), FOUND(ring), VERDICT_CONCERNS, DECISION_CARRIED},
    {"the same, confirmed", FOUND(ring), FOUND(ring), VERDICT_YES, DECISION_CARRIED},
    {"in another order", FOUND(ring), FOUND(ring_turned), VERDICT_NO, DECISION_CARRIED},
    {"elsewhere on the page, by another cue", FOUND(ring), FOUND(ring_moved), VERDICT_NO, DECISION_CARRIED},
    {"other words", FOUND(ring), FOUND(call), VERDICT_NO, DECISION_WORDS},
    {"the same words on another page", FOUND(ring), FOUND(ring_elsewhere), VERDICT_NO, DECISION_WORDS},
    {"more words", FOUND(ring), FOUND(ring_more), VERDICT_NO, DECISION_WORDS},
    {"fewer words", FOUND(ring_more), FOUND(ring), VERDICT_NO, DECISION_WORDS},
    {"one of them twice", FOUND(ring), FOUND(ring_twice), VERDICT_NO, DECISION_WORDS},
    {"what spoke for it speaks against it", FOUND(ring), FOUND(ring_against), VERDICT_NO, DECISION_WORDS},
    {"another result", FOUND(ring), RESTS(CONCERNS, ring), VERDICT_NO, DECISION_PROGRAM},
    {"could not be told", FOUND(ring), BARE(CANNOT_TELL), VERDICT_NO, DECISION_WORDS},
    {"not visited", FOUND(ring), BARE(NOT_TESTED), VERDICT_NO, DECISION_UNREAD},
    {"not visited in either", BARE(NOT_TESTED), BARE(NOT_TESTED), VERDICT_YES, DECISION_UNREAD},
    {"another rule", FOUND(ring), {.version = 2, .detail = "", .judgement = {.verdict = VERDICT_YES, .reason = "", .evidence = ring, .evidence_count = 2}},
     VERDICT_NO, DECISION_RULE},
    {"another reason", FOUND(ring), {.version = 1, .detail = "", .judgement = {.verdict = VERDICT_YES, .reason = "x", .evidence = ring, .evidence_count = 2}},
     VERDICT_NO, DECISION_PROGRAM},
    {"another detail", FOUND(ring), {.version = 1, .detail = "0-17", .judgement = {.verdict = VERDICT_YES, .reason = "", .evidence = ring, .evidence_count = 2}},
     VERDICT_NO, DECISION_WORDS},
    {"nothing again", BARE(NO), BARE(NO), VERDICT_YES, DECISION_CARRIED},
    {"the same nearest words", NEAR(NO, "Near.", "https://a.example/"), NEAR(NO, "Near.", "https://a.example/"), VERDICT_YES,
     DECISION_CARRIED},
    {"other nearest words", NEAR(NO, "Near.", "https://a.example/"), NEAR(NO, "Nearer.", "https://a.example/"), VERDICT_YES,
     DECISION_WORDS},
    {"nearest words of another page", NEAR(NO, "Near.", "https://a.example/"), NEAR(NO, "Near.", "https://a.example/b"),
     VERDICT_NO, DECISION_WORDS},
    {"a new candidate", BARE(NO), NEAR(NO, "Near.", "https://a.example/"), VERDICT_YES, DECISION_WORDS},
    {"the candidate went", NEAR(SILENT, "Near.", "https://a.example/"), BARE(SILENT), VERDICT_YES, DECISION_WORDS},
    /* Against the council only what can be seen to be the same. */
    {"against it, and more words may stand behind", FOUND(full), FOUND(full), VERDICT_NO, DECISION_BLIND},
    {"for it, and more words may stand behind", RESTS(CONCERNS, full), RESTS(CONCERNS, full), VERDICT_YES, DECISION_CARRIED},
    {"confirmed, and more words may stand behind", FOUND(full), FOUND(full), VERDICT_YES, DECISION_CARRIED},
    {"against it without words", BARE(CANNOT_TELL), BARE(CANNOT_TELL), VERDICT_NO, DECISION_BLIND},
    {"for it without words", BARE(CANNOT_TELL), BARE(CANNOT_TELL), VERDICT_YES, DECISION_CARRIED},
    /* What the program leans to is what it makes of the words, said or not. */
    {"no longer said", BARE(NO), LEANS(NO), VERDICT_YES, DECISION_CARRIED},
    {"no longer said, confirmed", BARE(NO), LEANS(NO), VERDICT_NO, DECISION_CARRIED},
    {"said now", LEANS(NO), BARE(NO), VERDICT_YES, DECISION_CARRIED},
    {"what it leans to, confirmed without words", LEANS(NO), LEANS(NO), VERDICT_NO, DECISION_CARRIED},
    {"against what it leans to, without words", LEANS(YES), LEANS(YES), VERDICT_NO, DECISION_BLIND},
    {"leans otherwise", LEANS(NO), LEANS(CONCERNS), VERDICT_YES, DECISION_PROGRAM},
    {"leans to nothing", LEANS(NO), BARE(CANNOT_TELL), VERDICT_YES, DECISION_PROGRAM},
};

/* A run with one result, or with none where `row` is NULL. */
static int64_t add_run(struct store *store, const struct row_verdict *row)
{
    int64_t run;
    struct council_list list;
    const struct sample_options one = {.councils = 1};
    sample_councils(&list, &one);
    const struct run record = {.started_at = 1, .finished_at = -1, .inputs_sha256 = "00", .options = "{}", .rubric_version = "1", .rubric_sha256 = "1",
                               .software = "coreoffer 0.1.0"};
    SAMPLE_MUST(store_run_create(store, &record, NULL, 0, &list, &run, &sample_error));
    struct row_verdict named = row ? *row : (struct row_verdict){0};
    named.service = "short-breaks";
    named.row = "contacts";
    struct service_scorecard service = {.service = "short-breaks", .rows = &named, .row_count = row != NULL};
    const struct scorecard card = {.gss_code = council, .read = true, .services = &service, .service_count = 1};
    SAMPLE_MUST(store_save_scorecard(store, run, &card, &sample_error));
    SAMPLE_MUST(store_run_finish(store, run, RUN_FINISHED, 2, &sample_error));
    arena_release(&list.arena);
    return run;
}

static void review(struct store *store, int64_t run, enum verdict program, enum verdict verdict, const char *date)
{
    const struct review review = {.run = run, .gss_code = council, .service = "short-breaks", .row = "contacts", .program = program, .verdict = verdict,
                                  .reason = "Read again.", .reviewer_role = "campaign volunteer", .date = date};
    SAMPLE_MUST(store_save_review(store, &review, &sample_error));
}

static struct store *open_store(const char *name)
{
    char path[200];
    struct store *store;
    snprintf(path, sizeof path, "%s/%s.db", root, name);
    SAMPLE_MUST(store_open(path, STORE_WRITE, &store, &sample_error));
    return store;
}

/* The one decision on the run, or NULL; its texts live in `arena`. */
static const struct decision *decision_of(struct store *store, int64_t run, const char *of, struct arena *arena)
{
    struct decisions decisions;
    SAMPLE_MUST(decisions_load(store, run, of, arena, &decisions, &sample_error));
    ck_assert_uint_le(decisions.count, 1);
    const struct decision *decision = decisions_find(&decisions, council, "short-breaks", "contacts");
    ck_assert(decision == (decisions.count ? &decisions.items[0] : NULL));
    ck_assert_ptr_null(decisions_find(&decisions, council, "short-breaks", "referral"));
    decisions_release(&decisions);
    return decision;
}

START_TEST(a_decision_holds_as_long_as_what_it_was_about)
{
    char name[40];
    struct arena arena = {0};
    snprintf(name, sizeof name, "case-%d", _i);
    struct store *store = open_store(name);
    int64_t then = add_run(store, &cases[_i].then), now = add_run(store, &cases[_i].now);
    review(store, then, cases[_i].then.judgement.verdict, cases[_i].person, "2026-03-02");
    const struct decision *decision = decision_of(store, then, NULL, &arena);
    ck_assert_int_eq(decision->standing, DECISION_MADE);
    decision = decision_of(store, now, council, &arena);
    ck_assert_msg(decision->standing == cases[_i].standing, "%s: %s", cases[_i].what, decision_standing_word(decision->standing));
    ck_assert_int_eq(decision_holds(decision), cases[_i].standing == DECISION_CARRIED);
    ck_assert_int_eq(decision->program, cases[_i].now.judgement.verdict);
    ck_assert_int_eq(decision->review.run, then);
    /* What was looked at may be pruned: what it rested on stays. */
    SAMPLE_MUST(store_prune(store, 1, &sample_error));
    ck_assert_int_eq(decision_of(store, now, NULL, &arena)->standing, cases[_i].standing);
    ck_assert_ptr_null(decision_of(store, now, "E06000002", &arena));
    SAMPLE_MUST(store_close(store, &sample_error));
    arena_release(&arena);
}
END_TEST

START_TEST(the_newest_look_counts)
{
    static const struct row_verdict first = FOUND(ring), second = FOUND(call);
    struct arena arena = {0};
    struct store *store = open_store("newest");
    int64_t one = add_run(store, &first), two = add_run(store, &second), three = add_run(store, &first), none = add_run(store, NULL);
    review(store, one, VERDICT_YES, VERDICT_NO, "2026-03-02");
    review(store, one, VERDICT_YES, VERDICT_CONCERNS, "2026-03-04");
    ck_assert_int_eq(decision_of(store, one, NULL, &arena)->review.verdict, VERDICT_CONCERNS);
    ck_assert_int_eq(decision_of(store, three, NULL, &arena)->standing, DECISION_CARRIED); /* the words are back */
    ck_assert_int_eq(decision_of(store, three, NULL, &arena)->review.verdict, VERDICT_CONCERNS);
    ck_assert_ptr_null(decision_of(store, none, NULL, &arena)); /* there is nothing that it could be about */
    review(store, two, VERDICT_YES, VERDICT_YES, "2026-03-03");
    ck_assert_int_eq(decision_of(store, one, NULL, &arena)->review.run, one); /* nothing is told of a run by a later one */
    ck_assert_int_eq(decision_of(store, two, NULL, &arena)->standing, DECISION_MADE);
    ck_assert_int_eq(decision_of(store, three, NULL, &arena)->standing, DECISION_WORDS); /* people saw other words since */
    SAMPLE_MUST(store_close(store, &sample_error));
    arena_release(&arena);
}
END_TEST

/* A result's own decision, however many there are; those of one council alone where that is asked for. */
START_TEST(each_result_has_its_own)
{
    char path[200];
    struct arena arena = {0};
    struct store *store;
    struct decisions decisions;
    const struct sample_options two = {.councils = 2, .services = 2, .pages = 1};
    static const char *const codes[] = {"E06000001", "E06000002"}, *const rows[] = {"contacts", "plain"};
    snprintf(path, sizeof path, "%s/each.db", root);
    int64_t run = sample_store(path, &two);
    SAMPLE_MUST(store_open(path, STORE_WRITE, &store, &sample_error));
    for (size_t c = 0; c < 2; c++)
        for (size_t r = 0; r < 2; r++) {
            const struct review review = {.run = run, .gss_code = codes[c], .service = sample_services[r].id, .row = rows[r], .program = VERDICT_NO,
                                          .verdict = c == r ? VERDICT_YES : VERDICT_CONCERNS, .reason = "", .reviewer_role = "editor", .date = "2026-03-02"};
            SAMPLE_MUST(store_save_review(store, &review, &sample_error));
        }
    SAMPLE_MUST(decisions_load(store, run, NULL, &arena, &decisions, &sample_error));
    ck_assert_uint_eq(decisions.count, 4);
    ck_assert_uint_eq(decisions_count(&decisions, decision_is_made), 4);
    for (size_t c = 0; c < 2; c++)
        for (size_t r = 0; r < 2; r++)
            ck_assert_int_eq(decisions_find(&decisions, codes[c], sample_services[r].id, rows[r])->review.verdict, c == r ? VERDICT_YES : VERDICT_CONCERNS);
    ck_assert_ptr_null(decisions_find(&decisions, codes[0], sample_services[0].id, rows[1]));
    decisions_release(&decisions);
    SAMPLE_MUST(decisions_load(store, run, codes[1], &arena, &decisions, &sample_error));
    ck_assert_uint_eq(decisions.count, 2);
    ck_assert_ptr_null(decisions_find(&decisions, codes[0], sample_services[0].id, rows[0]));
    decisions_release(&decisions);
    SAMPLE_MUST(store_close(store, &sample_error));
    arena_release(&arena);
}
END_TEST

START_TEST(what_must_be_looked_at_again)
{
    static const struct {
        enum decision_standing standing;
        enum verdict program, person;
        bool open;
    } looks[] = {
        {DECISION_MADE, VERDICT_NO, VERDICT_YES, false},    {DECISION_CARRIED, VERDICT_NO, VERDICT_YES, false},
        {DECISION_WORDS, VERDICT_NO, VERDICT_YES, true},    {DECISION_WORDS, VERDICT_YES, VERDICT_NO, true},
        {DECISION_WORDS, VERDICT_NO, VERDICT_NO, true},     {DECISION_WORDS, VERDICT_YES, VERDICT_YES, false},
        {DECISION_RULE, VERDICT_DOUBTS, VERDICT_YES, true}, {DECISION_BLIND, VERDICT_YES, VERDICT_NO, true},
        {DECISION_UNREAD, VERDICT_NOT_TESTED, VERDICT_YES, false},
    };
    for (size_t i = 0; i < SAMPLE_COUNT(looks); i++) {
        const struct decision decision = {.standing = looks[i].standing, .program = looks[i].program, .review = {.verdict = looks[i].person}};
        ck_assert_msg(decision_is_open(&decision) == looks[i].open, "%zu", i);
    }
}
END_TEST

static void make_root(void)
{
    ck_assert_ptr_nonnull(mkdtemp(root));
}

static void remove_root(void)
{
    struct error err;
    ck_assert_int_eq(file_remove_tree(root, &err), STATUS_OK);
}

int main(void)
{
    Suite *suite = suite_create("reports/decisions");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60);
    tcase_add_unchecked_fixture(all, make_root, remove_root);
    tcase_add_loop_test(all, a_decision_holds_as_long_as_what_it_was_about, 0, (int)SAMPLE_COUNT(cases));
    tcase_add_test(all, the_newest_look_counts);
    tcase_add_test(all, each_result_has_its_own);
    tcase_add_test(all, what_must_be_looked_at_again);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}

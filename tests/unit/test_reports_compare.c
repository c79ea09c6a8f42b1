/* Two runs: a change of the rule is never shown as a change of the council. */
#include <check.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "reports_sample.h"
#include "suite.h"

static char root[] = "/tmp/coreoffer-compare-XXXXXX";

enum { ROWS = 5 };
static const struct {
    const char *row;
    enum verdict before, after;
    int version_before, version_after;
} cases[ROWS] = {
    {"explanation", VERDICT_NO, VERDICT_YES, 1, 1},         /* the council mended it */
    {"referral", VERDICT_NO, VERDICT_YES, 1, 2},            /* the rule changed */
    {"contacts", VERDICT_YES, VERDICT_CANNOT_TELL, 1, 1},   /* coverage */
    {"eligibility", VERDICT_CONCERNS, VERDICT_CONCERNS, 1, 2}, /* the rule changed, the result did not */
    {"complain", VERDICT_YES, VERDICT_NO, 3, 3},            /* the council made it worse */
};

static void save_card(struct store *store, int64_t run, const char *gss_code, bool later)
{
    struct scorecard card = {.gss_code = gss_code, .read = true, .service_count = 1, .score = {40, 40, 1}};
    card.services = arena_array(&card.arena, 1, sizeof *card.services);
    struct service_scorecard *service = card.services;
    service->service = "short-breaks";
    service->row_count = ROWS;
    service->rows = arena_array(&card.arena, ROWS, sizeof *service->rows);
    for (size_t i = 0; i < ROWS; i++)
        service->rows[i] = (struct row_verdict){.service = service->service,
                                                .row = cases[i].row,
                                                .version = later ? cases[i].version_after : cases[i].version_before,
                                                .decided_by = "program",
                                                .detail = "",
                                                .judgement = {.verdict = later ? cases[i].after : cases[i].before,
                                                              .certainty = 0.9,
                                                              .reason = ""}};
    SAMPLE_MUST(store_save_scorecard(store, run, &card, &sample_error));
    arena_release(&card.arena);
}

static int64_t add_run(struct store *store, const struct council_list *list, const char *rubric, int64_t at, bool later)
{
    int64_t run;
    struct run record = {.state = RUN_UNFINISHED, .started_at = at - 60, .finished_at = -1, .inputs_sha256 = "00", .options = "{}",
                         .rubric_version = rubric, .rubric_sha256 = rubric, .software = "coreoffer 0.1.0", .councils = 1};
    SAMPLE_MUST(store_run_create(store, &record, NULL, 0, list, &run, &sample_error));
    const struct visit visit = {.gss_code = list->items[0].gss_code, .outcome = VISIT_DONE, .start_url = "https://www.c1.example/",
                                .listed_url = "https://www.c1.example/", .started_at = at - 50, .finished_at = at - 10};
    SAMPLE_MUST(store_save_visit(store, run, &visit, &sample_error));
    save_card(store, run, list->items[0].gss_code, later);
    SAMPLE_MUST(store_run_finish(store, run, RUN_FINISHED, at, &sample_error));
    return run;
}

static void make_runs(const char *path, const char *rubric_before, int64_t *before, int64_t *after)
{
    struct store *store;
    struct council_list list;
    const struct sample_options one = {.councils = 1};
    SAMPLE_MUST(store_open(path, STORE_WRITE, &store, &sample_error));
    sample_councils(&list, &one);
    *before = add_run(store, &list, rubric_before, 1764100000, false);
    *after = add_run(store, &list, "2026.2", 1795603600, true);
    arena_release(&list.arena);
    SAMPLE_MUST(store_close(store, &sample_error));
}

static char *compare(const char *path, int64_t before, int64_t after, bool json)
{
    struct store *store;
    char *text;
    size_t length;
    FILE *out = open_memstream(&text, &length);
    ck_assert_ptr_nonnull(out);
    const struct terminal_options terminal = {.width = 200, .seeds = getenv("COREOFFER_SEEDS"), .rubric = &sample_rubric};
    SAMPLE_MUST(store_open(path, STORE_READ, &store, &sample_error));
    SAMPLE_MUST(reports_compare(store, before, after, &terminal, json, out, &sample_error));
    SAMPLE_MUST(store_close(store, &sample_error));
    fclose(out);
    return text;
}

static void check_line(const char *json, const char *row, const char *change, const char *cause)
{
    char wanted[200], ending[200];
    snprintf(wanted, sizeof wanted, "\"row\":\"%s\"", row);
    const char *line = strstr(json, wanted);
    ck_assert_msg(line != NULL, "no line for %s in %s", row, json);
    snprintf(ending, sizeof ending, "\"change\":\"%s\",\"cause\":\"%s\"}", change, cause);
    const char *found = strstr(line, ending), *end = strchr(line, '\n');
    ck_assert_msg(found != NULL && found < end, "%s is not %s by %s: %s", row, change, cause, json);
}

START_TEST(each_change_has_its_cause)
{
    char path[200];
    int64_t before, after;
    snprintf(path, sizeof path, "%s/causes.db", root);
    make_runs(path, "2026.2", &before, &after);
    char *json = compare(path, before, after, true);
    check_line(json, "explanation", "better", "council");
    check_line(json, "referral", "better", "rule");
    check_line(json, "contacts", "other", "coverage");
    check_line(json, "complain", "worse", "council");
    ck_assert_ptr_null(strstr(json, "\"row\":\"eligibility\""));
    /* Told in both runs by the same rule: explanation and complain. */
    ck_assert_ptr_nonnull(strstr(json, "\"matched\":2,"));
    free(json);
    char *text = compare(path, before, after, false);
    ck_assert_ptr_nonnull(strstr(text, "The council changed its pages: 2\n"));
    ck_assert_ptr_nonnull(strstr(text, "Our rules changed: 1\n"));
    free(text);
}
END_TEST

enum { WORDED = 8 };

/* By other rules: what was read of the words before and after, as an index of `words`, -1 for none. */
static const struct {
    const char *row;
    enum verdict before, after;
    int then, now;
    const char *cause;
} worded[WORDED] = {
    {"explanation", VERDICT_NO, VERDICT_YES, -1, 2, "council"},   /* a page that was not there */
    {"referral", VERDICT_YES, VERDICT_NO, 1, -1, "council"},      /* a page that is gone */
    {"contacts", VERDICT_CONCERNS, VERDICT_YES, 0, 0, "rule"},    /* the same words on the same page */
    {"eligibility", VERDICT_NO, VERDICT_YES, -1, 3, "rule"},      /* which stood there, and now stand at another address */
    {"complain", VERDICT_YES, VERDICT_SILENT, -1, -1, "rule"},    /* nobody knows */
    {"signposts", VERDICT_NO, VERDICT_YES, 0, 0, "council"},      /* links were mended, and the words left as they were */
    {"decides", VERDICT_NO, VERDICT_YES, -1, 5, "coverage"},      /* a page that was linked to and opened, and was not read */
    {"numbers", VERDICT_NO, VERDICT_YES, -1, 6, "council"},       /* one that was linked to and not there */
};
static const struct {
    const char *url, *text;
    bool then, now;
} words[] = {
    {"https://www.c1.example/a", "Ring us.", true, true},
    {"https://www.c1.example/b", "Ask us.", true, false},
    {"https://www.c1.example/b", "We find a carer.", false, true},
    {"https://www.c1.example/moved", "For all ages.", false, true},
    {"https://www.c1.example/old", "For all ages.", true, false},
    {"https://www.c1.example/partner", "A panel decides.", false, true},
    {"https://www.c1.example/planned", "We helped 40 families.", false, true},
};
/* What links of the earlier run led to. */
static const struct {
    const char *url;
    enum link_state state;
    enum link_reason reason;
} linked[] = {{"https://www.c1.example/partner", LINK_OK, REASON_NONE}, {"https://www.c1.example/planned", LINK_BROKEN, REASON_HTTP_404}};

static int64_t add_worded_run(struct store *store, const struct council_list *list, const char *rubric, int64_t at, bool later)
{
    int64_t ids[SAMPLE_COUNT(words)] = {0};
    int64_t run = add_run(store, list, rubric, at, later);
    for (size_t i = 0; i < SAMPLE_COUNT(words); i++) {
        struct page page = {.gss_code = list->items[0].gss_code, .url = words[i].url, .final_url = words[i].url, .status = 200, .state = LINK_OK,
                            .type = DOCUMENT_HTML, .title = "A page", .fetched_at = at, .sha256 = "", .order = (int)i};
        if (later ? words[i].now : words[i].then) {
            SAMPLE_MUST(store_save_page(store, run, &page, words[i].text, strlen(words[i].text), NULL, 0, &sample_error));
            ids[i] = page.id;
        }
    }
    for (size_t i = 0; i < SAMPLE_COUNT(linked) && !later; i++) {
        const struct target target = {.url = linked[i].url, .state = linked[i].state, .reason = linked[i].reason, .looks = 1, .checked_at = at,
                                      .first_failed = -1, .last_failed = -1, .last_ok = -1};
        SAMPLE_MUST(store_save_target(store, run, &target, &sample_error));
    }
    struct scorecard card = {.gss_code = list->items[0].gss_code, .read = true, .service_count = 1, .score = {40, 40, 1}};
    struct row_verdict rows[WORDED];
    struct evidence quotes[WORDED];
    struct service_scorecard service = {.service = "short-breaks", .row_count = WORDED, .rows = rows};
    card.services = &service;
    for (size_t i = 0; i < WORDED; i++) {
        int at_word = later ? worded[i].now : worded[i].then;
        quotes[i] = at_word < 0 ? (struct evidence){0} : (struct evidence){.quote = words[at_word].text, .where = "text", .cue = "", .page_id = ids[at_word]};
        rows[i] = (struct row_verdict){.service = "short-breaks", .row = worded[i].row, .version = 1, .decided_by = "program", .detail = "",
                                       .judgement = {.verdict = later ? worded[i].after : worded[i].before, .certainty = 0.9, .reason = "",
                                                     .evidence = &quotes[i], .evidence_count = at_word >= 0}};
    }
    SAMPLE_MUST(store_save_scorecard(store, run, &card, &sample_error));
    return run;
}

/* With another rubric, even one whose rows have the same version, the council is told of what is new or gone alone. */
START_TEST(other_rules_are_no_doing_of_the_council)
{
    char path[200];
    struct store *store;
    struct council_list list;
    const struct sample_options one = {.councils = 1};
    snprintf(path, sizeof path, "%s/worded-%d.db", root, _i);
    SAMPLE_MUST(store_open(path, STORE_WRITE, &store, &sample_error));
    sample_councils(&list, &one);
    int64_t before = add_worded_run(store, &list, _i == 1 ? "2026.2" : "2026.1", 1764100000, false);
    if (_i == 2) { /* the council is the same under a new code */
        list.items[0].former_gss_code = list.items[0].gss_code;
        list.items[0].gss_code = "E06000009";
    }
    int64_t after = add_worded_run(store, &list, "2026.2", 1795603600, true);
    arena_release(&list.arena);
    SAMPLE_MUST(store_close(store, &sample_error));
    char *json = compare(path, before, after, true);
    for (size_t i = 0; i < WORDED; i++) {
        const char *way = worded[i].before == VERDICT_YES ? "worse" : "better";
        check_line(json, worded[i].row, way, _i != 1 || !strcmp(worded[i].cause, "coverage") ? worded[i].cause : "council");
    }
    ck_assert_ptr_nonnull(strstr(json, _i == 1 ? "\"matched\":8," : "\"matched\":5,"));
    free(json);
}
END_TEST

enum { READ = 3 };
/* What stood on a page before and stands on none now, and what became of that page. */
static const struct {
    const char *url;
    int found_on; /* index, -1 for none */
    enum link_state now;
    bool known; /* in the later run at all */
    const char *row, *cause;
} pages[READ] = {
    {"https://www.c1.example/refused", -1, LINK_BLOCKED, true, "explanation", "coverage"},
    {"https://www.c1.example/refused/more", 0, LINK_OK, false, "referral", "coverage"}, /* nobody was led to it */
    {"https://www.c1.example/gone", -1, LINK_BROKEN, true, "contacts", "council"},
};

static void save_read_pages(struct store *store, int64_t run, const char *gss_code, bool later)
{
    int64_t ids[READ] = {0};
    struct row_verdict rows[READ];
    struct evidence quotes[READ];
    struct service_scorecard service = {.service = "short-breaks", .row_count = READ, .rows = rows};
    struct scorecard card = {.gss_code = gss_code, .read = true, .service_count = 1, .score = {40, 40, 1}, .services = &service};
    for (size_t i = 0; i < READ; i++) {
        struct page page = {.gss_code = gss_code, .url = pages[i].url, .final_url = pages[i].url, .state = later ? pages[i].now : LINK_OK, .type = DOCUMENT_HTML,
                            .title = "A page", .sha256 = "", .found_on = pages[i].found_on < 0 ? 0 : ids[pages[i].found_on], .order = (int)i};
        if (!later || pages[i].known) {
            SAMPLE_MUST(store_save_page(store, run, &page, NULL, 0, NULL, 0, &sample_error));
            ids[i] = page.id;
        }
        quotes[i] = (struct evidence){.quote = "Ring us.", .where = "text", .cue = "", .page_id = ids[i]};
        rows[i] = (struct row_verdict){.service = service.service, .row = pages[i].row, .version = 1, .decided_by = "program", .detail = "",
                                       .judgement = {.verdict = later ? VERDICT_NO : VERDICT_YES, .certainty = 0.9, .reason = "", .evidence = &quotes[i],
                                                     .evidence_count = !later}};
    }
    SAMPLE_MUST(store_save_scorecard(store, run, &card, &sample_error));
}

/* In either order of the runs: the council took nothing away, and has put nothing there. The run that could not read may be pruned. */
START_TEST(what_could_not_be_read_is_no_doing_of_the_council)
{
    char path[200];
    struct store *store;
    struct council_list list;
    const struct sample_options one = {.councils = 1};
    snprintf(path, sizeof path, "%s/unread-%d.db", root, _i);
    SAMPLE_MUST(store_open(path, STORE_WRITE, &store, &sample_error));
    sample_councils(&list, &one);
    int64_t runs[3];
    for (int i = 0; i < 2; i++) {
        runs[i] = add_run(store, &list, "2026.2", 1764100000 + i * 8640000, false);
        save_read_pages(store, runs[i], list.items[0].gss_code, i > 0);
    }
    runs[2] = add_run(store, &list, "2026.2", 1764100000 + 2 * 8640000, false);
    save_read_pages(store, runs[2], list.items[0].gss_code, false);
    arena_release(&list.arena);
    SAMPLE_MUST(store_prune(store, _i == 0 ? 3 : 1, &sample_error));
    SAMPLE_MUST(store_close(store, &sample_error));
    for (int i = 0; i < 2; i++) {
        char *json = i == 0 ? compare(path, runs[2], runs[1], true) : compare(path, runs[1], runs[2], true);
        for (size_t k = 0; k < READ; k++)
            check_line(json, pages[k].row, i == 0 ? "worse" : "better", pages[k].cause);
        free(json);
    }
}
END_TEST

/* The earlier visit was cut short: what came out otherwise on the same words is not the council's doing, whatever its code is by now. */
START_TEST(a_visit_that_was_cut_short_is_no_doing_of_the_council)
{
    char path[200];
    struct store *store;
    struct council_list list;
    const struct sample_options one = {.councils = 1};
    struct visit visit = {.outcome = VISIT_LIMITED, .start_url = "https://www.c1.example/", .listed_url = "https://www.c1.example/", .pages_read = 2};
    snprintf(path, sizeof path, "%s/short-%d.db", root, _i);
    SAMPLE_MUST(store_open(path, STORE_WRITE, &store, &sample_error));
    sample_councils(&list, &one);
    int64_t before = add_run(store, &list, "2026.2", 1764100000, false);
    visit.gss_code = list.items[0].gss_code;
    SAMPLE_MUST(store_save_visit(store, before, &visit, &sample_error));
    if (_i == 1) {
        list.items[0].former_gss_code = list.items[0].gss_code;
        list.items[0].gss_code = "E06000009";
    }
    int64_t after = add_run(store, &list, "2026.2", 1795603600, true);
    arena_release(&list.arena);
    SAMPLE_MUST(store_close(store, &sample_error));
    char *json = compare(path, before, after, true);
    check_line(json, "explanation", "better", "coverage");
    check_line(json, "complain", "worse", "coverage");
    free(json);
}
END_TEST

enum { CUT_ROWS = 5, WHOLE_THEN = 1, CUT, WHOLE_NOW };
/* Results of a whole visit, of one that was cut short and of a whole one; and what the last is told to have changed, since which of them. */
static const struct {
    const char *row;
    enum verdict whole, cut, now;
    bool told; /* in the second run, since it rests on a page that is new there */
    const char *way, *cause;
    int since;
} around_cut[CUT_ROWS] = {
    {"explanation", VERDICT_YES, VERDICT_CONCERNS, VERDICT_CONCERNS, false, "worse", "council", WHOLE_THEN}, /* what the cut visit said too early */
    {"referral", VERDICT_YES, VERDICT_CONCERNS, VERDICT_YES, false, "", "", WHOLE_THEN},
    {"contacts", VERDICT_CONCERNS, VERDICT_CONCERNS, VERDICT_YES, false, "better", "council", WHOLE_THEN},
    {"eligibility", VERDICT_NO, VERDICT_YES, VERDICT_YES, true, "", "", CUT}, /* it is no news any more */
    {"complain", VERDICT_CANNOT_TELL, VERDICT_CONCERNS, VERDICT_YES, false, "better", "coverage", CUT}, /* there is no whole one to hold it against */
};

static int64_t add_run_around_cut(struct store *store, const struct council_list *list, int night)
{
    const char *gss_code = list->items[0].gss_code;
    int64_t run = add_run(store, list, "2026.2", 1764100000 + night * 86400, false);
    const struct visit visit = {.gss_code = gss_code, .outcome = night == CUT ? VISIT_LIMITED : VISIT_DONE, .start_url = "https://www.c1.example/",
                                .listed_url = "https://www.c1.example/", .pages_read = night == CUT ? 2 : 9};
    SAMPLE_MUST(store_save_visit(store, run, &visit, &sample_error));
    struct page page = {.gss_code = gss_code, .url = "https://www.c1.example/new", .final_url = "https://www.c1.example/new", .status = 200, .state = LINK_OK,
                        .type = DOCUMENT_HTML, .title = "A page", .sha256 = ""};
    if (night != WHOLE_THEN)
        SAMPLE_MUST(store_save_page(store, run, &page, "It is for all.", 14, NULL, 0, &sample_error));
    struct evidence quote = {.quote = "It is for all.", .where = "text", .cue = "", .page_id = page.id};
    struct row_verdict rows[CUT_ROWS];
    struct service_scorecard service = {.service = "short-breaks", .row_count = CUT_ROWS, .rows = rows};
    const struct scorecard card = {.gss_code = gss_code, .read = true, .service_count = 1, .score = {40, 40, 1}, .services = &service};
    for (size_t i = 0; i < CUT_ROWS; i++)
        rows[i] = (struct row_verdict){.service = "short-breaks", .row = around_cut[i].row, .version = 1, .decided_by = "program", .detail = "",
                                       .judgement = {.verdict = night == WHOLE_THEN ? around_cut[i].whole : night == CUT ? around_cut[i].cut : around_cut[i].now,
                                                     .certainty = 0.9, .reason = "", .evidence = &quote, .evidence_count = around_cut[i].told && night != WHOLE_THEN}};
    SAMPLE_MUST(store_save_scorecard(store, run, &card, &sample_error));
    return run;
}

/* What a council made of it while less of its pages was read is told once they are, and that they could be read again is no news. */
START_TEST(a_whole_visit_is_held_against_the_last_whole_one)
{
    char path[200], since[40];
    struct store *store;
    struct council_list list;
    const struct sample_options one = {.councils = 1};
    int64_t runs[WHOLE_NOW + 1];
    snprintf(path, sizeof path, "%s/cut.db", root);
    SAMPLE_MUST(store_open(path, STORE_WRITE, &store, &sample_error));
    sample_councils(&list, &one);
    for (int night = WHOLE_THEN; night <= WHOLE_NOW; night++)
        runs[night] = add_run_around_cut(store, &list, night);
    arena_release(&list.arena);
    SAMPLE_MUST(store_close(store, &sample_error));
    char *json = compare(path, runs[WHOLE_THEN], runs[CUT], true);
    check_line(json, "explanation", "worse", "coverage");
    check_line(json, "eligibility", "better", "council");
    free(json);
    json = compare(path, runs[CUT], runs[WHOLE_NOW], true);
    for (size_t i = 0; i < CUT_ROWS; i++) {
        snprintf(since, sizeof since, "\"row\":\"%s\"", around_cut[i].row);
        if (*around_cut[i].way == '\0') {
            ck_assert_msg(!strstr(json, since), "%s is told in %s", around_cut[i].row, json);
            continue;
        }
        check_line(json, around_cut[i].row, around_cut[i].way, around_cut[i].cause);
        snprintf(since, sizeof since, "\"before_run\":%lld,", (long long)runs[around_cut[i].since]);
        const char *line = strstr(strstr(json, around_cut[i].row), since);
        ck_assert_msg(line && line < strchr(strstr(json, around_cut[i].row), '\n'), "%s has another run before: %s", around_cut[i].row, json);
    }
    free(json);
}
END_TEST

/* Of what a list holds only the councils that were audited have a past; of a council that was split nobody has its. */
START_TEST(runs_alike_are_of_the_councils_that_were_audited)
{
    static const struct {
        const char *audited, *other, *audited_former, *other_former;
        size_t alike;
    } runs[] = {
        {"E06000001", "E06000002", "", "", 1},
        {"E06000002", "E06000001", "", "", 1},
        {"E06000001", "E06000009", "", "E06000002", 2}, /* that the other has a former code does not make its run one of this */
        {"E06000009", "E06000001", "E06000002", "", 2},
        {"E06000011", "E06000012", "E06000001", "E06000001", 1},
    };
    char path[200];
    struct store *store;
    struct council_list list;
    const struct sample_options two = {.councils = 2};
    snprintf(path, sizeof path, "%s/alike.db", root);
    SAMPLE_MUST(store_open(path, STORE_WRITE, &store, &sample_error));
    sample_councils(&list, &two);
    for (size_t i = 0; i < SAMPLE_COUNT(runs); i++) {
        int64_t *ids;
        size_t count;
        list.items[0].gss_code = runs[i].audited;
        list.items[0].former_gss_code = runs[i].audited_former;
        list.items[1].gss_code = runs[i].other;
        list.items[1].former_gss_code = runs[i].other_former;
        int64_t run = add_run(store, &list, "2026.2", 1764100000 + (int64_t)i * 8640000, false);
        SAMPLE_MUST(store_runs_alike(store, run, &list.arena, &ids, &count, &sample_error));
        ck_assert_msg(count == runs[i].alike, "run %zu is like %zu runs", i + 1, count);
    }
    arena_release(&list.arena);
    SAMPLE_MUST(store_close(store, &sample_error));
}
END_TEST

static void review(const char *path, int64_t run, const char *row, enum verdict program, enum verdict verdict)
{
    struct store *store;
    const struct review review = {.run = run, .gss_code = "E06000001", .service = "short-breaks", .row = row, .program = program, .verdict = verdict,
                                  .reason = "Read again.", .reviewer_role = "campaign volunteer", .date = "2026-03-02"};
    SAMPLE_MUST(store_open(path, STORE_WRITE, &store, &sample_error));
    SAMPLE_MUST(store_save_review(store, &review, &sample_error));
    SAMPLE_MUST(store_close(store, &sample_error));
}

/* The page of a store that make_runs made at `path`. */
static char *page_of(const char *path)
{
    char out[240], page[300];
    struct store *store;
    struct buffer bytes;
    snprintf(out, sizeof out, "%s.report", path);
    SAMPLE_MUST(store_open(path, STORE_READ, &store, &sample_error));
    const struct report_options options = {.out = out, .seeds = getenv("COREOFFER_SEEDS"), .rubric = &sample_rubric};
    SAMPLE_MUST(reports_write(store, &options, &sample_error));
    SAMPLE_MUST(store_close(store, &sample_error));
    snprintf(page, sizeof page, "%s/council/council-1/index.html", out);
    buffer_init(&bytes, 1 << 22);
    SAMPLE_MUST(file_read(page, &bytes, &sample_error));
    char *copy = memory_copy_n(buffer_text(&bytes), bytes.length);
    buffer_release(&bytes);
    return copy;
}

/* Another page of the report that page_of wrote. */
static char *other_page(const char *name, const char *page)
{
    char path[300];
    struct buffer bytes;
    snprintf(path, sizeof path, "%s/%s.db.report/%s", root, name, page);
    buffer_init(&bytes, 1 << 22);
    SAMPLE_MUST(file_read(path, &bytes, &sample_error));
    char *copy = memory_copy_n(buffer_text(&bytes), bytes.length);
    buffer_release(&bytes);
    return copy;
}

static char *council_page(const char *name, const char *rubric_before)
{
    char path[200];
    int64_t before, after;
    snprintf(path, sizeof path, "%s/%s.db", root, name);
    make_runs(path, rubric_before, &before, &after);
    return page_of(path);
}

enum { LEANING = 4 };

static int64_t add_leaning_run(struct store *store, const struct council_list *list, const char *rubric, int64_t at, bool later)
{
    static const struct {
        const char *row;
        enum verdict before, leans_before, after, leans_after;
    } results[LEANING] = {
        {"explanation", VERDICT_NO, VERDICT_NOT_TESTED, VERDICT_CANNOT_TELL, VERDICT_NO},
        {"referral", VERDICT_CANNOT_TELL, VERDICT_NO, VERDICT_CANNOT_TELL, VERDICT_NO},  /* of the later run a person says so */
        {"contacts", VERDICT_CANNOT_TELL, VERDICT_NO, VERDICT_CANNOT_TELL, VERDICT_NO},  /* and of this that it is there */
        {"complain", VERDICT_NO, VERDICT_NOT_TESTED, VERDICT_NOT_APPLICABLE, VERDICT_NOT_TESTED},
    };
    int64_t run = add_run(store, list, rubric, at, later);
    struct row_verdict rows[LEANING];
    struct service_scorecard service = {.service = "short-breaks", .row_count = LEANING, .rows = rows};
    const struct scorecard card = {.gss_code = "E06000001", .read = true, .service_count = 1, .services = &service, .score = {40, 40, 1}};
    for (size_t i = 0; i < LEANING; i++)
        rows[i] = (struct row_verdict){.service = "short-breaks", .row = results[i].row, .version = 1, .decided_by = "program", .detail = "",
                                       .leans = later ? results[i].leans_after : results[i].leans_before,
                                       .judgement = {.verdict = later ? results[i].after : results[i].before, .certainty = 0.4, .reason = ""}};
    SAMPLE_MUST(store_save_scorecard(store, run, &card, &sample_error));
    return run;
}

/* An answer that is no longer given was judged all the same: it is our rules' doing where they changed, and no page is unseen for it. */
START_TEST(what_is_no_longer_said_was_judged)
{
    char path[200];
    struct store *store;
    struct council_list list;
    const struct sample_options one = {.councils = 1};
    snprintf(path, sizeof path, "%s/leaning-%d.db", root, _i);
    SAMPLE_MUST(store_open(path, STORE_WRITE, &store, &sample_error));
    sample_councils(&list, &one);
    int64_t before = add_leaning_run(store, &list, _i == 0 ? "2026.1" : "2026.2", 1764100000, false);
    int64_t after = add_leaning_run(store, &list, "2026.2", 1795603600, true);
    arena_release(&list.arena);
    SAMPLE_MUST(store_close(store, &sample_error));
    review(path, after, "referral", VERDICT_CANNOT_TELL, VERDICT_NO);
    review(path, after, "contacts", VERDICT_CANNOT_TELL, VERDICT_YES);
    char *json = compare(path, before, after, true);
    check_line(json, "explanation", "other", _i == 0 ? "rule" : "coverage");
    check_line(json, "referral", "other", "correction");
    check_line(json, "contacts", "other", "correction");
    check_line(json, "complain", "other", _i == 0 ? "rule" : "council");
    free(json);
}
END_TEST

/* What a person had decided in the earlier run is what the later one is held against. */
START_TEST(a_correction_is_no_change_of_the_council)
{
    char path[200];
    int64_t before, after;
    snprintf(path, sizeof path, "%s/corrected.db", root);
    make_runs(path, "2026.2", &before, &after);
    char *history = page_of(path), *change = strstr(history, "id=\"history\"");
    ck_assert_ptr_nonnull(change);
    ck_assert_ptr_nonnull(strstr(change, "Is it explained?: found, before: not found"));
    free(history);
    review(path, before, "explanation", VERDICT_NO, VERDICT_YES);
    review(path, before, "complain", VERDICT_YES, VERDICT_CONCERNS);
    char *json = compare(path, before, after, true);
    ck_assert_ptr_null(strstr(json, "\"row\":\"explanation\""));
    check_line(json, "complain", "worse", "correction");
    free(json);
    history = page_of(path);
    ck_assert_ptr_null(strstr(history, "Is it explained?: found, before:"));
    ck_assert_ptr_nonnull(strstr(history, "No result changed through the council"));
    ck_assert_ptr_nonnull(strstr(history, "corrected by a person, which is no change of the council"));
    free(history);
    review(path, after, "complain", VERDICT_NO, VERDICT_CONCERNS);
    json = compare(path, before, after, true);
    ck_assert_ptr_null(strstr(json, "\"row\":\"complain\""));
    free(json);
}
END_TEST

/* What does not apply any more has no proof: its entry leads to the council. */
START_TEST(an_entry_of_the_feed_leads_somewhere)
{
    char path[200];
    struct store *store;
    struct council_list list;
    const struct sample_options one = {.councils = 1};
    snprintf(path, sizeof path, "%s/feed.db", root);
    SAMPLE_MUST(store_open(path, STORE_WRITE, &store, &sample_error));
    sample_councils(&list, &one);
    for (int i = 0; i < 2; i++) {
        struct row_verdict rows[] = {
            {.service = "short-breaks", .row = "same", .version = 1, .decided_by = "program", .detail = "",
             .judgement = {.verdict = i == 0 ? VERDICT_YES : VERDICT_NOT_APPLICABLE, .certainty = 0.9, .reason = ""}},
            {.service = "short-breaks", .row = "complain", .version = 1, .decided_by = "program", .detail = "",
             .judgement = {.verdict = i == 0 ? VERDICT_YES : VERDICT_NO, .certainty = 0.9, .reason = ""}}};
        struct service_scorecard service = {.service = "short-breaks", .row_count = SAMPLE_COUNT(rows), .rows = rows};
        const struct scorecard card = {.gss_code = list.items[0].gss_code, .read = true, .service_count = 1, .score = {40, 40, 1}, .services = &service};
        SAMPLE_MUST(store_save_scorecard(store, add_run(store, &list, "2026.2", 1764100000 + i * 8640000, false), &card, &sample_error));
    }
    arena_release(&list.arena);
    SAMPLE_MUST(store_close(store, &sample_error));
    free(page_of(path));
    char *feed = other_page("feed", "changes/feed.atom");
    ck_assert_ptr_nonnull(strstr(feed, "href=\"../evidence/e06000001-short-breaks-complain/index.html\""));
    ck_assert_ptr_nonnull(strstr(feed, "href=\"../council/council-1/short-breaks/index.html\""));
    ck_assert_ptr_null(strstr(feed, "evidence/e06000001-short-breaks-same"));
    ck_assert_ptr_nonnull(strstr(feed, ", Short breaks, "));
    free(feed);
}
END_TEST

/* Two scores stand side by side only where the rules were the same. */
START_TEST(the_history_compares_scores_by_the_same_rules_only)
{
    char *other = council_page("other-rules", "2026.1");
    ck_assert_ptr_nonnull(strstr(other, "the two scores can’t be compared"));
    ck_assert_ptr_null(strstr(other, "; now it is"));
    ck_assert_ptr_null(strstr(other, ", as it was in the run of"));
    const char *history = strstr(other, "id=\"history\"");
    ck_assert_ptr_nonnull(history);
    const struct rubric_row *changed = NULL;
    for (size_t i = 0; i < sample_rubric.row_count; i++)
        if (strcmp(sample_rubric.rows[i].id, "referral") == 0)
            changed = &sample_rubric.rows[i];
    ck_assert_ptr_nonnull(changed);
    ck_assert_ptr_null(strstr(history, changed->title));
    free(other);
    char *same = council_page("same-rules", "2026.2");
    ck_assert_ptr_nonnull(strstr(same, "The score is 40, as it was in the run of")); /* and no "was 40; now it is 40" */
    free(same);
    same = other_page("same-rules", "trends/index.html"); /* each figure beside what it is a percentage of */
    ck_assert_ptr_nonnull(strstr(same, "Percent of councils read where this could be judged; in 2011, of councils that answered."));
    free(same);
    static const char *const tables[] = {"councils/by-change.html", "councils/index.html", "region/north/index.html"};
    for (size_t i = 0; i < SAMPLE_COUNT(tables); i++) {
        other = other_page("other-rules", tables[i]);
        same = other_page("same-rules", tables[i]);
        ck_assert_ptr_null(strstr(other, "data-h=\"Change\""));
        ck_assert_ptr_nonnull(strstr(same, "data-h=\"Change\""));
        ck_assert_int_eq(strstr(other, "judged by other rules") != NULL, i == 0);
        free(other);
        free(same);
    }
}
END_TEST

/* A broken link that worked when it was asked again is told with its date, and counted as well. */
START_TEST(what_was_put_right_is_told_with_its_date)
{
    char path[200], out[200], page[300];
    struct store *store;
    struct buffer bytes;
    snprintf(path, sizeof path, "%s/mended.db", root);
    snprintf(out, sizeof out, "%s/mended", root);
    const struct sample_options one = {.councils = 1, .services = 1, .pages = 2};
    int64_t run = sample_store(path, &one);
    SAMPLE_MUST(store_open(path, STORE_WRITE, &store, &sample_error));
    const struct target mended = {.url = "https://www.c1.example/gone/0", .state = LINK_OK, .status = 200, .looks = 1,
                                  .checked_at = 1795603600 + 3 * 86400, .first_failed = -1, .last_failed = 1795600100,
                                  .last_ok = 1795603600 + 3 * 86400};
    SAMPLE_MUST(store_save_target(store, run, &mended, &sample_error));
    const struct report_options options = {.out = out, .seeds = getenv("COREOFFER_SEEDS"), .rubric = &sample_rubric};
    SAMPLE_MUST(reports_write(store, &options, &sample_error));
    SAMPLE_MUST(store_close(store, &sample_error));
    snprintf(page, sizeof page, "%s/council/council-1/index.html", out);
    buffer_init(&bytes, 1 << 22);
    SAMPLE_MUST(file_read(page, &bytes, &sample_error));
    ck_assert_ptr_nonnull(strstr(buffer_text(&bytes), "put right, seen on 28 November 2026"));
    buffer_release(&bytes);
}
END_TEST

/* From the third run by the same rules a line is drawn; a run by other rules is not in it. */
START_TEST(a_line_is_drawn_from_the_third_run)
{
    char path[200], out[200], page[300];
    struct store *store;
    struct council_list list;
    struct buffer bytes;
    const struct sample_options one = {.councils = 1};
    snprintf(path, sizeof path, "%s/line.db", root);
    snprintf(out, sizeof out, "%s/line", root);
    snprintf(page, sizeof page, "%s/trends/index.html", out);
    const struct report_options options = {.out = out, .seeds = getenv("COREOFFER_SEEDS"), .rubric = &sample_rubric};
    SAMPLE_MUST(store_open(path, STORE_WRITE, &store, &sample_error));
    sample_councils(&list, &one);
    add_run(store, &list, "2026.0", 1700000000, false);
    for (int i = 0; i < 3; i++) {
        add_run(store, &list, "2026.2", 1764100000 + i * 8640000, true);
        SAMPLE_MUST(reports_write(store, &options, &sample_error));
        buffer_init(&bytes, 1 << 22);
        SAMPLE_MUST(file_read(page, &bytes, &sample_error));
        bool drawn = strstr(buffer_text(&bytes), "id=\"median-line-t\"") != NULL;
        ck_assert_int_eq(drawn, i == 2);
        if (drawn)
            ck_assert_ptr_nonnull(strstr(buffer_text(&bytes), "scored in each of these 3 runs by the same rules: 1."));
        buffer_release(&bytes);
    }
    arena_release(&list.arena);
    SAMPLE_MUST(store_close(store, &sample_error));
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
    Suite *suite = suite_create("reports/compare");
    TCase *cases_ = tcase_create("all");
    tcase_set_timeout(cases_, 60);
    tcase_add_unchecked_fixture(cases_, make_root, remove_root);
    tcase_add_test(cases_, each_change_has_its_cause);
    tcase_add_loop_test(cases_, other_rules_are_no_doing_of_the_council, 0, 3);
    tcase_add_loop_test(cases_, what_could_not_be_read_is_no_doing_of_the_council, 0, 2); /* pruned or not */
    tcase_add_test(cases_, runs_alike_are_of_the_councils_that_were_audited);
    tcase_add_loop_test(cases_, a_visit_that_was_cut_short_is_no_doing_of_the_council, 0, 2); /* under the same code or a new one */
    tcase_add_test(cases_, a_whole_visit_is_held_against_the_last_whole_one);
    tcase_add_loop_test(cases_, what_is_no_longer_said_was_judged, 0, 2);
    tcase_add_test(cases_, a_correction_is_no_change_of_the_council);
    tcase_add_test(cases_, an_entry_of_the_feed_leads_somewhere);
    tcase_add_test(cases_, the_history_compares_scores_by_the_same_rules_only);
    tcase_add_test(cases_, what_was_put_right_is_told_with_its_date);
    tcase_add_test(cases_, a_line_is_drawn_from_the_third_run);
    suite_add_tcase(suite, cases_);
    return run_suite(suite);
}

/* What a terminal and a pipeline get: inside the width, no codes from outside, the formats
 * of `links`, and what changed between two runs. */
#include <check.h>
#include <cjson/cJSON.h>
#include <libxml/parser.h>

#include "base/csv.h"
#include "base/text.h"
#include "reports/data/change.h"
#include "reports/terminal/screen.h"
#include "tests/unit/reports_sample.h"
#include "tests/unit/suite.h"

static char root[] = "/tmp/coreoffer-terminal-XXXXXX";
static char plain[256], hostile[256];

static void make_stores(void)
{
    ck_assert_ptr_nonnull(mkdtemp(root));
    snprintf(plain, sizeof plain, "%s/plain.db", root);
    snprintf(hostile, sizeof hostile, "%s/hostile.db", root);
    sample_store(plain, &(struct sample_options){.councils = 6, .services = 9, .pages = 12, .earlier = true});
    sample_store(hostile, &(struct sample_options){.councils = 2, .services = 2, .pages = 6, .hostile = true});
}

static void remove_stores(void)
{
    struct error err;
    ck_assert_int_eq(file_remove_tree(root, &err), STATUS_OK);
}

/* What a report writes to its stream, as a string to free(). */
static char *report(const char *database, int what, const char *gss_code, const struct terminal_options *options, size_t *length)
{
    struct error err = {0};
    struct store *store;
    char *text = NULL;
    FILE *out = open_memstream(&text, length);
    ck_assert_int_eq(store_open(database, STORE_READ, &store, &err), STATUS_OK);
    int64_t run = strcmp(database, plain) == 0 ? 2 : 1;
    enum status status = what < 0    ? reports_terminal(store, run, gss_code, options, out, &err)
                         : what < 10 ? reports_links(store, run, gss_code, (enum links_format)what, options, out, &err)
                                     : reports_compare(store, 1, 2, options, what == 10, out, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    ck_assert_int_eq(store_close(store, &err), STATUS_OK);
    fclose(out);
    return text;
}

static const struct terminal_options grey = {
    .color = false, .width = 80, .seeds = "seeds", .rubric = &sample_rubric, .report = "demo-report"};
static const struct terminal_options coloured = {.color = true, .width = 50, .seeds = "seeds", .rubric = &sample_rubric};

static size_t columns(const char *line, size_t length)
{
    size_t count = 0;
    for (size_t at = 0; at < length; count++)
        (void)text_next(line, length, &at);
    return count;
}

START_TEST(a_scorecard_is_one_screen)
{
    size_t length, lines = 0;
    char *text = report(plain, -1, "E06000001", &grey, &length);
    for (const char *line = text; *line; lines++) {
        size_t end = strcspn(line, "\n");
        ck_assert_msg(columns(line, end) <= 80, "too wide: %.*s", (int)end, line);
        line += end + (line[end] == '\n');
    }
    ck_assert_uint_le(lines, 41);
    ck_assert_ptr_null(strchr(text, '\033'));
    ck_assert_ptr_nonnull(strstr(text, "Anytown Council"));
    ck_assert_ptr_nonnull(strstr(text, "Put right first"));
    ck_assert_ptr_nonnull(strstr(text, "demo-report/index.html"));
    free(text);
}
END_TEST

/* Whatever the width from 40 on: only an address may be longer, so that it can be copied whole. */
START_TEST(a_scorecard_keeps_within_its_width)
{
    struct terminal_options options = grey;
    options.width = (int[]){40, 50, 79, 80, 100}[_i];
    for (int i = 1; i <= 6; i++) {
        char code[24];
        size_t length;
        snprintf(code, sizeof code, "E%08d", 6000000 + i);
        char *text = report(plain, -1, code, &options, &length);
        for (const char *line = text; *line;) {
            size_t end = strcspn(line, "\n");
            bool address = memmem(line, end, "https://", 8) != NULL;
            ck_assert_msg(address || columns(line, end) <= (size_t)options.width, "over %d: %.*s", options.width, (int)end, line);
            ck_assert_msg(end == 0 || line[end - 1] != ' ', "a space at the end: %.*s", (int)end, line);
            line += end + (line[end] == '\n');
        }
        free(text);
    }
}
END_TEST

/* Page and terminal round by one rule: a council's score reads the same on both. */
START_TEST(the_scores_are_those_of_the_page)
{
    char out[300];
    struct error err = {0};
    struct store *store;
    size_t compared = 0;
    snprintf(out, sizeof out, "%s/site", root);
    ck_assert_int_eq(store_open(plain, STORE_READ, &store, &err), STATUS_OK);
    const struct report_options options = {.run = 2, .out = out, .seeds = "seeds", .rubric = &sample_rubric};
    ck_assert_msg(reports_write(store, &options, &err) == STATUS_OK, "%s", err.message);
    ck_assert_int_eq(store_close(store, &err), STATUS_OK);
    for (int i = 1; i <= 6; i++) {
        char path[400], code[24];
        struct buffer page;
        size_t length;
        snprintf(path, sizeof path, "%s/council/council-%d/index.html", out, i);
        snprintf(code, sizeof code, "E0600000%d", i);
        buffer_init(&page, 1 << 22);
        ck_assert_int_eq(file_read(path, &page, &err), STATUS_OK);
        const char *mark = "<strong class=\"score\">", *score = strstr(buffer_text(&page), mark);
        char *text = report(plain, -1, code, &grey, &length);
        const char *line = strstr(text, "  All together");
        ck_assert_int_eq(score == NULL, line == NULL);
        if (score && line) {
            int size = (int)strcspn(score + strlen(mark), "<");
            ck_assert(strncmp(strchr(line, ']') + 2, score + strlen(mark), (size_t)size) == 0);
            ck_assert_int_eq(strchr(line, ']')[2 + size], ' ');
            compared++;
        }
        free(text);
        buffer_release(&page);
    }
    ck_assert_uint_ge(compared, 4);
}
END_TEST

START_TEST(a_refusal_is_said_and_not_judged)
{
    size_t length;
    char *text = report(plain, -1, "E06000006", &grey, &length);
    ck_assert_ptr_nonnull(strstr(text, "Could not be read on 25 November 2026: the site refused"));
    ck_assert_ptr_null(strstr(text, "not found"));
    free(text);
}
END_TEST

/* With colour on, the only escape codes are ours: SGR. */
START_TEST(no_codes_from_outside)
{
    size_t length;
    for (int what = -1; what <= LINKS_SARIF; what++) {
        char *text = report(hostile, what, "E06000001", &coloured, &length);
        for (const char *s = text; (s = strchr(s, '\033')); s++) {
            size_t code = strspn(s + 2, "0123456789;");
            ck_assert(s[1] == '[' && s[2 + code] == 'm');
        }
        ck_assert_ptr_null(strchr(text, '\x01'));
        ck_assert_msg(!strstr(text, "\xE2\x80\xAE") || what == LINKS_JSONL || what == LINKS_SARIF, "format %d shows an override",
                      what);
        free(text);
    }
}
END_TEST

START_TEST(links_as_json_lines)
{
    static const char *const keys[] = {"source", "target", "final",  "text",      "scope",
                                       "state",  "reason", "status", "redirects", "advice"};
    size_t length, objects = 0, broken = 0;
    char *text = report(plain, LINKS_JSONL, "E06000001", &grey, &length), *line = text;
    cJSON *last = NULL;
    while (*line) {
        size_t end = strcspn(line, "\n");
        cJSON *json = cJSON_ParseWithLength(line, end);
        ck_assert_ptr_nonnull(json);
        line += end + 1;
        if (!*line) {
            last = cJSON_DetachItemFromObject(json, "summary");
        } else {
            cJSON *member = json->child;
            for (size_t k = 0; k < SAMPLE_COUNT(keys); k++, member = member->next)
                ck_assert_str_eq(member->string, keys[k]);
            ck_assert_ptr_null(member);
            objects++;
            broken += strcmp(cJSON_GetObjectItem(json, "state")->valuestring, "broken") == 0;
        }
        cJSON_Delete(json);
    }
    ck_assert_uint_eq(objects, 12 * 4); /* pairs of page and target */
    ck_assert_uint_eq(broken, 12 * 2);
    ck_assert_ptr_nonnull(last);
    ck_assert_int_eq(cJSON_GetObjectItem(last, "pages")->valueint, 12);
    ck_assert_int_eq(cJSON_GetObjectItem(last, "links")->valueint, 3 + 1 + 12 + 1);
    ck_assert_int_eq(cJSON_GetObjectItem(last, "broken")->valueint, 4);
    ck_assert_int_eq(cJSON_GetObjectItem(last, "suspect")->valueint, 2);
    ck_assert_int_eq(cJSON_GetObjectItem(last, "blocked")->valueint, 1);
    ck_assert_int_eq(cJSON_GetObjectItem(last, "ok")->valueint, 10);
    cJSON_Delete(last);
    free(text);
}
END_TEST

START_TEST(links_for_pipelines_parse_back)
{
    size_t length;
    struct error err = {0};
    struct csv_table table;
    for (int i = 0; i < 2; i++) {
        const char *database = i ? hostile : plain;
        char *text = report(database, LINKS_CSV, "E06000001", &grey, &length);
        ck_assert_msg(csv_read("links", text, length, &table, &err) == STATUS_OK, "%s", err.message);
        ck_assert_uint_eq(table.header.count, 10);
        ck_assert_uint_eq(table.count, i ? 6 * 4 : 12 * 4);
        csv_release(&table);
        free(text);
        text = report(database, LINKS_JUNIT, "E06000001", &grey, &length);
        xmlDocPtr xml = xmlReadMemory(text, (int)length, "junit", NULL, XML_PARSE_NONET | XML_PARSE_NOERROR);
        ck_assert_ptr_nonnull(xml);
        xmlFreeDoc(xml);
        free(text);
        text = report(database, LINKS_SARIF, "E06000001", &grey, &length);
        cJSON *sarif = cJSON_ParseWithLength(text, length);
        ck_assert_ptr_nonnull(sarif);
        ck_assert_str_eq(cJSON_GetObjectItem(sarif, "version")->valuestring, "2.1.0");
        cJSON *run = cJSON_GetArrayItem(cJSON_GetObjectItem(sarif, "runs"), 0);
        ck_assert_int_gt(cJSON_GetArraySize(cJSON_GetObjectItem(run, "results")), 0);
        cJSON_Delete(sarif);
        free(text);
    }
}
END_TEST

/* The two runs differ by another roll of the dice, so every cause but the rule is there. */
START_TEST(compares_two_runs)
{
    size_t length, changed = 0;
    char *text = report(plain, 10, "", &grey, &length), *line = text;
    cJSON *json = NULL;
    while (*line) {
        size_t end = strcspn(line, "\n");
        cJSON_Delete(json);
        json = cJSON_ParseWithLength(line, end);
        ck_assert_ptr_nonnull(json);
        changed += cJSON_GetObjectItem(json, "change") != NULL;
        line += end + 1;
    }
    cJSON *summary = cJSON_GetObjectItem(json, "summary");
    ck_assert_ptr_nonnull(summary);
    ck_assert_uint_eq(
        (size_t)(cJSON_GetObjectItem(summary, "council")->valueint + cJSON_GetObjectItem(summary, "coverage")->valueint),
        changed);
    ck_assert_int_eq(cJSON_GetObjectItem(summary, "rule")->valueint, 0);
    cJSON_Delete(json);
    free(text);
    text = report(plain, 11, "", &grey, &length);
    ck_assert_ptr_nonnull(strstr(text, "The council changed its pages: "));
    free(text);
}
END_TEST

static const struct {
    enum verdict before, after;
    int before_version, after_version;
    bool before_overruled, after_overruled;
    enum change_way way;
    enum change_cause cause;
} changes[] = {
    {VERDICT_NO, VERDICT_YES, 1, 1, false, false, CHANGE_BETTER, CAUSE_COUNCIL},
    {VERDICT_YES, VERDICT_CONCERNS, 1, 1, false, false, CHANGE_WORSE, CAUSE_COUNCIL},
    {VERDICT_YES, VERDICT_YES, 1, 2, false, false, CHANGE_NONE, CAUSE_NONE},
    {VERDICT_NO, VERDICT_YES, 1, 2, false, false, CHANGE_BETTER, CAUSE_RULE},
    {VERDICT_NOT_TESTED, VERDICT_NO, 1, 1, false, false, CHANGE_OTHER, CAUSE_COVERAGE},
    {VERDICT_YES, VERDICT_CANNOT_TELL, 1, 1, false, false, CHANGE_OTHER, CAUSE_COVERAGE},
    {VERDICT_NO, VERDICT_YES, 1, 1, false, true, CHANGE_BETTER, CAUSE_CORRECTION},
    {VERDICT_YES, VERDICT_NO, 1, 1, true, false, CHANGE_WORSE, CAUSE_CORRECTION},
    {VERDICT_YES, VERDICT_NO, 1, 1, true, true, CHANGE_WORSE, CAUSE_CORRECTION}, /* the same words, looked at again */
    {VERDICT_NO, VERDICT_SILENT, 1, 1, false, false, CHANGE_OTHER, CAUSE_COUNCIL},
};

static const struct change_runs same = {.same_rules = true, .same_means = true};

START_TEST(knows_why_something_changed)
{
    struct row_verdict before = {.service = "a",
                                 .row = "b",
                                 .version = changes[_i].before_version,
                                 .judgement = {.verdict = changes[_i].before},
                                 .overruled = changes[_i].before_overruled};
    struct row_verdict after = {.service = "a",
                                .row = "b",
                                .version = changes[_i].after_version,
                                .judgement = {.verdict = changes[_i].after},
                                .overruled = changes[_i].after_overruled};
    struct service_scorecard service = {.service = "a", .rows = &before, .row_count = 1};
    struct scorecard card = {.services = &service, .service_count = 1};
    struct change change = change_of(&card, NULL, &after, same);
    ck_assert_int_eq(change.way, changes[_i].way);
    ck_assert_int_eq(change.cause, changes[_i].cause);
    after.row = "new";
    ck_assert_int_eq(change_of(&card, NULL, &after, same).cause, CAUSE_NEW);
    ck_assert_int_eq(change_of(NULL, NULL, &after, same).cause, CAUSE_NONE);
}
END_TEST

/* What there is nothing more to ask of was taken away by the council, unless a part of the service was not seen. */
START_TEST(knows_what_no_longer_applies)
{
    struct row_verdict links = {.service = "a", .row = "signposts", .version = 1, .judgement = {.verdict = VERDICT_YES}};
    struct row_verdict now[] = {links, links, links};
    now[0].judgement.verdict = VERDICT_NOT_APPLICABLE;
    now[1].row = now[2].row = "contacts";
    now[2].service = "b";
    now[2].judgement.verdict = VERDICT_CANNOT_TELL; /* of another service */
    struct service_scorecard then = {.service = "a", .rows = &links, .row_count = 1};
    struct service_scorecard services[] = {{.service = "a", .rows = now, .row_count = 2}, {.service = "b", .rows = &now[2], .row_count = 1}};
    struct scorecard before = {.services = &then, .service_count = 1}, card = {.services = services, .service_count = 2};
    ck_assert_int_eq(change_of(&before, &card, &now[0], same).cause, CAUSE_COUNCIL);
    ck_assert_int_eq(change_of(&before, &card, &now[0], same).way, CHANGE_OTHER);
    ck_assert_int_eq(change_of(&card, &before, &links, same).cause, CAUSE_COUNCIL); /* put back */
    now[1].judgement.verdict = VERDICT_CANNOT_TELL; /* a leaflet that could not be opened may have the links */
    ck_assert_int_eq(change_of(&before, &card, &now[0], same).cause, CAUSE_COVERAGE);
    ck_assert_int_eq(change_of(&card, &before, &links, same).cause, CAUSE_COVERAGE);
    now[0].overruled = true;
    ck_assert_int_eq(change_of(&before, &card, &now[0], same).cause, CAUSE_CORRECTION);
}
END_TEST

/* A link that failed both times is not broken by the council in between: only the second look could confirm it. */
START_TEST(knows_a_fault_that_was_suspected_before)
{
    static const struct {
        const char *then, *now;
        enum change_cause cause;
    } cases[] = {
        {"ok 3 broken 0 suspect 1 blocked 0", "ok 3 broken 1 suspect 0 blocked 0", CAUSE_COVERAGE},
        {"ok 3 broken 0 suspect 0 blocked 12", "ok 3 broken 12 suspect 0 blocked 0", CAUSE_COVERAGE},
        {"ok 3 broken 0 suspect 1 blocked 0", "ok 2 broken 1 suspect 1 blocked 0", CAUSE_COUNCIL}, /* one that had worked */
        {"ok 3 broken 0 suspect 0 blocked 0", "ok 3 broken 1 suspect 0 blocked 0", CAUSE_COUNCIL}, /* a new one */
        {"ok 3 broken 0 suspect 1 blocked 0", "ok 4 broken 1 suspect 0 blocked 0", CAUSE_COUNCIL},
        {"ok 3 broken 0 suspect 1", "ok 3 broken 1 suspect 0", CAUSE_COUNCIL}, /* no such detail */
        {"ok x broken 0 suspect 1 blocked 0", "ok 3 broken 1 suspect 0 blocked 0", CAUSE_COUNCIL},
        {NULL, NULL, CAUSE_COUNCIL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct row_verdict before = {.service = "a", .row = "signposts", .version = 1, .detail = cases[i].then, .judgement = {.verdict = VERDICT_YES}};
        struct row_verdict after = {.service = "a", .row = "signposts", .version = 1, .detail = cases[i].now, .judgement = {.verdict = VERDICT_CONCERNS}};
        struct service_scorecard service = {.service = "a", .rows = &before, .row_count = 1};
        struct scorecard card = {.services = &service, .service_count = 1};
        ck_assert_msg(change_of(&card, NULL, &after, same).cause == cases[i].cause, "case %zu", i);
        before.row = after.row = "numbers";
        ck_assert_int_eq(change_of(&card, NULL, &after, same).cause, CAUSE_COUNCIL);
    }
}
END_TEST

/* Nor is the year that has passed since a date which stands there as before. */
START_TEST(knows_what_time_changed)
{
    struct row_verdict before = {.service = "a", .row = "b", .version = 1, .detail = "2026-07-30", .judgement = {.verdict = VERDICT_YES, .reason = ""}};
    struct row_verdict after = before;
    after.judgement = (struct judgement){.verdict = VERDICT_CONCERNS, .reason = REASON_OVER_A_YEAR};
    struct service_scorecard service = {.service = "a", .rows = &before, .row_count = 1};
    struct scorecard card = {.services = &service, .service_count = 1};
    ck_assert_int_eq(change_of(&card, NULL, &after, same).cause, CAUSE_TIME);
    ck_assert_int_eq(change_of(&card, NULL, &after, same).way, CHANGE_WORSE);
    after.detail = "2026-02-01"; /* the page with the newer date was taken away */
    ck_assert_int_eq(change_of(&card, NULL, &after, same).cause, CAUSE_COUNCIL);
    after.detail = before.detail = NULL;
    ck_assert_int_eq(change_of(&card, NULL, &after, same).cause, CAUSE_COUNCIL);
}
END_TEST

/* A date that had not come yet is the same words, in either order of the runs. */
START_TEST(knows_what_a_date_ahead_changed)
{
    struct evidence ahead = {.quote = "Last reviewed: 1 June 2026", .cue = CUE_DATE_AHEAD, .against = true}, come = ahead;
    come.cue = "review-date";
    struct row_verdict before = {.service = "a", .row = "b", .version = 1, .judgement = {.verdict = VERDICT_NO, .reason = "no-date", .near_miss = ahead}};
    struct row_verdict after = {.service = "a", .row = "b", .version = 1, .detail = "2026-06-01",
                                .judgement = {.verdict = VERDICT_YES, .reason = "", .evidence = &come, .evidence_count = 1}};
    struct service_scorecard service = {.service = "a", .rows = &before, .row_count = 1};
    struct scorecard card = {.services = &service, .service_count = 1};
    ck_assert_int_eq(change_of(&card, NULL, &after, same).cause, CAUSE_TIME);
    service.rows = &after;
    ck_assert_int_eq(change_of(&card, NULL, &before, same).cause, CAUSE_TIME);
    come.quote = "Last reviewed: 2 June 2026"; /* the council's own, since */
    ck_assert_int_eq(change_of(&card, NULL, &before, same).cause, CAUSE_COUNCIL);
    before.judgement.near_miss = (struct evidence){0};
    come.quote = ahead.quote;
    ck_assert_int_eq(change_of(&card, NULL, &before, same).cause, CAUSE_COUNCIL);
}
END_TEST

/* Nor the year that a consultation was over with: by the calendar of the run before, the row would say what it said. */
START_TEST(knows_what_new_year_changed)
{
    static const struct {
        int64_t before, after; /* when the runs were begun */
        int year;              /* the consultation's */
        enum verdict then, now, lapsed;
        enum change_cause cause;
    } cases[] = {
        {1798675200, 1798848000, 2026, VERDICT_YES, VERDICT_NO, VERDICT_YES, CAUSE_TIME},      /* 31 December 2026 and 2 January 2027 */
        {1798848000, 1798675200, 2026, VERDICT_YES, VERDICT_NO, VERDICT_YES, CAUSE_COUNCIL},   /* by the calendar it still counted */
        {1798848000, 1798934400, 2026, VERDICT_YES, VERDICT_NO, VERDICT_YES, CAUSE_COUNCIL},   /* over in both: another page was taken away */
        {1798675200, 1798848000, 2025, VERDICT_YES, VERDICT_NO, VERDICT_YES, CAUSE_COUNCIL},   /* likewise */
        {1735646400, 1798848000, 2025, VERDICT_YES, VERDICT_NO, VERDICT_YES, CAUSE_TIME},      /* runs two years apart */
        {1798675200, 1798848000, 2026, VERDICT_YES, VERDICT_NO, VERDICT_CONCERNS, CAUSE_COUNCIL}, /* and it was made poorer */
        {1798675200, 1798848000, 0, VERDICT_YES, VERDICT_NO, VERDICT_NOT_TESTED, CAUSE_COUNCIL},
    };
    struct run earlier = {.started_at = cases[_i].before}, later = {.started_at = cases[_i].after};
    struct row_verdict before = {.service = "a", .row = "b", .version = 1, .judgement = {.verdict = cases[_i].then, .reason = ""}};
    struct row_verdict after = {.service = "a", .row = "b", .version = 1, .judgement = {.verdict = cases[_i].now, .reason = ""},
                                .lapsed_year = cases[_i].year, .lapsed = cases[_i].lapsed};
    struct service_scorecard service = {.service = "a", .rows = &before, .row_count = 1};
    struct scorecard card = {.services = &service, .service_count = 1};
    ck_assert_int_eq(change_of(&card, NULL, &after, change_runs(&earlier, &later)).cause, cases[_i].cause);
    service.rows = &after; /* compared the other way round */
    ck_assert_int_eq(change_of(&card, NULL, &before, change_runs(&later, &earlier)).cause, cases[_i].cause);
}
END_TEST

/* That a browser was used in one of the runs is no doing of the council's. */
START_TEST(knows_what_a_browser_changed)
{
    struct evidence seen = {.quote = "q", .where = "text, once the page's " EVIDENCE_RENDERED}, static_page = {.quote = "q", .where = "text"};
    struct row_verdict before = {.service = "a", .row = "b", .version = 1, .judgement = {.verdict = VERDICT_NO}, .decided_by = "program"};
    struct row_verdict after = before;
    after.judgement = (struct judgement){.verdict = VERDICT_YES, .evidence = &seen, .evidence_count = 1};
    struct service_scorecard service = {.service = "a", .rows = &before, .row_count = 1};
    struct scorecard card = {.services = &service, .service_count = 1};
    ck_assert_int_eq(change_of(&card, NULL, &after, same).cause, CAUSE_COUNCIL);
    ck_assert_int_eq(change_of(&card, NULL, &after, (struct change_runs){.same_rules = true}).cause, CAUSE_COVERAGE);
    after.judgement.evidence = &static_page;
    ck_assert_int_eq(change_of(&card, NULL, &after, (struct change_runs){.same_rules = true}).cause, CAUSE_COUNCIL);
    struct run with = {.options = "{\"from\":null,\"browser\":true,\"single_page\":false}"}, without = {.options = "{\"from\":null,\"single_page\":false}"};
    struct run odd = {.options = "{\"from\":\"x\\\"browser\\\":true\"}"};
    ck_assert(change_runs(&with, &with).same_means && change_runs(&without, &odd).same_means && !change_runs(&without, &with).same_means);
}
END_TEST

START_TEST(wraps_and_cuts_by_characters)
{
    struct buffer out;
    struct terminal_options narrow = {.width = 40};
    buffer_init(&out, 4096);
    screen_wrap(&out, &narrow, SCREEN_PLAIN, "- ", 2, "one two three four five six seven eight nine ten");
    ck_assert_str_eq(buffer_text(&out), "- one two three four five six seven\n  eight nine ten\n");
    buffer_clear(&out);
    screen_cell(&out, "caf\xC3\xA9s and more", 6);
    ck_assert_str_eq(buffer_text(&out), "caf\xC3\xA9s…");
    buffer_clear(&out);
    screen_cell(&out, "a\x1B[31mb", 8);
    ck_assert_str_eq(buffer_text(&out), "a\xEF\xBF\xBD[31mb ");
    buffer_release(&out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reports/terminal");
    TCase *cases = tcase_create("all");
    tcase_set_timeout(cases, 60);
    tcase_add_unchecked_fixture(cases, make_stores, remove_stores);
    tcase_add_test(cases, a_scorecard_is_one_screen);
    tcase_add_loop_test(cases, a_scorecard_keeps_within_its_width, 0, 5);
    tcase_add_test(cases, the_scores_are_those_of_the_page);
    tcase_add_test(cases, a_refusal_is_said_and_not_judged);
    tcase_add_test(cases, no_codes_from_outside);
    tcase_add_test(cases, links_as_json_lines);
    tcase_add_test(cases, links_for_pipelines_parse_back);
    tcase_add_test(cases, compares_two_runs);
    tcase_add_loop_test(cases, knows_why_something_changed, 0, (int)SAMPLE_COUNT(changes));
    tcase_add_test(cases, knows_what_no_longer_applies);
    tcase_add_test(cases, knows_a_fault_that_was_suspected_before);
    tcase_add_test(cases, knows_what_time_changed);
    tcase_add_test(cases, knows_what_a_date_ahead_changed);
    tcase_add_loop_test(cases, knows_what_new_year_changed, 0, 7);
    tcase_add_test(cases, knows_what_a_browser_changed);
    tcase_add_test(cases, wraps_and_cuts_by_characters);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}

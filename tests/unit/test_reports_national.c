/* National tables, bands, medians and texts, from scorecards made by hand. */
#include <check.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "reports/data/national.h"
#include "suite.h"

/* One council's key working: verdicts of provided, explanation, eligibility, to_hand, all_ages. */
static const struct made {
    enum verdict provided, explanation, eligibility, to_hand, ages;
    const char *provided_detail, *eligibility_reason, *to_hand_detail, *ages_detail;
    enum verdict headline;
    bool widely;
    bool read;
} made[] = {
    {VERDICT_YES, VERDICT_YES, VERDICT_YES, VERDICT_YES, VERDICT_YES, "F1 F6 designated", "", "leaflet", "0-25", VERDICT_YES,
     true, true},
    {VERDICT_YES, VERDICT_CONCERNS, VERDICT_CONCERNS, VERDICT_YES, VERDICT_NO, "F6 F2 non-designated", "undefined-need", "",
     "0-5", VERDICT_CONCERNS, true, true},
    {VERDICT_YES, VERDICT_NO, VERDICT_CONCERNS, VERDICT_NO, VERDICT_CONCERNS, "F1 F2 F3", "after-assessment", "", "none",
     VERDICT_NO, false, true},
    {VERDICT_DOUBTS, VERDICT_YES, VERDICT_YES, VERDICT_YES, VERDICT_YES, "", "", "leaflet", "0-25", VERDICT_YES, true, true},
    {VERDICT_SILENT, VERDICT_NO, VERDICT_NO, VERDICT_NO, VERDICT_CANNOT_TELL, "", "", "", "", VERDICT_NO, false, true},
    {VERDICT_CANNOT_TELL, VERDICT_NO, VERDICT_NO, VERDICT_NO, VERDICT_NO, "", "", "", "", VERDICT_CANNOT_TELL, false, true},
    {VERDICT_NOT_TESTED, VERDICT_NOT_TESTED, VERDICT_NOT_TESTED, VERDICT_NOT_TESTED, VERDICT_NOT_TESTED, "", "", "", "",
     VERDICT_NOT_TESTED, false, false},
};
enum { COUNCILS = sizeof made / sizeof made[0], ROWS = 5 };

static struct report report;
static struct report_council councils[COUNCILS];
static struct service_scorecard services[COUNCILS];
static struct row_verdict rows[COUNCILS][ROWS];
static const struct rubric_band bands[] = {
    {"most", "Most", 75}, {"much", "Much", 50}, {"some", "Some", 25}, {"little", "Little", 0}};
static const struct rubric_texts rubric = {.bands = bands, .band_count = 4, .band_coverage = 0.8};

static struct row_verdict row(const char *id, enum verdict verdict, const char *reason, const char *detail)
{
    return (struct row_verdict){.service = "key-working",
                                .row = id,
                                .version = 1,
                                .judgement = {.verdict = verdict, .reason = reason},
                                .detail = detail,
                                .decided_by = "program"};
}

static void set_up(void)
{
    struct error err = {0};
    report = (struct report){.rubric = &rubric, .councils = councils, .council_count = COUNCILS};
    ck_assert_msg(texts_load("seeds", &report.texts, &err) == STATUS_OK, "%s", err.message);
    for (size_t i = 0; i < COUNCILS; i++) {
        rows[i][0] = row("provided", made[i].provided, "", made[i].provided_detail);
        rows[i][1] = row("explanation", made[i].explanation, "", "");
        rows[i][2] = row("eligibility", made[i].eligibility, made[i].eligibility_reason, "");
        rows[i][3] = row("to_hand", made[i].to_hand, "", made[i].to_hand_detail);
        rows[i][4] = row("all_ages", made[i].ages, "", made[i].ages_detail);
        services[i] = (struct service_scorecard){.service = "key-working",
                                                 .rows = rows[i],
                                                 .row_count = ROWS,
                                                 .headline = made[i].headline,
                                                 .widely_available = made[i].widely};
        councils[i] = (struct report_council){.read = made[i].read,
                                              .card = {.services = &services[i], .service_count = 1, .read = made[i].read}};
    }
}

static void tear_down(void)
{
    texts_release(&report.texts);
}

/* Worked out by hand from the rules of the tables. */
static const struct {
    const char *table, *line;
    size_t count, base;
    double past;
} lines[] = {
    {"provided", "yes", 3, 5, 65},
    {"provided", "no", 0, 5, 15},
    {"provided", "doubts", 1, 5, 20},
    {"provided", "silent", 1, 5, NAN},
    {"available", "widely", 2, 5, 33},
    {"available", "web", 3, 5, 25},
    {"available", "user_focussed", 1, 5, 25},
    {"eligibility", "published", 2, 3, 40},
    {"headline", "yes", 1, 3, 40},
    {"headline", "concerns", 1, 3, 9},
    {"headline", "no", 0, 3, 11},
    {"headline", "not_widely_available", 1, 3, 40},
    {"ages", "none", 1, 3, 42},
    {"ages", "0-5", 1, 3, 33},
    {"ages", "0-17", 1, 3, 19},
    {"designated", "designated", 1, 2, 8},
    {"designated", "non-designated", 1, 2, 54},
    {"designated", "mix", 0, 2, 38},
    {"both", "leaflet_and_web", 1, 3, 22},
};

static struct national_line line_of(const char *table, const char *line)
{
    struct arena arena = {0};
    size_t count;
    struct national_line found = {0};
    const struct national_table *tables = national_tables(&report, &arena, &count);
    ck_assert_uint_eq(count, 7);
    for (size_t t = 0; t < count; t++)
        for (size_t i = 0; strcmp(tables[t].id, table) == 0 && i < tables[t].line_count; i++)
            if (strcmp(tables[t].lines[i].line, line) == 0)
                found = tables[t].lines[i];
    ck_assert_ptr_nonnull(found.line);
    arena_release(&arena);
    return found;
}

START_TEST(counts_as_the_report_did)
{
    struct national_line line = line_of(lines[_i].table, lines[_i].line);
    ck_assert_uint_eq(line.now.count, lines[_i].count);
    ck_assert_uint_eq(line.now.base, lines[_i].base);
    ck_assert(isnan(lines[_i].past) ? isnan(line.past) : line.past == lines[_i].past);
    ck_assert_uint_eq(line.matched_now.base, 0);
}
END_TEST

/* Only councils read in both runs by the same rules are matched. */
START_TEST(matches_only_the_same_rules)
{
    struct row_verdict then[2][ROWS];
    struct service_scorecard before[2];
    struct past_run past = {0}, older = {.change.same_rules = true};
    struct past_card held[2];
    for (size_t i = 0; i < 2; i++) {
        memcpy(then[i], rows[i], sizeof then[i]);
        then[i][0].judgement.verdict = VERDICT_SILENT;
        before[i] = services[i];
        before[i].rows = then[i];
        held[i] = (struct past_card){.run = &past, .card = {.services = &before[i], .service_count = 1, .read = true}};
        councils[i].past = (struct past_cards){.items = &held[i], .count = 1};
    }
    then[1][2].version = 0;
    report.earlier = &past;
    past.change.same_rules = true;
    struct national_line line = line_of("provided", "yes");
    ck_assert_uint_eq(line.matched_now.base, 1);
    ck_assert_uint_eq(line.matched_now.count, 1);
    ck_assert_uint_eq(line.matched_before.count, 0);
    ck_assert_uint_eq(line.now.base, 5);
    rows[0][0].overruled = true; /* what a person corrected is no change of the council's */
    ck_assert_uint_eq(line_of("provided", "yes").matched_now.base, 0);
    ck_assert_uint_eq(line_of("provided", "yes").now.base, 5);
    rows[0][0].overruled = false;
    held[0].run = &older; /* what is not the run before's is counted in no figure over many councils */
    ck_assert_uint_eq(line_of("provided", "yes").matched_now.base, 0);
    held[0].run = &past;
    ck_assert_uint_eq(line_of("provided", "yes").matched_now.base, 1);
    past.change.same_rules = false; /* and nothing new was read: the other result is the rules' */
    ck_assert_uint_eq(line_of("provided", "yes").matched_now.base, 0);
}
END_TEST

/* The page may be a partner's, or one that a person found. */
START_TEST(what_is_answered_is_not_nowhere)
{
    services[2].headline = VERDICT_YES;
    ck_assert_uint_eq(line_of("headline", "yes").now.count, 2);
    ck_assert_uint_eq(line_of("headline", "not_widely_available").now.count, 0);
    ck_assert_uint_eq(line_of("available", "widely").now.count, 3);
    ck_assert_uint_eq(line_of("available", "user_focussed").now.count, 2);
    services[2].headline = VERDICT_CONCERNS;
    ck_assert_uint_eq(line_of("headline", "concerns").now.count, 2);
    ck_assert_uint_eq(line_of("headline", "not_widely_available").now.count, 0);
}
END_TEST

START_TEST(figures_of_asks)
{
    struct national_count count = national_figure(&report, "headline:key-working");
    ck_assert_uint_eq(count.count, 1); /* doubts are no yes */
    ck_assert_uint_eq(count.base, 5);
    count = national_figure(&report, "row:eligibility");
    ck_assert_uint_eq(count.count, 2);
    ck_assert_uint_eq(count.base, 6);
    councils[0].links.broken_own = 2;
    councils[1].links.broken_other = 5;
    count = national_figure(&report, "links:broken");
    ck_assert_uint_eq(count.count, 1);
    ck_assert_uint_eq(count.base, 6);
    for (size_t i = 0; i < report.texts.ask_count; i++)
        ck_assert(*report.texts.asks[i].finding != '\0');
}
END_TEST

static const struct {
    struct score score;
    const char *band;
    int class;
} scores[] = {
    {{80, 80, 1}, "most", 0},  {{75, 75, 1}, "most", 0},  {{74.4, 74.4, 1}, "much", 1}, {{0, 0, 1}, "little", 3},
    {{70, 80, 0.9}, NULL, 0},  {{70, 76, 0.9}, NULL, 1},  {{60, 70, 0.8}, "much", 1},   {{60, 80, 0.79}, NULL, -1},
    {{NAN, NAN, 0}, NULL, -1}, {{NAN, NAN, 1}, NULL, -1}, {{74.6, 75.2, 1}, "most", 0}, /* "75", from which the band goes */
};

START_TEST(bands_are_cut_on_the_scale)
{
    const struct rubric_band *band = data_band(&report, scores[_i].score);
    if (scores[_i].band)
        ck_assert_str_eq(band->id, scores[_i].band);
    else
        ck_assert_ptr_null(band);
    ck_assert_int_eq(data_class(&report, scores[_i].score), scores[_i].class);
}
END_TEST

START_TEST(medians)
{
    double odd[] = {9, 1, 5}, even[] = {4, 1, 3, 2};
    ck_assert_double_eq(data_median(odd, 3), 5);
    ck_assert_double_eq(data_median(even, 4), 2.5);
    ck_assert(isnan(data_median(odd, 0)));
}
END_TEST

/* A text that is missing or unknown is an error that names the file and the line. */
START_TEST(texts_are_strict)
{
    char root[] = "/tmp/coreoffer-texts-XXXXXX", path[256];
    struct report_texts texts;
    struct error err = {0};
    static const char wrong[] = "reason,of,title,meaning,what_to_do\nhttp-404,,Not found,Gone,Mend it\nhttp-999,,What,Is,This\n";
    ck_assert_ptr_nonnull(mkdtemp(root));
    snprintf(path, sizeof path, "%s/texts", root);
    ck_assert_int_eq(file_make_directory(path, &err), STATUS_OK);
    snprintf(path, sizeof path, "%s/texts/reasons.csv", root);
    ck_assert_int_eq(file_write(path, wrong, strlen(wrong), &err), STATUS_OK);
    ck_assert_int_eq(texts_load(root, &texts, &err), STATUS_INPUT);
    ck_assert_ptr_nonnull(strstr(err.message, "reasons.csv:3"));
    ck_assert_ptr_nonnull(strstr(err.message, "http-999"));
    texts_release(&texts);
    ck_assert_int_eq(file_write(path, wrong, strlen(wrong) - strlen("http-999,,What,Is,This\n"), &err), STATUS_OK);
    ck_assert_int_eq(texts_load(root, &texts, &err), STATUS_INPUT);
    ck_assert_ptr_nonnull(strstr(err.message, "no row for the reason"));
    texts_release(&texts);
    static const char *const second[][2] = { /* a row behind a right one, and what is wrong with it */
        {"http-404,part,File not found,Gone,Mend it\nhttp-404,part,Again,Gone,Mend it\n", "reasons.csv:4: 'http-404' is unknown or stands twice"},
        {"http-410,film,Gone,Gone,Mend it\n", "reasons.csv:3: 'of' holds 'film'"},
        {"http-410,part,Gone,Gone,\n", "reasons.csv:3: give a title"},
    };
    for (size_t i = 0; i < sizeof second / sizeof *second; i++) {
        char text[512];
        int length = snprintf(text, sizeof text, "reason,of,title,meaning,what_to_do\nhttp-404,,Not found,Gone,Mend it\n%s", second[i][0]);
        ck_assert_int_eq(file_write(path, text, (size_t)length, &err), STATUS_OK);
        ck_assert_int_eq(texts_load(root, &texts, &err), STATUS_INPUT);
        ck_assert_msg(strstr(err.message, second[i][1]) != NULL, "%s", err.message);
        texts_release(&texts);
    }
    ck_assert_int_eq(file_remove_tree(root, &err), STATUS_OK);
}
END_TEST

/* People write these words into tables: each must mean one verdict, and a verdict that a question can't have has none there. */
START_TEST(words_of_verdicts)
{
    static const struct {
        const char *rows, *said;
    } wrong[] = {
        {",yes,found,There.\n,no,found,Away.\n", "words.csv:3: 'found' is the word for 'yes' already"},
        {",yes,found,There.\nsame,no,found,Away.\n", "words.csv:3: 'found' is the word for 'yes' already"},
        {"same,yes,they agree,So.\nsame,no,they agree,So.\n", "words.csv:3: 'they agree' is the word for 'yes' already"},
        {",yes,found,\n", "words.csv:2: give both"},
        {"same,yes,,There.\n", "words.csv:2: give both"},
        {",yes,,\n", "words.csv:2: give both"},
        {"same,yes,they agree,So.\nsame,yes,alike,So.\n", "words.csv:3: 'yes' of same stands twice"},
        {"same,yes,they agree,So.\n,yes,found,There.\n", "words.csv:3: the words of every question must stand before"},
        {",maybe,found,There.\n", "words.csv:2: 'maybe' is no verdict"},
        {",yes,found,There.\n", "words.csv: no word for the verdict 'not_tested'"},
    };
    char root[] = "/tmp/coreoffer-words-XXXXXX", to[256];
    struct report_texts texts;
    struct error err = {0};
    struct buffer bytes;
    ck_assert_ptr_nonnull(mkdtemp(root));
    snprintf(to, sizeof to, "%s/texts", root);
    ck_assert_int_eq(file_make_directory(to, &err), STATUS_OK);
    buffer_init(&bytes, LIMIT_SEED_BYTES);
    ck_assert_int_eq(file_read("seeds/texts/reasons.csv", &bytes, &err), STATUS_OK);
    snprintf(to, sizeof to, "%s/texts/reasons.csv", root);
    ck_assert_int_eq(file_write(to, buffer_text(&bytes), bytes.length, &err), STATUS_OK);
    snprintf(to, sizeof to, "%s/texts/words.csv", root);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        buffer_clear(&bytes);
        buffer_add_text(&bytes, "row,verdict,word,meaning\n");
        buffer_add_text(&bytes, wrong[i].rows);
        ck_assert_int_eq(file_write(to, buffer_text(&bytes), bytes.length, &err), STATUS_OK);
        ck_assert_int_eq(texts_load(root, &texts, &err), STATUS_INPUT);
        ck_assert_msg(strstr(err.message, wrong[i].said) != NULL, "%s", err.message);
        texts_release(&texts);
    }
    buffer_release(&bytes);
    ck_assert_int_eq(file_remove_tree(root, &err), STATUS_OK);
    ck_assert_str_eq(texts_verdict(&report.texts, VERDICT_NO, "contacts"), "not found");
    ck_assert_str_eq(texts_verdict(&report.texts, VERDICT_NO, "provided"), "says no");
    ck_assert_ptr_nonnull(strstr(texts_meaning(&report.texts, VERDICT_NO, "provided"), "in its own words"));
    ck_assert_ptr_null(strstr(texts_meaning(&report.texts, VERDICT_NO, "contacts"), "in its own words"));
    ck_assert(!texts_fits(&report.texts, VERDICT_SILENT, "contacts") && texts_fits(&report.texts, VERDICT_SILENT, "provided"));
    ck_assert(!texts_fits(&report.texts, VERDICT_CONCERNS, "provided") && texts_fits(&report.texts, VERDICT_CONCERNS, "contacts"));
    ck_assert_str_eq(texts_verdict(&report.texts, VERDICT_CONCERNS, "provided"), "partly"); /* what a person may have decided */
}
END_TEST

/* A question whose "no" is not "not found" has words of its own, unless the reason makes them untrue. */
START_TEST(words_of_questions)
{
    static const struct {
        const char *row, *reason, *word;
        enum verdict verdict;
        bool overruled;
    } cases[] = {
        {"signposts", "", "they work", VERDICT_YES, false},
        {"signposts", "mostly-broken", "most are broken", VERDICT_NO, false},
        {"signposts", "could-not-be-checked", "could not tell", VERDICT_CANNOT_TELL, false},
        {"signposts", "no-links", "does not apply", VERDICT_NOT_APPLICABLE, false},
        {"plain", "hard-words", "hard to follow", VERDICT_NO, false},
        {"plain", "no-page", "not found", VERDICT_NO, false},
        {"plain", "only-news-or-policy", "not found", VERDICT_NO, false},
        {"plain", "no-page", "hard to follow", VERDICT_NO, true}, /* a person read it, and the reason is the program's */
        {"current", "no-date", "no date", VERDICT_NO, false},
        {"all_ages", "some-ages-only", "some ages", VERDICT_CONCERNS, false},
        {"all_ages", "no-ages-given", "not found", VERDICT_NO, false},
        {"contacts", "", "not found", VERDICT_NO, false},
        {"provided", "not-provided", "says no", VERDICT_NO, false},
        {"provided", "no-page", "web site silent", VERDICT_SILENT, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct row_verdict row = {.row = cases[i].row, .overruled = cases[i].overruled, .judgement = {.verdict = cases[i].verdict, .reason = cases[i].reason}};
        ck_assert_msg(strcmp(texts_result(&report.texts, &row), cases[i].word) == 0, "%s, %s: %s", cases[i].row, cases[i].reason,
                      texts_result(&report.texts, &row));
    }
    struct buffer known;
    struct error err = {0};
    buffer_init(&known, LIMIT_SEED_BYTES);
    ck_assert_int_eq(file_read("seeds/rubric/rows.json", &known, &err), STATUS_OK);
    for (size_t i = 0; i < report.texts.verdict_count; i++) { /* words of no row are never seen */
        char id[128];
        snprintf(id, sizeof id, "\"id\": \"%s\"", report.texts.verdicts[i].row);
        ck_assert_msg(!*report.texts.verdicts[i].row || strstr(buffer_text(&known), id), "words.csv: no row '%s'", report.texts.verdicts[i].row);
    }
    buffer_release(&known);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reports/national");
    TCase *cases = tcase_create("all");
    tcase_add_checked_fixture(cases, set_up, tear_down);
    tcase_add_loop_test(cases, counts_as_the_report_did, 0, (int)(sizeof lines / sizeof lines[0]));
    tcase_add_test(cases, matches_only_the_same_rules);
    tcase_add_test(cases, what_is_answered_is_not_nowhere);
    tcase_add_test(cases, figures_of_asks);
    tcase_add_loop_test(cases, bands_are_cut_on_the_scale, 0, (int)(sizeof scores / sizeof scores[0]));
    tcase_add_test(cases, medians);
    tcase_add_test(cases, texts_are_strict);
    tcase_add_test(cases, words_of_verdicts);
    tcase_add_test(cases, words_of_questions);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}

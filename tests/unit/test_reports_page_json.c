/* `score --format jsonl`: keys, their order, and the line as a whole are a contract. */
#include <check.h>
#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "reports/reports.h"
#include "suite.h"

static const char *phones[] = {"+441632960123"};
static const char *emails[] = {"send@anytown.example"};
static const char *postcodes[] = {"AB1 2CD"};
static const char *formats[] = {"easy-read"};
static const char *terms[] = {"CETR"};
static struct evidence quote[] = {{.quote = "We offer a \"break\"\n</script>", .where = "main list"},
                                  {.quote = "not this", .where = "menu", .against = true}};

static struct assessment sample(void)
{
    struct assessment assessment = {.kind = "service",
                                    .service = "short-breaks",
                                    .facts = {.phones = phones,
                                              .phone_count = 1,
                                              .emails = emails,
                                              .email_count = 1,
                                              .postcodes = postcodes,
                                              .postcode_count = 1,
                                              .formats = formats,
                                              .format_count = 1,
                                              .age_max = 18,
                                              .timeframe = "within six weeks",
                                              .review_date = "2026-03",
                                              .named_contact = true,
                                              .self_referral = true},
                                    .readability = {.words = 412,
                                                    .sentences = 31,
                                                    .measured = true,
                                                    .flesch_reading_ease = 61.23,
                                                    .flesch_kincaid_grade = 7.94,
                                                    .smog = 10.06,
                                                    .unexplained_terms = terms,
                                                    .unexplained_count = 1}};
    for (int i = 0; i < CHECK_COUNT; i++)
        assessment.checks[i] = (struct judgement){.verdict = VERDICT_NO, .certainty = 0.904};
    for (int i = 0; i < CRITERION_COUNT; i++)
        assessment.criteria[i] = (struct judgement){.verdict = VERDICT_CONCERNS, .certainty = 0.5};
    assessment.checks[CHECK_EXPLANATION] = (struct judgement){.verdict = VERDICT_YES, .certainty = 1, .evidence = quote, .evidence_count = 2};
    return assessment;
}

START_TEST(the_line_is_exactly_this)
{
    static const char expected[] =
        "{\"file\":\"p001.html\",\"url\":null,\"title\":\"Short "
        "breaks\",\"language\":\"en\",\"kind\":\"service\",\"service\":\"short-breaks\","
        "\"checks\":{\"explanation\":{\"verdict\":\"yes\",\"evidence\":[{\"quote\":\"We offer a "
        "\\\"break\\\"\\n\\u003c/script\\u003e\",\"where\":\"main list\"}],\"certainty\":1.00},"
        "\"referral\":{\"verdict\":\"no\",\"evidence\":[],\"certainty\":0.90},\"contacts\":{\"verdict\":\"no\",\"evidence\":[],\"certainty\":0.90},"
        "\"eligibility\":{\"verdict\":\"no\",\"evidence\":[],\"certainty\":0.90}},"
        "\"criteria\":{\"accessible\":{\"verdict\":\"concerns\",\"evidence\":[],\"certainty\":0.50},"
        "\"available\":{\"verdict\":\"concerns\",\"evidence\":[],\"certainty\":0.50},"
        "\"joined_up\":{\"verdict\":\"concerns\",\"evidence\":[],\"certainty\":0.50},"
        "\"user_focussed\":{\"verdict\":\"concerns\",\"evidence\":[],\"certainty\":0.50}},"
        "\"facts\":{\"phones\":[\"+441632960123\"],\"emails\":[\"send@anytown.example\"],\"postcodes\":[\"AB1 "
        "2CD\"],\"age_min\":0,\"age_max\":18,"
        "\"timeframe\":\"within six "
        "weeks\",\"named_contact\":true,\"self_referral\":true,\"formats\":[\"easy-read\"],\"review_date\":\"2026-03\"},"
        "\"readability\":{\"words\":412,\"sentences\":31,\"flesch_reading_ease\":61.2,\"flesch_kincaid_grade\":7.9,\"smog\":10.1,"
        "\"unexplained_terms\":[\"CETR\"]}}\n";
    struct assessment assessment = sample();
    struct document document = {.title = "Short breaks", .language = "en"};
    struct buffer out;
    buffer_init(&out, 1 << 20);
    reports_page_json("p001.html", NULL, &document, &assessment, &out);
    ck_assert_str_eq(buffer_text(&out), expected);
    buffer_release(&out);
}
END_TEST

START_TEST(what_is_not_known_is_null)
{
    struct assessment assessment = sample();
    assessment.facts = (struct facts){.age_min = -1, .age_max = -1};
    assessment.readability = (struct readability){.words = 40, .sentences = 3, .flesch_reading_ease = 90};
    struct document document = {.title = "", .language = ""};
    struct buffer out;
    buffer_init(&out, 1 << 20);
    reports_page_json("-", "https://anytown.example/", &document, &assessment, &out);
    cJSON *json = cJSON_ParseWithLength(buffer_text(&out), out.length);
    ck_assert_ptr_nonnull(json);
    cJSON *facts = cJSON_GetObjectItem(json, "facts"), *readability = cJSON_GetObjectItem(json, "readability");
    ck_assert(cJSON_IsNull(cJSON_GetObjectItem(facts, "age_min")));
    ck_assert(cJSON_IsNull(cJSON_GetObjectItem(facts, "timeframe")));
    ck_assert(cJSON_IsNull(cJSON_GetObjectItem(facts, "review_date")));
    ck_assert_int_eq(cJSON_GetArraySize(cJSON_GetObjectItem(facts, "phones")), 0);
    ck_assert(cJSON_IsNull(cJSON_GetObjectItem(readability, "flesch_reading_ease")));
    ck_assert(cJSON_IsNull(cJSON_GetObjectItem(readability, "smog")));
    cJSON_Delete(json);
    buffer_release(&out);
}
END_TEST

/* Two pages in one buffer are two lines. */
START_TEST(one_object_a_line)
{
    struct assessment assessment = sample();
    struct document document = {.title = "line\nend", .language = ""};
    struct buffer out;
    buffer_init(&out, 1 << 20);
    reports_page_json("a", NULL, &document, &assessment, &out);
    reports_page_json("b", NULL, &document, &assessment, &out);
    size_t lines = 0;
    for (const char *s = buffer_text(&out); *s; s++)
        lines += *s == '\n';
    ck_assert_uint_eq(lines, 2);
    buffer_release(&out);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reports/page_json");
    TCase *cases = tcase_create("all");
    tcase_add_test(cases, the_line_is_exactly_this);
    tcase_add_test(cases, what_is_not_known_is_null);
    tcase_add_test(cases, one_object_a_line);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}

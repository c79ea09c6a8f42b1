/* One page's assessment as one line of JSON: keys and their order are a contract that
 * scripts and the benchmark rely on. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "reports/reports.h"

static void add_quote(struct json_writer *json, const struct evidence *evidence)
{
    json_object(json, NULL);
    json_text(json, "quote", evidence->quote);
    json_text(json, "where", evidence->where);
    json_end_object(json);
}

static void add_judgement(struct json_writer *json, const char *key, const struct judgement *judgement)
{
    json_object(json, key);
    json_text(json, "verdict", verdict_word(judgement->verdict));
    json_array(json, "evidence");
    for (size_t i = 0; i < judgement->evidence_count; i++)
        if (!judgement->evidence[i].against)
            add_quote(json, &judgement->evidence[i]);
    json_end_array(json);
    json_decimal(json, "certainty", judgement->certainty, 2);
    json_end_object(json);
}

static void add_list(struct json_writer *json, const char *key, const char *const *items, size_t count)
{
    json_array(json, key);
    for (size_t i = 0; i < count; i++)
        json_text(json, NULL, items[i]);
    json_end_array(json);
}

static void add_age(struct json_writer *json, const char *key, int age)
{
    if (age < 0)
        json_null(json, key);
    else
        json_number(json, key, age);
}

static void add_facts(struct json_writer *json, const struct facts *facts)
{
    json_object(json, "facts");
    add_list(json, "phones", facts->phones, facts->phone_count);
    add_list(json, "emails", facts->emails, facts->email_count);
    add_list(json, "postcodes", facts->postcodes, facts->postcode_count);
    add_age(json, "age_min", facts->age_min);
    add_age(json, "age_max", facts->age_max);
    json_text(json, "timeframe", facts->timeframe);
    json_bool(json, "named_contact", facts->named_contact);
    json_bool(json, "self_referral", facts->self_referral);
    add_list(json, "formats", facts->formats, facts->format_count);
    json_text(json, "review_date", facts->review_date);
    json_end_object(json);
}

static void add_readability(struct json_writer *json, const struct readability *readability)
{
    json_object(json, "readability");
    json_number(json, "words", readability->words);
    json_number(json, "sentences", readability->sentences);
    json_decimal(json, "flesch_reading_ease", readability->measured ? readability->flesch_reading_ease : NAN, 1);
    json_decimal(json, "flesch_kincaid_grade", readability->measured ? readability->flesch_kincaid_grade : NAN, 1);
    json_decimal(json, "smog", readability->measured ? readability->smog : NAN, 1);
    add_list(json, "unexplained_terms", readability->unexplained_terms, readability->unexplained_count);
    json_end_object(json);
}

void reports_page_json(const char *file, const char *url, const struct document *document, const struct assessment *assessment,
                       struct buffer *out)
{
    struct json_writer json = {.out = out};
    json_object(&json, NULL);
    json_text(&json, "file", file);
    json_text(&json, "url", url);
    json_text(&json, "title", document->title);
    json_text(&json, "language", document->language);
    json_text(&json, "kind", assessment->kind);
    json_text(&json, "service", assessment->service);
    json_object(&json, "checks");
    for (int i = 0; i < CHECK_COUNT; i++)
        add_judgement(&json, check_word((enum check)i), &assessment->checks[i]);
    json_end_object(&json);
    json_object(&json, "criteria");
    for (int i = 0; i < CRITERION_COUNT; i++)
        add_judgement(&json, criterion_word((enum criterion)i), &assessment->criteria[i]);
    json_end_object(&json);
    add_facts(&json, &assessment->facts);
    add_readability(&json, &assessment->readability);
    json_end_object(&json);
    buffer_add_char(out, '\n');
}

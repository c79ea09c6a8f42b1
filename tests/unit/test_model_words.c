/* Every enum's words: distinct, read back as themselves, and nothing else is read. */
#include <check.h>
#include <string.h>

#include "model/document.h"
#include "model/link.h"
#include "model/page.h"
#include "model/verdict.h"
#include "suite.h"

/* One table for all: the word of a value, and the value of a word (-1 where there is none). */
#define PARSER(name, type, parse)                             \
    static int name(const char *word)                         \
    {                                                         \
        type value;                                           \
        return parse(word, &value) ? (int)value : -1;         \
    }
#define WORD(name, type, word)                                \
    static const char *name(int value)                        \
    {                                                         \
        return word((type)value);                             \
    }
PARSER(parse_state, enum link_state, link_state_parse)
PARSER(parse_reason, enum link_reason, link_reason_parse)
PARSER(parse_kind, enum link_kind, link_kind_parse)
PARSER(parse_outcome, enum visit_outcome, visit_outcome_parse)
PARSER(parse_verdict, enum verdict, verdict_parse)
PARSER(parse_type, enum document_type, document_type_parse)
WORD(state_word, enum link_state, link_state_word)
WORD(reason_word, enum link_reason, link_reason_word)
WORD(kind_word, enum link_kind, link_kind_word)
WORD(outcome_word, enum visit_outcome, visit_outcome_word)
WORD(word_of_verdict, enum verdict, verdict_word)
WORD(type_word, enum document_type, document_type_word)

static const struct {
    const char *(*word)(int value);
    int (*parse)(const char *word);
    int count;
    const char *first, *last;
} enums[] = {
    {state_word, parse_state, LINK_STATE_COUNT, "not_checked", "blocked"},
    {reason_word, parse_reason, LINK_REASON_COUNT, "", "tls-completed"},
    {kind_word, parse_kind, LINK_KIND_COUNT, "anchor", "sitemap"},
    {outcome_word, parse_outcome, VISIT_OUTCOME_COUNT, "done", "pending"},
    {word_of_verdict, parse_verdict, VERDICT_COUNT, "not_tested", "silent"},
    {type_word, parse_type, DOCUMENT_TYPE_COUNT, "html", "other"},
};

START_TEST(words_are_read_back)
{
    ck_assert_str_eq(enums[_i].word(0), enums[_i].first);
    ck_assert_str_eq(enums[_i].word(enums[_i].count - 1), enums[_i].last);
    for (int value = 0; value < enums[_i].count; value++)
        ck_assert_int_eq(enums[_i].parse(enums[_i].word(value)), value);
    ck_assert_str_eq(enums[_i].word(enums[_i].count), "");
    ck_assert_str_eq(enums[_i].word(-1), "");
    ck_assert_int_eq(enums[_i].parse("YES"), -1);
    ck_assert_int_eq(enums[_i].parse("ok "), -1);
}
END_TEST

START_TEST(reasons_have_their_states)
{
    /* What may pass is never broken at once. */
    static const struct {
        enum link_reason reason;
        enum link_state state;
    } table[] = {
        {REASON_NONE, LINK_OK},           {REASON_REDIRECTED, LINK_OK},      {REASON_HTTP_404, LINK_BROKEN},  {REASON_HTTP_410, LINK_BROKEN},
        {REASON_HTTP_5XX, LINK_SUSPECT},  {REASON_TIMEOUT, LINK_SUSPECT},    {REASON_DNS, LINK_SUSPECT},      {REASON_CONNECT, LINK_SUSPECT},
        {REASON_TLS, LINK_SUSPECT},       {REASON_TLS_CHAIN, LINK_SUSPECT},  {REASON_TLS_OLD, LINK_SUSPECT},  {REASON_TRUNCATED, LINK_SUSPECT}, {REASON_NO_SUCH_HOST, LINK_BROKEN},
        {REASON_REFUSED, LINK_BLOCKED},   {REASON_CHALLENGE, LINK_BLOCKED},  {REASON_BREAKER, LINK_BLOCKED},  {REASON_RATE_LIMITED, LINK_BLOCKED},
        {REASON_ROBOTS, LINK_NOT_CHECKED}, {REASON_SCHEME, LINK_NOT_CHECKED}, {REASON_LIMIT, LINK_NOT_CHECKED}, {REASON_FORM, LINK_NOT_CHECKED},
        {REASON_PASSWORD, LINK_OK},       {REASON_OLD_FORMAT, LINK_OK},      {REASON_EMPTY_PAGE, LINK_SUSPECT}, {REASON_UNREADABLE, LINK_NOT_CHECKED},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        ck_assert_msg(link_reason_state(table[i].reason) == table[i].state, "%s", link_reason_word(table[i].reason));
    ck_assert_int_eq(link_reason_state(LINK_REASON_COUNT), LINK_NOT_CHECKED);
}
END_TEST

/* A picture that a link leads to as well is something that people open. */
START_TEST(what_pages_only_load_is_a_part)
{
    static const struct {
        enum link_kind kinds[2];
        int count;
        bool part;
    } CASES[] = {{{LINK_IMAGE, LINK_SCRIPT}, 2, true},  {{LINK_STYLE}, 1, true},   {{LINK_MEDIA}, 1, true}, {{LINK_IMAGE, LINK_ANCHOR}, 2, false},
                 {{LINK_ANCHOR, LINK_IMAGE}, 2, false}, {{LINK_ANCHOR}, 1, false}, {{LINK_FRAME}, 1, false}, {{LINK_HEAD}, 0, false}};
    enum { COUNT = sizeof CASES / sizeof *CASES };
    struct target targets[COUNT];
    struct reference references[2 * COUNT];
    size_t reference_count = 0;
    for (size_t i = 0; i < COUNT; i++) {
        targets[i] = (struct target){.id = (int64_t)(10 * i + 1), .part = !CASES[i].part};
        for (int k = 0; k < CASES[i].count; k++)
            references[reference_count++] = (struct reference){.target_id = targets[i].id, .kind = CASES[i].kinds[k]};
    }
    link_mark_parts(targets, COUNT, references, reference_count);
    for (size_t i = 0; i < COUNT; i++)
        ck_assert_msg(targets[i].part == CASES[i].part, "case %zu", i);
}
END_TEST

START_TEST(only_what_was_read_is_judged)
{
    for (int i = 0; i < VISIT_OUTCOME_COUNT; i++) {
        enum visit_outcome outcome = (enum visit_outcome)i;
        ck_assert_int_eq(visit_was_read(outcome), outcome == VISIT_DONE || outcome == VISIT_LIMITED || outcome == VISIT_MOVED);
    }
}
END_TEST

START_TEST(a_title_ends_where_the_sites_name_begins)
{
    static const struct {
        const char *title, *own;
    } titles[] = {{"If we say no | Anytown Council", "If we say no"}, {"Portage · Anytown", "Portage"},          {"Portage :: Anytown – SEND", "Portage"},
                  {"Portage > SEND > Anytown", "Portage"},            {"Self-referral", "Self-referral"},        {"Under-fives: what's on", "Under-fives: what's on"},
                  {"Short breaks — Anytown", "Short breaks"},         {" | Anytown", ""},                        {"", ""}};
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        ck_assert_msg(document_title_own_length(titles[i].title) == strlen(titles[i].own), "'%s'", titles[i].title);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("words");
    TCase *test = tcase_create("model");
    tcase_add_loop_test(test, words_are_read_back, 0, (int)(sizeof enums / sizeof enums[0]));
    tcase_add_test(test, a_title_ends_where_the_sites_name_begins);
    tcase_add_test(test, reasons_have_their_states);
    tcase_add_test(test, what_pages_only_load_is_a_part);
    tcase_add_test(test, only_what_was_read_is_judged);
    suite_add_tcase(suite, test);
    return run_suite(suite);
}

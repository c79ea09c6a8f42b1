/* Cue files: what is refused, and what the constraints of a cue do. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "scoring/page/cue_memory.h"
#include "scoring/page/cues.h"
#include "scoring/text/terms.h"
#include "suite.h"

static enum status load(const char *json, struct terms **terms, struct cues **cues, struct error *err)
{
    char directory[64] = "/tmp/cues-XXXXXX", path[128];
    struct error ignored;
    static const char words[] = "[ask]\nask, apply, put in for\n[care]\ncare\n[opaque]\ncare plan, best care\n";
    ck_assert_ptr_nonnull(mkdtemp(directory));
    snprintf(path, sizeof path, "%s/terms", directory);
    ck_assert_int_eq(file_make_directory(path, err), STATUS_OK);
    snprintf(path, sizeof path, "%s/rubric/cues", directory);
    ck_assert_int_eq(file_make_directory(path, err), STATUS_OK);
    snprintf(path, sizeof path, "%s/terms/a.txt", directory);
    ck_assert_int_eq(file_write(path, words, sizeof words - 1, err), STATUS_OK);
    snprintf(path, sizeof path, "%s/rubric/cues/a.json", directory);
    ck_assert_int_eq(file_write(path, json, strlen(json), err), STATUS_OK);
    *cues = NULL;
    ck_assert_int_eq(terms_load(directory, terms, err), STATUS_OK);
    enum status status = cues_load(directory, *terms, cues, err);
    ck_assert_int_eq(file_remove_tree(directory, &ignored), STATUS_OK);
    return status;
}

static void collect(void *context, const char *sentence)
{
    snprintf(context, 1024, "%s", sentence);
}

START_TEST(wrong_files_are_refused)
{
    static const struct { const char *json, *said; } table[] = {
        {"{\"cues\": [", "a.json:1: not well-formed JSON"},
        {"{\"cue\": []}", "unknown key \"cue\""},
        {"{\"cues\": [{\"signal\": \"s\"}]}", "an entry without \"id\""},
        {"{\"cues\": [{\"id\": \"a\", \"signal\": \"s\", \"match\": [\"x\"]}]}", "no \"patterns\""},
        {"{\"cues\": [{\"id\": \"a\", \"signal\": \"s\", \"patterns\": [\"x\"]}]}", "no \"match\""},
        {"{\"cues\": [{\"id\": \"a\", \"signal\": \"s\", \"patterns\": [\"@x\"], \"match\": [\"x\"]}]}", "there is no term class '@x'"},
        {"{\"cues\": [{\"id\": \"a\", \"signal\": \"s\", \"patterns\": [\"x\"], \"match\": [\"x\"], \"under\": [\"t\"]}]}", "names no topic"},
        {"{\"cues\": [{\"id\": \"a\", \"signal\": \"s\", \"patterns\": [\"x\"], \"match\": [\"x\"], \"link\": \"x\"}]}", "never, any or only"},
        {"{\"cues\": [{\"id\": \"a\", \"signal\": \"s\", \"patterns\": [\"x\"], \"match\": [\"x\"], \"colour\": 1}]}", "unknown key"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct terms *terms;
        struct cues *cues;
        struct error err;
        ck_assert_int_eq(load(table[i].json, &terms, &cues, &err), STATUS_INPUT);
        ck_assert_msg(strstr(err.message, table[i].said) != NULL, "%s", err.message);
        terms_free(terms);
    }
}
END_TEST

START_TEST(a_failing_example_is_told)
{
    struct terms *terms;
    struct cues *cues;
    struct error err;
    char said[1024] = "";
    ck_assert_int_eq(load("{\"cues\": [{\"id\": \"a\", \"signal\": \"s\", \"patterns\": [\"@ask us\"], \"match\": [\"Ring us\"], \"not\": [\"Ask us\"]}]}",
                          &terms, &cues, &err), STATUS_OK);
    size_t checked = 0;
    ck_assert_uint_eq(cues_prove(cues, terms, collect, said, &checked), 2);
    ck_assert_uint_eq(checked, 2);
    ck_assert_str_eq(said, "a must not match \"Ask us\"");
    cues_free(cues);
    terms_free(terms);
}
END_TEST

/* One cue with every constraint, and contexts in which it must and must not match. */
START_TEST(constraints_hold)
{
    static const char json[] =
        "{\"topics\": [{\"id\": \"route\", \"patterns\": [\"how to @ask\"], \"match\": [\"How to apply\"]},"
        "{\"id\": \"press\", \"patterns\": [\"press\"], \"match\": [\"Press\"]}],"
        "\"cues\": [{\"id\": \"a\", \"signal\": \"s\", \"patterns\": [\"@ask us\"], \"under\": [\"route\"], \"not_under\": [\"press\"],"
        "\"unless\": [\"never\"], \"blocks\": [\"text\"], \"question\": false, \"match\": [\"How to apply > Ask us\"],"
        "\"not\": [\"Ask us\", \"How to apply > Never ask us\", \"How to apply > Ask us?\", \"How to apply to the press > Ask us\"]}]}";
    struct terms *terms;
    struct cues *cues;
    struct error err;
    char said[1024] = "";
    ck_assert_int_eq(load(json, &terms, &cues, &err), STATUS_OK);
    ck_assert_msg(cues_prove(cues, terms, collect, said, NULL) == 0, "%s", said);
    struct word_reader *reader = words_new();
    struct token_list list = {.limit = 20};
    terms_read(terms, reader, "Ask us", 6, 0, &list);
    struct cue_context context = {.topics = 1, .place = PLACE_TEXT};
    struct cue_hit hits[4];
    ck_assert_uint_eq(cues_match(cues, list.items, list.count, &context, hits, 4), 1);
    ck_assert_str_eq(cues_id(cues, hits[0].cue), "a");
    ck_assert(hits[0].start == 0 && hits[0].end == 2);
    context.link = true;
    ck_assert_uint_eq(cues_match(cues, list.items, list.count, &context, hits, 4), 0);
    context = (struct cue_context){.topics = 1, .place = PLACE_LIST};
    ck_assert_uint_eq(cues_match(cues, list.items, list.count, &context, hits, 4), 0);
    free(list.items);
    words_free(reader);
    cues_free(cues);
    terms_free(terms);
}
END_TEST

static const char several[] =
    "{\"cues\": [{\"id\": \"a\", \"signal\": \"s\", \"patterns\": [\"@ask us\"], \"link\": \"any\", \"question\": false, \"match\": [\"Ask us\"]},"
    "{\"id\": \"b\", \"signal\": \"s\", \"patterns\": [\"@care\"], \"blocks\": [\"text\"], \"match\": [\"Care\"]},"
    "{\"id\": \"c\", \"signal\": \"s\", \"patterns\": [\"# week\"], \"match\": [\"6 weeks\"]}]}";

/* Whether the memory gives what the cues do; returns how many they are. */
static size_t remembered(struct cue_memory *memory, const struct cues *cues, const struct token *tokens, size_t count, const struct cue_context *context)
{
    struct cue_hit wanted[4], got[4];
    size_t found = cues_match(cues, tokens, count, context, wanted, 4);
    ck_assert_uint_eq(cue_memory_match(memory, cues, tokens, count, context, got, 4), found);
    for (size_t i = 0; i < found; i++)
        ck_assert(got[i].cue == wanted[i].cue && got[i].start == wanted[i].start && got[i].end == wanted[i].end);
    return found;
}

START_TEST(a_memory_tells_what_the_cues_do)
{
    /* `label`: read by itself, before the text: no phrase goes on from it. Some of the words are looked at: those of "care plan" and "best care" are no care. */
    static const struct { const char *label, *text; size_t words, hits, from; } table[] = {
        {"", "Ask us", 2, 1, 0}, {"", "Ask Zora", 2, 0, 0}, {"", "Ask Zeb", 2, 0, 0}, {"", "Put in for us", 4, 1, 0},
        {"Put in", "for us", 4, 0, 0}, {"", "Put in for us", 2, 0, 0}, {"", "Care plan", 2, 0, 0}, {"", "Care plan", 1, 0, 0},
        {"", "Care", 1, 1, 0}, {"Care", "plan", 2, 1, 0}, {"", "Ask us for care", 4, 2, 0}, {"", "Zora said 6 weeks", 4, 1, 0},
        {"", "Zeb said 19 weeks", 4, 1, 0}, {"", "Zeb said six weeks", 4, 0, 0}, {"", "Good care", 1, 1, 1}, {"", "Best care", 1, 0, 1},
    };
    struct terms *terms;
    struct cues *cues;
    struct error err;
    ck_assert_int_eq(load(several, &terms, &cues, &err), STATUS_OK);
    struct word_reader *reader = words_new();
    struct cue_memory *memory = cue_memory_new();
    for (size_t i = 0; i < 2 * sizeof table / sizeof *table; i++) {
        size_t row = i / 2;
        struct token_list list = {.limit = 20};
        terms_read(terms, reader, table[row].label, strlen(table[row].label), 0, &list);
        terms_read(terms, reader, table[row].text, strlen(table[row].text), 0, &list);
        for (unsigned way = 0; way < 8; way++) {
            struct cue_context context = {.place = way & 1 ? PLACE_LIST : PLACE_TEXT, .link = (way & 2) != 0, .question = (way & 4) != 0};
            size_t found = remembered(memory, cues, list.items + table[row].from, table[row].words, &context);
            ck_assert_msg(way > 0 || found == table[row].hits, "%s: %zu", table[row].text, found);
        }
        free(list.items);
    }
    cue_memory_free(memory);
    words_free(reader);
    cues_free(cues);
    terms_free(terms);
}
END_TEST

/* More than is kept, other cues, and a sentence too long to be kept. */
START_TEST(a_memory_forgets_in_order)
{
    enum { TIMES = 20000, WORDS = 100 };
    struct terms *terms, *other_terms;
    struct cues *cues, *other;
    struct error err;
    ck_assert_int_eq(load(several, &terms, &cues, &err), STATUS_OK);
    ck_assert_int_eq(load("{\"cues\": [{\"id\": \"a\", \"signal\": \"s\", \"patterns\": [\"nothing\"], \"match\": [\"nothing\"]}]}", &other_terms, &other, &err), STATUS_OK);
    struct word_reader *reader = words_new();
    struct cue_memory *memory = cue_memory_new();
    struct token_list list = {.limit = WORDS};
    for (size_t i = 0; i < WORDS / 2; i++)
        terms_read(terms, reader, "Ask us", 6, 0, &list);
    struct cue_context context = {.link = true};
    for (; context.topics < TIMES; context.topics++)
        ck_assert_uint_eq(remembered(memory, cues, list.items, 2, &context), 1);
    context.topics--;
    ck_assert_uint_eq(remembered(memory, other, list.items, 2, &context), 0); /* not in a link */
    for (int time = 0; time < 2; time++)
        ck_assert_uint_eq(remembered(memory, cues, list.items, WORDS, &(struct cue_context){.topics = 0}), 1);
    free(list.items);
    cue_memory_free(memory);
    words_free(reader);
    cues_free(other);
    cues_free(cues);
    terms_free(other_terms);
    terms_free(terms);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scoring cues");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, wrong_files_are_refused);
    tcase_add_test(tests, a_failing_example_is_told);
    tcase_add_test(tests, constraints_hold);
    tcase_add_test(tests, a_memory_tells_what_the_cues_do);
    tcase_add_test(tests, a_memory_forgets_in_order);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

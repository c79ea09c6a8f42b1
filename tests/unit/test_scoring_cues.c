/* Cue files: what is refused, and what the constraints of a cue do. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "scoring/page/cues.h"
#include "scoring/text/terms.h"
#include "suite.h"

static enum status load(const char *json, struct terms **terms, struct cues **cues, struct error *err)
{
    char directory[64] = "/tmp/cues-XXXXXX", path[128];
    struct error ignored;
    static const char words[] = "[ask]\nask, apply\n";
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

int main(void)
{
    Suite *suite = suite_create("scoring cues");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, wrong_files_are_refused);
    tcase_add_test(tests, a_failing_example_is_told);
    tcase_add_test(tests, constraints_hold);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

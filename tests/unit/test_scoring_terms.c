/* Words, term classes and the pattern language. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "scoring/patterns/pattern.h"
#include "scoring/text/terms.h"
#include "scoring/text/words.h"
#include "suite.h"

static void check_words(const char *text, const char *wanted)
{
    struct word_reader *reader = words_new();
    struct buffer got;
    buffer_init(&got, 4096);
    struct word word;
    words_read_from(reader, text, strlen(text));
    while (words_next(reader, &word)) {
        ck_assert_uint_le((size_t)word.offset + word.length, strlen(text));
        buffer_printf(&got, "%s%s", got.length > 0 ? " " : "", word.plain);
    }
    ck_assert_str_eq(buffer_text(&got), wanted);
    buffer_release(&got);
    words_free(reader);
}

START_TEST(contractions_and_numbers)
{
    static const struct { const char *text, *wanted; } table[] = {
        {"We don't", "we do not"},
        {"You won\xE2\x80\x99t and can\xE2\x80\x99t", "you will not and can not"},
        {"your child's plan", "your child plan"},
        {"It's hers; there's tea", "it is hers there is tea"},
        {"self-refer", "self refer"},
        {"we'll ring at 4.50 or 10,000", "we will ring at 4.50 or 10,000"},
        {"vision of 6/18", "vision of 6/18"},
        {"SEND us nothing; send us all", "sen us nothing send us all"},
        {"caf\xC3\xA9 at o'clock", "caf\xC3\xA9 at o clock"},
        {"", ""},
        {"\xE2\x80\x99t 't '", "t t"},
        {"\xFF\xFE broken", "broken"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        check_words(table[i].text, table[i].wanted);
}
END_TEST

START_TEST(a_long_run_is_cut)
{
    char text[500];
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    struct word_reader *reader = words_new();
    struct word word;
    words_read_from(reader, text, sizeof text - 1);
    ck_assert(words_next(reader, &word));
    ck_assert_uint_eq(strlen(word.plain), WORD_BYTES_MAX);
    ck_assert(!words_next(reader, &word));
    words_free(reader);
}
END_TEST

/* A seeds directory of one term list. */
static char directory[64];

static void make_seeds(const char *terms)
{
    struct error err;
    snprintf(directory, sizeof directory, "/tmp/terms-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(directory));
    char path[128];
    snprintf(path, sizeof path, "%s/terms", directory);
    ck_assert_int_eq(file_make_directory(path, &err), STATUS_OK);
    snprintf(path, sizeof path, "%s/terms/words.txt", directory);
    ck_assert_int_eq(file_write(path, terms, strlen(terms), &err), STATUS_OK);
}

static enum status load(const char *text, struct terms **terms, struct error *err)
{
    make_seeds(text);
    enum status status = terms_load(directory, terms, err);
    struct error ignored;
    ck_assert_int_eq(file_remove_tree(directory, &ignored), STATUS_OK);
    return status;
}

START_TEST(classes_match_forms_phrases_and_included_classes)
{
    struct terms *terms;
    struct error err;
    ck_assert_int_eq(load("# people\n[family]\nparent, =mum\n[worker]\nsocial worker, worker\n[all]\n@family, @worker\n"
                          "[opaque]\nworker of stone\n", &terms, &err), STATUS_OK);
    struct word_reader *reader = words_new();
    struct token_list list = {.limit = 50};
    const char *text = "Parents, mums and social workers; a worker of stone";
    terms_read(terms, reader, text, strlen(text), 0, &list);
    int family = terms_class(terms, "family"), worker = terms_class(terms, "worker"), all = terms_class(terms, "all");
    ck_assert_uint_eq(list.count, 9);
    ck_assert(class_has(&list.items[0].classes, family) && class_has(&list.items[0].classes, all));
    ck_assert(!class_has(&list.items[1].classes, family)); /* "mums" is not the exact form */
    ck_assert(class_has(&list.items[3].phrases, worker) && list.items[3].phrase_words == 2);
    ck_assert(class_has(&list.items[3].phrases, all));
    ck_assert(!class_has(&list.items[6].classes, worker)); /* hidden by the opaque phrase */
    ck_assert_int_eq(terms_class(terms, "none"), -1);
    free(list.items);
    words_free(reader);
    terms_free(terms);
}
END_TEST

START_TEST(wrong_lists_are_refused_with_their_line)
{
    static const struct { const char *text, *said; } table[] = {
        {"parent\n", "words.txt:1: a term before the first [class]"},
        {"[family\nparent\n", "words.txt:1: a class line"},
        {"[Family]\nparent\n", "words.txt:1: 'Family' is no class name"},
        {"[a]\nb\n[a]\nc\n", "words.txt:3: class 'a' was given before"},
        {"[a]\n@b\n", "words.txt:2: '@b' names no other class"},
        {"[a]\none two three four five six seven\n", "words.txt:2: the term"},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct terms *terms;
        struct error err;
        ck_assert_int_eq(load(table[i].text, &terms, &err), STATUS_INPUT);
        ck_assert_msg(strstr(err.message, table[i].said) != NULL, "%s", err.message);
    }
}
END_TEST

struct outcome {
    bool found, may; /* it matches; it has what every match needs */
};

static struct outcome look(const char *pattern, const char *text)
{
    struct terms *terms;
    struct error err;
    ck_assert_int_eq(load("[family]\nparent, mum, foster carer\n[ask]\nask, apply\n", &terms, &err), STATUS_OK);
    struct word_reader *reader = words_new();
    struct pattern_code code = {0};
    uint32_t start;
    enum status status = pattern_compile(&code, terms, reader, pattern, &start, &err);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    struct token_list list = {.limit = 100};
    terms_read(terms, reader, text, strlen(text), 0, &list);
    struct outcome outcome = {.found = pattern_find(&code, start, list.items, list.count, NULL) != SIZE_MAX,
                              .may = pattern_may(code.needs[start], pattern_held(list.items, list.count))};
    free(list.items);
    pattern_code_release(&code);
    words_free(reader);
    terms_free(terms);
    return outcome;
}

START_TEST(patterns_match)
{
    static const struct { const char *pattern, *text; bool wanted; } table[] = {
        {"@family (can|may) @ask", "Parents may apply", true},
        {"@family (can|may) @ask", "Foster carers can ask", true},
        {"@family (can|may) @ask", "Parents must apply", false},
        {"@family .. @ask", "Parents may now also ask", true},
        {"@family .. @ask", "Parents may now and also then ask", false},
        {"@family ... @ask", "Parents may now and also then ask", true},
        {"^ ask", "please ask", false},
        {"ask $", "please ask", true},
        {"=apply", "applying", false},
        {"apply", "applying", true},
        {"under #", "under 5", true},
        {"under #", "under five", false},
        {"not? ask us", "ask us", true},
        {"!not _ ask", "may ask", true},
        {"!not _ ask", "not ask", false},
        {"(ring (us|them)|write) now", "ring them now", true},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct outcome outcome = look(table[i].pattern, table[i].text);
        ck_assert_msg(outcome.found == table[i].wanted, "%s: %s", table[i].pattern, table[i].text);
        ck_assert_msg(outcome.may || !outcome.found, "%s: %s has all that it needs", table[i].pattern, table[i].text);
    }
}
END_TEST

START_TEST(what_every_match_needs)
{
    static const struct { const char *pattern, *text; bool may; } table[] = {
        {"@family .. @ask", "Parents may go", false},
        {"@family .. @ask", "Ask the parents", true}, /* in any order */
        {"ring us now", "ring them now", false},
        {"=apply", "applying", false},
        {"ring them? now", "ring now", true},
        {"(ring us|write) now", "write now", true},
        {"(ring now|write now)", "ring us", false}, /* both need it */
        {"!not ask", "ask", true},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        ck_assert_msg(look(table[i].pattern, table[i].text).may == table[i].may, "%s: %s", table[i].pattern, table[i].text);
}
END_TEST

START_TEST(long_words_have_their_stem)
{
    static const char text[] = "deinstitutionalisationists deinstitutionalisationist";
    struct word_reader *reader = words_new();
    struct word word;
    words_read_from(reader, text, sizeof text - 1);
    ck_assert(words_next(reader, &word));
    uint64_t first = word.symbol;
    ck_assert_str_eq(word.plain, "deinstitutionalisationists");
    ck_assert_str_eq(word.stem, "deinstitutionalisationist");
    ck_assert(words_next(reader, &word));
    ck_assert(word.symbol == first);
    words_free(reader);
}
END_TEST

START_TEST(wrong_patterns_are_refused)
{
    static const char *const table[] = {"", "(a|b", "@nobody", "a)b", "((((((((((a))))))))))", "a?b"};
    struct terms *terms;
    struct error err;
    ck_assert_int_eq(load("[family]\nparent\n", &terms, &err), STATUS_OK);
    struct word_reader *reader = words_new();
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct pattern_code code = {0};
        uint32_t start;
        ck_assert_msg(pattern_compile(&code, terms, reader, table[i], &start, &err) == STATUS_INPUT, "%s", table[i]);
        pattern_code_release(&code);
    }
    words_free(reader);
    terms_free(terms);
}
END_TEST

START_TEST(a_hostile_sentence_ends)
{
    struct buffer text;
    buffer_init(&text, 1 << 20);
    for (int i = 0; i < 5000; i++)
        buffer_add_text(&text, "ask ");
    ck_assert(!look("ask ... ask ... ask ... ask ... ask ... ask ... never", buffer_text(&text)).found);
    buffer_release(&text);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scoring terms");
    TCase *tests = tcase_create("all");
    tcase_add_test(tests, contractions_and_numbers);
    tcase_add_test(tests, a_long_run_is_cut);
    tcase_add_test(tests, classes_match_forms_phrases_and_included_classes);
    tcase_add_test(tests, wrong_lists_are_refused_with_their_line);
    tcase_add_test(tests, long_words_have_their_stem);
    tcase_add_test(tests, patterns_match);
    tcase_add_test(tests, what_every_match_needs);
    tcase_add_test(tests, wrong_patterns_are_refused);
    tcase_add_test(tests, a_hostile_sentence_ends);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

/* The words that a pattern needs, and the sieve that looks for them: what it leaves out
 * must never match, whatever the expression. */
#include <check.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/random.h"
#include "scoring/council/row_rules.h"
#include "scoring/facts/fact_finder.h"
#include "scoring/patterns/regex_needs.h"
#include "scoring/patterns/regex_set.h"
#include "suite.h"

/* "a|b & c" for one way that needs a or b, and c; ways stand between " / "; "-" needs
 * nothing. "[" and "]" mark the start and end of a word. */
static void describe(const struct needs *needs, char *out, size_t room)
{
    size_t n = 0;
    out[0] = '\0';
    for (size_t w = 0; w < needs->count; w++) {
        const struct need_way *way = &needs->ways[w];
        n += (size_t)snprintf(out + n, room - n, "%s%s", w ? " / " : "", way->count ? "" : "-");
        for (size_t c = 0; c < way->count; c++)
            for (size_t i = 0; i < way->clauses[c].count; i++) {
                const struct need_word *word = &way->clauses[c].words[i];
                n += (size_t)snprintf(out + n, room - n, "%s%s%.*s%s", i ? "|" : c ? " & " : "", word->left ? "[" : "", word->length, word->text,
                                      word->right ? "]" : "");
            }
    }
}

static const struct {
    const char *expression, *needs;
} EXPRESSIONS[] = {
    {"plan", "plan"},
    {"\\bplan\\b", "[plan]"},
    {"PLAN", "plan"},
    {"plans?", "plan"},
    {"(?:key|link) worker", "key worker|link worker"},
    {"\\bkey\\b.{0,30}\\bplan", "[key] & [plan"},
    {"re(?:ply|plies)", "reply|replies"},
    {"ask(?: us)? now", "ask now|ask us now"},
    {"(?|ask (us)|ring (them))", "ask us|ring them"},
    {"(?:ring )*", "-"},
    {"(?:ring ){2,9}", "ring "},
    {"\\d{1,2} weeks", "0 weeks"},
    {"[a-z]+", "-"},
    {"we.*", "we"},
    {"one|.*", "one / -"},
    {"one|two three", "one / two three"},
    {"(one|\\w+ two)", "one| two"},
    {"x(?=@)", "@"},
    {"(?:plans? .*days)", "plan |plans  & days"},  /* a group without alternatives needs all that is in it */
    {"(?:\\bnew plan.*days\\b)|(?:wait)", "[new plan & days] / wait"},
    {"(?=plan.*days)", "plan & days"},
    {"sisters\\b,? too\\b", "sisters too]|sisters, too]"},
    {".\\b,? too\\b.", " too]"},                   /* this edge stands after a word, and not before one */
    {"(?<!not )given(?! up)", "given"},
    {"child[’']s voice", "s voice & child"},
    {"a\\Kplan", "-"},
    {"(plan)\\1", "-"},
    {"(?-i:Mr) Fox", "mr fox"},
    {"crèche|ار", "cr\x7F\x7F" "che / \x7F\x7F\x7F\x7F"},
    {"Åre", "re & \x7F"},                         /* its lower case has fewer bytes */
};

START_TEST(test_needs)
{
    char found[500];
    struct arena arena = {0};
    struct needs needs;
    regex_needs(EXPRESSIONS[_i].expression, strlen(EXPRESSIONS[_i].expression), &arena, &needs);
    describe(&needs, found, sizeof found);
    ck_assert_msg(!strcmp(found, EXPRESSIONS[_i].needs), "%s needs '%s', not '%s'", EXPRESSIONS[_i].expression, found, EXPRESSIONS[_i].needs);
    arena_release(&arena);
}
END_TEST

/* ---- the sieve ---- */

static struct regex_set *load(const char *json)
{
    static const char *const GROUPS[] = {"g"};
    char path[] = "/tmp/regex-test-XXXXXX";
    struct error err = {0};
    struct regex_set *set = NULL;
    int file = mkstemp(path);
    ck_assert_int_ge(file, 0);
    ck_assert_int_eq((int)write(file, json, strlen(json)), (int)strlen(json));
    (void)close(file);
    enum status status = regex_set_load(path, GROUPS, 1, &set, &err);
    (void)unlink(path);
    ck_assert_msg(status == STATUS_OK, "%s", err.message);
    return set;
}

static const char PATTERNS[] =
    "{\"words\":{\"names\":[\"Jane\",\"Ann\",\"Siân\"]},\"patterns\":["
    "{\"id\":\"a\",\"group\":\"g\",\"regex\":\"\\\\bask(?:s|ed)? (?:us|the team)\\\\b\",\"match\":[\"ask us\"]},"
    "{\"id\":\"b\",\"group\":\"g\",\"regex\":[\"within \\\\d+ (?:days|weeks)\",\"in a few days\"],\"match\":[\"within 3 days\"]},"
    "{\"id\":\"c\",\"group\":\"g\",\"regex\":\"\\\\b(?:parents?|carers?)\\\\b.{0,20}\\\\bcan\\\\b\",\"match\":[\"parents can\"]},"
    "{\"id\":\"d\",\"group\":\"g\",\"regex\":\"child[’']?s? (?:key|link) ?work\",\"match\":[\"child’s key work\"]},"
    "{\"id\":\"e\",\"group\":\"g\",\"regex\":\"[a-z]+@\",\"match\":[\"team@x\"]},"
    "{\"id\":\"f\",\"group\":\"g\",\"regex\":\"^(?:\\\\w+ )*(?:ask|kin)$\",\"match\":[\"please ask\"]},"
    "{\"id\":\"g\",\"group\":\"g\",\"regex\":[\"crèche\",\"اردو\"],\"match\":[\"CRÈCHE\"]},"
    "{\"id\":\"h\",\"group\":\"g\",\"regex\":[\"\\\\bpony\",\"\\\\b(?:gold|[)|]) club\",\"\\\\bjudo|ballet\",\"\\\\bchess\"],\"match\":[\"a pony\"]},"
    "{\"id\":\"i\",\"group\":\"g\",\"holds\":\"names\",\"regex\":\"(?-i:{{names}}\\\\b)(?! us)\",\"match\":[\"with Siân\"],\"not\":[\"Jane us\"]}"
    "]}";

static const struct {
    const char *text;
    bool found;
} TEXTS[] = {
    {"Please ask us about it", true},
    {"Mask us", false},                             /* not at the start of a word */
    {"within 12 weeks of \xC2\xA3""5", true},
    {"within \xD9\xA3 days", true},                  /* a digit of another script */
    {"a\xC5\xBFk us", true},                         /* the long s is an s to PCRE2 */
    {"\xE2\x84\xAAin", true},                        /* the Kelvin sign a k */
    {"The child\xE2\x80\x99s link worker", true},
    {"parents and carers can", true},
    {"parentscan", false},
    {"Une CRÈCHE ici", true},
    {"اردو", true},
    {"It’s here", false},
    {"a ponytail", true},
    {"no spony", false},                            /* each alternative keeps its own edge */
    {"a gold club", true},
    {"a marigold club", false},
    {"xjudo", false},
    {"xballet", true},                              /* but what had none gets none */
    {"xchess", false},
    {"chess", true},
    {"Jane\xE2\x80\x99s club", true},                /* a word of a list, up to its quotation mark */
    {"McAnn", true},
    {"Janet, jane, Ann\xC3\xA9 and Sian", false},
    {"", false},
};

START_TEST(test_sieve_finds)
{
    struct regex_set *set = load(PATTERNS);
    struct regex_sieve *sieve = regex_sieve_new(&set, 1);
    struct regex_scratch *scratch = regex_scratch_new();
    struct regex_sight sight;
    regex_look(sieve, TEXTS[_i].text, strlen(TEXTS[_i].text), &sight);
    bool all = regex_find_group(set, 0, scratch, TEXTS[_i].text, strlen(TEXTS[_i].text), NULL) == REGEX_FOUND;
    bool seen = regex_find_seen(set, 0, scratch, &sight, TEXTS[_i].text, strlen(TEXTS[_i].text), NULL) == REGEX_FOUND;
    ck_assert_msg(all == TEXTS[_i].found && seen == all, "'%s': %d by every pattern, %d by the sieve", TEXTS[_i].text, all, seen);
    ck_assert_uint_eq(regex_set_prove(set, NULL, NULL, NULL), 0);
    regex_scratch_free(scratch);
    regex_sieve_free(sieve);
    regex_set_free(set);
}
END_TEST

/* What was tried in vain on a whole text is not tried there again; of its parts nothing is known by that. */
START_TEST(test_sight_keeps_what_was_in_vain)
{
    static const char whole[] = "Carers of children with any needs at all can", part[] = "carers can";
    struct regex_set *set = load(PATTERNS);
    struct regex_sieve *sieve = regex_sieve_new(&set, 1);
    struct regex_scratch *scratch = regex_scratch_new();
    struct regex_sight sight;
    regex_look(sieve, part, strlen(part), &sight);
    for (int again = 0; again < 2; again++) {
        ck_assert_int_eq(regex_find_seen(set, 0, scratch, &sight, part, strlen(part), NULL), REGEX_FOUND);
        ck_assert(regex_group_open(&sight, set, 0));
    }
    regex_look(sieve, whole, strlen(whole), &sight);
    ck_assert(regex_group_open(&sight, set, 0));
    ck_assert_int_eq(regex_find_seen(set, 0, scratch, &sight, whole, strlen(whole), NULL), REGEX_NONE);
    ck_assert(!regex_group_open(&sight, set, 0));
    ck_assert(regex_group_may(&sight, set, 0));
    ck_assert_int_eq(regex_find_seen(set, 0, scratch, &sight, part, strlen(part), NULL), REGEX_NONE); /* the sight is of that text alone */
    regex_scratch_free(scratch);
    regex_sieve_free(sieve);
    regex_set_free(set);
}
END_TEST

static const char *const PIECES[] = {"ask", "asked", " ", " us", " the team", "within ", "in a few days", "12", " weeks", "parent", "carers", " can",
                                     "child", "\xE2\x80\x99s", " key", " work", "@", "team", "kin", "-", "m", ". ", "\xC5\xBF", "K",
                                     "Jane", "Ann", "Si\xC3\xA2n", "\xC3\xA9", "_", "Mc"};
enum { TEXT_BYTES = 200 };

static size_t make_text(struct random *random, char text[TEXT_BYTES])
{
    size_t length = 0;
    *text = '\0';
    for (uint64_t pieces = random_next(random) % 9; pieces > 0; pieces--)
        length += (size_t)snprintf(text + length, TEXT_BYTES - length, "%s", PIECES[random_next(random) % (sizeof PIECES / sizeof *PIECES)]);
    return length;
}

/* The next place from `at` on where a character begins, or the text's end. */
static size_t character(const char *text, size_t at)
{
    while (((unsigned char)text[at] & 0xC0) == 0x80)
        at++;
    return at;
}

/* A text looked at in three parts, with what stands between the second and the third left to the whole: at words' ends the sight is the
 * same as that of one look, elsewhere nothing is lacking. */
START_TEST(test_sieve_looks_in_parts)
{
    struct regex_set *set = load(PATTERNS);
    struct regex_sieve *sieve = regex_sieve_new(&set, 1);
    struct random random = {.state = 20261129};
    size_t same = 0;
    for (int round = 0; round < 20000; round++) {
        char text[TEXT_BYTES];
        struct regex_sight sight, in_parts;
        struct regex_traces whole, second, third;
        size_t length = make_text(&random, text), at = character(text, random_next(&random) % (length + 1));
        size_t end = character(text, at + random_next(&random) % (length - at + 1)), from = end;
        while (text[from] == ' ')
            from++;
        regex_look(sieve, text, length, &sight);
        regex_trace(sieve, text, at, &whole);
        regex_trace(sieve, text + at, end - at, &second);
        regex_trace(sieve, text + from, length - from, &third);
        regex_trace_part(sieve, text, end, at, at, &second, &whole);
        regex_trace_part(sieve, text, length, end, from, &third, &whole);
        regex_sight_of(sieve, &whole, text, length, &in_parts);
        bool at_word = (at == 0 || at == length || text[at - 1] == ' ' || text[at] == ' ') && (from > end || end == length || end == 0 || text[end - 1] == ' ');
        for (size_t i = 0; i < REGEX_SIGHT_WORDS; i++) {
            ck_assert_msg((sight.may[i] & ~in_parts.may[i]) == 0, "'%s' in parts at %zu, %zu and %zu lacks a pattern", text, at, end, from);
            ck_assert_msg(!at_word || sight.may[i] == in_parts.may[i], "'%s' in parts at %zu, %zu and %zu has a pattern more", text, at, end, from);
        }
        same += at_word;
    }
    ck_assert_uint_gt(same, 1000);
    regex_sieve_free(sieve);
    regex_set_free(set);
}
END_TEST

START_TEST(test_sieve_takes_its_time_in_line)
{
    enum { LENGTH = 256 * 1024 };
    struct regex_set *set = load(PATTERNS);
    struct regex_sieve *sieve = regex_sieve_new(&set, 1);
    struct regex_sight sight;
    char *text = malloc(LENGTH + 1);
    ck_assert_ptr_nonnull(text);
    memset(text, 'L', LENGTH);
    memcpy(text + LENGTH - 3, "Ann", 4);
    regex_look(sieve, text, LENGTH, &sight); /* within the time that a test may take */
    ck_assert(regex_group_may(&sight, set, 0));
    free(text);
    regex_sieve_free(sieve);
    regex_set_free(set);
}
END_TEST

/* Sentences put together from pieces of the patterns and other words: the sieve may keep
 * too much, never too little, and must leave out most. */
START_TEST(test_sieve_never_hides)
{
    struct regex_set *set = load(PATTERNS);
    struct regex_sieve *sieve = regex_sieve_new(&set, 1);
    struct regex_scratch *scratch = regex_scratch_new();
    struct random random = {.state = 20260301};
    size_t tried = 0, kept = 0, matched = 0;
    for (int round = 0; round < 20000; round++) {
        char text[TEXT_BYTES];
        size_t length = make_text(&random, text);
        struct regex_sight sight;
        regex_look(sieve, text, length, &sight);
        struct regex_sight *remembered = NULL;
        for (int again = 0; again < 2; again++) { /* texts enough to be forgotten */
            remembered = regex_see(sieve, scratch, text, length);
            ck_assert_mem_eq(remembered->may, sight.may, sizeof sight.may);
        }
        for (size_t i = 0; i < regex_set_count(set); i++) {
            bool found = regex_find(set, regex_set_at(set, i), scratch, text, length, 0, NULL) == REGEX_FOUND;
            bool may = regex_may(&sight, regex_set_at(set, i));
            ck_assert_msg(may || !found, "%s matches '%s' and was left out", regex_id(regex_set_at(set, i)), text);
            bool tried_again = regex_try(set, regex_set_at(set, i), scratch, remembered, text, length, 0, NULL) == REGEX_FOUND;
            ck_assert_msg(tried_again == found, "%s and '%s': what is remembered is not so", regex_id(regex_set_at(set, i)), text);
            tried++;
            kept += may;
            matched += found;
        }
    }
    ck_assert_uint_gt(matched, 1000);
    ck_assert_uint_lt(kept, tried / 2);
    regex_scratch_free(scratch);
    regex_sieve_free(sieve);
    regex_set_free(set);
}
END_TEST

/* The first match makes a pattern ready: here by several threads at once. */
enum { MATCHERS = 8 };

static void *match_everything(void *argument)
{
    const struct regex_set *set = argument;
    struct regex_scratch *scratch = regex_scratch_new();
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof TEXTS / sizeof *TEXTS; i++)
        wrong += (regex_find_group(set, 0, scratch, TEXTS[i].text, strlen(TEXTS[i].text), NULL) == REGEX_FOUND) != TEXTS[i].found;
    regex_scratch_free(scratch);
    return wrong == 0 ? argument : NULL;
}

START_TEST(test_first_matches_of_threads)
{
    for (int round = 0; round < 20; round++) {
        struct regex_set *set = load(PATTERNS);
        pthread_t threads[MATCHERS];
        for (size_t i = 0; i < MATCHERS; i++)
            ck_assert_int_eq(pthread_create(&threads[i], NULL, match_everything, set), 0);
        for (size_t i = 0; i < MATCHERS; i++) {
            void *answer;
            ck_assert_int_eq(pthread_join(threads[i], &answer), 0);
            ck_assert_ptr_eq(answer, set);
        }
        regex_set_free(set);
    }
}
END_TEST

/* Alternatives of a list take turns: what the second captures has the same numbers as what the first does. */
START_TEST(test_each_alternative_counts_its_captures)
{
    static const struct { const char *text, *first, *second; } CALLED[] = {
        {"Otters is our portage.", "Otters", "portage"}, {"We call portage Otters.", "portage", "Otters"}, {"Here portage is Otters!", "portage", "Otters"}};
    struct regex_set *set = load("{\"patterns\": [{\"id\": \"called\", \"group\": \"g\", \"regex\": [\"^(\\\\w+) is our (\\\\w+)\\\\.\", \"\\\\bcall (\\\\w+) (\\\\w+)\","
                                 " \"\\\\bhere (\\\\w+) is (\\\\w+)!\"], \"match\": [\"Otters is our portage.\"], \"not\": [\"Otters\"]}]}");
    struct regex_scratch *scratch = regex_scratch_new();
    for (size_t i = 0; i < sizeof CALLED / sizeof *CALLED; i++) {
        struct regex_match match;
        ck_assert_int_eq(regex_find_group(set, 0, scratch, CALLED[i].text, strlen(CALLED[i].text), &match), REGEX_FOUND);
        const char *const wanted[] = {CALLED[i].first, CALLED[i].second};
        for (size_t k = 1; k <= 2; k++) {
            ck_assert(regex_captured(&match, k));
            ck_assert_uint_eq(match.end[k] - match.start[k], strlen(wanted[k - 1]));
            ck_assert_int_eq(strncmp(CALLED[i].text + match.start[k], wanted[k - 1], strlen(wanted[k - 1])), 0);
        }
    }
    regex_scratch_free(scratch);
    regex_set_free(set);
}
END_TEST

/* One pattern's words are more than there is room for: it is always tried, and the one before it is left out as ever. */
START_TEST(test_sieve_overflows_by_the_pattern)
{
    enum { ALTERNATIVES = 3000 };
    static const char start[] = "{\"patterns\": [{\"id\": \"small\", \"group\": \"g\", \"regex\": \"\\\\bneedle\\\\b\", \"match\": [\"A needle.\"]},"
                                "{\"id\": \"large\", \"group\": \"g\", \"regex\": [\"\\\\bbeacon\\\\b\"";
    static const char end[] = "], \"match\": [\"A beacon.\"]}]}";
    struct buffer json;
    buffer_init(&json, 256 * 1024);
    buffer_add_text(&json, start);
    for (unsigned i = 0; i < ALTERNATIVES; i++)
        buffer_printf(&json, ",\"\\\\bq%c%c%cx\\\\b\"", 'a' + i % 26, 'a' + i / 26 % 26, 'a' + i / 676);
    buffer_add_text(&json, end);
    struct regex_set *set = load(buffer_text(&json));
    struct regex_sieve *sieve = regex_sieve_new(&set, 1);
    static const struct { const char *text; bool small; } TEXTS_SEEN[] = {{"Zebras graze.", false}, {"A needle.", true}, {"A qabex beacon.", false}};
    for (size_t i = 0; i < sizeof TEXTS_SEEN / sizeof *TEXTS_SEEN; i++) {
        struct regex_sight sight;
        regex_look(sieve, TEXTS_SEEN[i].text, strlen(TEXTS_SEEN[i].text), &sight);
        ck_assert_int_eq(regex_may(&sight, regex_set_at(set, 0)), TEXTS_SEEN[i].small);
        ck_assert(regex_may(&sight, regex_set_at(set, 1)));
    }
    regex_sieve_free(sieve);
    regex_set_free(set);
    buffer_release(&json);
}
END_TEST

/* Of so many groups, those that are tried on a sentence that says nothing. */
static size_t tried(const struct regex_sieve *sieve, const struct regex_set *set, size_t groups)
{
    static const char text[] = "Zebras graze.";
    struct regex_sight sight;
    size_t count = 0;
    regex_look(sieve, text, strlen(text), &sight);
    for (size_t i = 0; i < groups; i++)
        count += regex_group_may(&sight, set, i);
    return count;
}

/* A sieve that is too small for its patterns tries more and more of them in vain, and a night lasts three times as long. */
START_TEST(test_shipped_patterns_fit_the_sieve)
{
    const char *seeds = getenv("COREOFFER_SEEDS");
    struct error err = {0};
    struct row_rules *rows;
    struct fact_rules *facts;
    ck_assert_msg(row_rules_load(seeds ? seeds : "seeds", &rows, &err) == STATUS_OK, "%s", err.message);
    ck_assert_msg(fact_rules_load(seeds ? seeds : "seeds", &facts, &err) == STATUS_OK, "%s", err.message);
    ck_assert_uint_lt(tried(rows->sieve, rows->rows, ROW_GROUP_COUNT), ROW_GROUP_COUNT / 2);
    ck_assert_uint_lt(tried(facts->sieve, facts->people, PEOPLE_GROUP_COUNT), PEOPLE_GROUP_COUNT);
    row_rules_free(rows);
    fact_rules_free(facts);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scoring/regex");
    TCase *cases = tcase_create("needs and sieve");
    tcase_add_loop_test(cases, test_needs, 0, (int)(sizeof EXPRESSIONS / sizeof *EXPRESSIONS));
    tcase_add_loop_test(cases, test_sieve_finds, 0, (int)(sizeof TEXTS / sizeof *TEXTS));
    tcase_add_test(cases, test_sight_keeps_what_was_in_vain);
    tcase_add_test(cases, test_sieve_looks_in_parts);
    tcase_add_test(cases, test_sieve_takes_its_time_in_line);
    tcase_add_test(cases, test_sieve_never_hides);
    tcase_add_test(cases, test_first_matches_of_threads);
    tcase_add_test(cases, test_each_alternative_counts_its_captures);
    tcase_add_test(cases, test_sieve_overflows_by_the_pattern);
    tcase_add_test(cases, test_shipped_patterns_fit_the_sieve);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}

/* Syllables: words by rule and by the list, and lists that are refused. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scoring/text/syllables.h"
#include "suite.h"

struct spoken {
    const char *word;
    int syllables;
};

static const struct spoken SPOKEN[] = {
    {"a", 1}, {"the", 1}, {"me", 1}, {"child", 1}, {"children", 2}, {"school", 1}, {"take", 1}, {"takes", 1}, {"taken", 2}, {"need", 1},
    {"needs", 1}, {"needed", 2}, {"wanted", 2}, {"helped", 1}, {"asked", 1}, {"changes", 2}, {"houses", 2}, {"places", 2}, {"services", 3},
    {"table", 2}, {"able", 2}, {"little", 2}, {"people", 2}, {"family", 3}, {"families", 3}, {"parent", 2}, {"carer", 2}, {"disabled", 3},
    {"disability", 5}, {"education", 4}, {"assessment", 3}, {"information", 4}, {"eligibility", 6}, {"application", 4}, {"professional", 4},
    {"social", 2}, {"special", 2}, {"worker", 2}, {"ask", 1}, {"every", 2}, {"evening", 2}, {"transport", 2}, {"therapy", 3}, {"therapist", 3},
    {"review", 2}, {"reviewed", 2}, {"named", 1}, {"safely", 2}, {"hopeful", 2}, {"movement", 2}, {"quiet", 2}, {"riot", 2}, {"create", 2},
    {"idea", 3}, {"question", 2}, {"queue", 1}, {"guide", 1}, {"autism", 3}, {"autistic", 3}, {"co-ordinator", 5}, {"self-refer", 3},
    {"can't", 1}, {"don't", 1}, {"didn't", 2}, {"couldn't", 2}, {"child's", 1}, {"nurse's", 2}, {"yes", 1}, {"you", 1}, {"young", 1}, {"play", 1},
    {"playing", 2}, {"EHCP", 4}, {"SEN", 1}, {"NHS", 3}, {"decision", 3}, {"decisions", 3}, {"community", 4}, {"agencies", 3}, {"multi-agency", 5},
    {"commissioned", 3}, {"holistic", 3}, {"statutory", 4}, {"health", 1}, {"area", 3}, {"areas", 3}, {"hour", 1}, {"hours", 1}, {"money", 2},
    {"breathe", 1}, {"breathing", 2}, {"leisure", 2}, {"previous", 3}, {"various", 3}, {"serious", 3}, {"region", 2}, {"religious", 3}, {"physio", 3},
    {"handle", 2}, {"handled", 2}, {"handles", 2}, {"free", 1}, {"agree", 2}, {"agreed", 2}, {"tried", 1}, {"carried", 2}, {"lying", 2},
};

START_TEST(syllables_are_counted_as_they_are_said)
{
    const struct spoken *spoken = &SPOKEN[_i];
    struct syllables *words;
    struct error err = {0};
    ck_assert_msg(syllables_load("seeds", &words, &err) == STATUS_OK, "%s", err.message);
    int count = syllables_count(words, spoken->word, strlen(spoken->word));
    ck_assert_msg(count == spoken->syllables, "%s: %d, should be %d", spoken->word, count, spoken->syllables);
    syllables_free(words);
}
END_TEST

static const struct {
    const char *file, *words; /* of the refusal */
} WRONG[] = {
    {"word\nidea\n", "'syllables' is missing"},
    {"word,syllables\nidea,many\n", "syllables.csv:2: a word and its syllables"},
    {"word,syllables\nidea,0\n", "syllables.csv:2: a word and its syllables"},
    {"word,syllables\nidea,3\n,2\n", "syllables.csv:3: a word and its syllables"},
    {"word,syllables\nIdea,3\n", "syllables.csv:2: 'Idea' must be in lower case"},
    {"word,syllables\nidea,3\narea,3\nidea,2\n", "syllables.csv:4: 'idea' is there twice"},
};

START_TEST(a_wrong_list_is_refused_with_its_line)
{
    char seeds[] = "/tmp/syllablesXXXXXX", path[64];
    struct syllables *words = NULL;
    struct error err = {0};
    ck_assert_ptr_nonnull(mkdtemp(seeds));
    (void)snprintf(path, sizeof path, "%s/words", seeds);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    (void)snprintf(path, sizeof path, "%s/words/syllables.csv", seeds);
    FILE *file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    ck_assert(fputs(WRONG[_i].file, file) >= 0 && fclose(file) == 0);
    ck_assert_int_eq(syllables_load(seeds, &words, &err), STATUS_INPUT);
    ck_assert_ptr_null(words);
    ck_assert_msg(strstr(err.message, WRONG[_i].words) != NULL, "%s", err.message);
    ck_assert_int_eq(unlink(path), 0);
    *strrchr(path, '/') = '\0';
    ck_assert(rmdir(path) == 0 && rmdir(seeds) == 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("scoring/syllables");
    TCase *tests = tcase_create("all");
    tcase_add_loop_test(tests, syllables_are_counted_as_they_are_said, 0, sizeof SPOKEN / sizeof *SPOKEN);
    tcase_add_loop_test(tests, a_wrong_list_is_refused_with_its_line, 0, sizeof WRONG / sizeof *WRONG);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

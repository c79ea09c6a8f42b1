/* The words and the forms of addresses that choosing pages rests on. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "crawler/crawl_words.h"
#include "crawler/frontier/frontier.h"
#include "suite.h"

static struct crawl_words *words;

static void load(void)
{
    struct error err = {0};
    ck_assert_msg(crawl_words_load("seeds", &words, &err) == STATUS_OK, "%s", err.message);
}

static void unload(void)
{
    crawl_words_free(words);
}

static const struct {
    const char *text;
    int low, high;
} SCORES[] = {
    {"Short breaks", 60, 60},
    {"short-break", 60, 60},
    {"SHORT BREAKS and short breaks", 60, 60},
    {"Disabled children\xE2\x80\x99s team", 60, 65},
    {"children with disabilities", 60, 60},
    {"Send us feedback", -20, 0},
    {"Accessibility statement", 25, 25}, /* it answers for the whole site */
    {"Bins", -50, -50},
    {"Carer's assessment", 40, 40},
    {"", 0, 0},
    {"...", 0, 0},
    {"Autism, ADHD, EHCP, portage, respite", 100, 100},
    {"\xFF\xFE bad bytes", 0, 0},
};

START_TEST(words_have_their_scores)
{
    struct crawl_scorer *scorer = crawl_scorer_new(words);
    int score = crawl_scorer_text(scorer, SCORES[_i].text);
    ck_assert_msg(score >= SCORES[_i].low && score <= SCORES[_i].high, "'%s' scores %d", SCORES[_i].text, score);
    crawl_scorer_free(scorer);
}
END_TEST

static const struct {
    const char *path;
    enum address_nature nature;
} ENDINGS[] = {
    {"/a/short-breaks.PDF", ADDRESS_LEAFLET}, {"/a.docx", ADDRESS_LEAFLET},   {"/news/form.rtf", ADDRESS_LEAFLET}, /* news is capped, a leaflet by its ending */
    {"/a/map.jpg", ADDRESS_FILE},             {"/a/prices.xlsx", ADDRESS_FILE}, {"/a/page.html", ADDRESS_PLAIN},
    {"/a/page.aspx", ADDRESS_PLAIN},          {"/a.pdf/page", ADDRESS_PLAIN},   {"/pdf", ADDRESS_PLAIN},
    {"/a.", ADDRESS_PLAIN},                   {"/", ADDRESS_PLAIN},             {"", ADDRESS_PLAIN},
};

START_TEST(endings_are_told)
{
    const char *path = ENDINGS[_i].path;
    ck_assert_msg(crawl_words_ending(words, path, strlen(path)) == ENDINGS[_i].nature, "%s", path);
    ck_assert_int_eq(crawl_words_ending(words, "/a.pdf?view=1", strlen("/a.pdf")), ADDRESS_LEAFLET);
}
END_TEST

static const struct {
    const char *file, *text, *said;
} FAULTS[] = {
    {"promising.csv", "word,weight,where\nx,5,any\n", "promising.csv:1: the column 'reason' is missing"},
    {"promising.csv", "word,weight,where,reason\nx,500,any,\n", "promising.csv:2: weight must be"},
    {"promising.csv", "word,weight,where,reason\nx,0,any,\n", "promising.csv:2: weight must be"},
    {"promising.csv", "word,weight,where,reason\nshort break,5,any,\nShort Breaks,6,any,\n", "another form of the words in line 2"},
    {"promising.csv", "word,weight,where,reason\nx,5,title,\n", "where must be 'any' or 'host'"},
    {"promising.csv", "word,weight,where,reason\none two three four five,5,any,\n", "more than four words"},
    {"traps.csv", "kind,name,treatment,most,reason\nsegment,x,few,,\n", "traps.csv:2: most must be"},
    {"traps.csv", "kind,name,treatment,most,reason\nsegment,x,never,3,\n", "traps.csv:2: most must be"},
    {"traps.csv", "kind,name,treatment,most,reason\nsegment,x,once,,\n", "treatment does not go with kind"},
    {"traps.csv", "kind,name,treatment,most,reason\nextension,x,never,,\n", "treatment does not go with kind"},
    {"traps.csv", "kind,name,treatment,most,reason\nsegment,x,always,,\n", "treatment must be"},
    {"actions.csv", "kind,name,reason\nheader,x,\n", "actions.csv:2: kind must be"},
    {"actions.csv", "kind,name,reason\nsegment,,\n", "actions.csv:2: name is empty"},
    {"weights.csv", "name,value,reason\nanchor,100,\n", "weights.csv: has 1 rows"},
    {"weights.csv", "name,value,reason\nankor,100,\n", "weights.csv: has 1 rows"},
};

static void copy_seeds(const char *directory, const char *but, const char *text)
{
    static const char *const files[] = {"promising.csv", "traps.csv", "actions.csv", "weights.csv"};
    struct arena arena = {0};
    struct error err;
    ck_assert_int_eq(file_make_directory(arena_printf(&arena, "%s/crawl", directory), &err), STATUS_OK);
    for (size_t i = 0; i < 4; i++) {
        struct buffer bytes;
        buffer_init(&bytes, LIMIT_SEED_BYTES);
        if (strcmp(files[i], but) == 0)
            buffer_add_text(&bytes, text);
        else
            ck_assert_int_eq(file_read(arena_printf(&arena, "seeds/crawl/%s", files[i]), &bytes, &err), STATUS_OK);
        ck_assert_int_eq(file_write(arena_printf(&arena, "%s/crawl/%s", directory, files[i]), bytes.bytes, bytes.length, &err), STATUS_OK);
        buffer_release(&bytes);
    }
    arena_release(&arena);
}

START_TEST(files_are_checked)
{
    char directory[] = "/tmp/crawl-words-test-XXXXXX";
    struct crawl_words *none = NULL;
    struct error err = {0};
    ck_assert_ptr_nonnull(mkdtemp(directory));
    copy_seeds(directory, FAULTS[_i].file, FAULTS[_i].text);
    ck_assert_int_eq(crawl_words_load(directory, &none, &err), STATUS_INPUT);
    ck_assert_msg(strstr(err.message, FAULTS[_i].said) != NULL, "%s", err.message);
    ck_assert_int_eq(file_remove_tree(directory, &err), STATUS_OK);
}
END_TEST

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

int main(void)
{
    Suite *suite = suite_create("crawler_crawl_words");
    TCase *tcase = tcase_create("words");
    tcase_add_unchecked_fixture(tcase, load, unload);
    tcase_add_loop_test(tcase, words_have_their_scores, 0, COUNT(SCORES));
    tcase_add_loop_test(tcase, endings_are_told, 0, COUNT(ENDINGS));
    tcase_add_loop_test(tcase, files_are_checked, 0, COUNT(FAULTS));
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}

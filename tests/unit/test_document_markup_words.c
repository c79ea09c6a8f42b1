/* The words that web pages are read by: what seeds/document/ may say, and how a row is told to be at fault. */
#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "document/markup_words.h"
#include "document_fixture.h"

enum { FILES = 4 };
static const char *const FILE_NAMES[FILES] = {"names", "openings", "foot", "classes"};
static const char *const GOOD[FILES] = {
    "name,match,meaning,zone\nmenu,word begins,furniture,navigation\nbar,word ends,side,aside\nfooter,word,furniture,footer\n"
    "end,only word,furniture,footer\nthe-page,name,content,\ncard,word,part of content,\nmenuplan,word,subject,\nhas,first word,about another,\n",
    "text,match,where,zone\nfollow us,begins,any,tools\nsee also,is,heading,related\n",
    "text,match,weight\n\xC2\xA9,holds,2\nprivacy,is,1\n",
    "class,match,meaning,unless\ngone,is,hidden,\nfold,is,closed,open wide\nfold,holds,panel,\nopener,holds,control,\n",
};

/* A folder of seeds whose file `which` is `text` and whose others are good. */
static enum status load(size_t which, const char *text, struct markup_words **words, struct error *err)
{
    char seeds[] = "/tmp/coreoffer-test-markup-XXXXXX", path[96];
    ck_assert_ptr_nonnull(mkdtemp(seeds));
    (void)snprintf(path, sizeof path, "%s/document", seeds);
    ck_assert_int_eq(mkdir(path, 0700), 0);
    for (size_t i = 0; i < FILES; i++) {
        (void)snprintf(path, sizeof path, "%s/document/%s.csv", seeds, FILE_NAMES[i]);
        FILE *file = fopen(path, "w");
        ck_assert_ptr_nonnull(file);
        ck_assert_int_ge(fputs(i == which ? text : GOOD[i], file), 0);
        ck_assert_int_eq(fclose(file), 0);
    }
    enum status status = markup_words_load(seeds, words, err);
    for (size_t i = 0; i < FILES; i++) {
        (void)snprintf(path, sizeof path, "%s/document/%s.csv", seeds, FILE_NAMES[i]);
        ck_assert_int_eq(unlink(path), 0);
    }
    (void)snprintf(path, sizeof path, "%s/document", seeds);
    ck_assert_int_eq(rmdir(path) | rmdir(seeds), 0);
    return status;
}

static const struct {
    const char *id, *classes;
    enum name_meaning meaning;
    enum block_zone zone;
} NAMES[] = {
    {"menuMain", NULL, NAME_FURNITURE, ZONE_NAVIGATION},
    {NULL, "big submenu", NAME_NOTHING, ZONE_MAIN},
    {NULL, "big sub-menus", NAME_FURNITURE, ZONE_NAVIGATION},
    {"menu-plan", NULL, NAME_NOTHING, ZONE_MAIN},        /* a subject, */
    {"footer-menuPlan", NULL, NAME_FURNITURE, ZONE_FOOTER}, /* and what stands beside it */
    {"rightbar", NULL, NAME_SIDE, ZONE_ASIDE},
    {"footer", NULL, NAME_FURNITURE, ZONE_FOOTER},
    {"card-footer", NULL, NAME_NOTHING, ZONE_MAIN},      /* a part of the content */
    {"end", NULL, NAME_FURNITURE, ZONE_FOOTER},
    {"week-end", NULL, NAME_NOTHING, ZONE_MAIN},         /* not the name's only word */
    {"The-Page", NULL, NAME_CONTENT, ZONE_MAIN},
    {"the-page", "rightbar", NAME_CONTENT, ZONE_MAIN},   /* a side gives way to the content */
    {"the-page", "footer", NAME_FURNITURE, ZONE_FOOTER},
    {NULL, "has-menu", NAME_NOTHING, ZONE_MAIN},         /* tells of another element */
    {NULL, "has-menu menu", NAME_FURNITURE, ZONE_NAVIGATION},
    {"menu-has-card", NULL, NAME_FURNITURE, ZONE_NAVIGATION},
    {NULL, NULL, NAME_NOTHING, ZONE_MAIN},
    {"", " \t", NAME_NOTHING, ZONE_MAIN},
};

START_TEST(names_are_read)
{
    struct markup_words *words;
    struct error err = {.message = ""};
    ck_assert_msg(load(FILES, NULL, &words, &err) == STATUS_OK, "%s", err.message);
    struct name_reading reading = markup_words_name(words, NAMES[_i].id, NAMES[_i].classes);
    ck_assert_int_eq(reading.meaning, NAMES[_i].meaning);
    ck_assert_int_eq(reading.zone, NAMES[_i].zone);
    markup_words_free(words);
}
END_TEST

START_TEST(texts_and_classes_are_read)
{
    struct markup_words *words;
    struct error err = {.message = ""};
    ck_assert_msg(load(FILES, NULL, &words, &err) == STATUS_OK, "%s", err.message);
    ck_assert_int_eq(markup_words_opening(words, "Follow us on the web", 20, false), ZONE_TOOLS);
    ck_assert_int_eq(markup_words_opening(words, "See also:", 9, true), ZONE_RELATED);
    ck_assert_int_eq(markup_words_opening(words, "See also:", 9, false), ZONE_MAIN);
    ck_assert_int_eq(markup_words_opening(words, "See also our clubs", 18, true), ZONE_MAIN);
    ck_assert_uint_eq(markup_words_foot(words, "\xC2\xA9 Anytown", 10), MARKUP_FOOT_WEIGHT);
    ck_assert_uint_eq(markup_words_foot(words, "Privacy", 7), 1);
    ck_assert_uint_eq(markup_words_foot(words, "Privacy of children", 19), 0);
    ck_assert(markup_words_class(words, CLASS_HIDDEN, "a gone b"));
    ck_assert(!markup_words_class(words, CLASS_HIDDEN, "a gone-b"));
    ck_assert(!markup_words_class(words, CLASS_HIDDEN, NULL));
    ck_assert(markup_words_class(words, CLASS_CLOSED, "fold narrow"));
    ck_assert(!markup_words_class(words, CLASS_CLOSED, "wide fold")); /* opened */
    ck_assert(markup_words_class(words, CLASS_PANEL, "my-FOLDer"));
    ck_assert(markup_words_class(words, CLASS_CONTROL, "openers"));
    ck_assert(!markup_words_class(words, CLASS_CONTROL, "fold"));
    markup_words_free(words);
}
END_TEST

static const struct {
    size_t file;
    const char *text, *fault;
} FAULTS[] = {
    {0, "name,match,meaning\nmenu,word,furniture\n", "names.csv:1: the column 'zone' is missing"},
    {0, "name,match,meaning,zone\nmenu,wort,furniture,tools\n", "names.csv:2: match is 'wort'; allowed are 'word', 'word begins'"},
    {0, "name,match,meaning,zone\nmenu,word,menu,tools\n", "names.csv:2: meaning is 'menu'; allowed are"},
    {0, "name,match,meaning,zone\nmenu,word,furniture,main\n", "names.csv:2: zone is 'main'; allowed are 'header'"},
    {0, "name,match,meaning,zone\n,word,furniture,tools\n", "names.csv:2: name is ''; give the words"},
    {0, "name,match,meaning,zone\nMenu,word,furniture,tools\n", "name is 'Menu'; it must be in lower case"},
    {0, "name,match,meaning,zone\nside-menu,word,furniture,tools\n", "name is 'side-menu'; a word has letters and digits alone"},
    {0, "name,match,meaning,zone\nside-menu,name,furniture,tools\n", "match is 'name'; 'name' is for 'content'"},
    {0, "name,match,meaning,zone\ncard,word ends,part of content,\n", "'part of content' is told by a 'word'"},
    {0, "name,match,meaning,zone\ncard,word ends,subject,\n", "'subject' is told by a 'word'"},
    {0, "name,match,meaning,zone\nhas,word,about another,\n", "match is 'word'; 'first word' is for 'about another'"},
    {0, "name,match,meaning,zone\nhas,first word,furniture,tools\n", "match is 'first word'; 'first word' is for 'about another'"},
    {1, "text,match,where,zone\nsee,is,here,tools\n", "openings.csv:2: where is 'here'; allowed are 'any' and 'heading'"},
    {2, "text,match,weight\nsee,is,3\n", "foot.csv:2: weight is '3'; allowed are 1 and 2"},
    {3, "class,match,meaning,unless\ngone,is,lost,\n", "classes.csv:2: meaning is 'lost'; allowed are 'hidden', 'closed', 'panel', 'tab', 'title', 'control', 'leads' and 'shows'"},
    {3, "", "classes.csv:1: the file is empty"},
};

START_TEST(faults_are_named)
{
    struct markup_words *words = NULL;
    struct error err = {.message = ""};
    ck_assert_int_eq(load(FAULTS[_i].file, FAULTS[_i].text, &words, &err), STATUS_INPUT);
    ck_assert_ptr_null(words);
    ck_assert_msg(strstr(err.message, FAULTS[_i].fault) != NULL, "'%s' does not say '%s'", err.message, FAULTS[_i].fault);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("document/markup_words");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, names_are_read, 0, sizeof NAMES / sizeof NAMES[0]);
    tcase_add_test(all, texts_and_classes_are_read);
    tcase_add_loop_test(all, faults_are_named, 0, sizeof FAULTS / sizeof FAULTS[0]);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}

/* Which parameters the pages read prove to make no difference. */
#include <check.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "crawler/idle.h"
#include "document_builder.h"

enum { STEPS_MAX = 14 };

#define LONG "We support families of children and young people with special educational needs and disabilities. You can ask for a " \
             "short break, talk to our team, and read who can have which help and how it is decided, and who to ask for it. "

/* A page at an address: its words, "" for a copy of its canonical address. */
struct step {
    const char *url, *words, *canonical;
};

#define PAGE(url, words) {url, words, NULL}
#define COPY(url) {url, "", NULL}

static const struct {
    const char *what;
    struct step steps[STEPS_MAX];
    const char *asked, *stripped; /* NULL where nothing is taken away */
} cases[] = {
    {"three copies on a path", {PAGE("/a?t=1", LONG), PAGE("/a?t=2", LONG), PAGE("/a?t=3", LONG), PAGE("/a?t=4", LONG)}, "/a?t=5", "/a"},
    {"two prove nothing", {PAGE("/a?t=1", LONG), PAGE("/a?t=2", LONG), PAGE("/a?t=3", LONG)}, "/a?t=5", NULL},
    {"that path's alone", {PAGE("/a?t=1", LONG), PAGE("/a?t=2", LONG), PAGE("/a?t=3", LONG), PAGE("/a?t=4", LONG)}, "/b?t=5", NULL},
    {"three paths speak for all", {PAGE("/a", LONG "a"), PAGE("/a?t=2", LONG "a"), PAGE("/b?t=3", LONG "b"), PAGE("/b?t=4", LONG "b"), PAGE("/c?t=5", LONG "c"), PAGE("/c?t=6", LONG "c")},
     "/d?id=2&t=7&x=1", "/d?id=2&x=1"},
    {"but for none where it counts", {PAGE("/a?t=1", LONG "a"), PAGE("/a?t=2", LONG "a"), PAGE("/b?t=3", LONG "b"), PAGE("/b?t=4", LONG "b"), PAGE("/c?t=5", LONG "c"), PAGE("/c?t=6", LONG "c"),
     PAGE("/d?t=1", LONG "one"), PAGE("/d?t=2", LONG "two")}, "/d?t=3", NULL},
    {"nor then for others", {PAGE("/a?t=1", LONG "a"), PAGE("/a?t=2", LONG "a"), PAGE("/b?t=3", LONG "b"), PAGE("/b?t=4", LONG "b"), PAGE("/c?t=5", LONG "c"), PAGE("/c?t=6", LONG "c"),
     PAGE("/d?t=1", LONG "one"), PAGE("/d?t=2", LONG "two")}, "/e?t=3", NULL},
    {"one page that differs outweighs all copies", {PAGE("/a?id=1", LONG), PAGE("/a?id=2", LONG), PAGE("/a?id=3", LONG), PAGE("/a?id=4", LONG), PAGE("/a?id=5", LONG "Another.")}, "/a?id=6", NULL},
    {"two that are new together", {PAGE("/a?s=1&t=1", LONG), PAGE("/a?s=2&t=2", LONG), PAGE("/a?s=3&t=3", LONG), PAGE("/a?s=4&t=4", LONG)}, "/a?t=9&s=9", "/a"},
    {"beside one that counts", {PAGE("/a?id=1&t=1", LONG "a"), PAGE("/a?id=2&t=2", LONG "b"), PAGE("/a?id=1&t=3", LONG "a"), PAGE("/a?id=2&t=4", LONG "b"), PAGE("/a?id=1&t=5", LONG "a"),
     PAGE("/a?id=2&t=6", LONG "b")}, "/a?id=7&t=7", "/a?id=7"},
    {"an empty page says nothing", {PAGE("/a?id=1", "Nothing."), PAGE("/a?id=2", "Nothing."), PAGE("/a?id=3", "Nothing."), PAGE("/a?id=4", "Nothing.")}, "/a?id=5", NULL},
    {"numbers that differ are less of a proof", {PAGE("/a?t=1", LONG "1"), PAGE("/a?t=2", LONG "2"), PAGE("/a?t=3", LONG "3"), PAGE("/a?t=4", LONG "4"), PAGE("/a?t=5", LONG "5")}, "/a?t=6", NULL},
    {"and of none against it", {PAGE("/a?t=1", LONG "1"), PAGE("/a?t=2", LONG "1"), PAGE("/a?t=3", LONG "2"), PAGE("/a?t=4", LONG "1"), PAGE("/a?t=5", LONG "1")}, "/a?t=6", "/a"},
    {"until there are many", {PAGE("/a?t=1", LONG "1"), PAGE("/a?t=2", LONG "2"), PAGE("/a?t=3", LONG "3"), PAGE("/a?t=4", LONG "4"), PAGE("/a?t=5", LONG "5"), PAGE("/a?t=6", LONG "6"),
     PAGE("/a?t=7", LONG "7"), PAGE("/a?t=8", LONG "8"), PAGE("/a?t=9", LONG "9")}, "/a?t=10", "/a"},
    {"copies of what calls itself by the plain name", {{"/a?t=1", LONG, "/a"}, COPY("/a?t=2"), COPY("/a?t=3"), COPY("/a?t=4")}, "/a?t=5", "/a"},
    {"not of what names this parameter", {{"/a?id=1", LONG, "/a?id=1"}, COPY("/a?id=2"), COPY("/a?id=3"), COPY("/a?id=4")}, "/a?id=5", NULL},
    {"nor another path", {{"/a?id=1", LONG, "/club"}, COPY("/a?id=2"), COPY("/a?id=3"), COPY("/a?id=4")}, "/a?id=5", NULL},
    {"another origin has its own", {PAGE("/a?t=1", LONG), PAGE("/a?t=2", LONG), PAGE("/a?t=3", LONG), PAGE("/a?t=4", LONG)}, "//b.test/a?t=5", NULL},
};

static void parse(struct arena *arena, const char *text, struct url *out)
{
    struct url base;
    ck_assert_int_eq(url_parse(arena, "http://a.test/", NULL, &base, NULL), STATUS_OK);
    ck_assert_int_eq(url_parse(arena, text, &base, out, NULL), STATUS_OK);
}

START_TEST(test_cases)
{
    struct arena arena = {0};
    struct idle *idle = idle_new();
    struct buffer out;
    struct url url;
    buffer_init(&out, 1000);
    for (size_t i = 0; i < STEPS_MAX && cases[_i].steps[i].url != NULL; i++) {
        const struct step *step = &cases[_i].steps[i];
        struct built built = built_new("Page");
        built.document.canonical = step->canonical;
        built_add(&built, BLOCK_PARAGRAPH, step->words);
        parse(&arena, step->url, &url);
        const struct document *document = built_document(&built);
        struct page_words words;
        page_words_take(document, &words);
        idle_note(idle, &url, step->words[0] != '\0' ? document : NULL, &words);
        built_release(&built);
    }
    parse(&arena, cases[_i].asked, &url);
    bool stripped = idle_strip(idle, &url, cases[_i].asked, &out);
    ck_assert_msg(stripped == (cases[_i].stripped != NULL), "%s", cases[_i].what);
    ck_assert_msg((idle_version(idle) > 0) || !stripped, "%s", cases[_i].what);
    ck_assert_str_eq(buffer_text(&out), stripped ? cases[_i].stripped : "");
    buffer_release(&out);
    idle_free(idle);
    arena_release(&arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("idle");
    TCase *tests = tcase_create("cases");
    tcase_add_loop_test(tests, test_cases, 0, (int)(sizeof cases / sizeof cases[0]));
    suite_add_tcase(suite, tests);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

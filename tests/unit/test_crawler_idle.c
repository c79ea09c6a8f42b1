/* Which parts of addresses the pages read prove to make no difference. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "crawler/frontier/idle.h"
#include "document_builder.h"
#include "suite.h"

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
} stripping[] = {
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
    {"a parameter in the path, by whatever name", {PAGE("/a;visit=1", LONG), PAGE("/a;visit=2", LONG), PAGE("/a;visit=3", LONG), PAGE("/a;visit=4", LONG)}, "/a;visit=5;id=2", "/a;id=2"},
    {"in any segment", {PAGE("/a;v=1/b", LONG "b"), PAGE("/a;v=2/b", LONG "b"), PAGE("/a;v=3/c", LONG "c"), PAGE("/a;v=4/c", LONG "c"), PAGE("/a;v=5/d", LONG "d"), PAGE("/a;v=6/d", LONG "d")},
     "/a;v=7/e?id=1", "/a/e?id=1"},
    {"where it counts", {PAGE("/a;id=1", LONG), PAGE("/a;id=2", LONG), PAGE("/a;id=3", LONG), PAGE("/a;id=4", LONG), PAGE("/a;id=5", LONG "Another.")}, "/a;id=6", NULL},
    {"a segment that a machine made", {PAGE("/s/1f8e7d6c5b4a/a", LONG "a"), PAGE("/s/2f8e7d6c5b4a/a", LONG "a"), PAGE("/s/3f8e7d6c5b4a/b", LONG "b"), PAGE("/s/4f8e7d6c5b4a/b", LONG "b"), PAGE("/s/5f8e7d6c5b4a/c", LONG "c"), PAGE("/s/6f8e7d6c5b4a/c", LONG "c")},
     "/s/9f8e7d6c5b4a/d", "/s/*/d"},
    {"and the front page when it has been seen too", {PAGE("/s/1f8e7d6c5b4a/a", LONG "a"), PAGE("/s/2f8e7d6c5b4a/a", LONG "a"), PAGE("/s/3f8e7d6c5b4a/b", LONG "b"), PAGE("/s/4f8e7d6c5b4a/b", LONG "b"), PAGE("/s/5f8e7d6c5b4a/c", LONG "c"), PAGE("/s/6f8e7d6c5b4a/c", LONG "c"), PAGE("/s/1f8e7d6c5b4a/", LONG),
     PAGE("/s/2f8e7d6c5b4a/", LONG), PAGE("/s/3f8e7d6c5b4a/", LONG), PAGE("/s/4f8e7d6c5b4a/", LONG)}, "/s/9f8e7d6c5b4a/", "/s/*/"},
    {"but not before", {PAGE("/s/1f8e7d6c5b4a/a", LONG "a"), PAGE("/s/2f8e7d6c5b4a/a", LONG "a"), PAGE("/s/3f8e7d6c5b4a/b", LONG "b"), PAGE("/s/4f8e7d6c5b4a/b", LONG "b"), PAGE("/s/5f8e7d6c5b4a/c", LONG "c"), PAGE("/s/6f8e7d6c5b4a/c", LONG "c")}, "/s/9f8e7d6c5b4a/", NULL},
    {"copies of what calls itself by the address without it", {{"/s/1f8e7d6c5b4a/a", LONG "a", "/a"}, COPY("/s/2f8e7d6c5b4a/a"), {"/s/3f8e7d6c5b4a/b", LONG "b", "/b"}, COPY("/s/4f8e7d6c5b4a/b"), {"/s/5f8e7d6c5b4a/c", LONG "c", "/c"}, COPY("/s/6f8e7d6c5b4a/c")},
     "/s/9f8e7d6c5b4a/d", "/s/*/d"},
    {"not of what calls itself by another", {{"/s/1f8e7d6c5b4a/a", LONG "a", "/z"}, COPY("/s/2f8e7d6c5b4a/a"), {"/s/3f8e7d6c5b4a/b", LONG "b", "/z"}, COPY("/s/4f8e7d6c5b4a/b"), {"/s/5f8e7d6c5b4a/c", LONG "c", "/z"}, COPY("/s/6f8e7d6c5b4a/c")},
     "/s/9f8e7d6c5b4a/d", NULL},
    {"records that say the same so far", {PAGE("/clubs/1a2b3c4d5e6f", LONG), PAGE("/clubs/2a2b3c4d5e6f", LONG), PAGE("/clubs/3a2b3c4d5e6f", LONG), PAGE("/clubs/4a2b3c4d5e6f", LONG)}, "/clubs/5a2b3c4d5e6f", NULL},
    {"and have one page with the same words", {PAGE("/clubs/1a2b3c4d5e6f/contact", LONG), PAGE("/clubs/2a2b3c4d5e6f/contact", LONG), PAGE("/clubs/3a2b3c4d5e6f/contact", LONG), PAGE("/clubs/4a2b3c4d5e6f/contact", LONG)},
     "/clubs/5a2b3c4d5e6f/contact", NULL},
    {"or three", {PAGE("/clubs/1a2b3c4d5e6f/contact", LONG), PAGE("/clubs/2a2b3c4d5e6f/contact", LONG), PAGE("/clubs/1a2b3c4d5e6f/way", LONG "W"), PAGE("/clubs/2a2b3c4d5e6f/way", LONG "W"),
     PAGE("/clubs/1a2b3c4d5e6f/cost", LONG "C"), PAGE("/clubs/2a2b3c4d5e6f/cost", LONG "C"), PAGE("/clubs/1a2b3c4d5e6f", LONG "one"), PAGE("/clubs/2a2b3c4d5e6f", LONG "two")},
     "/clubs/5a2b3c4d5e6f/contact", NULL},
    {"words with a number are no machine's", {PAGE("/aged-0-25-years/a", LONG "a"), PAGE("/aged-5-19-years/a", LONG "a"), PAGE("/aged-0-25-years/b", LONG "b"), PAGE("/aged-5-19-years/b", LONG "b"),
     PAGE("/aged-0-25-years/c", LONG "c"), PAGE("/aged-5-19-years/c", LONG "c")}, "/aged-6-18-years/d", NULL},
    {"ways of writing are not taken away", {PAGE("/a", LONG "a"), PAGE("/a/", LONG "a"), PAGE("/b", LONG "b"), PAGE("/b/", LONG "b"), PAGE("/c", LONG "c"), PAGE("/c/", LONG "c")}, "/d/", NULL},
    {"another origin has its own", {PAGE("/a?t=1", LONG), PAGE("/a?t=2", LONG), PAGE("/a?t=3", LONG), PAGE("/a?t=4", LONG)}, "//b.test/a?t=5", NULL},
};

static void parse(struct arena *arena, const char *text, struct url *out)
{
    struct url base;
    ck_assert_int_eq(url_parse(arena, "http://a.test/", NULL, &base, NULL), STATUS_OK);
    ck_assert_int_eq(url_parse(arena, text, &base, out, NULL), STATUS_OK);
}

static void note_steps(struct arena *arena, struct idle *idle, const struct step steps[STEPS_MAX])
{
    for (size_t i = 0; i < STEPS_MAX && steps[i].url != NULL; i++) {
        const struct step *step = &steps[i];
        struct built built = built_new("Page");
        struct page_words words;
        struct url url;
        built.document.canonical = step->canonical;
        built_add(&built, BLOCK_PARAGRAPH, step->words);
        parse(arena, step->url, &url);
        const struct document *document = built_document(&built);
        page_words_take(document, &words);
        idle_note(idle, &url, step->words[0] != '\0' ? document : NULL, &words);
        built_release(&built);
    }
}

START_TEST(test_stripping)
{
    struct arena arena = {0};
    struct idle *idle = idle_new();
    struct buffer out;
    struct url url;
    buffer_init(&out, 1000);
    note_steps(&arena, idle, stripping[_i].steps);
    parse(&arena, stripping[_i].asked, &url);
    bool stripped = idle_strip(idle, &url, &out);
    ck_assert_msg(stripped == (stripping[_i].stripped != NULL), "%s", stripping[_i].what);
    ck_assert_msg((idle_version(idle) > 0) || !stripped, "%s", stripping[_i].what);
    if (stripped) {
        parse(&arena, stripping[_i].stripped, &url);
        ck_assert_str_eq(buffer_text(&out), url.href);
    }
    buffer_release(&out);
    idle_free(idle);
    arena_release(&arena);
}
END_TEST

/* Three pages, each under two addresses that are written in two ways. */
#define TWICE(a, b, c, d, e, f) {PAGE(a, LONG "a"), PAGE(b, LONG "a"), PAGE(c, LONG "b"), PAGE(d, LONG "b"), PAGE(e, LONG "c"), PAGE(f, LONG "c")}

static const struct {
    const char *what;
    struct step steps[STEPS_MAX];
    const char *one, *other;
    bool same;
} folding[] = {
    {"a slash at the end", TWICE("/a", "/a/", "/b", "/b/", "/c", "/c/"), "/d", "/d/", true},
    {"says nothing of capital letters", TWICE("/a", "/a/", "/b", "/b/", "/c", "/c/"), "/d", "/D", false},
    {"capital letters", TWICE("/a", "/A", "/b", "/B", "/c", "/C"), "/d/e", "/D/E", true},
    {"not those of a parameter", TWICE("/a", "/A", "/b", "/B", "/c", "/C"), "/d?q=e", "/d?q=E", false},
    {"a folder's first page", TWICE("/a/", "/a/index.html", "/b/", "/b/Index.HTML", "/c/", "/c/index.html"), "/d/", "/d/default.aspx", true},
    {"is no other", TWICE("/a/", "/a/index.html", "/b/", "/b/index.html", "/c/", "/c/index.html"), "/d/", "/d/clubs.html", false},
    {"www", TWICE("/a", "//www.a.test/a", "/b", "//www.a.test/b", "/c", "//www.a.test/c"), "/d", "//www.a.test/d", true},
    {"is no other host", TWICE("/a", "//www.a.test/a", "/b", "//www.a.test/b", "/c", "//www.a.test/c"), "/d", "//a.b.test/d", false},
    {"http and https", TWICE("/a", "https://a.test/a", "/b", "https://a.test/b", "/c", "https://a.test/c"), "/d", "https://a.test/d", true},
    {"two at once", TWICE("/a", "/A/", "/b", "/B/", "/c", "/C/"), "/d", "/D/", true},
    {"two are too few", {PAGE("/a", LONG "a"), PAGE("/a/", LONG "a"), PAGE("/b", LONG "b"), PAGE("/b/", LONG "b")}, "/d", "/d/", false},
    {"one page that differs outweighs all", {PAGE("/a", LONG "a"), PAGE("/A", LONG "a"), PAGE("/b", LONG "b"), PAGE("/B", LONG "b"), PAGE("/c", LONG "c"), PAGE("/C", LONG "c"), PAGE("/x", LONG "x"), PAGE("/X", LONG "y")},
     "/d", "/D", false},
    {"copies told before", {PAGE("/a", LONG "a"), COPY("/a/"), PAGE("/b", LONG "b"), COPY("/b/"), PAGE("/c", LONG "c"), COPY("/c/")}, "/d", "/d/", true},
    {"with what is new on every page", {PAGE("/a", LONG "a"), PAGE("/a/", LONG "a"), PAGE("/b", LONG "b"), PAGE("/b/", LONG "b"), PAGE("/c", LONG "c"), PAGE("/c/", LONG "c"), PAGE("/a?t=1", LONG "a"), PAGE("/b?t=2", LONG "b"), PAGE("/c?t=3", LONG "c")},
     "/d?t=4", "/d/?t=5", true},
};

START_TEST(test_folding)
{
    struct arena arena = {0};
    struct idle *idle = idle_new();
    struct buffer one, other;
    struct url url;
    buffer_init(&one, 1000);
    buffer_init(&other, 1000);
    note_steps(&arena, idle, folding[_i].steps);
    parse(&arena, folding[_i].one, &url);
    bool folded = idle_fold(idle, &url, &one);
    parse(&arena, folding[_i].other, &url);
    folded = idle_fold(idle, &url, &other) && folded;
    ck_assert_msg((folded && strcmp(buffer_text(&one), buffer_text(&other)) == 0) == folding[_i].same, "%s: %s, %s", folding[_i].what, buffer_text(&one), buffer_text(&other));
    buffer_release(&one);
    buffer_release(&other);
    idle_free(idle);
    arena_release(&arena);
}
END_TEST

static const struct {
    const char *what, *from, *to;
    bool proof;
} redirects[] = {
    {"to the slash", "/%c", "/%c/", true},
    {"to small letters and without the slash", "/P%c/", "/p%c", true},
    {"to the host's other name", "/%c", "//www.a.test/%c", true},
    {"to another page", "/%c", "/d/%c", false},
    {"to a list, of what is not there any more", "/%c?id=1", "/%c", false},
};

START_TEST(test_redirects)
{
    struct arena arena = {0};
    struct idle *idle = idle_new();
    struct url from, to;
    for (char page = 'a'; page <= 'c'; page++) {
        ck_assert_uint_eq(idle_fold_version(idle), 0);
        const char *place = redirects[_i].from, *other = redirects[_i].to;
        parse(&arena, arena_printf(&arena, "%.*s%c%s", (int)strcspn(place, "%"), place, page, strchr(place, '%') + 2), &from);
        parse(&arena, arena_printf(&arena, "%.*s%c%s", (int)strcspn(other, "%"), other, page, strchr(other, '%') + 2), &to);
        idle_note_redirect(idle, &from, &to);
    }
    ck_assert_msg((idle_fold_version(idle) > 0) == redirects[_i].proof, "%s", redirects[_i].what);
    ck_assert_uint_eq(idle_version(idle), 0);
    idle_free(idle);
    arena_release(&arena);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("idle");
    TCase *tests = tcase_create("cases");
    tcase_add_loop_test(tests, test_stripping, 0, (int)(sizeof stripping / sizeof stripping[0]));
    tcase_add_loop_test(tests, test_folding, 0, (int)(sizeof folding / sizeof folding[0]));
    tcase_add_loop_test(tests, test_redirects, 0, (int)(sizeof redirects / sizeof redirects[0]));
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

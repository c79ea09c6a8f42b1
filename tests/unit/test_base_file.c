/* Files: ceilings, kinds of path, trees with links in them, and directories swapped whole. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"

static struct arena arena;
static char root[] = "/tmp/coreoffer-file-XXXXXX";

static const char *at(const char *name)
{
    return arena_printf(&arena, "%s/%s", root, name);
}

static void put(const char *name, const char *text)
{
    struct error err = {0};
    ck_assert_msg(file_write(at(name), text, strlen(text), &err) == STATUS_OK, "%s", err.message);
}

static void has(const char *name, const char *text)
{
    struct error err = {0};
    struct buffer bytes;
    buffer_init(&bytes, 1000);
    ck_assert_msg(file_read(at(name), &bytes, &err) == STATUS_OK, "%s", err.message);
    ck_assert_str_eq(buffer_text(&bytes), text);
    buffer_release(&bytes);
}

static void begin(void)
{
    memcpy(root + sizeof root - 7, "XXXXXX", 6);
    ck_assert_ptr_nonnull(mkdtemp(root));
}

static void end(void)
{
    ck_assert_int_eq(file_remove_tree(root, NULL), STATUS_OK);
    ck_assert(!file_exists(root));
    arena_release(&arena);
}

START_TEST(reading_has_a_ceiling_and_names_the_path)
{
    struct error err = {0};
    struct buffer bytes;
    put("ten", "0123456789");
    buffer_init(&bytes, 9);
    ck_assert_int_eq(file_read(at("ten"), &bytes, &err), STATUS_LIMIT);
    ck_assert_ptr_nonnull(strstr(err.message, "/ten'"));
    buffer_release(&bytes);
    has("ten", "0123456789");
    buffer_init(&bytes, 9);
    ck_assert_int_eq(file_read(at("none"), &bytes, &err), STATUS_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "/none'"));
    ck_assert_int_eq(file_read(root, &bytes, &err), STATUS_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "is a directory"));
    buffer_release(&bytes);
}
END_TEST

START_TEST(writing_leaves_the_old_file_or_the_new)
{
    struct error err = {0};
    put("a", "old");
    put("a", "new");
    has("a", "new");
    ck_assert_int_eq(file_write(at("none/a"), "x", 1, &err), STATUS_IO);
    ck_assert_ptr_nonnull(strstr(err.message, "none/a'"));
    ck_assert_int_eq(mkdir(at("full"), 0755), 0);
    put("full/x", "kept");
    ck_assert_int_eq(file_write(at("full"), "x", 1, &err), STATUS_IO); /* a directory is not replaced */
    has("full/x", "kept");
    ck_assert_int_eq(file_write("/dev/full/x", "x", 1, &err), STATUS_IO);
    ck_assert(!file_exists(arena_printf(&arena, "%s.new-%ld", at("full"), (long)getpid())));
}
END_TEST

START_TEST(a_tree_goes_and_what_its_links_lead_to_stays)
{
    struct error err = {0};
    ck_assert_int_eq(file_make_directory(at("tree/a/b/c"), &err), STATUS_OK);
    ck_assert_int_eq(file_make_directory(at("tree/a/b/c"), &err), STATUS_OK);
    ck_assert_int_eq(file_make_directory(at("outside"), &err), STATUS_OK);
    put("outside/precious", "here");
    put("tree/a/b/file", "x");
    ck_assert_int_eq(symlink(at("outside"), at("tree/a/link")), 0);
    ck_assert_int_eq(symlink("/nonexistent", at("tree/dangling")), 0);
    ck_assert_int_eq(file_make_directory(at("tree/a/b/file/d"), &err), STATUS_IO);
    ck_assert_int_eq(file_remove_tree(at("tree"), &err), STATUS_OK);
    ck_assert(!file_exists(at("tree")));
    has("outside/precious", "here");
    ck_assert_int_eq(symlink(at("outside"), at("link")), 0);
    ck_assert_int_eq(file_remove_tree(at("link"), &err), STATUS_OK);
    has("outside/precious", "here");
    ck_assert_int_eq(file_remove_tree(at("tree"), &err), STATUS_OK);
}
END_TEST

START_TEST(a_directory_takes_anothers_place)
{
    struct error err = {0};
    ck_assert_int_eq(file_make_directory(at("fresh"), &err), STATUS_OK);
    put("fresh/x", "first");
    ck_assert_int_eq(file_replace_directory(at("fresh"), at("final"), &err), STATUS_OK);
    has("final/x", "first");
    ck_assert(!file_exists(at("fresh")));
    ck_assert_int_eq(file_make_directory(at("fresh"), &err), STATUS_OK);
    put("fresh/x", "second");
    ck_assert_int_eq(file_replace_directory(at("fresh"), at("final"), &err), STATUS_OK);
    has("final/x", "second");
    ck_assert(!file_exists(at("fresh")));
    ck_assert_int_eq(file_replace_directory(at("fresh"), at("final"), &err), STATUS_IO);
    has("final/x", "second");
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/file");
    TCase *all = tcase_create("all");
    tcase_add_checked_fixture(all, begin, end);
    tcase_add_test(all, reading_has_a_ceiling_and_names_the_path);
    tcase_add_test(all, writing_leaves_the_old_file_or_the_new);
    tcase_add_test(all, a_tree_goes_and_what_its_links_lead_to_stays);
    tcase_add_test(all, a_directory_takes_anothers_place);
    suite_add_tcase(suite, all);
    SRunner *runner = srunner_create(suite);
    srunner_run_all(runner, CK_ENV);
    int failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed != 0;
}

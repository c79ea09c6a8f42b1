/* Files: ceilings, kinds of path, trees with links in them, and directories swapped whole. */
#include <check.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "suite.h"

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
    ck_assert_int_eq(file_read(at("none"), &bytes, &err), STATUS_INPUT);
    ck_assert_ptr_nonnull(strstr(err.message, "/none'"));
    ck_assert_int_eq(file_read(root, &bytes, &err), STATUS_INPUT);
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
    ck_assert_int_eq(file_write(at("full"), "x", 1, &err), STATUS_INPUT); /* a directory is not replaced */
    has("full/x", "kept");
    struct stat info;
    ck_assert_int_eq(mkfifo(at("fifo"), 0600), 0); /* nor is what else is no file: a rename would do it to /dev/null */
    ck_assert_int_eq(file_write(at("fifo"), "x", 1, &err), STATUS_INPUT);
    ck_assert(stat(at("fifo"), &info) == 0 && S_ISFIFO(info.st_mode));
    ck_assert_int_eq(file_write("/dev/full/x", "x", 1, &err), STATUS_IO);
    ck_assert(!file_exists(file_aside(&arena, at("full"))));
}
END_TEST

START_TEST(text_is_utf8_and_its_faults_have_a_line)
{
    static const struct {
        const char *bytes, *text, *words; /* text NULL: refused with these words */
        size_t length;
    } cases[] = {
        {"", "", NULL, 0},
        {"a\r\n\xc3\xa9", "a\r\n\xc3\xa9", NULL, 5},
        {"\xEF\xBB\xBFx\n", "x\n", NULL, 5},
        {"\xEF\xBB\xBF", "", NULL, 3},
        {"a\nb\n\xe9\n", NULL, ":3: this line is not UTF-8", 6},
        {"a\n\0\n", NULL, ":2: there is a NUL byte", 4},
        {"\xff\xfe#\0", NULL, ":1: there is a NUL byte", 4},
        {"a\n\xc3", NULL, ":2: this line is not UTF-8", 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct error err = {0};
        struct buffer text;
        buffer_init(&text, 100);
        ck_assert_int_eq(file_write(at("text"), cases[i].bytes, cases[i].length, &err), STATUS_OK);
        enum status status = file_read_text(at("text"), &text, &err);
        ck_assert_int_eq(status, cases[i].text != NULL ? STATUS_OK : STATUS_INPUT);
        if (cases[i].text != NULL)
            ck_assert_str_eq(buffer_text(&text), cases[i].text);
        else
            ck_assert_msg(strstr(err.message, cases[i].words) != NULL && strstr(err.message, "/text:") != NULL, "case %zu: %s", i, err.message);
        buffer_release(&text);
    }
}
END_TEST

START_TEST(what_cannot_be_written_is_told_before)
{
    struct error err = {0};
    put("there", "x");
    ck_assert_int_eq(file_check_writable(at("there"), &err), STATUS_OK);
    ck_assert_int_eq(file_check_writable(at("new"), &err), STATUS_OK);
    ck_assert(!file_exists(at("new")));
    ck_assert_int_eq(file_check_writable("new", &err), STATUS_OK); /* in the working directory */
    ck_assert_int_eq(file_check_writable(root, &err), STATUS_INPUT);
    ck_assert_int_eq(file_check_writable(at("none/new"), &err), STATUS_INPUT);
    ck_assert_ptr_nonnull(strstr(err.message, "none/new': its directory: No such file"));
    if (geteuid() != 0) { /* root may write anywhere */
        ck_assert_int_eq(chmod(at("there"), 0400), 0);
        ck_assert_int_eq(file_check_writable(at("there"), &err), STATUS_INPUT);
    }
    static const char *const parents[][2] = {{"a", "."}, {"a/b", "a"}, {"/a", "/"}, {"/", "/"}, {"a/b/", "a"}, {"a//b", "a"}, {"./a", "."}};
    for (size_t i = 0; i < sizeof parents / sizeof parents[0]; i++)
        ck_assert_str_eq(file_parent(&arena, parents[i][0]), parents[i][1]);
}
END_TEST

/* A process that holds `name`, a file or directory, as a writer does; ends with its pipe. */
static pid_t holder(const char *name, int *pipe_end)
{
    int ends[2], ready[2];
    char byte;
    ck_assert_int_eq(pipe(ends), 0);
    ck_assert_int_eq(pipe(ready), 0);
    pid_t child = fork();
    if (child == 0) {
        int fd = open(name, O_RDONLY | O_CLOEXEC);
        (void)close(ends[1]);
        if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) != 0 || write(ready[1], "x", 1) != 1)
            _exit(1);
        _exit(read(ends[0], &byte, 1) == 0 ? 0 : 1);
    }
    (void)close(ends[0]);
    (void)close(ready[1]);
    ck_assert_int_eq(read(ready[0], &byte, 1), 1);
    (void)close(ready[0]);
    *pipe_end = ends[1];
    return child;
}

START_TEST(what_the_dead_left_goes_and_what_the_living_write_stays)
{
    struct error err = {0};
    ck_assert_int_eq(file_make_directory(at("t"), &err), STATUS_OK);
    put("t/table", "old");
    put("t/table.coreoffer-new-111", "half");
    put("t/table.coreoffer-new-222", "being written");
    put("t/table.coreoffer-new-11x", "mine");
    put("t/table.coreoffer-new-", "mine");
    put("t/table.new-2025", "mine");
    put("t/table.old-2025", "mine");
    put("t/other.coreoffer-new-111", "not of this one");
    int hold;
    pid_t child = holder(at("t/table.coreoffer-new-222"), &hold);
    ck_assert_int_eq(file_write(at("t/table"), "new", 3, &err), STATUS_OK);
    has("t/table", "new");
    ck_assert(!file_exists(at("t/table.coreoffer-new-111")));
    has("t/table.coreoffer-new-222", "being written");
    has("t/table.coreoffer-new-11x", "mine");
    has("t/table.coreoffer-new-", "mine");
    has("t/table.new-2025", "mine");
    has("t/table.old-2025", "mine");
    has("t/other.coreoffer-new-111", "not of this one");
    (void)close(hold);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    file_tidy(at("t/table"));
    ck_assert(!file_exists(at("t/table.coreoffer-new-222")));
}
END_TEST

START_TEST(an_old_directory_comes_back_into_its_place)
{
    struct error err = {0};
    ck_assert_int_eq(file_make_directory(at("w/site.coreoffer-old-111"), &err), STATUS_OK);
    ck_assert_int_eq(file_make_directory(at("w/site.coreoffer-new-111"), &err), STATUS_OK);
    /* Killed between the two renames: neither the old nor the new is in its place. */
    put("w/site.coreoffer-old-111/x", "old");
    put("w/site.coreoffer-new-111/x", "new");
    file_tidy(at("w/site"));
    has("w/site/x", "old");
    ck_assert(!file_exists(at("w/site.coreoffer-new-111")));
    ck_assert(!file_exists(at("w/site.coreoffer-old-111")));
    /* Killed while the old one was being removed. */
    ck_assert_int_eq(file_make_directory(at("w/site.coreoffer-old-222"), &err), STATUS_OK);
    put("w/site.coreoffer-old-222/x", "older");
    int hold;
    pid_t child = holder(at("w/site.coreoffer-old-222"), &hold);
    file_tidy(at("w/site"));
    has("w/site.coreoffer-old-222/x", "older");
    (void)close(hold);
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    file_tidy(at("w/site"));
    has("w/site/x", "old");
    ck_assert(!file_exists(at("w/site.coreoffer-old-222")));
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

/* More than one thread has a hand in it, and each finds links that lead out. */
START_TEST(a_large_tree_goes_whole_and_nothing_else)
{
    struct error err = {0};
    ck_assert_int_eq(file_make_directory(at("outside"), &err), STATUS_OK);
    put("outside/precious", "here");
    for (int i = 0; i < 600; i++) {
        const char *folder = arena_printf(&arena, "tree/%c/%d/deep/deeper", 'a' + i % 3, i);
        ck_assert_int_eq(file_make_directory(at(folder), &err), STATUS_OK);
        ck_assert_int_eq(symlink(at("outside"), at(arena_printf(&arena, "%s/link", folder))), 0);
        ck_assert_int_eq(symlink(at("outside"), at(arena_printf(&arena, "tree/%c/link-%d", 'a' + i % 3, i))), 0);
    }
    put("tree/top", "x");
    put("tree/a/inner", "x");
    ck_assert_int_eq(file_remove_tree(at("tree"), &err), STATUS_OK);
    ck_assert(!file_exists(at("tree")));
    has("outside/precious", "here");
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

static uid_t owner_of(const char *name)
{
    struct stat info;
    ck_assert_int_eq(lstat(at(name), &info), 0);
    return info.st_uid;
}

/* What root writes into another's directory is theirs; what its links lead to is not touched, and a root's place stays root's. */
START_TEST(a_tree_of_roots_goes_to_the_owner_of_its_place)
{
    static const struct {
        uid_t above, old; /* 0 for an old one: there is none */
        uid_t wanted;
    } places[] = {{65534, 0, 65534}, {65534, 4711, 4711}, {0, 4711, 4711}, {0, 0, 0}};
    struct error err = {0};
    if (geteuid() != 0) {
        fprintf(stderr, "skipped: only root can give files away\n");
        return;
    }
    ck_assert_int_eq(file_make_directory(at("place/fresh/deep"), &err), STATUS_OK);
    ck_assert_int_eq(file_write(at("place/fresh/deep/x"), "x", 1, &err), STATUS_OK);
    ck_assert_int_eq(file_write(at("outside"), "x", 1, &err), STATUS_OK);
    ck_assert_int_eq(symlink("../../../outside", at("place/fresh/deep/link")), 0);
    if (places[_i].old != 0) {
        ck_assert_int_eq(file_make_directory(at("place/final"), &err), STATUS_OK);
        ck_assert_int_eq(chown(at("place/final"), places[_i].old, places[_i].old), 0);
    }
    ck_assert_int_eq(chown(at("place"), places[_i].above, places[_i].above), 0);
    int fd = open(at("place/fresh"), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    ck_assert_int_ge(fd, 0);
    file_give_tree(fd, at("place/final"));
    ck_assert_int_eq(close(fd), 0);
    for (const char *const *name = (const char *const[]){"place/fresh", "place/fresh/deep", "place/fresh/deep/x", "place/fresh/deep/link", NULL}; *name; name++)
        ck_assert_msg(owner_of(*name) == places[_i].wanted, "%s is of %u", *name, (unsigned)owner_of(*name));
    ck_assert_int_eq(owner_of("outside"), 0);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/file");
    TCase *all = tcase_create("all");
    tcase_set_timeout(all, 60); /* a busy disk takes its time over thousands of files */
    tcase_add_checked_fixture(all, begin, end);
    tcase_add_test(all, reading_has_a_ceiling_and_names_the_path);
    tcase_add_test(all, writing_leaves_the_old_file_or_the_new);
    tcase_add_test(all, text_is_utf8_and_its_faults_have_a_line);
    tcase_add_test(all, what_cannot_be_written_is_told_before);
    tcase_add_test(all, a_large_tree_goes_whole_and_nothing_else);
    tcase_add_test(all, what_the_dead_left_goes_and_what_the_living_write_stays);
    tcase_add_test(all, an_old_directory_comes_back_into_its_place);
    tcase_add_test(all, a_tree_goes_and_what_its_links_lead_to_stays);
    tcase_add_test(all, a_directory_takes_anothers_place);
    tcase_add_loop_test(all, a_tree_of_roots_goes_to_the_owner_of_its_place, 0, 4);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}

/* Who may write nothing, or nothing but the file, where the store lies can read it, and is told when it is not to be relied on. */
#include "store_fixture.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* Who may write nothing where the store lies, or (`but_file`) nothing but the file itself. Root writes anywhere, and
 * becomes nobody. False where the system does not let it. */
static bool become_reader(bool but_file)
{
    char directory[96];
    snprintf(directory, sizeof directory, "%s/kept", fixture_directory);
    bool root = geteuid() == 0;
    ck_assert_int_eq(chmod(fixture_directory, 0755), 0);
    ck_assert_int_eq(chmod(directory, root ? 0755 : 0555), 0);
    ck_assert_int_eq(chmod(fixture_path, root ? (but_file ? 0666 : 0644) : but_file ? 0644 : 0444), 0);
    return !root || setresuid(65534, 65534, 0) == 0;
}

static void become_writer(void)
{
    char directory[96];
    snprintf(directory, sizeof directory, "%s/kept", fixture_directory);
    ck_assert_int_eq(setresuid((uid_t)-1, 0, (uid_t)-1) == 0 ? setresuid(0, 0, 0) : 0, 0);
    ck_assert_int_eq(chmod(directory, 0755), 0);
    ck_assert_int_eq(chmod(fixture_path, 0644), 0);
}

/* As a child, since it becomes another user. */
static void as_reader(void (*read)(int64_t run, bool but_file), bool but_file, int64_t run)
{
    pid_t child = fixture_fork(-1);
    if (child == 0) {
        if (!become_reader(but_file))
            _exit(77);
        read(run, but_file);
        _exit(0);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    become_writer();
    ck_assert_msg(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 77), "status %x", (unsigned)status);
    if (WEXITSTATUS(status) == 77)
        fprintf(stderr, "skipped: this system does not let the test become another user\n");
}

static void read_copy(int64_t run, bool but_file)
{
    (void)but_file;
    struct arena arena = {0};
    struct page *pages;
    size_t count;
    struct store *store = fixture_open(STORE_READ);
    OK(store_pages(store, run, NULL, &arena, &pages, &count, err));
    ck_assert_uint_eq(count, 1);
    struct row_verdict row;
    FAILS(store_row(store, run, "E06900001", "portage", "contacts", &arena, &row, err), STATUS_NOT_FOUND, "");
    OK(store_close(store, err));
    FAILS(store_open(fixture_path, STORE_WRITE, &store, err), STATUS_IO, "audit.db");
}

START_TEST(a_read_only_copy_can_be_read)
{
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a");
    OK(fixture_save_one(store, run, 0, err));
    OK(store_close(store, err));
    if (_i % 2 == 1)
        fixture_run_sql(fixture_first_schema);
    as_reader(read_copy, _i >= 2, run);
}
END_TEST

/* Two readers who may not write there: one amid a reading, one that closes. */
static void read_while_written(int64_t run, bool but_file)
{
    struct store *reader = fixture_open(STORE_READ), *other = fixture_open(STORE_READ);
    struct run found;
    struct arena arena = {0};
    OK(store_begin_reading(reader, err));
    OK(store_run_get(reader, run, &arena, &found, err));
    OK(store_run_get(other, run, &arena, &found, err));
    become_writer();
    struct store *writer = fixture_open(STORE_WRITE);
    OK(fixture_save_one(writer, run, 1, err));
    OK(store_close(writer, err)); /* which copies its log into the file */
    ck_assert(become_reader(but_file));
    FAILS(store_end_reading(reader, STATUS_OK, err), STATUS_LOCKED, "two moments");
    FAILS(store_close(reader, err), STATUS_LOCKED, "do it again");
    FAILS(store_close(other, err), STATUS_LOCKED, "do it again");
    reader = fixture_open(STORE_READ);
    OK(store_close(reader, err));
    arena_release(&arena);
}

START_TEST(a_reader_without_locks_notices_a_writer)
{
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a");
    OK(fixture_save_one(store, run, 0, err));
    OK(store_close(store, err));
    as_reader(read_while_written, _i == 1, run);
}
END_TEST

static void read_beside_log(int64_t run, bool but_file)
{
    (void)run;
    (void)but_file;
    struct store *store;
    FAILS(store_open(fixture_path, STORE_READ, &store, err), STATUS_IO, "audit.db-wal', which takes the right");
}

static void read_beside_log_again(int64_t run, bool but_file)
{
    (void)but_file;
    struct arena arena = {0};
    struct run found;
    struct store *store = fixture_open(STORE_READ);
    OK(store_run_get(store, run, &arena, &found, err));
    OK(store_close(store, err));
    arena_release(&arena);
}

/* Its log holds what was written last, and can't be read without the file that tells where. */
START_TEST(a_log_that_can_not_be_read_is_said_so)
{
    struct store *store = fixture_open(STORE_WRITE);
    OK(store_close(store, err));
    pid_t child = fixture_fork(-1);
    if (child == 0) {
        store = fixture_open(STORE_WRITE);
        fixture_run(store, "a");
        raise(SIGKILL);
    }
    ck_assert_int_eq(waitpid(child, NULL, 0), child);
    char path[128];
    snprintf(path, sizeof path, "%s-shm", fixture_path);
    ck_assert_int_eq(unlink(path), 0);
    as_reader(read_beside_log, false, 0);
    store = fixture_open(STORE_READ); /* by one who may write there */
    OK(store_close(store, err));
    as_reader(read_beside_log_again, false, 1);
}
END_TEST

static TCase *readers(void)
{
    TCase *test = tcase_create("readers");
    tcase_set_timeout(test, 60);
    tcase_add_checked_fixture(test, fixture_make, fixture_remove);
    tcase_add_loop_test(test, a_read_only_copy_can_be_read, 0, 4);
    tcase_add_loop_test(test, a_reader_without_locks_notices_a_writer, 0, 2);
    tcase_add_test(test, a_log_that_can_not_be_read_is_said_so);
    return test;
}

int main(void)
{
    TCase *(*const cases[])(void) = {readers};
    return fixture_main("store readers", cases, 1);
}

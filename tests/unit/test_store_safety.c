/* The store stays whole: killed, full, locked or damaged. */
#include "store_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>

#include "store/internal.h"
#include "store/pack.h"
#include "store/place.h"

enum { GROUP = 5 };

static void print_fault(void *context, const char *sentence)
{
    (void)context;
    fprintf(stderr, "fault: %s\n", sentence);
}

static void print_nothing(void *context, const char *sentence)
{
    (void)context;
    ck_assert_ptr_nonnull(sentence);
}

/* Opens, checks all, and counts the pages of run 1. */
static size_t whole_pages(void)
{
    struct store *store = fixture_open(STORE_WRITE);
    size_t faults = 0, count = 0;
    OK(store_check(store, print_fault, NULL, &faults, err));
    ck_assert_uint_eq(faults, 0);
    struct arena arena = {0};
    struct page *pages;
    OK(store_pages(store, 1, NULL, &arena, &pages, &count, err));
    for (size_t i = 0; i < count; i++) {
        struct stored_link *links;
        size_t link_count;
        struct assessment assessment;
        struct buffer document;
        buffer_init(&document, 10000);
        ck_assert_int_eq(pages[i].order, (int)i);
        OK(store_links(store, pages[i].id, &arena, &links, &link_count, err));
        ck_assert_uint_eq(link_count, FIXTURE_PAGE_LINKS);
        OK(store_document(store, pages[i].id, &document, err));
        ck_assert_uint_eq(document.length, 4000);
        OK(store_assessment(store, pages[i].id, &assessment, err));
        arena_release(&assessment.arena);
        buffer_release(&document);
    }
    arena_release(&arena);
    OK(store_close(store, err));
    return count;
}

/* Saves pages in groups and tells `out` of each group that was committed, until killed. */
static void write_for_ever(int out)
{
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a");
    for (int order = 0;; order++) {
        if (order % GROUP == 0)
            OK(store_begin(store, err));
        OK(fixture_save_one(store, run, order, err));
        if (order % GROUP == GROUP - 1) {
            OK(store_commit(store, err));
            ck_assert_int_eq((int)write(out, "g", 1), 1);
        }
    }
}

START_TEST(a_kill_at_any_moment_loses_only_the_open_group)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fixture_fork(ends[1]);
    if (child == 0) {
        write_for_ever(ends[1]);
        _exit(0);
    }
    close(ends[1]);
    /* Let some groups land, then kill at a moment that differs by test. */
    char told;
    for (int i = 0; i <= _i; i++)
        ck_assert_int_eq((int)read(ends[0], &told, 1), 1);
    struct timespec moment = {.tv_nsec = 370000L * _i};
    nanosleep(&moment, NULL);
    kill(child, SIGKILL);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status));
    size_t groups = (size_t)_i + 1;
    while (read(ends[0], &told, 1) == 1)
        groups++;
    close(ends[0]);
    size_t pages = whole_pages();
    ck_assert_uint_eq(pages % GROUP, 0);
    ck_assert_uint_ge(pages, groups * GROUP); /* what was reported as kept is there */
    ck_assert_uint_le(pages, (groups + 1) * GROUP);
}
END_TEST

/* A file system that lets `writes_left` writes pass, writes half of the next and dies. */
static int writes_left;
static sqlite3_vfs mortal;
static struct mortal_methods {
    const sqlite3_io_methods *whole;
    sqlite3_io_methods cut;
} mortal_methods[8];

static int mortal_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 at)
{
    const struct mortal_methods *methods = mortal_methods;
    while (&methods->cut != file->pMethods)
        methods++;
    if (writes_left-- > 0)
        return methods->whole->xWrite(file, bytes, length, at);
    methods->whole->xWrite(file, bytes, length / 2, at);
    kill(getpid(), SIGKILL);
    return SQLITE_IOERR;
}

static int mortal_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *got)
{
    sqlite3_vfs *whole = vfs->pAppData;
    int code = whole->xOpen(whole, name, file, flags, got);
    if (code != SQLITE_OK || file->pMethods == NULL)
        return code;
    struct mortal_methods *methods = mortal_methods;
    while (methods->whole != NULL && methods->whole != file->pMethods)
        methods++;
    methods->whole = file->pMethods;
    methods->cut = *file->pMethods;
    methods->cut.xWrite = mortal_write;
    file->pMethods = &methods->cut;
    return SQLITE_OK;
}

static void become_mortal(int writes)
{
    sqlite3_vfs *whole = sqlite3_vfs_find(NULL);
    writes_left = writes;
    mortal = *whole;
    mortal.zName = "mortal";
    mortal.pAppData = whole;
    mortal.xOpen = mortal_open;
    ck_assert_int_eq(sqlite3_vfs_register(&mortal, 1), SQLITE_OK);
}

START_TEST(a_kill_amid_any_write_leaves_nothing_half_done)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fixture_fork(ends[1]);
    if (child == 0) {
        /* Every one of the first writes, which make the file; then wider steps, over the
         * first checkpoint (at 1,000 pages) and past it. */
        become_mortal(_i < 40 ? _i : 40 + (_i - 40) * 97);
        write_for_ever(ends[1]);
    }
    close(ends[1]);
    size_t groups = 0;
    char told;
    while (read(ends[0], &told, 1) == 1)
        groups++;
    close(ends[0]);
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL, "the child was to be killed");
    size_t pages = whole_pages();
    ck_assert_uint_eq(pages % GROUP, 0);
    ck_assert_uint_ge(pages, groups * GROUP);
    ck_assert_uint_le(pages, (groups + 1) * GROUP);
}
END_TEST

START_TEST(a_second_run_is_told_which_holds_the_lock)
{
    int ends[2];
    ck_assert_int_eq(pipe(ends), 0);
    pid_t child = fixture_fork(ends[1]);
    if (child == 0) {
        fixture_open(STORE_WRITE);
        ck_assert_int_eq((int)write(ends[1], "x", 1), 1);
        pause();
        _exit(0);
    }
    char told;
    ck_assert_int_eq((int)read(ends[0], &told, 1), 1);
    struct store *store;
    char holder[40];
    snprintf(holder, sizeof holder, "process %d", (int)child);
    FAILS(store_open(fixture_path, STORE_WRITE, &store, err), STATUS_LOCKED, holder);
    ck_assert_ptr_null(store);
    store = fixture_open(STORE_READ); /* readers are not kept out */
    OK(store_close(store, err));
    /* The same store by another name has the same lock. */
    char path[128], link[96];
    snprintf(path, sizeof path, "%s/alias.db", fixture_directory);
    ck_assert_int_eq(symlink("kept/audit.db", path), 0);
    FAILS(store_open(path, STORE_WRITE, &store, err), STATUS_LOCKED, holder);
    snprintf(link, sizeof link, "%s/alias", fixture_directory);
    ck_assert_int_eq(symlink("kept", link), 0);
    snprintf(path, sizeof path, "%s/alias/audit.db", fixture_directory);
    FAILS(store_open(path, STORE_WRITE, &store, err), STATUS_LOCKED, holder);
    /* Nor does it help to take the lock's file away, or to call the store by a hard link. */
    snprintf(path, sizeof path, "%s.lock", fixture_path);
    ck_assert_int_eq(unlink(path), 0);
    for (int i = 0; i < 2; i++) /* the first made the file anew */
        FAILS(store_open(fixture_path, STORE_WRITE, &store, err), STATUS_LOCKED, "another run holds the store");
    snprintf(path, sizeof path, "%s/twin.db", fixture_directory);
    ck_assert_int_eq(linkat(AT_FDCWD, fixture_path, AT_FDCWD, path, 0), 0);
    FAILS(store_open(path, STORE_CHANGE, &store, err), STATUS_LOCKED, "another run holds the store");
    ck_assert_int_eq(unlink(path), 0);
    kill(child, SIGKILL);
    waitpid(child, NULL, 0);
    store = fixture_open(STORE_WRITE); /* the lock died with its holder */
    OK(store_close(store, err));
    close(ends[0]);
    close(ends[1]);
}
END_TEST

/* ---- damaged by others ---- */

START_TEST(values_of_no_writer_are_refused)
{
    static const char *const changes[] = {
        "UPDATE page SET state = 'splendid'", "UPDATE page SET reason = 'splendid'", "UPDATE page SET purpose = ''",
        "UPDATE page SET type = 'exe'", "UPDATE page SET title = x'00'", "UPDATE page SET title = CAST(x'610062' AS TEXT)",
        "UPDATE page SET status = 'many'", "UPDATE page SET status = 99999999999", "UPDATE page SET clicks = -7",
        "UPDATE page SET sha256 = hex(zeroblob(1000))", "UPDATE page SET archive_offset = -1", "UPDATE page SET reused = 2",
        "UPDATE page SET archive = '../../other.warc.gz'", "UPDATE page SET sha256 = '../../other'",
    };
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a");
    OK(fixture_save_one(store, run, 0, err));
    OK(store_close(store, err));
    fixture_run_sql(changes[_i]);
    struct arena arena = {0};
    struct page *pages;
    size_t count;
    store = fixture_open(STORE_READ);
    FAILS(store_pages(store, run, NULL, &arena, &pages, &count, err), STATUS_INPUT, "is damaged: column");
    ck_assert_uint_eq(count, 0);
    OK(store_close(store, err));
    arena_release(&arena);
}
END_TEST

/* It names a folder of the report and a file of the archive. */
START_TEST(slugs_that_lead_elsewhere_are_refused)
{
    static const char *const changes[] = {
        "UPDATE council SET slug = '../../elsewhere'", "UPDATE council SET slug = '..'", "UPDATE council SET slug = '/etc'", "UPDATE council SET slug = char(10)",
    };
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a");
    OK(store_close(store, err));
    fixture_run_sql(changes[_i]);
    struct council_list councils;
    store = fixture_open(STORE_READ);
    FAILS(store_councils(store, run, &councils, err), STATUS_INPUT, "is damaged: column 'slug'");
    OK(store_close(store, err));
    councils_release(&councils);
}
END_TEST

/* Reads everything that can be read; what matters is that it returns. */
static void read_all(enum store_mode mode)
{
    struct store *store;
    struct error err = {0};
    if (store_open(fixture_path, mode, &store, &err) != STATUS_OK) {
        ck_assert_msg(strstr(err.message, "audit.db") != NULL, "'%s' does not name the file", err.message);
        return;
    }
    struct arena arena = {0};
    struct run *runs;
    struct page *pages;
    struct target *targets, target;
    struct visit *visits;
    struct reference *references;
    struct council_list councils;
    size_t count, ignored;
    if (store_runs(store, &arena, &runs, &count, &err) != STATUS_OK)
        ck_assert_ptr_nonnull(strstr(err.message, "audit.db"));
    if (store_pages(store, 1, NULL, &arena, &pages, &count, &err) == STATUS_OK)
        for (size_t i = 0; i < count; i++) {
            struct stored_link *links;
            struct assessment assessment;
            struct buffer document;
            buffer_init(&document, 1000000);
            if (store_links(store, pages[i].id, &arena, &links, &ignored, &err) != STATUS_OK)
                ck_assert_ptr_nonnull(strstr(err.message, "audit.db"));
            if (store_document(store, pages[i].id, &document, &err) == STATUS_OK)
                ck_assert(document.length == 0 || document.length == 4000);
            if (store_assessment(store, pages[i].id, &assessment, &err) == STATUS_OK)
                arena_release(&assessment.arena);
            buffer_release(&document);
        }
    enum status last = store_targets(store, 1, "E06900001", &arena, &targets, &count, &err);
    last = store_references(store, 1, "E06900001", &arena, &references, &count, &err);
    last = store_visits(store, 1, &arena, &visits, &count, &err);
    last = store_target_history(store, "https://anytown.example/link/3", &target, &err);
    last = store_councils(store, 1, &councils, &err);
    arena_release(&councils.arena);
    last = store_check(store, print_nothing, NULL, &ignored, &err);
    (void)last;
    arena_release(&arena);
    last = store_close(store, &err);
}

START_TEST(flipped_bytes_end_as_a_sentence)
{
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a");
    for (int i = 0; i < 12; i++)
        OK(fixture_save_one(store, run, i, err));
    OK(store_close(store, err));
    struct buffer whole = fixture_file_bytes();
    uint64_t random = UINT64_C(88172645463325252) + (uint64_t)_i;
    for (int round = 0; round < 40; round++) {
        char *damaged = memory_copy_n(whole.bytes, whole.length);
        size_t length = whole.length;
        for (int flips = 0; flips <= round % 8; flips++) {
            random ^= random << 13, random ^= random >> 7, random ^= random << 17;
            size_t at = (size_t)(random % whole.length);
            if (round % 3 == 0)
                at %= 4096; /* the header and the schema */
            damaged[at] = (char)(random >> 40);
        }
        if (round % 10 == 9)
            length = (size_t)(random % whole.length);
        fixture_write_file(damaged, length);
        free(damaged);
        read_all(round % 2 == 0 ? STORE_READ : STORE_WRITE);
    }
    buffer_release(&whole);
}
END_TEST

START_TEST(check_finds_what_sqlite_cannot)
{
    static const char *const changes[] = {
        "UPDATE page_links SET packed = x'0001'",
        "UPDATE page_links SET links = links + 1",
        "DELETE FROM target WHERE url LIKE '%link/3'",
        "UPDATE page_evidence SET packed = x'000101'",
        "DELETE FROM page_evidence",
        "UPDATE document SET packed = x'000161'",
        "UPDATE document SET packed = x'01ffffffff7f78'",
        "DELETE FROM council",
    };
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a");
    OK(fixture_save_one(store, run, 0, err));
    size_t faults;
    OK(store_check(store, print_fault, NULL, &faults, err));
    ck_assert_uint_eq(faults, 0);
    OK(store_close(store, err));
    fixture_run_sql(changes[_i]);
    store = fixture_open(STORE_READ);
    struct error said = {0};
    enum status status = store_check(store, print_nothing, NULL, &faults, &said);
    ck_assert_msg(status == STATUS_INPUT || faults > 0, "'%s' was not found", changes[_i]);
    OK(store_close(store, err));
}
END_TEST

/* ---- no space, no permission ---- */

START_TEST(a_full_disk_is_said_and_nothing_is_lost)
{
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a");
    OK(fixture_save_one(store, run, 0, err));
    struct rlimit limit = {.rlim_cur = 200 * 1024, .rlim_max = RLIM_INFINITY};
    signal(SIGXFSZ, SIG_IGN); /* a write over the limit is EFBIG then, as ENOSPC is on a full disk */
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    int saved = 1;
    enum status status = STATUS_OK;
    struct error said = {0};
    while (status == STATUS_OK && saved < 2000)
        if ((status = fixture_save_one(store, run, saved, &said)) == STATUS_OK)
            saved++;
    ck_assert_msg(status == STATUS_NO_SPACE, "%s: %s", status_name(status), said.message);
    ck_assert_ptr_nonnull(strstr(said.message, "cannot write"));
    ck_assert_ptr_nonnull(strstr(said.message, "audit.db"));
    limit.rlim_cur = RLIM_INFINITY;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    /* Once there is space, the same store goes on. */
    OK(fixture_save_one(store, run, saved, err));
    OK(store_close(store, err));
    ck_assert_uint_eq(whole_pages(), (size_t)saved + 1);
}
END_TEST

static bool write_map(const char *path, const char *map)
{
    int length = (int)strlen(map);
    int file = open(path, O_WRONLY | O_CLOEXEC);
    bool written = file >= 0 && write(file, map, (size_t)length) == length;
    if (file >= 0)
        close(file);
    return written;
}

/* A disk of 1 MB in a name space of its own. False where the system does not allow it. */
static bool mount_small_disk(void)
{
    char directory[96];
    snprintf(directory, sizeof directory, "%s/kept", fixture_directory);
    OK(file_make_directory(directory, err));
    char users[32], groups[32];
    snprintf(users, sizeof users, "0 %u 1", (unsigned)geteuid());
    snprintf(groups, sizeof groups, "0 %u 1", (unsigned)getegid());
    return unshare(CLONE_NEWUSER | CLONE_NEWNS) == 0 && write_map("/proc/self/setgroups", "deny") &&
           write_map("/proc/self/uid_map", users) && write_map("/proc/self/gid_map", groups) &&
           mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("tmpfs", directory, "tmpfs", 0, "size=1m") == 0;
}

static void fill_disk(void)
{
    char path[128], piece[4096] = "";
    snprintf(path, sizeof path, "%s/kept/filler", fixture_directory);
    int file = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    ck_assert_int_ge(file, 0);
    while (write(file, piece, sizeof piece) > 0)
        continue;
    ck_assert_int_eq(errno, ENOSPC);
    close(file);
}

START_TEST(a_small_disk_fills_up_and_the_store_stays_whole)
{
    pid_t child = fixture_fork(-1);
    if (child == 0) {
        if (!mount_small_disk())
            _exit(77);
        struct store *store = fixture_open(STORE_WRITE);
        int64_t run = fixture_run(store, "a");
        int saved = 0;
        enum status status = STATUS_OK;
        struct error said = {0};
        while (status == STATUS_OK && saved < 2000)
            if ((status = fixture_save_one(store, run, saved, &said)) == STATUS_OK)
                saved++;
        ck_assert_msg(status == STATUS_NO_SPACE, "%s: %s", status_name(status), said.message);
        ck_assert_ptr_nonnull(strstr(said.message, "the disk is full"));
        OK(store_close(store, err));
        ck_assert_uint_eq(whole_pages(), (size_t)saved);
        _exit(0);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 77), "status %x", (unsigned)status);
    if (WEXITSTATUS(status) == 77)
        fprintf(stderr, "skipped: this system does not let the test mount a small disk\n");
}
END_TEST

/* Not even the file that readers share with a writer. */
START_TEST(a_full_disk_can_be_read)
{
    pid_t child = fixture_fork(-1);
    if (child == 0) {
        if (!mount_small_disk())
            _exit(77);
        struct store *store = fixture_open(STORE_WRITE);
        int64_t run = fixture_run(store, "a");
        OK(fixture_save_one(store, run, 0, err));
        OK(store_close(store, err));
        fill_disk();
        for (int time = 0; time < 2; time++) {
            struct arena arena = {0};
            struct page *pages;
            size_t count;
            store = fixture_open(STORE_READ);
            OK(store_pages(store, run, NULL, &arena, &pages, &count, err));
            ck_assert_uint_eq(count, 1);
            OK(store_close(store, err));
            arena_release(&arena);
        }
        FAILS(store_open(fixture_path, STORE_CHANGE, &store, err), STATUS_NO_SPACE, "the disk is full");
        _exit(0);
    }
    int status;
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert_msg(WIFEXITED(status) && (WEXITSTATUS(status) == 0 || WEXITSTATUS(status) == 77), "status %x", (unsigned)status);
}
END_TEST

START_TEST(network_file_systems_are_known)
{
    static const struct {
        int64_t magic;
        const char *type, *name;
    } systems[] = {
        {0x6969, "", "NFS"}, {0xff534d42, "", "SMB"}, {(int32_t)0xff534d42, "", "SMB"}, {0xfe534d42, "", "SMB"}, {0x517b, "", "SMB"},
        {0x65735546, "fuse.sshfs", "SSHFS"}, {0x65735546, "fuse.rclone", "rclone"}, {0x65735546, "fuseblk", NULL},
        {0x65735546, "", NULL}, {0x65735546, NULL, NULL}, {0xef53, "", NULL} /* ext4 */, {0x01021994, "", NULL} /* tmpfs */,
        {0x9123683e, "", NULL} /* btrfs */, {0x794c7630, "", NULL} /* overlayfs */,
    };
    for (size_t i = 0; i < sizeof systems / sizeof systems[0]; i++)
        SAME_TEXT(place_network_name(systems[i].magic, systems[i].type), systems[i].name);
}
END_TEST

START_TEST(packed_bytes_are_checked)
{
    static const char *const wrong[] = {
        "", "\x01", "\x02\x01" "a", "\x00\x02" "a", "\x00\x01" "ab", "\x01\x01" "a", "\x01\xff\xff\xff\x7f" "abc",
        "\x01\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01", "\x00\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f" "a",
    };
    static const size_t lengths[] = {0, 1, 3, 3, 4, 3, 8, 12, 12};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct buffer out;
        buffer_init(&out, 1000);
        ck_assert_msg(!pack_open(wrong[i], lengths[i], &out), "entry %zu", i);
        buffer_release(&out);
    }
    static const int64_t numbers[] = {0, 1, -1, 63, -64, 64, 300, -300, INT32_MAX, INT32_MIN, INT64_MAX, INT64_MIN};
    struct buffer out;
    buffer_init(&out, 1000);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        pack_signed(&out, numbers[i]);
    pack_number(&out, UINT64_MAX);
    struct pack_reader reader = {.at = (const unsigned char *)out.bytes, .end = (const unsigned char *)out.bytes + out.length};
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        ck_assert_int_eq(pack_read_signed(&reader, INT64_MIN, INT64_MAX), numbers[i]);
    ck_assert_uint_eq(pack_read_number(&reader, UINT64_MAX), UINT64_MAX);
    ck_assert(!reader.bad);
    ck_assert_uint_eq(pack_read_number(&reader, UINT64_MAX), 0);
    ck_assert(reader.bad);
    buffer_release(&out);
}
END_TEST

static TCase *safety(void)
{
    TCase *test = tcase_create("safety");
    tcase_set_timeout(test, 60);
    tcase_add_checked_fixture(test, fixture_make, fixture_remove);
    tcase_add_loop_test(test, a_kill_at_any_moment_loses_only_the_open_group, 0, 12);
    tcase_add_loop_test(test, a_kill_amid_any_write_leaves_nothing_half_done, 0, 64);
    tcase_add_test(test, a_second_run_is_told_which_holds_the_lock);
    tcase_add_loop_test(test, values_of_no_writer_are_refused, 0, 14);
    tcase_add_loop_test(test, slugs_that_lead_elsewhere_are_refused, 0, 4);
    tcase_add_loop_test(test, flipped_bytes_end_as_a_sentence, 0, 4);
    tcase_add_loop_test(test, check_finds_what_sqlite_cannot, 0, 8);
    tcase_add_test(test, a_full_disk_is_said_and_nothing_is_lost);
    tcase_add_test(test, a_small_disk_fills_up_and_the_store_stays_whole);
    tcase_add_test(test, a_full_disk_can_be_read);
    tcase_add_test(test, network_file_systems_are_known);
    tcase_add_test(test, packed_bytes_are_checked);
    return test;
}

int main(void)
{
    TCase *(*const cases[])(void) = {safety};
    return fixture_main("store safety", cases, 1);
}

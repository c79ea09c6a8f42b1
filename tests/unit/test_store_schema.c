/* What is taken for a store: one that is there, of this schema or an older one, and no file of another program's. */
#include "store_fixture.h"

#include <sys/stat.h>

START_TEST(a_store_that_must_be_there_is_not_made)
{
    struct store *store;
    for (int mode = STORE_READ; mode <= STORE_CHANGE; mode++) {
        FAILS(store_open(fixture_path, (enum store_mode)mode, &store, err), STATUS_NOT_FOUND, fixture_path);
        ck_assert_ptr_null(store);
    }
    char directory[96];
    snprintf(directory, sizeof directory, "%s/kept", fixture_directory);
    ck_assert(!file_exists(directory));
    store = fixture_open(STORE_WRITE);
    OK(store_close(store, err));
    store = fixture_open(STORE_CHANGE);
    struct store *second;
    FAILS(store_open(fixture_path, STORE_CHANGE, &second, err), STATUS_LOCKED, "process"); /* it is a writer */
    OK(store_close(store, err));
}
END_TEST

START_TEST(other_files_are_refused_untouched)
{
    static const char text[] = "This is a letter and no database. It is long enough to be looked at, and it stays as it is.\n";
    struct store *store;
    FAILS(store_open(fixture_path, STORE_READ, &store, err), STATUS_NOT_FOUND, "run an audit first");
    fixture_write_file(text, sizeof text - 1);
    FAILS(store_open(fixture_path, STORE_WRITE, &store, err), STATUS_INPUT, "is no database");
    FAILS(store_open(fixture_path, STORE_READ, &store, err), STATUS_INPUT, "is no database");
    struct buffer after = fixture_file_bytes();
    ck_assert_str_eq(buffer_text(&after), text);
    buffer_release(&after);

    unlink(fixture_path);
    fixture_run_sql("CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('scones')");
    struct buffer before = fixture_file_bytes();
    FAILS(store_open(fixture_path, STORE_WRITE, &store, err), STATUS_INPUT, "another program");
    FAILS(store_open(fixture_path, STORE_READ, &store, err), STATUS_INPUT, "another program");
    after = fixture_file_bytes();
    ck_assert_uint_eq(before.length, after.length);
    ck_assert_mem_eq(before.bytes, after.bytes, before.length);
    buffer_release(&before);
    buffer_release(&after);
    FAILS(store_open("/dev/null", STORE_WRITE, &store, err), STATUS_IO, "not a file");
    ck_assert(!file_exists("/dev/null.lock"));
    char directory[96];
    snprintf(directory, sizeof directory, "%s/kept", fixture_directory);
    FAILS(store_open(directory, STORE_WRITE, &store, err), STATUS_IO, "not a file");
    FAILS(store_open(directory, STORE_READ, &store, err), STATUS_IO, "not a file");
    FAILS(store_open("/proc/1/none/audit.db", STORE_WRITE, &store, err), STATUS_IO, "/proc/1/none");
}
END_TEST

START_TEST(newer_and_altered_schemas_are_refused)
{
    static const struct {
        const char *sql, *said;
    } changes[] = {
        {"PRAGMA user_version = 99", "newer version"},
        {"PRAGMA user_version = 0", "another program"},
        {"PRAGMA application_id = 7", "another program"},
        {"ALTER TABLE page ADD COLUMN extra TEXT", "another version of this program, or changed by hand: its table or index 'page' is not as"},
        {"ALTER TABLE assessment DROP COLUMN service_certainty", "another version of this program, or changed by hand: its table or index 'assessment'"},
        {"DROP INDEX page_by_url", "'page_by_url' is not as"},
        {"DROP TABLE review; CREATE VIEW review AS SELECT * FROM run", "'review' is not as"},
    };
    struct store *store = fixture_open(STORE_WRITE);
    OK(store_close(store, err));
    fixture_run_sql(changes[_i].sql);
    FAILS(store_open(fixture_path, STORE_READ, &store, err), STATUS_INPUT, changes[_i].said);
    FAILS(store_open(fixture_path, STORE_WRITE, &store, err), STATUS_INPUT, changes[_i].said);
}
END_TEST

static void check_older(struct store *store, int64_t run)
{
    struct scorecard found;
    OK(store_scorecard(store, run, "E06900001", &found, err));
    ck_assert_int_eq(found.services[0].rows[0].judgement.verdict, VERDICT_YES);
    ck_assert_int_eq(found.services[0].rows[0].lapsed_year, 0);
    ck_assert_int_eq(found.services[0].rows[0].leans, VERDICT_NOT_TESTED);
    arena_release(&found.arena);
    OK(store_close(store, err));
}

/* A store as an older schema had it: readers take it as it is, the next writer adds what is new. */
START_TEST(an_older_schema_is_read_and_brought_up_to_date)
{
    struct stat before, after;
    struct store *store = fixture_open(STORE_WRITE);
    int64_t run = fixture_run(store, "a");
    struct row_verdict row = {.service = "portage", .row = "contacts", .decided_by = "program", .judgement = {.verdict = VERDICT_YES}};
    struct service_scorecard service = {.service = "portage", .rows = &row, .row_count = 1};
    struct scorecard card = {.gss_code = "E06900001", .read = true, .services = &service, .service_count = 1};
    OK(store_save_scorecard(store, run, &card, err));
    OK(store_close(store, err));
    fixture_run_sql(_i == 0   ? fixture_first_schema
                    : _i == 1 ? "ALTER TABLE page DROP COLUMN part; ALTER TABLE verdict DROP COLUMN leans; PRAGMA user_version = 2"
                              : "ALTER TABLE page DROP COLUMN part; PRAGMA user_version = 3");
    ck_assert_int_eq(stat(fixture_path, &before), 0);
    check_older(fixture_open(STORE_READ), run);
    ck_assert_int_eq(stat(fixture_path, &after), 0);
    ck_assert_int_eq(before.st_mtim.tv_sec, after.st_mtim.tv_sec);
    ck_assert_int_eq(before.st_mtim.tv_nsec, after.st_mtim.tv_nsec);
    check_older(fixture_open(STORE_WRITE), run);
    check_older(fixture_open(STORE_READ), run);
    fixture_run_sql("ALTER TABLE page DROP COLUMN part; ALTER TABLE verdict DROP COLUMN leans; ALTER TABLE verdict DROP COLUMN lapsed; PRAGMA user_version = 1");
    FAILS(store_open(fixture_path, STORE_READ, &store, err), STATUS_INPUT, "'verdict' is not as");
}
END_TEST

/* Brought up to date, it could no longer be opened with the version that made it, as the error says. */
START_TEST(an_older_schema_that_is_refused_is_left_as_it_is)
{
    struct store *store = fixture_open(STORE_WRITE);
    OK(store_close(store, err));
    fixture_run_sql(fixture_first_schema);
    fixture_run_sql("ALTER TABLE assessment DROP COLUMN service_certainty");
    struct buffer before = fixture_file_bytes();
    FAILS(store_open(fixture_path, STORE_WRITE, &store, err), STATUS_INPUT, "'assessment' is not as");
    struct buffer after = fixture_file_bytes();
    ck_assert_uint_eq(before.length, after.length);
    ck_assert_mem_eq(before.bytes, after.bytes, before.length);
    buffer_release(&before);
    buffer_release(&after);
}
END_TEST

static TCase *schema(void)
{
    TCase *test = tcase_create("schema");
    tcase_set_timeout(test, 60);
    tcase_add_checked_fixture(test, fixture_make, fixture_remove);
    tcase_add_test(test, a_store_that_must_be_there_is_not_made);
    tcase_add_test(test, other_files_are_refused_untouched);
    tcase_add_loop_test(test, newer_and_altered_schemas_are_refused, 0, 7);
    tcase_add_loop_test(test, an_older_schema_is_read_and_brought_up_to_date, 0, 3);
    tcase_add_test(test, an_older_schema_that_is_refused_is_left_as_it_is);
    return test;
}

int main(void)
{
    TCase *(*const cases[])(void) = {schema};
    return fixture_main("store schema", cases, 1);
}

/* A store in a directory of its own, and made-up records to put into it. */
#ifndef COREOFFER_TESTS_STORE_FIXTURE_H
#define COREOFFER_TESTS_STORE_FIXTURE_H

#include <check.h>
#include <fcntl.h>
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/digest.h"
#include "base/file.h"
#include "store/store.h"
#include "suite.h"

/* Quotes, markup, formulas, an escape code, an override, a byte that is no UTF-8. */
static const char HOSTILE[] = "'); DROP TABLE page;-- <script>\"&\"</script> =1+1 \x1b[31m \xe2\x80\xae \xff %s\t\n";

static char fixture_directory[64];
static char fixture_path[96];

static inline void fixture_make(void)
{
    /* In memory where that can be: a sync is then no wait, and a kill is the same. */
    snprintf(fixture_directory, sizeof fixture_directory, "%s/store-test-XXXXXX", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
    ck_assert_ptr_nonnull(mkdtemp(fixture_directory));
    snprintf(fixture_path, sizeof fixture_path, "%s/kept/audit.db", fixture_directory);
}

static inline void fixture_remove(void)
{
    ck_assert_int_eq(file_remove_tree(fixture_directory, NULL), STATUS_OK);
}

#define OK(call)                                                                                     \
    do {                                                                                             \
        struct error ok_err = {0};                                                                   \
        struct error *err = &ok_err;                                                                 \
        enum status ok_status = (call);                                                              \
        ck_assert_msg(ok_status == STATUS_OK, "%s: %s: %s", #call, status_name(ok_status), err->message); \
    } while (0)

/* The call fails so, with a sentence that holds `words`. */
#define FAILS(call, wanted, words)                                                                   \
    do {                                                                                             \
        struct error fails_err = {0};                                                                \
        struct error *err = &fails_err;                                                              \
        enum status fails_status = (call);                                                           \
        ck_assert_msg(fails_status == (wanted), "%s: %s: %s", #call, status_name(fails_status), err->message); \
        ck_assert_msg(strstr(err->message, (words)) != NULL, "%s: '%s' lacks '%s'", #call, err->message, (words)); \
    } while (0)

/* Forks a process that may assert. Assertions report to a file that check shares with every fork, by
 * position too: what a child writes there at the same moment as its parent stands amid or over the parent's
 * words. So in the child all that was inherited leads nowhere, but standard streams and `keep` (or -1);
 * its exit status tells whether an assertion failed. */
static inline pid_t fixture_fork(int keep)
{
    pid_t child = fork();
    ck_assert_int_ge(child, 0);
    if (child == 0) {
        int nowhere = open("/dev/null", O_RDWR);
        if (nowhere < 0)
            _exit(EXIT_FAILURE);
        for (int file = STDERR_FILENO + 1; file < nowhere; file++)
            if (file != keep && fcntl(file, F_GETFD) >= 0 && dup2(nowhere, file) < 0)
                _exit(EXIT_FAILURE);
    }
    return child;
}

static inline struct store *fixture_open(enum store_mode mode)
{
    struct store *store = NULL;
    OK(store_open(fixture_path, mode, &store, err));
    return store;
}

/* ---- the store as a file ---- */

/* Takes a store back to how the first version made it. */
static const char fixture_first_schema[] = "ALTER TABLE page DROP COLUMN part; ALTER TABLE verdict DROP COLUMN leans; ALTER TABLE verdict DROP COLUMN lapsed; "
                                           "ALTER TABLE verdict DROP COLUMN lapsed_year; PRAGMA user_version = 1";

static inline void fixture_write_file(const void *bytes, size_t length)
{
    char directory[96];
    snprintf(directory, sizeof directory, "%s/kept", fixture_directory);
    OK(file_make_directory(directory, err));
    OK(file_write(fixture_path, bytes, length, err));
}

static inline void fixture_run_sql(const char *sql)
{
    sqlite3 *handle;
    char directory[96];
    snprintf(directory, sizeof directory, "%s/kept", fixture_directory);
    OK(file_make_directory(directory, err));
    ck_assert_int_eq(sqlite3_open(fixture_path, &handle), SQLITE_OK);
    char *said = NULL;
    ck_assert_msg(sqlite3_exec(handle, sql, NULL, NULL, &said) == SQLITE_OK, "%s", said);
    sqlite3_close(handle);
}

static inline struct buffer fixture_file_bytes(void)
{
    struct buffer bytes;
    buffer_init(&bytes, 64 * 1024 * 1024);
    OK(file_read(fixture_path, &bytes, err));
    return bytes;
}

/* ---- records ---- */

static inline struct council_list fixture_councils(void)
{
    static struct council councils[] = {
        {.gss_code = "E06900001", .former_gss_code = "E06800001", .name = "Anytown City Council", .short_name = "Anytown",
         .slug = "anytown", .type = "unitary", .region = "North", .council_url = "https://anytown.example/",
         .local_offer_url = "https://anytown.example/local-offer", .local_offer_alt = "", .hex_q = -3, .hex_r = 14, .has_hex = true, .line = 2},
        {.gss_code = "E10900002", .former_gss_code = "", .name = HOSTILE, .short_name = "O'Hamlet", .slug = "o-hamlet",
         .type = "county", .region = "", .council_url = "", .local_offer_url = "", .local_offer_alt = "", .line = 3},
    };
    return (struct council_list){.items = councils, .count = 2};
}

/* A new unfinished run. */
static inline int64_t fixture_run_of(struct store *store, const char *inputs, struct council_list councils)
{
    struct run run = {.started_at = 1764000000, .finished_at = -1, .inputs_sha256 = inputs, .options = "{\"max_pages\":400}",
                      .rubric_version = "3", .rubric_sha256 = "aa", .software = "coreoffer 0.1.0"};
    struct run_input input = {.name = "councils.csv", .bytes = "gss_code\nE06900001\n", .length = 19};
    int64_t id = 0;
    OK(store_run_create(store, &run, &input, 1, &councils, &id, err));
    return id;
}

/* Of the two councils. */
static inline int64_t fixture_run(struct store *store, const char *inputs)
{
    return fixture_run_of(store, inputs, fixture_councils());
}

static inline struct page fixture_page(int order, const char *url)
{
    struct page page = {.gss_code = "E06900001", .url = url, .final_url = url, .status = 200, .state = LINK_OK, .type = DOCUMENT_HTML,
                        .title = "Short breaks", .fetched_at = 1764000000 + order, .bytes = 1234, .clicks = order, .order = order};
    return page;
}

enum { FIXTURE_PAGE_LINKS = 40 };

/* One page with its links, a document that differs from page to page, and its judgement. */
static inline enum status fixture_save_one(struct store *store, int64_t run, int order, struct error *err)
{
    char url[64], words[4000];
    char urls[FIXTURE_PAGE_LINKS][64];
    struct stored_link links[FIXTURE_PAGE_LINKS];
    snprintf(url, sizeof url, "https://anytown.example/page/%d", order);
    for (int i = 0; i < FIXTURE_PAGE_LINKS; i++) {
        snprintf(urls[i], sizeof urls[i], "https://anytown.example/link/%d", i < 30 ? i : order * 10 + i);
        links[i] = (struct stored_link){.url = urls[i], .text = urls[i] + 8, .kind = LINK_ANCHOR, .internal = true, .block = i};
    }
    for (size_t i = 0; i < sizeof words; i++)
        words[i] = (char)('a' + (i * (size_t)(order + 7) * 31 + i / 13) % 26);
    struct page page = fixture_page(order, url);
    enum status status = store_save_page(store, run, &page, words, sizeof words, links, FIXTURE_PAGE_LINKS, err);
    struct assessment assessment = {.kind = "service", .service = "portage", .facts = {.age_min = -1, .age_max = 18}};
    if (status == STATUS_OK)
        status = store_save_assessment(store, page.id, &assessment, err);
    struct target target = {.url = url, .state = LINK_OK, .checked_at = order};
    return status == STATUS_OK ? store_save_target(store, run, &target, err) : status;
}

static inline bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}
static inline const char *shown(const char *text)
{
    return text != NULL ? text : "NULL";
}
#define SAME_TEXT(a, b) ck_assert_msg(same_text(a, b), "%s is '%s', %s is '%s'", #a, shown(a), #b, shown(b))

static inline bool same_real(double a, double b)
{
    return isnan(a) ? isnan(b) : !(a < b) && !(a > b);
}

static inline int fixture_main(const char *name, TCase *(*const cases[])(void), size_t count)
{
    Suite *suite = suite_create(name);
    for (size_t i = 0; i < count; i++)
        suite_add_tcase(suite, cases[i]());
    return run_suite(suite);
}

#endif

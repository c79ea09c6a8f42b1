/* How a site is written: aside, while it is made, into the place of the old one; and how large it is and how long it takes. */
#include <sys/resource.h>

#include "base/digest.h"
#include "reports/output.h"
#include "tests/unit/site_fixture.h"
#include "tests/unit/suite.h"

/* However long a table is, little of it is held; what lies on the disk is the whole of it. */
START_TEST(a_table_is_written_while_it_is_made)
{
    static const char row[] = "E06000001,short-breaks,yes\r\n";
    enum { ROWS = 100000 };
    struct output output;
    struct output_stream stream;
    struct error err = {0};
    struct buffer bytes;
    char path[512], digest[DIGEST_HEX_SIZE];
    snprintf(path, sizeof path, "%s/stream", root);
    ck_assert_int_eq(output_open(&output, path, &err), STATUS_OK);
    output_stream_begin(&output, "data/long.csv", &stream);
    for (int i = 0; i < ROWS; i++) {
        buffer_add_text(&stream.bytes, row);
        output_stream_pass(&stream);
    }
    ck_assert_uint_lt(stream.bytes.capacity, 1 << 20);
    ck_assert_msg(output_stream_end(&output, &stream, "Long", ROWS, 3, &err) == STATUS_OK, "%s", err.message);
    const struct output_file *listed = output_listed(&output, "data/", "long", ".csv");
    snprintf(path, sizeof path, "%s/data/long.csv", output.fresh);
    buffer_init(&bytes, 64 << 20);
    ck_assert_int_eq(file_read(path, &bytes, &err), STATUS_OK);
    ck_assert_uint_eq(bytes.length, ROWS * strlen(row));
    ck_assert_uint_eq(listed->bytes, bytes.length);
    digest_hex(bytes.bytes, bytes.length, digest);
    ck_assert_str_eq(listed->sha256, digest);
    buffer_release(&bytes);
    output_discard(&output);
}
END_TEST

/* Pages are written while the next are made: what goes wrong then is told at the end at the latest, nothing after it is
 * written, and the old report stays. */
START_TEST(a_page_that_cannot_be_written_is_told_at_the_end)
{
    struct output output;
    struct error err = {0};
    char path[512], taken[600];
    snprintf(path, sizeof path, "%s/late", root);
    ck_assert_int_eq(output_open(&output, path, &err), STATUS_OK);
    ck_assert_ptr_nonnull(output.fresh);
    buffer_add_text(output_begin(&output), "a page");
    ck_assert_int_eq(output_end(&output, "row/one/index.html", &err), STATUS_OK);
    buffer_add_text(output_begin(&output), "another");
    enum status status = output_end(&output, "row/one/index.html/below.html", &err);
    buffer_add_text(output_begin(&output), "too late");
    if (status == STATUS_OK)
        status = output_end(&output, "row/two/index.html", &err);
    if (status == STATUS_OK)
        status = output_publish(&output, &err);
    ck_assert_int_eq(status, STATUS_IO);
    ck_assert_msg(strstr(err.message, "row/one/index.html") != NULL, "%s", err.message);
    snprintf(taken, sizeof taken, "%s/row/two/index.html", output.fresh);
    ck_assert(!file_exists(taken));
    output_discard(&output);
    ck_assert(!file_exists(path));
}
END_TEST

static const char *const outside[] = {"../x.html", "council/../../x.html", "council/..", "/etc/x", "council//x.html", "./x.html"};

START_TEST(no_path_leads_out_of_the_directory)
{
    struct output output;
    struct output_stream stream;
    struct error err = {0};
    char path[512];
    snprintf(path, sizeof path, "%s/inside", root);
    ck_assert_int_eq(output_open(&output, path, &err), STATUS_OK);
    buffer_add_text(output_begin(&output), "a page");
    ck_assert_int_eq(output_end(&output, outside[_i], &err), STATUS_INPUT);
    output_stream_begin(&output, outside[_i], &stream);
    ck_assert_int_eq(output_stream_end(&output, &stream, "", 0, 0, &err), STATUS_INPUT);
    ck_assert_ptr_nonnull(strstr(err.message, outside[_i]));
    output_discard(&output);
}
END_TEST

/* ---- the directory ---- */

START_TEST(a_failure_keeps_the_old_site_and_leftovers_go)
{
    struct error err = {0};
    char out[512], leftover[600], kept[600], added[600], replies[512];
    snprintf(out, sizeof out, "%s/kept", root);
    snprintf(kept, sizeof kept, "%s/copy", out);
    snprintf(leftover, sizeof leftover, "%s.coreoffer-new-1234567", out);
    snprintf(replies, sizeof replies, "%s/replies.csv", root);
    ck_assert_int_eq(file_make_directory(out, &err), STATUS_OK);
    ck_assert_int_eq(file_make_directory(leftover, &err), STATUS_OK);
    ck_assert_int_eq(file_write(kept, "old", 3, &err), STATUS_OK);
    /* What is no report is never replaced by one. */
    ck_assert_int_eq(write_site(database, &(struct report_options){.out = out}, &err), STATUS_USAGE);
    ck_assert_ptr_nonnull(strstr(err.message, "holds other things than a report"));
    ck_assert_int_eq(write_site(database, &(struct report_options){.out = kept}, &err), STATUS_USAGE);
    ck_assert_ptr_nonnull(strstr(err.message, "is a file"));
    ck_assert(file_exists(kept));
    char mark[600];
    snprintf(mark, sizeof mark, "%s/data", out);
    ck_assert_int_eq(file_make_directory(mark, &err), STATUS_OK);
    snprintf(mark, sizeof mark, "%s/data/datapackage.json", out);
    ck_assert_int_eq(file_write(mark, "{}", 2, &err), STATUS_OK);
    /* Nor a folder beside one; a file is taken along. */
    snprintf(added, sizeof added, "%s/.git", out);
    ck_assert_int_eq(file_make_directory(added, &err), STATUS_OK);
    ck_assert_int_eq(write_site(database, &(struct report_options){.out = out}, &err), STATUS_USAGE);
    ck_assert_ptr_nonnull(strstr(err.message, "holds '.git', which is no part of a report"));
    ck_assert_int_eq(rmdir(added), 0);
    snprintf(added, sizeof added, "%s/CNAME", out);
    ck_assert_int_eq(file_write(added, "audit.example", 13, &err), STATUS_OK);
    static const char wrong[] =
        "gss_code,service,row,date,role,reply,decision,decided_on\nE06000001,,,2026-13-45,SEND manager,Wrong,,\n";
    ck_assert_int_eq(file_write(replies, wrong, strlen(wrong), &err), STATUS_OK);
    ck_assert_int_eq(write_site(database, &(struct report_options){.out = out, .replies = replies}, &err), STATUS_INPUT);
    ck_assert_ptr_nonnull(strstr(err.message, "replies.csv:2"));
    ck_assert(file_exists(kept));
    static const char right[] = "gss_code,service,row,date,role,reply,decision,decided_on\nE06000001,short-breaks,formats,2026-"
                                "11-01,SEND manager,\"It is <b>there</b>\",We looked again.,2026-11-03\n";
    ck_assert_int_eq(file_write(replies, right, strlen(right), &err), STATUS_OK);
    ck_assert_msg(write_site(database,
                             &(struct report_options){.out = out,
                                                       .replies = replies,
                                                       .draft = true,
                                                       .reply_by = "2026-12-18",
                                                       .require_review = true},
                             &err) == STATUS_OK,
                  "%s", err.message);
    ck_assert(!file_exists(kept));
    ck_assert(!file_exists(leftover));
    ck_assert(file_exists(added));
    struct buffer page;
    buffer_init(&page, 1 << 22);
    snprintf(kept, sizeof kept, "%s/council/council-1/index.html", out);
    ck_assert_int_eq(file_read(kept, &page, &err), STATUS_OK);
    ck_assert_ptr_nonnull(strstr(buffer_text(&page), "It is &lt;b&gt;there&lt;/b&gt;"));
    ck_assert_ptr_nonnull(strstr(buffer_text(&page), "Draft for the council."));
    ck_assert_ptr_nonnull(strstr(buffer_text(&page), "Please reply by <strong>18 December 2026</strong>"));
    buffer_release(&page);
}
END_TEST

/* ---- a whole country: sizes and time ---- */

static size_t size_of(const char *directory, const char *name)
{
    struct stat facts;
    char path[600];
    snprintf(path, sizeof path, "%s/%s", directory, name);
    ck_assert_int_eq(stat(path, &facts), 0);
    return (size_t)facts.st_size;
}

START_TEST(a_whole_country_stays_small)
{
    struct error err = {0};
    char path[512], out[512];
    snprintf(path, sizeof path, "%s/country.db", root);
    snprintf(out, sizeof out, "%s/country", root);
    const struct sample_options country = {.councils = 153, .services = 9, .pages = 12};
    sample_store(path, &country);
    struct rusage before, after;
    getrusage(RUSAGE_SELF, &before);
    ck_assert_msg(write_site(path, &(struct report_options){.out = out}, &err) == STATUS_OK, "%s", err.message);
    /* The program's own time: what the kernel and the disk take for 20,000 files is theirs. */
    getrusage(RUSAGE_SELF, &after);
    double seconds = (double)(after.ru_utime.tv_sec - before.ru_utime.tv_sec) +
                     1e-6 * (double)(after.ru_utime.tv_usec - before.ru_utime.tv_usec);
#if defined(__SANITIZE_ADDRESS__)
    const double most = 60;
#else
    const double most = 10;
#endif
    ck_assert_msg(seconds < most, "%.1f s", seconds);
    ck_assert_uint_lt(size_of(out, "index.html"), 300000);
    for (size_t i = 1; i <= country.councils; i++) {
        char name[64];
        snprintf(name, sizeof name, "council/council-%zu/index.html", i);
        ck_assert_msg(size_of(out, name) < 150000, "%s has %zu bytes", name, size_of(out, name));
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reports/output");
    TCase *cases = tcase_create("all");
    tcase_set_timeout(cases, 120);
    tcase_add_unchecked_fixture(cases, make_sites, remove_sites);
    tcase_add_test(cases, a_table_is_written_while_it_is_made);
    tcase_add_test(cases, a_page_that_cannot_be_written_is_told_at_the_end);
    tcase_add_loop_test(cases, no_path_leads_out_of_the_directory, 0, (int)(sizeof outside / sizeof outside[0]));
    tcase_add_test(cases, a_failure_keeps_the_old_site_and_leftovers_go);
    tcase_add_test(cases, a_whole_country_stays_small);
    suite_add_tcase(suite, cases);
    return run_suite(suite);
}

/* CSV: what is read, what is refused with its line, and that what is written reads back. */
#include <check.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/csv.h"
#include "suite.h"

#define TEXT(text) text, sizeof(text) - 1

static const struct {
    const char *bytes;
    size_t length;
    const char *words, *place; /* of the refusal */
} wrong[] = {
    {TEXT(""), "empty", "t:1"},
    {TEXT("\n\n\n"), "empty", "t:1"},
    {TEXT("a,b\n1,2\n3\n"), "1 cells but the header has 2", "t:3"},
    {TEXT("a,b\n1,2,3\n"), "3 cells", "t:2"},
    {TEXT("a,a\n"), "twice", "t:1"},
    {TEXT("a,\n"), "no name", "t:1"},
    {TEXT("a;b\n1;2\n"), "semicolons", "t:1"},
    {TEXT("sep=;\na;b\n"), "semicolons", "t:1"},
    {TEXT("a\tb\n1\t2\n"), "tabs", "t:1"},
    {TEXT("a,b\n1,\"x\ny\"\n\n1,2,3\n"), "3 cells", "t:5"},
    {TEXT("a,b\n1,x\"y\n"), "quote", "t:2"},
    {TEXT("a,b\n1,\"x\n2,3\n"), "closing quote", "t:2"},
    {TEXT("a,b\n1,\"x\"y\n"), "quote", "t:2"},
    {TEXT("a,b\n1,\0\n"), "NUL", "t:2"},
    {TEXT("a,b\n\n1,\xE9\n"), "UTF-8", "t:3"},
    {TEXT("a,b\n1,\xC0\xAF\n"), "UTF-8", "t:2"},
    {TEXT("a,b\n1,\xED\xA0\x80\n"), "UTF-8", "t:2"},
};

START_TEST(what_is_wrong_is_refused_with_its_line)
{
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct csv_table table;
        struct error err = {0};
        ck_assert_msg(csv_read("t", wrong[i].bytes, wrong[i].length, &table, &err) == STATUS_INPUT, "case %zu is taken", i);
        ck_assert_msg(strstr(err.message, wrong[i].words) != NULL, "case %zu: %s", i, err.message);
        ck_assert_msg(strncmp(err.message, wrong[i].place, 3) == 0 && err.message[3] == ':', "case %zu: %s", i, err.message);
        csv_release(&table);
    }
}
END_TEST

/* Lines with and without quotes are read in two ways that must agree; shown as "line:cell|cell|".
 * A row after a CR alone counts as the next line's. */
static const struct {
    const char *text, *shown;
} mixed[] = {
    {"a,b\n1,\"x\n2,3\n4\"\n5,6\n", "1:a|b|2:1|x\n2,3\n4|5:5|6|"},
    {"a,b\n1,2\n\"3\",4\n5,6", "1:a|b|2:1|2|3:3|4|4:5|6|"},
    {"a,b\r\n 1 ,\t2\v\r\n,\r\n3,\r\n", "1:a|b|2:1|2|4:3||"},
    {"a,b\n1,2\r3,4\n5,6\n", "1:a|b|2:1|2|3:3|4|3:5|6|"},
    {"\n  \na\n \n1\n", "3:a|5:1|"},
    {"\"a\"\n1\r\"2\n3\"\n4\n", "1:a|2:1|3:2\n3|4:4|"},
};

static void show(struct buffer *out, const struct csv_row *row)
{
    buffer_printf(out, "%zu:", row->line);
    for (size_t i = 0; i < row->count; i++)
        buffer_printf(out, "%s|", row->cells[i]);
}

START_TEST(quoted_and_plain_lines_agree)
{
    struct csv_table table;
    struct error err = {0};
    struct buffer out;
    buffer_init(&out, 1000);
    ck_assert_msg(csv_read("t", mixed[_i].text, strlen(mixed[_i].text), &table, &err) == STATUS_OK, "%s", err.message);
    show(&out, &table.header);
    for (size_t i = 0; i < table.count; i++)
        show(&out, &table.rows[i]);
    ck_assert_str_eq(buffer_text(&out), mixed[_i].shown);
    buffer_release(&out);
    csv_release(&table);
}
END_TEST

START_TEST(rows_know_their_lines)
{
    struct csv_table table;
    struct error err = {0};
    static const char text[] = "\xEF\xBB\xBFname,text\r\n one ,\"a, \"\"b\"\"\r\nc\"\r\n\r\n\xC3\xA0 ,\"\"\nlast,x";
    ck_assert_int_eq(csv_read("t", TEXT(text), &table, &err), STATUS_OK);
    ck_assert_uint_eq(table.count, 3);
    ck_assert_int_eq(csv_column(&table, "text"), 1);
    ck_assert_int_eq(csv_column(&table, "none"), -1);
    ck_assert_uint_eq(table.rows[0].line, 2);
    ck_assert_str_eq(csv_cell(&table.rows[0], 0), "one");
    ck_assert_str_eq(csv_cell(&table.rows[0], 1), "a, \"b\"\r\nc");
    ck_assert_uint_eq(table.rows[1].line, 5);
    ck_assert_str_eq(csv_cell(&table.rows[1], 0), "\xC3\xA0"); /* ends in the byte of a no-break space */
    ck_assert_str_eq(csv_cell(&table.rows[1], 1), "");
    ck_assert_uint_eq(table.rows[2].line, 6);
    ck_assert_str_eq(csv_cell(&table.rows[2], -1), "");
    csv_release(&table);
}
END_TEST

struct met {
    struct buffer shown;
    size_t rows_most, rows, stop_at;
};

static enum status meet_header(void *context, const struct csv_row *header, size_t rows_most)
{
    struct met *met = context;
    met->rows_most = rows_most;
    show(&met->shown, header);
    return STATUS_OK;
}

static enum status meet_row(void *context, const struct csv_row *row)
{
    struct met *met = context;
    show(&met->shown, row);
    return ++met->rows == met->stop_at ? STATUS_STOPPED : STATUS_OK;
}

START_TEST(rows_are_given_one_by_one)
{
    static const struct {
        size_t stop_at;
        enum status status;
        const char *shown;
    } reads[] = {{0, STATUS_OK, "1:a|b|2:1|2|4:x, y|3|5:5|6|"}, {2, STATUS_STOPPED, "1:a|b|2:1|2|4:x, y|3|"}};
    char path[] = "/tmp/csvXXXXXX";
    static const char text[] = "a,b\r\n1,2\r\n\r\n\"x, y\",3\r\n5,6";
    int fd = mkstemp(path);
    ck_assert(fd >= 0 && write(fd, TEXT(text)) == (ssize_t)sizeof text - 1 && close(fd) == 0);
    for (size_t i = 0; i < sizeof reads / sizeof reads[0]; i++) {
        struct met met = {.stop_at = reads[i].stop_at};
        struct error err = {0};
        buffer_init(&met.shown, 1000);
        ck_assert_int_eq(csv_load_rows(path, 1000, &(struct csv_rows){meet_header, meet_row, &met}, &err), reads[i].status);
        ck_assert_str_eq(buffer_text(&met.shown), reads[i].shown);
        ck_assert_uint_ge(met.rows_most, 3);
        buffer_release(&met.shown);
    }
    ck_assert_int_eq(unlink(path), 0);
}
END_TEST

static const char *const cells[] = {"", "plain", "a,b", "a \"b\" c", "two\nlines", "\r", "=1+1", "+44", "-1", "@x", "\xE2\x80\x9Cquoted\xE2\x80\x9D", "'"};
enum { CELLS = sizeof cells / sizeof cells[0] };

START_TEST(what_is_written_reads_back)
{
    struct buffer out;
    buffer_init(&out, 1 << 16);
    struct csv_writer csv = {.out = &out};
    for (int i = 0; i < CELLS; i++)
        csv_text(&csv, (const char[]){(char)('a' + i), '\0'});
    csv_end_row(&csv);
    for (int i = 0; i < CELLS; i++)
        csv_text(&csv, cells[i]);
    csv_end_row(&csv);
    struct csv_table table;
    struct error err = {0};
    ck_assert_msg(csv_read("t", buffer_text(&out), out.length, &table, &err) == STATUS_OK, "%s", err.message);
    for (int i = 0; i < CELLS; i++)
        ck_assert_str_eq(csv_cell(&table.rows[0], i), strcmp(cells[i], "\r") == 0 ? "" : cells[i]);
    csv_release(&table);
    buffer_release(&out);
}
END_TEST

START_TEST(a_spreadsheet_runs_nothing)
{
    struct buffer out;
    buffer_init(&out, 1 << 16);
    struct csv_writer csv = {.out = &out, .excel = true};
    csv_text(&csv, "=HYPERLINK(\"x\")");
    csv_text(&csv, "-2+3");
    csv_text(&csv, "\t=1");
    csv_text(&csv, "\n=1");
    csv_number(&csv, -5);
    csv_decimal(&csv, 0.0 / 0.0, 1);
    csv_decimal(&csv, 12.345, 1);
    csv_text(&csv, NULL);
    csv_end_row(&csv);
    ck_assert_str_eq(buffer_text(&out), "\"'=HYPERLINK(\"\"x\"\")\",\"'-2+3\",\"'\t=1\",\"'\n=1\",-5,,12.3,\r\n");
    buffer_release(&out);
}
END_TEST

/* Seen on a terminal or in a spreadsheet, a table steers neither; one for programs keeps what only changes its direction. */
START_TEST(what_steers_is_taken_out)
{
    static const char text[] = "\x1B[31m \xC2\x9B" "31m caf\xC3\xA9 \xE2\x80\xAE" "evil\tand\nso \xC0\xAF";
    static const char *const written[] = {"\"\xEF\xBF\xBD[31m \xEF\xBF\xBD" "31m caf\xC3\xA9 \xE2\x80\xAE" "evil\tand\nso ",
                                          "\"\xEF\xBF\xBD[31m \xEF\xBF\xBD" "31m caf\xC3\xA9 \xEF\xBF\xBD" "evil\tand\nso "};
    for (int excel = 0; excel < 2; excel++) {
        struct buffer out;
        buffer_init(&out, 1 << 16);
        struct csv_writer csv = {.out = &out, .excel = excel};
        csv_text(&csv, text);
        ck_assert_msg(strncmp(buffer_text(&out), written[excel], strlen(written[excel])) == 0, "%s", buffer_text(&out));
        ck_assert_ptr_null(strchr(buffer_text(&out), '\xC0'));
        buffer_release(&out);
    }
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("base/csv");
    TCase *all = tcase_create("all");
    tcase_add_test(all, what_is_wrong_is_refused_with_its_line);
    tcase_add_loop_test(all, quoted_and_plain_lines_agree, 0, sizeof mixed / sizeof mixed[0]);
    tcase_add_test(all, rows_know_their_lines);
    tcase_add_test(all, rows_are_given_one_by_one);
    tcase_add_test(all, what_is_written_reads_back);
    tcase_add_test(all, a_spreadsheet_runs_nothing);
    tcase_add_test(all, what_steers_is_taken_out);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}

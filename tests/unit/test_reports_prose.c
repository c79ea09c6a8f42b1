/* Texts of pages: their marks become markup, what stands in values never does, and what a publisher writes wrongly is
 * refused with its line. */
#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "reports/data/prose.h"
#include "suite.h"

static const struct {
    const char *text, *out;
} texts[] = {
    {"Plain & simple <b>.", "Plain &amp; simple &lt;b&gt;."},
    {"{count} of {all}: {none}.", "3 of <i>10</i>: ."},
    {"Ask {who}!", "Ask [x](javascript:1) &lt;script&gt; {count}!"},
    {"See [how {count} were read](method/#trust).", "See <a href=\"../method/index.html#trust\">how 3 were read</a>."},
    {"[The form](reply.csv)", "<a href=\"../reply.csv\">The form</a>"},
    {"[Below](#reply)", "<a href=\"#reply\">Below</a>"},
    {"[One](row/{id}/)", "<a href=\"../row/to_hand/index.html\">One</a>"},
    {"[One](row/{who}/)", "<a href=\"../row/[x](javascript:1)%20%3Cscript%3E%20%7Bcount%7D/index.html\">One</a>"},
    {"[Them](https://campaign.example/a?b=1&c=2)", "<a href=\"https://campaign.example/a?b=1&amp;c=2\">Them</a>"},
    {"[Bad](javascript:alert(1)", "<a href=\"#\">Bad</a>"},
    {"**{count} are [broken](links/)**: gone", "<strong>3 are <a href=\"../links/index.html\">broken</a></strong>: gone"},
    {"a * b ** c", "a * b ** c"},
    {"{open [open **open", "{open [open **open"},
    {"", ""},
};

START_TEST(marks_become_markup)
{
    struct buffer out;
    buffer_init(&out, 1 << 16);
    prose_add(&out, texts[_i].text, "../",
              PROSE_VALUES({"count", "3", NULL}, {"all", NULL, "<i>10</i>"}, {"who", "[x](javascript:1) <script> {count}", NULL}, {"id", "to_hand", NULL}));
    ck_assert_str_eq(buffer_text(&out), texts[_i].out);
    buffer_release(&out);
}
END_TEST

START_TEST(lines_are_items)
{
    struct buffer out;
    buffer_init(&out, 1 << 16);
    prose_add_items(&out, "One {count}.\n[Two](data/).\n", "", PROSE_VALUES({"count", "3", NULL}));
    ck_assert_str_eq(buffer_text(&out), "<li>One 3.</li><li><a href=\"data/index.html\">Two</a>.</li>");
    buffer_release(&out);
}
END_TEST

/* What stands in place of the file's right line for it. */
static const struct {
    const char *right, *wrong, *said;
} mistakes[] = {
    {"index-read,", "index-reed,", "no page has a text 'index-reed'"},
    {"index-read,", "index-lead,", "'index-lead' stands twice"},
    {"index-read,councils’ web sites could be read.\n", "", "the text 'index-read' is missing"},
    {"index-read,councils’ web sites could be read.", "index-read,", "'index-read' is empty"},
    {"index-read,councils’", "index-read,{all} councils’", "'index-read' has no value {all}; it may hold: none"},
    {"read them, up to {date}", "up to {day}", "'index-lead' has no value {day}; it may hold: date"},
    {"how far to trust it](method/)", "how far to trust it](method/", "of 'index-trust' is not closed"},
    {"how far to trust it](method/)", "how far to trust {your} it](method/)", "'index-trust' has no value {your}"},
    {"[{question}](row/{row}/)", "[{question}](row/{id}/)", "'index-weakest' has no value {id}"},
    {"index-map,\"Each cell", "index-map,\"**Each** cell", "'index-map' is plain words, and can hold no {, [ or **"},
};

START_TEST(mistakes_are_told)
{
    char root[] = "/tmp/coreoffer-prose-XXXXXX", path[256], line[32];
    const char *prose[PROSE_COUNT] = {0};
    struct arena arena = {0};
    struct error err = {0};
    struct buffer right, wrong;
    ck_assert_ptr_nonnull(mkdtemp(root));
    snprintf(path, sizeof path, "%s/texts", root);
    ck_assert_int_eq(file_make_directory(path, &err), STATUS_OK);
    snprintf(path, sizeof path, "%s/texts/prose.csv", root);
    buffer_init(&right, LIMIT_SEED_BYTES);
    buffer_init(&wrong, LIMIT_SEED_BYTES);
    ck_assert_int_eq(file_read("seeds/texts/prose.csv", &right, &err), STATUS_OK);
    const char *at = strstr(buffer_text(&right), mistakes[_i].right);
    ck_assert_ptr_nonnull(at);
    buffer_add(&wrong, right.bytes, (size_t)(at - buffer_text(&right)));
    buffer_add_text(&wrong, mistakes[_i].wrong);
    buffer_add_text(&wrong, at + strlen(mistakes[_i].right));
    ck_assert_int_eq(file_write(path, buffer_text(&wrong), wrong.length, &err), STATUS_OK);
    ck_assert_int_eq(prose_load(root, &arena, prose, &err), STATUS_INPUT);
    ck_assert_msg(strstr(err.message, mistakes[_i].said) != NULL, "%s", err.message);
    size_t lines = 1;
    for (const char *c = buffer_text(&right); c < at; c++)
        lines += *c == '\n';
    snprintf(line, sizeof line, "prose.csv:%zu:", lines);
    ck_assert_msg(!*mistakes[_i].wrong || strstr(err.message, line) != NULL, "%s", err.message);
    buffer_release(&right);
    buffer_release(&wrong);
    arena_release(&arena);
    ck_assert_int_eq(file_remove_tree(root, &err), STATUS_OK);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("reports/prose");
    TCase *all = tcase_create("all");
    tcase_add_loop_test(all, marks_become_markup, 0, sizeof texts / sizeof *texts);
    tcase_add_test(all, lines_are_items);
    tcase_add_loop_test(all, mistakes_are_told, 0, sizeof mistakes / sizeof *mistakes);
    suite_add_tcase(suite, all);
    return run_suite(suite);
}

/* What a program may not do that reads a document for us. */
#include <unistd.h>

#include "document/confine.h"
#include "document_fixture.h"

/* What the confined child may not do. Each program must fail at it. */
struct confined {
    const char *program;
    const char *arguments[5];
    bool succeeds;
};

static const struct confined confined[] = {
    {"/bin/cat", {"cat", CONFINE_INPUT, NULL}, true},
    {"/bin/sh", {"sh", "-c", "echo x > /tmp/coreoffer-confined", NULL}, false},
    {"/bin/sh", {"sh", "-c", "/bin/true; exit $?", NULL}, false},           /* a new process */
    {"/bin/sh", {"sh", "-c", "exec /bin/true", NULL}, false},               /* another program */
    {"/bin/bash", {"bash", "-c", "exec 9<>/dev/tcp/127.0.0.1/9", NULL}, false},
    {"/usr/bin/perl", {"perl", "-e", "socket(S,2,1,0) or exit 3; exit 0", NULL}, false},
    {"/nowhere/program", {"program", NULL}, false},
};

START_TEST(test_confinement)
{
    const struct confined *one = &confined[_i];
    char *arguments[5] = {NULL};
    for (size_t i = 0; one->arguments[i] != NULL; i++)
        arguments[i] = strdup(one->arguments[i]);
    const struct confine_job job = {one->program, arguments, "words", 5, 5, 256 << 20};
    struct buffer out, errors;
    struct error err;
    int exit_status;
    buffer_init(&out, 1000);
    buffer_init(&errors, 1000);
    enum status status = confine_run(&job, &out, &errors, &exit_status, &err);
    ck_assert_msg((status == STATUS_OK && exit_status == 0) == one->succeeds, "%s: status %d, exit %d, %s", one->arguments[2] ? one->arguments[2] : "",
                  (int)status, exit_status, buffer_text(&errors));
    if (one->succeeds)
        ck_assert_str_eq(buffer_text(&out), "words");
    ck_assert_int_ne(access("/tmp/coreoffer-confined", F_OK), 0);
    for (size_t i = 0; arguments[i] != NULL; i++)
        free(arguments[i]);
    buffer_release(&out);
    buffer_release(&errors);
}
END_TEST

START_TEST(test_confined_output_and_time_end)
{
    char *endless[] = {strdup("sh"), strdup("-c"), strdup("while :; do echo words; done"), NULL};
    const struct confine_job flood = {"/bin/sh", endless, "", 0, 5, 256 << 20};
    struct buffer out, errors;
    struct error err;
    int exit_status;
    buffer_init(&out, 10000);
    buffer_init(&errors, 100);
    ck_assert_int_eq(confine_run(&flood, &out, &errors, &exit_status, &err), STATUS_LIMIT);
    ck_assert_uint_eq(out.length, 10000);
    buffer_clear(&out);
    char *waits[] = {strdup("sh"), strdup("-c"), strdup("while :; do :; done"), NULL};
    const struct confine_job loop = {"/bin/sh", waits, "", 0, 1, 256 << 20};
    double start = seconds();
    ck_assert_int_eq(confine_run(&loop, &out, &errors, &exit_status, &err), STATUS_LIMIT);
    ck_assert(seconds() - start < 4);
    for (int i = 0; i < 3; i++) {
        free(endless[i]);
        free(waits[i]);
    }
    buffer_release(&out);
    buffer_release(&errors);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("document confine");
    TCase *tcase = tcase_create("confine");
    tcase_set_timeout(tcase, 120);
    tcase_add_loop_test(tcase, test_confinement, 0, sizeof confined / sizeof confined[0]);
    tcase_add_test(tcase, test_confined_output_and_time_end);
    suite_add_tcase(suite, tcase);
    return run_suite(suite);
}

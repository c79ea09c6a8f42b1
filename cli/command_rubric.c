#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

static void say_failure(void *context, const char *sentence)
{
    (void)context;
    (void)printf("%s\n", sentence);
}

static void list_rows(const struct rubric *rubric)
{
    const struct rubric_texts *texts = rubric_texts(rubric);
    for (size_t i = 0; i < texts->row_count; i++)
        (void)printf("%s\t%d\t%s\t%s\t%s\n", texts->rows[i].id, texts->rows[i].version,
                     texts->rows[i].experimental ? "experimental" : texts->rows[i].scored ? "scored" : "shown", texts->rows[i].title, texts->rows[i].question);
}

int command_rubric(struct cli *cli)
{
    const char *what = cli->options.arguments.items[0];
    struct error err = {0};
    struct rubric *rubric = NULL;
    bool check = strcmp(what, "check") == 0;
    if (!check && strcmp(what, "list") != 0) {
        (void)error_set(&err, STATUS_USAGE, "'coreoffer rubric' takes check or list, not '%s'", what);
        return cli_fail(cli, &err);
    }
    enum status status = cli_rubric(cli, &rubric, &err);
    if (status == STATUS_OK && check)
        status = cli_check_seeds(cli, &err);
    if (status != STATUS_OK) {
        rubric_free(rubric);
        return cli_fail(cli, &err);
    }
    size_t failures = 0, checked = 0;
    if (check) {
        failures = rubric_prove(rubric, say_failure, NULL, &checked);
        cli_note(cli, "%zu examples, %zu wrong; rubric %s, SHA-256 %s", checked, failures, rubric_texts(rubric)->version, rubric_texts(rubric)->sha256);
    } else {
        list_rows(rubric);
    }
    rubric_free(rubric);
    return failures == 0 ? EXIT_DONE : EXIT_USAGE;
}

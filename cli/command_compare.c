#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

int command_compare(struct cli *cli)
{
    struct error err = {0};
    struct store *store = NULL;
    struct rubric *rubric = NULL;
    struct run before = {0}, after = {0};
    const char *path;
    const struct text_list *runs = &cli->options.arguments;
    bool json = cli->options.format != NULL && strcmp(cli->options.format, "jsonl") == 0;
    enum status status = cli_rubric(cli, &rubric, &err);
    if (status == STATUS_OK)
        status = cli_store_path(cli, &path, &err);
    if (status == STATUS_OK)
        status = store_open(path, STORE_READ, &store, &err);
    if (status == STATUS_OK)
        status = cli_run(store, runs->items[0], &cli->arena, &before, &err);
    if (status == STATUS_OK)
        status = cli_run(store, runs->items[1], &cli->arena, &after, &err);
    if (status == STATUS_OK)
        status = cli_check_finished(&before, &err);
    if (status == STATUS_OK)
        status = cli_check_finished(&after, &err);
    if (status == STATUS_OK && before.id > after.id)
        cli_note(cli, "Run %lld is the later one: what got better is told as worse. For what changed since, write 'coreoffer compare %lld %lld'.", (long long)before.id,
                 (long long)after.id, (long long)before.id);
    if (status == STATUS_OK) {
        struct terminal_options terminal = cli_terminal(cli, rubric);
        status = reports_compare(store, before.id, after.id, &terminal, json, stdout, &err);
    }
    int code = status == STATUS_OK ? EXIT_DONE : cli_fail(cli, &err);
    code = cli_close(cli, store, code);
    rubric_free(rubric);
    return code;
}

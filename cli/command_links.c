#include <stdio.h>
#include <string.h>

#include "cli/audit.h"
#include "cli/cli.h"
#include "cli/scope.h"
#include "document/document.h"

static enum status choose_format(const char *word, enum links_format *format, struct error *err)
{
    static const struct {
        const char *word;
        enum links_format format;
    } formats[] = {{"table", LINKS_TABLE}, {"text", LINKS_TABLE}, {"jsonl", LINKS_JSONL}, {"csv", LINKS_CSV}, {"junit", LINKS_JUNIT}, {"sarif", LINKS_SARIF}};
    *format = LINKS_TABLE;
    if (word == NULL)
        return STATUS_OK;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++)
        if (strcmp(formats[i].word, word) == 0) {
            *format = formats[i].format;
            return STATUS_OK;
        }
    return error_set(err, STATUS_USAGE, "--format takes one of table, jsonl, csv, junit, sarif, not '%s'", word);
}

/* Counts the targets that --fail-on names. */
static enum status count_failing(struct store *store, int64_t run, int fail_on, struct arena *arena, size_t *failing, struct error *err)
{
    struct target *targets;
    size_t count;
    *failing = 0;
    if (fail_on == FAIL_ON_NEVER)
        return STATUS_OK;
    enum status status = store_targets(store, run, NULL, arena, &targets, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        *failing += targets[i].state == LINK_BROKEN || (fail_on == FAIL_ON_SUSPECT && targets[i].state == LINK_SUSPECT);
    return status;
}

int command_links(struct cli *cli)
{
    struct error err = {0};
    struct scope scope = {0};
    struct rubric *rubric = NULL;
    struct store *store = NULL;
    struct temporary temporary = {0};
    struct audit_result result = {0};
    enum links_format format;
    size_t failing = 0;
    document_start();
    enum status status = audit_check_options(cli, &err);
    if (status == STATUS_OK)
        status = choose_format(cli->options.format, &format, &err);
    if (status == STATUS_OK && cli->options.arguments.count == 0)
        status = error_set(&err, STATUS_USAGE, "name the site's address, e.g. coreoffer links https://www.council.example/local-offer");
    if (status == STATUS_OK)
        status = scope_site(cli, cli->options.arguments.items[0], &scope, &err);
    if (status == STATUS_OK)
        status = cli_rubric(cli, &rubric, &err);
    if (status == STATUS_OK)
        status = temporary_store(cli, &temporary, &err);
    if (status == STATUS_OK)
        status = store_open(cli->options.store, STORE_WRITE, &store, &err);
    if (status == STATUS_OK) {
        struct audit_plan plan = {
            .councils = scope.chosen, .council_count = 1, .list = &scope.list, .councils_bytes = buffer_text(&scope.bytes),
            .councils_length = scope.bytes.length, .single_page = cli->options.max_pages == 1,
        };
        status = audit_run(cli, rubric, store, &plan, &result, &err);
    }
    if (status == STATUS_OK) {
        struct terminal_options terminal = cli_terminal(cli, rubric);
        status = reports_links(store, result.run, scope.chosen[0]->gss_code, format, &terminal, stdout, &err);
    }
    if (status == STATUS_OK)
        status = count_failing(store, result.run, cli->options.fail_on, &cli->arena, &failing, &err);
    int code = status != STATUS_OK ? cli_fail(cli, &err) : failing > 0 ? EXIT_CONDITION : audit_exit_code(&result);
    if (store != NULL && store_close(store, &err) != STATUS_OK && code == EXIT_DONE)
        code = cli_fail(cli, &err);
    temporary_remove(&temporary);
    rubric_free(rubric);
    scope_release(&scope);
    document_stop();
    return code;
}

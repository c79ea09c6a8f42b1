#include <stdio.h>
#include <string.h>

#include "cli/audit.h"
#include "cli/cli.h"
#include "cli/condition.h"
#include "cli/scope.h"
#include "document/document.h"

int command_check(struct cli *cli)
{
    struct error err = {0};
    struct scope scope = {0};
    struct rubric *rubric = NULL;
    struct store *store = NULL;
    struct temporary temporary = {0};
    struct audit_result result = {0};
    struct event_log log;
    bool failed = false;
    document_start();
    enum status status = audit_open_log(cli, &log, &err);
    if (status == STATUS_OK)
        status = audit_check_options(cli, &err);
    bool publish = cli->options.out != NULL && !cli->options.no_report;
    if (status == STATUS_OK && publish)
        status = reports_check(cli->options.out, &err);
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
            .councils_length = scope.bytes.length, .named_start = true, .single_page = cli->options.max_pages == 1, .judge = true,
            .publish = publish, .out = cli->options.out, .log = &log,
        };
        status = audit_run(cli, rubric, store, &plan, &result, &err);
    }
    if (status == STATUS_OK) {
        struct terminal_options terminal = cli_terminal(cli, rubric);
        terminal.report = cli->options.no_report ? NULL : cli->options.out;
        const char *format = cli->options.format, *council = scope.chosen[0]->gss_code;
        status = format == NULL || strcmp(format, "text") == 0 ? reports_terminal(store, result.run, council, &terminal, stdout, &err)
                                                               : reports_council_file(store, result.run, council, format, &terminal, stdout, &err);
    }
    if (status == STATUS_OK)
        status = condition_met(store, result.run, scope.chosen, 1, rubric_texts(rubric), (enum fail_on)cli->options.fail_on, &cli->arena, &failed, &err);
    failed = failed || (result.start_broken && condition_is_of_links((enum fail_on)cli->options.fail_on));
    audit_end_log(&log, &result, status, &err);
    int code = audit_check_code(cli, &result, status, &err, failed);
    code = cli_close(cli, store, code);
    temporary_remove(&temporary);
    rubric_free(rubric);
    scope_release(&scope);
    document_stop();
    return code;
}

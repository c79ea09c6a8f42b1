#include <stdio.h>

#include "cli/audit.h"
#include "cli/cli.h"
#include "cli/condition.h"
#include "cli/metrics.h"
#include "cli/scope.h"
#include "document/document.h"

/* Ten lines at most, and none of them when all is well and nobody watches. */
static void say_result(const struct cli *cli, const struct audit_result *result, const char *out)
{
    if (result->braked) {
        (void)fprintf(stderr,
                      "coreoffer audit: %zu of %zu councils could not be read. That is more than half, so this machine's own network is the suspect. "
                      "Nothing was published; the earlier report is as it was. Try 'coreoffer doctor'.\n",
                      result->gaps, result->councils);
        return;
    }
    if (result->gaps > 0 && !cli->progress)
        (void)fprintf(stderr, "coreoffer audit: %zu of %zu councils could not be read (blocked, down or not found); the report says which and why\n",
                      result->gaps, result->councils);
    if (!cli->progress && !cli->options.verbose)
        return;
    cli_note(cli, "Run %lld: %zu %s read, %zu not, %zu %s, %zu broken %s.", (long long)result->run, result->read, result->read == 1 ? "council" : "councils",
             result->gaps, result->pages, result->pages == 1 ? "page" : "pages", result->broken, result->broken == 1 ? "link" : "links");
    if (!cli->options.no_report)
        cli_note(cli, "Report: %s/index.html", out);
}

int command_audit(struct cli *cli)
{
    struct error err = {0};
    struct scope scope = {0};
    struct rubric *rubric = NULL;
    struct store *store = NULL;
    struct audit_result result = {0};
    bool failing = false;
    const char *path, *out = cli->options.out != NULL ? cli->options.out : "coreoffer-report";
    document_start();
    enum status status = audit_check_options(cli, &err);
    if (status == STATUS_OK)
        status = scope_load(cli, &scope, &err);
    if (status == STATUS_OK && !cli->options.no_report)
        status = reports_check(out, &err);
    if (status == STATUS_OK)
        status = cli_rubric(cli, &rubric, &err);
    if (status == STATUS_OK)
        status = cli_store_path(cli, &path, &err);
    if (status == STATUS_OK)
        status = store_open(path, STORE_WRITE, &store, &err);
    if (status == STATUS_OK) {
        struct audit_plan plan = {
            .councils = scope.chosen, .council_count = scope.chosen_count, .list = &scope.list, .councils_bytes = buffer_text(&scope.bytes),
            .councils_length = scope.bytes.length, .judge = true, .publish = !cli->options.no_report, .out = out,
        };
        status = audit_run(cli, rubric, store, &plan, &result, &err);
    }
    if (status == STATUS_OK)
        status = condition_met(store, result.run, scope.chosen, scope.chosen_count, (enum fail_on)cli->options.fail_on, &cli->arena, &failing, &err);
    int code = status != STATUS_OK ? cli_fail(cli, &err) : failing && !result.braked ? EXIT_CONDITION : audit_exit_code(&result);
    if (result.run > 0 && cli->options.metrics != NULL && metrics_write(cli->options.metrics, store, &result, code, &cli->arena, &err) != STATUS_OK)
        code = cli_late_fault(cli, &err, code);
    if (status == STATUS_OK)
        say_result(cli, &result, out);
    code = cli_close(cli, store, code);
    rubric_free(rubric);
    scope_release(&scope);
    document_stop();
    return code;
}

#include <stdio.h>
#include <stdlib.h>

#include "base/buffer.h"
#include "base/text.h"
#include "cli/audit.h"
#include "cli/cli.h"
#include "cli/condition.h"
#include "cli/metrics.h"
#include "cli/scope.h"
#include "document/document.h"
#include "reports/data/texts.h"

/* What to type to look at the network by these councils, with the options that this command was given. */
static void add_doctor(struct buffer *out, const struct cli *cli, const char *councils)
{
    const struct options *o = &cli->options;
    (void)buffer_printf(out, "coreoffer doctor%s", councils);
    if (o->config != NULL)
        (void)buffer_printf(out, " --config %s", o->config);
    else if (o->contact != NULL)
        (void)buffer_printf(out, " --contact %s", o->contact);
    if (o->councils != NULL)
        (void)buffer_printf(out, " --councils %s", o->councils);
}

/* The most common reason why a council was not read (none that has a name: REASON_NONE), and a few councils that it kept us from, by slug. */
static enum link_reason most_common(const struct scope *scope, const struct visit *visits, size_t count, struct arena *arena, size_t *times, struct buffer *few)
{
    enum { FEW = 3 };
    size_t by_reason[LINK_REASON_COUNT] = {0};
    enum link_reason most = REASON_NONE;
    for (size_t i = 0; i < count; i++)
        if (audit_is_silent(&scope->list, &visits[i], arena) && visits[i].reason != REASON_NONE && ++by_reason[visits[i].reason] > by_reason[most])
            most = visits[i].reason;
    for (size_t i = 0, named = 0; i < count && named < FEW; i++) {
        const struct council *council = councils_find(&scope->list, visits[i].gss_code);
        if (council == NULL || visits[i].reason != most || !audit_is_silent(&scope->list, &visits[i], arena))
            continue;
        (void)buffer_printf(few, " %s", council->slug);
        named++;
    }
    *times = by_reason[most];
    return most;
}

static void say_braked(struct cli *cli, struct store *store, const struct scope *scope, const struct audit_result *result)
{
    struct report_texts texts = {0};
    struct visit *visits;
    size_t count = 0, times = 0;
    struct buffer said, few, shown;
    buffer_init(&said, 16384);
    buffer_init(&few, 4096);
    buffer_init(&shown, 65536);
    (void)buffer_printf(&said,
                        "coreoffer audit: %zu of %zu councils could not be %s, so this machine's own network is the suspect. "
                        "Nothing was published; the earlier report is as it was.",
                        result->silent, result->asked, result->unreachable ? "reached" : "read. That is more than half");
    text_add_shown(&shown, buffer_text(&said), said.length);
    (void)buffer_add_char(&shown, '\n');
    if (store_visits(store, result->run, &cli->arena, &visits, &count, NULL) == STATUS_OK && texts_load(cli->seeds, &texts, NULL) == STATUS_OK) {
        enum link_reason most = most_common(scope, visits, count, &cli->arena, &times, &few);
        buffer_clear(&said);
        if (most != REASON_NONE)
            (void)buffer_printf(&said, times == 1 ? "Among the reasons: %s. " : "Most often: %s (%zu times). ", texts.reasons[most].title, times);
        (void)buffer_add_text(&said, "To see whether that has passed: ");
        add_doctor(&said, cli, buffer_text(&few));
        text_add_shown(&shown, buffer_text(&said), said.length);
        (void)buffer_add_text(&shown, "\nWhen these answer, the next audit begins anew and publishes.\n");
    }
    (void)fputs(buffer_text(&shown), stderr);
    texts_release(&texts);
    buffer_release(&said);
    buffer_release(&few);
    buffer_release(&shown);
}

/* Where the report is, for a mail that is read elsewhere. */
static const char *report_path(struct cli *cli, const char *out)
{
    char *whole = realpath(out, NULL);
    const char *path = arena_printf(&cli->arena, "%s/index.html", whole != NULL ? whole : out);
    free(whole);
    return path;
}

/* Ten lines at most, and none of them when all is well and nobody watches. */
static void say_result(struct cli *cli, const struct audit_result *result, const char *out)
{
    if (result->gaps > 0 && !cli->progress)
        (void)fprintf(stderr, "coreoffer audit: %zu of %zu councils could not be read (blocked, down or not found); %s%s\n", result->gaps, result->councils,
                      cli->options.no_report ? "'coreoffer report' writes which and why" : "which and why: ",
                      cli->options.no_report ? "" : report_path(cli, out));
    if (!cli->progress && !cli->options.verbose)
        return;
    cli_note(cli, "Run %lld: %zu %s read, %zu not, %zu %s, %zu broken %s.", (long long)result->run, result->read, result->read == 1 ? "council" : "councils",
             result->gaps, result->pages, result->pages == 1 ? "page" : "pages", result->broken, result->broken == 1 ? "link" : "links");
    if (!cli->options.no_report)
        cli_note(cli, "Report: %s", report_path(cli, out));
}

int command_audit(struct cli *cli)
{
    struct error err = {0};
    struct scope scope = {0};
    struct rubric *rubric = NULL;
    struct store *store = NULL;
    struct audit_result result = {0};
    struct event_log log;
    bool failing = false;
    const char *path, *out = cli->options.out != NULL ? cli->options.out : "coreoffer-report";
    document_start();
    enum status status = audit_open_log(cli, &log, &err);
    if (status == STATUS_OK)
        status = audit_check_options(cli, &err);
    if (status == STATUS_OK)
        status = scope_load(cli, &(struct mistakes){.tell = cli_tell, .context = cli}, &scope, &err);
    if (status == STATUS_OK)
        status = cli_store_path(cli, &path, &err);
    if (status == STATUS_OK)
        status = cli_check_places(cli, cli->options.no_report ? NULL : out, path, &err);
    if (status == STATUS_OK)
        status = cli_rubric(cli, &rubric, &err);
    if (status == STATUS_OK)
        status = store_open(path, STORE_WRITE, &store, &err);
    if (status == STATUS_OK) {
        struct audit_plan plan = {
            .councils = scope.chosen, .council_count = scope.chosen_count, .list = &scope.list, .councils_bytes = buffer_text(&scope.bytes),
            .councils_length = scope.bytes.length, .judge = true, .publish = !cli->options.no_report, .out = out, .log = &log,
        };
        status = audit_run(cli, rubric, store, &plan, &result, &err);
    }
    if (status == STATUS_OK)
        status = condition_met(store, result.run, scope.chosen, scope.chosen_count, rubric_texts(rubric), (enum fail_on)cli->options.fail_on, &cli->arena, &failing, &err);
    audit_end_log(&log, &result, status, &err);
    int code = status != STATUS_OK ? cli_fail(cli, &err) : failing && !result.braked ? EXIT_CONDITION : audit_exit_code(&result);
    if (result.run > 0 && cli->options.metrics != NULL && metrics_write(cli->options.metrics, store, &result, code, &cli->arena, &err) != STATUS_OK)
        code = cli_late_fault(cli, &err, code);
    if (status == STATUS_OK && result.braked)
        say_braked(cli, store, &scope, &result);
    else if (status == STATUS_OK)
        say_result(cli, &result, out);
    code = cli_close(cli, store, code);
    rubric_free(rubric);
    scope_release(&scope);
    document_stop();
    return code;
}

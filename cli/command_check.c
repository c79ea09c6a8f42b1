#include <stdio.h>
#include <string.h>

#include "cli/audit.h"
#include "cli/cli.h"
#include "cli/one_site.h"

int command_check(struct cli *cli)
{
    struct error err = {0};
    struct one_site site = {0};
    bool failing = false, publish = cli->options.out != NULL && !cli->options.no_report;
    enum status status = one_site_begin(cli, &site, &err);
    if (status == STATUS_OK)
        status = cli_check_places(cli, publish ? cli->options.out : NULL, cli->options.store, &err);
    if (status == STATUS_OK)
        status = one_site_open(cli, &site, &err);
    if (status == STATUS_OK) {
        struct audit_plan plan = one_site_plan(cli, &site);
        plan.judge = true;
        plan.publish = publish;
        plan.out = cli->options.out;
        status = audit_run(cli, site.rubric, site.store, &plan, &site.result, &err);
    }
    if (status == STATUS_OK) {
        struct terminal_options terminal = cli_terminal(cli, site.rubric);
        terminal.report = cli->options.no_report ? NULL : cli->options.out;
        const char *format = cli->options.format, *council = site.scope.chosen[0]->gss_code;
        status = format == NULL || strcmp(format, "text") == 0
                     ? reports_terminal(site.store, site.result.run, council, &terminal, stdout, &err)
                     : reports_council_file(site.store, site.result.run, council, format, &terminal, stdout, &err);
    }
    if (status == STATUS_OK)
        status = one_site_condition(cli, &site, &failing, &err);
    return one_site_end(cli, &site, status, failing, &err);
}

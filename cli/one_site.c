#include "cli/one_site.h"

#include "cli/condition.h"
#include "document/document.h"

enum status one_site_begin(const struct cli *cli, struct one_site *site, struct error *err)
{
    document_start();
    return audit_open_log(cli, &site->log, err);
}

enum status one_site_open(struct cli *cli, struct one_site *site, struct error *err)
{
    const char *list = cli->options.list;
    enum status status = list != NULL ? scope_list(cli, list, &site->scope, err) : scope_site(cli, cli->options.arguments.items[0], &site->scope, err);
    if (status == STATUS_OK)
        status = audit_check_options(cli, err);
    if (status == STATUS_OK)
        status = cli_rubric(cli, &site->rubric, err);
    if (status == STATUS_OK)
        status = temporary_store(cli, &site->temporary, err);
    if (status == STATUS_OK)
        status = store_open(cli->options.store, STORE_WRITE, &site->store, err);
    return status;
}

struct audit_plan one_site_plan(const struct cli *cli, struct one_site *site)
{
    return (struct audit_plan){
        .councils = site->scope.chosen, .council_count = 1, .list = &site->scope.list, .councils_bytes = buffer_text(&site->scope.bytes),
        .councils_length = site->scope.bytes.length, .named_start = true, .single_page = cli->options.max_pages == 1, .log = &site->log,
    };
}

enum status one_site_condition(struct cli *cli, const struct one_site *site, bool *met, struct error *err)
{
    enum fail_on fail_on = (enum fail_on)cli->options.fail_on;
    enum status status = condition_met(site->store, site->result.run, site->scope.chosen, 1, rubric_texts(site->rubric), fail_on, &cli->arena, met, err);
    *met = *met || (site->result.start_broken && condition_is_of_links(fail_on));
    return status;
}

int one_site_end(struct cli *cli, struct one_site *site, enum status status, bool failing, const struct error *err)
{
    audit_end_log(&site->log, &site->result, status, err);
    int code = audit_check_code(cli, &site->result, status, err, failing);
    code = cli_close(cli, site->store, code);
    temporary_remove(&site->temporary);
    rubric_free(site->rubric);
    scope_release(&site->scope);
    document_stop();
    return code;
}

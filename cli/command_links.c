#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cli/address_list.h"
#include "cli/audit.h"
#include "cli/cli.h"
#include "cli/keeper.h"
#include "cli/one_site.h"
#include "crawler/url/url.h"

static enum links_format format_named(const char *word)
{
    static const char *const words[] = {[LINKS_JSONL] = "jsonl", [LINKS_CSV] = "csv", [LINKS_JUNIT] = "junit", [LINKS_SARIF] = "sarif"};
    for (size_t i = 0; word != NULL && i < sizeof words / sizeof words[0]; i++)
        if (words[i] != NULL && strcmp(words[i], word) == 0)
            return (enum links_format)i;
    return LINKS_TABLE;
}

/* The addresses of --list as links of one page, the list itself, so that every report of
 * links can be made of them. */
static enum status check_list(struct cli *cli, struct one_site *site, struct error *err)
{
    struct store *store = site->store;
    const struct scope *scope = &site->scope;
    struct audit_result *result = &site->result;
    struct address_list list;
    struct run_input input = {.name = "list", .bytes = buffer_text(&scope->bytes), .length = scope->bytes.length};
    struct run run = {.started_at = clock_now(), .finished_at = -1, .inputs_sha256 = "", .options = "{}", .rubric_version = "", .rubric_sha256 = "",
                      .software = "coreoffer " COREOFFER_VERSION, .councils = 1};
    address_list_read(&cli->arena, buffer_text(&scope->bytes), &list);
    if (list.count == 0)
        return error_set(err, STATUS_INPUT, "%s:1: there is no address in it; write one a line", cli->options.list);
    enum status status = store_run_create(store, &run, &input, 1, &scope->list, &result->run, err);
    if (status != STATUS_OK)
        return status;
    struct progress progress;
    progress_start(&progress, cli->bar, cli->width);
    struct fetch_options fetch;
    struct crawl_options options;
    audit_crawl_options(cli, (uint64_t)result->run, &fetch, &options);
    options.read_links = options.browser != NULL; /* HEAD can't tell a page that is empty without scripts */
    struct keeper_options keeping = {
        .store = store, .run = result->run, .progress = &progress, .log = &site->log, .ignored = cli->ignored,
        .deadline = audit_deadline(cli, &progress),
    };
    struct keeper *keeper = NULL;
    status = keeper_new(&keeping, &keeper, err);
    if (status != STATUS_OK)
        return status;
    event_log_begin(&site->log, result->run, cli->command->name);
    struct crawl_sink sink = keeper_sink(keeper);
    struct crawl_source source = keeper_source(keeper);
    struct crawl_link *links = arena_array(&cli->arena, list.count, sizeof *links);
    for (size_t i = 0; i < list.count; i++) {
        /* Under the name that its target has: as the standard writes it, or as it stands where it can't be read. */
        struct url url;
        bool good = url_parse(&cli->arena, list.items[i], NULL, &url, NULL) == STATUS_OK;
        links[i] = (struct crawl_link){.url = good ? url.href : list.items[i], .text = "", .kind = LINK_DOCUMENT, .block = -1};
    }
    struct crawl_page page = {
        .page = {.url = cli->options.list, .final_url = cli->options.list, .state = LINK_OK, .type = DOCUMENT_TEXT, .title = cli->options.list,
                 .fetched_at = clock_now()},
        .found_on_order = -1,
        .links = links,
        .link_count = list.count,
    };
    struct visit visit = {.outcome = VISIT_DONE, .clicks_from_home = -1, .pages_read = 1, .started_at = clock_now(), .finished_at = clock_now()};
    status = sink.page(sink.context, scope->chosen[0], &page, err);
    if (status == STATUS_OK)
        status = crawl_addresses(&options, list.items, list.count, &sink, &source, err);
    if (status == STATUS_STOPPED) {
        audit_say_stopped(keeper, "what was found until then is not the whole list", &result->stop);
        status = STATUS_OK;
    }
    if (status == STATUS_OK)
        status = sink.visit(sink.context, scope->chosen[0], &visit, err);
    if (status == STATUS_OK)
        status = keeper_finish(keeper, err);
    keeper_free(keeper);
    progress_end(&progress);
    return status == STATUS_OK ? store_run_finish(store, result->run, RUN_FINISHED, clock_now(), err) : status;
}

int command_links(struct cli *cli)
{
    struct error err = {0};
    struct one_site site = {0};
    bool failing = false;
    const char *list = cli->options.list;
    enum status status = one_site_begin(cli, &site, &err);
    if (status == STATUS_OK && (cli->options.arguments.count == 0) == (list == NULL))
        status = error_set(&err, STATUS_USAGE, "name either the site's address, e.g. coreoffer links https://www.council.example/local-offer, or --list FILE");
    if (status == STATUS_OK)
        status = cli_check_places(cli, NULL, cli->options.store, &err);
    if (status == STATUS_OK)
        status = one_site_open(cli, &site, &err);
    if (status == STATUS_OK && list != NULL) {
        status = check_list(cli, &site, &err);
    } else if (status == STATUS_OK) {
        struct audit_plan plan = one_site_plan(cli, &site);
        status = audit_run(cli, site.rubric, site.store, &plan, &site.result, &err);
    }
    if (status == STATUS_OK) {
        struct terminal_options terminal = cli_terminal(cli, site.rubric);
        status = reports_links(site.store, site.result.run, site.scope.chosen[0]->gss_code, format_named(cli->options.format), &terminal, stdout, &err);
    }
    if (status == STATUS_OK)
        status = one_site_condition(cli, &site, &failing, &err);
    return one_site_end(cli, &site, status, failing, &err);
}

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/file.h"
#include "cli/audit.h"
#include "cli/cli.h"
#include "cli/scope.h"
#include "demo/server.h"
#include "document/document.h"

/* The made-up councils' hosts answer on port 80 in their addresses; the bundled server has
 * a port that the system picked, so every host's port 80 is led there. */
enum { DEMO_PRESENT = 1795608000 }; /* 2026-11-25T12:00:00Z */

static void add_resolve(struct cli *cli, const char *entry)
{
    struct text_list *resolve = &cli->options.resolve;
    MEMORY_PUSH_ROOM(resolve->items, resolve->count, resolve->capacity);
    resolve->items[resolve->count++] = entry;
}

/* That its councils are made up, said in every page that is written of the run. */
static enum status load_notice(struct cli *cli, struct error *err)
{
    struct buffer text;
    buffer_init(&text, 4096);
    enum status status = file_read(arena_printf(&cli->arena, "%s/demo/notice.txt", cli->seeds), &text, err);
    if (status == STATUS_OK)
        cli->options.notice = arena_copy_n(&cli->arena, buffer_text(&text), strcspn(buffer_text(&text), "\n"));
    buffer_release(&text);
    return status;
}

static void set_demo_options(struct cli *cli, const struct demo_server *server)
{
    struct options *o = &cli->options;
    const char *missing;
    for (size_t i = 0; (missing = demo_server_missing_host(server, i)) != NULL; i++)
        add_resolve(cli, arena_printf(&cli->arena, "%s:80:none", missing));
    add_resolve(cli, arena_printf(&cli->arena, "*:80:127.0.0.1:%d", demo_server_port(server)));
    add_resolve(cli, "*:443:none"); /* nothing is asked of the network */
    o->councils = arena_printf(&cli->arena, "%s/demo/councils.csv", cli->seeds);
    o->allow_private = true;
    if (o->as_of < 0) /* the made-up pages are dated 2026, and what is current must not go stale */
        clock_fix(DEMO_PRESENT);
    o->delay = 0;
    o->timeout = 10;
}

int command_demo(struct cli *cli)
{
    struct error err = {0};
    struct scope scope = {0};
    struct rubric *rubric = NULL;
    struct store *store = NULL;
    struct demo_server *server = NULL;
    struct temporary temporary = {0};
    struct audit_result result = {0};
    struct event_log log;
    const char *out = cli->options.out != NULL ? cli->options.out : "demo-report";
    document_start();
    enum status status = audit_open_log(cli, &log, &err);
    if (status == STATUS_OK)
        status = cli_check_places(cli, out, cli->options.store, &err);
    if (status == STATUS_OK)
        status = cli_rubric(cli, &rubric, &err);
    if (status == STATUS_OK)
        status = load_notice(cli, &err);
    if (status == STATUS_OK)
        status = demo_server_start(arena_printf(&cli->arena, "%s/demo", cli->seeds), &server, &err);
    if (status == STATUS_OK) {
        set_demo_options(cli, server);
        status = scope_load(cli, &(struct mistakes){.tell = cli_tell, .context = cli}, &scope, &err);
    }
    if (status == STATUS_OK)
        status = temporary_store(cli, &temporary, &err);
    if (status == STATUS_OK)
        status = store_open(cli->options.store, STORE_WRITE, &store, &err);
    if (status == STATUS_OK) {
        cli_note(cli, "Auditing %zu made-up councils, served on 127.0.0.1:%d ...", scope.chosen_count, demo_server_port(server));
        struct audit_plan plan = {
            .councils = scope.chosen, .council_count = scope.chosen_count, .list = &scope.list, .councils_bytes = buffer_text(&scope.bytes),
            .councils_length = scope.bytes.length, .judge = true, .publish = true, .out = out, .log = &log,
        };
        status = audit_run(cli, rubric, store, &plan, &result, &err);
    }
    audit_end_log(&log, &result, status, &err);
    /* One of the councils refuses robots, as some do: a gap that belongs to the demo. */
    int code = status == STATUS_OK ? EXIT_DONE : cli_fail(cli, &err);
    if (status == STATUS_OK) {
        cli_note(cli, "%zu councils read, %zu could not be, %zu pages, %zu broken links. The report:", result.read, result.gaps, result.pages, result.broken);
        char *whole = realpath(out, NULL);
        (void)printf("%s/index.html\n", whole != NULL ? whole : out);
        free(whole);
    }
    code = cli_close(cli, store, code);
    demo_server_stop(server);
    temporary_remove(&temporary);
    rubric_free(rubric);
    scope_release(&scope);
    document_stop();
    return code;
}

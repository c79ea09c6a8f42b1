/* Asks again for what was suspect or broken in a run, and keeps the answer with its date:
 * a council that has put a link right need not wait for the next run. */
#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "cli/audit.h"
#include "cli/cli.h"
#include "cli/keeper.h"
#include "document/document.h"

struct recheck {
    struct cli *cli;
    struct store *store;
    struct run run;
    struct target *before;     /* of the run, by id */
    const char **addresses;
    size_t count;
    int64_t began_at;
    struct error stop;         /* what ended it before its end */
    size_t asked, mended;
};

static enum status choose_addresses(struct recheck *r, struct error *err)
{
    size_t count;
    enum status status = store_targets(r->store, r->run.id, NULL, &r->cli->arena, &r->before, &count, err);
    if (status != STATUS_OK)
        return status;
    r->addresses = arena_array(&r->cli->arena, count + 1, sizeof *r->addresses);
    for (size_t i = 0; i < count; i++)
        if (*r->before[i].url != '\0' && (r->before[i].state == LINK_BROKEN || r->before[i].state == LINK_SUSPECT)) { /* no address: nobody to ask */
            r->before[r->count] = r->before[i];
            r->addresses[r->count++] = r->before[i].url;
        }
    return STATUS_OK;
}

static enum status ask_again(struct recheck *r, struct event_log *log, struct error *err)
{
    struct progress progress;
    progress_start(&progress, r->cli->bar, r->cli->width);
    struct fetch_options fetch;
    struct crawl_options options;
    audit_crawl_options(r->cli, (uint64_t)clock_now(), &fetch, &options);
    options.read_links = true; /* "put right" is not said of a page that says that it is missing */
    struct keeper_options keeping = {.store = r->store, .run = r->run.id, .progress = &progress, .log = log, .asks_again = true,
                                     .deadline = audit_deadline(r->cli, &progress)};
    struct keeper *keeper = NULL;
    enum status status = keeper_new(&keeping, &keeper, err);
    if (status != STATUS_OK)
        return status;
    event_log_begin(log, r->run.id, r->cli->command->name);
    struct crawl_sink sink = keeper_sink(keeper);
    struct crawl_source source = keeper_source(keeper);
    source.stored_target = NULL; /* what is stored is what is asked again */
    status = crawl_addresses(&options, r->addresses, r->count, &sink, &source, err);
    if (status == STATUS_STOPPED) {
        audit_say_stopped(keeper, "what was not asked again stays as it was", &r->stop);
        status = STATUS_OK;
    }
    if (status == STATUS_OK)
        status = keeper_finish(keeper, err);
    keeper_free(keeper);
    progress_end(&progress);
    return status;
}

static enum status say_changes(struct recheck *r, struct error *err)
{
    char today[CLOCK_TEXT_MAX];
    clock_iso_date(clock_now(), today);
    for (size_t i = 0; i < r->count; i++) {
        struct target now;
        enum status status = store_target_by_url(r->store, r->run.id, r->before[i].url, &r->cli->arena, &now, err);
        if (status != STATUS_OK)
            return status;
        if (r->stop.status != STATUS_OK && now.checked_at < r->began_at)
            continue;
        bool mended = now.state == LINK_OK;
        r->asked++;
        r->mended += mended;
        (void)printf("%s\t%s\t%s%s\n", now.url, link_state_word(now.state), mended ? "put right, seen on " : link_reason_word(now.reason),
                     mended ? today : "");
    }
    return STATUS_OK;
}

int command_recheck(struct cli *cli)
{
    struct error err = {0};
    struct recheck r = {.cli = cli, .began_at = clock_now()};
    struct event_log log;
    const char *path;
    document_start();
    enum status status = audit_open_log(cli, &log, &err);
    if (status == STATUS_OK)
        status = audit_check_options(cli, &err);
    if (status == STATUS_OK)
        status = cli_store_path(cli, &path, &err);
    if (status == STATUS_OK)
        status = store_open(path, STORE_CHANGE, &r.store, &err);
    if (status == STATUS_OK)
        status = cli_run(r.store, cli->options.arguments.count > 0 ? cli->options.arguments.items[0] : NULL, &cli->arena, &r.run, &err);
    if (status == STATUS_OK)
        status = choose_addresses(&r, &err);
    if (status == STATUS_OK)
        status = ask_again(&r, &log, &err);
    if (status == STATUS_OK)
        status = say_changes(&r, &err);
    const struct audit_result result = {.stop = r.stop};
    audit_end_log(&log, &result, status, &err);
    if (status == STATUS_OK)
        cli_note(cli, "%zu addresses asked again, %zu put right. 'coreoffer report %lld' shows it.", r.asked, r.mended, (long long)r.run.id);
    int code = audit_check_code(cli, &result, status, &err, false);
    code = cli_close(cli, r.store, code);
    document_stop();
    return code;
}

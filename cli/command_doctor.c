#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "cli/audit.h"
#include "cli/cli.h"
#include "cli/scope.h"
#include "crawler/browser/browser.h"
#include "crawler/crawl.h"
#include "crawler/url/url.h"
#include "document/document.h"
#include "reports/data/texts.h"

/* One line a check: "ok", "!!" or, for what is still to be done, "--"; what, and where it is wrong what to do. */
struct examination {
    struct cli *cli;
    int faults;
};

static void say(struct examination *e, bool good, const char *what, const char *mend)
{
    if (!good)
        e->faults++;
    if (!good || !e->cli->options.quiet)
        (void)printf("%s  %s%s%s\n", good ? "ok" : "!!", what, !good && mend != NULL ? ": " : "", !good && mend != NULL ? mend : "");
}

/* The number of faults is enough here; other commands print them. */
static void ignore(void *context, const char *sentence)
{
    (void)context;
    (void)sentence;
}

static void say_mistake(void *examination, const struct error *err)
{
    say(examination, false, err->message, NULL);
}

static void say_note(void *examination, const char *sentence)
{
    const struct examination *e = examination;
    if (!e->cli->options.quiet)
        (void)printf("--  %s\n", sentence);
}

/* What people filled in, as the report will read it. */
static void examine_table(struct examination *e, const char *path, bool is_replies, struct store *store, const struct rubric *rubric, const struct scope *scope)
{
    struct error err = {0};
    const struct report_options options = {
        .seeds = e->cli->seeds, .rubric = rubric_texts(rubric), .replies = is_replies ? path : NULL, .answers = is_replies ? NULL : path,
        .tell_mistake = say_mistake, .tell_note = say_note, .tell_context = e,
    };
    if (path == NULL)
        return;
    bool good = reports_check_additions(store, &options, &scope->list, &err) == STATUS_OK;
    say(e, good, arena_printf(&e->cli->arena, "%s in %s", is_replies ? "replies" : "answers", path), err.message);
}

static void examine_tables(struct examination *e, const struct rubric *rubric, const struct scope *scope)
{
    struct error err = {0};
    struct store *store = NULL;
    const char *path;
    if (cli_store_path(e->cli, &path, &err) == STATUS_OK && file_exists(path) && store_open(path, STORE_READ, &store, &err) != STATUS_OK)
        store = NULL; /* what is wrong with it has a line of its own */
    examine_table(e, e->cli->options.replies, true, store, rubric, scope);
    examine_table(e, e->cli->options.answers, false, store, rubric, scope);
    if (store != NULL)
        (void)!store_close(store, &err);
}

static void examine_seeds(struct examination *e)
{
    struct error err = {0};
    struct rubric *rubric = NULL;
    struct scope scope = {0};
    bool good = cli_rubric(e->cli, &rubric, &err) == STATUS_OK;
    say(e, good && cli_check_seeds(e->cli, &err) == STATUS_OK, arena_printf(&e->cli->arena, "seeds in %s", e->cli->seeds), err.message);
    if (good) {
        size_t checked, failures = rubric_prove(rubric, ignore, NULL, &checked);
        say(e, failures == 0, arena_printf(&e->cli->arena, "%zu examples of the rubric", checked), "run 'coreoffer rubric check'");
    }
    good = scope_load(e->cli, &(struct mistakes){.tell = say_mistake, .context = e}, &scope, &err) == STATUS_OK;
    say(e, good, arena_printf(&e->cli->arena, "%zu %s in %s", scope.list.count, scope.list.count == 1 ? "council" : "councils", cli_councils_path(e->cli)), err.message);
    if (good && rubric != NULL)
        examine_tables(e, rubric, &scope);
    rubric_free(rubric);
    scope_release(&scope);
}

static void examine_space(struct examination *e, const char *store)
{
    enum { NEEDED_MIB = 2048 }; /* a run over England with its archive, measured generously */
    struct statvfs space;
    const char *directory = file_parent(&e->cli->arena, store);
    struct error err = {0};
    enum status status = file_make_directory(directory, &err);
    if (status == STATUS_OK && access(directory, W_OK | X_OK) != 0) /* what stands beside a store is made anew */
        status = error_errno(&err, "nothing can be written in '%s'", directory);
    if (status == STATUS_OK)
        status = file_check_writable(store, &err);
    say(e, status == STATUS_OK, arena_printf(&e->cli->arena, "store in %s", store), err.message);
    if (statvfs(directory, &space) == 0) {
        unsigned long long free_mib = (unsigned long long)space.f_bavail * space.f_frsize / (1024 * 1024);
        say(e, free_mib >= NEEDED_MIB, arena_printf(&e->cli->arena, "%.1f GiB free", (double)free_mib / 1024), "a run over all councils wants 2 GiB");
    }
}

static void examine_store(struct examination *e, const char *path)
{
    struct error err = {0};
    struct store *store = NULL;
    size_t faults = 0;
    enum status status = store_open(path, STORE_READ, &store, &err);
    if (status == STATUS_OK)
        status = store_check(store, ignore, NULL, &faults, &err);
    say(e, status == STATUS_OK && faults == 0, "the store is whole",
        err.message[0] != '\0' ? err.message : "it has faults; keep a copy and start a new one with --store");
    if (store != NULL && store_close(store, &err) != STATUS_OK)
        say(e, false, "the store can be closed", err.message);
}

static void examine_machine(struct examination *e)
{
    struct rlimit files;
    bool good = getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_max >= 1024;
    say(e, good, "1,024 files or more may be open", "raise the limit (ulimit -n, LimitNOFILE=)");
    say(e, time(NULL) > 1760000000, "the clock", "set the date; reports and certificates depend on it");
    /* PDF leaflets are read by poppler's pdftohtml. */
    const char *path = getenv("PATH");
    bool found = false;
    for (const char *at = path != NULL ? path : "/usr/bin:/bin"; *at != '\0' && !found;) {
        size_t length = strcspn(at, ":");
        found = access(arena_printf(&e->cli->arena, "%.*s/pdftohtml", (int)length, at), X_OK) == 0;
        at += length + (at[length] == ':');
    }
    say(e, found, "pdftohtml, to read PDF leaflets", "install poppler-utils");
}

/* Only where one is named: a run does without. */
static void examine_browser(struct examination *e)
{
    const char *path = e->cli->options.browser;
    struct error err = {0};
    char version[BROWSER_VERSION_SIZE] = "";
    if (path == NULL)
        return;
    bool good = browser_check(path, version, &err) == STATUS_OK;
    say(e, good, good ? arena_printf(&e->cli->arena, "browser %s, %s", path, version) : "a browser for pages that need scripts", err.message);
    if (good && geteuid() == 0)
        say(e, true, "the browser runs without its own sandbox, since this is root: run audits as a user of their own", NULL);
}

/* What an audit with the same options would refuse at its start. */
static void examine_options(struct examination *e)
{
    const struct options *o = &e->cli->options;
    const char *out = o->out != NULL ? o->out : "coreoffer-report";
    struct error err = {0};
    if (o->contact != NULL)
        say(e, true, arena_printf(&e->cli->arena, "contact %s", o->contact), NULL);
    else if (!o->allow_private && !o->quiet) /* no fault of the machine's */
        (void)puts("--  no contact yet: public addresses are not visited without 'contact = URL' in the option file, or --contact");
    if (o->base_url != NULL)
        say(e, cli_check_base_url(e->cli, &err) == STATUS_OK, arena_printf(&e->cli->arena, "base-url %s", o->base_url), err.message);
    struct audit_file file;
    for (size_t i = 0; audit_file(e->cli, i, &file); i++)
        if (file.path != NULL && file.path != o->replies && file.path != o->answers) /* they were read */
            say(e, audit_check_file(&file, &err) == STATUS_OK, arena_printf(&e->cli->arena, "%s %s", file.option, file.path), err.message);
    if (o->archive != NULL && !o->no_archive) {
        enum status status = file_make_directory(o->archive, &err);
        if (status == STATUS_OK && access(o->archive, W_OK | X_OK) != 0)
            status = error_errno(&err, "nothing can be written in '%s'", o->archive);
        say(e, status == STATUS_OK, arena_printf(&e->cli->arena, "archive in %s", o->archive), err.message);
    }
    const char *store = NULL;
    bool good = cli_store_path(e->cli, &store, &err) != STATUS_OK || cli_check_places(e->cli, out, store, &err) == STATUS_OK;
    say(e, good, arena_printf(&e->cli->arena, "report in %s", out), err.message);
    const char *hides = good ? cli_would_hide(e->cli, out) : NULL;
    if (hides != NULL)
        say_note(e, hides);
}

/* ---- the network, by councils that were named ---- */

struct call {
    const struct council *council;
    const char *url; /* as the answer names it */
    struct target answer;
    bool settled;
};

struct calls {
    struct arena *arena;
    struct call *items;
    size_t count;
};

static enum status take_answer(void *context, const struct council *council, const struct target *target, struct error *err)
{
    struct calls *calls = context;
    (void)council;
    (void)err;
    for (size_t i = 0; i < calls->count; i++)
        if (strcmp(calls->items[i].url, target->url) == 0) {
            calls->items[i].answer = (struct target){.state = target->state, .reason = target->reason, .status = target->status};
            calls->items[i].settled = true;
        }
    return STATUS_OK;
}

static bool is_stopped(void *context)
{
    (void)context;
    return cli_signal() != 0;
}

/* A refusal is an answer too: it is the way there that is examined. */
static bool has_answered(const struct target *answer)
{
    return answer->status > 0 || answer->state == LINK_OK || answer->reason == REASON_ROBOTS;
}

static void say_answers(struct examination *e, const struct calls *calls, const struct report_texts *texts)
{
    size_t answered = 0;
    for (size_t i = 0; i < calls->count; i++) {
        const struct call *call = &calls->items[i];
        const struct reason_text *why = &texts->reasons[call->answer.reason];
        bool good = call->settled && has_answered(&call->answer);
        const char *what = arena_printf(calls->arena, "%s at %s%s%s", call->council->name, call->url, good ? " answered" : "",
                                        !good || call->answer.state == LINK_OK ? "" : arena_printf(calls->arena, " (%s)", why->title));
        answered += good;
        say(e, good, what, why->meaning);
    }
    if (answered == 0)
        say(e, false, "the network",
            "none of these councils could be reached. Look at this machine's own first: is it online, does its name server answer "
            "(/etc/resolv.conf), does a firewall let it out on ports 80 and 443? A proxy is not used");
}

/* By the same manners as an audit: its first page of each council, and robots.txt before it. */
static void examine_network(struct examination *e)
{
    struct cli *cli = e->cli;
    struct error err = {0};
    struct scope scope = {0};
    struct report_texts texts = {0};
    struct calls calls = {.arena = &cli->arena};
    struct fetch_options fetch;
    struct crawl_options options;
    if (cli->options.arguments.count == 0) {
        if (!cli->options.quiet)
            (void)puts("--  the network was not looked at: name a council, and its first page is asked for");
        return;
    }
    document_start();
    enum status status = audit_check_contact(cli, &err);
    if (status == STATUS_OK)
        status = scope_load(cli, NULL, &scope, &err);
    if (status == STATUS_OK)
        status = texts_load(cli->seeds, &texts, &err);
    calls.items = arena_array(&cli->arena, scope.chosen_count + 1, sizeof *calls.items);
    const char **addresses = arena_array(&cli->arena, scope.chosen_count + 1, sizeof *addresses);
    for (size_t i = 0; status == STATUS_OK && i < scope.chosen_count; i++) {
        struct url url;
        bool listed = scope_first_address(scope.chosen[i], &cli->arena, &url);
        addresses[calls.count] = listed ? url.href : NULL;
        if (listed)
            calls.items[calls.count++] = (struct call){.council = scope.chosen[i], .url = url.href};
        else
            say(e, false, scope.chosen[i]->name, "the list has no address of it");
    }
    if (status == STATUS_OK && calls.count > 0) {
        struct crawl_sink sink = {.context = &calls, .target = take_answer, .stopped = is_stopped};
        audit_crawl_options(cli, 1, &fetch, &options);
        options.read_links = true;
        options.browser = NULL;
        status = crawl_addresses(&options, addresses, calls.count, &sink, NULL, &err);
    }
    if (status != STATUS_OK)
        say(e, false, "the network", err.message);
    else if (calls.count > 0)
        say_answers(e, &calls, &texts);
    texts_release(&texts);
    scope_release(&scope);
    document_stop();
}

int command_doctor(struct cli *cli)
{
    struct examination e = {.cli = cli};
    struct error err = {0};
    const char *store;
    for (size_t i = 0; i < cli->options.faults.count; i++)
        say(&e, false, cli->options.faults.items[i], NULL);
    examine_seeds(&e);
    if (cli_store_path(cli, &store, &err) == STATUS_OK) {
        examine_space(&e, store);
        if (file_exists(store))
            examine_store(&e, store);
    } else {
        say(&e, false, "a place for the store", err.message);
    }
    examine_options(&e);
    examine_machine(&e);
    examine_browser(&e);
    examine_network(&e);
    return e.faults == 0 ? EXIT_DONE : EXIT_FAILED;
}

#include "cli/audit.h"
#include "cli/copies.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/ignore_list.h"
#include "cli/judge.h"
#include "cli/keeper.h"
#include "cli/rota.h"
#include "cli/scope.h"
#include "crawler/archive/warc.h"
#include "crawler/browser/browser.h"
#include "crawler/crawl.h"
#include "crawler/url/url.h"
#include "document/document.h"

enum { BRAKE_COUNCILS = 10 }; /* of fewer than these, one that answers clears our own network */

/* ---- the run: found or made, with copies of what it was given ---- */

/* What decides a run's result, as JSON: hashed to find it again; and, with whom its readers can write to (or NULL), kept with it. */
static void describe_options(const struct cli *cli, const struct audit_plan *plan, const char *contact, struct buffer *out)
{
    const struct options *o = &cli->options;
    struct json_writer json = {.out = out};
    json_object(&json, NULL);
    json_text(&json, "command", cli->command->name);
    json_number(&json, "max_pages", o->max_pages);
    json_number(&json, "max_depth", o->max_depth);
    json_bool(&json, "links", !o->no_links);
    json_bool(&json, "external_links", !o->no_externals);
    json_text(&json, "from", o->from);
    if (o->browser != NULL)
        json_bool(&json, "browser", true);
    json_bool(&json, "single_page", plan->single_page);
    if (o->notice != NULL)
        json_text(&json, "notice", o->notice);
    if (contact != NULL)
        json_text(&json, "contact", contact);
    json_array(&json, "councils");
    for (size_t i = 0; i < plan->council_count; i++)
        json_text(&json, NULL, plan->councils[i]->gss_code);
    json_end_array(&json);
    json_end_object(&json);
}

/* What was read long ago would be published as tonight's, and a run is judged by the day on which it was begun: where the
 * clock was ahead then, by one that has not come. It is said also where --quiet is: the pages are lost to the report, and it is
 * said once, since from then on there is a newer run. */
static bool is_of_another_time(const struct cli *cli, const struct run *run)
{
    enum { DAY = 24 * 60 * 60 };
    int64_t days = cli->options.resume_within, age = clock_now() - run->started_at;
    char begun[CLOCK_TEXT_MAX];
    if (age <= days * DAY && age >= -DAY)
        return false;
    clock_govuk(run->started_at, begun);
    if (age < 0) {
        (void)fprintf(stderr,
                      "coreoffer audit: run %lld was begun on %s by a clock that was ahead of today's, and never finished: it would be judged by that day. It is "
                      "left, and a new run begins. If today's clock is the wrong one, set it and start the audit again.\n",
                      (long long)run->id, begun);
        return true;
    }
    (void)fprintf(stderr,
                  "coreoffer audit: run %lld was begun on %s and never finished. That is more than %lld %s ago, too old to be shown as tonight's: it is left, "
                  "and a new run begins. If this comes again, give each night more time (--max-runtime) or a run more days (--resume-within).\n",
                  (long long)run->id, begun, (long long)days, days == 1 ? "day" : "days");
    return true;
}

/* The first number from the store's next on under which no archive lies: what another store's run left there is evidence, which
 * neither the new run nor pruning it may take away. */
static enum status find_number(struct cli *cli, struct store *store, int64_t *number, struct error *err)
{
    const char *archive = NULL;
    struct run *runs;
    size_t count;
    *number = 0;
    enum status status = store_runs(store, &cli->arena, &runs, &count, err);
    if (status == STATUS_OK)
        status = cli_archive_path(cli, &archive, err);
    if (status != STATUS_OK)
        return status;
    for (*number = count > 0 ? runs[0].id + 1 : 1; file_exists(arena_printf(&cli->arena, "%s/run-%lld", archive, (long long)*number));)
        ++*number;
    return STATUS_OK;
}

/* `run` has at least its number and when it was begun. */
static enum status find_or_make_run(struct cli *cli, const struct rubric *rubric, struct store *store, const struct audit_plan *plan, struct run *run,
                                    struct error *err)
{
    const struct rubric_texts *texts = rubric_texts(rubric);
    struct buffer options, inputs;
    buffer_init(&options, LIMIT_COUNCILS_BYTES);
    buffer_init(&inputs, LIMIT_COUNCILS_BYTES * (size_t)2);
    describe_options(cli, plan, cli->options.contact, &options);
    (void)buffer_add(&inputs, plan->councils_bytes, plan->councils_length);
    (void)buffer_add_text(&inputs, texts->sha256);
    describe_options(cli, plan, NULL, &inputs);
    char digest[DIGEST_HEX_SIZE];
    digest_hex(inputs.bytes, inputs.length, digest);
    buffer_release(&inputs);

    enum status status = STATUS_NOT_FOUND;
    if (cli->options.resume)
        status = store_run_unfinished(store, digest, &cli->arena, run, err);
    bool goes_on = status == STATUS_OK && !is_of_another_time(cli, run);
    if (goes_on) {
        cli_note(cli, "Going on with run %lld.", (long long)run->id);
    } else if (status == STATUS_OK || status == STATUS_NOT_FOUND) {
        int64_t number;
        status = find_number(cli, store, &number, err);
        *run = (struct run){
            .id = number, .started_at = clock_now(), .finished_at = -1, .inputs_sha256 = digest, .options = buffer_text(&options),
            .rubric_version = texts->version, .rubric_sha256 = texts->sha256, .software = "coreoffer " COREOFFER_VERSION,
            .councils = (int)plan->council_count,
        };
        struct run_input input = {.name = "councils.csv", .bytes = plan->councils_bytes, .length = plan->councils_length};
        if (status == STATUS_OK)
            status = store_run_create(store, run, &input, 1, plan->list, &run->id, err);
        run->inputs_sha256 = run->options = NULL; /* they end here */
    }
    buffer_release(&options);
    return status;
}

/* ---- the crawl ---- */

static const char *user_agent(struct cli *cli)
{
    if (cli->options.user_agent != NULL)
        return cli->options.user_agent;
    return cli->options.contact != NULL ? arena_printf(&cli->arena, "coreoffer/%s (+%s)", COREOFFER_VERSION, cli->options.contact)
                                        : "coreoffer/" COREOFFER_VERSION;
}

void audit_crawl_options(struct cli *cli, uint64_t seed, struct fetch_options *fetch, struct crawl_options *crawl)
{
    const struct options *o = &cli->options;
    *fetch = (struct fetch_options){
        .user_agent = user_agent(cli), .delay = o->delay, .connections = (int)o->connections, .allow_private = o->allow_private,
        .resolve = o->resolve.items, .resolve_count = o->resolve.count, .total_timeout = o->timeout, .ca_file = o->ca_file,
        .name_server = o->name_server, .seed = seed,
    };
    *crawl = (struct crawl_options){
        .fetch = fetch, .agent_token = "coreoffer", .seeds = cli->seeds, .max_pages = (int)o->max_pages, .max_depth = (int)o->max_depth,
        .check_links = !o->no_links, .check_externals = !o->no_externals,
        .browser = o->browser, .is_ignored = cli->ignored != NULL ? ignore_list_has : NULL, .ignored_context = cli->ignored,
    };
}

void audit_say_stopped(const struct keeper *keeper, const char *next, struct error *err)
{
    if (cli_signal() != 0)
        (void)error_set(err, STATUS_STOPPED, "stopped by a signal; %s", next);
    else if (keeper_hit_deadline(keeper))
        (void)error_set(err, STATUS_STOPPED, "--max-runtime was reached; %s", next);
}

double audit_deadline(const struct cli *cli, const struct progress *progress)
{
    return cli->options.max_runtime > 0 ? progress->started + (double)cli->options.max_runtime : 0;
}

static const double READING_SHARE = 0.5; /* of --max-runtime where the links are to be told within it too */

static enum status crawl(struct cli *cli, struct store *store, const struct audit_plan *plan, int64_t run, struct progress *progress, struct error *err)
{
    const struct options *o = &cli->options;
    const char *archive = NULL;
    enum status status = STATUS_OK;
    if (!o->no_archive && o->from == NULL) {
        status = cli_archive_path(cli, &archive, err);
        if (status == STATUS_OK) {
            archive = arena_printf(&cli->arena, "%s/run-%lld", archive, (long long)run);
            status = file_make_directory(archive, err);
        }
    }
    struct warc_index *from = NULL;
    if (status == STATUS_OK && o->from != NULL)
        status = warc_index_load(o->from, &from, err);
    if (status != STATUS_OK)
        return status;

    struct fetch_options fetch;
    struct crawl_options options;
    audit_crawl_options(cli, (uint64_t)run, &fetch, &options);
    options.named_start = plan->named_start;
    options.single_page = plan->single_page;
    options.read_partners = plan->judge;
    options.archive = from;
    if (o->max_runtime > 0 && plan->named_start)
        options.read_until = progress->started + (double)o->max_runtime * READING_SHARE;
    options.ends_with_what_is_known = plan->named_start;
    struct keeper_options keeping = {
        .store = store, .run = run, .archive = archive, .progress = progress, .log = plan->log, .ignored = cli->ignored,
        .deadline = audit_deadline(cli, progress), .gains_first = cli->command->command == COMMAND_AUDIT,
    };
    struct keeper *keeper;
    status = keeper_new(&keeping, &keeper, err);
    if (status != STATUS_OK) {
        warc_index_free(from);
        return status;
    }
    struct crawl_sink sink = keeper_sink(keeper);
    struct crawl_source source = keeper_source(keeper);
    const struct council *const *turns;
    status = rota_order(store, plan->councils, plan->council_count, &cli->arena, &turns, err);
    if (status == STATUS_OK)
        status = crawl_run(&options, turns, plan->council_count, &sink, &source, err);
    if (status == STATUS_STOPPED)
        audit_say_stopped(keeper, plan->named_start ? "what was found until then is not the whole site" : "what was read is kept, and --resume goes on", err);
    struct error late = {0};
    enum status finished = keeper_finish(keeper, &late);
    if (finished != STATUS_OK && (status == STATUS_OK || status == STATUS_STOPPED)) {
        status = finished;
        if (err != NULL)
            *err = late;
    }
    keeper_free(keeper);
    warc_index_free(from);
    return status;
}

/* ---- what came of it ---- */

/* That a name does not exist is believed of a name server that works, and a certificate ends, or TLS is too old, whoever looks; a
 * certificate of another name or of nobody's may be that of what stands between. */
static bool is_perhaps_ours(enum link_reason reason)
{
    return link_reason_is_transport(reason) && reason != REASON_NO_SUCH_HOST && reason != REASON_TLS_EXPIRED && reason != REASON_TLS_OLD;
}

bool audit_is_silent(const struct council_list *list, const struct visit *visit, struct arena *arena)
{
    const struct council *council = councils_find(list, visit->gss_code);
    struct url url;
    return !visit_was_read(visit->outcome) && (council == NULL || scope_first_address(council, arena, &url));
}

/* One host that is down is its owner's fault, several at once are more likely ours. */
static bool is_all_unreachable(const struct council_list *list, const struct visit *visits, size_t count, struct arena *arena)
{
    bool hosts_differ = false;
    const char *first = NULL;
    for (size_t i = 0; i < count; i++) {
        if (visit_was_read(visits[i].outcome))
            return false;
        if (!audit_is_silent(list, &visits[i], arena))
            continue;
        const struct council *council = councils_find(list, visits[i].gss_code);
        struct url url;
        if (council == NULL || !scope_first_address(council, arena, &url) || !is_perhaps_ours(visits[i].reason))
            return false;
        const char *host = url_without_www(url.host);
        first = first != NULL ? first : host;
        hosts_differ = hosts_differ || strcmp(host, first) != 0;
    }
    return hosts_differ;
}

static enum status count_visits(struct store *store, int64_t run, const struct audit_plan *plan, struct audit_result *result, struct arena *arena, struct error *err)
{
    struct visit *visits;
    size_t count;
    enum status status = store_visits(store, run, arena, &visits, &count, err);
    result->unreachable = status == STATUS_OK && is_all_unreachable(plan->list, visits, count, arena);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        bool read = visit_was_read(visits[i].outcome), silent = audit_is_silent(plan->list, &visits[i], arena);
        result->read += read;
        result->gaps += !read;
        result->asked += read || silent;
        result->silent += silent;
        result->start_broken = plan->named_start && !read && link_reason_state(visits[i].reason) == LINK_BROKEN;
        result->pages += (size_t)(visits[i].pages_read > 0 ? visits[i].pages_read : 0);
    }
    if (status != STATUS_OK)
        return status;
    struct target *targets;
    struct arena passing = {0}; /* every target of the run: not kept while the report is written */
    status = store_targets(store, run, NULL, &passing, &targets, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        result->broken += targets[i].state == LINK_BROKEN;
    arena_release(&passing);
    return status;
}

/* Whoever reads it in the morning sees whether the nights come to an end. */
static void add_how_far(struct store *store, const struct audit_result *result, struct arena *arena, struct error *err)
{
    struct visit *visits;
    size_t count, ended = 0;
    if (store_visits(store, result->run, arena, &visits, &count, NULL) != STATUS_OK)
        return;
    for (size_t i = 0; i < count; i++)
        ended += visits[i].outcome != VISIT_PENDING;
    error_suffix(err, " (%zu of %zu %s done)", ended, result->councils, result->councils == 1 ? "council" : "councils");
}

static struct report_options report_options(struct cli *cli, const struct rubric *rubric, const struct audit_plan *plan, int64_t run)
{
    const struct options *o = &cli->options;
    return (struct report_options){
        .run = run, .out = plan->out, .seeds = cli->seeds, .rubric = rubric_texts(rubric), .replies = o->replies, .answers = o->answers,
        .tell_mistake = cli_tell, .tell_note = cli->progress || o->verbose ? cli_tell_note : NULL, .tell_context = cli,
        .contact = o->contact, .base_url = o->base_url, .require_review = o->require_review, .publish_copies = o->publish_copies, .copy_text = copies_text,
    };
}

/* A slip in a table that people filled in is told before the night's work, not after it. */
static enum status check_additions(struct cli *cli, const struct rubric *rubric, struct store *store, const struct audit_plan *plan, struct error *err)
{
    struct report_options options = report_options(cli, rubric, plan, 0);
    options.tell_note = NULL; /* the report says it */
    return plan->publish ? reports_check_additions(store, &options, plan->list, err) : STATUS_OK;
}

static enum status publish(struct cli *cli, const struct rubric *rubric, struct store *store, const struct audit_plan *plan, int64_t run, struct error *err)
{
    struct report_options options = report_options(cli, rubric, plan, run);
    return cli_write_report(cli, store, &options, err);
}

/* A run is finished when its report is in place, so both become so together: after a kill
 * or a full disk in between, --resume only has the report left to write. */
static enum status finish(struct cli *cli, const struct rubric *rubric, struct store *store, const struct audit_plan *plan, struct audit_result *result,
                          struct error *err)
{
    result->braked = result->unreachable || (result->asked >= BRAKE_COUNCILS && result->silent * 2 > result->asked);
    enum status status = store_begin(store, err);
    if (status != STATUS_OK)
        return status;
    status = store_run_finish(store, result->run, result->braked ? RUN_BRAKED : RUN_FINISHED, clock_now(), err);
    if (status == STATUS_OK && plan->publish && !result->braked) {
        if (cli->command->command == COMMAND_AUDIT) /* others have a store to remove */
            cli_end_at_signal("coreoffer audit: stopped by a signal while the report was written; --resume goes on\n");
        status = publish(cli, rubric, store, plan, result->run, err);
        cli_end_at_signal(NULL);
    }
    if (status == STATUS_OK)
        return store_commit(store, err);
    store_rollback(store);
    return status;
}

static int processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 && count < 64 ? (int)count : 1;
}

/* By the run's clock, which is when it was begun, however many nights it took: verify and explain go by the same. */
static enum status judge(struct store *store, const char *store_path, const struct run *run, const struct rubric *rubric, const struct audit_plan *plan,
                         struct progress *progress, struct error *err)
{
    const struct judge_plan judging = {
        .store_path = store_path, .run = run->id, .rubric = rubric, .councils = plan->councils, .count = plan->council_count,
        .as_of = run->started_at,
        .threads = processors(), .progress = progress,
    };
    return judge_run(store, &judging, err);
}

/* Of an address that was named, and read at least in part when the time was over or a signal came. */
static bool has_something_to_tell(struct store *store, const struct audit_plan *plan, int64_t run, struct arena *arena)
{
    struct visit *visits;
    size_t count;
    return plan->named_start && store_visits(store, run, arena, &visits, &count, NULL) == STATUS_OK && count == 1 && visit_was_read(visits[0].outcome);
}

enum status audit_run(struct cli *cli, const struct rubric *rubric, struct store *store, const struct audit_plan *plan, struct audit_result *result,
                      struct error *err)
{
    *result = (struct audit_result){.councils = plan->council_count};
    struct progress progress;
    progress_start(&progress, cli->bar, cli->width);
    const char *store_path = NULL;
    struct run run = {0};

    enum status status = cli_store_path(cli, &store_path, err);
    if (status == STATUS_OK)
        status = check_additions(cli, rubric, store, plan, err);
    if (status == STATUS_OK)
        status = find_or_make_run(cli, rubric, store, plan, &run, err);
    result->run = run.id;
    if (status == STATUS_OK) {
        event_log_begin(plan->log, run.id, cli->command->name);
        status = crawl(cli, store, plan, result->run, &progress, err);
    }
    if (status == STATUS_STOPPED && cli->command->command == COMMAND_AUDIT)
        add_how_far(store, result, &cli->arena, err);
    if (status == STATUS_STOPPED && has_something_to_tell(store, plan, run.id, &cli->arena)) {
        result->stop = *err;
        status = STATUS_OK;
    }
    if (status == STATUS_OK && plan->judge)
        status = judge(store, store_path, &run, rubric, plan, &progress, err);
    if (status == STATUS_OK)
        status = count_visits(store, result->run, plan, result, &cli->arena, err);
    if (status == STATUS_OK)
        status = finish(cli, rubric, store, plan, result, err);
    progress_end(&progress);
    if (status == STATUS_NO_SPACE && cli->command->command == COMMAND_AUDIT && result->run > 0)
        error_suffix(err, "; what was read is kept in '%s' and an earlier report is as it was: make room, and --resume goes on", store_path);
    result->stopped = status == STATUS_STOPPED;
    return status;
}

int audit_exit_code(const struct audit_result *result)
{
    if (result->braked)
        return EXIT_BRAKED;
    return result->gaps > 0 ? EXIT_GAPS : EXIT_DONE;
}

int audit_check_code(const struct cli *cli, const struct audit_result *result, enum status status, const struct error *err, bool failing)
{
    if (status != STATUS_OK)
        return cli_fail(cli, err);
    int code = failing ? EXIT_CONDITION : audit_exit_code(result);
    if (result->stop.status == STATUS_OK)
        return code;
    int stopped = cli_fail(cli, &result->stop);
    return failing && cli_signal() == 0 ? code : stopped;
}

bool audit_file(const struct cli *cli, size_t which, struct audit_file *file)
{
    const struct options *o = &cli->options;
    const struct audit_file files[] = {{"from", o->from, false},       {"ca-file", o->ca_file, false}, {"replies", o->replies, false},
                                       {"answers", o->answers, false}, {"log", o->log, true},          {"metrics", o->metrics, true}};
    if (which >= sizeof files / sizeof files[0])
        return false;
    *file = files[which];
    return true;
}

enum status audit_check_file(const struct audit_file *file, struct error *err)
{
    if (file->path == NULL)
        return STATUS_OK;
    if (file->is_written)
        return file_check_writable(file->path, err);
    return access(file->path, R_OK) == 0 ? STATUS_OK : error_set(err, STATUS_INPUT, "cannot open '%s': %s", file->path, strerror(errno));
}

enum status audit_open_log(const struct cli *cli, struct event_log *log, struct error *err)
{
    const struct audit_file file = {"log", cli->options.log, true};
    enum status status = audit_check_file(&file, err);
    enum status opened = event_log_open(status == STATUS_OK ? file.path : NULL, log, err);
    return status != STATUS_OK ? status : opened;
}

void audit_end_log(struct event_log *log, const struct audit_result *result, enum status status, const struct error *err)
{
    bool in_part = status == STATUS_OK && result->stop.status != STATUS_OK;
    event_log_end(log, result->braked ? "braked" : result->gaps > 0 ? "gaps" : "done", in_part ? result->stop.status : status, in_part ? &result->stop : err);
}

static enum status check_files(const struct cli *cli, struct error *err)
{
    struct audit_file file;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && audit_file(cli, i, &file); i++)
        status = audit_check_file(&file, err);
    return status;
}

enum status audit_check_contact(const struct cli *cli, struct error *err)
{
    const struct options *o = &cli->options;
    if (o->contact == NULL && !o->allow_private && o->from == NULL)
        return error_set(err, STATUS_USAGE,
                         "say who you are with --contact URL (a page or mailto: address), so that a council can reach you; "
                         "--allow-private is for loopback and intranets");
    return STATUS_OK;
}

enum status audit_check_options(struct cli *cli, struct error *err)
{
    char version[BROWSER_VERSION_SIZE];
    enum status status = audit_check_contact(cli, err);
    if (status == STATUS_OK)
        status = cli_check_base_url(cli, err);
    if (status == STATUS_OK)
        status = check_files(cli, err);
    if (status == STATUS_OK)
        status = cli_check_seeds(cli, err);
    if (status == STATUS_OK && cli->options.ignore_file != NULL)
        status = ignore_list_load(&cli->arena, cli->options.ignore_file, &(struct mistakes){.tell = cli_tell, .context = cli}, &cli->ignored, err);
    return status == STATUS_OK && cli->options.browser != NULL ? browser_check(cli->options.browser, version, err) : status;
}

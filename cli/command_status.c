#include <stdio.h>
#include <string.h>

#include <cJSON.h>

#include "base/clock.h"
#include "base/json.h"
#include "cli/cli.h"
#include "reports/data/decisions.h"
#include "reports/data/figures.h"
#include "reports/terminal/screen.h"

static const char *const state_words[] = {"unfinished", "finished", "braked"};
_Static_assert(sizeof state_words / sizeof state_words[0] == RUN_STATE_COUNT, "every state has a word");

/* What people decided, as the newest finished run's report has it; older runs are not asked about, which would take long. */
static void add_decisions(struct json_writer *json, const struct decisions *decisions)
{
    json_object(json, "decisions");
    json_number(json, "made", (int64_t)decisions_count(decisions, decision_is_made));
    json_number(json, "carried", (int64_t)decisions_count(decisions, decision_is_carried));
    json_number(json, "look_again", (int64_t)decisions_count(decisions, decision_is_open));
    json_end_object(json);
}

static void print_decisions(const struct run *run, const struct decisions *decisions)
{
    if (decisions->count > 0)
        (void)printf("Decisions of people in run %lld: %zu made, %zu carried over, %zu to look at again\n", (long long)run->id,
                     decisions_count(decisions, decision_is_made), decisions_count(decisions, decision_is_carried),
                     decisions_count(decisions, decision_is_open));
}

/* The newest of the later runs of the same inputs, or NULL; with an unfinished run that has one --resume does not go on. `runs` are newest first. */
static const struct run *overtaken_by(const struct run *runs, const struct run *run)
{
    for (const struct run *later = runs; run->state == RUN_UNFINISHED && later < run; later++)
        if (strcmp(later->inputs_sha256, run->inputs_sha256) == 0)
            return later;
    return NULL;
}

/* How many councils the run was begun for: those that its options name, of a list that may hold more. */
static size_t asked_for(const struct run *run)
{
    cJSON *options = cJSON_Parse(run->options);
    const cJSON *councils = cJSON_GetObjectItemCaseSensitive(options, "councils");
    size_t count = cJSON_IsArray(councils) ? (size_t)cJSON_GetArraySize(councils) : (size_t)run->councils;
    cJSON_Delete(options);
    return count;
}

/* What a run came to. */
struct tally {
    size_t asked, read, gaps, to_do, pages;
};

static enum status tally_run(struct store *store, const struct run *run, struct arena *arena, struct tally *tally, struct error *err)
{
    struct visit *visits;
    size_t count;
    *tally = (struct tally){.asked = asked_for(run)};
    enum status status = store_visits(store, run->id, arena, &visits, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (visits[i].outcome == VISIT_PENDING)
            continue;
        tally->read += visit_was_read(visits[i].outcome);
        tally->gaps += !visit_was_read(visits[i].outcome);
        tally->pages += (size_t)(visits[i].pages_read > 0 ? visits[i].pages_read : 0);
    }
    if (run->state == RUN_UNFINISHED && tally->asked > tally->read + tally->gaps)
        tally->to_do = tally->asked - tally->read - tally->gaps;
    return status;
}

static void print_json(const struct run *run, const struct run *later, const struct decisions *decisions, const struct tally *tally)
{
    char started[CLOCK_TEXT_MAX], finished[CLOCK_TEXT_MAX];
    struct buffer line;
    buffer_init(&line, 64 * 1024);
    clock_iso(run->started_at, started);
    clock_iso(run->finished_at, finished);
    struct json_writer json = {.out = &line};
    json_object(&json, NULL);
    json_number(&json, "run", run->id);
    json_text(&json, "state", state_words[run->state]);
    json_text(&json, "started", started);
    json_text(&json, "finished", *finished != '\0' ? finished : NULL);
    json_number(&json, "councils", (int64_t)tally->asked);
    json_number(&json, "read", (int64_t)tally->read);
    json_number(&json, "gaps", (int64_t)tally->gaps);
    json_number(&json, "pages", (int64_t)tally->pages);
    json_bool(&json, "pruned", run->pruned);
    if (later != NULL)
        json_number(&json, "left_for", later->id);
    json_text(&json, "rubric", run->rubric_version);
    json_text(&json, "software", run->software);
    if (decisions != NULL)
        add_decisions(&json, decisions);
    json_end_object(&json);
    (void)printf("%s\n", buffer_text(&line));
    buffer_release(&line);
}

/* "45s", "12m", "3h 05m"; "-" of a run that has not ended. */
static const char *took(const struct run *run, struct arena *arena)
{
    enum { MINUTE = 60, HOUR = 60 * MINUTE };
    long long seconds = run->finished_at - run->started_at;
    if (run->finished_at < 0 || seconds < 0)
        return "-";
    if (seconds < MINUTE)
        return arena_printf(arena, "%llds", seconds);
    return seconds < HOUR ? arena_printf(arena, "%lldm", seconds / MINUTE) : arena_printf(arena, "%lldh %02lldm", seconds / HOUR, seconds % HOUR / MINUTE);
}

/* One line in 80 columns; in fewer, and where there is more to say than usual, another one below. */
static void print_text(const struct cli *cli, const struct run *run, const struct run *later, const struct tally *tally, struct arena *arena)
{
    enum { WIDE = 80, BELOW = 6 };
    const struct terminal_options terminal = cli_terminal(cli, NULL);
    char started[CLOCK_TEXT_MAX];
    struct buffer out, more;
    buffer_init(&out, 4096);
    buffer_init(&more, 4096);
    clock_iso(run->started_at, started);
    const char *read = arena_printf(arena, "%zu/%zu read", tally->read, tally->asked), *pages = arena_printf(arena, "%s pages", figures_count(tally->pages).text);
    buffer_printf(&out, "%4lld  %-10s  %.10s %.5sZ", (long long)run->id, state_words[run->state], started, started + 11);
    if (terminal.width >= WIDE)
        buffer_printf(&out, "  %6s  %12s  %12s%s", took(run, arena), read, pages, run->pruned ? " pruned" : "");
    else
        buffer_printf(&more, "%s, %s%s, took %s", read, pages, run->pruned ? " pruned" : "", took(run, arena));
    const char *between = more.length > 0 ? ", " : "";
    if (tally->to_do > 0) {
        buffer_printf(&more, "%s%zu to do", between, tally->to_do);
        between = ", ";
    }
    if (later != NULL)
        buffer_printf(&more, "%sleft for run %lld", between, (long long)later->id);
    buffer_add_char(&out, '\n');
    if (more.length > 0)
        screen_wrap(&out, &terminal, SCREEN_PLAIN, "", BELOW, buffer_text(&more));
    (void)fputs(buffer_text(&out), stdout);
    buffer_release(&more);
    buffer_release(&out);
}

int command_status(struct cli *cli)
{
    struct error err = {0};
    struct store *store = NULL;
    struct run *runs = NULL;
    const struct run *newest = NULL; /* of those that are finished */
    struct decisions decisions = {0};
    size_t count = 0;
    const char *path = NULL;
    bool jsonl = cli->options.format != NULL && strcmp(cli->options.format, "jsonl") == 0;
    enum status status = cli_store_path(cli, &path, &err);
    if (status == STATUS_OK)
        status = store_open(path, STORE_READ, &store, &err);
    if (status == STATUS_OK)
        status = store_runs(store, &cli->arena, &runs, &count, &err);
    for (size_t i = 0; i < count && newest == NULL; i++)
        if (runs[i].state == RUN_FINISHED)
            newest = &runs[i];
    if (status == STATUS_OK && newest != NULL)
        status = decisions_load(store, newest->id, NULL, &cli->arena, &decisions, &err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        const struct run *later = overtaken_by(runs, &runs[i]); /* NULL unless the run was left unfinished for another */
        struct tally tally;
        status = tally_run(store, &runs[i], &cli->arena, &tally, &err);
        if (status == STATUS_OK && jsonl)
            print_json(&runs[i], later, &runs[i] == newest ? &decisions : NULL, &tally);
        else if (status == STATUS_OK)
            print_text(cli, &runs[i], later, &tally, &cli->arena);
    }
    if (status == STATUS_OK && newest != NULL && !jsonl)
        print_decisions(newest, &decisions);
    decisions_release(&decisions);
    if (status == STATUS_OK && count == 0)
        cli_note(cli, "%s holds no runs yet; start one with 'coreoffer audit'.", path);
    int code = status == STATUS_OK ? EXIT_DONE : cli_fail(cli, &err);
    code = cli_close(cli, store, code);
    return code;
}

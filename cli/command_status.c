#include <stdio.h>
#include <string.h>

#include <cJSON.h>

#include "base/clock.h"
#include "base/json.h"
#include "cli/cli.h"
#include "reports/decisions.h"

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

/* `later` is NULL unless the run was left unfinished for another, `decisions` for all runs but the newest finished one. */
static enum status print_run(const struct run *run, const struct run *later, const struct decisions *decisions, struct store *store, bool jsonl, struct arena *arena, struct error *err)
{
    struct visit *visits;
    size_t count, read = 0, gaps = 0, pages = 0;
    enum status status = store_visits(store, run->id, arena, &visits, &count, err);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        if (visits[i].outcome == VISIT_PENDING)
            continue;
        read += visit_was_read(visits[i].outcome);
        gaps += !visit_was_read(visits[i].outcome);
        pages += (size_t)(visits[i].pages_read > 0 ? visits[i].pages_read : 0);
    }
    size_t asked = asked_for(run), to_do = run->state == RUN_UNFINISHED && asked > read + gaps ? asked - read - gaps : 0;
    char started[CLOCK_TEXT_MAX], finished[CLOCK_TEXT_MAX];
    clock_iso(run->started_at, started);
    clock_iso(run->finished_at, finished);
    if (jsonl) {
        struct buffer line;
        buffer_init(&line, 64 * 1024);
        struct json_writer json = {.out = &line};
        json_object(&json, NULL);
        json_number(&json, "run", run->id);
        json_text(&json, "state", state_words[run->state]);
        json_text(&json, "started", started);
        json_text(&json, "finished", *finished != '\0' ? finished : NULL);
        json_number(&json, "councils", (int64_t)asked);
        json_number(&json, "read", (int64_t)read);
        json_number(&json, "gaps", (int64_t)gaps);
        json_number(&json, "pages", (int64_t)pages);
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
    } else {
        (void)printf("%4lld  %-10s  %-20s  %-20s  %3zu councils, %3zu read, %3zu not, %3zu to do, %zu pages%s", (long long)run->id, state_words[run->state],
                     started, *finished != '\0' ? finished : "-", asked, read, gaps, to_do, pages, run->pruned ? " (pruned)" : "");
        if (later != NULL)
            (void)printf(", left for run %lld", (long long)later->id);
        (void)putchar('\n');
    }
    return STATUS_OK;
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
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = print_run(&runs[i], overtaken_by(runs, &runs[i]), &runs[i] == newest ? &decisions : NULL, store, jsonl, &cli->arena, &err);
    if (status == STATUS_OK && newest != NULL && !jsonl)
        print_decisions(newest, &decisions);
    decisions_release(&decisions);
    if (status == STATUS_OK && count == 0)
        cli_note(cli, "%s holds no runs yet; start one with 'coreoffer audit'.", path);
    int code = status == STATUS_OK ? EXIT_DONE : cli_fail(cli, &err);
    code = cli_close(cli, store, code);
    return code;
}

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/judge.h"
#include "crawler/robots.h"
#include "crawler/url.h"
#include "document/document.h"
#include "reports/texts.h"

/* Path and query as they are sent. */
static const char *target_of(struct arena *arena, const struct url *url)
{
    return url->query != NULL ? arena_printf(arena, "%s?%s", url->path, url->query) : url->path;
}

static enum status explain_robots(struct cli *cli, const struct text_list *words, struct error *err)
{
    if (words->count < 3)
        return error_set(err, STATUS_USAGE, "usage: coreoffer explain robots [--agent NAME] FILE URL...");
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_BODY_BYTES);
    enum status status = file_read(words->items[1], &bytes, err);
    if (status != STATUS_OK) {
        buffer_release(&bytes);
        return status;
    }
    struct robots *robots = robots_parse(buffer_text(&bytes), bytes.length, cli->options.agent != NULL ? cli->options.agent : "coreoffer");
    for (size_t i = 2; i < words->count && status == STATUS_OK; i++) {
        struct url url;
        status = url_parse(&cli->arena, words->items[i], NULL, &url, err);
        if (status != STATUS_OK) {
            error_prefix(err, "'%s'", words->items[i]);
            break;
        }
        struct robots_answer answer = robots_check(robots, target_of(&cli->arena, &url));
        (void)printf("%s\t%s\t", answer.allowed ? "allow" : "disallow", words->items[i]);
        if (answer.line > 0)
            cli_print_shown(arena_printf(&cli->arena, "%s (line %zu)\n", answer.rule, answer.line));
        else
            (void)printf("no rule applies\n");
    }
    robots_free(robots);
    buffer_release(&bytes);
    return status;
}

static enum status explain_url(struct cli *cli, const struct text_list *words, struct error *err)
{
    if (words->count != 3)
        return error_set(err, STATUS_USAGE, "usage: coreoffer explain url BASE REF");
    struct url base, url;
    enum status status = url_parse(&cli->arena, words->items[1], NULL, &base, err);
    if (status != STATUS_OK) {
        error_prefix(err, "the base '%s'", words->items[1]);
        err->status = STATUS_PARSE;
        return STATUS_PARSE;
    }
    status = url_parse(&cli->arena, words->items[2], &base, &url, err);
    if (status != STATUS_OK) {
        error_prefix(err, "'%s'", words->items[2]);
        err->status = STATUS_PARSE;
        return STATUS_PARSE;
    }
    size_t length = strlen(url.href);
    if (url.fragment != NULL)
        length = strcspn(url.href, "#");
    (void)printf("%.*s\n", (int)length, url.href);
    return STATUS_OK;
}

static const char *verdict_of(const void *texts, enum verdict verdict, const char *row)
{
    return texts_verdict(texts, verdict, row);
}

static const char *reason_of(const void *texts, const char *reason)
{
    return texts_why(texts, reason);
}

static enum status explain_verdict(struct cli *cli, const struct text_list *words, struct error *err)
{
    if (words->count != 4)
        return error_set(err, STATUS_USAGE, "usage: coreoffer explain verdict COUNCIL SERVICE ROW");
    struct rubric *rubric = NULL;
    struct store *store = NULL;
    struct council_list councils = {0};
    struct judged judged = {0};
    struct run run = {0};
    struct report_texts texts = {0};
    const struct score_wording wording = {.texts = &texts, .verdict = verdict_of, .reason = reason_of};
    struct buffer text;
    buffer_init(&text, LIMIT_BODY_BYTES);
    const char *path;
    document_start();
    enum status status = cli_rubric(cli, &rubric, err);
    if (status == STATUS_OK)
        status = texts_load(cli->seeds, &texts, err);
    if (status == STATUS_OK)
        status = cli_store_path(cli, &path, err);
    if (status == STATUS_OK)
        status = store_open(path, STORE_READ, &store, err);
    if (status == STATUS_OK)
        status = cli_run(store, NULL, &cli->arena, &run, err);
    if (status == STATUS_OK)
        status = store_councils(store, run.id, &councils, err);
    const struct council *council = status == STATUS_OK ? councils_find(&councils, words->items[1]) : NULL;
    if (status == STATUS_OK && council == NULL)
        status = error_set(err, STATUS_USAGE, "run %lld has no council '%s'; give a GSS code, a slug or a name", (long long)run.id, words->items[1]);
    if (status == STATUS_OK)
        status = judge_council(store, run.id, rubric, council, run.started_at, &judged, err);
    if (status == STATUS_OK)
        status = score_explain(rubric, &judged.evidence, words->items[2], words->items[3], &wording, &text, err);
    if (status == STATUS_OK)
        cli_print_shown(buffer_text(&text));
    buffer_release(&text);
    judge_release(&judged);
    councils_release(&councils);
    if (store != NULL && store_close(store, NULL) != STATUS_OK && status == STATUS_OK)
        status = error_set(err, STATUS_IO, "the store could not be closed");
    texts_release(&texts);
    rubric_free(rubric);
    document_stop();
    return status;
}

int command_explain(struct cli *cli)
{
    const struct text_list *words = &cli->options.arguments;
    struct error err = {0};
    enum status status;
    if (strcmp(words->items[0], "robots") == 0)
        status = explain_robots(cli, words, &err);
    else if (strcmp(words->items[0], "url") == 0)
        status = explain_url(cli, words, &err);
    else if (strcmp(words->items[0], "verdict") == 0)
        status = explain_verdict(cli, words, &err);
    else
        status = error_set(&err, STATUS_USAGE, "'coreoffer explain' takes verdict, robots or url, not '%s'", words->items[0]);
    return status == STATUS_OK ? EXIT_DONE : cli_fail(cli, &err);
}

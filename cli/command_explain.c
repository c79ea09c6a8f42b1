#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/judge.h"
#include "crawler/links/robots.h"
#include "crawler/url/url.h"
#include "document/document.h"
#include "reports/data/data.h"
#include "reports/data/decisions.h"
#include "reports/data/texts.h"
#include "reports/reports.h"

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

static const char *verdict_of(const void *texts, enum verdict verdict, const char *row, const char *reason)
{
    return texts_word(texts, verdict, row, reason);
}

static const char *reason_of(const void *texts, const char *reason)
{
    return texts_why(texts, reason);
}

static const char *check_of(enum check check)
{
    return data_check_titles[check];
}

/* What the store knows of a council. */
struct council_opened {
    struct rubric *rubric;
    struct store *store;
    struct council_list councils;
    struct run run;
    const struct council *council;
};

static enum status open_council(struct cli *cli, const char *name, struct council_opened *out, struct error *err)
{
    const char *path;
    document_start();
    enum status status = cli_rubric(cli, &out->rubric, err);
    if (status == STATUS_OK)
        status = cli_store_path(cli, &path, err);
    if (status == STATUS_OK)
        status = store_open(path, STORE_READ, &out->store, err);
    if (status == STATUS_OK)
        status = cli_run(out->store, NULL, &cli->arena, &out->run, err);
    if (status == STATUS_OK)
        status = store_councils(out->store, out->run.id, &out->councils, err);
    out->council = status == STATUS_OK ? councils_find(&out->councils, name) : NULL;
    if (status == STATUS_OK && out->council == NULL)
        status = error_set(err, STATUS_USAGE, "run %lld has no council '%s'; give a GSS code, a slug or a name", (long long)out->run.id, name);
    return status;
}

static enum status close_council(struct council_opened *opened, enum status status, struct error *err)
{
    councils_release(&opened->councils);
    if (opened->store != NULL && store_close(opened->store, NULL) != STATUS_OK && status == STATUS_OK)
        status = error_set(err, STATUS_IO, "the store could not be closed");
    rubric_free(opened->rubric);
    document_stop();
    return status;
}

/* What the run was judged as, where today's rules, or this build, say something else: the report still shows that. */
static enum status add_stored(struct cli *cli, const struct council_opened *opened, const struct judged *judged, const char *service, const char *row,
                              const struct report_texts *texts, struct buffer *out, struct error *err)
{
    struct row_verdict stored;
    const struct row_verdict *now = data_row(&judged->scorecard, service, row);
    enum status status = store_row(opened->store, opened->run.id, opened->council->gss_code, service, row, &cli->arena, &stored, err);
    if (status == STATUS_OK && now != NULL &&
        (stored.judgement.verdict != now->judgement.verdict || stored.leans != now->leans || !text_same(stored.judgement.reason, now->judgement.reason)))
        buffer_printf(out, "\nThe report of run %lld says '%s', as it was judged then: %s. 'coreoffer audit' judges it anew.\n",
                      (long long)opened->run.id, texts_word(texts, stored.judgement.verdict, row, stored.judgement.reason),
                      judge_was_rechecked(judged, &opened->run, row) ? "links were asked again since" : "the rules or the program are others now");
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* What a person decided on it, which is not in the rule. */
static enum status add_decision(struct cli *cli, const struct council_opened *opened, const char *service, const char *row, const struct report_texts *texts,
                                struct buffer *out, struct error *err)
{
    struct decisions decisions;
    enum status status = decisions_load(opened->store, opened->run.id, opened->council->gss_code, &cli->arena, &decisions, err);
    const struct decision *decision = decisions_find(&decisions, opened->council->gss_code, service, row);
    if (status == STATUS_OK && decision != NULL) {
        buffer_printf(out, "\nA person (%s) decided on %s: '%s'. ", decision->review.reviewer_role, decision->review.date,
                      texts_verdict(texts, decision->review.verdict, row));
        if (decision_holds(decision))
            buffer_add_text(out, "The report shows that.\n");
        else
            buffer_printf(out, "%s, so that the report does not use it.\n", decision_why_not(decision));
    }
    decisions_release(&decisions);
    return status;
}

/* As the reports call them, or as the data files do; what is neither stays as it was given. */
static const char *service_id(const struct rubric_texts *texts, const char *name)
{
    for (size_t i = 0; i < texts->service_count; i++)
        if (text_equal_ignoring_case(texts->services[i].title, name))
            return texts->services[i].id;
    return name;
}

static const char *row_id(const struct rubric_texts *texts, const char *name)
{
    for (size_t i = 0; i < texts->row_count; i++)
        if (text_equal_ignoring_case(texts->rows[i].title, name))
            return texts->rows[i].id;
    return name;
}

static enum status explain_verdict(struct cli *cli, const struct text_list *words, struct error *err)
{
    if (words->count != 4)
        return error_set(err, STATUS_USAGE, "usage: coreoffer explain verdict COUNCIL SERVICE ROW");
    struct council_opened opened = {0};
    struct judged judged = {0};
    struct report_texts texts = {0};
    const struct score_wording wording = {.texts = &texts, .verdict = verdict_of, .reason = reason_of, .check = check_of};
    const char *service = words->items[2], *row = words->items[3];
    struct buffer text;
    buffer_init(&text, LIMIT_BODY_BYTES);
    enum status status = open_council(cli, words->items[1], &opened, err);
    if (status == STATUS_OK) {
        service = service_id(rubric_texts(opened.rubric), service);
        row = row_id(rubric_texts(opened.rubric), row);
    }
    if (status == STATUS_OK)
        status = texts_load(cli->seeds, &texts, err);
    if (status == STATUS_OK)
        status = judge_council(opened.store, opened.run.id, opened.rubric, opened.council, opened.run.started_at, &judged, err);
    if (status == STATUS_OK)
        status = score_explain(opened.rubric, &judged.evidence, service, row, &wording, &text, err);
    if (status == STATUS_NOT_FOUND && opened.council != NULL) /* the service or the row: as it was given */
        status = err->status = STATUS_USAGE;
    if (status == STATUS_OK)
        status = add_stored(cli, &opened, &judged, service, row, &texts, &text, err);
    if (status == STATUS_OK)
        status = add_decision(cli, &opened, service, row, &texts, &text, err);
    if (status == STATUS_OK)
        cli_print_wrapped(cli, buffer_text(&text));
    buffer_release(&text);
    judge_release(&judged);
    texts_release(&texts);
    return close_council(&opened, status, err);
}

/* The address as the report has it, or as it was copied from elsewhere. */
static enum status explain_link(struct cli *cli, const struct text_list *words, struct error *err)
{
    if (words->count != 3)
        return error_set(err, STATUS_USAGE, "usage: coreoffer explain link COUNCIL ADDRESS");
    struct council_opened opened = {0};
    const char *address = words->items[2];
    struct url url;
    enum status status = open_council(cli, words->items[1], &opened, err);
    if (status == STATUS_OK) {
        struct terminal_options terminal = cli_terminal(cli, opened.rubric);
        status = reports_link(opened.store, opened.run.id, opened.council->gss_code, address, &terminal, stdout, err);
        if (status == STATUS_NOT_FOUND && url_parse(&cli->arena, address, NULL, &url, NULL) == STATUS_OK)
            status = reports_link(opened.store, opened.run.id, opened.council->gss_code, url.href, &terminal, stdout, err);
        if (status == STATUS_NOT_FOUND)
            status = error_set(err, STATUS_USAGE, "in run %lld no page that was read links to '%s'; give the address as the report has it",
                               (long long)opened.run.id, address);
    }
    return close_council(&opened, status, err);
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
    else if (strcmp(words->items[0], "link") == 0)
        status = explain_link(cli, words, &err);
    else
        status = error_set(&err, STATUS_USAGE, "'coreoffer explain' takes verdict, link, robots or url, not '%s'", words->items[0]);
    return status == STATUS_OK ? EXIT_DONE : cli_fail(cli, &err);
}

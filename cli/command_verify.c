/* Judges the archived pages of a run again. Reading, judging and comparing take the same
 * code as the run itself; only the bytes come from the archive instead of the network. */
#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "cli/judge.h"
#include "crawler/archive/replay.h"
#include "crawler/archive/warc.h"
#include "document/document.h"

struct verification {
    struct cli *cli;
    const struct rubric *rubric;
    struct store *store;
    struct run run;
    const char *archive;
    size_t pages, differences, without_bytes, rechecked;
};

static void differ(struct verification *v, const char *url, const char *what)
{
    v->differences++;
    (void)fputs("differs\t", stdout);
    cli_print_shown(url);
    (void)putchar('\t');
    cli_print_shown(what);
    (void)putchar('\n');
}

/* The document that the bytes in the archive of `run` make, or a sentence why there is none. */
static struct document *read_archived(struct verification *v, int64_t run, const struct page *page, struct error *err)
{
    struct arena arena = {0};
    struct warc_response response;
    struct document *document = NULL;
    const char *path = arena_printf(&arena, "%s/run-%lld/%s", v->archive, (long long)run, page->archive);
    if (warc_read(path, page->archive_offset, &arena, &response, err) == STATUS_OK) {
        const struct fetch_request request = {.url = page->final_url, .method = FETCH_GET, .body_ceiling = LIMIT_BODY_BYTES};
        struct replay replay = {0};
        char digest[DIGEST_HEX_SIZE];
        replay_response(&replay, &response, &request);
        digest_hex(replay.reply.body, replay.reply.body_length, digest);
        if (page->sha256[0] != '\0' && strcmp(digest, page->sha256) != 0) {
            (void)error_set(err, STATUS_PARSE, "the archived body has SHA-256 %s and the store says %s", digest, page->sha256);
        } else {
            struct document_input input = {.bytes = replay.reply.body, .length = replay.reply.body_length, .name = page->final_url,
                                           .content_type = replay.reply.content_type, .rendered = response.rendering,
                                           .lacking = response.rendering && response.truncated ? "it was not rendered whole" : NULL};
            if (document_read(rubric_markup(v->rubric), &input, &document, err) != STATUS_OK)
                document = NULL;
        }
        replay_release(&replay);
    }
    arena_release(&arena);
    return document;
}

static bool same_assessment(struct store *store, const struct page *page, const struct document *document, const struct assessment *fresh)
{
    struct assessment kept;
    struct error err = {0};
    if (store_assessment(store, page->id, &kept, &err) != STATUS_OK)
        return false;
    struct buffer was, is;
    buffer_init(&was, LIMIT_BODY_BYTES);
    buffer_init(&is, LIMIT_BODY_BYTES);
    reports_page_json(page->url, page->final_url, document, &kept, &was);
    reports_page_json(page->url, page->final_url, document, fresh, &is);
    bool same = was.length == is.length && memcmp(buffer_text(&was), buffer_text(&is), is.length) == 0;
    buffer_release(&was);
    buffer_release(&is);
    assessment_release(&kept);
    return same;
}

static void compare_scorecards(struct verification *v, const struct judged *judged)
{
    struct scorecard kept;
    struct error err = {0};
    if (store_scorecard(v->store, v->run.id, judged->council->gss_code, &kept, &err) != STATUS_OK) {
        differ(v, judged->council->name, "the store holds no scorecard");
        return;
    }
    for (size_t i = 0; i < judged->scorecard.service_count; i++) {
        const struct service_scorecard *is = &judged->scorecard.services[i];
        const struct service_scorecard *was = i < kept.service_count ? &kept.services[i] : NULL;
        for (size_t k = 0; k < is->row_count; k++) {
            const struct row_verdict *now = &is->rows[k];
            bool leans = verdict_leans(now);
            bool same = was != NULL && k < was->row_count && was->rows[k].judgement.verdict == now->judgement.verdict && was->rows[k].leans == now->leans;
            if (!same && was != NULL && k < was->row_count && judge_was_rechecked(judged, &v->run, now->row))
                v->rechecked++;
            else if (!same)
                differ(v, judged->council->name,
                       arena_printf(&v->cli->arena, "%s, %s: now %s%s%s", is->service, now->row, verdict_word(now->judgement.verdict),
                                    leans ? ", leans to " : "", leans ? verdict_word(now->leans) : ""));
        }
    }
    scorecard_release(&kept);
}

/* Puts the archived documents in the place of the stored ones before judging. */
static enum status verify_council(struct verification *v, const struct council *council, struct error *err)
{
    struct judged judged;
    enum status status = judge_load(v->store, v->run.id, council, &judged, err);
    for (size_t i = 0; status == STATUS_OK && i < judged.page_count; i++) {
        struct error problem = {0};
        struct page page = judged.pages[i];
        int64_t run = v->run.id;
        if (page.archive == NULL || judged.documents[i] == NULL)
            continue;
        if (page.reused) { /* a 304 stands in this run's archive, and the bytes in an earlier one's */
            enum status found = store_page_bytes(v->store, v->run.id, &judged.pages[i], &v->cli->arena, &page, &run, &problem);
            if (found == STATUS_NOT_FOUND) {
                v->without_bytes++;
                continue;
            }
            if ((status = found) != STATUS_OK) {
                *err = problem;
                break;
            }
        }
        struct document *document = read_archived(v, run, &page, &problem);
        if (document == NULL) {
            differ(v, page.url, problem.message);
            continue;
        }
        /* Why a page could not be rendered is not in its bytes. */
        if (document->needs_scripts && document->partly_reason == NULL)
            document->partly_reason = arena_copy(&document->arena, judged.documents[i]->partly_reason);
        document_free(judged.documents[i]);
        judged.documents[i] = document;
        v->pages++;
    }
    if (status == STATUS_OK) {
        judge_loaded(v->rubric, v->run.started_at, &judged);
        for (size_t i = 0; i < judged.page_count; i++)
            if (judged.council_pages[i].assessment != NULL && !same_assessment(v->store, &judged.pages[i], judged.documents[i], &judged.assessments[i]))
                differ(v, judged.pages[i].url, "its verdicts");
        compare_scorecards(v, &judged);
    }
    judge_release(&judged);
    return status;
}

int command_verify(struct cli *cli)
{
    struct error err = {0};
    struct verification v = {.cli = cli};
    struct rubric *rubric = NULL;
    struct council_list councils = {0};
    struct visit *visits = NULL; /* of the list those that the run was begun for */
    size_t count = 0;
    const char *path;
    document_start();
    enum status status = cli_rubric(cli, &rubric, &err);
    if (status == STATUS_OK)
        status = cli_store_path(cli, &path, &err);
    if (status == STATUS_OK)
        status = cli_archive_path(cli, &v.archive, &err);
    if (status == STATUS_OK)
        status = store_open(path, STORE_READ, &v.store, &err);
    if (status == STATUS_OK)
        status = cli_run(v.store, cli->options.arguments.count > 0 ? cli->options.arguments.items[0] : NULL, &cli->arena, &v.run, &err);
    if (status == STATUS_OK && v.run.pruned) /* nothing would differ, and nothing be proved */
        status = error_set(&err, STATUS_USAGE, "run %lld was pruned: its pages are gone and can't be judged again", (long long)v.run.id);
    if (status == STATUS_OK)
        status = store_councils(v.store, v.run.id, &councils, &err);
    if (status == STATUS_OK)
        status = store_visits(v.store, v.run.id, &cli->arena, &visits, &count, &err);
    v.rubric = rubric;
    if (status == STATUS_OK && strcmp(rubric_texts(rubric)->sha256, v.run.rubric_sha256) != 0)
        cli_note(cli, "The rubric has changed since run %lld: differences below may come from that.", (long long)v.run.id);
    for (size_t i = 0; status == STATUS_OK && i < count && cli_signal() == 0; i++) {
        const struct council *council = councils_find(&councils, visits[i].gss_code);
        status = council != NULL ? verify_council(&v, council, &err) : STATUS_OK;
    }
    if (status == STATUS_OK && cli_signal() != 0) /* what was not looked at is not the same */
        status = error_set(&err, STATUS_STOPPED, "stopped by a signal after %zu pages", v.pages);
    int code = status != STATUS_OK ? cli_fail(cli, &err) : v.differences > 0 ? EXIT_CONDITION : EXIT_DONE;
    if (status == STATUS_OK && v.without_bytes > 0)
        cli_note(cli, "%zu pages had not changed since runs that kept no archive; their stored words were judged again.", v.without_bytes);
    if (status == STATUS_OK && v.rechecked > 0)
        cli_note(cli, "%zu results on links would be others now, since links were asked again after the run ('coreoffer recheck').", v.rechecked);
    if (status == STATUS_OK)
        cli_note(cli, "Run %lld: %zu archived pages judged again, %zu differences.", (long long)v.run.id, v.pages, v.differences);
    councils_release(&councils);
    code = cli_close(cli, v.store, code);
    rubric_free(rubric);
    document_stop();
    return code;
}

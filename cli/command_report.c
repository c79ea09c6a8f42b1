#include "base/clock.h"
#include "cli/cli.h"
#include "cli/copies.h"

int command_report(struct cli *cli)
{
    struct error err = {0};
    struct store *store = NULL;
    struct rubric *rubric = NULL;
    struct run run = {0};
    const struct options *o = &cli->options;
    const char *path, *out = o->out != NULL ? o->out : "coreoffer-report";
    char deadline[CLOCK_TEXT_MAX] = "";
    cli_end_at_signal("");
    enum status status = cli_check_base_url(cli, &err);
    if (status == STATUS_OK)
        status = cli_store_path(cli, &path, &err);
    if (status == STATUS_OK)
        status = cli_check_places(cli, out, path, &err);
    if (status == STATUS_OK)
        status = cli_rubric(cli, &rubric, &err);
    if (status == STATUS_OK && o->reply_by != NULL && !clock_parse_day(o->reply_by, deadline))
        status = error_set(&err, STATUS_USAGE, "--reply-by takes a date such as 2026-12-18, not '%s'", o->reply_by);
    if (status == STATUS_OK && o->reply_by != NULL && !o->draft)
        status = error_set(&err, STATUS_USAGE, "--reply-by goes with --draft");
    if (status == STATUS_OK)
        status = store_open(path, o->replies != NULL || o->answers != NULL ? STORE_CHANGE : STORE_READ, &store, &err); /* which keeps them */
    if (status == STATUS_OK)
        status = cli_run(store, o->arguments.count > 0 ? o->arguments.items[0] : NULL, &cli->arena, &run, &err);
    if (status == STATUS_OK)
        status = cli_check_finished(&run, &err);
    if (status == STATUS_OK && run.state == RUN_BRAKED)
        status = error_set(&err, STATUS_USAGE, "run %lld was stopped by the safety brake and is not for publication", (long long)run.id);
    if (status == STATUS_OK && run.pruned) /* whose links are gone: it would call none of them broken */
        status = error_set(&err, STATUS_USAGE, "run %lld was pruned: its pages and links are gone, and a report would say that no link is broken; keep the one that was written", (long long)run.id);
    if (status == STATUS_OK) {
        struct report_options options = {
            .run = run.id, .out = out, .seeds = cli->seeds, .rubric = rubric_texts(rubric), .replies = o->replies, .answers = o->answers, .tell_mistake = cli_tell, .tell_note = cli_tell_note, .tell_context = cli,
            .notice = o->notice, .contact = o->contact, .base_url = o->base_url, .draft = o->draft, .reply_by = *deadline ? deadline : NULL, .copy_text = copies_text,
            .require_review = o->require_review, .publish_copies = o->publish_copies,
        };
        status = cli_write_report(cli, store, &options, &err);
        if (status == STATUS_NO_SPACE)
            error_suffix(&err, "; an earlier report is as it was");
    }
    int code = status == STATUS_OK ? EXIT_DONE : cli_fail(cli, &err);
    if (status == STATUS_OK)
        cli_note(cli, "Report of run %lld: %s/index.html", (long long)run.id, out);
    if (status == STATUS_OK && o->draft)
        cli_note(cli, "A pack for each council, to be sent as it is: %s/pack/", out);
    code = cli_close(cli, store, code);
    rubric_free(rubric);
    return code;
}

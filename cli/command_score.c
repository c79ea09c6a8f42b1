#include <stdio.h>
#include <string.h>

#include "base/file.h"
#include "base/json.h"
#include "base/limits.h"
#include "cli/cli.h"
#include "document/document.h"

/* What holds for all files. */
struct scoring {
    const struct cli *cli;
    const struct rubric *rubric;
    struct page_reader *reader;
    bool jsonl;
    bool failing;      /* a verdict is what --fail-on asks for */
    struct buffer out; /* of one file */
};

/* One file, read and judged; its result is added to `out`. */
static enum status score_file(struct scoring *scoring, const char *file, struct error *err)
{
    const struct cli *cli = scoring->cli;
    struct buffer bytes;
    struct document *document = NULL;
    buffer_init(&bytes, LIMIT_BODY_BYTES);
    enum status status = file_read(file, &bytes, err);
    if (status == STATUS_OK) {
        struct document_input input = {.bytes = buffer_text(&bytes), .length = bytes.length, .name = strcmp(file, "-") == 0 ? cli->options.url : file};
        status = document_read(rubric_markup(scoring->rubric), &input, &document, err);
        if (status != STATUS_OK && !scoring->jsonl)
            error_prefix(err, "'%s'", file);
    }
    if (status == STATUS_OK) {
        struct assessment assessment;
        score_page(scoring->rubric, scoring->reader, document, cli->options.url, NULL, &assessment);
        for (int i = 0; i < CHECK_COUNT; i++) {
            enum verdict verdict = assessment.checks[i].verdict;
            if (cli->options.fail_on >= FAIL_ON_CONCERNS &&
                (verdict == VERDICT_NO || (verdict == VERDICT_CONCERNS && cli->options.fail_on == FAIL_ON_CONCERNS)))
                scoring->failing = true;
        }
        struct terminal_options terminal = cli_terminal(cli, scoring->rubric);
        if (scoring->jsonl)
            reports_page_json(file, cli->options.url, document, &assessment, &scoring->out);
        else
            reports_page_terminal(file, document, &assessment, &terminal, &scoring->out);
        assessment_release(&assessment);
    }
    document_free(document);
    buffer_release(&bytes);
    return status;
}

static void add_failure(const char *file, const struct error *err, struct buffer *out)
{
    struct json_writer json = {.out = out};
    json_object(&json, NULL);
    json_text(&json, "file", file);
    json_text(&json, "error", err->message);
    json_end_object(&json);
    (void)buffer_add_char(out, '\n');
}

int command_score(struct cli *cli)
{
    const char *format = cli->options.format;
    struct error err = {0};
    bool jsonl = format != NULL && strcmp(format, "jsonl") == 0;
    struct rubric *rubric = NULL;
    cli_end_at_signal("");
    if (cli_rubric_for_pages(cli, &rubric, &err) != STATUS_OK)
        return cli_fail(cli, &err);
    document_start();
    int code = EXIT_DONE;
    struct scoring scoring = {.cli = cli, .rubric = rubric, .reader = page_reader_new(), .jsonl = jsonl};
    buffer_init(&scoring.out, LIMIT_BODY_BYTES);
    for (size_t i = 0; i < cli->options.arguments.count; i++) {
        const char *file = cli->options.arguments.items[i];
        struct error problem = {0};
        buffer_clear(&scoring.out);
        if (score_file(&scoring, file, &problem) != STATUS_OK) {
            code = EXIT_FAILED;
            if (jsonl)
                add_failure(file, &problem, &scoring.out);
            else
                (void)cli_fail(cli, &problem);
        }
        /* At once: a signal while the next is read takes nothing back. */
        if (fwrite(buffer_text(&scoring.out), 1, scoring.out.length, stdout) != scoring.out.length || fflush(stdout) != 0)
            break;
    }
    buffer_release(&scoring.out);
    page_reader_free(scoring.reader);
    document_stop();
    rubric_free(rubric);
    return code == EXIT_DONE && scoring.failing ? EXIT_CONDITION : code;
}

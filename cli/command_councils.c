#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/scope.h"

static void print_row(const struct council *council, bool jsonl)
{
    struct buffer line;
    buffer_init(&line, 64 * 1024);
    if (jsonl) {
        struct json_writer json = {.out = &line};
        json_object(&json, NULL);
        json_text(&json, "gss_code", council->gss_code);
        json_text(&json, "slug", council->slug);
        json_text(&json, "council_name", council->name);
        json_text(&json, "region", council->region);
        json_text(&json, "council_url", council->council_url);
        json_text(&json, "local_offer_url", council->local_offer_url);
        json_end_object(&json);
    } else {
        const char *cells[] = {council->gss_code, council->slug, council->name, council->region, council->local_offer_url};
        for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
            if (i > 0)
                (void)buffer_add_char(&line, '\t');
            text_add_shown(&line, cells[i], strlen(cells[i]));
        }
    }
    (void)buffer_add_char(&line, '\n');
    (void)fwrite(line.bytes, 1, line.length, stdout);
    buffer_release(&line);
}

int command_councils(struct cli *cli)
{
    struct error err = {0};
    struct scope scope = {0};
    bool jsonl = cli->options.format != NULL && strcmp(cli->options.format, "jsonl") == 0;
    enum status status = scope_load(cli, &(struct mistakes){.tell = cli_tell, .context = cli}, &scope, &err);
    for (size_t i = 0; status == STATUS_OK && i < scope.chosen_count; i++)
        print_row(scope.chosen[i], jsonl);
    int code = status == STATUS_OK ? EXIT_DONE : cli_fail(cli, &err);
    scope_release(&scope);
    return code;
}

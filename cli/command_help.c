/* What is printed from the table of options alone. */
#include <stdlib.h>

#include "base/file.h"
#include "cli/cli.h"
#include "cli/completion.h"
#include "cli/help.h"
#include "cli/manual.h"

int command_manual(struct cli *cli)
{
    (void)cli;
    manual_print(stdout);
    return EXIT_DONE;
}

int command_completion(struct cli *cli)
{
    const char *shell = cli->options.arguments.items[0];
    if (completion_print(stdout, shell))
        return EXIT_DONE;
    struct error err = {0};
    (void)error_set(&err, STATUS_USAGE, "there are completions for bash, zsh and fish, not for '%s'", shell);
    return cli_fail(cli, &err);
}

int command_init(struct cli *cli)
{
    const char *path = cli->options.arguments.items[0];
    struct error err = {0};
    if (file_exists(path)) {
        (void)error_set(&err, STATUS_USAGE, "'%s' is there already and is left as it is", path);
        return cli_fail(cli, &err);
    }
    char *text = NULL;
    size_t length = 0;
    FILE *memory = open_memstream(&text, &length);
    if (memory == NULL) {
        (void)error_errno(&err, "cannot write '%s'", path);
        return cli_fail(cli, &err);
    }
    help_option_file(memory);
    enum status status = fclose(memory) == 0 ? file_write(path, text, length, &err) : error_errno(&err, "cannot write '%s'", path);
    free(text);
    if (status != STATUS_OK)
        return cli_fail(cli, &err);
    cli_note(cli, "Wrote '%s'. Next: set contact, store and out in it, then run 'coreoffer doctor --config %s' as the user that will audit.", path, path);
    return EXIT_DONE;
}

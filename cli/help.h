/* Help, version and a sample option file, from the tables of commands and options. */
#ifndef COREOFFER_CLI_HELP_H
#define COREOFFER_CLI_HELP_H

#include <stddef.h>
#include <stdio.h>

#include "cli/options.h"

struct help_exit {
    const char *status, *meaning;
    unsigned commands; /* bits of enum command that may end so */
};

/* What the exit codes mean (enum exit_code in cli/cli.h). */
const struct help_exit *help_exits(size_t *count);
void help_overview(FILE *out);
void help_command(FILE *out, const struct command_row *command);
void help_version(FILE *out);
void help_option_file(FILE *out);

#endif

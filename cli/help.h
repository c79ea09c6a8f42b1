/* Help, version, manual page, completions and a sample option file, all from the one
 * table of options. */
#ifndef COREOFFER_CLI_HELP_H
#define COREOFFER_CLI_HELP_H

#include <stdio.h>

#include "cli/options.h"

void help_overview(FILE *out);
void help_command(FILE *out, const struct command_row *command);
void help_version(FILE *out);
void help_manual(FILE *out);                          /* mdoc(7) */
void help_completion(FILE *out, const char *shell);   /* "bash", "zsh" or "fish" */
void help_option_file(FILE *out);

#endif

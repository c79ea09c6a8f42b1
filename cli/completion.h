/* Completion scripts for shells, from the tables of commands and options. */
#ifndef COREOFFER_CLI_COMPLETION_H
#define COREOFFER_CLI_COMPLETION_H

#include <stdbool.h>
#include <stdio.h>

/* "bash", "zsh" or "fish"; false for another, and nothing is printed. */
bool completion_print(FILE *out, const char *shell);

#endif

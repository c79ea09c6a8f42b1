/* The manual page, mdoc(7), from the tables of commands and options. */
#ifndef COREOFFER_CLI_MANUAL_H
#define COREOFFER_CLI_MANUAL_H

#include <stdio.h>

void manual_print(FILE *out);

#endif

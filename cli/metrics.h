/* A run's figures for Prometheus' textfile collector (text format 0.0.4). */
#ifndef COREOFFER_CLI_METRICS_H
#define COREOFFER_CLI_METRICS_H

#include "cli/audit.h"

/* Written aside and renamed, so that the collector never reads half a file. */
MUST_USE enum status metrics_write(const char *path, struct store *store, const struct audit_result *result, int exit_code, struct arena *arena, struct error *err);

#endif

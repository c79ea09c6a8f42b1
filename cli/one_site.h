/* One site, or one list of links, visited into a store of its own: what `check` and `links` do before and after their own work. */
#ifndef COREOFFER_CLI_ONE_SITE_H
#define COREOFFER_CLI_ONE_SITE_H

#include "cli/audit.h"
#include "cli/scope.h"

struct one_site {
    struct scope scope;
    struct rubric *rubric;
    struct store *store;
    struct temporary temporary;
    struct event_log log;
    struct audit_result result;
};

/* Opens --log, before anything that can fail. A zeroed `site` becomes the caller's, whatever comes back: one_site_end. */
MUST_USE enum status one_site_begin(const struct cli *cli, struct one_site *site, struct error *err);
/* Checks the options, and opens all but the log: of --list, where it was given, else of the address that is the first argument. */
MUST_USE enum status one_site_open(struct cli *cli, struct one_site *site, struct error *err);
/* The visit to the site, which is not judged and published nowhere until the caller says so. Borrowed from `site`. */
struct audit_plan one_site_plan(const struct cli *cli, struct one_site *site);
/* Whether --fail-on is met by what was found. */
MUST_USE enum status one_site_condition(struct cli *cli, const struct one_site *site, bool *met, struct error *err);
/* Ends the log with how it went, says `err` where `status` is not STATUS_OK, frees everything, and returns the exit code. */
int one_site_end(struct cli *cli, struct one_site *site, enum status status, bool failing, const struct error *err);

#endif

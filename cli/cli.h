/* What every command is given, and the exit codes. Only this room prints to the terminal,
 * reads argv or exits. Results go to stdout, everything else to stderr. */
#ifndef COREOFFER_CLI_CLI_H
#define COREOFFER_CLI_CLI_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/status.h"
#include "cli/options.h"
#include "reports/reports.h"
#include "scoring/scoring.h"

enum exit_code {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,     /* runtime failure; earlier reports untouched */
    EXIT_USAGE = 2,      /* usage, councils or rubric error */
    EXIT_GAPS = 3,       /* done, but some councils were blocked or down */
    EXIT_CONDITION = 4,  /* a --fail-on condition or a verify mismatch */
    EXIT_BRAKED = 5,     /* safety brake: nothing published */
    EXIT_LOCKED = 75,    /* another run holds the lock (EX_TEMPFAIL) */
    EXIT_SIGNAL = 128,   /* plus the signal's number; state saved */
};

struct ignore_list; /* cli/ignore_list.h */

struct cli {
    const struct command_row *command;
    struct options options;
    struct arena arena;      /* lives as long as the command */
    const char *seeds;       /* the directory */
    const struct ignore_list *ignored; /* addresses to leave out, or NULL */
    bool color;              /* on stdout */
    bool progress;           /* stderr is a terminal and --quiet was not given */
    bool bar;                /* and the terminal can draw over a line */
    int width;               /* columns of the terminal, 80 where unknown */
};

/* One function a command, in cli/command_NAME.c. The return value is the exit code. */
int command_audit(struct cli *cli);
int command_check(struct cli *cli);
int command_links(struct cli *cli);
int command_score(struct cli *cli);
int command_report(struct cli *cli);
int command_compare(struct cli *cli);
int command_verify(struct cli *cli);
int command_explain(struct cli *cli);
int command_recheck(struct cli *cli);
int command_review(struct cli *cli);
int command_status(struct cli *cli);
int command_doctor(struct cli *cli);
int command_councils(struct cli *cli);
int command_rubric(struct cli *cli);
int command_prune(struct cli *cli);
int command_init(struct cli *cli);
int command_demo(struct cli *cli);
int command_manual(struct cli *cli);
int command_completion(struct cli *cli);

/* Prints the sentence on stderr and gives the exit code for its status. */
int cli_fail(const struct cli *cli, const struct error *err);
/* The same for whoever has more to tell; `cli` is a struct cli. */
void cli_tell(void *cli, const struct error *err);
/* A note on stderr, unless --quiet. */
void cli_note(const struct cli *cli, const char *format, ...) PRINTF_LIKE(2, 3);
void cli_tell_note(void *cli, const char *sentence); /* the same for whoever has a note to make; `cli` is a struct cli */

/* Prints lines that hold foreign text on stdout: what could steer a terminal is shown as U+FFFD. */
void cli_print_shown(const char *text);
/* The same, on a terminal wrapped at its width under where each line's words begin; in a pipe or a file lines are as they come. */
void cli_print_wrapped(const struct cli *cli, const char *text);

/* Whether --base-url, where it is given, can begin the report's addresses. */
MUST_USE enum status cli_check_base_url(struct cli *cli, struct error *err);

/* The store's path: --store, else coreoffer.db in the state directory (STATE_DIRECTORY as
 * systemd sets it, XDG_STATE_HOME, ~/.local/state/coreoffer). Made in cli->arena. */
MUST_USE enum status cli_store_path(struct cli *cli, const char **path, struct error *err);
/* The archive's directory: --archive, else beside the store: "archive" for coreoffer.db,
 * "NAME-archive" for a store of another name. */
MUST_USE enum status cli_archive_path(struct cli *cli, const char **path, struct error *err);
/* Whether a report can go to `out` (reports_check; NULL: none is written) and nothing that is kept of audits would stand in it or in
 * any other report: they are published, and replaced whole. `store` is NULL for a temporary one. */
MUST_USE enum status cli_check_places(struct cli *cli, const char *out, const char *store, struct error *err);
/* reports_write; and of the report of an audit says on stderr, the first time, that no other user can read it. */
MUST_USE enum status cli_write_report(struct cli *cli, struct store *store, const struct report_options *options, struct error *err);
/* That sentence, where this program's umask would make it true; else NULL. */
const char *cli_would_hide(struct cli *cli, const char *out);
/* Loads the rubric from cli->seeds. */
MUST_USE enum status cli_rubric(struct cli *cli, struct rubric **out, struct error *err);
/* Whether all else of cli->seeds that an audit reads, for the crawl and for the reports, is as it must be: none ends at its report by a misspelt sentence. */
MUST_USE enum status cli_check_seeds(struct cli *cli, struct error *err);
MUST_USE enum status cli_rubric_for_pages(struct cli *cli, struct rubric **out, struct error *err);
/* The councils file: --councils, else seeds/councils.csv; and what is in it. */
const char *cli_councils_path(struct cli *cli);
MUST_USE enum status cli_councils(struct cli *cli, struct buffer *bytes, struct error *err);
/* A fault after the work was done: it is said, and where all was well so far its exit code is the command's. */
int cli_late_fault(const struct cli *cli, const struct error *err, int code);
/* Closes the store (NULL is fine) at a command's end. Gives the exit code; a fault is a late one. */
int cli_close(const struct cli *cli, struct store *store, int code);
/* The run that an argument names, or the newest finished one where `text` is NULL. */
MUST_USE enum status cli_run(struct store *store, const char *text, struct arena *arena, struct run *run, struct error *err);
/* STATUS_USAGE, with how to go on, for a run that holds no verdicts yet. */
MUST_USE enum status cli_check_finished(const struct run *run, struct error *err);
struct terminal_options cli_terminal(const struct cli *cli, const struct rubric *rubric);

/* From now on SIGINT, SIGTERM and SIGHUP ask for an end, each unless it was ignored already, and writing where nobody
 * reads, or more than a file may hold, fails. */
void cli_listen(void);
/* 0, or the signal that asked for an end. From any thread. */
int cli_signal(void);
/* From now on the first of them ends the program at once, as one does that has come already: there is nothing to put in
 * order that the next call would not. `words` ("" for none; not copied) are said then, a whole line. NULL: in order again. */
void cli_end_at_signal(const char *words);

#endif

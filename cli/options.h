/* The command line: one table of options drives parsing, `--help`, the manual page, shell
 * completion and the option file. */
#ifndef COREOFFER_CLI_OPTIONS_H
#define COREOFFER_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/status.h"

/* Every command; a bit each, since an option belongs to several. */
enum command {
    COMMAND_AUDIT = 1 << 0,
    COMMAND_CHECK = 1 << 1,
    COMMAND_LINKS = 1 << 2,
    COMMAND_SCORE = 1 << 3,
    COMMAND_REPORT = 1 << 4,
    COMMAND_COMPARE = 1 << 5,
    COMMAND_VERIFY = 1 << 6,
    COMMAND_EXPLAIN = 1 << 7,
    COMMAND_RECHECK = 1 << 8,
    COMMAND_REVIEW = 1 << 9,
    COMMAND_STATUS = 1 << 10,
    COMMAND_DOCTOR = 1 << 11,
    COMMAND_COUNCILS = 1 << 12,
    COMMAND_RUBRIC = 1 << 13,
    COMMAND_PRUNE = 1 << 14,
    COMMAND_INIT = 1 << 15,
    COMMAND_DEMO = 1 << 16,
    COMMAND_MANUAL = 1 << 17,
    COMMAND_COMPLETION = 1 << 18,
};

/* Several of them. */
enum command_group {
    COMMANDS_ALL = 2 * COMMAND_COMPLETION - 1,
    /* Those that visit sites, and those that open a store, their own or another. */
    COMMANDS_VISIT = COMMAND_AUDIT | COMMAND_CHECK | COMMAND_LINKS,
    COMMANDS_STORE = COMMANDS_VISIT | COMMAND_REPORT | COMMAND_COMPARE | COMMAND_VERIFY | COMMAND_EXPLAIN | COMMAND_RECHECK | COMMAND_REVIEW | COMMAND_STATUS |
                     COMMAND_PRUNE | COMMAND_DEMO,
};

enum color { COLOR_AUTO, COLOR_ALWAYS, COLOR_NEVER };
enum fail_on { FAIL_ON_NEVER, FAIL_ON_BROKEN, FAIL_ON_SUSPECT, FAIL_ON_CONCERNS, FAIL_ON_NO };

struct text_list {
    const char **items;
    size_t count, capacity;
};

/* What was asked for. Strings live in the arena of the parse, or in argv. */
struct options {
    const char *config, *seeds, *store, *out, *councils, *user_agent, *contact, *from, *archive, *format, *url, *ignore_file;
    const char *replies, *answers, *reply_by, *base_url, *agent, *log, *metrics, *ca_file, *name_server, *list, *browser, *notice;
    struct text_list resolve;
    int64_t max_pages, max_depth, max_runtime, connections, as_of, keep, resume_within;
    double delay, timeout, sample;
    int color, fail_on;
    bool allow_private, resume, quiet, verbose, help, version, no_links, no_externals, no_archive, no_report, draft,
        require_review, publish_copies, unsure, changed;
    struct text_list arguments; /* what is left: councils, files, addresses */
    struct text_list faults;    /* of the option file's lines, each with its place; they don't stop doctor */
};

struct command_row {
    enum command command;
    const char *name;
    const char *synopsis;  /* of its arguments */
    const char *summary;   /* one line */
    const char *details;   /* a paragraph for help and the manual */
    int least, most;       /* arguments; -1 for any number */
};

enum option_type { OPTION_FLAG, OPTION_COUNTERFLAG /* takes a flag back */, OPTION_TEXT, OPTION_CONTACT, OPTION_PATH, OPTION_LIST, OPTION_INT, OPTION_NUMBER, OPTION_SPAN, OPTION_TIME, OPTION_CHOICE };

struct option_row {
    const char *name;      /* long name without its hyphens */
    char letter;           /* or 0 */
    enum option_type type;
    size_t offset;         /* in struct options */
    const char *argument;  /* its name in help; NULL for a flag */
    const char *help;
    unsigned commands;     /* bits of enum command */
    double low, high;      /* OPTION_INT, OPTION_NUMBER */
    const char *const *choices; /* OPTION_CHOICE: NULL-terminated, in the order of the enum */
};

const struct command_row *options_commands(size_t *count);
const struct option_row *options_table(size_t *count);
const struct command_row *options_command(const char *name); /* NULL where there is none */
/* The words that the option takes with this command, NULL-terminated; NULL where it takes others than a few. */
const char *const *options_choices(const struct option_row *row, const struct command_row *command);
/* What the option does with this command; NULL where it is told by its words. */
const char *options_help(const struct option_row *row, const struct command_row *command);
const struct command_row *options_near_command(const char *name); /* the one that was meant by a slip; NULL for none */

/* Sets the defaults, reads `--config FILE` where it is given, then the command line over
 * it. `arguments` begin after the command's name. Errors are STATUS_USAGE and say what is allowed. Lines of the file that
 * can't be read are `faults`, the first nine of them, and their sum is STATUS_INPUT; doctor has them all and goes on. Store, archive, out
 * and log of the file are the audits': check, links and demo have those of the command line alone. */
MUST_USE enum status options_parse(const struct command_row *command, int count, char *const *arguments, struct arena *arena,
                                   struct options *options, struct error *err);

#endif

#include "cli/options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/mistakes.h"
#include "base/text.h"

enum {
    VISITS = COMMANDS_VISIT,
    CRAWLS = VISITS | COMMAND_RECHECK,
    STORES = COMMANDS_STORE | COMMAND_DOCTOR,
    REPORTS = COMMAND_AUDIT | COMMAND_REPORT | COMMAND_CHECK | COMMAND_DEMO,
    ALL = COMMANDS_ALL,
};

static const struct command_row commands[] = {
    {COMMAND_AUDIT, "audit", "[COUNCIL...]", "visit councils, check links, judge every page, write the reports",
     "The main job, and what cron calls. COUNCIL is a GSS code, a slug or a name; without one, every council of the list is audited, "
     "those longest not visited first. A partner's page that many link to is asked for once. Where its messages "
     "go to no terminal it says nothing when all is well; --verbose has it say what it read and where the report is.", 0, -1},
    {COMMAND_CHECK, "check", "URL", "audit one site or page and print its scorecard here",
     "For a web team. URL is the Local Offer's first page, where the visit begins; --max-pages 1 looks at that page alone. For a pipeline: "
     "--format junit or sarif, and --fail-on.", 1, 1},
    {COMMAND_LINKS, "links", "URL", "report one site's links alone",
     "A link checker in its own right: every link of the site, its state, the reason and what to do. --list FILE stands instead of URL. "
     "Like every visit it speaks HTTP/1.1 and no other version; a server that speaks HTTP/2 alone is suspect, never broken.", 0, 1},
    {COMMAND_SCORE, "score", "FILE...", "judge saved pages and leaflets, without the network",
     "FILE is HTML, PDF or DOCX; - is standard input. A file that can't be read is reported and the others go on.", 1, -1},
    {COMMAND_REPORT, "report", "[RUN]", "write every report again from the store, without the network",
     "RUN is a run's number (see status); without one, the newest finished run.", 0, 1},
    {COMMAND_COMPARE, "compare", "BEFORE AFTER", "say what changed between two runs, and why",
     "BEFORE and AFTER are numbers of runs (see status). Only councils and rows seen in both are compared, and a change of the rule is never shown as a change of the council. What BEFORE could not read or judge, or read less of, is held against the last run before it that could, which is named.", 2, 2},
    {COMMAND_VERIFY, "verify", "[RUN]", "judge the archived pages again; the verdicts must be the same",
     "Reads the evidence archive of a run (of the newest finished one, unless RUN names another), checks its digests, judges every page again and compares. A difference is status 4.", 0, 1},
    {COMMAND_EXPLAIN, "explain", "verdict COUNCIL SERVICE ROW | link COUNCIL ADDRESS | robots FILE URL... | url BASE REF", "show why a verdict is what it is",
     "Of the newest finished run. verdict: the rule in words, where it looked, what counted, what did not. link: what became of an address, what to do, and the pages that "
     "carry it. SERVICE and ROW stand in the report's addresses; 'coreoffer rubric list' has the rows. robots: allow or disallow with the rule. url: the address that a reference means.", 2, -1},
    {COMMAND_RECHECK, "recheck", "[RUN]", "ask again for what was suspect or broken",
     "What RUN (without one, the newest finished run) found suspect or broken is asked for once more, also what a council says it has put right; the answer is kept "
     "with its date, and 'coreoffer report' shows it. No page is judged anew.", 0, 1},
    {COMMAND_REVIEW, "review", "export FILE [COUNCIL...] | import FILE", "let people confirm or overrule verdicts",
     "export writes a table of verdicts with their quotes, of all councils or of those named; import reads it back with the reviewer's verdict (found, partly or not found, as the report "
     "has it; or yes, concerns or no), reason, role and date. A decision is carried to later runs as long as the program says the same by the same words of the same pages; once that has "
     "changed it is shown as one to look at again, which export puts first (--changed: alone). "
     "The report's method page says how far reviewers and program agreed on the random sample (--sample).", 2, -1},
    {COMMAND_STATUS, "status", "", "say what the store holds", "Runs, their state, councils read, and what an unfinished run still has to do.", 0, 0},
    {COMMAND_DOCTOR, "doctor", "[COUNCIL...]", "check this machine before the first night, or after a bad one",
     "Seeds, councils, contact, store, report, disk space, open files, clock, pdftohtml; replies, answers and every other file that is named; with --browser that browser too. Give it the option file "
     "and run it as the user that will audit. Where COUNCIL is named, the network too: its Local Offer's first page is asked for as an audit would, by "
     "robots.txt and at the usual pace, and what came back is said; nothing is kept.", 0, -1},
    {COMMAND_COUNCILS, "councils", "[COUNCIL...]", "list the councils, or check a councils file",
     "Code, slug, name, region and Local Offer, a council a line; with --councils FILE those of your own list, whose mistakes are told with their lines.", 0, -1},
    {COMMAND_RUBRIC, "rubric", "check|list", "prove the rubric's examples, or list its rows",
     "check loads every file of the seeds strictly and runs each example: sentences that must match and sentences that must not.", 1, 1},
    {COMMAND_PRUNE, "prune", "", "drop old runs' pages, keeping what is cited",
     "For each council the newest --keep runs that visited it stay whole, so that audits of one council take no other's pages; a council that has left the list goes after as many audits of the others. Of older ones the archive and the texts of pages go, and results, quotes and digests stay; so do "
     "archive files with pages that a whole run found unchanged and has no copy of. Good once a week where audits run every night.", 0, 0},
    {COMMAND_INIT, "init", "FILE", "write a commented option file",
     "For --config: each line of FILE says what an option does, and has no effect until its # is taken away. A FILE that is there is left as it is.", 1, 1},
    {COMMAND_DEMO, "demo", "", "audit the made-up councils, served on this machine",
     "The whole job without the internet: a bundled server answers for the made-up councils on loopback.", 0, 0},
    {COMMAND_MANUAL, "manual", "", "print the manual page (mdoc)", "", 0, 0},
    {COMMAND_COMPLETION, "completion", "bash|zsh|fish", "print a completion script", "", 1, 1},
};

static const char *const color_words[] = {"auto", "always", "never", NULL};
static const char *const fail_words[] = {"never", "broken", "suspect", "concerns", "no", NULL};
#define FAIL_HELP "exit with 4 on: broken, suspect (or broken), no (not found), concerns (partly, or not found); what is not scored never does"

#define AT(field) offsetof(struct options, field)

static const struct option_row table[] = {
    {"help", 'h', OPTION_FLAG, AT(help), NULL, "show this help", ALL, 0, 0, NULL},
    {"version", 'V', OPTION_FLAG, AT(version), NULL, "print the version and the libraries' versions", ALL, 0, 0, NULL},
    {"config", 0, OPTION_PATH, AT(config), "FILE", "read options from FILE: lines of `long-option = value`, # for comments; check, links and demo leave its store, archive, out and log to the audits", ALL, 0, 0, NULL},
    {"seeds", 0, OPTION_PATH, AT(seeds), "DIR", "the rubric, services and word lists (default: those shipped)", ALL, 0, 0, NULL},
    {"store", 0, OPTION_PATH, AT(store), "PATH", "the database (default: coreoffer.db in the state directory; check, links and demo keep none)", STORES, 0, 0, NULL},
    {"out", 'o', OPTION_PATH, AT(out), "DIR", "where the report goes (default: ./coreoffer-report; demo: ./demo-report; check writes none without it)", REPORTS | COMMAND_DOCTOR, 0, 0, NULL},
    {"councils", 0, OPTION_PATH, AT(councils), "FILE", "the list of councils, a CSV file (default: the 153 English councils)",
     COMMAND_AUDIT | COMMAND_COUNCILS | COMMAND_EXPLAIN | COMMAND_DOCTOR, 0, 0, NULL},
    {"contact", 0, OPTION_CONTACT, AT(contact), "URL", "a page or mailto: address that says who you are, and where readers of the report can write to; needed for public addresses", CRAWLS | COMMAND_REPORT | COMMAND_DOCTOR, 0, 0, NULL},
    {"user-agent", 0, OPTION_TEXT, AT(user_agent), "TEXT", "the user agent (default: coreoffer/VERSION (+CONTACT))", CRAWLS | COMMAND_DOCTOR, 0, 0, NULL},
    {"max-pages", 0, OPTION_INT, AT(max_pages), "N", "most pages and leaflets read of one council (default: 400)", VISITS, 1, LIMIT_PAGES_MAX, NULL},
    {"max-depth", 0, OPTION_INT, AT(max_depth), "N", "most clicks from the start page (default: 12)", VISITS, 0, 1000, NULL},
    {"max-runtime", 0, OPTION_SPAN, AT(max_runtime), "T", "end in order after T (90 seconds, 15m, 2h): an audit once it has found something new, and --resume goes on with the rest; others print what they know by then", CRAWLS, 0, 0, NULL},
    {"delay", 0, OPTION_NUMBER, AT(delay), "SECONDS", "between two requests to one host (default: 1)", CRAWLS, 0, 3600, NULL},
    {"connections", 0, OPTION_INT, AT(connections), "N", "open connections in all (default: 64)", CRAWLS, 1, 1000, NULL},
    {"timeout", 0, OPTION_NUMBER, AT(timeout), "SECONDS", "most time for one request (default: 60)", CRAWLS | COMMAND_DOCTOR, 1, 3600, NULL},
    {"resolve", 0, OPTION_LIST, AT(resolve), "HOST:PORT:ADDR", "use ADDR for HOST:PORT (* for every host); may be repeated", CRAWLS | COMMAND_DOCTOR, 0, 0, NULL},
    {"name-server", 0, OPTION_TEXT, AT(name_server), "ADDR[:PORT]", "ask this name server", CRAWLS | COMMAND_DOCTOR, 0, 0, NULL},
    {"ca-file", 0, OPTION_PATH, AT(ca_file), "FILE", "trust these certificates instead of the system's", CRAWLS | COMMAND_DOCTOR, 0, 0, NULL},
    {"allow-private", 0, OPTION_FLAG, AT(allow_private), NULL, "allow loopback and private addresses (tests, intranets)", CRAWLS | COMMAND_DOCTOR, 0, 0, NULL},
    {"browser", 0, OPTION_PATH, AT(browser), "PATH", "a Chromium, which renders pages that need scripts and never touches the network itself", CRAWLS | COMMAND_DOCTOR, 0, 0, NULL},
    {"resume", 0, OPTION_FLAG, AT(resume), NULL, "go on with an unfinished run of the same inputs, or start one", COMMAND_AUDIT, 0, 0, NULL},
    {"resume-within", 0, OPTION_INT, AT(resume_within), "DAYS", "with resume: leave an unfinished run that was begun more than DAYS days ago, and start a new one (default: 14)", COMMAND_AUDIT, 1, 366, NULL},
    {"fresh", 0, OPTION_COUNTERFLAG, AT(resume), NULL, "start a new run (the default); takes back resume in the option file", COMMAND_AUDIT, 0, 0, NULL},
    {"from", 0, OPTION_PATH, AT(from), "FILE", "read pages from this WARC file instead of the network", COMMAND_AUDIT | COMMAND_CHECK | COMMAND_LINKS | COMMAND_DOCTOR, 0, 0, NULL},
    {"archive", 0, OPTION_PATH, AT(archive), "DIR", "where the evidence archive goes (default: beside the store)", VISITS | COMMAND_VERIFY | COMMAND_DEMO | COMMAND_PRUNE | COMMAND_DOCTOR, 0, 0, NULL},
    {"no-archive", 0, OPTION_FLAG, AT(no_archive), NULL, "keep no copies of the pages", VISITS | COMMAND_DOCTOR, 0, 0, NULL},
    {"no-links", 0, OPTION_FLAG, AT(no_links), NULL, "read pages and check no further links", COMMAND_AUDIT | COMMAND_CHECK, 0, 0, NULL},
    {"no-external", 0, OPTION_FLAG, AT(no_externals), NULL, "check links inside the site only", VISITS, 0, 0, NULL},
    {"no-report", 0, OPTION_FLAG, AT(no_report), NULL, "write no report", COMMAND_AUDIT | COMMAND_CHECK, 0, 0, NULL},
    {"as-of", 0, OPTION_TIME, AT(as_of), "TIME", "take this as the present (2026-03-01 or 2026-03-01T04:00Z)", STORES | COMMAND_SCORE, 0, 0, NULL},
    {"list", 0, OPTION_PATH, AT(list), "FILE", "check the addresses in FILE, one a line, instead of a site", COMMAND_LINKS, 0, 0, NULL},
    {"ignore-file", 0, OPTION_PATH, AT(ignore_file), "FILE", "addresses to leave out, one a line: a pattern with *, white space, the reason", COMMAND_CHECK | COMMAND_LINKS, 0, 0, NULL},
    {"fail-on", 0, OPTION_CHOICE, AT(fail_on), "WHAT", FAIL_HELP ". links takes the first two, score the last two",
     COMMAND_LINKS | COMMAND_CHECK | COMMAND_SCORE | COMMAND_AUDIT, 0, 0, fail_words},
    {"format", 'f', OPTION_TEXT, AT(format), "FORMAT", "text, jsonl; check: junit, sarif too; links: table, csv, junit, sarif too",
     COMMAND_SCORE | COMMAND_LINKS | COMMAND_CHECK | COMMAND_COMPARE | COMMAND_STATUS | COMMAND_COUNCILS, 0, 0, NULL},
    {"url", 0, OPTION_TEXT, AT(url), "URL", "where the saved page came from", COMMAND_SCORE, 0, 0, NULL},
    {"agent", 0, OPTION_TEXT, AT(agent), "NAME", "the product token that robots.txt is read for (default: coreoffer)", COMMAND_EXPLAIN, 0, 0, NULL},
    {"replies", 0, OPTION_PATH, AT(replies), "FILE", "councils' replies, printed word for word; kept in the store for its later reports, until another FILE comes in their place (check and demo keep them with --store alone)", REPORTS | COMMAND_DOCTOR, 0, 0, NULL},
    {"answers", 0, OPTION_PATH, AT(answers), "FILE", "councils' answers to information requests; kept likewise", REPORTS | COMMAND_DOCTOR, 0, 0, NULL},
    {"notice", 0, OPTION_TEXT, AT(notice), "TEXT", "say TEXT at the top of every page, such as that this is a trial; kept with the run, "
     "and in the place of what was kept when given to report", COMMAND_AUDIT | COMMAND_REPORT, 0, 0, NULL},
    {"base-url", 0, OPTION_TEXT, AT(base_url), "URL", "where the report will be published", REPORTS | COMMAND_DOCTOR, 0, 0, NULL},
    {"draft", 0, OPTION_FLAG, AT(draft), NULL, "a pack for each council before publication", COMMAND_REPORT, 0, 0, NULL},
    {"reply-by", 0, OPTION_TEXT, AT(reply_by), "DATE", "the day by which a draft asks councils to reply (2026-12-18)", COMMAND_REPORT, 0, 0, NULL},
    {"require-review", 0, OPTION_FLAG, AT(require_review), NULL, "leave out adverse headlines that no person has confirmed", REPORTS, 0, 0, NULL},
    {"publish-copies", 0, OPTION_FLAG, AT(publish_copies), NULL, "publish the text of cited pages", REPORTS, 0, 0, NULL},
    {"sample", 0, OPTION_NUMBER, AT(sample), "PERCENT",
     "export: this share of the verdicts alone, drawn at random and always the same for a run (5 is what the report measures by)", COMMAND_REVIEW, 0.01, 100, NULL},
    {"unsure", 0, OPTION_FLAG, AT(unsure), NULL, "export: the verdicts that the program is not sure of alone, the least certain first", COMMAND_REVIEW, 0, 0, NULL},
    {"changed", 0, OPTION_FLAG, AT(changed), NULL, "export: the verdicts alone that a person decided on words that have changed since", COMMAND_REVIEW, 0, 0, NULL},
    {"keep", 0, OPTION_INT, AT(keep), "N", "runs of each council to keep whole (default: 3)", COMMAND_PRUNE, 1, 1000, NULL},
    {"log", 0, OPTION_PATH, AT(log), "FILE", "add a JSON line to FILE for each event", CRAWLS | COMMAND_DOCTOR, 0, 0, NULL},
    {"metrics", 0, OPTION_PATH, AT(metrics), "FILE", "write a Prometheus text file when done", COMMAND_AUDIT | COMMAND_DOCTOR, 0, 0, NULL},
    {"color", 0, OPTION_CHOICE, AT(color), "WHEN", "auto, always or never; NO_COLOR is obeyed", ALL, 0, 0, color_words},
    {"quiet", 'q', OPTION_FLAG, AT(quiet), NULL, "say nothing unless something is wrong", ALL, 0, 0, NULL},
    {"verbose", 'v', OPTION_FLAG, AT(verbose), NULL, "say more", ALL, 0, 0, NULL},
};

const struct command_row *options_commands(size_t *count)
{
    *count = sizeof commands / sizeof commands[0];
    return commands;
}

const struct option_row *options_table(size_t *count)
{
    *count = sizeof table / sizeof table[0];
    return table;
}

const struct command_row *options_command(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

/* As long as CRAWLING's second look at a link may be away from the first: what was seen before is no proof of tonight. */
enum { RESUME_DAYS = 14 };

static void set_defaults(struct options *options)
{
    *options = (struct options){
        .max_pages = LIMIT_PAGES_DEFAULT,
        .max_depth = LIMIT_DEPTH_DEFAULT,
        .connections = 64,
        .delay = 1.0,
        .timeout = 60.0,
        .as_of = -1,
        .keep = 3,
        .resume_within = RESUME_DAYS,
    };
}

static const struct option_row *find_long(const char *name, size_t length)
{
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++)
        if (strlen(table[i].name) == length && strncmp(table[i].name, name, length) == 0)
            return &table[i];
    return NULL;
}

/* How many edits one word is from another, for "did you mean"; words over 24 bytes are far. */
static size_t distance(const char *a, size_t n, const char *b)
{
    enum { WORD_MAX = 24 };
    size_t m = strlen(b), row[WORD_MAX + 1];
    if (n > WORD_MAX || m > WORD_MAX)
        return WORD_MAX;
    for (size_t k = 0; k <= m; k++)
        row[k] = k;
    for (size_t i = 1; i <= n; i++) {
        size_t corner = row[0];
        row[0] = i;
        for (size_t k = 1; k <= m; k++) {
            size_t best = corner + (a[i - 1] != b[k - 1]);
            corner = row[k];
            if (row[k] + 1 < best)
                best = row[k] + 1;
            if (row[k - 1] + 1 < best)
                best = row[k - 1] + 1;
            row[k] = best;
        }
    }
    return row[m];
}

const struct command_row *options_near_command(const char *name)
{
    const struct command_row *near = NULL;
    size_t best = 3;
    for (size_t i = 0; i < sizeof commands / sizeof commands[0]; i++) {
        size_t d = distance(name, strlen(name), commands[i].name);
        if (d < best) {
            best = d;
            near = &commands[i];
        }
    }
    return near;
}

/* The option of these commands that was meant by a slip; NULL for none. */
static const struct option_row *near_option(unsigned of, const char *name, size_t length)
{
    const struct option_row *near = NULL;
    size_t best = 3;
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        size_t d = (table[i].commands & of) ? distance(name, length, table[i].name) : best;
        if (d < best) {
            best = d;
            near = &table[i];
        }
    }
    return near;
}

static enum status unknown(const struct command_row *command, const char *name, size_t length, struct error *err)
{
    const struct option_row *near = near_option(command->command, name, length);
    if (near != NULL)
        return error_set(err, STATUS_USAGE, "unknown option '--%.*s'; did you mean '--%s'?", (int)length, name, near->name);
    return error_set(err, STATUS_USAGE, "unknown option '--%.*s'; see 'coreoffer %s --help'", (int)length, name, command->name);
}

/* Which of the words, NULL-terminated, `value` is. */
static enum status set_choice(const char *name, const char *const *words, const char *value, int *out, struct error *err)
{
    for (int i = 0; words[i] != NULL; i++)
        if (strcmp(words[i], value) == 0) {
            *out = i;
            return STATUS_OK;
        }
    char allowed[200] = "";
    size_t used = 0;
    for (int i = 0; words[i] != NULL && used < sizeof allowed - 1; i++)
        used += (size_t)snprintf(allowed + used, sizeof allowed - used, "%s%s", i > 0 ? ", " : "", words[i]);
    return error_set(err, STATUS_USAGE, "--%s takes one of %s, not '%s'", name, allowed, value);
}

/* What of an option is a command's own. */
static const struct narrowed {
    size_t option;
    unsigned commands;
    const char *const words[7]; /* none: the option's */
    const char *help; /* NULL: the words */
} narrowed[] = {
    {AT(format), COMMAND_LINKS, {"table", "text", "jsonl", "csv", "junit", "sarif", NULL}, NULL},
    {AT(format), COMMAND_CHECK, {"text", "jsonl", "junit", "sarif", NULL}, NULL},
    {AT(format), COMMAND_SCORE | COMMAND_COMPARE | COMMAND_STATUS | COMMAND_COUNCILS, {"text", "jsonl", NULL}, NULL},
    {AT(fail_on), COMMAND_AUDIT | COMMAND_CHECK, {NULL}, FAIL_HELP},
    {AT(fail_on), COMMAND_LINKS, {"never", "broken", "suspect", NULL}, "exit with 4 on: broken, suspect (or broken)"},
    {AT(fail_on), COMMAND_SCORE, {"never", "concerns", "no", NULL}, "exit with 4 on: no (not found), concerns (partly, or not found)"},
};

static const struct narrowed *narrowed_for(const struct option_row *row, const struct command_row *command)
{
    for (size_t i = 0; i < sizeof narrowed / sizeof narrowed[0]; i++)
        if (narrowed[i].option == row->offset && (narrowed[i].commands & command->command))
            return &narrowed[i];
    return NULL;
}

const char *const *options_choices(const struct option_row *row, const struct command_row *command)
{
    const struct narrowed *own = narrowed_for(row, command);
    return own != NULL && own->words[0] != NULL ? own->words : row->choices;
}

const char *options_help(const struct option_row *row, const struct command_row *command)
{
    const struct narrowed *own = narrowed_for(row, command);
    return own != NULL ? own->help : row->help;
}

static enum status check_format(const struct command_row *command, const char *format, struct error *err)
{
    int ignored;
    for (size_t i = 0; format != NULL && i < sizeof table / sizeof table[0]; i++)
        if (table[i].offset == AT(format) && (table[i].commands & command->command))
            return set_choice(table[i].name, options_choices(&table[i], command), format, &ignored, err);
    return STATUS_OK;
}

/* Whether the value means something to the command: one file serves every command. */
static enum status check_choice(const struct option_row *row, const struct command_row *command, const char *value, struct error *err)
{
    int ignored;
    return row->type == OPTION_CHOICE ? set_choice(row->name, options_choices(row, command), value, &ignored, err) : STATUS_OK;
}

static enum status set_value(const struct option_row *row, const char *value, struct options *options, struct error *err)
{
    char *field = (char *)options + row->offset;
    double number;
    char day[CLOCK_TEXT_MAX];
    switch (row->type) {
    case OPTION_FLAG:
    case OPTION_COUNTERFLAG:
        if (value == NULL || strcmp(value, "yes") == 0 || strcmp(value, "true") == 0)
            *(bool *)(void *)field = row->type == OPTION_FLAG;
        else if (strcmp(value, "no") == 0 || strcmp(value, "false") == 0)
            *(bool *)(void *)field = row->type != OPTION_FLAG;
        else
            return error_set(err, STATUS_USAGE, "--%s takes yes or no, not '%s'", row->name, value);
        return STATUS_OK;
    case OPTION_CONTACT: /* a council must be able to write to it */
        if (strncmp(value, "http://", 7) != 0 && strncmp(value, "https://", 8) != 0 && strncmp(value, "mailto:", 7) != 0)
            return error_set(err, STATUS_USAGE, "--%s takes an http(s) or mailto: address, not '%s'", row->name, value);
        *(const char **)(void *)field = value;
        return STATUS_OK;
    case OPTION_TEXT:
    case OPTION_PATH:
        if (*value == '\0')
            return error_set(err, STATUS_USAGE, "--%s needs a %s", row->name, row->argument);
        *(const char **)(void *)field = value;
        return STATUS_OK;
    case OPTION_LIST: {
        struct text_list *list = (struct text_list *)(void *)field;
        MEMORY_PUSH_ROOM(list->items, list->count, list->capacity);
        list->items[list->count++] = value;
        return STATUS_OK;
    }
    case OPTION_INT:
        if (!text_to_int(value, (int64_t)row->low, (int64_t)row->high, (int64_t *)(void *)field))
            return error_set(err, STATUS_USAGE, "--%s takes a whole number from %.0f to %.0f, not '%s'", row->name, row->low, row->high, value);
        return STATUS_OK;
    case OPTION_NUMBER:
        if (!text_to_number(value, row->low, row->high, &number))
            return error_set(err, STATUS_USAGE, "--%s takes a number from %g to %g, not '%s'", row->name, row->low, row->high, value);
        *(double *)(void *)field = number;
        return STATUS_OK;
    case OPTION_SPAN:
        if (!clock_parse_span(value, (int64_t *)(void *)field))
            return error_set(err, STATUS_USAGE, "--%s takes a time such as 90, 15m or 2h, not '%s'", row->name, value);
        return STATUS_OK;
    case OPTION_TIME:
        if (!clock_parse_iso(value, (int64_t *)(void *)field) && !(clock_parse_day(value, day) && clock_parse_iso(day, (int64_t *)(void *)field)))
            return error_set(err, STATUS_USAGE, "--%s takes a time such as 2026-03-01 or 2026-03-01T04:00Z, not '%s'", row->name, value);
        return STATUS_OK;
    case OPTION_CHOICE:
        return set_choice(row->name, row->choices, value, (int *)(void *)field, err);
    }
    return error_set(err, STATUS_INTERNAL, "option '--%s' has no type", row->name);
}

/* `"/srv/report"`, `~/report` and `/srv/report  # web root` would make folders that are called so. */
static bool is_written_for_a_shell(const char *value)
{
    return *value == '"' || *value == '\'' || strncmp(value, "~/", 2) == 0 || strstr(value, " #") != NULL || strstr(value, "\t#") != NULL;
}

/* Where the audits that the file is written for keep and publish what they find. Beside them a look at one site, or at made-up councils, would
 * replace their report and count among their runs, so that --keep leaves fewer of them whole. */
static bool is_place_of_audits(const struct option_row *row, const struct command_row *command)
{
    bool beside = (command->command & (COMMAND_CHECK | COMMAND_LINKS | COMMAND_DEMO)) != 0;
    return beside && (row->offset == AT(store) || row->offset == AT(archive) || row->offset == AT(out) || row->offset == AT(log));
}

static bool may_stand_in_file(const struct option_row *row)
{
    return row->offset != AT(config) && row->offset != AT(help) && row->offset != AT(version);
}

/* One `long-option = value` line; `line` is changed. */
static enum status config_line(const struct command_row *command, char *line, struct arena *arena, struct options *options, struct error *err)
{
    char *name = line;
    while (*name == ' ' || *name == '\t')
        name++;
    if (*name == '\0' || *name == '#')
        return STATUS_OK;
    char *equals = strchr(name, '=');
    if (equals == NULL) {
        size_t length = strcspn(name, " \t"), gap = strspn(name + length, " \t");
        const struct option_row *meant = find_long(name, length);
        const char *value = name + length + gap;
        if (meant != NULL && may_stand_in_file(meant) && (*value != '\0' || meant->type == OPTION_FLAG))
            return error_set(err, STATUS_INPUT, "a line must read 'long-option = value': write '%s = %s'", meant->name, *value != '\0' ? value : "yes");
        return error_set(err, STATUS_INPUT, "a line must read 'long-option = value'");
    }
    char *end = equals, *value = equals + 1;
    while (end > name && (end[-1] == ' ' || end[-1] == '\t'))
        end--;
    while (*value == ' ' || *value == '\t')
        value++;
    size_t length = strlen(value);
    while (length > 0 && (value[length - 1] == ' ' || value[length - 1] == '\t'))
        value[--length] = '\0';
    const struct option_row *row = find_long(name, (size_t)(end - name));
    if (row == NULL || !may_stand_in_file(row)) {
        const struct option_row *near = row == NULL ? near_option(COMMANDS_ALL, name, (size_t)(end - name)) : NULL;
        bool meant = near != NULL && may_stand_in_file(near);
        return error_set(err, STATUS_INPUT, "'%.*s' is not an option that can stand here%s%s%s", (int)(end - name), name, meant ? "; did you mean '" : "",
                         meant ? near->name : "", meant ? "'?" : "");
    }
    if ((row->type == OPTION_PATH || row->type == OPTION_CONTACT) && is_written_for_a_shell(value))
        return error_set(err, STATUS_INPUT, "'%s' is taken as it stands; write it whole, without ~ and quotes round it, and a comment on a line of its own", value);
    /* One file serves every command, so options of other commands are checked and kept. */
    struct options left = *options;
    bool anothers = is_place_of_audits(row, command) || check_choice(row, command, value, NULL) != STATUS_OK;
    enum status status = set_value(row, arena_copy(arena, value), anothers ? &left : options, err);
    if (status == STATUS_USAGE && err != NULL)
        err->status = STATUS_INPUT;
    return status == STATUS_USAGE ? STATUS_INPUT : status;
}

struct reading {
    struct arena *arena;
    struct options *options;
};

static void note_fault(void *context, const struct error *err)
{
    const struct reading *reading = context;
    struct text_list *list = &reading->options->faults;
    MEMORY_PUSH_ROOM(list->items, list->count, list->capacity);
    list->items[list->count++] = arena_copy(reading->arena, err->message);
}

static enum status read_config(const struct command_row *command, const char *path, struct arena *arena, struct options *options, struct error *err)
{
    struct buffer text;
    buffer_init(&text, LIMIT_SEED_BYTES);
    enum status status = file_read_text(path, &text, err);
    struct reading reading = {arena, options};
    struct mistakes mistakes = {.tell = note_fault, .context = &reading};
    size_t line = 1;
    char *bytes = buffer_take(&text);
    for (char *at = bytes; status == STATUS_OK && at != NULL && *at != '\0'; line++) {
        char *next = strchr(at, '\n');
        if (next != NULL)
            *next++ = '\0';
        size_t length = strlen(at);
        if (length > 0 && at[length - 1] == '\r')
            at[length - 1] = '\0';
        struct error fault = {0};
        status = config_line(command, at, arena, options, &fault);
        if (status != STATUS_OK)
            error_prefix(&fault, "%s:%zu", path, line);
        if (status == STATUS_INPUT && command->command == COMMAND_DOCTOR) { /* one fault among others, and the lines beside it hold */
            note_fault(&reading, &fault);
            status = STATUS_OK;
        } else {
            status = mistakes_pass(&mistakes, status, &fault);
        }
        if (status != STATUS_OK && err != NULL)
            *err = fault;
        at = next;
    }
    free(bytes);
    return status == STATUS_OK ? mistakes_end(&mistakes, path, err) : status;
}

/* Goes through the command line once; with `config_only` it just looks for --config. */
static enum status read_line(const struct command_row *command, int count, char *const *arguments, bool config_only, struct options *options,
                             struct error *err)
{
    bool only_arguments = false;
    for (int i = 0; i < count; i++) {
        const char *word = arguments[i];
        const struct option_row *row = NULL;
        const char *value = NULL;
        if (only_arguments || word[0] != '-' || word[1] == '\0') {
            if (!config_only) {
                struct text_list *list = &options->arguments;
                MEMORY_PUSH_ROOM(list->items, list->count, list->capacity);
                list->items[list->count++] = word;
            }
            continue;
        }
        if (strcmp(word, "--") == 0) {
            only_arguments = true;
            continue;
        }
        if (word[1] == '-') {
            const char *equals = strchr(word, '=');
            size_t length = equals != NULL ? (size_t)(equals - word) - 2 : strlen(word) - 2;
            row = find_long(word + 2, length);
            if (row == NULL)
                return unknown(command, word + 2, length, err);
            value = equals != NULL ? equals + 1 : NULL;
        } else {
            for (size_t k = 0; k < sizeof table / sizeof table[0]; k++)
                if (table[k].letter == word[1])
                    row = &table[k];
            if (row == NULL || (word[2] != '\0' && row->argument == NULL))
                return error_set(err, STATUS_USAGE, "unknown option '%s'; see 'coreoffer %s --help'", word, command->name);
            value = word[2] != '\0' ? word + 2 : NULL;
        }
        if ((row->commands & command->command) == 0)
            return error_set(err, STATUS_USAGE, "'coreoffer %s' has no option --%s; see 'coreoffer %s --help'", command->name, row->name, command->name);
        if (row->argument != NULL && value == NULL) {
            if (i + 1 == count)
                return error_set(err, STATUS_USAGE, "--%s needs a value (%s)", row->name, row->argument);
            value = arguments[++i];
        }
        if (config_only && row->offset != AT(config))
            continue;
        enum status status = check_choice(row, command, value, err);
        if (status == STATUS_OK)
            status = set_value(row, value, options, err);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

enum status options_parse(const struct command_row *command, int count, char *const *arguments, struct arena *arena, struct options *options,
                          struct error *err)
{
    set_defaults(options);
    enum status status = read_line(command, count, arguments, true, options, err);
    if (status == STATUS_OK && options->config != NULL)
        status = read_config(command, options->config, arena, options, err);
    if (status == STATUS_OK)
        status = read_line(command, count, arguments, false, options, err);
    if (status != STATUS_OK || options->help || options->version)
        return status;
    int given = (int)options->arguments.count;
    if (given < command->least || (command->most >= 0 && given > command->most))
        return error_set(err, STATUS_USAGE, "usage: coreoffer %s %s%s(%d given); see 'coreoffer %s --help'", command->name, command->synopsis,
                         *command->synopsis != '\0' ? " " : "", given, command->name);
    return check_format(command, options->format, err);
}

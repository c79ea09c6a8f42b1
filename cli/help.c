#include "cli/help.h"

#include <ares.h>
#include <cJSON.h>
#include <curl/curl.h>
#include <libxml/xmlversion.h>
#include <libxml/parser.h>
#include <openssl/crypto.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <string.h>
#include <zlib.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

#include "base/memory.h"

static const char *const exits[][2] = {
    {"0", "done"},
    {"1", "failed while running; earlier reports are untouched"},
    {"2", "the command line, the councils, the rubric or another file named is wrong or not there"},
    {"3", "done with gaps: some councils were blocked or down"},
    {"4", "a --fail-on condition, or verify found a difference"},
    {"5", "safety brake: over half of ten councils or more failed, so our own network is the suspect; nothing published"},
    {"75", "another run holds the lock"},
    {"130, 143", "stopped by a signal, state saved; --resume goes on"},
};

/* Prints `text` wrapped at 78 columns with a hanging indent. */
static void wrapped(FILE *out, const char *text, int indent, int column)
{
    enum { WIDTH = 78 };
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        if (column > indent && column + (int)length + 1 > WIDTH) {
            (void)fprintf(out, "\n%*s", indent, "");
            column = indent;
        } else if (column > indent) {
            (void)fputc(' ', out);
            column++;
        }
        (void)fwrite(text, 1, length, out);
        column += (int)length;
        text += length;
        text += strspn(text, " ");
    }
    (void)fputc('\n', out);
}

static void entry(FILE *out, const char *name, const char *text, int indent)
{
    int used = fprintf(out, "  %s", name);
    if (used + 2 > indent) {
        (void)fprintf(out, "\n%*s", indent, "");
    } else {
        (void)fprintf(out, "%*s", indent - used, "");
    }
    wrapped(out, text, indent, indent);
}

void help_overview(FILE *out)
{
    (void)fputs("coreoffer audits what councils publish for families with disabled children.\n\n"
                "usage: coreoffer COMMAND [OPTION...] [ARGUMENT...]\n\n",
                out);
    size_t count;
    const struct command_row *rows = options_commands(&count);
    for (size_t i = 0; i < count; i++)
        entry(out, rows[i].name, rows[i].summary, 14);
    (void)fputs("\n'coreoffer COMMAND --help' lists a command's options. Start with 'coreoffer demo'.\n", out);
}

static void option_name(const struct option_row *row, char *out, size_t size)
{
    char letter[8] = "    ";
    if (row->letter != 0)
        (void)snprintf(letter, sizeof letter, "-%c, ", row->letter);
    (void)snprintf(out, size, "%s--%s%s%s", letter, row->name, row->argument != NULL ? " " : "", row->argument != NULL ? row->argument : "");
}

void help_command(FILE *out, const struct command_row *command)
{
    (void)fprintf(out, "usage: coreoffer %s [OPTION...]%s%s\n\n", command->name, *command->synopsis != '\0' ? " " : "", command->synopsis);
    wrapped(out, *command->details != '\0' ? command->details : command->summary, 0, 0);
    (void)fputs("\noptions:\n", out);
    size_t count;
    const struct option_row *rows = options_table(&count);
    for (size_t i = 0; i < count; i++) {
        char name[80];
        if ((rows[i].commands & command->command) == 0)
            continue;
        option_name(&rows[i], name, sizeof name);
        entry(out, name, rows[i].help, 30);
    }
    (void)fputs("\nexit status:\n", out);
    for (size_t i = 0; i < sizeof exits / sizeof exits[0]; i++)
        entry(out, exits[i][0], exits[i][1], 14);
}

void help_version(FILE *out)
{
    char pcre[64] = "";
    (void)pcre2_config(PCRE2_CONFIG_VERSION, pcre);
    (void)fprintf(out, "coreoffer %s\n", COREOFFER_VERSION);
    (void)fprintf(out, "%s\nc-ares %s\nlibxml2 %s\nPCRE2 %s\nSQLite %s\ncJSON %s\nzlib %s\n%s\n", curl_version(), ares_version(NULL), xmlParserVersion, pcre,
                  sqlite3_libversion(), cJSON_Version(), zlibVersion(), OpenSSL_version(OPENSSL_VERSION));
}

/* A text for mdoc: a backslash and a line that starts with a dot or quote are special. */
static void roff(FILE *out, const char *text)
{
    const char *whole = text;
    for (bool start = true; *text != '\0'; text++) {
        if (start && (*text == '.' || *text == '\''))
            (void)fputs("\\&", out);
        start = *text == '\n';
        if (*text == '.' && text[1] == ' ' && (text == whole || text[-1] != '.')) { /* a new sentence starts a new line; an ellipsis starts none */
            (void)fputs(".\n", out);
            text++;
            start = true;
            continue;
        }
        if (*text == '\\')
            (void)fputs("\\e", out);
        else if (*text == '-')
            (void)fputs("\\-", out);
        else
            (void)fputc(*text, out);
    }
}

/* One argument of .Ar, and the line's end: quoted, since a bare bar would end what it formats. */
static void words(FILE *out, const char *synopsis)
{
    (void)fputc('"', out);
    roff(out, synopsis);
    (void)fputs("\"\n", out);
}

void help_manual(FILE *out)
{
    size_t commands, options;
    const struct command_row *rows = options_commands(&commands);
    const struct option_row *table = options_table(&options);
    (void)fputs(".Dd $Mdocdate$\n.Dt COREOFFER 1\n.Os\n.Sh NAME\n.Nm coreoffer\n.Nd audit what councils publish for families with disabled children\n"
                ".Sh SYNOPSIS\n",
                out);
    for (size_t i = 0; i < commands; i++) {
        (void)fprintf(out, ".Nm coreoffer\n.Cm %s\n.Op Ar option ...\n", rows[i].name);
        if (*rows[i].synopsis != '\0') {
            (void)fputs(".Ar ", out);
            words(out, rows[i].synopsis);
        }
    }
    (void)fputs(".Sh DESCRIPTION\n.Nm\nvisits a council\\(aqs Local Offer, finds links that lead nowhere, reads every page and leaflet, judges them by the\n"
                "Core Offer standards and writes a scorecard with the words that each verdict rests on.\n.Bl -tag -width Ds\n",
                out);
    for (size_t i = 0; i < commands; i++) {
        (void)fprintf(out, ".It Cm %s", rows[i].name);
        if (*rows[i].synopsis != '\0') { /* a bare Ar prints "file ..." */
            (void)fputs(" Ar ", out);
            words(out, rows[i].synopsis);
        } else {
            (void)fputc('\n', out);
        }
        roff(out, rows[i].summary);
        (void)fputs(".\n", out);
        if (*rows[i].details == '\0')
            continue;
        roff(out, rows[i].details);
        (void)fputc('\n', out);
    }
    (void)fputs(".El\n.Sh OPTIONS\n.Bl -tag -width Ds\n", out);
    for (size_t i = 0; i < options; i++) {
        (void)fputs(".It ", out);
        if (table[i].letter != 0)
            (void)fprintf(out, "Fl %c , ", table[i].letter);
        (void)fputs("Fl Fl ", out);
        roff(out, table[i].name);
        if (table[i].argument != NULL) {
            (void)fputs(" Ar ", out);
            roff(out, table[i].argument);
        }
        (void)fputc('\n', out);
        roff(out, table[i].help);
        (void)fputs(".\n", out);
    }
    (void)fputs(".El\n.Sh EXIT STATUS\n.Bl -tag -width Ds\n", out);
    for (size_t i = 0; i < sizeof exits / sizeof exits[0]; i++) {
        (void)fprintf(out, ".It %s\n", exits[i][0]);
        roff(out, exits[i][1]);
        (void)fputc('\n', out);
    }
    (void)fputs(".El\n.Sh ENVIRONMENT\n.Bl -tag -width Ds\n.It Ev COREOFFER_SEEDS\nThe directory of the rubric and word lists.\n"
                ".It Ev STATE_DIRECTORY , XDG_STATE_HOME , HOME\nWhere the store is kept unless\n.Fl Fl store\nsays so.\n"
                ".It Ev TMPDIR\nWhere the browser\\(aqs profile lies while it runs.\n.It Ev NO_COLOR\nNo colours.\n.El\n"
                ".Sh PAGES THAT NEED SCRIPTS\nA page that is an empty shell until a script fills it can\\(aqt be told without a browser.\nWith\n"
                ".Fl Fl browser\na headless Chromium runs its scripts, cut off from the network: what they ask for is asked for by\n.Nm\n"
                "itself, by the rules of robots.txt, at the usual delay, and kept in the archive.\nOnly reading is done: no form is sent, no picture, "
                "frame or film is loaded.\nEvidence from such a page says that its scripts had run, and a page that did not get all that it asked for\n"
                "counts as partly read.\nA frame is not rendered inside its page: one of the same site is read as a page of its own, and rendered where it needs that.\n"
                "Each page is seen as by a newcomer: it starts without cookies, keeps its own and those of its own site while it is rendered,\n"
                "and is asked for again where its scripts want that; then they are thrown away. To other sites no cookie goes, and in the archive\n"
                "stand the names of cookies and no values.\n"
                "A page is scrolled to its end, so that what appears only in view is read; nothing on it is clicked, typed or accepted.\n"
                "Pages that differ only after #/ have no address of their own and are not read: a visit to a site of such pages counts as cut short.\n"
                "A server that turns programs away, by a challenge for instance, is not got round.\n"
                ".Pp\nLinks: a part of a page (page#part) is called missing only where it is missing once the page\\(aqs scripts have run; of the same part\n"
                "of many pages of a host three that agree are enough.\n"
                ".Cm recheck\nand\n.Cm links Fl Fl list\nrender every page that they ask for and that is empty without scripts. Other links to other sites are not rendered.\n"
                ".Pp\n"
                "Run as a user of its own: as root Chromium\\(aqs own sandbox can\\(aqt be used and is turned off.\n"
                "Elsewhere that sandbox needs user namespaces that anyone may make.\n"
                ".Sh EXAMPLES\nOne council, and the report in\n.Pa coreoffer\\-report/\n:\n.Dl coreoffer audit hartlepool \\-\\-contact https://www.your\\-campaign.example/about\n"
                "Every night, from an option file:\n.Dl coreoffer audit \\-\\-config /etc/coreoffer.conf \\-\\-resume \\-\\-quiet\n"
                "A site of one\\(aqs own in a pipeline:\n.Dl coreoffer check https://www.council.example/local\\-offer \\-\\-contact mailto:web@council.example "
                "\\-\\-format junit \\-\\-fail\\-on broken\n"
                ".Sh FILES\n.Bl -tag -width Ds\n"
                ".It Pa ~/.local/state/coreoffer/coreoffer.db\nThe store, an SQLite database.\n"
                ".It Pa ~/.local/state/coreoffer/archive/run\\-N/\nThe evidence archive, a WARC file a council. Beside a store\nthat is called otherwise, NAME.db, it is NAME\\-archive.\n"
                ".It Pa DIR\n.Fl Fl out\nis swapped for the new report when that is whole, so it can be neither a file\nnor a mount point: name a directory below the mount.\n"
                ".It councils\nCSV with the columns gss_code, council_name, region, council_url, local_offer_url.\n"
                ".It replies\nCSV with the columns gss_code, service, row, date, role, reply, decision, decided_on.\n"
                ".It answers\nCSV with the columns gss_code, provided (yes, no or doubts), date, note.\n.El\n",
                out);
}

static void words_of(FILE *out, const struct command_row *command)
{
    size_t count;
    const struct option_row *rows = options_table(&count);
    for (size_t i = 0; i < count; i++)
        if (rows[i].commands & command->command)
            (void)fprintf(out, " --%s", rows[i].name);
}

/* Completion scripts quote help in single quotes. */
static void single_quoted(FILE *out, const char *text)
{
    (void)fputc('\'', out);
    for (; *text != '\0'; text++)
        if (*text == '\'')
            (void)fputs("'\\''", out);
        else
            (void)fputc(*text, out);
    (void)fputc('\'', out);
}

static void completion_bash(FILE *out)
{
    size_t count;
    const struct command_row *rows = options_commands(&count);
    (void)fputs("_coreoffer() {\n    local word=${COMP_WORDS[COMP_CWORD]} words\n    if [ \"$COMP_CWORD\" -eq 1 ]; then\n        words=\"", out);
    for (size_t i = 0; i < count; i++)
        (void)fprintf(out, "%s%s", i > 0 ? " " : "", rows[i].name);
    (void)fputs("\"\n    else\n        case ${COMP_WORDS[1]} in\n", out);
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(out, "        %s) words=\"", rows[i].name);
        words_of(out, &rows[i]);
        (void)fputs("\" ;;\n", out);
    }
    (void)fputs("        esac\n    fi\n    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n}\n"
                "complete -o default -F _coreoffer coreoffer\n",
                out);
}

static void completion_zsh(FILE *out)
{
    size_t count, options;
    const struct command_row *rows = options_commands(&count);
    const struct option_row *table = options_table(&options);
    (void)fputs("#compdef coreoffer\n_coreoffer() {\n    if (( CURRENT == 2 )); then\n        local -a commands=(\n", out);
    for (size_t i = 0; i < count; i++) {
        (void)fputs("            ", out);
        char text[256];
        (void)snprintf(text, sizeof text, "%s:%s", rows[i].name, rows[i].summary);
        single_quoted(out, text);
        (void)fputc('\n', out);
    }
    (void)fputs("        )\n        _describe command commands\n        return\n    fi\n    case $words[2] in\n", out);
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(out, "    %s) _arguments '*:argument:_files'", rows[i].name);
        for (size_t k = 0; k < options; k++)
            if (table[k].commands & rows[i].command)
                (void)fprintf(out, " '--%s%s'", table[k].name, table[k].argument == NULL ? "" : table[k].type == OPTION_PATH ? "=:file:_files" : "=:value: ");
        (void)fputs(" ;;\n", out);
    }
    (void)fputs("    esac\n}\n_coreoffer \"$@\"\n", out);
}

static void completion_fish(FILE *out)
{
    size_t count, options;
    const struct command_row *rows = options_commands(&count);
    const struct option_row *table = options_table(&options);
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(out, "complete -c coreoffer -n __fish_use_subcommand -a %s -d ", rows[i].name);
        single_quoted(out, rows[i].summary);
        (void)fputc('\n', out);
        for (size_t k = 0; k < options; k++) {
            if ((table[k].commands & rows[i].command) == 0)
                continue;
            (void)fprintf(out, "complete -c coreoffer -n '__fish_seen_subcommand_from %s' -l %s%s -d ", rows[i].name, table[k].name,
                          table[k].argument == NULL ? "" : table[k].type == OPTION_PATH ? " -r" : " -x");
            single_quoted(out, table[k].help);
            (void)fputc('\n', out);
        }
    }
}

void help_completion(FILE *out, const char *shell)
{
    if (strcmp(shell, "bash") == 0)
        completion_bash(out);
    else if (strcmp(shell, "zsh") == 0)
        completion_zsh(out);
    else
        completion_fish(out);
}

static void option_lines(FILE *out, const struct option_row *row)
{
    (void)fprintf(out, "# %s\n# %s = %s\n\n", row->help, row->name, row->argument != NULL ? row->argument : "yes");
}

/* Whether `name` is among the words, NULL-terminated. */
static bool is_one_of(const char *name, const char *const *words)
{
    for (; *words != NULL; words++)
        if (strcmp(*words, name) == 0)
            return true;
    return false;
}

void help_option_file(FILE *out)
{
    static const char *const first[] = {"contact", "store", "out", NULL}, *const never[] = {"help", "version", "config", NULL};
    (void)fputs("# coreoffer's options, read with --config FILE. Lines are `long-option = value`;\n"
                "# the command line comes after and wins. Take the # away to set one.\n\n"
                "# ---- to be set before the first night ----\n\n",
                out);
    size_t count;
    const struct option_row *rows = options_table(&count);
    for (size_t i = 0; i < count; i++)
        if (is_one_of(rows[i].name, first))
            option_lines(out, &rows[i]);
    (void)fputs("# ---- everything else may stay as it is ----\n\n", out);
    for (size_t i = 0; i < count; i++)
        if (!is_one_of(rows[i].name, first) && !is_one_of(rows[i].name, never))
            option_lines(out, &rows[i]);
}

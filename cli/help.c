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
#include "base/text.h"

static const struct help_exit exits[] = {
    {"0", "done", COMMANDS_ALL},
    {"1", "failed while running; earlier reports are untouched", COMMANDS_ALL},
    {"2", "the command line, the councils, the rubric or another file named is wrong or not there", COMMANDS_ALL},
    {"3", "done with gaps: some councils were blocked or down, or --max-runtime was reached", COMMANDS_VISIT | COMMAND_RECHECK},
    {"4", "a --fail-on condition, or verify found a difference", COMMANDS_VISIT | COMMAND_SCORE | COMMAND_VERIFY},
    {"5", "safety brake: over half of ten councils or more failed, or of two or more none could be reached, so our own network is the suspect; nothing published", COMMAND_AUDIT},
    {"75", "another run holds the lock", COMMANDS_STORE},
    {"130, 143", "stopped by a signal; what an audit had read is saved, and its --resume goes on", COMMANDS_ALL},
};

const struct help_exit *help_exits(size_t *count)
{
    *count = sizeof exits / sizeof exits[0];
    return exits;
}

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

/* An option whose words differ by command says those of this one. */
static const char *option_help(const struct option_row *row, const struct command_row *command, char *words, size_t size)
{
    const char *help = options_help(row, command), *const *choices = options_choices(row, command);
    if (help != NULL)
        return help;
    size_t used = 0;
    for (size_t i = 0; choices[i] != NULL && used < size; i++)
        used += (size_t)snprintf(words + used, size - used, "%s%s", i == 0 ? "" : choices[i + 1] != NULL ? ", " : " or ", choices[i]);
    if (used < size)
        (void)snprintf(words + used, size - used, " (default: %s)", choices[0]);
    return words;
}

void help_command(FILE *out, const struct command_row *command)
{
    (void)fprintf(out, "usage: coreoffer %s [OPTION...]%s%s\n\n", command->name, *command->synopsis != '\0' ? " " : "", command->synopsis);
    wrapped(out, *command->details != '\0' ? command->details : command->summary, 0, 0);
    (void)fputs("\noptions:\n", out);
    size_t count;
    const struct option_row *rows = options_table(&count);
    for (size_t i = 0; i < count; i++) {
        char name[80], words[200];
        if ((rows[i].commands & command->command) == 0)
            continue;
        option_name(&rows[i], name, sizeof name);
        entry(out, name, option_help(&rows[i], command, words, sizeof words), 30);
    }
    (void)fputs("\nexit status:\n", out);
    for (size_t i = 0; i < sizeof exits / sizeof exits[0]; i++)
        if (exits[i].commands & command->command)
            entry(out, exits[i].status, exits[i].meaning, 14);
}

void help_version(FILE *out)
{
    char pcre[64] = "";
    (void)pcre2_config(PCRE2_CONFIG_VERSION, pcre);
    (void)fprintf(out, "coreoffer %s\n", COREOFFER_VERSION);
    (void)fprintf(out, "%s\nc-ares %s\nlibxml2 %s\nPCRE2 %s\nSQLite %s\ncJSON %s\nzlib %s\n%s\n", curl_version(), ares_version(NULL), xmlParserVersion, pcre,
                  sqlite3_libversion(), cJSON_Version(), zlibVersion(), OpenSSL_version(OPENSSL_VERSION));
}

static void option_lines(FILE *out, const struct option_row *row)
{
    (void)fprintf(out, "# %s\n# %s = %s\n\n", row->help, row->name, row->argument != NULL ? row->argument : "yes");
}

/* Of what a cron table calls, other than what is of one call alone. Other options may stand in the file, and mean their own command. */
static bool is_for_every_night(const struct option_row *row)
{
    static const char *const once[] = {"help", "version", "config", "as-of", "from", "fresh"};
    return (row->commands & (COMMAND_AUDIT | COMMAND_PRUNE)) != 0 && !text_is_among(row->name, once, sizeof once / sizeof once[0]);
}

void help_option_file(FILE *out)
{
    static const char *const first[] = {"contact", "store", "out"};
    (void)fputs("# coreoffer's options, read with --config FILE. Lines are `long-option = value`;\n"
                "# the command line comes after and wins. Take the # away to set one.\n\n"
                "# ---- to be set before the first night ----\n\n",
                out);
    size_t count;
    const struct option_row *rows = options_table(&count);
    for (size_t i = 0; i < count; i++)
        if (text_is_among(rows[i].name, first, sizeof first / sizeof first[0]))
            option_lines(out, &rows[i]);
    (void)fputs("# ---- everything else may stay as it is ----\n\n", out);
    for (size_t i = 0; i < count; i++)
        if (is_for_every_night(&rows[i]) && !text_is_among(rows[i].name, first, sizeof first / sizeof first[0]))
            option_lines(out, &rows[i]);
}

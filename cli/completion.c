#include "cli/completion.h"

#include <ctype.h>
#include <string.h>

#include "cli/options.h"

static void words_of(FILE *out, const struct command_row *command)
{
    size_t count;
    const struct option_row *rows = options_table(&count);
    for (size_t i = 0; i < count; i++)
        if (rows[i].commands & command->command)
            (void)fprintf(out, " --%s", rows[i].name);
}

static void choices_of(FILE *out, const char *const *choices)
{
    for (size_t i = 0; choices[i] != NULL; i++)
        (void)fprintf(out, "%s%s", i > 0 ? " " : "", choices[i]);
}

static bool has_keywords(const struct command_row *command)
{
    return islower((unsigned char)command->synopsis[0]) != 0;
}

static bool takes_councils(const struct command_row *command)
{
    return strstr(command->synopsis, "COUNCIL...") != NULL;
}

/* What may stand first where it is one of a few words: "export|import FILE" has export and import. */
static void keywords_of(FILE *out, const struct command_row *command)
{
    const char *at = command->synopsis;
    while (at != NULL && has_keywords(command)) {
        at += strspn(at, " |");
        (void)fprintf(out, "%s%.*s", at > command->synopsis ? " " : "", (int)strcspn(at, " |"), at);
        at = strchr(at, '|');
    }
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

static void bash_option(FILE *out, const char *command, const struct option_row *row)
{
    (void)fprintf(out, "    %s:--%s", command, row->name);
    if (row->letter != 0)
        (void)fprintf(out, " | %s:-%c", command, row->letter);
    (void)fputs(") ", out);
}

/* After an option that takes a value: its choices, else what bash completes by default, files. */
static void bash_values(FILE *out)
{
    size_t count, commands;
    const struct option_row *rows = options_table(&count);
    const struct command_row *whose = options_commands(&commands);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].argument == NULL)
            continue;
        for (size_t k = 0; k < commands; k++) {
            const char *const *choices = (rows[i].commands & whose[k].command) ? options_choices(&rows[i], &whose[k]) : NULL;
            if (choices == NULL)
                continue;
            bash_option(out, whose[k].name, &rows[i]);
            (void)fputs("words=\"", out);
            choices_of(out, choices);
            (void)fputs("\" ;;\n", out);
        }
        bash_option(out, "*", &rows[i]);
        (void)fputs("return ;;\n", out);
    }
}

/* bash takes an equals sign for a word of its own. */
static const char bash_start[] = "_coreoffer() {\n    local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} words=\n    COMPREPLY=()\n"
                                 "    if [[ $word == = ]]; then\n        word=\n    elif [[ $previous == = ]]; then\n        previous=${COMP_WORDS[COMP_CWORD-2]}\n    fi\n"
                                 "    case ${COMP_WORDS[1]}:$previous in\n";

static void bash(FILE *out)
{
    size_t count;
    const struct command_row *rows = options_commands(&count);
    (void)fputs(bash_start, out);
    bash_values(out);
    (void)fputs("    *)\n        case $COMP_CWORD:${COMP_WORDS[1]}:$word in\n        1:* | 2:help:*) words=\"help", out);
    for (size_t i = 0; i < count; i++)
        (void)fprintf(out, " %s", rows[i].name);
    (void)fputs("\" ;;\n", out);
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(out, "        *:%s:-*) words=\"", rows[i].name);
        words_of(out, &rows[i]);
        (void)fputs("\" ;;\n", out);
        if (takes_councils(&rows[i]))
            (void)fprintf(out, "        *:%s:*) words=$(\"${COMP_WORDS[0]}\" councils 2>/dev/null | cut -f2) ;;\n", rows[i].name);
        if (!has_keywords(&rows[i]))
            continue;
        (void)fprintf(out, "        2:%s:*) words=\"", rows[i].name);
        keywords_of(out, &rows[i]);
        (void)fputs("\" ;;\n", out);
    }
    (void)fputs("        esac\n    esac\n    mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n}\n"
                "complete -o default -F _coreoffer coreoffer\n",
                out);
}

/* Inside single quotes, a word of _arguments: what would end it is behind a backslash. */
static void zsh_words(FILE *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (strchr("\\:[]", *text) != NULL)
            (void)fputc('\\', out);
        if (*text == '\'')
            (void)fputs("'\\''", out);
        else
            (void)fputc(*text, out);
    }
}

static const char *option_words(const struct option_row *row, const struct command_row *command)
{
    const char *help = options_help(row, command);
    return help != NULL ? help : row->help;
}

/* What stands behind the name of an option: what it does, and what it takes. */
static void zsh_option(FILE *out, const struct command_row *command, const struct option_row *row, const char *name)
{
    const char *const *choices = options_choices(row, command);
    (void)fprintf(out, " \\\n            '%s%s%s[", row->type == OPTION_LIST ? "*" : "", name, row->argument == NULL ? "" : name[1] == '-' ? "=" : "+");
    zsh_words(out, option_words(row, command));
    (void)fputc(']', out);
    if (row->argument != NULL) {
        (void)fputc(':', out);
        zsh_words(out, row->argument);
        (void)fputc(':', out);
    }
    if (choices != NULL) {
        (void)fputc('(', out);
        choices_of(out, choices);
        (void)fputc(')', out);
    } else if (row->argument != NULL) {
        (void)fputs(row->type == OPTION_PATH ? "_files" : " ", out);
    }
    (void)fputc('\'', out);
}

static void zsh_options(FILE *out, const struct command_row *command)
{
    size_t count;
    const struct option_row *rows = options_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (!(rows[i].commands & command->command))
            continue;
        char name[64];
        (void)snprintf(name, sizeof name, "--%s", rows[i].name);
        zsh_option(out, command, &rows[i], name);
        (void)snprintf(name, sizeof name, "-%c", rows[i].letter);
        if (rows[i].letter != 0)
            zsh_option(out, command, &rows[i], name);
    }
}

static const char zsh_councils[] = "_coreoffer_councils() {\n    local -a councils=(${(f)\"$(coreoffer councils 2>/dev/null | cut -f2,3 | tr '\\t' :)\"})\n"
                                   "    _describe council councils\n}\n";

static const char help_summary[] = "show help of a command";

static void zsh(FILE *out)
{
    size_t count;
    const struct command_row *rows = options_commands(&count);
    (void)fprintf(out, "#compdef coreoffer\n%s_coreoffer() {\n    if (( CURRENT == 2 )) || [[ $CURRENT == 3 && $words[2] == help ]]; then\n        local -a commands=(\n"
                       "            'help:%s'\n", zsh_councils, help_summary);
    for (size_t i = 0; i < count; i++) {
        (void)fputs("            ", out);
        char text[256];
        (void)snprintf(text, sizeof text, "%s:%s", rows[i].name, rows[i].summary);
        single_quoted(out, text);
        (void)fputc('\n', out);
    }
    (void)fputs("        )\n        _describe command commands\n        return\n    fi\n    case $words[2] in\n", out);
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(out, "    %s)\n        shift words\n        (( CURRENT-- ))\n        _arguments", rows[i].name);
        if (has_keywords(&rows[i])) {
            (void)fputs(" \\\n            '1:what:(", out);
            keywords_of(out, &rows[i]);
            (void)fputs(")'", out);
        }
        (void)fputs(takes_councils(&rows[i]) ? " \\\n            '*:council:_coreoffer_councils'" : " \\\n            '*:argument:_files'", out);
        zsh_options(out, &rows[i]);
        (void)fputs("\n        ;;\n", out);
    }
    (void)fputs("    esac\n}\n_coreoffer \"$@\"\n", out);
}

/* "rubric check" is not the command check: the word behind the program's name alone says which it is. */
static const char fish_functions[] = "function __coreoffer_is\n    set -l words (commandline -opc)\n    test (count $words) -ge 2; and contains -- $words[2] $argv\nend\n"
                                     "function __coreoffer_first\n    test (count (commandline -opc)) -eq 1\nend\n"
                                     "function __coreoffer_second\n    test (count (commandline -opc)) -eq 2; and __coreoffer_is $argv\nend\n"
                                     "complete -c coreoffer -f -n '__coreoffer_first; or __coreoffer_second help'\n";

static void fish_option(FILE *out, const struct command_row *command, const struct option_row *row)
{
    const char *const *choices = options_choices(row, command);
    (void)fprintf(out, "complete -c coreoffer -n '__coreoffer_is %s' -l %s%s", command->name, row->name,
                  row->argument == NULL ? "" : row->type == OPTION_PATH ? " -r" : " -x");
    if (row->letter != 0)
        (void)fprintf(out, " -s %c", row->letter);
    if (choices != NULL) {
        (void)fputs(" -a '", out);
        choices_of(out, choices);
        (void)fputc('\'', out);
    }
    (void)fputs(" -d ", out);
    single_quoted(out, option_words(row, command));
    (void)fputc('\n', out);
}

static void fish(FILE *out)
{
    size_t count, options;
    const struct command_row *rows = options_commands(&count);
    const struct option_row *table = options_table(&options);
    (void)fprintf(out, "%scomplete -c coreoffer -n __coreoffer_first -a help -d '%s'\n", fish_functions, help_summary);
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(out, "complete -c coreoffer -n '__coreoffer_first; or __coreoffer_second help' -a %s -d ", rows[i].name);
        single_quoted(out, rows[i].summary);
        (void)fputc('\n', out);
        if (has_keywords(&rows[i])) {
            (void)fprintf(out, "complete -c coreoffer -f -n '__coreoffer_second %s' -a '", rows[i].name);
            keywords_of(out, &rows[i]);
            (void)fputs("'\n", out);
        }
        if (takes_councils(&rows[i]))
            (void)fprintf(out, "complete -c coreoffer -f -n '__coreoffer_is %s' -a '(coreoffer councils 2>/dev/null | cut -f2,3)'\n", rows[i].name);
        for (size_t k = 0; k < options; k++)
            if (table[k].commands & rows[i].command)
                fish_option(out, &rows[i], &table[k]);
    }
}

bool completion_print(FILE *out, const char *shell)
{
    static const struct {
        const char *name;
        void (*print)(FILE *out);
    } shells[] = {{"bash", bash}, {"zsh", zsh}, {"fish", fish}};
    for (size_t i = 0; i < sizeof shells / sizeof shells[0]; i++)
        if (strcmp(shells[i].name, shell) == 0) {
            shells[i].print(out);
            return true;
        }
    return false;
}

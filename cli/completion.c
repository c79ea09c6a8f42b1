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

static void choices_of(FILE *out, const struct option_row *row)
{
    for (size_t i = 0; row->choices[i] != NULL; i++)
        (void)fprintf(out, "%s%s", i > 0 ? " " : "", row->choices[i]);
}

static bool has_keywords(const struct command_row *command)
{
    return islower((unsigned char)command->synopsis[0]) != 0;
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

/* After an option that takes a value: its choices, else what bash completes by default, files. */
static void bash_values(FILE *out)
{
    size_t count;
    const struct option_row *rows = options_table(&count);
    for (size_t i = 0; i < count; i++) {
        if (rows[i].argument == NULL)
            continue;
        (void)fprintf(out, "    --%s) ", rows[i].name);
        if (rows[i].type == OPTION_CHOICE) {
            (void)fputs("words=\"", out);
            choices_of(out, &rows[i]);
            (void)fputs("\" ;;\n", out);
        } else {
            (void)fputs("return ;;\n", out);
        }
    }
}

static void bash(FILE *out)
{
    size_t count;
    const struct command_row *rows = options_commands(&count);
    (void)fputs("_coreoffer() {\n    local word=${COMP_WORDS[COMP_CWORD]} words=\n    COMPREPLY=()\n    case ${COMP_WORDS[COMP_CWORD-1]} in\n", out);
    bash_values(out);
    (void)fputs("    *)\n        case $COMP_CWORD:${COMP_WORDS[1]}:$word in\n        1:* | 2:help:*) words=\"help", out);
    for (size_t i = 0; i < count; i++)
        (void)fprintf(out, " %s", rows[i].name);
    (void)fputs("\" ;;\n", out);
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(out, "        *:%s:-*) words=\"", rows[i].name);
        words_of(out, &rows[i]);
        (void)fputs("\" ;;\n", out);
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

static void zsh_option(FILE *out, const struct option_row *row)
{
    (void)fprintf(out, " '--%s", row->name);
    if (row->type == OPTION_CHOICE) {
        (void)fputs("=:value:(", out);
        choices_of(out, row);
        (void)fputc(')', out);
    } else if (row->argument != NULL) {
        (void)fputs(row->type == OPTION_PATH ? "=:file:_files" : "=:value: ", out);
    }
    (void)fputc('\'', out);
}

static void zsh(FILE *out)
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
        (void)fprintf(out, "    %s) shift words; (( CURRENT-- )); _arguments", rows[i].name);
        if (has_keywords(&rows[i])) {
            (void)fputs(" '1:what:(", out);
            keywords_of(out, &rows[i]);
            (void)fputs(")'", out);
        }
        (void)fputs(" '*:argument:_files'", out);
        for (size_t k = 0; k < options; k++)
            if (table[k].commands & rows[i].command)
                zsh_option(out, &table[k]);
        (void)fputs(" ;;\n", out);
    }
    (void)fputs("    esac\n}\n_coreoffer \"$@\"\n", out);
}

static void fish_option(FILE *out, const char *command, const struct option_row *row)
{
    (void)fprintf(out, "complete -c coreoffer -n '__fish_seen_subcommand_from %s' -l %s%s", command, row->name,
                  row->argument == NULL ? "" : row->type == OPTION_PATH ? " -r" : " -x");
    if (row->type == OPTION_CHOICE) {
        (void)fputs(" -a '", out);
        choices_of(out, row);
        (void)fputc('\'', out);
    }
    (void)fputs(" -d ", out);
    single_quoted(out, row->help);
    (void)fputc('\n', out);
}

static void fish(FILE *out)
{
    size_t count, options;
    const struct command_row *rows = options_commands(&count);
    const struct option_row *table = options_table(&options);
    for (size_t i = 0; i < count; i++) {
        (void)fprintf(out, "complete -c coreoffer -n __fish_use_subcommand -a %s -d ", rows[i].name);
        single_quoted(out, rows[i].summary);
        (void)fputc('\n', out);
        if (has_keywords(&rows[i])) {
            (void)fprintf(out, "complete -c coreoffer -n '__fish_seen_subcommand_from %s' -a '", rows[i].name);
            keywords_of(out, &rows[i]);
            (void)fputs("'\n", out);
        }
        for (size_t k = 0; k < options; k++)
            if (table[k].commands & rows[i].command)
                fish_option(out, rows[i].name, &table[k]);
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

#include <pwd.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "cli/cli.h"
#include "crawler/crawl.h"
#include "crawler/url/url.h"
#include "reports/data/texts.h"
#include "reports/reports.h"
#include "reports/terminal/screen.h"

static atomic_int asked_to_stop; /* other threads look at it too */
static atomic_int asked_at;      /* seconds of clock_monotonic */

static const char *_Atomic last_words; /* NULL while the end is to be in order */

static void end_at_once(int number)
{
    const char *words = last_words;
    if (words != NULL && words[0] != '\0')
        (void)!write(STDERR_FILENO, words, strlen(words));
    _exit(EXIT_SIGNAL + number);
}

/* timeout(1), a shell whose terminal is closed and others send one wish to stop twice, to the process and to its group. */
static const int one_wish = 1; /* second */

static void on_signal(int number)
{
    int now = (int)clock_monotonic();
    bool again = asked_to_stop != 0 && now - asked_at <= one_wish;
    /* A second signal ends it at once: the store is whole at any moment. */
    if ((asked_to_stop != 0 && !again) || last_words != NULL)
        end_at_once(number);
    if (again)
        return;
    asked_at = now;
    asked_to_stop = number;
}

void cli_end_at_signal(const char *words)
{
    last_words = words;
    if (words != NULL && asked_to_stop != 0)
        end_at_once(asked_to_stop);
}

int cli_signal(void)
{
    return asked_to_stop;
}

void cli_listen(void)
{
    static const int stopping[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = on_signal}, before;
    for (size_t i = 0; i < sizeof stopping / sizeof stopping[0]; i++)
        if (sigaction(stopping[i], NULL, &before) == 0 && before.sa_handler != SIG_IGN) /* nohup, and & of a script, mean it */
            (void)sigaction(stopping[i], &action, NULL);
    action.sa_handler = SIG_IGN;
    (void)sigaction(SIGPIPE, &action, NULL); /* a closed stdout is an error to report */
    (void)sigaction(SIGXFSZ, &action, NULL); /* so is a file over its limit */
}

static int exit_code(enum status status)
{
    switch (status) {
    case STATUS_OK: return EXIT_DONE;
    case STATUS_USAGE:
    case STATUS_INPUT:
    case STATUS_OLD_FORMAT: return EXIT_USAGE;
    case STATUS_LOCKED: return EXIT_LOCKED;
    case STATUS_STOPPED: return cli_signal() != 0 ? EXIT_SIGNAL + cli_signal() : EXIT_GAPS;
    default: return EXIT_FAILED;
    }
}

int cli_fail(const struct cli *cli, const struct error *err)
{
    struct buffer shown;
    buffer_init(&shown, ERROR_MESSAGE_MAX * 4);
    const char *message = err->message[0] != '\0' ? err->message : status_name(err->status);
    text_add_shown(&shown, message, strlen(message));
    (void)fprintf(stderr, "coreoffer%s%s: %s\n", cli->command != NULL ? " " : "", cli->command != NULL ? cli->command->name : "", buffer_text(&shown));
    buffer_release(&shown);
    return exit_code(err->status);
}

void cli_tell(void *cli, const struct error *err)
{
    (void)cli_fail(cli, err);
}

void cli_note(const struct cli *cli, const char *format, ...)
{
    if (cli->options.quiet)
        return;
    struct buffer shown;
    buffer_init(&shown, 16384);
    va_list args;
    va_start(args, format);
    char line[4096];
    (void)vsnprintf(line, sizeof line, format, args);
    va_end(args);
    text_add_shown(&shown, line, strlen(line));
    (void)fprintf(stderr, "%s\n", buffer_text(&shown));
    buffer_release(&shown);
}

void cli_tell_note(void *cli, const char *sentence)
{
    cli_note(cli, "%s", sentence);
}

void cli_print_shown(const char *text)
{
    struct buffer shown;
    buffer_init(&shown, LIMIT_BODY_BYTES * (size_t)3);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        text_add_shown(&shown, text, length);
        text += length;
        if (*text == '\n') {
            (void)buffer_add_char(&shown, '\n');
            text++;
        }
    }
    (void)fwrite(buffer_text(&shown), 1, shown.length, stdout);
    buffer_release(&shown);
}

/* The columns before a line's own words: its spaces, and a mark behind them ("  + "). */
static size_t lead_of(const char *line, size_t length)
{
    size_t spaces = strspn(line, " ");
    bool marked = spaces + 1 < length && strchr("-+~?*", line[spaces]) != NULL && line[spaces + 1] == ' ';
    return marked ? spaces + 2 : spaces < length ? spaces : length;
}

void cli_print_wrapped(const struct cli *cli, const char *text)
{
    if (isatty(STDOUT_FILENO) == 0) {
        cli_print_shown(text);
        return;
    }
    const struct terminal_options terminal = cli_terminal(cli, NULL);
    struct arena arena = {0};
    struct buffer shown;
    buffer_init(&shown, LIMIT_BODY_BYTES * (size_t)3);
    while (*text != '\0') {
        size_t length = strcspn(text, "\n"), lead = lead_of(text, length);
        if (length > 0)
            screen_wrap(&shown, &terminal, SCREEN_PLAIN, arena_printf(&arena, "%.*s", (int)lead, text), (int)lead,
                        arena_printf(&arena, "%.*s", (int)(length - lead), text + lead));
        else
            (void)buffer_add_char(&shown, '\n');
        text += length + (text[length] == '\n');
    }
    (void)fwrite(buffer_text(&shown), 1, shown.length, stdout);
    buffer_release(&shown);
    arena_release(&arena);
}

static const char *state_directory(struct cli *cli)
{
    const char *set = getenv("STATE_DIRECTORY"); /* systemd.exec(5) */
    if (set != NULL && *set == '/')
        return set;
    set = getenv("XDG_STATE_HOME");
    if (set != NULL && *set == '/')
        return arena_printf(&cli->arena, "%s/coreoffer", set);
    const char *home = getenv("HOME");
    if (home == NULL || *home != '/') {
        const struct passwd *user = getpwuid(getuid());
        home = user != NULL ? user->pw_dir : NULL;
    }
    return home != NULL && *home == '/' ? arena_printf(&cli->arena, "%s/.local/state/coreoffer", home) : NULL;
}

enum status cli_check_base_url(struct cli *cli, struct error *err)
{
    const char *address = cli->options.base_url;
    struct url url;
    if (address == NULL || (url_parse(&cli->arena, address, NULL, &url, NULL) == STATUS_OK && url_is_http(&url)))
        return STATUS_OK;
    return error_set(err, STATUS_USAGE, "--base-url takes an http(s) address such as https://www.charity.example/audit/, not '%s'", address);
}

enum status cli_store_path(struct cli *cli, const char **path, struct error *err)
{
    if (cli->options.store != NULL) {
        *path = cli->options.store;
        return STATUS_OK;
    }
    const char *directory = state_directory(cli);
    if (directory == NULL)
        return error_set(err, STATUS_USAGE, "there is no home directory to keep the store in; name a file with --store PATH");
    *path = arena_printf(&cli->arena, "%s/coreoffer.db", directory);
    return STATUS_OK;
}

enum status cli_archive_path(struct cli *cli, const char **path, struct error *err)
{
    if (cli->options.archive != NULL) {
        *path = cli->options.archive;
        return STATUS_OK;
    }
    const char *store = NULL;
    enum status status = cli_store_path(cli, &store, err);
    if (status != STATUS_OK || store == NULL)
        return status;
    /* Runs are numbered by their store, so two stores in one directory never share one. */
    static const char usual[] = "coreoffer.db", ending[] = ".db";
    const char *slash = strrchr(store, '/');
    const char *name = slash != NULL ? slash + 1 : store;
    int parent = (int)(name - store), length = (int)strlen(name);
    if (strcmp(name, usual) == 0)
        *path = arena_printf(&cli->arena, "%.*sarchive", parent, store);
    else if (length > 3 && strcmp(name + length - 3, ending) == 0)
        *path = arena_printf(&cli->arena, "%.*s-archive", parent + length - 3, store);
    else
        *path = arena_printf(&cli->arena, "%s-archive", store);
    return STATUS_OK;
}

enum status cli_check_places(struct cli *cli, const char *out, const char *store, struct error *err)
{
    const char *archive = cli->options.archive;
    enum status status = store != NULL ? cli_archive_path(cli, &archive, err) : STATUS_OK;
    const struct {
        const char *what, *path, *option;
    } kept[] = {{"store", store, "store"}, {"archive", cli->options.no_archive ? NULL : archive, "archive"}, {"log", cli->options.log, "log"}, {"report", out, "out"}};
    for (size_t i = 0; status == STATUS_OK && i < sizeof kept / sizeof kept[0]; i++) {
        if (kept[i].path == NULL)
            continue;
        bool in_this = out != NULL && kept[i].path != out && file_is_within(kept[i].path, out);
        const char *around = in_this ? out : reports_around(&cli->arena, kept[i].path);
        if (around != NULL)
            status = error_set(err, STATUS_USAGE, "the %s '%s' would stand in the report '%s', which is published and replaced whole: it would be lost; name a path outside it with --%s",
                               kept[i].what, kept[i].path, around, kept[i].option);
    }
    return status == STATUS_OK && out != NULL ? reports_check(out, err) : status;
}

static enum status find_seeds(const struct cli *cli, struct error *err)
{
    if (access(cli->seeds, R_OK) == 0)
        return STATUS_OK;
    return error_set(err, STATUS_INPUT, "the rubric, the word lists and the councils are not at '%s': name their folder with --seeds DIR, or put the program "
                     "beside its seeds folder or install it", cli->seeds);
}

enum status cli_rubric(struct cli *cli, struct rubric **out, struct error *err)
{
    enum status status = find_seeds(cli, err);
    return status == STATUS_OK ? rubric_load(cli->seeds, out, err) : status;
}

enum status cli_check_seeds(struct cli *cli, struct error *err)
{
    struct report_texts texts = {0};
    enum status status = find_seeds(cli, err);
    if (status == STATUS_OK)
        status = crawl_check_seeds(cli->seeds, err);
    if (status == STATUS_OK)
        status = texts_load(cli->seeds, &texts, err);
    texts_release(&texts);
    return status;
}

enum status cli_rubric_for_pages(struct cli *cli, struct rubric **out, struct error *err)
{
    enum status status = find_seeds(cli, err);
    return status == STATUS_OK ? rubric_load_for_pages(cli->seeds, out, err) : status;
}

enum status cli_councils(struct cli *cli, struct buffer *bytes, struct error *err)
{
    enum status status = cli->options.councils == NULL ? find_seeds(cli, err) : STATUS_OK;
    return status == STATUS_OK ? file_read(cli_councils_path(cli), bytes, err) : status;
}

const char *cli_councils_path(struct cli *cli)
{
    return cli->options.councils != NULL ? cli->options.councils : arena_printf(&cli->arena, "%s/councils.csv", cli->seeds);
}

enum readers { READERS_UNKNOWN, READERS_OWNER, READERS_GROUP, READERS_ALL };

static enum readers readers_by(mode_t mode)
{
    return (mode & 05) == 05 ? READERS_ALL : (mode & 050) == 050 ? READERS_GROUP : READERS_OWNER;
}

static enum readers readers_of(const char *directory)
{
    struct stat info;
    return stat(directory, &info) == 0 ? readers_by(info.st_mode) : READERS_UNKNOWN;
}

/* The mask is its owner's will, so nothing is opened that it closes; but whoever forgot it finds an empty site in the morning. */
static const char *hidden(struct cli *cli, const char *out, enum readers before, enum readers now)
{
    if (before == READERS_UNKNOWN ? now != READERS_OWNER : now >= before)
        return NULL;
    return arena_printf(&cli->arena, "nobody but %s can read the report in '%s', so a web server that runs as another user can't show it. If it is to be published, "
                        "give this program the umask 022: 'umask 022;' before the command in a crontab, UMask=0022 in a systemd service",
                        now == READERS_GROUP ? "its owner and group" : "its owner", out);
}

const char *cli_would_hide(struct cli *cli, const char *out)
{
    mode_t mask = umask(0);
    (void)umask(mask);
    return hidden(cli, out, readers_of(out), readers_by(0777 & ~mask));
}

enum status cli_write_report(struct cli *cli, struct store *store, const struct report_options *options, struct error *err)
{
    struct error told = {0};
    bool for_others = !options->draft && (cli->command->command & (COMMAND_AUDIT | COMMAND_REPORT)) != 0;
    enum readers before = readers_of(options->out);
    enum status status = reports_write(store, options, err);
    const char *sentence = status == STATUS_OK && for_others ? hidden(cli, options->out, before, readers_of(options->out)) : NULL;
    if (sentence != NULL) {
        (void)error_set(&told, STATUS_OK, "%s", sentence);
        cli_tell(cli, &told);
    }
    return status;
}

int cli_late_fault(const struct cli *cli, const struct error *err, int code)
{
    int own = cli_fail(cli, err);
    return code == EXIT_DONE ? own : code;
}

int cli_close(const struct cli *cli, struct store *store, int code)
{
    struct error err = {0};
    return store_close(store, &err) == STATUS_OK ? code : cli_late_fault(cli, &err, code);
}

enum status cli_run(struct store *store, const char *text, struct arena *arena, struct run *run, struct error *err)
{
    if (text == NULL) {
        enum status status = store_run_latest(store, 0, arena, run, err);
        return status == STATUS_NOT_FOUND ? error_set(err, STATUS_NOT_FOUND, "the store holds no finished run yet; start one with 'coreoffer audit'")
                                          : status;
    }
    int64_t id;
    if (!text_to_int(text, 1, INT64_MAX, &id))
        return error_set(err, STATUS_USAGE, "'%s' is not a run's number; 'coreoffer status' lists them", text);
    enum status status = store_run_get(store, id, arena, run, err);
    return status == STATUS_NOT_FOUND ? error_set(err, STATUS_USAGE, "the store holds no run %lld; 'coreoffer status' lists them", (long long)id) : status;
}

enum status cli_check_finished(const struct run *run, struct error *err)
{
    return run->state != RUN_UNFINISHED ? STATUS_OK
                                        : error_set(err, STATUS_USAGE, "run %lld is not finished; 'coreoffer audit --resume' with the same councils and options goes on with it",
                                                    (long long)run->id);
}

struct terminal_options cli_terminal(const struct cli *cli, const struct rubric *rubric)
{
    return (struct terminal_options){
        .color = cli->color,
        .width = cli->width,
        .seeds = cli->seeds,
        .rubric = rubric != NULL ? rubric_texts(rubric) : NULL,
    };
}

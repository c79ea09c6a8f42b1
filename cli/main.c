/* Reads the command line, calls the command, and makes sure that what was printed arrived. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/cli.h"
#include "cli/help.h"
#include "document/document.h"

/* A file opened later must never get the number of a closed standard stream. What was
 * closed is opened so that using it fails. */
static void hold_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++)
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF && open("/dev/null", fd == 0 ? O_RDONLY : fd == 1 ? O_RDONLY : O_WRONLY) != fd)
            _exit(EXIT_FAILED);
}

/* Whoever read a pipe has seen enough, which is no news to them. */
static bool reader_has_left(void)
{
    struct pollfd out = {.fd = STDOUT_FILENO};
    return poll(&out, 1, 0) == 1 && (out.revents & POLLERR) != 0;
}

static int finish(int code)
{
    bool failed = ferror(stdout) != 0, left = reader_has_left();
    errno = 0;
    failed = fflush(stdout) != 0 || fclose(stdout) != 0 || failed;
    if (failed) {
        if (errno != EPIPE && !left)
            (void)fprintf(stderr, "coreoffer: cannot write to standard output: %s\n", errno != 0 ? strerror(errno) : "it is closed or full");
        return code == EXIT_DONE ? EXIT_FAILED : code;
    }
    return code;
}

static const char *find_seeds(struct cli *cli)
{
    if (cli->options.seeds != NULL)
        return cli->options.seeds;
    const char *set = getenv("COREOFFER_SEEDS");
    if (set != NULL && *set != '\0')
        return set;
    /* From a build tree the seeds are beside the program, or above the build directory; from
     * an installation they are where PREFIX puts them, wherever that was moved to since. */
    static const char *const beside[] = {"seeds", "../../seeds", "../share/coreoffer/seeds"};
    char program[4096];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length > 0) {
        program[length] = '\0';
        char *slash = strrchr(program, '/');
        if (slash != NULL)
            *slash = '\0';
        for (size_t i = 0; i < sizeof beside / sizeof beside[0]; i++) {
            const char *seeds = arena_printf(&cli->arena, "%s/%s", program, beside[i]);
            if (!file_exists(arena_printf(&cli->arena, "%s/councils.csv", seeds)))
                continue;
            char *plain = realpath(seeds, NULL); /* people are shown it: without ".." */
            seeds = plain != NULL ? arena_copy(&cli->arena, plain) : seeds;
            free(plain);
            return seeds;
        }
    }
    return COREOFFER_DATADIR "/seeds";
}

/* What is printed is read on either stream, and COLUMNS stands for a terminal that can't be asked. */
static int columns(void)
{
    enum { NARROWEST = 40, WIDEST = 120 };
    struct winsize size;
    const char *set = getenv("COLUMNS");
    int64_t width = 80;
    if ((ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 || ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0) && size.ws_col > 0)
        width = size.ws_col;
    else if (set != NULL)
        (void)text_to_int(set, 1, INT32_MAX, &width);
    return width < NARROWEST ? NARROWEST : width > WIDEST ? WIDEST : (int)width;
}

static void look_at_terminal(struct cli *cli)
{
    const char *no_color = getenv("NO_COLOR"), *term = getenv("TERM");
    bool dumb = term != NULL && strcmp(term, "dumb") == 0;
    bool wanted = isatty(STDOUT_FILENO) && (no_color == NULL || *no_color == '\0') && !dumb;
    cli->color = cli->options.color == COLOR_ALWAYS || (cli->options.color == COLOR_AUTO && wanted);
    cli->progress = isatty(STDERR_FILENO) && !cli->options.quiet;
    cli->bar = cli->progress && !dumb;
    cli->width = columns();
}

static int call(struct cli *cli)
{
    switch (cli->command->command) {
    case COMMAND_AUDIT: return command_audit(cli);
    case COMMAND_CHECK: return command_check(cli);
    case COMMAND_LINKS: return command_links(cli);
    case COMMAND_SCORE: return command_score(cli);
    case COMMAND_REPORT: return command_report(cli);
    case COMMAND_COMPARE: return command_compare(cli);
    case COMMAND_VERIFY: return command_verify(cli);
    case COMMAND_EXPLAIN: return command_explain(cli);
    case COMMAND_RECHECK: return command_recheck(cli);
    case COMMAND_REVIEW: return command_review(cli);
    case COMMAND_STATUS: return command_status(cli);
    case COMMAND_DOCTOR: return command_doctor(cli);
    case COMMAND_COUNCILS: return command_councils(cli);
    case COMMAND_RUBRIC: return command_rubric(cli);
    case COMMAND_PRUNE: return command_prune(cli);
    case COMMAND_INIT: return command_init(cli);
    case COMMAND_DEMO: return command_demo(cli);
    case COMMAND_MANUAL: return command_manual(cli);
    case COMMAND_COMPLETION: return command_completion(cli);
    }
    return EXIT_FAILED;
}

static int no_command(const char *name)
{
    struct buffer shown;
    buffer_init(&shown, 200);
    text_add_shown(&shown, name, strlen(name));
    const struct command_row *near = options_near_command(name);
    if (near != NULL)
        (void)fprintf(stderr, "coreoffer: '%s' is not a command; did you mean '%s'?\n", buffer_text(&shown), near->name);
    else if (*name == '-')
        (void)fprintf(stderr, "coreoffer: the command comes first and '%s' after it: coreoffer COMMAND [OPTION...]; see 'coreoffer --help'\n", buffer_text(&shown));
    else
        (void)fprintf(stderr, "coreoffer: '%s' is not a command; see 'coreoffer --help'\n", buffer_text(&shown));
    buffer_release(&shown);
    return EXIT_USAGE;
}

static int run(struct cli *cli, int count, char *const *arguments)
{
    const char *name = count > 1 ? arguments[1] : NULL;
    if (name == NULL) {
        help_overview(stderr);
        return EXIT_USAGE;
    }
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0 || strcmp(name, "help") == 0) {
        const struct command_row *about = count > 2 ? options_command(arguments[2]) : NULL;
        if (count > 2 && about == NULL)
            return no_command(arguments[2]);
        if (about != NULL)
            help_command(stdout, about);
        else
            help_overview(stdout);
        return EXIT_DONE;
    }
    if (strcmp(name, "--version") == 0 || strcmp(name, "-V") == 0) {
        help_version(stdout);
        return EXIT_DONE;
    }
    cli->command = options_command(name);
    if (cli->command == NULL)
        return no_command(name);
    struct error err = {0};
    if (options_parse(cli->command, count - 2, arguments + 2, &cli->arena, &cli->options, &err) != STATUS_OK) {
        for (size_t i = 0; i < cli->options.faults.count; i++) {
            struct error fault = {0};
            (void)error_set(&fault, STATUS_INPUT, "%s", cli->options.faults.items[i]);
            cli_tell(cli, &fault);
        }
        return cli_fail(cli, &err);
    }
    if (cli->options.help) {
        help_command(stdout, cli->command);
        return EXIT_DONE;
    }
    if (cli->options.version) {
        help_version(stdout);
        return EXIT_DONE;
    }
    cli->seeds = find_seeds(cli);
    look_at_terminal(cli);
    clock_fix(cli->options.as_of);
    return call(cli);
}

int main(int count, char **arguments)
{
    if (document_is_child(arguments[0]))
        _exit(document_child()); /* nothing is left to flush, and what runs at exit may not run in there */
    hold_standard_streams();
    cli_listen();
    struct cli cli = {0};
    int code = finish(run(&cli, count, arguments));
    free(cli.options.arguments.items);
    free(cli.options.resolve.items);
    free(cli.options.faults.items);
    arena_release(&cli.arena);
    return code;
}

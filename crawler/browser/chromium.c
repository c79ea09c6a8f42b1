#include "crawler/browser/chromium.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"

enum {
    COMMANDS_FD = 3, ANSWERS_FD = 4, /* as --remote-debugging-pipe has them */
    HIGH_FD = 16,                    /* above every number that the child wants */
    WATCH_MILLISECONDS = 250,
    STOP_SECONDS = 5,
    ARGUMENTS_MAX = 48,
    EXIT_NOT_STARTED = 127,
    RSS_FIELD = 24,                  /* of /proc/PID/stat, counted from 1 */
};

struct chromium {
    struct arena arena;
    int to, from;
    int errors;              /* its standard error: read only when it has failed, and what does not fit is lost */
    int lifeline;            /* the guard ends everything when this end is closed */
    pid_t guard;
    const char *profile;
    const char *program;
    char *arguments[ARGUMENTS_MAX];
    char *environment[8];
    struct sock_fprog filter;
};

/* --- what the child may do --- */

/* Sockets between its own processes it needs; to the network there are none. io_uring would
 * make sockets without the calls that are looked at here. */
static bool add_rules(scmp_filter_ctx context)
{
    enum { FAMILIES = 64 }; /* the kernel knows fewer */
    const uint32_t refuse = SCMP_ACT_ERRNO(EACCES);
    bool added = seccomp_rule_add(context, refuse, SCMP_SYS(io_uring_setup), 0) == 0 &&
                 seccomp_rule_add(context, refuse, SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_GE, FAMILIES)) == 0;
    for (unsigned family = 0; family < FAMILIES && added; family++)
        if (family != AF_UNIX && family != AF_NETLINK)
            added = seccomp_rule_add(context, refuse, SCMP_SYS(socket), 1, SCMP_A0(SCMP_CMP_EQ, family)) == 0;
    return added;
}

/* As the kernel takes it, made before the fork. */
static bool make_filter(struct chromium *chromium)
{
    int fd = memfd_create("filter", MFD_CLOEXEC);
    scmp_filter_ctx context = seccomp_init(SCMP_ACT_ALLOW);
    bool made = false;
    if (fd >= 0 && context != NULL && add_rules(context) && seccomp_export_bpf(context, fd) == 0) {
        off_t size = lseek(fd, 0, SEEK_END);
        if (size > 0 && (size_t)size % sizeof(struct sock_filter) == 0) {
            chromium->filter.filter = arena_alloc(&chromium->arena, (size_t)size);
            chromium->filter.len = (unsigned short)((size_t)size / sizeof(struct sock_filter));
            made = pread(fd, chromium->filter.filter, (size_t)size, 0) == size;
        }
    }
    seccomp_release(context);
    if (fd >= 0)
        close(fd);
    return made;
}

static void add_argument(struct chromium *chromium, const char *argument)
{
    size_t count = 0;
    while (chromium->arguments[count] != NULL)
        count++;
    if (count + 1 < ARGUMENTS_MAX)
        chromium->arguments[count] = arena_copy(&chromium->arena, argument);
}

static void set_arguments(struct chromium *chromium)
{
    static const char *const fixed[] = {
        "--headless", "--remote-debugging-pipe", "--no-first-run", "--no-startup-window", "--no-default-browser-check", "--disable-gpu",
        /* Every name is unknown, and every address, loopback too, goes by a proxy whose name is. */
        "--host-resolver-rules=MAP * ~NOTFOUND", "--proxy-server=socks5://nowhere.invalid:1", "--proxy-bypass-list=<-loopback>",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp", "--disable-quic",
        "--disable-background-networking", "--disable-component-update", "--disable-component-extensions-with-background-pages",
        "--disable-sync", "--disable-default-apps", "--disable-extensions", "--disable-domain-reliability", "--disable-client-side-phishing-detection",
        "--disable-breakpad", "--disable-crash-reporter", "--disable-dev-shm-usage", "--metrics-recording-only", "--password-store=basic",
        "--use-mock-keychain", "--mute-audio", "--hide-scrollbars", "--block-new-web-contents", "--deny-permission-prompts",
        "--window-size=1280,2000", "--lang=en-GB", "--js-flags=--max-old-space-size=512",
        /* A page's frames are in its own process, so that one session sees all their requests. */
        "--disable-site-isolation-trials",
        "--disable-features=IsolateOrigins,site-per-process,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup,Translate,"
        "OptimizationHints,MediaRouter,Prerender2,SpeculationRulesPrefetchProxy",
    };
    add_argument(chromium, chromium->program);
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++)
        add_argument(chromium, fixed[i]);
    add_argument(chromium, arena_printf(&chromium->arena, "--user-data-dir=%s", chromium->profile));
    add_argument(chromium, arena_printf(&chromium->arena, "--crash-dumps-dir=%s", chromium->profile));
    if (geteuid() == 0)
        add_argument(chromium, "--no-sandbox");
}

/* Nothing of the user's own: no session bus, no display, no home. */
static void set_environment(struct chromium *chromium)
{
    struct arena *arena = &chromium->arena;
    char **environment = chromium->environment;
    *environment++ = arena_copy(arena, "PATH=/usr/local/bin:/usr/bin:/bin");
    *environment++ = arena_copy(arena, "LANG=C.UTF-8");
    *environment++ = arena_copy(arena, "DBUS_SESSION_BUS_ADDRESS=disabled:");
    *environment++ = arena_printf(arena, "HOME=%s", chromium->profile);
    /* Relative: it makes a socket there, whose path may have 107 bytes. */
    *environment++ = arena_copy(arena, "TMPDIR=.");
    *environment++ = arena_printf(arena, "XDG_RUNTIME_DIR=%s", chromium->profile);
    *environment = NULL;
}

static void limit(int resource, rlim_t value)
{
    struct rlimit rlimit;
    if (getrlimit((__rlimit_resource_t)resource, &rlimit) != 0 || rlimit.rlim_max < value)
        return;
    rlimit.rlim_cur = rlimit.rlim_max = value;
    if (setrlimit((__rlimit_resource_t)resource, &rlimit) != 0)
        _exit(EXIT_NOT_STARTED);
}

/* The child's ends of the pipes. */
struct child_ends {
    int commands, answers, errors;
};

/* In the child of the guard. Chromium reserves terabytes of addresses, so that RLIMIT_AS can't
 * bound it: the guard looks at what is really used. */
static _Noreturn void become(const struct chromium *chromium, const struct child_ends *ends)
{
    int nothing = open("/dev/null", O_RDWR);
    if (nothing < 0 || chdir(chromium->profile) != 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0 || dup2(ends->errors, STDERR_FILENO) < 0 ||
        dup2(ends->commands, COMMANDS_FD) < 0 || dup2(ends->answers, ANSWERS_FD) < 0 || close_range(ANSWERS_FD + 1, ~0U, 0) != 0)
        _exit(EXIT_NOT_STARTED);
    for (int number = 1; number < NSIG; number++)
        (void)signal(number, SIG_DFL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, LIMIT_RENDER_FILE_BYTES);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &chromium->filter) != 0)
        _exit(EXIT_NOT_STARTED);
    execve(chromium->program, chromium->arguments, chromium->environment);
    _exit(EXIT_NOT_STARTED);
}

/* --- the guard: a process of our own that owns Chromium's session ---
 *
 * It is forked from a program that has threads. What it calls that allocates is safe because
 * glibc's fork leaves its allocator usable in the child. */

struct process {
    pid_t pid, parent, session;
    long long resident; /* pages */
};

/* Reads /proc/PID/stat (proc_pid_stat(5)); the name stands in brackets and may hold any. */
static bool read_process(const char *name, struct process *out)
{
    char path[64], text[1024];
    int64_t pid;
    if (!text_to_int(name, 1, INT32_MAX, &pid))
        return false;
    (void)snprintf(path, sizeof path, "/proc/%lld/stat", (long long)pid);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd >= 0 ? read(fd, text, sizeof text - 1) : -1;
    if (fd >= 0)
        close(fd);
    if (length <= 0)
        return false;
    text[length] = '\0';
    const char *at = strrchr(text, ')');
    long long fields[RSS_FIELD + 1] = {0};
    at = at != NULL ? strchr(at, ' ') : NULL; /* before the state, field 3 */
    for (int field = 4; field <= RSS_FIELD; field++) {
        at = at != NULL ? strchr(at + 1, ' ') : NULL;
        if (at == NULL)
            return false;
        for (const char *digit = at + 1; *digit >= '0' && *digit <= '9'; digit++)
            fields[field] = fields[field] * 10 + (*digit - '0');
    }
    *out = (struct process){.pid = (pid_t)pid, .parent = (pid_t)fields[4], .session = (pid_t)fields[6],
                             .resident = fields[RSS_FIELD]};
    return true;
}

/* Calls `each` for every process of the guard's session, and for what fell to it when the
 * parent ended. Returns how many there were. */
static size_t each_process(void (*each)(const struct process *process))
{
    size_t count = 0;
    pid_t self = getpid();
    DIR *all = opendir("/proc");
    struct process process;
    for (struct dirent *entry; all != NULL && (entry = readdir(all)) != NULL;)
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9' && read_process(entry->d_name, &process) && process.pid != self &&
            (process.session == self || process.parent == self)) {
            each(&process);
            count++;
        }
    if (all != NULL)
        closedir(all);
    return count;
}

static void end_process(const struct process *process)
{
    (void)kill(process->pid, SIGKILL);
}

/* One page that eats memory costs its own process, which Chromium then reports. */
static void end_glutton(const struct process *process)
{
    if (process->resident > LIMIT_RENDER_MEMORY / sysconf(_SC_PAGESIZE))
        (void)kill(process->pid, SIGKILL);
}

static bool reap(pid_t chromium)
{
    bool ended = false;
    for (pid_t pid; (pid = waitpid(-1, NULL, WNOHANG)) > 0;)
        ended = ended || pid == chromium;
    return ended;
}

static _Noreturn void guard(const struct chromium *chromium, int lifeline, const struct child_ends *ends)
{
    int nothing = open("/dev/null", O_RDWR); /* who reads our output must not wait for the guard's end of it */
    for (int fd = STDIN_FILENO; fd <= STDERR_FILENO && nothing >= 0; fd++)
        (void)dup2(nothing, fd);
    (void)setsid(); /* away from the terminal: Ctrl-C is for us, and we end it in order */
    (void)prctl(PR_SET_NAME, "coreoffer-guard");
    /* What a process of Chromium leaves behind falls to the guard, which waits for it. */
    (void)prctl(PR_SET_CHILD_SUBREAPER, 1);
    static const int deaf[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGQUIT};
    for (size_t i = 0; i < sizeof deaf / sizeof deaf[0]; i++)
        (void)signal(deaf[i], SIG_IGN);
    sigset_t none;
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    pid_t child = fork();
    if (child == 0)
        become(chromium, ends);
    (void)dup2(lifeline, COMMANDS_FD); /* only this one stays open: archives and the store are not the guard's */
    (void)close_range(COMMANDS_FD + 1, ~0U, 0);
    struct pollfd wait = {COMMANDS_FD, POLLIN, 0};
    while (child > 0 && poll(&wait, 1, WATCH_MILLISECONDS) <= 0 && !reap(child))
        (void)each_process(end_glutton);
    double until = clock_monotonic() + STOP_SECONDS;
    while (each_process(end_process) > 0 && clock_monotonic() < until) {
        (void)usleep(5000);
        (void)reap(child);
    }
    struct error ignored;
    enum status removed = file_remove_tree(chromium->profile, &ignored);
    _exit(removed == STATUS_OK ? 0 : 1);
}

/* --- the parent's side --- */

static enum status check_program(const char *path, struct error *err)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return error_set(err, STATUS_USAGE, "the browser '%s' can't be used: %s", path, strerror(errno));
    if (!S_ISREG(info.st_mode) || access(path, X_OK) != 0)
        return error_set(err, STATUS_USAGE, "the browser '%s' can't be used: it is not a program that may be run", path);
    return STATUS_OK;
}

static enum status make_profile(struct chromium *chromium, struct error *err)
{
    const char *directory = getenv("TMPDIR");
    char *profile = arena_printf(&chromium->arena, "%s/coreoffer-browser-XXXXXX", directory != NULL && *directory == '/' ? directory : "/tmp");
    if (mkdtemp(profile) == NULL)
        return error_errno(err, "cannot make a directory for the browser's profile, '%s'", profile);
    chromium->profile = profile;
    return STATUS_OK;
}

static void close_pair(int pair[2])
{
    for (int i = 0; i < 2; i++)
        if (pair[i] >= 0)
            close(pair[i]);
}

/* Numbers over those that the child wants, so that copying one can't close another. */
static bool open_pipe(int pair[2])
{
    int low[2];
    if (pipe2(low, O_CLOEXEC) != 0)
        return false;
    for (int i = 0; i < 2; i++)
        pair[i] = fcntl(low[i], F_DUPFD_CLOEXEC, HIGH_FD);
    close_pair(low);
    return pair[0] >= 0 && pair[1] >= 0;
}

static enum status spawn(struct chromium *chromium, struct error *err)
{
    int commands[2] = {-1, -1}, answers[2] = {-1, -1}, errors[2] = {-1, -1}, lifeline[2] = {-1, -1};
    if (!open_pipe(commands) || !open_pipe(answers) || !open_pipe(errors) || !open_pipe(lifeline) || (chromium->guard = fork()) < 0) {
        enum status status = error_errno(err, "the browser '%s' can't be started", chromium->program);
        close_pair(commands);
        close_pair(answers);
        close_pair(errors);
        close_pair(lifeline);
        return status;
    }
    if (chromium->guard == 0) {
        close(lifeline[1]);
        close(commands[1]);
        close(answers[0]);
        guard(chromium, lifeline[0], &(struct child_ends){commands[0], answers[1], errors[1]});
    }
    close(lifeline[0]);
    close(commands[0]);
    close(answers[1]);
    /* Nobody reads it while all is well, and a full pipe must not hold Chromium up. */
    (void)fcntl(errors[1], F_SETFL, O_NONBLOCK);
    (void)fcntl(errors[0], F_SETFL, O_NONBLOCK);
    close(errors[1]);
    chromium->errors = errors[0];
    chromium->lifeline = lifeline[1];
    chromium->to = commands[1];
    chromium->from = answers[0];
    (void)fcntl(chromium->to, F_SETFL, O_NONBLOCK);
    (void)fcntl(chromium->from, F_SETFL, O_NONBLOCK);
    return STATUS_OK;
}

static void release(struct chromium *chromium)
{
    struct arena arena = chromium->arena;
    free(chromium);
    arena_release(&arena);
}

enum status chromium_start(const char *path, struct chromium **out, struct error *err)
{
    enum status status = check_program(path, err);
    if (status != STATUS_OK)
        return status;
    struct chromium *chromium = memory_alloc(sizeof *chromium);
    chromium->program = arena_copy(&chromium->arena, path);
    if (!make_filter(chromium))
        status = error_set(err, STATUS_IO, "the browser '%s' can't be started: no filter could be made that keeps it off the network", path);
    if (status == STATUS_OK)
        status = make_profile(chromium, err);
    if (status == STATUS_OK) {
        set_arguments(chromium);
        set_environment(chromium);
        status = spawn(chromium, err);
        if (status != STATUS_OK)
            (void)rmdir(chromium->profile);
    }
    if (status != STATUS_OK) {
        release(chromium);
        return status;
    }
    *out = chromium;
    return STATUS_OK;
}

void chromium_stop(struct chromium *chromium)
{
    if (chromium == NULL)
        return;
    close(chromium->lifeline);
    close(chromium->to);
    close(chromium->from);
    close(chromium->errors);
    double until = clock_monotonic() + STOP_SECONDS + 1;
    pid_t ended;
    while ((ended = waitpid(chromium->guard, NULL, WNOHANG)) == 0 && clock_monotonic() < until)
        (void)usleep(2000);
    if (ended == 0) {
        (void)kill(chromium->guard, SIGKILL); /* the death signal takes Chromium with it */
        (void)waitpid(chromium->guard, NULL, 0);
        struct error ignored;
        enum status removed = file_remove_tree(chromium->profile, &ignored);
        (void)removed;
    }
    release(chromium);
}

const char *chromium_complaint(struct chromium *chromium)
{
    enum { PIPE_BYTES = 64 * 1024 };
    char *text = arena_alloc(&chromium->arena, PIPE_BYTES + 1), *best = text;
    size_t length = 0;
    for (ssize_t count; length < PIPE_BYTES && (count = read(chromium->errors, text + length, PIPE_BYTES - length)) > 0;)
        length += (size_t)count;
    for (char *line = text, *next; *line != '\0'; line = next) {
        next = line + strcspn(line, "\n");
        if (*next != '\0')
            *next++ = '\0';
        for (char *c = line; *c != '\0'; c++)
            *c = (unsigned char)*c < ' ' || *c == 0x7f ? ' ' : *c;
        if (*line != '\0' && strstr(best, "FATAL") == NULL)
            best = line;
    }
    return best;
}

int chromium_to(const struct chromium *chromium)
{
    return chromium->to;
}

int chromium_from(const struct chromium *chromium)
{
    return chromium->from;
}

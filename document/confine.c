#include "document/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <seccomp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/memory.h"

enum { INPUT_FD = 3, FILES_MAX = 16, EXIT_NOT_STARTED = 127, MILLISECONDS = 1000 };

/* What a program needs to be loaded, to read files and memory, and to write its output. */
static const int allowed_calls[] = {
    SCMP_SYS(read),         SCMP_SYS(readv),      SCMP_SYS(pread64),        SCMP_SYS(write),
    SCMP_SYS(writev),       SCMP_SYS(close),      SCMP_SYS(lseek),          SCMP_SYS(fstat),
    SCMP_SYS(newfstatat),   SCMP_SYS(stat),       SCMP_SYS(lstat),          SCMP_SYS(statx),
    SCMP_SYS(access),       SCMP_SYS(faccessat),  SCMP_SYS(faccessat2),     SCMP_SYS(getdents64),
    SCMP_SYS(readlink),     SCMP_SYS(readlinkat), SCMP_SYS(getcwd),         SCMP_SYS(fcntl),
    SCMP_SYS(mmap),         SCMP_SYS(mprotect),   SCMP_SYS(munmap),         SCMP_SYS(mremap),
    SCMP_SYS(madvise),      SCMP_SYS(brk),        SCMP_SYS(futex),          SCMP_SYS(getrandom),
    SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn), SCMP_SYS(sigaltstack),
    SCMP_SYS(arch_prctl),   SCMP_SYS(set_tid_address), SCMP_SYS(set_robust_list), SCMP_SYS(rseq),
    SCMP_SYS(prlimit64),    SCMP_SYS(getrlimit),  SCMP_SYS(sysinfo),        SCMP_SYS(uname),
    SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time),        SCMP_SYS(getpid),
    SCMP_SYS(gettid),       SCMP_SYS(getuid),     SCMP_SYS(geteuid),        SCMP_SYS(getgid),
    SCMP_SYS(getegid),      SCMP_SYS(exit),       SCMP_SYS(exit_group),     SCMP_SYS(tgkill),
    SCMP_SYS(sched_getaffinity), SCMP_SYS(sched_yield), SCMP_SYS(restart_syscall), SCMP_SYS(ioctl),
};

/* Files may be opened for reading only. The one execve is the one whose path stands at
 * `program` in our own memory: after it that memory is gone. */
static int add_rules(scmp_filter_ctx context, const char *program)
{
    for (size_t i = 0; i < sizeof allowed_calls / sizeof allowed_calls[0]; i++)
        if (seccomp_rule_add(context, SCMP_ACT_ALLOW, allowed_calls[i], 0) != 0 && allowed_calls[i] >= 0)
            return -1;
    const scmp_datum_t writing = O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND;
    return seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(openat), 1,
                            SCMP_A2(SCMP_CMP_MASKED_EQ, writing, O_RDONLY)) ||
           seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(open), 1,
                            SCMP_A1(SCMP_CMP_MASKED_EQ, writing, O_RDONLY)) ||
           seccomp_rule_add(context, SCMP_ACT_ALLOW, SCMP_SYS(execve), 1,
                            SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)(uintptr_t)program));
}

/* The filter as the kernel takes it, made before the fork: after it nothing may allocate.
 * False when it can't be made. */
static bool make_filter(const char *program, struct sock_fprog *filter)
{
    *filter = (struct sock_fprog){.len = 0};
    int fd = memfd_create("filter", MFD_CLOEXEC);
    scmp_filter_ctx context = seccomp_init(SCMP_ACT_ERRNO(EPERM));
    bool made = false;
    if (fd >= 0 && context != NULL && add_rules(context, program) == 0 && seccomp_export_bpf(context, fd) == 0) {
        off_t size = lseek(fd, 0, SEEK_END);
        if (size > 0 && (size_t)size % sizeof(struct sock_filter) == 0) {
            filter->filter = memory_alloc((size_t)size);
            filter->len = (unsigned short)((size_t)size / sizeof(struct sock_filter));
            made = pread(fd, filter->filter, (size_t)size, 0) == size;
        }
    }
    seccomp_release(context);
    if (fd >= 0)
        close(fd);
    return made;
}

static void limit(int resource, rlim_t value)
{
    const struct rlimit rlimit = {value, value};
    if (setrlimit((__rlimit_resource_t)resource, &rlimit) != 0)
        _exit(EXIT_NOT_STARTED);
}

struct pipes {
    int input, out[2], errors[2];
};

/* In the child: only calls that are safe between fork and exec of a threaded program. */
static _Noreturn void become(const struct confine_job *job, const struct pipes *pipes, const struct sock_fprog *filter)
{
    static char *const environment[] = {NULL};
    int nothing = open("/dev/null", O_RDONLY);
    /* The numbers wanted may be in use by one another: copy high first. */
    int input = fcntl(pipes->input, F_DUPFD, FILES_MAX), out = fcntl(pipes->out[1], F_DUPFD, FILES_MAX);
    int errors = fcntl(pipes->errors[1], F_DUPFD, FILES_MAX);
    if (nothing < 0 || input < 0 || out < 0 || errors < 0 || dup2(nothing, STDIN_FILENO) < 0 ||
        dup2(out, STDOUT_FILENO) < 0 || dup2(errors, STDERR_FILENO) < 0 || dup2(input, INPUT_FD) < 0 ||
        close_range(INPUT_FD + 1, ~0U, 0) != 0)
        _exit(EXIT_NOT_STARTED);
    sigset_t none;
    sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    limit(RLIMIT_CPU, job->seconds);
    if (job->memory > 0)
        limit(RLIMIT_AS, job->memory);
    limit(RLIMIT_FSIZE, 0);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_NOFILE, FILES_MAX);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, filter) != 0)
        _exit(EXIT_NOT_STARTED);
    execve(job->program, job->arguments, environment);
    _exit(EXIT_NOT_STARTED);
}

static int64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * MILLISECONDS + time.tv_nsec / 1000000;
}

/* Reads one pipe. False at its end. What goes over `errors`' ceiling is dropped. */
static bool take(int fd, struct buffer *to)
{
    char chunk[16384];
    ssize_t got = read(fd, chunk, sizeof chunk);
    if (got < 0)
        return errno == EINTR || errno == EAGAIN;
    if (got > 0 && !buffer_add(to, chunk, (size_t)got)) {
        to->over = false;
        size_t room = to->ceiling - to->length;
        buffer_add(to, chunk, room < (size_t)got ? room : (size_t)got);
        to->over = true;
    }
    return got > 0;
}

/* True when both pipes were read to their end in time and within the output's ceiling. */
static bool collect(const struct confine_job *job, const struct pipes *pipes, struct buffer *out, struct buffer *errors)
{
    struct pollfd waits[2] = {{pipes->out[0], POLLIN, 0}, {pipes->errors[0], POLLIN, 0}};
    int64_t end = now() + (int64_t)job->seconds * MILLISECONDS;
    while (waits[0].fd >= 0 || waits[1].fd >= 0) {
        int64_t left = end - now();
        if (left <= 0)
            return false;
        if (poll(waits, 2, (int)left) < 0 && errno != EINTR)
            return false;
        for (int i = 0; i < 2; i++)
            if (waits[i].fd >= 0 && waits[i].revents != 0 && !take(waits[i].fd, i == 0 ? out : errors))
                waits[i].fd = -1;
        if (out->over)
            return false;
    }
    return true;
}

static void close_all(const struct pipes *pipes)
{
    const int fds[] = {pipes->input, pipes->out[0], pipes->out[1], pipes->errors[0], pipes->errors[1]};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++)
        if (fds[i] >= 0)
            close(fds[i]);
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return false;
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static bool open_pipes(const struct confine_job *job, struct pipes *pipes)
{
    *pipes = (struct pipes){-1, {-1, -1}, {-1, -1}};
    pipes->input = memfd_create("leaflet", MFD_CLOEXEC);
    return pipes->input >= 0 && write_all(pipes->input, job->input, job->input_length) &&
           pipe2(pipes->out, O_CLOEXEC) == 0 && pipe2(pipes->errors, O_CLOEXEC) == 0;
}

enum status confine_run(const struct confine_job *job, struct buffer *out, struct buffer *errors, int *exit_status,
                        struct error *err)
{
    struct pipes pipes;
    struct sock_fprog filter = {.len = 0};
    enum status result;
    *exit_status = -1;
    bool ready = open_pipes(job, &pipes);
    if (!ready || !make_filter(job->program, &filter)) {
        free(filter.filter);
        close_all(&pipes);
        return error_set(err, STATUS_IO, "a confined process can't be prepared");
    }
    pid_t child = fork();
    if (child == 0)
        become(job, &pipes, &filter);
    free(filter.filter);
    if (child < 0) {
        result = error_errno(err, "a confined process can't be started");
        close_all(&pipes);
        return result;
    }
    close(pipes.out[1]);
    close(pipes.errors[1]);
    pipes.out[1] = pipes.errors[1] = -1;
    bool whole = collect(job, &pipes, out, errors);
    if (!whole)
        kill(child, SIGKILL);
    close_all(&pipes);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR)
        continue;
    if (!whole || !WIFEXITED(status))
        return error_set(err, STATUS_LIMIT, "it took more time, memory or room than is allowed");
    *exit_status = WEXITSTATUS(status);
    if (*exit_status == EXIT_NOT_STARTED)
        return error_set(err, STATUS_IO, "'%s' can't be started", job->program);
    return STATUS_OK;
}

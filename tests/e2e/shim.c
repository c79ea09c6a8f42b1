/* Bad luck on demand, for LD_PRELOAD: counts what changes a file or a directory (writes to
 * regular files, syncs, renames) and at the n-th one kills the process, or answers an error
 * from there on.
 *
 * SHIM_MODE is kill, term (asked to end, and the call is made), ENOSPC or EIO; SHIM_AT is n, from 1; SHIM_CALL counts that call alone,
 * which then fails once. SHIM_NO_EXCHANGE is for a file system that can't exchange directories. SHIM_COUNT names a file that gets
 * the number of calls, and which was the last rename, when the process leaves in order. A killed write has half of its bytes
 * written before: so a power cut looks. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

static atomic_long calls, last_rename;
static long fails_at;
static const char *only;
static int answer; /* 0 kills */
static bool asks;

__attribute__((constructor)) static void prepare(void)
{
    const char *at = getenv("SHIM_AT"), *mode = getenv("SHIM_MODE");
    only = getenv("SHIM_CALL");
    fails_at = at != NULL ? atol(at) : 0;
    asks = mode != NULL && strcmp(mode, "term") == 0;
    answer = mode == NULL || strcmp(mode, "kill") == 0 ? 0 : strcmp(mode, "EIO") == 0 ? EIO : ENOSPC;
}

__attribute__((destructor)) static void tell(void)
{
    const char *path = getenv("SHIM_COUNT");
    int file = path != NULL ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644) : -1;
    char text[64];
    int length = snprintf(text, sizeof text, "%ld %ld\n", atomic_load(&calls), atomic_load(&last_rename));
    if (file >= 0 && syscall(SYS_write, file, text, (size_t)length) == length)
        close(file);
}

/* Whether this call, the next one, is to fail. */
static bool is_due(const char *call)
{
    if (only != NULL && strcmp(only, call) != 0)
        return false;
    long number = atomic_fetch_add(&calls, 1) + 1;
    if (asks && number == fails_at)
        raise(SIGTERM);
    return !asks && fails_at > 0 && (answer == 0 || only != NULL ? number == fails_at : number >= fails_at);
}

static bool is_file(int fd)
{
    struct stat info;
    return fstat(fd, &info) == 0 && S_ISREG(info.st_mode);
}

static int fail(void)
{
    if (answer == 0)
        raise(SIGKILL);
    errno = answer;
    return -1;
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

ssize_t write(int fd, const void *bytes, size_t size)
{
    if (!is_file(fd) || !is_due("write"))
        return REAL(write)(fd, bytes, size);
    if (answer == 0 && size > 1)
        (void)!syscall(SYS_write, fd, bytes, size / 2);
    return fail();
}

static ssize_t write_at(int fd, const void *bytes, size_t size, off_t offset)
{
    if (!is_file(fd) || !is_due("pwrite"))
        return syscall(SYS_pwrite64, fd, bytes, size, offset);
    if (answer == 0 && size > 1)
        (void)!syscall(SYS_pwrite64, fd, bytes, size / 2, offset);
    return fail();
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t offset)
{
    return write_at(fd, bytes, size, offset);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t offset)
{
    return write_at(fd, bytes, size, offset);
}

ssize_t writev(int fd, const struct iovec *pieces, int count)
{
    return !is_file(fd) || !is_due("writev") ? REAL(writev)(fd, pieces, count) : fail();
}

ssize_t pwritev(int fd, const struct iovec *pieces, int count, off_t offset)
{
    return !is_file(fd) || !is_due("pwritev") ? REAL(pwritev)(fd, pieces, count, offset) : fail();
}

int fsync(int fd)
{
    return is_due("fsync") ? fail() : REAL(fsync)(fd);
}

int fdatasync(int fd)
{
    return is_due("fdatasync") ? fail() : REAL(fdatasync)(fd);
}

int syncfs(int fd)
{
    return is_due("syncfs") ? fail() : REAL(syncfs)(fd);
}

int ftruncate(int fd, off_t size)
{
    return is_due("ftruncate") ? fail() : REAL(ftruncate)(fd, size);
}

int rename(const char *from, const char *to)
{
    bool due = is_due("rename");
    atomic_store(&last_rename, atomic_load(&calls));
    return due ? fail() : REAL(rename)(from, to);
}

int renameat2(int from_directory, const char *from, int to_directory, const char *to, unsigned flags)
{
    bool due = is_due("renameat2");
    atomic_store(&last_rename, atomic_load(&calls));
    if (!due && getenv("SHIM_NO_EXCHANGE") != NULL && flags != 0) {
        errno = EINVAL;
        return -1;
    }
    return due ? fail() : REAL(renameat2)(from_directory, from, to_directory, to, flags);
}

int mkdir(const char *path, mode_t mode)
{
    return is_due("mkdir") ? fail() : REAL(mkdir)(path, mode);
}

int unlink(const char *path)
{
    if (answer == 0 && is_due("unlink")) /* a full disk does not keep anything from being removed */
        return fail();
    return REAL(unlink)(path);
}

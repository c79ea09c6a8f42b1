#include "base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/text.h"

/* Another try will not mend it; another name, or the owner's leave, will. */
static bool is_named_wrongly(int number)
{
    return number == ENOENT || number == ENOTDIR || number == EACCES || number == ENAMETOOLONG || number == ELOOP;
}

enum status file_read(const char *path, struct buffer *out, struct error *err)
{
    bool standard = strcmp(path, "-") == 0;
    const char *name = standard ? "standard input" : path;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        return is_named_wrongly(errno) ? error_set(err, STATUS_INPUT, "cannot open '%s': %s", name, strerror(errno))
                                       : error_errno(err, "cannot open '%s'", name);
    enum status status = STATUS_OK;
    struct stat info;
    if (fstat(fd, &info) != 0)
        status = error_errno(err, "cannot read '%s'", name);
    else if (S_ISDIR(info.st_mode))
        status = error_set(err, STATUS_INPUT, "cannot read '%s': it is a directory", name);
    else if (!standard && !S_ISREG(info.st_mode) && !S_ISFIFO(info.st_mode) && !S_ISCHR(info.st_mode))
        status = error_set(err, STATUS_INPUT, "cannot read '%s': it is not a file", name);
    if (status == STATUS_OK && S_ISREG(info.st_mode) && info.st_size > 0)
        buffer_expect(out, (size_t)info.st_size);
    char piece[65536];
    while (status == STATUS_OK) {
        ssize_t count = read(fd, piece, sizeof piece);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            status = error_errno(err, "cannot read '%s'", name);
        if (count <= 0)
            break;
        if (!buffer_add(out, piece, (size_t)count))
            status = error_set(err, STATUS_LIMIT, "'%s' is larger than %zu bytes, the most that is read", name, out->ceiling);
    }
    if (!standard)
        (void)close(fd);
    return status;
}

enum status file_check_text(const char *name, const char **bytes, size_t *length, struct error *err)
{
    if (*length >= 3 && memcmp(*bytes, "\xEF\xBB\xBF", 3) == 0)
        *bytes += 3, *length -= 3;
    size_t line = 1, at = 0;
    while (at < *length) {
        const char *here = *bytes + at, *end = memchr(here, '\n', *length - at);
        size_t size = end != NULL ? (size_t)(end - here) : *length - at;
        bool has_nul = memchr(here, '\0', size) != NULL;
        if (has_nul || !text_is_utf8(here, size))
            return error_set(err, STATUS_INPUT, "%s:%zu: %s; save the file as UTF-8 (in a spreadsheet: \"CSV UTF-8\")", name, line,
                             has_nul ? "there is a NUL byte here" : "this line is not UTF-8");
        at += size + 1;
        line++;
    }
    return STATUS_OK;
}

enum status file_read_text(const char *path, struct buffer *out, struct error *err)
{
    struct buffer whole;
    buffer_init(&whole, out->ceiling);
    enum status status = file_read(path, &whole, err);
    const char *bytes = buffer_text(&whole);
    size_t length = whole.length;
    if (status == STATUS_OK)
        status = file_check_text(strcmp(path, "-") == 0 ? "standard input" : path, &bytes, &length, err);
    if (status == STATUS_OK)
        (void)buffer_add(out, bytes, length);
    buffer_release(&whole);
    return status;
}

static enum status write_all(int fd, const char *path, const char *bytes, size_t length, struct error *err)
{
    while (length > 0) {
        ssize_t count = write(fd, bytes, length);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return error_errno(err, "cannot write '%s'", path);
        bytes += count;
        length -= (size_t)count;
    }
    return STATUS_OK;
}

const char *file_parent(struct arena *arena, const char *path)
{
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        length--;
    while (length > 0 && path[length - 1] != '/')
        length--;
    if (length == 0)
        return ".";
    while (length > 1 && path[length - 1] == '/')
        length--;
    return arena_copy_n(arena, path, length);
}

const char *file_resolved(struct arena *arena, const char *path)
{
    char *whole = realpath(path, NULL);
    const char *result;
    if (whole != NULL) {
        result = arena_copy(arena, whole);
    } else {
        size_t length = strlen(path);
        while (length > 1 && path[length - 1] == '/')
            length--;
        size_t start = length;
        while (start > 0 && path[start - 1] != '/')
            start--;
        const char *parent = file_parent(arena, path);
        const char *above = strcmp(parent, path) == 0 ? path : file_resolved(arena, parent);
        result = arena_printf(arena, "%s/%.*s", strcmp(above, "/") == 0 ? "" : above, (int)(length - start), path + start);
    }
    free(whole);
    return result;
}

bool file_is_within(const char *path, const char *directory)
{
    struct arena arena = {0};
    const char *inner = file_resolved(&arena, path), *outer = file_resolved(&arena, directory);
    size_t length = strlen(outer);
    bool within = strncmp(inner, outer, length) == 0 && (inner[length] == '\0' || inner[length] == '/');
    arena_release(&arena);
    return within;
}

static enum status sync_directory(const char *path, struct error *err)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return error_errno(err, "cannot open '%s'", path);
    /* Some file systems refuse to sync a directory (EINVAL): nothing more can be done. */
    enum status status = fsync(fd) == 0 || errno == EINVAL ? STATUS_OK : error_errno(err, "cannot sync '%s'", path);
    (void)close(fd);
    return status;
}

enum status file_write(const char *path, const void *bytes, size_t length, struct error *err)
{
    struct arena arena = {0};
    const char *aside = file_aside(&arena, path);
    enum status status;
    struct stat info;
    /* To root a rename over /dev/null is allowed. */
    if (stat(path, &info) == 0 && !S_ISREG(info.st_mode)) {
        status = error_set(err, STATUS_INPUT, "cannot write '%s': it is %s", path, S_ISDIR(info.st_mode) ? "a directory" : "not a file");
        goto out;
    }
    file_tidy(path);
    int fd = open(aside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (fd < 0) {
        status = error_errno(err, "cannot write '%s'", path);
        goto out;
    }
    (void)flock(fd, LOCK_EX | LOCK_NB);
    status = write_all(fd, path, bytes, length, err);
    if (status == STATUS_OK && fsync(fd) != 0 && errno != EINVAL)
        status = error_errno(err, "cannot write '%s'", path);
    if (close(fd) != 0 && status == STATUS_OK)
        status = error_errno(err, "cannot write '%s'", path);
    if (status == STATUS_OK && rename(aside, path) != 0)
        status = error_errno(err, "cannot put '%s' in its place", path);
    if (status == STATUS_OK)
        status = sync_directory(file_parent(&arena, path), err);
    else
        (void)unlink(aside);
out:
    arena_release(&arena);
    return status;
}

enum status file_make_directory(const char *path, struct error *err)
{
    char *copy = memory_copy(path);
    enum status status = STATUS_OK;
    for (char *at = copy; status == STATUS_OK; at++) {
        if (*at != '/' && *at != '\0')
            continue;
        char kept = *at;
        *at = '\0';
        struct stat info;
        if (copy[0] != '\0' && mkdir(copy, 0755) != 0 && !(errno == EEXIST && stat(copy, &info) == 0 && S_ISDIR(info.st_mode)))
            status = error_errno(err, "cannot make the directory '%s'", copy);
        *at = kept;
        if (kept == '\0')
            break;
    }
    free(copy);
    return status;
}

/* ---- removing ---- */

/* A report of a whole country is tens of thousands of small files, and where each that goes waits for
 * the disk (discards, network file systems) one thread would wait longer than writing it took. */
enum { REMOVE_DEPTH_MAX = 64, REMOVERS = 8, REMOVERS_PART_AT = 1 };

struct remover {
    pthread_t thread;
    int fd; /* the tree's own */
    unsigned share;
};

static int empty_directory(int fd, int depth, const struct remover *remover);

/* 0 when it is gone, else errno. By descriptors, so that a link put in its place is not followed. */
static int remove_entry(int fd, const struct dirent *entry, int depth, const struct remover *remover)
{
    if (entry->d_type != DT_DIR) {
        if (unlinkat(fd, entry->d_name, 0) == 0 || errno == ENOENT)
            return 0;
        if (errno != EISDIR)
            return errno;
    }
    int inner = openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    /* Held until it has gone: its blocks are then freed as it is closed, and not while the directory above is locked. */
    int held = inner >= 0 ? fcntl(inner, F_DUPFD_CLOEXEC, 0) : -1;
    int number = inner >= 0 ? empty_directory(inner, depth + 1, remover) : errno;
    if (number == 0 && unlinkat(fd, entry->d_name, AT_REMOVEDIR) != 0)
        number = errno;
    if (held >= 0)
        (void)close(held);
    return number == ENOENT ? 0 : number;
}

/* Removes what is in the directory behind `fd`, closed here; of what `remover` has a share in, its
 * share. 0, or the first errno. */
static int empty_directory(int fd, int depth, const struct remover *remover)
{
    DIR *directory = depth < REMOVE_DEPTH_MAX ? fdopendir(fd) : NULL;
    if (directory == NULL) {
        int number = depth < REMOVE_DEPTH_MAX ? errno : ELOOP;
        (void)close(fd);
        return number;
    }
    int first = 0;
    const struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (remover != NULL && depth == REMOVERS_PART_AT && entry->d_ino % REMOVERS != remover->share)
            continue;
        int number = remove_entry(fd, entry, depth, remover);
        if (first == 0)
            first = number;
    }
    (void)closedir(directory);
    return first;
}

static void *remove_share(void *context)
{
    const struct remover *remover = context;
    (void)empty_directory(remover->fd, 0, remover);
    return NULL;
}

/* Most of the tree behind `fd`; what they leave, and what went wrong, the caller finds. */
static void remove_together(int fd)
{
    struct remover removers[REMOVERS];
    unsigned started = 0;
    for (; started < REMOVERS; started++) {
        struct remover *remover = &removers[started];
        *remover = (struct remover){.fd = openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC), .share = started};
        if (remover->fd < 0)
            break;
        if (pthread_create(&remover->thread, NULL, remove_share, remover) != 0) {
            (void)close(remover->fd);
            break;
        }
    }
    while (started > 0)
        (void)pthread_join(removers[--started].thread, NULL);
}

enum status file_remove_tree(const char *path, struct error *err)
{
    if (unlink(path) == 0 || errno == ENOENT)
        return STATUS_OK;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0)
        return error_errno(err, "cannot remove '%s'", path);
    remove_together(fd);
    errno = empty_directory(fd, 0, NULL);
    if (errno != 0 || rmdir(path) != 0)
        return error_errno(err, "cannot remove '%s'", path);
    return STATUS_OK;
}

/* What is below the directory behind `fd`, closed here, and last the directory: until then its owner alone can change it. */
static void give_directory(int fd, int depth, uid_t user, gid_t group)
{
    DIR *directory = depth < REMOVE_DEPTH_MAX ? fdopendir(fd) : NULL;
    if (directory == NULL) {
        (void)close(fd);
        return;
    }
    const struct dirent *entry;
    while ((entry = readdir(directory)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        int inner = openat(fd, entry->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        if (inner >= 0)
            give_directory(inner, depth + 1, user, group);
        else
            (void)!fchownat(fd, entry->d_name, user, group, AT_SYMLINK_NOFOLLOW);
    }
    (void)!fchown(fd, user, group);
    (void)closedir(directory);
}

void file_give_tree(int fd, const char *path)
{
    struct arena arena = {0};
    struct stat owner;
    bool known = geteuid() == 0 && ((stat(path, &owner) == 0 && owner.st_uid != 0) || stat(file_parent(&arena, path), &owner) == 0);
    arena_release(&arena);
    int own = known && owner.st_uid != 0 ? openat(fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
    if (own >= 0)
        give_directory(own, 0, owner.st_uid, owner.st_gid);
}

bool file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

enum status file_check_writable(const char *path, struct error *err)
{
    struct arena arena = {0};
    struct stat info;
    enum status status = STATUS_OK;
    const char *parent = file_parent(&arena, path);
    if (stat(path, &info) == 0 && S_ISDIR(info.st_mode))
        status = error_set(err, STATUS_INPUT, "cannot write '%s': it is a directory", path);
    else if (file_exists(path) ? access(path, W_OK) != 0 : access(parent, W_OK | X_OK) != 0)
        status = error_set(err, STATUS_INPUT, "cannot write '%s': %s%s", path, file_exists(path) ? "" : "its directory: ", strerror(errno));
    arena_release(&arena);
    return status;
}

/* ---- what killed writers left ---- */

static const char new_mark[] = ".coreoffer-new-", old_mark[] = ".coreoffer-old-"; /* no copy that somebody keeps is called so */

const char *file_aside(struct arena *arena, const char *path)
{
    return arena_printf(arena, "%s%s%ld", path, new_mark, (long)getpid());
}

/* The kernel frees the lock of a process that was killed. */
static bool is_held(const char *path)
{
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool held = flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    (void)close(fd);
    return held;
}

/* Whether `name` is `base`, then the mark, then a process's number. */
static bool is_marked(const char *name, const char *base, const char *mark)
{
    size_t length = strlen(base);
    if (strncmp(name, base, length) != 0 || strncmp(name + length, mark, strlen(mark)) != 0)
        return false;
    const char *digits = name + length + strlen(mark);
    return *digits != '\0' && strspn(digits, "0123456789") == strlen(digits);
}

void file_tidy(const char *path)
{
    struct arena arena = {0};
    const char *parent = file_parent(&arena, path), *slash = strrchr(path, '/');
    const char *base = slash != NULL ? slash + 1 : path;
    DIR *directory = opendir(parent);
    while (directory != NULL) {
        const struct dirent *entry = readdir(directory);
        if (entry == NULL)
            break;
        bool old = is_marked(entry->d_name, base, old_mark);
        if (!old && !is_marked(entry->d_name, base, new_mark))
            continue;
        const char *found = arena_printf(&arena, "%s/%s", parent, entry->d_name);
        if (is_held(found) || (old && !file_exists(path) && rename(found, path) == 0))
            continue;
        (void)!file_remove_tree(found, NULL);
    }
    if (directory != NULL)
        (void)closedir(directory);
    arena_release(&arena);
}

/* Swaps or renames `fresh` into the place of `path`; `*old` is where the old one is now,
 * NULL where there was none. */
static enum status put_in_place(const char *fresh, const char *path, struct arena *arena, const char **old, struct error *err)
{
    *old = NULL;
    if (!file_exists(path))
        return rename(fresh, path) == 0 ? STATUS_OK : error_errno(err, "cannot put '%s' in its place", path);
    if (renameat2(AT_FDCWD, fresh, AT_FDCWD, path, RENAME_EXCHANGE) == 0) {
        *old = fresh;
        return STATUS_OK;
    }
    if (errno != ENOSYS && errno != EINVAL)
        return error_errno(err, "cannot put '%s' in its place", path);
    const char *aside = arena_printf(arena, "%s%s%ld", path, old_mark, (long)getpid());
    if (rename(path, aside) != 0)
        return error_errno(err, "cannot move '%s' aside", path);
    if (rename(fresh, path) != 0) {
        enum status status = error_errno(err, "cannot put '%s' in its place", path);
        (void)rename(aside, path);
        return status;
    }
    *old = aside;
    return STATUS_OK;
}

static void take_back(const char *fresh, const char *path, const char *old)
{
    if (old == fresh && renameat2(AT_FDCWD, fresh, AT_FDCWD, path, RENAME_EXCHANGE) == 0)
        return;
    if (rename(path, fresh) == 0 && old != NULL && old != fresh)
        (void)rename(old, path);
}

enum status file_replace_directory(const char *fresh, const char *path, struct error *err)
{
    struct arena arena = {0};
    const char *old;
    int held = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC); /* the old one, so that nobody tidies it up meanwhile */
    if (held >= 0)
        (void)flock(held, LOCK_EX | LOCK_NB);
    enum status status = put_in_place(fresh, path, &arena, &old, err);
    if (status == STATUS_OK) {
        status = sync_directory(file_parent(&arena, path), err);
        if (status != STATUS_OK)
            take_back(fresh, path, old);
        else if (old != NULL)
            (void)!file_remove_tree(old, NULL); /* it is out of the way; the next run removes what is left */
    }
    if (held >= 0)
        (void)close(held);
    arena_release(&arena);
    return status;
}

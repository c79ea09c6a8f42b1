#include "store/place.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"

enum { MOUNTINFO_LINE_MAX = 8192 };

/* Not in every kernel's linux/magic.h. */
static const int64_t LUSTRE_MAGIC = 0x0bd00bd0, SMB2_MAGIC = 0xfe534d42, CIFS_MAGIC = 0xff534d42, FUSE_MAGIC = 0x65735546;

static const struct {
    const char *type, *name;
} fuse_types[] = {
    {"fuse.sshfs", "SSHFS"},         {"fuse.rclone", "rclone"},     {"fuse.s3fs", "S3"},
    {"fuse.goofys", "S3"},           {"fuse.gcsfuse", "GCS"},       {"fuse.glusterfs", "GlusterFS"},
    {"fuse.ceph-fuse", "CephFS"},    {"fuse.davfs", "WebDAV"},      {"fuse.davfs2", "WebDAV"},
    {"fuse.curlftpfs", "FTP"},       {"fuse.smbnetfs", "SMB"},      {"fuse.gvfsd-fuse", "GVfs"},
    {"fuse.google-drive-ocamlfuse", "Google Drive"},
};

const char *place_network_name(int64_t magic, const char *fuse_type)
{
    magic &= 0xffffffff;
    if (magic == NFS_SUPER_MAGIC)
        return "NFS";
    if (magic == SMB_SUPER_MAGIC || magic == CIFS_MAGIC || magic == SMB2_MAGIC)
        return "SMB";
    if (magic == AFS_SUPER_MAGIC || magic == AFS_FS_MAGIC)
        return "AFS";
    if (magic == CODA_SUPER_MAGIC)
        return "Coda";
    if (magic == CEPH_SUPER_MAGIC)
        return "CephFS";
    if (magic == LUSTRE_MAGIC)
        return "Lustre";
    if (magic == FUSE_MAGIC && fuse_type != NULL)
        for (size_t i = 0; i < sizeof fuse_types / sizeof fuse_types[0]; i++)
            if (strcmp(fuse_type, fuse_types[i].type) == 0)
                return fuse_types[i].name;
    return NULL;
}

/* The type of the file system that holds `device`, from mountinfo: "36 35 98:0 /root /mnt
 * rw,noatime master:1 - fuse.sshfs source options" (proc(5)). */
static bool mount_type(dev_t device, char *type, size_t size)
{
    FILE *file = fopen("/proc/self/mountinfo", "re");
    if (file == NULL)
        return false;
    char wanted[48], line[MOUNTINFO_LINE_MAX];
    snprintf(wanted, sizeof wanted, " %u:%u ", major(device), minor(device));
    bool found = false;
    while (!found && fgets(line, sizeof line, file) != NULL) {
        const char *dash = strstr(line, wanted) != NULL ? strstr(line, " - ") : NULL;
        if (dash == NULL)
            continue;
        size_t length = strcspn(dash + 3, " \n");
        found = length < size;
        if (found) {
            memcpy(type, dash + 3, length);
            type[length] = '\0';
        }
    }
    fclose(file);
    return found;
}

enum status place_make_directory(const char *path, struct error *err)
{
    struct arena arena = {0};
    enum status status = file_make_directory(file_parent(&arena, path), err);
    arena_release(&arena);
    return status;
}

/* Whether there are bytes at `path` that are no SQLite database (its file format, 1.3), so
 * that nothing is made beside somebody else's file. An empty file becomes a store. */
static bool is_no_database(const char *path)
{
    static const char magic[16] = "SQLite format 3"; /* with its NUL */
    char head[sizeof magic];
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (file < 0)
        return false; /* the driver says why */
    ssize_t length = read(file, head, sizeof head);
    close(file);
    return length > 0 && (length < (ssize_t)sizeof head || memcmp(head, magic, sizeof magic) != 0);
}

enum status place_check(const char *path, struct error *err)
{
    struct arena arena = {0};
    const char *directory = file_parent(&arena, path);
    struct statfs system;
    struct stat found;
    char type[64] = "";
    enum status status = STATUS_OK;
    if (statfs(directory, &system) != 0 || stat(directory, &found) != 0) {
        status = error_errno(err, "cannot look at '%s'", directory);
    } else {
        if (((int64_t)system.f_type & 0xffffffff) == FUSE_MAGIC)
            mount_type(found.st_dev, type, sizeof type);
        const char *name = place_network_name((int64_t)system.f_type, type);
        if (stat(path, &found) == 0 && !S_ISREG(found.st_mode))
            status = error_set(err, STATUS_IO, "'%s' is not a file; the store needs the path of a file", path);
        else if (is_no_database(path))
            status = error_set(err, STATUS_INPUT, "'%s' is not a store of this program: it is no database", path);
        else if (name != NULL)
            status = error_set(err, STATUS_INPUT,
                               "the store '%s' lies on a network file system (%s), where it could be damaged; choose a local disk "
                               "with --store",
                               path, name);
    }
    arena_release(&arena);
    return status;
}

/* `lock` is the file that names the holder, or -1. */
static enum status locked(const char *path, int lock, struct error *err)
{
    char holder[24] = "";
    ssize_t length = pread(lock, holder, sizeof holder - 1, 0);
    holder[length > 0 ? (size_t)length : 0] = '\0';
    holder[strcspn(holder, "\n")] = '\0';
    int64_t process;
    if (text_to_int(holder, 1, INT32_MAX, &process))
        return error_set(err, STATUS_LOCKED, "another run (process %d) holds the store '%s'; call again once it has ended", (int)process, path);
    return error_set(err, STATUS_LOCKED, "another run holds the store '%s'; call again once it has ended", path);
}

/* For the other run's sentence; the lock itself does not depend on it. */
static void name_holder(int lock)
{
    char holder[24];
    int length = snprintf(holder, sizeof holder, "%ld\n", (long)getpid());
    if (ftruncate(lock, 0) != 0 || pwrite(lock, holder, (size_t)length, 0) != length)
        errno = 0;
}

enum status place_lock(const char *path, bool make, struct place_lock *lock, struct error *err)
{
    struct arena arena = {0};
    const char *resolved = file_resolved(&arena, path), *name = arena_printf(&arena, "%s.lock", resolved); /* one store has one lock by any name */
    enum status status = STATUS_OK;
    lock->named = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NOCTTY, 0666);
    lock->store = -1;
    if (lock->named < 0)
        status = error_errno(err, "cannot open '%s'", name);
    else if (flock(lock->named, LOCK_EX | LOCK_NB) != 0)
        status = errno == EWOULDBLOCK ? locked(path, lock->named, err) : error_errno(err, "cannot lock '%s'", name);
    if (status == STATUS_OK)
        lock->store = open(resolved, O_RDONLY | (make ? O_CREAT : 0) | O_CLOEXEC | O_NOCTTY | O_NONBLOCK, 0644);
    if (lock->store >= 0 && flock(lock->store, LOCK_EX | LOCK_NB) != 0)
        status = errno == EWOULDBLOCK ? locked(path, -1, err) : error_errno(err, "cannot lock '%s'", path);
    if (status == STATUS_OK)
        name_holder(lock->named);
    else
        place_unlock(lock);
    arena_release(&arena);
    return status;
}

void place_unlock(struct place_lock *lock)
{
    if (lock->store >= 0)
        close(lock->store);
    if (lock->named >= 0)
        close(lock->named);
    *lock = (struct place_lock){-1, -1};
}

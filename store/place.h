/* Where the store lies: its directory, its lock, and whether that file system can hold it. */
#ifndef COREOFFER_STORE_PLACE_H
#define COREOFFER_STORE_PLACE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/status.h"

/* Makes the directory of `path` where absent. */
MUST_USE enum status place_make_directory(const char *path, struct error *err);

/* STATUS_IO where `path` is a directory or a device, STATUS_INPUT where it lies on a network file system: a write-ahead log needs memory
 * that all its readers share (SQLite, "Write-Ahead Logging", section 1). */
MUST_USE enum status place_check(const char *path, struct error *err);
/* The network file system's name by the number in statfs and, for FUSE, the type in
 * mountinfo ("fuse.sshfs"); NULL for a local one. */
const char *place_network_name(int64_t magic, const char *fuse_type);

/* The kernel's exclusive lock on `path`.lock, in which its holder is named, and on the store itself, so that whoever takes
 * that file away lets no second run in. Let go when the process ends however it ends. */
struct place_lock {
    int named, store; /* file descriptors, -1 where none is held */
};
/* STATUS_LOCKED names the process that holds it. With `make` a store that is not there is made, empty. Whatever else keeps the
 * store from being opened is the driver's to say. */
MUST_USE enum status place_lock(const char *path, bool make, struct place_lock *lock, struct error *err);
/* After the database is closed: closing the store's file drops SQLite's own locks on it (fcntl(2)). */
void place_unlock(struct place_lock *lock);

#endif

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

/* The kernel's exclusive lock on `path`.lock, let go when the process ends however it ends.
 * STATUS_LOCKED names the process that holds it. */
MUST_USE enum status place_lock(const char *path, int *lock, struct error *err);
void place_unlock(int lock);

#endif

/* Files: read whole with a ceiling, written aside and renamed. */
#ifndef COREOFFER_BASE_FILE_H
#define COREOFFER_BASE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/status.h"

/* The whole of `path` ("-" is stdin) into `out`, whose ceiling is the limit. Errors name
 * the path. STATUS_INPUT for a path that leads to nothing readable, or to what is no regular
 * file, pipe or terminal: whoever named it is wrong; STATUS_IO when reading fails. */
MUST_USE enum status file_read(const char *path, struct buffer *out, struct error *err);

/* The same of what must be text: a byte order mark is left out, and STATUS_INPUT names the line that holds a NUL
 * byte or is not UTF-8. */
MUST_USE enum status file_read_text(const char *path, struct buffer *out, struct error *err);
/* What file_read_text asks of bytes that were read already, called `name` in errors; moves past the mark. */
MUST_USE enum status file_check_text(const char *name, const char **bytes, size_t *length, struct error *err);

/* Writes aside in the same directory, syncs, renames; the old file stays whole at any
 * failure and nothing is left behind, nor of an earlier writer that was killed.
 * STATUS_INPUT where a directory, a device or the like stands at `path`. */
MUST_USE enum status file_write(const char *path, const void *bytes, size_t length, struct error *err);

/* Makes the directory and its parents; one that is there already is fine. */
MUST_USE enum status file_make_directory(const char *path, struct error *err);
/* Removes a file or a whole tree, following no links; what isn't there is fine. */
MUST_USE enum status file_remove_tree(const char *path, struct error *err);
/* Of a tree that root made and that nobody else can have touched: gives all below the directory behind `fd`, and it, to the
 * owner of `path`, or where that is root's or not there, of the directory above, so that they can put another in its place.
 * Follows no links. Does nothing for others than root, and where all is root's; where the system refuses (a network file
 * system, a container), it stays root's. */
void file_give_tree(int fd, const char *path);
bool file_exists(const char *path);
/* Whether it may be written, or made in its directory, as far as can be told without doing so; STATUS_INPUT says why not. */
MUST_USE enum status file_check_writable(const char *path, struct error *err);
/* The directory that holds `path`: "." for a bare name, "/" for one at the root. In `arena`, or a literal. */
const char *file_parent(struct arena *arena, const char *path);

/* `path` from the root, links followed as far as it is there. In `arena`. */
const char *file_resolved(struct arena *arena, const char *path);
/* Whether `path` is `directory` or stands below it, links followed as far as either is there. */
bool file_is_within(const char *path, const char *directory);

/* What is written to become `path` stands beside it, as PATH.coreoffer-new-PID, and is held locked
 * (flock) by its writer: how file_tidy tells the dead from the living. Made in `arena`. */
const char *file_aside(struct arena *arena, const char *path);
/* Cleans up after writers of `path` that were killed: puts the old directory back where
 * file_replace_directory had moved it away and not put the new one in its place, and removes what they
 * wrote aside. As far as it can be: what can't be removed is left. */
void file_tidy(const char *path);

/* Puts a finished directory `fresh` in the place of `path`, which may exist (renameat2
 * with RENAME_EXCHANGE where the file system has it, else two renames), then removes the
 * old one, as far as it can be. After any failure the old directory is at `path`. */
MUST_USE enum status file_replace_directory(const char *fresh, const char *path, struct error *err);

#endif

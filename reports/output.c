#include "reports/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"

enum {
    PAGE_CEILING = 300 * 1024 * 1024, /* hundreds of times the largest page of a whole country's report */
    STREAM_BYTES = 256 * 1024,        /* of a stream are gathered before they are written */
};

/* What every report of ours holds, and hardly anything else does. */
static const char report_mark[] = "data/datapackage.json";

/* The directory that holds `final`. */
static bool is_empty(const char *path)
{
    DIR *directory = opendir(path);
    if (!directory)
        return false;
    bool empty = true;
    for (struct dirent *entry; empty && (entry = readdir(directory));)
        empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
    closedir(directory);
    return empty;
}

/* All that stands at the top of a report, and what looking at it leaves there. */
static const char *const tops[] = {
    "asks", "changes", "copy", "council", "councils", "data", "evidence", "index.html", "links", "method", "pack", "press", "region", "replies", "row", "trends",
    ".directory", ".DS_Store", "Thumbs.db", "desktop.ini",
};

static bool is_own(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || text_is_among(name, tops, sizeof tops / sizeof tops[0]);
}

/* A file is taken along into the next report (keep_added); what is more than one file is not ours to move. */
static bool can_be_kept(int directory, const char *name)
{
    struct stat info;
    return fstatat(directory, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && (S_ISREG(info.st_mode) || S_ISLNK(info.st_mode));
}

/* What people put beside a report's own that would be lost with it (".git"); NULL for nothing. */
static const char *find_in_the_way(struct arena *arena, const char *path)
{
    DIR *directory = opendir(path);
    if (!directory)
        return NULL;
    const char *found = NULL;
    for (struct dirent *entry; !found && (entry = readdir(directory));)
        if (!is_own(entry->d_name) && !can_be_kept(dirfd(directory), entry->d_name))
            found = arena_copy(arena, entry->d_name);
    closedir(directory);
    return found;
}

/* Files beside the old report that a web server wants there ("CNAME", ".htaccess") stand beside the new one, too. */
static enum status keep_added(const struct output *output, struct error *err)
{
    DIR *directory = opendir(output->final);
    if (!directory)
        return errno == ENOENT ? STATUS_OK : error_errno(err, "cannot look into '%s'", output->final);
    enum status status = STATUS_OK;
    for (struct dirent *entry; status == STATUS_OK && (entry = readdir(directory));)
        if (!is_own(entry->d_name) && can_be_kept(dirfd(directory), entry->d_name) &&
            linkat(dirfd(directory), entry->d_name, output->held, entry->d_name, 0) != 0)
            status = error_errno(err, "cannot take '%s/%s' along into the new report", output->final, entry->d_name);
    closedir(directory);
    return status;
}

/* Where a link leads whose directory is still to be made, or is out of its place since a run was killed. */
static enum status follow_to_nothing(struct arena *arena, const char *path, const char **final, struct error *err)
{
    char target[4096];
    ssize_t length = readlink(path, target, sizeof target - 1);
    if (length <= 0 || (size_t)length >= sizeof target - 1)
        return error_errno(err, "cannot follow '%s'", path);
    target[length] = '\0';
    *final = target[0] == '/' ? arena_copy(arena, target) : arena_printf(arena, "%s/%s", file_parent(arena, path), target);
    return STATUS_OK;
}

/* Bind mounts too, which have their parent's device number. */
static bool is_mount_point(const char *path)
{
    struct statx info;
    return statx(AT_FDCWD, path, 0, STATX_TYPE, &info) == 0 && (info.stx_attributes & info.stx_attributes_mask & STATX_ATTR_MOUNT_ROOT) != 0;
}

static enum status find_place(struct arena *arena, const char *asked, const char **final, struct error *err)
{
    size_t length = strlen(asked);
    while (length > 1 && asked[length - 1] == '/')
        length--;
    if (!length)
        return error_set(err, STATUS_USAGE, "the report's directory has no name");
    const char *path = arena_copy_n(arena, asked, length);
    struct stat info;
    if (lstat(path, &info) != 0) {
        *final = path;
        if (errno == ENOTDIR)
            return error_set(err, STATUS_USAGE, "'%s' stands below a file; the report needs a directory of its own", path);
        return errno == ENOENT ? STATUS_OK : error_errno(err, "cannot look at '%s'", path);
    }
    /* A link stays, and what it leads to is replaced: web servers are often set up so. */
    char *whole = realpath(path, NULL);
    if (whole == NULL && errno == ENOENT)
        return follow_to_nothing(arena, path, final, err);
    if (whole == NULL)
        return error_errno(err, "cannot follow '%s'", path);
    *final = arena_copy(arena, whole);
    free(whole);
    if (stat(*final, &info) != 0)
        return error_errno(err, "cannot look at '%s'", *final);
    if (is_mount_point(*final))
        return error_set(err, STATUS_USAGE, "'%s' is a mount point, and nothing can take the place of one; name a directory below it, such as '%s/report'",
                         path, strcmp(path, "/") == 0 ? "" : path);
    if (!S_ISDIR(info.st_mode))
        return error_set(err, STATUS_USAGE, "'%s' is a file; the report needs a directory of its own", path);
    /* The old report is removed whole, so it must be one. */
    if (!is_empty(*final) && !file_exists(arena_printf(arena, "%s/%s", *final, report_mark)))
        return error_set(err, STATUS_USAGE,
                         "'%s' holds other things than a report, which would be lost; name a new or an empty directory", path);
    const char *in_the_way = find_in_the_way(arena, *final);
    if (in_the_way)
        return error_set(err, STATUS_USAGE,
                         "'%s' holds '%s', which is no part of a report and would be lost; keep it elsewhere and publish a copy of the report, "
                         "or name a new directory", path, in_the_way);
    return STATUS_OK;
}

/* Stricter than for what is asked to be replaced: a folder of somebody's work may well hold a data package. */
static bool is_report(struct arena *arena, const char *path)
{
    static const char *const marks[] = {report_mark, "index.html", "method/index.html"};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (!file_exists(arena_printf(arena, "%s/%s", path, marks[i])))
            return false;
    return true;
}

const char *output_around(struct arena *arena, const char *path)
{
    const char *at = file_resolved(arena, path), *above;
    while (above = file_parent(arena, at), strcmp(above, at) != 0 && strcmp(above, ".") != 0) {
        if (is_report(arena, above))
            return above;
        at = above;
    }
    return NULL;
}

enum status output_check(const char *asked, struct error *err)
{
    struct arena arena = {0};
    const char *final;
    enum status status = find_place(&arena, asked, &final, err);
    if (status == STATUS_OK) {
        file_tidy(final);
        const char *parent = file_parent(&arena, final);
        /* Its parents are made when it is written; the nearest that is there must allow it. */
        while (!file_exists(parent) && strchr(parent, '/') != NULL && strcmp(parent, "/") != 0)
            parent = file_parent(&arena, parent);
        if (!file_exists(parent))
            parent = ".";
        /* Tried, since permissions don't tell of every file system. */
        const char *slash = strrchr(final, '/');
        const char *trial = file_aside(&arena, arena_printf(&arena, "%s/%s", parent, slash != NULL ? slash + 1 : final));
        if (mkdir(trial, 0777) != 0 || rmdir(trial) != 0)
            status = error_errno(err, "cannot write the report '%s' into '%s'", asked, parent);
    }
    arena_release(&arena);
    return status;
}

enum status output_open(struct output *output, const char *final, struct error *err)
{
    *output = (struct output){.directories = map_new(), .folder = "", .held = -1};
    buffer_init(&output->page, PAGE_CEILING);
    enum status status = find_place(&output->arena, final, &output->final, err);
    if (status != STATUS_OK)
        return status;
    output->fresh = file_aside(&output->arena, output->final);
    file_tidy(output->final);
    status = file_make_directory(output->fresh, err);
    if (status != STATUS_OK)
        return status;
    output->held = open(output->fresh, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (output->held < 0)
        return error_errno(err, "cannot open '%s'", output->fresh);
    (void)flock(output->held, LOCK_EX | LOCK_NB); /* not on every network file system; then leftovers are taken for dead */
    return scribe_new(output->held, output->fresh, &output->scribe, err);
}

void output_enter(struct output *output, const char *folder)
{
    output->folder = folder;
    output->listed_count = 0;
}

struct buffer *output_begin(struct output *output)
{
    buffer_clear(&output->page);
    return &output->page;
}

/* Names in a path come from the store and the rubric, which others may have written: none leads out of the report. */
static enum status check_path(const char *path, struct error *err)
{
    for (const char *at = path;; at++) {
        size_t length = strcspn(at, "/");
        if (length == 0 || (at[0] == '.' && (length == 1 || (length == 2 && at[1] == '.'))))
            return error_set(err, STATUS_INPUT, "the report can't have a file '%s': a council, a service or a question has a name that is none for a folder", path);
        at += length;
        if (*at == '\0')
            break;
    }
    return STATUS_OK;
}

/* Makes the file, below the folder in force, and what it stands in. */
static enum status open_file(struct output *output, const char *path, int *file, struct error *err)
{
    struct buffer whole;
    buffer_init(&whole, 8192);
    buffer_printf(&whole, "%s%s", output->folder, path);
    enum status status = check_path(buffer_text(&whole), err);
    if (status == STATUS_OK)
        status = scribe_make_parent(output->held, output->fresh, output->directories, buffer_text(&whole), err);
    *file = status == STATUS_OK ? openat(output->held, buffer_text(&whole), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666) : -1;
    if (status == STATUS_OK && *file < 0)
        status = error_errno(err, "cannot write '%s/%s'", output->fresh, buffer_text(&whole));
    buffer_release(&whole);
    return status;
}

static enum status too_large(const struct buffer *bytes, const char *path, struct error *err)
{
    return bytes->over ? error_set(err, STATUS_LIMIT, "'%s' is over %d bytes, or was made by a wrong format", path, PAGE_CEILING) : STATUS_OK;
}

static enum status write_buffer(int file, const char *path, const struct buffer *bytes, struct error *err)
{
    enum status status = too_large(bytes, path, err);
    return status == STATUS_OK ? scribe_write(file, path, bytes, err) : status;
}

static enum status close_file(int file, const char *path, enum status status, struct error *err)
{
    if (file >= 0 && close(file) != 0 && status == STATUS_OK)
        status = error_errno(err, "cannot write '%s'", path);
    return status;
}

enum status output_end(struct output *output, const char *path, struct error *err)
{
    struct buffer whole;
    enum status status = too_large(&output->page, path, err);
    buffer_init(&whole, 8192);
    buffer_printf(&whole, "%s%s", output->folder, path);
    if (status == STATUS_OK)
        status = check_path(buffer_text(&whole), err);
    if (status == STATUS_OK)
        status = scribe_give(output->scribe, buffer_text(&whole), &output->page, err);
    buffer_release(&whole);
    return status;
}

void output_stream_begin(struct output *output, const char *path, struct output_stream *stream)
{
    *stream = (struct output_stream){.path = arena_copy(&output->arena, path), .digest = digest_new(),
                                     .whole = arena_printf(&output->arena, "%s/%s%s", output->fresh, output->folder, path)};
    buffer_init(&stream->bytes, PAGE_CEILING);
    (void)open_file(output, path, &stream->file, &stream->fault);
}

static void pass_on(struct output_stream *stream)
{
    if (stream->fault.status == STATUS_OK)
        (void)write_buffer(stream->file, stream->whole, &stream->bytes, &stream->fault);
    digest_add(stream->digest, buffer_text(&stream->bytes), stream->bytes.length);
    stream->length += stream->bytes.length;
    buffer_clear(&stream->bytes);
}

void output_stream_pass(struct output_stream *stream)
{
    if (stream->bytes.over || stream->bytes.length >= STREAM_BYTES)
        pass_on(stream);
}

enum status output_stream_end(struct output *output, struct output_stream *stream, const char *title, size_t rows, size_t columns,
                              struct error *err)
{
    pass_on(stream);
    enum status status = close_file(stream->file, stream->whole, stream->fault.status, &stream->fault);
    MEMORY_PUSH_ROOM(output->listed, output->listed_count, output->listed_capacity);
    struct output_file *file = &output->listed[output->listed_count++];
    *file = (struct output_file){stream->path, title, rows, columns, stream->length, ""};
    digest_end(stream->digest, file->sha256);
    buffer_release(&stream->bytes);
    if (status != STATUS_OK && err != NULL)
        *err = stream->fault;
    return status;
}

const struct output_file *output_listed(const struct output *output, const char *folder, const char *name, const char *ending)
{
    for (size_t i = 0; i < output->listed_count; i++) {
        const char *path = output->listed[i].path;
        size_t at = strlen(folder), length = strlen(name);
        if (strncmp(path, folder, at) == 0 && strncmp(path + at, name, length) == 0 && strcmp(path + at + length, ending) == 0)
            return &output->listed[i];
    }
    return NULL;
}

enum status output_publish(struct output *output, struct error *err)
{
    enum status status = scribe_rest(output->scribe, err);
    if (status == STATUS_OK)
        file_give_tree(output->held, output->final);
    if (status == STATUS_OK)
        status = keep_added(output, err);
    if (status == STATUS_OK && syncfs(output->held) != 0)
        status = error_errno(err, "cannot sync '%s'", output->fresh);
    return status == STATUS_OK ? file_replace_directory(output->fresh, output->final, err) : status;
}

void output_discard(struct output *output)
{
    scribe_free(output->scribe);
    if (output->fresh && file_exists(output->fresh))
        (void)!file_remove_tree(output->fresh, NULL); /* what stays the next run removes */
    if (output->fresh && output->held >= 0)
        close(output->held);
    map_free(output->directories);
    free(output->listed);
    buffer_release(&output->page);
    arena_release(&output->arena);
    *output = (struct output){0};
}

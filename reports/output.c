#include "reports/output.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { PAGE_CEILING = 300 * 1024 * 1024 }; /* the largest file is a table of links, see reports/tables.c */

static const char fresh_mark[] = ".new-";

/* Removes "<name>.new-<digits>" in the directory of `final`. The store's lock keeps two
 * runs apart, so whatever is there was left by a run that was killed. */
static enum status remove_leftovers(struct arena *arena, const char *final, struct error *err)
{
    const char *slash = strrchr(final, '/');
    const char *name = slash ? slash + 1 : final;
    const char *parent = slash ? (slash == final ? "/" : arena_copy_n(arena, final, (size_t)(slash - final))) : ".";
    DIR *directory = opendir(parent);
    if (!directory)
        return errno == ENOENT ? STATUS_OK : error_errno(err, "cannot open '%s'", parent);
    enum status status = STATUS_OK;
    size_t length = strlen(name);
    for (struct dirent *entry; status == STATUS_OK && (entry = readdir(directory));) {
        const char *rest = entry->d_name + length + strlen(fresh_mark);
        if (strncmp(entry->d_name, name, length) == 0 && strncmp(entry->d_name + length, fresh_mark, strlen(fresh_mark)) == 0 && *rest &&
            strspn(rest, "0123456789") == strlen(rest))
            status = file_remove_tree(arena_printf(arena, "%s/%s", parent, entry->d_name), err);
    }
    closedir(directory);
    return status;
}

enum status output_open(struct output *output, const char *final, struct error *err)
{
    *output = (struct output){.directories = map_new()};
    buffer_init(&output->page, PAGE_CEILING);
    size_t length = strlen(final);
    while (length > 1 && final[length - 1] == '/')
        length--;
    if (!length)
        return error_set(err, STATUS_USAGE, "the report's directory has no name");
    output->final = arena_copy_n(&output->arena, final, length);
    output->fresh = arena_printf(&output->arena, "%s%s%ld", output->final, fresh_mark, (long)getpid());
    enum status status = remove_leftovers(&output->arena, output->final, err);
    return status == STATUS_OK ? file_make_directory(output->fresh, err) : status;
}

struct buffer *output_begin(struct output *output)
{
    buffer_clear(&output->page);
    return &output->page;
}

static enum status make_parent(struct output *output, const char *path, struct error *err)
{
    const char *slash = strrchr(path, '/');
    bool added;
    if (!slash)
        return STATUS_OK;
    map_put(output->directories, path, (size_t)(slash - path), &added);
    if (!added)
        return STATUS_OK;
    char *parent = memory_copy_n(path, (size_t)(slash - path));
    struct buffer full;
    buffer_init(&full, 8192);
    buffer_printf(&full, "%s/%s", output->fresh, parent);
    enum status status = make_parent(output, parent, err);
    if (status == STATUS_OK && mkdir(buffer_text(&full), 0777) != 0 && errno != EEXIST)
        status = error_errno(err, "cannot make '%s'", buffer_text(&full));
    buffer_release(&full);
    free(parent);
    return status;
}

static enum status write_all(int file, const char *path, const struct buffer *bytes, struct error *err)
{
    for (size_t done = 0; done < bytes->length;) {
        ssize_t wrote = write(file, bytes->bytes + done, bytes->length - done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return error_errno(err, "cannot write '%s'", path);
        done += (size_t)wrote;
    }
    return STATUS_OK;
}

enum status output_end(struct output *output, const char *path, struct error *err)
{
    if (output->page.over)
        return error_set(err, STATUS_LIMIT, "'%s' is over %d bytes", path, PAGE_CEILING);
    enum status status = make_parent(output, path, err);
    if (status != STATUS_OK)
        return status;
    struct buffer full;
    buffer_init(&full, 8192);
    buffer_printf(&full, "%s/%s", output->fresh, path);
    int file = open(buffer_text(&full), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0) {
        status = error_errno(err, "cannot write '%s'", buffer_text(&full));
    } else {
        status = write_all(file, buffer_text(&full), &output->page, err);
        if (close(file) != 0 && status == STATUS_OK)
            status = error_errno(err, "cannot write '%s'", buffer_text(&full));
    }
    buffer_release(&full);
    output->files++;
    return status;
}

enum status output_end_listed(struct output *output, const char *path, const char *title, size_t rows, size_t columns, struct error *err)
{
    MEMORY_PUSH_ROOM(output->listed, output->listed_count, output->listed_capacity);
    struct output_file *file = &output->listed[output->listed_count++];
    *file = (struct output_file){arena_copy(&output->arena, path), title, rows, columns, output->page.length, ""};
    digest_hex(buffer_text(&output->page), output->page.length, file->sha256);
    return output_end(output, path, err);
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
    int directory = open(output->fresh, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (directory < 0)
        return error_errno(err, "cannot open '%s'", output->fresh);
    enum status status = syncfs(directory) == 0 ? STATUS_OK : error_errno(err, "cannot sync '%s'", output->fresh);
    close(directory);
    return status == STATUS_OK ? file_replace_directory(output->fresh, output->final, err) : status;
}

void output_discard(struct output *output)
{
    struct error ignored;
    if (output->fresh && file_exists(output->fresh) && file_remove_tree(output->fresh, &ignored) != STATUS_OK)
        output->files = 0; /* the next run removes it */
    map_free(output->directories);
    free(output->listed);
    buffer_release(&output->page);
    arena_release(&output->arena);
    *output = (struct output){0};
}

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "cli/cli.h"

/* Of a pruned run the digests stay in the store; its archive has nothing left to prove but pages that have not
 * changed since, which later runs have no copy of. */
static enum status clear_archive(struct cli *cli, struct store *store, const char *directory, int64_t run, struct error *err)
{
    const char **needed = NULL;
    size_t count = 0;
    enum status status = store_needed_archives(store, run, &cli->arena, &needed, &count, err);
    if (status != STATUS_OK || count == 0)
        return status == STATUS_OK ? file_remove_tree(directory, err) : status;
    DIR *entries = opendir(directory);
    if (entries == NULL)
        return errno == ENOENT ? STATUS_OK : error_errno(err, "cannot open '%s'", directory);
    for (struct dirent *entry; status == STATUS_OK && (entry = readdir(entries)) != NULL;)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 && !text_is_among(entry->d_name, needed, count))
            status = file_remove_tree(arena_printf(&cli->arena, "%s/%s", directory, entry->d_name), err);
    (void)closedir(entries);
    return status;
}

/* Of every pruned run, those of earlier nights too: one that was killed may have left files. Counts the runs. */
static enum status clear_archives(struct cli *cli, struct store *store, const char *archive, size_t *pruned, struct error *err)
{
    struct run *runs;
    size_t count = 0;
    *pruned = 0;
    enum status status = store_runs(store, &cli->arena, &runs, &count, err);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (runs[i].pruned) {
            *pruned += 1;
            status = clear_archive(cli, store, arena_printf(&cli->arena, "%s/run-%lld", archive, (long long)runs[i].id), runs[i].id, err);
        }
    return status;
}

int command_prune(struct cli *cli)
{
    struct error err = {0}, later;
    struct store *store = NULL;
    struct run *runs = NULL;
    size_t count = 0, before = 0, pruned = 0;
    int keep = (int)cli->options.keep;
    const char *path = NULL, *archive = NULL;
    cli_end_at_signal("");
    enum status status = cli_store_path(cli, &path, &err);
    if (status == STATUS_OK)
        status = cli_archive_path(cli, &archive, &err);
    if (status == STATUS_OK)
        status = store_open(path, STORE_CHANGE, &store, &err);
    if (status == STATUS_OK)
        status = store_runs(store, &cli->arena, &runs, &count, &err);
    for (size_t i = 0; i < count; i++)
        before += runs[i].pruned;
    bool begun = status == STATUS_OK;
    if (begun)
        status = store_prune(store, keep, &err);
    if (status == STATUS_OK)
        status = clear_archives(cli, store, archive, &pruned, &err);
    else if (begun && status == STATUS_NO_SPACE && clear_archives(cli, store, archive, &pruned, &later) == STATUS_OK && pruned > 0)
        status = store_prune(store, keep, &err); /* what was dropped before the store could shrink has made room */
    if (pruned > before)
        cli_note(cli, "The pages of %zu older %s were dropped; results, quotes and their digests stay.", pruned - before, pruned - before == 1 ? "run" : "runs");
    else if (status == STATUS_OK)
        cli_note(cli, "Nothing to drop with --keep %d.", keep);
    if (status == STATUS_NO_SPACE)
        error_suffix(&err, "; pruning writes before it frees: make a little room and call it again, which goes on where this ended");
    int code = status == STATUS_OK ? EXIT_DONE : cli_fail(cli, &err);
    code = cli_close(cli, store, code);
    return code;
}

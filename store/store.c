#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "store/internal.h"
#include "store/place.h"

static enum status find_file(const char *path, struct error *err)
{
    if (access(path, F_OK) == 0)
        return STATUS_OK;
    if (errno != ENOENT && errno != ENOTDIR)
        return error_errno(err, "cannot open the store '%s'", path);
    return error_set(err, STATUS_NOT_FOUND, "there is no store at '%s'; run an audit first, or give its path with --store", path);
}

static enum status open_parts(struct store *store, const char *path, struct error *err)
{
    static const enum driver_mode modes[] = {[STORE_READ] = DRIVER_READ, [STORE_CHANGE] = DRIVER_WRITE, [STORE_WRITE] = DRIVER_CREATE};
    enum status status = store->mode == STORE_WRITE ? place_make_directory(path, err) : find_file(path, err);
    if (status == STATUS_OK)
        status = place_check(path, err);
    if (status == STATUS_OK && store->mode != STORE_READ)
        status = place_lock(path, store->mode == STORE_WRITE, &store->lock, err);
    if (status == STATUS_OK)
        status = driver_open(path, modes[store->mode], &store->driver, err);
    if (status == STATUS_OK)
        status = schema_prepare(store->driver, store->mode, err);
    return status;
}

static void free_parts(struct store *store)
{
    target_forget(store);
    packer_free(store->packer);
    buffer_release(&store->plain);
    buffer_release(&store->packed);
    driver_close(store->driver);
    /* After the database, so that the next run finds it closed. */
    place_unlock(&store->lock);
    free(store);
}

enum status store_open(const char *path, enum store_mode mode, struct store **out, struct error *err)
{
    struct store *store = memory_alloc(sizeof *store);
    store->mode = mode;
    store->lock = (struct place_lock){-1, -1};
    store->packer = packer_new();
    buffer_init(&store->plain, LIMIT_STORED_BYTES);
    buffer_init(&store->packed, LIMIT_STORED_BYTES);
    *out = NULL;
    enum status status = open_parts(store, path, err);
    if (status != STATUS_OK) {
        free_parts(store);
        return status;
    }
    *out = store;
    return STATUS_OK;
}

enum status store_close(struct store *store, struct error *err)
{
    if (store == NULL)
        return STATUS_OK;
    enum status status = driver_check_still(store->driver, err);
    if (store->grouped) {
        store_rollback(store);
        status = error_set(err, STATUS_INTERNAL, "the store was closed amid a group, which was taken back");
    }
    free_parts(store);
    return status;
}

enum status store_begin(struct store *store, struct error *err)
{
    if (store->grouped || store->reading)
        return error_set(err, STATUS_INTERNAL, "a group or a reading is open in the store already");
    enum status status = driver_begin(store->driver, err);
    store->grouped = status == STATUS_OK;
    store->failed = false;
    return status;
}

enum status store_commit(struct store *store, struct error *err)
{
    if (!store->grouped)
        return error_set(err, STATUS_INTERNAL, "no group is open in the store");
    if (store->failed) {
        store_rollback(store);
        return error_set(err, STATUS_INTERNAL, "a write of this group failed, so the group was taken back");
    }
    enum status status = driver_commit(store->driver, err);
    if (status != STATUS_OK)
        store_rollback(store);
    store->grouped = false;
    return status;
}

void store_rollback(struct store *store)
{
    driver_rollback(store->driver);
    target_forget(store);
    store->grouped = false;
    store->failed = false;
}

enum status store_begin_reading(struct store *store, struct error *err)
{
    if (store->reading)
        return error_set(err, STATUS_INTERNAL, "a reading is open in the store already");
    if (store->grouped)
        return STATUS_OK;
    enum status status = driver_begin_reading(store->driver, err);
    store->reading = status == STATUS_OK;
    return status;
}

enum status store_end_reading(struct store *store, enum status status, struct error *err)
{
    if (!store->reading)
        return status;
    driver_rollback(store->driver); /* there is nothing to keep */
    store->reading = false;
    return status == STATUS_OK ? driver_check_still(store->driver, err) : status;
}

enum status store_enter(struct store *store, struct error *err)
{
    if (store->reading)
        return error_set(err, STATUS_INTERNAL, "the store was written to amid a reading");
    if (store->grouped)
        return STATUS_OK;
    return driver_begin(store->driver, err);
}

enum status store_leave(struct store *store, enum status status, struct error *err)
{
    if (store->grouped) {
        store->failed = store->failed || status != STATUS_OK;
        return status;
    }
    if (status == STATUS_OK)
        status = driver_commit(store->driver, err);
    if (status != STATUS_OK) {
        driver_rollback(store->driver);
        target_forget(store);
    }
    return status;
}

void *store_keep(struct arena *arena, void *items, size_t count, size_t size)
{
    void *kept = count > 0 ? arena_array(arena, count, size) : NULL;
    if (count > 0)
        memcpy(kept, items, count * size);
    free(items);
    return kept;
}

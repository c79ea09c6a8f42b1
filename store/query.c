#include "store/query.h"

#include <math.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

struct query {
    struct driver *driver;
    const char *sql;
    sqlite3_stmt *statement;
    bool busy;
    bool cached;
    struct error fault; /* status STATUS_OK while there is none */
};

struct query_cache {
    struct query **items;
    size_t count, capacity;
};

struct query_cache *query_cache_new(void)
{
    return memory_alloc(sizeof(struct query_cache));
}

void query_cache_free(struct query_cache *cache)
{
    if (cache == NULL)
        return;
    for (size_t i = 0; i < cache->count; i++) {
        sqlite3_finalize(cache->items[i]->statement);
        free(cache->items[i]);
    }
    free(cache->items);
    free(cache);
}

static void prepare(struct query *query)
{
    int code = sqlite3_prepare_v3(driver_handle(query->driver), query->sql, -1, SQLITE_PREPARE_PERSISTENT, &query->statement, NULL);
    if (code != SQLITE_OK)
        driver_error(query->driver, code, true, &query->fault);
}

struct query *query_start(struct driver *driver, const char *sql)
{
    struct query_cache *cache = driver_queries(driver);
    bool in_use = false;
    for (size_t i = 0; i < cache->count; i++)
        if (cache->items[i]->sql == sql) {
            struct query *query = cache->items[i];
            in_use = query->busy;
            if (in_use)
                break;
            query->busy = true;
            query->fault.status = STATUS_OK;
            if (query->statement == NULL)
                prepare(query);
            return query;
        }
    struct query *query = memory_alloc(sizeof *query);
    *query = (struct query){.driver = driver, .sql = sql, .busy = true, .cached = !in_use};
    prepare(query);
    if (query->cached) {
        MEMORY_PUSH_ROOM(cache->items, cache->count, cache->capacity);
        cache->items[cache->count++] = query;
    }
    return query;
}

static void bound(struct query *query, int code)
{
    if (code != SQLITE_OK && query->fault.status == STATUS_OK)
        driver_error(query->driver, code, false, &query->fault);
}

void query_bind_int(struct query *query, int parameter, int64_t value)
{
    if (query->fault.status == STATUS_OK)
        bound(query, sqlite3_bind_int64(query->statement, parameter, value));
}

static void bind_null(struct query *query, int parameter)
{
    if (query->fault.status == STATUS_OK)
        bound(query, sqlite3_bind_null(query->statement, parameter));
}

void query_bind_instant(struct query *query, int parameter, int64_t value)
{
    if (value < 0)
        bind_null(query, parameter);
    else
        query_bind_int(query, parameter, value);
}

void query_bind_id(struct query *query, int parameter, int64_t value)
{
    if (value == 0)
        bind_null(query, parameter);
    else
        query_bind_int(query, parameter, value);
}

void query_bind_real(struct query *query, int parameter, double value)
{
    if (isnan(value))
        bind_null(query, parameter);
    else if (query->fault.status == STATUS_OK)
        bound(query, sqlite3_bind_double(query->statement, parameter, value));
}

void query_bind_text(struct query *query, int parameter, const char *text)
{
    if (text == NULL)
        bind_null(query, parameter);
    else if (query->fault.status == STATUS_OK)
        bound(query, sqlite3_bind_text64(query->statement, parameter, text, strlen(text), SQLITE_STATIC, SQLITE_UTF8));
}

void query_bind_word(struct query *query, int parameter, const char *text)
{
    query_bind_text(query, parameter, text != NULL ? text : "");
}

void query_bind_bytes(struct query *query, int parameter, const void *bytes, size_t length)
{
    /* A NULL pointer would bind NULL where no bytes are meant. */
    if (query->fault.status == STATUS_OK)
        bound(query, sqlite3_bind_blob64(query->statement, parameter, length > 0 ? bytes : "", length, SQLITE_STATIC));
}

bool query_next(struct query *query)
{
    if (query->fault.status != STATUS_OK)
        return false;
    int code = sqlite3_step(query->statement);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        driver_error(query->driver, code, false, &query->fault);
    return false;
}

void query_damaged(struct query *query, int column)
{
    if (query->fault.status != STATUS_OK)
        return;
    const char *name = sqlite3_column_name(query->statement, column);
    error_set(&query->fault, STATUS_INPUT, "'%s' is damaged: column '%s' holds what no version of this program writes",
              driver_path(query->driver), name != NULL ? name : "?");
}

bool query_failed(const struct query *query)
{
    return query->fault.status != STATUS_OK;
}

/* Whether the column may be read as `type`; damaged otherwise. */
static bool holds(struct query *query, int column, int type)
{
    if (query->fault.status != STATUS_OK)
        return false;
    if (sqlite3_column_type(query->statement, column) == type)
        return true;
    query_damaged(query, column);
    return false;
}

bool query_is_null(struct query *query, int column)
{
    return query->fault.status != STATUS_OK || sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

int64_t query_int(struct query *query, int column, int64_t low, int64_t high)
{
    if (!holds(query, column, SQLITE_INTEGER))
        return 0;
    int64_t value = sqlite3_column_int64(query->statement, column);
    if (value >= low && value <= high)
        return value;
    query_damaged(query, column);
    return 0;
}

bool query_bool(struct query *query, int column)
{
    return query_int(query, column, 0, 1) != 0;
}

int64_t query_instant(struct query *query, int column)
{
    return query_is_null(query, column) ? -1 : query_int(query, column, 0, INT64_MAX);
}

int64_t query_id(struct query *query, int column)
{
    return query_is_null(query, column) ? 0 : query_int(query, column, 1, INT64_MAX);
}

double query_real(struct query *query, int column)
{
    if (query_is_null(query, column))
        return NAN;
    return holds(query, column, SQLITE_FLOAT) ? sqlite3_column_double(query->statement, column) : 0;
}

const char *query_text(struct query *query, int column)
{
    if (!holds(query, column, SQLITE_TEXT))
        return "";
    const char *text = (const char *)sqlite3_column_text(query->statement, column);
    size_t length = (size_t)sqlite3_column_bytes(query->statement, column);
    if (text != NULL && strlen(text) == length)
        return text;
    query_damaged(query, column);
    return "";
}

const char *query_copy(struct query *query, int column, struct arena *arena)
{
    return arena_copy(arena, query_text(query, column));
}

const char *query_copy_name(struct query *query, int column, struct arena *arena)
{
    const char *name = query_copy(query, column, arena);
    if (name[0] == '\0' || name[0] == '.' || name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-.")] != '\0')
        query_damaged(query, column);
    return name;
}

const char *query_copy_or_null(struct query *query, int column, struct arena *arena)
{
    return query_is_null(query, column) ? NULL : query_copy(query, column, arena);
}

const void *query_bytes(struct query *query, int column, size_t *length)
{
    *length = 0;
    if (!holds(query, column, SQLITE_BLOB))
        return "";
    const void *bytes = sqlite3_column_blob(query->statement, column);
    *length = (size_t)sqlite3_column_bytes(query->statement, column);
    return bytes != NULL ? bytes : "";
}

enum status query_finish(struct query *query, struct error *err)
{
    enum status status = query->fault.status;
    if (status != STATUS_OK)
        error_set(err, status, "%s", query->fault.message);
    if (query->statement != NULL) {
        sqlite3_reset(query->statement);
        sqlite3_clear_bindings(query->statement);
    }
    query->busy = false;
    if (!query->cached) {
        sqlite3_finalize(query->statement);
        free(query);
    }
    return status;
}

enum status query_run(struct query *query, struct error *err)
{
    while (query_next(query))
        ;
    return query_finish(query, err);
}

#include "store/driver.h"

#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/memory.h"
#include "store/query.h"

enum {
    BUSY_MILLISECONDS = 10000, /* a reader's checkpoint passes in less */
    CACHE_KIB = 16 * 1024,
    LOG_PAGES = 8192,          /* 32 MiB of log before it is copied back: pages that many commits touch are copied once */
    URI_MAX = 3 * 4096 + 64,
};

struct driver {
    sqlite3 *handle;
    char *path;
    struct query_cache *queries;
    bool unguarded;   /* read without locks, as what nobody changes */
    struct stat seen; /* the file at that moment */
};

const char *driver_path(const struct driver *driver)
{
    return driver->path;
}

sqlite3 *driver_handle(struct driver *driver)
{
    return driver->handle;
}

struct query_cache *driver_queries(struct driver *driver)
{
    return driver->queries;
}

static bool is_space_error(int number)
{
    return number == ENOSPC || number == EDQUOT || number == EFBIG;
}

/* Whether `path`SUFFIX is there with anything in it, or at all. */
static bool stands_beside(const char *path, const char *suffix, bool filled)
{
    struct arena arena = {0};
    struct stat found;
    bool there = stat(arena_printf(&arena, "%s%s", path, suffix), &found) == 0 && (!filled || found.st_size > 0);
    arena_release(&arena);
    return there;
}

/* What SQLite keeps beside the file while it is open can be made and taken away. */
static bool can_be_written(const char *path)
{
    struct arena arena = {0};
    bool can = access(path, W_OK) == 0 && access(file_parent(&arena, path), W_OK | X_OK) == 0;
    arena_release(&arena);
    return can;
}

enum status driver_check_still(const struct driver *driver, struct error *err)
{
    struct stat now;
    if (!driver->unguarded || (stat(driver->path, &now) == 0 && now.st_ino == driver->seen.st_ino && now.st_size == driver->seen.st_size &&
                               now.st_mtim.tv_sec == driver->seen.st_mtim.tv_sec && now.st_mtim.tv_nsec == driver->seen.st_mtim.tv_nsec))
        return STATUS_OK;
    return error_set(err, STATUS_LOCKED, "'%s' was written to while it was read, so what was read may be of two moments; do it again", driver->path);
}

enum status driver_error(struct driver *driver, int code, bool preparing, struct error *err)
{
    int last = errno; /* before anything can change it */
    const char *path = driver->path;
    enum status moved = driver_check_still(driver, err);
    if (moved != STATUS_OK)
        return moved;
    const char *said = driver->handle != NULL ? sqlite3_errmsg(driver->handle) : sqlite3_errstr(code);
    int number = driver->handle != NULL ? sqlite3_system_errno(driver->handle) : 0;
    /* SQLite knows ENOSPC alone, and forgets the number of other failed writes. */
    if (number == 0 && is_space_error(last))
        number = last;
    switch (code & 0xff) {
    case SQLITE_FULL:
        return error_set(err, STATUS_NO_SPACE, "cannot write '%s': the disk is full", path);
    case SQLITE_IOERR:
        if (is_space_error(number))
            return error_set(err, STATUS_NO_SPACE, "cannot write '%s': %s", path, number == ENOSPC ? "the disk is full" : strerror(number));
        return error_set(err, STATUS_IO, "cannot read or write '%s': %s", path, number != 0 ? strerror(number) : said);
    case SQLITE_CORRUPT:
        return error_set(err, STATUS_INPUT, "'%s' is damaged (%s); restore it from a copy, or start a new store", path, said);
    case SQLITE_NOTADB:
        return error_set(err, STATUS_INPUT, "'%s' is not a store of this program: it is no database", path);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return error_set(err, STATUS_LOCKED, "'%s' is held by another program", path);
    case SQLITE_READONLY:
    case SQLITE_PERM:
        return error_set(err, STATUS_IO, "cannot write '%s': it, or its directory, is read-only", path);
    case SQLITE_CANTOPEN:
        if (!can_be_written(path) && stands_beside(path, "-wal", true))
            return error_set(err, STATUS_IO,
                             "cannot read '%s': what was written last stands in '%s-wal', which takes the right to write beside it; run "
                             "'coreoffer status' once as the user who has it",
                             path, path);
        return error_set(err, STATUS_IO, "cannot open '%s': %s", path, number != 0 ? strerror(number) : said);
    case SQLITE_TOOBIG:
        return error_set(err, STATUS_LIMIT, "'%s': a value is too large to be stored", path);
    case SQLITE_NOMEM:
        return error_set(err, STATUS_LIMIT, "'%s': not enough memory", path);
    case SQLITE_CONSTRAINT:
        return error_set(err, STATUS_INTERNAL, "'%s': a record does not fit what is stored (%s)", path, said);
    default:
        /* Our SQL is tested against our schema, so a statement that can't be prepared means
         * that the file's schema is not ours. */
        return error_set(err, preparing ? STATUS_INPUT : STATUS_IO, "'%s': %s", path, said);
    }
}

enum status driver_execute(struct driver *driver, const char *sql, struct error *err)
{
    int code = sqlite3_exec(driver->handle, sql, NULL, NULL, NULL);
    return code == SQLITE_OK ? STATUS_OK : driver_error(driver, code, false, err);
}

/* A file: URI, which alone can say immutable=1. */
static bool write_uri(const char *path, char out[URI_MAX])
{
    static const char hex[] = "0123456789ABCDEF";
    struct buffer uri;
    buffer_init(&uri, URI_MAX - 1);
    buffer_add_text(&uri, "file:");
    for (const char *p = path; *p != '\0'; p++) {
        unsigned char c = (unsigned char)*p;
        if (c == '?' || c == '#' || c == '%') {
            char escaped[3] = {'%', hex[c >> 4], hex[c & 15]};
            buffer_add(&uri, escaped, sizeof escaped);
        } else {
            buffer_add_char(&uri, *p);
        }
    }
    buffer_add_text(&uri, "?immutable=1");
    bool fits = !uri.over;
    if (fits)
        memcpy(out, buffer_text(&uri), uri.length + 1);
    buffer_release(&uri);
    return fits;
}

static const int open_common = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_URI;

/* A reader needs the shared-memory file beside the database. Where that can't be made, a store that was closed in order
 * is read as it lies there; a writer who comes meanwhile is noticed (driver_check_still). */
static int open_unguarded(struct driver *driver)
{
    char uri[URI_MAX];
    driver->unguarded = !stands_beside(driver->path, "-wal", true) && stat(driver->path, &driver->seen) == 0 && write_uri(driver->path, uri);
    return driver->unguarded ? sqlite3_open_v2(uri, &driver->handle, SQLITE_OPEN_READONLY | open_common, NULL) : SQLITE_CANTOPEN;
}

/* Nothing has been written yet: what lacks room is the shared-memory file. */
static bool lacks_room_to_read(struct driver *driver)
{
    int code = sqlite3_exec(driver->handle, "PRAGMA schema_version", NULL, NULL, NULL) & 0xff;
    return code == SQLITE_FULL || (code == SQLITE_IOERR && (is_space_error(errno) || is_space_error(sqlite3_system_errno(driver->handle))));
}

static int open_file(struct driver *driver, enum driver_mode mode)
{
    if (mode != DRIVER_READ)
        return sqlite3_open_v2(driver->path, &driver->handle,
                               SQLITE_OPEN_READWRITE | (mode == DRIVER_CREATE ? SQLITE_OPEN_CREATE : 0) | open_common, NULL);
    if (!can_be_written(driver->path) && !stands_beside(driver->path, "-shm", false)) {
        int code = open_unguarded(driver);
        if (driver->unguarded)
            return code;
    }
    int code = sqlite3_open_v2(driver->path, &driver->handle, SQLITE_OPEN_READWRITE | open_common, NULL);
    if (code != SQLITE_OK || !lacks_room_to_read(driver) || stands_beside(driver->path, "-wal", true))
        return code;
    sqlite3_close_v2(driver->handle);
    driver->handle = NULL;
    return open_unguarded(driver);
}

static enum status configure(struct driver *driver, enum driver_mode mode, struct error *err)
{
    static const struct {
        int option, value;
    } options[] = {
        {SQLITE_DBCONFIG_DEFENSIVE, 1},      {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0}, {SQLITE_DBCONFIG_ENABLE_TRIGGER, 0},
        {SQLITE_DBCONFIG_ENABLE_VIEW, 0},    {SQLITE_DBCONFIG_DQS_DML, 0},        {SQLITE_DBCONFIG_DQS_DDL, 0},
        {SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0}, {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
    };
    for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
        if (sqlite3_db_config(driver->handle, options[i].option, options[i].value, NULL) != SQLITE_OK)
            return error_set(err, STATUS_INTERNAL, "this SQLite (%s) lacks a safety option that is needed", sqlite3_libversion());
    sqlite3_limit(driver->handle, SQLITE_LIMIT_LENGTH, LIMIT_STORED_BYTES + 4096); /* 4096: what packing adds at most */
    sqlite3_busy_timeout(driver->handle, BUSY_MILLISECONDS);
    char pragmas[256];
    snprintf(pragmas, sizeof pragmas, "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA cache_size = -%d;%s", CACHE_KIB,
             mode == DRIVER_READ ? "PRAGMA query_only = ON;" : "");
    return driver_execute(driver, pragmas, err);
}

enum status driver_open(const char *path, enum driver_mode mode, struct driver **out, struct error *err)
{
    struct driver *driver = memory_alloc(sizeof *driver);
    /* "file:..." as a name is a file of that name, not a URI with options of its own. */
    driver->path = memory_alloc(strlen(path) + 3);
    snprintf(driver->path, strlen(path) + 3, "%s%s", strncmp(path, "file:", 5) == 0 ? "./" : "", path);
    driver->queries = query_cache_new();
    *out = NULL;
    int code = open_file(driver, mode);
    enum status status = code == SQLITE_OK ? configure(driver, mode, err) : driver_error(driver, code, false, err);
    if (status != STATUS_OK) {
        driver_close(driver);
        return status;
    }
    *out = driver;
    return STATUS_OK;
}

void driver_close(struct driver *driver)
{
    if (driver == NULL)
        return;
    query_cache_free(driver->queries);
    sqlite3_close_v2(driver->handle);
    free(driver->path);
    free(driver);
}

static bool in_transaction(const struct driver *driver)
{
    return sqlite3_get_autocommit(driver->handle) == 0;
}

enum status driver_begin(struct driver *driver, struct error *err)
{
    return driver_execute(driver, "BEGIN IMMEDIATE", err);
}

enum status driver_begin_reading(struct driver *driver, struct error *err)
{
    return driver_execute(driver, "BEGIN", err);
}

enum status driver_commit(struct driver *driver, struct error *err)
{
    return driver_execute(driver, "COMMIT", err);
}

void driver_rollback(struct driver *driver)
{
    if (in_transaction(driver))
        sqlite3_exec(driver->handle, "ROLLBACK", NULL, NULL, NULL);
}

static enum status read_number(struct driver *driver, const char *sql, int64_t *value, struct error *err)
{
    struct query *query = query_start(driver, sql);
    *value = query_next(query) ? query_int(query, 0, INT64_MIN, INT64_MAX) : 0;
    return query_finish(query, err);
}

enum status driver_identity(struct driver *driver, int64_t *application, int64_t *version, bool *empty, struct error *err)
{
    int64_t objects = 0;
    enum status status = read_number(driver, "PRAGMA application_id", application, err);
    if (status == STATUS_OK)
        status = read_number(driver, "PRAGMA user_version", version, err);
    if (status == STATUS_OK)
        status = read_number(driver, "SELECT count(*) FROM sqlite_schema", &objects, err);
    *empty = objects == 0;
    return status;
}

enum status driver_set_identity(struct driver *driver, int64_t application, int64_t version, struct error *err)
{
    char pragmas[128];
    snprintf(pragmas, sizeof pragmas, "PRAGMA application_id = %lld; PRAGMA user_version = %lld", (long long)application,
             (long long)version);
    return driver_execute(driver, pragmas, err);
}

enum status driver_compare_schema(struct driver *driver, struct driver *model, struct error *err)
{
    struct query *wanted = query_start(model, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name");
    enum status status = STATUS_OK;
    while (status == STATUS_OK && query_next(wanted)) {
        struct query *found = query_start(driver, "SELECT sql FROM sqlite_schema WHERE name = ?1");
        query_bind_text(found, 1, query_text(wanted, 0));
        bool equal = query_next(found) && strcmp(query_text(found, 0), query_text(wanted, 1)) == 0;
        status = query_finish(found, err);
        if (status == STATUS_OK && !equal)
            status = error_set(err, STATUS_INPUT,
                               "'%s' was made by another version of this program, or changed by hand: its table or index '%s' is not as this "
                               "version makes it; open it with the version that made it, or start a new store with --store",
                               driver->path, query_text(wanted, 0));
    }
    enum status ended = query_finish(wanted, status == STATUS_OK ? err : NULL);
    return status != STATUS_OK ? status : ended;
}

enum status driver_see_more(struct driver *driver, const char *table, const char *columns, struct error *err)
{
    struct buffer sql;
    buffer_init(&sql, 4096);
    /* A temporary view goes before a table of its name, and holds what later versions add too; a connection that only queries may not make one. */
    buffer_printf(&sql, "PRAGMA query_only = OFF; PRAGMA temp_store = MEMORY; CREATE TEMP VIEW IF NOT EXISTS %s AS SELECT *, %s FROM main.%s; PRAGMA query_only = ON",
                  table, columns, table);
    enum status status = driver_execute(driver, buffer_text(&sql), err);
    buffer_release(&sql);
    return status;
}

enum status driver_journal(struct driver *driver, struct error *err)
{
    struct query *query = query_start(driver, "PRAGMA journal_mode = WAL");
    bool set = query_next(query) && strcmp(query_text(query, 0), "wal") == 0;
    enum status status = query_finish(query, err);
    if (status != STATUS_OK)
        return status;
    if (!set)
        return error_set(err, STATUS_IO, "'%s': the file system cannot hold a write-ahead log; choose a local disk with --store",
                         driver->path);
    char pragmas[128];
    snprintf(pragmas, sizeof pragmas, "PRAGMA synchronous = FULL; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = %d", LOG_PAGES);
    return driver_execute(driver, pragmas, err);
}

enum status driver_shrink(struct driver *driver, struct error *err)
{
    enum status status = driver_execute(driver, "PRAGMA incremental_vacuum", err);
    return status == STATUS_OK ? driver_execute(driver, "PRAGMA wal_checkpoint(TRUNCATE)", err) : status;
}

enum status driver_check(struct driver *driver, void (*report)(void *context, const char *sentence), void *context, size_t *faults,
                         struct error *err)
{
    struct query *query = query_start(driver, "PRAGMA integrity_check(100)");
    while (query_next(query)) {
        const char *said = query_text(query, 0);
        if (strcmp(said, "ok") != 0) {
            report(context, said);
            *faults += 1;
        }
    }
    enum status status = query_finish(query, err);
    if (status != STATUS_OK)
        return status;
    query = query_start(driver, "PRAGMA foreign_key_check");
    while (query_next(query)) {
        char sentence[256];
        snprintf(sentence, sizeof sentence, "a row of '%.80s' belongs to a row of '%.80s' that is not there", query_text(query, 0),
                 query_text(query, 2));
        report(context, sentence);
        *faults += 1;
    }
    return query_finish(query, err);
}

#include "crawler/landing.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/memory.h"

enum kind { KIND_FRONT, KIND_SEARCH, KIND_PAGE, KIND_ERROR, KIND_SIGN_IN, KIND_COUNT };

struct landing {
    enum kind kind;
    const char *name;
    size_t length;
};

struct landings {
    struct csv_table table; /* owns the names */
    struct landing *items;
    size_t count;
};

static enum status read_row(const char *path, const struct csv_table *table, const struct csv_row *row, struct landing *out, struct error *err)
{
    static const char *const kinds[KIND_COUNT] = {"front", "search", "page", "error", "sign-in"};
    const char *kind = csv_cell(row, csv_column(table, "kind")), *name = csv_cell(row, csv_column(table, "name"));
    size_t i = 0;
    while (i < KIND_COUNT && strcmp(kinds[i], kind) != 0)
        i++;
    if (i == KIND_COUNT)
        return error_set(err, STATUS_INPUT, "%s:%zu: kind is '%s'; allowed are 'front', 'search', 'page', 'error' and 'sign-in'", path, row->line, kind);
    bool whole = i == KIND_FRONT || i == KIND_SEARCH;
    if (whole ? name[0] != '/' : name[0] == '\0' || strpbrk(name, "/.") != NULL)
        return error_set(err, STATUS_INPUT, "%s:%zu: name is '%s'; %s", path, row->line, name,
                         whole ? "a whole path begins with '/'" : "it must be one segment's, without its ending");
    *out = (struct landing){(enum kind)i, name, strlen(name)};
    return STATUS_OK;
}

enum status landing_load(const char *seeds, struct landings **out, struct error *err)
{
    static const char *const columns[] = {"kind", "name", "reason"};
    struct landings *landings = memory_alloc(sizeof *landings);
    struct arena arena = {0};
    const char *path = arena_printf(&arena, "%s/crawl/landings.csv", seeds);
    enum status status = csv_load(path, LIMIT_SEED_BYTES, &landings->table, err);
    if (status == STATUS_OK)
        status = csv_columns(path, &landings->table, columns, sizeof columns / sizeof columns[0], NULL, err);
    if (status == STATUS_OK)
        landings->items = memory_array(landings->table.count, sizeof *landings->items);
    for (size_t i = 0; status == STATUS_OK && i < landings->table.count; i++)
        status = read_row(path, &landings->table, &landings->table.rows[i], &landings->items[landings->count++], err);
    arena_release(&arena);
    if (status != STATUS_OK) {
        landing_free(landings);
        return status;
    }
    *out = landings;
    return STATUS_OK;
}

void landing_free(struct landings *landings)
{
    if (landings == NULL)
        return;
    csv_release(&landings->table);
    free(landings->items);
    free(landings);
}

static bool is_named(const struct landings *landings, enum kind kind, const char *text, size_t length)
{
    for (size_t i = 0; i < landings->count; i++)
        if (landings->items[i].kind == kind && landings->items[i].length == length &&
            strncasecmp(landings->items[i].name, text, length) == 0)
            return true;
    return false;
}

/* Without the slash at its end. */
static size_t path_length(const char *path)
{
    size_t length = strlen(path);
    return length > 1 && path[length - 1] == '/' ? length - 1 : length;
}

bool landing_is_home_or_search(const struct landings *landings, const struct url *url)
{
    size_t length = path_length(url->path);
    return length == 0 || is_named(landings, KIND_FRONT, url->path, length) || is_named(landings, KIND_SEARCH, url->path, length);
}

bool landing_is_search(const struct landings *landings, const struct url *url)
{
    return is_named(landings, KIND_SEARCH, url->path, path_length(url->path));
}

bool landing_may_be_home(const struct landings *landings, const struct url *url)
{
    const char *last = url->path, *end = last + path_length(last);
    for (const char *at = last; at < end; at++)
        if (*at == '/')
            last = at + 1;
    size_t length = last < end ? strcspn(last, "/.") : 0;
    return landing_is_home_or_search(landings, url) || is_named(landings, KIND_PAGE, last, length);
}

static bool has_segment(const struct landings *landings, enum kind kind, const struct url *url)
{
    for (const char *at = url->path; *at != '\0'; at += strcspn(at, "/")) {
        at += strspn(at, "/");
        if (is_named(landings, kind, at, strcspn(at, "/."))) /* "404.html", "error.aspx" */
            return true;
    }
    return false;
}

bool landing_is_error_page(const struct landings *landings, const struct url *url)
{
    return has_segment(landings, KIND_ERROR, url);
}

bool landing_is_sign_in(const struct landings *landings, const struct url *url)
{
    return has_segment(landings, KIND_SIGN_IN, url);
}

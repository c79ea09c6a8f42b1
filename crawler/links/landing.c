#include "crawler/links/landing.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/memory.h"
#include "crawler/url/named_kinds.h"

enum kind { KIND_FRONT, KIND_SEARCH, KIND_PAGE, KIND_ERROR, KIND_SIGN_IN, KIND_CONSENT, KIND_FINDER, KIND_DIRECTORY };

struct landings {
    struct named_kinds names;
};

static const char *fault_of(size_t kind, const char *name)
{
    if (kind == KIND_FRONT || kind == KIND_SEARCH)
        return name[0] != '/' ? "a whole path begins with '/'" : NULL;
    return name[0] == '\0' || strpbrk(name, "/.") != NULL ? "it must be one segment's, without its ending" : NULL;
}

enum status landing_load(const char *seeds, struct landings **out, struct error *err)
{
    static const char *const kinds[] = {[KIND_FRONT] = "front", [KIND_SEARCH] = "search", [KIND_PAGE] = "page", [KIND_ERROR] = "error",
                                        [KIND_SIGN_IN] = "sign-in", [KIND_CONSENT] = "consent",
                                        [KIND_FINDER] = "finder", [KIND_DIRECTORY] = "directory", NULL};
    struct landings *landings = memory_alloc(sizeof *landings);
    struct arena arena = {0};
    enum status status = named_kinds_load(arena_printf(&arena, "%s/crawl/landings.csv", seeds), kinds, fault_of, &landings->names, err);
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
    named_kinds_release(&landings->names);
    free(landings);
}

static bool is_named(const struct landings *landings, enum kind kind, const char *text, size_t length)
{
    for (size_t i = 0; i < landings->names.count; i++) {
        const struct named_kind *item = &landings->names.items[i];
        if (item->kind == kind && item->length == length && strncasecmp(item->name, text, length) == 0)
            return true;
    }
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

bool landing_asks_consent(const struct landings *landings, const struct url *url)
{
    return has_segment(landings, KIND_CONSENT, url) || (url->host != NULL && is_named(landings, KIND_CONSENT, url->host, strcspn(url->host, ".")));
}

bool landing_names_directory(const struct landings *landings, const char *segment, size_t length)
{
    return is_named(landings, KIND_DIRECTORY, segment, length);
}

bool landing_is_finder(const struct landings *landings, const struct url *url)
{
    return has_segment(landings, KIND_FINDER, url);
}

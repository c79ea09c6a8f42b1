#include "demo/site.h"

#include <cJSON.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "base/digest.h"
#include "base/file.h"
#include "base/json_file.h"
#include "base/map.h"
#include "base/memory.h"

enum { FILE_MAX = 4 * 1024 * 1024, DEPTH_MAX = 8 };

struct site {
    const char *host, *folder, *name, *platform;
    const char *template;      /* the platform's page, with {{marks}} */
    const char *nav, *footer;  /* HTML */
    const char *origin;
    bool silent;               /* never answers */
    int status;                /* every page answers with this; 0 for its own */
    struct map *paths;         /* path -> struct demo_answer */
    const char *not_found;     /* HTML of the page for what isn't there */
    bool soft_not_found;       /* it comes with 200 */
    struct demo_answer missing;
    struct buffer sitemap;
};

struct demo_web {
    struct arena arena;
    struct site **sites;
    size_t count, capacity;
    struct map *hosts;         /* host or alias -> struct site */
    const char **missing;
    size_t missing_count, missing_capacity;
};

/* ---- one answer ---- */

static struct demo_answer *add_answer(struct demo_web *web, struct site *site, const char *path)
{
    struct demo_answer *answer = arena_alloc(&web->arena, sizeof *answer);
    map_put(site->paths, path, strlen(path), NULL)->pointer = answer;
    return answer;
}

static void set_body(struct demo_web *web, struct demo_answer *answer, int status, const char *type, const char *bytes, size_t length)
{
    char digest[DIGEST_HEX_SIZE];
    digest_hex(bytes, length, digest);
    answer->status = status;
    answer->content_type = arena_copy(&web->arena, type);
    answer->body = arena_copy_n(&web->arena, bytes, length);
    answer->length = length;
    if (status == 200)
        (void)snprintf(answer->etag, sizeof answer->etag, "\"%.16s\"", digest);
}

/* ---- a page: front matter ("title: ..." lines), an empty line, the main content ---- */

static const char *front_value(struct arena *arena, const char *front, size_t length, const char *name)
{
    size_t size = strlen(name);
    for (const char *at = front; at < front + length;) {
        const char *end = memchr(at, '\n', (size_t)(front + length - at));
        if (end == NULL)
            end = front + length;
        if ((size_t)(end - at) > size && strncmp(at, name, size) == 0 && at[size] == ':') {
            at += size + 1;
            while (at < end && *at == ' ')
                at++;
            return arena_copy_n(arena, at, (size_t)(end - at));
        }
        at = end + 1;
    }
    return "";
}

static const char *mark_value(const struct site *site, const char *mark, size_t length, const char *title, const char *crumb, const char *updated,
                              const char *main)
{
    const struct {
        const char *mark, *value;
    } values[] = {{"title", title}, {"breadcrumb", crumb}, {"updated", updated}, {"main", main}, {"site", site->name}, {"nav", site->nav}, {"footer", site->footer}};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
        if (strlen(values[i].mark) == length && strncmp(values[i].mark, mark, length) == 0)
            return values[i].value;
    return NULL;
}

static enum status fill_template(const struct site *site, const char *title, const char *crumb, const char *updated, const char *main, struct buffer *out,
                                 struct error *err)
{
    const char *at = site->template;
    for (const char *open; (open = strstr(at, "{{")) != NULL;) {
        const char *shut = strstr(open, "}}");
        const char *value = shut != NULL ? mark_value(site, open + 2, (size_t)(shut - open) - 2, title, crumb, updated, main) : NULL;
        if (value == NULL)
            return error_set(err, STATUS_INPUT, "platform '%s': {{marks}} are title, breadcrumb, updated, main, site, nav, footer", site->platform);
        (void)buffer_add(out, at, (size_t)(open - at));
        (void)buffer_add_text(out, value);
        at = shut + 2;
    }
    (void)buffer_add_text(out, at);
    return STATUS_OK;
}

static enum status add_page(struct demo_web *web, struct site *site, const char *file, const char *path, struct error *err)
{
    struct arena scratch = {0};
    struct buffer text, page;
    buffer_init(&text, FILE_MAX);
    buffer_init(&page, FILE_MAX * (size_t)2);
    enum status status = file_read(file, &text, err);
    if (status == STATUS_OK) {
        const char *front = buffer_text(&text), *main = strstr(front, "\n\n");
        size_t length = main != NULL ? (size_t)(main - front) : 0;
        const char *title = main != NULL ? front_value(&scratch, front, length, "title") : "";
        if (*title == '\0') {
            status = error_set(err, STATUS_INPUT, "%s:1: a page starts with 'title: ...' and an empty line before its content", file);
        } else {
            status = fill_template(site, title, front_value(&scratch, front, length, "breadcrumb"), front_value(&scratch, front, length, "updated"), main + 2,
                                   &page, err);
            const char *address = front_value(&web->arena, front, length, "address"); /* one that no file name can be */
            if (*address != '\0')
                path = address;
            set_body(web, add_answer(web, site, path), 200, "text/html; charset=utf-8", buffer_text(&page), page.length);
            if (strcmp(front_value(&scratch, front, length, "sitemap"), "no") != 0)
                (void)buffer_printf(&site->sitemap, "<url><loc>%s%s</loc></url>\n", site->origin, path);
        }
    }
    buffer_release(&text);
    buffer_release(&page);
    arena_release(&scratch);
    return status;
}

static enum status add_file(struct demo_web *web, struct site *site, const char *file, const char *path, struct error *err)
{
    static const char *const types[][2] = {
        {".pdf", "application/pdf"},
        {".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
        {".html", "text/html"},
        {".txt", "text/plain; charset=utf-8"},
        {".xml", "application/xml"},
        {".png", "image/png"},
    };
    const char *type = "application/octet-stream";
    size_t size = strlen(path);
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (size > strlen(types[i][0]) && strcmp(path + size - strlen(types[i][0]), types[i][0]) == 0)
            type = types[i][1];
    struct buffer bytes;
    buffer_init(&bytes, FILE_MAX);
    enum status status = file_read(file, &bytes, err);
    if (status == STATUS_OK)
        set_body(web, add_answer(web, site, path), 200, type, buffer_text(&bytes), bytes.length);
    buffer_release(&bytes);
    return status;
}

/* Walks a folder in name order; `path` is the address so far. */
static enum status add_folder(struct demo_web *web, struct site *site, const char *folder, const char *path, bool pages, int depth, struct error *err)
{
    struct dirent **entries;
    int count = depth < DEPTH_MAX ? scandir(folder, &entries, NULL, alphasort) : -1;
    if (count < 0)
        return errno == ENOENT && depth == 0 ? STATUS_OK : error_errno(err, "cannot read '%s'", folder);
    enum status status = STATUS_OK;
    for (int i = 0; i < count; i++) {
        const char *name = entries[i]->d_name;
        const char *file = arena_printf(&web->arena, "%s/%s", folder, name);
        const char *address = arena_printf(&web->arena, "%s/%s", path, name);
        struct stat info;
        size_t length = strlen(address);
        if (status != STATUS_OK || name[0] == '.' || stat(file, &info) != 0) {
            /* the rest is only freed */
        } else if (S_ISDIR(info.st_mode)) {
            status = add_folder(web, site, file, address, pages, depth + 1, err);
        } else if (!pages) {
            status = add_file(web, site, file, address, err);
        } else if (length > 5 && strcmp(address + length - 5, ".html") == 0) {
            /* pages/a/index.html is /a/, pages/a/b.html is /a/b */
            bool index = strcmp(name, "index.html") == 0;
            status = add_page(web, site, file, arena_copy_n(&web->arena, address, length - (index ? 10 : 5)), err);
        }
        free(entries[i]);
    }
    free(entries);
    return status;
}

/* ---- site.json ---- */

static const char *json_string(const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    return cJSON_IsString(item) ? item->valuestring : NULL;
}

static void add_redirects(struct demo_web *web, struct site *site, const cJSON *redirects)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, redirects)
    {
        /* "/old": "/new" is permanent; "/old": ["/new", 302] says which. */
        const cJSON *to = cJSON_IsArray(item) ? cJSON_GetArrayItem(item, 0) : item;
        const cJSON *code = cJSON_IsArray(item) ? cJSON_GetArrayItem(item, 1) : NULL;
        struct demo_answer *answer = add_answer(web, site, item->string);
        answer->status = code != NULL && cJSON_IsNumber(code) ? code->valueint : 301;
        answer->location = arena_copy(&web->arena, cJSON_IsString(to) ? to->valuestring : "/");
        answer->body = "";
    }
}

static void add_statuses(struct demo_web *web, struct site *site, const cJSON *statuses)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, statuses)
        set_body(web, add_answer(web, site, item->string), cJSON_IsNumber(item) ? item->valueint : 404, "text/html; charset=utf-8", site->not_found,
                 strlen(site->not_found));
}

static void make_nav(struct demo_web *web, struct site *site, const cJSON *nav)
{
    struct buffer html;
    buffer_init(&html, FILE_MAX);
    const cJSON *item;
    cJSON_ArrayForEach(item, nav)
        (void)buffer_printf(&html, "<li><a href=\"%s\">%s</a></li>\n", item->string, cJSON_IsString(item) ? item->valuestring : "");
    site->nav = arena_copy(&web->arena, buffer_text(&html));
    buffer_release(&html);
}

static enum status load_template(struct demo_web *web, const char *directory, struct site *site, struct error *err)
{
    struct buffer text;
    buffer_init(&text, FILE_MAX);
    enum status status = file_read(arena_printf(&web->arena, "%s/platforms/%s.html", directory, site->platform), &text, err);
    site->template = arena_copy(&web->arena, buffer_text(&text));
    buffer_release(&text);
    return status;
}

static void add_host(struct demo_web *web, struct site *site, const char *host)
{
    map_put(web->hosts, host, strlen(host), NULL)->pointer = site;
}

static enum status describe_site(struct demo_web *web, const char *directory, struct site *site, const cJSON *json, struct error *err)
{
    static const char *const known[] = {"host", "aliases", "name", "platform", "nav", "footer", "robots", "redirects", "statuses", "status", "silent",
                                        "exists", "sitemap", "not_found", "not_found_to", "soft_not_found", "about"};
    const cJSON *item;
    cJSON_ArrayForEach(item, json)
    {
        bool found = false;
        for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
            found = found || strcmp(known[i], item->string) == 0;
        if (!found)
            return error_set(err, STATUS_INPUT, "%s/site.json: '%s' is not one of its members; see seeds/demo/README.md", site->folder, item->string);
    }
    const char *host = json_string(json, "host");
    if (host == NULL)
        return error_set(err, STATUS_INPUT, "%s/site.json: 'host' is missing", site->folder);
    site->host = arena_copy(&web->arena, host);
    if (cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(json, "exists"))) {
        MEMORY_PUSH_ROOM(web->missing, web->missing_count, web->missing_capacity);
        web->missing[web->missing_count++] = site->host;
        return STATUS_OK;
    }
    const char *name = json_string(json, "name"), *platform = json_string(json, "platform"), *footer = json_string(json, "footer");
    const char *not_found = json_string(json, "not_found");
    site->origin = arena_printf(&web->arena, "http://%s", host);
    site->name = arena_copy(&web->arena, name != NULL ? name : host);
    site->platform = arena_copy(&web->arena, platform != NULL ? platform : "plain");
    site->footer = arena_copy(&web->arena, footer != NULL ? footer : "");
    site->silent = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "silent"));
    site->soft_not_found = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(json, "soft_not_found"));
    const cJSON *status = cJSON_GetObjectItemCaseSensitive(json, "status");
    site->status = cJSON_IsNumber(status) ? status->valueint : 0;
    make_nav(web, site, cJSON_GetObjectItemCaseSensitive(json, "nav"));
    enum status loaded = load_template(web, directory, site, err);
    if (loaded != STATUS_OK)
        return loaded;
    struct buffer page;
    buffer_init(&page, FILE_MAX);
    loaded = fill_template(site, "Page not found", "", "",
                           not_found != NULL ? not_found : "<h1>Page not found</h1><p>We cannot find the page that you asked for.</p>", &page, err);
    site->not_found = arena_copy(&web->arena, buffer_text(&page));
    buffer_release(&page);
    set_body(web, &site->missing, site->status != 0 ? site->status : site->soft_not_found ? 200 : 404, "text/html; charset=utf-8", site->not_found,
             strlen(site->not_found));
    const char *elsewhere = json_string(json, "not_found_to");
    if (elsewhere != NULL && site->status == 0) {
        site->missing.status = 302;
        site->missing.location = arena_copy(&web->arena, elsewhere);
    }
    add_host(web, site, site->host);
    const cJSON *alias;
    cJSON_ArrayForEach(alias, cJSON_GetObjectItemCaseSensitive(json, "aliases"))
        if (cJSON_IsString(alias))
            add_host(web, site, alias->valuestring);
    return loaded;
}

static void add_robots_and_sitemap(struct demo_web *web, struct site *site, const cJSON *json)
{
    const char *robots = json_string(json, "robots");
    bool sitemap = !cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(json, "sitemap"));
    const char *text = robots != NULL ? robots
                       : sitemap ? arena_printf(&web->arena, "User-agent: *\nDisallow: /search\n\nSitemap: %s/sitemap.xml\n", site->origin)
                                 : "User-agent: *\nDisallow: /search\n";
    set_body(web, add_answer(web, site, "/robots.txt"), 200, "text/plain; charset=utf-8", text, strlen(text));
    if (sitemap) {
        struct buffer xml;
        buffer_init(&xml, FILE_MAX);
        (void)buffer_printf(&xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n%s</urlset>\n",
                            buffer_text(&site->sitemap));
        set_body(web, add_answer(web, site, "/sitemap.xml"), 200, "application/xml", buffer_text(&xml), xml.length);
        buffer_release(&xml);
    }
}

static enum status load_site(struct demo_web *web, const char *directory, const char *folder, struct error *err)
{
    cJSON *json;
    const char *path = arena_printf(&web->arena, "%s/site.json", folder);
    enum status status = json_file_read(path, &json, err);
    if (status == STATUS_OK) {
        struct site *site = arena_alloc(&web->arena, sizeof *site);
        site->folder = arena_copy(&web->arena, folder);
        site->paths = map_new();
        buffer_init(&site->sitemap, FILE_MAX);
        MEMORY_PUSH_ROOM(web->sites, web->count, web->capacity);
        web->sites[web->count++] = site;
        status = describe_site(web, directory, site, json, err);
        if (status == STATUS_OK && site->template != NULL) {
            status = add_folder(web, site, arena_printf(&web->arena, "%s/pages", folder), "", true, 0, err);
            if (status == STATUS_OK)
                status = add_folder(web, site, arena_printf(&web->arena, "%s/files", folder), "", false, 0, err);
            add_redirects(web, site, cJSON_GetObjectItemCaseSensitive(json, "redirects"));
            add_statuses(web, site, cJSON_GetObjectItemCaseSensitive(json, "statuses"));
            add_robots_and_sitemap(web, site, json);
        }
    }
    cJSON_Delete(json);
    return status;
}

enum status demo_web_load(const char *directory, struct demo_web **out, struct error *err)
{
    struct demo_web *web = memory_alloc(sizeof *web);
    web->hosts = map_new();
    struct dirent **entries;
    int count = scandir(directory, &entries, NULL, alphasort);
    enum status status = count >= 0 ? STATUS_OK : error_errno(err, "cannot read the made-up councils in '%s'", directory);
    for (int i = 0; i < count; i++) {
        const char *folder = arena_printf(&web->arena, "%s/%s", directory, entries[i]->d_name);
        if (status == STATUS_OK && entries[i]->d_name[0] != '.' && file_exists(arena_printf(&web->arena, "%s/site.json", folder)))
            status = load_site(web, directory, folder, err);
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    if (status != STATUS_OK) {
        demo_web_free(web);
        return status;
    }
    *out = web;
    return STATUS_OK;
}

void demo_web_free(struct demo_web *web)
{
    if (web == NULL)
        return;
    for (size_t i = 0; i < web->count; i++) {
        map_free(web->sites[i]->paths);
        buffer_release(&web->sites[i]->sitemap);
    }
    free(web->sites);
    free(web->missing);
    map_free(web->hosts);
    arena_release(&web->arena);
    free(web);
}

const char *demo_web_missing_host(const struct demo_web *web, size_t i)
{
    return i < web->missing_count ? web->missing[i] : NULL;
}

const struct demo_answer *demo_web_answer(const struct demo_web *web, const char *host, const char *target)
{
    char lower[256];
    size_t length = 0;
    for (; host[length] != '\0' && host[length] != ':' && length < sizeof lower - 1; length++)
        lower[length] = host[length] >= 'A' && host[length] <= 'Z' ? (char)(host[length] - 'A' + 'a') : host[length];
    const union map_value *place = map_get(web->hosts, lower, length);
    if (place == NULL)
        return NULL;
    const struct site *site = place->pointer;
    if (site->silent)
        return NULL;
    place = map_get(site->paths, target, strlen(target));
    if (place == NULL) /* a query that no page asks for changes nothing */
        place = map_get(site->paths, target, strcspn(target, "?"));
    if (place != NULL && site->status == 0)
        return place->pointer;
    return &site->missing;
}

#include "cli/scope.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "crawler/url/url.h"

static enum status choose(struct cli *cli, struct scope *scope, struct error *err)
{
    const struct text_list *wanted = &cli->options.arguments;
    scope->chosen = memory_array(scope->list.count + wanted->count, sizeof *scope->chosen);
    bool *picked = memory_array(scope->list.count, sizeof *picked);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < wanted->count && status == STATUS_OK; i++) {
        const struct council *council = councils_find(&scope->list, wanted->items[i]);
        if (council == NULL)
            status = error_set(err, STATUS_USAGE, "there is no council '%s' in %s; 'coreoffer councils%s%s' lists them", wanted->items[i],
                               cli_councils_path(cli), cli->options.councils != NULL ? " --councils " : "",
                               cli->options.councils != NULL ? cli->options.councils : "");
        else
            picked[council - scope->list.items] = true;
    }
    for (size_t i = 0; i < scope->list.count; i++)
        if (wanted->count == 0 || picked[i])
            scope->chosen[scope->chosen_count++] = &scope->list.items[i];
    free(picked);
    return status;
}

enum status scope_load(struct cli *cli, struct mistakes *mistakes, struct scope *scope, struct error *err)
{
    *scope = (struct scope){0};
    buffer_init(&scope->bytes, LIMIT_COUNCILS_BYTES);
    const char *path = cli_councils_path(cli);
    enum status status = cli_councils(cli, &scope->bytes, err); /* once: it may be a pipe */
    if (status == STATUS_OK)
        status = councils_read(strcmp(path, "-") == 0 ? "standard input" : path, buffer_text(&scope->bytes), scope->bytes.length, mistakes, &scope->list, err);
    if (status == STATUS_OK)
        status = choose(cli, scope, err);
    return status;
}

bool scope_first_address(const struct council *council, struct arena *arena, struct url *url)
{
    const char *const listed[] = {council->local_offer_url, council->local_offer_alt, council->council_url};
    for (size_t i = 0; i < sizeof listed / sizeof listed[0]; i++)
        if (url_parse(arena, listed[i], NULL, url, NULL) == STATUS_OK && url_is_http(url))
            return true;
    return false;
}

/* A list of one that is no council of the list: a site or a file, called by its name. */
static struct council *only_council(struct scope *scope, const char *name)
{
    struct arena *arena = &scope->list.arena;
    struct buffer slug;
    buffer_init(&slug, 200);
    text_add_slug(&slug, name);
    struct council *council = arena_alloc(arena, sizeof *council);
    *council = (struct council){
        .gss_code = arena_copy(arena, buffer_text(&slug)), .former_gss_code = "", .name = arena_copy(arena, name), .short_name = arena_copy(arena, name),
        .slug = arena_copy(arena, buffer_text(&slug)), .type = "", .region = "", .council_url = "", .local_offer_url = "", .local_offer_alt = "",
    };
    buffer_release(&slug);
    scope->list.items = council;
    scope->list.count = 1;
    scope->chosen = memory_array(1, sizeof *scope->chosen);
    scope->chosen[0] = council;
    scope->chosen_count = 1;
    return council;
}

enum status scope_site(struct cli *cli, const char *address, struct scope *scope, struct error *err)
{
    *scope = (struct scope){0};
    buffer_init(&scope->bytes, LIMIT_COUNCILS_BYTES);
    struct arena *arena = &scope->list.arena;
    struct url url;
    struct stat found;
    if (text_starts_ignoring_case(address, "file:") || (strstr(address, "://") == NULL && stat(address, &found) == 0 && S_ISREG(found.st_mode)))
        return error_set(err, STATUS_USAGE, "'%s' is a file: 'coreoffer score FILE' judges one; this takes the address of a web site", address);
    /* "council.example/local-offer" is how people write it. */
    if (strstr(address, "://") == NULL)
        address = arena_printf(&cli->arena, "https://%s", address);
    enum status status = url_parse(arena, address, NULL, &url, err);
    if (status == STATUS_OK && !url_is_http(&url))
        status = error_set(err, STATUS_USAGE, "'%s' is not an http or https address", address);
    else if (status != STATUS_OK)
        status = error_set(err, STATUS_USAGE, "'%s' is not an address that can be opened; write it as https://www.council.example/local-offer", address);
    if (status != STATUS_OK)
        return status;
    struct council *council = only_council(scope, url_without_www(url.host));
    council->council_url = url_origin(arena, &url);
    council->local_offer_url = url.href;
    (void)buffer_add_text(&scope->bytes, url.href);
    return STATUS_OK;
}

enum status scope_list(struct cli *cli, const char *path, struct scope *scope, struct error *err)
{
    (void)cli;
    *scope = (struct scope){0};
    buffer_init(&scope->bytes, LIMIT_COUNCILS_BYTES);
    (void)only_council(scope, path);
    return file_read_text(path, &scope->bytes, err);
}

void scope_release(struct scope *scope)
{
    councils_release(&scope->list);
    buffer_release(&scope->bytes);
    free(scope->chosen);
    *scope = (struct scope){0};
}

enum status temporary_store(struct cli *cli, struct temporary *temporary, struct error *err)
{
    *temporary = (struct temporary){0};
    if (cli->options.store != NULL)
        return STATUS_OK;
    const char *base = getenv("TMPDIR");
    char *directory = arena_printf(&cli->arena, "%s/coreoffer-XXXXXX", base != NULL && *base == '/' ? base : "/tmp");
    if (mkdtemp(directory) == NULL)
        return error_errno(err, "cannot make a temporary directory '%s'", directory);
    temporary->directory = directory;
    cli->options.store = arena_printf(&cli->arena, "%s/coreoffer.db", directory);
    /* Nothing is kept, so no copies of the pages are either, unless they were asked for. */
    if (cli->options.archive == NULL)
        cli->options.no_archive = true;
    return STATUS_OK;
}

void temporary_remove(struct temporary *temporary)
{
    if (temporary->directory != NULL && file_remove_tree(temporary->directory, NULL) == STATUS_OK)
        temporary->directory = NULL;
}

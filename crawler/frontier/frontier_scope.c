#include "crawler/frontier/frontier_scope.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"

struct frontier_scope {
    struct arena arena;
    const char *start_host;     /* without "www." */
    const char *core_path;      /* on that host; NULL where the Local Offer has no path of its own */
    const char *region_path;    /* on that host; NULL where it is of the council's domain anyway */
    const char *council_site;   /* registrable domain, "" where unknown */
    const char *channel;        /* "familychannel=8-6" of a start that is computed, NULL where it has none; what lies below is in `channel_folder` */
    const char *channel_folder;
};

/* Whole segments: "/local-offer" holds "/local-offer/a" and "/local-offer.aspx" but not
 * "/local-offers". Case is ignored, as many councils' servers do. */
static bool is_under(const char *path, const char *prefix)
{
    size_t length = strlen(prefix);
    if (!text_starts_ignoring_case(path, prefix))
        return false;
    return length == 0 || prefix[length - 1] == '/' || path[length] == '\0' || path[length] == '/' || path[length] == '.';
}

/* How much of the path leads to the first folder whose name is on topic, 0 for none: the
 * listed page is often a leaf, "/send-local-offer/latest-news" of "/send-local-offer/". */
static size_t topic_folder(const struct crawl_words *words, const char *path)
{
    struct arena scratch = {0};
    struct crawl_scorer *scorer = crawl_scorer_new(words);
    size_t found = 0;
    for (const char *at = path; *at == '/' && found == 0;) {
        size_t length = strcspn(at + 1, "/");
        const char *segment = arena_copy_n(&scratch, at + 1, length);
        at += length + 1;
        if (*at == '/' && crawl_scorer_address(scorer, segment, NULL) >= crawl_words_weight(words, CRAWL_WEIGHT_CONTEXT))
            found = (size_t)(at + 1 - path);
    }
    crawl_scorer_free(scorer);
    arena_release(&scratch);
    return found;
}

/* The start page's own path as the prefix of what is below it: "/send/local-offer.aspx"
 * has its pages under "/send/local-offer", "/send/index.html" under "/send/". */
static const char *path_prefix(struct arena *arena, const struct crawl_words *words, const char *path)
{
    size_t folder = topic_folder(words, path);
    const char *slash = strrchr(path, '/');
    if (folder > 0 || slash == NULL)
        return slash != NULL ? arena_copy_n(arena, path, folder) : "/";
    const char *name = slash + 1, *dot = strchr(name, '.');
    size_t length = dot != NULL ? (size_t)(dot - name) : strlen(name);
    size_t directory = (size_t)(name - path);
    return arena_copy_n(arena, path, url_is_index_name(name, length) ? directory : directory + length);
}

/* A page that a program makes for whatever it is asked ("/kb5/anytown/fsd/topic.page?id=7")
 * has nothing below its path, and its neighbours are about anything: only words, breadcrumbs and channels can tell. */
static bool is_computed(const struct url *url)
{
    const char *slash = strrchr(url->path, '/'), *dot = strrchr(slash != NULL ? slash : url->path, '.');
    return url->query != NULL || (dot != NULL && (strcmp(dot, ".page") == 0 || strcmp(dot, ".action") == 0));
}

/* Of many directories' pages a parameter tells the section: "topic.page?familychannel=8-6", and "8-6-2" or "8-6_2" below it. The first, or
 * the first that is `channel` or below it; NULL where the query has none. */
static const char *channel_of(struct arena *arena, const char *query, const char *channel)
{
    size_t prefix = channel != NULL ? strlen(channel) : 0, length;
    for (const char *rest = query, *at; url_next_parameter(&rest, &at, &length);) {
        size_t name = strcspn(at, "=&");
        bool is_channel = name + 1 < length && text_find_ignoring_case(at, name, "channel") != NULL;
        if (is_channel && (channel == NULL || (length >= prefix && strncmp(at, channel, prefix) == 0 && strchr("-_&", at[prefix]) != NULL)))
            return arena_copy_n(arena, at, length);
    }
    return NULL;
}

/* The directory above a prefix: the council's part of a host that many share. */
static const char *parent_path(struct arena *arena, const char *prefix)
{
    size_t length = strlen(prefix);
    while (length > 1 && prefix[length - 1] == '/')
        length--;
    while (length > 1 && prefix[length - 1] != '/')
        length--;
    return arena_copy_n(arena, prefix, length);
}

bool frontier_scope_has_name(const char *text, size_t length, const char *name)
{
    enum { LETTERS_LEAST = 4 };
    struct buffer letters, word;
    bool found = false;
    buffer_init(&letters, LIMIT_URL_BYTES);
    buffer_init(&word, LIMIT_COUNCIL_NAME_BYTES);
    for (size_t i = 0; i < length; i++)
        if (text_is_letter(text[i]))
            buffer_add_char(&letters, (char)(text[i] | 32));
    for (const char *at = name; *at != '\0' && !found; at += *at != '\0') {
        buffer_clear(&word);
        for (; text_is_letter(*at); at++)
            buffer_add_char(&word, (char)(*at | 32));
        found = word.length >= LETTERS_LEAST && strstr(buffer_text(&letters), buffer_text(&word)) != NULL;
    }
    buffer_release(&letters);
    buffer_release(&word);
    return found;
}

/* The council's part of a host that others share, each in a folder of its name: "offers.example/anytown/short-breaks". Where the host
 * has the name too it is the council's. NULL where the path does not begin with such a folder. */
static const char *named_folder(struct arena *arena, const struct url *url, const char *name)
{
    size_t length = 1 + strcspn(url->path + 1, "/");
    bool shared = name != NULL && url->path[0] == '/' && frontier_scope_has_name(url->path, length, name) && !frontier_scope_has_name(url->host, strlen(url->host), name);
    return shared ? arena_copy_n(arena, url->path, length) : NULL;
}

struct frontier_scope *frontier_scope_new(const struct crawl_words *words, const struct council *of, const char *start)
{
    const char *council_url = of->council_url;
    struct frontier_scope *scope = memory_alloc(sizeof *scope);
    struct arena *arena = &scope->arena;
    struct url council, url;
    bool has_council = council_url[0] != '\0' && url_parse(arena, council_url, NULL, &council, NULL) == STATUS_OK && url_is_http(&council);
    scope->council_site = has_council ? url_site(arena, council.host) : "";
    scope->start_host = "";
    if (url_parse(arena, start, NULL, &url, NULL) != STATUS_OK || !url_is_http(&url))
        return scope;
    scope->start_host = url_without_www(url.host);
    bool is_councils = has_council && strcmp(url_site(arena, url.host), scope->council_site) == 0;
    bool is_councils_home_host = has_council && strcmp(url_without_www(council.host), scope->start_host) == 0;
    const char *prefix = path_prefix(arena, words, url.path);
    const char *folder = is_councils ? NULL : named_folder(arena, &url, of->short_name);
    bool whole_host = folder == NULL && (crawl_words_own_host(words, url.host) || (strcmp(prefix, "/") == 0 && !is_councils_home_host));
    bool computed = is_computed(&url);
    if (whole_host)
        scope->core_path = "/";
    else if (strcmp(prefix, "/") != 0 && !computed)
        scope->core_path = prefix;
    if (computed && !whole_host) {
        scope->channel = channel_of(arena, url.query, NULL);
        scope->channel_folder = parent_path(arena, url.path);
    }
    /* Elsewhere the council has a host of its own, or its part of one that many share. */
    if (!is_councils)
        scope->region_path = computed ? parent_path(arena, parent_path(arena, prefix)) : folder != NULL ? folder : "/";
    return scope;
}

void frontier_scope_free(struct frontier_scope *scope)
{
    if (scope == NULL)
        return;
    arena_release(&scope->arena);
    free(scope);
}

enum scope_place frontier_scope_place(const struct frontier_scope *scope, struct arena *scratch, const struct url *url)
{
    if (strcmp(url_without_www(url->host), scope->start_host) == 0) {
        if (scope->core_path != NULL && is_under(url->path, scope->core_path))
            return SCOPE_CORE;
        if (scope->channel != NULL && is_under(url->path, scope->channel_folder) && channel_of(scratch, url->query, scope->channel) != NULL)
            return SCOPE_CORE;
        if (scope->region_path != NULL && is_under(url->path, scope->region_path))
            return SCOPE_REGION;
    }
    return scope->council_site[0] != '\0' && strcmp(url_site(scratch, url->host), scope->council_site) == 0 ? SCOPE_REGION : SCOPE_AWAY;
}

bool frontier_scope_is_subsite(const struct frontier_scope *scope, struct arena *scratch, const struct url *url)
{
    const char *host = url_without_www(url->host);
    return strcmp(url->path, "/") == 0 && url->query == NULL && scope->council_site[0] != '\0' &&
           strcmp(url_site(scratch, url->host), scope->council_site) == 0 && strcmp(host, scope->council_site) != 0 && strcmp(host, scope->start_host) != 0;
}

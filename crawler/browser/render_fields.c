#include "crawler/browser/render_fields.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
    FIELD_BYTES = 1000,
    COOKIE_BYTES = 8000,  /* servers take 8 KiB of fields in all */
};

static bool is_token(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    return *name != '\0' && name[strspn(name, allowed)] == '\0';
}

static bool is_plain(const char *value, size_t most)
{
    for (const unsigned char *c = (const unsigned char *)value; *c != '\0'; c++)
        if (*c < ' ' || *c == 0x7f)
            return false;
    return strlen(value) < most;
}

static bool is_own_field(const char *name)
{
    static const char *const own[] = {"host", "cookie", "user-agent", "referer", "origin", "connection", "accept-encoding", "accept-language",
                                      "upgrade-insecure-requests", "te", "trailer", "transfer-encoding", "expect", "range", "keep-alive",
                                      "cache-control", "pragma", "purpose", "dnt", "upgrade", "date", "via", "from"};
    static const char *const families[] = {"sec-", "proxy-", "content-", "if-", "access-control-"};
    if (text_is_among_ignoring_case(name, own, sizeof own / sizeof own[0]))
        return true;
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        if (text_starts_ignoring_case(name, families[i]))
            return true;
    return false;
}

void render_fields_add(struct arena *arena, struct render_fields *fields, const char *name, const char *value)
{
    if (fields->count < RENDER_FIELDS_MAX)
        fields->items[fields->count++] = arena_printf(arena, "%s: %s", name, value);
}

void render_fields_take(struct arena *arena, const cJSON *headers, struct render_fields *out)
{
    enum { ROOM = RENDER_FIELDS_MAX - 4 }; /* for what the caller adds */
    for (const cJSON *item = headers != NULL ? headers->child : NULL; item != NULL && out->count < ROOM; item = item->next)
        if (cJSON_IsString(item) && item->string != NULL && is_token(item->string) && !is_own_field(item->string) &&
            is_plain(item->valuestring, FIELD_BYTES))
            render_fields_add(arena, out, item->string, item->valuestring);
}

const char *render_fields_of(const cJSON *headers, const char *name)
{
    for (const cJSON *item = headers != NULL ? headers->child : NULL; item != NULL; item = item->next)
        if (cJSON_IsString(item) && item->string != NULL && text_equal_ignoring_case(item->string, name))
            return item->valuestring;
    return NULL;
}

const char *render_fields_cookie(struct arena *arena, const cJSON *headers)
{
    const char *cookie = render_fields_of(headers, "cookie");
    return cookie != NULL && is_plain(cookie, COOKIE_BYTES) ? arena_copy(arena, cookie) : "";
}

bool render_fields_reach_page(const char *name, bool cookies)
{
    static const char *const kept_back[] = {"content-encoding", "content-length", "transfer-encoding", "content-disposition", "connection",
                                            "keep-alive", "strict-transport-security", "alt-svc", "link", "refresh", "report-to",
                                            "reporting-endpoints", "nel", "clear-site-data", "service-worker-allowed",
                                            "content-security-policy-report-only"};
    if (strcmp(name, "set-cookie") == 0)
        return cookies;
    return is_token(name) /* Chromium takes no answer with another */ && !text_is_among_ignoring_case(name, kept_back, sizeof kept_back / sizeof kept_back[0]);
}

/* Whether a field that is a list ("no-store, max-age=0") has an item that begins so. */
static const char *listed(const struct fetch_reply *reply, const char *name, const char *item)
{
    for (size_t i = 0; i < reply->header_count; i++) {
        const char *at = strcmp(reply->headers[i].name, name) == 0 ? reply->headers[i].value : "";
        for (; *at != '\0'; at += strcspn(at, ",")) {
            at += strspn(at, ", \t");
            if (text_starts_ignoring_case(at, item))
                return at + strlen(item);
        }
    }
    return NULL;
}

static bool lasts(const struct fetch_reply *reply, const char *item)
{
    const char *seconds = listed(reply, "cache-control", item);
    return seconds != NULL && *seconds >= '1' && *seconds <= '9';
}

bool render_fields_set_cookie(const struct fetch_reply *reply)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, "set-cookie") == 0)
            return true;
    return false;
}

bool render_fields_let_share(const struct fetch_reply *reply, bool is_part)
{
    if (listed(reply, "vary", "cookie") != NULL || listed(reply, "vary", "*") != NULL)
        return false;
    if (is_part)
        return true;
    if (render_fields_set_cookie(reply) || listed(reply, "cache-control", "private") != NULL || listed(reply, "cache-control", "no-") != NULL)
        return false;
    return listed(reply, "cache-control", "public") != NULL || lasts(reply, "max-age=") || lasts(reply, "s-maxage=");
}

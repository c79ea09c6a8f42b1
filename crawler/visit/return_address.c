#include "crawler/visit/return_address.h"

#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"

static const char *decoded(struct arena *arena, const char *text, size_t length)
{
    struct buffer out;
    buffer_init(&out, LIMIT_URL_PARSED_BYTES);
    for (size_t i = 0; i < length; i++) {
        int octet = text[i] == '+' ? ' ' : text_percent_octet(text + i, length - i);
        buffer_add_char(&out, octet < 0 ? text[i] : (char)octet);
        i += octet >= 0 && text[i] == '%' ? 2 : 0;
    }
    const char *made = arena_copy_n(arena, buffer_text(&out), out.length);
    buffer_release(&out);
    return made;
}

static size_t without_slash(const char *path)
{
    size_t length = strlen(path);
    return length > 0 && path[length - 1] == '/' ? length - 1 : length;
}

/* Both without a fragment and the slash at their end. */
static bool is_address_of(struct arena *arena, const struct url *page, const char *value)
{
    struct url named;
    if (value[0] != '/' && !text_starts_ignoring_case(value, "http"))
        return false;
    if (url_parse(arena, value, page, &named, NULL) != STATUS_OK || named.host == NULL || strcmp(url_without_www(named.host), url_without_www(page->host)) != 0)
        return false;
    size_t length = without_slash(page->path);
    bool query = (named.query != NULL) == (page->query != NULL) && (named.query == NULL || strcmp(named.query, page->query) == 0);
    return length > 0 && length == without_slash(named.path) && strncmp(named.path, page->path, length) == 0 && (query || named.query == NULL);
}

static bool is_title_of(const char *title, const char *value)
{
    enum { TITLE_LEAST = 4 };
    return title != NULL && strlen(value) >= TITLE_LEAST && (strstr(title, value) != NULL || (strlen(title) >= TITLE_LEAST && strstr(value, title) != NULL));
}

const char *return_address_kind(struct arena *arena, const struct url *page, const char *title, const char *address)
{
    const char *query = strchr(address, '?'), *at;
    struct buffer kind;
    bool named = false;
    size_t length;
    if (query == NULL || page->host == NULL)
        return NULL;
    buffer_init(&kind, LIMIT_URL_PARSED_BYTES);
    buffer_add(&kind, address, (size_t)(query - address));
    for (const char *rest = query + 1; url_next_parameter(&rest, &at, &length);) {
        size_t name = strcspn(at, "=&");
        const char *value = name < length ? decoded(arena, at + name + 1, length - name - 1) : "";
        bool by_address = is_address_of(arena, page, value);
        named = named || by_address;
        buffer_add_char(&kind, '&');
        buffer_add(&kind, at, by_address || is_title_of(title, value) ? name : length);
    }
    const char *made = named && !kind.over ? arena_copy_n(arena, buffer_text(&kind), kind.length) : NULL;
    buffer_release(&kind);
    return made;
}

#include "crawler/url/url_parts.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"

enum {
    MACHINE_MADE = 12,     /* letters of a segment that no person wrote, */
    MACHINE_TURNS = 4,     /* and how often letters and digits take turns in it */
};

/* What a program made up: "9f8e7d6c5b4a", and no "covid-19-information". */
static bool is_machine_made(const char *segment, size_t length)
{
    size_t turns = 0;
    for (size_t i = 0; i < length; i++) {
        bool digit = text_is_digit(segment[i]), letter = text_is_letter(segment[i]);
        if (!digit && !letter && strchr("-_=~!()", segment[i]) == NULL)
            return false;
        turns += i > 0 && ((digit && text_is_letter(segment[i - 1])) || (letter && text_is_digit(segment[i - 1])));
    }
    return length >= MACHINE_MADE && turns >= MACHINE_TURNS;
}

struct taking {
    bool (*leave_out)(void *context, const struct url_part *part);
    void *context;
};

static bool offer(const struct taking *taking, enum url_part_kind kind, struct url_text name, struct url_text value, bool last)
{
    return taking->leave_out(taking->context, &(struct url_part){.kind = kind, .name = name, .value = value, .last = last});
}

static struct url_text text_of(const char *at, size_t length)
{
    return (struct url_text){at, length};
}

static const struct url_text nothing = {"", 0};

static void take_segments(const struct taking *taking, const char *path, struct buffer *out)
{
    for (const char *at = path; *at == '/';) {
        size_t length = strcspn(at + 1, "/"), name = 1 + strcspn(at + 1, ";/");
        bool last = strcmp(at + 1 + length, "/") == 0 || at[1 + length] == '\0';
        bool out_of_it = is_machine_made(at + 1, name - 1) &&
                         offer(taking, URL_PART_SEGMENT, text_of(path, (size_t)(at - path)), text_of(at + 1, name - 1), last);
        if (out_of_it)
            buffer_add_text(out, "/*");
        else
            buffer_add(out, at, name);
        const char *end = at + 1 + length;
        for (at += name; at < end;) {
            size_t size = 1 + strcspn(at + 1, ";/");
            if (!offer(taking, URL_PART_PATH_PARAMETER, text_of(at + 1, strcspn(at + 1, "=;/")), text_of(at + 1, size - 1), false))
                buffer_add(out, at, size);
            at += size;
        }
    }
}

/* The end of a path: "/help/index.html", "/help/". */
static void take_end(const struct taking *taking, struct buffer *path)
{
    const char *text = buffer_text(path), *slash = strrchr(text, '/');
    size_t folder = slash != NULL ? (size_t)(slash + 1 - text) : 0;
    if (slash != NULL && url_is_index_name(slash + 1, strcspn(slash + 1, ".;")) &&
        offer(taking, URL_PART_INDEX, nothing, text_of(slash + 1, path->length - folder), false))
        buffer_cut(path, folder);
    if (path->length > 1 && buffer_text(path)[path->length - 1] == '/' && offer(taking, URL_PART_SLASH, nothing, nothing, false))
        buffer_cut(path, path->length - 1);
}

static void take_case(const struct taking *taking, struct buffer *path)
{
    struct url_text value = {buffer_text(path), path->length};
    if (!offer(taking, URL_PART_CASE, nothing, value, false))
        return;
    for (size_t i = 0; i < path->length; i++)
        path->bytes[i] = (char)text_lower(path->bytes[i]);
}

static void take_query(const struct taking *taking, const char *query, struct buffer *out)
{
    char separator = '?';
    size_t length;
    for (const char *rest = query, *at; url_next_parameter(&rest, &at, &length);) {
        if (!offer(taking, URL_PART_PARAMETER, text_of(at, strcspn(at, "=&")), text_of(at, length), false)) {
            buffer_add_char(out, separator);
            buffer_add(out, at, length);
            separator = '&';
        }
    }
}

void url_parts_without(const struct url *url, bool (*leave_out)(void *context, const struct url_part *part), void *context, struct buffer *out)
{
    const struct taking given = {leave_out, context}, *taking = &given;
    struct buffer path;
    bool secure = strcmp(url->scheme, "https") == 0;
    const char *host = url->host, *bare = url_without_www(host);
    buffer_init(&path, LIMIT_URL_PARSED_BYTES);
    secure = secure && !offer(taking, URL_PART_SCHEME, nothing, nothing, false);
    if (bare != host && offer(taking, URL_PART_WWW, nothing, nothing, false))
        host = bare;
    buffer_printf(out, "%s://%s", secure ? "https" : "http", host);
    if (url->port >= 0)
        buffer_printf(out, ":%d", url->port);
    take_segments(taking, url->path, &path);
    take_end(taking, &path);
    take_case(taking, &path);
    buffer_add(out, buffer_text(&path), path.length);
    take_query(taking, url->query, out);
    buffer_release(&path);
}

struct collecting {
    struct arena *arena;
    struct url_form *form;
    bool over;
};

static bool collect(void *context, const struct url_part *part)
{
    struct collecting *collecting = context;
    struct url_form *form = collecting->form;
    if (form->count == URL_PARTS_MAX) {
        collecting->over = true;
        return true;
    }
    struct url_part *kept = &form->list[form->count++];
    *kept = *part;
    kept->name.at = arena_copy_n(collecting->arena, part->name.at, part->name.length);
    kept->value.at = arena_copy_n(collecting->arena, part->value.at, part->value.length);
    return true;
}

/* ---- passwords ---- */

static bool is_slash(char c)
{
    return c == '/' || c == '\\'; /* to browsers they are the same */
}

bool url_find_password(const char *text, size_t length, size_t from, size_t *start, size_t *end)
{
    for (size_t at = from; at + 1 < length; at++) {
        if (!is_slash(text[at]) || !is_slash(text[at + 1]))
            continue;
        size_t first = at + 2, colon = 0, host = 0;
        while (first < length && is_slash(text[first]))
            first++;
        size_t last = first;
        for (; last < length && text[last] != '\0' && strchr("/\\?# \t\r\n\"<>", text[last]) == NULL; last++) {
            if (text[last] == ':' && colon == 0)
                colon = last + 1;
            else if (text[last] == '@')
                host = last;
        }
        if (colon != 0 && host > colon) {
            *start = colon;
            *end = host;
            return true;
        }
        at = last - 1;
    }
    return false;
}

const char *url_without_passwords(struct arena *arena, const char *text)
{
    size_t length = strlen(text), at = 0, start, end;
    if (!url_find_password(text, length, 0, &start, &end))
        return text;
    struct buffer out;
    buffer_init(&out, length * 2 + sizeof URL_PASSWORD);
    for (; url_find_password(text, length, at, &start, &end); at = end) {
        buffer_add(&out, text + at, start - at);
        buffer_add_text(&out, URL_PASSWORD);
    }
    buffer_add_text(&out, text + at);
    const char *copy = arena_copy_n(arena, buffer_text(&out), out.length);
    buffer_release(&out);
    return copy;
}

bool url_parts_take(struct arena *arena, const struct url *url, struct url_form *out)
{
    struct collecting collecting = {.arena = arena, .form = out};
    struct buffer group;
    out->count = 0;
    if (url->username[0] != '\0' || url->password[0] != '\0')
        return false;
    buffer_init(&group, LIMIT_URL_PARSED_BYTES);
    url_parts_without(url, collect, &collecting, &group);
    out->group = arena_copy_n(arena, buffer_text(&group), group.length);
    buffer_release(&group);
    return !collecting.over;
}

const char *url_named_part(const struct url *url)
{
    return url->fragment == NULL || strlen(url->fragment) <= LIMIT_URL_BYTES ? url->fragment : "";
}

#include "crawler/url/url.h"

#include <libpsl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/text.h"
#include "crawler/url/url_host.h"

/* The standard's state machine, one function a state (section 4.4). `at` walks the input;
 * the parts are collected in buffers and copied into the arena at the end. */
struct parser {
    const char *at, *end;
    const struct url *base;
    struct error *err;
    struct buffer scheme, username, password, host, path, query, fragment;
    bool special, file;
    bool has_host, has_query, has_fragment, opaque_path;
    int port;
};

static const struct {
    const char *scheme;
    int port;
} special_schemes[] = {{"http", 80}, {"https", 443}, {"ws", 80}, {"wss", 443}, {"ftp", 21}, {"file", -1}};

static int special_index(const char *scheme)
{
    for (size_t i = 0; i < sizeof special_schemes / sizeof special_schemes[0]; i++)
        if (strcmp(special_schemes[i].scheme, scheme) == 0)
            return (int)i;
    return -1;
}

/* Section 1.3: each set is the ones before it and these characters. */
enum encode_set { SET_C0, SET_FRAGMENT, SET_QUERY, SET_SPECIAL_QUERY, SET_PATH, SET_USERINFO, SET_COUNT };
static const char *const encode_sets[SET_COUNT] = {
    [SET_C0] = "",
    [SET_FRAGMENT] = " \"<>`",
    [SET_QUERY] = " \"#<>",
    [SET_SPECIAL_QUERY] = " \"#<>'",
    [SET_PATH] = " \"#<>?^`{}",
    [SET_USERINFO] = " \"#<>?^`{}/:;=@[\\]|",
};

static void add_encoded(struct buffer *out, char c, enum encode_set set)
{
    unsigned char byte = (unsigned char)c;
    if (byte <= 0x1f || byte > 0x7e || strchr(encode_sets[set], c) != NULL)
        buffer_printf(out, "%%%02X", byte);
    else
        buffer_add_char(out, c);
}

static bool is_slash(const struct parser *parser, char c)
{
    return c == '/' || (parser->special && c == '\\');
}

/* "C:" or "C|". */
static bool is_drive_letter(const char *text, size_t length)
{
    return length == 2 && text_is_letter(text[0]) && (text[1] == ':' || text[1] == '|');
}

static bool starts_with_drive_letter(const struct parser *parser)
{
    size_t length = (size_t)(parser->end - parser->at);
    return length >= 2 && is_drive_letter(parser->at, 2) && (length == 2 || strchr("/\\?#", parser->at[2]) != NULL);
}

static void shorten_path(struct parser *parser)
{
    struct buffer *path = &parser->path;
    if (parser->file && path->length == 3 && is_drive_letter(path->bytes + 1, 2) && path->bytes[2] == ':')
        return;
    size_t length = path->length;
    while (length > 0 && path->bytes[--length] != '/')
        ;
    buffer_cut(path, length);
}

/* "." is one dot, ".." two; each dot may be written "%2e". Zero for anything else. */
static int count_dots(const char *segment, size_t length)
{
    int dots = 0;
    for (size_t i = 0; i < length; dots++) {
        if (segment[i] == '.')
            i++;
        else if (length - i >= 3 && segment[i] == '%' && segment[i + 1] == '2' && (segment[i + 2] | 0x20) == 'e')
            i += 3;
        else
            return 0;
    }
    return dots <= 2 ? dots : 0;
}

static void parse_fragment(struct parser *parser)
{
    parser->has_fragment = true;
    for (parser->at++; parser->at != parser->end; parser->at++)
        add_encoded(&parser->fragment, *parser->at, SET_FRAGMENT);
}

/* At "?", "#" or the end. */
static void parse_rest(struct parser *parser)
{
    if (parser->at != parser->end && *parser->at == '?') {
        buffer_clear(&parser->query);
        parser->has_query = true;
        for (parser->at++; parser->at != parser->end && *parser->at != '#'; parser->at++)
            add_encoded(&parser->query, *parser->at, parser->special ? SET_SPECIAL_QUERY : SET_QUERY);
    }
    if (parser->at != parser->end)
        parse_fragment(parser);
}

static void add_segment(struct parser *parser, const char *segment, size_t length)
{
    bool first = parser->path.length == 0;
    buffer_add_char(&parser->path, '/');
    if (parser->file && first && is_drive_letter(segment, length)) {
        buffer_add_char(&parser->path, segment[0]);
        buffer_add_char(&parser->path, ':');
        return;
    }
    for (size_t i = 0; i < length; i++)
        add_encoded(&parser->path, segment[i], SET_PATH);
}

/* The path state: `at` stands behind a slash. */
static void parse_path(struct parser *parser)
{
    for (;;) {
        const char *segment = parser->at;
        while (parser->at != parser->end && !is_slash(parser, *parser->at) && *parser->at != '?' && *parser->at != '#')
            parser->at++;
        size_t length = (size_t)(parser->at - segment);
        bool more = parser->at != parser->end && is_slash(parser, *parser->at);
        int dots = count_dots(segment, length);
        if (dots == 2)
            shorten_path(parser);
        if (dots == 0)
            add_segment(parser, segment, length);
        else if (!more)
            add_segment(parser, "", 0);
        if (!more)
            break;
        parser->at++;
    }
    parse_rest(parser);
}

static void parse_path_start(struct parser *parser)
{
    bool at_end = parser->at == parser->end;
    if (!parser->special && (at_end || *parser->at == '?' || *parser->at == '#')) {
        parse_rest(parser);
        return;
    }
    if (!at_end && is_slash(parser, *parser->at))
        parser->at++;
    parse_path(parser);
}

static void parse_opaque_path(struct parser *parser)
{
    parser->opaque_path = true;
    for (; parser->at != parser->end && *parser->at != '?' && *parser->at != '#'; parser->at++) {
        bool last_space = *parser->at == ' ' && parser->at + 1 != parser->end && (parser->at[1] == '?' || parser->at[1] == '#');
        if (last_space)
            buffer_add_text(&parser->path, "%20");
        else
            add_encoded(&parser->path, *parser->at, SET_C0);
    }
    parse_rest(parser);
}

static enum status parse_port(struct parser *parser, const char *text, const char *end)
{
    int port = 0;
    if (text == end)
        return STATUS_OK;
    for (; text != end; text++) {
        if (!text_is_digit(*text))
            return error_set(parser->err, STATUS_PARSE, "the port is not a number");
        port = port * 10 + (*text - '0');
        if (port > 65535)
            return error_set(parser->err, STATUS_PARSE, "the port is over 65535");
    }
    int index = special_index(buffer_text(&parser->scheme));
    parser->port = index >= 0 && special_schemes[index].port == port ? -1 : port;
    return STATUS_OK;
}

static void parse_credentials(struct parser *parser, const char *text, const char *end)
{
    struct buffer *out = &parser->username;
    for (; text != end; text++) {
        if (*text == ':' && out == &parser->username)
            out = &parser->password;
        else
            add_encoded(out, *text, SET_USERINFO);
    }
}

/* `at` stands behind "//". */
static enum status parse_authority(struct parser *parser)
{
    const char *start = parser->at, *end = start;
    while (end != parser->end && !is_slash(parser, *end) && *end != '?' && *end != '#')
        end++;
    const char *host = start;
    for (const char *c = start; c != end; c++)
        if (*c == '@')
            host = c + 1;
    if (host != start) {
        parse_credentials(parser, start, host - 1);
        if (host == end)
            return error_set(parser->err, STATUS_PARSE, "there is no host behind the user's name");
    }
    const char *port = host;
    for (bool in_brackets = false; port != end && (*port != ':' || in_brackets); port++)
        in_brackets = *port == '[' || (in_brackets && *port != ']');
    if (port == host && (parser->special || port != end))
        return error_set(parser->err, STATUS_PARSE, "there is no host");
    parser->has_host = true;
    if (port != host) {
        enum status status = url_host_parse(host, (size_t)(port - host), parser->special, &parser->host, parser->err);
        if (status != STATUS_OK)
            return status;
    }
    if (port != end) {
        enum status status = parse_port(parser, port + 1, end);
        if (status != STATUS_OK)
            return status;
    }
    parser->at = end;
    parse_path_start(parser);
    return STATUS_OK;
}

static enum status parse_special_authority(struct parser *parser)
{
    while (parser->at != parser->end && is_slash(parser, *parser->at))
        parser->at++;
    return parse_authority(parser);
}

static void take_base_authority(struct parser *parser)
{
    const struct url *base = parser->base;
    buffer_add_text(&parser->username, base->username);
    buffer_add_text(&parser->password, base->password);
    parser->has_host = base->host != NULL;
    if (base->host != NULL)
        buffer_add_text(&parser->host, base->host);
    parser->port = base->port;
}

static void take_base_query(struct parser *parser)
{
    parser->has_query = parser->base->query != NULL;
    if (parser->has_query)
        buffer_add_text(&parser->query, parser->base->query);
}

/* The end of a relative reference: keeps the base's path, or replaces its last segment. */
static void parse_relative_path(struct parser *parser)
{
    buffer_add_text(&parser->path, parser->base->path);
    if (parser->at == parser->end || *parser->at == '#') {
        take_base_query(parser);
        parse_rest(parser);
    } else if (*parser->at == '?') {
        parse_rest(parser);
    } else {
        if (!parser->file || !starts_with_drive_letter(parser))
            shorten_path(parser);
        else
            buffer_clear(&parser->path);
        parse_path(parser);
    }
}

static enum status parse_relative(struct parser *parser)
{
    if (parser->at != parser->end && is_slash(parser, *parser->at)) {
        parser->at++;
        if (parser->at != parser->end && is_slash(parser, *parser->at)) {
            parser->at++;
            return parser->special ? parse_special_authority(parser) : parse_authority(parser);
        }
        take_base_authority(parser);
        parse_path(parser);
        return STATUS_OK;
    }
    take_base_authority(parser);
    parse_relative_path(parser);
    return STATUS_OK;
}

static enum status parse_file_host(struct parser *parser)
{
    const char *start = parser->at, *end = start;
    while (end != parser->end && strchr("/\\?#", *end) == NULL)
        end++;
    size_t length = (size_t)(end - start);
    if (is_drive_letter(start, length)) {
        parse_path(parser);
        return STATUS_OK;
    }
    if (length > 0) {
        enum status status = url_host_parse(start, length, true, &parser->host, parser->err);
        if (status != STATUS_OK)
            return status;
        if (strcmp(buffer_text(&parser->host), "localhost") == 0)
            buffer_clear(&parser->host);
    }
    parser->at = end;
    parse_path_start(parser);
    return STATUS_OK;
}

static enum status parse_file(struct parser *parser)
{
    const struct url *base = parser->base != NULL && strcmp(parser->base->scheme, "file") == 0 ? parser->base : NULL;
    parser->has_host = true;
    if (parser->at != parser->end && is_slash(parser, *parser->at)) {
        parser->at++;
        if (parser->at != parser->end && is_slash(parser, *parser->at)) {
            parser->at++;
            return parse_file_host(parser);
        }
        if (base != NULL) {
            buffer_add_text(&parser->host, base->host);
            size_t length = strcspn(base->path[0] != '\0' ? base->path + 1 : "", "/");
            bool drive = length == 2 && is_drive_letter(base->path + 1, 2) && base->path[2] == ':';
            if (drive && !starts_with_drive_letter(parser))
                buffer_add(&parser->path, base->path, 3);
        }
        parse_path(parser);
    } else if (base != NULL) {
        buffer_add_text(&parser->host, base->host);
        parse_relative_path(parser);
    } else {
        parse_path(parser);
    }
    return STATUS_OK;
}

static bool at_text(const struct parser *parser, const char *text)
{
    size_t length = strlen(text);
    return (size_t)(parser->end - parser->at) >= length && memcmp(parser->at, text, length) == 0;
}

/* Takes "scheme:" where the input starts with one. */
static bool parse_scheme(struct parser *parser)
{
    const char *c = parser->at;
    if (c == parser->end || !text_is_letter(*c))
        return false;
    while (c != parser->end && (text_is_letter(*c) || text_is_digit(*c) || *c == '+' || *c == '-' || *c == '.'))
        c++;
    if (c == parser->end || *c != ':')
        return false;
    for (; *parser->at != ':'; parser->at++)
        buffer_add_char(&parser->scheme, text_is_letter(*parser->at) ? (char)(*parser->at | 0x20) : *parser->at);
    parser->at++;
    return true;
}

static void set_scheme(struct parser *parser, const char *scheme)
{
    if (parser->scheme.length == 0)
        buffer_add_text(&parser->scheme, scheme);
    parser->special = special_index(scheme) >= 0;
    parser->file = strcmp(scheme, "file") == 0;
}

static enum status parse_after_scheme(struct parser *parser)
{
    const char *scheme = buffer_text(&parser->scheme);
    set_scheme(parser, scheme);
    if (parser->file)
        return parse_file(parser);
    if (parser->special) {
        bool same = parser->base != NULL && strcmp(parser->base->scheme, scheme) == 0;
        return same && !at_text(parser, "//") ? parse_relative(parser) : parse_special_authority(parser);
    }
    if (at_text(parser, "//")) {
        parser->at += 2;
        return parse_authority(parser);
    }
    if (at_text(parser, "/")) {
        parser->at++;
        parse_path(parser);
    } else {
        parse_opaque_path(parser);
    }
    return STATUS_OK;
}

static enum status parse_without_scheme(struct parser *parser)
{
    const struct url *base = parser->base;
    if (base == NULL)
        return error_set(parser->err, STATUS_PARSE, "it is a relative address, and there is nothing that it could be relative to");
    bool fragment_only = parser->at != parser->end && *parser->at == '#';
    if (base->opaque_path && !fragment_only)
        return error_set(parser->err, STATUS_PARSE, "a '%s:' address has nothing that could be relative to it", base->scheme);
    set_scheme(parser, base->scheme);
    if (base->opaque_path) {
        parser->opaque_path = true;
        buffer_add_text(&parser->path, base->path);
        take_base_query(parser);
        parse_fragment(parser);
        return STATUS_OK;
    }
    return parser->file ? parse_file(parser) : parse_relative(parser);
}

/* Valid UTF-8, without white space at the ends, tabs and line ends within. */
static void clean_input(const char *reference, size_t length, struct buffer *out)
{
    size_t start = 0;
    while (start < length && (unsigned char)reference[start] <= ' ')
        start++;
    while (length > start && (unsigned char)reference[length - 1] <= ' ')
        length--;
    bool valid = text_is_utf8(reference + start, length - start);
    for (size_t at = start; at < length;) {
        char c = reference[at];
        if (c == '\t' || c == '\n' || c == '\r')
            at++;
        else if (valid || (unsigned char)c < 0x80)
            buffer_add_char(out, reference[at++]);
        else
            text_add_char(out, text_next(reference, length, &at));
    }
}

static void serialise(const struct url *url, struct buffer *out)
{
    buffer_add_text(out, url->scheme);
    buffer_add_char(out, ':');
    if (url->host != NULL) {
        buffer_add_text(out, "//");
        if (url->username[0] != '\0' || url->password[0] != '\0') {
            buffer_add_text(out, url->username);
            if (url->password[0] != '\0') {
                buffer_add_char(out, ':');
                buffer_add_text(out, url->password);
            }
            buffer_add_char(out, '@');
        }
        buffer_add_text(out, url->host);
        if (url->port >= 0)
            buffer_printf(out, ":%d", url->port);
    } else if (!url->opaque_path && strncmp(url->path, "//", 2) == 0) {
        buffer_add_text(out, "/."); /* or it would read as a host */
    }
    buffer_add_text(out, url->path);
    if (url->query != NULL) {
        buffer_add_char(out, '?');
        buffer_add_text(out, url->query);
    }
    if (url->fragment != NULL) {
        buffer_add_char(out, '#');
        buffer_add_text(out, url->fragment);
    }
}

static const char *keep(struct arena *arena, const struct buffer *buffer)
{
    return buffer->length > 0 ? arena_copy_n(arena, buffer->bytes, buffer->length) : "";
}

static void finish(const struct parser *parser, struct arena *arena, struct url *out)
{
    *out = (struct url){
        .scheme = keep(arena, &parser->scheme),
        .username = keep(arena, &parser->username),
        .password = parser->password.length > 0 ? URL_PASSWORD : "",
        .host = parser->has_host ? keep(arena, &parser->host) : NULL,
        .port = parser->port,
        .path = keep(arena, &parser->path),
        .query = parser->has_query ? keep(arena, &parser->query) : NULL,
        .fragment = parser->has_fragment ? keep(arena, &parser->fragment) : NULL,
        .opaque_path = parser->opaque_path,
    };
    struct buffer href;
    buffer_init(&href, (size_t)LIMIT_URL_PARSED_BYTES * 8);
    serialise(out, &href);
    out->href = keep(arena, &href);
    buffer_release(&href);
}

enum status url_parse(struct arena *arena, const char *reference, const struct url *base, struct url *out, struct error *err)
{
    size_t length = strlen(reference);
    if (length > LIMIT_URL_PARSED_BYTES)
        return error_set(err, STATUS_LIMIT, "the address is longer than %d bytes", LIMIT_URL_PARSED_BYTES);
    struct buffer input;
    struct parser parser = {.base = base, .err = err, .port = -1};
    struct buffer *const parts[] = {&parser.scheme, &parser.username, &parser.password, &parser.host,
                                    &parser.path,   &parser.query,    &parser.fragment};
    const size_t part_count = sizeof parts / sizeof parts[0];
    /* A byte becomes at most "%XX", a bad one "%EF%BF%BD". */
    buffer_init(&input, (size_t)LIMIT_URL_PARSED_BYTES * 3);
    for (size_t i = 0; i < part_count; i++)
        buffer_init(parts[i], (size_t)LIMIT_URL_PARSED_BYTES * 9);
    clean_input(reference, length, &input);
    parser.at = buffer_text(&input);
    parser.end = parser.at + input.length;

    enum status status = parse_scheme(&parser) ? parse_after_scheme(&parser) : parse_without_scheme(&parser);
    for (size_t i = 0; i < part_count && status == STATUS_OK; i++)
        if (parts[i]->over)
            status = error_set(err, STATUS_LIMIT, "the address is longer than can be dealt with");
    if (status == STATUS_OK)
        finish(&parser, arena, out);
    for (size_t i = 0; i < part_count; i++)
        buffer_release(parts[i]);
    buffer_release(&input);
    return status;
}

bool url_is_http(const struct url *url)
{
    return strcmp(url->scheme, "http") == 0 || strcmp(url->scheme, "https") == 0;
}

int url_port(const struct url *url)
{
    int index = special_index(url->scheme);
    return url->port >= 0 || index < 0 ? url->port : special_schemes[index].port;
}

const char *url_escape_bytes(struct arena *arena, const char *text)
{
    struct buffer out;
    buffer_init(&out, 3 * strlen(text) + 1);
    for (const char *at = text; *at != '\0'; at++)
        if ((unsigned char)*at >= 0x80)
            buffer_printf(&out, "%%%02X", (unsigned char)*at);
        else
            buffer_add_char(&out, *at);
    const char *escaped = arena_copy(arena, buffer_text(&out));
    buffer_release(&out);
    return escaped;
}

const char *url_origin(struct arena *arena, const struct url *url)
{
    return arena_printf(arena, "%s://%s:%d", url->scheme, url->host != NULL ? url->host : "", url_port(url));
}

const char *url_without_www(const char *host)
{
    return strncmp(host, "www.", 4) == 0 ? host + 4 : host;
}

bool url_next_parameter(const char **rest, const char **parameter, size_t *length)
{
    if (*rest == NULL || **rest == '\0')
        return false;
    *parameter = *rest;
    *length = strcspn(*rest, "&");
    *rest += *length + ((*rest)[*length] == '&');
    return true;
}

bool url_is_index_name(const char *name, size_t length)
{
    static const char *const names[] = {"index", "default", "home", "homepage"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (length == strlen(names[i]) && strncasecmp(name, names[i], length) == 0)
            return true;
    return false;
}

const char *url_site(struct arena *arena, const char *host)
{
    if (url_host_is_address(host))
        return arena_copy(arena, host);
    size_t length = strlen(host);
    while (length > 1 && host[length - 1] == '.')
        length--;
    const char *name = arena_copy_n(arena, host, length);
    const psl_ctx_t *list = psl_builtin();
    const char *site = list != NULL ? psl_registrable_domain(list, name) : NULL;
    return site != NULL ? site : name;
}

bool url_same_origin(const struct url *a, const struct url *b)
{
    return a->host != NULL && b->host != NULL && strcmp(a->scheme, b->scheme) == 0 && strcmp(a->host, b->host) == 0 && a->port == b->port;
}

bool url_same_site(const struct url *a, const struct url *b)
{
    struct arena arena = {0};
    bool same = a->host != NULL && b->host != NULL && strcmp(url_site(&arena, a->host), url_site(&arena, b->host)) == 0;
    arena_release(&arena);
    return same;
}

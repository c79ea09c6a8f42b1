#include "crawler/fetch/head.h"

#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "crawler/url/url.h"

/* "HTTP/1.1 404 Not Found", "HTTP/2 200": the number, or 0. */
static int status_of(const char *line, size_t length)
{
    const char *space = length > 5 && strncasecmp(line, "HTTP/", 5) == 0 ? memchr(line, ' ', length) : NULL;
    if (!space)
        return 0;
    size_t at = (size_t)(space - line);
    while (at < length && line[at] == ' ')
        at++;
    if (length - at < 3 || !text_is_digit(line[at]) || !text_is_digit(line[at + 1]) || !text_is_digit(line[at + 2]))
        return 0;
    if (length - at > 3 && text_is_digit(line[at + 3]))
        return 0;
    return (line[at] - '0') * 100 + (line[at + 1] - '0') * 10 + (line[at + 2] - '0');
}

static char *copied(struct arena *arena, const char *bytes, size_t length)
{
    while (length && (*bytes == ' ' || *bytes == '\t')) {
        bytes++;
        length--;
    }
    while (length && (bytes[length - 1] == ' ' || bytes[length - 1] == '\t' || bytes[length - 1] == '\r'))
        length--;
    char *text = arena_copy_n(arena, bytes, length);
    for (size_t i = 0; i < length; i++)
        if (text[i] == '\0')
            text[i] = ' ';
    return text;
}

static void add_field(struct arena *arena, struct head *head, const char *line, size_t length)
{
    if ((line[0] == ' ' || line[0] == '\t')) { /* obs-fold, RFC 9112 5.2 */
        if (head->count) {
            struct fetch_header *last = &head->fields[head->count - 1];
            last->value = arena_printf(arena, "%s %s", last->value, copied(arena, line, length));
        }
        return;
    }
    const char *colon = memchr(line, ':', length);
    if (!colon || colon == line || head->count == LIMIT_HEADER_COUNT)
        return;
    char *name = copied(arena, line, (size_t)(colon - line));
    for (char *c = name; *c; c++)
        *c = text_lower(*c);
    struct fetch_header *field = &head->fields[head->count++];
    field->name = name;
    field->value = copied(arena, colon + 1, (size_t)(line + length - colon - 1));
}

bool head_parse(struct arena *arena, const char *bytes, size_t length, struct head *head)
{
    *head = (struct head){0};
    if (length > LIMIT_HEADER_BYTES)
        length = LIMIT_HEADER_BYTES;
    head->fields = arena_array(arena, LIMIT_HEADER_COUNT, sizeof *head->fields);
    bool first = true;
    for (size_t at = 0; at < length; first = false) {
        const char *end = memchr(bytes + at, '\n', length - at);
        size_t next = end ? (size_t)(end - bytes) + 1 : length;
        size_t line = (end ? next - 1 : next) - at;
        if (line && bytes[at + line - 1] == '\r')
            line--;
        if (first)
            head->status = status_of(bytes, line);
        else if (line == 0)
            break;
        else
            add_field(arena, head, bytes + at, line);
        at = next;
    }
    return head->status != 0;
}

const char *head_field(const struct head *head, const char *name)
{
    for (size_t i = 0; i < head->count; i++)
        if (strcmp(head->fields[i].name, name) == 0)
            return head->fields[i].value;
    return "";
}

const char *head_location(const struct head *head)
{
    const char *location = head_field(head, "location");
    for (size_t i = 0; i < head->count; i++)
        if (strcmp(head->fields[i].name, "location") == 0 && strcmp(head->fields[i].value, location) != 0)
            return "";
    return location;
}

static void cross_out(char *bytes, size_t from, size_t to)
{
    for (; from < to; from++)
        bytes[from] = 'x';
}

/* "a=1; b=2": every value, or the first alone, what follows being attributes. */
static void mask_pairs(char *value, size_t length, bool all)
{
    for (size_t at = 0; at < length;) {
        const char *semicolon = memchr(value + at, ';', length - at);
        size_t end = semicolon ? (size_t)(semicolon - value) : length;
        const char *equals = memchr(value + at, '=', end - at);
        cross_out(value, equals ? (size_t)(equals - value) + 1 : at, end);
        at = all ? end + 1 : length;
    }
}

static bool is_named(const char *line, size_t length, const char *name)
{
    size_t size = strlen(name);
    return length >= size && text_find_ignoring_case(line, size, name);
}

/* Of addresses, wherever they stand. */
static void mask_passwords(char *bytes, size_t length)
{
    size_t start, end;
    for (size_t at = 0; url_find_password(bytes, length, at, &start, &end); at = end)
        cross_out(bytes, start, end);
}

/* Whether it was one to mask: lines folded into it are masked whole. */
static bool mask_line(char *line, size_t length, bool before)
{
    static const char cookie[] = "cookie:", set_cookie[] = "set-cookie:", credentials[] = "authorization:";
    if (length > 0 && (*line == ' ' || *line == '\t')) {
        cross_out(line, before ? 1 : length, length);
        return before;
    }
    if (is_named(line, length, cookie))
        mask_pairs(line + sizeof cookie - 1, length - (sizeof cookie - 1), true);
    else if (is_named(line, length, set_cookie))
        mask_pairs(line + sizeof set_cookie - 1, length - (sizeof set_cookie - 1), false);
    else if (is_named(line, length, credentials))
        cross_out(line, sizeof credentials - 1, length);
    else
        return false;
    return true;
}

void head_mask(char *bytes, size_t length)
{
    bool masked = false;
    for (size_t at = 0; at < length;) {
        const char *end = memchr(bytes + at, '\n', length - at);
        size_t next = end ? (size_t)(end - bytes) + 1 : length;
        size_t line = end ? (size_t)(end - bytes) - at : next - at;
        if (line && bytes[at + line - 1] == '\r')
            line--;
        masked = mask_line(bytes + at, line, masked);
        mask_passwords(bytes + at, line);
        at = next;
    }
}

size_t head_length(const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        const char *end = memchr(bytes + at, '\n', length - at);
        if (!end)
            return 0;
        size_t line = (size_t)(end - bytes) - at;
        if (at && (line == 0 || (line == 1 && bytes[at] == '\r')))
            return (size_t)(end - bytes) + 1;
        at = (size_t)(end - bytes) + 1;
    }
    return 0;
}

/* -1 where none stands there. Returns what follows. */
static const char *take_number(const char *at, int64_t *number)
{
    enum { MOST = INT32_MAX };
    for (*number = -1; text_is_digit(*at); at++)
        if (*number < MOST)
            *number = (*number < 0 ? 0 : *number) * 10 + (*at - '0');
    return at;
}

int64_t head_content_length(const struct head *head)
{
    int64_t said = HEAD_NO_LENGTH, number;
    for (size_t i = 0; i < head->count; i++) {
        if (strcmp(head->fields[i].name, "content-length") != 0)
            continue;
        for (const char *at = head->fields[i].value; *at != '\0'; at += strspn(at, ", \t")) {
            const char *end = take_number(at, &number);
            end += strspn(end, " \t");
            if (number >= 0 && (*end == ',' || *end == '\0')) {
                if (said >= 0 && number != said)
                    return HEAD_LENGTHS_DIFFER;
                said = number;
            }
            at += strcspn(at, ",");
        }
    }
    return said;
}

bool head_is_part(const struct head *head)
{
    static const char unit[] = "bytes ";
    const char *range = head_field(head, "content-range");
    int64_t first, last, whole;
    if (head->status != 206 || !text_starts_ignoring_case(range, unit))
        return false;
    const char *at = take_number(range + sizeof unit - 1, &first);
    at = take_number(at + (*at == '-'), &last);
    take_number(at + (*at == '/'), &whole);
    return first > 0 || (last >= 0 && whole >= 0 && last + 1 < whole);
}

bool head_ends_chunked(const struct head *head)
{
    const char *value = "";
    for (size_t i = 0; i < head->count; i++)
        if (strcmp(head->fields[i].name, "transfer-encoding") == 0)
            value = head->fields[i].value;
    const char *comma = strrchr(value, ',');
    if (comma)
        for (value = comma + 1; *value == ' ' || *value == '\t'; value++)
            ;
    return text_equal_ignoring_case(value, "chunked");
}

#include "base/json.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/text.h"

static void quoted(struct buffer *out, const char *text, size_t length)
{
    (void)buffer_add_char(out, '"');
    size_t at = 0;
    while (at < length) {
        size_t run = at;
        while (run < length && (unsigned char)text[run] >= 0x20 && (unsigned char)text[run] < 0x7F && text[run] != '"' &&
               text[run] != '\\' && text[run] != '<' && text[run] != '>' && text[run] != '&')
            run++;
        (void)buffer_add(out, text + at, run - at);
        at = run;
        if (at == length)
            break;
        uint32_t c = text_next(text, length, &at);
        if (c == '"' || c == '\\')
            (void)buffer_printf(out, "\\%c", (int)c);
        else if (c == '\n')
            (void)buffer_add_text(out, "\\n");
        else if (c == '\t')
            (void)buffer_add_text(out, "\\t");
        else if (text_is_unsafe_to_show(c) || c == '<' || c == '>' || c == '&')
            (void)buffer_printf(out, "\\u%04x", (unsigned)c);
        else
            text_add_char(out, c);
    }
    (void)buffer_add_char(out, '"');
}

static void new_line(struct json_writer *writer)
{
    if (writer->indent == 0)
        return;
    (void)buffer_add_char(writer->out, '\n');
    for (int i = 0; i < writer->depth * writer->indent; i++)
        (void)buffer_add_char(writer->out, ' ');
}

static void start(struct json_writer *writer, const char *key)
{
    if (writer->depth > 0) {
        if (writer->filled[writer->depth])
            (void)buffer_add_char(writer->out, ',');
        writer->filled[writer->depth] = true;
        new_line(writer);
    }
    if (key != NULL) {
        quoted(writer->out, key, strlen(key));
        (void)buffer_add_text(writer->out, writer->indent > 0 ? ": " : ":");
    }
}

static void open(struct json_writer *writer, const char *key, char bracket)
{
    start(writer, key);
    assert(writer->depth + 1 < JSON_NESTING_MAX);
    (void)buffer_add_char(writer->out, bracket);
    writer->filled[++writer->depth] = false;
}

static void shut(struct json_writer *writer, char bracket)
{
    bool filled = writer->filled[writer->depth--];
    if (filled)
        new_line(writer);
    (void)buffer_add_char(writer->out, bracket);
}

void json_object(struct json_writer *writer, const char *key)
{
    open(writer, key, '{');
}

void json_end_object(struct json_writer *writer)
{
    shut(writer, '}');
}

void json_array(struct json_writer *writer, const char *key)
{
    open(writer, key, '[');
}

void json_end_array(struct json_writer *writer)
{
    shut(writer, ']');
}

void json_text_n(struct json_writer *writer, const char *key, const char *text, size_t length)
{
    start(writer, key);
    quoted(writer->out, text, length);
}

void json_text(struct json_writer *writer, const char *key, const char *text)
{
    if (text == NULL)
        json_null(writer, key);
    else
        json_text_n(writer, key, text, strlen(text));
}

void json_number(struct json_writer *writer, const char *key, int64_t value)
{
    start(writer, key);
    (void)buffer_printf(writer->out, "%lld", (long long)value);
}

void json_decimal(struct json_writer *writer, const char *key, double value, int places)
{
    start(writer, key);
    if (isfinite(value))
        (void)buffer_printf(writer->out, "%.*f", places, value);
    else
        (void)buffer_add_text(writer->out, "null");
}

void json_bool(struct json_writer *writer, const char *key, bool value)
{
    start(writer, key);
    (void)buffer_add_text(writer->out, value ? "true" : "false");
}

void json_null(struct json_writer *writer, const char *key)
{
    start(writer, key);
    (void)buffer_add_text(writer->out, "null");
}

#include "reports/terminal/screen.h"

#include <errno.h>
#include <string.h>

#include "base/text.h"

enum { NARROWEST = 40 };

void screen_style_on(struct buffer *out, const struct terminal_options *options, enum screen_style style)
{
    static const char *const codes[] = {"", "\033[1m", "\033[2m", "\033[1;34m", "\033[36m", "\033[33m"};
    if (options->color)
        buffer_add_text(out, codes[style]);
}

void screen_style_off(struct buffer *out, const struct terminal_options *options, enum screen_style style)
{
    if (options->color && style != SCREEN_PLAIN)
        buffer_add_text(out, "\033[0m");
}

static size_t characters(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t at = 0; at < length; count++)
        (void)text_next(text, length, &at);
    return count;
}

int screen_columns(const char *text)
{
    return (int)characters(text, strlen(text));
}

void screen_line(struct buffer *out, const struct terminal_options *options, enum screen_style style, const char *text)
{
    screen_style_on(out, options, style);
    text_add_shown(out, text, strlen(text));
    screen_style_off(out, options, style);
    buffer_add_char(out, '\n');
}

void screen_wrap(struct buffer *out, const struct terminal_options *options, enum screen_style style, const char *lead,
                 int indent, const char *text)
{
    struct buffer shown;
    buffer_init(&shown, 64 * 1024);
    text_add_shown(&shown, text, strlen(text));
    const char *s = buffer_text(&shown);
    size_t width = (size_t)(options->width < NARROWEST ? NARROWEST : options->width), column = 0;
    size_t margin = (size_t)indent, room = width > margin + 10 ? width - margin : 10;
    size_t lead_columns = characters(lead, strlen(lead));
    buffer_printf(out, "%*s%s", (int)(margin > lead_columns ? margin - lead_columns : 0), "", lead);
    screen_style_on(out, options, style);
    while (*s) {
        size_t length = strcspn(s, " "), wide = characters(s, length);
        if (column && column + 1 + wide > room) {
            buffer_printf(out, "\n%*s", indent, "");
            column = 0;
        }
        if (column) {
            buffer_add_char(out, ' ');
            column++;
        }
        buffer_add(out, s, length);
        column += wide;
        s += length;
        s += strspn(s, " ");
    }
    screen_style_off(out, options, style);
    buffer_add_char(out, '\n');
    buffer_release(&shown);
}

enum screen_style screen_verdict_style(enum verdict verdict)
{
    switch (verdict) {
    case VERDICT_YES:
        return SCREEN_GOOD;
    case VERDICT_CONCERNS:
    case VERDICT_DOUBTS:
        return SCREEN_PARTLY;
    case VERDICT_NO:
    case VERDICT_SILENT:
        return SCREEN_WANTING;
    default:
        return SCREEN_FAINT;
    }
}

const char *screen_verdict_glyph(enum verdict verdict)
{
    static const char *const glyphs[VERDICT_COUNT] = {
        [VERDICT_NOT_TESTED] = "/", [VERDICT_YES] = "+",         [VERDICT_CONCERNS] = "~",
        [VERDICT_NO] = "-",         [VERDICT_CANNOT_TELL] = "?", [VERDICT_NOT_APPLICABLE] = " ",
        [VERDICT_DOUBTS] = "~",     [VERDICT_SILENT] = "-"};
    return glyphs[verdict];
}

void screen_cell(struct buffer *out, const char *text, int columns)
{
    struct buffer shown;
    buffer_init(&shown, 16 * 1024);
    text_add_shown(&shown, text, strlen(text));
    const char *s = buffer_text(&shown);
    size_t length = strlen(s), at = 0, end = 0;
    int used = 0;
    bool fits = characters(s, length) <= (size_t)columns;
    while (at < length && used < (fits ? columns : columns - 1)) {
        (void)text_next(s, length, &at);
        end = at;
        used++;
    }
    buffer_add(out, s, end);
    if (!fits) {
        buffer_add_text(out, "…");
        used++;
    }
    buffer_printf(out, "%*s", columns - used, "");
    buffer_release(&shown);
}

enum status screen_write(const struct buffer *text, FILE *out, struct error *err)
{
    if (text->over)
        return error_set(err, STATUS_LIMIT, "the report for the terminal has grown too long");
    if ((fwrite(buffer_text(text), 1, text->length, out) != text->length || fflush(out) != 0) && errno != EPIPE)
        return error_errno(err, "cannot write the report");
    return STATUS_OK;
}

#include "reports/pages/html.h"

#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "reports/data/figures.h"

/* Direction overrides can make a quote say something else than its letters; the rest is
 * not a character in XML 1.0 (2.2), which the feed and the drawings are. */
static bool is_unfit(uint32_t c)
{
    return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xFFFE || c == 0xFFFF;
}

/* Whether the byte is a character that stays as it is wherever it stands. */
static bool is_plain(char byte)
{
    return byte >= 0x20 && byte < 0x7F && byte != '&' && byte != '<' && byte != '>' && byte != '"' && byte != '\'';
}

/* Marks that stand over or under the letter before them: Unicode's blocks of combining marks, and those of the scripts whose
 * marks are heaped up for mischief. */
static bool is_mark(uint32_t c)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {{0x300, 0x36F}, {0x483, 0x489}, {0x591, 0x5BD}, {0x610, 0x61A}, {0x64B, 0x65F}, {0xE34, 0xE3A}, {0xE47, 0xE4E},
                  {0xF71, 0xF84}, {0x1AB0, 0x1AFF}, {0x1DC0, 0x1DFF}, {0x20D0, 0x20FF}, {0xFE20, 0xFE2F}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

static void add_escaped(struct buffer *out, const char *text, size_t length)
{
    int marks = 0; /* on the letter before */
    for (size_t at = 0; at < length;) {
        size_t plain = at;
        while (plain < length && is_plain(text[plain]))
            plain++;
        if (plain > at) { /* nearly all of it: whole runs are added at once */
            buffer_add(out, text + at, plain - at);
            at = plain;
            marks = 0;
            continue;
        }
        uint32_t c = text_next(text, length, &at);
        marks = is_mark(c) ? marks + 1 : 0;
        if (marks > LIMIT_MARKS_SHOWN)
            continue;
        switch (c) {
        case '&':
            buffer_add_text(out, "&amp;");
            break;
        case '<':
            buffer_add_text(out, "&lt;");
            break;
        case '>':
            buffer_add_text(out, "&gt;");
            break;
        case '"':
            buffer_add_text(out, "&quot;");
            break;
        case '\'':
            buffer_add_text(out, "&#39;");
            break;
        default:
            text_add_char(out, is_unfit(c) ? 0xFFFD : c);
        }
    }
}

void html_text(struct buffer *out, const char *text)
{
    if (text)
        add_escaped(out, text, strlen(text));
}

void html_text_cut(struct buffer *out, const char *text, size_t bytes)
{
    if (!text)
        return;
    size_t length = strlen(text);
    if (length <= bytes) {
        add_escaped(out, text, length);
        return;
    }
    size_t cut = text_cut(text, length, bytes);
    size_t word = cut;
    while (word > bytes / 2 && text[word] != ' ')
        word--;
    add_escaped(out, text, word > bytes / 2 ? word : cut);
    buffer_add_text(out, " …");
}

bool html_url_is_safe(const char *url)
{
    if (!url || !*url)
        return false;
    for (const char *s = url; *s; s++)
        if ((unsigned char)*s < 0x20)
            return false;
    size_t scheme = strcspn(url, ":/?#");
    if (url[scheme] != ':')
        return url[0] != '/' || (url[1] != '/' && url[1] != '\\');
    return text_starts_ignoring_case(url, "http://") || text_starts_ignoring_case(url, "https://") ||
           text_starts_ignoring_case(url, "mailto:") || text_starts_ignoring_case(url, "tel:");
}

static void add_percent(struct buffer *out, unsigned char c)
{
    static const char digits[] = "0123456789ABCDEF";
    const char encoded[] = {'%', digits[c >> 4], digits[c & 15]};
    buffer_add(out, encoded, sizeof encoded);
}

static void add_url(struct buffer *out, const char *url)
{
    if (!html_url_is_safe(url)) {
        buffer_add_char(out, '#');
        return;
    }
    /* Spaces and other characters that no address holds would end or bend it. */
    size_t length = strlen(url);
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)url[i];
        if (c <= 0x20 || c >= 0x7F || strchr("\"<>\\^`{|}", c))
            add_percent(out, c);
        else if (c == '&')
            buffer_add_text(out, "&amp;");
        else if (c == '\'')
            buffer_add_text(out, "%27");
        else
            buffer_add_char(out, (char)c);
    }
}

static void add_component(struct buffer *out, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool unreserved =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '~';
        /* A hyphen is unreserved, but a text fragment takes it for syntax. */
        if (unreserved)
            buffer_add_char(out, (char)c);
        else
            add_percent(out, c);
    }
}

static void add_json(struct buffer *out, const char *text)
{
    struct buffer quoted;
    buffer_init(&quoted, out->ceiling);
    struct json_writer writer = {.out = &quoted};
    json_text(&writer, NULL, text ? text : "");
    if (quoted.length >= 2)
        buffer_add(out, quoted.bytes + 1, quoted.length - 2);
    buffer_release(&quoted);
}

void html_raw_markup(struct buffer *out, const char *markup)
{
    buffer_add_text(out, markup);
}

static void add_decimal(struct buffer *out, double value, int places)
{
    /* "-0" would make two runs differ in bytes for nothing. */
    if (value > -0.05 && value < 0)
        value = 0;
    buffer_printf(out, "%.*f", places, places == 0 ? figures_round(value) : value);
}

void html_add(struct buffer *out, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    for (const char *s = format; *s;) {
        size_t plain = strcspn(s, "%");
        buffer_add(out, s, plain);
        s += plain;
        if (!*s)
            break;
        switch (s[1]) {
        case 't':
            html_text(out, va_arg(values, const char *));
            break;
        case 'u':
            add_url(out, va_arg(values, const char *));
            break;
        case 'p': {
            const char *piece = va_arg(values, const char *);
            add_component(out, piece, strlen(piece));
            break;
        }
        case 'j':
            add_json(out, va_arg(values, const char *));
            break;
        case 'd':
            buffer_printf(out, "%d", va_arg(values, int));
            break;
        case 'z':
            buffer_add_text(out, figures_count(va_arg(values, size_t)).text);
            break;
        case 'r':
            buffer_printf(out, "%zu", va_arg(values, size_t));
            break;
        case 'l':
            buffer_printf(out, "%lld", (long long)va_arg(values, int64_t));
            break;
        case 'n':
            add_decimal(out, va_arg(values, double), 0);
            break;
        case 'f':
            add_decimal(out, va_arg(values, double), 1);
            break;
        case '%':
            buffer_add_char(out, '%');
            break;
        default:
            va_end(values);
            out->over = true; /* a mistake in a format of ours: the page is refused */
            return;
        }
        s += 2;
    }
    va_end(values);
}

void html_link(struct buffer *out, const char *url, const char *text)
{
    if (html_url_is_safe(url))
        /* An address that is its own words needs no second printing of it on paper. */
        html_add(out, strcmp(url, text) == 0 ? "<a class=\"url\" href=\"%u\">%t</a>" : "<a href=\"%u\">%t</a>", url, text);
    else
        html_text(out, text);
}

/* The first and last four words find a long quote without a long address. */
void html_quote_url(struct buffer *out, const char *url, const char *quote)
{
    if (!html_url_is_safe(url)) {
        buffer_add_char(out, '#');
        return;
    }
    size_t length = quote ? strlen(quote) : 0;
    size_t base = strcspn(url, "#");
    char kept[LIMIT_URL_BYTES + 1];
    size_t cut = base < sizeof kept ? base : sizeof kept - 1;
    memcpy(kept, url, cut);
    kept[cut] = '\0';
    add_url(out, kept);
    if (!length || base >= sizeof kept)
        return;
    size_t head = 0, tail = length;
    int words = 0;
    while (head < length && !(quote[head] == ' ' && ++words == 5))
        head++;
    words = 0;
    while (tail > head && !(quote[tail - 1] == ' ' && ++words == 5))
        tail--;
    buffer_add_text(out, "#:~:text=");
    if (tail <= head + 1) {
        add_component(out, quote, length);
    } else {
        add_component(out, quote, head);
        buffer_add_char(out, ',');
        add_component(out, quote + tail, length - tail);
    }
}

#include "document/references.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"

enum { NAME_MAX_BYTES = 31, LEGACY_MAX_BYTES = 6 };

struct reference {
    const char *name;
    uint32_t character;
};

/* Names that count without their semicolon. */
static const struct reference legacy[] = {
    {"AElig", 0xC6}, {"AMP", 0x26}, {"Aacute", 0xC1}, {"Acirc", 0xC2}, {"Agrave", 0xC0}, {"Aring", 0xC5},
    {"Atilde", 0xC3}, {"Auml", 0xC4}, {"COPY", 0xA9}, {"Ccedil", 0xC7}, {"ETH", 0xD0}, {"Eacute", 0xC9},
    {"Ecirc", 0xCA}, {"Egrave", 0xC8}, {"Euml", 0xCB}, {"GT", 0x3E}, {"Iacute", 0xCD}, {"Icirc", 0xCE},
    {"Igrave", 0xCC}, {"Iuml", 0xCF}, {"LT", 0x3C}, {"Ntilde", 0xD1}, {"Oacute", 0xD3}, {"Ocirc", 0xD4},
    {"Ograve", 0xD2}, {"Oslash", 0xD8}, {"Otilde", 0xD5}, {"Ouml", 0xD6}, {"QUOT", 0x22}, {"REG", 0xAE},
    {"THORN", 0xDE}, {"Uacute", 0xDA}, {"Ucirc", 0xDB}, {"Ugrave", 0xD9}, {"Uuml", 0xDC}, {"Yacute", 0xDD},
    {"aacute", 0xE1}, {"acirc", 0xE2}, {"acute", 0xB4}, {"aelig", 0xE6}, {"agrave", 0xE0}, {"amp", 0x26},
    {"aring", 0xE5}, {"atilde", 0xE3}, {"auml", 0xE4}, {"brvbar", 0xA6}, {"ccedil", 0xE7}, {"cedil", 0xB8},
    {"cent", 0xA2}, {"copy", 0xA9}, {"curren", 0xA4}, {"deg", 0xB0}, {"divide", 0xF7}, {"eacute", 0xE9},
    {"ecirc", 0xEA}, {"egrave", 0xE8}, {"eth", 0xF0}, {"euml", 0xEB}, {"frac12", 0xBD}, {"frac14", 0xBC},
    {"frac34", 0xBE}, {"gt", 0x3E}, {"iacute", 0xED}, {"icirc", 0xEE}, {"iexcl", 0xA1}, {"igrave", 0xEC},
    {"iquest", 0xBF}, {"iuml", 0xEF}, {"laquo", 0xAB}, {"lt", 0x3C}, {"macr", 0xAF}, {"micro", 0xB5},
    {"middot", 0xB7}, {"nbsp", 0xA0}, {"not", 0xAC}, {"ntilde", 0xF1}, {"oacute", 0xF3}, {"ocirc", 0xF4},
    {"ograve", 0xF2}, {"ordf", 0xAA}, {"ordm", 0xBA}, {"oslash", 0xF8}, {"otilde", 0xF5}, {"ouml", 0xF6},
    {"para", 0xB6}, {"plusmn", 0xB1}, {"pound", 0xA3}, {"quot", 0x22}, {"raquo", 0xBB}, {"reg", 0xAE},
    {"sect", 0xA7}, {"shy", 0xAD}, {"sup1", 0xB9}, {"sup2", 0xB2}, {"sup3", 0xB3}, {"szlig", 0xDF},
    {"thorn", 0xFE}, {"times", 0xD7}, {"uacute", 0xFA}, {"ucirc", 0xFB}, {"ugrave", 0xF9}, {"uml", 0xA8},
    {"uuml", 0xFC}, {"yacute", 0xFD}, {"yen", 0xA5}, {"yuml", 0xFF},
};

/* Names of HTML 5 that libxml2 2.9 doesn't know and that pages use, mail addresses hidden
 * from robots above all. */
static const struct reference newer[] = {
    {"Hat", 0x5E}, {"NewLine", 0xA}, {"NoBreak", 0x2060}, {"NonBreakingSpace", 0xA0}, {"Tab", 0x9},
    {"UnderBar", 0x5F}, {"ZeroWidthSpace", 0x200B}, {"ast", 0x2A}, {"bigstar", 0x2605},
    {"blacksquare", 0x25AA}, {"bsol", 0x5C}, {"bullet", 0x2022}, {"check", 0x2713}, {"checkmark", 0x2713},
    {"colon", 0x3A}, {"comma", 0x2C}, {"commat", 0x40}, {"cross", 0x2717}, {"dash", 0x2010}, {"dollar", 0x24},
    {"equals", 0x3D}, {"excl", 0x21}, {"ffilig", 0xFB03}, {"fflig", 0xFB00}, {"filig", 0xFB01},
    {"fllig", 0xFB02}, {"frac13", 0x2153}, {"frac15", 0x2155}, {"frac18", 0x215B}, {"frac23", 0x2154},
    {"grave", 0x60}, {"hairsp", 0x200A}, {"half", 0xBD}, {"horbar", 0x2015}, {"hyphen", 0x2010},
    {"lbrace", 0x7B}, {"lbrack", 0x5B}, {"lcub", 0x7B}, {"ldquor", 0x201E}, {"lowbar", 0x5F}, {"lpar", 0x28},
    {"lsqb", 0x5B}, {"lsquor", 0x201A}, {"midast", 0x2A}, {"mldr", 0x2026}, {"nldr", 0x2025}, {"num", 0x23},
    {"numsp", 0x2007}, {"percnt", 0x25}, {"period", 0x2E}, {"phone", 0x260E}, {"plus", 0x2B},
    {"puncsp", 0x2008}, {"quest", 0x3F}, {"rbrace", 0x7D}, {"rbrack", 0x5D}, {"rcub", 0x7D},
    {"rightarrow", 0x2192}, {"rpar", 0x29}, {"rsqb", 0x5D}, {"rsquor", 0x2019}, {"semi", 0x3B}, {"sol", 0x2F},
    {"squ", 0x25A1}, {"square", 0x25A1}, {"star", 0x2606}, {"starf", 0x2605}, {"verbar", 0x7C},
    {"vert", 0x7C},
};

/* What the numbers 0x80 to 0x9F mean. */
static const uint16_t windows_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
};

static const struct reference *find(const struct reference *rows, size_t count, const char *name, size_t length)
{
    size_t low = 0, high = count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = strncmp(name, rows[middle].name, length);
        if (order == 0 && rows[middle].name[length] != '\0')
            order = -1;
        if (order == 0)
            return &rows[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static void add(struct buffer *out, uint32_t character)
{
    switch (character) {
    case '<': buffer_add_text(out, "&lt;"); return;
    case '>': buffer_add_text(out, "&gt;"); return;
    case '&': buffer_add_text(out, "&amp;"); return;
    case '"': buffer_add_text(out, "&quot;"); return;
    default: text_add_char(out, character == 0 ? 0xFFFD : character);
    }
}

static bool is_digit(char c, bool hex)
{
    return hex ? text_hex_digit(c) >= 0 : text_is_digit(c);
}

static size_t add_number(struct buffer *out, const char *text, size_t length)
{
    size_t at = 2;
    bool hex = at < length && (text[at] | 32) == 'x';
    if (hex)
        at++;
    size_t start = at;
    uint32_t value = 0;
    for (; at < length && is_digit(text[at], hex); at++)
        value = value > 0x10FFFF ? value : value * (hex ? 16 : 10) + (uint32_t)text_hex_digit(text[at]);
    if (at == start) {
        buffer_add_text(out, "&amp;");
        return 1;
    }
    if (value >= 0x80 && value <= 0x9F)
        value = windows_1252[value - 0x80];
    add(out, value);
    return at < length && text[at] == ';' ? at + 1 : at;
}

static bool is_alphanumeric(char c)
{
    return text_is_digit(c) || text_is_letter(c);
}

size_t references_add(struct buffer *out, const char *text, size_t length, bool in_attribute)
{
    if (length > 1 && text[1] == '#')
        return add_number(out, text, length);
    size_t end = 1;
    while (end < length && end <= NAME_MAX_BYTES && is_alphanumeric(text[end]))
        end++;
    const char *name = text + 1;
    size_t name_length = end - 1;
    bool closed = end < length && text[end] == ';';
    const struct reference *found = NULL;
    if (closed && name_length > 0) {
        found = find(newer, sizeof newer / sizeof newer[0], name, name_length);
        if (found == NULL)
            found = find(legacy, sizeof legacy / sizeof legacy[0], name, name_length);
        if (found != NULL)
            add(out, found->character);
        else
            buffer_add(out, text, end + 1);
        return end + 1;
    }
    size_t longest = name_length < LEGACY_MAX_BYTES ? name_length : LEGACY_MAX_BYTES;
    for (size_t n = longest; n >= 2 && found == NULL; n--)
        if ((found = find(legacy, sizeof legacy / sizeof legacy[0], name, n)) != NULL)
            name_length = n;
    char after = found != NULL && 1 + name_length < length ? text[1 + name_length] : '\0';
    if (found == NULL || (in_attribute && (after == '=' || is_alphanumeric(after)))) {
        buffer_add_text(out, "&amp;");
        return 1;
    }
    add(out, found->character);
    return 1 + name_length;
}

#include "document/encoding.h"

#include <errno.h>
#include <iconv.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "document/encoding_labels.h"

enum { PRESCAN_BYTES = 1024, LABEL_MAX = 40 };

static const char replacement[] = "\xEF\xBF\xBD";

static bool is_space(unsigned char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
}

const char *encoding_for_label(const char *label, size_t length)
{
    while (length > 0 && is_space((unsigned char)label[0])) {
        label++;
        length--;
    }
    while (length > 0 && is_space((unsigned char)label[length - 1]))
        length--;
    char lower[LABEL_MAX];
    if (length > sizeof lower)
        return NULL;
    for (size_t i = 0; i < length; i++)
        lower[i] = text_lower(label[i]);
    return encoding_labels_find(lower, length);
}

/* HTML's "extracting a character encoding from a meta element", also good for headers. */
static const char *from_content_type(const char *text, size_t length)
{
    size_t at = 0;
    while (at + 7 <= length) {
        if (strncasecmp(text + at, "charset", 7) != 0) {
            at++;
            continue;
        }
        at += 7;
        while (at < length && is_space((unsigned char)text[at]))
            at++;
        if (at >= length || text[at] != '=')
            continue;
        at++;
        while (at < length && is_space((unsigned char)text[at]))
            at++;
        if (at >= length)
            return NULL;
        char quote = text[at] == '"' || text[at] == '\'' ? text[at] : '\0';
        if (quote != '\0')
            at++;
        size_t start = at;
        while (at < length && (quote != '\0' ? text[at] != quote
                                             : !is_space((unsigned char)text[at]) && text[at] != ';'))
            at++;
        if (quote != '\0' && at == length)
            return NULL;
        return encoding_for_label(text + start, at - start);
    }
    return NULL;
}

struct attribute {
    const unsigned char *name, *value;
    size_t name_length, value_length;
};

/* HTML's "get an attribute" of the prescan. False at the tag's end. */
static bool next_attribute(const unsigned char **at, const unsigned char *end, struct attribute *attribute)
{
    const unsigned char *p = *at;
    while (p < end && (is_space(*p) || *p == '/'))
        p++;
    if (p >= end || *p == '>') {
        *at = p;
        return false;
    }
    attribute->name = p;
    while (p < end && *p != '>' && *p != '/' && !is_space(*p) && (*p != '=' || p == attribute->name))
        p++;
    attribute->name_length = (size_t)(p - attribute->name);
    while (p < end && is_space(*p))
        p++;
    attribute->value = p;
    attribute->value_length = 0;
    if (p < end && *p == '=') {
        p++;
        while (p < end && is_space(*p))
            p++;
        if (p < end && (*p == '"' || *p == '\'')) {
            const unsigned char *close = memchr(p + 1, *p, (size_t)(end - p - 1));
            if (close == NULL) {
                *at = end;
                return false;
            }
            attribute->value = p + 1;
            attribute->value_length = (size_t)(close - p - 1);
            p = close + 1;
        } else {
            attribute->value = p;
            while (p < end && !is_space(*p) && *p != '>')
                p++;
            attribute->value_length = (size_t)(p - attribute->value);
        }
    }
    *at = p;
    return true;
}

static bool named(const struct attribute *attribute, const char *name)
{
    size_t length = strlen(name);
    return attribute->name_length == length && strncasecmp((const char *)attribute->name, name, length) == 0;
}

/* The encoding of one meta element; `*at` stands after "<meta". */
static const char *from_meta(const unsigned char **at, const unsigned char *end)
{
    struct attribute attribute;
    const char *charset = NULL, *content = NULL;
    bool pragma = false, has_charset = false;
    while (next_attribute(at, end, &attribute)) {
        const char *value = (const char *)attribute.value;
        if (named(&attribute, "http-equiv"))
            pragma = attribute.value_length == 12 && strncasecmp(value, "content-type", 12) == 0;
        else if (named(&attribute, "content") && content == NULL)
            content = from_content_type(value, attribute.value_length);
        else if (named(&attribute, "charset") && !has_charset) {
            has_charset = true;
            charset = encoding_for_label(value, attribute.value_length);
        }
    }
    const char *found = has_charset ? charset : pragma ? content : NULL;
    if (found == NULL)
        return NULL;
    /* A meta that could be read as ASCII can't be UTF-16. */
    if (strncmp(found, "UTF-16", 6) == 0)
        return "UTF-8";
    return strcmp(found, "x-user-defined") == 0 ? "windows-1252" : found;
}

static const char *prescan(const unsigned char *bytes, size_t length)
{
    const unsigned char *p = bytes, *end = bytes + length;
    while ((p = memchr(p, '<', (size_t)(end - p))) != NULL) {
        size_t left = (size_t)(end - p);
        if (left >= 4 && memcmp(p, "<!--", 4) == 0) {
            const unsigned char *close = memmem(p + 2, left - 2, "-->", 3);
            if (close == NULL)
                return NULL;
            p = close + 3;
        } else if (left > 5 && strncasecmp((const char *)p, "<meta", 5) == 0 && (is_space(p[5]) || p[5] == '/')) {
            p += 5;
            const char *found = from_meta(&p, end);
            if (found != NULL)
                return found;
        } else if (left > 2 && ((p[1] | 32) >= 'a' && (p[1] | 32) <= 'z')) {
            while (p < end && !is_space(*p) && *p != '>')
                p++;
            struct attribute attribute;
            while (next_attribute(&p, end, &attribute))
                continue;
        } else {
            p++;
        }
        if (p >= end)
            return NULL;
    }
    return NULL;
}

/* The length of the well-formed character at `p`, or 0 with `*bad` the bytes that one
 * U+FFFD stands for (Unicode's maximal subpart, as the standard's decoder does it). */
static size_t utf8_character(const unsigned char *p, size_t left, size_t *bad)
{
    unsigned char lead = p[0];
    size_t need = lead < 0xC2 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : lead < 0xF5 ? 3 : 0;
    *bad = 1;
    if (need == 0)
        return lead < 0x80 ? 1 : 0;
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    for (size_t i = 1; i <= need; i++) {
        if (i >= left || p[i] < low || p[i] > high)
            return 0;
        low = 0x80;
        high = 0xBF;
        *bad = i + 1;
    }
    return need + 1;
}

/* The bytes from `p` that are good UTF-8 without NUL. */
static size_t utf8_run(const unsigned char *p, size_t length)
{
    size_t at = 0, bad;
    while (at < length) {
        uint64_t eight;
        if (length - at >= sizeof eight) {
            memcpy(&eight, p + at, sizeof eight);
            /* No high bit and no zero byte: plain ASCII. */
            if (((eight | (eight - 0x0101010101010101U)) & 0x8080808080808080U) == 0) {
                at += sizeof eight;
                continue;
            }
        }
        if (p[at] == 0)
            break;
        size_t step = utf8_character(p + at, length - at, &bad);
        if (step == 0)
            break;
        at += step;
    }
    return at;
}

const char *encoding_decide(const struct encoding_question *question, size_t *skip)
{
    const unsigned char *bytes = question->bytes;
    size_t length = question->length;
    *skip = 0;
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        *skip = 3;
        return "UTF-8";
    }
    if (length >= 2 && (memcmp(bytes, "\xFE\xFF", 2) == 0 || memcmp(bytes, "\xFF\xFE", 2) == 0)) {
        *skip = 2;
        return bytes[0] == 0xFE ? "UTF-16BE" : "UTF-16LE";
    }
    const char *found = NULL;
    if (question->content_type != NULL)
        found = from_content_type(question->content_type, strlen(question->content_type));
    if (found == NULL && question->markup)
        found = prescan(bytes, length < PRESCAN_BYTES ? length : PRESCAN_BYTES);
    if (found != NULL)
        return found;
    size_t good = 0;
    while (good < length) { /* NUL is valid UTF-8, only not wanted */
        good += utf8_run(bytes + good, length - good);
        if (good >= length || bytes[good] != 0)
            break;
        good++;
    }
    if (good >= length)
        return "UTF-8";
    /* Browsers start anew where a later meta element says otherwise. */
    found = question->markup ? prescan(bytes, length) : NULL;
    return found != NULL ? found : "windows-1252";
}

static void convert_utf8(const unsigned char *bytes, size_t length, struct buffer *out)
{
    size_t at = 0;
    while (at < length && !out->over) {
        size_t run = utf8_run(bytes + at, length - at);
        buffer_add(out, bytes + at, run);
        at += run;
        if (at < length) {
            size_t bad = 1;
            if (bytes[at] != 0)
                (void)utf8_character(bytes + at, length - at, &bad);
            buffer_add(out, replacement, 3);
            at += bad;
        }
    }
}

static void add_character(struct buffer *out, uint32_t character)
{
    text_add_char(out, character == 0 ? 0xFFFD : character);
}

static void convert_utf16(const unsigned char *bytes, size_t length, bool big, struct buffer *out)
{
    for (size_t at = 0; at < length && !out->over; at += 2) {
        if (at + 1 == length) {
            add_character(out, 0xFFFD);
            break;
        }
        uint32_t unit = (uint32_t)(big ? bytes[at] << 8 | bytes[at + 1] : bytes[at + 1] << 8 | bytes[at]);
        if (unit >= 0xD800 && unit < 0xDC00 && at + 3 < length) {
            uint32_t next = (uint32_t)(big ? bytes[at + 2] << 8 | bytes[at + 3] : bytes[at + 3] << 8 | bytes[at + 2]);
            if (next >= 0xDC00 && next < 0xE000) {
                unit = 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00);
                at += 2;
            }
        }
        add_character(out, unit); /* a lone surrogate becomes U+FFFD */
    }
}

/* How an encoding is read, where its name isn't iconv's own or its table differs. */
struct codec {
    const char *name, *iconv_name;
    bool single_byte;
    const char *overrides; /* single byte: pairs of byte and character, "DB=20AC AE=045E" */
};

static const struct codec codecs[] = {
    {"ISO-8859-8-I", "ISO-8859-8", true, NULL},
    {"KOI8-R", "KOI8-R", true, NULL},
    {"KOI8-U", "KOI8-U", true, "AE=045E BE=040E"},
    {"macintosh", "MACINTOSH", true, "DB=20AC"},
    {"x-mac-cyrillic", "MAC-CYRILLIC", true, "A2=0490 B6=0491 FF=20AC"},
    {"windows-874", "CP874", true, NULL},
    {"IBM866", "CP866", true, NULL},
    {"GBK", "GB18030", false, NULL},
    {"gb18030", "GB18030", false, NULL},
    {"Big5", "BIG5-HKSCS", false, NULL},
    {"EUC-JP", "EUC-JP-MS", false, NULL},
    {"ISO-2022-JP", "ISO-2022-JP", false, NULL},
    {"Shift_JIS", "CP932", false, NULL},
    {"EUC-KR", "UHC", false, NULL},
};

static unsigned hex(char c)
{
    return (unsigned)text_hex_digit(c);
}

/* The upper half of a single-byte encoding, from iconv one byte at a time. What iconv
 * doesn't know in 80-9F is the control character of that number in the standard's windows
 * tables; elsewhere it is an error. */
static void single_byte_table(const struct codec *codec, iconv_t cd, uint32_t table[128])
{
    bool windows = strncmp(codec->name, "windows", 7) == 0;
    for (unsigned i = 0; i < 128; i++) {
        char byte = (char)(0x80 + i), *in = &byte;
        uint32_t character = 0;
        char *to = (char *)&character;
        size_t in_left = 1, to_left = sizeof character;
        (void)iconv(cd, NULL, NULL, NULL, NULL);
        size_t result = iconv(cd, &in, &in_left, &to, &to_left);
        if (result != (size_t)-1 && to_left != 0) /* held back for a combining mark: flush it */
            (void)iconv(cd, NULL, NULL, &to, &to_left);
        if (result == (size_t)-1 || to_left != 0)
            character = windows && i < 0x20 ? 0x80 + i : 0xFFFD;
        table[i] = character;
    }
    for (const char *at = codec->overrides; at != NULL && *at != '\0'; at += at[7] == ' ' ? 8 : 7) {
        unsigned byte = hex(at[0]) << 4 | hex(at[1]);
        table[byte - 0x80] = hex(at[3]) << 12 | hex(at[4]) << 8 | hex(at[5]) << 4 | hex(at[6]);
    }
}

static void convert_single_byte(const struct codec *codec, const unsigned char *bytes, size_t length,
                                struct buffer *out)
{
    iconv_t cd = iconv_open("UCS-4LE", codec->iconv_name);
    uint32_t table[128];
    if (cd == (iconv_t)-1) {
        for (unsigned i = 0; i < 128; i++)
            table[i] = 0xFFFD;
    } else {
        single_byte_table(codec, cd, table);
        iconv_close(cd);
    }
    for (size_t at = 0; at < length && !out->over;) {
        size_t run = at;
        while (run < length && bytes[run] < 0x80 && bytes[run] != 0)
            run++;
        buffer_add(out, bytes + at, run - at);
        if (run < length)
            add_character(out, bytes[run] < 0x80 ? bytes[run] : table[bytes[run] - 0x80]);
        at = run + 1;
    }
}

/* Bytes that the standard's table has and iconv's doesn't. */
static uint32_t multi_byte_extra(const struct codec *codec, unsigned char byte)
{
    if (strcmp(codec->iconv_name, "GB18030") == 0 && byte == 0x80)
        return 0x20AC;
    return strcmp(codec->name, "Shift_JIS") == 0 && byte == 0x80 ? 0x80 : 0xFFFD;
}

static void convert_multi_byte(const struct codec *codec, const unsigned char *bytes, size_t length,
                               struct buffer *out)
{
    iconv_t cd = iconv_open("UTF-8", codec->iconv_name);
    if (cd == (iconv_t)-1) {
        convert_utf8(bytes, length, out);
        return;
    }
    char *in = (char *)(uintptr_t)bytes; /* iconv's prototype lacks a const */
    size_t left = length;
    while (left > 0 && !out->over) {
        char chunk[4096], *to = chunk;
        size_t room = sizeof chunk;
        size_t result = iconv(cd, &in, &left, &to, &room);
        convert_utf8((const unsigned char *)chunk, sizeof chunk - room, out); /* NUL becomes U+FFFD */
        if (result != (size_t)-1 || errno == E2BIG)
            continue;
        /* Only the lead byte is bad: an ASCII byte after it stands for itself. */
        add_character(out, multi_byte_extra(codec, (unsigned char)in[0]));
        in++;
        left--;
        (void)iconv(cd, NULL, NULL, NULL, NULL);
    }
    iconv_close(cd);
}

void encoding_convert(const char *name, const unsigned char *bytes, size_t length, struct buffer *out)
{
    if (strcmp(name, "UTF-8") == 0) {
        convert_utf8(bytes, length, out);
        return;
    }
    if (strncmp(name, "UTF-16", 6) == 0) {
        convert_utf16(bytes, length, name[6] == 'B', out);
        return;
    }
    if (strcmp(name, "replacement") == 0) { /* the standard's guard against cross-site attacks: one U+FFFD */
        if (length > 0)
            buffer_add(out, replacement, 3);
        return;
    }
    if (strcmp(name, "x-user-defined") == 0) {
        for (size_t i = 0; i < length && !out->over; i++)
            add_character(out, bytes[i] < 0x80 ? bytes[i] : 0xF780U + bytes[i] - 0x80U);
        return;
    }
    struct codec codec = {name, name, true, NULL};
    for (size_t i = 0; i < sizeof codecs / sizeof codecs[0]; i++)
        if (strcmp(codecs[i].name, name) == 0)
            codec = codecs[i];
    if (codec.single_byte)
        convert_single_byte(&codec, bytes, length, out);
    else
        convert_multi_byte(&codec, bytes, length, out);
}

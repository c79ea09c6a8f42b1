#include "crawler/url/url_host.h"

#include <ctype.h>
#include <idn2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "crawler/url/punycode.h"

enum { IPV6_PIECES = 8, IPV4_PARTS = 4 };

static bool is_forbidden_in_host(char c)
{
    return c != '\0' ? strchr("\t\n\r #/:<>?@[\\]^|", c) != NULL : true;
}

static bool is_forbidden_in_domain(char c)
{
    return is_forbidden_in_host(c) || (unsigned char)c <= 0x1f || c == '%' || c == 0x7f;
}

/* ---- IPv6 ---- */

/* The last 32 bits may be written as IPv4, strictly: four decimal parts without leading zeros. */
static bool parse_embedded_ipv4(const char *at, const char *end, uint16_t pieces[2])
{
    for (int part = 0; part < IPV4_PARTS; part++) {
        if (part > 0 && (at == end || *at++ != '.'))
            return false;
        if (at == end || !text_is_digit(*at))
            return false;
        unsigned value = 0;
        const char *start = at;
        while (at != end && text_is_digit(*at)) {
            value = value * 10 + (unsigned)(*at - '0');
            at++;
            if (value > 255 || (at - start > 1 && *start == '0'))
                return false;
        }
        pieces[part / 2] = (uint16_t)(pieces[part / 2] * 256 + value);
    }
    return at == end;
}

static bool parse_ipv6(const char *at, const char *end, uint16_t address[IPV6_PIECES])
{
    int piece = 0, compress = -1;
    if (at != end && *at == ':') {
        if (end - at < 2 || at[1] != ':')
            return false;
        at += 2;
        compress = ++piece;
    }
    while (at != end) {
        if (piece == IPV6_PIECES)
            return false;
        if (*at == ':') {
            if (compress >= 0)
                return false;
            at++;
            compress = ++piece;
            continue;
        }
        const char *start = at;
        unsigned value = 0;
        while (at != end && at - start < 4 && text_hex_digit(*at) >= 0)
            value = value * 16 + (unsigned)text_hex_digit(*at++);
        if (at != end && *at == '.') {
            if (at == start || piece > IPV6_PIECES - 2 || !parse_embedded_ipv4(start, end, address + piece))
                return false;
            piece += 2;
            break;
        }
        if (at != end && (*at != ':' || ++at == end))
            return false;
        if (at == start)
            return false;
        address[piece++] = (uint16_t)value;
    }
    if (compress < 0)
        return piece == IPV6_PIECES;
    for (int swaps = piece - compress, last = IPV6_PIECES - 1; last != 0 && swaps > 0; swaps--, last--) {
        uint16_t moved = address[last];
        address[last] = address[compress + swaps - 1];
        address[compress + swaps - 1] = moved;
    }
    return true;
}

/* The first longest run of two or more zero pieces is written as "::" (RFC 5952 4.2). */
static void serialise_ipv6(const uint16_t address[IPV6_PIECES], struct buffer *out)
{
    int best = -1, best_length = 1;
    for (int i = 0; i < IPV6_PIECES; i++) {
        int length = 0;
        while (i + length < IPV6_PIECES && address[i + length] == 0)
            length++;
        if (length > best_length) {
            best = i;
            best_length = length;
        }
        i += length;
    }
    buffer_add_char(out, '[');
    for (int i = 0; i < IPV6_PIECES; i++) {
        if (i == best) {
            buffer_add_text(out, i == 0 ? "::" : ":");
            i += best_length - 1;
            continue;
        }
        buffer_printf(out, "%x", address[i]);
        if (i != IPV6_PIECES - 1)
            buffer_add_char(out, ':');
    }
    buffer_add_char(out, ']');
}

/* ---- IPv4 ---- */

/* Decimal, 0 octal or 0x hexadecimal; false where it is no number. Large values saturate. */
static bool parse_ipv4_number(const char *text, size_t length, uint64_t *value)
{
    unsigned radix = 10;
    if (length == 0)
        return false;
    if (length >= 2 && text[0] == '0' && text_lower(text[1]) == 'x') {
        radix = 16;
        text += 2;
        length -= 2;
    } else if (length >= 2 && text[0] == '0') {
        radix = 8;
        text++;
        length--;
    }
    *value = 0;
    for (size_t i = 0; i < length; i++) {
        int digit = text_hex_digit(text[i]);
        if (digit < 0 || (unsigned)digit >= radix)
            return false;
        if (*value <= UINT32_MAX)
            *value = *value * radix + (unsigned)digit;
    }
    return true;
}

/* Section 3.5 "ends in a number": then the host is an IPv4 address or nothing. */
static bool ends_in_number(const char *host, size_t length)
{
    if (length > 0 && host[length - 1] == '.')
        length--;
    size_t start = length;
    while (start > 0 && host[start - 1] != '.')
        start--;
    const char *last = host + start;
    size_t last_length = length - start, digits = 0;
    while (digits < last_length && text_is_digit(last[digits]))
        digits++;
    uint64_t ignored;
    return (digits > 0 && digits == last_length) || parse_ipv4_number(last, last_length, &ignored);
}

static bool parse_ipv4(const char *host, size_t length, uint32_t *address)
{
    uint64_t parts[IPV4_PARTS] = {0};
    size_t count = 0;
    if (length > 0 && host[length - 1] == '.')
        length--;
    for (size_t start = 0; start <= length;) {
        size_t end = start;
        while (end < length && host[end] != '.')
            end++;
        if (count == IPV4_PARTS || !parse_ipv4_number(host + start, end - start, &parts[count]))
            return false;
        count++;
        start = end + 1;
    }
    uint64_t result = parts[count - 1];
    if (result >= (UINT64_C(1) << (8 * (5 - count))))
        return false;
    for (size_t i = 0; i + 1 < count; i++) {
        if (parts[i] > 255)
            return false;
        result += parts[i] << (8 * (3 - i));
    }
    *address = (uint32_t)result;
    return true;
}

/* ---- Domains ---- */

static void percent_decode(const char *input, size_t length, struct buffer *out)
{
    for (size_t i = 0; i < length; i++) {
        int octet = text_percent_octet(input + i, length - i);
        if (octet >= 0) {
            buffer_add_char(out, (char)octet);
            i += 2;
        } else {
            buffer_add_char(out, input[i]);
        }
    }
}

static bool is_ascii(const char *label, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)label[i] >= 0x80)
            return false;
    return true;
}

static bool is_plain_label(const char *label, size_t length)
{
    if (!is_ascii(label, length))
        return false;
    return length < 4 || text_lower(label[0]) != 'x' || text_lower(label[1]) != 'n' || label[2] != '-' || label[3] != '-';
}

/* Arrows, signs, dingbats and emoji: UTS 46 takes them, and they have no other form. */
static bool is_picture(uint32_t c)
{
    return (c >= 0x2190 && c <= 0x2bff) || (c >= 0x1f000 && c <= 0x1faff);
}

static bool is_label_char(char c)
{
    c = text_lower(c);
    return (c >= 'a' && c <= 'z') || text_is_digit(c) || c == '-' || c == '_';
}

/* What IDNA 2008 refuses and browsers open: a label with pictures. */
static bool add_picture_label(const char *label, size_t length, struct buffer *out)
{
    struct buffer plain;
    buffer_init(&plain, LIMIT_URL_BYTES);
    bool good = true;
    for (size_t at = 0; at < length;) {
        uint32_t c = text_next(label, length, &at);
        good = good && (c < 0x80 ? is_label_char((char)c) : is_picture(c) || c == 0xfe0f);
        if (c < 0x80)
            buffer_add_char(&plain, text_lower((char)c));
        else if (c != 0xfe0f) /* "as a picture", which UTS 46 leaves out */
            text_add_char(&plain, c);
    }
    good = good && !plain.over && punycode_encode(buffer_text(&plain), plain.length, out);
    buffer_release(&plain);
    return good;
}

/* Signs without a shape of their own, which no name holds: controls, marks of direction, private and missing characters. */
static bool is_shapeless(uint32_t c)
{
    return c < 0xa1 || (c >= 0x200b && c <= 0x200f) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
           (c >= 0xe000 && c <= 0xf8ff) || c == 0xfeff || (c >= 0xfff9 && c <= 0xffff) || c >= 0xe0000;
}

/* An "xn--" label, lowered, that libidn2 does not know: what it encodes may be newer than its tables, or a picture. Whether the
 * name exists is for the name servers to say, but for encodings of nothing, of plain letters and of what has no shape. */
static bool encodes_name(const char *label)
{
    char *decoded = NULL;
    bool plain = true, good = idn2_to_unicode_8z8z(label, &decoded, 0) == IDN2_OK;
    size_t length = good ? strlen(decoded) : 0;
    for (size_t at = 0; at < length;) {
        uint32_t c = text_next(decoded, length, &at);
        plain = plain && c < 0x80;
        good = good && (c < 0x80 ? is_label_char((char)c) : !is_shapeless(c));
    }
    idn2_free(decoded);
    return good && !plain;
}

/* What browsers refuse as libidn2 does; the rest of its refusals are of IDNA 2008 alone. */
static bool is_refused_by_all(int result)
{
    switch (result) {
    case IDN2_ENCODING_ERROR:
    case IDN2_PUNYCODE_BAD_INPUT:
    case IDN2_PUNYCODE_BIG_OUTPUT:
    case IDN2_PUNYCODE_OVERFLOW:
    case IDN2_TOO_BIG_LABEL:
    case IDN2_LEADING_COMBINING:
    case IDN2_CONTEXTJ:
    case IDN2_BIDI:
        return true;
    default:
        return false;
    }
}

/* UTS 46 with Transitional_Processing, CheckHyphens, UseSTD3ASCIIRules and VerifyDnsLength
 * false. A label of plain ASCII is only lowered: libidn2 would refuse hyphens and lengths
 * that browsers take. STATUS_PARSE where browsers refuse it too, STATUS_LIMIT where that is not known. */
static enum status add_label(const char *label, size_t length, struct buffer *out)
{
    if (is_plain_label(label, length)) {
        for (size_t i = 0; i < length; i++)
            buffer_add_char(out, text_lower(label[i]));
        return STATUS_OK;
    }
    if (memchr(label, '\0', length) != NULL)
        return STATUS_PARSE;
    char *text = memory_copy_n(label, length), *name = NULL;
    int result = idn2_to_ascii_8z(text, &name, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    enum status status = is_refused_by_all(result) ? STATUS_PARSE : STATUS_LIMIT;
    if (result == IDN2_OK) {
        size_t size = strlen(name);
        /* "xn--" over plain letters is what no encoder writes, and browsers refuse it. */
        bool empty = size >= 4 && memcmp(name, "xn--", 4) == 0 && (size == 4 || name[size - 1] == '-');
        status = empty ? STATUS_PARSE : STATUS_OK;
        buffer_add(out, name, size);
    } else if (status == STATUS_LIMIT && is_ascii(label, length)) {
        status = encodes_name(text) ? STATUS_OK : STATUS_PARSE;
        for (size_t i = 0; i < length; i++)
            buffer_add_char(out, text_lower(label[i]));
    } else if (result == IDN2_DISALLOWED && add_picture_label(label, length, out)) {
        status = STATUS_OK;
    }
    free(text);
    idn2_free(name);
    return status;
}

/* The full stops of UTS 46: U+002E, U+3002, U+FF0E, U+FF61. Returns its bytes, 0 for none. */
static size_t dot_length(const char *text, size_t length)
{
    if (length >= 1 && text[0] == '.')
        return 1;
    if (length >= 3 && (memcmp(text, "\xE3\x80\x82", 3) == 0 || memcmp(text, "\xEF\xBC\x8E", 3) == 0 ||
                        memcmp(text, "\xEF\xBD\xA1", 3) == 0))
        return 3;
    return 0;
}

static enum status domain_to_ascii(const char *domain, size_t length, struct buffer *out, struct error *err)
{
    size_t start = 0, at = 0;
    if (!text_is_utf8(domain, length))
        return error_set(err, STATUS_PARSE, "the host name holds bytes that are no characters");
    for (;;) {
        size_t dot = at < length ? dot_length(domain + at, length - at) : 0;
        if (at < length && dot == 0) {
            at++;
            continue;
        }
        enum status status = add_label(domain + start, at - start, out);
        if (status != STATUS_OK)
            return error_set(err, status, status == STATUS_PARSE ? "the host name holds what no name can hold (IDNA)"
                                                                 : "the host name is none that IDNA 2008 knows");
        if (at >= length)
            break;
        buffer_add_char(out, '.');
        at += dot;
        start = at;
    }
    if (out->over)
        return error_set(err, STATUS_LIMIT, "the host name is over the ceiling");
    return out->length > 0 ? STATUS_OK : error_set(err, STATUS_PARSE, "there is no host");
}

static enum status parse_domain(const char *input, size_t length, struct buffer *out, struct error *err)
{
    struct buffer decoded, ascii;
    buffer_init(&decoded, LIMIT_URL_PARSED_BYTES);
    buffer_init(&ascii, LIMIT_URL_PARSED_BYTES);
    percent_decode(input, length, &decoded);
    enum status status = domain_to_ascii(buffer_text(&decoded), decoded.length, &ascii, err);
    for (size_t i = 0; status == STATUS_OK && i < ascii.length; i++)
        if (is_forbidden_in_domain(ascii.bytes[i]))
            status = error_set(err, STATUS_PARSE, "the host name holds a character that no host name may hold");
    if (status == STATUS_OK && ends_in_number(ascii.bytes, ascii.length)) {
        uint32_t address = 0;
        if (parse_ipv4(ascii.bytes, ascii.length, &address))
            buffer_printf(out, "%u.%u.%u.%u", address >> 24, address >> 16 & 255, address >> 8 & 255, address & 255);
        else
            status = error_set(err, STATUS_PARSE, "the host ends in a number but is not an IPv4 address");
    } else if (status == STATUS_OK) {
        buffer_add(out, ascii.bytes, ascii.length);
    }
    buffer_release(&decoded);
    buffer_release(&ascii);
    return status;
}

static enum status parse_opaque_host(const char *input, size_t length, struct buffer *out, struct error *err)
{
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)input[i];
        if (is_forbidden_in_host(input[i]))
            return error_set(err, STATUS_PARSE, "the host holds a character that no host may hold");
        if (c <= 0x1f || c > 0x7e)
            buffer_printf(out, "%%%02X", c);
        else
            buffer_add_char(out, input[i]);
    }
    return STATUS_OK;
}

enum status url_host_parse(const char *input, size_t length, bool special, struct buffer *out, struct error *err)
{
    if (length > 0 && input[0] == '[') {
        uint16_t address[IPV6_PIECES] = {0};
        if (length < 2 || input[length - 1] != ']' || !parse_ipv6(input + 1, input + length - 1, address))
            return error_set(err, STATUS_PARSE, "the host is not a valid IPv6 address");
        serialise_ipv6(address, out);
        return STATUS_OK;
    }
    return special ? parse_domain(input, length, out, err) : parse_opaque_host(input, length, out, err);
}

bool url_host_is_address(const char *host)
{
    return host[0] == '[' || (host[0] != '\0' && ends_in_number(host, strlen(host)));
}

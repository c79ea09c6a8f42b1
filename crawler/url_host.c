#include "crawler/url_host.h"

#include <ctype.h>
#include <idn2.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "crawler/punycode.h"

enum { IPV6_PIECES = 8, IPV4_PARTS = 4 };

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

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
        if (at == end || !is_digit(*at))
            return false;
        unsigned value = 0;
        const char *start = at;
        while (at != end && is_digit(*at)) {
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
    if (length >= 2 && text[0] == '0' && lower(text[1]) == 'x') {
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
    while (digits < last_length && is_digit(last[digits]))
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

static bool is_plain_label(const char *label, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if ((unsigned char)label[i] >= 0x80)
            return false;
    return length < 4 || lower(label[0]) != 'x' || lower(label[1]) != 'n' || label[2] != '-' || label[3] != '-';
}

/* Arrows, signs, dingbats and emoji: UTS 46 takes them, and they have no other form. */
static bool is_picture(uint32_t c)
{
    return (c >= 0x2190 && c <= 0x2bff) || (c >= 0x1f000 && c <= 0x1faff);
}

static bool is_label_char(char c)
{
    c = lower(c);
    return (c >= 'a' && c <= 'z') || is_digit(c) || c == '-' || c == '_';
}

/* What IDNA 2008 refuses and browsers open. An "xn--" label stands as it is: whether it
 * exists is for the name servers to say. */
static bool add_picture_label(const char *label, size_t length, struct buffer *out)
{
    struct buffer plain;
    buffer_init(&plain, LIMIT_URL_BYTES);
    bool ascii = true, good = true;
    for (size_t at = 0; at < length;) {
        uint32_t c = text_next(label, length, &at);
        ascii = ascii && c < 0x80;
        good = good && (c < 0x80 ? is_label_char((char)c) : is_picture(c) || c == 0xfe0f);
        if (c < 0x80)
            buffer_add_char(&plain, lower((char)c));
        else if (c != 0xfe0f) /* "as a picture", which UTS 46 leaves out */
            text_add_char(&plain, c);
    }
    good = good && !plain.over;
    if (good && ascii)
        buffer_add(out, plain.bytes, plain.length);
    else if (good)
        good = punycode_encode(buffer_text(&plain), plain.length, out);
    buffer_release(&plain);
    return good;
}

/* UTS 46 with Transitional_Processing, CheckHyphens, UseSTD3ASCIIRules and VerifyDnsLength
 * false. A label of plain ASCII is only lowered: libidn2 would refuse hyphens and lengths
 * that browsers take. */
static bool add_label(const char *label, size_t length, struct buffer *out)
{
    if (is_plain_label(label, length)) {
        for (size_t i = 0; i < length; i++)
            buffer_add_char(out, lower(label[i]));
        return true;
    }
    if (memchr(label, '\0', length) != NULL)
        return false;
    char *text = memory_copy_n(label, length), *ascii = NULL;
    int result = idn2_to_ascii_8z(text, &ascii, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
    free(text);
    if (result == IDN2_DISALLOWED)
        return add_picture_label(label, length, out);
    size_t size = result == IDN2_OK ? strlen(ascii) : 0;
    /* "xn--" over plain letters is what no encoder writes, and browsers refuse it. */
    bool good = result == IDN2_OK && !(size >= 4 && memcmp(ascii, "xn--", 4) == 0 && (size == 4 || ascii[size - 1] == '-'));
    if (good)
        buffer_add(out, ascii, size);
    idn2_free(ascii);
    return good;
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

static bool domain_to_ascii(const char *domain, size_t length, struct buffer *out)
{
    size_t start = 0, at = 0;
    if (!text_is_utf8(domain, length))
        return false;
    for (;;) {
        size_t dot = at < length ? dot_length(domain + at, length - at) : 0;
        if (at < length && dot == 0) {
            at++;
            continue;
        }
        if (!add_label(domain + start, at - start, out))
            return false;
        if (at >= length)
            return out->length > 0;
        buffer_add_char(out, '.');
        at += dot;
        start = at;
    }
}

static enum status parse_domain(const char *input, size_t length, struct buffer *out, struct error *err)
{
    struct buffer decoded, ascii;
    buffer_init(&decoded, LIMIT_URL_PARSED_BYTES);
    buffer_init(&ascii, LIMIT_URL_PARSED_BYTES);
    percent_decode(input, length, &decoded);
    enum status status = STATUS_OK;
    /* libidn2 follows IDNA 2008 and refuses names that browsers open: not to be told here,
     * which is less than being wrong. */
    if (!domain_to_ascii(buffer_text(&decoded), decoded.length, &ascii) || ascii.over)
        status = error_set(err, STATUS_LIMIT, "the host name is no domain name that IDNA 2008 knows");
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

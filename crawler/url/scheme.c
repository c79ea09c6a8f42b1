#include "crawler/url/scheme.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "crawler/url/named_kinds.h"
#include "crawler/url/url_host.h"

enum {
    LOCAL_PART_MAX = 64,  /* RFC 5321 4.5.3.1.1 */
    DOMAIN_MAX = 253,     /* RFC 1035 2.3.4, as text */
    LABEL_MAX = 63,
    TEL_DIGITS_MIN = 3,   /* 111, 999 */
    TEL_DIGITS_WHOLE = 9, /* of a number that stands for itself: an exchange has dialled before it hears what else is pressed */
    TEL_DIGITS_MAX = 15,  /* ITU-T E.164 */
};

enum host_rule_kind { RULE_SUFFIX, RULE_LABEL, RULE_PART };

struct scheme_rules {
    struct named_kinds names;
};

static bool is_letter_or_digit(char c)
{
    return text_is_digit(c) || text_is_letter(c);
}

/* ---- Rules ---- */

static const char *fault_of(size_t kind, const char *name)
{
    bool good = name[0] != '\0';
    for (const char *c = name; *c != '\0'; c++)
        good = good && (text_is_digit(*c) || (*c >= 'a' && *c <= 'z') || *c == '-' || (*c == '.' && kind == RULE_SUFFIX));
    return good ? NULL : "it must be of lower-case letters, digits and hyphens, with dots in a suffix";
}

enum status scheme_rules_load(const char *path, struct scheme_rules **out, struct error *err)
{
    static const char *const kinds[] = {[RULE_SUFFIX] = "suffix", [RULE_LABEL] = "label", [RULE_PART] = "part", NULL};
    struct scheme_rules *rules = memory_alloc(sizeof *rules);
    enum status status = named_kinds_load(path, kinds, fault_of, &rules->names, err);
    if (status != STATUS_OK) {
        scheme_rules_free(rules);
        return status;
    }
    *out = rules;
    return STATUS_OK;
}

void scheme_rules_free(struct scheme_rules *rules)
{
    if (rules == NULL)
        return;
    named_kinds_release(&rules->names);
    free(rules);
}

/* ---- Hosts ---- */

static bool has_suffix(const char *host, size_t length, const char *suffix)
{
    size_t size = strlen(suffix);
    return length >= size && memcmp(host + length - size, suffix, size) == 0 && (length == size || host[length - size - 1] == '.');
}

/* "uat" for "uat" and "uat2". */
static bool is_numbered(const char *text, size_t length, const char *name)
{
    size_t size = strlen(name);
    if (length < size || memcmp(text, name, size) != 0)
        return false;
    while (size < length && text_is_digit(text[size]))
        size++;
    return size == length;
}

static bool part_is(const char *label, size_t length, const char *name)
{
    for (size_t start = 0; start <= length;) {
        size_t end = start;
        while (end < length && label[end] != '-')
            end++;
        if (is_numbered(label + start, end - start, name))
            return true;
        start = end + 1;
    }
    return false;
}

/* Labels are those in front of the registrable domain: "test.example" is just a name. */
static bool label_fits(const struct named_kind *rule, const char *host, size_t length)
{
    for (size_t start = 0; start < length;) {
        size_t end = start;
        while (end < length && host[end] != '.')
            end++;
        const char *label = host + start;
        if (rule->kind == RULE_LABEL ? is_numbered(label, end - start, rule->name) : part_is(label, end - start, rule->name))
            return true;
        start = end + 1;
    }
    return false;
}

static bool is_internal(const struct scheme_rules *rules, const char *host)
{
    size_t length = strlen(host);
    if (url_host_is_address(host))
        return false;
    if (length > 0 && host[length - 1] == '.')
        length--;
    if (memchr(host, '.', length) == NULL)
        return true;
    if (rules == NULL)
        return false;
    struct arena arena = {0};
    size_t site = strlen(url_site(&arena, host));
    size_t sub = site < length ? length - site - 1 : 0;
    bool internal = false;
    for (size_t i = 0; i < rules->names.count && !internal; i++) {
        const struct named_kind *rule = &rules->names.items[i];
        internal = rule->kind == RULE_SUFFIX ? has_suffix(host, length, rule->name) : label_fits(rule, host, sub);
    }
    arena_release(&arena);
    return internal;
}

/* ---- Mail ---- */

/* Undoes percent-encoding; false where it is malformed or hides a control character. */
static bool decode(const char *text, size_t length, struct buffer *out)
{
    for (size_t i = 0; i < length; i++) {
        int octet = (unsigned char)text[i];
        if (octet == '%') {
            octet = text_percent_octet(text + i, length - i);
            if (octet < 0)
                return false;
            i += 2;
        }
        if (octet < ' ' || octet == 0x7f)
            return false;
        buffer_add_char(out, (char)octet);
    }
    return !out->over && text_is_utf8(buffer_text(out), out->length);
}

static bool is_local_part(const char *text, size_t length)
{
    if (length == 0 || length > LOCAL_PART_MAX)
        return false;
    if (length >= 2 && text[0] == '"' && text[length - 1] == '"')
        return true;
    if (text[0] == '.' || text[length - 1] == '.')
        return false;
    for (size_t i = 0; i < length; i++) {
        bool dot = text[i] == '.' && text[i + 1] != '.';
        if (!dot && (unsigned char)text[i] < 0x80 && !is_letter_or_digit(text[i]) && strchr("!#$%&'*+-/=?^_`{|}~", text[i]) == NULL)
            return false;
    }
    return true;
}

/* Labels of letters, digits and inner hyphens, two at least, the last not a number. */
static bool is_ascii_domain(const char *text, size_t length)
{
    size_t labels = 0;
    bool numeric = false;
    if (length > DOMAIN_MAX)
        return false;
    for (size_t start = 0; start <= length; labels++) {
        size_t end = start;
        numeric = true;
        for (; end < length && text[end] != '.'; end++) {
            numeric = numeric && text_is_digit(text[end]);
            if (!is_letter_or_digit(text[end]) && text[end] != '-')
                return false;
        }
        if (end == start || end - start > LABEL_MAX || text[start] == '-' || text[end - 1] == '-')
            return false;
        start = end + 1;
    }
    return labels >= 2 && !numeric;
}

static bool is_mail_domain(const char *text, size_t length)
{
    if (length >= 2 && text[0] == '[' && text[length - 1] == ']')
        return true; /* an address literal, RFC 5321 4.1.3 */
    struct buffer ascii;
    buffer_init(&ascii, LIMIT_URL_BYTES);
    bool good = length > 0 && url_host_parse(text, length, true, &ascii, NULL) == STATUS_OK &&
                is_ascii_domain(buffer_text(&ascii), ascii.length);
    buffer_release(&ascii);
    return good;
}

static bool is_mail_address(const char *text, size_t length)
{
    while (length > 0 && text[0] == ' ') {
        text++;
        length--;
    }
    while (length > 0 && text[length - 1] == ' ')
        length--;
    const char *open = memchr(text, '<', length);
    if (open != NULL && text[length - 1] == '>') {
        length = (size_t)(text + length - 1 - (open + 1));
        text = open + 1;
    }
    const char *at = memrchr(text, '@', length);
    return at != NULL && is_local_part(text, (size_t)(at - text)) && is_mail_domain(at + 1, length - (size_t)(at - text) - 1);
}

/* Recipients between commas or semicolons; an empty one (a comma at the end) is no harm. */
static bool are_recipients(const char *text, size_t length, size_t *count)
{
    struct buffer decoded;
    buffer_init(&decoded, LIMIT_URL_PARSED_BYTES);
    bool good = decode(text, length, &decoded);
    for (size_t start = 0; good && start < decoded.length;) {
        size_t end = start;
        for (bool quoted = false; end < decoded.length && (quoted || (decoded.bytes[end] != ',' && decoded.bytes[end] != ';')); end++)
            quoted = quoted != (decoded.bytes[end] == '"');
        size_t blank = strspn(decoded.bytes + start, " ");
        if (blank < end - start) {
            good = is_mail_address(decoded.bytes + start, end - start);
            ++*count;
        }
        start = end + 1;
    }
    buffer_release(&decoded);
    return good;
}

static bool is_mailto(const struct url *url)
{
    size_t count = 0;
    bool has_text = false;
    if (url->host != NULL || !are_recipients(url->path, strlen(url->path), &count))
        return false;
    size_t length;
    for (const char *rest = url->query, *at; url_next_parameter(&rest, &at, &length);) {
        bool recipients = text_starts_ignoring_case(at, "to=") || text_starts_ignoring_case(at, "cc=") || text_starts_ignoring_case(at, "bcc=");
        size_t name = strcspn(at, "=&") + 1;
        if (recipients && !are_recipients(at + name, length - name, &count))
            return false;
        has_text = has_text || (text_starts_ignoring_case(at, "body=") && length > name);
    }
    /* RFC 6068 2: a letter that is written already may leave whom to tell to its sender ("share by email"). */
    return count > 0 || has_text;
}

/* ---- Telephone ---- */

/* Relay UK: a text or voice relay is asked for in front of the number. */
static size_t skip_relay(const char *text, size_t length)
{
    return length > 5 + TEL_DIGITS_MIN && (memcmp(text, "18001", 5) == 0 || memcmp(text, "18002", 5) == 0) ? 5 : 0;
}

enum number { NUMBER_NONE, NUMBER_BEFORE_WORDS, NUMBER_ALONE };

static size_t count_digits(const char *text, size_t length)
{
    size_t digits = 0;
    for (size_t i = 0; i < length; i++)
        digits += text_is_digit(text[i]);
    return digits;
}

/* One number: digits and visual separators, "+" in front, parameters behind ";", pauses
 * and a further number behind "," as telephones dial them. `*words`: where those behind it begin ("ext 4"). */
static enum number read_number(const char *text, size_t length, size_t *words)
{
    size_t digits = 0, at = 0;
    while (at < length && text[at] == ' ')
        at++;
    at += skip_relay(text + at, length - at);
    while (at < length && text[at] == ' ')
        at++;
    if (at < length && text[at] == '+')
        at++;
    for (; at < length && text[at] != ';'; at++) {
        if (text[at] == ',') { /* a pause, or an end before words */
            size_t next = at + strspn(text + at, ", ");
            at = next < length && text_is_letter(text[next]) ? next : length;
            if (at == length)
                break;
        }
        if (text_is_digit(text[at]) || text[at] == '*' || text[at] == '#') {
            digits++;
        } else if (strchr("-.()/ ", text[at]) == NULL) {
            bool good = digits >= TEL_DIGITS_MIN && digits <= TEL_DIGITS_MAX;
            bool pause = (text[at] == 'p' || text[at] == 'w') && (at + 1 == length || !text_is_letter(text[at + 1]));
            if (pause || !text_is_letter(text[at]))
                return pause && good ? NUMBER_ALONE : NUMBER_NONE;
            *words = at;
            return digits >= TEL_DIGITS_WHOLE && digits + count_digits(text + at, length - at) <= TEL_DIGITS_MAX ? NUMBER_BEFORE_WORDS : NUMBER_NONE;
        }
    }
    return digits >= TEL_DIGITS_MIN && digits <= TEL_DIGITS_MAX ? NUMBER_ALONE : NUMBER_NONE;
}

static void add_as_dialled(struct buffer *out, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t c = text_next(text, length, &at);
        bool dash = (c >= 0x2010 && c <= 0x2015) || c == 0x2212;
        /* Marks of direction come along where a number was copied from a mail; telephones drop them. */
        bool mark = c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
        if (mark)
            continue;
        if (text_is_space(c))
            buffer_add_char(out, ' ');
        else
            text_add_char(out, dash ? '-' : c);
    }
}

/* What stands behind "tel:" and "sms:", as a telephone is given it; false where it is no text. Initialises `plain`. */
static bool dialled(const struct url *url, struct buffer *plain)
{
    struct buffer decoded;
    buffer_init(&decoded, LIMIT_URL_BYTES);
    buffer_init(plain, LIMIT_URL_BYTES);
    const char *host = url->host != NULL ? url->host : "", *path = url->path;
    if (url->host != NULL && strcmp(path, "/") == 0)
        path = "";
    bool good = decode(host, strlen(host), &decoded) && decode(path, strlen(path), &decoded);
    add_as_dialled(plain, buffer_text(&decoded), decoded.length);
    buffer_release(&decoded);
    return good && !plain->over;
}

static bool are_numbers(const struct url *url)
{
    struct buffer plain;
    bool good = dialled(url, &plain);
    size_t start = 0, words;
    do {
        size_t end = start + strcspn(buffer_text(&plain) + start, ",");
        good = good && read_number(buffer_text(&plain) + start, end - start, &words) == NUMBER_ALONE;
        start = end + 1;
    } while (good && start < plain.length);
    buffer_release(&plain);
    return good;
}

static enum link_reason check_tel(const struct url *url)
{
    struct buffer plain;
    size_t words;
    enum number number = dialled(url, &plain) ? read_number(buffer_text(&plain), plain.length, &words) : NUMBER_NONE;
    buffer_release(&plain);
    return number == NUMBER_ALONE ? REASON_NONE : number == NUMBER_BEFORE_WORDS ? REASON_TEL_WORDS : REASON_TEL_INVALID;
}

/* The digits of "ext 4", "extn. 4", "x4"; 0 for other words. */
static size_t extension_in(const char *words, const char **digits)
{
    static const char *const names[] = {"extension", "extn", "ext", "x"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!text_starts_ignoring_case(words, names[i]))
            continue;
        *digits = words + strlen(names[i]);
        *digits += strspn(*digits, " .:-");
        size_t length = strspn(*digits, "0123456789");
        return (*digits)[length + strspn(*digits + length, " .)")] == '\0' ? length : 0;
    }
    return 0;
}

const char *scheme_without_words(struct arena *arena, const struct url *url)
{
    struct buffer plain, number;
    const char *made = NULL, *digits;
    size_t words;
    buffer_init(&number, LIMIT_URL_BYTES);
    if (dialled(url, &plain) && read_number(buffer_text(&plain), plain.length, &words) == NUMBER_BEFORE_WORDS) {
        for (size_t i = 0; i < words; i++)
            if (text_is_digit(plain.bytes[i]) || plain.bytes[i] == '+')
                buffer_add_char(&number, plain.bytes[i]);
        const char *text = buffer_text(&number);
        bool home = text[0] == '0' && text[1] != '0', doubled = text_starts_ignoring_case(text, "+440"); /* "+44(0)1632" */
        size_t extension = extension_in(buffer_text(&plain) + words, &digits);
        made = arena_printf(arena, "tel:%s%s%s%.*s", home || doubled ? "+44" : "", text + (doubled ? 4 : home ? 1 : 0), extension > 0 ? ";ext=" : "",
                            (int)extension, extension > 0 ? digits : "");
    }
    buffer_release(&plain);
    buffer_release(&number);
    return made;
}

/* "htpp", "hhtps": of the letters of https alone there is no other scheme. */
static bool is_mistyped(const char *scheme)
{
    size_t length = strlen(scheme);
    return length >= 3 && strspn(scheme, "htps") == length;
}

/* "maito:", "email:": of the letters of these alone there is no other scheme that has an address behind it. */
static bool is_mistyped_mailto(const struct url *url)
{
    size_t length = strlen(url->scheme);
    return length >= 4 && strspn(url->scheme, "emailto") == length && strchr(url->href, '@') != NULL;
}

/* "www.b.example" and more */
static bool is_host_with_www(const char *segment, size_t length)
{
    static const char www[] = "www.";
    size_t size = sizeof www - 1;
    const char *dot = length > size && text_starts_ignoring_case(segment, www) ? memchr(segment + size, '.', length - size) : NULL;
    return dot != NULL && dot > segment + size && dot + 1 < segment + length;
}

/* "http//", "https:/", "http;//": no folder is called so. */
static bool is_http_mistyped(const char *segment)
{
    size_t size = text_starts_ignoring_case(segment, "https") ? 5 : text_starts_ignoring_case(segment, "http") ? 4 : 0;
    size_t signs = size > 0 ? strspn(segment + size, ":;") : 0, slashes = size > 0 ? strspn(segment + size + signs, "/") : 0;
    return slashes > 1 || (signs > 0 && slashes > 0);
}

/* What lies behind the signs that a segment begins with, which were pasted along with an address: spaces and their like, those without a width,
 * quotation marks, brackets. */
static const char *behind_strays(const char *segment)
{
    static const char *const strays[] = {"%20", "%22", "%27", "%3C", "%C2%A0", "%E2%80%8B", "%E2%80%8E", "%E2%80%98", "%E2%80%99", "%E2%80%9C", "%E2%80%9D", "%EF%BB%BF", "'", "(", "["};
    for (size_t i = 0; i < sizeof strays / sizeof strays[0];)
        if (text_starts_ignoring_case(segment, strays[i])) {
            segment += strlen(strays[i]);
            i = 0;
        } else {
            i++;
        }
    return segment;
}

/* "mailto;jo@b.example" */
static bool is_mail_mistyped(const char *segment, size_t length)
{
    static const char mailto[] = "mailto";
    size_t size = sizeof mailto - 1;
    bool named = length > size && text_starts_ignoring_case(segment, mailto) && strchr(";:,", segment[size]) != NULL;
    size_t start = named ? size + 1 : 0;
    return memchr(segment + start, '@', length - start) != NULL && is_mail_address(segment + start, length - start);
}

static bool has_stray_beginning(const char *path)
{
    for (const char *segment = path; *segment == '/'; segment += strcspn(segment, "/")) {
        const char *start = behind_strays(++segment);
        if (start > segment && (is_http_mistyped(start) || is_host_with_www(start, strcspn(start, "/"))))
            return true;
    }
    return false;
}

bool scheme_begins_wrongly(const struct url *url)
{
    if (!url_is_http(url))
        return false;
    if (has_stray_beginning(url->path))
        return true;
    if (strstr(url->path, "://") != NULL)
        return false;
    const char *segment = url->path;
    size_t length = 0;
    while (*segment == '/') {
        segment++;
        length = strcspn(segment, "/");
        if (is_host_with_www(segment, length) || is_http_mistyped(segment))
            return true;
        segment += length;
    }
    return is_mail_mistyped(segment - length, length);
}

/* "http://https://www.a.example/": the scheme was typed twice, and no host is called so. */
static bool is_scheme_twice(const char *host)
{
    return host != NULL && (strcmp(host, "http") == 0 || strcmp(host, "https") == 0);
}

/* What no name server can be asked for: a label that is empty or too long, a name that is too long. */
static bool is_no_name(const char *host)
{
    size_t length = strlen(host);
    if (url_host_is_address(host))
        return false;
    if (length > 1 && host[length - 1] == '.')
        length--;
    for (size_t start = 0, end; start <= length; start = end + 1) {
        for (end = start; end < length && host[end] != '.'; end++)
            ;
        if (end == start || end - start > LABEL_MAX)
            return true;
    }
    return length > DOMAIN_MAX;
}

enum link_reason scheme_check(const struct scheme_rules *rules, const struct url *url)
{
    if (url_is_http(url)) {
        if (is_scheme_twice(url->host) || (url->host != NULL && is_no_name(url->host)))
            return REASON_INVALID_URL;
        if (url->username[0] != '\0' || url->password[0] != '\0')
            return REASON_CREDENTIALS;
        return url->host == NULL || is_internal(rules, url->host) ? REASON_INTERNAL_HOST : REASON_NONE;
    }
    if (strcmp(url->scheme, "mailto") == 0)
        return is_mailto(url) ? REASON_NONE : REASON_MAILTO_INVALID;
    if (strcmp(url->scheme, "tel") == 0)
        return check_tel(url);
    if (strcmp(url->scheme, "sms") == 0) {
        /* "sms:?body=..." lets the sender choose whom to tell. */
        bool anyone = url->path[0] == '\0' && url->host == NULL && url->query != NULL;
        return anyone || are_numbers(url) ? REASON_NONE : REASON_TEL_INVALID;
    }
    if (is_mistyped(url->scheme))
        return REASON_INVALID_URL;
    if (is_mistyped_mailto(url))
        return REASON_MISTYPED_START;
    bool is_drive = url->scheme[0] != '\0' && url->scheme[1] == '\0'; /* "C:\\leaflet.docx" on an editor's machine */
    return is_drive || strcmp(url->scheme, "file") == 0 ? REASON_INTERNAL_HOST : REASON_SCHEME;
}

bool scheme_is_handed_on(const struct url *url)
{
    static const char *const own[] = {"about", "blob", "data", "filesystem", "javascript", "view-source", "ws", "wss"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (strcmp(url->scheme, own[i]) == 0)
            return false;
    enum link_reason reason = scheme_check(NULL, url);
    return reason == REASON_NONE || reason == REASON_SCHEME;
}

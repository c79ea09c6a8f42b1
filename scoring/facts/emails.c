#include "scoring/facts/emails.h"

#include <string.h>

#include "base/text.h"
#include "document/obfuscation.h"

enum { LOCAL_MAX = 64, LABEL_MAX = 63 }; /* RFC 5321 4.5.3.1.1; RFC 1035 2.3.4 */

static bool local_char(char c)
{
    return text_is_digit(c) || text_is_letter(c) || (c && strchr("._+-'&", c));
}

static bool host_char(char c)
{
    return text_is_digit(c) || text_is_letter(c) || c == '-' || c == '.';
}

static size_t spaces_after(const char *text, size_t length, size_t at)
{
    while (at < length && text[at] == ' ')
        at++;
    return at;
}

/* A word in brackets, or a capital word or a lone sign between spaces, at `at`: " [at] ",
 * "(at)", " AT ", " @ ". Returns the place after it and its spaces, or 0. A bare lower-case
 * "at" or "dot" is English, and counts only where `bare` says so. */
static size_t mark(const char *text, size_t length, size_t at, const char *word, char sign, bool bare)
{
    size_t place = spaces_after(text, length, at), n = strlen(word);
    bool spaced = place > at;
    if (place < length && strchr("[({<", text[place])) {
        size_t inner = spaces_after(text, length, place + 1);
        size_t end;
        if (length - inner > n && text_starts_ignoring_case(text + inner, word))
            end = inner + n;
        else if (inner < length && text[inner] == sign)
            end = inner + 1;
        else
            return 0;
        end = spaces_after(text, length, end);
        return end < length && strchr("])}>", text[end]) ? spaces_after(text, length, end + 1) : 0;
    }
    if (spaced && length - place > 1 && text[place] == sign && sign == '@' && text[place + 1] == ' ')
        return spaces_after(text, length, place + 2);
    if (spaced && length - place > n && text[place + n] == ' ') {
        bool capital = true, same = true;
        for (size_t i = 0; i < n; i++) {
            capital = capital && text[place + i] == (char)(word[i] - 32);
            same = same && text_lower(text[place + i]) == word[i];
        }
        if (capital || (bare && same))
            return spaces_after(text, length, place + n + 1);
    }
    return 0;
}

/* Reads the host into `host`, dots written out among them. Returns where it ends, or 0. */
static size_t read_host(const char *text, size_t length, size_t at, char *host, size_t room, bool disguised)
{
    size_t count = 0, end = at;
    while (count + 1 < room) {
        if (at < length && host_char(text[at])) {
            host[count++] = text_lower(text[at++]);
            end = at;
            continue;
        }
        size_t next = disguised ? mark(text, length, at, "dot", '.', true) : 0;
        if (!next || next >= length || !text_is_letter(text[next]))
            break;
        host[count++] = '.';
        at = next;
    }
    while (count && (host[count - 1] == '.' || host[count - 1] == '-')) { /* the sentence's own stop */
        count--;
        end--;
    }
    host[count] = '\0';
    return count ? end : 0;
}

/* At least one dot, no empty or overlong label, letters last. */
static bool host_is_sound(const char *host)
{
    size_t label = 0, dots = 0;
    for (const char *at = host;; at++) {
        if (*at == '.' || !*at) {
            if (!label || label > LABEL_MAX)
                return false;
            if (!*at)
                break;
            label = 0;
            dots++;
        } else {
            label++;
        }
    }
    const char *last = strrchr(host, '.');
    return dots && last && strlen(last + 1) >= 2 && text_is_letter(last[1]) && host[0] != '-';
}

/* The local part ends before `at`; returns where it starts, or `at` where there is none. */
static size_t local_start(const char *text, size_t at)
{
    size_t start = at;
    while (start && at - start < LOCAL_MAX && local_char(text[start - 1]))
        start--;
    while (start < at && strchr(".'&-+", text[start]))
        start++;
    return start;
}

static bool build(struct email *out, const char *local, size_t local_length, const char *host)
{
    size_t host_length = strlen(host);
    if (!local_length || local[local_length - 1] == '.' || !host_is_sound(host) || local_length + host_length + 2 > EMAIL_MAX)
        return false;
    for (size_t i = 0; i < local_length; i++)
        out->text[i] = text_lower(local[i]);
    out->text[local_length] = '@';
    memcpy(out->text + local_length + 1, host, host_length + 1);
    return true;
}

/* The local part ends before `local`, `at` is the sign. */
static bool plain_at(const char *text, size_t length, size_t local, size_t at, struct email *out)
{
    char host[EMAIL_MAX];
    size_t start = local_start(text, local), end = read_host(text, length, spaces_after(text, length, at + 1), host, sizeof host, false);
    if (start == local || !end || !build(out, text + start, local - start, host))
        return false;
    out->start = start;
    out->end = end;
    return true;
}

/* `at` is the end of a word that may be a local part. */
static bool disguised_at(const char *text, size_t length, size_t at, struct email *out)
{
    char host[EMAIL_MAX];
    size_t start = local_start(text, at), after = mark(text, length, at, "at", '@', false);
    if (start == at || !after)
        return false;
    size_t end = read_host(text, length, after, host, sizeof host, true);
    if (!end || !build(out, text + start, at - start, host))
        return false;
    out->start = start;
    out->end = end;
    return true;
}

/* "Email: portage @anytown.example": a slip, where "follow us @anytown.example" is a name elsewhere. */
static bool is_parted(const char *text, size_t at)
{
    enum { MAIL_DISTANCE = 30 };
    size_t from = at > MAIL_DISTANCE ? at - MAIL_DISTANCE : 0;
    return at >= 2 && text[at - 1] == ' ' && local_char(text[at - 2]) && text_find_ignoring_case(text + from, at - from, "mail");
}

bool email_next(const char *text, size_t length, size_t from, struct email *out)
{
    for (size_t at = from + 1; at < length; at++) {
        char c = text[at];
        size_t local = c == '@' && is_parted(text, at) ? at - 1 : at;
        if (c == '@' && local_char(text[local - 1]) && plain_at(text, length, local, at, out) && out->start >= from)
            return true;
        if ((c == ' ' || c == '[' || c == '(' || c == '{' || c == '<') && local_char(text[at - 1]) && disguised_at(text, length, at, out) && out->start >= from)
            return true;
    }
    return false;
}

bool email_of_href(const char *href, size_t which, struct email *out)
{
    enum { RECIPIENTS_BYTES = 4 * EMAIL_MAX };
    char recipients[RECIPIENTS_BYTES];
    size_t count = 0;
    const char *guarded = obfuscation_in_href(href);
    char plain[OBFUSCATION_ADDRESS_MAX];
    if (guarded)
        return which == 0 && obfuscation_decode(guarded, plain) && email_next(plain, strlen(plain), 0, out) && out->start == 0;
    if (!text_starts_ignoring_case(href, "mailto:"))
        return false;
    for (const char *at = href + strlen("mailto:"); *at && *at != '?' && count < sizeof recipients; at++) {
        int octet = text_percent_octet(at, strnlen(at, 3));
        recipients[count++] = octet >= 0 ? (char)octet : *at;
        at += octet >= 0 ? 2 : 0;
    }
    for (size_t from = 0, found = 0; email_next(recipients, count, from, out); from = out->end, found++)
        if (found == which)
            return true;
    return false;
}

/* Electronic addresses as pages write them: plain, in mailto: links, and disguised in ways
 * that a reader can undo ("name [at] host dot uk", "name AT host DOT uk", "name @ host.uk", Cloudflare's
 * /cdn-cgi/l/email-protection#...). */
#ifndef COREOFFER_SCORING_EMAILS_H
#define COREOFFER_SCORING_EMAILS_H

#include <stdbool.h>
#include <stddef.h>

enum { EMAIL_MAX = 255 }; /* RFC 5321 4.5.3.1.3: a path is at most 256 octets with its brackets */

struct email {
    char text[EMAIL_MAX]; /* lower case */
    size_t start, end;    /* bytes */
};

/* The next address at or after `from`; false where there is none. */
bool email_next(const char *text, size_t length, size_t from, struct email *out);
/* The address of a mailto: link, the first of several from 0, or of Cloudflare's protection; false
 * where it has no more. */
bool email_of_href(const char *href, size_t which, struct email *out);

#endif

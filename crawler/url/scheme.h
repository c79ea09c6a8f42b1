/* What can be said of a link from its address alone: whether a mailto:, tel: or sms: link
 * is well formed, and whether a web address is one that only works inside an organisation. */
#ifndef COREOFFER_CRAWLER_SCHEME_H
#define COREOFFER_CRAWLER_SCHEME_H

#include <stdbool.h>

#include "base/status.h"
#include "crawler/url/url.h"
#include "model/link.h"

/* Names of hosts that the public doesn't reach: seeds/crawl/internal-hosts.csv. */
struct scheme_rules;
MUST_USE enum status scheme_rules_load(const char *path, struct scheme_rules **out, struct error *err);
void scheme_rules_free(struct scheme_rules *rules);

/* REASON_NONE: well-formed mailto: (RFC 6068; several recipients, "?to=", none where a "body="
 * is to be shared, and what mail programs take beside it: a name with the address in angle
 * brackets, ";" between recipients), tel: (RFC 3966, and spaces; Relay UK's 18001 and 18002
 * in front), sms: (RFC 5724), and any http(s) address that can be asked for. REASON_MAILTO_INVALID, REASON_TEL_INVALID. REASON_TEL_WORDS: words behind a
 * whole telephone number ("01632 960123 ext 4"). REASON_CREDENTIALS: user
 * name or password in the address. REASON_INTERNAL_HOST: a host without a dot, a name that the rules list, file:,
 * a drive ("C:\"). REASON_INVALID_URL: http or https mistyped, or typed twice, so that the host
 * is called so; a host that no name server can be asked for (RFC 1035 2.3.4: an empty label, one of over 63 bytes, over 253 in all).
 * REASON_MISTYPED_START: mailto mistyped before a mail address ("maito:", "email:").
 * REASON_SCHEME: every other scheme. `rules` may be NULL: no names are known then. */
enum link_reason scheme_check(const struct scheme_rules *rules, const struct url *url);

/* The address that telephones take in the place of one that is REASON_TEL_WORDS, in `arena`: "tel:+441632960123;ext=4" (RFC 3966), without
 * words that are no extension. A number that begins with one 0 is one of the United Kingdom. NULL for other addresses. */
const char *scheme_without_words(struct arena *arena, const struct url *url);

/* Whether an http(s) address where no page is was made of one whose beginning is missing or mistyped, so that browsers took
 * it for a path: "https://a.example/send/www.b.example/page", ".../https//b.example", ".../jo@b.example", or before which a quotation mark or a space was pasted. Never of another one in which
 * a whole other address stands, as in archives. */
bool scheme_begins_wrongly(const struct url *url);

/* Whether browsers give an address that is no http(s) one, to which they were redirected, to another program: a mail
 * address, a telephone number. Those of pages made up in the browser itself, files and scripts lead nowhere. */
bool scheme_is_handed_on(const struct url *url);

#endif

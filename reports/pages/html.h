/* The one emitter of HTML, SVG and XML. Values are escaped by where they go; the format
 * itself is markup and must be a literal of ours. Quotes and titles are hostile text.
 *
 *   %t  text, or an attribute's value between double quotes: & < > " ' escaped, bad UTF-8,
 *       control characters and direction overrides become U+FFFD, accents on one letter beyond
 *       LIMIT_MARKS_SHOWN are left out; NULL is nothing
 *   %u  an address in href: only http, https, mailto, tel and relative ones; else "#"
 *   %p  one percent-encoded piece of an address (RFC 3986 2.3 unreserved stay)
 *   %j  the inside of a JSON string
 *   %d  int                      %l  int64_t
 *   %z  size_t for people, with commas (reports/data/figures.h)      %r  size_t as it is, for programs
 *   %n  double, no decimals, half goes up                       %f  double, one decimal
 *   %%  a percent sign
 */
#ifndef COREOFFER_REPORTS_HTML_H
#define COREOFFER_REPORTS_HTML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

void html_add(struct buffer *out, const char *format, ...);
/* Markup as it is: only for what this room made itself. Rare, so that it can be found. */
void html_raw_markup(struct buffer *out, const char *markup);

void html_text(struct buffer *out, const char *text);
/* At most `bytes` of the text, cut at a word, with an ellipsis where something is left out. */
void html_text_cut(struct buffer *out, const char *text, size_t bytes);
/* Whether %u would keep the address. */
bool html_url_is_safe(const char *url);
/* A link to another site, or plain text where the address is no link. */
void html_link(struct buffer *out, const char *url, const char *text);
/* The address with a text fragment (WICG, Scroll to text fragment) that finds `quote`;
 * for an address inside href="". */
void html_quote_url(struct buffer *out, const char *url, const char *quote);

#endif

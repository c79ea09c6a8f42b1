/* Secure connections as browsers make them, and what a failed one means. A site that a browser
 * opens must not fail here for a rule of the library's that browsers do not have, nor may one
 * pass that they refuse. For libcurl with OpenSSL; another library's own rules stay. */
#ifndef COREOFFER_CRAWLER_TLS_H
#define COREOFFER_CRAWLER_TLS_H

#include <curl/curl.h>

#include "crawler/fetch/issuers.h"
#include "model/link.h"

/* TLS 1.2 or later (browsers since 2020), no DHE (none since 2020), and servers without secure
 * renegotiation (RFC 5746), which browsers open and OpenSSL 3 does not. `look` is of every connection that `easy` makes. */
void tls_set_up(CURL *easy, struct issuers_look *look);
/* Of a transfer that failed with `code`, one of libcurl's for TLS; `trouble` is what it wrote about it. */
enum link_reason tls_reason(CURL *easy, CURLcode code, const char *trouble);

#endif

/* Certificates that servers forgot to send. A certificate names where its issuer's is to be had ("CA Issuers", RFC 5280
 * 4.2.2.1); browsers fetch it and show the page, and a site that they show must not be missing here. What was fetched is
 * offered to OpenSSL as if the server had sent it and is never trusted for itself: a chain must still end in an authority.
 *
 * They have no record in the archive: like names that were looked up, robots.txt and what is only checked as a link they are the way to a page, and
 * no verdict is judged by their bytes. That a site did not send them is told by the reason of the links to it, REASON_TLS_COMPLETED, with its date. */
#ifndef COREOFFER_CRAWLER_ISSUERS_H
#define COREOFFER_CRAWLER_ISSUERS_H

#include <openssl/ssl.h>
#include <stdbool.h>
#include <stddef.h>

struct issuers;
struct issuers *issuers_new(void);
void issuers_free(struct issuers *issuers);

/* Of one connection's handshake. Its place must not change while the connection may shake hands. */
struct issuers_look {
    const struct issuers *issuers;
    bool completed;  /* the chain is whole with a certificate that was fetched */
    char *wanted;    /* where the one that lacks is to be had, http alone; NULL for none. issuers_look_clear frees it */
};
/* Has connections of `context` verified so. `look` is filled in when the server's certificate is there. */
void issuers_verify(SSL_CTX *context, struct issuers_look *look);
void issuers_look_clear(struct issuers_look *look); /* keeps the issuers */

enum issuers_state { ISSUERS_NEW, ISSUERS_ASKED, ISSUERS_HERE, ISSUERS_NOWHERE };
/* Of the certificate at an address; a new one becomes ISSUERS_ASKED. NOWHERE, too, beyond LIMIT_ISSUERS of them. */
enum issuers_state issuers_ask(struct issuers *issuers, const char *url);
/* What came from there: a certificate in DER or PEM, or several in PKCS #7 (RFC 5280 4.2.2.1). NULL and 0 where nothing did. */
void issuers_take(struct issuers *issuers, const char *url, const void *bytes, size_t length);

#endif

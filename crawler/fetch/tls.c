#include "crawler/fetch/tls.h"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <string.h>

#include "base/text.h"

static CURLcode on_context(CURL *easy, void *context, void *look)
{
    (void)easy;
    issuers_verify(context, look);
    SSL_CTX_set_options(context, SSL_OP_LEGACY_SERVER_CONNECT);
    return CURLE_OK;
}

void tls_set_up(CURL *easy, struct issuers_look *look)
{
    curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    const char *library = curl_version_info(CURLVERSION_NOW)->ssl_version;
    if (library == NULL || !text_starts_ignoring_case(library, "OpenSSL/"))
        return;
    curl_easy_setopt(easy, CURLOPT_SSL_CIPHER_LIST, "DEFAULT:!DHE");
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_FUNCTION, on_context);
    curl_easy_setopt(easy, CURLOPT_SSL_CTX_DATA, look);
}

/* What the two sides could not agree on is told in OpenSSL's words alone: of a server that
 * chose an old version, and of one that refused ours. */
static bool is_old(const char *trouble)
{
    return strstr(trouble, "unsupported protocol") != NULL || strstr(trouble, "alert protocol version") != NULL;
}

enum link_reason tls_reason(CURL *easy, CURLcode code, const char *trouble)
{
    long verify = 0;
    curl_easy_getinfo(easy, CURLINFO_SSL_VERIFYRESULT, &verify);
    switch (verify) {
    case X509_V_ERR_CERT_HAS_EXPIRED:
        return REASON_TLS_EXPIRED;
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
        return REASON_TLS_CHAIN;
    case X509_V_ERR_HOSTNAME_MISMATCH:
    case X509_V_ERR_IP_ADDRESS_MISMATCH:
        return REASON_TLS_NAME;
    default:
        break;
    }
    /* The chain was fine and libcurl refused the certificate itself: the name. */
    if (code == CURLE_PEER_FAILED_VERIFICATION && (verify == X509_V_OK || strstr(trouble, "subject name")))
        return REASON_TLS_NAME;
    return is_old(trouble) ? REASON_TLS_OLD : REASON_TLS;
}

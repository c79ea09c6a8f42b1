#include "crawler/fetch/issuers.h"

#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/x509v3.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"

struct issuers {
    struct map *states; /* address to enum issuers_state */
    STACK_OF(X509) *certificates;
};

struct issuers *issuers_new(void)
{
    struct issuers *issuers = memory_alloc(sizeof *issuers);
    issuers->states = map_new();
    issuers->certificates = sk_X509_new_null();
    if (issuers->certificates == NULL)
        abort(); /* no memory */
    return issuers;
}

void issuers_free(struct issuers *issuers)
{
    if (issuers == NULL)
        return;
    map_free(issuers->states);
    sk_X509_pop_free(issuers->certificates, X509_free);
    free(issuers);
}

/* ---- What a connection lacks ---- */

static bool holds(const STACK_OF(X509) *certificates, const X509 *one)
{
    for (int i = 0; i < sk_X509_num(certificates); i++)
        if (X509_cmp(sk_X509_value(certificates, i), one) == 0)
            return true;
    return false;
}

/* Whether the chain that was found has one that was fetched and not sent. */
static bool is_completed(const struct issuers *issuers, const STACK_OF(X509) *chain, const STACK_OF(X509) *sent)
{
    for (int i = 1; i < sk_X509_num(chain); i++)
        if (holds(issuers->certificates, sk_X509_value(chain, i)) && !holds(sent, sk_X509_value(chain, i)))
            return true;
    return false;
}

/* Where the issuer's certificate is to be had. Not by https: its certificate might lack the same. */
static char *issuer_address(X509 *certificate)
{
    char *address = NULL;
    AUTHORITY_INFO_ACCESS *ways = X509_get_ext_d2i(certificate, NID_info_access, NULL, NULL);
    for (int i = 0; address == NULL && i < sk_ACCESS_DESCRIPTION_num(ways); i++) {
        const ACCESS_DESCRIPTION *way = sk_ACCESS_DESCRIPTION_value(ways, i);
        if (OBJ_obj2nid(way->method) != NID_ad_ca_issuers || way->location->type != GEN_URI)
            continue;
        const ASN1_IA5STRING *text = way->location->d.uniformResourceIdentifier;
        size_t length = (size_t)ASN1_STRING_length(text);
        const char *bytes = (const char *)ASN1_STRING_get0_data(text);
        if (length <= LIMIT_URL_BYTES && memchr(bytes, '\0', length) == NULL && length > 7 && strncasecmp(bytes, "http://", 7) == 0)
            address = memory_copy_n(bytes, length);
    }
    AUTHORITY_INFO_ACCESS_free(ways);
    return address;
}

static bool is_lacking(int error)
{
    return error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT || error == X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY ||
           error == X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE;
}

static int verify(X509_STORE_CTX *store, void *context)
{
    struct issuers_look *look = context;
    STACK_OF(X509) *sent = X509_STORE_CTX_get0_untrusted(store);
    STACK_OF(X509) *offered = sent != NULL ? sk_X509_dup(sent) : sk_X509_new_null();
    for (int i = 0; i < sk_X509_num(look->issuers->certificates); i++)
        sk_X509_push(offered, sk_X509_value(look->issuers->certificates, i));
    issuers_look_clear(look);
    X509_STORE_CTX_set0_untrusted(store, offered);
    int good = X509_verify_cert(store);
    X509_STORE_CTX_set0_untrusted(store, sent);
    sk_X509_free(offered);
    if (good > 0)
        look->completed = is_completed(look->issuers, X509_STORE_CTX_get0_chain(store), sent);
    else if (is_lacking(X509_STORE_CTX_get_error(store)) && X509_STORE_CTX_get_current_cert(store) != NULL)
        look->wanted = issuer_address(X509_STORE_CTX_get_current_cert(store));
    return good;
}

void issuers_verify(SSL_CTX *context, struct issuers_look *look)
{
    SSL_CTX_set_cert_verify_callback(context, verify, look);
}

void issuers_look_clear(struct issuers_look *look)
{
    look->completed = false;
    free(look->wanted);
    look->wanted = NULL;
}

/* ---- What was fetched ---- */

enum issuers_state issuers_ask(struct issuers *issuers, const char *url)
{
    bool added;
    if (map_get(issuers->states, url, strlen(url)) == NULL && map_count(issuers->states) >= LIMIT_ISSUERS)
        return ISSUERS_NOWHERE;
    union map_value *state = map_put(issuers->states, url, strlen(url), &added);
    if (!added)
        return (enum issuers_state)state->number;
    state->number = ISSUERS_ASKED;
    return ISSUERS_NEW;
}

static bool add(struct issuers *issuers, X509 *certificate)
{
    if (certificate == NULL)
        return false;
    if (sk_X509_num(issuers->certificates) < LIMIT_ISSUERS && !holds(issuers->certificates, certificate))
        sk_X509_push(issuers->certificates, certificate);
    else
        X509_free(certificate);
    return true;
}

static bool add_bundle(struct issuers *issuers, const unsigned char *bytes, long length)
{
    bool any = false;
    PKCS7 *bundle = d2i_PKCS7(NULL, &bytes, length);
    STACK_OF(X509) *certificates = bundle != NULL && PKCS7_type_is_signed(bundle) && bundle->d.sign != NULL ? bundle->d.sign->cert : NULL;
    for (int i = 0; i < sk_X509_num(certificates); i++) {
        X509_up_ref(sk_X509_value(certificates, i));
        any = add(issuers, sk_X509_value(certificates, i));
    }
    PKCS7_free(bundle);
    return any;
}

static bool add_text(struct issuers *issuers, const void *bytes, int length)
{
    BIO *text = BIO_new_mem_buf(bytes, length);
    bool any = text != NULL && add(issuers, PEM_read_bio_X509(text, NULL, NULL, NULL));
    BIO_free(text);
    return any;
}

void issuers_take(struct issuers *issuers, const char *url, const void *bytes, size_t length)
{
    bool any = false;
    if (bytes != NULL && length > 0 && length <= LIMIT_ISSUER_BYTES) {
        const unsigned char *start = bytes;
        any = add(issuers, d2i_X509(NULL, &start, (long)length)) || add_bundle(issuers, bytes, (long)length) ||
              add_text(issuers, bytes, (int)length);
    }
    map_put(issuers->states, url, strlen(url), NULL)->number = any ? ISSUERS_HERE : ISSUERS_NOWHERE;
}

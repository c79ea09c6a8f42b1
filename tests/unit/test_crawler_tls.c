/* Certificates that are out of date, for another name, or without the chain that leads to
 * an authority, and connections that browsers refuse: told apart, because the person who mends
 * them does different things. */
#include <arpa/inet.h>
#include <check.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/clock.h"
#include "crawler/fetch/fetch.h"
#include "suite.h"

enum { PEM_MAX = 8192, DAY = 24 * 3600 };

struct identity {
    X509 *certificate;
    EVP_PKEY *key;
    char certificate_pem[PEM_MAX], key_pem[PEM_MAX];
};

static void to_pem(struct identity *identity)
{
    BIO *out = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(out, identity->certificate);
    int length = BIO_read(out, identity->certificate_pem, PEM_MAX - 1);
    ck_assert_int_gt(length, 0);
    PEM_write_bio_PrivateKey(out, identity->key, NULL, NULL, 0, NULL, NULL);
    length = BIO_read(out, identity->key_pem, PEM_MAX - 1);
    ck_assert_int_gt(length, 0);
    BIO_free(out);
}

static void extend(X509 *certificate, X509 *issuer, int kind, const char *value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, NULL, NULL, 0);
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, &context, kind, value);
    ck_assert_ptr_nonnull(extension);
    X509_add_ext(certificate, extension, -1);
    X509_EXTENSION_free(extension);
}

/* Issued by `issuer` (NULL: by itself), valid from and until so many days from now. */
static struct identity issue_for(EVP_PKEY *key, const char *name, const struct identity *issuer, bool authority, int from, int until)
{
    static long serial = 1;
    struct identity identity = {.certificate = X509_new(), .key = key};
    X509 *certificate = identity.certificate;
    char alternative[128];
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate), (long)from * DAY);
    X509_gmtime_adj(X509_getm_notAfter(certificate), (long)until * DAY);
    X509_set_pubkey(certificate, identity.key);
    X509_NAME_add_entry_by_txt(X509_get_subject_name(certificate), "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
    X509 *signer = issuer ? issuer->certificate : certificate;
    X509_set_issuer_name(certificate, X509_get_subject_name(signer));
    extend(certificate, signer, NID_basic_constraints, authority ? "critical,CA:TRUE" : "CA:FALSE");
    if (authority)
        extend(certificate, signer, NID_key_usage, "critical,keyCertSign,cRLSign");
    snprintf(alternative, sizeof alternative, "DNS:%s", name);
    if (!authority)
        extend(certificate, signer, NID_subject_alt_name, alternative);
    ck_assert_int_gt(X509_sign(certificate, issuer ? issuer->key : identity.key, EVP_sha256()), 0);
    to_pem(&identity);
    return identity;
}

static struct identity issue(const char *name, const struct identity *issuer, bool authority, int from, int until)
{
    return issue_for(EVP_EC_gen("P-256"), name, issuer, authority, from, until);
}

static enum MHD_Result answer(void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                              const char *data, size_t *size, void **state)
{
    static char body[] = "<p>safe";
    (void)context, (void)url, (void)method, (void)version, (void)data, (void)size, (void)state;
    struct MHD_Response *response = MHD_create_response_from_buffer(sizeof body - 1, body, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result result = MHD_queue_response(connection, 200, response);
    MHD_destroy_response(response);
    return result;
}

/* Answers one request to `host` made to a server that shows `chain`. */
static struct fetch_reply last;
static char last_detail[256];
static size_t replies;

static void keep(void *context, const struct fetch_reply *reply)
{
    (void)context;
    last = *reply;
    snprintf(last_detail, sizeof last_detail, "%s", reply->detail);
    replies++;
}

/* `priorities` are the server's, in GnuTLS's words. */
static void fetch_from(const char *priorities, const char *host, const char *chain, const char *key, const char *ca_file)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_TLS | MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, answer, NULL,
                                                 MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_HTTPS_MEM_CERT, chain,
                                                 MHD_OPTION_HTTPS_MEM_KEY, key, MHD_OPTION_HTTPS_PRIORITIES, priorities, MHD_OPTION_END);
    ck_assert_ptr_nonnull(daemon);
    int port = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    char entry[128], url[128];
    const char *entries[] = {entry};
    snprintf(entry, sizeof entry, "*:%d:127.0.0.1", port);
    snprintf(url, sizeof url, "https://%s:%d/", host, port);
    struct fetch_options options = {.user_agent = "test", .allow_private = true, .resolve = entries, .resolve_count = 1, .ca_file = ca_file};
    struct fetcher *fetcher;
    struct error err;
    ck_assert_msg(fetcher_new(&options, &fetcher, &err) == STATUS_OK, "%s", err.message);
    fetcher_submit(fetcher, &(struct fetch_request){.url = url});
    replies = 0;
    for (int i = 0; i < 200 && fetcher_pending(fetcher); i++)
        fetcher_run(fetcher, 0.1, keep, NULL);
    ck_assert_uint_eq(replies, 1);
    fetcher_free(fetcher);
    MHD_stop_daemon(daemon);
}

static void fetch(const char *host, const char *chain, const char *key, const char *ca_file)
{
    fetch_from("NORMAL", host, chain, key, ca_file);
}

static void write_file(char *path, const char *text)
{
    int fd = mkstemp(path);
    ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    close(fd);
}

static void release(struct identity *identity)
{
    X509_free(identity->certificate);
    EVP_PKEY_free(identity->key);
}

START_TEST(test_certificates)
{
    struct identity root = issue("Fiction Root", NULL, true, -100, 100);
    struct identity middle = issue("Fiction Middle", &root, true, -100, 100);
    struct identity good = issue("good.example", &middle, false, -1, 30);
    struct identity old = issue("old.example", &middle, false, -60, -1);
    struct identity early = issue("early.example", &middle, false, 1, 30);
    struct identity own = issue("own.example", NULL, false, -1, 30);
    char ca_file[] = "/tmp/coreoffer-tls-XXXXXX";
    write_file(ca_file, root.certificate_pem);

    const struct {
        const char *host;
        const struct identity *leaf;
        bool with_middle;
        enum link_reason reason;
    } cases[] = {
        {"good.example", &good, true, REASON_NONE},
        {"old.example", &old, true, REASON_TLS_EXPIRED},
        {"other.example", &good, true, REASON_TLS_NAME},
        {"good.example", &good, false, REASON_TLS_CHAIN},
        {"early.example", &early, true, REASON_TLS},
        {"own.example", &own, false, REASON_TLS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char chain[2 * PEM_MAX];
        snprintf(chain, sizeof chain, "%s%s", cases[i].leaf->certificate_pem, cases[i].with_middle ? middle.certificate_pem : "");
        fetch(cases[i].host, chain, cases[i].leaf->key_pem, ca_file);
        ck_assert_msg(last.reason == cases[i].reason, "case %zu, %s: %s (%s)", i, cases[i].host, link_reason_word(last.reason), last_detail);
        ck_assert_int_eq(last.status, cases[i].reason == REASON_NONE ? 200 : 0);
        ck_assert_int_eq(last.attempts, 1); /* a certificate does not change between two tries */
    }
    struct identity *const all[] = {&root, &middle, &good, &old, &early, &own};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        release(all[i]);
    unlink(ca_file);
}
END_TEST

/* What browsers open opens here, and what they refuse does not. */
START_TEST(test_kinds_of_connection)
{
    struct identity root = issue("Fiction Root", NULL, true, -100, 100);
    struct identity site = issue_for(EVP_RSA_gen(2048), "site.example", &root, false, -1, 30);
    char ca_file[] = "/tmp/coreoffer-tls-XXXXXX";
    write_file(ca_file, root.certificate_pem);
    const struct {
        const char *priorities;
        enum link_reason reason;
    } cases[] = {
        {"NORMAL:-VERS-ALL:+VERS-TLS1.3", REASON_NONE},
        {"NORMAL:-VERS-ALL:+VERS-TLS1.2", REASON_NONE},
        {"NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+RSA", REASON_NONE},
        {"NORMAL:-VERS-ALL:+VERS-TLS1.2:%DISABLE_SAFE_RENEGOTIATION", REASON_NONE},
        {"LEGACY:-VERS-ALL:+VERS-TLS1.1", REASON_TLS_OLD},
        {"LEGACY:-VERS-ALL:+VERS-TLS1.1:-KX-ALL:+RSA", REASON_TLS_OLD},
        {"LEGACY:-VERS-ALL:+VERS-TLS1.0:+VERS-TLS1.1", REASON_TLS_OLD},
        {"LEGACY:-VERS-ALL:+VERS-TLS1.0:-KX-ALL:+RSA", REASON_TLS_OLD},
        {"NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+DHE-RSA", REASON_TLS},
        {"LEGACY:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+3DES-CBC", REASON_TLS},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fetch_from(cases[i].priorities, "site.example", site.certificate_pem, site.key_pem, ca_file);
        ck_assert_msg(last.reason == cases[i].reason, "%s: %s (%s)", cases[i].priorities, link_reason_word(last.reason), last_detail);
    }
    release(&root);
    release(&site);
    unlink(ca_file);
}
END_TEST

int main(void)
{
    Suite *suite = suite_create("crawler/tls");
    TCase *tests = tcase_create("tls");
    tcase_set_timeout(tests, 60);
    tcase_add_test(tests, test_certificates);
    tcase_add_test(tests, test_kinds_of_connection);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

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

/* Issued by `issuer` (NULL: by itself), valid from and until so many days from now; `issuer_at` (NULL for nothing) is
 * what it says of where its issuer's certificate is to be had. */
static struct identity issue_for(EVP_PKEY *key, const char *name, const struct identity *issuer, bool authority, int from, int until,
                                 const char *issuer_at)
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
    if (issuer_at != NULL)
        extend(certificate, signer, NID_info_access, issuer_at);
    snprintf(alternative, sizeof alternative, "DNS:%s", name);
    if (!authority)
        extend(certificate, signer, NID_subject_alt_name, alternative);
    ck_assert_int_gt(X509_sign(certificate, issuer ? issuer->key : identity.key, EVP_sha256()), 0);
    to_pem(&identity);
    return identity;
}

static struct identity issue(const char *name, const struct identity *issuer, bool authority, int from, int until)
{
    return issue_for(EVP_EC_gen("P-256"), name, issuer, authority, from, until, NULL);
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

/* Another host's files, by plain HTTP: what certificates say where their issuers' are to be had. */
static struct {
    const char *path;
    const void *bytes;
    size_t length;
    int asked;
} files[16];
static size_t file_count;

static enum MHD_Result answer_file(void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                                   const char *data, size_t *size, void **state)
{
    (void)context, (void)method, (void)version, (void)data, (void)size, (void)state;
    size_t i = 0;
    while (i < file_count && strcmp(files[i].path, url) != 0)
        i++;
    union { const void *read; void *given; } bytes = {i < file_count ? files[i].bytes : "gone"};
    if (i < file_count)
        files[i].asked++;
    struct MHD_Response *response = MHD_create_response_from_buffer(i < file_count ? files[i].length : 4, bytes.given, MHD_RESPMEM_MUST_COPY);
    enum MHD_Result result = MHD_queue_response(connection, i < file_count ? 200 : 404, response);
    MHD_destroy_response(response);
    return result;
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
    struct identity site = issue_for(EVP_RSA_gen(2048), "site.example", &root, false, -1, 30, NULL);
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

/* A fetcher that knows of the two servers alone, and asks `https://host:port/` so many times. */
static void ask_times(int times, const char *host, int port, int files_port, const char *ca_file)
{
    char entry[128], files_entry[128], url[128];
    const char *entries[] = {entry, files_entry};
    snprintf(entry, sizeof entry, "%s:%d:127.0.0.1", host, port);
    snprintf(files_entry, sizeof files_entry, "authority.example:80:127.0.0.1:%d", files_port);
    snprintf(url, sizeof url, "https://%s:%d/", host, port);
    struct fetch_options options = {.user_agent = "test", .allow_private = true, .resolve = entries, .resolve_count = 2, .ca_file = ca_file};
    struct fetcher *fetcher;
    struct error err;
    ck_assert_msg(fetcher_new(&options, &fetcher, &err) == STATUS_OK, "%s", err.message);
    for (int n = 0; n < times; n++) {
        fetcher_submit(fetcher, &(struct fetch_request){.url = url});
        replies = 0;
        for (int i = 0; i < 300 && fetcher_pending(fetcher); i++)
            fetcher_run(fetcher, 0.1, keep, NULL);
        ck_assert_uint_eq(replies, 1);
        ck_assert_uint_eq(fetcher_pending(fetcher), 0);
    }
    fetcher_free(fetcher);
}

static void add_file(const char *path, const void *bytes, size_t length)
{
    files[file_count].path = path;
    files[file_count].bytes = bytes;
    files[file_count++].length = length;
}

static size_t der(const struct identity *identity, unsigned char *bytes)
{
    int length = i2d_X509(identity->certificate, &bytes);
    ck_assert_int_gt(length, 0);
    return (size_t)length;
}

/* What a server forgot to send is fetched as browsers do, and is no more believed than what it sends. */
START_TEST(test_forgotten_certificates)
{
    static unsigned char first_der[PEM_MAX], second_der[PEM_MAX], false_der[PEM_MAX], bundle[2 * PEM_MAX], large[100 * 1024];
    struct identity root = issue("Fiction Root", NULL, true, -100, 100);
    struct identity first = issue_for(EVP_EC_gen("P-256"), "Fiction First", &root, true, -100, 100, NULL);
    struct identity second = issue_for(EVP_EC_gen("P-256"), "Fiction Second", &first, true, -100, 100, "caIssuers;URI:http://authority.example/first.der");
    struct identity liar = issue("Liar Root", NULL, true, -100, 100);
    struct identity false_first = issue("Liar First", &liar, true, -100, 100);
    PKCS7 *signed_bundle = PKCS7_new();
    PKCS7_set_type(signed_bundle, NID_pkcs7_signed);
    PKCS7_content_new(signed_bundle, NID_pkcs7_data);
    PKCS7_add_certificate(signed_bundle, first.certificate);
    unsigned char *end = bundle;
    size_t bundle_length = (size_t)i2d_PKCS7(signed_bundle, &end);
    PKCS7_free(signed_bundle);
    add_file("/first.der", first_der, der(&first, first_der));
    add_file("/second.der", second_der, der(&second, second_der));
    add_file("/false.der", false_der, der(&false_first, false_der));
    add_file("/first.pem", first.certificate_pem, strlen(first.certificate_pem));
    add_file("/first.p7c", bundle, bundle_length);
    add_file("/page", "<p>Welcome", 10);
    add_file("/empty", "", 0);
    add_file("/large", large, sizeof large);
    const struct {
        const char *issuer_at;
        const struct identity *issuer;
        int file, asked; /* which file, and how often three requests of one fetcher ask for it */
        enum link_reason reason;
    } cases[] = {
        {"caIssuers;URI:http://authority.example/first.der", &first, 0, 1, REASON_NONE},
        {"caIssuers;URI:http://authority.example/second.der", &second, 1, 1, REASON_NONE},
        {"OCSP;URI:http://authority.example/page,caIssuers;URI:http://authority.example/first.pem", &first, 3, 1, REASON_NONE},
        {"caIssuers;URI:http://authority.example/first.p7c", &first, 4, 1, REASON_NONE},
        {"caIssuers;URI:http://authority.example/first.der", &second, 0, 1, REASON_TLS_CHAIN}, /* another's */
        {"caIssuers;URI:http://authority.example/false.der", &false_first, 2, 1, REASON_TLS_CHAIN},
        {"caIssuers;URI:http://authority.example/page", &first, 5, 1, REASON_TLS_CHAIN},
        {"caIssuers;URI:http://authority.example/empty", &first, 6, 1, REASON_TLS_CHAIN},
        {"caIssuers;URI:http://authority.example/large", &first, 7, 1, REASON_TLS_CHAIN},
        {"caIssuers;URI:http://authority.example/gone", &first, -1, 0, REASON_TLS_CHAIN},
        {"caIssuers;URI:https://authority.example/first.der", &first, 0, 0, REASON_TLS_CHAIN},
        {"OCSP;URI:http://authority.example/first.der", &first, 0, 0, REASON_TLS_CHAIN},
        {"caIssuers;URI:http://nowhere.example/first.der", &first, 0, 0, REASON_TLS_CHAIN},
        {NULL, &first, 0, 0, REASON_TLS_CHAIN},
    };
    char ca_file[] = "/tmp/coreoffer-tls-XXXXXX";
    write_file(ca_file, root.certificate_pem);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct MHD_Daemon *authority = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, answer_file, NULL,
                                                    MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_END);
    ck_assert_ptr_nonnull(authority);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct identity leaf = issue_for(EVP_EC_gen("P-256"), "site.example", cases[i].issuer, false, -1, 30, cases[i].issuer_at);
        struct MHD_Daemon *daemon = MHD_start_daemon(MHD_USE_TLS | MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, answer, NULL,
                                                     MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_HTTPS_MEM_CERT, leaf.certificate_pem,
                                                     MHD_OPTION_HTTPS_MEM_KEY, leaf.key_pem, MHD_OPTION_END);
        ck_assert_ptr_nonnull(daemon);
        for (size_t k = 0; k < file_count; k++)
            files[k].asked = 0;
        ask_times(3, "site.example", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port,
                  MHD_get_daemon_info(authority, MHD_DAEMON_INFO_BIND_PORT)->port, ca_file);
        ck_assert_msg(last.reason == cases[i].reason, "case %zu: %s (%s)", i, link_reason_word(last.reason), last_detail);
        ck_assert_int_eq(last.status, cases[i].reason == REASON_NONE ? 200 : 0);
        ck_assert_int_eq(last.completed, cases[i].reason == REASON_NONE);
        if (cases[i].file >= 0)
            ck_assert_msg(files[cases[i].file].asked == cases[i].asked, "case %zu: asked %d times", i, files[cases[i].file].asked);
        MHD_stop_daemon(daemon);
        release(&leaf);
    }
    MHD_stop_daemon(authority);
    struct identity *const all[] = {&root, &first, &second, &liar, &false_first};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++)
        release(all[i]);
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
    tcase_add_test(tests, test_forgotten_certificates);
    suite_add_tcase(suite, tests);
    return run_suite(suite);
}

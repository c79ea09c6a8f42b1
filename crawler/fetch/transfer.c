#include "crawler/fetch/transfer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "crawler/fetch/guard.h"
#include "crawler/fetch/head.h"
#include "crawler/fetch/inflate.h"
#include "crawler/fetch/lenient.h"
#include "crawler/fetch/tls.h"

enum {
    DETAIL_MAX = 512,
    BUFFER_KEPT = 128 * 1024,   /* a larger buffer is given back after its reply */
    READ_AT_ONCE = 16 * 1024,
    READS_AT_ONCE = 32,         /* of one transfer, before others have their turn */
    WIRE_SLACK = 64 * 1024,     /* a coded body may be a little larger than what it holds */
};

struct transfer {
    const struct transfer_setup *setup;
    CURL *easy;
    void *owner;
    struct curl_slist *fields, *names, *route;
    char trouble[CURL_ERROR_SIZE];
    char detail[DETAIL_MAX];

    size_t body_ceiling;
    bool stop_at_ceiling, keep_wire, head_only, keep_cookies;

    double started;             /* clock_monotonic */
    double window_start;        /* of the drip check; 0 before the first byte */
    size_t received, window_received;

    struct issuers_look look;   /* of the last connection that it made */
    struct arena arena;         /* of this reply's headers */
    struct head head;
    struct buffer head_bytes, request_bytes, wire_body, body;
    struct inflater *inflater;
    size_t head_total, head_lines;
    bool head_complete, body_begun;

    struct lenient *lenient;    /* reads the reply; NULL where libcurl does */
    bool reading;
    double connected;           /* clock_monotonic */
    size_t request_sent;

    bool guarded;               /* an address was refused */
    bool cut, undecoded;
    bool stopped;               /* by one of our callbacks, for `reason` */
    enum link_reason reason;
};

static void stop(struct transfer *t, enum link_reason reason, const char *detail)
{
    t->stopped = true;
    t->reason = reason;
    snprintf(t->detail, sizeof t->detail, "%s", detail);
}

static size_t on_header(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *t = context;
    size_t length = size * count;
    t->received += length;
    t->head_total += length;
    if (t->head_total > LIMIT_HEADER_BYTES || ++t->head_lines > LIMIT_HEADER_COUNT) {
        stop(t, REASON_TOO_LARGE, "the server sent more headers than the ceiling allows");
        return 0;
    }
    if (t->body_begun) /* trailers */
        return length;
    if (t->head_complete) { /* what came before was an interim answer (1xx) */
        buffer_clear(&t->head_bytes);
        t->head_complete = false;
        t->head_lines = 1;
    }
    buffer_add(&t->head_bytes, bytes, length);
    t->head_complete = bytes[0] == '\n' || (length > 1 && bytes[0] == '\r' && bytes[1] == '\n');
    return length;
}

/* The headers are complete: what coding has the body, and is it worth reading? */
static bool begin_body(struct transfer *t)
{
    t->body_begun = true;
    head_parse(&t->arena, buffer_text(&t->head_bytes), t->head_bytes.length, &t->head);
    enum inflate_coding coding = inflate_coding_of(head_field(&t->head, "content-encoding"));
    t->undecoded = coding == INFLATE_UNKNOWN;
    inflater_reset(t->inflater, coding, &t->body);
    curl_off_t announced = -1; /* known to libcurl alone; otherwise the ceiling itself ends it */
    if (t->lenient == NULL)
        curl_easy_getinfo(t->easy, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &announced);
    if (coding == INFLATE_IDENTITY && !t->stop_at_ceiling && announced > 0 && (size_t)announced > t->body_ceiling) {
        t->cut = true;
        stop(t, REASON_TOO_LARGE, "the server announces more bytes than the ceiling allows");
        return false;
    }
    return true;
}

/* Says what a body that can't be read on means. */
static size_t refuse_body(struct transfer *t, enum inflate_result result)
{
    t->cut = true;
    if (result == INFLATE_BOMB)
        stop(t, REASON_TOO_LARGE, "the body expands far more than an honest page does");
    else if (result == INFLATE_DAMAGED)
        stop(t, REASON_TRUNCATED, "the compressed body is damaged");
    else if (t->stop_at_ceiling)
        stop(t, REASON_NONE, "");
    else
        stop(t, REASON_TOO_LARGE, "the body is larger than the ceiling allows");
    return 0;
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *t = context;
    size_t length = size * count;
    bool first = !t->body_begun;
    if (first && !begin_body(t))
        return 0;
    t->received += length;
    if (t->keep_wire && !buffer_add(&t->wire_body, bytes, length))
        return refuse_body(t, INFLATE_FULL);
    enum inflate_result result = inflater_add(t->inflater, bytes, length);
    if (result == INFLATE_DAMAGED && first && t->body.length == 0 && inflate_may_be_plain(bytes, length)) {
        /* labelled as compressed but sent plain: a well-known misconfiguration */
        t->undecoded = true;
        inflater_reset(t->inflater, INFLATE_IDENTITY, &t->body);
        result = inflater_add(t->inflater, bytes, length);
    }
    return result == INFLATE_OK ? length : refuse_body(t, result);
}

static int on_debug(CURL *easy, curl_infotype type, char *bytes, size_t length, void *context)
{
    struct transfer *t = context;
    (void)easy;
    if (type != CURLINFO_HEADER_OUT)
        return 0;
    const struct buffer *sent = &t->request_bytes;
    if (sent->length >= 4 && memcmp(sent->bytes + sent->length - 4, "\r\n\r\n", 4) == 0)
        buffer_clear(&t->request_bytes); /* sent again: a kept connection had died */
    buffer_add(&t->request_bytes, bytes, length);
    return 0;
}

static curl_socket_t on_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct transfer *t = context;
    if (purpose != CURLSOCKTYPE_IPCXN)
        return CURL_SOCKET_BAD;
    if (!t->setup->allow_private && !guard_is_public(&address->addr)) {
        t->guarded = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

static void set_constant_options(struct transfer *t)
{
    CURL *easy = t->easy;
    const struct transfer_setup *setup = t->setup;
    curl_easy_setopt(easy, CURLOPT_PRIVATE, t);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, t->trouble);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(easy, CURLOPT_PROXY, "");
    curl_easy_setopt(easy, CURLOPT_NOPROXY, "*");
    curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    curl_easy_setopt(easy, CURLOPT_PATH_AS_IS, 1L);
    curl_easy_setopt(easy, CURLOPT_USERAGENT, setup->user_agent);
    /* Accept-Encoding is sent and the body stays as it came: it is archived so. */
    curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate");
    curl_easy_setopt(easy, CURLOPT_HTTP_CONTENT_DECODING, 0L);
    curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 65536L);
    curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)(setup->connect_timeout * 1000));
    curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(setup->total_timeout * 1000));
    tls_set_up(easy, &t->look);
    if (setup->ca_file)
        curl_easy_setopt(easy, CURLOPT_CAINFO, setup->ca_file);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, t);
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, t);
    curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_debug);
    curl_easy_setopt(easy, CURLOPT_DEBUGDATA, t);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket);
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, t);
    curl_easy_setopt(easy, CURLOPT_COOKIEFILE, ""); /* cookies on; once, since libcurl keeps a list of all that it was told */
}

struct transfer *transfer_new(const struct transfer_setup *setup)
{
    struct transfer *t = memory_alloc(sizeof *t);
    t->setup = setup;
    t->look.issuers = setup->issuers;
    t->easy = curl_easy_init();
    if (!t->easy)
        abort(); /* libcurl has no memory for a handle */
    buffer_init(&t->head_bytes, LIMIT_HEADER_BYTES);
    buffer_init(&t->request_bytes, LIMIT_HEADER_BYTES);
    buffer_init(&t->wire_body, 0);
    buffer_init(&t->body, 0);
    t->inflater = inflater_new(INFLATE_IDENTITY, &t->body);
    set_constant_options(t);
    return t;
}

void transfer_free(struct transfer *t)
{
    if (!t)
        return;
    curl_easy_cleanup(t->easy);
    issuers_look_clear(&t->look);
    lenient_free(t->lenient);
    curl_slist_free_all(t->fields);
    curl_slist_free_all(t->names);
    curl_slist_free_all(t->route);
    inflater_free(t->inflater);
    buffer_release(&t->head_bytes);
    buffer_release(&t->request_bytes);
    buffer_release(&t->wire_body);
    buffer_release(&t->body);
    arena_release(&t->arena);
    free(t);
}

static void renew(struct buffer *buffer, size_t ceiling)
{
    if (buffer->capacity > BUFFER_KEPT)
        buffer_release(buffer);
    buffer_clear(buffer);
    buffer->ceiling = ceiling;
}

static void clear(struct transfer *t)
{
    curl_slist_free_all(t->fields);
    curl_slist_free_all(t->names);
    curl_slist_free_all(t->route);
    t->fields = t->names = t->route = NULL;
    t->trouble[0] = t->detail[0] = '\0';
    t->window_start = 0;
    t->received = t->window_received = t->head_total = t->head_lines = 0;
    lenient_free(t->lenient);
    t->lenient = NULL;
    t->reading = false;
    t->request_sent = 0;
    t->head_complete = t->body_begun = t->guarded = t->cut = t->undecoded = t->stopped = false;
    t->reason = REASON_NONE;
    issuers_look_clear(&t->look);
    t->head = (struct head){0};
    arena_release(&t->arena);
    renew(&t->head_bytes, LIMIT_HEADER_BYTES);
    renew(&t->request_bytes, LIMIT_HEADER_BYTES);
    renew(&t->wire_body, t->body_ceiling + WIRE_SLACK);
    renew(&t->body, t->body_ceiling);
}

static void add_field(struct transfer *t, const char *name, const char *value)
{
    char line[LIMIT_URL_BYTES];
    int length = snprintf(line, sizeof line, "%s: %s", name, value);
    if (length > 0 && (size_t)length < sizeof line && !strpbrk(line, "\r\n"))
        t->fields = curl_slist_append(t->fields, line);
}

/* "Name: value" of the request's own. */
static void add_fields(struct transfer *t, const struct transfer_request *request)
{
    static const char accept[] = "Accept:";
    bool accepts = false;
    for (size_t i = 0; i < request->field_count; i++) {
        accepts = accepts || text_starts_ignoring_case(request->fields[i], accept);
        if (!strpbrk(request->fields[i], "\r\n"))
            t->fields = curl_slist_append(t->fields, request->fields[i]);
    }
    if (!accepts)
        add_field(t, "Accept", "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8");
}

/* "HOST:PORT:ADDRESS,ADDRESS": libcurl then has nothing left to look up. */
static void give_addresses(struct transfer *t, const struct transfer_request *request)
{
    struct buffer line;
    buffer_init(&line, 1024);
    int port = request->answer->port ? request->answer->port : request->port;
    if (port != request->port) {
        buffer_printf(&line, "%s:%d:%s:%d", request->host, request->port, request->host, port);
        if (!line.over)
            t->route = curl_slist_append(NULL, buffer_text(&line));
        buffer_clear(&line);
    }
    buffer_printf(&line, "%s:%d:", request->host, port);
    for (size_t i = 0; i < request->answer->count; i++) {
        const char *address = request->answer->addresses[i];
        buffer_printf(&line, strchr(address, ':') ? "%s[%s]" : "%s%s", i ? "," : "", address);
    }
    if (!line.over)
        t->names = curl_slist_append(NULL, buffer_text(&line));
    buffer_release(&line);
}

/* A handle is used for one request after another: what it took last time goes first. */
static void give_cookies(struct transfer *t, const char *cookies)
{
    curl_easy_setopt(t->easy, CURLOPT_COOKIELIST, "ALL");
    t->keep_cookies = cookies != NULL;
    if (cookies == NULL)
        return;
    for (size_t length; *cookies != '\0'; cookies += length + (cookies[length] == '\n')) {
        length = strcspn(cookies, "\n");
        curl_easy_setopt(t->easy, CURLOPT_COOKIELIST, arena_copy_n(&t->arena, cookies, length));
    }
}

/* Domain, tail match, path, secure, end in seconds (0 for the session's), name, value. What has not ended is kept as the
 * session's, since a jar lives for seconds: so the same cookies are the same text. */
static void add_cookie(struct arena *scratch, struct buffer *jar, const char *line, int64_t now)
{
    const char *end = line;
    for (int tabs = 0; *end != '\0' && tabs < 4; end++)
        tabs += *end == '\t';
    size_t length = strcspn(end, "\t");
    int64_t ends;
    if (text_to_int(arena_copy_n(scratch, end, length), 0, INT64_MAX, &ends) && (ends == 0 || ends > now))
        buffer_printf(jar, "%.*s0%s\n", (int)(end - line), line, end + length);
}

static const char *take_cookies(struct transfer *t)
{
    struct curl_slist *list = NULL;
    struct buffer jar;
    if (!t->keep_cookies || curl_easy_getinfo(t->easy, CURLINFO_COOKIELIST, &list) != CURLE_OK)
        return NULL;
    buffer_init(&jar, LIMIT_HEADER_BYTES + LIMIT_COOKIE_BYTES);
    for (const struct curl_slist *line = list; line != NULL; line = line->next)
        add_cookie(&t->arena, &jar, line->data, (int64_t)time(NULL));
    const char *cookies = jar.over ? NULL : arena_copy(&t->arena, buffer_text(&jar));
    curl_slist_free_all(list);
    buffer_release(&jar);
    return cookies;
}

/* --- read by our own rules --- */

/* As libcurl would send it, on a connection of its own. */
static void write_request(struct transfer *t, const struct transfer_request *request)
{
    const char *scheme_end = strstr(request->url, "://"), *authority = scheme_end != NULL ? scheme_end + 3 : request->url;
    size_t host = strcspn(authority, "/?#"), target = strcspn(authority + host, "#");
    struct buffer *out = &t->request_bytes;
    buffer_printf(out, "%s %s%.*s HTTP/1.1\r\nHost: %.*s\r\nUser-Agent: %s\r\nAccept-Encoding: gzip, deflate\r\n",
                  t->head_only ? "HEAD" : "GET", authority[host] == '/' ? "" : "/", (int)target, authority + host, (int)host, authority,
                  t->setup->user_agent);
    for (const struct curl_slist *field = t->fields; field != NULL; field = field->next)
        buffer_printf(out, "%s\r\n", field->data);
    buffer_add_text(out, "Connection: close\r\n\r\n");
}

bool transfer_is_odd(CURLcode code)
{
    return code == CURLE_WEIRD_SERVER_REPLY || code == CURLE_UNSUPPORTED_PROTOCOL;
}

bool transfer_connected(struct transfer *t, CURLcode code, double now)
{
    t->reading = t->lenient != NULL && code == CURLE_OK;
    t->connected = now;
    return t->reading;
}

bool transfer_is_reading(const struct transfer *t)
{
    return t->reading;
}

static CURLcode code_of(enum lenient_result result)
{
    return result == LENIENT_DONE ? CURLE_OK : result == LENIENT_STOPPED ? CURLE_WRITE_ERROR : CURLE_RECV_ERROR;
}

bool transfer_read(struct transfer *t, CURLcode *code)
{
    const struct buffer *request = &t->request_bytes;
    char bytes[READ_AT_ONCE];
    size_t count;
    for (*code = CURLE_OK; t->request_sent < request->length && *code == CURLE_OK; t->request_sent += count) {
        count = 0;
        *code = curl_easy_send(t->easy, request->bytes + t->request_sent, request->length - t->request_sent, &count);
    }
    for (int i = 0; i < READS_AT_ONCE && *code == CURLE_OK; i++) {
        count = 0;
        *code = curl_easy_recv(t->easy, bytes, sizeof bytes, &count);
        enum lenient_result result = *code != CURLE_OK ? LENIENT_MORE : count > 0 ? lenient_feed(t->lenient, bytes, count) : lenient_end(t->lenient);
        if (result == LENIENT_DAMAGED)
            snprintf(t->detail, sizeof t->detail, "the reply is cut short, or has a form that no browser reads");
        if (result != LENIENT_MORE) {
            *code = code_of(result);
            return true;
        }
    }
    return *code != CURLE_OK && *code != CURLE_AGAIN;
}

bool transfer_start(struct transfer *t, CURLM *multi, const struct transfer_request *request, void *owner, double now)
{
    t->owner = owner;
    t->body_ceiling = request->body_ceiling;
    t->stop_at_ceiling = request->stop_at_ceiling;
    t->keep_wire = request->keep_wire;
    t->head_only = request->method == FETCH_HEAD;
    clear(t);
    t->started = now;
    add_fields(t, request);
    add_field(t, "Accept-Language", "en-GB,en;q=0.8");
    if (request->etag)
        add_field(t, "If-None-Match", request->etag);
    if (request->last_modified)
        add_field(t, "If-Modified-Since", request->last_modified);
    if (request->host[0] != '[')
        give_addresses(t, request);
    give_cookies(t, request->cookies);
    bool leniently = request->leniently && (request->cookies == NULL || request->cookies[0] == '\0');
    if (leniently) {
        t->lenient = lenient_new(&(struct lenient_calls){on_header, on_body, t}, t->head_only);
        write_request(t, request);
    }
    CURL *easy = t->easy;
    curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, leniently ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, request->fresh ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_URL, request->url);
    curl_easy_setopt(easy, CURLOPT_HTTPHEADER, t->fields);
    curl_easy_setopt(easy, CURLOPT_RESOLVE, t->names);
    curl_easy_setopt(easy, CURLOPT_CONNECT_TO, t->route);
    curl_easy_setopt(easy, CURLOPT_VERBOSE, t->keep_wire && !leniently ? 1L : 0L);
    curl_easy_setopt(easy, CURLOPT_NOBODY, t->head_only ? 1L : 0L);
    if (!t->head_only)
        curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
    return curl_multi_add_handle(multi, easy) == CURLM_OK;
}

struct transfer *transfer_of(CURL *easy)
{
    char *private = NULL;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
    return (struct transfer *)(void *)private;
}

void *transfer_owner(const struct transfer *t)
{
    return t->owner;
}

bool transfer_overdue(struct transfer *t, double now)
{
    double patience = t->setup->first_byte_timeout;
    if (t->reading && now - t->started >= t->setup->total_timeout)
        return true; /* libcurl's own limit ended with its part */
    if (t->received == 0) {
        curl_off_t sent = 0; /* microseconds from the start until the request went out */
        curl_easy_getinfo(t->easy, CURLINFO_PRETRANSFER_TIME_T, &sent);
        double since = t->reading ? t->connected : t->started + (double)sent / 1e6;
        if ((!t->reading && sent == 0) || now - since < patience)
            return false;
        snprintf(t->detail, sizeof t->detail, "no answer within %g seconds", patience);
        return true;
    }
    if (t->window_start == 0 || t->received - t->window_received >= LIMIT_DRIP_BYTES) {
        t->window_start = now;
        t->window_received = t->received;
    }
    if (now - t->window_start < patience)
        return false;
    snprintf(t->detail, sizeof t->detail, "the answer came slower than %d bytes in %g seconds", LIMIT_DRIP_BYTES, patience);
    return true;
}

/* A body without a length ends when the connection does; many TLS servers then omit the
 * closing alert, which browsers forgive. */
static bool ended_by_closing(struct transfer *t)
{
    return t->body_begun && strstr(t->trouble, "unexpected eof") && !*head_field(&t->head, "content-length") &&
           !*head_field(&t->head, "transfer-encoding");
}

static enum link_reason timeout_reason(struct transfer *t)
{
    curl_off_t sent = 0;
    curl_easy_getinfo(t->easy, CURLINFO_PRETRANSFER_TIME_T, &sent);
    if (!t->detail[0] && sent == 0)
        snprintf(t->detail, sizeof t->detail, "no connection within %g seconds", t->setup->connect_timeout);
    else if (!t->detail[0])
        snprintf(t->detail, sizeof t->detail, "not finished within %g seconds", t->setup->total_timeout);
    return REASON_TIMEOUT;
}

static enum link_reason connect_reason(struct transfer *t)
{
    long number = 0;
    if (t->guarded) {
        snprintf(t->detail, sizeof t->detail, "the name leads to a private or reserved address");
        return REASON_PRIVATE_ADDRESS;
    }
    curl_easy_getinfo(t->easy, CURLINFO_OS_ERRNO, &number);
    if (number == ETIMEDOUT)
        return timeout_reason(t);
    if (number == ECONNREFUSED)
        snprintf(t->detail, sizeof t->detail, "the connection was refused");
    return REASON_CONNECT;
}

static enum link_reason reason_of(struct transfer *t, CURLcode code)
{
    if (t->stopped)
        return t->reason;
    switch (code) {
    case CURLE_OK:
        return REASON_NONE;
    case CURLE_COULDNT_RESOLVE_HOST:
        return REASON_DNS;
    case CURLE_COULDNT_CONNECT:
        return connect_reason(t);
    case CURLE_OPERATION_TIMEDOUT:
        return timeout_reason(t);
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
    case CURLE_SSL_CACERT_BADFILE:
        return tls_reason(t->easy, code, t->trouble);
    case CURLE_URL_MALFORMAT:
        return REASON_INVALID_URL;
    case CURLE_LOGIN_DENIED:
        return REASON_CREDENTIALS;
    case CURLE_OUT_OF_MEMORY: /* libcurl's own ceiling on one header line, 100 KiB */
#if LIBCURL_VERSION_NUM >= 0x080600
    case CURLE_TOO_LARGE:
#endif
        snprintf(t->detail, sizeof t->detail, "the server sent a header longer than the ceiling allows");
        return REASON_TOO_LARGE;
    default: /* reset, closed without a word, bad framing: firewalls make them */
        return ended_by_closing(t) ? REASON_NONE : REASON_TRUNCATED;
    }
}

/* Everything came: does the decoder agree? */
static enum link_reason end_of_body(struct transfer *t)
{
    switch (inflater_end(t->inflater)) {
    case INFLATE_SHORT:
        snprintf(t->detail, sizeof t->detail, "the compressed body stops before its end");
        return REASON_TRUNCATED;
    case INFLATE_DAMAGED:
        snprintf(t->detail, sizeof t->detail, "the compressed body is damaged");
        return REASON_TRUNCATED;
    default:
        return REASON_NONE;
    }
}

/* Heads of which nobody can tell how much was to come, or that say that it was not all. */
static enum link_reason wrong_length(struct transfer *t)
{
    bool differ = !head_ends_chunked(&t->head) && head_content_length(&t->head) == HEAD_LENGTHS_DIFFER;
    if (!differ && !head_is_part(&t->head))
        return REASON_NONE;
    snprintf(t->detail, sizeof t->detail, "%s", differ ? "the server says two different lengths" : "the server sent a part of it unasked");
    return REASON_TRUNCATED;
}

const char *transfer_wanted_issuer(const struct transfer *t)
{
    return t->look.wanted;
}

void transfer_finish(struct transfer *t, CURLM *multi, CURLcode code, struct fetch_reply *reply)
{
    char *address = NULL;
    double elapsed = 0;
    curl_easy_getinfo(t->easy, CURLINFO_PRIMARY_IP, &address);
    curl_easy_getinfo(t->easy, CURLINFO_TOTAL_TIME, &elapsed);
    if (t->reading)
        elapsed = clock_monotonic() - t->started;
    enum link_reason reason = reason_of(t, code);
    curl_multi_remove_handle(multi, t->easy);
    if (!t->body_begun)
        head_parse(&t->arena, buffer_text(&t->head_bytes), t->head_bytes.length, &t->head);
    if (reason == REASON_NONE && t->body_begun && !t->cut)
        reason = end_of_body(t);
    if (reason == REASON_NONE && t->head.status >= 200)
        reason = wrong_length(t);
    if (reason != REASON_NONE && !t->detail[0])
        snprintf(t->detail, sizeof t->detail, "%s", t->trouble[0] ? t->trouble : curl_easy_strerror(code));
    reply->reason = reason;
    reply->detail = t->detail;
    reply->status = t->head.status >= 200 ? t->head.status : 0;
    reply->headers = t->head.fields;
    reply->header_count = t->head.count;
    reply->content_type = head_field(&t->head, "content-type");
    reply->location = head_location(&t->head);
    reply->cookies = t->lenient == NULL ? take_cookies(t) : NULL; /* libcurl alone knows where they belong */
    reply->body = buffer_text(&t->body);
    reply->body_length = t->body.length;
    reply->wire_request = buffer_text(&t->request_bytes);
    reply->wire_request_length = t->request_bytes.length;
    reply->wire_headers = buffer_text(&t->head_bytes);
    reply->wire_headers_length = t->head_bytes.length;
    reply->wire_body = buffer_text(&t->wire_body);
    reply->wire_body_length = t->wire_body.length;
    reply->address = arena_copy(&t->arena, address ? address : "");
    reply->elapsed = elapsed;
    reply->cut = t->cut;
    reply->lasting = code == CURLE_PEER_FAILED_VERIFICATION;
    reply->undecoded = t->undecoded;
    reply->completed = t->look.completed;
}

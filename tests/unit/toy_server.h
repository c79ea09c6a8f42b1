/* A web server in the test's own process: hosts told apart by the Host header on one
 * loopback port, from a table, with a log of what was asked and when. */
#ifndef COREOFFER_TESTS_TOY_SERVER_H
#define COREOFFER_TESTS_TOY_SERVER_H

#include <check.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"

struct toy_answer {
    const char *host, *path;    /* path with its query */
    int status;                 /* 0 is 200; negative: -N the first time, then 200 */
    const char *body;           /* $PORT becomes the port, here and in the header's value */
    const char *header, *value; /* one more header */
    int delay_ms;
};

enum { TOY_LOG_MAX = 4000, TOY_TEXT = 256 };

struct toy_request {
    char host[64], path[TOY_TEXT], method[8], if_none_match[64];
    double began, ended;
};

struct toy_server {
    const struct toy_answer *answers; /* ends with a NULL host */
    struct MHD_Daemon *daemon;
    unsigned port;
    pthread_mutex_t lock;
    struct toy_request log[TOY_LOG_MAX];
    size_t count;
};

static inline const struct toy_answer *toy_find(const struct toy_server *server, const char *host, const char *path)
{
    for (const struct toy_answer *answer = server->answers; answer->host != NULL; answer++)
        if (strcmp(answer->host, host) == 0 && strcmp(answer->path, path) == 0)
            return answer;
    return NULL;
}

static inline size_t toy_times(struct toy_server *server, const char *host, const char *path)
{
    size_t times = 0;
    pthread_mutex_lock(&server->lock);
    for (size_t i = 0; i < server->count; i++)
        times += (host == NULL || strcmp(server->log[i].host, host) == 0) && (path == NULL || strcmp(server->log[i].path, path) == 0);
    pthread_mutex_unlock(&server->lock);
    return times;
}

static inline int toy_add_query(void *context, enum MHD_ValueKind kind, const char *key, const char *value)
{
    char *path = context;
    size_t length = strlen(path);
    (void)kind;
    snprintf(path + length, TOY_TEXT - length, "%c%s%s%s", strchr(path, '?') != NULL ? '&' : '?', key, value != NULL ? "=" : "", value != NULL ? value : "");
    return MHD_YES;
}

static inline char *toy_with_port(const struct toy_server *server, const char *text)
{
    size_t room = strlen(text) + 1;
    for (const char *mark = text; (mark = strstr(mark, "$PORT")) != NULL; mark++)
        room++;
    char *out = malloc(room), *at = out;
    ck_assert_ptr_nonnull(out);
    for (const char *mark; (mark = strstr(text, "$PORT")) != NULL; text = mark + 5)
        at += snprintf(at, room - (size_t)(at - out), "%.*s%u", (int)(mark - text), text, server->port);
    snprintf(at, room - (size_t)(at - out), "%s", text);
    return out;
}

static inline enum MHD_Result toy_serve(void *context, struct MHD_Connection *connection, const char *url, const char *method,
                                        const char *version, const char *upload, size_t *upload_size, void **state)
{
    struct toy_server *server = context;
    (void)version, (void)upload, (void)upload_size;
    if (*state == NULL) { /* the head alone: answered at the second call */
        *state = server;
        return MHD_YES;
    }
    struct toy_request request = {.began = clock_monotonic()};
    const char *host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Host");
    const char *match = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "If-None-Match");
    snprintf(request.host, sizeof request.host, "%.*s", (int)strcspn(host != NULL ? host : "", ":"), host != NULL ? host : "");
    snprintf(request.method, sizeof request.method, "%s", method);
    snprintf(request.path, sizeof request.path, "%s", url);
    snprintf(request.if_none_match, sizeof request.if_none_match, "%s", match != NULL ? match : "");
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, (MHD_KeyValueIterator)toy_add_query, request.path);
    const struct toy_answer *answer = toy_find(server, request.host, request.path);
    size_t before = toy_times(server, request.host, request.path);
    int status = answer == NULL ? 404 : answer->status == 0 ? 200 : answer->status > 0 ? answer->status : before == 0 ? -answer->status : 200;
    if (answer != NULL && answer->header != NULL && strcmp(answer->header, "ETag") == 0 && match != NULL && strcmp(match, answer->value) == 0)
        status = 304;
    if (answer != NULL && answer->delay_ms > 0)
        usleep((useconds_t)answer->delay_ms * 1000);
    char *body = toy_with_port(server, status == 304 || answer == NULL || answer->body == NULL ? "" : answer->body);
    struct MHD_Response *response = MHD_create_response_from_buffer(strlen(body), body, MHD_RESPMEM_MUST_FREE);
    bool plain = strncmp(request.path, "/robots", 7) == 0 || strstr(request.path, ".xml") != NULL;
    const char *type = plain ? "text/plain" : strstr(request.path, ".png") != NULL ? "image/png" : "text/html; charset=utf-8";
    MHD_add_response_header(response, "Content-Type", type);
    if (answer != NULL && answer->header != NULL) {
        char *value = toy_with_port(server, answer->value);
        MHD_add_response_header(response, answer->header, value);
        free(value);
    }
    request.ended = clock_monotonic();
    pthread_mutex_lock(&server->lock);
    if (server->count < TOY_LOG_MAX)
        server->log[server->count++] = request;
    pthread_mutex_unlock(&server->lock);
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)status, response);
    MHD_destroy_response(response);
    return result;
}

static inline void toy_start(struct toy_server *server, const struct toy_answer *answers)
{
    memset(server, 0, sizeof *server);
    server->answers = answers;
    pthread_mutex_init(&server->lock, NULL);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    server->daemon = MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL, NULL, toy_serve, server,
                                      MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_END);
    ck_assert_ptr_nonnull(server->daemon);
    server->port = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}

static inline void toy_stop(struct toy_server *server)
{
    MHD_stop_daemon(server->daemon);
    pthread_mutex_destroy(&server->lock);
}

#endif

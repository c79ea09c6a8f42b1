#include "demo/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/memory.h"
#include "demo/site.h"

struct demo_server {
    struct MHD_Daemon *daemon;
    struct demo_web *web;
    int port;
    int log; /* -1 for none */
};

static void log_request(const struct demo_server *server, const char *host, const char *method, const char *target, int status)
{
    if (server->log < 0)
        return;
    struct buffer line;
    buffer_init(&line, 16384);
    struct json_writer json = {.out = &line};
    json_object(&json, NULL);
    json_text(&json, "host", host);
    json_text(&json, "method", method);
    json_text(&json, "target", target);
    json_number(&json, "status", status);
    json_decimal(&json, "at", clock_monotonic(), 4);
    json_end_object(&json);
    (void)buffer_add_char(&line, '\n');
    ssize_t written = write(server->log, line.bytes, line.length);
    (void)written;
    buffer_release(&line);
}

/* The target as it was sent: libmicrohttpd hands the path decoded and the query apart. */
static void *note_target(void *context, const char *target, struct MHD_Connection *connection)
{
    (void)context;
    (void)connection;
    return memory_copy(target);
}

static void drop_target(void *context, struct MHD_Connection *connection, void **state, enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    (void)code;
    free(*state);
    *state = NULL;
}

static enum MHD_Result answer_request(void *context, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
                                      const char *upload, size_t *upload_size, void **state)
{
    const struct demo_server *server = context;
    const char *target = *state != NULL ? *state : url;
    const char *host = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST);
    (void)version;
    (void)upload;
    if (*upload_size > 0) {
        *upload_size = 0;
        return MHD_YES;
    }
    const struct demo_answer *answer = host != NULL ? demo_web_answer(server->web, host, target) : NULL;
    if (answer == NULL) {
        log_request(server, host, method, target, 0);
        return MHD_NO; /* closes the connection: nobody is there */
    }
    const char *condition = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_IF_NONE_MATCH);
    bool unchanged = condition != NULL && answer->etag[0] != '\0' && strcmp(condition, answer->etag) == 0;
    int status = unchanged ? MHD_HTTP_NOT_MODIFIED : answer->status;
    const char *body = answer->body != NULL ? answer->body : "";
    struct MHD_Response *response = MHD_create_response_from_buffer_with_free_callback_cls(unchanged ? 0 : answer->length, (void *)(uintptr_t)body, NULL, NULL);
    if (response == NULL)
        return MHD_NO;
    if (answer->content_type != NULL)
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer->content_type);
    if (answer->location != NULL)
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_LOCATION, answer->location);
    if (answer->etag[0] != '\0')
        (void)MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, answer->etag);
    log_request(server, host, method, target, status);
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)status, response);
    MHD_destroy_response(response);
    return result;
}

enum status demo_server_start(const char *directory, struct demo_server **out, struct error *err)
{
    struct demo_server *server = memory_alloc(sizeof *server);
    server->log = -1;
    enum status status = demo_web_load(directory, &server->web, err);
    if (status != STATUS_OK) {
        demo_server_stop(server);
        return status;
    }
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    server->daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_EPOLL, 0, NULL, NULL, answer_request, server, MHD_OPTION_SOCK_ADDR, &address,
                                      MHD_OPTION_URI_LOG_CALLBACK, note_target, server, MHD_OPTION_NOTIFY_COMPLETED, drop_target, server,
                                      MHD_OPTION_CONNECTION_TIMEOUT, 30u, MHD_OPTION_END);
    const union MHD_DaemonInfo *info = server->daemon != NULL ? MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT) : NULL;
    if (info == NULL) {
        demo_server_stop(server);
        return error_errno(err, "the bundled server could not start on 127.0.0.1");
    }
    server->port = info->port;
    *out = server;
    return STATUS_OK;
}

int demo_server_port(const struct demo_server *server)
{
    return server->port;
}

const char *demo_server_missing_host(const struct demo_server *server, size_t i)
{
    return demo_web_missing_host(server->web, i);
}

enum status demo_server_log(struct demo_server *server, const char *path, struct error *err)
{
    server->log = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0644);
    return server->log >= 0 ? STATUS_OK : error_errno(err, "cannot write the request log '%s'", path);
}

void demo_server_stop(struct demo_server *server)
{
    if (server == NULL)
        return;
    if (server->daemon != NULL)
        MHD_stop_daemon(server->daemon);
    demo_web_free(server->web);
    if (server->log >= 0)
        (void)close(server->log);
    free(server);
}

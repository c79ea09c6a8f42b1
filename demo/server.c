#include "demo/server.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "demo/site.h"

struct demo_server {
    struct MHD_Daemon *daemon;
    struct demo_web *web;
    int port;
};

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
    (void)method;
    (void)version;
    (void)upload;
    if (*upload_size > 0) {
        *upload_size = 0;
        return MHD_YES;
    }
    const struct demo_answer *answer = host != NULL ? demo_web_answer(server->web, host, target) : NULL;
    if (answer == NULL) {
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
    enum MHD_Result result = MHD_queue_response(connection, (unsigned)status, response);
    MHD_destroy_response(response);
    return result;
}

enum status demo_server_start(const char *directory, struct demo_server **out, struct error *err)
{
    struct demo_server *server = memory_alloc(sizeof *server);
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

void demo_server_stop(struct demo_server *server)
{
    if (server == NULL)
        return;
    if (server->daemon != NULL)
        MHD_stop_daemon(server->daemon);
    demo_web_free(server->web);
    free(server);
}

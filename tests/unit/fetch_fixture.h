/* A fetcher against the server of crawler_server.h, and the replies that it gave. */
#ifndef COREOFFER_TESTS_FETCH_FIXTURE_H
#define COREOFFER_TESTS_FETCH_FIXTURE_H

#include <check.h>

#include "base/limits.h"
#include "crawler/fetch/fetch.h"
#include "crawler_server.h"

enum { REPLIES_MAX = 256, BODY_KEPT = 200 };

struct got {
    intptr_t tag;
    int status, attempts;
    enum link_reason reason;
    size_t length, wire_length;
    char body[BODY_KEPT], detail[BODY_KEPT], location[BODY_KEPT], type[BODY_KEPT], address[64];
    char request[1024], head[1024];
    bool cut, undecoded;
    double at;
};

static struct got got[REPLIES_MAX];
static size_t got_count;
static char resolve_entry[64];

static inline void keep(void *context, const struct fetch_reply *reply)
{
    (void)context;
    ck_assert_uint_lt(got_count, REPLIES_MAX);
    struct got *g = &got[got_count++];
    *g = (struct got){.tag = (intptr_t)reply->tag, .status = reply->status, .attempts = reply->attempts, .reason = reply->reason,
                      .length = reply->body_length, .wire_length = reply->wire_body_length, .cut = reply->cut,
                      .undecoded = reply->undecoded, .at = server_now()};
    snprintf(g->body, sizeof g->body, "%.*s", (int)(reply->body_length < BODY_KEPT ? reply->body_length : BODY_KEPT - 1), reply->body);
    snprintf(g->detail, sizeof g->detail, "%s", reply->detail);
    snprintf(g->location, sizeof g->location, "%s", reply->location);
    snprintf(g->type, sizeof g->type, "%s", reply->content_type);
    snprintf(g->address, sizeof g->address, "%s", reply->address);
    snprintf(g->request, sizeof g->request, "%.*s", (int)reply->wire_request_length, reply->wire_request);
    snprintf(g->head, sizeof g->head, "%.*s", (int)reply->wire_headers_length, reply->wire_headers);
}

static inline struct fetch_options quick(void)
{
    static const char *entries[] = {resolve_entry};
    snprintf(resolve_entry, sizeof resolve_entry, "*:%d:127.0.0.1", server->port);
    return (struct fetch_options){
        .user_agent = "coreoffer-test/1 (+https://campaign.example/bot)", .connections = 32, .allow_private = true,
        .resolve = entries, .resolve_count = 1, .connect_timeout = 1, .first_byte_timeout = 0.5, .total_timeout = 3, .seed = 7,
    };
}

static inline struct fetcher *make(const struct fetch_options *options)
{
    struct fetcher *fetcher = NULL;
    struct error err;
    ck_assert_msg(fetcher_new(options, &fetcher, &err) == STATUS_OK, "%s", err.message);
    got_count = 0;
    return fetcher;
}

static inline void ask_with(struct fetcher *fetcher, const char *host, const char *path, struct fetch_request request)
{
    char url[512];
    snprintf(url, sizeof url, "http://%s:%d%s", host, server->port, path);
    request.url = url;
    fetcher_submit(fetcher, &request);
    memset(url, '#', sizeof url); /* the fetcher must have copied it */
}

static inline void ask(struct fetcher *fetcher, const char *host, const char *path, intptr_t tag)
{
    ask_with(fetcher, host, path, (struct fetch_request){.tag = (void *)tag});
}

static inline void work(struct fetcher *fetcher, double at_most)
{
    double deadline = server_now() + at_most;
    while (fetcher_pending(fetcher) && server_now() < deadline)
        fetcher_run(fetcher, 0.5, keep, NULL);
    ck_assert_msg(fetcher_pending(fetcher) == 0, "%zu replies are missing after %g s", fetcher_pending(fetcher), at_most);
}

/* The log's entries for a host, in order of time. */
static inline int entries_of(const char *host, struct server_entry *out)
{
    int count = 0;
    for (int i = 0; i < server->count; i++)
        if (strcmp(server->log[i].host, host) == 0)
            out[count++] = server->log[i];
    return count;
}

#endif

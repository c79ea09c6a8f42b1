#include "crawler/links/chain.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "crawler/fetch/errand.h"
#include "crawler/links/linkcheck.h"
#include "crawler/url/scheme.h"
#include "crawler/url/url.h"

struct chain {
    struct errand errand;
    struct chains *chains;
    struct chain *previous, *next;
    struct arena arena;
    struct chain_request request;
    struct url at;                /* the hop under way, without fragment */
    const char *visited[LIMIT_REDIRECTS + 1];
    int hops;                     /* redirects followed here */
    const char *fragment;         /* the last that a redirect named */
    int looks;
    bool permanent, sets_cookies, completed;
    const char *jar;              /* cookies set on the way, as in fetch_request; NULL where they can't be told */
    bool sends_cookies;
    const char *jars[LIMIT_REDIRECTS + 1]; /* that each of `visited` was sent */
    struct plain *plain;          /* NULL until https was tried in http's place */
    const char *secured;          /* as in chain_end */
    const char *fields[1];        /* "Cookie: ..." */
    struct url cookie_for;
};

/* What an address gave by http, while the same by https is under way. */
struct plain {
    struct chain_end end;
    struct fetch_reply reply;
    struct url at;
    int hops, looks;
    const char *fragment;
    bool permanent;
};

struct chains {
    struct fetcher *fetcher;
    struct gate *gate;
    struct map *without_https;    /* hosts on which https was tried and did not answer */
    struct chain *first;
};

struct chains *chains_new(struct fetcher *fetcher, struct gate *gate)
{
    struct chains *chains = memory_alloc(sizeof *chains);
    chains->fetcher = fetcher;
    chains->gate = gate;
    chains->without_https = map_new();
    return chains;
}

static void chain_free(struct chain *chain)
{
    if (chain->previous != NULL)
        chain->previous->next = chain->next;
    else
        chain->chains->first = chain->next;
    if (chain->next != NULL)
        chain->next->previous = chain->previous;
    arena_release(&chain->arena);
    free(chain);
}

void chains_free(struct chains *chains)
{
    if (chains == NULL)
        return;
    for (struct chain *chain = chains->first, *next; chain != NULL; chain = next) {
        next = chain->next;
        chain_free(chain);
    }
    map_free(chains->without_https);
    free(chains);
}

static bool carries_cookie(const struct chain *chain)
{
    return chain->fields[0] != NULL && url_same_origin(&chain->at, &chain->cookie_for);
}

static bool sets_cookie(const struct fetch_reply *reply)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, "set-cookie") == 0)
            return true;
    return false;
}

static void tell(struct chain *chain, struct chain_end *end)
{
    end->cookie = carries_cookie(chain);
    end->sets_cookies = chain->sets_cookies || (end->reply != NULL && sets_cookie(end->reply));
    end->url = chain->visited[0];
    end->final_url = chain->at.href;
    end->redirects = chain->request.redirects + chain->hops;
    end->looks = chain->looks;
    end->fragment = chain->fragment;
    end->secured = chain->secured;
    end->completed = chain->completed;
    end->permanent = chain->hops > 0 && chain->request.redirects == 0 && chain->permanent;
    if (end->detail == NULL)
        end->detail = "";
    chain->request.done(chain->request.context, end);
    chain_free(chain);
}

/* The address without its fragment: what is sent, and what loops are told by. */
static enum status parse_hop(struct arena *arena, const char *reference, const struct url *base, struct url *out, const char **fragment)
{
    struct error err;
    enum status status = url_parse(arena, reference, base, out, &err);
    if (status != STATUS_OK || out->fragment == NULL)
        return status;
    *fragment = url_named_part(out);
    const char *bare = arena_copy_n(arena, out->href, strcspn(out->href, "#"));
    return url_parse(arena, bare, NULL, out, &err);
}

void chain_copy_reply(struct arena *arena, const struct fetch_reply *reply, struct fetch_reply *out)
{
    struct fetch_header *headers = arena_array(arena, reply->header_count + 1, sizeof *headers);
    for (size_t i = 0; i < reply->header_count; i++)
        headers[i] = (struct fetch_header){arena_copy(arena, reply->headers[i].name), arena_copy(arena, reply->headers[i].value)};
    *out = *reply;
    out->tag = NULL;
    out->headers = headers;
    const char **texts[] = {&out->url, &out->detail, &out->content_type, &out->location, &out->cookies, &out->address};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        *texts[i] = arena_copy(arena, *texts[i]);
    const struct {
        const char **bytes;
        size_t length;
    } blocks[] = {{&out->wire_request, reply->wire_request_length}, {&out->wire_headers, reply->wire_headers_length},
                  {&out->body, reply->body_length}, {&out->wire_body, reply->wire_body_length}};
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        if (*blocks[i].bytes != NULL)
            *blocks[i].bytes = arena_copy_n(arena, *blocks[i].bytes, blocks[i].length);
}

static void gate_answered(void *context, const struct gate_answer *answer);

/* Faults by http that the same address by https may not have. What refuses a program is not
 * asked a second time, and of HEAD only what no GET would mend. */
static bool may_do_by_https(const struct chain *chain, const struct chain_end *end)
{
    if (chain->request.as_written || chain->plain != NULL || strcmp(chain->at.scheme, "http") != 0 || chain->at.port != -1 ||
        chain->hops >= LIMIT_REDIRECTS || map_get(chain->chains->without_https, chain->at.host, strlen(chain->at.host)) != NULL)
        return false;
    switch (end->reason) {
    case REASON_CONNECT:
    case REASON_TIMEOUT:
    case REASON_TRUNCATED:
        return end->status == 0;
    case REASON_HTTP_404:
    case REASON_HTTP_410:
    case REASON_HTTP_4XX:
    case REASON_HTTP_5XX:
    case REASON_REDIRECT_NOWHERE:
    case REASON_EMPTY_PAGE:
        return chain->request.method == FETCH_GET && !end->by_robots;
    default:
        return false;
    }
}

static void try_https(struct chain *chain, const struct chain_end *end)
{
    struct arena *arena = &chain->arena;
    struct plain *plain = chain->plain = arena_alloc(arena, sizeof *plain);
    *plain = (struct plain){.end = *end, .at = chain->at, .hops = chain->hops, .looks = chain->looks, .fragment = chain->fragment,
                            .permanent = chain->permanent};
    plain->end.detail = arena_copy(arena, end->detail);
    if (end->reply != NULL) {
        chain_copy_reply(arena, end->reply, &plain->reply);
        plain->end.reply = &plain->reply;
    }
    const char *ignored;
    if (parse_hop(arena, arena_printf(arena, "https%s", chain->at.href + strlen("http")), NULL, &chain->at, &ignored) != STATUS_OK) {
        chain->at = plain->at;
        tell(chain, &plain->end);
        return;
    }
    chain->secured = chain->visited[++chain->hops] = chain->at.href;
    gate_try(chain->chains->gate, &chain->at, gate_answered, chain);
}

/* Whether what https gave goes for the link: it is there, or nobody can tell. */
static bool https_goes(const struct chain_end *end)
{
    enum link_state state = link_reason_state(end->reason);
    return state == LINK_OK || state == LINK_BLOCKED || (end->reason == REASON_ROBOTS && !end->by_robots);
}

/* The chain has come to an end, unless https may do better: browsers try it first. */
static void finish(struct chain *chain, struct chain_end *end)
{
    if (may_do_by_https(chain, end)) {
        try_https(chain, end);
        return;
    }
    const struct plain *plain = chain->secured != NULL && !https_goes(end) ? chain->plain : NULL;
    if (plain == NULL) {
        tell(chain, end);
        return;
    }
    if (end->status == 0 && strcmp(chain->at.host, plain->at.host) == 0)
        (void)map_put(chain->chains->without_https, plain->at.host, strlen(plain->at.host), NULL);
    chain->secured = NULL;
    chain->at = plain->at;
    chain->hops = plain->hops;
    chain->looks = plain->looks;
    chain->fragment = plain->fragment;
    chain->permanent = plain->permanent;
    struct chain_end before = plain->end;
    tell(chain, &before);
}

static void gate_answered(void *context, const struct gate_answer *answer)
{
    struct chain *chain = context;
    if (!answer->allowed) {
        finish(chain, &(struct chain_end){.reason = answer->reason, .detail = answer->detail, .by_robots = answer->from_robots,
                                          .status = answer->from_robots ? answer->robots_status : 0});
        return;
    }
    const struct chain_request *asked = &chain->request;
    chain->jars[chain->hops] = chain->sends_cookies ? chain->jar : "";
    struct fetch_request request = {
        .cookies = chain->jar == NULL ? NULL : chain->jars[chain->hops],
        .url = chain->at.href,
        .method = asked->method,
        .body_ceiling = asked->body_ceiling,
        .stop_at_ceiling = asked->stop_at_ceiling,
        .etag = chain->hops == 0 ? asked->etag : NULL,
        .last_modified = chain->hops == 0 ? asked->last_modified : NULL,
        .fields = chain->fields,
        .field_count = carries_cookie(chain),
        .keep_wire = asked->keep_wire,
        .last_resort = asked->last_resort,
        .tries = chain->secured != NULL ? 1 : asked->tries,
        .tag = &chain->errand,
    };
    fetcher_submit(chain->chains->fetcher, &request);
}

static void pass_gate(struct chain *chain)
{
    if (chain->request.last_resort)
        gate_ask_again(chain->chains->gate, &chain->at, gate_answered, chain);
    else
        gate_ask(chain->chains->gate, &chain->at, gate_answered, chain);
}

static bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* A jar that was sent comes back whole; others are added to what there is. */
static void keep_cookies(struct chain *chain, const struct fetch_reply *reply)
{
    chain->sets_cookies = chain->sets_cookies || sets_cookie(reply);
    if (chain->jar == NULL)
        return;
    if (reply->cookies == NULL || strlen(chain->jar) + strlen(reply->cookies) > LIMIT_COOKIE_BYTES)
        chain->jar = NULL;
    else if (chain->sends_cookies)
        chain->jar = arena_copy(&chain->arena, reply->cookies);
    else if (reply->cookies[0] != '\0')
        chain->jar = arena_printf(&chain->arena, "%s%s", chain->jar, reply->cookies);
}

/* Of an address that was asked for before: again with the cookies that were set since, as a browser does.
 * Where they can't be told the site may let a browser in. */
static enum link_reason go_round(struct chain *chain, const char *sent)
{
    if (chain->jar == NULL)
        return chain->sets_cookies ? REASON_REFUSED : REASON_REDIRECT_LOOP;
    if (strcmp(sent, chain->jar) == 0)
        return REASON_REDIRECT_LOOP;
    chain->sends_cookies = true;
    chain->permanent = false;
    return REASON_NONE;
}

/* Why the next address can't be followed, NONE where it can; then `next` is it. */
static enum link_reason next_hop(struct chain *chain, const struct fetch_reply *reply, struct url *next)
{
    enum status status = parse_hop(&chain->arena, url_escape_bytes(&chain->arena, reply->location), &chain->at, next, &chain->fragment);
    if (status != STATUS_OK)
        return status == STATUS_LIMIT ? REASON_LIMIT : REASON_INVALID_URL;
    if (!url_is_http(next))
        return scheme_is_handed_on(next) ? REASON_SCHEME : REASON_REDIRECT_SCHEME;
    if (chain->request.redirects + chain->hops >= LIMIT_REDIRECTS)
        return chain->sets_cookies ? REASON_REFUSED : REASON_REDIRECT_LIMIT;
    for (int i = chain->hops; i >= 0; i--)
        if (strcmp(chain->visited[i], next->href) == 0)
            return go_round(chain, chain->jars[i]);
    return REASON_NONE;
}

static void hop_arrived(struct errand *errand, const struct fetch_reply *reply)
{
    struct chain *chain = (struct chain *)errand;
    chain->looks += reply->attempts > 0 ? reply->attempts : 1;
    chain->completed = chain->completed || reply->completed;
    if (reply->status > 0 && chain->request.each != NULL)
        chain->request.each(chain->request.context, reply);
    struct chain_end end = {.reply = reply, .status = reply->status, .reason = reply->reason, .detail = reply->detail};
    if (reply->reason == REASON_NONE && is_redirect(reply->status) && reply->location[0] != '\0') {
        struct url next;
        keep_cookies(chain, reply);
        end.reason = next_hop(chain, reply, &next);
        if (end.reason == REASON_NONE) {
            chain->permanent = chain->permanent && (reply->status == 301 || reply->status == 308);
            chain->at = next;
            chain->visited[++chain->hops] = next.href;
            end.known = chain->request.knows != NULL && chain->request.knows(chain->request.context, &chain->at);
            if (end.known) {
                tell(chain, &end);
                return;
            }
            pass_gate(chain);
            return;
        }
        if (end.reason == REASON_REFUSED)
            end.detail = "it goes on redirecting and setting cookies";
    } else if (reply->reason == REASON_NONE && !(reply->status == 304 && chain->hops == 0 && (chain->request.etag || chain->request.last_modified))) {
        end.reason = linkcheck_status(reply->status);
    }
    finish(chain, &end);
}

void chain_follow(struct chains *chains, const struct chain_request *request)
{
    struct chain *chain = memory_alloc(sizeof *chain);
    chain->errand.done = hop_arrived;
    chain->chains = chains;
    chain->next = chains->first;
    if (chains->first != NULL)
        chains->first->previous = chain;
    chains->first = chain;
    chain->request = *request;
    chain->request.etag = arena_copy(&chain->arena, request->etag);
    chain->request.last_modified = arena_copy(&chain->arena, request->last_modified);
    chain->permanent = true;
    chain->request.url = chain->visited[0] = arena_copy_n(&chain->arena, request->url, strcspn(request->url, "#"));
    const char *asked_for;
    if (parse_hop(&chain->arena, request->url, NULL, &chain->at, &asked_for) != STATUS_OK || !url_is_http(&chain->at)) {
        chain->at.href = chain->visited[0];
        finish(chain, &(struct chain_end){.reason = REASON_INVALID_URL});
        return;
    }
    chain->visited[0] = chain->at.href;
    chain->jar = "";
    if (request->cookie != NULL && *request->cookie != '\0') {
        chain->jar = NULL;
        chain->fields[0] = arena_printf(&chain->arena, "Cookie: %s", request->cookie);
        chain->cookie_for = chain->at;
    }
    pass_gate(chain);
}

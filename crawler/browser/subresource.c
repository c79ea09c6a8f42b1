#include "crawler/browser/subresource.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"
#include "crawler/browser/render_fields.h"
#include "crawler/crawl_words.h"
#include "crawler/fetch/errand.h"

enum {
    AT_ONCE = 6,           /* requests of one page given to the fetcher: the rest is dropped when the page ends */
    POLLS_MAX = 10,        /* the same answer so often in a row, whatever the query: nothing new comes of asking */
    RELOADS_MAX = 2,       /* of a page by its scripts, with nothing that its server would answer otherwise */
    EXCESS = 10,           /* so many times LIMIT_RENDER_REQUESTS, refused, is without end */
};

enum kind { KIND_REFUSED, KIND_DOCUMENT, KIND_STYLE, KIND_SCRIPT, KIND_DATA };

struct subresource {
    struct errand errand;
    struct subresources *all;
    struct subresource *previous, *next; /* in the list */
    struct subresource *after;           /* waiting */
    struct arena arena;
    const char *id;              /* Chromium's name for the held request */
    struct url url;
    const char *key, *shared_key; /* in the cache: for pages with the same cookies, for all */
    struct render_fields fields;
    enum kind kind;
    bool own;                    /* of the page's site: cookies pass */
    bool matters;                /* without it the page may not be whole */
};

struct poll {
    char last[DIGEST_HEX_SIZE];  /* of the last answer */
    int times;                   /* that it came in a row */
};

struct subresources {
    struct subresource_setup setup;
    struct arena arena;
    struct url page;
    const char *site;            /* registrable domain of the page */
    size_t open, count, under_way;
    struct subresource *first, *last; /* allowed, and waiting for their turn */
    size_t bytes;
    int begun;                   /* how often the page itself was handed over */
    const char *going, *going_cookie; /* see subresources_going */
    struct map *polls;           /* address without its query to struct poll */
    bool left;
    const char *lacking;
};

struct subresources *subresources_new(const struct subresource_setup *setup)
{
    struct subresources *all = memory_alloc(sizeof *all);
    all->setup = *setup;
    all->setup.session = arena_copy(&all->arena, setup->session);
    all->setup.frame = arena_copy(&all->arena, setup->frame);
    all->page = *setup->page->url;
    all->site = url_site(&all->arena, all->page.host);
    all->polls = map_new();
    return all;
}

static void all_free(struct subresources *all)
{
    map_free(all->polls);
    arena_release(&all->arena);
    free(all);
}

static void part_free(struct subresource *part)
{
    struct subresources *all = part->all;
    if (part->previous != NULL)
        part->previous->next = part->next;
    else
        all->setup.list->first = part->next;
    if (part->next != NULL)
        part->next->previous = part->previous;
    arena_release(&part->arena);
    free(part);
    all->open--;
    if (all->left && all->open == 0)
        all_free(all);
}

void subresources_leave(struct subresources *all)
{
    if (all == NULL)
        return;
    for (struct subresource *part = all->first, *after; part != NULL; part = after) {
        after = part->after;
        part_free(part);
    }
    all->first = all->last = NULL;
    all->left = true;
    if (all->open == 0)
        all_free(all);
}

void subresource_list_release(struct subresource_list *list)
{
    while (list->first != NULL)
        part_free(list->first);
}

static void note_lack(struct subresources *all, const char *what)
{
    if (all->lacking == NULL)
        all->lacking = what;
}

/* --- answers to Chromium --- */

/* `reason` NULL lets Chromium go on by itself, with what needs no network. */
static void let_go(struct subresources *all, const char *id, const char *reason)
{
    struct buffer params;
    struct json_writer json = {.out = &params};
    buffer_init(&params, LIMIT_URL_PARSED_BYTES);
    json_object(&json, NULL);
    json_text(&json, "requestId", id);
    if (reason != NULL)
        json_text(&json, "errorReason", reason);
    json_end_object(&json);
    if (!params.over && !all->left)
        devtools_send(all->setup.devtools, all->setup.session, reason != NULL ? "Fetch.failRequest" : "Fetch.continueRequest", buffer_text(&params));
    buffer_release(&params);
}

static void add_header(struct json_writer *json, const char *name, const char *value)
{
    json_object(json, NULL);
    json_text(json, "name", name);
    json_text(json, "value", value);
    json_end_object(json);
}

static void add_body(struct json_writer *json, const char *body, size_t length)
{
    if (length == 0)
        return;
    unsigned char *coded = memory_alloc((length + 2) / 3 * 4 + 1);
    int coded_length = EVP_EncodeBlock(coded, (const unsigned char *)body, (int)length);
    json_text_n(json, "body", (const char *)coded, (size_t)coded_length);
    free(coded);
}

struct answer {
    int status;
    bool cookies;                /* its cookies are for the page's jar */
    const struct fetch_header *headers;
    size_t header_count;
    const char *body;
    size_t length;
};

static void send_answer(struct subresources *all, const char *id, const struct answer *answer)
{
    struct buffer params;
    struct json_writer json = {.out = &params};
    if (all->left)
        return;
    buffer_init(&params, LIMIT_DEVTOOLS_UNSENT);
    json_object(&json, NULL);
    json_text(&json, "requestId", id);
    json_number(&json, "responseCode", answer->status);
    json_array(&json, "responseHeaders");
    for (size_t i = 0; i < answer->header_count; i++)
        if (render_fields_reach_page(answer->headers[i].name, answer->cookies))
            add_header(&json, answer->headers[i].name, answer->headers[i].value);
    json_end_array(&json);
    add_body(&json, answer->body, answer->length);
    json_end_object(&json);
    if (params.over)
        let_go(all, id, "Failed");
    else
        devtools_send(all->setup.devtools, all->setup.session, "Fetch.fulfillRequest", buffer_text(&params));
    buffer_release(&params);
}

/* As a browser writes it: without the scheme's own port. */
static const char *origin_of(struct arena *arena, const struct url *url)
{
    return url->port >= 0 ? arena_printf(arena, "%s://%s:%d", url->scheme, url->host, url->port) : arena_printf(arena, "%s://%s", url->scheme, url->host);
}

/* A script asks whether it may ask another site (CORS preflight). The server is not bothered:
 * what it says to the request itself decides. */
static void answer_preflight(struct subresources *all, const char *id, const cJSON *headers)
{
    const char *wanted = render_fields_of(headers, "access-control-request-headers");
    struct arena arena = {0};
    const struct fetch_header allow[] = {
        {"access-control-allow-origin", origin_of(&arena, &all->page)},
        {"access-control-allow-methods", "GET"},
        {"access-control-allow-headers", wanted != NULL ? wanted : "*"},
        {"access-control-allow-credentials", "true"},
    };
    send_answer(all, id, &(struct answer){.status = 204, .headers = allow, .header_count = sizeof allow / sizeof allow[0]});
    arena_release(&arena);
}

/* --- a request that our fetcher makes --- */

static void note_answer(struct subresources *all, const struct subresource *part, const struct fetch_reply *reply)
{
    char digest[DIGEST_HEX_SIZE];
    bool added;
    union map_value *place = map_put(all->polls, part->url.href, strcspn(part->url.href, "?"), &added);
    if (added)
        place->pointer = arena_alloc(&all->arena, sizeof(struct poll));
    struct poll *poll = place->pointer;
    digest_hex(reply->body, reply->body_length, digest);
    poll->times = strcmp(poll->last, digest) == 0 ? poll->times + 1 : 1;
    memcpy(poll->last, digest, sizeof digest);
}

/* `kept`: it came for another page, whose jar has its cookies. */
static void fulfil(struct subresource *part, const struct fetch_reply *reply, bool kept)
{
    struct subresources *all = part->all;
    all->bytes += reply->body_length;
    note_answer(all, part, reply);
    /* A server may give a reader what it refuses a program. */
    bool refused = reply->status >= 400 && reply->status != 404 && reply->status != 410;
    if (refused && part->matters)
        note_lack(all, "the server did not give its scripts all that they asked for");
    send_answer(all, part->id, &(struct answer){.status = reply->status, .cookies = part->own && !kept, .headers = reply->headers, .header_count = reply->header_count,
                                                .body = reply->body, .length = reply->body_length});
}

static bool keeps_exchanges(const struct subresources *all)
{
    return all->setup.engine->sink->exchange != NULL && all->setup.page->council != NULL;
}

static void archive(struct subresources *all, const struct fetch_reply *reply)
{
    struct engine *engine = all->setup.engine;
    struct page unused = {.url = reply->url, .final_url = reply->url, .fetched_at = reply->at};
    if (keeps_exchanges(all) && engine->status == STATUS_OK && reply->status > 0 && !all->left)
        engine->status = engine->sink->exchange(engine->sink->context, all->setup.page->council, reply, &unused, engine->err);
}

static void refuse(struct subresource *part, const char *lack)
{
    if (lack != NULL && part->matters)
        note_lack(part->all, lack);
    let_go(part->all, part->id, "BlockedByClient");
    part_free(part);
}

static const char too_much[] = "its scripts ask for more than is given to one page";

static void submit(struct subresource *part)
{
    struct subresources *all = part->all;
    const struct fetch_request request = {
        .url = part->url.href, .method = FETCH_GET, .body_ceiling = LIMIT_RENDER_PART_BYTES,
        .keep_wire = keeps_exchanges(all), .fields = part->fields.items, .field_count = part->fields.count,
        .tag = &part->errand,
    };
    all->under_way++;
    fetcher_submit(all->setup.engine->fetcher, &request);
}

/* Gives their turn to those that wait; what came meanwhile need not be asked for. */
static void submit_some(struct subresources *all)
{
    while (!all->left && all->first != NULL && all->under_way < AT_ONCE) {
        struct subresource *part = all->first;
        all->first = part->after;
        if (all->first == NULL)
            all->last = NULL;
        const struct fetch_reply *kept = reply_cache_get(all->setup.cache, part->shared_key);
        if (kept == NULL)
            kept = reply_cache_get(all->setup.cache, part->key);
        if (all->bytes > LIMIT_RENDER_BYTES) {
            refuse(part, too_much);
        } else if (kept == NULL) {
            submit(part);
        } else {
            fulfil(part, kept, true);
            part_free(part);
        }
    }
}

/* Not data that came with a cookie: a page that is given one without the other is no visitor's. */
static void keep(const struct subresource *part, const struct fetch_reply *reply)
{
    bool is_part = part->kind != KIND_DATA;
    if (render_fields_let_share(reply, is_part))
        reply_cache_put(part->all->setup.cache, part->shared_key, reply);
    else if (is_part || !part->own || !render_fields_set_cookie(reply))
        reply_cache_put(part->all->setup.cache, part->key, reply);
}

static void take_reply(struct subresource *part, const struct fetch_reply *reply)
{
    bool usable = reply->status >= 200 && reply->status <= 599 && (reply->reason == REASON_NONE || reply->reason == REASON_RATE_LIMITED) && !reply->undecoded;
    if (!usable) {
        refuse(part, "not everything that its scripts asked for could be had");
        return;
    }
    keep(part, reply);
    fulfil(part, reply, false);
    part_free(part);
}

static void arrived(struct errand *errand, const struct fetch_reply *reply)
{
    struct subresource *part = (struct subresource *)errand;
    struct subresources *all = part->all;
    archive(all, reply);
    all->under_way--;
    bool left = all->left; /* then it may be gone with its last part */
    take_reply(part, reply);
    if (!left)
        submit_some(all);
}

static void gate_answered(void *context, const struct gate_answer *answer)
{
    struct subresource *part = context;
    struct subresources *all = part->all;
    if (all->left || !answer->allowed) {
        refuse(part, "robots.txt forbids what its scripts ask for");
        return;
    }
    if (all->last != NULL)
        all->last->after = part;
    else
        all->first = part;
    all->last = part;
    submit_some(all);
}

/* --- what may be asked for --- */

/* Another site's data is given to a page whose origin it allows. */
static void add_origin(struct subresource *part)
{
    const char *from = origin_of(&part->arena, &part->all->page);
    if (strcmp(from, origin_of(&part->arena, &part->url)) != 0)
        render_fields_add(&part->arena, &part->fields, "Origin", from);
}

/* Network.ResourceType. A worker's script is "Other", and so is the site's icon. */
static enum kind kind_of(const char *type, const char *url)
{
    static const struct {
        const char *type;
        enum kind kind;
    } kinds[] = {{"Document", KIND_DOCUMENT}, {"Stylesheet", KIND_STYLE}, {"Script", KIND_SCRIPT}, {"XHR", KIND_DATA}, {"Fetch", KIND_DATA}};
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (strcmp(type, kinds[i].type) == 0)
            return kinds[i].kind;
    size_t path = strcspn(url, "?#");
    bool script = path > 3 && memcmp(url + path - 3, ".js", 3) == 0;
    return strcmp(type, "Other") == 0 && script ? KIND_SCRIPT : KIND_REFUSED;
}

static bool is_forbidden(const struct subresource *part, enum kind kind)
{
    const struct engine *engine = part->all->setup.engine;
    const struct url *url = &part->url;
    enum link_reason reason = scheme_check(engine->rules, url);
    bool reachable = engine->options->fetch->allow_private;
    if (reason != REASON_NONE && !(reason == REASON_INTERNAL_HOST && reachable))
        return true;
    if (strlen(url->href) > LIMIT_URL_BYTES || engine_ignores(engine, url->href))
        return true;
    return kind == KIND_DATA && crawl_words_address(engine->words, url->path, url->query).nature == ADDRESS_ACTION;
}

/* Takes the request's fields, and the names that its answer has in the cache. */
static void take_fields(struct subresource *part, const cJSON *headers)
{
    struct arena *arena = &part->arena;
    struct buffer key;
    const char *cookie = part->own ? render_fields_cookie(arena, headers) : "";
    render_fields_take(arena, headers, &part->fields);
    if (part->kind == KIND_DATA)
        add_origin(part);
    buffer_init(&key, 2 * LIMIT_URL_PARSED_BYTES);
    const struct council *council = part->all->setup.page->council; /* whose archive is to have it */
    buffer_printf(&key, "%s\n%s", council != NULL ? council->gss_code : "", part->url.href);
    for (size_t i = 0; i < part->fields.count; i++)
        buffer_printf(&key, "\n%s", part->fields.items[i]);
    part->shared_key = arena_copy(arena, buffer_text(&key));
    buffer_printf(&key, "\nCookie: %s", cookie);
    part->key = arena_copy(arena, buffer_text(&key));
    buffer_release(&key);
    if (*cookie != '\0')
        render_fields_add(arena, &part->fields, "Cookie", cookie);
}

static void ask(struct subresources *all, const char *id, const char *address, enum kind kind, const cJSON *request)
{
    struct subresource *part = memory_alloc(sizeof *part);
    part->errand.done = arrived;
    part->all = all;
    part->next = all->setup.list->first;
    if (part->next != NULL)
        part->next->previous = part;
    all->setup.list->first = part;
    part->id = arena_copy(&part->arena, id);
    all->open++;
    /* Without its fragment: what is sent. */
    const char *bare = arena_copy_n(&part->arena, address, strcspn(address, "#"));
    if (url_parse(&part->arena, bare, NULL, &part->url, NULL) != STATUS_OK || !url_is_http(&part->url)) {
        refuse(part, NULL);
        return;
    }
    part->kind = kind;
    part->own = strcmp(url_site(&part->arena, part->url.host), all->site) == 0;
    part->matters = kind == KIND_DATA || (kind == KIND_SCRIPT && part->own);
    if (is_forbidden(part, kind)) {
        refuse(part, "its scripts ask for an address that may not be asked for");
        return;
    }
    if (all->count > LIMIT_RENDER_REQUESTS) {
        refuse(part, too_much);
        return;
    }
    take_fields(part, devtools_object(request, "headers"));
    gate_ask(all->setup.engine->gate, &part->url, gate_answered, part);
}

/* Where its scripts go from a page, which is for the crawl to visit, with the cookies that
 * the server there is to see. The page itself is asked for again where they are others than
 * it came with; else its answer is the one that is there. Returns whether it goes on with that. */
static bool comes_again(struct subresources *all, const char *address, const cJSON *headers)
{
    const struct browser_page *page = all->setup.page;
    const struct url_policy *policy = all->setup.engine->policy;
    struct arena *arena = &all->arena;
    struct url url;
    if (all->begun == 0)
        return true;
    if (url_parse(arena, address, NULL, &url, NULL) != STATUS_OK || !url_is_http(&url))
        return false;
    const char *there = url_canonical(arena, &url, policy);
    bool own = strcmp(url_site(arena, url.host), all->site) == 0;
    const char *cookie = own ? render_fields_cookie(arena, headers) : "";
    bool itself = strcmp(there, url_canonical(arena, &all->page, policy)) == 0;
    bool news = !page->stays && *cookie != '\0' && strcmp(cookie, page->cookie != NULL ? page->cookie : "") != 0;
    if (itself && !news)
        return all->begun <= RELOADS_MAX;
    all->going = there;
    all->going_cookie = cookie;
    return false;
}

/* The page itself was fetched already. A file to download stays where it is. */
static void answer_document(struct subresources *all, const char *id, const char *frame, const cJSON *request)
{
    const struct browser_page *page = all->setup.page;
    if (strcmp(frame, all->setup.frame) != 0) {
        let_go(all, id, "BlockedByClient");
    } else if (comes_again(all, devtools_text(request, "url"), devtools_object(request, "headers"))) {
        all->begun++;
        send_answer(all, id, &(struct answer){.status = 200, .cookies = true, .headers = page->headers, .header_count = page->header_count,
                                              .body = page->body, .length = page->length});
    } else {
        let_go(all, id, "Aborted"); /* the page stays as it is */
    }
}

/* EventSource, which Chromium calls XHR: an answer without end. */
static bool is_stream(const cJSON *headers)
{
    const char *accept = render_fields_of(headers, "accept");
    return accept != NULL && strstr(accept, "text/event-stream") != NULL;
}

/* Asks for what it has been given so often already: a clock, a counter, news. */
static bool is_poll(const struct subresources *all, const char *address)
{
    const union map_value *place = map_get(all->polls, address, strcspn(address, "?#"));
    return place != NULL && ((const struct poll *)place->pointer)->times >= POLLS_MAX;
}

bool subresources_paused(struct subresources *all, const cJSON *params)
{
    const cJSON *request = devtools_object(params, "request");
    const char *id = devtools_text(params, "requestId"), *address = devtools_text(request, "url");
    const char *method = devtools_text(request, "method");
    enum kind kind = kind_of(devtools_text(params, "resourceType"), address);
    if (*id == '\0')
        return false;
    if (strncmp(address, "data:", 5) == 0 || strncmp(address, "blob:", 5) == 0) {
        let_go(all, id, NULL); /* bytes that the page holds already */
        return true;
    }
    if (kind == KIND_DATA && is_poll(all, address)) {
        let_go(all, id, "BlockedByClient");
        return false;
    }
    all->count += kind != KIND_REFUSED;
    if (kind == KIND_REFUSED || is_stream(devtools_object(request, "headers"))) {
        let_go(all, id, "BlockedByClient");
    } else if (strcmp(method, "OPTIONS") == 0 && kind == KIND_DATA) {
        answer_preflight(all, id, devtools_object(request, "headers"));
    } else if (strcmp(method, "GET") != 0) {
        struct arena arena = {0};
        struct url url;
        if (url_parse(&arena, address, NULL, &url, NULL) == STATUS_OK && url_is_http(&url) && kind == KIND_DATA &&
            strcmp(url_site(&arena, url.host), all->site) == 0)
            note_lack(all, "its scripts send forms, which are never sent");
        arena_release(&arena);
        let_go(all, id, kind == KIND_DOCUMENT ? "Aborted" : "BlockedByClient");
    } else if (kind == KIND_DOCUMENT) {
        answer_document(all, id, devtools_text(params, "frameId"), request);
    } else {
        ask(all, id, address, kind, request);
    }
    return true;
}

size_t subresources_open(const struct subresources *all)
{
    return all->open;
}

const char *subresources_lacking(const struct subresources *all)
{
    return all->lacking;
}

bool subresources_going(const struct subresources *all, const char **url, const char **cookie)
{
    *url = all->going;
    *cookie = all->going_cookie;
    return all->going != NULL;
}

bool subresources_excess(const struct subresources *all)
{
    return all->count > (size_t)EXCESS * LIMIT_RENDER_REQUESTS;
}

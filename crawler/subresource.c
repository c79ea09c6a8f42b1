#include "crawler/subresource.h"

#include <openssl/evp.h>
#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "crawler/crawl_words.h"
#include "crawler/errand.h"

enum {
    AT_ONCE = 6,           /* requests of one page given to the fetcher: the rest is dropped when the page ends */
    FIELDS_MAX = 16,       /* request headers that a script adds */
    FIELD_BYTES = 1000,
    EXCESS = 10,           /* so many times LIMIT_RENDER_REQUESTS, refused, is without end */
};

struct subresource {
    struct errand errand;
    struct subresources *all;
    struct subresource *previous, *next; /* in the list */
    struct subresource *after;           /* waiting */
    struct arena arena;
    const char *id;              /* Chromium's name for the held request */
    struct url url;
    const char *key;             /* in the cache */
    const char *fields[FIELDS_MAX];
    size_t field_count;
    bool matters;                /* without it the page may not be whole */
};

struct subresources {
    struct subresource_setup setup;
    struct arena arena;
    struct url page;
    const char *site;            /* registrable domain of the page */
    size_t open, count, under_way;
    struct subresource *first, *last; /* allowed, and waiting for their turn */
    size_t bytes;
    bool begun;                  /* the page itself was handed over */
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
    return all;
}

static void all_free(struct subresources *all)
{
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

static bool is_token(const char *name)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.";
    return *name != '\0' && name[strspn(name, allowed)] == '\0';
}

/* Fields that say how the bytes came, or that would make Chromium act beyond the page. */
static bool is_handed_on(const char *name)
{
    static const char *const kept_back[] = {"content-encoding", "content-length", "transfer-encoding", "content-disposition", "connection",
                                            "keep-alive", "set-cookie", "strict-transport-security", "alt-svc", "link", "refresh",
                                            "report-to", "reporting-endpoints", "nel", "clear-site-data", "service-worker-allowed",
                                            "content-security-policy-report-only"};
    for (size_t i = 0; i < sizeof kept_back / sizeof kept_back[0]; i++)
        if (strcmp(name, kept_back[i]) == 0)
            return false;
    return is_token(name); /* Chromium takes no answer with another */
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
        if (is_handed_on(answer->headers[i].name))
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
    const char *wanted = "*";
    for (const cJSON *item = headers != NULL ? headers->child : NULL; item != NULL; item = item->next)
        if (cJSON_IsString(item) && item->string != NULL && text_equal_ignoring_case(item->string, "access-control-request-headers"))
            wanted = item->valuestring;
    struct arena arena = {0};
    const struct fetch_header allow[] = {
        {"access-control-allow-origin", origin_of(&arena, &all->page)},
        {"access-control-allow-methods", "GET"},
        {"access-control-allow-headers", wanted},
    };
    send_answer(all, id, &(struct answer){.status = 204, .headers = allow, .header_count = sizeof allow / sizeof allow[0]});
    arena_release(&arena);
}

/* --- a request that our fetcher makes --- */

static void fulfil(struct subresource *part, const struct fetch_reply *reply)
{
    struct subresources *all = part->all;
    all->bytes += reply->body_length;
    /* No cookie is kept, and a server may give a reader what it refuses a program. */
    bool refused = reply->status >= 400 && reply->status != 404 && reply->status != 410;
    if (refused && part->matters)
        note_lack(all, "the server did not give its scripts all that they asked for");
    send_answer(all, part->id, &(struct answer){.status = reply->status, .headers = reply->headers, .header_count = reply->header_count,
                                                .body = reply->body, .length = reply->body_length});
}

static void archive(struct subresources *all, const struct fetch_reply *reply)
{
    struct engine *engine = all->setup.engine;
    struct page unused = {.url = reply->url, .final_url = reply->url, .fetched_at = reply->at};
    if (engine->sink->exchange != NULL && engine->status == STATUS_OK && reply->status > 0 && !all->left)
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
        .keep_wire = all->setup.engine->sink->exchange != NULL, .fields = part->fields, .field_count = part->field_count,
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
        const struct fetch_reply *kept = reply_cache_get(all->setup.cache, part->key);
        if (all->bytes > LIMIT_RENDER_BYTES) {
            refuse(part, too_much);
        } else if (kept == NULL) {
            submit(part);
        } else {
            fulfil(part, kept);
            part_free(part);
        }
    }
}

static void take_reply(struct subresource *part, const struct fetch_reply *reply)
{
    bool usable = reply->status >= 200 && reply->status <= 599 && (reply->reason == REASON_NONE || reply->reason == REASON_RATE_LIMITED) && !reply->undecoded;
    if (!usable) {
        refuse(part, "not everything that its scripts asked for could be had");
        return;
    }
    reply_cache_put(part->all->setup.cache, part->key, reply);
    fulfil(part, reply);
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

/* What our own requests say by themselves, and what would say who a reader is. */
static bool is_own_field(const char *name)
{
    static const char *const own[] = {"host", "cookie", "user-agent", "referer", "origin", "connection", "accept-encoding", "accept-language",
                                      "upgrade-insecure-requests", "te", "trailer", "transfer-encoding", "expect", "range", "keep-alive",
                                      "cache-control", "pragma", "purpose", "dnt", "upgrade", "date", "via", "from"};
    static const char *const families[] = {"sec-", "proxy-", "content-", "if-", "access-control-"};
    for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
        if (text_equal_ignoring_case(name, own[i]))
            return true;
    for (size_t i = 0; i < sizeof families / sizeof families[0]; i++)
        if (text_starts_ignoring_case(name, families[i]))
            return true;
    return false;
}

static void take_fields(struct subresource *part, const cJSON *headers)
{
    for (const cJSON *item = headers != NULL ? headers->child : NULL; item != NULL && part->field_count + 1 < FIELDS_MAX; item = item->next) {
        if (!cJSON_IsString(item) || item->string == NULL || !is_token(item->string) || is_own_field(item->string))
            continue;
        bool plain = strlen(item->string) + strlen(item->valuestring) < FIELD_BYTES;
        for (const unsigned char *c = (const unsigned char *)item->valuestring; *c != '\0' && plain; c++)
            plain = *c >= ' ' && *c != 0x7f;
        if (plain)
            part->fields[part->field_count++] = arena_printf(&part->arena, "%s: %s", item->string, item->valuestring);
    }
}

/* Another site's data is given to a page whose origin it allows. */
static void add_origin(struct subresource *part)
{
    const char *from = origin_of(&part->arena, &part->all->page);
    if (strcmp(from, origin_of(&part->arena, &part->url)) != 0)
        part->fields[part->field_count++] = arena_printf(&part->arena, "Origin: %s", from);
}

enum kind { KIND_REFUSED, KIND_DOCUMENT, KIND_STYLE, KIND_SCRIPT, KIND_DATA };

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
    bool reachable = engine->options->fetch->allow_private && url->username[0] == '\0' && url->password[0] == '\0';
    if (reason != REASON_NONE && !(reason == REASON_INTERNAL_HOST && reachable))
        return true;
    if (strlen(url->href) > LIMIT_URL_BYTES || engine_ignores(engine, url->href))
        return true;
    return kind == KIND_DATA && crawl_words_address(engine->words, url->path, url->query).nature == ADDRESS_ACTION;
}

static const char *key_of(struct subresource *part)
{
    struct buffer key;
    buffer_init(&key, 2 * LIMIT_URL_PARSED_BYTES);
    buffer_printf(&key, "%s\n%s", part->all->setup.page->council->gss_code, part->url.href);
    for (size_t i = 0; i < part->field_count; i++)
        buffer_printf(&key, "\n%s", part->fields[i]);
    const char *copy = arena_copy(&part->arena, buffer_text(&key));
    buffer_release(&key);
    return copy;
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
    bool own = strcmp(url_site(&part->arena, part->url.host), all->site) == 0;
    part->matters = kind == KIND_DATA || (kind == KIND_SCRIPT && own);
    if (is_forbidden(part, kind)) {
        refuse(part, "its scripts ask for an address that may not be asked for");
        return;
    }
    if (all->count > LIMIT_RENDER_REQUESTS) {
        refuse(part, too_much);
        return;
    }
    take_fields(part, devtools_object(request, "headers"));
    if (kind == KIND_DATA)
        add_origin(part);
    part->key = key_of(part);
    gate_ask(all->setup.engine->gate, &part->url, gate_answered, part);
}

/* The page itself was fetched already. Where its scripts go from there is for the crawl to
 * visit (Page.frameRequestedNavigation tells), and a file to download stays where it is. */
static void answer_document(struct subresources *all, const char *id, const char *frame)
{
    const struct browser_page *page = all->setup.page;
    if (strcmp(frame, all->setup.frame) != 0) {
        let_go(all, id, "BlockedByClient");
        return;
    }
    if (!all->begun) {
        all->begun = true;
        send_answer(all, id, &(struct answer){.status = 200, .headers = page->headers, .header_count = page->header_count,
                                              .body = page->body, .length = page->length});
        return;
    }
    let_go(all, id, "Aborted"); /* the page stays as it is */
}

/* EventSource, which Chromium calls XHR: an answer without end. */
static bool is_stream(const cJSON *headers)
{
    for (const cJSON *item = headers != NULL ? headers->child : NULL; item != NULL; item = item->next)
        if (cJSON_IsString(item) && item->string != NULL && text_equal_ignoring_case(item->string, "accept"))
            return strstr(item->valuestring, "text/event-stream") != NULL;
    return false;
}

void subresources_paused(struct subresources *all, const cJSON *params)
{
    const cJSON *request = devtools_object(params, "request");
    const char *id = devtools_text(params, "requestId"), *address = devtools_text(request, "url");
    const char *method = devtools_text(request, "method");
    enum kind kind = kind_of(devtools_text(params, "resourceType"), address);
    if (*id == '\0')
        return;
    if (strncmp(address, "data:", 5) == 0 || strncmp(address, "blob:", 5) == 0) {
        let_go(all, id, NULL); /* bytes that the page holds already */
        return;
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
        answer_document(all, id, devtools_text(params, "frameId"));
    } else {
        ask(all, id, address, kind, request);
    }
}

size_t subresources_open(const struct subresources *all)
{
    return all->open;
}

const char *subresources_lacking(const struct subresources *all)
{
    return all->lacking;
}

bool subresources_excess(const struct subresources *all)
{
    return all->count > (size_t)EXCESS * LIMIT_RENDER_REQUESTS;
}

#include "crawler/visit/page_ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/limits.h"
#include "base/text.h"
#include "crawler/links/linkcheck.h"
#include "crawler/visit/page_render.h"
#include "document/document.h"

enum {
    MARKUP_KEPT = 64 * 1024,     /* for marks of challenges and parking pages */
};

static void judge(struct page_ask *ask, const struct linkcheck_probe *probe);

void page_ask_free(struct page_ask *ask)
{
    if (ask == NULL)
        return;
    document_free(ask->document);
    document_free(ask->earlier);
    arena_release(&ask->arena);
    free(ask);
}

static void conclude(struct page_ask *ask, enum link_reason reason)
{
    ask->page.reason = reason;
    ask->page.state = link_reason_state(reason);
    if (ask->page.status == 404) { /* an error page's words are nobody's */
        document_free(ask->document);
        ask->document = NULL;
    }
    if (reason == REASON_NONE && ask->secured != NULL)
        ask->page.reason = REASON_HTTPS_ONLY;
    else if (reason == REASON_NONE && ask->completed)
        ask->page.reason = REASON_TLS_COMPLETED;
    else if (reason == REASON_NONE && ask->permanent)
        ask->page.reason = REASON_REDIRECTED;
    if (ask->document != NULL) {
        ask->page.title = ask->document->title;
        ask->page.type = ask->document->type;
        /* What a header said is kept with the words, so that a resumed run knows it too. */
        ask->nofollow = ask->document->nofollow = ask->nofollow || ask->document->nofollow;
    }
    document_free(ask->earlier);
    ask->earlier = NULL;
    ask->arrived = true;
}

/* What came, to be judged with this document. */
static struct linkcheck_body body_of(const struct page_ask *ask, const struct document *document)
{
    return (struct linkcheck_body){
        .landings = ask->engine->landings, .asked = &ask->asked, .final = &ask->final, .status = ask->page.status, .redirects = ask->redirects,
        .file = crawl_words_ending(ask->engine->words, ask->asked.path, strlen(ask->asked.path)) != ADDRESS_PLAIN,
        .document = document, .headers = ask->headers, .header_count = ask->header_count, .body = ask->markup, .body_length = ask->markup_length};
}

static bool follow_refresh(struct page_ask *ask)
{
    const struct linkcheck_body page = body_of(ask, ask->document);
    const char *fragment = "", *address;
    enum link_reason end = refresh_follow(&ask->trail, &ask->arena, &page, ask->engine->policy, &address, &fragment);
    if (end != REASON_NONE) {
        conclude(ask, end);
    } else if (address != NULL) {
        document_free(ask->document);
        ask->document = NULL;
        ask->redirects++;
        ask->permanent = false;
        ask->fragment = fragment;
        page_ask_follow(ask, address);
    }
    return end != REASON_NONE || address != NULL;
}

static void probed(void *context, const struct linkcheck_probe *probe)
{
    judge(context, probe);
}

/* On a worker's thread. */
static void examine(struct reading *reading, const struct document *document)
{
    struct page_ask *ask = (struct page_ask *)reading;
    const struct linkcheck_body body = body_of(ask, document);
    ask->words_say = linkcheck_judge(ask->engine->wording, &body, NULL, &ask->wants_probe);
    ask->plain = ask->request.purpose != PAGE_PARTNER && ask->words_say == REASON_NONE && linkcheck_is_plain(ask->engine->wording, &body);
    ask->examined = true;
}

static void conclude_missing(void *context, enum link_reason instead)
{
    struct page_ask *ask = context;
    conclude(ask, instead != REASON_NONE ? instead : ask->judged);
}

/* What was judged. */
static void conclude_judged(struct page_ask *ask, enum link_reason reason)
{
    bool missing = reason == REASON_HTTP_404 || reason == REASON_HTTP_410;
    if ((missing || reason == REASON_REDIRECT_HOME) && (ask->request.last_resort || ask->request.guess)) {
        ask->judged = reason;
        standing_ask(ask->engine->standings, missing ? &ask->final : &ask->asked, conclude_missing, ask);
    } else {
        conclude(ask, reason);
    }
}

static void judge(struct page_ask *ask, const struct linkcheck_probe *probe)
{
    enum link_reason reason = ask->words_say;
    bool wants_probe = ask->wants_probe;
    const struct linkcheck_body body = body_of(ask, ask->document);
    if (probe != NULL || !ask->examined)
        reason = linkcheck_judge(ask->engine->wording, &body, probe, &wants_probe);
    if (wants_probe)
        probes_ask_for(ask->engine->probes, &body, probed, ask);
    else
        conclude_judged(ask, reason != REASON_NONE ? reason : ask->obstacle);
}

static void body_read(struct reading *reading, struct document *document, const struct error *err)
{
    struct page_ask *ask = (struct page_ask *)reading;
    ask->document = document;
    if (document == NULL) {
        ask->detail = arena_copy(&ask->arena, err->message);
        ask->obstacle = err->status == STATUS_PASSWORD     ? REASON_PASSWORD
                        : err->status == STATUS_OLD_FORMAT ? REASON_OLD_FORMAT
                                                           : REASON_NONE;
    }
    bool missing = ask->page.status == 404;
    if (!follow_refresh(ask) && (missing || !page_render_begin(ask)))
        judge(ask, NULL);
}

void page_ask_read(struct page_ask *ask, const struct document_input *input)
{
    workers_submit(ask->engine->workers, input, &ask->reading);
}

void page_ask_judge(struct page_ask *ask)
{
    judge(ask, NULL);
}

static void each_exchange(void *context, const struct fetch_reply *reply)
{
    struct page_ask *ask = context;
    struct engine *engine = ask->engine;
    if (engine->sink->exchange != NULL && engine->status == STATUS_OK && !ask->request.sitemap)
        engine->status = engine->sink->exchange(engine->sink->context, ask->council, reply, &ask->page, engine->err);
}

static const char *header_of(const struct fetch_reply *reply, const char *name)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, name) == 0)
            return reply->headers[i].value;
    return NULL;
}

static void keep_reply(struct page_ask *ask, const struct fetch_reply *reply)
{
    struct arena *arena = &ask->arena;
    const char *agent = ask->engine->options->agent_token;
    ask->headers = arena_array(arena, reply->header_count + 1, sizeof *ask->headers);
    ask->header_count = reply->header_count;
    for (size_t i = 0; i < reply->header_count; i++) {
        ask->headers[i] = (struct fetch_header){arena_copy(arena, reply->headers[i].name), arena_copy(arena, reply->headers[i].value)};
        if (strcmp(reply->headers[i].name, "x-robots-tag") == 0 && gate_tag_says_nofollow(reply->headers[i].value, agent))
            ask->nofollow = true;
    }
    ask->page.etag = arena_copy(arena, header_of(reply, "etag"));
    ask->page.last_modified = arena_copy(arena, header_of(reply, "last-modified"));
    ask->page.fetched_at = reply->at;
    ask->page.bytes = reply->wire_body != NULL ? (int64_t)reply->wire_body_length : (int64_t)reply->body_length;
    size_t kept = page_render_may(ask, reply->content_type) ? LIMIT_HTML_BYTES : MARKUP_KEPT;
    ask->body_length = reply->body_length;
    ask->markup_length = reply->body_length < kept ? reply->body_length : kept;
    ask->markup = arena_copy_n(arena, reply->body_length > 0 ? reply->body : "", ask->markup_length);
    ask->cut = reply->cut;
    if (reply->body_length > 0)
        digest_hex(reply->body, reply->body_length, ask->page.sha256);
}

static void take_sitemap(struct page_ask *ask, const struct fetch_reply *reply)
{
    struct error err;
    if (sitemap_read(&ask->arena, reply->body, reply->body_length, &ask->entries, &ask->entry_count, &err) != STATUS_OK)
        ask->detail = arena_copy(&ask->arena, err.message); /* what stood before the fault counts */
    conclude(ask, REASON_NONE);
}

/* 304: the words are those of an earlier run. */
static void reuse_earlier(struct page_ask *ask)
{
    struct page *page = &ask->page;
    const struct page *earlier = &ask->earlier_page;
    ask->document = ask->earlier;
    ask->earlier = NULL;
    page->reused = true;
    page->status = earlier->status;
    page->bytes = earlier->bytes;
    memcpy(page->sha256, earlier->sha256, sizeof page->sha256);
    if (page->etag == NULL)
        page->etag = earlier->etag;
    if (page->last_modified == NULL)
        page->last_modified = earlier->last_modified;
    judge(ask, NULL);
}

bool page_ask_is_plain(struct page_ask *ask)
{
    const struct linkcheck_body body = body_of(ask, ask->document);
    return ask->plain || (ask->stored && linkcheck_is_plain(ask->engine->wording, &body));
}

static const struct page_shown *shown_at(struct page_ask *ask, const struct url *url)
{
    struct arena arena = {0};
    const char *address = url_canonical(&arena, url, ask->engine->policy);
    const union map_value *place = ask->request.shown != NULL ? map_get(ask->request.shown, address, strlen(address)) : NULL;
    arena_release(&arena);
    return place != NULL ? place->pointer : NULL;
}

static bool knows(void *context, const struct url *url)
{
    return shown_at(context, url) != NULL;
}

/* The redirect is all that was asked for: the page's words were read, and its bytes archived, at its own address. */
static void take_shown(struct page_ask *ask, const struct page_shown *shown)
{
    ask->known = true;
    ask->page.status = shown->status;
    ask->page.type = shown->type;
    ask->page.bytes = shown->bytes;
    memcpy(ask->page.sha256, shown->sha256, sizeof ask->page.sha256);
    conclude(ask, REASON_NONE);
}

static void arrived(void *context, const struct chain_end *end)
{
    struct page_ask *ask = context;
    const struct fetch_reply *reply = end->reply;
    ask->looks += end->looks;
    ask->trail.sets_cookies = ask->trail.sets_cookies || end->sets_cookies;
    ask->redirects = end->redirects;
    ask->permanent = end->permanent && end->redirects > 0;
    ask->completed = ask->completed || end->completed;
    if (end->secured != NULL)
        ask->secured = arena_copy(&ask->arena, end->secured);
    if (end->fragment != NULL)
        ask->fragment = arena_copy(&ask->arena, end->fragment);
    ask->by_robots = end->by_robots;
    if (!end->cookie)
        ask->rendering.cookie = NULL; /* it stayed with the host that it is for */
    ask->detail = arena_copy(&ask->arena, end->detail);
    ask->page.status = end->status;
    ask->page.fetched_at = clock_now();
    ask->page.final_url = arena_copy(&ask->arena, end->final_url);
    if (url_parse(&ask->arena, end->final_url, NULL, &ask->final, NULL) != STATUS_OK)
        ask->final = ask->asked;
    const struct page_shown *before = end->known ? shown_at(ask, &ask->final) : NULL;
    struct chain_end known = *end;
    known.status = before != NULL ? before->status : end->status;
    if (!ask->request.last_resort)
        standing_note(ask->engine->standings, &known, &ask->final, FETCH_GET);
    if (before != NULL) {
        take_shown(ask, before);
        return;
    }
    if (reply == NULL || reply->status == 0) {
        conclude(ask, end->reason);
        return;
    }
    keep_reply(ask, reply);
    if (end->reason == REASON_NONE && reply->status == 304 && ask->earlier != NULL) {
        reuse_earlier(ask);
        return;
    }
    bool shown = linkcheck_may_be_shown(end->reason);
    if (reply->reason != REASON_NONE || (!shown && reply->status >= 300 && reply->status <= 399)) {
        conclude(ask, end->reason);
        return;
    }
    if (!shown || reply->body_length == 0) {
        if (!shown || ask->request.sitemap || !follow_refresh(ask))
            judge(ask, NULL);
        return;
    }
    if (ask->request.sitemap) {
        take_sitemap(ask, reply);
        return;
    }
    page_ask_read(ask, &(struct document_input){
        .bytes = reply->body, .length = reply->body_length, .content_type = reply->content_type, .name = end->final_url});
}

void page_ask_follow(struct page_ask *ask, const char *url)
{
    bool conditional = ask->earlier != NULL && ask->redirects == 0 && ask->rendering.cookie == NULL;
    ask->examined = false;
    struct chain_request request = {
        .url = url,
        .method = FETCH_GET,
        .body_ceiling = ask->request.sitemap ? LIMIT_SITEMAP_BYTES : LIMIT_BODY_BYTES,
        .stop_at_ceiling = ask->request.sitemap,
        .keep_wire = ask->engine->sink->exchange != NULL && !ask->request.sitemap,
        .last_resort = ask->request.last_resort,
        .as_written = ask->request.sitemap,
        .etag = conditional ? ask->earlier_page.etag : NULL,
        .last_modified = conditional ? ask->earlier_page.last_modified : NULL,
        .cookie = ask->rendering.cookie,
        .redirects = ask->redirects,
        .knows = ask->request.shown != NULL ? knows : NULL,
        .each = each_exchange,
        .done = arrived,
        .context = ask,
    };
    if (ask->engine->share != NULL && ask->request.purpose == PAGE_PARTNER && ask->rendering.cookie == NULL)
        chain_share_follow(ask->engine->share, &request);
    else
        chain_follow(ask->engine->chains, &request);
}

enum { HOUR_SECONDS = 3600 }; /* by which clocks differ */

/* A date after the answer that bore it (RFC 9110, 8.8.2.1) is no validator: whatever changed before that day came "before" it. */
static bool is_ahead(const struct page *page)
{
    int64_t modified;
    return page->last_modified != NULL && clock_parse_http(page->last_modified, &modified) && modified > page->fetched_at + HOUR_SECONDS;
}

/* What the last finished run read at this address, to ask only for what changed. */
static void recall_earlier(struct page_ask *ask)
{
    const struct crawl_source *source = ask->engine->source;
    struct page *page = &ask->earlier_page;
    if (source->earlier_page == NULL || ask->request.sitemap || ask->request.last_resort)
        return;
    if (!source->earlier_page(source->context, ask->page.url, page, &ask->earlier))
        return;
    if (is_ahead(page))
        page->last_modified = NULL;
    /* That a shell is unchanged says nothing of what its scripts fetch. */
    bool shell = ask->earlier != NULL && (ask->earlier->rendered || (ask->engine->browser != NULL && ask->earlier->needs_scripts));
    bool usable = ask->earlier != NULL && !shell && (page->etag != NULL || page->last_modified != NULL) &&
                  (page->final_url == NULL || strcmp(page->final_url, ask->page.url) == 0);
    if (!usable) {
        document_free(ask->earlier);
        ask->earlier = NULL;
        return;
    }
    page->etag = arena_copy(&ask->arena, page->etag);
    page->last_modified = arena_copy(&ask->arena, page->last_modified);
}

static struct document *copy_document(const struct document *document)
{
    struct buffer bytes;
    struct document *copy = NULL;
    buffer_init(&bytes, (size_t)LIMIT_BODY_BYTES * 4);
    document_encode(document, &bytes);
    if (document_decode(bytes.bytes, bytes.length, &copy, NULL) != STATUS_OK)
        copy = NULL;
    buffer_release(&bytes);
    return copy;
}

static bool take_stored(struct page_ask *ask, size_t number)
{
    const struct crawl_source *source = ask->engine->source;
    struct crawl_page stored = {0};
    if (!source->stored_page(source->context, ask->council, number, &stored))
        return false;
    struct arena *arena = &ask->arena;
    struct page *page = &ask->page;
    *page = stored.page;
    page->gss_code = ask->council->gss_code;
    page->url = arena_copy(arena, stored.page.url);
    page->final_url = arena_copy(arena, stored.page.final_url != NULL ? stored.page.final_url : stored.page.url);
    page->title = "";
    page->etag = arena_copy(arena, page->etag);
    page->last_modified = arena_copy(arena, page->last_modified);
    page->archive = arena_copy(arena, page->archive);
    ask->stored = true;
    ask->redirects = strcmp(page->url, page->final_url) != 0;
    ask->permanent = page->reason == REASON_REDIRECTED;
    ask->completed = page->reason == REASON_TLS_COMPLETED;
    ask->secured = page->reason == REASON_HTTPS_ONLY ? page->final_url : NULL;
    page->part = arena_copy(arena, page->part);
    if (page->part != NULL)
        ask->fragment = page->part[0] == '#' ? page->part + 1 : NULL;
    else /* an older version of this program kept none */
        ask->fragment = ask->redirects > 0 ? "" : NULL;
    ask->document = stored.document != NULL ? copy_document(stored.document) : NULL;
    if (url_parse(arena, page->final_url, NULL, &ask->final, NULL) != STATUS_OK)
        ask->final = ask->asked;
    enum link_state state = page->state;
    conclude(ask, page->reason);
    page->state = state;
    return true;
}

struct page_ask *page_ask_start(struct engine *engine, const struct council *council, const struct page_ask_request *request, int64_t stored)
{
    struct page_ask *ask = memory_alloc(sizeof *ask);
    ask->reading.examine = examine;
    ask->reading.done = body_read;
    ask->engine = engine;
    ask->council = council;
    ask->request = *request;
    ask->looks = request->looks;
    ask->detail = "";
    ask->request.url = arena_copy(&ask->arena, request->url);
    ask->page = (struct page){.gss_code = council->gss_code, .purpose = request->purpose, .url = ask->request.url,
                              .final_url = ask->request.url, .title = "", .type = DOCUMENT_OTHER, .clicks = request->clicks,
                              .fetched_at = clock_now()};
    if (url_parse(&ask->arena, ask->request.url, NULL, &ask->asked, NULL) != STATUS_OK || !url_is_http(&ask->asked)) {
        ask->asked = ask->final = (struct url){.href = ask->request.url, .path = ""};
        conclude(ask, REASON_INVALID_URL);
        return ask;
    }
    ask->final = ask->asked;
    if (stored >= 0 && take_stored(ask, (size_t)stored))
        return ask;
    recall_earlier(ask);
    page_ask_follow(ask, ask->request.url);
    return ask;
}

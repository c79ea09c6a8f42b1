#include "crawler/links/inquiry.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/memory.h"
#include "base/text.h"
#include "crawler/browser/rendering.h"
#include "crawler/fetch/retry.h"
#include "crawler/links/linkcheck.h"
#include "crawler/links/refresh.h"

struct inquiry {
    struct reading reading;
    struct inquiries *all;
    struct inquiry *previous, *next;
    struct inquiry_request request;
    struct arena arena;
    const char *url, *at;      /* `at`: where scripts sent a reader from there, else `url` */
    int moves;                 /* redirects before `at` */
    const char *part;          /* of the page, as what led to `at` names it; NULL for none */
    struct rendering rendering;
    enum fetch_method method;
    bool head_said_yes;
    int looks, seen_broken;
    enum link_reason ending;   /* while the host's standing is asked */
    struct refresh_trail trail;
    /* the last answer */
    struct url asked, final;
    struct url shown;          /* `final` with the route to show */
    int status, redirects;
    const char *fragment, *secured;
    bool permanent, completed, cut;
    struct fetch_header *headers;
    size_t header_count;
    const char *body;          /* its beginning, or all of what may be rendered */
    size_t body_length;
    bool whole;
    struct document *document;
};

struct inquiries {
    struct inquiry_parts parts;
    struct inquiry *first;
};

struct inquiries *inquiries_new(const struct inquiry_parts *parts)
{
    struct inquiries *all = memory_alloc(sizeof *all);
    all->parts = *parts;
    return all;
}

static void inquiry_free(struct inquiry *inquiry)
{
    if (inquiry->previous != NULL)
        inquiry->previous->next = inquiry->next;
    else
        inquiry->all->first = inquiry->next;
    if (inquiry->next != NULL)
        inquiry->next->previous = inquiry->previous;
    document_free(inquiry->document);
    arena_release(&inquiry->arena);
    free(inquiry);
}

void inquiries_free(struct inquiries *all)
{
    if (all == NULL)
        return;
    while (all->first != NULL)
        inquiry_free(all->first);
    free(all);
}

enum { MARKUP_KEPT = 64 * 1024, STUB_BYTES = 400 /* of a page, packed perhaps */, RECORD_DIGITS = 3 /* fewer count and date pages */ };

static void ask(struct inquiry *inquiry, enum fetch_method method, bool last_resort);
static void judge(struct inquiry *inquiry, const struct linkcheck_probe *probe);

static void finish(struct inquiry *inquiry, enum link_reason reason)
{
    const struct inquiry_request *request = &inquiry->request;
    request->done(request->context, request->tag, &(struct inquiry_answer){
        .reason = reason, .status = inquiry->status, .redirects = inquiry->redirects, .looks = inquiry->looks, .permanent = inquiry->permanent, .completed = inquiry->completed,
        .final_url = inquiry->final.href, .fragment = inquiry->fragment, .secured = inquiry->secured, .document = inquiry->document, .cut = inquiry->cut, .rendered = inquiry->rendering.tried});
    inquiry_free(inquiry);
}

static void end_as(void *context, enum link_reason instead)
{
    struct inquiry *inquiry = context;
    finish(inquiry, instead != REASON_NONE ? instead : inquiry->ending);
}

static void conclude(struct inquiry *inquiry, enum link_reason reason)
{
    struct probes *probes = inquiry->all->parts.probes;
    bool not_found = reason == REASON_HTTP_404 || reason == REASON_HTTP_410;
    if (reason == REASON_SOFT_404 || (inquiry->head_said_yes && link_reason_state(reason) == LINK_BROKEN))
        standing_note_false_yes(inquiry->all->parts.standings, &inquiry->final);
    bool again = !inquiry->request.show && linkcheck_needs_second_look(reason) && inquiry->seen_broken++ == 0;
    if (not_found && (inquiry->method == FETCH_HEAD || !again))
        probes_note_not_found(probes, &inquiry->final, inquiry->method);
    if (!again) {
        inquiry->ending = inquiry->request.show ? REASON_NONE : reason;
        if ((not_found || reason == REASON_REDIRECT_HOME) && !inquiry->request.show)
            standing_ask(inquiry->all->parts.standings, not_found ? &inquiry->final : &inquiry->asked, end_as, inquiry);
        else
            end_as(inquiry, REASON_NONE);
        return;
    }
    /* Seen once: again when the host's queue is empty, by GET, which HEAD's doubt needs anyway. */
    inquiry->at = inquiry->url;
    inquiry->moves = 0;
    inquiry->part = NULL;
    inquiry->trail = (struct refresh_trail){0};
    inquiry->rendering = (struct rendering){.tried = false};
    ask(inquiry, reason == REASON_NO_SUCH_HOST ? inquiry->method : FETCH_GET, true);
}

/* --- as a reader sees it --- */

static bool may_render(const struct inquiry *inquiry)
{
    return inquiry->all->parts.browser != NULL && (inquiry->request.show || inquiry->request.whole || inquiry->request.read);
}

static void rendered(void *context, const struct browser_result *result)
{
    struct inquiry *inquiry = context;
    const char *here = url_canonical(&inquiry->arena, &inquiry->final, inquiry->all->parts.policy);
    /* To be shown is this page, and no other. */
    bool goes_on = result->moved_to != NULL && inquiry->redirects < LIMIT_REDIRECTS && (!inquiry->request.show || strcmp(result->moved_to, here) == 0);
    if (result->html != NULL || goes_on) {
        document_free(inquiry->document);
        inquiry->document = NULL;
    }
    if (goes_on) {
        inquiry->moves = inquiry->redirects + rendering_go_on(&inquiry->rendering, &inquiry->arena, result, here);
        inquiry->at = arena_copy(&inquiry->arena, result->moved_to);
        ask(inquiry, FETCH_GET, false);
    } else if (result->html != NULL) {
        const struct document_input input = rendering_input(result, inquiry->final.href);
        workers_submit(inquiry->all->parts.workers, &input, &inquiry->reading);
    } else {
        judge(inquiry, NULL);
    }
}

static bool begin_rendering(struct inquiry *inquiry)
{
    const struct document *document = inquiry->document;
    if (!may_render(inquiry) || inquiry->rendering.tried || !inquiry->whole || document == NULL || document->type != DOCUMENT_HTML ||
        !(document->needs_scripts || inquiry->request.show))
        return false;
    size_t beginning = inquiry->body_length < MARKUP_KEPT ? inquiry->body_length : MARKUP_KEPT;
    if (wording_challenge(inquiry->all->parts.wording, inquiry->status, inquiry->headers, inquiry->header_count, inquiry->body, beginning) != REASON_NONE)
        return false; /* a server that turns programs away is not got round */
    inquiry->rendering.tried = true;
    inquiry->shown = inquiry->final;
    if (inquiry->request.route != NULL) {
        const char *whole = arena_printf(&inquiry->arena, "%s#%s", inquiry->final.href, inquiry->request.route);
        if (url_parse(&inquiry->arena, whole, NULL, &inquiry->shown, NULL) != STATUS_OK)
            return false;
    }
    struct browser_page page = {
        .url = &inquiry->shown, .headers = inquiry->headers, .header_count = inquiry->header_count, .body = inquiry->body, .length = inquiry->body_length,
        .done = rendered, .context = inquiry,
    };
    rendering_fill(&inquiry->rendering, &page);
    browser_render(inquiry->all->parts.browser, &page);
    return true;
}

static void probed(void *context, const struct linkcheck_probe *probe)
{
    judge(context, probe);
}

/* A leaflet or another file by its name, in whose place a page came. */
static bool is_file_by_name(const struct inquiry *inquiry)
{
    const char *path = inquiry->asked.path;
    return crawl_words_ending(inquiry->all->parts.words, path, strlen(path)) != ADDRESS_PLAIN;
}

/* What came by GET. */
static struct linkcheck_body body_of(const struct inquiry *inquiry)
{
    return (struct linkcheck_body){
        .landings = inquiry->all->parts.landings, .asked = &inquiry->asked, .final = &inquiry->final, .status = inquiry->status,
        .redirects = inquiry->redirects, .file = is_file_by_name(inquiry), .loaded = inquiry->request.loaded, .document = inquiry->document, .headers = inquiry->headers,
        .header_count = inquiry->header_count, .body = inquiry->body, .body_length = inquiry->body_length};
}

/* HEAD said that it is there. On a host whose word is not known yet or was false, or whose HEAD says so of anything, or after a redirect to
 * another site, a front page, an error page, one to sign in on or one that asks about cookies, or where a page comes for a file, only the page's words can tell. */
static void judge_head(struct inquiry *inquiry, const struct linkcheck_probe *probe)
{
    inquiry->head_said_yes = true;
    if (probe == NULL && !inquiry->request.loaded && standing_doubts_head(inquiry->all->parts.standings, &inquiry->final)) {
        ask(inquiry, FETCH_GET, false);
        return;
    }
    if (probe == NULL) {
        probes_ask(inquiry->all->parts.probes, &inquiry->final, FETCH_HEAD, false, probed, inquiry);
        return;
    }
    const struct landings *landings = inquiry->all->parts.landings;
    bool says_yes_to_all = probe->answered && linkcheck_status(probe->status) == REASON_NONE;
    bool sent_elsewhere = inquiry->redirects > 0 &&
                          (!url_same_site(&inquiry->asked, &inquiry->final) || landing_is_error_page(landings, &inquiry->final) ||
                           landing_is_sign_in(landings, &inquiry->final) || landing_asks_consent(landings, &inquiry->final) ||
                           (linkcheck_is_deep(&inquiry->asked) && landing_may_be_home(landings, &inquiry->final)));
    if (says_yes_to_all || sent_elsewhere || is_file_by_name(inquiry))
        ask(inquiry, FETCH_GET, false);
    else
        conclude(inquiry, REASON_NONE);
}

static void judge(struct inquiry *inquiry, const struct linkcheck_probe *probe)
{
    if (inquiry->request.show) {
        finish(inquiry, REASON_NONE);
        return;
    }
    if (inquiry->method == FETCH_HEAD) {
        judge_head(inquiry, probe);
        return;
    }
    const struct linkcheck_body body = body_of(inquiry);
    bool wants_probe;
    enum link_reason reason = linkcheck_judge(inquiry->all->parts.wording, &body, probe, &wants_probe);
    if (wants_probe)
        probes_ask_for(inquiry->all->parts.probes, &body, probed, inquiry);
    else
        conclude(inquiry, reason);
}

/* To be shown is this page, and no other. */
static bool follow_refresh(struct inquiry *inquiry)
{
    const struct linkcheck_body page = body_of(inquiry);
    const char *address;
    if (inquiry->request.show)
        return false;
    enum link_reason end = refresh_follow(&inquiry->trail, &inquiry->arena, &page, inquiry->all->parts.policy, &address, &inquiry->part);
    if (end != REASON_NONE) {
        conclude(inquiry, end);
    } else if (address != NULL) {
        inquiry->at = address;
        inquiry->moves = inquiry->redirects + 1;
        ask(inquiry, FETCH_GET, false);
    }
    return end != REASON_NONE || address != NULL;
}

static void body_read(struct reading *reading, struct document *document, const struct error *err)
{
    struct inquiry *inquiry = (struct inquiry *)reading;
    (void)err; /* what can't be read as a page is judged by status and headers */
    inquiry->document = document;
    bool missing = inquiry->status == 404;
    if (!follow_refresh(inquiry) && (missing || !begin_rendering(inquiry)))
        judge(inquiry, NULL);
}

static bool is_html(const struct fetch_reply *reply)
{
    const char *type = reply->content_type;
    return type[0] == '\0' || text_starts_ignoring_case(type, "text/html") || text_starts_ignoring_case(type, "application/xhtml");
}

/* The reply ends with this call: what judging needs of it is copied. */
static void keep_reply(struct inquiry *inquiry, const struct fetch_reply *reply)
{
    struct arena *arena = &inquiry->arena;
    inquiry->headers = arena_array(arena, reply->header_count + 1, sizeof *inquiry->headers);
    inquiry->header_count = reply->header_count;
    for (size_t i = 0; i < reply->header_count; i++)
        inquiry->headers[i] = (struct fetch_header){arena_copy(arena, reply->headers[i].name), arena_copy(arena, reply->headers[i].value)};
    size_t kept = may_render(inquiry) && is_html(reply) ? LIMIT_HTML_BYTES : MARKUP_KEPT;
    inquiry->whole = reply->body_length <= kept && !reply->cut;
    inquiry->body_length = reply->body_length < kept ? reply->body_length : kept;
    inquiry->body = arena_copy_n(arena, reply->body_length > 0 ? reply->body : "", inquiry->body_length);
    inquiry->cut = reply->cut;
}

/* HEAD's status or headers say that no page would come: nothing at all, as some servers say of every page, so few
 * bytes that they can only send on or be sorry, that it sends on, or a challenge. */
static bool announces_no_page(const struct wording *wording, const struct fetch_reply *reply)
{
    int64_t length;
    if (reply->status == 204 || reply->status == 205)
        return true;
    for (size_t i = 0; i < reply->header_count && reply->status <= 299; i++) {
        const struct fetch_header *field = &reply->headers[i];
        bool stub = strcmp(field->name, "content-length") == 0 && text_to_int(field->value, 0, is_html(reply) ? STUB_BYTES : 0, &length);
        if (stub || strcmp(field->name, "refresh") == 0)
            return true;
    }
    return wording_challenge(wording, reply->status, reply->headers, reply->header_count, "", 0) != REASON_NONE;
}

/* It asks to be left alone for longer than a run waits: a GET would not be asked for either. */
static bool is_sent_away(const struct chain_end *end)
{
    return end->reason == REASON_RATE_LIMITED && (end->reply == NULL || retry_after(end->reply) > LIMIT_RETRY_AFTER_SECONDS);
}

static void head_arrived(struct inquiry *inquiry, const struct chain_end *end)
{
    if (end->reason == REASON_NONE && end->reply != NULL && announces_no_page(inquiry->all->parts.wording, end->reply))
        ask(inquiry, FETCH_GET, false);
    else if (end->reason == REASON_NONE && end->reply != NULL && is_html(end->reply))
        judge(inquiry, NULL);
    else if (linkcheck_head_is_doubtful(end->reason) && !linkcheck_needs_second_look(end->reason) && !is_sent_away(end))
        ask(inquiry, FETCH_GET, false);
    else
        conclude(inquiry, end->reason);
}

static void get_arrived(struct inquiry *inquiry, const struct chain_end *end)
{
    const struct fetch_reply *reply = end->reply;
    bool shown = linkcheck_may_be_shown(end->reason);
    if (reply == NULL || reply->status == 0 || reply->reason != REASON_NONE || (!shown && reply->status >= 300 && reply->status <= 399)) {
        conclude(inquiry, end->reason);
        return;
    }
    keep_reply(inquiry, reply);
    if (!shown || reply->body_length == 0 || !is_html(reply)) {
        if (!shown || !follow_refresh(inquiry))
            judge(inquiry, NULL);
        return;
    }
    struct document_input input = {
        .bytes = reply->body, .length = reply->body_length, .content_type = reply->content_type, .name = end->final_url};
    workers_submit(inquiry->all->parts.workers, &input, &inquiry->reading);
}

static void arrived(void *context, const struct chain_end *end)
{
    struct inquiry *inquiry = context;
    inquiry->looks += end->looks;
    inquiry->trail.sets_cookies = inquiry->trail.sets_cookies || end->sets_cookies;
    inquiry->status = end->status;
    inquiry->redirects = end->redirects;
    inquiry->permanent = end->permanent;
    inquiry->completed = end->completed;
    inquiry->fragment = end->fragment != NULL ? arena_copy(&inquiry->arena, end->fragment) : inquiry->part;
    inquiry->secured = arena_copy(&inquiry->arena, end->secured);
    if (!end->cookie)
        inquiry->rendering.cookie = NULL; /* it stayed with the host that it is for */
    if (url_parse(&inquiry->arena, end->final_url, NULL, &inquiry->final, NULL) != STATUS_OK)
        inquiry->final = inquiry->asked;
    if (inquiry->seen_broken == 0)
        standing_note(inquiry->all->parts.standings, end, &inquiry->final, inquiry->method);
    if (inquiry->method == FETCH_HEAD)
        head_arrived(inquiry, end);
    else
        get_arrived(inquiry, end);
}

static void ask(struct inquiry *inquiry, enum fetch_method method, bool last_resort)
{
    document_free(inquiry->document);
    inquiry->document = NULL;
    inquiry->method = method;
    struct chain_request request = {
        .url = inquiry->at,
        .method = method,
        .cookie = inquiry->rendering.cookie,
        .redirects = inquiry->moves,
        .body_ceiling = inquiry->request.whole || may_render(inquiry) ? LIMIT_HTML_BYTES : LIMIT_CHECK_BYTES,
        .stop_at_ceiling = true,
        .last_resort = last_resort,
        /* What HEAD asked already counts against the ceiling. */
        .tries = inquiry->looks > 0 && inquiry->looks < LIMIT_ATTEMPTS ? LIMIT_ATTEMPTS - inquiry->looks : 0,
        .done = arrived,
        .context = inquiry,
    };
    chain_follow(inquiry->all->parts.chains, &request);
}

static bool ends_in_number(const char *path)
{
    const char *last = strrchr(path, '/');
    size_t digits = 0;
    for (const char *at = last != NULL ? last : path; *at != '\0' && digits < RECORD_DIGITS; at++)
        digits = isdigit((unsigned char)*at) ? digits + 1 : 0;
    return digits == RECORD_DIGITS;
}

/* A directory's record, named by a query or a number, may have been taken out, and who has a front page may have closed: of
 * these only the page's words say so. */
static bool turns_on_words(const struct inquiry *inquiry)
{
    const struct url *url = &inquiry->asked;
    bool named = url->query != NULL || (!inquiry->request.loaded && (strcmp(url->path, "/") == 0 || ends_in_number(url->path)));
    return named && !is_file_by_name(inquiry);
}

bool inquiry_begin(struct inquiries *all, const struct inquiry_request *request)
{
    struct inquiry *inquiry = memory_alloc(sizeof *inquiry);
    inquiry->reading.done = body_read;
    inquiry->all = all;
    inquiry->request = *request;
    inquiry->next = all->first;
    if (all->first != NULL)
        all->first->previous = inquiry;
    all->first = inquiry;
    inquiry->request.url = inquiry->url = inquiry->at = arena_copy_n(&inquiry->arena, request->url, strcspn(request->url, "#"));
    inquiry->request.route = arena_copy(&inquiry->arena, request->route);
    if (url_parse(&inquiry->arena, inquiry->url, NULL, &inquiry->asked, NULL) != STATUS_OK) {
        inquiry_free(inquiry);
        return false;
    }
    inquiry->final = inquiry->asked;
    ask(inquiry, request->show || request->whole || request->read || turns_on_words(inquiry) ? FETCH_GET : FETCH_HEAD, false);
    return true;
}

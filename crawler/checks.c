#include "crawler/checks.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/text.h"
#include "crawler/rendering.h"
#include "crawler/sampling.h"

enum stage { STAGE_NEW, STAGE_ASKING, STAGE_SETTLED };

/* What became of an address, without regard to fragments. */
struct check {
    enum stage stage;
    bool permanent;
    bool wants_anchors;        /* a link points at a part of the page */
    bool tried_anchors;        /* the whole page was asked for */
    bool has_anchors;
    bool left;                 /* not asked, by choice */
    short status, redirects, looks;
    enum link_reason reason;
    enum link_state state;
    const char *final_url;     /* NULL where there was no redirect */
    const char *fragment;      /* that a redirect named; see checks_page */
    int64_t at;
    bool looked;               /* a browser had the page: its parts are `anchors` and `shown`, or can't be told */
    struct anchors anchors;    /* of the page that it leads to, where has_anchors */
    struct anchors *shown;     /* of the page once its scripts had run; NULL where nobody looked */
    struct check *page;        /* whose anchors they are: a redirect's end; NULL for itself */
};

struct link_target {
    const char *url;           /* the map's */
    const char *fragment;      /* inside url, NULL where there is none that matters */
    struct check *check;       /* shared with the same address under other fragments; NULL where none is asked */
    enum link_reason known;
    bool is_known;             /* `known` is the verdict: nothing to ask */
    bool mixed, listed;
    bool waits;                /* for a closer look at its page */
    bool granted;              /* scripts made this part of like pages: nothing is said against it */
    const struct target *stored; /* the verdict of an earlier part of this run, so that nothing is asked twice */
    const void *owner;         /* see checks_claim */
};

struct looker {
    struct looker *next;
    struct link_target *target;
};

struct inquiry {
    struct reading reading;
    struct checks *checks;
    struct inquiry *previous, *next;
    struct check *check;
    struct link_target *target; /* that began it */
    bool closer;               /* the verdict is known: it is to show the part that `target` names */
    struct looker *lookers;    /* others that wait for it */
    struct arena arena;
    const char *url, *at;      /* `at`: where scripts sent a reader from there, else `url` */
    int moves;                 /* by scripts */
    struct rendering rendering;
    enum fetch_method method;
    int looks, seen_broken;
    /* the last answer */
    struct url asked, final;
    int status, redirects;
    const char *fragment;
    bool permanent, cut;
    struct fetch_header *headers;
    size_t header_count;
    const char *body;          /* its beginning, or all of what may be rendered */
    size_t body_length;
    bool whole;
    struct document *document;
};

struct checks {
    struct checks_parts parts;
    struct arena arena;
    struct map *targets;
    struct inquiry *first;
    struct sampling *sampling; /* of parts that pages lack */
    size_t asked, answered;
};

static void look(void *context, void *item);
static void believe(void *context, void *item, bool yes);

struct checks *checks_new(const struct checks_parts *parts)
{
    struct checks *checks = memory_alloc(sizeof *checks);
    checks->parts = *parts;
    checks->targets = map_new();
    checks->sampling = sampling_new(&(struct sampling_calls){.context = checks, .look = look, .believe = believe});
    return checks;
}

static void inquiry_free(struct inquiry *inquiry)
{
    if (inquiry->previous != NULL)
        inquiry->previous->next = inquiry->next;
    else
        inquiry->checks->first = inquiry->next;
    if (inquiry->next != NULL)
        inquiry->next->previous = inquiry->previous;
    document_free(inquiry->document);
    arena_release(&inquiry->arena);
    free(inquiry);
}

void checks_free(struct checks *checks)
{
    if (checks == NULL)
        return;
    for (struct inquiry *inquiry = checks->first, *next; inquiry != NULL; inquiry = next) {
        next = inquiry->next;
        inquiry_free(inquiry);
    }
    for (size_t i = 0; i < map_count(checks->targets); i++) {
        struct link_target *target = map_at(checks->targets, i)->pointer;
        if (target->check == NULL)
            continue;
        anchors_release(&target->check->anchors); /* shared ones are empty the second time */
        if (target->check->shown != NULL)
            anchors_release(target->check->shown);
    }
    sampling_free(checks->sampling);
    map_free(checks->targets);
    arena_release(&checks->arena);
    free(checks);
}

static struct link_target *target_of(struct checks *checks, const char *url, size_t length, bool *added)
{
    union map_value *place = map_put(checks->targets, url, length, added);
    if (*added) {
        struct link_target *target = arena_alloc(&checks->arena, sizeof *target);
        target->url = map_key(checks->targets, map_count(checks->targets) - 1, NULL);
        place->pointer = target;
    }
    return place->pointer;
}

static const struct target *recall(struct checks *checks, const char *url)
{
    const struct crawl_source *source = checks->parts.source;
    struct target stored = {0};
    if (source == NULL || source->stored_target == NULL || !source->stored_target(source->context, url, &stored))
        return NULL;
    struct target *kept = arena_alloc(&checks->arena, sizeof *kept);
    *kept = stored;
    kept->url = NULL;
    kept->final_url = arena_copy(&checks->arena, stored.final_url);
    kept->advice = arena_copy(&checks->arena, stored.advice);
    return kept;
}

/* The check of an address without its fragment. */
static struct check *check_of(struct checks *checks, const char *url)
{
    bool added;
    struct link_target *bare = target_of(checks, url, strcspn(url, "#"), &added);
    if (bare->check != NULL)
        return bare->check;
    struct check *check = bare->check = arena_alloc(&checks->arena, sizeof *check);
    const struct target *stored = bare->stored = recall(checks, bare->url);
    if (stored != NULL) {
        check->stage = STAGE_SETTLED;
        check->reason = stored->reason;
        check->state = stored->state;
        check->status = (short)stored->status;
        check->redirects = (short)stored->redirects;
        check->looks = (short)stored->looks;
        check->permanent = stored->permanent;
        check->final_url = stored->final_url;
        check->at = stored->checked_at;
    }
    return check;
}

struct link_target *checks_known(struct checks *checks, const char *url, enum link_reason reason)
{
    bool added;
    struct link_target *target = target_of(checks, url, strlen(url), &added);
    if (target->check == NULL && !target->is_known) {
        target->is_known = true;
        target->known = reason;
    }
    return target;
}

struct link_target *checks_target(struct checks *checks, const char *url)
{
    bool added;
    struct link_target *target = target_of(checks, url, strlen(url), &added);
    target->is_known = false;
    if (target->check == NULL)
        target->check = check_of(checks, url);
    const char *hash = strchr(target->url, '#');
    if (hash == NULL || target->fragment != NULL || target->stored != NULL)
        return target;
    target->stored = added ? recall(checks, target->url) : NULL;
    if (target->stored == NULL && anchors_matter(checks->parts.anchors, hash + 1)) {
        target->fragment = hash + 1;
        target->check->wants_anchors = true;
    }
    return target;
}

bool checks_claim(struct link_target *target, const void *owner)
{
    if (target->owner == NULL)
        target->owner = owner;
    return target->owner == owner;
}

bool checks_is_listed(const struct link_target *target)
{
    return target->listed;
}

void checks_set_listed(struct link_target *target)
{
    target->listed = true;
}

bool checks_is_left(const struct link_target *target)
{
    return target->check != NULL && target->check->left;
}

const char *checks_url(const struct link_target *target)
{
    return target->url;
}

void checks_mark_mixed(struct link_target *target)
{
    target->mixed = true;
}

static void settle(struct check *check, enum link_reason reason)
{
    check->stage = STAGE_SETTLED;
    check->reason = reason;
    check->state = link_reason_state(reason);
    check->at = clock_now();
}

void checks_leave(struct link_target *target)
{
    if (target->check == NULL || target->check->stage != STAGE_NEW)
        return;
    settle(target->check, REASON_LIMIT);
    target->check->left = true;
}

bool checks_settled(const struct link_target *target)
{
    bool asked = target->is_known || target->stored != NULL || target->check == NULL || target->check->stage == STAGE_SETTLED;
    return asked && !target->waits;
}

/* --- one inquiry --- */

enum { MARKUP_KEPT = 64 * 1024 };

static void ask(struct inquiry *inquiry, enum fetch_method method, bool last_resort);
static void end_look(struct inquiry *inquiry);
static void judge(struct inquiry *inquiry, const struct linkcheck_probe *probe);

static void conclude(struct inquiry *inquiry, enum link_reason reason)
{
    struct checks *checks = inquiry->checks;
    if (inquiry->closer) {
        end_look(inquiry);
        return;
    }
    struct check *check = inquiry->check;
    if (inquiry->method == FETCH_HEAD && (reason == REASON_HTTP_404 || reason == REASON_HTTP_410))
        probes_note_not_found(checks->parts.probes, &inquiry->final, FETCH_HEAD);
    if (linkcheck_needs_second_look(reason) && inquiry->seen_broken++ == 0) {
        /* Seen once: again when the host's queue is empty, by GET, which HEAD's doubt needs anyway. */
        inquiry->at = inquiry->url;
        inquiry->moves = 0;
        inquiry->rendering = (struct rendering){.tried = false};
        ask(inquiry, reason == REASON_NO_SUCH_HOST ? inquiry->method : FETCH_GET, true);
        return;
    }
    if (check->stage == STAGE_ASKING) { /* else the crawl read it as a page meanwhile */
        settle(check, reason);
        check->status = (short)inquiry->status;
        check->redirects = (short)inquiry->redirects;
        check->looks = (short)inquiry->looks;
        check->permanent = inquiry->permanent;
        check->final_url = inquiry->redirects > 0 ? arena_copy(&checks->arena, inquiry->final.href) : NULL;
        check->fragment = arena_copy(&checks->arena, inquiry->fragment);
        if (inquiry->document != NULL && inquiry->document->type == DOCUMENT_HTML && !inquiry->document->partly_read &&
            !inquiry->document->needs_scripts && !inquiry->cut && !check->has_anchors) {
            anchors_take(inquiry->document, &check->anchors);
            check->has_anchors = true;
        }
        check->looked = check->looked || inquiry->rendering.tried;
    }
    if (reason == REASON_HTTP_404 || reason == REASON_HTTP_410)
        probes_note_not_found(checks->parts.probes, &inquiry->final, inquiry->method);
    checks->answered++;
    struct link_target *target = inquiry->target;
    inquiry_free(inquiry);
    checks_look_closer(checks, target);
}

/* --- pages that need scripts, or may make a part by them --- */

/* What a link names beside its page is only missing where a reader would miss it. */
static bool lacks_part(const struct link_target *target)
{
    const struct check *check = target->check, *page = check != NULL && check->page != NULL ? check->page : check;
    return check != NULL && check->stage == STAGE_SETTLED && check->state == LINK_OK && target->fragment != NULL && check->fragment == NULL &&
           !target->granted && page->has_anchors && !anchors_have(&page->anchors, target->fragment) &&
           (page->shown == NULL || !anchors_have(page->shown, target->fragment));
}

static struct check *page_of(const struct link_target *target)
{
    return target->check->page != NULL ? target->check->page : target->check;
}

/* The same part of pages of the same host, with its scheme and port. */
static const char *kind_of_part(struct arena *arena, const struct link_target *target)
{
    const char *host = strstr(target->url, "://");
    size_t length = host != NULL ? (size_t)(host + 3 - target->url) + strcspn(host + 3, "/?#") : 0;
    return arena_printf(arena, "%.*s#%s", (int)length, target->url, target->fragment);
}

/* Its page has been looked at. */
static void tell_seen(struct checks *checks, struct link_target *target)
{
    struct arena arena = {0};
    target->waits = false;
    sampling_seen(checks->sampling, kind_of_part(&arena, target), !lacks_part(target));
    arena_release(&arena);
}

static void end_look(struct inquiry *inquiry)
{
    struct checks *checks = inquiry->checks;
    struct link_target *target = inquiry->target;
    struct check *page = page_of(target);
    const struct document *document = inquiry->document;
    page->looked = true;
    if (document != NULL && document->rendered && !document->partly_read && !document->needs_scripts) {
        page->shown = arena_alloc(&checks->arena, sizeof *page->shown);
        anchors_take(document, page->shown);
    } else {
        anchors_release(&page->anchors); /* it can't be told */
        page->has_anchors = false;
    }
    checks->answered++;
    tell_seen(checks, target);
    for (const struct looker *looker = inquiry->lookers; looker != NULL; looker = looker->next)
        tell_seen(checks, looker->target);
    inquiry_free(inquiry);
}

static bool may_render(const struct inquiry *inquiry)
{
    const struct checks_parts *parts = &inquiry->checks->parts;
    return parts->browser != NULL && (inquiry->closer || inquiry->check->wants_anchors || parts->read);
}

static void rendered(void *context, const struct browser_result *result)
{
    struct inquiry *inquiry = context;
    const char *here = url_canonical(&inquiry->arena, &inquiry->final, inquiry->checks->parts.policy);
    /* Whose part is wanted is this page, and no other. */
    bool goes_on = result->moved_to != NULL && inquiry->redirects < LIMIT_REDIRECTS && (!inquiry->closer || strcmp(result->moved_to, here) == 0);
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
        workers_submit(inquiry->checks->parts.workers, &input, &inquiry->reading);
    } else {
        judge(inquiry, NULL);
    }
}

static bool begin_rendering(struct inquiry *inquiry)
{
    const struct document *document = inquiry->document;
    if (!may_render(inquiry) || inquiry->rendering.tried || !inquiry->whole || document == NULL || document->type != DOCUMENT_HTML ||
        !(document->needs_scripts || inquiry->closer))
        return false;
    size_t beginning = inquiry->body_length < MARKUP_KEPT ? inquiry->body_length : MARKUP_KEPT;
    if (wording_challenge(inquiry->checks->parts.wording, inquiry->status, inquiry->headers, inquiry->header_count, inquiry->body, beginning) != REASON_NONE)
        return false; /* a server that turns programs away is not got round */
    inquiry->rendering.tried = true;
    struct browser_page page = {
        .url = &inquiry->final, .headers = inquiry->headers, .header_count = inquiry->header_count, .body = inquiry->body, .length = inquiry->body_length,
        .done = rendered, .context = inquiry,
    };
    rendering_fill(&inquiry->rendering, &page);
    browser_render(inquiry->checks->parts.browser, &page);
    return true;
}

void checks_look_closer(struct checks *checks, struct link_target *target)
{
    if (checks->parts.browser == NULL || target->is_known || target->stored != NULL || target->waits || !lacks_part(target) || page_of(target)->looked)
        return;
    struct arena arena = {0};
    target->waits = true;
    sampling_add(checks->sampling, kind_of_part(&arena, target), target);
    arena_release(&arena);
}

static void believe(void *context, void *item, bool yes)
{
    struct link_target *target = item;
    (void)context;
    target->granted = yes;
    target->waits = false;
}

static void probed(void *context, const struct linkcheck_probe *probe)
{
    judge(context, probe);
}

static bool same_site(const struct url *a, const struct url *b)
{
    struct arena arena = {0};
    bool same = a->host != NULL && b->host != NULL && strcmp(url_site(&arena, a->host), url_site(&arena, b->host)) == 0;
    arena_release(&arena);
    return same;
}

/* A leaflet or another file by its name, in whose place a page came. */
static bool is_file_by_name(const struct inquiry *inquiry)
{
    const char *path = inquiry->asked.path;
    return crawl_words_ending(inquiry->checks->parts.words, path, strlen(path)) != ADDRESS_PLAIN;
}

/* HEAD said that it is there. On a host whose HEAD says so of anything, or after a redirect to
 * another site, a front page, an error page or one to sign in on, or where a page comes for a file, only the page's words can tell. */
static void judge_head(struct inquiry *inquiry, const struct linkcheck_probe *probe)
{
    if (probe == NULL) {
        probes_ask(inquiry->checks->parts.probes, &inquiry->final, FETCH_HEAD, probed, inquiry);
        return;
    }
    const struct landings *landings = inquiry->checks->parts.landings;
    bool says_yes_to_all = probe->answered && linkcheck_status(probe->status) == REASON_NONE;
    bool sent_elsewhere = inquiry->redirects > 0 &&
                          (!same_site(&inquiry->asked, &inquiry->final) || landing_is_error_page(landings, &inquiry->final) ||
                           landing_is_sign_in(landings, &inquiry->final) ||
                           (linkcheck_is_deep(&inquiry->asked) && landing_may_be_home(landings, &inquiry->final)));
    if (says_yes_to_all || sent_elsewhere || is_file_by_name(inquiry))
        ask(inquiry, FETCH_GET, false);
    else
        conclude(inquiry, REASON_NONE);
}

static void judge(struct inquiry *inquiry, const struct linkcheck_probe *probe)
{
    if (inquiry->closer) {
        end_look(inquiry);
        return;
    }
    /* A page that did not get what it asked for may say that there is nothing: that is our doing. */
    const struct document *document = inquiry->document;
    bool unsure = document != NULL && document->rendered && document->partly_read;
    if (inquiry->method == FETCH_HEAD) {
        judge_head(inquiry, probe);
        return;
    }
    struct linkcheck_body body = {
        .landings = inquiry->checks->parts.landings, .asked = &inquiry->asked, .final = &inquiry->final, .status = inquiry->status, .redirects = inquiry->redirects,
        .file = is_file_by_name(inquiry), .document = unsure ? NULL : document, .headers = inquiry->headers, .header_count = inquiry->header_count,
        .body = inquiry->body, .body_length = inquiry->body_length < MARKUP_KEPT ? inquiry->body_length : MARKUP_KEPT};
    bool wants_probe;
    enum link_reason reason = linkcheck_judge(inquiry->checks->parts.wording, &body, probe, &wants_probe);
    if (wants_probe)
        /* Of the host that was asked where it sent home, of the host that spoke otherwise. */
        probes_ask(inquiry->checks->parts.probes, inquiry->redirects > 0 ? &inquiry->asked : &inquiry->final, FETCH_GET, probed, inquiry);
    else
        conclude(inquiry, reason);
}

static void body_read(struct reading *reading, struct document *document, const struct error *err)
{
    struct inquiry *inquiry = (struct inquiry *)reading;
    (void)err; /* what can't be read as a page is judged by status and headers */
    inquiry->document = document;
    if (!begin_rendering(inquiry))
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

/* HEAD's headers say that no page would come: nothing at all, as some servers say of every
 * page, or a challenge. */
static bool announces_no_page(const struct wording *wording, const struct fetch_reply *reply)
{
    for (size_t i = 0; i < reply->header_count; i++)
        if (strcmp(reply->headers[i].name, "content-length") == 0 && strcmp(reply->headers[i].value, "0") == 0)
            return reply->status == 200;
    return wording_challenge(wording, reply->status, reply->headers, reply->header_count, "", 0) != REASON_NONE;
}

static void head_arrived(struct inquiry *inquiry, const struct chain_end *end)
{
    if (end->reason == REASON_NONE && end->reply != NULL && announces_no_page(inquiry->checks->parts.wording, end->reply))
        ask(inquiry, FETCH_GET, false);
    else if (end->reason == REASON_NONE && end->reply != NULL && is_html(end->reply))
        judge(inquiry, NULL);
    else if (linkcheck_head_is_doubtful(end->reason) && !linkcheck_needs_second_look(end->reason))
        ask(inquiry, FETCH_GET, false);
    else
        conclude(inquiry, end->reason);
}

static void get_arrived(struct inquiry *inquiry, const struct chain_end *end)
{
    const struct fetch_reply *reply = end->reply;
    if (reply == NULL || reply->status == 0 || reply->reason != REASON_NONE || end->reason == REASON_REDIRECT_LOOP ||
        end->reason == REASON_REDIRECT_LIMIT || end->reason == REASON_REDIRECT_SCHEME || end->reason == REASON_INVALID_URL ||
        (end->reason == REASON_REFUSED && reply->status < 400)) {
        conclude(inquiry, end->reason);
        return;
    }
    keep_reply(inquiry, reply);
    if (end->reason != REASON_NONE || reply->body_length == 0 || !is_html(reply)) {
        judge(inquiry, NULL);
        return;
    }
    struct document_input input = {
        .bytes = reply->body, .length = reply->body_length, .content_type = reply->content_type, .name = end->final_url};
    workers_submit(inquiry->checks->parts.workers, &input, &inquiry->reading);
}

static void arrived(void *context, const struct chain_end *end)
{
    struct inquiry *inquiry = context;
    inquiry->looks += end->looks;
    inquiry->status = end->status;
    inquiry->redirects = end->redirects;
    inquiry->permanent = end->permanent;
    inquiry->fragment = arena_copy(&inquiry->arena, end->fragment);
    if (!end->cookie)
        inquiry->rendering.cookie = NULL; /* it stayed with the host that it is for */
    if (url_parse(&inquiry->arena, end->final_url, NULL, &inquiry->final, NULL) != STATUS_OK)
        inquiry->final = inquiry->asked;
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
        .body_ceiling = inquiry->check->wants_anchors || may_render(inquiry) ? LIMIT_HTML_BYTES : LIMIT_CHECK_BYTES,
        .stop_at_ceiling = true,
        .last_resort = last_resort,
        /* What HEAD asked already counts against the ceiling. */
        .tries = inquiry->looks > 0 && inquiry->looks < LIMIT_ATTEMPTS ? LIMIT_ATTEMPTS - inquiry->looks : 0,
        .done = arrived,
        .context = inquiry,
    };
    chain_follow(inquiry->checks->parts.chains, &request);
}

static void begin_inquiry(struct checks *checks, struct link_target *target, bool closer)
{
    struct check *check = target->check;
    struct inquiry *inquiry = memory_alloc(sizeof *inquiry);
    inquiry->target = target;
    inquiry->closer = closer;
    inquiry->reading.done = body_read;
    inquiry->checks = checks;
    inquiry->check = check;
    inquiry->next = checks->first;
    if (checks->first != NULL)
        checks->first->previous = inquiry;
    checks->first = inquiry;
    const char *url = closer && check->final_url != NULL ? check->final_url : target->url;
    inquiry->url = arena_copy_n(&inquiry->arena, url, strcspn(url, "#"));
    inquiry->at = inquiry->url;
    checks->asked++;
    if (url_parse(&inquiry->arena, inquiry->url, NULL, &inquiry->asked, NULL) != STATUS_OK) { /* never for a closer look: it was had */
        settle(check, REASON_INVALID_URL);
        checks->answered++;
        inquiry_free(inquiry);
        return;
    }
    inquiry->final = inquiry->asked;
    /* A directory's record is named by its query, and where it was taken out only the page's words say so. */
    bool is_record = inquiry->asked.query != NULL && !is_file_by_name(inquiry);
    ask(inquiry, closer || check->wants_anchors || checks->parts.read || is_record ? FETCH_GET : FETCH_HEAD, false);
}

/* The page is asked for where it lies: what led there is known. */
static void look(void *context, void *item)
{
    struct checks *checks = context;
    struct link_target *target = item;
    struct inquiry *same = checks->first;
    while (same != NULL && !(same->closer && page_of(same->target) == page_of(target)))
        same = same->next;
    if (page_of(target)->looked) {
        tell_seen(checks, target);
    } else if (same != NULL) {
        struct looker *looker = arena_alloc(&same->arena, sizeof *looker);
        *looker = (struct looker){same->lookers, target};
        same->lookers = looker;
    } else {
        begin_inquiry(checks, target, true);
    }
}

void checks_start(struct checks *checks, struct link_target *target)
{
    struct check *check = target->check;
    if (target->is_known || target->stored != NULL || check == NULL || check->stage == STAGE_ASKING)
        return;
    /* A verdict by HEAD does not tell about an anchor that a later page asks for. */
    bool by_head = target->fragment != NULL && check->state == LINK_OK && !check->has_anchors && !check->tried_anchors &&
                   check->page == NULL && check->looks > 0;
    if (check->stage == STAGE_SETTLED && !check->left && !by_head)
        return;
    check->left = false;
    check->stage = STAGE_ASKING;
    check->tried_anchors = check->wants_anchors;
    begin_inquiry(checks, target, false);
}

/* --- what the crawl found --- */

void checks_settle_page(struct checks *checks, const struct checks_page *page)
{
    struct check *asked = check_of(checks, page->url);
    bool moved = strcmp(page->url, page->final_url) != 0 && page->redirects > 0;
    struct check *end = moved ? check_of(checks, page->final_url) : asked;
    if (asked->stage != STAGE_SETTLED || asked->left) {
        settle(asked, page->reason);
        asked->left = false;
        asked->status = (short)page->status;
        asked->redirects = (short)page->redirects;
        asked->looks = (short)page->looks;
        asked->permanent = page->permanent;
        asked->final_url = moved ? arena_copy(&checks->arena, page->final_url) : NULL;
        asked->fragment = arena_copy(&checks->arena, page->fragment);
        asked->at = page->at;
    }
    if (end != asked) {
        asked->page = end;
        if (end->stage == STAGE_NEW && page->reason != REASON_REDIRECT_HOME && link_reason_state(page->reason) != LINK_BROKEN) {
            settle(end, page->reason);
            end->status = (short)page->status;
            end->looks = (short)page->looks;
            end->at = page->at;
        }
    }
    end->tried_anchors = true;
    const struct document *document = page->document;
    if (document != NULL && document->type == DOCUMENT_HTML && !document->partly_read && !document->needs_scripts && !end->has_anchors) {
        anchors_take(document, &end->anchors);
        end->has_anchors = true;
    }
}

/* --- the record --- */

static const char *https_address(struct arena *arena, const char *url)
{
    return strncmp(url, "http://", 7) == 0 ? arena_printf(arena, "https://%s", url + 7) : NULL;
}

static void add_advice(const struct link_target *link, const struct check *check, struct arena *arena, struct target *out)
{
    if (out->state != LINK_OK)
        return;
    if (check->permanent && check->final_url != NULL && out->reason == REASON_NONE) {
        const char *hash = strchr(link->url, '#');
        bool named = check->fragment != NULL && check->fragment[0] != '\0';
        out->reason = REASON_REDIRECTED;
        if (named)
            out->advice = arena_printf(arena, "%s#%s", check->final_url, check->fragment);
        else if (hash != NULL && strchr(check->final_url, '#') == NULL)
            out->advice = arena_printf(arena, "%s%s", check->final_url, hash);
        else
            out->advice = check->final_url;
    }
    if (link->mixed) {
        out->reason = REASON_MIXED_CONTENT;
        out->advice = https_address(arena, check->final_url != NULL ? check->final_url : link->url);
    }
}

void checks_record(struct checks *checks, const struct link_target *link, struct arena *arena, struct target *out)
{
    const struct crawl_source *source = checks->parts.source;
    const struct check *check = link->check;
    *out = (struct target){.url = link->url, .first_failed = -1, .last_failed = -1, .last_ok = -1, .last_proof = -1, .checked_at = clock_now()};
    if (check == NULL || link->is_known) {
        out->reason = link->known;
        out->state = link_reason_state(link->known);
        return;
    }
    if (link->stored != NULL) {
        *out = *link->stored;
        out->url = link->url;
        return;
    }
    out->final_url = check->final_url;
    out->state = check->stage == STAGE_SETTLED ? check->state : LINK_NOT_CHECKED;
    out->reason = check->stage == STAGE_SETTLED ? check->reason : REASON_LIMIT;
    out->status = check->status;
    out->redirects = check->redirects;
    out->looks = check->looks;
    out->permanent = check->permanent;
    if (check->at > 0)
        out->checked_at = check->at;
    if (lacks_part(link)) {
        out->state = LINK_BROKEN;
        out->reason = REASON_FRAGMENT_MISSING;
    }
    add_advice(link, check, arena, out);
    if (source != NULL && source->target_history != NULL)
        source->target_history(source->context, link->url, out);
    linkcheck_weigh_history(out, out->checked_at);
}

size_t checks_asked(const struct checks *checks)
{
    return checks->asked;
}

size_t checks_answered(const struct checks *checks)
{
    return checks->answered;
}

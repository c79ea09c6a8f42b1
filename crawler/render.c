#include "crawler/render.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/memory.h"

static const double QUIET_SECONDS = 1;  /* without a request, after which nothing more is expected */
static const double STEP_SECONDS = 10;  /* for an answer of the browser itself */
static const double READ_SECONDS = 5;   /* for the document, before scripts that do not end are stopped, and after */

enum { DIALOGS_MAX = 20, READINGS_MAX = 3 };

/* Each step waits for the answer to the one before. */
enum step {
    STEP_CONTEXT, STEP_DOWNLOADS, STEP_TARGET, STEP_ATTACH, STEP_HOLD, STEP_EVENTS, STEP_CRASHES, STEP_NETWORK, STEP_WORKERS, STEP_AGENT,
    STEP_NAVIGATE,
    STEP_RUNNING,  /* its scripts run */
    STEP_ROOT, STEP_HTML,
    STEP_OVER,
};

struct render {
    struct render_setup setup;
    struct browser_page page;
    struct arena arena;
    enum step step;
    int64_t waiting;             /* number of the command whose answer is waited for */
    double began, stepped;       /* when it and its step began */
    double last, moved;          /* when the clock was last looked at; when something last happened */
    double busy;                 /* seconds of its own work */
    const char *context, *target, *session; /* Chromium's names; NULL before */
    struct subresources *parts;
    bool loaded, stopped, crashed, unanswered;
    int dialogs, readings;
    int root;                    /* number of the document's node */
    const char *base;            /* what its links are relative to, as Chromium has it */
    struct buffer html;
    const char *unrest;          /* why its scripts were cut short */
    struct browser_result result;
};

static void end(struct render *render, const char *fault)
{
    render->step = STEP_OVER;
    render->result.fault = fault;
}

/* Releases the parameters. */
static int64_t send(struct render *render, const char *session, const char *method, struct buffer *params)
{
    int64_t id = devtools_send(render->setup.devtools, session, method, buffer_text(params));
    buffer_release(params);
    return id;
}

/* Parameters as pairs of name and text, up to NULL. */
static int64_t send_texts(struct render *render, const char *session, const char *method, const char *const *pairs)
{
    struct buffer params;
    struct json_writer json = {.out = &params};
    buffer_init(&params, LIMIT_URL_PARSED_BYTES);
    json_object(&json, NULL);
    for (; *pairs != NULL; pairs += 2)
        json_text(&json, pairs[0], pairs[1]);
    json_end_object(&json);
    return send(render, session, method, &params);
}

static int64_t send_json(struct render *render, const char *session, const char *method, const char *params)
{
    return devtools_send(render->setup.devtools, session, method, params);
}

#define PAIRS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* What the steps ask for that ask always the same; `answered` takes what comes. */
static const struct {
    const char *method, *params; /* of the tab but for the first; NULL where `ask` makes them */
} fixed[STEP_OVER] = {
    /* Nothing is shared with another page: no cookie, no store, no worker. */
    [STEP_CONTEXT] = {"Target.createBrowserContext", "{\"disposeOnDetach\":true}"},
    [STEP_HOLD] = {"Fetch.enable", "{\"patterns\":[{\"urlPattern\":\"*\"}]}"}, /* every request, before it is made */
    [STEP_EVENTS] = {"Page.enable", "{}"},
    [STEP_CRASHES] = {"Inspector.enable", "{}"},
    [STEP_NETWORK] = {"Network.enable", "{\"maxTotalBufferSize\":0,\"maxResourceBufferSize\":0}"},
    [STEP_WORKERS] = {"Network.setBypassServiceWorker", "{\"bypass\":true}"},
    [STEP_ROOT] = {"DOM.getDocument", "{\"depth\":0}"},
};

static int64_t attach(struct render *render)
{
    struct buffer params;
    struct json_writer json = {.out = &params};
    buffer_init(&params, LIMIT_URL_PARSED_BYTES);
    json_object(&json, NULL);
    json_text(&json, "targetId", render->target);
    json_bool(&json, "flatten", true);
    json_end_object(&json);
    return send(render, NULL, "Target.attachToTarget", &params);
}

static int64_t ask_html(struct render *render)
{
    struct buffer params;
    buffer_init(&params, LIMIT_URL_BYTES);
    (void)buffer_printf(&params, "{\"nodeId\":%d,\"includeShadowDOM\":true}", render->root);
    return send(render, render->session, "DOM.getOuterHTML", &params);
}

/* Sends what the step asks for; 0 where it asks for nothing. */
static int64_t ask(struct render *render)
{
    switch (render->step) {
    case STEP_DOWNLOADS:
        return send_texts(render, NULL, "Browser.setDownloadBehavior", PAIRS("behavior", "deny", "browserContextId", render->context));
    case STEP_TARGET:
        return send_texts(render, NULL, "Target.createTarget", PAIRS("url", "about:blank", "browserContextId", render->context));
    case STEP_ATTACH:
        return attach(render);
    case STEP_AGENT:
        return send_texts(render, render->session, "Emulation.setUserAgentOverride",
                          PAIRS("userAgent", render->setup.user_agent, "acceptLanguage", "en-GB,en"));
    case STEP_NAVIGATE:
        return send_texts(render, render->session, "Page.navigate", PAIRS("url", render->page.url->href));
    case STEP_HTML:
        return ask_html(render);
    case STEP_RUNNING:
    case STEP_OVER:
        return 0;
    default:
        return send_json(render, render->session, fixed[render->step].method, fixed[render->step].params);
    }
}

static void begin_step(struct render *render, enum step step, double now)
{
    render->step = step;
    render->stepped = now;
    render->waiting = ask(render);
}

struct render *render_new(const struct render_setup *setup, const struct browser_page *page, double now)
{
    struct render *render = memory_alloc(sizeof *render);
    render->setup = *setup;
    render->page = *page;
    render->began = render->last = render->moved = now;
    buffer_init(&render->html, LIMIT_HTML_BYTES);
    begin_step(render, STEP_CONTEXT, now);
    return render;
}

void render_free(struct render *render)
{
    if (render == NULL)
        return;
    subresources_leave(render->parts);
    /* A page that is in a loop would not hear that it is to close. */
    bool at_rest = render->result.html != NULL && render->unrest == NULL;
    if (render->session != NULL && !render->crashed && !at_rest)
        (void)send_json(render, render->session, "Page.crash", NULL);
    if (render->context != NULL)
        (void)send_texts(render, NULL, "Target.disposeBrowserContext", PAIRS("browserContextId", render->context));
    buffer_release(&render->html);
    arena_release(&render->arena);
    free(render);
}

/* --- the document --- */

/* Where scripts gave the page another address, its links are read from there. Put after the
 * start of its head, which Chromium always writes. */
static void add_html(struct render *render, const char *html, const char *base)
{
    const char *head = strstr(html, "<head"), *open = head != NULL ? strchr(head, '>') : NULL;
    size_t before = open != NULL ? (size_t)(open - html) + 1 : 0;
    if (*base != '\0' && open != NULL && strpbrk(base, "\"<>") == NULL && strcmp(base, render->page.url->href) != 0) {
        (void)buffer_add(&render->html, html, before);
        (void)buffer_printf(&render->html, "<base href=\"%s\">", base);
        html += before;
    }
    (void)buffer_add_text(&render->html, html);
}

static void take_html(struct render *render, const cJSON *body)
{
    const char *html = devtools_text(body, "outerHTML");
    add_html(render, html, render->base);
    if (render->html.over) {
        end(render, "the page that its scripts make is larger than is read");
    } else if (render->html.length == 0) {
        end(render, "the browser gave no page");
    } else {
        end(render, NULL);
        render->result.html = buffer_text(&render->html);
        render->result.length = render->html.length;
        render->result.lacking = render->unrest != NULL ? render->unrest : subresources_lacking(render->parts);
    }
}

static void take_root(struct render *render, const cJSON *body, double now)
{
    const cJSON *root = devtools_object(body, "root"), *node = cJSON_GetObjectItemCaseSensitive(root, "nodeId");
    const char *base = devtools_text(root, "baseURL");
    if (!cJSON_IsNumber(node) || node->valuedouble < 1 || node->valuedouble > INT32_MAX) {
        end(render, "the browser gave no page");
        return;
    }
    render->root = (int)node->valuedouble;
    render->base = arena_copy(&render->arena, base);
    begin_step(render, STEP_HTML, now);
}

/* --- what Chromium says --- */

static void take_session(struct render *render, const cJSON *body)
{
    render->session = arena_copy(&render->arena, devtools_text(body, "sessionId"));
    const struct subresource_setup setup = {
        .engine = render->setup.engine, .devtools = render->setup.devtools, .cache = render->setup.cache, .list = render->setup.list,
        .page = &render->page, .session = render->session, .frame = render->target,
    };
    render->parts = subresources_new(&setup);
}

static void failed(struct render *render, const struct devtools_message *message, double now)
{
    bool reading = render->step == STEP_ROOT || render->step == STEP_HTML;
    if (message->overlong)
        end(render, "the page that its scripts make is larger than is read");
    else if (!reading)
        end(render, "the browser could not open the page");
    else if (++render->readings > READINGS_MAX)
        end(render, "the browser gave no page");
    else
        begin_step(render, STEP_ROOT, now); /* the document was another by then */
}

static void answered(struct render *render, const struct devtools_message *message, double now)
{
    enum step step = render->step;
    if (*message->error != '\0') {
        failed(render, message, now);
        return;
    }
    switch (step) {
    case STEP_CONTEXT:
        render->context = arena_copy(&render->arena, devtools_text(message->body, "browserContextId"));
        break;
    case STEP_TARGET:
        render->target = arena_copy(&render->arena, devtools_text(message->body, "targetId"));
        break;
    case STEP_ATTACH:
        take_session(render, message->body);
        break;
    case STEP_NAVIGATE:
        if (*devtools_text(message->body, "errorText") != '\0') {
            end(render, "the browser did not take the answer for a page");
            return;
        }
        break;
    case STEP_ROOT:
        take_root(render, message->body, now);
        return;
    case STEP_HTML:
        take_html(render, message->body);
        return;
    default:
        break;
    }
    begin_step(render, step + 1, now);
}

/* Its scripts send the reader on; forms are never sent, and a page that loads itself again
 * stays as it is. */
static void note_navigation(struct render *render, const cJSON *params)
{
    static const char *const reasons[] = {"scriptInitiated", "metaTagRefresh", "anchorClick"};
    const char *reason = devtools_text(params, "reason");
    const struct url_policy *policy = render->setup.engine->policy;
    struct url url;
    bool sent_on = false;
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        sent_on = sent_on || strcmp(reason, reasons[i]) == 0;
    if (!sent_on || strcmp(devtools_text(params, "frameId"), render->target) != 0 || strcmp(devtools_text(params, "disposition"), "currentTab") != 0 ||
        url_parse(&render->arena, devtools_text(params, "url"), NULL, &url, NULL) != STATUS_OK || !url_is_http(&url))
        return;
    const char *there = url_canonical(&render->arena, &url, policy);
    if (strcmp(there, url_canonical(&render->arena, render->page.url, policy)) == 0)
        return;
    end(render, NULL);
    render->result.moved_to = there;
}

static void happened(struct render *render, const struct devtools_message *message, double now)
{
    const char *method = message->method;
    if (strcmp(method, "Fetch.requestPaused") == 0) {
        subresources_paused(render->parts, message->body);
        render->moved = now;
    } else if (strcmp(method, "Page.loadEventFired") == 0) {
        render->loaded = true;
        render->moved = now;
    } else if (strcmp(method, "Page.frameRequestedNavigation") == 0) {
        note_navigation(render, message->body);
    } else if (strcmp(method, "Page.javascriptDialogOpening") == 0) {
        if (++render->dialogs <= DIALOGS_MAX)
            (void)send_json(render, render->session, "Page.handleJavaScriptDialog", "{\"accept\":false}");
    } else if (strcmp(method, "Inspector.targetCrashed") == 0 || strcmp(method, "Inspector.detached") == 0) {
        render->crashed = true;
        end(render, "the browser gave the page up: it crashed, or took more memory than it may");
    }
}

bool render_heard(struct render *render, const struct devtools_message *message, double now)
{
    if (render->step == STEP_OVER)
        return false;
    if (message->id != 0) {
        if (message->id != render->waiting)
            return false;
        render->waiting = 0;
        answered(render, message, now);
        return true;
    }
    if (render->session == NULL || strcmp(message->session, render->session) != 0)
        return false;
    happened(render, message, now);
    return true;
}

/* --- the clock --- */

/* Scripts run: is it enough? */
static void look_at_running(struct render *render, double now)
{
    bool open = subresources_open(render->parts) > 0;
    if (open)
        render->moved = now;
    else
        render->busy += now - render->last;
    if (subresources_excess(render->parts))
        render->unrest = "its scripts ask for things without end";
    else if (now - render->began > LIMIT_RENDER_SECONDS)
        render->unrest = "its scripts take longer than is waited for";
    else if (render->busy > LIMIT_RENDER_BUSY_SECONDS && !render->loaded)
        render->unrest = "its scripts do not come to an end";
    bool quiet = render->loaded && !open && now - render->moved >= QUIET_SECONDS;
    if (quiet || render->unrest != NULL || render->busy > LIMIT_RENDER_BUSY_SECONDS)
        begin_step(render, STEP_ROOT, now);
}

/* The document does not come: scripts hold it up. They are stopped, once. */
static void look_at_reading(struct render *render, double now)
{
    if (now - render->stepped < READ_SECONDS)
        return;
    if (render->stopped) {
        end(render, "its scripts do not come to an end");
        return;
    }
    render->stopped = true;
    render->stepped = now;
    render->unrest = "its scripts do not come to an end";
    (void)send_json(render, render->session, "Runtime.terminateExecution", NULL);
}

void render_tick(struct render *render, double now)
{
    if (render->step == STEP_RUNNING)
        look_at_running(render, now);
    else if (render->step == STEP_ROOT || render->step == STEP_HTML)
        look_at_reading(render, now);
    else if (render->step < STEP_RUNNING && now - render->stepped > (render->step == STEP_CONTEXT ? LIMIT_BROWSER_START_SECONDS : STEP_SECONDS)) {
        end(render, "the browser does not answer");
        render->unanswered = true;
    }
    render->last = now;
}

bool render_is_unanswered(const struct render *render)
{
    return render->unanswered;
}

const struct browser_result *render_result(const struct render *render)
{
    return render->step == STEP_OVER ? &render->result : NULL;
}

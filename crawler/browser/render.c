#include "crawler/browser/render.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/memory.h"
#include "crawler/crawl_words.h"

static const double QUIET_SECONDS = 1;  /* without a request, after which nothing more is expected */
static const double STEP_SECONDS = 10;  /* for an answer of the browser itself */
static const double GOING_SECONDS = 2;  /* from a script's wish to go elsewhere to the request for it */
static const double READ_SECONDS = 5;   /* for the document, before scripts that do not end are stopped, and after */

static const double SCROLL_SECONDS = 10; /* for what scrolls and waits in the page */

enum { DIALOGS_MAX = 20, READINGS_MAX = 3, SCROLLS_MAX = 12, JAR_BYTES = 64 * 1024 };

/* Each step waits for the answer to the one before. */
enum step {
    STEP_CONTEXT, STEP_DOWNLOADS, STEP_TARGET, STEP_ATTACH, STEP_HOLD, STEP_EVENTS, STEP_CRASHES, STEP_NETWORK, STEP_WORKERS, STEP_AGENT,
    STEP_COOKIES,
    STEP_NAVIGATE,
    STEP_RUNNING,  /* its scripts run */
    STEP_SCROLL,   /* then they run again, until there is no way to go */
    STEP_ROOT, STEP_HTML,
    STEP_SENT,     /* where it sends its reader on and no request told them: the cookies that go there */
    STEP_JAR,      /* all its cookies, where it sends its reader on */
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
    int dialogs, readings, scrolls;
    bool scrolled;               /* to its end, or often enough */
    int root;                    /* number of the document's node */
    const char *base;            /* what its links are relative to, as Chromium has it */
    struct buffer html;
    const char *endless;         /* why it may not be all of the page, though its scripts ended */
    const char *unrest;          /* why its scripts were cut short */
    const char *going;           /* where its scripts want to go; NULL for nowhere */
    double going_since;
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

static int64_t set_cookies(struct render *render)
{
    const char *jar = render->page.jar != NULL && *render->page.jar != '\0' ? render->page.jar : "[]";
    struct buffer params;
    buffer_init(&params, JAR_BYTES + LIMIT_URL_BYTES);
    (void)buffer_printf(&params, "{\"cookies\":%s}", jar);
    return send(render, render->session, "Network.setCookies", &params);
}

/* Brings what appears only where a reader looks: waits a little for a page that has no words
 * yet, then scrolls to its end, and that of what else scrolls in it. Gives whether there was
 * any way to go. */
static const char scroll_script[] =
    "(async () => {"
    "const pause = ms => new Promise(done => setTimeout(done, ms));"
    /* Drawn, so that who watches what is in view was told. */
    "const drawn = () => Promise.race([new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))), pause(500)]);"
    "for (let i = 0; i < 16 && (!document.body || document.body.innerText.length < 200); i++) await pause(250);"
    "const scrolls = e => e.clientHeight > innerHeight / 2 && e.scrollHeight > e.clientHeight + 50 && /auto|scroll/.test(getComputedStyle(e).overflowY);"
    "const all = [document.scrollingElement, ...[...document.querySelectorAll('body *')].slice(0, 5000).filter(scrolls).slice(0, 3)];"
    "let went = false;"
    "for (const e of all) for (let i = 0; e && i < 20 && e.scrollTop + e.clientHeight < e.scrollHeight - 1; i++) {"
    "const before = e.scrollTop; e.scrollTop += e.clientHeight; await pause(50); await drawn();"
    "if (e.scrollTop <= before) break; went = true;"
    "} await drawn(); return went; })()";

static int64_t scroll(struct render *render)
{
    struct buffer params;
    struct json_writer json = {.out = &params};
    buffer_init(&params, LIMIT_URL_PARSED_BYTES);
    json_object(&json, NULL);
    json_text(&json, "expression", scroll_script);
    json_bool(&json, "awaitPromise", true);
    json_bool(&json, "returnByValue", true);
    json_bool(&json, "silent", true);
    json_end_object(&json);
    return send(render, render->session, "Runtime.evaluate", &params);
}

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

static int64_t ask_sent(struct render *render)
{
    struct buffer params;
    struct json_writer json = {.out = &params};
    buffer_init(&params, LIMIT_URL_PARSED_BYTES);
    json_object(&json, NULL);
    json_array(&json, "urls");
    json_text(&json, NULL, render->result.moved_to);
    json_end_array(&json);
    json_end_object(&json);
    return send(render, render->session, "Network.getCookies", &params);
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
    case STEP_COOKIES:
        return set_cookies(render);
    case STEP_NAVIGATE:
        return send_texts(render, render->session, "Page.navigate", PAIRS("url", render->page.url->href));
    case STEP_SCROLL:
        return scroll(render);
    case STEP_HTML:
        return ask_html(render);
    case STEP_SENT:
        return ask_sent(render);
    case STEP_JAR:
        return send_texts(render, NULL, "Storage.getCookies", PAIRS("browserContextId", render->context));
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
        render->result.lacking = render->unrest != NULL ? render->unrest : render->endless != NULL ? render->endless : subresources_lacking(render->parts);
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

static void take_scroll(struct render *render, const cJSON *body, double now)
{
    bool went = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(devtools_object(body, "result"), "value"));
    bool restless = render->busy > LIMIT_RENDER_BUSY_SECONDS;
    render->scrolled = !went;
    if (++render->scrolls >= (restless ? 2 : SCROLLS_MAX) && went) {
        render->scrolled = true;
        render->endless = "it shows more the further a reader scrolls, and not all of it was read";
    }
    render->step = STEP_RUNNING;
    render->moved = went ? now : render->moved;
}

static void take_jar(struct render *render, const cJSON *body)
{
    const cJSON *cookies = cJSON_GetObjectItemCaseSensitive(body, "cookies");
    char *text = cJSON_IsArray(cookies) ? cJSON_PrintUnformatted(cookies) : NULL;
    if (text != NULL && strlen(text) < JAR_BYTES)
        render->result.jar = arena_copy(&render->arena, text);
    cJSON_free(text);
    end(render, NULL);
}

/* As Chromium would have sent them. */
static void take_sent(struct render *render, const cJSON *body, double now)
{
    const cJSON *cookie;
    struct buffer sent;
    buffer_init(&sent, LIMIT_COOKIE_BYTES);
    cJSON_ArrayForEach(cookie, cJSON_GetObjectItemCaseSensitive(body, "cookies"))
        (void)buffer_printf(&sent, "%s%s=%s", sent.length > 0 ? "; " : "", devtools_text(cookie, "name"), devtools_text(cookie, "value"));
    if (!sent.over)
        render->result.cookie = arena_copy(&render->arena, buffer_text(&sent));
    buffer_release(&sent);
    begin_step(render, STEP_JAR, now);
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
    if (step == STEP_SCROLL) {
        take_scroll(render, message->body, now);
        return;
    }
    if (step == STEP_SENT) {
        take_sent(render, message->body, now);
        return;
    }
    if (step == STEP_JAR) {
        take_jar(render, message->body);
        return;
    }
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

/* `cookie` is NULL where the browser is to say which it would send. */
static void go(struct render *render, const char *there, const char *cookie, double now)
{
    render->result.moved_to = there;
    render->result.cookie = cookie != NULL ? cookie : "";
    render->result.jar = "";
    begin_step(render, cookie == NULL ? STEP_SENT : STEP_JAR, now);
}

static bool stays_on_site(struct render *render, const char *there)
{
    struct url url;
    return url_parse(&render->arena, there, NULL, &url, NULL) == STATUS_OK && url_same_site(&url, render->page.url);
}

/* The wish and the request for it come by different ways, either first. The request knows the
 * cookies; where none comes in time the browser is asked for them. */
static void look_at_going(struct render *render, double now)
{
    const char *there, *cookie;
    if (render->going == NULL || render->step >= STEP_SENT)
        return;
    if (subresources_going(render->parts, &there, &cookie) && strcmp(there, render->going) == 0)
        go(render, there, cookie, now);
    else if (now - render->going_since > GOING_SECONDS && strcmp(render->going, url_canonical(&render->arena, render->page.url, render->setup.engine->policy)) != 0)
        go(render, render->going, stays_on_site(render, render->going) ? NULL : "", now);
}

/* Its scripts send the reader on, or have the page loaded again; forms are never sent. */
static void note_navigation(struct render *render, const cJSON *params, double now)
{
    static const char *const reasons[] = {"scriptInitiated", "metaTagRefresh", "anchorClick", "reload"};
    const char *reason = devtools_text(params, "reason");
    struct url url;
    bool sent_on = false;
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
        sent_on = sent_on || strcmp(reason, reasons[i]) == 0;
    if (!sent_on || strcmp(devtools_text(params, "frameId"), render->target) != 0 || strcmp(devtools_text(params, "disposition"), "currentTab") != 0 ||
        url_parse(&render->arena, devtools_text(params, "url"), NULL, &url, NULL) != STATUS_OK || !url_is_http(&url))
        return;
    if (crawl_words_ending(render->setup.engine->words, url.path, strlen(url.path)) == ADDRESS_FILE)
        return; /* a download: the page stays */
    render->going = url_canonical(&render->arena, &url, render->setup.engine->policy);
    render->going_since = render->moved = now;
}

static void happened(struct render *render, const struct devtools_message *message, double now)
{
    const char *method = message->method;
    if (strcmp(method, "Fetch.requestPaused") == 0) {
        if (subresources_paused(render->parts, message->body)) {
            render->moved = now;
            render->scrolled = render->scrolls >= SCROLLS_MAX; /* there may be more to scroll to */
        }
        look_at_going(render, now);
    } else if (strcmp(method, "Page.loadEventFired") == 0) {
        render->loaded = true;
        render->moved = now;
    } else if (strcmp(method, "Page.frameStoppedLoading") == 0) {
        /* Of a page that went elsewhere before it was whole, and was kept from it, nothing else tells. */
        render->loaded = render->loaded || (render->step == STEP_RUNNING && strcmp(devtools_text(message->body, "frameId"), render->target) == 0);
    } else if (strcmp(method, "Page.frameRequestedNavigation") == 0) {
        note_navigation(render, message->body, now);
        look_at_going(render, now);
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
    look_at_going(render, now);
    if (render->step != STEP_RUNNING)
        return;
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
    if (render->unrest != NULL)
        begin_step(render, STEP_ROOT, now);
    else if (quiet || render->busy > LIMIT_RENDER_BUSY_SECONDS)
        begin_step(render, render->scrolled ? STEP_ROOT : STEP_SCROLL, now);
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
    else if (render->step == STEP_SCROLL && now - render->stepped > SCROLL_SECONDS)
        take_scroll(render, NULL, now);
    else if (render->step == STEP_SENT && now - render->stepped > READ_SECONDS)
        take_sent(render, NULL, now);
    else if (render->step == STEP_JAR && now - render->stepped > READ_SECONDS)
        take_jar(render, NULL);
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

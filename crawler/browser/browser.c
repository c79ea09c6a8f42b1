#include "crawler/browser/browser.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/memory.h"
#include "crawler/browser/chromium.h"
#include "crawler/browser/render.h"
#include "crawler/engine.h"

struct job {
    struct job *next;
    struct browser_page page;
    bool again;              /* the browser ended under it once */
};

struct tab {
    struct job *job;
    struct render *render;
};

struct browser {
    struct engine *engine;
    char *path, *user_agent; /* the agent that scripts are told: Chromium's and ours */
    struct chromium *chromium;
    struct devtools *devtools;
    int starts;
    struct job *first, *last;
    struct tab tabs[LIMIT_RENDERS_AT_ONCE];
    struct reply_cache *cache;
    struct subresource_list under_way;
};

/* --- the process --- */

/* What answers the first command, Browser.getVersion. */
struct greeting {
    bool done;
    char product[BROWSER_VERSION_SIZE];
    char *user_agent;
};

static void greeted(void *context, const struct devtools_message *message)
{
    struct greeting *greeting = context;
    if (message->id != 1 || greeting->done)
        return;
    const char *product = devtools_text(message->body, "product");
    size_t length = strlen(product);
    greeting->done = true;
    if (length < sizeof greeting->product)
        memcpy(greeting->product, product, length + 1);
    greeting->user_agent = memory_copy(devtools_text(message->body, "userAgent"));
}

static enum status greet(const char *path, struct chromium *chromium, struct devtools *devtools, struct greeting *greeting, struct error *err)
{
    double until = clock_monotonic() + LIMIT_BROWSER_START_SECONDS;
    (void)devtools_send(devtools, NULL, "Browser.getVersion", NULL);
    while (!greeting->done && !devtools_is_broken(devtools) && clock_monotonic() < until) {
        struct pollfd wait = {chromium_from(chromium), POLLIN, 0};
        (void)poll(&wait, 1, 100);
        (void)devtools_work(devtools, greeted, greeting);
    }
    if (!greeting->done) {
        const char *said = chromium_complaint(chromium);
        return error_set(err, STATUS_USAGE, "the browser '%s' can't be used: it %s; a Chromium is wanted that runs with --headless%s%.300s", path,
                         devtools_is_broken(devtools) ? "ended, or says what is no DevTools protocol" : "does not answer",
                         *said != '\0' ? "; it said: " : "", said);
    }
    if (strstr(greeting->product, "Chrome/") == NULL && strstr(greeting->product, "Chromium/") == NULL)
        return error_set(err, STATUS_USAGE, "the browser '%s' can't be used: it calls itself '%s' and is no Chromium", path, greeting->product);
    return STATUS_OK;
}

static enum status start(const char *path, struct chromium **chromium, struct devtools **devtools, struct greeting *greeting, struct error *err)
{
    *greeting = (struct greeting){.done = false};
    enum status status = chromium_start(path, chromium, err);
    if (status != STATUS_OK)
        return status;
    *devtools = devtools_new(chromium_to(*chromium), chromium_from(*chromium));
    status = greet(path, *chromium, *devtools, greeting, err);
    if (status != STATUS_OK) {
        devtools_free(*devtools);
        chromium_stop(*chromium);
        free(greeting->user_agent);
        *chromium = NULL;
        *devtools = NULL;
    }
    return status;
}

enum status browser_check(const char *path, char version[BROWSER_VERSION_SIZE], struct error *err)
{
    struct chromium *chromium = NULL;
    struct devtools *devtools = NULL;
    struct greeting greeting;
    enum status status = start(path, &chromium, &devtools, &greeting, err);
    if (status != STATUS_OK)
        return status;
    memcpy(version, greeting.product, BROWSER_VERSION_SIZE);
    free(greeting.user_agent);
    devtools_free(devtools);
    chromium_stop(chromium);
    return STATUS_OK;
}

static void watch(struct browser *browser)
{
    bool runs = browser->chromium != NULL;
    fetcher_watch(browser->engine->fetcher, runs ? chromium_from(browser->chromium) : -1,
                  runs && devtools_is_unsent(browser->devtools) ? chromium_to(browser->chromium) : -1);
}

enum status browser_new(struct engine *engine, const char *path, struct browser **out, struct error *err)
{
    struct browser *browser = memory_alloc(sizeof *browser);
    struct greeting greeting;
    enum status status = start(path, &browser->chromium, &browser->devtools, &greeting, err);
    if (status != STATUS_OK) {
        free(browser);
        return status;
    }
    struct arena arena = {0};
    const char *own = engine->options->fetch->user_agent;
    browser->user_agent = memory_copy(arena_printf(&arena, "%s %s", greeting.user_agent, own != NULL ? own : "coreoffer"));
    arena_release(&arena);
    free(greeting.user_agent);
    browser->engine = engine;
    browser->path = memory_copy(path);
    browser->cache = reply_cache_new(LIMIT_RENDER_KEPT_BYTES);
    watch(browser);
    *out = browser;
    return STATUS_OK;
}

static void stop_process(struct browser *browser)
{
    devtools_free(browser->devtools);
    chromium_stop(browser->chromium);
    browser->devtools = NULL;
    browser->chromium = NULL;
}

void browser_free(struct browser *browser)
{
    if (browser == NULL)
        return;
    for (size_t i = 0; i < LIMIT_RENDERS_AT_ONCE; i++) {
        render_free(browser->tabs[i].render);
        free(browser->tabs[i].job);
    }
    for (struct job *job = browser->first, *next; job != NULL; job = next) {
        next = job->next;
        free(job);
    }
    subresource_list_release(&browser->under_way);
    stop_process(browser);
    reply_cache_free(browser->cache);
    free(browser->path);
    free(browser->user_agent);
    free(browser);
}

/* --- pages --- */

void browser_render(struct browser *browser, const struct browser_page *page)
{
    struct job *job = memory_alloc(sizeof *job);
    job->page = *page;
    if (browser->last != NULL)
        browser->last->next = job;
    else
        browser->first = job;
    browser->last = job;
    fetcher_wake(browser->engine->fetcher);
}

static struct job *pop(struct browser *browser)
{
    struct job *job = browser->first;
    browser->first = job->next;
    if (browser->first == NULL)
        browser->last = NULL;
    return job;
}

static void tell(struct job *job, const struct browser_result *result)
{
    job->page.done(job->page.context, result);
    free(job);
}

/* The browser itself ended, and with it what it had open: each page has one more try. */
static void recover(struct browser *browser)
{
    static const struct browser_result ended = {.fault = "the browser ended while it rendered the page"};
    for (size_t i = 0; i < LIMIT_RENDERS_AT_ONCE; i++) {
        struct tab tab = browser->tabs[i];
        browser->tabs[i] = (struct tab){NULL, NULL};
        if (tab.job == NULL)
            continue;
        render_free(tab.render);
        if (tab.job->again) {
            tell(tab.job, &ended);
            continue;
        }
        tab.job->again = true;
        tab.job->next = browser->first;
        browser->first = tab.job;
        if (browser->last == NULL)
            browser->last = tab.job;
    }
    stop_process(browser);
}

/* Its first answer need not be waited for: a start that fails is a browser that ended. */
static bool start_again(struct browser *browser)
{
    struct error err;
    if (browser->starts >= LIMIT_BROWSER_STARTS)
        return false;
    browser->starts++;
    if (chromium_start(browser->path, &browser->chromium, &err) != STATUS_OK)
        return false;
    browser->devtools = devtools_new(chromium_to(browser->chromium), chromium_from(browser->chromium));
    return true;
}

static void begin_pages(struct browser *browser, double now)
{
    static const struct browser_result dead = {.fault = "the browser ended too often in this run"};
    const struct render_setup setup = {
        .engine = browser->engine, .devtools = browser->devtools, .cache = browser->cache, .list = &browser->under_way,
        .user_agent = browser->user_agent,
    };
    for (size_t i = 0; i < LIMIT_RENDERS_AT_ONCE && browser->first != NULL; i++)
        if (browser->chromium == NULL)
            tell(pop(browser), &dead);
        else if (browser->tabs[i].job == NULL) {
            struct tab *tab = &browser->tabs[i];
            tab->job = pop(browser);
            tab->render = render_new(&setup, &tab->job->page, now);
        }
}

static void end_pages(struct browser *browser, double now)
{
    for (size_t i = 0; i < LIMIT_RENDERS_AT_ONCE; i++) {
        struct tab *tab = &browser->tabs[i];
        if (tab->job == NULL)
            continue;
        render_tick(tab->render, now);
        const struct browser_result *result = render_result(tab->render);
        if (result == NULL)
            continue;
        if (render_is_unanswered(tab->render)) {
            recover(browser);
            return;
        }
        struct tab ended = *tab;
        *tab = (struct tab){NULL, NULL};
        tell(ended.job, result);
        render_free(ended.render);
    }
}

static void heard(void *context, const struct devtools_message *message)
{
    struct browser *browser = context;
    double now = clock_monotonic();
    for (size_t i = 0; i < LIMIT_RENDERS_AT_ONCE; i++)
        if (browser->tabs[i].job != NULL && render_heard(browser->tabs[i].render, message, now))
            return;
}

void browser_work(struct browser *browser)
{
    if (browser == NULL)
        return;
    bool more = browser->chromium != NULL && devtools_work(browser->devtools, heard, browser);
    if (browser->chromium != NULL && devtools_is_broken(browser->devtools))
        recover(browser);
    if (browser->chromium == NULL && browser->first != NULL)
        (void)start_again(browser);
    double now = clock_monotonic();
    end_pages(browser, now);
    begin_pages(browser, now);
    if (browser->chromium != NULL)
        more = devtools_work(browser->devtools, heard, browser) || more; /* what was just asked for goes out at once */
    if (more)
        fetcher_wake(browser->engine->fetcher);
    watch(browser);
}

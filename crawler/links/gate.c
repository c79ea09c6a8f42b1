#include "crawler/links/gate.h"

#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "base/text.h"
#include "crawler/fetch/errand.h"
#include "crawler/links/linkcheck.h"

struct waiter {
    struct waiter *next;
    gate_done *done;
    void *context;
    char *path;          /* and query, as sent */
};

enum origin_state { ORIGIN_UNKNOWN, ORIGIN_ASKING, ORIGIN_KNOWN };

struct origin {
    struct errand errand;
    struct gate *gate;
    const char *name;    /* "scheme://host:port", the map's */
    enum origin_state state;
    struct robots *robots;      /* NULL where robots.txt itself failed */
    enum link_reason fault;
    int status;
    char *detail;
    double known_since;
    int redirects;
    bool once, earnest;         /* asked for without a second try; by somebody who wants one */
    bool looked_again;          /* for its name */
    struct waiter *first, *last;
};

struct gate {
    struct fetcher *fetcher;
    char *agent;
    bool lenient;
    struct map *origins;
};

struct gate *gate_new(struct fetcher *fetcher, const char *agent, bool lenient)
{
    struct gate *gate = memory_alloc(sizeof *gate);
    gate->fetcher = fetcher;
    gate->agent = memory_copy(agent);
    gate->lenient = lenient;
    gate->origins = map_new();
    return gate;
}

static void origin_clear(struct origin *origin)
{
    robots_free(origin->robots);
    free(origin->detail);
    origin->robots = NULL;
    origin->detail = NULL;
    origin->fault = REASON_NONE;
    origin->status = 0;
    origin->redirects = 0;
    origin->state = ORIGIN_UNKNOWN;
}

void gate_free(struct gate *gate)
{
    if (gate == NULL)
        return;
    for (size_t i = 0; i < map_count(gate->origins); i++) {
        struct origin *origin = map_at(gate->origins, i)->pointer;
        for (struct waiter *waiter = origin->first, *next; waiter != NULL; waiter = next) {
            next = waiter->next;
            free(waiter->path);
            free(waiter);
        }
        origin_clear(origin);
        free(origin);
    }
    map_free(gate->origins);
    free(gate->agent);
    free(gate);
}

static void answer(const struct origin *origin, const char *path, gate_done *done, void *context)
{
    struct gate_answer reply = {.robots_status = origin->status, .detail = origin->detail != NULL ? origin->detail : ""};
    if (origin->robots == NULL) {
        reply.reason = origin->fault;
        reply.from_robots = true;
    } else {
        struct robots_answer rule = robots_check(origin->robots, path);
        reply.allowed = rule.allowed;
        reply.reason = rule.allowed ? REASON_NONE : REASON_ROBOTS;
        reply.from_robots = origin->fault == REASON_ROBOTS;
        if (!reply.from_robots)
            reply.detail = rule.rule;
    }
    done(context, &reply);
}

static void answer_all(struct origin *origin)
{
    origin->state = ORIGIN_KNOWN;
    origin->known_since = clock_monotonic();
    struct waiter *waiter = origin->first;
    origin->first = origin->last = NULL;
    while (waiter != NULL) {
        struct waiter *next = waiter->next;
        answer(origin, waiter->path, waiter->done, waiter->context);
        free(waiter->path);
        free(waiter);
        waiter = next;
    }
}

static void request(struct origin *origin, const char *url)
{
    struct fetch_request ask = {
        .url = url, .method = FETCH_GET, .body_ceiling = LIMIT_ROBOTS_BYTES, .stop_at_ceiling = true, .tries = origin->once ? 1 : 0,
        .last_resort = origin->looked_again, .tag = &origin->errand};
    fetcher_submit(origin->gate->fetcher, &ask);
}

static void ask_robots(struct origin *origin)
{
    struct arena arena = {0};
    request(origin, arena_printf(&arena, "%s/robots.txt", origin->name));
    arena_release(&arena);
}

/* Follows a redirect of robots.txt; false where it leads nowhere that can be asked. */
static bool follow(struct origin *origin, const struct fetch_reply *reply)
{
    struct arena arena = {0};
    struct url base, next;
    bool ok = reply->location[0] != '\0' && origin->redirects++ < LIMIT_ROBOTS_REDIRECTS &&
              url_parse(&arena, reply->url, NULL, &base, NULL) == STATUS_OK &&
              url_parse(&arena, reply->location, &base, &next, NULL) == STATUS_OK && url_is_http(&next);
    if (ok)
        request(origin, next.href);
    arena_release(&arena);
    return ok;
}

static void settle(struct origin *origin, const struct fetch_reply *reply)
{
    const char *agent = origin->gate->agent;
    int status = reply->status;
    origin->status = status;
    /* A file that broke off at the same place each time is all that there is; of one that did not end in time the rest may forbid. */
    bool in_time = status != 0 && reply->reason != REASON_TIMEOUT;
    bool read = in_time && status >= 200 && status <= 299 && (reply->reason == REASON_NONE || reply->body_length > 0);
    if (read) {
        origin->robots = robots_parse(reply->body, reply->body_length, agent);
        double delay = robots_crawl_delay(origin->robots);
        if (delay > 0)
            fetcher_set_delay(origin->gate->fetcher, origin->name, delay < LIMIT_CRAWL_DELAY_SECONDS ? delay : LIMIT_CRAWL_DELAY_SECONDS);
    } else if (origin->gate->lenient || (status >= 300 && status <= 499 && status != 429)) {
        origin->robots = robots_allow_all();
    } else if (in_time) {
        origin->robots = robots_disallow_all();
        origin->fault = REASON_ROBOTS;
        struct arena arena = {0};
        origin->detail = memory_copy(arena_printf(&arena, "robots.txt answered %d, which means stay away", status));
        arena_release(&arena);
    } else {
        origin->fault = reply->reason != REASON_NONE ? reply->reason : REASON_CONNECT;
        origin->detail = memory_copy(reply->detail);
    }
}

static void robots_arrived(struct errand *errand, const struct fetch_reply *reply)
{
    struct origin *origin = (struct origin *)errand;
    if (reply->status >= 300 && reply->status <= 399 && follow(origin, reply))
        return;
    bool failed = reply->status == 0;
    if (failed && origin->once && origin->earnest) {
        origin->once = false;
        ask_robots(origin);
        return;
    }
    settle(origin, reply);
    answer_all(origin);
    if (failed && origin->once)
        origin_clear(origin);
}

static struct origin *origin_of(struct gate *gate, const char *name)
{
    bool added;
    union map_value *place = map_put(gate->origins, name, strlen(name), &added);
    if (added) {
        struct origin *origin = memory_alloc(sizeof *origin);
        origin->errand.done = robots_arrived;
        origin->gate = gate;
        origin->name = map_key(gate->origins, map_count(gate->origins) - 1, NULL);
        place->pointer = origin;
    }
    return place->pointer;
}

static void enter(struct gate *gate, const struct url *url, bool once, gate_done *done, void *context)
{
    struct arena arena = {0};
    struct origin *origin = origin_of(gate, url_origin(&arena, url));
    const char *path = arena_printf(&arena, "%s%s%s", url->path[0] != '\0' ? url->path : "/", url->query != NULL ? "?" : "",
                                    url->query != NULL ? url->query : "");
    if (origin->state == ORIGIN_KNOWN && clock_monotonic() - origin->known_since > LIMIT_ROBOTS_SECONDS)
        origin_clear(origin);
    if (origin->state == ORIGIN_KNOWN) {
        answer(origin, path, done, context);
    } else {
        struct waiter *waiter = memory_alloc(sizeof *waiter);
        *waiter = (struct waiter){.done = done, .context = context, .path = memory_copy(path)};
        if (origin->last != NULL)
            origin->last->next = waiter;
        else
            origin->first = waiter;
        origin->last = waiter;
        bool asking = origin->state == ORIGIN_ASKING;
        origin->earnest = !once || (asking && origin->earnest);
        if (!asking) {
            origin->once = once;
            origin->state = ORIGIN_ASKING;
            ask_robots(origin);
        }
    }
    arena_release(&arena);
}

void gate_ask(struct gate *gate, const struct url *url, gate_done *done, void *context)
{
    enter(gate, url, false, done, context);
}

void gate_ask_again(struct gate *gate, const struct url *url, gate_done *done, void *context)
{
    struct arena arena = {0};
    struct origin *origin = origin_of(gate, url_origin(&arena, url));
    arena_release(&arena);
    if (origin->state == ORIGIN_KNOWN && origin->fault == REASON_NO_SUCH_HOST && !origin->looked_again) {
        origin_clear(origin);
        origin->looked_again = true;
    }
    enter(gate, url, false, done, context);
}

void gate_try(struct gate *gate, const struct url *url, gate_done *done, void *context)
{
    enter(gate, url, true, done, context);
}

static struct origin *known_origin(const struct gate *gate, const struct url *url)
{
    struct arena arena = {0};
    const char *name = url_origin(&arena, url);
    union map_value *place = map_get(gate->origins, name, strlen(name));
    arena_release(&arena);
    struct origin *origin = place != NULL ? place->pointer : NULL;
    return origin != NULL && origin->state == ORIGIN_KNOWN ? origin : NULL;
}

const struct robots *gate_robots(const struct gate *gate, const struct url *url)
{
    const struct origin *origin = known_origin(gate, url);
    return origin != NULL ? origin->robots : NULL;
}

void gate_forget(struct gate *gate, const struct url *url)
{
    struct origin *origin = known_origin(gate, url);
    if (origin != NULL)
        origin_clear(origin);
}

/* "max-snippet: 20" is a rule with a value; any other name before a colon is an agent. */
static bool is_rule_with_value(const char *text)
{
    static const char *const rules[] = {"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        if (text_starts_ignoring_case(text, rules[i]))
            return true;
    return false;
}

bool gate_tag_says_nofollow(const char *value, const char *agent)
{
    bool for_us = true;
    while (*value != '\0') {
        value += strspn(value, " \t,");
        size_t length = strcspn(value, ",");
        const char *colon = memchr(value, ':', length);
        if (colon != NULL && !is_rule_with_value(value)) {
            size_t name = (size_t)(colon - value);
            for_us = (name == strlen(agent) && strncasecmp(value, agent, name) == 0) || (name == 1 && value[0] == '*');
            size_t skipped = name + 1 + strspn(colon + 1, " \t");
            value += skipped < length ? skipped : length;
            length = strcspn(value, ",");
        }
        size_t trimmed = length;
        while (trimmed > 0 && (value[trimmed - 1] == ' ' || value[trimmed - 1] == '\t'))
            trimmed--;
        bool nofollow = trimmed == 8 && strncasecmp(value, "nofollow", 8) == 0;
        bool none = trimmed == 4 && strncasecmp(value, "none", 4) == 0;
        if (for_us && (nofollow || none))
            return true;
        value += length;
    }
    return false;
}

#include "crawler/links/probes.h"

#include <stdlib.h>
#include <string.h>

#include "base/digest.h"
#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"
#include "crawler/links/refresh.h"

struct waiter {
    struct waiter *next;
    probes_done *done;
    void *context;
};

struct probe {
    struct reading reading;
    struct probes *probes;
    const char *origin;
    enum fetch_method method;
    enum { PROBE_NEW, PROBE_NOTED, PROBE_ASKING, PROBE_KNOWN } state;
    struct linkcheck_probe answer;
    char *final_url;
    int redirects;
    char *body;                  /* while it is read */
    size_t body_length;
    struct waiter *waiting;
};

struct probes {
    struct chains *chains;
    struct workers *workers;
    const struct url_policy *policy;
    struct map *by_origin[2];    /* for GET and HEAD */
};

struct probes *probes_new(struct chains *chains, struct workers *workers, const struct url_policy *policy)
{
    struct probes *probes = memory_alloc(sizeof *probes);
    *probes = (struct probes){.chains = chains, .workers = workers, .policy = policy, .by_origin = {map_new(), map_new()}};
    return probes;
}

static void free_all(struct map *by_origin)
{
    for (size_t i = 0; i < map_count(by_origin); i++) {
        struct probe *probe = map_at(by_origin, i)->pointer;
        for (struct waiter *waiter = probe->waiting, *next; waiter != NULL; waiter = next) {
            next = waiter->next;
            free(waiter);
        }
        shingles_release(&probe->answer.words);
        free(probe->final_url);
        free(probe->body);
        free(probe);
    }
    map_free(by_origin);
}

void probes_free(struct probes *probes)
{
    if (probes == NULL)
        return;
    free_all(probes->by_origin[0]);
    free_all(probes->by_origin[1]);
    free(probes);
}

static void settle(struct probe *probe)
{
    probe->state = PROBE_KNOWN;
    struct waiter *waiter = probe->waiting;
    probe->waiting = NULL;
    while (waiter != NULL) {
        struct waiter *next = waiter->next;
        waiter->done(waiter->context, &probe->answer);
        free(waiter);
        waiter = next;
    }
}

static void ask_at(struct probe *probe, const char *url);

/* A page may send its readers on in other clothes than a redirect's. */
static bool follow_refresh(struct probe *probe, const struct document *document)
{
    struct arena arena = {0};
    struct url at;
    const char *part, *next = NULL;
    if (probe->redirects < LIMIT_REDIRECTS && probe->answer.status != 404 && url_parse(&arena, probe->final_url, NULL, &at, NULL) == STATUS_OK)
        next = refresh_next(&arena, &(struct linkcheck_body){.final = &at, .document = document, .body = probe->body, .body_length = probe->body_length},
                            probe->probes->policy, &part);
    free(probe->body);
    probe->body = NULL;
    if (next != NULL) {
        probe->redirects++;
        ask_at(probe, next);
    }
    arena_release(&arena);
    return next != NULL;
}

static void probe_read(struct reading *reading, struct document *document, const struct error *err)
{
    struct probe *probe = (struct probe *)reading;
    (void)err;
    if (follow_refresh(probe, document)) {
        document_free(document);
        return;
    }
    if (document != NULL)
        shingles_take(document, &probe->answer.words);
    document_free(document);
    settle(probe);
}

static void probe_arrived(void *context, const struct chain_end *end)
{
    struct probe *probe = context;
    probe->answer.status = end->status;
    probe->answer.answered = end->status != 0 && !end->by_robots;
    free(probe->final_url);
    probe->answer.final_url = probe->final_url = memory_copy(end->final_url);
    probe->redirects = end->redirects;
    if (end->reply == NULL || end->reply->body_length == 0 || ((end->status < 200 || end->status > 299) && end->status != 404)) {
        settle(probe);
        return;
    }
    probe->body = memory_copy_n(end->reply->body, end->reply->body_length);
    probe->body_length = end->reply->body_length;
    struct document_input input = {.bytes = end->reply->body, .length = end->reply->body_length,
                                   .content_type = end->reply->content_type, .name = end->final_url};
    workers_submit(probe->probes->workers, &input, &probe->reading);
}

static void ask_at(struct probe *probe, const char *url)
{
    struct chain_request request = {
        .url = url,
        .method = probe->method,
        .body_ceiling = LIMIT_CHECK_BYTES,
        .stop_at_ceiling = true,
        .as_written = true,
        .redirects = probe->redirects,
        .done = probe_arrived,
        .context = probe,
    };
    probe->state = PROBE_ASKING;
    chain_follow(probe->probes->chains, &request);
}

static void ask(struct probe *probe)
{
    char digest[DIGEST_HEX_SIZE];
    digest_hex(probe->origin, strlen(probe->origin), digest);
    struct arena arena = {0};
    ask_at(probe, arena_printf(&arena, "%s" PROBE_PATH "-%.12s", probe->origin, digest));
    arena_release(&arena);
}

static struct probe *probe_of(struct probes *probes, const struct url *url, enum fetch_method method)
{
    struct arena arena = {0};
    struct map *by_origin = probes->by_origin[method == FETCH_HEAD];
    const char *origin = url_origin(&arena, url);
    bool added;
    union map_value *place = map_put(by_origin, origin, strlen(origin), &added);
    if (added) {
        struct probe *probe = memory_alloc(sizeof *probe);
        probe->reading.done = probe_read;
        probe->probes = probes;
        probe->origin = map_key(by_origin, map_count(by_origin) - 1, NULL);
        probe->method = method;
        place->pointer = probe;
    }
    struct probe *found = place->pointer;
    arena_release(&arena);
    return found;
}

void probes_ask(struct probes *probes, const struct url *url, enum fetch_method method, bool words, probes_done *done, void *context)
{
    struct probe *probe = probe_of(probes, url, method);
    if (probe->state == PROBE_KNOWN || (probe->state == PROBE_NOTED && !words)) {
        done(context, &probe->answer);
        return;
    }
    struct waiter *waiter = memory_alloc(sizeof *waiter);
    *waiter = (struct waiter){.next = probe->waiting, .done = done, .context = context};
    probe->waiting = waiter;
    if (probe->state != PROBE_ASKING)
        ask(probe);
}

void probes_ask_for(struct probes *probes, const struct linkcheck_body *body, probes_done *done, void *context)
{
    bool missing = body->status == 404;
    probes_ask(probes, body->redirects > 0 && !missing ? body->asked : body->final, FETCH_GET, missing, done, context);
}

void probes_note_not_found(struct probes *probes, const struct url *url, enum fetch_method method)
{
    struct probe *probe = probe_of(probes, url, method);
    if (probe->state != PROBE_NEW)
        return;
    probe->answer.answered = true;
    probe->answer.status = 404;
    probe->state = PROBE_NOTED;
}

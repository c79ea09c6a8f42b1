#include "crawler/links/standing.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"

struct waiter {
    struct waiter *next;
    standing_done *done;
    void *context;
};

/* Of one origin. */
struct standing {
    char *good;                  /* where something was found last; NULL for nowhere */
    enum fetch_method method;
    int misses;                  /* since then */
    int sent_on;                 /* since then, to another page */
    enum { STANDS, ASKING, DOUBTED } state;
    enum link_reason instead;    /* while DOUBTED */
    bool front_asked;            /* its front page, since nothing else was found */
    bool false_yes;              /* a page was not what its status said */
    int read;                    /* pages */
    struct waiter *waiting;
};

struct standings {
    struct chains *chains;
    struct map *by_origin;
};

struct standings *standings_new(struct chains *chains)
{
    struct standings *standings = memory_alloc(sizeof *standings);
    *standings = (struct standings){.chains = chains, .by_origin = map_new()};
    return standings;
}

void standings_free(struct standings *standings)
{
    if (standings == NULL)
        return;
    for (size_t i = 0; i < map_count(standings->by_origin); i++) {
        struct standing *standing = map_at(standings->by_origin, i)->pointer;
        for (struct waiter *waiter = standing->waiting, *next; waiter != NULL; waiter = next) {
            next = waiter->next;
            free(waiter);
        }
        free(standing->good);
        free(standing);
    }
    map_free(standings->by_origin);
    free(standings);
}

static struct standing *standing_of(struct standings *standings, const struct url *url)
{
    struct arena arena = {0};
    const char *origin = url_origin(&arena, url);
    bool added;
    union map_value *place = map_put(standings->by_origin, origin, strlen(origin), &added);
    if (added)
        place->pointer = memory_alloc(sizeof(struct standing));
    struct standing *standing = place->pointer;
    arena_release(&arena);
    return standing;
}

static bool is_missing(int status)
{
    return status == 404 || status == 410;
}

void standing_note(struct standings *standings, const struct chain_end *end, const struct url *final, enum fetch_method method)
{
    bool there = end->status >= 200 && end->status <= 299, found = there && end->redirects == 0;
    if (!there && !is_missing(end->status))
        return;
    struct standing *standing = standing_of(standings, final);
    standing->read += there && method == FETCH_GET && standing->read < STANDING_READ;
    if (there && !found) {
        standing->sent_on++;
        return;
    }
    if (!found) {
        standing->misses++;
        return;
    }
    free(standing->good);
    standing->good = memory_copy(final->href);
    standing->method = method;
    standing->misses = standing->sent_on = 0;
    if (standing->state == DOUBTED)
        standing->state = STANDS;
}

static void answered(void *context, const struct chain_end *end)
{
    struct standing *standing = context;
    /* What was found without being sent on is sent on now. */
    bool away = is_missing(end->status) || (standing->good != NULL && end->redirects > 0);
    standing->state = away ? DOUBTED : STANDS;
    standing->instead = !away ? REASON_NONE : standing->good != NULL ? REASON_REFUSED : REASON_HTTP_404_ALL;
    standing->misses = away ? standing->misses : 0;
    standing->sent_on = away ? standing->sent_on : 0;
    struct waiter *waiter = standing->waiting;
    standing->waiting = NULL;
    while (waiter != NULL) {
        struct waiter *next = waiter->next;
        waiter->done(waiter->context, standing->instead);
        free(waiter);
        waiter = next;
    }
}

void standing_ask(struct standings *standings, const struct url *url, standing_done *done, void *context)
{
    struct standing *standing = standing_of(standings, url);
    bool doubtful = (standing->misses >= STANDING_MISSES && (standing->good != NULL || !standing->front_asked)) ||
                    (standing->sent_on >= STANDING_MISSES && standing->good != NULL);
    if (standing->state == DOUBTED || (standing->state == STANDS && !doubtful)) {
        done(context, standing->state == DOUBTED ? standing->instead : REASON_NONE);
        return;
    }
    struct waiter *waiter = memory_alloc(sizeof *waiter);
    *waiter = (struct waiter){.next = standing->waiting, .done = done, .context = context};
    standing->waiting = waiter;
    if (standing->state == ASKING)
        return;
    standing->state = ASKING;
    standing->front_asked = standing->front_asked || standing->good == NULL;
    struct arena arena = {0};
    const char *at = standing->good != NULL ? standing->good : arena_printf(&arena, "%s/", url_origin(&arena, url));
    chain_follow(standings->chains, &(struct chain_request){.url = at, .method = standing->good != NULL ? standing->method : FETCH_GET, .body_ceiling = LIMIT_CHECK_BYTES,
                                                           .stop_at_ceiling = true, .as_written = true, .done = answered, .context = standing});
    arena_release(&arena);
}

bool standing_doubts_head(struct standings *standings, const struct url *url)
{
    const struct standing *standing = standing_of(standings, url);
    return standing->read < STANDING_READ || standing->false_yes;
}

void standing_note_false_yes(struct standings *standings, const struct url *url)
{
    standing_of(standings, url)->false_yes = true;
}

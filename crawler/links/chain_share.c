#include "crawler/links/chain_share.h"

#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/map.h"
#include "base/memory.h"

struct waiter {
    struct chain_request request;  /* its strings are the entry's */
    struct waiter *next;
};

struct entry {
    struct chain_share *share;
    struct arena names;            /* of the request's strings and the waiters, while it is asked for */
    struct waiter *asking;         /* the first is the one that it is asked for; the others wait */
    struct arena arena;            /* of what is kept */
    struct fetch_reply *replies;
    size_t reply_count, reply_capacity;
    struct chain_end end;
    bool kept, too_large;
    struct entry *newer, *older;   /* among the kept */
};

struct chain_share {
    struct chains *chains;
    struct map *entries;           /* what is asked for to struct entry */
    struct entry *newest, *oldest;
    size_t used, ceiling;
};

struct chain_share *chain_share_new(struct chains *chains, size_t ceiling)
{
    struct chain_share *share = memory_alloc(sizeof *share);
    share->chains = chains;
    share->entries = map_new();
    share->ceiling = ceiling;
    return share;
}

static void forget_replies(struct entry *entry)
{
    free(entry->replies);
    entry->replies = NULL;
    entry->reply_count = entry->reply_capacity = 0;
    arena_release(&entry->arena);
}

void chain_share_free(struct chain_share *share)
{
    if (share == NULL)
        return;
    for (size_t i = 0; i < map_count(share->entries); i++) {
        struct entry *entry = map_at(share->entries, i)->pointer;
        forget_replies(entry);
        arena_release(&entry->names);
        free(entry);
    }
    map_free(share->entries);
    free(share);
}

/* --- what is kept --- */

static void take_out(struct chain_share *share, struct entry *entry)
{
    *(entry->newer != NULL ? &entry->newer->older : &share->newest) = entry->older;
    *(entry->older != NULL ? &entry->older->newer : &share->oldest) = entry->newer;
    entry->newer = entry->older = NULL;
}

static void put_first(struct chain_share *share, struct entry *entry)
{
    entry->older = share->newest;
    *(share->newest != NULL ? &share->newest->newer : &share->oldest) = entry;
    share->newest = entry;
}

static void keep(struct chain_share *share, struct entry *entry)
{
    entry->kept = true;
    put_first(share, entry);
    share->used += entry->arena.used;
    while (share->used > share->ceiling && share->oldest != entry) {
        struct entry *oldest = share->oldest;
        take_out(share, oldest);
        share->used -= oldest->arena.used;
        forget_replies(oldest);
        oldest->kept = false;
    }
}

/* Whether asking again would give the same, and a verdict that does not depend on the moment. */
static bool is_lasting(const struct chain_end *end)
{
    const struct fetch_reply *reply = end->reply;
    if (reply == NULL || reply->reason != REASON_NONE || reply->status < 200 || reply->status > 499 || reply->status == 408 ||
        reply->status == 425 || reply->status == 429 || end->by_robots)
        return false;
    enum link_state state = link_reason_state(end->reason);
    return state == LINK_OK || state == LINK_BROKEN || end->reason == REASON_REFUSED;
}

/* --- asking --- */

static void ask(struct entry *entry);

static void each_reply(void *context, const struct fetch_reply *reply)
{
    struct entry *entry = context;
    const struct chain_request *asked = &entry->asking->request;
    if (asked->each != NULL)
        asked->each(asked->context, reply);
    entry->too_large = entry->too_large ||
                       entry->arena.used + reply->body_length + reply->wire_body_length > LIMIT_SHARED_REPLY_BYTES;
    if (entry->too_large)
        return;
    MEMORY_PUSH_ROOM(entry->replies, entry->reply_count, entry->reply_capacity);
    chain_copy_reply(&entry->arena, reply, &entry->replies[entry->reply_count++]);
}

static void play(const struct entry *entry, const struct chain_request *request)
{
    for (size_t i = 0; i < entry->reply_count && request->each != NULL; i++)
        request->each(request->context, &entry->replies[i]);
    request->done(request->context, &entry->end);
}

/* The end's reply; https may have been tried after it. */
static const struct fetch_reply *last_of(const struct entry *entry, const char *url)
{
    size_t i = entry->reply_count - 1;
    while (i > 0 && strcmp(entry->replies[i].url, url) != 0)
        i--;
    return &entry->replies[i];
}

static void arrived(void *context, const struct chain_end *end)
{
    struct entry *entry = context;
    struct waiter *first = entry->asking;
    bool lasting = is_lasting(end) && !entry->too_large && entry->reply_count > 0;
    if (lasting) {
        entry->end = *end;
        entry->end.url = arena_copy(&entry->arena, end->url);
        entry->end.final_url = arena_copy(&entry->arena, end->final_url);
        entry->end.fragment = arena_copy(&entry->arena, end->fragment);
        entry->end.detail = arena_copy(&entry->arena, end->detail);
        entry->end.secured = arena_copy(&entry->arena, end->secured);
        entry->end.reply = last_of(entry, end->reply->url);
        keep(entry->share, entry);
    } else {
        forget_replies(entry);
    }
    first->request.done(first->request.context, end);
    struct waiter *waiting = entry->asking = first->next;
    if (waiting != NULL && !lasting) {
        ask(entry);
        return;
    }
    for (; waiting != NULL; waiting = waiting->next)
        play(entry, &waiting->request);
    entry->asking = NULL;
    arena_release(&entry->names);
}

static void ask(struct entry *entry)
{
    struct chain_request request = entry->asking->request;
    entry->too_large = false;
    request.knows = NULL; /* what one of them knows the others may not */
    request.each = each_reply;
    request.done = arrived;
    request.context = entry;
    chain_follow(entry->share->chains, &request);
}

static void add_waiter(struct entry *entry, const struct chain_request *request)
{
    struct arena *arena = &entry->names;
    struct waiter *waiter = arena_alloc(arena, sizeof *waiter), **last = &entry->asking;
    waiter->next = NULL;
    waiter->request = *request;
    waiter->request.url = arena_copy(arena, request->url);
    waiter->request.etag = arena_copy(arena, request->etag);
    waiter->request.last_modified = arena_copy(arena, request->last_modified);
    while (*last != NULL)
        last = &(*last)->next;
    *last = waiter;
}

static struct entry *entry_for(struct chain_share *share, const struct chain_request *request)
{
    struct arena arena = {0};
    const char *name = arena_printf(&arena, "%s\n%d %d %d %zu %d %d %d\n%s\n%s", request->url, (int)request->method, request->last_resort,
                                    request->keep_wire, request->body_ceiling, request->stop_at_ceiling, request->tries, request->redirects,
                                    request->etag != NULL ? request->etag : "", request->last_modified != NULL ? request->last_modified : "");
    bool added;
    union map_value *place = map_put(share->entries, name, strlen(name), &added);
    arena_release(&arena);
    if (added) {
        struct entry *entry = memory_alloc(sizeof *entry);
        entry->share = share;
        place->pointer = entry;
    }
    return place->pointer;
}

void chain_share_follow(struct chain_share *share, const struct chain_request *request)
{
    struct entry *entry = entry_for(share, request);
    if (entry->kept) {
        take_out(share, entry);
        put_first(share, entry);
        play(entry, request);
        return;
    }
    bool first = entry->asking == NULL;
    add_waiter(entry, request);
    if (first)
        ask(entry);
}

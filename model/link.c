#include "model/link.h"

#include <stdlib.h>
#include <string.h>

static const char *const states[] = {"not_checked", "ok", "broken", "suspect", "blocked"};
_Static_assert(sizeof states / sizeof states[0] == LINK_STATE_COUNT, "every state has a word");

static const struct {
    const char *word;
    enum link_state state;
} reasons[] = {
#define X(id, word, state) {word, state},
    LINK_REASONS(X)
#undef X
};

static const char *const kinds[] = {"anchor", "image", "frame", "script", "style", "media", "form",
                                    "meta-refresh", "document", "head", "sitemap"};
_Static_assert(sizeof kinds / sizeof kinds[0] == LINK_KIND_COUNT, "every kind has a word");

const char *link_state_word(enum link_state state)
{
    return (unsigned)state < LINK_STATE_COUNT ? states[state] : "";
}

const char *link_reason_word(enum link_reason reason)
{
    return (unsigned)reason < LINK_REASON_COUNT ? reasons[reason].word : "";
}

enum link_state link_reason_state(enum link_reason reason)
{
    return (unsigned)reason < LINK_REASON_COUNT ? reasons[reason].state : LINK_NOT_CHECKED;
}

bool link_reason_may_prove(enum link_reason reason)
{
    return reason == REASON_HTTP_5XX || reason == REASON_DNS || reason == REASON_CONNECT;
}

bool link_reason_is_transport(enum link_reason reason)
{
    switch (reason) {
    case REASON_NO_SUCH_HOST:
    case REASON_DNS:
    case REASON_CONNECT:
    case REASON_TIMEOUT:
    case REASON_TRUNCATED:
    case REASON_TLS:
    case REASON_TLS_EXPIRED:
    case REASON_TLS_NAME:
    case REASON_TLS_CHAIN:
    case REASON_TLS_OLD:
        return true;
    default:
        return false;
    }
}

const char *link_kind_word(enum link_kind kind)
{
    return (unsigned)kind < LINK_KIND_COUNT ? kinds[kind] : "";
}

bool link_state_parse(const char *word, enum link_state *state)
{
    for (int i = 0; i < LINK_STATE_COUNT; i++)
        if (strcmp(states[i], word) == 0) {
            *state = (enum link_state)i;
            return true;
        }
    return false;
}

bool link_reason_parse(const char *word, enum link_reason *reason)
{
    for (int i = 0; i < LINK_REASON_COUNT; i++)
        if (strcmp(reasons[i].word, word) == 0) {
            *reason = (enum link_reason)i;
            return true;
        }
    return false;
}

bool link_kind_parse(const char *word, enum link_kind *kind)
{
    for (int i = 0; i < LINK_KIND_COUNT; i++)
        if (strcmp(kinds[i], word) == 0) {
            *kind = (enum link_kind)i;
            return true;
        }
    return false;
}

bool link_kind_is_part(enum link_kind kind)
{
    return kind == LINK_IMAGE || kind == LINK_SCRIPT || kind == LINK_STYLE || kind == LINK_MEDIA;
}

static int by_id(const void *key, const void *item)
{
    int64_t id = *(const int64_t *)key, other = ((const struct target *)item)->id;
    return (id > other) - (id < other);
}

static void mark(struct target *targets, size_t count, const struct reference *references, size_t reference_count, bool part)
{
    for (size_t i = 0; i < reference_count; i++) {
        struct target *target = link_kind_is_part(references[i].kind) == part ? bsearch(&references[i].target_id, targets, count, sizeof *targets, by_id) : NULL;
        if (target != NULL)
            target->part = part;
    }
}

void link_mark_parts(struct target *targets, size_t count, const struct reference *references, size_t reference_count)
{
    for (size_t i = 0; i < count; i++)
        targets[i].part = false;
    mark(targets, count, references, reference_count, true);
    mark(targets, count, references, reference_count, false); /* one link is enough */
}

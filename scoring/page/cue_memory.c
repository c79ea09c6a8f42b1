#include "scoring/page/cue_memory.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "base/memory.h"

enum {
    WORDS_MOST = 64,           /* longer sentences are seldom said again */
    KEPT_BYTES_MAX = 512 * 1024, /* so much is remembered, and then forgotten all at once */
};

struct cue_memory {
    const struct cues *cues; /* that the sentences were matched with */
    struct map *sentences;   /* NULL before the first; values are struct met */
    struct arena arena;      /* of those */
    size_t bytes;
};

struct met {
    size_t count;
    struct cue_hit hits[];
};

/* All that a cue can tell a sentence by. A word's classes are what its stem and form give, unless an opaque phrase hides them; its
 * phrases, what stands there of so many words. */
struct sentence_key {
    struct cue_context context;
    struct {
        uint32_t stem, form;
        uint8_t phrase_words;
        bool number, classes;
    } words[WORDS_MOST];
};

struct cue_memory *cue_memory_new(void)
{
    return memory_alloc(sizeof(struct cue_memory));
}

static void forget(struct cue_memory *memory)
{
    map_free(memory->sentences);
    arena_release(&memory->arena);
    *memory = (struct cue_memory){0};
}

void cue_memory_free(struct cue_memory *memory)
{
    if (memory == NULL)
        return;
    forget(memory);
    free(memory);
}

static bool has_classes(const struct token *token)
{
    uint64_t any = 0;
    for (size_t i = 0; i < sizeof token->classes.bits / sizeof *token->classes.bits; i++)
        any |= token->classes.bits[i];
    return any != 0;
}

/* Writes the key, padding as zeros; returns its bytes. */
static size_t write_key(const struct token *tokens, size_t count, const struct cue_context *context, struct sentence_key *key)
{
    size_t bytes = offsetof(struct sentence_key, words) + count * sizeof *key->words;
    memset(key, 0, bytes);
    key->context.topics = context->topics;
    key->context.place = context->place;
    key->context.link = context->link;
    key->context.question = context->question;
    for (size_t i = 0; i < count; i++) {
        key->words[i].stem = tokens[i].stem;
        key->words[i].form = tokens[i].form;
        key->words[i].phrase_words = tokens[i].phrase_words;
        key->words[i].number = tokens[i].number;
        key->words[i].classes = has_classes(&tokens[i]);
    }
    return bytes;
}

size_t cue_memory_match(struct cue_memory *memory, const struct cues *cues, const struct token *tokens, size_t count,
                        const struct cue_context *context, struct cue_hit *hits, size_t room)
{
    struct sentence_key key;
    if (count > WORDS_MOST)
        return cues_match(cues, tokens, count, context, hits, room);
    if (memory->cues != cues || memory->bytes > KEPT_BYTES_MAX) {
        forget(memory);
        *memory = (struct cue_memory){.cues = cues, .sentences = map_new()};
    }
    size_t bytes = write_key(tokens, count, context, &key);
    bool added;
    union map_value *place = map_put(memory->sentences, (const char *)&key, bytes, &added);
    if (added) {
        size_t found = cues_match(cues, tokens, count, context, hits, room);
        struct met *met = arena_alloc(&memory->arena, sizeof *met + found * sizeof *hits);
        met->count = found;
        if (found > 0)
            memcpy(met->hits, hits, found * sizeof *hits);
        place->pointer = met;
        memory->bytes += bytes + sizeof *met + found * sizeof *hits;
        return found;
    }
    const struct met *met = place->pointer;
    if (met->count > 0)
        memcpy(hits, met->hits, met->count * sizeof *hits);
    return met->count;
}

#include "scoring/page/cues.h"

#include "base/buffer.h"
#include "base/limits.h"
#include "scoring/page/cues_internal.h"

enum { EXAMPLE_TOKENS = 200 };

static void start_index_release(struct start_index *index)
{
    free(index->items);
    free(index->first);
}

static void start_indexes_release(struct start_indexes *indexes)
{
    start_index_release(&indexes->by_class);
    start_index_release(&indexes->by_stem);
    start_index_release(&indexes->by_form);
    start_index_release(&indexes->others);
}

void cues_free(struct cues *cues)
{
    if (cues == NULL)
        return;
    start_indexes_release(&cues->of_topics);
    start_indexes_release(&cues->of_cues);
    pattern_code_release(&cues->code);
    free(cues->starts);
    free(cues->items);
    arena_release(&cues->arena);
    free(cues);
}

size_t cues_count(const struct cues *cues)
{
    return cues->count;
}

const char *cues_id(const struct cues *cues, uint32_t cue)
{
    return cues->items[cue].id;
}

int cues_signal_of(const struct cues *cues, uint32_t cue)
{
    return cues->items[cue].signal;
}

static int find_name(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return (int)i;
    return -1;
}

int cues_signal(const struct cues *cues, const char *name)
{
    return find_name(cues->signals, cues->signal_count, name);
}

const char *cues_signal_name(const struct cues *cues, int signal)
{
    return cues->signals[signal];
}

size_t cues_signal_count(const struct cues *cues)
{
    return cues->signal_count;
}

int cues_topic(const struct cues *cues, const char *id)
{
    return find_name(cues->topics, cues->topic_count, id);
}

const char *cues_topic_name(const struct cues *cues, int topic)
{
    return cues->topics[topic];
}

size_t cues_topic_count(const struct cues *cues)
{
    return cues->topic_count;
}

/* One sentence being matched. */
struct search {
    const struct cues *cues;
    const struct start_indexes *starts;
    const struct token *tokens;
    size_t count;
    struct pattern_needs held;         /* by these words */
    const struct cue_context *context; /* NULL looks for topics */
    struct cue_set done;               /* cues that matched, or that can't here */
    uint64_t topics;
    struct cue_hit *hits;
    size_t hit_count, room;
};

static bool under_right(const struct cue *cue, const struct cue_context *context)
{
    return (cue->under == 0 || (cue->under & context->topics) != 0) && (cue->not_under & context->topics) == 0;
}

static bool unless_matches(const struct search *search, const struct cue *cue)
{
    for (uint32_t i = 0; i < cue->unless_count; i++) {
        uint32_t node = search->cues->starts[cue->first_unless + i].node;
        if (pattern_find(&search->cues->code, node, search->tokens, search->count, NULL) != SIZE_MAX)
            return true;
    }
    return false;
}

static void try_start(struct search *search, const struct pattern_start *start, size_t at)
{
    uint64_t bit = (uint64_t)1 << (start->cue % 64);
    uint64_t *done = &search->done.bits[start->cue / 64];
    if ((*done & bit) != 0)
        return;
    const struct cue *cue = &search->cues->items[start->cue];
    if (search->context != NULL && !under_right(cue, search->context)) {
        *done |= bit;
        return;
    }
    size_t end = pattern_match_at(&search->cues->code, start->node, search->tokens, search->count, at);
    if (end == SIZE_MAX)
        return;
    *done |= bit;
    if (unless_matches(search, cue))
        return;
    if (cue->topic >= 0)
        search->topics |= (uint64_t)1 << cue->topic;
    else if (search->hit_count < search->room)
        search->hits[search->hit_count++] = (struct cue_hit){.cue = start->cue, .start = (uint32_t)at, .end = (uint32_t)end};
}

static void try_starts(struct search *search, const struct start_index *index, size_t key, size_t at)
{
    if (key < index->keys)
        for (uint32_t i = index->first[key]; i < index->first[key + 1]; i++) {
            const struct pattern_start *start = &index->items[i];
            if ((at == 0 || !start->anchored) && pattern_may(start->needs, search->held))
                try_start(search, start, at);
        }
}

static void try_classes(struct search *search, const struct token *token, size_t at)
{
    for (size_t word = 0; word < sizeof token->classes.bits / sizeof *token->classes.bits; word++) {
        uint64_t bits = token->classes.bits[word] | token->phrases.bits[word];
        while (bits != 0) {
            int bit = __builtin_ctzll(bits);
            bits &= bits - 1;
            try_starts(search, &search->starts->by_class, word * 64 + (size_t)bit, at);
        }
    }
}

static void search_sentence(struct search *search)
{
    const struct start_indexes *starts = search->starts;
    search->held = pattern_held(search->tokens, search->count);
    for (size_t at = 0; at < search->count; at++) {
        const struct token *token = &search->tokens[at];
        try_starts(search, &starts->by_stem, token->stem, at);
        try_starts(search, &starts->by_form, token->form, at);
        try_classes(search, token, at);
        if (token->number)
            try_starts(search, &starts->others, START_NUMBER, at);
        try_starts(search, &starts->others, START_ANY, at);
    }
}

uint64_t cues_topics(const struct cues *cues, const struct token *tokens, size_t count)
{
    struct search search = {.cues = cues, .starts = &cues->of_topics, .tokens = tokens, .count = count};
    search_sentence(&search);
    return search.topics;
}

static int by_cue(const void *a, const void *b)
{
    uint32_t left = ((const struct cue_hit *)a)->cue, right = ((const struct cue_hit *)b)->cue;
    return (left > right) - (left < right);
}

size_t cues_match(const struct cues *cues, const struct token *tokens, size_t count, const struct cue_context *context,
                  struct cue_hit *hits, size_t room)
{
    struct search search = {.cues = cues, .starts = &cues->of_cues, .tokens = tokens, .count = count, .context = context, .hits = hits,
                            .room = room, .done = cues->barred[context->place][context->link][context->question]};
    search_sentence(&search);
    if (search.hit_count > 1)
        qsort(hits, search.hit_count, sizeof *hits, by_cue);
    return search.hit_count;
}

/* Proving: an example is a sentence, or "Heading > sentence". */

struct prover {
    const struct cues *cues;
    const struct terms *terms;
    struct word_reader *reader;
    struct token_list tokens;
};

static bool example_matches(struct prover *prover, const struct cue *cue, const char *example)
{
    const char *arrow = strstr(example, " > ");
    const char *sentence = arrow != NULL ? arrow + 3 : example;
    uint64_t topics = 0;
    prover->tokens.count = 0;
    if (arrow != NULL) {
        terms_read(prover->terms, prover->reader, example, (size_t)(arrow - example), 0, &prover->tokens);
        topics = cues_topics(prover->cues, prover->tokens.items, prover->tokens.count);
    }
    prover->tokens.count = 0;
    size_t length = strlen(sentence);
    terms_read(prover->terms, prover->reader, sentence, length, 0, &prover->tokens);
    if (cue->topic >= 0)
        return (cues_topics(prover->cues, prover->tokens.items, prover->tokens.count) >> cue->topic & 1u) != 0;
    struct cue_context context = {.topics = topics, .link = cue->link == CUE_LINK_ONLY, .question = length > 0 && sentence[length - 1] == '?'};
    while (context.place < PLACE_COUNT && (cue->places >> context.place & 1u) == 0)
        context.place++;
    struct cue_hit hits[64];
    size_t count = cues_match(prover->cues, prover->tokens.items, prover->tokens.count, &context, hits, sizeof hits / sizeof *hits);
    for (size_t i = 0; i < count; i++)
        if (&prover->cues->items[hits[i].cue] == cue)
            return true;
    return false;
}

size_t cues_prove(const struct cues *cues, const struct terms *terms, void (*report)(void *context, const char *sentence), void *context,
                  size_t *checked)
{
    struct prover prover = {.cues = cues, .terms = terms, .reader = words_new(), .tokens = {.limit = EXAMPLE_TOKENS}};
    size_t failures = 0, examples = 0;
    for (size_t i = 0; i < cues->count; i++) {
        const struct cue *cue = &cues->items[i];
        for (size_t j = 0; j < cue->match_count + cue->not_count; j++) {
            bool wanted = j < cue->match_count;
            const char *example = wanted ? cue->match[j] : cue->not[j - cue->match_count];
            examples++;
            if (example_matches(&prover, cue, example) == wanted)
                continue;
            failures++;
            char sentence[1024];
            snprintf(sentence, sizeof sentence, "%s must %smatch \"%s\"", cue->id, wanted ? "" : "not ", example);
            report(context, sentence);
        }
    }
    free(prover.tokens.items);
    words_free(prover.reader);
    if (checked != NULL)
        *checked += examples;
    return failures;
}

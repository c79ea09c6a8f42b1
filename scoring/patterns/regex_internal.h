/* What regex_set.c and regex_sieve.c share. */
#ifndef COREOFFER_SCORING_REGEX_INTERNAL_H
#define COREOFFER_SCORING_REGEX_INTERNAL_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <pthread.h>
#include <stdatomic.h>

#include "base/map.h"
#include "base/memory.h"
#include "scoring/patterns/regex_set.h"
#include "scoring/text/symbol_table.h"

/* Machine code is made for the first match: it is dear, and many runs need half of the patterns.
 * Whoever comes first makes it while the others wait; were they to interpret meanwhile, a limit
 * could be reached in one thread and not in another. */
struct regex_program {
    pcre2_code *code;
    pthread_mutex_t lock;
    atomic_bool ready;
};

/* A list of words too long for the sieve, by words_symbol. */
enum { REGEX_LISTS_MAX = 2 };
struct regex_words {
    const char *name;
    struct symbol_table symbols;
    size_t longest;              /* bytes of the longest */
    struct regex_sight patterns; /* the bits of those that hold one */
};

struct regex {
    const char *id, *value;
    size_t group;
    const char *expression;   /* with its words put in */
    size_t expression_length;
    size_t bit;               /* in a sight */
    struct regex_words *holds; /* of which every match has one; or NULL */
    struct regex_program *program; /* what alone changes after loading */
    const char *const *match, *const *not_match;
    size_t match_count, not_count;
};

struct regex_list {
    const struct regex **items;
    size_t count, capacity;
    struct regex_sight mask;  /* the bits of its patterns */
};

struct regex_set {
    struct arena arena;
    char *path;
    struct regex *items;
    size_t count;
    struct regex_list *groups;
    size_t group_count;
    pcre2_match_context *limits;
    const struct regex_sieve *sieve; /* or NULL */
    struct regex_words lists[REGEX_LISTS_MAX];
    size_t list_count;
};

struct regex_scratch {
    pcre2_match_data *data;
    bool trusted;
    const struct regex_sieve *sieve; /* that the texts were seen by */
    struct map *seen;                /* sights by their texts; or NULL */
    struct arena sights;
    size_t seen_bytes;               /* of the texts */
};
void regex_scratch_forget(struct regex_scratch *scratch);

#endif

/* The compiled cues: shared by cues.c, which matches, and cues_load.c, which reads the files. */
#ifndef COREOFFER_SCORING_CUES_INTERNAL_H
#define COREOFFER_SCORING_CUES_INTERNAL_H

#include "base/memory.h"
#include "scoring/page/cues.h"

enum { CUES_MAX = 2048 };
enum cue_link { CUE_LINK_NEVER, CUE_LINK_ANY, CUE_LINK_ONLY };
enum { START_NUMBER, START_ANY, START_OTHERS };
enum cue_question { CUE_QUESTION_ANY, CUE_QUESTION_NO, CUE_QUESTION_YES };

/* A topic is a cue whose `topic` is its number and whose signal is -1. */
struct cue {
    const char *id;
    int signal, topic;
    uint32_t first_pattern, pattern_count; /* in cues.starts */
    uint32_t first_unless, unless_count;
    uint64_t under, not_under;
    uint8_t places;        /* bits of enum cue_place; 0 is any but a heading */
    uint8_t link, question;
    const char **match, **not; /* examples */
    size_t match_count, not_count;
};

struct pattern_start {
    struct pattern_needs needs;
    uint32_t node;
    uint16_t cue;
    bool unless;           /* not indexed: looked for once a cue has matched */
    bool anchored;         /* in an index: begins so at a sentence's start alone */
};
_Static_assert(CUES_MAX <= UINT16_MAX, "a cue's number has room");

/* The patterns that can begin with each stem, form or class, close together: every word of
 * a text asks. Those of key k are items[first[k]] to before items[first[k + 1]]. */
struct start_index {
    struct pattern_start *items;
    uint32_t *first;
    size_t keys;
};

/* The ways that patterns can begin in. */
struct start_indexes {
    struct start_index by_class, by_stem, by_form;
    struct start_index others; /* START_NUMBER, START_ANY */
};

/* A bit for each cue. */
struct cue_set {
    uint64_t bits[CUES_MAX / 64];
};

struct cues {
    struct arena arena;
    struct pattern_code code;
    struct pattern_start *starts;
    size_t start_count, start_capacity;
    struct cue *items;     /* topics first */
    size_t count, capacity;
    const char *signals[CUE_SIGNALS_MAX];
    size_t signal_count;
    const char *topics[CUE_TOPICS_MAX];
    size_t topic_count;
    struct start_indexes of_topics, of_cues; /* they are looked for in other words */
    struct cue_set barred[PLACE_COUNT][2][2]; /* by place, link, question */
};

#endif

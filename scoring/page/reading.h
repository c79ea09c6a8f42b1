/* One page as the rubric reads it: sentences, the cues that stand in them, facts. */
#ifndef COREOFFER_SCORING_READING_H
#define COREOFFER_SCORING_READING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "model/document.h"
#include "model/verdict.h"
#include "scoring/facts/facts.h"
#include "scoring/page/cues.h"
#include "scoring/page/segment.h"
#include "scoring/page/service.h"
#include "scoring/scoring.h"
#include "scoring/text/words.h"

struct reading_hit {
    uint32_t unit, cue;
    uint32_t start, end;   /* tokens of the unit */
    int signal;
};

struct page_reader {
    struct word_reader *words;
    struct regex_scratch *scratch;
    struct cue_memory *cues;
};

struct reading {
    struct page_reader *reader, *own_reader; /* the second where none was given, else NULL */
    const struct document *document;
    const char *url;       /* or NULL */
    char *about;           /* the title and the first heading: what the page is about */
    bool *counts;          /* of each block: main content */
    struct segments segments;
    struct reading_hit *hits; /* in order of units, then cues */
    size_t hit_count, hit_capacity;
    unsigned signal_units[CUE_SIGNALS_MAX]; /* sentences that give each signal */
    float *roles;          /* of each unit the probability of each role; NULL while weights are being learnt */
    uint8_t *denials;      /* of each unit an answer of claims.h that is asked for more than once */
    uint64_t topics;       /* promised by any heading */
    struct service_hits services;
    struct facts facts;    /* in the arena given */
    struct fact_places places;
    struct readability readability;
};

/* `reader`, `url` and `site` may be NULL, as in score_page; the reader is used until the release. */
void reading_build(const struct rubric *rubric, struct page_reader *reader, const struct document *document, const char *url,
                   const struct site_words *site, struct arena *arena, struct reading *out);
void reading_release(struct reading *reading);

/* Who publishes the page (facts_publisher), by the site's part of its title or, where that doesn't tell, by its address. */
const char *reading_publisher(const struct rubric *rubric, const struct reading *reading);

/* What the cues saw in these units (a flag each) is gone where it gives one of the signals. */
void reading_forget(struct reading *reading, const bool *units, const int *signals, size_t count);

#endif

/* Cues: what a sentence says that bears on a verdict, told by patterns and by where the
 * sentence stands. Files are seeds/rubric/cues/NAME.json:
 *
 *   {"about": "...",
 *    "topics": [{"id": "route", "patterns": ["how .. @apply"], "match": [...], "not": [...]}],
 *    "cues": [{"id": "referral.ask", "signal": "route_family", "patterns": [...],
 *              "under": ["route"], "not_under": ["others"], "unless": ["@no .. @apply"],
 *              "blocks": ["list", "text", "cell", "heading", "label"], "link": "never",
 *              "question": false, "match": ["How to apply > Ring us"], "not": [...]}]}
 *
 * A topic is what a heading, a lead-in or a label promises; a cue is matched in sentences.
 * `link`: "never" (the default: a link's words alone answer nothing), "any" or "only".
 * Examples are run by cues_prove; "A > B" is the sentence B under the heading A. */
#ifndef COREOFFER_SCORING_CUES_H
#define COREOFFER_SCORING_CUES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "scoring/patterns/pattern.h"
#include "scoring/text/terms.h"

enum { CUE_SIGNALS_MAX = 128, CUE_TOPICS_MAX = 64 };

struct cues;

/* `terms` grows while cues are compiled and must outlive them. */
MUST_USE enum status cues_load(const char *seeds, struct terms *terms, struct cues **out, struct error *err);
void cues_free(struct cues *cues);

enum cue_place { PLACE_TEXT, PLACE_LIST, PLACE_CELL, PLACE_HEADING, PLACE_LABEL, PLACE_COUNT };

/* Where a sentence stands. */
struct cue_context {
    uint64_t topics;      /* of its headings, lead-in and label */
    enum cue_place place;
    bool link;            /* nearly all of it is a link */
    bool question;
};

struct cue_hit {
    uint32_t cue;
    uint32_t start, end;  /* tokens, end excluded */
};

/* The topics that a heading's words promise, one bit each. */
uint64_t cues_topics(const struct cues *cues, const struct token *tokens, size_t count);
/* The cues that match the sentence, each once, in order of the rubric; returns how many. */
size_t cues_match(const struct cues *cues, const struct token *tokens, size_t count, const struct cue_context *context,
                  struct cue_hit *hits, size_t room);

size_t cues_count(const struct cues *cues);
const char *cues_id(const struct cues *cues, uint32_t cue);
int cues_signal_of(const struct cues *cues, uint32_t cue);
int cues_signal(const struct cues *cues, const char *name);   /* -1 where no cue gives it */
const char *cues_signal_name(const struct cues *cues, int signal);
size_t cues_signal_count(const struct cues *cues);
int cues_topic(const struct cues *cues, const char *id);      /* -1 where there is none */
const char *cues_topic_name(const struct cues *cues, int topic);
size_t cues_topic_count(const struct cues *cues);

/* Runs every example; each failure is told to `report`. Returns the failures. */
size_t cues_prove(const struct cues *cues, const struct terms *terms, void (*report)(void *context, const char *sentence), void *context,
                  size_t *checked);

#endif

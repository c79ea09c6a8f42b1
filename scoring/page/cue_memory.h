/* The cues that were met in sentences, kept for when the same is said again: a council's pages share many sentences, and to the
 * cues those that differ in names alone, or in a number, are the same. For one thread. */
#ifndef COREOFFER_SCORING_CUE_MEMORY_H
#define COREOFFER_SCORING_CUE_MEMORY_H

#include "scoring/page/cues.h"

struct cue_memory;
struct cue_memory *cue_memory_new(void);
void cue_memory_free(struct cue_memory *memory);

/* cues_match, remembered. `room` is the same in every call. */
size_t cue_memory_match(struct cue_memory *memory, const struct cues *cues, const struct token *tokens, size_t count,
                        const struct cue_context *context, struct cue_hit *hits, size_t room);

#endif

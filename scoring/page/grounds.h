/* What a verdict is shown to rest on: quotes chosen from the sentences whose
 * role it is to say so, or that the cues found, near misses with why they did not count, and the reason in one word. The choice
 * is data: seeds/rubric/evidence.json. */
#ifndef COREOFFER_SCORING_GROUNDS_H
#define COREOFFER_SCORING_GROUNDS_H

#include "base/memory.h"
#include "base/status.h"
#include "model/verdict.h"
#include "scoring/facts/facts.h"
#include "scoring/page/cues.h"
#include "scoring/page/reading.h"
#include "scoring/page/roles.h"

struct grounds;

/* Signals that no cue gives and roles that do not exist are errors: file and target are
 * named. Without `roles` (NULL) only signals find quotes. */
MUST_USE enum status grounds_load(const char *seeds, const struct cues *cues, const struct roles *roles, struct grounds **out, struct error *err);
void grounds_free(struct grounds *grounds);

/* The kind in this place of those that words on a page alone tell; NULL behind the last. */
const char *grounds_kind(const struct grounds *grounds, size_t place);
/* Whether a page can be of this kind: some are told by words on it alone ("this page has moved"). */
bool grounds_bear_kind(const struct grounds *grounds, const struct reading *reading, const char *kind);

/* Fills `judgement`'s evidence, near miss and reason for its verdict (yes, concerns or no).
 * `target` is a check's or criterion's word. Quotes come from the main content, are at most
 * LIMIT_QUOTE_WORDS long, have names masked, and live in `arena`. */
void grounds_find(const struct grounds *grounds, const char *target, const struct cues *cues, const struct fact_rules *facts,
                  const struct reading *reading, struct arena *arena, struct judgement *judgement);

/* Where a block stands, for a person: "page 3, list under “Who can apply”". Lives in `arena`. */
const char *grounds_place(const struct document *document, struct arena *arena, const struct block *block);

/* A quote of `length` bytes at `offset` of a block, with where it stands in words for a person. */
struct evidence grounds_quote(const struct fact_rules *facts, const struct reading *reading, struct arena *arena, size_t block,
                              size_t offset, size_t length, const char *cue);

#endif

/* Sentences that answer a row by what they do, in words that no pattern of seeds/rows knows: a figure, who decides, what
 * families said. Which role answers for which group of patterns (or function of key working, "F1"), from what probability on, and
 * from what on it comes near: seeds/rubric/told.csv. */
#ifndef COREOFFER_SCORING_TOLD_H
#define COREOFFER_SCORING_TOLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/status.h"
#include "scoring/council/row_rules.h"
#include "scoring/facts/facts.h"
#include "scoring/page/roles.h"

struct reading;
struct told_rules;

/* Groups beside those of row_rules.h: key working's functions F1 to F6. */
enum { TOLD_FUNCTION = ROW_GROUP_COUNT, TOLD_FUNCTIONS = 6 };

struct told_sentence {
    size_t group;           /* of enum row_group, or TOLD_FUNCTION + 0 to 5 */
    uint32_t block, offset; /* where it starts, in bytes of the block's text */
    const char *role;       /* lives as long as the rubric */
    float likely;           /* 0 to 1 */
    bool near;              /* not likely enough to answer: a person may see it otherwise */
};

struct told_sentences {
    struct told_sentence *items; /* in the order of the page; in the arena */
    size_t count;
};

/* Errors (STATUS_INPUT) name the file, the line and what is wrong. `roles` must outlive `*out`, which is the
 * caller's: told_rules_free. */
MUST_USE enum status told_rules_load(const char *seeds, const struct roles *roles, struct told_rules **out, struct error *err);
void told_rules_free(struct told_rules *rules);

/* Of a page whose sentences' roles were weighed. */
struct told_sentences told_find(const struct told_rules *rules, const struct reading *reading, struct arena *arena);

/* What judging a page by itself found that judging its council asks for again. */
struct page_findings {
    const bool *counts; /* of each block, whether it was main content */
    struct facts facts;
    struct fact_places places;
    struct told_sentences told;
};

#endif

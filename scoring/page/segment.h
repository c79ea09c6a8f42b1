/* A page's main content as sentences with what stands around each: its headings' topics,
 * the list's lead-in, the label before a value. */
#ifndef COREOFFER_SCORING_SEGMENT_H
#define COREOFFER_SCORING_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/document.h"
#include "scoring/page/cues.h"
#include "scoring/text/terms.h"

enum { UNIT_JOINS_MAX = 4 };

struct unit {
    uint32_t block;
    uint32_t offset, length;      /* in the block's text */
    uint32_t first, count;        /* tokens; a value's label comes first: "Telephone 01632 ..." */
    uint32_t label_count;         /* of them, the label's */
    struct cue_context context;
    int32_t heading, lead_in, label; /* blocks, or -1 */
    uint8_t joins;                /* commas, semicolons, "and", "or": how much it puts in a row; at most UNIT_JOINS_MAX */
    bool stop;                    /* ends with a stop, a question mark or an exclamation mark */
};

struct segments {
    struct token_list tokens;
    struct unit *units;
    size_t count, capacity;
    uint64_t title_topics;        /* of the title and the first heading */
    bool cut;                     /* a ceiling was reached */
};

/* Splits the blocks that count (one flag a block). Release with segments_release. */
void segments_build(const struct terms *terms, const struct cues *cues, struct word_reader *reader, const struct document *document,
                    const bool *block_counts, struct segments *out);
void segments_release(struct segments *segments);

/* unit.joins of a unit or a part of one; `text`: its block's. */
uint8_t segments_joins(const struct segments *segments, const struct unit *unit, const char *text);

#endif

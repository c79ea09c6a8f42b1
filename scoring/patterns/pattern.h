/* The cues' little pattern language, over the words of one sentence.
 *
 *   word      any form with the word's stem        =word    only this form
 *   @class    a word or phrase of a term class     #        a number
 *   _         any one word                         (a b|c)  alternatives
 *   x?        optional                             !x       x does not stand here
 *   ..        up to 3 words between                ...      up to 8 words between
 *   ^  $      the sentence's start and end
 *
 * "=you (can|may) .. @apply" matches "you can then refer". Matching backtracks within a
 * fixed number of steps, so no page can make it slow. */
#ifndef COREOFFER_SCORING_PATTERN_H
#define COREOFFER_SCORING_PATTERN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "scoring/text/terms.h"

enum pattern_op { OP_STEM, OP_FORM, OP_SET, OP_CLASS, OP_NUMBER, OP_ANY, OP_GAP, OP_SPLIT, OP_START, OP_END, OP_NOT, OP_ACCEPT };

/* What a match can begin with: classes, and a bit for each stem's and form's number modulo
 * 64, so that a few others pass. All bits: any word, or none. */
struct pattern_begin {
    uint64_t words;
    struct class_set classes;
};

/* What every match has among its words: a bit for each stem's and form's number, and for each
 * class's, modulo 64. */
struct pattern_needs {
    uint64_t words, classes;
};

struct pattern_node {
    uint8_t op;
    uint32_t arg;       /* stem, form, class, most words of a gap, or of OP_SPLIT and OP_SET a place in their arrays */
    uint32_t out, out2; /* next nodes; OP_NOT: out2 is what must not match */
};

/* Alternatives that are one word each: stems, then forms, in pattern_code.words. */
struct pattern_set {
    uint64_t bits;      /* as in pattern_begin */
    uint32_t first, stems, forms;
};

/* Every pattern of a rubric shares these arrays. A zeroed struct is empty. */
struct pattern_code {
    struct pattern_node *nodes;
    struct pattern_needs *needs;  /* of each node and what follows it */
    struct pattern_begin *begins; /* of each OP_SPLIT */
    struct pattern_set *sets;     /* of each OP_SET */
    uint32_t *words;
    size_t count, capacity, needs_capacity, begin_count, begin_capacity, set_count, set_capacity, word_count, word_capacity;
};
void pattern_code_release(struct pattern_code *code);

/* Compiles one pattern; `*start` is its first node. Words that it names join `terms`. The
 * error says what is wrong in the pattern, without file or place. */
MUST_USE enum status pattern_compile(struct pattern_code *code, struct terms *terms, struct word_reader *reader, const char *text,
                                     uint32_t *start, struct error *err);

/* What these words have. A pattern that needs more can't match among them, which is told far
 * sooner than by trying it at each. */
struct pattern_needs pattern_held(const struct token *tokens, size_t count);
static inline bool pattern_may(struct pattern_needs needs, struct pattern_needs held)
{
    return ((needs.words & ~held.words) | (needs.classes & ~held.classes)) == 0;
}

/* Tries the pattern at tokens[at] of `count`; the index after its last word, or SIZE_MAX. */
size_t pattern_match_at(const struct pattern_code *code, uint32_t start, const struct token *tokens, size_t count, size_t at);
/* The first place where it matches; SIZE_MAX where none. `*end` (may be NULL) is the end there. */
size_t pattern_find(const struct pattern_code *code, uint32_t start, const struct token *tokens, size_t count, size_t *end);

/* Calls `add` for each way that a match can begin: OP_STEM, OP_FORM, OP_CLASS with its
 * number, OP_NUMBER, or OP_ANY where any word can. `anchored`: only at a sentence's start. */
void pattern_first(const struct pattern_code *code, uint32_t start, void (*add)(void *context, enum pattern_op op, uint32_t arg, bool anchored),
                   void *context);

#endif

/* Term classes: lists of words that mean the same to the rubric ("family": you, parents,
 * mum, carers ...), and the words of one text with the classes that each belongs to.
 *
 * Files are seeds/terms/NAME.txt: "[class]" lines, then terms parted by commas; '#' starts
 * a comment. A term is one word or a phrase and matches every form with the same stem; with
 * '=' before it only the very form. A class may name another with '@': its terms are taken in.
 * The words of a phrase in the class "opaque" lose their own classes ("health" in "education,
 * health and care plan" is no agency). */
#ifndef COREOFFER_SCORING_TERMS_H
#define COREOFFER_SCORING_TERMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"
#include "base/status.h"
#include "scoring/text/words.h"

enum { TERM_CLASSES_MAX = 192, TERM_PHRASE_MAX = 6 };

struct class_set {
    uint64_t bits[TERM_CLASSES_MAX / 64];
};

static inline bool class_has(const struct class_set *set, int class)
{
    return (set->bits[class / 64] >> (class % 64) & 1u) != 0;
}

static inline void class_add(struct class_set *set, int class)
{
    set->bits[class / 64] |= (uint64_t)1 << (class % 64);
}

static inline void class_union(struct class_set *set, const struct class_set *other)
{
    for (size_t i = 0; i < sizeof set->bits / sizeof *set->bits; i++)
        set->bits[i] |= other->bits[i];
}

/* One word of a text, looked up. */
struct token {
    uint32_t stem, form;       /* ids in the dictionary; 0: in no list and no cue */
    struct class_set classes;  /* of the single word */
    struct class_set phrases;  /* of the longest phrase that starts here */
    uint8_t phrase_words;      /* its words, 0 for none */
    bool number, capital, contraction;
    uint32_t offset, length;   /* bytes, in the block's text */
    uint64_t symbol;           /* of the stem, whether it is in a list or not: words_symbol, "#" for a number */
};

/* Whether the word, or the phrase that starts at it, is in one of the classes. */
static inline bool token_in(const struct token *token, const struct class_set *classes)
{
    uint64_t shared = 0;
    for (size_t i = 0; i < TERM_CLASSES_MAX / 64; i++)
        shared |= (token->classes.bits[i] | token->phrases.bits[i]) & classes->bits[i];
    return shared != 0;
}

struct terms;

/* Reads every file of seeds/terms. Errors name file and line. */
MUST_USE enum status terms_load(const char *seeds, struct terms **out, struct error *err);
void terms_free(struct terms *terms);

int terms_class(const struct terms *terms, const char *name); /* -1 where there is none */
const char *terms_class_name(const struct terms *terms, int class);
size_t terms_class_count(const struct terms *terms);

/* The number of a stem or form, made where it was absent (while cues are compiled). */
uint32_t terms_stem(struct terms *terms, const char *stem);
uint32_t terms_form(struct terms *terms, const char *form);
/* One more than the highest number that a token's stem, its form can have. */
size_t terms_stem_count(const struct terms *terms);
size_t terms_form_count(const struct terms *terms);

/* Looks every word of `text` up and appends to the array at `*tokens`; at most `limit`
 * are there afterwards. `offset` is added to the tokens' offsets. */
struct token_list {
    struct token *items;
    size_t count, capacity, limit;
};
void terms_read(const struct terms *terms, struct word_reader *reader, const char *text, size_t length, uint32_t offset,
                struct token_list *list);

#endif

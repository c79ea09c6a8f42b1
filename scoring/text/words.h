/* Words of a text as the rubric sees them: lower-case stems, contractions opened.
 *
 * "We don't" is we, do, not; "child's" is child; "self-refer" is self, refer; "18th" and
 * "£4.50" are numbers. The abbreviation SEND is read as "sen", so that it is not the verb.
 * Stems are Porter's second English stemmer, by libstemmer. */
#ifndef COREOFFER_SCORING_WORDS_H
#define COREOFFER_SCORING_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WORD_BYTES_MAX = 40 }; /* longer runs are addresses or rubbish: cut, and never in a list */

/* A word's numbers in a dictionary, noted beside the word by whoever looks it up there
 * (terms_read), so that the next time it need not. */
enum { WORD_NOT_LOOKED_UP = UINT32_MAX };
struct word_ids {
    uint32_t stem, form;
};

struct word {
    uint64_t symbol;                /* words_symbol of the stem, of "#" for a number */
    struct word_ids *ids;           /* the reader's, as its words: until the next one */
    const char *stem;
    const char *plain;              /* lower case, before stemming; at most WORD_BYTES_MAX */
    uint32_t offset, length;        /* in the text */
    bool number;                    /* starts with a digit */
    bool capital;                   /* written with a capital */
    bool contraction;               /* the second part of "don't", "you'll" */
};

struct word_reader;

/* One reader a thread; text may be changed by words_read_from. It remembers words met before,
 * with their numbers: no dictionary that it was used with may be freed before the last use. Never NULL. */
struct word_reader *words_new(void);
void words_free(struct word_reader *reader);

/* Numbers are noted for one dictionary at a time: all are forgotten with another, and once it has
 * more entries than it had. */
void words_look_up_in(struct word_reader *reader, const void *dictionary, size_t entries);

/* Starts at `text`, which must live until the last words_next. */
void words_read_from(struct word_reader *reader, const char *text, size_t length);
bool words_next(struct word_reader *reader, struct word *word);

/* A number for a stem or a name, nearly always its own; the same in every run, never 0. */
uint64_t words_symbol(const char *word, size_t length);

#endif

/* Words as points of a space in which those that people use alike lie close together: "paddling"
 * near "swimming". Learnt elsewhere, from far more text than the pages that are coded (GloVe;
 * seeds/SOURCES.md), so that a word which no coded page has still says something.
 *
 * seeds/rubric/word-vectors.csv, written by tests/benchmark/word-vectors: a row a stem; "#" stands for
 * numbers. A vector is WORD_VECTOR_LENGTH letters, each a number: the place of the letter in base64's
 * alphabet (RFC 4648, section 4) less 32, in sixteenths. */
#ifndef COREOFFER_SCORING_WORD_VECTORS_H
#define COREOFFER_SCORING_WORD_VECTORS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"

enum { WORD_VECTOR_LENGTH = 100, WORD_VECTORS_MAX = 65535 };

struct word_vectors;

/* Errors name the file, the line and what is wrong. Read-only once loaded: threads share it. */
MUST_USE enum status word_vectors_load(const char *seeds, struct word_vectors **out, struct error *err);
void word_vectors_free(struct word_vectors *vectors);

size_t word_vectors_count(const struct word_vectors *vectors);
/* The number of the word, by words_symbol of its stem; SYMBOL_ABSENT where it has none. */
int32_t word_vectors_find(const struct word_vectors *vectors, uint64_t symbol);
void word_vectors_read(const struct word_vectors *vectors, size_t number, float out[WORD_VECTOR_LENGTH]);

#endif

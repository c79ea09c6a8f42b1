/* Sentences of a block. A full stop after an abbreviation, inside a number, an address or
 * a name's initial ends nothing. */
#ifndef COREOFFER_SCORING_SENTENCES_H
#define COREOFFER_SCORING_SENTENCES_H

#include <stddef.h>

/* The end (bytes) of the sentence that starts at `from`, its closing quotes and brackets
 * among it, white space after it not. Equal to `length` for the last. */
size_t sentence_end(const char *text, size_t length, size_t from);
/* The start and end of the sentence around the byte `at`. */
void sentence_around(const char *text, size_t length, size_t at, size_t *start, size_t *end);

#endif

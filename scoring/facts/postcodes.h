/* UK postcodes (BS 7666; Royal Mail, Programmer's Guide to PAF): no Q, V or X first, no I, J
 * or Z second, inward letters never C, I, K, M, O or V. One with such a letter is a slip of the
 * page's; it is still taken where it is written as postcodes are, in capitals with a space
 * after an area of two letters ("QX4 7TB"), for a reader takes it for one too. */
#ifndef COREOFFER_SCORING_POSTCODES_H
#define COREOFFER_SCORING_POSTCODES_H

#include <stdbool.h>
#include <stddef.h>

enum { POSTCODE_TEXT_MAX = 10 };

struct postcode {
    char text[POSTCODE_TEXT_MAX]; /* "AB1 2CD" */
    size_t start, end;            /* bytes */
};

/* The next postcode at or after `from`, in capitals or not, with a space, several or none
 * inside. Words and codes of other kinds are not postcodes: a lower-case one needs digits
 * on both sides as a postcode has them, and none may touch letters or digits. */
bool postcode_next(const char *text, size_t length, size_t from, struct postcode *out);

#endif

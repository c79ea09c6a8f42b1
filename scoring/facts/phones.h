/* UK telephone numbers as people write them, to E.164.
 *
 * After 0 or +44 come nine or ten digits (Ofcom, National Telephone Numbering Plan): 01 and
 * 02 geographic, 03 national rate, 07 mobile (070 personal numbers and 076 pagers are not,
 * 07624 is), 080 free, 084 and 087 service rate, 09 premium. 0800 1111, 116 123, 111, 101
 * and 999 are short numbers, or so many of something: which, the words beside them tell. */
#ifndef COREOFFER_SCORING_PHONES_H
#define COREOFFER_SCORING_PHONES_H

#include <stdbool.h>
#include <stddef.h>

enum { PHONE_TEXT_MAX = 16 };

enum phone_kind {
    PHONE_GEOGRAPHIC, PHONE_NATIONAL /* 03 */, PHONE_MOBILE, PHONE_FREE, PHONE_SERVICE /* 084, 087 */, PHONE_PREMIUM,
    PHONE_SHORT /* a national helpline's or the NHS's short number, if it is one at all */
};

struct phone {
    char e164[PHONE_TEXT_MAX]; /* "+441632960123" */
    enum phone_kind kind;
    bool relay;                /* 18001 stands before it: Relay UK's text service */
    size_t start, end;         /* bytes in the text, the relay prefix among them */
};

/* The next number at or after `from`; false where there is none. Dates, prices, times and
 * longer runs of digits are not numbers. */
bool phone_next(const char *text, size_t length, size_t from, struct phone *out);

/* The number of a `tel:`, `sms:` or `callto:` address (percent codes are read); false
 * where it is none of ours, and for a short one. */
bool phone_of_href(const char *href, struct phone *out);

#endif

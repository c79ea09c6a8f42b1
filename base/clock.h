/* Time. Instants are seconds since 1970 in UTC (`int64_t`), -1 where unknown. A run takes
 * its clock from here once, so that `--as-of` can fix it; waiting uses clock_monotonic. */
#ifndef COREOFFER_BASE_CLOCK_H
#define COREOFFER_BASE_CLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CLOCK_TEXT_MAX = 40 };

int64_t clock_now(void);          /* the fixed time where one was set, else the system's */
void clock_fix(int64_t instant);  /* -1 lets it run again */
double clock_monotonic(void);     /* seconds from an arbitrary start; never goes back */

void clock_iso(int64_t instant, char out[CLOCK_TEXT_MAX]);      /* 2026-11-25T19:50:00Z; "" for -1 */
void clock_iso_date(int64_t instant, char out[CLOCK_TEXT_MAX]); /* 2026-11-25 */
void clock_govuk(int64_t instant, char out[CLOCK_TEXT_MAX]);    /* 25 November 2026 (GOV.UK style guide, Dates) */
void clock_http(int64_t instant, char out[CLOCK_TEXT_MAX]);     /* Wed, 25 Nov 2026 19:50:00 GMT (RFC 9110 5.6.7) */

/* A month's or a weekday's name in whatever case, whole or cut to its first three letters ("sept" too). */
bool clock_is_name(const char *word, size_t length);
int clock_year(int64_t instant);                                /* 2026; 0 for -1 */

/* "2026-11-25", "2026-11-25T19:50Z", "2026-11-25T19:50:00Z" or with "+01:00"; false for
 * anything else, impossible dates among it. */
bool clock_parse_iso(const char *text, int64_t *instant);
/* A day as people type it and British spreadsheets write it back, 2026-11-25, 25/11/2026 or 25/11/26 (of this century), as clock_iso_date has it. */
bool clock_parse_day(const char *text, char out[CLOCK_TEXT_MAX]);
/* Whether a day (ISO) is still to come everywhere: after tomorrow, which it is already somewhere east of here. */
bool clock_is_to_come(const char *iso_day);
/* The three forms of an HTTP date (RFC 9110 5.6.7); false for anything else. */
bool clock_parse_http(const char *text, int64_t *instant);
/* "90", "90s", "15m", "2h", "1d", "1h30m": seconds; false for anything else. */
bool clock_parse_span(const char *text, int64_t *seconds);
/* "1 h 05 min", "4 min 10 s", "12 s". */
void clock_span(int64_t seconds, char out[CLOCK_TEXT_MAX]);

#endif

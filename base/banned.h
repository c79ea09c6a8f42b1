/* Calls that can't be made safe, with what to use. Force-included by the Makefile after
 * the system's headers were read. */
#ifndef COREOFFER_BASE_BANNED_H
#define COREOFFER_BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#pragma GCC poison strcpy strcat sprintf vsprintf strncpy strncat  /* buffer_add_text, snprintf, memcpy */
#pragma GCC poison strtok gets                                     /* text_next, buffer */
#pragma GCC poison atoi atol atoll strtol strtoll strtoul strtod   /* text_to_int, text_to_number */
#pragma GCC poison gmtime localtime ctime asctime mktime           /* clock_iso, clock_parse_iso */

#endif

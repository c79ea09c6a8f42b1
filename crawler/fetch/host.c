#include "crawler/fetch/host.h"

#include <string.h>

#include "base/clock.h"
#include "base/text.h"

void host_slow_down(struct host_manners *host, double seconds)
{
    if (seconds > LIMIT_CRAWL_DELAY_SECONDS)
        seconds = LIMIT_CRAWL_DELAY_SECONDS;
    if (seconds > host->delay)
        host->delay = seconds;
}

/* FNV-1a: a collision would only make two failed addresses count as one. */
static uint64_t hash(const char *text)
{
    uint64_t value = 0xcbf29ce484222325u;
    for (; *text; text++)
        value = (value ^ (unsigned char)*text) * 0x100000001b3u;
    return value;
}

bool host_note(struct host_manners *host, enum host_outcome outcome, const char *url, double now)
{
    host_pause(host, host->delay, now);
    if (outcome == HOST_ANSWERED) {
        host->failed_count = 0;
        return host->open;
    }
    if (outcome == HOST_UNTOLD)
        return host->open;
    uint64_t mark = hash(url);
    for (size_t i = 0; i < host->failed_count; i++)
        if (host->failed[i] == mark)
            return host->open;
    if (host->failed_count < LIMIT_BREAKER)
        host->failed[host->failed_count++] = mark;
    if (host->failed_count == LIMIT_BREAKER)
        host->open = true;
    return host->open;
}

void host_pause(struct host_manners *host, double seconds, double now)
{
    if (now + seconds > host->not_before)
        host->not_before = now + seconds;
}

void host_forgive(struct host_manners *host)
{
    host->open = false;
    host->failed_count = 0;
}

double host_back_off(int attempts, struct random *random)
{
    double seconds = 1;
    for (int i = 1; i < attempts && i < 6; i++)
        seconds *= 3;
    return seconds * (0.75 + 0.5 * random_fraction(random));
}

enum { RETRY_AFTER_MOST = 366 * 24 * 3600 };

/* What a number of a duration counts, by the letters behind it. */
static double unit_of(const char *unit, size_t length)
{
    switch (length > 0 ? unit[0] | 0x20 : 's') {
    case 'h':
        return 3600;
    case 'm':
        return length > 1 && (unit[1] | 0x20) == 's' ? 0.001 : 60;
    default:
        return 1;
    }
}

/* Seconds, with units where they have some: "120", "12.5", "30s", "1m30s", "5 minutes", and the first of a list ("60, 60"). -1 for none, and for a
 * date that begins with a number. */
static double seconds_of(const char *value)
{
    double seconds = 0;
    size_t digits = strspn(value, "0123456789");
    if (digits == 0 || (value[digits] != '\0' && strchr("-:/", value[digits]) != NULL))
        return -1;
    while (digits > 0) {
        double number = 0;
        for (size_t i = 0; i < digits && number < RETRY_AFTER_MOST; i++)
            number = 10 * number + (value[i] - '0');
        const char *unit = value + digits;
        if (*unit == '.') {
            number += 1; /* a part of one counts as a whole */
            unit += 1 + strspn(unit + 1, "0123456789");
        }
        unit += strspn(unit, " ");
        size_t length = 0;
        while (text_is_letter((unsigned char)unit[length]))
            length++;
        seconds += number * unit_of(unit, length);
        value = unit + length + (length > 0 ? strspn(unit + length, " ") : 0);
        digits = length > 0 ? strspn(value, "0123456789") : 0;
    }
    return seconds < RETRY_AFTER_MOST ? seconds : RETRY_AFTER_MOST;
}

double host_retry_after(const char *value, int64_t now)
{
    int64_t instant;
    value += strspn(value, " ");
    double number = seconds_of(value);
    if (number >= 0)
        return number;
    if (!clock_parse_http(value, &instant))
        return -1;
    return instant <= now ? 0 : (double)(instant - now);
}

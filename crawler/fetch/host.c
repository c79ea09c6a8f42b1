#include "crawler/fetch/host.h"

#include <string.h>

#include "base/clock.h"

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

/* A number at the beginning of the value, at most a year, a part of a second as a whole one: "12.5", "30s" and "60, 60", too, say how long. -1 for
 * none, and for a date that begins with one. */
static double seconds_of(const char *value)
{
    enum { YEAR = 366 * 24 * 3600 };
    double seconds = 0;
    size_t digits = strspn(value, "0123456789");
    const char *rest = value + digits;
    if (digits == 0 || (*rest != '\0' && strchr("-:/", *rest) != NULL))
        return -1;
    for (size_t i = 0; i < digits && seconds < YEAR; i++)
        seconds = 10 * seconds + (value[i] - '0');
    seconds += *rest == '.';
    return seconds < YEAR ? seconds : YEAR;
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

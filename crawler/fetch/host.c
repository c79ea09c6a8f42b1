#include "crawler/fetch/host.h"

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

double host_retry_after(const char *value, int64_t now)
{
    int64_t number, instant;
    const int64_t year = 366 * 24 * 3600;
    while (*value == ' ')
        value++;
    if (text_to_int(value, 0, INT64_MAX, &number))
        return (double)(number < year ? number : year);
    if (!clock_parse_http(value, &instant))
        return -1;
    return instant <= now ? 0 : (double)(instant - now);
}

#include "cli/progress.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"

void progress_start(struct progress *progress, bool shown, int width)
{
    double now = clock_monotonic();
    *progress = (struct progress){.shown = shown, .width = width, .started = now, .last_at = now};
}

static void bar(char *out, int width, size_t done, size_t known)
{
    int filled = known > 0 ? (int)((double)width * (double)done / (double)known) : 0;
    for (int i = 0; i < width; i++)
        out[i] = i < filled ? '#' : '.';
    out[width] = '\0';
}

static void measure(struct progress *progress, const struct progress_at *at, double now)
{
    if (at->what != progress->what || at->done < progress->last_done) { /* another stage counts anew */
        progress->what = at->what;
        progress->rate = 0;
    } else if (now - progress->last_at < 1.0) {
        return;
    } else {
        double rate = (double)(at->done - progress->last_done) / (now - progress->last_at);
        progress->rate = progress->rate > 0 ? 0.7 * progress->rate + 0.3 * rate : rate;
    }
    progress->last_done = at->done;
    progress->last_at = now;
}

void progress_show(struct progress *progress, const struct progress_at *at)
{
    enum { BAR = 20, BAR_LEAST = 4, LINE = 200 };
    double now = clock_monotonic();
    if (!progress->shown || now - progress->drawn < 0.2)
        return;
    measure(progress, at, now);
    progress->drawn = now;
    size_t known = at->known < at->done ? at->done : at->known;
    char drawn[BAR + 1], counts[64], rate[CLOCK_TEXT_MAX + 32] = "", hosts[32] = "", all[64] = "", line[LINE];
    if (progress->rate > 0.01) {
        char span[CLOCK_TEXT_MAX];
        clock_span((int64_t)((double)(known - at->done) / progress->rate), span);
        (void)snprintf(rate, sizeof rate, ", %.1f/s, %s left", progress->rate, span);
    }
    if (at->councils > 1)
        (void)snprintf(all, sizeof all, ", %zu of %zu councils", at->councils_done, at->councils);
    if (at->hosts > 0)
        (void)snprintf(hosts, sizeof hosts, ", %zu %s", at->hosts, at->hosts == 1 ? "host" : "hosts");
    (void)snprintf(counts, sizeof counts, "%zu/%zu", at->done, known);
    /* On a narrow screen the bar gives way to the words. */
    int room = progress->width - 1 - (int)(strlen(at->what) + strlen(" [] ") + strlen(counts) + strlen(all) + strlen(hosts) + strlen(rate));
    bar(drawn, room >= BAR ? BAR : room >= BAR_LEAST ? room : BAR_LEAST, at->done, known);
    int used = snprintf(line, sizeof line, "%s [%s] %s%s%s%s", at->what, drawn, counts, all, hosts, rate);
    if (used >= progress->width && progress->width > 1)
        line[progress->width - 1] = '\0';
    (void)fprintf(stderr, "\r%s\033[K", line);
    (void)fflush(stderr);
}

void progress_end(struct progress *progress)
{
    if (progress->shown && progress->drawn > 0)
        (void)fputs("\r\033[K", stderr);
    progress->shown = false;
}

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

void progress_show(struct progress *progress, const char *what, size_t done, size_t known, size_t hosts, size_t councils_done, size_t councils)
{
    enum { BAR = 20, LINE = 200 };
    double now = clock_monotonic();
    if (!progress->shown || now - progress->drawn < 0.2)
        return;
    if (now - progress->last_at >= 1.0) {
        double rate = (double)(done - progress->last_done) / (now - progress->last_at);
        progress->rate = progress->rate > 0 ? 0.7 * progress->rate + 0.3 * rate : rate;
        progress->last_done = done;
        progress->last_at = now;
    }
    progress->drawn = now;
    if (known < done)
        known = done;
    char drawn[BAR + 1], left[CLOCK_TEXT_MAX + 8] = "", all[64] = "", line[LINE];
    bar(drawn, BAR, done, known);
    if (progress->rate > 0.01 && now - progress->started > 2) {
        char span[CLOCK_TEXT_MAX];
        clock_span((int64_t)((double)(known - done) / progress->rate), span);
        (void)snprintf(left, sizeof left, ", %s left", span);
    }
    if (councils > 1)
        (void)snprintf(all, sizeof all, ", %zu of %zu councils", councils_done, councils);
    int used = snprintf(line, sizeof line, "%s [%s] %zu/%zu%s, %zu %s, %.1f/s%s", what, drawn, done, known, all, hosts, hosts == 1 ? "host" : "hosts",
                        progress->rate, left);
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

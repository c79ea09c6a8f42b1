/* Drawings: plain SVG, titled with the finding, described in words, values printed. The
 * same numbers stand in a table beside them; that is the page's part. All but the map are
 * drawn narrow, so that a telephone shows them whole. Colours are classes of the style sheet,
 * which follows the reader's light or dark scheme: a drawing means nothing without it.
 * Coordinates have one decimal, so that the same input gives the same bytes. */
#ifndef COREOFFER_REPORTS_CHARTS_H
#define COREOFFER_REPORTS_CHARTS_H

#include <stddef.h>

#include "model/council.h"
#include "reports/pages/html.h"

/* What a drawing is called: `id` is unique on its page. */
struct chart {
    const char *id, *title, *description;
};

enum { CHART_CLASSES = 4, CHART_HATCH = -1 };

struct hex_cell {
    const struct council *council;
    int class;         /* 0 (darkest) to CHART_CLASSES - 1, or CHART_HATCH */
    const char *words; /* "Most of it found" */
    const char *href;
};
/* One cell a council in odd-r layout (r upwards): x = sqrt(3) (q + (r mod 2) / 2), y = -1.5 r.
 * Councils without a cell are left out: name them beside it. A group of links. */
void charts_hex_map(struct buffer *out, const struct chart *chart, const struct hex_cell *cells, size_t count);
/* How many of the councils have a cell. */
size_t charts_placed(const struct hex_cell *cells, size_t count);
/* The map as a figure, with the caption (text) and the key of its classes, each with how many councils it has: `key` has CHART_CLASSES + 1
 * entries, the hatch last; NULL: there is no such class. */
void charts_map(struct buffer *out, const struct chart *chart, const char *caption, const char *const *key, const struct hex_cell *cells, size_t count);

/* A short bar beside the number that it draws ("10 of 71"): hidden from those who hear the number. `base` is over 0. */
void charts_share(struct buffer *out, size_t count, size_t base);

/* One dot a value from 0 to 100, stacked where they fall together; a line at the median
 * (NaN for none). */
void charts_dots(struct buffer *out, const struct chart *chart, const double *values, size_t count, double median);

struct stacked_bar {
    const char *label;
    size_t parts[CHART_CLASSES + 1]; /* found, partly, not found, could not tell or silent, not tested */
};
void charts_stacked(struct buffer *out, const struct chart *chart, const struct stacked_bar *bars, size_t count);
/* Its key; `part_words` has CHART_CLASSES + 1 entries. */
void charts_stacked_key(struct buffer *out, const char *const *part_words);

struct tick_bar {
    const char *label;
    double low, high; /* NaN where nothing was tested */
    double tick;      /* the others' median; NaN for none */
};
void charts_tick_bars(struct buffer *out, const struct chart *chart, const struct tick_bar *bars, size_t count,
                      const char *tick_words);

/* Where one score stands on a scale from 0 to 100. */
struct scale {
    const double *from; /* where the bands begin, highest first; CHART_CLASSES at most */
    size_t band_count;
    const char *least, *most; /* the lowest band and the highest, in words */
    double low, high;         /* both are numbers */
    double median;            /* the others'; NaN for none */
};
void charts_scale(struct buffer *out, const struct chart *chart, const struct scale *scale);

struct dumbbell {
    const char *label;
    double before, after; /* 0 to 100 */
};
void charts_dumbbells(struct buffer *out, const struct chart *chart, const struct dumbbell *bells, size_t count);

struct line_point {
    const char *label; /* a day, printed below, its last word (the year) on a line of its own */
    double value;      /* 0 to 100 */
};
/* At least two points, at equal steps; the first, the last and others where there is room have their values printed. */
void charts_line(struct buffer *out, const struct chart *chart, const struct line_point *points, size_t count);

/* Three characters that stand for a name: "Anytown" is "Any", "North Made-up" "NM". */
void charts_short_label(struct buffer *out, const char *name);

#endif

#include "reports/pages/charts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "reports/data/figures.h"

static const double root3 = 1.7320508075688772;
static const char *const class_names[CHART_CLASSES + 1] = {"b0", "b1", "b2", "b3", "bq"};

/* The style sheet stretches drawings, but shows a map in its own size, so that its cells
 * are never smaller than a fingertip. */
static void open_svg(struct buffer *out, const struct chart *chart, double width, double height, const char *role)
{
    html_add(out,
             "<svg viewBox=\"0 0 %f %f\" width=\"%n\" height=\"%n\" role=\"%t\" aria-labelledby=\"%t-t %t-d\"><title "
             "id=\"%t-t\">%t</title><desc id=\"%t-d\">%t</desc>\n",
             width, height, width * 1.2, height * 1.2, role, chart->id, chart->id, chart->id, chart->title, chart->id,
             chart->description);
}

static void add_hatch(struct buffer *out, const char *id)
{
    html_add(
        out,
        "<defs><pattern id=\"%t-h\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">"
        "<rect width=\"6\" height=\"6\" class=\"bq\"/><rect width=\"1.6\" height=\"6\" class=\"stripe\"/></pattern></defs>\n",
        id);
}

/* Fill by class, with an edge; the hatch is a pattern of this drawing. */
static void add_fill(struct buffer *out, const char *id, int class)
{
    if (class < 0 || class > CHART_CLASSES)
        html_add(out, " class=\"edged\" fill=\"url(#%t-h)\"", id);
    else
        html_add(out, " class=\"edged %t\"", class_names[class]);
}

/* What words on a fill of this class are called. */
static const char *on_class(int class)
{
    return class < 2 ? "onstrong" : "onweak";
}

void charts_short_label(struct buffer *out, const char *name)
{
    static const char *const small[] = {"and", "of", "the", "upon", "with", "on"};
    struct buffer initials;
    buffer_init(&initials, 64);
    size_t length = strlen(name), words = 0;
    for (size_t at = 0; at < length;) {
        size_t end = at + strcspn(name + at, " -");
        bool is_small = false;
        for (size_t i = 0; i < sizeof small / sizeof small[0]; i++)
            is_small |= end - at == strlen(small[i]) && strncmp(name + at, small[i], end - at) == 0;
        if (end > at && !is_small && words++ < 3) {
            size_t next = at;
            text_add_char(&initials, text_next(name, length, &next));
        }
        at = end + 1;
    }
    if (words > 1) {
        html_text(out, buffer_text(&initials));
    } else {
        struct buffer first;
        buffer_init(&first, 64);
        size_t at = 0;
        for (int i = 0; i < 3 && at < length; i++)
            text_add_char(&first, text_next(name, length, &at));
        html_text(out, buffer_text(&first));
        buffer_release(&first);
    }
    buffer_release(&initials);
}

static double cell_x(const struct council *council)
{
    int odd = ((council->hex_r % 2) + 2) % 2;
    return root3 * (council->hex_q + 0.5 * odd);
}

void charts_hex_map(struct buffer *out, const struct chart *chart, const struct hex_cell *cells, size_t count)
{
    const double size = 22;
    double left = INFINITY, right = -INFINITY, top = INFINITY, bottom = -INFINITY;
    for (size_t i = 0; i < count; i++) {
        if (!cells[i].council->has_hex)
            continue;
        double x = cell_x(cells[i].council), y = -1.5 * cells[i].council->hex_r;
        left = fmin(left, x);
        right = fmax(right, x);
        top = fmin(top, y);
        bottom = fmax(bottom, y);
    }
    if (left > right)
        return;
    double width = (right - left + 2.2) * size, height = (bottom - top + 2.4) * size;
    open_svg(out, chart, width, height, "group");
    add_hatch(out, chart->id);
    html_add(out, "<g text-anchor=\"middle\" font-size=\"12\" font-weight=\"600\">\n");
    for (size_t i = 0; i < count; i++) {
        const struct council *council = cells[i].council;
        if (!council->has_hex)
            continue;
        double x = (cell_x(council) - left + 1.1) * size, y = (-1.5 * council->hex_r - top + 1.2) * size;
        html_add(out, "<a href=\"%u\"><title>%t: %t</title><path class=\"hex %t\"", cells[i].href, council->short_name,
                 cells[i].words, cells[i].class < 0 || cells[i].class >= CHART_CLASSES ? "bh" : class_names[cells[i].class]);
        if (cells[i].class < 0)
            html_add(out, " fill=\"url(#%t-h)\"", chart->id);
        html_add(out, " d=\"M%f,%fl17.7,10.2v20.4l-17.7,10.2l-17.7,-10.2v-20.4z\"/>", x, y - 20.4);
        html_add(out, "<text x=\"%f\" y=\"%f\" class=\"%t\" aria-hidden=\"true\">", x, y + 4.3, cells[i].class < 0 ? "halo" : on_class(cells[i].class));
        charts_short_label(out, council->short_name);
        html_add(out, "</text></a>\n");
    }
    html_add(out, "</g></svg>\n");
}

static void add_swatch(struct buffer *out, int class)
{
    html_add(out,
             "<svg viewBox=\"0 0 20 20\" aria-hidden=\"true\"><rect x=\"1\" y=\"1\" width=\"18\" height=\"18\" class=\"edged %t\"/>",
             class < 0 ? class_names[CHART_CLASSES] : class_names[class]);
    if (class < 0)
        html_add(out, "<path d=\"M1,19L19,1M1,10L10,1M10,19L19,10\" class=\"hatch\"/>");
    html_add(out, "</svg>");
}

static void add_key(struct buffer *out, const char *const *words, const struct hex_cell *cells, size_t count)
{
    size_t counts[CHART_CLASSES + 1] = {0};
    for (size_t i = 0; i < count; i++)
        counts[cells[i].class < 0 ? CHART_CLASSES : cells[i].class]++;
    html_add(out, "<ul class=\"key\">");
    for (int i = 0; i <= CHART_CLASSES; i++) {
        if (!words[i])
            continue;
        html_add(out, "<li>");
        add_swatch(out, i == CHART_CLASSES ? CHART_HATCH : i);
        html_add(out, "%t: %z</li>", words[i], counts[i]);
    }
    html_add(out, "</ul>\n");
}

size_t charts_placed(const struct hex_cell *cells, size_t count)
{
    size_t placed = 0;
    for (size_t i = 0; i < count; i++)
        placed += cells[i].council->has_hex;
    return placed;
}

void charts_map(struct buffer *out, const struct chart *chart, const char *caption, const char *const *key, const struct hex_cell *cells, size_t count)
{
    html_add(out, "<figure class=\"chart map\"><figcaption>%t</figcaption>\n", caption);
    add_key(out, key, cells, count);
    html_add(out, "<section class=\"scroll\" tabindex=\"0\" aria-label=\"Map\">");
    charts_hex_map(out, chart, cells, count);
    html_add(out, "</section></figure>\n");
}

void charts_share(struct buffer *out, size_t count, size_t base)
{
    html_add(out, "<svg class=\"share\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><path class=\"b3\" d=\"M0 0h100v10H0z\"/><path class=\"b0\" "
                  "d=\"M0 0h%nv10H0z\"/></svg>",
             100.0 * (double)count / (double)base);
}

/* found, partly, not found, could not tell, not tested */
static const int part_classes[CHART_CLASSES + 1] = {0, 2, 3, 4, CHART_HATCH};

void charts_stacked_key(struct buffer *out, const char *const *part_words)
{
    html_add(out, "<ul class=\"key\">");
    for (int p = 0; p <= CHART_CLASSES; p++) {
        html_add(out, "<li>");
        add_swatch(out, part_classes[p]);
        html_add(out, "%t</li>", part_words[p]);
    }
    html_add(out, "</ul>\n");
}

/* ---- bars, dots and lines: one width for all, words above what they name, so that a telephone shows them
 * whole. Text is as large as there is room for; the style sheet makes it smaller on a wide screen. ---- */

enum { WIDTH = 360, TEXT = 17, EDGE = 4, SPAN = WIDTH - 2 * EDGE, LINE = 48, LABEL_BYTES = 40 /* of wide letters fit; a table beside has the whole */ };

/* `share` of the whole span, from the left. */
static double across(double value)
{
    return EDGE + SPAN * value / 100;
}

static const char *anchor_at(double value, double near_edge)
{
    return value < near_edge ? "start" : value > 100 - near_edge ? "end" : "middle";
}

static void open_text(struct buffer *out, double x, double y, const char *anchor)
{
    html_add(out, "<text x=\"%f\" y=\"%f\" font-size=\"%d\" text-anchor=\"%t\">", x, y, TEXT, anchor);
}

static void add_label(struct buffer *out, double y, const char *label)
{
    open_text(out, EDGE, y, "start");
    html_text_cut(out, label, LABEL_BYTES);
    html_add(out, "</text>\n");
}

static void add_axis(struct buffer *out, double top, double bottom)
{
    for (int value = 0; value <= 100; value += 20) {
        html_add(out, "<path d=\"M%f,%fV%f\" class=\"axis\"/>", across(value), top, bottom);
        open_text(out, across(value), bottom + TEXT, anchor_at(value, 1));
        html_add(out, "%d</text>\n", value);
    }
}

void charts_dots(struct buffer *out, const struct chart *chart, const double *values, size_t count, double median)
{
    enum { BINS = 51, STEP = 7, TOP = 24 };
    size_t stacks[BINS] = {0}, tallest = 1;
    for (size_t i = 0; i < count; i++) {
        size_t bin = (size_t)lround(fmin(100, fmax(0, values[i])) / 2);
        if (++stacks[bin] > tallest)
            tallest = stacks[bin];
    }
    double base = TOP + 10 + (double)tallest * STEP;
    open_svg(out, chart, WIDTH, base + TEXT + 8, "img");
    add_axis(out, TOP, base);
    for (size_t bin = 0; bin < BINS; bin++)
        for (size_t k = 0; k < stacks[bin]; k++)
            html_add(out, "<circle cx=\"%f\" cy=\"%f\" r=\"3\" class=\"edged b1\"/>\n",
                     across(100.0 * (double)bin / (BINS - 1)), base - 5 - (double)k * STEP);
    if (!isnan(median)) {
        double x = across(median);
        html_add(out, "<path d=\"M%f,%fV%f\" class=\"median\"/>", x, (double)TOP - 2, base);
        open_text(out, x, TEXT, anchor_at(median, 14));
        html_add(out, "median %n</text>\n", median);
    }
    html_add(out, "</svg>\n");
}

void charts_stacked(struct buffer *out, const struct chart *chart, const struct stacked_bar *bars, size_t count)
{
    enum { BAR = 18 };
    open_svg(out, chart, WIDTH, LINE * (double)count, "img");
    add_hatch(out, chart->id);
    for (size_t i = 0; i < count; i++) {
        double y = LINE * (double)i, x = EDGE;
        size_t total = 0;
        for (int p = 0; p <= CHART_CLASSES; p++)
            total += bars[i].parts[p];
        add_label(out, y + TEXT, bars[i].label);
        for (int p = 0; total && p <= CHART_CLASSES; p++) {
            double span = SPAN * (double)bars[i].parts[p] / (double)total;
            if (!bars[i].parts[p])
                continue;
            html_add(out, "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%d\"", x, y + 23,
                     fmax(1, span - 1.5), BAR);
            add_fill(out, chart->id, part_classes[p]);
            html_add(out, "/>");
            if (span > (bars[i].parts[p] < 10 ? 16 : bars[i].parts[p] < 100 ? 28 : 40) && part_classes[p] >= 0)
                html_add(out,
                         "<text x=\"%f\" y=\"%f\" font-size=\"%d\" text-anchor=\"middle\" dominant-baseline=\"central\" "
                         "class=\"%t\">%z</text>",
                         x + span / 2 - 0.7, y + 23 + BAR / 2.0, TEXT, on_class(part_classes[p]), bars[i].parts[p]);
            html_add(out, "\n");
            x += span;
        }
    }
    html_add(out, "</svg>\n");
}

static void add_range(struct buffer *out, const struct chart *chart, const struct tick_bar *bar, double y)
{
    enum { BAR = 14 };
    html_add(out, "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%d\" class=\"b1\"/>\n", (double)EDGE, y, SPAN * bar->low / 100, BAR);
    if (bar->high - bar->low >= 0.5)
        html_add(out, "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"%d\" class=\"edged\" fill=\"url(#%t-h)\"/>\n",
                 across(bar->low), y, SPAN * (bar->high - bar->low) / 100, BAR, chart->id);
}

void charts_tick_bars(struct buffer *out, const struct chart *chart, const struct tick_bar *bars, size_t count,
                      const char *tick_words)
{
    double bottom = LINE * (double)count;
    bool ticked = false;
    for (size_t i = 0; i < count; i++)
        ticked |= !isnan(bars[i].tick);
    open_svg(out, chart, WIDTH, bottom + (ticked ? 3 : 2) * TEXT, "img");
    add_hatch(out, chart->id);
    add_axis(out, 0, bottom);
    for (size_t i = 0; i < count; i++) {
        const struct tick_bar *bar = &bars[i];
        double y = LINE * (double)i;
        add_label(out, y + TEXT, bar->label);
        html_add(out, "<text x=\"%f\" y=\"%f\" font-size=\"%d\" text-anchor=\"end\" font-weight=\"600\">", across(100),
                 y + TEXT, TEXT);
        if (isnan(bar->low))
            html_add(out, "not scored</text>\n");
        else if (figures_round(bar->high) > figures_round(bar->low))
            html_add(out, "%n–%n</text>\n", bar->low, bar->high);
        else
            html_add(out, "%n</text>\n", bar->low);
        if (!isnan(bar->low))
            add_range(out, chart, bar, y + 24);
        if (!isnan(bar->tick))
            html_add(out,
                     "<path d=\"M%f,%fv22\" class=\"gap\"/><path d=\"M%f,%fv22\" class=\"tick\"/>\n",
                     across(bar->tick), y + 20, across(bar->tick), y + 20);
    }
    if (ticked) {
        html_add(out, "<path d=\"M%f,%fv16\" class=\"tick\"/>", EDGE + 2.0, bottom + TEXT + 12);
        open_text(out, EDGE + 10, bottom + 2 * TEXT + 9, "start");
        html_add(out, "%t</text>\n", tick_words);
    }
    html_add(out, "</svg>\n");
}

void charts_scale(struct buffer *out, const struct chart *chart, const struct scale *scale)
{
    enum { TOP = 27, BAR = 24, BELOW = TOP + BAR, FEWEST = 9 /* less is not seen */ };
    bool ranges = figures_round(scale->high) > figures_round(scale->low);
    double middle = (scale->low + scale->high) / 2, span = fmax(FEWEST, SPAN * (scale->high - scale->low) / 100);
    double left = fmin(fmax(across(middle) - span / 2, EDGE), across(100) - span);
    open_svg(out, chart, WIDTH, BELOW + (isnan(scale->median) ? 2 : 3) * TEXT - 6, "img");
    for (size_t i = scale->band_count; i-- > 0;) {
        double from = scale->from[i], to = i > 0 ? scale->from[i - 1] : 100;
        html_add(out, "<rect x=\"%f\" y=\"%d\" width=\"%f\" height=\"%d\"", across(from), TOP, SPAN * (to - from) / 100, BAR);
        add_fill(out, chart->id, i < CHART_CLASSES ? (int)i : CHART_CLASSES - 1);
        html_add(out, "/>\n");
    }
    html_add(out, "<rect x=\"%f\" y=\"%d\" width=\"%f\" height=\"%d\" rx=\"2\" class=\"mark\"/>", left, TOP - 5, span, BAR + 10);
    html_add(out, "<text x=\"%f\" y=\"%d\" font-size=\"%d\" text-anchor=\"%t\" font-weight=\"600\">", across(middle), TEXT, TEXT, anchor_at(middle, 8));
    html_add(out, ranges ? "%n–%n</text>\n" : "%n</text>\n", scale->low, scale->high);
    double below = BELOW + TEXT + 6;
    if (!isnan(scale->median)) {
        html_add(out, "<path d=\"M%f,%dl6,10h-12z\" class=\"arrow\"/>", across(scale->median), BELOW + 7);
        open_text(out, across(scale->median) + (scale->median > 88 ? -9 : 9), BELOW + TEXT + 3, scale->median > 88 ? "end" : "start");
        html_add(out, "%n</text>\n", scale->median);
        below += TEXT;
    }
    open_text(out, EDGE, below, "start");
    html_add(out, "%t</text>\n", scale->least);
    open_text(out, across(100), below, "end");
    html_add(out, "%t</text>\n</svg>\n", scale->most);
}

static void add_ring(struct buffer *out, double x, double y)
{
    html_add(out, "<circle cx=\"%f\" cy=\"%f\" r=\"5\" class=\"ring\"/>", x, y);
}

static void add_disc(struct buffer *out, double x, double y)
{
    html_add(out, "<circle cx=\"%f\" cy=\"%f\" r=\"5\" class=\"b0\"/>", x, y);
}

/* The numbers beside the bell, where it leaves room; else upon it, with a rim. */
static void add_bell_words(struct buffer *out, const struct dumbbell *bell, double y)
{
    const double room = 30; /* of the span, for "100 to 100" */
    double low = fmin(bell->before, bell->after), high = fmax(bell->before, bell->after);
    double x = low > room ? EDGE : high < 100 - room ? across(100) : across((low + high) / 2);
    html_add(out, "<text x=\"%f\" y=\"%f\" font-size=\"%d\" font-weight=\"600\" text-anchor=\"%t\" class=\"halo\">%n to %n</text>", x, y, TEXT,
             low > room ? "start" : high < 100 - room ? "end" : "middle", bell->before, bell->after);
}

void charts_dumbbells(struct buffer *out, const struct chart *chart, const struct dumbbell *bells, size_t count)
{
    enum { TOP = 30 };
    double bottom = TOP + LINE * (double)count;
    open_svg(out, chart, WIDTH, bottom + TEXT + 8, "img");
    add_ring(out, 10, 11);
    open_text(out, 20, TEXT, "start");
    html_add(out, "before</text>");
    add_disc(out, 110, 11);
    open_text(out, 120, TEXT, "start");
    html_add(out, "now</text>\n");
    add_axis(out, TOP, bottom);
    for (size_t i = 0; i < count; i++) {
        double y = TOP + LINE * (double)i, at = y + TEXT + 17;
        add_label(out, y + TEXT, bells[i].label);
        html_add(out, "<path d=\"M%f,%fH%f\" class=\"bell\"/>", across(bells[i].before), at, across(bells[i].after));
        add_ring(out, across(bells[i].before), at);
        add_disc(out, across(bells[i].after), at);
        add_bell_words(out, &bells[i], at + 6);
        html_add(out, "\n");
    }
    html_add(out, "</svg>\n");
}

/* A day under its point: two of them stand side by side on a telephone where the year has a line of its own. */
static void add_day(struct buffer *out, const char *label, double x, double y, const char *anchor)
{
    const char *last = strrchr(label, ' ');
    char *words = memory_copy_n(label, last ? (size_t)(last - label) : strlen(label));
    open_text(out, x, y, anchor);
    html_text(out, words);
    free(words);
    if (last)
        html_add(out, "<tspan x=\"%f\" dy=\"%d\">%t</tspan>", x, TEXT + 2, last + 1);
    html_add(out, "</text>\n");
}

void charts_line(struct buffer *out, const struct chart *chart, const struct line_point *points, size_t count)
{
    const double left = 56, width = WIDTH - 56 - 20, top = 26, height = 150;
    double step = count > 1 ? width / (double)(count - 1) : 0;
    open_svg(out, chart, WIDTH, top + height + 2 * TEXT + 18, "img");
    for (int value = 0; value <= 100; value += 25) {
        double y = top + height - height * value / 100;
        html_add(out, "<path d=\"M%f,%fH%f\" class=\"axis\"/>", left - 20, y, left + width + 16);
        open_text(out, left - 24, y + 5, "end");
        html_add(out, "%d</text>\n", value);
    }
    html_add(out, "<path class=\"run\" d=\"");
    for (size_t i = 0; i < count; i++)
        html_add(out, "%t%f,%f", i ? "L" : "M", left + step * (double)i, top + height - height * points[i].value / 100);
    html_add(out, "\"/>\n");
    /* Numbers of many runs would run into each other, and dates of more than two; the table has them all. */
    size_t every = (count + 5) / 6;
    for (size_t i = 0; i < count; i++) {
        double x = left + step * (double)i, y = top + height - height * points[i].value / 100;
        html_add(out, "<circle cx=\"%f\" cy=\"%f\" r=\"4\" class=\"dot\"/>", x, y);
        if ((count - 1 - i) % every == 0) {
            open_text(out, x, y < top + TEXT ? y + 22 : y - 9, "middle");
            html_add(out, "%n</text>\n", points[i].value);
        }
        if (i == 0 || i + 1 == count)
            add_day(out, points[i].label, i ? left + width + 16 : left - 20, top + height + TEXT + 8, i ? "end" : "start");
    }
    html_add(out, "</svg>\n");
}

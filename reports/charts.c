#include "reports/charts.h"

#include <math.h>
#include <string.h>

#include "base/text.h"
#include "reports/figures.h"

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
        "<rect width=\"6\" height=\"6\" fill=\"#fff\"/><rect width=\"1.6\" height=\"6\" fill=\"#6f8296\"/></pattern></defs>\n",
        id);
}

/* Fill by class; the hatch is a pattern of this drawing. */
static void add_fill(struct buffer *out, const char *id, int class)
{
    if (class < 0 || class > CHART_CLASSES)
        html_add(out, " fill=\"url(#%t-h)\"", id);
    else
        html_add(out, " class=\"%t\"", class_names[class]);
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
    for (size_t i = 0; i < count; i++) {
        const struct council *council = cells[i].council;
        if (!council->has_hex)
            continue;
        double x = (cell_x(council) - left + 1.1) * size, y = (-1.5 * council->hex_r - top + 1.2) * size;
        html_add(out, "<a href=\"%u\"><title>%t: %t</title><path class=\"hex %t\"", cells[i].href, council->short_name,
                 cells[i].words, cells[i].class < 0 || cells[i].class >= CHART_CLASSES ? "bh" : class_names[cells[i].class]);
        if (cells[i].class < 0)
            add_fill(out, chart->id, CHART_HATCH);
        html_add(out, " d=\"M%f,%fl17.7,10.2v20.4l-17.7,10.2l-17.7,-10.2v-20.4z\"/>", x, y - 20.4);
        /* A halo keeps letters readable over the hatch. */
        if (cells[i].class < 0)
            html_add(out,
                     "<text x=\"%f\" y=\"%f\" text-anchor=\"middle\" font-size=\"12\" font-weight=\"600\" fill=\"#0b1f33\" "
                     "stroke=\"#fff\" "
                     "stroke-width=\"4\" paint-order=\"stroke\" aria-hidden=\"true\">",
                     x, y + 4.3);
        else
            html_add(out,
                     "<text x=\"%f\" y=\"%f\" text-anchor=\"middle\" font-size=\"12\" font-weight=\"600\" fill=\"%t\" "
                     "aria-hidden=\"true\">",
                     x, y + 4.3, cells[i].class < 2 ? "#fff" : "#0b1f33");
        charts_short_label(out, council->short_name);
        html_add(out, "</text></a>\n");
    }
    html_add(out, "</svg>\n");
}

void charts_key(struct buffer *out, const char *const *words, const size_t *counts)
{
    html_add(out, "<ul class=\"key\">");
    for (int i = 0; i <= CHART_CLASSES; i++) {
        if (!words[i])
            continue;
        html_add(out,
                 "<li><svg viewBox=\"0 0 20 20\" aria-hidden=\"true\"><rect x=\"1\" y=\"1\" width=\"18\" height=\"18\" "
                 "stroke=\"#0b1f33\" class=\"%t\"/>",
                 class_names[i]);
        if (i == CHART_CLASSES)
            html_add(out, "<path d=\"M1,19L19,1M1,10L10,1M10,19L19,10\" stroke=\"#6f8296\" stroke-width=\"1.6\"/>");
        html_add(out, "</svg>%t: %z</li>", words[i], counts[i]);
    }
    html_add(out, "</ul>\n");
}

static void add_axis(struct buffer *out, double left, double width, double top, double bottom)
{
    for (int value = 0; value <= 100; value += 20) {
        double x = left + width * value / 100;
        html_add(out,
                 "<path d=\"M%f,%fV%f\" stroke=\"#c5d3e0\"/><text x=\"%f\" y=\"%f\" font-size=\"13\" text-anchor=\"middle\" "
                 "fill=\"#46596d\">%d</text>\n",
                 x, top, bottom, x, bottom + 18, value);
    }
}

void charts_dots(struct buffer *out, const struct chart *chart, const double *values, size_t count, double median)
{
    enum { BINS = 51 };
    size_t stacks[BINS] = {0}, tallest = 1;
    for (size_t i = 0; i < count; i++) {
        size_t bin = (size_t)lround(fmin(100, fmax(0, values[i])) / 2);
        if (++stacks[bin] > tallest)
            tallest = stacks[bin];
    }
    const double left = 20, width = 720, step = 13;
    double base = 40 + (double)tallest * step;
    open_svg(out, chart, left * 2 + width, base + 34, "img");
    add_axis(out, left, width, 24, base);
    for (size_t bin = 0; bin < BINS; bin++)
        for (size_t k = 0; k < stacks[bin]; k++)
            html_add(out, "<circle cx=\"%f\" cy=\"%f\" r=\"5.6\" class=\"b1\" stroke=\"#0b1f33\"/>\n",
                     left + width * (double)bin / (BINS - 1), base - 7 - (double)k * step);
    if (!isnan(median)) {
        double x = left + width * median / 100;
        html_add(
            out,
            "<path d=\"M%f,22V%f\" stroke=\"#0b1f33\" stroke-width=\"2\" stroke-dasharray=\"5 3\"/>"
            "<text x=\"%f\" y=\"15\" font-size=\"14\" font-weight=\"600\" text-anchor=\"%t\" fill=\"#0b1f33\">median %n</text>\n",
            x, base, x,
            median < 8    ? "start"
            : median > 92 ? "end"
                          : "middle",
            median);
    }
    html_add(out, "</svg>\n");
}

void charts_stacked(struct buffer *out, const struct chart *chart, const struct stacked_bar *bars, size_t count,
                    const char *const *part_words)
{
    /* found, partly, not found, could not tell, not tested */
    static const int classes[CHART_CLASSES + 1] = {0, 2, 3, 4, CHART_HATCH};
    const double label = 250, width = 470, line = 34;
    open_svg(out, chart, label + width + 20, 40 + line * (double)count, "img");
    add_hatch(out, chart->id);
    double at = label;
    for (int p = 0; p <= CHART_CLASSES; p++) {
        if (!part_words[p])
            continue;
        html_add(out, "<rect x=\"%f\" y=\"6\" width=\"14\" height=\"14\" stroke=\"#0b1f33\"", at);
        add_fill(out, chart->id, classes[p]);
        html_add(out, "/><text x=\"%f\" y=\"18\" font-size=\"13\" fill=\"#0b1f33\">%t</text>\n", at + 19, part_words[p]);
        at += 34 + 6.6 * (double)strlen(part_words[p]);
    }
    for (size_t i = 0; i < count; i++) {
        double y = 34 + line * (double)i, x = label;
        size_t total = 0;
        for (int p = 0; p <= CHART_CLASSES; p++)
            total += bars[i].parts[p];
        html_add(out, "<text x=\"%f\" y=\"%f\" font-size=\"14\" text-anchor=\"end\" fill=\"#0b1f33\">", label - 10, y + 17);
        html_text_cut(out, bars[i].label, 36);
        html_add(out, "</text>\n");
        for (int p = 0; total && p <= CHART_CLASSES; p++) {
            double span = width * (double)bars[i].parts[p] / (double)total;
            if (!bars[i].parts[p])
                continue;
            html_add(out, "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"24\" stroke=\"#0b1f33\"", x, y, fmax(1, span - 2));
            add_fill(out, chart->id, classes[p]);
            html_add(out, "/>");
            if (span > 26 && classes[p] >= 0)
                html_add(out, "<text x=\"%f\" y=\"%f\" font-size=\"13\" text-anchor=\"middle\" fill=\"%t\">%z</text>",
                         x + span / 2 - 1, y + 17, classes[p] == 0 ? "#fff" : "#0b1f33", bars[i].parts[p]);
            html_add(out, "\n");
            x += span;
        }
    }
    html_add(out, "</svg>\n");
}

void charts_tick_bars(struct buffer *out, const struct chart *chart, const struct tick_bar *bars, size_t count,
                      const char *tick_words)
{
    const double label = 170, width = 460, line = 46;
    double bottom = 14 + line * (double)count;
    open_svg(out, chart, label + width + 100, bottom + 44, "img");
    add_hatch(out, chart->id);
    add_axis(out, label, width, 8, bottom);
    for (size_t i = 0; i < count; i++) {
        double y = 18 + line * (double)i;
        html_add(out, "<text x=\"%f\" y=\"%f\" font-size=\"15\" text-anchor=\"end\" fill=\"#0b1f33\">%t</text>\n", label - 12,
                 y + 17, bars[i].label);
        if (isnan(bars[i].low)) {
            html_add(out, "<text x=\"%f\" y=\"%f\" font-size=\"14\" fill=\"#46596d\">not scored</text>\n", label + 8, y + 17);
        } else {
            html_add(out, "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"24\" class=\"b1\"/>\n", label, y,
                     width * bars[i].low / 100);
            if (bars[i].high - bars[i].low >= 0.5)
                html_add(out, "<rect x=\"%f\" y=\"%f\" width=\"%f\" height=\"24\" fill=\"url(#%t-h)\" stroke=\"#0b1f33\"/>\n",
                         label + width * bars[i].low / 100, y, width * (bars[i].high - bars[i].low) / 100, chart->id);
            html_add(out, "<text x=\"%f\" y=\"%f\" font-size=\"15\" font-weight=\"600\" fill=\"#0b1f33\">%n", label + width + 14,
                     y + 17, bars[i].low);
            if (figures_round(bars[i].high) > figures_round(bars[i].low))
                html_add(out, "–%n", bars[i].high);
            html_add(out, "</text>\n");
        }
        if (!isnan(bars[i].tick)) {
            double x = label + width * bars[i].tick / 100;
            html_add(out,
                     "<path d=\"M%f,%fv32\" stroke=\"#fff\" stroke-width=\"6\"/><path d=\"M%f,%fv32\" stroke=\"#f46a25\" "
                     "stroke-width=\"4\"/>\n",
                     x, y - 4, x, y - 4);
        }
    }
    html_add(out,
             "<path d=\"M%f,%fv16\" stroke=\"#f46a25\" stroke-width=\"4\"/><text x=\"%f\" y=\"%f\" font-size=\"13\" "
             "fill=\"#0b1f33\">%t</text>\n",
             label + 2, bottom + 25, label + 12, bottom + 38, tick_words);
    html_add(out, "</svg>\n");
}

void charts_dumbbells(struct buffer *out, const struct chart *chart, const struct dumbbell *bells, size_t count)
{
    const double label = 250, width = 420, line = 34;
    double bottom = 34 + line * (double)count;
    open_svg(out, chart, label + width + 70, bottom + 26, "img");
    html_add(out,
             "<circle cx=\"%f\" cy=\"13\" r=\"7\" fill=\"#fff\" stroke=\"#12436d\" stroke-width=\"2.5\"/><text x=\"%f\" y=\"18\" "
             "font-size=\"13\">before</text>"
             "<circle cx=\"%f\" cy=\"13\" r=\"7\" class=\"b0\"/><text x=\"%f\" y=\"18\" font-size=\"13\">now</text>\n",
             label + 8, label + 21, label + 98, label + 111);
    add_axis(out, label, width, 28, bottom);
    for (size_t i = 0; i < count; i++) {
        double y = 46 + line * (double)i, from = label + width * bells[i].before / 100, to = label + width * bells[i].after / 100;
        html_add(out, "<text x=\"%f\" y=\"%f\" font-size=\"14\" text-anchor=\"end\" fill=\"#0b1f33\">", label - 14, y + 5);
        html_text_cut(out, bells[i].label, 36);
        html_add(out,
                 "</text><path d=\"M%f,%fH%f\" stroke=\"#2073bc\" stroke-width=\"4\"/><circle cx=\"%f\" cy=\"%f\" r=\"7\" "
                 "fill=\"#fff\" stroke=\"#12436d\" "
                 "stroke-width=\"2.5\"/><circle cx=\"%f\" cy=\"%f\" r=\"7\" class=\"b0\"/><text x=\"%f\" y=\"%f\" "
                 "font-size=\"13\" fill=\"#0b1f33\">%n to %n</text>\n",
                 from, y, to, from, y, to, y, label + width + 14, y + 5, bells[i].before, bells[i].after);
    }
    html_add(out, "</svg>\n");
}

void charts_line(struct buffer *out, const struct chart *chart, const struct line_point *points, size_t count)
{
    const double left = 90, width = 580, top = 24, height = 180;
    double step = count > 1 ? width / (double)(count - 1) : 0;
    open_svg(out, chart, width + 2 * left, top + height + 44, "img");
    for (int value = 0; value <= 100; value += 25) {
        double y = top + height - height * value / 100;
        html_add(out,
                 "<path d=\"M%f,%fH%f\" stroke=\"#c5d3e0\"/><text x=\"%f\" y=\"%f\" font-size=\"13\" text-anchor=\"end\" "
                 "fill=\"#46596d\">%d</text>\n",
                 left - 20, y, left + width + 20, left - 28, y + 4.5, value);
    }
    html_add(out, "<path fill=\"none\" stroke=\"#12436d\" stroke-width=\"3\" d=\"");
    for (size_t i = 0; i < count; i++)
        html_add(out, "%t%f,%f", i ? "L" : "M", left + step * (double)i, top + height - height * points[i].value / 100);
    html_add(out, "\"/>\n");
    /* Dates of many runs would run into each other: the first, the last and every other where there is room. */
    size_t every = count > 6 ? (count + 4) / 5 : 1;
    for (size_t i = 0; i < count; i++) {
        double x = left + step * (double)i, y = top + height - height * points[i].value / 100;
        html_add(out,
                 "<circle cx=\"%f\" cy=\"%f\" r=\"5.6\" class=\"b0\" stroke=\"#fff\"/><text x=\"%f\" y=\"%f\" font-size=\"14\" "
                 "font-weight=\"600\" text-anchor=\"middle\" fill=\"#0b1f33\">%n</text>\n",
                 x, y, x, y < top + 20 ? y + 22 : y - 11, points[i].value);
        if (i % every == 0 || i + 1 == count)
            html_add(out,
                     "<text x=\"%f\" y=\"%f\" font-size=\"12\" text-anchor=\"middle\" fill=\"#0b1f33\">%t</text>\n", x,
                     top + height + 26, points[i].label);
    }
    html_add(out, "</svg>\n");
}

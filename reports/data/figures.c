#include "reports/data/figures.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

double figures_round(double value)
{
    if (isnan(value))
        return value;
    double whole = floor(fabs(value) + 0.5 + 1e-9);
    return value < 0 && whole > 0 ? -whole : whole;
}

double figures_down(double value)
{
    return floor(value + 1e-9);
}

static struct figure parted(bool negative, uint64_t count)
{
    struct figure figure = {""};
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)count), at = 0;
    if (negative)
        figure.text[at++] = '-';
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            figure.text[at++] = ',';
        figure.text[at++] = digits[i];
    }
    return figure;
}

struct figure figures_count(size_t count)
{
    return parted(false, count);
}

struct figure figures_whole(double value)
{
    double whole = figures_round(value);
    if (isnan(whole) || fabs(whole) >= 1e18)
        return (struct figure){""};
    return parted(whole < 0, (uint64_t)fabs(whole));
}

struct figure figures_share(size_t count, size_t base)
{
    const double percent = figures_round(100.0 * (double)count / (double)base);
    if (count > 0 && percent < 1)
        return (struct figure){"under 1"};
    if (count < base && percent > 99)
        return (struct figure){"over 99"};
    return figures_whole(percent);
}

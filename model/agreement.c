#include "model/agreement.h"

#include <math.h>

void agreement_add(struct agreement *agreement, enum verdict first, enum verdict second)
{
    agreement->table[first][second]++;
    agreement->count++;
}

size_t agreement_same(const struct agreement *agreement)
{
    size_t same = 0;
    for (int i = 0; i < VERDICT_COUNT; i++)
        same += agreement->table[i][i];
    return same;
}

static const double normal_95 = 1.959964; /* of the normal distribution, both sides */

/* The interval of a proportion of n, in percent. */
static void wilson(double share, double n, double *low, double *high)
{
    const double z2 = normal_95 * normal_95 / n;
    double middle = (share + z2 / 2) / (1 + z2), half = normal_95 * sqrt(share * (1 - share) / n + z2 / (4 * n)) / (1 + z2);
    *low = 100 * fmax(0, middle - half);
    *high = 100 * fmin(1, middle + half);
}

struct agreement_figures agreement_figures(const struct agreement *agreement)
{
    const double n = (double)agreement->count;
    if (agreement->count == 0)
        return (struct agreement_figures){NAN, NAN, NAN, NAN, NAN, NAN};
    double row[VERDICT_COUNT] = {0}, column[VERDICT_COUNT] = {0}, observed = 0, expected = 0;
    for (int i = 0; i < VERDICT_COUNT; i++)
        for (int k = 0; k < VERDICT_COUNT; k++) {
            double share = (double)agreement->table[i][k] / n;
            row[i] += share;
            column[k] += share;
            if (i == k)
                observed += share;
        }
    for (int i = 0; i < VERDICT_COUNT; i++)
        expected += row[i] * column[i];
    double percent_low, percent_high;
    wilson(observed, n, &percent_low, &percent_high);
    if (expected >= 1)
        return (struct agreement_figures){100, percent_low, percent_high, NAN, NAN, NAN};
    const double kappa = (observed - expected) / (1 - expected);
    /* Fleiss, Cohen and Everitt's variance of kappa, equation for the general case. */
    double a = 0, b = 0;
    for (int i = 0; i < VERDICT_COUNT; i++)
        for (int k = 0; k < VERDICT_COUNT; k++) {
            double share = (double)agreement->table[i][k] / n;
            if (i == k) {
                double term = 1 - (row[i] + column[i]) * (1 - kappa);
                a += share * term * term;
            } else {
                double term = column[i] + row[k];
                b += share * term * term;
            }
        }
    b *= (1 - kappa) * (1 - kappa);
    double c = kappa - expected * (1 - kappa);
    double variance = (a + b - c * c) / (n * (1 - expected) * (1 - expected));
    double half = normal_95 * sqrt(variance > 0 ? variance : 0);
    return (struct agreement_figures){100 * observed, percent_low, percent_high, kappa, fmax(-1, kappa - half), fmin(1, kappa + half)};
}

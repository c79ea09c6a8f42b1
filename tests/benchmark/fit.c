#include "fit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"

enum { STEPS = 400, POWER_STEPS = 60, CLASSES_MAX = 32 };

/* The rows to learn from, centred, one after another. */
struct problem {
    double *x;      /* rows by columns */
    double *mean;
    int *y;
    size_t n, d, k;
    double penalty;
};

static void load(const struct fit_data *data, struct problem *problem)
{
    problem->d = data->column_count;
    problem->k = data->class_count;
    problem->penalty = data->penalty;
    problem->x = memory_array(data->row_count * problem->d + 1, sizeof(double));
    problem->mean = memory_array(problem->d + 1, sizeof(double));
    problem->y = memory_array(data->row_count + 1, sizeof(int));
    for (size_t i = 0; i < data->row_count; i++) {
        if (!data->use[i] || data->classes[i] < 0)
            continue;
        for (size_t j = 0; j < problem->d; j++)
            problem->x[problem->n * problem->d + j] = data->rows[i][data->columns[j]];
        problem->y[problem->n++] = data->classes[i];
    }
    for (size_t i = 0; i < problem->n * problem->d; i++)
        problem->mean[i % problem->d] += problem->x[i] / (double)problem->n;
    for (size_t i = 0; i < problem->n * problem->d; i++)
        problem->x[i] -= problem->mean[i % problem->d];
}

/* The largest singular value of x, squared, by power iteration: it bounds the step. */
static double largest(const struct problem *problem)
{
    double *v = memory_array(problem->d + 1, sizeof(double)), *w = memory_array(problem->d + 1, sizeof(double));
    double norm = 1;
    for (size_t j = 0; j < problem->d; j++)
        v[j] = 1 / sqrt((double)problem->d);
    for (int step = 0; step < POWER_STEPS; step++) {
        memset(w, 0, problem->d * sizeof *w);
        for (size_t i = 0; i < problem->n; i++) {
            const double *row = problem->x + i * problem->d;
            double dot = 0;
            for (size_t j = 0; j < problem->d; j++)
                dot += row[j] * v[j];
            for (size_t j = 0; j < problem->d; j++)
                w[j] += row[j] * dot;
        }
        norm = 0;
        for (size_t j = 0; j < problem->d; j++)
            norm += w[j] * w[j];
        norm = sqrt(norm);
        for (size_t j = 0; j < problem->d && norm > 0; j++)
            v[j] = w[j] / norm;
    }
    free(v);
    free(w);
    return norm;
}

static void softmax(double *z, size_t k)
{
    double top = z[0], sum = 0;
    for (size_t c = 1; c < k; c++)
        top = z[c] > top ? z[c] : top;
    for (size_t c = 0; c < k; c++)
        sum += z[c] = exp(z[c] - top);
    for (size_t c = 0; c < k; c++)
        z[c] /= sum;
}

/* The gradient at (w, b), into (gw, gb). */
static void slope(const struct problem *problem, const double *w, const double *b, double *gw, double *gb)
{
    size_t d = problem->d, k = problem->k;
    for (size_t j = 0; j < d * k; j++)
        gw[j] = problem->penalty * w[j];
    memset(gb, 0, k * sizeof *gb);
    for (size_t i = 0; i < problem->n; i++) {
        const double *row = problem->x + i * d;
        double z[CLASSES_MAX];
        memcpy(z, b, k * sizeof *z);
        for (size_t j = 0; j < d; j++)
            for (size_t c = 0; c < k; c++)
                z[c] += row[j] * w[j * k + c];
        softmax(z, k);
        z[problem->y[i]] -= 1;
        for (size_t c = 0; c < k; c++)
            gb[c] += z[c] / (double)problem->n;
        for (size_t j = 0; j < d; j++)
            for (size_t c = 0; c < k; c++)
                gw[j * k + c] += row[j] * z[c] / (double)problem->n;
    }
}

static void descend(const struct problem *problem, double *w, double *b)
{
    size_t d = problem->d, k = problem->k, m = d * k;
    double *vw = memory_array(m + 1, sizeof(double)), *gw = memory_array(m + 1, sizeof(double));
    double vb[CLASSES_MAX] = {0}, gb[CLASSES_MAX];
    double step = 1 / (0.5 * largest(problem) / (double)problem->n + problem->penalty + 0.5), t = 1;
    for (int i = 0; i < STEPS; i++) {
        slope(problem, vw, vb, gw, gb);
        double next = (1 + sqrt(1 + 4 * t * t)) / 2, push = (t - 1) / next;
        for (size_t j = 0; j < m; j++) {
            double moved = vw[j] - step * gw[j];
            vw[j] = moved + push * (moved - w[j]);
            w[j] = moved;
        }
        for (size_t c = 0; c < k; c++) {
            double moved = vb[c] - step * gb[c];
            vb[c] = moved + push * (moved - b[c]);
            b[c] = moved;
        }
        t = next;
    }
    free(vw);
    free(gw);
}

void fit(const struct fit_data *data, double *weights, double *bias)
{
    struct problem problem = {0};
    load(data, &problem);
    memset(weights, 0, problem.d * problem.k * sizeof *weights);
    memset(bias, 0, problem.k * sizeof *bias);
    if (problem.n > 0)
        descend(&problem, weights, bias);
    for (size_t j = 0; j < problem.d; j++) /* the weights apply to features as they are */
        for (size_t c = 0; c < problem.k; c++)
            bias[c] -= problem.mean[j] * weights[j * problem.k + c];
    free(problem.x);
    free(problem.mean);
    free(problem.y);
}

int fit_predict(const struct fit_data *data, const double *weights, const double *bias, const double *row)
{
    double z[CLASSES_MAX];
    memcpy(z, bias, data->class_count * sizeof *z);
    for (size_t j = 0; j < data->column_count; j++)
        for (size_t c = 0; c < data->class_count; c++)
            z[c] += row[data->columns[j]] * weights[j * data->class_count + c];
    size_t best = 0;
    for (size_t c = 1; c < data->class_count; c++)
        best = z[c] > z[best] ? c : best;
    return (int)best;
}

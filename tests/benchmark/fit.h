/* Multinomial logistic regression with an L2 penalty, by Nesterov's accelerated gradient.
 * Deterministic: the same pages give the same weights to the last digit. */
#ifndef COREOFFER_TESTS_BENCHMARK_FIT_H
#define COREOFFER_TESTS_BENCHMARK_FIT_H

#include <stdbool.h>
#include <stddef.h>

struct fit_data {
    const double *const *rows; /* one a page */
    const int *classes;        /* of each row, from 0; -1 leaves the row out */
    const bool *use;           /* rows to learn from */
    size_t row_count;
    const int *columns;        /* the features used, indexes in a row */
    size_t column_count;
    size_t class_count;
    double penalty;
};

/* weights[column * class_count + class] and bias[class] are the caller's. */
void fit(const struct fit_data *data, double *weights, double *bias);
/* The likeliest class of a row. */
int fit_predict(const struct fit_data *data, const double *weights, const double *bias, const double *row);

#endif

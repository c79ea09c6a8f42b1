/* Agreement between two judges: percent and Cohen's kappa with its interval. */
#ifndef COREOFFER_MODEL_AGREEMENT_H
#define COREOFFER_MODEL_AGREEMENT_H

#include <stddef.h>

#include "model/verdict.h"

struct agreement {
    size_t table[VERDICT_COUNT][VERDICT_COUNT]; /* first judge's verdict, second judge's */
    size_t count;
};

enum { AGREEMENT_ENOUGH = 10 }; /* pairs: kappa of fewer says nothing */

void agreement_add(struct agreement *agreement, enum verdict first, enum verdict second);

size_t agreement_same(const struct agreement *agreement); /* pairs that agree */

struct agreement_figures {
    double percent;       /* 0 to 100; NaN without pairs */
    double percent_low, percent_high; /* its 95% interval (Wilson 1927), honest for few pairs too */
    double kappa;         /* Cohen 1960; NaN where both judges always gave one same verdict, as chance would */
    double low, high;     /* 95% interval by the large-sample standard error (Fleiss, Cohen, Everitt 1969) */
};
struct agreement_figures agreement_figures(const struct agreement *agreement);

#endif

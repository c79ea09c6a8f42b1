/* A random sample of a run's verdicts for people to check, and how far they agreed with the
 * program. The draw is a digest of the run and of what the verdict is about: whoever exports
 * it gets the same sample, and nobody can draw again until it pleases. */
#ifndef COREOFFER_REPORTS_SAMPLE_H
#define COREOFFER_REPORTS_SAMPLE_H

#include "model/agreement.h"
#include "model/verdict.h"
#include "store/store.h"

enum { SAMPLE_PERCENT = 5 }; /* what people check of every run */

/* 0 <= draw < 1; the sample of n verdicts is those with the n lowest draws. */
double sample_draw(const struct run *run, const char *gss_code, const struct row_verdict *row);
/* Whether there is anything to check: what was not visited has no verdict. */
bool sample_holds(const struct row_verdict *row);
/* How many of `all` verdicts a share in percent is: rounded up, so that it is never none. */
size_t sample_size(size_t all, double percent);

struct report; /* reports/data/data.h */

struct sample {
    size_t all, drawn, checked;  /* verdicts of the run; in the sample; of these, by people */
    struct agreement total;      /* program's verdict, or what it leans to, and people's */
    struct agreement *by_row;    /* by the rubric's rows */
};

/* Measured over SAMPLE_PERCENT of the run's verdicts, or over as many more of the lowest
 * draws as people have checked nearly all of. Reviews outside it are not counted: people
 * look first at what seems wrong, and none that are carried from an earlier run: they were counted there. NULL where nobody has reviewed anything of this run; else in the report's arena. */
const struct sample *sample_measure(struct report *report);

#endif

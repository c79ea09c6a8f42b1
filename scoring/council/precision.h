/* How often answers of a kind are right: rows/precision.csv. */
#ifndef COREOFFER_SCORING_PRECISION_H
#define COREOFFER_SCORING_PRECISION_H

#include "base/memory.h"
#include "base/status.h"
#include "model/rubric.h"

/* Reads it into `out->precision`, of which there are none where the file is missing. `out->rows` must be there: a row that
 * it hasn't is refused, as are words that are no verdict, counts that can't be, and a kind that stands twice, with file and line. */
MUST_USE enum status precision_load(const char *seeds, struct arena *arena, struct rubric_texts *out, struct error *err);

#endif

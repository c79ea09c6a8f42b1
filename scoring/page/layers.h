/* Layers of the small nets that look at a page's sentences (vector_look.h, second_look.h), as
 * tests/benchmark/learn writes them: tables of whole thousandths (weights.h). Read-only once
 * loaded: threads share them. */
#ifndef COREOFFER_SCORING_LAYERS_H
#define COREOFFER_SCORING_LAYERS_H

#include <stddef.h>

#include "base/status.h"
#include "scoring/page/roles.h"
#include "scoring/page/weights.h"

/* Units are made up to whole steps: sums have room for a padded row. */
enum { LAYER_UNITS_MAX = 128 };
_Static_assert(LAYER_UNITS_MAX % WEIGHTS_STEP == 0 && ROLES_MAX % WEIGHTS_STEP == 0, "sums have room for a padded row");

struct layer {
    size_t inputs, units, stride; /* of an input's row: weights_stride of the units */
    float *weights;               /* input by input */
};

/* The table has the column "input" and 1 to LAYER_UNITS_MAX units, a row an input of `names`, in any order; an input
 * without a row weighs nothing. Errors name the file, the line and what is wrong. */
MUST_USE enum status layer_load(const char *path, const char *const *names, size_t count, struct layer *out, struct error *err);
void layer_release(struct layer *layer);

/* Takes what `count` inputs from the number `first` on give the units. */
static inline void layer_take(const struct layer *layer, size_t first, const float *inputs, size_t count, struct weights_rows *rows)
{
    weights_take_each(rows, layer->weights + first * layer->stride, layer->stride, inputs, count);
}

/* The last layer: of each role what is added to its log-odds, and how much of them is kept. */
struct odds_layer {
    size_t inputs, roles, stride; /* of an input's row: weights_stride of the roles */
    float *weights;               /* input by input */
    float *shift, *kept;          /* a number a role */
};

/* The table has the columns "role", "shift", "kept" and `inputs` more, a row a role; one without a row stays as it was. */
MUST_USE enum status odds_layer_load(const char *path, const struct roles *roles, size_t inputs, struct odds_layer *out, struct error *err);
void odds_layer_release(struct odds_layer *layer);

/* Starts with what every sentence gets; `sums` has ROLES_MAX. */
void odds_layer_start(const struct odds_layer *layer, float *sums);
/* Takes what `count` inputs from the number `first` on give the roles. */
static inline void odds_layer_take(const struct odds_layer *layer, size_t first, const float *inputs, size_t count, struct weights_rows *rows)
{
    weights_take_each(rows, layer->weights + first * layer->stride, layer->stride, inputs, count);
}
/* Changes the roles' log-odds by the sums. */
void odds_layer_end(const struct odds_layer *layer, const float *sums, float *odds);

#endif

/* The trained part: how the features of a page add up to a verdict. Multinomial logistic
 * regression, its weights in seeds/rubric/model.json, learnt by tests/benchmark/learn.
 *
 * A target's answer may be "lifted" by another's: explanation and referral are told "yes" too seldom on pages worded as councils
 * word theirs, so the more likely a page is one, the more is added to "yes". */
#ifndef COREOFFER_SCORING_MODEL_H
#define COREOFFER_SCORING_MODEL_H

#include <stddef.h>

#include "base/status.h"
#include "scoring/page/features.h"

enum { MODEL_CLASSES_MAX = 24 };

struct model;

/* Reads the weights. Each target names its classes and gives a weight a class for each of
 * its features; a feature that `features` does not know is an error, since the weights were
 * then trained for another rubric. So is a "lifted" by a target that is not there, or is lifted itself. */
MUST_USE enum status model_load(const char *seeds, const struct feature_set *features, struct model **out, struct error *err);
void model_free(struct model *model);

struct model_answer {
    const char *class;       /* the likeliest */
    double probability;
    double each[MODEL_CLASSES_MAX]; /* in the order of the target's classes */
};

/* Whether the model answers `target`. */
bool model_has(const struct model *model, const char *target);
/* Whether the class is one of the target's answers. */
bool model_has_class(const struct model *model, const char *target, const char *class);
/* `values` are the features; the target must exist. */
void model_answer(const struct model *model, const char *target, const double *values, struct model_answer *out);
/* Takes the likeliest class out: the next is the likeliest then. */
void model_rule_out(const struct model *model, const char *target, struct model_answer *answer);
/* The probability of one class, 0 where the target has no such class. */
double model_probability(const struct model *model, const char *target, const struct model_answer *answer, const char *class);

#endif

/* Scores and headlines, worked out of verdicts alone: by the judge, and again where a person decided otherwise. */
#ifndef COREOFFER_MODEL_SCORES_H
#define COREOFFER_MODEL_SCORES_H

#include "model/rubric.h"
#include "model/verdict.h"

/* The rows that EDCM's headline is made of: explanation, referral, contacts. */
enum { SCORES_BASICS = 3 };
extern const char *const scores_basics[SCORES_BASICS];
bool scores_is_basic(const char *row);

/* EDCM's headline for a service, of the basics: yes or no when all three are, concerns when they differ or one of them is
 * that, and cannot_tell where what could not be told decides it. */
enum verdict scores_headline(const struct service_scorecard *service);

/* Sets every score of the card from its verdicts by the rubric's scored rows and weights: of each service the criteria and the mean of them, of
 * the council the means over its services, in hundredths. What is not told counts as no in `low` and as yes in `high`, and not in `coverage`. */
void scores_set(const struct rubric_texts *texts, struct scorecard *card);

#endif

/* Scores and headlines, worked out of verdicts alone: by the judge, and again where a person decided otherwise. */
#ifndef COREOFFER_MODEL_SCORES_H
#define COREOFFER_MODEL_SCORES_H

#include "model/rubric.h"
#include "model/verdict.h"

/* EDCM's headline for a service, of explanation, referral and contacts: yes or no when all three are, concerns when they differ or one of them is
 * that, and cannot_tell where what could not be told decides it. */
enum verdict scores_headline(const struct service_scorecard *service);

/* Sets every score of the card from its verdicts by the rubric's scored rows and weights: of each service the criteria and the mean of them, of
 * the council the means over its services. What is not told counts as no in `low` and as yes in `high`, and not in `coverage`. */
void scores_set(const struct rubric_texts *texts, struct scorecard *card);

#endif

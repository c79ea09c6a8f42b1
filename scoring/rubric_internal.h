/* The compiled rubric, for the modules of scoring/ alone. */
#ifndef COREOFFER_SCORING_RUBRIC_INTERNAL_H
#define COREOFFER_SCORING_RUBRIC_INTERNAL_H

#include "base/memory.h"
#include "model/rubric.h"
#include "document/markup_words.h"
#include "scoring/claims.h"
#include "scoring/cues.h"
#include "scoring/facts.h"
#include "scoring/features.h"
#include "scoring/grounds.h"
#include "scoring/jargon.h"
#include "scoring/model.h"
#include "scoring/readability.h"
#include "scoring/roles.h"
#include "scoring/row_rules.h"
#include "scoring/rubric_texts.h"
#include "scoring/scoring.h"
#include "scoring/second_look.h"
#include "scoring/service.h"
#include "scoring/service_words.h"
#include "scoring/terms.h"
#include "scoring/told.h"
#include "scoring/vector_look.h"

struct rubric {
    struct markup_words *markup;
    struct arena arena;            /* owns the texts */
    struct rubric_texts texts;
    struct terms *terms;
    struct cues *cues;
    struct fact_rules *facts;
    struct jargon *jargon;
    struct syllables *syllables;
    struct row_rules *row_rules;   /* of the council level */
    struct roles *roles;           /* NULL while weights are being learnt */
    struct vector_look *vector_look;     /* as roles */
    struct second_look *second_look;     /* as roles */
    struct service_words *service_words; /* as roles */
    struct told_rules *told;             /* as roles */
    struct claims *claims;               /* as roles */
    struct feature_set *features;
    struct grounds *grounds;
    struct service_names services;
    struct model *model;           /* NULL while a model is being trained */
};

/* As rubric_load, without the trained weights: for the program that trains them. */
MUST_USE enum status rubric_load_untrained(const char *seeds, struct rubric **out, struct error *err);

#endif

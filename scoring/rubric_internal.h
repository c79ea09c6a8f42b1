/* The compiled rubric, for the modules of scoring/ alone. */
#ifndef COREOFFER_SCORING_RUBRIC_INTERNAL_H
#define COREOFFER_SCORING_RUBRIC_INTERNAL_H

#include "base/memory.h"
#include "document/markup_words.h"
#include "model/rubric.h"
#include "scoring/council/row_rules.h"
#include "scoring/council/told.h"
#include "scoring/facts/facts.h"
#include "scoring/page/claims.h"
#include "scoring/page/cues.h"
#include "scoring/page/features.h"
#include "scoring/page/grounds.h"
#include "scoring/page/model.h"
#include "scoring/page/roles.h"
#include "scoring/page/second_look.h"
#include "scoring/page/service.h"
#include "scoring/page/service_words.h"
#include "scoring/page/vector_look.h"
#include "scoring/rubric_texts.h"
#include "scoring/scoring.h"
#include "scoring/text/jargon.h"
#include "scoring/text/readability.h"
#include "scoring/text/terms.h"

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

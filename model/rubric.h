/* The rubric as people read it: rows, services, criteria, weights, words. scoring/ loads
 * it from seeds/ and keeps the compiled rules beside it; reports/ prints it, so that the
 * method page can't differ from what was judged. */
#ifndef COREOFFER_MODEL_RUBRIC_H
#define COREOFFER_MODEL_RUBRIC_H

#include <stdbool.h>
#include <stddef.h>

#include "base/digest.h"
#include "model/verdict.h"

struct rubric_row {
    const char *id;            /* "explanation" */
    int version;               /* goes up whenever `rule` asks for something else: two versions are never compared */
    const char *title;         /* "Is it explained?" */
    const char *question;      /* the family's question */
    const char *rule;          /* plain English: what gives yes, concerns, no */
    const char *source;        /* "EDCM 2012, pages 19-20" */
    const char *yes_text, *concerns_text, *no_text; /* what a scorecard says */
    const char *fix;           /* how to put it right */
    const char *who;           /* who can: "content", "send-team", "web-team", "supplier" */
    const char *const *examples_yes; size_t examples_yes_count;
    const char *const *examples_no;  size_t examples_no_count;
    bool experimental;         /* agreement not measured: shown, not scored */
    bool scored;               /* enters a criterion */
};

struct rubric_weight {
    const char *row;
    double weight;
    const char *reason;
};

struct rubric_criterion {
    const char *id;            /* "accessible" */
    const char *title, *question;
    const struct rubric_weight *weights; size_t weight_count;
};

struct rubric_service {
    const char *id;            /* "short-breaks" */
    const char *title;         /* "Short breaks" */
    const char *what;          /* one plain sentence for a parent */
    const char *const *rows;   size_t row_count; /* the rows that apply, in order */
    int age_min, age_max;      /* its proper ages; -1 for none */
    bool ages_from_birth;      /* by law from birth: a lower age on a page is whose word is asked, not who may have it */
    const char *const *page_services; size_t page_service_count; /* codes of pages that belong to it (codebook, `service`) */
    const char *const *names;  size_t name_count; /* what families and councils call it */
    const char *const *wider_services; size_t wider_service_count; /* codes of pages that are the service's too where a heading below their title names it */
    const char *const *short_names; size_t short_name_count; /* what headings call it beside other services: too common for a page's title */
    const char *const *item_names; size_t item_name_count; /* what it is known by in a row or item beside others: "taxi", "playscheme" */
    const char *const *not_names; size_t not_name_count; /* titles that use a name for something else */
};

struct rubric_band {
    const char *id, *title;    /* "most", "Most of it found" */
    double from;               /* lowest score, 0 to 100 */
};

/* Of answers of a kind, on councils that the program met for the first time, how many a careful reader gave too. */
struct rubric_precision {
    const char *row;
    enum verdict verdict;
    const char *reason;        /* "" for none */
    int right, answers;        /* 0 <= right <= answers, answers > 0 */
};

struct rubric_texts {
    const char *title, *version;
    char sha256[DIGEST_HEX_SIZE]; /* over every file of the rubric, names sorted */
    const struct rubric_row *rows; size_t row_count;
    const struct rubric_criterion *criteria; size_t criterion_count; /* CRITERION_COUNT, in that order */
    const struct rubric_service *services; size_t service_count;
    const struct rubric_band *bands; size_t band_count;              /* highest first */
    const struct rubric_precision *precision; size_t precision_count; /* by row, verdict, reason */
    double band_coverage;         /* below it no band, 0 to 1 */
};

/* NULL where there is none. */
const struct rubric_row *rubric_texts_row(const struct rubric_texts *texts, const char *id);
const struct rubric_service *rubric_texts_service(const struct rubric_texts *texts, const char *id);
/* Whether the row enters a criterion; false for one that the rubric has not. */
bool rubric_scores_row(const struct rubric_texts *texts, const char *id);

/* NULL where no answer of that kind was measured. */
const struct rubric_precision *rubric_precision_find(const struct rubric_texts *texts, const char *row, enum verdict verdict, const char *reason);

/* The share of such answers that are right, 0 to 1, as far as it is known: that of its kind, drawn towards that of all answers of the row
 * with the verdict, and where these are few towards the line (BORDERLINE_BELOW). 1 where the row was never measured with the verdict. What
 * is not found for want of a page is no surer than that the site is silent on the service. */
double rubric_precision_share(const struct rubric_texts *texts, const char *row, enum verdict verdict, const char *reason);
/* Whether such answers are often wrong; an answer that waits for a person though they are not (verdict.h, certainty) is one whose words are not plain. */
bool rubric_precision_is_low(const struct rubric_texts *texts, const char *row, enum verdict verdict, const char *reason);
/* Of answers that are low: whether those tested are too few to say so by themselves, or were right often enough and are only too few. NULL: none was
 * tested. */
bool rubric_precision_is_scarce(const struct rubric_precision *kind);

#endif

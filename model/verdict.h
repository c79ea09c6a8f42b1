/* Verdicts, evidence and facts: of a page, of a service at a council, of a council. */
#ifndef COREOFFER_MODEL_VERDICT_H
#define COREOFFER_MODEL_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/memory.h"

enum verdict {
    VERDICT_NOT_TESTED,     /* not visited: blocked, down, over a limit */
    VERDICT_YES,
    VERDICT_CONCERNS,
    VERDICT_NO,
    VERDICT_CANNOT_TELL,    /* visited, and still not to be told */
    VERDICT_NOT_APPLICABLE,
    VERDICT_DOUBTS,         /* `provided`: significant doubts */
    VERDICT_SILENT,         /* `provided`: the web site says nothing */
    VERDICT_COUNT
};
const char *verdict_word(enum verdict verdict); /* "not_tested", "yes", "concerns", "no", "cannot_tell", "not_applicable", "doubts", "silent" */
bool verdict_parse(const char *word, enum verdict *verdict);
/* Whether it says something of the council: yes, concerns, no, doubts, silent. */
bool verdict_is_told(enum verdict verdict);

enum check { CHECK_EXPLANATION, CHECK_REFERRAL, CHECK_CONTACTS, CHECK_ELIGIBILITY, CHECK_COUNT };
enum criterion { CRITERION_ACCESSIBLE, CRITERION_AVAILABLE, CRITERION_JOINED_UP, CRITERION_USER_FOCUSSED, CRITERION_COUNT };
const char *check_word(enum check check);             /* "explanation", ... */
const char *criterion_word(enum criterion criterion); /* "accessible", "available", "joined_up", "user_focussed" */

/* In `where` of what stands on a page that a browser had to render. */
#define EVIDENCE_RENDERED "scripts had run"
/* How `where` of words that lead nowhere begins, with the link's address; the machine word for its fault follows. */
#define EVIDENCE_BROKEN_LINK "a link to %.300s: "

/* The reason of a page whose newest date (the row's detail) a year has passed since. */
#define REASON_OVER_A_YEAR "over-a-year-ago"
/* Of the rows of a service without a page that was found. */
#define REASON_NO_PAGE "no-page"
/* Of the other rows of a service that the council says it does not have, and of those once a person has found that it says no such thing. */
#define REASON_NOT_PROVIDED "not-provided"
/* The cue of a near miss: a date on the page that had not come yet. */
#define CUE_DATE_AHEAD "review-date-ahead"
#define REASON_DENIAL_OVERRULED "denial-overruled"

/* Words that a verdict rests on. */
struct evidence {
    const char *quote;   /* at most 60 words; staff names masked; never empty */
    const char *where;   /* for a person: "main list under 'What we do'", "page 2", "table" */
    const char *cue;     /* id of the rubric's cue or rule that matched, or "" */
    int64_t page_id;     /* 0 where the page is the only one (score) */
    const char *url;     /* of the page, or NULL */
    int32_t block;       /* index in the document, or -1 */
    bool against;        /* counts against the verdict (a near miss and why it did not count) */
};

/* Where the program's certainty starts to be worth something: see seeds/reference/agreement.csv and seeds/rows/precision.csv. */
#define BORDERLINE_BELOW 0.75
/* Below it an answer is more often wrong than right, and is not given: the verdict is cannot_tell, and what it leans to is kept beside it. */
#define LEANS_BELOW 0.5

struct judgement {
    enum verdict verdict;
    double certainty;    /* of the page level 0.5 (a coin) to 1, of a row the share of such answers that are right, 0 to 1;
                          * below BORDERLINE_BELOW it is not sure and waits for a person */
    const char *reason;  /* machine word for reports and texts, e.g. "one-way", "undefined-need"; "" for none */
    struct evidence *evidence;   /* what it rests on */
    size_t evidence_count;
    struct evidence near_miss;   /* for `no`, or too old a date: the nearest words and, in `where`, why they did not count; quote NULL where none */
};

/* Codebook, "Facts". Arrays hold distinct values in order of appearance. */
struct facts {
    const char **phones;    size_t phone_count;    /* E.164 */
    const char **emails;    size_t email_count;    /* lower case */
    const char **kept_emails;                      /* the same for the store, a person's own as "[name]@host": staff are not named there */
    const char **postcodes; size_t postcode_count; /* "AB1 2CD" */
    const char **formats;   size_t format_count;   /* "easy-read", "large-print", ... */
    int age_min, age_max;                          /* whole years; -1 is null */
    const char *timeframe;                         /* the page's words, or NULL */
    const char *review_date;                       /* "2026-03-14", "2026-03" or "2026", or NULL */
    bool named_contact, self_referral;
    bool postal_address, textphone, enquiry_form;  /* further ways to make contact */
};

struct readability {
    int words, sentences, syllables, polysyllables;
    bool measured;          /* 100 words or more, so the figures mean something */
    double flesch_reading_ease, flesch_kincaid_grade, smog, average_sentence;
    const char **unexplained_terms; size_t unexplained_count;
};

struct page_findings;

/* One page or leaflet, judged by the codebook. Everything lives in `arena`. */
struct assessment {
    struct arena arena;
    const char *kind;       /* "service", "landing", ... */
    const char *service;    /* "short-breaks", ... */
    double service_certainty; /* 0 to 1 */
    struct judgement checks[CHECK_COUNT];
    struct judgement criteria[CRITERION_COUNT];
    struct facts facts;
    const struct page_findings *found; /* scoring's own: what judging the council need not find again; or NULL */
    struct readability readability;
    const char *could_not_tell; /* "needs scripts" (": why no browser helped"), "picture of text", "partly read", or NULL */
};

/* One row of the rubric for one service at one council. */
struct row_verdict {
    const char *service;    /* service id */
    const char *row;        /* row id */
    int version;            /* of the rubric's row */
    struct judgement judgement;
    enum verdict leans;     /* where the verdict is cannot_tell because certainty is below LEANS_BELOW: what it would be, of which `reason`,
                             * `certainty` and evidence tell; else not_tested */
    const char *decided_by; /* "program", "review" */
    bool overruled;         /* a person decided otherwise than the program: the judgement's verdict is theirs, what it rests on the program's */
    const char *detail;     /* machine-readable extra: "0-17", "designated", "F1 F2 F6", ... or "" */
    int pages_searched;
    /* The latest year by whose calendar the verdict would be another, `lapsed`, since a consultation counts only up to the year of its
     * last date; 0 for none. */
    int lapsed_year;
    enum verdict lapsed;
};

/* Whether it is not said, since such answers are more often wrong than right. */
bool verdict_leans(const struct row_verdict *row);
/* The verdict, or what it leans to. */
enum verdict verdict_meant(const struct row_verdict *row);

/* A score from 0 to 100; what could not be told makes it a range. */
struct score {
    double low, high;       /* NaN where nothing was tested */
    double coverage;        /* 0 to 1: share of the weight that was tested */
};

struct service_scorecard {
    const char *service;
    struct row_verdict *rows;
    size_t row_count;
    struct score criteria[CRITERION_COUNT];
    struct score score;
    enum verdict headline;  /* yes, concerns, no; */
    bool widely_available;  /* false: neither leaflet nor web page */
};

struct scorecard {
    struct arena arena;
    const char *gss_code;
    bool read;              /* visit_was_read; where false every row is not_tested */
    struct service_scorecard *services;
    size_t service_count;
    struct score criteria[CRITERION_COUNT];
    struct score score;
};

#endif

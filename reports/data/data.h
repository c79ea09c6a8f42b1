/* Everything that the pages and files say, read from the store once: scorecards of all
 * councils for this run and those that they are held against, pages, links that are not well, medians.
 * What is large (assessments, documents) is read council by council by who needs it. */
#ifndef COREOFFER_REPORTS_DATA_H
#define COREOFFER_REPORTS_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/map.h"
#include "reports/data/change.h"
#include "reports/data/decisions.h"
#include "reports/data/past.h"
#include "reports/data/texts.h"
#include "reports/reports.h"

/* One place where a link stands. */
struct carrier {
    const struct page *page;
    const char *text;  /* the link's words */
    int document_page; /* of a leaflet, from 1; 0 for HTML */
};

/* An address that is not well, with every page that carries it. */
struct link_problem {
    const struct target *target;
    bool internal;
    const struct carrier *carriers; /* in order of the pages */
    size_t carrier_count;
};

struct link_counts {
    size_t all, ok, broken_own, broken_other, suspect, blocked, not_checked;
};

struct reply {
    const char *gss_code, *service, *row; /* service and row "" for the council as a whole */
    const char *date, *role, *text;       /* ISO date; who wrote, as a role; word for word */
    const char *decision, *decided_on;    /* ours; "" while open */
};

/* A council's answer to an information request. */
struct answer {
    const char *gss_code;
    enum verdict provided; /* yes, no or doubts */
    const char *date, *note;
};

struct report_council {
    const struct council *council;
    struct visit visit; /* outcome pending where the run has none */
    struct scorecard card;
    struct past_cards past; /* what it is held against */
    bool read; /* visited and judged */
    const struct page *const *pages; /* in the crawl's order */
    size_t page_count;               /* asked for; some could not be read */
    size_t pages_read;               /* those with words that were judged, partners' and the home page too: the one count of what was read */
    const struct link_problem *problems; /* broken first, own first, then what most pages carry, then by address */
    size_t problem_count;
    struct link_counts links;
    bool half_certified;                 /* its own site does not send its whole certificate: REASON_TLS_COMPLETED */
    size_t region;                       /* in report.regions */
    const struct link_problem *mended; /* failed in this run, and seen working since (recheck), in the same order */
    size_t mended_count;
    const struct score *history;       /* by report.history; NULL while there are too few runs */
    const struct report_council *shared; /* another council with the same Local Offer, or NULL */
};

struct report_region {
    const char *name, *slug;
    const struct report_council **councils; /* by name */
    size_t count, scored;                   /* scored: enough was covered for a band */
    double low, median, high;               /* of scores' middles; NaN where none was scored */
    double criteria[CRITERION_COUNT];       /* medians */
};

struct report {
    struct arena arena;
    struct store *store;
    const struct report_options *options;
    const char *only; /* GSS code of the one council, or NULL */
    bool pack;        /* one council's pack: no page of it is about others, and no link leaves it */
    const struct rubric_texts *rubric;
    struct report_texts texts;
    struct run run;
    struct past past; /* the runs before */
    const struct past_run *earlier; /* the one before; NULL for none */
    const char *contact; /* an address that readers can write to; NULL where nobody is named */
    const char *notice; /* said at the top of every page, such as that its councils are made up; NULL for none */
    const struct run *history; /* by the same rules, oldest first, this one last: reports/data/history.h */
    size_t history_count;
    struct council_list list;
    struct council_list others, shipped; /* whom replies may speak of beside them: those of other runs, and of the list that is shipped; empty without replies */
    struct report_council *councils; /* those that the run was begun for, in the list's order */
    const struct report_council **by_name; /* the same, as people look for them */
    size_t council_count, read_count;
    struct report_region *regions; /* by name */
    size_t region_count;
    double median, criteria[CRITERION_COUNT]; /* of all councils; NaN where none */
    size_t scored;                            /* councils that `median` is of */
    struct decisions decisions; /* what people decided on this run's results */
    const struct sample *sample; /* what people made of the random sample; NULL where they looked at nothing of this run (reports/data/sample.h) */
    struct reply *replies;
    size_t reply_count;
    const struct council **replied_elsewhere; /* those that replied and are not in this run */
    size_t replied_elsewhere_count;
    struct answer *answers;
    size_t answer_count;
    struct run_input added[2]; /* the files that they were read from, where given with this report: additions_keep */
    size_t added_count;
    struct map *pages;                                 /* page id (8 bytes) to struct page */
    struct map *summaries;                             /* page id to struct page_summary */
    const char *style_hash, *proof_hash, *filter_hash; /* for content security policies */
};

MUST_USE enum status data_load(struct store *store, const struct report_options *options, struct report *report,
                               struct error *err);
/* The same for one council of options->run, whatever its state, for the commands that speak of one.
 * There are no medians then. STATUS_NOT_FOUND where the run has no such council. */
MUST_USE enum status data_load_council(struct store *store, const char *gss_code, const struct report_options *options,
                                       struct report *report, struct error *err);
void data_release(struct report *report); /* also after an error, and of a zeroed struct */

/* ---- looking things up; NULL where there is none ---- */
const struct service_scorecard *data_service(const struct scorecard *card, const char *service);
const struct row_verdict *data_row(const struct scorecard *card, const char *service, const char *row);
const struct rubric_row *data_rubric_row(const struct report *report, const char *id);
const struct rubric_service *data_rubric_service(const struct report *report, const char *id);
/* The scorecard that the council's is held against, and of which run. */
const struct past_card *data_before(const struct report_council *council);
/* That one, where it is the run before's: figures over many councils are of the same two runs. */
const struct past_card *data_run_before(const struct report *report, const struct report_council *council);
const struct page *data_page(const struct report *report, int64_t id);
const struct page_summary *data_summary(const struct report *report, int64_t page_id);
/* The address that the visit was to begin at: the one used, else the one tried first; NULL where none is known. */
const char *data_start(const struct report_council *council);
/* Whether the run rendered pages that need scripts. */
bool data_has_browser(const struct run *run);
/* Whether one page was asked for, and no web site. */
bool data_checks_links(const struct run *run); /* else those of pages that were read are known, and no others */
bool data_is_single_page(const struct run *run);
/* Why nothing could be read, in a sentence, or NULL: the reason's meaning, else the visit's note. */
const char *data_why_unread(const struct report *report, const struct report_council *council);
/* The same beside the outcome's own sentence: NULL where that says it all. */
const char *data_why_unread_more(const struct report *report, const struct report_council *council);
/* What whoever runs the program can do about it by an option, else NULL. */
const char *data_unread_option(const struct report *report, const struct report_council *council);
/* What to do about it where the reason's advice says that of a site's first page as well as of a link (a page to sign in on, a question
 * about cookies, a certificate), else NULL. */
const char *data_unread_advice(const struct report *report, const struct report_council *council);
/* What of a council's pages that were read could not be, one sentence; NULL where nothing is known of. */
const char *data_left_unread(const struct report_council *council);
/* A link's address as people are shown it: "no address" for an empty one. */
const char *data_address(const struct target *target);
/* What a person decided on a row, and whether that is used. */
const struct decision *data_decision(const struct report *report, const char *gss_code, const char *service, const char *row);

/* ---- what verdicts and scores mean ---- */

/* A page's checks and criteria in two or three words. */
extern const char *const data_check_titles[CHECK_COUNT];
extern const char *const data_criterion_titles[CRITERION_COUNT];
bool data_is_doubtful(const struct judgement *judgement);              /* tested, and the program is not sure */
bool data_is_unsure(const struct row_verdict *verdict);                /* the same, and no person has decided */
bool data_has_proof(const struct row_verdict *verdict);                /* gets an evidence page */
/* The program's certainty and reason are of the program's verdict: NaN where a person decided, NULL where there is
 * no reason or a person decided otherwise. */
double data_certainty(const struct row_verdict *verdict);
const char *data_reason(const struct row_verdict *verdict);
bool data_is_adverse(enum verdict verdict);                            /* no, doubts, silent, concerns: something to mend */
/* Neither a leaflet nor a web page answers any of the basics: not the council's own, nor a partner's that it sends families to, nor one that a
 * person found. */
bool data_is_nowhere(const struct service_scorecard *service);
/* Whether a pipeline should mind it: adverse, of a question that is scored. */
bool data_is_failure(const struct report *report, const struct row_verdict *row);
double data_middle(struct score score);                                /* NaN where nothing was tested */
bool data_is_covered(const struct report *report, struct score score); /* enough for a band */
/* The band that both ends fall in; NULL where they fall in two, or too little was covered. */
const struct rubric_band *data_band(const struct report *report, struct score score);
/* Index of the band of the middle, -1 where not covered. */
int data_class(const struct report *report, struct score score);
bool data_denies(const struct service_scorecard *service); /* the council says that it does not have it */
/* A person decided on all that the headline rests on: that the council denies it, or else the three basics. */
bool data_headline_is_decided(const struct report *report, const char *gss_code, const struct service_scorecard *service);
/* Whether an adverse headline of this service may be shown (`require_review`). */
bool data_headline_shown(const struct report *report, const char *gss_code, const struct service_scorecard *service);
/* "e06000001-short-breaks-explanation": names evidence for good. */
void data_evidence_id(struct buffer *out, const char *gss_code, const char *service, const char *row);
double data_median(double *values, size_t count); /* sorts them; NaN for none */

/* The broken links that a result quotes against the council, and those of them that worked when they were asked again (recheck). */
struct link_repair {
    size_t broken, mended;
    bool all;     /* nothing else speaks against it */
    int64_t seen; /* when the last of them was seen working */
};
struct link_repair data_link_repair(const struct report_council *council, const struct row_verdict *row);

/* How often a row was found, over councils read and services that have it. */
struct row_counts {
    size_t by_verdict[VERDICT_COUNT];
    size_t tested, unsure; /* of those tested; `unsure` wait for a person */
};
struct row_counts data_row_counts(const struct report *report, const char *row, const char *service /* NULL: all */);
struct row_counts data_council_counts(const struct report_council *council, const char *row /* NULL: all */); /* of all its services */

#endif

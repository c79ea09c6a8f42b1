/* Plain English that reports say, from the CSV files of seeds/texts and from seeds/reference. Loading is
 * strict: a missing, doubled or unknown row is an error that names file and line. */
#ifndef COREOFFER_REPORTS_TEXTS_H
#define COREOFFER_REPORTS_TEXTS_H

#include <stddef.h>

#include "base/memory.h"
#include "base/status.h"
#include "model/link.h"
#include "model/page.h"
#include "model/verdict.h"
#include "reports/data/prose.h"

struct reason_text {
    const char *title, *meaning, *what_to_do;
};

/* What a verdict is called for readers. A question may have words of its own, where the usual ones read wrongly ("Do the
 * links work?" "not found"); an empty word says that its results can't be this. */
struct verdict_text {
    const char *row; /* "" for every question without words of its own */
    enum verdict verdict;
    const char *word, *meaning;
};

/* A verdict's machine word for its reason, in plain words; whether they add to the row's own sentence; and what is said in
 * place of that where it would be untrue ("The pages are in official language", of no page), else "". */
struct why_text {
    const char *reason, *words, *sentence;
    bool adds;
};

/* What a page is about, for the words that the rubric's model answers with. */
struct kind_text {
    const char *kind, *words;
};

struct outcome_text {
    const char *sentence, *brief;
};

struct who_text {
    const char *id, *title, *note;
};

struct ask_text {
    const char *id, *to, *title, *ask;
    const char *figure;     /* "headline:SERVICE", "row:ROW", "links:broken" */
    const char *finding;    /* what the figure counts, after "12 of 34" */
    const char *asked_2012; /* "" where not recorded */
};

/* A sentence for the press: "Of 12 councils that were read, 3 (25%) " and the words, which lead to `link`; a row's is "Of 71
 * services of these councils, 10 (14%) " and the words, and leads to the row: its link is "". */
struct press_text {
    const char *figure; /* as an ask's */
    const char *words, *link;
};

/* Measured agreement with the benchmark's codes: seeds/reference/agreement.csv, which may
 * be absent. Kappas are kept as they were printed. */
struct agreement_text {
    const char *what; /* a check, criterion or row */
    int pages;
    double percent;
    const char *kappa, *kappa_low, *kappa_high;
    int sure_pages; /* of them, those of whose verdict the program is sure */
    double sure_percent;
    const char *sure_kappa;
};

/* One line of a 2011 table; `percent` is NaN where nobody asked then. */
struct past_line {
    const char *line, *label;
    double percent;
};

/* `base` is whom the same table of today counts. */
struct past_table {
    const char *id, *title, *base, *base_past;
    struct past_line *lines;
    size_t line_count;
};

struct report_texts {
    struct arena arena;
    const char *prose[PROSE_COUNT]; /* sentences of pages, for prose_add: reports/data/prose.h */
    struct reason_text reasons[LINK_REASON_COUNT]; /* of links; REASON_NONE is empty. texts_reason for a target */
    struct reason_text part_reasons[LINK_REASON_COUNT]; /* where something else is said of a page's part, such as a picture */
    struct verdict_text *verdicts;
    size_t verdict_count;
    struct outcome_text outcomes[VISIT_OUTCOME_COUNT];
    struct why_text *why;
    size_t why_count;
    struct kind_text *kinds;
    size_t kind_count;
    struct who_text *who;
    size_t who_count;
    struct ask_text *asks;
    size_t ask_count;
    struct press_text *press;
    size_t press_count;
    struct past_table *past;
    size_t past_count;
    const char *past_service; /* the service that the tables are about */
    struct agreement_text *agreement;
    size_t agreement_count;
    const char *past_source, *past_note, *past_chain_note;
    const char **past_also;
    size_t past_also_count;
};

/* `seeds` is the directory. Release with texts_release also after an error. */
MUST_USE enum status texts_load(const char *seeds, struct report_texts *texts, struct error *err);
void texts_release(struct report_texts *texts);

/* What is said of a target for its reason. */
const struct reason_text *texts_reason(const struct report_texts *texts, const struct target *target);
/* The word that a reader sees, and what it means; `row` NULL is a question without words of its own. Never NULL: a verdict
 * that the row can't have is called as other rows call it, since a person may have decided so. */
const char *texts_verdict(const struct report_texts *texts, enum verdict verdict, const char *row);
const char *texts_meaning(const struct report_texts *texts, enum verdict verdict, const char *row);
/* The word of a result. Where its reason would make the row's own untrue ("hard to follow", of no page), the usual one. */
const char *texts_word(const struct report_texts *texts, enum verdict verdict, const char *row, const char *reason);
const char *texts_result(const struct report_texts *texts, const struct row_verdict *row);
/* Whether the row can have this verdict: whether it has words for it. */
bool texts_fits(const struct report_texts *texts, enum verdict verdict, const char *row);
/* The row's own words for the verdict, or NULL. */
const struct verdict_text *texts_own(const struct report_texts *texts, enum verdict verdict, const char *row);
/* NULL for a reason without words: a rubric may bring reasons of its own. */
const char *texts_why(const struct report_texts *texts, const char *reason);
/* What is said of a result in place of the row's own sentence; NULL where that may stand. */
const char *texts_why_sentence(const struct report_texts *texts, enum verdict verdict, const char *row, const char *reason);
/* Whether the reason says more than the row's own sentence does; what is unknown does. */
bool texts_why_adds(const struct report_texts *texts, const char *reason);
const char *texts_kind(const struct report_texts *texts, const char *kind); /* NULL for a kind without words */
const struct agreement_text *texts_agreement(const struct report_texts *texts, const char *what); /* NULL where not measured */

#endif

/* Text becomes verdicts: of one page, and of a council's services over all its pages. */
#ifndef COREOFFER_SCORING_SCORING_H
#define COREOFFER_SCORING_SCORING_H

#include <stddef.h>

#include "base/buffer.h"
#include "base/status.h"
#include "model/council.h"
#include "model/document.h"
#include "model/link.h"
#include "model/page.h"
#include "model/rubric.h"
#include "model/verdict.h"

/* The rubric, compiled: rows, services, cues, term lists, weights. Read-only after
 * loading, so threads share it. */
struct rubric;

/* Loads and checks everything below `seeds` (the directory). Errors name file and line
 * or JSON path, what is wrong and what is allowed. */
MUST_USE enum status rubric_load(const char *seeds, struct rubric **out, struct error *err);
/* The same without what only councils are judged by, and without the digest: for score_page alone, sooner. */
MUST_USE enum status rubric_load_for_pages(const char *seeds, struct rubric **out, struct error *err);
void rubric_free(struct rubric *rubric);
const struct rubric_texts *rubric_texts(const struct rubric *rubric);
/* What pages are read by before they are judged (document_read). */
const struct markup_words *rubric_markup(const struct rubric *rubric);

/* Runs every example that the rubric's cues carry. Each failure is told to `report` as
 * one sentence; returns their number. `checked` (may be NULL) gets the examples run. */
size_t rubric_prove(const struct rubric *rubric, void (*report)(void *context, const char *sentence), void *context, size_t *checked);

/* What repeats over a site's pages is furniture. Add every document of a council, then
 * pass the site to score_page; NULL where a page stands alone. */
struct site_words;
struct site_words *site_words_new(void);
void site_words_add(struct site_words *site, const struct document *document);
void site_words_free(struct site_words *site);

/* What a thread remembers from page to page: words' stems, and what can match in a text. The rubric that it
 * was used with may not be freed before the last use. */
struct page_reader;
struct page_reader *page_reader_new(void);
void page_reader_free(struct page_reader *reader);

/* Judges one page or leaflet by the codebook. `reader` and `url` may be NULL. Never fails: what
 * could not be told is in the assessment. Release with assessment_release. */
void score_page(const struct rubric *rubric, struct page_reader *reader, const struct document *document, const char *url,
                const struct site_words *site, struct assessment *out);
void assessment_release(struct assessment *assessment);

/* One page of a council with all that judging its rows needs. */
struct council_page {
    const struct page *page;
    const struct document *document;
    const struct assessment *assessment;
    const struct reference *references; /* the page's own, in order */
    size_t reference_count;
};

struct council_evidence {
    const struct council *council;
    const struct visit *visit;
    const struct council_page *pages;
    size_t page_count;
    const struct target *targets; /* every target of the council's references, sorted by id */
    size_t target_count;
    int64_t as_of;                /* the run's clock, for `current` */
};

/* Judges every row of every service, the criteria and the scores. Release with
 * scorecard_release. */
void score_council(const struct rubric *rubric, const struct council_evidence *evidence, struct scorecard *out);
void scorecard_release(struct scorecard *scorecard);

/* The words that reports have for machine words; `texts` is handed to those that take it. */
struct score_wording {
    const void *texts;
    const char *(*verdict)(const void *texts, enum verdict verdict, const char *row, const char *reason);
    const char *(*reason)(const void *texts, const char *reason); /* NULL where there are none */
    const char *(*check)(enum check check);
};

/* `explain verdict`: the rule in words, where it looked, the candidates, what counted and
 * what counted against, the nearest miss: plain UTF-8 text for people, in the reports' words, with the
 * data files' beside the verdict. `wording` may be NULL: machine words stand alone. */
MUST_USE enum status score_explain(const struct rubric *rubric, const struct council_evidence *evidence, const char *service, const char *row,
                                   const struct score_wording *wording, struct buffer *out, struct error *err);

#endif

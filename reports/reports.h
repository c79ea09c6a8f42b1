/* Everything that a person or a program reads, made from the store. The same store gives
 * the same bytes. Thread: the caller's. */
#ifndef COREOFFER_REPORTS_REPORTS_H
#define COREOFFER_REPORTS_REPORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/status.h"
#include "model/council.h"
#include "model/document.h"
#include "model/rubric.h"
#include "model/verdict.h"
#include "store/store.h"

struct report_options {
    int64_t run;       /* 0 for the newest finished one */
    const char *out;   /* the directory; written beside it and renamed */
    const char *seeds; /* for texts and the 2011 figures */
    const struct rubric_texts *rubric;
    const char *replies;  /* councils' replies, a CSV file, which the store keeps; NULL: those that it has kept, if any */
    const char *answers;  /* councils' answers to information requests; likewise */
    /* Told which councils these files speak of that are not in the run; NULL: the page of replies alone says so. */
    void (*tell_note)(void *context, const char *sentence);
    /* Told of every mistake in these files, before the report fails; NULL: the first one alone is the failure. */
    void (*tell_mistake)(void *context, const struct error *err);
    void *tell_context;   /* of both */
    const char *notice;   /* at the top of every page; NULL: what is kept with the run (its options' "notice"), if anything */
    const char *contact;  /* whom readers can write to: an http(s) or mailto: address; NULL: what is kept with the run (its options' "contact"), if anything */
    const char *base_url; /* where it will be published, for feeds and cards, or NULL */
    bool draft;           /* packs for councils before publication */
    const char *reply_by; /* the draft's deadline, an ISO date, or NULL */
    bool require_review;  /* no adverse headline that no person has confirmed */
    bool publish_copies;  /* the text of cited pages, by copy_text */
    /* The text of a stored document (store_document), a block a line; NULL where there are no copies. */
    enum status (*copy_text)(const void *document, size_t length, struct buffer *out, struct error *err);
};

/* Whether a report can go to the directory `out`: it is new, empty or an earlier report, and
 * can be written. To be asked before the work. */
MUST_USE enum status reports_check(const char *out, struct error *err);

/* The report, of ours and finished, that `path` stands in or would stand in, links followed; NULL for none. A report does not stand in itself. */
const char *reports_around(struct arena *arena, const char *path);

/* Whether what options.replies and options.answers hold can stand in a report of these councils, told as by reports_write: to be
 * asked before the work too. `store` may be NULL: there was no run yet. */
MUST_USE enum status reports_check_additions(struct store *store, const struct report_options *options, const struct council_list *list,
                                             struct error *err);

/* Writes the whole site and `data/`. On failure the old directory stays. Where replies or answers are given, the store must have been
 * opened for writing. */
MUST_USE enum status reports_write(struct store *store, const struct report_options *options, struct error *err);

/* The one-screen scorecard of `check` and `audit COUNCIL` on a terminal. */
struct terminal_options {
    bool color;
    int width; /* columns, at least 40 */
    const char *seeds;
    const struct rubric_texts *rubric;
    const char *report; /* where the full report is, or NULL */
};
MUST_USE enum status reports_terminal(struct store *store, int64_t run, const char *gss_code,
                                      const struct terminal_options *options, FILE *out, struct error *err);

/* `check` for pipelines: the council's own files of the report, its scorecard as one JSON object a line
 * ("jsonl"), JUnit XML ("junit") or SARIF ("sarif"). */
MUST_USE enum status reports_council_file(struct store *store, int64_t run, const char *gss_code, const char *format,
                                          const struct terminal_options *options, FILE *out, struct error *err);

/* One page's assessment: `score`. */
void reports_page_json(const char *file, const char *url, const struct document *document, const struct assessment *assessment,
                       struct buffer *out);
void reports_page_terminal(const char *file, const struct document *document, const struct assessment *assessment,
                           const struct terminal_options *options, struct buffer *out);

/* `links`: the formats of its --format. Where the start could not be read each says why: JSON lines in
 * "unread" {url, outcome, reason, explanation} of the last object, beside its "summary"; CSV in a row
 * without source; JUnit as a test case with an <error>; SARIF as a notification of its invocation. */
enum links_format { LINKS_TABLE, LINKS_JSONL, LINKS_CSV, LINKS_JUNIT, LINKS_SARIF };
MUST_USE enum status reports_links(struct store *store, int64_t run, const char *gss_code, enum links_format format,
                                   const struct terminal_options *options, FILE *out, struct error *err);
/* `explain link`: what became of one address that the council's pages link to, how often it was asked for, what to do, and
 * the pages that carry it. STATUS_NOT_FOUND, without a sentence, where none links to it. */
MUST_USE enum status reports_link(struct store *store, int64_t run, const char *gss_code, const char *address,
                                  const struct terminal_options *options, FILE *out, struct error *err);

/* `compare`: what changed between two runs, and why (council, rule, coverage, correction, time). */
MUST_USE enum status reports_compare(struct store *store, int64_t before, int64_t after, const struct terminal_options *options,
                                     bool json, FILE *out, struct error *err);

#endif

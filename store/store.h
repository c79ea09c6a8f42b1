/* What is remembered between stages and between runs: SQLite (WAL, synchronous=FULL), one
 * writer. The SQL is written once in what SQLite and PostgreSQL share, behind store/driver.h.
 *
 * Strings in loaded records live in the arena that was given. A damaged database is
 * STATUS_INPUT with a sentence that names the file. One thread uses a store. */
#ifndef COREOFFER_STORE_STORE_H
#define COREOFFER_STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/memory.h"
#include "base/status.h"
#include "model/council.h"
#include "model/link.h"
#include "model/page.h"
#include "model/verdict.h"

struct store;

enum store_mode {
    STORE_READ,
    STORE_CHANGE, /* writes to a store that is there */
    STORE_WRITE,  /* makes the file and its directory where absent */
};
/* STATUS_NOT_FOUND where STORE_READ or STORE_CHANGE finds no file. Writers bring an older
 * schema up to date and take the kernel's lock (flock on PATH.lock and on PATH): STATUS_LOCKED where
 * another run holds it. Readers take an older one as it is, what it did not record being unknown, and change
 * nothing. STATUS_INPUT for a newer one, for what is no database of ours, and for WAL on a network file system. */
MUST_USE enum status store_open(const char *path, enum store_mode mode, struct store **out, struct error *err);
/* STATUS_LOCKED where the store was read by one who may not write beside it, and somebody wrote to it meanwhile. */
MUST_USE enum status store_close(struct store *store, struct error *err);

/* Everything between begin and commit lands together or not at all; where a write of the
 * group failed, commit takes the group back and fails. Without a group each write is one
 * of its own. Closing amid a group takes it back. */
MUST_USE enum status store_begin(struct store *store, struct error *err);
MUST_USE enum status store_commit(struct store *store, struct error *err);
void store_rollback(struct store *store);

/* All that is read until store_end_reading is of one moment, whatever another run writes meanwhile; and
 * a reader of many small things spares the locks of each. Nothing is written in between: such a write fails.
 * Within a group, which is of one moment already, both do nothing. */
MUST_USE enum status store_begin_reading(struct store *store, struct error *err);
/* Returns `status`, or STATUS_LOCKED as store_close does; harmless where no reading was begun. */
MUST_USE enum status store_end_reading(struct store *store, enum status status, struct error *err);

/* ---- runs ---- */
enum run_state { RUN_UNFINISHED, RUN_FINISHED, RUN_BRAKED /* safety brake: not for publication */, RUN_STATE_COUNT };
struct run {
    int64_t id;
    enum run_state state;
    int64_t started_at, finished_at; /* finished -1 while unfinished */
    const char *inputs_sha256;       /* over councils, rubric and options: what --resume matches */
    const char *options;             /* JSON, for people and `status` */
    const char *rubric_version, *rubric_sha256;
    const char *software;            /* "coreoffer 0.1.0" */
    int councils;                    /* in the run's list */
    bool pruned;                     /* its documents, links and page verdicts are gone (store_prune) */
};
/* A file that a run was given, kept as a copy. */
struct run_input {
    const char *name;                /* "councils.csv" */
    const void *bytes; size_t length;
};
/* `run->id` is the least number that it may have, 0 for the one after the newest's; `run->councils` is not read; `councils` may be NULL. Pages, visits and
 * scorecards can be stored for these councils alone. */
MUST_USE enum status store_run_create(struct store *store, const struct run *run, const struct run_input *inputs, size_t input_count,
                                      const struct council_list *councils, int64_t *id, struct error *err);
/* The newest run of these inputs, where it is unfinished: one that a later run has overtaken would publish what was
 * read before that. STATUS_NOT_FOUND where there is none. */
MUST_USE enum status store_run_unfinished(struct store *store, const char *inputs_sha256, struct arena *arena, struct run *run, struct error *err);
/* The newest finished run; `before` (0 for none) bounds its id. */
MUST_USE enum status store_run_latest(struct store *store, int64_t before, struct arena *arena, struct run *run, struct error *err);
/* The finished runs from `run` on back, newest first, that judged half of its councils or more: another is of a part of the list
 * and says nothing of most. */
MUST_USE enum status store_runs_alike(struct store *store, int64_t run, struct arena *arena, int64_t **ids, size_t *count, struct error *err);
/* All finished runs before `run`, newest first. */
MUST_USE enum status store_runs_before(struct store *store, int64_t run, struct arena *arena, int64_t **ids, size_t *count, struct error *err);
MUST_USE enum status store_run_get(struct store *store, int64_t id, struct arena *arena, struct run *run, struct error *err);
MUST_USE enum status store_runs(struct store *store, struct arena *arena, struct run **runs, size_t *count, struct error *err); /* newest first */
MUST_USE enum status store_run_finish(struct store *store, int64_t id, enum run_state state, int64_t at, struct error *err);
MUST_USE enum status store_run_input(struct store *store, int64_t id, const char *name, struct buffer *out, struct error *err);
/* A file that people add to, such as councils' replies: kept with the run that it was given to in the place of the one of that
 * name before, and given back whatever the run. STATUS_NOT_FOUND where none was kept. */
MUST_USE enum status store_keep_file(struct store *store, int64_t run, const struct run_input *file, struct error *err);
MUST_USE enum status store_kept_file(struct store *store, const char *name, struct buffer *out, struct error *err);
MUST_USE enum status store_councils(struct store *store, int64_t run, struct council_list *out, struct error *err);
/* The codes under which runs before know councils of this run's list, as councils_former_code (model/council.h) has them and, from
 * there on, as the lists of earlier runs do: by council, the latest first. */
struct former_codes {
    const struct former_code {
        const char *gss_code, *former;
    } *items;
    size_t count;
};
MUST_USE enum status store_former_codes(struct store *store, int64_t run, struct arena *arena, struct former_codes *codes, struct error *err);
/* Of all runs, each as its newest run had it, by code. Release both with councils_release. */
MUST_USE enum status store_councils_of_runs(struct store *store, struct council_list *out, struct error *err);

/* ---- what the crawl found ---- */
/* One link of a page as `--resume` needs it back. */
struct stored_link {
    const char *url, *text;
    enum link_kind kind;
    enum link_reason reason;  /* known without asking, else NONE */
    bool internal;
    int32_t block;
    uint16_t page;
    uint8_t zone;
};
/* The page, its document (document_encode's bytes, NULL for none) and its links, together.
 * Sets page->id. A page of the same council and order is replaced and keeps its id. Every
 * link gets a target, not_checked (or with its own reason's state) until store_save_target;
 * equal documents are stored once. Strings need not be UTF-8 and come back as they were;
 * NULL comes back as "" where the record says that it is never NULL. */
MUST_USE enum status store_save_page(struct store *store, int64_t run, struct page *page, const void *document, size_t document_length,
                                     const struct stored_link *links, size_t link_count, struct error *err);
MUST_USE enum status store_save_target(struct store *store, int64_t run, const struct target *target, struct error *err);
MUST_USE enum status store_save_visit(struct store *store, int64_t run, const struct visit *visit, struct error *err);

MUST_USE enum status store_pages(struct store *store, int64_t run, const char *gss_code /* NULL: all */, struct arena *arena,
                                 struct page **pages, size_t *count, struct error *err); /* by council, then order */
MUST_USE enum status store_document(struct store *store, int64_t page_id, struct buffer *out, struct error *err); /* empty where none */
MUST_USE enum status store_links(struct store *store, int64_t page_id, struct arena *arena, struct stored_link **links, size_t *count, struct error *err);
/* References of one council with the ids of their targets, by page and order. */
MUST_USE enum status store_references(struct store *store, int64_t run, const char *gss_code, struct arena *arena,
                                      struct reference **references, size_t *count, struct error *err);
MUST_USE enum status store_targets(struct store *store, int64_t run, const char *gss_code /* NULL: all */, struct arena *arena,
                                   struct target **targets, size_t *count, struct error *err); /* by id */
/* STATUS_NOT_FOUND where store_save_target has not been called for it in this run. */
MUST_USE enum status store_target_by_url(struct store *store, int64_t run, const char *url, struct arena *arena, struct target *target, struct error *err);
/* Fills first_failed, last_failed, last_ok and times_failed from every run that checked the
 * address (-1 and 0 where none did): first_failed and times_failed are of the failures
 * since the last success. What a run's own record carries of these is believed, and its
 * own look added where that is not in it. `target->checked_at` is read, for last_proof. */
MUST_USE enum status store_target_history(struct store *store, const char *url, struct target *target, struct error *err);
MUST_USE enum status store_visits(struct store *store, int64_t run, struct arena *arena, struct visit **visits, size_t *count, struct error *err);
/* When each council that any run has visited was visited last, by code. What a run has
 * begun and not ended is no visit. */
struct last_visit {
    const char *gss_code;
    int64_t finished_at;
};
MUST_USE enum status store_last_visits(struct store *store, struct arena *arena, struct last_visit **visits, size_t *count, struct error *err);
/* Pages of either run whose document no page of the same council has in the other: ids, ascending, in `arena`. */
MUST_USE enum status store_new_pages(struct store *store, int64_t before, int64_t after, struct arena *arena, const int64_t **ids, size_t *count,
                                     struct error *err);
/* Pages that one of the two runs read and the other did not, though it was there to be read or nothing told that it was not: the other was
 * refused or failed there, or only such a page led to it; its visit of the council was cut short; or it knew the address and did not find it
 * broken. Ids, ascending, in `arena`. */
MUST_USE enum status store_unread_pages(struct store *store, int64_t before, int64_t after, struct arena *arena, const int64_t **ids, size_t *count,
                                        struct error *err);
/* Councils whose visits went unequally far, since one was cut short, or both and not at the same number of pages: their codes in the
 * run `after`, ascending. */
MUST_USE enum status store_uneven_visits(struct store *store, int64_t before, int64_t after, struct arena *arena, const char *const **gss_codes,
                                         size_t *count, struct error *err);
/* The same address in the newest finished run before `run` of the same rules and program, which read its words as this one would:
 * page and document. STATUS_NOT_FOUND where no such run has both. */
MUST_USE enum status store_earlier_page(struct store *store, int64_t run, const char *url, struct arena *arena, struct page *page,
                                        struct buffer *document, struct error *err);
/* Where the bytes of a reused page of `run` are: the newest page before it of the same address and digest that was read
 * whole into its run's archive, and that run. STATUS_NOT_FOUND where none was. */
MUST_USE enum status store_page_bytes(struct store *store, int64_t run, const struct page *page, struct arena *arena, struct page *bytes, int64_t *bytes_run,
                                      struct error *err);

/* ---- what was judged ---- */
MUST_USE enum status store_save_assessment(struct store *store, int64_t page_id, const struct assessment *assessment, struct error *err);
/* Replaces the council's earlier scorecard of this run. */
MUST_USE enum status store_save_scorecard(struct store *store, int64_t run, const struct scorecard *scorecard, struct error *err);
/* Both are STATUS_NOT_FOUND where nothing was judged; `out` is then empty, and so it is
 * after any other error. NaN comes back as NaN. */
MUST_USE enum status store_assessment(struct store *store, int64_t page_id, struct assessment *out, struct error *err); /* assessment_release */
MUST_USE enum status store_scorecard(struct store *store, int64_t run, const char *gss_code, struct scorecard *out, struct error *err);
/* The same of a council under the code that it has or one that it had then. */
MUST_USE enum status store_scorecard_of(struct store *store, int64_t run, const struct former_codes *codes, const char *gss_code, struct scorecard *out,
                                        struct error *err);
/* Services and rows that the run has an answer to, given or leaned to, of a council under any of its codes; by service and row. */
struct told_row {
    const char *service, *row;
};
MUST_USE enum status store_told_rows(struct store *store, int64_t run, const struct former_codes *codes, const char *gss_code, struct arena *arena,
                                     struct told_row **rows, size_t *count, struct error *err);
/* One row of a scorecard, with what it rests on. STATUS_NOT_FOUND where the run holds no verdict on it. */
MUST_USE enum status store_row(struct store *store, int64_t run, const char *gss_code, const char *service, const char *row, struct arena *arena,
                               struct row_verdict *out, struct error *err);
/* What a judged page's assessment says, without what it rests on. */
struct page_summary {
    int64_t page_id;
    const char *kind, *service;
    enum verdict checks[CHECK_COUNT], criteria[CRITERION_COUNT];
};
MUST_USE enum status store_page_summaries(struct store *store, int64_t run, const char *gss_code /* NULL: all */, struct arena *arena,
                                          struct page_summary **summaries, size_t *count, struct error *err); /* by page id */

/* ---- what people add ---- */
struct review {
    const char *gss_code, *service, *row;
    enum verdict program, verdict;   /* what the program said then, what the person says */
    const char *reason, *reviewer_role, *date; /* ISO date */
    int64_t run;
};
/* The same row by the same role on the same date is replaced; given back oldest first. */
MUST_USE enum status store_save_review(struct store *store, const struct review *review, struct error *err);
MUST_USE enum status store_reviews(struct store *store, int64_t run /* 0: all */, struct arena *arena, struct review **reviews, size_t *count, struct error *err);

/* ---- upkeep ---- */
/* Of every run but, for each council, the newest `keep_runs` finished ones that visited it (or it under its next code; of
 * one that is on no list any more, also such as visited half of those that it was last visited with), and those after them: takes away documents, links, page verdicts and facts, targets that were not failing, and pages that
 * no evidence cites and whose bytes no kept run found unchanged. What was published stays: run, inputs, councils, visits, scorecards,
 * verdicts, evidence with its quotes and pages, reviews. At least 1 is kept. */
MUST_USE enum status store_prune(struct store *store, int keep_runs, struct error *err);
/* Files of a pruned run's archive that hold the bytes of pages which kept runs found unchanged, and so have no
 * copy of their own. Names, in order, in `arena`. */
MUST_USE enum status store_needed_archives(struct store *store, int64_t run, struct arena *arena, const char ***names, size_t *count, struct error *err);
/* Integrity: SQLite's own check and ours (every reference has its page and target). Each
 * fault is one sentence to `report`; returns their number. */
MUST_USE enum status store_check(struct store *store, void (*report)(void *context, const char *sentence), void *context, size_t *faults, struct error *err);

#endif

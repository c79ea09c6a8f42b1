/* Judging what the store holds of a council: documents are read back, what repeats over
 * its pages becomes furniture, every page gets its assessment and the council its scorecard. */
#ifndef COREOFFER_CLI_JUDGE_H
#define COREOFFER_CLI_JUDGE_H

#include "cli/progress.h"
#include "model/council.h"
#include "scoring/scoring.h"
#include "store/store.h"

/* One council with everything that its rows were judged from. */
struct judged {
    struct arena arena;
    const struct council *council;
    struct visit visit;
    struct page *pages;
    struct document **documents;        /* NULL where a page had none */
    struct assessment *assessments;
    struct council_page *council_pages;
    size_t page_count;
    struct reference *references;
    size_t reference_count;
    struct target *targets;
    size_t target_count;
    struct council_evidence evidence;   /* points into the above */
    struct scorecard scorecard;
};

/* Reads what the store holds of a council, and judges it. `store` may be a reader of its
 * own, so that threads don't share one. Release with judge_release also after an error. */
MUST_USE enum status judge_council(struct store *store, int64_t run, const struct rubric *rubric, const struct council *council,
                                   int64_t as_of, struct judged *out, struct error *err);
/* The two halves of it, for those who put other documents in between. */
MUST_USE enum status judge_load(struct store *store, int64_t run, const struct council *council, struct judged *out, struct error *err);
void judge_loaded(const struct rubric *rubric, int64_t as_of, struct judged *judged);
/* Whether `row` counts links, and some of the council's were asked again since the run ended: their answers then are gone. */
bool judge_was_rechecked(const struct judged *judged, const struct run *run, const char *row);
void judge_release(struct judged *judged);

struct judge_plan {
    const char *store_path;                /* of the store, for readers of their own */
    int64_t run;
    const struct rubric *rubric;
    const struct council *const *councils; /* saved in this order */
    size_t count;
    int64_t as_of;
    int threads;                           /* readers; held between 1 and 16 */
    struct progress *progress;             /* may be NULL */
};
/* Judges every visited council of a run and saves it through `store`. STATUS_STOPPED after a signal; then, as after
 * any other failure, councils saved before stay so, and the run is judged again when it goes on. */
MUST_USE enum status judge_run(struct store *store, const struct judge_plan *plan, struct error *err);

#endif

/* What changed between two scorecards, and why: a change in the rule, in what could be
 * visited, by a person's correction or by time alone is never shown as a change in the council. */
#ifndef COREOFFER_REPORTS_CHANGE_H
#define COREOFFER_REPORTS_CHANGE_H

#include "model/verdict.h"
#include "store/store.h"

enum change_way { CHANGE_NONE, CHANGE_BETTER, CHANGE_WORSE, CHANGE_OTHER };
enum change_cause { CAUSE_NONE, CAUSE_COUNCIL, CAUSE_RULE, CAUSE_COVERAGE, CAUSE_CORRECTION, CAUSE_TIME, CAUSE_NEW };

const char *change_way_word(enum change_way way);       /* "", "better", "worse", "other" */
/* Another rule, or a person's correction: figures that hold two runs against one another leave such results out. */
bool change_is_ours(enum change_cause cause);
const char *change_cause_word(enum change_cause cause); /* "", "council", "rule", "coverage", "correction", "time", "new" */

struct change {
    enum change_way way;
    enum change_cause cause;
    const struct row_verdict *before, *after; /* before NULL where the row is new */
    const struct run *since; /* whose result `before` is, where it was looked for (reports/data/past.h) */
};

/* Two runs, as far as causes depend on them. */
struct change_runs {
    bool same_rules; /* the same files of the rubric, so that the same words are judged alike */
    /* Pages of either run whose words no page of the same council had in the other (where rules or visits were unequal), and those that the
     * other only did not read, by id: words found there or missed are no doing of the council. */
    const int64_t *new_pages, *unread_pages;
    size_t new_page_count, unread_page_count;
    /* Councils of which less was read in one run than in the other, since a limit ended the visit. */
    const char *const *uneven;
    size_t uneven_count;
    /* Both rendered pages that need scripts, or neither did; else what rests on such a page could be told in one run only. */
    bool same_means;
    int year_before, year_after; /* of their clocks; 0 where unknown */
};
/* From the runs alone, without the pages. */
struct change_runs change_runs(const struct run *before, const struct run *after);
/* The same with what the store knows of them; arrays live in `arena`. */
MUST_USE enum status change_load_runs(struct store *store, const struct run *before, const struct run *after, struct arena *arena, struct change_runs *runs,
                                      struct error *err);

/* Whether more of the council was read in one run than in the other: its code in the later. */
bool change_is_uneven(const struct change_runs *runs, const char *gss_code);
/* Whether the question has its answer: said, leaned to, or that there is nothing to ask it of. */
bool change_is_judged(const struct row_verdict *row);
/* The row `after`, of `card`, against the same service and row of `before` (NULL: no earlier card). Where a question has nothing
 * more to be asked of (the last link was taken out), that is the council's doing if all of the service could be judged. That a
 * suspect link is confirmed broken is not, nor what rests on a page that the other run did not read though it may have been there, nor, where a
 * visit was cut short, what came out otherwise on the same words. Where the rubric changed, another result is the council's where the words that it
 * rests on are new or gone; on the same words it is the rule's. An answer that is no
 * longer given, or is given now, is the rule's likewise, and else one that could be told in one run only. */
struct change change_of(const struct scorecard *before, const struct scorecard *card, const struct row_verdict *after, struct change_runs runs);

#endif

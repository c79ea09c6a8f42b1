/* What people decided on results (store/store.h's reviews), as it bears on one run.
 *
 * A review is of one run's verdict. It is carried to later runs for as long as what it was about holds: the program's
 * verdict, or what it leans to (model/verdict.h), with its reason, its detail and its version of the rule, is the same and rests
 * on the same words of the same pages. Where the program found nothing, the nearest words are those that must be the same, or there must be none again.
 * A decision against the council, a worse result than the program's, is carried only where there are words to compare
 * and none can have been left out: else what the council has put right since would not be seen.
 *
 * Whatever else has changed, the decision is not used, and is shown as one that a person must look at again. Of several
 * reviews of a result counts that of the newest run, and of these the newest by date. */
#ifndef COREOFFER_REPORTS_DECISIONS_H
#define COREOFFER_REPORTS_DECISIONS_H

#include "base/map.h"
#include "store/store.h"

enum decision_standing {
    DECISION_MADE,    /* of this run's own verdict */
    DECISION_CARRIED, /* from an earlier run, and still used */
    DECISION_WORDS,   /* not used: the words changed */
    DECISION_PROGRAM, /* not used: the program makes something else of the same words */
    DECISION_RULE,    /* not used: the rule has another version */
    DECISION_BLIND,   /* not used: it is against the council, and there are not all the words to compare */
    DECISION_UNREAD,  /* not used: nothing could be read this time */
};
/* "made", "carried", "words_changed", "program_changed", "rule_changed", "not_comparable", "not_read" */
const char *decision_standing_word(enum decision_standing standing);

/* What of the program's result a person's word is held against: what it meant (verdict.h), unless the person could not tell either. */
enum verdict decision_compared(const struct review *review, enum verdict meant);

struct decision {
    struct review review; /* its run is the one that was looked at */
    enum decision_standing standing;
    enum verdict program; /* the program's verdict in this run */
    enum verdict program_meant, reviewed_meant; /* that, or what it leans to, in this run and when it was looked at */
    const char *program_reason, *reviewed_reason; /* the program's, in this run and when it was looked at; "" where not known any more */
    double program_certainty; /* of that, as in a judgement */
};

struct decisions {
    struct decision *items; /* one a result, by the run that was looked at, then by date */
    size_t count;
    struct map *by_row; /* places in `items` by council, service and row */
};

/* Those that bear on a result that the run holds, of one council or of all (NULL). Texts live in `arena`. Release also after an error. */
MUST_USE enum status decisions_load(struct store *store, int64_t run, const char *gss_code, struct arena *arena, struct decisions *out,
                                    struct error *err);
void decisions_release(struct decisions *decisions);

/* NULL where nobody has decided on the result, in this run or before. */
const struct decision *decisions_find(const struct decisions *decisions, const char *gss_code, const char *service, const char *row);
bool decision_is_made(const struct decision *decision); /* on this run's own result */
bool decision_is_carried(const struct decision *decision);
/* Whether the person's word is used. */
bool decision_holds(const struct decision *decision);
/* Why it is not used, as the beginning of a sentence; "" where it is. */
const char *decision_why_not(const struct decision *decision);
/* Whether a person must look again: it is not used, there is something to look at, and the program does not say the same in the
 * council's favour. */
bool decision_is_open(const struct decision *decision);
size_t decisions_count(const struct decisions *decisions, bool (*is)(const struct decision *));

/* Whether two results rest on the same words of the same pages, in any order, and have the same nearest words. */
bool decisions_same_words(const struct row_verdict *a, const struct row_verdict *b);

#endif

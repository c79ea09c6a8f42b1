#include "reports/change.h"

#include <string.h>

#include "reports/data.h"

const char *change_way_word(enum change_way way)
{
    static const char *const words[] = {"", "better", "worse", "other"};
    return words[way];
}

const char *change_cause_word(enum change_cause cause)
{
    static const char *const words[] = {"", "council", "rule", "coverage", "correction", "new"};
    return words[cause];
}

/* Higher is better; only tested verdicts can be ordered. */
static int rank(enum verdict verdict)
{
    return verdict == VERDICT_YES ? 3 : verdict == VERDICT_CONCERNS || verdict == VERDICT_DOUBTS ? 2 : 1;
}

struct change change_of(const struct scorecard *before, const struct row_verdict *after)
{
    struct change change = {.after = after};
    if (!before)
        return change;
    change.before = data_row(before, after->service, after->row);
    if (!change.before) {
        change.cause = CAUSE_NEW;
        return change;
    }
    enum verdict then = change.before->judgement.verdict, now = after->judgement.verdict;
    if (then == now)
        return change;
    bool by_person = after->decided_by && strcmp(after->decided_by, "review") == 0;
    bool was_by_person = change.before->decided_by && strcmp(change.before->decided_by, "review") == 0;
    if (change.before->version != after->version)
        change.cause = CAUSE_RULE;
    else if (!data_is_tested(then) || !data_is_tested(now))
        change.cause = CAUSE_COVERAGE;
    else if (by_person != was_by_person)
        change.cause = CAUSE_CORRECTION;
    else
        change.cause = CAUSE_COUNCIL;
    change.way = CHANGE_OTHER;
    if (data_is_tested(then) && data_is_tested(now) && rank(then) != rank(now))
        change.way = rank(now) > rank(then) ? CHANGE_BETTER : CHANGE_WORSE;
    return change;
}

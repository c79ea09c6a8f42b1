#include "model/verdict.h"

#include <string.h>

static const char *const verdicts[] = {"not_tested", "yes", "concerns", "no", "cannot_tell", "not_applicable", "doubts", "silent"};
_Static_assert(sizeof verdicts / sizeof verdicts[0] == VERDICT_COUNT, "every verdict has a word");
static const char *const checks[] = {"explanation", "referral", "contacts", "eligibility"};
_Static_assert(sizeof checks / sizeof checks[0] == CHECK_COUNT, "every check has a word");
static const char *const criteria[] = {"accessible", "available", "joined_up", "user_focussed"};
_Static_assert(sizeof criteria / sizeof criteria[0] == CRITERION_COUNT, "every criterion has a word");

const char *verdict_word(enum verdict verdict)
{
    return (unsigned)verdict < VERDICT_COUNT ? verdicts[verdict] : "";
}

bool verdict_parse(const char *word, enum verdict *verdict)
{
    for (int i = 0; i < VERDICT_COUNT; i++)
        if (strcmp(verdicts[i], word) == 0) {
            *verdict = (enum verdict)i;
            return true;
        }
    return false;
}

bool verdict_is_told(enum verdict verdict)
{
    return verdict == VERDICT_YES || verdict == VERDICT_CONCERNS || verdict == VERDICT_NO || verdict == VERDICT_DOUBTS || verdict == VERDICT_SILENT;
}

bool verdict_leans(const struct row_verdict *row)
{
    return row->leans != VERDICT_NOT_TESTED;
}

enum verdict verdict_meant(const struct row_verdict *row)
{
    return verdict_leans(row) ? row->leans : row->judgement.verdict;
}

const char *check_word(enum check check)
{
    return (unsigned)check < CHECK_COUNT ? checks[check] : "";
}

const char *criterion_word(enum criterion criterion)
{
    return (unsigned)criterion < CRITERION_COUNT ? criteria[criterion] : "";
}

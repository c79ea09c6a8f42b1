#include "model/page.h"

#include <string.h>

static const char *const outcomes[] = {"done", "limited", "blocked", "down", "moved", "not_found", "needs_scripts", "pending"};
_Static_assert(sizeof outcomes / sizeof outcomes[0] == VISIT_OUTCOME_COUNT, "every outcome has a word");

const char *visit_outcome_word(enum visit_outcome outcome)
{
    return (unsigned)outcome < VISIT_OUTCOME_COUNT ? outcomes[outcome] : "";
}

bool visit_outcome_parse(const char *word, enum visit_outcome *outcome)
{
    for (int i = 0; i < VISIT_OUTCOME_COUNT; i++)
        if (strcmp(outcomes[i], word) == 0) {
            *outcome = (enum visit_outcome)i;
            return true;
        }
    return false;
}

bool visit_was_read(enum visit_outcome outcome)
{
    return outcome == VISIT_DONE || outcome == VISIT_LIMITED || outcome == VISIT_MOVED;
}

/* What --fail-on names, looked for in a run. */
#ifndef COREOFFER_CLI_CONDITION_H
#define COREOFFER_CLI_CONDITION_H

#include "cli/cli.h"
#include "model/council.h"
#include "model/rubric.h"
#include "store/store.h"

/* Whether it is met by a broken link. */
bool condition_is_of_links(enum fail_on fail_on);

/* Whether the run has a link, or a verdict on a question that the rubric scores, that `fail_on` names; councils
 * without a scorecard (not read, or links only) have no verdicts. */
MUST_USE enum status condition_met(struct store *store, int64_t run, const struct council *const *councils, size_t count,
                                   const struct rubric_texts *rubric, enum fail_on fail_on,
                                   struct arena *arena, bool *met, struct error *err);

#endif
